//! A table as Arrow hands it from one library to another: the PyCapsule interface, without a copy.

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::SchemaRef;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::errors::internal;

/// A table. pyarrow, pandas, polars and DuckDB take it as it is.
#[pyclass(name = "Table", module = "gouji._gouji", frozen, subclass)]
pub struct PyTable {
    /// What its columns are.
    pub schema: SchemaRef,
    /// Its rows, in pieces.
    pub batches: Vec<RecordBatch>,
    /// Rows of each document.
    pub lengths: Vec<usize>,
}

#[pymethods]
impl PyTable {
    /// The same rows in a subclass.
    #[new]
    fn new(table: &Bound<'_, PyTable>) -> Self {
        let Self { schema, batches, lengths } = table.get();
        Self { schema: schema.clone(), batches: batches.clone(), lengths: lengths.clone() }
    }

    /// The columns are handed over as they are: they are not changed to another schema.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches: Vec<_> = self.batches.iter().cloned().map(Ok).collect();
        let batches = RecordBatchIterator::new(batches, self.schema.clone());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(internal)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Rows.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Rows of each document, in the order in which they were given.
    #[getter]
    fn lengths(&self) -> Vec<usize> {
        self.lengths.clone()
    }

    /// Bytes of its buffers.
    #[getter]
    fn nbytes(&self) -> usize {
        let columns = self.batches.iter().flat_map(RecordBatch::columns);
        columns.map(|column| column.get_buffer_memory_size()).sum()
    }
}

//! An audit, and the columns of several.

use crate::errors::{internal, unreadable};
use crate::in_pool;
use crate::table::PyTable;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use gouji::cli::embedded::{Auditor, Source, today};
use gouji::columns::{Columns, TABLES};
use gouji::report::Imprint;
use gouji::{Audit, DocumentAudit, DocumentOutcome, Format, Options};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Arc, OnceLock};

/// The tables of an audit or of several.
#[pyclass(name = "Columns", module = "gouji._gouji", frozen)]
pub struct PyColumns {
    /// The batches of each piece, in the order of the tables.
    pieces: Vec<Vec<RecordBatch>>,
}

impl PyColumns {
    /// Of documents in their order.
    pub fn of(py: Python<'_>, outcomes: &[DocumentOutcome], digest: &str) -> PyResult<Self> {
        let piece = py.detach(|| piece(outcomes, digest)).map_err(internal)?;
        Ok(Self { pieces: vec![piece] })
    }

    /// Of pieces in their order.
    pub fn join(pieces: Vec<Vec<RecordBatch>>) -> Self {
        Self { pieces }
    }

    fn table(&self, name: &str) -> PyResult<PyTable> {
        let found = TABLES.iter().enumerate().find(|(_, table)| table.name == name);
        let Some((at, table)) = found else {
            return Err(PyValueError::new_err(format!("no table {name}")));
        };
        let batches = self.pieces.iter().filter_map(|piece| piece.get(at).cloned()).collect();
        Ok(PyTable { schema: table.schema(), batches })
    }
}

/// The batches of documents.
pub fn piece(outcomes: &[DocumentOutcome], digest: &str) -> Result<Vec<RecordBatch>, ArrowError> {
    let mut columns = Columns::new(digest);
    outcomes.iter().try_for_each(|outcome| columns.add(outcome))?;
    columns.end()
}

#[pymethods]
impl PyColumns {
    /// A table by its name: documents, findings, checks, figures, cells.
    #[pyo3(name = "table")]
    fn named(&self, name: &str) -> PyResult<PyTable> {
        self.table(name)
    }
}

/// A document, audited.
#[pyclass(name = "Audit", module = "gouji._gouji", frozen, subclass)]
pub struct PyAudit {
    engine: Arc<Auditor>,
    source: Source,
    /// A run of this document alone.
    run: Audit,
    columns: OnceLock<PyColumns>,
    cells: OnceLock<PyColumns>,
}

impl PyAudit {
    /// Of a document.
    pub fn new(engine: Arc<Auditor>, source: Source, document: DocumentAudit) -> Self {
        let run = Audit { documents: vec![Ok(document)], ruleset_digest: engine.digest() };
        let (columns, cells) = (OnceLock::new(), OnceLock::new());
        Self { engine, source, run, columns, cells }
    }

    fn document(&self) -> PyResult<&DocumentAudit> {
        let document = self.run.documents.first().and_then(|outcome| outcome.as_ref().ok());
        document.ok_or_else(|| internal("no document"))
    }
}

#[pymethods]
impl PyAudit {
    /// A table of the audit by its name; cells are read when they are asked for first.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<PyTable> {
        if name == "cells" {
            if self.cells.get().is_none() {
                let outcome = py.detach(|| in_pool(|| self.engine.audit_cells(&self.source)));
                if let Err(why) = &outcome {
                    return Err(unreadable(py, why));
                }
                let _ = self.cells.set(PyColumns::of(py, &[outcome], &self.run.ruleset_digest)?);
            }
            return self.cells.get().ok_or_else(|| internal("no cells"))?.table(name);
        }
        if self.columns.get().is_none() {
            let made = PyColumns::of(py, &self.run.documents, &self.run.ruleset_digest)?;
            let _ = self.columns.set(made);
        }
        self.columns.get().ok_or_else(|| internal("no columns"))?.table(name)
    }

    /// The report in a format of the program, byte for byte what it prints.
    #[pyo3(signature = (format, all=false, date=None))]
    fn report<'py>(
        &self,
        py: Python<'py>,
        format: &str,
        all: bool,
        date: Option<String>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let Some(format) = Format::find(format) else {
            let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
            return Err(PyValueError::new_err(format!("formats: {}", known.join(", "))));
        };
        let imprint = Imprint {
            date: Some(date.unwrap_or_else(today)),
            ruleset_digest: self.run.ruleset_digest.clone(),
        };
        let options = Options { all, imprint, ..Options::default() };
        Ok(PyBytes::new(py, &py.detach(|| format.render(&self.run, &options))))
    }

    /// Path or name.
    #[getter]
    fn path(&self) -> PyResult<&str> {
        Ok(&self.document()?.path)
    }

    /// Agency.
    #[getter]
    fn agency(&self) -> PyResult<Option<&str>> {
        Ok(self.document()?.agency.as_deref())
    }

    /// Year.
    #[getter]
    fn year(&self) -> PyResult<Option<i32>> {
        Ok(self.document()?.year)
    }

    /// Kind by id.
    #[getter]
    fn kind(&self) -> PyResult<Option<&str>> {
        Ok(self.document()?.kind.as_deref())
    }

    /// Ruleset that applied.
    #[getter]
    fn ruleset(&self) -> PyResult<&str> {
        Ok(&self.document()?.ruleset)
    }

    /// The text as it was read.
    #[getter]
    fn text(&self) -> PyResult<&str> {
        Ok(&self.document()?.document.text)
    }

    /// Whether a figure at least was checked.
    #[getter]
    fn judged(&self) -> PyResult<bool> {
        Ok(self.document()?.coverage.is_judged())
    }
}

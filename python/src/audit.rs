//! An audit, and the columns of several.

use crate::errors::{internal, unreadable};
use crate::in_pool;
use crate::table::PyTable;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use gouji::cli::embedded::{Auditor, Source, today};
use gouji::columns::{Columns, TABLES, TableOf};
use gouji::report::Imprint;
use gouji::{Audit, DocumentAudit, DocumentOutcome, Format, Options};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Arc, OnceLock};

/// The tables of an audit or of several.
#[pyclass(name = "Columns", module = "gouji._gouji", frozen)]
pub struct PyColumns {
    wanted: Wanted,
    pieces: Vec<Piece>,
}

/// Names of the tables that are filled.
pub struct Wanted(pub Vec<&'static str>);

impl Wanted {
    /// All but what was read, which is much.
    pub fn usual() -> Self {
        Self(TABLES.iter().map(|table| table.name).filter(|name| !READ.contains(name)).collect())
    }

    /// Those of these names.
    pub fn of(names: &[String]) -> PyResult<Self> {
        names.iter().map(|name| Ok(named(name)?.1.name)).collect::<PyResult<_>>().map(Self)
    }

    /// Whether what was read is among them.
    pub fn has_readings(&self) -> bool {
        self.0.iter().any(|name| READ.contains(name))
    }
}

/// The tables of what was read. An audit keeps it only where it is asked for.
const READ: [&str; 2] = ["cells", "facts"];

/// A table by its name, with its number.
fn named(name: &str) -> PyResult<(usize, &'static TableOf)> {
    let found = TABLES.iter().enumerate().find(|(_, table)| table.name == name);
    found.ok_or_else(|| {
        let known: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
        PyValueError::new_err(format!("no table {name}; there are {}", known.join(", ")))
    })
}

/// The tables of a few documents.
pub struct Piece {
    /// In the order of the tables.
    batches: Vec<RecordBatch>,
    /// For each document, the rows up to its end in each table.
    ends: Vec<[usize; TABLES.len()]>,
}

impl Piece {
    /// Of documents in their order.
    pub fn of(
        outcomes: &[DocumentOutcome],
        digest: &str,
        wanted: &Wanted,
    ) -> Result<Self, ArrowError> {
        let mut columns = Columns::new(digest).only(&wanted.0);
        let mut ends = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            columns.add(outcome)?;
            ends.push(columns.rows());
        }
        Ok(Self { batches: columns.end()?, ends })
    }

    /// Rows of each document in a table.
    fn lengths(&self, table: usize) -> impl Iterator<Item = usize> {
        let ends = self.ends.iter().filter_map(move |ends| ends.get(table).copied());
        ends.scan(0, |before, end| Some(end - std::mem::replace(before, end)))
    }
}

impl PyColumns {
    /// Of pieces in their order.
    pub fn join(wanted: Wanted, pieces: Vec<Piece>) -> Self {
        Self { wanted, pieces }
    }

    fn table(&self, name: &str) -> PyResult<PyTable> {
        let (at, table) = named(name)?;
        if !self.wanted.0.contains(&table.name) {
            let why = format!("{name} was not asked for: tables=[…, \"{name}\"]");
            return Err(PyValueError::new_err(why));
        }
        let batches = self.pieces.iter().filter_map(|piece| piece.batches.get(at).cloned());
        let lengths = self.pieces.iter().flat_map(|piece| piece.lengths(at)).collect();
        Ok(PyTable { schema: table.schema(), batches: batches.collect(), lengths })
    }
}

#[pymethods]
impl PyColumns {
    /// A table by its name: documents, findings, checks, figures, cells.
    #[pyo3(name = "table")]
    fn named(&self, name: &str) -> PyResult<PyTable> {
        self.table(name)
    }

    /// Documents.
    fn __len__(&self) -> usize {
        self.pieces.iter().map(|piece| piece.ends.len()).sum()
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
    readings: OnceLock<PyColumns>,
}

impl PyAudit {
    /// Of a document.
    pub fn new(engine: Arc<Auditor>, source: Source, document: DocumentAudit) -> Self {
        let run = Audit { documents: vec![Ok(document)], ruleset_digest: engine.digest() };
        let (columns, readings) = (OnceLock::new(), OnceLock::new());
        Self { engine, source, run, columns, readings }
    }

    fn document(&self) -> PyResult<&DocumentAudit> {
        let document = self.run.documents.first().and_then(|outcome| outcome.as_ref().ok());
        document.ok_or_else(|| internal("no document"))
    }
}

#[pymethods]
impl PyAudit {
    /// A table of the audit by its name; what was read is kept when it is asked for first.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<PyTable> {
        let is_read = READ.contains(&name);
        let kept = if is_read { &self.readings } else { &self.columns };
        if kept.get().is_none() {
            let again = is_read
                .then(|| py.detach(|| in_pool(|| self.engine.audit_with_readings(&self.source))));
            if let Some(Err(why)) = &again {
                return Err(unreadable(py, why));
            }
            let outcomes = again.as_ref().map_or(&*self.run.documents, std::slice::from_ref);
            let wanted = if is_read { Wanted(READ.to_vec()) } else { Wanted::usual() };
            let digest = &self.run.ruleset_digest;
            let piece = py.detach(|| Piece::of(outcomes, digest, &wanted)).map_err(internal)?;
            let _ = kept.set(PyColumns::join(wanted, vec![piece]));
        }
        kept.get().ok_or_else(|| internal("no columns"))?.table(name)
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
            ..Imprint::default()
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

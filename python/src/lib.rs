//! The Python module: what `gouji/__init__.py` shows is built on these few classes and functions.
//! Python's lock is released while documents are read and audited.

mod audit;
mod errors;
mod table;

use audit::{Piece, PyAudit, PyColumns, Wanted};
use errors::{broken, unreadable};
use gouji::cli::embedded::{self, Auditor, RulesAsked, Source};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use rayon::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use table::PyTable;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Documents in a piece of the tables of a batch.
const PIECE: usize = 8;

/// Runs on one of the threads that audits share: their stacks are as deep as those of the program.
pub(crate) fn in_pool<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    rayon::scope(|_| run())
}

/// A document as it was given: a path, or bytes with a name.
#[derive(FromPyObject)]
enum Given<'py> {
    #[pyo3(transparent)]
    Bytes(Bound<'py, PyBytes>),
    #[pyo3(transparent)]
    Path(PathBuf),
}

impl Given<'_> {
    fn source(&self, name: Option<&str>) -> Source {
        match (self, name) {
            (Self::Bytes(bytes), name) => {
                Source::Bytes(name.unwrap_or("document").to_owned(), bytes.as_bytes().to_vec())
            }
            (Self::Path(path), None) => Source::File(path.clone()),
            // a file under another name is read as its bytes
            (Self::Path(path), Some(name)) => match std::fs::read(path) {
                Ok(bytes) => Source::Bytes(name.to_owned(), bytes),
                Err(_) => Source::File(path.clone()),
            },
        }
    }
}

/// Rules, compiled once and kept.
#[pyclass(name = "Rulebook", module = "gouji._gouji", frozen)]
struct PyRulebook {
    asked: RulesAsked,
    plain: Arc<Auditor>,
}

impl PyRulebook {
    /// The engine for a document: a `gouji.toml` above a file counts.
    fn of(&self, py: Python<'_>, source: &Source) -> PyResult<Arc<Auditor>> {
        let Source::File(path) = source else { return Ok(Arc::clone(&self.plain)) };
        py.detach(|| embedded::auditor(&self.asked, Some(path))).map_err(|list| broken(py, &list))
    }
}

#[pymethods]
impl PyRulebook {
    #[new]
    #[pyo3(signature = (ruleset=None, rules=Vec::new(), kind=None, year=None))]
    fn new(
        py: Python<'_>,
        ruleset: Option<OsString>,
        rules: Vec<PathBuf>,
        kind: Option<String>,
        year: Option<i32>,
    ) -> PyResult<Self> {
        let ruleset = ruleset.map(|name| name.to_string_lossy().into_owned());
        embedded::threads(None);
        let asked = RulesAsked { ruleset, rules, kind, year };
        let plain =
            py.detach(|| embedded::auditor(&asked, None)).map_err(|list| broken(py, &list))?;
        Ok(Self { asked, plain })
    }

    #[pyo3(signature = (document, name=None))]
    fn check(&self, py: Python<'_>, document: Given<'_>, name: Option<&str>) -> PyResult<PyAudit> {
        let source = document.source(name);
        let engine = self.of(py, &source)?;
        let outcome = py.detach(|| in_pool(|| engine.audit(&source)));
        match outcome {
            Ok(document) => Ok(PyAudit::new(engine, source, document)),
            Err(why) => Err(unreadable(py, &why)),
        }
    }

    /// Audits documents side by side; one that cannot be read is a row with its error.
    /// `tables`: those that are filled; without it all but cells and facts.
    #[pyo3(signature = (documents, names=None, tables=None))]
    fn batch(
        &self,
        py: Python<'_>,
        documents: Vec<Given<'_>>,
        names: Option<Vec<String>>,
        tables: Option<Vec<String>>,
    ) -> PyResult<PyColumns> {
        let wanted = tables.map_or_else(|| Ok(Wanted::usual()), |names| Wanted::of(&names))?;
        let has_readings = wanted.has_readings();
        let name = |at: usize| names.as_ref().and_then(|names| names.get(at)).map(String::as_str);
        let mut work = Vec::with_capacity(documents.len());
        for (at, document) in documents.iter().enumerate() {
            let source = document.source(name(at));
            work.push((self.of(py, &source)?, source));
        }
        // a few documents at a time, so that no more of them are whole in memory
        let digest = self.plain.digest();
        let pieces: Result<Vec<_>, _> = py.detach(|| {
            let audited = |(engine, source): &(Arc<Auditor>, Source)| {
                if has_readings { engine.audit_with_readings(source) } else { engine.audit(source) }
            };
            work.par_chunks(PIECE)
                .map(|few| {
                    let outcomes: Vec<_> = few.iter().map(audited).collect();
                    Piece::of(&outcomes, &digest, &wanted)
                })
                .collect()
        });
        pieces.map(|pieces| PyColumns::join(wanted, pieces)).map_err(errors::internal)
    }

    /// How a document was understood, as JSON.
    #[pyo3(signature = (document, name=None))]
    fn tables(&self, py: Python<'_>, document: Given<'_>, name: Option<&str>) -> PyResult<String> {
        let source = document.source(name);
        let engine = self.of(py, &source)?;
        py.detach(|| in_pool(|| engine.tables(&source))).map_err(|why| unreadable(py, &why))
    }

    /// Digest of all rule files.
    #[getter]
    fn digest(&self) -> String {
        self.plain.digest()
    }

    /// Name of the ruleset.
    #[getter]
    fn name(&self) -> String {
        self.plain.title().0
    }

    /// Title of the ruleset.
    #[getter]
    fn title(&self) -> String {
        self.plain.title().1
    }

    /// Doubtful places in the rule files.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.plain.warnings().iter().map(errors::words).collect()
    }

    /// The rules, forms and measures, each with id, kind, name, layer, severity and basis.
    fn rules<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let listing = self.plain.listing();
        let entry = |rule: &gouji::ruleset::RuleListing| {
            let out = PyDict::new(py);
            out.set_item("id", &rule.id)?;
            out.set_item("kind", &rule.kind)?;
            out.set_item("name", &rule.name)?;
            out.set_item("layer", &rule.layer)?;
            out.set_item("severity", rule.severity.map(severity))?;
            out.set_item("basis", &rule.basis)?;
            Ok(out)
        };
        listing.iter().map(entry).collect()
    }

    fn __repr__(&self) -> String {
        let (name, title) = self.plain.title();
        format!("<gouji.Rulebook {name} {title}>")
    }
}

fn severity(severity: gouji::Severity) -> &'static str {
    match severity {
        gouji::Severity::Error => "error",
        gouji::Severity::Warning => "warning",
        gouji::Severity::Info => "info",
    }
}

/// Runs the program on these arguments, without its own name; gives its exit status.
#[pyfunction]
fn run(py: Python<'_>, args: Vec<OsString>) -> u8 {
    let args: Vec<OsString> = std::iter::once("gouji".into()).chain(args).collect();
    py.detach(|| embedded::run(&args))
}

/// Sets up so many threads for audits, or as many as there are cores; before the first audit.
#[pyfunction]
#[pyo3(signature = (count=None))]
fn threads(count: Option<usize>) {
    embedded::threads(count);
}

/// What each column of each table means: name of the table, of the column, kind, meaning.
#[pyfunction]
fn columns() -> Vec<(&'static str, &'static str, String, &'static str)> {
    let of = |table: &'static gouji::columns::TableOf| {
        let column = move |column: &'static gouji::columns::ColumnOf| {
            (table.name, column.name, format!("{:?}", column.kind).to_lowercase(), column.about)
        };
        table.columns.iter().map(column)
    };
    gouji::columns::TABLES.iter().flat_map(of).collect()
}

#[pymodule]
fn _gouji(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("GoujiError", py.get_type::<errors::GoujiError>())?;
    module.add("Unreadable", py.get_type::<errors::Unreadable>())?;
    module.add("RuleMistakes", py.get_type::<errors::RuleMistakes>())?;
    module.add_class::<PyRulebook>()?;
    module.add_class::<PyAudit>()?;
    module.add_class::<PyColumns>()?;
    module.add_class::<PyTable>()?;
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(threads, module)?)?;
    module.add_function(wrap_pyfunction!(columns, module)?)
}

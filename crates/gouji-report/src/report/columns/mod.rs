//! An audit as columns: documents, findings, checks, figures, cells, facts, as Arrow record batches.
//!
//! Goes in: an audited document, or why it was not. Comes out: one batch for each of [`TABLES`]. What
//! a column means stands with its name in `schema.rs`, from where `docs/columns.md` is made.
//! Deliberately absent: files (`cli` writes Parquet) and any decision about what is wrong.

mod fill;
mod rows;
mod schema;

pub use rows::TableRows;
pub use schema::{ColumnKind, ColumnOf, TABLES, TableOf, markdown};

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};
use gouji_audit::audit::DocumentOutcome;
use std::sync::{Arc, LazyLock};

/// Schemas of the tables, made once.
static SCHEMAS: LazyLock<[Arc<Schema>; TABLES.len()]> =
    LazyLock::new(|| TABLES.each_ref().map(TableOf::schema));

/// The tables of a run, being filled document by document.
pub struct Columns {
    ruleset_digest: String,
    tables: [TableRows; TABLES.len()],
    /// Which of them are filled.
    is_wanted: [bool; TABLES.len()],
}

impl Columns {
    /// Empty ones, of an audit by rules of this digest; a document that knows its own has that.
    #[must_use]
    pub fn new(ruleset_digest: &str) -> Self {
        Self {
            ruleset_digest: ruleset_digest.to_owned(),
            tables: std::array::from_fn(|at| TableRows::new(&TABLES[at], &SCHEMAS[at])),
            is_wanted: [true; TABLES.len()],
        }
    }

    /// Only the tables of these names are filled; the others stay empty.
    #[must_use]
    pub fn only(mut self, names: &[&str]) -> Self {
        self.is_wanted = TABLES.each_ref().map(|table| names.contains(&table.name));
        self
    }

    /// Adds a document.
    ///
    /// # Errors
    /// A value that does not fit its column: a mistake in this program.
    pub fn add(&mut self, outcome: &DocumentOutcome) -> Result<(), ArrowError> {
        let [documents, others @ ..] = &mut self.tables;
        let [is_document, is_other @ ..] = self.is_wanted;
        if is_document {
            fill::document(documents, outcome, &self.ruleset_digest)?;
        }
        let Ok(document) = outcome else { return Ok(()) };
        let fills = [fill::findings, fill::checks, fill::figures, fill::cells, fill::facts];
        for ((fill, rows), is_wanted) in fills.iter().zip(others).zip(is_other) {
            if is_wanted {
                fill(rows, document)?;
            }
        }
        Ok(())
    }

    /// Rows of each table so far.
    #[must_use]
    pub fn rows(&self) -> [usize; TABLES.len()] {
        self.tables.each_ref().map(TableRows::rows)
    }

    /// The batches in the order of [`TABLES`].
    ///
    /// # Errors
    /// Columns of different lengths: a mistake in this program.
    pub fn end(self) -> Result<Vec<RecordBatch>, ArrowError> {
        self.tables.into_iter().map(TableRows::end).collect()
    }
}

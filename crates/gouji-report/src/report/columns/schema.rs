//! The tables, and what each of their columns means. The names and kinds are a contract: columns are
//! added at the end, none is renamed or changed.

use arrow_schema::{DataType, Field, Schema};
use std::collections::HashMap;
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// An exact decimal of 38 digits, 8 of them behind the point; null where the number has more.
    Decimal,
    /// Yes or no.
    Flag,
}

/// Digits of decimals.
pub(super) const DIGITS: u8 = 38;
/// Those behind the point.
pub(super) const SCALE: i8 = 8;

/// A column.
#[derive(Debug)]
pub struct ColumnOf {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// What it means.
    pub about: &'static str,
}

/// A table.
#[derive(Debug)]
pub struct TableOf {
    /// Its name.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [ColumnOf],
}

impl TableOf {
    /// The same as Arrow has it. All columns may be null.
    #[must_use]
    pub fn schema(&self) -> Arc<Schema> {
        let field = |column: &ColumnOf| {
            let kind = match column.kind {
                ColumnKind::Text => DataType::Utf8,
                ColumnKind::Whole => DataType::Int64,
                ColumnKind::Decimal => DataType::Decimal128(DIGITS, SCALE),
                ColumnKind::Flag => DataType::Boolean,
            };
            let about = HashMap::from([("about".to_owned(), column.about.to_owned())]);
            Field::new(column.name, kind, true).with_metadata(about)
        };
        Arc::new(Schema::new(self.columns.iter().map(field).collect::<Vec<_>>()))
    }
}

macro_rules! tables {
    ($($table:literal, $of:literal: $($column:literal $kind:ident $about:literal,)+;)+) => {
        &[$(TableOf {
            name: $table,
            about: $of,
            columns: &[$(ColumnOf { name: $column, kind: ColumnKind::$kind, about: $about }),+],
        }),+]
    };
}

/// The tables, in the order of [`Columns::end`](super::Columns::end).
pub const TABLES: &[TableOf; 6] = tables! {
    "documents", "A document, audited or not.":
        "document" Text "Its path as given; of a document set all paths",
        "sha256" Text "SHA-256 of its bytes; of a set that of each file, parted by +",
        "error_code" Text "Why it was not audited, by code; null where it was",
        "error" Text "The same in words",
        "kind" Text "Kind by id: final-accounts, self-evaluation, …",
        "kind_name" Text "Kind in the words of the rules",
        "reporting_level" Text "Whose accounts: department, unit, consolidated",
        "agency" Text "Agency",
        "year" Whole "Year",
        "ruleset" Text "Ruleset that applied: for built-in ones national or the province",
        "errors" Whole "Open findings that are errors",
        "warnings" Whole "Open findings that are warnings",
        "hints" Whole "Open findings that are hints",
        "checks" Whole "Checks",
        "holds" Whole "Checks that hold",
        "rounding" Whole "Checks that hold but for rounding",
        "violations" Whole "Checks that do not hold",
        "undecided" Whole "Checks that could not be decided",
        "tables" Whole "Tables seen",
        "recognised" Whole "Tables in which a form was recognised",
        "figures" Whole "Figures seen",
        "checked" Whole "Figures that a check rests on which would have told a wrong one",
        "prose_figures" Whole "Figures in sentences",
        "prose_checked" Whole "Those of them in sentences",
        "judged" Flag "A figure at least was checked",
        "incomplete" Text "What was not read, in a sentence, where it is much",
        "rules_failed" Whole "Rules that did not run to their end",
        "gouji" Text "Version of the program",
        "ruleset_digest" Text "Digest of the rules that it was judged by",
        "corroborated" Whole "Checks whose figures agree without proof",
        "figures_corroborated" Whole "Figures that only such checks rest on",
        "prose_corroborated" Whole "Those of them in sentences",
    ;
    "findings", "What a reader is to look at: one for each cause.":
        "document" Text "Path of its document",
        "agency" Text "Agency of the document",
        "year" Whole "Year of the document",
        "kind" Text "Kind of the document by id",
        "ruleset" Text "Ruleset that applied",
        "finding" Whole "Its number in the document, from 1, the same in every output",
        "id" Text "Stable over layouts and years: a hash of agency and check",
        "severity" Text "error, warning or info",
        "rule" Text "Rule that it is known by",
        "nature" Text "Kind of check, by code",
        "fault" Text "What is wrong, by code",
        "headline" Text "What it says first",
        "label" Text "The figure that it is about: part, form, row, column",
        "printed" Text "What stands there",
        "stated" Decimal "The same as a number, in unit",
        "meant" Decimal "What was probably meant, where a figure is suspected",
        "other" Text "The other side of the relation, where none is suspected",
        "difference" Decimal "Stated minus meant, or of the two sides",
        "unit" Text "Unit of these",
        "slip" Text "What probably happened, by code: a digit wrong, digits swapped, …",
        "confidence" Text "How sure that is: high, medium, low",
        "accused" Flag "A figure is named as wrong; else either side may be",
        "waiver" Text "Why it was waived; null where it is open",
        "checks" Whole "Checks that it explains",
        "form" Text "Id of the form that the figure stands in",
        "row" Text "Row as printed",
        "column" Text "Column as the form calls it",
        "place" Text "Where, in words: line, cell or page",
        "page" Whole "Page, from 1",
        "byte" Whole "Where in the text as read, from 0",
    ;
    "checks", "One identity with one stated figure, evaluated.":
        "document" Text "Path of its document",
        "check" Whole "Its number in the document, from 0, as in the JSON report with --all",
        "rule" Text "Rule",
        "nature" Text "Kind of check, by code",
        "severity" Text "How much a violation would weigh",
        "verdict" Text "holds, rounding, corroborated, violation or unchecked",
        "relation" Text "Sign between the two sides",
        "fault" Text "Of a violation what is wrong, by code",
        "reason" Text "Of unchecked and corroborated why, by code",
        "message" Text "Of a violation, unchecked and corroborated the same in words",
        "expression" Text "The expectation as the rule writes it",
        "stated" Decimal "What the document states, in unit",
        "computed" Decimal "What it is compared with",
        "difference" Decimal "Stated minus computed",
        "stated_text" Text "Stated, where it is no number or too long for one",
        "computed_text" Text "Computed, likewise",
        "unit" Text "Unit of these",
        "figures" Whole "Printed figures that it rests on",
        "finding" Whole "Number of the finding that explains it",
        "form" Text "Id of the form of the figure that it is about",
        "row" Text "Row of that figure",
        "column" Text "Column of that figure",
        "place" Text "Where, in words",
    ;
    "figures", "A printed figure that a check rests on.":
        "document" Text "Path of the document of the check",
        "check" Whole "Number of the check",
        "figure" Whole "Its number in the check, from 0",
        "role" Text "stated or operand",
        "label" Text "Part, form, row, column",
        "text" Text "What is printed",
        "value" Decimal "The same as a number in the printed unit",
        "unit" Text "Printed or inherited unit",
        "form" Text "Id of the form",
        "row" Text "Row as printed",
        "column" Text "Column as the form calls it",
        "place" Text "Where, in words",
        "page" Whole "Page, from 1",
        "start" Whole "First byte in the text as read",
        "end" Whole "Byte behind the last",
        "reading" Text "How it was read, where that leaves a doubt: joined, repaired, aligned",
        "source" Text "Path of the other document that it stands in: last year's, the budget",
    ;
    "cells", "A cell of a table as it was read.":
        "document" Text "Path of its document",
        "table" Whole "Number of the table in the document, from 0",
        "form" Text "Id of the form",
        "part" Text "Key of the part that the form stands in",
        "row" Text "The row that it was read as",
        "column" Text "The column that it was read as",
        "content" Text "number, text, blank or unreadable",
        "text" Text "What is printed",
        "value" Decimal "The same as a number, without separators",
        "unit" Text "Unit of the form's amounts",
        "checked" Flag "A check rests on it that would have told a wrong one",
        "reading" Text "How it was read, where that leaves a doubt",
        "why" Text "Of unreadable why, by code",
        "place" Text "Where, in words",
        "page" Whole "Page, from 1",
        "start" Whole "First byte in the text as read",
        "end" Whole "Byte behind the last",
    ;
    "facts", "A figure of a sentence as it was read.":
        "document" Text "Path of its document",
        "sentence" Whole "Number of the sentence among those with figures or claims, from 0",
        "text" Text "What is printed, with its unit, without blanks",
        "subject" Text "What it is of",
        "of" Text "What a share or ratio is of",
        "role" Text "The part that it plays",
        "kind" Text "What it counts",
        "year" Whole "The year that it is of, where that is told",
        "stage" Text "Budget, final accounts, …, where that is told",
        "bound" Text "Whether it is meant exactly",
        "apart" Text "Why no relation speaks of it",
        "checks" Whole "Checks that rest on it",
        "checked" Flag "One of them would have told a wrong one",
        "why" Text "Why none does, in words",
        "place" Text "Where, in words",
        "page" Whole "Page, from 1",
        "start" Whole "First byte in the text as read",
        "end" Whole "Byte behind the last",
    ;
};

/// The tables for `docs/columns.md`.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::new();
    for table in TABLES {
        out.push_str(&format!(
            "### {}\n\n{}\n\n| column | type | meaning |\n|---|---|---|\n",
            table.name, table.about
        ));
        for column in table.columns {
            let kind = match column.kind {
                ColumnKind::Text => "string",
                ColumnKind::Whole => "int64",
                ColumnKind::Decimal => "decimal(38, 8)",
                ColumnKind::Flag => "bool",
            };
            out.push_str(&format!("| `{}` | {kind} | {} |\n", column.name, column.about));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paper_shows_the_columns_as_they_are() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/columns.md");
        let paper = std::fs::read_to_string(path).unwrap();
        assert!(paper.contains(&markdown()), "docs/columns.md should hold:\n{}", markdown());
    }
}

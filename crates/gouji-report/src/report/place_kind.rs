//! Between what a finding is: figures of one table, of several, of tables and sentences, of
//! sentences alone.

use super::entry::table_at;
use gouji_audit::audit::{Check, DocumentAudit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Between what a check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlaceKind {
    /// All its figures stand in one table.
    Table,
    /// In several tables.
    Tables,
    /// In tables and in sentences.
    TableAndText,
    /// In sentences alone.
    Text,
    /// In documents of other units or years, too.
    Documents,
    /// It is about no figure: what is written, or lacking.
    Words,
}

impl PlaceKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Table, Self::Tables, Self::TableAndText, Self::Text, Self::Documents, Self::Words];

    /// In a word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "表内",
            Self::Tables => "表间",
            Self::TableAndText => "文与表",
            Self::Text => "文字",
            Self::Documents => "与其他文件",
            Self::Words => "写法",
        }
    }

    /// Of a check of a document.
    #[must_use]
    pub fn of(document: &DocumentAudit, check: &Check) -> Self {
        let mut tables = BTreeSet::new();
        let (mut has_text, mut count) = (false, 0);
        for (span, other) in check.places() {
            if !super::entry::is_here(document, other) {
                return Self::Documents;
            }
            count += 1;
            match table_at(document, span, other) {
                Some(table) => {
                    tables.insert(table.span.start);
                }
                None => has_text = true,
            }
        }
        match (count, tables.len(), has_text) {
            (0, ..) => Self::Words,
            (_, 0, _) => Self::Text,
            (.., true) => Self::TableAndText,
            (_, 1, false) => Self::Table,
            (_, _, false) => Self::Tables,
        }
    }
}

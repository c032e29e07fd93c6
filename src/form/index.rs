//! Rows by what names them, so that looking one up does not walk over the table.

use super::Row;
use crate::hash::QuickMap;

/// Rows of a side by code, label and named row, each in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowIndex {
    codes: QuickMap<String, Vec<usize>>,
    keys: QuickMap<String, Vec<usize>>,
    named: QuickMap<usize, Vec<usize>>,
}

impl RowIndex {
    /// Indexes rows.
    #[must_use]
    pub fn new(rows: &[Row]) -> Self {
        let mut out = Self::default();
        for (at, row) in rows.iter().enumerate() {
            if let Some(code) = &row.code {
                out.codes.entry(code.clone()).or_default().push(at);
            }
            out.keys.entry(row.key.clone()).or_default().push(at);
            if let Some(named) = row.named {
                out.named.entry(named).or_default().push(at);
            }
        }
        out
    }

    /// Rows with a code.
    #[must_use]
    pub fn code(&self, code: &str) -> &[usize] {
        self.codes.get(code).map_or(&[], Vec::as_slice)
    }

    /// Rows with a label.
    #[must_use]
    pub fn key(&self, key: &str) -> &[usize] {
        self.keys.get(key).map_or(&[], Vec::as_slice)
    }

    /// Rows that are a named row.
    #[must_use]
    pub fn named(&self, named: usize) -> &[usize] {
        self.named.get(&named).map_or(&[], Vec::as_slice)
    }
}

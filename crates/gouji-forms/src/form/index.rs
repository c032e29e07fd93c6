//! Rows by what names them, so that looking one up does not walk over the table.

use super::FormRow;
use ecow::EcoString;
use gouji_values::hash::QuickMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// Rows of a side by code, label and named row, each in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowIndex {
    codes: QuickMap<EcoString, Hits>,
    keys: QuickMap<EcoString, Hits>,
    named: QuickMap<usize, Hits>,
}

/// Rows; nearly always one.
#[derive(Clone, Debug, PartialEq)]
enum Hits {
    One(usize),
    Many(Vec<usize>),
}

impl Hits {
    fn rows(&self) -> &[usize] {
        match self {
            Self::One(row) => std::slice::from_ref(row),
            Self::Many(rows) => rows,
        }
    }

    fn add(&mut self, row: usize) {
        match self {
            Self::One(first) => *self = Self::Many(vec![*first, row]),
            Self::Many(rows) => rows.push(row),
        }
    }
}

fn add<K: Eq + Hash>(to: &mut QuickMap<K, Hits>, key: K, row: usize) {
    match to.entry(key) {
        Entry::Occupied(mut known) => known.get_mut().add(row),
        Entry::Vacant(new) => {
            new.insert(Hits::One(row));
        }
    }
}

impl RowIndex {
    /// Indexes rows.
    #[must_use]
    pub fn new(rows: &[FormRow]) -> Self {
        let mut out = Self::default();
        for (at, row) in rows.iter().enumerate() {
            if let Some(code) = &row.code {
                add(&mut out.codes, code.clone(), at);
            }
            add(&mut out.keys, row.key.clone(), at);
            if let Some(named) = row.named {
                add(&mut out.named, named, at);
            }
        }
        out
    }

    /// Rows with a code.
    #[must_use]
    pub fn code(&self, code: &str) -> &[usize] {
        self.codes.get(code).map_or(&[], Hits::rows)
    }

    /// Rows with a label.
    #[must_use]
    pub fn key(&self, key: &str) -> &[usize] {
        self.keys.get(key).map_or(&[], Hits::rows)
    }

    /// Rows that are a named row.
    #[must_use]
    pub fn named(&self, named: usize) -> &[usize] {
        self.named.get(&named).map_or(&[], Hits::rows)
    }
}

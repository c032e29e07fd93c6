//! What stands over a column in the rows of a header.

use crate::form::is_column_numbers;
use gouji_rules::pattern::Context;
use gouji_values::document::{Cell, Table};
use std::ops::Range;

/// The rows of a header.
pub(super) struct Heads<'t> {
    table: &'t Table,
    /// Those that do not merely number the columns.
    rows: Vec<u32>,
    /// No cell of them is merged: what a group of columns is called stands over its first one
    /// alone.
    is_flat: bool,
}

impl<'t> Heads<'t> {
    pub(super) fn of(table: &'t Table, rows: Range<usize>, context: &Context<'_>) -> Self {
        let cells = |row: &usize| table.rows.get(*row).map_or(&[][..], Vec::as_slice);
        let is_flat =
            rows.clone().all(|row| cells(&row).iter().all(|cell| cell.rows * cell.columns == 1));
        let rows = rows.filter(|row| !is_column_numbers(cells(row), context));
        let rows = rows.filter_map(|row| u32::try_from(row).ok()).collect();
        Self { table, rows, is_flat }
    }

    /// The cells over a column, the topmost first.
    pub(super) fn over(&self, column: u32) -> Vec<&'t Cell> {
        let mut out: Vec<&Cell> = Vec::new();
        for level in 0..self.rows.len() {
            let Some(cell) = self.filled(level, column).or_else(|| self.group(level, column))
            else {
                continue;
            };
            if out.last().is_none_or(|last| (last.row, last.column) != (cell.row, cell.column)) {
                out.push(cell);
            }
        }
        out
    }

    fn filled(&self, level: usize, column: u32) -> Option<&'t Cell> {
        let cell = self.table.covering(*self.rows.get(level)?, column)?;
        (!cell.text.text.trim().is_empty()).then_some(cell)
    }

    /// Where merged cells are lost, the name of the group that a column stands in: the next one at
    /// the left that has columns below it, with none of a higher level between.
    fn group(&self, level: usize, column: u32) -> Option<&'t Cell> {
        let is_group = |column: u32| {
            (level + 1..self.rows.len()).any(|lower| self.filled(lower, column).is_some())
        };
        if !self.is_flat || !is_group(column) {
            return None;
        }
        let begins = |column: &u32| (0..level).any(|upper| self.filled(upper, *column).is_some());
        let end = (0..=column).rev().find(begins).unwrap_or(0);
        let (at, cell) =
            (end..column).rev().find_map(|left| Some((left, self.filled(level, left)?)))?;
        is_group(at).then_some(cell)
    }
}

//! A sheet as it is, its cells without what they mean.

use super::grid::{MergedArea, SheetGrid, Stored};
use gouji_values::number::Decimal;

/// A sheet; all places are counted from 0.
pub struct PlainSheet {
    /// Its name.
    pub name: String,
    /// It is not shown.
    pub hidden: bool,
    /// The filled cells.
    pub cells: Vec<PlainCell>,
    /// First row and column, last row and column.
    pub merges: Vec<[u32; 4]>,
    /// First and last of stretches of rows that are not shown.
    pub hidden_rows: Vec<(u32, u32)>,
    /// The same of columns.
    pub hidden_columns: Vec<(u32, u32)>,
}

/// A filled cell.
pub struct PlainCell {
    /// Its row.
    pub row: u32,
    /// Its column.
    pub column: u32,
    /// As the program shows it.
    pub shown: String,
    /// What it stores, where that is a number.
    pub number: Option<Decimal>,
}

impl PlainSheet {
    pub(super) fn of(grid: SheetGrid<'_>) -> Self {
        let cells = grid.cells.into_iter().map(|cell| PlainCell {
            row: cell.row,
            column: cell.column,
            shown: cell.shown.into_owned(),
            number: match cell.stored {
                Stored::Number(value) => Some(value),
                Stored::Text | Stored::Error | Stored::Unsaved => None,
            },
        });
        let corners = |area: MergedArea| [area.row, area.column, area.last_row, area.last_column];
        Self {
            name: grid.name,
            hidden: grid.hidden,
            cells: cells.collect(),
            merges: grid.merges.into_iter().map(corners).collect(),
            hidden_rows: grid.hidden_rows,
            hidden_columns: grid.hidden_columns,
        }
    }
}

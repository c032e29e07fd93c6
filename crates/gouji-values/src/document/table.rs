//! A table as read: cells with their extent, or, where blank cells are gone, tokens in the order of
//! their row.

use super::{LogicalText, Span};

/// What the position of a cell in its row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Columns are certain: the source had tabs, `|`, or real cells.
    Grid,
    /// Columns or rows were told apart by where the texts stand on a page: they may be wrong.
    Aligned,
    /// As [`Layout::Aligned`], and rows or heads could be told apart in several ways; each figure is
    /// whole.
    Ambiguous,
    /// As [`Layout::Aligned`], and figures may be cut off, or two of them one.
    Unsure,
    /// Only the order within a row is certain: blank cells are gone, labels may be wrapped over
    /// rows.
    Stream,
}

/// How far rows, columns and figures of a table may be other ones than on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableDoubt {
    /// Rows and columns were told apart by where the texts stand.
    Placed,
    /// In several ways that fit as well.
    Several,
    /// Figures may be cut off or torn, too.
    Whole,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its text (outer blanks taken off) and where it stands; an empty cell has its place too.
    pub text: LogicalText,
    /// Canonical span of the cell, also when it is empty.
    pub span: Span,
    /// 0-based row.
    pub row: u32,
    /// 0-based column; in a [`Layout::Stream`] the index of the token in its row.
    pub column: u32,
    /// Rows that it extends over, at least 1.
    pub rows: u32,
    /// Columns that it extends over, at least 1.
    pub columns: u32,
    /// How far its text stands in from the left edge, in hundredths of a letter.
    pub indent: u32,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// From its first to its last cell.
    pub span: Span,
    /// Index of its block in the document.
    pub block: usize,
    /// Cells by row; a merged cell stands once, at its first row and column.
    pub rows: Vec<Vec<Cell>>,
    /// What the columns mean.
    pub layout: Layout,
    /// The widest row in columns.
    width: u32,
    /// Stretches of columns that a merged cell from above covers, by column and first row.
    tall: Vec<Tall>,
}

/// A column's stretch under a merged cell, and where that cell stands in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tall {
    column: u32,
    row: u32,
    end: u32,
    cell: usize,
}

/// Columns of one merged cell that are looked at: no table is as wide.
const WIDEST: u32 = 1024;

impl Table {
    /// A table of rows.
    #[must_use]
    pub fn new(rows: Vec<Vec<Cell>>, block: usize, layout: Layout) -> Self {
        let span = rows.iter().flatten().map(|cell| cell.span).reduce(Span::to).unwrap_or_default();
        let width = rows.iter().flatten().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
        let mut tall: Vec<Tall> = Vec::new();
        for row in &rows {
            for (index, cell) in row.iter().enumerate().filter(|(_, cell)| cell.rows > 1) {
                let columns = cell.column..cell.column.saturating_add(cell.columns.min(WIDEST));
                let end = cell.row.saturating_add(cell.rows);
                tall.extend(columns.map(|column| Tall { column, row: cell.row, end, cell: index }));
            }
        }
        tall.sort_unstable();
        Self { span, block, rows, layout, width, tall }
    }

    /// The widest row in columns.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// The cell that starts at this row and column.
    #[must_use]
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let row = self.rows.get(row as usize)?;
        let at = row.partition_point(|cell| cell.column < column);
        row.get(at).filter(|cell| cell.column == column)
    }

    /// The cell that covers this row and column: itself or a merged one from above or from the
    /// left.
    #[must_use]
    pub fn covering(&self, row: u32, column: u32) -> Option<&Cell> {
        let own = self.rows.get(row as usize)?;
        let left = own
            .partition_point(|cell| cell.column <= column)
            .checked_sub(1)
            .and_then(|at| own.get(at));
        if let Some(cell) = left.filter(|cell| column < cell.column.saturating_add(cell.columns)) {
            return Some(cell);
        }
        let next = self.tall.partition_point(|tall| (tall.column, tall.row) <= (column, row));
        let above = self
            .tall
            .get(next.checked_sub(1)?)
            .filter(|tall| tall.column == column && row < tall.end)?;
        self.rows.get(above.row as usize)?.get(above.cell)
    }
}

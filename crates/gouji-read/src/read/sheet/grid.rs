//! A sheet as a reader hands it over: the cells that are filled, merged areas, what is hidden.

use super::formula::CellFormula;
use gouji_values::number::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a cell stores behind what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    Text,
    Number(Decimal),
    /// `#REF!`
    Error,
    /// A formula whose result is not stored.
    Unsaved,
}

/// A filled cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SheetCell<'a> {
    /// 0-based.
    pub row: u32,
    /// 0-based.
    pub column: u32,
    /// The text as the program shows it.
    pub shown: Cow<'a, str>,
    pub stored: Stored,
    /// A formula that can be done again.
    pub formula: Option<Box<CellFormula>>,
    /// What is shown is the stored value, rounded, by the format alone.
    pub is_faithful: bool,
}

/// A merged area: its first and last cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct MergedArea {
    pub row: u32,
    pub column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct SheetGrid<'a> {
    /// Empty where the file knows no sheets.
    pub name: String,
    pub hidden: bool,
    /// After `SheetGrid::settle` by row and column, each place once.
    pub cells: Vec<SheetCell<'a>>,
    pub merges: Vec<MergedArea>,
    /// First and last of stretches.
    pub hidden_rows: Vec<(u32, u32)>,
    pub hidden_columns: Vec<(u32, u32)>,
    /// Cells whose formula has no stored result and was worked out.
    pub computed: Vec<(u32, u32)>,
    /// Pictures large enough to be tables.
    pub pictures: usize,
}

impl<'a> SheetGrid<'a> {
    /// Brings the cells into order and leaves out blank ones, those of a hidden value aside.
    pub(super) fn settle(&mut self) {
        if !self.cells.is_sorted_by(|a, b| (a.row, a.column) < (b.row, b.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
            self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        }
        self.merges.retain(|merge| merge.last_row > merge.row || merge.last_column > merge.column);
        self.merges.sort_unstable();
    }

    /// The cell at a place.
    pub(super) fn at(&self, row: u32, column: u32) -> Option<&SheetCell<'a>> {
        let at =
            self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()?;
        self.cells.get(at)
    }

    /// The cells of a stretch of rows.
    pub(super) fn between(&self, from: u32, to: u32) -> &[SheetCell<'a>] {
        let start = self.cells.partition_point(|cell| cell.row < from);
        let end = self.cells.partition_point(|cell| cell.row <= to);
        self.cells.get(start..end).unwrap_or(&[])
    }

    /// The filled cells line by line with their extent; what lies under a merged cell is left out.
    pub(super) fn lines(&self) -> Vec<SheetRow> {
        let mut out: Vec<SheetRow> = Vec::new();
        let mut merges = self.merges.iter().peekable();
        // merged areas that reach this row, by their first column; they do not overlap in a sound
        // file
        let mut open: BTreeMap<u32, MergedArea> = BTreeMap::new();
        for (index, cell) in self.cells.iter().enumerate() {
            while let Some(merge) = merges.next_if(|merge| merge.row <= cell.row) {
                open.insert(merge.column, *merge);
            }
            let mut over = None;
            while let Some((column, merge)) = open.range(..=cell.column).next_back() {
                if merge.last_row >= cell.row {
                    over = Some(*merge).filter(|merge| merge.last_column >= cell.column);
                    break;
                }
                let column = *column;
                open.remove(&column);
            }
            let (rows, columns) = match over {
                Some(merge) if (merge.row, merge.column) == (cell.row, cell.column) => {
                    (merge.last_row - merge.row + 1, merge.last_column - merge.column + 1)
                }
                Some(_) => continue,
                None => (1, 1),
            };
            if cell.shown.trim().is_empty() {
                continue;
            }
            let laid =
                FilledCell { cell: index, row: cell.row, column: cell.column, rows, columns };
            match out.last_mut().filter(|line| line.row == cell.row) {
                Some(line) => line.laid.push(laid),
                None => out.push(SheetRow { row: cell.row, laid: vec![laid] }),
            }
        }
        out
    }
}

/// A filled cell with its extent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FilledCell {
    /// Index in `SheetGrid::cells`.
    pub cell: usize,
    pub row: u32,
    pub column: u32,
    pub rows: u32,
    pub columns: u32,
}

/// The filled cells of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SheetRow {
    pub row: u32,
    pub laid: Vec<FilledCell>,
}

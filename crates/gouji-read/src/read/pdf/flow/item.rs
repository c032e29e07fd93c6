//! What the pages of a file are made of, from the top: lines and tables.

use super::super::abreast::on_page;
use super::super::area::{Length, Turn};
use super::super::caption::is_prose;
use super::super::cell::{GridCell, PageDoubt};
use super::super::content::{PageSize, Strip};
use super::super::words::PdfLine;

/// Lines above a table that may be printed again on its next page.
pub(super) const CAPTION: usize = 8;

/// Rows of a header that may be printed again.
pub(super) const HEADER: usize = 6;

/// A cell with its place in the file.
pub(super) struct Placed {
    pub(super) cell: GridCell,
    pub(super) page: usize,
    pub(super) turned: Turn,
}

/// What comes one after another.
pub(super) enum Item {
    Line {
        line: PdfLine,
        page: usize,
        turned: Turn,
        size: PageSize,
    },
    Table(Table),
    Unread,
    /// What stands below the table before may be rows of it.
    Loose {
        page: usize,
    },
    /// What begins this page may go on with the table before, and could not be joined to it.
    Torn {
        page: usize,
    },
}

pub(super) struct Table {
    pub(super) rows: Vec<Vec<Placed>>,
    pub(super) extents: Vec<(Length, Length)>,
    pub(super) aligned: bool,
    /// Its rows are parted by no lines.
    pub(super) open: bool,
    pub(super) doubt: PageDoubt,
    /// The lines of its header as they were printed, blanks left out.
    pub(super) header: Vec<String>,
    /// Size of its first page.
    pub(super) size: PageSize,
    /// The page that it reaches to the end of.
    pub(super) last: usize,
}

/// Where what is added comes from.
pub(super) struct Origin<'a> {
    pub(super) page: usize,
    pub(super) turned: Turn,
    pub(super) size: PageSize,
    pub(super) strips: &'a [Strip],
}

impl Origin<'_> {
    pub(super) fn line(&self, line: PdfLine) -> Item {
        let (page, area) = on_page(self.strips, self.page, line.area);
        Item::Line { line: PdfLine { area, ..line }, page, turned: self.turned, size: self.size }
    }

    pub(super) fn placed(&self, cell: GridCell) -> Placed {
        let (page, area) = on_page(self.strips, self.page, cell.area);
        Placed { cell: GridCell { area, ..cell }, page, turned: self.turned }
    }
}

/// Text as it is compared.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The lines above the last table, from the nearest.
pub(super) fn known_captions(before: &[Item]) -> Vec<String> {
    let lines = before.iter().rev().take(CAPTION).map_while(|item| match item {
        Item::Line { line, .. } => Some(bare(&line.plain())),
        _ => None,
    });
    lines.collect()
}

pub(super) fn has_prose(line: &PdfLine) -> bool {
    line.pieces.iter().any(|piece| is_prose(&piece.text))
}

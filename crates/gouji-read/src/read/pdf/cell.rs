//! A table of a page: its cells, and what their texts look like.

use super::area::{Area, Length, POINT};
use super::frame::FrameCell;
use super::words::PdfLine;
use gouji_values::number::is_digit;

/// A cell of a table on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GridCell {
    /// Its lines.
    pub text: String,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    /// Its box on the page.
    pub area: Area,
    /// How far its text stands in from the left edge of its column, in hundredths of a letter.
    pub indent: u32,
}

/// How far its first line stands in from the left edge of a column.
pub(super) fn indent(line: Area, column: Length) -> u32 {
    let letters = (line.left - column).max(0) * 100 / line.height().max(1);
    u32::try_from(letters).unwrap_or(0)
}

/// How far what stands on a page leaves open which rows and columns a table has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PageDoubt {
    /// Lines part all cells.
    #[default]
    None,
    /// Rows or columns were told by what stands below or beside one another.
    Aligned,
    /// They could be told in several ways.
    Unsure,
}

/// A table on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PdfGrid {
    pub area: Area,
    /// Left and right ends of the columns.
    pub extents: Vec<(Length, Length)>,
    /// Its columns were found by what stands below one another, so that they are as wide as what
    /// stands in them.
    pub aligned: bool,
    pub rows: Vec<Vec<GridCell>>,
    /// Ruled, but for the rows below its header, or with upright lines only.
    pub open: bool,
    pub doubt: PageDoubt,
    /// The lines that it was made of, where it is aligned.
    pub lines: Vec<PdfLine>,
}

impl PdfGrid {
    /// Whether something stands in two columns of a row: else it is a frame around text.
    pub(super) fn has_columns(&self) -> bool {
        self.rows.iter().any(|row| row.iter().filter(|cell| !cell.text.is_empty()).count() >= 2)
    }

    /// Whether a row holds several that could not be told apart: cells side by side have many
    /// lines, with digits among them, and those of one are numbers.
    pub(super) fn has_rows_within(&self) -> bool {
        const LINES: usize = 3;
        let is_long = |cell: &&GridCell| {
            cell.text.lines().count() >= LINES && cell.text.chars().any(is_digit)
        };
        let is_of_numbers = |cell: &GridCell| {
            cell.text.lines().filter(|line| is_number(line.trim())).count() >= LINES
        };
        self.rows
            .iter()
            .any(|row| row.iter().filter(is_long).count() >= 2 && row.iter().any(is_of_numbers))
    }

    /// Whether all of it is words: perhaps the header of rows that are not ruled.
    pub(super) fn is_header(&self) -> bool {
        self.extents.len() >= 2 && !self.rows.iter().flatten().any(|cell| is_figure(&cell.text))
    }
}

/// A row of a frame: its cells with their lines.
pub(super) type FieldRow = Vec<(FrameCell, Vec<PdfLine>)>;

/// Blank between the edges of a cell and its text, both sides together, at most.
pub(super) const PADDING: Length = 12 * POINT;

/// Left and right ends of the columns between edges.
pub(super) fn extents(xs: &[Length]) -> Vec<(Length, Length)> {
    xs.windows(2).filter_map(|two| Some((*two.first()?, *two.last()?))).collect()
}

/// Digits with what may stand between them.
pub(super) fn is_number(text: &str) -> bool {
    text.chars().any(is_digit)
        && text.chars().all(|c| is_digit(c) || matches!(c, '.' | ',' | '-' | '%' | ' '))
}

/// A number with a decimal point, or with thousands: no ordinal, no code.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['%', '％']).trim_start_matches(['-', '－']);
    text.chars().next().is_some_and(is_digit)
        && text.chars().all(|c| is_digit(c) || matches!(c, '.' | ','))
        && text.chars().any(|c| matches!(c, '.' | ','))
        && text.chars().next_back().is_some_and(is_digit)
}

//! Pieces of text in columns.

use super::area::Area;

/// A piece of text in a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct PdfItem {
    pub column: usize,
    pub area: Area,
    /// It is a number.
    pub is_figure: bool,
}

/// Whether two lines share a fifth of the lower one's height or more.
pub(super) fn overlap(one: Area, other: Area) -> bool {
    let shared = one.bottom.min(other.bottom) - one.top.max(other.top);
    shared * 5 >= one.height().min(other.height()).max(1)
}

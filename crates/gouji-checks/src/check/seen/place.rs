//! Where a printed figure stands, by structure.

use gouji_values::paper::Paper;

/// Where a printed figure stands, by structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigurePlace {
    /// A cell of a form.
    Cell {
        /// In last year's document.
        paper: Paper,
        /// Index in `Recognition::forms`.
        form: usize,
        /// Side.
        side: usize,
        /// Row of the side.
        row: usize,
        /// Column of the form.
        column: usize,
    },
    /// A capture on the text of a cell.
    CellCapture {
        /// In last year's document.
        paper: Paper,
        /// Index in `Recognition::forms`.
        form: usize,
        /// Side.
        side: usize,
        /// Row of the side.
        row: usize,
        /// Index in the form's captures.
        capture: usize,
    },
    /// A capture of a sentence, or of one of its items.
    Capture {
        /// In last year's document.
        paper: Paper,
        /// Index in `Recognition::statements`.
        statement: usize,
        /// Repetition and item.
        item: Option<(usize, usize)>,
        /// Capture of the claim.
        capture: usize,
    },
    /// A capture of a part.
    PartCapture {
        /// Index in `Recognition::parts`.
        part: usize,
        /// Index in its captures.
        capture: usize,
    },
    /// Something in the caption of a form.
    Caption {
        /// Index in `Recognition::forms`.
        form: usize,
        /// 0 title, 1 number, 2 year, 3 agency, 4 unit.
        field: u8,
    },
    /// The year of the document itself, where it is printed.
    Year,
    /// A whole sentence.
    Sentence {
        /// Index in `Recognition::statements`.
        statement: usize,
    },
    /// A paragraph in which nothing was read: a heading under which something lacks.
    Paragraph {
        /// Index in `Document::blocks`.
        block: usize,
    },
}

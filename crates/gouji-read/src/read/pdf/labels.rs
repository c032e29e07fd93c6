//! Labels of rows without figures, told from where they begin.

use super::area::{Length, POINT};
use super::caption::is_prose;
use super::cell::is_number;
use super::words::{PdfLine, PdfPiece};

/// This many words that begin in one place make a column of labels.
const ROWS: usize = 3;

/// Where words of rows begin behind the first column. What stands alone there is the label of a row
/// without figures; at the left it may as well be a heading.
#[derive(Default)]
pub(super) struct Labels(Vec<Length>);

impl Labels {
    pub(super) fn of(rows: &[PdfLine]) -> Self {
        let mut out = Self::default();
        rows.iter().for_each(|row| out.add(row));
        out
    }

    pub(super) fn add(&mut self, row: &PdfLine) {
        self.0.extend(
            row.pieces
                .iter()
                .skip(1)
                .filter(|piece| !is_number(&piece.text))
                .map(|piece| piece.area.left),
        );
    }

    /// Whether a line is one more of them.
    pub(super) fn go_on(&self, line: &PdfLine) -> bool {
        let alike = |piece: &PdfPiece| {
            self.0.iter().filter(|left| (*left - piece.area.left).abs() <= POINT).count()
        };
        matches!(line.pieces.as_slice(), [piece] if alike(piece) >= ROWS && !is_prose(&piece.text))
    }
}

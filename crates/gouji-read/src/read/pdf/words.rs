//! Characters to lines and pieces of lines: what stands on one height, and where wide blanks part
//! it.

use super::super::line::{is_ideograph, is_wide};
use super::area::{Area, Glyph, Length};
use gouji_values::number::is_digit;

/// A piece of a line without wide blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PdfPiece {
    /// Its text, a blank where words are parted.
    pub text: String,
    /// Where its blanks stand.
    pub gaps: Vec<Blank>,
    /// Its box.
    pub area: Area,
}

/// A blank within a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Blank {
    /// Byte in the text.
    pub at: usize,
    /// Where the text before it ends.
    pub left: Length,
    /// Where the text behind it begins.
    pub right: Length,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PdfLine {
    /// Pieces from the left.
    pub pieces: Vec<PdfPiece>,
    /// Its box.
    pub area: Area,
}

impl PdfLine {
    pub(super) fn new(pieces: Vec<PdfPiece>) -> Self {
        let area = Area::over(pieces.iter().map(|piece| piece.area));
        Self { pieces, area }
    }

    /// Its text; wide blanks are three.
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join("   ")
    }

    /// Its text with one blank between its pieces.
    pub(super) fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// The lines of some characters, from the top; those that are turned stand as their reader sees
/// them.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<PdfLine> {
    let mut out: Vec<PdfLine> = Vec::new();
    if glyphs.iter().all(|glyph| glyph.turn == 0) {
        out.extend(heights(glyphs.to_vec()).into_iter().map(|glyphs| PdfLine::new(pieces(glyphs))));
        out.sort_by_key(|line| (line.area.centre(), line.area.left));
        return out;
    }
    for turn in 0..4 {
        let turned: Vec<Glyph> = glyphs
            .iter()
            .filter(|glyph| glyph.turn == turn)
            .map(|glyph| glyph.turned(turn))
            .collect();
        for glyphs in heights(turned) {
            let pieces = pieces(glyphs)
                .into_iter()
                .map(|piece| PdfPiece { area: piece.area.turned((4 - turn) % 4), ..piece });
            out.push(PdfLine::new(pieces.collect()));
        }
    }
    // lines that are turned keep the order of their reader
    if glyphs.iter().any(|glyph| glyph.turn == 0) {
        out.sort_by_key(|line| (line.area.centre(), line.area.left));
    }
    out
}

/// The same characters as [`lines`] reads them, in the same order.
pub(super) fn ordered(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(glyphs.len());
    for turn in 0..4 {
        let turned: Vec<Glyph> = glyphs
            .iter()
            .filter(|glyph| glyph.turn == turn)
            .map(|glyph| glyph.turned(turn))
            .collect();
        for mut line in heights(turned) {
            line.sort_by_key(|glyph| (glyph.area.left, glyph.area.right));
            line.dedup_by(|glyph, before| is_shadow(before, glyph));
            out.extend(line.into_iter().map(|glyph| glyph.turned((4 - turn) % 4)));
        }
    }
    out
}

/// Upright characters by the line that they stand on.
fn heights(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by_key(|glyph| (glyph.area.centre(), glyph.area.left));
    let mut out: Vec<Vec<Glyph>> = Vec::new();
    let mut band = Area::default();
    for glyph in glyphs {
        let near =
            (glyph.area.centre() - band.centre()) * 5 <= glyph.area.height().min(band.height()) * 2;
        match out.last_mut() {
            Some(line) if near => {
                // the larger letters say where the line stands: raised and lowered signs do not
                // move it
                if glyph.area.height() > band.height() {
                    band = glyph.area;
                }
                line.push(glyph);
            }
            _ => {
                band = glyph.area;
                out.push(vec![glyph]);
            }
        }
    }
    out
}

/// What the distance between two neighbours means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    Wide,
}

fn gap(before: &Glyph, glyph: &Glyph) -> Gap {
    let size = before.size().min(glyph.size()).max(1);
    let distance = (glyph.area.left - before.area.right) * 100 / size;
    let ideographs = is_ideograph(before.char) && is_ideograph(glyph.char);
    let wide = is_wide(before.char) || is_wide(glyph.char);
    match distance {
        150.. => Gap::Wide,
        // letters of a word are set wider at times, a written blank is narrow at times
        _ if glyph.blank && distance >= 10 => Gap::Blank,
        60.. => Gap::Blank,
        25.. if !wide => Gap::Blank,
        35.. if !ideographs => Gap::Blank,
        _ => Gap::None,
    }
}

/// Digits and points that are set one by one, each as far from the one before: narrow ones have
/// blanks around them.
fn are_even(one: &Glyph, two: &Glyph, three: &Glyph) -> bool {
    let size = two.size().max(1);
    let pitch = three.area.left - two.area.left;
    [one, two, three].iter().all(|glyph| is_digit(glyph.char) || matches!(glyph.char, '.' | ','))
        && !three.blank
        && two.area.left - one.area.right > size / 50
        && pitch * 100 <= size * 75
        && (two.area.left - one.area.left - pitch).abs() * 50 <= size
}

fn pieces(mut glyphs: Vec<Glyph>) -> Vec<PdfPiece> {
    glyphs.sort_by_key(|glyph| (glyph.area.left, glyph.area.right));
    glyphs.dedup_by(|glyph, before| is_shadow(before, glyph));
    let mut out: Vec<PdfPiece> = Vec::new();
    let (mut before_that, mut before): (Option<Glyph>, Option<Glyph>) = (None, None);
    for glyph in glyphs {
        let gap = match (before, before_that) {
            (Some(before), Some(that)) if are_even(&that, &before, &glyph) => Gap::None,
            (Some(before), _) => gap(&before, &glyph),
            _ => Gap::Wide,
        };
        match out.last_mut() {
            Some(piece) if gap != Gap::Wide => {
                if gap == Gap::Blank {
                    piece.gaps.push(Blank {
                        at: piece.text.len(),
                        left: piece.area.right,
                        right: glyph.area.left,
                    });
                    piece.text.push(' ');
                }
                piece.text.push(glyph.char);
                piece.area = piece.area.to(glyph.area);
            }
            _ => out.push(PdfPiece {
                text: glyph.char.to_string(),
                area: glyph.area,
                ..PdfPiece::default()
            }),
        }
        (before_that, before) = (before, Some(glyph));
    }
    out
}

/// The same character drawn twice, a little aside: how bold letters are made where there is no bold
/// font.
fn is_shadow(before: &Glyph, glyph: &Glyph) -> bool {
    let apart: Length = (glyph.area.left - before.area.left).abs();
    before.char == glyph.char && apart * 4 <= glyph.area.width().min(glyph.size())
}

#[cfg(test)]
mod tests {
    use super::super::area::POINT;
    use super::*;

    /// Characters of 10 points, each with its left and right end in tenths of a point.
    fn text(given: &[(char, Length, Length)]) -> String {
        let glyph = |(char, left, right): &(char, Length, Length)| Glyph {
            char: *char,
            area: Area {
                left: left * POINT / 10,
                right: right * POINT / 10,
                top: 0,
                bottom: 10 * POINT,
            },
            turn: 0,
            blank: false,
        };
        lines(&given.iter().map(glyph).collect::<Vec<_>>())[0].text()
    }

    #[test]
    fn digits_that_are_set_at_equal_distances_are_one_number() {
        assert_eq!(
            text(&[('7', 0, 46), ('0', 53, 99), ('.', 106, 130), ('2', 159, 205), ('5', 212, 258)]),
            "70.25"
        );
        // words behind a number, with the blank that the page leaves
        assert_eq!(text(&[('1', 0, 50), ('.', 50, 75), ('2', 102, 152)]), "1. 2");
    }
}

//! The ruling lines of a page that is a picture: dark runs of dots that are long and thin.
//!
//! In: the dots. Out: lines as if they were drawn. Deliberately absent: pages that lie askew, whose
//! lines are left out; their columns are told apart by where words stand.

use super::area::{Length, POINT, RulingLine};
use crate::read::ocr::Dots;

/// Darker dots are ink.
const INK: u8 = 160;
/// Level lines are as long as this: letters of titles have shorter strokes.
const LEVEL: Length = 30 * POINT;
/// Upright lines part cells as high as a letter.
const UPRIGHT: Length = 14 * POINT;
/// Lines are no thicker than this.
const THIN: Length = 3 * POINT;
/// A line that leaves its direction by more tells that the page lies askew.
const SLANT: Length = 2 * POINT;
/// Blank dots within a line.
const GAP: Length = POINT;

/// Runs of ink on neighbouring rows that are one line.
struct Stroke {
    from: usize,
    to: usize,
    first: usize,
    last: usize,
    /// The run that was added last.
    end: (usize, usize),
    /// Dots in all runs.
    ink: usize,
}

/// The lines of a page that has this many dots per inch.
pub(super) fn lines(dots: &Dots, dpi: u32) -> Vec<RulingLine> {
    let level = strokes(dots, scaled(LEVEL, dpi), scaled(GAP, dpi));
    let upright = strokes(&turned(dots), scaled(UPRIGHT, dpi), scaled(GAP, dpi));
    let mut out = Vec::new();
    for (strokes, level) in [(level, true), (upright, false)] {
        for stroke in strokes {
            let length = stroke.to - stroke.from;
            let thick = place(stroke.ink.div_ceil(length.max(1)), dpi);
            let reach = place(stroke.last + 1 - stroke.first, dpi);
            if thick > THIN {
                continue;
            }
            if reach - thick > SLANT {
                return Vec::new();
            }
            out.push(RulingLine {
                level,
                at: place(stroke.first + stroke.last + 1, dpi) / 2,
                from: place(stroke.from, dpi),
                to: place(stroke.to, dpi),
            });
        }
    }
    out
}

/// Dots to a length on the page.
fn place(dots: usize, dpi: u32) -> Length {
    let length = dots as u64 * 72 * u64::from(POINT.unsigned_abs()) / u64::from(dpi.max(1));
    Length::try_from(length).unwrap_or(Length::MAX)
}

/// A length on the page to dots.
fn scaled(length: Length, dpi: u32) -> usize {
    (length.unsigned_abs() * dpi / 72 / POINT.unsigned_abs()) as usize
}

/// Rows as columns.
fn turned(dots: &Dots) -> Dots {
    let mut out = Dots::white(dots.height, dots.width);
    for (y, row) in dots.grey.chunks_exact(dots.width.max(1)).enumerate() {
        for (x, dot) in row.iter().enumerate() {
            if let Some(out) = out.grey.get_mut(x * dots.height + y) {
                *out = *dot;
            }
        }
    }
    out
}

/// Level strokes of at least this length.
fn strokes(dots: &Dots, shortest: usize, gap: usize) -> Vec<Stroke> {
    let (mut open, mut out): (Vec<Stroke>, Vec<Stroke>) = (Vec::new(), Vec::new());
    for (y, row) in dots.grey.chunks_exact(dots.width.max(1)).enumerate() {
        let (done, rest): (Vec<Stroke>, Vec<Stroke>) =
            open.into_iter().partition(|stroke| stroke.last + 1 < y);
        out.extend(done);
        open = rest;
        for (from, to) in runs(row, shortest, gap) {
            let touches = |stroke: &&mut Stroke| from <= stroke.end.1 && stroke.end.0 <= to;
            match open.iter_mut().find(touches) {
                Some(stroke) => {
                    stroke.from = stroke.from.min(from);
                    stroke.to = stroke.to.max(to);
                    (stroke.last, stroke.end) = (y, (from, to));
                    stroke.ink += to - from;
                }
                None => open.push(Stroke {
                    from,
                    to,
                    first: y,
                    last: y,
                    end: (from, to),
                    ink: to - from,
                }),
            }
        }
    }
    out.extend(open);
    out
}

/// Stretches of ink of a row, small gaps closed.
fn runs(row: &[u8], shortest: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for (x, _) in row.iter().enumerate().filter(|(_, dot)| **dot < INK) {
        run = match run {
            Some((from, to)) if x <= to + gap => Some((from, x + 1)),
            other => {
                out.extend(other.filter(|(from, to)| to - from >= shortest));
                Some((x, x + 1))
            }
        };
    }
    out.extend(run.filter(|(from, to)| to - from >= shortest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 72 dots per inch with black boxes.
    fn page(boxes: &[[usize; 4]]) -> Dots {
        let mut dots = Dots::white(200, 200);
        for [left, top, right, bottom] in boxes {
            for y in *top..*bottom {
                dots.grey[y * 200 + left..y * 200 + right].fill(0);
            }
        }
        dots
    }

    #[test]
    fn long_thin_runs_are_lines_and_blocks_are_none() {
        let frame =
            page(&[[10, 10, 150, 11], [10, 60, 150, 62], [10, 10, 11, 62], [149, 10, 150, 62]]);
        let found = lines(&frame, 72);
        let (level, upright): (Vec<RulingLine>, Vec<RulingLine>) =
            found.iter().copied().partition(|line| line.level);
        assert_eq!((level.len(), upright.len()), (2, 2));
        assert_eq!((level[1].at, level[1].from, level[1].to), (6100, 1000, 15_000));
        assert!(lines(&page(&[[10, 10, 150, 40]]), 72).is_empty());
        // strokes of letters
        assert!(lines(&page(&[[10, 10, 30, 11], [10, 10, 11, 20]]), 72).is_empty());
    }

    #[test]
    fn lines_askew_are_left_out() {
        let stairs: Vec<[usize; 4]> =
            (0..5).map(|at| [10 + at * 35, 10 + at, 45 + at * 35, 11 + at]).collect();
        assert!(lines(&page(&stairs), 72).is_empty());
        assert_eq!(lines(&page(&stairs[..2]), 72).len(), 1);
    }
}

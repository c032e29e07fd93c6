//! Digits that a file says are wider than it sets them: fonts that lost the widths of their
//! characters give each the width of a whole square, and every digit then reaches over the next,
//! the last one of a number into the cell beside. In: the characters of a page. Out: the same, with
//! digits as wide as they are set.

use super::area::{Glyph, Length};
use gouji_values::number::is_digit;
use std::collections::BTreeMap;

/// This many pairs of digits tell how far digits stand from one another.
const TELLING: usize = 8;

/// What is known of digits of one height and width.
#[derive(Default)]
struct Steps {
    /// Pairs of digits beside one another.
    pairs: usize,
    /// Those of which the first reaches over the second.
    over: usize,
    /// The least distance of these.
    least: Option<Length>,
}

/// Makes digits as wide as they are set.
pub(super) fn settle(glyphs: &mut [Glyph]) {
    let mut known: BTreeMap<(Length, Length), Steps> = BTreeMap::new();
    for pair in glyphs.windows(2) {
        let [first, second] = pair else { continue };
        let (width, step) = (first.area.width(), second.area.left - first.area.left);
        let is_pair = is_digit(first.char)
            && is_digit(second.char)
            && (first.turn, second.turn) == (0, 0)
            && first.area.bottom == second.area.bottom
            && width == second.area.width()
            && step > 0
            && step <= width * 2;
        if is_pair {
            let steps = known.entry((first.area.height(), width)).or_default();
            steps.pairs += 1;
            if step * 4 < width * 3 {
                steps.over += 1;
                steps.least = Some(steps.least.map_or(step, |least| least.min(step)));
            }
        }
    }
    known.retain(|_, steps| steps.over >= TELLING && steps.over * 2 > steps.pairs);
    if known.is_empty() {
        return;
    }
    for glyph in glyphs.iter_mut().filter(|glyph| glyph.turn == 0) {
        let is_part = is_digit(glyph.char) || matches!(glyph.char, '.' | ',' | '-');
        let steps = known.get(&(glyph.area.height(), glyph.area.width()));
        if let Some(step) = steps.and_then(|steps| steps.least).filter(|_| is_part) {
            glyph.area.right = glyph.area.left + step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::area::Area;

    fn row(text: &str, from: Length, step: Length, width: Length) -> Vec<Glyph> {
        text.chars()
            .zip((0..).map(|at| from + at * step))
            .map(|(char, left)| Glyph {
                char,
                area: Area { left, top: 0, right: left + width, bottom: 1_000 },
                turn: 0,
                blank: false,
            })
            .collect()
    }

    #[test]
    fn digits_that_reach_over_the_next_are_as_wide_as_they_are_set() {
        let mut glyphs = row("13486.02", 0, 466, 922);
        glyphs.extend(row("18308.57", 4_700, 466, 922));
        settle(&mut glyphs);
        assert!(glyphs.iter().all(|glyph| glyph.area.width() == 466));
    }

    #[test]
    fn others_stay_as_they_are() {
        let mut glyphs = row("13486.02", 0, 500, 500);
        glyphs.extend(row("18308.57", 4_700, 450, 500));
        let before = glyphs.clone();
        settle(&mut glyphs);
        assert_eq!(glyphs, before);
    }
}

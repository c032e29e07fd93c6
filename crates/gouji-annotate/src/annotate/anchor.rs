//! From a span of the canonical text to the characters of the file that it was read from. In: a
//! place with its canonical text, and the characters that the file holds there. Out: which of them
//! the span stands for.
//!
//! Readers add and leave out blanks, drawn numbers and marks, so the two texts are not the same:
//! the span's own characters are looked for, and what stands around them says which occurrence is
//! meant.

use gouji_values::document::{Document, Span};
use std::ops::Range;

/// Characters around a figure that are compared.
const AROUND: usize = 60;

/// A stretch of one native place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AnchorStretch<'a> {
    /// `表3 第2行第1列`
    pub place: &'a str,
    /// What the place reads, without blanks; where it has several lines, all of them.
    pub text: Vec<char>,
    /// The characters that are meant.
    pub range: Range<usize>,
}

/// Whether a character counts: blanks come and go.
pub(super) fn counts(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}')
}

/// The native places that a span touches: more than one where a figure wraps over lines.
pub(super) fn stretches(document: &Document, span: Span) -> Vec<AnchorStretch<'_>> {
    let place_at = |number: usize| document.locator.place_at(number);
    let first =
        document.locator.places_before(span.start.saturating_add(u32::from(span.start < span.end)));
    let mut out: Vec<AnchorStretch<'_>> = Vec::new();
    for (index, (known, place)) in (first..).map_while(|index| Some((index, place_at(index)?))) {
        if known.start > span.start.max(span.end.saturating_sub(1)) {
            break;
        }
        let part = Span {
            start: span.start.max(known.start),
            end: span.end.min(known.end).max(span.start.max(known.start)),
        };
        let is_same = |at: &usize| place_at(*at).is_some_and(|(_, other)| other == place);
        let from = (0..index).rev().take_while(is_same).last().unwrap_or(index);
        let to = (index + 1..).take_while(is_same).last().unwrap_or(index);
        let mut stretch = AnchorStretch { place, text: Vec::new(), range: 0..0 };
        for (at, (known, _)) in (from..=to).filter_map(|at| Some((at, place_at(at)?))) {
            if at == index {
                let before = document
                    .slice(Span { start: known.start, end: part.start })
                    .chars()
                    .filter(|c| counts(*c))
                    .count();
                let own = document.slice(part).chars().filter(|c| counts(*c)).count();
                stretch.range = stretch.text.len() + before..stretch.text.len() + before + own;
            }
            stretch.text.extend(document.slice(known).chars().filter(|c| counts(*c)));
        }
        out.push(stretch);
    }
    // what says something comes before what only lies between
    if out.iter().any(|stretch| !stretch.range.is_empty()) {
        out.retain(|stretch| !stretch.range.is_empty());
    }
    out.truncate(8);
    out
}

/// Which characters of the file, blanks left out, a stretch stands for; `None` where they are not
/// there.
pub(super) fn find(native: &[char], stretch: &AnchorStretch<'_>) -> Option<Range<usize>> {
    let wanted = stretch.text.get(stretch.range.clone()).filter(|wanted| !wanted.is_empty())?;
    let (before, after) =
        (stretch.text.get(..stretch.range.start)?, stretch.text.get(stretch.range.end..)?);
    let same = |a: &mut dyn Iterator<Item = &char>, b: &mut dyn Iterator<Item = &char>| {
        a.zip(b).take(AROUND).take_while(|(a, b)| a == b).count()
    };
    let score = |at: usize| {
        let (left, right) =
            (native.get(..at).unwrap_or(&[]), native.get(at + wanted.len()..).unwrap_or(&[]));
        let around = same(&mut left.iter().rev(), &mut before.iter().rev())
            + same(&mut right.iter(), &mut after.iter());
        (around, std::cmp::Reverse(at.abs_diff(stretch.range.start)))
    };
    let found = native
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at);
    let at = found.max_by_key(|at| score(*at))?;
    Some(at..at + wanted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(native: &str, text: &str, range: Range<usize>, expected: Option<usize>) {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        let stretch = AnchorStretch { place: "", text: chars(text), range };
        assert_eq!(
            find(&chars(native), &stretch).map(|range| range.start),
            expected,
            "{native} {text}"
        );
    }

    #[test]
    fn the_occurrence_is_told_by_what_stands_around_it() {
        check("合计5.00其中5.00元", "合计5.00其中5.00元", 8..12, Some(8));
        // the number before the paragraph is drawn, not written
        check("收入5.00支出5.00", "（一）收入5.00支出5.00", 11..15, Some(8));
        check("收入5.00", "收入6.00", 2..6, None);
        check("5.005.005.00", "5.005.005.00", 4..8, Some(4));
        check("收入", "收入", 1..1, None);
    }
}

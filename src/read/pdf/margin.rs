//! Whether a line goes on with the one before: whether its first word would still have fitted
//! there, and whether it is indented. In: lines one after another. Out: yes, no, or nothing where
//! the places do not tell.

use super::super::line::is_wide;
use super::area::{Area, Length, POINT};
use super::words::Line;
use std::collections::BTreeMap;

/// Lines that must reach a margin.
const LINES: usize = 3;
/// Letters of a line of text that may reach a margin.
const LETTERS: Length = 10;
/// Lines that end so near to one another end at the margin.
const NEAR: Length = 15 * POINT;
/// How far tables may reach beyond the right margin.
const BEYOND: Length = 90 * POINT;

/// The right margins of the pages, by their height.
#[derive(Default)]
pub(super) struct Margins {
    right: BTreeMap<Length, Length>,
}

impl Margins {
    /// Measures lines, each with the height of its page: where several lines end, and none but a
    /// few behind. Where tables reach far beyond, these lines are notes and captions and tell
    /// nothing. Signs that close may hang beyond the margin.
    pub(super) fn measure<'a>(
        lines: impl Iterator<Item = (Length, &'a Line)>,
        tables: &[(Length, Area)],
    ) -> Self {
        let mut ends: BTreeMap<Length, Vec<(Length, bool)>> = BTreeMap::new();
        // rows of a table that was not found reach further than text does
        let is_text = |line: &Line| matches!(line.pieces.as_slice(), [piece] if piece.area.width() >= LETTERS * piece.area.height());
        for (page, line) in lines.filter(|(_, line)| is_text(line)) {
            ends.entry(page).or_default().push((line.area.right, line.plain().ends_with(closes)));
        }
        let is_short = |page: Length, right: Length| {
            tables.iter().any(|(known, table)| *known == page && table.right - right > BEYOND)
        };
        let margin = |mut ends: Vec<(Length, bool)>| {
            ends.sort_unstable();
            let enough = |three: &&[(Length, bool)]| matches!((three.first(), three.last()), (Some(low), Some(high)) if high.0 - low.0 <= NEAR);
            let last = ends.windows(LINES).rev().find(enough).and_then(|three| three.last())?.0;
            let whole = || {
                ends.iter()
                    .rev()
                    .filter(|(right, hangs)| !hangs && (last - NEAR..=last).contains(right))
            };
            whole().nth(LINES - 1).and(whole().next()).map_or(Some(last), |(right, _)| Some(*right))
        };
        Self {
            right: ends
                .into_iter()
                .filter_map(|(page, ends)| Some((page, margin(ends)?)))
                .filter(|(page, right)| !is_short(*page, *right))
                .collect(),
        }
    }

    /// Whether a line goes on with the one before it; each with the height of its page.
    pub(super) fn goes_on(
        &self,
        (page, before): (Length, &Line),
        (next_page, line): (Length, &Line),
    ) -> Option<bool> {
        let right = self.right.get(&page).filter(|_| page == next_page)?;
        let ([_], [piece]) = (before.pieces.as_slice(), line.pieces.as_slice()) else {
            return None;
        };
        let size = before.area.height();
        if (line.area.height() - size).abs() * 5 > size
            || line.area.left - before.area.left > size * 6 / 5
        {
            return Some(false);
        }
        let room = right - before.area.right;
        let word = first_word(&piece.text, size);
        if room < word + size * 3 / 10 {
            return Some(true);
        }
        // signs may hang into the margin, and blanks are stretched
        if room > word + 2 * size {
            return Some(false);
        }
        // the first line of a paragraph is indented by two letters, and no sentence ends with it
        let indent = before.area.left - line.area.left;
        let is_open = before
            .plain()
            .chars()
            .next_back()
            .is_some_and(|last| last == '，' || last == '、' || last.is_alphanumeric());
        (is_open && indent * 2 > 3 * size && indent * 2 < 5 * size).then_some(true)
    }
}

/// How much room the first word of a line would take, with the sign that may not stand at the
/// beginning of a line.
fn first_word(text: &str, size: Length) -> Length {
    let mut chars = text.chars().peekable();
    let mut width = 0;
    if chars.next_if(|c| is_wide(*c)).is_some() {
        width = size;
    } else {
        while chars.next_if(|c| !is_wide(*c) && *c != ' ').is_some() {
            width += size * 6 / 10;
        }
    }
    if chars.next_if(|c| closes(*c)).is_some() { width + size } else { width }
}

/// A sign that may not stand at the beginning of a line.
fn closes(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '）' | '》' | '”' | '！' | '？' | '％')
}

#[cfg(test)]
mod tests {
    use super::super::words::Piece;
    use super::*;

    fn line(text: &str, left: Length, right: Length) -> Line {
        let area = Area { left: left * POINT, right: right * POINT, top: 0, bottom: 10 * POINT };
        Line::new(vec![Piece { text: text.to_owned(), area, ..Piece::default() }])
    }

    #[test]
    fn the_first_line_of_a_paragraph_goes_on_where_it_is_nearly_full() {
        let full: Vec<Line> = (0..3).map(|_| line("财政拨款", 40, 500)).collect();
        let margins = Margins::measure(full.iter().map(|line| (800, line)), &[]);
        let goes_on = |before: &Line, next: &Line| margins.goes_on((800, before), (800, next));
        let next = line("性支出38.89万元", 40, 200);
        assert_eq!(goes_on(&line("基本支出7.06%；资本", 60, 478), &next), Some(true));
        // figures of a table without lines that stand beyond the margin are none of the text
        let figure = line("3.00", 510, 530);
        let around: Vec<Line> =
            full.iter().cloned().chain((0..3).map(|_| figure.clone())).collect();
        let with_figures = Margins::measure(around.iter().map(|line| (800, line)), &[]);
        let before = line("基本支出7.06%；资本", 60, 478);
        assert_eq!(with_figures.goes_on((800, &before), (800, &next)), Some(true));
        // a sentence ends, or much more would have fitted
        assert_eq!(goes_on(&line("基本支出7.06%。", 60, 478), &next), None);
        assert_eq!(goes_on(&line("基本支出7.06%；资本", 60, 460), &next), Some(false));
    }

    #[test]
    fn signs_that_hang_beyond_the_margin_are_none_of_it() {
        let ends = [
            ("综合协调", 500),
            ("行政执法", 499),
            ("安全生产", 501),
            ("四个意识、", 510),
            ("主体责任；", 508),
            ("规划，", 509),
        ];
        let full: Vec<Line> = ends.iter().map(|(text, right)| line(text, 40, *right)).collect();
        let margins = Margins::measure(full.iter().map(|line| (800, line)), &[]);
        assert_eq!(
            margins.goes_on((800, &line("占总支", 40, 494)), (800, &line("出9.12%。", 40, 200))),
            Some(true)
        );
    }
}

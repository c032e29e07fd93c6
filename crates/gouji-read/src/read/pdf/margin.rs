//! Whether a line goes on with the one before: whether its first word would still have fitted
//! there, and whether it is indented. In: lines one after another. Out: yes, no, or nothing where
//! the places do not tell.

use super::super::line::is_wide;
use super::area::{Area, Length, POINT};
use super::content::PageSize;
use super::words::PdfLine;
use std::collections::BTreeMap;

/// Lines that must reach a margin.
const LINES: usize = 3;
/// A margin is reached by one line of so many of those that reach the one that most do.
const FEW: usize = 4;
/// Letters of a line of text that may reach a margin.
const LETTERS: Length = 10;
/// Lines that end so near to one another end at the margin.
const NEAR: Length = 15 * POINT;
/// The same, where a page has a margin of its own.
const VERY_NEAR: Length = 3 * POINT;
/// A numbering has so many letters at most.
const NUMBERING: usize = 3;
/// The name of a note.
const NOTE: usize = 6;
/// How far tables may reach beyond the right margin.
const BEYOND: Length = 90 * POINT;

/// A line with the page that it stands on.
#[derive(Clone, Copy)]
pub(super) struct PlacedLine<'a> {
    /// Number of the page.
    pub page: usize,
    /// Width and height of the page.
    pub size: PageSize,
    /// The line.
    pub line: &'a PdfLine,
}

/// Where a line ends, and whether with a sign that may hang beyond the margin.
type End = (Length, bool);

/// The right margins of pages.
#[derive(Default)]
pub(super) struct Margins {
    /// Those of all pages of a size.
    by_size: BTreeMap<PageSize, Length>,
    /// Those of single pages that differ.
    by_page: BTreeMap<usize, Length>,
}

impl Margins {
    /// Measures lines: where most of them end, and none but a few behind. Where tables reach far
    /// beyond, these lines are notes and captions and tell nothing.
    pub(super) fn measure<'a>(
        lines: impl Iterator<Item = PlacedLine<'a>>,
        tables: &[(PageSize, Area)],
    ) -> Self {
        let mut of_size: BTreeMap<PageSize, Vec<End>> = BTreeMap::new();
        let mut of_page: BTreeMap<(usize, PageSize), Vec<End>> = BTreeMap::new();
        for PlacedLine { page, size, line } in lines.filter(|placed| is_text(placed.line)) {
            let end = (line.area.right, line.plain().ends_with(closes));
            of_size.entry(size).or_default().push(end);
            of_page.entry((page, size)).or_default().push(end);
        }
        let is_short = |size: PageSize, right: Length| {
            tables.iter().any(|(known, table)| *known == size && table.right - right > BEYOND)
        };
        let by_size: BTreeMap<PageSize, Length> = of_size
            .into_iter()
            .filter_map(|(size, ends)| Some((size, margin(ends)?)))
            .filter(|(size, right)| !is_short(*size, *right))
            .collect();
        let own = |((page, size), ends)| Some((page, own_margin(ends, *by_size.get(&size)?)?));
        let by_page = of_page.into_iter().filter_map(own).collect();
        Self { by_size, by_page }
    }

    /// The right margin where a line stands.
    fn right(&self, placed: &PlacedLine<'_>) -> Option<Length> {
        self.by_page.get(&placed.page).or_else(|| self.by_size.get(&placed.size)).copied()
    }

    /// Whether a line goes on with the one before it.
    pub(super) fn goes_on(&self, before: PlacedLine<'_>, next: PlacedLine<'_>) -> Option<bool> {
        let right = self.right(&before).filter(|_| before.size == next.size)?;
        let (before, line) = (before.line, next.line);
        let piece = line.pieces.first().filter(|_| is_one(before) && is_one(line))?;
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
        // the first line of a paragraph is indented by two letters; a heading is short
        let indent = before.area.left - line.area.left;
        let is_first_line = indent * 2 > 3 * size && indent * 2 < 5 * size;
        let is_long = before.area.width() * 3 > (right - line.area.left) * 2;
        let is_open = before
            .plain()
            .chars()
            .next_back()
            .is_some_and(|last| last == '，' || last == '、' || last.is_alphanumeric());
        if is_first_line && is_open && is_long {
            return Some(true);
        }
        // letters set close together leave the margin ragged: the sentence goes on below, as far to the left
        let is_flush = indent.abs() * 2 < size;
        let is_sentence = before.plain().contains(['，', '。', '；']);
        if is_flush && is_open && is_long && is_sentence && !begins_anew(&piece.text) {
            return Some(true);
        }
        // signs may hang into the margin, and blanks are stretched
        (room > word + 2 * size).then_some(false)
    }
}

/// Whether a line is one stretch of text, or a sentence whose figures stand apart: 总计各增加   1463.8 万元，增长.
fn is_one(line: &PdfLine) -> bool {
    let is_long = |width: Length| width >= LETTERS * line.area.height();
    let [first, behind @ ..] = line.pieces.as_slice() else { return false };
    behind.is_empty()
        || line.plain().contains(['，', '。', '；'])
            && behind.iter().all(|piece| piece.text.contains(is_wide))
            && (is_long(first.area.width())
                || behind.iter().any(|piece| is_long(piece.area.width())))
}

/// Rows of a table that was not found reach further than text does.
fn is_text(line: &PdfLine) -> bool {
    matches!(line.pieces.as_slice(), [piece] if piece.area.width() >= LETTERS * piece.area.height())
}

/// The margin that lines end at: the rightmost place near which many of them end.
fn margin(mut ends: Vec<End>) -> Option<Length> {
    ends.sort_unstable();
    let near = |last: usize| {
        let right = ends.get(last).map_or(0, |(right, _)| *right);
        let first = ends.partition_point(|(other, _)| *other < right - NEAR);
        last + 1 - first
    };
    let most = (0..ends.len()).map(near).max()?;
    let last = (0..ends.len()).rev().find(|last| near(*last) >= LINES.max(most / FEW))?;
    let (right, _) = *ends.get(last)?;
    // signs that close may hang beyond the margin
    let mut whole =
        ends.iter().rev().filter(|(end, hangs)| !hangs && (right - NEAR..=right).contains(end));
    let (first, third) = (whole.next(), whole.nth(LINES - 2));
    Some(third.and(first).map_or(right, |(end, _)| *end))
}

/// The margin of a page whose lines all end before that of the other pages: several of them at one
/// place, and none behind.
fn own_margin(mut ends: Vec<End>, usual: Length) -> Option<Length> {
    ends.retain(|(_, hangs)| !hangs);
    ends.sort_unstable();
    let (right, _) = *ends.last()?;
    let at_margin = ends.iter().filter(|(end, _)| right - end <= VERY_NEAR).count();
    let is_other = right < usual - VERY_NEAR && right * 10 > usual * 9;
    (at_margin >= LINES && is_other).then_some(right)
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

/// Whether a text begins with a numbering or the name of a note: 一、, （二）, 3., 第四, 注：.
fn begins_anew(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_alphanumeric());
    let letters = text.chars().count() - rest.chars().count();
    let is_number = text.chars().take(letters).all(|c| c.is_ascii_digit());
    let ends = |signs: &[char]| rest.starts_with(signs);
    text.starts_with(['（', '(', '第', '①', '—', '-', '*', '●', '■'])
        || is_number && letters <= NUMBERING && ends(&['.', '．', '、', '）', ')'])
        || letters <= NUMBERING && ends(&['、', '）'])
        || letters <= NOTE && ends(&['：', ':'])
}

/// A sign that may not stand at the beginning of a line.
fn closes(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '）' | '》' | '”' | '！' | '？' | '％')
}

#[cfg(test)]
mod tests {
    use super::super::words::PdfPiece;
    use super::*;

    fn line(text: &str, left: Length, right: Length) -> PdfLine {
        let area = Area { left: left * POINT, right: right * POINT, top: 0, bottom: 10 * POINT };
        PdfLine::new(vec![PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() }])
    }

    fn placed(line: &PdfLine) -> PlacedLine<'_> {
        PlacedLine { page: 1, size: (600, 800), line }
    }

    #[test]
    fn the_first_line_of_a_paragraph_goes_on_where_it_is_nearly_full() {
        let full: Vec<PdfLine> = (0..3).map(|_| line("财政拨款", 40, 500)).collect();
        let margins = Margins::measure(full.iter().map(placed), &[]);
        let goes_on =
            |before: &PdfLine, next: &PdfLine| margins.goes_on(placed(before), placed(next));
        let next = line("性支出38.89万元", 40, 200);
        assert_eq!(goes_on(&line("基本支出7.06%；资本", 60, 478), &next), Some(true));
        // figures of a table without lines that stand beyond the margin are none of the text
        let figure = line("3.00", 510, 530);
        let around: Vec<PdfLine> =
            full.iter().cloned().chain((0..3).map(|_| figure.clone())).collect();
        let with_figures = Margins::measure(around.iter().map(placed), &[]);
        let before = line("基本支出7.06%；资本", 60, 478);
        assert_eq!(with_figures.goes_on(placed(&before), placed(&next)), Some(true));
        // a sentence ends, or much more would have fitted
        assert_eq!(goes_on(&line("基本支出7.06%。", 60, 478), &next), None);
        assert_eq!(goes_on(&line("基本支出7.06%；资本", 60, 300), &next), Some(false));
        // a first line that breaks off goes on however much would have fitted
        assert_eq!(goes_on(&line("基本支出7.06%；资本", 60, 400), &next), Some(true));
    }

    #[test]
    fn a_few_lines_that_reach_further_are_beyond_the_margin() {
        let text = (0..20).map(|_| line("财政拨款", 40, 500));
        let tables = (0..4).map(|_| line("数据来源说明", 40, 550));
        let lines: Vec<PdfLine> = text.chain(tables).collect();
        let margins = Margins::measure(lines.iter().map(placed), &[]);
        let next = line("性支出38.89万元", 40, 200);
        assert_eq!(
            margins.goes_on(placed(&line("基本支出7.06%；资本", 40, 499)), placed(&next)),
            Some(true)
        );
    }

    #[test]
    fn pages_may_have_a_margin_of_their_own() {
        let usual: Vec<PdfLine> = (0..20).map(|_| line("财政拨款", 40, 500)).collect();
        let narrow: Vec<PdfLine> = (0..3).map(|_| line("财政拨款", 40, 470)).collect();
        let on = |page: usize, line| PlacedLine { page, ..placed(line) };
        let lines =
            usual.iter().map(|line| on(1, line)).chain(narrow.iter().map(|line| on(2, line)));
        let margins = Margins::measure(lines, &[]);
        let (full, next) = (line("基本支出7.06%资本", 40, 469), line("性支出", 40, 100));
        assert_eq!(margins.goes_on(on(1, &full), on(1, &next)), Some(false));
        assert_eq!(margins.goes_on(on(2, &full), on(2, &next)), Some(true));
    }

    #[test]
    fn a_sentence_goes_on_below_a_line_that_ends_before_the_margin() {
        let usual: Vec<PdfLine> = (0..20).map(|_| line("财政拨款", 40, 500)).collect();
        let margins = Margins::measure(usual.iter().map(placed), &[]);
        let goes_on = |first: &str, right: Length, next: &str| {
            let (first, next) = (line(first, 40, right), line(next, 40, 300));
            margins.goes_on(placed(&first), placed(&next))
        };
        let sentence = "苗圃总量为80万元，大棚60万元，占苗";
        assert_eq!(goes_on(sentence, 450, "圃总量的75%。"), Some(true));
        // a new item, a note, a sentence that ended, a short line, a heading
        assert_eq!(goes_on(sentence, 450, "二、苗圃"), Some(false));
        assert_eq!(goes_on(sentence, 450, "注：苗圃"), Some(false));
        assert_eq!(goes_on("苗圃总量为80万元，大棚60万元。", 450, "圃总量"), Some(false));
        assert_eq!(goes_on(sentence, 200, "圃总量的75%。"), Some(false));
        assert_eq!(goes_on("苗圃收支总体情况的说明", 450, "圃总量的75%。"), Some(false));
    }

    #[test]
    fn a_sentence_whose_figures_stand_apart_goes_on() {
        let usual: Vec<PdfLine> = (0..20).map(|_| line("财政拨款", 40, 500)).collect();
        let margins = Margins::measure(usual.iter().map(placed), &[]);
        let apart = |texts: [(&str, Length, Length); 2]| {
            let piece = |(text, left, right)| line(text, left, right).pieces.remove(0);
            PdfLine::new(texts.map(piece).to_vec())
        };
        let torn = apart([("比收、支预算总计各增加", 40, 260), ("1463.8万元，增长", 340, 498)]);
        assert_eq!(margins.goes_on(placed(&torn), placed(&line("8.85%。", 40, 120))), Some(true));
        // a row of a table
        let row = apart([("一般公共预算收入", 40, 260), ("1,463.80", 440, 498)]);
        assert_eq!(margins.goes_on(placed(&row), placed(&line("其他收入", 40, 120))), None);
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
        let full: Vec<PdfLine> = ends.iter().map(|(text, right)| line(text, 40, *right)).collect();
        let margins = Margins::measure(full.iter().map(placed), &[]);
        assert_eq!(
            margins.goes_on(placed(&line("占总支", 40, 494)), placed(&line("出9.12%。", 40, 200))),
            Some(true)
        );
    }
}

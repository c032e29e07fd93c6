//! Which lines of a text go on with the line before, by how far they stand in: programs that take a
//! text off its pages keep the blanks at the start of its lines.
//!
//! In: the lines outside tables. Out: of some lines that they go on, or that they open a paragraph.
//! A text whose sentences do not end before the lines that stand in says nothing.

use super::line::{Line, ends_sentence, is_blank_char, is_ideograph, is_wide};
use super::page::{Page, Region};
use std::collections::BTreeMap;

/// Columns that the first line of a paragraph stands in, at least and at most.
const INSET: std::ops::RangeInclusive<usize> = 2..=8;
/// Ideographs of a line of prose.
const PROSE: usize = 8;
/// Lines of each kind from which on the text is looked at.
const FEWEST: usize = 4;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// At the margin.
    Flush,
    /// As the first line of a paragraph does.
    Inset,
    /// Elsewhere.
    Else,
}

/// A line outside tables.
struct Placed<'a> {
    index: usize,
    text: &'a str,
    is_prose: bool,
    indent: usize,
    /// Where it ends, blanks inside left out.
    end: usize,
    stands: Stands,
    /// Its page has lines at the margin and lines that stand in.
    is_told: bool,
    /// It begins where the line above it ends: the two are one on the page.
    is_rest: bool,
}

/// Of lines whose place on the page says so, whether they go on with the line before.
pub(super) fn follows(page: &Page<'_>, regions: &[Region]) -> BTreeMap<usize, bool> {
    let lines = placed(page, regions);
    let mut ends: Vec<usize> =
        lines.iter().filter(|line| line.is_prose).map(|line| line.end).collect();
    ends.sort_unstable();
    let full = ends.get(ends.len() * 9 / 10).copied().unwrap_or(0);
    let is_full = |line: &Placed<'_>| line.end * 4 >= full * 3;
    let pairs = || {
        let pairs = lines.windows(2).filter_map(|pair| match pair {
            [before, next] => Some((before, next)),
            _ => None,
        });
        pairs.filter(|(before, next)| {
            // a short line goes on nowhere; what stands in may follow it
            let is_whole = next.stands == Stands::Inset && ends_sentence(before.text);
            next.is_told && before.stands != Stands::Else && (is_whole || is_full(before))
        })
    };
    let count = |stands: Stands, ends: bool| {
        let own = pairs().filter(|(_, next)| next.stands == stands);
        own.filter(|(before, _)| ends_sentence(before.text) == ends).count()
    };
    let (open, closed) = (count(Stands::Flush, false), count(Stands::Flush, true));
    let (torn, whole) = (count(Stands::Inset, false), count(Stands::Inset, true));
    let is_known = open + closed >= FEWEST
        && torn + whole >= FEWEST
        && open >= 3 * closed
        && whole >= 2 * torn;
    let rests = lines.iter().filter(|line| line.is_rest).map(|line| (line.index, true));
    if !is_known {
        return rests.collect();
    }
    let told = pairs().filter_map(|(before, next)| match next.stands {
        Stands::Flush => Some((next.index, true)),
        Stands::Inset => ends_sentence(before.text).then_some((next.index, false)),
        Stands::Else => None,
    });
    told.chain(rests).collect()
}

/// The lines outside tables, page by page.
fn placed<'a>(page: &Page<'a>, regions: &[Region]) -> Vec<Placed<'a>> {
    let mut regions = regions.iter().peekable();
    let mut out: Vec<Placed<'a>> = Vec::new();
    let (mut first, mut last) = (0, 0);
    for (index, line) in page.lines.iter().enumerate() {
        while regions.next_if(|region| region.to <= index).is_some() {}
        let in_table = regions.peek().is_some_and(|region| region.from <= index);
        if in_table || page.is_void(index) || page.is_contents(index) || line.has_tab() {
            continue;
        }
        if page.is_new_page(last, index) {
            tell(out.get_mut(first..).unwrap_or(&mut []));
            first = out.len();
        }
        last = index;
        let indent = indent(line);
        let is_prose = line.text.chars().filter(|c| is_ideograph(*c)).count() >= PROSE;
        let end = indent + line.width();
        let (stands, is_told) = (Stands::Else, false);
        let above = index.checked_sub(1).and_then(|above| page.line(above));
        let is_rest = out.len() > first && above.is_some_and(|above| is_rest(above, line));
        out.push(Placed {
            index,
            text: line.text,
            is_prose,
            indent,
            end,
            stands,
            is_told,
            is_rest,
        });
    }
    tell(out.get_mut(first..).unwrap_or(&mut []));
    out
}

/// Says of the lines of one page where they stand.
fn tell(lines: &mut [Placed<'_>]) {
    let prose = lines.iter().filter(|line| line.is_prose);
    let Some(margin) = prose.map(|line| line.indent).min() else { return };
    for line in lines.iter_mut() {
        line.stands = match line.indent.checked_sub(margin) {
            Some(0 | 1) => Stands::Flush,
            Some(inset) if INSET.contains(&inset) => Stands::Inset,
            _ => Stands::Else,
        };
    }
    // what goes on where the line above ends stands where that one does
    let mut above = Stands::Else;
    for line in lines.iter_mut() {
        if line.is_rest {
            line.stands = above;
        }
        above = line.stands;
    }
    let has = |stands| lines.iter().any(|line| line.is_prose && line.stands == stands);
    let is_told = has(Stands::Flush) && has(Stands::Inset);
    lines.iter_mut().for_each(|line| line.is_told = is_told);
}

/// Whether a line begins where the one above it ends, in the middle of a sentence: a program that
/// keeps texts at their place puts the parts of a line that stand on different heights on lines of
/// their own.
fn is_rest(above: &Line<'_>, line: &Line<'_>) -> bool {
    /// Columns that it stands in at least.
    const LEAST: usize = 8;
    let is_open = |c: char| matches!(c, '，' | '、');
    let characters = |text: &str| text.trim_end_matches(is_blank_char).chars().count();
    let before = line.raw.chars().take_while(|c| is_blank_char(*c)).count();
    before >= LEAST
        && characters(above.raw).abs_diff(before) <= 2
        && (above.text.ends_with(is_open) || line.text.starts_with(is_open))
}

/// Columns before the text of a line.
fn indent(line: &Line<'_>) -> usize {
    let before = line.raw.chars().take_while(|c| is_blank_char(*c));
    before.map(|c| if is_wide(c) || c == '\u{3000}' { 2 } else { 1 }).sum()
}

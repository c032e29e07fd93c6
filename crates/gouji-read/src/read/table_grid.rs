//! Tables whose cells stand between tabs or bars: columns are certain.

use super::line::{Line, is_blank_char, logical, trim};
use super::page::{Found, Page, Region};
use gouji_values::document::{Cell, Layout};
use gouji_values::number::is_digit;

/// What stands between cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// A tab.
    Tab,
    /// `|`, also full width or drawn.
    Bar,
}

impl Separator {
    fn is(self, c: char) -> bool {
        match self {
            Self::Tab => c == '\t',
            Self::Bar => matches!(c, '|' | '｜' | '│' | '┃'),
        }
    }

    fn count(self, line: &Line<'_>) -> usize {
        line.raw.chars().filter(|c| self.is(*c)).count()
    }
}

/// The table that starts at a line, if one does.
pub(super) fn find(page: &Page<'_>, from: usize, separator: Separator) -> Found {
    let mut picked: Vec<usize> = Vec::new();
    let (mut widest, mut has_digits) = (0, false);
    let mut at = from;
    while let Some(line) = page.line(at) {
        if separator == Separator::Bar && is_edge(page, at) {
            picked.push(at);
            at += 1;
            continue;
        }
        if belongs(page, at, separator) {
            widest = widest.max(separator.count(line));
            has_digits |= line.text.chars().any(is_digit);
            picked.push(at);
            at += 1;
            continue;
        }
        match behind_page_break(page, at, separator) {
            Some(next) if goes_on(page, next, separator, widest, has_digits, &picked) => at = next,
            _ => break,
        }
    }
    let bars = page.line(from).map_or(0, |line| separator.count(line));
    let rows = picked.iter().filter(|at| !is_edge(page, **at)).count();
    if rows == 0 {
        return Found::Nothing(at.max(from + 1));
    }
    if separator == Separator::Bar
        && rows < 2
        && rows == picked.len()
        && (bars < 2 || page.text(from).contains('。'))
    {
        return Found::Nothing(from + 1);
    }
    build(page, &picked, separator).map_or(Found::Nothing(at), Found::Table)
}

fn belongs(page: &Page<'_>, index: usize, separator: Separator) -> bool {
    match separator {
        Separator::Tab => page.is_tabbed(index),
        Separator::Bar => {
            !page.is_contents(index)
                && !page.is_tabbed(index)
                && page.line(index).is_some_and(|line| separator.count(line) > 0)
        }
    }
}

/// The next line of a table behind one blank line, which a page break leaves; the number of the
/// page may stand there.
fn behind_page_break(page: &Page<'_>, at: usize, separator: Separator) -> Option<usize> {
    if !page.is_void(at) {
        return None;
    }
    let next = (at..at + 4).find(|i| !page.is_void(*i))?;
    let blanks = (at..next).filter(|i| page.line(*i).is_some_and(Line::is_blank)).count();
    (belongs(page, next, separator) && (next == at + 1 || blanks < next - at)).then_some(next)
}

/// Whether a line behind a page break goes on with the table: about as many columns, and no new
/// header.
fn goes_on(
    page: &Page<'_>,
    next: usize,
    separator: Separator,
    widest: usize,
    has_digits: bool,
    picked: &[usize],
) -> bool {
    let Some(line) = page.line(next) else { return false };
    let count = separator.count(line);
    let last =
        picked.last().and_then(|last| page.line(*last)).map_or(0, |line| separator.count(line));
    let near =
        |other: usize| count == other || (count.min(other) >= 3 && count.abs_diff(other) <= 2);
    if !near(widest) && !near(last) {
        return false;
    }
    let filled = line.raw.split(|c| separator.is(c)).filter(|cell| !cell.trim().is_empty()).count();
    let header = filled >= 2 && filled * 3 >= (count + 1) * 2 && !line.text.chars().any(is_digit);
    !(header && has_digits)
}

/// Cells of a line as slices with their starts.
fn cells<'a>(line: &Line<'a>, separator: Separator) -> Vec<(&'a str, usize)> {
    let mut at = line.raw_start;
    let mut out = Vec::new();
    for piece in line.raw.split_inclusive(|c| separator.is(c)) {
        out.push((piece.strip_suffix(|c| separator.is(c)).unwrap_or(piece), at));
        at += piece.len();
    }
    if line.raw.ends_with(|c| separator.is(c)) {
        out.push(("", at));
    }
    out
}

/// A line that only draws the edge below a header: `|---|:--:|`.
fn is_rule(cells: &[(&str, usize)]) -> bool {
    let mut drawn = false;
    for (text, _) in cells {
        let text = text.trim();
        drawn |= text.contains("--");
        if !text.chars().all(|c| matches!(c, '-' | ':' | '=' | '+')) || text.chars().count() == 1 {
            return false;
        }
    }
    drawn
}

/// A line that only draws an edge of a table, with lines and corners (`├────┼──┤`) or with signs
/// that stand for them (`+----+--+`).
fn is_edge(page: &Page<'_>, at: usize) -> bool {
    let Some(line) = page.line(at) else { return false };
    let is_level = |c: char| matches!(c, '─' | '━' | '═' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍');
    let is_drawn = |c: char| matches!(c, '\u{2500}'..='\u{257F}') || is_blank_char(c);
    let text = line.text;
    let is_typed = text.starts_with('+') && text.ends_with('+') && text.contains("--");
    text.contains(is_level) && text.chars().all(is_drawn) && text.chars().nth(2).is_some()
        || is_typed && text.chars().all(|c| matches!(c, '+' | '-' | '='))
}

/// The lines of a table from the one to the other, with the edges drawn around them.
fn with_edges(page: &Page<'_>, picked: &[usize], first: usize, last: usize) -> (usize, usize) {
    let is_edge = |at: usize| picked.binary_search(&at).is_ok() && is_edge(page, at);
    let (mut from, mut to) = (first, last);
    while from > 0 && is_edge(from - 1) {
        from -= 1;
    }
    while is_edge(to + 1) {
        to += 1;
    }
    (from, to)
}

fn build(page: &Page<'_>, picked: &[usize], separator: Separator) -> Option<Region> {
    let is_row = |at: &&usize| separator != Separator::Bar || !is_edge(page, **at);
    let mut table: Vec<(usize, Vec<(&str, usize)>)> = picked
        .iter()
        .filter(is_row)
        .filter_map(|index| Some((*index, cells(page.line(*index)?, separator))))
        .filter(|(_, cells)| !is_rule(cells))
        .collect();
    if separator == Separator::Bar {
        let blank =
            |cell: Option<&(&str, usize)>| cell.is_some_and(|(text, _)| text.trim().is_empty());
        let (open, close) = (
            table.iter().all(|(_, row)| blank(row.first())),
            table.iter().all(|(_, row)| blank(row.last())),
        );
        for (_, row) in &mut table {
            if close {
                row.pop();
            }
            if open && !row.is_empty() {
                row.remove(0);
            }
        }
    }
    // captions on top and notes at the bottom that were pasted along are paragraphs
    let captions = table.iter().take(6).take_while(|(_, row)| is_caption(page, row)).count();
    if captions < table.len() {
        table.drain(..captions);
    }
    while table.len() > 1
        && table.last().is_some_and(|(_, row)| only(row).is_some_and(|text| page.is_note(text)))
    {
        table.pop();
    }
    let has_columns = table
        .iter()
        .any(|(_, row)| row.iter().filter(|(text, _)| !text.trim().is_empty()).count() >= 2);
    if !has_columns || (table.len() == 1 && table.iter().any(|(_, row)| is_caption(page, row))) {
        return None;
    }
    let (first, last) = with_edges(page, picked, table.first()?.0, table.last()?.0);
    let rows = table
        .iter()
        .enumerate()
        .map(|(number, (_, row))| {
            row.iter()
                .enumerate()
                .map(|(column, (text, start))| cell(number, column, text, *start))
                .collect()
        })
        .collect();
    Some(Region { from: first, to: last + 1, rows, layout: Layout::Grid })
}

/// The text of the only cell that is filled.
fn only<'a>(row: &[(&'a str, usize)]) -> Option<&'a str> {
    let mut filled =
        row.iter().map(|(text, start)| trim(text, *start).0).filter(|text| !text.is_empty());
    let text = filled.next()?;
    filled.next().is_none().then_some(text)
}

/// A title or the line with the unit, pasted along with the table.
fn is_caption(page: &Page<'_>, row: &[(&str, usize)]) -> bool {
    match only(row) {
        Some(text) => page.is_form_title(text) || page.names_unit(text) || page.is_year_line(text),
        None => row.iter().any(|(text, _)| page.names_unit(text)),
    }
}

/// A cell of one row and one column.
pub(super) fn cell(row: usize, column: usize, text: &str, start: usize) -> Cell {
    let indent = indent(text);
    let (text, span) = logical(text, start);
    Cell {
        text,
        span,
        row: u32::try_from(row).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
        rows: 1,
        columns: 1,
        indent,
    }
}

/// How far a name stands in, in hundredths of a letter: by wide blanks; narrow ones only keep columns
/// apart.
fn indent(text: &str) -> u32 {
    let wide = text.trim_start_matches([' ', '\t']).chars().take_while(|c| *c == '\u{3000}');
    u32::try_from(wide.count()).map_or(0, |count| count.saturating_mul(100))
}

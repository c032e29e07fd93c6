//! Tables that were pasted with one cell per line: each cell begins with a tab, a blank line parts
//! the rows.
//!
//! Word writes tables so. Lines without a tab go on with the cell before them; a cell may hold a
//! blank line, and a row may be torn in two by one.

use super::join::{self, Broken};
use super::line::{Line, ends_sentence, logical, push_clean, trim};
use super::page::{Found, Page, Region};
use gouji_values::document::{Cell, Layout, LogicalText, Span};

/// Lines of one cell that are looked ahead.
const AHEAD: usize = 12;
/// Characters of a fragment that may go on with a cell behind a blank line.
const FRAGMENT: usize = 16;

/// A line that is one cell: a tab at its start and no other.
fn is_cell(page: &Page<'_>, index: usize) -> bool {
    page.is_tabbed(index)
        && page.line(index).is_some_and(|line| {
            line.raw
                .strip_prefix('\t')
                .is_some_and(|rest| !rest.trim_end_matches('\t').contains('\t'))
        })
}

/// The table that starts at a line, if one does.
pub(super) fn find(page: &Page<'_>, from: usize) -> Found {
    if !is_cell(page, from) || !looks_like_cells(page, from) {
        return Found::Nothing(from);
    }
    let mut table = Reading::default();
    let mut at = from;
    while let Some(line) = page.line(at) {
        if is_cell(page, at) {
            table.cell(line);
            at += 1;
            table.end = at;
        } else if page.is_void(at) {
            let Some(next) = page.next(at) else { break };
            if is_cell(page, next) && next - at <= AHEAD {
                table.end_row();
                at = next;
            } else if let Some(end) = fragment(page, next)
                .filter(|_| next - at <= AHEAD && table.is_open(page.text(next)))
            {
                (next..end).for_each(|i| table.go_on(page, i));
                at = end;
                table.end = at;
            } else {
                break;
            }
        } else if let Some(end) = rest_of_cell(page, at) {
            (at..end).for_each(|i| table.go_on(page, i));
            at = end;
            table.end = at;
        } else {
            break;
        }
    }
    table.end_row();
    let rows = join_torn(table.rows);
    if rows.iter().any(|row| row.len() >= 2) {
        return Found::Table(Region { from, to: table.end, rows, layout: Layout::Grid });
    }
    Found::Nothing(table.end)
}

/// At least two cells before long, and not prose whose paragraphs are indented by a tab.
fn looks_like_cells(page: &Page<'_>, from: usize) -> bool {
    let (mut cells, mut prose) = (0_usize, 0_usize);
    for index in from..from + 3 * AHEAD {
        if page.is_tabbed(index) && !is_cell(page, index) {
            break;
        }
        if is_cell(page, index) {
            cells += 1;
            let text = page.text(index);
            prose += usize::from(text.len() > 180 || (text.len() > 60 && ends_sentence(text)));
        } else if cells == 1 && index > from + 6 {
            break;
        }
    }
    cells >= 2 && prose * 2 <= cells
}

/// Lines without a tab right below a cell that go on with it: behind the last of them.
fn rest_of_cell(page: &Page<'_>, from: usize) -> Option<usize> {
    let end = (from..from + AHEAD).find(|i| page.is_void(*i) || page.is_tabbed(*i))?;
    if is_cell(page, end) {
        return Some(end);
    }
    if end == from + 1
        && from
            .checked_sub(1)
            .is_some_and(|before| join::ends_in_number_part(page.text(before), page.text(from)))
    {
        return Some(end);
    }
    let short = (from..end)
        .all(|i| page.text(i).chars().count() <= FRAGMENT && !ends_sentence(page.text(i)));
    let goes_on = page.next(end).is_some_and(|next| is_cell(page, next) && next - end <= AHEAD);
    (short && goes_on).then_some(end)
}

/// A short fragment behind a blank line, right above the next cell: behind its last line.
fn fragment(page: &Page<'_>, from: usize) -> Option<usize> {
    let end = (from..from + AHEAD).find(|i| page.is_void(*i) || page.is_tabbed(*i))?;
    let plain = (from..end).all(|i| {
        let text = page.text(i);
        text.chars().count() <= FRAGMENT
            && !ends_sentence(text)
            && page.ordinal(text).is_none()
            && !page.is_form_title(text)
    });
    (plain && is_cell(page, end)).then_some(end)
}

/// A table while it is read.
#[derive(Default)]
struct Reading {
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    /// Behind the last line.
    end: usize,
}

impl Reading {
    fn cell(&mut self, line: &Line<'_>) {
        let after_tab = line.raw.get(1..).unwrap_or("");
        let (text, span) = logical(after_tab, line.raw_start + 1);
        self.row.push(Cell { text, span, row: 0, column: 0, rows: 1, columns: 1, indent: 0 });
    }

    fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// Whether a fragment behind a blank line may belong to the last cell: its row is not yet as
    /// long as those before.
    fn is_open(&self, text: &str) -> bool {
        let Some(last) = self.row.last() else { return false };
        let usual = self.rows.iter().rev().take(4).map(Vec::len).max().unwrap_or(0);
        let unfinished = last.text.text.is_empty() || text.starts_with(['（', '(', '〔', '[']);
        self.row.len() < usual
            || (self.rows.is_empty() && unfinished)
            || (unfinished && self.row.len() < 3)
    }

    fn go_on(&mut self, page: &Page<'_>, index: usize) {
        let (Some(cell), Some(line)) = (self.row.last_mut(), page.line(index)) else {
            return;
        };
        let (text, start) = trim(line.text, line.start);
        let piece = Span::new(start, start + text.len());
        if cell.text.text.is_empty() {
            cell.text = LogicalText::default();
            cell.span = piece;
        } else {
            cell.span = cell.span.to(piece);
            join::glue(&mut cell.text, text, Broken::Cell, page.ordinal(text).is_some());
        }
        push_clean(&mut cell.text, text, start);
    }
}

/// Joins rows that a blank line tore in two, and numbers the cells.
fn join_torn(rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    let mut out: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        let near =
            widths.get(index.saturating_sub(8)..(index + 9).min(widths.len())).unwrap_or(&[]);
        let usual = near.iter().copied().max().unwrap_or(0);
        let empty = row.iter().all(|cell| cell.text.text.is_empty());
        let blank = row.len() == 1 && empty;
        let joined = match out.last_mut() {
            Some(before) if blank && before.len() < usual => Some(before),
            Some(before)
                if usual >= 5
                    && before.len() + row.len() == usual
                    && near.iter().filter(|width| **width == usual).count() >= 2
                    && before.last().is_some_and(|cell| !cell.text.text.is_empty())
                    && (empty || row.first().is_some_and(|cell| !cell.text.text.is_empty())) =>
            {
                Some(before)
            }
            _ => None,
        };
        match joined {
            Some(before) => before.extend(row),
            None => out.push(row),
        }
    }
    for (number, row) in out.iter_mut().enumerate() {
        for (column, cell) in row.iter_mut().enumerate() {
            cell.row = u32::try_from(number).unwrap_or(u32::MAX);
            cell.column = u32::try_from(column).unwrap_or(u32::MAX);
        }
    }
    out
}

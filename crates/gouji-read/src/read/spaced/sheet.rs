//! Zones to tables: header, columns, rows; pages of one table to one.

mod again;

use super::certain::{KnownTop, is_certain};
use super::chunk::{Chunk, Kind, Measure};
use super::clip::{self, Short};
use super::columns::{Column, Content, at, columns, sides};
use super::counted::{Lines, header_of};
use super::head::{Header, header};
use super::pages::{is_alike, order};
use super::rows::{Words, counts_columns, rows};
use super::{Row, Zone};
use crate::read::join::{Broken, glue};
use crate::read::line::push_clean;
use crate::read::page::{Page, Region};
use gouji_values::document::{Cell, Layout, LogicalText, Span};
use std::ops::Range;

/// A row of a table: the chunks of its cells by column.
pub(super) type Cells<'a> = Vec<(usize, Vec<Chunk<'a>>)>;

/// A table over one or more pages.
struct Sheet<'a> {
    from: usize,
    to: usize,
    columns: Vec<Column>,
    header: Header<'a>,
    /// The lines of the header.
    top: Vec<Row<'a>>,
    /// Lines that count the columns.
    counts: Vec<Row<'a>>,
    rows: Vec<Cells<'a>>,
    is_doubtful: bool,
    /// Figures may be cut off.
    is_clipped: bool,
    /// Each figure can stand in one row and one column alone.
    is_certain: bool,
    /// How far names stand in may be another thing on each page.
    is_uneven: bool,
}

/// Where the header of a zone is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    /// Above its first row.
    Own,
    /// Its first lines.
    Lines(usize),
    /// Its first lines, which are those of the table that it goes on with.
    Again(usize),
    /// It has none: a table goes on.
    None,
}

/// The text of a line without its blanks.
fn bare(row: &Row<'_>) -> String {
    row.chunks.iter().flat_map(|chunk| chunk.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

/// Tables as they are found.
pub(super) struct Sheets<'p, 'a> {
    page: &'p Page<'a>,
    measure: Measure,
    open: Option<Sheet<'a>>,
    /// The lines above the open table.
    heads: Vec<String>,
    out: Vec<Region>,
}

impl<'p, 'a> Sheets<'p, 'a> {
    pub(super) fn new(page: &'p Page<'a>, measure: Measure) -> Self {
        Self { page, measure, open: None, heads: Vec::new(), out: Vec::new() }
    }

    /// Reads the next zone.
    pub(super) fn add(&mut self, zone: Zone<'a>) {
        // title and head are printed again at the top of each page
        let is_again = !zone.follows
            && zone.is_next
            && !zone.heads.is_empty()
            && !self.heads.is_empty()
            && (self.heads.ends_with(&zone.heads) || zone.heads.ends_with(&self.heads));
        if !zone.follows && !is_again {
            self.close();
            self.heads.clone_from(&zone.heads);
        }
        let Some(mut sheet) = self.open.take() else {
            self.open = self.sheet(&zone, Top::Own);
            self.heads.clone_from(&zone.heads);
            return;
        };
        // its header is printed again, line for line
        if let Some((mut next, order)) = self.by_heads(&sheet, &zone) {
            sheet.level(&mut next, &order, &zone, self.measure);
            let is_certain = sheet.is_certain && next.is_certain;
            sheet.append(next, &order);
            sheet.is_certain = is_certain;
            self.open = Some(sheet);
            return;
        }
        if let Some(next) = self.same_top(&sheet, &zone)
            && let Some(order) = order(&sheet.columns, &next.columns)
        {
            sheet.is_doubtful |= order.len() < sheet.columns.len();
            sheet.append(next, &order);
            self.open = Some(sheet);
            return;
        }
        if is_again {
            match self.sheet(&zone, Top::Own) {
                Some(next) if is_alike(&sheet.header, &next.header) => {
                    if let Some(order) = order(&sheet.columns, &next.columns) {
                        sheet.is_doubtful |= order.len() < sheet.columns.len();
                        sheet.append(next, &order);
                        self.open = Some(sheet);
                        return;
                    }
                    self.part(sheet, Some(next));
                }
                next => self.part(sheet, next),
            }
            return;
        }
        // the header is printed again, or the rows go on without one
        if let Some(next) = self.sheet(&zone, Top::Own) {
            if is_alike(&sheet.header, &next.header) && sheet.columns.len() == next.columns.len() {
                let order: Vec<usize> = (0..next.columns.len()).collect();
                sheet.append(next, &order);
                self.open = Some(sheet);
                return;
            }
            if next.header.heads.len() > 3 {
                self.part(sheet, Some(next));
                return;
            }
        }
        let next = self.sheet(&zone, Top::None);
        match next.and_then(|next| Some((order(&sheet.columns, &next.columns)?, next))) {
            Some((order, next)) => {
                sheet.is_doubtful |= order.len() < sheet.columns.len();
                sheet.append(next, &order);
                self.open = Some(sheet);
            }
            None => {
                let next = self.sheet(&zone, Top::Own);
                self.part(sheet, next);
            }
        }
    }

    /// Two tables of which the second may go on with the first.
    fn part(&mut self, mut sheet: Sheet<'a>, mut next: Option<Sheet<'a>>) {
        sheet.is_certain = false;
        next.iter_mut().for_each(|next| next.is_certain = false);
        self.out.extend(sheet.region());
        self.open = next;
    }

    /// Nothing goes on over what comes now.
    pub(super) fn close(&mut self) {
        self.out.extend(self.open.take().and_then(Sheet::region));
    }

    pub(super) fn finish(mut self) -> Vec<Region> {
        self.close();
        self.out
    }

    /// The table of a zone, where it is one; without a header it may go on with another.
    fn sheet(&mut self, zone: &Zone<'a>, top: Top) -> Option<Sheet<'a>> {
        let is_headless = top == Top::None;
        let lines = zone.rows.as_slice();
        let vocabulary = self.page.vocabulary;
        let is_total =
            |text: &str| text.len() <= 60 && vocabulary.total.contains(&vocabulary.folded(text));
        let opens = |text: &str| vocabulary.ordinal(text).is_some();
        let words = Words { is_total: &is_total, opens: &opens };
        let Some(body) = body_start(lines, &words, &vocabulary.column_number) else {
            return self.empty(zone, &is_total);
        };
        let is_again = matches!(top, Top::Again(_));
        let body = if let Top::Lines(count) | Top::Again(count) = top { count } else { body };
        let is_count = |row: &Row<'_>| counts_columns(row, &vocabulary.column_number);
        let is_head = |at: usize, row: &Row<'_>| {
            !is_headless && at < body && (!row.has_figure() || is_count(row))
        };
        let parted = lines.iter().cloned().enumerate();
        let (heads, own): (Vec<_>, Vec<_>) = parted.partition(|(at, row)| is_head(*at, row));
        let (counts, heads): (Vec<Row<'a>>, Vec<Row<'a>>) =
            heads.into_iter().map(|(_, row)| row).partition(|row| is_count(row));
        let mut own: Vec<Row<'a>> = own.into_iter().map(|(_, row)| row).collect();
        let amounts = own.iter().filter(|row| row.has_amount()).count();
        if amounts == 0 || (heads.is_empty() && !is_headless) {
            return None;
        }
        let top = counts.iter().chain(&heads);
        let mut top: Vec<Row<'a>> = top.cloned().collect();
        top.sort_by_key(|row| row.index);
        let is_total_chunk = |chunk: &Chunk<'_>| chunk.kind == Kind::Words && is_total(chunk.text);
        let refs: Vec<&Row<'_>> = own.iter().collect();
        let mut columns = columns(&refs, &is_total_chunk, is_again);
        let figures = columns.iter().filter(|column| column.content == Content::Figures).count();
        if figures == 0 || columns.len() < 2 || columns.len() > 120 {
            return None;
        }
        let above = Lines { counts: &counts, heads: &heads, rows: &own };
        let (header, given) = match is_again {
            true => Default::default(),
            false => header_of(&above, &mut columns, self.measure),
        };
        let is_bare = header.heads.is_empty() && !is_headless && !is_again;
        if is_bare || !is_sound(&own, &columns) {
            return None;
        }
        let is_parted = clip::mark_tails(&mut own, &columns);
        let mut is_doubtful = header.is_doubtful || is_parted;
        let mut out: Vec<(Range<usize>, Cells<'a>)> = Vec::new();
        for side in sides(&columns) {
            let cut = rows(&own, &columns, &side, &words);
            is_doubtful |= cut.is_doubtful
                || cut.rows.iter().any(|lines| {
                    own.get(lines.clone()).is_some_and(|lines| {
                        lines.iter().filter(|line| line.has_amount()).count() > 1
                    })
                });
            let own_rows = cut.rows.into_iter().map(|lines| {
                (lines.clone(), cells(own.get(lines).unwrap_or(&[]), &columns, &side))
            });
            out = beside(out, own_rows.collect());
        }
        let short = clip::short(&out, &columns);
        let is_clipped = short == Short::Torn;
        is_doubtful |= short != Short::No;
        let end = trim(&mut out, own.len(), &words);
        let first = lines.first()?.index;
        let last = own
            .get(end.checked_sub(1)?)?
            .index
            .max(counts.iter().chain(&heads).map(|row| row.index).max().unwrap_or(0));
        let known = (!is_again).then_some(&header);
        let known = KnownTop { header: known, given };
        let is_certain = is_certain(&out, &columns, &known, &own);
        let rows = out.into_iter().map(|(_, cells)| cells).collect();
        let (from, to, is_uneven) = (first, last + 1, false);
        Some(Sheet {
            from,
            to,
            columns,
            header,
            top,
            counts,
            rows,
            is_doubtful,
            is_clipped,
            is_certain,
            is_uneven,
        })
    }
}

impl<'a> Sheets<'_, 'a> {
    /// A table of heads without a figure below its caption: it was left blank.
    fn empty(&self, zone: &Zone<'a>, is_total: &dyn Fn(&str) -> bool) -> Option<Sheet<'a>> {
        let lines = zone.rows.as_slice();
        let is_alone = |row: &Row<'_>| matches!(row.chunks.as_slice(), [one] if is_total(one.text));
        let totals = lines.iter().rev().take_while(|row| is_alone(row)).count();
        let (heads, own) = lines.split_at(lines.len() - totals);
        let is_header = heads.len() <= 12 && heads.iter().any(|row| row.chunks.len() >= 3);
        if !zone.captioned || !is_header || heads.iter().any(Row::has_figure) {
            return None;
        }
        let mut columns = Vec::new();
        let header = header(heads, &mut columns, self.measure);
        let whole = 0..columns.len();
        let rows = own.iter().map(|row| cells(std::slice::from_ref(row), &columns, &whole));
        let rows = rows.collect();
        let (from, to) = (lines.first()?.index, lines.last()?.index + 1);
        let (top, counts, is_certain) = (Vec::new(), Vec::new(), false);
        let (is_doubtful, is_clipped, is_uneven) = (true, false, false);
        Some(Sheet {
            from,
            to,
            columns,
            header,
            top,
            counts,
            rows,
            is_doubtful,
            is_clipped,
            is_certain,
            is_uneven,
        })
    }
}

impl<'a> Sheet<'a> {
    /// Appends the rows of the next page, whose columns are these.
    fn append(&mut self, next: Sheet<'a>, order: &[usize]) {
        self.to = next.to;
        self.is_doubtful |= next.is_doubtful;
        self.is_clipped |= next.is_clipped;
        self.is_uneven |= next.is_uneven;
        self.is_certain &= next.is_certain && order.len() == self.columns.len();
        let moved = |cells: Cells<'a>| -> Cells<'a> {
            let place = |at: usize| order.get(at).copied();
            cells.into_iter().filter_map(|(at, chunks)| Some((place(at)?, chunks))).collect()
        };
        self.rows.extend(next.rows.into_iter().map(moved));
    }

    /// The table with cells.
    fn region(self) -> Option<Region> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for step in 0..self.header.steps {
            let heads = self.header.heads.iter().filter(|head| head.step == step);
            let cells = heads.map(|head| {
                let cell = cell(step, head.columns.start, &head.chunks, None);
                Cell { rows: number(head.steps), columns: number(head.columns.len()), ..cell }
            });
            rows.push(cells.collect());
        }
        for count in &self.counts {
            let at_row = rows.len();
            let own = count.chunks.iter().filter_map(|chunk| {
                let column = at(&self.columns, chunk)?;
                Some(cell(at_row, column, std::slice::from_ref(chunk), None))
            });
            let mut own: Vec<Cell> = own.collect();
            own.sort_by_key(|cell| cell.column);
            own.dedup_by_key(|cell| cell.column);
            rows.push(own);
        }
        let width = self.columns.len();
        let mut end = 0;
        for cells in &self.rows {
            let at_row = rows.len();
            end = cells
                .iter()
                .flat_map(|(_, chunks)| chunks)
                .map(|chunk| chunk.start)
                .min()
                .unwrap_or(end);
            let mut own = Vec::with_capacity(width);
            for column in 0..width {
                let chunks = cells.iter().find(|(at, _)| *at == column).map(|(_, chunks)| chunks);
                let made = cell(at_row, column, chunks.map_or(&[], Vec::as_slice), Some(end));
                end = made.span.end as usize;
                let indent = if self.is_uneven {
                    0
                } else {
                    match (chunks.and_then(|chunks| chunks.first()), self.columns.get(column)) {
                        (Some(first), Some(column)) => first.from.saturating_sub(column.from),
                        _ => 0,
                    }
                };
                own.push(Cell { indent: number(indent * 50), ..made });
            }
            rows.push(own);
        }
        let layout = match (self.is_clipped, self.is_doubtful) {
            (true, _) => Layout::Unsure,
            (false, true) => Layout::Ambiguous,
            (false, false) if self.is_certain => Layout::Grid,
            (false, false) => Layout::Aligned,
        };
        Some(Region { from: self.from, to: self.to, rows, layout })
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// A cell of some chunks, in the order of their lines; a blank one stands behind the one before it.
fn cell(row: usize, column: usize, chunks: &[Chunk<'_>], behind: Option<usize>) -> Cell {
    let mut text = LogicalText::default();
    for chunk in chunks {
        let is_tail = chunk.kind == Kind::Tail;
        let broken = if is_tail { Broken::Prose } else { Broken::Cell };
        glue(&mut text, chunk.text, broken, false);
        push_clean(&mut text, chunk.text, chunk.start);
    }
    let span = match chunks.first() {
        Some(first) => Span::new(first.start, first.start + first.text.len()),
        None => Span::new(behind.unwrap_or(0), behind.unwrap_or(0)),
    };
    if text.text.is_empty() {
        text = LogicalText::whole("", span);
    }
    Cell { text, span, row: number(row), column: number(column), rows: 1, columns: 1, indent: 0 }
}

/// The first line of the rows: what opens a row, or a figure beside words.
fn body_start(lines: &[Row<'_>], words: &Words<'_>, numbers: &[String]) -> Option<usize> {
    let is_code = |row: &Row<'_>| {
        row.chunks.first().is_some_and(|chunk| {
            chunk.kind == Kind::Digits && matches!(chunk.text.len(), 3 | 5 | 7)
        })
    };
    let is_row = |row: &Row<'_>| {
        let opens = row.chunks.iter().any(|chunk| (words.opens)(chunk.text));
        let figures = row.chunks.iter().filter(|chunk| chunk.is_figure()).count();
        is_code(row) || opens || (row.has_words() && (row.has_amount() || figures > 1))
    };
    let first = lines.iter().position(|row| !counts_columns(row, numbers) && is_row(row));
    let first = match first {
        Some(first) => first,
        None => lines.iter().position(|row| !counts_columns(row, numbers) && row.has_amount())?,
    };
    // a total alone on its line opens the rows, its figures standing above or below it
    let is_total =
        |row: &Row<'_>| matches!(row.chunks.as_slice(), [one] if (words.is_total)(one.text));
    let alone = lines.iter().take(first).rposition(|row| !row.has_figure());
    Some(alone.filter(|at| lines.get(*at).is_some_and(is_total)).unwrap_or(first))
}

/// Takes off the words behind the last row, which are none of the table; gives where the lines of its
/// rows end.
fn trim(rows: &mut Vec<(Range<usize>, Cells<'_>)>, end: usize, words: &Words<'_>) -> usize {
    let is_row = |cells: &Cells<'_>| {
        cells.iter().flat_map(|(_, chunks)| chunks).any(|chunk| {
            chunk.is_figure() || (words.is_total)(chunk.text) || (words.opens)(chunk.text)
        })
    };
    let mut end = end;
    while rows.last().is_some_and(|(_, cells)| !is_row(cells)) {
        end = rows.pop().map_or(end, |(lines, _)| end.min(lines.start));
    }
    end
}

/// The cells of a row on one side.
fn cells<'a>(lines: &[Row<'a>], columns: &[Column], side: &Range<usize>) -> Cells<'a> {
    let mut out: Cells<'a> = Vec::new();
    for chunk in lines.iter().flat_map(|line| &line.chunks) {
        let Some(at) = at(columns, chunk).filter(|at| side.contains(at)) else { continue };
        match out.iter_mut().find(|(known, _)| *known == at) {
            Some((_, chunks)) => chunks.push(*chunk),
            None => out.push((at, vec![*chunk])),
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out
}

/// The rows of two sides in one table: those on the same lines are one.
fn beside<'a>(
    left: Vec<(Range<usize>, Cells<'a>)>,
    right: Vec<(Range<usize>, Cells<'a>)>,
) -> Vec<(Range<usize>, Cells<'a>)> {
    let mut out: Vec<(Range<usize>, Cells<'a>)> = Vec::with_capacity(left.len().max(right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some((one, _)), Some((other, _)))
                if one.start < other.end && other.start < one.end =>
            {
                let (Some((one, mut cells)), Some((other, more))) = (left.next(), right.next())
                else {
                    break;
                };
                cells.extend(more);
                out.push((one.start.min(other.start)..one.end.max(other.end), cells));
            }
            (Some((one, _)), Some((other, _))) => {
                out.extend(if one.start <= other.start { left.next() } else { right.next() });
            }
            (Some(_), None) => out.extend(left.next()),
            (None, Some(_)) => out.extend(right.next()),
            (None, None) => break,
        }
    }
    out
}

/// Whether lines fall into columns: no two figures of a line into one, few words over two.
fn is_sound(lines: &[Row<'_>], columns: &[Column]) -> bool {
    let mut wrong = 0;
    for row in lines {
        let mut last = None;
        for chunk in &row.chunks {
            let place = at(columns, chunk);
            let is_figures = place
                .and_then(|at| columns.get(at))
                .is_some_and(|column| column.content == Content::Figures);
            if is_figures && chunk.is_figure() && chunk.kind != Kind::Tail && last == place {
                wrong += 1;
            }
            last = place;
        }
    }
    wrong * 20 <= lines.len()
}

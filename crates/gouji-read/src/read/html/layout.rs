//! Lines and nested tables of a page to prose and tables of a document.
//!
//! Pages put everything into tables. One that arranges things is no table of data: one around other
//! tables, one without two filled cells side by side, one with a long text in a cell; what stands
//! in it is read on as if it were not there.

use super::page::{HtmlCell, HtmlItem, HtmlTable};
use crate::read::assembly::{Assembly, Piece};
use crate::read::grid;
use crate::read::page::Page;

/// Lines and characters of a cell that holds the body of a page, and cells of a table that has no
/// room for such a one.
const BODY: (usize, usize) = (5, 600);
const FEW_CELLS: usize = 12;

/// Writes pages into a document.
pub(in crate::read) struct PageWriter<'a, 'v> {
    /// The document.
    pub out: &'a mut Assembly<'v>,
    /// Tables so far.
    pub tables: usize,
    /// Paragraphs so far.
    paragraphs: usize,
}

impl<'a, 'v> PageWriter<'a, 'v> {
    /// Nothing yet.
    pub(in crate::read) fn new(out: &'a mut Assembly<'v>) -> Self {
        Self { out, tables: 0, paragraphs: 0 }
    }

    /// Writes what a page holds; `None` where a table is wider or its cells overlap more than can
    /// be read.
    pub(in crate::read) fn write(&mut self, items: Vec<HtmlItem>) -> Option<()> {
        for item in items {
            match item {
                HtmlItem::Line(line) => self.line(&line),
                HtmlItem::Table(table) if judge(&table).is_data => self.table(table)?,
                HtmlItem::Table(table) => {
                    for cell in table.rows.into_iter().flatten() {
                        self.write(cell.items)?;
                    }
                }
            }
        }
        Some(())
    }

    fn line(&mut self, line: &str) {
        self.paragraphs += 1;
        self.out.prose(line, &format!("第{}段", self.paragraphs));
    }

    fn table(&mut self, table: HtmlTable) -> Option<()> {
        let mut inner = Vec::new();
        let rows = table
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(|cell| piece(cell, &mut inner)).collect())
            .collect();
        let mut rows = grid::place(rows)?;
        for (number, row) in rows.iter_mut().enumerate() {
            for piece in row {
                piece.place =
                    format!("表{} 第{}行第{}列", self.tables + 1, number + 1, piece.column + 1);
            }
        }
        let mut has_table = false;
        for form in grid::cut(rows, self.out.vocabulary()) {
            let parts = grid::parts(form, &Page::new("", self.out.vocabulary()));
            parts.above.iter().for_each(|(line, _)| self.line(line));
            if !parts.rows.is_empty() {
                has_table = true;
                self.out.table(parts.rows);
            }
            parts.below.iter().for_each(|(line, _)| self.line(line));
        }
        self.tables += usize::from(has_table);
        self.write(inner)
    }
}

/// A cell with its text, a line for each of its lines; tables of data in it are kept for later.
fn piece(cell: HtmlCell, inner: &mut Vec<HtmlItem>) -> Piece {
    let mut text = String::new();
    gather(cell.items, &mut text, inner);
    Piece { text, rows: cell.rows, columns: cell.columns, ..Piece::default() }
}

fn gather(items: Vec<HtmlItem>, text: &mut String, inner: &mut Vec<HtmlItem>) {
    for item in items {
        match item {
            HtmlItem::Line(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            HtmlItem::Table(table) if judge(&table).is_data => inner.push(HtmlItem::Table(table)),
            HtmlItem::Table(table) => {
                table.rows.into_iter().flatten().for_each(|cell| gather(cell.items, text, inner))
            }
        }
    }
}

/// What a table, or what stands in a cell, amounts to.
#[derive(Clone, Copy, Default)]
struct Judged {
    /// It holds data rather than arranges things.
    is_data: bool,
    /// It is such a table, or one stands in it.
    holds_data: bool,
    lines: usize,
    characters: usize,
}

fn judge(table: &HtmlTable) -> Judged {
    let mut out = Judged::default();
    // rows with two and with three filled cells that hold no table of data
    let (mut twos, mut threes, mut filled, mut has_body) = (0, 0, 0, false);
    for row in &table.rows {
        let mut own = 0;
        for cell in row {
            let inside = amount(&cell.items);
            out.holds_data |= inside.holds_data;
            out.lines += inside.lines;
            out.characters += inside.characters;
            has_body |= inside.lines >= BODY.0 && inside.characters >= BODY.1;
            own += usize::from(!inside.holds_data && inside.lines > 0);
        }
        filled += own;
        twos += usize::from(own >= 2);
        threes += usize::from(own >= 3);
    }
    let arranges = table.is_layout || (has_body && filled < FEW_CELLS);
    out.is_data = !arranges && if out.holds_data { threes >= 2 } else { twos >= 1 };
    out.holds_data |= out.is_data;
    out
}

fn amount(items: &[HtmlItem]) -> Judged {
    items.iter().fold(Judged::default(), |sum, item| {
        let more = match item {
            HtmlItem::Line(line) => {
                Judged { lines: 1, characters: line.chars().count(), ..Judged::default() }
            }
            HtmlItem::Table(table) => judge(table),
        };
        Judged {
            is_data: false,
            holds_data: sum.holds_data || more.holds_data,
            lines: sum.lines + more.lines,
            characters: sum.characters + more.characters,
        }
    })
}

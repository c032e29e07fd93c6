//! Cuts a sheet into captions, tables and notes: a sheet holds several forms, one below the other
//! or side by side.
//!
//! In: the filled cells line by line. Out: paragraphs and tables in reading order. A title begins a
//! form, whatever stands in one cell above a table is its caption, a note ends it; a blank row ends
//! a table only where another one begins.

use super::grid::{FilledCell, SheetGrid, SheetRow};
use crate::read::line::ends_sentence;
use crate::read::page::Page;
use gouji_values::number::is_digit;

/// A piece of a sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SheetPart {
    /// A cell that is a paragraph of its own: index in `SheetGrid::cells`.
    Prose(usize),
    /// The lines of a table.
    Table(Vec<SheetRow>),
}

/// Characters of a caption's line.
const CAPTION: usize = 60;

/// Cuts a sheet.
pub(super) fn cut(grid: &SheetGrid<'_>, page: &Page<'_>) -> Vec<SheetPart> {
    let mut cutter = Cutter { grid, page, out: Vec::new(), table: Vec::new() };
    cutter.side_by_side(grid.lines());
    cutter.out
}

struct Cutter<'g> {
    grid: &'g SheetGrid<'g>,
    page: &'g Page<'g>,
    out: Vec<SheetPart>,
    /// The table in the making.
    table: Vec<SheetRow>,
}

impl Cutter<'_> {
    fn text(&self, laid: &FilledCell) -> &str {
        self.grid.cells.get(laid.cell).map_or("", |cell| cell.shown.trim())
    }

    fn only(&self, line: &SheetRow) -> Option<&str> {
        if let [laid] = line.laid.as_slice() { Some(self.text(laid)) } else { None }
    }

    fn is_title(&self, text: &str) -> bool {
        self.page.is_form_title(text)
    }

    /// Title, unit or year.
    fn is_caption_word(&self, text: &str) -> bool {
        text.chars().count() <= CAPTION
            && (self.is_title(text) || self.page.names_unit(text) || self.page.is_year_line(text))
    }

    /// Title, unit, year, or a label with a colon.
    fn is_caption_text(&self, text: &str) -> bool {
        let label = || {
            text.find([':', '：'])
                .is_some_and(|at| text.get(..at).is_some_and(|head| head.chars().count() <= 8))
        };
        self.is_caption_word(text)
            || (text.chars().count() <= CAPTION && label() && !self.page.is_note(text))
    }

    /// A line of several cells that is a caption: `编制单位：… | 2023年度 | 单位：万元`.
    fn is_caption_line(&self, line: &SheetRow) -> bool {
        // nearly every row of a table has a bare figure, mostly at its end
        if line.laid.iter().rev().any(|laid| is_figure(self.text(laid))) {
            return false;
        }
        let captions =
            line.laid.iter().filter(|laid| self.is_caption_text(self.text(laid))).count();
        let names_unit = || line.laid.iter().any(|laid| self.page.names_unit(self.text(laid)));
        captions == line.laid.len() || names_unit()
    }

    fn side_by_side(&mut self, mut lines: Vec<SheetRow>) {
        let Some((from, to, edge)) = self.find_edge(&lines) else {
            return self.below_each_other(lines);
        };
        let behind = lines.split_off(to);
        let both = lines.split_off(from);
        self.below_each_other(lines);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for line in both {
            let (before, after): (Vec<FilledCell>, Vec<FilledCell>) =
                line.laid.into_iter().partition(|laid| laid.column < edge);
            for (side, laid) in [(&mut left, before), (&mut right, after)] {
                if !laid.is_empty() {
                    side.push(SheetRow { row: line.row, laid });
                }
            }
        }
        self.side_by_side(left);
        self.side_by_side(right);
        self.side_by_side(behind);
    }

    /// A line with the titles of two forms, the line behind the forms, and a blank column between
    /// them.
    fn find_edge(&self, lines: &[SheetRow]) -> Option<(usize, usize, u32)> {
        let titles = |line: &SheetRow| {
            line.laid
                .iter()
                .filter(|laid| self.is_title(self.text(laid)))
                .map(|laid| laid.column)
                .collect::<Vec<_>>()
        };
        lines.iter().enumerate().filter(|(_, line)| line.laid.len() >= 2).find_map(
            |(from, line)| {
                let found = titles(line);
                let (first, second) = (*found.first()?, *found.get(1)?);
                let alone = |line: &SheetRow| {
                    self.only(line).is_some_and(|text| self.is_title(text))
                        && line.laid.iter().all(|laid| laid.column <= first)
                };
                let to = lines
                    .iter()
                    .skip(from + 1)
                    .position(alone)
                    .map_or(lines.len(), |at| from + 1 + at);
                let covers = |laid: &FilledCell, column: u32| {
                    laid.column <= column && column < laid.column + laid.columns
                };
                let both = lines.get(from..to)?;
                let blank = (first + 1..second).rev().find(|column| {
                    !both.iter().flat_map(|line| &line.laid).any(|laid| covers(laid, *column))
                })?;
                Some((from, to, blank))
            },
        )
    }

    fn below_each_other(&mut self, lines: Vec<SheetRow>) {
        // the row behind all that came before, merged cells included
        let mut end = 0;
        let mut rest = lines.into_iter().peekable();
        while let Some(line) = rest.next() {
            let after_gap = line.row > end;
            // a cell from above stands beside it
            let is_covered = line.row < end;
            end = line.laid.iter().map(|laid| laid.row + laid.rows).max().unwrap_or(0).max(end);
            let next = rest.peek().map(|next| (next, next.row > end));
            if (is_covered && !self.table.is_empty()) || self.belongs(&line, after_gap, next) {
                self.table.push(line);
                continue;
            }
            self.end_table();
            if self.begins(&line) {
                self.table.push(line);
            } else {
                self.out.extend(line.laid.iter().map(|laid| SheetPart::Prose(laid.cell)));
            }
        }
        self.end_table();
    }

    fn end_table(&mut self) {
        if !self.table.is_empty() {
            self.out.push(SheetPart::Table(std::mem::take(&mut self.table)));
        }
    }

    /// Whether a line goes on with the table.
    fn belongs(&self, line: &SheetRow, after_gap: bool, next: Option<(&SheetRow, bool)>) -> bool {
        if self.table.is_empty() {
            return false;
        }
        let Some(text) = self.only(line) else {
            let is_caption = self.is_caption_line(line);
            let begins_another = after_gap && (is_caption || self.is_new_header(line));
            // a label with a colon alone stands in rows, too
            let is_named = || line.laid.iter().any(|laid| self.is_caption_word(self.text(laid)));
            return !(begins_another || (is_caption && is_named() && self.names_form_below(next)));
        };
        let row_follows = || {
            next.is_some_and(|(next, gap)| {
                !gap && next.laid.len() > 1 && !self.is_caption_line(next)
            })
        };
        if self.page.is_note(text) {
            return row_follows();
        }
        if self.is_title(text) {
            let is_wide = line.laid.iter().any(|laid| laid.columns > 1);
            return !(after_gap || is_wide || self.names_form_below(next));
        }
        let stands_apart = self.is_caption_text(text)
            || ends_sentence(text)
            || text.chars().count() > CAPTION
            || !row_follows();
        !(after_gap && stands_apart)
    }

    /// Whether the next line is a caption, too.
    fn names_form_below(&self, next: Option<(&SheetRow, bool)>) -> bool {
        next.is_some_and(|(next, _)| self.is_caption_line(next))
    }

    /// Behind figures a line of words only, nearly as wide as the table, is the header of the next
    /// one.
    fn is_new_header(&self, line: &SheetRow) -> bool {
        let has_digit =
            |line: &SheetRow| line.laid.iter().any(|laid| self.text(laid).chars().any(is_digit));
        let width = self.table.iter().map(|line| line.laid.len()).max().unwrap_or(0);
        line.laid.len() * 3 >= width * 2 && !has_digit(line) && self.table.iter().any(has_digit)
    }

    /// Whether a line is the first of a table: two cells and no caption, or a cell that reaches
    /// down into the next line.
    fn begins(&self, line: &SheetRow) -> bool {
        match line.laid.as_slice() {
            [laid] => laid.rows > 1 && !self.is_caption_text(self.text(laid)),
            _ => !self.is_caption_line(line) && !self.only_note(line),
        }
    }

    /// `注：` in a cell of its own, its text beside it.
    fn only_note(&self, line: &SheetRow) -> bool {
        line.laid.len() == 2
            && line.laid.first().is_some_and(|laid| self.page.is_note(self.text(laid)))
    }
}

/// Digits and signs of numbers only.
fn is_figure(text: &str) -> bool {
    text.chars().any(is_digit)
        && text.chars().all(|c| is_digit(c) || matches!(c, '.' | ',' | '-' | '%' | '(' | ')'))
}

//! Cells of a table that no form took: columns that a form does not know, and figures beside all
//! columns.
//!
//! In: a table and the forms found in it. Out: which cells were taken, and the columns of figures
//! that were not.

use super::header::HeaderMatch;
use super::{Content, Recognition};
use ecow::EcoString;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Ruleset};
use gouji_values::document::{Cell, Layout, Table};
use gouji_values::hash::QuickMap;
use gouji_values::label::label_key;
use gouji_values::number::{cell_number, fold, is_digit};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;

/// A column of figures that the form found in its table does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrangeColumn {
    /// Index in the recognised forms.
    pub form: usize,
    /// Physical column.
    pub column: u32,
    /// Header as printed, levels joined; blank where none stands over it.
    pub header: EcoString,
    /// What its numbers are if they only name rows.
    pub names: Option<ColumnKind>,
}

/// What forms took of a table.
#[derive(Debug, Default)]
pub struct TakenCells {
    /// Where the cells begin that were read, and what their numbers are if they only name rows.
    cells: QuickMap<u32, Option<ColumnKind>>,
    /// Physical columns by form, and what their numbers are that only name rows.
    naming: Vec<(usize, u32, ColumnKind)>,
    /// 行次 by form: those that were read, in order.
    lines: Vec<(usize, Vec<u32>)>,
    /// The columns that were not.
    pub strange: Vec<StrangeColumn>,
}

/// Header rows that are looked at.
const LEVELS: usize = 6;
/// Columns that are looked at: no form is as wide.
const WIDEST: u32 = 400;

/// Whether numbers of this kind only name or number rows.
#[must_use]
pub fn is_naming(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Code | ColumnKind::Line | ColumnKind::Ordinal | ColumnKind::Year)
}

/// Whether a text is one number, or looks like one: digits and signs of numbers, nothing else.
#[must_use]
pub fn is_number_like(text: &str, words: &Vocabulary) -> bool {
    let text = text.trim();
    let is_sign = |c: char| matches!(fold(c), '.' | ',' | '-' | '+' | '(' | ')' | '%' | ' ');
    text.chars().any(is_digit)
        && (text.chars().all(|c| is_digit(c) || is_sign(c))
            || cell_number(text, &words.units).is_some())
}

/// Whether columns that a form did not take bear the heads of some that it took, printed again.
pub(super) fn is_half_taken(table: &Table, header: &HeaderMatch, context: &Context<'_>) -> bool {
    let mut lowest: BTreeMap<u32, &Cell> = BTreeMap::new();
    for cell in table.rows.get(header.rows.clone()).into_iter().flatten().flatten() {
        if !cell.text.text.trim().is_empty() && cell.columns <= WIDEST {
            lowest.extend((cell.column..cell.column + cell.columns).map(|at| (at, cell)));
        }
    }
    // a head over several columns is one head
    let is_taken = |cell: &Cell| {
        let own = cell.column..cell.column + cell.columns;
        header.bound.iter().any(|bound| own.contains(&bound.physical))
    };
    let key = |cell: &Cell| label_key(&cell.text.text, context.vocabulary);
    let (taken, others): (Vec<&Cell>, Vec<&Cell>) =
        lowest.into_values().partition(|cell| is_taken(cell));
    let taken: Vec<String> = taken.into_iter().map(key).collect();
    others.into_iter().filter(|cell| taken.contains(&key(cell))).count() >= 3
}

impl TakenCells {
    /// Of a table by its index, whose forms have these indices.
    #[must_use]
    pub fn of(
        table: &Table,
        forms: std::ops::Range<usize>,
        recognition: &Recognition,
        ruleset: &Ruleset,
    ) -> Self {
        let mut out = Self::default();
        for form in forms.clone() {
            let Some(filled) = recognition.forms.get(form) else { continue };
            let columns = filled.schema(ruleset).map_or(&[][..], |schema| &schema.columns);
            let mut lines = Vec::new();
            for (slot, column) in filled
                .sides
                .iter()
                .flat_map(|side| &side.rows)
                .flat_map(|row| row.cells.iter().zip(columns))
            {
                if matches!(slot.content, Content::Absent) {
                    continue;
                }
                let kind = Some(column.kind).filter(|kind| is_naming(*kind));
                out.cells.insert(slot.span.start, kind);
                if kind == Some(ColumnKind::Line) {
                    lines.extend(whole(&slot.text.text));
                }
            }
            lines.sort_unstable();
            out.lines.push((form, lines));
        }
        if table.layout != Layout::Stream {
            let names = ruleset.headers_that(is_naming);
            for form in forms {
                out.strange_in(form, table, recognition, &ruleset.vocabulary, names);
            }
        }
        out
    }

    /// Whether a form read the cell.
    #[must_use]
    pub fn has(&self, cell: &Cell) -> bool {
        self.cells.contains_key(&cell.span.start)
    }

    /// What a number is that stands alone in a cell which no form read, if it only names or numbers
    /// its row: the other numbers of its column do, or, in a row of tokens, it is the 行次 of a
    /// row that was left out.
    #[must_use]
    pub fn names(&self, form: usize, cell: &Cell, layout: Layout) -> Option<ColumnKind> {
        /// 行次 behind the last one that was read.
        const BEHIND: u32 = 2;
        let number = whole(&cell.text.text)?;
        if layout != Layout::Stream {
            return self
                .naming
                .iter()
                .find(|(own, column, _)| *own == form && *column == cell.column)
                .map(|(.., kind)| *kind);
        }
        let (_, lines) = self.lines.iter().find(|(own, _)| *own == form)?;
        let is_within = lines.last().is_some_and(|last| (1..=last + BEHIND).contains(&number));
        (is_within && lines.binary_search(&number).is_err()).then_some(ColumnKind::Line)
    }

    /// The strange column of a form that a cell stands in.
    #[must_use]
    pub fn column_of(&self, form: usize, cell: &Cell) -> Option<&StrangeColumn> {
        self.strange.iter().find(|strange| strange.form == form && strange.column == cell.column)
    }

    fn strange_in(
        &mut self,
        form: usize,
        table: &Table,
        recognition: &Recognition,
        words: &Vocabulary,
        names: &QuickMap<String, ColumnKind>,
    ) {
        let Some(filled) = recognition.forms.get(form) else { return };
        let mut rows: Vec<u32> =
            filled.sides.iter().flat_map(|side| &side.rows).map(|row| row.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let Some(first) = rows.first().copied() else { return };
        let width = table.width().min(WIDEST) as usize;
        let (mut known, mut figures) = (vec![false; width], vec![false; width]);
        for cell in rows.iter().filter_map(|row| table.rows.get(*row as usize)).flatten() {
            let reach = cell.column as usize..(cell.column + cell.columns) as usize;
            if let Some(kind) = self.cells.get(&cell.span.start) {
                if let Some(kind) = kind.filter(|_| !cell.text.text.trim().is_empty())
                    && !self
                        .naming
                        .iter()
                        .any(|(own, column, _)| *own == form && *column == cell.column)
                {
                    self.naming.push((form, cell.column, kind));
                }
                known.iter_mut().take(reach.end).skip(reach.start).for_each(|known| *known = true);
            } else if is_number_like(&cell.text.text, words)
                && let Some(figures) = figures.get_mut(reach.start)
            {
                *figures = true;
            }
        }
        let header = header_start(table, filled.span.start, first)..first;
        for (column, _) in known
            .iter()
            .zip(&figures)
            .enumerate()
            .filter(|(_, (known, figures))| !**known && **figures)
        {
            let Ok(column) = u32::try_from(column) else { continue };
            let texts = heads(table, header.clone(), column, words);
            let kind = texts
                .iter()
                .rev()
                .find_map(|text| names.get(label_key(text, words).as_str()).copied());
            let joined: Vec<String> =
                texts.iter().map(|text| text.split_whitespace().collect()).collect();
            self.strange.push(StrangeColumn {
                form,
                column,
                header: joined.join(" ").into(),
                names: kind,
            });
        }
    }
}

/// A whole number.
fn whole(text: &str) -> Option<u32> {
    let folded: String = text.trim().chars().map(fold).collect();
    folded.parse().ok()
}

/// The first row of the header of a form that begins here, whose first row of figures is known.
fn header_start(table: &Table, begins: u32, first: u32) -> u32 {
    let rows = table.rows.get(..first as usize).unwrap_or(&[]);
    let above = rows
        .iter()
        .take_while(|row| row.first().is_none_or(|cell| cell.span.start < begins))
        .count();
    let near = rows.len().saturating_sub(LEVELS);
    u32::try_from(above.max(near)).unwrap_or(first)
}

/// The texts over a column, from top to bottom, each cell once; the numbers of columns are none.
pub(super) fn heads<'t>(
    table: &'t Table,
    rows: std::ops::Range<u32>,
    column: u32,
    words: &Vocabulary,
) -> Vec<&'t str> {
    let mut out: Vec<&Cell> = Vec::new();
    for cell in rows.filter_map(|row| table.covering(row, column)) {
        let text = cell.text.text.trim();
        if !text.is_empty()
            && !is_number_like(text, words)
            && out.last().is_none_or(|last| last.span != cell.span)
        {
            out.push(cell);
        }
    }
    out.into_iter().map(|cell| cell.text.text.trim()).collect()
}

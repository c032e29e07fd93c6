//! Rows of a grid whose cells stand beside their columns: short total rows, rows moved sideways,
//! rows of something else.
//!
//! A table pasted with one cell per line, or copied from a scan, has merged cells given once: `总分
//! | 100 | 100` under nine headers, or a whole row one column further right. In: a row and the
//! header. Out: which cell belongs to which column, by the kinds of the columns, or that this
//! cannot be told. Never guessed: two ways are none.

use super::cell::{read_cell, torn_number};
use super::header::{BoundColumn, HeaderMatch};
use super::{Content, FormCell};
use gouji_audit::audit::Illegible;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::{Cell, Table};
use gouji_values::label::label_key;
use gouji_values::number::cell_number;

/// Farthest that a row may have moved.
const FARTHEST: i64 = 2;

/// Digits of the shortest code.
const CODE: usize = 3;

/// Where the cells of a row belong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Placing {
    /// Where they stand.
    AsPrinted,
    /// Each so many columns further left than it stands (negative: right).
    Moved(i64),
    /// Only these: physical column of the header, physical column of the cell.
    Paired(Vec<(u32, u32)>),
    /// It cannot be told; why.
    Unclear(Illegible),
    /// It is no row of this form.
    Foreign,
}

/// Whether a table knows no merged cells, so that a row may have lost some.
pub(super) fn is_plain(table: &Table) -> bool {
    table.rows.iter().flatten().all(|cell| cell.rows == 1 && cell.columns == 1)
}

/// Whether a row of a table with merged cells, in which none are, stands beside its header.
pub(super) fn is_astray(
    table: &Table,
    cells: &[Cell],
    header: &HeaderMatch,
    headers: &[u32],
    form: &Form,
    context: &Context<'_>,
) -> bool {
    let is_single = |cell: &Cell| cell.rows == 1 && cell.columns == 1;
    let is_uncovered = cells.len() == table.width() as usize;
    if !is_uncovered || !cells.iter().all(is_single) {
        return false;
    }
    let row = Reading::of(cells, header, headers, form, context);
    !row.filled.is_empty() && row.is_amiss()
}

/// Where the cells of a row belong.
pub(super) fn place(
    cells: &[Cell],
    header: &HeaderMatch,
    headers: &[u32],
    form: &Form,
    context: &Context<'_>,
) -> Placing {
    let row = Reading::of(cells, header, headers, form, context);
    if row.filled.is_empty() {
        return Placing::AsPrinted;
    }
    if let Some(pairs) = row.total() {
        return pairs;
    }
    if !row.is_amiss() {
        return if row.is_foreign() { Placing::Foreign } else { Placing::AsPrinted };
    }
    let ways: Vec<i64> = (-FARTHEST..=FARTHEST).filter(|by| *by != 0 && row.fits(*by)).collect();
    match ways.as_slice() {
        [by] => Placing::Moved(*by),
        _ if row.is_foreign() => Placing::Foreign,
        [] => Placing::Unclear(Illegible::RowAstray),
        _ => Placing::Unclear(Illegible::RowShiftOpen),
    }
}

/// A figure whose column is not known may be of any column of figures that was not found: these are
/// not blank.
pub(super) fn leave_open(
    cells: &mut [FormCell],
    table: &Table,
    row: u32,
    header: &HeaderMatch,
    group: usize,
    form: &Form,
    context: &Context<'_>,
) {
    let figure = |physical: &u32| {
        let cell = table.cell(row, *physical)?;
        let slot = read_cell(&cell.text, cell.span, ColumnKind::Amount, false, context);
        matches!(slot.content, Content::Number(_) | Content::Unreadable(_)).then_some(slot)
    };
    let Some(found) = header.unsure.iter().find_map(figure) else { return };
    let is_known = |column: usize| {
        header.bound.iter().any(|bound| bound.group == group && bound.column == column)
    };
    for (at, (column, slot)) in form.columns.iter().zip(cells).enumerate() {
        if column.kind.is_numeric() && column.side.is_none_or(|side| side == group) && !is_known(at)
        {
            let content = Content::Unreadable(Illegible::HeaderGaps);
            *slot = FormCell { content, ..found.clone() };
        }
    }
}

struct Reading<'a> {
    cells: &'a [Cell],
    /// Those that are not blank.
    filled: Vec<&'a Cell>,
    header: &'a HeaderMatch,
    /// Columns that have a header at all.
    headers: &'a [u32],
    /// Behind the last of them.
    headed: u32,
    form: &'a Form,
    context: &'a Context<'a>,
}

impl<'a> Reading<'a> {
    fn of(
        cells: &'a [Cell],
        header: &'a HeaderMatch,
        headers: &'a [u32],
        form: &'a Form,
        context: &'a Context<'a>,
    ) -> Self {
        let filled: Vec<&Cell> = cells
            .iter()
            .filter(|cell| !context.vocabulary.is_blank(cell.text.text.trim()))
            .collect();
        Self {
            cells,
            filled,
            header,
            headers,
            headed: headers.iter().max().map_or(0, |last| last + 1),
            form,
            context,
        }
    }

    fn bound(&self, physical: i64) -> Option<&'a BoundColumn> {
        self.header.bound.iter().find(|bound| i64::from(bound.physical) == physical)
    }

    fn kind(&self, physical: i64) -> Option<ColumnKind> {
        self.bound(physical)
            .and_then(|bound| self.form.columns.get(bound.column))
            .map(|column| column.kind)
    }

    fn is_number(&self, cell: &Cell) -> bool {
        let text = cell.text.text.trim();
        let number = cell_number(text, &self.context.vocabulary.units)
            .or_else(|| torn_number(text, self.context));
        number.is_some_and(|number| number.comparison.is_none())
    }

    fn first_figures(&self) -> i64 {
        let figures = |bound: &&BoundColumn| {
            self.form.columns.get(bound.column).is_some_and(|column| column.kind.is_numeric())
        };
        self.header
            .bound
            .iter()
            .filter(figures)
            .map(|bound| i64::from(bound.physical))
            .min()
            .unwrap_or(i64::MAX)
    }

    fn last_bound(&self) -> i64 {
        self.header.bound.iter().map(|bound| i64::from(bound.physical)).max().unwrap_or(0)
    }

    /// A total row with fewer cells than the header: its numbers are those of the columns that add
    /// up, if as many.
    fn total(&self) -> Option<Placing> {
        let first = *self.filled.first()?;
        let key = label_key(&first.text.text, self.context.vocabulary);
        let named =
            self.form.rows.iter().any(|row| row.total && row.labels.fit(&key, self.context));
        let is_total = named || self.context.vocabulary.total.contains(&key);
        let width = self.cells.iter().map(|cell| i64::from(cell.column) + 1).max().unwrap_or(0);
        if !is_total {
            return None;
        }
        // a table whose rows are all as long as the longest pads a short row with blank cells
        let is_padded = width > self.last_bound();
        let mut summed: Vec<u32> = self
            .header
            .bound
            .iter()
            .filter(|bound| {
                self.form.columns.get(bound.column).is_some_and(|column| is_summed(column.kind))
            })
            .map(|bound| bound.physical)
            .collect();
        summed.sort_unstable();
        let numbers: Vec<u32> = self
            .filled
            .iter()
            .skip(1)
            .filter(|cell| self.is_number(cell))
            .map(|cell| cell.column)
            .collect();
        let fits = |column: &u32| self.kind(i64::from(*column)).is_some_and(ColumnKind::is_numeric);
        if numbers == summed
            || (is_padded && (numbers.len() != summed.len() || numbers.iter().any(fits)))
        {
            return None;
        }
        if numbers.len() != summed.len() {
            return Some(Placing::Unclear(Illegible::TotalRowShort));
        }
        let label = self.header.bound.iter().find(|bound| {
            self.form
                .columns
                .get(bound.column)
                .is_some_and(|column| column.kind == ColumnKind::Label)
        });
        let pairs = label
            .map(|label| (label.physical, first.column))
            .into_iter()
            .chain(summed.into_iter().zip(numbers));
        Some(Placing::Paired(pairs.collect()))
    }

    /// Something stands where it cannot belong.
    fn is_amiss(&self) -> bool {
        let Some(first) = self.filled.first() else { return false };
        // a row that begins with words in a column of figures
        if self.kind(i64::from(first.column)).is_some_and(ColumnKind::is_numeric)
            && !has_digit(first)
        {
            return true;
        }
        if self.is_behind_scores() || self.begins_early() {
            return true;
        }
        self.filled.iter().any(|cell| {
            let at = i64::from(cell.column);
            let words_before = || {
                self.filled.iter().any(|other| {
                    other.column < cell.column
                        && !has_digit(other)
                        && self.bound(i64::from(other.column)).is_none()
                })
            };
            let is_elsewhere = match self.kind(at) {
                Some(ColumnKind::Label | ColumnKind::Group) if is_bound(cell) => return true,
                Some(ColumnKind::Label) => words_before(),
                Some(ColumnKind::Group) => true,
                None => {
                    (at > self.last_bound() && cell.column >= self.headed)
                        || (at > self.first_figures()
                            && at < self.last_bound()
                            && !self.headers.contains(&cell.column))
                }
                _ => false,
            };
            is_elsewhere && self.is_number(cell)
        })
    }

    /// A bare number stands in the column of words right behind the points of the row: there is a cell
    /// too many.
    fn is_behind_scores(&self) -> bool {
        let is_score = |physical: i64| self.kind(physical) == Some(ColumnKind::Score);
        self.filled.iter().any(|cell| {
            let at = i64::from(cell.column);
            self.kind(at) == Some(ColumnKind::Text) && is_score(at - 1) && self.is_number(cell)
        })
    }

    /// Figures begin in front of the first column of figures, under no head, and the last of these
    /// columns is blank: as many figures as there are columns.
    fn begins_early(&self) -> bool {
        /// Fewer figures may stand under heads that a form does not know.
        const MANY: usize = 4;
        let columns = self.header.bound.iter().map(|bound| i64::from(bound.physical));
        let columns =
            columns.filter(|at| self.kind(*at).is_some_and(ColumnKind::is_numeric)).count();
        let numbers = self.filled.iter().filter(|cell| self.is_number(cell)).count();
        if numbers != columns || numbers < MANY {
            return false;
        }
        let stands = |physical: i64| {
            self.filled.iter().find(move |cell| i64::from(cell.column) == physical).copied()
        };
        let first = self.first_figures();
        let last = self.header.bound.iter().map(|bound| i64::from(bound.physical));
        let last = last.filter(|at| self.kind(*at).is_some_and(ColumnKind::is_numeric)).max();
        let is_early = || {
            let before = stands(first - 1).filter(|_| self.kind(first - 1).is_none());
            before.is_some_and(|cell| {
                !self.headers.contains(&cell.column) && self.is_number(cell) && has_digit(cell)
            })
        };
        first > 1 && last.is_some_and(|last| stands(last).is_none()) && is_early()
    }

    /// No figure stands in any column of figures, but words do. A row that the form knows, and one
    /// whose figures are damaged, is a row of it all the same.
    fn is_foreign(&self) -> bool {
        let mut words = false;
        if self.is_named() || self.is_of_one_figure() {
            return false;
        }
        for cell in &self.filled {
            if self.kind(i64::from(cell.column)).is_some_and(ColumnKind::is_numeric) {
                if self.is_number(cell) {
                    return false;
                }
                words |= has_words(cell);
            }
        }
        words
    }

    /// The form has one column of figures, and what stands there a name of its row: words in it alone
    /// are no head of something else, but what could not be read.
    fn is_of_one_figure(&self) -> bool {
        let is_figure = |kind: ColumnKind| {
            kind.is_numeric() && !matches!(kind, ColumnKind::Ordinal | ColumnKind::Line)
        };
        let figures = self.form.columns.iter().filter(|column| is_figure(column.kind)).count();
        let is_name = |cell: &&&Cell| self.kind(i64::from(cell.column)) == Some(ColumnKind::Label);
        figures == 1 && self.filled.iter().any(|cell| is_name(&cell))
    }

    /// A code stands in the column of codes, or a label of the form in that of labels.
    fn is_named(&self) -> bool {
        self.filled.iter().any(|cell| match self.kind(i64::from(cell.column)) {
            Some(ColumnKind::Code) => {
                let text = cell.text.text.trim();
                text.chars().count() >= CODE && text.chars().all(gouji_values::number::is_digit)
            }
            Some(ColumnKind::Label) => {
                let key = label_key(&cell.text.text, self.context.vocabulary);
                self.form.rows.iter().any(|row| row.labels.fit(&key, self.context))
            }
            _ => false,
        })
    }

    /// Whether every cell fits the kind of the column that it comes to when the row moves left by
    /// so many.
    fn fits(&self, by: i64) -> bool {
        let mut figures = 0;
        for cell in &self.filled {
            let to = i64::from(cell.column) - by;
            let number = self.is_number(cell);
            let fits = match self.kind(to) {
                Some(kind) if kind.is_numeric() => {
                    figures += 1;
                    number
                }
                Some(ColumnKind::Line | ColumnKind::Ordinal | ColumnKind::Year) => number,
                Some(ColumnKind::Label | ColumnKind::Group) => !number && !is_bound(cell),
                // a cell too many stands behind the points
                Some(ColumnKind::Text) if self.kind(to - 1) == Some(ColumnKind::Score) => !number,
                Some(_) => true,
                // words in front of the name of the row are those of a group
                None => {
                    let is_name = |other: &&Cell| {
                        other.column > cell.column && !self.is_number(other) && has_words(other)
                    };
                    let may_go = to >= 0 || self.filled.iter().any(is_name);
                    may_go && to < self.first_figures() && !number
                }
            };
            if !fits {
                return false;
            }
        }
        figures > 0
    }
}

fn is_summed(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Amount | ColumnKind::Count | ColumnKind::Score)
}

/// Words, not signs in place of a figure (`#REF!`, `0.5O`, `N/A`).
fn has_words(cell: &Cell) -> bool {
    cell.text.text.chars().any(gouji_values::number::is_ideograph)
}

/// A bound or a rate (`≥95%`, `=100%`): what is to be reached, and no name.
fn is_bound(cell: &Cell) -> bool {
    let text = cell.text.text.trim();
    let is_rate = || text.ends_with('%') && !has_words(cell);
    let signs = ['=', '＝', '≥', '≤', '<', '>', '＜', '＞'];
    // <3 is a bound, and <b>1 a name
    let is_signed = || {
        let rest = text.trim_start_matches(signs).trim_start();
        rest.len() < text.len() && rest.starts_with(gouji_values::number::is_digit)
    };
    has_digit(cell) && (is_signed() || is_rate())
}

fn has_digit(cell: &Cell) -> bool {
    cell.text.text.chars().any(gouji_values::number::is_digit)
}

#[cfg(test)]
mod tests;

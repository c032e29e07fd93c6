//! The columns of a table that no form of the rules knows: which name its rows, which hold amounts,
//! and whether two lists stand side by side.

use super::heads::Heads;
use crate::form::header::{BoundColumn, HeaderMatch};
use crate::form::{is_column_numbers, is_number_like};
use gouji_rules::formula::ready;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{Column, ColumnKind, Form, FormBody, LabelWords, Origin};
use gouji_values::document::{Cell, Table};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::label::{label_key, label_unit};
use gouji_values::number::{cell_number, fold};
use std::ops::Range;

/// No table that is read here is as wide.
const MAX_COLUMNS: u32 = 100;
/// A header has at most so many rows.
const MAX_HEADER: usize = 8;
/// A code has so many digits.
const CODE: Range<usize> = 2..16;

/// A table as a form of its own.
pub(in crate::form) struct Derived {
    pub(in crate::form) form: Form,
    pub(in crate::form) header: HeaderMatch,
    /// Physical columns of amounts of which no form of the rules knows what they are.
    pub(in crate::form) left: Vec<u32>,
}

/// What a physical column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Nothing,
    /// Digits that may be a code.
    Codes,
    Amounts,
    Percents,
    Words,
}

/// What a form of the rules took of a table.
pub(in crate::form) struct TakenColumns {
    /// The rows of its header.
    pub(in crate::form) header: Range<usize>,
    /// Physical columns.
    pub(in crate::form) columns: Vec<u32>,
}

impl TakenColumns {
    /// Whether the form took a physical column.
    pub(in crate::form) fn has(&self, physical: usize) -> bool {
        u32::try_from(physical).is_ok_and(|physical| self.columns.contains(&physical))
    }
}

/// The form that a table is by itself, or the lists of which a form of the rules left something, if
/// there is a header, names and amounts; `naming`: kinds of columns by the headers that forms give
/// them; `name`: what it is called.
pub(in crate::form) fn derive(
    table: &Table,
    name: String,
    taken: Option<&TakenColumns>,
    naming: &QuickMap<String, ColumnKind>,
    context: &Context<'_>,
) -> Option<Derived> {
    let rows = match taken {
        Some(taken) => taken.header.clone(),
        None => header_rows(table, context)?,
    };
    let width = table.width().min(MAX_COLUMNS);
    let heads = Heads::of(table, rows.clone(), context);
    let heads: Vec<Vec<&Cell>> = (0..width).map(|column| heads.over(column)).collect();
    let holds: Vec<Holds> =
        (0..width).map(|column| what_holds(table, rows.end, column, context)).collect();
    let mut kinds = kinds(&heads, &holds, naming, context);
    let left = taken.map(|taken| leave_out(&mut kinds, taken)).unwrap_or_default();
    let starts = sides(table, rows.end, &kinds);
    let is_two_sided = starts.len() == 2;
    let mut columns: Vec<Column> = Vec::new();
    let mut bound: Vec<BoundColumn> = Vec::new();
    let mut names: QuickSet<(usize, String)> = QuickSet::default();
    for (physical, (heads, kind)) in heads.iter().zip(&kinds).enumerate() {
        let Some(kind) = *kind else { continue };
        let group = usize::from(is_two_sided && starts.get(1).is_some_and(|at| physical >= *at));
        let texts = heads.iter().map(|cell| -> String { one_word(&cell.text.text) });
        let header = texts.collect::<Vec<_>>().join(" ");
        let unit =
            heads.iter().rev().find_map(|cell| label_unit(&cell.text.text, context.vocabulary));
        let key = heads
            .last()
            .map_or_else(String::new, |cell| label_key(&cell.text.text, context.vocabulary));
        let mut name = header.replace(' ', "");
        let mut again = 2;
        while !names.insert((group, name.clone())) {
            name = format!("{}{again}", header.replace(' ', ""));
            again += 1;
        }
        bound.push(BoundColumn {
            physical: u32::try_from(physical).ok()?,
            column: columns.len(),
            group,
            header,
            key,
            unit,
        });
        columns.push(Column {
            name,
            kind,
            headers: LabelWords::default(),
            may_be_headless: true,
            side: is_two_sided.then_some(group),
            optional: true,
            unit: None,
            text: Vec::new(),
        });
    }
    let has = |kind: ColumnKind| columns.iter().any(|column| column.kind == kind);
    if !has(ColumnKind::Amount) || !has(ColumnKind::Label) {
        return None;
    }
    let side_names = if is_two_sided { side_names(&heads, &starts) } else { Vec::new() };
    let found = columns.len();
    let body = FormBody { sides: side_names, columns, ..FormBody::default() };
    let form = Form { id: name, origin: Origin::default(), body: ready(body) };
    let header = HeaderMatch { form: usize::MAX, rows, bound, found, ..HeaderMatch::default() };
    Some(Derived { form, header, left })
}

fn one_word(text: &str) -> String {
    text.split_whitespace().collect()
}

fn filled(row: &[Cell]) -> impl Iterator<Item = &Cell> {
    row.iter().filter(|cell| !cell.text.text.trim().is_empty())
}

/// The rows of the header: from the first that is no line of a caption up to the first with a
/// figure or a code.
fn header_rows(table: &Table, context: &Context<'_>) -> Option<Range<usize>> {
    let words = context.vocabulary;
    let is_caption = |row: &[Cell]| {
        let says_unit = |cell: &Cell| {
            let bare = words.bare(&cell.text.text);
            bare.contains(':') && words.unit_label.iter().any(|label| bare.contains(label.as_str()))
        };
        filled(row).count() <= 1 || filled(row).any(says_unit)
    };
    let start = table.rows.iter().position(|row| !is_caption(row))?;
    let has_number = |row: &Vec<Cell>| {
        !is_column_numbers(row, context)
            && filled(row).any(|cell| is_number_like(&cell.text.text, words))
    };
    let mut end = start + table.rows.get(start..)?.iter().position(has_number)?;
    // names of groups of rows stand before the first figure, too
    while end > start + 1 && is_lone_name(table, end - 1, start) {
        end -= 1;
    }
    (end > start && end - start <= MAX_HEADER).then_some(start..end)
}

/// Whether a row holds one text and is no further level of the header.
fn is_lone_name(table: &Table, row: usize, start: usize) -> bool {
    let Some(cells) = table.rows.get(row) else { return false };
    let mut texts = filled(cells);
    let (Some(only), None) = (texts.next(), texts.next()) else { return false };
    let Ok(at) = u32::try_from(row) else { return false };
    // under a merged head other columns are covered from above
    let is_free = |column: &u32| {
        table
            .covering(at, *column)
            .is_none_or(|cell| cell.row as usize >= row || (cell.row as usize) < start)
    };
    (0..table.width().min(MAX_COLUMNS))
        .filter(|column| *column != only.column)
        .all(|column| is_free(&column))
}

/// What most cells of a column hold.
fn what_holds(table: &Table, from: usize, column: u32, context: &Context<'_>) -> Holds {
    let words = context.vocabulary;
    let (mut codes, mut amounts, mut percents, mut texts) = (0, 0, 0, 0);
    for row in table.rows.get(from..).unwrap_or(&[]) {
        let at = row.partition_point(|cell| cell.column < column);
        let Some(cell) = row.get(at).filter(|cell| cell.column == column) else { continue };
        let text = cell.text.text.trim();
        if text.is_empty() || words.is_blank(text) {
            continue;
        }
        let digits = text.chars().filter(|c| !c.is_whitespace());
        if digits.clone().all(|c| fold(c).is_ascii_digit()) && CODE.contains(&digits.count()) {
            codes += 1;
            continue;
        }
        match cell_number(text, &words.units) {
            Some(number) if number.unit.is_some_and(|unit| words.units.get(unit).ratio) => {
                percents += 1
            }
            Some(_) => amounts += 1,
            None => texts += 1,
        }
    }
    let numbers = codes + amounts + percents;
    if numbers + texts == 0 {
        Holds::Nothing
    } else if texts > numbers {
        Holds::Words
    } else if percents * 2 > numbers {
        Holds::Percents
    } else if amounts == 0 {
        Holds::Codes
    } else {
        Holds::Amounts
    }
}

/// The kind of each physical column; `None`: nothing of it is read.
fn kinds(
    heads: &[Vec<&Cell>],
    holds: &[Holds],
    naming: &QuickMap<String, ColumnKind>,
    context: &Context<'_>,
) -> Vec<Option<ColumnKind>> {
    let named = |at: usize| -> Option<ColumnKind> {
        let head = heads.get(at)?.last()?;
        naming.get(label_key(&head.text.text, context.vocabulary).as_str()).copied()
    };
    let mut out: Vec<Option<ColumnKind>> = Vec::with_capacity(holds.len());
    // before the first amount digits are codes, behind it whole amounts
    let mut seen_words = false;
    for (at, holds) in holds.iter().enumerate() {
        let kind = match holds {
            Holds::Words => {
                seen_words = true;
                Some(ColumnKind::Text)
            }
            Holds::Codes if !seen_words => Some(ColumnKind::Code),
            Holds::Codes | Holds::Amounts => Some(ColumnKind::Amount),
            Holds::Percents => Some(ColumnKind::Percent),
            // an empty column between amounts is one of amounts
            Holds::Nothing => (seen_words && heads.get(at).is_some_and(|heads| !heads.is_empty()))
                .then_some(ColumnKind::Amount),
        };
        out.push(kind);
    }
    // numbers that count rows are no codes, and no amounts
    for (at, kind) in out.iter_mut().enumerate() {
        if matches!(kind, Some(ColumnKind::Amount | ColumnKind::Code))
            && let Some(known) = named(at)
        {
            *kind = Some(known);
        }
    }
    // the name of a row stands right behind its code, else first
    let mut from = 0;
    while from < out.len() {
        let texts =
            |out: &[Option<ColumnKind>], at: usize| out.get(at) == Some(&Some(ColumnKind::Text));
        let end = (from..out.len())
            .find(|at| out.get(*at) == Some(&Some(ColumnKind::Amount)))
            .unwrap_or(out.len());
        let behind_code = (from..end).rev().find(|at| {
            texts(&out, *at)
                && at
                    .checked_sub(1)
                    .is_some_and(|before| out.get(before) == Some(&Some(ColumnKind::Code)))
        });
        let label = behind_code.or_else(|| (from..end).find(|at| texts(&out, *at)));
        if let Some(slot) = label.filter(|_| end < out.len()).and_then(|label| out.get_mut(label)) {
            *slot = Some(ColumnKind::Label);
        }
        from = (end..out.len())
            .find(|at| out.get(*at) != Some(&Some(ColumnKind::Amount)))
            .unwrap_or(out.len());
    }
    out
}

/// Leaves out the lists of which a form took all columns of amounts; gives the columns of amounts
/// that are left: those that it did not take, and, of several lists side by side, those that it took
/// with the names of another list.
fn leave_out(kinds: &mut [Option<ColumnKind>], taken: &TakenColumns) -> Vec<u32> {
    let is_amount =
        |kind: &Option<ColumnKind>| matches!(kind, Some(ColumnKind::Amount | ColumnKind::Percent));
    // a list: what names its rows, and its amounts up to the next name
    let labels: Vec<usize> = kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| **kind == Some(ColumnKind::Label))
        .map(|(at, _)| at)
        .collect();
    let ends = labels.iter().skip(1).copied().chain([kinds.len()]);
    let mut left: Vec<u32> = Vec::new();
    let mut from = 0;
    for (end, label) in ends.zip(&labels) {
        let Some(list) = kinds.get_mut(from..end) else { continue };
        let has_own_names = labels.len() > 1 && !taken.has(*label);
        let amounts = (from..).zip(list.iter()).filter(|(_, kind)| is_amount(kind));
        let own = amounts.map(|(at, _)| at).filter(|at| has_own_names || !taken.has(*at));
        let known = left.len();
        left.extend(own.filter_map(|at| u32::try_from(at).ok()));
        if left.len() == known {
            list.fill(None);
        }
        from = end;
    }
    left
}

/// The physical columns at which lists begin: one, or two side by side.
fn sides(table: &Table, from: usize, kinds: &[Option<ColumnKind>]) -> Vec<usize> {
    let labels: Vec<usize> = kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| **kind == Some(ColumnKind::Label))
        .map(|(at, _)| at)
        .collect();
    let [_, second] = labels.as_slice() else { return vec![0] };
    // names that stand beside most rows are a list; a few are remarks
    let rows = table.rows.get(from..).unwrap_or(&[]);
    let named =
        rows.iter().filter(|row| filled(row).any(|cell| cell.column as usize == *second)).count();
    if named * 3 < rows.len() {
        return vec![0];
    }
    // a code in front of the second list belongs to it
    let is_code = |at: usize| kinds.get(at) == Some(&Some(ColumnKind::Code));
    let begin = if second.checked_sub(1).is_some_and(is_code) { second - 1 } else { *second };
    vec![0, begin]
}

/// What the two lists are called: by their heads where these differ, else by the order.
fn side_names(heads: &[Vec<&Cell>], starts: &[usize]) -> Vec<String> {
    let ends = starts.iter().skip(1).copied().chain([heads.len()]);
    let names: Vec<String> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| {
            let own = heads.get(*start..end).unwrap_or(&[]).iter();
            own.filter_map(|heads| heads.first()).map(|cell| one_word(&cell.text.text)).next()
        })
        .map(Option::unwrap_or_default)
        .collect();
    match names.as_slice() {
        [a, b] if a != b => names,
        _ => names.iter().zip(1..).map(|(name, nth)| format!("{name}{nth}")).collect(),
    }
}

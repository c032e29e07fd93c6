//! Tables whose own numbers or codes skip some rows at one place, while a total is more than the rows that are
//! printed: a page was left out. No check is broken, since a row may be left out on purpose; a notice tells.

use super::asked::{is_telling, of_forms};
use crate::check::World;
use gouji_audit::audit::{Check, MisfitCause, Verdict};
use gouji_forms::form::{Content, FilledForm, FormRow};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Columns of a table with codes in which its total is more than its classes.
const COLUMNS: usize = 2;
/// Rows of a list on either side of the numbers that it skips.
const ROWS: usize = 3;

/// The tables that skip rows and in which no check is broken, by their form, and between which rows they do.
pub(super) fn rows_skipped(world: &World<'_>, checks: &[Check]) -> Vec<(usize, MisfitCause)> {
    let is_broken = |check: &&Check| check.verdict == Verdict::Violation;
    let broken: BTreeSet<usize> = checks.iter().filter(is_broken).flat_map(of_forms).collect();
    let forms = world.page_of(Paper::OWN).recognition.forms.iter().enumerate();
    let whole = forms.filter(|(at, _)| !broken.contains(at));
    let found = whole.filter_map(|(at, filled)| {
        let sides = filled.sides.iter().filter(|side| !side.incomplete);
        let (behind, before) = sides
            .map(|side| side.rows.as_slice())
            .find_map(|rows| by_codes(rows).or_else(|| by_numbers(world, filled, rows)))?;
        let name = |row: &FormRow| row.label.trim().into();
        Some((at, MisfitCause::RowsMissing { behind: name(behind), before: name(before) }))
    });
    found.collect()
}

pub(super) fn number(row: &FormRow, column: usize) -> Option<Decimal> {
    match &row.cells.get(column)?.content {
        Content::Number(number) => Some(number.value),
        _ => None,
    }
}

/// What some rows come to in a column.
pub(super) fn sum<'r>(rows: impl Iterator<Item = &'r FormRow>, column: usize) -> Decimal {
    rows.filter_map(|row| number(row, column)).sum()
}

/// The two rows between which rows are missing: the codes go on, and the class of the second one is
/// not there, at one place alone; and that class.
pub(super) fn gap(rows: &[FormRow]) -> Option<(usize, usize, &str)> {
    let coded: Vec<(usize, &str)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.code.as_deref()?))).collect();
    let lengths: BTreeSet<usize> = coded.iter().map(|(_, code)| code.len()).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    // the classes that are missing, each with the rows around the place
    let mut missing: Vec<(&str, usize, usize)> = Vec::new();
    let mut last: Option<(usize, &str)> = None;
    for (at, code) in coded {
        let above = lengths.range(..code.len()).next_back();
        let class = above.and_then(|length| code.get(..*length));
        if let (Some(class), Some((before, other))) = (class, last)
            && !known.contains(class)
        {
            if other < code && !other.starts_with(class) {
                missing.push((class, before, at));
            }
            known.insert(class);
        } else if let (Some(class), None) = (class, last) {
            // a table that begins with a leaf has no classes
            known.insert(class);
            missing.push((class, at, at));
        }
        known.insert(code);
        last = Some((at, code));
    }
    match missing.as_slice() {
        [(class, behind, before)] if behind < before => Some((*behind, *before, *class)),
        _ => None,
    }
}

/// The rows around the only place where the codes go on with a class that is not printed, if the only row without a
/// code is more than the classes that are, by more than what is left of that one, in several columns.
fn by_codes(rows: &[FormRow]) -> Option<(&FormRow, &FormRow)> {
    let (behind, before, class) = gap(rows)?;
    let is_filled = |row: &&FormRow| (0..row.cells.len()).any(|at| number(row, at).is_some());
    let mut others = rows.iter().filter(|row| row.code.is_none()).filter(is_filled);
    let total = others.next().filter(|_| others.next().is_none())?;
    let length = |row: &FormRow| row.code.as_ref().map(|code| code.len());
    let top = rows.iter().filter_map(length).min().filter(|top| *top == class.len());
    // where some codes of that length have nothing below them they are no classes
    let own = || rows.iter().filter_map(|row| row.code.as_deref());
    let has_items =
        |class: &str| own().any(|other| other.len() > class.len() && other.starts_with(class));
    if own().any(|code| Some(code.len()) == top && !has_items(code)) {
        return None;
    }
    let is_left = |row: &&FormRow| row.code.as_ref().is_some_and(|own| own.starts_with(class));
    let highest = rows.iter().filter(is_left).filter_map(length).min()?;
    let mut columns = 0;
    for column in 0..total.cells.len() {
        let classes = sum(rows.iter().filter(|row| length(row) == top), column);
        let left = rows.iter().filter(is_left).filter(|row| length(row) == Some(highest));
        let lacks = number(total, column).unwrap_or_default() - classes;
        match lacks.cmp(&sum(left, column)) {
            Ordering::Less => return None,
            Ordering::Equal if lacks.is_zero() => {}
            // all of the class is there but its name
            Ordering::Equal => return None,
            Ordering::Greater => columns += usize::from(is_telling(lacks)),
        }
    }
    top.filter(|_| columns >= COLUMNS)?;
    Some((rows.get(behind)?, rows.get(before)?))
}

/// The rows around the only place where the numbers of a list skip some, if its total is more than its rows by what
/// another table says under a name that this one does not print.
fn by_numbers<'r>(
    world: &World<'_>,
    filled: &FilledForm,
    rows: &'r [FormRow],
) -> Option<(&'r FormRow, &'r FormRow)> {
    let words = &world.ruleset.vocabulary;
    let numbered = rows.iter().enumerate().filter_map(|(at, row)| {
        let ordinal = words.ordinal(&row.label)?;
        Some((at, (words.level_of(ordinal.style), ordinal.value)))
    });
    let numbered: Vec<(usize, (usize, u32))> = numbered.collect();
    let levels: BTreeSet<usize> = numbered.iter().map(|(_, (level, _))| *level).collect();
    levels.into_iter().find_map(|level| {
        let own = numbered.iter().filter(|(_, (own, _))| *own == level);
        let list: Vec<(usize, u32)> = own.map(|(at, (_, value))| (*at, *value)).collect();
        let is_next =
            |pair: &[(usize, u32)]| matches!(pair, [(_, one), (_, next)] if *next == one + 1);
        let skips = list.windows(2).position(|pair| !is_next(pair))?;
        let (above, below) = list.split_at_checked(skips + 1)?;
        let (behind, before) = (above.last()?, below.first()?);
        let is_one = below.windows(2).all(is_next) && behind.1 < before.1;
        let is_list = above.first()?.1 == 1 && above.len() >= ROWS && below.len() >= ROWS;
        let end = below.last()?.0 + 1;
        let total = rows.get(end..)?.iter().find(|row| row.total)?;
        let is_lacking = |column: usize| {
            let own = list.iter().filter_map(|(at, _)| rows.get(*at));
            let lacks = number(total, column).map(|total| total - sum(own, column));
            lacks.is_some_and(|by| {
                by > Decimal::ZERO && is_telling(by) && is_said_elsewhere(world, filled, by)
            })
        };
        let is_it = is_one && is_list && (0..total.cells.len()).any(is_lacking);
        is_it.then_some((rows.get(behind.0)?, rows.get(before.0)?))
    })
}

/// Whether another table of the same unit has an amount under names that a table does not print: in one row, or in
/// all rows of its highest codes together.
fn is_said_elsewhere(world: &World<'_>, filled: &FilledForm, by: Decimal) -> bool {
    let own: BTreeSet<&str> =
        filled.sides.iter().flat_map(|side| &side.rows).map(|row| row.key.as_str()).collect();
    let is_new =
        |row: &&FormRow| !row.total && !row.key.is_empty() && !own.contains(row.key.as_str());
    let forms = world.page_of(Paper::OWN).recognition.forms.iter();
    let others = forms.filter(|other| other.table != filled.table && other.unit == filled.unit);
    others.flat_map(|other| &other.sides).any(|side| {
        let new: Vec<&FormRow> = side.rows.iter().filter(is_new).collect();
        let length = |row: &FormRow| row.code.as_ref().map(|code| code.len());
        let top = side.rows.iter().filter_map(length).min();
        (0..side.columns.len()).any(|column| {
            let classes = new.iter().copied().filter(|row| top.is_some() && length(row) == top);
            sum(classes, column) == by || new.iter().any(|row| number(row, column) == Some(by))
        })
    })
}

//! Tables that end a class early, or whose total is more than all that is listed, while no check is broken: none
//! has a row to add. A notice tells.

use super::asked::{is_telling, of_forms};
use super::rows_skipped::{number, sum};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, MisfitCause, Verdict};
use gouji_forms::form::{FilledForm, FormRow, FormSide};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::BTreeSet;

/// Rows of one level that have rows below them, beside the one that has none.
const OTHERS: usize = 2;
/// Rows that are a list.
const LISTED: usize = 3;

/// The tables in which rows seem to be left out, by their form, and what is said of them.
pub(super) fn rows_unlisted(world: &World<'_>, checks: &[Check]) -> Vec<(usize, MisfitCause)> {
    let is_broken = |check: &&Check| check.verdict == Verdict::Violation;
    let broken: BTreeSet<usize> = checks.iter().filter(is_broken).flat_map(of_forms).collect();
    let forms = world.page_of(Paper::OWN).recognition.forms.iter().enumerate();
    let found = forms.filter(|(at, _)| !broken.contains(at)).filter_map(|(at, filled)| {
        let mut sides = filled.sides.iter().enumerate().filter(|(_, side)| !side.incomplete);
        let cause = sides.find_map(|(number, side)| {
            class_ends_early(world, filled, &side.rows)
                .or_else(|| total_of_more(side, checks, (at, number)))
        })?;
        Some((at, cause))
    });
    found.collect()
}

/// The amounts of a row that are no chance.
fn amounts(row: &FormRow) -> impl Iterator<Item = Decimal> + '_ {
    (0..row.cells.len()).filter_map(|at| number(row, at)).filter(|value| is_telling(*value))
}

/// The only row of its level without rows below it, where another table has some below the same code and amount.
fn class_ends_early(
    world: &World<'_>,
    filled: &FilledForm,
    rows: &[FormRow],
) -> Option<MisfitCause> {
    let code = |row: &FormRow| row.code.as_deref().map(str::len);
    let is_below = |row: &FormRow, class: &str| {
        row.code.as_deref().is_some_and(|own| own.len() > class.len() && own.starts_with(class))
    };
    let deepest = rows.iter().filter_map(code).max()?;
    let levels: BTreeSet<usize> =
        rows.iter().filter_map(code).filter(|length| *length < deepest).collect();
    levels.into_iter().find_map(|level| {
        let own =
            rows.iter().filter(|row| code(row) == Some(level) && amounts(row).next().is_some());
        let (whole, ends): (Vec<&FormRow>, Vec<&FormRow>) = own.partition(|own| {
            own.code.as_deref().is_some_and(|class| rows.iter().any(|row| is_below(row, class)))
        });
        let [end] = ends.as_slice() else { return None };
        let class = end.code.as_deref().filter(|_| whole.len() >= OTHERS)?;
        let forms = world.page_of(Paper::OWN).recognition.forms.iter();
        let mut others = forms
            .filter(|other| other.table != filled.table && other.unit == filled.unit)
            .flat_map(|other| &other.sides);
        others.find_map(|side| {
            let is_same = |row: &FormRow| {
                row.code.as_deref() == Some(class)
                    && amounts(row).any(|value| amounts(end).any(|own| own == value))
            };
            let below = || side.rows.iter().filter(|row| is_below(row, class));
            let first = below().next().filter(|_| side.rows.iter().any(is_same))?;
            Some(MisfitCause::RowsBelow {
                name: end.label.trim().into(),
                first: first.label.trim().into(),
                rows: below().count(),
            })
        })
    })
}

/// A total that another table confirms and that is more than all rows of its list together: no reading of the list
/// adds more than all of it.
fn total_of_more(
    side: &FormSide,
    checks: &[Check],
    (form, number_of_side): (usize, usize),
) -> Option<MisfitCause> {
    let is_filled = |row: &&FormRow| amounts(row).next().is_some();
    let mut totals = side.rows.iter().enumerate().filter(|(_, row)| row.total);
    let (at, total) = totals.next().filter(|_| totals.next().is_none())?;
    let listed = || side.rows.iter().filter(|row| !row.total);
    if listed().filter(is_filled).count() < LISTED || listed().any(|row| row.code.is_some()) {
        return None;
    }
    let mut lacks = Vec::new();
    for column in (0..total.cells.len()).filter(|column| number(total, *column).is_some()) {
        let by = number(total, column)? - sum(listed(), column);
        let is_less =
            listed().filter_map(|row| number(row, column)).any(|value| value.is_sign_negative());
        if is_less || by.is_sign_negative() {
            return None;
        }
        lacks.push(by);
    }
    let is_of_total = |place: &FigurePlace| {
        matches!(place, FigurePlace::Cell { paper: Paper::OWN, form: own, side, row, .. }
            if (*own, *side, *row) == (form, number_of_side, at))
    };
    let has_total = |check: &Check| {
        check.cites.iter().map(|cite| FigurePlace::of(cite.at)).any(|place| is_of_total(&place))
    };
    let own = || checks.iter().filter(|check| check.verdict.agrees() && has_total(check));
    let is_sum_of_rows = |check: &Check| {
        let rows = check.cites.iter().map(|cite| FigurePlace::of(cite.at));
        rows.filter(|place| {
            matches!(place, FigurePlace::Cell { paper: Paper::OWN, form: own, .. } if *own == form)
                && !is_of_total(place)
        })
        .count()
            > 1
            && check.cites.len() > 2
            && !is_across(check)
    };
    let is_confirmed = own().any(|check| check.verdict.is_checked() && of_forms(check).len() > 1);
    (lacks.iter().any(|by| is_telling(*by)) && is_confirmed && !own().any(is_sum_of_rows))
        .then(|| MisfitCause::RowsMissingUnder { name: total.label.trim().into() })
}

/// Whether all figures of a check stand in one row.
fn is_across(check: &Check) -> bool {
    let row = |at| match FigurePlace::of(at) {
        FigurePlace::Cell { form, side, row, .. } => Some([form, side, row]),
        _ => None,
    };
    let rows: BTreeSet<Option<[usize; 3]>> = check.cites.iter().map(|cite| row(cite.at)).collect();
    rows.len() == 1
}

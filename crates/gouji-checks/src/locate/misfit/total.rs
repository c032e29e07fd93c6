//! A row of totals that has the figures of one of its rows: rows were moved by one, and the totals got
//! lost.

use super::{
    FoldFamily, FoldGroup, beside, has_words, is_unexplained, may_fold, remove, told_together,
};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Finding, MisfitCause};
use gouji_forms::form::{Content, FormCell, FormRow, FormSide};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Columns in which a total is less than one of its rows.
const COLUMNS: usize = 2;

/// Tells once of each row of totals that has the figures of another row.
pub(super) fn told_as_total(world: &World<'_>, checks: &mut [Check], findings: &mut Vec<Finding>) {
    let mut by_row: BTreeMap<[usize; 3], Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let may_be = is_unexplained(checks, finding) || is_of_no_digit(checks, finding);
        for row in rows(checks, finding).into_iter().filter(|_| may_be) {
            by_row.entry(row).or_default().push(at);
        }
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for (place, mut all) in by_row {
        all.retain(|at| !gone.contains(at));
        let Some(cause) = of_another(world, place).filter(|_| !all.is_empty()) else { continue };
        let [form, ..] = place;
        // what else does not come out in the rows that were moved
        let others = (0..findings.len()).filter(|at| !all.contains(at) && !gone.contains(at));
        let others: Vec<usize> = others
            .filter(|at| findings.get(*at).is_some_and(|other| is_beside(checks, other, form)))
            .collect();
        all.extend(others);
        let of = all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let family = FoldFamily::about(form, of.filter_map(|at| checks.get(*at)));
        gone.extend(all.iter().skip(1));
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

/// Whether what a finding accuses is no slip of a digit: the figure may be another one.
fn is_of_no_digit(checks: &[Check], finding: &Finding) -> bool {
    let suspects = finding.cause.iter().flat_map(|cause| &cause.suspects);
    let mut slips = suspects.filter_map(|suspect| suspect.slip.as_ref());
    finding.waiver.is_none()
        && finding.misfit.is_none()
        && !has_words(checks, finding)
        && !slips.any(|slip| slip.slip.is_of_digits())
}

/// Whether a finding is about a form, and no slip explains it.
fn is_beside(checks: &[Check], finding: &Finding, form: usize) -> bool {
    let family = beside(checks, finding).filter(|_| may_fold(checks, finding));
    family.is_some_and(|family| family.forms().contains(&form))
}

/// The rows that stand in all checks of a finding: form, side, row.
fn rows(checks: &[Check], finding: &Finding) -> BTreeSet<[usize; 3]> {
    let mut out: Option<BTreeSet<[usize; 3]>> = None;
    for check in finding.checks.iter().filter_map(|at| checks.get(*at)) {
        let own = check.cites.iter().filter_map(|cite| match FigurePlace::of(cite.at) {
            FigurePlace::Cell { paper: Paper::OWN, form, side, row, .. } => Some([form, side, row]),
            _ => None,
        });
        let own: BTreeSet<[usize; 3]> = own.collect();
        out = Some(match out {
            Some(known) => known.intersection(&own).copied().collect(),
            None => own,
        });
    }
    out.unwrap_or_default()
}

/// What tells that a row of totals has the figures of another row.
fn of_another(world: &World<'_>, [form, side, row]: [usize; 3]) -> Option<MisfitCause> {
    let filled = world.filled(Paper::OWN, form)?;
    let sides = &filled.sides;
    // shares and scores are not added up
    let is_added = |column: usize| {
        let column = world.column(filled, column);
        column.is_none_or(|own| matches!(own.kind, ColumnKind::Amount | ColumnKind::Count))
    };
    let rows = &sides.get(side)?.rows;
    let own = rows.get(row).filter(|own| own.total)?;
    // the total of a block may be less than rows of another one
    let is_only = rows.iter().filter(|row| row.total).count() == 1;
    if !is_only || exceeded(rows, own, false, &is_added) < COLUMNS {
        return of_sides(sides, &is_added);
    }
    let name = |row: &FormRow| row.label.trim().into();
    let items = |rows: &[FormRow]| rows.iter().filter(|row| !row.total).count();
    let (above, below) = rows.split_at_checked(row)?;
    // what went over the end of the table got lost
    let is_above = items(above) < items(below);
    let beside = if is_above { rows.get(row + 1) } else { above.last() }?;
    let (first, last) = if is_above { (own, beside) } else { (beside, own) };
    Some(MisfitCause::RowsMoved { first: name(first), last: name(last), is_above: Some(is_above) })
}

/// The same of lists beside each other: in two of them the first total, or the last, is less than a row above it.
fn of_sides(sides: &[FormSide], is_added: &dyn Fn(usize) -> bool) -> Option<MisfitCause> {
    let less = |side: &'_ FormSide| -> Option<usize> {
        let totals =
            || (0..side.rows.len()).filter(|at| side.rows.get(*at).is_some_and(|row| row.total));
        let mut ends = totals().next().into_iter().chain(totals().next_back());
        ends.find(|at| {
            let above = side.rows.get(..*at).unwrap_or(&[]);
            side.rows.get(*at).is_some_and(|total| exceeded(above, total, true, is_added) > 0)
        })
    };
    let found: Vec<(&[FormRow], usize)> =
        sides.iter().filter_map(|side| Some((side.rows.as_slice(), less(side)?))).collect();
    let (rows, at) = found
        .iter()
        .filter(|_| found.len() > 1)
        .min_by_key(|(rows, at)| rows.get(*at).map(|row| row.row))?;
    let name = |row: &FormRow| row.label.trim().into();
    let (first, last) = (rows.get(at.checked_sub(1)?)?, rows.get(*at)?);
    Some(MisfitCause::RowsMoved { first: name(first), last: name(last), is_above: Some(false) })
}

/// In how many columns a row has a greater amount than its total; a total of 0 may be one of nothing, unless it is to count.
/// Where an amount is taken off, a total is less than its rows as it should be.
fn exceeded(
    rows: &[FormRow],
    total: &FormRow,
    counts_nothing: bool,
    is_added: &dyn Fn(usize) -> bool,
) -> usize {
    let number = |cell: &FormCell| match &cell.content {
        Content::Number(number) => Some(number.value),
        _ => None,
    };
    let is_less = |(column, own): &(usize, &FormCell)| {
        let own = number(own).filter(|own| *own > Decimal::ZERO || counts_nothing && own.is_zero());
        let others = || {
            let others = rows.iter().filter(|row| !row.total);
            others.filter_map(|row| row.cells.get(*column).and_then(number))
        };
        own.is_some_and(|own| {
            others().any(|value| value > own) && !others().any(|value| value < Decimal::ZERO)
        })
    };
    let added = total.cells.iter().enumerate().filter(|(column, _)| is_added(*column));
    added.filter(is_less).count()
}

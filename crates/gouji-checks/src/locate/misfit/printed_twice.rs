//! A row that is printed twice, of which sums want one: they are off by just what it says.

use super::cause::compared;
use super::{FoldFamily, FoldGroup, is_decided, is_unexplained, remove, told_together};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Finding, MisfitCause, Verdict};
use gouji_forms::form::{Content, FormRow, FormSide};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Tells once of each row that is printed twice and added twice.
pub(super) fn told_as_printed_twice(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut Vec<Finding>,
) {
    let mut by_row: BTreeMap<[usize; 3], Vec<usize>> = BTreeMap::new();
    let mut known: BTreeMap<[usize; 2], Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let own: Vec<&Check> = finding.checks.iter().filter_map(|at| checks.get(*at)).collect();
        let Some([form, number, ..]) = own.first().and_then(|check| stated(check)) else {
            continue;
        };
        let side = world.filled(Paper::OWN, form).and_then(|filled| filled.sides.get(number));
        let Some(side) = side.filter(|_| is_unexplained(checks, finding)) else { continue };
        let rows = known.entry([form, number]).or_insert_with(|| again(side));
        let row = rows.iter().find(|row| {
            own.iter().all(|check| is_off_by(check, side, [form, number, **row]) == Some(true))
        });
        if let Some(row) = row {
            by_row.entry([form, number, *row]).or_default().push(at);
        }
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for ([form, number, row], all) in by_row {
        let side = world.filled(Paper::OWN, form).and_then(|filled| filled.sides.get(number));
        let Some(side) = side else { continue };
        // what is off by more than the row has another cause
        let is_other = |check: &Check| {
            check.verdict == Verdict::Violation
                && added(check, [form, number, row]).is_some()
                && is_off_by(check, side, [form, number, row]) != Some(true)
        };
        if checks.iter().any(is_other) {
            continue;
        }
        let family = FoldFamily::Inside(form);
        let Some(twin) = world.row(Paper::OWN, form, number, row) else { continue };
        let cause = MisfitCause::PrintedTwice { name: twin.label.trim().into() };
        gone.extend(all.iter().skip(1));
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

/// Form, side, row and column of the figure that a check states.
fn stated(check: &Check) -> Option<[usize; 4]> {
    match FigurePlace::of(check.cites.first()?.at) {
        FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } => {
            Some([form, side, row, column])
        }
        _ => None,
    }
}

/// The rows of a side that say all that one above them says: its code, its name and its figures.
fn again(side: &FormSide) -> Vec<usize> {
    let is_number =
        |content: &Content| matches!(content, Content::Number(number) if !number.value.is_zero());
    let texts = |row: &FormRow| -> Vec<String> {
        row.cells.iter().map(|cell| cell.text.text.to_string()).collect()
    };
    let mut seen: BTreeSet<(&str, &str, Vec<String>)> = BTreeSet::new();
    let mut out = Vec::new();
    for (at, row) in side.rows.iter().enumerate() {
        let has_figures = row.cells.iter().any(|cell| is_number(&cell.content) && !cell.repeated);
        let Some(code) = row.code.as_deref().filter(|_| has_figures && !row.key.is_empty()) else {
            continue;
        };
        if !seen.insert((code, &row.key, texts(row))) {
            out.push(at);
        }
    }
    out
}

/// The column in which a check adds a row.
fn added(check: &Check, row: [usize; 3]) -> Option<usize> {
    let [.., column] = stated(check)?;
    let [form, side, row] = row;
    let mut others = check.cites.iter().skip(1).map(|cite| FigurePlace::of(cite.at));
    let twin = FigurePlace::Cell { paper: Paper::OWN, form, side, row, column };
    others.any(|place| place == twin).then_some(column)
}

/// Whether a sum down a column comes to too much by what a row says there, as far as rounding lets it.
fn is_off_by(check: &Check, side: &FormSide, row: [usize; 3]) -> Option<bool> {
    let column = added(check, row)?;
    let own = compared(check).filter(|_| is_decided(check))?;
    let [.., at] = row;
    let Content::Number(value) = &side.rows.get(at)?.cells.get(column)?.content else {
        return None;
    };
    let places = own.stated.scale().max(own.computed.scale());
    let open = Decimal::new(1, places) * Decimal::from(check.size());
    let apart = own.apart.checked_add(value.value)?.abs();
    Some(value.value.abs() > open && apart <= open)
}

//! A row of totals that prints the figures of the row beside it: rows were moved by one, and the
//! totals got lost.

use super::cause::is_telling;
use super::{FoldFamily, FoldGroup, forms, has_words, is_decided, remove, told_together};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Finding, MisfitCause, Verdict};
use gouji_forms::form::{Content, FormRow};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Figures that have to be the same.
const SAME: usize = 2;

/// Tells once of each row of totals that prints the figures of the row above it, or below it.
pub(super) fn told_as_repeated(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut Vec<Finding>,
) {
    let mut by_row: BTreeMap<[usize; 3], Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let is_open = finding.waiver.is_none()
            && finding.misfit.is_none()
            && !has_words(checks, finding)
            && finding.checks.iter().filter_map(|at| checks.get(*at)).all(is_broken);
        for row in rows(checks, finding).into_iter().filter(|_| is_open) {
            by_row.entry(row).or_default().push(at);
        }
    }
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for (place, mut all) in by_row {
        all.retain(|at| !gone.contains(at));
        let Some(cause) = repeated(world, place).filter(|_| !all.is_empty()) else { continue };
        let [form, ..] = place;
        let of = all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let is_inside = |check: &Check| forms(check).is_some_and(|of| of == BTreeSet::from([form]));
        let family = if of.filter_map(|at| checks.get(*at)).all(is_inside) {
            FoldFamily::Inside(form)
        } else {
            FoldFamily::Around(form)
        };
        let is_own = |check: &&Check| {
            is_decided(check) && forms(check).is_some_and(|forms| family.has(&forms))
        };
        let decided = checks.iter().filter(is_own).count();
        gone.extend(all.iter().skip(1));
        let group = FoldGroup { family, decided, first: all.len(), all, forms: family.forms() };
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

fn is_broken(check: &Check) -> bool {
    check.verdict == Verdict::Violation
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

/// What tells that a row of totals has the figures of the row beside it.
fn repeated(world: &World<'_>, [form, side, row]: [usize; 3]) -> Option<MisfitCause> {
    let rows = &world.filled(Paper::OWN, form)?.sides.get(side)?.rows;
    let own = rows.get(row).filter(|own| own.total && exceeds(rows, own))?;
    let beside = |other: Option<usize>| {
        let other = rows.get(other?)?;
        (!other.total && is_again(other, own)).then_some(other)
    };
    let name = |row: &FormRow| row.label.trim().into();
    if let Some(above) = beside(row.checked_sub(1)) {
        let (first, last) = (name(above), name(own));
        return Some(MisfitCause::RowsMoved { first, last, is_above: Some(false) });
    }
    let below = beside(Some(row + 1))?;
    let (first, last) = (name(own), name(below));
    Some(MisfitCause::RowsMoved { first, last, is_above: Some(true) })
}

fn number(content: &Content) -> Option<Decimal> {
    match content {
        Content::Number(number) if !number.value.is_zero() => Some(number.value),
        _ => None,
    }
}

/// Whether a row has a greater amount than its total.
fn exceeds(rows: &[FormRow], total: &FormRow) -> bool {
    let is_more = |row: &FormRow| {
        let mut pairs = row.cells.iter().zip(&total.cells);
        pairs.any(|(cell, total)| {
            let both = number(&cell.content).zip(number(&total.content));
            both.is_some_and(|(value, total)| value > total && total.is_sign_positive())
        })
    };
    rows.iter().any(|row| !row.total && is_more(row))
}

/// Whether a row has all figures of another one.
fn is_again(other: &FormRow, own: &FormRow) -> bool {
    let pairs = other.cells.iter().zip(&own.cells);
    let pairs: Vec<(Decimal, Option<Decimal>)> = pairs
        .filter_map(|(other, own)| Some((number(&other.content)?, number(&own.content))))
        .collect();
    pairs.len() >= SAME
        && pairs.iter().any(|(value, _)| is_telling(*value))
        && pairs.iter().all(|(value, own)| *own == Some(*value))
}

//! A table that has another unit than the others, printed or not, where its figures come to about the
//! same digits as those that they are held against.

use super::cause::{compared, is_cut};
use super::{
    FoldFamily, FoldGroup, forms, is_decided, is_decided_or_bound, may_fold, remove, told_together,
};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Cite, Finding, MisfitCause, Verdict};
use gouji_values::number::{Decimal, UnitId};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Places that units of money are apart.
const PLACES: [i32; 3] = [4, 8, 3];
/// Tables that print one unit before another one stands out.
const TABLES: usize = 3;
/// The digits of both sides differ by at most one in this many.
const NEAR: i64 = 4;
/// The same where neither prints a unit that stands out.
const SAME: i64 = 1_000;
/// Checks that confirm each other where no sum of the table does.
const SEVERAL: usize = 2;

/// Tells once of each table whose unit is not that of the others.
pub(super) fn told_as_unit(world: &World<'_>, checks: &mut [Check], findings: &mut Vec<Finding>) {
    let mut by_form: BTreeMap<(usize, i32), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        for key in of_finding(world, checks, finding).filter(|_| may_fold(checks, finding)) {
            by_form.entry(key).or_default().push(at);
        }
    }
    let mut groups: Vec<((usize, i32), Vec<usize>)> = by_form.into_iter().collect();
    groups.sort_by_key(|(_, all)| std::cmp::Reverse(all.len()));
    let mut gone = BTreeSet::new();
    let mut taken = BTreeSet::new();
    for ((form, places), mut all) in groups {
        all.retain(|at| !taken.contains(at));
        let own = all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let own: Vec<&Check> = own.filter_map(|at| checks.get(*at)).collect();
        if !is_confirmed(world, checks, &own, form) {
            continue;
        }
        // the figures of another unit are rounded elsewhere
        let is_close = |finding: &Finding| {
            let mut own = finding.checks.iter().filter_map(|at| checks.get(*at));
            may_fold(checks, finding)
                && own.all(|check| forms(check) == Some(BTreeSet::from([form])) && is_cut(check))
        };
        let others = findings.iter().enumerate().filter(|(_, finding)| is_close(finding));
        all.extend(others.map(|(at, _)| at).filter(|at| !taken.contains(at)));
        taken.extend(all.iter().copied());
        gone.extend(all.iter().skip(1).copied());
        let group = FoldGroup::of(FoldFamily::Around(form), all, checks);
        told_together(world, checks, findings, &group, Some(MisfitCause::OtherUnit(places)));
    }
    remove(findings, &gone);
}

/// Whether some checks show that it is a table that has another unit: its unit is printed by no other
/// one, or several tables are apart from it.
fn is_confirmed(world: &World<'_>, checks: &[Check], own: &[&Check], form: usize) -> bool {
    let is_odd = |check: &&Check| pair(check).and_then(|pair| odd_one(world, pair)) == Some(form);
    let others: BTreeSet<usize> =
        own.iter().filter_map(|check| pair(check)).flatten().filter(|of| *of != form).collect();
    if own.iter().all(is_odd) {
        own.len() >= SEVERAL || own.iter().all(|check| is_confirmed_inside(checks, check, form))
    } else {
        others.len() >= SEVERAL
    }
}

/// The tables that may have another unit in all checks of a finding, and the places that it is off by.
fn of_finding(
    world: &World<'_>,
    checks: &[Check],
    finding: &Finding,
) -> impl Iterator<Item = (usize, i32)> + use<> {
    let of = finding.checks.iter().map(|at| checks.get(*at));
    let of = of.map(|check| check.map(|check| of_check(world, check)).unwrap_or_default());
    let all = of.reduce(|one, other| one.intersection(&other).copied().collect());
    all.unwrap_or_default().into_iter()
}

/// The two forms that a check compares.
fn pair(check: &Check) -> Option<[usize; 2]> {
    let of: Vec<usize> = forms(check).filter(|_| is_decided_or_bound(check))?.into_iter().collect();
    of.try_into().ok()
}

/// The table whose unit stands out in a check; where none does either of them, and the digits of both sides are
/// next to the same.
fn of_check(world: &World<'_>, check: &Check) -> BTreeSet<(usize, i32)> {
    let Some((pair, own)) = pair(check).zip(compared(check)) else { return BTreeSet::new() };
    let (known, near) = match odd_one(world, pair) {
        Some(form) => (vec![form], NEAR),
        None => (pair.to_vec(), SAME),
    };
    let (small, great) = if own.stated.abs() < own.computed.abs() {
        (own.stated.abs(), own.computed.abs())
    } else {
        (own.computed.abs(), own.stated.abs())
    };
    let is_near = |places: &i32| {
        let times = Decimal::from(10_i64.pow(places.unsigned_abs()));
        let apart = small.checked_mul(times).and_then(|small| small.checked_sub(great));
        apart.is_some_and(|apart| apart.abs() * Decimal::from(near) <= great)
    };
    let places = PLACES.into_iter().find(is_near).filter(|_| !small.is_zero());
    known.into_iter().filter_map(|form| Some((form, places?))).collect()
}

/// What a form prints its amounts in.
fn unit(world: &World<'_>, form: usize) -> Option<UnitId> {
    world.filled(Paper::OWN, form)?.unit
}

/// Which of two tables prints a unit that next to no other one has, where the other one's is that of
/// several for each of them.
fn odd_one(world: &World<'_>, [one, other]: [usize; 2]) -> Option<usize> {
    let (one, other) = ((one, unit(world, one)?), (other, unit(world, other)?));
    if one.1 == other.1 {
        return None;
    }
    let count = |unit: UnitId| {
        let all = world
            .page_of(Paper::OWN)
            .recognition
            .forms
            .iter()
            .filter(|filled| filled.unit == Some(unit));
        all.map(|filled| filled.table).collect::<BTreeSet<_>>().len()
    };
    match (count(one.1), count(other.1)) {
        (own, others) if others >= TABLES * own => Some(one.0),
        (others, own) if others >= TABLES * own => Some(other.0),
        _ => None,
    }
}

/// Whether the figure that a check takes from a form stands in a sum inside it that comes out.
fn is_confirmed_inside(checks: &[Check], check: &Check, form: usize) -> bool {
    let is_in = |cite: &&Cite| {
        matches!(FigurePlace::of(cite.at),
            FigurePlace::Cell { paper: Paper::OWN, form: own, .. } if own == form)
    };
    let places: Vec<_> = check.cites.iter().filter(is_in).map(|cite| cite.at).collect();
    let confirms = |other: &Check, place| {
        matches!(other.verdict, Verdict::Holds | Verdict::Rounding)
            && is_decided(other)
            && other.cites.len() > 2
            && forms(other).is_some_and(|of| of == BTreeSet::from([form]))
            && other.cites.iter().any(|cite| cite.at == place)
    };
    !places.is_empty()
        && places.iter().all(|place| checks.iter().any(|other| confirms(other, *place)))
}

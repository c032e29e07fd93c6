//! A table that prints another unit than the others, where its figures, confirmed inside it, come to
//! about the same digits as those that they are held against.

use super::cause::compared;
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
/// Checks that confirm each other where no sum of the table does.
const SEVERAL: usize = 2;

/// Tells once of each table whose unit is not that of the others.
pub(super) fn told_as_unit(world: &World<'_>, checks: &mut [Check], findings: &mut Vec<Finding>) {
    let mut by_form: BTreeMap<(usize, i32), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if may_fold(checks, finding)
            && let Some(key) = of_finding(world, checks, finding)
        {
            by_form.entry(key).or_default().push(at);
        }
    }
    let mut gone = BTreeSet::new();
    for ((form, places), all) in by_form {
        let own = || all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let is_confirmed = own().count() >= SEVERAL
            || own()
                .filter_map(|at| checks.get(*at))
                .all(|check| is_confirmed_inside(checks, check, form));
        if !is_confirmed {
            continue;
        }
        let family = FoldFamily::Around(form);
        gone.extend(all.iter().skip(1).copied());
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(MisfitCause::OtherUnit(places)));
    }
    remove(findings, &gone);
}

/// The table whose unit stands out in all checks of a finding, and the places that it is off by.
fn of_finding(world: &World<'_>, checks: &[Check], finding: &Finding) -> Option<(usize, i32)> {
    let mut found = None;
    for check in finding.checks.iter().map(|at| checks.get(*at)) {
        let own = of_check(world, check?)?;
        if *found.get_or_insert(own) != own {
            return None;
        }
    }
    found
}

fn of_check(world: &World<'_>, check: &Check) -> Option<(usize, i32)> {
    let of: Vec<usize> = forms(check).filter(|_| is_decided_or_bound(check))?.into_iter().collect();
    let [one, other] = of[..] else { return None };
    let unit = |form: usize| world.filled(Paper::OWN, form)?.unit;
    let form = odd_one(world, [(one, unit(one)?), (other, unit(other)?)])?;
    let own = compared(check)?;
    let (small, great) = if own.stated.abs() < own.computed.abs() {
        (own.stated.abs(), own.computed.abs())
    } else {
        (own.computed.abs(), own.stated.abs())
    };
    let is_near = |places: &i32| {
        let times = Decimal::from(10_i64.pow(places.unsigned_abs()));
        let apart = small.checked_mul(times).and_then(|small| small.checked_sub(great));
        apart.is_some_and(|apart| apart.abs() * Decimal::from(NEAR) <= great)
    };
    let places = PLACES.into_iter().find(is_near).filter(|_| !small.is_zero())?;
    Some((form, places))
}

/// Which of two tables prints a unit that next to no other one has, where the other one's is that of
/// several for each of them.
fn odd_one(world: &World<'_>, [one, other]: [(usize, UnitId); 2]) -> Option<usize> {
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

//! Sums that do not come out in a table that lacks a row of them. The row counts as nothing, as empty
//! rows are left out; but the amount that is missing may be the row's. It is nothing where another
//! sum with it comes out, where the form says that tables leave it out only when it is blank, or
//! where the sums would need different amounts in it. Else the sum is open.

use crate::check::evaluate::lacking::{AbsentRow, LackingSum};
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckedAt, Verdict, Why};
use gouji_rules::ruleset::{Rule, RuleKind};
use gouji_values::document::Span;
use gouji_values::number::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Leaves such sums open, and takes no proof from those that come out where a wrong figure would leave them open.
pub(in crate::check) fn left_out(world: World<'_>, sums: Vec<LackingSum>, checks: &mut [Check]) {
    borne_out(world, &sums, checks);
    let is_broken = |check: &Check| check.verdict == Verdict::Violation;
    if sums.iter().all(|sum| sum.comes_out) || !checks.iter().any(is_broken) {
        return;
    }
    let nothing = nothing(sums.iter());
    let is_open = |(row, _): &(AbsentRow, i8)| !nothing.contains(row) && !is_optional(world, *row);
    let open = sums.into_iter().filter(|sum| !sum.comes_out).map(|mut sum| {
        sum.rows.retain(is_open);
        sum
    });
    let open: Vec<LackingSum> = open.filter(may_be_missing).collect();
    let mut amounts: BTreeMap<Vec<AbsentRow>, Vec<Decimal>> = BTreeMap::new();
    for sum in &open {
        if let (Some(rows), Some(apart)) = (sign_of(&sum.rows).map(|_| rows_of(sum)), sum.apart) {
            amounts.entry(rows).or_default().push(apart.abs());
        }
    }
    let agrees = |sum: &LackingSum| amounts.get(&rows_of(sum)).is_none_or(|all| are_alike(all));
    let mut known: BTreeMap<(&str, &str), Vec<(&CheckedAt, Why)>> = BTreeMap::new();
    for sum in open.iter().filter(|sum| agrees(sum)) {
        let [rule, expression] = &sum.of;
        known.entry((rule, expression)).or_default().push((&sum.at, reason(world, sum)));
    }
    // what the table says of such a figure by itself knows less of its rows
    let mut stated: BTreeMap<Span, Why> = BTreeMap::new();
    for check in checks.iter_mut().filter(|check| is_broken(check)) {
        let of = known.get(&(check.rule.as_str(), check.expression.as_str()));
        let why = of.into_iter().flatten().find(|(at, _)| **at == check.at);
        if let Some((_, why)) = why {
            stated.extend(check.places().next().map(|(span, _)| (span, why.clone())));
            check.leave_open(why.clone());
        }
    }
    if stated.is_empty() {
        return;
    }
    let is_of_table = |rule: &&Rule| rule.demand.kind() == RuleKind::Structure;
    let own: BTreeSet<&str> =
        world.ruleset.rules.iter().filter(is_of_table).map(|rule| rule.id.as_str()).collect();
    let of_table =
        checks.iter_mut().filter(|check| is_broken(check) && own.contains(check.rule.as_str()));
    for check in of_table {
        let first = check.places().next().filter(|(_, document)| document.is_none());
        if let Some(why) = first.and_then(|(span, _)| stated.get(&span)).cloned() {
            check.leave_open(why);
        }
    }
}

/// What comes out, but would be open with a wrong figure: no other sum says that the rows that it lacks are nothing.
fn borne_out(world: World<'_>, sums: &[LackingSum], checks: &mut [Check]) {
    let held = || sums.iter().filter(|sum| sum.comes_out);
    let mut known: BTreeMap<(&str, &str), Vec<(&CheckedAt, Why)>> = BTreeMap::new();
    for sum in held() {
        let mut own = sum.clone();
        own.rows.retain(|(row, _)| !is_optional(world, *row));
        // most have no other sum at all
        let is_shared = |(row, _): &(AbsentRow, i8)| {
            let has = |other: &LackingSum| other.rows.iter().any(|(own, _)| own == row);
            held().any(|other| !std::ptr::eq(other, sum) && has(other))
        };
        let is_proven = own.rows.iter().all(is_shared) && {
            let nothing = nothing(held().filter(|other| !std::ptr::eq(*other, sum)));
            own.rows.iter().all(|(row, _)| nothing.contains(row))
        };
        if !is_proven {
            let [rule, expression] = &sum.of;
            let Why::RowLeftOut { form, name } = reason(world, &own) else { continue };
            let why = Why::RowNotPrinted { form, name };
            known.entry((rule, expression)).or_default().push((&sum.at, why));
        }
    }
    let is_held = |check: &&mut Check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding);
    for check in checks.iter_mut().filter(is_held) {
        let of = known.get(&(check.rule.as_str(), check.expression.as_str()));
        if let Some((_, why)) = of.into_iter().flatten().find(|(at, _)| **at == check.at) {
            check.corroborate(why.clone());
        }
    }
}

/// The rows that are nothing: sums come out without them, and no other row could make up for them.
fn nothing<'s>(sums: impl Iterator<Item = &'s LackingSum> + Clone) -> BTreeSet<AbsentRow> {
    let mut out = BTreeSet::new();
    loop {
        let known = out.len();
        for sum in sums.clone().filter(|sum| sum.comes_out) {
            let left: Vec<_> =
                sum.rows.iter().filter(|(row, _)| !out.contains(row)).copied().collect();
            if sign_of(&left).is_some() {
                out.extend(left.into_iter().map(|(row, _)| row));
            }
        }
        if out.len() == known {
            return out;
        }
    }
}

fn rows_of(sum: &LackingSum) -> Vec<AbsentRow> {
    sum.rows.iter().map(|(row, _)| *row).collect()
}

/// The direction in which all rows of a sum go.
fn sign_of(rows: &[(AbsentRow, i8)]) -> Option<i8> {
    let (_, first) = rows.first()?;
    (*first != 0 && rows.iter().all(|(_, sign)| sign == first)).then_some(*first)
}

/// Whether amounts in the rows that are left would make a sum come out.
fn may_be_missing(sum: &LackingSum) -> bool {
    let wanted = match sum.apart {
        Some(apart) if apart > Decimal::ZERO => -1,
        Some(apart) if apart < Decimal::ZERO => 1,
        _ => return false,
    };
    sum.rows.iter().any(|(_, sign)| *sign == 0 || *sign == wanted)
}

/// Whether all sums want about the same amount, apart from rounding.
fn are_alike(amounts: &[Decimal]) -> bool {
    let (Some(least), Some(most)) = (amounts.iter().min(), amounts.iter().max()) else {
        return true;
    };
    (*most - *least) * Decimal::ONE_HUNDRED <= *most
}

fn is_optional(world: World<'_>, absent: AbsentRow) -> bool {
    let form = world.ruleset.forms.get(absent.schema);
    form.and_then(|form| form.rows.get(absent.row)).is_some_and(|row| row.optional)
}

fn reason(world: World<'_>, sum: &LackingSum) -> Why {
    let schema = sum.rows.first().and_then(|(row, _)| world.ruleset.forms.get(row.schema));
    let form = schema.map_or("", |form| form.id.as_str()).into();
    let mut names: Vec<&str> = Vec::new();
    for (absent, _) in &sum.rows {
        let form = world.ruleset.forms.get(absent.schema);
        let row = form.and_then(|form| form.rows.get(absent.row));
        names.extend(row.map(|row| row.name.as_str()).filter(|name| !names.contains(name)));
    }
    Why::RowLeftOut { form, name: names.join("”“").into() }
}

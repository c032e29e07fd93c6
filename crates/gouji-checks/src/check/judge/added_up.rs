//! Sums that a table alone says and that are left open, decided by what other checks find wrong in
//! the table: a total that is off by just what some of its figures are off elsewhere, and a figure that
//! its own sum and the sum in which it is added both find wrong by the same amount.

use crate::check::seen::world::World;
use ecow::EcoString;
use gouji_audit::audit::{Check, CheckRelation, Severity, Verdict, Why, WhyCode};
use gouji_values::document::{Span, Table};
use gouji_values::hash::QuickMap;
use gouji_values::number::Decimal;
use std::collections::BTreeSet;

/// A total has to be off by at least this many units of its last place; less may be met by chance.
const TELLING: i64 = 100_000;
/// Among more figures of a table that are off some come to any difference.
const FEW: usize = 8;
/// At most this many figures together explain the difference.
const TOGETHER: u32 = 3;

/// A figure of a table that another print of it contradicts: the figures, and by how much.
struct Apart {
    spans: Vec<Span>,
    by: Decimal,
}

/// Makes sums that were left open violations where ties that do not hold find the same difference in
/// their table; `untold` are those of known forms, which are not told otherwise.
pub(in crate::check) fn added_up(world: World<'_>, untold: Vec<Check>, checks: &mut Vec<Check>) {
    let ties: Vec<(Option<EcoString>, Apart)> = checks.iter().filter_map(apart).collect();
    let from = checks.len();
    checks.extend(untold.into_iter().filter(is_open));
    let agreed = found_twice(checks);
    let is_found = |at: usize, check: &Check| {
        is_open(check) && (agreed.contains(&at) || is_told_by(world, check, &ties))
    };
    let found = checks.iter().enumerate().filter(|(at, check)| is_found(*at, check));
    let found: BTreeSet<usize> = found.map(|(at, _)| at).collect();
    for at in &found {
        if let Some(check) = checks.get_mut(*at) {
            (check.verdict, check.reason) = (Verdict::Violation, None);
        }
    }
    let mut at = 0..checks.len();
    checks.retain(|_| at.next().is_some_and(|at| at < from || found.contains(&at)));
}

/// The sums, by their place among all checks, that find a figure wrong by the same amount as another sum does: the
/// one states it, the other adds it. At least one of the two stands among sums that come out.
fn found_twice(checks: &[Check]) -> BTreeSet<usize> {
    let is_alone =
        |check: &Check| check.reason.as_deref().map(Why::code) == Some(WhyCode::StructureAlone);
    let open = || checks.iter().enumerate().filter(|(_, check)| is_open(check));
    let mut stated: QuickMap<Span, Vec<(usize, Decimal)>> = QuickMap::default();
    for (at, check) in open() {
        if let (Some((span, None)), Some(by)) = (check.lead(), signed(check)) {
            stated.entry(span).or_default().push((at, by));
        }
    }
    let mut out = BTreeSet::new();
    for (at, check) in open() {
        let Some(by) = signed(check) else { continue };
        let added = check.places().skip(1).filter(|(_, document)| document.is_none());
        for (other, apart) in added.filter_map(|(span, _)| stated.get(&span)).flatten() {
            let is_decided = |at: usize| checks.get(at).is_some_and(|check| !is_alone(check));
            if *apart == -by && (is_decided(at) || is_decided(*other)) {
                out.extend([at, *other]);
            }
        }
    }
    out
}

/// By how much a sum of this document does not come out, if chance hardly makes another one do the same.
fn signed(check: &Check) -> Option<Decimal> {
    /// Units of the last place.
    const LEAST: u128 = 1_000;
    let by = check.difference.as_ref()?.parse::<Decimal>().ok()?;
    Some(by).filter(|by| by.mantissa().unsigned_abs() >= LEAST)
}

/// Whether a sum is open because nothing but the table says that it is one.
fn is_open(check: &Check) -> bool {
    let is_alone =
        |why: WhyCode| matches!(why, WhyCode::StructureAlone | WhyCode::StructureMayLack);
    check.verdict == Verdict::Unchecked
        && check.reason.as_deref().is_some_and(|why| is_alone(why.code()))
}

fn difference(check: &Check) -> Option<Decimal> {
    let by = check.difference.as_ref()?.parse::<Decimal>().ok()?;
    Some(by.abs()).filter(|by| !by.is_zero())
}

/// The figures of this document that a check says apart, where it compares one with another.
fn apart(check: &Check) -> Option<(Option<EcoString>, Apart)> {
    let is_tie = check.verdict == Verdict::Violation
        && check.severity >= Severity::Warning
        && check.size() == 2
        && matches!(
            check.relation,
            CheckRelation::Equal | CheckRelation::AtMost | CheckRelation::AtLeast
        );
    let spans = check.places().filter(|(_, document)| document.is_none());
    let spans = spans.map(|(span, _)| span).collect();
    Some((check.unit.clone(), Apart { spans, by: difference(check).filter(|_| is_tie)? }))
}

/// Whether a sum is off by what one of its own figures is off elsewhere, or by what several figures
/// of its table are off together.
fn is_told_by(world: World<'_>, check: &Check, ties: &[(Option<EcoString>, Apart)]) -> bool {
    let document = world.page.document;
    let Some(by) = difference(check) else { return false };
    let last = Decimal::new(1, by.scale());
    let spans: Vec<Span> = check.places().map(|(span, _)| span).collect();
    let table = spans
        .first()
        .and_then(|first| document.tables.iter().find(|table| table.span.covers(*first)));
    let Some(table) = table.filter(|table| document.doubt(table).is_none()) else { return false };
    if by < last * Decimal::from(TELLING) {
        return false;
    }
    let near = near(table, check.unit.as_deref(), ties);
    let is_own = |apart: &Apart| apart.spans.iter().any(|span| spans.contains(span));
    let meets = |sum: Decimal, count: u32| {
        (sum - by).abs() * Decimal::TWO <= last * Decimal::from(count + 1)
    };
    if near.iter().any(|apart| is_own(apart) && meets(apart.by, 1)) {
        return true;
    }
    // one figure is off by the same amount wherever it stands
    let by: BTreeSet<Decimal> = near.into_iter().map(|apart| apart.by).collect();
    let by: Vec<Decimal> = by.into_iter().collect();
    by.len() <= FEW
        && (0_u32..1 << by.len()).filter(|some| (2..=TOGETHER).contains(&some.count_ones())).any(
            |some| {
                let chosen = by.iter().enumerate().filter(|(at, _)| some >> at & 1 == 1);
                meets(chosen.map(|(_, by)| *by).sum(), some.count_ones())
            },
        )
}

/// The ties that find a figure of a table wrong.
fn near<'t>(
    table: &Table,
    unit: Option<&str>,
    ties: &'t [(Option<EcoString>, Apart)],
) -> Vec<&'t Apart> {
    let own = ties.iter().filter(|(own, _)| own.as_deref() == unit).map(|(_, apart)| apart);
    own.filter(|apart| apart.spans.iter().any(|span| table.span.covers(*span))).collect()
}

//! Relations of prose beside claims: what a claim says of the same figures is not said twice.

use crate::check::seen::world::World;
use gouji_audit::audit::{Check, Verdict};
use gouji_values::hash::{QuickMap, QuickSet};

/// Leaves out checks of relations where a rule of another kind comes to the same about the same
/// figures.
pub(in crate::check) fn fold(world: World<'_>, checks: &mut Vec<Check>) {
    let claims = world.ruleset.claims.iter().filter(|claim| claim.relation.is_some());
    let ids: QuickSet<&str> = claims.map(|claim| claim.id.as_str()).collect();
    let is_relation = |check: &Check| ids.contains(check.rule.as_str());
    let starts = |check: &Check| -> Vec<u32> {
        check
            .places()
            .filter(|(_, document)| document.is_none())
            .map(|(span, _)| span.start)
            .collect()
    };
    let mut wanted: QuickSet<u32> = QuickSet::default();
    for check in checks.iter().filter(|check| is_relation(check)) {
        wanted.extend(starts(check));
    }
    if wanted.is_empty() {
        return;
    }
    // other checks by the figures that relations speak of, too
    let mut others: QuickMap<u32, Vec<usize>> = QuickMap::default();
    for (at, check) in checks
        .iter()
        .enumerate()
        .filter(|(_, check)| check.verdict != Verdict::Unchecked && !is_relation(check))
    {
        for start in starts(check).into_iter().filter(|start| wanted.contains(start)) {
            others.entry(start).or_default().push(at);
        }
    }
    let covered = |check: &Check| {
        let own = starts(check);
        let is_wrong = check.verdict == Verdict::Violation;
        let near: Vec<usize> =
            own.iter().filter_map(|start| others.get(start)).flatten().copied().collect();
        near.iter().any(|at| {
            let Some(other) = checks.get(*at) else { return false };
            let shared = near.iter().filter(|same| *same == at).count();
            if is_wrong {
                // the same slip, seen by two
                other.verdict == Verdict::Violation
                    && other.severity >= check.severity
                    && shared >= own.len().min(2)
            } else {
                // what only agrees does not stand for what was checked
                other.verdict != Verdict::Violation
                    && (other.verdict != Verdict::Corroborated
                        || check.verdict == Verdict::Corroborated)
                    && shared >= own.len()
            }
        })
    };
    let goes: Vec<bool> = checks
        .iter()
        .map(|check| check.verdict != Verdict::Unchecked && is_relation(check) && covered(check))
        .collect();
    let mut goes = goes.into_iter();
    checks.retain(|_| !goes.next().unwrap_or(false));
}

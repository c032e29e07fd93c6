//! The same identity stated by two rules is one check.

use crate::check::judge::severity::join;
use gouji_audit::audit::{Check, Verdict, Why};
use gouji_values::hash::QuickMap;

/// The same identity stated by two rules is one check; the second rule stands in `also`.
pub(super) fn once_each(checks: &mut Vec<Check>) {
    // the first of each likeness, and those alike that are another identity
    let mut known: QuickMap<u64, (usize, Vec<usize>)> = QuickMap::default();
    known.reserve(checks.len());
    // each further one with the first of its kind
    let mut again: Vec<(usize, usize)> = Vec::new();
    for (at, check) in
        checks.iter().enumerate().filter(|(_, check)| check.verdict != Verdict::Unchecked)
    {
        let Some(likeness) = likeness(check) else { continue };
        let (first, others) = known.entry(likeness).or_insert((at, Vec::new()));
        if *first == at {
            continue;
        }
        let mut alike = std::iter::once(&*first).chain(&*others).copied();
        match alike.find(|first| checks.get(*first).is_some_and(|first| is_same(first, check))) {
            Some(first) => again.push((at, first)),
            None => others.push(at),
        }
    }
    if again.is_empty() {
        return;
    }
    for (at, first) in &again {
        let Some((rule, severity, verdict)) =
            checks.get(*at).map(|check| (check.rule.clone(), check.severity, check.verdict))
        else {
            continue;
        };
        // what words check is checked, though it was found by its value, too
        let is_by_value = |first: &&mut Check| {
            first.verdict == Verdict::Corroborated
                && matches!(first.reason.as_deref(), Some(Why::FoundByValue | Why::ReadingOpen))
        };
        if verdict != Verdict::Corroborated
            && let Some(first) = checks.get_mut(*first).filter(is_by_value)
        {
            first.verdict = verdict;
            first.reason = None;
        }
        if let Some(first) =
            checks.get_mut(*first).filter(|first| first.rule != rule && !first.also.contains(&rule))
        {
            first.also.push(rule);
            join(first, severity);
        }
    }
    let mut further = again.iter().map(|(at, _)| *at).peekable();
    let mut at = 0;
    checks.retain(|_| {
        let goes = further.next_if_eq(&at).is_some();
        at += 1;
        !goes
    });
}

/// Where the figures of a check stand, the stated one first and the others in order.
fn places(check: &Check) -> Vec<(u32, Option<usize>)> {
    let mut places: Vec<(u32, Option<usize>)> =
        check.places().map(|(span, document)| (span.start, document)).collect();
    if let Some(rest) = places.get_mut(1..) {
        rest.sort_unstable();
    }
    places
}

fn is_same(a: &Check, b: &Check) -> bool {
    a.relation == b.relation
        && a.size() == b.size()
        && a.own() == b.own()
        && places(a) == places(b)
        && a.computed == b.computed
}

/// A number that checks of the same figures have in common, whatever their order; a check of one
/// figure has none.
fn likeness(check: &Check) -> Option<u64> {
    let mut places = check.places().map(|(span, _)| u64::from(span.start) + 1);
    let stated = places.next()?;
    let (count, sum) =
        places.fold((0_u64, stated), |(count, sum), place| (count + 1, sum.wrapping_add(place)));
    (count > 0).then(|| sum.wrapping_add(stated << 32) ^ (count << 56))
}

//! What a change or rate is compared with, and what it is of.

use super::{alike, in_step, is_base, is_fact};
use crate::prose::passage::Passage;
use crate::prose::place::Spot;

/// The base that is named for a change or rate, and where.
pub(super) fn base_of(
    passage: &Passage<'_>,
    at: usize,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let spot = passage.spots().get(at)?;
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            return None;
        }
        if before.stream != spot.stream || !passage.is_figure(before) || !like(before) {
            continue;
        }
        if is_base(before) {
            if in_step(spot, before) {
                return Some(other);
            }
            if before.row.is_some() && spot.row.is_some() {
                continue;
            }
            return None;
        }
        if is_fact(before) {
            return None;
        }
    }
    None
}

/// The fact that is compared: the nearest before.
pub(super) fn value_of(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            break;
        }
        if before.stream != spot.stream || !like(before) || !is_fact(before) || before.when.is_last
        {
            continue;
        }
        if in_step(spot, before) {
            return Some(other);
        }
        if before.row.is_none() || spot.row.is_none() {
            return None;
        }
    }
    if let Some(anchor) = passage.anchor(spot.stream) {
        let found = passage.spots().get(anchor)?;
        return (like(found) && is_fact(found)).then_some(anchor);
    }
    // the sentence before speaks of it by the same name
    let mut earlier = passage.before(at).filter(|(_, other)| {
        other.sentence + 1 == spot.sentence
            && other.stream == spot.stream
            && like(other)
            && is_fact(other)
            && !other.when.is_last
            && other.row.is_none()
    });
    let is_named = |other: &Spot| {
        spot.name.chars().count() > 1
            && (other.name.ends_with(&spot.name)
                || spot.name.ends_with(&other.name) && !other.name.is_empty())
    };
    let (only, found) = earlier.next()?;
    (earlier.next().is_none() && is_named(found) && spot.row.is_none()).then_some(only)
}

/// The one figure around that is of the time or stage that a change is compared with.
pub(super) fn against(
    passage: &Passage<'_>,
    spot: &Spot,
    value: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let wanted = spot.against?;
    let fits = |other: &Spot| {
        let when = other.when;
        let year = wanted.year.is_some()
            && when.year == wanted.year
            && other.figure != value.figure
            && value.when.year != wanted.year;
        let last = wanted.is_last && when.is_last;
        let edge = wanted.edge.is_some() && when.edge == wanted.edge && wanted.year.is_none();
        let stage = wanted.year.is_none()
            && !wanted.is_last
            && wanted.edge.is_none()
            && wanted.stage.is_some()
            && when.stage == wanted.stage
            && !when.is_last;
        let same_stage =
            wanted.stage.is_none() || when.stage.is_none() || wanted.stage == when.stage || stage;
        (year || last || edge || stage) && same_stage
    };
    let names = |other: &Spot| {
        other.name.is_empty()
            || value.name.is_empty()
            || other.name.ends_with(&value.name)
            || value.name.ends_with(&other.name)
    };
    let mut found = passage.near(spot).filter(|(_, other)| {
        like(other)
            && (is_fact(other) || is_base(other))
            && passage.is_figure(other)
            && other.figure != value.figure
            && fits(other)
    });
    let (at, first) = found.next()?;
    (found.next().is_none() && names(first) && first.row.is_none_or(|_| first.when.year.is_some()))
        .then_some(at)
}

/// The one figure of the period before in the sentence, where there is one other fact besides.
pub(super) fn last_of(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let here: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.segment == spot.segment
                && other.stream == spot.stream
                && like(other)
                && is_fact(other)
                && passage.is_figure(other)
        })
        .collect();
    match here.as_slice() {
        [(a, first), (b, second)] if in_step(first, second) && alike(first, second) => {
            let newest = |spot: &Spot| spot.when.year;
            let (is_a, is_b) = match (newest(first), newest(second)) {
                (Some(x), Some(y)) if x != y => (x < y, y < x),
                _ => (first.when.is_last, second.when.is_last),
            };
            match (is_a, is_b) {
                (true, false) => Some((*b, *a)),
                (false, true) => Some((*a, *b)),
                _ => None,
            }
        }
        _ => None,
    }
}

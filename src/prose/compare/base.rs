//! What a change or rate is compared with, and what it is of.

use super::{alike, in_step, is_base, is_fact};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};

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
    // the sentence before speaks of it by the same name; one without figures may stand between
    const FAR: usize = 2;
    let before = passage.before(at).map(|(_, other)| other.sentence);
    let last = before.take_while(|sentence| sentence + FAR >= spot.sentence);
    let last = last.into_iter().find(|sentence| *sentence != spot.sentence)?;
    let mut earlier = passage.before(at).filter(|(_, other)| {
        other.sentence == last
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
    // 支出80万元。比上年增加5万元: no subject stands before the change
    let is_bare = spot.name.is_empty()
        && matches!(spot.role, Role::Change(_) | Role::Rate(_) | Role::Adjust(_))
        && passage
            .before(at)
            .all(|(_, other)| other.sentence != spot.sentence || other.stream != spot.stream);
    let (only, found) = earlier.next()?;
    (earlier.next().is_none() && (is_named(found) || is_bare) && spot.row.is_none()).then_some(only)
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
    // 决算80万元，比预算75万元增加5万元，甲项3万元: the base is that of the fact before it
    let of_another = is_base(first)
        && value_of(passage, at, first, like)
            .and_then(|own| passage.spots().get(own))
            .is_some_and(|own| own.figure != value.figure);
    // 甲80万元，比预算75万元增加5万元；乙6万元
    let is_apart = first.segment != value.segment
        && (first.name.is_empty() || value.name.is_empty())
        || first.sentence > spot.sentence && first.name != value.name
        // a bracket behind words may be far away
        || first.stream != spot.stream && passage.anchor(first.stream).is_none();
    (found.next().is_none()
        && !of_another
        && !is_apart
        && names(first)
        && first.row.is_none_or(|_| first.when.year.is_some()))
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

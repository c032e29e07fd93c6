//! What numbers of all fall into each band: 项目6个，执行率90%以上的5个，90%以下的1个.

use super::frame::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};

/// Fewer bands are no division.
const LEAST: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<Frame> = view.places().filter_map(|head| frame(view, head)).collect();
    let is_new = |frame: &Frame| !out.iter().any(|own| own.reading == frame.reading);
    let found: Vec<Frame> = found.into_iter().filter(is_new).collect();
    out.extend(found);
}

/// A number and, in the clauses behind it up to the end of its sentence, how many of it lie within each bound.
fn frame(view: &View<'_, '_>, head: usize) -> Option<Frame> {
    let spot = view.spot(head).filter(|_| is_number(view, head))?;
    let mut before = view.before(head).take_while(|(_, other)| other.sentence == spot.sentence);
    // 50万元（含）以上的2个、30万元至50万元的3个: the first one is in a band itself
    let is_in_band = names_bound(view, spot);
    if is_in_band || before.any(|(at, _)| view.is_like(at, head)) {
        return None;
    }
    let mut items: Vec<usize> = Vec::new();
    let mut last = head;
    let mut is_bounded = false;
    for (at, other) in view.after(head).take_while(|(_, other)| other.sentence == spot.sentence) {
        if view.is_like(at, head) {
            let is_item = is_bounded
                && is_number(view, at)
                && other.role == Role::Value
                && other.name.chars().count() < LEAST
                && is_next_clause(view, last, other);
            if !is_item {
                break;
            }
            items.push(at);
            (last, is_bounded) = (at, false);
        } else {
            is_bounded |= is_bound(view, at, other);
        }
    }
    // a further number of the kind would be something else
    let sentence = view.after(last).take_while(|(_, other)| other.sentence == spot.sentence);
    let is_last = sentence.filter(|(at, _)| view.is_like(*at, head)).count() == 0;
    (items.len() >= LEAST && is_last && !view.has_scope(head))
        .then(|| sum(view, head, &items).weak())
}

fn is_number(view: &View<'_, '_>, at: usize) -> bool {
    view.is_fact(at) && view.figure(at).is_some_and(|figure| figure.kind == Kind::Count)
}

/// Whether a figure is a limit rather than a fact: 90%以上, 达到100%, 16至20个.
fn is_bound(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    view.figure(at).is_some_and(|figure| {
        matches!(figure.kind, Kind::Percent | Kind::Score | Kind::Count | Kind::Bare | Kind::Money)
            && (figure.bound != Bound::Exact
                || figure.is_range
                || matches!(spot.role, Role::Beside(_) | Role::From | Role::To(_))
                || names_bound(view, spot))
    })
}

/// Whether the words of a figure name a limit.
fn names_bound(view: &View<'_, '_>, spot: &Spot) -> bool {
    let words = view.own_words(spot);
    ["band_from", "band_to"].iter().any(|list| view.passage.tokens.has_word(list, &words))
}

/// Whether an item stands in another clause than the one before it, or than the head.
fn is_next_clause(view: &View<'_, '_>, last: usize, item: &Spot) -> bool {
    view.spot(last).is_some_and(|last| last.clause < item.clause)
}

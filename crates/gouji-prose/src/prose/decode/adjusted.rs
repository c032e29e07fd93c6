//! What a budget came to by all that was put on and taken off: 年初批复预算80万元。执行中调增20万元；调减5万元。调整后全年预算95万元.

use super::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// The first budget stands at most so many sentences before the last one.
const FAR: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(frame(view, at));
    }
}

fn frame(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let is_final = spot.when.stage == Some(Class::PlanFinal) && view.is_fact(total);
    if !is_final || spot.when.is_last || spot.goes_on || view.has_scope(total) {
        return None;
    }
    let mut moves: Vec<(usize, i8)> = Vec::new();
    for (at, other) in view.before(total) {
        let is_near =
            other.sentence + FAR >= spot.sentence && !view.has_sign(at, total, Sign::Edge);
        if !is_near {
            return None;
        }
        // 因3个村未落实: what it is for
        if !view.is_like(at, total) {
            continue;
        }
        match other.role {
            Role::Adjust(way @ (1 | -1)) if view.is_plain(at) && is_whole(view, other) => {
                moves.push((view.number(at), way));
            }
            Role::Value if is_first(other) && view.is_fact(at) => {
                // 年初预算80万元，调增20万元，调整预算100万元: one sentence is read elsewhere
                let is_one = other.sentence == spot.sentence;
                return (!moves.is_empty() && !is_one).then(|| sum(view, at, &moves, total));
            }
            _ => return None,
        }
    }
    None
}

/// Whether a fact is the first budget of this year.
fn is_first(spot: &Spot) -> bool {
    spot.when.stage == Some(Class::PlanFirst) && !spot.when.is_last && !spot.goes_on
}

/// Whether what was put on or taken off is no part of another: 追加20万元，其中….
fn is_whole(view: &View<'_, '_>, spot: &Spot) -> bool {
    spot.row.is_none()
        && !spot.words.contains(&Class::OfWhich)
        && !spot.words.contains(&Class::Cumulated)
        && view.passage.anchor(spot.stream).is_none()
}

fn sum(view: &View<'_, '_>, first: usize, moves: &[(usize, i8)], total: usize) -> Frame {
    let own = view.number(total);
    let mut items = vec![(view.number(first), 1)];
    items.extend(moves.iter().rev().copied());
    let parts = vec![(Slot::Total, Filling::Figure(own, 1))];
    let reading = Reading { parts, ..Reading::default() }.with_items(&items);
    Frame::new(Relation::Balance, reading, own)
}

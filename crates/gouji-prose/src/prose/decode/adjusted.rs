//! What a budget came to by all that was put on and taken off: 年初批复预算80万元。执行中调增20万元；调减5万元。调整后全年预算95万元;
//! 原测算80万元，经评审核减5万元，最终列入预算75万元; 年初安排80万元，调整为95万元。…调整增加的15万元.

use super::differ::difference;
use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// The first budget stands at most so many sentences before the last one.
const FAR: usize = 3;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(frame(view, at).or_else(|| explained(view, at)));
        let found = settled(view, at).or_else(|| told_again(view, at));
        out.extend(found.filter(|own| out.iter().all(|other| other.anchor != own.anchor)));
    }
}

/// What was first reckoned, what was taken off or put on, and what it came to in the end: three figures, one after the other, and
/// no other of their kind between them.
fn settled(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at) && !view.has_scope(at))?;
    let tokens = view.passage.tokens;
    let ends = |list: &str| tokens.words_of(list).any(|word| spot.raw.ends_with(word));
    let sign = match spot.role {
        Role::Adjust(sign @ (1 | -1)) | Role::Change(sign @ (1 | -1)) => sign,
        Role::Value => i8::from(ends("plan_in")) - i8::from(ends("plan_out")),
        _ => return None,
    };
    if sign == 0 {
        return None;
    }
    let (base, first) = view.before(at).find(|(place, _)| view.is_like(*place, at))?;
    let (value, last) = view.after(at).find(|(place, _)| view.is_like(*place, at))?;
    let says = |other: &Spot, list: &str| tokens.has_word(list, &view.own_words(other));
    let compares = |class: &Class| {
        matches!(class, Class::Compare | Class::Last | Class::YearOnYear | Class::OfWhich)
    };
    // 甲申报80万元、乙申报60万元，核减5万元: one of several
    let is_one = |other: &Spot| {
        let is_item = other.goes_on || other.opened == Some(Sign::Item) || other.row.is_some();
        other.sentence == spot.sentence && !is_item && !other.when.is_last
    };
    let is_alone = view.after(value).next().is_none_or(|(_, next)| !next.goes_on);
    let is_first = first.when.stage == Some(Class::PlanFirst) || says(first, "at_first");
    let is_last = last.when.stage == Some(Class::PlanFinal)
        || matches!(last.role, Role::To(_))
        || says(last, "in_the_end");
    let are_facts = view.is_fact(base)
        && first.role == Role::Value
        && view.is_plain(value)
        && matches!(last.role, Role::Value | Role::To(_));
    let is_told = is_one(first)
        && is_one(last)
        && first.clause < spot.clause
        && spot.clause < last.clause
        && is_first
        && is_last
        && are_facts
        && is_alone
        && !spot.words.iter().any(compares)
        && !last.words.contains(&Class::OfWhich);
    is_told.then(|| difference(view, (value, base), (at, sign)))
}

/// A change that the sentence before tells from what to what, told again by its amount: 调整增加的15万元.
fn told_again(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at) && !view.has_scope(at))?;
    let (Role::Adjust(sign @ (1 | -1)) | Role::Change(sign @ (1 | -1))) = spot.role else {
        return None;
    };
    // 比上年增加的 is no change of the budget
    let compares = |class: &Class| {
        matches!(class, Class::Compare | Class::With | Class::Last | Class::YearOnYear)
    };
    let is_noun = spot.words.last() == Some(&Class::Of)
        && spot.name.is_empty()
        && spot.against.is_none()
        && !spot.words.iter().any(compares);
    if !is_noun {
        return None;
    }
    let is_near = |other: &Spot| other.sentence + 1 == spot.sentence;
    let near = view.before(at).take_while(|(_, other)| other.sentence + 1 >= spot.sentence);
    let mut ends = near.filter(|(place, other)| {
        is_near(other) && matches!(other.role, Role::To(_)) && view.is_like(*place, at)
    });
    let ((value, last), None) = (ends.next()?, ends.next()) else { return None };
    let (base, first) = view.before(value).next()?;
    let is_told = is_near(first)
        && first.segment == last.segment
        && matches!(first.role, Role::Value | Role::From)
        && view.is_like(base, at)
        && view.is_fact(base);
    is_told.then(|| difference(view, (value, base), (at, sign)))
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
                moves.reverse();
                return (!moves.is_empty() && !is_one).then(|| sum(view, at, &moves, total));
            }
            _ => return None,
        }
    }
    None
}

/// The same where the moves stand in a bracket behind the last budget: 年初预算80万元，调整预算95万元（调增20万元，调减5万元）.
fn explained(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let is_final = spot.when.stage == Some(Class::PlanFinal) && view.is_fact(total);
    let (first, of) = view.before(total).find(|(at, _)| view.is_like(*at, total))?;
    let is_told = is_final
        && is_first(of)
        && view.is_fact(first)
        && of.sentence == spot.sentence
        && !spot.when.is_last
        && !view.has_scope(total);
    let inner = view.passage.after(total).take_while(|(_, other)| {
        is_told && other.stream != spot.stream && view.passage.anchor(other.stream) == Some(total)
    });
    let moved = |(at, other): (usize, &Spot)| {
        let way = super::flow::way(view, at, other)?;
        (view.is_like(at, total) && !other.is_sum).then(|| (view.number(at), way))
    };
    let moves: Option<Vec<(usize, i8)>> = inner.map(moved).collect();
    let moves = moves.filter(|own| !own.is_empty())?;
    let (last, _) = *moves.last()?;
    let place = view.places().find(|at| view.number(*at) == last)?;
    // （主要是追加20万元）: not all of it
    let is_part = |class: &Class| matches!(class, Class::OfWhich | Class::Open | Class::Most);
    let is_all =
        !view.words(total, place).iter().any(is_part) && !view.is_followed_by(place, Class::Open);
    is_all.then(|| sum(view, first, &moves, total))
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
    items.extend(moves.iter().copied());
    let parts = vec![(Slot::Total, Filling::Figure(own, 1))];
    let reading = Reading { parts, ..Reading::default() }.with_items(&items);
    Frame::new(Relation::Balance, reading, own)
}

/// Whether a move bears the name of what it is for.
pub(super) fn is_named_move(view: &View<'_, '_>, items: &[(usize, i8)]) -> bool {
    /// A shorter name is that of many things.
    const SHORT: usize = 2;
    let [(only, _)] = items else { return false };
    let spot = view.passage.spot_of(*only);
    spot.is_some_and(|own| {
        matches!(own.role, Role::Adjust(_) | Role::Change(_) | Role::Value)
            && own.against.is_none()
            && own.name.chars().count() > SHORT
    })
}

//! Relations that plain sentences tell by what stands nearest, without a word that names the figures: 应查80人。实查60人，
//! 利用率75.0%; 预算80万元，决算60万元。省下20万元; 收入80万元。甲50万元，乙20万元，另有10万元.
//!
//! Nothing here is told unless one slip explains what does not come out, which chance hardly does, and nothing holds
//! unless such a slip of each of its figures would be told.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The figures may stand so many sentences before.
const FAR: usize = 1;
/// A shorter name is that of many things.
const SHORT: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, |view, at| told(view, rate(view, at)?));
    super::frame::of_untold(view, out, |view, at| told(view, left(view, at)?));
    super::frame::of_untold(view, out, |view, at| told(view, list(view, at)?));
}

/// A frame that comes out, or that one slip explains.
fn told(view: &View<'_, '_>, frame: Frame) -> Option<Frame> {
    Some(frame.open()).filter(|frame| frame.may_be_told(view.passage))
}

/// The facts like one, from it on to the front, of its sentence and the one before.
fn facts<'a>(view: &View<'_, 'a>, at: usize, like: usize) -> Vec<(usize, &'a Spot)> {
    let Some(spot) = view.spot(at) else { return Vec::new() };
    let near = view.before(at).take_while(|(_, own)| own.sentence + FAR >= spot.sentence);
    let is_one = |(place, own): &(usize, &Spot)| {
        view.is_like(*place, like)
            && is_fact(view, *place)
            && !own.when.is_last
            && own.row.is_none()
            && !view.is_aside(*place)
    };
    near.filter(is_one).collect()
}

/// Whether a figure is a fact, or what was reached: 做到的11个.
fn is_fact(view: &View<'_, '_>, at: usize) -> bool {
    let is_reached = view.spot(at).is_some_and(|own| matches!(own.role, Role::To(_)));
    view.is_fact(at) || is_reached && view.is_plain(at)
}

/// The value of a figure.
fn value(view: &View<'_, '_>, at: usize) -> Decimal {
    view.figure(at).map_or(Decimal::ZERO, |own| own.value)
}

/// A rate of the fact that bears its name, or that stands nearest, in the only other fact of the sentence and the one
/// before.
fn rate(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let is_rate = view
        .figure(at)
        .is_some_and(|own| own.kind == Kind::Percent && !own.is_times && own.bound == Bound::Exact);
    let is_named = is_rate
        && matches!(spot.role, Role::Complete | Role::Named | Role::Share)
        && spot.of.is_empty()
        && !spot.when.is_last
        && spot.row.is_none()
        && !spot.words.contains(&Class::Average)
        && !view.has_scope(at)
        && value(view, at) < Decimal::ONE_HUNDRED;
    let part = part_of(view, at).filter(|_| is_named)?;
    // of several the greatest would be chosen by figures, of which one may be wrong
    let all = facts(view, at, part);
    let mut wholes = all.iter().map(|(place, _)| *place).filter(|place| *place != part);
    let whole = wholes.next().filter(|_| wholes.next().is_none())?;
    let parts = [
        (Slot::Part, view.number(part), 1),
        (Slot::Whole, view.number(whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    Some(Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

/// What a rate is told of: the nameless amount that it comes to directly behind it, the only fact before that bears its
/// name, or the nearest fact of its group of clauses that is not denied.
fn part_of(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let spot = view.spot(at)?;
    let tokens = view.passage.tokens;
    let kind = |place: usize| view.figure(place).map(|own| own.kind);
    let is_amount = |place: usize| matches!(kind(place), Some(Kind::Money | Kind::Count));
    let comes_to = |(place, own): &(usize, &Spot)| {
        own.name.is_empty()
            && own.segment == spot.segment
            && own.clause <= spot.clause + 1
            && tokens.words_of("comes_to").any(|word| view.lead(*place).starts_with(word))
            && is_amount(*place)
            && view.is_plain(*place)
    };
    if let Some((next, _)) = view.after(at).next().filter(comes_to) {
        return Some(next);
    }
    let near = view.before(at).take_while(|(_, own)| own.sentence + FAR >= spot.sentence);
    let near: Vec<(usize, &Spot)> =
        near.filter(|(place, _)| is_amount(*place) && is_fact(view, *place)).collect();
    if spot.name.chars().count() >= SHORT {
        let mut named = near.iter().filter(|(_, own)| own.name == spot.name);
        if let Some((place, _)) = named.next() {
            return named.next().is_none().then_some(*place);
        }
    }
    let is_denied = |own: &Spot| {
        let mut words = tokens.words_of("denied");
        own.words.contains(&Class::Not) || words.any(|word| own.raw.starts_with(word))
    };
    let own = near.iter().find(|(_, own)| !is_denied(own))?;
    let is_near = own.1.sentence == spot.sentence && spot.clause <= own.1.clause + 2;
    is_near.then_some(own.0)
}

/// What is left of the greater of the only two facts of the sentence before, which is told at the beginning of the next.
fn left(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_plain(at))?;
    let tokens = view.passage.tokens;
    let words = view.own_words(spot);
    let is_left = spot.role == Role::Left || tokens.has_word("saved", &words);
    let is_first = view.before(at).next().is_none_or(|(_, own)| own.sentence < spot.sentence);
    if !is_left || !is_first || spot.when.is_last || spot.row.is_some() || view.has_scope(at) {
        return None;
    }
    let all = facts(view, at, at);
    let [(b, near), (a, far)] = all.as_slice() else { return None };
    let (whole, part) = if value(view, *a) >= value(view, *b) { (*a, *b) } else { (*b, *a) };
    let is_pair = near.sentence == far.sentence && near.sentence + 1 == spot.sentence;
    let parts = [
        (Slot::Value, view.number(whole), 1),
        (Slot::Base, view.number(part), 1),
        (Slot::Change, spot.figure, 1),
    ];
    is_pair.then(|| Frame::new(Relation::Left, Reading::of(parts), spot.figure))
}

/// A list that is a sentence by itself and ends with what else there is, or that names its head at its beginning, below the
/// only fact of its kind in the sentence before.
fn list(view: &View<'_, '_>, head: usize) -> Option<Frame> {
    let spot = view.spot(head).filter(|own| view.is_fact(head) && own.row.is_none())?;
    let is_one = |(place, own): &(usize, &Spot)| {
        view.is_like(*place, head) && view.is_plain(*place) && own.stream == spot.stream
    };
    let next = view.after(head).skip_while(|(_, own)| own.sentence == spot.sentence);
    let next: Vec<(usize, &Spot)> =
        next.take_while(|(_, own)| own.sentence == spot.sentence + FAR).filter(is_one).collect();
    let beside = view.before(head).take_while(|(_, own)| own.sentence == spot.sentence);
    let beside =
        beside.chain(view.after(head).take_while(|(_, own)| own.sentence == spot.sentence));
    let mut beside = beside.filter(|own| is_one(own) && view.is_fact(own.0));
    let ((first, opens), (last, _)) = (next.first()?, next.last()?);
    let lead = view.lead(*first);
    // 实际开放260张。开放的床位里，产科96张
    let names_head = spot.name.chars().count() >= SHORT && lead.contains(spot.name.as_str());
    let is_item = |(place, own): &(usize, &Spot)| {
        view.is_fact(*place)
            && !own.when.is_last
            && matches!(own.role, Role::Value)
            && value(view, *place) < value(view, head)
    };
    let ends = view.spot(*last)?.words.contains(&Class::Rest)
        || view.passage.tokens.has_word("further", &view.lead(*last));
    let is_list = next.len() > 2
        && next.iter().all(is_item)
        && opens.segment == view.spot(*last)?.segment
        && (names_head || ends && beside.next().is_none());
    let items: Vec<(usize, i8)> = next.iter().map(|(place, _)| (view.number(*place), 1)).collect();
    let parts = vec![(Slot::Total, Filling::Figure(spot.figure, 1))];
    let reading = Reading { parts, ..Reading::default() }.with_items(&items);
    is_list.then(|| Frame::new(Relation::Sum, reading, spot.figure))
}

//! Bounds that words set: a mean lies between the least and the greatest (最低为86.5分，最高为94.2分，平均90.7分), the items of a list in
//! the range before it (介于45元和62元之间：甲45元、乙53元、丙62元), a part in what its bracket stands behind (用车11辆（含囚车9辆）).

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |at: usize| out.iter().any(|frame| frame.anchor == view.number(at));
    let found = view.places().filter(|at| !is_told(*at)).filter_map(|at| frame(view, at));
    let found: Vec<Frame> = found.flatten().collect();
    out.extend(found);
    let ranges = view.places().filter(|at| are_ends(view, *at, at + 1));
    out.extend(ranges.flat_map(|at| [listed(view, at), told_again(view, at)]).flatten());
    out.extend(view.places().filter_map(|at| enclosed(view, at)));
    out.extend(view.places().flat_map(|at| counted_above(view, at)));
}

/// The items of a list each of which lies above the bound of what is counted before it: 单价100万元以上的设备2台，分别是甲168万元和乙108万元.
fn counted_above(view: &View<'_, '_>, bound: usize) -> Vec<Frame> {
    let is_bound = view.spot(bound).filter(|_| view.is_followed_by(bound, Class::OrMore));
    let Some(spot) = is_bound.filter(|_| !view.has_scope(bound)) else { return Vec::new() };
    let next = view.after(bound).next().filter(|(_, own)| own.clause == spot.clause);
    let Some((count, number)) = next else { return Vec::new() };
    let own = view.after(count).take_while(|(_, other)| other.sentence == spot.sentence);
    let items: Vec<(usize, &Spot)> = own.collect();
    let Some((first, _)) = items.first().copied() else { return Vec::new() };
    let text = view.text_between(count, first);
    let tokens = view.passage.tokens;
    let mut words = tokens.words_of("namely").chain(tokens.words_of("respectively"));
    let opens = view.has_sign(count, first, Sign::Colon)
        || words.any(|word| text.split_once(',').is_some_and(|(_, rest)| rest.starts_with(word)));
    let is_item = |(at, item): &(usize, &Spot)| {
        view.is_fact(*at) && view.is_like(*at, bound) && !item.name.is_empty()
    };
    let is_all = number.role == Role::Value
        && view.figure(count).is_some_and(|own| own.value == (items.len() as u64).into());
    if !opens || !is_all || !items.iter().all(is_item) {
        return Vec::new();
    }
    let above = |(_, item): &(usize, &Spot)| {
        let parts = [(Slot::Value, item.figure, 1), (Slot::Low, spot.figure, 1)];
        Frame::new(Relation::Threshold, Reading::of(parts), item.figure).bound()
    };
    items.iter().map(above).collect()
}

/// The least and the greatest behind the range that they are the ends of: 在88.5%至104.2%之间，…；最低的甲县为88.5%，最高的乙县为104.2%.
fn told_again(view: &View<'_, '_>, first: usize) -> Vec<Frame> {
    let second = first + 1;
    let Some(spot) = view.spot(second) else { return Vec::new() };
    let tokens = view.passage.tokens;
    let again = |list: &str, end: usize| {
        let own = view.after(second).take_while(|(_, other)| other.sentence <= spot.sentence + 1);
        let mut own = own.filter(|(at, other)| {
            view.is_plain(*at)
                && matches!(other.role, Role::Value | Role::Complete | Role::Share | Role::Named)
                && view.is_like(*at, end)
                && !other.when.is_last
                && tokens.has_word(list, &view.own_words(other))
        });
        let (_, told) = own.next().filter(|_| own.next().is_none())?;
        let own = view.figure(end)?;
        let like = told.figure;
        let end = Filling::Worked { value: own.value, like, range: own.span.clone() };
        let parts = vec![(Slot::Value, Filling::Figure(like, 1)), (Slot::Base, end)];
        Some(Frame::new(Relation::Same, Reading { parts, ..Reading::default() }, like))
    };
    let ends = [again("least", first), again("most", second)];
    // one alone may be that of something else
    if ends.iter().all(Option::is_some) { ends.into_iter().flatten().collect() } else { Vec::new() }
}

/// Whether two figures are the ends of a range: 35万元至50万元之间.
fn are_ends(view: &View<'_, '_>, first: usize, second: usize) -> bool {
    let tokens = view.passage.tokens;
    let between = view.text_between(first, second);
    let behind = view.text_behind(second);
    let mut joins = tokens.words_of("band_between").chain(tokens.words_of("between_joins"));
    joins.any(|word| between == word)
        && tokens.words_of("between").any(|word| behind.starts_with(word))
}

/// The items of a list behind the range that all of them lie in: 介于45元和62元之间，具体为：甲45元、乙53元、丙62元.
fn listed(view: &View<'_, '_>, first: usize) -> Vec<Frame> {
    /// Two may be others.
    const LEAST: usize = 3;
    let second = first + 1;
    let Some(spot) = view.spot(second) else { return Vec::new() };
    let own = view.after(second).take_while(|(_, other)| other.sentence == spot.sentence);
    let items: Vec<(usize, &Spot)> = own.collect();
    let is_item = |(at, other): &(usize, &Spot)| {
        view.is_fact(*at)
            && view.is_like(*at, second)
            && !other.name.is_empty()
            && !other.when.is_last
            && !other.is_sum
    };
    let opens = items.first().is_some_and(|(at, _)| view.has_sign(second, *at, Sign::Colon));
    if !opens || items.len() < LEAST || !items.iter().all(is_item) || view.has_scope(second) {
        return Vec::new();
    }
    let bound = |item: &Spot, slot: Slot, end: usize| {
        let parts = [(Slot::Value, item.figure, 1), (slot, view.number(end), 1)];
        Frame::new(Relation::Threshold, Reading::of(parts), item.figure).bound()
    };
    let frames = items
        .iter()
        .flat_map(|(_, item)| [bound(item, Slot::Low, first), bound(item, Slot::High, second)]);
    frames.collect()
}

/// A part that a bracket tells of the figure before it: 特种专业技术用车11辆（含囚车9辆）.
fn enclosed(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| view.is_fact(at))?;
    let whole = view.passage.anchor(spot.stream)?;
    let tokens = view.passage.tokens;
    let text = view.text_between(whole, at);
    let inner = text.strip_prefix('(')?;
    let mut opens = tokens.words_of("takes_in").chain(tokens.words_of("of_which"));
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let mut beside = beside.filter_map(|place| view.spot(place));
    let is_part = opens.any(|word| inner.starts_with(word))
        && beside.all(|other| other.stream != spot.stream)
        && view.is_fact(whole)
        && view.is_like(whole, at)
        && !spot.when.is_last
        && !view.has_scope(at);
    let reading = Reading::of([(Slot::Total, view.number(whole), 1)]);
    let reading = reading.with_items(&[(spot.figure, 1)]);
    is_part.then(|| Frame::new(Relation::Within, reading, spot.figure).one_sided())
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<[Frame; 2]> {
    let spot = view.spot(at)?;
    let is_mean = spot.words.contains(&Class::Average)
        && view.is_plain(at)
        && matches!(spot.role, Role::Value | Role::Got | Role::Per)
        && !view.has_scope(at)
        && !spot.words.iter().any(|class| matches!(class, Class::Compare | Class::Last));
    let near = view.before(at).take_while(|(_, other)| is_mean && other.sentence == spot.sentence);
    let ends: Vec<(usize, &Spot)> =
        near.filter(|(place, _)| view.is_like(*place, at)).take(2).collect();
    let [(second, b), (first, a)] = ends.as_slice() else { return None };
    let tokens = view.passage.tokens;
    let says = |spot: &Spot, list: &str| tokens.has_word(list, &view.own_words(spot));
    let is_end = |one: &Spot, other: &Spot| says(one, "least") && says(other, "most");
    let is_range = are_ends(view, *first, *second);
    let (low, high) = if is_end(a, b) || is_range {
        (*first, *second)
    } else if is_end(b, a) {
        (*second, *first)
    } else {
        return None;
    };
    let is_next = b.segment == spot.segment && b.clause + 1 == spot.clause;
    let bound = |slot: Slot, end: usize| {
        let parts = [(Slot::Value, spot.figure, 1), (slot, view.number(end), 1)];
        Frame::new(Relation::Threshold, Reading::of(parts), spot.figure).bound()
    };
    is_next.then(|| [bound(Slot::Low, low), bound(Slot::High, high)])
}

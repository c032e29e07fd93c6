//! A mean lies between the least and the greatest: 单个补助额在35万元至50万元之间，平均40万元; 最低为86.5分，最高为94.2分，平均90.7分.

use super::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |at: usize| out.iter().any(|frame| frame.anchor == view.number(at));
    let found = view.places().filter(|at| !is_told(*at)).filter_map(|at| frame(view, at));
    let found: Vec<Frame> = found.flatten().collect();
    out.extend(found);
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
    let between = view.text_between(*first, *second);
    let is_range = tokens.words_of("band_between").any(|word| between == word)
        && tokens.words_of("between").any(|word| view.text_behind(*second).starts_with(word));
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

//! One fact against several that are listed behind it, each with its own change: 2024年3,600万元，对比两个口径：上年预算3,300万元，增9.09%；上年执行
//! 3,750万元，降4.00%.

use super::frame::Frame;
use super::growth::{Group, direction};
use super::view::View;
use crate::prose::place::{Role, Spot};

/// One of them is told in other ways.
const LEAST: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<(Group, usize, usize)> =
        view.places().filter_map(|at| listed(view, at)).collect();
    for (group, value, base) in &found {
        let alike = found.iter().filter(|(_, other, _)| other == value).count();
        let is_new = !out.iter().any(|own| own.anchor == view.number(group.last));
        if alike >= LEAST && is_new {
            group.say(view, &[Some(*value)], Some(*base), out);
        }
    }
}

/// A change directly behind a figure of another time, and the only fact of the sentence that is of none.
fn listed(view: &View<'_, '_>, at: usize) -> Option<(Group, usize, usize)> {
    let group = Group::at(view, at, direction)?;
    let spot = view.spot(group.first)?;
    let (base, of) = view.before(group.first).next()?;
    let is_past = |own: &Spot| own.when.is_last;
    let like = |place: usize| view.is_like(place, base);
    let near = view.before(base).take_while(|(_, own)| own.sentence == spot.sentence);
    let mut facts =
        near.filter(|(place, own)| view.is_fact(*place) && like(*place) && !is_past(own));
    let (value, _) = facts.next()?;
    let lead = view.text_between(value, base);
    let tokens = view.passage.tokens;
    let compares = ["compare", "against", "several_bases"];
    let is_told = is_past(of)
        && matches!(of.role, Role::Value | Role::Base)
        && of.segment == spot.segment
        && of.clause + 1 == spot.clause
        && of.sentence == spot.sentence
        && view.is_plain(base)
        && facts.next().is_none()
        && compares.iter().any(|list| tokens.has_word(list, &lead))
        && !view.has_scope(group.first);
    is_told.then_some((group, value, base))
}

//! What the columns of a row of things come to in the next sentence: 外事接待5批次、38人次；国内接待17批次、141人次。全年共接待22批次、
//! 179人次.
//!
//! Two columns with as many items each say that nothing else is added: one list alone may leave some out.

use super::Frame;
use super::sum::sum;
use super::view::View;
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<Frame> = view.places().flat_map(|at| totals(view, at)).collect();
    out.extend(found);
}

/// The totals that begin with a figure of which words say that it is one: one for each column of the sentence before.
fn totals(view: &View<'_, '_>, first: usize) -> Vec<Frame> {
    let Some(spot) = view.spot(first).filter(|spot| is_total(view, first, spot)) else {
        return Vec::new();
    };
    let next = view
        .after(first)
        .next()
        .filter(|(at, _)| is_count(view, *at) && view.text_between(first, *at) == "\u{3001}");
    let Some((second, _)) = next else { return Vec::new() };
    let counter = |at: usize| view.figure(at).map_or("", |own| own.counter.as_str());
    if counter(first) == counter(second) {
        return Vec::new();
    }
    let column = |of: usize| -> Vec<usize> {
        let near = view.before(first).skip_while(|(_, other)| other.sentence == spot.sentence);
        let own = near.take_while(|(_, other)| other.sentence + 1 == spot.sentence);
        let own = own.filter(|(at, _)| is_count(view, *at) && counter(*at) == counter(of));
        let mut all: Vec<usize> = own.map(|(at, _)| at).collect();
        all.reverse();
        all
    };
    let (ones, others) = (column(first), column(second));
    // each of the first column stands right before one of the second
    let are_rows = ones.len() > 1
        && ones.len() == others.len()
        && ones.iter().zip(&others).all(|(one, other)| one + 1 == *other);
    let says_part = || {
        view.words(others.first().copied().unwrap_or(first), first)
            .iter()
            .any(|class| matches!(class, Class::Scope | Class::Not))
    };
    if !are_rows || says_part() {
        return Vec::new();
    }
    vec![sum(view, first, &ones).weak(), sum(view, second, &others).weak()]
}

fn is_count(view: &View<'_, '_>, at: usize) -> bool {
    view.is_fact(at)
        && view.figure(at).is_some_and(|own| own.kind == Kind::Count && !own.is_spelled)
        && view.spot(at).is_some_and(|spot| !spot.when.is_last)
}

fn is_total(view: &View<'_, '_>, at: usize, spot: &Spot) -> bool {
    is_count(view, at)
        && (spot.is_sum || spot.words.contains(&Class::Sum))
        && view.before(at).next().is_some_and(|(_, own)| own.sentence + 1 == spot.sentence)
        && !view.has_scope(at)
}

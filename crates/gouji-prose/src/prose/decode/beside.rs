//! Two lists of the same things, item beside item: 改造小区42个、惠及18,225户，其中：甲区13个、5,208户，乙区….
//!
//! A list that leaves out an item comes to less than its head. Where one of the two comes to its head, none is left out, and
//! the other has to come to its own. So have the totals of two columns in the next sentence: 外事接待5批次、38人次；国内接待17批次、
//! 141人次。全年共接待22批次、179人次.

use super::frame::Frame;
use super::sum::sum;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::Spot;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation};
use crate::prose::words::Class;

/// Fewer items come to their head by chance.
const LEAST: usize = 3;

/// Completes each list beside which one of the same things comes out.
pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let teaches = |list: &&Untaught| list.is_held && list.relation == Relation::Sum;
    for list in untaught.iter().filter(|list| list.relation == Relation::Sum) {
        let Some(anchor) = list.reading.figures().first().copied() else { continue };
        if untaught
            .iter()
            .filter(teaches)
            .any(|other| are_beside(view, &list.reading, &other.reading))
        {
            out.push(Frame::new(list.relation, list.reading.clone(), anchor));
        }
    }
    let found: Vec<Frame> = view.places().flat_map(|at| totals(view, at)).collect();
    out.extend(found);
}

/// Whether each item of a list stands beside one of the other, in its clause.
fn are_beside(view: &View<'_, '_>, a: &Reading, b: &Reading) -> bool {
    let (a, b) = (a.item_figures(), b.item_figures());
    let is_pair = |(a, b): (&usize, &usize)| {
        let clause = |figure: usize| view.passage.spot_of(figure).map(|spot| spot.clause);
        a.abs_diff(*b) == 1 && clause(*a) == clause(*b)
    };
    a.len() >= LEAST && a.len() == b.len() && a.iter().zip(&b).all(is_pair)
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
        // it is the first figure of its sentence
        let near = view.before(first);
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

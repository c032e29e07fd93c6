//! What an amount comes to step by step: 预算80万元，加上上年结转6万元、追加4万元，减去上缴2万元，共计88万元.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(frame(view, at).into_iter().flatten());
    }
}

/// The last amount of its sentence outside brackets, where each one behind the first is told to be added or taken away;
/// and what some of them come to.
fn frame(view: &View<'_, '_>, total: usize) -> Option<Vec<Frame>> {
    let spot = view.spot(total)?;
    let is_result = spot.is_sum || matches!(spot.role, Role::To(_));
    let is_money = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Money);
    if !is_result || !is_money(total) || !view.is_plain(total) || view.has_scope(total) {
        return None;
    }
    let mut before: Vec<(usize, &Spot)> = view
        .before(total)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(at, _)| is_money(*at))
        .collect();
    before.reverse();
    let (first, rest) = before.split_first()?;
    let mut out: Vec<Frame> = Vec::new();
    let mut steps: Vec<(usize, i8)> = vec![(view.number(first.0), 1)];
    // where the amounts begin that the last word of adding or taking away stands before
    let mut sign: Option<(i8, usize)> = None;
    for (at, other) in rest {
        let is_step = matches!(other.role, Role::Value | Role::Change(_) | Role::Adjust(_));
        if !is_step || !view.is_plain(*at) || other.words.contains(&Class::OfWhich) {
            return None;
        }
        match way(view, other) {
            Some(way) => sign = Some((way, steps.len())),
            None if other.goes_on || other.words.contains(&Class::Open) => {}
            None => return None,
        }
        let (way, from) = sign?;
        // 追加4万元、结转6万元等10万元: what the amounts before it come to
        if other.words.contains(&Class::Open) {
            let own: Vec<(usize, i8)> =
                steps.split_off(from).into_iter().map(|(figure, _)| (figure, 1)).collect();
            if own.len() > 1 {
                let reading = Reading::of([(Slot::Total, other.figure, 1)]).with_items(&own);
                out.push(Frame::new(Relation::Sum, reading, other.figure).weak());
            }
        }
        steps.push((view.number(*at), way));
    }
    let is_fact = first.1.role == Role::Value && view.is_plain(first.0);
    let is_told = way(view, spot).is_none() && steps.len() > 2 && is_fact;
    is_told.then(|| {
        let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&steps);
        out.push(Frame::new(Relation::Balance, reading, spot.figure).weak());
        out
    })
}

/// Whether the words of an amount begin with one of adding or of taking away.
fn way(view: &View<'_, '_>, spot: &Spot) -> Option<i8> {
    let text = view.own_words(spot);
    let begins = |list: &str| view.passage.tokens.words_of(list).any(|word| text.starts_with(word));
    match (begins("plus"), begins("minus")) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        _ => None,
    }
}

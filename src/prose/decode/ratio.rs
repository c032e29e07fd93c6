//! Amounts that are to each other as a printed ratio: 中央50万元、省30万元、市20万元，分担比例为5:3:2.

use super::Frame;
use super::view::View;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let mut at = 0;
    while at < view.places().end {
        let weights = ratio_from(view, at);
        at += weights.len().max(1);
        let Some(parts) = parts(view, &weights) else { continue };
        let pairs: Vec<(usize, usize)> = parts.into_iter().zip(weights).collect();
        let Some(((part, weight), others)) = pairs.split_first() else { continue };
        out.extend(others.iter().map(|(other, own)| {
            let slots = [
                (Slot::ItemOne, view.number(*part), 1),
                (Slot::WeightOne, view.number(*weight), 1),
                (Slot::ItemTwo, view.number(*other), 1),
                (Slot::WeightTwo, view.number(*own), 1),
            ];
            Frame::new(Relation::Proportion, Reading::of(slots), view.number(*other))
        }));
    }
}

/// The numbers of a ratio that begins at a place: 5:3:2.
fn ratio_from(view: &View<'_, '_>, at: usize) -> Vec<usize> {
    let is_number =
        |place: usize| view.figure(place).is_some_and(|figure| figure.kind == Kind::Bare);
    let tokens = view.passage.tokens;
    let token = |place: usize| tokens.tokens.get(view.token(place));
    let mut out: Vec<usize> = Vec::new();
    let mut place = at;
    while is_number(place) {
        out.push(place);
        let between = token(place).zip(token(place + 1)).map(|(a, b)| tokens.text(a.to, b.from));
        if between.as_deref() != Some(":") {
            break;
        }
        place += 1;
    }
    out
}

/// The only amounts of the sentence of a ratio, as many as it has numbers, all before it or all behind it.
fn parts(view: &View<'_, '_>, weights: &[usize]) -> Option<Vec<usize>> {
    let (first, last) = (*weights.first()?, *weights.last()?);
    let is_amount = |at: usize| view.figure(at).is_some_and(|figure| figure.kind == Kind::Money);
    let sentence = view.passage.in_sentence(view.spot(first)?).map(|(at, _)| at);
    let amounts: Vec<usize> = sentence.filter(|at| is_amount(*at)).collect();
    let (before, after): (Vec<usize>, Vec<usize>) = amounts.into_iter().partition(|at| *at < first);
    let after: Vec<usize> = after.into_iter().filter(|at| *at > last).collect();
    let count = weights.len();
    // the whole may stand before its parts
    let own = |list: Vec<usize>| {
        let from = list.len().checked_sub(count).filter(|from| *from < 2)?;
        list.get(from..).map(<[usize]>::to_vec)
    };
    let found = match (before.len() >= count, after.len() >= count) {
        (true, false) => own(before),
        (false, true) => own(after),
        _ => None,
    };
    let is_part =
        |at: &usize| view.is_fact(*at) && view.spot(*at).is_some_and(|spot| !spot.when.is_last);
    found.filter(|parts| count > 1 && parts.iter().all(is_part))
}

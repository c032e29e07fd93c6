//! Points of all that can be had for each part, and what was got of them: 得93分：投入（10分）得9分，产出（50分）得47分，效益（权重40分）37分.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Fewer parts are no sheet.
const LEAST: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let spots = view.passage.spots();
    let mut sentences: Vec<usize> = spots.iter().map(|spot| spot.sentence).collect();
    sentences.dedup();
    out.extend(sentences.into_iter().filter_map(|sentence| frame(view, sentence)));
}

/// The points of a sentence, with those of the one before where they are one.
fn points<'a>(view: &View<'_, 'a>, sentence: usize) -> Vec<(usize, &'a Spot)> {
    let of = |own: usize| -> Vec<(usize, &'a Spot)> {
        let spots = view.passage.spots().iter().enumerate();
        let is_points = |at: usize| {
            view.figure(at).is_some_and(|figure| figure.kind == Kind::Score && !figure.is_spelled)
        };
        spots.filter(|(at, spot)| spot.sentence == own && is_points(*at)).collect()
    };
    let own = of(sentence);
    match sentence.checked_sub(1).map(of).as_deref() {
        Some([before]) if own.len() % 2 == 0 => {
            std::iter::once(*before).chain(own.iter().copied()).collect()
        }
        _ => own,
    }
}

/// What was got of all parts, before or behind what was got of each. That their weights come to a hundred says that none is
/// lacking.
fn frame(view: &View<'_, '_>, sentence: usize) -> Option<Frame> {
    let points = points(view, sentence);
    let is_got = |(at, spot): &(usize, &Spot)| {
        spot.role == Role::Got && view.is_plain(*at) && !view.has_scope(*at)
    };
    let is_of_all = |spot: &Spot| spot.is_sum || spot.words.contains(&Class::ScoreTotal);
    // 执行得9.4分（满分10分），…: the points of a part
    let has_own = |at: usize| view.is_followed_by_sign(at, Sign::Open);
    let (total, parts) = match points.as_slice() {
        [total, parts @ ..] if points.len() % 2 == 1 && is_got(total) && !has_own(total.0) => {
            (total, parts)
        }
        [parts @ .., total] if points.len() % 2 == 1 && is_got(total) && is_of_all(total.1) => {
            (total, parts)
        }
        _ => return None,
    };
    let pairs: Vec<(usize, usize)> =
        parts.chunks(2).map(|pair| weight_and_got(view, pair)).collect::<Option<_>>()?;
    let value = |at: usize| view.figure(at).map(|figure| figure.value);
    let all: Option<Decimal> = pairs.iter().map(|(weight, _)| value(*weight)).sum();
    let is_whole = pairs.len() >= LEAST && all == Some(Decimal::ONE_HUNDRED);
    let items: Vec<(usize, i8)> = pairs.iter().map(|(_, got)| (view.number(*got), 1)).collect();
    let reading = Reading::of([(Slot::Total, total.1.figure, 1)]).with_items(&items);
    is_whole.then(|| Frame::new(Relation::Sum, reading, total.1.figure))
}

/// What can be had of a part, in a bracket behind its name or behind what was got of it, and what was got.
fn weight_and_got(view: &View<'_, '_>, pair: &[(usize, &Spot)]) -> Option<(usize, usize)> {
    let is_in_bracket = |at: usize| view.is_followed_by_sign(at, Sign::Close);
    let is_weight = |at: usize, spot: &Spot| {
        matches!(spot.role, Role::Weight | Role::Value) && is_in_bracket(at) && view.is_plain(at)
    };
    let is_got = |at: usize, spot: &Spot| {
        matches!(spot.role, Role::Got | Role::Value) && !is_in_bracket(at) && view.is_plain(at)
    };
    match pair {
        [(weight, of), (got, own)] | [(got, own), (weight, of)]
            if is_weight(*weight, of) && is_got(*got, own) =>
        {
            Some((*weight, *got))
        }
        _ => None,
    }
}

//! Scores or rates, each with a weight, and what they come to: 甲92分（权重50%）、乙85.8分（权重50%），综合得分88.9分; 按自评60%、
//! 复评40%折算，自评96分、复评92分，综合得分94.4分.

use super::Frame;
use super::view::View;
use crate::number::Decimal;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let is_told = |at: &usize, own: &[Frame]| {
        own.iter()
            .any(|frame| frame.relation == Relation::Weighted && frame.anchor == view.number(*at))
    };
    let totals: Vec<usize> =
        view.places().filter(|at| is_total(view, *at) && !is_told(at, out)).collect();
    out.extend(
        totals.into_iter().filter_map(|at| bracketed(view, at).or_else(|| before(view, at))),
    );
}

fn kind(view: &View<'_, '_>, at: usize) -> Option<Kind> {
    let figure = view.figure(at).filter(|figure| !figure.is_times)?;
    view.is_plain(at).then_some(figure.kind)
}

/// Whether a score or rate may be what several come to.
fn is_total(view: &View<'_, '_>, at: usize) -> bool {
    matches!(kind(view, at), Some(Kind::Score | Kind::Percent))
        && view.spot(at).is_some_and(|spot| {
            matches!(spot.role, Role::Got | Role::Value)
                && (view.passage.tokens.has_word("weighed_totals", &view.own_words(spot))
                    || spot.words.contains(&Class::ScoreTotal))
        })
        && !view.has_scope(at)
}

/// The weight in the bracket directly behind a figure.
fn weight_of(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let own = view.spot(at)?;
    let (weight, spot) = view.passage.after(at).next()?;
    let is_weight = spot.stream != own.stream
        && view.passage.anchor(spot.stream) == Some(at)
        && spot.words.contains(&Class::Weight)
        && view.figure(weight).is_some_and(|figure| figure.kind == Kind::Percent);
    is_weight.then_some(weight)
}

/// Whether some weights come to all.
fn are_all(view: &View<'_, '_>, weights: &[usize]) -> bool {
    let all: Decimal =
        weights.iter().filter_map(|at| view.figure(*at)).map(|figure| figure.value).sum();
    weights.len() > 1 && weights.len() <= PAIRS.len() && all == Decimal::ONE_HUNDRED
}

/// A weight as it is printed: weights are set, not rounded.
pub(super) fn exact(view: &View<'_, '_>, at: usize) -> Filling {
    let value = view.figure(at).map_or(Decimal::ZERO, |figure| figure.value);
    Filling::Number(view.number(at), value)
}

fn frame(view: &View<'_, '_>, total: usize, pairs: &[(usize, usize)]) -> Frame {
    let mut parts = vec![(Slot::Total, Filling::Figure(view.number(total), 1))];
    for ((value, weight), (item, by)) in pairs.iter().zip(PAIRS) {
        parts.push((*item, Filling::Figure(view.number(*value), 1)));
        parts.push((*by, exact(view, *weight)));
    }
    let reading = Reading { parts, ..Reading::default() };
    Frame::new(Relation::Weighted, reading, view.number(total)).weak()
}

/// What the scores come to that bear their weights in brackets, in the sentence of the total or beside it.
fn bracketed(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total)?;
    let near =
        view.passage.near(spot).filter(|(at, other)| *at != total && other.stream == spot.stream);
    let pairs: Vec<(usize, usize)> =
        near.filter_map(|(at, _)| Some((at, weight_of(view, at)?))).collect();
    let weights: Vec<usize> = pairs.iter().map(|(_, weight)| *weight).collect();
    let is_like = pairs.iter().all(|(at, _)| kind(view, *at) == kind(view, total));
    (is_like && are_all(view, &weights)).then(|| frame(view, total, &pairs))
}

/// What as many scores come to as weights stand before them, in their order, where words say that they are weighed.
fn before(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    /// The weights may stand so many sentences before.
    const FAR: usize = 1;
    let spot = view.spot(total)?;
    let near: Vec<(usize, &Spot)> = view
        .before(total)
        .take_while(|(_, other)| other.sentence + FAR >= spot.sentence)
        .filter(|(at, _)| matches!(kind(view, *at), Some(Kind::Score | Kind::Percent)))
        .collect();
    let is_weight = |at: usize| kind(view, at) == Some(Kind::Percent);
    let own = near.iter().take_while(|(at, other)| {
        kind(view, *at) == kind(view, total)
            && matches!(other.role, Role::Got | Role::Value)
            && (kind(view, total) == Some(Kind::Score) || other.sentence == spot.sentence)
    });
    let mut items: Vec<usize> = own.map(|(at, _)| *at).collect();
    let mut weights: Vec<usize> =
        near.iter().skip(items.len()).map(|(at, _)| *at).take_while(|at| is_weight(*at)).collect();
    // 自评94.5分，复核90分。按自评30%、复核70%折算: the scores stand before the weights
    if items.is_empty() && kind(view, total) == Some(Kind::Score) {
        let scores = near.iter().skip(weights.len()).map(|(at, _)| *at);
        items = scores.take_while(|at| kind(view, *at) == Some(Kind::Score)).collect();
    }
    items.reverse();
    weights.reverse();
    let text = view.lead_of_sentence(*weights.first()?);
    let first = *weights.first()?;
    let words = format!("{text}{}", view.text_between(first, total));
    let is_told = view.passage.tokens.has_word("weighted_means", &words)
        || view.passage.tokens.has_word("weighs_as", &words);
    let pairs: Vec<(usize, usize)> = items.iter().copied().zip(weights.iter().copied()).collect();
    (is_told && items.len() == weights.len() && are_all(view, &weights))
        .then(|| frame(view, total, &pairs))
}

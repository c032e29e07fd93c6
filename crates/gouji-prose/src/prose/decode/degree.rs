//! Degrees: the share of those who answered so of all who answered: 收回有效问卷570份，其中选择满意和基本满意的541份，满意度94.9%.

use super::frame::Frame;
use super::share::is_rate;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::token::Sign;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, frame);
}

/// A degree behind the numbers of answers, and the last number of all of them before that.
fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    /// The answers may stand in the sentence before.
    const NEAR: usize = 1;
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let tokens = view.passage.tokens;
    let lead = view.lead(at);
    let mut degrees = tokens.words_of("degrees").filter_map(|word| {
        let last = word.chars().next_back().map_or(0, char::len_utf8);
        lead.contains(word).then(|| word.get(..word.len() - last))?
    });
    let answer = degrees.next()?;
    let near = view.before(at).take_while(|(_, other)| other.sentence + NEAR >= spot.sentence);
    let counts: Vec<(usize, &Spot)> = near
        .filter(|(place, other)| {
            let is_number = view
                .figure(*place)
                .is_some_and(|figure| figure.kind == Kind::Count && !figure.is_spelled);
            is_number && other.role != Role::Per
        })
        .collect();
    let says = |other: &Spot| other.raw.contains(answer);
    let is_answer = |other: &Spot| says(other) || tokens.has_word("middling", &other.raw);
    let answers: Vec<(usize, &Spot)> =
        counts.iter().take_while(|(_, other)| is_answer(other)).copied().collect();
    let (whole, of) = *counts.get(answers.len())?;
    let is_denied = |other: &Spot| {
        let before = other.raw.split_once(answer).map_or("", |(before, _)| before);
        !says(other) || view.ends_denied(before)
    };
    let parts: Vec<usize> =
        answers.iter().filter(|(_, other)| !is_denied(other)).map(|(place, _)| *place).collect();
    let (first, own) = *answers.last()?;
    // 满意按100%、基本满意按60%折算: no share of all
    let says_any = |lists: &[&str]| {
        lists.iter().any(|list| tokens.has_word(list, &view.text_between(whole, at)))
    };
    // 据此计算满意度93.92%: without weights it is plain
    let mut between = view.before(at).take_while(|(place, _)| *place > first);
    let has_weight =
        between.any(|(place, _)| view.figure(place).is_some_and(|own| own.kind == Kind::Percent));
    let is_weighed = says_any(&["weighed", "weighted_means"])
        || has_weight && says_any(&["weighs_as", "worked_out"]);
    let is_plain = |place: usize| view.is_fact(place) && view.is_like(place, whole);
    let is_told = !parts.is_empty()
        && parts.iter().all(|place| is_plain(*place))
        && view.is_plain(whole)
        && matches!(of.role, Role::Value | Role::Left)
        && of.sentence + NEAR >= own.sentence
        && !of.when.is_last
        && !spot.when.is_last
        && !is_weighed
        && !view.has_sign(whole, first, Sign::Edge);
    let shares = [(Slot::Whole, of.figure, 1), (Slot::Share, spot.figure, 1)];
    is_told.then(|| match parts.as_slice() {
        [only] => {
            let part = (Slot::Part, view.number(*only), 1);
            let reading = Reading::of([part].into_iter().chain(shares));
            Frame::new(Relation::Share, reading, spot.figure).weak()
        }
        several => {
            let items: Vec<(usize, i8)> =
                several.iter().rev().map(|place| (view.number(*place), 1)).collect();
            let reading = Reading::of(shares).with_items(&items);
            Frame::new(Relation::ShareOfItems, reading, spot.figure).weak()
        }
    })
}

//! What 前者 and 后者 point to: 收入36.7万元，系报名费和课题经费，前者28.3万元，后者8.4万元; 预算和执行数分别为80万元、90万元。2024年85万元，较前者增加5万元，较后者
//! 减少5万元.

use super::frame::Frame;
use super::growth::{Group, direction};
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(parts(view, at));
        if !out.iter().any(|own| own.anchor == view.number(at)) {
            against(view, at, out);
        }
    }
}

/// Which of the two the words before a figure name, where they begin with the one of them.
fn nth_of(view: &View<'_, '_>, text: &str) -> Option<usize> {
    view.passage.tokens.words_of("former").position(|word| text.starts_with(word))
}

/// The two parts that the words before an amount name, which are all of it.
fn parts(view: &View<'_, '_>, second: usize) -> Option<Frame> {
    let spot = view.spot(second).filter(|_| view.is_fact(second))?;
    let (first, one) = view.before(second).next()?;
    let (whole, of) = view.before(first).next()?;
    let is_named =
        nth_of(view, &view.lead(first)) == Some(0) && nth_of(view, &view.lead(second)) == Some(1);
    let text = view.text_between(whole, first);
    let mut consists = view.passage.tokens.words_of("consists");
    let is_made = consists.any(|word| text.split(',').any(|clause| clause.starts_with(word)));
    let is_told = is_named
        && is_made
        && [first, whole].iter().all(|at| view.is_fact(*at) && view.is_like(*at, second))
        && one.sentence == spot.sentence
        && of.sentence == spot.sentence
        && !of.when.is_last
        && !view.has_scope(second);
    is_told.then(|| sum(view, whole, &[first, second]).weak())
}

/// A change of the fact before it against the one of a row of two that its words name.
fn against(view: &View<'_, '_>, at: usize, out: &mut Vec<Frame>) {
    /// The row may stand so many sentences before.
    const FAR: usize = 1;
    let Some((group, spot)) = Group::at(view, at, direction).zip(view.spot(at)) else { return };
    let lead = view.lead(at);
    let mut compares = view.passage.tokens.words_of("compare");
    let behind = compares.find_map(|word| lead.strip_prefix(word));
    let Some(nth) = behind.and_then(|text| nth_of(view, text)) else { return };
    let near = || view.before(at).take_while(|(_, own)| own.sentence + FAR >= spot.sentence);
    let is_row = |own: &Spot| own.row.is_some_and(|(_, _, length)| length == 2);
    let value = near().find(|(place, own)| {
        view.is_fact(*place) && own.sentence == spot.sentence && own.role == Role::Value
    });
    let row = near().find(|(_, own)| is_row(own)).and_then(|(last, _)| view.row_up_to(last));
    let Some(((value, fact), row)) = value.zip(row) else { return };
    let is_told = row.end <= value
        && view.is_like(row.start, value)
        && !fact.when.is_last
        && !view.has_scope(at);
    if is_told {
        group.say(view, &[Some(value)], Some(row.start + nth), out);
    }
}

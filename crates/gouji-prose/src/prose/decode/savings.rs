//! What is saved on so many things when each costs less: 每车省14元，按6,500辆计，共省9.1万元.

use super::frame::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, frame);
}

fn frame(view: &View<'_, '_>, total: usize) -> Option<Frame> {
    let spot = view.spot(total).filter(|_| is_saved(view, total))?;
    let tokens = view.passage.tokens;
    let (number, counted) = view.before(total).next()?;
    let (each, saved) = view.before(number).find(|(at, _)| is_saved(view, *at))?;
    let begins = |list: &str, text: &str| tokens.words_of(list).any(|word| text.starts_with(word));
    // 以年火化4,200具计
    let is_number = view.figure(number).is_some_and(|own| own.kind == Kind::Count)
        && view.is_plain(number)
        && begins("reckons", &view.lead(number))
        && begins("reckoned_so", &view.text_behind(number));
    let is_told = is_number
        && view.is_like(each, total)
        && saved.sentence == spot.sentence
        && saved.segment == spot.segment
        && counted.clause + 1 == spot.clause
        && saved.clause < counted.clause
        && !view.has_scope(total);
    let parts = [
        (Slot::Total, spot.figure, 1),
        (Slot::First, saved.figure, 1),
        (Slot::Second, counted.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Product, Reading::of(parts), spot.figure).weak())
}

/// Whether an amount is what is saved.
fn is_saved(view: &View<'_, '_>, at: usize) -> bool {
    let says = |spot: &Spot| view.passage.tokens.has_word("saved", &view.own_words(spot));
    view.is_plain(at)
        && view.figure(at).is_some_and(|own| own.kind == Kind::Money)
        && view.spot(at).is_some_and(|spot| {
            says(spot)
                && matches!(spot.role, Role::Value | Role::Left | Role::Change(_) | Role::Per)
        })
}

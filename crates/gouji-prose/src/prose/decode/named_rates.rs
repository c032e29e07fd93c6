//! A rate whose name says of which pair of figures before it is: 产出35分得32.9分，效益30分得25.8分；产出得分率94%.

use super::frame::Frame;
use super::share::is_rate;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

/// The pair may stand so many sentences before.
const FAR: usize = 1;
/// A shorter name is that of many things.
const SHORT: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    super::frame::of_untold(view, out, frame);
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|_| is_rate(view, at))?;
    let is_named = matches!(spot.role, Role::Complete | Role::Named | Role::Share)
        && spot.of.is_empty()
        && spot.name.chars().count() >= SHORT
        && !spot.when.is_last
        && !spot.words.contains(&Class::Average);
    let near = view.before(at).filter(|_| is_named);
    let near = near.take_while(|(_, own)| own.sentence + FAR >= spot.sentence);
    let bears = |(_, own): &(usize, &Spot)| own.name == spot.name || own.raw == spot.name;
    let mut found = near.filter(bears).filter_map(|(place, own)| pair(view, place, own));
    let (part, whole) = found.next()?;
    let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, spot.figure, 1)];
    let is_only = found.next().is_none();
    let relation = if spot.role == Role::Complete { Relation::Completion } else { Relation::Share };
    is_only.then(|| Frame::new(relation, Reading::of(parts), spot.figure))
}

/// What was done or got, and of how much, of what a figure and the nameless one directly behind it tell.
fn pair(view: &View<'_, '_>, place: usize, own: &Spot) -> Option<(usize, usize)> {
    let (next, got) = view.after(place).next()?;
    let is_beside = got.clause <= own.clause + 1
        && got.segment == own.segment
        && got.name.is_empty()
        && view.is_like(place, next)
        && view.is_plain(place)
        && view.is_plain(next);
    let is_score = got.role == Role::Got && matches!(own.role, Role::Weight | Role::Value);
    let is_done = got.when.stage == Some(Class::Done) && own.when.is_plan();
    (is_beside && (is_score || is_done)).then_some((got.figure, own.figure))
}

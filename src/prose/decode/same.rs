//! One figure told twice by words: 80万元，与上年的80万元持平.

use super::Frame;
use super::view::{COMPARES, View};
use crate::prose::place::Role;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(as_before(view, at));
    }
}

/// A figure that what was told before it is compared with, and a word that they are the same.
fn as_before(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_told = spot.role == Role::Base
        && view.is_plain(at)
        && view.is_followed_by(at, Class::Same)
        && !view.has_scope(at);
    let (value, own) = view.before(at).next().filter(|_| is_told)?;
    let is_next = own.sentence == spot.sentence
        && own.segment == spot.segment
        && spot.clause <= own.clause + 1
        && view.is_fact(value)
        && view.is_like(value, at)
        && !own.goes_on
        && !own.when.is_last
        && view.names(&spot.name, value)
        && view.says_only(value, at, &[COMPARES, &[Class::Of]].concat());
    is_next.then(|| {
        let parts = [(Slot::Value, view.number(value), 1), (Slot::Base, spot.figure, 1)];
        Frame::new(Relation::Same, Reading::of(parts), spot.figure)
    })
}

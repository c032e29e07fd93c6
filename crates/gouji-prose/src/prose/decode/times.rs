//! How many times as much a fact is as another one: 80万元，是上年决算数32万元的2.5倍.

use super::Frame;
use super::share::SHARES;
use super::view::{COMPARES, View};
use crate::prose::place::Role;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

/// How many times as much a fact is as the one directly before the number: 80万元，是上年决算数32万元的2.5倍.
pub(super) fn of_base(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_times = view.figure(at).is_some_and(|figure| figure.is_times && figure.is_figure());
    let (base, _) = view.before(at).next().filter(|(base, _)| view.is_whole_of(*base))?;
    let (value, own) = view.before(base).next()?;
    let is_told = is_times
        && matches!(spot.role, Role::Share | Role::Value)
        && spot.row.is_none()
        && view.is_fact(value)
        && view.is_like(value, base)
        && view.is_plain(base)
        && own.sentence == spot.sentence
        && own.segment == spot.segment
        && spot.clause <= own.clause + 1
        && !own.when.is_last
        && !view.has_scope(at)
        && view.says_only(value, at, &[COMPARES, SHARES].concat());
    let parts = [
        (Slot::Part, view.number(value), 1),
        (Slot::Whole, view.number(base), 1),
        (Slot::Share, spot.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

/// How many times as much a fact is as that of last year, which the sentence tells: 80万元，上年32万元，是上年的2.5倍.
pub(super) fn of_last(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let is_times =
        view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && figure.is_figure());
    let says_last = matches!(spot.words.as_slice(), [.., Class::Last, Class::Of])
        && spot
            .words
            .iter()
            .rev()
            .skip(2)
            .all(|class| matches!(class, Class::Filler | Class::Reach));
    if !is_times || !says_last || spot.role != Role::Value || spot.row.is_some() {
        return None;
    }
    let near = || {
        let own =
            view.before(at).filter(|(place, own)| view.is_plain(*place) && own.role == Role::Value);
        own.take_while(|(_, own)| own.sentence == spot.sentence && own.segment == spot.segment)
    };
    let only = |is_last: bool| {
        let mut found = near().filter(|(_, own)| own.when.is_last == is_last);
        found.next().filter(|_| found.next().is_none())
    };
    let ((value, _), (last, _)) = (only(false)?, only(true)?);
    let parts = [
        (Slot::Part, view.number(value), 1),
        (Slot::Whole, view.number(last), 1),
        (Slot::Share, spot.figure, 1),
    ];
    let is_told = view.is_fact(value) && view.is_like(value, last) && !view.has_scope(at);
    is_told.then(|| Frame::new(Relation::Share, Reading::of(parts), spot.figure))
}

//! By how many percentage points a ratio has changed: 比重为29.98%，上年34.51%，回落4.53个百分点.

use super::Frame;
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

/// What the ratios that are compared are called.
const RATIOS: &[Class] = &[Class::Share, Class::ShareNoun, Class::Complete, Class::That];

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        out.extend(frame(view, at));
    }
}

fn frame(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let Role::Points(sign) = spot.role else { return None };
    let is_ratio = |(place, other): &(usize, &Spot)| {
        other.sentence == spot.sentence
            && view.is_plain(*place)
            && view
                .figure(*place)
                .is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    };
    let mut ratios = view.before(at).filter(is_ratio);
    let ((second, b), (first, a)) = (ratios.next()?, ratios.next()?);
    let is_alone = ratios.next().is_none() && view.is_plain(at) && sign != 0;
    let is_first_old = is_older(a, b)?;
    let (new, old) = if is_first_old { (second, first) } else { (first, second) };
    let is_fact = |spot: &Spot| !matches!(spot.role, Role::Rate(_) | Role::Change(_));
    let is_one = view.bare(&a.of) == view.bare(&b.of) || a.of.is_empty() || b.of.is_empty();
    let is_told = is_alone
        && is_one
        && is_fact(a)
        && is_fact(b)
        && view.says_only(first, at, &[COMPARES, RATIOS].concat())
        && !view.has_scope(at);
    is_told.then(|| {
        Frame::new(
            Relation::Points,
            Reading::of([
                (Slot::Value, view.number(new), 1),
                (Slot::Base, view.number(old), 1),
                (Slot::Change, spot.figure, sign),
            ]),
            spot.figure,
        )
    })
}

/// Whether the first of two ratios is the older one; `None` where nothing says so.
fn is_older(a: &Spot, b: &Spot) -> Option<bool> {
    let is_base = |spot: &Spot| spot.when.is_last || matches!(spot.role, Role::Base | Role::From);
    match (is_base(a), is_base(b)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => {
            let (one, other) = (a.when.year?, b.when.year?);
            (one != other).then_some(one < other)
        }
    }
}

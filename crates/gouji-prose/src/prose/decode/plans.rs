//! Rates of one of several plans.

use super::Frame;
use super::share::{SHARES, is_rate};
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

/// How much was done of one of several plans that stand between both, by the stage that the words name: 执行数180万元，年初预算
/// 250万元，调整预算200万元，年初预算执行率72%.
pub(super) fn over(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.role == Role::Complete && is_rate(view, at))?;
    let stage = spot.words.iter().rev().copied().find(|class| class.is_plan())?;
    let before: Vec<(usize, &Spot)> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment)
        .collect();
    let count = before.iter().take_while(|(_, other)| other.when.is_plan()).count();
    let (plans, rest) = before.split_at_checked(count).filter(|(plans, _)| plans.len() > 1)?;
    let mut own = plans.iter().filter(|(_, plan)| plan.when.stage == Some(stage));
    let ((whole, of), None) = (own.next()?, own.next()) else { return None };
    let (part, done) = rest.first()?;
    let is_told = stage != Class::Plan
        && view.is_fact(*part)
        && view.is_fact(*whole)
        && view.is_like(*part, *whole)
        && !done.when.is_last
        && !of.when.is_last
        && !done.goes_on
        && view.says_only(*part, at, SHARES);
    let parts = [
        (Slot::Part, view.number(*part), 1),
        (Slot::Whole, view.number(*whole), 1),
        (Slot::Share, spot.figure, 1),
    ];
    is_told.then(|| Frame::new(Relation::Completion, Reading::of(parts), spot.figure))
}

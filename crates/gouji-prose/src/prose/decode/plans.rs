//! Rates of one of several plans, and of several things with a plan each.

use super::Frame;
use super::share::{SHARES, is_rate};
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
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

/// How much was done of each of as many plans as a row of rates has: 甲区计划25个、完工23个，乙区计划32个、完工31个，完工率分别为92%、
/// 96.88%.
pub(super) fn each(view: &View<'_, '_>, at: usize) -> Vec<Frame> {
    let Some(spot) = view.spot(at) else { return Vec::new() };
    let Some((_, 0, length)) = spot.row else { return Vec::new() };
    let before = view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let mut before: Vec<(usize, &Spot)> = before.collect();
    before.reverse();
    let pairs: Vec<[(usize, &Spot); 2]> =
        before.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).collect();
    let is_pair = |[(plan, of), (done, own)]: &[(usize, &Spot); 2]| {
        of.when.is_plan()
            && !own.when.is_plan()
            && !own.when.is_last
            && of.clause == own.clause
            && view.is_fact(*plan)
            && view.is_fact(*done)
            && view.is_like(*plan, *done)
    };
    let is_percent = |at: usize| {
        view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    };
    let is_told = spot.role == Role::Complete
        && (at..at + length).all(is_percent)
        && before.len() == 2 * length
        && pairs.iter().all(is_pair)
        && !view.has_scope(at);
    let rates = pairs.iter().filter(|_| is_told).zip(at..);
    let frames = rates.map(|([(plan, _), (done, _)], rate)| {
        let rate = view.number(rate);
        let parts = [
            (Slot::Part, view.number(*done), 1),
            (Slot::Whole, view.number(*plan), 1),
            (Slot::Share, rate, 1),
        ];
        Frame::new(Relation::Completion, Reading::of(parts), rate)
    });
    frames.collect()
}

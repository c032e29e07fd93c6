//! The parts of all that a range of names has: 一至四季度依次为全年预算的18%、32%、30%、20%.

use super::frame::Frame;
use super::rank_names::names_of_range;
use super::view::View;
use crate::prose::place::Role;
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    out.extend(view.places().filter_map(|at| frame(view, at)));
}

fn frame(view: &View<'_, '_>, first: usize) -> Option<Frame> {
    let spot = view.spot(first)?;
    let row = view.row_from(first)?;
    let names = names_of_range(view, first).filter(|names| names.len() == row.len())?;
    // all four quarters are the year
    let wholes = view.passage.tokens.words_of("wholes");
    let is_whole = wholes.into_iter().any(|own| own.split('+').eq(names.iter().copied()));
    let is_rate = |at: usize| {
        view.figure(at)
            .is_some_and(|own| own.kind == Kind::Percent && !own.is_times && own.is_figure())
    };
    let value = |at: usize| view.figure(at).map(|own| own.printed);
    // 25%、50%、75%、100%: how much was done until then
    let is_running = row.clone().is_sorted_by_key(value);
    let is_told = is_whole
        && !is_running
        && (!spot.of.is_empty() || spot.when.is_plan())
        && matches!(spot.role, Role::Share | Role::Complete)
        && !spot.when.is_last
        && row.clone().all(is_rate)
        && !view.has_scope(first);
    let items: Vec<(usize, i8)> = row.map(|at| (view.number(at), 1)).collect();
    let (last, _) = *items.last()?;
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, Filling::Number(last, Decimal::ONE_HUNDRED)));
    is_told.then(|| Frame::new(Relation::Shares, reading, last).weak())
}

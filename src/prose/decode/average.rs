//! So much for each, worked out of a total and a number: 在职54人，公用经费132万元，人均2.44万元.

use super::Frame;
use super::series::number_before;
use super::view::View;
use crate::number::Decimal;
use crate::prose::mean::averaged;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::same::common;
use crate::prose::words::Class;

/// A shorter name is that of many things.
const SHORT: usize = 3;
/// The total may stand so many sentences before, where it bears the name.
const FAR: usize = 2;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    let found: Vec<Frame> = view.places().filter_map(|at| frame(view, at, out)).collect();
    out.extend(found);
    out.extend(view.places().filter_map(|at| mean(view, at)));
}

/// The mean of as many facts as a number before it says, all of those of its kind in its sentence:
/// 患者94%、职工92%、居民95%，三项平均93.67%.
fn mean(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    // 五个乡镇得分：甲93分、…，平均88分: the number stands before the list
    let sentence = || view.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let first = || sentence().last().map(|(first, _)| first);
    let counted = |place: &usize| view.figure(*place).filter(|figure| figure.is_spelled);
    let (number, count) = match number_before(view, at) {
        Some(count) => (view.before(at).next()?.0, count),
        None => (at, first().as_ref().and_then(counted).filter(|own| own.value > Decimal::TWO)?),
    };
    let is_own = |place: usize, other: &Spot| {
        view.is_like(place, at)
            && view.passage.is_figure(other)
            && other.row.is_none()
            && !other.name.is_empty()
            && !other.when.is_last
            && matches!(other.role, Role::Value | Role::Got | Role::Named | Role::Complete)
    };
    let alike: Vec<(usize, &Spot)> = view
        .before(number)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_like(*place, at))
        .collect();
    let is_told = spot.words.contains(&Class::Average)
        && view.bare(&spot.name).is_empty()
        && spot.row.is_none()
        && view.passage.is_figure(spot)
        && !view.has_scope(at)
        && count.value >= Decimal::TWO
        && count.value == (alike.len() as u64).into()
        && alike.iter().all(|(place, other)| is_own(*place, other));
    let items: Vec<(usize, i8)> = alike.iter().rev().map(|(_, other)| (other.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// An average whose word says what it is over, behind the only number of that and the only total in its group of
/// clauses; the total may stand in a sentence before, where it bears the name of the average.
fn frame(view: &View<'_, '_>, at: usize, told: &[Frame]) -> Option<Frame> {
    let spot = view.spot(at)?;
    let own = view.figure(at)?;
    let is_told =
        |frame: &Frame| frame.relation == Relation::Product && frame.anchor == spot.figure;
    let is_average = spot.role == Role::Per
        && own.kind == Kind::Money
        && !own.is_spelled
        && view.passage.is_figure(spot)
        && spot.row.is_none()
        && !told.iter().any(is_told);
    let compares = |class: &Class| {
        matches!(class, Class::Compare | Class::Above | Class::Below | Class::With | Class::Not)
    };
    if !is_average || spot.words.iter().any(compares) || view.has_scope(at) {
        return None;
    }
    let over = averaged(view.passage, spot);
    let is_count = |place: usize| {
        view.is_fact(place)
            && view.figure(place).is_some_and(|figure| over.contains(&figure.counter.as_str()))
    };
    let is_near = |other: &Spot| other.segment == spot.segment && other.sentence == spot.sentence;
    let group: Vec<(usize, &Spot)> =
        view.before(at).take_while(|(_, other)| is_near(other)).collect();
    // 人均2.94万元，上年同口径（75人）人均3.09万元: of another time
    let is_average =
        |(place, other): &(usize, &Spot)| other.role == Role::Per && view.is_like(*place, at);
    let group: Vec<(usize, &Spot)> = group.into_iter().take_while(|one| !is_average(one)).collect();
    let mut counts = group.iter().filter(|(place, _)| is_count(*place));
    let ((count, of), None) = (counts.next()?, counts.next()) else { return None };
    let is_total = |(place, other): &&(usize, &Spot)| {
        view.is_fact(*place) && view.is_like(*place, at) && other.role != Role::Per
    };
    let mut totals = group.iter().filter(is_total);
    let total = match (totals.next(), totals.next()) {
        (Some((total, _)), None) if is_of(view, at, *total) => *total,
        (None, None) => named_before(view, at)?,
        _ => return None,
    };
    // what stands between a total of a sentence before and the number is said of the total
    let is_far = view.spot(total).is_some_and(|total| !is_near(total));
    let first = if is_far { *count } else { total.min(*count) };
    let is_plain = !view.words(first, at).iter().any(|class| {
        matches!(
            class,
            Class::OfWhich
                | Class::Scope
                | Class::Open
                | Class::Rest
                | Class::Cumulated
                | Class::Plan
        )
    });
    let is_one_time = view
        .spot(total)
        .is_some_and(|total| total.when.is_last == spot.when.is_last || is_near(total));
    (is_plain && is_one_time && of.row.is_none()).then(|| {
        let parts = [
            (Slot::Total, view.number(total), 1),
            (Slot::First, spot.figure, 1),
            (Slot::Second, of.figure, 1),
        ];
        Frame::new(Relation::Product, Reading::of(parts), spot.figure).weak()
    })
}

/// Whether a total may be what an average is of: one of them has no name, or they have more than a character in common.
fn is_of(view: &View<'_, '_>, at: usize, total: usize) -> bool {
    view.spot(at)
        .zip(view.spot(total))
        .is_some_and(|(own, total)| own.name.is_empty() || common(&own.name, &total.raw) > 1)
}

/// The only fact of the sentences before that bears the name of an average.
fn named_before(view: &View<'_, '_>, at: usize) -> Option<usize> {
    let spot = view.spot(at)?;
    let name = view.bare(&spot.name);
    if name.chars().count() < SHORT {
        return None;
    }
    let near = view.before(at).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let mut found = near.filter(|(place, other)| {
        view.is_fact(*place)
            && view.is_like(*place, at)
            && !other.when.is_last
            && view.bare(&other.raw).contains(name)
    });
    let (total, _) = found.next()?;
    found.next().is_none().then_some(total)
}

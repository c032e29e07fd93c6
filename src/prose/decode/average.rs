//! The mean of as many facts as a number says: 患者94%、职工92%、居民95%，三项平均93.67%.

use super::Frame;
use super::series::number_before;
use super::view::View;
use crate::number::Decimal;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    out.extend(view.places().filter_map(|at| mean(view, at)));
}

/// The mean of as many facts as a number before it says, all of those of its kind in its sentence:
/// 患者94%、职工92%、居民95%，三项平均93.67%.
fn mean(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.words.contains(&Class::Average))?;
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
    let is_told = view.bare(&spot.name).is_empty()
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

//! The mean of as many facts as a number says: 患者94%、职工92%、居民95%，三项平均93.67%.

use super::Frame;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    out.extend(view.places().filter_map(|at| mean(view, at)));
}

/// The mean of as many facts as a number says, all of those of its kind in its sentence or in the one before it:
/// 患者94%、职工92%、居民95%，三项平均93.67%; 共4个。得分依次为：甲92分、…。平均89分.
fn mean(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at).filter(|spot| spot.words.contains(&Class::Average))?;
    let number = view.before(at).next().filter(|(place, other)| {
        other.clause == spot.clause && count(view, *place).is_some() && !view.is_like(*place, at)
    });
    let number = number.map(|(place, _)| place);
    let of_sentence = |sentence: usize| -> Vec<(usize, &Spot)> {
        let near = view.before(number.unwrap_or(at)).skip_while(|(_, own)| own.sentence > sentence);
        let own = near.take_while(|(_, own)| own.sentence == sentence);
        own.filter(|(place, _)| view.is_like(*place, at)).collect()
    };
    let mut alike = of_sentence(spot.sentence);
    if alike.is_empty() {
        alike = of_sentence(spot.sentence.checked_sub(1)?);
    }
    let (first, start) = alike.last().copied()?;
    // 五个乡镇得分：甲93分、…: the number stands before the list
    let before = || {
        let mut near = view.before(first).take_while(|(_, own)| own.sentence + 1 >= start.sentence);
        let (place, _) = near.next()?;
        count(view, place).filter(|count| *count > Decimal::TWO)
    };
    let count = number.and_then(|place| count(view, place)).or_else(before)?;
    let is_own = |(place, other): &(usize, &Spot)| {
        view.passage.is_figure(other)
            && view.is_plain(*place)
            && !other.name.is_empty()
            && !other.when.is_last
            && matches!(other.role, Role::Value | Role::Got | Role::Named | Role::Complete)
    };
    let is_weighed = view.passage.tokens.has_word("weighted_means", &view.text_behind(at));
    // 5家医院平均88分: what is counted
    let is_counted =
        number.is_some_and(|place| view.text_between(place, at).starts_with(&spot.name));
    let is_told = (is_counted || view.bare(&spot.name).is_empty())
        && spot.row.is_none()
        && view.passage.is_figure(spot)
        && !view.has_scope(at)
        && !is_weighed
        && count >= Decimal::TWO
        && count == (alike.len() as u64).into()
        && alike.iter().all(is_own);
    let items: Vec<(usize, i8)> = alike.iter().rev().map(|(_, other)| (other.figure, 1)).collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    is_told.then(|| Frame::new(Relation::Mean, reading, spot.figure))
}

/// How many things a figure counts, in words or in digits.
fn count(view: &View<'_, '_>, at: usize) -> Option<Decimal> {
    let own = view.figure(at)?;
    let is_count = own.is_spelled || own.kind == Kind::Count && view.is_plain(at);
    is_count.then_some(own.value)
}

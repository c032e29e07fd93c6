//! When an amount for each can be of nothing else than the total and the number beside it.

use super::ToldLists;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::same::common;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A name in common has so many characters.
const TELLING: usize = 2;

/// Whether the words leave nothing else that a mean could be of: its sentence tells the total, then the number by a word of
/// counting that is its own, then it, and nothing else of their kinds stands between: 接待费3万元，接待20批次、200人次，人均150元.
pub(super) fn is_complete(
    view: &View<'_, '_>,
    at: usize,
    counts: &[(usize, Decimal)],
    totals: &[usize],
) -> bool {
    let (Some(spot), [(count, scale)], [total]) = (view.spot(at), counts, totals) else {
        return false;
    };
    let Some((number, of)) = view.spot(*count).zip(view.spot(*total)) else { return false };
    let mut between = view.before(at).take_while(|(place, _)| place > total);
    let is_other = |(place, _): (usize, &Spot)| {
        place != *count && (view.is_like(place, at) || view.is_like(place, *count))
    };
    *scale == Decimal::ONE
        && total < count
        && *count < at
        && of.sentence == spot.sentence
        && of.segment == spot.segment
        && number.clause + 1 >= spot.clause
        && spot.words.contains(&Class::Average)
        && matches!(of.role, Role::Value)
        && !of.words.contains(&Class::Average)
        && (spot.name.is_empty() || common(&spot.name, &of.raw) >= TELLING)
        && view.says_only(*total, at, &[Class::Average, Class::Sum, Class::Open, Class::Entire])
        && !between.any(is_other)
}

/// Whether a mean is of one item of a list alone: it bears the name of it, or stands with a number in the group of clauses of
/// that item, and other items in their own behind it: 其中：国内接待费3万元，接待200人次，人均150元；外宾接待费1万元.
fn is_of_item(view: &View<'_, '_>, at: usize, item: usize) -> bool {
    /// A shorter name may be that of all of them.
    const LONG: usize = 4;
    let Some((spot, own)) = view.spot(at).zip(view.spot(item)) else { return false };
    let is_money = view.figure(item).is_some_and(|figure| figure.kind == Kind::Money);
    let is_named = own.name.chars().count() >= LONG && view.own_words(spot).contains(&own.name);
    let alike = |place: usize, other: &Spot| {
        place != at && place != item && view.is_like(place, item) && other.sentence == own.sentence
    };
    let counts = |place: usize| view.figure(place).is_some_and(|own| own.kind == Kind::Count);
    let is_apart = || {
        let mut near = view.before(at).chain(view.after(at));
        own.segment == spot.segment
            && own.sentence == spot.sentence
            && view
                .before(at)
                .take_while(|(place, _)| *place > item)
                .any(|(place, _)| counts(place))
            && near.all(|(place, other)| !alike(place, other) || other.segment != own.segment)
            && view
                .after(at)
                .any(|(place, other)| alike(place, other) && other.segment > own.segment)
    };
    is_money && (is_named || is_apart())
}

/// Whether the fact at a place is an item of a list before a mean, which is of all of them: 甲4辆、乙2辆，共需90万元，平均每辆15万元.
pub(super) fn is_part_of_all(
    view: &View<'_, '_>,
    at: usize,
    place: usize,
    lists: &ToldLists,
) -> bool {
    let Some((spot, fact)) = view.spot(at).zip(view.spot(place)) else { return false };
    if is_of_item(view, at, place) {
        return false;
    }
    let means = || view.passage.tokens.has_word("unit_means", &view.own_words(spot));
    // 141批次，其中局机关57批次、所属学校84批次，平均每批次0.13万元
    let is_below = || {
        let mut heads = view
            .before(place)
            .filter(|(head, other)| other.sentence == fact.sentence && view.is_like(*head, place));
        heads.any(|(head, _)| view.words(head, place).contains(&Class::OfWhich))
    };
    fact.sentence == spot.sentence
        && (spot.words.contains(&Class::Average) || means())
        && (lists.holds(fact.figure, spot.figure) || view.is_listed(place, at) || is_below())
}

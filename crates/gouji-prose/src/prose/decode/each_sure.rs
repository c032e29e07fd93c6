//! When an amount for each can be of nothing else than the total and the number beside it.

use super::view::View;
use crate::prose::place::{Role, Spot};
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
    if std::env::var("DBG").is_ok() { eprintln!("COMPLETE {} {:?} {:?} {:?} {:?} {:?} common {}", total, count, at, of.role, view.words(*total, at), spot.words, common(&spot.name, &of.raw)); }
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
        && view.says_only(*total, at, &[Class::Average, Class::Sum, Class::Open])
        && !between.any(is_other)
}


//! Figures with a wrong number in their place, tried to see whether it would be told.

use super::quantity::Quantity;
use super::reading::{Reading, Relation, holds};
use super::slip::with;
use gouji_values::number::Decimal;

/// A figure with another number in its place, once for each that is tried: it is nothing that becomes something, or one
/// of its first three digits becomes another.
#[must_use]
pub fn mistaken(printed: &Quantity) -> Vec<Quantity> {
    let other = |number| if number == 0 { something(printed) } else { with(printed, number) };
    others(printed.printed, printed.decimals).into_iter().filter_map(other).collect()
}

/// Whether one wrong digit of each figure of a reading that comes out would be told, or is hidden by rounding. `figures` are
/// those of a state that is changed for each try and put back.
pub(super) fn tells_each<T>(
    state: &mut T,
    figures: fn(&mut T) -> &mut [Quantity],
    (relation, reading): (Relation, &Reading),
    is_told: impl Fn(&mut T, usize) -> bool,
) -> bool {
    reading.figures().into_iter().all(|at| {
        let Some(printed) = figures(state).get(at).cloned() else { return false };
        // how likely chance is depends on how many digits a figure has, not on which of them is wrong: one slip of each
        // figure is tried (all of them: Yangquan 357 million instructions, three of them: 310); nothing is no figure that a
        // digit of is wrong
        let other = mistaken(&printed).into_iter().next().filter(|_| !printed.value.is_zero());
        let Some(other) = other else { return true };
        let put = |state: &mut T, figure: Quantity| {
            if let Some(place) = figures(state).get_mut(at) {
                *place = figure;
            }
        };
        put(state, other);
        let is_told = holds(relation, reading, figures(state)) == Some(true) || is_told(state, at);
        put(state, printed);
        is_told
    })
}

/// A number where nothing is printed.
fn something(nothing: &Quantity) -> Option<Quantity> {
    const SOMETHING: u64 = 5;
    let places = Decimal::from(10_u64.checked_pow(nothing.decimals)?);
    // half a unit of the last place tells the unit
    let unit = if nothing.half.is_zero() {
        Decimal::ONE
    } else {
        nothing.half.checked_mul(Decimal::TWO)?.checked_mul(places)?
    };
    let printed = Decimal::from(SOMETHING);
    Some(Quantity { value: printed.checked_mul(unit)?, printed, ..nothing.clone() })
}

/// Other numbers of as many digits: the first digit is a greater one, a smaller one, and the third is another one;
/// nothing itself where it is nothing.
fn others(printed: Decimal, decimals: u32) -> Vec<i128> {
    let places = 10_u64.checked_pow(decimals).map(Decimal::from);
    let number = places.and_then(|places| printed.abs().checked_mul(places));
    let Some(number) = number.and_then(|number| i128::try_from(number).ok()) else {
        return Vec::new();
    };
    let mut first = 1_i128;
    while number / first >= 10 {
        first *= 10;
    }
    let moved = |place: i128, by: i128| {
        let digit = number / place % 10;
        number + place * if digit + by <= 9 { by } else { -by }
    };
    if number == 0 {
        return vec![0];
    }
    let digit = number / first;
    let lower = if digit > 1 { number - first * (digit / 2) } else { 0 };
    let mut out = vec![number + first * ((10 - digit) / 2), lower, moved((first / 100).max(1), 3)];
    out.retain(|other| *other > 0 && *other != number);
    out.sort_unstable();
    out.dedup();
    out
}

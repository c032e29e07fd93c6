//! Whether what a passage says of its figures could have failed.
//!
//! A reading is chosen among several, and some readings are looked for only where the figures come
//! near. So that a reading holds is proof only if it would not have given way to another, or to
//! none, had one of its figures been wrong. The test is the thing itself: one digit of a figure is
//! changed, and the passage is read again. A change that the rounding of what is printed hides
//! tells nothing either way.

use super::place::Layout;
use super::quantity::Quantity;
use super::reading::{Filling, Reading, Relation, holds};
use super::slip::with;
use super::token::Tokens;
use super::{Outcome, Told, said};
use crate::number::Decimal;

/// In a passage of more figures nothing is proven: the work grows with their square.
const MOST: usize = 100;

/// Marks what holds, but would not be told if one of its figures were wrong.
pub(super) fn prove(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let mut figures: Vec<usize> = told
        .iter()
        .filter(|one| one.outcome.agrees())
        .filter_map(chosen)
        .flat_map(|(_, reading)| own(reading))
        .collect();
    figures.sort_unstable();
    figures.dedup();
    // each change costs a reading of the whole passage
    if tokens.figures.len() > MOST {
        for one in told.iter_mut().filter(|one| one.outcome.agrees()) {
            one.is_proven = false;
        }
        return;
    }
    let mut changed = tokens.clone();
    // of each thing said whether a change of it was told
    let mut is_told = vec![false; told.len()];
    for at in figures {
        // a number in words is not mistaken by a digit
        let printed = tokens.figures.get(at).filter(|figure| !figure.is_spelled);
        let Some(printed) = printed else { continue };
        for number in others(printed.printed, printed.decimals) {
            let other = if number == 0 { something(printed) } else { with(printed, number) };
            let Some(other) = other else { continue };
            if let Some(figure) = changed.figures.get_mut(at) {
                *figure = other;
            }
            let tells = |one: &Told| {
                matches!(one.outcome, Outcome::Fails | Outcome::Slipped) && speaks_of(one, at)
            };
            // what still holds is hidden by rounding, or by a bound that is kept
            let open = |one: &Told| {
                one.outcome.agrees()
                    && chosen(one).is_some_and(|(relation, reading)| {
                        own(reading).any(|own| own == at)
                            && holds(*relation, reading, &changed.figures) != Some(true)
                    })
            };
            if !told.iter().any(open) {
                continue;
            }
            let tells = said(&changed, layout).0.iter().any(tells);
            for (one, is_told) in told.iter_mut().zip(&mut is_told) {
                if open(one) {
                    *is_told |= tells;
                    one.is_proven &= tells;
                }
            }
        }
        if let Some(figure) = changed.figures.get_mut(at) {
            figure.clone_from(printed);
        }
    }
    for (one, is_told) in told.iter_mut().zip(is_told) {
        let says_numbers = chosen(one).is_some_and(|(_, reading)| own(reading).next().is_some());
        if one.outcome.agrees() && says_numbers && !is_told {
            one.is_proven = false;
        }
    }
}

fn speaks_of(told: &Told, figure: usize) -> bool {
    chosen(told).is_some_and(|(_, reading)| own(reading).any(|own| own == figure))
}

fn chosen(told: &Told) -> Option<&(Relation, Reading)> {
    told.said.readings.get(told.chosen)
}

/// The figures of a reading that are printed as numbers.
fn own(reading: &Reading) -> impl Iterator<Item = usize> + '_ {
    let parts = reading.parts.iter().chain(reading.items.iter().flatten());
    parts.filter_map(|(_, filling)| match filling {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
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

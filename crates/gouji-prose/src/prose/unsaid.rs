//! Figures that no sentence relates to others, but that others around would give to the last digit if two neighbouring
//! digits stood the other way round.
//!
//! No grammar is asked: a figure of six digits meets a sum of its neighbours by chance once in a million, and the same
//! with two digits turned hardly more often. So few sums are tried that what is found is meant. A figure that any
//! reading explains, or that a sum meets as it stands, is left alone.

use super::outcome::{Outcome, Told};
use super::passage::Passage;
use super::place::Spot;
use super::quantity::{Kind, Quantity};
use super::reading::{Reading, Relation, Said, Slot};
use super::slip::transposed;
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;

/// In millionths: how likely it may be that one of all tried sums is met by chance.
const MAX_CHANCE: u64 = 1_000;
/// At most this many figures before one and as many behind it are tried.
const FAR: usize = 5;

/// Adds what the neighbours of a figure tell of it.
pub(super) fn unsaid(passage: &Passage<'_>, told: &mut Vec<Told>) {
    let explained: QuickSet<usize> = told
        .iter()
        .filter(|one| one.outcome != Outcome::Open)
        .filter_map(|one| one.said.readings.get(one.chosen))
        // that parts are not more than their total says nothing of a last digit
        .filter(|(relation, _)| *relation != Relation::Within)
        .flat_map(|(_, reading)| reading.figures())
        .collect();
    let spots = passage.spots().iter();
    let open = spots.filter(|spot| is_term(passage, spot) && !explained.contains(&spot.figure));
    let found: Vec<Told> = open.filter_map(|spot| told_by_neighbours(passage, spot)).collect();
    told.extend(found);
}

fn is_term(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| {
        matches!(figure.kind, Kind::Money | Kind::Count) && figure.is_figure() && !figure.is_spelled
    })
}

fn told_by_neighbours(passage: &Passage<'_>, spot: &Spot) -> Option<Told> {
    let own = passage.figure(spot)?;
    let meant = transposed(own);
    let chance = chance_of_one(own, meant.len())?;
    let near: Vec<&Spot> = passage
        .near(spot)
        .map(|(_, other)| other)
        .filter(|other| {
            is_term(passage, other)
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
        })
        .collect();
    let at = near.iter().position(|other| other.figure == spot.figure)?;
    // printed twice it is no slip
    let is_said_again = near.iter().any(|other| {
        other.figure != spot.figure
            && passage.figure(other).is_some_and(|figure| figure.value == own.value)
    });
    if is_said_again {
        return None;
    }
    let sums = sums(&near, at);
    let tried = u64::try_from(sums.len()).ok()?;
    if tried.checked_mul(chance)? > MAX_CHANCE {
        return None;
    }
    let mut hit = None;
    for sum in sums {
        let worked = sum.worked(passage)?;
        if worked == own.value {
            return None;
        }
        if hit.is_none() && meant.contains(&worked) {
            hit = Some(sum);
        }
    }
    let said = Said { readings: vec![hit?.reading()], sure: 0, anchor: spot.figure };
    Some(Told { said, chosen: 0, outcome: Outcome::Slipped, is_proven: true })
}

/// In millionths: the chance that a number of as many digits is one of so many others. `None` where the figure has too
/// few digits to tell.
fn chance_of_one(own: &Quantity, others: usize) -> Option<u64> {
    /// A figure of fewer digits is met too easily.
    const LEAST: u32 = 4;
    // zeros at the end of whole numbers tell nothing: 12,960 is met as easily as 1,296
    let mut number = own.printed.normalize().mantissa().unsigned_abs();
    while number > 0 && number.is_multiple_of(10) {
        number /= 10;
    }
    let digits = number.checked_ilog10()? + 1;
    let all = 9 * 10_u64.checked_pow(digits - 1)?;
    let others = u64::try_from(others).ok()?;
    (digits > LEAST && others > 0).then(|| (others * 1_000_000).div_ceil(all))
}

/// A sum that a figure may be part of: what it comes to is what the figure has to be.
struct Sum {
    own: usize,
    /// The total where the figure is a part.
    total: Option<usize>,
    /// The other parts, signed.
    parts: Vec<(usize, i8)>,
}

impl Sum {
    fn worked(&self, passage: &Passage<'_>) -> Option<Decimal> {
        let value = |at: usize| passage.tokens.figures.get(at).map(|figure| figure.value);
        let parts = self.parts.iter().try_fold(Decimal::ZERO, |sum, (at, sign)| {
            sum.checked_add(value(*at)?.checked_mul(Decimal::from(*sign))?)
        })?;
        match self.total {
            Some(total) => value(total)?.checked_sub(parts),
            None => Some(parts),
        }
    }

    fn reading(self) -> (Relation, Reading) {
        let is_sum = self.parts.iter().all(|(_, sign)| *sign > 0);
        let relation = if is_sum { Relation::Sum } else { Relation::Balance };
        let total = self.total.unwrap_or(self.own);
        let mut parts = self.parts;
        if self.total.is_some() {
            parts.push((self.own, 1));
            parts.sort_unstable();
        }
        (relation, Reading::of([(Slot::Total, total, 1)]).with_items(&parts))
    }
}

/// The sums that are tried of one of some figures: a list and the total before or behind it, and what those directly
/// before it leave.
fn sums(near: &[&Spot], at: usize) -> Vec<Sum> {
    let figure = |at: usize| near.get(at).map(|spot| spot.figure);
    let Some(own) = figure(at) else { return Vec::new() };
    // a list ends where a sentence or a group of clauses does
    let ends = |last: usize| match (near.get(last), near.get(last + 1)) {
        (Some(last), Some(next)) => last.segment != next.segment,
        (Some(_), None) => true,
        _ => false,
    };
    let begins = |first: usize| first == 0 || ends(first - 1);
    let mut out = Vec::new();
    let mut put = |total: Option<usize>, items: std::ops::Range<usize>| {
        let parts: Vec<(usize, i8)> =
            items.filter(|item| *item != at).filter_map(|at| Some((figure(at)?, 1))).collect();
        if parts.len() > 1 || total.is_some() && !parts.is_empty() {
            out.push(Sum { own, total: total.and_then(figure), parts });
        }
    };
    for last in (at..near.len().min(at + FAR)).filter(|last| ends(*last)) {
        // the total stands before its list
        for head in at.saturating_sub(FAR)..at {
            put(Some(head), head + 1..last + 1);
        }
        put(None, at + 1..last + 1);
        // or behind it
        if last > at {
            for first in (at.saturating_sub(FAR)..=at).filter(|first| begins(*first)) {
                put(Some(last), first..last);
            }
        }
    }
    for first in (at.saturating_sub(FAR)..at).filter(|first| begins(*first)) {
        put(None, first..at);
    }
    // what is left: signs in the order in which things come and go
    const SIGNS: &[&[i8]] =
        &[&[1, -1], &[-1, 1], &[1, 1, -1], &[1, -1, -1], &[1, 1, -1, -1], &[1, -1, -1, -1]];
    for signs in SIGNS {
        let Some(first) = at.checked_sub(signs.len()) else { continue };
        let parts = signs.iter().zip(first..).filter_map(|(sign, at)| Some((figure(at)?, *sign)));
        out.push(Sum { own, total: None, parts: parts.collect() });
    }
    out
}

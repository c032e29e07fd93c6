//! Shares that the items of a list state: of the whole that they come to, or of one that is printed nowhere.

use super::Listed;
use super::lines::Line;
use crate::form::Proof;
use crate::form::prose_passage::{FigureAt, ProsePassage};
use gouji_prose::prose::{Filling, Reading, Relation, Slot, holds};
use gouji_values::number::Decimal;

/// Whether the shares of the items come to 100, and all but one are shares of an amount, or all are
/// shares of what the items come to: then the list is whole, and hangs on it.
pub(super) fn is_whole_by_shares(
    heard: &[ProsePassage],
    listed: &Listed<'_>,
    whole: usize,
) -> bool {
    /// The shares are rounded: so much may they come to more or less than 100.
    const ROUNDING: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
    let joined = &listed.joined;
    let mut total = Decimal::ZERO;
    let mut failing = 0_usize;
    let value = |amount: &FigureAt| Some(joined.figures.get(joined.figure(heard, *amount)?)?.value);
    let sum: Decimal = listed.amounts.iter().filter_map(value).sum();
    let mut is_of_sum = !sum.is_zero();
    for (line, amount) in listed.items.iter().zip(&listed.amounts) {
        let Some((part, share)) = pair(heard, listed, line, *amount) else { return false };
        let Some(figure) = joined.figures.get(share) else { return false };
        total += figure.value;
        let own = value(amount).and_then(|own| (own * Decimal::ONE_HUNDRED).checked_div(sum));
        is_of_sum &= own.is_some_and(|own| (own - figure.value).abs() <= figure.half);
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, share, 1)];
        if holds(Relation::Share, &Reading::of(parts), &joined.figures) == Some(false) {
            failing += 1;
        }
    }
    let is_of_total = failing < 2 && failing < listed.items.len();
    (is_of_total || is_of_sum) && (total - Decimal::ONE_HUNDRED).abs() <= ROUNDING
}

/// The amount of an item and its share of the whole.
fn pair(
    heard: &[ProsePassage],
    listed: &Listed<'_>,
    line: &Line<'_>,
    amount: FigureAt,
) -> Option<(usize, usize)> {
    let share = line.share(amount.spot, listed.above)?;
    let share = FigureAt { heard: amount.heard, spot: share };
    Some((listed.joined.figure(heard, amount)?, listed.joined.figure(heard, share)?))
}

/// The shares of the items of a list of the whole that it comes to: all of them where none fails; where the amounts come to
/// the whole, or most of those that tell something hold, those that do not are wrong.
pub(super) fn of_whole(
    heard: &[ProsePassage],
    listed: &Listed<'_>,
    whole: FigureAt,
) -> Vec<(Relation, Reading, Proof)> {
    let joined = &listed.joined;
    let Some(whole) = joined.figure(heard, whole) else { return Vec::new() };
    let each = listed.items.iter().zip(&listed.amounts).filter_map(|(line, amount)| {
        let (part, share) = pair(heard, listed, line, *amount)?;
        let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, share, 1)];
        Some(Reading::of(parts))
    });
    let all: Vec<Reading> = each.collect();
    let is_nothing = |reading: &Reading| {
        let part = reading.figures().first().and_then(|part| joined.figures.get(*part));
        part.is_none_or(|part| part.value.is_zero())
    };
    let fails = |one: &Reading| holds(Relation::Share, one, &joined.figures) == Some(false);
    let telling = all.iter().filter(|one| !fails(one) && !is_nothing(one)).count();
    let failing = all.iter().filter(|one| fails(one)).count();
    // where the amounts come to the whole, they are right, and one share that fails is wrong
    let is_one = listed.holds && failing == 1 && telling > 0;
    if failing > 0 && !is_one && (telling < 2 || failing >= telling) {
        return Vec::new();
    }
    // a rate that was cut off holds for the reader, not for the formula
    let is_said = |one: &Reading| fails(one) || joined.holds(Relation::Share, one) == Some(true);
    // with a slip one that tells something would be left less, and one would fail
    let enough = if listed.holds { 1 } else { 2 };
    let proof = if telling > enough { Proof::Words } else { Proof::Value };
    all.into_iter().filter(is_said).map(|reading| (Relation::Share, reading, proof)).collect()
}

/// The shares of all items of a list that comes to its whole: together they are all of it.
pub(super) fn together(
    heard: &[ProsePassage],
    listed: &Listed<'_>,
) -> Option<(Relation, Reading, Proof)> {
    let each = listed.items.iter().zip(&listed.amounts);
    let shares: Option<Vec<usize>> =
        each.map(|(line, amount)| Some(pair(heard, listed, line, *amount)?.1)).collect();
    let shares = shares.filter(|shares| listed.holds && shares.len() > 1)?;
    let last = *shares.last()?;
    // shares of nothing come to nothing
    let figures = &listed.joined.figures;
    shares.iter().filter_map(|share| figures.get(*share)).find(|share| !share.value.is_zero())?;
    let items: Vec<(usize, i8)> = shares.into_iter().map(|share| (share, 1)).collect();
    let mut reading = Reading::default().with_items(&items);
    reading.parts.push((Slot::Total, Filling::Number(last, Decimal::ONE_HUNDRED)));
    Some((Relation::Shares, reading, Proof::Words))
}

/// Shares of one whole that the line above does not print: the amounts are to each other as their shares. Each is held
/// against the one with most digits.
pub(super) fn beside(
    heard: &[ProsePassage],
    listed: &Listed<'_>,
) -> Vec<(Relation, Reading, Proof)> {
    let joined = &listed.joined;
    let each = listed.items.iter().zip(&listed.amounts).filter_map(|(line, amount)| {
        let (share, of) = line.any_share(amount.spot)?;
        if of.is_empty() || line.share(amount.spot, listed.above).is_some() {
            return None;
        }
        let share = joined.figure(heard, FigureAt { heard: amount.heard, spot: share })?;
        Some((joined.figure(heard, *amount)?, share, of))
    });
    let all: Vec<(usize, usize, &str)> = each.collect();
    let digits = |at: usize| {
        joined.figures.get(at).map_or(0, |figure| figure.printed.mantissa().unsigned_abs())
    };
    let Some(&(part, share, of)) =
        all.iter().max_by_key(|(_, share, _)| (digits(*share), std::cmp::Reverse(*share)))
    else {
        return Vec::new();
    };
    let others = all.iter().filter(|(_, own, whole)| *own != share && *whole == of);
    others
        .filter(|_| digits(share) > 0)
        .map(|(other, own, _)| {
            let parts = [
                (Slot::ItemOne, part, 1),
                (Slot::WeightOne, share, 1),
                (Slot::ItemTwo, *other, 1),
                (Slot::WeightTwo, *own, 1),
            ];
            (Relation::Proportion, Reading::of(parts), Proof::Words)
        })
        .collect()
}

//! Levels of rows by their amounts: in a list in which each sum stands above what it adds, and
//! neither numbers nor places of names tell which rows are sums.
//!
//! In: the amounts of the rows, in order. Out: each sum with the rows that it adds, where the first
//! row is the sum of all others and no amount is left over; or where one figure, of which one digit
//! is another one, keeps them from that. Deliberately absent: lists of which a part alone adds up.

use gouji_values::hash::QuickMap;
use gouji_values::number::Decimal;
use std::collections::hash_map::Entry;

/// A list has so many rows at least, and at most.
const ROWS: std::ops::RangeInclusive<usize> = 8..=800;
/// The first row has so many digits beside the zeros at its end: small numbers add up by chance.
const DIGITS: u32 = 6;
/// Sums of several rows that have to come out before the amounts tell levels.
const SUMS: usize = 3;
/// Of these that come out before one that does not is looked for.
const SEEN: usize = 2;
/// Ways to add up the rows below one that are followed.
const WAYS: usize = 4_000;
/// Ways to read one row that are kept.
const READINGS: usize = 64;

/// A way to read a row: as a row by itself, or as the sum of rows below it.
#[derive(Debug)]
struct Reading {
    /// The first row behind it and all that it adds.
    end: usize,
    /// What it counts for in the sum above it.
    value: Decimal,
    /// One of its figures has a wrong digit.
    is_off: bool,
    /// What it adds: rows, each with its reading.
    below: Vec<(usize, usize)>,
}

/// Rows that were added up so far.
struct Way {
    end: usize,
    sum: Decimal,
    is_off: bool,
    /// The way before its last row, and that row with its reading.
    last: Option<(usize, (usize, usize))>,
}

/// Each sum with the rows that it adds.
pub(super) fn by_amounts(amounts: &[Option<Decimal>]) -> Vec<Sum> {
    let known = amounts.iter().enumerate();
    let known = known.filter_map(|(row, amount)| Some((row, amount.filter(|one| !one.is_zero())?)));
    let (rows, values): (Vec<usize>, Vec<Decimal>) = known.unzip();
    let is_telling = |value: &Decimal| {
        value
            .normalize()
            .mantissa()
            .unsigned_abs()
            .checked_ilog10()
            .is_some_and(|log| log + 1 >= DIGITS)
    };
    if !ROWS.contains(&rows.len())
        || !values.first().is_some_and(is_telling)
        || values.iter().any(Decimal::is_sign_negative)
    {
        return Vec::new();
    }
    let exact = readings(&values, false);
    let sums = tree(&exact)
        .or_else(|| may_be_tree(&exact).then(|| tree(&readings(&values, true))).flatten());
    let sums = sums.unwrap_or_default();
    if several(&sums) < SUMS {
        return Vec::new();
    }
    let row = |at: &usize| rows.get(*at).copied();
    let sum =
        |(at, below): &Sum| Some((row(at)?, below.iter().filter_map(row).collect::<Vec<_>>()));
    sums.iter().filter_map(sum).collect()
}

/// Whether so many rows stand in sums that come out that one wrong figure may keep all from being
/// one: those above a sum that does not come out do not, either.
fn may_be_tree(readings: &[Vec<Reading>]) -> bool {
    let of_several =
        |own: &Vec<Reading>| own.iter().filter(|one| one.below.len() > 1).map(|one| one.end).max();
    let (mut count, mut rows, mut known) = (0, 0, 0);
    for (at, own) in readings.iter().enumerate() {
        if let Some(end) = of_several(own) {
            count += 1;
            rows += end.saturating_sub(known.max(at));
            known = known.max(end);
        }
    }
    count >= SEEN && rows * 3 >= readings.len()
}

/// The ways to read each row.
fn readings(values: &[Decimal], may_be_off: bool) -> Vec<Vec<Reading>> {
    let mut out: Vec<Vec<Reading>> = values.iter().map(|_| Vec::new()).collect();
    for (at, value) in values.iter().enumerate().rev() {
        let mut own = sums(at, *value, &out, may_be_off);
        // what comes out is a sum, though one of its addends may be more than a row
        let comes_out = |one: &Reading| {
            let values = one.below.iter().filter_map(|(row, number)| out.get(*row)?.get(*number));
            one.below.len() > 1 && values.map(|below| below.value).sum::<Decimal>() == *value
        };
        if may_be_off && own.iter().any(|one| !one.is_off && comes_out(one)) {
            own.retain(comes_out);
        } else {
            own.push(Reading { end: at + 1, value: *value, is_off: false, below: Vec::new() });
        }
        if let Some(slot) = out.get_mut(at) {
            *slot = own;
        }
    }
    out
}

/// The ways in which a row is the sum of those below it, of which the ways to read them are known.
fn sums(at: usize, value: Decimal, known: &[Vec<Reading>], may_be_off: bool) -> Vec<Reading> {
    let mut ways = vec![Way { end: at + 1, sum: Decimal::ZERO, is_off: false, last: None }];
    let mut seen: QuickMap<(usize, Decimal, bool), ()> = QuickMap::default();
    let mut out: Vec<Reading> = Vec::new();
    let most = if may_be_off { value * Decimal::TEN } else { value };
    let mut next = 0;
    while let Some(way) = ways.get(next) {
        let (end, sum, is_off) = (way.end, way.sum, way.is_off);
        if next > 0 && out.len() < READINGS {
            let reading = |value, is_off| Reading { end, value, is_off, below: path(&ways, next) };
            if sum == value {
                out.push(reading(value, is_off));
            } else if may_be_off && !is_off && is_one_digit(value - sum) {
                // the sum may be wrong, or what it adds
                out.push(reading(value, true));
                out.push(reading(sum, true));
            }
        }
        for (number, child) in known.get(end).into_iter().flatten().enumerate() {
            let Some(sum) = sum.checked_add(child.value).filter(|sum| *sum <= most) else {
                continue;
            };
            if is_off && child.is_off || ways.len() >= WAYS {
                continue;
            }
            let is_off = is_off || child.is_off;
            if let Entry::Vacant(entry) = seen.entry((child.end, sum, is_off)) {
                entry.insert(());
                ways.push(Way { end: child.end, sum, is_off, last: Some((next, (end, number))) });
            }
        }
        next += 1;
    }
    out
}

/// The rows that were added up on a way.
fn path(ways: &[Way], at: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut way = ways.get(at);
    while let Some((before, child)) = way.and_then(|way| way.last) {
        out.push(child);
        way = ways.get(before);
    }
    out.reverse();
    out
}

/// Whether a difference is that of one digit for another.
fn is_one_digit(difference: Decimal) -> bool {
    let mut digits = difference.mantissa().unsigned_abs();
    while digits > 9 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    (1..=9).contains(&digits)
}

/// A sum, and the rows that it adds.
type Sum = (usize, Vec<usize>);

/// The sums of the reading in which the first row is the sum of all others: of several the one with
/// most sums.
fn tree(readings: &[Vec<Reading>]) -> Option<Vec<Sum>> {
    let whole = readings.first()?.iter().enumerate();
    let whole = whole.filter(|(_, one)| one.end == readings.len());
    let mut trees: Vec<Vec<Sum>> = whole.map(|(root, _)| sums_below(readings, root)).collect();
    trees.sort_by(|one, other| several(other).cmp(&several(one)).then_with(|| one.cmp(other)));
    // a sum that is wrong and one of which an addend is are the same sums
    trees.dedup();
    let mut trees = trees.into_iter();
    let (best, next) = (trees.next()?, trees.next());
    next.is_none_or(|next| several(&next) < several(&best)).then_some(best)
}

/// How many sums add several rows.
fn several(sums: &[Sum]) -> usize {
    sums.iter().filter(|(_, below)| below.len() > 1).count()
}

/// The sums of a reading of the first row, and of all that it adds.
fn sums_below(readings: &[Vec<Reading>], root: usize) -> Vec<Sum> {
    let mut out = Vec::new();
    let mut open = vec![(0, root)];
    while let Some((at, number)) = open.pop() {
        let Some(reading) = readings.get(at).and_then(|own| own.get(number)) else { continue };
        if !reading.below.is_empty() {
            out.push((at, reading.below.iter().map(|(row, _)| *row).collect()));
        }
        open.extend(reading.below.iter().copied());
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(amounts: &[i64]) -> Vec<(usize, Vec<usize>)> {
        let amounts: Vec<Option<Decimal>> =
            amounts.iter().map(|amount| Some(Decimal::new(*amount, 2))).collect();
        by_amounts(&amounts)
    }

    const LIST: [i64; 11] = [
        6041352, 3521341, 1230020, 710015, 520005, 2291321, 1111111, 1180210, 2520011, 1000107,
        1519904,
    ];

    fn sums() -> Vec<(usize, Vec<usize>)> {
        vec![(0, vec![1, 8]), (1, vec![2, 5]), (2, vec![3, 4]), (5, vec![6, 7]), (8, vec![9, 10])]
    }

    #[test]
    fn each_sum_stands_above_what_it_adds() {
        assert_eq!(of(&LIST), sums());
    }

    #[test]
    fn one_wrong_digit_leaves_the_levels() {
        for at in 1..LIST.len() {
            let mut list = LIST;
            list[at] += 300_000;
            assert_eq!(of(&list), sums(), "row {at}");
        }
    }

    #[test]
    fn what_does_not_add_up_has_no_levels() {
        let mut list = LIST;
        list[3] += 317;
        assert!(of(&list).is_empty());
        // a list below its total has no levels
        assert!(of(&[3600, 100, 200, 300, 400, 500, 600, 700, 800]).is_empty());
    }
}

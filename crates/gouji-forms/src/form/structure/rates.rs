//! Rates along the rows: a column of rates, and the two columns that they are worked out from.

use super::header::Headed;
use super::{Family, Law, Member, Structure, StructureCell};
use crate::form::{Content, FormSide};
use gouji_values::number::Number;
use gouji_values::vocabulary::Vocabulary;
use rust_decimal::Decimal;

/// At least this many rates that tell something have to come out.
const ENOUGH: usize = 3;
/// A rate that does not come out is wrong if at least this many do and it is the only one that does not.
const PLENTY: usize = 6;
/// More columns of amounts are not tried with each other.
const MOST: usize = 24;

const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

/// What the rates of a side are worked out from: each column of rates that two columns of amounts
/// explain.
pub(super) fn relations(
    sides: &[FormSide],
    side: usize,
    columns: &[Headed],
    words: &Vocabulary,
) -> Vec<Family> {
    let amounts: Vec<usize> =
        columns.iter().filter(|column| !column.may_be_rate).map(|column| column.column).collect();
    let rates = columns.iter().filter(|column| column.may_be_rate);
    let Some(content) = sides.get(side).filter(|_| amounts.len() <= MOST) else {
        return Vec::new();
    };
    rates.filter_map(|rate| explained(content, side, rate.column, &amounts, words)).collect()
}

/// The family of a column of rates, by the two columns that explain it best.
fn explained(
    content: &FormSide,
    side: usize,
    rate: usize,
    amounts: &[usize],
    words: &Vocabulary,
) -> Option<Family> {
    let mut best: Option<(Came, Law, usize, usize)> = None;
    for value in amounts.iter().filter(|value| **value != rate) {
        for base in amounts.iter().filter(|base| *base != value && **base != rate) {
            for law in [Law::Share, Law::Change] {
                let came = came(content, rate, law, (*value, *base), words);
                if best.as_ref().is_none_or(|(known, ..)| came.rank() > known.rank()) {
                    best = Some((came, law, *value, *base));
                }
            }
        }
    }
    let (came, law, value, base) = best?;
    if came.told < ENOUGH || came.holds <= 2 * came.broken {
        return None;
    }
    let cell = |row: usize, column: usize| StructureCell { side, row, column };
    let members = (0..content.rows.len())
        .filter(|row| row_of(content, *row, rate, (value, base), words).is_some())
        .map(|row| Member {
            stated: cell(row, rate),
            terms: vec![cell(row, value), cell(row, base)],
        })
        .collect();
    let is_borne_out = came.told >= PLENTY && came.broken == 1;
    Some(Family {
        structure: Structure::Rate,
        law,
        members,
        is_borne_out,
        is_explained: false,
        whole: Vec::new(),
    })
}

/// How the rates of a column come out by two others.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    holds: usize,
    broken: usize,
    /// Those of `holds` that no other two columns give as well: neither nothing nor all.
    told: usize,
}

impl Came {
    fn rank(self) -> (i64, usize) {
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        (whole(self.told) - 2 * whole(self.broken), self.holds)
    }
}

fn came(
    content: &FormSide,
    rate: usize,
    law: Law,
    columns: (usize, usize),
    words: &Vocabulary,
) -> Came {
    let mut out = Came::default();
    for row in 0..content.rows.len() {
        let Some(found) = row_of(content, row, rate, columns, words) else { continue };
        match found.is_met(law) {
            Some(true) => {
                out.holds += 1;
                let is_plain = found.percent.is_zero()
                    || (law == Law::Share && found.percent == HUNDRED)
                    || found.value.value.is_zero();
                out.told += usize::from(!is_plain);
            }
            Some(false) => out.broken += 1,
            None => {}
        }
    }
    out
}

/// A rate with the two amounts beside it.
struct OfRow {
    percent: Decimal,
    /// Half of its last digit.
    half: Decimal,
    value: Number,
    base: Number,
}

/// The figures of a row, where all are printed and the base is more than nothing.
fn row_of(
    content: &FormSide,
    row: usize,
    rate: usize,
    (value, base): (usize, usize),
    words: &Vocabulary,
) -> Option<OfRow> {
    let number = |column: usize| match content.rows.get(row)?.cells.get(column)?.content {
        Content::Number(number) => Some(number),
        _ => None,
    };
    let rate = number(rate)?;
    // a bare number in a column of rates is one of percents
    let times = match rate.unit {
        Some(unit) => words.units.get(unit).times.checked_mul(HUNDRED)?,
        None => Decimal::ONE,
    };
    let (value, base) = (number(value)?, number(base)?);
    if base.value <= Decimal::ZERO || value.value.is_sign_negative() {
        return None;
    }
    let percent = rate.value.checked_mul(times)?;
    Some(OfRow { percent, half: half(rate).checked_mul(times)?, value, base })
}

fn half(number: Number) -> Decimal {
    Decimal::new(5, number.decimals + 1)
}

impl OfRow {
    /// Whether the rate is what its amounts come to, as far as rounding goes.
    fn is_met(&self, law: Law) -> Option<bool> {
        let ratio = |value: Decimal, base: Decimal| {
            value.checked_div(base).and_then(|ratio| ratio.checked_mul(HUNDRED))
        };
        let (value, base) = (self.value.value, self.base.value);
        let (by_value, by_base) = (half(self.value), half(self.base));
        if by_base >= base {
            return None;
        }
        let low = ratio((value - by_value).max(Decimal::ZERO), base + by_base)?;
        let high = ratio(value + by_value, base - by_base)?;
        let read = match law {
            Law::Change => self.percent.checked_add(HUNDRED)?,
            Law::Share | Law::Sum => self.percent,
        };
        Some(low - self.half <= read && read <= high + self.half)
    }
}

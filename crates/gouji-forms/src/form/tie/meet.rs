//! Which cell an amount of a sentence is.

use super::table_amounts::{AmountCell, AmountRow, TableAmounts};
use super::told::{Says, ToldAmount, ToldRate};
use super::{Of, Tie};
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{Kind, Quantity, Relation, Slot};
use gouji_values::number::Decimal;

/// A shorter name is a part of many others.
const SHORT: usize = 4;
/// If the amount has the name of the row, at least this many digits have to agree; the digits of an
/// amount and of its rates count together.
const SAME: usize = 2;
/// Where it has a like name.
const PART: usize = 4;
/// The same, and the number is the very same.
const EXACT_PART: usize = 3;
/// Where it has another name, or none, and the number is the very same.
const EXACT: usize = 5;
/// Where it has another name, or none.
const OTHER: usize = 7;

/// What is known of the name of an amount and that of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    None,
    /// One ends with the other.
    Part,
    Same,
}

/// A row that an amount stands in.
pub(super) struct RowMatch<'h, 'a> {
    pub(super) row: &'h AmountRow<'a>,
    pub(super) cell: &'h AmountCell<'a>,
    pub(super) likeness: Likeness,
    /// What ties its rates to the row.
    pub(super) rates: Vec<Tie<'h>>,
}

impl<'h> RowMatch<'h, '_> {
    /// That an amount is that of the cell.
    pub(super) fn tie(&self, told: &ToldAmount) -> Tie<'h> {
        tie(told, told.figure, 1, self.cell)
    }
}

/// That a figure is that of a cell.
pub(super) fn tie<'h>(
    told: &ToldAmount,
    figure: usize,
    sign: i8,
    cell: &'h AmountCell<'_>,
) -> Tie<'h> {
    let parts =
        vec![(Slot::Value, Of::Said(told.heard, figure), sign), (Slot::Base, Of::Cell(cell), 1)];
    Tie { heard: told.heard, relation: Relation::Held, parts, proof: Proof::Value }
}

/// The row that an amount stands in, and what ties its rates to it.
pub(super) fn meet<'h, 'a>(
    held: &'h TableAmounts<'a>,
    heard: &[ProsePassage],
    told: &ToldAmount,
) -> Option<RowMatch<'h, 'a>> {
    let figures = &heard.get(told.heard)?.read.tokens.figures;
    let amount = figures.get(told.figure)?;
    if amount.value.is_zero() {
        return None;
    }
    let digits = digits(amount);
    let mut best: Option<RowMatch<'_, '_>> = None;
    for (row, cell) in held.near(amount) {
        let keys = [Some(&row.key), cell.head.as_ref()].into_iter().flatten();
        let pairs = keys.flat_map(|key| told.names.iter().map(move |name| likeness(name, key)));
        let likeness = pairs.max();
        let likeness = likeness.unwrap_or(Likeness::None);
        let rates: Vec<Tie<'_>> = told
            .rates
            .iter()
            .filter_map(|rate| {
                let figure = figures.get(rate.figure)?;
                rate_of(held, (row, cell), (told.heard, rate, figure))
            })
            .collect();
        let agreed: usize = told
            .rates
            .iter()
            .filter(|rate| rates.iter().any(|tie| tie.says(rate.figure)))
            .filter_map(|rate| figures.get(rate.figure))
            .map(self::digits)
            .sum();
        // the very same number
        let is_exact = cell.figure.value == amount.value && cell.figure.half <= amount.half;
        let is_met = match likeness {
            Likeness::Same => is_exact || digits + agreed >= SAME,
            Likeness::Part => is_exact && digits >= EXACT_PART || digits + agreed >= PART,
            Likeness::None if is_exact => digits + agreed >= EXACT,
            Likeness::None => digits + agreed >= OTHER && agreed > 0,
        };
        if !is_met {
            continue;
        }
        let met = RowMatch { row, cell, likeness, rates };
        let rank = |met: &RowMatch<'_, '_>| (met.rates.len(), met.likeness);
        if best.as_ref().is_none_or(|best| rank(&met) > rank(best)) {
            best = Some(met);
        }
    }
    best
}

/// That nothing stands in the row of a name of which nothing is said to be.
pub(super) fn nothing<'h>(
    held: &'h TableAmounts<'_>,
    heard: &[ProsePassage],
    told: &ToldAmount,
) -> Option<Tie<'h>> {
    let figure = heard.get(told.heard)?.read.tokens.figures.get(told.figure)?;
    if !figure.value.is_zero() {
        return None;
    }
    let row = told.names.iter().find_map(|name| held.nothing(name))?;
    let parts =
        vec![(Slot::Value, Of::Said(told.heard, told.figure), 1), (Slot::Base, Of::Blank(row), 1)];
    Some(Tie { heard: told.heard, relation: Relation::Held, parts, proof: Proof::Value })
}

/// How alike two names are.
pub(super) fn likeness(name: &str, key: &str) -> Likeness {
    if name == key {
        return Likeness::Same;
    }
    let (short, long) = if name.len() < key.len() { (name, key) } else { (key, name) };
    let is_part = long.ends_with(short) || long.starts_with(short);
    if is_part && short.chars().count() >= SHORT { Likeness::Part } else { Likeness::None }
}

/// What ties a rate to the row of its amount.
fn rate_of<'h>(
    held: &'h TableAmounts<'_>,
    (row, cell): (&'h AmountRow<'_>, &'h AmountCell<'_>),
    (heard, rate, figure): (usize, &ToldRate, &Quantity),
) -> Option<Tie<'h>> {
    let sign = match rate.says {
        Says::Growth(sign) | Says::Change(sign) => sign,
        Says::Completion | Says::Share => 1,
    };
    let said = (Of::Said(heard, rate.figure), sign);
    let value = if sign < 0 { -figure.value } else { figure.value };
    let agrees =
        |low: Decimal, high: Decimal| high >= value - figure.half && low <= value + figure.half;
    let printed = row.cells.iter().find(|other| {
        other.figure.kind == figure.kind
            && other.column != cell.column
            && !other.figure.value.is_zero()
            && agrees(other.figure.low(), other.figure.high())
    });
    if let Some(other) = printed {
        let parts = vec![(Slot::Value, said.0, said.1), (Slot::Base, Of::Cell(other), 1)];
        return Some(Tie { heard, relation: Relation::Held, parts, proof: Proof::Value });
    }
    let is_base = |other: &&AmountCell<'_>| {
        other.figure.kind == Kind::Money
            && other.column != cell.column
            && !other.figure.value.is_zero()
    };
    let mut bases = row.cells.iter().filter(is_base);
    match rate.says {
        Says::Change(_) => {
            let base = bases.find(|base| {
                let (own, base) = (&cell.figure, &base.figure);
                agrees(own.low() - base.high(), own.high() - base.low())
            })?;
            let parts = vec![
                (Slot::Value, Of::Cell(cell), 1),
                (Slot::Base, Of::Cell(base), 1),
                (Slot::Change, said.0, said.1),
            ];
            Some(Tie { heard, relation: Relation::Change, parts, proof: Proof::Value })
        }
        Says::Growth(_) => {
            let base = bases.find(|base| {
                ratio(cell, base).is_some_and(|(low, high)| {
                    agrees(low - Decimal::ONE_HUNDRED, high - Decimal::ONE_HUNDRED)
                })
            })?;
            let parts = vec![
                (Slot::Value, Of::Cell(cell), 1),
                (Slot::Base, Of::Cell(base), 1),
                (Slot::Rate, said.0, said.1),
            ];
            Some(Tie { heard, relation: Relation::GrowthOf, parts, proof: Proof::Value })
        }
        Says::Completion => {
            let base = bases
                .find(|base| ratio(cell, base).is_some_and(|(low, high)| agrees(low, high)))?;
            let parts = vec![
                (Slot::Part, Of::Cell(cell), 1),
                (Slot::Whole, Of::Cell(base), 1),
                (Slot::Share, said.0, 1),
            ];
            Some(Tie { heard, relation: Relation::Completion, parts, proof: Proof::Value })
        }
        Says::Share => {
            let whole = held.whole(row, cell.column)?;
            let (low, high) = ratio(cell, whole)?;
            if !agrees(low, high) {
                return None;
            }
            let parts = vec![
                (Slot::Part, Of::Cell(cell), 1),
                (Slot::Whole, Of::Cell(whole), 1),
                (Slot::Share, said.0, 1),
            ];
            Some(Tie { heard, relation: Relation::Share, parts, proof: Proof::Value })
        }
    }
}

/// One cell in per cent of another: the least and the most that it may be.
fn ratio(part: &AmountCell<'_>, whole: &AmountCell<'_>) -> Option<(Decimal, Decimal)> {
    let whole = &whole.figure;
    if whole.kind != Kind::Money
        || whole.low() <= Decimal::ZERO
        || part.figure.low() < Decimal::ZERO
    {
        return None;
    }
    let percent =
        |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    Some((percent(part.figure.low(), whole.high())?, percent(part.figure.high(), whole.low())?))
}

/// How many digits of an amount tell something. The zeros at the end of a whole number do not.
pub(super) fn digits(figure: &Quantity) -> usize {
    let digits = figure.printed.mantissa().unsigned_abs().to_string();
    if figure.decimals > 0 { digits.len() } else { digits.trim_end_matches('0').len() }
}

//! Amounts that are but one slip of the pen away from what stands elsewhere under their name.
//!
//! 机关运行经费163.46万元 here, 163.64万元 or 763.46万元 there: two amounts of one name may be of two things, but that two
//! long numbers then differ in one digit alone is no chance. So an amount that stands nowhere else is wrong where one
//! slip makes it what its name holds: the cell of a row, an amount of the same name and time, or one that changed by
//! the very same. For the same reason an amount that agrees with what its name holds is proven to be that: with a slip it
//! would be told.

use super::meet::digits;
use super::named_rows::NamedRows;
use super::table_amounts::{AmountCell, TableAmounts};
use super::told::{Says, ToldAmount};
use super::twice::{AmountsByValue, are_one_slip_apart};
use super::{Of, Tie};
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{Kind, Quantity, Relation, Slot, mistaken};
use gouji_values::hash::QuickMap;
use gouji_values::number::{Decimal, round};
use std::collections::BTreeMap;

/// In millionths: how likely it may be that a number is met by chance.
const MAX_CHANCE: u128 = 1_000;
/// A change of so many digits is the same by no chance.
const TELLING: usize = 4;
/// A number of fewer digits before the zeros at its end is round.
const ROUND: usize = 3;
/// More amounts of one name are not compared.
const MOST: usize = 40;

/// What a name holds.
#[derive(Clone, Copy)]
enum Meant<'h> {
    Cell(&'h AmountCell<'h>),
    Told(&'h ToldAmount),
}

/// All that names hold.
pub(super) struct Slips<'h, 'a> {
    held: &'h TableAmounts<'a>,
    rows: &'h NamedRows<'h, 'a>,
    heard: &'h [ProsePassage],
    told: &'h [ToldAmount],
    pool: &'h AmountsByValue<'h>,
    by_name: QuickMap<&'h str, Vec<usize>>,
    /// Amounts by how much they changed and which way.
    by_change: BTreeMap<(Decimal, i8), Vec<usize>>,
}

impl<'h, 'a> Slips<'h, 'a> {
    pub(super) fn new(
        (held, rows): (&'h TableAmounts<'a>, &'h NamedRows<'h, 'a>),
        (heard, told): (&'h [ProsePassage], &'h [ToldAmount]),
        pool: &'h AmountsByValue<'h>,
    ) -> Self {
        let mut by_name: QuickMap<&str, Vec<usize>> = QuickMap::default();
        let mut by_change: BTreeMap<(Decimal, i8), Vec<usize>> = BTreeMap::new();
        for (at, one) in told.iter().enumerate() {
            for name in &one.names {
                by_name.entry(name.as_str()).or_default().push(at);
            }
            for (change, sign) in changes(pool, one) {
                by_change.entry((change.value, sign)).or_default().push(at);
            }
        }
        Self { held, rows, heard, told, pool, by_name, by_change }
    }

    /// That an amount is what its name holds, where it stands nowhere else and one slip makes it so.
    pub(super) fn tie(&self, at: usize) -> Option<Tie<'h>> {
        let own = self.told.get(at).filter(|own| !self.is_borne_out(own.heard, own.figure))?;
        let figure = self.pool.figure(own)?;
        let meant = self.meant(at, figure, &self.known(at))?;
        let value = (Slot::Value, Of::Said(own.heard, own.figure), 1);
        let (relation, base) = match meant {
            Meant::Cell(cell) => (Relation::Held, Of::Cell(cell)),
            Meant::Told(other) => (Relation::Same, Of::Said(other.heard, other.figure)),
        };
        let parts = vec![value, (Slot::Base, base, 1)];
        Some(Tie { heard: own.heard, relation, parts, proof: Proof::Words })
    }

    /// Whether a figure comes out in its own sentence: then it is no slip, and what bears its name elsewhere is something
    /// else: 采购100万元，其中货物60万元、服务40万元；一般公共预算采购80万元，其中货物66万元….
    fn is_borne_out(&self, heard: usize, figure: usize) -> bool {
        let passage = self.heard.get(heard);
        passage.is_some_and(|passage| passage.read.borne_out.binary_search(&figure).is_ok())
    }

    /// Whether each slip of an amount that agrees would be told.
    pub(super) fn proves(&self, at: usize) -> bool {
        let Some(own) = self.told.get(at) else { return false };
        let Some(figure) = self.pool.figure(own) else { return false };
        let known = self.known(at);
        mistaken(figure).iter().all(|slipped| {
            let meant = self.meant(at, slipped, &known).and_then(|meant| self.value(meant));
            meant.is_some_and(|value| is_value(figure, value))
        })
    }

    /// What the name of an amount holds that the figure is but for one slip; `None` where the figure stands elsewhere,
    /// or where chance may explain it.
    fn meant(
        &self,
        at: usize,
        figure: &Quantity,
        known: &[(Decimal, Meant<'h>)],
    ) -> Option<Meant<'h>> {
        let own = self.told.get(at)?;
        let digits = digits(figure);
        // 900.00万元 and 300.00万元: round numbers are often so alike
        let is_round = figure.telling_digits() < ROUND;
        if figure.value.is_zero() || own.is_rest || digits <= TELLING || is_round {
            return None;
        }
        let tried = u128::try_from(known.len() * digits * 9).ok()?;
        let all = 10_u128.checked_pow(u32::try_from(digits).ok()?)?;
        if known.is_empty() || tried * 1_000_000 > MAX_CHANCE * all || self.is_elsewhere(at, figure)
        {
            return None;
        }
        let mut meant = known.iter().filter(|(value, _)| is_slip(figure, *value));
        let (_, first) = *meant.next()?;
        meant.next().is_none().then_some(first)
    }

    /// What the name of an amount holds, each value once.
    fn known(&self, at: usize) -> Vec<(Decimal, Meant<'h>)> {
        let Some(own) = self.told.get(at) else { return Vec::new() };
        let Some(passage) = self.heard.get(own.heard) else { return Vec::new() };
        let rows = self.rows.rows(own, &passage.read.tokens);
        let cells = rows.into_iter().flat_map(|row| &row.cells);
        let cells = cells.filter(|cell| cell.figure.kind == Kind::Money);
        let mut out: Vec<(Decimal, Meant<'h>)> =
            cells.map(|cell| (cell.figure.value, Meant::Cell(cell))).collect();
        let named = own.names.iter().filter_map(|name| self.by_name.get(name.as_str()));
        let named = named.filter(|named| named.len() <= MOST).flatten().copied();
        let grown = changes(self.pool, own).filter(|(change, _)| digits(change) > TELLING);
        let grown = grown
            .filter_map(|(change, sign)| self.by_change.get(&(change.value, sign)))
            .flatten()
            .copied();
        for other in named.chain(grown).filter(|other| *other != at) {
            let Some(other) = self.told.get(other) else { continue };
            let is_of_time = other.when == own.when && !other.is_rest;
            let value = self.pool.figure(other).map(|figure| figure.value);
            out.extend(value.filter(|_| is_of_time).map(|value| (value, Meant::Told(other))));
        }
        out.sort_by_key(|(value, _)| *value);
        out.dedup_by_key(|(value, _)| *value);
        out
    }

    /// Whether a figure stands in a cell, or is an amount of another name.
    fn is_elsewhere(&self, at: usize, figure: &Quantity) -> bool {
        let Some(own) = self.told.get(at) else { return false };
        let is_other = |other: usize| {
            other != at
                && self
                    .told
                    .get(other)
                    .is_some_and(|other| !other.names.iter().any(|name| own.names.contains(name)))
        };
        self.held.near(figure).next().is_some() || self.pool.of_value(figure.value).any(is_other)
    }

    fn value(&self, meant: Meant<'h>) -> Option<Decimal> {
        match meant {
            Meant::Cell(cell) => Some(cell.figure.value),
            Meant::Told(other) => Some(self.pool.figure(other)?.value),
        }
    }
}

/// The changes that are told of an amount, each with its sign.
fn changes<'p>(
    pool: &'p AmountsByValue<'_>,
    told: &'p ToldAmount,
) -> impl Iterator<Item = (&'p Quantity, i8)> {
    told.rates.iter().filter_map(|rate| match rate.says {
        Says::Change(sign) => Some((pool.rate(told, rate)?, sign)),
        _ => None,
    })
}

/// Whether a value is that of a figure, but for what rounding or cutting off takes.
fn is_value(figure: &Quantity, value: Decimal) -> bool {
    (figure.value - value).abs() <= figure.half * Decimal::TWO
}

/// Whether one digit of a figure, but the last one, is another than that of a value, or two beside each other are
/// exchanged.
fn is_slip(figure: &Quantity, meant: Decimal) -> bool {
    let Some(unit) = figure.printed.checked_div(figure.value) else { return false };
    let digits = |value: Decimal| format!("{:.*}", figure.decimals as usize, value).into_bytes();
    let Some(meant) = meant.checked_mul(unit) else { return false };
    let (own, other) = (digits(figure.printed), digits(round(meant, figure.decimals)));
    own.len() == other.len() && are_one_slip_apart(&own, &other)
}

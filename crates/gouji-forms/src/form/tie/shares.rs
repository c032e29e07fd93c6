//! Shares in a row whose whole no name tells: 甲30万元，占比30%；乙50万元，占比50%.
//!
//! Of shares that stand near each other and name the same whole, or none, all are of one amount of
//! the document: the one of which most of them are. So many have to be that chance is none; one that
//! is not while nearly all others are is wrong.

use super::told::{Says, ToldAmount, ToldRate};
use super::twice::AmountsByValue;
use super::{Of, Tie};
use crate::form::Proof;
use gouji_prose::prose::{Relation, Slot};
use gouji_values::number::Decimal;

/// A share of which the whole was not found.
pub(super) struct OpenShare {
    /// Number of its amount.
    pub(super) told: usize,
    /// Passage, figure of the amount, figure of the share.
    pub(super) at: (usize, usize, usize),
    /// What it says that the whole is.
    pub(super) of: String,
    /// The least and the most that the whole may be.
    pub(super) whole: (Decimal, Decimal),
}

/// At least this many shares have to agree.
const ENOUGH: usize = 4;
/// At least this many have to agree before one that does not is wrong.
const PLENTY: usize = 8;
/// At most this many amounts stand between one share and the next.
const FAR: usize = 14;
/// More are not looked at together.
const MOST: usize = 80;

/// A share and the only amount of the name of its whole.
struct NamedShare<'t> {
    part: &'t ToldAmount,
    whole: &'t ToldAmount,
    rate: &'t ToldRate,
    holds: bool,
}

/// If at least this many other shares of one whole hold, the name of the whole means that amount.
const SIBLINGS: usize = 2;

/// Shares of the amount that bears the name of their whole: 基本支出30万元，占本年支出预算60%；项目支出20万元，占本年支出预算40%.
/// Where others of the same whole hold, one that does not is wrong; `known` are those of which is said more.
pub(super) fn named(
    pool: &AmountsByValue<'_>,
    told: &[ToldAmount],
    known: impl Fn((usize, usize)) -> bool,
) -> Vec<Tie<'static>> {
    let each = told.iter().enumerate();
    let found: Vec<NamedShare<'_>> = each
        .flat_map(|(at, part)| part.rates.iter().map(move |rate| (at, part, rate)))
        .filter(|(_, part, rate)| rate.says == Says::Share && !known((part.heard, rate.figure)))
        .filter_map(|(at, part, rate)| {
            let whole = pool.named_whole(at, rate)?;
            let (own, of) = (pool.figure(part)?, pool.figure(whole)?);
            let share = pool.rate(part, rate)?;
            let percent = |part: Decimal, whole: Decimal| {
                part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
            };
            if own.value.is_zero() || of.low() <= Decimal::ZERO {
                return None;
            }
            let low = percent(own.low(), of.high())?;
            let high = percent(own.high(), of.low())?;
            // a rate that was cut off is no mistake
            let holds = high >= share.low() && low <= share.high() + share.half;
            Some(NamedShare { part, whole, rate, holds })
        })
        .collect();
    let value = |one: &NamedShare<'_>| pool.figure(one.whole).map(|figure| figure.value);
    let of_one = |one: &NamedShare<'_>| {
        let alike =
            found.iter().filter(|other| other.rate.of == one.rate.of && value(other) == value(one));
        let held = alike.clone().filter(|other| other.holds).count();
        (held - usize::from(one.holds), alike.count() - held)
    };
    // all shares of one whole are told where they come to 100
    let are_all = |one: &NamedShare<'_>| {
        let alike =
            found.iter().filter(|other| other.rate.of == one.rate.of && value(other) == value(one));
        let shares = alike.filter_map(|other| pool.rate(other.part, other.rate));
        let (total, room) = shares.fold((Decimal::ZERO, Decimal::ZERO), |(total, room), share| {
            (total + share.value, room + share.half)
        });
        (total - Decimal::ONE_HUNDRED).abs() <= room
    };
    let mut out = Vec::new();
    for one in &found {
        let (others, broken) = of_one(one);
        // a slip of the share itself ends that the shares come to 100
        let is_whole = others + 1 >= SIBLINGS && are_all(one);
        let is_taught = others >= SIBLINGS && broken <= usize::from(!one.holds);
        if one.holds || (is_taught || is_whole && broken <= 1) && one.rate.is_plain {
            let proof = if is_taught && one.rate.is_plain { Proof::Words } else { Proof::Value };
            out.push(Tie { proof, ..Tie::share(one.part, one.whole, one.rate) });
        }
    }
    out
}

/// What ties shares to the amount of which most of them are.
pub(super) fn families(pool: &AmountsByValue<'_>, open: &[OpenShare]) -> Vec<Tie<'static>> {
    let mut out = Vec::new();
    let mut rest = open;
    while let Some(first) = rest.first() {
        let mut last = first;
        let mut of = first.of.as_str();
        let mut length = 1;
        for next in rest.iter().skip(1).take(MOST) {
            let is_same = next.of.is_empty() || of.is_empty() || next.of == of;
            if next.told > last.told + FAR || !is_same {
                break;
            }
            if of.is_empty() {
                of = next.of.as_str();
            }
            last = next;
            length += 1;
        }
        let (family, more) = rest.split_at(length);
        rest = more;
        family_of(pool, family, &mut out);
    }
    out
}

fn family_of(pool: &AmountsByValue<'_>, family: &[OpenShare], out: &mut Vec<Tie<'static>>) {
    if family.len() < ENOUGH {
        return;
    }
    let is_of =
        |share: &OpenShare, whole: Decimal| (share.whole.0..=share.whole.1).contains(&whole);
    let votes = |whole: Decimal| family.iter().filter(|share| is_of(share, whole)).count();
    // of the shares some may be wrong: each of the first is asked
    let seeds = family.iter().take(family.len() - ENOUGH + 1);
    let known = seeds.flat_map(|seed| pool.amounts_between(seed.whole.0, seed.whole.1));
    let Some((votes, whole, (heard, figure))) = known
        .map(|(value, at)| (votes(value), value, at))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)))
    else {
        return;
    };
    let is_borne_out = votes >= PLENTY && votes + 1 >= family.len();
    if votes < ENOUGH || votes * 2 <= family.len() {
        return;
    }
    for share in family.iter().filter(|share| is_borne_out || is_of(share, whole)) {
        let (passage, part, rate) = share.at;
        let parts = vec![
            (Slot::Part, Of::Said(passage, part), 1),
            (Slot::Whole, Of::Said(heard, figure), 1),
            (Slot::Share, Of::Said(passage, rate), 1),
        ];
        out.push(Tie { heard: passage, relation: Relation::Share, parts, proof: Proof::Value });
    }
}

//! Changes of amounts that add up: 支出90万元，增加4万元；基本支出60万元，增加5万元；项目支出30万元，减少1万元.
//!
//! What several amounts add up to this year, they added up to last year, too, unless there was
//! something then that there is no more. So their changes add up to the change of the whole. Where
//! they do, each of them is borne out; where they do not, last year may have had more items, and
//! nothing is said.

use super::meet::digits;
use super::told::{Says, ToldAmount};
use super::twice::Pool;
use super::{Of, Tie};
use crate::number::Decimal;
use crate::prose::{Quantity, Relation, Slot};

/// So many digits of the whole and of its change agree by no chance.
const TELLING: usize = 6;
/// So many digits of a whole agree with a sum by no chance.
const TELLING_WHOLE: usize = 4;
/// Fewer amounts are no items.
const LEAST: usize = 2;
/// Fewer are soon met where no change bears them out.
const LEAST_PARTS: usize = 3;
/// The items begin within so many amounts that changed behind the whole.
const FAR: usize = 80;
/// More amounts of a document are not gone through: the work grows with them times [`FAR`].
const MOST: usize = 4_000;

/// An amount that changed, or did not.
struct Moved<'t> {
    told: &'t ToldAmount,
    amount: &'t Quantity,
    /// The figure of its change with its sign; `None` where it is said to be as before.
    change: Option<(usize, &'t Quantity, i8)>,
}

impl Moved<'_> {
    fn change(&self) -> (Decimal, Decimal) {
        self.change.map_or((Decimal::ZERO, Decimal::ZERO), |(_, change, sign)| {
            (change.value * Decimal::from(sign), change.half)
        })
    }
}

/// A sum with half of what rounding may take or give.
#[derive(Default)]
struct Total {
    value: Decimal,
    half: Decimal,
}

impl Total {
    fn add(&mut self, (value, half): (Decimal, Decimal)) -> Option<()> {
        self.value = self.value.checked_add(value)?;
        self.half = self.half.checked_add(half)?;
        Some(())
    }

    fn meets(&self, (value, half): (Decimal, Decimal)) -> bool {
        self.value.checked_sub(value).is_some_and(|by| by.abs() <= self.half + half)
    }
}

/// Amounts that add up to the one before them: 办公费90万元，主要包括：甲60万元，用于…；乙30万元，用于….
pub(super) fn parts(
    pool: &Pool<'_>,
    told: &[ToldAmount],
    is_open: impl Fn((usize, usize)) -> bool,
) -> Vec<Tie<'static>> {
    let mut out = Vec::new();
    for (at, whole) in told.iter().enumerate().take(MOST) {
        let Some(amount) = pool.figure(whole) else { continue };
        if digits(amount) < TELLING_WHOLE || amount.low() <= Decimal::ZERO {
            continue;
        }
        let behind = told.get(at + 1..).unwrap_or(&[]).iter().take(FAR);
        let behind: Vec<&ToldAmount> =
            behind.take_while(|one| one.is_part || one.names != whole.names).collect();
        let Some(items) = adds_up(pool, amount, &behind) else { continue };
        if !items.iter().any(|item| is_open((item.heard, item.figure))) {
            continue;
        }
        let total = (Slot::Total, Of::Said(whole.heard, whole.figure), 1);
        let items = items.iter().map(|item| (Slot::Item, Of::Said(item.heard, item.figure), 1));
        let parts = [total].into_iter().chain(items).collect();
        out.push(Tie { heard: whole.heard, relation: Relation::Sum, parts });
    }
    out
}

/// The amounts from the first on that add up to a whole, without those that are parts of others.
fn adds_up<'t>(
    pool: &Pool<'_>,
    whole: &Quantity,
    behind: &[&'t ToldAmount],
) -> Option<Vec<&'t ToldAmount>> {
    let mut total = Total::default();
    let mut items = Vec::new();
    for one in behind.iter().filter(|one| !one.is_part) {
        let amount = pool.figure(one)?;
        if amount.value < Decimal::ZERO {
            return None;
        }
        total.add((amount.value, amount.half))?;
        items.push(*one);
        if total.value > whole.value + whole.half + total.half {
            return None;
        }
        if items.len() >= LEAST_PARTS && total.meets((whole.value, whole.half)) {
            return Some(items);
        }
    }
    None
}

/// The changes that add up to the change of a whole, as their amounts add up to the whole.
pub(super) fn sums(pool: &Pool<'_>, told: &[ToldAmount]) -> Vec<Tie<'static>> {
    let moved: Vec<Moved<'_>> = told.iter().filter_map(|told| moved(pool, told)).collect();
    let mut out = Vec::new();
    for (at, whole) in moved.iter().enumerate().take(MOST) {
        let Some((figure, change, sign)) = whole.change else { continue };
        if digits(whole.amount) + digits(change) < TELLING || change.value.is_zero() {
            continue;
        }
        let behind = moved.get(at + 1..).unwrap_or(&[]);
        let mut from = 0;
        while from < behind.len().min(FAR) {
            let Some(count) = items(whole, behind.get(from..).unwrap_or(&[])) else {
                from += 1;
                continue;
            };
            let heard = whole.told.heard;
            let run = || behind.iter().skip(from).take(count);
            let amounts =
                run().map(|one| (Slot::Item, Of::Said(one.told.heard, one.told.figure), 1));
            let total = (Slot::Total, Of::Said(heard, whole.told.figure), 1);
            let parts = [total].into_iter().chain(amounts).collect();
            out.push(Tie { heard, relation: Relation::Sum, parts });
            let changes = run().filter_map(|one| {
                let (figure, _, sign) = one.change?;
                Some((Slot::Item, Of::Said(one.told.heard, figure), sign))
            });
            let total = (Slot::Total, Of::Said(heard, figure), sign);
            let parts = [total].into_iter().chain(changes).collect();
            out.push(Tie { heard, relation: Relation::Balance, parts });
            from += count;
        }
    }
    out
}

fn moved<'t>(pool: &Pool<'t>, told: &'t ToldAmount) -> Option<Moved<'t>> {
    let amount = pool.figure(told)?;
    let mut changes = told.rates.iter().filter_map(|rate| match rate.says {
        Says::Change(sign) => Some((rate.figure, pool.rate(told, rate)?, sign)),
        _ => None,
    });
    let change = changes.next();
    (change.is_some() || told.is_as_before).then_some(Moved { told, amount, change })
}

/// How many of the amounts that follow add up to a whole, as their changes do to its change.
fn items(whole: &Moved<'_>, behind: &[Moved<'_>]) -> Option<usize> {
    let (mut amounts, mut changes) = (Total::default(), Total::default());
    let wanted = (whole.amount.value, whole.amount.half);
    for (at, one) in behind.iter().enumerate() {
        amounts.add((one.amount.value, one.amount.half))?;
        changes.add(one.change())?;
        if amounts.value > wanted.0 + wanted.1 + amounts.half {
            return None;
        }
        if at + 1 >= LEAST && amounts.meets(wanted) && changes.meets(whole.change()) {
            return Some(at + 1);
        }
    }
    None
}

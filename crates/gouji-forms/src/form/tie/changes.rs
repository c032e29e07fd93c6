//! Changes of amounts that add up: 支出90万元，增加4万元；基本支出60万元，增加5万元；项目支出30万元，减少1万元.
//!
//! What several amounts add up to this year, they added up to last year, too, unless there was
//! something then that there is no more. So their changes add up to the change of the whole. Where
//! they do, each of them is borne out; where they do not, last year may have had more items, and
//! nothing is said. Amounts alone that come to the one before them are said, too.

use super::Tie;
use super::meet::digits;
use super::told::{Says, ToldAmount};
use super::twice::AmountsByValue;
use gouji_prose::prose::{Quantity, Relation};
use gouji_values::number::Decimal;

/// A whole and its change that agree in at least this many digits together do not do so by chance.
const TELLING: usize = 6;
/// A whole that agrees with a sum in at least this many digits does not do so by chance.
const TELLING_WHOLE: usize = 4;
/// Fewer amounts are no items.
const LEAST: usize = 2;
/// Fewer are soon met where no change bears them out.
const LEAST_PARTS: usize = 3;
/// The items begin within this many changed amounts behind the whole, and are at most as many.
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
    /// Its amount and its change.
    fn row(&self) -> [Rounded; 2] {
        let change = self.change.map_or((Decimal::ZERO, Decimal::ZERO), |(_, change, sign)| {
            (change.value * Decimal::from(sign), change.half)
        });
        [rounded(self.amount), change]
    }
}

/// A value with half of what rounding may take or give.
type Rounded = (Decimal, Decimal);

fn rounded(figure: &Quantity) -> Rounded {
    (figure.value, figure.half)
}

/// How many items from the first on come to what is wanted, in each of their values; of each the
/// first is an amount, of which none is less than nothing.
fn run<const N: usize>(
    wanted: [Rounded; N],
    items: impl Iterator<Item = [Rounded; N]>,
    least: usize,
) -> Option<usize> {
    let mut totals = [(Decimal::ZERO, Decimal::ZERO); N];
    for (at, item) in items.take(FAR).enumerate() {
        if item.first().is_some_and(|(amount, _)| *amount < Decimal::ZERO) {
            return None;
        }
        for ((value, half), (more, by)) in totals.iter_mut().zip(item) {
            *value = value.checked_add(more)?;
            *half = half.checked_add(by)?;
        }
        let by = |((value, half), (wanted, other)): (&Rounded, &Rounded)| {
            Some((value.checked_sub(*wanted)?, *half + *other))
        };
        let mut left = totals.iter().zip(&wanted).map(by);
        let (amount, may) = left.next()??;
        if amount > may {
            return None;
        }
        let meets = |one: Option<(Decimal, Decimal)>| one.is_some_and(|(by, may)| by.abs() <= may);
        if at + 1 >= least && amount >= -may && left.all(meets) {
            return Some(at + 1);
        }
    }
    None
}

/// Amounts that add up to the one before them: 办公费90万元，主要包括：甲60万元，用于…；乙30万元，用于….
pub(super) fn parts(
    pool: &AmountsByValue<'_>,
    told: &[ToldAmount],
    is_open: impl Fn((usize, usize)) -> bool,
) -> Vec<Tie<'static>> {
    let mut out = Vec::new();
    for (at, whole) in told.iter().enumerate().take(MOST) {
        let Some(amount) = pool.figure(whole) else { continue };
        if digits(amount) < TELLING_WHOLE || amount.low() <= Decimal::ZERO {
            continue;
        }
        let behind = told.get(at + 1..).unwrap_or(&[]).iter();
        let behind = behind.take_while(|one| one.is_part || one.names != whole.names);
        let behind = behind.filter(|one| !one.is_part);
        let amounts = behind.clone().map_while(|one| Some([rounded(pool.figure(one)?)]));
        let Some(count) = run([rounded(amount)], amounts, LEAST_PARTS) else { continue };
        let items = behind.take(count).map(|one| (one.heard, one.figure, 1));
        if items.clone().any(|(heard, figure, _)| is_open((heard, figure))) {
            out.push(Tie::sum(Relation::Sum, (whole.heard, whole.figure, 1), items));
        }
    }
    out
}

/// The changes that add up to the change of a whole, as their amounts add up to the whole.
pub(super) fn sums(pool: &AmountsByValue<'_>, told: &[ToldAmount]) -> Vec<Tie<'static>> {
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
            let rest = behind.iter().skip(from);
            let rows = rest.clone().map(Moved::row);
            let Some(count) = run(whole.row(), rows, LEAST) else {
                from += 1;
                continue;
            };
            let items = rest.take(count);
            let amounts = items.clone().map(|one| (one.told.heard, one.told.figure, 1));
            let total = (whole.told.heard, whole.told.figure, 1);
            out.push(Tie::sum(Relation::Sum, total, amounts));
            let changes = items.filter_map(|one| {
                let (figure, _, sign) = one.change?;
                Some((one.told.heard, figure, sign))
            });
            let total = (whole.told.heard, figure, sign);
            out.push(Tie::sum(Relation::Balance, total, changes));
            from += count;
        }
    }
    out
}

fn moved<'t>(pool: &AmountsByValue<'t>, told: &'t ToldAmount) -> Option<Moved<'t>> {
    let amount = pool.figure(told)?;
    let mut changes = told.rates.iter().filter_map(|rate| match rate.says {
        Says::Change(sign) => Some((rate.figure, pool.rate(told, rate)?, sign)),
        _ => None,
    });
    let change = changes.next();
    (change.is_some() || told.is_as_before).then_some(Moved { told, amount, change })
}

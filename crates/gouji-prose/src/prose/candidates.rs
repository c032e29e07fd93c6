//! Readings of the figures around one, whatever the words say: shares, growths, differences, lists, products.

use super::place::Layout;
use super::quantity::{Kind, Quantity};
use super::reading::{Reading, Relation, Slot};
use super::token::Tokens;
use gouji_values::number::Decimal;

/// Figures before and behind one that are tried with it.
const NEAR: usize = 8;
/// The longest list that is tried.
const LIST: usize = 6;
/// The longest list of which some are taken off.
const SIGNED: usize = 4;
/// An amount for each month of a year.
const MONTHS: u64 = 12;

/// Asks of a reading what its finder wants to know.
pub(super) type Ask<'f> = &'f dyn Fn(Relation, &Reading) -> bool;

/// The figures around one.
pub(super) struct Candidates<'t> {
    tokens: &'t Tokens,
    /// In order.
    near: Vec<usize>,
}

impl<'t> Candidates<'t> {
    /// Around a figure, itself among them.
    pub(super) fn around(tokens: &'t Tokens, layout: &Layout, own: usize) -> Self {
        let place = layout.place_of(own);
        let from = place.map_or(0, |place| place.saturating_sub(NEAR));
        let near = layout.spots.iter().skip(from).take(2 * NEAR + 1).map(|spot| spot.figure);
        let is_figure = |at: &usize| tokens.figures.get(*at).is_some_and(Quantity::is_figure);
        Self { tokens, near: near.filter(is_figure).collect() }
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.figures.get(at).map(|figure| figure.kind)
    }

    /// The figures of a kind, in order.
    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        self.near.iter().copied().filter(move |at| self.kind(*at) == Some(kind))
    }

    /// The figures that may be added to one, itself among them.
    pub(super) fn like(&self, own: usize) -> Vec<usize> {
        let figure = |at: usize| self.tokens.figures.get(at);
        let is_like = |at: &usize| figure(*at).zip(figure(own)).is_some_and(|(a, b)| a.is_like(b));
        self.near.iter().copied().filter(is_like).collect()
    }

    /// Whether two figures of one kind, in either order, are such as is asked for.
    fn pairs(&self, ask: impl Fn(usize, usize) -> bool) -> bool {
        let amounts = self.near.iter().filter(|at| self.kind(**at) != Some(Kind::Percent));
        amounts.copied().any(|a| self.like(a).into_iter().any(|b| a != b && ask(a, b)))
    }

    /// Shares that a rate may be.
    pub(super) fn shares(&self, rate: usize, ask: Ask<'_>) -> bool {
        self.pairs(|part, whole| {
            let parts = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, rate, 1)];
            ask(Relation::Share, &Reading::of(parts))
        })
    }

    /// Growths that a rate may be.
    pub(super) fn growths(&self, rate: usize, ask: Ask<'_>) -> bool {
        self.pairs(|one, other| {
            [1, -1].into_iter().any(|sign| {
                let own = (Slot::Rate, rate, sign);
                let of = [(Slot::Value, one, 1), (Slot::Base, other, 1), own];
                let back = [(Slot::Value, other, 1), (Slot::Change, one, sign), own];
                ask(Relation::GrowthOf, &Reading::of(of))
                    || ask(Relation::GrowthBack, &Reading::of(back))
            })
        })
    }

    /// Differences that a figure may be.
    pub(super) fn differences(&self, change: usize, ask: Ask<'_>) -> bool {
        let others: Vec<usize> = match self.kind(change) {
            Some(Kind::Points) => self.of_kind(Kind::Percent).collect(),
            _ => self.like(change).into_iter().filter(|at| *at != change).collect(),
        };
        others.iter().enumerate().any(|(nth, a)| {
            others.iter().skip(nth + 1).any(|b| {
                let parts = [(Slot::Value, *a, 1), (Slot::Base, *b, 1), (Slot::Change, change, 1)];
                ask(Relation::Left, &Reading::of(parts))
            })
        })
    }

    /// Lists of figures, one behind the other, that a figure may be the total of; of a few some are taken off.
    pub(super) fn lists(&self, total: usize, ask: Ask<'_>) -> bool {
        let like: Vec<usize> = self.like(total).into_iter().filter(|at| *at != total).collect();
        (2..=LIST).any(|length| {
            let signs = if length > SIGNED { 1 } else { 1_u32 << length };
            like.windows(length).any(|items| {
                (0..signs).any(|signs| {
                    let sign = |nth: usize| if signs >> nth & 1 == 1 { -1 } else { 1 };
                    let items = items.iter().enumerate().map(|(nth, at)| (*at, sign(nth)));
                    let items: Vec<(usize, i8)> = items.collect();
                    let reading = Reading::of([(Slot::Total, total, 1)]).with_items(&items);
                    ask(Relation::Balance, &reading)
                })
            })
        })
    }

    /// Whether an amount for each of so many comes to another one, perhaps over a year. A price in fen is exact, but one that
    /// was worked out is rounded.
    pub(super) fn comes_to(&self, (each, count): (usize, usize), total: usize) -> bool {
        let months = Decimal::from(MONTHS);
        let span = |at: usize| {
            let own = self.tokens.figures.get(at)?;
            let last = Decimal::new(5, own.decimals + 1);
            let unit = own.value.checked_div(own.printed).unwrap_or(Decimal::ONE);
            let worked = last.checked_mul(unit).filter(|_| own.kind == Kind::Money);
            let half = worked.map_or(own.half, |worked| worked.max(own.half));
            Some((own.value - half, own.value + half))
        };
        let product = || {
            let (a, b, own) = (span(each)?, span(count)?, span(total)?);
            let (low, high) = (a.0.checked_mul(b.0)?, a.1.checked_mul(b.1)?);
            let meets = |low: Decimal, high: Decimal| low <= own.1 && own.0 <= high;
            Some(meets(low, high) || meets(low * months, high * months))
        };
        product() == Some(true)
    }

    /// Whether a figure is an amount for each of so many, what it comes to, perhaps over a year, or their number.
    pub(super) fn is_in_product(&self, own: usize) -> bool {
        let amounts: Vec<usize> = self.of_kind(Kind::Money).collect();
        let counts = self.of_kind(Kind::Count).chain(self.of_kind(Kind::Bare));
        let figure = |at: usize| self.tokens.figures.get(at);
        let is_printed = |at: &usize| figure(*at).is_some_and(|figure| !figure.is_spelled);
        let counts: Vec<usize> = counts.filter(is_printed).collect();
        amounts.iter().any(|each| {
            counts.iter().any(|count| {
                let totals = amounts.iter().filter(|total| *total != each);
                let mut own = totals.filter(|total| [**total, *each, *count].contains(&own));
                own.any(|total| self.comes_to((*each, *count), *total))
            })
        })
    }
}

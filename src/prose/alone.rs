//! Figures that one slip makes part of what is said, and that nothing else explains.
//!
//! The words claim a sum or a product, leave open which figures it is of, and no reading comes out: 小学26,450人，每人720元，需
//! 1,904.40万元；初中13,820人，每人940元，需1,229.08万元. Where one wrong digit of a long figure lets one come out, and the figure
//! comes out with no others of the passage whatever they are, that digit is wrong: a right figure is seldom alone.

use super::place::Layout;
use super::quantity::{Kind, Quantity};
use super::reading::{Reading, Relation, Slot, holds};
use super::slip::mistaken_figures;
use super::token::Tokens;
use super::{Outcome, Told};
use crate::number::Decimal;

/// A shorter figure comes out by chance.
const LEAST: usize = 4;
/// Figures before and behind one that are tried with it.
const NEAR: usize = 8;
/// The longest list that is tried.
const LIST: usize = 8;
/// A longer passage is not looked at.
const MOST: usize = 40;
/// An amount for each month of a year.
const MONTHS: u64 = 12;

/// Tells of what is open that one slip explains it.
pub(super) fn tell(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let is_claim = |one: &Told| {
        let claims = |(relation, _): &(Relation, Reading)| {
            matches!(relation, Relation::Sum | Relation::Product)
        };
        one.outcome == Outcome::Open && one.said.readings.first().is_some_and(claims)
    };
    if tokens.figures.len() > MOST || !told.iter().any(is_claim) {
        return;
    }
    let mut explained: Vec<usize> = Vec::new();
    for one in told.iter().filter(|one| one.outcome.agrees()) {
        let own = one.said.readings.get(one.chosen).map(|(_, reading)| reading.figures());
        explained.extend(own.into_iter().flatten());
    }
    let mut figures = tokens.figures.clone();
    for one in told.iter_mut().filter(|one| is_claim(one)) {
        let chosen = one.said.readings.iter().position(|(relation, reading)| {
            let mut slips = mistaken_figures(*relation, reading, &mut figures).into_iter();
            slips.any(|at| {
                figures.get(at).is_some_and(|figure| digits(figure) >= LEAST)
                    && !explained.contains(&at)
                    && !Search::around(tokens, layout, at).comes_out()
            })
        });
        if let Some(chosen) = chosen {
            (one.chosen, one.outcome) = (chosen, Outcome::Slipped);
        }
    }
}

/// The digits of a figure, without the zeros at its end.
fn digits(figure: &Quantity) -> usize {
    figure.printed.mantissa().unsigned_abs().to_string().trim_end_matches('0').len()
}

/// A search for readings that a figure comes out in.
struct Search<'t> {
    tokens: &'t Tokens,
    /// The figure.
    own: usize,
    /// Figures around it, itself among them, in order.
    near: Vec<usize>,
}

impl<'t> Search<'t> {
    fn around(tokens: &'t Tokens, layout: &Layout, own: usize) -> Self {
        let place = layout.spots.iter().position(|spot| spot.figure == own);
        let from = place.map_or(0, |place| place.saturating_sub(NEAR));
        let near = layout.spots.iter().skip(from).take(2 * NEAR + 1).map(|spot| spot.figure);
        let is_figure = |at: &usize| tokens.figures.get(*at).is_some_and(Quantity::is_figure);
        Self { tokens, own, near: near.filter(is_figure).collect() }
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.figures.get(at).map(|figure| figure.kind)
    }

    fn is_like(&self, a: usize, b: usize) -> bool {
        let figure = |at: usize| self.tokens.figures.get(at);
        figure(a).zip(figure(b)).is_some_and(|(a, b)| a.is_like(b))
    }

    fn holds(&self, relation: Relation, reading: &Reading) -> bool {
        reading.figures().contains(&self.own)
            && holds(relation, reading, &self.tokens.figures) == Some(true)
    }

    /// Whether the figure comes out with others of the passage.
    fn comes_out(&self) -> bool {
        self.lists() || self.rates() || self.products()
    }

    /// A total and a list of figures of its kind, or two of them one of which is taken off.
    fn lists(&self) -> bool {
        let like: Vec<usize> =
            self.near.iter().copied().filter(|at| self.is_like(*at, self.own)).collect();
        let sum = |total: usize, items: &[usize]| {
            let items: Vec<(usize, i8)> = items.iter().map(|at| (*at, 1)).collect();
            let reading = Reading::of([(Slot::Total, total, 1)]).with_items(&items);
            !items.iter().any(|(at, _)| *at == total) && self.holds(Relation::Sum, &reading)
        };
        let pairs = || {
            like.iter().enumerate().any(|(nth, a)| {
                let mut rest = like.iter().skip(nth + 1);
                rest.any(|b| like.iter().any(|total| sum(*total, &[*a, *b])))
            })
        };
        pairs()
            || (3..=LIST).any(|length| {
                like.windows(length).any(|items| like.iter().any(|total| sum(*total, items)))
            })
    }

    /// A rate, and two amounts of one kind.
    fn rates(&self) -> bool {
        let of = |part: usize, whole: usize, rate: usize| {
            let share = [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, rate, 1)];
            self.holds(Relation::Share, &Reading::of(share))
                || [1, -1].into_iter().any(|sign| {
                    let of =
                        [(Slot::Value, part, 1), (Slot::Base, whole, 1), (Slot::Rate, rate, sign)];
                    let back = [
                        (Slot::Value, whole, 1),
                        (Slot::Change, part, sign),
                        (Slot::Rate, rate, sign),
                    ];
                    self.holds(Relation::GrowthOf, &Reading::of(of))
                        || self.holds(Relation::GrowthBack, &Reading::of(back))
                })
        };
        let rates = || self.near.iter().filter(|at| self.kind(**at) == Some(Kind::Percent));
        let others = |one: usize| {
            self.near.iter().copied().filter(move |at| *at != one && self.is_like(*at, one))
        };
        if self.kind(self.own) == Some(Kind::Percent) {
            return self.near.iter().any(|a| others(*a).any(|b| of(*a, b, self.own)));
        }
        rates().any(|rate| {
            others(self.own).any(|other| of(self.own, other, *rate) || of(other, self.own, *rate))
        })
    }

    /// An amount for each of so many, and what it comes to, perhaps over a year.
    fn products(&self) -> bool {
        let months = Decimal::from(MONTHS);
        let is = |at: &usize, kind: Kind| self.kind(*at) == Some(kind);
        let amounts = || self.near.iter().filter(|at| is(at, Kind::Money));
        let is_printed =
            |at: &usize| self.tokens.figures.get(*at).is_some_and(|figure| !figure.is_spelled);
        let counts = || {
            let own = self.near.iter().filter(|at| is(at, Kind::Count) || is(at, Kind::Bare));
            own.filter(|at| is_printed(at))
        };
        // a price in fen is exact, but one that was worked out is rounded
        let span = |at: usize| {
            let own = self.tokens.figures.get(at)?;
            let last = Decimal::new(5, own.decimals + 1);
            let unit = own.value.checked_div(own.printed).unwrap_or(Decimal::ONE);
            let worked = last.checked_mul(unit).filter(|_| own.kind == Kind::Money);
            let half = worked.map_or(own.half, |worked| worked.max(own.half));
            Some((own.value - half, own.value + half))
        };
        let meets = |low: Decimal, high: Decimal, total: usize| {
            span(total).is_some_and(|own| low <= own.1 && own.0 <= high)
        };
        amounts().any(|each| {
            counts().any(|count| {
                let (Some(a), Some(b)) = (span(*each), span(*count)) else { return false };
                let (Some(low), Some(high)) = (a.0.checked_mul(b.0), a.1.checked_mul(b.1)) else {
                    return false;
                };
                let mut totals = amounts().chain(counts()).filter(|total| {
                    **total != *each && [**total, *each, *count].contains(&self.own)
                });
                totals.any(|total| {
                    meets(low, high, *total) || meets(low * months, high * months, *total)
                })
            })
        })
    }
}

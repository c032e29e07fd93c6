//! Other readings of a figure that come out to the last digit.
//!
//! A reading fails, but another one of the same figure, which the words did not seem to mean, comes out: 中央50万元、市级
//! 20万元；市级部分比上年的15万元多5万元. Then the sentence was read wrongly more often than it was written wrongly, and
//! nobody is accused. It is no rival where a figure of it is but one slip of the pen away from the one in its place: that
//! one may be the mistake. Short numbers come out by chance: there a rival counts only where no slip explains the failure.

use super::place::Layout;
use super::quantity::{Kind, Quantity};
use super::reading::{Filling, PAIRS, Reading, Relation, Slot, holds};
use super::slip::{is_slip, is_slip_of};
use super::token::Tokens;
use super::{Outcome, Told};
use crate::number::Decimal;

/// Figures before and behind one that are tried with it.
const NEAR: usize = 8;
/// The longest list that is tried.
const LIST: usize = 6;
/// Where so many in a thousand readings that are tried come out by chance, that one does says nothing.
const CHANCE: u64 = 300;

/// Leaves open what fails where another reading comes out.
pub(super) fn take_back(tokens: &Tokens, layout: &Layout, told: &mut [Told]) {
    let moves: Vec<Vec<usize>> = told.iter().filter_map(moved).collect();
    for one in told.iter_mut() {
        if !matches!(one.outcome, Outcome::Fails | Outcome::Slipped) {
            continue;
        }
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        let Some(found) = Tried::of((tokens, layout), *relation, reading, &moves) else { continue };
        let is_one_slip = || {
            let mut figures = tokens.figures.clone();
            let mut readings = one.said.readings.iter();
            readings.any(|(relation, reading)| is_slip(*relation, reading, &mut figures))
        };
        if found.holds && (found.is_telling || !is_one_slip()) {
            one.outcome = Outcome::Open;
        }
    }
}

/// The figures of a change: what there was, what there is, and by how much it has changed.
fn moved(one: &Told) -> Option<Vec<usize>> {
    let (relation, reading) = one.said.readings.get(one.chosen)?;
    let is_move = matches!(
        relation,
        Relation::Change | Relation::Growth | Relation::GrowthOf | Relation::GrowthBack
    );
    is_move.then(|| reading.figures())
}

/// What came of the other readings of a figure.
struct Tried {
    /// One comes out.
    holds: bool,
    /// Chance would hardly let one come out.
    is_telling: bool,
}

/// The figure that the others lead to.
fn outcome(relation: Relation, reading: &Reading) -> Option<(usize, i8)> {
    let slot = match relation {
        Relation::Share
        | Relation::Completion
        | Relation::CompletionBack
        | Relation::ShareOfSum
        | Relation::ShareOfItems => Slot::Share,
        Relation::Growth | Relation::GrowthOf | Relation::GrowthBack => Slot::Rate,
        Relation::Change | Relation::Points | Relation::Left | Relation::Score => Slot::Change,
        Relation::Sum | Relation::Balance | Relation::Weighted => Slot::Total,
        _ => return None,
    };
    reading.parts.iter().find(|(own, _)| *own == slot).and_then(|(_, filling)| match filling {
        Filling::Figure(figure, sign) => Some((*figure, *sign)),
        _ => None,
    })
}

fn is_share(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Share
            | Relation::Completion
            | Relation::CompletionBack
            | Relation::ShareOfSum
            | Relation::ShareOfItems
    )
}

impl Tried {
    fn of(
        (tokens, layout): (&Tokens, &Layout),
        relation: Relation,
        reading: &Reading,
        moves: &[Vec<usize>],
    ) -> Option<Self> {
        let (at, _) = outcome(relation, reading)?;
        let own = tokens.figures.get(at)?;
        let place = layout.spots.iter().position(|spot| spot.figure == at)?;
        let near = layout.spots.get(place.saturating_sub(NEAR)..)?.iter().take(2 * NEAR + 1);
        let near: Vec<usize> = near
            .map(|spot| spot.figure)
            .filter(|figure| *figure != at)
            .filter(|figure| tokens.figures.get(*figure).is_some_and(Quantity::is_figure))
            .collect();
        let failed = reading.figures();
        let shares = |own: &&Vec<usize>| own.iter().filter(|at| failed.contains(at)).count() > 1;
        let moves = if is_share(relation) { &[] } else { moves };
        let one_move = moves.iter().filter(shares).flatten().copied().collect();
        let mut search = Search { tokens, failed: reading, one_move, tried: 0, holds: false };
        match relation {
            Relation::Sum | Relation::Balance => search.lists(at, &near),
            Relation::Weighted => search.weights(&near),
            _ if own.kind == Kind::Percent => search.rates(at, &near, is_share(relation)),
            _ => search.differences(at, &near),
        }
        let width = width(own)?;
        let by_chance = width.checked_mul(Decimal::from(search.tried))?;
        let is_telling = by_chance * Decimal::from(1_000_u64) <= Decimal::from(CHANCE);
        Some(Self { holds: search.holds, is_telling })
    }
}

/// The share of all numbers of as many digits that a figure may stand for.
fn width(figure: &Quantity) -> Option<Decimal> {
    let units = figure.printed.mantissa().unsigned_abs();
    let units = u64::try_from(units).ok()?.max(1);
    // of a rate all numbers up to a hundred, whatever it is
    let least =
        if figure.kind == Kind::Percent { 100 * 10_u64.checked_pow(figure.decimals)? } else { 0 };
    Decimal::ONE.checked_div(Decimal::from(units.max(least)))
}

/// A search for readings that come out.
struct Search<'t> {
    tokens: &'t Tokens,
    /// The reading that fails.
    failed: &'t Reading,
    /// The figures of the change that it is of: the words say which of them is which.
    one_move: Vec<usize>,
    tried: u64,
    holds: bool,
}

impl Search<'_> {
    fn figure(&self, at: usize) -> Option<&Quantity> {
        self.tokens.figures.get(at)
    }

    fn is_like(&self, a: usize, b: usize) -> bool {
        self.figure(a).zip(self.figure(b)).is_some_and(|(a, b)| a.is_like(b))
    }

    fn try_one(&mut self, relation: Relation, reading: &Reading) {
        self.tried += 1;
        self.holds |=
            holds(relation, reading, &self.tokens.figures) == Some(true) && self.is_other(reading);
    }

    /// Whether a reading takes another figure in the place of one of the reading that fails, and that is not one slip away.
    fn is_other(&self, reading: &Reading) -> bool {
        let (own, failed) = (reading.figures(), self.failed.figures());
        // what shares nothing with it but its outcome says something else of that, and one of the same figures is
        // contradicted by the words
        let shared = own.iter().filter(|at| failed.contains(at)).count();
        if shared < 2 || shared == own.len() && shared == failed.len() {
            return false;
        }
        if own.iter().all(|at| self.one_move.contains(at)) {
            return false;
        }
        let is_near = |a: &usize, b: &usize| {
            self.figure(*a).zip(self.figure(*b)).is_some_and(|(a, b)| is_slip_of(a, b))
        };
        let mut new = own.iter().filter(|at| !failed.contains(at));
        !new.any(|at| {
            failed.iter().filter(|own_at| !own.contains(own_at)).any(|other| is_near(at, other))
        })
    }

    /// A rate of two amounts of one kind: a share, or a growth.
    fn rates(&mut self, rate: usize, near: &[usize], is_share: bool) {
        for a in near {
            for b in near.iter().filter(|b| *b != a) {
                if !self.is_like(*a, *b)
                    || self.figure(*a).is_some_and(|one| one.kind == Kind::Percent)
                {
                    continue;
                }
                let (part, whole) = (*a, *b);
                let share =
                    [(Slot::Part, part, 1), (Slot::Whole, whole, 1), (Slot::Share, rate, 1)];
                if is_share {
                    self.try_one(Relation::Share, &Reading::of(share));
                    continue;
                }
                for sign in [1, -1] {
                    let grown =
                        [(Slot::Value, part, 1), (Slot::Base, whole, 1), (Slot::Rate, rate, sign)];
                    self.try_one(Relation::GrowthOf, &Reading::of(grown));
                    let back = [
                        (Slot::Value, whole, 1),
                        (Slot::Change, part, sign),
                        (Slot::Rate, rate, sign),
                    ];
                    self.try_one(Relation::GrowthBack, &Reading::of(back));
                }
            }
        }
    }

    /// What one amount is more than another.
    fn differences(&mut self, change: usize, near: &[usize]) {
        let is_points = self.figure(change).is_some_and(|one| one.kind == Kind::Points);
        for (nth, a) in near.iter().enumerate() {
            for b in near.iter().skip(nth + 1) {
                let is_rate =
                    |at: usize| self.figure(at).is_some_and(|one| one.kind == Kind::Percent);
                let are_like = self.is_like(*a, *b)
                    && if is_points { is_rate(*a) } else { self.is_like(*a, change) };
                if are_like {
                    let parts =
                        [(Slot::Value, *a, 1), (Slot::Base, *b, 1), (Slot::Change, change, 1)];
                    self.try_one(Relation::Left, &Reading::of(parts));
                }
            }
        }
    }

    /// What some amounts, one behind the other, come to, added or taken off.
    fn lists(&mut self, total: usize, near: &[usize]) {
        let like: Vec<usize> = near.iter().copied().filter(|at| self.is_like(*at, total)).collect();
        for from in 0..like.len() {
            for length in 2..=LIST.min(like.len() - from) {
                let Some(items) = like.get(from..from + length) else { continue };
                for signs in 0..1_u32 << length.min(LIST - 1) {
                    // all are added, or of few some are taken off
                    if signs != 0 && length > 4 {
                        break;
                    }
                    let sign = |nth: usize| if signs >> nth & 1 == 1 { -1 } else { 1 };
                    let items: Vec<(usize, i8)> =
                        items.iter().enumerate().map(|(nth, at)| (*at, sign(nth))).collect();
                    let reading = Reading::of([(Slot::Total, total, 1)]).with_items(&items);
                    self.try_one(Relation::Balance, &reading);
                }
            }
        }
    }

    /// Points times weights that come to other points.
    fn weights(&mut self, near: &[usize]) {
        let mut all: Vec<usize> = near.to_vec();
        all.extend(self.failed.figures());
        all.sort_unstable();
        all.dedup();
        let tokens = self.tokens;
        let is_rate =
            |at: usize| tokens.figures.get(at).is_some_and(|one| one.kind == Kind::Percent);
        let pairs: Vec<(usize, usize)> = all
            .windows(2)
            .filter_map(|pair| match pair {
                [item, weight] if !is_rate(*item) && is_rate(*weight) => Some((*item, *weight)),
                _ => None,
            })
            .collect();
        if pairs.len() < 2 || pairs.len() > PAIRS.len() {
            return;
        }
        let items = pairs.iter().map(|(item, _)| *item).collect::<Vec<_>>();
        for total in all.iter().filter(|at| !is_rate(**at) && !items.contains(at)) {
            let own = PAIRS.iter().zip(&pairs);
            let parts = own.flat_map(|((item, weight), (a, b))| [(*item, *a, 1), (*weight, *b, 1)]);
            let parts: Vec<(Slot, usize, i8)> = parts.chain([(Slot::Total, *total, 1)]).collect();
            self.try_one(Relation::Weighted, &Reading::of(parts));
        }
    }
}

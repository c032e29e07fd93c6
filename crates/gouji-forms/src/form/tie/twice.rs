//! Amounts that other sentences name: the same amount said again, and the amounts that rates are of.
//!
//! 支出80万元，下降20%, and in another sentence 上年支出100万元: which amount a rate is of that its own
//! sentence does not print, the names tell and that it comes out. Where none does nothing is said.

use super::meet::{Likeness, digits, likeness};
use super::shares::OpenShare;
use super::told::{NamedRate, Says, ToldAmount, ToldRate};
use super::{Of, Tie};
use crate::form::Proof;
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{Kind, Quantity, Relation, Slot};
use gouji_values::number::{Decimal, round};

/// Two amounts that agree in at least this many digits do not do so by chance, whatever their names.
const TELLING: usize = 5;
/// This many digits are enough if the names agree, too, or if the amount has no name and stands in
/// the same passage.
const SOME: usize = 3;
/// A rate of fewer digits is soon met.
const RATE: usize = 2;
/// A longer name of a whole may stand within another.
const WHOLE: usize = 4;
/// The whole of a share is looked for among this many amounts before it.
const BEFORE: usize = 200;
/// A share of nothing takes the whole of another share at most this many passages away.
const FAR: usize = 20;
/// Amounts of one value that are looked at.
const MOST: usize = 64;

/// All amounts of a document, by value.
pub(super) struct AmountsByValue<'t> {
    heard: &'t [ProsePassage],
    told: &'t [ToldAmount],
    by_value: Vec<(Decimal, usize)>,
}

impl<'t> AmountsByValue<'t> {
    pub(super) fn new(heard: &'t [ProsePassage], told: &'t [ToldAmount]) -> Self {
        let mut out = Self { heard, told, by_value: Vec::with_capacity(told.len()) };
        let values = told.iter().enumerate();
        out.by_value = values.filter_map(|(at, one)| Some((out.figure(one)?.value, at))).collect();
        out.by_value.sort_unstable();
        out
    }

    pub(super) fn figure(&self, told: &ToldAmount) -> Option<&'t Quantity> {
        self.heard.get(told.heard)?.read.tokens.figures.get(told.figure)
    }

    pub(super) fn rate(&self, told: &ToldAmount, rate: &ToldRate) -> Option<&'t Quantity> {
        self.heard.get(told.heard)?.read.tokens.figures.get(rate.figure)
    }

    fn between(&self, low: Decimal, high: Decimal) -> impl Iterator<Item = usize> + '_ {
        let from = self.by_value.partition_point(|(value, _)| *value < low);
        let near = self.by_value.get(from..).unwrap_or(&[]).iter();
        near.take_while(move |(value, _)| *value <= high).take(MOST).map(|(_, at)| *at)
    }

    /// The numbers of the amounts of a value.
    pub(super) fn of_value(&self, value: Decimal) -> impl Iterator<Item = usize> + '_ {
        self.between(value, value)
    }

    /// Amounts with their passages and figures.
    pub(super) fn amounts_between(
        &self,
        low: Decimal,
        high: Decimal,
    ) -> impl Iterator<Item = (Decimal, (usize, usize))> + '_ {
        self.between(low, high).filter_map(|at| {
            let told = self.told.get(at)?;
            Some((self.figure(told)?.value, (told.heard, told.figure)))
        })
    }

    /// A share of which the whole is not known.
    pub(super) fn open_share(&self, at: usize, rate: &ToldRate) -> Option<OpenShare> {
        let told = self.told.get(at)?;
        let (part, share) = (self.figure(told)?, self.rate(told, rate)?);
        if rate.says != Says::Share || share.low() <= Decimal::ZERO || part.low() <= Decimal::ZERO {
            return None;
        }
        let of = |part: Decimal, rate: Decimal| {
            part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(rate)
        };
        let whole = (of(part.low(), share.high())?, of(part.high(), share.low())?);
        let (number, at) = (at, (told.heard, told.figure, rate.figure));
        Some(OpenShare { told: number, at, of: rate.of.clone(), whole })
    }

    /// That an amount is one that was said before.
    pub(super) fn said_before(&self, at: usize) -> Option<Tie<'static>> {
        let own = self.told.get(at)?;
        let figure = self.figure(own).filter(|figure| !figure.value.is_zero())?;
        let digits = digits(figure);
        let before = self.between(figure.value, figure.value).filter(|other| *other < at);
        let mut before = before.filter_map(|other| self.told.get(other));
        let found = before.find(|other| {
            let is_nameless = own.names.is_empty() && other.heard == own.heard;
            digits >= TELLING
                || digits >= SOME
                    && (is_nameless || alike(&own.names, &other.names) > Likeness::None)
        })?;
        Some(Tie {
            heard: own.heard,
            relation: Relation::Same,
            parts: vec![
                (Slot::Value, Of::Said(own.heard, own.figure), 1),
                (Slot::Base, Of::Said(found.heard, found.figure), 1),
            ],
            proof: Proof::Value,
        })
    }

    /// That the change of an amount is the one that was said of the same amount before.
    pub(super) fn change_again(&self, at: usize, rate: &ToldRate) -> Option<Tie<'static>> {
        let own = self.told.get(at)?;
        let (figure, change) = (self.figure(own)?, self.rate(own, rate)?);
        let is_telling = digits(figure) + digits(change) > TELLING;
        if !matches!(rate.says, Says::Change(_)) || change.value.is_zero() || !is_telling {
            return None;
        }
        let before = self.between(figure.value, figure.value).filter(|other| *other < at);
        let found = before.filter_map(|other| self.told.get(other)).find_map(|other| {
            let same = other.rates.iter().find(|said| {
                said.says == rate.says
                    && self.rate(other, said).is_some_and(|said| said.value == change.value)
            })?;
            Some(Of::Said(other.heard, same.figure))
        })?;
        let parts =
            vec![(Slot::Value, Of::Said(own.heard, rate.figure), 1), (Slot::Base, found, 1)];
        Some(Tie { heard: own.heard, relation: Relation::Same, parts, proof: Proof::Value })
    }

    /// The amount that a rate is of. `last`: the whole of the share before.
    pub(super) fn base_of(
        &self,
        at: usize,
        rate: &ToldRate,
        last: Option<usize>,
    ) -> Option<(usize, Tie<'static>)> {
        let own = self.told.get(at)?;
        let (figure, printed) = (self.figure(own)?, self.rate(own, rate)?);
        if rate.says == Says::Share && figure.value.is_zero() {
            return self.nothing_of(at, rate, last);
        }
        if digits(printed) < RATE || digits(figure) < RATE || figure.value <= Decimal::ZERO {
            return None;
        }
        // the least and the most that the amount is in per cent of the other
        let (low, high) = match rate.says {
            Says::Growth(sign) => {
                let value = printed.value * Decimal::from(sign) + Decimal::ONE_HUNDRED;
                (value - printed.half, value + printed.half)
            }
            Says::Completion | Says::Share => (printed.low(), printed.high()),
            Says::Change(sign) => return self.before_change(at, rate, sign),
        };
        let of = |part: Decimal, rate: Decimal| {
            part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(rate).filter(|_| !rate.is_zero())
        };
        let (least, most) = (of(figure.low(), high)?, of(figure.high(), low)?);
        if low <= Decimal::ZERO {
            return None;
        }
        let is_of = |other: usize| {
            let Some(base) = self.told.get(other).filter(|_| other != at) else { return false };
            match rate.says {
                Says::Share if rate.of.is_empty() => last == Some(other),
                Says::Share => is_whole(base, rate),
                Says::Growth(_) | Says::Change(_) | Says::Completion => {
                    alike(&own.names, &base.names) > Likeness::None
                }
            }
        };
        let near = self.between(least, most).filter(|other| is_of(*other));
        let base = near.min_by_key(|other| other.abs_diff(at))?;
        let other = self.told.get(base)?;
        let (value, whole) = (Of::Said(own.heard, own.figure), Of::Said(other.heard, other.figure));
        let said = Of::Said(own.heard, rate.figure);
        let (relation, parts) = match rate.says {
            Says::Growth(sign) => (
                Relation::GrowthOf,
                vec![(Slot::Value, value, 1), (Slot::Base, whole, 1), (Slot::Rate, said, sign)],
            ),
            Says::Change(sign) => (
                Relation::Change,
                vec![(Slot::Value, value, 1), (Slot::Base, whole, 1), (Slot::Change, said, sign)],
            ),
            Says::Completion => (
                Relation::Completion,
                vec![(Slot::Part, value, 1), (Slot::Whole, whole, 1), (Slot::Share, said, 1)],
            ),
            Says::Share => (
                Relation::Share,
                vec![(Slot::Part, value, 1), (Slot::Whole, whole, 1), (Slot::Share, said, 1)],
            ),
        };
        Some((base, Tie { heard: own.heard, relation, parts, proof: Proof::Value }))
    }
}

impl<'t> AmountsByValue<'t> {
    /// The amount before a share that bears the name of its whole, where there is but one value of it.
    pub(super) fn named_whole(&self, at: usize, rate: &ToldRate) -> Option<&'t ToldAmount> {
        if rate.of.is_empty() {
            return None;
        }
        let from = at.saturating_sub(BEFORE);
        let mut wholes =
            self.told.get(from..at)?.iter().filter(|other| other.names.contains(&rate.of));
        let whole = wholes.next_back()?;
        let value = self.figure(whole)?.value;
        wholes
            .all(|other| self.figure(other).is_some_and(|other| other.value == value))
            .then_some(whole)
    }

    /// That a share is of the only amount of the name of its whole, where it is not but for a slip
    /// of the pen.
    pub(super) fn slipped_share(&self, at: usize, rate: &ToldRate) -> Option<Tie<'static>> {
        let own = self.told.get(at)?;
        let (part, share) = (self.figure(own)?, self.rate(own, rate)?);
        if rate.says != Says::Share || !rate.is_plain || rate.of.is_empty() {
            return None;
        }
        let from = at.saturating_sub(BEFORE);
        let mut wholes = self.told.get(from..at)?.iter().filter(|other| is_whole(other, rate));
        let whole = wholes.next_back()?;
        let value = self.figure(whole)?.value;
        if wholes.any(|other| self.figure(other).is_none_or(|other| other.value != value)) {
            return None;
        }
        let is_meant = part.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(value)?;
        is_slip(share, is_meant).then(|| Tie::share(own, whole, rate))
    }

    /// That a rate under a name is that of the amount of the name.
    pub(super) fn rate_again(&self, named: &NamedRate) -> Option<Tie<'static>> {
        let passage = self.heard.get(named.heard)?;
        let figure = passage.read.tokens.figures.get(named.rate.figure)?;
        if figure.value.is_zero() {
            return None;
        }
        let is_same = |(told, rate): &(&ToldAmount, &ToldRate)| {
            let is_of = |name: &String| likeness(name, &named.name) > Likeness::None;
            rate.says == named.rate.says
                && self.rate(told, rate).is_some_and(|other| other.value == figure.value)
                && rate.of == named.rate.of
                && (told.heard, rate.figure) != (named.heard, named.rate.figure)
                && told.names.iter().any(is_of)
        };
        let rates =
            self.told.iter().flat_map(|told| told.rates.iter().map(move |rate| (told, rate)));
        let (told, rate) =
            rates.filter(is_same).min_by_key(|(told, _)| told.heard.abs_diff(named.heard))?;
        let parts = vec![
            (Slot::Value, Of::Said(named.heard, named.rate.figure), 1),
            (Slot::Base, Of::Said(told.heard, rate.figure), 1),
        ];
        Some(Tie { heard: named.heard, relation: Relation::Same, parts, proof: Proof::Value })
    }

    /// That an amount did not grow by more than it is: with the passage and the figure of its change.
    pub(super) fn grown(
        &self,
        own: &ToldAmount,
        rate: &ToldRate,
    ) -> Option<((usize, usize), Tie<'static>)> {
        let is_more = rate.says == Says::Change(1) && rate.is_plain && !own.is_rest;
        let tokens = &self.heard.get(own.heard)?.read.tokens;
        let is_named = |word: &str| own.names.iter().any(|name| name.contains(word));
        // from less than nothing it may grow by more than it is
        let has_sign = || tokens.figures.iter().any(|one| one.is_range && one.kind == Kind::Money);
        let may_be_negative = || tokens.words_of("may_be_negative").any(is_named) || has_sign();
        let amount = self.figure(own).filter(|_| is_more && !may_be_negative())?;
        let parts = vec![
            (Slot::Value, Of::Said(own.heard, own.figure), 1),
            (Slot::Change, Of::Said(own.heard, rate.figure), 1),
        ];
        let tie = Tie { heard: own.heard, relation: Relation::Grown, parts, proof: Proof::Value };
        (amount.value >= Decimal::ZERO).then_some(((own.heard, rate.figure), tie))
    }

    /// The share of nothing in the whole of the shares before it: 甲30万元，占30%；乙0万元，占0%.
    ///
    /// Where that is not known, of the greatest amount before: no part is more than its whole.
    fn nothing_of(
        &self,
        at: usize,
        rate: &ToldRate,
        last: Option<usize>,
    ) -> Option<(usize, Tie<'static>)> {
        let own = self.told.get(at)?;
        let is_near = |whole: &ToldAmount| {
            whole.heard.abs_diff(own.heard) <= FAR
                && (rate.of.is_empty() || is_whole(whole, rate))
                && self.figure(whole).is_some_and(|figure| figure.low() > Decimal::ZERO)
        };
        let is_whole_of = |at: &usize| self.told.get(*at).is_some_and(is_near);
        let value = |at: &usize| Some(self.figure(self.told.get(*at)?)?.value);
        let before = (at.saturating_sub(BEFORE)..at).filter(is_whole_of);
        let last = last.filter(is_whole_of).or_else(|| before.max_by_key(value))?;
        let whole = self.told.get(last)?;
        Some((last, Tie::share(own, whole, rate)))
    }

    /// The amount from which another changed.
    fn before_change(&self, at: usize, rate: &ToldRate, sign: i8) -> Option<(usize, Tie<'static>)> {
        let own = self.told.get(at)?;
        let (figure, change) = (self.figure(own)?, self.rate(own, rate)?);
        if digits(change) < SOME {
            return None;
        }
        let value = figure.value - change.value * Decimal::from(sign);
        let half = figure.half + change.half;
        let is_alike = |other: &usize| {
            let base = self.told.get(*other).filter(|_| *other != at);
            base.is_some_and(|base| alike(&own.names, &base.names) > Likeness::None)
        };
        let base = self
            .between(value - half, value + half)
            .filter(is_alike)
            .min_by_key(|other| other.abs_diff(at))?;
        let other = self.told.get(base)?;
        let parts = vec![
            (Slot::Value, Of::Said(own.heard, own.figure), 1),
            (Slot::Base, Of::Said(other.heard, other.figure), 1),
            (Slot::Change, Of::Said(own.heard, rate.figure), sign),
        ];
        Some((
            base,
            Tie { heard: own.heard, relation: Relation::Change, parts, proof: Proof::Value },
        ))
    }
}

/// Whether an amount has the name that a share gives its whole.
fn is_whole(amount: &ToldAmount, rate: &ToldRate) -> bool {
    amount.names.iter().any(|name| {
        likeness(name, &rate.of) > Likeness::None
            || rate.of.chars().count() >= WHOLE && name.contains(&rate.of)
    })
}

/// Whether one digit of a figure is another than that of a value, or two beside each other are
/// exchanged: of so many digits that is no chance.
fn is_slip(printed: &Quantity, meant: Decimal) -> bool {
    const DIGITS: usize = 4;
    let digits = |value: Decimal| format!("{:.*}", printed.decimals as usize, value).into_bytes();
    let (own, other) = (digits(printed.value), digits(round(meant, printed.decimals)));
    if own.len() != other.len() || own.len() <= DIGITS {
        return false;
    }
    are_one_slip_apart(&own, &other)
}

/// Whether of as many digits one, but the last one, is another, or two beside each other are exchanged.
pub(in crate::form) fn are_one_slip_apart(own: &[u8], other: &[u8]) -> bool {
    let apart: Vec<usize> = (0..own.len()).filter(|at| own.get(*at) != other.get(*at)).collect();
    match apart.as_slice() {
        [at] => *at + 1 < own.len(),
        [first, second] => {
            second - first == 1
                && own.get(*first) == other.get(*second)
                && own.get(*second) == other.get(*first)
        }
        _ => false,
    }
}

/// How alike the names of two amounts are.
fn alike(own: &[String], other: &[String]) -> Likeness {
    let pairs = own.iter().flat_map(|name| other.iter().map(move |other| likeness(name, other)));
    pairs.max().unwrap_or(Likeness::None)
}

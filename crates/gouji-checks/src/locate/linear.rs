//! The sides of a check as sums of figures with factors, and a check as one such sum that is to be
//! zero.

use crate::check::Sources;
use gouji_audit::audit::Check;
use gouji_values::number::{Arena, Decimal, Expression, ExpressionId, Interval, multiply};

/// Σ factor · figure + constant.
#[derive(Clone, Debug, Default)]
pub(super) struct Linear {
    pub(super) constant: Decimal,
    /// Figures in order, each once, with factors that are not zero.
    pub(super) terms: Vec<(u32, Decimal)>,
    /// By how much rounding leaves less and more open of figures that are taken as right; what
    /// these come to is in the constant.
    pub(super) open: (Decimal, Decimal),
    /// The quotient and its base, where this is one of them times the other, less what is divided.
    pub(super) factors: Option<Box<(Self, Self)>>,
}

impl Linear {
    /// From terms in any order.
    fn of(constant: Decimal, mut terms: Vec<(u32, Decimal)>) -> Option<Self> {
        terms.sort_by_key(|(figure, _)| *figure);
        let mut last = 0;
        for at in 1..terms.len() {
            let (figure, factor) = *terms.get(at)?;
            match terms.get_mut(last).filter(|(known, _)| *known == figure) {
                Some((_, sum)) => *sum = sum.checked_add(factor)?,
                None => {
                    last += 1;
                    *terms.get_mut(last)? = (figure, factor);
                }
            }
        }
        terms.truncate(last + 1);
        terms.retain(|(_, factor)| !factor.is_zero());
        Some(Self { constant, terms, ..Self::default() })
    }

    /// How far what it comes to may be off, to either side.
    pub(super) fn open(&self, sources: &Sources) -> Option<Decimal> {
        self.terms.iter().try_fold(Decimal::ZERO, |sum, (figure, factor)| {
            let figure = sources.figures.get(usize::try_from(*figure).ok()?).copied().flatten()?;
            let width = figure.interval.high.checked_sub(figure.interval.low)?;
            sum.checked_add(multiply(multiply(factor.abs(), width)?, Decimal::new(5, 1))?)
        })
    }

    /// What it comes to as printed.
    pub(super) fn value(&self, sources: &Sources) -> Option<Decimal> {
        self.terms.iter().try_fold(self.constant, |sum, (figure, factor)| {
            let value =
                sources.figures.get(usize::try_from(*figure).ok()?).copied().flatten()?.value;
            sum.checked_add(multiply(*factor, value)?)
        })
    }

    /// `self + factor · other`
    fn plus(mut self, factor: Decimal, other: &Self) -> Option<Self> {
        let constant = self.constant.checked_add(multiply(factor, other.constant)?)?;
        for (figure, own) in &other.terms {
            self.terms.push((*figure, multiply(factor, *own)?));
        }
        let (a, b) = (multiply(factor, other.open.0)?, multiply(factor, other.open.1)?);
        let open = (self.open.0.checked_add(a.min(b))?, self.open.1.checked_add(a.max(b))?);
        Some(Self { open, ..Self::of(constant, self.terms)? })
    }
}

/// What rounding leaves open, less and more, with a further number times a factor.
pub(super) fn opened(
    (least, most): (Decimal, Decimal),
    factor: Decimal,
    value: Decimal,
    interval: &Interval,
) -> Option<(Decimal, Decimal)> {
    let a = multiply(factor, interval.low.checked_sub(value)?)?;
    let b = multiply(factor, interval.high.checked_sub(value)?)?;
    Some((least.checked_add(a.min(b))?, most.checked_add(a.max(b))?))
}

/// A side of a check: linear, or a quotient of two that are.
pub(super) enum LinearSide {
    Linear(Linear),
    Ratio(Linear, Linear),
}

/// Stated minus computed, multiplied out at the printed values where one of them is a quotient;
/// whether that was not needed.
pub(super) fn form(sources: &Sources, check: &Check) -> Option<(Linear, bool)> {
    let sides = check.sides?;
    let minus = -Decimal::ONE;
    let (single, share, base, sign) =
        match (side(&sources.arena, sides.stated)?, side(&sources.arena, sides.computed)?) {
            (LinearSide::Linear(stated), LinearSide::Linear(computed)) => {
                return Some((stated.plus(minus, &computed)?, true));
            }
            (LinearSide::Linear(stated), LinearSide::Ratio(share, base)) => {
                (stated, share, base, Decimal::ONE)
            }
            (LinearSide::Ratio(share, base), LinearSide::Linear(computed)) => {
                (computed, share, base, minus)
            }
            (LinearSide::Ratio(..), LinearSide::Ratio(..)) => return None,
        };
    // single − share / base, times base: each factor is taken at the other's printed value
    let (at, by) = (single.value(sources)?, base.value(sources)?);
    let out = Linear { constant: -multiply(at, by)?, ..Linear::default() };
    let out = out.plus(by, &single)?.plus(at, &base)?.plus(minus, &share)?;
    let sign = if by.is_sign_negative() { -sign } else { sign };
    let factors = Some(Box::new((single, base)));
    Some((Linear { factors, ..Linear::default().plus(sign, &out)? }, false))
}

pub(super) fn side(arena: &Arena, id: ExpressionId) -> Option<LinearSide> {
    let (mut constant, mut terms) = (Decimal::ZERO, Vec::new());
    let mut open = (Decimal::ZERO, Decimal::ZERO);
    let mut stack = vec![(id, Decimal::ONE)];
    let mut ratio: Option<(Decimal, ExpressionId, ExpressionId)> = None;
    while let Some((id, factor)) = stack.pop() {
        match arena.get(id)? {
            Expression::Printed(index) => terms.push((*index, factor)),
            Expression::Constant(value) => {
                constant = constant.checked_add(multiply(*value, factor)?)?
            }
            Expression::Settled(settled) => {
                let (value, interval) = &**settled;
                constant = constant.checked_add(multiply(*value, factor)?)?;
                open = opened(open, factor, *value, interval)?;
            }
            Expression::Scaled(by, of) => stack.push((*of, multiply(factor, *by)?)),
            Expression::Added(a, b) => stack.extend([(*a, factor), (*b, factor)]),
            Expression::Subtracted(a, b) => stack.extend([(*a, factor), (*b, -factor)]),
            Expression::Ratio(a, b) if ratio.is_none() => ratio = Some((factor, *a, *b)),
            Expression::Ratio(..) | Expression::Product(..) | Expression::Opaque(_) => return None,
        }
    }
    let out = Linear { open, ..Linear::of(constant, terms)? };
    let Some((factor, a, b)) = ratio else { return Some(LinearSide::Linear(out)) };
    let (LinearSide::Linear(share), LinearSide::Linear(base)) = (side(arena, a)?, side(arena, b)?)
    else {
        return None;
    };
    // a quotient plus a number is a quotient
    if !out.terms.is_empty() {
        return None;
    }
    let share = Linear::default().plus(factor, &share)?.plus(out.constant, &base)?;
    Some(LinearSide::Ratio(share, base))
}

//! The sides of a check with other numbers in the place of some printed figures.

use crate::check::evaluate::Evaluator;
use gouji_values::hash::QuickMap;
use gouji_values::number::{Decimal, Expression, ExpressionId, Figure, Interval, divide, multiply};

/// Printed figures, by their index, and by how much each is another one, in base units.
pub(super) type Shift<'s> = &'s [(u32, Decimal)];

/// A side of a check.
pub(super) struct Side {
    pub(super) figure: Figure,
    /// The factors of its figures where it is a sum of them.
    linear: Option<QuickMap<u32, Decimal>>,
}

impl Side {
    /// A side that can be worked again: its expression says how.
    pub(super) fn of(evaluator: &Evaluator<'_>, figure: Figure) -> Option<Self> {
        let linear = evaluator.arena.linear(figure.expression);
        let out = Self { figure, linear: linear.map(|(_, terms)| terms.into_iter().collect()) };
        // what expressions do not say is told by working it without any change
        let same = again(evaluator, figure.expression, &[]);
        same.is_some_and(|(value, interval)| value == figure.value && interval == figure.interval)
            .then_some(out)
    }

    /// It with other numbers.
    pub(super) fn with(&self, evaluator: &Evaluator<'_>, shift: Shift<'_>) -> Option<Figure> {
        let Some(linear) = &self.linear else {
            let (value, interval) = again(evaluator, self.figure.expression, shift)?;
            return Some(Figure { value, interval, ..self.figure });
        };
        let mut by = Decimal::ZERO;
        for (index, step) in shift {
            if let Some(factor) = linear.get(index) {
                by = by.checked_add(multiply(*factor, *step)?)?;
            }
        }
        if by.is_zero() {
            return Some(self.figure);
        }
        Some(Figure {
            value: self.figure.value.checked_add(by)?,
            interval: moved(&self.figure.interval, by)?,
            ..self.figure
        })
    }
}

fn moved(interval: &Interval, by: Decimal) -> Option<Interval> {
    Some(Interval {
        low: interval.low.checked_add(by)?,
        high: interval.high.checked_add(by)?,
        ..*interval
    })
}

/// What an expression comes to, and between which ends.
fn again(
    evaluator: &Evaluator<'_>,
    id: ExpressionId,
    shift: Shift<'_>,
) -> Option<(Decimal, Interval)> {
    let of = |id: &ExpressionId| again(evaluator, *id, shift);
    Some(match evaluator.arena.get(id)? {
        Expression::Printed(index) => {
            let figure = evaluator.figures.get(*index as usize).copied().flatten()?;
            match shift.iter().find(|(changed, _)| changed == index) {
                None => (figure.value, figure.interval),
                Some((_, by)) => (figure.value.checked_add(*by)?, moved(&figure.interval, *by)?),
            }
        }
        Expression::Constant(value) => (*value, Interval::exact(*value)),
        Expression::Settled(settled) => **settled,
        Expression::Scaled(factor, inner) => {
            let (value, interval) = of(inner)?;
            (multiply(value, *factor)?, interval.scale(*factor)?)
        }
        Expression::Added(a, b) => {
            let ((x, a), (y, b)) = (of(a)?, of(b)?);
            (x.checked_add(y)?, a.add(&b)?)
        }
        Expression::Subtracted(a, b) => {
            let ((x, a), (y, b)) = (of(a)?, of(b)?);
            (x.checked_sub(y)?, a.add(&b.negate())?)
        }
        Expression::Product(a, b) => {
            let ((x, a), (y, b)) = (of(a)?, of(b)?);
            (multiply(x, y)?, a.multiply(&b)?)
        }
        Expression::Ratio(a, b) => {
            let ((x, p), (y, q)) = (of(a)?, of(b)?);
            let ends = |index: u32| {
                let figure = evaluator.figures.get(index as usize).copied().flatten()?;
                match shift.iter().find(|(changed, _)| *changed == index) {
                    None => Some(figure.interval),
                    Some((_, by)) => moved(&figure.interval, *by),
                }
            };
            let interval = evaluator.quotient_of((&p, *a), (&q, *b), ends)?;
            (divide(x, y)?.0, interval)
        }
        Expression::Opaque(_) => return None,
    })
}

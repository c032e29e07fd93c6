//! Equations of relations that rule files declare: flat code over slots, worked out with intervals.
//!
//! `ruleset/` makes it of the formula that a `[[relation]]` demands. Percentages stand in it as formulas have
//! them: 25% is 0.25.

use super::quantity::{Kind, Quantity};
use super::reading::{Reading, Slot};
use super::span::Span;
use gouji_values::number::Decimal;

/// A step of an equation: it takes what it needs from the top of a stack and leaves what comes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EquationStep {
    /// The figure of a slot, by its number.
    Slot(u8),
    /// A number.
    Number(Decimal),
    /// The sum of two.
    Add,
    /// The first less the second.
    Subtract,
    /// The product of two.
    Multiply,
    /// The first over the second.
    Divide,
    /// The same with the other sign.
    Negate,
    /// The lesser of two.
    Lesser,
    /// The greater of two.
    Greater,
}

/// How the two sides of a comparison are to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EquationSides {
    /// They are equal.
    Equal,
    /// The left one is not more than the right one.
    AtMost,
    /// The left one is not less than the right one.
    AtLeast,
}

/// Two sides that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct EquationComparison {
    /// What is told.
    pub left: Vec<EquationStep>,
    /// How it is to stand to the other side.
    pub sides: EquationSides,
    /// What it is worked out of.
    pub right: Vec<EquationStep>,
}

/// What a declared relation demands of its figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Equation {
    /// Its comparisons.
    pub all: Vec<EquationComparison>,
    /// One of them is enough.
    pub is_choice: bool,
    /// The slots whose figures are rounded to their last place, also where they count things.
    pub rounded: Vec<u8>,
}

impl Equation {
    /// Whether it holds with some figures within the rounding of what is printed; `None` where it cannot be worked out.
    pub(super) fn holds(&self, reading: &Reading, figures: &[Quantity]) -> Option<bool> {
        let span = |slot: u8| {
            let own = reading.parts.iter().find(|(own, _)| *own == Slot::Own(slot));
            let (_, filling) = own?;
            let figure = filling.figure().and_then(|figure| figures.get(figure))?;
            let mut span = Span::of(filling, figures)?;
            if self.rounded.contains(&slot) && figure.half.is_zero() {
                let times = figure.value.checked_div(figure.printed).unwrap_or(Decimal::ONE);
                let half = Decimal::new(5, figure.decimals + 1).checked_mul(times.abs())?;
                span = span.add(Span { low: -half, high: half })?;
            }
            match figure.kind {
                Kind::Percent | Kind::Points => span.over(Span::exact(Decimal::ONE_HUNDRED)),
                _ => Some(span),
            }
        };
        let mut each = self.all.iter().map(|one| one.holds(&span));
        if self.is_choice {
            each.try_fold(false, |any, one| Some(any | one?))
        } else {
            each.try_fold(true, |all, one| Some(all & one?))
        }
    }

    /// The slot that stands alone on the left: what is told, where the others say what it comes to.
    pub(super) fn told_slot(&self) -> Option<u8> {
        match self.all.first()?.left.as_slice() {
            [EquationStep::Slot(slot)] => Some(*slot),
            _ => None,
        }
    }

    /// Whether it only keeps one side on one side of the other.
    pub(super) fn is_bound(&self) -> bool {
        self.is_choice || self.all.iter().any(|one| one.sides != EquationSides::Equal)
    }
}

impl EquationComparison {
    fn holds(&self, slot: &impl Fn(u8) -> Option<Span>) -> Option<bool> {
        let (left, right) = (worked(&self.left, slot)?, worked(&self.right, slot)?);
        Some(match self.sides {
            EquationSides::Equal => left.meets(right),
            EquationSides::AtMost => left.low <= right.high,
            EquationSides::AtLeast => left.high >= right.low,
        })
    }
}

/// What some steps come to.
fn worked(steps: &[EquationStep], slot: &impl Fn(u8) -> Option<Span>) -> Option<Span> {
    let mut stack: Vec<Span> = Vec::with_capacity(steps.len());
    for step in steps {
        let two: Option<fn(Span, Span) -> Option<Span>> = match step {
            EquationStep::Slot(at) => {
                stack.push(slot(*at)?);
                continue;
            }
            EquationStep::Number(value) => {
                stack.push(Span::exact(*value));
                continue;
            }
            EquationStep::Negate => {
                let one = stack.pop()?;
                stack.push(one.negate());
                continue;
            }
            EquationStep::Add => Some(Span::add),
            EquationStep::Subtract => Some(|a, b| a.add(b.negate())),
            EquationStep::Multiply => Some(Span::times),
            EquationStep::Divide => Some(Span::over),
            EquationStep::Lesser => {
                Some(|a, b| Some(Span { low: a.low.min(b.low), high: a.high.min(b.high) }))
            }
            EquationStep::Greater => {
                Some(|a, b| Some(Span { low: a.low.max(b.low), high: a.high.max(b.high) }))
            }
        };
        let (second, first) = (stack.pop()?, stack.pop()?);
        stack.push(two?(first, second)?);
    }
    let out = stack.pop()?;
    stack.is_empty().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use EquationStep::{Divide, Multiply, Slot as At};

    fn figure(value: i64, decimals: u32, kind: Kind) -> Quantity {
        let half = Decimal::new(5, decimals + 1);
        Quantity { half, ..Quantity::exact(Decimal::new(value, decimals), decimals, kind) }
    }

    fn holds(left: &[EquationStep], right: &[EquationStep], figures: &[Quantity]) -> Option<bool> {
        let all = vec![EquationComparison {
            left: left.into(),
            sides: EquationSides::Equal,
            right: right.into(),
        }];
        let parts = (0_u8..).zip(0..figures.len()).map(|(slot, at)| (Slot::Own(slot), at, 1));
        Equation { all, ..Equation::default() }.holds(&Reading::of(parts), figures)
    }

    #[test]
    fn what_rounds_to_the_printed_figures_holds() {
        let figures = |total| {
            [
                figure(total, 2, Kind::Money),
                figure(50, 2, Kind::Money),
                Quantity::exact(Decimal::from(121), 0, Kind::Count),
            ]
        };
        let product = [At(1), At(2), Multiply];
        assert_eq!(holds(&[At(0)], &product, &figures(6050)), Some(true));
        // 0.495 to 0.505 times 121
        assert_eq!(holds(&[At(0)], &product, &figures(6110)), Some(true));
        assert_eq!(holds(&[At(0)], &product, &figures(6112)), Some(false));
    }

    #[test]
    fn a_rate_is_a_number_as_formulas_have_it() {
        let figures = [
            figure(9167, 2, Kind::Percent),
            Quantity::exact(Decimal::from(1100), 0, Kind::Count),
            Quantity::exact(Decimal::from(1200), 0, Kind::Count),
        ];
        assert_eq!(holds(&[At(0)], &[At(1), At(2), Divide], &figures), Some(true));
        assert_eq!(holds(&[At(0)], &[At(2), At(1), Divide], &figures), Some(false));
    }

    #[test]
    fn what_cannot_be_worked_out_says_nothing() {
        let nothing = [figure(1, 0, Kind::Bare), Quantity::exact(Decimal::ZERO, 0, Kind::Bare)];
        assert_eq!(holds(&[At(0)], &[At(0), At(1), Divide], &nothing), None);
        assert_eq!(holds(&[At(0)], &[Divide], &nothing), None);
        assert_eq!(holds(&[At(0)], &[At(0), At(0)], &nothing), None);
    }
}

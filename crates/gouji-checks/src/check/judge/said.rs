//! A figure that comes out in a table read with doubt, and is said otherwise elsewhere.

use super::caught::value;
use gouji_audit::audit::Check;
use gouji_values::document::Span;
use gouji_values::number::{Decimal, ulp};

/// The figure that a check compares with a single one of an area: of a sentence, or of another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct SaidFigure {
    /// Where it stands.
    pub(in crate::check) span: Span,
    pub(super) size: Decimal,
    /// What its last digit counts, in the unit of the check.
    last: Decimal,
}

impl SaidFigure {
    /// Of a check with these figures in an area.
    pub(super) fn of(text: &str, check: &Check, inside: &[Span]) -> Option<Self> {
        let ([_], [_, _]) = (inside, &*check.cites) else { return None };
        let mut outside = check.places().filter(|(span, _)| !inside.contains(span));
        let (span, _) = outside.next().filter(|(_, document)| document.is_none())?;
        let size = value(text, span)?;
        let is_stated = check.lead().is_some_and(|(lead, _)| lead == span);
        let last = if is_stated { ulp(size.scale()) } else { Decimal::ZERO };
        Some(Self { span, size, last })
    }

    /// The same, were it so much more.
    pub(in crate::check) fn moved(self, by: Decimal) -> Self {
        Self { size: self.size + by, ..self }
    }

    /// Whether it is off by one digit, but for rounding.
    pub(super) fn is_slip(&self, by: Decimal) -> bool {
        let mut place = ulp(by.scale());
        while place * Decimal::TEN <= by + self.last {
            place *= Decimal::TEN;
        }
        let is_it = |digit: i64| {
            let apart = (Decimal::from(digit) * place - by).abs();
            apart.is_zero() || apart < self.last
        };
        place > self.last && (1..=10).any(is_it)
    }
}

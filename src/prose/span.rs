//! Intervals of values: what a printed figure may stand for, and what comes of reckoning with it.

use super::quantity::Quantity;
use super::reading::Filling;
use crate::number::Decimal;

/// Values from the least to the greatest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) low: Decimal,
    pub(super) high: Decimal,
}

impl Span {
    pub(super) fn of(filling: &Filling, figures: &[Quantity]) -> Option<Self> {
        match filling {
            Filling::Figure(figure, sign) => {
                let figure = figures.get(*figure)?;
                let span = Self { low: figure.low(), high: figure.high() };
                Some(if *sign < 0 { span.negate() } else { span })
            }
            Filling::Worked { value, like, .. } => {
                let like = figures.get(*like)?;
                let times =
                    if like.printed.is_zero() { Decimal::ONE } else { like.value / like.printed };
                let value = value.checked_mul(times)?;
                Some(Self { low: value, high: value })
            }
            Filling::Number(_, value) | Filling::Counted(value, _) => {
                Some(Self { low: *value, high: *value })
            }
        }
    }

    pub(super) fn half(self) -> Decimal {
        (self.high - self.low) / Decimal::TWO
    }

    pub(super) fn negate(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    /// Whether neither stands for anything below nothing: its ends multiply to ends.
    fn are_positive(self, other: Self) -> bool {
        self.low >= Decimal::ZERO && other.low >= Decimal::ZERO
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        if self.are_positive(other) {
            let low = self.low.checked_mul(other.low)?;
            return Some(Self { low, high: self.high.checked_mul(other.high)? });
        }
        let corners = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut out: Option<Self> = None;
        for (a, b) in corners {
            let product = a.checked_mul(b)?;
            out = Some(out.map_or(Self { low: product, high: product }, |out| Self {
                low: out.low.min(product),
                high: out.high.max(product),
            }));
        }
        out
    }

    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.low <= Decimal::ZERO && other.high >= Decimal::ZERO {
            return None;
        }
        if self.are_positive(other) {
            let low = self.low.checked_div(other.high)?;
            return Some(Self { low, high: self.high.checked_div(other.low)? });
        }
        let corners = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut out: Option<Self> = None;
        for (a, b) in corners {
            let quotient = a.checked_div(b)?;
            out = Some(out.map_or(Self { low: quotient, high: quotient }, |out| Self {
                low: out.low.min(quotient),
                high: out.high.max(quotient),
            }));
        }
        out
    }

    pub(super) fn percent(self) -> Option<Self> {
        let times = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
        Some(Self { low: times(self.low)?, high: times(self.high)? })
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

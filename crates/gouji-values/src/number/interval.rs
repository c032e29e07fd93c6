//! The set of values that a printed or computed number may stand for.
//!
//! Half-up rounding: ends are closed and touching ends meet (XBRL Calculations 1.1, section 6.2,
//! with the house rule that a tie may have gone either way). Truncation: the end away from zero is
//! open.

use super::{divide, multiply};
use rust_decimal::Decimal;

/// A closed, half-open or open interval of exact decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end.
    pub low: Decimal,
    /// Upper end.
    pub high: Decimal,
    /// The lower end is not part of it.
    pub low_open: bool,
    /// The upper end is not part of it.
    pub high_open: bool,
}

impl Interval {
    /// The one value.
    #[must_use]
    pub fn exact(value: Decimal) -> Self {
        Self { low: value, high: value, low_open: false, high_open: false }
    }

    /// `value` rounded half up to a multiple of `unit`: value ± unit/2, ends closed.
    #[must_use]
    pub fn rounded(value: Decimal, unit: Decimal) -> Self {
        let half = unit * Decimal::new(5, 1);
        Self { low: value - half, high: value + half, low_open: false, high_open: false }
    }

    /// `value` cut off to a multiple of `unit`.
    #[must_use]
    pub fn truncated(value: Decimal, unit: Decimal) -> Self {
        let (up, down) = (value + unit, value - unit);
        if value.is_zero() {
            Self { low: down, high: up, low_open: true, high_open: true }
        } else if value.is_sign_negative() {
            Self { low: down, high: value, low_open: true, high_open: false }
        } else {
            Self { low: value, high: up, low_open: false, high_open: true }
        }
    }

    /// Whether it holds one value only.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// Whether `value` lies in it.
    #[must_use]
    pub fn contains(&self, value: Decimal) -> bool {
        let above = if self.low_open { value > self.low } else { value >= self.low };
        let below = if self.high_open { value < self.high } else { value <= self.high };
        above && below
    }

    /// Whether some value lies in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let apart = |low: Decimal, low_open: bool, high: Decimal, high_open: bool| {
            low > high || (low == high && (low_open || high_open))
        };
        !apart(self.low, self.low_open, other.high, other.high_open)
            && !apart(other.low, other.low_open, self.high, self.high_open)
    }

    /// Whether some value of `self` is less than or equal to some value of `other`.
    #[must_use]
    pub fn may_be_at_most(&self, other: &Self) -> bool {
        self.low < other.high || (self.low == other.high && !self.low_open && !other.high_open)
    }

    /// Whether some value of `self` is less than some value of `other`.
    #[must_use]
    pub fn may_be_less(&self, other: &Self) -> bool {
        self.low < other.high
    }

    /// Sum. `None` on overflow.
    #[must_use]
    pub fn add(&self, other: &Self) -> Option<Self> {
        Some(Self {
            low: self.low.checked_add(other.low)?,
            high: self.high.checked_add(other.high)?,
            low_open: self.low_open || other.low_open,
            high_open: self.high_open || other.high_open,
        })
    }

    /// The interval mirrored at zero.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self {
            low: -self.high,
            high: -self.low,
            low_open: self.high_open,
            high_open: self.low_open,
        }
    }

    /// Multiplied by a constant. `None` where the product is not exact.
    #[must_use]
    pub fn scale(&self, factor: Decimal) -> Option<Self> {
        let (low, high) = (multiply(self.low, factor)?, multiply(self.high, factor)?);
        Some(if factor.is_sign_negative() {
            Self { low: high, high: low, low_open: self.high_open, high_open: self.low_open }
        } else {
            Self { low, high, low_open: self.low_open, high_open: self.high_open }
        })
    }

    /// Product of two independent intervals (ends closed). `None` on overflow.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> Option<Self> {
        let corners = [
            multiply(self.low, other.low)?,
            multiply(self.low, other.high)?,
            multiply(self.high, other.low)?,
            multiply(self.high, other.high)?,
        ];
        Some(Self::hull(corners))
    }

    /// Quotient of two independent intervals (ends closed, widened where the quotient does not
    /// end). `None` where the divisor may be zero.
    #[must_use]
    pub fn divide(&self, other: &Self) -> Option<Self> {
        if other.low <= Decimal::ZERO && other.high >= Decimal::ZERO {
            return None;
        }
        let corner = |a: Decimal, b: Decimal| {
            let (quotient, exact) = divide(a, b)?;
            let slack =
                if exact { Decimal::ZERO } else { Decimal::new(1, quotient.scale().max(1)) };
            Some((quotient - slack, quotient + slack))
        };
        // of what is above nothing two corners are the ends
        if self.low > Decimal::ZERO && other.low > Decimal::ZERO {
            let (low, high) = (corner(self.low, other.high)?.0, corner(self.high, other.low)?.1);
            return Some(Self { low, high, low_open: false, high_open: false });
        }
        let pairs = [
            (self.low, other.low),
            (self.low, other.high),
            (self.high, other.low),
            (self.high, other.high),
        ];
        let mut corners = [Decimal::ZERO; 8];
        for (slots, (a, b)) in corners.chunks_mut(2).zip(pairs) {
            if let [down, up] = slots {
                (*down, *up) = corner(a, b)?;
            }
        }
        Some(Self::hull(corners))
    }

    /// The interval with its ends rounded to this many decimals, wider by what that leaves open.
    #[must_use]
    pub fn widened(&self, decimals: u32) -> Option<Self> {
        let slack = super::ulp(decimals);
        let near = |end: Decimal| super::round(end, decimals);
        let (low, high) = (near(self.low), near(self.high));
        if (low, high) == (self.low, self.high) {
            return Some(*self);
        }
        Some(Self::hull([low.checked_sub(slack)?, high.checked_add(slack)?]))
    }

    /// The smallest closed interval that holds all the values.
    #[must_use]
    pub fn hull(values: impl IntoIterator<Item = Decimal>) -> Self {
        let mut values = values.into_iter();
        let first = values.next().unwrap_or(Decimal::ZERO);
        let mut out = Self::exact(first);
        for value in values {
            out.low = out.low.min(value);
            out.high = out.high.max(value);
        }
        out
    }
}

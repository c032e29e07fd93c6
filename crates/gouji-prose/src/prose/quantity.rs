//! A number of prose: what is printed, its unit, and the interval of values that it may stand for.

use gouji_values::number::{Decimal, UnitId};
use std::ops::Range;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money, in the base unit.
    Money,
    /// A ratio, in per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Points of a score.
    Score,
    /// Things, people, months.
    Count,
    /// No unit stands behind it.
    Bare,
}

/// A word that says that the figure is not meant exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// None.
    #[default]
    Exact,
    /// About the figure.
    About,
    /// More than the figure.
    Over,
    /// Less than the figure.
    Under,
    /// Nearly the figure, and less.
    Near,
    /// The figure or less.
    AtMost,
    /// The figure or more.
    AtLeast,
}

/// A number of prose.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// In the base unit of its kind.
    pub value: Decimal,
    /// Half a unit of the last printed place, in the base unit; 0 for what is exact.
    pub half: Decimal,
    /// As printed, in the unit as printed.
    pub printed: Decimal,
    /// Printed decimals.
    pub decimals: u32,
    /// Unit as printed, where the vocabulary has it.
    pub unit: Option<UnitId>,
    /// What it counts.
    pub kind: Kind,
    /// The word of counting; empty for other kinds.
    pub counter: String,
    /// Counted in ten thousands or more.
    pub is_multiple: bool,
    /// Written with numerals of words (三个).
    pub is_spelled: bool,
    /// Written as a tenth, a half.
    pub is_tenth: bool,
    /// Part of a range, a sign stands before it, or else no figure of its own.
    pub is_range: bool,
    /// An amount for each (元/户).
    pub is_per: bool,
    /// A times of another figure (倍), as per cent.
    pub is_times: bool,
    /// Not meant exactly.
    pub bound: Bound,
    /// Bytes in the passage, unit included.
    pub span: Range<usize>,
    /// Characters.
    pub chars: Range<usize>,
}

impl Quantity {
    /// A number as it is printed, of no unit and nowhere.
    #[must_use]
    pub fn exact(value: Decimal, decimals: u32, kind: Kind) -> Self {
        Self {
            value,
            half: Decimal::ZERO,
            printed: value,
            decimals,
            unit: None,
            kind,
            counter: String::new(),
            is_multiple: false,
            is_spelled: false,
            is_tenth: false,
            is_range: false,
            is_per: false,
            is_times: false,
            bound: Bound::Exact,
            span: 0..0,
            chars: 0..0,
        }
    }

    /// To how many decimals its number is known, in the unit as printed: more than are printed where zeros at the end are
    /// left out.
    #[must_use]
    pub fn known_decimals(&self) -> u32 {
        let times = self.value.checked_div(self.printed).filter(|times| !times.is_zero());
        let room = times.and_then(|times| self.half.checked_div(times)).unwrap_or(Decimal::ZERO);
        // half a unit of the last place has one digit more
        self.decimals.max(room.normalize().scale().saturating_sub(1))
    }

    /// Whether it may be compared and added with another.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        // 上年为0: nothing needs no unit
        if self.is_bare_zero() || other.is_bare_zero() {
            let is_amount =
                |kind: Kind| matches!(kind, Kind::Money | Kind::Count | Kind::Score | Kind::Bare);
            return is_amount(self.kind) && is_amount(other.kind);
        }
        let counts = self.kind == Kind::Count && other.kind == Kind::Count;
        self.kind == other.kind && (!counts || self.counter == other.counter)
    }

    fn is_bare_zero(&self) -> bool {
        self.kind == Kind::Bare && self.value.is_zero() && self.bound == Bound::Exact
    }

    /// The least value that it may stand for.
    #[must_use]
    pub fn low(&self) -> Decimal {
        self.value - self.half
    }

    /// The greatest value that it may stand for.
    #[must_use]
    pub fn high(&self) -> Decimal {
        self.value + self.half
    }

    /// How many digits are printed, without the zeros at the end.
    #[must_use]
    pub fn telling_digits(&self) -> usize {
        self.printed.mantissa().unsigned_abs().to_string().trim_end_matches('0').len()
    }

    /// Whether it is a figure that relations may speak of.
    #[must_use]
    pub fn is_figure(&self) -> bool {
        self.bound == Bound::Exact && !self.is_range && !self.is_tenth
    }
}

//! Values of formulas, and why there is none.

use gouji_audit::audit::Why;
use gouji_values::number::{Decimal, Figure, Interval};

/// What a node of a formula gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(Figure),
    /// Words, and the printed figure that they are.
    Text(String, Option<u32>),
    /// True or false.
    Bool(bool),
    /// A day: year, month, day.
    Date((i32, u32, u32), Option<u32>),
    /// An empty cell, or (without a place) a row or column that this table does not print.
    Blank(Option<u32>),
}

/// Why a formula has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// What it speaks of is not in this document.
    NotApplicable(Why),
    /// A capture of an optional stretch that is not there.
    NoCapture(Why),
    /// No row bears the name by which it is looked up, though the form is there.
    NoRow(Why),
    /// It could not be read, or two stand where one is meant.
    Unchecked(Why),
    /// The base of a ratio is zero.
    ZeroBase(NoBase),
}

/// A ratio whose base is zero: what is divided, and what its digits and the zero may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoBase {
    /// What is divided.
    pub share: Decimal,
    /// What the digits of the share may stand for.
    pub shares: Interval,
    /// What the zero may stand for.
    pub bases: Interval,
}

impl NoBase {
    /// Of two figures.
    #[must_use]
    pub fn of(share: &Figure, base: &Figure) -> Self {
        Self { share: share.value, shares: share.interval, bases: base.interval }
    }

    /// Both are nothing.
    #[must_use]
    pub fn of_nothing() -> Self {
        let nothing = Interval::exact(Decimal::ZERO);
        Self { share: Decimal::ZERO, shares: nothing, bases: nothing }
    }

    /// Whether the zero may be a small number that was rounded, with which the stated ratio comes
    /// out.
    #[must_use]
    pub fn may_be(&self, ratio: &Figure) -> bool {
        ratio.interval.multiply(&self.bases).is_none_or(|product| product.meets(&self.shares))
    }
}

impl Missing {
    /// The reason.
    #[must_use]
    pub fn reason(&self) -> Why {
        match self {
            Self::NotApplicable(why)
            | Self::NoCapture(why)
            | Self::NoRow(why)
            | Self::Unchecked(why) => why.clone(),
            Self::ZeroBase(_) => Why::BaseZero,
        }
    }
}

/// That a check cannot be made, where a value that it needs is blank.
#[must_use]
pub(crate) fn left_open(missing: Missing) -> Missing {
    match missing {
        Missing::NotApplicable(why @ (Why::NameBlank | Why::ConditionBlank | Why::ValueBlank)) => {
            Missing::Unchecked(why)
        }
        other => other,
    }
}

/// A value or why there is none.
pub type Evaluated = Result<Value, Missing>;

//! What a value is, and what may be done with values of two kinds: one table for formulas, scripts
//! and whatever else computes.
//!
//! Nothing is guessed: 1 is 1 and 10% is 0.10, whatever stands beside. Two kinds that are not in
//! the table do not go together, and [`Refusal`] says so.

mod table;
#[cfg(test)]
mod tests;

pub use table::{Operation, Refusal, join, result};

use crate::lang::{Bilingual, Lang};

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Money.
    Amount,
    /// A percentage, or anything that is printed as one.
    Percent,
    /// Percentage points.
    Points,
    /// A number of people, things, days.
    Count,
    /// A number that counts nothing: a score, a year, a constant.
    Number,
    /// A quotient of two values of one kind, or a number times a percentage: as exact as either,
    /// and a percentage or a number by what it stands beside.
    Ratio,
    /// A day.
    Date,
    /// An account code: words in an order.
    Code,
    /// Words.
    Text,
    /// True or false.
    Truth,
    /// A row without a column, a sentence, a form.
    Row,
    /// The constant 0, which is 0 of anything.
    Zero,
    /// The constant 1: 1 + 10% is 110%.
    One,
    /// A number whose kind is known where the document is.
    Figure,
    /// Something whose kind is known where the document is.
    #[default]
    Any,
}

impl Kind {
    /// The kinds that the table tells apart.
    pub(crate) const TOLD: [Self; 9] = [
        Self::Amount,
        Self::Percent,
        Self::Points,
        Self::Count,
        Self::Number,
        Self::Ratio,
        Self::Date,
        Self::Code,
        Self::Text,
    ];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names().of(Lang::Chinese)
    }

    /// The same in each language.
    #[must_use]
    pub fn names(self) -> Bilingual {
        let (chinese, english) = match self {
            Self::Amount => ("金额", "an amount"),
            Self::Percent => ("百分数", "a percentage"),
            Self::Points => ("百分点", "percentage points"),
            Self::Count => ("个数", "a count"),
            Self::Number | Self::Zero | Self::One => ("数", "a number"),
            Self::Ratio => ("比值", "a ratio"),
            Self::Date => ("日期", "a date"),
            Self::Code => ("编码", "a code"),
            Self::Text => ("文字", "a text"),
            Self::Truth => ("真假", "a truth"),
            Self::Row => ("一行", "a row"),
            Self::Figure => ("文件里的数", "a figure of the document"),
            Self::Any => ("文件里的值", "a value of the document"),
        };
        Bilingual::new(chinese, english)
    }

    /// Whether it is a number, or may be one.
    #[must_use]
    pub fn is_numeric(self) -> bool {
        !matches!(self, Self::Date | Self::Code | Self::Text | Self::Truth | Self::Row)
    }

    /// Whether it is a constant or number without a unit.
    #[must_use]
    pub fn is_bare(self) -> bool {
        matches!(self, Self::Number | Self::Zero | Self::One)
    }
}

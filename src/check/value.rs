//! Values of formulas, and why there is none.

use crate::number::Figure;

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
    NotApplicable(String),
    /// A capture of an optional stretch that is not there.
    NoCapture(String),
    /// It could not be read, or two stand where one is meant.
    Unchecked(String),
    /// The base of a ratio is zero; the flag says whether the share is zero too.
    ZeroBase(bool),
}

impl Missing {
    /// The reason in words.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::NotApplicable(why) | Self::NoCapture(why) | Self::Unchecked(why) => why.clone(),
            Self::ZeroBase(_) => "基数为 0，比率没有意义".to_owned(),
        }
    }
}

/// A value or why there is none.
pub type Evaluated = Result<Value, Missing>;

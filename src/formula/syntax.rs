//! A formula as written, with spans.

use rust_decimal::Decimal;
use std::ops::Range;

/// Arithmetic and logic between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `&&`
    And,
    /// `||`
    Or,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `meets(actual, target)` as a check in itself: the target says by its sign how.
    Meets,
}

impl Relation {
    /// As written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Meets => "meets",
        }
    }

    /// Whether two values in this order stand in the relation.
    #[must_use]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast | Self::Meets => ordering.is_ge(),
        }
    }

    /// With its sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}

/// A node of the syntax tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Syntax {
    /// What it is.
    pub kind: SyntaxKind,
    /// Byte range in the formula.
    pub span: Range<usize>,
}

/// Kinds of node.
#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxKind {
    /// `90`, `90%`
    Number {
        /// As written, before `%`.
        value: Decimal,
        /// A `%` follows.
        percent: bool,
    },
    /// `"是"`
    Text(String),
    /// `合计`
    Name(String),
    /// `base.name`
    Member(Box<Syntax>, String, Range<usize>),
    /// `base[key]`
    Index(Box<Syntax>, Box<Syntax>),
    /// `name(arguments)`
    Call(String, Range<usize>, Vec<Syntax>),
    /// `-x`
    Negate(Box<Syntax>),
    /// `!x`
    Not(Box<Syntax>),
    /// Arithmetic and logic.
    Binary(Binary, Box<Syntax>, Box<Syntax>),
    /// Comparison.
    Compare(Relation, Box<Syntax>, Box<Syntax>),
}

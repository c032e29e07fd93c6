//! A formula as written, with spans.

use gouji_audit::audit::CheckRelation;
use gouji_values::number::Day;
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
    /// `90`, `90%`, `100万元`
    Number {
        /// As written, before its unit.
        value: Decimal,
        /// What is written right behind it.
        unit: String,
    },
    /// `2024-09-01`
    Date(Day),
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
    Compare(CheckRelation, Box<Syntax>, Box<Syntax>),
}

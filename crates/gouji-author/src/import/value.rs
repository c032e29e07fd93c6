//! What a formula works with, once its places are found.

/// A value whose cells are single.
#[derive(Clone)]
pub(super) enum Value {
    Cell {
        path: String,
        /// Whether the forms say that it is an amount.
        is_amount: bool,
        /// Whether they say that it counts something.
        is_count: bool,
    },
    Number(String),
    Call(&'static str, Vec<Value>),
    Negate(Box<Value>),
    Binary(char, Box<Value>, Box<Value>),
}

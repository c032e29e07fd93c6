//! Rules are checked on a recognised document; what does not hold is put down to its causes.

pub mod check;
pub mod coverage;
pub mod locate;
pub mod settle;

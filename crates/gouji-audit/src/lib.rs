//! The values of an audit (checks, findings, what was understood) and the Chinese words for them.

pub mod audit;
pub mod say;

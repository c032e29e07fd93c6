//! Reports: pure functions from an audit to text, and what `gouji explain` and `gouji diff` say.

pub mod explain;
pub mod report;
pub mod versions;

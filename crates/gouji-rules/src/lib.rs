//! Rule files: patterns, formulas and scripts are parsed, layers merged, rulesets compiled. Without
//! readers and reports, so that a build script may depend on it.

pub mod formula;
pub mod pattern;
pub mod ruleset;
pub mod script;

//! 勾稽: an audit engine for 部门决算公开 and 绩效评价 documents, with rules as configuration.

pub mod audit;
pub mod cases;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod coverage;
pub mod document;
pub mod engine;
pub mod error;
pub mod form;
pub mod formula;
pub mod number;
pub mod pattern;
pub mod read;
pub mod report;
pub mod ruleset;
pub mod script;
pub mod settle;
pub mod vocabulary;

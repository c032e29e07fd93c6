//! 勾稽: an audit engine for 部门决算公开 (published final accounts) and 绩效自评 / 绩效评价
//! (performance self-evaluations and evaluations), with rules as configuration.
//!
//! A document is read into one canonical text with tables and paragraphs; rule files say which
//! tables are which forms, which sentences make which claims, and what must hold between their
//! figures. Every figure keeps its span, so that a difference is shown at its place, and carries
//! the interval that its printed digits stand for, so that rounding is never taken for an error.
//!
//! ```
//! use gouji::{Engine, Request, Rulebook};
//!
//! let rulebook = Rulebook::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
//! let engine = Engine::new(rulebook, Request::default()).map_err(|mistakes| format!("{mistakes:?}"))?;
//! let text = "支出决算表\n单位：万元\n\
//!             科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
//!             | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n";
//! let audit = engine.audit("决算.txt", text.as_bytes()).map_err(|unreadable| unreadable.message)?;
//! assert_eq!(audit.findings.len(), 1);
//! assert_eq!(audit.checks[audit.findings[0].checks[0]].rule, "支出-行合计");
//! # Ok::<(), String>(())
//! ```
//!
//! # The road
//! [`read`] makes a [`document::Document`] of bytes; [`form`] recognises forms, parts and
//! statements in it with a [`ruleset::Ruleset`]; [`settle`] finds the columns of figures whose
//! blank neighbours are gone; [`check`] evaluates the rules; [`report`] shows an [`audit::Audit`].
//! [`engine`] holds the road in one function. `ARCHITECTURE.md` names the invariants and where to
//! add what.
//!
//! # Words
//! | 中文 | here |
//! |---|---|
//! | 勾稽关系 | [`ruleset::Rule`], evaluated to a [`audit::Check`] |
//! | 报表 | [`ruleset::Form`], on a page a [`form::FilledForm`] |
//! | 尾差 | [`audit::Verdict::Rounding`] |
//! | 疑点 | [`audit::Finding`] |
//! | 层级 | a layer of a ruleset ([`ruleset::Rulebook`]) |
//! | 依据 | `basis` |

#[cfg(feature = "formats")]
pub mod annotate;
pub mod audit;
pub mod cases;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod code;
pub mod coverage;
pub mod document;
pub mod draft;
pub mod engine;
pub mod error;
pub mod explain;
pub mod form;
pub mod formula;
#[doc(hidden)]
pub mod fuzz;
mod hash;
pub mod import;
pub mod label;
pub mod ledger;
pub mod locate;
pub mod number;
pub mod paper;
pub mod pattern;
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "what readers of files share"))]
pub mod prose;
pub mod read;
pub mod report;
pub mod ruleset;
pub mod say;
pub mod script;
pub mod settle;
pub mod vocabulary;

pub use audit::{Audit, Check, DocumentAudit, Finding, Severity, Verdict};
pub use engine::{Engine, Request};
pub use report::{Format, Options};
pub use ruleset::Rulebook;

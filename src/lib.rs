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
//! Bytes are read into a [`document::Document`]; forms, parts and statements are recognised in it with
//! a [`ruleset::Ruleset`]; the rules are checked, and what does not hold is put down to its causes.
//! [`engine`] holds the road in one function and gives a [`DocumentAudit`], the values of [`audit`];
//! [`report`] shows it, [`annotate`](mod@annotate) marks it in a copy of the file, [`ledger`]
//! follows it from run to run. [`cases`] tries rules, [`import`](mod@import) makes rules of formulas
//! of report programs. All other rooms are private; `ARCHITECTURE.md` names them, the invariants and
//! where to add what.
//!
//! # Words
//! | 中文 | here |
//! |---|---|
//! | 勾稽关系 | [`ruleset::Rule`], evaluated to a [`audit::Check`] |
//! | 报表 | [`ruleset::Form`], on a page of [`audit::DocumentAudit::understanding`] |
//! | 尾差 | [`audit::Verdict::Rounding`] |
//! | 印证 | [`audit::Verdict::Corroborated`] |
//! | 疑点 | [`audit::Finding`] |
//! | 层级 | a layer of a ruleset ([`ruleset::Rulebook`]) |
//! | 依据 | `basis` |

#[cfg(feature = "formats")]
pub mod annotate;
pub mod audit;
pub mod cases;
mod check;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod code;
mod coverage;
pub mod document;
pub mod draft;
pub mod engine;
pub mod error;
pub mod explain;
mod form;
mod formula;
#[doc(hidden)]
pub mod fuzz;
mod hash;
pub mod import;
mod kind;
mod label;
pub mod ledger;
mod locate;
mod number;
pub mod opinion;
mod paper;
mod pattern;
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "what readers of files share"))]
mod prose;
#[cfg_attr(
    not(all(feature = "formats", feature = "cli")),
    allow(
        dead_code,
        reason = "what readers of files share, and what the command line asks of files"
    )
)]
mod read;
pub mod report;
pub mod ruleset;
mod say;
mod script;
mod settle;
pub mod versions;
mod vocabulary;

pub use audit::{
    Audit, Check, Choice, DocumentAudit, DocumentOutcome, Finding, Severity, Unreadable, Verdict,
};
pub use check::LargeFrom;
pub use code::Code;
pub use coverage::CoverageDetail;
pub use document::Document;
pub use engine::{Companion, Engine, Prepared, Request, prove};
pub use error::{ReadError, RuleMistake};
pub use read::{PageImage, Recogniser, is_document_name};
#[cfg(feature = "columns")]
pub use report::columns;
pub use report::{Format, Options};
pub use ruleset::{RuleFile, Rulebook};
pub use say::{CodeEntry, CodeRoom, catalogue as codes};

/// What the tests and benches of this package look at beside the interface. It is no part of it and
/// changes without notice.
#[doc(hidden)]
pub mod inside {
    pub use crate::form::{Facts, Recognition, facts, recognise};
    pub use crate::formula::Function;
    pub use crate::locate::repair::{LinearBound, Repair, System};
    pub use crate::number::{Decimal, fold};
    pub use crate::read::{Limits, SetFile, read, together};
    pub use crate::report::entry::{FindingEntry, entries, stated};
    #[cfg(feature = "cli")]
    pub use crate::report::terminal::mistakes;
    pub use crate::report::totals::RunTotals;

    /// The report of what was read from each sentence.
    pub mod facts_page {
        pub use crate::report::understood::facts::{render, write};
    }

    /// The report of how tables were understood.
    pub mod tables_page {
        pub use crate::report::understood::tables::object;
    }
}

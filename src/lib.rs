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
//! let rulebook = gouji::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
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
//! of report programs. All other rooms are no part of the interface: the members that hold them are
//! made for this package alone. `ARCHITECTURE.md` names them, the invariants and where to add what.
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

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod embedded;
#[doc(hidden)]
pub mod fuzz;

pub use embedded::{embedded, embedded_files, embedded_lean};

#[cfg(feature = "formats")]
#[doc(inline)]
#[doc = include_str!("examples/annotate.md")]
pub use gouji_annotate::annotate;
#[doc(inline)]
#[doc = include_str!("examples/audit.md")]
pub use gouji_audit::audit;
#[doc(inline)]
#[doc = include_str!("examples/cases.md")]
pub use gouji_author::cases;
#[doc(inline)]
#[doc = include_str!("examples/desk.md")]
pub use gouji_author::desk;
#[doc(inline)]
#[doc = include_str!("examples/draft.md")]
pub use gouji_author::draft;
#[doc(inline)]
#[doc = include_str!("examples/import.md")]
pub use gouji_author::import;
#[doc(inline)]
#[doc = include_str!("examples/engine.md")]
pub use gouji_engine::engine;
#[doc(inline)]
#[doc = include_str!("examples/ledger.md")]
pub use gouji_papers::ledger;
#[doc(inline)]
#[doc = include_str!("examples/opinion.md")]
pub use gouji_papers::opinion;
#[doc(inline)]
#[doc = include_str!("examples/explain.md")]
pub use gouji_report::explain;
#[doc(inline)]
#[doc = include_str!("examples/report.md")]
pub use gouji_report::report;
#[doc(inline)]
pub use gouji_report::versions;
#[doc(inline)]
#[doc = include_str!("examples/ruleset.md")]
pub use gouji_rules::ruleset;
#[doc(inline)]
#[doc = include_str!("examples/document.md")]
pub use gouji_values::document;
#[doc(inline)]
#[doc = include_str!("examples/error.md")]
pub use gouji_values::error;

pub use gouji_audit::audit::{
    Audit, Check, Choice, DocumentAudit, DocumentOutcome, Finding, Severity, Unreadable, Verdict,
};
pub use gouji_audit::say::{CodeEntry, CodeRoom, catalogue as codes};
pub use gouji_checks::check::LargeFrom;
pub use gouji_checks::coverage::CoverageDetail;
#[doc = include_str!("examples/prove.md")]
pub use gouji_engine::engine::prove;
pub use gouji_engine::engine::{Companion, Engine, Prepared, Request};
pub use gouji_read::read::{PageImage, Recogniser, is_document_name};
#[cfg(feature = "columns")]
#[doc = include_str!("examples/columns.md")]
pub use gouji_report::report::columns;
pub use gouji_report::report::{Format, Options};
pub use gouji_rules::ruleset::{RuleFile, Rulebook};
pub use gouji_values::code::Code;
pub use gouji_values::document::Document;
pub use gouji_values::error::{ReadError, RuleMistake};
pub use gouji_values::lang::{Bilingual, BilingualText, Lang};

/// What the tests and benches of this package look at beside the interface. It is no part of it and
/// changes without notice.
#[doc(hidden)]
pub mod inside {
    pub use gouji_checks::locate::repair::{LinearBound, Repair, System};
    pub use gouji_forms::form::{Facts, Recognition, facts, recognise};
    pub use gouji_read::read::{Limits, SetFile, read, together};
    pub use gouji_report::report::entry::{FindingEntry, entries, stated};
    #[cfg(feature = "cli")]
    pub use gouji_report::report::terminal::mistakes;
    pub use gouji_report::report::totals::RunTotals;
    pub use gouji_rules::formula::Function;
    pub use gouji_values::number::{Decimal, fold};
    pub use gouji_values::vocabulary::Vocabulary;

    /// The report of what was read from each sentence.
    pub mod facts_page {
        pub use gouji_report::report::understood::facts::{render, write};
    }

    /// The report of how tables were understood.
    pub mod tables_page {
        pub use gouji_report::report::understood::tables::object;
    }
}

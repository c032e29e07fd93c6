//! Reports: pure functions from an [`Audit`](crate::Audit) and [`Options`] to text.
//!
//! Goes in: the audit. Comes out: the bytes of the report. Deliberately absent: files, standard
//! output and the environment (the command line has them), and any decision about what is wrong
//! (the checks made it).
//!
//! The formats stand in `format/`, a file for each; `understood/` is what `gouji tables` shows; all
//! other files here are what several of them share. `format/mod.rs` says how to add one.
//!
//! ```
//! use gouji::{Audit, Engine, Format, Options, Request, Rulebook};
//!
//! let rulebook = Rulebook::embedded().map_err(|mistakes| format!("{mistakes:?}"))?;
//! let engine = Engine::new(rulebook, Request::default()).map_err(|mistakes| format!("{mistakes:?}"))?;
//! let text = "支出决算表\n单位：万元\n\
//!             科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
//!             | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n";
//! let outcome = engine.audit("决算.txt", text.as_bytes());
//! let audit = Audit { documents: vec![outcome], ..Audit::default() };
//! let format = Format::find("csv").ok_or("no such format")?;
//! let report = format.render(&audit, &Options::default());
//! assert!(String::from_utf8_lossy(&report).contains("353.15"));
//! # Ok::<(), String>(())
//! ```

#[cfg(feature = "columns")]
pub mod columns;
pub(crate) mod entry;
mod format;
pub mod headline;
mod imprint;
pub(crate) mod markup;
mod mistake;
pub(crate) mod open_findings;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod paint;
pub(crate) mod place_kind;
pub mod rule_end;
pub(crate) mod totals;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod understood;
pub(crate) mod units;
pub(crate) mod unread;
mod uri;
#[cfg(feature = "cli")]
pub(crate) mod versions;
pub(crate) mod width;
pub(crate) mod words;

#[cfg(feature = "cli")]
pub(crate) use format::terminal;
pub use format::{Format, Options, Report};
pub use imprint::{Imprint, PROGRAM};
pub use mistake::mistake_json;
pub use open_findings::OpenFindings;
pub use totals::{DocumentTotals, RunTotals};
pub use words::{place_words, severity_word};

use crate::audit::DocumentAudit;

/// The web page of one document, written as it is made: what [`Format::HTML`] makes of a run of it
/// alone.
///
/// # Errors
/// Those of `out`.
pub fn page(
    document: &DocumentAudit,
    options: &Options,
    mut out: impl std::io::Write,
) -> std::io::Result<()> {
    format::html::page(document, options, &mut out)
}

#[cfg(test)]
pub(crate) mod sample;

//! Reports: pure functions from an [`Audit`](gouji_audit::audit::Audit) and [`Options`] to text.
//!
//! Goes in: the audit. Comes out: the bytes of the report. Deliberately absent: files, standard
//! output and the environment (the command line has them), and any decision about what is wrong
//! (the checks made it).
//!
//! The formats stand in `format/`, a file for each; `understood/` is what `gouji tables` shows; all
//! other files here are what several of them share. `format/mod.rs` says how to add one.

#[cfg(feature = "columns")]
pub mod columns;
pub mod entry;
mod format;
pub mod headline;
mod imprint;
pub mod markup;
mod mistake;
pub mod open_findings;
mod own_unused;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub mod paint;
pub mod part_names;
pub mod place_kind;
pub mod rule_end;
pub mod totals;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub mod understood;
pub mod units;
pub mod unread;
mod uri;
#[cfg(feature = "cli")]
pub mod versions;
pub mod width;
pub mod words;

#[cfg(feature = "cli")]
pub use format::terminal;
pub use format::{Format, Options, Report};
pub use imprint::{Imprint, JudgedBy, PROGRAM};
pub use mistake::mistake_json;
pub use open_findings::OpenFindings;
pub use totals::{DocumentTotals, RunTotals};
pub use words::{
    agency_words, common_folder, place_words, rules_words, severity_word, without_commands,
};

use gouji_audit::audit::DocumentAudit;

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

//! Reports: each format is one file with a pure function from an [`Audit`] and [`Options`] to text.
//!
//! Goes in: the audit. Comes out: the bytes of the report. Deliberately absent: files, standard
//! output and the environment (the command line has them), and any decision about what is wrong
//! (the checks made it).
//!
//! To add a format: a file here with an implementation of [`Report`], its `mod` line, its line in
//! `formats!`, and a snapshot test.
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

pub(crate) mod counts;
mod csv;
pub(crate) mod entry;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod facts;
mod format;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod grids;
pub mod headline;
mod html;
pub(crate) mod json;
mod markdown;
mod mistake;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod paint;
mod sarif;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the command line shows it"))]
pub(crate) mod tables;
pub(crate) mod tally;
#[cfg(feature = "cli")]
pub(crate) mod terminal;
pub(crate) mod units;
pub(crate) mod unread;
mod uri;
pub(crate) mod width;
mod words;

pub use format::{Options, Report};
pub use mistake::mistake_json;
pub use words::{place_words, severity_word};

use crate::audit::{Audit, DocumentAudit, DocumentOutcome};
use std::fmt;
use std::ops::Deref;
use tally::Tally;

/// A format of the report: one of those that are registered below.
#[derive(Clone, Copy)]
pub struct Format(&'static dyn Report);

/// Registers formats, each under the name of its constant; the first one is the default.
macro_rules! formats {
    ($($(#[$only:meta])* $name:ident = $report:expr;)+) => {
        impl Format {
            $($(#[$only])* #[doc = stringify!($report)] pub const $name: Self = Self(&$report);)+

            /// All formats, the default first.
            pub const ALL: &[Self] = &[$($(#[$only])* Self::$name),+];
        }
    };
}

formats! {
    #[cfg(feature = "cli")]
    TEXT = terminal::TerminalReport;
    HTML = html::Html;
    JSON = json::Json;
    JSONL = json::JsonLines;
    SARIF = sarif::Sarif;
    CSV = csv::Csv;
    MARKDOWN = markdown::Markdown;
}

impl Format {
    /// The format of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The report as bytes, ending in a line break.
    #[must_use]
    pub fn render(self, audit: &Audit, options: &Options) -> Vec<u8> {
        let mut out = self.begin(&audit.ruleset_digest);
        let mut tally = Tally::default();
        for outcome in &audit.documents {
            if tally.summary.documents > 0 {
                out.extend_from_slice(self.between());
            }
            out.extend(self.document(outcome, options));
            tally.add(Tally::of(outcome));
        }
        out.extend(self.end(&tally, options));
        out
    }

    /// The piece of one document in memory; [`Report::write`] makes the same.
    #[must_use]
    pub fn document(self, outcome: &DocumentOutcome, options: &Options) -> Vec<u8> {
        let mut made = Vec::new();
        // Writing into memory does not fail.
        let _ = self.write(outcome, options, &mut made);
        made
    }
}

impl Deref for Format {
    type Target = dyn Report;

    fn deref(&self) -> &Self::Target {
        self.0
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The web page of one document, written as it is made: what [`Format::HTML`] makes of a run of it
/// alone.
///
/// # Errors
/// Those of `out`.
pub fn page(document: &DocumentAudit, mut out: impl std::io::Write) -> std::io::Result<()> {
    html::page(document, &mut out)
}

#[cfg(test)]
pub(crate) mod sample;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for (i, format) in Format::ALL.iter().enumerate() {
            assert_eq!(Format::find(format.name()), Some(*format));
            assert!(Format::ALL.iter().skip(i + 1).all(|other| other.name() != format.name()));
        }
        assert_eq!(Format::find("xml"), None);
    }

    #[test]
    fn a_report_for_programs_is_never_whole_in_memory() {
        struct Longest(usize, usize);
        impl std::io::Write for Longest {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                *self = Self(self.0.max(bytes.len()), self.1 + bytes.len());
                Ok(bytes.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut document = sample::document();
        document.findings = std::iter::repeat_n(document.findings.clone(), 50).flatten().collect();
        document.checks = std::iter::repeat_n(document.checks.clone(), 50).flatten().collect();
        let outcome = Ok(document);
        for format in [Format::JSON, Format::JSONL, Format::SARIF] {
            let mut longest = Longest(0, 0);
            format
                .write(&outcome, &Options { all: true, ..Options::default() }, &mut longest)
                .unwrap();
            assert!(longest.0 * 100 < longest.1, "{format:?}: {} of {}", longest.0, longest.1);
        }
    }

    #[test]
    fn the_page_of_a_document_is_the_report_on_it_alone() {
        let document = sample::document();
        let mut made = Vec::new();
        page(&document, &mut made).unwrap();
        let alone = Audit { documents: vec![Ok(document)], ruleset_digest: String::new() };
        assert_eq!(made, Format::HTML.render(&alone, &Options::default()));
    }

    #[test]
    fn what_cannot_be_written_ends_the_report() {
        struct Full;
        impl std::io::Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let run = sample::run();
        for format in [Format::JSON, Format::JSONL, Format::HTML, Format::SARIF] {
            assert!(
                format.write(&run.documents[0], &Options::default(), &mut Full).is_err(),
                "{format:?}"
            );
        }
    }
}

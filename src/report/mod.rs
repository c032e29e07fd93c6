//! Reports: each format is one file with a pure function from an [`Audit`] and [`Options`] to text.
//!
//! Goes in: the audit. Comes out: the bytes of the report. Deliberately absent: files, standard output and the
//! environment (the command line has them), and any decision about what is wrong (the checks made it).
//!
//! To add a format: a file here, a variant of [`Format`] with its arms, a snapshot test.

pub mod grids;
pub mod json;
pub mod paint;
pub mod tables;
pub mod tally;
#[cfg(feature = "cli")]
pub mod terminal;
pub mod width;

use crate::audit::{Audit, Outcome, Severity};
use crate::document::{Document, Span};
use tally::Tally;

/// What a report is to show, and how wide.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Every check, not violations alone.
    pub all: bool,
    /// With colours.
    pub color: bool,
    /// Columns of the page.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { all: false, color: false, width: 100 }
    }
}

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, on a terminal.
    #[cfg(feature = "cli")]
    Text,
    /// For programs.
    Json,
}

impl Format {
    /// All formats, the default first.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "cli")]
        Self::Text,
        Self::Json,
    ];

    /// Name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "text",
            Self::Json => "json",
        }
    }

    /// Extension of a file that holds such a report.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "txt",
            Self::Json => "json",
        }
    }

    /// What it is for, in Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => "供人阅读",
            Self::Json => "供程序读取",
        }
    }

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

    /// What stands before the documents.
    #[must_use]
    pub fn begin(self, ruleset_digest: &str) -> Vec<u8> {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => Vec::new(),
            Self::Json => json::begin(ruleset_digest),
        }
    }

    /// One document: a report is written piece by piece, so that no document needs to be kept.
    #[must_use]
    pub fn document(self, outcome: &Outcome, options: &Options) -> Vec<u8> {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => terminal::document(outcome, options).into_bytes(),
            Self::Json => json::document(outcome, options),
        }
    }

    /// What stands between two documents.
    #[must_use]
    pub fn between(self) -> &'static [u8] {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => b"\n",
            Self::Json => b",",
        }
    }

    /// What stands behind the documents.
    #[must_use]
    #[cfg_attr(not(feature = "cli"), expect(unused_variables, reason = "only the terminal needs them"))]
    pub fn end(self, tally: &Tally, options: &Options) -> Vec<u8> {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => terminal::end(tally, options).into_bytes(),
            Self::Json => json::end(tally),
        }
    }
}

/// Native place or line, for a reader; in a document set behind the name of the file.
#[must_use]
pub fn place_words(document: &Document, span: Span) -> String {
    let place = match document.locator.place(span) {
        Some(place) => place.to_owned(),
        None => format!("第 {} 行", document.locator.position(&document.text, span.start).line),
    };
    document.file(span).map_or(place.clone(), |file| format!("{} {place}", file.name))
}

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

/// The word for a kind of document that a ruleset names; an unknown one as it is.
#[must_use]
pub fn kind_word(kind: &str) -> &str {
    match kind {
        "final-accounts" => "部门决算",
        "self-evaluation" => "绩效自评",
        "evaluation" => "绩效评价",
        other => other,
    }
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
}

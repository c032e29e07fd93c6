//! The formats of the report: one trait, which each format implements in its file.
//!
//! To add a format: a file here with an implementation of [`Report`], its `mod` line, its line in
//! `formats!`, and a snapshot test. The tests below hold every format against what the trait asks.

#[cfg(feature = "columns")]
mod columns;
mod concise;
mod csv;
pub(super) mod html;
mod json;
mod junit;
mod markdown;
mod sarif;
#[cfg(feature = "cli")]
pub mod terminal;

use super::imprint::Imprint;
use super::totals::RunTotals;
use gouji_audit::audit::{Audit, DocumentOutcome};
use gouji_values::lang::Lang;
use std::fmt;
use std::io::{self, Write};
use std::ops::Deref;

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
    CONCISE = concise::Concise;
    JUNIT = junit::Junit;
}

impl Format {
    /// Columns for statistics. It is none of [`Format::ALL`]: what it makes of a document is a piece
    /// that the command line writes into the files of the run.
    #[cfg(feature = "columns")]
    pub const PARQUET: Self = Self(&columns::Parquet);

    /// The format of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// The report as bytes, ending in a line break.
    #[must_use]
    pub fn render(self, audit: &Audit, options: &Options) -> Vec<u8> {
        let mut options = options.clone();
        if options.imprint.ruleset_digest.is_empty() {
            options.imprint.ruleset_digest.clone_from(&audit.ruleset_digest);
        }
        let options = &options;
        let mut out = self.begin(options);
        let mut totals = RunTotals::default();
        for outcome in &audit.documents {
            if totals.summary.documents > 0 {
                out.extend_from_slice(self.between());
            }
            out.extend(self.document(outcome, options));
            totals.add(RunTotals::of(outcome));
        }
        out.extend(self.end(&totals, options));
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

/// What a report is to show, and how wide.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of words for people.
    pub lang: Lang,
    /// Every check, not violations alone.
    pub all: bool,
    /// On a terminal the list of findings alone, one line each.
    pub brief: bool,
    /// With colours.
    pub color: bool,
    /// Columns of the page.
    pub width: usize,
    /// At the end how many findings each rule gave, by severity.
    pub statistics: bool,
    /// What a paper carries so that it can be relied on later.
    pub imprint: Imprint,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            lang: Lang::Chinese,
            all: false,
            brief: false,
            color: false,
            width: 100,
            statistics: false,
            imprint: Imprint::default(),
        }
    }
}

/// A format of the report. A report is written piece by piece, so that no document needs to be kept.
pub trait Report: Sync {
    /// Name on the command line.
    fn name(&self) -> &'static str;

    /// What it is for, in Chinese.
    fn title(&self) -> &'static str;

    /// Whether it has its words in English, too.
    fn is_in_english(&self) -> bool {
        false
    }

    /// Extension of a file that holds such a report.
    fn extension(&self) -> &'static str {
        self.name()
    }

    /// Its media type.
    fn media(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }

    /// What stands before the documents.
    fn begin(&self, _options: &Options) -> Vec<u8> {
        Vec::new()
    }

    /// One document, written as it is made where the format allows: what is made for programs may
    /// be longer than the document many times.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(
        &self,
        outcome: &DocumentOutcome,
        options: &Options,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// What stands between two documents.
    fn between(&self) -> &'static [u8] {
        b""
    }

    /// What stands behind the documents.
    fn end(&self, _tally: &RunTotals, _options: &Options) -> Vec<u8> {
        Vec::new()
    }

    /// Whether people read it on a screen: what [`Self::end`] shows is then not told once more.
    fn is_for_the_screen(&self) -> bool {
        false
    }

    /// The page that leads to the reports of a folder, whose files are named in the order of the
    /// documents. Where the format has none it is what the run came to as a whole, if there is more
    /// to say than stands in the reports; else there is none.
    fn index(&self, totals: &RunTotals, _files: &[String], options: &Options) -> Option<Vec<u8>> {
        let has_more = totals.units.is_some() || totals.left > 0;
        has_more.then(|| [self.begin(options), self.end(totals, options)].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::open_findings::OpenFindings;
    use crate::report::page;
    use crate::report::units::{Expected, UnitList, UnitNews};
    use gouji_sample as sample;

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
        page(&document, &Options::default(), &mut made).unwrap();
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

    #[test]
    fn every_end_names_units_and_what_is_left() {
        let unit = |name: &str, state| Expected {
            name: name.to_owned(),
            more: Vec::new(),
            state,
            counts: OpenFindings { errors: 1, ..OpenFindings::default() },
            documents: Vec::new(),
            lacks: Vec::new(),
        };
        let units = UnitList {
            units: vec![
                unit("红山县气象台", UnitNews::Missing),
                unit("云岭市档案馆", UnitNews::Findings),
            ],
            others: vec!["外县粮库.txt".to_owned()],
        };
        for documents in [0, 1, 2] {
            let mut totals = RunTotals::default();
            (0..documents).for_each(|_| totals.add(RunTotals::of(&Ok(sample::document()))));
            for format in Format::ALL {
                let told = |totals: &RunTotals| {
                    let end = format.end(totals, &Options::default());
                    let page = format.index(totals, &[], &Options::default()).unwrap_or_default();
                    [end, page].map(|bytes| String::from_utf8(bytes).unwrap())
                };
                let with = RunTotals { units: Some(units.clone()), left: 7_654, ..totals.clone() };
                for text in told(&with) {
                    for word in ["红山县气象台", "云岭市档案馆", "外县粮库.txt", "7654"]
                    {
                        assert!(text.contains(word), "{format:?} {documents} {word}:\n{text}");
                    }
                }
                for text in told(&RunTotals { left: 7_654, ..totals.clone() }) {
                    assert!(text.contains("7654"), "{format:?} {documents}:\n{text}");
                }
                for text in told(&totals) {
                    assert!(
                        !text.contains("中断") && !text.contains("\"left\":"),
                        "{format:?}:\n{text}"
                    );
                }
            }
        }
    }
}

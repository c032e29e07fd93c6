//! Reports: each format is one file with a pure function from an [`Audit`] and [`Options`] to text.
//!
//! Goes in: the audit. Comes out: the bytes of the report. Deliberately absent: files, standard
//! output and the environment (the command line has them), and any decision about what is wrong
//! (the checks made it).
//!
//! To add a format: a file here, a variant of [`Format`] with its arms, a snapshot test.

mod csv;
pub mod entry;
pub mod grids;
pub mod headline;
mod html;
pub mod json;
mod markdown;
pub mod paint;
mod sarif;
pub mod tables;
pub mod tally;
#[cfg(feature = "cli")]
pub mod terminal;
pub mod units;
pub mod unread;
mod uri;
pub mod width;

use crate::audit::{Audit, DocumentAudit, Outcome, Severity};
use crate::document::{Document, Span};
use crate::explain::native_words;
use tally::Tally;

/// What a report is to show, and how wide.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Every check, not violations alone.
    pub all: bool,
    /// On a terminal the list of findings alone, one line each.
    pub brief: bool,
    /// With colours.
    pub color: bool,
    /// Columns of the page.
    pub width: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { all: false, brief: false, color: false, width: 100 }
    }
}

/// A format of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, on a terminal.
    #[cfg(feature = "cli")]
    Text,
    /// For people, as a web page that needs nothing else.
    Html,
    /// For programs.
    Json,
    /// For programs that read line by line.
    Jsonl,
    /// For code hosts, editors and viewers of findings.
    Sarif,
    /// For spreadsheet programs.
    Csv,
    /// For mails, tickets and wikis.
    Markdown,
}

/// The web page of one document, written as it is made: what [`Format::Html`] makes of a run of it
/// alone.
///
/// # Errors
/// Those of `out`.
pub fn page(document: &DocumentAudit, mut out: impl std::io::Write) -> std::io::Result<()> {
    html::page(document, &mut out)
}

impl Format {
    /// All formats, the default first.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "cli")]
        Self::Text,
        Self::Html,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Csv,
        Self::Markdown,
    ];

    /// Name on the command line, extension of a file, and what it is for.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => ("text", "txt", "供人阅读"),
            Self::Html => ("html", "html", "网页：原文与问题对照，可打印"),
            Self::Json => ("json", "json", "供程序读取"),
            Self::Jsonl => ("jsonl", "jsonl", "供程序读取，每行一份文件"),
            Self::Sarif => ("sarif", "sarif", "SARIF 2.1.0，供审查工具读取"),
            Self::Csv => ("csv", "csv", "表格，每行一处问题，可用 Excel 打开"),
            Self::Markdown => ("markdown", "md", "摘要，可贴入邮件和工单"),
        }
    }

    /// Name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Extension of a file that holds such a report.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.words().1
    }

    /// What it is for, in Chinese.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.words().2
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
            Self::Html => html::begin().into_bytes(),
            Self::Json => json::begin(ruleset_digest),
            Self::Jsonl => Vec::new(),
            Self::Sarif => sarif::begin(),
            Self::Csv => csv::begin(),
            Self::Markdown => markdown::begin().into_bytes(),
        }
    }

    /// One document: a report is written piece by piece, so that no document needs to be kept.
    #[must_use]
    pub fn document(self, outcome: &Outcome, options: &Options) -> Vec<u8> {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => terminal::document(outcome, options).into_bytes(),
            Self::Html => html::document(outcome),
            Self::Json => json::document(outcome, options),
            Self::Jsonl => json::line(outcome, options),
            Self::Sarif => sarif::document(outcome, options),
            Self::Csv => csv::document(outcome, options),
            Self::Markdown => markdown::document(outcome, options).into_bytes(),
        }
    }

    /// The same, written as it is made where the format allows: what is made for programs may be
    /// longer than the document many times.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(
        self,
        outcome: &Outcome,
        options: &Options,
        mut out: impl std::io::Write,
    ) -> std::io::Result<()> {
        match self {
            Self::Json => json::write(outcome, options, out),
            Self::Jsonl => json::write_line(outcome, options, out),
            Self::Html => html::write(outcome, &mut out),
            Self::Sarif => sarif::write(outcome, options, out),
            _ => out.write_all(&self.document(outcome, options)),
        }
    }

    /// What stands between two documents.
    #[must_use]
    pub fn between(self) -> &'static [u8] {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => b"\n",
            Self::Json => b",",
            Self::Sarif => b",\n",
            Self::Html | Self::Jsonl | Self::Csv => b"",
            Self::Markdown => b"\n",
        }
    }

    /// What stands behind the documents.
    #[must_use]
    #[cfg_attr(
        not(feature = "cli"),
        expect(unused_variables, reason = "only the terminal needs them")
    )]
    pub fn end(self, tally: &Tally, options: &Options) -> Vec<u8> {
        match self {
            #[cfg(feature = "cli")]
            Self::Text => terminal::end(tally, options).into_bytes(),
            Self::Html => html::end(tally),
            Self::Json => json::end(tally),
            Self::Jsonl => json::end_of_lines(tally),
            Self::Csv => csv::end(tally),
            Self::Sarif => sarif::end(tally),
            Self::Markdown => markdown::end(tally).into_bytes(),
        }
    }

    /// The page that leads to the reports of a folder, whose files are named in the order of the
    /// documents. Where the format has none it is what the run came to as a whole, if units
    /// were expected; else there is none.
    #[must_use]
    pub fn index(self, tally: &Tally, files: &[String]) -> Option<Vec<u8>> {
        if self == Self::Html {
            return Some(html::index(tally, files));
        }
        tally
            .units
            .is_some()
            .then(|| [self.begin(""), self.end(tally, &Options::default())].concat())
    }
}

/// Native place or line, for a reader; in a document set behind the name of the file.
#[must_use]
pub fn place_words(document: &Document, span: Span) -> String {
    let place = match document.locator.place(span) {
        Some(place) => native_words(place).into_owned(),
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
        "budget" => "部门预算",
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

    #[test]
    fn what_is_written_as_it_is_made_is_the_same() {
        for all in [false, true] {
            let options = Options { all, ..Options::default() };
            for outcome in &sample::run().documents {
                for format in Format::ALL {
                    let mut written = Vec::new();
                    format.write(outcome, &options, &mut written).unwrap();
                    assert!(
                        !written.is_empty() && written == format.document(outcome, &options),
                        "{format:?}"
                    );
                }
            }
        }
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
        for format in [Format::Json, Format::Jsonl, Format::Sarif] {
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
        assert_eq!(made, Format::Html.render(&alone, &Options::default()));
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
        for format in [Format::Json, Format::Jsonl, Format::Html, Format::Sarif] {
            assert!(
                format.write(&run.documents[0], &Options::default(), Full).is_err(),
                "{format:?}"
            );
        }
    }
}

//! What a report is to show, and what a format of it does.

use crate::report::imprint::Imprint;
use crate::report::totals::RunTotals;
use gouji_audit::audit::DocumentOutcome;
use gouji_values::lang::Lang;
use std::io::{self, Write};

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

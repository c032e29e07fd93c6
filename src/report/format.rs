//! What a format of the report says of itself: one trait, which each format implements in its file.

use super::tally::Tally;
use crate::audit::DocumentOutcome;
use std::io::{self, Write};

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

/// A format of the report. A report is written piece by piece, so that no document needs to be kept.
pub trait Report: Sync {
    /// Name on the command line.
    fn name(&self) -> &'static str;

    /// What it is for, in Chinese.
    fn title(&self) -> &'static str;

    /// Extension of a file that holds such a report.
    fn extension(&self) -> &'static str {
        self.name()
    }

    /// Whether [`Self::begin`] names the digest of the rules, which takes long to make.
    fn names_digest(&self) -> bool {
        false
    }

    /// What stands before the documents.
    fn begin(&self, _ruleset_digest: &str) -> Vec<u8> {
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
    fn end(&self, _tally: &Tally, _options: &Options) -> Vec<u8> {
        Vec::new()
    }

    /// Whether people read it on a screen: what [`Self::end`] shows is then not told once more.
    fn is_for_the_screen(&self) -> bool {
        false
    }

    /// The page that leads to the reports of a folder, whose files are named in the order of the
    /// documents. Where the format has none it is what the run came to as a whole, if units
    /// were expected; else there is none.
    fn index(&self, tally: &Tally, _files: &[String]) -> Option<Vec<u8>> {
        let is_expected = tally.units.is_some();
        is_expected.then(|| [self.begin(""), self.end(tally, &Options::default())].concat())
    }
}

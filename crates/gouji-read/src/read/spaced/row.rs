//! A line with its chunks, and the lines of a table.

use super::chunk::{Chunk, Kind};
use crate::read::line::Line;

/// A line with its chunks.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub(super) index: usize,
    /// Lines without text before it, on its page.
    pub(super) gap: usize,
    pub(super) chunks: Vec<Chunk<'a>>,
    /// The line, and where it stands in the canonical text.
    pub(super) raw: &'a str,
    pub(super) raw_start: usize,
}

impl<'a> Row<'a> {
    pub(super) fn new(index: usize, gap: usize, line: &Line<'a>, chunks: Vec<Chunk<'a>>) -> Self {
        Self { index, gap, chunks, raw: line.raw, raw_start: line.raw_start }
    }

    /// What stands from one chunk to another one behind it.
    pub(super) fn between(&self, first: &Chunk<'a>, last: &Chunk<'a>) -> &'a str {
        let from = first.start.saturating_sub(self.raw_start);
        let to = (last.start + last.text.len()).saturating_sub(self.raw_start);
        self.raw.get(from..to).unwrap_or(first.text)
    }

    /// Words alone, as the lines of a title are.
    pub(super) fn is_title(&self) -> bool {
        matches!(self.chunks.as_slice(), [only] if !only.is_figure())
    }

    pub(super) fn has_figure(&self) -> bool {
        self.chunks.iter().any(Chunk::is_figure)
    }

    pub(super) fn has_amount(&self) -> bool {
        self.chunks.iter().any(|chunk| chunk.kind == Kind::Amount)
    }

    pub(super) fn has_words(&self) -> bool {
        self.chunks.iter().any(|chunk| chunk.kind == Kind::Words)
    }
}

/// Lines between two captions or sentences on one page.
pub(super) struct Zone<'a> {
    pub(super) rows: Vec<Row<'a>>,
    /// Nothing but what every page has stands between it and the zone on the page before.
    pub(super) follows: bool,
    /// A caption stands right above it.
    pub(super) captioned: bool,
    /// Lines of no table above it, since the page began or the zone before ended.
    pub(super) heads: Vec<String>,
    /// It is the first on its page, and a zone went on to the end of the page before.
    pub(super) is_next: bool,
}

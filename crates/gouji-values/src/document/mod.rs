//! A document as read: one canonical text, blocks in reading order, tables with cells, and the way
//! from each span back to the user's own file.
//!
//! Values only: no parsing, no input or output.

mod locator;
mod logical;
mod notice;
mod page_place;
mod table;

pub use locator::{Locator, Position};
pub use logical::LogicalText;
pub use notice::{Notice, NoticeCode};
pub use page_place::PagePlace;
pub use table::{Cell, Layout, Table, TableDoubt};

use crate::number::Decimal;
use crate::vocabulary::Ordinal;

/// A byte range of the canonical text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Behind the last byte.
    pub end: u32,
}

impl Span {
    /// The same stretch, a number of bytes further on.
    #[must_use]
    pub fn shifted(self, by: u32) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }

    /// A span from byte offsets.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// As a range of `usize`.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span over both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `other` lies within.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A paragraph: one logical string, joined over the lines that the page had broken.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// Its text and the map back to canonical spans.
    pub text: LogicalText,
    /// Level of the heading that it is, 0 being the highest; `None` for running text.
    pub heading: Option<u8>,
    /// The numbering that it starts with.
    pub ordinal: Option<Ordinal>,
    /// It stands on a contents page.
    pub in_contents: bool,
    /// It looks like a row of a table that was not understood: it makes no statement and is no
    /// heading.
    pub is_row: bool,
}

/// A block in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph or heading.
    Paragraph(Paragraph),
    /// A table, by its index in [`Document::tables`].
    Table(usize),
}

/// A page of which nothing, or nearly nothing, was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadPage {
    /// Its number in its file, from 1.
    pub page: usize,
    /// Why it was not read.
    pub why: PageTrouble,
    /// The file of a document set that it stands in; blank for a document of one file.
    pub file: String,
}

/// Why a page was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageTrouble {
    /// It is a picture.
    Picture,
    /// Its fonts do not say what their characters mean.
    Fonts,
}

/// A document as read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The canonical text; every span is a byte range of it.
    pub text: String,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Tables in reading order.
    pub tables: Vec<Table>,
    /// From spans to lines, columns and native places.
    pub locator: Locator,
    /// Name of the format: `text`, `xlsx`.
    pub format: &'static str,
    /// Name of the encoding that was found.
    pub encoding: String,
    /// What was strange.
    pub notices: Vec<Notice>,
    /// The files of a document set in their order; empty for a document of one file.
    pub files: Vec<File>,
    /// The numbers that the file stores behind what it shows (the cells of a workbook), by place.
    pub stored: Vec<(Span, Decimal)>,
    /// Where something stands that could not be read (a scanned page): what is not found may be
    /// there.
    pub unread: Vec<u32>,
    /// Texts that a program recognised in pictures, in order.
    pub recognised: Vec<RecognisedText>,
    /// The pages that were not read, in order.
    pub unread_pages: Vec<UnreadPage>,
    /// Pages of files that have pages; 0 where none has.
    pub pages: usize,
    /// A text that was taken off pages: form feeds part them.
    pub is_paged: bool,
}

/// A text that a program recognised in a picture: it may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecognisedText {
    /// Where it stands.
    pub span: Span,
    /// The program is not sure of its digits.
    pub is_faint: bool,
}

/// A file of a document set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its stretch of the canonical text.
    pub span: Span,
    /// Name of its format.
    pub format: &'static str,
}

impl Document {
    /// How far rows and columns of a table may be wrong, as they were told apart by where texts stand
    /// on a drawn page; all of it where figures may be cut off, or a page break may have torn it.
    #[must_use]
    pub fn doubt(&self, table: &Table) -> Option<TableDoubt> {
        match table.layout {
            Layout::Grid => None,
            Layout::Aligned => Some(TableDoubt::Placed),
            Layout::Ambiguous => Some(TableDoubt::Several),
            Layout::Unsure => Some(TableDoubt::Whole),
            Layout::Stream if self.is_paged => Some(TableDoubt::Whole),
            Layout::Stream => matches!(self.format, "pdf" | "ofd").then_some(TableDoubt::Placed),
        }
    }

    /// The file of a document set that a place stands in.
    #[must_use]
    pub fn file(&self, span: Span) -> Option<&File> {
        let at = self.files.partition_point(|file| file.span.start <= span.start);
        self.files.get(at.checked_sub(1)?)
    }

    /// The number that the file stores at a place, where it stores one.
    #[must_use]
    pub fn stored_at(&self, span: Span) -> Option<Decimal> {
        let at = self.stored.partition_point(|(known, _)| known.end <= span.start);
        self.stored.get(at).filter(|(known, _)| known.covers(span)).map(|(_, value)| *value)
    }

    /// Whether a program recognised a text in a picture: whether it is not sure of its digits.
    #[must_use]
    pub fn recognised_at(&self, span: Span) -> Option<bool> {
        let at = self.recognised.partition_point(|text| text.span.end <= span.start);
        let met = self.recognised.get(at..)?.iter().take_while(|text| text.span.start < span.end);
        met.map(|text| text.is_faint).reduce(|one, other| one || other)
    }

    /// Whether something between two places could not be read.
    #[must_use]
    pub fn is_unread_between(&self, from: u32, to: u32) -> bool {
        self.unread.iter().any(|at| (from.min(to)..=from.max(to)).contains(at))
    }

    /// The canonical text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The paragraphs with their block index.
    pub fn paragraphs(&self) -> impl Iterator<Item = (usize, &Paragraph)> {
        self.blocks.iter().enumerate().filter_map(|(i, block)| match block {
            Block::Paragraph(paragraph) => Some((i, paragraph)),
            Block::Table(_) => None,
        })
    }
}

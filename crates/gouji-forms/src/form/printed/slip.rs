//! A slip of printed words, and the texts in which it is looked for.

use gouji_rules::ruleset::ClaimPlace;
use gouji_values::document::{Block, Document, LogicalText, Paragraph};
use std::ops::Range;

/// A slip: the text of its paragraph or cell, and where it stands in it.
pub(super) struct Slip<'d> {
    pub(super) text: &'d LogicalText,
    pub(super) range: Range<usize>,
    /// What exceptions are looked for in.
    pub(super) around: Range<usize>,
}

impl<'d> Slip<'d> {
    pub(super) fn new(text: &'d LogicalText, range: Range<usize>) -> Self {
        Self { text, around: range.clone(), range }
    }
}

/// The block that a place stands in.
pub(super) fn block_at(document: &Document, at: u32) -> Option<usize> {
    let start = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.text.canonical(0),
        Block::Table(table) => document.tables.get(*table).map_or(0, |table| table.span.start),
    };
    document.blocks.partition_point(|block| start(block) <= at).checked_sub(1)
}

/// Whether a paragraph is of a kind that is looked at.
pub(super) fn wanted(paragraph: &Paragraph, places: &[ClaimPlace]) -> bool {
    let place = if paragraph.heading.is_some() { ClaimPlace::Headings } else { ClaimPlace::Text };
    !paragraph.in_contents && !paragraph.is_row && places.contains(&place)
}

/// The paragraph, or the cell, that a place stands in.
pub(super) fn text_at<'d>(
    document: &'d Document,
    at: u32,
    places: &[ClaimPlace],
) -> Option<&'d LogicalText> {
    let holds = |text: &LogicalText| {
        let span = text.span();
        span.start <= at && at < span.end
    };
    match document.blocks.get(block_at(document, at)?)? {
        Block::Paragraph(paragraph) => {
            Some(&paragraph.text).filter(|text| wanted(paragraph, places) && holds(text))
        }
        Block::Table(table) if places.contains(&ClaimPlace::Cells) => {
            // what stands in one cell is known only where rows and columns are
            let rows =
                &document.tables.get(*table).filter(|table| document.doubt(table).is_none())?.rows;
            let row = rows
                .partition_point(|row| row.first().is_none_or(|cell| cell.span.start <= at))
                .checked_sub(1)?;
            rows.get(row)?.iter().map(|cell| &cell.text).find(|text| holds(text))
        }
        Block::Table(_) => None,
    }
}

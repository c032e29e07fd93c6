//! Where claims may stand: paragraphs with those that go on, rows of cells, headings, each under its headings.

use gouji_rules::pattern::{CELL_EDGE, Context, PARAGRAPH_EDGE, PatternPassage};
use gouji_rules::ruleset::{ClaimPlace, Ruleset};
use gouji_values::document::{Block, Cell, Document, LogicalText, Paragraph, Table};
use gouji_values::number::cell_number;
use gouji_values::vocabulary::Vocabulary;
use std::borrow::Cow;

/// The cells of a row as one text with edges between them.
#[must_use]
pub(super) fn row_text(row: &[Cell]) -> LogicalText {
    let mut out = LogicalText::default();
    for (i, cell) in row.iter().enumerate() {
        if i > 0 {
            out.push_mark(CELL_EDGE);
        }
        out.append(&cell.text);
    }
    out
}

/// Whether a row holds the heads of columns: words in its cells, and numbers below one of them that
/// stands beside another in the rows that follow. What stands beside a head is another one, no value.
/// Of two words alone the second may be what the first one asks for: all rows must have numbers.
#[must_use]
pub(super) fn is_head(table: &Table, row: usize, words: &Vocabulary) -> bool {
    let is_number = |cell: &Cell| cell_number(cell.text.text.trim(), &words.units).is_some();
    let Some(own) = table.rows.get(row) else { return false };
    let filled: Vec<&Cell> = own.iter().filter(|cell| !cell.text.text.trim().is_empty()).collect();
    if filled.len() < 2 || filled.iter().any(|cell| is_number(cell)) {
        return false;
    }
    let below = table.rows.get(row + 1..).unwrap_or(&[]);
    let (least, below) = match filled.len() {
        2 if row > 0 => return false,
        2 => (2, below),
        _ => (1, below.get(..2).unwrap_or(below)),
    };
    let has_numbers = |column: u32| {
        below.iter().all(|row| row.iter().any(|cell| cell.column == column && is_number(cell)))
    };
    below.len() >= least && filled.iter().skip(1).any(|cell| has_numbers(cell.column))
}

/// A passage, not yet prepared for matching, with its surroundings.
pub(super) struct ClaimPassage<'d> {
    pub(super) text: PassageSource<'d>,
    pub(super) kind: ClaimPlace,
    pub(super) block: usize,
    /// Start of each further paragraph in the logical text, and its block.
    pub(super) blocks: Vec<(usize, usize)>,
    /// Index into the chains of headings.
    pub(super) chain: usize,
    pub(super) in_contents: bool,
    /// What follows in the next row begins with a mark that stands between the items of a list.
    pub(super) goes_on: bool,
}

/// What a passage is made of.
pub(super) enum PassageSource<'d> {
    Text(Cow<'d, LogicalText>),
    Row(&'d [Cell]),
}

impl PassageSource<'_> {
    pub(super) fn passage(&self, words: &Vocabulary) -> PatternPassage {
        match self {
            Self::Text(text) => PatternPassage::new(LogicalText::clone(text), words),
            Self::Row(row) => PatternPassage::row(row_text(row), words),
        }
    }
}

/// Headings above a place, folded, innermost last, and the block of the innermost.
#[derive(Clone, Default)]
pub(super) struct Chain {
    pub(super) headings: Vec<(u8, String)>,
    pub(super) innermost: Option<usize>,
}

impl Chain {
    /// The text of the innermost heading.
    pub(super) fn title(&self) -> Option<&str> {
        self.headings.last().map(|(_, text)| text.as_str())
    }
}

/// Whether a row goes on with the list of the row above, which a page break cut: no text begins
/// with such a mark.
pub(super) fn goes_on(row: &[Cell]) -> bool {
    let first = row.iter().map(|cell| cell.text.text.trim_start()).find(|text| !text.is_empty());
    first.is_some_and(|text| text.starts_with(['\u{3001}', '\u{FF0C}', '\u{FF1B}']))
}

impl<'d> ClaimPassage<'d> {
    /// A paragraph by itself, at a block, under a chain of headings.
    fn of(
        paragraph: &'d Paragraph,
        kind: ClaimPlace,
        (block, chain, in_contents): (usize, usize, bool),
    ) -> Self {
        let text = PassageSource::Text(Cow::Borrowed(&paragraph.text));
        Self { text, kind, block, blocks: Vec::new(), chain, in_contents, goes_on: false }
    }
}

pub(super) fn places<'d>(
    document: &'d Document,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> (Vec<ClaimPassage<'d>>, Vec<Chain>) {
    let words = context.vocabulary;
    let wants = |kind: ClaimPlace| !ruleset.needles(kind).is_empty();
    let (wants_cells, wants_headings) = (wants(ClaimPlace::Cells), wants(ClaimPlace::Headings));
    let (wants_contents, wants_numbered) =
        (wants(ClaimPlace::Contents), wants(ClaimPlace::Numbered));
    let mut chains = vec![Chain::default()];
    let mut places: Vec<ClaimPassage<'d>> = Vec::new();
    let mut open: Option<OpenPassage<'d>> = None;
    // the open passage ends unless the next paragraph refers back to it
    let mut is_ended = false;
    let close =
        |open: &mut Option<OpenPassage<'d>>, chain: usize, places: &mut Vec<ClaimPassage<'d>>| {
            if let Some((text, block, blocks)) = open.take() {
                places.push(ClaimPassage {
                    text: PassageSource::Text(text),
                    kind: ClaimPlace::Text,
                    block,
                    blocks,
                    chain,
                    in_contents: false,
                    goes_on: false,
                });
            }
        };
    for (block, content) in document.blocks.iter().enumerate() {
        let chain = chains.len() - 1;
        match content {
            Block::Table(table) => {
                close(&mut open, chain, &mut places);
                if let (true, Some(table)) = (wants_cells, document.tables.get(*table)) {
                    for (at, row) in table.rows.iter().enumerate() {
                        let (text, kind) = (PassageSource::Row(row), ClaimPlace::Cells);
                        let goes_on = table.rows.get(at + 1).is_some_and(|next| goes_on(next));
                        places.push(ClaimPassage {
                            text,
                            kind,
                            block,
                            blocks: Vec::new(),
                            chain,
                            in_contents: false,
                            goes_on,
                        });
                    }
                }
            }
            Block::Paragraph(paragraph) => {
                if paragraph.in_contents && wants_contents {
                    close(&mut open, chain, &mut places);
                    let at = (block, chain, false);
                    places.push(ClaimPassage::of(paragraph, ClaimPlace::Contents, at));
                }
                if let Some(level) = paragraph.heading {
                    close(&mut open, chain, &mut places);
                    if wants_headings {
                        let at = (block, chain, paragraph.in_contents);
                        places.push(ClaimPassage::of(paragraph, ClaimPlace::Headings, at));
                    }
                    if !paragraph.in_contents {
                        let mut next = chains.last().cloned().unwrap_or_default();
                        next.headings.retain(|(above, _)| *above < level);
                        next.headings.push((level, words.folded(&paragraph.text.text)));
                        next.innermost = Some(block);
                        chains.push(next);
                    }
                    continue;
                }
                let text = paragraph.text.text.as_str();
                let is_next = !paragraph.in_contents && refers_back(text, words);
                if paragraph.is_row || is_ended && !is_next {
                    close(&mut open, chain, &mut places);
                }
                if paragraph.in_contents || paragraph.is_row {
                    continue;
                }
                if wants_numbered && paragraph.ordinal.is_some() {
                    let at = (block, chain, false);
                    places.push(ClaimPassage::of(paragraph, ClaimPlace::Numbered, at));
                }
                is_ended = !opens_next(text);
                match &mut open {
                    Some((text, _, blocks)) => {
                        let text = text.to_mut();
                        text.push_mark(PARAGRAPH_EDGE);
                        blocks.push((text.text.len(), block));
                        text.append(&paragraph.text);
                    }
                    None => open = Some((Cow::Borrowed(&paragraph.text), block, Vec::new())),
                }
            }
        }
    }
    close(&mut open, chains.len() - 1, &mut places);
    (places, chains)
}

/// Whether a paragraph ends with a mark behind which its text goes on.
fn opens_next(text: &str) -> bool {
    text.trim_end().ends_with([':', ';', ',', '\u{FF1A}', '\u{FF1B}', '\u{FF0C}', '\u{3001}'])
}

/// Whether a paragraph begins with a word that refers to the paragraph above: 其中, 上述, 以上.
fn refers_back(text: &str, words: &Vocabulary) -> bool {
    let text = text.trim_start();
    let lists = ["of_which", "pointer", "refers_back"];
    let mut openings = lists.iter().filter_map(|list| words.prose.get(*list)).flatten();
    openings.any(|word| text.starts_with(word.as_str()))
}

/// A passage that goes on: its text, first block, and where each further paragraph starts.
type OpenPassage<'d> = (Cow<'d, LogicalText>, usize, Vec<(usize, usize)>);

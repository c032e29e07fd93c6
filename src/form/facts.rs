//! What a document is: agency, year, kind.

use super::caption::{CaptionPatterns, find};
use super::sentence::row_text;
use crate::document::{Document, LogicalText};
use crate::pattern::{CapturedValue, Context, Passage};
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use std::cell::LazyCell;

/// Agency, year and kind of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Agency as printed.
    pub agency: Option<String>,
    /// Year that it reports on.
    pub year: Option<i32>,
    /// `final-accounts`, `self-evaluation`, `evaluation`.
    pub kind: Option<String>,
}

/// Blocks from the start that are looked at.
const BLOCKS: usize = 120;
/// Lines of the title page that are read as one: the agency, then what it publishes.
const TITLE_LINES: usize = 3;
/// Longer paragraphs are sentences; they are asked last.
const SHORT: usize = 40;

/// Finds what a document is, from its first blocks.
#[must_use]
pub fn facts(document: &Document, vocabulary: &Vocabulary) -> Facts {
    let context = Context { vocabulary, year: None, grades: &[] };
    let patterns = CaptionPatterns::new(&context);
    // with whether each is a row of cells
    let mut texts: Vec<(Cow<'_, LogicalText>, bool)> = Vec::new();
    for block in document.blocks.iter().take(BLOCKS) {
        match block {
            crate::document::Block::Paragraph(paragraph) if paragraph.in_contents => {}
            crate::document::Block::Paragraph(paragraph) => texts.push((Cow::Borrowed(&paragraph.text), false)),
            crate::document::Block::Table(table) => {
                let rows = document.tables.get(*table).map_or(&[] as &[_], |table| &table.rows);
                texts.extend(rows.iter().take(4).map(|row| (Cow::Owned(row_text(row)), true)));
            }
        }
    }
    texts.sort_by_key(|(text, _)| text.text.chars().count() > SHORT);
    texts.insert(0, (Cow::Owned(title(document)), false));
    // the sentences are seldom asked
    let passages: Vec<_> = texts
        .into_iter()
        .map(|(text, is_row)| {
            let make = if is_row { Passage::row } else { Passage::new };
            LazyCell::new(move || make(text.into_owned(), vocabulary))
        })
        .collect();
    // a pattern is tried on the whole beginning before the next, weaker one
    let first = |patterns: &[crate::pattern::Pattern], read: &dyn Fn(&CapturedValue, &str) -> Option<String>| {
        patterns.iter().find_map(|pattern| {
            passages.iter().find_map(|passage| find(std::slice::from_ref(pattern), passage, &context, read)).map(|(value, _)| value)
        })
    };
    let agency = first(&patterns.agency, &|value, text| {
        matches!(value, CapturedValue::Text(_)).then(|| vocabulary.folded(text)).filter(|text| text.chars().count() >= 3)
    });
    let year = first(&patterns.year, &|value, _| match value {
        CapturedValue::Year(year) => Some(year.to_string()),
        _ => None,
    });
    let kind = passages.iter().find_map(|passage| {
        let text: String = passage.chars().iter().collect();
        vocabulary
            .kinds
            .iter()
            .flat_map(|(kind, words)| {
                words
                    .iter()
                    .filter_map(|word| text.find(word.as_str()).map(|at| (at, std::cmp::Reverse(word.len()), kind)))
                    .collect::<Vec<_>>()
            })
            .min()
            .map(|(.., kind)| kind.clone())
    });
    Facts { agency, year: year.and_then(|year| year.parse().ok()), kind }
}

/// The first lines of the document as one text.
fn title(document: &Document) -> LogicalText {
    let mut out = LogicalText::default();
    let lines = document
        .paragraphs()
        .map(|(_, paragraph)| paragraph)
        .take_while(|paragraph| !paragraph.in_contents && paragraph.text.text.chars().count() <= SHORT);
    for paragraph in lines.take(TITLE_LINES) {
        out.append(&paragraph.text);
    }
    out
}

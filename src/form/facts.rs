//! What a document is: agency, year, kind.

use super::caption::{CaptionPatterns, find};
use super::sentence::row_text;
use crate::document::Document;
use crate::pattern::{CapturedValue, Context, Passage};
use crate::vocabulary::Vocabulary;

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

/// Finds what a document is, from its first blocks.
#[must_use]
pub fn facts(document: &Document, vocabulary: &Vocabulary) -> Facts {
    let context = Context { vocabulary, year: None, grades: &[] };
    let patterns = CaptionPatterns::new(&context);
    let mut passages = Vec::new();
    for block in document.blocks.iter().take(BLOCKS) {
        match block {
            crate::document::Block::Paragraph(paragraph) if paragraph.in_contents => {}
            crate::document::Block::Paragraph(paragraph) => passages.push(Passage::new(paragraph.text.clone(), vocabulary)),
            crate::document::Block::Table(table) => {
                let rows = document.tables.get(*table).map_or(&[] as &[_], |table| &table.rows);
                passages.extend(rows.iter().take(4).map(|row| Passage::row(row_text(row), vocabulary)));
            }
        }
    }
    // a pattern is tried on the whole beginning before the next, weaker one
    let first = |patterns: &[crate::pattern::Pattern], read: &dyn Fn(&CapturedValue, &str) -> Option<String>| {
        patterns.iter().find_map(|pattern| passages.iter().find_map(|passage| find(std::slice::from_ref(pattern), passage, &context, read)).map(|(value, _)| value))
    };
    let agency = first(&patterns.agency, &|value, text| matches!(value, CapturedValue::Text(_)).then(|| vocabulary.folded(text)).filter(|text| text.chars().count() >= 3));
    let year = first(&patterns.year, &|value, _| match value {
        CapturedValue::Year(year) => Some(year.to_string()),
        _ => None,
    });
    let kind = passages.iter().find_map(|passage| {
        let text = passage.normalised();
        vocabulary
            .kinds
            .iter()
            .flat_map(|(kind, words)| words.iter().filter_map(|word| text.find(word.as_str()).map(|at| (at, std::cmp::Reverse(word.len()), kind))).collect::<Vec<_>>())
            .min()
            .map(|(.., kind)| kind.clone())
    });
    Facts { agency, year: year.and_then(|year| year.parse().ok()), kind }
}

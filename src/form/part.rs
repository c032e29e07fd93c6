//! Cuts a document into parts: a part starts where one of its patterns fits a heading, a caption or the start of a
//! sentence, and ends where the next part starts.

use super::FoundPart;
use super::sentence::row_text;
use crate::document::{Block, Document, LogicalText, Span};
use crate::pattern::{Context, Match, Passage, Pattern};
use crate::ruleset::Ruleset;

/// Finds the parts in reading order.
pub(super) fn parts(document: &Document, ruleset: &Ruleset, context: &Context<'_>) -> Vec<FoundPart> {
    if ruleset.parts.is_empty() {
        return Vec::new();
    }
    let mut out: Vec<FoundPart> = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        let (text, is_heading, span) = match content {
            Block::Paragraph(paragraph) if paragraph.in_contents => continue,
            Block::Paragraph(paragraph) => (paragraph.text.clone(), paragraph.heading.is_some(), paragraph.text.span()),
            Block::Table(table) => match document.tables.get(*table).and_then(|table| table.rows.first()) {
                Some(row) => (row_text(row), false, document.tables.get(*table).map_or(Span::default(), |table| table.span)),
                None => continue,
            },
        };
        let passage = Passage::new(text, context.vocabulary);
        for (part, schema) in ruleset.parts.iter().enumerate() {
            let found =
                schema.starts.iter().find_map(|pattern| start(pattern, &passage, is_heading, context).map(|found| (pattern, found)));
            let Some((pattern, found)) = found else { continue };
            // a title that is printed again right away is the same start
            if out.last().is_some_and(|last| last.part == part && last.block + 1 >= block) {
                break;
            }
            if let Some(last) = out.last_mut() {
                last.end = block;
            }
            out.push(FoundPart { part, captures: captured(pattern, &found, &passage.text), block, end: document.blocks.len(), span });
            break;
        }
    }
    for part in &mut out {
        let Some(schema) = ruleset.parts.get(part.part) else { continue };
        let mut keys = Vec::new();
        for pattern in &schema.keys {
            if let Some(more) = inside(document, part, pattern, context) {
                keys.extend(more);
            }
        }
        keys.append(&mut part.captures);
        part.captures = keys;
    }
    out
}

fn start(pattern: &Pattern, passage: &Passage, is_heading: bool, context: &Context<'_>) -> Option<Match> {
    let text = &passage.text.text;
    if let Some(found) = pattern.matches_whole(text, context) {
        return Some(found);
    }
    if is_heading {
        return None;
    }
    pattern.find_all(passage, context).into_iter().find(|found| {
        let before = text.get(..found.range.start).unwrap_or("").trim_end();
        before.is_empty() || before.ends_with(['\u{3002}', '\u{FF1B}', crate::pattern::PARAGRAPH_EDGE])
    })
}

fn captured(pattern: &Pattern, found: &Match, text: &LogicalText) -> Vec<(String, crate::pattern::Captured, LogicalText)> {
    pattern
        .captures()
        .iter()
        .zip(&found.captures)
        .filter_map(|(capture, captured)| Some((capture.name.clone()?, captured.clone()?, text.clone())))
        .collect()
}

fn inside(
    document: &Document,
    part: &FoundPart,
    pattern: &Pattern,
    context: &Context<'_>,
) -> Option<Vec<(String, crate::pattern::Captured, LogicalText)>> {
    for block in document.blocks.get(part.block..part.end)? {
        match block {
            Block::Paragraph(paragraph) => {
                let passage = Passage::new(paragraph.text.clone(), context.vocabulary);
                if let Some(found) = pattern.find_all(&passage, context).into_iter().next() {
                    return Some(captured(pattern, &found, &paragraph.text));
                }
            }
            Block::Table(table) => {
                for row in &document.tables.get(*table)?.rows {
                    let passage = Passage::row(row_text(row), context.vocabulary);
                    if let Some(found) = pattern.find_all(&passage, context).into_iter().next() {
                        return Some(captured(pattern, &found, &passage.text));
                    }
                }
            }
        }
    }
    None
}

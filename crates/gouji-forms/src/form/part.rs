//! Cuts a document into parts: a part starts where one of its patterns fits a heading, a caption or
//! the start of a sentence, and ends where the next part starts.

use super::FoundPart;
use super::places::{is_head, row_text};
use gouji_rules::pattern::{Context, Match, Pattern, PatternPassage};
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::{Block, Document, LogicalText};
use rayon::prelude::*;
use std::borrow::Cow;

/// Finds the parts in reading order.
pub(super) fn parts(
    document: &Document,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<FoundPart> {
    if ruleset.parts.is_empty() {
        return Vec::new();
    }
    let begins = |(block, content): (usize, &Block)| {
        let (text, is_heading, span) = match content {
            Block::Paragraph(paragraph) if paragraph.in_contents => return None,
            Block::Paragraph(paragraph) => {
                (Cow::Borrowed(&paragraph.text), paragraph.heading.is_some(), paragraph.text.span())
            }
            Block::Table(table) => {
                let table = document.tables.get(*table)?;
                (Cow::Owned(row_text(table.rows.first()?)), false, table.span)
            }
        };
        // most texts begin nothing, and need no passage to tell
        if !ruleset
            .parts
            .iter()
            .flat_map(|part| &part.starts)
            .any(|pattern| pattern.may_fit(&text.text))
        {
            return None;
        }
        let passage = PatternPassage::new(text.into_owned(), context.vocabulary);
        ruleset.parts.iter().enumerate().find_map(|(part, schema)| {
            let (pattern, found) = schema.starts.iter().find_map(|pattern| {
                Some((pattern, start(pattern, &passage, is_heading, context)?))
            })?;
            let captures = captured(pattern, &found, &passage.text);
            Some(FoundPart { part, captures, block, end: document.blocks.len(), span })
        })
    };
    let found: Vec<FoundPart> =
        document.blocks.par_iter().enumerate().with_min_len(FEWEST).filter_map(begins).collect();
    let mut out: Vec<FoundPart> = Vec::new();
    for part in found {
        // a title that is printed again right away is the same start
        if out.last().is_some_and(|last| last.part == part.part && last.block + 1 >= part.block) {
            continue;
        }
        if let Some(last) = out.last_mut() {
            last.end = part.block;
        }
        out.push(part);
    }
    out.par_iter_mut().for_each(|part| {
        let Some(schema) = ruleset.parts.get(part.part) else { return };
        let found =
            schema.keys.iter().filter_map(|pattern| inside(document, part, pattern, context));
        let mut keys: Vec<_> = found.flatten().collect();
        keys.append(&mut part.captures);
        part.captures = keys;
    });
    out
}

/// Another thread is worth its cost for at least this many blocks.
const FEWEST: usize = 100;

fn start(
    pattern: &Pattern,
    passage: &PatternPassage,
    is_heading: bool,
    context: &Context<'_>,
) -> Option<Match> {
    let text = &passage.text.text;
    if let Some(found) = pattern.matches_whole(text, context) {
        return Some(found);
    }
    if is_heading {
        return None;
    }
    pattern.find_all(passage, context).into_iter().find(|found| {
        let before = text.get(..found.range.start).unwrap_or("").trim_end();
        before.is_empty()
            || before.ends_with(['\u{3002}', '\u{FF1B}', gouji_rules::pattern::PARAGRAPH_EDGE])
    })
}

fn captured(
    pattern: &Pattern,
    found: &Match,
    text: &LogicalText,
) -> Vec<(String, gouji_rules::pattern::Captured, LogicalText)> {
    pattern
        .captures()
        .iter()
        .zip(&found.captures)
        .filter_map(|(capture, captured)| {
            Some((capture.name.clone()?, captured.clone()?, text.clone()))
        })
        .collect()
}

fn inside(
    document: &Document,
    part: &FoundPart,
    pattern: &Pattern,
    context: &Context<'_>,
) -> Option<Vec<(String, gouji_rules::pattern::Captured, LogicalText)>> {
    // of a row, to tell whether it is worth more
    let mut words = String::new();
    for block in document.blocks.get(part.block..part.end)? {
        match block {
            Block::Paragraph(paragraph) if !pattern.may_fit(&paragraph.text.text) => {}
            Block::Paragraph(paragraph) => {
                let passage = PatternPassage::new(paragraph.text.clone(), context.vocabulary);
                if let Some(found) = pattern.find_all(&passage, context).into_iter().next() {
                    return Some(captured(pattern, &found, &paragraph.text));
                }
            }
            Block::Table(table) => {
                let table = document.tables.get(*table)?;
                for (at, row) in table.rows.iter().enumerate() {
                    words.clear();
                    row.iter().for_each(|cell| words.push_str(&cell.text.text));
                    if !pattern.may_fit(&words) || is_head(table, at, context.vocabulary) {
                        continue;
                    }
                    let passage = PatternPassage::row(row_text(row), context.vocabulary);
                    if let Some(found) = pattern.find_all(&passage, context).into_iter().next() {
                        return Some(captured(pattern, &found, &passage.text));
                    }
                }
            }
        }
    }
    None
}

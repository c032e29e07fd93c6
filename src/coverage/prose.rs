//! Numbers of running text: where they stand, and what those are that are no figures (dates, numbering, file numbers).
//!
//! In: the paragraphs of a document and the vocabulary's shapes of numbers that are no figures. Out: each number once,
//! in reading order, in one pass over the text.

use crate::document::{Block, Document, Span};
use crate::number::{fold, is_digit, scan_number};
use crate::pattern::{Context, Passage, Pattern};
use std::ops::Range;

/// A number of running text.
#[derive(Clone, Debug)]
pub(super) struct ProseNumber {
    /// Where its digits begin, and where its unit ends.
    pub(super) span: Span,
    /// As printed.
    pub(super) text: String,
    /// What it is if it is no figure.
    pub(super) class: Option<String>,
    /// It has a unit of money or a ratio.
    pub(super) weighs: bool,
}

/// All numbers of running text but those of contents pages; `shapes` are those that are no figures.
pub(super) fn prose_numbers(document: &Document, shapes: &[(Pattern, String)], context: &Context<'_>) -> Vec<ProseNumber> {
    let mut out = Vec::new();
    for block in &document.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let text = &paragraph.text.text;
        if paragraph.in_contents || !text.chars().any(is_digit) {
            continue;
        }
        // each list is in reading order, and none of its ranges overlap
        let mut classes: Vec<(Vec<Range<usize>>, &str)> = vec![(ordinals(text, context), "编号")];
        let passage = Passage::new(paragraph.text.clone(), context.vocabulary);
        for (pattern, class) in shapes {
            classes.push((pattern.find_all(&passage, context).into_iter().map(|found| found.range).collect(), class));
        }
        let mut at = 0;
        while let Some((range, end, weighs)) = next_number(text, at, context) {
            let holds = |ranges: &[Range<usize>]| {
                let before = ranges.partition_point(|known| known.start <= range.start);
                before.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|known| range.start < known.end)
            };
            let class = classes.iter().find(|(ranges, _)| holds(ranges)).map(|(_, class)| (*class).to_owned());
            let printed = text.get(range.clone()).unwrap_or("").chars().filter(|c| !c.is_control()).collect();
            out.push(ProseNumber { span: paragraph.text.span_of(range), text: printed, class, weighs });
            at = end;
        }
    }
    out
}

/// The next number from a position: its bytes with the unit, where to look on, and whether it is money or a ratio.
fn next_number(text: &str, from: usize, context: &Context<'_>) -> Option<(Range<usize>, usize, bool)> {
    let units = &context.vocabulary.units;
    let start = from + text.get(from..)?.find(is_digit)?;
    let rest = text.get(start..)?;
    match scan_number(rest, units) {
        Some(found) => {
            let weighs = found.number.unit.is_some_and(|unit| units.get(unit).money || units.get(unit).ratio);
            Some((start..start + found.len, start + found.digits_len, weighs))
        }
        None => {
            let len = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
            Some((start..start + len, start + len, false))
        }
    }
}

/// The numbering at the start of a paragraph, a sentence or an item.
fn ordinals(text: &str, context: &Context<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut boundary = true;
    for (at, c) in text.char_indices() {
        if context.vocabulary.ignorable(c) {
            continue;
        }
        if boundary
            && let Some(found) = context.vocabulary.ordinal(text.get(at..).unwrap_or(""))
            && found.len > 0
        {
            out.push(at..at + found.len);
        }
        boundary = matches!(fold(c), ',' | ';' | ':' | '\u{3002}' | '\u{3001}' | '.' | '\u{1E}');
    }
    out
}

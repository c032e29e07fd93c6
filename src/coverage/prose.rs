//! Numbers of running text: where they stand, and what those are that are no figures (dates, numbering, file numbers).
//!
//! In: the paragraphs of a document and the vocabulary's shapes of numbers that are no figures. Out: each number once,
//! in reading order, in one pass over the text.

use crate::document::{Block, Document, Span};
use crate::number::{fold, is_digit, scan_number};
use crate::pattern::{Context, Passage, Pattern};
use ecow::EcoString;
use std::ops::Range;

/// A number of running text.
pub(super) struct ProseNumber<'c> {
    /// Where its digits begin, and where its unit ends.
    pub(super) span: Span,
    /// As printed.
    pub(super) text: EcoString,
    /// What it is if it is no figure.
    pub(super) class: Option<&'c EcoString>,
    /// It has a unit of money or a ratio.
    pub(super) weighs: bool,
}

/// Hands on all numbers of running text but those of contents pages; `shapes` are those that are no figures.
pub(super) fn each_prose_number(
    document: &Document,
    shapes: &[(Pattern, String)],
    context: &Context<'_>,
    mut found: impl FnMut(ProseNumber<'_>),
) {
    let numbering = EcoString::from("编号");
    let names: Vec<EcoString> = shapes.iter().map(|(_, class)| class.as_str().into()).collect();
    for block in &document.blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        let text = &paragraph.text.text;
        if paragraph.in_contents || !text.chars().any(is_digit) {
            continue;
        }
        // each list is in reading order, and none of its ranges overlap
        let mut classes: Vec<(Vec<Range<usize>>, &EcoString)> = vec![(ordinals(text, context), &numbering)];
        let passage = Passage::new(paragraph.text.clone(), context.vocabulary);
        for ((pattern, _), class) in shapes.iter().zip(&names) {
            let mut ranges = Vec::new();
            pattern.find_each(&passage, context, |found| ranges.push(found.range));
            classes.push((ranges, class));
        }
        let mut at = 0;
        while let Some((range, end, weighs)) = next_number(text, at, context) {
            let holds = |ranges: &[Range<usize>]| {
                let before = ranges.partition_point(|known| known.start <= range.start);
                before.checked_sub(1).and_then(|at| ranges.get(at)).is_some_and(|known| range.start < known.end)
            };
            let class = classes.iter().find(|(ranges, _)| holds(ranges)).map(|(_, class)| *class);
            let printed = text.get(range.clone()).unwrap_or("").chars().filter(|c| !c.is_control()).collect();
            found(ProseNumber { span: paragraph.text.span_of(range), text: printed, class, weighs });
            at = end;
        }
    }
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

//! Slips of the pen that show in the characters as printed: claims of `[[wording]]`.
//!
//! In: a document and a ruleset. Out: a statement for each slip, as if a sentence had made the
//! claim that it stands there. The signs that matter are looked for in the whole text at once;
//! paragraphs and cells are opened only where one stands. What a pattern can say is found in
//! `sentence`, with the wordings of other claims. Deliberately absent: certainty. Whatever else
//! could explain a slip (a paragraph that was cut, a quotation that goes on, a list's own numbers,
//! a text damaged throughout) keeps it silent.

mod ends;
mod near;
mod pairs;
mod slip;

use super::{Captures, Certainty, FoundPart, Proof, Statement};
use gouji_rules::pattern::{Context, PatternPassage};
use gouji_rules::ruleset::{Claim, PrintedSearch, Ruleset, SlipLook};
use gouji_values::document::{Block, Document, LogicalText};
use slip::{Slip, block_at, text_at, wanted};
use std::ops::Range;
use std::sync::Arc;

/// Finds all slips that a ruleset asks for.
pub(super) fn slips(
    document: &Document,
    agency: Option<&str>,
    parts: &[FoundPart],
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<Statement> {
    let mut headings: Option<Headings> = None;
    let mut out = Vec::new();
    for (claim, schema) in ruleset.claims.iter().enumerate() {
        let Some(printed) = &schema.printed else { continue };
        let found = match &printed.look {
            // they are found with the wordings of other claims
            SlipLook::Wordings => continue,
            SlipLook::Pairs(pairs) => pairs::unpaired(document, pairs, &printed.places, context),
            SlipLook::Mixed(pairs) => pairs::mixed(document, pairs, &printed.places),
            SlipLook::Stop(marks) => ends::without_stop(document, marks),
            SlipLook::NumberTwice => ends::number_twice(document),
            SlipLook::Near(phrases) => {
                near::off(document, phrases, agency, (&printed.places, ruleset))
            }
        };
        let mut found: Vec<(u32, Slip<'_>)> =
            found.into_iter().map(|slip| (slip.text.canonical(slip.range.start), slip)).collect();
        found.sort_by_key(|(at, _)| *at);
        let mut behind = 0;
        // slips of one text follow each other
        let mut open: Option<(&LogicalText, Arc<LogicalText>, Exceptions)> = None;
        for (at, slip) in found {
            if open.as_ref().is_none_or(|(text, _, _)| !std::ptr::eq(*text, slip.text)) {
                let passage = PatternPassage::printed(slip.text.clone());
                let exceptions = Exceptions::of(printed, &passage, context);
                open = Some((slip.text, Arc::new(passage.text), exceptions));
            }
            let Some((_, text, exceptions)) = &open else { continue };
            if at >= behind && !exceptions.hold(&slip.around) {
                let headings = headings.get_or_insert_with(|| Headings::of(document));
                behind = slip.text.span_of(slip.range.clone()).end;
                let place =
                    Place { document, headings, parts, block: block_at(document, at).unwrap_or(0) };
                out.extend(place.statement(claim, schema, text, slip.range, context));
            }
        }
    }
    out
}

/// Where the exceptions of a claim stand in a text.
pub(super) struct Exceptions(Vec<Range<usize>>);

impl Exceptions {
    pub(super) fn of(
        printed: &PrintedSearch,
        passage: &PatternPassage,
        context: &Context<'_>,
    ) -> Self {
        let found = printed.except.iter().flat_map(|pattern| pattern.find_all(passage, context));
        let mut all: Vec<Range<usize>> = found.map(|found| found.range).collect();
        all.sort_unstable_by_key(|range| (range.start, range.end));
        all.dedup_by(|next, last| {
            let overlap = next.start <= last.end;
            last.end = if overlap { last.end.max(next.end) } else { last.end };
            overlap
        });
        Self(all)
    }

    /// Whether one stands at a place.
    pub(super) fn hold(&self, place: &Range<usize>) -> bool {
        let before = self.0.partition_point(|range| range.start < place.end).checked_sub(1);
        before.and_then(|before| self.0.get(before)).is_some_and(|range| place.start < range.end)
    }
}

/// Where a slip stands.
struct Place<'a> {
    document: &'a Document,
    headings: &'a Headings,
    parts: &'a [FoundPart],
    block: usize,
}

impl Place<'_> {
    /// The slip as a statement, where the headings above it and its part are those that the claim
    /// wants.
    fn statement(
        &self,
        claim: usize,
        schema: &Claim,
        text: &Arc<LogicalText>,
        range: Range<usize>,
        context: &Context<'_>,
    ) -> Option<Statement> {
        let Self { document, headings, parts, block } = *self;
        let part = parts.iter().rposition(|part| part.block <= block && block < part.end);
        let kind = part.and_then(|part| parts.get(part)).map(|part| part.part);
        if !schema.scope.is_empty() && !kind.is_some_and(|kind| schema.scope.contains(&kind)) {
            return None;
        }
        if !schema.under.is_empty() || !schema.not_under.is_empty() {
            let words: Vec<String> = headings
                .above(block)
                .filter_map(|heading| folded(document, heading, context))
                .collect();
            let any = |list: &[String]| {
                list.iter().any(|word| words.iter().any(|heading| heading.contains(word)))
            };
            if (!schema.under.is_empty() && !any(&schema.under)) || any(&schema.not_under) {
                return None;
            }
        }
        Some(Statement {
            claim,
            part,
            block,
            text: Arc::clone(text),
            range,
            captures: Captures::default(),
            items: Vec::new(),
            is_cut_off: false,
            certainty: Certainty::Said,
            proof: Proof::Words,
            heading: headings.above(block).next(),
            in_contents: false,
        })
    }
}

fn folded(document: &Document, block: usize, context: &Context<'_>) -> Option<String> {
    match document.blocks.get(block)? {
        Block::Paragraph(paragraph) => Some(context.vocabulary.folded(&paragraph.text.text)),
        Block::Table(_) => None,
    }
}

/// For each block the innermost heading above it; for a heading the one that it stands under.
struct Headings(Vec<Option<usize>>);

impl Headings {
    fn of(document: &Document) -> Self {
        let mut open: Vec<(u8, usize)> = Vec::new();
        let mut out = Vec::with_capacity(document.blocks.len());
        for (block, content) in document.blocks.iter().enumerate() {
            let level = match content {
                Block::Paragraph(paragraph) if !paragraph.in_contents => paragraph.heading,
                _ => None,
            };
            if let Some(level) = level {
                open.retain(|(above, _)| *above < level);
            }
            out.push(open.last().map(|(_, heading)| *heading));
            open.extend(level.map(|level| (level, block)));
        }
        Self(out)
    }

    /// The headings above a block, the innermost first.
    fn above(&self, block: usize) -> impl Iterator<Item = usize> {
        let next = |block: usize| self.0.get(block).copied().flatten();
        std::iter::successors(next(block), move |heading| next(*heading))
    }
}

//! Passages as they were read, and what several of them say together.

use super::Proof;
use super::said::FoundRelation;
use gouji_prose::prose::{self, Quantity, Reading, Relation, holds_with};
use gouji_rules::pattern::PARAGRAPH_EDGE;
use gouji_values::document::LogicalText;
use std::sync::Arc;

/// A passage as it was read.
pub(crate) struct ProsePassage {
    /// Index of its place.
    pub place: usize,
    /// The chain of headings above it.
    pub chain: usize,
    /// Where each further paragraph begins.
    pub further: Box<[usize]>,
    /// Its text.
    pub text: Arc<LogicalText>,
    /// What was read; passages without figures share one.
    pub read: Arc<prose::Read>,
}

impl ProsePassage {
    /// Where each of its paragraphs begins.
    pub(crate) fn starts(&self) -> impl DoubleEndedIterator<Item = usize> {
        std::iter::once(0).chain(self.further.iter().copied())
    }
}

/// Something that paragraphs say together.
pub(crate) struct Together {
    /// What they say; its ranges are of the text.
    pub found: FoundRelation,
    /// Their text.
    pub text: Arc<LogicalText>,
    /// Index of the place of the first.
    pub place: usize,
    /// What it is worth that its figures agree.
    pub proof: Proof,
}

/// A figure of a passage.
#[derive(Clone, Copy)]
pub(crate) struct FigureAt {
    /// Number of the passage.
    pub heard: usize,
    /// Its place in [`prose::Read::spots`].
    pub spot: usize,
}

/// The figures of several passages under one numbering, with their text.
pub(crate) struct JoinedPassages {
    /// The figures.
    pub figures: Vec<Quantity>,
    /// The text.
    pub text: Arc<LogicalText>,
    /// Of each passage: its number, and that of its first figure.
    from: Vec<(usize, usize)>,
}

impl JoinedPassages {
    /// Of passages, by number.
    #[must_use]
    pub(crate) fn new(heard: &[ProsePassage], mut numbers: Vec<usize>) -> Self {
        numbers.sort_unstable();
        numbers.dedup();
        let alone = match numbers.as_slice() {
            [only] => heard.get(*only).map(|one| Arc::clone(&one.text)),
            _ => None,
        };
        let (mut figures, mut text) = (Vec::new(), LogicalText::default());
        let mut from: Vec<(usize, usize)> = Vec::new();
        for number in numbers {
            let Some(one) = heard.get(number) else { continue };
            if !from.is_empty() {
                text.push_mark(PARAGRAPH_EDGE);
            }
            let by = text.text.len();
            from.push((number, figures.len()));
            if alone.is_none() {
                text.append(&one.text);
            }
            figures.extend(one.read.tokens.figures.iter().cloned().map(|mut figure| {
                figure.span = figure.span.start + by..figure.span.end + by;
                figure
            }));
        }
        Self { figures, text: alone.unwrap_or_else(|| Arc::new(text)), from }
    }

    /// The number of a figure.
    #[must_use]
    pub(crate) fn figure(&self, heard: &[ProsePassage], at: FigureAt) -> Option<usize> {
        let (_, first) = self.from.iter().find(|(number, _)| *number == at.heard)?;
        let spot = heard.get(at.heard)?.read.spots.get(at.spot)?;
        Some(first + spot.figure)
    }

    /// Whether a relation holds as a formula has it.
    #[must_use]
    pub(crate) fn holds(&self, relation: Relation, reading: &Reading) -> Option<bool> {
        holds_with(relation, reading, &self.figures, false)
    }
}

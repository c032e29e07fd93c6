//! A relation between figures of sentences and cells.

use super::table_amounts::AmountCell;
use super::told::{ToldAmount, ToldRate};
use crate::form::Proof;
use crate::form::prose_passage::{ProsePassage, Together};
use crate::form::said::ProseReader;
use gouji_prose::prose::{Filling, Quantity, Reading, Relation, Slot};
use gouji_rules::pattern::CELL_EDGE;
use gouji_values::document::LogicalText;
use gouji_values::number::Decimal;
use std::sync::Arc;

/// A figure of a tie.
pub(super) enum Of<'a> {
    /// Of a sentence: the passage, and its number.
    Said(usize, usize),
    /// Of a cell.
    Cell(&'a AmountCell<'a>),
    /// Nothing, where blank cells stand beside a name.
    Blank(&'a LogicalText),
}

/// A relation between figures of a passage and cells.
pub(super) struct Tie<'a> {
    pub(super) heard: usize,
    pub(super) relation: Relation,
    pub(super) parts: Vec<(Slot, Of<'a>, i8)>,
    pub(super) proof: Proof,
}

impl Tie<'static> {
    /// That a rate is the share of one amount in another.
    pub(super) fn share(part: &ToldAmount, whole: &ToldAmount, rate: &ToldRate) -> Self {
        let parts = vec![
            (Slot::Part, Of::Said(part.heard, part.figure), 1),
            (Slot::Whole, Of::Said(whole.heard, whole.figure), 1),
            (Slot::Share, Of::Said(part.heard, rate.figure), 1),
        ];
        Self { heard: part.heard, relation: Relation::Share, parts, proof: Proof::Value }
    }

    /// That figures, each with its passage and sign, come to the first of them.
    pub(super) fn sum(
        relation: Relation,
        total: (usize, usize, i8),
        items: impl Iterator<Item = (usize, usize, i8)>,
    ) -> Self {
        let of = |slot| move |(heard, figure, sign)| (slot, Of::Said(heard, figure), sign);
        let total_part = [total].into_iter().map(of(Slot::Total));
        let parts = total_part.chain(items.map(of(Slot::Item))).collect();
        Self { heard: total.0, relation, parts, proof: Proof::Value }
    }
}

impl Tie<'_> {
    /// Whether a figure of the sentence is one of its parts.
    pub(super) fn says(&self, figure: usize) -> bool {
        self.parts.iter().any(|(_, of, _)| matches!(of, Of::Said(_, own) if *own == figure))
    }

    /// Of a share the figure of its rate, with its passage.
    pub(super) fn share_of(&self) -> Option<(usize, usize)> {
        self.parts.iter().find_map(|(slot, of, _)| match of {
            Of::Said(heard, figure) if *slot == Slot::Share => Some((*heard, *figure)),
            _ => None,
        })
    }

    /// The figures of passages among its parts.
    pub(super) fn said(&self) -> impl Iterator<Item = (usize, usize)> {
        self.parts.iter().filter_map(|(_, of, _)| match of {
            Of::Said(heard, figure) => Some((*heard, *figure)),
            Of::Cell(_) | Of::Blank(_) => None,
        })
    }

    /// It as what is said, with the words of the sentence and the cells as its text.
    pub(super) fn say(
        &self,
        reader: &ProseReader<'_>,
        heard: &[ProsePassage],
    ) -> Option<Vec<Together>> {
        let one = heard.get(self.heard)?;
        let mut text = LogicalText::default();
        let mut figures: Vec<Quantity> = Vec::new();
        let mut reading = Reading::default();
        for (slot, of, sign) in &self.parts {
            if !text.text.is_empty() {
                text.push_mark(CELL_EDGE);
            }
            let start = text.text.len();
            let filling = match of {
                Of::Said(passage, at) => {
                    let passage = heard.get(*passage)?;
                    let figure = passage.read.tokens.figures.get(*at)?;
                    let from = words_before(&passage.text.text, figure.span.start);
                    text.append(&passage.text.part(from..figure.span.start));
                    let start = text.text.len();
                    text.append(&passage.text.part(figure.span.clone()));
                    figures.push(Quantity { span: start..text.text.len(), ..figure.clone() });
                    Filling::Figure(figures.len() - 1, *sign)
                }
                Of::Cell(cell) => {
                    text.append(cell.text);
                    let span = start..text.text.len();
                    figures.push(Quantity { span, ..cell.figure.clone() });
                    Filling::Figure(figures.len() - 1, *sign)
                }
                Of::Blank(name) => {
                    text.append(name);
                    let range = start..text.text.len();
                    Filling::Worked { value: Decimal::ZERO, like: 0, range }
                }
            };
            match slot {
                Slot::Item => reading.items.push(vec![(*slot, filling)]),
                _ => reading.parts.push((*slot, filling)),
            }
        }
        let found = reader.said(self.relation, &reading, &figures);
        let (text, place): (Arc<LogicalText>, _) = (Arc::new(text), one.place);
        Some(
            found
                .into_iter()
                .map(|found| Together { found, text: Arc::clone(&text), place, proof: self.proof })
                .collect(),
        )
    }
}

/// Where the words begin by which a figure is called.
pub(super) fn words_before(text: &str, figure: usize) -> usize {
    const MOST: usize = 16;
    let before = text.get(..figure).unwrap_or_default();
    before.char_indices().rev().take(MOST).last().map_or(figure, |(at, _)| at)
}

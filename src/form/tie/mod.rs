//! What sentences say of amounts that tables of the document hold.
//!
//! In: the passages as they were read, and the tables with their rows. Out: that an amount of a
//! sentence is that of a cell, and that the rates told of it are those of the cell's row: printed
//! there, or worked out of two of its amounts.
//!
//! Which cell is meant the figures tell together with the names: an amount with the name of a row
//! is that of the row; one with another name, or with none, is so only where its rates are those of
//! the row too. Of an amount that no cell holds nothing is said.

mod held;
mod meet;
mod told;

use super::FilledForm;
use super::heard::{Heard, Together};
use super::said::ProseReader;
use crate::document::LogicalText;
use crate::pattern::CELL_EDGE;
use crate::prose::{Filling, Quantity, Reading, Relation, Slot};
use crate::ruleset::Ruleset;
use held::Held;
use std::sync::Arc;

/// All that sentences say of what tables hold.
#[must_use]
pub(super) fn ties(
    reader: &ProseReader<'_>,
    ruleset: &Ruleset,
    forms: &[FilledForm],
    heard: &[Heard],
) -> Vec<Together> {
    if reader.is_idle() {
        return Vec::new();
    }
    let told = told::told(reader, heard);
    if told.is_empty() {
        return Vec::new();
    }
    let held = Held::new(reader, ruleset, forms);
    let ties = told.iter().flat_map(|told| meet::meet(&held, heard, told));
    ties.filter_map(|tie| tie.say(reader, heard)).flatten().collect()
}

/// A figure of a tie.
enum Of<'a> {
    /// Of the sentence, by number.
    Said(usize),
    /// Of a cell.
    Cell(&'a held::HeldCell<'a>),
}

/// A relation between figures of a passage and cells.
struct Tie<'a> {
    heard: usize,
    relation: Relation,
    parts: Vec<(Slot, Of<'a>, i8)>,
}

impl Tie<'_> {
    /// Whether a figure of the sentence is one of its parts.
    fn says(&self, figure: usize) -> bool {
        self.parts.iter().any(|(_, of, _)| matches!(of, Of::Said(own) if *own == figure))
    }

    /// It as what is said, with the words of the sentence and the cells as its text.
    fn say(&self, reader: &ProseReader<'_>, heard: &[Heard]) -> Option<Vec<Together>> {
        let one = heard.get(self.heard)?;
        let own = |at: usize| one.read.tokens.figures.get(at);
        let said = || {
            self.parts.iter().filter_map(|(_, of, _)| match of {
                Of::Said(at) => own(*at),
                Of::Cell(_) => None,
            })
        };
        let from = said().map(|figure| figure.span.start).min()?;
        let to = said().map(|figure| figure.span.end).max()?;
        let mut text = one.text.part(from..to);
        let mut figures: Vec<Quantity> = Vec::new();
        let mut parts = Vec::new();
        for (slot, of, sign) in &self.parts {
            let figure = match of {
                Of::Said(at) => {
                    let figure = own(*at)?;
                    let span = figure.span.start - from..figure.span.end - from;
                    Quantity { span, ..figure.clone() }
                }
                Of::Cell(cell) => {
                    text.push_mark(CELL_EDGE);
                    let start = text.text.len();
                    text.append(cell.text);
                    Quantity { span: start..text.text.len(), ..cell.figure.clone() }
                }
            };
            parts.push((*slot, Filling::Figure(figures.len(), *sign)));
            figures.push(figure);
        }
        let reading = Reading { parts, items: Vec::new() };
        let found = reader.said(self.relation, &reading, &figures);
        let (text, place): (Arc<LogicalText>, _) = (Arc::new(text), one.place);
        Some(found.into_iter().map(|found| Together { found, text: Arc::clone(&text), place }).collect())
    }
}

//! What checks are known by, and what their figures are called: read from what was recognised.

use crate::check::seen::place::FigurePlace;
use crate::check::seen::shared::Shared;
use crate::check::seen::tree::Parent;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckedAt, FigureCell, FigureSpot, PrintedFigure, Seen};
use gouji_forms::form::{FilledForm, FormSide};
use gouji_values::lang::Lang;
use gouji_values::paper::Paper;
use std::sync::Arc;

/// The kinds of place, in the first number of a [`FigureSpot`] with the side and the
/// document.
const CELL: u32 = 0;
const CELL_CAPTURE: u32 = 1;
const CAPTURE: u32 = 2;
const PART_CAPTURE: u32 = 3;
const CAPTION: u32 = 4;
const SENTENCE: u32 = 5;
const PARAGRAPH: u32 = 6;
const YEAR: u32 = 7;
/// Bits of the kind, and of it and the document.
const KINDS: u32 = 3;
const REST: u32 = 8;
/// At most this many documents have numbers of their own.
const PAPERS: u32 = (1 << (REST - KINDS)) - 1;

fn short(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl FigurePlace {
    /// The place as an index of four numbers.
    pub(in crate::check) fn spot(self) -> FigureSpot {
        let first = |kind: u32, paper: Paper, side: usize| {
            kind | short(paper.index()) << KINDS | short(side) << REST
        };
        FigureSpot(match self {
            Self::Cell { paper, form, side, row, column } => {
                [first(CELL, paper, side), short(form), short(row), short(column)]
            }
            Self::CellCapture { paper, form, side, row, capture } => {
                [first(CELL_CAPTURE, paper, side), short(form), short(row), short(capture)]
            }
            Self::Capture { paper, statement, item, capture } => {
                let (group, item) = item.map_or((0, 0), |(group, item)| (group + 1, item));
                [first(CAPTURE, paper, group), short(statement), short(item), short(capture)]
            }
            Self::PartCapture { part, capture } => {
                [first(PART_CAPTURE, Paper::OWN, 0), short(part), short(capture), 0]
            }
            Self::Caption { form, field } => {
                [first(CAPTION, Paper::OWN, 0), short(form), u32::from(field), 0]
            }
            Self::Sentence { statement } => {
                [first(SENTENCE, Paper::OWN, 0), short(statement), 0, 0]
            }
            Self::Paragraph { block } => [first(PARAGRAPH, Paper::OWN, 0), short(block), 0, 0],
            Self::Year => [first(YEAR, Paper::OWN, 0), 0, 0, 0],
        })
    }

    /// The place of an index.
    #[must_use]
    pub fn of(spot: FigureSpot) -> Self {
        let [first, a, b, c] = spot.0;
        let (paper, side) =
            (Paper::of((first >> KINDS & PAPERS) as usize), (first >> REST) as usize);
        let (a, b, c) = (a as usize, b as usize, c as usize);
        match first & ((1 << KINDS) - 1) {
            CELL => Self::Cell { paper, form: a, side, row: b, column: c },
            CELL_CAPTURE => Self::CellCapture { paper, form: a, side, row: b, capture: c },
            CAPTURE => Self::Capture {
                paper,
                statement: a,
                item: side.checked_sub(1).map(|group| (group, b)),
                capture: c,
            },
            PART_CAPTURE => Self::PartCapture { part: a, capture: b },
            CAPTION => Self::Caption { form: a, field: u8::try_from(b).unwrap_or(u8::MAX) },
            PARAGRAPH => Self::Paragraph { block: a },
            YEAR => Self::Year,
            _ => Self::Sentence { statement: a },
        }
    }
}

impl Seen for Shared {
    fn label(&self, at: FigureSpot, lang: Lang) -> Arc<str> {
        self.world().label_in(FigurePlace::of(at), lang).into()
    }

    fn printed(&self, at: FigureSpot) -> Arc<PrintedFigure> {
        Arc::new(self.world().printed(FigurePlace::of(at)))
    }

    fn cell(&self, at: FigureSpot) -> Option<FigureCell> {
        self.world().cell_names(FigurePlace::of(at))
    }

    // asked of all figures of a check that does not hold: no reason to put them into words
    fn is_doubtful(&self, at: FigureSpot) -> bool {
        self.world().is_doubtful(FigurePlace::of(at))
    }

    fn said(&self, at: FigureSpot, lang: Lang) -> Arc<str> {
        self.world().said(FigurePlace::of(at), lang).into()
    }

    fn key(&self, check: &Check) -> String {
        self.world().key(&check.rule, check.number, &check.at)
    }
}

impl World<'_> {
    /// What a check is known by.
    #[must_use]
    pub fn key_of(&self, check: &Check) -> String {
        self.key(&check.rule, check.number, &check.at)
    }

    /// What a check is known by: its rule, the number of its expectation, its place.
    pub(in crate::check) fn key(&self, rule: &str, number: u32, at: &CheckedAt) -> String {
        match at {
            CheckedAt::Key(key) => key.to_string(),
            at => [rule, "|", &number.to_string(), "|", &self.place_key(at)].concat(),
        }
    }

    /// What a place is known by: part, form or claim, side, row, column.
    pub(in crate::check) fn place_key(&self, at: &CheckedAt) -> String {
        let filled = |form: u32| self.filled(Paper::OWN, form as usize);
        let content =
            |form: u32, side: u32| filled(form).and_then(|filled| filled.sides.get(side as usize));
        match *at {
            CheckedAt::Key(ref key) | CheckedAt::Scope(ref key) => key.to_string(),
            CheckedAt::Form(form) => self.form_key(filled(form)),
            CheckedAt::Row([form, side, row]) => {
                let name =
                    content(form, side).map(|content: &FormSide| content.name_of(row as usize));
                row_key(&self.form_key(filled(form)), side, name.unwrap_or(("", 1)))
            }
            CheckedAt::Column([form, side, column]) => [
                &self.form_key(filled(form)),
                "|",
                &side.to_string(),
                "||",
                self.column_name(form, column),
            ]
            .concat(),
            CheckedAt::Group([form, side, row, column]) => {
                let slot = content(form, side)
                    .and_then(|content| content.rows.get(row as usize)?.cells.get(column as usize));
                let name: String =
                    slot.map_or("", |slot| &slot.text.text).split_whitespace().collect();
                format!("{}|{side}|{name}|", self.form_key(filled(form)))
            }
            CheckedAt::Branch([form, side, row, column], further) => {
                let row = content(form, side).and_then(|content| content.rows.get(row as usize));
                let name = row.map_or("", |row| row.code.as_ref().unwrap_or(&row.key));
                // a further set of addends for the same parent is a check of its own
                let further = further.map_or_else(String::new, |level| format!("|{level}"));
                format!(
                    "{}|{side}|{name}|{}{further}",
                    self.form_key(filled(form)),
                    self.column_name(form, column)
                )
            }
            CheckedAt::Twice([form, side, row, column], nth) => {
                let row = self.row(Paper::OWN, form as usize, side as usize, row as usize);
                let name = row.map_or("", |row| row.code.as_deref().unwrap_or(row.key.as_str()));
                let again = if nth > 0 { format!("#{}", nth + 1) } else { String::new() };
                format!(
                    "{}|{side}|{name}{again}|{}",
                    self.form_key(filled(form)),
                    self.column_name(form, column)
                )
            }
            CheckedAt::Sentence(statement, nth, item) => {
                let found = self.statement(Paper::OWN, statement as usize);
                let id = found
                    .and_then(|found| self.ruleset.claims.get(found.claim))
                    .map_or("", |claim| claim.id.as_str());
                let place = self.scope_key(found.and_then(|found| found.part), id);
                match item {
                    Some(item) => format!("{place}|{}|{}", nth + 1, item + 1),
                    None => format!("{place}|{}", nth + 1),
                }
            }
        }
    }

    /// What a form, claim or part is known by: the key of the part that it stands in, and its id.
    pub(in crate::check) fn scope_key(&self, part: Option<usize>, id: &str) -> String {
        [self.part_key(Paper::OWN, part).as_deref().unwrap_or(""), "|", id].concat()
    }

    fn form_key(&self, filled: Option<&FilledForm>) -> String {
        let id = filled.and_then(|filled| self.schema(filled)).map_or("", |form| form.id.as_str());
        self.scope_key(filled.and_then(|filled| filled.part), id)
    }

    fn column_name(&self, form: u32, column: u32) -> &str {
        let column = self
            .filled(Paper::OWN, form as usize)
            .and_then(|filled| self.column(filled, column as usize));
        column.map_or("", |column| column.name.as_str())
    }
}

/// The key of a row in that of its form.
fn row_key(form: &str, side: u32, (name, number): (&str, usize)) -> String {
    let side = side.to_string();
    if number > 1 {
        format!("{form}|{side}|{name}#{number}|")
    } else {
        [form, "|", &side, "|", name, "|"].concat()
    }
}

impl Parent {
    /// The place of its check in a column.
    pub(in crate::check) fn at(&self, column: usize) -> CheckedAt {
        CheckedAt::Branch([self.form, self.side, self.row, column].map(short), self.further)
    }
}

/// A place of a form by short indices.
pub(in crate::check) fn at<const N: usize>(place: [usize; N]) -> [u32; N] {
    place.map(short)
}

/// The number of an expectation as checks carry it.
pub(in crate::check) fn number_of(expectation: usize) -> u32 {
    u32::try_from(expectation).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_index_and_back() {
        let all = [
            FigurePlace::Cell {
                paper: Paper::LAST_YEAR,
                form: 7,
                side: 3,
                row: 100_000,
                column: 12,
            },
            FigurePlace::CellCapture { paper: Paper::OWN, form: 1, side: 2, row: 3, capture: 4 },
            FigurePlace::Capture {
                paper: Paper::LAST_YEAR,
                statement: 5,
                item: Some((0, 9)),
                capture: 2,
            },
            FigurePlace::Capture { paper: Paper::OWN, statement: 5, item: None, capture: 2 },
            FigurePlace::PartCapture { part: 3, capture: 1 },
            FigurePlace::Caption { form: 2, field: 4 },
            FigurePlace::Sentence { statement: 8 },
            FigurePlace::Paragraph { block: 3 },
            FigurePlace::Year,
        ];
        for place in all {
            assert_eq!(FigurePlace::of(place.spot()), place);
        }
    }
}

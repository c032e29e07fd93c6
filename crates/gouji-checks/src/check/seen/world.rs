//! What formulas can see: the recognised document, last year's, and where each printed figure
//! stands.

use super::place::FigurePlace;
use gouji_audit::audit::{PrintedFigure, ReadingDoubt, Why};
use gouji_forms::form::{Content, FilledForm, FormCell, FormRow, Recognition, Statement};
use gouji_rules::pattern::{Captured, CapturedValue};
use gouji_rules::ruleset::{CaptureName, Column, ColumnKind, Form, Ruleset};
use gouji_values::document::{Block, Document, LogicalText, Span, TableDoubt};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::sync::Arc;

/// A document with what was recognised in it.
#[derive(Clone, Copy)]
pub struct SeenDocument<'a> {
    /// The document.
    pub document: &'a Document,
    /// What was recognised.
    pub recognition: &'a Recognition,
    /// Index in the run, for figures of another document.
    pub index: Option<usize>,
}

/// A document beside the own one.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The document.
    pub document: Arc<Document>,
    /// What was recognised in it.
    pub recognition: Arc<Recognition>,
    /// Its index in the run.
    pub index: usize,
}

impl Neighbour {
    fn page(&self) -> SeenDocument<'_> {
        SeenDocument {
            document: &self.document,
            recognition: &self.recognition,
            index: Some(self.index),
        }
    }
}

/// Everything that formulas can see.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The ruleset.
    pub ruleset: &'a Ruleset,
    /// The document.
    pub page: SeenDocument<'a>,
    /// The documents beside it, from last year's on.
    pub beside: &'a [Option<Neighbour>],
    /// Documents that several are, so that none is taken.
    pub twice: &'a [Paper],
    /// The official blank form.
    pub template: Option<&'a Document>,
}

impl<'a> World<'a> {
    /// The page of a place.
    #[must_use]
    pub fn page_of(&self, paper: Paper) -> SeenDocument<'a> {
        self.neighbour(paper).map_or(self.page, Neighbour::page)
    }

    fn neighbour(&self, paper: Paper) -> Option<&'a Neighbour> {
        paper.index().checked_sub(1).and_then(|at| self.beside.get(at)?.as_ref())
    }

    /// Whether the document is there.
    #[must_use]
    pub fn has(&self, paper: Paper) -> bool {
        paper.is_own() || self.neighbour(paper).is_some()
    }

    /// A filled form.
    #[must_use]
    pub fn filled(&self, paper: Paper, form: usize) -> Option<&'a FilledForm> {
        self.page_of(paper).recognition.forms.get(form)
    }

    /// The code of a row, where its part in this column of codes stands in a row above and another
    /// column has the rest of it.
    #[must_use]
    pub fn whole_code(
        &self,
        filled: &'a FilledForm,
        (side, row): (usize, usize),
        column: usize,
    ) -> Option<&'a str> {
        let row = filled.sides.get(side)?.rows.get(row)?;
        let code = row.code.as_deref()?;
        let is_code = |column: &Column| column.kind == ColumnKind::Code;
        let columns = &self.schema(filled)?.columns;
        let is_part = |(at, own): (usize, &Column)| {
            at > column
                && is_code(own)
                && row.cells.get(at).is_some_and(|cell| {
                    cell.content == Content::Text && code.ends_with(cell.text.text.trim())
                })
        };
        let is_whole =
            columns.get(column).is_some_and(is_code) && columns.iter().enumerate().any(is_part);
        is_whole.then_some(code)
    }

    /// The schema of a filled form.
    #[must_use]
    pub fn schema(&self, filled: &'a FilledForm) -> Option<&'a Form> {
        filled.schema(self.ruleset)
    }

    /// A row of a filled form.
    #[must_use]
    pub fn row(&self, paper: Paper, form: usize, side: usize, row: usize) -> Option<&'a FormRow> {
        self.filled(paper, form)?.sides.get(side)?.rows.get(row)
    }

    /// A cell of a filled form.
    #[must_use]
    pub fn slot(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        row: usize,
        column: usize,
    ) -> Option<&'a FormCell> {
        self.row(paper, form, side, row)?.cells.get(column)
    }

    /// A column of a filled form.
    #[must_use]
    pub fn column(&self, filled: &'a FilledForm, column: usize) -> Option<&'a Column> {
        self.schema(filled)?.columns.get(column)
    }

    /// A statement.
    #[must_use]
    pub fn statement(&self, paper: Paper, statement: usize) -> Option<&'a Statement> {
        self.page_of(paper).recognition.statements.get(statement)
    }

    /// A capture of a statement or item.
    #[must_use]
    pub fn capture(
        &self,
        paper: Paper,
        statement: usize,
        item: Option<(usize, usize)>,
        capture: usize,
    ) -> Option<&'a Captured> {
        let found = self.statement(paper, statement)?;
        if let Some((group, item)) = item
            && let Some(captured) = found.items.get(group)?.get(item)?.get(capture)
        {
            return Some(captured);
        }
        found.captures.get(capture)
    }

    pub(super) fn capture_name(
        &self,
        statement: &Statement,
        capture: usize,
    ) -> Option<&'a CaptureName> {
        self.ruleset.claims.get(statement.claim)?.captures.get(capture)
    }

    /// Where a figure stands, and the index in the run of the document if that is last year's.
    #[must_use]
    pub fn span(&self, place: FigurePlace) -> (Span, Option<usize>) {
        let document = match place {
            FigurePlace::Cell { paper, .. }
            | FigurePlace::CellCapture { paper, .. }
            | FigurePlace::Capture { paper, .. } => self.neighbour(paper).map(|other| other.index),
            _ => None,
        };
        let span = match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                self.slot(paper, form, side, row, column).map(cell_span)
            }
            FigurePlace::CellCapture { paper, form, side, row, capture } => {
                let captured = self
                    .row(paper, form, side, row)
                    .and_then(|row| row.captures.get(capture)?.as_ref());
                captured.map(|captured| captured.span)
            }
            FigurePlace::Capture { paper, statement, item, capture } => {
                let found = self.statement(paper, statement);
                found
                    .zip(self.capture(paper, statement, item, capture))
                    .map(|(found, captured)| found.text.span_of(captured.range.clone()))
            }
            FigurePlace::PartCapture { part, capture } => {
                let found = self
                    .page
                    .recognition
                    .parts
                    .get(part)
                    .and_then(|part| part.captures.get(capture));
                found.map(|(_, captured, text)| text.span_of(captured.range.clone()))
            }
            FigurePlace::Caption { form, field } => {
                self.in_caption(form, field).map(|(_, span)| span)
            }
            FigurePlace::Year => self.page.recognition.facts.year_span,
            FigurePlace::Sentence { statement } => self
                .statement(Paper::OWN, statement)
                .map(|found| found.text.span_of(found.range.clone())),
            FigurePlace::Paragraph { block } => self.paragraph(block).map(LogicalText::span),
        };
        (span.unwrap_or_default(), document)
    }

    /// The text of a paragraph.
    pub(in crate::check) fn paragraph(&self, block: usize) -> Option<&LogicalText> {
        match self.page.document.blocks.get(block)? {
            Block::Paragraph(paragraph) => Some(&paragraph.text),
            Block::Table(_) => None,
        }
    }

    /// Whether a form may be there that was not recognised: a table may have been told wrong or has no title.
    pub fn may_lack_forms(&self) -> bool {
        let recognition = self.page.recognition;
        recognition.unknown.iter().any(|(table, _)| self.is_doubtful_table(*table))
            || self.lacks_titles()
    }

    /// Whether most forms were recognised without their title, and a table without one was not.
    fn lacks_titles(&self) -> bool {
        let forms = &self.page.recognition.forms;
        let (own, known): (Vec<_>, Vec<_>) = forms.iter().partition(|filled| filled.own.is_some());
        let untitled = known.iter().filter(|filled| !filled.by_title).count();
        untitled * 2 > known.len() && own.iter().any(|filled| filled.caption.heading().is_none())
    }

    /// Whether rows and columns of a table of the own document may have been told wrong.
    fn is_doubtful_table(&self, number: usize) -> bool {
        let document = self.page.document;
        document.tables.get(number).is_some_and(|table| document.doubt(table).is_some())
    }

    /// Where the own document may have been read wrong, and how far: tables whose rows and columns
    /// were told apart by where texts stand, and forms that were told by likeness, with the reason.
    pub fn doubtful_areas(&self) -> impl Iterator<Item = (Span, TableDoubt, Why)> {
        let document = self.page.document;
        let tables = document.tables.iter();
        let is_doubtful = |filled: &&FilledForm| filled.is_likely || filled.is_half;
        let forms = self.page.recognition.forms.iter().filter(is_doubtful);
        tables
            .filter_map(|table| Some((table.span, document.doubt(table)?, Why::ColumnsUnsure)))
            .chain(forms.map(|filled| (filled.span, TableDoubt::Placed, Why::FormUnsure)))
    }

    /// Whether the figure at a place was repaired, or its column was chosen: only cells can be.
    #[must_use]
    pub fn is_doubtful(&self, place: FigurePlace) -> bool {
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => self
                .slot(paper, form, side, row, column)
                .is_some_and(|slot| slot.reading().is_doubtful()),
            _ => false,
        }
    }

    /// The number at a place with the decimals that are printed, where there is one.
    #[must_use]
    pub fn printed_value(&self, place: FigurePlace) -> Option<Decimal> {
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                match self.slot(paper, form, side, row, column)?.content {
                    Content::Number(number) => Some(number.value),
                    _ => None,
                }
            }
            _ => self.printed(place).value?.parse().ok(),
        }
    }

    /// The form that a place is one of.
    fn form_of(&self, place: FigurePlace) -> Option<&'a Form> {
        let (paper, form) = match place {
            FigurePlace::Cell { paper, form, .. }
            | FigurePlace::CellCapture { paper, form, .. } => (paper, form),
            FigurePlace::Caption { form, .. } => (Paper::OWN, form),
            FigurePlace::Capture { .. }
            | FigurePlace::PartCapture { .. }
            | FigurePlace::Year
            | FigurePlace::Sentence { .. }
            | FigurePlace::Paragraph { .. } => {
                return None;
            }
        };
        self.schema(self.filled(paper, form)?)
    }

    /// The printed figure at a place.
    #[must_use]
    pub fn printed(&self, place: FigurePlace) -> PrintedFigure {
        let (span, document) = self.span(place);
        let form = self.form_of(place).map(|form| form.id.as_str().into());
        let mut out = PrintedFigure { span, document, form, ..PrintedFigure::default() };
        match place {
            FigurePlace::Cell { paper, form, side, row, column } => {
                let (Some(slot), Some(filled)) =
                    (self.slot(paper, form, side, row, column), self.filled(paper, form))
                else {
                    return out;
                };
                let blank = matches!(slot.content, Content::Blank | Content::Absent);
                out.text = if blank && slot.text.text.trim().is_empty() {
                    String::new()
                } else {
                    one_line(&slot.text)
                };
                out.reading = slot.reading().clone();
                if let Content::Number(number) = &slot.content {
                    out.value = Some(number.value.to_string());
                    out.unit = self
                        .slot_unit(filled, slot, side, column)
                        .map(|unit| self.ruleset.vocabulary.units.get(unit).name.to_string());
                }
            }
            FigurePlace::CellCapture { paper, form, side, row, capture } => {
                if let Some(captured) = self
                    .row(paper, form, side, row)
                    .and_then(|row| row.captures.get(capture)?.as_ref())
                {
                    out.text = captured.text.trim().to_owned();
                    self.number(&captured.captured.value, &mut out);
                }
            }
            FigurePlace::Capture { paper, statement, item, capture } => {
                let (Some(found), Some(captured)) = (
                    self.statement(paper, statement),
                    self.capture(paper, statement, item, capture),
                ) else {
                    return out;
                };
                self.captured(&found.text, captured, &mut out);
            }
            FigurePlace::PartCapture { part, capture } => {
                if let Some((_, captured, text)) = self
                    .page
                    .recognition
                    .parts
                    .get(part)
                    .and_then(|part| part.captures.get(capture))
                {
                    self.captured(text, captured, &mut out);
                }
            }
            FigurePlace::Caption { form, field } => {
                if let Some((text, _)) = self.in_caption(form, field) {
                    if matches!(field, 1 | 2) {
                        out.value = Some(text.clone());
                    }
                    out.text = text;
                }
            }
            FigurePlace::Year => {
                if let Some(year) = self.page.recognition.facts.year {
                    out.text = year.to_string();
                    out.value = Some(out.text.clone());
                }
            }
            FigurePlace::Sentence { statement } => {
                if let Some(found) = self.statement(Paper::OWN, statement) {
                    out.text =
                        found.text.text.get(found.range.clone()).unwrap_or("").trim().to_owned();
                }
            }
            FigurePlace::Paragraph { block } => {
                if let Some(text) = self.paragraph(block) {
                    out.text = text.text.trim().to_owned();
                }
            }
        }
        out
    }

    /// What the caption of a form says of a field, and where.
    fn in_caption(&self, form: usize, field: u8) -> Option<(String, Span)> {
        let caption = &self.filled(Paper::OWN, form)?.caption;
        match field {
            0 => caption.title.clone(),
            1 => caption.number.clone(),
            2 => caption.year.map(|(year, span)| (year.to_string(), span)),
            3 => caption.agency.clone(),
            _ => caption.unit.map(|(unit, span)| {
                (self.ruleset.vocabulary.units.get(unit).name.to_string(), span)
            }),
        }
    }

    fn captured(&self, text: &LogicalText, captured: &Captured, out: &mut PrintedFigure) {
        out.text = text.text.get(captured.range.clone()).unwrap_or("").trim().to_owned();
        if text.pieces_of(captured.range.clone()).len() > 1 {
            out.reading = ReadingDoubt::Joined;
        }
        self.number(&captured.value, out);
    }

    fn number(&self, value: &CapturedValue, out: &mut PrintedFigure) {
        match value {
            CapturedValue::Number(number) => {
                // the sign of a change stands in its word, not in the printed number
                let printed = if out.text.contains(['-', '\u{2212}', '\u{FF0D}', '(', '\u{FF08}']) {
                    number.value
                } else {
                    number.value.abs()
                };
                if out.text.chars().any(gouji_values::number::is_digit) {
                    out.value = Some(printed.to_string());
                }
                out.unit = number
                    .unit
                    .map(|unit| self.ruleset.vocabulary.units.get(unit).name.to_string());
            }
            CapturedValue::Year(year) => out.value = Some(year.to_string()),
            CapturedValue::Ordinal { value, .. } => out.value = Some(value.to_string()),
            _ => {}
        }
    }

    /// The unit of a number in a cell: printed, of its row, its header, its column, the caption,
    /// the form.
    #[must_use]
    pub fn slot_unit(
        &self,
        filled: &FilledForm,
        slot: &FormCell,
        side: usize,
        column: usize,
    ) -> Option<gouji_values::number::UnitId> {
        slot.unit
            .filter(|_| self.column(filled, column).is_some())
            .or_else(|| self.column_unit(filled, side, column))
    }

    /// The unit of the numbers in a column that have none of their own.
    pub(in crate::check) fn column_unit(
        &self,
        filled: &FilledForm,
        side: usize,
        column: usize,
    ) -> Option<gouji_values::number::UnitId> {
        use gouji_rules::ruleset::ColumnKind;
        let schema = self.column(filled, column)?;
        if schema.kind == ColumnKind::Percent {
            return self.ruleset.vocabulary.units.find("%");
        }
        let header = filled
            .sides
            .get(side)
            .and_then(|side| side.columns.get(column)?.as_ref())
            .and_then(|column| column.unit);
        let found = header.or(schema.unit);
        if schema.kind == ColumnKind::Amount { found.or(filled.unit) } else { found }
    }

    /// The key of a part in brackets.
    #[must_use]
    pub fn part_key(&self, paper: Paper, part: Option<usize>) -> Option<String> {
        let found = self.page_of(paper).recognition.parts.get(part?)?;
        found.key().map(|key| ["[", &key, "]"].concat())
    }
}

/// The text of a cell in one line, joined where it wraps.
fn one_line(text: &LogicalText) -> String {
    text.text.trim().chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}

/// Where the text of a cell stands; of an empty one where it begins.
pub fn cell_span(slot: &FormCell) -> Span {
    let bytes = slot.text.text.as_bytes();
    // most cells begin and end with a digit
    if bytes.first().is_some_and(u8::is_ascii_graphic)
        && bytes.last().is_some_and(u8::is_ascii_graphic)
    {
        return slot.text.span();
    }
    let is_empty = slot.text.text.trim().is_empty();
    if is_empty {
        Span { start: slot.span.start, end: slot.span.start }
    } else {
        trimmed_span(&slot.text)
    }
}

fn trimmed_span(text: &LogicalText) -> Span {
    let start = text.text.len() - text.text.trim_start().len();
    let end = text.text.trim_end().len();
    text.span_of(start..end.max(start))
}

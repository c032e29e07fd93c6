//! What was understood and what no check rests on: for `gouji tables`, and for the coverage that every report shows.

mod prose;

use crate::audit::{
    CellContent, Check, Coverage, UncheckedFigure, UnderstoodCell, UnderstoodForm, UnderstoodSentence, UnderstoodTable, Verdict,
};
use crate::check::{Place, Shared, World};
use crate::document::Span;
use crate::form::{Captures, Content, Slot};
use crate::pattern::{CapturedValue, Context};
use ecow::EcoString;
use prose::each_prose_number;

/// Figures of recognised tables, of claims and of other prose, and which of them a check rests on. Numbers of prose that
/// are no figures (dates, numbering) are listed as unchecked with what they are, but not counted.
#[must_use]
pub fn coverage(shared: &Shared, checks: &[Check]) -> Coverage {
    let world = &shared.world();
    let [mut checked, mut tried, mut seen] = [(); 3].map(|()| Starts::new(&world.page.document.text));
    // what only says how a text is printed checks none of its figures
    let printed: Vec<&str> = world.ruleset.claims.iter().filter(|claim| claim.printed.is_some()).map(|claim| claim.id.as_str()).collect();
    for check in checks.iter().filter(|check| check.verdict != Verdict::Violation || !printed.contains(&check.rule.as_str())) {
        let known = if check.verdict == Verdict::Unchecked { &mut tried } else { &mut checked };
        check.places().filter(|(_, document)| document.is_none()).for_each(|(span, _)| _ = known.insert(span.start));
    }
    let mut out = Coverage { tables: world.page.document.tables.len(), ..Coverage::default() };
    // the forms of a table follow each other
    out.recognised = world.page.recognition.forms.chunk_by(|a, b| a.table == b.table).count();
    let cells = || shared.laid.sides().flat_map(|(form, side, laid)| laid.figures().map(move |(at, cell)| (form, side, at, cell)));
    cells().for_each(|(.., cell)| _ = seen.insert(cell.span.start));
    (out.figures, out.checked) = (seen.count(), seen.common(&checked));
    let [no_rule, unread, in_prose, in_vain] = [NO_RULE, UNREAD, IN_PROSE, IN_VAIN].map(EcoString::from);
    let why = |start: u32, otherwise: &EcoString| if tried.contains(start) { &in_vain } else { otherwise }.clone();
    let note = |span: Span, text: &mut dyn FnMut() -> EcoString, otherwise: &EcoString, out: &mut Coverage| {
        out.figures += 1;
        if checked.contains(span.start) {
            out.checked += 1;
        } else {
            out.unchecked.push(UncheckedFigure { text: text(), span, why: why(span.start, otherwise), counts: true });
        }
    };
    if out.checked < out.figures {
        let mut listed = Starts::new(&world.page.document.text);
        for (form, side, (row, column), cell) in cells() {
            let start = cell.span.start;
            if !checked.contains(start) && listed.insert(start) {
                let text = world.printed(Place::Cell { last_year: false, form, side, row, column }).text.into();
                out.unchecked.push(UncheckedFigure { text, span: cell.span, why: why(start, &no_rule), counts: true });
            }
        }
    }
    for (statement, found) in world.page.recognition.statements.iter().enumerate() {
        let captures = found.captures.iter().map(|(capture, _)| (None, capture));
        let items = found.items.iter().enumerate().flat_map(|(group, items)| {
            let each = items.iter().enumerate();
            each.flat_map(move |(item, captures)| captures.iter().map(move |(capture, _)| (Some((group, item)), capture)))
        });
        for (item, capture) in captures.chain(items) {
            let place = Place::Capture { last_year: false, statement, item, capture };
            let is_figure =
                world.capture(false, statement, item, capture).is_some_and(|captured| matches!(captured.value, CapturedValue::Number(_)));
            if is_figure {
                let mut printed = world.printed(place);
                if printed.value.is_some() && seen.insert(printed.span.start) {
                    note(printed.span, &mut || std::mem::take(&mut printed.text).into(), &no_rule, &mut out);
                }
            }
        }
    }
    let ruleset = world.ruleset;
    let context = Context { vocabulary: &ruleset.vocabulary, year: world.page.recognition.facts.year, grades: &ruleset.grades };
    each_prose_number(world.page.document, ruleset.not_figures(), &context, |number| match number.class {
        None => {
            let why = if number.weighs { &unread } else { &in_prose };
            if seen.insert(number.span.start) {
                note(number.span, &mut || number.text.clone(), why, &mut out);
            }
        }
        Some(_) if seen.contains(number.span.start) || checked.contains(number.span.start) => {}
        // no figure: listed, but not counted
        Some(class) => out.unchecked.push(UncheckedFigure { text: number.text, span: number.span, why: class.clone(), counts: false }),
    });
    out.unchecked.sort_by_key(|figure| figure.span.start);
    out
}

/// Why no check rests on a figure.
const NO_RULE: &str = "没有规则核对这个数";
const UNREAD: &str = "没有规则读出这句话";
const IN_PROSE: &str = "叙述文字中的数";
const IN_VAIN: &str = "有关的核对不能进行";

/// Bytes of a text at which something begins.
struct Starts(Vec<u64>);

impl Starts {
    fn new(text: &str) -> Self {
        Self(vec![0; text.len() / 64 + 1])
    }

    fn contains(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|bits| bits & (1 << (at % 64)) != 0)
    }

    /// Whether it was not known.
    fn insert(&mut self, at: u32) -> bool {
        let Some(bits) = self.0.get_mut(at as usize / 64) else { return true };
        let before = *bits;
        *bits |= 1 << (at % 64);
        *bits != before
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// So many both have.
    fn common(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(own, other)| (own & other).count_ones() as usize).sum()
    }
}

/// How much is told of how tables were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Which tables there are, and their forms.
    Tables,
    /// Their rows as read, too.
    Rows,
    /// What was read from which cell, too, but not the rows.
    Cells,
    /// All of it.
    All,
}

/// How each table was understood.
#[must_use]
pub fn understanding(world: &World<'_>, detail: Detail) -> Vec<UnderstoodTable> {
    let document = world.page.document;
    let recognition = world.page.recognition;
    document
        .tables
        .iter()
        .enumerate()
        .map(|(number, table)| {
            let forms: Vec<_> = recognition.forms.iter().filter(|filled| filled.table == number).collect();
            let caption = forms
                .first()
                .and_then(|filled| filled.caption.title.clone())
                .or_else(|| recognition.unknown.iter().find(|(table, _)| *table == number).and_then(|(_, caption)| caption.title.clone()));
            let remarks =
                recognition.notices.iter().filter(|notice| notice.span == Some(table.span)).map(|notice| notice.message.clone()).collect();
            UnderstoodTable {
                span: table.span,
                caption: caption.map(|(text, _)| text),
                size: (table.rows.len(), table.width()),
                remarks,
                forms: forms.into_iter().map(|filled| understood(world, filled, detail)).collect(),
            }
        })
        .collect()
}

fn understood(world: &World<'_>, filled: &crate::form::FilledForm, detail: Detail) -> UnderstoodForm {
    let Some(schema) = world.schema(filled) else {
        return UnderstoodForm {
            form: String::new(),
            part: None,
            by_title: false,
            unit: None,
            columns: Vec::new(),
            rows: Vec::new(),
            empty: true,
            cells: Vec::new(),
        };
    };
    let (has_rows, has_cells) = (matches!(detail, Detail::Rows | Detail::All), matches!(detail, Detail::Cells | Detail::All));
    let mut columns = Vec::new();
    let mut at: Vec<(usize, usize)> = Vec::new();
    for (side, content) in filled.sides.iter().enumerate() {
        for (column, found) in content.columns.iter().enumerate() {
            if let (Some(_), Some(column_schema)) = (found, schema.columns.get(column)) {
                let name =
                    || schema.sides.get(side).map_or_else(|| column_schema.name.clone(), |side| format!("{side}.{}", column_schema.name));
                columns.extend((has_rows || has_cells).then(name));
                at.push((side, column));
            }
        }
    }
    // of a large table these take much: they get the room that they need, and a row has its label once
    let (mut rows, mut read) = (Vec::new(), Vec::new());
    if has_rows {
        rows.reserve_exact(filled.sides.iter().map(|side| side.rows.len()).sum());
    }
    if has_cells {
        let columns = |side: usize| at.iter().filter(|(own, _)| *own == side).count();
        read.reserve_exact(filled.sides.iter().enumerate().map(|(side, content)| content.rows.len() * columns(side)).sum());
    }
    for (side, content) in filled.sides.iter().enumerate().filter(|_| has_rows || has_cells) {
        for row in &content.rows {
            let label: EcoString = row.label.split_whitespace().collect();
            for (number, (_, column)) in at.iter().enumerate().filter(|(_, (own, _))| has_cells && *own == side) {
                read.extend(row.cells.get(*column).and_then(|slot| read_cell(slot, &label, number)));
            }
            if !has_rows {
                continue;
            }
            let cells = at
                .iter()
                .map(|(s, column)| {
                    if *s == side {
                        row.cells
                            .get(*column)
                            .filter(|slot| !matches!(slot.content, Content::Absent))
                            .map(|slot| slot.text.text.split_whitespace().collect::<EcoString>())
                    } else {
                        None
                    }
                })
                .collect();
            rows.push((label, cells));
        }
    }
    UnderstoodForm {
        form: schema.id.clone(),
        part: world.part_key(false, filled.part),
        by_title: filled.by_title,
        unit: filled.unit.map(|unit| world.ruleset.vocabulary.units.get(unit).name.to_string()),
        columns,
        rows,
        empty: filled.is_empty(),
        cells: read,
    }
}

fn read_cell(slot: &Slot, row: &EcoString, column: usize) -> Option<UnderstoodCell> {
    let content = match &slot.content {
        Content::Absent => return None,
        Content::Blank => CellContent::Blank,
        Content::Number(_) => CellContent::Number,
        Content::Text => CellContent::Text,
        Content::Unreadable(why) => CellContent::Unreadable(why.clone()),
    };
    Some(UnderstoodCell { span: slot.span, row: row.clone(), column, content, reading: slot.reading().clone() })
}

/// Sentences that matched a claim.
#[must_use]
pub fn sentences(world: &World<'_>) -> Vec<UnderstoodSentence> {
    world
        .page
        .recognition
        .statements
        .iter()
        .filter_map(|found| {
            let claim = world.ruleset.claims.get(found.claim)?;
            let texts = |captures: &Captures| {
                captures
                    .iter()
                    .filter_map(|(capture, captured)| {
                        let name = claim.captures.get(capture)?;
                        Some((name.name.clone(), found.text.text.get(captured.range.clone())?.split_whitespace().collect::<String>()))
                    })
                    .collect::<Vec<_>>()
            };
            let mut captures = texts(&found.captures);
            for item in found.items.iter().flatten() {
                captures.extend(texts(item));
            }
            Some(UnderstoodSentence { claim: claim.id.clone(), span: found.text.span_of(found.range.clone()), captures })
        })
        .collect()
}

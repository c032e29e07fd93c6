//! What was understood and what no check rests on: for `gouji tables`, and for the coverage that
//! every report shows.

mod account;
mod cells;
mod facts;
mod heads;
mod prose;
mod rested;
mod scale;
mod starts;

pub use account::coverage;
pub use facts::facts;

use crate::check::World;
use ecow::EcoString;
use gouji_audit::audit::{
    CellContent, ProposedHead, UnderstoodCell, UnderstoodForm, UnderstoodSentence, UnderstoodTable,
};
use gouji_forms::form::{Captures, Content, FormCell, Statement, StrangeColumn, TakenCells};
use gouji_rules::pattern::CELL_EDGE;
use gouji_values::document::Table;
use gouji_values::paper::Paper;
use std::ops::Range;

/// How much is told of how tables were understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageDetail {
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
pub fn understanding(world: &World<'_>, detail: CoverageDetail) -> Vec<UnderstoodTable> {
    let document = world.page.document;
    let recognition = world.page.recognition;
    document
        .tables
        .iter()
        .enumerate()
        .map(|(number, table)| {
            let forms: Vec<_> =
                recognition.forms.iter().filter(|filled| filled.table == number).collect();
            let known = forms.first().filter(|filled| filled.own.is_none());
            let caption = known.and_then(|filled| filled.caption.title.clone()).or_else(|| {
                recognition
                    .unknown
                    .iter()
                    .find(|(table, _)| *table == number)
                    .and_then(|(_, caption)| Some((caption.heading()?.to_owned(), table.span)))
            });
            let notices = recognition
                .notices
                .iter()
                .filter(|notice| notice.span == Some(table.span))
                .map(|notice| notice.message.to_string());
            let first = recognition.forms.partition_point(|filled| filled.table < number);
            // which cells were taken is worked out where it is asked for
            let strange = if detail == CoverageDetail::Tables {
                Vec::new()
            } else {
                strange_columns(world, table, first..first + forms.len())
            };
            let otherwise: Vec<ProposedHead> =
                forms.iter().flat_map(|filled| heads::otherwise(world, filled)).collect();
            let told = otherwise
                .iter()
                .map(|head| format!("“{}”按“{}”读{}", head.head, head.column, how_to(head)));
            let heads = strange.iter().filter_map(|(_, head)| head.clone());
            let heads = heads.chain(otherwise.iter().cloned()).collect();
            let strange = strange.into_iter().map(|(words, _)| words);
            let remarks = notices.chain(strange).chain(told).collect();
            UnderstoodTable {
                span: table.span,
                caption: caption.map(|(text, _)| text),
                size: (table.rows.len(), table.width()),
                remarks,
                heads,
                forms: forms.into_iter().map(|filled| understood(world, filled, detail)).collect(),
            }
        })
        .collect()
}

/// What a local rule would have to say of a head.
fn how_to(head: &ProposedHead) -> String {
    format!(
        "；如果就是“{}”，在本地规则集里给表样“{}”的这一栏加上 header = [\"{}\"]（gouji rules draft 写出整段）",
        head.column, head.form, head.head
    )
}

/// What is to be said of columns of figures that the forms of a table do not know.
fn strange_columns(
    world: &World<'_>,
    table: &Table,
    forms: Range<usize>,
) -> Vec<(String, Option<ProposedHead>)> {
    let taken = TakenCells::of(table, forms, world.page.recognition, world.ruleset);
    let columns = taken.strange.iter().filter(|strange| strange.names.is_none());
    let words = |strange: &StrangeColumn| {
        let header = if strange.header.is_empty() { "没有表头" } else { &strange.header };
        let words =
            format!("有一栏没有认出：{header}（第 {} 列），其中的数没有核对", strange.column + 1);
        let head = heads::proposed(world, strange);
        let more = head.as_ref().map(how_to).unwrap_or_default();
        (format!("{words}{more}"), head)
    };
    columns.map(words).collect()
}

fn understood(
    world: &World<'_>,
    filled: &gouji_forms::form::FilledForm,
    detail: CoverageDetail,
) -> UnderstoodForm {
    let Some(schema) = world.schema(filled) else {
        return UnderstoodForm {
            is_own: false,
            form: String::new(),
            part: None,
            by_title: false,
            unit: None,
            unread_unit: None,
            columns: Vec::new(),
            rows: Vec::new(),
            empty: true,
            cells: Vec::new(),
        };
    };
    let (has_rows, has_cells) = (
        matches!(detail, CoverageDetail::Rows | CoverageDetail::All),
        matches!(detail, CoverageDetail::Cells | CoverageDetail::All),
    );
    let mut columns = Vec::new();
    let mut at: Vec<(usize, usize)> = Vec::new();
    for (side, content) in filled.sides.iter().enumerate() {
        for (column, found) in content.columns.iter().enumerate() {
            if let (Some(_), Some(column_schema)) = (found, schema.columns.get(column)) {
                let name = || {
                    schema.sides.get(side).map_or_else(
                        || column_schema.name.clone(),
                        |side| format!("{side}.{}", column_schema.name),
                    )
                };
                columns.extend((has_rows || has_cells).then(name));
                at.push((side, column));
            }
        }
    }
    // of a large table these take much: they get the room that they need, and a row has its label
    // once
    let (mut rows, mut read) = (Vec::new(), Vec::new());
    if has_rows {
        rows.reserve_exact(filled.sides.iter().map(|side| side.rows.len()).sum());
    }
    if has_cells {
        let columns = |side: usize| at.iter().filter(|(own, _)| *own == side).count();
        read.reserve_exact(
            filled
                .sides
                .iter()
                .enumerate()
                .map(|(side, content)| content.rows.len() * columns(side))
                .sum(),
        );
    }
    for (side, content) in filled.sides.iter().enumerate().filter(|_| has_rows || has_cells) {
        for row in &content.rows {
            let label: EcoString = row.label.split_whitespace().collect();
            for (number, (_, column)) in
                at.iter().enumerate().filter(|(_, (own, _))| has_cells && *own == side)
            {
                read.extend(
                    row.cells.get(*column).and_then(|slot| read_cell(slot, &label, number)),
                );
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
        is_own: filled.own.is_some(),
        form: schema.id.clone(),
        part: world.part_key(Paper::OWN, filled.part),
        by_title: filled.by_title,
        unit: filled.unit.map(|unit| world.ruleset.vocabulary.units.get(unit).name.to_string()),
        unread_unit: filled.caption.unread_unit.clone().filter(|_| filled.unit.is_none()),
        columns,
        rows,
        empty: filled.is_empty(),
        cells: read,
    }
}

fn read_cell(slot: &FormCell, row: &EcoString, column: usize) -> Option<UnderstoodCell> {
    let content = match &slot.content {
        Content::Absent => return None,
        Content::Blank => CellContent::Blank,
        Content::Number(_) => CellContent::Number,
        Content::Text => CellContent::Text,
        Content::Unreadable(why) => CellContent::Unreadable(why.clone()),
    };
    Some(UnderstoodCell {
        span: slot.span,
        row: row.clone(),
        column,
        content,
        reading: slot.reading().clone(),
    })
}

/// Sentences that matched a claim.
#[must_use]
pub fn sentences(world: &World<'_>) -> Vec<UnderstoodSentence> {
    world
        .page
        .recognition
        .statements
        .iter()
        .filter_map(|found| understood_sentence(world, found))
        .collect()
}

/// The claim that a statement makes, with its captures.
fn understood_sentence(world: &World<'_>, found: &Statement) -> Option<UnderstoodSentence> {
    let claim = world.ruleset.claims.get(found.claim)?;
    let texts = |captures: &Captures| {
        let named = captures.iter().filter_map(|(capture, captured)| {
            let name = claim.captures.get(capture)?;
            let text = found.text.text.get(captured.range.clone())?;
            Some((name.name.clone(), text.split_whitespace().collect::<String>()))
        });
        named.collect::<Vec<_>>()
    };
    let mut captures = texts(&found.captures);
    for item in found.items.iter().flatten() {
        captures.extend(texts(item));
    }
    // of what stands in several places the first
    let words = found.text.text.get(found.range.clone()).unwrap_or("");
    let edge = words.find(CELL_EDGE).filter(|_| claim.relation.is_some());
    let end = edge.map_or(found.range.end, |edge| found.range.start + edge);
    let span = found.text.span_of(found.range.start..end);
    Some(UnderstoodSentence { claim: claim.id.clone(), span, captures })
}

//! The cells of known forms that a formula can name, and their forms as drafted tables.

use super::idea::digits;
use crate::draft::grid::{ColumnGuess, DraftColumn, DraftGrid, DraftRow};
use gouji_checks::check::{World, cell_span};
use gouji_forms::form::{Content, FilledForm, FormSide};
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::Decimal;

/// A cell with a name.
pub(super) struct NamedCell {
    /// Index of its form in the ruleset.
    pub(super) form: usize,
    /// Side of the form and column.
    pub(super) column: (usize, usize),
    /// As formulas write it.
    pub(super) path: String,
    /// Its column, as formulas write it.
    pub(super) whole: String,
    /// What its column is called in formulas.
    pub(super) name: String,
    /// In the base unit of its unit.
    pub(super) value: Decimal,
    /// Digits that say something.
    pub(super) digits: u32,
    /// Where it starts.
    pub(super) at: u32,
    /// Its row for comparison; empty where that is a total.
    pub(super) row: String,
    pub(super) code: Option<String>,
    /// The words of its column.
    pub(super) head: String,
    pub(super) is_total: bool,
}

/// The forms of the rules that stand in the document once, and that are surely these.
pub(super) fn sure_forms<'w>(world: &World<'w>) -> Vec<(&'w FilledForm, &'w Form)> {
    let all = &world.page.recognition.forms;
    let is_once = |form: usize| {
        all.iter().filter(|other| other.own.is_none() && other.form == form).count() == 1
    };
    all.iter()
        .filter(|filled| filled.own.is_none() && !filled.is_likely && !filled.is_half)
        .filter(|filled| is_once(filled.form))
        .filter_map(|filled| Some((filled, world.ruleset.forms.get(filled.form)?)))
        .collect()
}

/// A form and its side, as formulas and rules write them.
pub(super) fn side_path(form: &Form, side: usize) -> String {
    match form.sides.get(side) {
        Some(name) => format!("{}.{name}", form.id),
        None => form.id.clone(),
    }
}

/// The row as formulas write it behind its form; `None` where nothing tells it from others.
fn row_path(form: &Form, side: &FormSide, row: usize) -> Option<String> {
    let found = side.rows.get(row)?;
    if let Some(named) = found.named.filter(|named| side.index.named(*named).len() == 1) {
        return Some(format!(".{}", form.rows.get(named)?.name));
    }
    if let Some(code) = &found.code {
        return (side.index.code(code).len() == 1).then(|| format!("[\"{code}\"]"));
    }
    let is_plain = !found.key.is_empty() && found.key.chars().all(char::is_alphanumeric);
    (is_plain && side.index.key(&found.key).len() == 1).then(|| format!("[\"{}\"]", found.key))
}

/// The amounts of a form that formulas can name.
pub(super) fn named_cells(world: &World<'_>, filled: &FilledForm, form: &Form) -> Vec<NamedCell> {
    let units = &world.ruleset.vocabulary.units;
    let mut out = Vec::new();
    for (number, side) in filled.sides.iter().enumerate() {
        let whole = side_path(form, number);
        for (at, row) in side.rows.iter().enumerate() {
            let Some(path) = row_path(form, side, at) else { continue };
            for (column, schema) in form.columns.iter().enumerate() {
                let Some(cell) = row.cells.get(column) else { continue };
                let Content::Number(read) = &cell.content else { continue };
                if schema.kind != ColumnKind::Amount
                    || cell.repeated
                    || cell.reading().is_doubtful()
                {
                    continue;
                }
                let unit =
                    world.slot_unit(filled, cell, number, column).map(|unit| units.get(unit));
                let Some(value) = unit.and_then(|unit| read.value.checked_mul(unit.times)) else {
                    continue;
                };
                let head = side.columns.get(column).and_then(Option::as_ref);
                out.push(NamedCell {
                    form: filled.form,
                    column: (number, column),
                    path: format!("{whole}{path}.{}", schema.name),
                    whole: format!("{whole}.{}", schema.name),
                    name: schema.name.clone(),
                    value,
                    digits: digits(read.value),
                    at: cell_span(cell).start,
                    row: if row.total { String::new() } else { row.key.to_string() },
                    code: row.code.as_ref().map(ToString::to_string),
                    head: head.map_or_else(|| schema.name.clone(), |head| head.key.clone()),
                    is_total: row.total,
                });
            }
        }
    }
    out
}

/// A side of a known form as a drafted table, so that the same relations are looked for in it.
pub(super) fn grid_of(filled: &FilledForm, form: &Form, side: usize) -> Option<DraftGrid> {
    let own = filled.sides.get(side)?;
    let columns: Vec<DraftColumn> = form
        .columns
        .iter()
        .zip(&own.columns)
        .enumerate()
        .map(|(at, (column, found))| DraftColumn {
            name: column.name.clone(),
            headers: Vec::new(),
            above: Vec::new(),
            kind: match column.kind {
                _ if found.is_none() => ColumnGuess::Text,
                ColumnKind::Amount => ColumnGuess::Amount,
                ColumnKind::Percent => ColumnGuess::Percent,
                ColumnKind::Code => ColumnGuess::Code,
                ColumnKind::Label => ColumnGuess::Label,
                _ => ColumnGuess::Text,
            },
            places: vec![(0, at)],
        })
        .collect();
    let rows = own.rows.iter().enumerate().map(|(line, row)| DraftRow {
        group: 0,
        line,
        name: row
            .named
            .filter(|named| own.index.named(*named).len() == 1)
            .and_then(|named| Some(form.rows.get(named)?.name.clone())),
        label: row.label.to_string(),
        code: row.code.as_ref().map(ToString::to_string),
        is_total: row.total,
        figures: row
            .cells
            .iter()
            .zip(&columns)
            .map(|(cell, column)| match &cell.content {
                Content::Number(number)
                    if matches!(column.kind, ColumnGuess::Amount | ColumnGuess::Percent) =>
                {
                    Some(*number)
                }
                _ => None,
            })
            .collect(),
    });
    Some(DraftGrid {
        from: String::new(),
        title: None,
        above: Vec::new(),
        rows: rows.collect(),
        columns,
        sides: Vec::new(),
        cells: Vec::new(),
    })
}

//! Sums along a row in which a column of figures stands that its form does not know: what does not come out may be for that.

use super::checked::Checked;
use super::world::World;
use crate::audit::{Check, Verdict};
use crate::document::{Cell, Layout, Span, Table};
use crate::form::{Taken, is_number_like};
use crate::number::cell_number;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::ops::Range;

/// Makes sums that do not come out undecided where figures of their row were not read.
pub(super) fn strange_columns(world: World<'_>, checked: &mut Checked) {
    let (document, recognition) = (world.page.document, world.page.recognition);
    let words = &world.ruleset.vocabulary;
    // what forms took of a table, for those that something does not hold in
    let mut known: BTreeMap<usize, (Range<usize>, Taken)> = BTreeMap::new();
    let arena = &checked.sources.arena;
    for check in checked.checks.iter_mut().filter(|check| check.verdict == Verdict::Violation) {
        let is_sum = check.relation == "==" && check.sides.is_none_or(|sides| arena.is_linear(sides.computed));
        let Some((number, row)) = is_sum.then(|| row_of(check, &document.tables)).flatten() else { continue };
        let Some(table) = document.tables.get(number) else { continue };
        let (forms, taken) = known.entry(number).or_insert_with(|| {
            let first = recognition.forms.partition_point(|filled| filled.table < number);
            let end = recognition.forms.partition_point(|filled| filled.table <= number);
            (first..end, Taken::of(table, first..end, recognition, world.ruleset))
        });
        // two cells of two lists side by side are no sum along the row
        let is_one_list = || recognition.forms.get(forms.clone()).unwrap_or(&[]).iter().all(|filled| filled.sides.len() == 1);
        if check.places().count() < 3 && !is_one_list() {
            continue;
        }
        let left: Vec<&Cell> = table.rows.get(row).into_iter().flatten().filter(|cell| !taken.has(cell) && may_add(cell, words)).collect();
        let Some(which) = left.iter().find_map(|cell| strange(cell, table, forms, taken)) else { continue };
        check.verdict = Verdict::Unchecked;
        check.message = format!("有一栏没有认出：{which}，这一行的合计可能含有这一栏，不能断定");
    }
}

/// What a number that no form read may be an addend of: its column, or, in a row of tokens, what stands there. The numbers of
/// codes and rows add nothing.
fn strange(cell: &Cell, table: &Table, forms: &Range<usize>, taken: &Taken) -> Option<String> {
    if table.layout == Layout::Stream {
        let names = forms.clone().any(|form| taken.names(form, cell, table.layout).is_some());
        return (!names).then(|| format!("“{}”", cell.text.text.trim()));
    }
    let column = forms.clone().find_map(|form| taken.column_of(form, cell)).filter(|strange| strange.names.is_none())?;
    Some(if column.header.is_empty() { "没有表头的一栏".to_owned() } else { column.header.to_string() })
}

/// The table and the row that all figures of a check stand in, where they are several and no other document's.
fn row_of(check: &Check, tables: &[Table]) -> Option<(usize, usize)> {
    let mut spans = Vec::new();
    for (span, document) in check.places() {
        if document.is_some() {
            return None;
        }
        spans.push(span);
    }
    let first = spans.iter().min_by_key(|span| span.start)?;
    let last = spans.iter().max_by_key(|span| span.start)?;
    if first == last {
        return None;
    }
    let number = tables.partition_point(|table| table.span.start <= first.start).checked_sub(1)?;
    let table = tables.get(number)?;
    let rows = &table.rows;
    let row = rows.partition_point(|row| row.first().is_some_and(|cell| cell.span.start <= first.start)).checked_sub(1)?;
    let cells = rows.get(row)?;
    let own = cells.first()?.span.to(cells.last()?.span);
    let is_inside = |span: &Span| own.covers(*span);
    spans.iter().all(is_inside).then_some((number, row))
}

/// Whether a cell holds a number that a sum of amounts may need: not nothing, and no rate.
fn may_add(cell: &Cell, words: &Vocabulary) -> bool {
    let text = cell.text.text.trim();
    match cell_number(text, &words.units) {
        Some(number) => !number.value.is_zero() && number.unit.is_none_or(|unit| !words.units.get(unit).ratio),
        None => is_number_like(text, words),
    }
}

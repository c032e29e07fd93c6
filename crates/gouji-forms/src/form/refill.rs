//! Lines whose figures could stand in several columns: put into one of their ways, or taken out of
//! the form again.

use super::cell::read_cell;
use super::{Content, FilledForm, FormCell, OpenLine};
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Form;
use gouji_values::document::Span;

/// Places the figures of an open line in one of its ways; `reading` says what chose it. Decimals of
/// columns are to be brought up to date by [`decimals`](super::decimals) when all lines are placed.
///
/// A figure whose place is `None` is left out.
pub fn refill(
    filled: &mut FilledForm,
    line: &OpenLine,
    way: &[Option<(usize, usize)>],
    form: &Form,
    reading: &[ReadingDoubt],
    context: &Context<'_>,
) {
    for (((text, span), place), reading) in line.figures.iter().zip(way).zip(reading) {
        let Some((group, column)) = place else { continue };
        let Some((side, row)) = line.place(*group) else { continue };
        let Some(schema) = form.columns.get(*column) else { continue };
        let mut slot = read_cell(text, *span, schema.kind, false, context).read_as(reading.clone());
        if let Content::Number(number) = &slot.content {
            slot.unit = number.unit;
        }
        if let Some(place) = filled
            .sides
            .get_mut(side)
            .and_then(|side| side.rows.get_mut(row))
            .and_then(|row| row.cells.get_mut(*column))
        {
            *place = slot;
        }
    }
}

/// Makes every cell that a way of an open line uses blank, or unreadable for a reason.
pub fn clear(filled: &mut FilledForm, line: &OpenLine, why: Option<Illegible>) {
    let end = line.figures.last().map_or(0, |(_, span)| span.end);
    for (group, column) in line.ways.iter().flatten() {
        let Some((side, row)) = line.place(*group) else { continue };
        if let Some(slot) = filled
            .sides
            .get_mut(side)
            .and_then(|side| side.rows.get_mut(row))
            .and_then(|row| row.cells.get_mut(*column))
        {
            let content = why.clone().map_or(Content::Blank, Content::Unreadable);
            *slot = FormCell { content, span: Span { start: end, end }, ..FormCell::absent() };
        }
    }
}

//! Heads that stand beside what they are the heads of: those of a lower level beside the one that they
//! belong under, and all behind one that fell into two cells.

use super::{BoundColumn, HeaderMatch};
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::{Document, Table};
use gouji_values::label::label_key;
use gouji_values::number::{Units, cell_number, is_ideograph};
use gouji_values::vocabulary::Vocabulary;

/// Numbers of a row that shows where the figures of a form stand.
const FIGURES: usize = 4;

/// Puts the lower heads of a header under the one head that has room for them and figures below it,
/// where no figure stands below the first of them as they are printed.
pub(in crate::form) fn put_below(table: &Table, header: &mut HeaderMatch, ruleset: &Ruleset) {
    let schema = ruleset.forms.get(header.form);
    let units = &ruleset.vocabulary.units;
    if let Some(moved) = schema.and_then(|schema| moved(table, header, schema, units)) {
        *header = moved;
    }
}

fn moved(table: &Table, header: &HeaderMatch, schema: &Form, units: &Units) -> Option<HeaderMatch> {
    if header.rows.len() < 2 || !schema.sides.is_empty() {
        return None;
    }
    let (first, last) = (header.rows.end - 2, header.rows.end - 1);
    let text = |row: usize, column: u32| {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        table.cell(row, column).map_or("", |cell| cell.text.text.trim())
    };
    let is_below = |bound: &&BoundColumn| {
        text(first, bound.physical).is_empty() && !text(last, bound.physical).is_empty()
    };
    let lower: Vec<&BoundColumn> = header.bound.iter().filter(is_below).collect();
    let (begin, end) = (lower.first()?.physical, lower.last()?.physical);
    let count = u32::try_from(lower.len()).ok()?;
    if count < 2 || end - begin + 1 != count {
        return None;
    }
    // the first row that is full of figures
    let is_number = |row: usize, column: u32| cell_number(text(row, column), units).is_some();
    let width = table.width();
    let full = (last + 1..table.rows.len())
        .find(|row| (0..width).filter(|column| is_number(*row, *column)).count() >= FIGURES)?;
    let is_name = |text: &str| text.chars().any(is_ideograph);
    if is_number(full, begin) || !is_name(text(full, begin)) {
        return None;
    }
    let has_room = |bound: &&BoundColumn| {
        let columns = bound.physical..bound.physical + count;
        bound.physical > end
            && !text(first, bound.physical).is_empty()
            && columns.clone().skip(1).all(|column| text(first, column).is_empty())
            && columns.clone().all(|column| text(last, column).is_empty())
            && columns.clone().all(|column| is_number(full, column))
    };
    let mut uppers = header.bound.iter().filter(has_room);
    let upper = uppers.next().filter(|_| uppers.next().is_none())?;
    let mut out = header.clone();
    out.moved = lower.iter().map(|bound| bound.column).collect();
    out.bound.retain(|bound| bound.column != upper.column);
    for bound in out.bound.iter_mut().filter(|bound| (begin..=end).contains(&bound.physical)) {
        bound.physical = upper.physical + (bound.physical - begin);
    }
    out.bound.sort_by_key(|bound| bound.physical);
    Some(out)
}

/// Puts one head together that stands in two cells, where the rows below have a column less: all
/// heads behind it stand one column too far right.
pub(in crate::form) fn put_together(
    table: &Table,
    (header, end): (&mut HeaderMatch, usize),
    document: &Document,
    ruleset: &Ruleset,
) {
    // on pages it is seen where heads stand
    let schema = ruleset.forms.get(header.form).filter(|_| document.pages == 0);
    let Some(schema) = schema else { return };
    if let Some((at, column)) = fallen_apart(table, (&*header, end), schema, &ruleset.vocabulary) {
        // the head of the pieces, and of what stands behind them
        header.bound.retain(|bound| {
            bound.physical != at && bound.physical != at + 1 && bound.column != column
        });
        for bound in header.bound.iter_mut().filter(|bound| bound.physical > at + 1) {
            bound.physical -= 1;
            header.moved.push(bound.column);
        }
        let name = schema.columns.get(column).map_or_else(String::new, |own| own.name.clone());
        let (group, unit) = (0, None);
        header.bound.push(BoundColumn {
            physical: at,
            column,
            group,
            header: name,
            key: String::new(),
            unit,
        });
        header.moved.push(column);
        header.bound.sort_by_key(|bound| bound.physical);
    }
}

/// The first of two cells that are one head of a form together, and the column that it is the head of.
fn fallen_apart(
    table: &Table,
    (header, end): (&HeaderMatch, usize),
    schema: &Form,
    words: &Vocabulary,
) -> Option<(u32, usize)> {
    if !schema.sides.is_empty() || header.rows.is_empty() || !header.moved.is_empty() {
        return None;
    }
    let text = |row: usize, column: u32| {
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        table.cell(row, column).map_or("", |cell| cell.text.text.trim())
    };
    let level = header.rows.end - 1;
    let width = table.width();
    let last = (0..width).rev().find(|column| !text(level, *column).is_empty())?;
    if !(header.rows.end..end).all(|row| text(row, last).is_empty()) {
        return None;
    }
    let key = |column: u32| label_key(text(level, column), words);
    let head = |key: &str| {
        schema.columns.iter().position(|own| own.headers.plain.iter().any(|head| head == key))
    };
    let whole = |at: u32| {
        let both = [key(at), key(at + 1)];
        // two heads side by side are no pieces of one
        let are_heads = both.iter().all(|piece| head(piece).is_some());
        let own = head(&both.concat()).filter(|_| !are_heads);
        own.filter(|_| both.iter().all(|piece| !piece.is_empty()))
    };
    let mut pairs = (0..last).filter_map(|at| Some((at, whole(at)?)));
    let first = pairs.next()?;
    pairs.next().is_none().then_some(first)
}

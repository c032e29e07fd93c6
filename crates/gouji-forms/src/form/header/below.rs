//! Heads of a lower level that stand beside the head that they belong under: a merged head was given
//! once, and the row below it moved.

use super::{BoundColumn, HeaderMatch};
use gouji_rules::ruleset::{Form, Ruleset};
use gouji_values::document::Table;
use gouji_values::number::{Units, cell_number};

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
    if is_number(full, begin) {
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

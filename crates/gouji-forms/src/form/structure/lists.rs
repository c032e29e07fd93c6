//! Columns of amounts that go with names of their own: several lists stand abreast in one side of a
//! form, and the names of its rows are those of the first.

use super::header::is_total;
use crate::form::{FormSide, is_number_like};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::Table;
use gouji_values::label::label_key;

/// The columns of amounts of a side from left to right: where each stands and which it is.
fn amounts(side: &FormSide, form: &Form) -> Vec<(u32, usize)> {
    let is_amount = |kind: ColumnKind| kind.adds_up() || kind == ColumnKind::Percent;
    let mut out: Vec<(u32, usize)> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| is_amount(column.kind))
        .filter_map(|(at, _)| Some((side.columns.get(at)?.as_ref()?.column, at)))
        .collect();
    out.sort_unstable();
    out
}

/// Whether a column of words behind amounts names a list of its own: it stands beside many rows, and
/// one of its names is that of a total.
fn names_list(table: &Table, side: &FormSide, physical: u32, context: &Context<'_>) -> bool {
    let (mut named, mut is_summed) = (0, false);
    for row in &side.rows {
        let Some(cell) = table.cell(row.row, physical) else { continue };
        let text = cell.text.text.trim();
        if text.is_empty() || is_number_like(text, context.vocabulary) {
            continue;
        }
        named += 1;
        is_summed = is_summed || is_total(&label_key(text, context.vocabulary), context);
    }
    is_summed && named * 3 >= side.rows.len()
}

/// Where the columns of a side stand whose words name a list of their own, behind the amounts of the
/// first.
pub(in crate::form) fn own_names(
    table: &Table,
    side: &FormSide,
    form: &Form,
    context: &Context<'_>,
) -> Vec<u32> {
    let amounts = amounts(side, form);
    let (Some((first, _)), Some((last, _))) = (amounts.first(), amounts.last()) else {
        return Vec::new();
    };
    let is_amount = |physical: &u32| amounts.iter().any(|(own, _)| own == physical);
    (first + 1..*last)
        .filter(|physical| !is_amount(physical) && names_list(table, side, *physical, context))
        .collect()
}

/// The columns of amounts that go with other names than those of the rows.
pub(super) fn of_other_names(
    table: &Table,
    side: &FormSide,
    form: &Form,
    context: &Context<'_>,
) -> Vec<usize> {
    let Some(from) = own_names(table, side, form, context).into_iter().min() else {
        return Vec::new();
    };
    let columns = amounts(side, form).into_iter();
    columns.filter(|(physical, _)| *physical > from).map(|(_, at)| at).collect()
}

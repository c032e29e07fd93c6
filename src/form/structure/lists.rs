//! Columns of amounts that go with names of their own: several lists stand abreast in one side of a
//! form, and the names of its rows are those of the first.

use super::header::is_total;
use crate::form::{Content, FormSide};
use crate::label::label_key;
use crate::pattern::Context;
use crate::ruleset::{ColumnKind, Form};

/// Columns of a side from left to right: where each stands, which it is, whether it holds amounts.
fn in_order(side: &FormSide, form: &Form) -> Vec<(u32, usize, bool)> {
    let kind = |kind: ColumnKind| match kind {
        ColumnKind::Amount | ColumnKind::Percent => Some(true),
        ColumnKind::Text => Some(false),
        _ => None,
    };
    let mut out: Vec<(u32, usize, bool)> = form
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            Some((side.columns.get(at)?.as_ref()?.column, at, kind(column.kind)?))
        })
        .collect();
    out.sort_unstable();
    out
}

/// Whether a column of words behind amounts names a list of its own: it stands beside most rows, and
/// one of its names is that of a total.
fn names_list(side: &FormSide, column: usize, context: &Context<'_>) -> bool {
    let words = side.rows.iter().filter_map(|row| row.cells.get(column));
    let words: Vec<&str> = words
        .filter(|slot| slot.content == Content::Text && !slot.repeated)
        .map(|slot| slot.text.text.as_str())
        .collect();
    let is_sum = |text: &&str| is_total(&label_key(text, context.vocabulary), context);
    words.len() * 3 >= side.rows.len() && words.iter().any(is_sum)
}

/// The columns of words of a side that name a list of their own, behind the amounts of the first.
fn naming(side: &FormSide, form: &Form, context: &Context<'_>) -> Vec<(u32, usize)> {
    let columns = in_order(side, form);
    let first = columns.iter().position(|(.., is_amount)| *is_amount).unwrap_or(columns.len());
    let behind = columns.iter().skip(first).filter(|(.., is_amount)| !is_amount);
    let own = behind.filter(|(_, column, _)| names_list(side, *column, context));
    own.map(|(physical, column, _)| (*physical, *column)).collect()
}

/// Where the columns stand whose words name a list of their own.
pub(in crate::form) fn own_names(side: &FormSide, form: &Form, context: &Context<'_>) -> Vec<u32> {
    naming(side, form, context).into_iter().map(|(physical, _)| physical).collect()
}

/// The columns of amounts that go with other names than those of the rows.
pub(super) fn of_other_names(side: &FormSide, form: &Form, context: &Context<'_>) -> Vec<usize> {
    let Some((from, _)) = naming(side, form, context).into_iter().min() else { return Vec::new() };
    let columns = in_order(side, form).into_iter();
    columns
        .filter(|(physical, _, is_amount)| *is_amount && *physical > from)
        .map(|(_, at, _)| at)
        .collect()
}

//! 栏次: the row of a header that numbers the columns, and the number of each column of figures.

use super::header::BoundColumn;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Form;
use gouji_values::document::Cell;
use gouji_values::number::{fold, is_digit};

/// Rows behind the first of a header in which the numbers of its columns are looked for.
const NUMBERED_WITHIN: usize = 6;

/// 栏次 of the columns of figures, parallel to `bound`: as printed in the row that numbers the
/// columns, else their order.
///
/// `rows` begin with the header. Where numbers are printed that do not go with the columns, none
/// has a number.
pub(super) fn column_numbers(
    bound: &[BoundColumn],
    rows: &[Vec<Cell>],
    form: &Form,
    context: &Context<'_>,
) -> Vec<Option<u32>> {
    let is_figure = |bound: &BoundColumn| {
        form.columns.get(bound.column).is_some_and(|column| column.kind.is_numeric())
    };
    let mut order: Vec<u32> =
        bound.iter().filter(|bound| is_figure(bound)).map(|bound| bound.physical).collect();
    order.sort_unstable();
    let printed: Option<Vec<(u32, u32)>> =
        rows.iter().take(NUMBERED_WITHIN).find(|row| is_column_numbers(row, context)).map(|row| {
            row.iter()
                .filter_map(|cell| Some((cell.column, whole(cell.text.text.trim())?)))
                .collect()
        });
    let number = |bound: &BoundColumn| -> Option<u32> {
        let at = order.iter().position(|column| *column == bound.physical)?;
        match &printed {
            None => u32::try_from(at + 1).ok(),
            Some(printed)
                if order.iter().all(|column| printed.iter().any(|(at, _)| at == column)) =>
            {
                printed
                    .iter()
                    .find(|(column, _)| *column == bound.physical)
                    .map(|(_, number)| *number)
            }
            // a stream of tokens has no columns
            Some(printed) if printed.len() == order.len() => {
                printed.get(at).map(|(_, number)| *number)
            }
            Some(_) => None,
        }
    };
    bound.iter().map(|bound| is_figure(bound).then(|| number(bound)).flatten()).collect()
}

/// A whole number, perhaps with decimals that are zero.
fn whole(text: &str) -> Option<u32> {
    if !text.starts_with(is_digit) {
        return None;
    }
    let text: String = text.chars().map(fold).collect();
    let bare =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    bare.parse().ok()
}

/// Whether a row only numbers the columns: 栏次 and numbers, of which any may be damaged, or 1 2 3
/// … in order.
pub fn is_column_numbers(row: &[Cell], context: &Context<'_>) -> bool {
    let mut numbers = 0;
    let mut headed = false;
    let filled = row.iter().map(|cell| cell.text.text.trim()).filter(|text| !text.is_empty());
    for (at, text) in filled.enumerate() {
        if whole(text) == Some(numbers + 1)
            || (headed && text.chars().all(|c| is_digit(c) || matches!(fold(c), '.' | ',')))
        {
            numbers += 1;
        } else if context.vocabulary.is_one_of(text, &context.vocabulary.column_number) {
            headed |= at == 0;
        } else {
            return false;
        }
    }
    numbers >= 2 || (headed && numbers >= 1)
}

//! Classes that are printed twice: a row that has rows of its own below it, or of which its class adds
//! only one, and that stands again right below itself with the same figures. Sums add it once, so that
//! nothing else tells.

use super::{Content, FilledForm, FormRow, FormSide, is_code_below};
use gouji_values::document::{Document, Notice, NoticeCode, Span};
use gouji_values::lang::bilingual;
use gouji_values::number::Decimal;

/// The notices of classes that are printed twice, one for each table.
pub(super) fn printed_twice(document: &Document, forms: &[FilledForm]) -> Vec<Notice> {
    let known = forms.iter().filter(|filled| filled.own.is_none());
    let mut out: Vec<(usize, Notice)> = Vec::new();
    for filled in known {
        let is_told = out.iter().any(|(table, _)| *table == filled.table);
        let mut sides = filled.sides.iter();
        if let Some(row) = sides.find_map(first_twice).filter(|_| !is_told) {
            let span = span(document, filled, row);
            let (label, code) = (row.label.trim(), row.code.as_deref().unwrap_or_default());
            let message = bilingual!(
                "“{label}”（{code}）连着印了两行，数字完全一样，核对时只算一次；如果多印了一行，请删去",
                "“{label}” ({code}) is printed in two rows, one below the other, with the same figures, and was counted once; if one is too many please delete it"
            );
            out.push((
                filled.table,
                Notice { code: NoticeCode::ClassTwice, message, span: Some(span) },
            ));
        }
    }
    out.into_iter().map(|(_, notice)| notice).collect()
}

/// The second row of the first class of a side that is printed twice.
fn first_twice(side: &FormSide) -> Option<&FormRow> {
    let has_parts = |code: &str| {
        let mut codes = side.rows.iter().filter_map(|row| row.code.as_deref());
        codes.any(|other| is_code_below(other, code))
    };
    let (at, row) = side.rows.windows(2).zip(1..).find_map(|(pair, at)| match pair {
        [first, second] => is_same(first, second).then_some((at, second)),
        _ => None,
    })?;
    (row.code.as_deref().is_some_and(has_parts) || is_added_once(&side.rows, at)).then_some(row)
}

/// Whether the class of a row comes out without it, in each column in which it has a figure.
fn is_added_once(rows: &[FormRow], at: usize) -> bool {
    let Some(code) = rows.get(at).and_then(|row| row.code.as_deref()) else { return false };
    let is_class = |above: &str| is_code_below(code, above);
    let above = rows.iter().take(at).enumerate().rev();
    let mut above = above.filter_map(|(row, own)| Some((row, own.code.as_deref()?)));
    let Some((class, prefix)) = above.find(|(_, above)| is_class(above)) else { return false };
    // a class that stands again has rows of its own
    let is_of_class = |row: &FormRow| {
        row.code.as_deref().is_some_and(|own| own.starts_with(prefix) && own != prefix)
    };
    let below = rows.iter().enumerate().skip(class + 1).take_while(|(_, row)| is_of_class(row));
    let parts: Vec<&FormRow> = below
        .filter(|(row, own)| {
            *row != at && own.code.as_deref().is_some_and(|own| own.len() == code.len())
        })
        .map(|(_, row)| row)
        .collect();
    let number =
        |row: &FormRow, column: usize| match row.cells.get(column).map(|cell| &cell.content) {
            Some(Content::Number(number)) => Some(number.value),
            _ => None,
        };
    let columns = rows.get(class).map_or(0, |class| class.cells.len());
    let mut own = (0..columns)
        .filter(|column| {
            rows.get(at).and_then(|row| number(row, *column)).is_some_and(|own| !own.is_zero())
        })
        .peekable();
    // where a class has one item alone, one code may stand for two levels
    let is_last =
        rows.iter().filter_map(|row| row.code.as_deref()).all(|other| other.len() <= code.len());
    (parts.len() > 1 || is_last)
        && own.peek().is_some()
        && own.all(|column| {
            let sum: Decimal = parts.iter().filter_map(|part| number(part, column)).sum();
            let class = rows.get(class).and_then(|class| number(class, column));
            let twin = rows.get(at).and_then(|row| number(row, column)).unwrap_or_default();
            class.is_some_and(|class| comes_out(class, sum, parts.len(), twin))
        })
}

/// Whether a class is the sum of so many parts as far as rounding lets it, which a part more would not
/// leave.
fn comes_out(class: Decimal, sum: Decimal, parts: usize, twin: Decimal) -> bool {
    let places = class.scale().max(sum.scale());
    let apart = (class - sum).abs() * Decimal::TWO;
    let open = Decimal::new(1, places) * Decimal::from(parts + 1);
    apart.is_zero() || (apart <= open && twin.abs() > open)
}

/// Whether a row says all that the one above it says, and has figures.
fn is_same(first: &FormRow, second: &FormRow) -> bool {
    let is_number =
        |content: &Content| matches!(content, Content::Number(number) if !number.value.is_zero());
    let cells = || first.cells.iter().zip(&second.cells);
    first.code.is_some()
        && first.code == second.code
        && first.key == second.key
        && !first.key.is_empty()
        && second.row == first.row + 1
        && cells().all(|(one, other)| one.text.text == other.text.text && !other.repeated)
        && cells().any(|(one, _)| is_number(&one.content))
}

/// From the first to the last cell of a row.
fn span(document: &Document, filled: &FilledForm, row: &FormRow) -> Span {
    let cells =
        document.tables.get(filled.table).and_then(|table| table.rows.get(row.row as usize));
    let spans = cells.into_iter().flatten().map(|cell| cell.span);
    let whole = spans.reduce(|one, other| Span {
        start: one.start.min(other.start),
        end: one.end.max(other.end),
    });
    whole.unwrap_or(filled.span)
}

//! What stands in a cell of a form: a figure, a text, nothing.

use super::{Content, FormCell};
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::ColumnKind;
use gouji_values::document::{LogicalText, Span};
use gouji_values::number::{Number, cell_number};

/// Columns of one merged head that are looked at: no form is as wide.
pub(super) const WIDEST: u32 = 400;

/// The number of digits that blanks tore apart: `1 2.5`.
pub(super) fn torn_number(text: &str, context: &Context<'_>) -> Option<Number> {
    let is_part = |c: char| c == '.' || c.is_whitespace() || gouji_values::number::is_digit(c);
    if !text.chars().all(is_part) {
        return None;
    }
    let joined: String = text.split_whitespace().collect();
    cell_number(&joined, &context.vocabulary.units)
}

/// Reads a cell by the kind of its column.
pub(super) fn read_cell(
    text: &LogicalText,
    span: Span,
    kind: ColumnKind,
    repeated: bool,
    context: &Context<'_>,
) -> FormCell {
    let words = context.vocabulary;
    let trimmed = text.text.trim();
    let blank = words.is_blank(trimmed);
    let mut reading = if text.is_joined() { ReadingDoubt::Joined } else { ReadingDoubt::Plain };
    let content = match kind {
        _ if blank => Content::Blank,
        ColumnKind::Amount
        | ColumnKind::Percent
        | ColumnKind::Count
        | ColumnKind::Score
        | ColumnKind::Line
        | ColumnKind::Ordinal
        | ColumnKind::Year => match cell_number(trimmed, &words.units)
            .or_else(|| cell_number(&without_breaks(trimmed), &words.units))
        {
            Some(number) if number.comparison.is_none() => Content::Number(number),
            _ if trimmed.chars().any(gouji_values::number::is_digit) && kind.is_numeric() => {
                Content::Unreadable(Illegible::NotWhole { text: shorten(trimmed).into() })
            }
            _ if kind.is_numeric() && is_error(trimmed) => {
                Content::Unreadable(Illegible::ErrorValue { text: shorten(trimmed).into() })
            }
            _ => Content::Text,
        },
        ColumnKind::Target => {
            let whole = without_next(trimmed);
            if whole != trimmed {
                reading = ReadingDoubt::repaired(trimmed, &whole);
            }
            match cell_number(whole, &words.units) {
                Some(number) if runs_together(whole, &number, context) => {
                    match before_unit(&number, context) {
                        Some((value, shown)) => {
                            reading = ReadingDoubt::repaired(trimmed, &shown);
                            Content::Number(value)
                        }
                        None => Content::Unreadable(Illegible::PrintedTwice {
                            text: shorten(trimmed).into(),
                        }),
                    }
                }
                found => found.map_or(Content::Text, Content::Number),
            }
        }
        _ => Content::Text,
    };
    if !matches!(content, Content::Number(_)) {
        reading = ReadingDoubt::Plain;
    }
    FormCell { content, text: text.clone(), span, repeated, ..FormCell::absent() }.read_as(reading)
}

/// Signs in place of a number: an error value (`#REF!`), a column that is too narrow (`####`),
/// figures struck out (`****`).
pub(super) fn is_error(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#')
        || (text.chars().count() > 1
            && text.chars().all(|c| matches!(gouji_values::number::fold(c), '*' | '#')))
}

/// Whether a sign, a value and a unit were run together and one was printed twice: `=100100%`.
pub(super) fn runs_together(text: &str, number: &Number, context: &Context<'_>) -> bool {
    let digits: String =
        text.chars().map(gouji_values::number::fold).filter(char::is_ascii_digit).collect();
    let half = digits.len() / 2;
    let doubled = digits.len().is_multiple_of(2) && digits.get(..half) == digits.get(half..);
    let is_ratio = number.unit.is_some_and(|unit| context.vocabulary.units.get(unit).ratio);
    (number.comparison.is_some() || doubled)
        && is_ratio
        && number.decimals == 0
        && digits.len() >= 5
        && (doubled || digits.ends_with(UNIT))
}

/// A rate without the one digit behind it that was torn off the figure of the next column: `=100% 0`.
fn without_next(text: &str) -> &str {
    let is_digit = |tail: &str| tail.len() == 1 && tail.chars().all(|c| c.is_ascii_digit());
    match text.rsplit_once(char::is_whitespace) {
        Some((rate, tail)) if is_digit(tail) && rate.trim_end().ends_with('%') => rate.trim_end(),
        _ => text,
    }
}

/// The digits of a unit that was entered as `100%`.
const UNIT: &str = "100";

/// The value before a unit that begins with digits itself (`=67` and `100%` printed as `=67100%`),
/// and how it is shown.
fn before_unit(number: &Number, context: &Context<'_>) -> Option<(Number, String)> {
    let unit = number.unit?;
    let name = context.vocabulary.units.get(unit).name.as_str();
    let digits = number.value.to_string();
    let value = digits.strip_suffix(UNIT)?.parse().ok()?;
    Some((Number { value, ..*number }, format!("{value}{name}")))
}

/// A cell may break a number over lines: `1,234.` / `50`.
pub(super) fn without_breaks(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}

pub(super) fn shorten(text: &str) -> String {
    let short: String = text.chars().take(20).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

/// A number with decimals, which names nothing.
pub(super) fn is_figure(text: &str, context: &Context<'_>) -> bool {
    cell_number(text, &context.vocabulary.units).is_some_and(|number| number.decimals > 0)
}

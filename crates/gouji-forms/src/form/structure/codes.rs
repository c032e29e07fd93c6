//! Rows by their codes: which row is the parent of which.

use crate::form::{Content, FormRow, FormSide, label_key};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::fold;

/// A code in front of a name has so many digits.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

/// Signs that part the levels of a code.
pub const CODE_SIGNS: [char; 2] = ['.', '-'];

/// Whether a text is a code: digits, or digits of several levels with one sign between two: 201, 1.2, 01-02.
#[must_use]
pub fn is_row_code(text: &str) -> bool {
    let is_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    text.split(CODE_SIGNS).all(is_digits)
}

/// Whether a code is that of something below another code: 20101 of 201, 1.1 of 1, but not 10.1.
#[must_use]
pub fn is_code_below(code: &str, above: &str) -> bool {
    let is_parted = code.contains(CODE_SIGNS);
    code.strip_prefix(above).is_some_and(|rest| {
        !above.is_empty() && !rest.is_empty() && (!is_parted || rest.starts_with(CODE_SIGNS))
    })
}

/// For each row its parent: the nearest row above whose code is the beginning of its own, with no
/// row of another branch between.
pub(super) fn parents(codes: &[Option<&str>]) -> Vec<Option<usize>> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut out = vec![None; codes.len()];
    // where signs part levels, 10 is not below 1
    let is_parted = codes.iter().flatten().any(|code| code.contains(CODE_SIGNS));
    let is_below =
        |code: &str, above| is_code_below(code, above) && (!is_parted || code.contains(CODE_SIGNS));
    for (at, code) in codes.iter().enumerate() {
        let Some(code) = code else { continue };
        while open.last().is_some_and(|(_, above)| !is_below(code, above)) {
            open.pop();
        }
        if let Some(parent) = out.get_mut(at) {
            *parent = open.last().map(|(row, _)| *row);
        }
        open.push((at, code));
    }
    out
}

/// Completes codes that are printed in several columns side by side (类, 款, 项), the first parts
/// only in the row where they begin: each row takes the parts at the left of its own from the row
/// above.
pub(in crate::form) fn join_codes(side: &mut FormSide, form: &Form) {
    let mut columns: Vec<(u32, usize)> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind == ColumnKind::Code)
        .filter_map(|(at, _)| Some((side.columns.get(at)?.as_ref()?.column, at)))
        .collect();
    columns.sort_unstable();
    let is_split = columns.windows(2).all(|two| matches!(two, [(a, _), (b, _)] if a + 1 == *b));
    if columns.len() < 2 || !is_split {
        return;
    }
    let mut open: Vec<String> = Vec::new();
    for row in &mut side.rows {
        let part = |(_, at): &(u32, usize)| -> Option<String> {
            let slot = row.cells.get(*at).filter(|slot| !slot.repeated)?;
            let digits = slot.text.text.trim();
            (slot.content == Content::Text && is_code(digits))
                .then(|| digits.chars().map(fold).collect())
        };
        let parts: Vec<Option<String>> = columns.iter().map(part).collect();
        let Some(first) = parts.iter().position(Option::is_some) else { continue };
        let own: Vec<String> = parts.into_iter().skip(first).map_while(|part| part).collect();
        let is_rest = first == 0 || own.iter().all(|part| part.len() <= STEP);
        if row.code.as_deref() != Some(&own.concat()) || !is_rest || open.len() < first {
            // of what these are the rest is not known
            open.clear();
            continue;
        }
        open.truncate(first);
        open.extend(own);
        row.code = Some(open.concat().into());
    }
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| fold(c).is_ascii_digit())
}

/// Digits of a step of a code.
const STEP: usize = 2;

/// Completes codes of which only the last digits are printed (`208`, `05`, `2080505`): a code below
/// shows what they belong to.
pub(in crate::form) fn complete_codes(rows: &mut [FormRow]) {
    let codes: Vec<(usize, String)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, row.code.as_deref()?.to_owned())))
        .collect();
    let mut open: Vec<String> = Vec::new();
    for (at, (row, code)) in codes.iter().enumerate() {
        open.retain(|above| code.len() <= STEP || (code.starts_with(above.as_str())));
        let mut own = code.clone();
        if code.len() <= STEP {
            let whole = |above: &String| format!("{above}{code}");
            let next = codes.get(at + 1).map(|(_, next)| next.as_str());
            let is_shown = |whole: &String| {
                next.is_some_and(|next| next.len() > whole.len() && next.starts_with(whole))
            };
            let Some(found) = open.iter().rev().map(whole).find(is_shown) else { continue };
            open.retain(|above| found.starts_with(above.as_str()));
            own = found;
            if let Some(row) = rows.get_mut(*row) {
                row.code = Some(own.as_str().into());
            }
        }
        open.push(own);
    }
}

/// Where names begin with codes (`[20105]统计信息事务`, `2010501-行政运行`), and no column is one
/// of codes, the code is the row's code and the rest its name.
pub(in crate::form) fn take_codes_from_names(rows: &mut [FormRow], context: &Context<'_>) {
    if rows.iter().any(|row| row.code.is_some()) {
        return;
    }
    let found: Vec<Option<(String, usize)>> =
        rows.iter().map(|row| code_before_name(&row.label, context)).collect();
    let with = found.iter().flatten().count();
    if with < 2 || with * 2 < rows.len() {
        return;
    }
    for (row, found) in rows.iter_mut().zip(found) {
        let Some((code, len)) = found else { continue };
        let name = row.label.get(len..).unwrap_or("").to_owned();
        row.key = label_key(&name, context.vocabulary).into();
        row.code = Some(code.into());
    }
}

/// The digits of a code in front of a name, and the bytes up to the name.
fn code_before_name(label: &str, context: &Context<'_>) -> Option<(String, usize)> {
    let mut digits = String::new();
    let mut chars = label.char_indices().peekable();
    let is_open =
        chars.next_if(|(_, c)| matches!(fold(*c), '[' | '(' | '\u{3010}' | '\u{3014}')).is_some();
    while let Some((_, c)) = chars.next_if(|(_, c)| fold(*c).is_ascii_digit()) {
        digits.push(fold(c));
    }
    if is_open {
        chars.next_if(|(_, c)| matches!(fold(*c), ']' | ')' | '\u{3011}' | '\u{3015}'))?;
    }
    while chars
        .next_if(|(_, c)| matches!(fold(*c), '-' | '\u{2014}' | '\u{2013}' | '_' | ':' | ' ' | '|'))
        .is_some()
    {}
    let words = context.vocabulary;
    let (at, _) = *chars.peek().filter(|(_, c)| c.is_alphabetic() || words.quotes.contains(c))?;
    let name = label.get(at..)?;
    let is_year =
        digits.len() == 4 && words.year_units.iter().any(|unit| name.starts_with(unit.as_str()));
    (DIGITS.contains(&digits.len()) && !is_year).then_some((digits, at))
}

//! What all cells of a column tell together: its decimals, and the numbers of codes that begin and end
//! alike.

use super::{Content, FormCell, FormSide};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::number::{Number, cell_number, fold, numeral};

/// Digits of a number of a code, at most.
const DIGITS: usize = 9;

/// Brings the decimals of each column up to date: those of its most precise cell.
pub fn decimals(side: &mut FormSide) {
    for (index, column) in side.columns.iter_mut().enumerate() {
        let Some(column) = column else { continue };
        column.decimals = side
            .rows
            .iter()
            .filter_map(|row| match row.cells.get(index).map(|slot| &slot.content) {
                Some(Content::Number(number)) => Some(number.decimals),
                _ => None,
            })
            .max()
            .unwrap_or(0);
    }
}

/// Reads the numbers of a column of ordinals whose cells print more than digits: of `XM-001`, `2024-001`,
/// `第1号`, `（1）` what stands where they differ, if all cells print the same before and behind it.
/// Where they do not, what is printed stays, and is no number.
pub(super) fn number_codes(side: &mut FormSide, form: &Form, context: &Context<'_>) {
    for (index, _) in
        form.columns.iter().enumerate().filter(|(_, own)| own.kind == ColumnKind::Ordinal)
    {
        let cells = || {
            side.rows.iter().enumerate().filter_map(|(row, of)| Some((row, of.cells.get(index)?)))
        };
        let Some(numbers) = numbers_of(cells(), context) else { continue };
        for (row, number) in numbers {
            if let Some(cell) = side.rows.get_mut(row).and_then(|row| row.cells.get_mut(index)) {
                cell.content = Content::Number(number);
            }
        }
    }
}

/// The numbers of such cells, each with its row; none where all of them are numbers by themselves.
fn numbers_of<'c>(
    cells: impl Iterator<Item = (usize, &'c FormCell)>,
    context: &Context<'_>,
) -> Option<Vec<(usize, Number)>> {
    let mut out = Vec::new();
    let mut ends: Option<(String, String)> = None;
    let mut is_any_code = false;
    for (row, cell) in cells {
        if !matches!(cell.content, Content::Text | Content::Number(_)) {
            continue;
        }
        let text: String =
            cell.text.text.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
        // the name of a total stands among the numbers
        let Some((before, number, behind)) = parts(&text, context) else { continue };
        let is_bare = before.is_empty() && behind.is_empty();
        is_any_code |= !is_bare || !matches!(cell.content, Content::Number(_));
        let own = (before, behind);
        match &ends {
            Some(known) if *known != own => return None,
            Some(_) => {}
            None => ends = Some(own),
        }
        out.push((row, number));
    }
    is_any_code.then_some(out)
}

/// The last number of a code, and what stands before and behind it.
fn parts(text: &str, context: &Context<'_>) -> Option<(String, Number, String)> {
    let words = context.vocabulary;
    let with = |is_of: &dyn Fn(char) -> bool| {
        let end =
            text.char_indices().rev().find(|(_, c)| is_of(*c)).map(|(at, c)| at + c.len_utf8())?;
        let start = text.get(..end)?.trim_end_matches(is_of).len();
        Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
    };
    let (before, digits, behind) = match with(&|c| c.is_ascii_digit()) {
        Some((before, digits, behind)) if digits.len() <= DIGITS => {
            (before, digits.to_owned(), behind)
        }
        Some(_) => return None,
        None => {
            let (before, digits, behind) = with(&|c| words.numerals.contains(&c))?;
            // a longer one is a name that has a numeral in it
            let is_code = [before, behind].iter().all(|end| end.chars().nth(1).is_none());
            let value = numeral(digits, &words.numerals).filter(|_| is_code)?;
            (before, value.to_string(), behind)
        }
    };
    let number = cell_number(&digits, &words.units)?;
    Some((before.to_owned(), number, behind.to_owned()))
}

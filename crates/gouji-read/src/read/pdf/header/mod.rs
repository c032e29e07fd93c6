//! Headers: of frames whose upright or level lines are not drawn ([`framed`]), of tables without a
//! frame ([`aligned`]), and which of their words head which columns there ([`heads`]). Here: the
//! numbers of the columns.

pub(super) mod aligned;
pub(super) mod framed;
pub(super) mod heads;

use super::words::PdfLine;
use gouji_values::number::is_digit;

/// Columns of a table and more: a number beyond is none of a column.
const COLUMNS: u32 = 60;

/// The number of a column, `1`.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    if text.len() > 2 || !text.chars().all(is_digit) {
        return None;
    }
    text.parse().ok().filter(|number| (1..=COLUMNS).contains(number))
}

/// Whether texts from left to right are the numbers of the columns: each is one more than the one
/// before, and words for what they are stand beside them at most.
pub(super) fn are_ordinals<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut words, mut last) = (0, 0, None);
    for text in texts {
        match ordinal(text) {
            Some(number) if last.is_none_or(|last| last + 1 == number) => {
                (count, last) = (count + 1, Some(number))
            }
            Some(_) => return false,
            None if text.chars().any(is_digit) => return false,
            None => words += 1,
        }
    }
    count >= 2 && words <= count
}

/// Whether a line numbers the columns.
pub(super) fn numbers_columns(line: &PdfLine) -> bool {
    are_ordinals(line.pieces.iter().map(|piece| piece.text.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_numbered_one_by_one() {
        assert!(are_ordinals(["栏次", "1", "2", "3"].into_iter()));
        assert!(are_ordinals(["栏次", "1", "栏次", "2"].into_iter()));
        for other in [["合计", "1", "3"], ["合计", "1", "2.00"], ["合计", "3月", "4"]] {
            assert!(!are_ordinals(other.into_iter()), "{other:?}");
        }
        assert!(!are_ordinals(["一", "1"].into_iter()));
    }
}

//! How the print of a damaged figure may be read: digits torn apart, a digit lost, point and separators confused. Deliberately
//! absent: which reading is right, which the identities say (`repair.rs`).

use crate::number::{Number, cell_number, fold, is_digit};
use crate::ruleset::Ruleset;

/// A reading of a damaged figure and what was done for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) number: Number,
    pub(super) how: String,
}

/// Digits, points and blanks alone, but no number: digits were torn apart, or the first ones are gone.
pub(super) fn is_torn(text: &str) -> bool {
    let text = text.trim();
    let numeric = text.chars().map(fold).all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '%'));
    let broken = text.starts_with('.') || text.chars().any(char::is_whitespace);
    numeric && broken && text.len() <= 40 && text.chars().any(is_digit)
}

/// Whether a sign may have been written for a point or a separator of thousands.
fn is_separator(c: char) -> bool {
    matches!(fold(c), '.' | ',' | ';' | ':' | '\'' | '\u{3001}' | '\u{3002}' | '\u{B7}' | '\u{2019}')
}

/// Groups of digits with single signs between them that may stand for a point or separators.
fn is_confused(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let groups: Vec<&str> = digits.split(is_separator).collect();
    groups.len() > 1 && text.len() <= 40 && groups.iter().all(|group| !group.is_empty() && group.chars().all(is_digit))
}

/// Whether that is why it cannot be read.
pub(super) fn is_misprint(text: &str, ruleset: &Ruleset) -> bool {
    is_confused(text) && cell_number(text, &ruleset.vocabulary.units).is_none()
}

/// The ways to read a figure with confused separators: the last one is the point, or none is.
fn separated_readings(text: &str, ruleset: &Ruleset) -> Vec<Candidate> {
    let text = text.trim();
    let Some((head, tail)) = text.rsplit_once(is_separator) else { return Vec::new() };
    let head: String = head.chars().filter(|c| !is_separator(*c)).collect();
    let is_group = tail.chars().count() == 3;
    let ways = [Some(format!("{head}.{tail}")), is_group.then(|| format!("{head}{tail}"))];
    let read = |way: String| {
        let number = cell_number(&way, &ruleset.vocabulary.units)?;
        Some(Candidate { number, how: format!("“{text}”的小数点或分隔符写错，读作 {way}") })
    };
    ways.into_iter().flatten().filter_map(read).collect()
}

/// The ways to read digits that were torn apart: all of them as one number; only the first or the last piece.
pub(super) fn torn_readings(text: &str, ruleset: &Ruleset, with_pieces: bool) -> Vec<Candidate> {
    if is_misprint(text, ruleset) {
        return separated_readings(text, ruleset);
    }
    let units = &ruleset.vocabulary.units;
    let printed = text.split_whitespace().collect::<Vec<_>>();
    let shown = printed.join(" ");
    let joined = printed.concat();
    let mut out: Vec<Candidate> = Vec::new();
    if let Some(number) = cell_number(&joined, units) {
        out.push(Candidate { number, how: format!("“{shown}”中的空格去掉，读作 {joined}") });
    }
    if let (true, [first, last]) = (with_pieces, printed.as_slice()) {
        for piece in [last, first] {
            if let Some(number) = cell_number(piece, units).filter(|number| !out.iter().any(|known| known.number.value == number.value)) {
                out.push(Candidate { number, how: format!("“{shown}”混入了别的数字，读作 {piece}") });
            }
        }
    }
    out
}

/// The number with one more digit at each place.
pub(super) fn longer_readings(text: &str, ruleset: &Ruleset) -> Vec<Candidate> {
    let printed: String = text.split_whitespace().collect();
    let mut out: Vec<Candidate> = Vec::new();
    for at in (0..=printed.len()).filter(|at| printed.is_char_boundary(*at)) {
        // nothing is put behind the unit
        if printed.get(..at).is_some_and(|head| head.ends_with(['%', '\u{FF05}'])) {
            break;
        }
        for digit in '0'..='9' {
            let (head, tail) = printed.split_at(at);
            let longer = format!("{head}{digit}{tail}");
            let leading_zero = longer.starts_with('0') && !longer.starts_with("0.");
            if let Some(number) = cell_number(&longer, &ruleset.vocabulary.units).filter(|_| !leading_zero)
                && !out.iter().any(|known| known.number == number)
            {
                out.push(Candidate { number, how: format!("“{}”缺一位数字，读作 {longer}", text.trim()) });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_digits_are_told_from_words() {
        for text in ["9 7.66", "25 .75", ".36", " 0 .00 ", "\u{FF19} 7.66"] {
            assert!(is_torn(text), "{text}");
        }
        for text in ["97.66", "9 7.66 元", "1 至 2", "", " ", "—"] {
            assert!(!is_torn(text), "{text}");
        }
    }

    #[test]
    fn confused_separators_are_told_from_numbers_and_words() {
        for text in ["12\u{FF0C}34", "1.234,56", "1,23", "12\u{3001}34", "12\u{3002}34", "-1\u{FF0C}234.56", "12345,67"] {
            assert!(is_confused(text), "{text}");
        }
        for text in ["12.34元", ",34", "12.", "12..34", "一、二", "", "1 2,3"] {
            assert!(!is_confused(text), "{text}");
        }
    }
}

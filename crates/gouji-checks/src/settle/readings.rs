//! How the print of a damaged figure may be read: digits torn apart, a digit lost, point and
//! separators confused. Deliberately absent: which reading is right, which the identities say
//! (`repair.rs`).

use gouji_rules::ruleset::Ruleset;
use gouji_values::lang::{Bilingual, BilingualText, tell};
use gouji_values::number::{Number, cell_number, fold, is_digit};

const CONFUSED: Bilingual = Bilingual::new("小数点或分隔符写错", "point or separator wrong");
const TORN: Bilingual = Bilingual::new("数字被空格断开", "digits parted by blanks");
const MIXED: Bilingual = Bilingual::new("混入了别的数字", "digits of another number in it");
const HEADLESS: Bilingual =
    Bilingual::new("小数点前缺一位数字", "a digit missing before the point");

/// A reading of a damaged figure and what was done for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) number: Number,
    pub(super) how: BilingualText,
    /// A digit is put where none is printed.
    pub(super) adds: bool,
}

impl Candidate {
    /// What is printed, read as a number; why it had to be.
    fn new(way: &str, why: Bilingual, ruleset: &Ruleset) -> Option<Self> {
        let number = cell_number(way, &ruleset.vocabulary.units)?;
        let how = BilingualText::each(|lang| {
            let why = why.of(lang);
            tell!(lang, "按算式读作 {way}：{why}", "read as {way} by its identity: {why}")
        });
        Some(Self { number, how, adds: false })
    }
}

/// Digits with blanks between them.
pub(super) fn is_parted(text: &str) -> bool {
    is_torn(text) && text.trim().chars().any(char::is_whitespace)
}

/// A number without digits before its point.
pub(super) fn is_headless(text: &str) -> bool {
    let text = text.trim();
    let mut chars =
        text.strip_prefix(['-', '\u{2212}', '\u{FF0D}']).unwrap_or(text).chars().map(fold);
    chars.next() == Some('.') && chars.next().is_some_and(is_digit)
}

/// Digits, points and blanks alone, but no number: digits were torn apart, or the first ones are
/// gone.
pub(super) fn is_torn(text: &str) -> bool {
    let text = text.trim();
    let numeric = text
        .chars()
        .map(fold)
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '%'));
    let broken = text.starts_with('.') || text.chars().any(char::is_whitespace);
    numeric && broken && text.len() <= 40 && text.chars().any(is_digit)
}

/// Whether a sign may have been written for a point or a separator of thousands.
fn is_separator(c: char) -> bool {
    matches!(
        fold(c),
        '.' | ',' | ';' | ':' | '\'' | '\u{3001}' | '\u{3002}' | '\u{B7}' | '\u{2019}'
    )
}

/// Groups of digits with single signs between them that may stand for a point or separators.
fn is_confused(text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '\u{2212}']).unwrap_or(text);
    let groups: Vec<&str> = digits.split(is_separator).collect();
    groups.len() > 1
        && text.len() <= 40
        && groups.iter().all(|group| !group.is_empty() && group.chars().all(is_digit))
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
    ways.into_iter().flatten().filter_map(|way| Candidate::new(&way, CONFUSED, ruleset)).collect()
}

/// The ways to read digits that were torn apart: all of them as one number; only the first or the
/// last piece; where the first ones are gone, with one digit before the point.
pub(super) fn torn_readings(text: &str, ruleset: &Ruleset, with_pieces: bool) -> Vec<Candidate> {
    if is_misprint(text, ruleset) {
        return separated_readings(text, ruleset);
    }
    let printed = text.split_whitespace().collect::<Vec<_>>();
    let joined = printed.concat();
    let whole = Candidate::new(&joined, TORN, ruleset);
    // what is left of a figure is not the figure
    let mut out: Vec<Candidate> = whole.into_iter().filter(|_| !is_headless(&joined)).collect();
    if let (true, [first, last]) = (with_pieces, printed.as_slice()) {
        for piece in [last, first] {
            let candidate = Candidate::new(piece, MIXED, ruleset);
            out.extend(
                candidate.filter(|found| {
                    !out.iter().any(|known| known.number.value == found.number.value)
                }),
            );
        }
    }
    if with_pieces && is_headless(&joined) {
        let longer = ('1'..='9').filter_map(|digit| {
            Candidate::new(
                &joined.replacen(['.', '\u{FF0E}'], &format!("{digit}."), 1),
                HEADLESS,
                ruleset,
            )
        });
        out.extend(longer.map(|candidate| Candidate { adds: true, ..candidate }));
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
        for text in [
            "12\u{FF0C}34",
            "1.234,56",
            "1,23",
            "12\u{3001}34",
            "12\u{3002}34",
            "-1\u{FF0C}234.56",
            "12345,67",
        ] {
            assert!(is_confused(text), "{text}");
        }
        for text in ["12.34元", ",34", "12.", "12..34", "一、二", "", "1 2,3"] {
            assert!(!is_confused(text), "{text}");
        }
    }
}

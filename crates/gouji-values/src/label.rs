//! Texts as they are compared: without numbering, blanks, quotation marks, closing punctuation and
//! units in brackets.

use crate::number::UnitId;
use crate::vocabulary::Vocabulary;
use std::ops::Range;

/// A label, header or title for comparison.
#[must_use]
pub fn label_key(text: &str, words: &Vocabulary) -> String {
    let bare = words.bare(text);
    let trimmed = bare
        .trim_matches(|c| matches!(c, ':' | ',' | ';' | '.' | '\u{3002}' | '\u{3001}' | '*' | '#'));
    match unit_suffix(trimmed, words) {
        Some((_, at)) => trimmed.get(..at).unwrap_or(trimmed).to_owned(),
        None => trimmed.to_owned(),
    }
}

/// Whether a word stands in a text. Texts of sentences are short, and so are words: `str::contains` takes 190 instructions
/// for them, this takes a third.
#[must_use]
pub fn holds(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    // the last byte of a letter tells more than its first, which all ideographs share
    let Some(at) = word.len().checked_sub(1).map(|last| last.min(2)) else { return true };
    let Some(last) = text.len().checked_sub(word.len()) else { return false };
    let (Some(wanted), Some(places)) = (word.get(at), text.get(at..=last + at)) else {
        return false;
    };
    memchr::memchr_iter(*wanted, places)
        .any(|start| text.get(start..start + word.len()) == Some(word))
}

/// A unit in brackets at the end of a folded text, with the byte where the bracket opens.
#[must_use]
pub fn unit_suffix(folded: &str, words: &Vocabulary) -> Option<(UnitId, usize)> {
    let inner = folded.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let unit = inner.get(open + 1..)?;
    let name = words
        .unit_label
        .iter()
        .find_map(|label| unit.strip_prefix(label.as_str()))
        .map_or(unit, |rest| rest.trim_start_matches(':'));
    words.units.find(name).map(|unit| (unit, open)).filter(|_| open > 0)
}

/// The unit that a label or header names in brackets: `全年预算数（元）`.
#[must_use]
pub fn label_unit(text: &str, words: &Vocabulary) -> Option<UnitId> {
    // most name none
    if !text.contains([')', '\u{FF09}']) {
        return sign_of_rates(text, words);
    }
    let bare = words.bare(text);
    unit_suffix(bare.trim_end_matches(':'), words).map(|(unit, _)| unit)
}

/// The unit of rates whose sign ends a label without brackets: 增减%.
fn sign_of_rates(text: &str, words: &Vocabulary) -> Option<UnitId> {
    let text = text.trim_end();
    text.chars().next_back().filter(|c| !c.is_alphanumeric())?;
    let text = words.folded(text);
    let mut rates = words.units.iter().filter(|(_, unit)| unit.ratio);
    rates
        .find(|(_, unit)| text.len() > unit.name.len() && text.ends_with(unit.name.as_str()))
        .map(|(id, _)| id)
}

/// What a line `单位：…` above a table says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitLine {
    /// The unit of its amounts, and where its name stands.
    Read(UnitId, Range<usize>),
    /// It names units of money, and nobody can tell which one is meant; where they stand.
    Unread(Range<usize>),
}

/// The unit of the amounts in a line `单位：万元`, where several are listed (万元、人) that of money;
/// none where the line names none.
#[must_use]
pub fn unit_line(text: &str, words: &Vocabulary) -> Option<UnitLine> {
    let found = words.unit_label.iter().flat_map(|label| {
        text.match_indices(label.as_str()).filter_map(|(at, label)| {
            let rest = text.get(at + label.len()..)?;
            let behind =
                rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
            let is_list = behind.len() < rest.len();
            is_list.then(|| listed_unit(text, text.len() - behind.len(), words)).flatten()
        })
    });
    found.min_by_key(|found| matches!(found, UnitLine::Unread(_)))
}

/// The unit of a list that begins at a byte of a text: it ends at a bracket, or behind a blank before
/// what is no unit.
fn listed_unit(text: &str, from: usize, words: &Vocabulary) -> Option<UnitLine> {
    const BETWEEN: [char; 8] = ['、', '/', '／', ',', '，', ';', '；', '和'];
    let list = text.get(from..)?;
    let list = list.get(..list.find([')', '）', '(', '（']).unwrap_or(list.len()))?;
    let mut units: Vec<(UnitId, Range<usize>)> = Vec::new();
    let mut is_open = false;
    let mut at = from;
    let is_end = |c: char| BETWEEN.contains(&c) || c.is_whitespace();
    let mut is_listed = true;
    for piece in list.split_inclusive(is_end) {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(is_end);
        if word.is_empty() {
            is_listed |= piece.ends_with(BETWEEN);
            continue;
        }
        match named_unit(word, words) {
            Some((unit, name)) => units.push((unit, start + name.start..start + name.end)),
            None if !is_listed => break,
            None => {
                let mut money = words.units.iter().filter(|(_, unit)| unit.money);
                is_open |= money.any(|(_, unit)| word.ends_with(unit.name.as_str()));
            }
        }
        is_listed = piece.ends_with(BETWEEN);
    }
    let mut money = units.iter().filter(|(unit, _)| words.units.get(*unit).money);
    let first = money.next();
    if is_open || first.is_some_and(|(unit, _)| money.any(|(other, _)| other != unit)) {
        return Some(UnitLine::Unread(from..from + list.trim_end().len()));
    }
    let (unit, name) = first.or_else(|| units.first())?;
    Some(UnitLine::Read(*unit, name.clone()))
}

/// The unit that a word is, and where in it the name stands: 人民币万元, 元人民币, 金额：万元.
fn named_unit(word: &str, words: &Vocabulary) -> Option<(UnitId, Range<usize>)> {
    let currencies = words.prose.get("currencies").map_or(&[][..], Vec::as_slice);
    let is_currency = |text: &str| currencies.iter().any(|own| own == text);
    let own = word.rfind([':', '：']).and_then(|at| word.get(at..)).unwrap_or(word);
    let own = own.trim_start_matches([':', '：']).trim_end_matches('。');
    let ahead = currencies.iter().find_map(|word| own.strip_prefix(word.as_str()));
    let name = ahead.unwrap_or(own);
    let (unit, length) = words.units.prefix_of(name)?;
    let behind = name.get(length..)?;
    let start = word.find(own)? + own.len() - name.len();
    (behind.is_empty() || is_currency(behind)).then_some((unit, start..start + length))
}

/// The name of a unit as it is compared: without brackets, and without what in them says which of
/// its accounts are meant.
#[must_use]
pub fn unit_name(text: &str, words: &Vocabulary) -> (String, String) {
    let text = words.folded(text);
    let mut bare = text.clone();
    while let Some((from, to)) = qualifier(&bare, words) {
        bare.replace_range(from..to, "");
    }
    let without = |text: &str| {
        text.chars().filter(|c| !OPEN.contains(*c) && !CLOSE.contains(*c)).collect::<String>()
    };
    let (full, bare) = (without(&text), without(&bare));
    // a name that is nothing but a qualifier is one all the same
    let bare = if bare.is_empty() { full.clone() } else { bare };
    (full, bare)
}

/// Brackets of all kinds, folded.
const OPEN: &str = "([{【〔〖〈《「『⟨";
const CLOSE: &str = ")]}】〕〗〉》」』⟩";

/// Where a bracket with nothing but a word of the vocabulary stands.
fn qualifier(text: &str, words: &Vocabulary) -> Option<(usize, usize)> {
    text.char_indices().filter(|(_, c)| OPEN.contains(*c)).find_map(|(from, open)| {
        let start = from + open.len_utf8();
        let (length, close) =
            text.get(start..)?.char_indices().find(|(_, c)| CLOSE.contains(*c))?;
        let inside = text.get(start..start + length)?;
        let is_qualifier = words.unit_qualifiers.iter().any(|word| words.folded(word) == inside);
        is_qualifier.then_some((from, start + length + close.len_utf8()))
    })
}

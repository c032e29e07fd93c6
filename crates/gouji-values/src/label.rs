//! Texts as they are compared: without numbering, blanks, quotation marks, closing punctuation and
//! units in brackets.

use crate::number::UnitId;
use crate::vocabulary::Vocabulary;

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

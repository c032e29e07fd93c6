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
        return None;
    }
    let bare = words.bare(text);
    unit_suffix(bare.trim_end_matches(':'), words).map(|(unit, _)| unit)
}

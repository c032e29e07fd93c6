//! What is no name of an agency although it stands where one does.

use super::caption::without_bars;
use gouji_values::vocabulary::Vocabulary;
use std::ops::Range;

/// Whether the words in front of a name stand in one line: a line may end right behind them. The
/// end of one line and the beginning of the next make no label.
pub(super) fn is_label_whole(label: Range<usize>, edges: &[usize]) -> bool {
    !edges.iter().any(|edge| label.start < *edge && *edge < label.end)
}

/// The name in a text: without the label of what stands behind it, which a colon follows. The title
/// of a form is no name.
pub(super) fn agency_name<'t>(
    text: &'t str,
    behind: &str,
    vocabulary: &Vocabulary,
) -> Option<&'t str> {
    let name = without_bars(text);
    let name = if behind.trim_start().starts_with([':', '\u{FF1A}']) {
        // a colon stands behind a label: what the blank or bracket before it ends is the name
        let blank = name.rfind(char::is_whitespace);
        let bracket = name.rfind([')', '\u{FF09}']);
        let bracket = bracket.map(|at| at + name.get(at..).map_or(0, first_len));
        let end = blank.max(bracket.filter(|at| *at < name.len()));
        without_bars(name.get(..end?)?)
    } else {
        name
    };
    let title = without_remark(name);
    let is_form = vocabulary.form_title.iter().any(|word| title.ends_with(word.as_str()));
    (!is_form && !name.is_empty() && !is_period(name, vocabulary)).then_some(name)
}

/// Letters of a unit's name, at least and at most.
const NAME: std::ops::RangeInclusive<usize> = 3..=30;

/// Whether a text that begins a line, right before its year, is the name of one unit.
pub(super) fn is_one_unit(text: &str, vocabulary: &Vocabulary) -> bool {
    let begins = |words: &[String]| words.iter().any(|word| text.starts_with(word.as_str()));
    NAME.contains(&text.chars().count())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '（' | '）' | '·'))
        && vocabulary.agency_ends.iter().any(|word| without_remark(text).ends_with(word.as_str()))
        && !begins(&vocabulary.agency_many)
}

/// Whether a text says nothing but years: `2018年`, `2018-2019年度`.
fn is_period(text: &str, vocabulary: &Vocabulary) -> bool {
    let mut rest = text.to_owned();
    let mut units: Vec<&String> = vocabulary.year_units.iter().collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.len()));
    units.into_iter().for_each(|unit| rest = rest.replace(unit.as_str(), " "));
    rest.chars().all(|c| !c.is_alphabetic())
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// A text without the bracket at its end.
fn without_remark(text: &str) -> &str {
    let is_closed = text.ends_with([')', '\u{FF09}']);
    let open = text.rfind(['(', '\u{FF08}']).filter(|_| is_closed);
    open.and_then(|at| text.get(..at)).unwrap_or(text).trim_end()
}

//! Units are counted with the office itself or without it: 4个所属单位, and five names with the own
//! level among them, or 4个单位 and three names without it. Which is meant the page does not always say.

use crate::prose::passage::Passage;
use std::ops::Range;

/// Characters before a number that say what is counted, at most.
const BEFORE: usize = 16;

/// How many names there are when the office itself is counted the other way, and whether the names say so: one of them is the office
/// itself.
pub(super) fn other_count(
    passage: &Passage<'_>,
    at: usize,
    list: Range<usize>,
    names: usize,
) -> Option<(usize, bool)> {
    let tokens = &passage.tokens;
    let own = tokens.tokens.get(at)?;
    let (first, last) =
        (tokens.tokens.get(list.start)?, tokens.tokens.get(list.end.checked_sub(1)?)?);
    let around = tokens.text(own.from.saturating_sub(BEFORE), first.from);
    let is_below = tokens.has_word("units_below", &around);
    if !is_below && !tokens.has_word("units_counted", &around) {
        return None;
    }
    let is_each = tokens.has_word("respectively", &tokens.text(own.to, first.from));
    let listed = tokens.text(first.from, last.to);
    let is_mark = |c: char| matches!(c, '、' | '，' | ',' | '；' | ';');
    let is_bracket = |c: char| matches!(c, '（' | '）' | '(' | ')' | '[' | ']');
    let is_own = |name: &str| {
        let name = name.trim_end_matches(is_bracket);
        tokens.words_of("own_levels").any(|word| name.ends_with(word))
    };
    match listed.split(is_mark).any(is_own) {
        // 独立核算单位共4个，分别为：局本级、…: one name for each of them
        true => names.checked_sub(1).filter(|_| is_below || !is_each).map(|other| (other, true)),
        false => (!is_below).then_some((names + 1, false)),
    }
}

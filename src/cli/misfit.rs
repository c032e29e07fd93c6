//! The capture of a wording that does not fit a sentence whose words are all there.

use gouji_rules::pattern::{Context, Pattern, PatternPassage};
use gouji_values::document::LogicalText;
use gouji_values::vocabulary::Vocabulary;

/// Kinds whose units the words behind them may hold, and the one that reads anything: they are told otherwise.
const WITH_UNITS: &[&str] = &["amount", "percent", "count", "score", "points", "text"];

/// Where a capture reads less than stands between its words, in words: `{年:year} 只认到“2025”，后面还有“年”`.
pub(super) fn misfit(wording: &str, sentence: &str, words: &Vocabulary) -> Option<String> {
    let mut at = None;
    let mut rest = wording;
    let mut open: Option<&str> = None;
    loop {
        let end = rest.find('{').unwrap_or(rest.len());
        let (plain, behind) = rest.split_at_checked(end)?;
        if !plain.is_empty() {
            let from = at.unwrap_or(0);
            let place = from + sentence.get(from..)?.find(plain)?;
            if let Some(capture) = open.take() {
                let told = unread(capture, sentence.get(from..place)?, words);
                if told.is_some() {
                    return told;
                }
            }
            at = Some(place + plain.len());
        }
        let inner = behind.strip_prefix('{')?;
        let (capture, next) = inner.split_once('}')?;
        // nothing tells two captures apart that stand side by side
        if open.replace(capture).is_some() {
            return None;
        }
        rest = next;
    }
}

/// What a capture does not read of the text that stands in its place.
fn unread(capture: &str, gap: &str, words: &Vocabulary) -> Option<String> {
    let kind = capture.split_once(':').map_or(capture, |(_, kind)| kind).trim();
    if gap.trim().is_empty() || WITH_UNITS.contains(&kind) {
        return None;
    }
    let context = Context { vocabulary: words, year: None, grades: &[] };
    let pattern = Pattern::parse(&format!("{{:{kind}}}"), words).ok()?;
    let mut text = LogicalText::default();
    text.push(gap, 0);
    let passage = PatternPassage::new(text, words);
    let read = pattern.find_all(&passage, &context).into_iter().find(|own| own.range.start == 0);
    if read.as_ref().is_some_and(|own| own.range.end >= gap.trim_end().len()) {
        return None;
    }
    Some(match read.and_then(|own| gap.split_at_checked(own.range.end)) {
        Some((own, behind)) => format!("{{{capture}}} 只认到“{own}”，后面还有“{behind}”"),
        None => format!("{{{capture}}} 那里印的是“{gap}”，不是 {kind} 这一种"),
    })
}

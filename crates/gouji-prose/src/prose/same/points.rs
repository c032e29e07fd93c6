//! Points that are numbered by words.

use crate::prose::passage::Passage;
use crate::prose::quantity::Kind;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Series of words that number points.
const SERIES: &[&str] = &["enumerate", "ordinals", "ordinals_of", "ordinals_then", CIRCLED, DIGITS];
/// Numbers in circles, which a name follows directly: ①甲；②乙.
const CIRCLED: &str = "circled";
/// Numbers in digits, which are no words.
const DIGITS: &str = "";
/// What stands behind them.
const NUMBERED: [char; 3] = ['.', '\u{3001}', '\u{FF0E}'];

/// Points that are numbered from the first on: 第一，…；第二，…; 一是…。二是…. How many, and where they end; `None`
/// where they may go on.
pub(super) fn points(passage: &Passage<'_>, from: usize) -> Option<(usize, usize)> {
    let tokens = &passage.tokens.tokens;
    let what = |at: usize| tokens.get(at).map(|token| token.what);
    let word_at = |at: usize| {
        let token = tokens.get(at)?;
        Some((token.what, passage.tokens.text(token.from, token.to)))
    };
    let is_point = |series: &str, at: usize, nth: usize| {
        let Some((own, text)) = word_at(at) else { return false };
        let is_behind = match own {
            What::Word(Class::Enumerate) => true,
            What::Text | What::Word(_) => {
                matches!(what(at + 1), Some(What::Sign(Sign::Comma | Sign::Item | Sign::Colon)))
            }
            _ => false,
        };
        let mut words = passage.tokens.words_of(series);
        words.nth(nth).is_some_and(|word| {
            if series == CIRCLED { text.starts_with(word) } else { is_behind && word == text }
        })
    };
    // 1.甲中心；2.乙站
    let is_numbered = |at: usize, nth: usize| {
        let Some(What::Figure(figure)) = what(at) else { return false };
        let own = passage.tokens.figures.get(figure);
        let behind = tokens.get(at + 1).map(|token| passage.tokens.text(token.from, token.to));
        own.is_some_and(|own| own.kind == Kind::Bare && own.value == (nth as u64 + 1).into())
            && behind.is_some_and(|text| text.starts_with(NUMBERED))
    };
    let is_point = |series: &str, at: usize, nth: usize| {
        if series == DIGITS { is_numbered(at, nth) } else { is_point(series, at, nth) }
    };
    let series = SERIES.iter().find(|series| is_point(series, from, 0))?;
    let is_parted = |at: usize| {
        matches!(
            at.checked_sub(1).and_then(what),
            Some(What::Sign(Sign::Semicolon | Sign::Comma | Sign::Stop))
        )
    };
    // …。下一步措施：一是…: another list
    let begins_another = |at: usize| {
        let is_opened = at.checked_sub(1).and_then(what) == Some(What::Sign(Sign::Colon));
        at > from && (is_parted(at) || is_opened) && is_point(series, at, 0)
    };
    let is_end = |at: usize| matches!(what(at), None | Some(What::Sign(Sign::Edge)));
    let mut points = 0;
    // the end of the sentence of the last of them
    let mut end = None;
    let mut depth = 0_usize;
    let mut at = from;
    while !is_end(at) {
        match what(at) {
            Some(What::Sign(Sign::Open)) => depth += 1,
            Some(What::Sign(Sign::Close)) if depth == 0 => break,
            Some(What::Sign(Sign::Close)) => depth -= 1,
            Some(What::Sign(Sign::Stop)) if depth == 0 => end = end.or(Some(at)),
            _ => {}
        }
        if depth == 0 && (at == from || is_parted(at)) && is_point(series, at, points) {
            (points, end) = (points + 1, None);
        } else if depth == 0 && begins_another(at) {
            break;
        }
        at += 1;
    }
    let end = end.unwrap_or(at);
    let is_open = end.checked_sub(1).and_then(what) == Some(What::Word(Class::Open));
    // another of them, wherever it stands
    let is_other = |at: usize| {
        word_at(at).is_some_and(|(own, text)| {
            own == What::Word(Class::Enumerate)
                && passage.tokens.words_of("enumerate").nth(points) == Some(text.as_str())
                || at > from
                    && is_parted(at)
                    && passage
                        .tokens
                        .words_of(series)
                        .nth(points)
                        .is_some_and(|word| text.starts_with(word))
        }) || is_point(series, at, points)
    };
    let behind = (from + 1..tokens.len()).find(|at| begins_another(*at)).unwrap_or(tokens.len());
    let goes_on = (from..behind).any(is_other);
    (points > 1 && !goes_on && !is_open).then_some((points, end))
}

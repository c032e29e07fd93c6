//! Figures in their order: 由高到低依次为, 逐年下降.

use super::like;
use super::rank::{plays_alike, ranked};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::Spot;
use crate::prose::reading::Said;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// A row of figures of consecutive years, and the words that each is less (or more) than the one before:
/// 分别为8万元、7万元、5万元，逐年下降.
pub(super) fn yearly(passage: &Passage<'_>, at: usize, last: &Spot) -> Vec<Said> {
    let tokens = passage.tokens;
    let own = tokens.at.get(last.figure).copied().unwrap_or(usize::MAX);
    let comma = tokens.tokens.get(own.saturating_add(1));
    let to = (own.saturating_add(2)..tokens.tokens.len()).find(|at| {
        let what = tokens.tokens.get(*at).map(|token| token.what);
        matches!(what, Some(What::Sign(_) | What::Figure(_)))
    });
    let clause = tokens
        .tokens
        .get(own.saturating_add(2))
        .zip(to.unwrap_or(tokens.tokens.len()).checked_sub(1).and_then(|at| tokens.tokens.get(at)));
    let clause = clause
        .filter(|_| comma.is_some_and(|token| token.what == What::Sign(Sign::Comma)))
        .map_or_else(String::new, |(a, b)| tokens.text(a.from, b.to.max(a.from)));
    // 连续三年下降，分别为8万元、7万元、5万元: before the row
    let len = last.row.map_or(0, |(_, _, len)| len);
    let first = passage.spots().get(at + 1 - len);
    let first = first.filter(|first| first.name.is_empty() && first.when.year.is_some());
    let lead = first.map_or_else(String::new, |first| passage.lead_of_sentence(first));
    let says = |list: &str| {
        tokens.words_of(list).any(|word| clause.starts_with(word) || lead.contains(word))
    };
    let sign: i8 = match (says("yearly_less"), says("yearly_more")) {
        (true, false) => 1,
        (false, true) => -1,
        _ => return Vec::new(),
    };
    let row: Vec<&Spot> = passage.spots().get(at + 1 - len..=at).unwrap_or(&[]).iter().collect();
    let is_one = row.iter().all(|spot| {
        spot.row.map(|row| row.0) == last.row.map(|row| row.0)
            && passage.is_figure(spot)
            && plays_alike(passage, spot, last)
            && like(passage, spot, last)
    });
    if !is_one {
        return Vec::new();
    }
    let pairs = row.windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        said(before, vec![ranked(passage, before, &[*after], sign)?], Vec::new())
    });
    pairs.collect()
}

/// What follows the first in its order: 甲最低，其上依次为乙80分、丙85分、丁90分.
pub(super) fn in_turn(passage: &Passage<'_>, at: usize, sign: i8) -> Vec<Said> {
    const FAR: usize = 12;
    let tokens = passage.tokens;
    let says = |at: usize| {
        tokens.tokens.get(at).map(|token| token.what) == Some(What::Word(Class::Respectively))
            && at.checked_sub(1).and_then(|at| tokens.tokens.get(at)).is_some_and(|token| {
                let text = tokens.text(token.from, token.to);
                tokens.words_of("in_turn").any(|word| text == word)
            })
    };
    let is_end = |at: usize| {
        tokens
            .tokens
            .get(at)
            .is_none_or(|token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge)))
    };
    let found = (at..at + FAR).take_while(|at| !is_end(*at)).find(|at| says(*at));
    found.map_or_else(Vec::new, |found| ordered(passage, found, sign))
}

/// Figures that follow a word of their order: 由高到低依次为.
pub(super) fn ordered(passage: &Passage<'_>, at: usize, sign: i8) -> Vec<Said> {
    // 前四名: how many they are
    let is_number =
        |figure: usize| passage.tokens.figures.get(figure).is_some_and(|figure| figure.is_spelled);
    let Some(next) = passage.tokens.tokens.iter().skip(at).find_map(|token| match token.what {
        What::Figure(figure) => Some(figure).filter(|figure| !is_number(*figure)),
        _ => None,
    }) else {
        return Vec::new();
    };
    let Some(first) = passage.spot_of(next) else {
        return Vec::new();
    };
    // 前三名有甲、乙、丙 may stand in any order
    let own = passage.tokens.tokens.get(at).map(|token| passage.tokens.text(token.from, token.to));
    let is_top = own.is_some_and(|own| passage.tokens.words_of("top").any(|word| word == own));
    let to = passage.tokens.at.get(next).copied().unwrap_or(at);
    let in_turn = passage
        .tokens
        .tokens
        .get(at..to)
        .unwrap_or(&[])
        .iter()
        .any(|token| token.what == What::Word(Class::Respectively));
    if is_top && !in_turn {
        return Vec::new();
    }
    let row: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| spot.figure >= next && spot.stream == first.stream)
        .take_while(|spot| {
            spot.segment == first.segment
                && spot.clause <= first.clause + 1
                && plays_alike(passage, spot, first)
                && !spot.is_sum
                && passage.is_figure(spot)
                && like(passage, first, spot)
                && (spot.figure == next
                    || spot.goes_on
                    || spot.row.is_some()
                    || spot.opened == Some(Sign::Item))
        })
        .collect();
    let mut out = Vec::new();
    for (nth, winner) in row.iter().enumerate() {
        let reading = row.get(nth + 1..).and_then(|rest| ranked(passage, winner, rest, sign));
        out.extend(reading.and_then(|reading| said(winner, vec![reading], Vec::new())));
    }
    out
}

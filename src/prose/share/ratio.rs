//! Amounts in a ratio to each other: 比例为10:3:2, 缴费基数的16%……缴费基数的8%.

use super::is_amount;
use crate::number::Decimal;
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot, holds};
use crate::prose::token::What;

/// Reads printed ratios.
pub fn ratios(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < spots.len() {
        let mut end = at + 1;
        while end < spots.len() && is_joined(passage, end) {
            end += 1;
        }
        if end - at > 1 {
            found.push((at, end));
        }
        at = end;
    }
    let sentence = |at: usize| spots.get(at).map(|spot| spot.sentence);
    for (from, to) in &found {
        // 一般按5:5，山区按7:3: which of them is meant is open
        let own = found.iter().filter(|(at, _)| sentence(*at) == sentence(*from));
        if own.count() == 1 {
            out.extend(ratio(passage, *from, *to));
        }
    }
}

/// Whether nothing but the sign of a ratio stands between a figure and the one before it.
fn is_joined(passage: &Passage<'_>, at: usize) -> bool {
    let spots = passage.spots();
    let (Some(a), Some(b)) = (at.checked_sub(1).and_then(|at| spots.get(at)), spots.get(at)) else {
        return false;
    };
    // 按7:3分担
    let bare = |spot: &Spot| {
        passage.figure(spot).is_some_and(|figure| matches!(figure.kind, Kind::Bare | Kind::Score))
    };
    let token = |spot: &Spot| passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
    let between = passage.tokens.tokens.get(token(a) + 1..token(b)).unwrap_or(&[]);
    let is_sign = matches!(between, [one] if one.what == What::Text
        && passage.tokens.text(one.from, one.to) == ":");
    is_sign && bare(a) && bare(b)
}

/// The amounts that stand in a printed ratio: as many before it in the sentence, or behind.
fn ratio(passage: &Passage<'_>, from: usize, to: usize) -> Vec<Said> {
    let spots = passage.spots();
    let parts = spots.get(from..to).unwrap_or(&[]);
    let Some(first) = parts.first() else { return Vec::new() };
    let is_own = |other: &Spot| {
        other.sentence == first.sentence
            && other.stream == first.stream
            && is_amount(passage, other)
            && passage.is_figure(other)
            && !other.is_sum
            && other.row.is_none()
            && matches!(other.role, Role::Value | Role::To(_))
    };
    let mut before: Vec<&Spot> = passage
        .before(from)
        .take_while(|(_, other)| other.sentence == first.sentence)
        .map(|(_, other)| other)
        .filter(|other| is_own(other))
        .collect();
    before.reverse();
    let behind: Vec<&Spot> = passage
        .after(to - 1)
        .take_while(|(_, other)| other.sentence == first.sentence)
        .map(|(_, other)| other)
        .filter(|other| is_own(other))
        .collect();
    let amounts = if before.is_empty() { behind } else { before };
    let alike = amounts.windows(2).all(|pair| {
        matches!(pair, [a, b] if passage.figure(a).zip(passage.figure(b))
            .is_some_and(|(a, b)| a.is_like(b)))
    });
    if amounts.len() != parts.len() || !alike || !passage.tokens.has_word("ratio_words", &first.raw)
    {
        return Vec::new();
    }
    let pairs = amounts.iter().zip(parts).zip(amounts.iter().zip(parts).skip(1));
    pairs
        .filter_map(|((one, weight), (two, other))| {
            let reading = proportion((one.figure, weight.figure), (two.figure, other.figure));
            is_meant(passage, &reading, weight, other)
                .then(|| said(other, vec![(Relation::Proportion, reading)], Vec::new()))?
        })
        .collect()
}

/// Two amounts that are to each other as their weights.
pub(super) fn proportion(one: (usize, usize), two: (usize, usize)) -> Reading {
    Reading::of([
        (Slot::ItemOne, one.0, 1),
        (Slot::WeightOne, one.1, 1),
        (Slot::ItemTwo, two.0, 1),
        (Slot::WeightTwo, two.1, 1),
    ])
}

/// Whether a ratio of whole numbers is exact, or not even near: 6:4 is often said of 61 and 39.
fn is_meant(passage: &Passage<'_>, reading: &Reading, one: &Spot, two: &Spot) -> bool {
    let figures = &passage.tokens.figures;
    if holds(Relation::Proportion, reading, figures) == Some(true) {
        return true;
    }
    let mut loose = figures.clone();
    for spot in [one, two] {
        if let Some(figure) = loose.get_mut(spot.figure) {
            figure.half = figure.half.max(Decimal::new(5, 1));
        }
    }
    holds(Relation::Proportion, reading, &loose) == Some(false)
}

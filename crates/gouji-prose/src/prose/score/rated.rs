//! Points by ratios: of a weight, and weighted scores.

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Points that a ratio gives of the weight: 权重10分，完成率75%，按比例得7.5分.
pub(super) fn by_ratio(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    // 按10分的权重折算为9.72分，其他指标得84.5分
    let (weight, got) = match sentence {
        [weight, got] => (weight, got),
        [weight, got, ..] if got.clause == weight.clause && weight.role == Role::Weight => {
            (weight, got)
        }
        _ => return None,
    };
    let mut ratios = all.iter().filter(|spot| {
        passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent)
            && passage.is_figure(spot)
    });
    let ratio = ratios.next().filter(|_| ratios.next().is_none())?;
    let is_turned = passage.tokens.has_word("by_rate", &got.raw);
    let is_told = (got.words.contains(&Class::ByRatio) || is_turned)
        && weight.figure < got.figure
        && ratio.figure < got.figure
        && !got.words.contains(&Class::Deduct)
        && matches!(weight.role, Role::Weight | Role::Value)
        && weight.row.is_none();
    let reading = Reading::of([
        (Slot::Part, got.figure, 1),
        (Slot::Whole, weight.figure, 1),
        (Slot::Share, ratio.figure, 1),
    ]);
    is_told.then(|| said(got, vec![(Relation::Share, reading)], Vec::new()))?
}

/// What was got in per cent of the weight.
pub(super) fn rate(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    let of = |role: Role| -> Vec<&Spot> {
        sentence.iter().copied().filter(|spot| spot.role == role).collect()
    };
    let spot = all.iter().find(|spot| spot.role == Role::Complete && passage.is_figure(spot))?;
    let (weights, got) = (of(Role::Weight), of(Role::Got));
    let named: Vec<&Spot> = sentence
        .iter()
        .copied()
        .filter(|other| {
            other.role == Role::Value && got.first().is_some_and(|got| other.figure < got.figure)
        })
        .collect();
    let weights = if weights.is_empty() { named } else { weights };
    let ([weight], [got]) = (weights.as_slice(), got.as_slice()) else { return None };
    let reading = Reading::of([
        (Slot::Part, got.figure, 1),
        (Slot::Whole, weight.figure, 1),
        (Slot::Share, spot.figure, 1),
    ]);
    let is_near = got.figure < spot.figure
        && weight.figure < spot.figure
        && spot.of.is_empty()
        && spot.name.is_empty();
    if is_near {
        said(spot, vec![(Relation::Share, reading)], Vec::new())
    } else {
        said(spot, Vec::new(), vec![(Relation::Share, reading)])
    }
}

/// Scores times weights.
pub(super) fn weighted(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    let is_percent = |spot: &&Spot| {
        passage.figure(spot).is_some_and(|figure| {
            figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
        })
    };
    let mut percents: Vec<&Spot> = all.iter().filter(is_percent).collect();
    // 权重分别为30%和70%。自评96分，复核88分，综合得分90.4分
    if percents.is_empty()
        && let Some(first) = all.first()
    {
        percents = passage
            .near(first)
            .map(|(_, spot)| spot)
            .filter(|spot| spot.sentence + 1 == first.sentence && is_percent(spot))
            .collect();
        let is_told = percents.first().is_some_and(|spot| {
            passage.clause_has(spot, Class::Weight) || passage.clause_has(spot, Class::Factor)
        });
        if !is_told {
            return None;
        }
    }
    let n = percents.len();
    let total: Decimal =
        percents.iter().filter_map(|spot| passage.figure(spot)).map(|figure| figure.value).sum();
    let is_whole = total == Decimal::ONE_HUNDRED;
    if !(2..=PAIRS.len()).contains(&n) || !is_whole || sentence.len() < n + 1 {
        return None;
    }
    // a scale in a bracket is none of them: 综合得分89.6分（80分至90分为良）
    let stream = sentence.first()?.stream;
    let own: Vec<&Spot> = sentence.iter().copied().filter(|spot| spot.stream == stream).collect();
    let (last, before) = own.split_last()?;
    let reading = |scores: &[&Spot], total: &Spot| -> Reading {
        let mut parts = vec![(Slot::Total, Filling::Figure(total.figure, 1))];
        for ((score, weight), (item, of)) in scores.iter().zip(&percents).zip(PAIRS) {
            parts.push((*item, Filling::Figure(score.figure, 1)));
            // weights that come to 100 are exact
            let exact = passage.figure(weight).map_or(Decimal::ZERO, |figure| figure.value);
            parts.push((*of, Filling::Number(weight.figure, exact)));
        }
        Reading { parts, ..Reading::default() }
    };
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    if before.len() == n {
        sure.push((Relation::Weighted, reading(before, last)));
    } else if before.len() == 2 * n {
        // each with what it was turned into
        let turned: Vec<(usize, i8)> =
            before.iter().skip(1).step_by(2).map(|spot| (spot.figure, 1)).collect();
        sure.push((
            Relation::Balance,
            Reading::of([(Slot::Total, last.figure, 1)]).with_items(&turned),
        ));
    }
    for scores in before.windows(n) {
        possible.push((Relation::Weighted, reading(scores, last)));
    }
    said(last, sure, possible)
}

/// The same behind a sentence of scores, each with its weight: 甲得分92分，权重60%；乙得分86分，权重40%。综合得分89.6分.
pub(super) fn weighted_behind(
    passage: &Passage<'_>,
    last: &[&Spot],
    sentence: &[&Spot],
) -> Option<Said> {
    let total = sentence.first().filter(|total| {
        total.role == Role::Got
            && total.words.contains(&Class::ScoreTotal)
            && total.row.is_none()
            && sentence
                .iter()
                .all(|spot| spot.figure == total.figure || spot.stream != total.stream)
    })?;
    let first = last.first()?;
    let weights: Vec<&Spot> = passage
        .in_sentence(first)
        .map(|(_, spot)| spot)
        .filter(|spot| {
            passage.figure(spot).is_some_and(|figure| {
                figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
            })
        })
        .collect();
    // each weight stands directly behind its score
    let is_paired = weights.len() == last.len()
        && weights.iter().zip(last).all(|(weight, score)| {
            weight.figure == score.figure + 1
                && (passage.clause_has(weight, Class::Weight)
                    || passage.clause_has(weight, Class::Factor))
                && score.stream == first.stream
                && score.row.is_none()
        });
    let all: Decimal =
        weights.iter().filter_map(|spot| passage.figure(spot)).map(|figure| figure.value).sum();
    let is_next = total.sentence == first.sentence + 1
        && total.stream == first.stream
        && (2..=PAIRS.len()).contains(&weights.len());
    if !is_paired || !is_next || all != Decimal::ONE_HUNDRED {
        return None;
    }
    let mut reading = Reading::of([(Slot::Total, total.figure, 1)]);
    for ((score, weight), (item, of)) in last.iter().zip(&weights).zip(PAIRS) {
        reading.parts.push((*item, Filling::Figure(score.figure, 1)));
        let exact = passage.figure(weight).map_or(Decimal::ZERO, |figure| figure.value);
        reading.parts.push((*of, Filling::Number(weight.figure, exact)));
    }
    said(total, vec![(Relation::Weighted, reading)], Vec::new())
}

//! Points: weight, deduction and what was got; weighted scores.

use super::compare::said;
use super::passage::Passage;
use super::place::{Role, Spot};
use super::quantity::Kind;
use super::reading::{Filling, PAIRS, Reading, Relation, Said, Slot};
use super::words::Class;
use crate::number::Decimal;

/// Reads points of a passage.
pub fn scores(passage: &Passage<'_>, out: &mut Vec<Said>) {
    let spots = passage.spots();
    let mut from = 0;
    while let Some(first) = spots.get(from) {
        let to = from
            + spots
                .get(from..)
                .unwrap_or(&[])
                .iter()
                .take_while(|spot| spot.sentence == first.sentence)
                .count();
        let sentence: Vec<&Spot> = spots
            .get(from..to)
            .unwrap_or(&[])
            .iter()
            .filter(|spot| is_points(passage, spot))
            .collect();
        if sentence.len() > 1 {
            out.extend(deduction(passage, &sentence));
            out.extend(rate(passage, spots.get(from..to).unwrap_or(&[]), &sentence));
            out.extend(weighted(passage, spots.get(from..to).unwrap_or(&[]), &sentence));
            out.extend(by_ratio(passage, spots.get(from..to).unwrap_or(&[]), &sentence));
        }
        from = to.max(from + 1);
    }
}

fn is_points(passage: &Passage<'_>, spot: &Spot) -> bool {
    let role = matches!(spot.role, Role::Weight | Role::Deduct | Role::Got);
    passage.figure(spot).is_some_and(|figure| {
        figure.is_figure() && (figure.kind == Kind::Score || figure.kind == Kind::Bare && role)
    })
}

/// weight − deducted = got
fn deduction(passage: &Passage<'_>, sentence: &[&Spot]) -> Option<Said> {
    let of = |role: Role| -> Vec<&Spot> {
        sentence.iter().copied().filter(|spot| spot.role == role).collect()
    };
    let (weights, got) = (of(Role::Weight), of(Role::Got));
    // so much for each is a rule, not what was taken
    let is_rule = |spot: &Spot| passage.clause_has(spot, Class::Per);
    let deducts: Vec<&Spot> = of(Role::Deduct).into_iter().filter(|spot| !is_rule(spot)).collect();
    let last = *got.last()?;
    let reading = |weight: &Spot, taken: &[&Spot], got: &Spot| -> Reading {
        let items: Vec<(usize, i8)> = std::iter::once((weight.figure, 1))
            .chain(taken.iter().map(|spot| (spot.figure, -1)))
            .collect();
        Reading::of([(Slot::Total, got.figure, 1)]).with_items(&items)
    };
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    let weights: Vec<&Spot> = if weights.is_empty() {
        sentence
            .iter()
            .copied()
            .filter(|spot| spot.role == Role::Value && spot.figure < last.figure)
            .collect()
    } else {
        weights
    };
    // 总分100分，扣9分，得91分: the first is what can be had
    let (weights, got) = match got.as_slice() {
        [full, rest] if weights.is_empty() && is_full(passage, full) => (vec![*full], vec![*rest]),
        _ => (weights, got),
    };
    let is_parted = deducts.iter().any(|spot| spot.row.is_some())
        || sentence.iter().any(|spot| spot.words.contains(&Class::Each) || spot.is_sum);
    for weight in &weights {
        for got in &got {
            for n in 1..=deducts.len() {
                for run in deducts.windows(n) {
                    possible.push((Relation::Balance, reading(weight, run, got)));
                }
            }
        }
    }
    if let ([weight], [got], false, false) =
        (weights.as_slice(), got.as_slice(), deducts.is_empty(), is_parted)
    {
        sure.push((Relation::Balance, reading(weight, &deducts, got)));
    }
    // without a weight full marks are 100
    let is_total = got.len() == 1 && last.words.contains(&Class::ScoreTotal);
    if of(Role::Weight).is_empty()
        && is_total
        && deducts.len() > 1
        && !is_parted
        && deducts.iter().all(|spot| spot.figure > last.figure)
    {
        let span = passage.figure(last)?.span.clone();
        let mut full = Reading {
            parts: vec![(Slot::Total, Filling::Figure(last.figure, 1))],
            items: vec![vec![(Slot::Item, Filling::Counted(Decimal::ONE_HUNDRED, span))]],
        };
        full.items.extend(
            deducts.iter().map(|spot| vec![(Slot::Item, Filling::Figure(spot.figure, -1))]),
        );
        sure = vec![(Relation::Balance, full)];
    }
    said(last, sure, possible)
}

/// Whether all points are named: a total of 100.
fn is_full(passage: &Passage<'_>, spot: &Spot) -> bool {
    spot.words.contains(&Class::ScoreTotal)
        && passage.figure(spot).is_some_and(|figure| figure.value == Decimal::ONE_HUNDRED)
}

/// Points that a ratio gives of the weight: 权重10分，完成率75%，按比例得7.5分.
fn by_ratio(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    let [weight, got] = sentence else { return None };
    let mut ratios = all.iter().filter(|spot| {
        passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent)
            && passage.is_figure(spot)
    });
    let ratio = ratios.next().filter(|_| ratios.next().is_none())?;
    let is_told = got.words.contains(&Class::ByRatio)
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
fn rate(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
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
fn weighted(passage: &Passage<'_>, all: &[Spot], sentence: &[&Spot]) -> Option<Said> {
    let percents: Vec<&Spot> = all
        .iter()
        .filter(|spot| {
            passage.figure(spot).is_some_and(|figure| {
                figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
            })
        })
        .collect();
    let n = percents.len();
    let total: i64 = percents
        .iter()
        .filter_map(|spot| passage.figure(spot))
        .map(|figure| i64::try_from(figure.value.trunc().mantissa()).unwrap_or(0))
        .sum();
    if !(2..=PAIRS.len()).contains(&n) || total != 100 || sentence.len() < n + 1 {
        return None;
    }
    let (last, before) = sentence.split_last()?;
    let reading = |scores: &[&Spot], total: &Spot| -> Reading {
        let mut parts = vec![(Slot::Total, Filling::Figure(total.figure, 1))];
        for ((score, weight), (item, of)) in scores.iter().zip(&percents).zip(PAIRS) {
            parts.push((*item, Filling::Figure(score.figure, 1)));
            parts.push((*of, Filling::Figure(weight.figure, 1)));
        }
        Reading { parts, items: Vec::new() }
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

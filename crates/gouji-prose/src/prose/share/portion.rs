//! Amounts with their shares whose whole is not printed.

use super::is_amount;
use gouji_values::number::Decimal;

use crate::prose::outcome::{Outcome, Told};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::words::Class;

/// An amount and the share said of it.
struct Portion {
    amount: usize,
    share: usize,
}

/// Lists of amounts, each with its share, whose whole is not printed: where the shares are all of
/// it, or all but one fit the sum of the amounts, they are shares of that sum.
pub(crate) fn of_one_another(passage: &Passage<'_>, told: &mut Vec<Told>) {
    for run in portions(passage) {
        if run.len() > 1 {
            of_their_sum(passage, &run, told);
        }
    }
}

/// The runs of portions: side by side, of one kind, of the same whole.
fn portions(passage: &Passage<'_>) -> Vec<Vec<Portion>> {
    let spots = passage.spots();
    let mut out: Vec<Vec<Portion>> = Vec::new();
    let mut run: Vec<Portion> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        if !is_amount(passage, spot) {
            continue;
        }
        let is_part = matches!(spot.role, Role::Value | Role::To(_))
            && (!spot.name.is_empty() || spot.words.contains(&Class::Rest))
            && !spot.is_sum
            && spot.row.is_none()
            && !spot.when.is_last;
        let share = if is_part { share_behind(passage, at, spot) } else { None };
        let goes_on = run.last().and_then(|last| spots.get(last.amount)).is_some_and(|last| {
            last.stream == spot.stream
                && last.sentence == spot.sentence
                && passage.figure(last).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
                && !passage.between(last, spot).any(|class| {
                    matches!(
                        class,
                        Class::OfWhich | Class::Whole | Class::Open | Class::Scope | Class::Sum
                    )
                })
        });
        let of = |share: usize| spots.get(share).map(of_name);
        let same = run.last().is_some_and(|last| share.and_then(of) == of(last.share));
        let goes_on = goes_on && same;
        if !goes_on && !run.is_empty() {
            out.push(std::mem::take(&mut run));
        }
        if let Some(share) = share {
            run.push(Portion { amount: at, share });
        }
    }
    out.push(run);
    out
}

/// The share said of an amount, behind it or in the bracket behind it.
fn share_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let is_percent = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| {
            figure.kind == Kind::Percent && figure.is_figure() && !figure.is_times
        })
    };
    for (next, other) in passage.after(at) {
        if other.sentence != spot.sentence {
            return None;
        }
        if other.stream != spot.stream {
            let is_own = passage.anchor(other.stream) == Some(at);
            // 决策95分（20%）: the weight or the rate of points, no share of their sum
            let is_points = passage.figure(spot).is_some_and(|own| own.kind == Kind::Score);
            let is_bare = other.role == Role::Value
                && other.raw.is_empty()
                && !is_points
                && passage.anchor(other.stream + 1) != Some(next);
            // （缴费基数的16%）
            let is_of = other.words.last() == Some(&Class::Of) && other.role == Role::Value;
            if is_own && is_percent(other) && (other.role == Role::Share || is_bare || is_of) {
                return Some(next);
            }
            continue;
        }
        if other.segment != spot.segment || is_amount(passage, other) {
            return None;
        }
        if other.role == Role::Share && is_percent(other) && other.name.is_empty() && !other.is_sum
        {
            return (other.row.is_none()).then_some(next);
        }
    }
    None
}

/// Whether some whole fits all shares of a run: they may be shares of more than is listed.
fn are_of_one_whole(passage: &Passage<'_>, run: &[Portion]) -> bool {
    let spots = passage.spots();
    let figure = |at: usize| spots.get(at).and_then(|spot| passage.figure(spot));
    let ends = run.iter().filter_map(|one| {
        let (part, share) = (figure(one.amount)?, figure(one.share)?);
        let (low, high) = (share.low(), share.high() + share.half);
        Some((part.low().checked_div(high)?, part.high().checked_div(low)?))
    });
    let (low, high) = ends.fold((None::<Decimal>, None::<Decimal>), |(low, high), (a, b)| {
        (Some(low.map_or(a, |low| low.max(a))), Some(high.map_or(b, |high| high.min(b))))
    });
    low.zip(high).is_none_or(|(low, high)| low <= high)
}

/// What a share is of, where it is named.
fn of_name(share: &Spot) -> &str {
    let is_of = share.role == Role::Value && share.words.last() == Some(&Class::Of);
    if is_of { &share.name } else { &share.of }
}

/// Whether shares may be of one whole that is not printed: together they are no more than all of it, and no word says that
/// each has a whole of its own: 税务完成50万元，占任务数的56%；财政完成30万元，占任务数的54%.
pub(crate) fn may_be_of_one_whole<'s>(
    passage: &Passage<'_>,
    shares: impl Iterator<Item = &'s Spot> + Clone,
) -> bool {
    let figures = shares.clone().filter_map(|share| passage.figure(share));
    let has_own = |share: &Spot| {
        let tokens = passage.tokens;
        !share.of.is_empty() && tokens.is_stage(&share.of)
            || tokens.has_word("own_wholes", of_name(share))
    };
    figures.map(Quantity::low).sum::<Decimal>() <= Decimal::ONE_HUNDRED
        && !shares.into_iter().any(has_own)
}

/// Shares of one thing that is named and not printed: the amounts are to each other as their shares.
/// 养老保险136万元（缴费基数的16%），职业年金68万元（缴费基数的8%）.
fn of_one_base(passage: &Passage<'_>, run: &[Portion], told: &mut Vec<Told>) {
    let spots = passage.spots();
    let shares = run.iter().filter_map(|one| spots.get(one.share));
    let is_named = may_be_of_one_whole(passage, shares)
        && run.iter().all(|one| {
            spots.get(one.share).is_some_and(|share| of_name(share).chars().count() > 2)
                && spots.get(one.amount).is_some_and(|amount| {
                    amount.when.year.is_none() && !passage.tokens.has_word("own_bases", &amount.raw)
                })
        });
    let is_open = |share: usize| {
        let figure = spots.get(share).map(|spot| spot.figure);
        told.iter().all(|told| Some(told.said.anchor) != figure || told.outcome.is_undecided())
    };
    if !is_named || !run.iter().all(|one| is_open(one.share)) {
        return;
    }
    let number = |at: usize| spots.get(at).map_or(usize::MAX, |spot| spot.figure);
    let pair = |one: &Portion| (number(one.amount), number(one.share));
    for two in run.windows(2) {
        let [a, b] = two else { continue };
        let reading = Reading::proportion(pair(a), pair(b));
        let relation = Relation::Proportion;
        let holds = crate::prose::reading::holds(relation, &reading, &passage.tokens.figures);
        let outcome = if holds == Some(true) { Outcome::Holds } else { Outcome::Fails };
        let said = Said { readings: vec![(relation, reading)], sure: 1, anchor: number(b.share) };
        told.push(Told { said, chosen: 0, outcome, is_proven: true });
    }
}

fn of_their_sum(passage: &Passage<'_>, run: &[Portion], told: &mut Vec<Told>) {
    let spots = passage.spots();
    let figures = &passage.tokens.figures;
    let number = |at: usize| spots.get(at).map_or(usize::MAX, |spot| spot.figure);
    let amounts: Vec<(usize, i8)> = run.iter().map(|one| (number(one.amount), 1)).collect();
    let readings: Vec<Reading> = run
        .iter()
        .map(|one| {
            let (part, share) = (number(one.amount), number(one.share));
            Reading::of([(Slot::Part, part, 1), (Slot::Share, share, 1)]).with_items(&amounts)
        })
        .collect();
    let holds = |reading: &Reading| {
        crate::prose::reading::holds(Relation::ShareOfSum, reading, figures) == Some(true)
    };
    let misfits: Vec<usize> =
        (0..run.len()).filter(|at| readings.get(*at).is_some_and(|own| !holds(own))).collect();
    let shares: Vec<&Quantity> =
        run.iter().filter_map(|one| passage.figure(spots.get(one.share)?)).collect();
    let (low, high) = shares.iter().fold((Decimal::ZERO, Decimal::ZERO), |(low, high), share| {
        (low + share.low(), high + share.high())
    });
    let adds_up = low <= Decimal::ONE_HUNDRED && high >= Decimal::ONE_HUNDRED;
    let is_settled = |at: usize| {
        run.get(at).is_some_and(|one| {
            let figure = number(one.share);
            told.iter().any(|told| {
                told.said.anchor == figure
                    && matches!(told.outcome, Outcome::Fails | Outcome::Holds)
            })
        })
    };
    if (0..run.len()).any(is_settled) {
        return;
    }
    // a share of one digit fits many sums
    let tells = shares.iter().all(|share| share.printed >= Decimal::TEN || share.decimals > 0);
    if !adds_up && run.len() > 1 {
        of_one_base(passage, run, told);
    }
    let accused: Option<usize> = match misfits.as_slice() {
        [] => None,
        [one] if !adds_up && (run.len() > 2 || tells) => Some(*one),
        all if adds_up && (run.len() > 2 || tells) => all.first().copied(),
        _ => return,
    };
    if misfits.is_empty() && !adds_up {
        return;
    }
    // a last digit is often set so that the shares come to 100
    let is_gross = |at: usize| {
        let value = |at: usize| {
            spots.get(at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
        };
        let total: Option<Decimal> =
            run.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(value(one.amount)?));
        let by_sum = run.get(at).and_then(|one| {
            let part = value(one.amount)?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some((part.checked_div(total?)? - value(one.share)?).abs())
        });
        by_sum.is_some_and(|by| by > Decimal::ONE)
    };
    let accused = accused.filter(|at| is_gross(*at) && !are_of_one_whole(passage, run));
    if accused.is_none() && !adds_up {
        return;
    }
    for (at, (one, reading)) in run.iter().zip(readings).enumerate() {
        let is_held = !misfits.contains(&at);
        if !is_held && accused != Some(at) {
            continue;
        }
        let outcome = if is_held { Outcome::Holds } else { Outcome::Fails };
        let anchor = number(one.share);
        let old = told.iter_mut().find(|told| {
            told.said.anchor == anchor
                && told.said.readings.iter().any(|(relation, _)| *relation == Relation::Share)
        });
        if let Some(old) = old {
            if old.outcome.is_undecided() {
                old.said.readings.insert(0, (Relation::ShareOfSum, reading));
                (old.said.sure, old.chosen, old.outcome) = (1, 0, outcome);
            }
        } else {
            let readings = vec![(Relation::ShareOfSum, reading)];
            told.push(Told {
                said: Said { readings, sure: 1, anchor },
                chosen: 0,
                outcome,
                is_proven: true,
            });
        }
    }
}

//! The plan that a ratio is of.

use super::whole::{in_step, words_before};
use super::{Found, is_amount, is_fact, whole_in};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::words::Class;

/// Of the wholes that a share may be of, those that the words before it allow: 完成预算的40% is of a plan, and of the plan
/// of that stage where there is one.
pub(super) fn keep_plans(
    passage: &Passage<'_>,
    (at, spot): (usize, &Spot),
    near: &[usize],
    possible: &mut Found,
) {
    let is_plan = |class: &&Class| class.is_plan() || **class == Class::PlanAny;
    let stage = spot.words.iter().rev().find(is_plan).copied();
    // 完成预算 is one word
    let is_of_plan = spot.role == Role::Complete
        && passage.tokens.has_word("plan", &words_before(passage, at, spot));
    let Some(stage) = stage.or(is_of_plan.then_some(Class::Plan)) else { return };
    let plans: Vec<&Spot> = near
        .iter()
        .filter_map(|at| passage.spots().get(*at))
        .filter(|plan| plan.when.is_plan() && !plan.when.is_last)
        .collect();
    let of_stage: Vec<usize> = plans
        .iter()
        .filter(|plan| plan.when.stage == Some(stage))
        .map(|plan| plan.figure)
        .collect();
    let all: Vec<usize> = plans.iter().map(|plan| plan.figure).collect();
    let wholes = if of_stage.is_empty() || stage == Class::Plan { all } else { of_stage };
    if !wholes.is_empty() {
        possible.retain(|(_, reading)| wholes.contains(&whole_in(reading)));
    }
}

/// The plan of the stage that is named, in the same group of clauses.
pub(super) fn plan_of(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let stage = spot.words.iter().rev().find(|class| class.is_plan()).copied();
    // 由年初的38亿元调整为42亿元，为调整预算的98%
    let is_adjusted =
        |other: &Spot| stage == Some(Class::PlanFinal) && matches!(other.role, Role::To(_));
    let plans: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            other.segment == spot.segment
                && other.stream == spot.stream
                && is_amount(passage, other)
                && !other.when.is_last
                && in_step(spot, other)
                && (other.when.is_plan() || is_adjusted(other))
                && matches!(other.role, Role::Value | Role::To(_) | Role::Base)
        })
        .collect();
    let exact: Vec<&(usize, &Spot)> = plans
        .iter()
        .filter(|(_, other)| stage.is_some() && (other.when.stage == stage || is_adjusted(other)))
        .collect();
    match (exact.as_slice(), plans.as_slice()) {
        ([one], _) => Some(one.0),
        ([], [one])
            if stage.is_none()
                || stage == Some(Class::Plan)
                || one.1.when.stage == Some(Class::Plan) =>
        {
            Some(one.0)
        }
        ([], []) => {
            plan_of_stage(passage, at, spot, stage).or_else(|| plan_behind(passage, at, spot))
        }
        _ => None,
    }
}

/// The only plan of the sentence that is of the stage that a ratio names, in another group of clauses.
pub(super) fn plan_of_stage(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    stage: Option<Class>,
) -> Option<usize> {
    let stage = stage.filter(|stage| *stage != Class::Plan)?;
    let mut plans = passage.before(at).filter(|(_, other)| {
        other.sentence == spot.sentence
            && other.stream == spot.stream
            && other.when.stage == Some(stage)
            && !other.when.is_last
            && other.row.is_none()
            && matches!(other.role, Role::Value | Role::To(_))
            && is_amount(passage, other)
    });
    let (plan, _) = plans.next()?;
    (plans.next().is_none() && spot.row.is_none()).then_some(plan)
}

/// The plan that the clause behind a ratio states: 完成45亿元，为预算的90%，预算数50亿元.
pub(super) fn plan_behind(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let (next, plan) = passage.after(at).next()?;
    (plan.sentence == spot.sentence
        && plan.stream == spot.stream
        && plan.clause == spot.clause + 1
        && plan.role == Role::Value
        && plan.row.is_none()
        && !plan.when.is_last
        && plan.when.is_plan()
        && is_amount(passage, plan))
    .then_some(next)
}

/// Whether what was done stands directly behind its plan, bears its name, or the plan is named by
/// the ratio.
pub(super) fn follows_plan(passage: &Passage<'_>, part: usize, whole: usize) -> bool {
    let spots = passage.spots();
    let (Some(done), Some(plan)) = (spots.get(part), spots.get(whole)) else { return false };
    if plan.role != Role::Value && !matches!(plan.role, Role::To(_))
        || plan.figure > done.figure
            && spots.get(whole + 1).is_some_and(|next| next.clause == plan.clause)
    {
        return true;
    }
    if done.row.is_some() && in_step(done, plan) {
        return true;
    }
    let alone = passage
        .near(plan)
        .filter(|(_, other)| {
            other.sentence == plan.sentence
                && other.segment == plan.segment
                && other.stream == plan.stream
                && is_amount(passage, other)
        })
        .count()
        == 2;
    if alone && done.segment == plan.segment {
        return true;
    }
    let between = spots.get(whole + 1..part).unwrap_or(&[]);
    whole < part
        && (done.name == plan.name
            || between.iter().all(|other| {
                !is_amount(passage, other) || !is_fact(other) || other.stream != done.stream
            }))
}

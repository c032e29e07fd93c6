//! What was done and what was planned, where neither stands beside the ratio.

use super::is_amount;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Pairs of what was done and what was planned, any of which a ratio may be of; none where it may be
/// of anything else.
pub(super) fn pairs(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    part: Option<usize>,
) -> Vec<(usize, usize)> {
    let is_plain = spot.row.is_none()
        && passage.words_of_sentence(spot).all(|class| {
            !matches!(class, Class::Scope | Class::Last | Class::Per | Class::Open | Class::With)
        });
    if !is_plain {
        return Vec::new();
    }
    let done = part.and_then(|part| Some((part, passage.spots().get(part)?)));
    if let Some((part, done)) = done {
        let own = of_done(passage, spot, part, done);
        if !own.is_empty() {
            return own;
        }
        if let Some(whole) = of_item(passage, spot, part, done) {
            return vec![(part, whole)];
        }
    }
    of_totals(passage, at, spot).into_iter().collect()
}

/// The ratio of what was done to a plan that is told by how much it lies above or below: 决算12万元，比年初预算
/// 增加2万元，完成年初预算的120%.
pub(super) fn by_change(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
) -> Option<(Relation, Reading)> {
    let sentence: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(other, found)| *other != at && found.stream == spot.stream)
        .collect();
    let mut changes = sentence.iter().filter(|(_, other)| matches!(other.role, Role::Change(_)));
    let ((_, change), None) = (changes.next()?, changes.next()) else { return None };
    let mut amounts =
        sentence.iter().filter(|(_, other)| is_amount(passage, other) && !is_change(other));
    let ((_, part), None) = (amounts.next()?, amounts.next()) else { return None };
    let Role::Change(sign) = change.role else { return None };
    let stage = |spot: &Spot| spot.words.iter().rev().copied().find(|class| class.is_plan());
    let is_plain = |other: &Spot| {
        other.row.is_none() && other.segment == spot.segment && other.name.chars().count() <= 3
    };
    let is_near = change.clause.abs_diff(spot.clause) == 1
        && part.figure < change.figure
        && part.figure < spot.figure
        && part.clause + 2 >= spot.clause;
    let like = passage.figure(part).zip(passage.figure(change)).is_some_and(|(a, b)| a.is_like(b));
    let fits = stage(change).is_some()
        && (stage(spot) == stage(change) || stage(spot).is_none())
        && part.role == Role::Value
        && part.row.is_none()
        && !part.when.is_plan()
        && !part.when.is_last
        && !change.when.is_last
        && passage.is_figure(change)
        && is_plain(change)
        && is_plain(spot);
    let reading = Reading::of([
        (Slot::Part, part.figure, 1),
        (Slot::Change, change.figure, sign),
        (Slot::Share, spot.figure, 1),
    ]);
    (fits && is_near && like).then_some((Relation::CompletionBack, reading))
}

fn is_change(spot: &Spot) -> bool {
    matches!(spot.role, Role::Change(_) | Role::Adjust(_))
}

/// What was done stands directly before the ratio: with each plan of its sentence, or with what came
/// in. 年初预算60万元，调整预算68万元，决算64万元，完成率94%; 到位48万元，支出43万元，使用率90%.
fn of_done(passage: &Passage<'_>, spot: &Spot, part: usize, done: &Spot) -> Vec<(usize, usize)> {
    let is_next = spot.clause <= done.clause + 1 && done.segment == spot.segment;
    let is_value = done.role == Role::Value && done.row.is_none() && !done.when.is_plan();
    if !is_next || !is_value || done.when.is_last {
        return Vec::new();
    }
    let own = passage.figure(done);
    if let Some(whole) = only_plan(passage, spot, part, done) {
        return vec![(part, whole)];
    }
    if done.when.stage != Some(Class::Done) {
        return Vec::new();
    }
    let before: Vec<(usize, &Spot)> = passage
        .before(part)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            is_amount(passage, other)
                && other.stream == done.stream
                && passage.figure(other).zip(own).is_some_and(|(a, b)| a.is_like(b))
        })
        .collect();
    let is_plan =
        |other: &Spot| other.role == Role::Value && other.row.is_none() && other.when.is_plan();
    // 年初预算150万元，压减30万元，全年预算120万元；支付114万元，执行率95%
    if before.first().is_some_and(|(_, next)| is_plan(next)) && before.len() > 2 {
        let plans = before.iter().filter(|(_, other)| is_plan(other));
        return plans.map(|(whole, _)| (part, *whole)).collect();
    }
    let is_plain = before.iter().all(|(_, other)| {
        other.role == Role::Value
            && other.row.is_none()
            && !other.when.is_last
            && other.segment == spot.segment
            && passage.list_of(part).is_none()
    });
    if before.is_empty() && passage.list_of(part).is_none() {
        return plans_before(passage, part, done).into_iter().map(|whole| (part, whole)).collect();
    }
    if !is_plain || before.len() < 2 {
        return Vec::new();
    }
    before.into_iter().map(|(whole, _)| (part, whole)).collect()
}

/// What was done and its plan, with nothing but changes between them and the ratio:
/// 预算10万元，决算8万元，比预算减少2万元，完成预算的80%; 支出8万元，同比减少1万元，完成预算10万元的80%.
pub(super) fn over_changes(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
) -> Option<(usize, usize)> {
    let is_own = |other: &Spot| {
        other.sentence == spot.sentence
            && other.segment == spot.segment
            && other.stream == spot.stream
            && other.row.is_none()
    };
    let before: Vec<(usize, &Spot)> =
        passage.before(at).take_while(|(_, other)| is_own(other)).collect();
    let mut before = before.into_iter().peekable();
    let named = before
        .next_if(|(_, other)| other.role == Role::PlanOf && other.clause == spot.clause)
        .map(|(plan, _)| plan);
    let is_step =
        |other: &Spot| matches!(other.role, Role::Change(_) | Role::Rate(_) | Role::Points(_));
    before.peek().filter(|(_, other)| is_step(other))?;
    let value_of = |other: &Spot| passage.figure(other).map(|figure| figure.value);
    let steps: Vec<Decimal> = before
        .clone()
        .take_while(|(_, other)| is_step(other))
        .filter_map(|(_, other)| value_of(other))
        .collect();
    let (part, done) = before.find(|(_, other)| !is_step(other))?;
    let is_value = |other: &Spot| {
        other.role == Role::Value && !other.when.is_last && is_amount(passage, other)
    };
    // 决算14万元，比预算16万元少2万元，为预算的87.5%
    if done.role == Role::Base && done.when.is_plan() && named.is_none() && is_amount(passage, done)
    {
        let (value, own) = before.next()?;
        let alike = passage.figure(done)?.is_like(passage.figure(own)?);
        return (is_value(own) && !own.when.is_plan() && alike).then_some((value, part));
    }
    if !is_value(done) || done.when.is_plan() || passage.list_of(part).is_some() {
        return None;
    }
    let stage = spot.words.iter().rev().copied().find(|class| class.is_plan());
    let whole = match named {
        Some(plan) => plan,
        None => {
            let (whole, plan) = before.next()?;
            // 约定20篇，发表23篇，超额3篇，完成率115%
            let by = value_of(plan).zip(value_of(done)).map(|(a, b)| (a - b).abs());
            if by.is_some_and(|by| steps.contains(&by)) && is_value(plan) {
                return passage
                    .figure(done)?
                    .is_like(passage.figure(plan)?)
                    .then_some((part, whole));
            }
            let is_meant = stage.is_none()
                || stage == Some(Class::Plan)
                || plan.when.stage == stage
                || plan.when.stage == Some(Class::Plan);
            (is_value(plan) && plan.when.is_plan() && is_meant).then_some(whole)?
        }
    };
    let (a, b) = (passage.figure(done)?, passage.figure(passage.spots().get(whole)?)?);
    a.is_like(b).then_some((part, whole))
}

/// The only plan of a sentence, in an earlier group of clauses that opens it: 全年预算80万元，上半年支出30万元，执行率
/// 37.5%；前三季度支出60万元，执行率75%.
fn only_plan(passage: &Passage<'_>, spot: &Spot, part: usize, done: &Spot) -> Option<usize> {
    let own = passage.figure(done);
    let mut first: Vec<(usize, &Spot)> = passage
        .before(part)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| is_amount(passage, other) && other.stream == done.stream)
        .collect();
    let (whole, plan) = first.pop()?;
    let is_next_like_this = |other: &Spot| {
        other.role == Role::Value
            && !other.when.is_plan()
            && other.row.is_none()
            && !other.when.is_last
    };
    // each other amount has a ratio of its own
    let has_ratio =
        |at: usize| passage.after(at).next().is_some_and(|(_, next)| next.role == Role::Complete);
    let goes_on = first.iter().all(|(at, other)| is_next_like_this(other) && has_ratio(*at));
    (plan.when.is_plan()
        && plan.segment < spot.segment
        && plan.row.is_none()
        && !first.is_empty()
        && goes_on
        && passage.list_of(part).is_none()
        && passage.figure(plan).zip(own).is_some_and(|(a, b)| a.is_like(b)))
    .then_some(whole)
}

/// The plans of the sentence before, where it tells of nothing else: 年初预算80万元，追加20万元，调整后100万元。到位
/// 95万元，到位率95%.
fn plans_before(passage: &Passage<'_>, part: usize, done: &Spot) -> Vec<usize> {
    let own = passage.figure(done);
    let last: Vec<(usize, &Spot)> = passage
        .before(part)
        .filter(|(_, other)| {
            other.sentence + 1 == done.sentence
                && other.stream == done.stream
                && is_amount(passage, other)
                && passage.figure(other).zip(own).is_some_and(|(a, b)| a.is_like(b))
        })
        .collect();
    let is_known = |other: &Spot| {
        other.row.is_none() && !other.when.is_last && (other.when.is_plan() || is_change(other))
    };
    // what the sentence before ends with: 追加3万元，调整后预算80万元。支出75万元，执行率93.75%
    if let Some((whole, end)) = last.first()
        && end.when.stage == Some(Class::PlanFinal)
        && end.role == Role::Value
        && end.row.is_none()
        && passage.list_of(*whole).is_none()
    {
        return vec![*whole];
    }
    let plans = last.iter().filter(|(_, other)| other.when.is_plan() && !is_change(other));
    let is_plain = last.iter().all(|(at, other)| is_known(other) && passage.list_of(*at).is_none());
    if is_plain { plans.map(|(at, _)| *at).collect() } else { Vec::new() }
}

/// The only plan of the stage that a ratio names, in the sentence before, and what stands before the ratio:
/// 年初预算80万元，全年预算100万元。支出95万元，为全年预算的95%.
pub(super) fn of_stage_before(
    passage: &Passage<'_>,
    spot: &Spot,
    part: Option<usize>,
) -> Option<(usize, usize)> {
    let stage = spot.words.iter().rev().copied().find(|class| class.is_plan())?;
    let part = part?;
    let done = passage.spots().get(part)?;
    let is_own = |other: &Spot| {
        other.role == Role::Value
            && other.row.is_none()
            && !other.when.is_last
            && is_amount(passage, other)
    };
    let mut plans = passage.before(part).filter(|(at, other)| {
        other.sentence + 1 == spot.sentence
            && other.when.stage == Some(stage)
            && is_own(other)
            && passage.list_of(*at).is_none()
    });
    let (whole, plan) = plans.next()?;
    let like = passage.figure(plan)?.is_like(passage.figure(done)?);
    let is_part = done.sentence == spot.sentence
        && done.clause + 1 >= spot.clause
        && is_own(done)
        && !done.when.is_plan()
        && passage.list_of(part).is_none();
    (stage != Class::Plan && plans.next().is_none() && is_part && like && spot.row.is_none())
        .then_some((part, whole))
}

/// The item of the same name in the list of a plan: 预算60万元，其中甲40万元、乙20万元；支出57万元，其中甲39万元，
/// 执行率97.5%.
fn of_item(passage: &Passage<'_>, spot: &Spot, part: usize, done: &Spot) -> Option<usize> {
    let spots = passage.spots();
    let is_next = spot.clause <= done.clause + 1 && done.segment == spot.segment;
    let head_is_plan = |at: usize| {
        let head = passage.list_of(at).and_then(|list| list.head).and_then(|at| spots.get(at));
        head.map(|head| head.when.is_plan())
    };
    if !is_next || done.name.is_empty() || head_is_plan(part) != Some(false) {
        return None;
    }
    let mut same = passage.before(part).filter(|(at, other)| {
        other.name == done.name
            && is_amount(passage, other)
            && other.row.is_none()
            && other.sentence + 1 >= spot.sentence
            && head_is_plan(*at) == Some(true)
    });
    let (whole, _) = same.next()?;
    same.next().is_none().then_some(whole)
}

/// A ratio that stands behind two lists, of their totals: 预算60万元，其中甲40万元、乙20万元；支出57万元，其中
/// 甲39万元、乙18万元。执行率95%.
fn of_totals(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<(usize, usize)> {
    /// The totals of a ratio are looked for in at most this many sentences before it.
    const FAR: usize = 2;
    let (_, last) = passage.before(at).next()?;
    let names_all = spot.is_sum || passage.tokens.has_word("all_of_it", &spot.raw);
    let opens = last.sentence < spot.sentence;
    if !opens && !names_all || spot.name.chars().count() > 2 {
        return None;
    }
    let heads: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence + FAR >= spot.sentence)
        .filter(|(at, other)| {
            is_amount(passage, other)
                && other.stream == spot.stream
                && passage.list_of(*at).is_none()
        })
        .collect();
    let [(done, b), (plan, a)] = heads.as_slice() else { return None };
    let is_list = |at: usize| passage.lists().iter().any(|list| list.head == Some(at));
    let fits = |other: &Spot| {
        other.role == Role::Value && other.row.is_none() && !other.when.is_last && !other.is_sum
    };
    let alike = passage.figure(a).zip(passage.figure(b)).is_some_and(|(a, b)| a.is_like(b));
    (a.when.is_plan()
        && !b.when.is_plan()
        && fits(a)
        && fits(b)
        && alike
        && (is_list(*plan) || is_list(*done)))
    .then_some((*done, *plan))
}

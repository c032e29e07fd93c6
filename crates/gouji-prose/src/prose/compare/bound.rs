//! Figures said to be more or less than another.

use super::moved::subject_before;
use super::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// A fact and the bound that the next clause gives it: 47.2 万元，不足 50 万元.
pub(super) fn bounded(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if let Some(told) = attained(passage, at, spot) {
        return Some(told);
    }
    // 控制在年初核定的7.00万元以内
    let is_kept = spot.words.contains(&Class::Keep);
    let plain = |class: &Class| {
        is_kept
            && matches!(
                class,
                Class::Start | Class::Plan | Class::PlanAny | Class::PlanFirst | Class::PlanFinal
            )
            || matches!(
                class,
                Class::Not
                    | Class::Over
                    | Class::Under
                    | Class::Near
                    | Class::Filler
                    | Class::Of
                    | Class::Reach
                    | Class::Keep
                    | Class::AtLeast
                    | Class::AtMost
            )
    };
    // 超过八成
    let is_of_tenths = matches!(spot.role, Role::Value | Role::Beside(_));
    if own.is_tenth && !own.is_range && is_of_tenths {
        return tenths(passage, at, spot);
    }
    if own.is_tenth
        || own.is_range
        || spot.role != Role::Value
        || spot.name.chars().count() > if is_kept { 4 } else { 0 }
        || spot.words.is_empty()
        || !spot.words.iter().all(plain)
        // 不足的3万元: so much is lacking
        || matches!(spot.words.as_slice(), [.., Class::Under | Class::Below | Class::Near, Class::Of])
    {
        return None;
    }
    let slot = match own.bound {
        Bound::Over | Bound::AtLeast => Slot::Low,
        Bound::Under | Bound::AtMost | Bound::Near => Slot::High,
        Bound::Exact | Bound::About => return None,
    };
    // 未达到98%以上
    let is_not = spot.words.contains(&Class::Reach) && spot.words.contains(&Class::Not);
    let slot = match slot {
        Slot::Low if is_not => Slot::High,
        other => other,
    };
    let value = subject_before(passage, at, spot)?;
    // 2020年突破70万元，2022年突破80万元: each is told of its own year
    if value.when.year.zip(spot.when.year).is_some_and(|(one, other)| one != other) {
        return None;
    }
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

/// A ratio and the tenths that the next clause says of it: 38.6%，不足四成.
fn tenths(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let plain = |class: &Class| {
        matches!(
            class,
            Class::Filler
                | Class::Over
                | Class::Under
                | Class::Above
                | Class::Below
                | Class::Near
                | Class::About
        )
    };
    let behind = passage.tokens.at.get(spot.figure)? + 1;
    let is_last = passage.tokens.tokens.get(behind).is_none_or(|token| {
        matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge))
    });
    let value = subject_before(passage, at, spot)?;
    let is_told = spot.name.is_empty()
        && spot.words.iter().all(plain)
        && is_last
        && own.bound != Bound::Exact
        && matches!(value.role, Role::Value | Role::Share | Role::Complete | Role::Named);
    let (low, high) = crate::prose::reading::around(own);
    let mut reading = Reading::of([(Slot::Value, value.figure, 1)]);
    reading.parts.push((Slot::Low, Filling::Number(spot.figure, low)));
    reading.parts.push((Slot::High, Filling::Number(spot.figure, high)));
    is_told.then(|| said(spot, vec![(Relation::Threshold, reading)], Vec::new()))?
}

fn limit(value: &Spot, spot: &Spot, slot: Slot) -> (Relation, Reading) {
    let reading = Reading::of([(Slot::Value, value.figure, 1), (slot, spot.figure, 1)]);
    (Relation::Threshold, reading)
}

/// A target, what was done, and words that it was attained: 目标值≥95%，实际97.4%，已完成目标.
fn attained(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let slot = match own.bound {
        Bound::AtLeast => Slot::Low,
        Bound::AtMost => Slot::High,
        _ => return None,
    };
    let (_, value) = passage.after(at).next()?;
    let is_done = value.stream == spot.stream
        && value.sentence == spot.sentence
        && value.clause == spot.clause + 1
        && value.role == Role::Value
        && value.words.contains(&Class::Done)
        && value.row.is_none()
        && passage.is_figure(value)
        && passage.figure(value).is_some_and(|figure| figure.is_like(own))
        && !own.is_range;
    let behind = passage.tokens.at.get(value.figure)? + 1;
    let words: Vec<Class> = passage
        .tokens
        .tokens
        .get(behind..)?
        .iter()
        .take_while(|token| {
            !matches!(
                token.what,
                What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge | Sign::Semicolon)
            )
        })
        .filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
        .collect();
    // 控制在12万元以内，实际支出11万元
    let is_kept = spot.words.contains(&Class::Keep) && !words.contains(&Class::Not);
    let says = is_kept
        || words.contains(&Class::PlanAny)
            && words
                .iter()
                .any(|class| matches!(class, Class::Complete | Class::Reach | Class::Done));
    let slot = match (slot, words.contains(&Class::Not)) {
        (slot, false) => slot,
        (Slot::Low, true) => Slot::High,
        (_, true) => Slot::Low,
    };
    if !is_done || !says {
        return None;
    }
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

/// A fact and the target that it reaches or does not reach.
pub(super) fn reached(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    // 达到90%的目标
    let is_target = spot.when.stage == Some(Class::Plan) || passage.is_followed_by(spot, Class::Of);
    if !spot.words.contains(&Class::Reach) || !is_target || spot.words.contains(&Class::Share) {
        return None;
    }
    // 未达到目标值的3个: a number of things
    let is_count = passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Count);
    if is_count && spot.words.last() == Some(&Class::Of) {
        return None;
    }
    let value = subject_before(passage, at, spot)?;
    let slot = if spot.words.contains(&Class::Not) { Slot::High } else { Slot::Low };
    said(spot, vec![limit(value, spot, slot)], Vec::new())
}

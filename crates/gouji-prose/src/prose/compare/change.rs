//! Amounts of change: value − base.

use super::base::{against, base_behind, base_of, last_of, named_in_row, rows_before, value_of};
use super::beside::by_stages;
use super::moved::is_one_of_moves;
use super::net::{net, reasons};
use super::points::{base_by_name, base_in_clause, is_aim, of_sentence_before, rate_before};
use super::several::{by_month, by_year, moved_to, of_both, of_former};
use super::sides::by_sides;
use super::{
    Found, figure, goes_with, holds_surely, in_step, is_beside_another, is_fact, is_later, pairs,
    said, stage_rank, turns,
};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// A change; one that is told as a reason need not be all of it: 决算数大于预算数的主要原因是年中追加80万元.
pub(super) fn change(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let is_reason = spot.words.contains(&Class::Reason) && matches!(spot.role, Role::Adjust(_));
    let found = found(passage, at, spot, sign)?;
    Some(if is_reason { Said { sure: 0, ..found } } else { found })
}

fn found(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let is_points = matches!(spot.role, Role::Points(_));
    if is_points && (is_aim(passage, spot) || is_from_unsaid(passage, at, spot, &like))
        || is_one_of_moves(passage, at, spot, &like)
    {
        return None;
    }
    let relation = if is_points { Relation::Points } else { Relation::Change };
    let reading = |value: usize, base: usize| -> Found {
        if passage.spots().get(base).is_some_and(|base| is_beside_another(base, spot)) {
            return Vec::new();
        }
        let (value, base) = (figure(passage, value), figure(passage, base));
        let one = |sign: i8| {
            (
                relation,
                Reading::of([
                    (Slot::Value, value, 1),
                    (Slot::Base, base, 1),
                    (Slot::Change, spot.figure, sign),
                ]),
            )
        };
        if sign == 0 { vec![one(1), one(-1)] } else { vec![one(sign)] }
    };
    let one_of_several = by_year(passage, at, spot, &like)
        .or_else(|| of_both(passage, at, spot, &like))
        .or_else(|| of_former(passage, at, spot, &like))
        .or_else(|| by_month(passage, at, spot, &like))
        .or_else(|| moved_to(passage, at, spot, &like));
    if let Some((value, base)) = one_of_several {
        return said(spot, reading(value, base), Vec::new());
    }
    let mut sure: Found = Vec::new();
    let sides = by_sides(passage, at, spot, &like);
    if let Some((value, base, is_told)) = sides {
        sure.extend(reading(value, base));
        if is_told {
            return said(spot, sure, Vec::new());
        }
    } else if let Some((value, base)) = told_pair(passage, at, spot, &like) {
        sure.extend(reading(value, base));
    } else if let Some((first, second)) = two_before(passage, at, spot, &like) {
        // which of them is the new one is open where neither time nor stage says so
        let later = passage
            .spots()
            .get(first)
            .zip(passage.spots().get(second))
            .and_then(|(a, b)| is_later(a, b));
        match later {
            Some(true) => sure.extend(reading(first, second)),
            Some(false) => sure.extend(reading(second, first)),
            None => sure.extend(reading(second, first).into_iter().chain(reading(first, second))),
        }
    }
    if sure.is_empty()
        && spot.words.contains(&Class::Compare)
        && let Some((value, base)) = by_stages(passage, at, spot, &like)
    {
        sure.extend(reading(value, base));
    }
    if sure.is_empty()
        && spot.row.is_none()
        && spot.name.is_empty()
        && let Some(found) = match spot.role {
            Role::Change(1) => from_nothing(passage, at, spot, &like),
            Role::Change(-1) => to_nothing(passage, at, spot, &like),
            _ => None,
        }
    {
        sure.push(found);
    }
    if is_points
        && sure.is_empty()
        && let Some((value, base)) = base_by_name(passage, at, spot, &like)
            .or_else(|| base_in_clause(passage, at, spot, &like))
            .or_else(|| of_sentence_before(passage, at, spot, &like))
    {
        sure.extend(reading(value, base));
    }
    let is_in_rows = spot.row.is_some() && rows_before(passage, at, spot, &like).is_some();
    if holds_surely(passage, &sure) || is_in_rows && !sure.is_empty() {
        return said(spot, sure, Vec::new());
    }
    let told = base_of(passage, at, &like).filter(|base| stands_before(passage, *base, spot));
    let mut possible: Found = pairs(passage, spot, &like)
        .into_iter()
        .filter(|(_, base)| told.is_none_or(|told| told == *base))
        .flat_map(|(value, base)| reading(value, base))
        .collect();
    possible.extend(reasons(passage, at, spot, sign));
    if let Some((net, is_sure)) = net(passage, at, spot, sign) {
        if is_sure && sure.is_empty() { sure.push(net) } else { possible.push(net) }
    }
    said(spot, sure, possible)
}

/// Whether a second difference is one from last year, of which no ratio is told: 低于80%的序时进度5.3个百分点，比上年同期高2.05个百分点.
fn is_from_unsaid(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> bool {
    let is_from_last = spot.when.is_last || spot.against.is_some_and(|against| against.is_last);
    let before = passage.before(at).next();
    is_from_last
        && before.is_some_and(|(_, other)| {
            other.sentence == spot.sentence && matches!(other.role, Role::Points(_))
        })
        && !passage
            .in_sentence(spot)
            .any(|(_, other)| like(other) && (other.when.is_last || other.when.year.is_some()))
}

/// The value and the base of a change where one word or another says which they are.
fn told_pair(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    if let Some(base) = base_of(passage, at, like)
        && let Some(found) = passage.spots().get(base)
        && let Some(value) = value_of(passage, base, found, like)
            .or_else(|| to_after(passage, base, at))
            .or_else(|| reached_after(passage, at, spot, like))
            .or_else(|| {
                rate_before(passage, base, found).filter(|_| matches!(spot.role, Role::Points(_)))
            })
        && let Some(of) = passage.spots().get(value)
        && (value > at || !turns(passage, of, spot))
    {
        return Some((value, base));
    }
    if let Some((value, base)) = last_of(passage, spot, like).filter(|_| spot.row.is_none()) {
        return Some((value, base));
    }
    if let Some(value) = value_of(passage, at, spot, like)
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
        && let Some(base) = against(passage, spot, of, like)
    {
        return Some((value, base));
    }
    if let Some((value, base)) =
        rows_before(passage, at, spot, like).or_else(|| named_in_row(passage, at, spot, like))
    {
        return Some((value, base));
    }
    if let Some(value) = value_of(passage, at, spot, like)
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
        && let Some(base) = base_behind(passage, at, spot, of)
    {
        return Some((value, base));
    }
    if let Role::Adjust(_) = spot.role
        && let Some((before, after)) = around(passage, at, spot, like)
    {
        return Some((after, before));
    }
    if let Some((value, base)) = from_to(passage, spot, like) {
        return Some((value, base));
    }
    if let Some((value, base)) = from_to_after(passage, at, spot, like) {
        return Some((value, base));
    }
    None
}

/// The two facts directly before a change, of other times or stages, alone in their group of
/// clauses.
pub(super) fn two_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let is_own = |a: &Spot, b: &Spot| {
        spot.name.is_empty()
            || matches!(spot.role, Role::Beside(_))
            // 半年内减少2万元
            || spot.name.chars().count() < 5
                && passage.tokens.words_of("spans").any(|word| spot.name.ends_with(word))
            || crate::prose::same::common(&spot.name, &a.name) > 1
            || crate::prose::same::common(&spot.name, &b.name) > 1
    };
    if spot.row.is_some() || matches!(spot.role, Role::Points(_)) {
        return None;
    }
    let mut facts = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment)
        .filter(|(_, other)| other.stream == spot.stream && (like(other) || !is_fact(other)));
    let (second, b) = facts.next()?;
    let (first, a) = facts.next()?;
    let is_alone = facts.next().is_none();
    let fits = |other: &Spot| {
        is_fact(other) && like(other) && passage.is_figure(other) && other.row.is_none()
    };
    // 比2020年减少: that year's figure is not there
    let year = spot.against.and_then(|against| against.year);
    if year.is_some() && a.when.year != year && b.when.year != year {
        return None;
    }
    // 拟招录5人，在职120人，比上年减少2人: of two things
    let are_two = !a.name.is_empty()
        && !b.name.is_empty()
        && !super::alike(a, b)
        && b.when.year < a.when.year;
    // 预算31万元，决算26万元，比上年减少10万元: last year's figure is not there
    let is_of_last = spot.against.is_some_and(|against| against.is_last)
        && !a.when.is_last
        && !b.when.is_last
        && (are_two || a.when.year.zip(b.when.year).is_none_or(|(a, b)| a == b));
    // 决算12万元，完成预算的120%，超预算2万元: a ratio of both may stand between
    let ratios = passage
        .before(at)
        .take_while(|(_, other)| other.figure > b.figure)
        .filter(|(_, other)| matches!(other.role, Role::Complete | Role::Rate(_)))
        .count();
    let is_near = b.clause + 1 + ratios >= spot.clause && a.clause + 1 >= b.clause && !is_of_last;
    let differs = is_later(a, b).is_some()
        || b.when.year.is_some() && a.when.year != b.when.year
        || stage_rank(a) != stage_rank(b)
            && (stage_rank(a).is_some() && stage_rank(b).is_some()
                || matches!(spot.role, Role::Adjust(_))
                || a.when.stage == Some(Class::Plan));
    (is_alone
        && is_near
        && is_own(a, b)
        && fits(a)
        && fits(b)
        && differs
        && !turns(passage, a, spot))
    .then_some((first, second))
}

/// The end of the from–to that a base opens.
pub(super) fn to_after(passage: &Passage<'_>, base: usize, at: usize) -> Option<usize> {
    let from = passage.spots().get(base)?;
    let found = (base + 1..at).find(|other| {
        passage.spots().get(*other).is_some_and(|other| {
            matches!(other.role, Role::To(_))
                && other.stream == from.stream
                && other.sentence == from.sentence
                && in_step(from, other)
        })
    })?;
    matches!(from.role, Role::From).then_some(found)
}

/// What a change comes to, directly behind it: 达到24.00万元.
fn reached_after(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let (next, found) = passage.after(at).next()?;
    (found.clause == spot.clause + 1
        && found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.name.is_empty()
        && found.words.contains(&Class::Reach)
        && found.role == Role::Value
        && passage.is_figure(found)
        && like(found)
        && spot.row.is_none())
    .then_some(next)
}

/// The one from–to of the sentence before a change.
pub(super) fn from_to(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let mut from: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            matches!(other.role, Role::From)
                && other.figure < spot.figure
                && other.stream == spot.stream
                && (other.segment == spot.segment || spot.name.is_empty())
                && like(other)
                && in_step(spot, other)
        })
        .collect();
    // 由24天缩至19天，缩短20%；由9,600元降至8,160元，降低15%: each has its own
    if from.len() > 1 {
        from.retain(|(_, other)| other.segment == spot.segment);
    }
    let [(base, found)] = *from else { return None };
    let to = passage.in_sentence(spot).find(|(_, other)| {
        matches!(other.role, Role::To(_))
            && other.figure > found.figure
            && other.figure < spot.figure
            && other.stream == spot.stream
            && like(other)
            && in_step(spot, other)
    })?;
    // 由8变为12，新增6、处置2: what came and went
    let mut moves = passage.in_sentence(spot).filter(|(_, other)| {
        other.figure > to.1.figure
            && other.segment == spot.segment
            && other.stream == spot.stream
            && matches!(other.role, Role::Change(_) | Role::Adjust(_))
            && like(other)
            && !other.words.contains(&Class::Compare)
            && !turns(passage, to.1, other)
            && other.row.is_none()
    });
    if moves.next().is_some() && moves.next().is_some() {
        return None;
    }
    let is_near = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.figure > to.1.figure && other.figure < spot.figure && other.stream == spot.stream
        })
        .all(|(_, other)| {
            // 两年增长20%
            let is_number = passage.figure(other).is_some_and(|figure| figure.is_spelled);
            // 由9,600元降至8,160元，省1,440元，降低15%: by how much
            let is_bare = other.name.chars().count() < 2
                && other.clause == to.1.clause + 1
                && other.row.is_none()
                && passage
                    .figure(other)
                    .zip(passage.figure(found))
                    .is_some_and(|(a, b)| a.is_like(b));
            !is_fact(other) || is_number || is_bare || is_between(passage, other, found, to.1)
        });
    is_near.then_some((to.0, base))
}

/// A change of something that was not there the year before: 安排21万元，上年没有这一项，增加21万元.
fn from_nothing(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(Relation, Reading)> {
    let (value, of) = passage.before(at).find(|(_, other)| {
        other.stream == spot.stream
            && !passage.figure(other).is_some_and(|figure| figure.is_spelled)
    })?;
    let words: Vec<Class> = passage.between(of, spot).collect();
    let says = words.windows(2).any(|pair| matches!(pair, [Class::Last, Class::Not]));
    let is_next = of.sentence == spot.sentence
        && of.stream == spot.stream
        && of.row.is_none()
        && is_fact(of)
        && like(of)
        && !words
            .iter()
            .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Reason));
    let mut reading =
        Reading::of([(Slot::Value, figure(passage, value), 1), (Slot::Change, spot.figure, 1)]);
    reading.parts.push((Slot::Base, nothing(passage, spot)?));
    (says && is_next).then_some((Relation::Change, reading))
}

/// Nothing, in the unit of a figure.
fn nothing(passage: &Passage<'_>, spot: &Spot) -> Option<Filling> {
    let range = passage.figure(spot)?.span.clone();
    Some(Filling::Worked { value: Decimal::ZERO, like: spot.figure, range })
}

/// A change of something that is not there any more: 2024年不安排，上年预算为36万元，减少36万元.
fn to_nothing(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(Relation, Reading)> {
    let mut before = passage.before(at).take_while(|(_, other)| other.sentence == spot.sentence);
    let (base, of) = before.find(|(_, other)| other.stream == spot.stream)?;
    let is_only = before.all(|(_, other)| other.stream != spot.stream);
    let says = passage
        .words_of_stream(of)
        .take_while(|class| *class != Class::Last)
        .any(|class| class == Class::Not);
    let is_last = of.when.is_last
        && of.row.is_none()
        && is_fact(of)
        && like(of)
        && of.clause + 1 == spot.clause;
    let mut reading =
        Reading::of([(Slot::Base, figure(passage, base), 1), (Slot::Change, spot.figure, -1)]);
    reading.parts.push((Slot::Value, nothing(passage, spot)?));
    (says && is_last && is_only).then_some((Relation::Change, reading))
}

/// Whether a figure is as much as lies between two others: it is their change, whatever its verb.
fn is_between(passage: &Passage<'_>, spot: &Spot, from: &Spot, to: &Spot) -> bool {
    let (Some(own), Some(from), Some(to)) =
        (passage.figure(spot), passage.figure(from), passage.figure(to))
    else {
        return false;
    };
    own.is_like(from) && (from.value - to.value).abs() == own.value
}

/// The from–to directly behind a change: 压减15万元，由180万元降至165万元.
fn from_to_after(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let mut behind = passage.after(at).filter(|(_, other)| !matches!(other.role, Role::Rate(_)));
    let (base, from) = behind.next()?;
    let (value, to) = behind.next()?;
    let fits = |other: &Spot| {
        other.stream == spot.stream
            && other.sentence == spot.sentence
            && other.segment == spot.segment
            && other.clause <= spot.clause + 2
            && other.row.is_none()
            && passage.is_figure(other)
            && like(other)
    };
    (from.role == Role::From
        && from.name.is_empty()
        && matches!(to.role, Role::To(_))
        && spot.row.is_none()
        && fits(from)
        && fits(to))
    .then_some((value, base))
}

/// The figures directly before and behind an adjustment, in its group of clauses.
pub(super) fn around(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let is_one = |other: &Spot| {
        other.stream == spot.stream && other.segment == spot.segment && passage.is_figure(other)
    };
    let (before, first) = passage.before(at).next()?;
    let (after, second) =
        passage.after(at).find(|(_, other)| !matches!(other.role, Role::Rate(_)))?;
    // 收回甲8万元、乙调增1万元，调整为93万元: one of several
    let fits = !spot.goes_on
        && is_one(first)
        && is_one(second)
        && like(first)
        && like(second)
        && is_fact(first)
        && is_fact(second);
    let is_next = second.clause <= spot.clause + 2 && first.clause + 2 >= spot.clause;
    let after_words = matches!(second.when.stage, Some(Class::PlanFinal))
        || matches!(second.role, Role::To(_))
        || second.clause == spot.clause && second.name.chars().count() <= 1;
    (fits && is_next && after_words && first.row.is_none() && second.row.is_none())
        .then_some((before, after))
}

/// Whether a base stands directly before a change, in its clause: no other one is meant.
pub(super) fn stands_before(passage: &Passage<'_>, base: usize, spot: &Spot) -> bool {
    passage
        .spots()
        .get(base)
        .is_some_and(|base| base.clause == spot.clause && base.row.is_none() && spot.row.is_none())
}

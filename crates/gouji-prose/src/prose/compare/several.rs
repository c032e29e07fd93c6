//! Bases of which there are several: years that are told, two things at once, what stands first and what last.

use super::{figure, is_fact, is_later};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::token::What;
use crate::prose::words::Class;

/// The newest fact of a sentence and the one of the year that a change names, where each year has one:
/// 2024年73万元，2023年为68万元，2022年为79万元，比2022年少6万元.
pub(super) fn by_year(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let against = spot.against?;
    let year = against.year?;
    let mut facts: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && is_fact(other))
        .collect();
    facts.reverse();
    let (_, first) = facts.first()?;
    let mut years: Vec<i32> = facts.iter().filter_map(|(_, other)| other.when.year).collect();
    years.sort_unstable();
    years.dedup();
    let is_run = facts.len() > 2
        && years.len() == facts.len()
        && facts.iter().all(|(_, other)| {
            let is_same = other.name.is_empty()
                || passage.tokens.is_stage(&other.name)
                || other.figure == first.figure;
            is_same
                && other.role == Role::Value
                && other.row.is_none()
                && !other.when.is_last
                && other.segment == first.segment
                && passage.is_figure(other)
        })
        && !passage
            .between(first, spot)
            .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Open));
    let is_run = is_run && facts.iter().all(|(_, other)| is_like(passage, first, other));
    let is_own = spot.row.is_none() && spot.name.chars().count() < 2 && !against.is_last;
    let newest = years.last().copied().filter(|newest| *newest > year)?;
    let of = |year: i32| facts.iter().find(|(_, other)| other.when.year == Some(year));
    (is_run && is_own).then_some((of(newest)?.0, of(year)?.0))
}

/// The fact and its base, of the two directly before that both are compared with: 2024年预算5万元、决算6万元，与两者相比分别增长….
pub(super) fn of_both(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let (_, nth, len) = spot.row.filter(|(_, _, len)| *len == 2)?;
    let from = at.checked_sub(nth)?;
    let first = passage.spots().get(from)?;
    let is_told = passage.tokens.has_word("both_of", &first.raw)
        && first.words.contains(&Class::Compare)
        && first.words.contains(&Class::Respectively);
    let facts: Vec<(usize, &Spot)> = passage
        .before(from)
        .take_while(|(_, other)| other.sentence + 1 >= spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream)
        .take(len + 1)
        .collect();
    let [second, one, of] = facts.as_slice() else { return None };
    let is_plain = facts.iter().all(|(_, other)| {
        other.role == Role::Value && other.row.is_none() && passage.is_figure(other) && like(other)
    }) && one.1.sentence == spot.sentence
        && is_like(passage, of.1, one.1)
        && is_like(passage, of.1, second.1)
        && [one, second]
            .iter()
            .all(|base| base.1.sentence == spot.sentence && is_later(of.1, base.1) == Some(true));
    let base = if nth == 0 { one.0 } else { second.0 };
    (is_told && is_plain).then_some((of.0, base))
}

/// The two facts directly before a change from month to month, the later first: 8月收入3亿元，7月收入4亿元，环比回落1亿元.
pub(super) fn by_month(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    const DECEMBER: u32 = 12;
    let is_own = spot.row.is_none()
        && spot.name.is_empty()
        && passage.tokens.has_word("month_on_month", &spot.raw);
    let facts: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other))
        .collect();
    let [(b, second), (a, first)] = facts.as_slice() else { return None };
    let fits = |other: &Spot| {
        other.role == Role::Value
            && other.row.is_none()
            && !other.when.is_last
            && other.when.year.is_none()
            && passage.is_figure(other)
    };
    let is_next = |month: u32, other: u32| month == other % DECEMBER + 1;
    let (of_first, of_second) = (month_of(passage, first)?, month_of(passage, second)?);
    if !is_own || !fits(first) || !fits(second) || first.name != second.name {
        return None;
    }
    match (is_next(of_first, of_second), is_next(of_second, of_first)) {
        (true, false) => Some((*a, *b)),
        (false, true) => Some((*b, *a)),
        _ => None,
    }
}

/// The only month that is named before a figure.
fn month_of(passage: &Passage<'_>, spot: &Spot) -> Option<u32> {
    let list = passage.layout.streams.get(spot.stream)?.tokens.get(spot.pre.clone())?;
    let mut months = list.iter().filter_map(|at| match passage.tokens.tokens.get(*at)?.what {
        What::Month(month) => Some(month),
        _ => None,
    });
    let month = months.next()?;
    months.next().is_none().then_some(month)
}

/// The figures of two rows that 前者 or 后者 names.
pub(super) fn of_former(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    if !spot.words.contains(&Class::Former) || spot.row.is_some() {
        return None;
    }
    let nth = passage.tokens.words_of("former").position(|word| spot.raw.starts_with(word))?;
    let facts: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && is_fact(other))
        .collect();
    let is_row = |other: &Spot| other.row.is_some_and(|(_, _, len)| len == 2);
    if facts.len() != 4 || !facts.iter().all(|(_, other)| is_row(other)) {
        return None;
    }
    let mut own = facts.iter().filter(|(_, other)| other.row.is_some_and(|row| row.1 == nth));
    let (b, second) = own.next()?;
    let (a, first) = own.next()?;
    if !is_like(passage, first, second) {
        return None;
    }
    match is_later(first, second)? {
        true => Some((*a, *b)),
        false => Some((*b, *a)),
    }
}

/// What stood before a change and what it comes to in the next clause: 原批320万元，压减45万元，压减后为275万元.
pub(super) fn moved_to(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let moves = |class: &Class| {
        matches!(class, Class::Up | Class::Down | Class::AdjustUp | Class::AdjustDown)
    };
    let (before, first) = passage.before(at).next()?;
    let (after, second) = passage.after(at).next()?;
    let fits = |other: &Spot| {
        other.stream == spot.stream
            && other.sentence == spot.sentence
            && other.role == Role::Value
            && other.row.is_none()
            && passage.is_figure(other)
            && like(other)
    };
    let is_told = second.words.first().is_some_and(moves)
        && second.words.first() == spot.words.last()
        && passage.tokens.is_word("moved_to", &second.name)
        && second.clause == spot.clause + 1;
    let is_own = spot.name.is_empty()
        && spot.row.is_none()
        && spot.against.is_none()
        && first.clause + 1 == spot.clause
        && !passage
            .between(first, spot)
            .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Compare));
    (is_told && is_own && fits(first) && fits(second)).then_some((after, before))
}

/// What went off between the beginning and the end, where nothing else is told: 由年初38万元降到年末27万元，摊销11万元. Other
/// things may have come and gone: only a slip of the pen is told.
pub(super) fn gone_between(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    if spot.row.is_some() {
        return None;
    }
    let like: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.stream == spot.stream
                && passage.figure(other).is_some_and(|figure| figure.is_like(own))
        })
        .collect();
    let [(base, from), (value, to), (last, _)] = like.as_slice() else { return None };
    let is_run = *last == at
        && from.role == Role::From
        && to.role == Role::To(-1)
        && from.row.is_none()
        && to.row.is_none()
        && !passage
            .between(to, spot)
            .any(|class| matches!(class, Class::OfWhich | Class::Scope | Class::Open));
    let reading = Reading::of([
        (Slot::Value, figure(passage, *value), 1),
        (Slot::Base, figure(passage, *base), 1),
        (Slot::Change, spot.figure, -1),
    ]);
    let is_told = is_run && passage.tokens.has_word("goes_off", &spot.raw);
    is_told.then(|| super::said(spot, Vec::new(), vec![(Relation::Change, reading)]))?
}

fn is_like(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
    passage.figure(a).zip(passage.figure(b)).is_some_and(|(a, b)| a.is_like(b))
}

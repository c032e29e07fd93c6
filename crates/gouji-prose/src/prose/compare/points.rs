//! Percentage points: which ratios they lie between.

use super::base::value_of;
use super::{is_fact, turns};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;

/// Whether percentage points are those that were aimed at: 超额完成“提高5个百分点”的目标.
pub(super) fn is_aim(passage: &Passage<'_>, spot: &Spot) -> bool {
    /// The noun of an aim stands so near behind it.
    const NEAR: usize = 8;
    let tokens = passage.tokens;
    let Some(at) = tokens.at.get(spot.figure) else { return false };
    let behind = tokens.tokens.get(at + 1..).unwrap_or(&[]).iter();
    let is_end = |what: What| match what {
        What::Figure(_) => true,
        What::Sign(sign) => {
            matches!(sign, Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge)
        }
        _ => false,
    };
    let text = tokens.texts(behind.take_while(|token| !is_end(token.what)));
    text.chars().count() <= NEAR
        && ["aims", "targets"].iter().any(|list| tokens.has_word(list, &text))
}

/// The ratio that stands before percentage points in their own clause, and the only other one before
/// it: 办结率92.7%，距离约定的95%尚差2.3个百分点.
pub(super) fn base_in_clause(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let mut before = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other));
    let (base, found) = before.next()?;
    let (value, of) = before.next()?;
    let is_one = before.next().is_none() && passage.is_figure(found) && passage.is_figure(of);
    // 93.7%，高于目标值90.0%，高出3.7个百分点
    if matches!(found.role, Role::Beside(_)) && is_one {
        let is_next = found.clause + 1 == spot.clause && of.clause + 1 == found.clause;
        let is_plain = is_fact(of) && of.row.is_none() && found.row.is_none();
        return (is_next && is_plain && spot.name.is_empty() && !turns(passage, of, spot))
            .then_some((value, base));
    }
    // 前者高出后者7.5个百分点
    if spot.words.contains(&Class::Former) && is_one {
        let is_plain = |other: &Spot| is_fact(other) && other.row.is_none();
        let is_next = found.clause + 1 == spot.clause && of.clause + 1 >= found.clause;
        return (is_plain(found)
            && is_plain(of)
            && is_next
            && spot.words.first() == Some(&Class::Former))
        .then_some((value, base));
    }
    let fits = is_fact(found)
        && is_fact(of)
        && found.row.is_none()
        && of.row.is_none()
        && found.clause == spot.clause
        && of.clause + 1 == found.clause
        && spot.name.chars().count() <= 2
        && !turns(passage, of, spot);
    (is_one && fits).then_some((value, base))
}

/// The rate that stands directly before the ratio that it is compared with: 增长5.2%，比全省的4.6%高0.6个百分点.
pub(super) fn rate_before(passage: &Passage<'_>, base: usize, found: &Spot) -> Option<usize> {
    let (at, before) = passage.before(base).next()?;
    (matches!(before.role, Role::Rate(1))
        && before.sentence == found.sentence
        && before.stream == found.stream
        && before.clause + 1 == found.clause
        && before.row.is_none()
        && passage.is_figure(before))
    .then_some(at)
}

/// The only ratio before percentage points in their sentence, and the only one of the sentence before:
/// 上年占64%。今年占70%，占比提高6个百分点.
pub(super) fn of_sentence_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let only = |sentence: usize| {
        let mut all = passage.before(at).filter(|(_, other)| {
            other.sentence == sentence
                && other.stream == spot.stream
                && other.row.is_none()
                && (like(other) || matches!(other.role, Role::Rate(_)))
        });
        let found = all.next()?;
        all.next().is_none().then_some(found)
    };
    let ((value, own), (base, last)) = (only(spot.sentence)?, only(spot.sentence.checked_sub(1)?)?);
    let is_plain = own.role == last.role
        && matches!(own.role, Role::Share | Role::Complete | Role::Named)
        && passage.is_figure(own)
        && passage.is_figure(last)
        && own.clause + 1 == spot.clause
        && spot.row.is_none()
        && !spot.words.contains(&Class::Last);
    // the ratio that moved bears its name, or none is said
    let says = spot.name.is_empty() || spot.raw.starts_with(&own.raw) || own.role == Role::Share;
    (is_plain && says).then_some((value, base))
}

/// The one other ratio of the sentence whose whole name stands before percentage points, and the
/// ratio that moved: 进度91.2%，快于序时进度7.9个百分点，序时进度为83.3%.
pub(super) fn base_by_name(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    /// A shorter name is part of many.
    const TELLING: usize = 3;
    let value = value_of(passage, at, spot, like)?;
    let of = passage.spots().get(value)?;
    let mut named = passage.in_sentence(spot).filter(|(other, fact)| {
        *other != value
            && like(fact)
            && is_fact(fact)
            && passage.is_figure(fact)
            && fact.stream == spot.stream
            && fact.raw.chars().count() >= TELLING
            && spot.raw.contains(fact.raw.as_str())
    });
    let (base, found) = named.next()?;
    (named.next().is_none()
        && found.row.is_none()
        && spot.row.is_none()
        && of.sentence == spot.sentence
        && !turns(passage, of, spot))
    .then_some((value, base))
}

//! What a change or rate is compared with, and what it is of.

use super::{alike, in_step, is_base, is_fact};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Bound, Kind};
use crate::prose::words::Class;

/// The base that is named for a change or rate, and where.
pub(super) fn base_of(
    passage: &Passage<'_>,
    at: usize,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let spot = passage.spots().get(at)?;
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            return None;
        }
        if before.stream != spot.stream || !passage.is_figure(before) || !like(before) {
            continue;
        }
        if is_base(before) {
            // 比2021年的8万元减少2万元，比2022年减少1万元
            let year = spot.against.and_then(|against| against.year);
            // 比上年的80万元增长12.4%，比2019年增长38.6%
            let is_told_anew = before.clause != spot.clause && spot.words.contains(&Class::Compare);
            let is_of_year = match (year, before.when.year) {
                (Some(own), Some(of)) => own == of,
                (Some(_), None) => !(is_told_anew && before.when.is_last),
                (None, _) => true,
            };
            if in_step(spot, before) {
                return is_of_year.then_some(other);
            }
            if before.row.is_some() && spot.row.is_some() {
                continue;
            }
            return None;
        }
        if is_fact(before) {
            return None;
        }
    }
    None
}

/// The fact that is compared: the nearest before.
pub(super) fn value_of(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    for (other, before) in passage.before(at) {
        if before.sentence != spot.sentence {
            break;
        }
        if before.stream != spot.stream || !like(before) || !is_fact(before) || before.when.is_last
        {
            continue;
        }
        // 剔除上年结转5万元后，增长3%: what is left has grown
        if passage.tokens.words_of("takes_off").any(|word| before.raw.starts_with(word)) {
            return None;
        }
        if in_step(spot, before) {
            return Some(newest(passage, at, other, like).unwrap_or(other));
        }
        if before.row.is_none() || spot.row.is_none() {
            return None;
        }
    }
    if let Some(anchor) = passage.anchor(spot.stream) {
        let found = passage.spots().get(anchor)?;
        return (like(found) && is_fact(found)).then_some(anchor);
    }
    // the sentence before speaks of it by the same name; one without figures may stand between
    const FAR: usize = 2;
    let before = passage.before(at).map(|(_, other)| other.sentence);
    let last = before.take_while(|sentence| sentence + FAR >= spot.sentence);
    let last = last.into_iter().find(|sentence| *sentence != spot.sentence)?;
    // 预算9万元，决算8万元。较上年增加1万元: what was done is compared with the year before
    let has_done = passage.before(at).any(|(_, other)| {
        other.sentence == last && other.when.stage == Some(Class::Done) && is_fact(other)
    });
    let is_of_last =
        has_done && (spot.when.is_last || spot.against.is_some_and(|when| when.is_last));
    let earlier = passage.before(at).filter(|(_, other)| {
        other.sentence == last
            && other.stream == spot.stream
            && !(is_of_last && other.when.is_plan())
            && like(other)
            && is_fact(other)
            && !other.when.is_last
            && other.row.is_none()
    });
    let bare = |spot: &'_ Spot| passage.tokens.without_stage(&spot.name).to_owned();
    let own = bare(spot);
    let is_named = |other: &Spot| {
        let other = bare(other);
        own.chars().count() > 1
            && (other.ends_with(&own) || own.ends_with(&other) && !other.is_empty())
    };
    // 支出80万元。比上年增加5万元: no subject stands before the change
    let is_bare = spot.name.is_empty()
        && matches!(spot.role, Role::Change(_) | Role::Rate(_) | Role::Adjust(_) | Role::Base)
        && passage.before(at).all(|(_, other)| {
            other.sentence != spot.sentence || other.stream != spot.stream || !is_fact(other)
        });
    let earlier: Vec<(usize, &Spot)> = earlier.collect();
    // 支出80万元，用于甲50万元、乙30万元。与上年70万元相比: of several their head
    let has_share = |at: usize| {
        let next = passage.spots().get(at + 1);
        next.is_some_and(|next| next.role == Role::Share && next.of.is_empty())
    };
    let is_item =
        |at: usize| passage.list_of(at).is_some_and(|list| list.head != Some(at)) || has_share(at);
    let heads: Vec<&(usize, &Spot)> = earlier.iter().filter(|(at, _)| !is_item(*at)).collect();
    let head = heads.first().filter(|_| heads.len() == 1 && is_bare && spot.role == Role::Base);
    let (only, found) = match (earlier.as_slice(), head) {
        ([one], _) => *one,
        (_, Some(head)) => **head,
        _ => return None,
    };
    // 该预算数比…
    let points_back = spot.words.contains(&Class::That);
    let is_meant = is_named(found) || is_bare || points_back;
    (is_meant && spot.row.is_none()).then_some(only)
}

/// The fact of a later year than the one that was found, where that one was only compared with it:
/// 2023年80万元，2022年为60万元，增长33.3%；与2019年90万元相比，下降11.1%.
fn newest(
    passage: &Passage<'_>,
    at: usize,
    found: usize,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let older = passage.spots().get(found)?;
    let year = older.when.year?;
    let was_compared = passage
        .spots()
        .get(found + 1..at)?
        .iter()
        .any(|spot| matches!(spot.role, Role::Change(_) | Role::Rate(_)));
    let mut newer = passage.before(found).filter(|(_, other)| {
        other.sentence == older.sentence
            && other.stream == older.stream
            && like(other)
            && is_fact(other)
            && other.row.is_none()
            && alike(other, older)
            && other.when.year.is_some_and(|own| own > year)
    });
    let (first, _) = newer.next()?;
    (was_compared && newer.next().is_none()).then_some(first)
}

/// The figure of the period before that stands behind a change or rate: in the bracket behind it, or
/// in the next clause, without a name of its own: 80万元，同比增长6.7%（上年75万元）.
pub(super) fn base_behind(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    value: &Spot,
) -> Option<usize> {
    let (next, found) = passage.after(at).next()?;
    let is_own_bracket = found.stream != spot.stream && passage.anchor(found.stream) == Some(at);
    let is_next_clause = found.stream == spot.stream
        && found.sentence == spot.sentence
        && found.segment == spot.segment
        && found.clause == spot.clause + 1
        && found.role == Role::Value;
    let is_of_before = found.when.is_last
        || found.when.year.is_some_and(|year| value.when.year.is_none_or(|own| year < own));
    let is_unnamed = value.name.ends_with(&found.name)
        && !passage.between(spot, found).any(|class| matches!(class, Class::Reason | Class::Open));
    let is_plain = passage.is_figure(found)
        && spot.row.is_none()
        && found.row.is_none()
        && (is_fact(found) || is_base(found))
        && passage.figure(found).zip(passage.figure(value)).is_some_and(|(a, b)| a.is_like(b));
    // 比上年增长6.8%，为2020年1.87亿元的1.83倍: what the times are of
    let is_of_times = passage.is_followed_by(found, Class::Of)
        && passage.after(next).next().is_some_and(|(_, rate)| {
            rate.clause == found.clause
                && passage.figure(rate).is_some_and(|own| own.kind == Kind::Percent)
        });
    let is_base = (is_own_bracket || is_next_clause) && is_of_before && !is_of_times;
    (is_base && is_unnamed && is_plain).then_some(next)
}

/// The figures of the same place in the two rows before one of as many, where one of them is later
/// than the other: 2024年分别为5万元、6万元，2023年为4万元、7万元，分别增加1万元、减少1万元.
pub(super) fn rows_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let (a, b) = two_rows_before(passage, at, spot, like)?;
    let (first, second) = passage.spots().get(a).zip(passage.spots().get(b))?;
    match super::is_later(first, second)? {
        true => Some((a, b)),
        false => Some((b, a)),
    }
}

/// The figures of the same place in the only two rows before one of as many, in their sentence.
pub(in crate::prose) fn two_rows_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let (own, nth, len) = spot.row?;
    let mut found: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| {
            other.stream == spot.stream
                && like(other)
                && is_fact(other)
                && other.row.is_some_and(|(number, own_nth, own_len)| {
                    number != own && own_nth == nth && own_len == len
                })
        })
        .collect();
    found.reverse();
    match found.as_slice() {
        [(a, _), (b, _)] => Some((*a, *b)),
        _ => None,
    }
}

/// The fact of a change's name and what answers it in a row of the time before, as long as the list
/// of named facts directly before that row: 甲5万元，乙6万元，上年两项分别是4万元和7万元，甲增加1万元.
pub(super) fn named_in_row(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    if spot.name.chars().count() < 2 || spot.row.is_some() {
        return None;
    }
    let mut here: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && is_fact(other))
        .collect();
    here.reverse();
    let first = here.iter().position(|(_, other)| other.row.is_some())?;
    let (_, row) = here.get(first)?;
    let (number, _, len) = row.row?;
    let items = here.get(first.checked_sub(len)?..first)?;
    let bases = here.get(first..first + len)?;
    let is_row = bases.iter().all(|(_, other)| {
        other.row.is_some_and(|(own, _, _)| own == number)
            && (other.when.is_last || other.when.year.is_some())
    });
    let mut named = items
        .iter()
        .enumerate()
        .filter(|(_, (_, other))| !other.when.is_last && other.name.ends_with(&spot.name));
    let (nth, (value, _)) = named.next()?;
    let is_one = named.next().is_none()
        && items.iter().all(|(_, other)| !other.name.is_empty() && other.row.is_none());
    (is_row && is_one).then_some((*value, bases.get(nth)?.0))
}

/// The one figure around that is of the time or stage that a change is compared with.
pub(super) fn against(
    passage: &Passage<'_>,
    spot: &Spot,
    value: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    /// A shorter piece of a name is part of many.
    const TELLING: usize = 4;
    let wanted = spot.against?;
    let fits = |other: &Spot| {
        let when = other.when;
        let year = wanted.year.is_some()
            && when.year == wanted.year
            && other.figure != value.figure
            && value.when.year != wanted.year;
        let last = wanted.is_last && when.is_last;
        let edge = wanted.edge.is_some() && when.edge == wanted.edge && wanted.year.is_none();
        let stage = wanted.year.is_none()
            && !wanted.is_last
            && wanted.edge.is_none()
            && wanted.stage.is_some()
            && when.stage == wanted.stage
            && !when.is_last;
        let same_stage =
            wanted.stage.is_none() || when.stage.is_none() || wanted.stage == when.stage || stage;
        (year || last || edge || stage) && same_stage
    };
    let compares = |class: &Class| matches!(class, Class::Above | Class::Below | Class::Compare);
    let is_plan = wanted.stage == Some(Class::Plan)
        && wanted.year.is_none()
        && spot.when.is_plan()
        && spot.words.iter().any(compares);
    let names = |other: &Spot| {
        // 目标95%，实际97%，高于目标2个百分点
        if is_plan
            && other.when.is_plan()
            && other.clause + 1 == value.clause
            && other.segment == value.segment
        {
            return true;
        }
        // 执行数60万元，预算安排30万元: of one thing, which stands before them
        let is_stage = |spot: &Spot| passage.tokens.is_stage(&spot.name);
        // 2022年末结转结余 is of 2023年财政拨款结转结余
        let is_told_year =
            wanted.year.is_some() && crate::prose::same::common(&other.raw, &value.raw) >= TELLING;
        is_told_year
            || is_stage(other)
            || is_stage(value)
            || other.name.ends_with(&value.name)
            || value.name.ends_with(&other.name)
    };
    // 目标不低于95%，高于目标2个百分点
    let is_printed = |other: &Spot| {
        passage.is_figure(other)
            || wanted.stage == Some(Class::Plan)
                && passage.figure(other).is_some_and(|figure| {
                    matches!(figure.bound, Bound::AtLeast | Bound::AtMost) && !figure.is_range
                })
    };
    let all: Vec<(usize, &Spot)> = passage
        .near(spot)
        .filter(|(_, other)| {
            like(other)
                && (is_fact(other) || is_base(other))
                && is_printed(other)
                && other.figure != value.figure
                && fits(other)
        })
        .collect();
    // of several the one in its group of clauses
    let own: Vec<(usize, &Spot)> =
        all.iter().filter(|(_, other)| other.segment == spot.segment).copied().collect();
    let mut found = if own.len() == 1 { own } else { all }.into_iter();
    let (at, first) = found.next()?;
    // 决算80万元，比预算75万元增加5万元，甲项3万元: the base is that of the fact before it
    let of_another = is_base(first)
        && value_of(passage, at, first, like)
            .and_then(|own| passage.spots().get(own))
            .is_some_and(|own| own.figure != value.figure);
    // 甲80万元，比预算75万元增加5万元；乙6万元: all of a row bear its name
    let name = first
        .row
        .and_then(|(_, nth, _)| passage.spots().get(at.checked_sub(nth)?))
        .map_or(first.name.as_str(), |head| head.name.as_str());
    // 2022年、2023年分别为8万元、9万元: the years are told and nothing else
    let is_of_years = first.row.is_some() && name.is_empty();
    let is_apart = first.segment != value.segment
        && (name.is_empty() || value.name.is_empty())
        && !is_of_years
        || first.sentence > spot.sentence && name != value.name && !is_of_years
        // a bracket behind words may be far away
        || first.stream != spot.stream && passage.anchor(first.stream).is_none();
    (found.next().is_none()
        && !of_another
        && !is_apart
        && names(first)
        && first.row.is_none_or(|_| first.when.year.is_some()))
    .then_some(at)
}

/// The one figure of the period before in the sentence, where there is one other fact besides.
pub(super) fn last_of(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let here: Vec<(usize, &Spot)> = passage
        .in_sentence(spot)
        .filter(|(_, other)| {
            other.segment == spot.segment
                && other.stream == spot.stream
                && like(other)
                && is_fact(other)
                && passage.is_figure(other)
        })
        .collect();
    match here.as_slice() {
        [(a, first), (b, second)] if in_step(first, second) && alike(first, second) => {
            let newest = |spot: &Spot| spot.when.year;
            let (is_a, is_b) = match (newest(first), newest(second)) {
                (Some(x), Some(y)) if x != y => (x < y, y < x),
                _ => (first.when.is_last, second.when.is_last),
            };
            match (is_a, is_b) {
                (true, false) => Some((*b, *a)),
                (false, true) => Some((*a, *b)),
                _ => None,
            }
        }
        [(base, last)] if last.when.is_last && last.figure < spot.figure => {
            of_sentence_before(passage, spot, last, like).map(|value| (value, *base))
        }
        _ => last_of_sentence_before(passage, spot, like),
    }
}

/// The only fact of the sentence before, where a sentence tells what it was the year before and how it changed:
/// 接待40批次。上年为50批次，本年少10批次.
fn of_sentence_before(
    passage: &Passage<'_>,
    spot: &Spot,
    last: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let at = passage.spots().partition_point(|other| other.figure < spot.figure);
    let mut before = passage.before(at).filter(|(_, other)| {
        other.sentence + 1 == spot.sentence && other.stream == spot.stream && like(other)
    });
    let (value, own) = before.next()?;
    let is_plain = matches!(own.role, Role::Value | Role::To(_))
        && passage.is_figure(own)
        && own.row.is_none()
        && !own.when.is_last
        && spot.row.is_none()
        && last.clause + 1 == spot.clause
        && spot.name.is_empty()
        && passage.tokens.is_stage(&last.name)
        && own.when.stage.is_none_or(|stage| last.when.stage.is_none_or(|of| of == stage));
    (before.next().is_none() && is_plain).then_some(value)
}

/// The only fact of the sentence before that is of the year before, and the only fact before a change in its sentence:
/// 2022年支出80万元。2023年支出75万元，同比减少5万元.
fn last_of_sentence_before(
    passage: &Passage<'_>,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let at = passage.spots().partition_point(|other| other.figure < spot.figure);
    let facts = |sentence: usize| -> Vec<(usize, &Spot)> {
        passage
            .before(at)
            .filter(|(at, other)| {
                other.sentence == sentence
                    && other.stream == spot.stream
                    && other.row.is_none()
                    && like(other)
                    && matches!(other.role, Role::Value | Role::To(_))
                    && passage.is_figure(other)
                    && passage.list_of(*at).is_none()
            })
            .collect()
    };
    let (here, before) = (facts(spot.sentence), facts(spot.sentence.checked_sub(1)?));
    let ([(value, own)], [(base, last)]) = (here.as_slice(), before.as_slice()) else {
        return None;
    };
    let is_of_year_before = own.when.year.zip(last.when.year).is_some_and(|(a, b)| a == b + 1);
    let same_stage = own.when.stage == last.when.stage
        || own.when.stage.is_none()
        || last.when.stage.is_none()
        || own.when.is_plan() == last.when.is_plan();
    let is_plain = spot.name.is_empty() && spot.row.is_none() && own.segment == spot.segment;
    (is_of_year_before && same_stage && is_plain).then_some((*value, *base))
}

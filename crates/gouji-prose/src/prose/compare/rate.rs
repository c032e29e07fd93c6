//! Rates of change, and rates by name.

use super::base::{against, base_behind, base_of, last_of, rows_before, value_of};
use super::change::{from_to, to_after};
use super::several::{by_year, of_both, of_former};
use super::sides::by_sides;
use super::{
    Found, figure, goes_with, holds_surely, in_step, is_base, is_fact, pairs, part, said, turns,
};

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::words::Class;

/// Between a change and its rate stands hardly a word.
const NEAR: usize = 4;

pub(super) fn rate(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    // the change that stands before it
    let change = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && passage.is_figure(other))
        .take_while(|(_, other)| {
            !is_fact(other) || spot.row.is_some() && in_step(spot, other) && !is_fact(other)
        })
        .find(|(_, other)| {
            matches!(other.role, Role::Change(_) | Role::Adjust(_)) && in_step(spot, other)
        })
        .filter(|(_, change)| !are_of_two_bases(passage, change, spot))
        .or_else(|| change_behind(passage, at, spot));
    let money = |other: &Spot| is_amount(passage, other);
    if let Some(change) = change {
        return rate_of_change(passage, at, spot, sign, change);
    }
    let mut sure: Found = Vec::new();
    // without a change: value and base
    if let Some((value, base)) = of_ratios(passage, at, spot) {
        return said(spot, growth_of(passage, spot, value, base, sign), Vec::new());
    }
    let one_of_several = by_year(passage, at, spot, &money)
        .or_else(|| of_both(passage, at, spot, &money))
        .or_else(|| of_former(passage, at, spot, &money));
    if let Some((value, base)) = one_of_several {
        return said(spot, growth_of(passage, spot, value, base, sign), Vec::new());
    }
    let base = base_of(passage, at, &money);
    let told = base.filter(|base| super::change::stands_before(passage, *base, spot));
    let sides = by_sides(passage, at, spot, &money);
    if let Some((value, base, is_told)) = sides {
        sure.extend(growth_of(passage, spot, value, base, sign));
        if is_told {
            return said(spot, sure, Vec::new());
        }
    } else if let Some(base) = base
        && let Some(found) = passage.spots().get(base)
        && let Some(value) =
            value_of(passage, base, found, &|other| goes_with(passage, found, other))
                .or_else(|| to_after(passage, base, at))
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
    {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some((value, base)) = last_of(passage, spot, &money) {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some((value, base)) =
        from_to(passage, spot, &money).filter(|_| spot.name.is_empty())
    {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some((value, base)) = rows_before(passage, at, spot, &money) {
        sure.extend(growth_of(passage, spot, value, base, sign));
    } else if let Some(value) = value_of(passage, at, spot, &money)
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, spot)
        && let Some(base) = against(passage, spot, of, &|other| goes_with(passage, of, other))
            .or_else(|| base_behind(passage, at, spot, of))
    {
        sure.extend(growth_of(passage, spot, value, base, sign));
    }
    // 剔除退税因素后同口径增长6.15%: not of the figures as they are printed
    let is_of_part = spot.words.contains(&Class::Scope) || is_of_another_body(passage, spot, &sure);
    if holds_surely(passage, &sure) || is_of_part && !sure.is_empty() {
        let possible = if is_of_part { std::mem::take(&mut sure) } else { Vec::new() };
        return said(spot, sure, possible);
    }
    let told = told.and_then(|told| passage.spots().get(told)).map(|told| told.figure);
    let mut possible = from_pairs(passage, spot, sign, &money);
    if let Some(told) = told {
        possible.retain(|(_, reading)| part(reading, Slot::Base) == Some(Filling::Figure(told, 1)));
    }
    said(spot, sure, possible)
}

/// The rate of a change that stands beside it.
fn rate_of_change(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    sign: i8,
    (change_at, found): (usize, &Spot),
) -> Option<Said> {
    let rate = |signed: i8| (Slot::Rate, spot.figure, signed);
    let mut sure: Found = Vec::new();
    let like = |other: &Spot| goes_with(passage, found, other);
    let own = match found.role {
        Role::Change(own) | Role::Adjust(own) => own,
        _ => 0,
    };
    let sign = if sign == 0 { own } else { sign };
    let is_near = (own == 0 || sign == own) && is_beside(passage, (change_at, found), spot, &like);
    let signs: Vec<(i8, i8)> = if sign == 0 {
        vec![(1, 1), (-1, -1)]
    } else {
        vec![(if own == 0 { sign } else { own }, sign)]
    };
    let growth = |base: usize| -> Found {
        let base = (Slot::Base, figure(passage, base), 1);
        let reading = |(own, sign): &(i8, i8)| {
            let parts = [(Slot::Change, found.figure, *own), base, rate(*sign)];
            (Relation::Growth, Reading::of(parts))
        };
        signs.iter().map(reading).collect()
    };
    let back = |value: usize| -> Found {
        signs
            .iter()
            .map(|(own, sign)| {
                (
                    Relation::GrowthBack,
                    Reading::of([
                        (Slot::Value, figure(passage, value), 1),
                        (Slot::Change, found.figure, *own),
                        rate(*sign),
                    ]),
                )
            })
            .collect()
    };
    if is_of_sum(passage, found, spot) {
        return None;
    }
    if !is_near {
        // the rate may be of something else
    } else if let Some(base) =
        base_of(passage, change_at, &like).or_else(|| base_of(passage, at, &like))
    {
        sure.extend(growth(base));
    } else if let Some((_, base)) = last_of(passage, found, &like) {
        sure.extend(growth(base));
    } else if let Some((_, base)) = from_to(passage, found, &like) {
        sure.extend(growth(base));
    } else if let Some(base) = value_of(passage, change_at, found, &like)
        .and_then(|value| passage.spots().get(value))
        .and_then(|value| against(passage, found, value, &like))
    {
        sure.extend(growth(base));
    } else if let Some(value) = value_named(passage, change_at, found, &like) {
        sure.extend(if is_since(passage, value, found) { growth(value) } else { back(value) });
    } else if let Some(value) = value_of(passage, change_at, found, &like)
        && matches!(found.role, Role::Change(_))
        && let Some(of) = passage.spots().get(value)
        && !turns(passage, of, found)
        && !names_between(passage, value, change_at)
        && !completes_between(passage, value, change_at)
    {
        sure.extend(if is_since(passage, value, found) { growth(value) } else { back(value) });
    } else if let Some(value) = value_behind(passage, at, spot, &like) {
        sure.extend(back(value));
    }
    if holds_surely(passage, &sure) || is_near && is_told(passage, (change_at, found), spot) {
        return said(spot, sure, Vec::new());
    }
    let mut possible: Found = Vec::new();
    // the rate on the new figure instead of the old one is a mistake, not a reading
    let new = value_of(passage, change_at, found, &like)
        .or_else(|| from_to(passage, found, &like).map(|(value, _)| value));
    for (other, near) in passage.near(spot) {
        if like(near) && (is_fact(near) || is_base(near)) {
            // 比2023年减少5万元，下降10%，2024年安排45万元
            let is_later = near.when.year.is_some() && near.when.year > found.when.year;
            if (new != Some(other) || near.figure > found.figure) && !is_later {
                possible.extend(growth(other));
            }
            if !is_base(near) {
                possible.extend(back(other));
            }
        }
    }
    possible.extend(from_pairs(passage, spot, sign, &|other| is_amount(passage, other)));
    said(spot, sure, possible)
}

/// Whether a rate is that of the change before it: nothing else stands between them, and it bears no name of something else.
fn is_beside(
    passage: &Passage<'_>,
    (change_at, change): (usize, &Spot),
    rate: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> bool {
    // 会议24次，比上年少3次，会议费下降12%
    let is_of_another = passage.tokens.words_of("drives").any(|word| rate.name.starts_with(word))
        || rate.name.chars().count() > 2
            && value_of(passage, change_at, change, like)
                .and_then(|value| passage.spots().get(value))
                .is_some_and(|value| {
                    // 收入80万元，比上年增加5万元；同期报考科次增长14.2%
                    let is_count = passage.figure(value).is_some_and(|one| one.kind == Kind::Count);
                    let is_apart = change.segment != rate.segment;
                    !value.raw.contains(&rate.name) && (is_count || is_apart)
                });
    passage.name_length_between(change, rate) <= NEAR
        && !is_of_another
        && !passage.between(change, rate).any(|class| matches!(class, Class::Open | Class::OfWhich))
}

/// Whether a change is that of a sum that is not printed: 甲5万元、乙3万元，两项合计比上年增加1万元，增长14.29%.
fn is_of_sum(passage: &Passage<'_>, change: &Spot, rate: &Spot) -> bool {
    let is_sum =
        |own: &Spot| own.words.iter().any(|class| matches!(class, Class::Sum | Class::Total));
    // 三项合计比上年增长8.7%，增加4万元
    let first = if rate.figure < change.figure { rate } else { change };
    let like = |own: &Spot| is_fact(own) && goes_with(passage, change, own);
    let before = passage.in_sentence(first).filter(|(_, own)| own.figure < first.figure);
    let items: Vec<&Spot> = before.map(|(_, own)| own).filter(|own| like(own)).collect();
    let is_item = |own: &&Spot| own.clause < first.clause && !is_sum(own);
    is_sum(first) && items.len() > 1 && items.iter().all(is_item)
}

/// Whether words say when something changed, behind what there was at first: 年初预算60万元，执行中压减3万元，压减比例5%.
fn is_since(passage: &Passage<'_>, opening: usize, change: &Spot) -> bool {
    let Some(opening) = passage.spots().get(opening) else { return false };
    let is_first =
        opening.when.edge == Some(Class::Start) || opening.when.stage == Some(Class::PlanFirst);
    let compares = |class: &Class| {
        matches!(class, Class::Compare | Class::With | Class::Last | Class::YearOnYear)
    };
    is_first && !change.raw.is_empty() && !change.words.iter().any(compares)
}

/// Whether a change and a rate are held against different things: 2022年比2021年多5万元，2023年比2022年增长10%; 较目标多5万元，同比增长10%.
fn are_of_two_bases(passage: &Passage<'_>, change: &Spot, rate: &Spot) -> bool {
    let is_yearly = rate.words.contains(&Class::YearOnYear);
    let is_of_target =
        |text: &str| ["targets", "aims"].iter().any(|list| passage.tokens.has_word(list, text));
    change.when.year.zip(rate.when.year).is_some_and(|(change, rate)| change != rate)
        || is_yearly && (is_of_target(&change.of) || is_of_target(&change.raw))
}

/// Whether a rate is told of another body than the fact it would be worked out from: 市本级50万元，…，全市增幅为5.4%.
fn is_of_another_body(passage: &Passage<'_>, rate: &Spot, told: &Found) -> bool {
    let body = |spot: &Spot| {
        let mut words = passage.tokens.words_of("elsewhere");
        words.find(|word| spot.raw.starts_with(word)).map(str::to_owned)
    };
    let value = told.first().and_then(|(_, reading)| match part(reading, Slot::Value)? {
        Filling::Figure(figure, _) => passage.spot_of(figure),
        _ => None,
    });
    body(rate)
        .zip(value)
        .is_some_and(|(body, value)| value.clause != rate.clause && !value.raw.starts_with(&body))
}

/// Whether a figure is an amount, a number or a score, written in digits.
fn is_amount(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.figure(spot).is_some_and(|figure| {
        matches!(figure.kind, Kind::Money | Kind::Count | Kind::Score) && !figure.is_spelled
    })
}

/// A ratio and the one before that it is compared with, where the clause names that one:
/// 占61%，比上年的58%提高5.2%.
fn of_ratios(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<(usize, usize)> {
    let is_ratio = |other: &Spot| {
        passage.figure(other).is_some_and(|figure| figure.kind == Kind::Percent && !figure.is_times)
    };
    let (base, found) = passage.before(at).next()?;
    let value = value_of(passage, base, found, &|other| is_ratio(other))?;
    let of = passage.spots().get(value)?;
    let is_plain = found.role == Role::Base
        && found.clause == spot.clause
        && found.row.is_none()
        && spot.row.is_none()
        && is_ratio(found)
        && passage.is_figure(found)
        && passage.is_figure(of)
        && of.sentence == spot.sentence
        && !turns(passage, of, spot);
    is_plain.then_some((value, base))
}

/// What a change and its rate come to, in the next clause: 比2023年减少5万元，下降10%，2024年安排45万元.
fn value_behind(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    /// A longer name is that of something else.
    const SHORT: usize = 2;
    let (next, found) = passage.after(at).next()?;
    let year = spot.against.and_then(|against| against.year)?;
    let is_only = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .all(|(_, other)| !is_fact(other) && !is_base(other));
    (is_only
        && found.clause == spot.clause + 1
        && found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.role == Role::Value
        && found.row.is_none()
        && spot.row.is_none()
        && found.name.chars().count() <= SHORT
        && found.when.year.is_some_and(|own| own > year)
        && passage.is_figure(found)
        && like(found))
    .then_some(next)
}

/// Whether what a change and the rate behind it are compared with stands before them, without
/// another comparison between: 比上年的80万元减少5万元，下降6.25%.
fn is_told(passage: &Passage<'_>, (at, change): (usize, &Spot), rate: &Spot) -> bool {
    let like = |other: &Spot| goes_with(passage, change, other);
    let base = base_of(passage, at, &like).and_then(|base| passage.spots().get(base));
    let turns = passage.between(change, rate).any(|class| {
        matches!(class, Class::Compare | Class::YearOnYear | Class::Last | Class::With)
    });
    base.is_some_and(|base| base.clause == change.clause) && !turns && rate.figure > change.figure
}

/// The change directly behind a rate: 同比增长12%，增收50万元.
fn change_behind<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Option<(usize, &'b Spot)> {
    let (next, found) = passage.after(at).next()?;
    let is_next = found.sentence == spot.sentence
        && found.stream == spot.stream
        && found.clause == spot.clause + 1
        && found.segment == spot.segment
        && found.row.is_none()
        && spot.row.is_none()
        && found.name.is_empty()
        && matches!(found.role, Role::Change(_))
        && passage.is_figure(found);
    let is_last = passage.after(next).next().is_none_or(|(_, behind)| {
        behind.clause != found.clause + 1 || !matches!(behind.role, Role::Rate(_))
    });
    (is_next && is_last).then_some((next, found))
}

/// The amount before a change that bears the name of the change: 收入总计80万元，支出总计80万元。收入总计增加5万元，增长6.67%.
fn value_named(
    passage: &Passage<'_>,
    at: usize,
    change: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    /// A shorter name is that of many things.
    const SHORT: usize = 4;
    let name = passage.tokens.without_stage(&change.name);
    let is_plain = matches!(change.role, Role::Change(1 | -1))
        && name.chars().count() >= SHORT
        && change.row.is_none()
        && change.stream == 0;
    let mut named = passage
        .before(at)
        .filter(|_| is_plain)
        .take_while(|(_, other)| other.sentence + 1 >= change.sentence)
        .filter(|(_, other)| {
            other.role == Role::Value
                && other.stream == 0
                && other.row.is_none()
                && !other.when.is_last
                && !other.when.is_plan()
                && like(other)
                && passage.tokens.without_stage(&other.name).ends_with(name)
        });
    let (found, _) = named.next()?;
    named.next().is_none().then_some(found)
}

/// Whether a name stands between a value and its change: then the change may be of something else.
fn names_between(passage: &Passage<'_>, value: usize, change: usize) -> bool {
    let spots = passage.spots();
    let (Some(value), Some(change)) = (spots.get(value), spots.get(change)) else { return true };
    // 接待费5万元。接待费比预算无变化，比上年增加1万元: its own name once more
    let name = passage.tokens.without_stage(&value.name);
    let is_again = value.sentence < change.sentence
        && name.chars().count() > 1
        && (passage.tokens.without_stage(&change.name) == name
            || passage.text_from(value, change).contains(name));
    let own = if is_again { value.name.chars().count() + 2 } else { 0 };
    passage.name_length_between(value, change) > 6 + own
}

/// Whether it is told between a plan and a change how much of the plan was done: the change is of
/// that, and its amount may not be printed.
fn completes_between(passage: &Passage<'_>, value: usize, change: usize) -> bool {
    let spots = passage.spots();
    let is_plan = spots.get(value).is_some_and(|value| value.when.is_plan());
    let mut between = spots.get(value + 1..change).unwrap_or(&[]).iter();
    is_plan && between.any(|spot| spot.role == Role::Complete)
}

pub(super) fn growth_of(
    passage: &Passage<'_>,
    spot: &Spot,
    value: usize,
    base: usize,
    sign: i8,
) -> Found {
    let of = passage.spots().get(value).zip(passage.spots().get(base));
    if of.is_some_and(|(value, base)| is_of_another_year(spot, value, base)) {
        return Vec::new();
    }
    let (value, base) = (figure(passage, value), figure(passage, base));
    let one = |sign: i8| {
        (
            Relation::GrowthOf,
            Reading::of([
                (Slot::Value, value, 1),
                (Slot::Base, base, 1),
                (Slot::Rate, spot.figure, sign),
            ]),
        )
    };
    if sign == 0 { vec![one(1), one(-1)] } else { vec![one(sign)] }
}

fn from_pairs(passage: &Passage<'_>, spot: &Spot, sign: i8, like: &dyn Fn(&Spot) -> bool) -> Found {
    let all = pairs(passage, spot, like);
    let alike = |(a, b): &(usize, usize)| {
        let spots = passage.spots();
        spots.get(*a).zip(spots.get(*b)).is_some_and(|(a, b)| goes_with(passage, a, b))
    };
    all.into_iter()
        .filter(alike)
        .flat_map(|(value, base)| growth_of(passage, spot, value, base, sign))
        .collect()
}

/// Whether a rate is one against a year that is told, and the base is that of last year, which that year need not be: 上年26件，同比
/// 下降11.4%，较2021年下降27.0%.
fn is_of_another_year(rate: &Spot, value: &Spot, base: &Spot) -> bool {
    let year = rate.against.filter(|against| !against.is_last).and_then(|against| against.year);
    let is_next = value.when.year.zip(year).is_some_and(|(own, year)| own == year + 1);
    year.is_some() && base.when.is_last && base.when.year.is_none() && !is_next
}

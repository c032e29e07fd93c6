//! What is left between two figures, and what lies above or below another.

use super::base::{base_of, two_rows_before, value_of};
use super::change::{stands_before, two_before};
use super::sides::by_sides;
use super::{
    Found, figure, goes_with, holds_surely, is_base, is_later, is_parted, pairs, said, turns,
};
use crate::prose::balance::left_of_several;
use crate::prose::list::List;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::sign::is_dash;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// What is left: the difference of two figures.
pub(super) fn left(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    if let Some(said) = left_of_several(passage, at, spot) {
        return Some(said);
    }
    let like = |other: &Spot| goes_with(passage, spot, other);
    // 省级60万元，市级40万元，另有上年结余5万元: left of neither
    let is_further = || passage.tokens.words_of("further").any(|word| spot.raw.starts_with(word));
    if spot.when.is_last && is_further() {
        return None;
    }
    let reading = |a: usize, b: usize| -> (Relation, Reading) {
        (
            Relation::Left,
            Reading::of([
                (Slot::Value, figure(passage, a), 1),
                (Slot::Base, figure(passage, b), 1),
                (Slot::Change, spot.figure, 1),
            ]),
        )
    };
    let larger = |a: usize, b: usize| {
        let value = |at: usize| {
            passage.spots().get(at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
        };
        if value(a) >= value(b) { (a, b) } else { (b, a) }
    };
    let before: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && passage.is_figure(other))
        .collect();
    // 甲自评97分，复核91分，相差6分；乙自评94分，复核92分，相差2分
    let own: Vec<(usize, &Spot)> =
        before.iter().filter(|(_, other)| other.segment == spot.segment).copied().collect();
    // 空缺25名；招聘14名、选调3名，尚缺8名: what was left before goes on
    let goes_on = before.get(own.len()).is_some_and(|(_, other)| other.role == Role::Left);
    let two = if own.len() == 2 { own.clone() } else { before.clone() };
    let mut sure: Found = Vec::new();
    // 已全面完成23项，部分完成2项，未完成1项: two items are no whole and its part
    let are_items = |a: usize, b: usize| {
        let holds = |at: usize| move |list: &&List| list.head.is_some() && list.items.contains(&at);
        passage.lists().iter().filter(holds(a)).any(|list| list.items.contains(&b))
    };
    if let [(b, second), (a, first)] = two.as_slice()
        && !goes_on
        && !are_items(*a, *b)
        && !is_one_of_several_uses(first, before.len() > own.len())
        && is_plain(first)
        && is_plain(second)
        // 2023年下达50万元，2024年安排20万元，剩余10万元
        && !first.when.is_of_other_year(second.when)
        && !spot.words.iter().any(|class| matches!(class, Class::Sum | Class::Cumulated))
        && (!turns(passage, first, spot) || takes_off(passage, first, second, spot))
    {
        let (a, b) = larger(*a, *b);
        sure.push(reading(a, b));
    }
    if before.is_empty()
        && let Some((a, b)) = come_and_gone(passage, at, spot, &like)
    {
        sure.push(reading(a, b));
    }
    // 比标准85元节省5元: than what is named in its clause
    let told = base_of(passage, at, &like).filter(|base| stands_before(passage, *base, spot));
    if sure.is_empty()
        && let Some(base) = told
        && let Some(found) = passage.spots().get(base)
        && let Some(value) = value_of(passage, base, found, &like)
    {
        let (a, b) = larger(value, base);
        return said(spot, vec![reading(a, b)], Vec::new());
    }
    if let Some((a, b)) = two_prices(passage, at, spot, (told.is_none(), &like)) {
        let (a, b) = larger(a, b);
        sure = vec![reading(a, b)];
    }
    // each what lies between the two rows before
    if let Some((a, b)) = two_rows_before(passage, at, spot, &like) {
        let (a, b) = larger(a, b);
        sure = vec![reading(a, b)];
    }
    if holds_surely(passage, &sure) {
        return said(spot, sure, Vec::new());
    }
    let mut possible: Found = pairs(passage, spot, &like)
        .into_iter()
        .filter(|(a, b)| larger(*a, *b) == (*a, *b))
        .map(|(a, b)| reading(a, b))
        .collect();
    // what is left of several
    let several = if goes_on { own.len() + 1 } else { before.len() };
    let items: Vec<usize> =
        before.iter().take(several).rev().map(|(_, other)| other.figure).collect();
    possible.extend(left_of_items(passage, spot, &items));
    said(spot, sure, possible)
}

/// The two prices before a figure that is their difference: 单位造价65万元，低于概算的68万元，每公里节约3万元;
/// 每公里不超过38万元，实际每公里36万元，比标准节约2万元.
fn two_prices(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    (is_base_open, like): (bool, &dyn Fn(&Spot) -> bool),
) -> Option<(usize, usize)> {
    let is_below_norm = spot.words.contains(&Class::Compare)
        && is_base_open
        && passage.tokens.has_word("norms", &spot.raw);
    if !spot.words.contains(&Class::Per) && !is_below_norm {
        return None;
    }
    let is_per = |other: &Spot| {
        other.role == Role::Per
            || other.words.contains(&Class::Per)
            || passage.figure(other).is_some_and(|figure| figure.is_per)
    };
    let each: Vec<(usize, &Spot)> = passage
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(_, other)| other.stream == spot.stream && like(other) && is_per(other))
        .collect();
    let [(b, second), (a, first)] = each.as_slice() else { return None };
    (second.clause + 1 == spot.clause && first.clause + 1 == second.clause).then_some((*a, *b))
}

/// Whether an amount was spent of what stands before it, so that nothing is left of it alone: 可用80万元；支出60万元，收回5万元，结存15万元.
fn is_one_of_several_uses(spot: &Spot, has_more_before: bool) -> bool {
    has_more_before && spot.words.contains(&Class::Outgo)
}

/// What is left of the first of several when the others are taken off, or what these are more.
fn left_of_items(
    passage: &Passage<'_>,
    spot: &Spot,
    items: &[usize],
) -> Option<(Relation, Reading)> {
    let (first, rest) = items.split_first().filter(|(_, rest)| rest.len() > 1)?;
    let value =
        |at: &usize| passage.tokens.figures.get(*at).map_or(Decimal::ZERO, |figure| figure.value);
    // 分项之和与合计相差: the parts may come to more
    let sign = if rest.iter().map(value).sum::<Decimal>() > value(first) { -1 } else { 1 };
    let parts: Vec<(usize, i8)> =
        std::iter::once((*first, sign)).chain(rest.iter().map(|figure| (*figure, -sign))).collect();
    Some((Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&parts)))
}

/// What came in and what went out, of the sentence before, where a sentence tells what is left of both:
/// 收入8万元，支出7万元，其中甲3万元。当年收支结余1万元.
fn come_and_gone(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let says_both = passage.tokens.has_word("both_ways", &spot.raw);
    let facts: Vec<(usize, &Spot)> = passage
        .before(at)
        .filter(|(at, other)| {
            other.sentence + 1 == spot.sentence
                && other.stream == spot.stream
                && other.role == Role::Value
                && other.row.is_none()
                && !other.when.is_last
                && passage.list_of(*at).is_none()
                && passage.is_figure(other)
                && like(other)
        })
        .collect();
    let [(gone, b), (come, a)] = facts.as_slice() else { return None };
    let ends = |spot: &Spot, class: Class| spot.words.last() == Some(&class);
    (says_both && ends(a, Class::Income) && ends(b, Class::Outgo)).then_some((*come, *gone))
}

/// The only fact of its bracket before a figure that is what is looked for.
fn only_before(
    passage: &Passage<'_>,
    at: usize,
    like: &dyn Fn(&Spot) -> bool,
    is_it: &dyn Fn(&Spot) -> bool,
) -> Option<usize> {
    let stream = passage.spots().get(at)?.stream;
    let mut found = passage.before(at).filter(|(_, other)| {
        other.role == Role::Value
            && other.row.is_none()
            && other.stream == stream
            && !other.when.is_last
            && passage.is_figure(other)
            && like(other)
            && is_it(other)
    });
    let (first, _) = found.next()?;
    found.next().is_none().then_some(first)
}

/// What was done and what was planned, each the only one of its stage in the sentence before, where
/// a sentence without figures of them tells their difference: 决算数大于年初预算数3万元.
pub(super) fn by_stages(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    let opens = passage.before(at).next().is_some_and(|(_, other)| other.sentence < spot.sentence);
    // “三公”经费决算数较预算数减少: of something else
    let mut name = spot.name.clone();
    for word in passage.tokens.words_of("stage_ends") {
        name = name.replace(word, "");
    }
    let is_told = opens
        && name.chars().count() < 2
        && spot.row.is_none()
        && spot.words.contains(&Class::Done)
        && spot.when.is_plan()
        && !spot.when.is_last
        && !spot.words.contains(&Class::Not);
    if !is_told {
        return None;
    }
    let of_stage = |stage: Option<Class>| {
        only_before(passage, at, like, &|other| {
            let own = other.when.stage;
            let is_it = own == stage || stage == Some(Class::Plan) && other.when.is_plan();
            other.sentence + 1 >= spot.sentence && is_it
        })
    };
    Some((of_stage(Some(Class::Done))?, of_stage(spot.when.stage)?))
}

/// The two facts of the sentence whose names stand on both sides of a comparison: 收入80万元，支出77万元，
/// 收入大于支出3万元.
fn by_names(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<(usize, usize)> {
    if spot.row.is_some() || spot.words.contains(&Class::Not) {
        return None;
    }
    let named = |name: &str| {
        let bare = |name: &str| passage.tokens.without_total(name).to_owned();
        let name = bare(name);
        let found = only_before(passage, at, like, &|other| {
            other.sentence == spot.sentence && bare(&other.name).ends_with(&name)
        })?;
        (name.chars().count() > 1).then_some(found)
    };
    let (value, base) = (named(&spot.name)?, named(&spot.of)?);
    (value != base).then_some((value, base))
}

/// Whether the words of a comparison name the stage or time of a figure.
fn is_named_by(spot: &Spot, base: &Spot) -> bool {
    let is_stage = match (spot.when.stage, base.when.stage) {
        (Some(Class::Plan), stage) => stage.is_some_and(Class::is_plan),
        (Some(own), Some(stage)) => own == stage,
        _ => false,
    };
    let is_time = spot.when.is_last && base.when.is_last
        || spot.when.year.is_some() && spot.when.year == base.when.year;
    is_stage || is_time
}

pub(super) fn is_plain(spot: &Spot) -> bool {
    matches!(spot.role, Role::Value | Role::To(_) | Role::Base | Role::Got) && spot.row.is_none()
}

/// Whether the second of two figures is said to be taken off the first: 剔除13万元，保留73万元.
fn takes_off(passage: &Passage<'_>, first: &Spot, second: &Spot, spot: &Spot) -> bool {
    let has = |from: &Spot, to: &Spot| {
        passage.between(from, to).any(|class| matches!(class, Class::Scope | Class::OfWhich))
    };
    second.words.last() == Some(&Class::Scope)
        && passage.between(first, second).filter(|class| *class == Class::Scope).count() == 1
        && !passage.between(first, second).any(|class| class == Class::OfWhich)
        && !has(second, spot)
}

/// Whether the limit of a rate bears a name that the rate does not: 有效率97%，满足抽样误差不超过5%的要求.
fn is_of_another(passage: &Passage<'_>, spot: &Spot, of: &Spot) -> bool {
    /// A shorter name says whose the limit is, not of what: 规定.
    const SHORT: usize = 4;
    let is_rate = passage.figure(spot).is_some_and(|figure| figure.kind == Kind::Percent);
    is_rate
        && spot.name.chars().count() >= SHORT
        && crate::prose::same::common(&spot.name, &of.raw) == 0
}

/// Whether two figures are near each other, so that the one is hardly by as much above the other as it is itself:
/// 0.587，低于目标值0.592.
fn is_close(passage: &Passage<'_>, of: &Spot, spot: &Spot) -> bool {
    passage.figure(of).zip(passage.figure(spot)).is_some_and(|(of, own)| {
        let apart = (of.value - own.value).abs().checked_mul(Decimal::TEN);
        apart.is_some_and(|apart| apart <= of.value)
    })
}

/// Whether a figure is greater than another.
fn is_greater(passage: &Passage<'_>, of: &Spot, spot: &Spot) -> bool {
    let both = passage.figure(of).zip(passage.figure(spot));
    both.is_some_and(|(of, own)| own.value > of.value)
}

/// Whether a figure is less than half of another.
fn is_under_half(passage: &Passage<'_>, of: &Spot, spot: &Spot) -> bool {
    passage.figure(of).zip(passage.figure(spot)).is_some_and(|(of, own)| {
        own.value.checked_mul(Decimal::TWO).is_some_and(|twice| twice < of.value)
    })
}

/// Whether a figure is the last of several in its clause, which may be meant all together: 甲20万元、乙30万元，高于上年的45万元.
pub(in crate::prose) fn is_last_of_several(
    passage: &Passage<'_>,
    (at, spot): (usize, &Spot),
) -> bool {
    let mut near = passage.before(at).take_while(|(_, other)| other.clause == spot.clause);
    let is_like = |other: &Spot| {
        passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
    };
    !spot.is_sum && near.any(|(_, other)| is_like(other))
}

/// Whether a figure is the whole of the share behind it: 超过采购总额80万元的70%.
fn is_whole_of_share(passage: &Passage<'_>, at: usize, spot: &Spot) -> bool {
    let is_share = |rate: &Spot| {
        rate.clause == spot.clause
            && passage.figure(rate).is_some_and(|own| own.kind == Kind::Percent)
    };
    passage.is_followed_by(spot, Class::Of)
        && passage.after(at).next().is_some_and(|(_, rate)| is_share(rate))
}

/// Above or below another figure, or by how much.
pub(super) fn beside(passage: &Passage<'_>, at: usize, spot: &Spot, sign: i8) -> Option<Said> {
    let like = |other: &Spot| goes_with(passage, spot, other);
    let is_not = spot.words.contains(&Class::Not);
    let sign = if is_not { -sign } else { sign };
    let change = |value: usize, base: usize| {
        (
            Relation::Change,
            Reading::of([
                (Slot::Value, figure(passage, value), 1),
                (Slot::Base, figure(passage, base), 1),
                (Slot::Change, spot.figure, sign),
            ]),
        )
    };
    if let Some((value, base)) =
        by_stages(passage, at, spot, &like).or_else(|| by_names(passage, at, spot, &like))
    {
        return said(spot, vec![change(value, base)], Vec::new());
    }
    if let Some((value, base, true)) = by_sides(passage, at, spot, &like) {
        return said(spot, vec![change(value, base)], Vec::new());
    }
    if is_whole_of_share(passage, at, spot) {
        return None;
    }
    let value = value_of(passage, at, spot, &like)?;
    let of = passage.spots().get(value)?;
    // 奖补500万元，每村不超过10万元
    let is_each = |class: Class| passage.clause_has(spot, class);
    if [Class::Per, Class::Average, Class::Each].into_iter().any(is_each) && of.role != Role::Per {
        return None;
    }
    // 变动率为-3.4%，低于-3.0%的目标值: printed with a sign of its own
    if is_of_another(passage, spot, of) || spot.raw.ends_with(is_dash) {
        return None;
    }
    let slot = if sign > 0 { Slot::Low } else { Slot::High };
    let threshold = |value: usize| {
        (
            Relation::Threshold,
            Reading::of([(Slot::Value, figure(passage, value), 1), (slot, spot.figure, 1)]),
        )
    };
    let mut sure: Found = Vec::new();
    // with words between: what it is above; without: by how much
    let is_by = matches!(spot.words.last(), Some(Class::Above | Class::Below | Class::Filler))
        && spot.of.is_empty()
        && !is_not;
    // 高于95%的目标值; 低于上年的6.90亿元
    let is_than = passage.is_followed_by(spot, Class::Of) || is_base(spot);
    let mut is_by = is_by && !is_than;
    // 小于上年预算数 3 万元: than 3, or by 3
    let is_open = !is_not
        && !is_than
        && passage.figure(spot).is_some_and(|figure| figure.kind != Kind::Percent)
        && (spot.when.is_last || spot.when.stage.is_some() || spot.when.year.is_some());
    let is_close = is_close(passage, of, spot);
    // 4万元，超过预算6万元: by more than it is itself there is none
    let is_more = sign > 0
        && !passage.tokens.has_word("may_be_negative", &of.raw)
        && is_greater(passage, of, spot);
    let is_open = is_open && !is_close && !is_more;
    // 0.50亿元，低于规划总额0.15亿元: so far below it, and not below 0.15
    let is_far = sign < 0 && !is_than && is_under_half(passage, of, spot);
    if !is_by
        && !is_open
        && !is_far
        && of.sentence == spot.sentence
        && spot.clause <= of.clause + 1
        && passage.is_figure(of)
        && !(is_parted(passage, of, spot) || is_last_of_several(passage, (value, of)))
    {
        sure.push(threshold(value));
    }
    if let Some((first, second)) =
        two_before(passage, at, spot, &like).filter(|_| !is_not && (is_open || is_by))
    {
        let spots = passage.spots();
        let later = spots.get(first).zip(spots.get(second)).and_then(|(a, b)| is_later(a, b));
        let (value, base) = if later == Some(true) { (first, second) } else { (second, first) };
        if later.is_some() {
            // 大于预算数3万元, and the budget is printed: by 3, not than 3
            is_by |= is_open && spots.get(base).is_some_and(|base| is_named_by(spot, base));
            sure.push(change(value, base));
        }
    }
    let near = passage.near(spot);
    let near = near.filter(|(other, near)| *other != at && like(near) && near.role != Role::Left);
    let mut possible: Found = near.map(|(other, _)| threshold(other)).collect();
    // 低于目标0.59，相差0.01: what is left is neither
    let is_left = |at: usize| passage.spots().get(at).is_some_and(|other| other.role == Role::Left);
    let mut others = pairs(passage, spot, &like);
    others.retain(|(a, b)| ![*a, *b].into_iter().any(|own| own == at || is_left(own)));
    possible.extend(others.into_iter().map(|(value, base)| change(value, base)));
    if is_by {
        // by how much: the same as a change
        possible.retain(|(relation, _)| *relation == Relation::Change);
    }
    said(spot, sure, possible)
}

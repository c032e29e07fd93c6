//! The items of a list, from the first to where it ends.

use super::sum::{is_counted, is_item, names};
use super::view::View;
use super::whole::{is_in_name, is_whole};
use crate::prose::list::{is_all_of_whole, is_listed_apart, is_rest_last, leaves_gap, leaves_rest};
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::words::Class;

/// The items from the first to the end of the sentence or bracket; `None` where something else of their kind stands there.
pub(super) fn items_from(view: &View<'_, '_>, first: usize, head: usize) -> Option<Vec<usize>> {
    let start = view.spot(first)?;
    let mut items: Vec<usize> = Vec::new();
    for (at, spot) in std::iter::once((first, start)).chain(view.after(first)) {
        if spot.sentence != start.sentence {
            break;
        }
        if ends_by_semicolon(view, &items, spot) || is_besides(view, &items, at) {
            break;
        }
        if is_item(view, at, head) {
            let is_next = items.last().is_none_or(|last| is_next_item(view, *last, at));
            if !is_next {
                return None;
            }
            items.push(at);
        } else if ends_by_another(view, &items, (at, spot), head)
            || ends_by_mean(&items, spot)
            || ends_by_total(view, &items, (at, spot))
        {
            break;
        } else if !is_gloss(view, at, spot, head) && !is_in_name(view, at) {
            return None;
        }
    }
    let last = *items.last()?;
    let names = names(view, &items);
    // 其他用车2辆，其他用车主要是…: what the last of them is
    let is_all = is_all_of_whole(view.passage, &names) || is_rest_last(view.passage, &items);
    // 货物5份、服务9份，其余为工程
    let is_left = leaves_rest(view.passage, last)
        || leaves_gap(view.passage, last)
        || is_listed_apart(view.passage, last);
    (!is_left && (!breaks_off(view, last) || is_all)).then_some(items)
}

/// Whether words say that an amount is had besides those of a list: 行政2家、事业6家，另有社团3家.
fn is_besides(view: &View<'_, '_>, items: &[usize], at: usize) -> bool {
    let raw = view.spot(at).map_or("", |spot| spot.raw.as_str());
    // 已验收24个，在建9个，另有9个没有开工: without a total of all of them it is the rest
    let has_total = view.after(at).next().is_some_and(|(_, next)| next.is_sum);
    has_total
        && !items.is_empty()
        && view.passage.tokens.words_of("besides").any(|word| raw.starts_with(word))
}

/// Whether a figure of something else begins a clause of its own behind a list, and nothing of its kind follows:
/// 轿车3辆、货车6辆，单位价值100万元以上设备2台.
fn ends_by_another(
    view: &View<'_, '_>,
    items: &[usize],
    (at, spot): (usize, &Spot),
    head: usize,
) -> bool {
    let [first, .., last] = items else { return false };
    let clause = |at: usize| view.spot(at).map(|spot| spot.clause);
    // 运行费7万元；出国费两年均未安排
    let own = view.figure(at);
    // 效益和满意度两项没有扣分: further items
    let counts = |own: &Quantity| view.passage.tokens.is_word("name_counters", &own.counter);
    let is_spelled = own.is_some_and(|own| own.is_spelled && !counts(own));
    // 非常满意138份，满意76份，…，满意度为85.60%; but 公用经费7万元，专项经费47 lacks its unit
    let is_rate = own.is_some_and(|own| own.kind == Kind::Percent);
    (clause(*first) == clause(*last) || is_spelled || is_rate && is_whole(view, items))
        && clause(*last).is_some_and(|own| own < spot.clause)
        && std::iter::once((at, spot))
            .chain(view.after(at))
            .take_while(|(_, other)| other.sentence == spot.sentence)
            .all(|(at, _)| !view.is_like(at, head))
}

/// Whether a figure is the mean of the items before it, or what they are held against: 甲3亿元、乙1亿元，平均每个2亿元.
fn ends_by_mean(items: &[usize], spot: &Spot) -> bool {
    let is_mean = spot.role == Role::Per && spot.words.contains(&Class::Average);
    // 种草48公顷、封禁52公顷，超过年度目标90公顷: a target of all of them
    items.len() > 1 && (is_mean || matches!(spot.role, Role::Beside(_)))
}

/// Whether a figure is told to be all of the items before it, and nothing of its kind follows: 具体为甲3万元、乙1万元，两项合计4万元.
fn ends_by_total(view: &View<'_, '_>, items: &[usize], (at, spot): (usize, &Spot)) -> bool {
    let mut behind = view.after(at).take_while(|(_, other)| other.sentence == spot.sentence);
    items.len() > 1
        && spot.is_sum
        && spot.role == Role::Value
        && view.bare(&spot.name).is_empty()
        && behind.all(|(other, _)| !view.is_like(other, at))
}

/// Whether a semicolon before a figure ends a list whose items are not parted by semicolons.
fn ends_by_semicolon(view: &View<'_, '_>, items: &[usize], next: &Spot) -> bool {
    let [.., before, last] = items else { return false };
    let segment = |at: &usize| view.spot(*at).map(|spot| spot.segment);
    segment(before) == segment(last) && segment(last) != Some(next.segment)
}

/// Whether a figure tells more of the item before it: its share, or how it has changed.
pub(super) fn is_gloss(view: &View<'_, '_>, at: usize, spot: &Spot, head: usize) -> bool {
    match spot.role {
        // 乙30万元，占总支出160万元的50%
        _ if view.is_whole_of(at) => true,
        Role::Share | Role::Rate(_) | Role::Points(_) => true,
        Role::Change(_) | Role::Base => view.is_plain(at) || !view.is_like(at, head),
        Role::Left => !view.is_like(at, head),
        Role::Weight | Role::Value if is_full_of_next(view, at) => {
            view.spot(head).is_some_and(|head| head.role == Role::Got)
        }
        // 决策（满分20分）得18分: what can be had of what was got
        Role::Weight => view.spot(head).is_some_and(|head| head.role == Role::Got),
        Role::Complete | Role::Named => {
            view.figure(at).is_some_and(|figure| figure.kind == Kind::Percent)
                && !view.is_like(at, head)
        }
        _ => {
            !view.is_like(at, head)
                && (view.is_aside(at)
                    || is_counted(view, at)
                    || bounds(view, at, head)
                    || is_in_reason(view, at))
        }
    }
}

/// Whether the clause of a figure begins with a word that gives a reason: 比上年减少5万元，因报废车辆1辆.
fn is_in_reason(view: &View<'_, '_>, at: usize) -> bool {
    let (tokens, lead) = (view.passage.tokens, view.lead(at));
    let mut words =
        ["because", "reason", "mainly"].into_iter().flat_map(|list| tokens.words_of(list));
    words.any(|word| lead.starts_with(word))
}

/// Whether points are those that can be had of the ones directly behind them: 决策（20分）得18分.
pub(super) fn is_full_of_next(view: &View<'_, '_>, at: usize) -> bool {
    let Some(spot) = view.spot(at) else { return false };
    let is_score = view.figure(at).is_some_and(|figure| figure.kind == Kind::Score);
    is_score
        && matches!(spot.role, Role::Weight | Role::Value)
        && view.passage.after(at).next().is_some_and(|(next, other)| {
            other.role == Role::Got
                && other.name.is_empty()
                && !other.words.iter().any(|class| matches!(class, Class::ScoreTotal | Class::Sum))
                && other.clause <= spot.clause + 1
                && view.is_like(next, at)
        })
}

/// Whether a bound is part of the name of an item of another kind: 100万元以上项目9个.
fn bounds(view: &View<'_, '_>, at: usize, head: usize) -> bool {
    let Some((spot, (next, item))) = view.spot(at).zip(view.after(at).next()) else { return false };
    let is_bound = |class: &Class| matches!(class, Class::OrMore | Class::Above | Class::Below);
    let is_range = |own: &Spot| matches!(own.role, Role::From | Role::To(_));
    item.clause == spot.clause
        && (view.words(at, next).iter().any(is_bound) || is_range(spot) || is_range(item))
        && (view.is_like(next, head) || bounds(view, next, head))
}

/// Whether an item is the next one of a list: between them no list opens, and no other scope. What an item is for
/// may be told up to the semicolon that ends it.
pub(super) fn is_next_item(view: &View<'_, '_>, last: usize, at: usize) -> bool {
    let (Some(a), Some(b)) = (view.spot(last), view.spot(at)) else { return false };
    let is_parted = a.segment != b.segment;
    // 票据不全的5所: a name
    let is_count = view.figure(at).is_some_and(|figure| figure.kind == Kind::Count);
    // 管护60万元；管护中封山20万元: a part of an item
    if view.is_among(last, at) || leaves_gap(view.passage, last) {
        return false;
    }
    let words = view.words(last, at);
    // 购置费15万元，原因是车型不同；运行费21万元: what the words of a reason deny
    let is_reason = is_parted && words.contains(&Class::Reason);
    words.iter().all(|class| match class {
        Class::Not => is_count || is_reason,
        Class::OfWhich
        | Class::Scope
        | Class::Per
        | Class::Average
        | Class::Cumulated
        | Class::Respectively
        | Class::Entire => false,
        Class::Whole | Class::Open => is_parted,
        _ => true,
    })
}

/// Whether words behind the last item say that there is more: 等, 主要.
fn breaks_off(view: &View<'_, '_>, last: usize) -> bool {
    let Some(spot) = view.spot(last) else { return true };
    view.passage.is_followed_by(spot, Class::Open)
}

/// Whether two items are parted alike: by a mark of items, or by clauses; full points may stand between: 甲（20分）得18分、乙（30分）得27分.
pub(super) fn is_joined(view: &View<'_, '_>, a: &Spot, (at, b): (usize, &Spot)) -> bool {
    let has_full = || at.checked_sub(1).is_some_and(|full| is_full_of_next(view, full));
    a.clause == b.clause && (b.goes_on || has_full()) || b.clause == a.clause + 1
}

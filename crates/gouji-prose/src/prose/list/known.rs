//! Names that are known to make up a whole, and totals before their parts.

use super::is_item;
use crate::prose::lists::answers;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// Whether a total is followed by parts that are known to make it up, without a word that says so:
/// 采购预算合计520万元，货物210万元、工程130万元、服务180万元.
pub(super) fn is_before_parts(
    passage: &Passage<'_>,
    of: &Spot,
    (first, start): (usize, &Spot),
) -> bool {
    let is_next = start.stream == of.stream
        && start.sentence == of.sentence
        && start.clause == of.clause + 1
        && passage.between(of, start).all(|class| matches!(class, Class::Filler | Class::Of));
    let names: Vec<&str> = std::iter::once((first, start))
        .chain(passage.after(first))
        .take_while(|(_, other)| other.clause == start.clause && other.stream == of.stream)
        .filter(|(_, other)| is_item(other))
        .map(|(_, other)| other.name.as_str())
        .collect();
    // 受理18件，按期办结17件，逾期办结1件
    let all: Vec<&str> = std::iter::once((first, start))
        .chain(passage.after(first))
        .take_while(|(_, other)| other.sentence == start.sentence && other.stream == of.stream)
        .filter(|(_, other)| {
            is_item(other)
                && passage.figure(of).zip(passage.figure(other)).is_some_and(|(a, b)| a.is_like(b))
        })
        .map(|(_, other)| other.name.as_str())
        .collect();
    is_next
        && (of.is_sum && is_known_whole(passage, &names)
            || of.role == Role::Value
                && !of.name.is_empty()
                && passage.figure(of).is_some_and(|figure| {
                    // 24亿元，区县15亿元、市本级5亿元，尚余4亿元
                    figure.kind == Kind::Count || figure.kind == Kind::Money && all.len() > 2
                })
                && is_all_of_whole(passage, &all))
}

/// Whether a total is followed by named amounts in clauses of their own: 共计9万元，甲4万元，乙5万元.
pub(super) fn is_total_before(passage: &Passage<'_>, of: &Spot, start: &Spot) -> bool {
    of.is_sum
        && of.role == Role::Value
        && start.role == Role::Value
        && start.stream == of.stream
        && start.sentence == of.sentence
        && start.clause == of.clause + 1
        && !start.name.is_empty()
        && passage.between(of, start).next().is_none()
}

/// Whether three amounts or more follow a figure by their numbers: 下达25亿元，第一批12亿元，第二批8亿元，第三批5亿元; or two or more
/// points: 收入21万元，一是甲9万元，二是乙12万元.
pub(super) fn is_ordered_from(
    passage: &Passage<'_>,
    of: &Spot,
    (first, start): (usize, &Spot),
) -> bool {
    const LEAST: usize = 3;
    const POINTS: usize = 2;
    let items = || {
        std::iter::once(start)
            .chain(passage.after(first).map(|(_, other)| other))
            .take_while(|other| other.sentence == start.sentence)
            .filter(|other| {
                other.stream == of.stream
                    && passage
                        .figure(of)
                        .zip(passage.figure(other))
                        .is_some_and(|(a, b)| a.is_like(b))
            })
    };
    let ordered = items()
        .zip(passage.tokens.words_of("ordinals"))
        .take_while(|(item, word)| is_item(item) && item.raw.starts_with(word))
        .count();
    let is_point = |item: &Spot| is_item(item) && item.words.contains(&Class::Enumerate);
    // the first one ends it for nearly all lists
    let is_led = is_point(start) && !of.words.contains(&Class::Enumerate);
    let are_points = is_led && items().count() >= POINTS && items().all(is_point);
    of.role == Role::Value
        && start.stream == of.stream
        && start.sentence == of.sentence
        && start.clause == of.clause + 1
        && (ordered >= LEAST || are_points)
        && !passage.between(of, start).any(|class| matches!(class, Class::Scope | Class::OfWhich))
}

/// Whether some figures come to nearly as much as another, or to more.
pub(super) fn near_whole(passage: &Passage<'_>, head: usize, items: &[usize]) -> bool {
    /// What is left of a whole of which not all is told is mostly more than this share.
    const LEAST: Decimal = Decimal::from_parts(97, 0, 0, false, 2);
    const MOST: Decimal = Decimal::from_parts(150, 0, 0, false, 2);
    let value = |at: &usize| {
        passage.spots().get(*at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
    };
    let sum = items.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(value(at)?));
    let parts = value(&head).zip(sum);
    parts.is_some_and(|(whole, sum)| sum >= whole * LEAST && sum <= whole * MOST)
}

/// Whether names are known to make up a whole: one for each word of it.
pub(super) fn is_known_whole(passage: &Passage<'_>, names: &[&str]) -> bool {
    passage.tokens.lists.wholes.iter().any(|whole| answers(whole, names))
}

/// The same, with no name besides.
pub(crate) fn is_all_of_whole(passage: &Passage<'_>, names: &[&str]) -> bool {
    passage.tokens.lists.are_whole(names)
}

/// Whether an item is a part of a part: 基本支出中的人员经费 and 项目支出中的信息化经费 are not all of what both are in.
pub(crate) fn has_inner(passage: &Passage<'_>, items: &[usize]) -> bool {
    let items = items.iter().filter_map(|at| passage.spots().get(*at));
    items.into_iter().any(|item| passage.tokens.has_word("part_within", &item.raw))
}

/// Whether names are known to be all whose changes make up the change of their total.
pub(crate) fn is_all_of_change(passage: &Passage<'_>, names: &[&str]) -> bool {
    passage.tokens.lists.are_all_of_change(names)
}

/// The same, of three words or more: 满意, 一般, 不满意.
pub(super) fn is_scale(passage: &Passage<'_>, names: &[&str]) -> bool {
    /// A longer answer is one to a question of its own.
    const LONGEST: usize = 7;
    if names.iter().skip(1).any(|name| name.chars().count() > LONGEST) {
        return false;
    }
    let wholes = passage.tokens.lists.wholes.iter();
    wholes.filter(|whole| whole.len() > 2).any(|whole| answers(whole, names))
}

//! What the parts of a list tell of its total: that they are more than it, or stand beside numbers that come to
//! theirs.

use std::ops::Range;

use super::List;
use super::sum::sum;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The items that no other item has as its parts: 甲9万元，由乙5万元和丙4万元组成；丁3万元 are 甲 and 丁. Parts
/// stand directly behind their item, or directly before it (小计).
pub(super) fn without_nested(passage: &Passage<'_>, items: &[usize]) -> Vec<usize> {
    let value = |at: &usize| {
        passage.spots().get(*at).and_then(|spot| passage.figure(spot)).map(|figure| figure.value)
    };
    let mut left = items.to_vec();
    while let Some(parts) = nested(&left, &value) {
        left.drain(parts);
    }
    left
}

/// The first items of which the one before or behind them is the sum.
fn nested(items: &[usize], value: &dyn Fn(&usize) -> Option<Decimal>) -> Option<Range<usize>> {
    /// A sum of fewer digits is met by chance.
    const LEAST: i128 = 100;
    let is_sum = |whole: usize, parts: Range<usize>| {
        let total = items.get(parts)?.iter().try_fold(Decimal::ZERO, |sum, part| {
            let part = value(part).filter(|part| !part.is_zero())?;
            sum.checked_add(part)
        });
        // 3 is 1 and 2 by chance
        let tells = total.is_some_and(|total| total.normalize().mantissa().abs() >= LEAST);
        (tells && total == items.get(whole).and_then(value)).then_some(())
    };
    (0..items.len()).find_map(|whole| {
        let behind = (whole + 3..=items.len()).map(|end| whole + 1..end);
        let before = (0..whole.saturating_sub(1)).map(|start| start..whole);
        behind.chain(before).find(|parts| is_sum(whole, parts.clone()).is_some())
    })
}

/// Whether several parts come to a little more than their total: they are all of it, and one of the
/// figures is wrong.
pub(super) fn is_just_over(passage: &Passage<'_>, list: &List, head: &Spot) -> bool {
    /// Parts that come to more than this share of the total overlap, or belong to something else.
    const MOST: Decimal = Decimal::from_parts(105, 0, 0, false, 2);
    /// The same of kinds of one thing.
    const MOST_OF_KINDS: Decimal = Decimal::from_parts(130, 0, 0, false, 2);
    /// The same of two parts.
    const MOST_OF_TWO: Decimal = Decimal::from_parts(101, 0, 0, false, 2);
    let most = match list.items.len() {
        // 经营培训14期，电商培训9期: kinds of one thing
        3.. if are_kinds(passage, list) => MOST_OF_KINDS,
        3.. => MOST,
        _ => MOST_OF_TWO,
    };
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let items = list.items.iter().filter_map(|at| passage.spots().get(*at));
    let total: Option<Decimal> =
        items.map(value).try_fold(Decimal::ZERO, |sum, item| sum.checked_add(item?));
    let most = value(head).and_then(|head| head.checked_mul(most));
    let own = passage.figure(head);
    // 女干部420人、党外干部36人: who is in two groups
    let are_people = own.is_some_and(|own| {
        let printed = passage.tokens.text(own.chars.start, own.chars.end);
        passage.tokens.words_of("people").any(|word| printed.ends_with(word))
    });
    let is_like = list.items.iter().all(|at| {
        let item = passage.spots().get(*at).and_then(|item| passage.figure(item));
        item.zip(own).is_some_and(|(item, own)| item.is_like(own))
    });
    head.role == Role::Value
        && is_like
        && !are_people
        && list.items.len() > 1
        && total.zip(most).is_some_and(|(total, most)| total < most)
}

/// Whether the names of the items of a list end alike, and all differ.
fn are_kinds(passage: &Passage<'_>, list: &List) -> bool {
    let names: Vec<&str> = list
        .items
        .iter()
        .filter_map(|at| passage.spots().get(*at))
        .map(|item| item.name.as_str())
        .collect();
    let end = |name: &str| -> Option<String> {
        let mut last = name.chars().rev();
        let (b, a) = (last.next()?, last.next()?);
        last.next().map(|_| [a, b].iter().collect())
    };
    let is_plain = list.items.iter().filter_map(|at| passage.spots().get(*at)).all(|item| {
        item.when.edge.is_none()
            && passage.figure(item).is_some_and(|figure| figure.kind == Kind::Count)
    });
    let first = names.first().and_then(|name| end(name)).filter(|_| is_plain);
    let alike = names.iter().filter(|name| end(name) == first).count();
    first.is_some() && alike * 2 > names.len()
}

/// Whether three parts or more come to nearly their total, and to all of it if two neighbouring digits of one of the
/// figures stood the other way round.
pub(super) fn is_one_turn_off(passage: &Passage<'_>, list: &List, head: usize) -> bool {
    /// What is left of a whole of which not all is told is mostly more than this share.
    const LEAST: Decimal = Decimal::from_parts(9, 0, 0, false, 1);
    let figure = |at: &usize| passage.spots().get(*at).and_then(|spot| passage.figure(spot));
    let value = |at: &usize| figure(at).map(|figure| figure.value);
    let sum = list.items.iter().try_fold(Decimal::ZERO, |sum, at| sum.checked_add(value(at)?));
    let Some((whole, sum)) = value(&head).zip(sum) else { return false };
    let own = figure(&head);
    let is_like = list.items.iter().all(|at| {
        figure(at).zip(own).is_some_and(|(item, own)| item.is_like(own) && !item.is_spelled)
    });
    let turned = |at: &usize| figure(at).map_or_else(Vec::new, crate::prose::slip::transposed);
    list.is_closed
        && !list.is_open
        && list.items.len() > 2
        && is_like
        && sum >= whole * LEAST
        && (turned(&head).contains(&sum)
            || list.items.iter().any(|at| {
                let Some(own) = value(at) else { return false };
                turned(at).iter().any(|meant| sum - own + *meant == whole)
            }))
}

/// Whether the first part is more than that of which it is a part: 共30批次（其中外事接待32批次）.
pub(super) fn is_part_over(passage: &Passage<'_>, list: &List, head: &Spot) -> bool {
    let Some(first) = list.items.first().and_then(|at| passage.spots().get(*at)) else {
        return false;
    };
    let opens = passage.between(head, first).any(|class| class == Class::OfWhich);
    let own = passage.figure(head).zip(passage.figure(first));
    let is_over = own.is_some_and(|(head, first)| first.is_like(head) && first.low() > head.high());
    opens
        && is_over
        && head.role == Role::Value
        && first.clause <= head.clause + 1
        && first.segment == head.segment
        && first.row.is_none()
        && head.row.is_none()
        && !passage.between(head, first).any(|class| matches!(class, Class::Scope | Class::Last))
}

/// Whether each of a list and its head stand beside a number of another kind, and these numbers come
/// to theirs: 项目8个，资金90万元，其中甲项目6个，资金60万元，乙项目2个，资金30万元. Then the list is whole.
pub(super) fn is_counted_beside(passage: &Passage<'_>, list: &List, head: usize) -> bool {
    beside(passage, list, head).is_some_and(|(head, items)| {
        sum(passage, Relation::Sum, head, &items).is_some_and(|(relation, reading)| {
            crate::prose::reading::holds(relation, &reading, &passage.tokens.figures) == Some(true)
        })
    })
}

/// The numbers of another kind directly before the head of a list and each of its items.
fn beside(passage: &Passage<'_>, list: &List, head: usize) -> Option<(usize, Vec<usize>)> {
    let spots = passage.spots();
    let own = spots.get(head).and_then(|spot| passage.figure(spot))?;
    let before = |at: usize| -> Option<usize> {
        let other = at.checked_sub(1)?;
        let (spot, left) = (spots.get(at)?, spots.get(other)?);
        let figure = passage.figure(left)?;
        (left.role == Role::Value
            && passage.is_figure(left)
            && !figure.is_spelled
            && left.row.is_none()
            && spot.row.is_none()
            && left.stream == spot.stream
            && left.sentence == spot.sentence
            && left.clause + 1 >= spot.clause
            && !left.name.is_empty()
            && !figure.is_like(own))
        .then_some(other)
    };
    let counted = before(head)?;
    let kind = spots.get(counted).and_then(|spot| passage.figure(spot))?;
    let items: Vec<usize> = list.items.iter().map(|at| before(*at)).collect::<Option<_>>()?;
    let is_alike = items.iter().all(|at| {
        spots.get(*at).and_then(|spot| passage.figure(spot)).is_some_and(|item| item.is_like(kind))
    });
    (is_alike && items.len() > 1 && kind.kind == Kind::Count).then_some((counted, items))
}

/// The numbers beside a list that holds come to theirs, too.
pub(super) fn counts_beside(passage: &Passage<'_>, list: &List) -> Option<Said> {
    let head = list.head?;
    let own = sum(passage, Relation::Sum, head, &list.items)?;
    let (counted, items) = beside(passage, list, head)?;
    let (relation, reading) = sum(passage, Relation::Sum, counted, &items)?;
    let holds = |(relation, reading): &(Relation, Reading)| {
        crate::prose::reading::holds(*relation, reading, &passage.tokens.figures) == Some(true)
    };
    let spot = passage.spots().get(counted)?;
    let is_told = passage.lists().iter().any(|list| list.head == Some(counted) && list.is_whole);
    if !holds(&own) || is_told {
        return None;
    }
    crate::prose::compare::said(spot, vec![(relation, reading)], Vec::new())
}

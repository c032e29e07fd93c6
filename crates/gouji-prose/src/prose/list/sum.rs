//! Sums of lists.

use super::List;
use super::around::{is_rest_last, overlaps};
use super::hundred::{joined_shares, shares_of_hundred};
use super::named::are_of_divisions;
use super::parts::{
    counts_beside, is_counted_beside, is_just_over, is_one_turn_off, is_part_over, without_nested,
};
use super::total::{total, total_of_brackets, total_of_row};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Said, Slot};
use crate::prose::token::Sign;
use crate::prose::words::Class;
use gouji_values::number::Decimal;

pub(super) fn sum(
    passage: &Passage<'_>,
    relation: Relation,
    total: usize,
    items: &[usize],
) -> Option<(Relation, Reading)> {
    let figure = |at: usize| passage.spots().get(at).map(|spot| spot.figure);
    let items: Vec<(usize, i8)> = items.iter().filter_map(|at| Some((figure(*at)?, 1))).collect();
    let own = figure(total)?;
    let is_all =
        passage.tokens.figures.get(own).is_some_and(|figure| {
            figure.kind == Kind::Percent && figure.value == Decimal::ONE_HUNDRED
        });
    // 100% is all of it, exactly
    let total =
        if is_all { Filling::Number(own, Decimal::ONE_HUNDRED) } else { Filling::Figure(own, 1) };
    Some((
        relation,
        Reading { parts: vec![(Slot::Total, total)], ..Reading::default() }.with_items(&items),
    ))
}

/// Reads sums of lists.
pub(crate) fn sums(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for list in passage.lists() {
        out.extend(sum_of(passage, list));
        out.extend(counts_beside(passage, list));
    }
    for (at, spot) in passage.spots().iter().enumerate() {
        let is_score = spot.role == Role::Got
            && spot.words.contains(&Class::ScoreTotal)
            && !spot.words.iter().any(|class| matches!(class, Class::Weight | Class::Factor));
        // 满意及以上合计94.2%: the ranks above it, and none that bears its name in another one (不满意)
        let is_beyond = || passage.tokens.has_word("and_beyond", &spot.raw);
        if (spot.is_sum || is_score)
            && !is_beyond()
            && passage.is_figure(spot)
            && matches!(spot.role, Role::Value | Role::Share | Role::Got | Role::Weight)
        {
            out.extend(total(passage, at, spot));
        } else if !spot.is_sum && passage.is_figure(spot) && spot.role == Role::Value {
            out.extend(total_of_row(passage, at, spot));
            out.extend(total_of_brackets(passage, at, spot));
        }
    }
    shares_of_hundred(passage, out);
    joined_shares(passage, out);
    super::firsts::firsts(passage, out);
}

/// Whether a list may end behind the first of some items: what follows is joined to it by more than a mark of items, or is
/// no part like the others.
pub(super) fn may_leave_out(passage: &Passage<'_>, items: &[usize]) -> bool {
    let spots = passage.spots();
    let all: Vec<&Spot> = items.iter().filter_map(|at| spots.get(*at)).collect();
    all.windows(2).any(|pair| {
        matches!(pair, [a, b] if !b.goes_on
        || a.clause != b.clause
        || b.role != a.role
        || b.when.edge.is_some()
        || b.name.is_empty()
        // 基本支出50万元、项目支出30万元、基本支出中人员经费40万元
        || passage.tokens.has_word("among", &b.raw)
        || passage.between(a, b).any(|class| {
            matches!(class, Class::OfWhich | Class::Whole | Class::Scope | Class::Open)
        }))
    })
}

/// Whether a semicolon stands before each item of a list but the first: none is joined to it otherwise than the others.
fn are_parted_alike(passage: &Passage<'_>, items: &[usize]) -> bool {
    let mut rest = items.iter().skip(1).filter_map(|at| passage.spots().get(*at));
    rest.all(|spot| spot.opened == Some(Sign::Semicolon) && !spot.name.is_empty())
}

/// Whether points were got of those that the total is, before what is listed with what was got of it: 甲满分10分，得10分；乙50分，得48分；丙30分，
/// 得28分.
fn are_parts_of_others(passage: &Passage<'_>, list: &List, total: &Spot) -> bool {
    let has_got = |spot: &Spot| {
        let mut own = passage.in_sentence(spot).filter(|(_, own)| own.segment == spot.segment);
        own.any(|(_, own)| own.role == Role::Got && own.figure > spot.figure)
    };
    let mut items = list.items.iter().filter_map(|at| passage.spots().get(*at));
    total.role == Role::Weight
        && has_got(total)
        && items.all(|item| {
            item.segment != total.segment && item.opened == Some(Sign::Semicolon) && has_got(item)
        })
}

/// All of a row of amounts that a figure is the last of, in its unit.
fn row_that_ends(passage: &Passage<'_>, last: usize) -> Option<Filling> {
    let spot = passage.spots().get(last)?;
    let (_, nth, length) = spot.row?;
    let row = passage.spots().get(last.checked_sub(nth)?..=last)?;
    let figures = || row.iter().filter_map(|spot| passage.figure(spot));
    let (first, end) = (figures().next()?, figures().last()?);
    let all = figures().try_fold(Decimal::ZERO, |all, own| all.checked_add(own.value))?;
    let unit = end.value.checked_div(end.printed)?;
    let range = first.span.start..end.span.end;
    let value = all.checked_div(unit)?;
    (nth > 0 && nth + 1 == length).then_some(Filling::Worked { value, like: spot.figure, range })
}

/// A number of others with the one that the text is of: 本级及所属7家单位 are eight.
pub(in crate::prose) fn with_own(passage: &Passage<'_>, total: usize) -> Option<Filling> {
    let spot = passage.spots().get(total)?;
    let own = passage.figure(spot).filter(|own| own.kind == Kind::Count)?;
    let is_below = passage.tokens.words_of("own_and_below").any(|word| spot.raw.ends_with(word));
    is_below.then(|| Filling::Counted(own.value + Decimal::ONE, own.span.clone()))
}

fn sum_of(passage: &Passage<'_>, list: &List) -> Option<Said> {
    let head = list.head?;
    let spot = passage.spots().get(head)?;
    let figure = passage.figure(spot)?;
    let own: Vec<&Spot> = list.items.iter().filter_map(|at| passage.spots().get(*at)).collect();
    if are_of_divisions(passage, &own) || are_parts_of_others(passage, list, spot) {
        return None;
    }
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    if list.is_whole {
        let mut reading = sum(passage, Relation::Sum, head, &list.items)?;
        // 本级及所属7家单位，其中行政单位3家、事业单位5家
        if let Some(all) = with_own(passage, head) {
            let all = Reading { parts: vec![(Slot::Total, all)], ..reading.1.clone() };
            possible.push((Relation::Sum, all));
        }
        // 分别安排50万元、30万元，全部由省级60万元、市级20万元解决: all of the row
        if let Some(all) = row_that_ends(passage, head).filter(|_| list.is_entire) {
            reading.1.parts = vec![(Slot::Total, all)];
            return crate::prose::compare::said(spot, vec![reading], Vec::new());
        }
        let is_one_kind = list.items.iter().all(|at| {
            passage
                .spots()
                .get(*at)
                .and_then(|spot| passage.figure(spot))
                .is_some_and(|item| item.is_like(figure))
        });
        // 甲9万元，由乙5万元和丙4万元组成: lists in the list
        let is_even = are_parted_alike(passage, &list.items);
        let outer = if is_even { list.items.clone() } else { without_nested(passage, &list.items) };
        let is_flat = outer.len() == list.items.len();
        if list.is_closed
            && is_flat
            && (list.items.len() > 1 || list.is_entire && list.is_firm)
            && (figure.kind != Kind::Count
                || is_one_kind && (list.is_firm || is_rest_last(passage, &list.items)))
            && figure.kind != Kind::Percent
        {
            sure.push(reading);
        } else {
            possible.push(reading);
        }
        if !is_flat {
            possible.extend(sum(passage, Relation::Sum, head, &outer));
        }
        // it may end earlier, or hang on an earlier figure
        for end in 2..list.items.len() {
            if !is_even && may_leave_out(passage, list.items.get(end - 1..)?) {
                possible.extend(sum(passage, Relation::Sum, head, list.items.get(..end)?));
            }
        }
        for (other, near) in passage.near(spot) {
            let is_like = passage.figure(near).is_some_and(|near| near.is_like(figure));
            if is_like && other < head && !list.items.contains(&other) && list.items.len() > 1 {
                possible.extend(sum(passage, Relation::Sum, other, &list.items));
            }
        }
    } else {
        for end in 2..=list.items.len() {
            possible.extend(sum(passage, Relation::Sum, head, list.items.get(..end)?));
        }
        let holds = crate::prose::compare::holds_surely(passage, &possible);
        // 财政资金150万元、折资18万元，其中货币资金132万元: a part of all of them
        let is_of_all = passage.list_of(head).is_some() && is_part_over(passage, list, spot);
        let is_overlapping = list.items.last().is_some_and(|at| overlaps(passage, *at));
        let is_within = !is_overlapping
            && !is_of_all
            && list.is_closed
            && (figure.kind == Kind::Money && list.is_firm || is_just_over(passage, list, spot))
            && list.items.len() > 1
            || !is_overlapping && !is_of_all && is_part_over(passage, list, spot);
        // not all is listed: only what holds is said
        if list.is_open {
            possible.retain(|(relation, reading)| {
                crate::prose::reading::holds(*relation, reading, &passage.tokens.figures)
                    == Some(true)
            });
        }
        if !holds && is_counted_beside(passage, list, head) {
            sure.extend(sum(passage, Relation::Sum, head, &list.items));
        } else if !holds && !is_overlapping && is_one_turn_off(passage, list, head) {
            possible.truncate(0);
            possible.extend(sum(passage, Relation::Sum, head, &list.items));
        } else if !holds && is_within && with_own(passage, head).is_none() {
            sure.extend(sum(passage, Relation::Within, head, &list.items));
            possible.clear();
        }
    }
    crate::prose::compare::said(spot, sure, possible)
}

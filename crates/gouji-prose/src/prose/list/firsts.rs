//! The first of a list together: 前三项合计30万元, 前两类占收回问卷的94%.

use super::{List, is_item};
use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};
use gouji_values::number::Decimal;

/// Reads them.
pub(super) fn firsts(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for (at, spot) in passage.spots().iter().enumerate() {
        if passage.is_figure(spot) && spot.row.is_none() {
            out.extend(first(passage, at, spot));
        }
    }
}

fn first(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let own = passage.figure(spot)?;
    let (_, number) = passage.before(at).next()?;
    let count = passage.figure(number).filter(|count| count.is_spelled && count.is_figure())?;
    let many = usize::try_from(count.value.trunc().mantissa()).ok().filter(|many| *many > 1)?;
    if number.clause != spot.clause || number.stream != spot.stream {
        return None;
    }
    let from_end = side(passage, number)?;
    let (list, items) = list_before(passage, number)?;
    let head = list.head.and_then(|head| passage.spots().get(head));
    let is_plain = items.len() > many
        && items.iter().all(|item| is_item(item) && passage.is_figure(item) && item.row.is_none());
    if !is_plain {
        return None;
    }
    let picked = |items: &[&Spot]| -> Vec<(usize, i8)> {
        let range = if from_end { items.len() - many..items.len() } else { 0..many };
        items.get(range).unwrap_or(&[]).iter().map(|item| (item.figure, 1)).collect()
    };
    // as they stand, or by their size
    let mut ranked = items.clone();
    ranked.sort_by_key(|item| {
        std::cmp::Reverse(passage.figure(item).map_or(Decimal::ZERO, |figure| figure.value))
    });
    let like = |item: &&Spot| passage.figure(item).is_some_and(|figure| figure.is_like(own));
    let reading = |items: &[&Spot]| -> Option<(Relation, Reading)> {
        let items = picked(items);
        if own.kind == Kind::Percent {
            let is_share = matches!(spot.role, Role::Share | Role::Complete);
            let head = head?;
            let is_of_head =
                spot.of.is_empty() || crate::prose::same::common(&spot.of, &head.name) > 1;
            let parts = [(Slot::Whole, head.figure, 1), (Slot::Share, spot.figure, 1)];
            (is_share && is_of_head && passage.is_figure(head))
                .then(|| (Relation::ShareOfItems, Reading::of(parts).with_items(&items)))
        } else {
            let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
            (spot.is_sum && spot.role == Role::Value).then_some((Relation::Sum, reading))
        }
    };
    if own.kind != Kind::Percent && !items.iter().all(like) {
        return None;
    }
    let mut sure: Vec<(Relation, Reading)> = reading(&items).into_iter().collect();
    sure.extend(reading(&ranked).filter(|other| !sure.contains(other)));
    said(spot, sure, Vec::new())
}

/// Whether the last of a list are meant by the word before a number (后两项), or the first; `None` where neither is said.
fn side(passage: &Passage<'_>, number: &Spot) -> Option<bool> {
    let text = passage.text_before(number);
    let ends = |list: &str| passage.tokens.words_of(list).any(|word| text.ends_with(word));
    match (ends("first_of"), ends("last_of")) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

/// The list before a figure, in its sentence or the one before.
fn list_before<'a, 'b>(passage: &'b Passage<'a>, spot: &Spot) -> Option<(&'b List, Vec<&'a Spot>)> {
    let spots = passage.spots();
    passage.lists().iter().rev().find_map(|list| {
        let items: Vec<&Spot> = list.items.iter().filter_map(|at| spots.get(*at)).collect();
        let last = items.last()?;
        let is_near = last.figure < spot.figure && last.sentence + 1 >= spot.sentence;
        is_near.then_some((list, items))
    })
}

//! Shares of several items of a list together: 优良率, 非常满意和满意占92%.

use crate::prose::compare::said;
use crate::prose::list::List;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Reading, Relation, Said, Slot};

/// Reads them.
pub fn of_joined_items(passage: &Passage<'_>, out: &mut Vec<Said>) {
    for spot in passage.spots() {
        let is_rate = matches!(spot.role, Role::Share | Role::Named | Role::Complete)
            && spot.row.is_none()
            && passage
                .figure(spot)
                .is_some_and(|figure| figure.kind == Kind::Percent && figure.is_figure());
        if is_rate {
            out.extend(joined(passage, spot));
        }
    }
}

/// Which items of a list are counted off before a rate: 前三项合计占87%.
fn counted_off(passage: &Passage<'_>, list: &List, spot: &Spot) -> Option<Vec<usize>> {
    let at = passage.spots().partition_point(|other| other.figure < spot.figure);
    let (_, number) = passage.before(at).next()?;
    let figure = passage.figure(number).filter(|figure| figure.is_spelled)?;
    let count = usize::try_from(figure.value.trunc().mantissa()).ok()?;
    let is_own = number.sentence == spot.sentence && number.clause == spot.clause;
    let opens = passage.tokens.words_of("first_of").any(|word| number.raw.ends_with(word));
    let items: Vec<usize> =
        list.items.iter().filter_map(|at| passage.spots().get(*at)).map(|one| one.figure).collect();
    (is_own && opens && count > 1 && count < items.len())
        .then(|| items.into_iter().take(count).collect())
}

/// A rate whose name is those of several items of the list before it.
fn joined(passage: &Passage<'_>, spot: &Spot) -> Option<Said> {
    let spots = passage.spots();
    let before = passage.lists().iter().rev().filter(|list| {
        let last = list.items.last().and_then(|at| spots.get(*at));
        last.is_some_and(|last| last.figure < spot.figure && last.sentence + 1 >= spot.sentence)
    });
    let (list, head, items) = before
        .filter_map(|list| {
            let head = spots.get(list.head?).filter(|head| passage.is_figure(head))?;
            let items = items_named(passage, list, &spot.raw)
                .or_else(|| counted_off(passage, list, spot))?;
            Some((list, head, items))
        })
        .next()?;
    let is_all = list.items.len() == items.len();
    let items: Vec<(usize, i8)> = items.into_iter().map(|figure| (figure, 1)).collect();
    let reading = Reading::of([(Slot::Whole, head.figure, 1), (Slot::Share, spot.figure, 1)])
        .with_items(&items);
    let reading = vec![(Relation::ShareOfItems, reading)];
    if is_all { said(spot, Vec::new(), reading) } else { said(spot, reading, Vec::new()) }
}

/// The items, at least two, whose names a text joins; `None` where anything else stands in the text.
fn items_named(passage: &Passage<'_>, list: &List, text: &str) -> Option<Vec<usize>> {
    let spots: Vec<&Spot> = list.items.iter().filter_map(|at| passage.spots().get(*at)).collect();
    // words stand before the first name: 评为优的
    let label = |nth: usize, spot: &Spot, rest: &str| -> usize {
        let ends = spot.name.char_indices().filter_map(|(at, _)| spot.name.get(at..));
        let mut ends = ends.take(if nth == 0 { usize::MAX } else { 1 });
        ends.find(|name| rest.starts_with(*name)).map_or(0, str::len)
    };
    let joins = |rest: &str| -> usize {
        let joints = passage.tokens.words_of("joints");
        joints.filter(|word| rest.starts_with(*word)).map(str::len).max().unwrap_or(0)
    };
    let mut rest = text;
    let mut found: Vec<usize> = Vec::new();
    loop {
        let longest = spots
            .iter()
            .enumerate()
            .map(|(nth, spot)| (label(nth, spot, rest), spot.figure))
            .max_by_key(|(len, _)| *len)?;
        let (len, figure) = longest;
        if len == 0 || found.contains(&figure) {
            break;
        }
        found.push(figure);
        rest = rest.get(len..)?;
        rest = rest.get(joins(rest)..)?;
    }
    let is_tail =
        rest.is_empty() || passage.tokens.words_of("joined_ends").any(|word| word == rest);
    (found.len() > 1 && is_tail).then_some(found)
}

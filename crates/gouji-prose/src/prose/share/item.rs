//! The share of an item of the list of the sentence before: 支出9万元：甲6万元，乙3万元。甲占66.67%.

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};

/// The item that a sentence begins with and the total of its list.
pub(super) fn of_item(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<(usize, usize)> {
    let opens = passage.before(at).next().is_some_and(|(_, other)| other.sentence < spot.sentence);
    let is_own = spot.role == Role::Share
        && spot.row.is_none()
        && spot.of.is_empty()
        && spot.name.chars().count() > 1;
    if !opens || !is_own {
        return None;
    }
    let spots = passage.spots();
    let mut found = passage.lists().iter().filter(|list| list.is_whole).flat_map(|list| {
        list.items.iter().filter_map(|item| Some((*item, spots.get(*item)?, list.head?)))
    });
    let is_it = |(item, other, head): &(usize, &Spot, usize)| {
        other.name == spot.name
            && *item < at
            && other.sentence + 1 == spot.sentence
            && other.stream == spot.stream
            && other.row.is_none()
            && *item != *head
            && passage.is_figure(other)
            && spots.get(*head).is_some_and(|head| {
                passage.is_figure(head)
                    && passage
                        .figure(head)
                        .zip(passage.figure(other))
                        .is_some_and(|(a, b)| a.is_like(b))
            })
    };
    let (item, _, head) = found.find(is_it)?;
    found.all(|other| !is_it(&other)).then_some((item, head))
}

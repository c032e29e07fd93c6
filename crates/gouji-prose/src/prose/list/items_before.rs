//! The figures before a total.

use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};

/// The figures before a total that may be its items.
pub(super) struct ItemsBefore {
    pub(super) items: Vec<usize>,
    /// Those of the sentences before, the last one first.
    pub(super) earlier: Vec<usize>,
    /// How many items a word says there are.
    pub(super) counted: Option<usize>,
}

/// The figures before a total that may be its items, as far as nothing parts them from it.
pub(super) fn items_before(
    passage: &Passage<'_>,
    at: usize,
    spot: &Spot,
    like: &dyn Fn(&Spot) -> bool,
) -> Option<ItemsBefore> {
    let spots = passage.spots();
    let mut items: Vec<usize> = Vec::new();
    let mut earlier: Vec<usize> = Vec::new();
    let mut counted: Option<usize> = None;
    let mut counts_years = false;
    for (other, before) in passage.before(at) {
        if before.stream != spot.stream {
            if before.stream > spot.stream {
                continue;
            }
            break;
        }
        if before.sentence != spot.sentence {
            if like(before) && earlier.len() < 10 {
                earlier.push(other);
            }
            continue;
        }
        let figure = passage.figure(before)?;
        // 三年累计: not the number of the items
        let is_time = passage.tokens.lists.measures.contains_key(&figure.counter)
            || passage.tokens.words_of("year").any(|word| word == figure.counter);
        if figure.is_spelled && items.is_empty() && before.clause == spot.clause {
            counts_years = is_time;
            counted = usize::try_from(figure.value.trunc().mantissa()).ok();
            continue;
        }
        if like(before) {
            if !passage.is_figure(before) {
                // 约128万元、97万元: of a row all are about so much
                let row = before.row.map(|(number, _, _)| number);
                items.retain(|at| {
                    row.is_none()
                        || spots.get(*at).and_then(|item| item.row).map(|own| own.0) != row
                });
                break;
            }
            items.push(other);
        }
    }
    items.reverse();
    // 2021年4万元、2022年5万元，两年累计9万元: each of a year of its own
    if counts_years {
        let last = items.get(items.len().saturating_sub(counted.unwrap_or(0))..).unwrap_or(&[]);
        let mut years: Vec<Option<i32>> =
            last.iter().filter_map(|at| spots.get(*at)).map(|item| item.when.year).collect();
        let all = years.len();
        years.sort_unstable();
        years.dedup();
        if years.len() != all || years.contains(&None) {
            counted = None;
        }
    }
    Some(ItemsBefore { items, earlier, counted })
}

/// Whether points are those that may be got, and a total is of those that were: 产出50分（得47.5分）、效益30分（得28分），总得分75.5分.
pub(super) fn is_full(passage: &Passage<'_>, other: &Spot, total: &Spot) -> bool {
    let at = passage.spots().partition_point(|one| one.figure <= other.figure);
    let next = passage.spots().get(at).filter(|next| next.clause == other.clause);
    total.role == Role::Got
        && other.role != Role::Got
        && next.is_some_and(|next| next.role == Role::Got && next.name.is_empty())
}

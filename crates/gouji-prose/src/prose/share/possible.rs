//! The parts and wholes that a share may be of, where no word tells which they are.

use super::{Found, filling, is_alike, is_amount, is_subject, planned, reading, whole, whole_in};
use crate::prose::passage::Passage;
use crate::prose::place::Spot;
use crate::prose::reading::{Filling, Reading, Relation, Slot};

/// The readings that the grammar does not rule out, besides those that are sure.
pub(super) fn possible(
    passage: &Passage<'_>,
    (at, spot): (usize, &Spot),
    relation: Relation,
    (part, whole): (Option<usize>, Option<usize>),
    sure: &Found,
) -> Found {
    let reading = |part: usize, whole: usize| reading(passage, spot, part, whole, relation);
    // shares side by side are of parts side by side
    let steps =
        |part: &usize| match (spot.row, passage.spots().get(*part).and_then(|part| part.row)) {
            (Some((_, own, len)), Some((_, nth, of))) if len == of => own == nth,
            (Some(_), Some(_)) => false,
            _ => true,
        };
    // 甲2万元，占20%；乙5万元: what follows in another group of clauses is something else
    let is_elsewhere = |other: &Spot| {
        relation == Relation::Share
            && spot.of.is_empty()
            && other.figure > spot.figure
            && other.sentence == spot.sentence
            && other.segment > spot.segment
            && !other.is_sum
    };
    let near: Vec<usize> = passage
        .near(spot)
        .filter(|(_, other)| is_amount(passage, other) && !is_elsewhere(other))
        .map(|(at, _)| at)
        .take(24)
        .collect();
    let mut possible: Found = Vec::new();
    let is_vague = passage.figure(spot).is_some_and(|figure| figure.is_tenth);
    if !is_vague || sure.is_empty() {
        for part in &near {
            for whole in &near {
                if part != whole && steps(part) && is_alike(passage, *part, *whole) {
                    possible.extend(reading(*part, *whole));
                }
            }
        }
    }
    // 占乙的40%: the whole is told
    if let Some(whole) = whole
        && whole::is_told(passage, at, spot, whole)
    {
        let own = passage.spots().get(whole).map_or(usize::MAX, |whole| whole.figure);
        possible.retain(|(_, reading)| whole_in(reading) == own);
    }
    // 全年完成67万元，为预算66万元的101%: what another sentence did is not the part
    let part_in = |reading: &Reading| match filling(reading, Slot::Part) {
        Filling::Figure(part, _) => passage.spot_of(part),
        _ => None,
    };
    let own = sure.first().and_then(|(_, first)| part_in(first));
    if own.is_some_and(|own| is_subject(own, spot)) {
        possible.retain(|(_, other)| {
            part_in(other).is_none_or(|other| other.sentence == spot.sentence)
        });
    }
    planned::keep_plans(passage, (at, spot), &near, &mut possible);
    whole::keep_named(passage, at, spot, &mut possible);
    // the parts of a list are no shares of one another
    if relation == Relation::Share
        && spot.of.is_empty()
        && let Some(list) = part.and_then(|part| passage.list_of(part))
    {
        let items: Vec<usize> = list
            .items
            .iter()
            .filter_map(|at| passage.spots().get(*at))
            .map(|item| item.figure)
            .collect();
        possible.retain(|(_, reading)| !items.contains(&whole_in(reading)));
    }
    // upside down is no reading
    if let Some((_, first)) = sure.first() {
        let turned = |reading: &Reading| {
            reading.parts.iter().any(|part| *part == (Slot::Part, filling(first, Slot::Whole)))
                && reading
                    .parts
                    .iter()
                    .any(|part| *part == (Slot::Whole, filling(first, Slot::Part)))
        };
        possible.retain(|(_, reading)| !turned(reading));
    }
    possible
}

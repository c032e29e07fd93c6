//! Shares of the same whole as those beside them.

use super::whole::part_of;
use super::{filling, is_alike, reading};

use crate::prose::outcome::{Outcome, Told};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Filling, Relation, Slot};

/// Where the shares beside one are of the same whole, so is it: what the others of its sentence
/// rest on.
pub(crate) fn like_neighbours(passage: &Passage<'_>, told: &mut [Told]) {
    let spots = passage.spots();
    let spot_of = |figure: usize| {
        spots
            .get(spots.partition_point(|spot| spot.figure < figure))
            .filter(|spot| spot.figure == figure)
    };
    let mut wholes: Vec<(usize, usize)> = Vec::new();
    let mut wholes_of: Vec<(usize, usize)> = Vec::new();
    for one in told.iter() {
        if let (Some((Relation::Share, reading)), Some(spot)) =
            (one.said.readings.get(one.chosen), spot_of(one.said.anchor))
            && matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise)
            && spot.of.is_empty()
            && let Filling::Figure(whole, _) = filling(reading, Slot::Whole)
        {
            wholes.push((spot.sentence, whole));
            wholes_of.push((whole, spot.figure));
        }
    }
    for one in told.iter_mut().filter(|one| one.outcome.is_undecided()) {
        let Some(spot) =
            spot_of(one.said.anchor).filter(|spot| spot.role == Role::Share && spot.of.is_empty())
        else {
            continue;
        };
        let mut own = wholes
            .iter()
            .filter(|(sentence, _)| *sentence == spot.sentence)
            .map(|(_, whole)| *whole);
        let own: Vec<usize> = own.by_ref().collect();
        let Some(whole) =
            own.first().copied().filter(|first| own.iter().all(|other| other == first))
        else {
            continue;
        };
        // a whole is no part with a share of its own
        let is_part = spot_of(whole).is_some_and(|found| {
            let behind = spots.partition_point(|other| other.figure <= found.figure);
            spots.get(behind).is_some_and(|next| {
                next.role == Role::Share
                    && next.of.is_empty()
                    && next.name.is_empty()
                    && next.stream == found.stream
                    && found.role == Role::Value
            })
        });
        if is_part || own.len() < 2 && !is_telling(passage, told_share(&wholes_of, whole)) {
            continue;
        }
        let at = spots.partition_point(|other| other.figure < spot.figure);
        let Some(whole_at) =
            spot_of(whole).map(|found| spots.partition_point(|other| other.figure < found.figure))
        else {
            continue;
        };
        let Some(part) = part_of(passage, at, spot, Some(whole_at))
            .filter(|part| is_alike(passage, *part, whole_at))
            .filter(|part| !is_of_another_year(passage, *part, spot))
        else {
            continue;
        };
        let is_of_another = super::whole::opens_among(passage, part);
        if !is_of_another
            && let Some(reading) = reading(passage, spot, part, whole_at, Relation::Share)
            && crate::prose::reading::holds(reading.0, &reading.1, &passage.tokens.figures)
                == Some(false)
        {
            one.said.readings.insert(0, reading);
            one.said.sure = 1;
            one.chosen = 0;
            one.outcome = Outcome::Fails;
        }
    }
}

/// A share that rests on a whole.
fn told_share(wholes: &[(usize, usize)], whole: usize) -> Option<usize> {
    wholes.iter().find(|(own, _)| *own == whole).map(|(_, share)| *share)
}

/// Whether a share has so many digits that no other whole gives it by chance.
fn is_telling(passage: &Passage<'_>, share: Option<usize>) -> bool {
    const DIGITS: u32 = 3;
    let Some(figure) = share.and_then(|share| passage.tokens.figures.get(share)) else {
        return false;
    };
    figure.printed.mantissa().unsigned_abs() >= 10_u128.pow(DIGITS - 1)
}

/// Whether a share is of another year than a part, which has its own share: 占全年的40%，2023年该比重为38%.
pub(super) fn is_of_another_year(passage: &Passage<'_>, part: usize, share: &Spot) -> bool {
    let (Some(of), Some(year)) = (passage.spots().get(part), share.when.year) else { return false };
    let has_share = || {
        let between = passage.spots().iter().skip(part + 1);
        let mut between = between.take_while(|other| other.figure < share.figure);
        between.any(|other| other.role == Role::Share && other.when.year.is_none())
    };
    match of.when.year {
        Some(own) => own != year,
        None => has_share(),
    }
}

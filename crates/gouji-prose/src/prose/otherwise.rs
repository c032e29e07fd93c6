//! Sums that fail as they were read, though the figures beside their total come to it: then those are its parts.
//!
//! 总分94.22分 behind 按10分的权重折算为9.72分，其余84.5分: the last two figures come to the total, whatever list the
//! grammar took for its parts. A sum that leaves out a part of the list that fails is no such list: that is what a
//! wrong total looks like. Nor is a list that has the total already: where two lists are told of one total, each of them
//! has to come to it.

use super::outcome::{Outcome, Told};
use super::passage::Passage;
use super::place::{Role, Spot};
use super::product::is_rounded;
use super::reading::{Filling, Reading, Relation, Slot, holds, middle};
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;

/// At most this many figures beside a total are tried.
const FAR: usize = 12;

/// Chooses for each sum that fails the figures beside its total, where they come to it.
pub(super) fn beside_total(passage: &Passage<'_>, told: &mut [Told]) {
    let known: Vec<Vec<usize>> = told
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise))
        .filter_map(|one| match one.said.readings.get(one.chosen)? {
            (Relation::Sum, reading) => Some(reading.figures()),
            _ => None,
        })
        .collect();
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Fails) {
        let Some((Relation::Sum, failing)) = one.said.readings.get(one.chosen) else { continue };
        if let Some(other) = other_list(passage, failing, &known) {
            one.said.readings.push((Relation::Sum, other));
            one.chosen = one.said.readings.len() - 1;
            one.outcome = Outcome::HoldsOtherwise;
        }
    }
}

/// Chooses for each balance that fails without the parts of a change that is told with them: 期初9亿元、期末8亿元，收缩1亿元，
/// 期间收回3亿元、新增2亿元.
pub(super) fn parts_of_change(passage: &Passage<'_>, told: &mut [Told]) {
    let figures = &passage.tokens.figures;
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Fails) {
        let Some((Relation::Balance, failing)) = one.said.readings.get(one.chosen) else {
            continue;
        };
        let Some((opening, flows)) = failing.items.split_first() else { continue };
        let is_change = |item: &&Vec<(Slot, Filling)>| {
            let Some((_, Filling::Figure(figure, _))) = item.first() else { return false };
            let spot = passage.spot_of(*figure);
            spot.is_some_and(|spot| matches!(spot.role, Role::Change(_)))
        };
        let nets = flows.iter().filter(is_change).filter(|_| flows.len() > 1);
        let other = nets
            .map(|net| Reading {
                parts: failing.parts.clone(),
                items: vec![opening.clone(), net.clone()],
                ..Reading::default()
            })
            .find(|other| holds(Relation::Balance, other, figures) == Some(true));
        if let Some(other) = other {
            one.said.readings.push((Relation::Balance, other));
            one.chosen = one.said.readings.len() - 1;
            one.outcome = Outcome::HoldsOtherwise;
        }
    }
}

/// Leaves open what fails by an amount that another figure beside tells.
pub(super) fn lacking_told(passage: &Passage<'_>, told: &mut [Told]) {
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Fails) {
        let Some((relation, reading)) = one.said.readings.get(one.chosen) else { continue };
        let spot = passage.spot_of(one.said.anchor);
        let (Some(spot), Some(lacking)) = (spot, lacking(passage, *relation, reading)) else {
            continue;
        };
        let own = reading.figures();
        let is_told = passage.near(spot).any(|(_, other)| {
            !own.contains(&other.figure)
                && matches!(other.role, Role::Value | Role::Left | Role::Change(_))
                && passage.figure(other).is_some_and(|figure| {
                    figure.value == lacking
                        && passage.figure(spot).is_some_and(|own| own.is_like(figure))
                })
        });
        if is_told {
            one.outcome = Outcome::Open;
        }
    }
}

/// Leaves open a rough share whose part is the last item of a list: the whole of the list may be meant.
pub(super) fn share_of_list(told: &mut [Told]) {
    let items: QuickSet<usize> = told
        .iter()
        .filter(|one| one.outcome.agrees())
        .filter_map(|one| one.said.readings.get(one.chosen))
        .filter(|(relation, _)| *relation == Relation::Sum)
        .flat_map(|(_, reading)| reading.items.iter().flatten())
        .filter_map(|(_, filling)| match filling {
            Filling::Figure(figure, _) => Some(*figure),
            _ => None,
        })
        .collect();
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::Fails) {
        let Some((Relation::Vague, reading)) = one.said.readings.get(one.chosen) else { continue };
        let is_item = |(slot, filling): &(Slot, Filling)| matches!(filling, Filling::Figure(figure, _) if *slot == Slot::Part && items.contains(figure));
        if reading.parts.iter().any(is_item) {
            one.outcome = Outcome::Open;
        }
    }
}

/// Leaves open a product whose price may be a rounded quotient: 27.54万元，14.742万公里，折合每公里1.87元.
pub(super) fn rounded_price(passage: &Passage<'_>, told: &mut [Told]) {
    for one in told.iter_mut().filter(|one| !one.outcome.agrees()) {
        let Some(spot) = passage.spot_of(one.said.anchor) else { continue };
        let of_product = |(relation, _): &&(Relation, Reading)| *relation == Relation::Product;
        let products: Vec<(Relation, Reading)> =
            one.said.readings.iter().filter(of_product).cloned().collect();
        if is_rounded(passage, spot, &products) {
            one.outcome = Outcome::Open;
        }
    }
}

/// By how much a reading fails.
fn lacking(passage: &Passage<'_>, relation: Relation, reading: &Reading) -> Option<Decimal> {
    let figures = &passage.tokens.figures;
    let part = |slot: Slot| {
        let own = reading.parts.iter().find(|(own, _)| *own == slot);
        own.and_then(|(_, filling)| middle(filling, figures))
    };
    let by = match relation {
        Relation::Sum | Relation::Balance => {
            let mut items = reading.items.iter().flatten();
            let sum = items.try_fold(Decimal::ZERO, |sum, (_, filling)| {
                sum.checked_add(middle(filling, figures)?)
            })?;
            part(Slot::Total)?.checked_sub(sum)?
        }
        Relation::Left => {
            let by = part(Slot::Value)?.checked_sub(part(Slot::Base)?)?.abs();
            by.checked_sub(part(Slot::Change)?)?
        }
        _ => return None,
    };
    // one digit is soon met
    let by = by.abs().normalize();
    (by.mantissa().unsigned_abs() >= 10).then_some(by)
}

fn other_list(passage: &Passage<'_>, failing: &Reading, known: &[Vec<usize>]) -> Option<Reading> {
    let total = failing.parts.iter().find_map(|(slot, filling)| match filling {
        Filling::Figure(figure, 1) if *slot == Slot::Total => Some(*figure),
        _ => None,
    })?;
    let spot = passage.spot_of(total)?;
    let own = passage.figure(spot)?;
    let like: Vec<&Spot> = passage
        .near(spot)
        .map(|(_, other)| other)
        .filter(|other| {
            let figure = passage.figure(other);
            figure.is_some_and(|figure| figure.is_figure() && figure.is_like(own))
        })
        .collect();
    let at = like.iter().position(|other| other.figure == total)?;
    let before = (at.saturating_sub(FAR)..at.saturating_sub(1)).map(|first| first..at);
    let behind = (at + 3..=like.len().min(at + 1 + FAR)).map(|end| at + 1..end);
    let items = failing.figures();
    // the same number twice is the total again, not a part
    let is_again = |figure: usize| {
        let figure = passage.tokens.figures.get(figure);
        figure.is_some_and(|figure| figure.value == own.value)
    };
    let reading = |figures: Vec<usize>| {
        let figures: Vec<(usize, i8)> = figures.into_iter().map(|figure| (figure, 1)).collect();
        let other = Reading::of([(Slot::Total, total, 1)]).with_items(&figures);
        (holds(Relation::Sum, &other, &passage.tokens.figures) == Some(true)).then_some(other)
    };
    let once: Vec<usize> =
        items.iter().copied().filter(|item| *item != total && !is_again(*item)).collect();
    let beside = before.chain(behind).filter_map(|range| {
        let figures: Vec<usize> = like.get(range)?.iter().map(|spot| spot.figure).collect();
        let are_all = |all: &[usize]| figures.iter().all(|figure| all.contains(figure));
        let is_open = !are_all(&items)
            && !known.iter().any(|known| are_all(known))
            && !figures.iter().any(|figure| is_again(*figure));
        is_open.then_some(figures)
    });
    (once.len() > 1 && once.len() + 1 < items.len())
        .then_some(once)
        .into_iter()
        .chain(beside)
        .find_map(reading)
}

//! What other things that are said of the same figures tell of a reading.

use super::choose;
use super::outcome::{Outcome, Told};
use super::passage::Passage;
use super::reading::{Reading, Relation, Slot};
use super::slip::is_equation;
use gouji_values::hash::{QuickMap, QuickSet};

/// Takes away readings that hold, but belong to another figure: the same figures hold for that one as
/// the grammar says. 总计80万元……，总计80万元: the second total is not that of the first list.
pub(super) fn told_elsewhere(told: &mut [Told], passage: &Passage<'_>) {
    let others = |one: &Told| -> Option<(Relation, Vec<usize>)> {
        let (relation, reading) = one.said.readings.get(one.chosen)?;
        let mut figures = reading.figures();
        figures.retain(|figure| *figure != one.said.anchor);
        Some((*relation, figures))
    };
    // by what holds, the figures that it is said by
    let mut surely: QuickMap<(Relation, Vec<usize>), Vec<usize>> = QuickMap::default();
    for one in told.iter().filter(|one| one.outcome == Outcome::Holds) {
        if let Some(own) = others(one) {
            surely.entry(own).or_default().push(one.said.anchor);
        }
    }
    for one in told {
        while one.outcome == Outcome::HoldsOtherwise
            && others(one).is_some_and(|own| {
                let mut anchors = surely.get(&own).into_iter().flatten();
                own.1.len() > 1 && anchors.any(|anchor| *anchor != one.said.anchor)
            })
        {
            let mut said = one.said.clone();
            said.readings.remove(one.chosen);
            *one = choose(said, passage);
        }
    }
}

/// A rate is of what its change is from: 决算86万元，2022年度108万元，减少22万元，下降25.58%. That the change comes out says
/// which amount is the older one, so a rate of the other one is wrong.
pub(super) fn rates_of_changes(told: &mut [Told], passage: &Passage<'_>) {
    let figure = |reading: &Reading, slot: Slot| {
        let part = reading.parts.iter().find(|(own, _)| *own == slot);
        part.and_then(|(_, filling)| filling.figure())
    };
    let ends = |reading: &Reading| {
        Some((
            figure(reading, Slot::Change)?,
            figure(reading, Slot::Value)?,
            figure(reading, Slot::Base)?,
        ))
    };
    let chosen = |one: &Told| one.said.readings.get(one.chosen).cloned();
    let changes = told.iter().filter(|one| one.outcome.agrees()).filter_map(chosen);
    let changes: Vec<_> = changes
        .filter(|(relation, _)| *relation == Relation::Change)
        .filter_map(|(_, reading)| ends(&reading))
        .collect();
    for one in told.iter_mut().filter(|one| one.outcome == Outcome::HoldsOtherwise) {
        let Some((Relation::Growth, own)) = chosen(one) else { continue };
        let of = changes.iter().find(|(change, value, _)| {
            figure(&own, Slot::Change) == Some(*change) && figure(&own, Slot::Base) == Some(*value)
        });
        let Some((_, value, base)) = of else { continue };
        let is_of = |(_, reading): &(Relation, Reading)| {
            figure(reading, Slot::Base).is_none_or(|own| own == *base)
                && figure(reading, Slot::Value).is_none_or(|own| own == *value)
        };
        let mut said = one.said.clone();
        said.readings.retain(is_of);
        said.sure = said.readings.len();
        if !said.readings.is_empty() {
            *one = choose(said, passage);
        }
    }
}

/// Takes back what fails where the same figures hold in another relation: 结余7万元（到位10万元，支出3万元） is no
/// list of its parts.
pub(super) fn told_by_others(told: &mut [Told]) {
    let figures = |one: &Told| -> Vec<usize> {
        let reading = one.said.readings.get(one.chosen).map(|(_, reading)| reading.figures());
        let mut own = reading.unwrap_or_default();
        own.sort_unstable();
        own.dedup();
        own
    };
    let holding: QuickSet<Vec<usize>> = told
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise))
        .filter(|one| {
            let reading = one.said.readings.get(one.chosen);
            reading.is_some_and(|(relation, _)| is_equation(*relation))
        })
        .map(figures)
        .filter(|own| own.len() > 2)
        .collect();
    // 年初80万元，追加30万元，调减10万元，全年100万元: what is taken off is one of several moves
    let moves: QuickSet<usize> = told
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Holds | Outcome::HoldsOtherwise))
        .filter_map(|one| one.said.readings.get(one.chosen))
        .filter(|(relation, reading)| {
            matches!(relation, Relation::Balance | Relation::Sum) && reading.items.len() > 2
        })
        .flat_map(|(_, reading)| reading.figures())
        .collect();
    let lists: Vec<(usize, Vec<usize>)> =
        told.iter().filter(|one| one.outcome == Outcome::Holds).filter_map(list_of).collect();
    // 共80万元：中央50万元、省级20万元、县级10万元: what is an item of a list is not the total of the others
    let is_item = |one: &Told| {
        list_of(one).is_some_and(|(total, items)| {
            lists.iter().any(|(_, all)| {
                all.len() > items.len()
                    && all.contains(&total)
                    && items.iter().all(|item| all.contains(item))
            })
        })
    };
    let of_items: Vec<bool> = told.iter().map(is_item).collect();
    for (one, is_item) in told.iter_mut().zip(of_items) {
        let is_move = one.said.readings.get(one.chosen).is_some_and(|(relation, _)| {
            *relation == Relation::Change && moves.contains(&one.said.anchor)
        });
        if one.outcome == Outcome::Fails && (is_move || is_item || holding.contains(&figures(one)))
        {
            one.outcome = Outcome::Open;
        }
        one.is_proven &= !is_item;
    }
}

/// The total and the items of a list that is told.
fn list_of(one: &Told) -> Option<(usize, Vec<usize>)> {
    let (relation, reading) = one.said.readings.get(one.chosen)?;
    let total = reading.parts.iter().find(|(slot, _)| *slot == Slot::Total)?;
    (*relation == Relation::Sum).then(|| Some((total.1.figure()?, reading.item_figures())))?
}

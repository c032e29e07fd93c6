//! Whether what a passage says of its figures could have failed.
//!
//! A reading is chosen among several, and some readings are looked for only where the figures come
//! near. So that a reading holds is proof only if it would not have given way to another, or to
//! none, had one of its figures been wrong. The test is the thing itself: one digit of a figure is
//! changed, and the passage is read again. A change that the rounding of what is printed hides
//! tells nothing either way.

use super::decode::frame::Frame;
use super::mistaken::mistaken;
use super::outcome::{Outcome, Told};
use super::passage::Passage;
use super::place::{Layout, Role, Spot};
use super::reading::{Filling, Reading, Relation, Slot, holds};
use super::slip::is_equation;
use super::token::Tokens;
use super::{READERS, Spoken, said, said_of};

/// In a passage of more figures nothing is proven: the work grows with their square.
const MOST: usize = 100;

/// Marks what holds, but would not be told if one of its figures were wrong.
pub(super) fn prove(tokens: &Tokens, layout: &Layout, spoken: &mut Spoken, frames: &[Frame]) {
    let told = &mut spoken.told;
    let mut figures: Vec<usize> = told
        .iter()
        .filter(|one| one.outcome.agrees())
        .filter_map(chosen)
        .flat_map(|(_, reading)| own(reading))
        .collect();
    figures.sort_unstable();
    figures.dedup();
    // each change costs a reading of the whole passage
    if tokens.figures.len() > MOST {
        for one in told.iter_mut().filter(|one| one.outcome.agrees()) {
            one.is_proven = false;
        }
        return;
    }
    let mut changed = tokens.clone();
    // of each thing said how many changes of it were told, and how many a bound hides
    let mut is_told = vec![0_usize; told.len()];
    let mut is_hidden = vec![0_usize; told.len()];
    for at in figures {
        // a number in words is not mistaken by a digit; 四个方面 before three names is
        let is_count = |one: &Told| {
            speaks_of(one, at)
                && chosen(one).is_some_and(|(relation, _)| *relation == Relation::Count)
        };
        let printed = tokens
            .figures
            .get(at)
            .filter(|figure| !figure.is_spelled || spoken.told.iter().any(is_count));
        let Some(printed) = printed else { continue };
        for other in mistaken(printed) {
            if let Some(figure) = changed.figures.get_mut(at) {
                *figure = other;
            }
            // what still holds is hidden by rounding, or by a bound that is kept
            let is_open = |one: &Told| {
                one.is_proven
                    && one.outcome.agrees()
                    && chosen(one).is_some_and(|(relation, reading)| {
                        own(reading).any(|own| own == at)
                            && holds(*relation, reading, &changed.figures) != Some(true)
                    })
            };
            for (one, hidden) in spoken.told.iter().zip(&mut is_hidden) {
                *hidden += usize::from(is_bound(one) && speaks_of(one, at) && !is_open(one));
            }
            let open: Vec<usize> = spoken
                .told
                .iter()
                .enumerate()
                .filter(|(_, one)| is_open(one))
                .map(|(nth, _)| nth)
                .collect();
            if open.is_empty() {
                continue;
            }
            let tells = frames.iter().any(|frame| frame.is_broken(at, &changed.figures))
                || is_told_at_once(&changed, layout, (at, &open), spoken)
                || said(Passage::new(&changed, layout)).told.iter().any(|one| tells(one, at));
            for nth in open {
                if let (Some(one), Some(is_told)) = (spoken.told.get_mut(nth), is_told.get_mut(nth))
                {
                    *is_told += usize::from(tells);
                    one.is_proven &= tells;
                }
            }
        }
        if let Some(figure) = changed.figures.get_mut(at) {
            figure.clone_from(printed);
        }
    }
    for ((one, is_told), is_hidden) in spoken.told.iter_mut().zip(is_told).zip(is_hidden) {
        let says_numbers = chosen(one).is_some_and(|(_, reading)| own(reading).next().is_some());
        if one.outcome.agrees() && says_numbers && is_told <= is_hidden {
            one.is_proven = false;
        }
    }
}

/// Whether something that is told of a figure is wrong.
fn tells(one: &Told, figure: usize) -> bool {
    matches!(one.outcome, Outcome::Fails | Outcome::Slipped) && speaks_of(one, figure)
}

/// Whether a reader that spoke of a figure tells that it is wrong, once it was changed, and nothing that other readers
/// say takes that back: then the others need not be asked. `open` is what they said of it that holds no longer.
fn is_told_at_once(
    changed: &Tokens,
    layout: &Layout,
    (at, open): (usize, &[usize]),
    spoken: &Spoken,
) -> bool {
    let reader_of = |nth: usize| spoken.ends.partition_point(|end| *end <= nth);
    let mut readers: Vec<usize> = open.iter().map(|nth| reader_of(*nth)).collect();
    readers.dedup();
    // what a list is depends on its own figures, and on the shares behind them
    let is_listed = |spot: &Spot| {
        spot.figure == at
            && (spot.role == Role::Share
                || spoken.lists.iter().any(|list| {
                    let own = list.items.iter().copied().chain(list.head);
                    own.filter_map(|own| layout.spots.get(own)).any(|own| own.figure == at)
                }))
    };
    let passage = if layout.spots.iter().any(is_listed) {
        Passage::new(changed, layout)
    } else {
        Passage::with_lists(changed, layout, spoken.lists.clone())
    };
    readers.into_iter().any(|number| {
        let Some(reader) = READERS.get(number) else { return false };
        let others = || {
            let told = spoken.told.iter().enumerate();
            told.filter(|(nth, _)| reader_of(*nth) != number).map(|(_, one)| one)
        };
        said_of(at, *reader, &passage).iter().any(|one| tells(one, at) && stands(one, &others))
    })
}

/// Whether what fails does so whatever others say.
fn stands<'t, I: Iterator<Item = &'t Told>>(one: &Told, others: &dyn Fn() -> I) -> bool {
    if one.outcome == Outcome::Slipped {
        // the shares beside it may tell which whole is meant
        return one.said.readings.iter().all(|(relation, _)| *relation != Relation::Share);
    }
    let Some((relation, reading)) = chosen(one) else { return false };
    let figures = |reading: &Reading| {
        let mut figures = reading.figures();
        figures.sort_unstable();
        figures.dedup();
        figures
    };
    let readings = || others().flat_map(|other| &other.said.readings);
    // one of several moves
    let is_move = *relation == Relation::Change
        && readings().any(|(relation, reading)| {
            matches!(relation, Relation::Balance | Relation::Sum)
                && reading.items.len() > 2
                && reading.figures().contains(&one.said.anchor)
        });
    let own = figures(reading);
    // the same figures in another relation
    let is_said_otherwise = || {
        own.len() > 2
            && readings().any(|(relation, other)| {
                is_equation(*relation)
                    && other.parts.len() + other.items.len() >= own.len()
                    && figures(other) == own
            })
    };
    !is_move && !is_said_otherwise()
}

/// Whether it says that parts are no more than their whole, or that a share keeps to one side of a limit: most other numbers
/// are so, too.
fn is_bound(told: &Told) -> bool {
    let has = |reading: &Reading, slot: Slot| reading.parts.iter().any(|(own, _)| *own == slot);
    chosen(told).is_some_and(|(relation, reading)| match relation {
        Relation::Within => true,
        Relation::Vague => !(has(reading, Slot::Least) && has(reading, Slot::Most)),
        _ => false,
    })
}

fn speaks_of(told: &Told, figure: usize) -> bool {
    chosen(told).is_some_and(|(_, reading)| own(reading).any(|own| own == figure))
}

fn chosen(told: &Told) -> Option<&(Relation, Reading)> {
    told.said.readings.get(told.chosen)
}

/// The figures of a reading that are printed as numbers.
fn own(reading: &Reading) -> impl Iterator<Item = usize> + '_ {
    let parts = reading.parts.iter().chain(reading.items.iter().flatten());
    parts.filter_map(|(_, filling)| match filling {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
    })
}

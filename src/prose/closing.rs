//! What is left of an amount, told by one character of its words: 应缴318万元，已缴296万元，应缴未缴22万元.
//!
//! The words for what is left are without number, their characters are few (余、剩、未、尚). So no word is asked
//! for: where the figures of one kind in a sentence are no others than a first one, what went off it or came to it, and a
//! last one with such a character, the last one is what is left. Which way each of them goes stays open where no word
//! tells it: any way that comes out is what is meant. Where none does, the last figure is only wrong if all ways are
//! told, or if a slip of the pen explains it.

use super::passage::Passage;
use super::place::{Role, Spot};
use super::reading::{Reading, Relation, Said, Slot};
use super::token::Sign;
use super::words::Class;

/// So many figures may go off or come between the first and the last.
const MOST: usize = 3;

/// Adds what is left, of figures that are not told to be left by a word of their own.
pub(super) fn closing(passage: &Passage<'_>, said: &mut Vec<Said>) {
    let spots = passage.spots().iter().enumerate();
    let found: Vec<Said> = spots
        .filter(|(_, spot)| passage.is_figure(spot) && !is_told(said, spot))
        .filter_map(|(at, spot)| left(passage, at, spot))
        .collect();
    said.extend(found);
}

/// Whether a relation ends in a figure, whatever it is.
fn is_told(said: &[Said], spot: &Spot) -> bool {
    said.iter().any(|one| {
        one.anchor == spot.figure
            && one.readings.iter().any(|(relation, _)| {
                matches!(
                    relation,
                    Relation::Left
                        | Relation::Balance
                        | Relation::Sum
                        | Relation::Change
                        | Relation::Same
                        | Relation::Product
                        | Relation::Mean
                )
            })
    })
}

fn left(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let figure = passage.figure(spot)?;
    let is_like = |other: &Spot| passage.figure(other).is_some_and(|other| other.is_like(figure));
    let all: Vec<&Spot> = passage
        .in_sentence(spot)
        .map(|(_, other)| other)
        .filter(|other| other.stream == spot.stream && is_like(other))
        .collect();
    let (last, before) = all.split_last()?;
    let (first, between) = before.split_first()?;
    let previous = passage.spots().get(at.checked_sub(1)?)?;
    let own = passage.text_from(previous, spot);
    let has = |list: &str, text: &str| passage.tokens.has_word(list, text);
    let is_plain = |spot: &Spot| {
        passage.is_figure(spot)
            && matches!(spot.role, Role::Value | Role::Left | Role::Got | Role::PlanOf)
            && spot.row.is_none()
            && !spot.is_sum
            && spot.segment == last.segment
    };
    let is_open = passage.between(first, spot).any(|class| {
        matches!(
            class,
            Class::OfWhich
                | Class::Whole
                | Class::Open
                | Class::Compare
                | Class::Each
                | Class::Respectively
        )
    });
    let is_all = last.figure == spot.figure
        && (1..=MOST).contains(&between.len())
        && all.iter().all(|one| is_plain(one))
        && has("closing_marks", &own)
        && !spot.when.is_last
        && spot.when.edge != Some(Class::Start)
        && !passage.has_sign_between(first, spot, Sign::Item)
        && passage.list_of(at).is_none()
        && !is_open;
    if !is_all {
        return None;
    }
    let is_surely_left = has("rest_marks", &own);
    let value = |spot: &Spot| passage.figure(spot).map(|figure| figure.value);
    let is_first_greatest = between.iter().all(|other| value(other) <= value(first));
    if let [off] = between {
        let reading = Reading::of([
            (Slot::Value, first.figure, 1),
            (Slot::Base, off.figure, 1),
            (Slot::Change, spot.figure, 1),
        ]);
        let readings = vec![(Relation::Left, reading)];
        let sure = usize::from(is_surely_left);
        return is_first_greatest.then_some(Said { readings, sure, anchor: spot.figure });
    }
    let is_opening = first.when.edge == Some(Class::Start) || has("closing_marks", &first.raw);
    if !is_first_greatest && !is_opening {
        return None;
    }
    let told: Option<Vec<i8>> =
        before.windows(2).map(|pair| way(passage, pair.first()?, pair.last()?)).collect();
    let told = told.filter(|_| is_opening && is_surely_left);
    let others = signs(between.len()).filter(|signs| Some(signs) != told.as_ref());
    let readings = told.iter().cloned().chain(others).map(|signs| {
        let moved = between.iter().zip(signs).map(|(other, sign)| (other.figure, sign));
        let items: Vec<(usize, i8)> = [(first.figure, 1)].into_iter().chain(moved).collect();
        (Relation::Balance, Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items))
    });
    Some(Said {
        readings: readings.collect(),
        sure: usize::from(told.is_some()),
        anchor: spot.figure,
    })
}

/// Which way a figure goes behind the one before it, where words tell it.
fn way(passage: &Passage<'_>, before: &Spot, spot: &Spot) -> Option<i8> {
    let own = passage.text_from(before, spot);
    let has = |lists: [&str; 2]| lists.iter().any(|list| passage.tokens.has_word(list, &own));
    match (has(["flow_in", "income"]), has(["flow_out", "outgo"])) {
        (true, false) => Some(1),
        (false, true) => Some(-1),
        _ => None,
    }
}

/// All ways in which so many figures may go, off first.
fn signs(count: usize) -> impl Iterator<Item = Vec<i8>> {
    (0..1_usize << count)
        .map(move |ways| (0..count).map(|at| if ways >> at & 1 == 0 { -1 } else { 1 }).collect())
}

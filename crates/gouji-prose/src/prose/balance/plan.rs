//! A budget and what was put on it and taken off it: 年初预算80万元，追加30万元，收回10万元，全年预算100万元.

use crate::prose::compare::said;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Said, Slot};
use crate::prose::words::Class;

/// Reads a budget after several adjustments.
pub(super) fn adjusted(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<Said> {
    let is_final = spot.when.stage == Some(Class::PlanFinal)
        && matches!(spot.role, Role::Value | Role::To(_))
        && spot.row.is_none()
        && !spot.when.is_last
        && passage.is_figure(spot);
    if !is_final {
        return None;
    }
    let (first, mut moves) = first_and_moves(passage, at, spot)?;
    // 调减90万元，其中调剂50万元: a part of a move is none itself
    let all = moves.len();
    moves.retain(|other| !other.words.contains(&Class::OfWhich));
    let has_parts = moves.len() < all;
    let signs: Vec<(usize, Option<i8>)> =
        moves.iter().map(|other| (other.figure, sign(passage, other))).collect();
    let is_plain = moves.iter().all(|other| {
        passage.is_figure(other)
            && other.row.is_none()
            && !other.is_sum
            && !other.when.is_last
            && !other.words.iter().any(|class| {
                matches!(class, Class::Compare | Class::YearOnYear | Class::Against | Class::Share)
            })
    });
    let are_moves = moves.iter().all(|other| is_move(other));
    let is_parted = passage.between(first, spot).any(|class| match class {
        Class::OfWhich => !has_parts,
        Class::Scope => true,
        // 因甲、乙等共调增5万元
        Class::Open => !are_moves,
        _ => false,
    });
    if moves.len() < 2 || !is_plain || is_parted || signs.iter().any(|(_, sign)| sign.is_none()) {
        return None;
    }
    let items: Vec<(usize, i8)> = std::iter::once((first.figure, 1))
        .chain(signs.iter().filter_map(|(figure, sign)| Some((*figure, (*sign)?))))
        .collect();
    let reading = Reading::of([(Slot::Total, spot.figure, 1)]).with_items(&items);
    let readings = vec![(Relation::Balance, reading)];
    if has_parts { said(spot, Vec::new(), readings) } else { said(spot, readings, Vec::new()) }
}

/// The budget at first and the figures between it and another, which may stand in the sentence behind it.
fn first_and_moves<'b>(
    passage: &Passage<'b>,
    at: usize,
    spot: &Spot,
) -> Option<(&'b Spot, Vec<&'b Spot>)> {
    let like = |other: &Spot| {
        other.stream == spot.stream
            && passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
    };
    let is_first = |other: &Spot| {
        other.role == Role::Value
            && matches!(other.when.stage, Some(Class::PlanFirst | Class::Plan))
            && !other.when.is_last
            && other.row.is_none()
            && passage.is_figure(other)
    };
    let before: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence + 1 >= spot.sentence)
        .filter(|other| like(other))
        .collect();
    let mut own: Vec<&Spot> =
        before.iter().copied().filter(|other| other.sentence == spot.sentence).collect();
    if own.last().is_some_and(|first| is_first(first)) {
        let first = own.pop()?;
        own.reverse();
        return Some((first, own));
    }
    let earlier: Vec<&Spot> =
        before.iter().copied().filter(|other| other.sentence != spot.sentence).collect();
    own.reverse();
    match earlier.as_slice() {
        [only] if is_first(only) => Some((only, own)),
        _ => None,
    }
}

fn is_move(spot: &Spot) -> bool {
    matches!(spot.role, Role::Adjust(1 | -1) | Role::Change(1 | -1))
}

/// Which way an amount moves a budget: by its part, or by the last word that says so.
fn sign(passage: &Passage<'_>, spot: &Spot) -> Option<i8> {
    match spot.role {
        Role::Adjust(sign @ (1 | -1)) | Role::Change(sign @ (1 | -1)) => Some(sign),
        Role::Value => {
            let last = |list: &str| {
                let words = passage.tokens.words_of(list);
                words.filter_map(|word| Some(spot.raw.rfind(word)? + word.len())).max()
            };
            match (last("plan_in"), last("plan_out")) {
                (None, None) => None,
                (come, gone) if come == gone => None,
                (come, gone) => Some(if come > gone { 1 } else { -1 }),
            }
        }
        _ => None,
    }
}

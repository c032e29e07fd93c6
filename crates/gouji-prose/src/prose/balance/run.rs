//! The figures that a balance is made of.

use super::way::{Way, direction};
use super::{Term, is_stock, state, term, year};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// The figures of the kind of a closing before it, back to the closing before, in order: those of
/// its sentence; where it is the first there, those of the sentence before.
pub(super) fn before<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Vec<&'b Spot> {
    let own = passage.figure(spot);
    let like = |other: &Spot| {
        other.stream == spot.stream
            && passage.figure(other).zip(own).is_some_and(|(a, b)| a.is_like(b))
    };
    let all: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence + 2 >= spot.sentence)
        .filter(|other| like(other))
        .collect();
    let sentence = all.first().map_or(0, |nearest| nearest.sentence);
    if sentence + 1 < spot.sentence {
        return Vec::new();
    }
    let year = year(&all, spot);
    let mut run: Vec<&Spot> = Vec::new();
    // 年初结余6万元。当年收入3万元，支出2万元，年末结余7万元: the only figure of the sentence before
    let has_opening = all
        .iter()
        .take_while(|other| other.sentence == sentence)
        .any(|other| matches!(term(passage, other, spot, year), Term::Opening));
    let mut earlier = all.iter().filter(|other| other.sentence + 1 == sentence);
    let lone = earlier.next().filter(|_| !has_opening && earlier.next().is_none());
    let lone = lone.filter(|lone| matches!(term(passage, lone, spot, year), Term::Opening));
    let lone = lone.map(|lone| lone.figure);
    for other in
        all.into_iter().take_while(|other| other.sentence == sentence || Some(other.figure) == lone)
    {
        let is_other_closing = state(passage, other).0 == Some(Class::End)
            && !matches!(term(passage, other, spot, year), Term::Opening);
        if is_other_closing || passage.has_sign_between(other, spot, Sign::Edge) {
            break;
        }
        run.push(other);
    }
    run.reverse();
    run
}

/// The figures of the kind of a closing in the sentence before its own.
pub(super) fn sentence_before<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Vec<&'b Spot> {
    let mut run: Vec<&Spot> = passage
        .before(at)
        .map(|(_, other)| other)
        .filter(|other| other.sentence + 1 == spot.sentence && other.stream == spot.stream)
        .filter(|other| {
            passage.figure(other).zip(passage.figure(spot)).is_some_and(|(a, b)| a.is_like(b))
        })
        .collect();
    run.reverse();
    run
}

/// What a closing is made of, told behind it: 年末余额80万元，由年初余额90万元，加收入10万元，减支出20万元形成.
pub(super) fn behind<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Vec<&'b Spot> {
    let own = passage.figure(spot);
    let run: Vec<&Spot> = passage
        .after(at)
        .map(|(_, other)| other)
        .take_while(|other| other.sentence == spot.sentence)
        .filter(|other| {
            other.stream == spot.stream
                && passage.figure(other).zip(own).is_some_and(|(a, b)| a.is_like(b))
        })
        .collect();
    let is_made = run.first().is_some_and(|first| {
        first.clause == spot.clause + 1
            && first.when.edge == Some(Class::Start)
            && first.words.contains(&Class::From)
    });
    if is_made { run } else { Vec::new() }
}

/// What was put on and taken off, told behind both states: 由年初90万元变为年末80万元，新增10万元、处置20万元.
pub(super) fn changes_behind<'b>(passage: &Passage<'b>, at: usize, spot: &Spot) -> Vec<&'b Spot> {
    let own = passage.figure(spot);
    let run: Vec<&Spot> = passage
        .after(at)
        .map(|(_, other)| other)
        .take_while(|other| other.segment == spot.segment && other.stream == spot.stream)
        .filter(|other| passage.figure(other).zip(own).is_some_and(|(a, b)| a.is_like(b)))
        .collect();
    let ways = |spot: &Spot| match (spot.role, direction(passage, spot)) {
        (Role::Change(1), _) | (Role::Value, Way::In) => (true, false),
        (Role::Change(-1), _) | (Role::Value, Way::Out) => (false, true),
        (Role::Value, Way::Both) => (true, true),
        _ => (false, false),
    };
    let are_changes = run.iter().all(|spot| ways(spot) != (false, false) && spot.against.is_none());
    let is_both =
        run.len() > 1 && run.iter().any(|spot| ways(spot).0) && run.iter().any(|spot| ways(spot).1);
    if are_changes && is_both { run } else { Vec::new() }
}

/// The figure behind a closing that is left, too.
pub(super) fn second(passage: &Passage<'_>, at: usize, spot: &Spot) -> Option<usize> {
    let own = passage.figure(spot)?;
    let (_, next) = passage.after(at).find(|(_, next)| next.stream == spot.stream)?;
    let is_rest = next.sentence == spot.sentence
        && passage.figure(next).is_some_and(|figure| figure.is_like(own))
        && (next.role == Role::Left
            || next.when.edge == Some(Class::End)
            || is_stock(passage, next));
    is_rest.then_some(next.figure)
}

//! Figures side by side, parted by marks of items.

use super::{Role, Spot};
use crate::prose::sign::joins_range;
use crate::prose::token::{Sign, Tokens, What};
use crate::prose::words::Class;

/// Figures side by side, parted by marks of items alone: they answer names in the same order.
pub(super) fn rows(tokens: &Tokens, spots: &mut [Spot]) {
    let mut from = 0;
    let mut number = 0;
    while from < spots.len() {
        let mut to = from + 1;
        while to < spots.len() && continues(tokens, spots, to) {
            to += 1;
        }
        let len = to - from;
        if len > 1 {
            let years = years_before(tokens, spots, from, len);
            let first = spots.get(from).map(|spot| (spot.role, spot.when, spot.of.clone()));
            for (nth, spot) in spots.iter_mut().skip(from).take(len).enumerate() {
                spot.row = Some((number, nth, len));
                if let (Some((role, when, of)), true, Role::Value) = (&first, nth > 0, spot.role) {
                    (spot.role, spot.when) = (*role, *when);
                    spot.of.clone_from(of);
                }
                if years.len() == len {
                    spot.when.year = years.get(nth).copied();
                }
            }
            number += 1;
        }
        from = to;
    }
    for at in 1..spots.len() {
        let Some(role) = goes_on_in_other_unit(tokens, spots, at) else { continue };
        if let Some(spot) = spots.get_mut(at) {
            spot.role = role;
        }
    }
}

/// The part of a change that goes on with a figure of another unit: 分别少9批次和71人次.
fn goes_on_in_other_unit(tokens: &Tokens, spots: &[Spot], at: usize) -> Option<Role> {
    let (before, spot) = (spots.get(at.checked_sub(1)?)?, spots.get(at)?);
    let place = |spot: &Spot| tokens.at.get(spot.figure).copied();
    let between = tokens.tokens.get(place(before)? + 1..place(spot)?)?;
    let joins = matches!(
        between,
        [only] if matches!(only.what, What::Sign(Sign::Item) | What::Word(Class::And | Class::With))
    );
    let are_unlike = tokens
        .figures
        .get(before.figure)
        .zip(tokens.figures.get(spot.figure))
        .is_some_and(|(a, b)| !a.is_like(b) && a.kind == b.kind);
    let is_told = joins
        && are_unlike
        && spot.stream == before.stream
        && spot.role == Role::Value
        && before.words.contains(&Class::Respectively);
    match before.role {
        Role::Change(sign @ (1 | -1)) if is_told => Some(Role::Change(sign)),
        _ => None,
    }
}

/// The years that stand before a row, since the figure or clause mark before.
fn years_before(tokens: &Tokens, spots: &[Spot], at: usize, len: usize) -> Vec<i32> {
    let token = |spot: &Spot| tokens.at.get(spot.figure).copied().unwrap_or(0);
    let Some(to) = spots.get(at).map(token) else { return Vec::new() };
    let (mut out, mut places) = (Vec::new(), Vec::new());
    for token in tokens.tokens.get(..to).unwrap_or(&[]).iter().rev() {
        match token.what {
            What::Year(year) => {
                if let Some(first) = first_of_range(tokens, token.from) {
                    return (first..=year).take(len + 1).collect();
                }
                out.push(year);
                places.push((token.from, token.to));
            }
            What::Figure(_) => break,
            What::Sign(sign) if sign != Sign::Item && sign != Sign::Comma => break,
            What::Sign(Sign::Comma) if out.is_empty() => {}
            What::Sign(Sign::Comma) => break,
            _ => {}
        }
    }
    out.reverse();
    // 2022年至2025年分别为: the years from the one to the other
    let is_range = matches!(*places.as_slice(), [(from, _), (_, to)]
        if tokens.is_word("band_between", &tokens.text(to, from)));
    match *out.as_slice() {
        [first, last] if is_range => (first..=last).take(len + 1).collect(),
        _ => out,
    }
}

/// The first year of a range that ends with the one at a character: 2021—2023年.
fn first_of_range(tokens: &Tokens, end: usize) -> Option<i32> {
    const DIGITS: usize = 4;
    let before = tokens.chars.get(..end)?;
    let joints = before.iter().rev().take_while(|c| joins_range(c.c)).count();
    let rest = before.get(..end - joints)?;
    let digits: String = rest.get(rest.len().checked_sub(DIGITS)?..)?.iter().map(|c| c.c).collect();
    let year = digits.parse::<i32>().ok().filter(|year| (1949..2100).contains(year))?;
    (joints > 0).then_some(year)
}

/// Whether a figure goes on the row of the one before it.
fn continues(tokens: &Tokens, spots: &[Spot], at: usize) -> bool {
    let (Some(spot), Some(before)) =
        (spots.get(at), at.checked_sub(1).and_then(|at| spots.get(at)))
    else {
        return false;
    };
    if spot.stream != before.stream || spot.clause != before.clause {
        return false;
    }
    let (Some(a), Some(b)) = (tokens.figures.get(before.figure), tokens.figures.get(spot.figure))
    else {
        return false;
    };
    if !a.is_like(b) {
        return false;
    }
    let at = |figure: usize| tokens.at.get(figure).copied().unwrap_or(0);
    let own = tokens.tokens.get(at(before.figure) + 1..at(spot.figure)).unwrap_or(&[]);
    // 部分完成2个、未完成1个: another state
    if own.iter().any(|token| tokens.is_word("undone", &tokens.text(token.from, token.to))) {
        return false;
    }
    // 每期2,000元、计2.4万元: what it comes to
    let is_each = before.role == Role::Per && spot.role == Role::Value;
    if is_each
        && own
            .last()
            .is_some_and(|last| tokens.is_word("portions", &tokens.text(last.from, last.to)))
    {
        return false;
    }
    let between: Vec<What> = own.iter().map(|token| token.what).collect();
    let joins =
        |what: &What| matches!(what, What::Sign(Sign::Item) | What::Word(Class::And | Class::With));
    between.first().is_some_and(joins)
        && between.iter().skip(1).all(|what| {
            matches!(
                what,
                What::Word(Class::Up | Class::Down | Class::UpOrDown | Class::Left | Class::Filler)
            ) || joins(what)
        })
}

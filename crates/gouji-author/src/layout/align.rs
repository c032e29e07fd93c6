//! What an author lined up: the equals signs of an item, and the pieces of neighbouring lines.

use super::line::LaidLine;
use std::collections::BTreeMap;
use std::ops::Range;
use toml_parser::lexer::TokenKind;

pub(super) fn align(lines: &mut [LaidLine<'_>]) {
    within(lines);
    let mut start = 0;
    for at in 0..=lines.len() {
        if lines.get(at).is_none_or(|line| line.is_header) {
            signs(lines, start..at);
            start = at + 1;
        }
    }
}

/// The equals signs of an item: where two stand in one column, and one of them is set off for it, all
/// whose keys are shorter stand there. Behind a text of several lines another column may begin.
fn signs(lines: &mut [LaidLine<'_>], item: Range<usize>) {
    let keys: Vec<(usize, usize, usize)> =
        item.filter_map(|at| lines.get(at)?.key().map(|(sign, key)| (at, sign, key))).collect();
    let had = |(at, sign, key): (usize, usize, usize)| {
        let had = lines.get(at).and_then(|line| line.pieces.get(sign)).map_or(1, |sign| sign.had);
        (key + had, had > 1)
    };
    let mut all: BTreeMap<usize, usize> = BTreeMap::new();
    for key in &keys {
        *all.entry(had(*key).0).or_default() += 1;
    }
    let is_long = |(at, ..): &(usize, usize, usize)| {
        let line = lines.get(*at);
        line.is_some_and(|line| line.pieces.iter().any(|piece| piece.text.contains('\n')))
    };
    let mut set = Vec::new();
    for piece in keys.split_inclusive(is_long) {
        let shared = piece
            .iter()
            .map(|key| had(*key))
            .filter(|(column, is_off)| *is_off && all.get(column).is_some_and(|count| *count > 1));
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        shared.for_each(|(column, _)| *counts.entry(column).or_default() += 1);
        let Some((column, _)) = counts.into_iter().max_by_key(|(column, count)| (*count, *column))
        else {
            continue;
        };
        set.extend(
            piece
                .iter()
                .filter(|(.., key)| *key < column)
                .map(|(at, sign, key)| (*at, *sign, column - key)),
        );
    }
    for (at, sign, blanks) in set {
        if let Some(piece) = lines.get_mut(at).and_then(|line| line.pieces.get_mut(sign)) {
            piece.blanks = blanks;
        }
    }
}

/// Pieces behind commas and equals signs that stand where one stands in the line above or below.
fn within(lines: &mut [LaidLine<'_>]) {
    let columns: Vec<Vec<usize>> = lines.iter().map(LaidLine::columns).collect();
    for at in 0..lines.len() {
        let beside = |other: Option<usize>| other.and_then(|other| columns.get(other));
        let (above, below) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        let depth = lines.get(at).map_or(0, |line| line.depth);
        let is_near = |other: Option<usize>| {
            other.and_then(|other| lines.get(other)).is_some_and(|line| line.depth == depth)
        };
        let (near_above, near_below) = (is_near(at.checked_sub(1)), is_near(Some(at + 1)));
        let Some(own) = columns.get(at) else { continue };
        let Some(line) = lines.get_mut(at) else { continue };
        for place in 1..own.len() {
            let (Some(column), Some(behind)) =
                (own.get(place), line.pieces.get(place - 1).map(|piece| piece.kind))
            else {
                continue;
            };
            let stands = |columns: Option<&Vec<usize>>, is_near: bool| {
                is_near && columns.is_some_and(|columns| columns.contains(column))
            };
            let Some(piece) = line.pieces.get_mut(place) else { continue };
            let may = matches!(behind, TokenKind::Comma | TokenKind::Equals)
                || piece.kind == TokenKind::Equals
                || piece.kind == TokenKind::RightCurlyBracket;
            if may
                && piece.blanks > 0
                && piece.had > 1
                && (stands(above, near_above) || stands(below, near_below))
            {
                piece.blanks = piece.had;
            }
        }
    }
}

//! Figures that their cells were too narrow for: their last decimals stand on the next line, or are
//! gone.

use super::Row;
use super::chunk::{Chunk, Kind};
use super::columns::{Column, at};
use super::sheet::Cells;
use std::ops::Range;

/// Lines below a figure on which its last decimals may stand.
const NEAR: usize = 2;

/// Whether figures of a table are shorter than others of their column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Short {
    No,
    /// As long as the longest, with fewer decimals: a program shows so many digits at most.
    Fewer,
    /// Digits stand by themselves in their column.
    Torn,
}

/// Marks digits that are the last decimals of a figure on a line above: with them it has as many as
/// the others of its column. Whether there were any.
pub(super) fn mark_tails(lines: &mut [Row<'_>], columns: &[Column]) -> bool {
    let mut most = vec![0; columns.len()];
    for chunk in lines.iter().flat_map(|line| &line.chunks).filter(|one| is_amount(one)) {
        if let Some(most) = at(columns, chunk).and_then(|at| most.get_mut(at)) {
            *most = decimals(chunk.text).max(*most);
        }
    }
    let mut found = false;
    for number in 1..lines.len() {
        let (above, own) = lines.split_at_mut(number);
        let Some(own) = own.first_mut() else { continue };
        for chunk in own.chunks.iter_mut().filter(|one| one.kind == Kind::Digits) {
            let Some(place) = at(columns, chunk) else { continue };
            let most = most.get(place).copied().unwrap_or(0);
            let is_own = |one: &&Chunk<'_>| is_amount(one) && at(columns, one) == Some(place);
            let near = above.iter().rev().take(NEAR);
            let torn = near.flat_map(|line| line.chunks.iter().find(is_own)).next();
            let is_tail = torn.is_some_and(|torn| {
                let own = decimals(torn.text);
                own > 0 && own < most && own + chunk.text.len() == most
            });
            if is_tail {
                (chunk.kind, found) = (Kind::Tail, true);
            }
        }
    }
    found
}

/// Whether a figure with fewer decimals than others of its column is as long as any of them: its
/// cell may have been too narrow for more digits.
pub(super) fn short(rows: &[(Range<usize>, Cells<'_>)], columns: &[Column]) -> Short {
    (0..columns.len()).map(|column| of_column(rows, column)).max().unwrap_or(Short::No)
}

fn of_column(rows: &[(Range<usize>, Cells<'_>)], column: usize) -> Short {
    let cells = || rows.iter().flat_map(|(_, cells)| cells).filter(move |(at, _)| *at == column);
    // digits and decimals of each amount
    let own: Vec<(usize, usize)> = cells()
        .filter_map(|(_, chunks)| {
            let first = chunks.first().filter(|chunk| is_amount(chunk))?;
            let tails = chunks.iter().skip(1).filter(|chunk| chunk.kind == Kind::Tail);
            let behind: usize = tails.map(|chunk| chunk.text.trim_start_matches('.').len()).sum();
            Some((first.text.len() + behind, decimals(first.text) + behind))
        })
        .collect();
    let most = own.iter().map(|(_, decimals)| *decimals).max().unwrap_or(0);
    let longest = own.iter().map(|(length, _)| *length).max().unwrap_or(0);
    let is_short = |(length, decimals): &(usize, usize)| {
        *length == longest && *decimals > 0 && *decimals < most
    };
    if !own.iter().any(is_short) {
        return Short::No;
    }
    let is_stray = |chunk: &Chunk<'_>| chunk.kind == Kind::Digits && chunk.text.len() < 3;
    if cells().any(|(_, chunks)| chunks.iter().any(is_stray)) { Short::Torn } else { Short::Fewer }
}

fn is_amount(chunk: &Chunk<'_>) -> bool {
    chunk.kind == Kind::Amount
}

fn decimals(text: &str) -> usize {
    text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len())
}

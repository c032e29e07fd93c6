//! Tables that can be read in one way.

use super::chunk::Chunk;
use super::columns::{Column, Content};
use super::head::Header;
use super::sheet::Cells;
use std::ops::Range;

/// Whether each figure can stand in one row and one column alone: a row is a line, and has a figure
/// in each of several columns of figures, or there is one such column; each has one head of its own.
/// Rows without a header stand below one that is known.
pub(super) fn is_certain(
    rows: &[(Range<usize>, Cells<'_>)],
    columns: &[Column],
    header: Option<&Header<'_>>,
) -> bool {
    /// Rows from which on columns are known by more than their heads.
    const FEWEST: usize = 3;
    let is_headed = |at: &usize| {
        let Some(header) = header else { return true };
        let own = header.heads.iter().filter(|head| head.columns == (*at..*at + 1));
        let texts: Vec<&Chunk<'_>> = own.flat_map(|head| &head.chunks).collect();
        let is_over = |one: &Chunk<'_>| texts.iter().all(|other| one.from < other.to);
        !texts.is_empty() && texts.iter().all(|one| is_over(one))
    };
    let figures: Vec<usize> = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|own| own.content == Content::Figures))
        .collect();
    let is_bare = columns.iter().any(|column| column.content == Content::Nothing);
    let is_row = |(lines, cells): &(Range<usize>, Cells<'_>)| {
        let own = cells.iter().filter(|(at, _)| figures.contains(at));
        let own: Vec<&Vec<Chunk<'_>>> = own.map(|(_, chunks)| chunks).collect();
        let is_whole = lines.len() == 1 && own.iter().all(|chunks| chunks.len() == 1);
        own.is_empty() || is_whole && own.len() == figures.len()
    };
    let filled = rows.iter().filter(|(_, cells)| cells.iter().any(|(at, _)| figures.contains(at)));
    let is_long = header.is_none() || figures.len() == 1 || filled.count() >= FEWEST;
    !is_bare && is_long && figures.iter().all(is_headed) && rows.iter().all(is_row)
}

//! Which columns the heads of a table stand over, where they do not stand over their figures.
//!
//! A line below the heads may count the columns (`1 2 3`): its numbers stand in the middle of their
//! columns as heads do, wherever the figures stand. And where rows have all figures of a side, or none,
//! as many lowest heads as columns belong to these in their order.

use super::Row;
use super::chunk::{Chunk, Kind, Measure};
use super::columns::{Column, Content, at, sides};
use super::head::{Header, header};
use super::headless;

/// The lines of a table.
pub(super) struct Lines<'l, 'a> {
    /// Those that count the columns.
    pub counts: &'l [Row<'a>],
    pub heads: &'l [Row<'a>],
    pub rows: &'l [Row<'a>],
}

/// How heads were given to columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Given {
    /// By where they stand.
    #[default]
    Placed,
    /// By the numbers below them, which count the columns.
    Counted,
    /// In their order.
    Ordered,
}

/// The header over some columns, and how it was told.
pub(super) fn header_of<'a>(
    lines: &Lines<'_, 'a>,
    columns: &mut Vec<Column>,
    measure: Measure,
) -> (Header<'a>, Given) {
    if let Some(header) = counted(lines, columns, measure) {
        return (header, Given::Counted);
    }
    let drawn = columns.clone();
    let mut found = header(lines.heads, columns, measure);
    let is_moved = headless::give(&mut found, columns);
    let has_head = |at: usize| found.heads.iter().any(|head| head.columns == (at..at + 1));
    let is_told =
        |(at, column): (usize, &Column)| column.content != Content::Nothing && has_head(at);
    if !columns.iter().enumerate().all(is_told)
        && let Some(header) = lowest(lines, &drawn, measure)
    {
        *columns = drawn;
        return (header, Given::Ordered);
    }
    (found, if is_moved { Given::Ordered } else { Given::Placed })
}

/// The header of columns that are counted one by one; nothing where they are not, or where a column
/// then has no head.
fn counted<'a>(lines: &Lines<'_, 'a>, columns: &[Column], measure: Measure) -> Option<Header<'a>> {
    let [count] = lines.counts else { return None };
    let numbers = count.chunks.iter().filter(|chunk| chunk.kind == Kind::Digits);
    let middles: Vec<usize> = numbers.map(|chunk: &Chunk<'_>| chunk.from + chunk.to).collect();
    let own = figures(columns);
    let is_one_run = own.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next));
    if own.len() != middles.len() || !is_one_run {
        return None;
    }
    let mut placed = columns.to_vec();
    for (nth, at) in own.iter().enumerate() {
        let middle = *middles.get(nth)?;
        // four tenths of the way to the numbers beside it
        let before = nth.checked_sub(1).and_then(|before| middles.get(before));
        let step = |other: Option<&usize>| other.map(|other| middle.abs_diff(*other));
        let (left, right) = (step(before), step(middles.get(nth + 1)));
        let wide = |own: Option<usize>, other: Option<usize>| own.or(other).unwrap_or(0) / 5;
        let column = placed.get_mut(*at)?;
        column.from = (middle / 2).saturating_sub(wide(left, right));
        column.to = middle.div_ceil(2) + wide(right, left);
    }
    // names end before the first of them
    let first = *own.first()?;
    let edge = placed.get(first)?.from;
    for column in placed.get_mut(..first)? {
        column.to = column.to.min(edge);
    }
    over(lines.heads, placed, measure)
}

/// The header of a table whose lines have all figures of a side or none, and whose lowest heads are as
/// many as its columns.
fn lowest<'a>(lines: &Lines<'_, 'a>, columns: &[Column], measure: Measure) -> Option<Header<'a>> {
    let figures = figures(columns);
    let sides = sides(columns);
    // on each side of a line all figures stand, or none
    let is_full = |row: &Row<'_>| {
        let met: Vec<usize> = row.chunks.iter().filter_map(|chunk| at(columns, chunk)).collect();
        sides.iter().all(|side| {
            let mut own = figures.iter().filter(|at| side.contains(at)).map(|at| met.contains(at));
            let first = own.next();
            own.all(|is_met| Some(is_met) == first)
        })
    };
    if figures.is_empty() || !lines.rows.iter().all(is_full) {
        return None;
    }
    let heads = lines.heads;
    let is_lowest = |nth: usize, chunk: &Chunk<'_>| {
        let mut below = heads.iter().skip(nth + 1).flat_map(|row| &row.chunks);
        !below.any(|other| other.shared(chunk.from, chunk.to) > 0)
    };
    let all = heads.iter().enumerate();
    let mut own: Vec<&Chunk<'_>> = all
        .flat_map(|(nth, row)| row.chunks.iter().filter(move |chunk| is_lowest(nth, chunk)))
        .collect();
    own.sort_by_key(|chunk| chunk.from);
    if own.len() != columns.len() {
        return None;
    }
    // names stand below their own heads
    let is_over = |column: &Column, head: &Chunk<'_>| head.shared(column.from, column.to) > 0;
    if columns.iter().zip(&own).any(|(column, head)| column.is_name() && !is_over(column, head)) {
        return None;
    }
    let placed = columns.iter().zip(own);
    let placed = placed.map(|(column, head)| Column { from: head.from, to: head.to, ..*column });
    over(heads, placed.collect(), measure)
}

/// The header over columns that are placed below their heads; nothing where one of figures has none.
fn over<'a>(heads: &[Row<'a>], mut placed: Vec<Column>, measure: Measure) -> Option<Header<'a>> {
    let count = placed.len();
    let is_drawn = placed.iter().all(|column| column.from < column.to);
    let is_apart = placed.windows(2).all(|pair| matches!(pair, [a, b] if a.to <= b.from));
    if !is_drawn || !is_apart {
        return None;
    }
    let found = header(heads, &mut placed, measure);
    let has_head = |at: &usize| found.heads.iter().any(|head| head.columns == (*at..*at + 1));
    (placed.len() == count && figures(&placed).iter().all(has_head)).then_some(found)
}

/// The columns of figures.
fn figures(columns: &[Column]) -> Vec<usize> {
    let own = columns.iter().enumerate().filter(|(_, own)| own.content == Content::Figures);
    own.map(|(at, _)| at).collect()
}

//! Tables that can be read in one way.

use super::Row;
use super::chunk::Chunk;
use super::columns::{Column, Content, at, sides};
use super::counted::Given;
use super::head::Header;
use super::sheet::Cells;
use std::ops::Range;

/// What stands above the rows of a table.
pub(super) struct KnownTop<'h, 'a> {
    /// Its header; nothing where its rows go on below a header that is known.
    pub header: Option<&'h Header<'a>>,
    /// How its heads were given to its columns.
    pub given: Given,
}

/// Whether each figure can stand in one row and one column alone: a row is a line, or no words around
/// it can belong to another one, and has a figure in each column of figures of its side, or the figures
/// of each column stand below its head and below no other; each has one head of its own.
pub(super) fn is_certain(
    rows: &[(Range<usize>, Cells<'_>)],
    columns: &[Column],
    top: &KnownTop<'_, '_>,
    lines: &[Row<'_>],
) -> bool {
    let is_headed = |at: &usize| {
        let Some(header) = top.header else { return true };
        let own = header.heads.iter().filter(|head| head.columns == (*at..*at + 1));
        let texts: Vec<&Chunk<'_>> = own.flat_map(|head| &head.chunks).collect();
        let is_over = |one: &Chunk<'_>| texts.iter().all(|other| one.from < other.to);
        !texts.is_empty() && texts.iter().all(|one| is_over(one))
    };
    let figures: Vec<usize> = (0..columns.len())
        .filter(|at| columns.get(*at).is_some_and(|own| own.content == Content::Figures))
        .collect();
    let is_bare = columns.iter().any(|column| column.content == Content::Nothing);
    let sides = sides(columns);
    // on each side of a row all figures stand, or none
    let is_full = |(_, cells): &(Range<usize>, Cells<'_>)| {
        sides.iter().all(|side| {
            let is_own = |at: &&usize| side.contains(*at);
            let met =
                cells.iter().filter(|(at, _)| side.contains(at) && figures.contains(at)).count();
            met == 0 || met == figures.iter().filter(is_own).count()
        })
    };
    let is_row = |nth: usize, row: &(Range<usize>, Cells<'_>)| {
        is_line(row, &figures) || sides.len() == 1 && is_forced(rows, nth, &figures, columns, lines)
    };
    // among names heads may be in another order
    let is_ordered = top.given != Given::Ordered || figures.len() == columns.len();
    is_ordered
        && figures.iter().all(is_headed)
        && rows.iter().enumerate().all(|(nth, row)| is_row(nth, row))
        && ((!is_bare && rows.iter().all(is_full))
            || figures.iter().all(|at| stands_alone(*at, top, rows)))
}

/// Whether a row of several lines can be no other: its figures stand on a line of their own, and the
/// rows before and behind it are lines with figures, so that no words between belong to these.
fn is_forced(
    rows: &[(Range<usize>, Cells<'_>)],
    nth: usize,
    figures: &[usize],
    columns: &[Column],
    lines: &[Row<'_>],
) -> bool {
    let is_filled =
        |(_, cells): &(Range<usize>, Cells<'_>)| cells.iter().any(|(at, _)| figures.contains(at));
    let is_one = |row: Option<&(Range<usize>, Cells<'_>)>| {
        row.is_none_or(|row| row.0.len() == 1 && is_filled(row))
    };
    let before = nth.checked_sub(1).map(|before| rows.get(before));
    let Some((own, cells)) = rows.get(nth).filter(|_| before.is_some_and(is_one)) else {
        return false;
    };
    let is_figure = |chunk: &Chunk<'_>| at(columns, chunk).is_some_and(|at| figures.contains(&at));
    let mut filled = lines
        .get(own.clone())
        .into_iter()
        .flatten()
        .filter(|line| line.chunks.iter().any(is_figure));
    filled.next().is_some_and(|line| line.chunks.iter().all(is_figure))
        && filled.next().is_none()
        && is_one(rows.get(nth + 1))
        && cells.iter().filter(|(at, _)| figures.contains(at)).all(|(_, own)| own.len() == 1)
}

/// Whether a row is a line, with a figure at most in each column.
fn is_line((lines, cells): &(Range<usize>, Cells<'_>), figures: &[usize]) -> bool {
    let mut own = cells.iter().filter(|(at, _)| figures.contains(at)).peekable();
    own.peek().is_none() || lines.len() == 1 && own.all(|(_, chunks)| chunks.len() == 1)
}

/// Whether the heads of a column stand over its cells and over no others, and these on one line down
/// the page: at their left, their right or their middle.
fn stands_alone(column: usize, top: &KnownTop<'_, '_>, rows: &[(Range<usize>, Cells<'_>)]) -> bool {
    /// Twice the columns of characters that the figures of a column may stand out of line.
    const ASKEW: usize = 8;
    // those of columns that are counted stand where these numbers do
    let header = top.header.filter(|_| top.given != Given::Counted);
    let heads = header.into_iter().flat_map(|header| &header.heads);
    let heads = heads.filter(|head| head.columns == (column..column + 1));
    let cells = || rows.iter().flat_map(|(_, cells)| cells);
    let is_over = |chunk: &Chunk<'_>| {
        let met =
            cells().filter(|(_, own)| own.iter().any(|own| chunk.shared(own.from, own.to) > 0));
        let mut met = met.map(|(at, _)| *at == column).peekable();
        met.peek().is_some() && met.all(|is_own| is_own)
    };
    let is_even = |place: &dyn Fn(&Chunk<'_>) -> usize| {
        let own = cells().filter(|(at, _)| *at == column);
        let places = own.filter_map(|(_, chunks)| chunks.first()).map(place);
        let (first, last) =
            places.fold((usize::MAX, 0), |(first, last), at| (at.min(first), at.max(last)));
        last.saturating_sub(first) <= ASKEW
    };
    heads.flat_map(|head| &head.chunks).all(is_over)
        && (is_even(&|chunk| 2 * chunk.from)
            || is_even(&|chunk| 2 * chunk.to)
            || is_even(&|chunk| chunk.from + chunk.to))
}

//! A table as it is handed over: its cells with their places, what its columns mean, and what of it
//! was recognised in a picture.

use super::super::area::Area;
use super::super::cell::PageDoubt;
use super::{Placed, Table};
use crate::read::assembly::{Assembly, Piece};
use gouji_values::document::Layout;

/// Hands over a table; `recognised` tells of a place on a page whether its text was recognised, and
/// whether its digits are doubtful.
pub(super) fn table(
    table: Table,
    recognised: &impl Fn(usize, Area) -> Option<bool>,
    assembly: &mut Assembly<'_>,
) {
    let of = |placed: &Placed| recognised(placed.page, placed.turned.back(placed.cell.area));
    let known: Vec<Vec<Option<bool>>> =
        table.rows.iter().map(|row| row.iter().map(of).collect()).collect();
    let is_recognised = known.iter().flatten().any(Option::is_some);
    let rows = table.rows.into_iter().map(|row| row.into_iter().map(piece).collect()).collect();
    let is_ruled = !table.aligned && !table.open && !is_recognised;
    let layout = match table.doubt {
        PageDoubt::Unsure => Layout::Unsure,
        PageDoubt::None if is_ruled => Layout::Grid,
        _ => Layout::Aligned,
    };
    let spans = assembly.table_as(layout, rows);
    for (span, known) in spans.into_iter().flatten().zip(known.into_iter().flatten()) {
        assembly.recognised(span, known);
    }
}

fn piece(placed: Placed) -> Piece {
    let Placed { cell, page, turned } = placed;
    Piece {
        place: turned.back(cell.area).place(page),
        text: cell.text,
        column: cell.column,
        rows: cell.rows,
        columns: cell.columns,
        indent: cell.indent,
    }
}

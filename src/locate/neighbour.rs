//! What stands beside a figure of a form: the numbers that may have been copied or added by mistake.

use super::explain::Taken;
use super::system::Cell;
use crate::check::{Place, World};
use crate::form::Content;
use crate::number::Decimal;

/// Where a number stands, seen from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In another column of the same row.
    Column,
    /// In the row above or below.
    Row,
    /// In last year's document.
    LastYear,
}

/// A number beside a figure.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// In units of the last printed place of the figure that it stands beside.
    pub number: i128,
    /// Where.
    pub side: Side,
    /// Where it begins in the text.
    pub start: u32,
    /// How many columns or rows away.
    pub distance: usize,
    /// The place itself.
    place: Place,
    /// The two columns or rows agree in other places too: that they agree here tells nothing.
    pub is_usual: bool,
}

impl Neighbour {
    /// It, as what another number was taken from.
    #[must_use]
    pub fn source(&self, world: &World<'_>) -> Taken {
        let label = world.label(self.place);
        // what its column or row is called
        let word = if self.side == Side::Column { label.split(' ').next_back() } else { label.split(' ').rev().nth(1) };
        Taken { name: word.unwrap_or("").to_owned(), start: (self.side != Side::LastYear).then_some(self.start) }
    }
}

/// The numbers beside a cell that could stand in its place; zeros and blanks tell nothing.
#[must_use]
pub fn neighbours(world: &World<'_>, cell: &Cell) -> Vec<Neighbour> {
    let mut out: Vec<Neighbour> = Vec::new();
    for (place, _) in &cell.places {
        let Place::Cell { last_year, form, side, row, column } = *place else { continue };
        let Some(filled) = world.filled(last_year, form) else { continue };
        let Some(rows) = filled.sides.get(side).map(|side| &side.rows) else { continue };
        let kind = world.column(filled, column).map(|column| column.kind);
        let number = |row: usize, column: usize| match world.slot(last_year, form, side, row, column).map(|slot| &slot.content) {
            Some(Content::Number(number)) if !number.value.is_zero() => Some(number.value),
            _ => None,
        };
        let columns = rows.get(row).map_or(0, |row| row.cells.len());
        // a third of the pairs
        let often = |pairs: &mut dyn Iterator<Item = Option<bool>>| {
            let (mut equal, mut all) = (0, 0);
            for same in pairs.flatten() {
                all += 1;
                equal += usize::from(same);
            }
            equal * 3 >= all.max(1)
        };
        let alike_column = |other: usize| {
            let pair = |at: usize| Some(number(at, column)? == number(at, other)?);
            often(&mut (0..rows.len()).filter(|at| *at != row).map(pair))
        };
        let alike_row = |other: usize| {
            let pair = |at: usize| Some(number(row, at)? == number(other, at)?);
            often(&mut (0..columns).filter(|at| *at != column).map(pair))
        };
        let mut put = |at: Place, side: Side, is_usual: bool| out.extend(beside(world, cell, *place, at, side, is_usual));
        for other in (0..columns).filter(|other| *other != column) {
            if world.column(filled, other).map(|column| column.kind) == kind {
                put(Place::Cell { last_year, form, side, row, column: other }, Side::Column, alike_column(other));
            }
        }
        for other in row.checked_sub(1).into_iter().chain([row + 1]).filter(|other| *other < rows.len()) {
            put(Place::Cell { last_year, form, side, row: other, column }, Side::Row, alike_row(other));
        }
        if !last_year && let Some(before) = world.last_year {
            // rows of accounts that have one name have different codes
            let key = rows.get(row).map(|row| (row.key.as_str(), row.code.as_deref()));
            for (at, other) in before.recognition.forms.iter().enumerate().filter(|(_, other)| other.form == filled.form) {
                let found = other
                    .sides
                    .get(side)
                    .and_then(|side| side.rows.iter().position(|row| Some((row.key.as_str(), row.code.as_deref())) == key));
                if let Some(row) = found {
                    put(Place::Cell { last_year: true, form: at, side, row, column }, Side::LastYear, false);
                }
            }
        }
    }
    out
}

/// The numbers above and below a cell, as far as a table is likely to go.
#[must_use]
pub fn column(world: &World<'_>, cell: &Cell) -> Vec<Neighbour> {
    /// So many rows up and down.
    const FAR: usize = 3_000;
    let mut out: Vec<Neighbour> = Vec::new();
    for (place, _) in &cell.places {
        let Place::Cell { last_year, form, side, row, column } = *place else { continue };
        let rows = world.filled(last_year, form).and_then(|filled| filled.sides.get(side)).map_or(0, |side| side.rows.len());
        let around = row.saturating_sub(FAR)..rows.min(row.saturating_add(FAR));
        let others = around.filter(|other| *other != row).map(|row| Place::Cell { last_year, form, side, row, column });
        out.extend(others.filter_map(|at| beside(world, cell, *place, at, Side::Row, false)));
    }
    out
}

/// What stands at a place, seen from the cell at another.
fn beside(world: &World<'_>, cell: &Cell, from: Place, at: Place, side: Side, is_usual: bool) -> Option<Neighbour> {
    let (Place::Cell { row, column, .. }, Place::Cell { last_year, form, side: half, row: other_row, column: other_column }) = (from, at)
    else {
        return None;
    };
    let distance = other_row.abs_diff(row).max(other_column.abs_diff(column)).max(1);
    let Content::Number(number) = &world.slot(last_year, form, half, other_row, other_column)?.content else { return None };
    let number = in_units(number.value, cell.decimals).filter(|number| *number != 0)?;
    Some(Neighbour { number, side, start: world.span(at).0.start, distance, place: at, is_usual })
}

fn in_units(value: Decimal, decimals: u32) -> Option<i128> {
    let value = value.normalize();
    let more = decimals.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(more)?)
}

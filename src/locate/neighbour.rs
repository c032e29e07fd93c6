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
    /// Further up or down the same column.
    Far,
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
    /// What its column or row is called.
    pub name: String,
    /// The two columns or rows agree in other places too: that they agree here tells nothing.
    pub is_usual: bool,
}

impl Neighbour {
    /// It, as what another number was taken from.
    #[must_use]
    pub fn source(&self) -> Taken {
        Taken { name: self.name.clone(), start: (self.side != Side::LastYear).then_some(self.start) }
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
        let mut put = |at: Place, side: Side, is_usual: bool| {
            let Place::Cell { last_year, form, side: half, row: other_row, column: other_column } = at else { return };
            let distance = other_row.abs_diff(row).max(other_column.abs_diff(column)).max(1);
            let Some(Content::Number(number)) = world.slot(last_year, form, half, other_row, other_column).map(|slot| &slot.content) else {
                return;
            };
            if let Some(number) = in_units(number.value, cell.decimals).filter(|number| *number != 0) {
                let start = world.printed(at).span.start;
                let label = world.label(at);
                let word = if side == Side::Column { label.split(' ').next_back() } else { label.split(' ').rev().nth(1) };
                out.push(Neighbour { number, side, name: word.unwrap_or("").to_owned(), is_usual, distance, start });
            }
        };
        for other in (0..columns).filter(|other| *other != column) {
            if world.column(filled, other).map(|column| column.kind) == kind {
                put(Place::Cell { last_year, form, side, row, column: other }, Side::Column, alike_column(other));
            }
        }
        for other in (0..rows.len()).filter(|other| *other != row) {
            let near = if other.abs_diff(row) == 1 { Side::Row } else { Side::Far };
            put(Place::Cell { last_year, form, side, row: other, column }, near, near == Side::Row && alike_row(other));
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

fn in_units(value: Decimal, decimals: u32) -> Option<i128> {
    let value = value.normalize();
    let more = decimals.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10_i128.checked_pow(more)?)
}

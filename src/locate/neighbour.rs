//! What stands beside a figure of a form: the numbers that may have been copied or added by mistake.

use super::explain::Taken;
use super::system::Cell;
use crate::check::{Place, World};
use crate::form::Content;
use crate::hash::QuickMap;
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

/// A column of a side of a form: of last year's document, form, side, column.
type Column = (bool, usize, usize, usize);

/// What is worked out once for whole columns: each of their figures asks for it.
#[derive(Debug, Default)]
pub struct Columns {
    /// In how many rows two columns of a side have the same number, and in how many both have one.
    alike: QuickMap<(Column, usize), (usize, usize)>,
    /// Rows and numbers of a column in units of so many decimals, but for zeros.
    numbers: QuickMap<(Column, u32), Vec<(usize, i128)>>,
}

impl Columns {
    fn alike(&mut self, world: &World<'_>, column: Column, other: usize) -> (usize, usize) {
        let (last_year, form, side, own) = column;
        let key = ((last_year, form, side, own.min(other)), own.max(other));
        *self.alike.entry(key).or_insert_with(|| {
            let pairs = (0..count(world, column)).filter_map(|row| {
                let number = |column: usize| number(world, (last_year, form, side, column), row);
                Some(number(own)? == number(other)?)
            });
            pairs.fold((0, 0), |(equal, all), same| (equal + usize::from(same), all + 1))
        })
    }

    fn numbers(&mut self, world: &World<'_>, column: Column, decimals: u32) -> &[(usize, i128)] {
        self.numbers.entry((column, decimals)).or_insert_with(|| {
            let rows = 0..count(world, column);
            rows.filter_map(|row| Some((row, in_units(number(world, column, row)?, decimals)?))).collect()
        })
    }
}

/// How many rows a column has.
fn count(world: &World<'_>, (last_year, form, side, _): Column) -> usize {
    world.filled(last_year, form).and_then(|filled| filled.sides.get(side)).map_or(0, |side| side.rows.len())
}

/// What stands in a row of a column; zeros tell nothing.
fn number(world: &World<'_>, (last_year, form, side, column): Column, row: usize) -> Option<Decimal> {
    match &world.slot(last_year, form, side, row, column)?.content {
        Content::Number(number) if !number.value.is_zero() => Some(number.value),
        _ => None,
    }
}

/// The numbers beside a cell that could stand in its place; zeros and blanks tell nothing.
#[must_use]
pub fn neighbours(world: &World<'_>, cell: &Cell, known: &mut Columns) -> Vec<Neighbour> {
    let mut out: Vec<Neighbour> = Vec::new();
    for (place, _) in &cell.places {
        let Place::Cell { last_year, form, side, row, column } = *place else { continue };
        let Some(filled) = world.filled(last_year, form) else { continue };
        let Some(rows) = filled.sides.get(side).map(|side| &side.rows) else { continue };
        let kind = world.column(filled, column).map(|column| column.kind);
        let number = |row: usize, column: usize| number(world, (last_year, form, side, column), row);
        let columns = rows.get(row).map_or(0, |row| row.cells.len());
        // a third of the pairs
        let often = |(equal, all): (usize, usize)| equal * 3 >= all.max(1);
        let mut alike_column = |other: usize| {
            let (equal, all) = known.alike(world, (last_year, form, side, column), other);
            // but for its own row
            let own = number(row, column).zip(number(row, other)).map(|(own, other)| usize::from(own == other));
            often((equal - own.unwrap_or(0), all - usize::from(own.is_some())))
        };
        let alike_row = |other: usize| {
            let pair = |at: usize| Some(number(row, at)? == number(other, at)?);
            let pairs = (0..columns).filter(|at| *at != column).filter_map(pair);
            often(pairs.fold((0, 0), |(equal, all), same| (equal + usize::from(same), all + 1)))
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

/// The numbers above and below a cell that are `wanted`, as far as a table is likely to go, and among how many they stand.
#[must_use]
pub fn column(world: &World<'_>, cell: &Cell, known: &mut Columns, wanted: impl Fn(i128) -> bool) -> (Vec<Neighbour>, usize) {
    /// So many rows up and down.
    const FAR: usize = 3_000;
    let (mut out, mut among) = (Vec::new(), 0);
    for (place, _) in &cell.places {
        let Place::Cell { last_year, form, side, row, column } = *place else { continue };
        let all = known.numbers(world, (last_year, form, side, column), cell.decimals);
        let from = all.partition_point(|(other, _)| *other < row.saturating_sub(FAR));
        let to = all.partition_point(|(other, _)| *other < row.saturating_add(FAR));
        let around = all.get(from..to).unwrap_or(&[]).iter().filter(|(other, _)| *other != row);
        among += around.clone().count();
        let found = around.filter(|(_, number)| wanted(*number)).map(|(row, _)| Place::Cell { last_year, form, side, row: *row, column });
        out.extend(found.filter_map(|at| beside(world, cell, *place, at, Side::Row, false)));
    }
    (out, among)
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

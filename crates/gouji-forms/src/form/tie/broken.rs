//! What sentences say otherwise than the row that they speak of.
//!
//! A sentence names a row, and says of it what the row says, but for one figure. That it speaks of
//! the row at all the others tell: the amount, or two rates; and that it speaks of this column the
//! other sentences, which take the like figures from the like column. Only then a figure that is not
//! there is wrong.

use super::meet::{Likeness, RowMatch, tie};
use super::table_amounts::{AmountCell, AmountRow, TableAmounts};
use super::told::{Says, ToldAmount, ToldRate};
use super::{Of, Tie};
use crate::form::prose_passage::ProsePassage;
use gouji_prose::prose::{Kind, Quantity};
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// At least this many sentences have to take a figure from a column.
const ENOUGH: usize = 4;

/// What a figure says of its amount: itself, by how much it grew, how much of the budget it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Amount,
    Growth,
    Completion,
}

pub(super) fn part_of(says: Says) -> Option<Part> {
    match says {
        Says::Growth(_) => Some(Part::Growth),
        Says::Completion => Some(Part::Completion),
        Says::Change(_) | Says::Share => None,
    }
}

/// A column of a table.
type ColumnAt = ((usize, usize), usize);

/// How many sentences take what from which column.
type Taken = BTreeMap<(Part, ColumnAt), usize>;

/// What sentences say otherwise than their rows.
pub(super) fn broken<'h>(
    held: &'h TableAmounts<'_>,
    heard: &'h [ProsePassage],
    told: &[ToldAmount],
    met: &[Option<RowMatch<'h, '_>>],
) -> Vec<Tie<'h>> {
    let mut taken = Taken::new();
    for (one, met) in told.iter().zip(met) {
        let Some(met) = met.as_ref().filter(|met| met.likeness == Likeness::Same) else { continue };
        *taken.entry((Part::Amount, (met.row.table, met.cell.column))).or_default() += 1;
        for rate in &one.rates {
            let column = part_of(rate.says).zip(printed(met, rate));
            if let Some((part, column)) = column {
                *taken.entry((part, (met.row.table, column))).or_default() += 1;
            }
        }
    }
    let known = Columns { held, heard, taken };
    told.iter()
        .zip(met)
        .flat_map(|(one, met)| match met {
            Some(met) if met.likeness == Likeness::Same => known.rates(one, met),
            Some(_) => Vec::new(),
            None => known.amount(one).into_iter().collect(),
        })
        .collect()
}

/// The column in which a rate of a row is printed.
pub(super) fn printed(met: &RowMatch<'_, '_>, rate: &ToldRate) -> Option<usize> {
    let tie = met.rates.iter().find(|tie| tie.says(rate.figure))?;
    tie.parts.iter().find_map(|(_, of, _)| match of {
        Of::Cell(cell) if cell.figure.kind == Kind::Percent => Some(cell.column),
        _ => None,
    })
}

/// What sentences take from which columns.
struct Columns<'h, 'a> {
    held: &'h TableAmounts<'a>,
    heard: &'h [ProsePassage],
    taken: Taken,
}

impl<'h> Columns<'h, '_> {
    fn figure(&self, told: &ToldAmount, figure: usize) -> Option<&'h Quantity> {
        self.heard.get(told.heard)?.read.tokens.figures.get(figure)
    }

    /// The only column of a table from which so many sentences take this.
    fn column(&self, part: Part, table: (usize, usize)) -> Option<usize> {
        let mut own = self.taken.iter().filter(|((known, (of, _)), times)| {
            *known == part && *of == table && **times >= ENOUGH
        });
        let ((_, (_, column)), _) = own.next()?;
        own.next().is_none().then_some(*column)
    }

    fn cell(&self, part: Part, row: &'h AmountRow<'_>) -> Option<&'h AmountCell<'h>> {
        let column = self.column(part, row.table)?;
        row.cells.iter().find(|cell| cell.column == column)
    }

    /// The rates of an amount of a row that are not those of the row.
    fn rates(&self, told: &ToldAmount, met: &RowMatch<'h, '_>) -> Vec<Tie<'h>> {
        let own = self.column(Part::Amount, met.row.table);
        if own != Some(met.cell.column) {
            return Vec::new();
        }
        let wrong = told
            .rates
            .iter()
            .filter(|rate| rate.is_plain && !met.rates.iter().any(|tie| tie.says(rate.figure)));
        wrong
            .filter_map(|rate| {
                let part = part_of(rate.says)?;
                let column = self.column(part, met.row.table)?;
                let cell = met.row.cells.iter().find(|cell| cell.column == column)?;
                let sign = sign(rate);
                is_apart(self.figure(told, rate.figure)?, sign, &cell.figure)
                    .then(|| tie(told, rate.figure, sign, cell))
            })
            .collect()
    }

    /// An amount with the name and two rates of a row that is not the row's.
    fn amount(&self, told: &ToldAmount) -> Option<Tie<'h>> {
        let figure = self.figure(told, told.figure)?;
        let agrees = |row: &'h AmountRow<'_>| {
            let own = told.rates.iter().filter(|rate| {
                let cell = part_of(rate.says).and_then(|part| self.cell(part, row));
                let said = self.figure(told, rate.figure);
                cell.zip(said).is_some_and(|(cell, said)| meets(said, sign(rate), &cell.figure))
            });
            own.count() >= 2
        };
        let names = told.names.iter().take(1);
        let rows: Vec<&'h AmountRow<'_>> =
            names.flat_map(|name| self.held.named(name)).filter(|row| agrees(row)).collect();
        let [row] = rows.as_slice() else { return None };
        let cell = self.cell(Part::Amount, row)?;
        is_apart(figure, 1, &cell.figure).then(|| tie(told, told.figure, 1, cell))
    }
}

pub(super) fn sign(rate: &ToldRate) -> i8 {
    match rate.says {
        Says::Growth(sign) | Says::Change(sign) => sign,
        Says::Completion | Says::Share => 1,
    }
}

pub(super) fn meets(said: &Quantity, sign: i8, cell: &Quantity) -> bool {
    let value = said.value * Decimal::from(sign);
    (value - cell.value).abs() <= said.half + cell.half
}

/// Whether two figures differ by more than one in the last place: figures may be cut off instead of
/// rounded.
pub(super) fn is_apart(said: &Quantity, sign: i8, cell: &Quantity) -> bool {
    let value = said.value * Decimal::from(sign);
    let place = said.half.max(cell.half) * Decimal::TWO;
    (value - cell.value).abs() > place * Decimal::TWO
}

//! The cells of forms as sums and coverage see them: a whole number and a place each, row by row,
//! so that a row or column is added up, or marked as checked, in one walk.
//!
//! Deliberately absent: intervals and words, which the evaluator makes from the forms themselves.

use crate::check::seen::world::World;
use crate::check::seen::world::cell_span;
use gouji_forms::form::{Content, FilledForm, FormCell};
use gouji_rules::ruleset::{ColumnKind, Rounding};
use gouji_values::document::Span;
use gouji_values::number::{Number, UnitId, Units};
use rayon::prelude::*;

/// Numbers are whole in units of this decimal place.
const DECIMALS: usize = 6;
const POWERS: [i128; DECIMALS + 1] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// The cells of all forms of a document, by form and side.
#[derive(Clone, Debug, Default)]
pub(crate) struct CellRuns {
    forms: Vec<Vec<SideRuns>>,
}

/// The cells of one side of a form.
#[derive(Clone, Debug)]
pub(crate) struct SideRuns {
    /// Columns of the form.
    pub(in crate::check) width: usize,
    /// Its figures were not rounded, but cut off.
    pub(in crate::check) is_cut_off: bool,
    /// Row by row.
    pub(in crate::check) cells: Vec<WholeCell>,
}

/// A cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WholeCell {
    /// Its number in millionths, and zero where it has none; never the least that there is, so
    /// that it can be negated.
    pub(in crate::check) value: i64,
    /// Where its text stands; of an empty one where it begins, of one that is not there at 0.
    pub(crate) span: Span,
    pub(in crate::check) kind: CellKind,
    /// Decimals of its number: those of its column, if that has more.
    pub(in crate::check) decimals: u8,
    /// It is one of the figures of the document.
    counts: bool,
    /// Rounding leaves nothing open.
    pub(in crate::check) is_exact: bool,
}

/// What stands in a cell, in one word: numbers of one kind have one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct CellKind(u32);

impl CellKind {
    /// This table has no such column.
    pub(in crate::check) const ABSENT: Self = Self(0);
    /// Nothing, or a blank mark.
    pub(in crate::check) const BLANK: Self = Self(1);
    /// What is no number, or none that is whole in millionths.
    pub(in crate::check) const OTHER: Self = Self(2);

    /// A number in a unit.
    fn number(unit: Option<UnitId>) -> Self {
        Self(unit.map_or(3, |unit| 4 + u32::from(unit.0)))
    }

    pub(in crate::check) fn is_number(self) -> bool {
        self.0 > Self::OTHER.0
    }

    /// The unit of a number.
    pub(in crate::check) fn unit(self) -> Option<UnitId> {
        u16::try_from(self.0.checked_sub(4)?).ok().map(UnitId)
    }
}

impl CellRuns {
    /// Lays out the cells of a document.
    pub(in crate::check) fn out(world: &World<'_>) -> Self {
        let forms = &world.page.recognition.forms;
        let sides = |filled: &FilledForm| {
            (0..filled.sides.len()).map(|side| SideRuns::of(world, filled, side)).collect()
        };
        Self { forms: forms.par_iter().map(sides).collect() }
    }

    /// All sides with the indices of their form and of themselves in it.
    pub(crate) fn sides(&self) -> impl Iterator<Item = (usize, usize, &SideRuns)> {
        self.forms.iter().enumerate().flat_map(|(form, sides)| {
            sides.iter().enumerate().map(move |(side, laid)| (form, side, laid))
        })
    }

    /// The cells of a side of a form.
    pub(in crate::check) fn side(&self, form: usize, side: usize) -> Option<&SideRuns> {
        self.forms.get(form)?.get(side)
    }
}

impl SideRuns {
    fn of(world: &World<'_>, filled: &FilledForm, side: usize) -> Self {
        let schema = world.schema(filled);
        let columns = schema.map_or(&[][..], |schema| &schema.columns);
        let rounding = schema.map_or(Rounding::Auto, |schema| schema.rounding);
        let widest = |at: usize| {
            filled
                .sides
                .get(side)
                .and_then(|side| side.columns.get(at)?.as_ref())
                .map_or(0, |column| column.decimals)
        };
        let known: Vec<Printed> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| Printed {
                unit: world.column_unit(filled, side, at),
                is_numeric: column.kind.is_numeric(),
                widest: widest(at),
                is_exact: rounding == Rounding::Exact
                    || matches!(column.kind, ColumnKind::Score | ColumnKind::Count),
            })
            .collect();
        let units = &world.ruleset.vocabulary.units;
        let rows = filled.sides.get(side).map_or(&[][..], |side| &side.rows);
        let mut cells = Vec::with_capacity(rows.len() * known.len());
        for row in rows {
            let laid = known.iter().enumerate().map(|(at, known)| {
                row.cells
                    .get(at)
                    .map_or(WholeCell::NOTHING, |slot| WholeCell::of(slot, known, units))
            });
            cells.extend(laid);
        }
        Self { width: known.len(), is_cut_off: rounding == Rounding::Truncate, cells }
    }

    /// The figures of the document in it, with row and column.
    pub(crate) fn figures(&self) -> impl Iterator<Item = ((usize, usize), &WholeCell)> {
        // no cell stands in a form without columns
        let rows = self.cells.chunks(self.width.max(1)).enumerate();
        let cells = rows.flat_map(|(row, cells)| {
            cells.iter().enumerate().map(move |(column, cell)| ((row, column), cell))
        });
        cells.filter(|(_, cell)| cell.counts)
    }
}

impl WholeCell {
    const NOTHING: Self = Self {
        value: 0,
        span: Span { start: 0, end: 0 },
        kind: CellKind::OTHER,
        decimals: 0,
        counts: false,
        is_exact: true,
    };

    fn of(slot: &FormCell, column: &Printed, units: &Units) -> Self {
        let Printed { unit, is_numeric, widest, is_exact } = *column;
        let (kind, value) = match &slot.content {
            Content::Absent => return Self { kind: CellKind::ABSENT, ..Self::NOTHING },
            Content::Blank => (CellKind::BLANK, 0),
            Content::Number(number) => millionths(number).map_or((CellKind::OTHER, 0), |value| {
                (CellKind::number(slot.unit.or(unit)), value)
            }),
            Content::Text | Content::Unreadable(_) => (CellKind::OTHER, 0),
        };
        let is_figure = matches!(slot.content, Content::Number(_) | Content::Unreadable(_));
        let decimals = match &slot.content {
            Content::Number(number) if slot.unit.is_some() => number.decimals,
            Content::Number(number) => number.decimals.max(widest),
            _ => 0,
        };
        let from = kind.unit().and_then(|unit| units.get(unit).exact);
        let is_bare_zero =
            value == 0 && matches!(&slot.content, Content::Number(number) if number.decimals == 0);
        Self {
            value,
            span: cell_span(slot),
            kind,
            decimals: u8::try_from(decimals).unwrap_or(u8::MAX),
            counts: is_numeric && is_figure && !slot.repeated,
            is_exact: is_exact || is_bare_zero || from.is_some_and(|from| decimals >= from),
        }
    }

    /// One unit of its last place, in millionths.
    pub(in crate::check) fn last_place(&self) -> Option<i64> {
        let power =
            DECIMALS.checked_sub(usize::from(self.decimals)).and_then(|at| POWERS.get(at))?;
        i64::try_from(*power).ok()
    }
}

/// How the figures of a column are printed.
struct Printed {
    unit: Option<UnitId>,
    /// Its cells are numbers.
    is_numeric: bool,
    /// The most decimals that one of them has.
    widest: u32,
    /// Rounding leaves nothing open.
    is_exact: bool,
}

/// A number in millionths, if it is whole then and not too large.
fn millionths(number: &Number) -> Option<i64> {
    let power =
        DECIMALS.checked_sub(number.value.scale() as usize).and_then(|at| POWERS.get(at))?;
    i64::try_from(number.value.mantissa().checked_mul(*power)?)
        .ok()
        .filter(|value| *value > i64::MIN)
}

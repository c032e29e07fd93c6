//! What stands beside a figure of a form: the numbers that may have been copied or added by
//! mistake.

use super::explain::TakenFrom;
use super::figure_cell::{FigureCell, in_units};
use super::slip::{Cost, ln};
use crate::check::{FigurePlace, World};
use gouji_forms::form::Content;
use gouji_values::hash::QuickMap;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;

/// Where a number stands, seen from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NeighbourSide {
    /// In another column of the same row.
    Column,
    /// In the row above or below.
    Row,
    /// In last year's document.
    LastYear,
    /// In the row and column of the same names of another form.
    OtherForm,
}

/// A number beside a figure.
#[derive(Clone, Debug)]
pub(crate) struct NearFigure {
    /// In units of the last printed place of the figure that it stands beside.
    pub number: i128,
    /// Where.
    pub side: NeighbourSide,
    /// Where it begins in the text.
    pub start: u32,
    /// How many columns or rows away.
    pub distance: usize,
    /// The place itself.
    place: FigurePlace,
    /// The two columns or rows agree in other places too: that they agree here tells nothing.
    pub is_usual: bool,
    /// How much less it tells that they agree here the more often they do elsewhere.
    pub often: Cost,
}

/// In how many places two columns or rows have the same number, and in how many both have one.
type Alike = (usize, usize);

/// Whether they agree so often, a third of the time, that it tells nothing.
fn is_usual((equal, all): Alike) -> bool {
    equal * 3 >= all.max(1)
}

/// What it takes from a copy's likelihood that they agree elsewhere: nothing where they hardly ever
/// do.
fn often((equal, all): Alike) -> Cost {
    /// 1000 · ln 50: who agrees one time in fifty hardly ever does. Where nothing is known it is
    /// one time in five, and that counts as three places.
    const SELDOM: Cost = 3_912;
    (SELDOM + ln(10 * equal + 6) - ln(10 * all + 30)).max(0)
}

impl NearFigure {
    /// It, as what another number was taken from.
    #[must_use]
    pub(crate) fn source(&self, world: &World<'_>) -> TakenFrom {
        if self.side == NeighbourSide::OtherForm {
            return TakenFrom { name: form_name(world, self.place), start: Some(self.start) };
        }
        let label = world.label(self.place);
        // what its column or row is called
        let word = if self.side == NeighbourSide::Column {
            label.split(' ').next_back()
        } else {
            label.split(' ').rev().nth(1)
        };
        TakenFrom {
            name: word.unwrap_or("").to_owned(),
            start: (self.side != NeighbourSide::LastYear).then_some(self.start),
        }
    }
}

/// What the form of a place is called.
fn form_name(world: &World<'_>, place: FigurePlace) -> String {
    let FigurePlace::Cell { paper, form, .. } = place else { return String::new() };
    let schema = world.filled(paper, form).and_then(|filled| world.schema(filled));
    schema.map_or_else(String::new, |schema| schema.id.to_string())
}

/// A column of a side of a form: of last year's document, form, side, column.
type ColumnAt = (Paper, usize, usize, usize);

/// What is worked out once for whole columns: each of their figures asks for it.
#[derive(Debug, Default)]
pub(crate) struct Columns<'a> {
    /// How alike two columns of a side are.
    alike: QuickMap<(ColumnAt, usize), Alike>,
    /// How alike two columns of different forms are, in the rows of the same names.
    across: QuickMap<(ColumnAt, ColumnAt), Alike>,
    /// The rows of this document's forms by name and code: form, side, row.
    named: Option<QuickMap<Name<'a>, Vec<(usize, usize, usize)>>>,
    /// Rows and numbers of a column in units of so many decimals, but for zeros.
    numbers: QuickMap<(ColumnAt, u32), Vec<(usize, i128)>>,
}

/// Name and code of a row: rows of accounts that have one name have different codes.
type Name<'a> = (&'a str, Option<&'a str>);

fn name<'a>(world: &World<'a>, (paper, form, side, _): ColumnAt, row: usize) -> Option<Name<'a>> {
    let row = world.row(paper, form, side, row)?;
    Some((row.key.as_str(), row.code.as_deref())).filter(|(key, _)| !key.is_empty())
}

impl<'a> Columns<'a> {
    /// The rows of other forms of this document that are called as a row is.
    fn namesakes(
        &mut self,
        world: &World<'a>,
        column: ColumnAt,
        row: usize,
    ) -> &[(usize, usize, usize)] {
        let named = self.named.get_or_insert_with(|| {
            let mut out: QuickMap<Name<'a>, Vec<(usize, usize, usize)>> = QuickMap::default();
            for (form, filled) in world.page.recognition.forms.iter().enumerate() {
                for (side, rows) in filled.sides.iter().enumerate() {
                    for at in 0..rows.rows.len() {
                        let name = name(world, (Paper::OWN, form, side, 0), at);
                        name.into_iter()
                            .for_each(|name| out.entry(name).or_default().push((form, side, at)));
                    }
                }
            }
            out
        });
        name(world, column, row).and_then(|name| named.get(&name)).map_or(&[], Vec::as_slice)
    }

    /// The cells of other forms whose row and column are called as those of a cell are.
    fn like_named(
        &mut self,
        world: &World<'a>,
        column: ColumnAt,
        row: usize,
    ) -> Vec<(ColumnAt, usize)> {
        /// A name that so many rows have tells nothing.
        const MANY: usize = 20;
        let title = |(paper, form, _, column): ColumnAt| {
            let column = world.column(world.filled(paper, form)?, column)?;
            Some((column.name.as_str(), column.kind))
        };
        let Some(own) = title(column) else { return Vec::new() };
        let rows = self.namesakes(world, column, row);
        if rows.len() > MANY {
            return Vec::new();
        }
        let others = rows.iter().filter(|(form, ..)| *form != column.1);
        let columns = others.flat_map(|(form, side, row)| {
            let count = world.row(Paper::OWN, *form, *side, *row).map_or(0, |row| row.cells.len());
            (0..count).map(|at| ((Paper::OWN, *form, *side, at), *row))
        });
        columns.filter(|(other, _)| title(*other) == Some(own)).collect()
    }

    /// How often two columns of different forms agree in rows of the same names.
    fn across(&mut self, world: &World<'a>, column: ColumnAt, other: ColumnAt) -> Alike {
        if let Some(known) = self.across.get(&(column, other)) {
            return *known;
        }
        let (mut equal, mut all) = (0, 0);
        for row in 0..count(world, column) {
            let Some(own) = number(world, column, row) else { continue };
            let rows = self.namesakes(world, column, row);
            let twin = rows
                .iter()
                .find(|(form, side, _)| (*form, *side) == (other.1, other.2))
                .map(|(.., row)| *row);
            if let Some(twin) = twin.and_then(|row| number(world, other, row)) {
                (equal, all) = (equal + usize::from(own == twin), all + 1);
            }
        }
        self.across.insert((column, other), (equal, all));
        (equal, all)
    }

    fn alike(&mut self, world: &World<'_>, column: ColumnAt, other: usize) -> Alike {
        let (paper, form, side, own) = column;
        let key = ((paper, form, side, own.min(other)), own.max(other));
        *self.alike.entry(key).or_insert_with(|| {
            let pairs = (0..count(world, column)).filter_map(|row| {
                let number = |column: usize| number(world, (paper, form, side, column), row);
                Some(number(own)? == number(other)?)
            });
            pairs.fold((0, 0), |(equal, all), same| (equal + usize::from(same), all + 1))
        })
    }

    fn numbers(&mut self, world: &World<'_>, column: ColumnAt, decimals: u32) -> &[(usize, i128)] {
        self.numbers.entry((column, decimals)).or_insert_with(|| {
            let rows = 0..count(world, column);
            rows.filter_map(|row| Some((row, in_units(number(world, column, row)?, decimals)?)))
                .collect()
        })
    }
}

/// How many rows a column has.
fn count(world: &World<'_>, (paper, form, side, _): ColumnAt) -> usize {
    world
        .filled(paper, form)
        .and_then(|filled| filled.sides.get(side))
        .map_or(0, |side| side.rows.len())
}

/// What stands in a row of a column; zeros tell nothing.
fn number(world: &World<'_>, (paper, form, side, column): ColumnAt, row: usize) -> Option<Decimal> {
    match &world.slot(paper, form, side, row, column)?.content {
        Content::Number(number) if !number.value.is_zero() => Some(number.value),
        _ => None,
    }
}

/// The numbers beside a cell that could stand in its place; zeros and blanks tell nothing.
#[must_use]
pub(crate) fn neighbours<'a>(
    world: &World<'a>,
    cell: &FigureCell,
    known: &mut Columns<'a>,
) -> Vec<NearFigure> {
    let mut out: Vec<NearFigure> = Vec::new();
    for (place, _) in &cell.places {
        let FigurePlace::Cell { paper, form, side, row, column } = *place else { continue };
        let Some(filled) = world.filled(paper, form) else { continue };
        let Some(rows) = filled.sides.get(side).map(|side| &side.rows) else { continue };
        let kind = world.column(filled, column).map(|column| column.kind);
        let number = |row: usize, column: usize| number(world, (paper, form, side, column), row);
        let columns = rows.get(row).map_or(0, |row| row.cells.len());
        // but for its own row
        let elsewhere = |(equal, all): Alike, other: Option<Decimal>| {
            let own = number(row, column).zip(other).map(|(own, other)| usize::from(own == other));
            (equal - own.unwrap_or(0), all - usize::from(own.is_some()))
        };
        let mut alike_column = |other: usize| {
            elsewhere(known.alike(world, (paper, form, side, column), other), number(row, other))
        };
        let alike_row = |other: usize| {
            let pair = |at: usize| Some(number(row, at)? == number(other, at)?);
            let pairs = (0..columns).filter(|at| *at != column).filter_map(pair);
            pairs.fold((0, 0), |(equal, all), same| (equal + usize::from(same), all + 1))
        };
        let mut put = |at: FigurePlace, side: NeighbourSide, alike: Alike| {
            out.extend(beside(world, cell, *place, at, side, alike))
        };
        for other in (0..columns).filter(|other| *other != column) {
            if world.column(filled, other).map(|column| column.kind) == kind {
                put(
                    FigurePlace::Cell { paper, form, side, row, column: other },
                    NeighbourSide::Column,
                    alike_column(other),
                );
            }
        }
        for other in
            row.checked_sub(1).into_iter().chain([row + 1]).filter(|other| *other < rows.len())
        {
            put(
                FigurePlace::Cell { paper, form, side, row: other, column },
                NeighbourSide::Row,
                alike_row(other),
            );
        }
        if paper.is_own() && world.has(Paper::LAST_YEAR) {
            let before = world.page_of(Paper::LAST_YEAR);
            // rows of accounts that have one name have different codes
            let key = rows.get(row).map(|row| (row.key.as_str(), row.code.as_deref()));
            for (at, other) in before
                .recognition
                .forms
                .iter()
                .enumerate()
                .filter(|(_, other)| other.form == filled.form)
            {
                let found = other.sides.get(side).and_then(|side| {
                    side.rows
                        .iter()
                        .position(|row| Some((row.key.as_str(), row.code.as_deref())) == key)
                });
                if let Some(row) = found {
                    put(
                        FigurePlace::Cell { paper: Paper::LAST_YEAR, form: at, side, row, column },
                        NeighbourSide::LastYear,
                        (0, 0),
                    );
                }
            }
        }
        if paper.is_own() {
            let own = (paper, form, side, column);
            for (other, at) in known.like_named(world, own, row) {
                let alike =
                    elsewhere(known.across(world, own, other), self::number(world, other, at));
                let (_, form, side, column) = other;
                put(
                    FigurePlace::Cell { paper, form, side, row: at, column },
                    NeighbourSide::OtherForm,
                    alike,
                );
            }
        }
    }
    out
}

/// The numbers above and below a cell that are `wanted`, as far as a table is likely to go, and
/// among how many they stand.
#[must_use]
pub(crate) fn column(
    world: &World<'_>,
    cell: &FigureCell,
    known: &mut Columns<'_>,
    wanted: impl Fn(i128) -> bool,
) -> (Vec<NearFigure>, usize) {
    /// How many rows up and down are searched.
    const FAR: usize = 3_000;
    let (mut out, mut among) = (Vec::new(), 0);
    for (place, _) in &cell.places {
        let FigurePlace::Cell { paper, form, side, row, column } = *place else { continue };
        let all = known.numbers(world, (paper, form, side, column), cell.decimals);
        let from = all.partition_point(|(other, _)| *other < row.saturating_sub(FAR));
        let to = all.partition_point(|(other, _)| *other < row.saturating_add(FAR));
        let around = all.get(from..to).unwrap_or(&[]).iter().filter(|(other, _)| *other != row);
        among += around.clone().count();
        let found = around
            .filter(|(_, number)| wanted(*number))
            .map(|(row, _)| FigurePlace::Cell { paper, form, side, row: *row, column });
        out.extend(
            found.filter_map(|at| beside(world, cell, *place, at, NeighbourSide::Row, (0, 0))),
        );
    }
    (out, among)
}

/// What stands at a place, seen from the cell at another.
fn beside(
    world: &World<'_>,
    cell: &FigureCell,
    from: FigurePlace,
    at: FigurePlace,
    side: NeighbourSide,
    alike: Alike,
) -> Option<NearFigure> {
    let (
        FigurePlace::Cell { row, column, .. },
        FigurePlace::Cell { paper, form, side: half, row: other_row, column: other_column },
    ) = (from, at)
    else {
        return None;
    };
    let distance = if side == NeighbourSide::OtherForm {
        1
    } else {
        other_row.abs_diff(row).max(other_column.abs_diff(column)).max(1)
    };
    let Content::Number(number) = &world.slot(paper, form, half, other_row, other_column)?.content
    else {
        return None;
    };
    let number = in_units(number.value, cell.decimals).filter(|number| *number != 0)?;
    Some(NearFigure {
        number,
        side,
        start: world.span(at).0.start,
        distance,
        place: at,
        is_usual: is_usual(alike),
        often: often(alike),
    })
}

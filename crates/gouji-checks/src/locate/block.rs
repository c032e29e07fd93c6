//! Many figures, one slip: a whole row or column in another unit, a run of figures of a column one
//! row too low or too high. What the search for single figures could never afford is tried here at
//! once: each row and column of a form with each shift of the point, each column with each run
//! whose rows ask for the numbers beside.

use super::explain::MeantNumber;
use super::repair::{LinearBound, Range};
use super::slip::telling;
use super::system::Rows;
use crate::check::{FigurePlace, World};
use gouji_audit::audit::Slip;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// A block has at least this many figures and violated checks; fewer are slips of their own.
const FIGURES: usize = 3;
const VIOLATED: usize = 3;
/// Shifts that units explain first.
const SHIFTS: [i8; 10] = [4, -4, 8, -8, 1, -1, 2, -2, 3, -3];

/// Numbers that stand where the row beside asks for them do so by chance if they have fewer digits.
const TELLING: usize = 6;

/// If a row has this many times more terms than there are new ones, the new ones are looked up in it.
const FEWER: usize = 8;

/// Figures of a row or a column with one slip.
#[derive(Debug)]
pub(crate) struct SlippedBlock {
    /// The violated rows that it explains.
    pub rows: Vec<usize>,
    /// Their checks.
    pub checks: Vec<usize>,
    /// What was meant.
    pub meant: Vec<MeantNumber>,
}

impl SlippedBlock {
    fn of(rows: &Rows, explained: Vec<usize>, meant: Vec<MeantNumber>) -> Self {
        let checks = explained.iter().filter_map(|row| rows.check_of.get(*row)).copied().collect();
        Self { rows: explained, checks, meant }
    }

    /// How odd the unit would be in which its figures are printed: amounts are printed in 元 and 万元,
    /// now and then in 亿元. Where two columns are apart by a unit, the odder one is right.
    fn oddness(&self, rows: &Rows) -> u8 {
        let first =
            self.meant.first().and_then(|meant| Some((meant.slip, rows.cells.get(meant.cell)?)));
        let Some((Slip::Block(places), cell)) = first else { return 0 };
        let unit = || {
            let one = cell.ulp.checked_mul(Decimal::from(10_i64.checked_pow(cell.decimals)?))?;
            let times = Decimal::from(10_i64.checked_pow(u32::from(places.unsigned_abs()))?);
            if places > 0 { one.checked_mul(times) } else { one.checked_div(times) }
        };
        match unit() {
            Some(unit) if unit == Decimal::ONE || unit == Decimal::from(10_000) => 0,
            Some(unit) if unit > Decimal::from(10_000) => 1,
            _ => 2,
        }
    }
}

/// A row (`true`) or column of a side of a form.
type Line = (usize, usize, bool, usize);

/// The blocks of a document, the one that explains most first; no violated row is explained twice.
#[must_use]
pub(crate) fn blocks(world: &World<'_>, rows: &Rows) -> Vec<SlippedBlock> {
    let violated: BTreeSet<usize> = (0..rows.system.rows.len())
        .filter(|at| rows.system.rows.get(*at).is_some_and(|row| !row.holds(row.residual)))
        .collect();
    if violated.len() < VIOLATED {
        return Vec::new();
    }
    let of = |cell: usize| {
        rows.cells.get(cell).filter(|cell| cell.number != 0).map_or(&[][..], |cell| &cell.places)
    };
    let mut broken: BTreeMap<Line, BTreeSet<usize>> = BTreeMap::new();
    for at in &violated {
        let cells = rows.system.rows.get(*at).map_or(&[][..], |row| &row.terms).iter();
        for line in
            cells.flat_map(|(cell, _)| of(*cell)).flat_map(|(place, _)| lines_of(world, *place))
        {
            broken.entry(line).or_default().insert(*at);
        }
    }
    broken.retain(|_, violated| violated.len() >= VIOLATED);
    if broken.is_empty() {
        return Vec::new();
    }
    let mut lines: BTreeMap<Line, BTreeSet<usize>> = BTreeMap::new();
    let mut columns: BTreeMap<Line, BTreeMap<usize, usize>> = BTreeMap::new();
    for at in 0..rows.cells.len() {
        for (place, _) in of(at) {
            for line in lines_of(world, *place).filter(|line| broken.contains_key(line)) {
                lines.entry(line).or_default().insert(at);
                if let (FigurePlace::Cell { row, .. }, (_, _, false, _)) = (*place, line) {
                    columns.entry(line).or_default().insert(row, at);
                }
            }
        }
    }
    if rows.is_partial {
        mark_gaps(world, rows, broken.keys(), &mut lines, &mut columns);
    }
    let touched = |cells: &BTreeSet<usize>| {
        cells
            .iter()
            .flat_map(|cell| rows.system.rows_of(*cell))
            .copied()
            .collect::<BTreeSet<usize>>()
    };
    let mut found: Vec<SlippedBlock> = Vec::new();
    for cells in lines.values().filter(|cells| cells.len() >= FIGURES) {
        let touched = touched(cells);
        if touched.intersection(&violated).count() < VIOLATED {
            continue;
        }
        let fitting =
            SHIFTS.into_iter().find_map(|shift| shifted(rows, cells, &touched, &violated, shift));
        found.extend(fitting);
    }
    for column in columns.values().filter(|column| column.len() >= FIGURES) {
        let column: Vec<usize> = column.values().copied().collect();
        let asked = asked(rows, &column, &violated);
        found.extend(
            [true, false]
                .into_iter()
                .flat_map(|is_low| slipped(rows, &column, &asked, &violated, is_low)),
        );
    }
    found.sort_by_key(|block| (std::cmp::Reverse(block.rows.len()), block.oddness(rows)));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    found.retain(|block| {
        let is_new = block.rows.iter().all(|row| !taken.contains(row));
        if is_new {
            taken.extend(&block.rows);
        }
        is_new
    });
    found
}

/// Stands in a column for figures of which the rows know nothing.
const GAP: usize = usize::MAX;

/// Of a large document not all figures of a line stand in rows: a line that has others was not
/// shifted as a whole, since these hold, and a run of a column ends at them.
fn mark_gaps<'l>(
    world: &World<'_>,
    rows: &Rows,
    all: impl Iterator<Item = &'l Line>,
    lines: &mut BTreeMap<Line, BTreeSet<usize>>,
    columns: &mut BTreeMap<Line, BTreeMap<usize, usize>>,
) {
    for line in all {
        let is_column = !line.2;
        // of gaps that follow each other one is enough
        let (mut is_gap, mut is_whole) = (false, true);
        for (row, place) in figures_of(world, *line) {
            let (span, document) = world.span(place);
            let is_unknown = rows.at(document, span).next().is_none();
            if is_unknown && !is_gap && is_column {
                columns.entry(*line).or_default().insert(row, GAP);
            }
            is_gap = is_unknown;
            is_whole &= !is_unknown;
        }
        if !is_whole {
            lines.remove(line);
        }
    }
}

/// The figures of a line that are not zero, each with its row.
fn figures_of<'w>(
    world: &'w World<'_>,
    (form, only, is_row, number): Line,
) -> impl Iterator<Item = (usize, FigurePlace)> + 'w {
    let sides = world.filled(Paper::OWN, form).map_or(&[][..], |filled| &filled.sides);
    let own = move |side: &usize| only == usize::MAX || *side == only;
    let rows = (0..sides.len()).filter(own).flat_map(move |side| {
        let rows = sides.get(side).map_or(&[][..], |side| &side.rows);
        rows.iter().enumerate().map(move |(row, printed)| (side, row, printed))
    });
    let places = rows.flat_map(move |(side, row, printed)| {
        let columns = match (is_row, only) {
            (false, _) => number..number + 1,
            (true, usize::MAX) if printed.row as usize != number => 0..0,
            (true, only) if only != usize::MAX && row != number => 0..0,
            (true, _) => 0..printed.cells.len(),
        };
        columns.map(move |column| {
            (row, FigurePlace::Cell { paper: Paper::OWN, form, side, row, column })
        })
    });
    places.filter(|(_, place)| world.printed_value(*place).is_some_and(|value| !value.is_zero()))
}

/// The row and the column in which a figure stands, and the row of the page: the sides of a form
/// stand in one.
fn lines_of(world: &World<'_>, place: FigurePlace) -> impl Iterator<Item = Line> + use<> {
    let lines = if let FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } = place {
        let printed =
            world.row(Paper::OWN, form, side, row).map_or(usize::MAX, |row| row.row as usize);
        Some([
            (form, side, true, row),
            (form, usize::MAX, true, printed),
            (form, side, false, column),
        ])
    } else {
        None
    };
    lines.into_iter().flatten()
}

/// Runs of figures of a column, from top to bottom, that stand one row too low or too high.
fn slipped(
    rows: &Rows,
    column: &[usize],
    asked: &[Option<Range>],
    violated: &BTreeSet<usize>,
    is_low: bool,
) -> Vec<SlippedBlock> {
    let number =
        |at: usize| column.get(at).and_then(|cell| rows.cells.get(*cell)).map(|cell| cell.number);
    let range = |at: usize| asked.get(at).copied().flatten();
    // what stands in the row behind belongs here; where both are the same nothing is asked for
    let beside = |at: usize| if is_low { Some(at + 1) } else { at.checked_sub(1) };
    let fits = |at: usize| {
        let (Some(own), Some(other)) = (number(at), beside(at).and_then(number)) else {
            return false;
        };
        match range(at) {
            Some(range) => range.low <= 2 * (other - own) && 2 * (other - own) <= range.high,
            None => own == other,
        }
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < column.len() {
        let end = (at..column.len()).find(|at| !fits(*at)).unwrap_or(column.len());
        let lost = if is_low { Some(end) } else { at.checked_sub(1) };
        let inner: Vec<usize> = (at..end).filter(|at| range(*at).is_some()).collect();
        out.extend(run(
            rows,
            column,
            violated,
            &inner,
            lost.and_then(|lost| Some((lost, range(lost)?))),
            is_low,
        ));
        at = end.max(at) + 1;
    }
    out
}

/// The block of a run whose rows ask for the numbers beside; the figure at its end was written
/// over.
fn run(
    rows: &Rows,
    column: &[usize],
    violated: &BTreeSet<usize>,
    inner: &[usize],
    end: Option<(usize, Range)>,
    is_low: bool,
) -> Option<SlippedBlock> {
    let cell = |at: usize| column.get(at).and_then(|cell| Some((*cell, rows.cells.get(*cell)?)));
    let slip = Slip::Rows(is_low);
    let mut new: BTreeMap<usize, i128> = BTreeMap::new();
    let mut meant = Vec::new();
    let mut digits = 0;
    for at in inner {
        let (index, _) = cell(*at)?;
        let (_, other) = cell(if is_low { at + 1 } else { at.checked_sub(1)? })?;
        digits += telling(other.number);
        new.insert(index, other.number);
        meant.push(MeantNumber {
            cell: index,
            number: other.number,
            slip,
            from: None,
            is_certain: true,
            is_tight: true,
            is_fixed: true,
            exact: None,
        });
    }
    let mut lost = None;
    if let Some((at, range)) = end.filter(|(_, range)| range.is_bound()) {
        let (index, old) = cell(at)?;
        let number = old.number + range.middle()? / 2;
        new.insert(index, number);
        lost = Some(index);
        let is_certain = number != 0 && range.high - range.low <= 4;
        meant.push(MeantNumber {
            cell: index,
            number,
            slip,
            from: None,
            is_certain,
            is_tight: is_certain,
            is_fixed: true,
            exact: None,
        });
    }
    if inner.len() < 2 || meant.len() < FIGURES || digits < TELLING {
        return None;
    }
    let touched: BTreeSet<usize> =
        new.keys().flat_map(|cell| rows.system.rows_of(*cell)).copied().collect();
    let is_limit = |at: usize| at >= rows.limits_from;
    let mut explained = Vec::new();
    for at in touched {
        let row = rows.system.rows.get(at)?;
        let residual = renewed(row, &new).into_iter().try_fold(
            row.residual,
            |sum, (cell, factor, number)| {
                sum.checked_add(factor.checked_mul(2 * (number - rows.cells.get(cell)?.number))?)
            },
        )?;
        // the number that was written over is known as closely as its row tells
        let open = lost.map_or(0, |lost| 2 * row.factor(lost).abs());
        if residual < row.low.saturating_sub(open) || residual > row.high.saturating_add(open) {
            if is_limit(at) {
                continue;
            }
            return None;
        }
        if violated.contains(&at) {
            explained.push(at);
        }
    }
    meant.sort_by_key(|meant| meant.cell);
    (explained.iter().filter(|at| !is_limit(**at)).count() >= VIOLATED)
        .then(|| SlippedBlock::of(rows, explained, meant))
}

/// For each figure of a column between which ends it must change for the violated rows in which it
/// stands alone of its column; none where there are no such rows.
fn asked(rows: &Rows, column: &[usize], violated: &BTreeSet<usize>) -> Vec<Option<Range>> {
    let broken = |cell: usize| {
        rows.system
            .rows_of(cell)
            .iter()
            .filter(|at| **at < rows.limits_from && violated.contains(at))
    };
    // so many figures of the column stand in each row
    let mut standing: BTreeMap<usize, usize> = BTreeMap::new();
    for cell in column.iter().collect::<BTreeSet<_>>() {
        broken(*cell).for_each(|at| *standing.entry(*at).or_default() += 1);
    }
    let of = |cell: usize| {
        let alone = broken(cell)
            .filter(|at| standing.get(at) == Some(&1))
            .filter_map(|at| rows.system.rows.get(*at));
        alone.map(|row| row.changes(cell, row.residual)).reduce(Range::meet)
    };
    column.iter().map(|cell| of(*cell)).collect()
}

/// The block, if shifting all its figures makes every violated row hold that it touches, and breaks
/// none.
fn shifted(
    rows: &Rows,
    cells: &BTreeSet<usize>,
    touched: &BTreeSet<usize>,
    violated: &BTreeSet<usize>,
    shift: i8,
) -> Option<SlippedBlock> {
    let times = 10_i128.pow(u32::from(shift.unsigned_abs()));
    let mut meant = Vec::new();
    let mut new: BTreeMap<usize, i128> = BTreeMap::new();
    for at in cells {
        let cell = rows.cells.get(*at)?;
        let number = if shift > 0 {
            cell.number.checked_mul(times)?
        } else {
            (cell.number.abs() + times / 2) / times * cell.number.signum()
        };
        new.insert(*at, number);
        // digits that were not printed are not known
        let is_certain = shift < 0 && number != 0;
        meant.push(MeantNumber {
            cell: *at,
            number,
            slip: Slip::Block(shift),
            from: None,
            is_certain,
            is_tight: is_certain,
            is_fixed: true,
            exact: None,
        });
    }
    // limits that are passed say that a block is one, but not without an equality
    let (mut outside, mut is_told) = (0, false);
    let mut explained = Vec::new();
    for at in touched {
        let row = rows.system.rows.get(*at)?;
        let (mut residual, mut open) = (row.residual, 0_i128);
        for (cell, factor, number) in renewed(row, &new) {
            let by = 2 * (number - rows.cells.get(cell)?.number);
            residual = residual.checked_add(factor.checked_mul(by)?)?;
            open += factor.abs() * if shift > 0 { times } else { 1 };
        }
        if residual < row.low.saturating_sub(open) || residual > row.high.saturating_add(open) {
            if *at >= rows.limits_from {
                continue;
            }
            return None;
        }
        if violated.contains(at) {
            // what stands in the block alone fits in every unit, and made small enough everything
            // does
            let is_other = |cell: usize| {
                !cells.contains(&cell) && rows.cells.get(cell).is_some_and(|cell| cell.number != 0)
            };
            let is_outside = row.terms.iter().any(|(cell, _)| is_other(*cell));
            let is_limit = *at >= rows.limits_from;
            // beside a rate of nothing a figure stands alone
            let is_inside = || !is_limit && !is_outside && row.terms.len() > 2;
            let tells = is_inside() || !fits_other_unit(rows, row, &new, is_limit);
            is_told |= tells && !is_limit;
            outside += usize::from(tells && is_outside);
            explained.push(*at);
        }
    }
    (is_told && outside >= VIOLATED).then(|| SlippedBlock::of(rows, explained, meant))
}

/// Whether a row would come out with its new numbers ten times as large or as small, too: then it does
/// not tell the unit, as beside a rate of 0.0%. Below a limit is all that is made small enough.
fn fits_other_unit(
    rows: &Rows,
    row: &LinearBound,
    new: &BTreeMap<usize, i128>,
    is_limit: bool,
) -> bool {
    let slack =
        |cell: usize| row.slack.iter().find(|(at, _)| *at == cell).map_or(0, |(_, more)| *more);
    let holds = |times: i128, parts: i128| {
        let (mut residual, mut open) = (row.residual, 0_i128);
        for (cell, factor, number) in renewed(row, new) {
            let number = number.checked_mul(times)? / parts;
            let by = number.checked_sub(rows.cells.get(cell)?.number)?.checked_mul(2)?;
            open = open.checked_add(slack(cell).checked_mul(by)?)?;
            residual = residual.checked_add(factor.checked_mul(by)?)?;
        }
        let (low, high) = (row.low.saturating_sub(open), row.high.saturating_add(open));
        Some(low <= residual && residual <= high)
    };
    let others: &[(i128, i128)] = if is_limit { &[(10, 1)] } else { &[(10, 1), (1, 10)] };
    others.iter().any(|(times, parts)| holds(*times, *parts) == Some(true))
}

/// The terms of a row that get new numbers: cell, factor, number. A total over thousands of rows
/// has few of them.
fn renewed(row: &LinearBound, new: &BTreeMap<usize, i128>) -> Vec<(usize, i128, i128)> {
    if new.len() * FEWER < row.terms.len() {
        return new
            .iter()
            .map(|(cell, number)| (*cell, row.factor(*cell), *number))
            .filter(|(_, factor, _)| *factor != 0)
            .collect();
    }
    row.terms.iter().filter_map(|(cell, factor)| Some((*cell, *factor, *new.get(cell)?))).collect()
}

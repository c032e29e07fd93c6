//! What holds between the rows of a table, column by column, and is unlikely to be chance: totals
//! and code trees.

use super::grid::{ColumnGuess, DraftGrid, DraftRow};
use super::identity::addends;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A figure below this, its point left out, may well be a sum by chance.
const DIGITS: u128 = 10_000;

/// A row as the sum of others: positions in `Grid::rows`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListSum {
    pub(super) total: usize,
    pub(super) addends: Addends,
    /// The columns that it holds in; empty: all.
    pub(super) columns: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Addends {
    /// The rows back to the last total, and perhaps that total.
    Above(Option<usize>),
    /// Named rows.
    Rows(Vec<usize>),
}

/// The code tree of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeTree {
    /// The column of codes.
    pub(super) column: usize,
    /// Lengths of codes.
    pub(super) levels: Vec<usize>,
    /// The row that is the sum of the topmost codes.
    pub(super) total: Option<usize>,
}

/// The tree that the codes form, if they do.
pub(super) fn tree(grid: &DraftGrid) -> Option<CodeTree> {
    let column = grid.columns.iter().position(|column| column.kind == ColumnGuess::Code)?;
    let levels: BTreeSet<usize> =
        grid.rows.iter().filter_map(|row| row.code.as_ref()).map(String::len).collect();
    let top: Vec<usize> = topmost(grid);
    let total = totals(grid).find(|total| is_sum(grid, *total, &top));
    (levels.len() > 1).then(|| CodeTree { column, levels: levels.into_iter().collect(), total })
}

/// Rows whose code begins with no other one.
fn topmost(grid: &DraftGrid) -> Vec<usize> {
    let codes: BTreeSet<&str> = grid.rows.iter().filter_map(|row| row.code.as_deref()).collect();
    let has_parent = |code: &str| {
        (1..code.len())
            .any(|length| code.get(..length).is_some_and(|prefix| codes.contains(prefix)))
    };
    let is_top = |row: &DraftRow| row.code.as_deref().is_some_and(|code| !has_parent(code));
    grid.rows.iter().enumerate().filter(|(_, row)| is_top(row)).map(|(index, _)| index).collect()
}

fn totals(grid: &DraftGrid) -> impl Iterator<Item = usize> {
    grid.rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.is_total && row.name.is_some() && row.has_figures())
        .map(|(index, _)| index)
}

/// Totals of a part of the topmost codes: those of the pieces of the list from its own to that of
/// the next total.
pub(super) fn part_totals(grid: &DraftGrid, tree: &CodeTree) -> Vec<ListSum> {
    let group = |index: usize| grid.rows.get(index).map_or(0, |row| row.group);
    let (top, all): (Vec<usize>, Vec<usize>) = (topmost(grid), totals(grid).collect());
    let mut out = Vec::new();
    for (i, total) in all.iter().enumerate().filter(|_| tree.total.is_none()) {
        let next = all.get(i + 1).map_or(usize::MAX, |next| group(*next));
        let rows: Vec<usize> = top
            .iter()
            .copied()
            .filter(|row| (group(*total)..next.max(group(*total) + 1)).contains(&group(*row)))
            .collect();
        if is_sum(grid, *total, &rows) {
            out.push(ListSum { total: *total, addends: Addends::Rows(rows), columns: Vec::new() });
        }
    }
    out
}

/// How far a row is the sum of others.
#[derive(Default)]
struct Agreement {
    /// Columns in which it is, with addends other than zero.
    columns: Vec<usize>,
    /// Columns among them with two addends or more.
    several: usize,
    /// It has figures in columns in which the others have none.
    is_partial: bool,
}

/// A row as the sum of others; `None` where it is not, in some column, or nothing is added.
fn agreement(grid: &DraftGrid, total: usize, rows: &[usize]) -> Option<Agreement> {
    let stated = grid.rows.get(total)?;
    let mut out = Agreement::default();
    let amounts = grid
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| matches!(column.kind, ColumnGuess::Amount | ColumnGuess::Count))
        .map(|(index, _)| index);
    for column in amounts {
        let Some(figure) = stated.figures.get(column).copied().flatten() else { continue };
        let terms = || {
            rows.iter().filter_map(|row| {
                Some((grid.rows.get(*row)?.figures.get(column).copied().flatten()?, true))
            })
        };
        if terms().next().is_none() {
            out.is_partial |= !figure.value.is_zero();
            continue;
        }
        let present = addends(figure, terms())?;
        if present > 0 {
            out.columns.push(column);
        }
        out.several += usize::from(present > 1);
    }
    (!out.columns.is_empty()).then_some(out)
}

/// Whether a row is the sum of others in all columns in which it has a figure.
fn is_sum(grid: &DraftGrid, total: usize, rows: &[usize]) -> bool {
    agreement(grid, total, rows).is_some_and(|found| !found.is_partial)
}

/// Every row of a list that is the sum of rows above or below it.
///
/// Rows that are part of one sum are no addends of the next: what they add up to stands for them.
pub(super) fn list_sums(grid: &DraftGrid) -> Vec<ListSum> {
    let groups: BTreeSet<usize> = grid.rows.iter().map(|row| row.group).collect();
    let mut out = Vec::new();
    for group in groups {
        let list: Vec<usize> = (0..grid.rows.len())
            .filter(|index| grid.rows.get(*index).is_some_and(|row| row.group == group))
            .collect();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for (position, total) in list.iter().enumerate().rev() {
            if let Some((rows, columns)) =
                parts_below(grid, *total, list.get(position + 1..).unwrap_or(&[]), &taken)
            {
                taken.extend(&rows);
                out.push(ListSum { total: *total, addends: Addends::Rows(rows), columns });
            }
        }
        let mut last = None;
        for (position, total) in list
            .iter()
            .enumerate()
            .filter(|(_, index)| grid.rows.get(**index).is_some_and(|row| row.is_total))
        {
            let start = last.map_or(0, |last: usize| last + 1);
            let known = out.iter().any(|sum: &ListSum| sum.total == *total);
            let before = last.and_then(|last| list.get(last)).copied();
            let found = list
                .get(start..position)
                .filter(|_| !known)
                .and_then(|above| sum_above(grid, *total, above, before, &taken));
            out.extend(found.map(|addends| ListSum {
                total: *total,
                addends,
                columns: Vec::new(),
            }));
            last = Some(position);
        }
    }
    out.retain(|sum| is_named(grid, sum.total));
    out
}

fn is_named(grid: &DraftGrid, row: usize) -> bool {
    grid.rows.get(row).is_some_and(|row| row.name.is_some())
}

/// The rows right below that a row is the sum of, as many as may be, and the columns where not in
/// all.
fn parts_below(
    grid: &DraftGrid,
    total: usize,
    below: &[usize],
    taken: &BTreeSet<usize>,
) -> Option<(Vec<usize>, Vec<usize>)> {
    let row = grid.rows.get(total).filter(|row| row.name.is_some() && row.has_figures())?;
    let is_total = |index: &&usize| grid.rows.get(**index).is_some_and(|row| row.is_total);
    let has_figures = |index: &usize| grid.rows.get(*index).is_some_and(DraftRow::has_figures);
    let free: Vec<usize> = below
        .iter()
        .take_while(|index| !is_total(index))
        .copied()
        .filter(|index| !taken.contains(index))
        .collect();
    let digits = row
        .figures
        .iter()
        .flatten()
        .map(|number| number.value.normalize().mantissa().unsigned_abs())
        .max()
        .unwrap_or(0);
    for length in (1..=free.len()).rev() {
        let run = free.get(..length).filter(|run| run.last().is_some_and(has_figures));
        let Some((run, found)) = run.and_then(|run| Some((run, agreement(grid, total, run)?)))
        else {
            continue;
        };
        // words, several columns or many digits: else it may be chance
        let is_sure = if row.is_total {
            found.several > 0 || found.columns.len() > 2
        } else {
            !found.is_partial && (found.several > 1 || (found.several == 1 && digits >= DIGITS))
        };
        let rows: Vec<usize> = run.iter().copied().filter(|index| is_named(grid, *index)).collect();
        if is_sure && run.iter().all(|index| rows.contains(index) || !has_figures(index)) {
            return Some((rows, if found.is_partial { found.columns } else { Vec::new() }));
        }
    }
    None
}

/// What a total row is the sum of: the rows above it, without the parts of others, and perhaps with
/// the total before.
fn sum_above(
    grid: &DraftGrid,
    total: usize,
    above: &[usize],
    before: Option<usize>,
    taken: &BTreeSet<usize>,
) -> Option<Addends> {
    let free: Vec<usize> = above.iter().copied().filter(|index| !taken.contains(index)).collect();
    let with = |rows: &[usize], before: Option<usize>| {
        before.into_iter().chain(rows.iter().copied()).collect::<Vec<_>>()
    };
    let is_nameable = |index: &usize| {
        is_named(grid, *index) || grid.rows.get(*index).is_some_and(|row| !row.has_figures())
    };
    for before in [None, before.filter(|before| is_named(grid, *before))] {
        if is_sum(grid, total, &with(above, before)) {
            return Some(Addends::Above(before));
        }
        // what follows may be parts of the rows before it
        for length in (1..=free.len()).rev() {
            let mut rows = with(free.get(..length).unwrap_or(&[]), before);
            let is_whole = length == free.len()
                || agreement(grid, total, &rows).is_some_and(|found| found.several > 0);
            if is_whole && rows.iter().all(is_nameable) && is_sum(grid, total, &rows) {
                rows.retain(|index| is_named(grid, *index));
                return Some(Addends::Rows(rows));
            }
        }
    }
    None
}

/// The last totals of two sides, where they stand in one line and are the same: row and column of
/// each.
pub(super) fn balance(grid: &DraftGrid) -> Option<[(usize, usize); 2]> {
    let last = |group: usize| {
        let mut rows = grid.rows.iter().enumerate().filter(|(_, row)| row.group == group);
        rows.rfind(|(_, row)| row.is_total && row.name.is_some())
    };
    let ((left, a), (right, b)) = (last(0)?, last(1)?);
    if grid.sides.len() != 2 || a.line != b.line {
        return None;
    }
    let column = |row: &DraftRow, value: Option<Decimal>| {
        (0..grid.columns.len()).find(|column| {
            row.value(*column)
                .is_some_and(|own| !own.is_zero() && value.is_none_or(|value| value == own))
        })
    };
    let first = column(a, None)?;
    Some([(left, first), (right, column(b, a.value(first))?)])
}

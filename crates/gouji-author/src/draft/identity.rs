//! What holds between the columns of a table, row by row, and is unlikely to be chance.

use super::grid::{ColumnGuess, DraftColumn, DraftGrid, DraftRow};
use gouji_values::number::Number;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// A column as a sum or difference of others: positions in `Grid::columns`, with signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowSum {
    pub(super) total: usize,
    pub(super) terms: Vec<(usize, bool)>,
}

/// A column as the share of one column in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) share: usize,
    pub(super) part: usize,
    pub(super) whole: usize,
}

/// Half a unit of the last printed digit.
fn half(decimals: u32) -> Decimal {
    Decimal::new(5, decimals + 1)
}

/// How many addends other than zero make a stated figure, as far as rounding goes; `None` where
/// they do not.
pub(super) fn addends(
    stated: Number,
    terms: impl Iterator<Item = (Number, bool)>,
) -> Option<usize> {
    let (mut sum, mut room, mut present) = (Decimal::ZERO, half(stated.decimals), 0);
    for (number, plus) in terms {
        sum += if plus { number.value } else { -number.value };
        room += half(number.decimals);
        present += usize::from(!number.value.is_zero());
    }
    ((stated.value - sum).abs() <= room).then_some(present)
}

fn figure(row: &DraftRow, column: usize) -> Option<Number> {
    row.figures.get(column).copied().flatten()
}

/// In how many rows an equation holds with `least` addends or more; `None` where it fails in a row.
fn support(grid: &DraftGrid, total: usize, terms: &[(usize, bool)], least: usize) -> Option<usize> {
    let mut rows = 0;
    for row in &grid.rows {
        let Some(stated) = figure(row, total) else { continue };
        let printed =
            || terms.iter().filter_map(|(column, plus)| Some((figure(row, *column)?, *plus)));
        if printed().all(|(number, _)| number.value.is_zero()) {
            continue;
        }
        rows += usize::from(addends(stated, printed())? >= least);
    }
    Some(rows)
}

/// Every column that is the sum of columns beside it, or a sum or difference of two others.
///
/// Columns that are part of one sum are no addends of the next: what they add up to stands for
/// them.
pub(super) fn row_sums(grid: &DraftGrid) -> Vec<RowSum> {
    let amounts: Vec<usize> = indices(grid, ColumnGuess::Amount);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut out: Vec<RowSum> = Vec::new();
    for (i, total) in amounts.iter().enumerate().rev() {
        let right: Vec<usize> =
            amounts.iter().skip(i + 1).copied().filter(|column| !taken.contains(column)).collect();
        add(run(grid, *total, &right), &mut taken, &mut out);
    }
    for (i, total) in amounts
        .iter()
        .enumerate()
        .filter(|(_, total)| !out.iter().any(|sum| sum.total == **total))
        .collect::<Vec<_>>()
    {
        let left: Vec<usize> = amounts
            .iter()
            .take(i)
            .rev()
            .copied()
            .filter(|column| !taken.contains(column))
            .collect();
        add(run(grid, *total, &left), &mut taken, &mut out);
    }
    let filled = |column: usize| {
        grid.rows.iter().filter_map(|row| row.value(column)).any(|value| !value.is_zero())
    };
    let free: Vec<usize> = amounts
        .iter()
        .copied()
        .filter(|column| !taken.contains(column) && filled(*column))
        .collect();
    for total in &free {
        if !out.iter().any(|sum| sum.total == *total)
            && let Some(sum) = few(grid, *total, &free)
        {
            // c = a − b says what a = b + c says, also where further columns are empty
            let set = |sum: &RowSum| {
                std::iter::once(sum.total)
                    .chain(sum.terms.iter().map(|term| term.0))
                    .filter(|c| filled(*c))
                    .collect::<BTreeSet<_>>()
            };
            if !out.iter().any(|known| set(known) == set(&sum)) {
                out.push(sum);
            }
        }
    }
    out
}

fn add(found: Option<RowSum>, taken: &mut BTreeSet<usize>, out: &mut Vec<RowSum>) {
    if let Some(sum) = found {
        taken.extend(sum.terms.iter().map(|(column, _)| *column));
        out.push(sum);
    }
}

fn indices(grid: &DraftGrid, kind: ColumnGuess) -> Vec<usize> {
    (0..grid.columns.len())
        .filter(|i| grid.columns.get(*i).is_some_and(|column| column.kind == kind))
        .collect()
}

/// One row says little: two rows with two addends each, or one where there is but one for each
/// group.
fn is_enough(grid: &DraftGrid, rows: usize) -> bool {
    rows >= 2 || (rows == 1 && grid.rows.iter().filter(|row| row.has_figures()).count() <= 2)
}

/// A column as the sum of those next to it, the nearest first: so many that most rows bear it out.
fn run(grid: &DraftGrid, total: usize, beside: &[usize]) -> Option<RowSum> {
    let column = |index: usize| grid.columns.get(index);
    let groups = |column: &DraftColumn| {
        column.places.iter().map(|(group, _)| *group).collect::<BTreeSet<_>>()
    };
    let own = column(total)?;
    // a column under a head of its own sums columns under the same head, all on the same sides
    let near = beside.iter().take_while(|other| {
        column(**other).is_some_and(|other| {
            groups(other).is_subset(&groups(own)) && other.above.starts_with(&own.above)
        })
    });
    let near: Vec<usize> = near.copied().collect();
    let mut best: Option<(usize, RowSum)> = None;
    for length in (2..=near.len()).rev() {
        let terms: Vec<(usize, bool)> =
            near.iter().take(length).map(|column| (*column, true)).collect();
        // all that stands beside it: a sum, though but one of them be used
        let is_all = length == near.len() && (length > 2 || !own.above.is_empty());
        let rows = support(grid, total, &terms, if is_all { 1 } else { 2 })
            .filter(|rows| is_enough(grid, *rows));
        if let Some(rows) = rows.filter(|rows| best.as_ref().is_none_or(|(known, _)| rows > known))
        {
            best = Some((rows, RowSum { total, terms }));
        }
    }
    let mut sum = best?.1;
    sum.terms.sort_unstable();
    Some(sum)
}

/// A column as a sum or difference of two others, in three rows or more.
fn few(grid: &DraftGrid, total: usize, free: &[usize]) -> Option<RowSum> {
    let others: Vec<usize> = free.iter().copied().filter(|column| *column != total).collect();
    for (j, a) in others.iter().enumerate() {
        for b in others.iter().skip(j + 1) {
            for terms in
                [[(*a, true), (*b, true)], [(*a, true), (*b, false)], [(*b, true), (*a, false)]]
            {
                if support(grid, total, &terms, 2).is_some_and(|rows| rows >= 3) {
                    return Some(RowSum { total, terms: terms.to_vec() });
                }
            }
        }
    }
    None
}

/// Every column that is the share of one column in another, in percent; the sign need not be
/// printed.
pub(super) fn shares(grid: &DraftGrid) -> Vec<Share> {
    let amounts = indices(grid, ColumnGuess::Amount);
    let mut out: Vec<Share> = Vec::new();
    for share in [indices(grid, ColumnGuess::Percent), amounts.clone()].concat() {
        let parts = || amounts.iter().filter(|part| **part != share);
        'found: for part in parts() {
            for whole in parts().filter(|whole| *whole != part) {
                let mut rows = 0;
                let holds = grid.rows.iter().all(|row| {
                    let (Some(stated), Some(a), Some(b)) =
                        (figure(row, share), figure(row, *part), figure(row, *whole))
                    else {
                        return true;
                    };
                    if b.value.is_zero() {
                        return true;
                    }
                    // many digits say as much as a second row
                    let digits = stated.value.mantissa().unsigned_abs();
                    rows += if a.value == b.value || a.value.is_zero() {
                        0
                    } else {
                        1 + usize::from(digits >= 1000)
                    };
                    let computed = a.value / b.value * Decimal::ONE_HUNDRED;
                    (stated.value - computed).abs() <= half(stated.decimals)
                });
                if holds && rows >= 2 {
                    out.push(Share { share, part: *part, whole: *whole });
                    break 'found;
                }
            }
        }
    }
    out
}

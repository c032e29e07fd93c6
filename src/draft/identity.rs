//! What holds in a table and is unlikely to be chance.

use super::grid::{Grid, Kind};
use rust_decimal::Decimal;

/// A column as a sum or difference of others: positions in `Grid::columns`, with signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowSum {
    pub(super) total: usize,
    pub(super) terms: Vec<(usize, bool)>,
}

/// A percent column as the share of one column in another.
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

/// In how many rows an equation holds with `least` addends or more; `None` where it fails in a row.
fn support(grid: &Grid, total: usize, terms: &[(usize, bool)], least: usize) -> Option<usize> {
    let mut rows = 0;
    for row in &grid.figures {
        let Some(stated) = row.get(total).copied().flatten() else {
            continue;
        };
        let addends: Vec<_> = terms.iter().filter_map(|(column, plus)| Some((row.get(*column).copied().flatten()?, *plus))).collect();
        let sum: Decimal = addends.iter().map(|(number, plus)| if *plus { number.value } else { -number.value }).sum();
        let room: Decimal = addends.iter().map(|(number, _)| half(number.decimals)).sum::<Decimal>() + half(stated.decimals);
        let present = addends.iter().filter(|(number, _)| !number.value.is_zero()).count();
        if present == 0 {
            continue;
        }
        if (stated.value - sum).abs() > room {
            return None;
        }
        if present >= least {
            rows += 1;
        }
    }
    Some(rows)
}

/// Every column that is the sum of a run of columns beside it, or of two others, or their difference.
pub(super) fn row_sums(grid: &Grid) -> Vec<RowSum> {
    let amounts: Vec<usize> =
        (0..grid.columns.len()).filter(|i| grid.columns.get(*i).is_some_and(|column| column.kind == Kind::Amount)).collect();
    let filled = |column: &usize| {
        grid.figures.iter().filter(|row| row.get(*column).copied().flatten().is_some_and(|number| !number.value.is_zero())).count()
    };
    let mut out: Vec<RowSum> = Vec::new();
    // one row says little: two rows with two addends each, or one where there is one
    let enough = |rows: usize| rows >= 2 || (rows == 1 && grid.figures.len() <= 2);
    for (i, total) in amounts.iter().enumerate() {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let right = amounts.get(i + 1..).unwrap_or(&[]);
        let left = amounts.get(..i).unwrap_or(&[]);
        runs.extend((2..=right.len()).rev().filter_map(|n| right.get(..n)).map(<[usize]>::to_vec));
        runs.extend((2..=left.len()).rev().filter_map(|n| left.get(left.len() - n..)).map(<[usize]>::to_vec));
        let mut found: Option<(usize, RowSum)> = None;
        for run in runs {
            let terms: Vec<(usize, bool)> = run.iter().map(|column| (*column, true)).collect();
            // all columns to the right: a sum, though but one of them be used
            let is_all = run.len() > 2 && run.len() == right.len() && run.first() == right.first();
            if let Some(rows) = support(grid, *total, &terms, if is_all { 1 } else { 2 }).filter(|rows| enough(*rows))
                && found.as_ref().is_none_or(|(known, _)| rows > *known)
            {
                found = Some((rows, RowSum { total: *total, terms }));
            }
        }
        if found.is_none() {
            let others: Vec<usize> = amounts.iter().copied().filter(|column| column != total && filled(column) > 0).collect();
            'pairs: for (j, a) in others.iter().enumerate() {
                for b in others.iter().skip(j + 1) {
                    for terms in [[(*a, true), (*b, true)], [(*a, true), (*b, false)], [(*b, true), (*a, false)]] {
                        if let Some(rows) = support(grid, *total, &terms, 2).filter(|rows| *rows >= 3) {
                            found = Some((rows, RowSum { total: *total, terms: terms.to_vec() }));
                            break 'pairs;
                        }
                    }
                }
            }
        }
        if let Some((_, sum)) = found {
            // c = a − b says what a = b + c says, also where further columns are empty
            let same = |known: &RowSum| {
                let set = |sum: &RowSum| {
                    let all = std::iter::once(sum.total).chain(sum.terms.iter().map(|term| term.0));
                    all.filter(|column| filled(column) > 0).collect::<std::collections::BTreeSet<_>>()
                };
                set(known) == set(&sum)
            };
            if !out.iter().any(same) {
                out.push(sum);
            }
        }
    }
    out
}

/// Every percent column that is the share of one column in another.
pub(super) fn shares(grid: &Grid) -> Vec<Share> {
    let of = |kind: Kind| (0..grid.columns.len()).filter(move |i| grid.columns.get(*i).is_some_and(|column| column.kind == kind));
    let mut out = Vec::new();
    for share in of(Kind::Percent) {
        'found: for part in of(Kind::Amount) {
            for whole in of(Kind::Amount).filter(|whole| *whole != part) {
                let mut rows = 0;
                let holds = grid.figures.iter().all(|row| {
                    let at = |i: usize| row.get(i).copied().flatten();
                    let (Some(stated), Some(a), Some(b)) = (at(share), at(part), at(whole)) else {
                        return true;
                    };
                    if b.value.is_zero() {
                        return true;
                    }
                    rows += usize::from(a.value != b.value);
                    let computed = a.value / b.value * Decimal::ONE_HUNDRED;
                    (stated.value - computed).abs() <= half(stated.decimals)
                });
                if holds && rows >= 2 {
                    out.push(Share { share, part, whole });
                    break 'found;
                }
            }
        }
    }
    out
}

/// The lengths of account codes, if the codes form a tree.
pub(super) fn levels(grid: &Grid) -> Option<(usize, Vec<usize>)> {
    let (index, column) = grid.columns.iter().enumerate().find(|(_, column)| column.kind == Kind::Code)?;
    let codes = grid
        .cells
        .get(grid.body..)?
        .iter()
        .filter_map(|row| row.get(column.at))
        .filter(|code| !code.is_empty() && code.chars().all(|c| c.is_ascii_digit()));
    let lengths: std::collections::BTreeSet<usize> = codes.map(String::len).collect();
    (lengths.len() > 1).then(|| (index, lengths.into_iter().collect()))
}

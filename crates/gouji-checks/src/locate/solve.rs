//! What some cells must change by: given which cells change, numbers that make the rows hold that
//! they stand in.
//!
//! In: rows and cells. Out: a [`Repair`], if there is one that the rows lead to. Two cells are
//! solved exactly; of more each takes what the rows bind it to most closely.

use super::repair::{CellChange, LinearBound, NO_END, Range, Repair, STEP, ceiling, floor};

/// Rows and the cells that are to change, with the factor of each cell in each row looked up once.
struct Grid<'a> {
    rows: &'a [&'a LinearBound],
    cells: &'a [usize],
    /// Row by row, a factor for each cell.
    factors: Vec<i128>,
}

impl<'a> Grid<'a> {
    fn new(rows: &'a [&'a LinearBound], cells: &'a [usize]) -> Self {
        let factors =
            rows.iter().flat_map(|row| cells.iter().map(|cell| row.factor(*cell))).collect();
        Self { rows, cells, factors }
    }

    /// Each row with the factors of the cells.
    fn each(&self) -> impl Iterator<Item = (&'a LinearBound, &[i128])> {
        self.rows.iter().copied().zip(self.factors.chunks(self.cells.len().max(1)))
    }

    /// Between which ends one cell may change while the others change as they do.
    fn range(&self, by: &[i128], at: usize) -> Range {
        let Some(cell) = self.cells.get(at) else { return Range::ALL };
        self.each().fold(Range::ALL, |range, (row, factors)| {
            let change = |other: usize| by.get(other).copied().filter(|_| other != at);
            match residual(row, factors, change) {
                Some(rest) if factor(factors, at) != 0 => range.meet(row.changes(*cell, rest)),
                Some(_) => range,
                None => Range { low: 1, high: 0 },
            }
        })
    }
}

/// The factor of a cell among those of a row.
fn factor(factors: &[i128], at: usize) -> i128 {
    factors.get(at).copied().unwrap_or(0)
}

/// Changes of cells that make all rows hold.
pub(super) fn all(rows: &[&LinearBound], cells: &[usize]) -> Option<Repair> {
    let grid = Grid::new(rows, cells);
    let mut by: Vec<Option<i128>> = vec![None; cells.len()];
    while by.iter().any(Option::is_none) {
        let (at, value) = single(&grid, &by)?;
        match value {
            Some(value) => *by.get_mut(at)? = Some(value),
            None => pair(&grid, &mut by)?,
        }
    }
    let mut by: Vec<i128> = by.into_iter().collect::<Option<_>>()?;
    // the first guess took each row by itself: what rounding leaves open is shared out
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let ranges: Vec<Range> = (0..cells.len()).map(|at| grid.range(&by, at)).collect();
        if ranges
            .iter()
            .zip(&by)
            .all(|(range, by)| range.low <= *by && *by <= range.high && *by != 0)
        {
            let changes = cells.iter().zip(&by).zip(ranges).map(|((cell, by), range)| CellChange {
                cell: *cell,
                by: *by,
                range,
            });
            return Some(Repair { changes: changes.collect() });
        }
        let before = by.clone();
        for at in 0..cells.len() {
            let range = grid.range(&by, at);
            if let (Some(middle), Some(slot)) = (range.middle(), by.get_mut(at)) {
                *slot = middle;
            }
        }
        // another round would find the same
        if by == before {
            return None;
        }
    }
    None
}

/// Changes of two cells that make rows hold. Exact where both count once in each row, as in sums:
/// the second cell is eliminated (Fourier–Motzkin), and then each change of the first that is left
/// has one of the second.
pub(super) fn two(rows: &[&LinearBound], a: usize, b: usize) -> Option<Repair> {
    let mut first = Range::ALL;
    // ends of `p · first + q · second`, q > 0
    let mut ends: Vec<(i128, i128, Option<i128>, Option<i128>)> = Vec::with_capacity(rows.len());
    for row in rows {
        let (p, q) = (row.factor(a), row.factor(b));
        if q == 0 {
            first = first.meet(row.changes(a, row.residual));
            continue;
        }
        let low = (row.low > -NO_END).then(|| row.low - row.residual);
        let high = (row.high < NO_END).then(|| row.high - row.residual);
        ends.push(if q > 0 {
            (p, q, low, high)
        } else {
            (-p, -q, high.map(|end| -end), low.map(|end| -end))
        });
    }
    for (p, q, low, _) in &ends {
        for (r, s, _, high) in &ends {
            let (Some(low), Some(high)) = (low, high) else { continue };
            // (low − p·x) / q ≤ (high − r·x) / s
            let factor = r.checked_mul(*q)?.checked_sub(p.checked_mul(*s)?)?;
            let most = high.checked_mul(*q)?.checked_sub(low.checked_mul(*s)?)?;
            match factor.signum() {
                1 => first.high = first.high.min(STEP * floor(most, factor.checked_mul(STEP)?)),
                -1 => first.low = first.low.max(STEP * ceiling(most, factor.checked_mul(STEP)?)),
                _ if most < 0 => return None,
                _ => {}
            }
        }
    }
    let x = first.middle()?;
    let second = rows.iter().try_fold(Range::ALL, |range, row| {
        let rest = row.residual.checked_add(row.factor(a).checked_mul(x)?)?;
        match row.factor(b) {
            0 => Some(range),
            _ => Some(range.meet(row.changes(b, rest))),
        }
    })?;
    let y = second.middle()?;
    let cells = if a < b { [a, b] } else { [b, a] };
    let by = if a < b { [x, y] } else { [y, x] };
    let grid = Grid::new(rows, &cells);
    let ranges = [grid.range(&by, 0), grid.range(&by, 1)];
    let changes = cells.into_iter().zip(by).zip(ranges).map(|((cell, by), range)| CellChange {
        cell,
        by,
        range,
    });
    let is_sound =
        ranges.iter().zip(&by).all(|(range, by)| range.low <= *by && *by <= range.high && *by != 0);
    is_sound.then(|| Repair { changes: changes.collect() })
}

/// What a row comes to with the changes that are known.
fn residual(
    row: &LinearBound,
    factors: &[i128],
    by: impl Fn(usize) -> Option<i128>,
) -> Option<i128> {
    factors.iter().enumerate().filter(|(_, factor)| **factor != 0).try_fold(
        row.residual,
        |sum, (at, factor)| match by(at) {
            Some(change) => sum.checked_add(factor.checked_mul(change)?),
            None => Some(sum),
        },
    )
}

/// The cell that the rows bind most closely among those that have no other unknown one, with its
/// change; the change is missing where every row has two unknown cells. `None` where a cell cannot
/// change as its rows want.
fn single(grid: &Grid, by: &[Option<i128>]) -> Option<(usize, Option<i128>)> {
    let mut best: Option<(i128, usize, i128)> = None;
    let is_open = |at: usize| by.get(at).copied().flatten().is_none();
    for (at, cell) in grid.cells.iter().enumerate().filter(|(at, _)| is_open(*at)) {
        let unknown = |factors: &[i128]| {
            let others = factors.iter().enumerate().filter(|(other, _)| *other != at);
            others.into_iter().any(|(other, factor)| *factor != 0 && is_open(other))
        };
        let mut all = Range::ALL;
        let mut narrowest: Option<Range> = None;
        let rows = grid.each().filter(|(_, factors)| factor(factors, at) != 0);
        for (row, factors) in rows.filter(|(_, factors)| !unknown(factors)) {
            let rest = residual(row, factors, |other| by.get(other).copied().flatten())?;
            let range = row.changes(*cell, rest);
            all = all.meet(range);
            if range.is_bound()
                && narrowest.is_none_or(|known| range.high - range.low < known.high - known.low)
            {
                narrowest = Some(range);
            }
        }
        let Some(narrowest) = narrowest else { continue };
        let value = if all.is_empty() { narrowest.middle()? } else { all.middle()? };
        let width = narrowest.high - narrowest.low;
        if best.is_none_or(|(known, ..)| width < known) {
            best = Some((width, at, value));
        }
    }
    Some(best.map_or((0, None), |(_, at, value)| (at, Some(value))))
}

/// Two unknown cells that stand together in two rows: solved exactly.
fn pair(grid: &Grid, by: &mut [Option<i128>]) -> Option<()> {
    let unknown: Vec<usize> =
        (0..grid.cells.len()).filter(|at| by.get(*at).copied().flatten().is_none()).collect();
    for (i, a) in unknown.iter().enumerate() {
        for b in unknown.iter().skip(i + 1) {
            let others = |factors: &[i128]| {
                unknown.iter().any(|at| at != a && at != b && factor(factors, *at) != 0)
            };
            let has_both = |factors: &[i128]| factor(factors, *a) != 0 && factor(factors, *b) != 0;
            let both: Vec<(&LinearBound, &[i128])> =
                grid.each().filter(|(_, factors)| has_both(factors) && !others(factors)).collect();
            for (n, p) in both.iter().enumerate() {
                for q in both.iter().skip(n + 1) {
                    let known = |(row, factors): &(&LinearBound, &[i128])| {
                        residual(row, factors, |at| by.get(at).copied().flatten())
                    };
                    let (rp, rq) = (known(p)?, known(q)?);
                    let (pa, pb) = (factor(p.1, *a), factor(p.1, *b));
                    let (qa, qb) = (factor(q.1, *a), factor(q.1, *b));
                    let determinant = pa.checked_mul(qb)?.checked_sub(qa.checked_mul(pb)?)?;
                    if determinant == 0 {
                        continue;
                    }
                    let x = pb.checked_mul(rq)?.checked_sub(qb.checked_mul(rp)?)?;
                    let y = qa.checked_mul(rp)?.checked_sub(pa.checked_mul(rq)?)?;
                    // the nearest printable change
                    let even = |value: i128| {
                        STEP * floor(
                            value * determinant.signum() + determinant.abs(),
                            determinant.abs() * STEP,
                        )
                    };
                    let (x, y) = (even(x), even(y));
                    if x != 0 && y != 0 {
                        *by.get_mut(*a)? = Some(x);
                        *by.get_mut(*b)? = Some(y);
                        return Some(());
                    }
                }
            }
        }
    }
    None
}

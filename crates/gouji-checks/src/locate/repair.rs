//! The smallest repair (Fellegi–Holt): the fewest cells whose change makes violated rows hold and
//! breaks no other.
//!
//! In: a [`System`] of rows over cells, in exact integers. Out: all smallest [`Repair`]s up to a
//! cap, or that none was found within the budget. Deliberately absent: what the cells are, how
//! likely a change is (`slip`), clocks: the budget counts steps, so that the same input gives the
//! same answer everywhere.
//!
//! Values are counted in half units of each cell's last printed place, so that rounding intervals
//! have whole ends and a printable number is an even step away.

use super::component::clusters;
use super::search::RepairSearch;
use std::collections::BTreeSet;

/// An end that is not there: of an inequality, of the range of a cell that nothing binds.
pub const NO_END: i128 = 1 << 120;
/// Printable numbers are so many half units apart.
pub(super) const STEP: i128 = 2;
/// At most this many cells are supposed to be wrong together.
const MOST_CELLS: usize = 5;
/// Clusters are joined only if at most this many repairs would serve them together.
const FEW: usize = 20;
/// How many terms of rows the search may look at for one cluster, and how many for all clusters.
/// Terms are counted instead of time, so that it ends at the same place on every machine.
const BUDGET: usize = 1_000_000;
const BUDGET_IN_ALL: usize = 4_000_000;

/// Σ factor · cell + constant, and between which ends it must lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinearBound {
    /// Cells, each once and in order, with their factors.
    pub terms: Vec<(usize, i128)>,
    /// What it comes to as printed.
    pub residual: i128,
    /// The least that rounding explains.
    pub low: i128,
    /// The most that rounding explains.
    pub high: i128,
    /// Of a quotient that is multiplied out: by how much more rounding explains when a cell grows
    /// by half a unit. In order.
    pub slack: Vec<(usize, i128)>,
}

impl LinearBound {
    /// Whether a residual is explained by rounding.
    #[must_use]
    pub fn holds(&self, residual: i128) -> bool {
        self.low <= residual && residual <= self.high
    }

    pub(super) fn factor(&self, cell: usize) -> i128 {
        self.terms
            .binary_search_by_key(&cell, |(cell, _)| *cell)
            .ok()
            .and_then(|at| self.terms.get(at))
            .map_or(0, |(_, factor)| *factor)
    }

    /// By how much more rounding explains when a cell grows by half a unit.
    fn slack(&self, cell: usize) -> i128 {
        self.slack.iter().find(|(other, _)| *other == cell).map_or(0, |(_, more)| *more)
    }

    /// Between which ends a change of a cell makes the row hold, if it came to `residual` without
    /// that change.
    pub(super) fn changes(&self, cell: usize, residual: i128) -> Range {
        let (factor, slack) = (self.factor(cell), self.slack(cell));
        if factor == 0 {
            return Range::ALL;
        }
        let least = if self.low <= -NO_END { None } else { self.low.checked_sub(residual) };
        let most = if self.high >= NO_END { None } else { self.high.checked_sub(residual) };
        // residual + factor · x ≥ low − slack · x and ≤ high + slack · x
        let at_least = least.map_or(Range::ALL, |end| Range::from(factor + slack, end));
        at_least.meet(most.map_or(Range::ALL, |end| Range::to(factor - slack, end)))
    }
}

pub(super) fn floor(a: i128, b: i128) -> i128 {
    let (a, b) = if b < 0 { (-a, -b) } else { (a, b) };
    // amounts fit into 64 bits, where a division takes a third
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => a.div_euclid(b).into(),
        _ => a.div_euclid(b),
    }
}

pub(super) fn ceiling(a: i128, b: i128) -> i128 {
    -floor(-a, b)
}

/// The changes of a cell from one end to the other, in half units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Least.
    pub low: i128,
    /// Most.
    pub high: i128,
}

impl Range {
    pub(super) const ALL: Self = Self { low: -NO_END, high: NO_END };

    /// All x with factor · x ≥ end.
    fn from(factor: i128, end: i128) -> Self {
        match factor.signum() {
            1 => Self { low: STEP * ceiling(end, factor * STEP), ..Self::ALL },
            -1 => Self { high: STEP * floor(end, factor * STEP), ..Self::ALL },
            _ if end > 0 => Self { low: 1, high: 0 },
            _ => Self::ALL,
        }
    }

    /// All x with factor · x ≤ end.
    fn to(factor: i128, end: i128) -> Self {
        Self::from(-factor, -end)
    }

    pub(super) fn meet(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    pub(super) fn is_empty(self) -> bool {
        self.low > self.high
    }

    pub(super) fn is_bound(self) -> bool {
        self.low > -NO_END && self.high < NO_END
    }

    /// Its middle, and never nothing: no change is no repair.
    pub(super) fn middle(self) -> Option<i128> {
        if self.is_empty() {
            return None;
        }
        let middle = match (self.low > -NO_END, self.high < NO_END) {
            (true, true) => self.low + STEP * ((self.high - self.low) / STEP / 2),
            (true, false) => self.low,
            (false, true) => self.high,
            (false, false) => return None,
        };
        match middle {
            0 if self.high >= STEP => Some(STEP),
            0 if self.low <= -STEP => Some(-STEP),
            0 => None,
            middle => Some(middle),
        }
    }
}

/// A change of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The cell.
    pub cell: usize,
    /// By how much, where the others change as they do.
    pub by: i128,
    /// Between which ends it may change while the others change as they do.
    pub range: Range,
}

/// Changes that make all rows of a cluster hold and break none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// In order of the cells.
    pub changes: Vec<CellChange>,
}

/// Violated rows that share cells, and what would make them hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The violated rows.
    pub rows: Vec<usize>,
    /// All smallest repairs; none where nothing was found within the budget.
    pub repairs: Vec<Repair>,
    /// More than are kept.
    pub capped: bool,
    /// What changes besides: figures that are known to be wrong.
    pub known: Vec<CellChange>,
}

/// Rows over cells.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// Rows.
    pub rows: Vec<LinearBound>,
    /// For each cell the rows that it stands in.
    rows_of: Vec<Vec<usize>>,
}

impl System {
    /// Of rows over so many cells; terms of one cell are joined, and what changes nothing is left
    /// out.
    #[must_use]
    pub fn new(rows: Vec<LinearBound>, cells: usize) -> Self {
        let mut rows_of = vec![Vec::new(); cells];
        let rows: Vec<LinearBound> = rows
            .into_iter()
            .enumerate()
            .map(|(at, row)| {
                let mut terms = row.terms;
                terms.retain(|(cell, _)| *cell < cells);
                terms.sort_unstable();
                terms.dedup_by(|more, kept| {
                    let is_same = more.0 == kept.0;
                    if is_same {
                        kept.1 += more.1;
                    }
                    is_same
                });
                terms.retain(|(_, factor)| *factor != 0);
                for (cell, _) in &terms {
                    rows_of
                        .get_mut(*cell)
                        .into_iter()
                        .for_each(|rows: &mut Vec<usize>| rows.push(at));
                }
                LinearBound { terms, ..row }
            })
            .collect();
        Self { rows, rows_of }
    }

    /// The rows that a cell stands in.
    #[must_use]
    pub fn rows_of(&self, cell: usize) -> &[usize] {
        self.rows_of.get(cell).map_or(&[], Vec::as_slice)
    }

    /// What violated rows want, cluster by cluster.
    #[must_use]
    pub fn repairs(&self) -> Vec<Cluster> {
        self.repairs_without(&BTreeSet::new())
    }

    /// The same, where some violated rows are explained already.
    #[must_use]
    pub fn repairs_without(&self, settled: &BTreeSet<usize>) -> Vec<Cluster> {
        let groups = clusters(self, settled);
        let all: BTreeSet<usize> = groups.iter().flatten().chain(settled).copied().collect();
        let mut left = BUDGET_IN_ALL;
        let mut out: Vec<Cluster> =
            groups.into_iter().map(|rows| self.repair(rows, &all, &mut left)).collect();
        // errors that cancel each other in a row that holds bind clusters together: then fewer
        // cells may do
        let loose: BTreeSet<usize> = (0..out.len())
            .filter(|at| out.get(*at).is_some_and(|cluster| self.is_loose(cluster)))
            .collect();
        let changed = loose
            .iter()
            .filter_map(|at| out.get(*at))
            .flat_map(|cluster| &cluster.repairs)
            .flat_map(|repair| &repair.changes);
        let touched: BTreeSet<usize> =
            changed.flat_map(|change| self.rows_of(change.cell)).copied().collect();
        let is_touched = |cluster: &Cluster| cluster.rows.iter().any(|row| touched.contains(row));
        let loose: Vec<usize> = (0..out.len())
            .filter(|at| loose.contains(at) || out.get(*at).is_some_and(is_touched))
            .collect();
        if loose.len() > 1 {
            let rows: BTreeSet<usize> = loose
                .iter()
                .filter_map(|at| out.get(*at))
                .flat_map(|cluster| cluster.rows.iter().copied())
                .collect();
            let size = |cluster: &Cluster| {
                cluster.repairs.first().map_or(MOST_CELLS + 1, |repair| repair.changes.len())
            };
            let apart: usize = loose.iter().filter_map(|at| out.get(*at)).map(size).sum();
            let together = self.repair(rows.into_iter().collect(), &all, &mut left);
            // where many would do, nothing is gained by looking at unlike things as one
            let is_clear = !together.capped && together.repairs.len() <= FEW;
            if is_clear
                && together.repairs.first().is_some_and(|repair| repair.changes.len() < apart)
            {
                for at in loose.iter().skip(1).rev() {
                    out.remove(*at);
                }
                if let Some(first) = loose.first().and_then(|at| out.get_mut(*at)) {
                    *first = together;
                }
            }
        }
        out.into_iter().flat_map(|cluster| self.without_firm(cluster, &all, &mut left)).collect()
    }

    /// Whether fewer cells than the repair has could stand in all violated rows.
    fn is_loose(&self, cluster: &Cluster) -> bool {
        let Some(repair) = cluster.repairs.first() else { return true };
        let in_all = |cell: usize| {
            cluster
                .rows
                .iter()
                .all(|row| self.rows.get(*row).is_some_and(|row| row.factor(cell) != 0))
        };
        let first = cluster.rows.first().and_then(|row| self.rows.get(*row));
        match repair.changes.len() {
            1 => false,
            2 => first.is_some_and(|row| row.terms.iter().any(|(cell, _)| in_all(*cell))),
            _ => true,
        }
    }

    pub(super) fn repair(
        &self,
        rows: Vec<usize>,
        violated: &BTreeSet<usize>,
        left: &mut usize,
    ) -> Cluster {
        let budget = BUDGET.min(*left);
        let mut search = RepairSearch {
            system: self,
            rows: &rows,
            violated,
            found: Vec::new(),
            steps: 0,
            budget,
            excluded: Vec::new(),
            taken: Vec::new(),
            round: 0,
            capped: false,
        };
        search.one_cell();
        let is_single = !search.found.is_empty();
        if !is_single && budget > 0 {
            search.excluded = vec![false; self.rows_of.len()];
        }
        for size in 2..=MOST_CELLS {
            if !search.found.is_empty() || search.is_over() {
                break;
            }
            search.extend(size, &mut Vec::new());
            if size == 2 && search.found.is_empty() && !search.is_over() {
                search.shared();
            }
        }
        *left = left.saturating_sub(search.steps);
        // what was found before the budget ended is all that is known, not all that there is
        let capped = search.capped || (!is_single && search.is_over());
        let mut repairs = search.found;
        repairs.sort_by_key(|repair| {
            repair.changes.iter().map(|change| change.cell).collect::<Vec<_>>()
        });
        Cluster { rows, repairs, capped, known: Vec::new() }
    }
}

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
use super::solve::{all, two};
use std::collections::BTreeSet;

/// An end that is not there: of an inequality, of the range of a cell that nothing binds.
pub const NO_END: i128 = 1 << 120;
/// Printable numbers are so many half units apart.
pub(super) const STEP: i128 = 2;
/// So many cells may be wrong together; more is not looked for.
const MOST_CELLS: usize = 5;
/// So many smallest repairs of one cluster are kept.
const CAP: usize = 200;
/// Clusters are joined only where so many repairs or fewer would serve them together.
const FEW: usize = 20;
/// So many terms of rows the search looks at for one cluster, and so many for all: what it costs,
/// counted so that it ends at the same place on every machine.
const BUDGET: usize = 1_000_000;
const BUDGET_IN_ALL: usize = 4_000_000;
/// Looking at a term while a repair is solved costs so many times that.
const SOLVING: usize = 8;

/// Σ factor · cell + constant, and between which ends it must lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
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

impl Row {
    /// Whether a residual is explained by rounding.
    #[must_use]
    pub fn holds(&self, residual: i128) -> bool {
        self.low <= residual && residual <= self.high
    }

    fn len(&self) -> usize {
        self.terms.len()
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
    a.div_euclid(b)
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
pub struct Change {
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
    pub changes: Vec<Change>,
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
}

/// Rows over cells.
#[derive(Clone, Debug, Default)]
pub struct System {
    /// Rows.
    pub rows: Vec<Row>,
    /// For each cell the rows that it stands in.
    rows_of: Vec<Vec<usize>>,
}

impl System {
    /// Of rows over so many cells; terms of one cell are joined, and what changes nothing is left
    /// out.
    #[must_use]
    pub fn new(rows: Vec<Row>, cells: usize) -> Self {
        let mut rows_of = vec![Vec::new(); cells];
        let rows: Vec<Row> = rows
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
                Row { terms, ..row }
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
        out
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

    fn repair(&self, rows: Vec<usize>, violated: &BTreeSet<usize>, left: &mut usize) -> Cluster {
        let budget = BUDGET.min(*left);
        let mut search = Search {
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
        Cluster { rows, repairs, capped }
    }
}

/// What a further cell is wanted for.
#[derive(Clone, Copy)]
struct Want {
    /// The row that it is to stand in.
    row: usize,
    /// Or this one, whose violation has a chosen cell break the row.
    instead: Option<usize>,
}

struct Search<'a> {
    system: &'a System,
    /// The violated rows that are to hold.
    rows: &'a [usize],
    /// All violated rows: what becomes of those of other clusters is their own matter.
    violated: &'a BTreeSet<usize>,
    found: Vec<Repair>,
    steps: usize,
    budget: usize,
    /// Cells whose repairs were all found already.
    excluded: Vec<bool>,
    /// In which round a cell was last counted.
    taken: Vec<usize>,
    round: usize,
    capped: bool,
}

impl Search<'_> {
    fn row(&self, at: usize) -> Option<&Row> {
        self.system.rows.get(at)
    }

    fn is_over(&self) -> bool {
        // looking for a single cell is quick and always done
        self.steps >= self.budget
    }

    fn is_ignored(&self, row: usize) -> bool {
        self.violated.contains(&row) && self.rows.binary_search(&row).is_err()
    }

    /// Rows that a change of some cells touches.
    fn touched(&self, cells: &[usize]) -> BTreeSet<usize> {
        let rows = cells.iter().flat_map(|cell| self.system.rows_of(*cell)).copied();
        rows.filter(|row| !self.is_ignored(*row)).collect()
    }

    /// A cell explains everything when all violated rows hold it and the changes that its rows want
    /// meet.
    fn one_cell(&mut self) {
        let Some(shortest) =
            self.rows.iter().filter_map(|at| self.row(*at)).min_by_key(|row| row.terms.len())
        else {
            return;
        };
        let cells: Vec<usize> = shortest.terms.iter().map(|(cell, _)| *cell).collect();
        for cell in cells {
            let rows = self.system.rows_of(cell);
            if self.rows.iter().any(|row| rows.binary_search(row).is_err()) {
                continue;
            }
            let range = rows
                .iter()
                .filter(|row| !self.is_ignored(**row))
                .filter_map(|at| self.row(*at))
                .fold(Range::ALL, |range, row| range.meet(row.changes(cell, row.residual)));
            if let Some(by) = range.middle() {
                self.found.push(Repair { changes: vec![Change { cell, by, range }] });
            }
        }
    }

    /// All repairs of so many cells that hold the chosen ones and none of the excluded.
    fn extend(&mut self, size: usize, chosen: &mut Vec<usize>) {
        if self.is_over() || self.found.len() >= CAP {
            self.capped |= self.found.len() >= CAP;
            return;
        }
        let need = self.need(chosen);
        self.steps += 1
            + self.rows.len() * (chosen.len() + 1)
            + need.iter().map(|want| self.size(*want)).sum::<usize>();
        if chosen.len() == size {
            self.steps +=
                SOLVING * chosen.iter().map(|cell| self.system.rows_of(*cell).len()).sum::<usize>();
            if need.is_empty()
                && let Some(repair) = self.solve(chosen)
            {
                self.found.push(repair);
            }
            return;
        }
        let left = size - chosen.len();
        let branches = if need.is_empty() {
            // every row has a cell that could make it hold, but they do not agree: a row has
            // another one
            let rows: BTreeSet<usize> =
                self.rows.iter().copied().chain(self.touched(chosen)).collect();
            let cells: BTreeSet<usize> = rows
                .iter()
                .filter_map(|at| self.row(*at))
                .flat_map(|row| self.free(row, chosen))
                .collect();
            cells.into_iter().collect()
        } else if left > 1 && self.disjoint(&need, chosen) > left {
            return;
        } else {
            self.shortest(&need, chosen, left == 1)
        };
        let mut tried = Vec::new();
        for cell in branches {
            chosen.push(cell);
            self.extend(size, chosen);
            chosen.pop();
            if let Some(slot) = self.excluded.get_mut(cell).filter(|slot| !**slot) {
                *slot = true;
                tried.push(cell);
            }
        }
        for cell in tried {
            self.excluded.get_mut(cell).into_iter().for_each(|slot| *slot = false);
        }
    }

    /// The cells of a row that may still be chosen.
    fn free<'s>(&'s self, row: &'s Row, chosen: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        let is_excluded = |cell: usize| self.excluded.get(cell).copied().unwrap_or(true);
        row.terms
            .iter()
            .map(|(cell, _)| *cell)
            .filter(move |cell| !is_excluded(*cell) && !chosen.contains(cell))
    }

    /// The cells that would do what is wanted, of which any may still be chosen.
    fn meant<'s>(&'s self, want: Want, chosen: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        let row = self.row(want.row);
        let is_new = move |cell: &usize| row.is_none_or(|row| row.factor(*cell) == 0);
        let instead = want.instead.and_then(|at| self.row(at));
        let free = |row| self.free(row, chosen);
        row.into_iter().flat_map(free).chain(instead.into_iter().flat_map(free).filter(is_new))
    }

    /// Whether a cell would do what is wanted.
    fn serves(&self, want: Want, cell: usize) -> bool {
        let rows = [Some(want.row), want.instead].into_iter().flatten();
        rows.filter_map(|at| self.row(at)).any(|row| row.factor(cell) != 0)
    }

    /// So many terms are looked at for what is wanted.
    fn size(&self, want: Want) -> usize {
        let rows = [Some(want.row), want.instead].into_iter().flatten();
        rows.filter_map(|at| self.row(at)).map(Row::len).sum()
    }

    /// Where the fewest cells would do what is wanted, these cells; the last one must do all that is
    /// wanted.
    fn shortest(&self, need: &[Want], chosen: &[usize], is_last: bool) -> Vec<usize> {
        let shortest = need.iter().min_by_key(|want| {
            if is_last { self.size(**want) } else { self.meant(**want, chosen).count() }
        });
        let Some(shortest) = shortest else { return Vec::new() };
        let does_all = |cell: &usize| !is_last || need.iter().all(|want| self.serves(*want, *cell));
        self.meant(*shortest, chosen).filter(does_all).collect()
    }

    /// What a further cell is wanted for: violated rows without any, and those that the one chosen
    /// cell would break, as far as a violated row has it change.
    fn need(&self, chosen: &[usize]) -> Vec<Want> {
        let has = |row: &Row| chosen.iter().filter(|cell| row.factor(**cell) != 0).count();
        let mut out: Vec<Want> = self
            .rows
            .iter()
            .filter(|at| self.row(**at).is_some_and(|row| has(row) == 0))
            .map(|at| Want { row: *at, instead: None })
            .collect();
        for cell in chosen {
            let least = self.least(*cell, chosen);
            for at in self.system.rows_of(*cell) {
                let Some(row) = self.row(*at).filter(|row| {
                    !self.is_ignored(*at) && row.holds(row.residual) && has(row) == 1
                }) else {
                    continue;
                };
                let range = row.changes(*cell, row.residual);
                let breaks = |(_, least): &&(_, i128)| range.low > -least && range.high < *least;
                // a row that every change breaks wants a cell of its own
                let own = least.iter().find(|(instead, _)| instead.is_none()).filter(breaks);
                let broken = least.iter().filter(|_| own.is_none()).filter(breaks);
                out.extend(
                    own.into_iter()
                        .chain(broken)
                        .map(|(instead, _)| Want { row: *at, instead: *instead }),
                );
            }
        }
        out
    }

    /// By how much a cell must change at least: at all, and as the violated rows tell that have no
    /// other chosen cell. A further cell in such a row may take the change from it.
    fn least(&self, cell: usize, chosen: &[usize]) -> Vec<(Option<usize>, i128)> {
        let alone =
            |row: &Row| chosen.iter().all(|other| *other == cell || row.factor(*other) == 0);
        let mut out = vec![(None, STEP)];
        for at in self.rows {
            let row = self.row(*at).filter(|row| row.factor(cell) != 0 && alone(row));
            let Some(range) = row.map(|row| row.changes(cell, row.residual)) else { continue };
            out.push((Some(*at), if range.low > 0 { range.low } else { -range.high.min(0) }));
        }
        out
    }

    /// How much of what is wanted no free cell does together: each wants one of its own. At least so
    /// many cells are missing.
    fn disjoint(&mut self, need: &[Want], chosen: &[usize]) -> usize {
        let mut taken = std::mem::take(&mut self.taken);
        taken.resize(self.system.rows_of.len(), 0);
        self.round += 1;
        let round = self.round;
        let mut count = 0;
        for want in need {
            if self.meant(*want, chosen).all(|cell| taken.get(cell).is_none_or(|at| *at != round)) {
                count += 1;
                for cell in self.meant(*want, chosen) {
                    taken.get_mut(cell).into_iter().for_each(|slot| *slot = round);
                }
            }
        }
        self.taken = taken;
        count
    }

    /// All repairs of two cells of which one takes only what rounding leaves it: no row by itself
    /// asks for that change.
    fn shared(&mut self) {
        let Some(shortest) =
            self.rows.iter().filter_map(|at| self.row(*at)).min_by_key(|row| row.len())
        else {
            return;
        };
        let first: Vec<usize> = shortest.terms.iter().map(|(cell, _)| *cell).collect();
        for a in &first {
            let lacks = |row: &&Row| row.factor(*a) == 0;
            let second: BTreeSet<usize> =
                match self.rows.iter().filter_map(|at| self.row(*at)).find(lacks) {
                    Some(row) => row.terms.iter().map(|(cell, _)| *cell).collect(),
                    None => self
                        .touched(&[*a])
                        .into_iter()
                        .filter_map(|at| self.row(at))
                        .flat_map(|row| &row.terms)
                        .map(|(cell, _)| *cell)
                        .collect(),
                };
            for b in second.into_iter().filter(|b| b > a || !first.contains(b)).filter(|b| b != a) {
                let stands_in = |at: &usize| {
                    self.row(*at).is_some_and(|row| row.factor(*a) != 0 || row.factor(b) != 0)
                };
                if !self.rows.iter().all(stands_in) {
                    self.steps += self.rows.len();
                    continue;
                }
                let rows: Vec<&Row> = self
                    .touched(&[*a, b])
                    .into_iter()
                    .filter_map(|at| self.system.rows.get(at))
                    .collect();
                self.steps += rows.len() * rows.len();
                if self.is_over() || self.found.len() >= CAP {
                    self.capped |= self.found.len() >= CAP;
                    return;
                }
                self.found.extend(two(&rows, *a, b).or_else(|| two(&rows, b, *a)));
            }
        }
    }

    /// Changes of just these cells that make every row hold that they touch, and the violated ones.
    fn solve(&self, cells: &[usize]) -> Option<Repair> {
        let mut cells = cells.to_vec();
        cells.sort_unstable();
        let mut rows: BTreeSet<usize> = self.touched(&cells);
        rows.extend(self.rows);
        let mut rows: Vec<&Row> = rows.into_iter().filter_map(|at| self.row(at)).collect();
        // what is said must not depend on the order of the rules
        rows.sort_by_key(|row| (&row.terms, row.residual, row.low, row.high));
        let two = || match cells.as_slice() {
            [a, b] => two(&rows, *a, *b).or_else(|| two(&rows, *b, *a)),
            _ => None,
        };
        all(&rows, &cells).or_else(two)
    }
}

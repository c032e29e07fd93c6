//! The search for the smallest repairs of a cluster: which cells are tried, in which order, and
//! what a further cell is wanted for.

use super::repair::{CellChange, LinearBound, Range, Repair, STEP, System};
use super::solve::{all, two};
use std::collections::BTreeSet;

/// At most this many of the smallest repairs of a cluster are kept.
const CAP: usize = 200;
/// A term looked at while a repair is solved costs this many times as much as one looked at otherwise.
const SOLVING: usize = 8;

/// What a further cell is wanted for.
#[derive(Clone, Copy)]
struct Want {
    /// The row that it is to stand in.
    row: usize,
    /// Or this one, whose violation has a chosen cell break the row.
    instead: Option<usize>,
}

/// A search for the repairs of one cluster.
pub(super) struct RepairSearch<'a> {
    pub(super) system: &'a System,
    /// The violated rows that are to hold.
    pub(super) rows: &'a [usize],
    /// All violated rows: what becomes of those of other clusters is their own matter.
    pub(super) violated: &'a BTreeSet<usize>,
    pub(super) found: Vec<Repair>,
    pub(super) steps: usize,
    pub(super) budget: usize,
    /// Cells whose repairs were all found already.
    pub(super) excluded: Vec<bool>,
    /// In which round a cell was last counted.
    pub(super) taken: Vec<usize>,
    pub(super) round: usize,
    pub(super) capped: bool,
}

impl RepairSearch<'_> {
    fn row(&self, at: usize) -> Option<&LinearBound> {
        self.system.rows.get(at)
    }

    pub(super) fn is_over(&self) -> bool {
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
    pub(super) fn one_cell(&mut self) {
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
                self.found.push(Repair { changes: vec![CellChange { cell, by, range }] });
            }
        }
    }

    /// All repairs of so many cells that hold the chosen ones and none of the excluded.
    pub(super) fn extend(&mut self, size: usize, chosen: &mut Vec<usize>) {
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
    fn free<'s>(
        &'s self,
        row: &'s LinearBound,
        chosen: &'s [usize],
    ) -> impl Iterator<Item = usize> + 's {
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

    /// How many terms are looked at for what is wanted.
    fn size(&self, want: Want) -> usize {
        let rows = [Some(want.row), want.instead].into_iter().flatten();
        rows.filter_map(|at| self.row(at)).map(|row| row.terms.len()).sum()
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
        let has = |row: &LinearBound| chosen.iter().filter(|cell| row.factor(**cell) != 0).count();
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
        let alone = |row: &LinearBound| {
            chosen.iter().all(|other| *other == cell || row.factor(*other) == 0)
        };
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
        taken.resize(self.excluded.len(), 0);
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
    pub(super) fn shared(&mut self) {
        let Some(shortest) =
            self.rows.iter().filter_map(|at| self.row(*at)).min_by_key(|row| row.terms.len())
        else {
            return;
        };
        let first: Vec<usize> = shortest.terms.iter().map(|(cell, _)| *cell).collect();
        for a in &first {
            let lacks = |row: &&LinearBound| row.factor(*a) == 0;
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
                let rows: Vec<&LinearBound> = self
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
        let mut rows: Vec<&LinearBound> = rows.into_iter().filter_map(|at| self.row(at)).collect();
        // what is said must not depend on the order of the rules
        rows.sort_by_key(|row| (&row.terms, row.residual, row.low, row.high));
        let two = || match cells.as_slice() {
            [a, b] => two(&rows, *a, *b).or_else(|| two(&rows, *b, *a)),
            _ => None,
        };
        all(&rows, &cells).or_else(two)
    }
}

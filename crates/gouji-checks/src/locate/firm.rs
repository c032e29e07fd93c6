//! Figures that explain two violated rows or more by themselves, where the cluster that these stand in
//! has too many repairs to be weighed: a total whose own sum and whose own parts ask for the same
//! number, beside sums of which any addend may be the wrong one.
//!
//! In: a cluster. Out: a cluster for each such figure, and clusters of what is left.

use super::component::clusters;
use super::repair::{CellChange, Cluster, Range, Repair, System};
use std::collections::{BTreeMap, BTreeSet};

/// Of more repairs slips say nothing that could be relied on.
pub(super) const WEIGHED: usize = 80;
/// A change is firm if at most so many others would do, in half units.
const FIRM: i128 = 40;

impl System {
    /// A cluster without the figures that explain several of its rows by themselves, and these.
    /// `violated` are all violated rows.
    pub(super) fn without_firm(
        &self,
        cluster: Cluster,
        violated: &BTreeSet<usize>,
        left: &mut usize,
    ) -> Vec<Cluster> {
        let is_clear =
            !cluster.capped && !cluster.repairs.is_empty() && cluster.repairs.len() <= WEIGHED;
        let firm = if is_clear { Vec::new() } else { self.firm(&cluster.rows) };
        let explained: BTreeSet<usize> = firm.iter().flat_map(|(_, rows)| rows).copied().collect();
        if explained.is_empty() {
            return vec![cluster];
        }
        let mut rest = self.clone();
        for (change, _) in &firm {
            for at in self.rows_of(change.cell) {
                if let Some(row) = rest.rows.get_mut(*at) {
                    row.residual += row.factor(change.cell) * change.by;
                }
            }
        }
        let known: Vec<CellChange> = firm.iter().map(|(change, _)| *change).collect();
        let mut out: Vec<Cluster> = firm
            .into_iter()
            .map(|(change, rows)| Cluster {
                rows,
                repairs: vec![Repair { changes: vec![change] }],
                capped: false,
                known: Vec::new(),
            })
            .collect();
        let still: BTreeSet<usize> = violated.difference(&explained).copied().collect();
        let others: BTreeSet<usize> =
            violated.iter().filter(|row| !cluster.rows.contains(row)).copied().collect();
        for rows in clusters(&rest, &others) {
            let found = rest.repair(rows, &still, left);
            out.push(Cluster { known: known.clone(), ..found });
        }
        out
    }

    /// The figures of some violated rows that make all of these hold in which they stand, two at
    /// least, and break no other; none that stand in one row with another such figure.
    fn firm(&self, rows: &[usize]) -> Vec<(CellChange, Vec<usize>)> {
        let mut standing: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in rows {
            for (cell, _) in self.rows.get(*at).map_or(&[][..], |row| &row.terms) {
                standing.entry(*cell).or_default().push(*at);
            }
        }
        standing.retain(|_, own| own.len() > 1);
        let change = |cell: usize| {
            let all = self.rows_of(cell).iter().filter_map(|at| self.rows.get(*at));
            let range =
                all.fold(Range::ALL, |range, row| range.meet(row.changes(cell, row.residual)));
            let is_firm = range.is_bound() && range.high - range.low <= FIRM;
            range.middle().filter(|_| is_firm).map(|by| CellChange { cell, by, range })
        };
        let found: Vec<(CellChange, Vec<usize>)> =
            standing.into_iter().filter_map(|(cell, own)| Some((change(cell)?, own))).collect();
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        found.iter().flat_map(|(_, own)| own).for_each(|at| *count.entry(*at).or_default() += 1);
        let is_alone = |own: &[usize]| own.iter().all(|at| count.get(at) == Some(&1));
        found.into_iter().filter(|(_, own)| is_alone(own)).collect()
    }
}

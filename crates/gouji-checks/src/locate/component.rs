//! Which violated rows belong together: those that share a cell, directly or over other violated
//! rows, have a cause in common or causes that must be looked for together. What holds and touches
//! nothing violated takes no part.

use super::repair::System;
use std::collections::{BTreeMap, BTreeSet};

/// The violated rows of a system, but for those that are settled, in groups that share no cell;
/// groups and rows in order.
#[must_use]
pub(crate) fn clusters(system: &System, settled: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let is_open = |at: &usize| {
        !settled.contains(at) && system.rows.get(*at).is_some_and(|row| !row.holds(row.residual))
    };
    let violated: Vec<usize> = (0..system.rows.len()).filter(is_open).collect();
    let mut group: Vec<usize> = (0..violated.len()).collect();
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, row) in violated.iter().enumerate() {
        for (cell, _) in system.rows.get(*row).map_or(&[][..], |row| &row.terms) {
            if let Some(other) = first.insert(*cell, at) {
                let (a, b) = (root(&group, other), root(&group, at));
                if let Some(parent) = group.get_mut(a.max(b)) {
                    *parent = a.min(b);
                }
            }
        }
    }
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, row) in violated.iter().enumerate() {
        out.entry(root(&group, at)).or_default().push(*row);
    }
    out.into_values().collect()
}

fn root(group: &[usize], mut at: usize) -> usize {
    while let Some(parent) = group.get(at).copied().filter(|parent| *parent != at) {
        at = parent;
    }
    at
}

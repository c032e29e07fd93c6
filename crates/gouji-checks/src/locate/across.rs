//! What causes say of each other: numbers that confirm themselves, figures in each other's place,
//! sources that are wrong themselves.

use super::cause::{CauseRun, Group};
use gouji_audit::audit::{Confidence, Slip};
use std::collections::BTreeSet;

impl CauseRun<'_> {
    /// A number that is printed several times and differs everywhere from another one by which it
    /// should be confirmed is confirmed by itself: two places disagree, and nothing says which
    /// is right.
    pub(super) fn repeated(&self, groups: &mut [Group]) {
        let tie = |group: &Group| {
            let [meant] = group.meant.as_slice() else { return None };
            let row = |check: &usize| {
                self.rows.row_of.get(check).and_then(|row| self.rows.system.rows.get(*row))
            };
            let all_ties =
                group.checks.iter().all(|check| row(check).is_some_and(|row| row.terms.len() == 2));
            let cell = self.rows.cells.get(meant.cell)?;
            all_ties.then_some((cell.number, meant.number, cell.ulp))
        };
        let ties: Vec<_> = groups.iter().map(tie).collect();
        for (at, group) in groups.iter_mut().enumerate() {
            let Some(own) = ties.get(at).copied().flatten() else { continue };
            if ties.iter().flatten().filter(|other| **other == own).count() < 2 {
                continue;
            }
            let rows = group
                .checks
                .iter()
                .filter_map(|check| self.rows.system.rows.get(*self.rows.row_of.get(check)?));
            let cells: BTreeSet<usize> =
                rows.flat_map(|row| &row.terms).map(|(cell, _)| *cell).collect();
            group.others = cells.into_iter().collect();
            (group.cells, group.numbers, group.ties) =
                (Some(Confidence::Low), Some(Confidence::Low), 0);
        }
    }

    /// Two figures that stand in each other's place are one cause, also where no check holds both.
    pub(super) fn exchanged(&self, groups: &mut Vec<Group>) {
        let single = |group: &Group| match group.meant.as_slice() {
            [meant] if group.cells > Some(Confidence::Low) => {
                Some((meant.clone(), self.rows.cells.get(meant.cell)?))
            }
            _ => None,
        };
        let near = |a: i128, b: i128| (a - b).abs() <= 2;
        let mut at = 0;
        while at < groups.len() {
            let pair = groups.get(at).and_then(single).and_then(|(a, first)| {
                let is_pair = |group: &Group| {
                    let Some((b, second)) = single(group) else { return false };
                    let is_one = first.ulp == second.ulp && first.number != second.number;
                    is_one && near(a.number, second.number) && near(b.number, first.number)
                };
                (at + 1..groups.len()).find(|other| groups.get(*other).is_some_and(is_pair))
            });
            if let Some(other) = pair {
                let second = groups.remove(other);
                if let Some(group) = groups.get_mut(at) {
                    group.checks.extend(second.checks);
                    group.checks.sort_unstable();
                    group.meant.extend(second.meant);
                    let old: Vec<i128> = group
                        .meant
                        .iter()
                        .filter_map(|meant| self.rows.cells.get(meant.cell))
                        .map(|cell| cell.number)
                        .collect();
                    for (meant, number) in group.meant.iter_mut().zip(old.into_iter().rev()) {
                        (meant.number, meant.slip, meant.from) = (number, Slip::Swapped, None);
                        (meant.is_certain, meant.is_fixed) = (true, true);
                    }
                }
            }
            at += 1;
        }
    }

    /// What may be wrong itself is no source that a figure could have been taken from.
    pub(super) fn without_doubtful_sources(&self, groups: &mut [Group]) {
        let starts = |cells: &mut dyn Iterator<Item = usize>| -> BTreeSet<u32> {
            let own = cells
                .filter_map(|cell| self.rows.cells.get(cell))
                .filter(|cell| cell.document.is_none());
            own.map(|cell| cell.span.start).collect()
        };
        let meant =
            |group: &Group| group.meant.iter().map(|meant| meant.cell).collect::<Vec<usize>>();
        let accused = starts(
            &mut groups
                .iter()
                .flat_map(|group| meant(group).into_iter().chain(group.rivals.iter().copied())),
        );
        for group in groups {
            let mut has_lost = false;
            for meant in &mut group.meant {
                let from = meant.from.as_ref().and_then(|from| from.start);
                if from.is_some_and(|start| accused.contains(&start)) {
                    (meant.slip, meant.from) = (Slip::Other, None);
                    meant.is_certain &= meant.is_tight;
                    has_lost = true;
                }
            }
            // nothing else said that it is this figure of the sum
            if has_lost && group.checks.len() == 1 && group.cells > Some(Confidence::Low) {
                let own: Vec<usize> = group.meant.iter().map(|meant| meant.cell).collect();
                group.others.retain(|cell| !own.contains(cell));
                group.others.splice(0..0, own);
                (group.cells, group.numbers) = (Some(Confidence::Low), Some(Confidence::Low));
            }
        }
    }
}

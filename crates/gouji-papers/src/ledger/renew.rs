//! The ledger anew, by what the documents of a run do to it.

use super::{Changes, Ledger, LedgerRow, LineStatus, Renewed};
use std::collections::{BTreeMap, BTreeSet};

impl Ledger {
    /// The ledger after a run. Lines keep their order, new ones come last; of two documents that
    /// say the same the first counts. One document may say the same at two places: these are two
    /// lines.
    #[must_use]
    pub fn renewed(&self, run: Vec<Changes>) -> Renewed {
        let mut rows = self.rows.clone();
        let mut touched = BTreeSet::new();
        let mut lacking = Vec::new();
        let mut added: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let (mut audited, mut mended) = (BTreeSet::new(), Vec::new());
        let mut packs: Vec<String> = Vec::new();
        // there may be very many: they are handed on, not copied
        for changes in run {
            lacking.extend(changes.lacking);
            audited.insert((changes.agency, changes.year));
            mended.extend(changes.mended);
            for pack in changes.packs {
                if !packs.contains(&pack) {
                    packs.push(pack);
                }
            }
            // the lines that this document said already
            let mut said: BTreeSet<usize> =
                changes.found.iter().filter_map(|(at, _)| *at).collect();
            for (place, row) in changes.found {
                let says_it = |at: &usize| {
                    let known = rows.get(*at).filter(|_| !said.contains(at));
                    known.is_some_and(|known| known.year == row.year && known.values == row.values)
                };
                let same = || added.get(&row.key)?.iter().copied().find(says_it);
                let is_known = place
                    .and_then(|at| rows.get(at))
                    .is_some_and(|known| known.values == row.values);
                match place {
                    Some(at) if touched.insert(at) => {
                        if let Some(known) = rows.get_mut(at) {
                            *known = self.dated(row, Some(known));
                        }
                    }
                    Some(_) if is_known => {}
                    _ => match same() {
                        Some(at) => {
                            said.insert(at);
                        }
                        None => {
                            said.insert(rows.len());
                            added.entry(row.key.clone()).or_default().push(rows.len());
                            rows.push(self.dated(row, None));
                        }
                    },
                }
            }
        }
        for at in mended {
            if touched.insert(at)
                && let Some(row) = rows.get_mut(at)
            {
                row.status = LineStatus::Mended.word().to_owned();
                self.date_mended(row);
            }
        }
        super::kept::number(&mut rows);
        let is_open = |row: &LedgerRow| {
            !row.key.is_empty() && LineStatus::find(&row.status) != Some(LineStatus::Mended)
        };
        let unseen = rows
            .iter()
            .take(self.rows.len())
            .enumerate()
            .filter(|(at, row)| {
                !touched.contains(at)
                    && is_open(row)
                    && audited.contains(&(row.agency.clone(), row.year))
            })
            .map(|(at, _)| at)
            .collect();
        let mut counts = BTreeMap::new();
        for status in rows.iter().filter_map(|row| LineStatus::find(&row.status)) {
            *counts.entry(status).or_default() += 1;
        }
        Renewed {
            ledger: Self {
                lacking,
                packs,
                order: self.order.clone(),
                sheet: self.sheet.clone(),
                beside: self.beside.clone(),
                ..Self::new(rows, self.columns.clone())
            },
            counts,
            unseen,
        }
    }
}

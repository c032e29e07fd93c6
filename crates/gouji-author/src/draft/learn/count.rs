//! Ideas of many documents, counted.

use super::idea::Idea;
use super::sight::Sighting;
use crate::draft::grid::{ColumnGuess, DraftGrid};
use gouji_values::hash::QuickSet;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted. Most ideas are met once, by chance: of them a number is kept, no text.
#[derive(Debug, Default)]
pub(super) struct Counts {
    twins: BTreeSet<String>,
    once: QuickSet<u64>,
    pub(super) ideas: BTreeMap<Idea, IdeaCount>,
    pub(super) shapes: BTreeMap<String, Shape>,
    /// Documents, each counted once.
    pub(super) documents: usize,
    /// Further files of documents that were counted.
    pub(super) further: usize,
}

/// How often an idea was met.
#[derive(Debug, Default)]
pub(super) struct IdeaCount {
    pub(super) documents: usize,
    /// Kinds of the documents; `None`: of one of them it is not known.
    pub(super) kinds: Option<BTreeSet<String>>,
}

/// A table of unknown form that several documents may have.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) documents: usize,
    pub(super) title: String,
    /// That of the first document: its heads are those of all.
    pub(super) grid: DraftGrid,
    /// For each column how often it seemed to hold what.
    kinds: Vec<BTreeMap<&'static str, (usize, ColumnGuess)>>,
}

impl Counts {
    /// Adds what was seen in one document; false where it is one that was counted already.
    pub(super) fn add(&mut self, seen: Sighting) -> bool {
        if !self.twins.insert(seen.twin) {
            self.further += 1;
            return false;
        }
        self.documents += 1;
        for idea in seen.ideas {
            self.count(idea, seen.kind.as_ref());
        }
        let mut known = BTreeSet::new();
        for table in seen.tables {
            if !known.insert(table.shape.clone()) {
                continue;
            }
            let shape = self.shapes.entry(table.shape).or_insert_with(|| Shape {
                documents: 0,
                title: table.title,
                kinds: vec![BTreeMap::new(); table.grid.columns.len()],
                // its rows are those of one document
                grid: DraftGrid { rows: Vec::new(), cells: Vec::new(), ..table.grid },
            });
            shape.documents += 1;
            for (votes, kind) in shape.kinds.iter_mut().zip(table.kinds) {
                votes.entry(kind.name()).or_insert((0, kind)).0 += 1;
            }
        }
        true
    }

    fn count(&mut self, idea: Idea, kind: Option<&String>) {
        if let Some(met) = self.ideas.get_mut(&idea) {
            met.documents += 1;
            match (&mut met.kinds, kind) {
                (Some(kinds), Some(kind)) => {
                    kinds.insert(kind.clone());
                }
                (kinds, _) => *kinds = None,
            }
            return;
        }
        // the kind goes in, so that a second document is of the same kind as the first
        let key = format!("{idea:?} {kind:?}");
        let digest = Sha256::digest(key.as_bytes());
        let short = digest.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        if !self.once.insert(short) {
            let kinds = kind.map(|kind| BTreeSet::from([kind.clone()]));
            self.ideas.insert(idea, IdeaCount { documents: 2, kinds });
        }
    }
}

impl Shape {
    /// Its table, with what most documents have in each column.
    pub(super) fn table(&self) -> DraftGrid {
        let mut grid = self.grid.clone();
        for (column, votes) in grid.columns.iter_mut().zip(&self.kinds) {
            if let Some((_, kind)) = votes.values().max_by_key(|(count, _)| *count) {
                column.kind = *kind;
            }
        }
        grid
    }
}

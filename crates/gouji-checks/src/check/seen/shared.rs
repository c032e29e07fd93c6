//! A world that owns what it shows, with what was worked out of it once for all evaluators.

use super::cell_runs::CellRuns;
use super::letters::BodyLines;
use super::standing::Standing;
use super::tabular::TabularNumber;
use super::world::{Neighbour, SeenDocument, World};
use gouji_forms::form::Recognition;
use gouji_rules::ruleset::Ruleset;
use gouji_values::document::Document;
use gouji_values::paper::Paper;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// From how many cells on a document is large, and not looked at as closely as others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LargeFrom {
    /// In documents of more cells all is not done again where something does not hold: only what
    /// is around that, which is much less.
    pub around_alone: usize,
    /// In documents of more cells no causes are looked for: all that checks are made of takes about
    /// a kilobyte a cell.
    pub no_causes: usize,
}

impl Default for LargeFrom {
    fn default() -> Self {
        Self { around_alone: 20_000, no_causes: 400_000 }
    }
}

/// A world that owns what it shows, for scripts: engine functions outlive a borrow.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The ruleset.
    pub ruleset: Arc<Ruleset>,
    /// The document.
    pub document: Arc<Document>,
    /// What was recognised in it.
    pub recognition: Arc<Recognition>,
    /// The documents beside it, by their number; the first is last year's.
    pub beside: Vec<Option<Neighbour>>,
    /// Documents that several are, so that none is taken.
    pub twice: Vec<Paper>,
    /// The official blank form that it is held against.
    pub template: Option<Arc<Document>>,
    /// From when on it is large.
    pub large_from: LargeFrom,
    /// For each form that is printed again in a smaller unit that print, worked out when it is
    /// first asked for.
    pub(in crate::check) finer_prints: OnceLock<BTreeMap<usize, usize>>,
    /// The numbers that are printed as tables print them, worked out when they are first asked for.
    pub(in crate::check) tabular: OnceLock<Vec<TabularNumber>>,
    /// Its lines as titles are compared, worked out when they are first asked for.
    pub(in crate::check) titles: OnceLock<BodyLines>,
    /// Where forms and statements stand, in this document and in those beside it.
    pub(in crate::check) standing: [Standing; Paper::COUNT],
    /// The cells of its forms, laid out to be added up.
    pub(crate) laid: CellRuns,
}

impl Shared {
    /// A document and what was recognised in it.
    #[must_use]
    pub fn new(
        ruleset: Arc<Ruleset>,
        document: Arc<Document>,
        recognition: Arc<Recognition>,
    ) -> Self {
        let mut out = Self {
            ruleset,
            document,
            recognition,
            beside: Vec::new(),
            twice: Vec::new(),
            template: None,
            large_from: LargeFrom::default(),
            finer_prints: OnceLock::new(),
            tabular: OnceLock::new(),
            titles: OnceLock::new(),
            standing: Default::default(),
            laid: CellRuns::default(),
        };
        out.laid = CellRuns::out(&out.world());
        out
    }

    /// The same beside other documents. Their forms are those of its own rules.
    #[must_use]
    pub fn beside(&self, others: impl IntoIterator<Item = (Paper, Neighbour)>) -> Self {
        let mut beside = self.beside.clone();
        for (paper, other) in others {
            let Some(at) = paper.index().checked_sub(1) else { continue };
            if beside.len() <= at {
                beside.resize(at + 1, None);
            }
            if let Some(place) = beside.get_mut(at) {
                *place = Some(other);
            }
        }
        Self { beside, standing: Default::default(), ..self.clone() }
    }

    /// The same where several documents may be one that formulas name.
    #[must_use]
    pub fn beside_several(&self, twice: Vec<Paper>) -> Self {
        Self { twice, standing: Default::default(), ..self.clone() }
    }

    /// The documents beside it.
    pub fn papers(&self) -> impl Iterator<Item = (Paper, &Neighbour)> {
        let known = |(at, other)| Some((Paper::of(at + 1), Option::as_ref(other)?));
        self.beside.iter().enumerate().filter_map(known)
    }

    /// A document beside it by itself, as its rules see it.
    #[must_use]
    pub fn alone(&self, other: &Neighbour) -> Self {
        Self::new(
            Arc::clone(&self.ruleset),
            Arc::clone(&other.document),
            Arc::clone(&other.recognition),
        )
    }

    /// It as formulas see it.
    #[must_use]
    pub fn world(&self) -> World<'_> {
        World {
            ruleset: &self.ruleset,
            page: SeenDocument {
                document: &self.document,
                recognition: &self.recognition,
                index: None,
            },
            beside: &self.beside,
            twice: &self.twice,
            template: self.template.as_deref(),
        }
    }
}

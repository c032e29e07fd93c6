//! A world that owns what it shows, with what was worked out of it once for all evaluators.

use super::laid::Laid;
use super::standing::Standing;
use super::world::{Page, World};
use crate::document::Document;
use crate::form::Recognition;
use crate::ruleset::Ruleset;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A world that owns what it shows, for scripts: engine functions outlive a borrow.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The ruleset.
    pub ruleset: Arc<Ruleset>,
    /// The document.
    pub document: Arc<Document>,
    /// What was recognised in it.
    pub recognition: Arc<Recognition>,
    /// Last year's document of the same agency, with its index in the run.
    pub last_year: Option<(Arc<Document>, Arc<Recognition>, usize)>,
    /// For each form that is printed again in a smaller unit that print, worked out when it is
    /// first asked for.
    pub(in crate::check) finer_prints: OnceLock<BTreeMap<usize, usize>>,
    /// Where forms and statements stand, in this document and in last year's.
    pub(in crate::check) standing: [OnceLock<Standing>; 2],
    /// The cells of its forms, laid out to be added up.
    pub(crate) laid: Laid,
}

impl Shared {
    /// A document, what was recognised in it, and last year's.
    #[must_use]
    pub fn new(
        ruleset: Arc<Ruleset>,
        document: Arc<Document>,
        recognition: Arc<Recognition>,
        last_year: Option<(Arc<Document>, Arc<Recognition>, usize)>,
    ) -> Self {
        let standing = [OnceLock::new(), OnceLock::new()];
        let mut out = Self {
            ruleset,
            document,
            recognition,
            last_year,
            finer_prints: OnceLock::new(),
            standing,
            laid: Laid::default(),
        };
        out.laid = Laid::out(&out.world());
        out
    }

    /// The same beside last year's document.
    #[must_use]
    pub fn beside(&self, other: &Self, index: usize) -> Self {
        let last_year = Some((Arc::clone(&other.document), Arc::clone(&other.recognition), index));
        Self { last_year, standing: [OnceLock::new(), OnceLock::new()], ..self.clone() }
    }

    /// Last year's document by itself, as this year's rules see it.
    #[must_use]
    pub fn before(&self) -> Option<Self> {
        let (document, recognition, _) = self.last_year.as_ref()?;
        Some(Self::new(
            Arc::clone(&self.ruleset),
            Arc::clone(document),
            Arc::clone(recognition),
            None,
        ))
    }

    /// It as formulas see it.
    #[must_use]
    pub fn world(&self) -> World<'_> {
        World {
            ruleset: &self.ruleset,
            page: Page { document: &self.document, recognition: &self.recognition, index: None },
            last_year: self.last_year.as_ref().map(|(document, recognition, index)| Page {
                document,
                recognition,
                index: Some(*index),
            }),
        }
    }
}

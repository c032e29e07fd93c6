//! Rules learnt from many documents: what nearly always holds in them, proposed with its support.
//!
//! In: documents, twice. The first time each is audited by the rules that there are, and what its
//! figures bear out beyond them is noted: relations of columns and rows of one form, cells of two
//! forms that are equal and have names in common, sentences whose figure stands in a cell. What
//! enough documents lead to becomes a layer of rules; the second time the documents are audited
//! with that layer, so that what is counted is what `check` would say. Out: a folder of rules,
//! hints all of them, each with the documents in which it held and the places where it did not.
//!
//! No document is kept: of each idea a count, of most of them a number alone.
//!
//! Deliberately absent: switching anything on. A relation that held by chance, or since a third
//! figure happened to be zero everywhere, looks like any other: a person decides.

mod between;
mod cells;
mod count;
mod idea;
mod known;
mod said;
mod sight;
mod support;
mod text;
mod trial;
mod within;

pub use sight::Sighting;
pub use support::Broken;
pub use trial::{Trial, Tried};

use count::Counts;
use gouji_audit::audit::Unreadable;
use gouji_engine::engine::Engine;
use gouji_values::error::RuleMistake;
use sight::sighting;
use std::collections::{BTreeMap, BTreeSet};
use trial::{Rules, digest, head};

/// What a proposal needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearnOptions {
    /// Documents in which it held, at least.
    pub documents: usize,
    /// Places of a hundred in which it held, at least.
    pub held: u32,
}

impl Default for LearnOptions {
    fn default() -> Self {
        Self { documents: 5, held: 98 }
    }
}

/// The first time over the documents: what do they lead to believe?
#[derive(Debug)]
pub struct Learner<'e> {
    engine: &'e Engine,
    options: LearnOptions,
    taken: BTreeSet<String>,
    counts: Counts,
    counted: BTreeMap<String, usize>,
    rules: BTreeSet<Rules>,
}

/// A document as it was seen, with what is needed to know it again.
#[derive(Debug)]
pub struct SeenDocument {
    sighting: Sighting,
    digest: String,
    rules: Rules,
}

impl<'e> Learner<'e> {
    /// A learner on top of the rules of an engine.
    ///
    /// # Errors
    /// Mistakes of these rules.
    pub fn new(engine: &'e Engine, options: LearnOptions) -> Result<Self, Vec<RuleMistake>> {
        let listing = engine.ruleset()?.listing();
        Ok(Self {
            engine,
            options,
            taken: listing.into_iter().map(|item| item.id).collect(),
            counts: Counts::default(),
            counted: BTreeMap::new(),
            rules: BTreeSet::new(),
        })
    }

    /// Looks at a document, given by the names and bytes of its files; several may be looked at at
    /// a time.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn see(&self, path: &str, files: &[(&str, &[u8])]) -> Result<SeenDocument, Unreadable> {
        let prepared = self.engine.prepare_together(path, files)?;
        let shared = prepared.shared();
        let audit = self.engine.judge(prepared, None);
        Ok(SeenDocument {
            sighting: sighting(&shared, &audit, &self.taken),
            digest: digest(&audit),
            rules: (audit.ruleset.clone(), audit.year),
        })
    }

    /// Counts what was seen, documents in their order. Of the files of one document (the same
    /// bytes, or the same agency, year and figures) the first counts.
    pub fn add(&mut self, seen: SeenDocument) {
        let forms: usize = seen.sighting.forms.values().sum();
        if self.counts.add(seen.sighting) {
            self.counted.insert(seen.digest, forms);
            self.rules.insert(seen.rules);
        }
    }

    /// Documents that were counted, and further files of them that were not.
    #[must_use]
    pub fn counted(&self) -> (usize, usize) {
        (self.counts.documents, self.counts.further)
    }

    /// What enough documents lead to, to be tried on the same documents.
    ///
    /// # Errors
    /// Mistakes of the rules.
    pub fn trial(self) -> Result<Trial, Vec<RuleMistake>> {
        Trial::new(self.engine, self.options, self.counts, self.counted, &self.rules)
    }
}

/// What was learnt.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// Rule files but for `ruleset.toml`: name and text.
    pub files: Vec<(&'static str, String)>,
    /// Proposals on columns and rows of one form, between forms, on sentences.
    pub counts: [usize; 3],
    /// Forms proposed for tables that none knows.
    pub forms: usize,
    /// Name of each proposal that did not hold somewhere, its support in words, and where.
    pub broke: Vec<(String, String, Vec<Broken>)>,
    /// The relation that came nearest to being learnt and was not: what it says, its support in
    /// words, and the highest `held` that these documents would do for.
    pub nearest: Option<(String, String, usize)>,
    base: String,
}

impl Learnt {
    /// `ruleset.toml` for a folder of this name.
    #[must_use]
    pub fn head(&self, name: &str) -> String {
        head(name, &self.base)
    }
}

impl Trial {
    /// What was borne out.
    #[must_use]
    pub fn learnt(self) -> Learnt {
        let base = self.base();
        let nearest = self.nearest().map(|(item, own)| {
            let asked = own.asks(item.idea.shape.is_none());
            (item.idea.name.clone(), text::counted(own), asked)
        });
        let (items, forms, support) = self.end();
        let texts = text::files(&items, &forms, Some(&support));
        let mut out = Learnt { base, nearest, ..Learnt::default() };
        let shapes: BTreeSet<_> =
            items.iter().filter_map(|item| item.idea.shape.as_ref()).collect();
        out.forms = shapes.len();
        for (at, item) in items.iter().enumerate() {
            if let Some(count) = out.counts.get_mut(item.idea.topic as usize) {
                *count += 1;
            }
            if let Some(own) = support.get(&at).filter(|own| !own.broke.is_empty()) {
                let name = format!("{}  {}", item.id, item.idea.name);
                out.broke.push((name, text::counted(own), own.broke.clone()));
            }
        }
        out.files = texts.into_iter().map(|file| (file.name, file.text)).collect();
        out
    }
}

/// Learns from documents that are in memory, each given by path and bytes; those that cannot be
/// read are passed over.
///
/// # Errors
/// Mistakes of the rules that the engine has.
pub fn learn(
    engine: &Engine,
    documents: &[(String, Vec<u8>)],
    options: LearnOptions,
) -> Result<Learnt, Vec<RuleMistake>> {
    let mut learner = Learner::new(engine, options)?;
    for (path, bytes) in documents {
        if let Ok(seen) = learner.see(path, &[(path, bytes)]) {
            learner.add(seen);
        }
    }
    let mut trial = learner.trial()?;
    for (path, bytes) in documents {
        if let Ok(tried) = trial.try_on(path, &[(path, bytes)]) {
            trial.add(tried);
        }
    }
    Ok(trial.learnt())
}

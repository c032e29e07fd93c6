//! Proposals as a layer of rules, tried through the whole pipeline on the same documents.

use super::LearnOptions;
use super::count::Counts;
use super::idea::{Idea, Topic};
use super::sight::forms;
use super::support::{Support, Tally, tallies};
use super::text::{FileText, Item, LearntForm, files};
use crate::draft::form_id;
use crate::draft::write::quoted;
use gouji_audit::audit::{DocumentAudit, Unreadable};
use gouji_engine::engine::{Engine, Request};
use gouji_rules::ruleset::RuleFile;
use gouji_values::error::RuleMistake;
use std::collections::{BTreeMap, BTreeSet};

/// The layer that proposals are tried in.
const LAYER: &str = "learnt";
/// Proposals that are tried, those of most documents first.
const TRIED: usize = 4_000;

/// Rules and year of a document.
pub(super) type Rules = (String, Option<i32>);

/// Proposals on trial.
#[derive(Debug)]
pub struct Trial {
    engine: Engine,
    options: LearnOptions,
    pub(super) items: Vec<Item>,
    pub(super) forms: Vec<LearntForm>,
    ids: BTreeMap<String, usize>,
    /// Tables that the rules knew, by the digest of the document.
    counted: BTreeMap<String, usize>,
    support: BTreeMap<usize, Support>,
    /// Learnt forms that took a table from a form of the rules.
    greedy: BTreeSet<String>,
}

/// What became of the proposals in one document.
#[derive(Debug)]
pub struct Tried {
    digest: String,
    agency: String,
    tallies: BTreeMap<usize, Tally>,
    known: usize,
    taken: BTreeSet<String>,
}

/// The digests of a document's files.
pub(super) fn digest(audit: &DocumentAudit) -> String {
    audit.files.iter().map(|file| file.sha256.as_str()).collect()
}

impl Trial {
    /// A trial of the ideas that enough documents led to.
    pub(super) fn new(
        engine: &Engine,
        options: LearnOptions,
        counts: Counts,
        counted: BTreeMap<String, usize>,
        rules: &BTreeSet<Rules>,
    ) -> Result<Self, Vec<RuleMistake>> {
        let ruleset = engine.ruleset()?;
        let mut taken: BTreeSet<String> =
            ruleset.listing().into_iter().map(|item| item.id).collect();
        let mut out = Self {
            engine: Engine::new(engine.rulebook().clone(), engine.request().clone())?,
            options,
            items: Vec::new(),
            forms: Vec::new(),
            ids: BTreeMap::new(),
            counted,
            support: BTreeMap::new(),
            greedy: BTreeSet::new(),
        };
        let mut ideas: Vec<_> = counts
            .ideas
            .into_iter()
            .filter(|(_, met)| met.documents >= options.documents)
            .collect();
        ideas.sort_by(|(a, met_a), (b, met_b)| {
            met_b.documents.cmp(&met_a.documents).then_with(|| a.cmp(b))
        });
        ideas.truncate(TRIED);
        ideas.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (idea, met) in ideas {
            if let Some(key) = &idea.shape
                && !out.forms.iter().any(|form| form.shape == *key)
                && let Some(shape) = counts.shapes.get(key)
            {
                let mut grid = shape.table();
                grid.title = Some(shape.title.clone());
                out.forms.push(LearntForm::new(form_id(&grid, &mut taken), key, shape));
            }
            let id = item_id(&idea, &mut taken);
            let kinds = met.kinds.into_iter().flatten().collect();
            out.items.push(Item { id, idea, kinds });
        }
        out.compile(engine, rules);
        Ok(out)
    }

    /// Compiles the layer; what has mistakes under some of the rules is left out.
    fn compile(&mut self, engine: &Engine, rules: &BTreeSet<Rules>) {
        while !self.items.is_empty() {
            let texts = files(&self.items, &self.forms, None);
            match with_layer(engine, &texts, rules) {
                Ok(tried) => {
                    self.engine = tried;
                    break;
                }
                Err(mistakes) => self.leave_out(&texts, &mistakes),
            }
        }
        self.ids = self.items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
    }

    /// Leaves out the proposals in which mistakes stand; of a file whose mistakes stand elsewhere all.
    fn leave_out(&mut self, texts: &[FileText], mistakes: &[RuleMistake]) {
        let mut wrong: BTreeSet<usize> = BTreeSet::new();
        for mistake in mistakes {
            let own = texts.iter().filter(|file| mistake.file.ends_with(file.name));
            for file in own {
                let hit: Vec<usize> = file
                    .places
                    .iter()
                    .filter(|(place, _)| place.contains(&mistake.span.start))
                    .map(|(_, item)| *item)
                    .collect();
                let all = file.places.iter().map(|(_, item)| *item);
                if hit.is_empty() { wrong.extend(all) } else { wrong.extend(hit) }
            }
        }
        if wrong.is_empty() {
            self.items.clear();
        }
        let mut at = 0;
        self.items.retain(|_| {
            at += 1;
            !wrong.contains(&(at - 1))
        });
    }

    /// The ruleset that they stand on.
    pub(super) fn base(&self) -> String {
        self.engine.ruleset().map(|ruleset| ruleset.name.clone()).unwrap_or_default()
    }

    /// How many proposals are tried.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is nothing to try.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Tries the proposals on a document, given by its files' names and bytes.
    ///
    /// # Errors
    /// Why the document could not be read.
    pub fn try_on(&self, path: &str, files: &[(&str, &[u8])]) -> Result<Tried, Unreadable> {
        let prepared = self.engine.prepare_together(path, files)?;
        let shared = prepared.shared();
        let audit = self.engine.judge(prepared, None);
        let found = forms(&shared.world());
        let is_learnt = |id: &String| self.forms.iter().any(|form| form.id == *id);
        Ok(Tried {
            digest: digest(&audit),
            agency: audit.agency.clone().unwrap_or_default(),
            tallies: tallies(&audit, &self.ids),
            known: found.iter().filter(|(id, _)| !is_learnt(id)).map(|(_, count)| count).sum(),
            taken: found.into_keys().filter(is_learnt).collect(),
        })
    }

    /// Adds what became of them, documents in their order. A document that was not counted before
    /// says nothing.
    pub fn add(&mut self, tried: Tried) {
        let Some(known) = self.counted.remove(&tried.digest) else { return };
        if tried.known < known {
            self.greedy.extend(tried.taken);
        }
        for (item, tally) in tried.tallies {
            self.support.entry(item).or_default().add(tally, &tried.agency);
        }
    }

    /// The relation that is borne out best of those that are not enough, with its support: what would be learnt next.
    pub(super) fn nearest(&self) -> Option<(&Item, &Support)> {
        let LearnOptions { documents, held } = self.options;
        let is_open = |own: &&Support| own.documents > 0 && own.documents > own.broke.len();
        let found = self.support.iter().filter(|(_, own)| is_open(own));
        let missed = found.filter(|(at, own)| {
            let has_rows = self.items.get(**at).is_some_and(|item| item.idea.shape.is_some());
            !(own.is_enough(documents, held) && (has_rows || own.is_sure(held)))
        });
        let (at, own) = missed.max_by_key(|(at, own)| {
            (own.documents, std::cmp::Reverse(own.broke.len()), std::cmp::Reverse(**at))
        })?;
        Some((self.items.get(*at)?, own))
    }

    /// The proposals that are borne out, each with its support; of several that say one thing one.
    pub(super) fn end(mut self) -> (Vec<Item>, Vec<LearntForm>, BTreeMap<usize, Support>) {
        let mut support = std::mem::take(&mut self.support);
        let greedy: BTreeSet<&String> = self
            .forms
            .iter()
            .filter(|form| self.greedy.contains(&form.id))
            .map(|form| &form.shape)
            .collect();
        let is_enough = |at: usize, item: &Item| {
            let LearnOptions { documents, held } = self.options;
            // of a form that is known columns may be missing or zero that belong to the sum
            let has_rows = item.idea.shape.is_some();
            support.get(&at).is_some_and(|own| {
                own.is_enough(documents, held) && (has_rows || own.is_sure(held))
            }) && item.idea.shape.as_ref().is_none_or(|shape| !greedy.contains(shape))
        };
        let mut kept: Vec<usize> = self
            .items
            .iter()
            .enumerate()
            .filter(|(at, item)| is_enough(*at, item))
            .map(|(at, _)| at)
            .collect();
        kept.sort_by_key(|at| {
            let own = support.get(at);
            let like = self.items.get(*at).map_or(0, |item| item.idea.likeness);
            std::cmp::Reverse((own.map_or(0, |own| own.documents), like))
        });
        let kept = once_each(&self.items, kept);
        let mut items = Vec::new();
        let mut out = BTreeMap::new();
        for (at, item) in self.items.into_iter().enumerate().filter(|(at, _)| kept.contains(at)) {
            out.extend(support.remove(&at).map(|own| (items.len(), own)));
            items.push(item);
        }
        (items, self.forms, out)
    }
}

/// Of rows that are equal in two columns only these columns; of places that are equal in a ring only so many pairs as join them all; of one wording only the
/// first tie. `kept` has the best first.
fn once_each(items: &[Item], kept: Vec<usize>) -> BTreeSet<usize> {
    let mut above: BTreeMap<&str, &str> = BTreeMap::new();
    // columns that are equal row by row
    let mut columns: BTreeMap<&str, &str> = BTreeMap::new();
    let mut of_columns: BTreeSet<usize> = BTreeSet::new();
    for at in &kept {
        let Some(idea) = items.get(*at).map(|item| &item.idea) else { continue };
        if let (None, Some((a, b))) = (&idea.ends, &idea.alike) {
            let (a, b) = (root(&columns, a), root(&columns, b));
            if a != b {
                columns.insert(a, b);
                of_columns.insert(*at);
            }
        }
    }
    let mut said: BTreeSet<&str> = BTreeSet::new();
    let mut out = BTreeSet::new();
    for at in kept {
        let Some(item) = items.get(at) else { continue };
        if !item.idea.text.is_empty() && !said.insert(&item.idea.text) {
            continue;
        }
        if let Some((a, b)) = &item.idea.alike {
            let is_said = root(&columns, a) == root(&columns, b);
            if is_said && !of_columns.contains(&at) {
                continue;
            }
        }
        if let Some((a, b)) = &item.idea.ends {
            let (a, b) = (root(&above, a), root(&above, b));
            if a == b {
                continue;
            }
            above.insert(a, b);
        }
        out.insert(at);
    }
    out
}

fn root<'t>(above: &BTreeMap<&'t str, &'t str>, at: &'t str) -> &'t str {
    let mut at = at;
    while let Some(next) = above.get(at) {
        at = next;
    }
    at
}

/// An id that says what it is of, and stays the same from run to run.
fn item_id(idea: &Idea, taken: &mut BTreeSet<String>) -> String {
    let digest = idea.digest();
    let mut out = match idea.topic {
        Topic::Within => format!("学得-表内-{digest}"),
        Topic::Between => format!("学得-表间-{digest}"),
        Topic::Said => format!("学得句{digest}"),
    };
    while !taken.insert(out.clone()) {
        out.push('a');
    }
    out
}

/// An engine with the proposals on top of what was asked for; tried under all rules that documents had.
fn with_layer(
    engine: &Engine,
    texts: &[FileText],
    rules: &BTreeSet<Rules>,
) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engine.rulebook().clone();
    let base = engine.ruleset()?.name.clone();
    let mut files = vec![RuleFile::new("ruleset.toml", head(LAYER, &base))];
    files.extend(texts.iter().map(|file| RuleFile::new(file.name, file.text.clone())));
    let name = rulebook.add_folder(LAYER, files)?;
    let mut request: Request = engine.request().clone();
    request.extra.push(name);
    for (ruleset, year) in rules {
        rulebook.compile(ruleset, &request.extra, *year)?;
    }
    Engine::new(rulebook, request)
}

/// `ruleset.toml` of learnt rules on top of others.
pub(super) fn head(name: &str, base: &str) -> String {
    format!(
        "name     = {}\ntitle    = {}\nextends  = {}\nlanguage = 2\n",
        quoted(name),
        quoted("从文件中学到的规则"),
        quoted(base)
    )
}

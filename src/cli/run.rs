//! Documents under their rules: those below one `gouji.toml` share an engine, the order stays that
//! of the paths.

use super::args::RulesetArgs;
use super::broken::{self, BrokenLayer};
use super::config::{self, Finder, FoundConfig};
use super::documents::{self, Beside, Documents, GivenDocument};
use super::engine::{self, LoadedRules, Purpose, RulesetRequest};
use super::loaded::Loaded;
use super::progress::{self, Progress};
use super::{Status, output};
use gouji_audit::audit::{Audit, DocumentOutcome, GivenFile, Unreadable};
use gouji_report::report::terminal::{listed, mistakes};
use gouji_values::error::{RuleMistake, UnreadableCode};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rules of a run, loaded.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Each engine with the documents that it audits.
    engines: Vec<(LoadedRules, Vec<usize>)>,
    /// The `gouji.toml` files, in order of the documents.
    pub configs: Vec<Arc<FoundConfig>>,
    /// The documents that it was made for; `None` for one that could not be found.
    given: Vec<Option<GivenDocument>>,
    /// The digest of the blank form; blank without one.
    form_digest: String,
    /// Files that are nearly called `gouji.toml`, and sections of one that are for no file.
    nearly: Vec<RuleMistake>,
}

impl Plan {
    /// Whether it was made for these documents.
    #[must_use]
    pub(crate) fn fits(&self, documents: &Documents) -> bool {
        self.given.len() == documents.list.len()
            && self.given.iter().zip(&documents.list).all(|(own, document)| match (own, document) {
                (Some(own), Ok(given)) => own.paths().eq(given.paths()),
                (own, given) => own.is_none() && given.is_err(),
            })
    }

    /// The layers of rules that were left out, as they have mistakes.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = &BrokenLayer> {
        self.engines.iter().flat_map(|(engine, _)| engine.left_out())
    }

    /// From here on leaves out the digests of files: no report prints them.
    pub(crate) fn leave_out_digests(&mut self) {
        self.engines.iter_mut().for_each(|(engine, _)| engine.leave_out_digests());
    }

    /// Holds all documents against a blank form from here on; why it cannot be read.
    pub(crate) fn hold_against(&mut self, form: &Loaded) -> Result<(), String> {
        for (engine, _) in &mut self.engines {
            engine.hold_against(form)?;
        }
        let files = form.files().into_iter().map(|(name, bytes)| GivenFile::of(name, bytes).sha256);
        self.form_digest = files.collect();
        Ok(())
    }

    /// The digest of the blank form; blank without one.
    pub(crate) fn form_digest(&self) -> String {
        self.form_digest.clone()
    }

    /// The folders that rules were read from.
    #[must_use]
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.engines.iter().flat_map(|(engine, _)| engine.folders()).collect()
    }
}

/// Loads the rules for the documents.
pub(crate) fn plan(
    args: &RulesetArgs,
    documents: &Documents,
    wanted: Purpose,
) -> Result<Plan, Vec<RuleMistake>> {
    let mut finder = Finder::default();
    let mut groups: Vec<(Option<Arc<FoundConfig>>, Vec<usize>)> = Vec::new();
    for (index, document) in documents.list.iter().enumerate() {
        let path = document
            .as_ref()
            .map_or_else(|unreadable| Path::new(&unreadable.path), |given| given.path.as_path());
        let found = finder.above(path);
        let same = |known: &Option<Arc<FoundConfig>>| {
            known.as_ref().map(|known| known.path()) == found.as_ref().map(|found| found.path())
        };
        match groups.iter_mut().find(|(known, _)| same(known)) {
            Some((_, own)) => own.push(index),
            None => groups.push((found, vec![index])),
        }
    }
    if groups.is_empty() {
        groups.push((finder.above(Path::new(".")), Vec::new()));
    }
    let mut nearly = finder.nearly;
    let mut list = finder.mistakes;
    let mut engines = Vec::new();
    for (found, own) in &groups {
        if list.is_empty() {
            let request = RulesetRequest {
                wanted,
                ocr: documents.ocr.clone(),
                takes_ocr: true,
                today: documents.today.clone(),
                ..config::request(args, found.as_deref(), false)
            };
            let load = if documents.without_broken { broken::load_without } else { engine::load };
            match load(&request) {
                Ok(engine) => engines.push((engine, own.clone())),
                Err(more) => list.extend(more),
            }
        }
    }
    for (found, own) in &groups {
        let paths = own.iter().filter_map(|at| documents.list.get(*at)?.as_ref().ok());
        let paths: Vec<&Path> = paths.map(|given| given.path.as_path()).collect();
        if let Some(found) = found {
            nearly.extend(found.unmet(&paths));
        }
    }
    let configs = groups.into_iter().filter_map(|(found, _)| found).collect();
    if list.is_empty() {
        Ok(Plan {
            engines,
            configs,
            given: documents.list.iter().map(|document| document.as_ref().ok().cloned()).collect(),
            form_digest: String::new(),
            nearly,
        })
    } else {
        Err(list)
    }
}

/// Loads the rules for the documents; mistakes in them are told on standard error.
pub(crate) fn load(
    args: &RulesetArgs,
    documents: &Documents,
    wanted: Purpose,
) -> Result<Plan, Status> {
    let plan = plan(args, documents, wanted).map_err(|list| {
        output::say(&mistakes(&list, &output::error_page()));
        Status::Usage
    })?;
    if !plan.nearly.is_empty() {
        output::say(&mistakes(&plan.nearly, &output::error_page()));
    }
    for layer in plan.left_out() {
        output::say(&listed(&layer.mistakes, &output::error_page()));
    }
    for (engine, _) in &plan.engines {
        if !engine.warnings().is_empty() {
            output::say(&mistakes(engine.warnings(), &output::error_page()));
        }
    }
    Ok(plan)
}

/// Sets up the pool of threads: `jobs` of them, or one for each core. The calling thread is one of
/// them, so that work for a single thread stays on it.
pub(crate) fn threads(jobs: Option<usize>) {
    // a second run in the same process finds them there
    let _ = pool(jobs).use_current_thread().build_global();
}

/// Sets up the pool as [`threads`] does, but without the calling thread, which has other work to do.
pub(crate) fn threads_apart(jobs: Option<usize>) {
    let _ = pool(jobs).build_global();
}

fn pool(jobs: Option<usize>) -> rayon::ThreadPoolBuilder {
    rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(STACK)
}

/// The stack of each thread of the pool: as large as that of the first thread usually is.
pub(crate) const STACK: usize = 8 << 20;

/// How many documents are audited at a time: each report is handed on in order, then forgotten.
const CHUNK: usize = 32;

/// Audits the documents in parallel and hands on, in their order, what is made of each with its
/// index. Where `known` has the result of a document from a run before, that is taken as it is.
/// False if the run was broken off.
pub(crate) fn each<T: Send>(
    plan: &Plan,
    documents: &Documents,
    known: impl Fn(usize, &[(String, usize)]) -> Option<T> + Sync,
    make: impl Fn(usize, &[(String, usize)], DocumentOutcome) -> T + Sync,
    mut take: impl FnMut(T),
) -> bool {
    let list = documents.list.as_slice();
    // one document takes all threads for itself
    if let [_] = list {
        take(known(0, &[]).unwrap_or_else(|| make(0, &[], plan.outcome(list, 0, &[]))));
        return !progress::is_broken_off();
    }
    let found = plan.beside(list);
    let companions = &found.companions;
    let all: Vec<_> = list.iter().collect();
    let made = |(): &(), (index, _): (usize, &_)| {
        let beside = companions.get(index).map_or(&[][..], Vec::as_slice);
        known(index, beside).unwrap_or_else(|| {
            let mut outcome = plan.outcome(list, index, beside);
            if let (Ok(audit), Some(engine)) = (&mut outcome, plan.engine(index)) {
                documents::tell_beside(engine, &all, (index, &found), audit);
            }
            make(index, beside, outcome)
        })
    };
    in_order(list, &mut (), made, |(), made| take(made))
}

/// Makes something of each item, several at a time, and hands it on in their order: what is made sees the state as it
/// was before its chunk, what is taken may change it. False if the run was broken off.
pub(crate) fn in_order<I: Sync, S: Sync, T: Send>(
    items: &[I],
    state: &mut S,
    make: impl Fn(&S, (usize, &I)) -> T + Sync,
    mut take: impl FnMut(&mut S, T),
) -> bool {
    let progress = Progress::new(items.len());
    let numbered: Vec<(usize, &I)> = items.iter().enumerate().collect();
    for chunk in numbered.chunks(CHUNK) {
        let own = &*state;
        let made: Vec<Option<T>> = chunk
            .par_iter()
            .map(|item| {
                if progress::is_broken_off() {
                    return None;
                }
                let made = make(own, *item);
                progress.step();
                Some(made)
            })
            .collect();
        progress.clear();
        for made in made {
            let Some(made) = made else { return false };
            take(state, made);
        }
    }
    true
}

/// Audits the documents and keeps them all.
#[must_use]
pub(crate) fn audit(plan: &Plan, documents: &Documents) -> Audit {
    let mut out = Audit {
        documents: Vec::with_capacity(documents.list.len()),
        ruleset_digest: plan.digest(),
    };
    let none = |_: usize, _: &[(String, usize)]| None;
    each(plan, documents, none, |_, _, outcome| outcome, |outcome| out.documents.push(outcome));
    out
}

impl Plan {
    /// Digest of all rule files of the run.
    #[must_use]
    pub(crate) fn digest(&self) -> String {
        let digests: Vec<String> = self.engines.iter().map(|(engine, _)| engine.digest()).collect();
        digests.join("+")
    }

    /// Words of the rules of the run.
    #[must_use]
    pub(crate) fn vocabulary(&self) -> Arc<gouji_values::vocabulary::Vocabulary> {
        self.engines.first().map(|(engine, _)| engine.vocabulary()).unwrap_or_default()
    }

    /// A document as it was given.
    pub(crate) fn given(&self, index: usize) -> Option<&GivenDocument> {
        self.given.get(index)?.as_ref()
    }

    /// The rules for a document.
    pub(crate) fn engine(&self, index: usize) -> Option<&LoadedRules> {
        let own = self.engines.iter().find(|(_, own)| own.binary_search(&index).is_ok());
        own.or(self.engines.first()).map(|(engine, _)| engine)
    }

    fn outcome(
        &self,
        list: &[Result<GivenDocument, Unreadable>],
        index: usize,
        companions: &[(String, usize)],
    ) -> DocumentOutcome {
        let given = match list.get(index) {
            Some(Ok(given)) => given,
            Some(Err(unreadable)) => return Err(unreadable.clone()),
            None => {
                return Err(Unreadable::new("", UnreadableCode::Internal, ""));
            }
        };
        let Some(engine) = self.engine(index) else {
            return Err(Unreadable::new(given.name(), UnreadableCode::Rules, "没有规则"));
        };
        let others: Vec<_> = companions
            .iter()
            .filter_map(|(name, at)| Some((name.as_str(), *at, list.get(*at)?.as_ref().ok()?)))
            .collect();
        documents::one(engine, given, &others)
    }

    /// For each document the others of its agency that formulas name, among those under the same
    /// rules, and why there are none.
    fn beside(&self, list: &[Result<GivenDocument, Unreadable>]) -> Beside {
        let mut out = Beside {
            companions: vec![Vec::new(); list.len()],
            unmet: vec![Vec::new(); list.len()],
            facts: vec![None; list.len()],
            is_named: vec![false; list.len()],
        };
        for (engine, own) in &self.engines {
            let documents: Vec<_> = own.iter().filter_map(|index| list.get(*index)).collect();
            let found = documents::beside(engine, &documents);
            for (index, companions) in own.iter().zip(found.companions) {
                if let Some(place) = out.companions.get_mut(*index) {
                    *place = companions
                        .into_iter()
                        .filter_map(|(name, at)| Some((name, *own.get(at)?)))
                        .collect();
                }
            }
            for (index, unmet) in own.iter().zip(found.unmet) {
                if let Some(place) = out.unmet.get_mut(*index) {
                    *place = unmet;
                }
            }
            for (index, (facts, is_named)) in
                own.iter().zip(found.facts.into_iter().zip(found.is_named))
            {
                if let Some(place) = out.facts.get_mut(*index) {
                    *place = facts;
                }
                if let Some(place) = out.is_named.get_mut(*index) {
                    *place = is_named;
                }
            }
        }
        out
    }
}

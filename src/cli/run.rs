//! Documents under their rules: those below one `gouji.toml` share an engine, the order stays that of the paths.

use super::args::RulesetArgs;
use super::config::{self, Finder, Found};
use super::documents::{self, Documents};
use super::engine::{self, Engine};
use super::{Status, output};
use crate::audit::{Audit, Outcome};
use crate::error::RuleMistake;
use crate::report::terminal::mistakes;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rules of a run, loaded.
#[derive(Debug)]
pub struct Plan {
    /// Each engine with the documents that it audits.
    engines: Vec<(Engine, Vec<usize>)>,
    /// The `gouji.toml` files, in order of the documents.
    pub configs: Vec<Arc<Found>>,
    /// The documents that it was made for; `None` for one that could not be found.
    paths: Vec<Option<PathBuf>>,
}

impl Plan {
    /// Whether it was made for these documents.
    #[must_use]
    pub fn fits(&self, documents: &Documents) -> bool {
        self.paths.len() == documents.list.len()
            && self
                .paths
                .iter()
                .zip(&documents.list)
                .all(|(own, document)| own.as_ref() == document.as_ref().ok())
    }

    /// The folders that rules were read from.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        self.engines.iter().flat_map(|(engine, _)| engine.folders()).collect()
    }
}

/// Loads the rules for the documents.
pub fn plan(args: &RulesetArgs, documents: &Documents) -> Result<Plan, Vec<RuleMistake>> {
    let mut finder = Finder::default();
    let mut groups: Vec<(Option<Arc<Found>>, Vec<usize>)> = Vec::new();
    for (index, document) in documents.list.iter().enumerate() {
        let path = document.as_deref().unwrap_or_else(|unreadable| Path::new(&unreadable.path));
        let found = finder.above(path);
        let same = |known: &Option<Arc<Found>>| known.as_ref().map(|known| known.path()) == found.as_ref().map(|found| found.path());
        match groups.iter_mut().find(|(known, _)| same(known)) {
            Some((_, own)) => own.push(index),
            None => groups.push((found, vec![index])),
        }
    }
    if groups.is_empty() {
        groups.push((finder.above(Path::new(".")), Vec::new()));
    }
    let mut list = finder.mistakes;
    let mut engines = Vec::new();
    for (found, own) in &groups {
        if list.is_empty() {
            match engine::load(&config::request(args, found.as_deref(), false)) {
                Ok(engine) => engines.push((engine, own.clone())),
                Err(more) => list.extend(more),
            }
        }
    }
    let configs = groups.into_iter().filter_map(|(found, _)| found).collect();
    if list.is_empty() {
        Ok(Plan {
            engines,
            configs,
            paths: documents.list.iter().map(|document| document.as_ref().ok().cloned()).collect(),
        })
    } else {
        Err(list)
    }
}

/// The same, with mistakes said.
pub fn load(args: &RulesetArgs, documents: &Documents) -> Result<Plan, Status> {
    let plan = plan(args, documents).map_err(|list| {
        output::say(&mistakes(&list, &output::error_page()));
        Status::Usage
    })?;
    for (engine, _) in &plan.engines {
        if !engine.warnings().is_empty() {
            output::say(&mistakes(engine.warnings(), &output::error_page()));
        }
    }
    Ok(plan)
}

/// Audits the documents.
#[must_use]
pub fn audit(plan: &Plan, documents: Documents) -> Audit {
    let digests: Vec<String> = plan.engines.iter().map(|(engine, _)| engine.digest()).collect();
    let ruleset_digest = digests.join("+");
    if let [(engine, _)] = plan.engines.as_slice() {
        return Audit {
            documents: documents::audit(engine, documents),
            ruleset_digest,
        };
    }
    let mut out: Vec<Option<Outcome>> = documents.list.iter().map(|_| None).collect();
    for (engine, own) in &plan.engines {
        let list = own.iter().filter_map(|index| documents.list.get(*index).cloned()).collect();
        let outcomes = documents::audit(engine, Documents { list, skipped: 0 });
        for (index, mut outcome) in own.iter().zip(outcomes) {
            if let Ok(document) = &mut outcome {
                // last year's figures stand in a document by its number in the run
                for figure in document.checks.iter_mut().flat_map(|check| &mut check.figures) {
                    figure.printed.document = figure.printed.document.and_then(|number| own.get(number).copied());
                }
            }
            if let Some(place) = out.get_mut(*index) {
                *place = Some(outcome);
            }
        }
    }
    Audit {
        documents: out.into_iter().flatten().collect(),
        ruleset_digest,
    }
}

//! Files that were sent → the bytes that the program prints for the same files.

use super::asked::{Asked, Shape};
use super::engines::Engines;
use crate::cli::args::FailOn;
use crate::cli::engine::LoadedRules;
use crate::cli::loaded::Loaded;
use crate::cli::{check, documents, output, roles};
use gouji_audit::audit::DocumentOutcome;
use gouji_audit::audit::Severity;
use gouji_papers::opinion::{self, Opinion};
use gouji_report::report::totals::RunTotals;
use gouji_report::report::{Imprint, Options};
use gouji_values::error::{Refusal, UnreadableCode};

/// The answer to a request.
pub(crate) struct Made {
    /// What the program prints, or writes for `--opinion`.
    pub bytes: Vec<u8>,
    /// What it would end with.
    pub status: u8,
    /// The files that were audited.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Audits files, given by name and bytes, in their order.
pub(crate) fn audit(
    engines: &Engines,
    asked: &Asked,
    files: Vec<(String, Vec<u8>)>,
) -> Result<Made, Refusal> {
    let engine = engines.of(&asked.rules)?;
    let list = listed(engines, asked, files);
    let page = Options {
        imprint: Imprint {
            date: Some(asked.rules.date.clone()),
            ruleset_digest: engine.digest(),
            ..Imprint::default()
        },
        all: asked.all,
        ..Options::default()
    };
    let mut out = match asked.shape {
        Shape::Report(format) => format.begin(&page),
        _ => Vec::new(),
    };
    let (mut totals, mut papers) = (RunTotals::default(), Vec::new());
    let beside = beside(&engine, &list);
    for (at, loaded) in list.iter().enumerate() {
        let outcome = outcome(&engine, &list, loaded, beside.get(at).map_or(&[], Vec::as_slice));
        match &outcome {
            Err(unreadable) if unreadable.code == UnreadableCode::Internal => {
                output::say(&format!("{}：{}\n", unreadable.path, unreadable.message));
                return Err(Refusal::AuditCrashed);
            }
            _ => {}
        }
        match asked.shape {
            Shape::Report(format) => {
                if at > 0 {
                    out.extend_from_slice(format.between());
                }
                out.extend(format.document(&outcome, &page));
            }
            _ => papers.push(Opinion::of(&outcome, &page.imprint)),
        }
        totals.add(RunTotals::of(&outcome));
    }
    if papers.len() > 1 {
        papers.insert(0, Opinion::of_run(&papers, None, &page.imprint));
    }
    match asked.shape {
        Shape::Report(format) => out.extend(format.end(&totals, &page)),
        Shape::OpinionPage => out = opinion::html(&papers).into_bytes(),
        #[cfg(feature = "formats")]
        Shape::OpinionDocx => out = opinion::docx(&papers),
    }
    let status = check::status(&totals, FailOn::At(Severity::Error)).number();
    let files = list.into_iter().flat_map(|loaded| loaded.files).collect();
    Ok(Made { bytes: out, status, files })
}

/// The documents that the files are.
fn listed(engines: &Engines, asked: &Asked, files: Vec<(String, Vec<u8>)>) -> Vec<Loaded> {
    let alone = |file: (String, Vec<u8>)| Loaded { name: file.0.clone(), files: vec![file] };
    let single: Vec<Loaded> = files.into_iter().map(alone).collect();
    if !asked.together || single.len() < 2 {
        return single;
    }
    let is_one = engines.is_one || asked.rules.kind.is_some() || asked.rules.year.is_some();
    let groups = if is_one {
        vec![(0..single.len()).collect()]
    } else {
        let facts = single.iter().map(|loaded| documents::facts_of(&engines.plain, loaded));
        roles::groups(facts, &engines.plain.vocabulary())
    };
    let mut single: Vec<Option<Loaded>> = single.into_iter().map(Some).collect();
    let set = |group: Vec<usize>| {
        let own: Vec<Loaded> =
            group.into_iter().filter_map(|at| single.get_mut(at)?.take()).collect();
        let names: Vec<&str> = own.iter().map(|loaded| loaded.name.as_str()).collect();
        Loaded {
            name: names.join(" + "),
            files: own.into_iter().flat_map(|loaded| loaded.files).collect(),
        }
    };
    groups.into_iter().map(set).collect()
}

/// For each document those of the same agency that formulas name.
fn beside(engine: &LoadedRules, list: &[Loaded]) -> Vec<Vec<(String, usize)>> {
    if list.len() < 2 {
        return Vec::new();
    }
    let facts: Vec<_> = list.iter().map(|loaded| documents::facts_of(engine, loaded)).collect();
    gouji_engine::engine::companions(&facts, &engine.vocabulary())
}

fn outcome(
    engine: &LoadedRules,
    list: &[Loaded],
    loaded: &Loaded,
    beside: &[(String, usize)],
) -> DocumentOutcome {
    let others: Vec<_> =
        beside.iter().filter_map(|(name, at)| Some((name.as_str(), *at, list.get(*at)?))).collect();
    documents::audited(loaded, || engine.audit(loaded, &others))
}

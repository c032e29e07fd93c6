//! `--together`: files of several documents, such as the budget and the accounts of an agency, or
//! those of a department and its units, are told apart by kind, year and agency. Those of one kind,
//! year and agency are one document, which stands beside the others.

use super::args::RulesetArgs;
use super::documents::{Documents, GivenDocument};
use super::engine::{self, LoadedRules, RulesetRequest};
use gouji_forms::form::Facts;
use gouji_values::label::unit_name;
use gouji_values::vocabulary::Vocabulary;
use std::path::PathBuf;

/// What a file is: the kind of its document, its year, and whose it is.
#[derive(Clone)]
struct FileRole {
    kind: String,
    year: i32,
    /// The name of the agency as it is compared.
    agency: Option<String>,
    level: Option<String>,
}

impl FileRole {
    fn of(facts: Facts, words: &Vocabulary) -> Option<Self> {
        let agency = facts.agency.map(|name| unit_name(&name, words).1);
        Some(Self { kind: facts.kind?, year: facts.year?, agency, level: facts.reporting_level })
    }

    fn is_alike(&self, other: &Self) -> bool {
        self.kind == other.kind && self.year == other.year
    }

    /// Whether it is the like document of another agency: that of a unit begins with the name of its
    /// department.
    fn is_of_another(&self, other: &Self) -> bool {
        let (Some(own), Some(name)) = (&self.agency, &other.agency) else { return false };
        let is_unit_of = own.starts_with(name.as_str()) || name.starts_with(own.as_str());
        let is_told = self.level.is_some() && other.level.is_some() && self.level != other.level;
        self.is_alike(other) && own != name && (!is_unit_of || is_told)
    }
}

/// Parts document sets of which files are several documents; where kind or year was given all files
/// are of it.
pub(crate) fn part(documents: &mut Documents, args: &RulesetArgs) {
    let is_set = |given: &GivenDocument| !given.with.is_empty();
    if args.kind.is_some() || args.year.is_some() || !documents.list.iter().flatten().any(is_set) {
        return;
    }
    // mistakes in rules are said when they are loaded for the documents
    let Ok(engine) = engine::load(&RulesetRequest::default()) else { return };
    let words = engine.vocabulary();
    let list = std::mem::take(&mut documents.list);
    documents.list = list
        .into_iter()
        .flat_map(|given| match given {
            Ok(given) if is_set(&given) => {
                parted(&given, &engine, &words).into_iter().map(Ok).collect()
            }
            other => vec![other],
        })
        .collect();
}

fn parted(given: &GivenDocument, engine: &LoadedRules, words: &Vocabulary) -> Vec<GivenDocument> {
    let load = |path: &PathBuf| GivenDocument::file(path.clone()).load().ok();
    let facts = given.paths().map(|path| engine.facts(&load(path)?));
    let paths: Vec<_> = given.paths().collect();
    groups(facts, words)
        .into_iter()
        .filter_map(|group| {
            let mut own = group.into_iter().filter_map(|at| Some((*paths.get(at)?).clone()));
            let path = own.next()?;
            Some(GivenDocument { path, with: own.collect(), converted: Vec::new() })
        })
        .collect()
}

/// Which files are one document each, by their places; `None` for one of which nothing is known.
pub(crate) fn groups(
    facts: impl Iterator<Item = Option<Facts>>,
    words: &Vocabulary,
) -> Vec<Vec<usize>> {
    let mut roles: Vec<Option<FileRole>> = facts.map(|facts| FileRole::of(facts?, words)).collect();
    let known: Vec<FileRole> = roles.iter().flatten().cloned().collect();
    let stands_beside = |role: &FileRole| {
        known.iter().any(|other| {
            is_named(role, other, words)
                || is_named(other, role, words)
                || role.is_of_another(other)
        })
    };
    // a file that is no such document belongs to the one before it, those at the start to the first
    let mut before = known.iter().find(|role| stands_beside(role)).cloned();
    for role in &mut roles {
        match role {
            Some(own) if stands_beside(own) => before = Some(own.clone()),
            _ => role.clone_from(&before),
        }
    }
    let is_one = |one: &Option<FileRole>, other: &Option<FileRole>| match (one, other) {
        (Some(one), Some(other)) => one.is_alike(other) && !one.is_of_another(other),
        (one, other) => one.is_none() && other.is_none(),
    };
    let mut out: Vec<(Option<FileRole>, Vec<usize>)> = Vec::new();
    for (at, role) in roles.into_iter().enumerate() {
        match out.iter_mut().find(|(known, _)| is_one(known, &role)) {
            Some((_, own)) => own.push(at),
            None => out.push((role, vec![at])),
        }
    }
    out.into_iter().map(|(_, own)| own).collect()
}

/// Whether formulas in a document of one role name that of the other.
fn is_named(own: &FileRole, other: &FileRole, words: &Vocabulary) -> bool {
    let is_last_year = other.kind == own.kind && other.year == own.year - 1;
    let is_paper = words.papers.iter().filter(|paper| paper.level.is_none()).any(|paper| {
        paper.kind == other.kind && other.year == own.year + paper.year && !own.is_alike(other)
    });
    is_last_year || is_paper
}

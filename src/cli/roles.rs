//! `--together`: files of several documents of one agency, such as its budget and its accounts, are
//! told apart by kind and year. Those of one kind and year are one document, which stands beside the
//! others.

use super::args::RulesetArgs;
use super::documents::{Documents, GivenDocument};
use super::engine::{self, LoadedRules, RulesetRequest};
use crate::vocabulary::Vocabulary;

/// What a file is: the kind of its document, and its year.
type Role = (String, i32);

/// Parts document sets of which files are several documents; where kind or year was given all files
/// are of it.
pub fn part(documents: &mut Documents, args: &RulesetArgs) {
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
    let mut roles: Vec<Option<Role>> = given
        .paths()
        .map(|path| {
            let facts = engine.facts(&GivenDocument::file(path.clone()).load().ok()?)?;
            Some((facts.kind?, facts.year?))
        })
        .collect();
    let known: Vec<Role> = roles.iter().flatten().cloned().collect();
    let stands_beside = |role: &Role| {
        known.iter().any(|other| is_named(role, other, words) || is_named(other, role, words))
    };
    // a file that is no such document belongs to the one before it, those at the start to the first
    let mut before = known.iter().find(|role| stands_beside(role)).cloned();
    for role in &mut roles {
        match role {
            Some(own) if stands_beside(own) => before = Some(own.clone()),
            _ => role.clone_from(&before),
        }
    }
    let mut out: Vec<(Option<Role>, GivenDocument)> = Vec::new();
    for (path, role) in given.paths().zip(roles) {
        match out.iter_mut().find(|(known, _)| *known == role) {
            Some((_, own)) => own.with.push(path.clone()),
            None => out.push((role, GivenDocument::file(path.clone()))),
        }
    }
    out.into_iter().map(|(_, given)| given).collect()
}

/// Whether formulas in a document of one role name that of the other.
fn is_named(own: &Role, other: &Role, words: &Vocabulary) -> bool {
    let is_last_year = other.0 == own.0 && other.1 == own.1 - 1;
    let is_paper = words
        .papers
        .iter()
        .filter(|paper| paper.level.is_none())
        .any(|paper| paper.kind == other.0 && other.1 == own.1 + paper.year && own != other);
    is_last_year || is_paper
}

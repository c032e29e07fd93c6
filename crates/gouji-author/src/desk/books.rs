//! The rules and documents that questions are asked of.

use gouji_audit::audit::DocumentAudit;
use gouji_engine::engine::{Companion, Engine, companions};
use gouji_report::report::mistake_json;
use gouji_rules::ruleset::{Rulebook, Ruleset};
use gouji_values::error::RuleMistake;
use serde_json::Value;
use std::sync::Arc;

/// Rules, or what is wrong with them.
pub type Book = Result<Rulebook, Vec<RuleMistake>>;

/// Where the desk takes the rules from that the program brings.
#[derive(Clone, Copy, Debug)]
pub struct DeskBooks {
    /// Without the cases of rules.
    pub lean: fn() -> Book,
    /// With all.
    pub full: fn() -> Book,
}

/// A document by its path and its bytes.
pub type DeskFile<'a> = (&'a str, &'a [u8]);

/// For each document those that it is judged beside, by name and index.
pub(super) fn beside(engine: &Engine, files: &[DeskFile<'_>]) -> Vec<Vec<(String, usize)>> {
    if files.len() < 2 {
        return Vec::new();
    }
    let facts: Vec<_> = files.iter().map(|file| engine.facts(&[*file])).collect();
    companions(&facts, &engine.rulebook().vocabulary())
}

/// The audit of one of the documents, beside those of the others that formulas name, and the rules that it went by.
pub(super) fn audited(
    engine: &Engine,
    files: &[DeskFile<'_>],
    at: usize,
    beside: &[Vec<(String, usize)>],
) -> Result<(DocumentAudit, Arc<Ruleset>), String> {
    let (path, bytes) = files.get(at).copied().unwrap_or_default();
    let prepared = engine.prepare(path, bytes).map_err(|error| error.message)?;
    let ruleset = Arc::clone(&prepared.shared().ruleset);
    let others: Vec<_> = beside
        .get(at)
        .into_iter()
        .flatten()
        .filter_map(|(name, index)| {
            let (path, bytes) = files.get(*index)?;
            Some((name, *index, engine.prepare(path, bytes).ok()?))
        })
        .collect();
    let others: Vec<Companion<'_>> = others
        .iter()
        .map(|(name, index, prepared)| Companion { name, index: *index, prepared })
        .collect();
    Ok((engine.judge_beside(prepared, &others), ruleset))
}

pub(super) fn told(mistakes: &[RuleMistake]) -> Vec<Value> {
    mistakes.iter().map(mistake_json).collect()
}

/// The line, from 1, that a byte of a text stands in.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(1, |before| before.matches('\n').count() + 1)
}

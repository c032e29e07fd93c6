//! What is asked of an engine.

use gouji_checks::check::LargeFrom;
use gouji_read::read::Recogniser;
use gouji_values::lang::BilingualText;
use std::fmt::Debug;
use std::sync::Arc;

/// What is fixed for a run.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Ruleset; else found from each document.
    pub ruleset: Option<String>,
    /// Rulesets on top.
    pub extra: Vec<String>,
    /// Sections of a `gouji.toml`, each for some documents.
    pub scopes: Vec<ScopeRequest>,
    /// Year; else found from each document.
    pub year: Option<i32>,
    /// Kind of document; else found from each document.
    pub kind: Option<String>,
    /// The day, `2027-12-31`: waivers that ended before it do not count. Without one all do.
    pub today: Option<String>,
    /// What reads pages that are pictures; without it they are not read.
    pub recogniser: Option<Arc<dyn Recogniser>>,
    /// How a user names one, as `--ocr`: said where pages are not read.
    pub recogniser_option: Option<&'static str>,
    /// Leave out how tables and sentences were read; which tables there are is kept.
    pub brief: bool,
    /// Tell what was read from each sentence.
    pub facts: bool,
    /// Tell of each figure whether a wrong one would be told.
    pub proves: bool,
    /// That layers of rules with mistakes are left out, in words: told of each document.
    pub left_out: Vec<BilingualText>,
    /// From how many cells on a document is large, and not looked at as closely as others.
    pub large_from: LargeFrom,
    /// Leave out the digests of files: no report prints them.
    pub without_digests: bool,
}

/// Documents by their paths.
pub trait PathTest: Debug + Send + Sync {
    /// Whether a document of this path is one of them.
    fn has(&self, path: &str) -> bool;
}

/// A section of a `gouji.toml`, and the documents that it is for.
#[derive(Clone, Debug)]
pub struct ScopeRequest {
    /// The name that the rulebook gave it.
    pub name: String,
    /// Those of these paths; else of all.
    pub paths: Option<Arc<dyn PathTest>>,
    /// Those of these agencies; else of all.
    pub agency: Vec<String>,
}

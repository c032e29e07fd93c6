//! What all tests take from one place, as making it takes longer than most tests: the built-in rules, their
//! words, and an engine for each ruleset.

use gouji::engine::{Engine, Request};
use gouji::inside::Vocabulary;
use gouji::ruleset::{RuleFile, Rulebook};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

static RULES: LazyLock<Rulebook> = LazyLock::new(|| gouji::embedded_lean().unwrap());

static WORDS: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| RULES.vocabulary());

static KNOWN: Mutex<BTreeMap<String, &'static Engine>> = Mutex::new(BTreeMap::new());

/// The built-in rules without their cases, as the program has them: for a test that adds some of its own.
pub fn rulebook() -> Rulebook {
    RULES.clone()
}

/// The words of the built-in rules, which reading a document asks for.
pub fn vocabulary() -> &'static Vocabulary {
    &WORDS
}

/// The files of these words, for a ruleset of its own.
pub fn word_files() -> Vec<RuleFile> {
    let words = gouji::embedded_files("national").filter(|file| file.0.starts_with("vocabulary/"));
    words.map(|(path, text)| RuleFile::new(path, text)).collect()
}

/// The engine of a ruleset; without a name the one that asks each document.
pub fn engine(ruleset: &str) -> &'static Engine {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(ruleset.to_owned()).or_insert_with(|| {
        let name = Some(ruleset.to_owned()).filter(|name| !name.is_empty());
        let request = Request { ruleset: name, ..Request::default() };
        // it lives as long as the tests run
        Box::leak(Box::new(Engine::new(rulebook(), request).unwrap()))
    })
}

//! Engines with the built-in rules, each made once for all tests: compiling the rules takes longer
//! than auditing a small document.

use gouji::engine::{Engine, Request};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static KNOWN: Mutex<BTreeMap<String, &'static Engine>> = Mutex::new(BTreeMap::new());

/// That of a ruleset; without a name the one that asks each document.
pub fn engine(ruleset: &str) -> &'static Engine {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(ruleset.to_owned()).or_insert_with(|| {
        let name = Some(ruleset.to_owned()).filter(|name| !name.is_empty());
        let request = Request { ruleset: name, ..Request::default() };
        // it lives as long as the tests run
        Box::leak(Box::new(Engine::new(gouji::embedded_lean().unwrap(), request).unwrap()))
    })
}

//! What `rules draft` finds on its own in real documents, held against what the built-in rules hold there.
//!
//! An identity is its printed figures, by place: blank cells count as nothing, so that a sum which names them too is the
//! same identity. Counted are equalities between two or more figures of one table whose columns are certain.

use gouji::audit::{Check, DocumentAudit, Verdict};
use gouji::document::{Layout, Table};
use gouji::draft::draft;
use gouji::engine::{Engine, Request};
use gouji::ruleset::{RuleFile, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The vocabulary alone: a ruleset without forms.
const BARE: &str = "bare";
const DRAFTED: &str = "drafted";

fn file(path: &str, text: &str) -> RuleFile {
    RuleFile { path: path.to_owned(), text: Arc::from(text) }
}

fn bare() -> Rulebook {
    let mut rulebook = Rulebook::embedded_lean().unwrap();
    let root = rulebook.root().unwrap().to_owned();
    let words: Vec<RuleFile> = Rulebook::embedded_files(&root)
        .filter(|(path, _)| path.ends_with("vocabulary.toml"))
        .map(|(path, text)| file(path, text))
        .collect();
    assert_eq!(words.len(), 1);
    rulebook.add_folder(BARE, [vec![file("ruleset.toml", "name = \"bare\"\n")], words].concat()).unwrap();
    rulebook
}

fn engine(rulebook: Rulebook, ruleset: Option<&str>) -> Engine {
    Engine::new(rulebook, Request { ruleset: ruleset.map(str::to_owned), ..Request::default() }).unwrap()
}

/// The places of a check's printed figures.
fn places(check: &Check) -> BTreeSet<u32> {
    let printed = check.figures.iter().filter(|figure| figure.printed.document.is_none() && figure.printed.value.is_some());
    printed.map(|figure| figure.printed.span.start).collect()
}

/// The table that all the figures stand in, if it is one with certain columns.
fn table<'a>(audit: &'a DocumentAudit, places: &BTreeSet<u32>) -> Option<(usize, &'a Table)> {
    let (first, last) = (places.first()?, places.last()?);
    let tables = audit.document.tables.iter().enumerate();
    tables.into_iter().find(|(_, table)| table.layout == Layout::Grid && table.span.start <= *first && *last < table.span.end)
}

fn holds(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
}

/// What the built-in rules hold within tables, and what of it a draft holds too; the draft's violations.
struct Measured {
    known: usize,
    found: usize,
    missed: BTreeMap<String, Vec<String>>,
    broken: Vec<String>,
}

fn measure(name: &str, bytes: &[u8]) -> Measured {
    let built_in = engine(Rulebook::embedded_lean().unwrap(), None).audit(name, bytes).unwrap();
    let mut rulebook = bare();
    let documents = vec![(name.to_owned(), bytes.to_vec())];
    let proposed = draft(&engine(rulebook.clone(), Some(BARE)), &documents).unwrap();
    if let Ok(folder) = std::env::var("DRAFTS") {
        std::fs::write(Path::new(&folder).join(format!("{name}.toml")), &proposed.text).unwrap();
    }
    let head = "name = \"drafted\"\nextends = \"bare\"\n";
    rulebook.add_folder(DRAFTED, vec![file("ruleset.toml", head), file("draft.toml", &proposed.text)]).unwrap();
    let drafted = engine(rulebook, Some(DRAFTED)).audit(name, bytes).unwrap();
    let own: BTreeSet<BTreeSet<u32>> = drafted.checks.iter().filter(|check| holds(check)).map(places).collect();
    let mut out = Measured { known: 0, found: 0, missed: BTreeMap::new(), broken: Vec::new() };
    let mut seen = BTreeSet::new();
    for check in built_in.checks.iter().filter(|check| holds(check) && check.relation == "==") {
        let places = places(check);
        let Some((number, table)) = table(&built_in, &places).filter(|_| places.len() > 1) else { continue };
        if !seen.insert(places.clone()) {
            continue;
        }
        out.known += 1;
        if own.contains(&places) {
            out.found += 1;
        } else {
            let line = built_in.document.locator.position(&built_in.document.text, table.span.start).line;
            let labels: Vec<&str> = check.figures.iter().filter(|f| f.printed.value.is_some()).map(|f| f.label.as_str()).collect();
            out.missed.entry(format!("{} (table {number}, line {line})", check.rule)).or_default().push(labels.join(" ; "));
        }
    }
    out.broken = drafted
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| format!("{}: {}", check.rule, check.expression))
        .collect();
    out
}

#[test]
#[ignore = "a measurement on real documents, which stand beside the checkout"]
fn drafts_hold_what_the_built_in_rules_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/documents");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("no shared documents here: skipped");
        return;
    };
    let mut paths: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let (mut known, mut found, mut broken) = (0, 0, Vec::new());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let measured = measure(&name, &std::fs::read(&path).unwrap());
        println!("{name}: {} of {} identities, {} broken", measured.found, measured.known, measured.broken.len());
        for (rule, missed) in &measured.missed {
            println!("  {} x {rule}: {}", missed.len(), missed.first().unwrap());
        }
        known += measured.known;
        found += measured.found;
        broken.extend(measured.broken.into_iter().map(|check| format!("{name}: {check}")));
    }
    println!("all: {found} of {known}");
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(known > 0 && found * 100 >= known * 80, "{found} of {known}");
}

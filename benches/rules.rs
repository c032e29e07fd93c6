//! Built-in rules from the binary to a compiled ruleset: with the trees of their TOML grown when the
//! program was built, and with the same files parsed when it starts. `benches/rules.md` has the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::ruleset::{RuleFile, Rulebook, Ruleset};

fn main() {
    divan::main();
}

fn compiled(rulebook: &Rulebook) -> Ruleset {
    rulebook.compile("shanxi", &[], Some(2023)).expect("the built-in rules are good").0
}

/// The rule files of each folder without their trees, and without cases as an audit has them.
fn texts() -> Vec<(String, Vec<RuleFile>)> {
    let rulebook = gouji::embedded_lean().expect("the built-in rules are good");
    let names = rulebook.rulesets().map(|info| info.name.clone());
    let files = |name: &str| {
        let lean = gouji::embedded_files(name).filter(|(path, _)| !path.starts_with("cases/"));
        lean.map(|(path, text)| RuleFile::new(path, text)).collect()
    };
    names.map(|name| (name.clone(), files(&name))).collect()
}

#[divan::bench]
fn a_trees_grown_at_build_time(bencher: divan::Bencher) {
    bencher.bench(|| compiled(&gouji::embedded_lean().expect("the built-in rules are good")));
}

#[divan::bench]
fn b_trees_parsed_at_start(bencher: divan::Bencher) {
    bencher.with_inputs(texts).bench_values(|folders| {
        let mut rulebook = Rulebook::default();
        for (name, files) in folders {
            rulebook.add_folder(&name, files).expect("the built-in rules are good");
        }
        compiled(&rulebook)
    });
}

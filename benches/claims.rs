//! Sentences of a megabyte of prose, matched against all claims of the national rules.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::inside::{Facts, recognise};
use gouji::inside::{Limits, read};

// as the program itself
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Prose of a made-up agency, section after section, about a megabyte.
fn prose() -> String {
    let one = include_str!("../fixtures/prose-library/document.txt");
    let start = one.find("一、收入支出").unwrap_or(0);
    let section = &one[start..];
    section.repeat(1_000_000 / section.len() + 1)
}

#[divan::bench(sample_count = 10)]
fn a_megabyte_of_prose(bencher: divan::Bencher) {
    let rulebook = gouji::embedded().expect("the built-in rules are good");
    let (ruleset, _) =
        rulebook.compile("national", &[], Some(2023)).expect("the built-in rules are good");
    let document = read("a.txt", prose().as_bytes(), &rulebook.vocabulary(), &Limits::default())
        .expect("text");
    bencher
        .bench(|| recognise(&document, &ruleset, Facts { year: Some(2023), ..Facts::default() }));
}

//! A set of ten forms: read, recognised, checked, and the whole way; rule files compiled.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::document::Document;
use gouji::engine::{Engine, Request};
use gouji::inside::{Limits, read};
use gouji::inside::{Recognition, facts, recognise};
use gouji::ruleset::{Rulebook, Ruleset};

fn main() {
    divan::main();
}

const FORMS: &[u8] = include_bytes!("../fixtures/archive-clean/wan.txt");

fn document(rulebook: &Rulebook) -> Document {
    read("forms.txt", FORMS, &rulebook.vocabulary(), &Limits::default()).expect("text")
}

fn ruleset(rulebook: &Rulebook) -> Ruleset {
    rulebook.compile("shanxi", &[], Some(2023)).expect("the built-in rules are good").0
}

fn recognition(document: &Document, rulebook: &Rulebook, ruleset: &Ruleset) -> Recognition {
    recognise(document, ruleset, facts(document, &rulebook.vocabulary()))
}

#[divan::bench]
fn a_reading(bencher: divan::Bencher) {
    let vocabulary = gouji::embedded().expect("the built-in rules are good").vocabulary();
    bencher.bench(|| read("forms.txt", FORMS, &vocabulary, &Limits::default()));
}

#[divan::bench]
fn b_recognising(bencher: divan::Bencher) {
    let rulebook = gouji::embedded().expect("the built-in rules are good");
    let (document, ruleset) = (document(&rulebook), ruleset(&rulebook));
    bencher.bench(|| recognition(&document, &rulebook, &ruleset));
}

fn engine() -> Engine {
    let request =
        Request { ruleset: Some("shanxi".to_owned()), year: Some(2023), ..Request::default() };
    Engine::new(gouji::embedded().expect("the built-in rules are good"), request)
        .expect("the built-in rules are good")
}

#[divan::bench]
fn c_checking(bencher: divan::Bencher) {
    let engine = engine();
    bencher
        .with_inputs(|| engine.prepare("forms.txt", FORMS).expect("text"))
        .bench_values(|prepared| engine.judge(prepared, None));
}

#[divan::bench]
fn d_the_whole_way(bencher: divan::Bencher) {
    let engine = engine();
    bencher.bench(|| engine.audit("forms.txt", FORMS));
}

#[divan::bench]
fn e_rules_read_and_compiled(bencher: divan::Bencher) {
    bencher.bench(|| ruleset(&gouji::embedded().expect("the built-in rules are good")));
}

//! Megabytes that tempt the engine into work that grows with the square, and a long document ten
//! times over.

#![allow(unreachable_pub, reason = "modules of the tests are taken in")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

#[path = "../tests/it/tempting.rs"]
mod texts;

use gouji::engine::{Engine, Request};
use std::sync::LazyLock;

fn main() {
    divan::main();
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("shanxi".to_owned()), ..Request::default() };
    Engine::new(gouji::embedded().expect("the built-in rules are good"), request)
        .expect("the built-in rules are good")
});

#[divan::bench(args = texts::tempting(1).into_iter().map(|(name, _)| name), sample_count = 2, sample_size = 1)]
fn a_megabyte(bencher: divan::Bencher, name: &str) {
    let text = texts::tempting(1_000_000)
        .into_iter()
        .find(|(other, _)| *other == name)
        .expect("a name of the list")
        .1;
    bencher.bench(|| ENGINE.audit("document.txt", text.as_bytes()));
}

/// Ten times the text is to take about ten times the time.
#[divan::bench(args = [1, 10], sample_count = 5, sample_size = 1)]
fn a_document_so_many_times(bencher: divan::Bencher, times: usize) {
    let text = include_str!("../fixtures/archive-clean/wan.txt").repeat(times);
    bencher.bench(|| ENGINE.audit("document.txt", text.as_bytes()));
}

//! A PDF of many pages: the bare interpretation of its pages, and reading it.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a bench that cannot go on is to fail")]

use gouji::read::{Limits, read};
use gouji::ruleset::Rulebook;
use hayro_interpret::{Context, DummyDevice, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::Pdf;
use kurbo::Rect;

fn main() {
    divan::main();
}

const FORMS: &[u8] = include_bytes!("../fixtures/pdf/archive-clean-wan.pdf");
/// A story of 11 pages, so often that 200 pages are read.
const TIMES: usize = 18;

#[divan::bench(sample_count = 20)]
fn a_bare_interpretation() {
    for _ in 0..TIMES {
        let pdf = Pdf::new(FORMS.to_vec()).expect("a PDF");
        let cache = InterpreterCache::new();
        for page in pdf.pages().iter() {
            let area = Rect::new(0.0, 0.0, 842.0, 842.0);
            let transform = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(transform, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut DummyDevice);
        }
    }
}

#[divan::bench(sample_count = 20)]
fn b_reading(bencher: divan::Bencher) {
    let vocabulary = Rulebook::embedded().expect("the built-in rules are good").vocabulary();
    bencher.bench(|| {
        for _ in 0..TIMES {
            read("forms.pdf", FORMS, &vocabulary, &Limits::default()).expect("a PDF");
        }
    });
}

//! A PDF of 200 pages: the bare interpretation of its pages, reading it, and the whole audit. Before
//! them each page alone: those that cost too much are named, and those of the files of `GOUJI_PDF`
//! (paths as in `PATH`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::engine::{Engine, Request};
use gouji::inside::{Limits, read};
use hayro_interpret::{
    Context, DummyDevice, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::Rect;
use lopdf::{Document, Object};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

// as the program has it
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if std::env::args().any(|argument| argument == "--list") {
        return divan::main();
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf");
    let mut files: Vec<PathBuf> = std::fs::read_dir(own)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let outside = std::env::var_os("GOUJI_PDF").unwrap_or_default();
    files.extend(std::env::split_paths(&outside).filter(|path| !path.as_os_str().is_empty()));
    let costs: Vec<(usize, Duration)> = files.iter().filter_map(|file| slow_pages(file)).collect();
    let pages: usize = costs.iter().map(|(pages, _)| pages).sum();
    let dearest = costs.iter().map(|(_, cost)| *cost).max().unwrap_or_default();
    println!("{} files, {pages} pages; the dearest page {dearest:.1?}", costs.len());
    divan::main();
}

/// A page may cost so much.
const PAGE: Duration = Duration::from_millis(50);

/// Names the pages that cost more than a page may; how many there are, and what the dearest costs.
/// None of a file that cannot be parted into pages.
fn slow_pages(file: &Path) -> Option<(usize, Duration)> {
    let vocabulary = gouji::embedded_lean().expect("the built-in rules are good").vocabulary();
    let whole = Document::load(file).ok()?;
    let pages: Vec<u32> = whole.get_pages().into_keys().collect();
    let cost = |page: &u32| {
        let mut document = whole.clone();
        let others: Vec<u32> = pages.iter().copied().filter(|other| other != page).collect();
        document.delete_pages(&others);
        document.prune_objects();
        let mut only = Vec::new();
        document.save_to(&mut only).expect("written");
        // the least of some tries: what else the machine does is no cost of the page
        let tries = (0..3).map(|_| {
            let begin = Instant::now();
            divan::black_box(read("page.pdf", &only, &vocabulary, &Limits::default()).ok());
            begin.elapsed()
        });
        let cost = tries.min().expect("a try");
        if cost > PAGE {
            println!("{}, page {page}: {cost:.1?}, more than {PAGE:?}", file.display());
        }
        cost
    };
    Some((pages.len(), pages.iter().map(cost).max()?))
}

/// A story of 11 pages.
const FORMS: &[u8] = include_bytes!("../fixtures/pdf/archive-clean-wan.pdf");
/// The file is read as often as 200 pages need.
const TIMES: usize = 18;

/// The story again and again in one file, as a long document has it: pages of their own, the same
/// fonts.
static LONG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut document = Document::load_mem(FORMS).expect("a PDF");
    let pages: Vec<_> = document.get_pages().into_values().collect();
    let mut kids: Vec<Object> = Vec::new();
    for _ in 0..TIMES {
        for page in &pages {
            let mut copy = document.get_object(*page).expect("a page").clone();
            let own = copy.as_dict_mut().expect("a dictionary");
            if let Ok(content) = own.get(b"Contents").and_then(Object::as_reference) {
                let content = document.get_object(content).expect("its content").clone();
                own.set("Contents", document.add_object(content));
            }
            kids.push(document.add_object(copy).into());
        }
    }
    let root = document
        .catalog()
        .and_then(|catalog| catalog.get(b"Pages"))
        .and_then(Object::as_reference)
        .expect("pages");
    let count = i64::try_from(kids.len()).expect("a few");
    for page in kids.iter().filter_map(|kid| kid.as_reference().ok()).collect::<Vec<_>>() {
        document.get_dictionary_mut(page).expect("a page").set("Parent", root);
    }
    let tree = document.get_dictionary_mut(root).expect("a tree");
    tree.set("Kids", kids);
    tree.set("Count", count);
    let mut out = Vec::new();
    document.save_to(&mut out).expect("written");
    out
});

#[divan::bench(sample_count = 20)]
fn a_bare_interpretation(bencher: divan::Bencher) {
    let bytes = &*LONG;
    bencher.bench(|| {
        let pdf = Pdf::new(bytes.clone()).expect("a PDF");
        assert_eq!(pdf.pages().len(), 11 * TIMES);
        let cache = InterpreterCache::new();
        for page in pdf.pages().iter() {
            let area = Rect::new(0.0, 0.0, 842.0, 842.0);
            let transform = page.initial_transform(true).to_kurbo();
            let mut context =
                Context::new(transform, area, &cache, pdf.xref(), InterpreterSettings::default());
            interpret_page(page, &mut context, &mut DummyDevice);
        }
    });
}

#[divan::bench(sample_count = 20)]
fn b_reading(bencher: divan::Bencher) {
    let vocabulary = gouji::embedded().expect("the built-in rules are good").vocabulary();
    let bytes = &*LONG;
    bencher.bench(|| read("forms.pdf", bytes, &vocabulary, &Limits::default()).expect("a PDF"));
}

#[divan::bench(sample_count = 20)]
fn c_reading_recognising_checking(bencher: divan::Bencher) {
    let request = Request { ruleset: Some("shanxi".to_owned()), ..Request::default() };
    let engine = Engine::new(gouji::embedded_lean().expect("the built-in rules are good"), request)
        .expect("a ruleset");
    let bytes = &*LONG;
    bencher.bench(|| engine.audit("forms.pdf", bytes).expect("a PDF"));
}

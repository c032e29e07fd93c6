//! Bodies of the fuzz targets: plain functions that take anything and must neither panic nor hang.
//!
//! Property tests run them on arbitrary input in every build; `fuzz/` wraps them for long runs.

use crate::engine::{Engine, Request};
use crate::formula;
use crate::number::{Units, cell_number, scan_number};
use crate::pattern::Pattern;
use crate::read::{Limits, read};
use crate::ruleset::{RuleFile, Rulebook};
use std::sync::{Arc, OnceLock};

fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    ENGINE.get_or_init(|| Rulebook::embedded_lean().and_then(|rulebook| Engine::new(rulebook, Request::default())).ok()).as_ref()
}

/// Any bytes through the readers: every cell and paragraph stands within the text.
pub fn reader(bytes: &[u8]) {
    named("fuzz", bytes);
}

/// Any text as the body of a Word document.
#[cfg(feature = "formats")]
pub fn word(body: &str) {
    use std::io::{Cursor, Write};
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = format!("<w:document xmlns:w=\"{names}\"><w:body>{body}</w:body></w:document>");
    let packed = package.start_file("word/document.xml", stored).is_ok() && package.write_all(text.as_bytes()).is_ok();
    if let Some(bytes) = package.finish().ok().filter(|_| packed) {
        named("fuzz.docx", bytes.get_ref());
    }
}

fn named(name: &str, bytes: &[u8]) {
    let Some(engine) = engine() else { return };
    let vocabulary = engine.rulebook().vocabulary();
    if let Ok(document) = read(name, bytes, &vocabulary, &Limits::default()) {
        for cell in document.tables.iter().flat_map(|table| &table.rows).flatten() {
            assert!(document.text.get(cell.span.range()).is_some(), "a cell outside the text");
        }
        for (_, paragraph) in document.paragraphs() {
            assert!(document.text.get(paragraph.text.span().range()).is_some(), "a paragraph outside the text");
        }
    }
}

/// Any text through the whole road: recognition, alignment, settling, checks.
pub fn aligner(text: &str) {
    if let Some(engine) = engine() {
        let _ = engine.audit("fuzz", text.as_bytes());
    }
}

/// Any text as a number.
pub fn numbers(text: &str) {
    let units = Units::default();
    let _ = cell_number(text, &units);
    if let Some(found) = scan_number(text, &units) {
        assert!(text.is_char_boundary(found.len) && found.digits_len <= found.len, "a number ends inside a character");
    }
}

/// Any text as a formula.
pub fn formulas(text: &str) {
    if let Err(mistake) = formula::parse(text) {
        assert!(text.get(mistake.span.clone()).is_some(), "a mistake outside the formula");
    }
}

/// Any text as a claim pattern.
pub fn patterns(text: &str) {
    let Some(engine) = engine() else { return };
    if let Err(mistakes) = Pattern::parse(text, &engine.rulebook().vocabulary()) {
        for mistake in mistakes {
            assert!(text.get(mistake.span.clone()).is_some(), "a mistake outside the pattern");
        }
    }
}

/// Any text as a rule file, scripts included: every mistake stands within it.
pub fn rules(text: &str) {
    let mut rulebook = Rulebook::default();
    let files = vec![RuleFile { path: "fuzz.toml".to_owned(), text: Arc::from(text) }];
    let Ok(name) = rulebook.add_folder("fuzz", files) else { return };
    if let Err(mistakes) = rulebook.compile(&name, &[], None) {
        for mistake in mistakes {
            assert!(mistake.text.get(mistake.span.clone()).is_some(), "a mistake outside the file");
        }
    }
}

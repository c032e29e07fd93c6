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
    let Some(engine) = engine() else { return };
    let vocabulary = engine.rulebook().vocabulary();
    if let Ok(document) = read("fuzz", bytes, &vocabulary, &Limits::default()) {
        for cell in document.tables.iter().flat_map(|table| &table.rows).flatten() {
            assert!(document.text.get(cell.span.range()).is_some(), "a cell outside the text");
        }
        for (_, paragraph) in document.paragraphs() {
            assert!(document.text.get(paragraph.text.span().range()).is_some(), "a paragraph outside the text");
        }
    }
}

/// Any drawing operators on the page of a PDF file, `/F` being a font of Chinese characters.
#[cfg(feature = "formats")]
pub fn pdf(content: &[u8]) {
    let mut file = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
        3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type0\
        /BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/S\
        /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>]>>>>>>>>\nendobj\n"
        .to_vec();
    file.extend_from_slice(format!("4 0 obj\n<</Length {}>>stream\n", content.len()).as_bytes());
    file.extend_from_slice(content);
    file.extend_from_slice(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");
    reader(&file);
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

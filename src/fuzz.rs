//! Bodies of the fuzz targets: plain functions that take anything and must neither panic nor hang.
//!
//! Property tests run them on arbitrary input in every build; `fuzz/` wraps them for long runs.

use gouji_engine::engine::{Engine, Request};
use gouji_read::read::{Limits, read};
use gouji_rules::formula;
use gouji_rules::pattern::Pattern;
use gouji_rules::ruleset::{RuleFile, Rulebook};
use gouji_values::number::{Units, cell_number, scan_number};
use std::sync::OnceLock;

fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    ENGINE
        .get_or_init(|| {
            crate::embedded_lean()
                .and_then(|rulebook| Engine::new(rulebook, Request::default()))
                .ok()
        })
        .as_ref()
}

/// Any bytes through the readers: every cell and paragraph stands within the text.
pub fn reader(bytes: &[u8]) {
    named("fuzz", bytes);
}

/// Any text as a web page, as markdown, and as a file of a document set.
pub fn web(text: &str) {
    let page = format!("<html>{text}");
    named("fuzz.html", page.as_bytes());
    named("fuzz.md", text.as_bytes());
    let Some(engine) = engine() else { return };
    let _ = engine
        .prepare_together("fuzz", &[("fuzz.html", page.as_bytes()), ("fuzz.md", text.as_bytes())]);
}

/// Any text as the body of a Word document.
#[cfg(feature = "formats")]
pub fn word(body: &str) {
    use std::io::{Cursor, Write};
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = format!("<w:document xmlns:w=\"{names}\"><w:body>{body}</w:body></w:document>");
    let packed = package.start_file("word/document.xml", stored).is_ok()
        && package.write_all(text.as_bytes()).is_ok();
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
            assert!(
                document.text.get(paragraph.text.span().range()).is_some(),
                "a paragraph outside the text"
            );
        }
    }
}

/// A workbook that was changed: the first byte says where the others stand.
#[cfg(feature = "formats")]
pub fn sheets(input: &[u8]) {
    let Some(engine) = engine() else { return };
    let Some((kind, rest)) = input.split_first() else { return };
    let code = || quick_xml::escape::escape(&*String::from_utf8_lossy(rest)).into_owned();
    let styles = || {
        format!(
            r#"<s><numFmt numFmtId="200" formatCode="{}"/><cellXfs><xf numFmtId="200"/></cellXfs></s>"#,
            code()
        )
    };
    let sheet: &[u8] = br#"<worksheet><row><c><v>-1234.5</v></c><c><v>0</v></c><c><v>45291.75</v></c></row></worksheet>"#;
    let book: &[u8] = br#"<w><sheet name="1" id="1"/></w>"#;
    let relations: &[u8] = br#"<r><Relationship Id="1" Type="/worksheet" Target="s.xml"/></r>"#;
    let whole = [("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", relations)];
    let (name, bytes) = match kind % 8 {
        0 => ("fuzz.xlsx", packed([whole.as_slice(), &[("xl/s.xml", rest)]].concat())),
        1 => (
            "fuzz.xlsx",
            packed(
                [whole.as_slice(), &[("xl/s.xml", sheet), ("xl/styles.xml", styles().as_bytes())]]
                    .concat(),
            ),
        ),
        2 => (
            "fuzz.xlsx",
            packed(
                [whole.as_slice(), &[("xl/s.xml", sheet), ("xl/sharedStrings.xml", rest)]].concat(),
            ),
        ),
        3 => ("fuzz.ods", packed(vec![("content.xml", rest)])),
        4 => ("fuzz.csv", Some(rest.to_vec())),
        5 => ("fuzz.xlsb", packed(vec![("xl/workbook.bin", rest)])),
        _ => ("fuzz.xls", Some(rest.to_vec())),
    };
    let vocabulary = engine.rulebook().vocabulary();
    let Some(Ok(document)) = bytes.map(|bytes| read(name, &bytes, &vocabulary, &Limits::default()))
    else {
        return;
    };
    if document.format == "text" {
        return;
    }
    for cell in document.tables.iter().flat_map(|table| &table.rows).flatten() {
        assert!(document.text.get(cell.span.range()).is_some(), "a cell outside the text");
        assert!(document.locator.place(cell.span).is_some(), "a cell without an address");
    }
}

#[cfg(feature = "formats")]
fn packed(parts: Vec<(&str, &[u8])>) -> Option<Vec<u8>> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        zip.write_all(content).ok()?;
    }
    zip.finish().ok().map(std::io::Cursor::into_inner)
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
        assert!(
            text.is_char_boundary(found.len) && found.digits_len <= found.len,
            "a number ends inside a character"
        );
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
    let files = vec![RuleFile::new("fuzz.toml", text)];
    let Ok(name) = rulebook.add_folder("fuzz", files) else { return };
    if let Err(mistakes) = rulebook.compile(&name, &[], None) {
        for mistake in mistakes {
            assert!(mistake.text.get(mistake.span.clone()).is_some(), "a mistake outside the file");
        }
    }
}

//! Word documents: the stories give the same checks as their texts; what Word shows is what is
//! read; bad files say so.

mod refused;
mod shown;
mod tables;

use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::document::{Block, Document};
use gouji::engine::Engine;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const STORIES: [(&str, &str); 9] = [
    ("archive-clean-wan", "archive-clean/wan.txt"),
    ("archive-clean-yuan", "archive-clean/yuan.txt"),
    ("archive-planted", "archive-planted/document.txt"),
    ("prose-library", "prose-library/document.txt"),
    ("prose-school", "prose-school/document.txt"),
    ("prose-weather", "prose-weather/document.txt"),
    ("self-evaluation-evaluation", "self-evaluation-evaluation/document.txt"),
    ("self-evaluation-planted", "self-evaluation-planted/document.txt"),
    ("self-evaluation-sheet", "self-evaluation-sheet/document.txt"),
];

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("shanxi"));

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// All checks without their places, and how much of the document they rest on.
fn outcome(audit: &DocumentAudit) -> (Vec<String>, usize, usize) {
    let mut checks: Vec<String> = audit
        .checks
        .iter()
        .map(|check| {
            format!(
                "{} {:?} {:?} {:?} {}",
                check.rule,
                check.verdict,
                check.stated,
                check.computed,
                check.message()
            )
        })
        .collect();
    checks.sort();
    (checks, audit.coverage.figures, audit.coverage.checked)
}

#[test]
fn stories_give_the_checks_of_their_texts() {
    for (story, text) in STORIES {
        let expected =
            outcome(&ENGINE.audit("document.txt", &std::fs::read(fixture(text)).unwrap()).unwrap());
        assert!(expected.0.len() > 20, "{story}");
        for producer in ["docx", "docx-libreoffice"] {
            let bytes =
                std::fs::read(fixture(&format!("formats/{producer}/{story}.docx"))).unwrap();
            let audit = ENGINE.audit("document.docx", &bytes).unwrap();
            assert_eq!(audit.document.format, "docx");
            assert_eq!(outcome(&audit), expected, "{producer} {story}");
        }
    }
}

#[test]
fn a_finding_names_table_row_and_column() {
    let bytes = std::fs::read(fixture("formats/docx/archive-planted.docx")).unwrap();
    let audit = ENGINE.audit("document.docx", &bytes).unwrap();
    let place = |rule: &str| {
        let check = audit
            .findings
            .iter()
            .flat_map(|finding| &finding.checks)
            .map(|at| &audit.checks[*at])
            .find(|check| check.rule == rule)
            .unwrap();
        audit.document.locator.place(check.figure(0).unwrap().span()).unwrap().to_owned()
    };
    assert_eq!(place("支出-行合计"), "表3 第4行第3列");
}

/// A package with these parts; the main part's body is wrapped.
fn package(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
    archive(&main, parts)
}

const NAMES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#
);

fn archive(main: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |path: &str, text: &str| {
        out.start_file(path, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    };
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationship Id="r{kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    put(
        "_rels/.rels",
        &format!(
            "<Relationships>{}</Relationships>",
            relation("officeDocument", "word/document.xml")
        ),
    );
    put("word/document.xml", main);
    let relations: String =
        parts.iter().map(|(name, _)| relation(name, &format!("{name}.xml"))).collect();
    put("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    for (name, inner) in parts {
        put(&format!("word/{name}.xml"), &format!("<w:{name} {NAMES}>{inner}</w:{name}>"));
    }
    out.finish().unwrap().into_inner()
}

fn document(bytes: &[u8]) -> Result<Document, ReadError> {
    let vocabulary = engines::vocabulary();
    read("文件.docx", bytes, vocabulary, &Limits::default())
}

/// Paragraphs as they are; tables by row, cells between bars, with their extent where it is more
/// than one.
fn outline(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) => out.push(paragraph.text.text.to_string()),
            Block::Table(index) => out.extend(document.tables[*index].rows.iter().map(|row| {
                let cell = |cell: &gouji::document::Cell| {
                    let extent = if cell.rows * cell.columns > 1 {
                        format!("@{}x{}", cell.rows, cell.columns)
                    } else {
                        String::new()
                    };
                    format!("{}:{}{extent}", cell.column, cell.text.text)
                };
                format!("|{}|", row.iter().map(cell).collect::<Vec<_>>().join("|"))
            })),
        }
    }
    out
}

#[track_caller]
fn check(body: &str, expected: &[&str]) -> Document {
    check_with(body, &[], expected)
}

#[track_caller]
fn check_with(body: &str, parts: &[(&str, &str)], expected: &[&str]) -> Document {
    let document = document(&package(body, parts)).unwrap();
    assert_eq!(outline(&document), expected);
    document
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A table of rows of cells between bars: `甲>2` spans two columns, `甲v` begins a cell that goes
/// on below, `^` goes on.
fn t(rows: &[&str]) -> String {
    let cell = |cell: &str| {
        let (text, span) = cell.split_once('>').unwrap_or((cell, "1"));
        let (text, merge) = match text {
            "^" => ("", "<w:vMerge/>"),
            text if text.ends_with('v') => {
                (text.trim_end_matches('v'), r#"<w:vMerge w:val="restart"/>"#)
            }
            text => (text, ""),
        };
        format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{}</w:tc>"#, p(text))
    };
    let row = |row: &&str| format!("<w:tr>{}</w:tr>", row.split('|').map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn strict_documents_other_prefixes_and_marks_in_runs() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let main = format!(
        r#"<document xmlns="{strict}"><body><p><r><t>收入 &amp; 支出&#xFF1A;1</t><br/><t>第二行</t><noBreakHyphen/></r></p></body></document>"#
    );
    let found = document(&archive(&main, &[])).unwrap();
    assert_eq!(outline(&found), ["收入 & 支出：1", "第二行-"]);
}

/// Test files of another project, where they are at hand.
#[test]
fn files_of_other_projects_are_read() {
    let Some(folder) = crate::effort::beside("corpora/docling") else { return };
    let files = std::fs::read_dir(&folder).unwrap();
    let mut count = 0;
    for path in files.map(|file| file.unwrap().path()) {
        let read = || document(&std::fs::read(&path).unwrap());
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("docx") => assert!(
                read().is_ok_and(|document| !document.blocks.is_empty()),
                "{}",
                path.display()
            ),
            Some("doc") => {
                assert!(
                    matches!(read(), Err(ReadError::Unsupported { found, .. }) if found.contains("doc")),
                    "{}",
                    path.display()
                )
            }
            _ => continue,
        }
        count += 1;
    }
    assert!(count > 30, "{count} files in {}", folder.display());
}

#[test]
fn what_is_written_alike_is_read_alike_each_time() {
    let run =
        |shape: &str, text: &str| format!("<w:r><w:rPr>{shape}</w:rPr><w:t>{text}</w:t></w:r>");
    // more shapes than are kept, each of them twice, and one that goes on where another one ends
    let sizes: String =
        (0..20).map(|size| run(&format!(r#"<w:sz w:val="{size}"/>"#), "字")).collect();
    let hidden = run("<w:b/><w:vanish/>", "藏");
    let body = format!(
        "<w:p>{sizes}{}{hidden}{sizes}{}{hidden}</w:p>",
        run("<w:b/>", "甲"),
        run("<w:b/>", "乙")
    );
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>";
    let wide = r#"<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc>"#;
    let narrow = r#"<w:tc><w:tcPr></w:tcPr><w:p><w:r><w:t>窄</w:t></w:r></w:p></w:tc>"#;
    let row = format!("<w:tr>{wide}{narrow}</w:tr><w:tr>{narrow}{narrow}{narrow}</w:tr>").repeat(2);
    let text = format!("{0}甲{0}乙", "字".repeat(20));
    let rows = ["|0:宽@1x2|2:窄|", "|0:窄|1:窄|2:窄|"].repeat(2);
    let expected: Vec<&str> = [text.as_str(), "前后", "前后"].into_iter().chain(rows).collect();
    let document = check(&format!("{body}{}<w:tbl>{row}</w:tbl>", joined.repeat(2)), &expected);
    let said = |what: &str| document.notices.iter().any(|notice| notice.message.contains(what));
    assert!(said("2 处隐藏文字") && said("2 处修订"), "{:?}", document.notices);
}

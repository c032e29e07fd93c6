//! Annotated copies: what carries no note is as it was, reading a copy gives the same document and
//! findings, annotating twice is annotating once, every finding stands at its place, and nothing of
//! a document becomes markup.

mod books;
mod letters;
mod pdf;
mod places;
mod word;

use crate::engines;
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::annotate::{CopyOptions, Refusal, annotate};
use gouji::audit::{Check, DocumentAudit};
use gouji::document::Span;
use gouji::engine::Engine;
use gouji::inside::{FindingEntry, entries, stated};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::ZipArchive;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("shanxi"));

const PLAIN: CopyOptions<'static> = CopyOptions { ticks: false, imprint: None };

const TICKS: CopyOptions<'static> = CopyOptions { ticks: true, imprint: None };

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).unwrap()
}

fn audit(name: &str, bytes: &[u8]) -> DocumentAudit {
    ENGINE.audit(name, bytes).unwrap_or_else(|error| panic!("{name}: {}", error.message))
}

fn annotated(name: &str, bytes: &[u8], options: CopyOptions<'_>) -> Vec<u8> {
    annotate(&audit(name, bytes), None, bytes, options)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file that carries notes, read and audited.
struct Given {
    name: String,
    bytes: Vec<u8>,
    audit: DocumentAudit,
}

impl Given {
    fn annotated(&self, options: CopyOptions<'_>) -> Vec<u8> {
        annotate(&self.audit, None, &self.bytes, options)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// All fixtures of the formats that carry notes, and can be read.
static DOCUMENTS: LazyLock<Vec<Given>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for folder in ["formats", "formats/docx", "formats/docx-libreoffice", "pdf"] {
        for entry in std::fs::read_dir(fixtures().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| {
                ["xlsx", "docx", "pdf"].iter().any(|known| extension == *known)
            }) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                out.push((format!("{folder}/{name}"), std::fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    let read = |(name, bytes): (String, Vec<u8>)| {
        Some(Given { audit: ENGINE.audit(&name, &bytes).ok()?, name, bytes })
    };
    let out: Vec<Given> = out.into_iter().filter_map(read).collect();
    assert!(out.len() > 35, "{}", out.len());
    out
});

fn documents(extension: &str) -> impl Iterator<Item = &'static Given> {
    DOCUMENTS.iter().filter(move |given| given.name.ends_with(extension))
}

/// Of these so many as a plain run audits once more.
fn some(extension: &str) -> impl Iterator<Item = &'static Given> {
    documents(extension).step_by(crate::effort::either(3, 1))
}

/// Where a finding is to be noted: at the guilty figures where these are known, else at what its
/// checks state.
fn noted(audit: &DocumentAudit, entry: &FindingEntry<'_>) -> BTreeSet<Span> {
    let suspects: BTreeSet<Span> = entry
        .finding
        .cause
        .iter()
        .flat_map(|cause| &cause.suspects)
        .map(|suspect| suspect.printed.span)
        .collect();
    if !suspects.is_empty() {
        return suspects;
    }
    entry
        .finding
        .checks
        .iter()
        .filter_map(|at| stated(&audit.checks[*at]))
        .map(|figure| figure.span())
        .collect()
}

/// The packed bytes of each entry of a package, with how they are packed.
fn packed(bytes: &[u8]) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index_raw(index).unwrap();
            let mut raw = Vec::new();
            entry.read_to_end(&mut raw).unwrap();
            let name = entry.name().unwrap().into_owned();
            (name, (format!("{:?} {:?}", entry.compression(), entry.last_modified()), raw))
        })
        .collect()
}

/// The text of a part.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("{name}")).read_to_string(&mut out).unwrap();
    out
}

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut raw = Vec::new();
            entry.read_to_end(&mut raw).unwrap();
            (entry.name().unwrap().into_owned(), String::from_utf8_lossy(&raw).into_owned())
        })
        .collect()
}

/// What an audit says, without the name of the file.
fn outcome(audit: &DocumentAudit) -> (String, Vec<String>, Vec<String>, String) {
    let check = |check: &Check| format!("{check:?}");
    let findings = audit.findings.iter().map(|finding| format!("{finding:?}")).collect();
    (
        audit.document.text.clone(),
        audit.checks.iter().map(check).collect(),
        findings,
        format!("{:?}", audit.document.tables),
    )
}

#[test]
fn reading_a_copy_gives_the_same_document_and_findings() {
    for given in some("") {
        let Given { name, audit: before, .. } = given;
        let after = audit(name, &given.annotated(TICKS));
        assert!(outcome(before) == outcome(&after), "{name}");
        let told = |audit: &DocumentAudit| {
            audit.notices.iter().map(|notice| notice.message.to_string()).collect::<Vec<_>>()
        };
        let new: Vec<String> =
            told(&after).into_iter().filter(|notice| !told(before).contains(notice)).collect();
        // what is left out is told, so that nobody can hide anything behind our mark
        let expected = match name {
            name if name.ends_with("xlsx") => {
                Some("工作表“勾稽审核结果”是以前审核时加上的结果，没有审核")
            }
            name if name.ends_with("pdf") && !before.findings.is_empty() => {
                Some("文件里有以前审核时加上的内容，没有审核：最后 ")
            }
            _ => None,
        };
        assert_eq!(new.len(), usize::from(expected.is_some()), "{name} {new:?}");
        assert!(new.iter().all(|new| new.starts_with(expected.unwrap_or(""))), "{name} {new:?}");
    }
}

#[test]
fn annotating_twice_is_annotating_once() {
    for given in some("x") {
        let name = &given.name;
        let once = given.annotated(TICKS);
        let twice = annotated(name, &once, TICKS);
        for ((part, once), (other, twice)) in parts(&once).iter().zip(&parts(&twice)) {
            assert_eq!(part, other, "{name}");
            assert!(once == twice, "{name} {part}");
        }
        assert_eq!(parts(&once).len(), parts(&twice).len(), "{name}");
    }
}

#[test]
fn what_carries_no_note_is_byte_for_byte_the_same() {
    for given in documents("x") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let (before, after) = (packed(bytes), packed(&copy));
        let changed: BTreeSet<&str> = before
            .iter()
            .filter(|(part, raw)| after.get(*part) != Some(raw))
            .map(|(part, _)| part.as_str())
            .collect();
        let allowed = |part: &&str| {
            let listed = [
                "[Content_Types].xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/styles.xml",
                "word/document.xml",
                "word/comments.xml",
                "word/_rels/document.xml.rels",
            ];
            listed.contains(part) || part.starts_with("xl/worksheets/sheet")
        };
        assert!(changed.iter().all(allowed), "{name}: {changed:?}");
        // sheets without a finding are not touched
        let places: BTreeSet<String> = entries(audit)
            .iter()
            .flat_map(|entry| noted(audit, entry))
            .filter_map(|span| {
                audit
                    .document
                    .locator
                    .place(span)?
                    .rsplit_once('!')
                    .map(|(sheet, _)| sheet.to_owned())
            })
            .collect();
        let sheets = changed.iter().filter(|part| part.starts_with("xl/worksheets/sheet")).count();
        // but for the one that was open
        assert!(sheets <= places.len() + 1, "{name}: {changed:?} {places:?}");
        if audit.findings.is_empty() && name.ends_with("docx") {
            assert!(copy == *bytes || changed.is_empty(), "{name}: {changed:?}");
        }
    }
    for given in documents("pdf") {
        assert!(given.annotated(TICKS).starts_with(&given.bytes), "{}", given.name);
    }
}

const HEADER: &str =
    "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出";

/// Names that mean to be something else.
const HOSTILE: [&str; 4] =
    ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "]]><x/>", "a\u{8}\u{202E}_x003D_b"];

/// What stands in the rows of [`hostile_rows`]: two digits of each total changed places, so that each
/// row is a finding of its own.
const SWAPPED: [&str; 4] =
    ["335.15|274.27|78.88", "468.21|250.07|236.14", "619.43|402.36|289.07", "752.08|519.02|206.06"];

/// A form whose rows do not add up, under hostile names.
fn hostile_rows() -> Vec<Vec<String>> {
    let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
    let row = |(at, name): (usize, &&str)| {
        let mut out = cells(&format!("20{at}01||{}|0|0|0", SWAPPED[at - 1]));
        (*name).clone_into(&mut out[1]);
        out
    };
    let mut out = vec![cells("支出决算表"), cells("单位：万元"), cells(HEADER)];
    out.extend((1..).zip(&HOSTILE).map(row));
    out
}

const TOTALS: [&str; 4] = ["支出决算表", "单位：万元", HEADER, "|合计|353.15|274.27|79.89|0|0|0"];

/// All that notes say in a file.
fn notes(name: &str, bytes: &[u8]) -> String {
    if name.ends_with("pdf") {
        return pdf::annotations(bytes)
            .iter()
            .map(|(_, dict)| pdf::words(dict, b"Contents"))
            .collect();
    }
    parts(bytes)
        .into_iter()
        .filter(|(name, _)| name.contains("comments"))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn copies_go_to_a_folder_and_documents_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.xlsx"), fixture("formats/archive-planted.xlsx")).unwrap();
    std::fs::write(root.join("决算.csv"), fixture("formats/archive-planted.csv")).unwrap();
    std::fs::write(root.join("旧决算.xls"), fixture("formats/archive-planted.xls")).unwrap();
    std::fs::write(root.join("自评.docx"), fixture("formats/docx/self-evaluation-planted.docx"))
        .unwrap();
    let run = |args: &[&str]| {
        let mut command = cargo_bin_cmd!("gouji");
        let output = command
            .current_dir(root)
            .args(["check", "--fail-on", "never", "--format", "jsonl"])
            .args(args)
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // beside the documents: never over one
    let (status, said) = run(&[
        "决算.xlsx",
        "决算.csv",
        "旧决算.xls",
        "自评.docx",
        "--annotate",
        ".",
        "--annotate-ticks",
    ]);
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.contains("决算.csv：这种格式不能加批注；结果写成了网页 ./决算.csv.gouji.html"),
        "{said}"
    );
    assert!(said.contains("批注后的文件在 .：3 份，网页 1 份；原文件没有改动"), "{said}");
    assert_eq!(
        std::fs::read(root.join("决算.xlsx")).unwrap(),
        fixture("formats/archive-planted.xlsx")
    );
    let copy = std::fs::read(root.join("决算.gouji.xlsx")).unwrap();
    assert!(part(&copy, "xl/workbook.xml").contains("勾稽审核结果"));
    assert!(
        std::fs::read_to_string(root.join("决算.csv.gouji.html")).unwrap().contains("收入-类款项")
    );
    let anew = std::fs::read(root.join("旧决算.gouji.xlsx")).unwrap();
    assert!(part(&anew, "xl/worksheets/findings1.xml").contains("原文件是 .xls"));
    // a copy as a document: its own copy does not take its place
    let (_, said) = run(&["决算.gouji.xlsx", "--annotate", "."]);
    assert!(said.contains("1 份"), "{said}");
    assert_eq!(std::fs::read(root.join("决算.gouji.xlsx")).unwrap(), copy);
    assert!(root.join("决算-2.gouji.xlsx").is_file());
    // several files as one document: each gets what stands in it
    let (_, said) =
        run(&["--together", "决算.xlsx", "自评.docx", "决算.csv", "--annotate", "结果"]);
    assert!(said.contains("2 份，网页 1 份"), "{said}");
    assert!(!word::comments(&std::fs::read(root.join("结果/自评.gouji.docx")).unwrap()).is_empty());
    let (status, said) = run(&["决算.xlsx", "--annotate", "自评.docx"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("批注写不到文件夹"), "{said}");
    let (status, _) = run(&["决算.xlsx", "--annotate-ticks"]);
    assert_eq!(status, Some(2));
}

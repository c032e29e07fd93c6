//! Annotated copies: what carries no note is as it was, reading a copy gives the same document and
//! findings, annotating twice is annotating once, every finding stands at its place, and nothing of
//! a document becomes markup.

mod books;
mod letters;
mod pdf;
mod word;

use assert_cmd::cargo::cargo_bin_cmd;
use gouji::annotate::{CopyOptions, Refusal, annotate};
use gouji::audit::{
    Check, DocumentAudit, FigureRole, Finding, PrintedFigure, ReadingDoubt, Verdict,
};
use gouji::document::Span;
use gouji::engine::{Engine, Request};
use gouji::inside::Limits;
use gouji::inside::{FindingEntry, entries, stated};
use gouji::ruleset::Rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use zip::ZipArchive;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| gouji::embedded().unwrap());

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("shanxi".to_owned()), ..Request::default() };
    Engine::new(RULEBOOK.clone(), request).unwrap()
});

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
            audit.notices.iter().map(|notice| notice.message.clone()).collect::<Vec<_>>()
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

/// The audit with findings made up at places all over the document; gives their ids.
fn with_findings_everywhere(audit: &DocumentAudit) -> (DocumentAudit, Vec<String>) {
    const MOST: usize = 25;
    let mut out = audit.clone();
    (out.checks, out.findings) = (Vec::new(), Vec::new());
    let places = audit.document.locator.places();
    // the name of a sheet stands in no cell
    let is_cell = |place: &str| audit.document.format != "xlsx" || place.contains('!');
    let is_filled = |(span, place): &(Span, &str)| {
        is_cell(place) && !audit.document.slice(*span).trim().is_empty()
    };
    let filled: Vec<Span> = places.filter(is_filled).map(|(span, _)| span).collect();
    for (number, place) in filled.iter().step_by(filled.len() / MOST + 1).enumerate() {
        let text = audit.document.slice(*place);
        // a number in it, or else all of it
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let end = text[start..]
            .find(|c: char| !c.is_ascii_digit())
            .filter(|len| *len > 0)
            .map_or(text.len(), |len| start + len);
        let span = Span::new(place.start as usize + start, place.start as usize + end);
        let printed = PrintedFigure {
            text: text[start..end].to_owned(),
            value: Some("1".to_owned()),
            unit: None,
            form: None,
            span,
            reading: ReadingDoubt::Plain,
            document: None,
        };
        let mut check = Check::given(
            "试",
            &number.to_string(),
            Verdict::Violation,
            vec![(FigureRole::Stated, "数".to_owned(), printed)],
        );
        check.say("不符");
        out.checks.push(check);
        out.findings.push(Finding {
            misfit: None,
            id: format!("{number:016x}"),
            checks: vec![number],
            cause: None,
            waiver: None,
        });
    }
    let ids = out.findings.iter().map(|finding| finding.id.clone()).collect();
    (out, ids)
}

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
fn wherever_a_finding_stands_it_is_in_the_copy_which_reads_as_before() {
    let mut others = Vec::new();
    for entry in ["calamine", "docling", "pdfplumber", "gb-cmap"]
        .iter()
        .filter_map(|name| crate::effort::beside(&format!("corpora/{name}")))
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
    {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let is_small = std::fs::metadata(&path).is_ok_and(|found| found.len() < 200_000);
        if is_small
            && ["xlsx", "xlsm", "docx", "pdf"]
                .iter()
                .any(|known| name.ends_with(&format!(".{known}")))
        {
            let bytes = std::fs::read(&path).unwrap();
            others.extend(ENGINE.audit(&name, &bytes).ok().map(|audit| Given {
                name,
                bytes,
                audit,
            }));
        }
    }
    let (mut seen, mut refused, mut wrong) = (0, 0, Vec::new());
    for given in DOCUMENTS.iter().chain(&others) {
        let (made_up, ids) = with_findings_everywhere(&given.audit);
        let name = &given.name;
        let copy = match annotate(&made_up, None, &given.bytes, PLAIN) {
            Ok(copy) => copy,
            Err(refusal) => {
                if !matches!(refusal, Refusal::Encrypted | Refusal::Signed) {
                    wrong.push(format!("{name}: {refusal}"));
                }
                refused += 1;
                continue;
            }
        };
        let said = notes(name, &copy);
        let silent: Vec<&String> = ids.iter().filter(|id| !said.contains(*id)).collect();
        // the newer kind of notes leaves no room for ours: there is the list
        let threads = || {
            parts(&copy)
                .into_iter()
                .filter(|(name, _)| name.contains("threadedComments"))
                .map(|(_, xml)| xml.matches("<threadedComment ").count())
        };
        let is_listed = || {
            parts(&copy).into_values().any(|xml| {
                xml.contains("gouji.findings.1") && silent.iter().all(|id| xml.contains(*id))
            })
        };
        let is_told = silent.is_empty() || (silent.len() <= threads().sum() && is_listed());
        if !is_told {
            wrong.push(format!("{name}: {silent:?} of {}", ids.len()));
        }
        seen += ids.len();
        let again =
            gouji::inside::read(name, &copy, &RULEBOOK.vocabulary(), &Limits::default()).unwrap();
        if again.text != given.audit.document.text || again.tables != given.audit.document.tables {
            wrong.push(format!("{name} reads otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 500 && refused < 5, "{seen} {refused}");
}

#[test]
fn what_one_slip_breaks_is_listed_in_one_of_its_notes() {
    const TIES: usize = 12;
    for path in ["formats/archive-planted.xlsx", "pdf/archive-planted.pdf"] {
        let bytes = fixture(path);
        let (mut audit, _) = with_findings_everywhere(&audit(path, &bytes));
        audit.findings.truncate(1);
        audit.findings[0].checks = (0..TIES).collect();
        // one slip that breaks rules of several kinds
        for (number, check) in audit.checks.iter_mut().enumerate() {
            check.rule = format!("试{number}").into();
        }
        let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
        let said = notes(path, &copy);
        // each stands at its own place, and says itself what does not come out
        assert_eq!(said.matches("同一原因还影响：试").count(), 0, "{path}: {said}");
        let first = format!("同一原因还影响：另有 {} 处，各有批注：", TIES - 1);
        assert_eq!(said.matches(&first).count(), 1, "{path}: {said}");
        let others = said.matches(&format!("同一原因还影响：{} 项核对，见 ", TIES - 1)).count();
        assert_eq!(others, TIES - 1, "{path}: {said}");
        assert!(said.contains(" 处问题 1 的批注"), "{path}");
    }
}

#[test]
fn a_finding_without_a_place_stands_at_the_start_and_a_waived_one_is_not_an_error() {
    for path in [
        "formats/self-evaluation-planted.xlsx",
        "formats/docx/self-evaluation-planted.docx",
        "pdf/self-evaluation-planted.pdf",
    ] {
        let bytes = fixture(path);
        let mut audit = audit(path, &bytes);
        let of = |audit: &DocumentAudit, number: usize| audit.findings[number].checks[0];
        let first = of(&audit, 0);
        audit.checks[first].cites = Box::default();
        audit.findings[0].checks.truncate(1);
        audit.findings[0].cause = None;
        audit.findings[1].waiver = Some("上年口径<b>".to_owned());
        let count: usize = entries(&audit).iter().map(|entry| noted(&audit, entry).len()).sum();
        let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
        let all: String = if path.ends_with("pdf") {
            notes(path, &copy)
        } else {
            parts(&copy).into_values().collect()
        };
        let said = all.replace("&lt;", "<").replace("&gt;", ">");
        assert!(said.contains("说明：上年口径<b>") && said.contains("（已说明）"), "{path}");
        assert!(audit.findings.iter().all(|finding| said.contains(&finding.id)), "{path}");
        if path.ends_with("xlsx") {
            assert!(
                said.contains(">全文<") && said.matches("<hyperlink ").count() == count,
                "{path}"
            );
            assert!(said.contains("FFE5E5E1"));
        } else if path.ends_with("docx") {
            let comments = word::comments(&copy);
            assert!(comments.iter().any(|(said, on)| said.contains(&audit.findings[0].id)
                && said.contains("位置：全文")
                && on.is_empty()));
            assert!(said.contains("w:fill=\"E5E5E1\""));
        } else {
            let annotations = pdf::annotations(&copy);
            let corner = annotations.iter().find(|(_, dict)| pdf::subtype(dict) == "Text").unwrap();
            assert!(
                corner.0 == 1 && pdf::words(&corner.1, b"Contents").contains(&audit.findings[0].id)
            );
        }
    }
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

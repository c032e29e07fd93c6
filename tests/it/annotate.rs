//! Annotated copies: what carries no note is as it was, reading a copy gives the same document and findings, annotating twice
//! is annotating once, every finding stands at its place, and nothing of a document becomes markup.

use crate::workbook::{number, package, rows, text, xlsx};
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::annotate::{Options, Refusal, annotate};
use gouji::audit::{Check, CheckFigure, DocumentAudit, Finding, PrintedFigure, Reading, Role, Severity, Verdict};
use gouji::document::Span;
use gouji::engine::{Engine, Request};
use gouji::read::Limits;
use gouji::report::entry::{entries, stated};
use gouji::ruleset::Rulebook;
use lopdf::{Dictionary, Document, Object, dictionary};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use zip::ZipArchive;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());
static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("shanxi".to_owned()), ..Request::default() };
    Engine::new(RULEBOOK.clone(), request).unwrap()
});

const PLAIN: Options = Options { ticks: false };
const TICKS: Options = Options { ticks: true };

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).unwrap()
}

fn audit(name: &str, bytes: &[u8]) -> DocumentAudit {
    ENGINE.audit(name, bytes).unwrap_or_else(|error| panic!("{name}: {}", error.message))
}

fn annotated(name: &str, bytes: &[u8], options: Options) -> Vec<u8> {
    annotate(&audit(name, bytes), None, bytes, options).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file that carries notes, read and audited.
struct Given {
    name: String,
    bytes: Vec<u8>,
    audit: DocumentAudit,
}

impl Given {
    fn annotated(&self, options: Options) -> Vec<u8> {
        annotate(&self.audit, None, &self.bytes, options).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// All fixtures of the formats that carry notes, and can be read.
static DOCUMENTS: LazyLock<Vec<Given>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for folder in ["formats", "formats/docx", "formats/docx-libreoffice", "pdf"] {
        for entry in std::fs::read_dir(fixtures().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| ["xlsx", "docx", "pdf"].iter().any(|known| extension == *known)) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                out.push((format!("{folder}/{name}"), std::fs::read(&path).unwrap()));
            }
        }
    }
    out.sort();
    let read = |(name, bytes): (String, Vec<u8>)| Some(Given { audit: ENGINE.audit(&name, &bytes).ok()?, name, bytes });
    let out: Vec<Given> = out.into_iter().filter_map(read).collect();
    assert!(out.len() > 35, "{}", out.len());
    out
});

fn documents(extension: &str) -> impl Iterator<Item = &'static Given> {
    DOCUMENTS.iter().filter(move |given| given.name.ends_with(extension))
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
    (audit.document.text.clone(), audit.checks.iter().map(check).collect(), findings, format!("{:?}", audit.document.tables))
}

#[test]
fn reading_a_copy_gives_the_same_document_and_findings() {
    for given in documents("") {
        let Given { name, audit: before, .. } = given;
        let after = audit(name, &given.annotated(TICKS));
        assert!(outcome(before) == outcome(&after), "{name}");
        let told = |audit: &DocumentAudit| audit.notices.iter().map(|notice| notice.message.clone()).collect::<Vec<_>>();
        let new: Vec<String> = told(&after).into_iter().filter(|notice| !told(before).contains(notice)).collect();
        // that a sheet is left out is said, so that nobody can hide one behind our mark
        let expected: &[&str] = if name.ends_with("xlsx") {
            &["工作表“勾稽审核结果”是以前审核时加上的结果，没有审核"]
        } else {
            &[]
        };
        assert_eq!(new, expected, "{name}");
    }
}

#[test]
fn annotating_twice_is_annotating_once() {
    for given in documents("x") {
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
fn tints_of_an_earlier_copy_are_taken_back() {
    let bytes = fixture("formats/archive-planted.xlsx");
    let ticked = annotated("a.xlsx", &bytes, TICKS);
    let plain = annotated("a.xlsx", &ticked, PLAIN);
    let direct = annotated("a.xlsx", &bytes, PLAIN);
    // the cells have the styles that they have in the copy made at once, by what these look like
    let looks = |copy: &[u8]| -> BTreeMap<String, Vec<String>> {
        let styles = part(copy, "xl/styles.xml");
        let list = |name: &str| {
            let inner = styles.split(&format!("<{name} ")).nth(1).unwrap().split(&format!("</{name}>")).next().unwrap().to_owned();
            let item = if name == "fills" { "<fill>" } else { "<xf " };
            inner.split(item).skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let (fills, xfs) = (list("fills"), list("cellXfs"));
        let look = |cell: &str| {
            let value = |text: &str, name: &str| {
                text.split(&format!(" {name}=\"")).nth(1).map_or(0, |rest| rest.split('"').next().unwrap().parse::<usize>().unwrap())
            };
            fills[value(&xfs[value(cell, "s")], "fillId")].clone()
        };
        let sheets = parts(copy).into_iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet"));
        sheets
            .map(|(name, xml)| {
                (name, xml.split("<c ").skip(1).map(|cell| look(&format!(" {}", cell.split('>').next().unwrap()))).collect())
            })
            .collect()
    };
    assert_eq!(looks(&plain), looks(&direct));
    let tinted = |copy: &[u8]| looks(copy).into_values().flatten().filter(|fill| fill.contains("E1F2DA")).count();
    assert!(tinted(&ticked) > 100 && tinted(&plain) == 0);

    let bytes = fixture("formats/docx/archive-planted.docx");
    let plain = annotated("a.docx", &annotated("a.docx", &bytes, TICKS), PLAIN);
    assert!(!part(&plain, "word/document.xml").contains("E1F2DA"));
    assert!(part(&plain, "word/document.xml").contains("FFC6CD"));
}

#[test]
fn what_carries_no_note_is_byte_for_byte_the_same() {
    for given in documents("x") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let (before, after) = (packed(bytes), packed(&copy));
        let changed: BTreeSet<&str> =
            before.iter().filter(|(part, raw)| after.get(*part) != Some(raw)).map(|(part, _)| part.as_str()).collect();
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
            .filter_map(|entry| {
                audit.document.locator.place(stated(entry.check)?.printed.span)?.rsplit_once('!').map(|(sheet, _)| sheet.to_owned())
            })
            .collect();
        let sheets = changed.iter().filter(|part| part.starts_with("xl/worksheets/sheet")).count();
        assert!(sheets <= places.len(), "{name}: {changed:?} {places:?}");
        if audit.findings.is_empty() && name.ends_with("docx") {
            assert!(copy == *bytes || changed.is_empty(), "{name}: {changed:?}");
        }
    }
    for given in documents("pdf") {
        assert!(given.annotated(TICKS).starts_with(&given.bytes), "{}", given.name);
    }
}

/// The text between the marks of each comment of a document, by what the comment says.
fn comments(bytes: &[u8]) -> Vec<(String, String)> {
    let (document, comments) = (part(bytes, "word/document.xml"), part(bytes, "word/comments.xml"));
    let words = |xml: &str| {
        xml.split("<w:t").skip(1).filter_map(|rest| rest.split_once('>')?.1.split("</w:t>").next().map(str::to_owned)).collect::<String>()
    };
    let mut out = Vec::new();
    for comment in comments.split("<w:comment ").skip(1) {
        let id = comment.split("w:id=\"").nth(1).unwrap().split('"').next().unwrap();
        let (_, rest) = document.split_once(&format!("<w:commentRangeStart w:id=\"{id}\"/>")).unwrap();
        let (range, rest) = rest.split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).unwrap();
        assert!(rest.starts_with(&format!("<w:r><w:commentReference w:id=\"{id}\"/></w:r>")));
        out.push((words(comment), words(range)));
    }
    out
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_finding_of_a_word_document_is_a_comment_on_its_figure() {
    let mut seen = 0;
    for given in documents("docx") {
        let Given { name, audit, .. } = given;
        if audit.findings.is_empty() {
            continue;
        }
        let comments = comments(&given.annotated(PLAIN));
        for entry in entries(audit) {
            let own: Vec<_> = comments.iter().filter(|(said, _)| said.contains(&entry.finding.id)).collect();
            assert!(!own.is_empty(), "{name} {}", entry.check.message);
            let figure = stated(entry.check).unwrap();
            let printed = bare(audit.document.slice(figure.printed.span));
            assert!(own.iter().any(|(_, on)| bare(on) == printed), "{name} {}: {own:?} {printed}", entry.check.message);
            seen += 1;
        }
        assert_eq!(comments.len(), audit.findings.len(), "{name}");
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn every_finding_of_a_workbook_is_a_note_on_its_cell_and_a_line_of_the_list() {
    let mut seen = 0;
    for given in documents("xlsx") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let list = part(&copy, "xl/worksheets/findings1.xml");
        let workbook = part(&copy, "xl/workbook.xml");
        assert!(workbook.contains("name=\"勾稽审核结果\""));
        for entry in entries(audit) {
            let place = audit.document.locator.place(stated(entry.check).unwrap().printed.span).unwrap();
            let (sheet, cell) = place.rsplit_once('!').unwrap();
            assert!(list.contains(&format!("location=\"'{sheet}'!{cell}\"")), "{name} {place}");
            let number = workbook.split("<sheet ").skip(1).position(|entry| entry.contains(&format!("name=\"{sheet}\""))).unwrap() + 1;
            let relations = part(&copy, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"));
            let of_kind = |kind: &str| {
                let relation = relations.split("<Relationship ").find(|relation| relation.contains(&format!("/{kind}\""))).unwrap();
                relation.split("Target=\"").nth(1).unwrap().split('"').next().unwrap().trim_start_matches('/').to_owned()
            };
            let notes = part(&copy, &of_kind("comments"));
            let note = notes.split("<comment ").find(|note| note.starts_with(&format!("ref=\"{cell}\""))).unwrap();
            assert!(note.contains(&entry.finding.id) && note.contains(&entry.check.rule), "{name} {place}");
            let boxes = part(&copy, &of_kind("vmlDrawing"));
            let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
            let row: u32 = cell[digits..].parse().unwrap();
            assert!(boxes.contains(&format!("<x:Row>{}</x:Row>", row - 1)), "{name} {place}");
            let xml = part(&copy, &format!("xl/worksheets/sheet{number}.xml"));
            let style = xml.split("<c ").find(|tag| tag.contains(&format!("r=\"{cell}\""))).unwrap().split('>').next().unwrap().to_owned();
            let original = part(bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(!original.contains(&style), "{name} {place}: {style}");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}

/// The annotations of a file by page, ours and others'.
fn annotations(bytes: &[u8]) -> Vec<(u32, Dictionary)> {
    let file = Document::load_mem(bytes).unwrap();
    let mut out = Vec::new();
    for (number, id) in file.get_pages() {
        for annotation in file.get_page_annotations(id).unwrap_or_default() {
            out.push((number, annotation.clone()));
        }
    }
    out
}

fn words(dict: &Dictionary, key: &[u8]) -> String {
    let Ok(Object::String(bytes, _)) = dict.get(key) else { return String::new() };
    let units: Vec<u16> = bytes.chunks(2).skip(1).map(|two| u16::from_be_bytes([two[0], *two.get(1).unwrap_or(&0)])).collect();
    String::from_utf16(&units).unwrap()
}

fn subtype(dict: &Dictionary) -> String {
    String::from_utf8_lossy(dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default()).into_owned()
}

#[test]
fn every_finding_of_a_pdf_is_a_highlight_within_its_place() {
    let mut seen = 0;
    for given in documents("pdf") {
        let Given { name, bytes, audit } = given;
        let copy = given.annotated(PLAIN);
        let annotations = annotations(&copy);
        let file = Document::load_mem(bytes).unwrap();
        let pages = file.get_pages();
        for entry in entries(audit) {
            let span = stated(entry.check).unwrap().printed.span;
            let place = audit.document.locator.place(span).unwrap();
            let numbers: Vec<f32> = place.trim_start_matches('p').split(' ').map(|number| number.parse().unwrap()).collect();
            let [page, left, top, width, height] = *numbers.as_slice() else { panic!("{place}") };
            let own = annotations.iter().filter(|(_, dict)| words(dict, b"Contents").contains(&entry.finding.id));
            let own: Vec<_> = own.filter(|(number, dict)| subtype(dict) == "Highlight" && *number == page as u32).collect();
            assert!(!own.is_empty(), "{name} {place} {}", entry.check.message);
            let dict = file.get_dictionary(pages[&(page as u32)]).unwrap();
            // fixtures that are turned have boxes of their own
            if dict.has(b"Rotate") || name.contains("rotated") {
                continue;
            }
            let sheet: Vec<f32> = media_box(&file, dict);
            let is_within = |dict: &Dictionary| {
                let rect: Vec<f32> = dict.get(b"Rect").unwrap().as_array().unwrap().iter().map(|n| n.as_float().unwrap()).collect();
                let (x, y) = ((rect[0] + rect[2]) / 2.0 - sheet[0], sheet[3] - (rect[1] + rect[3]) / 2.0);
                rect[2] - rect[0] <= width + 4.0
                    && (left - 2.0..left + width + 2.0).contains(&x)
                    && (top - 2.0..top + height + 2.0).contains(&y)
            };
            assert!(own.iter().any(|(_, dict)| is_within(dict)), "{name} {place}");
            seen += 1;
        }
        // nothing else is marked
        let marked = annotations.iter().filter(|(_, dict)| subtype(dict) == "Highlight");
        assert!(marked.count() >= usize::from(!audit.findings.is_empty()), "{name}");
    }
    assert!(seen > 15, "{seen}");
}

fn media_box(file: &Document, page: &Dictionary) -> Vec<f32> {
    let own = page.get(b"MediaBox").or_else(|_| file.get_dictionary(page.get(b"Parent")?.as_reference()?)?.get(b"MediaBox"));
    own.unwrap().as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect()
}

#[test]
fn a_pdf_annotated_twice_has_its_highlights_once_and_keeps_those_of_others() {
    let mut file = Document::load_mem(&fixture("pdf/self-evaluation-planted.pdf")).unwrap();
    let (_, page) = file.get_pages().pop_first().unwrap();
    let link =
        file.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Square", "Rect" => vec![1.into(), 2.into(), 3.into(), 4.into()] });
    let list = file.add_object(vec![Object::Reference(link)]);
    file.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", list);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    let count = |bytes: &[u8], kind: &str| annotations(bytes).iter().filter(|(_, dict)| subtype(dict) == kind).count();
    let once = annotated("a.pdf", &bytes, PLAIN);
    let twice = annotated("a.pdf", &once, PLAIN);
    assert!(twice.starts_with(&once));
    for copy in [&once, &twice] {
        assert_eq!(count(copy, "Square"), 1);
        assert_eq!(count(copy, "Highlight"), audit("a.pdf", &bytes).findings.len());
        assert_eq!(count(copy, "Highlight"), count(copy, "Popup"));
    }
}

#[test]
fn encrypted_and_signed_pdfs_are_refused() {
    let bytes = fixture("pdf/self-evaluation-planted.pdf");
    let audit = audit("a.pdf", &bytes);
    let mut signed = Document::load_mem(&bytes).unwrap();
    let contents = Object::string_literal(vec![0; 8]);
    signed.add_object(dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()], "Contents" => contents });
    let mut out = Vec::new();
    signed.save_to(&mut out).unwrap();
    assert_eq!(annotate(&audit, None, &out, PLAIN), Err(Refusal::Signed));
    assert!(Refusal::Signed.to_string().contains("签名"));

    // opens without a password, but may not be changed
    let mut locked = Document::load_mem(&bytes).unwrap();
    let version = lopdf::EncryptionVersion::V2 {
        document: &locked,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: lopdf::Permissions::PRINTABLE,
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    locked.encrypt(&state).unwrap();
    let mut out = Vec::new();
    locked.save_to(&mut out).unwrap();
    let read = ENGINE.audit("a.pdf", &out).unwrap();
    assert_eq!(read.findings.len(), audit.findings.len());
    assert_eq!(annotate(&read, None, &out, PLAIN), Err(Refusal::Encrypted));
}

const HEADER: &str = "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出";
/// Names that mean to be something else.
const HOSTILE: [&str; 4] = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "]]><x/>", "a\u{8}\u{202E}_x003D_b"];

/// A form whose rows do not add up, under hostile names.
fn hostile_rows() -> Vec<Vec<String>> {
    let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
    let row = |(at, name): (usize, &&str)| {
        let mut out = cells(&format!("20{at}01||353.15|274.27|79.89|0|0|0"));
        (*name).clone_into(&mut out[1]);
        out
    };
    let mut out = vec![cells("支出决算表"), cells("单位：万元"), cells(HEADER)];
    out.extend((1..).zip(&HOSTILE).map(row));
    out
}

#[test]
fn nothing_of_a_workbook_becomes_markup_or_a_formula() {
    let data: String = (1..)
        .zip(hostile_rows())
        .map(|(row, line)| {
            let cells: String = ('A'..)
                .zip(&line)
                .map(|(column, cell)| {
                    let escaped = cell
                        .replace("_x", "_x005F_x")
                        .replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('\u{8}', "_x0008_");
                    if cell.parse::<f64>().is_ok() {
                        number(&format!("{column}{row}"), 1, cell)
                    } else {
                        text(&format!("{column}{row}"), &escaped)
                    }
                })
                .collect();
            format!("<row r=\"{row}\">{cells}</row>")
        })
        .collect();
    let bytes = xlsx(&[("=1+1&lt;'&quot;", "", format!("<sheetData>{data}</sheetData>"))]);
    let audit = audit("a.xlsx", &bytes);
    assert!(audit.findings.len() >= 4, "{:?}", audit.findings.len());
    let copy = annotate(&audit, None, &bytes, TICKS).unwrap();
    assert_eq!(outcome(&audit), outcome(&self::audit("a.xlsx", &copy)));
    for (name, xml) in parts(&copy) {
        assert!(!xml.contains("<f>") && !xml.contains("<script") && !xml.contains("]]>") && !xml.contains("<x/>"), "{name}");
        assert!(!xml.contains('\u{8}') && (name.contains("sheet1.xml") || !xml.contains('\u{202E}')), "{name}");
        let mut reader = quick_xml::Reader::from_str(&xml);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}\n{xml}"),
            }
        }
    }
    let list = part(&copy, "xl/worksheets/findings1.xml");
    assert!(list.contains("&lt;script&gt;") && list.contains("location=\"'=1+1&lt;''&quot;'!C4\""), "{list}");
    // a text that reads like the code of a character stays what it is
    assert!(list.contains("_x005F_x003D_"), "{list}");
    assert!(list.split("<c ").skip(1).all(|cell| cell.contains("t=\"inlineStr\"")));
}

#[test]
fn nothing_of_a_word_document_becomes_markup() {
    let cell = |text: &str| {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{8}', "");
        format!("<w:tc><w:p><w:r><w:t>{escaped}</w:t></w:r></w:p></w:tc>")
    };
    let lines = hostile_rows();
    let rows: String =
        lines.iter().skip(2).map(|line| format!("<w:tr>{}</w:tr>", line.iter().map(|text| cell(text)).collect::<String>())).collect();
    let prose: String = lines.iter().take(2).map(|line| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", line[0])).collect();
    let bytes = word(&format!("{prose}<w:tbl>{rows}</w:tbl><w:p/>"), &[]);
    let audit = audit("a.docx", &bytes);
    assert!(audit.findings.len() >= 4);
    let copy = annotate(&audit, None, &bytes, TICKS).unwrap();
    assert_eq!(outcome(&audit), outcome(&self::audit("a.docx", &copy)));
    for (name, xml) in parts(&copy) {
        assert!(!xml.contains("<script") && !xml.contains("]]>") && !xml.contains("<x/>"), "{name}");
    }
    assert!(part(&copy, "word/comments.xml").contains("&lt;script&gt;"));
}

const NAMES: &str = "xmlns:wpc=\"u\" xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A Word document of a body and further parts, with the relations to them.
fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations: String = (1..)
        .zip(more)
        .map(|(id, (name, _))| format!("<Relationship Id=\"rId{id}\" Type=\"{base}/{}\" Target=\"{name}.xml\"/>", name))
        .collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root =
        format!("<Relationships><Relationship Id=\"r\" Type=\"{base}/officeDocument\" Target=\"word/document.xml\"/></Relationships>");
    let types = "<Types xmlns=\"t\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let named: Vec<(String, &str)> = more.iter().map(|(name, text)| (format!("word/{name}.xml"), *text)).collect();
    let mut list = vec![
        ("[Content_Types].xml", types),
        ("_rels/.rels", root.as_str()),
        ("word/document.xml", main.as_str()),
        ("word/_rels/document.xml.rels", relations.as_str()),
    ];
    list.extend(named.iter().map(|(name, text)| (name.as_str(), *text)));
    package(&list)
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
    let is_filled = |(span, place): &&(Span, String)| is_cell(place) && !audit.document.slice(*span).trim().is_empty();
    let filled: Vec<Span> = places.iter().filter(is_filled).map(|(span, _)| *span).collect();
    for (number, place) in filled.iter().step_by(filled.len() / MOST + 1).enumerate() {
        let text = audit.document.slice(*place);
        // a number in it, or else all of it
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let end = text[start..].find(|c: char| !c.is_ascii_digit()).filter(|len| *len > 0).map_or(text.len(), |len| start + len);
        let span = Span::new(place.start as usize + start, place.start as usize + end);
        let printed = PrintedFigure {
            text: text[start..end].to_owned(),
            value: Some("1".to_owned()),
            unit: None,
            span,
            reading: Reading::Plain,
            document: None,
        };
        let figure = CheckFigure { role: Role::Stated, label: "数".into(), printed: Arc::new(printed) };
        out.checks.push(Check {
            rule: "试".to_owned(),
            also: Vec::new(),
            key: number.to_string(),
            severity: Severity::Error,
            verdict: Verdict::Violation,
            message: "不符".to_owned(),
            expression: String::new(),
            stated: None,
            computed: None,
            difference: None,
            unit: None,
            relation: "==",
            figures: vec![figure],
            basis: None,
            hint: None,
        });
        out.findings.push(Finding { id: format!("{number:016x}"), checks: vec![number], suspects: Vec::new(), waiver: None });
    }
    let ids = out.findings.iter().map(|finding| finding.id.clone()).collect();
    (out, ids)
}

/// All that notes say in a file.
fn notes(name: &str, bytes: &[u8]) -> String {
    if name.ends_with("pdf") {
        return annotations(bytes).iter().map(|(_, dict)| words(dict, b"Contents")).collect();
    }
    parts(bytes).into_iter().filter(|(name, _)| name.contains("comments")).map(|(_, text)| text).collect()
}

#[test]
fn wherever_a_finding_stands_it_is_in_the_copy_which_reads_as_before() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let mut others = Vec::new();
    for entry in
        ["calamine", "docling", "pdfplumber", "gb-cmap"].iter().flat_map(|name| std::fs::read_dir(folder.join(name)).into_iter().flatten())
    {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let is_small = std::fs::metadata(&path).is_ok_and(|found| found.len() < 200_000);
        if is_small && ["xlsx", "xlsm", "docx", "pdf"].iter().any(|known| name.ends_with(&format!(".{known}"))) {
            let bytes = std::fs::read(&path).unwrap();
            others.extend(ENGINE.audit(&name, &bytes).ok().map(|audit| Given { name, bytes, audit }));
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
        let is_listed =
            || parts(&copy).into_values().any(|xml| xml.contains("gouji.findings.1") && silent.iter().all(|id| xml.contains(*id)));
        let is_told = silent.is_empty() || (silent.len() <= threads().sum() && is_listed());
        if !is_told {
            wrong.push(format!("{name}: {silent:?} of {}", ids.len()));
        }
        seen += ids.len();
        let again = gouji::read::read(name, &copy, &RULEBOOK.vocabulary(), &Limits::default()).unwrap();
        if again.text != given.audit.document.text || again.tables != given.audit.document.tables {
            wrong.push(format!("{name} reads otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 500 && refused < 5, "{seen} {refused}");
}

#[test]
fn runs_are_split_at_the_figure_and_comments_of_others_stay() {
    let cell = |text: &str| {
        match text {
        // a run with its own look that holds more than the figure
        "353.15" => "<w:tc><w:p><w:commentRangeStart w:id=\"7\"/><w:r w:rsidR=\"1\"><w:rPr><w:b/><w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\"> 353</w:t><w:t>.15 </w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p></w:tc>".to_owned(),
        text => format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"),
    }
    };
    let rows: String =
        TOTALS.iter().skip(2).map(|line| format!("<w:tr>{}</w:tr>", line.split('|').map(cell).collect::<String>())).collect();
    let prose: String = TOTALS.iter().take(2).map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    let others = format!(
        "<w:comments {NAMES}><w:comment w:id=\"7\" w:author=\"张三\"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let bytes = word(&format!("{prose}<w:tbl>{rows}</w:tbl><w:p/>"), &[("comments", &others)]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    let document = part(&copy, "word/document.xml");
    let shading = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFC6CD\"/>";
    let run = |text: &str| {
        format!("<w:r w:rsidR=\"1\"><w:rPr><w:b/>{shading}<w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    assert!(document.contains(&run("353")) && document.contains(&run(".15")), "{document}");
    assert!(
        document.contains("<w:lang w:val=\"x\"/></w:rPr><w:t xml:space=\"preserve\"> </w:t></w:r><w:commentRangeStart w:id=\"8\"/>"),
        "{document}"
    );
    let found = comments(&copy);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0], ("请核实".to_owned(), " 353.15 ".to_owned()));
    assert!(found[1].0.contains("支出-行合计") && found[1].1 == "353.15", "{found:?}");
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));
}

#[test]
fn notes_of_others_stay_and_hold_ours_on_the_same_cell() {
    let comments = "<comments xmlns=\"m\"><authors><author>张三</author></authors><commentList>\
        <comment ref=\"C4\" authorId=\"0\"><text><t>合计请核实</t></text></comment>\
        <comment ref=\"A1\" authorId=\"0\"><text><r><t>标题</t></r></text></comment></commentList></comments>";
    let shape = |id: usize, row: usize, column: usize| {
        format!(
            "<v:shape id=\"_x0000_s{id}\"><v:textbox><div><br></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    };
    let boxes = format!("<xml xmlns:v=\"v\" xmlns:x=\"x\">{}{}</xml>", shape(1030, 3, 2), shape(1031, 0, 0));
    let data = rows(1, &TOTALS.map(|line| line.replace("||", "| |")).each_ref().map(String::as_str));
    let sheet = format!("<sheetData>{data}</sheetData><legacyDrawing xmlns:r=\"r\" r:id=\"d\"/><tableParts/>");
    let mut list = parts(&xlsx(&[("表03", "", sheet)]));
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    list.insert("xl/comments1.xml".into(), comments.into());
    list.insert("xl/drawings/vmlDrawing1.vml".into(), boxes.clone());
    list.insert(
        "xl/worksheets/_rels/sheet1.xml.rels".into(),
        format!("<Relationships><Relationship Id=\"c\" Type=\"{base}/comments\" Target=\"../comments1.xml\"/><Relationship Id=\"d\" Type=\"{base}/vmlDrawing\" Target=\"../drawings/vmlDrawing1.vml\"/></Relationships>"),
    );
    let list: Vec<(&str, &str)> = list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let bytes = package(&list);
    let audit = audit("a.xlsx", &bytes);
    assert_eq!(audit.document.locator.place(stated(&audit.checks[audit.findings[0].checks[0]]).unwrap().printed.span), Some("表03!C4"));
    let copy = annotate(&audit, None, &bytes, PLAIN).unwrap();
    let notes = part(&copy, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ").count(), 2, "{notes}");
    assert!(notes.contains("<r><t>合计请核实</t></r><r>") && notes.contains("【勾稽】1. 错误 支出-行合计"), "{notes}");
    assert!(notes.contains("<comment ref=\"A1\" authorId=\"0\"><text><r><t>标题</t></r></text></comment>"));
    // their boxes are there already
    assert_eq!(part(&copy, "xl/drawings/vmlDrawing1.vml"), boxes);
    assert_eq!(parts(&annotated("a.xlsx", &copy, PLAIN)), parts(&copy));
    // a program that saved the file may put the runs together, and its user may write behind ours
    let mended = notes.replace("</t></r><r><rPr>", "\u{0}");
    let joined: String = mended
        .split('\u{0}')
        .enumerate()
        .map(|(at, piece)| if at == 0 { piece.to_owned() } else { piece.split_once("preserve\">").unwrap().1.to_owned() })
        .collect();
    let joined = joined.replace("）</t></r></text></comment><comment ref=\"A1\"", "）\n已更正</t></r></text></comment><comment ref=\"A1\"");
    assert!(joined.contains("已更正") && joined.matches("<rPr>").count() < 2, "{joined}");
    let mut list = parts(&copy);
    list.insert("xl/comments1.xml".into(), joined);
    let list: Vec<(&str, &str)> = list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let again = part(&annotated("a.xlsx", &package(&list), PLAIN), "xl/comments1.xml");
    assert_eq!(again.matches("【勾稽】").count(), 1, "{again}");
    assert!(again.contains("合计请核实\n已更正"), "{again}");
}

#[test]
fn a_sheet_keeps_all_but_the_styles_of_its_cells() {
    for name in ["formats/archive-planted.xlsx", "formats/archive-planted-openpyxl.xlsx"] {
        let bytes = fixture(name);
        let copy = annotated("a.xlsx", &bytes, TICKS);
        for (name, xml) in parts(&bytes).into_iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
            let plain = |xml: &str| {
                let mut out = String::new();
                for (at, piece) in xml.split(" s=\"").enumerate() {
                    out.push_str(if at == 0 { piece } else { piece.split_once('"').unwrap().1 });
                }
                let (head, rest) = out.split_once("<legacyDrawing").unwrap_or((&out, "/>"));
                format!("{head}{}", rest.split_once("/>").unwrap().1)
            };
            let (before, after) = (plain(&xml), plain(&part(&copy, &name)));
            let tail = if before == after {
                String::new()
            } else {
                format!("{} | {}", &before[before.len() - 200..], &after[after.len() - 200..])
            };
            assert!(before == after, "{name} {tail}");
        }
    }
}

#[test]
fn copies_go_to_a_folder_and_documents_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.xlsx"), fixture("formats/archive-planted.xlsx")).unwrap();
    std::fs::write(root.join("决算.xls"), fixture("formats/archive-planted.xls")).unwrap();
    std::fs::write(root.join("自评.docx"), fixture("formats/docx/self-evaluation-planted.docx")).unwrap();
    let run = |args: &[&str]| {
        let mut command = cargo_bin_cmd!("gouji");
        let output = command.current_dir(root).args(["check", "--fail-on", "never", "--format", "jsonl"]).args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // beside the documents: never over one
    let (status, said) = run(&["决算.xlsx", "决算.xls", "自评.docx", "--annotate", ".", "--annotate-ticks"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("决算.xls：这种格式不能加批注；结果写成了网页 ./决算.xls.gouji.html"), "{said}");
    assert!(said.contains("批注后的文件在 .：2 份，网页 1 份；原文件没有改动"), "{said}");
    assert_eq!(std::fs::read(root.join("决算.xlsx")).unwrap(), fixture("formats/archive-planted.xlsx"));
    let copy = std::fs::read(root.join("决算.gouji.xlsx")).unwrap();
    assert!(part(&copy, "xl/workbook.xml").contains("勾稽审核结果"));
    assert!(std::fs::read_to_string(root.join("决算.xls.gouji.html")).unwrap().contains("收入-类款项"));
    // a copy as a document: its own copy does not take its place
    let (_, said) = run(&["决算.gouji.xlsx", "--annotate", "."]);
    assert!(said.contains("1 份"), "{said}");
    assert_eq!(std::fs::read(root.join("决算.gouji.xlsx")).unwrap(), copy);
    assert!(root.join("决算-2.gouji.xlsx").is_file());
    // several files as one document: each gets what stands in it
    let (_, said) = run(&["--together", "决算.xlsx", "自评.docx", "决算.xls", "--annotate", "结果"]);
    assert!(said.contains("2 份，网页 1 份"), "{said}");
    assert!(!comments(&std::fs::read(root.join("结果/自评.gouji.docx")).unwrap()).is_empty());
    let (status, said) = run(&["决算.xlsx", "--annotate", "自评.docx"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("批注写不到文件夹"), "{said}");
    let (status, _) = run(&["决算.xlsx", "--annotate-ticks"]);
    assert_eq!(status, Some(2));
}

#[test]
fn in_text_boxes_and_notes_the_figure_is_shaded_and_the_comment_stands_in_the_text() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let rows: String =
        TOTALS.iter().skip(2).map(|line| format!("<w:tr>{}</w:tr>", line.split('|').map(cell).collect::<String>())).collect();
    let form = format!("<w:p><w:r><w:t>支出决算表</w:t></w:r></w:p><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p><w:tbl>{rows}</w:tbl><w:p/>");
    let hanging = format!(
        "<w:p><w:r><w:t>附表</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>{form}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    );
    let bytes = word(&format!("<w:p/><w:p><w:r><w:t>封面</w:t></w:r></w:p>{hanging}"), &[]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    let document = part(&copy, "word/document.xml");
    assert!(document.contains("w:fill=\"FFC6CD\"/></w:rPr><w:t xml:space=\"preserve\">353.15</w:t>"), "{document}");
    assert!(document.contains("<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>附表</w:t>"), "{document}");
    assert!(document.ends_with("<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p></w:body></w:document>"));
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));

    let notes = format!("<w:footnotes {NAMES}><w:footnote w:id=\"2\">{form}</w:footnote></w:footnotes>");
    let marked = "<w:p><w:pPr><w:jc w:val=\"left\"/></w:pPr><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let bytes = word(marked, &[("footnotes", &notes)]);
    let copy = annotated("a.docx", &bytes, PLAIN);
    assert!(part(&copy, "word/footnotes.xml").contains("w:fill=\"FFC6CD\""));
    // there the place is told by the comment
    assert!(part(&copy, "word/document.xml").contains("</w:pPr><w:commentRangeStart w:id=\"0\"/><w:commentRangeEnd w:id=\"0\"/><w:r>"));
    let comment = part(&copy, "word/comments.xml");
    assert!(comment.contains("支出-行合计") && comment.contains("位置："), "{comment}");
    assert_eq!(parts(&annotated("a.docx", &copy, PLAIN)), parts(&copy));
}

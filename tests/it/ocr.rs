//! Pages that are pictures, read with a program for recognising text: what it says is read as a page
//! is, what may be misread accuses nobody, and what it cannot do is said.

use crate::engines;
use crate::spending::{HEADS, ROWS};
use gouji::audit::{DocumentAudit, Severity, Verdict};
use gouji::document::NoticeCode;
use gouji::engine::{Engine, Request};
use gouji::{PageImage, Recogniser};
use std::sync::Arc;

/// A file of pages that are pictures: a frame of lines around the cells between these edges.
fn scanned(pages: &[(&[u32], &[u32])]) -> Vec<u8> {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned().into_bytes()];
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 3 + page * 3)).collect();
    let tree = format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" "));
    objects.push(tree.into_bytes());
    for (page, (xs, ys)) in pages.iter().enumerate() {
        let at = 3 + page * 3;
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDE} {HIGH}]\
                 /Resources<</XObject<</I {} 0 R>>>>/Contents {} 0 R>>",
                at + 1,
                at + 2
            )
            .into_bytes(),
        );
        // two dots a point
        let (wide, high) = (WIDE * 2, HIGH * 2);
        let mut dots = vec![255_u8; (wide * high) as usize];
        for y in ys.first().copied().unwrap_or(0) * 2..=ys.last().copied().unwrap_or(0) * 2 {
            for x in xs.first().copied().unwrap_or(0) * 2..=xs.last().copied().unwrap_or(0) * 2 {
                if xs.iter().any(|edge| edge * 2 == x) || ys.iter().any(|edge| edge * 2 == y) {
                    dots[(y * wide + x) as usize] = 0;
                }
            }
        }
        let mut image = format!(
            "<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceGray\
             /BitsPerComponent 8/Length {}>>stream\n",
            dots.len()
        )
        .into_bytes();
        image.extend(dots);
        image.extend(b"\nendstream");
        objects.push(image);
        let content = format!("q {WIDE} 0 0 {HIGH} 0 0 cm /I Do Q");
        objects.push(
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()).into_bytes(),
        );
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").into_bytes()));
    let end =
        format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    out.extend(end.into_bytes());
    out
}

/// Width and height of a page in points.
const WIDE: u32 = 600;
const HIGH: u32 = 400;

/// Left edges of the columns.
const COLUMNS: [u32; 9] = [20, 80, 200, 260, 320, 380, 440, 500, 580];

/// Words of a page: text, left and top in points, how sure.
type Words = Vec<(String, u32, u32, i32)>;

/// The pages of a table; `wrong`: what stands instead of a figure, and how sure the program is.
fn pages(wrong: (&str, i32)) -> Vec<Words> {
    let word = |text: &str, left: u32, top: u32| (text.to_owned(), left, top, 96);
    let mut words = vec![word("支出决算表", 250, 20), word("单位：万元", 500, 40)];
    let rows = [HEADS].into_iter().chain(ROWS);
    for (row, texts) in (0..).zip(rows) {
        for (text, left) in texts.iter().zip(COLUMNS).filter(|(text, _)| !text.is_empty()) {
            words.push(word(text, left + 2, 64 + row * 20));
        }
    }
    let (figure, sure) = wrong;
    if !figure.is_empty() {
        let at = words.iter().position(|word| word.0 == "353.15").unwrap();
        (words[at].0, words[at].3) = (figure.to_owned(), sure);
    }
    vec![words]
}

fn frame() -> (&'static [u32], &'static [u32]) {
    (&COLUMNS, &[60, 80, 100, 120, 140, 160, 180, 200, 220])
}

/// The words as a program writes them for a picture of so many dots per inch.
fn tsv(words: &Words, dpi: u32) -> String {
    let dots = |points: u32| points * dpi / 72;
    let mut out = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n".to_owned();
    for (number, (text, left, top, sure)) in words.iter().enumerate() {
        let wide: u32 = text.chars().map(|c| if c.is_ascii() { 4 } else { 7 }).sum();
        out.push_str(&format!(
            "5\t1\t1\t1\t{number}\t1\t{}\t{}\t{}\t{}\t{sure}\t{text}\n",
            dots(*left),
            dots(*top),
            dots(wide),
            dots(9)
        ));
    }
    out
}

/// A program that knows the pages, or why it does not.
#[derive(Debug)]
struct Known(Result<Vec<Words>, &'static str>);

impl Recogniser for Known {
    fn name(&self) -> String {
        "识字".to_owned()
    }

    fn recognise(&self, image: &PageImage) -> Result<String, String> {
        assert!(image.png.starts_with(b"\x89PNG") && image.width > image.height);
        let pages = self.0.as_ref().map_err(|why| (*why).to_owned())?;
        Ok(tsv(&pages[image.page - 1], image.dpi))
    }
}

fn audited(program: Option<Known>) -> Result<DocumentAudit, String> {
    let request = Request {
        ruleset: Some("national".to_owned()),
        recogniser: program.map(|program| Arc::new(program) as Arc<dyn Recogniser>),
        ..Request::default()
    };
    let engine = Engine::new(engines::rulebook(), request).unwrap();
    engine.audit("扫描.pdf", &scanned(&[frame()])).map_err(|error| error.message)
}

fn codes(audit: &DocumentAudit) -> Vec<NoticeCode> {
    audit.notices.iter().map(|notice| notice.code).collect()
}

fn count(audit: &DocumentAudit, verdict: Verdict) -> usize {
    audit.checks.iter().filter(|check| check.verdict == verdict).count()
}

#[test]
fn what_is_recognised_is_read_and_said() {
    let audit = audited(Some(Known(Ok(pages(("", 0)))))).unwrap();
    assert!(count(&audit, Verdict::Holds) > 15, "{:?}", audit.checks.len());
    assert_eq!(count(&audit, Verdict::Violation), 0);
    assert_eq!(audit.coverage.unread_pages(), 0);
    let notice = audit.notices.iter().find(|notice| notice.code == NoticeCode::PagesRecognised);
    let notice = notice.expect("it is said");
    assert!(notice.message.contains("识字") && notice.message.contains("第 1 页"));
}

#[test]
fn what_may_be_misread_accuses_nobody() {
    // a digit that the program is sure of is a hint, another says nothing
    let sure = audited(Some(Known(Ok(pages(("358.15", 96)))))).unwrap();
    assert!(count(&sure, Verdict::Violation) > 0);
    let faint = audited(Some(Known(Ok(pages(("358.15", 55)))))).unwrap();
    assert_eq!(count(&faint, Verdict::Violation), 0);
    assert!(count(&faint, Verdict::Unchecked) > 0);
    for audit in [sure, faint] {
        let loud = |check: &&gouji::Check| {
            check.verdict == Verdict::Violation && check.severity > Severity::Info
        };
        let loud: Vec<String> =
            audit.checks.iter().filter(loud).map(|check| check.message()).collect();
        assert!(loud.is_empty(), "{loud:#?}");
    }
    // a sum confirms what the program is not sure of
    let right = audited(Some(Known(Ok(pages(("353.15", 55)))))).unwrap();
    let whole = audited(Some(Known(Ok(pages(("", 0)))))).unwrap();
    assert_eq!(count(&right, Verdict::Holds), count(&whole, Verdict::Holds));
}

#[test]
fn without_a_program_and_with_one_that_fails_the_file_is_unread_and_says_why() {
    let none = audited(None).unwrap_err();
    assert!(none.contains("扫描件") && none.contains("先用文字识别"), "{none}");
    for (why, program) in
        [("纸卡住了", Known(Err("纸卡住了"))), ("没有识别出文字", Known(Ok(vec![Vec::new()])))]
    {
        let error = audited(Some(program)).unwrap_err();
        assert!(error.contains("识字") && error.contains(why), "{error}");
    }
}

#[test]
fn pages_that_are_not_recognised_are_named() {
    let request = |program: Option<Known>| Request {
        recogniser: program.map(|program| Arc::new(program) as Arc<dyn Recogniser>),
        ..Request::default()
    };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf/drawn-scanned-page.pdf");
    let bytes = std::fs::read(path).unwrap();
    let rules = engines::rulebook;
    let engine = Engine::new(rules(), request(None)).unwrap();
    let before = engine.audit("a.pdf", &bytes).unwrap();
    assert!(before.coverage.unread_pages() > 0);
    assert!(!codes(&before).contains(&NoticeCode::PagesUnrecognised));
    let engine = Engine::new(rules(), request(Some(Known(Err("没有电"))))).unwrap();
    let after = engine.audit("a.pdf", &bytes).unwrap();
    assert_eq!(after.coverage.unread_pages(), before.coverage.unread_pages());
    assert!(codes(&after).contains(&NoticeCode::PagesUnrecognised), "{:?}", codes(&after));
    assert!(after.notices.iter().any(|notice| notice.message.contains("没有电")));
}

#[cfg(unix)]
mod command {
    use super::{frame, pages, scanned, tsv};
    use assert_cmd::cargo::cargo_bin_cmd;

    /// Exit status and the document of the report.
    fn run(ocr: &str, files: &[(&str, &[u8])]) -> (Option<i32>, serde_json::Value) {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let run = cargo_bin_cmd!("gouji")
            .current_dir(folder.path())
            .args(["check", "扫描.pdf", "-r", "national", "--format", "json", "--ocr", ocr])
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&run.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&run.stderr)));
        (run.status.code(), report["documents"][0].clone())
    }

    #[test]
    fn a_command_gets_the_page_and_its_words_are_read() {
        let page = scanned(&[frame()]);
        // the picture has two dots a point
        let words = tsv(&pages(("", 0))[0], 144);
        let script = b"#!/bin/sh\nhead -c 4 | grep -q PNG || exit 9\ncat > /dev/null\ncat \"$1\"\n";
        let files: [(&str, &[u8]); 3] =
            [("扫描.pdf", &page), ("ocr one.sh", script), ("词 表.tsv", words.as_bytes())];
        let (status, document) = run("/bin/sh 'ocr one.sh' \"词 表.tsv\"", &files);
        assert_eq!(status, Some(0), "{document}");
        assert!(document["coverage"]["checked"].as_u64().unwrap() > 15);
        assert!(document["notices"].to_string().contains("pages-recognised"));
    }

    #[test]
    fn commands_that_are_missing_or_fail_are_told() {
        let page = scanned(&[frame()]);
        for (ocr, why) in [
            ("没有这个程序 -x", "没有找到这个程序"),
            ("/bin/sh -c 'echo 坏了 >&2; exit 7'", "坏了"),
            ("/bin/echo 收入", "TSV"),
        ] {
            let (status, document) = run(ocr, &[("扫描.pdf", &page)]);
            assert_eq!(status, Some(3), "{document}");
            assert!(document["error"].to_string().contains(why), "{document}");
        }
    }
}

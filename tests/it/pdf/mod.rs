//! PDF files: the stories say the same as their text, every manner of drawing a table is
//! understood, what cannot be read is said to be unread, and files of other projects do no harm.

mod columns;
mod damaged;
mod rows;

use crate::engines::{self, engine};
use gouji::audit::{DocumentAudit, Verdict};
use gouji::document::Block;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(root().join("fixtures").join(path)).unwrap()
}

fn audit(ruleset: &str, path: &str) -> DocumentAudit {
    engine(ruleset)
        .audit(path, &fixture(path))
        .unwrap_or_else(|error| panic!("{path}: {}", error.message))
}

fn opened(bytes: &[u8]) -> Result<gouji::document::Document, ReadError> {
    read("file.pdf", bytes, engines::vocabulary(), &Limits::default())
}

/// Rule, verdict and figures of each check, without places.
fn checks(audit: &DocumentAudit) -> Vec<String> {
    let mut out: Vec<String> = audit
        .checks
        .iter()
        .map(|check| {
            let at = check.figure(0).map_or_else(|| "".into(), |figure| figure.label());
            format!(
                "{} {:?} {:?} {:?} {at}",
                check.rule, check.verdict, check.stated, check.computed
            )
        })
        .collect();
    out.sort();
    out
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    wrong
        .map(|check| format!("{} {}", check.rule, check.stated.clone().unwrap_or_default()))
        .collect()
}

#[test]
fn a_story_says_the_same_as_its_text() {
    for (ruleset, text, pdf) in [
        ("shanxi", "archive-clean/wan.txt", "pdf/archive-clean-wan.pdf"),
        ("shanxi", "archive-planted/document.txt", "pdf/archive-planted.pdf"),
        ("shanxi", "archive-clean/yuan.txt", "pdf/archive-clean-yuan.pdf"),
        ("shanxi", "prose-library/document.txt", "pdf/prose-library.pdf"),
        ("shanxi", "prose-school/document.txt", "pdf/prose-school.pdf"),
        ("shanxi", "prose-weather/document.txt", "pdf/prose-weather.pdf"),
        ("hunan", "self-evaluation-evaluation/document.txt", "pdf/self-evaluation-evaluation.pdf"),
        ("hunan", "self-evaluation-sheet/document.txt", "pdf/self-evaluation-sheet.pdf"),
        ("hunan", "self-evaluation-planted/document.txt", "pdf/self-evaluation-planted.pdf"),
    ] {
        let (text, pdf) = (checks(&audit(ruleset, text)), audit(ruleset, pdf));
        assert!(text.len() > 10, "nothing to compare");
        let found = checks(&pdf);
        let (of_text, of_pdf) = (BTreeSet::from_iter(&text), BTreeSet::from_iter(&found));
        let missing: Vec<_> = of_text.difference(&of_pdf).collect();
        let more: Vec<_> = of_pdf.difference(&of_text).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{}: missing {missing:#?}, more {more:#?}",
            pdf.path
        );
        assert_eq!(text.len(), found.len(), "{}", pdf.path);
    }
}

#[test]
fn a_finding_names_page_and_box() {
    let audit = audit("shanxi", "pdf/archive-planted.pdf");
    let check = audit
        .checks
        .iter()
        .find(|check| check.rule == "收入-类款项" && check.verdict == Verdict::Violation)
        .unwrap();
    let place = audit.document.locator.place(check.figure(0).unwrap().span()).unwrap();
    let numbers: Vec<i32> =
        place.strip_prefix('p').unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
    let [page, left, top, width, height] = numbers[..] else { panic!("{place}") };
    assert_eq!(page, 2, "{place}");
    assert!(
        (0..842).contains(&left)
            && (0..595).contains(&top)
            && width > 10
            && (5..40).contains(&height),
        "{place}"
    );
}

#[test]
fn every_manner_of_drawing_a_table_is_understood() {
    let mut all = Vec::new();
    for name in [
        "drawn-ruled",
        "drawn-aligned",
        "drawn-pages",
        "drawn-rotated",
        "drawn-open",
        "drawn-three",
        "drawn-columns",
        "drawn-open-pages",
        "drawn-aligned-pages",
        "drawn-marked",
    ] {
        let found = audit("shanxi", &format!("pdf/{name}.pdf"));
        assert_eq!(found.document.tables.len(), 1, "{name}");
        assert_eq!(found.document.tables[0].rows.len(), 12, "{name}");
        assert_eq!(found.coverage.recognised, 1, "{name}");
        let violations = violations(&found);
        assert_eq!(
            violations,
            ["支出-类款项 500.40", "支出-行合计 402.40", "支出-类款项 302.40"].map(String::from),
            "{name}"
        );
        all.push(checks(&found));
    }
    assert!(
        all.windows(2).all(|two| two[0] == two[1]),
        "the same table, drawn in another way, is checked in the same way"
    );
}

/// The rows of the table below have other columns, so that those of the form are cut in pieces.
#[test]
fn a_table_right_below_another_does_not_hide_it() {
    let (alone, stacked) =
        (audit("shanxi", "pdf/drawn-ruled.pdf"), audit("shanxi", "pdf/drawn-stacked.pdf"));
    assert_eq!(stacked.document.tables.len(), 1);
    assert!(stacked.document.tables[0].width() > alone.document.tables[0].width());
    let found = checks(&stacked);
    assert!(checks(&alone).iter().all(|check| found.contains(check)), "{found:#?}");
    assert_eq!(violations(&alone), violations(&stacked));
}

#[test]
fn tables_side_by_side_stand_below_their_own_titles() {
    let document = opened(&fixture("pdf/drawn-beside.pdf")).unwrap();
    assert_eq!(document.tables.len(), 2);
    let blocks: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.text.text.as_str(),
            Block::Table(_) => "表",
        })
        .collect();
    let expected = ["会议费支出明细表", "单位：万元", "表", "培训费支出明细表", "单位：万元", "表"];
    assert_eq!(blocks[blocks.len() - 6..], expected);
    for table in &document.tables {
        let header: Vec<&str> = table.rows[0].iter().map(|cell| cell.text.text.as_str()).collect();
        assert_eq!(
            header,
            ["名称", "人数", "金额"],
            "words that are turned are read in their direction"
        );
    }
}

#[test]
fn forms_side_by_side_need_no_lines() {
    let document = opened(&fixture("pdf/drawn-sides.pdf")).unwrap();
    let row = |row: &Vec<gouji::document::Cell>| {
        row.iter().map(|cell| cell.text.text.as_str()).collect::<Vec<_>>().join("|")
    };
    let tables: Vec<Vec<String>> =
        document.tables.iter().map(|table| table.rows.iter().map(row).collect()).collect();
    let expected = [
        ["名称|人数|金额", "春季工作会|80|3.20", "秋季工作会|60|2.40", "合计|140|5.70"],
        ["名称|人数|金额", "会计培训|40|1.10", "审计培训|30|0.90", "合计|70|2.00"],
    ];
    assert_eq!(tables, expected);
    let lines: Vec<&str> =
        document.paragraphs().map(|(_, paragraph)| paragraph.text.text.as_str()).collect();
    assert_eq!(
        lines[lines.len() - 4..],
        ["会议费支出明细表", "单位：万元", "培训费支出明细表", "单位：万元"]
    );
}

#[test]
fn watermarks_and_running_titles_are_no_content() {
    let found = opened(&fixture("pdf/drawn-marked.pdf")).unwrap();
    assert!(!found.text.contains("资") && !found.text.contains("公开材料"), "{}", found.text);
    assert!(
        found.notices.iter().any(|notice| notice.message.contains("第 2、3 页有斜着的文字")),
        "{:?}",
        found.notices
    );
}

#[test]
fn a_story_printed_by_another_program_says_the_same() {
    let (text, pdf) = (
        audit("shanxi", "archive-planted/document.txt"),
        audit("shanxi", "pdf/archive-planted-printed.pdf"),
    );
    assert!(!violations(&text).is_empty());
    assert_eq!(checks(&pdf), checks(&text));
}

#[test]
fn page_numbers_are_no_content() {
    for name in ["drawn-ruled", "drawn-pages", "drawn-beside"] {
        let document = opened(&fixture(&format!("pdf/{name}.pdf"))).unwrap();
        assert!(
            !document.text.contains("- 1 -") && !document.text.contains("- 2 -"),
            "{name}: {}",
            document.text
        );
    }
}

/// A department's published document and the blank template, where they are at hand.
#[test]
fn published_documents_are_understood() {
    let folder = root().join("../shared/documents");
    let Ok(bytes) = std::fs::read(folder.join("shanghai-putuo-finance-2024-final-accounts.pdf"))
    else {
        return;
    };
    let found = engine("shanghai").audit("published.pdf", &bytes).unwrap();
    let forms: Vec<&str> = found
        .understanding
        .iter()
        .flat_map(|table| &table.forms)
        .map(|form| form.form.as_str())
        .collect();
    assert_eq!(
        forms,
        [
            "收支总表",
            "收入决算表",
            "支出决算表",
            "拨款总表",
            "一般公共预算支出表",
            "基本支出明细表",
            "三公经费表",
            "政府性基金表",
            "国资预算表"
        ]
    );
    let holds = found.checks.iter().filter(|check| check.verdict.agrees()).count();
    assert!(holds > 400, "{holds}");
    // an item that the text names and the form leaves blank, a total of 0.3, and a share that does
    // not follow from its amounts
    let expected = [
        "人员构成-有数 0.00",
        "拨款收支总计 0.3",
        "拨款收支总计-支出 0.3",
        "叙述占比 71.73",
        "叙述占比合计 100.00",
    ]
    .map(String::from);
    assert_eq!(violations(&found), expected);
    let bytes = std::fs::read(folder.join("shanghai-final-accounts-template.pdf")).unwrap();
    let blank = engine("shanghai").audit("template.pdf", &bytes).unwrap();
    // that it is a form that nobody filled in is said once
    let told = violations(&blank).into_iter();
    let (once, others): (Vec<String>, Vec<String>) =
        told.partition(|found| found.starts_with("空白格式"));
    assert_eq!(once.len(), 1, "{once:?}");
    let on_numbers: Vec<String> =
        others.into_iter().filter(|found| !found.starts_with("没有")).collect();
    assert!(on_numbers.is_empty(), "{on_numbers:?}");
}

/// Texts and lines in a lattice of places, so that they meet.
fn operators() -> impl Strategy<Value = String> {
    let place = || (0..12_i32).prop_map(|at| at * 40 - 40);
    let line = (place(), place(), place(), place())
        .prop_map(|(x, y, to_x, to_y)| format!("{x} {y} m {to_x} {to_y} l S\n"));
    let level =
        (place(), place(), place()).prop_map(|(x, y, to)| format!("{x} {y} m {to} {y} l S\n"));
    let upright =
        (place(), place(), place()).prop_map(|(x, y, to)| format!("{x} {y} m {x} {to} l S\n"));
    let rectangle =
        (place(), place(), place(), place(), any::<bool>()).prop_map(|(x, y, w, h, fill)| {
            format!("{x} {y} {w} {h} re {}\n", if fill { "f" } else { "S" })
        });
    let words = [
        "603B8BA1",
        "0031002E00300030",
        "0031",
        "652F51FA51B37B978868",
        "53554F4DFF1A4E0751430020",
    ];
    let text = (place(), place(), prop::sample::select(words.to_vec()), -2..3_i32, 0..40_i32)
        .prop_map(|(x, y, word, turn, size)| {
            format!("BT /F {size} Tf {turn} 1 {} 1 {x} {y} Tm <{word}> Tj ET\n", -turn)
        });
    let plain = (place(), place(), prop::sample::select(words.to_vec()))
        .prop_map(|(x, y, word)| format!("BT /F 10 Tf 1 0 0 1 {x} {y} Tm <{word}> Tj ET\n"));
    let noise = "[ 0-9a-zA-Z*<>()./-]{0,30}".prop_map(|noise| noise + "\n");
    prop::collection::vec(prop_oneof![line, level, upright, rectangle, text, plain, noise], 0..80)
        .prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(crate::effort::cases(24, 48))]

    #[test]
    fn any_drawing_is_read(operators in operators(), noise in prop::collection::vec(any::<u8>(), 0..200)) {
        gouji::fuzz::pdf(operators.as_bytes());
        gouji::fuzz::pdf(&noise);
    }

    #[test]
    fn damaged_files_are_read_or_refused(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture("pdf/drawn-beside.pdf");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        gouji::fuzz::reader(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        gouji::fuzz::reader(&bytes);
    }
}

/// Columns and rows without a line are sometimes told wrong: what does not agree then is said to be
/// unchecked.
#[test]
fn tables_without_a_line_accuse_nobody() {
    let audit = audit("national", "pdf/web-none-hospital.pdf");
    let count = |verdict| audit.checks.iter().filter(|check| check.verdict == verdict).count();
    assert_eq!(count(Verdict::Violation), 0);
    assert!(count(Verdict::Holds) > 400, "{}", count(Verdict::Holds));
}

//! PDF files: the stories say the same as their text, every manner of drawing a table is
//! understood, what cannot be read is said to be unread, and files of other projects do no harm.

use crate::drawn::{Page, file};
use crate::engines::engine;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::document::{Block, TableDoubt};
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
    read("file.pdf", bytes, &gouji::embedded_lean().unwrap().vocabulary(), &Limits::default())
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

/// Checks that say something about figures, without the words of their cells: a head may be read
/// with that of its group.
fn decided(audit: &DocumentAudit) -> Vec<String> {
    let decided = audit.checks.iter().filter(|check| check.verdict != Verdict::Unchecked);
    let mut out: Vec<String> = decided
        .map(|check| {
            format!("{} {:?} {:?} {:?}", check.rule, check.verdict, check.stated, check.computed)
        })
        .collect();
    out.sort();
    out
}

fn says_the_same(ruleset: &str, text: &str, pdf: &str) {
    let (text, found) = (decided(&audit(ruleset, text)), decided(&audit(ruleset, pdf)));
    assert!(text.len() > 20, "nothing to compare");
    let missing: Vec<_> = text.iter().filter(|check| !found.contains(check)).collect();
    let more: Vec<_> = found.iter().filter(|check| !text.contains(check)).collect();
    assert!(missing.is_empty() && more.is_empty(), "{pdf}: missing {missing:#?}, more {more:#?}");
    assert_eq!(text.len(), found.len(), "{pdf}");
}

/// As [`says_the_same`], where rows are parted by no lines: nothing else is said, but what rests on
/// a single check of a row, or on a row that is not there, is left open.
fn says_nothing_else(ruleset: &str, text: &str, pdf: &str) {
    let (text, found) = (decided(&audit(ruleset, text)), decided(&audit(ruleset, pdf)));
    // that a sum of its own comes out in a table is nothing that is said
    let is_silent = |check: &&String| {
        check.starts_with("按") && (check.contains(" Holds ") || check.contains(" Corroborated "))
    };
    let more = found.iter().filter(|check| !text.contains(check) && !is_silent(check));
    let more: Vec<_> = more.collect();
    assert!(more.is_empty(), "{pdf}: {more:#?}");
    assert!(found.len() * 20 >= text.len() * 19, "{pdf}: {} of {}", found.len(), text.len());
}

/// Down first and then over, parted on purpose, with the labels printed again.
#[test]
fn columns_on_several_pages_are_one_form() {
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/calc-wide.pdf");
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/calc-parted.pdf");
    says_the_same("hunan", "self-evaluation-sheet/document.txt", "pdf/calc-labels.pdf");
}

#[test]
fn a_cell_of_a_page_beside_has_its_place_there() {
    let audit = audit("shanxi", "pdf/calc-wide.pdf");
    let place = |text: &str| {
        let cells = audit.document.tables.iter().flat_map(|table| table.rows.iter().flatten());
        let cell = { cells }.find(|cell| cell.text.text == text).unwrap();
        audit.document.locator.place(cell.span).unwrap().to_owned()
    };
    // the balance of income stands on the lower left page, the one of expenditure on the lower
    // right one
    let (left, right) = (place("使用非财政拨款结余（含专用结余）"), place("61"));
    assert!(left.starts_with("p3 "), "{left}");
    assert!(right.starts_with("p5 "), "{right}");
    let within: i32 = right.split(' ').nth(1).unwrap().parse().unwrap();
    assert!((0..595).contains(&within), "{right}");
}

/// A page that is turned within a table over several pages is a page of this table like the others.
#[test]
fn a_turned_page_is_joined_to_those_around_it() {
    for pdf in ["pdf/drawn-pages.pdf", "pdf/drawn-open-pages.pdf"] {
        let expected = checks(&audit("shanxi", pdf));
        for (page, degrees) in [(2, 90), (2, 180), (3, 270)] {
            let mut document = lopdf::Document::load_mem(&fixture(pdf)).unwrap();
            let id = document.get_pages()[&page];
            document.get_dictionary_mut(id).unwrap().set("Rotate", degrees);
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).unwrap();
            let found = engine("shanxi").audit("turned.pdf", &bytes).unwrap();
            assert_eq!(checks(&found), expected, "{pdf}, page {page} turned by {degrees}");
        }
    }
}

/// A form whose other columns are not there is not checked, as when a page was left out.
#[test]
fn half_a_form_is_said_to_lack_columns() {
    let mut document = lopdf::Document::load_mem(&fixture("pdf/calc-wide.pdf")).unwrap();
    // the right pages of the first form
    document.delete_pages(&[4, 5]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let found = engine("shanxi").audit("half.pdf", &bytes).unwrap();
    assert!(
        found
            .checks
            .iter()
            .any(|check| check.rule == "收入-类款项" && check.verdict == Verdict::Holds)
    );
    let own = |check: &&gouji::audit::Check| {
        check.rule.starts_with("收支总") && check.verdict == Verdict::Violation
    };
    assert_eq!(found.checks.iter().filter(own).count(), 0);
}

/// Level lines that are drawn cell by cell tell the columns, also where there are three of them.
#[test]
fn level_lines_tell_the_columns() {
    says_the_same("shanxi", "archive-planted/document.txt", "pdf/web-level-planted.pdf");
    says_nothing_else("shanxi", "archive-planted/document.txt", "pdf/web-three-planted.pdf");
    for pdf in ["level-sheet", "level-sheet-chromium", "under-sheet", "three-sheet"] {
        says_the_same("hunan", "self-evaluation-sheet/document.txt", &format!("pdf/web-{pdf}.pdf"));
    }
}

/// Headers of two steps with the numbers of their columns between three lines; marks for nothing at
/// the left of columns whose figures stand at the right.
#[test]
fn numbers_of_columns_are_no_words_of_the_header() {
    says_nothing_else("national", "generality/hospital-2021.txt", "pdf/web-three-hospital.pdf");
}

/// Upright lines only: the columns are drawn, the rows are told by what stands side by side.
#[test]
fn upright_lines_tell_the_columns() {
    let (text, pdf) = (
        audit("shanxi", "archive-planted/document.txt"),
        audit("shanxi", "pdf/web-upright-planted.pdf"),
    );
    let (expected, found) = (violations(&text), violations(&pdf));
    assert!(found.len() >= 5 && found.iter().all(|found| expected.contains(found)), "{found:#?}");
    // no table is lost: each check of the text is made
    let count = |audit: &DocumentAudit| audit.checks.len();
    assert!(count(&pdf) >= count(&text), "{} of {}", count(&pdf), count(&text));
    let undecided = pdf.checks.iter().filter(|check| check.verdict == Verdict::Unchecked).count();
    assert!(undecided * 20 < count(&pdf), "{undecided} of {}", count(&pdf));
}

/// No line at all: heads stand over their columns or beside what is below them; figures at the
/// right or in the middle, codes at the right of heads at the left.
#[test]
fn heads_tell_the_columns_where_no_line_is_drawn() {
    let text = audit("shanxi", "archive-planted/document.txt");
    let expected = violations(&text);
    let agreeing = |audit: &DocumentAudit| {
        audit
            .checks
            .iter()
            .filter(|check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding))
            .count()
    };
    for name in ["none", "centred"] {
        let pdf = audit("shanxi", &format!("pdf/web-{name}-planted.pdf"));
        let found = violations(&pdf);
        assert!(
            found.len() >= 3 && found.iter().all(|found| expected.contains(found)),
            "{name}: {found:#?}"
        );
        assert!(
            agreeing(&pdf) * 10 >= agreeing(&text) * 9,
            "{name}: {} of {}",
            agreeing(&pdf),
            agreeing(&text)
        );
    }
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

#[test]
fn an_unread_page_silences_what_rests_on_it() {
    let found = audit("shanxi", "pdf/drawn-scanned-page.pdf");
    assert!(
        found
            .notices
            .iter()
            .any(|notice| notice.message.contains("第 3 页") && notice.message.contains("扫描件"))
    );
    assert_eq!(found.coverage.recognised, 1);
    assert!(violations(&found).is_empty(), "{:?}", violations(&found));
    // the rows themselves are checked
    assert!(
        found
            .checks
            .iter()
            .any(|check| check.rule == "支出-行合计" && check.verdict == Verdict::Holds)
    );
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let whole = fixture("pdf/drawn-ruled.pdf");
    let message =
        |bytes: &[u8]| opened(bytes).map(|document| document.text).unwrap_err().to_string();
    assert!(message(&fixture("pdf/drawn-scanned.pdf")).contains("文字识别"));
    assert!(message(&fixture("pdf/drawn-locked.pdf")).contains("密码"));
    assert!(message(&fixture("pdf/drawn-bomb.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-calls-itself.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-calls-in-vain.pdf")).contains("超过上限"));
    assert!(message(&fixture("pdf/drawn-wide-font.pdf")).contains("字宽表"));
    assert!(message(b"%PDF-1.4\nnothing else").contains("损坏"));
    assert!(message(&whole[..300]).contains("无法读取"));
}

#[test]
fn a_broken_cross_reference_table_is_mended() {
    let whole = fixture("pdf/drawn-ruled.pdf");
    let at = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    let mut broken = whole.clone();
    broken.truncate(at);
    broken.extend_from_slice(b"startxref\n7\n%%EOF\n");
    assert_eq!(opened(&broken).unwrap().text, opened(&whole).unwrap().text);
}

#[test]
fn pages_are_limited() {
    let limits = Limits { pages: 1, ..Limits::default() };
    let vocabulary = gouji::embedded_lean().unwrap().vocabulary();
    let error =
        read("file.pdf", &fixture("pdf/drawn-ruled.pdf"), &vocabulary, &limits).unwrap_err();
    assert!(matches!(error, ReadError::Limit { .. }), "{error}");
}

/// Files of other projects, where they are at hand.
#[test]
fn files_of_other_projects_do_no_harm() {
    let mut read_well = 0;
    for folder in ["corpora/pdfplumber", "corpora/docling", "corpora/gb-cmap"] {
        let Some(folder) = crate::effort::beside(folder) else { continue };
        let entries = std::fs::read_dir(folder).unwrap();
        for path in entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        {
            match opened(&std::fs::read(&path).unwrap()) {
                Ok(document) => {
                    assert!(
                        document.text.trim().chars().count() > 2,
                        "{}: nothing was read",
                        path.display()
                    );
                    read_well += 1;
                }
                Err(error) => {
                    assert!(!error.to_string().contains("程序出错"), "{}: {error}", path.display())
                }
            }
        }
    }
    println!("{read_well} files read");
}

/// Fonts with predefined GB encodings and no Unicode map.
#[test]
fn gb_encodings_are_known() {
    let mut texts = Vec::new();
    for name in ["gb2312", "gbk", "gbkp", "ucs2", "utf16"] {
        let Ok(bytes) = std::fs::read(root().join(format!("../shared/corpora/gb-cmap/{name}.pdf")))
        else {
            return;
        };
        let document = opened(&bytes).unwrap();
        assert!(
            document.unread.is_empty() && !document.text.contains('\u{FFFD}'),
            "{name}: {}",
            document.text
        );
        texts.push(document.text);
    }
    assert!(
        texts.iter().all(|text| text == &texts[0]
            && text.chars().filter(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')).count() > 5),
        "{texts:?}"
    );
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
    let expected =
        ["人员构成-有数 0.00", "拨款收支总计 0.3", "拨款收支总计-支出 0.3", "叙述占比 71.73"]
            .map(String::from);
    assert_eq!(violations(&found), expected);
    let bytes = std::fs::read(folder.join("shanghai-final-accounts-template.pdf")).unwrap();
    let blank = engine("shanghai").audit("template.pdf", &bytes).unwrap();
    let on_numbers: Vec<String> =
        violations(&blank).into_iter().filter(|found| !found.starts_with("没有")).collect();
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

/// Labels in the middle of several rows that no lines part reach over these rows, as where their
/// cells are drawn.
#[test]
fn labels_reach_over_the_rows_that_they_stand_in_the_middle_of() {
    for pdf in ["pdf/web-upright-grouped.pdf", "pdf/web-three-grouped.pdf"] {
        let audit = audit("henan", pdf);
        let table = audit.document.tables.iter().find(|table| table.rows.len() > 10).unwrap();
        let column = |column: u32| -> Vec<(&str, u32, u32)> {
            let own = table
                .rows
                .iter()
                .flatten()
                .filter(|cell| cell.column == column && !cell.text.text.is_empty());
            own.skip(1).map(|cell| (cell.text.text.as_str(), cell.row, cell.rows)).collect()
        };
        assert_eq!(
            column(1),
            [
                ("计划（20分）", 1, 2),
                ("完成（30分）", 3, 3),
                ("资金（40分）", 6, 4),
                ("资产（10分）", 10, 1)
            ],
            "{pdf}"
        );
    }
}

#[test]
fn rows_of_figures_at_the_edge_of_all_pages_are_content() {
    let page = |head: &[(i32, &str)]| {
        Page::default()
            .row(30, head)
            .text(60, 300, "某局的情况说明。")
            .row(800, &[(60, "某局文件汇编")])
    };
    let times = |head: &[(i32, &str)], what: &str| {
        let bytes = file(&[page(head), page(head), page(head)]);
        let vocabulary = gouji::embedded_lean().unwrap().vocabulary();
        read("file.pdf", &bytes, &vocabulary, &Limits::default())
            .unwrap()
            .text
            .matches(what)
            .count()
    };
    assert_eq!(times(&[(60, "基本支出"), (200, "120.00"), (300, "80.00")], "120.00"), 3);
    assert_eq!(times(&[(60, "基本支出"), (200, "1,120"), (300, "80")], "1,120"), 3);
    assert_eq!(times(&[(60, "图书馆人数"), (200, "120"), (300, "80")], "120"), 3);
    // a running title goes, with its year too
    assert_eq!(times(&[(60, "清溪市图书馆2023年资料")], "资料"), 0);
    assert_eq!(times(&[(60, "清溪市图书馆资料 2023.12.31")], "资料"), 0);
}

/// A page may cut a table off in the middle of a row: its line below is missing, and all else is
/// drawn. Where level lines part none of the rows nobody knows where they end.
#[test]
fn a_table_that_the_page_cuts_off_is_drawn() {
    let edges = [60, 260, 400, 540];
    let rows: [&[&str]; 3] = [
        &["项目名称", "项目总额", "财政资金"],
        &["修路", "31.20", "31.20"],
        &["种树", "17.45", "17.45"],
    ];
    let drawn = Page::default().text(200, 40, "项目支出绩效目标表").grid(60, &edges, &rows);
    let upright = |bottom: i32| {
        edges.into_iter().fold(drawn.clone(), |page, left| page.upright(left, (108, bottom)))
    };
    let doubt = |page: Page| {
        let document = page.read();
        document.tables.first().map(|table| (table.rows.len(), document.doubt(table).is_some()))
    };
    let cut = upright(124).row(111, &[(63, "挖渠"), (263, "25.10"), (403, "25.10")]);
    assert_eq!(doubt(cut), Some((4, false)));
    let body = upright(172)
        .row(111, &[(63, "挖渠"), (263, "25.10"), (403, "25.10")])
        .row(131, &[(63, "打井"), (263, "42.30"), (403, "42.30")])
        .row(151, &[(63, "架桥"), (263, "53.60"), (403, "53.60")]);
    assert_eq!(doubt(body).map(|(_, doubt)| doubt), Some(true));
}

/// A name and a goal of several lines with digits in them are no rows that nobody parted.
#[test]
fn long_names_and_goals_are_one_row() {
    let edges = [60, 160, 240, 320, 480];
    let heads: &[&str] = &["项目名称", "项目总额", "财政资金", "绩效目标"];
    let rows: [&[&str]; 2] = [heads, &["修路", "31.20", "31.20", "通车"]];
    let drawn = Page::default().text(200, 40, "项目支出绩效目标表").grid(60, &edges, &rows);
    let page = edges.into_iter().fold(drawn, |page, left| page.upright(left, (92, 140)));
    let page = page
        .row(95, &[(63, "0000390843"), (243, "25.10"), (323, "2026年")])
        .row(108, &[(63, "-信息系统"), (163, "25.10"), (323, "保障12个")])
        .row(121, &[(63, "运维"), (323, "系统正常")]);
    let document = page.read();
    let table = document.tables.first().unwrap();
    assert!(document.doubt(table) != Some(TableDoubt::Whole), "{:?}", document.doubt(table));
}

/// A cell that is too narrow breaks a figure between two digits: what goes on below are the
/// decimals that it lacks beside the other amounts.
#[test]
fn a_figure_that_a_narrow_cell_breaks_is_one() {
    let edges = [60, 160, 270, 380, 480, 580];
    let heads: &[&str] = &["项目名称", "项目总额", "财政资金", "三级指标", "本年绩效指标值"];
    let body = [("修路", "312.200000"), ("种树", "174.450000"), ("打井", "425.130000")];
    let mut page = Page::default()
        .text(100, 20, "清溪市水务站2026年部门预算")
        .text(200, 40, "项目支出绩效目标表")
        .text(400, 50, "单位：万元")
        .grid(60, &edges, &[heads]);
    for (at, (name, amount)) in (0..).zip(body) {
        page = page.grid(76 + 16 * at, &edges, &[&[name, amount, amount, "里程", "5"]]);
    }
    let page = page
        .boxes((124, 154), &edges, &["架桥", "", "", "座数", "2"])
        .row(127, &[(173, "7200.0000")])
        .row(134, &[(273, "7200.000000")])
        .row(140, &[(173, "00")]);
    let audit = engine("national").audit("a.pdf", &page.file()).unwrap();
    let own = audit.checks.iter().filter(|check| check.rule == "目标-项目总额");
    let stated: Vec<_> = own.filter_map(|check| check.stated.clone()).collect();
    assert_eq!(stated, ["312.200000", "174.450000", "425.130000", "7200.000000"]);
}

//! What cannot be told from a page accuses nobody: rules that rest on it are left undecided, each
//! for its own reason.

use crate::drawn::{Page, file};
use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;

const FORMS: &str = r#"
[[form]]
id      = "甲表"
title   = ["甲类情况表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "本年数", kind = "amount" },
  { name = "上级数", kind = "amount", optional = true },
  { name = "本级数", kind = "amount" },
]
rows = [{ name = "合计", label = ["合计"], total = true }]

[[form]]
id      = "乙表"
title   = ["乙类情况表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "乙数", kind = "amount" },
  { name = "丙数", kind = "amount" },
]
rows = [{ name = "合计", label = ["合计"], total = true }]

[[form]]
id      = "丙表"
columns = [
  { name = "事项", kind = "label" },
  { name = "预计数", kind = "amount" },
  { name = "实际数", kind = "amount" },
]
rows = [{ name = "合计", label = ["合计"], total = true }]

[[rule]]
id     = "丙-列"
form   = "丙表"
expect = "合计 == sum(below(合计))"

[[rule]]
id     = "甲-行"
form   = "甲表"
expect = "本年数 == 上级数 + 本级数"

[[rule]]
id     = "甲-列"
form   = "甲表"
expect = "合计 == sum(below(合计))"

[[rule]]
id     = "甲-两种"
any    = ["甲表.合计.本年数 == 甲表.合计.本级数 * 2", "甲表.合计.本年数 == 乙表.合计.乙数"]
"#;

fn audit(pages: &[Page]) -> DocumentAudit {
    audit_file("file.pdf", &file(pages))
}

fn audit_text(text: &str) -> DocumentAudit {
    audit_file("file.txt", text.as_bytes())
}

fn audit_file(name: &str, bytes: &[u8]) -> DocumentAudit {
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("rules.toml", FORMS),
    ];
    let ruleset =
        rulebook.add_folder("本地", files).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let request = Request { ruleset: Some(ruleset), ..Request::default() };
    let engine = Engine::new(rulebook, request).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    engine.audit(name, bytes).unwrap()
}

/// What became of the checks of a rule.
fn verdicts(audit: &DocumentAudit, rule: &str) -> Vec<Verdict> {
    audit.checks.iter().filter(|check| check.rule == rule).map(|check| check.verdict).collect()
}

fn is_accused(audit: &DocumentAudit, rule: &str) -> bool {
    verdicts(audit, rule).contains(&Verdict::Violation)
}

const EDGES: [i32; 5] = [60, 240, 340, 440, 540];
const HEADS: [&str; 4] = ["项目", "本年数", "上级数", "本级数"];
/// More than the rows below.
const TOTAL: [&str; 4] = ["合计", "9.00", "4.00", "5.00"];
const ROW: [&str; 4] = ["运行", "3.00", "1.00", "2.00"];
const MORE: [&str; 4] = ["修缮", "2.00", "1.00", "1.00"];

fn titled() -> Page {
    Page::default().text(250, 60, "甲类情况表").text(440, 80, "单位：万元")
}

/// Rows of a table may stand on the page before it that could not be read.
#[test]
fn a_table_behind_a_page_that_was_not_read_may_lack_rows() {
    let text = Page::default().text(60, 60, "清溪市图书馆2023年度部门决算");
    let rows: [&[&str]; 3] =
        [&["事项", "预计数", "实际数"], &["合计", "9.00", "8.00"], &["运行", "3.00", "1.00"]];
    let rest = Page::default().grid(100, &EDGES[..4], &rows);
    assert_eq!(verdicts(&audit(&[text.clone(), rest.clone()]), "丙-列"), [Verdict::Violation; 2]);
    assert_eq!(
        verdicts(&audit(&[text, Page::default().curve(), rest]), "丙-列"),
        [Verdict::Unchecked; 2]
    );
}

/// Of two ways one speaks of a form that may be the table whose rows and columns were not
/// understood.
#[test]
fn a_way_whose_form_may_not_have_been_recognised_is_undecided() {
    let own = titled().grid(100, &EDGES, &[&HEADS, &TOTAL]);
    assert!(is_accused(&audit(std::slice::from_ref(&own)), "甲-两种"));
    // a table without lines and title that no form knows
    let rows: [[&str; 3]; 5] = [
        ["甲", "1.25", "2.00"],
        ["乙", "3.50", "4.75"],
        ["丙", "5.00", "6.25"],
        ["丁", "7.50", "8.00"],
        ["合计", "9.00", "9.10"],
    ];
    let unknown = (0..).zip(rows).fold(own, |page, (at, [label, one, other])| {
        page.row(300 + 14 * at, &[(60, label), (200, one), (300, other)])
    });
    let found = audit(&[unknown]);
    assert_eq!(found.document.tables.len(), 2);
    assert_eq!(verdicts(&found, "甲-两种"), [Verdict::Unchecked]);
}

/// What begins a page below the same heads, in other columns, may be more rows of the table before.
#[test]
fn a_table_that_is_torn_below_its_header_lacks_rows() {
    let own = titled().grid(100, &EDGES, &[&HEADS, &TOTAL, &ROW, &MORE]);
    let other = [60, 200, 320, 450, 520];
    let heads = ["项目", "本年数", "上级数", "余额"];
    let rest = Page::default().grid(40, &other, &[&heads, &["购置", "4.00", "2.00", "2.00"]]);
    let found = audit(&[own.clone(), rest]);
    assert!(!is_accused(&found, "甲-列"), "{:?}", verdicts(&found, "甲-列"));
    assert!(
        found.document.notices.iter().any(|notice| notice.message.contains("没有接上")),
        "{:?}",
        found.document.notices
    );
    // the same heads all of them: their words say which column is which
    let again = Page::default().grid(40, &other, &[&HEADS, &["购置", "4.00", "2.00", "2.00"]]);
    assert_eq!(
        verdicts(&audit(&[own.clone(), again]), "甲-列"),
        [Verdict::Holds, Verdict::Holds, Verdict::Holds]
    );
    // whole numbers are figures, too
    let whole =
        Page::default().grid(40, &other, &[&["购置", "4", "2", "2"], &["培训", "0", "0", "0"]]);
    assert!(!is_accused(&audit(&[own.clone(), whole]), "甲-列"));
    // a table of something else below its own title
    let strange = Page::default().text(250, 40, "人员情况表").grid(
        60,
        &other,
        &[&["姓名", "年", "月", "日"], &["甲", "1", "2", "3"]],
    );
    assert!(is_accused(&audit(&[own, strange]), "甲-列"));
}

/// Where merged heads were lost a column stands below a blank one: it may be any column that was
/// not found.
#[test]
fn a_column_below_a_blank_head_may_be_one_that_was_not_found() {
    let page =
        Page::default().text(250, 60, "甲类情况表").boxes((100, 148), &EDGES[..3], &HEADS[..2]);
    let page = page.boxes((100, 116), &[340, 540], &["其中"]).boxes(
        (116, 132),
        &EDGES[2..],
        &["", "单位"],
    );
    let page = page.boxes((132, 148), &EDGES[2..], &["本年", "本级数"]);
    let found = audit(&[page.clone().grid(148, &EDGES, &[&TOTAL])]);
    assert_eq!(verdicts(&found, "甲-行"), [Verdict::Unchecked]);
    // nothing stands in it
    let found = audit(&[page.grid(148, &EDGES, &[&["合计", "9.00", "", "5.00"]])]);
    assert_eq!(verdicts(&found, "甲-行"), [Verdict::Violation]);
}

/// A row that reaches beyond its header, below merged heads: its figures are of columns that nobody
/// knows.
#[test]
fn a_row_that_reaches_beyond_its_header_is_not_read() {
    let edges = [60, 240, 340, 440, 540, 640];
    let page =
        Page::default().text(250, 60, "甲类情况表").boxes((100, 132), &edges[..3], &HEADS[..2]);
    let page =
        page.boxes((100, 116), &[340, 540], &["其中"]).boxes((116, 132), &edges[2..5], &HEADS[2..]);
    let page = page.boxes((100, 132), &edges[4..], &[""]);
    let found = audit(&[page.grid(
        132,
        &edges,
        &[&["运行", "3.00", "1.00", "2.00", ""], &["合计", "8.00", "9.00", "4.00", "5.00"]],
    )]);
    assert_eq!(verdicts(&found, "甲-行"), [Verdict::Holds, Verdict::Unchecked]);
}

/// A unit in brackets that was broken off into a row of its own is the unit of the head above it.
#[test]
fn a_unit_below_a_head_is_its_own() {
    let page = Page::default().text(250, 60, "甲类情况表").boxes(
        (100, 116),
        &EDGES,
        &["项目", "本年数", "其中", ""],
    );
    let page = page.boxes((116, 132), &EDGES, &["", "（元）", "上级数（元）", "本级数（元）"]);
    let page = page.grid(132, &EDGES, &[&["合计", "90,000.00", "40,000.00", "50,000.00"]]);
    let page = page.text(250, 300, "乙类情况表").text(440, 320, "单位：万元");
    let found = audit(&[page.grid(
        340,
        &EDGES[..4],
        &[&["项目", "乙数", "丙数"], &["合计", "9.00", "1.00"]],
    )]);
    assert_eq!(verdicts(&found, "甲-两种"), [Verdict::Holds]);
}

/// Without a title two known columns among many do not make a table one of this form: nobody is
/// accused.
#[test]
fn a_form_without_title_that_knows_few_columns_of_a_table_accuses_nobody() {
    let text = |heads: &str, figures: [&str; 2]| {
        let [total, row] = figures;
        format!(
            "清溪市图书馆2023年度部门决算\n\n事项\t预计数\t实际数{heads}\n合计\t9.00\t8.00{total}\n运行\t3.00\t1.00{row}\n"
        )
    };
    let verdicts_of = |text: String| verdicts(&audit_text(&text), "丙-列");
    assert_eq!(verdicts_of(text("", ["", ""])), [Verdict::Violation; 2]);
    assert_eq!(verdicts_of(text("\t备用数", ["\t1.25", "\t1.25"])), [Verdict::Violation; 2]);
    let wide = text("\t拨入数\t调整数\t退回数", ["\t1.25\t2.50\t3.75", "\t1.25\t2.50\t3.75"]);
    let unknown = audit_text(&wide);
    assert!(unknown.understanding.iter().all(|table| table.forms.iter().all(|form| form.is_own)));
    assert_eq!(verdicts_of(wide), []);
}

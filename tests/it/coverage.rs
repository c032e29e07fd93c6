//! Every number of a document is accounted for once, what was not read stands first, and columns
//! that nobody knows vanish nowhere.

use crate::engines;
use gouji::audit::{Audit, Counted, Coverage, DocumentAudit, NotRead, Verdict};
use gouji::engine::Engine;
use gouji::inside::RunTotals;
use gouji::report::{Format, Options};
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine(""));

fn audit(name: &str, text: &str) -> DocumentAudit {
    ENGINE.audit(name, text.as_bytes()).unwrap_or_else(|error| panic!("{}", error.message))
}

fn render(document: DocumentAudit, format: Format, options: &Options) -> String {
    String::from_utf8(
        format.render(
            &Audit { documents: vec![Ok(document)], ruleset_digest: String::new() },
            options,
        ),
    )
    .unwrap()
}

/// The figures by what became of them.
fn adds_up(coverage: &Coverage) {
    let unchecked = coverage.unchecked.iter().filter(|figure| figure.counts()).count();
    assert_eq!(
        coverage.figures,
        coverage.checked + unchecked + coverage.unread_figures(),
        "{coverage:?}"
    );
    let (prose, cells) = (coverage.prose, coverage.cells());
    assert_eq!(
        (coverage.figures, coverage.checked),
        (prose.figures + cells.figures, prose.checked + cells.checked)
    );
}

/// Runs of digits, points and separators.
fn numbers(text: &str) -> usize {
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    text.split(|c| !is_number(c))
        .filter(|piece| piece.contains(|c: char| c.is_ascii_digit()))
        .count()
}

fn all(coverage: &Coverage) -> usize {
    coverage.figures + coverage.no_figures.iter().map(|one| one.count).sum::<usize>()
}

const TITLE: &str = "示例市林业局2023年度部门决算\n\n";
const FORM: &str = "支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出";

/// Form 03 with a further column, its figures beside those of each row.
fn with_column(header: &str, rows: &[(&str, &str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(name, figures, more)| format!("{name}\t{figures}\t0\t0\t0\t{more}\n"))
        .collect();
    format!("{TITLE}{FORM}\t{header}\n{rows}")
}

#[test]
fn each_number_is_accounted_for_once() {
    let text = format!(
        "{TITLE}{FORM}\n\t合计\t300.00\t180.00\t120.00\t0\t0\t0\n201\t一般公共服务支出\t300.00\t180.00\t120.00\t0\t0\t0\n\n\
         一、2023年度支出合计300.00万元，其中2项为新增。\n\n其他情况表\n名称\t面积\t租金\n东楼\t35.2\t12.50\n西楼\t20\t9\n\n共有车辆7辆（第3条）。\n"
    );
    let document = audit("a.txt", &text);
    adds_up(&document.coverage);
    assert_eq!(all(&document.coverage), numbers(&text), "{:?}", document.coverage);
    let unknown: Vec<_> =
        document.coverage.unread.iter().filter(|unread| unread.why == NotRead::Table).collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!((unknown[0].count, unknown[0].name.as_deref()), (4, Some("其他情况表")));
    // 300.00, 2 and 7 stand in sentences; the form holds the first
    assert_eq!(document.coverage.prose, Counted { figures: 3, checked: 1, corroborated: 0 });
    let text = render(document.clone(), Format::TEXT, &Options::default());
    assert!(text.contains("其中文字 3 个核对 1（33.3%），表格"), "{text}");
    assert!(document.coverage.no_figures.iter().any(|one| one.kind == "编码" && one.count == 1));
}

#[test]
fn a_column_that_the_form_does_not_know_is_named_and_counted() {
    let document =
        audit("a.txt", &with_column("场租", &[("\t合计", "300.00\t180.00\t120.00", "999999")]));
    adds_up(&document.coverage);
    let found: Vec<_> = document
        .coverage
        .unread
        .iter()
        .map(|unread| (unread.why, unread.name.as_deref(), unread.count))
        .collect();
    assert_eq!(found, [(NotRead::Column, Some("场租"), 1)]);
    assert!(document.coverage.checked < document.coverage.figures);
    assert!(
        document.understanding[0].remarks.iter().any(|remark| remark.contains("场租")),
        "{:?}",
        document.understanding[0].remarks
    );
    let text = render(document, Format::TEXT, &Options::default());
    assert!(text.contains("场租"), "{text}");
}

#[test]
fn a_sum_along_a_row_with_a_strange_column_is_undecided_and_others_are_not() {
    // 20.00 of 基本支出 down the column is wrong in any case
    let rows = [
        ("\t合计", "320.00\t180.00\t120.00", "20.00"),
        ("201\t一般公共服务支出", "200.00\t120.00\t80.00", ""),
        ("205\t教育支出", "120.00\t80.00\t40.00", "20.00"),
    ];
    let document = audit("a.txt", &with_column("场租", &rows));
    let wrong: Vec<&str> = document
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| check.rule.as_str())
        .collect();
    assert!(wrong.iter().all(|rule| !rule.contains("行合计")), "{wrong:?}");
    assert!(!wrong.is_empty(), "the column of 基本支出 does not add up");
    let undecided = document.checks.iter().find(|check| {
        check.verdict == Verdict::Unchecked && check.message().contains("有一栏没有认出：场租")
    });
    assert!(
        undecided.is_some(),
        "{:?}",
        document.checks.iter().map(|check| check.message().to_string()).collect::<Vec<_>>()
    );
    // a rate is no addend, and neither is nothing
    for more in ["35%", "0", ""] {
        let document =
            audit("a.txt", &with_column("占比", &[("\t合计", "320.00\t180.00\t120.00", more)]));
        assert!(document.checks.iter().any(|check| check.verdict == Verdict::Violation), "{more}");
    }
}

#[test]
fn where_most_tables_are_unknown_that_stands_first_everywhere() {
    let document = audit("a.txt", &mostly_unknown());
    assert_eq!(document.coverage.with_figures, (10, 1));
    let options = Options::default();
    for format in Format::ALL {
        let report = render(document.clone(), *format, &options);
        assert!(report.contains("10 张表只认出 1 张"), "{}\n{report}", format.name());
        assert!(!report.contains("✓ 没有发现问题"), "{}\n{report}", format.name());
    }
    let text = render(document.clone(), Format::TEXT, &options);
    assert!(text.lines().take(6).any(|line| line.starts_with("! 10 张表只认出 1 张")), "{text}");
    let csv = render(document.clone(), Format::CSV, &options);
    assert!(csv.lines().nth(1).is_some_and(|line| line.contains("没有读全")), "{csv}");
    let index = String::from_utf8(
        Format::HTML
            .index(&RunTotals::of(&Ok(document)), &["a.html".to_owned()], &Options::default())
            .unwrap(),
    )
    .unwrap();
    assert!(index.contains("没有读全") && !index.contains("没有发现问题"));
}

#[test]
fn a_single_table_that_is_unknown_never_ends_with_a_bare_tick() {
    let mut text = String::from(TITLE);
    for _ in 0..6 {
        text.push_str(
            &with_column("", &[("\t合计", "300.00\t180.00\t120.00", "")]).replace(TITLE, ""),
        );
        text.push('\n');
    }
    let clean = render(audit("a.txt", &text), Format::TEXT, &Options::default());
    assert!(clean.contains("✓ 没有发现问题"), "{clean}");
    text.push_str("\n租金表\n名称\t面积\t租金\n东楼\t35.2\t12.50\n");
    let report = render(audit("a.txt", &text), Format::TEXT, &Options::default());
    assert!(!report.contains("✓ 没有发现问题") && report.contains("1 张表没有读出"), "{report}");
}

/// A document with one form that is known and nine tables that are not.
fn mostly_unknown() -> String {
    let unknown = |at: usize| {
        format!(
            "情况表{at}\n名称\t面积\t租金\n东楼\t35.2\t12.50\n西楼\t20.1\t9.30\n\n以下为第{at}项。\n\n"
        )
    };
    format!(
        "{}\n{}",
        with_column("", &[("\t合计", "300.00\t180.00\t120.00", "")]),
        (1..=9).map(unknown).collect::<String>()
    )
}

#[test]
fn a_unit_whose_document_was_mostly_not_read_is_not_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), mostly_unknown()).unwrap();
    std::fs::write(root.join("list.csv"), "示例市林业局\n").unwrap();
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
    command.current_dir(root).args(["check", "a.txt", "--expected", "list.csv"]);
    #[cfg(feature = "workbook")]
    command.args(["--ledger", "l.xlsx"]);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("没有读全 1，没有问题 0"), "{text}");
    let (_, units) = text.split_once("名单上的").unwrap();
    assert!(units.contains("10 张表只认出 1 张"), "{units}");
    #[cfg(feature = "workbook")]
    {
        use calamine::{Reader, Xlsx, open_workbook};
        let mut book: Xlsx<_> = open_workbook(root.join("l.xlsx")).unwrap();
        let sheet = book.worksheet_range("没有读全").unwrap();
        let cells: Vec<String> =
            sheet.rows().nth(1).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(cells[..2], ["示例市林业局".to_owned(), "a.txt".to_owned()]);
        assert!(cells[2].starts_with("10 张表只认出 1 张"), "{cells:?}");
    }
}

#[test]
fn programs_are_told_what_was_not_read_and_where() {
    let report = render(audit("a.txt", &mostly_unknown()), Format::JSON, &Options::default());
    let value: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(value["schema"], "gouji-report/3");
    let coverage = &value["documents"][0]["coverage"];
    assert!(coverage["incomplete"].as_str().unwrap().starts_with("10 张表只认出 1 张"));
    let unread = coverage["unread"].as_array().unwrap();
    assert_eq!(unread.len(), 9);
    assert_eq!(
        (unread[0]["kind"].as_str(), unread[0]["count"].as_u64()),
        (Some("table-unknown"), Some(4))
    );
    assert!(
        unread[0]["line"].as_u64().is_some() && unread[0]["name"] == "情况表1",
        "{}",
        unread[0]
    );
    let unchecked = coverage["unchecked"].as_array().unwrap().len() as u64;
    let lost: u64 = unread.iter().filter_map(|group| group["count"].as_u64()).sum();
    assert!(
        coverage["figures"].as_u64().unwrap()
            <= coverage["checked"].as_u64().unwrap() + unchecked + lost
    );
}

#[test]
fn numbers_of_a_row_of_tokens_that_fit_no_column_are_counted_and_accuse_nothing() {
    let text = with_column(
        "场租",
        &[
            ("\t合计", "320.00\t180.00\t120.00", "20.00"),
            ("201\t一般公共服务支出", "320.00\t180.00\t120.00", "20.00"),
        ],
    );
    let text = text.replace('\t', "    ");
    let document = audit("a.txt", &text);
    adds_up(&document.coverage);
    assert!(document.findings.is_empty());
    assert!(document.coverage.unread_figures() > 0);
}

/// The fixtures: all of them add up.
#[test]
fn the_account_of_every_story_adds_up() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for name in [
        "archive-clean/wan.txt",
        "archive-planted/document.txt",
        "prose-school/document.txt",
        "self-evaluation-sheet/document.txt",
    ] {
        let text = std::fs::read_to_string(root.join(name)).unwrap();
        let coverage = audit(name, &text).coverage;
        adds_up(&coverage);
        assert!(coverage.is_judged() && !coverage.lacks_much(), "{name}: {:?}", coverage.unread);
    }
}

#[test]
fn a_damaged_number_among_the_numbers_of_the_columns_is_no_amount() {
    let numbers = |first: &str| {
        format!(
            "{TITLE}{FORM}\n栏次\t\t{first}\t2.00\t3.00\t4.00\t5.00\t6.00\n\
             \t合计\t300.00\t180.00\t120.00\t0\t0\t0\n201\t一般公共服务支出\t300.00\t180.00\t120.00\t0\t0\t0\n"
        )
    };
    for first in ["1.00", "1.70", "7.00", "1:00"] {
        let document = audit("a.txt", &numbers(first));
        adds_up(&document.coverage);
        assert!(document.findings.is_empty(), "{first}: {:?}", document.findings);
        assert_eq!(
            document.coverage.checked,
            audit("a.txt", &numbers("1.00")).coverage.checked,
            "{first}"
        );
    }
}

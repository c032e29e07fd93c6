//! One slip at many places is one finding with its places; calculations with numbers of their own
//! stay apart.

use crate::command::run;
use serde_json::Value;
use std::path::Path;

/// The findings on a document: for each its rule, its number of checks, whether it is one slip at
/// several places.
fn findings(folder: &Path, args: &[&str]) -> Vec<(String, usize, bool)> {
    let args: Vec<&str> = args.iter().copied().chain(["--format", "json"]).collect();
    let (_, out, said) = run(folder, &args);
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{said}"));
    let document = &report["documents"][0];
    let finding = |finding: &Value| {
        let checks = finding["checks"].as_array().unwrap();
        let first = usize::try_from(checks[0].as_u64().unwrap()).unwrap();
        let rule = document["checks"][first]["rule"].as_str().unwrap().to_owned();
        (rule, checks.len(), finding["repeated"].as_bool().unwrap())
    };
    document["findings"].as_array().unwrap().iter().map(finding).collect()
}

/// Blanks of a template that nobody filled in, so many.
fn blanks(count: usize) -> String {
    let mut out = "清溪市图书馆2021年度部门决算\n\n第三部分 说明\n\n".to_owned();
    for at in 1..=count {
        out.push_str(&format!("第{at}个科室共有职工XX人，都已到岗。\n\n"));
    }
    out
}

#[test]
fn blanks_of_a_template_are_one_hint_with_its_places() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), blanks(12)).unwrap();
    assert_eq!(findings(root, &["决算.txt"]), [("没有填的空".to_owned(), 12, true)]);
    let (_, text, _) = run(root, &["决算.txt"]);
    assert!(
        text.contains("提示 1")
            && text.contains("同样的问题另有 11 处")
            && text.contains("其余 1 处没有列出"),
        "{text}"
    );
    assert!(!text.contains("同一原因") && !text.contains("勾稽不平"), "{text}");
    let (_, text, _) = run(root, &["决算.txt", "--all"]);
    assert!(!text.contains("没有列出") && text.contains("第 27 行"), "{text}");
    let (_, csv, _) = run(root, &["决算.txt", "--format", "csv"]);
    let rows: Vec<&str> = csv.lines().filter(|row| row.contains("没有填的空")).collect();
    assert!(rows.len() == 1 && rows[0].contains(",12,第 7 行、第 9 行、"), "{csv}");
    let (_, page, _) = run(root, &["决算.txt", "--format", "html"]);
    assert!(page.contains("同样的问题另有 11 处") && !page.contains("<dt>连带</dt>"), "{page}");
    let (_, summary, _) = run(root, &["决算.txt", "--format", "markdown"]);
    assert!(summary.contains("同样的问题另有 11 处：第 7 行、"), "{summary}");
}

const RULES: &str = r#"
[[claim]]
id     = "本局项目总分"
text   = "{项目:text}总分{总:score}分，其中预算执行{甲:score}分，产出{乙:score}分"
expect = "总 == 甲 + 乙"

[[claim]]
id     = "本局完成率"
text   = "{项目:text}预算{预算:amount}，支出{支出:amount}，完成{率:percent}"
expect = "率 == percent(支出, 预算)"
"#;

fn with_rules(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("rules")).unwrap();
    std::fs::write(
        root.join("rules/ruleset.toml"),
        "name = \"own\"\ntitle = \"本局\"\nextends = \"national\"\n",
    )
    .unwrap();
    std::fs::write(root.join("rules/a.toml"), RULES).unwrap();
    let head = "清溪市图书馆2021年度部门决算\n\n第三部分 说明\n\n";
    std::fs::write(root.join("a.txt"), format!("{head}{text}")).unwrap();
    folder
}

#[test]
fn a_template_sentence_with_the_same_values_is_one_finding() {
    let sentence = |name: &str, all: u32, one: u32| {
        format!("{name}项目总分{all}分，其中预算执行10分，产出{one}分。\n\n")
    };
    let text: String = ["甲", "乙", "丙"].iter().map(|name| sentence(name, 100, 80)).collect();
    let folder = with_rules(&format!("{text}{}{}", sentence("丁", 90, 70), sentence("戊", 90, 80)));
    let found = findings(folder.path(), &["a.txt", "-r", "rules"]);
    let own: Vec<(usize, bool)> = found
        .iter()
        .filter(|(rule, ..)| rule == "本局项目总分")
        .map(|(_, n, repeated)| (*n, *repeated))
        .collect();
    // other values are another error, right ones are none
    assert_eq!(own, [(3, true), (1, false)], "{found:?}");
}

#[test]
fn a_rate_that_was_never_calculated_is_one_finding_and_others_stay_apart() {
    let sentence = |name: &str, spent: u32, rate: &str| {
        format!("{name}项目预算50.00万元，支出{spent}.00万元，完成{rate}。\n\n")
    };
    let rates = |rates: [&str; 4]| -> String {
        let rows = ["甲", "乙", "丙", "丁"].into_iter().zip([10, 20, 30, 41]).zip(rates);
        rows.map(|((name, spent), rate)| sentence(name, spent, rate)).collect()
    };
    let counts = |text: &str| {
        let folder = with_rules(text);
        let mut found = findings(folder.path(), &["a.txt", "-r", "rules"]);
        found.retain(|(rule, ..)| rule == "本局完成率");
        found.into_iter().map(|(_, n, repeated)| (n, repeated)).collect::<Vec<_>>()
    };
    assert_eq!(counts(&rates(["0.00%", "0.00%", "0.00%", "0.00%"])), [(4, true)]);
    assert_eq!(counts(&rates(["31.00%", "41.00%", "63.00%", "79.00%"])), [(1, false); 4]);
    assert_eq!(counts(&rates(["20.00%", "0.00%", "60.00%", "0.00%"])), [(1, false); 2]);
}

#[test]
fn rates_of_nothing_in_one_column_are_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let head = "一级 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分";
    let row = |name: &str, spent: &str| format!("{name} | 50.00 | 50.00 | {spent} | | 0.0% | ");
    let rows = [
        row("其中：当年财政拨款", "20.00"),
        row("上年结转资金", "15.00"),
        row("其他资金", "12.00"),
    ];
    std::fs::write(
        root.join("a.txt"),
        format!("项目支出绩效自评表\n（2021年度）\n{head}\n{}\n", rows.join("\n")),
    )
    .unwrap();
    let found = findings(root, &["a.txt"]);
    let own: Vec<_> = found.iter().filter(|(rule, ..)| rule == "自评-执行率-未填").collect();
    assert_eq!(own, [&("自评-执行率-未填".to_owned(), 3, true)], "{found:?}");
    // no row by itself blames what was spent
    let (_, text, _) = run(root, &["a.txt"]);
    assert!(!text.contains("应为 0.0") && text.contains("同样的问题另有 2 处"), "{text}");
}

#[cfg(feature = "workbook")]
#[test]
fn lines_of_an_earlier_ledger_are_not_taken_for_mended() {
    use gouji::ledger::{Ledger, LedgerRow, read, workbook};
    let text = |blanks: &[&str]| -> String {
        let lines: String =
            blanks.iter().map(|blank| format!("本单位{blank}，都已到岗。\n\n")).collect();
        format!("清溪市图书馆2021年度部门决算\n\n第三部分 说明\n\n{lines}")
    };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write = |blanks: &[&str]| std::fs::write(root.join("a.txt"), text(blanks)).unwrap();
    let book = root.join("t.xlsx");
    let lines = || read(&std::fs::read(&book).unwrap()).unwrap().rows().to_vec();
    write(&["职工XX人", "职工××人", "职工__人"]);
    run(root, &["a.txt", "--ledger", "t.xlsx"]);
    let begun = lines();
    assert_eq!(begun.len(), 1, "{begun:?}");
    assert!(
        begun[0].place.contains("同样的问题另有 2 处") && begun[0].values.also.len() == 2,
        "{begun:?}"
    );
    // a ledger as it was written before: a line for each place
    let apart = |key: &String| {
        let mut row =
            LedgerRow { key: key.clone(), status: "待整改".to_owned(), ..begun[0].clone() };
        row.values.also.clear();
        row
    };
    let rows: Vec<LedgerRow> =
        std::iter::once(&begun[0].key).chain(&begun[0].values.also).map(apart).collect();
    std::fs::write(&book, workbook(Ledger::new(rows, Vec::new()), None).unwrap()).unwrap();
    run(root, &["a.txt", "--ledger", "t.xlsx"]);
    let statuses = || lines().iter().map(|row| row.status.clone()).collect::<Vec<_>>();
    assert_eq!(statuses(), ["待整改", "待整改", "待整改"]);
    // the first place is filled in: the line of the finding goes on at the next one, it is not a
    // new one
    std::fs::remove_file(&book).unwrap();
    run(root, &["a.txt", "--ledger", "t.xlsx"]);
    write(&["职工12人", "职工××人", "职工__人"]);
    let (_, out, _) = run(root, &["a.txt", "--ledger", "t.xlsx"]);
    assert!(!out.contains("（新增）"), "{out}");
    assert_eq!(statuses(), ["待整改"]);
}

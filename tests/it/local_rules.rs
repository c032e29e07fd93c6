//! What newcomers saw in reports of their own rules: a rule that found nothing is named in all of
//! them, counts and questions stand at their own row, and each wrong row is told. All documents are
//! invented.

use crate::command::{json, run};
use std::path::Path;

const RULESET: &str = "name = \"本地\"\ntitle = \"本地\"\nextends = \"national\"\nlanguage = 2\n";

fn folder(rules: &str, document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本地");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("ruleset.toml"), RULESET).unwrap();
    std::fs::write(own.join("rules.toml"), rules).unwrap();
    std::fs::write(folder.path().join("a.txt"), document).unwrap();
    folder
}

fn brief(folder: &Path) -> String {
    run(folder, &["check", "a.txt", "-r", "本地", "--brief"]).1
}

const TERM: &str = "[[claim]]\nid = \"公示期\"\ntext = \"于{起:date}张贴…{止:date}…撤下\"\nexpect = \"days(起, 止) >= 7天\"\n";

fn notice(said: &str) -> String {
    format!(
        "青石县林业局2025年度部门决算\n\n一、公示情况\n\n{said}\n\n二、支出情况\n\n2025年支出决算300.00万元，比上年的200.00万元增加100.00万元，增长50%。\n"
    )
}

#[test]
fn a_rule_of_ones_own_that_found_nothing_is_named_in_every_report() {
    let folder = folder(TERM, &notice("名单公示了几天，没有收到意见。"));
    let folder = folder.path();
    let named = "公示期";
    let rules = ["check", "a.txt", "-r", "本地"];
    for format in ["text", "markdown", "concise", "html"] {
        let args: Vec<&str> = rules.into_iter().chain(["--format", format]).collect();
        let out = run(folder, &args).1;
        assert!(out.contains(named), "{format}: {out}");
    }
    let report = json(folder, &rules);
    let told = report["documents"][0]["rules"].to_string();
    assert!(told.contains(named) && told.contains("not-applicable"), "{told}");
    run(folder, &["check", "a.txt", "-r", "本地", "--opinion", "意见.html"]);
    let paper = std::fs::read_to_string(folder.join("意见.html")).unwrap();
    assert!(paper.contains(named) && !paper.contains("文件中的数字都核对了"), "{paper}");
    // beside a problem, too
    let wrong = std::fs::read_to_string(folder.join("a.txt")).unwrap();
    std::fs::write(folder.join("a.txt"), wrong.replace("增加100.00", "增加130.00")).unwrap();
    let out = brief(folder);
    assert!(out.contains("130.00") && out.contains("没有核对：公示期"), "{out}");
}

#[test]
fn a_day_without_a_year_is_of_the_year_of_the_day_before_it() {
    let verdict = |said: &str| {
        let folder = folder(TERM, &notice(said));
        let report = json(folder.path(), &["check", "a.txt", "-r", "本地", "--all"]);
        let checks = report["documents"][0]["checks"].as_array().unwrap().clone();
        let own = checks.into_iter().find(|check| check["rule"] == "公示期");
        own.map(|check| check["verdict"].as_str().unwrap().to_owned())
    };
    assert_eq!(verdict("于2025年6月2日张贴，6月5日撤下。").as_deref(), Some("violation"));
    assert_eq!(verdict("于2025年6月2日张贴，6月20日撤下。").as_deref(), Some("holds"));
    // nothing says of which year it is
    assert_eq!(verdict("于6月2日张贴，6月20日撤下。"), None);
    assert_eq!(verdict("于2025年6月2日张贴，6.20撤下。"), None);
}

const LISTS: &str = r#"
[[form]]
id = "名册"
title = ["护林员名册"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "补助", kind = "amount" },
]

[[form]]
id = "发放单"
title = ["补助发放清单"]
columns = [
  { name = "序号", kind = "ordinal" },
  { name = "领款人", kind = "text" },
  { name = "实发", kind = "amount" },
]
"#;

const PAID: &str = "青石县林业局2025年度部门决算\n\n护林员名册\n单位：元\n姓名 | 补助\n甲一 | 600\n乙二 | 700\n\n补助发放清单\n单位：元\n序号 | 领款人 | 实发\n1 | 甲一 | 300\n2 | 甲一 | 300\n3 | 乙二 | 700\n4 | 丁四 | 500\n";

fn asked(expect: &str) -> String {
    format!(
        "{LISTS}\n[[rule]]\nid = \"名册里有\"\nform = \"发放单\"\neach = \"row\"\nexpect = '{expect}'\n"
    )
}

#[test]
fn what_is_counted_for_a_row_stands_at_that_row() {
    let folder = folder(&asked("count(名册.补助, 名册.姓名 == 领款人) == 1"), PAID);
    let out = brief(folder.path());
    assert!(out.contains("第 15 行：发放单 丁四 领款人 的个数 0 ≠ 1"), "{out}");
}

#[test]
fn whether_another_table_has_a_name_is_asked_of_each_row() {
    let folder = folder(&asked("present(名册[领款人].补助)"), PAID);
    let report = json(folder.path(), &["check", "a.txt", "-r", "本地", "--all"]);
    let checks = report["documents"][0]["checks"].as_array().unwrap();
    let own = checks.iter().filter(|check| check["rule"] == "名册里有");
    let mut verdicts: Vec<&str> = own.map(|check| check["verdict"].as_str().unwrap()).collect();
    verdicts.sort_unstable();
    assert_eq!(verdicts, ["holds", "holds", "holds", "violation"], "{checks:#?}");
}

#[test]
fn three_wrong_rows_of_one_table_are_three_findings() {
    let rules = "[[form]]\nid = \"分摊表\"\ntitle = [\"护林经费分摊表\"]\ncolumns = [\n  { name = \"片区\", kind = \"label\" },\n  { name = \"单价\", kind = \"amount\" },\n  { name = \"人数\", kind = \"count\" },\n  { name = \"金额\", kind = \"amount\" },\n]\n\n[[rule]]\nid = \"分摊\"\nform = \"分摊表\"\nexpect = \"金额 == 单价 * 人数\"\n";
    for rows in [
        // two of them together are off by as much as the third
        "东片 | 100.00 | 12 | 1220.00\n西片 | 100.00 | 15 | 1487.00\n南片 | 100.00 | 17 | 1693.00\n北片 | 100.00 | 9 | 900.00",
        // all are off by as much
        "东片 | 100.00 | 12 | 1220.00\n西片 | 100.00 | 15 | 1520.00\n南片 | 100.00 | 17 | 1720.00\n北片 | 100.00 | 9 | 900.00",
    ] {
        let page = format!(
            "青石县林业局2025年度部门决算\n\n护林经费分摊表\n单位：元\n片区 | 单价 | 人数 | 金额\n{rows}\n"
        );
        let folder = folder(rules, &page);
        let out = brief(folder.path());
        for area in ["东片", "西片", "南片"] {
            assert!(out.contains(&format!("分摊表 {area} 金额")), "{out}");
        }
        assert!(!out.contains("其他几张表") && !out.contains("有一行没有列出"), "{out}");
    }
}

#[test]
fn a_row_that_last_years_table_lacks_is_said_to_be_of_last_year() {
    let rules = "[[form]]\nid = \"欠款表\"\ntitle = [\"工程欠款明细表\"]\ncolumns = [\n  { name = \"工程\", kind = \"label\" },\n  { name = \"年初\", kind = \"amount\" },\n  { name = \"年末\", kind = \"amount\" },\n]\n\n[[rule]]\nid = \"衔接\"\nform = \"欠款表\"\nexpect = \"年初 == 上年.欠款表[工程].年末\"\n";
    let page = |year: u32, rows: &str| {
        format!(
            "青石县林业局{year}年度部门决算\n\n工程欠款明细表\n单位：元\n工程 | 年初 | 年末\n{rows}\n"
        )
    };
    let folder = folder(rules, &page(2024, "防火道 | 500 | 400\n管护站 | 300 | 200"));
    let folder = folder.path();
    let now = page(2025, "防火道 | 400 | 350\n瞭望塔 | 100 | 90");
    std::fs::write(folder.join("b.txt"), now).unwrap();
    let out = run(folder, &["check", "a.txt", "b.txt", "-r", "本地"]).1;
    let out: String = out.split_whitespace().collect();
    assert!(out.contains("上年的欠款表里没有名为“瞭望塔”的行"), "{out}");
}

#[test]
fn what_a_script_works_out_is_told_without_its_code() {
    let script = |expect: &str| {
        format!(
            "{LISTS}\n[[rule]]\nid = \"都领到\"\nseverity = \"warning\"\nscript = '''\nfor 人 in rows(名册) {{\n  {expect}\n}}\n'''\n"
        )
    };
    let of_rows = "expect(count(rows(发放单).filter(|r| r.领款人 == 人.姓名 && r.实发 > 0)) == 1, `${人.姓名}领了几次`);";
    let of_words = "expect(人.姓名.len() == 3, `${人.姓名}的姓名`);";
    for (expect, meant) in
        [(of_rows, "甲一领了几次：发放单 甲一"), (of_words, "甲一的姓名：算出来的数")]
    {
        let out = brief(folder(&script(expect), PAID).path());
        assert!(out.contains(meant), "{out}");
        assert!(!out.contains("filter") && !out.contains("len("), "{out}");
    }
}

#[test]
fn two_errors_of_one_name_and_value_are_two_lines_of_the_ledger() {
    let rules = "[[form]]\nid = \"分摊表\"\ntitle = [\"护林经费分摊表\"]\ncolumns = [\n  { name = \"片区\", kind = \"label\" },\n  { name = \"单价\", kind = \"amount\" },\n  { name = \"人数\", kind = \"count\" },\n  { name = \"金额\", kind = \"amount\" },\n]\n\n[[rule]]\nid = \"分摊\"\nform = \"分摊表\"\nexpect = \"金额 == 单价 * 人数\"\n";
    let table = |row: &str| {
        format!(
            "护林经费分摊表\n单位：元\n片区 | 单价 | 人数 | 金额\n{row}\n北片 | 100.00 | 9 | 900.00\n"
        )
    };
    let page = format!(
        "青石县林业局2025年度部门决算\n\n{}\n一、另一项\n\n{}",
        table("东片 | 100.00 | 12 | 1220.00"),
        table("东片 | 200.00 | 6 | 1220.00")
    );
    let folder = folder(rules, &page);
    let follow = || {
        let args = ["check", "a.txt", "-r", "本地", "--ledger", "台账.xlsx"];
        let (_, out, said) = run(folder.path(), &args);
        format!("{out}{said}")
    };
    let first = follow();
    assert!(first.contains("新增 2"), "{first}");
    let again = follow();
    assert!(!again.contains("新增") || again.contains("新增 0"), "{again}");
}

//! What a report says of figures is true to the last digit, and each problem that no one figure cures
//! is told by itself.

use crate::command::run;
use std::fs;

const FORM: &str = r#"[[form]]
id = "进度表"
title = ["重点项目进度情况表"]
columns = [
  { name = "项目名称", kind = "label" },
  { name = "预算数", kind = "amount" },
  { name = "支出数", kind = "amount" },
  { name = "受理", kind = "count", optional = true },
  { name = "办结", kind = "count", optional = true },
  { name = "办结率", kind = "percent", optional = true },
]
"#;

/// The report on a document with rules, in one line without blanks.
fn said(rules: &str, text: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("ruleset.toml"), "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n")
        .unwrap();
    fs::write(own.join("a.toml"), rules).unwrap();
    fs::write(folder.path().join("文件.txt"), text).unwrap();
    let arguments: Vec<&str> =
        ["check", "文件.txt", "-r", "本局"].iter().chain(more).copied().collect();
    let (_, out, _) = run(folder.path(), &arguments);
    out.split_whitespace().collect()
}

fn table(head: &str, row: &str) -> String {
    format!("某县水利局2024年度部门决算\n\n重点项目进度情况表\n单位：万元\n{head}\n{row}\n")
}

fn rule(id: &str, expect: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\nform = \"进度表\"\nexpect = {expect}\nbasis = \"某办法\"\n")
}

#[test]
fn a_quotient_by_a_number_is_shown_with_its_figures() {
    let text = table("项目名称 | 预算数 | 支出数", "种树 | 100.00 | 40.00");
    let of = |bound: &str| {
        said(&format!("{FORM}{}", rule("甲", &format!("\"支出数 >= {bound}\""))), &text, &[])
    };
    assert!(of("预算数 / 2").contains("100.00÷2＝50.00万元"));
    assert!(of("预算数 / 3 * 2").contains("100.00÷3×2＝66.67万元"));
    assert!(of("预算数 * (100% - 20%)").contains("＝80.00万元"));
    assert!(of("预算数 - 10万元").contains("100.00－10＝90.00万元"));
}

#[test]
fn what_is_nearly_the_whole_is_not_called_the_whole() {
    let text = table(
        "项目名称 | 预算数 | 支出数 | 受理 | 办结 | 办结率",
        "三号 | 1.00 | 1.00 | 300000 | 299999 | 99.99%",
    );
    let found =
        said(&format!("{FORM}{}", rule("甲", "\"办结率 == percent(办结, 受理)\"")), &text, &[]);
    assert!(found.contains("299999÷300000＝99.9997%"), "{found}");
}

#[test]
fn rules_that_ask_for_different_numbers_are_told_apart() {
    let text = table("项目名称 | 预算数 | 支出数", "修渠 | 100.00 | 95.00");
    let rules = format!(
        "{FORM}{}{}",
        rule("甲", "[\"支出数 == 预算数\", \"支出数 <= 80万元\"]"),
        rule("乙", "\"支出数 == 预算数 * 90%\"")
    );
    let found = said(&rules, &text, &[]);
    assert!(found.contains("发现问题3处") && !found.contains("因此不平"), "{found}");
}

#[test]
fn a_word_twice_on_a_line_has_two_places() {
    let rules = "[[wording]]\nid = \"禁语\"\nprinted = \"原则上\"\nmessage = \"不要写{stated}\"\n";
    let text = "某县水利局2024年度部门决算\n\n原则上按季支付，原则上不超过三天，原则上不买。\n";
    let found = said(rules, text, &[]);
    assert!(found.contains("第3行第9字") && found.contains("第3行第18字"), "{found}");
    let found = said(rules, text, &["--format", "csv"]);
    assert!(found.contains("第3行第9字、第3行第18字"), "{found}");
}

#[test]
fn what_is_worked_out_of_two_figures_is_named_by_both() {
    let text = table("项目名称 | 预算数 | 支出数", "种树 | 100.00 | 40.00");
    for (expect, named) in [
        ("percent(支出数, 预算数) >= 60%", "种树支出数占预算数为40.00÷100.00＝40.00%"),
        ("支出数 / 预算数 >= 60%", "种树支出数除以预算数为40.00÷100.00＝"),
        ("支出数 + 预算数 <= 60万元", "种树支出数与预算数之和为40.00＋100.00＝140.00"),
        ("预算数 - 支出数 <= 50万元", "种树预算数减支出数为100.00－40.00＝60.00"),
    ] {
        let found = said(&format!("{FORM}{}", rule("甲", &format!("\"{expect}\""))), &text, &[]);
        assert!(found.contains(named), "{expect}\n{found}");
    }
}

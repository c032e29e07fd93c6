//! What `gouji rules check` says of a folder that a clerk wrote.

use crate::command;

const RULES: &str = r#"
[[form]]
id = "会议表"
title = ["会议费情况表"]
columns = [{ name = "项目", kind = "label" }, { name = "金额", kind = "amount" }]
rows = [{ name = "会议行", label = ["会议费"] }]

[[rule]]
id = "不超预算"
severity = "warning"
expect = "会议表.会议行.金额 <= 同年预算.会议表.会议行.金额"
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let write = |name: &str, text: &str| std::fs::write(root.join(name), text).unwrap();
    std::fs::create_dir_all(root.join("rules")).unwrap();
    write("rules/ruleset.toml", "name = \"x\"\ntitle = \"x\"\nextends = \"national\"\n");
    write("rules/a.toml", RULES);
    let document = |kind: &str, amount: &str| {
        format!(
            "某县水利局2024年度部门{kind}\n\n会议费情况表\n单位：万元\n项目 | 金额\n会议费 | {amount}\n"
        )
    };
    std::fs::create_dir_all(root.join("docs")).unwrap();
    write("docs/a.txt", &document("决算", "5.00"));
    write("docs/b.txt", &document("预算", "4.00"));
    folder
}

#[test]
fn documents_are_tried_beside_each_other() {
    let folder = folder();
    let (_, out, err) = command::run(folder.path(), &["rules", "check", "rules", "--on", "docs"]);
    assert!(out.contains("不超预算  不符 1"), "{out}{err}");
}

#[test]
fn a_waiver_whose_last_day_is_past_is_told() {
    let folder = folder();
    let waiver = "[[waiver]]\nrule = \"不超预算\"\nreason = \"属实\"\n";
    let path = folder.path().join("rules/waivers.toml");
    std::fs::write(&path, format!("{waiver}until = 2020-12-31\n")).unwrap();
    let (_, out, err) = command::run(folder.path(), &["rules", "check", "rules"]);
    assert!(out.contains("豁免 1 条已到期") && out.contains("2020-12-31"), "{out}{err}");
    std::fs::write(&path, format!("{waiver}until = 2999-12-31\n")).unwrap();
    let (_, out, _) = command::run(folder.path(), &["rules", "check", "rules"]);
    assert!(!out.contains("到期"), "{out}");
}

#[test]
fn a_case_whose_table_is_no_form_says_so_alone() {
    let folder = folder();
    let case = "\n[[rule.case]]\ngiven = \"\"\"\n项目 | 金额\n会议费 | 3\n\"\"\"\nexpect = \"violation\"\n";
    let rule = "\n[[rule]]\nid = \"各行\"\nform = \"会议表\"\nexpect = \"金额 <= 1元\"\n";
    std::fs::write(folder.path().join("rules/a.toml"), format!("{RULES}{rule}{case}")).unwrap();
    let (_, _, err) = command::run(folder.path(), &["rules", "test", "rules"]);
    assert!(err.contains("实际没有认出这张表") && err.contains("会议费情况表"), "{err}");
}

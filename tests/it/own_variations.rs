//! Rules of the user's own over tables that lack what they ask for, and what is said of sides that no figure prints.

use crate::command::run;
use std::path::Path;

const RULESET: &str = "name = \"my\"\ntitle = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
const FORM: &str = r#"
[[form]]
id = "采购表"
title = ["采购项目明细表"]
unit = "万元"
columns = [
  { name = "项目", kind = "label" },
  { name = "预算", kind = "amount" },
  { name = "支出", kind = "amount" },
  { name = "数量", kind = "count" },
  { name = "付款日", kind = "date" },
  { name = "备案号", kind = "text", optional = true },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;
const TEXT: &str = "某县水利局2023年度部门决算\n\n采购项目明细表\n单位：万元\n\
    项目 | 预算 | 支出 | 数量 | 付款日\n\
    水泵 | 20.00 | 23.00 | 3 | 2024年9月1日\n\
    闸门 | 40.00 | 16.00 | 5 | 2024年9月2日\n\
    合计 | 60.00 | 39.00 | 8 | \n";

fn folder(rule: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("r")).unwrap();
    std::fs::write(root.join("r/ruleset.toml"), RULESET).unwrap();
    std::fs::write(root.join("r/a.toml"), format!("{FORM}\n[[rule]]\n{rule}\n")).unwrap();
    std::fs::write(root.join("a.txt"), TEXT).unwrap();
    folder
}

fn checked(root: &Path) -> String {
    run(root, &["check", "a.txt", "-r", "r", "--fail-on", "never"]).1
}

#[test]
fn a_column_that_the_table_lacks_is_not_blank() {
    let folder = folder(
        "id = \"备案\"\nform = \"采购表\"\nwhen = \"预算 > 1万元\"\nexpect = \"present(备案号)\"",
    );
    let out = checked(folder.path());
    assert!(!out.contains("空白") && out.contains("没有“备案号”这一列"), "{out}");
}

#[test]
fn a_total_has_no_day_to_be_late() {
    let folder = folder("id = \"截止\"\nform = \"采购表\"\nexpect = \"付款日 <= 2024-10-31\"");
    let out = checked(folder.path());
    assert!(!out.contains("没有核对全") && out.contains("未能核对 0"), "{out}");
}

#[test]
fn what_a_side_comes_to_is_not_said_of_its_first_figure() {
    let folder = folder(
        "id = \"丁\"\nform = \"采购表\"\nrows = \"leaves\"\nexpect = \"(支出 + 预算) / (数量 - 1个) <= 预算 - (支出 - 预算)\"",
    );
    let out = checked(folder.path());
    let told: String = out.split_whitespace().collect();
    assert!(told.contains("21.50万元") && !told.contains("水泵支出为21.50万元"), "{out}");
    assert!(told.contains("水泵支出等为(23.00万元＋20.00万元)÷(3－1)＝21.50万元"), "{out}");
}

#[test]
fn tables_that_follow_from_themselves_are_told_and_one_remark_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let table = |at: usize| {
        format!(
            "一般公共预算财政拨款支出表（{at}）\n单位：万元\n科目编码 | 科目名称 | 小计 | 基本 | 项目支出\n \
             | 合计 | 30.00 | 20.00 | 10.00\n205 | 教育支出 | 30.00 | 20.00 | 10.00\n\n"
        )
    };
    let tables: String = (1..=6).map(table).collect();
    std::fs::write(
        root.join("a.txt"),
        format!("某县水利局2023年度部门决算\n\n一、收支情况\n\n{tables}"),
    )
    .unwrap();
    let (_, out, _) = run(root, &["check", "a.txt"]);
    assert!(out.contains("没有对应的表样，只按表格本身核对"), "{out}");
    assert!(
        out.contains("没有认出是哪一种表") && out.matches("没有认出是哪一种表").count() <= 2,
        "{out}"
    );
}

#[test]
fn words_that_lead_to_a_table_are_no_title_and_units_in_heads_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(
        root.join("a.txt"),
        "某县水利局2023年度部门决算\n\n2023年有关数据如下：\n镇 | 户数 | 补助（万元）\n甲镇 | 12 | 3.00\n乙镇 | 15 | 4.00\n合计 | 27 | 7.00\n",
    )
    .unwrap();
    let (_, out, _) = run(root, &["tables", "a.txt"]);
    assert!(!out.contains("表样 2023年有关数据如下") && !out.contains("单位未注明"), "{out}");
}

//! The unit of a table whose line of units lists several, or cannot be read.

use crate::clerks_verdicts::put;
use crate::command::run;

const RULES: &str = r#"[[form]]
id = "补助表"
title = ["补助发放情况表"]
columns = [
  { name = "类别", kind = "label" },
  { name = "人数", kind = "count" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[claim]]
id = "补助说明"
text = "发放补助{总:amount}"
expect = "总 == 补助表.合计行.金额"
basis = "县财〔2023〕1号"
"#;

/// What is said of a sum in the text beside a table with such a line of units, without blanks.
fn said(command: &[&str], unit: &str, sum: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let document = format!(
        "一、说明\n\n发放补助{sum}。\n\n补助发放情况表\n单位：{unit}\n类别 | 人数 | 金额\n孤儿 | 10 | 150.00\n老人 | 3 | 31.40\n合计 | 13 | 181.40\n"
    );
    put(folder.path(), RULES, &document);
    let (status, out, err) = run(folder.path(), command);
    (status, format!("{err}{out}").split_whitespace().collect())
}

const CHECK: [&str; 5] = ["check", "决算.txt", "-r", "本局", "--all"];
const TABLES: [&str; 4] = ["tables", "决算.txt", "-r", "本局"];

#[test]
fn the_money_in_a_list_of_units_is_that_of_the_amounts() {
    for unit in [
        "万元、人",
        "万元/人",
        "人、万元",
        "万元，个",
        "人 万元",
        "万元、 人",
        "人民币万元、人",
        "平方米、万元",
        "人和万元",
        "万元（不含税）",
        "万元、%",
    ] {
        let (status, right) = said(&CHECK, unit, "181.40万元");
        assert!(status == Some(0) && !right.contains("可能有误"), "{unit}{right}");
        let (_, wrong) = said(&CHECK, unit, "181.40元");
        assert!(wrong.contains("写的是181.40元，单位可能有误"), "{unit}{wrong}");
        let (_, tables) = said(&TABLES, unit, "181.40元");
        assert!(tables.contains("单位万元"), "{unit}{tables}");
    }
}

#[test]
fn a_line_of_units_that_cannot_be_read_is_told() {
    for unit in ["元、万元", "金额万元、人"] {
        let (_, told) = said(&CHECK, unit, "181.40元");
        let why = format!("表上面印的单位“{unit}”看不出金额是哪一个单位，没有核对");
        assert!(told.contains(&why) && !told.contains("补助说明相符"), "{unit}{told}");
        let (_, tables) = said(&TABLES, unit, "181.40元");
        assert!(tables.contains(&format!("单位“{unit}”看不出金额是哪一个")), "{tables}");
    }
    // the name of an agency is no unit of money
    for agency in ["广元市教育局", "元谋县财政局", "某县农业局、水利局"] {
        let (_, told) = said(&CHECK, agency, "181.40元");
        assert!(!told.contains("看不出金额"), "{agency}{told}");
    }
}

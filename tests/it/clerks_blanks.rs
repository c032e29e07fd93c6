//! What a clerk's rules said nothing of, or accused: years of cells, percentages without their sign,
//! tables that go on, blanks in conditions, signs that want more than rounding shows.

use crate::clerks_verdicts::put;
use crate::command::run;

const FORM: &str = r#"[[form]]
id = "项目表"
title = ["在建项目情况表"]
columns = [
  { name = "项目", kind = "label", header = ["项目名称"] },
  { name = "完成", kind = "amount", header = ["完成投资"] },
  { name = "付款", kind = "amount", header = ["已付款"] },
  { name = "状态", kind = "text" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

/// What a check, or another command, says of rules on the form, without blanks, and its status.
fn said(arguments: &[&str], rules: &str, document: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &format!("{FORM}\n{rules}"), document);
    let (status, out, err) = run(folder.path(), arguments);
    (status, format!("{err}{out}").split_whitespace().collect())
}

fn checked(rules: &str, document: &str) -> (Option<i32>, String) {
    said(&["check", "决算.txt", "-r", "本局", "--all"], rules, document)
}

fn rule(lines: &str) -> String {
    format!("[[rule]]\nid = \"核对\"\nform = \"项目表\"\n{lines}\n")
}

fn table(title: &str, rows: &str) -> String {
    format!("{title}\n单位：元\n项目名称 | 完成投资 | 已付款 | 状态\n{rows}")
}

#[test]
fn the_year_of_a_title_comes_before_those_of_cells_notes_and_sentences() {
    let rows = "南堤（2022年度） | 100 | 90 | 在建\n北堤 | 200 | 90 | 在建\n";
    let title = "柳溪县2026年在建项目情况表";
    let rules = rule("expect = \"doc.year == 2026\"");
    for document in [
        table(title, rows),
        format!("{}注：依据清理2022年度项目的通知。\n", table(title, rows)),
        format!("柳溪县水利局\n现将2022年度以来在建项目情况说明如下。\n{}", table(title, rows)),
        table(title, &rows.replace("南堤（2022年度）", "2022年度决算审计")),
    ] {
        let (status, told) = checked(&rules, &document);
        assert!(status == Some(0) && told.contains("2026年·"), "{document}{told}");
    }
    // the month of printing is no year of the document
    let printed = format!("柳溪县水利局\n2027年3月\n{}", table(title, rows));
    assert!(checked(&rules, &printed).1.contains("2026年·"));
}

#[test]
fn a_percentage_without_its_sign_is_told_quoted_or_as_a_factor() {
    let check = |rules: &str| said(&["rules", "check", "本局"], rules, "").1;
    for value in ["\"80\"", "80"] {
        let rules = format!(
            "[param]\n\"付款比例\" = {value}\n{}",
            rule("expect = \"付款 <= 完成 * param.付款比例\"")
        );
        let told = check(&rules);
        assert_eq!(told.matches("是80倍，不是80%").count(), 1, "{told}");
        assert!(!told.contains("与80倍的数比"), "{told}");
    }
    let told = check(&rule("expect = \"付款 <= 完成 * 80\""));
    assert!(told.contains("与80倍的数比") && told.contains("写成80%"), "{told}");
    let told = check(&rule("expect = \"付款 <= 完成 * (1 + 10)\""));
    assert!(told.contains("与11倍的数比") && told.contains("写成10%"), "{told}");
    let told = check(&format!(
        "[param]\n\"上限\" = 80\n{}",
        rule("expect = \"付款 <= 完成 * param.上限\"")
    ));
    assert!(told.contains("与80倍的数比") && told.contains("参数上限"), "{told}");
    // months, and what is worked out
    for right in ["付款 <= 完成 * 12", "付款 == 完成 * 80", "付款 <= 完成 * 80%"] {
        let told = check(&rule(&format!("expect = \"{right}\"")));
        assert!(!told.contains("倍的数比"), "{told}");
    }
}

#[test]
fn what_must_be_there_is_not_missed_in_a_document_of_no_known_kind() {
    let rules = "[[claim]]\nid = \"监督句\"\ntext = \"监督电话\"\n\n[[rule]]\nid = \"要有\"\nrequired = \"监督句\"\n";
    let (_, told) = checked(
        rules,
        "柳溪县2026年项目公示\n本次公示项目资金100.00万元。\n监督电话：0370-1234567。\n",
    );
    assert!(told.contains("相符1") && !told.contains("错误"), "{told}");
    let (status, told) = checked(rules, "柳溪县2026年项目公示\n本次公示项目资金100.00万元。\n");
    assert!(status != Some(1) && told.contains("没有认出文件的种类"), "{told}");
    assert!(told.contains("未能核对1"), "{told}");
    let (status, told) =
        checked(rules, "柳溪县水利局2026年部门预算公开\n\n一、情况\n\n收入100.00万元。\n");
    assert!(status == Some(1) && told.contains("没有写“监督句”"), "{told}");
}

#[test]
fn tables_that_go_on_are_one() {
    let rules = format!(
        "{}\n[[rule]]\nid = \"逐行\"\nform = \"项目表\"\nrows = \"leaves\"\nexpect = \"付款 <= 完成\"\n",
        rule("expect = \"合计行 == sum(above(合计行))\"")
    );
    let head = "项目名称 | 完成投资 | 已付款 | 状态\n";
    let first = table("在建项目情况表", "南堤 | 100 | 90 | 在建\n北堤 | 200 | 90 | 在建\n");
    for between in [
        "在建项目情况表（续）\n",
        "续表\n",
        "续表1\n单位：元\n",
        "在建项目情况表（续表）\n单位：元\n",
    ] {
        let go_on = |rows: &str| format!("{first}\n{between}{head}{rows}");
        let (status, told) =
            checked(&rules, &go_on("东堤 | 300 | 100 | 在建\n合计 | 600 | 280 |\n"));
        assert!(status == Some(0) && told.contains("自编2条：核对了2"), "{between}{told}");
        let (status, told) =
            checked(&rules, &go_on("东堤 | 300 | 100 | 在建\n合计 | 700 | 280 |\n"));
        assert!(status == Some(1) && told.contains("700"), "{between}{told}");
        let (status, told) =
            checked(&rules, &go_on("东堤 | 300 | 400 | 在建\n合计 | 600 | 580 |\n"));
        assert!(status == Some(1) && told.contains("东堤"), "{between}{told}");
    }
    // the same title once more: whether the total is that of both nobody says
    let again = format!(
        "{first}\n在建项目情况表\n单位：元\n{head}东堤 | 300 | 100 | 在建\n合计 | 600 | 280 |\n"
    );
    let (status, told) = checked(&rules, &again);
    assert!(status != Some(1) && told.contains("印在前后另一张表里"), "{told}");
}

#[test]
fn a_blank_text_leaves_a_condition_of_a_list_or_a_script_open() {
    let document = format!(
        "柳溪县水利局2025年部门预算\n\n在建项目1个，完成投资300.00元。\n\n{}",
        table(
            "在建项目情况表",
            "南堤 | 5600.00 | 1.00 |\n北堤 | 300.00 | 1.00 | 在建\n合计 | 5900.00 | 2.00 |\n"
        )
    );
    let claim = |expect: &str| {
        format!(
            "[[claim]]\nid = \"在建句\"\ntext = \"在建项目{{个:count}}，完成投资{{额:amount}}\"\nexpect = ['{expect}']\n"
        )
    };
    for expect in [
        "个 == count(项目表.项目, 项目表.状态 == \"在建\")",
        "额 == sum(项目表.完成, 项目表.状态 == \"在建\")",
        "个 == count(项目表.项目, contains(项目表.状态, \"建\"))",
        "个 == count(项目表.项目, 项目表.完成 > 1元 && 项目表.状态 == \"在建\")",
    ] {
        let (status, told) = checked(&claim(expect), &document);
        assert!(status != Some(1) && told.contains("南堤状态是空的"), "{expect}{told}");
        assert!(told.contains("没有核对全"), "{expect}{told}");
    }
    // what the rule asks of blanks by itself is told, and so is what another side decides
    for expect in [
        "个 == count(项目表.项目, present(项目表.状态) && 项目表.状态 == \"在建\")",
        "个 == count(项目表.项目, 项目表.完成 < 1000元 && 项目表.状态 == \"在建\")",
        "额 == sum(项目表.完成, 项目表.完成 < 1000元)",
    ] {
        let (status, told) = checked(&claim(expect), &document);
        assert!(status == Some(0) && told.contains("核对了1"), "{expect}{told}");
    }
    let when =
        rule("when = 'contains(状态, \"建\")'\nrows = \"leaves\"\nexpect = \"付款 <= 完成\"");
    assert!(checked(&when, &document).1.contains("南堤状态是空的"));
    for condition in ["行.状态 == \"在建\"", "行.状态.contains(\"建\")"] {
        let script = format!(
            "[[rule]]\nid = \"脚本\"\nscript = '''\nfor 行 in rows(项目表) {{ if {condition} {{ expect(行.付款 <= 行.完成, \"付款\"); }} }}\n'''\n"
        );
        let (_, told) = checked(&script, &document);
        assert!(told.contains("状态是空的"), "{condition}{told}");
    }
}

#[test]
fn less_than_what_is_printed_alike_is_not_borne_out() {
    let document = |unit: &str| {
        table("在建项目情况表", "南堤 | 30.00 | 30.00 | 在建\n").replace("单位：元", unit)
    };
    for expect in ["付款 < 完成", "完成 > 付款", "完成 - 付款 > 0"] {
        let rules = rule(&format!("expect = \"{expect}\""));
        let (status, told) = checked(&rules, &document("单位：万元"));
        assert!(status != Some(1) && told.contains("分不出大小"), "{expect}{told}");
        assert!(told.contains("尾差0") && !told.contains("相符1"), "{expect}{told}");
        // cents are exact
        assert_eq!(checked(&rules, &document("单位：元")).0, Some(1), "{expect}");
    }
}

#[test]
fn rows_of_a_tree_without_a_code_are_told() {
    let form = "[[form]]\nid = \"科目表\"\ntitle = [\"乡镇财力分配表\"]\ncolumns = [ { name = \"编码\", kind = \"code\", header = [\"编号\"] }, { name = \"名称\", kind = \"label\", header = [\"事项\"] }, { name = \"金额\", kind = \"amount\" } ]\nrows = [{ name = \"合计\", label = [\"合计\"], total = true }]\n[[rule]]\nid = \"树\"\nform = \"科目表\"\ntree = { code = \"编码\", levels = [1, 2], total = \"合计\" }\n";
    for code in ["", "2.1.", "（一）"] {
        let of = |total: u32| {
            format!(
                "乡镇财力分配表\n单位：万元\n编号 | 事项 | 金额\n | 合计 | {total}\n1 | 体制补助 | 60\n1.1 | 基数补助 | 40\n1.2 | 增量补助 | 20\n2 | 专项补助 | 40\n{code} | 村级补助 | 45\n"
            )
        };
        let (status, told) = checked(form, &of(100));
        assert!(status != Some(1) && told.contains("未能核对1"), "{code}{told}");
        // and of what they may be a part nothing is accused
        let (status, told) = checked(form, &of(145));
        assert!(status != Some(1), "{code}{told}");
    }
}

#[test]
fn what_is_no_date_is_not_present_as_one() {
    let form = "[[form]]\nid = \"验收表\"\ntitle = [\"工程验收情况表\"]\ncolumns = [ { name = \"工程\", kind = \"label\", header = [\"工程名称\"] }, { name = \"金额\", kind = \"amount\" }, { name = \"验收日\", kind = \"date\", header = [\"验收日期\"] } ]\n[[rule]]\nid = \"验收\"\nform = \"验收表\"\nexpect = \"present(验收日)\"\n";
    let of = |day: &str| {
        format!(
            "工程验收情况表\n单位：万元\n工程名称 | 金额 | 验收日期\n南堤 | 900 | {day}\n北堤 | 900 | 2025-03-01\n"
        )
    };
    for day in ["待验收", "2025年13月40日"] {
        let (_, told) = checked(form, &of(day));
        assert!(told.contains("未能核对1") && told.contains(day), "{day}{told}");
    }
    assert_eq!(checked(form, &of("2025-03-02")).0, Some(0));
    assert_eq!(checked(form, &of("")).0, Some(1));
}

#[test]
fn what_holds_as_nothing_beside_nothing_proves_nothing() {
    let form = "[[form]]\nid = \"结余表\"\ntitle = [\"结余资金情况表\"]\ncolumns = [ { name = \"单位\", kind = \"group\", header = [\"预算单位\"] }, { name = \"事项\", kind = \"label\", header = [\"事项名称\"] }, { name = \"结转\", kind = \"amount\", header = [\"上年结转数\"] }, { name = \"支出\", kind = \"amount\", header = [\"本年支出\"] }, { name = \"剩余\", kind = \"amount\", header = [\"剩余数\"] } ]\nrows = [{ name = \"合计行\", label = [\"合计\"], total = true }]\n[[rule]]\nid = \"剩余\"\nform = \"结余表\"\nexpect = \"剩余 == 结转 - 支出\"\n";
    let document = "结余资金情况表\n单位：元\n预算单位 | 事项名称 | 上年结转数 | 本年支出 | 剩余数\n\
        水利局 | 南堤加固 | 1200000 | 900000 | 300000\n | 灌区改造 | 86000 | 86000 | 0\n\
        教育局 | 校舍维修 | 450000 | 450000 | 0\n | 校园安防 | 130000 | 130000 | 0\n\
        小计 | | 580000 | 580000 | 0\n合计 | | 1866000 | 1566000 | 300000\n";
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), form, "");
    std::fs::write(folder.path().join("结余.csv"), document.replace(" | ", ",")).unwrap();
    let (status, out, err) = run(folder.path(), &["check", "结余.csv", "-r", "本局"]);
    assert_eq!(status, Some(0), "{out}{err}");
}

#[test]
fn a_row_that_says_that_nothing_follows_is_none() {
    let rows =
        "南堤 | 100 | 90 | 在建\n北堤 | 200 | 90 | 在建\n以下空白 | | |\n合计 | 300 | 180 |\n";
    let rules = rule("expect = \"count(项目表.项目) == 2\"");
    let (status, told) = checked(&rules, &table("柳溪县2026年在建项目情况表", rows));
    assert!(status == Some(0), "{told}");
}

#[test]
fn a_title_is_advised_as_a_form_writes_it() {
    let rules = rule("expect = \"付款 <= 完成\"");
    let document =
        table("柳溪县2026年在建工程项目情况表", "南堤 | 100 | 90 | 在建\n北堤 | 200 | 90 | 在建\n");
    let check = ["rules", "check", "本局", "--on", "决算.txt"];
    let (_, told) = said(&check, &rules, &document);
    assert!(told.contains("title写“在建工程项目情况表”"), "{told}");
}

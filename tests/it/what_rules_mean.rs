//! A rule means what it says: no condition, blank, total or unit lets a check vanish or turns it
//! into another one.

use crate::command::run;

/// What an audit of documents by a rule file says, without blanks.
fn checked(rules: &str, documents: &[&str], more: &[&str]) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let ruleset = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), ruleset).unwrap();
    std::fs::write(own.join("a.toml"), rules).unwrap();
    let mut arguments = vec!["check".to_owned()];
    for (at, document) in documents.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{at}.txt")), document).unwrap();
        arguments.push(format!("{at}.txt"));
    }
    arguments.extend(["-r", "本局"].iter().chain(more).map(|text| (*text).to_owned()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (status, out, err) = run(folder.path(), &arguments);
    (status.unwrap(), format!("{err}{out}").split_whitespace().collect())
}

fn rule(body: &str) -> String {
    format!("[[rule]]\nid = \"规则\"\nform = \"培训表\"\n{body}\n")
}

const FORM: &str = r#"
[param]
"限额" = { "工程" = "40000元", "服务" = "20000元" }

[[form]]
id = "培训表"
title = ["职工培训安排表"]
columns = [
  { name = "序号", kind = "ordinal" },
  { name = "班次", kind = "label", header = ["培训班"] },
  { name = "类别", kind = "text" },
  { name = "人数", kind = "count", header = ["人数（名）"] },
  { name = "天数", kind = "count", header = ["天数（天）"] },
  { name = "方式", kind = "text" },
  { name = "开班", kind = "date", header = ["开班日期"] },
  { name = "结业", kind = "date", header = ["结业日期"] },
  { name = "经费", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

const HEAD: &str =
    "序号 | 培训班 | 类别 | 人数（名） | 天数（天） | 方式 | 开班日期 | 结业日期 | 经费";

fn table(rows: &[&str]) -> String {
    titled("职工培训安排表", "单位：元", rows)
}

fn titled(title: &str, unit: &str, rows: &[&str]) -> String {
    format!("{title}\n{unit}\n{HEAD}\n{}\n", rows.join("\n"))
}

fn judged(body: &str, rows: &[&str]) -> (i32, String) {
    checked(&format!("{FORM}{}", rule(body)), &[&table(rows)], &["--all"])
}

const FIRST: &str = "1 | 新进人员班 | 服务 | 59 | 2 | 公开 | 2024-03-04 | 2024-03-05 | 11500";
const SECOND: &str = "2 | 财务人员班 | 工程 | 40 | 3 | 直接 | 2024-05-06 | 2024-05-08 | 45000";

#[test]
fn a_quotient_is_rounded_as_the_number_that_it_is() {
    for (right, wrong) in [
        ("天数 == floor(人数 / 20人)", "天数 == ceil(人数 / 20人)"),
        ("天数 == floor(人数 / 20)", "天数 == round(人数 / 20人, 0)"),
        ("天数 == floor(经费 / 5000元)", "天数 == ceil(经费 / 5000元)"),
    ] {
        let (status, said) = judged(&format!("expect = \"{right}\""), &[FIRST]);
        assert!(status == 0 && said.contains("相符1"), "{right}: {said}");
        let (status, said) = judged(&format!("expect = \"{wrong}\""), &[FIRST]);
        assert!(status == 1 && said.contains("2≠3"), "{wrong}: {said}");
    }
}

#[test]
fn a_condition_that_cannot_be_told_is_left_open_with_its_cell() {
    let body = "rows = \"leaves\"\nwhen = \"经费 >= lookup(限额, 类别)\"\n\
        expect = '方式 == \"公开\"'";
    let total = " | 合计 | | 99 | | | | | 56500";
    let (status, said) = judged(body, &[FIRST, SECOND, total]);
    assert!(status == 1 && said.contains("直接≠公开"), "{said}");
    for (class, reason) in [("工程类", "没有工程类"), ("", "要在参数限额里查的名称这里是空的")]
    {
        let (_, said) = judged(body, &[FIRST, &SECOND.replace("工程", class), total]);
        assert!(said.contains("未能核对1") && said.contains(reason), "{said}");
        assert!(!said.contains("✓没有发现问题"), "{said}");
    }
    let (_, said) = judged(body, &[FIRST, &SECOND.replace("45000", "约45000"), total]);
    assert!(said.contains("未能核对1") && said.contains("经费无法读取"), "{said}");
    // no unit is printed
    let rules = format!("{FORM}{}", rule(body));
    let bare = titled("职工培训安排表", "", &[FIRST, SECOND, total]);
    let (_, said) = checked(&rules, &[&bare], &["--all"]);
    assert!(said.contains("未能核对2") && said.contains("没有印这个金额的单位"), "{said}");
}

#[test]
fn a_blank_in_a_condition_is_told_where_it_might_have_held() {
    let day = "when = \"开班 < 2024-04-01\"\nexpect = \"present(方式)\"";
    let total = " | 合计 | | 99 | | | | | 56500";
    for (written, reason) in
        [("", "开班日期是空的"), ("2024年3月", "不是一个完整的日期"), ("2024-13-03", "日期")]
    {
        let rows = [FIRST, &SECOND.replace("2024-05-06", written), total];
        let (_, said) = judged(day, &rows);
        assert!(said.contains("未能核对1") && said.contains(reason), "{said}");
    }
    // nothing is not more than 50, but it may be less
    let rows = [FIRST, &SECOND.replace("40 |", " |"), total];
    let (_, said) = judged("when = \"人数 > 50\"\nexpect = \"present(方式)\"", &rows);
    assert!(said.contains("未能核对0"), "{said}");
    let (_, said) = judged("when = \"人数 < 50\"\nexpect = \"present(方式)\"", &rows);
    assert!(said.contains("未能核对1") && said.contains("人数（名）是空的"), "{said}");
    // one side decides alone
    let body = "when = '人数 < 50 && 类别 == \"服务\"'\nexpect = \"present(方式)\"";
    let (_, said) = judged(body, &rows);
    assert!(said.contains("未能核对0"), "{said}");
}

#[test]
fn a_total_by_another_word_is_the_total() {
    let body = "expect = \"合计行.经费 == sum(above(合计行.经费))\"";
    for word in ["合计", "总计", "全局总计", "合计（2个班）"] {
        let (status, said) =
            judged(body, &[FIRST, SECOND, &format!(" | {word} | | 99 | | | | | 65500")]);
        assert!(status == 1 && said.contains("56500"), "{word}: {said}");
        let (status, said) =
            judged(body, &[FIRST, SECOND, &format!(" | {word} | | 99 | | | | | 56500")]);
        assert!(status == 0 && said.contains("相符1"), "{word}: {said}");
    }
}

#[test]
fn subtotals_and_parts_of_a_row_are_no_addends() {
    let total = " | 合计 | | 99 | | | | | 56500";
    let sub = " | 上半年小计 | | 59 | | | | | 11500";
    let last = " | 小计 | | 99 | | | | | 56500";
    let part = " | 其中：财务科 | 工程 | 10 | 3 | 直接 | 2024-05-06 | 2024-05-08 | 5000";
    let above = "expect = \"合计行.经费 == sum(above(合计行.经费))\"";
    let all = "expect = \"合计行.经费 == sum(经费)\"";
    for rows in [
        vec![FIRST, sub, SECOND, total],
        vec![FIRST, SECOND, last, total],
        vec![FIRST, SECOND, part, total],
    ] {
        for body in [above, all] {
            let (status, said) = judged(body, &rows);
            assert!(status == 0 && said.contains("相符1"), "{body} {rows:?}: {said}");
        }
    }
    // whether the row behind it is a part, too, nobody says
    let (status, said) = judged(above, &[FIRST, part, SECOND, total]);
    assert!(status == 3 && said.contains("未能核对1"), "{said}");
}

const SECOND_FORM: &str = r#"
[[form]]
id = "计划表"
title = ["培训计划批复表"]
columns = [
  { name = "班名", kind = "label", header = ["批复班次"] },
  { name = "批复", kind = "date", header = ["批复日期"] },
  { name = "额度", kind = "amount", header = ["批复额度"] },
]
"#;

#[test]
fn a_name_that_the_other_table_lacks_is_told() {
    let plan = "培训计划批复表\n单位：元\n批复班次 | 批复日期 | 批复额度\n\
        新进人员班 | 2024-02-01 | 12000\n财务人员班 | 2024-03-01 | 46000\n";
    let rules =
        |expect: &str| format!("{FORM}{SECOND_FORM}{}", rule(&format!("expect = \"{expect}\"")));
    let own = table(&[FIRST, SECOND]);
    let other = own.replace("财务人员班", "财务骨干班");
    let blank = own.replace("财务人员班", "");
    let day = rules("开班 >= 计划表[班次].批复");
    let (status, said) = checked(&day, &[&own, plan], &["--together", "--all"]);
    assert!(status == 0 && said.contains("相符2"), "{said}");
    let (_, said) = checked(&day, &[&other, plan], &["--together", "--all"]);
    assert!(said.contains("未能核对1") && said.contains("没有名为“财务骨干班”"), "{said}");
    let (_, said) = checked(&day, &[&blank, plan], &["--together", "--all"]);
    assert!(said.contains("未能核对1") && said.contains("名称是空的"), "{said}");
    let there = rules("present(计划表[班次].额度)");
    let (status, said) = checked(&there, &[&other, plan], &["--together", "--all"]);
    assert!(status == 1 && said.contains("计划表里没有“财务骨干班”"), "{said}");
    // without the table nobody knows
    let (_, said) = checked(&there, &[&own], &["--all"]);
    assert!(said.contains("没有认出计划表") && !said.contains("错误1"), "{said}");
}

#[test]
fn percentages_are_graded_by_percentages() {
    let rules = |bound: &str, score: &str| {
        format!(
            "{FORM}[[scale]]\nid = \"档\"\ngrades = [{{ name = \"高\", from = {bound} }}, \
             {{ name = \"低\", from = 0 }}]\n{}",
            rule(&format!("expect = '方式 == grade(档, {score})'"))
        )
    };
    let rows = table(&["1 | 甲班 | 服务 | 59 | 40 | 高 | 2024-03-04 | 2024-03-05 | 11500"]);
    let (status, said) = checked(&rules("\"120%\"", "percent(人数, 天数)"), &[&rows], &["--all"]);
    assert!(status == 0 && said.contains("相符1"), "{said}");
    let (status, said) = checked(&rules("\"150%\"", "percent(人数, 天数)"), &[&rows], &["--all"]);
    assert!(status == 1 && said.contains("高≠低"), "{said}");
    let (status, said) = checked(&rules("80", "percent(人数, 天数)"), &[&rows], &[]);
    assert!(status == 2 && said.contains("from=\"80%\""), "{said}");
    let (status, said) = checked(&rules("\"80%\"", "人数"), &[&rows], &[]);
    assert!(status == 2 && said.contains("from=80"), "{said}");
}

#[test]
fn a_blank_beside_a_number_of_the_rule_is_not_nothing() {
    let rows = [FIRST, &SECOND.replace("3 |", " |")];
    let (status, said) = judged("expect = \"经费 <= 人数 * (天数 + 1) * 300元\"", &rows);
    assert!(status == 0 && said.contains("未能核对1"), "{said}");
    let (status, said) = judged("expect = \"人数 == 天数 + 57\"", &rows);
    assert!(status == 0 && said.contains("未能核对1"), "{said}");
}

#[test]
fn blanks_are_treated_alike() {
    let rows = [FIRST, &SECOND.replace("45000", "")];
    for body in [
        "expect = \"经费 <= 50000元\"",
        "expect = \"经费 == 人数 * 1元\"",
        "expect = \"unique(经费)\"",
    ] {
        let (_, said) = judged(body, &rows);
        assert!(said.contains("未能核对1") && said.contains("经费是空的"), "{body}: {said}");
    }
    let script = "script = '''\nfor r in rows(培训表) {\n  if r.经费 < param.限额[\"服务\"] {\n    \
        expect(r.方式 == \"公开\", \"方式\");\n  }\n}\n'''";
    let (_, said) = judged(script, &rows);
    assert!(said.contains("未能核对1") && said.contains("经费是空的"), "{said}");
}

#[test]
fn a_number_of_a_row_is_no_name() {
    let rows = [FIRST, &SECOND.replace("财务人员班", "")];
    let (status, said) = judged("expect = \"present(班次)\"", &rows);
    assert!(status == 1 && said.contains("空白≠填写"), "{said}");
}

#[test]
fn a_title_behind_the_name_of_an_office_is_the_title() {
    let rules = format!("{FORM}{}", rule("expect = \"经费 <= 40000元\""));
    for title in ["青岗县水利局2024年职工培训安排表", "青岗县水利局职工培训安排表"]
    {
        let (status, said) = checked(&rules, &[&titled(title, "单位：元", &[FIRST, SECOND])], &[]);
        assert!(status == 1 && said.contains("应当不大于40000"), "{title}: {said}");
    }
}

#[test]
fn a_rule_without_its_sentence_is_told_first() {
    let claim = "[[claim]]\nid = \"文字\"\ntext = \"培训{几:count}，共{额:amount}\"\n\
        [[rule]]\nid = \"文字-经费\"\nclaim = \"文字\"\nexpect = \"额 == 培训表.合计行.经费\"\n";
    let rules = format!("{FORM}{}{claim}", rule("expect = \"present(方式)\""));
    let rows = table(&[FIRST, SECOND, " | 合计 | | 99 | | 公开 | | | 56500"]);
    let other = format!("本年培训班已办完，花费56500元。\n\n{rows}");
    let (_, said) = checked(&rules, &[&other], &[]);
    assert!(said.contains("自己的规则有1条没有用上") && said.contains("文字-经费"), "{said}");
    // any counter may stand behind a count
    for count in ["2个", "2期", "99人", "2"] {
        let written = format!("本年培训{count}，共65500元。\n\n{rows}");
        let (status, said) = checked(&rules, &[&written], &[]);
        assert!(status == 1 && said.contains("文字-经费"), "{count}: {said}");
    }
}

#[test]
fn a_blank_addend_is_no_reason_to_correct_the_total() {
    let third = "3 | 档案人员班 | 服务 | 20 | 2 | 公开 | 2024-06-03 | 2024-06-04 | ";
    let rows = [FIRST, SECOND, third, " | 合计 | | 119 | | | | | 63200"];
    let (status, said) = judged("expect = \"合计行.经费 == sum(above(合计行.经费))\"", &rows);
    assert!(status == 1 && said.contains("63200") && !said.contains("应为56500"), "{said}");
    assert!(said.contains("有一格是空的"), "{said}");
}

#[test]
fn a_unit_with_its_currency_is_the_unit() {
    let rules = format!("{FORM}{}", rule("expect = \"经费 <= 40000元\""));
    for unit in ["货币单位：人民币元", "金额单位：元人民币"] {
        let document = titled("职工培训安排表", unit, &[FIRST, SECOND]);
        let (status, said) = checked(&rules, &[&document], &[]);
        assert!(status == 1 && said.contains("应当不大于40000"), "{unit}: {said}");
    }
}

#[test]
fn days_and_the_row_before_can_be_said() {
    let (status, said) = judged("expect = \"天数 == days(开班, 结业) + 1\"", &[FIRST, SECOND]);
    assert!(status == 0 && said.contains("相符2"), "{said}");
    let late = SECOND.replace("2024-05-08", "2024-05-09");
    let (status, said) = judged("expect = \"天数 == days(开班, 结业) + 1\"", &[FIRST, &late]);
    assert!(status == 1 && said.contains("3≠4"), "{said}");
    let (status, said) = judged("expect = \"开班 >= previous(结业)\"", &[SECOND, FIRST]);
    assert!(status == 1 && said.contains("2024-03-04"), "{said}");
    let (status, said) = judged("expect = \"开班 >= previous(结业)\"", &[FIRST, SECOND]);
    assert!(status == 0 && said.contains("相符1"), "{said}");
    let (status, said) = judged("expect = \"max(开班, 结业) < 2024-05-01\"", &[FIRST, SECOND]);
    assert!(status == 1 && said.contains("2024-05-08") && said.contains("相符1"), "{said}");
    let (status, said) = judged("expect = \"天数 == days(人数, 结业)\"", &[FIRST]);
    assert!(status == 2 && said.contains("人数在表样里写的是个数，这里用作日期"), "{said}");
}

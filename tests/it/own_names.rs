//! Advice of messages is made of the author's own names and values, so that it can be typed as it
//! stands; each slip is told once, at its place.

use crate::command::run;

const FORM: &str = r#"
[[form]]
id = "培训表"
title = ["教师培训费明细表"]
columns = [
  { name = "班名", kind = "label", header = ["培训班名称"] },
  { name = "方式", kind = "text", header = ["举办方式"] },
  { name = "开班", kind = "date", header = ["开班日期"] },
  { name = "人数", kind = "count", header = ["参训人数"] },
  { name = "师资费", kind = "amount" },
  { name = "总费用", kind = "amount", header = ["费用总额"] },
  { name = "完成率", kind = "percent" },
]
rows = [{ name = "总计行", label = ["总计"], total = true }]
"#;

const DOCUMENT: &str = "某区教育局2024年度部门决算\n\n教师培训费明细表\n单位：元\n\
    培训班名称 | 举办方式 | 开班日期 | 参训人数 | 师资费 | 费用总额 | 完成率\n\
    骨干班 | 线下 | 2024-03-01 | 40 | 8000 | 20000 | 80.00%\n\
    总计 | | | 40 | 8000 | 20000 | 80.00%\n";

/// What `rules check` says of a folder, in one line without blanks.
fn told(files: &[(&str, &str)], more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(own.join("cases")).unwrap();
    let head = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), head).unwrap();
    std::fs::write(folder.path().join("甲.txt"), DOCUMENT).unwrap();
    for (name, text) in files {
        std::fs::write(own.join(name), text).unwrap();
    }
    let (_, out, err) = run(folder.path(), &[&["rules", "check", "本局"], more].concat());
    format!("{err}{out}").split_whitespace().collect()
}

fn said(rules: &str) -> String {
    told(&[("a.toml", &format!("{FORM}\n{rules}"))], &[])
}

fn formula(expect: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nform = \"培训表\"\nexpect = '{expect}'\n")
}

fn condition(when: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nform = \"培训表\"\nwhen = '{when}'\nexpect = '总费用 >= 师资费'\n"
    )
}

fn script(text: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nseverity = \"warning\"\nscript = '''\n{text}\n'''\n")
}

fn holds(cases: &[(String, &str)]) {
    for (rules, wanted) in cases {
        let told = said(rules);
        let wanted: String = wanted.split_whitespace().collect();
        assert!(told.contains(&wanted), "{rules}\n{wanted}\n{told}");
        let count = told.matches("规则有误").count() + told.matches("提醒").count();
        let others = ["提醒没有写依据", "提醒没有用例"].map(|own| told.matches(own).count());
        assert_eq!(count - others.iter().sum::<usize>(), 1, "{rules}\n{told}");
    }
}

#[test]
fn formulas_are_answered_with_the_own_names() {
    let table = "[param]\n\"限额\" = { \"线下\" = \"50000元\", \"线上\" = \"30000元\" }\n";
    let bare = "[param]\n\"限额\" = { \"线下\" = 50000, \"线上\" = 30000 }\n";
    let steps = "[param]\n\"费率\" = { \"50万元\" = \"1.5%\", \"100万元\" = \"1.1%\" }\n";
    holds(&[
        (condition("方式 == \"线下\" || \"线上\""), "写成 方式 == \"线下\" || 方式 == \"线上\""),
        (condition("人数"), "present(人数)"),
        (condition("\"线下\""), "方式 == \"线下\""),
        (formula("count(方式 == \"线下\") <= 2"), "count(班名, 方式 == \"线下\")"),
        (formula("sum(方式 == \"线下\") <= 2元"), "sum(总费用, 方式 == \"线下\")"),
        (formula("总计行 == above(总计行)"), "写成 sum(above(总计行))"),
        (formula("总费用 <= sum(\"师资费\")"), "名称不加引号：sum(师资费)"),
        (formula("sum(培训表) <= 100元"), "sum(培训表.总费用)"),
        (formula("总费用 == SUM(师资费, 总费用)"), "写成 师资费 + 总费用"),
        (formula("SUMIF(方式,\"线下\",总费用) <= 30000元"), "写成 sum(总费用, 方式 == \"线下\")"),
        (
            formula("COUNTIFS(方式,\"线下\",人数,\">30\") <= 3"),
            "count(方式, 方式 == \"线下\" && 人数 > 30)",
        ),
        (formula("总费用 <= MAX(师资费, 100元)"), "写成 max(师资费, 100元)"),
        (condition("YEAR(开班) >= 2024"), "写成 开班 >= 2024-01-01"),
        (condition("YEAR(开班) == 2024"), "开班 >= 2024-01-01 && 开班 <= 2024-12-31"),
        (condition("MONTH(开班) == 3"), "日期不能取出月份"),
        (condition("开班 >= 2024.3.1"), "日期写成 2024-03-01"),
        (condition("开班 >= 2024年3月"), "日期写到日：2024-03-01"),
        (condition("方式 in (\"线下\", \"线上\")"), "方式 == \"线下\" || 方式 == \"线上\""),
        (condition("人数 between 10 and 50"), "人数 >= 10 && 人数 <= 50"),
        (
            formula("if 方式 == \"线下\" then 总费用 > 0"),
            "when = '方式 == \"线下\"'，expect = '总费用 > 0'",
        ),
        (formula("完成率 == 师资费 / 总费用 * 100"), "写成 完成率 == 师资费 / 总费用"),
        (formula("完成率 / 100 == 师资费 / 总费用"), "写成 完成率 == 师资费 / 总费用"),
        (formula("培训表.总费用.总计行 > 0"), "写成 培训表.总计行.总费用"),
        (formula("培训表.费用总额.总计 > 0"), "写成 培训表.总计行.总费用"),
        (formula("培训表.总计.总费用 > 0"), "写成 培训表.总计行.总费用"),
        (formula("培训表[总计].总费用 > 0"), "写成 培训表[\"总计\"].总费用"),
        (formula("培训表.总计行.总费用 <= 去年.培训表.总计行.总费用"), "写成 上年.培训表"),
        (
            format!("{table}{}", formula("总费用 <= lookup(\"限额\", 方式)")),
            "写成 lookup(限额, 方式)",
        ),
        (format!("{table}{}", formula("总费用 <= param.限额")), "写成 lookup(限额, 方式)"),
        (
            format!("{bare}{}", formula("总费用 <= lookup(限额, 方式)")),
            "\"限额\" = { \"线下\" = \"50000元\", \"线上\" = \"30000元\" }",
        ),
        (
            format!("{steps}{}", formula("师资费 <= steps(费率, 总费用)")),
            "\"费率\" = { \"0万元\" = \"1.5%\", \"100万元\" = \"1.1%\" }",
        ),
        (formula("总费用 ‹= 30000元"), "改成键盘上的 <"),
        (formula("round(2, 总费用) > 0"), "写成 round(总费用, 2)"),
    ]);
}

#[test]
fn a_percentage_may_be_a_hundred_times_less_in_one_of_several_ways() {
    let rules = "[[rule]]\nid = \"甲\"\nform = \"培训表\"\nany = ['完成率 == 师资费 / 总费用', '完成率 == 师资费 / 总费用 * 100']\n";
    assert!(said(rules).contains("没有错误"), "{}", said(rules));
}

#[test]
fn values_of_another_form_are_written_as_they_should_be() {
    let with = |old: &str, new: &str| {
        let text = FORM.replace(old, new);
        assert_ne!(text, FORM);
        told(&[("a.toml", &format!("{text}\n{}", formula("总费用 >= 师资费")))], &[])
    };
    let rows = "rows = [{ name = \"总计行\", label = [\"总计\"], total = true }]";
    let said = with(rows, "rows = { name = \"总计行\", label = [\"总计\"], total = true }");
    assert!(said.contains("rows=[{name=\"总计行\",label=[\"总计\"],total=true}]"), "{said}");
    let said = with(rows, "rows = [\"总计\"]");
    assert!(said.contains("{name=\"总计行\",label=[\"总计\"],total=true}"), "{said}");
    let said = with("label = [\"总计\"]", "label = \"总计、合计\"");
    assert!(said.contains("label=[\"总计\",\"合计\"]"), "{said}");
    let columns = FORM.split("columns = [").nth(1).unwrap().split("\n]").next().unwrap();
    let said = with(columns, "\"班名\", \"师资费\", \"总费用\"");
    assert!(said.contains("{name=\"班名\",kind=\"label\"}"), "{said}");
    assert_eq!(said.matches("规则有误").count(), 1, "{said}");
    let measure = "[[measure]]\nid = \"教师培训费支出\"\nwords = \"培训费\"\ncells = \"培训表.总计行.总费用\"\n";
    holds(&[
        (measure.to_owned(), "cells = { \"决算\" = \"培训表.总计行.总费用\" }"),
        ("[[wording]]\nid = \"符号\"\npairs = [\"“\", \"”\"]\n".to_owned(), "[\"“”\"]"),
        (
            format!("[param]\n\"上限\" = \"约50万元\"\n{}", formula("总费用 <= param.上限")),
            "\"上限\" = \"50万元\"",
        ),
    ]);
}

#[test]
fn slips_of_one_sign_are_told_at_the_sign() {
    let rule = |line: &str| {
        format!("[[rule]]\nid = \"甲\"\nform = \"培训表\"\nexpect = '总费用 >= 师资费'\n{line}\n")
    };
    holds(&[
        (rule("name = \"预算\\决算\""), "name = '预算\\决算'"),
        (rule("name = \"甲\"。"), "删去它：name = \"甲\""),
        (rule("name = \"甲\";"), "删去它：name = \"甲\""),
        (rule("name = \"甲\" 每行都要"), "name = \"甲\"  # 每行都要"),
        (rule("name = '甲\""), "name = \"甲\""),
        (
            "[[rule]]\nid = \"甲\"\nform = \"培训表\"\nexpect = \"总费用 >=\n  师资费\"\n".to_owned(),
            "接成一行：expect = \"总费用 >= 师资费\"",
        ),
        (
            "[[rule]]\nid = \"甲\"\nform = \"培训表\"\n[param]\nexpect = '总费用 >= 师资费'\nbasis = \"甲\"\n".to_owned(),
            "expect、basis 不是参数",
        ),
        (script("let 大 = rows(培训表).filter(项 => 项.人数 > 5);"), "写成 |项| 项.人数 > 5"),
        (
            script("for 项 in rows(培训表) { if 项.总费用 > 3000元 { report(项.总费用, \"多\"); } }"),
            "\"3000元\"",
        ),
        (
            script("for 项 in rows(培训表) { if 项.人数 > 5 { report(项.人数, \"${项.班名}多\"); } }"),
            "`${项.班名}多`",
        ),
    ]);
}

#[test]
fn printed_words_are_not_names() {
    let rules = format!("{FORM}\n{}", formula("总费用 >= 师资费"));
    let waiver = "[[waiver]]\nrule = \"甲\"\nform = \"教师培训费明细表\"\nreason = \"跨年\"\n";
    let said = told(&[("a.toml", &rules), ("waivers.toml", waiver)], &[]);
    assert!(said.contains("form=\"培训表\""), "{said}");
    let required = "[[rule]]\nid = \"甲\"\nrequired = \"教师培训费明细表\"\n";
    let said = self::said(required);
    assert!(said.contains("是表题，写表样的id：\"培训表\""), "{said}");
    let case = |base: &str, path: &str| {
        let text = format!(
            "[[case]]\nrule = \"甲\"\nbase = \"{base}\"\nset = {{ \"{path}\" = \"1\" }}\nexpect = \"violation\"\n"
        );
        told(&[("a.toml", &rules), ("cases/a.toml", &text), ("cases/底稿.txt", DOCUMENT)], &[])
    };
    let said = case("底稿", "培训表.骨干班.费用总额");
    assert!(said.contains("列名是总费用：\"培训表.骨干班.总费用\""), "{said}");
    let said = case("底稿", "教师培训费明细表.骨干班.总费用");
    assert!(said.contains("\"培训表.骨干班.总费用\""), "{said}");
    let said = case("底稿.txt", "培训表.骨干班.总费用");
    assert!(said.contains("写成\"底稿\""), "{said}");
    let said = case("底稿", "培训表.骨干班.总费用");
    assert!(said.contains("没有错误"), "{said}");
}

#[test]
fn a_row_that_no_table_prints_is_told_at_its_label() {
    // a total by another word for all is found, another row is not
    let rules = FORM.replace(
        "{ name = \"总计行\", label = [\"总计\"], total = true }",
        "{ name = \"骨干行\", label = [\"骨干培训\"] }, { name = \"总计行\", label = [\"总计\"], total = true }",
    );
    let rules = format!("{rules}\n{}", formula("骨干行 == sum(above(骨干行))"));
    let said = told(&[("a.toml", &rules)], &["--on", "甲.txt"]);
    assert!(said.contains("label=[\"骨干班\"]"), "{said}");
}

#[test]
fn signs_that_a_pattern_does_not_have_are_told() {
    let claim =
        |text: &str| format!("[[claim]]\nid = \"句\"\ntext = \"{text}\"\nexpect = \"数 > 0\"\n");
    holds(&[
        (claim("培训费*支出{数:amount}"), "\"培训费…支出{数:amount}\""),
        (claim("（培训费｜培训）支出{数:amount}"), "\"(培训费|培训)支出{数:amount}\""),
        (claim("培训费支出{数：amount}"), "{数:amount}"),
    ]);
}

#[test]
fn of_an_example_is_told_which_word_is_not_there() {
    let roles = |before: &str, roles: &str, example: &str| {
        format!(
            "[[role]]\nid = \"护林人数\"\nbefore = {before}\nkind = \"count\"\nunit = \"人\"\nexample = \"{example}\"\n\
             [[role]]\nid = \"每人补助\"\nbefore = \"每人补助\"\nkind = \"amount\"\nexample = \"每人补助【500】元\"\n\
             [[role]]\nid = \"护林补助额\"\nbefore = \"护林补助\"\nkind = \"amount\"\nexample = \"发放护林补助【60】万元\"\n\
             [[relation]]\nid = \"护林补助\"\nroles = {roles}\nexpect = \"护林补助额 == 每人补助 * 护林人数\"\n"
        )
    };
    let all = "[\"护林补助额\", \"每人补助\", \"护林人数\"]";
    let good = "[\"补助护林员\"]";
    holds(&[
        (
            roles("\"补助护林员、聘用护林员\"", all, "补助护林员【1200】人"),
            "before = [\"补助护林员\", \"聘用护林员\"]",
        ),
        (roles(good, all, "补助护林员[1200]人"), "补助护林员【1200】人"),
        (
            roles(good, "[\"护林补助额\", \"每人补助\"]", "补助护林员【1200】人"),
            "roles = [\"护林补助额\", \"每人补助\", \"护林人数\"]",
        ),
    ]);
}

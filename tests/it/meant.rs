//! A rule means what it says: what has no unit is refused beside what has one, in formulas and
//! scripts alike, and nothing is checked of other rows than the rule names.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;

const FORMS: &str = r#"
[[form]]
id = "支付表"
title = ["支付明细表"]
columns = [
  { name = "凭证号", kind = "label" },
  { name = "金额", kind = "amount", header = ["支付金额"] },
  { name = "预算", kind = "amount", header = ["预算金额"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[form]]
id = "人员表"
title = ["人员明细表"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "级别", kind = "text" },
  { name = "补助", kind = "amount" },
  { name = "比例", kind = "percent" },
  { name = "人数", kind = "count" },
  { name = "日期", kind = "date", optional = true },
  { name = "期满", kind = "date", optional = true },
]

[[form]]
id = "级别表"
title = ["级别汇总表"]
columns = [{ name = "级别", kind = "label" }, { name = "人数", kind = "count" }]

[param]
"标准" = { "科级" = "380元", "县级" = "480元" }
"无单位" = 5
"文字数" = "约五百五十元"
"#;

fn engine(rules: &str) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    let head = "name = \"本地\"\ntitle = \"本地\"\nextends = \"national\"\nlanguage = 2\n";
    let files = vec![
        RuleFile::new("ruleset.toml", head),
        RuleFile::new("a.toml", format!("{FORMS}\n{rules}")),
    ];
    let name = rulebook.add_folder("本地", files)?;
    let engine = Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() })?;
    engine.ruleset()?;
    Ok(engine)
}

fn refused(rules: &str) -> Vec<(String, String, String)> {
    let Err(mistakes) = engine(rules) else { return Vec::new() };
    let of = |mistake: &RuleMistake| {
        let at = mistake.text.get(mistake.span.clone()).unwrap_or("").to_owned();
        (at, mistake.message.clone(), mistake.help.clone().unwrap_or_default())
    };
    mistakes.iter().map(of).collect()
}

fn rule(form: &str, key: &str) -> String {
    let form = if form.is_empty() { String::new() } else { format!("form = \"{form}\"\n") };
    format!("[[rule]]\nid = \"试\"\n{form}{key}\n")
}

fn expecting(form: &str, formula: &str) -> String {
    rule(form, &format!("expect = '{formula}'"))
}

fn script(condition: &str) -> String {
    let text = format!(
        "let 限 = 5;\nfor 项 in rows(支付表) {{ if {condition} {{ report(项, \"多\"); }} }}\n"
    );
    rule("", &format!("script = '''\n{text}'''"))
}

fn audit(rules: &str, document: &str) -> DocumentAudit {
    let engine = engine(rules).unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let text = format!("某县水利局2024年度部门决算\n\n{document}\n");
    engine.audit("d.txt", text.as_bytes()).unwrap()
}

fn verdicts(audit: &DocumentAudit) -> Vec<Verdict> {
    audit.checks.iter().filter(|check| check.rule == "试").map(|check| check.verdict).collect()
}

#[test]
fn a_bare_number_beside_a_row_or_a_numbered_column_of_amounts_is_refused() {
    for (form, formula) in [
        ("支付表", "合计行 == 1"),
        ("支付表", "合计行 <= sum(above(合计行)) + 1"),
        ("支付表", "column(2) == 5"),
        ("支付表", "金额 <= column(2) + 5"),
        ("支付表", "金额 <= if(预算 > 1万元, 100, 200)"),
        ("", "支付表.合计行 == 5"),
        ("", "支付表[line(2)][column(1)] <= 5"),
    ] {
        let told = refused(&expecting(form, formula));
        let [(at, message, help)] = told.as_slice() else { panic!("{formula}: {told:?}") };
        assert!(at.chars().all(|c| c.is_ascii_digit()), "{formula}: {at}");
        assert!(message.contains("没有单位"), "{formula}: {message}");
        assert!(help.contains(&format!("{at}万元")), "{formula}: {help}");
    }
    let told = refused(&rule("支付表", "when = \"合计行 > 5\"\nexpect = \"金额 <= 预算\""));
    assert_eq!(told.len(), 1, "{told:?}");
    for formula in ["合计行 >= 0", "合计行 <= 5万元", "合计行 == sum(above(合计行))"]
    {
        assert_eq!(refused(&expecting("支付表", formula)), Vec::new(), "{formula}");
    }
}

#[test]
fn a_script_is_refused_at_load_what_a_formula_is() {
    for condition in [
        "项.金额 > 5",
        "项.金额 + 5 > 项.预算",
        "abs(项.金额 - 项.预算) > 1",
        "max(项.金额, 5) > 项.预算",
        "percent(项.金额, 项.预算) > 90",
        "sum(支付表.金额) > 5",
        "支付表.合计行.金额 > 5",
        "项.金额 > 限",
        "项.金额 > param.无单位",
        "项.金额 > \"5\"",
        "项.金额 * 项.预算 > 项.金额",
        "项.金额 > percent(项.金额, 项.预算)",
    ] {
        let told = refused(&script(condition));
        let [(_, message, help)] = told.as_slice() else { panic!("{condition}: {told:?}") };
        assert!(message.contains("不能"), "{condition}: {message}");
        assert!(!help.is_empty(), "{condition}");
    }
    for condition in [
        "项.金额 > \"5万元\"",
        "项.金额 > 0",
        "项.金额 * 2 > 项.预算",
        "项.金额 / 项.预算 > \"90%\"",
        "项.金额 / 项.预算 > 1",
        "percent(项.金额, 项.预算) > \"90%\"",
        "支付表.合计行.金额 > sum(支付表.金额)",
    ] {
        assert_eq!(refused(&script(condition)), Vec::new(), "{condition}");
    }
}

#[test]
fn what_stands_twice_is_looked_for_among_the_rows_that_are_meant() {
    let document = "支付明细表\n单位：元\n凭证号 | 支付金额 | 预算金额\nA1 | 10 | 10\nA2 | 20 | 20\nA1 | 30 | 30\n合计 | 60 | 60";
    for key in ["rows = \"leaves\"", "when = '凭证号 != \"合计\"'"] {
        let own = rule("支付表", &format!("{key}\nexpect = \"unique(凭证号)\""));
        assert_eq!(verdicts(&audit(&own, document)), [Verdict::Violation], "{key}");
    }
    let others = rule("支付表", "when = '凭证号 == \"A2\"'\nexpect = \"unique(凭证号)\"");
    assert_eq!(verdicts(&audit(&others, document)), []);
}

#[test]
fn rows_that_no_formula_goes_over_are_refused() {
    for key in [
        "expect = \"合计行 == sum(above(合计行))\"",
        "script = '''\nfor 项 in rows(支付表) { report(项, \"多\"); }\n'''",
    ] {
        let told = refused(&rule("支付表", &format!("rows = \"leaves\"\n{key}")));
        let [(at, message, _)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((at.as_str(), message.contains("逐行")), ("\"leaves\"", true), "{message}");
    }
    // one slip is told once
    let told = refused(&rule("支付表", "rows = \"leaves\"\nexpect = \"金额 <= 无此\""));
    assert_eq!(told.len(), 1, "{told:?}");
}

const PEOPLE: &str = "人员明细表\n单位：元\n姓名 | 级别 | 补助 | 比例 | 人数\n";

#[test]
fn who_stands_in_no_table_of_limits_has_the_one_for_all_others() {
    let own = expecting("人员表", "补助 <= or(lookup(标准, 级别), 330元)");
    let rows = "甲 | 科级 | 380 | 5% | 1\n乙 | 科员 | 330 | 5% | 1\n丙 | 科员 | 331 | 5% | 1";
    let found = verdicts(&audit(&own, &format!("{PEOPLE}{rows}")));
    assert_eq!(found, [Verdict::Holds, Verdict::Holds, Verdict::Violation]);
    // what only begins as a name of the table is none of it
    let own = expecting("人员表", "补助 <= lookup(标准, 级别)");
    let rows = "甲 | 科级 | 380 | 5% | 1\n乙 | 科级以下 | 380 | 5% | 1";
    let found = verdicts(&audit(&own, &format!("{PEOPLE}{rows}")));
    assert_eq!(found, [Verdict::Holds, Verdict::Unchecked]);
}

#[test]
fn columns_of_one_name_in_two_forms_are_told_apart_by_their_forms() {
    let rows = "甲 | 科级 | 1 | 5% | 1\n乙 | 科级 | 1 | 5% | 1\n丙 | 县级 | 1 | 5% | 1";
    let document = format!("{PEOPLE}{rows}\n\n级别汇总表\n级别 | 人数\n科级 | 2\n县级 | 2");
    let own = expecting("级别表", "人数 == count(人员表, 人员表.级别 == 级别表.级别)");
    assert_eq!(verdicts(&audit(&own, &document)), [Verdict::Holds, Verdict::Violation]);
    for same in ["级别 == 级别", "人员表.级别 == 级别"] {
        let told = refused(&expecting("级别表", &format!("人数 == count(人员表, {same})")));
        let [(at, message, help)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((at.as_str(), message.as_str()), (same, "比较的两边是同一个"));
        assert!(help.contains("人员表.级别 == 级别表.级别"), "{help}");
    }
}

#[test]
fn what_is_bounded_may_be_worked_out_on_both_sides() {
    let document = "支付明细表\n单位：元\n凭证号 | 支付金额 | 预算金额\nA1 | 115 | 100\nA2 | 85 | 100\nA3 | 95 | 100";
    let own = expecting("支付表", "abs(金额 - 预算) <= 预算 * 10%");
    let found = verdicts(&audit(&own, document));
    assert_eq!(found, [Verdict::Violation, Verdict::Violation, Verdict::Holds]);
    let told = refused(&expecting("支付表", "金额 + 预算 == 预算 * 2"));
    assert!(told[0].1.contains("看不出哪一边是列示数"), "{told:?}");
}

#[test]
fn the_message_says_what_to_type_at_the_place_of_the_slip() {
    let told = |rules: &str, at: &str, help: &str| {
        let found = refused(rules);
        let [(place, message, advice)] = found.as_slice() else { panic!("{rules}: {found:?}") };
        assert!(place.contains(at) && place.len() <= at.len() + 2, "{rules}: {place} {message}");
        assert!(advice.contains(help), "{rules}: {advice}");
    };
    let of = |formula: &str| expecting("人员表", formula);
    told(&of("补助 <= lookup(级别, 标准)"), "级别, 标准", "写成 lookup(标准, 级别)");
    told(&of("补助 <= 人数 x 5元"), "x", "写成 *");
    told(&of("补助 <= 5元 * 1.1^2"), "^", "power(");
    told(&of("补助 <= round(补助; 2)"), ";", "逗号");
    told(&of("人数 == 2024年9月"), "2024年9月", "2024-09-01");
    told(&of("日期 >= 2024/9/1"), "2024/9/1", "写成 2024-09-01");
    told(&of("补助 <= 人数 * param.文字数"), "约五百五十元", "\"文字数\" = \"550元\"");
    told(&of("补助 <= 人数 * param.无单位"), "param.无单位", "\"无单位\" = \"5元\"");
    let when = rule("人员表", "when = \"0元 < 补助 < 5元\"\nexpect = \"人数 > 1\"");
    told(&when, "<", "0元 < 补助 && 补助 < 5元");
    told(&rule("", "required = \"举报电话\""), "举报电话", "[[claim]] id = \"举报电话\"");
    let years = rule("人员表", "from = 2025\nuntil = 2023\nexpect = \"人数 > 1\"");
    told(&years, "2025", "from = 2023；until 那一行写成 until = 2025");
    told("\"另表\" = { \"甲\" = \"5元\", \"乙\" = \"另定\" }\n", "另定", "乙 这一行写上一个数");
    let measure = "[[measure]]\nid = \"某费\"\nwords = \"某某费\"\ncells = { \"决算数\" = \"支付表.合计行.金额\" }\n";
    told(measure, "决算数", "写成 \"决算");
    let hash =
        rule("", "script = '''\n# 逐行看\nfor 项 in rows(支付表) { report(项, \"多\"); }\n'''");
    told(&hash, "#", "//");
}

#[test]
fn a_script_says_of_a_day_that_is_none_what_a_formula_says() {
    let head = "人员明细表\n单位：元\n姓名 | 级别 | 补助 | 比例 | 人数 | 日期 | 期满\n";
    let rows = "甲 | 科级 | 1 | 5% | 1 | 2024年9月 | 2024-10-01\n乙 | 科级 | 1 | 5% | 1 | 2024-11-02 | 2024-10-01";
    let text = "for 项 in rows(人员表) { expect(项.日期 <= 项.期满, \"早\"); }";
    let scripted = rule("", &format!("script = '''\n{text}\n'''"));
    for own in [scripted, expecting("人员表", "日期 <= 期满")] {
        let found = audit(&own, &format!("{head}{rows}"));
        let mut all = verdicts(&found);
        all.sort_unstable_by_key(|verdict| *verdict == Verdict::Violation);
        assert_eq!(all, [Verdict::Unchecked, Verdict::Violation]);
        let is_open = |check: &&gouji::audit::Check| {
            check.rule == "试" && check.verdict == Verdict::Unchecked
        };
        let open = found.checks.iter().find(is_open).unwrap();
        assert!(open.message().contains("“2024年9月”不是一个完整的日期"), "{}", open.message());
    }
}

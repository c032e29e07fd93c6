//! Slips of a blind writer and their neighbours: arguments that were cut off without a word, rules that
//! can never report, several words in one text, rows without a column; what is advised loads as typed.

use crate::engines;
use gouji::engine::{Engine, Request};
use gouji::error::{MistakeCode, RuleMistake};
use gouji::ruleset::RuleFile;
use std::collections::BTreeMap;

const HEAD: &str = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";

pub(crate) const FORM: &str = r#"
[[form]]
id = "养护表"
title = ["道路养护费用表"]
columns = [
  { name = "路段", kind = "label" },
  { name = "等级", kind = "text" },
  { name = "里程", kind = "count" },
  { name = "材料费", kind = "amount" },
  { name = "人工费", kind = "amount" },
  { name = "金额", kind = "amount", header = ["养护费合计"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

/// What is wrong with a folder, or what it says in vain where nothing is wrong.
pub(crate) fn told(files: &[(&str, &str)]) -> Vec<RuleMistake> {
    let mut rulebook = engines::rulebook();
    let mut all = vec![RuleFile::new("ruleset.toml", HEAD)];
    all.retain(|_| !files.iter().any(|(name, _)| *name == "ruleset.toml"));
    all.extend(files.iter().map(|(name, text)| RuleFile::new(*name, (*text).to_owned())));
    let name = match rulebook.add_folder("本地", all) {
        Ok(name) => name,
        Err(list) => return list,
    };
    let hints = rulebook.without_effect(&name, &BTreeMap::new());
    let request = Request { ruleset: Some(name), ..Request::default() };
    let loaded = Engine::new(rulebook, request)
        .and_then(|engine| Ok(engine.rulebook().remarks(&*engine.ruleset()?, &[])));
    match loaded {
        Ok(mut remarks) => {
            remarks.retain(|own| own.code == MistakeCode::RulesConflict);
            hints.into_iter().chain(remarks).collect()
        }
        Err(list) => list,
    }
}

/// The only message of a folder: its place, what is wrong, what to do.
pub(crate) fn only(files: &[(&str, &str)]) -> (String, String, String) {
    let mut all = told(files);
    all.dedup();
    assert_eq!(all.len(), 1, "{files:?}: {all:#?}");
    let place = all[0].text.get(all[0].span.clone()).unwrap_or("");
    (place.to_owned(), all[0].message.clone(), all[0].help.clone().unwrap_or_default())
}

pub(crate) fn rule(body: &str) -> String {
    format!("{FORM}\n[[rule]]\nid = \"核对\"\nform = \"养护表\"\n{body}\n")
}

/// That a file has one slip at a place, and that it loads once what is advised is typed there.
pub(crate) fn mended(text: &str, place: &str, meant: &str) {
    let (found, _, help) = only(&[("a.toml", text)]);
    assert_eq!(found, place, "{help}");
    assert!(help.contains(&format!("写成 {meant}")), "{meant} is not in {help}");
    let at = text.rfind(place).unwrap();
    let typed = format!("{}{meant}{}", &text[..at], &text[at + place.len()..]);
    assert_eq!(told(&[("a.toml", &typed)]), [], "{typed}");
}

fn formula(expect: &str, place: &str, meant: &str) {
    mended(&rule(&format!("expect = '{expect}'")), place, meant);
}

fn says(expect: &str, words: &[&str]) {
    let (place, message, help) = only(&[("a.toml", &rule(&format!("expect = '{expect}'")))]);
    for word in words {
        let all = format!("{place} | {message} | {help}");
        assert!(all.contains(word), "{word} is not in {all}");
    }
}

#[test]
fn digits_and_times_and_numbers_of_lines_are_whole() {
    formula(
        "金额 == round(材料费 * 3%, 0.01)",
        "round(材料费 * 3%, 0.01)",
        "round(材料费 * 3%, 2)",
    );
    formula("金额 == round(材料费 * 3%, 0.1)", "round(材料费 * 3%, 0.1)", "round(材料费 * 3%, 1)");
    formula(
        "金额 == round(材料费 * 3%, -2)",
        "round(材料费 * 3%, -2)",
        "round((材料费 * 3%) / 100, 0) * 100",
    );
    formula("金额 == round(材料费, 1000)", "round(材料费, 1000)", "round(材料费 / 1000, 0) * 1000");
    says("金额 == round(材料费 * 3%, 1.5)", &["的整数", "round(材料费 * 3%, 2)"]);
    says("金额 == round(材料费, 人工费)", &["人工费 |", "保留几位小数", "金额"]);
    let param = format!(
        "[param]\n\"位数\" = 0.01\n{}",
        rule("expect = '金额 == round(材料费 * 3%, param.位数)'")
    );
    assert!(only(&[("a.toml", &param)]).2.contains("round(材料费 * 3%, 2)"));
    says("金额 <= 材料费 * power(1.05, 0.5)", &["0.5 |", "整数", "不能开方"]);
    says("金额 <= 材料费 * power(1.05, -2)", &["写成 1 / power(1.05, 2)"]);
    says("金额 <= 养护表[line(0)].材料费", &["0 |", "从 1 起的整数", "line(1)"]);
    says("金额 <= 养护表[line(1.5)].材料费", &["1.5 |", "从 1 起的整数"]);
    says("金额 <= 养护表[line(\"合计\")].材料费", &["\"合计\" |", "是数", "不写 line"]);
    // in a script, too
    let script = rule(
        "script = '''\nfor 项 in rows(养护表) { expect(项.金额 == round(项.材料费 * 2, 0.01)); }\n'''",
    );
    let (place, message, help) = only(&[("a.toml", &script)]);
    assert_eq!(place, "round(项.材料费 * 2, 0.01)");
    assert!(message.contains("写 0、1、2") && help.contains("round(项.材料费 * 2, 2)"), "{help}");
    for right in ["round(材料费 * 3%, 2)", "round(材料费 * 3%, 0)", "材料费 * power(1.05, 2)"]
    {
        assert_eq!(told(&[("a.toml", &rule(&format!("expect = '金额 <= {right}'")))]), []);
    }
}

#[test]
fn rules_that_can_never_report_are_told() {
    let outline = |lines: &str| format!("[[rule]]\nid = \"目录\"\n{lines}\n");
    let never = |lines: &str, words: &[&str]| {
        let (_, message, help) = only(&[("a.toml", &outline(lines))]);
        assert!(message.contains("永远不会报告"), "{message}");
        for word in words {
            assert!(help.contains(word), "{word} is not in {help}");
        }
    };
    never(
        "outline = \"第一部分 养护概况\"",
        &["documents = [", "outline = [\"第一部分 养护概况\", "],
    );
    never("outline = [\"养护概况\", \"养护支出\"]", &["documents = ["]);
    never("outline = [\"养护概况\"]\nordered = \"body\"", &["删去 ordered"]);
    for fine in [
        "outline = [\"养护概况\", \"养护支出\", \"名词解释\"]",
        "outline = [\"养护概况\"]\ndocuments = [\"final-accounts\"]",
        "outline = [\"养护概况\", \"养护支出\"]\nordered = \"body\"",
        "outline = \"contents\"",
    ] {
        assert_eq!(told(&[("a.toml", &outline(fine))]), [], "{fine}");
    }
    let defaults =
        format!("[defaults.rule]\ndocuments = [\"budget\"]\n{}", outline("outline = \"养护概况\""));
    assert_eq!(told(&[("a.toml", &defaults)]), []);
    let wording = "[[wording]]\nid = \"甲\"\nprinted = \"小金库\"\nexcept = [\"金库\"]\n";
    let (place, message, _) = only(&[("a.toml", wording)]);
    assert!(place.contains("金库") && message.contains("永远不会报告"), "{message}");
}

#[test]
fn several_words_in_one_text_are_told() {
    let wording = |lines: &str| format!("[[wording]]\nid = \"甲\"\n{lines}\n");
    let (place, message, help) =
        only(&[("a.toml", &wording("printed = \"小金库、账外账\"\nexcept = [\"“小金库”治理\"]"))]);
    assert_eq!(place, "\"小金库、账外账\"");
    assert!(message.contains("整个找") && help.contains("\"(小金库|账外账)\""), "{message} {help}");
    let (_, _, help) = only(&[(
        "a.toml",
        &wording("printed = \"小金库\"\nexcept = [\"小金库治理、小金库专项\"]"),
    )]);
    assert!(help.contains("except = \"(小金库治理|小金库专项)\""), "{help}");
    // one that a case prints is meant so, and so are phrases
    let case = "printed = \"小金库、账外账\"\n[[wording.case]]\ngiven = \"查小金库、账外账。\"\nexpect = \"violation\"";
    assert_eq!(told(&[("a.toml", &wording(case))]), []);
    assert_eq!(told(&[("a.toml", &wording("printed = \"吃、拿、卡\""))]), []);
    assert_eq!(told(&[("a.toml", &wording("printed = \"(小金库|账外账)\""))]), []);
    let when = |when: &str, meant: &str| {
        let body = format!("when = '{when}'\nexpect = '金额 == 材料费 + 人工费'");
        let (_, message, help) = only(&[("a.toml", &rule(&body))]);
        assert!(help.contains(&format!("when = '{meant}'")), "{message} {help}");
        let right = format!("when = '{meant}'\nexpect = '金额 == 材料费 + 人工费'");
        assert_eq!(told(&[("a.toml", &rule(&right))]), [], "{right}");
    };
    when("contains(路段, \"东线、西线\")", "contains(路段, \"东线\") || contains(路段, \"西线\")");
    when(
        "里程 > 1 && 等级 == \"县道，乡道\"",
        "里程 > 1 && (等级 == \"县道\" || 等级 == \"乡道\")",
    );
    when("等级 != \"县道、乡道\"", "等级 != \"县道\" && 等级 != \"乡道\"");
    let several =
        rule("when = 'contains(路段, \"东线\", \"西线\")'\nexpect = '金额 == 材料费 + 人工费'");
    mended(
        &several,
        "contains(路段, \"东线\", \"西线\")",
        "contains(路段, \"东线\") || contains(路段, \"西线\")",
    );
    let empty = rule("when = 'contains(路段, \"\")'\nexpect = '金额 == 材料费 + 人工费'");
    assert!(only(&[("a.toml", &empty)]).2.contains("present(路段)"));
}

#[test]
fn a_row_says_which_column_where_nothing_else_does() {
    formula("金额 <= 合计行 * 50%", "合计行", "合计行.金额");
    formula("材料费 <= 金额 - 合计行", "合计行", "合计行.材料费");
    formula("金额 <= 养护表.合计行 * 50%", "养护表.合计行", "养护表.合计行.金额");
    formula("金额 <= max(材料费, 养护表.合计行)", "养护表.合计行", "养护表.合计行.金额");
    formula("养护表.合计行 >= 一般公共预算支出表.合计.小计", "养护表.合计行", "养护表.合计行.金额");
    let each = |each: &str, expect: &str| rule(&format!("each = \"{each}\"\nexpect = '{expect}'"));
    mended(&each("row", "金额 <= 合计行"), "合计行", "合计行.金额");
    let (place, message, help) = only(&[("a.toml", &each("column", "合计行 >= 金额"))]);
    assert_eq!(place, "金额");
    assert!(message.contains("逐列核对") && help.contains("合计行.金额"), "{message} {help}");
    for right in [
        rule("expect = '合计行 == sum(above(合计行))'"),
        rule("expect = '合计行 <= 养护表.合计行 * 2'"),
        rule("expect = '金额 <= sum(above(养护表.合计行.金额))'"),
        each("row", "金额 <= 合计行.金额"),
    ] {
        assert_eq!(told(&[("a.toml", &right)]), [], "{right}");
    }
}

#[test]
fn documents_and_rows_before_stand_where_formulas_have_them() {
    formula(
        "金额 <= 养护表.上年.合计行.金额",
        "养护表.上年.合计行.金额",
        "上年.养护表.合计行.金额",
    );
    formula(
        "金额 <= 养护表.合计行.去年.金额",
        "养护表.合计行.去年.金额",
        "上年.养护表.合计行.金额",
    );
    formula("金额 <= 合计行.上年.金额", "合计行.上年.金额", "上年.养护表.合计行.金额");
    formula(
        "金额 <= 养护表.同年预算.合计行.金额",
        "养护表.同年预算.合计行.金额",
        "同年预算.养护表.合计行.金额",
    );
    let papers = "[papers]\n\"前年决算\" = { kind = \"final-accounts\", year = -2 }\n";
    let own = rule("expect = '金额 <= 养护表.前年决算.合计行.金额'");
    let (_, _, help) = only(&[("a.toml", &own), ("vocabulary.toml", papers)]);
    assert!(help.contains("写成 前年决算.养护表.合计行.金额"), "{help}");
    formula("金额 >= 上一行.金额", "上一行.金额", "previous(金额)");
    formula("金额 >= 前一行.养护费合计", "前一行.养护费合计", "previous(金额)");
    formula("金额 >= 上行.材料费 + 1元", "上行.材料费", "previous(材料费)");
    formula("金额 >= 材料费.上一行", "材料费.上一行", "previous(材料费)");
    formula("金额 >= 材料费[-1]", "材料费[-1]", "previous(材料费)");
    formula("金额 >= 上期材料费", "上期材料费", "previous(材料费)");
    formula("金额 >= 本行.材料费", "本行.材料费", "材料费");
    says("金额 <= 下一行.金额", &["下一行.金额 |", "取不到下一行", "previous(金额)"]);
}

#[test]
fn advice_is_filled_with_the_names_that_are_written() {
    let whole = "[[rule]]\nid = \"核对\"\nexpect = \"支出决算表.合计.项目支出 == sum(支出决算表.项目支出)\"\n";
    let (_, _, help) = only(&[("a.toml", whole)]);
    assert!(help.contains("写成 sum(支出决算表.项目支出, level == 1)"), "{help}");
    let right = whole.replace("sum(支出决算表.项目支出)", "sum(支出决算表.项目支出, level == 1)");
    assert_eq!(told(&[("a.toml", &right)]), []);
    // the level of the profile is kept, and the rule is of the folder
    let rules = rule("expect = '金额 == 材料费 + 人工费'");
    let profile = |line: &str| format!("[[profile]]\nname = \"宽\"\nreason = \"试行\"\n{line}\n");
    let (place, _, help) =
        only(&[("a.toml", &rules), ("profiles.toml", &profile("severity = \"info\""))]);
    assert_eq!(place, "\"info\"");
    assert!(help.contains("severity = { \"核对\" = \"info\" }"), "{help}");
    let limits = format!("[param]\n\"上限\" = \"9元\"\n{}", rule("expect = '金额 <= param.上限'"));
    let (_, _, help) = only(&[("a.toml", &limits), ("profiles.toml", &profile("param = \"8元\""))]);
    assert!(help.contains("param = { \"上限\" = \"8元\" }"), "{help}");
    let extends = HEAD.replace("\"national\"", "[\"national\", \"henan\"]");
    let (_, _, help) = only(&[("ruleset.toml", &extends)]);
    assert!(help.contains("henan 已经继承 national：写成 extends = \"henan\""), "{help}");
}

#[test]
fn a_row_below_another_names_one_of_the_form() {
    let rows = |after: &str| {
        FORM.replace(
            "rows = [",
            &format!(
                "rows = [\n  {{ name = \"国省道\", label = [\"国道、省道\"] }},\n  {{ name = \"其中国道\", label = [\"其中：大修\"], after = \"{after}\" }},\n  "
            ),
        )
    };
    let after = |after: &str| only(&[("a.toml", &rows(after))]).2;
    assert!(after("其中").contains("其中国道") || after("其中").contains("after = \"国省道\""));
    let help = after("上面一行");
    assert!(help.contains("写成 after = \"国省道\"") && help.contains("合计行"), "{help}");
    assert!(after("合计").contains("after = \"合计行\""));
    assert_eq!(told(&[("a.toml", &rows("国省道"))]), []);
}

#[test]
fn what_follows_from_a_form_that_was_not_read_is_not_told() {
    let forms = FORM.replace(
        "rows = [{ name = \"合计行\", label = [\"合计\"], total = true }]",
        "rows = [\"合计\"]",
    );
    let other = FORM.replace("养护表", "另一表").replace("道路养护费用表", "另一张表");
    let rules = "[[rule]]\nid = \"甲\"\nform = \"养护表\"\nexpect = \"合计行 == sum(above(合计行))\"\n\n\
        [[rule]]\nid = \"乙\"\nexpect = '养护表.合计行.金额 >= 一般公共预算支出表.合计.小计'\n";
    let (place, _, help) = only(&[("forms.toml", &format!("{forms}{other}")), ("a.toml", rules)]);
    assert_eq!(place, "\"合计\"");
    assert!(help.contains("name = \"合计行\""), "{help}");
    // another form is read as ever
    let wrong = rules.replace("养护表", "另一表").replace("合计行", "总计行");
    let all = told(&[("forms.toml", &format!("{forms}{other}")), ("a.toml", &wrong)]);
    assert_eq!(all.len(), 3, "{all:#?}");
    let claim = "[[claim]]\nid = \"句\"\ntext = \"大修{大修:amount}，中修{大修:amount}\"\nexpect = '大修 >= 中修'\n";
    let (_, _, help) = only(&[("a.toml", claim)]);
    assert!(help.contains("{中修:amount}"), "{help}");
}

#[test]
fn a_copied_rule_is_told_as_one() {
    let twice = format!(
        "{}\n[[rule]]\nid = \"另一条\"\nform = \"养护表\"\nexpect = '金额 == 材料费 + 人工费'\n",
        rule("expect = '金额 == 材料费 + 人工费'")
    );
    let (_, message, help) = only(&[("a.toml", &twice)]);
    assert!(message.contains("同一件事") && help.contains("忘了改"), "{message} {help}");
    assert_eq!(help.matches("金额 == 材料费 + 人工费").count(), 1, "{help}");
}

#[test]
fn names_of_agencies_are_no_part_of_a_title() {
    let title = |title: &str| FORM.replace("道路养护费用表", title);
    let (_, message, help) = only(&[("a.toml", &title("青县交通局道路养护费用表"))]);
    assert!(message.contains("青县交通局") && help.contains("[\"道路养护费用表\"]"), "{message}");
    assert_eq!(told(&[("a.toml", &title("各县交通局道路养护费用表"))]), []);
}

#[test]
fn files_that_are_no_toml_say_at_once_what_is_meant() {
    let (place, message, help) = only(&[(
        "a.toml",
        "[[form]]\nid = \"养护表\"\ntitle = [\"养护费表\"]\ncolumns = { 路段 = \"label\", 里程 = \"个数\" }\n",
    )]);
    assert!(place.starts_with("columns = {") && message.contains("列表"), "{place} {message}");
    let meant =
        "columns = [{ name = \"路段\", kind = \"label\" }, { name = \"里程\", kind = \"count\" }]";
    assert!(help.contains(meant), "{help}");
    let grades = "[[scale]]\nid = \"三级\"\ngrades = { 优 = 90, 差 = 0 }\n";
    let (_, _, help) = only(&[("a.toml", grades)]);
    assert!(help.contains("grades = [{ name = \"优\", from = 90 }"), "{help}");
    let rows = FORM.replace(
        "rows = [{ name = \"合计行\", label = [\"合计\"], total = true }]",
        "rows = { 合计行 = \"合计\" }",
    );
    let (_, _, help) = only(&[("a.toml", &rows)]);
    assert!(
        help.contains("rows = [{ name = \"合计行\", label = [\"合计\"], total = true }]"),
        "{help}"
    );
    // names of a table of parameters only lack their quotes
    let param = "[param]\n\"标准\" = { 县道 = \"5元\", 乡道 = \"4元\" }\n";
    assert!(only(&[("a.toml", param)]).2.contains("{ \"县道\" = \"5元\", \"乡道\" = \"4元\" }"));
    let claim = "[[claim]]\nid = \"句\"\ntext = \"大修(\\d+\\.\\d+)万元，中修{中修:amount}\"\nexpect = \"大修 >= 中修\"\n";
    let (place, message, help) = only(&[("a.toml", claim)]);
    assert_eq!(place, "\\d");
    assert!(message.contains("不是正则表达式"), "{message}");
    assert!(help.contains("text = \"大修{大修:amount}，中修{中修:amount}\""), "{help}");
    // a path of Windows is no pattern
    let basis = "[[rule]]\nid = \"甲\"\nbasis = \"D:\\制度\\办法\"\n";
    assert!(only(&[("a.toml", basis)]).1.contains("双引号里的"));
    let colons = format!(
        "{FORM}\n[[rule]]\nid: \"核对\"\nname: \"核对费用\"\nform: \"养护表\"\nexpect = '金额 == 材料费'\n"
    );
    let (place, message, help) = only(&[("a.toml", &colons)]);
    assert_eq!(place, "id: \"核对\"");
    let first = FORM.matches('\n').count() + 3;
    assert!(message.contains(&format!("第 {}、{} 行", first + 1, first + 2)), "{message}");
    assert!(help.contains("写成 id = \"核对\"") && help.contains("name = \"核对费用\""), "{help}");
}

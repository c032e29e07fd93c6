//! Slips of a clerk whose advice pointed elsewhere, named what there is not, or left the clerk to
//! guess: each is told once, at its place, in words that can be typed.

use crate::as_typed::{DOCUMENT, FORM, mended, one, rule};
use crate::clerks_verdicts::put;
use crate::command::{json, run};
use serde_json::Value;
use std::fs;

/// What `rules check` tells of the rules, and of files beside them, with the usual document.
fn told(rules: &str, beside: &[(&str, &str)], on: bool) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, DOCUMENT);
    for (name, text) in beside {
        fs::write(folder.path().join("本局").join(name), text).unwrap();
    }
    let arguments: &[&str] = match on {
        true => &["rules", "check", "本局", "--on", "决算.txt"],
        false => &["rules", "check", "本局"],
    };
    json(folder.path(), arguments)["mistakes"].as_array().unwrap().clone()
}

/// That one thing is told, with these words in its message and its advice, and what it marks.
fn said(rules: &str, marked: &str, words: &[&str]) {
    let found = told(rules, &[], false);
    assert_eq!(found.len(), 1, "{rules}\n{found:#?}");
    let place = |key: &str| usize::try_from(found[0]["span"][key].as_u64().unwrap()).unwrap();
    assert_eq!(&rules[place("start")..place("end")], marked, "{found:#?}");
    let all = format!("{} {}", found[0]["message"], found[0]["help"]).replace("\\\"", "\"");
    for word in words {
        assert!(all.contains(word), "{word} is not in {all}");
    }
}

#[test]
fn spreadsheets_are_written_in_the_names_of_the_form() {
    let whole = |expect: &str| {
        format!("{FORM}[[rule]]\nid = \"查\"\nbasis = \"办法\"\nexpect = \"{expect}\"\n")
    };
    one(&whole("疗养表.总计行.费用 == SUM(E2:E3)"), &["单元格", "写成 sum(疗养表.费用)"]);
    let total = rule("expect = \"总计行 == SUM(E2:E3)\"");
    said(&total, "SUM(E2:E3)", &["写成 sum(above(总计行))"]);
    one(
        &rule("rows = \"leaves\"\nexpect = \"=人数*天数*600元\""),
        &["写成 费用 == 人数*天数*600元"],
    );
    said(
        &rule("expect = \"费用 == C2*D2\""),
        "C2*D2",
        &["C、D 栏按表样的先后是 人数、天数：写成 人数 * 天数"],
    );
}

#[test]
fn marks_of_chinese_stand_between_the_names_of_a_path() {
    let text = rule("expect = \"疗养表。总计行。费用 == sum(疗养表.费用)\"");
    one(&text, &["写成 疗养表.总计行.费用"]);
}

#[test]
fn values_of_keys_have_advice_that_can_be_typed() {
    let kind = rule("expect = \"人数 > 0\"")
        .replace("\"人数\", kind = \"count\"", "\"人数\", kind = \"张数\"");
    said(&kind, "\"张数\"", &["写成 kind = \"count\""]);
    // two columns of one name: what is printed above the other one
    let twice = rule("expect = \"人数 > 0\"").replace(
        "{ name = \"天数\", kind = \"count\" }",
        "{ name = \"人数\", kind = \"count\", header = [\"天数\"] }",
    );
    said(&twice, "\"人数\"", &["用了两次", "name = \"天数\""]);
    // heads of two items in the other order
    let case = "[[case.rule]]\ngiven = \"甲\"\nexpect = \"none\"\n";
    said(&(rule("expect = \"人数 > 0\"") + case), "[[case.rule]]", &["[[rule.case]]"]);
    // rows of a form in a rule
    let rows = rule("rows = [{ name = \"总计行\", label = [\"总计\"] }]\nexpect = \"人数 > 0\"");
    said(&rows, "[{ name = \"总计行\", label = [\"总计\"] }]", &["移到 [[form]] id = \"疗养表\""]);
    // the first lines of a file without their head
    let headless = "id = \"查\"\nform = \"疗养表\"\nexpect = \"人数 > 0\"\n";
    said(
        &format!("{headless}{FORM}"),
        "id = \"查\"",
        &["缺少 [[rule]]", "第 1 行前面加一行 [[rule]]"],
    );
}

#[test]
fn a_parent_that_there_is_not_is_marked_alone() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "", DOCUMENT);
    let head = "name = \"本局\" # extends 谁\nextends  = \"山西\"\n";
    fs::write(folder.path().join("本局/ruleset.toml"), head).unwrap();
    let found = json(folder.path(), &["rules", "check", "本局"]);
    let told = &found["mistakes"][0];
    assert_eq!((told["line"].as_u64(), told["column"].as_u64()), (Some(2), Some(12)), "{found}");
}

#[test]
fn a_pasted_table_without_units_is_marked_at_its_first_number() {
    let table = "[param]\n\"标准\" = \"\"\"\n甲档\t650\n乙档\t450\n\"\"\"\n";
    let text = format!("{table}{}", rule("expect = \"费用 <= 人数 * 天数 * lookup(标准, 档次)\""));
    said(&text, "650", &["没有单位", "写成 650元"]);
}

#[test]
fn a_sign_for_any_text_is_told_with_the_words_that_fit_it() {
    let found = told(&rule("when = '档次 == \"*档\"'\nexpect = \"人数 > 0\""), &[], true);
    let advice: Vec<&str> = found.iter().filter_map(|one| one["help"].as_str()).collect();
    assert!(!advice.iter().any(|help| help.contains("甲级")), "{advice:?}");
    assert!(advice.iter().any(|help| help.contains("ends_with(档次, \"档\")")), "{advice:?}");
}

#[test]
fn a_waiver_is_for_a_rule_not_for_a_form() {
    let waiver = |rule: &str| {
        format!(
            "[[waiver]]\nrule = \"{rule}\"\nagency = \"某区总工会\"\nyear = 2024\nreason = \"纪要\"\n"
        )
    };
    let rules = rule("expect = \"人数 > 0\"").replace("\"疗养-核对\"", "\"疗养\"");
    let found = told(&rules, &[("waivers.toml", &waiver("疗养核"))], false);
    assert_eq!(found[0]["help"], "是不是 疗养？", "{found:#?}");
    let found = told(&rules, &[("waivers.toml", &waiver("疗养表"))], false);
    assert!(found[0]["message"].as_str().unwrap().contains("不是规则"), "{found:#?}");
    let years = waiver("疗养").replace("year =", "years =");
    let found = told(&rules, &[("waivers.toml", &years)], false);
    assert_eq!(found[0]["help"], "写成 year", "{found:#?}");
}

#[test]
fn a_message_names_the_values_that_it_may_print() {
    let text = rule("expect = \"费用 <= 人数 * 1元\"\nmessage = \"{批次}应补{应补}\"");
    said(&text, "应补", &["{computed}", "{stated}", "{费用}"]);
}

#[test]
fn cases_that_fail_are_told_with_what_to_write() {
    let case = |expect: &str, at: &str| {
        rule(&format!(
            "expect = \"费用 == 人数 * 天数 * 600元\"\nrows = \"leaves\"\n[[rule.case]]\ngiven = \"\"\"\n职工疗养费用明细表\n单位：元\n疗养批次 | 档次 | 人数 | 天数 | 费用 | 结算率\n春季批 | 甲档 | 20 | 5 | 60001 | 90.00%\n\"\"\"\nexpect = \"{expect}\"\n{at}\n"
        ))
        .replace("\nbasis = \"某办法\"\n", "\n")
    };
    let found = told(&case("holds", ""), &[], false);
    assert!(
        found[0]["help"].as_str().unwrap().contains("写成 expect = \"violation\""),
        "{found:#?}"
    );
    let found = told(&case("violation", "at = \"春季期\""), &[], false);
    assert!(found[0]["help"].as_str().unwrap().ends_with("写成 at = \"春季批\""), "{found:#?}");
    assert!(told(&case("violation", "at = \"春季批\""), &[], false).is_empty());
}

#[test]
fn words_stand_between_quotes_and_have_no_order() {
    one(&rule("when = '档次 == 甲档'\nexpect = \"人数 > 0\""), &["文字加引号", "写成 \"甲档\""]);
    let scale = "[[scale]]\nid = \"档\"\ngrades = [{ name = \"甲档\", from = 90 }, { name = \"乙档\", from = 80 }, { name = \"丙档\", from = 0 }]\n";
    let text = format!("{scale}{}", rule("when = '档次 >= \"乙档\"'\nexpect = \"人数 > 0\""));
    one(&text, &["写成 档次 == \"甲档\" || 档次 == \"乙档\""]);
    one(
        &rule("when = '档次 >= \"甲档\"'\nexpect = \"人数 > 0\""),
        &["文字不能比大小", "写成 档次 == \"甲档\""],
    );
    let joined = rule("expect = '档次 == \"甲\" & 批次'");
    said(&joined, "&", &["接起来", "`甲${项.批次}`"]);
    said(&rule("when = '人数 > 5 & 天数 > 3'\nexpect = \"费用 > 0元\""), "&", &["并且写成 &&"]);
}

#[test]
fn a_name_of_another_form_is_told_with_that_form() {
    let whole = format!(
        "{FORM}[[rule]]\nid = \"查\"\nbasis = \"办法\"\nexpect = \"总计行.费用 == sum(疗养表.费用)\"\n"
    );
    said(&whole, "总计行", &["疗养表 的行", "form = \"疗养表\""]);
    let other = "[[form]]\nid = \"别表\"\ntitle = [\"别的表\"]\ncolumns = [{ name = \"名目\", kind = \"label\" }, { name = \"拨付\", kind = \"amount\" }]\n";
    let text = format!(
        "{FORM}{other}[[rule]]\nid = \"查\"\nform = \"别表\"\nbasis = \"办法\"\nexpect = \"拨付 <= sum(结算率)\"\n"
    );
    said(&text, "结算率", &["疗养表.结算率"]);
    let looked = rule("expect = \"费用 == VLOOKUP(批次, 别表, 2)\"") + other;
    said(&looked, "VLOOKUP(批次, 别表, 2)", &["写成 别表[批次].拨付"]);
    said(&rule("expect = \"疗养表.第1行.费用 <= 1000元\""), "第1行", &["[line(1)]"]);
}

#[test]
fn a_list_in_brackets_is_written_as_what_it_comes_to() {
    one(
        &rule("rows = \"leaves\"\nexpect = \"费用 <= sum([人数, 天数]) * 10000元\""),
        &["写成 (人数 + 天数)"],
    );
    one(&rule("rows = \"leaves\"\nexpect = \"人数 >= max([天数, 3])\""), &["写成 max(天数, 3)"]);
}

#[test]
fn a_waiver_of_an_agency_that_no_document_names_says_so() {
    let waiver =
        "[[waiver]]\nrule = \"查\"\nagency = \"某区总工会\"\nyear = 2024\nreason = \"纪要\"\n";
    let rules = format!(
        "{FORM}[[rule]]\nid = \"查\"\nbasis = \"办法\"\nform = \"疗养表\"\nrows = \"leaves\"\nexpect = \"人数 > 25\"\n"
    );
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &rules, &DOCUMENT.replace("某区总工会2024年度部门决算", "2024年度情况"));
    fs::write(folder.path().join("本局/waivers.toml"), waiver).unwrap();
    let found = json(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    let told = &found["mistakes"][0];
    assert!(told["message"].as_str().unwrap().contains("没有认出单位名称"), "{found}");
}

#[test]
fn days_are_compared_with_days() {
    let dated = |expect: &str| {
        rule(&format!("expect = \"{expect}\"")).replace(
            "{ name = \"天数\", kind = \"count\" }",
            "{ name = \"天数\", kind = \"date\" }",
        )
    };
    said(&dated("天数 <= 2024"), "天数 <= 2024", &["写成 天数 <= 2024-12-31"]);
    said(
        &dated("天数 >= doc.year"),
        "天数 >= doc.year",
        &["doc.year 是年度", "天数 >= 2024-01-01"],
    );
}

#[test]
fn one_slip_of_sentences_parameters_and_cases_is_told_once() {
    let claim = "[[claim]]\nid = \"检查\"\ntext = \"共检查单位\"\nexpect = \"户数 > 0\"\nbasis = \"办法\"\n";
    said(claim, "户数", &["没有取值", "{户数:count}"]);
    let role = "[[role]]\nid = \"检查户\"\nbefore = \"检查单位\"\nkind = \"count\"\nunit = \"户\"\nexample = \"共检查单位【12】户\"\n[[relation]]\nid = \"检查\"\nname = \"检查\"\nroles = [\"户数\"]\nexpect = \"户 > 0\"\nbasis = \"办法\"\n";
    said(role, "\"户数\"", &["角色有：检查户"]);
    let param = format!("{}[[param]]\n\"最低\" = 5\n", rule("expect = \"人数 >= param.最低\""));
    let found = told(&param, &[], false);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0]["help"].as_str().unwrap().contains("[param]"));
    let case = rule(
        "expect = \"人数 > 0\"\n[[rule.case]]\ngiven = \"甲\"\nexpect = \"none\"\n\"上年\" = \"x\"",
    )
    .replace("\nbasis = \"某办法\"\n", "\n");
    said(&case, "\"上年\"", &["写成 last_year"]);
    let steps = format!(
        "[param]\n\"费率\" = {{ \"0元\" = \"1.5%\", \"500元\" = \"1%\" }}\n{}",
        rule("expect = \"费用 >= steps(费率, 人数)\"")
    );
    said(&steps, "人数", &["费率 按金额分档", "费用"]);
    mended(
        &[
            ("a.toml", &rule("expect = \"人数 > 0\"")),
            ("vocabulary.toml", "[prose]\ndecrease = [\"瘦身\"]\n"),
        ],
        &["写成 down = [\"瘦身\"]"],
    );
}

#[test]
fn a_row_behind_one_that_no_table_prints_is_told_at_what_it_stands_behind() {
    let rows = "rows = [{ name = \"东河镇\" }, { name = \"东河小计\", label = [\"小计\"], after = \"东河镇\", total = true }]";
    let rules = format!(
        "[[form]]\nid = \"补贴表\"\ntitle = [\"补贴发放表\"]\ncolumns = [{{ name = \"乡镇\", kind = \"group\" }}, {{ name = \"村\", kind = \"label\" }}, {{ name = \"金额\", kind = \"amount\" }}]\n{rows}\n[[rule]]\nid = \"查\"\nform = \"补贴表\"\nbasis = \"办法\"\nexpect = \"东河小计 == sum(above(东河小计))\"\n"
    );
    let document = "某县财政局2024年\n\n补贴发放表\n单位：元\n乡镇 | 村 | 金额\n东河镇 | 上湾村 | 84050.00\n | 下湾村 | 61000.00\n | 小计 | 145050.00\n";
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &rules, document);
    let found = json(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    let help = found["mistakes"][0]["help"].as_str().unwrap();
    assert!(
        help.contains("{ name = \"下湾村\" }") && help.contains("after = \"下湾村\""),
        "{found}"
    );
    let mended = rules
        .replace("\"东河镇\" }", "\"下湾村\" }")
        .replace("after = \"东河镇\"", "after = \"下湾村\"");
    put(folder.path(), &mended, document);
    let (_, out, _) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(out.contains("相符 1"), "{out}");
    // a row that there is not is not the row itself
    let unknown = rules.replace("{ name = \"东河镇\" }, ", "");
    put(folder.path(), &unknown, document);
    let found = json(folder.path(), &["rules", "check", "本局"]);
    let help = found["mistakes"][0]["help"].as_str().unwrap();
    assert!(!help.contains("是不是 东河小计") && help.contains("name = \"东河镇\""), "{found}");
}

//! Advice that would have made a correct rule false, or that could not be typed: what a document
//! does not have is no slip, and of several things that may be meant the likely one comes first.

use crate::as_typed::{DOCUMENT, FORM, one, rule};
use crate::clerks_verdicts::put;
use crate::command::json;
use serde_json::Value;
use std::fs;

/// What `rules check --on` tells of the rules and of a file beside them.
fn on(rules: &str, beside: &[(&str, &str)]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, DOCUMENT);
    for (name, text) in beside {
        fs::write(folder.path().join("本局").join(name), text).unwrap();
    }
    let found = json(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    found["mistakes"].as_array().unwrap().clone()
}

/// The advice of them, and whether it stands in one.
fn advised(found: &[Value], words: &str) -> bool {
    found.iter().any(|own| own["help"].as_str().is_some_and(|help| help.contains(words)))
}

#[test]
fn a_waiver_of_another_unit_or_year_is_left_as_it_is() {
    let rules = rule("rows = \"leaves\"\nexpect = \"人数 > 25\"");
    let told = |agency: &str, year: u32| {
        let waiver = format!(
            "[[waiver]]\nrule = \"疗养-核对\"\nagency = \"{agency}\"\nyear = {year}\nreason = \"纪要\"\n"
        );
        on(&rules, &[("waivers.toml", &waiver)])
    };
    for (agency, year) in [("某区教育局", 2024), ("某区总工会", 2023), ("某区总工会", 2021)]
    {
        let found = told(agency, year);
        assert!(advised(&found, "不必改") && !advised(&found, "写成 "), "{found:#?}");
    }
    for (agency, year) in [("某总工会", 2024), ("某区总公会", 2024)] {
        let found = told(agency, year);
        assert!(advised(&found, "写成 agency = \"某区总工会\""), "{found:#?}");
    }
    for year in [2042, 2014, 2034] {
        let found = told("某区总工会", year);
        assert!(found.is_empty() || advised(&found, "2024"), "{year} {found:#?}");
        assert!(!advised(&found, "不必改"), "{year} {found:#?}");
    }
}

#[test]
fn a_word_that_this_document_does_not_print_is_left_as_it_is() {
    let found = on(&rule("when = '档次 == \"特殊类\"'\nexpect = \"人数 > 0\""), &[]);
    assert!(advised(&found, "这份文件本来没有“特殊类”的，不必改"), "{found:#?}");
    assert!(!advised(&found, "改成"), "{found:#?}");
    let found = on(&rule("when = '批次 == \"春季匹\"'\nexpect = \"人数 > 0\""), &[]);
    assert!(advised(&found, "就是它的，改成 \"春季批\""), "{found:#?}");
}

#[test]
fn years_in_the_other_order_are_two_lines() {
    let text = rule("expect = \"人数 > 0\"\nfrom = 2024\nuntil = 2022");
    let found = on(&text, &[]);
    let advice = "写成 from = 2022；until 那一行写成 until = 2024";
    assert!(advised(&found, advice) && found.len() == 1, "{found:#?}");
    let typed = text.replace("from = 2024\nuntil = 2022", "from = 2022\nuntil = 2024");
    assert!(on(&typed, &[]).is_empty());
}

#[test]
fn a_number_of_more_than_one_has_lost_its_sign() {
    one(&rule("rows = \"leaves\"\nexpect = \"结算率 > 5\""), &["写成 5%；本来就是 5 倍的"]);
    one(&rule("rows = \"leaves\"\nexpect = \"结算率 > 0.5\""), &["写成 50%；"]);
    one(&rule("rows = \"leaves\"\nexpect = \"结算率 <= 1\""), &["写成 100%；"]);
}

#[test]
fn a_key_that_there_is_not_is_the_one_that_is_lacking() {
    let wording = |lines: &str| {
        format!("{}\n[[wording]]\nid = \"不写加班\"\n{lines}", rule("expect = \"人数 > 0\""))
    };
    one(&wording("forbidden = \"加班费\"\n"), &["写成 printed = \"加班费\""]);
    one(
        &wording("forbidden = [\"加班费\", \"餐费\"]\n"),
        &["写成 printed = [\"加班费\", \"餐费\"]"],
    );
}

#[test]
fn a_title_is_offered_without_its_year_and_unit() {
    let printed = DOCUMENT.replace("职工疗养费用明细表", "某区总工会2024年度职工疗养费用明细表");
    let rules = rule("expect = \"人数 > 0\"").replace("职工疗养费用明细表", "离退休经费总表");
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &rules, &printed);
    let found = json(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    let found = found["mistakes"].as_array().unwrap();
    assert!(advised(found, "title 写“职工疗养费用明细表”"), "{found:#?}");
}

#[test]
fn what_holds_is_not_compared_with_true() {
    one(&rule("expect = \"unique(批次) == true\""), &["删去 == true，写成 unique(批次)"]);
    let when = |when: &str| rule(&format!("when = \"{when}\"\nexpect = \"人数 > 0\""));
    one(&when("present(人数) == TRUE"), &["删去 == true，写成 present(人数)"]);
    one(&when("present(人数) == false"), &["写成 !(present(人数))"]);
}

#[test]
fn a_table_is_looked_up_by_the_column_that_prints_its_names() {
    let rules = |column: &str| {
        let rule = rule(&format!(
            "rows = \"leaves\"\nexpect = \"费用 <= 人数 * 天数 * lookup(标准, {column})\""
        ));
        format!("[param]\n\"标准\" = {{ \"甲档\" = \"650元\", \"乙档\" = \"450元\" }}\n\n{rule}")
    };
    let found = on(&rules("批次"), &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(advised(&found, "写成 lookup(标准, 档次)"), "{found:#?}");
    let lacking = on(&rules("档次").replace("\"乙档\"", "\"丁档\""), &[]);
    assert!(!advised(&lacking, "lookup"), "{lacking:#?}");
}

#[test]
fn a_day_before_its_month_is_turned() {
    let of = |day: &str| {
        let columns = rule("rows = \"leaves\"\nexpect = \"天数 <= param.截止\"")
            .replace("\"天数\", kind = \"count\"", "\"天数\", kind = \"date\"");
        format!("[param]\n\"截止\" = \"{day}\"\n\n{columns}")
    };
    let found = on(&of("2024-31-01"), &[]);
    assert!(advised(&found, "先写月再写日：\"截止\" = \"2024-01-31\""), "{found:#?}");
    let written = rule("rows = \"leaves\"\nexpect = \"天数 <= '2024-31-01'\"")
        .replace("\"天数\", kind = \"count\"", "\"天数\", kind = \"date\"");
    let found = on(&written, &[]);
    assert!(advised(&found, "先写月再写日：日期不加引号，写成 2024-01-31"), "{found:#?}");
}

#[test]
fn a_unit_without_its_thing_is_of_money() {
    let text = rule("expect = \"人数 > 0\"")
        .replace("[[form]]\n", "[[form]]\nunit = \"万\"\n")
        .replace("\nunit = \"元\"", "");
    assert!(text.contains("unit = \"万\""), "{FORM}");
    one(&text, &["写成 unit = \"万元\""]);
}

#[test]
fn a_kind_that_does_not_fit_is_told_with_the_line_of_its_form() {
    let text = rule("rows = \"leaves\"\nexpect = \"费用 == 人数 * 600元\"")
        .replace("\"人数\", kind = \"count\"", "\"人数\", kind = \"amount\"");
    let line = text.lines().position(|line| line.contains("\"人数\", kind")).unwrap() + 1;
    let found = on(&text, &[]);
    assert!(advised(&found, "写成 kind = \"count\"（个数），公式不用改"), "{found:#?}");
    assert_eq!(found[0]["line"], line, "{found:#?}");
}

//! Codes as ordinals, and what nothing was read of; formulas of spreadsheets whose advice means the same;
//! slips that are told at their own place.

use crate::as_typed::{HEAD, rule};
use crate::clerks_verdicts::put;
use crate::command::{json, run};
use crate::slips_tried::{FORM, only, rule as tended};
use serde_json::Value;
use std::fs;

const LIST: &str = r#"[[form]]
id = "清单"
title = ["项目库清单"]
columns = [
  { name = "编号", kind = "ordinal", header = ["项目编号"] },
  { name = "名称", kind = "label", header = ["项目名称"] },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
[[rule]]
id = "上限"
form = "清单"
expect = "金额 <= 5000万元"
[[rule]]
id = "连续"
"#;

/// The checks of a rule on a list with these codes: verdict, and why.
fn series(expect: &str, codes: &[&str]) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = codes
        .iter()
        .enumerate()
        .map(|(at, code)| format!("{code} | 项目{at} | {at}5.00\n"))
        .collect();
    let document =
        format!("某县财政局2024年\n\n项目库清单\n单位：万元\n项目编号 | 项目名称 | 金额\n{rows}");
    put(folder.path(), &format!("{LIST}{expect}\n"), &document);
    let arguments = ["check", "决算.txt", "-r", "本局", "--all", "--fail-on", "never"];
    let found = json(folder.path(), &arguments);
    let checks = found["documents"][0]["checks"].as_array().cloned().unwrap_or_default();
    let own = checks.iter().filter(|check| check["rule"] == "连续");
    own.map(|check| {
        let verdict = check["verdict"].as_str().unwrap_or("").to_owned();
        (verdict, check.to_string())
    })
    .collect()
}

fn verdicts(expect: &str, codes: &[&str]) -> Vec<String> {
    series(expect, codes).into_iter().map(|(verdict, _)| verdict).collect()
}

const CONSECUTIVE: &str = "expect = \"consecutive(清单.编号)\"";

#[test]
fn codes_that_begin_and_end_alike_are_ordinals() {
    for codes in [
        ["XM-001", "XM-002", "XM-003"],
        ["2024-009", "2024-010", "2024-011"],
        ["第1", "第2", "第3"],
        ["第1号", "第2号", "第3号"],
        ["（1）", "（2）", "（3）"],
        ["1.1", "1.2", "1.3"],
        ["第一", "第二", "第三"],
        ["ＸＭ１", "XM2", "XM 3"],
        ["01", "02", "03"],
    ] {
        assert_eq!(verdicts(CONSECUTIVE, &codes), ["holds"], "{codes:?}");
        let gap = [codes[0], codes[2]];
        assert_eq!(verdicts(CONSECUTIVE, &gap), ["violation"], "{gap:?}");
    }
    // the name of a total stands in the column of codes
    assert_eq!(verdicts(CONSECUTIVE, &["XM-001", "XM-002", "合计"]), ["holds"]);
}

#[test]
fn a_series_of_which_nothing_was_read_is_not_silent() {
    for codes in [
        &["XM-001", "YM-002", "XM-003"][..],
        &["2024-001", "2025-001"],
        &["1.1", "1.2", "2.1"],
        &["甲", "乙", "丙"],
        &["", "", ""],
        &["1", "XM-2", "3"],
    ] {
        let all = series(CONSECUTIVE, codes);
        let is_told = |own: &(String, String)| {
            own.0 == "unchecked" && (codes[0].is_empty() || own.1.contains("看不出是第几号"))
        };
        assert!(all.iter().any(is_told), "{codes:?}: {all:?}");
        assert!(all.iter().all(|own| own.0 != "violation"), "{codes:?}: {all:?}");
    }
    let script = "script = '''consecutive(清单.编号);'''";
    assert_eq!(verdicts(script, &["XM-001", "YM-002"]), ["unchecked"]);
    let same = "expect = \"same(清单.编号)\"";
    assert_eq!(verdicts(same, &["", ""]), ["unchecked"]);
}

#[test]
fn text_columns_are_told_how_codes_are_read() {
    let text = LIST.replace("\"ordinal\"", "\"text\"");
    let (_, _, help) = only(&[("a.toml", &format!("{text}{CONSECUTIVE}\n"))]);
    assert!(help.contains("XM-001") && help.contains("'ordinal'"), "{help}");
}

/// The advice on a formula.
fn help(expect: &str) -> String {
    only(&[("a.toml", &tended(&format!("expect = '{expect}'")))]).2
}

/// That a formula is told, and that what is advised in its place loads.
fn becomes(expect: &str, meant: &str) {
    let (place, _, help) = only(&[("a.toml", &tended(&format!("expect = '{expect}'")))]);
    assert!(help.contains(&format!("写成 {meant}")), "{expect}: {help}");
    let typed = tended(&format!("expect = '{}'", expect.replace(&place, meant)));
    assert_eq!(crate::slips_tried::told(&[("a.toml", &typed)]), [], "{typed}");
}

#[test]
fn advice_for_spreadsheets_means_the_same() {
    becomes("IF(里程>50, 金额<=50000元, 金额<=20000元)", "金额 <= if(里程 > 50, 50000元, 20000元)");
    becomes(
        "IF(里程>50, 金额<=50000元, IF(里程>20, 金额<=20000元, 金额<=10000元))",
        "金额 <= if(里程 > 50, 50000元, if(里程 > 20, 20000元, 10000元))",
    );
    becomes("=材料费+人工费-金额=0元", "材料费 + 人工费 - 金额 == 0元");
    becomes(
        "=IF(里程>50, 金额<=50000元, 金额<=20000元)",
        "金额 <= if(里程 > 50, 50000元, 20000元)",
    );
    for (criterion, meant) in [
        ("一级*", "starts_with(等级, \"一级\")"),
        ("*级", "ends_with(等级, \"级\")"),
        ("*一*", "contains(等级, \"一\")"),
        ("<>一级*", "!starts_with(等级, \"一级\")"),
    ] {
        let (_, _, help) = only(&[(
            "a.toml",
            &format!(
                "{FORM}\n[[rule]]\nid = \"核对\"\nexpect = 'SUMIF(养护表.等级,\"{criterion}\",养护表.金额) <= 90万元'\n"
            ),
        )]);
        let meant = meant.replace("等级", "养护表.等级");
        assert!(help.contains(&meant) && !help.contains("*\""), "{criterion}: {help}");
    }
    // two different demands are two rules, and none is left out
    let two = help("IF(里程>50, 金额<=50000元, 材料费>0元)");
    for part in ["2 条规则", "里程 > 50", "里程 <= 50", "金额 <= 50000元", "材料费 > 0元"]
    {
        assert!(two.contains(part), "{part}: {two}");
    }
    let texts = help("IF(金额=材料费+人工费, \"对\", \"错\")");
    assert!(texts.contains("写成 金额 == 材料费 + 人工费"), "{texts}");
    assert!(
        help("=SUMIF(等级,\"一?\",金额)<=1元").contains("不是通配符"),
        "{}",
        help("=SUMIF(等级,\"一?\",金额)<=1元")
    );
}

#[test]
fn a_name_of_the_language_is_given_another_one() {
    let form = FORM.replace("name = \"材料费\"", "name = \"上年\"");
    let (_, message, help) = only(&[("a.toml", &form)]);
    assert!(message.contains("保留字"), "{message}");
    assert!(help.contains("name = \"上年数\", header = [\"上年\"]"), "{help}");
    let guide = include_str!("../../rules/README.md");
    for word in ["doc", "table", "level", "param", "上年", "本年"] {
        assert!(guide.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn amounts_divided_by_bare_numbers_are_still_amounts() {
    let told = help("金额 == round(材料费 / 10000, 0) * 1万元");
    assert!(
        told.contains("还是金额") && told.contains("round(材料费 / 1万元, 0) * 1万元"),
        "{told}"
    );
    becomes_rounded();
}

fn becomes_rounded() {
    let typed = tended("expect = '金额 == round(材料费 / 1万元, 0) * 1万元'");
    assert_eq!(crate::slips_tried::told(&[("a.toml", &typed)]), []);
}

#[test]
fn rows_alike_get_a_whole_script() {
    let told = help("里程 == sum(养护表.里程, 养护表.等级 == 等级)");
    assert!(told.contains("script = '''for 行 in rows(养护表)"), "{told}");
    let from = told.find("script = ").unwrap();
    let script = &told[from..from + told[from..].rfind("'''").unwrap() + 3];
    let typed = format!("{FORM}\n[[rule]]\nid = \"核对\"\n{script}\n");
    assert_eq!(crate::slips_tried::told(&[("a.toml", &typed)]), [], "{typed}");
}

#[test]
fn a_large_number_beside_an_amount_is_of_yuan_first() {
    let script =
        "script = '''for 项 in rows(养护表) { if 项.金额 > 50000 { report(项.金额, \"多\"); } }'''";
    let file = format!("{FORM}\n[[rule]]\nid = \"核对\"\n{script}\n");
    let (_, _, help) = only(&[("a.toml", &file)]);
    assert!(help.contains("写成 \"50000元\"") && help.contains("\"50000万元\""), "{help}");
    let small = file.replace("50000", "50");
    let (_, _, help) = only(&[("a.toml", &small)]);
    assert!(help.contains("写成 \"50万元\""), "{help}");
}

#[test]
fn a_message_may_work_out_what_is_no_column() {
    let file = tended("expect = '金额 > 0元'\nmessage = \"每公里 {里均}，列示 {stated}\"");
    let (_, _, help) = only(&[("a.toml", &file)]);
    assert!(help.contains("{金额 / 里程}") && help.contains("{路段}"), "{help}");
    let typed = file.replace("{里均}", "{金额 / 里程}");
    assert_eq!(crate::slips_tried::told(&[("a.toml", &typed)]), []);
}

#[test]
fn half_width_brackets_in_printed_words_cannot_be_looked_for() {
    let file = "[[wording]]\nid = \"试行\"\nname = \"试行\"\nprinted = \"办法(试行)\"\n";
    let (_, message, help) = only(&[("a.toml", file)]);
    assert!(message.contains("半角括号是分组"), "{message}");
    assert!(help.contains("写不出半角括号"), "{help}");
}

#[test]
fn a_formula_that_says_nothing_is_told_at_its_sign() {
    let file = tended("expect = 'abs(金额 - 材料费) >= 0元'");
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &file, "某县财政局2024年\n");
    let found = json(folder.path(), &["rules", "check", "本局"]);
    let told = &found["mistakes"][0];
    let help = told["help"].as_str().unwrap();
    assert!(help.contains("写成 abs(金额 - 材料费) <= 0元"), "{help}");
    let line = file.lines().position(|line| line.contains(">=")).unwrap() + 1;
    let column = file.lines().nth(line - 1).unwrap().chars().position(|c| c == '>').unwrap() + 1;
    assert_eq!((&told["line"], &told["column"]), (&Value::from(line), &Value::from(column)));
    put(folder.path(), &file.replace(">=", "<="), "某县财政局2024年\n");
    let found = json(folder.path(), &["rules", "check", "本局"]);
    assert_eq!(found["mistakes"].as_array().unwrap().len(), 0, "{found}");
}

#[test]
fn of_two_columns_with_one_head_the_one_that_a_case_prints_otherwise_is_told() {
    let form = FORM.replace(
        "{ name = \"人工费\", kind = \"amount\" }",
        "{ name = \"人工费\", kind = \"amount\", header = [\"养护费合计\"] }",
    );
    let file = format!(
        "{form}\n[[rule]]\nid = \"核对\"\nform = \"养护表\"\nexpect = '金额 == 材料费 + 人工费'\n\
         [[rule.case]]\ngiven = \"\"\"\n道路养护费用表\n单位：元\n\
         路段 | 等级 | 里程 | 材料费 | 人工费用 | 养护费合计\n甲 | 一级 | 5 | 3 | 2 | 5\n\"\"\"\nexpect = \"holds\"\n"
    );
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &file, "某县财政局2024年\n");
    let found = json(folder.path(), &["rules", "check", "本局"]);
    let told = found["mistakes"].as_array().unwrap();
    let own = told.iter().find(|own| own["message"].to_string().contains("都按")).unwrap();
    assert!(own["help"].to_string().contains("人工费 写成 header = [\\\"人工费用\\\"]"), "{own}");
    let line = file.lines().position(|line| line.contains("人工费")).unwrap() + 1;
    assert_eq!(own["line"], Value::from(line), "{own}");
    let typed = file.replace(
        "name = \"人工费\", kind = \"amount\", header = [\"养护费合计\"]",
        "name = \"人工费\", kind = \"amount\", header = [\"人工费用\"]",
    );
    put(folder.path(), &typed, "某县财政局2024年\n");
    let found = json(folder.path(), &["rules", "check", "本局"]);
    assert_eq!(found["mistakes"].as_array().unwrap().len(), 0, "{found}");
}

#[test]
fn an_id_of_a_layer_above_is_told_with_a_free_one() {
    let file = tended("expect = '金额 > 0元'").replace("\"核对\"", "\"三公-决算不超预算\"");
    let (_, message, help) = only(&[("a.toml", &file)]);
    assert!(message.contains("上级已经用了") && message.contains("national/"), "{message}");
    assert!(help.contains("id = \"本局-三公-决算不超预算\""), "{help}");
    let typed = file.replace("\"三公-决算不超预算\"", "\"本局-三公-决算不超预算\"");
    assert_eq!(crate::slips_tried::told(&[("a.toml", &typed)]), []);
}

#[test]
fn a_waiver_that_has_expired_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &rule("expect = \"人数 > 0\""), crate::as_typed::DOCUMENT);
    fs::write(folder.path().join("本局/ruleset.toml"), HEAD).unwrap();
    let waiver = "[[waiver]]\nrule = \"疗养-核对\"\nreason = \"属实\"\nuntil = \"2020-12-31\"\n";
    fs::write(folder.path().join("本局/waivers.toml"), waiver).unwrap();
    let (_, out, err) = run(folder.path(), &["rules", "check", "本局"]);
    let words: String = format!("{out}{err}").split_whitespace().collect();
    assert!(words.contains("waivers.toml第4行"), "{words}");
    assert!(words.contains("改成until="), "{words}");
}

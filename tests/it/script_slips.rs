//! Scripts that can never say what they were written for: conditions that nothing meets, tables and
//! rows in the place of words, names between quotes. What they compare is compared as in formulas.

use crate::as_typed::{told, write};
use crate::command::run;
use std::fs;

const FORM: &str = r#"[[form]]
id = "农机表"
title = ["农机购置明细表"]
unit = "元"
columns = [
  { name = "机号", kind = "label" },
  { name = "机型", kind = "text" },
  { name = "购入", kind = "date" },
  { name = "验收", kind = "date" },
  { name = "台数", kind = "count" },
  { name = "购价", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

fn script(text: &str) -> String {
    format!("{FORM}\n[[rule]]\nid = \"农机-脚本\"\nscript = '''\n{text}\n'''\nbasis = \"某办法\"\n")
}

/// What is told of a script, each with its advice.
fn said(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &script(text))]);
    let found = told(folder.path()).into_iter();
    // of the document that is no part of this
    let found = found.filter(|own| !own["message"].to_string().contains("从未认出"));
    found.map(|own| format!("{} {}", own["message"], own["help"]).replace("\\\"", "\"")).collect()
}

fn tells(text: &str, words: &[&str]) {
    let found = said(text);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    for word in words {
        assert!(found[0].contains(word), "{word} is not in {}", found[0]);
    }
}

fn row(text: &str) -> String {
    format!("for 项 in rows(农机表) {{ {text} }}")
}

#[test]
fn conditions_that_nothing_meets_are_told() {
    let never = "不能同时满足两边，这个条件永远不成立";
    for (condition, meant) in [
        (r#"项.机型 == "旋耕机" && 项.机型 == "收割机""#, "||"),
        (r#"项.购价 > "5万元" && 项.购价 < "3万元""#, r#"项.购价 > "3万元" && 项.购价 < "5万元""#),
        (r#"项.购价 > "5万元" && 项.台数 > 2 && 项.购价 < "3000元""#, "||"),
        (r#"项.购入 > "2024-10-01" && 项.购入 < "2024年3月1日""#, "上下限写倒了"),
        (r#"项.台数 > 5 && 3 > 项.台数"#, "上下限写倒了"),
        (r#"项.机型 == "旋耕机" && 项.机型 != "旋耕机""#, "正好相反"),
    ] {
        tells(&row(&format!("if {condition} {{ report(项, \"怪\"); }}")), &[never, meant]);
    }
    let keyed = r#"if 项["机型"] == "旋耕机" && 项.机型 == "收割机" { report(项, "怪"); }"#;
    tells(&row(keyed), &[never]);
    let wanted = r#"expect(项.购价 < "3万元"); expect(项.购价 > "5万元", "怪");"#;
    tells(&row(wanted), &["处处都会报", "对换"]);
    let nested = r#"if 项.机型 == "旋耕机" { if 项.机型 == "收割机" { report(项, "怪"); } }"#;
    tells(&row(nested), &[never]);
    let kept = r#"report(rows(农机表).filter(|r| r.台数 > 5 && r.台数 < 3).len(), "怪");"#;
    tells(kept, &[never]);
    let always = r#"if 项.机型 != "旋耕机" || 项.机型 != "收割机" { report(项, "怪"); }"#;
    tells(&row(always), &["处处都成立", "&&"]);
    tells(r#"if doc.kind == "决算" { report("怪"); }"#, &["没有文件种类 决算", "final-accounts"]);
    tells(r#"if doc.year == 24 { report("怪"); }"#, &["没有 24 年", "四位数"]);
    for right in [
        r#"项.购价 > "3000元" && 项.购价 < "5万元""#,
        r#"项.机型 == "旋耕机" || 项.机型 == "收割机""#,
    ] {
        assert!(said(&row(&format!("if {right} {{ report(项, \"怪\"); }}"))).is_empty(), "{right}");
    }
    let changed = "let 数 = 1; if 数 > 5 { 数 = 2; if 数 < 3 { report(\"怪\"); } }";
    assert!(said(changed).is_empty());
}

#[test]
fn tables_and_rows_are_no_words() {
    for (text, word) in [
        ("let a = 农机表[\"甲1\"]; report(`${a}`);", "a 是一行"),
        ("report(`共 ${农机表}`);", "农机表 是一张表"),
        ("report(`共 ${农机表.合计行}`);", "农机表.合计行 是一行"),
        ("report(农机表.合计行.购价, 农机表.合计行);", "是一行"),
        ("let 全 = rows(农机表); report(`${全}`);", "各行"),
        ("let a = rows(农机表)[0]; report(`${a}`);", "a 是一行"),
    ] {
        tells(text, &[word, "写明是哪一列"]);
    }
    tells(&row("report(项.购价, `${项}偏高`);"), &["项 是一行", "${项.购价}"]);
    tells(&row("expect(项.购价 > \"1元\", `${项}`);"), &["项 是一行"]);
    tells("report(农机表.合计行.购价, \"共\" + 农机表);", &["农机表 是一张表"]);
    assert!(said(&row("let a = 项.机型; report(项, `${a}与${项.购价}`);")).is_empty());
}

#[test]
fn names_of_tables_and_parts_stand_without_quotes() {
    tells("for 份 in parts(\"购置情况\") { report(\"怪\"); }", &["没有部分 购置情况", "不加引号"]);
    tells("for 份 in parts(\"项目自评\") { report(\"怪\"); }", &["parts(项目自评)"]);
    tells("report(`${rows(\"农机表\").len()}`);", &["rows(农机表)"]);
    tells("report(`${rows(\"农机\").len()}`);", &["没有表样 农机", "农机表"]);
    tells("report(`${parts(农机表).len()}`);", &["rows(农机表)"]);
}

#[test]
fn the_unit_of_the_table_is_the_likelier_one() {
    let asked = row("if 项.购价 > 5000 { report(项, \"贵\"); }");
    tells(&asked, &["写成 \"5000元\"；是万元的写 \"5000万元\""]);
    let formula = format!(
        "{FORM}\n[[rule]]\nid = \"农机\"\nform = \"农机表\"\nexpect = \"购价 <= 5000\"\nbasis = \"某办法\"\n"
    );
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &formula)]);
    assert!(format!("{:?}", told(folder.path())).contains("写上单位：5000元，或 5000万元"));
}

const TEXT: &str = "某县农业局2024年度部门决算\n\n农机购置明细表\n单位：元\n机号 | 机型 | 购入 | 验收 | 台数 | 购价\n甲1 | 旋耕机 | 2024年9月1日 | 2024-09-05 | 2 | 700\n甲2 | 收割机 | 2024年11月2日 | 2024-11-05 | 2 | 待定\n";

fn checked(rules: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("ruleset.toml"), "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n")
        .unwrap();
    fs::write(own.join("a.toml"), rules).unwrap();
    fs::write(folder.path().join("文件.txt"), TEXT).unwrap();
    let (_, out, err) = run(folder.path(), &["check", "文件.txt", "-r", "本局"]);
    format!("{out}{err}").split_whitespace().collect()
}

#[test]
fn days_have_a_first_and_a_last_in_scripts() {
    let found = checked(&script(
        "let 全 = rows(农机表).map(|r| r.购入);\nexpect(max(全) <= \"2024-10-01\", \"太晚\");",
    ));
    assert!(found.contains("甲2购入为2024-11-02，应当不晚于2024-10-01"), "{found}");
    let found =
        checked(&script(&row("expect(min(项.购入, 项.验收) >= \"2024-09-03\", \"太早\");")));
    assert!(found.contains("甲1购入为2024-09-01") && !found.contains("没有运行完"), "{found}");
    let found = checked(&script(&row("expect(max(项.购入, 项.台数) >= \"2024-09-03\", \"怪\");")));
    assert!(found.contains("日期与个数不能"), "{found}");
}

#[test]
fn what_a_table_does_not_print_is_named() {
    let found = checked(&script("expect(农机表.合计行.购价 >= \"1元\", \"合计\");"));
    assert!(found.contains("“农机表.合计行”这一行：没有印作“合计”的行"), "{found}");
    let rules = format!(
        "{FORM}\n[[rule]]\nid = \"农机\"\nexpect = \"农机表.合计行.购价 >= 1元\"\nbasis = \"某办法\"\n"
    );
    assert!(checked(&rules).contains("“农机表.合计行”这一行"), "{}", checked(&rules));
    let rules = rules.replace("form = \"农机表\"\n", "");
    let rules = rules.replace(
        "kind = \"count\" }",
        "kind = \"count\" },\n  { name = \"牌照\", kind = \"amount\", optional = true }",
    );
    let rules = rules.replace(
        "expect = \"农机表.合计行.购价 >= 1元\"",
        "form = \"农机表\"\nexpect = \"牌照 >= 1元\"",
    );
    assert!(checked(&rules).contains("农机表没有“牌照”这一列"), "{}", checked(&rules));
}

#[test]
fn words_where_numbers_belong_are_shown_with_their_cell() {
    for expect in
        ["购价 == 台数 * 350元", "购价 >= 1元", "max(购价, 5元) >= 1元", "round(购价, 0) >= 1元"]
    {
        let rules = format!(
            "{FORM}\n[[rule]]\nid = \"农机\"\nform = \"农机表\"\nexpect = \"{expect}\"\nbasis = \"某办法\"\n"
        );
        let found = checked(&rules);
        assert!(found.contains("甲2购价无法读取：“待定”"), "{expect}\n{found}");
    }
    let found = checked(&script(&row("expect(项.购价 * 2 >= \"1元\", \"怪\");")));
    assert!(found.contains("甲2购价无法读取：“待定”"), "{found}");
}

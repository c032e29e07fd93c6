//! What came to nothing without a word: files that no ruleset reads, messages that are not printed,
//! sums without a column, scripts that say nothing, rules that hold nowhere but for their order or
//! their names, titles of other characters.

use crate::as_typed::{one, rule};
use crate::clerks_verdicts::put;
use crate::command::{json, run};
use std::fs;

/// What `rules check` says of the rules with the document, without blanks.
fn on(rules: &str, document: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    let (_, out, err) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    format!("{err}{out}").split_whitespace().collect()
}

#[test]
fn rule_files_beside_a_ruleset_in_a_folder_below_are_told() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "", "某县财政局2024年\n");
    fs::create_dir(folder.path().join("外")).unwrap();
    fs::rename(folder.path().join("本局"), folder.path().join("外/本局")).unwrap();
    fs::write(folder.path().join("外/more.toml"), rule("expect = \"人数 > 0\"")).unwrap();
    fs::write(folder.path().join("外/gouji.toml"), "year = 2024\n").unwrap();
    for arguments in [&["rules", "check", "外"][..], &["check", "决算.txt", "-r", "外"][..]] {
        let (_, _, told) = run(folder.path(), arguments);
        assert!(told.contains("more.toml 没有读") && told.contains("移到"), "{told}");
        assert!(!told.contains("gouji.toml"), "{told}");
    }
}

#[test]
fn a_message_that_is_not_printed_or_prints_a_unit_twice_is_told() {
    let with = |sign: &str, message: &str| {
        rule(&format!("expect = \"费用 {sign} 人数 * 540元 * 天数\"\nmessage = \"{message}\""))
    };
    let accusing = with("==", "{批次}列示{stated}，应为{computed}");
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &accusing, crate::as_typed::DOCUMENT);
    let found = json(folder.path(), &["rules", "check", "本局"]);
    let help = found["mistakes"][0]["help"].as_str().unwrap();
    assert_eq!(help, "写成 message = \"{批次}列示{stated}，按规则算得{computed}\"");
    let mended = accusing.replace("应为", "按规则算得");
    put(folder.path(), &mended, crate::as_typed::DOCUMENT);
    let found = json(folder.path(), &["rules", "check", "本局"]);
    assert_eq!(found["mistakes"].as_array().unwrap().len(), 0, "{found}");
    let (_, out, _) = run(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(out.contains("春季批列示60000元，按规则算得54000元"), "{out}");
    // of a bound it is said which side is wrong, and the message is printed
    let bound =
        on(&with("<=", "{批次}列示{stated}，应为{computed}以内"), crate::as_typed::DOCUMENT);
    assert!(!bound.contains("message写“应为”"), "{bound}");
    one(&with("<=", "{批次}列示{stated}元"), &["已经带单位", "{批次}列示{stated}\""]);
    one(&with("<=", "相差{difference}万元，限{computed}元"), &["相差{difference}，限{computed}\""]);
}

#[test]
fn rows_above_a_row_without_a_column_are_refused_where_none_is_at_hand() {
    let folder = tempfile::tempdir().unwrap();
    for lines in [
        "rows = \"totals\"\nexpect = \"费用 == sum(above(总计行))\"",
        "expect = \"费用 == sum(above(总计行))\"",
        "expect = \"same(above(总计行))\"",
    ] {
        put(folder.path(), &rule(lines), crate::as_typed::DOCUMENT);
        let found = json(folder.path(), &["rules", "check", "本局"]);
        let told = &found["mistakes"][0];
        let help = told["help"].as_str().unwrap();
        assert!(told["message"].as_str().unwrap().contains("没有写是哪一列"), "{found}");
        assert!(help.contains("above(疗养表.总计行.费用)"), "{found}");
    }
    for right in [
        "expect = \"总计行 == sum(above(总计行))\"",
        "expect = \"疗养表.总计行.费用 == sum(above(疗养表.总计行.费用))\"",
        "when = \"within(above(总计行))\"\nexpect = \"费用 > 0\"",
    ] {
        put(folder.path(), &rule(right), crate::as_typed::DOCUMENT);
        let (status, _, told) = run(folder.path(), &["rules", "check", "本局"]);
        assert_eq!(status, Some(0), "{right}: {told}");
    }
}

#[test]
fn a_script_that_says_nothing_is_told() {
    let script = "for 项 in rows(疗养表) {\n  项.人数 > 0;\n}";
    one(
        &rule("").replace("form = \"疗养表\"\n", &format!("script = \'\'\'\n{script}\n\'\'\'\n")),
        &["也没有 report", "写成 expect(项.人数 > 0);"],
    );
    let folder = tempfile::tempdir().unwrap();
    for right in ["for 项 in rows(疗养表) { report(项, \"看\"); }", "skip(\"不看\");"] {
        let text = rule("").replace("form = \"疗养表\"\n", &format!("script = \'{right}\'\n"));
        put(folder.path(), &text, crate::as_typed::DOCUMENT);
        let (status, _, told) = run(folder.path(), &["rules", "check", "本局"]);
        assert_eq!(status, Some(0), "{right}: {told}");
    }
}

const PAID: &str = "某县财政局2024年\n\n项目资金拨付表\n单位：万元\n\
    项目名称 | 预算数 | 已拨付 | 拨付率 | 评级 | 批复 | 开工 | 天数\n\
    道路 | 200.00 | 180.00 | 90.00% | 优 | 2024-03-05 | 2024-03-08 | 4\n\
    食堂 | 100.00 | 76.00 | 76.00% | 良 | 2024-04-10 | 2024-04-11 | 2\n\
    水渠 | 50.00 | 30.00 | 60.00% | 良 | 2024-05-10 | 2024-05-16 | 7\n";

fn of_paid(lines: &str) -> String {
    format!(
        r#"[[scale]]
id = "拨付评级"
grades = [{{ name = "优秀", from = "80%" }}, {{ name = "良好", from = "60%" }}, {{ name = "差", from = 0 }}]
[[form]]
id = "拨付表"
title = ["项目资金拨付表"]
columns = [
  {{ name = "项目", kind = "label", header = ["项目名称"] }},
  {{ name = "预算", kind = "amount", header = ["预算数"] }},
  {{ name = "拨付", kind = "amount", header = ["已拨付"] }},
  {{ name = "拨付率", kind = "percent" }},
  {{ name = "评级", kind = "grade" }},
  {{ name = "批复", kind = "date" }},
  {{ name = "开工", kind = "date" }},
  {{ name = "天数", kind = "count" }},
]
[[rule]]
id = "查"
form = "拨付表"
basis = "办法"
{lines}
"#
    )
}

#[test]
fn a_rule_that_would_hold_everywhere_the_other_way_round_says_so() {
    for (wrong, right) in [
        ("拨付率 == percent(预算, 拨付)", "percent(拨付, 预算)"),
        ("拨付率 == 预算 / 拨付", "拨付 / 预算"),
        ("天数 == days(开工, 批复) + 1", "days(批复, 开工)"),
    ] {
        let words = on(&of_paid(&format!("expect = \"{wrong}\"")), PAID);
        let advice: String = format!("写成{right}").split_whitespace().collect();
        assert!(words.contains("换过来就处处相符") && words.contains(&advice), "{words}");
    }
    // one that holds at a place is not, nor what the other order does not mend
    let other = on(&of_paid("expect = \"天数 == days(开工, 批复) + 9\""), PAID);
    assert!(!other.contains("换过来"), "{other}");
    let some = PAID.replace("90.00%", "111.11%");
    let words = on(&of_paid("expect = \"拨付率 == percent(预算, 拨付)\""), &some);
    assert!(!words.contains("换过来"), "{words}");
}

#[test]
fn grades_that_a_document_prints_in_other_words_are_told_at_the_scale() {
    let words = on(&of_paid("expect = \"评级 == grade(拨付评级, 拨付率)\""), PAID);
    assert!(words.contains("印的等级是优、良"), "{words}");
    assert!(words.contains("{name=\"优\",from=\"80%\"},{name=\"良\",from=\"60%\"}"), "{words}");
    let right = PAID.replace("优", "优秀").replace("良", "良好");
    let words = on(&of_paid("expect = \"评级 == grade(拨付评级, 拨付率)\""), &right);
    assert!(words.contains("查相符3") && !words.contains("印的等级"), "{words}");
}

#[test]
fn a_title_with_characters_more_is_told_though_all_agrees() {
    let rules = of_paid("expect = \"拨付率 == percent(拨付, 预算)\"");
    let words = on(&rules.replace("[\"项目资金拨付表\"]", "[\"项目建设资金拨付表\"]"), PAID);
    assert!(words.contains("印证3") && words.contains("写成title=[\"项目资金拨付表\"]"), "{words}");
}

#[test]
fn figures_that_must_be_the_same_are_checked_figures() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &of_paid("expect = \"same(预算)\""), PAID);
    let (status, out, _) = run(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert_eq!(status, Some(1));
    assert!(!out.contains("没有可以核对的内容") && !out.contains("一个数字也没有核对"), "{out}");
    put(folder.path(), &of_paid("expect = \"same(评级)\""), PAID);
    let (_, out, _) = run(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(out.contains("发现问题") && !out.contains("没有可以核对的内容"), "{out}");
}

//! What can never be right is told when rules are read, at its place and with what to type: days that
//! there are not, names and grades that nothing bears, signs of other languages.

use crate::as_typed::{FORM, mended, one, rule, told, write};
use crate::command::run;

const DAYS: &str = r#"[[form]]
id = "工程表"
title = ["工程进度表"]
columns = [
  { name = "工程", kind = "label" },
  { name = "开工", kind = "date" },
  { name = "完工", kind = "date" },
  { name = "工期", kind = "count" },
  { name = "得分", kind = "score" },
  { name = "金额", kind = "amount" },
]
"#;

fn dated(lines: &str) -> String {
    format!(
        "{DAYS}\n[[rule]]\nid = \"工程-核对\"\nform = \"工程表\"\n{lines}\nbasis = \"某办法\"\n"
    )
}

fn script(text: &str) -> String {
    format!("{DAYS}\n[[rule]]\nid = \"工程-脚本\"\nscript = '''\n{text}\n'''\nbasis = \"某办法\"\n")
}

/// The messages and advice that stop a folder with these files.
fn refused(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let found = told(folder.path()).into_iter();
    found.map(|own| format!("{} {}", own["message"], own["help"]).replace("\\\"", "\"")).collect()
}

/// That one thing stops a folder with this file, with these words.
fn stops(text: &str, words: &[&str]) {
    let found = refused(&[("a.toml", text)]);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    for word in words {
        assert!(found[0].contains(word), "{word} is not in {}", found[0]);
    }
}

#[test]
fn days_that_there_are_not_are_told_wherever_they_stand() {
    for written in ["2024-11-31", "2024年11月31日", "2024.11.31", "2024/11/31", "20241131"] {
        stops(&dated(&format!("expect = \"完工 <= {written}\"")), &["这一天", "2024-11-30"]);
    }
    stops(&dated("when = \"完工 >= 2023-02-29\"\nexpect = \"金额 > 0元\""), &["2023-02-28"]);
    stops(&dated("expect = '工期 == days(开工, \"2024-06-31\")'"), &["2024-06-30"]);
    for text in ["完工 <= \"2024-06-31\"", "[\"完工\"] <= \"2024-06-31\"", "完工 <= 2024-06-31"]
    {
        let text = format!("for 项 in rows(工程表) {{ expect(项.{text}); }}").replace(".[", "[");
        stops(&script(&text), &["这一天", "\"2024-06-30\""]);
    }
    let waiver =
        "[[waiver]]\nrule = \"三公-决算不超预算\"\nreason = \"调整\"\nuntil = \"2027-02-29\"\n";
    let found = refused(&[("waivers.toml", waiver)]);
    assert!(found.len() == 1 && found[0].contains("until = 2027-02-28"), "{found:#?}");
}

#[test]
fn functions_that_there_are_not_are_told_at_the_top_of_a_formula() {
    for (written, meant) in [
        ("unikue(工程)", "unique"),
        ("consecutve(工程)", "consecutive"),
        ("!presant(开工)", "present"),
        ("same_(工程)", "same"),
        ("unikue(工程) && 金额 > 0元", "unique"),
    ] {
        let words = [&format!("是不是 {meant}"), "没有函数"];
        stops(&dated(&format!("expect = \"{written}\"")), &words);
        let when = format!("when = \"{written}\"\nexpect = \"金额 > 0元\"");
        stops(&dated(&when), &["没有函数"]);
    }
    stops(&dated("expect = \"金颔\""), &["没有名称 金颔", "是不是 金额"]);
}

#[test]
fn what_a_closed_set_does_not_have_is_told() {
    let grades = ["没有“优秀”这一级", "优、良、中、差"];
    for written in [
        "grade(四级, 得分) == \"优秀\"",
        "\"优秀\" != grade(四级, 得分)",
        "if(得分 > 90, grade(四级, 得分), \"无\") == \"优秀\"",
        "得分 >= 四级[\"优秀\"].from",
    ] {
        stops(&dated(&format!("expect = '{written}'")), &grades);
    }
    for written in ["grade(四级, 项.得分) == \"优秀\"", "项.得分 > 四级[\"优秀\"].from"]
    {
        let text =
            format!("for 项 in rows(工程表) {{ if {written} {{ report(项.得分, \"甲\"); }} }}");
        stops(&script(&text), &grades);
    }
    let text = "for 项 in rows(工程表) { let 级 = grade(四级, 项.得分); expect(级 != \"优秀\"); }";
    stops(&script(text), &grades);
    for (key, holds) in [("==", "永远不成立"), ("!=", "处处成立")] {
        let when = format!("when = 'doc.kind {key} \"决算表\" || 天数 > 1'\nexpect = \"人数 > 1\"");
        let found = refused(&[("a.toml", &rule(&when))]).join("");
        assert!(found.contains("没有文件种类 决算表") && found.contains(holds), "{found}");
    }
    let table = "[param]\n\"限额\" = { \"甲\" = \"5元\", \"乙\" = \"6元\" }\n\n";
    let text = dated("expect = '金额 <= param.限额[\"丙\"]'");
    stops(&format!("{table}{text}"), &["没有 丙", "甲、乙"]);
}

#[test]
fn columns_in_brackets_are_those_of_the_form() {
    for text in [
        "for 项 in rows(工程表) { expect(项[\"金颔\"] > \"1元\"); }",
        "for 项 in rows(工程表).filter(|r| r[\"金颔\"] > \"1元\") { report(项.金额, \"甲\"); }",
        "let 全 = rows(工程表); for 项 in 全 { expect(项[\"金颔\"] > \"1元\"); }",
        "expect(工程表[\"甲\"][\"金颔\"] > \"1元\");",
    ] {
        stops(&script(text), &["工程表 没有列 金颔", "是不是 金额"]);
    }
    stops(&dated("expect = '金额 <= 工程表[\"甲\"][\"金颔\"]'"), &["没有列 金颔"]);
    let right = "let 表 = #{}; 表[\"别的\"] = 1; expect(工程表[\"甲\"][\"金额（元）\"] > \"1元\");";
    let found = refused(&[("a.toml", &script(right))]);
    assert!(!found.iter().any(|told| told.contains("列")), "{found:#?}");
}

#[test]
fn signs_and_words_around_a_value_are_taken_off() {
    one(&rule("expect = `天数 <= 9`"), &["反引号", "expect = \"天数 <= 9\""]);
    one(&rule("expect = [`天数 <= 9`, `人数 <= 90`]"), &["[\"天数 <= 9\", \"人数 <= 90\"]"]);
    one(&rule("from = 2023年\nexpect = \"天数 <= 9\""), &["不写“年”字", "from = 2023"]);
    one(&rule("from = \"2023年\"\nexpect = \"天数 <= 9\""), &["不加引号", "from = 2023"]);
    let waiver = "[[waiver]]\nrule = \"疗养-核对\"\nyear = \"2023年\"\nreason = \"调整\"\n";
    let files = [("a.toml", &*rule("expect = \"天数 <= 9\"")), ("waivers.toml", waiver)];
    mended(&files, &["不加引号，也不写“年”字", "year = 2023"]);
    let found = refused(&[("vocabulary.toml", "[prose]\ndays_of = [\"旬10\"]\n")]);
    assert!(found.len() == 1 && found[0].contains("[\"旬=10\"]"), "{found:#?}");
}

#[test]
fn what_a_slip_leaves_undefined_is_not_told_again() {
    let text = dated("expect = \"金额 <= param.限额\"");
    stops(&format!("[params]\n\"限额\" = \"9元\"\n\n{text}"), &["没有 params"]);
    let papers = "[papers]\n\"前年决算\" = { kind = \"final-accounts\", year = \"-2\" }\n";
    let text = "[[rule]]\nid = \"甲\"\nexpect = \"三公经费表.决算数.合计 <= 前年决算.三公经费表.决算数.合计\"\n";
    let found = refused(&[("vocabulary.toml", papers), ("a.toml", text)]);
    assert!(found.len() == 1 && found[0].contains("year = -2"), "{found:#?}");
    let scale = "[[scale]]\nid = \"快慢\"\ngrades = [{ name = \"快\", from = \"100%\" }, { name = \"中\", from = 80 }, { name = \"慢\", from = 0 }]\n\n";
    let text = dated("expect = 'grade(快慢, percent(工期, 工期)) != \"慢\"'");
    stops(&format!("{scale}{text}"), &["快 的 from 是百分数"]);
}

#[test]
fn numbers_without_a_unit_are_no_guess_by_their_size() {
    for (written, whole, bare) in [("1.1", "110%", "1.1%"), ("0.9", "90%", "0.9%")] {
        let text = rule("expect = \"结算率 <= param.系数\"");
        let (whole, bare) = (format!("\"系数\" = \"{whole}\""), format!("\"系数\" = \"{bare}\""));
        stops(&format!("[param]\n\"系数\" = {written}\n\n{text}"), &[&whole, &bare]);
    }
}

#[test]
fn both_meanings_of_bounds_that_exclude_each_other_are_told() {
    let wrong = "when = \"天数 > 6 && 天数 < 2\"\nexpect = \"费用 <= 90000元\"";
    let words = ["when = \"天数 > 2 && 天数 < 6\"", "when = \"天数 > 6 || 天数 < 2\""];
    one(&rule(wrong), &words);
    let wrong = "expect = [\"结算率 >= 100%\", \"结算率 <= 60%\"]";
    one(
        &rule(wrong),
        &[
            "[\"结算率 >= 60%\", \"结算率 <= 100%\"]",
            "any = [\"结算率 >= 100%\", \"结算率 <= 60%\"]",
        ],
    );
}

#[test]
fn a_column_of_codes_is_found_by_its_name() {
    let form = FORM.replace(
        "\"批次\", kind = \"label\"",
        "\"编码\", kind = \"code\" },\n  { name = \"批次\", kind = \"label\"",
    );
    let tree = |code: &str| {
        format!(
            "{form}\n[[rule]]\nid = \"甲\"\nform = \"疗养表\"\ntree = {{ code = \"{code}\", levels = [3, 5] }}\nbasis = \"某办法\"\n"
        )
    };
    stops(&tree("编号"), &["没有列 编号", "是不是 编码"]);
    stops(&tree("批次"), &["批次 在表样 疗养表 里不是编码列", "写成 code = \"编码\""]);
}

#[test]
fn brackets_that_group_nothing_are_told() {
    let wording =
        |keys: &str| format!("[[wording]]\nid = \"甲\"\n{keys}\nmessage = \"{{stated}}\"\n");
    for keys in ["printed = \"本办法(试行)\"", "printed = \"本办法\"\nexcept = [\"本办法(试行)\"]"]
    {
        stops(&wording(keys), &["半角括号是分组", "本办法（试行）"]);
    }
}

#[test]
fn items_of_rule_files_in_another_file_are_sent_there() {
    for file in ["waivers.toml", "vocabulary.toml"] {
        let text = "[[rule]]\nid = \"甲\"\nexpect = \"1 == 1\"\n";
        let found = refused(&[(file, text)]);
        assert!(found.len() == 1 && found[0].contains("rules.toml"), "{found:#?}");
    }
}

#[test]
fn mistakes_of_the_command_are_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &rule("expect = \"天数 <= 9\""))]);
    let said = |arguments: &[&str]| {
        let (code, out, err) = run(folder.path(), arguments);
        assert_eq!(code, Some(2), "{out}{err}");
        format!("{out}{err}")
    };
    let near = said(&["rules", "check", "natoinal"]);
    assert!(near.contains("是不是 national？") && near.contains("命令中有 1 处错误"), "{near}");
    let near = said(&["rules", "check", "本剧"]);
    assert!(near.contains("是不是 本局？"), "{near}");
    let near = said(&["check", "决算.txt", "-r", "本剧"]);
    assert!(near.contains("是不是 本局？") && near.contains("命令中有"), "{near}");
    assert!(!near.contains("--without-broken-rules"), "{near}");
    std::fs::write(folder.path().join("本局/b.toml"), "[[rule]]\n").unwrap();
    let broken = said(&["check", "决算.txt", "-r", "本局"]);
    assert!(broken.contains("--without-broken-rules"), "{broken}");
}

#[test]
fn a_number_of_things_is_no_product_of_two_amounts() {
    let form = FORM.replace("\"档次\", kind = \"text\"", "\"标准\", kind = \"amount\"");
    let text = format!(
        "{form}\n[[rule]]\nid = \"甲\"\nform = \"疗养表\"\nexpect = \"人数 == 费用 * 标准\"\n"
    );
    stops(&text, &["写成 人数 == 费用 / 标准", "人数 == 标准 / 费用", "count"]);
}

#[test]
fn what_was_copied_from_elsewhere_is_told() {
    for (written, meant) in [
        (
            "\"限额\" = { \"轿车\": \"800元\", \"客车\" = \"1200元\" }",
            "{ \"轿车\" = \"800元\", \"客车\" = \"1200元\" }",
        ),
        ("\"限额\" = { \"轿车\" ：\"800元\" }", "{ \"轿车\" = \"800元\" }"),
        ("\"限额\": \"800元\"", "\"限额\" = \"800元\""),
    ] {
        stops(&format!("[param]\n{written}\n"), &["冒号改成等号", meant]);
    }
    let text = dated("expect = \"金额 > 0元\"");
    let found = refused(&[("a.toml", &format!("```toml\n{text}```\n"))]);
    assert!(found.iter().all(|own| own.contains("围栏") && own.contains("删去")), "{found:#?}");
    assert!(found[0].contains("```toml"), "{found:#?}");
    stops(&format!("{text}```\n"), &["围栏", "删去"]);
}

#[test]
fn remarks_and_brackets_of_names_are_told() {
    stops(&dated("expect = \"金额 > 0元 + 金额（含税）\""), &["删去（含税）", "写成 金额"]);
    stops(&dated("expect = \"金额（元） > 0元\""), &["删去（元）"]);
    stops(&dated("expect = \"金额 >= 金额(工期)\""), &["金额 * (工期)"]);
    for name in ["维修（护）费", "维修(护)费"] {
        let text = dated(&format!("expect = '基本支出明细表[{name}].决算数 >= 0元'"));
        stops(&text, &[&format!("写成 [\"{name}\"]")]);
    }
}

#[test]
fn numbers_of_things_beside_amounts_are_told_what_to_write() {
    stops(&dated("expect = \"工期 > 3万元\""), &["写成 工期 > 3；", "kind = \"amount\""]);
    stops(&dated("when = \"5元 <= 工期\"\nexpect = \"金额 > 0元\""), &["写成 工期 >= 5；"]);
    stops(&dated("expect = \"金额 >= max(金额, 工期)\""), &["工期 是个数：换成金额（金额）"]);
    stops(&dated("expect = \"金额 >= min(金额, 工期, 金额)\""), &["工期 是个数"]);
}

#[test]
fn a_capture_that_stands_twice_bears_the_name_that_the_formula_wants() {
    let claim = |text: &str| {
        format!("[[claim]]\nid = \"修车\"\ntext = \"{text}\"\nexpect = \"合计 == 工时 + 材料\"\n")
    };
    let text = claim("修车费{合计:amount}，工时费{工时:amount}，材料费{工时:amount}");
    let found = refused(&[("a.toml", &text)]).join("");
    assert!(found.contains("后一处写成 {材料:amount}"), "{found}");
}

#[test]
fn signs_of_patterns_are_not_looked_for_in_wordings() {
    let wording = |printed: &str| {
        format!("[[wording]]\nid = \"甲\"\nprinted = \"{printed}\"\nmessage = \"{{stated}}\"\n")
    };
    stops(&wording("是否公开?"), &["半角 ? 不是问号", "“是否公”也会找到", "\"是否公开？\""]);
    stops(&wording("为何?，"), &["半角 ? 不是问号", "\"为何？，\""]);
    stops(&wording("3+2"), &["不能找加号", "＋"]);
    stops(&wording("甲乙|丙丁"), &["(甲乙|丙丁)", "｜"]);
    for right in ["是否公开？", "3＋2", "是否公(开)?", "应?当"] {
        let found = refused(&[("a.toml", &wording(right))]);
        assert!(found.is_empty(), "{right}\n{found:#?}");
    }
}

#[test]
fn words_of_prose_in_a_table_of_their_own_are_sent_there() {
    let found = refused(&[("vocabulary.toml", "[counters]\n\"盏灯\" = 1\n")]).join("");
    assert!(found.contains("写一行 counters = [\"盏灯\"]"), "{found}");
    let found = refused(&[("vocabulary.toml", "counter = [\"盏灯\"]\n")]).join("");
    assert!(found.contains("是不是 counters？"), "{found}");
}

#[test]
fn words_may_stand_in_a_folder_of_files() {
    let papers = "[papers]\n\"前年决算\" = { kind = \"final-accounts\", year = -2 }\n";
    let rule = "[[rule]]\nid = \"甲\"\nexpect = \"三公经费表.决算数.合计 <= 前年决算.三公经费表.决算数.合计\"\nbasis = \"某办法\"\n";
    let words = [("vocabulary/papers.toml", papers), ("vocabulary/more/prose.toml", "[prose]\n")];
    let with_words: Vec<(&str, &str)> = words.into_iter().chain([("a.toml", rule)]).collect();
    assert_eq!(refused(&with_words), [""; 0]);
    assert_eq!(refused(&[("a.toml", rule)]).len(), 1);
    // what is wrong in one of them is told, and those beside it are read
    let wrong = "[prose]\ndays_of = [\"旬10\"]\n";
    let files = [with_words.as_slice(), &[("vocabulary/prose.toml", wrong)]].concat();
    let found = refused(&files);
    assert!(found.len() == 1 && found[0].contains("[\"旬=10\"]"), "{found:#?}");
}

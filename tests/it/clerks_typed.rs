//! What clerks mistype, and what the program tells them to type: it can be pasted as it stands.

use crate::engines;
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;

const HEAD: &str = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = r#"
[[form]]
id = "培训表"
title = ["培训费明细表"]
columns = [
  { name = "培训名称", kind = "label" },
  { name = "类别", kind = "text" },
  { name = "开班", kind = "date" },
  { name = "结业", kind = "date" },
  { name = "人数", kind = "count" },
  { name = "食宿费", kind = "amount" },
  { name = "师资费", kind = "amount" },
  { name = "其他费", kind = "amount" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

/// What is told of a folder: place, message and advice of each mistake or hint.
pub fn told(files: &[(&str, &str)]) -> Vec<String> {
    let mut rulebook = engines::rulebook();
    let mut all = vec![RuleFile::new("ruleset.toml", HEAD)];
    all.retain(|_| !files.iter().any(|(name, _)| *name == "ruleset.toml"));
    all.extend(files.iter().map(|(name, text)| RuleFile::new(*name, (*text).to_owned())));
    let line = |mistake: &RuleMistake| {
        let place = mistake.text.get(mistake.span.clone()).unwrap_or("");
        format!("{place} | {} | {}", mistake.message, mistake.help.as_deref().unwrap_or(""))
    };
    let lines = |list: Vec<RuleMistake>| list.iter().map(line).collect::<Vec<_>>();
    let name = match rulebook.add_folder("本地", all) {
        Ok(name) => name,
        Err(list) => return lines(list),
    };
    let hints = rulebook.without_effect(&name, &std::collections::BTreeMap::new());
    let request = Request { ruleset: Some(name), ..Request::default() };
    match Engine::new(rulebook, request).and_then(|engine| engine.ruleset().map(|_| ())) {
        Ok(()) => lines(hints),
        Err(list) => lines(list),
    }
}

/// That exactly one thing is told of a folder, with these words in it.
pub fn one(files: &[(&str, &str)], words: &[&str]) {
    let all = told(files);
    assert_eq!(all.len(), 1, "{files:?}: {all:#?}");
    for word in words {
        assert!(all[0].contains(word), "{word} is not in {}", all[0]);
    }
}

pub fn rule(body: &str) -> String {
    format!("{FORM}\n[[rule]]\nid = \"核对\"\nform = \"培训表\"\n{body}\n")
}

pub fn formula(expect: &str, words: &[&str]) {
    one(&[("a.toml", &rule(&format!("expect = {expect}")))], words);
}

fn script(text: &str, words: &[&str]) {
    one(&[("a.toml", &rule(&format!("script = '''\n{text}\n'''")))], words);
}

#[test]
fn days_are_counted_with_days() {
    formula("'结业 - 开班 <= 10天'", &["结业 - 开班 |", "写成 days(开班, 结业) <= 10天"]);
    formula("'结业 - 开班 + 1 == 人数'", &["写成 days(开班, 结业) + 1 == 人数"]);
    formula("'结业 <= 开班 + 10天'", &["写成 days(开班, 结业) <= 10天"]);
    formula("'开班 >= 结业 - 10天'", &["写成 days(开班, 结业) <= 10天"]);
    formula("'DATEDIF(开班, 结业, \"d\") <= 10'", &["写成 days(开班, 结业)"]);
    formula("'DAYS(结业, 开班) <= 10'", &["写成 days(开班, 结业)"]);
    // a day that there is not is the last one of its month
    let param =
        format!("[param]\n\"截止\" = \"2024-02-30\"\n{}", rule("expect = '开班 <= param.截止'"));
    one(&[("a.toml", &param)], &["没有 2024-02-30 这一天", "\"截止\" = \"2024-02-29\""]);
    formula("\"开班 >= '2024-13-01'\"", &["'2024-13-01' |", "没有 2024-13-01 这一天"]);
}

#[test]
fn ranges_of_columns_are_written_out() {
    for range in [
        "sum(食宿费:其他费)",
        "SUM(食宿费：其他费)",
        "sum(食宿费..其他费)",
        "sum(食宿费至其他费)",
        "食宿费~其他费",
    ] {
        formula(
            &format!("'金额 == {range}'"),
            &["从哪一列到哪一列", "各列写出来：金额 == 食宿费 + 师资费 + 其他费"],
        );
    }
    // the figure that is to be their sum is none of them
    formula("'师资费 == sum(食宿费:其他费)'", &["师资费 == 食宿费 + 其他费"]);
}

#[test]
fn advice_fits_between_the_quotes_of_the_formula() {
    formula(
        r#""COUNTIF(培训表.类别, \"甲\") <= 2""#,
        &["COUNTIF(", r#"写成 count(培训表.类别, 培训表.类别 == \"甲\")"#],
    );
    formula("\"类别 == 甲\"", &["甲 |", "写成 '甲'"]);
    formula("'\"金额\" <= \"师资费\"'", &["名称不加引号"]);
    formula("'金额 is null'", &["写成 !present(金额)"]);
    formula("'金额 === 师资费'", &["=== |", "写成 =="]);
    formula("'not (金额 > 师资费)'", &["金额 <= 师资费"]);
}

#[test]
fn a_form_or_row_is_no_list_and_no_number() {
    script("for 项 in 培训表 { report(项, \"x\"); }", &["培训表 |", "写成 for 项 in rows(培训表)"]);
    script(
        "for 项 in 培训表.金额 { report(项, \"x\"); }",
        &["培训表.金额 是一列", "for 项 in rows(培训表)"],
    );
    script("for 项 in 培训表.rows { report(项, \"x\"); }", &["各行写成 rows(培训表)"]);
    script("for 项 in rows(培训表.合计行) { report(项, \"x\"); }", &["写成 rows(培训表)"]);
    script("for 项 in rows(培训费明细表) { report(项, \"x\"); }", &["是表题", "培训表"]);
    script("for 项 in rows(培训表) { expect(项 > \"0元\"); }", &["项 是一行", "项.金额"]);
    script("expect(sum(培训表) > \"0元\");", &["sum(培训表.金额)"]);
    script("if len(培训表) > 3 { report(\"多\"); }", &["rows(培训表).len()"]);
    script("if 培训表.len() > 3 { report(\"多\"); }", &["rows(培训表).len"]);
    script("let 行 = 培训表[0]; report(行, \"x\");", &["rows(培训表)[0]", "培训表[\"0\"]"]);
    script(
        "for 项 in rows(培训表) { if 项.金额 > param.标准 { report(项, \"x\"); } }",
        &["没有参数 标准"],
    );
    script("for 项 in rows(培训表) { assert(项.金额 > \"0元\"); }", &["写成 expect("]);
    script("let n = 0; for i in range(n) { report(\"x\"); }", &["写成 0..n"]);
    // the same with what they take
    let right = "for 项 in rows(培训表) { expect(项.金额 > \"0元\", \"x\"); } \
        let 表 = rows(培训表); if 表.len() > 3 && 培训表[\"甲\"].金额 > \"1元\" { report(\"多\"); } \
        expect(sum(培训表.金额) > \"0元\");";
    assert_eq!(told(&[("a.toml", &rule(&format!("script = '''\n{right}\n'''")))]), [""; 0]);
}

#[test]
fn places_of_a_message_stand_in_braces() {
    let message = |text: &str, words: &[&str]| {
        one(
            &[("a.toml", &rule(&format!("expect = '金额 == 食宿费'\nmessage = \"{text}\"")))],
            words,
        );
    };
    message(
        "｛培训名称｝应为 {computed}",
        &["｛培训名称｝ |", "message = \"{培训名称}应为 {computed}\""],
    );
    message("{培训名称}应为【computed】", &["message = \"{培训名称}应为{computed}\""]);
    message("${培训名称}不符", &["message = \"{培训名称}不符\""]);
    let fine =
        rule("expect = '金额 == 食宿费'\nmessage = \"{培训名称}（见【附件】）应为 {computed}\"");
    assert_eq!(told(&[("a.toml", &fine)]), [""; 0]);
    let hint = |text: &str| rule(&format!("expect = '金额 == 食宿费'\nmessage = \"{text}\""));
    assert_eq!(told(&[("a.toml", &hint("【附件】"))]), [""; 0]);
}

#[test]
fn words_that_come_to_nothing_are_told() {
    let words = |text: &str, wanted: &[&str]| {
        one(&[("a.toml", &rule("expect = '金额 == 食宿费'")), ("vocabulary.toml", text)], wanted);
    };
    words("[prose]\ndays_of = [\"旬=十天\"]\n", &["\"旬=十天\" |", "days_of = [\"旬=10\"]"]);
    words("[prose]\nmonths_of = [\"季度\"]\n", &["months_of = [\"季度=3\"]"]);
    words("[prose]\nperiods = [\"前三季：九个月\"]\n", &["periods = [\"前三季=9\"]"]);
    words("[prose]\naveraged = [\"户均：户、家\"]\n", &["averaged = [\"户均=户+家\"]"]);
    words("[prose]\nalike = [\"人、名\"]\n", &["alike = [\"人+名\"]"]);
    words("[prose]\ndown = [\"瘦身、压降\"]\n", &["down = [\"瘦身\", \"压降\"]"]);
    words("[prose]\ndown = \"瘦身\"\n", &["\"瘦身\" |", "写成 down = [\"瘦身\"]"]);
    words("[prose]\n减少 = [\"瘦身\"]\n", &["写成 down = [\"瘦身\"]"]);
    words("down = [\"瘦身\"]\n", &["[prose]", "down = [\"瘦身\"]"]);
    words(
        "[papers]\n\"上年表\" = { kind = \"final-accounts\", year = \"上年\" }\n",
        &["写成 year = -1"],
    );
    words(
        "[papers]\n\"上年表\" = \"final-accounts\"\n",
        &["{ kind = \"final-accounts\", year = -1 }"],
    );
    let paper = |name: char| format!("\"{name}年表\" = {{ kind = \"budget\", year = -1 }}\n");
    let many: String = "甲乙丙丁".chars().map(paper).collect();
    words(&format!("[papers]\n{many}"), &["年表", "最多 6 个"]);
    words("[units]\n\"千万元\" = 10000000\n", &["times = 10000000"]);
    words("agency = [\"{单位}财政局\"]\n", &["{单位:"]);
    let fine = "[prose]\ndays_of = [\"旬=10\"]\naveraged = [\"床均=张\"]\ndown = [\"瘦身\"]\n";
    assert_eq!(
        told(&[("a.toml", &rule("expect = '金额 == 食宿费'")), ("vocabulary.toml", fine)]),
        [""; 0]
    );
}

#[test]
fn a_waiver_has_a_whole_fingerprint() {
    let waiver = |value: &str, wanted: &[&str]| {
        let text = format!("[[waiver]]\nfingerprint = {value}\nreason = \"属实\"\n");
        one(&[("a.toml", &rule("expect = '金额 == 食宿费'")), ("waivers.toml", &text)], wanted);
    };
    waiver("\"错误2\"", &["\"错误2\" |", "不是问题的编号", "--format json"]);
    waiver("\"0F3A5C7E9B1D2468\"", &["fingerprint = \"0f3a5c7e9b1d2468\""]);
    waiver("\"0f3a5c\"", &["16 位"]);
    waiver("0f3a5c7e9b1d2468", &["fingerprint = \"0f3a5c7e9b1d2468\""]);
}

#[test]
fn lines_and_files_of_another_kind_are_written_anew() {
    let whole = |text: &str, wanted: &[&str]| one(&[("a.toml", text)], wanted);
    whole("[[规则]]\nid = \"甲\"\n", &["写成 [[rule]]"]);
    whole("[param.标准]\n\"甲\" = \"450元\"\n", &["[param.\"标准\"]"]);
    whole("[param]\n上限 = \"5万元\"\n", &["写成 \"上限\" = \"5万元\""]);
    whole("[[rule]]\nid = \"甲\" form = \"乙\"\n", &["form |", "一行只写一个键"]);
    whole("[[rule]]\nid = \"甲\nform = \"乙\"\n", &["写成 id = \"甲\""]);
    whole("[[form]]\nid = \"甲\ntitle = \"乙\"\n", &["写成 id = \"甲\""]);
    whole(&FORM.replace("\"其他费\"", "\"其他费”"), &["” |", "name = \"其他费\""]);
    whole(
        &FORM.replace("title = [\"培训费明细表\"]", "title = \"甲\"、\"乙\""),
        &["title = [\"甲\", \"乙\"]"],
    );
    whole("<?xml version=\"1.0\"?><rules/>\n", &["XML"]);
    whole("公式,说明\n支出数<=预算数,超支\n", &["这是表格", "rules import"]);
    whole("规则：支出数不能大于预算数。\n", &["一句话"]);
    let claim = "[[claim]]\nid = \"甲\"\ntext = '支出(\\d+)万元，{乙:amount}'\nexpect = '乙 > 0'\n";
    whole(claim, &["\\d |", "不是正则表达式"]);
    let wording = "[[wording]]\nid = \"错字\"\nprinted = \"帐目\"\nexcept = [\"账目\"]\n";
    whole(wording, &["\"账目\" |", "不起作用"]);
    let place = "[[wording]]\nid = \"错字\"\nprinted = \"帐目\"\nin = [\"正文\"]\n";
    whole(place, &["写成 in = [\"text\"]"]);
}

#[test]
fn advice_is_typed_as_it_stands() {
    formula("'金额 <= 1,000,000元'", &["写成 1000000元"]);
    let python = "when = '人数 is not None and 人数 > 0人'\nexpect = '金额 >= 食宿费'";
    one(&[("a.toml", &rule(python))], &["写成 present(人数)", "and 写成 &&"]);
    let named = rule("name = \"每期都要核对\"\nexpect = '金额 >= 食宿费'");
    let waiver = "[[waiver]]\nrule = \"每期都要核对\"\nreason = \"已核实\"\n";
    one(&[("a.toml", &named), ("waivers.toml", waiver)], &["规则的 name", "rule = \"核对\""]);
    let papers = "[papers]\n\"去年决算\" = { kind = \"部门决算\", year = -1 }\n";
    one(&[("vocabulary.toml", papers)], &["写成 \"final-accounts\"（部门决算）"]);
    let wording = "[[wording]]\nid = \"旧称\"\ntext = \"敬老院\"\n";
    let all = told(&[("a.toml", wording)]);
    assert!(all.iter().any(|one| one.contains("写成 printed")), "{all:#?}");
}

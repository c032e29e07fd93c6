//! Advice that says what to type is typed as it stands: then nothing more is told. What is told where
//! a rule, a form or a ruleset needs what a document nearly has.

use crate::command::{json, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub(crate) const HEAD: &str = "name = \"本局\"\ntitle = \"本局规则\"\nextends = \"national\"\n";

pub(crate) const FORM: &str = r#"[[form]]
id = "疗养表"
title = ["职工疗养费用明细表"]
columns = [
  { name = "批次", kind = "label", header = ["疗养批次"] },
  { name = "档次", kind = "text" },
  { name = "人数", kind = "count" },
  { name = "天数", kind = "count" },
  { name = "费用", kind = "amount" },
  { name = "结算率", kind = "percent" },
]
rows = [{ name = "总计行", label = ["总计"], total = true }]
"#;

pub(crate) const DOCUMENT: &str = "某区总工会2024年度部门决算\n\n职工疗养费用明细表\n单位：元\n\
    疗养批次 | 档次 | 人数 | 天数 | 费用 | 结算率\n\
    春季批 | 甲档 | 20 | 5 | 60000 | 90.00%\n\
    秋季批 | 乙档 | 30 | 4 | 48000 | 80.00%\n\
    总计 | | 50 | | 108000 | 85.00%\n\n\
    2024年度组织职工疗养共2批，参加50人次，支出疗养经费10.80万元。\n";

/// A rule on the form, with these lines.
pub(crate) fn rule(lines: &str) -> String {
    format!(
        "{FORM}\n[[rule]]\nid = \"疗养-核对\"\nname = \"核对\"\nform = \"疗养表\"\n{lines}\nbasis = \"某办法\"\n"
    )
}

/// The rule of amounts by their class, below a table of parameters.
fn by_class(table: &str) -> String {
    format!(
        "[param]\n\"标准\" = {table}\n\n{}",
        rule("expect = \"费用 <= 人数 * 天数 * lookup(标准, 档次)\"")
    )
}

pub(crate) fn write(folder: &Path, files: &[(&str, &str)]) {
    let own = folder.join("本局");
    fs::create_dir_all(&own).unwrap();
    fs::write(folder.join("决算.txt"), DOCUMENT).unwrap();
    fs::write(own.join("ruleset.toml"), HEAD).unwrap();
    for (name, text) in files {
        let path = own.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What is told of a folder of rules, tried on the document.
pub(crate) fn told(folder: &Path) -> Vec<Value> {
    let found = json(folder, &["rules", "check", "本局", "--on", "决算.txt"]);
    found["mistakes"].as_array().unwrap().clone()
}

/// What advice says to type.
fn advice(help: &str) -> &str {
    let behind = ["写成 ", "删去这一行：", "合成一行：", "文件名：", "上限写倒"]
        .iter()
        .find_map(|word| help.split_once(word))
        .map_or(help, |(_, behind)| behind);
    behind.split(['；', '（']).next().unwrap().trim()
}

/// Types advice: in place of the line of its key, of the entry of its key, or of what is marked.
fn typed(folder: &Path, mistake: &Value) {
    let file = folder.join(mistake["file"].as_str().unwrap());
    let text = fs::read_to_string(&file).unwrap();
    let place = |key: &str| usize::try_from(mistake["span"][key].as_u64().unwrap()).unwrap();
    let (start, mut end) = (place("start"), place("end"));
    // a key is marked where its value is meant
    if let Some(value) = text[end..].strip_prefix(" = ") {
        let length = match value.chars().next().unwrap() {
            '[' => value.find(']').unwrap() + 1,
            quote => value[1..].find(quote).map_or(value.find('\n').unwrap(), |at| at + 2),
        };
        end += " = ".len() + length;
    }
    let help = mistake["help"].as_str().unwrap();
    let meant = advice(help);
    let key = meant.split_once(" = ").map(|(key, _)| key.trim());
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let is_line =
        |key: &str| text[from..to].split_once('=').is_some_and(|(own, _)| own.trim() == key);
    let is_twice = help.contains("删去这一行") || help.contains("合成一行");
    let new = match key {
        Some(key) if is_twice => {
            let first = text[..from].rfind(&format!("\n{key} ")).unwrap() + 1;
            let until = first + text[first..].find('\n').unwrap();
            format!("{}{meant}{}{}", &text[..first], &text[until..from], &text[to..])
        }
        Some(key) if is_line(key) => format!("{}{meant}{}", &text[..from], &text[to..]),
        Some(key) if text[from..end].contains(key) => {
            let first = from + text[from..end].rfind(key).unwrap();
            format!("{}{meant}{}", &text[..first], &text[end..])
        }
        _ => format!("{}{meant}{}", &text[..start], &text[end..]),
    };
    fs::write(file, new).unwrap();
}

/// That exactly one thing is told of these files, with these words, and that nothing is left to be
/// told once its advice is typed.
pub(crate) fn mended(files: &[(&str, &str)], words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let found = told(folder.path());
    assert_eq!(found.len(), 1, "{files:#?}\n{found:#?}");
    let said = format!("{} {}", found[0]["message"], found[0]["help"]).replace("\\\"", "\"");
    for word in words {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    typed(folder.path(), &found[0]);
    let after = told(folder.path());
    assert!(after.is_empty(), "{said}\n{after:#?}");
}

pub(crate) fn one(text: &str, words: &[&str]) {
    mended(&[("a.toml", text)], words);
}

/// That one thing is told of a file, with these words.
fn said(text: &str, words: &str) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", text)]);
    let found = told(folder.path());
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    assert!(found[0]["help"].as_str().unwrap().contains(words), "{found:#?}");
}

const TABLE: &str = "{ \"甲档\" = \"650元\", \"乙档\" = \"450元\", \"丙档\" = \"350元\" }";

#[test]
fn letters_that_look_like_digits_are_named() {
    one(&by_class(&TABLE.replace("650", "65O")), &["O 是字母，不是数字 0", "\"甲档\" = \"650元\""]);
    let text = rule("when = \"费用 >= param.大额\"\nexpect = \"天数 <= 9\"");
    one(&format!("[param]\n\"大额\" = \"5l000元\"\n\n{text}"), &["小写的 L", "\"51000元\""]);
    one(&rule("expect = \"结算率 >= 6O%\""), &["6O% 里的 O 是字母", "60%"]);
    one(&rule("when = \"费用 >= 1〇〇00元\"\nexpect = \"天数 <= 9\""), &["10000元"]);
    one(&rule("years = \"2O23..\"\nexpect = \"天数 <= 9\""), &["years = \"2023..\""]);
    one(&rule("from = 2O23\nexpect = \"天数 <= 9\""), &["from = 2023"]);
}

#[test]
fn numbers_are_written_as_they_are_meant() {
    let text = rule("rows = \"leaves\"\nexpect = \"费用 <= param.限额\"");
    for (written, meant) in [
        ("10 万 元", "10万元"),
        ("￥100000", "100000元"),
        ("1,00,000元", "100000元"),
        ("10萬元", "10万元"),
        ("10w", "10万元"),
        ("十万元整", "100000元"),
    ] {
        let wanted = format!("\"限额\" = \"{meant}\"");
        one(&format!("[param]\n\"限额\" = \"{written}\"\n\n{text}"), &[&wanted]);
    }
}

#[test]
fn bounds_in_the_wrong_order_are_told() {
    one(&rule("years = \"2025..2022\"\nexpect = \"天数 <= 9\""), &["起止写倒", "\"2022..2025\""]);
    let wrong = "when = \"天数 >= 6 && 天数 <= 2\"\nexpect = \"费用 <= 90000元\"";
    one(&rule(wrong), &["上下限写倒", "when = \"天数 >= 2 && 天数 <= 6\""]);
    one(
        &rule("expect = [\"结算率 >= 100%\", \"结算率 <= 60%\"]"),
        &["处处都会报", "[\"结算率 >= 60%\", \"结算率 <= 100%\"]"],
    );
    one(
        &rule("when = '档次 == \"甲档\" && 档次 == \"乙档\"'\nexpect = \"天数 <= 9\""),
        &["when = '档次 == \"甲档\" || 档次 == \"乙档\"'"],
    );
}

#[test]
fn arguments_in_another_order_are_put_in_theirs() {
    let steps = "[param]\n\"费率\" = { \"0元\" = \"90%\", \"50000元\" = \"80%\" }\n\n";
    let text = rule("expect = \"费用 >= steps(费用, param.费率)\"");
    one(&format!("{steps}{text}"), &["次序写反", "steps(param.费率, 费用)"]);
    let table = format!("[param]\n\"标准\" = {TABLE}\n\n");
    let text = rule("expect = \"费用 <= 人数 * 天数 * lookup(档次, param.标准)\"");
    one(&format!("{table}{text}"), &["lookup(param.标准, 档次)"]);
    one(
        &rule("expect = \"费用 <= if(100000元, 档次 == '甲档', 50000元)\""),
        &["if(档次 == '甲档', 100000元, 50000元)"],
    );
    one(&rule("expect = \"结算率 >= percent(费用 费用)\""), &["少一个逗号", "费用, 费用"]);
}

#[test]
fn a_key_that_stands_twice_becomes_a_list_where_it_takes_several() {
    one(
        &rule("expect = \"天数 <= 9\"\nexpect = \"人数 <= 90\""),
        &["第 18 行已经写了", "expect = [\"天数 <= 9\", \"人数 <= 90\"]"],
    );
    one(
        &rule("when = \"天数 > 1\"\nwhen = \"人数 > 1\"\nexpect = \"费用 <= 90000元\""),
        &["when = \"天数 > 1 && 人数 > 1\""],
    );
}

#[test]
fn a_value_far_from_the_others_of_its_table_is_told() {
    let far = TABLE.replace("350元", "350万元");
    one(&by_class(&far), &["相差一千倍以上", "\"丙档\" = \"350元\""]);
    // values that lie apart as they may
    let folder = tempfile::tempdir().unwrap();
    let wide = TABLE.replace("350元", "3.50万元");
    write(folder.path(), &[("a.toml", &by_class(&wide))]);
    assert_eq!(told(folder.path()), Vec::<Value>::new());
}

#[test]
fn what_a_document_nearly_has_is_told_at_its_place() {
    let text = by_class(TABLE);
    let title = "某区总工会2024年度职工疗养费用明细表（附3表）";
    one(&text.replace("职工疗养费用明细表", title), &["title = [\"职工疗养费用明细表\"]"]);
    let agency = format!("{HEAD}agency = [\"某区工会\"]\n");
    mended(
        &[("a.toml", &text), ("ruleset.toml", &agency)],
        &["没有“某区工会”", "agency = [\"某区总工会\"]"],
    );
    let years = format!("{HEAD}years = \"2020..2023\"\n");
    mended(&[("a.toml", &text), ("ruleset.toml", &years)], &["years = \"2020..\""]);
    let claim = |text: &str| {
        format!(
            "[[claim]]\nid = \"疗养句\"\nname = \"人次\"\nbasis = \"某办法\"\ntext = \"{text}\"\nexpect = \"人 <= 90\"\n"
        )
    };
    one(
        &claim("组织疗养{批:count}批，参加{人:count}人次"),
        &["text = \"组织职工疗养共{批:count}批，参加{人:count}人次\""],
    );
    one(
        &claim("参加{人:count}人次，支出疗养经费{费:amount}元"),
        &["text = \"参加{人:count}人次，支出疗养经费{费:amount}\""],
    );
}

#[test]
fn a_key_of_a_table_that_the_document_writes_otherwise_is_told_by_both_commands() {
    let text = by_class(&TABLE.replace("甲档", "甲档次"));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &text)]);
    for args in [
        ["rules", "check", "本局", "--on", "决算.txt"],
        ["check", "决算.txt", "--rules", "本局", "--all"],
    ] {
        let (_, _, err) = run(folder.path(), &args);
        let said: String = err.split_whitespace().collect();
        assert!(said.contains("a.toml:2:"), "{err}");
        assert!(said.contains("参数表里写的是“甲档次”：名称照文件印的写，改成\"甲档\""), "{err}");
    }
}

#[test]
fn what_a_column_prints_is_told_where_it_is_compared_with_a_number() {
    let folder = tempfile::tempdir().unwrap();
    let said = |lines: &str, on: bool| {
        let text = rule(lines).replace("\"人数\", kind = \"count\"", "\"人数\", kind = \"text\"");
        write(folder.path(), &[("a.toml", &text)]);
        let on: &[&str] = if on { &["--on", "决算.txt"] } else { &[] };
        let (_, _, err) = run(folder.path(), &[&["rules", "check", "本局"], on].concat());
        err.split_whitespace().collect::<String>()
    };
    let values = said("when = \"档次 == 2\"\nexpect = \"天数 <= 9\"", true);
    assert!(values.contains("印的是“甲档”“乙档”"), "{values}");
    let numbers = said("expect = \"人数 <= 90\"", true);
    // its name says what it is: it is told where the form has it
    assert!(numbers.contains("人数的种类写的是text"), "{numbers}");
    assert!(numbers.contains("写成kind=\"count\""), "{numbers}");
    let without = said("when = \"档次 == 2\"\nexpect = \"天数 <= 9\"", false);
    assert!(without.contains("会列出印的是哪些字"), "{without}");
}

#[test]
fn a_copy_of_a_file_is_told_once_and_by_its_name() {
    let text = by_class(TABLE);
    for copy in ["a - 副本.toml", "a(1).toml", "新建.toml"] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a.toml", &text), (copy, &text)]);
        let (_, _, err) = run(folder.path(), &["rules", "check", "本局"]);
        let said: String = err.split_whitespace().collect();
        assert_eq!(said.matches("规则有误").count(), 1, "{err}");
        let copy: String = copy.split_whitespace().collect();
        assert!(said.contains(&format!("“{copy}”像是“a.toml”的副本")), "{err}");
    }
}

#[test]
fn scripts_are_named_without_their_folders() {
    let script = "for 行 in rows(疗养表) { if 行.人数 > 900 { report(行.人数, \"多\"); } }";
    for written in ["\"C:\\Users\\zhang\\查.rhai\"", "\"scripts/查.rhai\"", "\"查\""] {
        let text = format!(
            "{FORM}\n[[rule]]\nid = \"查\"\nname = \"查\"\nseverity = \"warning\"\nscript_file = {written}\n"
        );
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a.toml", &text), ("查.rhai", script)]);
        let (_, _, err) = run(folder.path(), &["rules", "check", "本局"]);
        assert!(err.contains("script_file = \"查.rhai\""), "{err}");
    }
}

#[test]
fn keys_and_classes_are_told_with_what_they_are() {
    let text = by_class(TABLE);
    let language = format!("{HEAD}language = \"zh-CN\"\n");
    mended(&[("a.toml", &text), ("ruleset.toml", &language)], &["不是文字的语言", "language = 2"]);
    mended(
        &[("a.toml", &text), ("vocabulary.toml", "[directions]\n\"增加\" = [\"攀升\"]\n")],
        &["up = [\"攀升\"]"],
    );
    mended(
        &[("a.toml", &text), ("vocabulary.toml", "[prose]\n\"占比的词\" = [\"占去\"]\n")],
        &["share = [\"占去\"]"],
    );
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &rule("under = [\"疗养\"]\nexpect = \"天数 <= 9\""))]);
    let said = told(folder.path())[0]["help"].to_string();
    assert!(said.contains("[[claim]]") && said.contains("when 条件"), "{said}");
}

#[test]
fn a_difference_is_a_bare_number() {
    let case = "[[rule.case]]\nexpect = \"violation\"\ndifference = \"10000.00元\"\ngiven = \"\"\"\n职工疗养费用明细表\n单位：元\n\
        疗养批次 | 档次 | 人数 | 天数 | 费用 | 结算率\n春季批 | 甲档 | 20 | 5 | 60000.00 | 90.00%\n\"\"\"\n";
    let text = format!("{}{case}", rule("expect = \"费用 <= 50000元\""));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &text)]);
    let (_, out, err) = run(folder.path(), &["rules", "test", "本局"]);
    let said: String = format!("{err}{out}").split_whitespace().collect();
    assert!(said.contains("不写单位"), "{said}");
    assert!(said.contains("写成difference=\"10000.00\""), "{said}");
}

#[test]
fn an_id_that_a_layer_above_uses_is_told_once_where_it_can_be_changed() {
    let scale = "[[scale]]\nid = \"等级\"\ngrades = [{ name = \"优\", from = 90 }, { name = \"差\", from = 0 }]\n";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", scale)]);
    let found = told(folder.path());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["file"], "本局/a.toml");
}

#[test]
fn words_and_signs_between_sides_are_put_in_those_of_formulas() {
    let text = |expect: &str| rule(&format!("rows = \"leaves\"\nexpect = \"{expect}\""));
    one(&text("费用 不得大于 90000元"), &["“不得大于”写成 <="]);
    said(&text("费用 == 60000元 ± 90000元"), "abs(费用 - 60000元) <= 90000元");
    one(&text("天数不超过人数"), &["天数 <= 人数"]);
    said(&text("天数 <= 9,人数 <= 90"), "expect = [\"天数 <= 9\", \"人数 <= 90\"]");
    let any = "any = [\"档次 == '甲档'\", \"档次 == '乙档'\"]";
    said(&text("档次 == '甲档' || '乙档'"), any);
    mended(&[("a.toml", &rule(&format!("{any}\nyears = \"2025..2022\"")))], &[]);
    one(
        &by_class("{ 甲档 = \"650元\", \"乙档\" = \"450元\", 丙档 = \"350元\" }"),
        &["\"标准\" = { \"甲档\" = \"650元\", \"乙档\" = \"450元\", \"丙档\" = \"350元\" }"],
    );
}

#[test]
fn a_claim_that_is_looked_for_elsewhere_says_where_it_stands() {
    let claim = "[[claim]]\nid = \"疗养句\"\nname = \"人次\"\nbasis = \"某办法\"\ntext = \"参加{人:count}人次\"\nexpect = \"人 <= 90\"\n";
    said(&format!("{claim}in = \"cells\"\n"), "删去 in 这一行");
}

#[test]
fn rule_files_in_capitals_are_read() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("RULES.TOML", &by_class(TABLE))]);
    let (_, out, _) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(out.contains("疗养-核对"), "{out}");
}

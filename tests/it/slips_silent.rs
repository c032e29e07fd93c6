//! What was taken without a word and could never tell anything: `present` of a condition, texts
//! compared with texts, dates the wrong way round, words that were never looked for, rules for a unit
//! that is not known. What is advised is loaded, and tells the row.

use crate::as_typed::HEAD;
use crate::command::{json, run};
use serde_json::Value;
use std::fs;

const FORM: &str = r#"[[form]]
id = "采购表"
title = ["采购项目执行表"]
columns = [
  { name = "项目", kind = "label", header = ["采购项目"] },
  { name = "方式", kind = "text", header = ["采购方式"] },
  { name = "预算", kind = "amount", header = ["预算金额"] },
  { name = "成交", kind = "amount", header = ["成交金额"] },
  { name = "公告日", kind = "date", header = ["公告日期"] },
  { name = "开标日", kind = "date", header = ["开标日期"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

"#;

const DOCUMENT: &str = "某县水利局2024年度部门决算\n\n采购项目执行表\n单位：万元\n\
    采购项目 | 采购方式 | 预算金额 | 成交金额 | 公告日期 | 开标日期\n\
    河道清淤 | 自行采购 | 500.00 | 600.00 | 2024-03-01 | 2024-03-25\n\
    水库加固 | 公开招标 | 300.00 | 290.00 | 2024-04-01 | 2024-04-22\n\
    打井 |  | 10.00 | 9.00 | 2024-05-01 | 2024-05-08\n\
    合计 | | 810.00 | 899.00 | | \n";

/// A rule on the form, or on none.
fn rule(is_on_form: bool, lines: &str) -> String {
    let form = if is_on_form { "form = \"采购表\"\n" } else { "" };
    format!("{FORM}[[rule]]\nid = \"采购\"\nname = \"采购\"\n{form}{lines}\nbasis = \"某办法\"\n")
}

fn folder(files: &[(&str, &str)], document: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    fs::create_dir(&own).unwrap();
    fs::write(own.join("ruleset.toml"), HEAD).unwrap();
    for (name, text) in files {
        fs::write(own.join(name), text).unwrap();
    }
    fs::write(folder.path().join("决算.txt"), document).unwrap();
    folder
}

fn mistakes(files: &[(&str, &str)]) -> Vec<Value> {
    let folder = folder(files, DOCUMENT);
    json(folder.path(), &["rules", "check", "本局"])["mistakes"].as_array().unwrap().clone()
}

/// What is said of the only mistake of a folder.
fn only(files: &[(&str, &str)]) -> String {
    let found = mistakes(files);
    assert_eq!(found.len(), 1, "{files:?}\n{found:#?}");
    format!("{} {}", found[0]["message"].as_str().unwrap(), found[0]["help"].as_str().unwrap())
}

fn tells(text: &str, words: &[&str]) {
    let told = only(&[("a.toml", text)]);
    for word in words {
        assert!(told.contains(word), "{text}\n“{word}” is not in {told}");
    }
}

fn expects(formula: &str, words: &[&str]) {
    tells(&rule(true, &format!("expect = '{formula}'")), words);
}

/// The status of a check, and what it says, without blanks.
fn checked(text: &str, document: &str) -> (i32, String) {
    let folder = folder(&[("a.toml", text)], document);
    let (status, out, err) = run(folder.path(), &["check", "决算.txt", "-r", "本局", "--all"]);
    (status.unwrap(), format!("{err}{out}").split_whitespace().collect())
}

#[test]
fn present_is_asked_of_what_may_be_missing() {
    let why = "成立、不成立都算“有”";
    expects("present(成交 <= 预算)", &[why, "写成 成交 <= 预算"]);
    expects("!present(成交 > 预算)", &[why, "写成 成交 <= 预算"]);
    expects(r#"present(contains(方式, "公开"))"#, &[why, r#"写成 contains(方式, "公开")"#]);
    expects(r#"!present(contains(方式, "自行"))"#, &[why, r#"写成 !contains(方式, "自行")"#]);
    let always = "不管文件怎么印都有";
    expects("present(100万元)", &[always, "present(项目)"]);
    expects("present(count(成交))", &[always, "写成 count(成交) > 0"]);
    expects(r#"present(or(方式, "无"))"#, &[always, "写成 present(方式)"]);
    let when = "when = '!present(成交 > 预算 && 成交 > 0)'\nexpect = '成交 <= 预算'";
    tells(&rule(true, when), &[why, "写成 !(成交 > 预算 && 成交 > 0)"]);
    for right in ["present(方式)", "!present(成交)", "present(合计行.成交)", "present(成交 - 预算)"]
    {
        assert_eq!(mistakes(&[("a.toml", &rule(true, &format!("expect = '{right}'")))]).len(), 0);
    }
}

#[test]
fn words_may_be_demanded_of_each_row_and_forbidden() {
    let of = |formula: &str| rule(true, &format!("rows = \"leaves\"\nexpect = '{formula}'"));
    let (status, words) = checked(&of(r#"!contains(方式, "自行")"#), DOCUMENT);
    let told = "采购表河道清淤采购方式自行采购≠没有“自行”";
    assert!(status == 1 && words.contains(told) && words.contains("不符1，相符1"), "{words}");
    let (status, words) = checked(&of(r#"starts_with(方式, "公开")"#), DOCUMENT);
    assert!(status == 1 && words.contains("自行采购≠以“公开”开头"), "{words}");
    // a blank has neither these words nor others
    assert!(!words.contains("打井采购方式"), "{words}");
    let (status, words) = checked(&of(r#"ends_with(项目, "清淤")"#), DOCUMENT);
    assert!(status == 1 && words.contains("水库加固≠以“清淤”结尾"), "{words}");
    expects(r#"not(contains(方式, "自行"))"#, &[r#"写成 !contains(方式, "自行")"#]);
    expects(r#"not contains(方式, "自行")"#, &["“not”写成 !"]);
    expects("!(成交 > 预算 && 成交 > 0)", &["any = ['成交 <= 预算', '成交 <= 0']"]);
    expects("!(成交 > 预算 || 成交 < 0)", &["expect = ['成交 <= 预算', '成交 >= 0']"]);
}

#[test]
fn what_the_rule_itself_writes_is_not_compared_with_itself() {
    let why = "两边都是写定的，与文件无关";
    let meant = r#"写成 方式 != "自行采购""#;
    expects(r#""方式" != "自行采购""#, &[why, "“方式”加了引号", meant]);
    let counted = r#"count(采购表.项目, "方式" == "自行采购") == 0"#;
    expects(counted, &[why, r#"写成 方式 == "自行采购""#]);
    let when = "when = '\"方式\" == \"公开招标\"'\nexpect = '成交 <= 预算'";
    tells(&rule(true, when), &[why, r#"写成 方式 == "公开招标""#]);
    expects("100万元 <= 200万元", &[why, "成交 <= 200万元"]);
    expects(r#""甲" == "甲""#, &[why]);
    // of a rule without its form the form is named, and no quotes are taught
    for written in [r#"方式 != "自行采购""#, r#""方式" != "自行采购""#] {
        let text = rule(false, &format!("expect = '{written}'"));
        tells(&text, &["form = \"采购表\""]);
        assert!(!only(&[("a.toml", &text)]).contains("写成 \"方式\""));
    }
    // each row is counted, blank or not
    let each = rule(true, "expect = 'count(采购表.方式, 1 == 1) == 4'");
    assert_eq!(mistakes(&[("a.toml", &each)]).len(), 0);
}

#[test]
fn scripts_are_told_the_same() {
    let script = |text: &str| {
        rule(false, &format!("script = '''\nfor 行 in rows(采购表) {{ {text} }}\n'''"))
    };
    let says = |text: &str, words: &[&str]| tells(&script(text), words);
    let condition = r#"if present(行.成交 > 行.预算) { report(行.成交, "多"); }"#;
    says(condition, &["成立、不成立都算“有”", "直接写这个条件：行.成交 > 行.预算"]);
    let words = r#"if present(行.方式.contains("自行")) { report(行.成交, "多"); }"#;
    says(words, &["成立、不成立都算“有”"]);
    let quoted = r#"if present("行.方式") { report(行.成交, "多"); }"#;
    says(quoted, &["名称不加引号", "写成 present(行.方式)"]);
    let both = r#"expect("行.方式" != "自行采购", "自行");"#;
    says(both, &["两边都是写定的", r#"写成 行.方式 != "自行采购""#]);
    let blank = r#"if 行.方式 == "" { report(行.成交, "没有写"); }"#;
    says(blank, &["空着的格子不等于", "!present(行.方式)"]);
    for right in [
        r#"if or(行.方式, "") == "" { report(行.成交, "没有写"); }"#,
        r#"if !present(行.方式) { report(行.成交, "没有写"); }"#,
        r#"let 字 = ""; if 字 == "" { report(行.成交, "没有写"); }"#,
    ] {
        assert_eq!(mistakes(&[("a.toml", &script(right))]).len(), 0, "{right}");
    }
}

#[test]
fn scripts_say_true_and_the_least_of_a_list_their_own_way() {
    let script = |text: &str| rule(false, &format!("script = '''\n{text}\n'''"));
    let least = "let 早 = rows(采购表).map(|r| r.成交).min(); expect(早 > 0, \"早\");";
    tells(&script(least), &["写成 min(rows(采购表).map(|r| r.成交))"]);
    tells(&script("while 真 { expect(采购表.合计行.成交 > 0, \"有\"); }"), &["写成 true"]);
    let lost =
        "let 找 = rows(采购表).find(|r| r.项目 == \"修桥\"); expect(找.成交 <= 找.预算, \"多\");";
    let (_, words) = checked(&script(lost), DOCUMENT);
    assert!(words.contains("find没有找到合条件的行"), "{words}");
    let blank = "for 行 in rows(采购表) { if !present(行.方式) { report(行.成交, `${行.项目}（${行.方式}）没有写`); } }";
    let (_, words) = checked(&script(blank), DOCUMENT);
    assert!(words.contains("打井（空）没有写"), "{words}");
}

#[test]
fn words_that_were_not_looked_for_are_said_not_to_be() {
    let wording = "[[wording]]\nid = \"小金库\"\nname = \"不得有\"\nprinted = \"小金库\"\nseverity = \"error\"\n";
    let text = "2024年度情况\n\n本局小金库余额3.00万元。\n";
    let (status, words) = checked(wording, &format!("某县水利局{text}"));
    assert!(status == 3 && !words.contains("看过没有要说的"), "{words}");
    assert!(words.contains("没有用上：小金库") && words.contains("字样没有找"), "{words}");
    let (_, words) = checked(wording, &format!("某县水利局2024年度部门决算\n{text}"));
    assert!(words.contains("“小金库”不应出现") && !words.contains("没有用上"), "{words}");
}

#[test]
fn a_rule_for_a_unit_that_is_not_known_is_told_first() {
    let text = format!(
        "{}\n[[rule]]\nid = \"另一条\"\nname = \"另一条\"\nform = \"采购表\"\nexpect = '预算 >= 0'\nbasis = \"某办法\"\n",
        rule(true, "agency = \"某县水利局\"\nexpect = '成交 <= 预算'")
    );
    let (status, words) = checked(&text, DOCUMENT);
    assert!(status == 1 && !words.contains("没有用上"), "{words}");
    let unknown = DOCUMENT.replace("某县水利局2024年度部门决算", "2024年度采购情况");
    let (_, words) = checked(&text, &unknown);
    let told = "!自己的规则有1条没有用上：采购（没有适用：没有认出文件的单位";
    assert!(words.contains(told) && !words.contains("✓没有发现问题"), "{words}");
}

#[test]
fn dates_the_wrong_way_round_are_seen_without_a_document() {
    let days = |formula: &str| rule(true, &format!("expect = {formula}"));
    let turned = "'days(开标日, 公告日) <= 30天'";
    tells(&days(turned), &["天数是负数", "写成 days(公告日, 开标日)"]);
    for right in [
        "'days(公告日, 开标日) <= 30天'",
        "['days(开标日, 公告日) <= 30天', 'days(开标日, 公告日) >= 0天']",
        "'days(开标日, 公告日) >= 20天'",
    ] {
        assert_eq!(mistakes(&[("a.toml", &days(right))]).len(), 0, "{right}");
    }
}

#[test]
fn a_document_of_years_before_is_not_looked_for_in_years_to_come() {
    let rules = rule(false, "expect = '采购表.合计行.成交 <= 前年决算.采购表.合计行.成交'");
    let papers =
        |year: &str| format!("[papers]\n\"前年决算\" = {{ kind = \"final-accounts\"{year} }}\n");
    let told = |year: &str| {
        let papers = papers(year);
        mistakes(&[("a.toml", &rules), ("vocabulary.toml", &papers)])
    };
    let of = |found: &[Value]| format!("{found:?}");
    assert!(of(&told(", year = 2")).contains("2 年后的文件"));
    assert!(of(&told(", year = 2")).contains("写成 year = -2"));
    assert!(of(&told("")).contains("写成 year = -2"));
    assert_eq!(told(", year = -2").len(), 0);
}

#[test]
fn values_in_the_words_of_people_are_told_the_value_that_they_mean() {
    let rules = rule(true, "expect = '成交 <= 预算'");
    let profile =
        "[[profile]]\nname = \"宽\"\nreason = \"试行\"\nseverity = { \"采购\" = \"提示\" }\n";
    let told = only(&[("a.toml", &rules), ("profiles.toml", profile)]);
    assert!(told.contains("写成 \"采购\" = \"info\""), "{told}");
    let structure = |word: &str| {
        format!(
            "[[rule]]\nid = \"表\"\nname = \"表\"\nform = \"*\"\nstructure = \"{word}\"\nbasis = \"某办法\"\n"
        )
    };
    for (word, meant) in
        [("合计", "total"), ("表头", "header"), ("科目编码", "code"), ("占比", "rate")]
    {
        tells(&structure(word), &[&format!("写成 structure = \"{meant}\"")]);
    }
    let measure = format!(
        "{FORM}[[measure]]\nid = \"成交额\"\nwords = \"政府采购成交额\"\ncells = {{ \"决算数\" = \"采购表.合计行.成交\" }}\n"
    );
    tells(&measure, &["写成 \"决算\""]);
}

#[test]
fn columns_that_are_never_alike_together_are_asked_by_a_script() {
    let told = only(&[("a.toml", &rule(true, "expect = 'unique(项目, 方式)'"))]);
    let script = told.split_once("写脚本：").unwrap().1;
    let mended = rule(false, script);
    assert_eq!(mistakes(&[("a.toml", &mended)]).len(), 0, "{script}");
    let twice = DOCUMENT.replace("水库加固 | 公开招标", "河道清淤 | 自行采购");
    let (status, words) = checked(&mended, &twice);
    assert!(status == 1 && words.contains("重复，前面已有"), "{words}");
    let (_, words) = checked(&mended, &DOCUMENT.replace("水库加固", "河道清淤"));
    assert!(!words.contains("重复，前面已有"), "{words}");
}

#[test]
fn a_document_whose_numbers_alone_were_counted_is_checked() {
    let rules = "[[form]]\nid = \"名册\"\ntitle = [\"档案移交登记表\"]\ncolumns = [\n\
        { name = \"序\", kind = \"count\", header = [\"编号\"] },\n\
        { name = \"题名\", kind = \"label\" },\n]\n\n\
        [[rule]]\nid = \"连号\"\nname = \"连号\"\nform = \"名册\"\nexpect = \"consecutive(序)\"\nbasis = \"某办法\"\n";
    let document = |third: &str| {
        format!(
            "某县档案馆2024年度部门决算\n\n档案移交登记表\n编号 | 题名\n1 | 会议纪要\n2 | 人事任免\n{third} | 财务凭证\n"
        )
    };
    let (status, words) = checked(rules, &document("3"));
    assert!(status == 0 && !words.contains("没有可以核对的内容"), "{words}");
    let (status, words) = checked(rules, &document("5"));
    assert!(status == 1 && !words.contains("没有可以核对的内容"), "{words}");
}

#[test]
fn a_total_of_differences_and_shares_is_no_sign_of_rows_that_were_moved() {
    let rules = r#"[[form]]
id = "民生表"
title = ["民生支出情况表"]
columns = [
  { name = "事项", kind = "label", header = ["支出事项"] },
  { name = "上年数", kind = "amount", header = ["上年决算数"] },
  { name = "本年数", kind = "amount", header = ["本年决算数"] },
  { name = "增减", kind = "amount", header = ["增减额"] },
  { name = "幅度", kind = "percent", header = ["增减率"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[rule]]
id = "上年"
name = "上年数照上年的文件"
form = "民生表"
expect = "上年数 == 上年.民生表[事项].本年数"
basis = "某办法"

[[rule]]
id = "增减"
name = "增减额、增减率"
form = "民生表"
expect = ["增减 == 本年数 - 上年数", "幅度 == 增减 / 上年数"]
basis = "某办法"
"#;
    let head = "支出事项 | 上年决算数 | 本年决算数 | 增减额 | 增减率\n";
    let of = |year: &str, rows: &str| {
        format!("某县民政局{year}年度部门决算\n\n民生支出情况表\n单位：万元\n{head}{rows}")
    };
    let before = of(
        "2023",
        "助残 | 90.00 | 100.00 | 10.00 | 11.11%\n养老 | 50.00 | 60.00 | 10.00 | 20.00%\n合计 | 140.00 | 160.00 | 20.00 | 14.29%\n",
    );
    let own = of(
        "2024",
        "助残 | 106.00 | 120.00 | 14.00 | 13.21%\n养老 | 60.00 | 54.00 | -6.00 | -10.00%\n合计 | 166.00 | 174.00 | 8.00 | 4.82%\n",
    );
    let folder = folder(&[("a.toml", rules)], &own);
    fs::write(folder.path().join("上年.txt"), before).unwrap();
    let (_, out, _) = run(folder.path(), &["check", "决算.txt", "上年.txt", "-r", "本局"]);
    let words: String = out.split_whitespace().collect();
    assert!(words.contains("106.00") && words.contains("166.00"), "{words}");
    assert!(!words.contains("低了一行"), "{words}");
}

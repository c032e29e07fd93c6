//! Roles and relations of sentences that rule files declare, in any layer: what is checked, what is left open and why, which
//! row takes a figure, and what is said of rows that take each other's.

use crate::command;
use crate::engines;
use gouji::audit::{Check, Detection, DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;
use std::path::Path;

/// Beds and their cost, which no built-in word speaks of.
const RULES: &str = r#"
[[role]]
id      = "床位补贴"
before  = ["拨付床位补贴", "床位补贴资金"]
kind    = "amount"
example = "拨付床位补贴【96】万元"

[[role]]
id      = "每床标准"
before  = "每床"
kind    = "amount"
example = "每床补【1200】元"

[[role]]
id      = "床位数"
before  = ["核定床位", "核补床位"]
kind    = "count"
unit    = "张"
example = "核定床位【800】张"

[[relation]]
id     = "床位补贴式"
name   = "床位补贴 = 每床标准 × 床位数"
roles  = ["床位补贴", "每床标准", "床位数"]
expect = "床位补贴 == 每床标准 * 床位数"
basis  = "本市养老床位补贴办法"
"#;

fn engine_of(folders: &[(&str, &str, &str)]) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    for (name, parent, rules) in folders {
        let files = vec![
            RuleFile::new("ruleset.toml", format!("name = \"{name}\"\nextends = \"{parent}\"\n")),
            RuleFile::new("a.toml", (*rules).to_owned()),
        ];
        rulebook.add_folder(name, files)?;
    }
    let leaf = folders.last().map(|(name, ..)| (*name).to_owned());
    let engine = Engine::new(rulebook, Request { ruleset: leaf, ..Request::default() })?;
    engine.ruleset()?;
    Ok(engine)
}

fn local(rules: &str) -> Engine {
    engine_of(&[("本市", "national", rules)]).unwrap_or_else(|list| panic!("{list:#?}"))
}

fn document(sentence: &str) -> String {
    format!("青岗县民政局2023年度部门决算\n\n一、重点工作\n\n{sentence}\n")
}

fn audit(engine: &Engine, sentence: &str) -> DocumentAudit {
    engine.audit("甲.txt", document(sentence).as_bytes()).unwrap()
}

/// The verdicts of a rule.
fn verdicts(audit: &DocumentAudit, rule: &str) -> Vec<Verdict> {
    audit.checks.iter().filter(|check| check.rule == rule).map(|check| check.verdict).collect()
}

/// Why the only check of a rule is open.
fn open(audit: &DocumentAudit, rule: &str) -> String {
    let own: Vec<&Check> = audit.checks.iter().filter(|check| check.rule == rule).collect();
    match own.as_slice() {
        [check] if check.verdict == Verdict::Unchecked => {
            check.reason.as_ref().map_or_else(String::new, |why| why.to_string())
        }
        other => panic!("{other:#?}"),
    }
}

fn said(list: &[RuleMistake]) -> String {
    let one = |mistake: &RuleMistake| {
        let underlined = &mistake.text[mistake.span.clone()];
        let help = mistake.help.as_deref().unwrap_or("");
        format!("{} {underlined} | {} | {help}\n", mistake.file, mistake.message)
    };
    list.iter().map(one).collect()
}

#[test]
fn what_roles_come_to_is_checked_however_far_off_it_is() {
    let engine = local(RULES);
    let right = "全年拨付床位补贴96万元，核定床位800张，每床补1200元。";
    let checked = audit(&engine, right);
    assert_eq!(verdicts(&checked, "床位补贴式"), [Verdict::Holds]);
    for (old, new) in
        [("96万", "69万"), ("96万", "960万"), ("800张", "500张"), ("1200元", "7200元")]
    {
        let wrong = audit(&engine, &right.replace(old, new));
        assert_eq!(verdicts(&wrong, "床位补贴式"), [Verdict::Violation], "{new}");
        // one slip is one finding
        assert_eq!(wrong.findings.len(), 1, "{new}");
    }
    // what rounds to the printed figure
    let rounded = "全年拨付床位补贴96.12万元，核定床位801张，每床补1200元。";
    assert_eq!(verdicts(&audit(&engine, rounded), "床位补贴式"), [Verdict::Holds]);
    // without one of its figures nothing is said
    for sentence in ["全年拨付床位补贴96万元，每床补1200元。", "核定床位800张，每床补1200元。"]
    {
        assert!(verdicts(&audit(&engine, sentence), "床位补贴式").is_empty(), "{sentence}");
    }
}

#[test]
fn each_digit_of_what_holds_would_be_told() {
    let engine = local(RULES);
    let text = document("全年拨付床位补贴96.00万元，核定床位800张，每床补1200.00元。");
    let audit = gouji::prove(&engine, "甲.txt", text.as_bytes()).unwrap();
    let proved = audit.proved.unwrap();
    assert_eq!(proved.figures.len(), 3);
    for figure in &proved.figures {
        assert_eq!(figure.told, Detection::Loud, "{}", figure.text);
    }
}

#[test]
fn what_the_words_leave_open_says_so() {
    let engine = local(RULES);
    for (sentence, why) in [
        // that one of the two agrees chooses nothing, whatever a built-in relation makes of it
        (
            "全年拨付床位补贴96万元，新区核定床位800张，老区核定床位300张，每床补1200元。",
            "“床位数”有几个数可取",
        ),
        ("全年拨付床位补贴约99万元，核定床位800张，每床补1200元。", "不是单独的一个确数"),
        ("全年拨付床位补贴99万元，比上年核定床位800张，每床补1200元。", "之间有“比”"),
    ] {
        let why_open = open(&audit(&engine, sentence), "床位补贴式");
        assert!(why_open.contains(why), "{sentence}: {why_open}");
    }
    for (sentence, why) in [
        ("送医车行驶24000公里，耗油3120升，2021年百公里油耗14升。", "不是同一年"),
        ("送医车计划行驶24000公里，耗油3120升，百公里油耗14升。", "不是同一年"),
        ("送医车行驶24000公里（耗油3120升，百公里油耗14升）。", "在括号里"),
        ("送医车行驶24000公里，耗油3120升，同口径百公里油耗14升。", "“同口径”"),
    ] {
        let why_open = open(&audit(&engine, sentence), "叙述百公里油耗");
        assert!(why_open.contains(why), "{sentence}: {why_open}");
    }
}

#[test]
fn sentences_of_several_years_are_checked_one_by_one() {
    let engine = local(RULES);
    let sentence = "2022年拨付床位补贴96万元，核定床位800张，每床补1200元，\
                    2023年拨付床位补贴120万元，核定床位900张，每床补1200元。";
    let found = audit(&engine, sentence);
    let mut own = verdicts(&found, "床位补贴式");
    own.sort();
    let mut wanted = [Verdict::Holds, Verdict::Violation];
    wanted.sort();
    assert_eq!(own, wanted);
}

#[test]
fn a_relation_reaches_as_far_as_it_says() {
    let sentence = "全年拨付床位补贴99万元。核定床位800张，每床补1200元。";
    let reach = |word: &str| RULES.replace("expect =", &format!("reach = \"{word}\"\nexpect ="));
    for (word, wanted) in [("clause", 0), ("segment", 0), ("sentence", 0), ("passage", 1)] {
        let found = verdicts(&audit(&local(&reach(word)), sentence), "床位补贴式");
        assert_eq!(found.len(), wanted, "{word}");
    }
    let parted = "老区拨付床位补贴96万元，核定床位800张，每床补1200元；\
                  新区拨付床位补贴30万元，核定床位200张，每床补1200元。";
    // each by the narrowest stretch that has all of it
    for rules in [reach("segment"), RULES.to_owned()] {
        let found = verdicts(&audit(&local(&rules), parted), "床位补贴式");
        assert_eq!(found.len(), 2);
        assert!(found.contains(&Verdict::Holds) && found.contains(&Verdict::Violation));
    }
}

/// A further way to say it, in a layer below.
const BELOW: &str = r#"
[[role]]
id      = "床位数_乡镇"
role    = "床位数"
before  = "敬老院床"
kind    = "count"
unit    = "张"
example = "敬老院床【60】张"
"#;

#[test]
fn a_layer_below_adds_words_to_a_role_of_one_above() {
    let both = engine_of(&[("本市", "national", RULES), ("本县", "本市", BELOW)]).unwrap();
    let sentence = "全年拨付床位补贴9.6万元，敬老院床60张，每床补1200元。";
    assert_eq!(verdicts(&audit(&both, sentence), "床位补贴式"), [Verdict::Violation]);
    assert!(verdicts(&audit(&local(RULES), sentence), "床位补贴式").is_empty());
}

#[test]
fn rows_of_the_layer_below_come_first_then_those_of_more_words_then_by_id() {
    // by more words: 每床 is the standard, 每床每月 something else
    let more = r#"
[[role]]
id      = "甲每床每月"
before  = "每床每月"
kind    = "amount"
example = "每床每月收【900】元"

[[relation]]
id     = "月费"
roles  = ["甲每床每月", "床位数"]
expect = "甲每床每月 <= 床位数 * 100万元"
"#;
    let engine = local(&format!("{RULES}{more}"));
    let sentence = "全年拨付床位补贴99万元，核定床位800张，每床每月收1200元。";
    let found = audit(&engine, sentence);
    assert!(verdicts(&found, "床位补贴式").is_empty());
    assert_eq!(verdicts(&found, "月费").len(), 1);
    // a row of the layer below takes the figure with fewer words
    let shorter = r#"
[[role]]
id      = "床数"
role    = "床数"
before  = "床位"
kind    = "count"
unit    = "张"
"#;
    let list = engine_of(&[("本市", "national", RULES), ("本县", "本市", shorter)]).err().unwrap();
    let text = said(&list);
    // told at the row that takes it, with the example that it takes, and who comes first
    assert!(text.contains("床位数 的例句") && text.contains("被 床数 取走了"), "{text}");
    assert!(text.contains("下级的行在先"), "{text}");
}

#[test]
fn an_example_that_another_row_takes_is_told() {
    let twin = r#"
[[role]]
id      = "补贴二"
role    = "床位补贴"
before  = ["拨付床位补贴资金", "床位补助"]
kind    = "amount"
example = "床位补助【96】万元"
"#;
    // two rows that give one role, each by its own words
    assert!(engine_of(&[("本市", "national", &format!("{RULES}{twin}"))]).is_ok());
    // without the row another one takes it for the same role
    let idle = twin.replace("床位补助【96】", "拨付床位补贴资金【96】");
    let list = engine_of(&[("本市", "national", &format!("{RULES}{idle}"))]).err().unwrap();
    let text = said(&list);
    assert!(text.contains("没有 补贴二 这一行") && text.contains("床位补贴 取作"), "{text}");
    // a built-in one is told at the row that takes it
    let thief = "[[role]]\nid = \"实\"\nbefore = \"实到\"\nkind = \"count\"\nunit = \"人\"\n";
    let list = engine_of(&[("本市", "national", thief)]).err().unwrap();
    let text = said(&list);
    assert!(text.starts_with("本市/a.toml \"实\" | 角色 实到人数 的例句"), "{text}");
}

#[test]
fn counts_that_are_worked_out_are_rounded() {
    let rules = r#"
[[role]]
id      = "每院床数"
before  = "平均每院"
kind    = "count"
unit    = "张"
rounded = true

[[role]]
id      = "院数"
before  = "敬老院"
kind    = "count"
unit    = "所"

[[role]]
id      = "总床数"
before  = "共有床位"
kind    = "count"
unit    = "张"

[[relation]]
id     = "每院"
roles  = ["每院床数", "院数", "总床数"]
expect = "总床数 == 每院床数 * 院数"
"#;
    let sentence = "敬老院7所，共有床位500张，平均每院71张。";
    assert!(verdicts(&audit(&local(rules), sentence), "每院")[0].is_checked());
    let wrong = sentence.replace("71", "73");
    assert_eq!(verdicts(&audit(&local(rules), &wrong), "每院"), [Verdict::Violation]);
    let exact = rules.replace("rounded = true", "");
    assert_eq!(verdicts(&audit(&local(&exact), sentence), "每院"), [Verdict::Violation]);
}

#[test]
fn a_parameter_of_a_layer_is_a_number_of_the_formula() {
    let rules = format!("{RULES}\n[param]\n\"床位上限\" = \"1000元\"\n");
    let rules = rules.replace(
        "expect = \"床位补贴 == 每床标准 * 床位数\"",
        "expect = \"床位补贴 <= min(每床标准, param.床位上限) * 床位数\"",
    );
    let sentence = "全年拨付床位补贴96万元，核定床位800张，每床补1200元。";
    assert_eq!(verdicts(&audit(&local(&rules), sentence), "床位补贴式"), [Verdict::Violation]);
    let less = sentence.replace("96万", "80万");
    assert!(verdicts(&audit(&local(&rules), &less), "床位补贴式")[0].agrees());
}

#[test]
fn built_in_relations_of_roles_find_what_is_wrong_and_nothing_else() {
    let engine = engines::engine("");
    for (rule, right, old, new) in [
        (
            "叙述净资产",
            "年末资产总计640.50万元，负债合计120.30万元，净资产520.20万元。",
            "520.20",
            "250.20",
        ),
        ("叙述净值", "灌溉设备原值60.40万元，累计折旧18.15万元，净值42.25万元。", "18.15", "81.15"),
        ("叙述到会率", "村民议事会应到125人，实到120人，出席率96%。", "96%", "69%"),
        ("叙述百公里油耗", "巡查车全年行驶18000公里，加油1980升，百公里油耗11升。", "11升", "17升"),
        ("叙述单车油耗", "公务用车4辆，全年耗油6200升，单车油耗1550升。", "1550", "1250"),
    ] {
        assert!(verdicts(&audit(engine, right), rule)[0].is_checked(), "{right}");
        let wrong = audit(engine, &right.replace(old, new));
        assert_eq!(verdicts(&wrong, rule), [Verdict::Violation], "{right}");
    }
    for silent in [
        "国有资产总额640.50万元，核销坏账后净资产120.00万元，其中下属单位负债30.00万元。",
        "2022年应到125人、2023年实到120人，两年平均出席率93%。",
        "公务用车4辆，其中在用3辆，全年耗油6200升，比上年下降5%，单车油耗2067升。",
    ] {
        let found = audit(engine, silent);
        let wrong = found.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        assert_eq!(wrong.count(), 0, "{silent}");
    }
}

#[test]
fn a_relation_is_explained_shown_and_listed_with_its_roles() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("本市")).unwrap();
    let write = |path: &str, text: &str| std::fs::write(root.join(path), text).unwrap();
    write("本市/ruleset.toml", "name = \"本市\"\nextends = \"national\"\n");
    write("本市/a.toml", RULES);
    write(
        "a.txt",
        &document("全年拨付床位补贴99万元，新区核定床位800张，老区核定床位300张，每床补1200元。"),
    );
    let run = |arguments: &[&str]| command::run(root as &Path, arguments).1;
    let explained = run(&["explain", "床位补贴式", "-r", "本市"]);
    assert!(explained.contains("床位数：个数，单位 张，前面有 核定床位、核补床位"), "{explained}");
    let explained = run(&["explain", "床位数", "-r", "本市"]);
    assert!(explained.contains("例句    核定床位【800】张"), "{explained}");
    let shown = run(&["rules", "show", "床位数", "-r", "本市"]);
    assert!(shown.contains("[[role]]") && shown.contains("本市/a.toml:"), "{shown}");
    let listed = run(&["rules", "list", "-r", "本市"]);
    assert!(listed.contains("角色 ") && listed.contains("核定床位【800】张"), "{listed}");
    let checked = run(&["rules", "check", "本市", "--on", "a.txt"]);
    assert!(checked.contains("床位补贴式  未能核对 1（“床位数”有几个数可取"), "{checked}");
    let facts = run(&["tables", "a.txt", "-r", "本市", "--facts"]);
    assert!(facts.contains("句子没有说清楚是不是这几个数"), "{facts}");
    // a figure in an open check tells why
    let read =
        run(&["check", "a.txt", "-r", "本市", "--format", "json", "--all", "--fail-on", "never"]);
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    let checks = read["documents"][0]["checks"].as_array().unwrap();
    let own = checks.iter().find(|check| check["rule"] == "床位补贴式").unwrap();
    assert_eq!(own["verdict"], "unchecked", "{own:#}");
}

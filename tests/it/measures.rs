//! Measures: an amount of a sentence is tied to the cell that it names, whatever the sentence looks
//! like, and what a measure replaced goes on.

use crate::engines;
use gouji::audit::{Severity, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::{RuleFile, Rulebook};

const LAYER: &str = "name = \"本地\"\nextends = \"national\"\n";

const FORM: &str = r#"
[[form]]
id      = "管护表"
title   = "林木管护经费表"
columns = [
  { name = "项目", kind = "label" },
  { name = "预算数", kind = "amount" },
  { name = "决算数", kind = "amount" },
]
rows = [{ name = "防火行", label = "防火费" }, { name = "全部行", label = "合计", total = true }]
"#;

const MEASURE: &str = r#"
[[measure]]
id    = "防火费"
words = "(林区)?防火(费|经费)(支出)?"
cells = { "预算" = "管护表.防火行.预算数", "决算" = ["管护表.防火行.决算数"] }
unsaid = "决算"
"#;

const TABLE: &str = "青岗县林业站2023年度部门决算

林木管护经费表
单位：万元
项目 | 预算数 | 决算数
合计 | 60.00 | 55.00
防火费 | 42.00 | 38.50
补植费 | 18.00 | 16.50

二、其他说明

";

fn rulebook(files: &[(&str, &str)]) -> (Rulebook, String) {
    let mut rulebook = engines::rulebook();
    let own = [("ruleset.toml", LAYER)];
    let files =
        own.iter().chain(files).map(|(name, text)| RuleFile::new(*name, (*text).to_owned()));
    let name = rulebook
        .add_folder("本地", files.collect())
        .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    (rulebook, name)
}

fn engine(rules: &str) -> Engine {
    let (rulebook, name) = rulebook(&[("rules.toml", rules)]);
    let request = Request { ruleset: Some(name), ..Request::default() };
    Engine::new(rulebook, request).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// What the measure says of each amount that it is tied to.
fn verdicts(engine: &Engine, sentence: &str) -> Vec<Verdict> {
    let audit = engine.audit("a.txt", format!("{TABLE}{sentence}\n").as_bytes()).unwrap();
    audit.checks.iter().filter(|check| check.rule == "防火费").map(|check| check.verdict).collect()
}

#[test]
fn an_amount_is_tied_to_its_cell_whatever_the_sentence_looks_like() {
    let engine = engine(&format!("{FORM}{MEASURE}"));
    for right in [
        "防火费38.50万元。",
        "2023年度本单位防火费支出决算为38.50万元，主要用于巡护。",
        "（一）林区防火经费预算数42.00万元。",
        "1. 防火费 385000 元，较紧张。",
        "防火费：2023年防火费38.50万元。",
        "2023年度，本单位防火费38.50万元。",
        "防火费决算385,000.00元；其余用于补植。",
    ] {
        assert_eq!(verdicts(&engine, right), [Verdict::Holds], "{right}");
    }
    for wrong in ["防火费38.05万元。", "本单位防火费预算43.00万元。", "林区防火费支出83.50万元。"]
    {
        assert_eq!(verdicts(&engine, wrong), [Verdict::Violation], "{wrong}");
    }
    let both = "防火费预算42.00万元，决算35.80万元。";
    let mut found = verdicts(&engine, both);
    found.sort();
    assert_eq!(found, [Verdict::Holds, Verdict::Violation]);
}

#[test]
fn what_may_be_another_amount_is_left_alone() {
    let engine = engine(&format!("{FORM}{MEASURE}"));
    for other in [
        "局机关防火费12.00万元。",
        "青岗林场：防火费12.00万元。",
        "青岗林场2023年度决算，防火费12.00万元。",
        "2022年防火费12.00万元。",
        "上年防火费12.00万元。",
        "防火费约12.00万元。",
        "防火费比上年增加12.00万元。",
        "人均防火费12.00万元。",
        "防火费不超过12.00万元。",
        "防火费12.00万元（含上年结转）。",
        "防火费年初预算12.00万元。",
        "防火费调整预算12.00万元。",
        "补植费16.50万元，防火费12.00万元。",
        "项目支出共30.00万元，其中：防火费12.00万元、补植费18.00万元。",
        "防火费38.50万元。乡镇另有防火经费12.00万元。防火费12.00万元。",
    ] {
        let found = verdicts(&engine, other);
        assert!(!found.contains(&Verdict::Violation), "{other} {found:?}");
    }
}

#[test]
fn a_part_is_read_under_its_whole_and_under_its_heading() {
    let whole = "\n[[measure]]\nid = \"管护费\"\nwords = \"林木管护(费|经费)\"\nunsaid = \"决算\"\n\
                 cells = { \"决算\" = \"管护表.全部行.决算数\" }\n";
    let listed = "林木管护经费55.00万元，其中：防火费12.00万元、补植费43.00万元。";
    let part = MEASURE.replace("unsaid", "part_of = \"管护费\"\nunsaid");
    let of_whole = engine(&format!("{FORM}{part}{whole}"));
    assert_eq!(verdicts(&of_whole, listed), [Verdict::Violation]);
    let other = "乡镇项目支出55.00万元，其中：防火费12.00万元、补植费43.00万元。";
    assert_eq!(verdicts(&of_whole, other), []);
    let under = MEASURE.replace("unsaid", "under = [\"其他说明\"]\nunsaid");
    assert_eq!(verdicts(&engine(&format!("{FORM}{under}")), listed), [Verdict::Violation]);
    let elsewhere = MEASURE.replace("unsaid", "under = [\"三公\"]\nunsaid");
    assert_eq!(verdicts(&engine(&format!("{FORM}{elsewhere}")), listed), []);
}

#[test]
fn a_tie_is_a_warning_unless_the_file_says_more() {
    let severity = |rules: &str| {
        let audit = engine(rules).audit("a.txt", format!("{TABLE}防火费83.50万元。\n").as_bytes());
        audit
            .unwrap()
            .checks
            .iter()
            .find(|check| check.rule == "防火费")
            .map(|check| check.severity)
    };
    assert_eq!(severity(&format!("{FORM}{MEASURE}")), Some(Severity::Warning));
    let error = MEASURE.replace("unsaid", "severity = \"error\"\nunsaid");
    assert_eq!(severity(&format!("{FORM}{error}")), Some(Severity::Error));
}

#[test]
fn names_and_stages_that_there_are_not_are_mistakes() {
    let mistakes = |rules: &str| {
        let (rulebook, name) = rulebook(&[("rules.toml", rules)]);
        let request = Request { ruleset: Some(name), ..Request::default() };
        let made = Engine::new(rulebook, request).and_then(|engine| engine.ruleset());
        made.map_or_else(|all| all.into_iter().map(|one| one.message).collect(), |_| Vec::new())
    };
    for (old, new, said) in [
        ("(林区)?防火(费|经费)(支出)?", "防火…费", "看不懂"),
        ("\"决算\" =", "\"清算\" =", "清算"),
        ("unsaid = \"决算\"", "unsaid = \"清算\"", "没有阶段 清算"),
        ("防火行.预算数", "防虫行.预算数", "防虫行"),
    ] {
        let found: Vec<String> = mistakes(&format!("{FORM}{}", MEASURE.replace(old, new)));
        assert!(found.iter().any(|message| message.contains(said)), "{new}: {found:?}");
    }
}

/// A measure that took the place of an old claim, and what a county had said of that claim.
fn of_county(county: &str) -> Engine {
    let replaces = MEASURE.replace("unsaid", "replaces = [\"老防火费\"]\nunsaid");
    let mut rulebook = engines::rulebook();
    let city = vec![
        RuleFile::new("ruleset.toml", "name = \"市\"\nextends = \"national\"\n"),
        RuleFile::new("rules.toml", format!("{FORM}{replaces}")),
    ];
    rulebook.add_folder("市", city).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"县\"\nextends = \"市\"\n"),
        RuleFile::new(
            if county.contains("waiver") { "waivers.toml" } else { "rules.toml" },
            county.to_owned(),
        ),
    ];
    let name = rulebook.add_folder("县", files).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let request = Request { ruleset: Some(name), ..Request::default() };
    Engine::new(rulebook, request).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn what_was_said_of_an_old_id_goes_on() {
    let wrong = format!("{TABLE}防火费83.50万元。\n");
    let audit = |county: &str| of_county(county).audit("a.txt", wrong.as_bytes()).unwrap();
    let amended = audit(
        "[[claim]]\nid = \"老防火费\"\nreason = \"本县口径\"\nseverity = \"info\"\ntext = \"防火费{决算:amount}\"\n",
    );
    let check = amended.checks.iter().find(|check| check.rule == "防火费").unwrap();
    assert_eq!((check.severity, check.verdict), (Severity::Info, Verdict::Violation));
    let off = audit("[[claim]]\nid = \"老防火费\"\nreason = \"本县不用\"\noff = true\n");
    assert!(off.checks.iter().all(|check| check.rule != "防火费"));
    let waived = audit("[[waiver]]\nrule = \"老防火费\"\nreason = \"乡镇垫付\"\n");
    let finding = waived.findings.iter().find(|one| one.waiver.is_some());
    assert!(finding.is_some_and(|one| one.waiver.as_deref().unwrap().contains("乡镇垫付")));
}

#[test]
fn what_took_the_place_of_an_id_is_told() {
    let rulebook = engines::rulebook();
    let shown = rulebook.show("national", &[], None, "拨款分预算").unwrap();
    assert!(shown.starts_with("# 拨款分预算 已由 拨款收入合计、"), "{shown}");
    assert!(
        shown.contains("[[measure]]") && shown.contains("id        = \"基金拨款支出\""),
        "{shown}"
    );
    assert!(rulebook.show("national", &[], None, "从来没有").is_none());
}

#[test]
fn claims_that_say_no_more_than_a_measure_are_named() {
    let claim = "\n[[claim]]\nid = \"老防火费\"\ntext = \"防火费{决:amount}\"\nexpect = \"决 == 管护表.防火行.决算数\"\n";
    let more = "\n[[claim]]\nid = \"又一句\"\ntext = \"防火费{决:amount}，补植费{补:amount}\"\n\
                expect = [\"决 == 管护表.防火行.决算数\", \"补 <= 决\"]\n";
    let engine = engine(&format!("{FORM}{MEASURE}{claim}{more}"));
    let found: Vec<String> =
        engine.ruleset().unwrap().conflicts().into_iter().map(|one| one.message).collect();
    let named: Vec<&String> =
        found.iter().filter(|message| message.contains("名目 防火费")).collect();
    assert_eq!(named.len(), 1, "{found:?}");
    assert!(named[0].starts_with("老防火费 "), "{found:?}");
}

/// The example of the chapter of `rules/README.md`.
#[test]
fn a_measure_is_added_as_the_guide_says() {
    let path = format!("{}/rules/README.md", env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let section = guide.split("\n### 名目：").nth(1).unwrap().split("\n### ").next().unwrap();
    let part = |kind: &str| {
        let begin = format!("```{kind}\n");
        section.split(begin.as_str()).nth(1).unwrap().split("```").next().unwrap()
    };
    let audit = engine(part("toml")).audit("a.txt", part("text").as_bytes()).unwrap();
    let own: Vec<(Verdict, String)> = audit
        .checks
        .iter()
        .filter(|check| check.rule == "本地图书采购费")
        .map(|check| (check.verdict, check.stated.as_deref().unwrap_or("").to_owned()))
        .collect();
    assert_eq!(
        own,
        [(Verdict::Holds, "40.00".to_owned()), (Verdict::Violation, "35.60".to_owned())]
    );
}

/// What a file says of all its measures.
const DEFAULTS: &str = r#"
[defaults.measure]
unsaid   = "决算"
severity = "info"
basis    = "本地的依据"
"#;

#[test]
fn what_a_file_says_of_all_its_measures_is_said_of_each_that_does_not_say_otherwise() {
    let plain = MEASURE.replace("unsaid = \"决算\"\n", "");
    let said = |measure: &str| {
        let engine = engine(&format!("{DEFAULTS}{FORM}{measure}"));
        let text = format!("{TABLE}防火费38.05万元。\n");
        let audit = engine.audit("a.txt", text.as_bytes()).unwrap();
        let mut own = audit.checks.iter().filter(|check| check.rule == "防火费");
        own.next().map(|check| (check.verdict, check.severity))
    };
    assert_eq!(said(&plain), Some((Verdict::Violation, Severity::Info)));
    let own = format!("{plain}severity = \"error\"\n");
    assert_eq!(said(&own), Some((Verdict::Violation, Severity::Error)));
    let other = format!("{plain}unsaid = \"调整预算\"\n");
    assert_eq!(said(&other), None);

    let (rulebook, name) = rulebook(&[("rules.toml", &format!("{DEFAULTS}{FORM}{plain}"))]);
    let shown = rulebook.show(&name, &[], None, "防火费").unwrap();
    assert!(shown.contains("本地的依据") && shown.contains("rules.toml:5"), "{shown}");
}

#[test]
fn what_amends_a_measure_above_changes_only_what_it_says() {
    let amended = format!(
        "{DEFAULTS}[[measure]]\nid = \"三公接待\"\nreason = \"本地另有称呼\"\nwords = \"客饭费\"\n"
    );
    let (rulebook, name) = rulebook(&[("rules.toml", &amended)]);
    let shown = rulebook.show(&name, &[], None, "三公接待").unwrap();
    assert!(shown.contains("客饭费"), "{shown}");
    assert!(!shown.contains("本地的依据"), "{shown}");
}

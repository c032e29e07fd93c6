//! Rules of the user's own: what they could not decide stands first, what is broken is told as the
//! rule says, and nothing is accused for digits that no cent can print.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use gouji::{Audit, Format, Options};

const HEAD: &str = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";
const FORM: &str = r#"
[param]
"定额" = { "甲类" = "100元", "乙类" = "80元" }

[[form]]
id = "班次表"
title = ["培训班次及支出表"]
columns = [
  { name = "班名", kind = "label", header = ["培训班名称"] },
  { name = "类别", kind = "text", header = ["培训类别"] },
  { name = "人数", kind = "count", header = ["参训人数"] },
  { name = "申请", kind = "date", header = ["申请日期"], optional = true },
  { name = "批复", kind = "date", header = ["批复日期"], optional = true },
  { name = "补助", kind = "amount", optional = true },
  { name = "支出", kind = "amount", header = ["实际支出"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

fn audit(rules: &str, table: &str) -> DocumentAudit {
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", HEAD),
        RuleFile::new("a.toml", format!("{FORM}{rules}")),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    let engine = Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() });
    let text = format!("某县水利局2024年度部门决算\n\n{table}\n");
    engine.unwrap().audit("a.txt", text.as_bytes()).unwrap()
}

fn verdicts(document: &DocumentAudit, rule: &str) -> Vec<Verdict> {
    let own = document.checks.iter().filter(|check| check.rule == rule);
    own.map(|check| check.verdict).collect()
}

fn why(document: &DocumentAudit, rule: &str) -> String {
    let own = document.checks.iter().filter(|check| check.rule == rule);
    own.filter_map(|check| check.reason.as_deref().map(ToString::to_string)).collect()
}

/// The report on a document, without blanks.
fn told(document: DocumentAudit) -> String {
    let run = Audit { documents: vec![Ok(document)], ruleset_digest: String::new() };
    let text = Format::TEXT.render(&run, &Options::default());
    String::from_utf8(text).unwrap().split_whitespace().collect()
}

const LIMIT: &str = "[[rule]]\nid = \"定额\"\nform = \"班次表\"\nrows = \"leaves\"\nexpect = \"支出 <= lookup(定额, 类别) * 人数\"\n";

fn classes(head: &str, title: &str, class: &str) -> String {
    format!(
        "{title}\n单位：元\n{head}\n一班 | {class} | 10 | 5000\n二班 | 乙类 | 10 | 700\n三班 | 甲类 | 10 | 900\n合计 | | 30 | 6600"
    )
}

#[test]
fn a_column_without_its_head_says_so_and_proves_nothing() {
    let head = "培训班名称 | 培训类别 | 参加人数 | 实际支出";
    let document = audit(LIMIT, &classes(head, "培训班次及支出表", "甲类"));
    let all = verdicts(&document, "定额");
    assert!(!all.contains(&Verdict::Holds) && all.contains(&Verdict::Unchecked), "{all:?}");
    assert!(why(&document, "定额").contains("是按相近认出的"));
    assert!(told(document).contains("自己的规则有1条没有核对全"));
    // another title over heads that are all there
    let head = "培训班名称 | 培训类别 | 参训人数 | 实际支出";
    let document = audit(LIMIT, &classes(head, "培训班次及支出一览表", "甲类"));
    assert!(verdicts(&document, "定额").contains(&Verdict::Violation));
}

#[test]
fn a_blank_name_that_is_looked_up_is_left_open() {
    let head = "培训班名称 | 培训类别 | 参训人数 | 实际支出";
    let document = audit(LIMIT, &classes(head, "培训班次及支出表", ""));
    let all = verdicts(&document, "定额");
    assert_eq!(all.iter().filter(|own| **own == Verdict::Unchecked).count(), 1, "{all:?}");
    assert!(why(&document, "定额").contains("要在参数 定额 里查的名称这里是空的"));
    let words = told(document);
    assert!(words.contains("自己的规则有1条没有核对全：定额（未能核对1项）"), "{words}");
    assert!(!words.contains("✓没有发现问题"), "{words}");
    let document = audit(LIMIT, &classes(head, "培训班次及支出表", "甲类"));
    assert!(verdicts(&document, "定额").contains(&Verdict::Violation));
}

#[test]
fn what_a_rate_makes_of_an_amount_is_rounded_to_the_cent() {
    let rule = "[[rule]]\nid = \"税\"\nform = \"班次表\"\nrows = \"leaves\"\nexpect = \"支出 == 补助 * 20%\"\n";
    let table = |tax: &str| {
        format!(
            "培训班次及支出表\n单位：元\n培训班名称 | 培训类别 | 参训人数 | 补助 | 实际支出\n一班 | 甲类 | 1 | 1533.33 | {tax}\n二班 | 甲类 | 1 | 1000.00 | 200.00"
        )
    };
    assert!(!verdicts(&audit(rule, &table("306.67")), "税").contains(&Verdict::Violation));
    assert!(verdicts(&audit(rule, &table("306.66")), "税").contains(&Verdict::Violation));
    // where nothing is to be rounded a cent is a cent
    let wrong = table("306.67").replace("| 200.00", "| 200.01");
    assert!(verdicts(&audit(rule, &wrong), "税").contains(&Verdict::Violation));
}

#[test]
fn days_with_a_time_and_in_eight_digits_are_days() {
    let rule = "[[rule]]\nid = \"先后\"\nform = \"班次表\"\nexpect = \"批复 >= 申请\"\n";
    let table = "培训班次及支出表\n单位：元\n培训班名称 | 培训类别 | 参训人数 | 申请日期 | 批复日期 | 实际支出\n\
        一班 | 甲类 | 1 | 2024-03-05 0:00:00 | 20240401 | 1.00\n\
        二班 | 甲类 | 1 | 20240405 | 2024-04-01 08:30 | 1.00\n\
        三班 | 甲类 | 1 | 20241305 | 2024年4月1日 | 1.00";
    let all = verdicts(&audit(rule, table), "先后");
    assert_eq!(all, [Verdict::Holds, Verdict::Violation, Verdict::Unchecked]);
}

#[test]
fn a_script_that_the_document_ends_says_where() {
    let script = "[[rule]]\nid = \"期限\"\nscript = '''\nfn 迟(项) { 项.批复 > 项.申请 }\n\
        for 项 in rows(班次表) {\n  if 迟(项) { expect(项.支出 > 0, \"支出\"); }\n}\n'''\n";
    let table = "培训班次及支出表\n单位：元\n培训班名称 | 培训类别 | 参训人数 | 申请日期 | 批复日期 | 实际支出\n\
        一班 | 甲类 | 1 | 2024-03-05 | 2024-03-06 | 1.00\n\
        二班 | 甲类 | 1 | 三月 | 2024-04-01 | 1.00\n\
        三班 | 甲类 | 1 | 2024-03-05 | 2024-04-01 | 1.00";
    let document = audit(script, table);
    assert!(why(&document, "期限").contains("行停下，后面的没有看"), "{}", why(&document, "期限"));
    assert!(told(document).contains("没有运行完"));
}

#[test]
fn a_script_that_asks_for_a_named_row_that_is_not_there_is_left_open() {
    let script = "[[rule]]\nid = \"总\"\nscript = '''\nlet 总 = 班次表.合计行.支出;\nif 总 > \"5元\" { report(\"多\"); }\n'''\n";
    let table = "培训班次及支出表\n单位：元\n培训班名称 | 培训类别 | 参训人数 | 实际支出\n一班 | 甲类 | 1 | 9.00\n二班 | 甲类 | 1 | 9.00";
    let document = audit(script, table);
    let rule = document.rules.iter().find(|rule| rule.id == "总").unwrap();
    let words = rule.words().unwrap_or_default();
    assert!(words.contains("班次表.合计行”这一行"), "{words}");
}

#[test]
fn two_rules_on_one_total_are_errors_of_their_own() {
    let form = "[[form]]\nid = \"三栏表\"\ntitle = [\"三栏支出表\"]\ncolumns = [{ name = \"名称\", kind = \"label\" }, { name = \"甲\", kind = \"amount\" }, { name = \"乙\", kind = \"amount\" }, { name = \"丙\", kind = \"amount\" }, { name = \"总数\", kind = \"amount\" }]\n";
    let rules = format!(
        "{form}[[rule]]\nid = \"加总\"\nform = \"三栏表\"\nexpect = \"总数 == 甲 + 乙\"\n[[rule]]\nid = \"两倍\"\nform = \"三栏表\"\nexpect = \"总数 == 丙 * 2\"\n"
    );
    let table = "三栏支出表\n单位：万元\n名称 | 甲 | 乙 | 丙 | 总数\n修路 | 10.00 | 20.00 | 20.00 | 31.00\n种树 | 1.50 | 2.50 | 2.00 | 4.00\n修渠 | 7.10 | 3.30 | 5.20 | 10.40\n护坡 | 12.40 | 8.20 | 10.30 | 20.60\n清淤 | 5.50 | 6.70 | 6.10 | 12.20\n打井 | 22.30 | 14.90 | 18.60 | 37.20";
    let document = audit(&rules, table);
    assert!(document.findings.iter().all(|finding| finding.misfit.is_none()));
    let errors = document.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    assert!(errors.clone().count() >= 2);
    for check in errors {
        assert_eq!(check.severity, gouji::Severity::Error);
    }
}

#[test]
fn a_sentence_with_the_figures_of_another_row_is_one_finding() {
    let rules = "[[claim]]\nid = \"班\"\ntext = \"{名:text}班参训{人:count}人，支出{额:amount}\"\n[[rule]]\nid = \"班-表\"\nclaim = \"班\"\nexpect = [\"人 == 班次表[like(名)].人数\", \"额 == 班次表[like(名)].支出\"]\n";
    let table = "一、说明\n\n骨干班参训25人，支出700.00元。\n\n培训班次及支出表\n单位：元\n培训班名称 | 培训类别 | 参训人数 | 实际支出\n骨干 | 甲类 | 10 | 500.00\n新人 | 甲类 | 25 | 700.00\n合计 | | 35 | 1200.00";
    let document = audit(rules, table);
    let own: Vec<_> = document
        .findings
        .iter()
        .filter(|finding| finding.checks.iter().any(|at| document.checks[*at].rule == "班-表"))
        .collect();
    assert_eq!(
        own.len(),
        1,
        "{:?}",
        document.checks.iter().map(|c| (c.rule.clone(), c.verdict)).collect::<Vec<_>>()
    );
    assert_eq!(own[0].checks.len(), 2);
    assert!(own[0].suspects().concat().contains("“新人”一行的"), "{:?}", own[0].suspects());
}

//! Several documents of one unit: the published budget beside the accounts, last year's beside this
//! year's; and who stands beside whom.

use crate::engines;
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::{Audit, Check, DocumentAudit, Severity, Verdict};
use gouji::engine::{Companion, Engine, companions};
use gouji::report::{Format, Options};
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine(""));

/// The budget of a unit, with the sum of its expenditure.
fn budget(title: &str, sum: &str) -> String {
    format!(
        "{title}\n\n一般公共预算支出表\n单位：万元\n科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n \
         | 合计 | {sum} | {sum} |\n205 | 教育支出 | {sum} | {sum} |\n"
    )
}

/// Its accounts, which say what the budget at the beginning of the year was.
fn accounts(title: &str, sum: &str) -> String {
    format!(
        "{title}\n\n一、一般公共预算财政拨款支出决算情况说明\n\n\
         一般公共预算财政拨款支出年初预算为{sum}万元，支出决算为90.00万元。\n"
    )
}

fn judged(accounts: &str, budget: &str) -> DocumentAudit {
    let prepare = |path: &str, text: &str| ENGINE.prepare(path, text.as_bytes()).unwrap();
    let other = prepare("预算.txt", budget);
    let beside = [Companion { name: "同年预算", index: 1, prepared: &other }];
    ENGINE.judge_beside(prepare("决算.txt", accounts), &beside)
}

fn checks(audit: &DocumentAudit) -> Vec<&Check> {
    audit.checks.iter().filter(|check| check.rule == "预决算-一般公共预算").collect()
}

#[test]
fn the_budget_that_the_accounts_tell_is_the_published_one() {
    let text = accounts("清溪市实验小学2024年度单位决算", "80.00");
    let good = judged(&text, &budget("清溪市实验小学2024年单位预算", "80.00"));
    assert!(good.findings.is_empty(), "{:?}", good.findings);
    assert!(matches!(checks(&good).as_slice(), [check] if check.verdict == Verdict::Holds));
    let bad = judged(&text, &budget("清溪市实验小学2024年单位预算", "70.00"));
    let found = checks(&bad);
    let [check] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((check.verdict, check.severity), (Verdict::Violation, Severity::Warning));
    assert!(check.hint().as_deref().is_some_and(|hint| hint.contains("调剂")));
    // both documents and both places
    let audit = Audit { documents: vec![Ok(bad)], ruleset_digest: String::new() };
    let json = String::from_utf8(Format::JSON.render(&audit, &Options::default())).unwrap();
    assert!(json.contains("预算.txt") && json.contains("同年预算"), "{json}");
    // by itself nothing is said
    let alone = ENGINE.audit("决算.txt", text.as_bytes()).unwrap();
    assert!(checks(&alone).is_empty() && alone.findings.is_empty());
}

#[test]
fn documents_of_a_folder_find_each_other() {
    let of = |text: &str| ENGINE.facts(&[("a.txt", text.as_bytes())]);
    let documents = [
        of(&accounts("清溪市教育局2024年度部门决算", "80.00")),
        of(&budget("清溪市教育局2024年部门预算", "80.00")),
        of(&accounts("清溪市教育局（本级）2024年度单位决算", "70.00")),
        of(&budget("清溪市教育局2024年单位预算", "70.00")),
        of(&accounts("清溪市教育局2023年度部门决算", "60.00")),
        of(&budget("清溪市教育局2023年部门预算", "60.00")),
        of(&budget("清溪市实验小学2024年单位预算", "50.00")),
    ];
    let found = companions(&documents, &ENGINE.rulebook().vocabulary());
    let named = |at: usize| -> Vec<(&str, usize)> {
        found[at].iter().map(|(name, other)| (name.as_str(), *other)).collect()
    };
    // what is of the department and what is of its own unit are two accounts
    assert_eq!(named(0), [("上年", 4), ("同年预算", 1)]);
    assert_eq!(named(1), [("上年", 5)]);
    assert_eq!(named(2), [("同年预算", 3)]);
    assert_eq!(named(4), [("同年预算", 5)]);
    assert!(named(3).is_empty() && named(6).is_empty());
    // two that fit both come, and none is taken: what is said of that, see `clerks_rules`
    let twice = [documents[0].clone(), documents[1].clone(), documents[1].clone()];
    let found = companions(&twice, &ENGINE.rulebook().vocabulary());
    let two = [("同年预算".to_owned(), 1), ("同年预算".to_owned(), 2)];
    assert_eq!(found[0], two);
}

#[test]
fn a_folder_is_judged_so() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write("预算.txt", budget("清溪市实验小学2024年单位预算", "70.00"));
    write("决算.txt", accounts("清溪市实验小学2024年度单位决算", "80.00"));
    let run = cargo_bin_cmd!("gouji").args(["check", "."]).current_dir(folder.path()).output();
    let said = String::from_utf8(run.unwrap().stdout).unwrap();
    assert!(said.contains("预决算-一般公共预算") && said.contains("预算.txt:"), "{said}");
}

/// A budget with one total; a department lists its units, a unit itself.
fn of_units(title: &str, sum: &str, units: &[(&str, &str, &str)]) -> String {
    let list = units.iter().map(|(code, name, sum)| format!("{code} | {name} | {sum} | {sum} |\n"));
    format!(
        "{title}\n\n收支总表\n单位：万元\n收入 | | 支出 |\n项目 | 预算数 | 项目 | 预算数\n\
         一、一般公共预算拨款收入 | {sum} | 一、教育支出 | {sum}\n收入总计 | {sum} | 支出总计 | {sum}\n\n\
         支出总表\n单位：万元\n单位代码 | 单位名称 | 合计 | 基本支出 | 项目支出\n{}",
        list.collect::<String>()
    )
}

const LISTED: [(&str, &str, &str); 3] = [
    ("205", "清溪市教育局", "100.00"),
    ("205001", "清溪市教育局", "60.00"),
    ("205002", "清溪市实验小学", "40.00"),
];

fn of_department(sum: &str) -> String {
    of_units("清溪市教育局2024年部门预算", sum, &LISTED)
}

fn of_bureau() -> String {
    of_units("清溪市教育局（本级）2024年单位预算", "60.00", &[LISTED[1]])
}

/// Its name was changed: the code tells which unit it is.
fn of_school(sum: &str) -> String {
    let listed = ("205002", "清溪市第一实验小学", sum);
    of_units("清溪市第一实验小学2024年单位预算", sum, &[listed])
}

#[test]
fn a_department_stands_beside_all_units_that_it_lists() {
    let of = |text: String| ENGINE.facts(&[("a.txt", text.as_bytes())]);
    let other =
        of_units("清溪市档案馆2024年单位预算", "5.00", &[("208001", "清溪市档案馆", "5.00")]);
    let all = [of(of_department("100.00")), of(of_bureau()), of(other), of(of_school("40.00"))];
    let words = ENGINE.rulebook().vocabulary();
    let named = |at: &str, index: usize| (at.to_owned(), index);
    let found = companions(&all, &words);
    assert_eq!(found[0], [named("所属单位预算", 1), named("所属单位预算", 3)]);
    assert!(found[1].is_empty() && found[3].is_empty());
    // one that is not there: nothing is added up
    assert!(companions(&all[..3], &words)[0].is_empty());
    // two of one unit
    let twice = [&all[..], &all[3..]].concat();
    assert!(companions(&twice, &words)[0].is_empty());
}

#[test]
fn a_department_is_the_sum_of_its_units() {
    let judged = |school: &str| {
        let prepare = |path: &str, text: String| ENGINE.prepare(path, text.as_bytes()).unwrap();
        let (bureau, school) =
            (prepare("本级.txt", of_bureau()), prepare("小学.txt", of_school(school)));
        let beside = [(1, &bureau), (2, &school)].map(|(index, prepared)| Companion {
            name: "所属单位预算",
            index,
            prepared,
        });
        ENGINE.judge_beside(prepare("部门.txt", of_department("100.00")), &beside)
    };
    let check = |audit: &DocumentAudit| {
        audit.checks.iter().find(|check| check.rule == "部门单位-预算支出").cloned()
    };
    let right = judged("40.00");
    assert!(right.findings.is_empty(), "{:?}", right.findings);
    assert_eq!(check(&right).map(|check| check.verdict), Some(Verdict::Holds));
    let wrong = judged("30.00");
    let found = check(&wrong).unwrap();
    assert_eq!((found.verdict, found.severity), (Verdict::Violation, Severity::Warning));
    let documents: Vec<Option<usize>> = found.places().map(|(_, document)| document).collect();
    assert_eq!(documents, [None, Some(1), Some(2)]);
    assert!(found.hint().as_deref().is_some_and(|hint| hint.contains("代编")));
    let audit = Audit { documents: vec![Ok(wrong)], ruleset_digest: String::new() };
    let json = String::from_utf8(Format::JSON.render(&audit, &Options::default())).unwrap();
    assert!(json.contains("本级.txt") && json.contains("小学.txt"), "{json}");
}

//! The remediation ledger from run to run, as a unit and a bureau meet it: `--ledger`,
//! `--expected`, `waivers.toml`.

#![cfg(feature = "workbook")]

mod interrupted;
mod sheet;
mod units;

use crate::command::{json, run};
use crate::spending;
use gouji::ledger::{Ledger, LedgerRow, read, workbook};
use serde_json::Value;
use std::path::Path;

/// Accounts in which two rows do not add up; `wrong` and `right` stand in the first of them.
fn accounts(agency: &str, year: i32, project: &str) -> String {
    spending::accounts(agency, year, [project, "10.00"])
}

/// The lines of the ledger, as a person would fill them in.
fn edit(path: &Path, change: impl Fn(&mut LedgerRow)) {
    let ledger = lines(path);
    let rows = ledger.rows().iter().cloned().map(|mut row| {
        change(&mut row);
        row
    });
    let changed = Ledger::new(rows.collect(), ledger.columns().to_vec());
    std::fs::write(path, workbook(changed, None).unwrap()).unwrap();
}

fn lines(path: &Path) -> Ledger {
    read(&std::fs::read(path).unwrap()).unwrap()
}

fn statuses(path: &Path) -> Vec<String> {
    lines(path).rows().iter().map(|row| row.status.clone()).collect()
}

fn row_of<'a>(ledger: &'a Ledger, rule: &str) -> &'a LedgerRow {
    ledger.rows().iter().find(|row| row.rule == rule).unwrap()
}

/// A folder with accounts that have findings, and their ledger.
fn begun() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("决算.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    let (code, out, said) = run(folder.path(), &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1), "{out}{said}");
    assert!(out.contains("（新增）") && said.contains("台账 台账.xlsx：新增"), "{out}{said}");
    let path = folder.path().join("台账.xlsx");
    (folder, path)
}

#[test]
fn an_explanation_is_read_back_and_no_longer_counts() {
    let (folder, path) = begun();
    let root = folder.path();
    assert!(statuses(&path).iter().all(|status| status == "新增"));
    edit(&path, |row| {
        row.status = "已说明".to_owned();
        row.note = format!("{}：尾款次年支付", row.rule);
        row.owner = "王某".to_owned();
        row.due = "2024-10-31".to_owned();
    });
    let (code, out, said) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(0), "{out}{said}");
    assert!(
        out.contains("✓ 没有发现问题")
            && out.contains("已说明（不算作问题）")
            && out.contains("支出-行合计：尾款次年支付"),
        "{out}"
    );
    let report = json(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    for finding in report["documents"][0]["findings"].as_array().unwrap() {
        assert!(finding["waiver"].as_str().unwrap().ends_with("尾款次年支付"), "{finding}");
        assert_eq!(finding["state"], "explained");
    }
    // without the ledger they are findings as before
    assert_eq!(run(root, &["check", "决算.txt"]).0, Some(1));
    let ledger = lines(&path);
    for row in ledger.rows() {
        assert_eq!(
            (row.status.as_str(), row.owner.as_str(), row.due.as_str()),
            ("已说明", "王某", "2024-10-31")
        );
    }
}

#[test]
fn what_was_ticked_off_on_the_page_is_mended_until_it_is_found_again() {
    let (folder, path) = begun();
    let root = folder.path();
    let id = json(root, &["check", "决算.txt"])["documents"][0]["findings"][0]["id"].clone();
    let record = format!("\u{feff}编号,问题\r\n{},\"合计, 少了\"\r\n", id.as_str().unwrap());
    std::fs::write(root.join("处理记录.csv"), record).unwrap();
    let ticked = ["check", "决算.txt", "--ledger", "台账.xlsx", "--done", "处理记录.csv"];
    let (code, out, said) = run(root, &ticked);
    // the figures are still wrong
    assert_eq!(code, Some(1), "{out}{said}");
    assert_eq!(statuses(&path).iter().filter(|status| *status == "已整改").count(), 1);
    run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert!(statuses(&path).iter().all(|status| status == "待整改"), "{:?}", statuses(&path));
    std::fs::write(root.join("处理记录.csv"), "单位,问题\n甲局,少了\n").unwrap();
    let (code, _, said) = run(root, &ticked);
    assert!(code == Some(2) && said.contains("没有问题的编号"), "{said}");
}

#[test]
fn changed_figures_make_an_explanation_stale_and_keep_its_text() {
    let (folder, path) = begun();
    let root = folder.path();
    edit(&path, |row| {
        row.status = "已说明".to_owned();
        row.note = "原因甲".to_owned();
    });
    // a new version of the document, laid out in another way and with another wrong figure
    let text = accounts("云岭市档案馆", 2023, "4.00")
        .replace("支出决算表\n", "说明一段。\n\n支出决算表\n");
    std::fs::write(root.join("决算 修改.txt"), text).unwrap();
    let (code, out, _) = run(root, &["check", "决算 修改.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("说明是针对原来的数写的") && !out.contains("（新增）"), "{out}");
    let ledger = lines(&path);
    let row = row_of(&ledger, "支出-行合计");
    assert_eq!((row.status.as_str(), row.note.as_str()), ("待复核", "原因甲"));
    assert_eq!(row.values.computed.as_deref(), Some("12.00"));
    // the unit confirms
    edit(&path, |row| row.status = "已说明".to_owned());
    assert_eq!(run(root, &["check", "决算 修改.txt", "--ledger", "台账.xlsx"]).0, Some(0));
}

#[test]
fn mended_findings_are_resolved_and_come_back_as_open() {
    let (folder, path) = begun();
    let root = folder.path();
    edit(&path, |row| {
        row.status = "已说明".to_owned();
        row.note = "原因乙".to_owned();
    });
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "2.00")).unwrap();
    let (code, out, said) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(0), "{out}{said}");
    assert!(out.contains("已整改（这次核对相符）") && out.contains("的说明不再需要"), "{out}");
    assert!(statuses(&path).iter().all(|status| status == "已整改"));
    assert_eq!(row_of(&lines(&path), "支出-行合计").note, "原因乙");
    // it is told once
    let report = json(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(report["documents"][0]["resolved"], Value::Array(Vec::new()));
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    let (code, out, _) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("状态是已整改，但这次核对仍然不符"), "{out}");
    assert!(statuses(&path).iter().all(|status| status == "待整改"));
}

#[test]
fn what_was_not_checked_is_neither_mended_nor_lost() {
    let (folder, path) = begun();
    let root = folder.path();
    let before = lines(&path).rows().len();
    let text = accounts("云岭市档案馆", 2023, "3.00");
    let (head, _) = text.split_once("支出决算表").unwrap();
    std::fs::write(root.join("决算.txt"), head).unwrap();
    let (_, out, said) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert!(said.contains("这次没有核对到"), "{out}{said}");
    assert_eq!(statuses(&path), vec!["新增"; before]);
    // another unit's run says nothing about these lines
    std::fs::write(root.join("决算.txt"), accounts("青川市图书馆", 2023, "2.00")).unwrap();
    let (_, _, said) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert!(!said.contains("没有核对到"), "{said}");
    assert_eq!(statuses(&path), vec!["新增"; before]);
}

#[test]
fn next_year_asks_again_and_the_old_line_stays() {
    let (folder, path) = begun();
    let root = folder.path();
    edit(&path, |row| {
        row.status = "已说明".to_owned();
        row.note = "原因丙".to_owned();
    });
    let before = lines(&path).rows().len();
    std::fs::write(root.join("2024.txt"), accounts("云岭市档案馆", 2024, "5.00")).unwrap();
    let (code, out, _) = run(root, &["check", "2024.txt", "--ledger", "台账.xlsx"]);
    assert!(code == Some(1) && out.contains("说明是针对原来的数写的"), "{out}");
    let ledger = lines(&path);
    let of =
        |year: i32| ledger.rows().iter().filter(|row| row.year == Some(year)).collect::<Vec<_>>();
    assert_eq!((of(2023).len(), of(2024).len()), (before, before));
    assert!(of(2023).iter().all(|row| row.status == "已说明"));
    assert!(of(2024).iter().all(|row| row.status == "待复核" && row.note == "原因丙"));
}

#[test]
fn a_rule_folder_waives_by_fingerprint_until_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    assert_eq!(run(root, &["rules", "new", "本局"]).0, Some(0));
    let report = json(root, &["check", "决算.txt"]);
    let ids: Vec<&str> = report["documents"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["id"].as_str().unwrap())
        .collect();
    let waivers = |until: &str| {
        let entry = |id: &&str| {
            format!(
                "[[waiver]]\nfingerprint = \"{id}\"\nreason = \"局里已核实\"\nwho = \"赵某\"\nuntil = {until}\n"
            )
        };
        ids.iter().map(entry).collect::<String>()
    };
    std::fs::write(root.join("本局/waivers.toml"), waivers("2999-12-31")).unwrap();
    let (code, out, said) = run(root, &["check", "决算.txt", "--rules", "本局"]);
    assert_eq!(code, Some(0), "{out}{said}");
    assert!(out.contains("局里已核实（赵某，至 2999-12-31）"), "{out}");
    std::fs::write(root.join("本局/waivers.toml"), waivers("\"2001-01-01\"")).unwrap();
    let (code, out, _) = run(root, &["check", "决算.txt", "--rules", "本局"]);
    assert!(code == Some(1) && out.contains("已于 2001-01-01 到期"), "{out}");
    let (_, out, _) = run(root, &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(out.contains("没有对应问题的豁免 0 个"), "{out}");
    std::fs::write(
        root.join("本局/waivers.toml"),
        "[[waiver]]\nfingerprint = \"0123456789abcdef\"\nreason = \"x\"\n",
    )
    .unwrap();
    let (_, out, _) = run(root, &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(out.contains("没有对应问题的豁免 1 个") && out.contains("0123456789abcdef"), "{out}");
    let faulty = "[[waiver]]\nfingerprint = \"a\"\nuntil = \"明年\"\nreson = \"x\"\n";
    std::fs::write(root.join("本局/waivers.toml"), faulty).unwrap();
    let (code, _, said) = run(root, &["check", "决算.txt", "--rules", "本局"]);
    assert_eq!(code, Some(2));
    for part in ["until 应当是日期", "没有 reson 这个键", "写成 reason = \"x\""] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

#[test]
fn a_document_that_says_the_same_at_two_places_has_two_lines() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("本局")).unwrap();
    let settings = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(root.join("本局/ruleset.toml"), settings).unwrap();
    let rules = "[[form]]\nid = \"执行表\"\ntitle = \"经费执行情况表\"\ncolumns = [\n  { name = \"部门\", kind = \"label\" },\n  { name = \"预算\", kind = \"amount\" },\n  { name = \"决算\", kind = \"amount\" },\n  { name = \"执行率\", kind = \"percent\" },\n]\n\n[[rule]]\nid = \"执行-率\"\nform = \"执行表\"\nexpect = \"执行率 == percent(决算, 预算)\"\n";
    std::fs::write(root.join("本局/rules.toml"), rules).unwrap();
    let table = |amount: &str| {
        format!(
            "经费执行情况表\n单位：万元\n部门 | 预算 | 决算 | 执行率\n办公室 | {amount} | {amount} | 1000%\n财务科 | 20.00 | 10.00 | 50%\n"
        )
    };
    let text = |first: &str, second: &str| {
        let (first, second) = (table(first), table(second));
        format!("清溪市文化局2024年度部门决算\n\n{first}\n以下是另一批经费。\n\n{second}")
    };
    std::fs::write(root.join("a.txt"), text("400.00", "7614.74")).unwrap();
    // a copy in another folder says the same twice, too, and adds nothing
    std::fs::create_dir(root.join("另存")).unwrap();
    std::fs::write(root.join("另存/a.txt"), text("400.00", "7614.74")).unwrap();
    for (files, status) in [(["a.txt"].as_slice(), "新增"), (&["a.txt", "另存"], "待整改")] {
        let args = ["check"].iter().chain(files).copied();
        let args: Vec<&str> = args.chain(["-r", "本局", "--ledger", "台账.xlsx"]).collect();
        let (_, out, said) = run(root, &args);
        assert!(said.contains(&format!("台账 台账.xlsx：{status} 2\n")), "{out}{said}");
    }
    let ledger = lines(&root.join("台账.xlsx"));
    assert!(ledger.rows().iter().all(|row| row.layers == "national → 本局"));
}

//! The remediation ledger from run to run, as a unit and a bureau meet it: `--ledger`,
//! `--expected`, `waivers.toml`.

#![cfg(feature = "workbook")]

use crate::command::{json, run};
use crate::spending;
use calamine::{Data, Reader, Xlsx, open_workbook};
use gouji::ledger::{Ledger, LedgerRow, LineStatus, read, workbook};
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
fn the_words_of_the_unit_survive_whatever_is_done_to_the_sheet() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let (folder, path) = begun();
    let root = folder.path();
    let ledger = lines(&path);
    let row = row_of(&ledger, "支出-行合计").clone();
    // columns moved, one added, a line above the titles, a day as a day, a line by hand
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "云岭市档案馆整改台账").unwrap();
    let titles =
        ["编号", "说明", "状态", "期限", "责任人", "年度", "单位", "核对值", "备注", "规则"];
    let values = serde_json::to_string(&row.values).unwrap();
    let cells = [
        row.key.as_str(),
        "=1+1 第一行\n第二行",
        "已说明",
        "",
        "@李某",
        "2023",
        "云岭市档案馆",
        &values,
        "=cmd|' /C calc'!A0",
        "x",
    ];
    for (at, (title, cell)) in titles.iter().zip(cells).enumerate() {
        let at = u16::try_from(at).unwrap();
        sheet.write_string(1, at, *title).unwrap();
        sheet.write_string(2, at, cell).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_datetime_with_format(2, 3, ExcelDateTime::from_ymd(2024, 9, 1).unwrap(), &day)
        .unwrap();
    sheet.write_string(4, 1, "自己记的一条").unwrap();
    sheet.write_number(4, 4, 7).unwrap();
    book.save(&path).unwrap();
    for _ in 0..2 {
        run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
        let ledger = lines(&path);
        let row = row_of(&ledger, "支出-行合计");
        assert_eq!(
            (row.status.as_str(), row.note.as_str(), row.owner.as_str()),
            ("已说明", "=1+1 第一行\n第二行", "@李某")
        );
        assert_eq!(
            (row.due.as_str(), row.own.as_slice()),
            ("2024-09-01", &["=cmd|' /C calc'!A0".to_owned()][..])
        );
        let own = ledger.rows().iter().find(|row| row.key.is_empty()).unwrap();
        assert_eq!((own.note.as_str(), own.owner.as_str()), ("自己记的一条", "7"));
        assert_eq!(ledger.columns(), ["备注"]);
    }
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    assert!(
        book.worksheet_formula("Sheet1")
            .unwrap()
            .used_cells()
            .all(|(_, _, formula)| formula.is_empty())
    );
}

#[test]
fn what_stands_in_a_document_is_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = accounts("云岭市档案馆", 2023, "3.00")
        .replace("一般公共服务支出", "=HYPERLINK(\"http://x\")");
    std::fs::write(root.join("=1+1.txt"), text).unwrap();
    run(root, &["check", "=1+1.txt", "--ledger", "a.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(root.join("a.xlsx")).unwrap();
    assert!(
        book.worksheet_formula("整改台账")
            .unwrap()
            .used_cells()
            .all(|(_, _, formula)| formula.is_empty())
    );
    let cells = book.worksheet_range("整改台账").unwrap();
    assert!(
        cells
            .used_cells()
            .any(|(_, _, cell)| matches!(cell, Data::String(text) if text.contains("=HYPERLINK")))
    );
    // figures are numbers
    assert!(
        cells.used_cells().any(
            |(_, _, cell)| matches!(cell, Data::Float(number) if (*number - 3.0).abs() < 1e-9)
        )
    );
}

#[test]
fn what_is_no_ledger_is_never_overwritten() {
    let (folder, path) = begun();
    let root = folder.path();
    std::fs::write(root.join("别的.xlsx"), "不是工作簿").unwrap();
    let (code, out, said) = run(root, &["check", "决算.txt", "--ledger", "别的.xlsx"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(said.contains("别的.xlsx 读不出来"), "{said}");
    assert_eq!(std::fs::read_to_string(root.join("别的.xlsx")).unwrap(), "不是工作簿");
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "单位").unwrap();
    book.save(root.join("别的.xlsx")).unwrap();
    assert!(
        run(root, &["check", "决算.txt", "--ledger", "别的.xlsx"]).2.contains("没有整改台账的表")
    );
    let (code, _, said) = run(root, &["check", "决算.txt", "--ledger", "决算.txt"]);
    assert!(code == Some(2) && said.contains("就是要读取的文件"), "{said}");
    let (code, _, said) = run(root, &["check", "决算.txt", "--ledger", "台账.csv"]);
    assert!(code == Some(2) && said.contains("应当是 .xlsx 文件"), "{said}");
    let (code, _, said) = run(root, &["check", "决算.txt", "--ledger", "没有这层/台账.xlsx"]);
    assert!(code == Some(3) && said.contains("台账没有更新"), "{said}");
    // a ledger in the folder that is walked is no document, and nothing is left beside it
    let report = json(root, &["check", ".", "--ledger", "台账.xlsx"]);
    let paths: Vec<&str> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["path"].as_str().unwrap())
        .collect();
    assert!(paths.iter().all(|path| !path.contains("台账")), "{paths:?}");
    let parts = std::fs::read_dir(root)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0);
    assert!(!lines(&path).rows().is_empty());
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let (folder, path) = begun();
    let first = workbook(lines(&path), None).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(first == workbook(lines(&path), None).unwrap());
    drop(folder);
}

#[test]
fn units_without_a_name_do_not_share_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = accounts("云岭市档案馆", 2023, "3.00");
    let (_, table) = text.split_once("\n\n").unwrap();
    std::fs::write(root.join("甲.txt"), table).unwrap();
    std::fs::write(root.join("乙.txt"), table).unwrap();
    run(root, &["check", "甲.txt", "--ledger", "a.xlsx"]);
    edit(&root.join("a.xlsx"), |row| {
        row.status = "已说明".to_owned();
        row.note = "甲的原因".to_owned();
    });
    assert_eq!(run(root, &["check", "甲.txt", "--ledger", "a.xlsx"]).0, Some(0));
    assert_eq!(run(root, &["check", "乙.txt", "--ledger", "a.xlsx"]).0, Some(1));
}

#[test]
fn expected_units_are_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::write(root.join("报送/1.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    std::fs::write(root.join("报送/2.txt"), accounts("青川市图书馆", 2023, "2.00")).unwrap();
    std::fs::write(root.join("报送/白石县水文站.txt"), "").unwrap();
    std::fs::write(root.join("报送/4.txt"), accounts("外县粮库", 2023, "2.00")).unwrap();
    let list = "序号,单位名称,联系电话\n1,云岭市档案馆,101\n2,青川市图书馆,102\n3,白石县水文站,103\n4,\"红山县气象台\",104\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(list);
    for (name, bytes) in [("a.csv", list.as_bytes()), ("b.csv", &*gb)] {
        std::fs::write(root.join(name), bytes).unwrap();
        let (code, out, said) = run(root, &["check", "报送", "--expected", name]);
        assert_eq!(code, Some(3), "{said}");
        let (_, account) = out
            .split_once("名单上的 4 个单位：没有文件 1，未能审核 1，有问题 1，没有问题 1")
            .unwrap();
        let order = [
            "红山县气象台  4，104",
            "白石县水文站  报送/白石县水文站.txt：文件是空的",
            "云岭市档案馆",
            "不是名单上单位的文件 1 份：报送/4.txt",
        ];
        let places: Vec<usize> = order
            .iter()
            .map(|part| account.find(part).unwrap_or_else(|| panic!("{part}\n{account}")))
            .collect();
        assert!(places.is_sorted(), "{account}");
    }
    // names alone; the account of a program's report goes to standard error
    std::fs::write(root.join("c.csv"), "\u{FEFF}云岭市档案馆\r\n青川市图书馆\r\n").unwrap();
    let (code, out, said) = run(
        root,
        &[
            "check",
            "报送/1.txt",
            "报送/2.txt",
            "--expected",
            "c.csv",
            "--format",
            "json",
            "--ledger",
            "t.xlsx",
        ],
    );
    assert_eq!(code, Some(1));
    assert!(
        serde_json::from_str::<Value>(&out).is_ok()
            && said.contains("没有文件 0，未能审核 0，有问题 1，没有问题 1"),
        "{said}"
    );
    let mut book: Xlsx<_> = open_workbook(root.join("t.xlsx")).unwrap();
    let cells = book.worksheet_range("单位情况").unwrap();
    let shown: Vec<String> = cells.rows().map(|row| format!("{} {}", row[0], row[1])).collect();
    assert_eq!(shown, ["单位 情况", "云岭市档案馆 有问题", "青川市图书馆 没有问题"]);
    // a unit that is missing fails the run even where all else is clean
    std::fs::write(root.join("c.csv"), "青川市图书馆\n红山县气象台\n").unwrap();
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "c.csv"]).0, Some(3));
    std::fs::write(root.join("c.csv"), "\n").unwrap();
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "c.csv"]).0, Some(2));
    assert_eq!(run(root, &["check", "报送/2.txt", "--expected", "没有.csv"]).0, Some(2));
}

#[test]
fn expected_units_stand_in_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::write(root.join("报送/1.txt"), accounts("云岭市档案馆", 2023, "3.00")).unwrap();
    std::fs::write(root.join("报送/2.txt"), accounts("青川市图书馆", 2023, "2.00")).unwrap();
    std::fs::write(root.join("报送/4.txt"), accounts("外县粮库", 2023, "2.00")).unwrap();
    std::fs::write(root.join("名单.csv"), "云岭市档案馆\n青川市图书馆\n红山县气象台\n").unwrap();
    let report = |format: &str| {
        run(root, &["check", "报送", "--expected", "名单.csv", "--format", format]).1
    };
    let value: Value = serde_json::from_str(&report("json")).unwrap();
    let states = |value: &Value| -> Vec<String> {
        let units = value["units"].as_array().unwrap().iter();
        units
            .map(|unit| {
                format!("{} {}", unit["name"].as_str().unwrap(), unit["state"].as_str().unwrap())
            })
            .collect()
    };
    let wanted = ["云岭市档案馆 findings", "青川市图书馆 clean", "红山县气象台 missing"];
    assert_eq!(states(&value["expected"]), wanted);
    assert_eq!(value["expected"]["others"], serde_json::json!(["报送/4.txt"]));
    let lines = report("jsonl");
    assert_eq!(
        states(&serde_json::from_str::<Value>(lines.lines().last().unwrap()).unwrap()["expected"]),
        wanted
    );
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    assert_eq!(
        states(&sarif["runs"].as_array().unwrap().last().unwrap()["properties"]["expected"]),
        wanted
    );
    let csv = report("csv");
    assert!(
        csv.contains(",红山县气象台,,没有文件,,单位名单,")
            && csv.contains("报送/2.txt,青川市图书馆,,没有问题,,单位名单,"),
        "{csv}"
    );
    let summary = report("markdown");
    assert!(
        summary.contains("| 红山县气象台 | 没有文件 |")
            && summary.contains("| | 不在名单 | | 报送/4.txt |"),
        "{summary}"
    );
    let page = report("html");
    assert!(
        page.contains(
            "<td class=\"name\">红山县气象台</td><td class=\"word unread\">没有文件</td>"
        ),
        "{page}"
    );
    // in a folder the overview has it, in each format
    for format in gouji::Format::ALL.iter().map(|format| format.name()) {
        let (_, _, said) = run(
            root,
            &["check", "报送", "--expected", "名单.csv", "--format", format, "-o", format],
        );
        let index =
            std::fs::read_dir(root.join(format)).unwrap().map(|entry| entry.unwrap().path());
        let index = index
            .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("index.gouji."))
            .collect::<Vec<_>>();
        assert!(
            index.len() == 1
                && std::fs::read_to_string(&index[0]).unwrap().contains("红山县气象台"),
            "{format}\n{said}"
        );
        assert!(said.contains("没有文件 1") && said.contains("总览 "), "{format}\n{said}");
    }
}

#[test]
fn brackets_in_the_name_of_a_unit_do_not_matter() {
    let state = |list: &str, agency: &str, file: &str| {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join(file), accounts(agency, 2023, "2.00")).unwrap();
        std::fs::write(root.join("名单.csv"), list).unwrap();
        let value = json(root, &["check", file, "--expected", "名单.csv"]);
        let units = value["expected"]["units"].as_array().unwrap();
        units.iter().map(|unit| unit["state"] == "clean").collect::<Vec<_>>()
    };
    for agency in [
        "清溪市水利局[部门]",
        "清溪市水利局（本级）",
        "清溪市水利局【汇总】",
        "清溪市水利局〔部门〕",
        "清溪市水利局",
    ] {
        assert_eq!(
            state("清溪市水利局\n清溪市农业局\n", agency, "1.txt"),
            [true, false],
            "{agency}"
        );
        assert_eq!(
            state("清溪市水利局（部门）\n清溪市农业局\n", agency, "1.txt"),
            [true, false],
            "{agency}"
        );
    }
    // what else stands in brackets tells units apart; the brackets themselves do not
    assert_eq!(
        state(
            "清溪市第一中学（东校区）\n清溪市第一中学（西校区）\n",
            "清溪市第一中学[西校区]",
            "1.txt"
        ),
        [false, true]
    );
    // a list that has both accounts of a unit
    let both = "清溪市水利局\n清溪市水利局（本级）\n";
    assert_eq!(state(both, "清溪市水利局[本级]", "1.txt"), [false, true]);
    assert_eq!(state(both, "清溪市水利局[部门]", "1.txt"), [true, false]);
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

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_files_only() {
    let (folder, path) = begun();
    let root = folder.path();
    let before = std::fs::read(&path).unwrap();
    let reports = interrupted(root, "json");
    for path in &reports {
        let report: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let summary = &report["summary"];
        // the overview says how many are left
        if path.ends_with("index.gouji.json") {
            assert_eq!(summary["documents"], reports.len() - 1);
            assert_eq!(summary["left"], DOCUMENTS + 1 - reports.len());
        } else {
            assert_eq!(summary["documents"], 1);
            assert!(summary["left"].is_null());
        }
    }
    assert!(std::fs::read(&path).unwrap() == before);
    let names = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.contains(".part")));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leads_to_the_pages_that_there_are() {
    let (folder, _) = begun();
    let pages = interrupted(folder.path(), "html");
    let index = std::fs::read_to_string(folder.path().join("结果/index.gouji.html")).unwrap();
    assert!(
        index.contains(&format!("审核中断：还有 {} 份文件没有审核", DOCUMENTS + 1 - pages.len())),
        "{}",
        pages.len()
    );
    for page in pages
        .iter()
        .filter_map(|page| page.file_name()?.to_str())
        .filter(|name| *name != "index.gouji.html")
    {
        assert!(index.contains(page), "{page}");
    }
}

/// So many documents are audited one after the other: more than are done before an interrupt comes.
#[cfg(unix)]
const DOCUMENTS: usize = 150;

/// Breaks off a run over many documents when its first report is there; the reports of the folder
/// `结果`.
#[cfg(unix)]
fn interrupted(root: &Path, format: &str) -> Vec<std::path::PathBuf> {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::create_dir(root.join("结果")).unwrap();
    let text = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive-planted/document.txt"),
    )
    .unwrap();
    for number in 0..DOCUMENTS {
        std::fs::write(root.join(format!("报送/{number}.txt")), &text).unwrap();
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gouji"));
    command.current_dir(root).args([
        "check",
        "报送",
        "--format",
        format,
        "-o",
        "结果",
        "-j",
        "1",
        "--ledger",
        "台账.xlsx",
    ]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let reports = || {
        std::fs::read_dir(root.join("结果"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>()
    };
    let started = Instant::now();
    while reports().is_empty() && started.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success()
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let reports = reports();
    assert!(!reports.is_empty() && reports.len() < 1000, "{}", reports.len());
    reports
}

#[test]
fn a_ledger_of_very_many_lines_is_read_as_it_was_written() {
    let row = |number: usize| LedgerRow {
        key: format!("编号{number}"),
        agency: "云岭市档案馆".to_owned(),
        problem: format!("=第 {number} 处"),
        status: "待整改".to_owned(),
        own: vec![format!("备注{number}")],
        ..LedgerRow::default()
    };
    let rows: Vec<LedgerRow> = (0..20_001).map(row).collect();
    let written = workbook(Ledger::new(rows.clone(), vec!["本单位备注".to_owned()]), None).unwrap();
    let ledger = read(&written).unwrap();
    let told = |row: &LedgerRow| {
        (
            row.key.clone(),
            row.agency.clone(),
            row.problem.clone(),
            row.status.clone(),
            row.own.clone(),
        )
    };
    assert!(ledger.rows().iter().map(told).eq(rows.iter().map(told)));
}

#[test]
fn lines_keep_their_number_and_days_and_who_looked_at_them() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let path = root.join("台账.xlsx");
    let check = |wrong: &str, day: &str| {
        std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, wrong)).unwrap();
        run(root, &["check", "决算.txt", "--ledger", "台账.xlsx", "--date", day]);
    };
    check("3.00", "2026-03-01");
    let begun = lines(&path);
    let numbers: Vec<String> = begun.rows().iter().map(|row| row.number.clone()).collect();
    let counted: Vec<String> = (1..=begun.rows().len()).map(|number| number.to_string()).collect();
    assert_eq!(numbers, counted);
    let days = |row: &LedgerRow| (row.found.clone(), row.mended.clone());
    assert!(begun.rows().iter().all(|row| days(row) == ("2026-03-01".into(), String::new())));
    edit(&path, |row| row.reviewer = "李某".to_owned());
    check("3.00", "2026-03-08");
    assert!(lines(&path).rows().iter().all(|row| row.found == "2026-03-01"));
    check("2.00", "2026-03-15");
    let of = |found: &str, mended: &str| (found.to_owned(), mended.to_owned());
    check("2.00", "2026-03-20");
    assert!(lines(&path).rows().iter().all(|row| days(row) == of("2026-03-01", "2026-03-15")));
    check("3.00", "2026-04-01");
    let again = lines(&path);
    assert!(again.rows().iter().all(|row| days(row) == of("2026-03-01", "")), "{again:?}");
    assert!(again.rows().iter().all(|row| row.reviewer == "李某"));
    // another unit's lines get the numbers behind these
    std::fs::write(root.join("乙.txt"), accounts("青川市图书馆", 2023, "3.00")).unwrap();
    run(root, &["check", "乙.txt", "--ledger", "台账.xlsx", "--date", "2026-04-02"]);
    let both = lines(&path);
    let last = both.rows().last().unwrap();
    assert_eq!(
        (last.number.clone(), last.found.as_str()),
        (both.rows().len().to_string(), "2026-04-02")
    );
    let counts = both.by_unit();
    assert_eq!(counts.len(), 2);
    assert_eq!(counts[1].0, "青川市图书馆");
    assert_eq!(counts[1].2.get(&LineStatus::New), Some(&counts[1].1));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "单位汇总").unwrap();
    let line = |at: usize| {
        sheet.rows().nth(at).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line(0), "单位 问题 新增 待整改 已说明 待复核 已整改");
    let count = counts[1].1;
    assert_eq!(line(2), format!("青川市图书馆 {count} {count} 0 0 0 0"));
    assert!(line(3).starts_with(&format!("合计 {}", both.rows().len())));
}

#[test]
fn the_order_of_columns_and_the_name_of_the_sheet_stay() {
    use rust_xlsxwriter::Workbook;
    let (folder, path) = begun();
    let root = folder.path();
    let ledger = lines(&path);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("本局台账").unwrap();
    let titles = ["状态", "本局编号", "单位", "年度", "说明", "问题", "编号", "核对值", "规则"];
    for (title, at) in titles.iter().zip(0..) {
        sheet.write_string(0, at, *title).unwrap();
    }
    let mut old: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let range = calamine::Reader::worksheet_range(&mut old, "整改台账").unwrap();
    let head: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    for (row, line) in range.rows().skip(1).zip(1..) {
        for (title, at) in titles.iter().zip(0..) {
            let text = match head.iter().position(|known| known == title) {
                Some(known) => row[known].to_string(),
                None => format!("甲-{line}"),
            };
            sheet.write_string(line, at, text).unwrap();
        }
    }
    book.save(&path).unwrap();
    let (code, _, said) = run(root, &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1), "{said}");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    assert_eq!(calamine::Reader::sheet_names(&book)[0], "本局台账");
    let range = calamine::Reader::worksheet_range(&mut book, "本局台账").unwrap();
    let cells = |at: usize| {
        range.rows().nth(at).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let head = cells(0);
    let at = |title: &str| head.iter().position(|known| known == title).unwrap();
    let places: Vec<usize> = titles.iter().map(|title| at(title)).collect();
    assert!(places.is_sorted(), "{head:?}");
    // what it lacked stands behind what it follows in ours
    assert!(at("复核人") == at("期限") + 1 && at("期限") == at("责任人") + 1, "{head:?}");
    assert_eq!(cells(1)[at("本局编号")], "甲-1");
    assert_eq!(lines(&path).rows().len(), ledger.rows().len());
    let names = |bytes: &[u8]| workbook(read(bytes).unwrap(), None).unwrap();
    let once = names(&std::fs::read(&path).unwrap());
    assert_eq!(once, names(&once));
}

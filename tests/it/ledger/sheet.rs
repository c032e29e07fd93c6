//! The workbook of a ledger as the unit hands it back.

use super::{accounts, begun, edit, lines, row_of};
use crate::command::{json, run};
use calamine::{Data, Reader, Xlsx, open_workbook};
use gouji::ledger::{Ledger, LedgerRow, LineStatus, read, workbook};

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

//! Sheets that a unit has put into the workbook of its ledger: they stay as they are.

#![cfg(all(feature = "workbook", feature = "formats"))]

use crate::command::run;
use crate::spending;
use crate::workbook::package;
use gouji::ledger::{read, workbook};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

type Parts = BTreeMap<String, String>;

fn parts(path: &Path) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let all = 0..archive.len();
    all.map(|index| {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (entry.name().unwrap().into_owned(), text)
    })
    .collect()
}

fn write(path: &Path, parts: &Parts) {
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    std::fs::write(path, package(&parts)).unwrap();
}

/// A ledger, then the same with a sheet of the unit's own behind the first one, as a program writes
/// it: a style, a string of the list, a formula on our sheet, names.
fn with_own_sheet() -> (tempfile::TempDir, std::path::PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let accounts = spending::accounts("云岭市档案馆", 2023, ["3.00", "10.00"]);
    std::fs::write(folder.path().join("决算.txt"), accounts).unwrap();
    let (code, _, said) = run(folder.path(), &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1), "{said}");
    let path = folder.path().join("台账.xlsx");
    let mut list = parts(&path);
    let own = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"2\" t=\"s\"><v>0</v></c><c r=\"B1\"><f>COUNTA(整改台账!F:F)</f><v>9</v></c></row></sheetData></worksheet>";
    list.insert("xl/worksheets/own.xml".into(), own.into());
    let mut change = |part: &str, from: &str, to: &str| {
        let text = list.get_mut(part).unwrap();
        assert!(text.contains(from), "{part} {text}");
        *text = text.replacen(from, to, 1);
    };
    change(
        "xl/workbook.xml",
        "<sheet name=\"单位汇总\"",
        "<sheet name=\"领导批示\" sheetId=\"9\" r:id=\"rId99\"/><sheet name=\"单位汇总\"",
    );
    change(
        "xl/workbook.xml",
        "<definedNames>",
        "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">领导批示!$A$1</definedName>",
    );
    // what counts sheets counts it, too
    for (from, to) in [("2", "3"), ("1", "2")] {
        let text = list.get_mut("xl/workbook.xml").unwrap();
        let of_ours = format!("localSheetId=\"{from}\">领导");
        let counted = text.replace(&of_ours, "KEEP");
        let counted =
            counted.replace(&format!("localSheetId=\"{from}\""), &format!("localSheetId=\"{to}\""));
        *text = counted.replace("KEEP", &of_ours);
    }
    let mut change = |part: &str, from: &str, to: &str| {
        let text = list.get_mut(part).unwrap();
        *text = text.replacen(from, to, 1);
    };
    change(
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        "<Relationship Id=\"rId99\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/own.xml\"/><Relationship Id=\"rId98\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain\" Target=\"calcChain.xml\"/></Relationships>",
    );
    list.insert("xl/calcChain.xml".into(), "<calcChain/>".into());
    write(&path, &list);
    (folder, path, own.to_owned())
}

/// The style of a number as it is written in all its parts.
fn first_styles(list: &Parts) -> String {
    let styles = &list["xl/styles.xml"];
    let inner = styles.split("<cellXfs ").nth(1).unwrap().split_once('>').unwrap().1;
    inner.split("<xf ").skip(1).take(3).collect()
}

#[test]
fn a_sheet_of_the_units_own_stays_byte_for_byte_and_ours_are_renewed() {
    let (folder, path, own) = with_own_sheet();
    let before = parts(&path);
    let accounts = spending::accounts("云岭市档案馆", 2023, ["3.01", "10.00"]);
    std::fs::write(folder.path().join("决算.txt"), accounts).unwrap();
    let (code, _, said) = run(folder.path(), &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1), "{said}");
    let after = parts(&path);
    assert_eq!(after["xl/worksheets/own.xml"], own);
    assert_eq!(after["xl/sharedStrings.xml"], before["xl/sharedStrings.xml"]);
    assert_eq!(first_styles(&after), first_styles(&before));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert_eq!(names, ["整改台账", "领导批示", "单位汇总", "填写说明"]);
    let lines = calamine::Reader::worksheet_range(&mut book, "整改台账").unwrap();
    let old: std::collections::BTreeSet<String> =
        lines.rows().skip(1).map(|row| row[12].to_string()).collect();
    assert!(old.contains("待整改"), "{old:?}");
    let list = &after["xl/workbook.xml"];
    assert!(
        list.contains("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"1\">领导批示!$A$1")
    );
    assert_eq!(list.matches("_xlnm._FilterDatabase").count(), 2, "{list}");
    assert!(list.contains("fullCalcOnLoad=\"1\""), "{list}");
    assert!(!after["xl/_rels/workbook.xml.rels"].contains("calcChain"));
    // a line has the look that it has in a ledger of ours alone
    let sheet = &after["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("t=\"inlineStr\"") && !sheet.contains("t=\"s\""), "{sheet}");
    let once = std::fs::read(&path).unwrap();
    let same = workbook(read(&once).unwrap(), None).unwrap();
    assert_eq!(same, workbook(read(&same).unwrap(), None).unwrap());
}

#[test]
fn a_list_of_units_comes_and_goes_without_touching_the_units_own_sheet() {
    let (folder, path, own) = with_own_sheet();
    std::fs::write(folder.path().join("名单.txt"), "云岭市档案馆\n青川市图书馆\n").unwrap();
    let with = ["check", "决算.txt", "--ledger", "台账.xlsx", "--expected", "名单.txt"];
    let sheet = |name: &str| {
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
        let range = calamine::Reader::worksheet_range(&mut book, name).unwrap();
        range.rows().map(|row| row[0].to_string()).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        run(folder.path(), &with);
        assert_eq!(sheet("单位情况"), ["单位", "云岭市档案馆", "青川市图书馆"]);
        // nothing for it this time: it is blank, and known again
        run(folder.path(), &with[..4]);
        assert_eq!(sheet("单位情况"), ["单位", "这次审核没有这方面的内容"]);
        assert_eq!(parts(&path)["xl/worksheets/own.xml"], own);
    }
    let book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let names = calamine::Reader::sheet_names(&book);
    assert_eq!(names, ["整改台账", "领导批示", "单位汇总", "填写说明", "单位情况"]);
}

#[test]
fn a_workbook_that_cannot_keep_the_units_own_sheet_is_not_written() {
    let (folder, path, _) = with_own_sheet();
    let mut list = parts(&path);
    let text = list.get_mut("xl/workbook.xml").unwrap();
    *text = text.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    );
    write(&path, &list);
    let before = std::fs::read(&path).unwrap();
    let (code, _, said) = run(folder.path(), &["check", "决算.txt", "--ledger", "台账.xlsx"]);
    assert!(code != Some(0) && said.contains("另有工作表“领导批示”，保留不了"), "{said}");
    assert!(std::fs::read(&path).unwrap() == before);
}

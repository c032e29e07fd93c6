//! Workbooks and separated values: the same findings as of the text, places by cell, what is odd in
//! a sheet, hostile files.

mod shown;
mod strange;

use crate::engines;
use crate::workbook::{rows, xlsx};
use gouji::audit::{Check, DocumentAudit};
use gouji::document::Document;
use gouji::error::ReadError;
use gouji::inside::{Limits, read};
use std::path::Path;

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

fn audit(ruleset: &str, name: &str, bytes: &[u8]) -> DocumentAudit {
    engines::engine(ruleset).audit(name, bytes).unwrap()
}

fn try_read(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(name, bytes, engines::vocabulary(), &Limits::default())
}

fn document(bytes: &[u8]) -> Document {
    try_read("表.xlsx", bytes).unwrap()
}

/// A workbook of one sheet.
fn sheet(data: &str) -> Document {
    document(&xlsx(&[("表01", "", format!("<sheetData>{data}</sheetData>"))]))
}

/// The tables of a document, a line for each row, `|` between cells.
fn tables(document: &Document) -> Vec<String> {
    let row = |row: &Vec<gouji::document::Cell>| {
        row.iter().map(|cell| cell.text.text.clone()).collect::<Vec<_>>().join("|")
    };
    document
        .tables
        .iter()
        .map(|table| table.rows.iter().map(row).collect::<Vec<_>>().join("\n"))
        .collect()
}

fn paragraphs(document: &Document) -> Vec<String> {
    document.paragraphs().map(|(_, paragraph)| paragraph.text.text.to_string()).collect()
}

/// What must be the same in every format.
fn checks(audit: &DocumentAudit) -> Vec<String> {
    let line = |check: &Check| {
        format!("{} {:?} {:?} {:?}", check.rule, check.verdict, check.stated, check.computed)
    };
    let mut out: Vec<String> = audit.checks.iter().map(line).collect();
    out.sort();
    out
}

const STORIES: [(&str, &str, &str); 6] = [
    ("archive-clean", "archive-clean/wan.txt", "shanxi"),
    ("archive-planted", "archive-planted/document.txt", "shanxi"),
    ("prose-library", "prose-library/document.txt", "national"),
    ("self-evaluation-evaluation", "self-evaluation-evaluation/document.txt", "national"),
    ("self-evaluation-planted", "self-evaluation-planted/document.txt", "national"),
    ("self-evaluation-sheet", "self-evaluation-sheet/document.txt", "national"),
];

#[test]
fn each_story_has_the_same_checks_in_each_format() {
    let mut wrong = Vec::new();
    for (story, path, ruleset) in STORIES {
        let of_text = checks(&audit(ruleset, "document.txt", &fixture(path)));
        assert!(!of_text.is_empty(), "{story}");
        for ending in [".xlsx", "-openpyxl.xlsx", ".xls", ".ods", ".csv"] {
            let name = format!("formats/{story}{ending}");
            if ending.starts_with('-') && story != "archive-planted" {
                continue;
            }
            let found = checks(&audit(ruleset, &name, &fixture(&name)));
            let lacking: Vec<&String> =
                of_text.iter().filter(|check| !found.contains(check)).collect();
            let added: Vec<&String> =
                found.iter().filter(|check| !of_text.contains(check)).collect();
            if !lacking.is_empty() || !added.is_empty() || found.len() != of_text.len() {
                wrong.push(format!(
                    "{name}: {} for {}\n  lacking {lacking:#?}\n  added {added:#?}",
                    found.len(),
                    of_text.len()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_name_the_cell() {
    for (ending, place) in [("xlsx", "表02!"), ("xls", "表02!"), ("ods", "表02!")] {
        let name = format!("formats/archive-planted.{ending}");
        let audit = audit("shanxi", &name, &fixture(&name));
        let places: Vec<&str> = audit
            .findings
            .iter()
            .flat_map(|finding| &finding.checks)
            .flat_map(|check| audit.checks[*check].figures())
            .filter_map(|figure| audit.document.locator.place(figure.span()))
            .collect();
        assert!(places.iter().any(|found| found.starts_with(place)), "{name}: {places:?}");
    }
}

#[test]
fn several_forms_stand_on_a_sheet() {
    let below = sheet(&rows(
        1,
        &[
            "收入决算表",
            "||单位：万元",
            "项目|本年收入|备注",
            "甲|1.00|",
            "乙|2.00|",
            "注：本表反映收入。",
            "2.说明第二行。",
            "",
            "支出决算表",
            "编制单位：某局|2023年度|单位：万元",
            "项目|本年支出|备注",
            "甲|1.00|",
            "",
            "合计|1.00|",
        ],
    ));
    assert_eq!(
        tables(&below),
        ["项目|本年收入|备注\n甲|1.00|\n乙|2.00|", "项目|本年支出|备注\n甲|1.00|\n合计|1.00|"]
    );
    let expected = [
        "收入决算表",
        "单位：万元",
        "注：本表反映收入。",
        "2.说明第二行。",
        "支出决算表",
        "编制单位：某局",
        "2023年度",
        "单位：万元",
    ];
    assert_eq!(paragraphs(&below), expected);

    let beside = sheet(&rows(
        1,
        &[
            "收入决算表|||支出决算表||",
            "|单位：万元|||单位：元|",
            "项目|收入||项目|支出|备注",
            "甲|1.00||丙|3.00|无",
            "乙|2.00||||",
        ],
    ));
    assert_eq!(tables(&beside), ["项目|收入\n甲|1.00\n乙|2.00", "项目|支出|备注\n丙|3.00|无"]);
    assert_eq!(paragraphs(&beside), ["收入决算表", "单位：万元", "支出决算表", "单位：元"]);
}

#[test]
fn merged_cells_stand_once_with_their_extent() {
    let data = format!(
        "<sheetData>{}</sheetData><mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:B2\"/><mergeCell ref=\"C2:E2\"/><mergeCell ref=\"A4:A5\"/></mergeCells>",
        rows(
            1,
            &[
                "支出决算表",
                "项目||本年支出||",
                "编码|名称|合计||其中",
                "201|甲|1.00||1.00",
                "|乙|2.00||2.00"
            ]
        ),
    );
    let document = document(&xlsx(&[("表01", "", data)]));
    assert_eq!(
        tables(&document),
        ["项目|本年支出\n编码|名称|合计|其中\n201|甲|1.00|1.00\n乙|2.00|2.00"]
    );
    let extents: Vec<(u32, u32, u32, u32)> = document.tables[0]
        .rows
        .iter()
        .flatten()
        .filter(|cell| cell.rows > 1 || cell.columns > 1)
        .map(|cell| (cell.row, cell.column, cell.rows, cell.columns))
        .collect();
    // the blank column D is left out
    assert_eq!(extents, [(0, 0, 1, 2), (0, 2, 1, 2), (2, 0, 2, 1)]);
    assert_eq!(
        document.locator.place(document.tables[0].cell(3, 3).unwrap().span),
        Some("表01!E5")
    );
}

#[test]
fn labels_with_a_colon_inside_a_table_are_its_rows() {
    let lines = [
        "资金自评表",
        "资金|年初预算|全年执行",
        "总额|8.00|7.00",
        "按来源分：7.00|按用途分：7.00",
        "其中：拨款：5.00|其中：基本：3.00",
        "其他：2.00|项目：4.00",
    ];
    assert_eq!(
        tables(&sheet(&rows(1, &lines))),
        [lines[1..]
            .iter()
            .map(|line| format!("{line}{}", if line.matches('|').count() < 2 { "|" } else { "" }))
            .collect::<Vec<_>>()
            .join("\n")]
    );
    // below another form the same words are the line of its agency and its unit
    let below = [
        "收入决算表",
        "项目|金额",
        "甲|1.00",
        "支出决算表",
        "单位：某局|金额单位：万元",
        "项目|金额",
        "乙|2.00",
    ];
    assert_eq!(tables(&sheet(&rows(1, &below))), ["项目|金额\n甲|1.00", "项目|金额\n乙|2.00"]);
    // a merged cell that reaches down beside a line holds it in the table
    let data = format!(
        "<sheetData>{}</sheetData><mergeCells><mergeCell ref=\"A2:A4\"/></mergeCells>",
        rows(1, &["项目|说明|金额", "资金|来源|1.00", "|单位：万元|", "|其他|2.00"])
    );
    assert_eq!(
        tables(&document(&xlsx(&[("表01", "", data)]))),
        ["项目|说明|金额\n资金|来源|1.00\n单位：万元|\n其他|2.00"]
    );
}

#[test]
fn the_name_of_a_sheet_stands_for_a_title() {
    let data = |lines: &[&str]| format!("<sheetData>{}</sheetData>", rows(1, lines));
    let document = document(&xlsx(&[
        ("支出决算表", "", data(&["项目|金额", "甲|1.00"])),
        ("表02", "", data(&["收入决算表", "项目|金额", "乙|2.00"])),
    ]));
    assert_eq!(paragraphs(&document), ["支出决算表", "收入决算表"]);
}

#[test]
fn separated_values_of_ragged_rows_are_read() {
    let (bytes, ..) = encoding_rs::GB18030.encode(
        "支出决算表,,\n单位：万元\n项目;甲,\"1,234.50\",\n\n乙,\"两行\n文字2\"\n丙,3,4,5,6\n",
    );
    let document = try_read("表.csv", &bytes).unwrap();
    assert_eq!(tables(&document), ["项目;甲|1,234.50|||\n乙|两行文字2|||\n丙|3|4|5|6"]);
    assert_eq!(document.locator.place(document.tables[0].cell(1, 1).unwrap().span), Some("B5"));
    assert_eq!(paragraphs(&document), ["支出决算表", "单位：万元"]);
}

/// The letters of a 1-based column.
fn column(mut number: usize) -> String {
    let mut out = String::new();
    while number > 0 {
        out.insert(0, char::from(b'A' + u8::try_from((number - 1) % 26).unwrap()));
        number = (number - 1) / 26;
    }
    out
}

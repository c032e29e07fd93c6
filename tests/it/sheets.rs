//! Workbooks and separated values: the same findings as of the text, places by cell, what is odd in
//! a sheet, hostile files.

use crate::workbook::{number, package, rows, text, xlsx};
use gouji::audit::{Check, DocumentAudit};
use gouji::document::Document;
use gouji::engine::{Engine, Request};
use gouji::error::ReadError;
use gouji::inside::Decimal;
use gouji::inside::{Limits, read};
use gouji::ruleset::Rulebook;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| gouji::embedded().unwrap());

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)).unwrap()
}

fn audit(ruleset: &str, name: &str, bytes: &[u8]) -> DocumentAudit {
    let request = Request { ruleset: Some(ruleset.to_owned()), ..Request::default() };
    Engine::new(RULEBOOK.clone(), request).unwrap().audit(name, bytes).unwrap()
}

fn try_read(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    read(name, bytes, &RULEBOOK.vocabulary(), &Limits::default())
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

fn notices(document: &Document) -> String {
    document.notices.iter().map(|notice| notice.message.clone() + "\n").collect()
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
fn the_displayed_text_is_read_and_the_stored_value_kept() {
    let document = sheet(&format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}{}{}{}{}</row>",
        text("A1", "项目"),
        text("B1", "金额"),
        number("A2", 1, "353.14600000000002"),
        number("B2", 2, "1234567.5"),
        number("C2", 3, "0.98785999999999996"),
        number("D2", 4, "123456"),
        number("E2", 5, "0"),
        number("F2", 6, "45291"),
    ));
    assert_eq!(
        tables(&document),
        ["项目|金额||||\n353.15|1,234,567.50|98.79%|12.3万元|-|2023年12月31日"]
    );
    let cell = document.tables[0].cell(1, 0).unwrap();
    assert_eq!(document.stored_at(cell.span), Decimal::from_str_exact("353.146").ok());
    assert_eq!(document.stored_at(document.tables[0].cell(0, 0).unwrap().span), None);
    assert_eq!(document.locator.place(cell.span), Some("表01!A2"));
    assert_eq!(notices(&document), "");
}

#[test]
fn a_display_that_hides_or_scales_the_value_is_a_notice() {
    let document = sheet(&format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row>",
        text("A1", "项目"),
        text("B1", "金额"),
        number("A2", 7, "4567890"),
        number("B2", 8, "77.5"),
    ));
    assert_eq!(tables(&document), ["项目|金额\n45.68|"]);
    let said = notices(&document);
    assert!(said.contains("A2 显示“45.68”，存储 4567890"), "{said}");
}

#[test]
fn formulas_are_done_again() {
    let formula = |address: &str, formula: &str, value: &str| {
        format!(r#"<c r="{address}" s="1"><f>{formula}</f><v>{value}</v></c>"#)
    };
    let document = sheet(&format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}{}</row><row r=\"3\">{}{}</row><row r=\"4\">{}{}{}</row><row r=\"5\">{}{}</row>",
        text("A1", "项目"),
        text("B1", "金额"),
        number("A2", 1, "1.5"),
        number("B2", 1, "10"),
        number("A3", 1, "2.25"),
        number("B3", 1, "20"),
        r#"<c r="A4" s="1"><f t="shared" ref="A4:B4" si="0">SUM(A2:A3)</f><v>3.75</v></c>"#,
        r#"<c r="B4" s="1"><f t="shared" si="0"/><v>31</v></c>"#,
        formula("C4", "A4*2", "999"),
        formula("A5", "A2-A3+B2", "9.2500000000000001"),
        formula("B5", "B2+B3", "29.99"),
    ));
    let said = notices(&document);
    assert!(
        said.contains("有 2 格的公式与结果不符")
            && said.contains("B4 的公式应得 30，存储 31")
            && said.contains("B5"),
        "{said}"
    );
}

#[test]
fn hidden_marks_of_programs_are_no_part_of_a_table() {
    let data = format!(
        "<cols><col min=\"1\" max=\"1\" hidden=\"1\"/></cols><sheetData><row r=\"1\" hidden=\"1\">{}{}</row>{}</sheetData>",
        text("A1", "CODE_T#1"),
        text("B1", "NAME#"),
        rows(2, &["0|地区|限额", "VALID#|清溪市|7.00", "VALID#|清溪县|3.00"]),
    );
    let document = document(&xlsx(&[("表01", "", data)]));
    assert_eq!(tables(&document), ["地区|限额\n清溪市|7.00\n清溪县|3.00"]);
    assert!(notices(&document).contains("程序自己的标记（CODE_T#1 等），没有审核"));
}

#[test]
fn hidden_parts_and_errors_are_said() {
    let data = format!(
        "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/><col min=\"9\" max=\"16384\" hidden=\"1\"/></cols><sheetData>{}<row r=\"3\" hidden=\"1\">{}{}</row><row r=\"4\">{}</row></sheetData>",
        rows(1, &["项目|金额|备注", "甲|1.00|无"]),
        text("A3", "乙"),
        number("B3", 1, "2"),
        r##"<c r="A4" t="str"><v>合计</v></c><c r="B4" t="e"><v>#REF!</v></c>"##,
    );
    let document = document(&xlsx(&[("表01", "state=\"hidden\"", data)]));
    assert_eq!(tables(&document), ["项目|金额|备注\n甲|1.00|无\n乙|2.00|\n合计|#REF!|"]);
    let said = notices(&document);
    for words in ["“表01”是隐藏的", "第3行和B列", "1 格是错误值（B4 #REF!）"] {
        assert!(said.contains(words), "{words}: {said}");
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

#[test]
fn far_cells_and_declared_rows_cost_nothing() {
    let data = format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData>{}<row r=\"1048576\">{}</row></sheetData><mergeCells><mergeCell ref=\"A1048000:XFD1048575\"/></mergeCells>",
        rows(1, &["项目|金额", "甲|1.00"]),
        text("XFD1048576", "末"),
    );
    let found = document(&xlsx(&[("表01", "", data)]));
    assert!(found.text.len() < 200, "{}", found.text.len());
    let ods = |rows: &str| {
        let content = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"表01\">{rows}</table:table></office:document-content>"
        );
        package(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &content),
        ])
    };
    let row = "<table:table-row><table:table-cell><text:p>项目</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"><text:p>金额</text:p></table:table-cell></table:table-row>";
    let blank = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let found = try_read("表.ods", &ods(&format!("{row}{blank}"))).unwrap();
    assert_eq!(tables(&found), ["项目|金额|金额"]);
    let flood = ods(&row
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048576\">"));
    assert!(matches!(try_read("表.ods", &flood), Err(ReadError::Limit { .. })));
    // few cells, each with a long text
    let long = row
        .replace("项目", &"项".repeat(50_000))
        .replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"90000\">");
    assert!(matches!(try_read("表.ods", &ods(&long)), Err(ReadError::Limit { .. })));
}

#[test]
fn a_flood_ends_at_a_limit() {
    // a diagonal spans a table of its length squared
    let cells: String = (1..=2000)
        .map(|at| {
            format!(
                "<row r=\"{at}\">{}{}</row>",
                text(&format!("A{at}"), "甲"),
                number(&format!("{}{at}", column(at)), 0, "1")
            )
        })
        .collect();
    let result =
        try_read("表.xlsx", &xlsx(&[("表01", "", format!("<sheetData>{cells}</sheetData>"))]));
    assert!(matches!(result, Err(ReadError::Limit { .. })), "{result:?}");
    // a part of zeros packs well
    let zeros = " ".repeat(300 << 20);
    let bomb = package(&[("[Content_Types].xml", ""), ("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(try_read("表.xlsx", &bomb), Err(ReadError::Limit { .. })));
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

#[test]
fn what_is_no_sound_workbook_says_what_to_do() {
    let clean = fixture("formats/archive-clean.xlsx");
    let half = &clean[..clean.len() / 2];
    let xls = fixture("formats/archive-clean.xls");
    let half_xls = &xls[..xls.len() / 2];
    let charts = package(&[
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="图" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>"#,
        ),
    ]);
    let torn = xlsx(&[("表01", "", "<sheetData><row r=\"1\"><c r=\"A1\"><v>1".to_owned())]);
    let cases: Vec<(&str, &[u8], &str)> = vec![
        ("截断.xlsx", half, "不完整"),
        ("截断.xls", half_xls, "不完整"),
        ("图表.xlsx", &charts, "图表"),
        ("残缺.xlsx", &torn, "表01"),
        ("很旧.xls", b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", "Excel 4.0"),
    ];
    for (name, bytes, words) in cases {
        let error = try_read(name, bytes).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains('请'), "{name}: {error}");
    }
    let empty = xlsx(&[("表01", "", "<sheetData/>".to_owned())]);
    assert!(matches!(try_read("空.xlsx", &empty), Err(ReadError::Unsupported { .. })));
    // the name does not decide
    assert_eq!(try_read("决算.txt", &clean).unwrap().format, "xlsx");
    assert_eq!(try_read("决算.xlsx", &xls).unwrap().format, "xls");
}

/// Bytes of a small fixture with a few changes.
fn changed(name: &str, changes: &[(usize, u8)]) -> Vec<u8> {
    let mut bytes = fixture(name);
    for (at, value) in changes {
        let at = at % bytes.len();
        bytes[at] = *value;
    }
    bytes
}

proptest::proptest! {
    #![proptest_config(crate::effort::cases(12, 48))]

    #[test]
    fn changed_workbooks_do_no_harm(changes in proptest::collection::vec((0..40_000_usize, proptest::prelude::any::<u8>()), 1..12)) {
        for kind in ["xls", "xlsx", "ods", "csv"] {
            let bytes = changed(&format!("formats/self-evaluation-sheet.{kind}"), &changes);
            let result = try_read(&format!("表.{kind}"), &bytes);
            assert!(!result.is_err_and(|error| error.to_string().contains("程序出错")), "{kind}");
        }
    }

    #[test]
    fn any_format_code_and_any_sheet_do_no_harm(code in "[0#?.,;%@_*!GEymdhs\\[\\]\"<>=$甲/ -]{0,24}", value in "[-0-9.eE]{0,24}", noise in ".{0,60}") {
        gouji::fuzz::sheets(&[&[1], code.as_bytes()].concat());
        let sheet = format!("<worksheet><row r=\"{value}\"><c r=\"{noise}\" s=\"0\"><f>{code}</f><v>{value}</v></c></row></worksheet>");
        for kind in 0..8 {
            gouji::fuzz::sheets(&[&[kind], sheet.as_bytes()].concat());
            gouji::fuzz::sheets(&[&[kind], noise.as_bytes()].concat());
        }
    }
}

/// Files of other projects, where they are at hand.
fn corpora() -> Vec<PathBuf> {
    let files = ["corpora/calamine", "corpora/docling"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(crate::effort::beside(folder)?).ok())
        .flatten()
        .flatten();
    let mut out: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    out.retain(|path| {
        path.extension().is_some_and(|end| {
            ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv"].iter().any(|known| end == *known)
        })
    });
    out.sort();
    out
}

#[test]
fn files_of_other_projects_are_read_or_refused() {
    let mut trouble = Vec::new();
    for path in corpora() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match try_read(&name, &std::fs::read(&path).unwrap()) {
            Ok(document) if document.text.trim().is_empty() => {
                trouble.push(format!("{name}: nothing read"))
            }
            Ok(document) => {
                println!("{name}: {} tables, {} bytes", document.tables.len(), document.text.len())
            }
            Err(error) => {
                println!("{name}: {error}");
                if error.to_string().contains("程序出错") {
                    trouble.push(format!("{name}: {error}"));
                }
            }
        }
    }
    assert!(trouble.is_empty(), "{}", trouble.join("\n"));
}

/// Every text and number that calamine finds is in our text, too.
#[test]
fn calamine_finds_the_same_values() {
    use calamine::{Data, Reader, open_workbook_auto};
    let mut lacking = Vec::new();
    for path in corpora() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let document = try_read(&name, &std::fs::read(&path).unwrap()).unwrap_or_default();
        // what lies under a merged cell is not shown
        if name == "covered.ods" {
            continue;
        }
        let Ok(mut workbook) = open_workbook_auto(&path) else { continue };
        let text: String = document.text.split_whitespace().collect();
        let places: std::collections::BTreeSet<Decimal> =
            document.stored.iter().map(|(_, value)| value.normalize()).collect();
        for (sheet, range) in workbook.worksheets() {
            for (row, column, value) in range.used_cells() {
                let found = match value {
                    Data::String(value) => text
                        .contains(&value.replace('\0', "").split_whitespace().collect::<String>()),
                    Data::Float(value) => Decimal::from_str_exact(&value.to_string())
                        .is_ok_and(|value| places.contains(&value.normalize())),
                    Data::Int(value) => places.contains(&Decimal::from(*value)),
                    _ => true,
                };
                if !found {
                    lacking.push(format!("{name} {sheet} {row},{column}: {value:?}"));
                }
            }
        }
    }
    assert!(
        lacking.is_empty(),
        "{} lacking:\n{}",
        lacking.len(),
        lacking[..lacking.len().min(60)].join("\n")
    );
}

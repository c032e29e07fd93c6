//! Workbooks of other projects, changed ones and floods.

use super::{column, document, fixture, tables, try_read};
use crate::workbook::{number, package, rows, text, xlsx};
use gouji::error::ReadError;
use gouji::inside::Decimal;
use std::path::PathBuf;

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

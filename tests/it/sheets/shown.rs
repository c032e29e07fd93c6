//! What a workbook shows of its values, and what it hides.

use super::{document, sheet, tables};
use crate::workbook::{number, rows, text, xlsx};
use gouji::document::Document;
use gouji::inside::Decimal;

fn notices(document: &Document) -> String {
    document.notices.iter().map(|notice| format!("{}\n", notice.message)).collect()
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

/// A workbook with a note on its first sheet and a drawing on the second.
fn with_drawing(anchor: &str) -> Document {
    use crate::workbook::package;
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            r#"<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>"#
        )
    };
    let list = |all: &str| format!("<Relationships>{all}</Relationships>");
    let sheets = ["1", "2"]
        .map(|at| relation(&format!("r{at}"), "worksheet", &format!("worksheets/sheet{at}.xml")));
    document(&package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &list(&relation("r1", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="说明" sheetId="1" r:id="r1"/><sheet name="附图" sheetId="2" r:id="r2"/></sheets></workbook>"#,
        ),
        ("xl/_rels/workbook.xml.rels", &list(&sheets.concat())),
        (
            "xl/worksheets/sheet1.xml",
            &format!(
                "<worksheet><sheetData>{}</sheetData></worksheet>",
                rows(1, &["收入10万元。"])
            ),
        ),
        ("xl/worksheets/sheet2.xml", r#"<worksheet><sheetData/><drawing r:id="r1"/></worksheet>"#),
        (
            "xl/worksheets/_rels/sheet2.xml.rels",
            &list(&relation("r1", "drawing", "../drawings/drawing1.xml")),
        ),
        ("xl/drawings/drawing1.xml", &format!("<wsDr>{anchor}</wsDr>")),
    ]))
}

#[test]
fn pictures_on_a_sheet_are_said() {
    let at =
        |column: u32, row: u32| format!("<col>{column}</col><colOff>0</colOff><row>{row}</row>");
    let between = |to: &str, inner: &str| {
        format!("<twoCellAnchor><from>{}</from><to>{to}</to>{inner}</twoCellAnchor>", at(1, 1))
    };
    let picture = |size: &str| format!("<pic><spPr><xfrm>{size}</xfrm></spPr></pic>");
    let (large, small) =
        (r#"<ext cx="5715000" cy="7620000"/>"#, r#"<ext cx="571500" cy="762000"/>"#);
    for anchor in [
        format!("<oneCellAnchor>{large}<pic/></oneCellAnchor>"),
        between(&at(9, 30), &picture("")),
        between(&at(2, 2), &picture(large)),
    ] {
        let said = notices(&with_drawing(&anchor));
        assert!(said.contains("工作表“附图”有 1 张图片没有读取"), "{anchor}: {said}");
    }
    // a seal, a chart of cells and a text box are no pictures of tables
    for anchor in [
        format!("<oneCellAnchor>{small}<pic/></oneCellAnchor>"),
        between(&at(2, 3), &picture("")),
        format!("<oneCellAnchor>{large}<graphicFrame/></oneCellAnchor>"),
        format!("<oneCellAnchor>{large}<sp/></oneCellAnchor>"),
    ] {
        assert_eq!(notices(&with_drawing(&anchor)), "", "{anchor}");
    }
}

#[test]
fn pictures_on_an_open_document_sheet_are_said() {
    use crate::workbook::package;
    let said = |frame: &str| {
        let content = format!(
            r#"<document-content><body><spreadsheet><table name="附图"><shapes>{frame}</shapes><table-row><table-cell><p>收入10万元。</p></table-cell></table-row></table></spreadsheet></body></document-content>"#
        );
        let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
        let bytes = package(&[("mimetype", mimetype), ("content.xml", &content)]);
        notices(&super::try_read("表.ods", &bytes).unwrap())
    };
    let frame = |width: &str, inner: &str| {
        format!(r#"<frame svg:width="{width}" svg:height="200mm">{inner}</frame>"#)
    };
    let found = said(&frame("15.2cm", "<image/>"));
    assert!(found.contains("工作表“附图”有 1 张图片没有读取"), "{found}");
    assert_eq!(said(&frame("1.2cm", "<image/>")), "");
    assert_eq!(said(&frame("15.2cm", "<object/><image/>")), "");
}

//! Tables of Word documents: merged cells, captions, page breaks, tables in cells.

use super::{check, document, outline, p, package, t};

#[test]
fn cells_are_merged_to_the_right_and_downwards() {
    let table = t(&["项目v|金额>2", "^|甲|乙", "合计|1.50|2"]);
    let document =
        check(&table, &["|0:项目@2x1|1:金额@1x2|", "|1:甲|2:乙|", "|0:合计|1:1.50|2:2|"]);
    let cell = document.tables[0].cell(2, 1).unwrap();
    assert_eq!(document.locator.place(cell.span), Some("表1 第3行第2列"));
}

#[test]
fn edges_that_nobody_sees_make_no_columns() {
    let table = t(&["甲>3|乙>2", "丙>3|丁>2"]);
    check(&table, &["|0:甲|1:乙|", "|0:丙|1:丁|"]);
    // a hand drew the second row's edge a millimetre beside the first one's
    let widths = "<w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"50\"/><w:gridCol w:w=\"1000\"/></w:tblGrid>";
    let table = t(&["甲|乙>2", "丙>2|丁"]).replacen("<w:tr>", &format!("{widths}<w:tr>"), 1);
    check(&table, &["|0:甲|1:乙|", "|0:丙|1:丁|"]);
}

#[test]
fn captions_and_notes_leave_the_table() {
    let table = t(&[
        "收入决算表>3",
        "部门：甲局|2023年度|单位：万元",
        "项目|行次|金额",
        "合计|1|2.50",
        "注：尾差。>3",
    ]);
    check(
        &table,
        &[
            "收入决算表",
            "部门：甲局  2023年度  单位：万元",
            "|0:项目|1:行次|2:金额|",
            "|0:合计|1:1|2:2.50|",
            "注：尾差。",
        ],
    );
    check(&t(&["一段话。", "又一段话。"]), &["一段话。", "又一段话。"]);
}

#[test]
fn a_table_behind_a_page_break_goes_on() {
    let page = r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#;
    let first = t(&["项目|金额", "甲|1"]);
    let whole = ["|0:项目|1:金额|", "|0:甲|1:1|", "|0:乙|1:2|"];
    let document = check(&[first.as_str(), page, &t(&["项目|金额", "乙|2"])].concat(), &whole);
    assert_eq!(
        document.locator.place(document.tables[0].cell(2, 1).unwrap().span),
        Some("表2 第2行第2列")
    );
    check(&[first.as_str(), page, &t(&["乙|2"])].concat(), &whole);
    // another header, and a paragraph between
    for between in [page.to_owned(), p("说明如下。")] {
        let two = outline(
            &self::document(&package(
                &[first.as_str(), &between, &t(&["名称|人数", "丙|3"])].concat(),
                &[],
            ))
            .unwrap(),
        );
        assert!(two.contains(&"|0:名称|1:人数|".to_owned()), "{two:?}");
    }
    assert_eq!(
        self::document(&package(&[first.as_str(), page, &t(&["名称|人数", "丙|3"])].concat(), &[]))
            .unwrap()
            .tables
            .len(),
        2
    );
}

#[test]
fn tables_in_cells_follow_the_table_around_them() {
    let inner = t(&["子|1", "丑|2"]);
    let outer = t(&["甲|乙", "丙|@"]).replace(&p("@"), &format!("{inner}<w:p/>"));
    let document = check(&outer, &["|0:甲|1:乙|", "|0:丙|1:|", "|0:子|1:1|", "|0:丑|1:2|"]);
    assert_eq!(
        document.locator.place(document.tables[1].cell(1, 0).unwrap().span),
        Some("表1 第2行第2列内表1 第2行第1列")
    );
    // a table that only lays out a page
    let frame = t(&["@"]).replace(&p("@"), &format!("{}{inner}{}", p("收支表"), p("注：无。")));
    check(&frame, &["收支表", "|0:子|1:1|", "|0:丑|1:2|", "注：无。"]);
}

//! PDF pages with few lines or none, drawn here: what is a row of a table and what is not, and what
//! is left open where that is not certain.

use crate::drawn::Page;
use gouji::audit::Verdict;
use gouji::document::{Block, Document};

/// The rows of each table.
fn tables(document: &Document) -> Vec<Vec<String>> {
    let row = |row: &Vec<gouji::document::Cell>| {
        row.iter().map(|cell| cell.text.text.as_str()).collect::<Vec<_>>().join("|")
    };
    document.tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

/// Rows of two sides, the right one longer.
fn sides() -> Page {
    let rows = [
        ("一、财政拨款", "21.30", "一、教育支出", "21.30"),
        ("二、事业收入", "4.20", "二、科学支出", "4.20"),
    ];
    let rows = rows.iter().chain(&[
        ("三、其他收入", "1.00", "三、文化支出", "0.50"),
        ("四、上级补助", "0.50", "四、卫生支出", "1.00"),
    ]);
    rows.zip(0..).fold(Page::default(), |page, ((left, one, right, other), at)| {
        page.row(100 + 14 * at, &[(40, left), (160, one), (280, right), (420, other)])
    })
}

/// Labels without figures at the end of a page stand below those of their column.
#[test]
fn labels_alone_behind_the_first_column_are_rows() {
    let page = sides().text(280, 156, "五、农林支出").text(280, 170, "六、交通支出");
    let document = page.read();
    let [rows] = tables(&document).try_into().unwrap();
    assert_eq!(rows[4..], ["||五、农林支出|", "||六、交通支出|"]);
    // at the left it may be a heading
    let document = sides().text(40, 156, "二、收入情况").read();
    assert_eq!((tables(&document)[0].len(), document.paragraphs().count()), (4, 1));
}

/// What stands side by side near a table without lines, or in the middle of it, says nothing and is
/// no heading.
#[test]
fn rows_that_were_not_understood_are_no_sentences() {
    let page = sides()
        .row(260, &[(60, "七、住房"), (230, "收入"), (330, "收入")])
        .text(300, 274, "九、其他支出")
        .text(40, 330, "二、收入情况");
    let document = page.read();
    let found: Vec<(&str, bool, bool)> = document
        .paragraphs()
        .map(|(_, own)| (own.text.text.as_str(), own.is_row, own.heading.is_some()))
        .collect();
    let expected = [
        ("七、住房   收入   收入", true, false),
        ("九、其他支出", true, false),
        ("二、收入情况", false, true),
    ];
    assert_eq!(found, expected);
}

const EDGES: [i32; 9] = [40, 120, 220, 300, 380, 460, 540, 620, 700];
const HEADS: [&str; 8] = [
    "科目编码",
    "科目名称",
    "年初结转和结余",
    "本年收入",
    "小计",
    "基本支出",
    "项目支出",
    "年末结转和结余",
];

/// A form of which only the header has lines, and a sentence behind it.
fn headed() -> Page {
    let page = Page::default().text(40, 40, "清溪市图书馆2023年度部门决算");
    let page = page
        .text(250, 80, "政府性基金预算财政拨款收入支出决算表")
        .text(600, 96, "单位：万元")
        .boxes((110, 126), &EDGES, &HEADS);
    page.text(40, 300, "第三部分 说明").text(
        60,
        320,
        "2023年度收入合计100.00万元，其中：财政拨款收入100.00万元，占100%。",
    )
}

/// One row full of figures below a header is its own.
#[test]
fn one_row_below_a_header_is_a_table() {
    let figures = [(43, "229"), (123, "其他"), (330, "5.00"), (410, "5.00"), (570, "5.00")];
    let document = headed().row(130, &figures).read();
    assert_eq!(
        tables(&document),
        [[
            "科目编码|科目名称|年初结转和结余|本年收入|小计|基本支出|项目支出|年末结转和结余",
            "229|其他||5.00|5.00||5.00|"
        ]]
    );
}

/// A header whose row could not be told from text is no empty form.
#[test]
fn a_form_that_may_lack_its_only_row_is_not_taken_for_empty() {
    let silent = |page: &Page| {
        let audit = crate::engines::engine("national").audit("file.pdf", &page.file()).unwrap();
        !audit
            .checks
            .iter()
            .any(|check| check.rule == "基金空表-说明" && check.verdict == Verdict::Violation)
    };
    assert!(!silent(&headed()), "nothing stands below the header");
    let page = headed().row(130, &[(123, "合计"), (330, "5.00"), (570, "5.00")]);
    assert!(
        page.read().blocks.iter().any(
            |block| matches!(block, Block::Paragraph(own) if own.text.text.starts_with("合计"))
        )
    );
    assert!(silent(&page));
}

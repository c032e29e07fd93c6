//! Rows: labels of several lines, rows at the edge of a page, cells that break a figure.

use super::audit;
use crate::drawn::{Page, file};
use crate::engines::{self, engine};
use gouji::document::TableDoubt;
use gouji::inside::{Limits, read};

/// Labels in the middle of several rows that no lines part reach over these rows, as where their
/// cells are drawn.
#[test]
fn labels_reach_over_the_rows_that_they_stand_in_the_middle_of() {
    for pdf in ["pdf/web-upright-grouped.pdf", "pdf/web-three-grouped.pdf"] {
        let audit = audit("henan", pdf);
        let table = audit.document.tables.iter().find(|table| table.rows.len() > 10).unwrap();
        let column = |column: u32| -> Vec<(&str, u32, u32)> {
            let own = table
                .rows
                .iter()
                .flatten()
                .filter(|cell| cell.column == column && !cell.text.text.is_empty());
            own.skip(1).map(|cell| (cell.text.text.as_str(), cell.row, cell.rows)).collect()
        };
        assert_eq!(
            column(1),
            [
                ("计划（20分）", 1, 2),
                ("完成（30分）", 3, 3),
                ("资金（40分）", 6, 4),
                ("资产（10分）", 10, 1)
            ],
            "{pdf}"
        );
    }
}

#[test]
fn rows_of_figures_at_the_edge_of_all_pages_are_content() {
    let page = |head: &[(i32, &str)]| {
        Page::default()
            .row(30, head)
            .text(60, 300, "某局的情况说明。")
            .row(800, &[(60, "某局文件汇编")])
    };
    let times = |head: &[(i32, &str)], what: &str| {
        let bytes = file(&[page(head), page(head), page(head)]);
        let vocabulary = engines::vocabulary();
        read("file.pdf", &bytes, vocabulary, &Limits::default()).unwrap().text.matches(what).count()
    };
    assert_eq!(times(&[(60, "基本支出"), (200, "120.00"), (300, "80.00")], "120.00"), 3);
    assert_eq!(times(&[(60, "基本支出"), (200, "1,120"), (300, "80")], "1,120"), 3);
    assert_eq!(times(&[(60, "图书馆人数"), (200, "120"), (300, "80")], "120"), 3);
    // a running title goes, with its year too
    assert_eq!(times(&[(60, "清溪市图书馆2023年资料")], "资料"), 0);
    assert_eq!(times(&[(60, "清溪市图书馆资料 2023.12.31")], "资料"), 0);
}

/// A page may cut a table off in the middle of a row: its line below is missing, and all else is
/// drawn. Where level lines part none of the rows nobody knows where they end.
#[test]
fn a_table_that_the_page_cuts_off_is_drawn() {
    let edges = [60, 260, 400, 540];
    let rows: [&[&str]; 3] = [
        &["项目名称", "项目总额", "财政资金"],
        &["修路", "31.20", "31.20"],
        &["种树", "17.45", "17.45"],
    ];
    let drawn = Page::default().text(200, 40, "项目支出绩效目标表").grid(60, &edges, &rows);
    let upright = |bottom: i32| {
        edges.into_iter().fold(drawn.clone(), |page, left| page.upright(left, (108, bottom)))
    };
    let doubt = |page: Page| {
        let document = page.read();
        document.tables.first().map(|table| (table.rows.len(), document.doubt(table).is_some()))
    };
    let cut = upright(124).row(111, &[(63, "挖渠"), (263, "25.10"), (403, "25.10")]);
    assert_eq!(doubt(cut), Some((4, false)));
    let body = upright(172)
        .row(111, &[(63, "挖渠"), (263, "25.10"), (403, "25.10")])
        .row(131, &[(63, "打井"), (263, "42.30"), (403, "42.30")])
        .row(151, &[(63, "架桥"), (263, "53.60"), (403, "53.60")]);
    assert_eq!(doubt(body).map(|(_, doubt)| doubt), Some(true));
}

/// A name and a goal of several lines with digits in them are no rows that nobody parted.
#[test]
fn long_names_and_goals_are_one_row() {
    let edges = [60, 160, 240, 320, 480];
    let heads: &[&str] = &["项目名称", "项目总额", "财政资金", "绩效目标"];
    let rows: [&[&str]; 2] = [heads, &["修路", "31.20", "31.20", "通车"]];
    let drawn = Page::default().text(200, 40, "项目支出绩效目标表").grid(60, &edges, &rows);
    let page = edges.into_iter().fold(drawn, |page, left| page.upright(left, (92, 140)));
    let page = page
        .row(95, &[(63, "0000390843"), (243, "25.10"), (323, "2026年")])
        .row(108, &[(63, "-信息系统"), (163, "25.10"), (323, "保障12个")])
        .row(121, &[(63, "运维"), (323, "系统正常")]);
    let document = page.read();
    let table = document.tables.first().unwrap();
    assert!(document.doubt(table) != Some(TableDoubt::Whole), "{:?}", document.doubt(table));
}

/// A cell that is too narrow breaks a figure between two digits: what goes on below are the
/// decimals that it lacks beside the other amounts.
#[test]
fn a_figure_that_a_narrow_cell_breaks_is_one() {
    let edges = [60, 160, 270, 380, 480, 580];
    let heads: &[&str] = &["项目名称", "项目总额", "财政资金", "三级指标", "本年绩效指标值"];
    let body = [("修路", "312.200000"), ("种树", "174.450000"), ("打井", "425.130000")];
    let mut page = Page::default()
        .text(100, 20, "清溪市水务站2026年部门预算")
        .text(200, 40, "项目支出绩效目标表")
        .text(400, 50, "单位：万元")
        .grid(60, &edges, &[heads]);
    for (at, (name, amount)) in (0..).zip(body) {
        page = page.grid(76 + 16 * at, &edges, &[&[name, amount, amount, "里程", "5"]]);
    }
    let page = page
        .boxes((124, 154), &edges, &["架桥", "", "", "座数", "2"])
        .row(127, &[(173, "7200.0000")])
        .row(134, &[(273, "7200.000000")])
        .row(140, &[(173, "00")]);
    let audit = engine("national").audit("a.pdf", &page.file()).unwrap();
    let own = audit.checks.iter().filter(|check| check.rule == "目标-项目总额");
    let stated: Vec<_> = own.filter_map(|check| check.stated.clone()).collect();
    assert_eq!(stated, ["312.200000", "174.450000", "425.130000", "7200.000000"]);
}

//! Tables that go on over a page.

use super::super::super::area::Area;
use super::super::super::cell::PageDoubt;
use super::*;
use crate::read::pdf::area::Turn;

fn row(texts: &[&str]) -> Vec<GridCell> {
    let cell = |(column, text): (usize, &&str)| GridCell {
        text: (*text).to_owned(),
        column,
        rows: 1,
        columns: 1,
        area: Area::default(),
        indent: 0,
    };
    texts.iter().enumerate().map(cell).collect()
}

fn placed(texts: &[&str]) -> Vec<Placed> {
    row(texts).into_iter().map(|cell| Placed { cell, page: 1, turned: Turn::default() }).collect()
}

fn table(rows: Vec<Vec<Placed>>) -> Table {
    Table {
        rows,
        extents: Vec::new(),
        aligned: false,
        open: false,
        doubt: PageDoubt::None,
        header: Vec::new(),
        size: (0, 0),
        last: 1,
    }
}

const HEADER: [&str; 5] = ["项目", "本年支出合计", "基本支出", "项目支出", "对附属单位\n补助支出"];

#[test]
fn a_header_that_is_printed_again_and_cut_off_is_no_row() {
    let known = [placed(&HEADER), placed(&["合计", "353.15", "100.00", "253.15", ""])];
    let again = |texts: &[&str]| repeated(&known, &[row(texts)]);
    assert_eq!(again(&HEADER), (1, Vec::new()));
    let cut = ["项目", "本年支出合计", "基本支出", "项目支出", "对附属单位补"];
    let (count, rests) = again(&cut);
    assert_eq!(count, 1);
    let mut first = placed(&["农业", "9.70", "", "9.70", "助支\n出 1.00"]);
    take_off(&mut first, &rests);
    assert_eq!(
        first.iter().map(|placed| placed.cell.text.as_str()).collect::<Vec<_>>(),
        ["农业", "9.70", "", "9.70", "1.00"]
    );
    // the same words in one row instead of two
    let steps = [
        placed(&["项目", "", "本年支出合计"]),
        placed(&["科目代码", "科目名称", ""]),
        placed(&["合计", "", "353.15"]),
    ];
    assert_eq!(
        repeated(
            &steps,
            &[row(&["科目代码", "项目科目名称", "本年支出合计"]), row(&["201", "教育", "1.00"])]
        ),
        (1, Vec::new())
    );
    // a row of words that is another one
    assert_eq!(again(&["项目", "单位", "基本支出", "项目支出", "备注"]), (0, Vec::new()));
    assert_eq!(again(&["项目", "9.70", "基本支出", "项目支出", "对附属单位补"]), (0, Vec::new()));
}

#[test]
fn a_header_that_is_printed_again_in_the_row_below_it_is_taken_off() {
    let header = placed(&["一级指标", "二级指标", "三级指标", "权重"]);
    let texts = |texts: &[&str]| -> Option<Vec<String>> {
        without_header(&header, &row(texts))
            .map(|row| row.into_iter().map(|cell| cell.text).collect())
    };
    let own = texts(&["一级指标", "二级指标", "三级指标\n制度建设", "权重\n2"]);
    assert_eq!(own, Some(["", "", "制度建设", "2"].map(String::from).to_vec()));
    assert_eq!(texts(&["一级指标", "二级指标", "制度建设", "2"]), None);
    assert_eq!(texts(&["一级指标", "二级指标", "三级指标", "权重"]), None);
}

#[test]
fn the_last_row_of_a_header_that_is_printed_again_shares_cells_with_the_first_row() {
    let header = [row(&["项目", "", "本年支出"]), row(&["科目代码", "科目名称", "小计"])];
    let edges = [(0, 100 * POINT), (100 * POINT, 200 * POINT), (200 * POINT, 300 * POINT)];
    let known = header
        .iter()
        .map(|row| {
            row.iter()
                .cloned()
                .map(|cell| Placed { cell, page: 1, turned: Turn::default() })
                .collect()
        })
        .collect();
    let mut items = [Item::Table(Table { extents: edges.to_vec(), ..table(known) })];
    let rows = vec![
        header[0].clone(),
        row(&["科目代码", "科目名称\n合计", "小计\n5.00"]),
        row(&["208", "社会保障", "5.00"]),
    ];
    let grid = PdfGrid { extents: edges.to_vec(), rows, ..PdfGrid::default() };
    assert!(join(
        &mut items,
        &grid,
        &Origin { page: 2, turned: Turn::default(), size: (0, 0), strips: &[] }
    ));
    let [Item::Table(table)] = items else { panic!("a table stays a table") };
    let texts = |row: &Vec<Placed>| {
        row.iter().map(|placed| placed.cell.text.as_str()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        table.rows.iter().skip(2).map(texts).collect::<Vec<_>>(),
        ["|合计|5.00", "208|社会保障|5.00"]
    );
}

#[test]
fn a_table_whose_header_stands_on_the_page_before_may_go_on_with_it() {
    let alike = |texts: &[&str]| {
        is_headed_alike(
            &[Item::Table(table(vec![placed(&HEADER)]))],
            &PdfGrid { rows: vec![row(texts)], ..PdfGrid::default() },
        )
    };
    assert!(alike(&["项目", "本年支出合计", "基本支出", "项目 支出"]));
    assert!(!alike(&["一级指标", "二级指标", "基本支出", "项目支出"]));
}

#[test]
fn words_that_a_page_break_cut_off_a_row_go_back_to_it() {
    let body = ["十一、城乡社", "42", "0", "年初结转和结", "29"];
    let header =
        [placed(&["支出", "", "", "收入", ""]), placed(&["项目", "行次", "金额", "项目", "行次"])];
    let table = table(header.into_iter().chain([placed(&body)]).collect());
    assert!(is_rest_of_row(&table, &placed(&["区支出", "", "", "余", ""])));
    assert!(!is_rest_of_row(&table, &placed(&["区支出", "43", "", "余", ""])));
}

#[test]
fn the_first_row_below_the_numbers_of_the_columns_is_no_end_of_theirs() {
    let texts = [["项目", "小计", "基本支出"], ["栏次", "1", "2"], ["合计", "5.00", "5.00"]];
    let table = |rows: &[[&str; 3]]| table(rows.iter().map(|row| placed(row)).collect());
    assert!(!is_rest_of_row(&table(&texts[..2]), &placed(&["合计", "", ""])));
    assert!(is_rest_of_row(&table(&texts), &placed(&["（续）", "", ""])));
}

#[test]
fn the_rest_of_a_figure_goes_back_to_it_beside_the_rest_of_its_name() {
    let texts = [
        ["单位", "总计", "事业收入"],
        ["合计", "99.12", "12,437.36"],
        ["河道管", "30.00", "2,437.3"],
    ];
    let table = table(texts.iter().map(|row| placed(row)).collect());
    assert!(is_rest_of_row(&table, &placed(&["理所", "", "6"])));
    // three decimals, or a row of its own
    assert!(!is_rest_of_row(&table, &placed(&["理所", "", "66"])));
    assert!(!is_rest_of_row(&table, &placed(&["", "", "6"])));
}

#[test]
fn columns_go_on_where_one_page_has_one_more_at_its_side() {
    let wide = [(0, 1_000), (1_000, 6_000), (6_000, 9_000), (9_000, 12_000), (12_000, 15_000)];
    let common = common_edges(&wide, &wide[1..]).unwrap();
    assert_eq!(common.extents, wide);
    assert_eq!(common.new, [(1, 2), (2, 3), (3, 4), (4, 5)]);
    // other columns
    assert!(common_edges(&wide, &[(1_000, 4_000), (4_000, 9_000), (9_000, 15_000)]).is_none());
}

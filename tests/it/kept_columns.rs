//! Texts whose columns are kept by blanks: which figures can stand in one cell alone, and which heads
//! are theirs.

use crate::spaced::{
    accusations, document, page_of_prose, paragraphs, tables, with_swapped_figures,
};
use gouji::document::Layout;

/// A table whose columns are far apart.
const TABLE: &str = "科目编码      科目名称             合计          基本支出         项目支出
          合计              1,406.20      1,100.00       306.20
20126     档案事务            1,256.20       950.00       306.20
2012601   行政运行             950.00       950.00
2012604   档案馆              306.20                    306.20
22102     住房改革支出           150.00       150.00
";

/// Figures below their own heads and no others can stand in one column alone, be cells blank.
#[test]
fn figures_below_their_heads_are_certain() {
    assert_eq!(document(TABLE).tables[0].layout, Layout::Grid);
    assert_eq!(tables(TABLE)[0][4], "2012604|档案馆|306.20||306.20");
    // what follows on the next page may be rows of it
    let torn = format!("{TABLE}\u{C}2210201   住房公积金                150.00\n");
    let layouts: Vec<Layout> = document(&torn).tables.iter().map(|table| table.layout).collect();
    assert!(layouts.first().is_some_and(|layout| *layout != Layout::Grid), "{layouts:?}");
}

/// Sentences whose figures have a blank at both sides are no rows.
#[test]
fn sentences_with_spaced_figures_are_no_rows() {
    let text = format!(
        "{TABLE}\n\u{C}二、预算支出情况
   2026 年本部门预算支出 1,406.20 万元，其中：档案事务支出
1,256.20 万元，住房改革支出 150.00 万元。
   3.档案修复 306.20 万元，主要用于修复馆藏档案
和购买有关的材料。
"
    );
    assert_eq!(tables(&text).len(), 1);
    let found = paragraphs(&text);
    assert!(found.iter().any(|own| own.contains("档案事务支出1,256.20 万元")), "{found:#?}");
}

/// Names that stand further left on lines without a figure before them are a column of their own.
#[test]
fn names_behind_figures_keep_their_column() {
    let text = "           收入                          支出
       项目            预算             项目             预算
一、拨款                1,150.00 一、一般公共服务支出          1,100.00
二、其他收入                 50.00 二、教育支出                 20.00
                         三、科学技术支出                30.00
                         四、社会保障支出                50.00
本年收入合计              1,200.00 本年支出合计              1,200.00
";
    let found = tables(text);
    let rows = found.first().unwrap();
    assert_eq!(rows[2], "一、拨款|1,150.00|一、一般公共服务支出|1,100.00");
    assert_eq!(rows[4], "||三、科学技术支出|30.00");
}

/// Figures of a row without a blank cell stay apart and in order below heads that stand elsewhere.
#[test]
fn figures_of_full_columns_keep_their_order() {
    let costs = "                               “三公”经费预算数
                                                                    机关运行经费
                                                  公务用车购置及运行费
   合计           因公出国(境)费       公务接待费                                      预算数
                                          小计           购置费        运行费

        47.91              0       1.35        46.56         25         21.56         443.18
";
    let found = tables(&format!("{TABLE}\u{C}{costs}"));
    let rows = found.last().unwrap();
    assert_eq!(rows.last().unwrap(), "47.91|0|1.35|46.56|25|21.56|443.18");
}

/// A digit that breaks a sum along its row and one down its column is told, also where another figure
/// of one of them would lack just that digit.
#[test]
fn a_first_digit_is_told_beside_shorter_figures() {
    let bases: Vec<i32> = (1..=12).map(|at| 100_300 + 13_717 * at).collect();
    assert_eq!(accusations(&with_swapped_figures(&bases, 0)), 2);
    assert_eq!(accusations(&with_swapped_figures(&bases, 300_000)), 4);
}

/// Where a line counts the columns, heads are those of the numbers that they stand over, wherever the
/// figures stand.
#[test]
fn counted_columns_have_the_heads_over_their_numbers() {
    let text = "  科目编码        科目名称           合计                  基本支出                 项目支出
                                           小计           人员经费
    **         **             1             2             3             4
              合计                  1,406.20      1,100.00        900.00        306.20
20126         档案事务                1,256.20        950.00        750.00        306.20
2012601       行政运行                  950.00        950.00        750.00
2012604       档案馆                   306.20                                    306.20
22102         住房改革支出                150.00        150.00        150.00
";
    let found = tables(text);
    let rows = found.first().unwrap();
    assert_eq!(rows[0], "科目编码|科目名称|合计|基本支出|项目支出");
    assert_eq!(rows[1], "小计|人员经费");
    let document = document(text);
    let columns = |text: &str| {
        let mut cells = document.tables[0].rows.iter().flatten();
        let cell = cells.find(|cell| cell.text.text == *text).unwrap();
        cell.column..cell.column + cell.columns
    };
    assert_eq!((columns("基本支出"), columns("人员经费")), (3..5, 4..5));
    assert_eq!((columns("合计"), columns("项目支出")), (2..3, 5..6));
}

/// Parts of a printed line that stand on different heights are lines of their own: one that begins
/// where the one above it ends goes on with it, however short that is.
#[test]
fn a_line_that_begins_where_the_one_above_ends_goes_on_with_it() {
    let project = "
                       其中：档案修复支出 633.51 万元，
馆舍维修支出 7000.00 万元，用于完成专项工作任务。";
    let text = page_of_prose(project);
    let found = paragraphs(&text);
    let whole = "7633.51 万元，其中：档案修复支出 633.51 万元，馆舍维修支出 7000.00 万元";
    assert!(found.iter().any(|own| own.contains(whole)), "{found:#?}");
}

//! A digit that is wrong in a text whose tables were read with doubt: it is told where no misreading
//! explains it.

use crate::spaced::accusations;

/// A sheet of income and expenditure, a table that no form knows and whose rows may be others, and a
/// sentence that says the total; `other` stands in the unknown table.
fn beside_an_unknown_table(said: &str, other: &str) -> String {
    format!(
        "清溪市档案馆2026年部门预算

                          收支总表
                                                        单位：万元
           收入                                  支出
      项目                 预算            项目                 预算
一、一般公共预算拨款        1,350.00   一、一般公共服务支出          1,206.20
二、事业收入                50.00   二、教育支出                    50.00
三、其他收入                 6.20   三、住房保障支出              150.00
本年收入合计              1,406.20   本年支出合计              1,406.20
收入总计                1,406.20   支出总计                1,406.20
\u{C}                 库房设备情况

      名称                  数量
                 原值                  现值
  密集架                 20.00
                   85.00                 61.00
  消毒柜      {other:<8}            3.00
                 12.00                  9.00

\u{C}  二、收入预算情况
  2026年收入预算{said}万元，全部用于档案馆的日常运行和馆藏档案的修复整理。
"
    )
}

/// A form that is not there may be a table that was not understood: but only where that prints what
/// is said.
#[test]
fn a_form_that_may_be_lacking_hides_no_figure_that_is_printed_nowhere() {
    assert_eq!(accusations(&beside_an_unknown_table("1,406.20", "")), 0);
    assert_eq!(accusations(&beside_an_unknown_table("1,408.20", "")), 1);
    assert_eq!(accusations(&beside_an_unknown_table("1,408.20", "1,408.20")), 0);
}

/// A table of one row below heads of three levels, and what is said of it.
fn costs(total: &str, meals: &str) -> String {
    format!(
        "清溪市档案馆2026年部门预算

                 2026年单位“三公”经费和机关运行经费预算表
编制单位：清溪市档案馆                                                                  单位：万元

                                 “三公”经费预算数

                                                                              机关运行经费预算
                                                   公务用车购置及运行费
                                                                                  数
   合计            因公出国(境)费      公务接待费
                                           小计           购置费     运行费

        {total}        109.14       {meals}        14.00                 14.00       1,673.72
\u{C}  一、2026年“三公”经费预算情况说明
     2026年“三公”经费预算数为143.14万元，比2025年预算减少20.36万元。其中：
    （一）因公出国（境）费109.14万元，比2025年预算增加4.14万元，主要原因是出访任务增加。
    （二）公务用车购置及运行费14.00万元，比2025年预算减少24.50万元，主要原因是没有购置车辆。
    （三）公务接待费20.00万元，与2025年预算持平。
"
    )
}

/// Of several ways to come to a figure one that breaks is told, though another came to nothing before
/// it; with it the sum of the row finds the same figure wrong.
#[test]
fn a_way_that_breaks_tells_more_than_one_that_came_to_nothing() {
    assert_eq!(accusations(&costs("143.14", "20.00")), 0);
    assert_eq!(accusations(&costs("153.14", "20.00")), 2);
    assert_eq!(accusations(&costs("143.14", "24.00")), 2);
}

/// A small table of half lines and two sentences on its totals.
fn two_sentences(all: &str, basic: &str) -> String {
    format!(
        "清溪市档案馆2026年部门预算

                              支出总表
                                                          单位：万元
科目编码     科目名称            合计          基本支出        项目支出

                           1,256.20      950.00
           合计                                     306.20
                           1,256.20      950.00
201        一般公共服务支出                               306.20
                           1,256.20      950.00
20126      档案事务                                   306.20
                             950.00      950.00
2012601    行政运行
                             306.20
2012604    档案馆藏修复与数字                              306.20
           化加工
\u{C}  二、支出预算情况
  2026年支出预算{all}万元，比上年增加73.10万元，增长6.2%，全部用于档案馆的日常运行。
  三、一般公共预算支出情况
  2026年基本支出{basic}万元，主要用于人员经费和日常公用经费。
"
    )
}

/// Totals that come out in a table read with doubt are no others: a sentence that says them with one
/// other digit is wrong, though a rate comes out with it as well. What is said and stands in the table
/// may be the figure that is meant.
#[test]
fn a_total_that_comes_out_is_said_otherwise() {
    assert_eq!(accusations(&two_sentences("1,256.20", "950.00")), 0);
    assert_eq!(accusations(&two_sentences("1,258.20", "957.00")), 2);
    assert_eq!(accusations(&two_sentences("1,256.20", "306.20")), 0);
}

/// A table of half lines of which the sums down two columns are off by rounding.
fn rounded(wrong: i32) -> String {
    let hundredths = |value: i32| format!("{}.{:02}", value / 100, value % 100);
    let row = |code: &str, name: &str, cells: [i32; 3]| {
        let [whole, base, rest] = cells.map(hundredths);
        let blank = " ".repeat(24);
        format!("{blank}{whole:>12}{base:>12}\n{code:<11}{name:<13}{blank}{rest:>12}\n")
    };
    let bases: Vec<i32> = (1..=12).map(|at| 1_003 + 137 * at).collect();
    let total: i32 = bases.iter().sum();
    let mut out = String::from(
        "清溪市档案馆2026年部门预算\n\n                              支出总表\n                          单位：万元\n\
         科目编码     科目名称               合计          基本支出        项目支出\n\n",
    );
    for (code, name) in [("", "合计"), ("201", "一般公共服务支出"), ("20126", "档案事务")]
    {
        out += &row(code, name, [total * 3 + 1, total, total * 2 + 1]);
    }
    for (base, at) in bases.iter().zip(1..) {
        let whole = base * 3 + if at == 5 { wrong } else { 0 };
        out +=
            &row(&format!("20126{at:02}"), &format!("档案事务第{at}项"), [whole, *base, base * 2]);
    }
    out
}

/// A digit breaks the sum along its row by so much, that of many rows by a hundredth less, since it was
/// rounded: it is one digit all the same.
#[test]
fn rounding_of_a_long_sum_hides_no_digit() {
    assert_eq!(accusations(&rounded(0)), 0);
    assert_eq!(accusations(&rounded(20)), 2);
}

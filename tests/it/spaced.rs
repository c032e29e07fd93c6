//! Text whose columns are kept by blanks, as it is taken off pages: what stands in which cell, and
//! that what is not certain accuses nobody.

use crate::engines::{self, engine};
use gouji::audit::{Severity, Verdict};
use gouji::document::{Block, Document, Layout};
use gouji::inside::{Limits, read};

pub(crate) fn document(text: &str) -> Document {
    let vocabulary = engines::vocabulary();
    read("document.txt", text.as_bytes(), vocabulary, &Limits::default()).unwrap()
}

/// The rows of each table.
pub(crate) fn tables(text: &str) -> Vec<Vec<String>> {
    let row = |row: &Vec<gouji::document::Cell>| {
        row.iter().map(|cell| cell.text.text.as_str()).collect::<Vec<_>>().join("|")
    };
    document(text).tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

/// A page of a table, its columns further right by some blanks.
fn page(by: usize, rows: &[(&str, &str, &str, &str)]) -> String {
    let line = |(name, whole, one, other): &(&str, &str, &str, &str)| {
        let name = format!("{name}{}", " ".repeat(12 - name.chars().count() + by));
        format!("{name}{whole:>9}   {one:>9}   {other:>9}\n")
    };
    let head = format!("项目{}      合计        基本        项目\n", " ".repeat(11 + by));
    std::iter::once(head).chain(rows.iter().map(line)).collect()
}

const FIRST: [(&str, &str, &str, &str); 4] = [
    ("合计", "1,406.20", "1,100.00", "306.20"),
    ("一、档案管理", "1,000.00", "900.00", "100.00"),
    ("二、档案修复", "206.20", "", "206.20"),
    ("三、人员培训", "150.00", "150.00", ""),
];

/// A blank cell is blank: what stands right of it keeps its column.
#[test]
fn blank_cells_keep_their_columns() {
    let found = tables(&page(0, &FIRST));
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[0], "项目|合计|基本|项目");
    assert_eq!(rows[3], "二、档案修复|206.20||206.20");
    assert_eq!(rows[4], "三、人员培训|150.00|150.00|");
}

/// The next page prints the header again, all of it further right: one table.
#[test]
fn a_table_goes_on_over_a_form_feed() {
    let rest = [("四、数字加工", "30.00", "", "30.00"), ("五、库房租金", "20.00", "20.00", "")];
    let text = format!("{}\n     - 3 -\n\u{C}{}", page(0, &FIRST), page(6, &rest));
    let found = tables(&text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[5..], ["四、数字加工|30.00||30.00", "五、库房租金|20.00|20.00|"]);
}

/// Figures that stand half a line above their names are theirs, and wrapped names are one.
#[test]
fn half_lines_are_one_row() {
    let text = "科目编码     科目名称            合计          基本          项目

                           806.20      600.00
           合计                                    206.20
                           500.00      400.00
20126      档案事务                                  100.00
                           306.20      200.00
2012604    档案馆藏修复与数字                             106.20
           化加工
";
    let found = tables(text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[1], "|合计|806.20|600.00|206.20");
    assert_eq!(rows[2], "20126|档案事务|500.00|400.00|100.00");
    assert_eq!(rows[3], "2012604|档案馆藏修复与数字化加工|306.20|200.00|106.20");
    // which line is whose was told by where they stand
    assert_eq!(document(text).tables[0].layout, Layout::Ambiguous);
}

/// Names of two sides are wrapped each for itself, and a head over two columns names both.
#[test]
fn two_sides_are_read_apart() {
    let text = "           收入                          支出
     项目         预算数         项目            预算数
一、一般公共预算拨款      120.00   一、档案事务支出        100.00
二、附属单位上缴的收        5.00   二、住房保障支出         25.00
入
三、其他收入                    三、其他支出
本年收入合计          125.00   本年支出合计          125.00
";
    let found = tables(text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[0], "收入|支出");
    assert_eq!(rows[1], "项目|预算数|项目|预算数");
    assert!(rows.contains(&"本年收入合计|125.00|本年支出合计|125.00".to_owned()), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("二、附属单位上缴的收入|5.00|")), "{rows:?}");
}

/// Decimals that fell to the next line belong to the number above them.
#[test]
fn decimals_on_the_next_line_are_read_with_their_number() {
    let text = "科目编码       科目名称        合计         项目
201        档案支出      5,183
                          .00       5,183
                                       .00
20126      档案事务      4,183
                          .25       4,183
                                       .25
20199      其他支出        999
                          .75         999
                                       .75
";
    let found = tables(text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[2], "20126|档案事务|4,183.25|4,183.25");
}

/// Sentences, and tables whose cells stand one blank apart, are read as before.
#[test]
fn sentences_and_close_tokens_are_no_columns() {
    let prose =
        "本年收入  125.00 万元，其中拨款  120.00 万元。\n本年支出  125.00 万元，增长  3.00%。\n";
    assert_eq!(tables(prose), Vec::<Vec<String>>::new());
    let close = "项目 合计 基本 项目\n合计 30.00 20.00 10.00\n一、甲 20.00 15.00 5.00\n";
    let document = document(close);
    assert!(document.tables.iter().all(|table| table.layout == Layout::Stream));
}

pub(crate) fn accusations(text: &str) -> usize {
    let audit = engine("national").audit("document.txt", text.as_bytes()).unwrap();
    audit
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation && check.severity > Severity::Info)
        .count()
}

/// A table without its blank cells that was taken off pages may lack rows: it accuses nobody.
#[test]
fn a_torn_stream_accuses_nobody() {
    let table = |feed: &str| {
        format!(
            "云岭市档案馆2024年度部门决算\n一般公共预算财政拨款支出决算表\n单位：万元\n\
             科目编码 科目名称 小计 基本支出 项目支出\n\
             合计 95.00 60.00 35.00\n\
             201 档案支出 80.00 50.00 30.00\n\
             20126 档案事务 80.00 50.00 30.00\n{feed}\
             221 住房支出 10.00 10.00\n"
        )
    };
    assert_eq!(accusations(&table("\u{C}")), 0);
}

/// A table whose rows could be told apart in several ways is read right where its sums come out: a
/// digit that breaks them is told, and a figure that stands in a wrong cell is not.
#[test]
fn a_table_that_comes_out_was_read_right() {
    let rows: Vec<(String, i32)> =
        (1..=12).map(|at| (format!("20126{at:02}   档案事务第{at}项"), 1_000 + 137 * at)).collect();
    let total: i32 = rows.iter().map(|(_, base)| base * 3).sum();
    let line = |name: &str, base: i32, wrong: i32| {
        let hundredths = |value: i32| format!("{}.{:02}", value / 100, value % 100);
        format!(
            "{name:<24}{:>12}{:>12}{:>12}\n\n",
            hundredths(base * 3 + wrong),
            hundredths(base),
            hundredths(base * 2)
        )
    };
    let text = |wrong: i32| {
        let mut out = String::from(
            "清溪市档案馆2026年部门预算\n\n                支出总表\n                                  单位：万元\n\
             科目编码     科目名称                 合计        基本支出        项目支出\n\n",
        );
        out += &line("           合计", total / 3, 0);
        out += &line("201        一般公共服务支出", total / 3, 0);
        out += &line("20126      档案事务", total / 3, 0);
        for (at, (name, base)) in rows.iter().enumerate() {
            out += &line(name, *base, if at == 4 { wrong } else { 0 });
        }
        out
    };
    let told = |wrong: i32| {
        let audit = engine("national").audit("a.txt", text(wrong).as_bytes()).unwrap();
        audit.findings.len()
    };
    assert_eq!(told(0), 0);
    assert_eq!(told(300), 1);
}

/// A table of so many hundredths in its second column, twice as many in its third, and a sum of both in its first, in which two
/// figures of one row have changed places; one sum is so much too high.
pub(crate) fn with_swapped_figures(bases: &[i32], wrong: i32) -> String {
    let hundredths = |value: i32| format!("{}.{:02}", value / 100, value % 100);
    let line = |name: &str, cells: [i32; 3]| {
        let [whole, base, rest] = cells.map(hundredths);
        format!("{name:<24}{whole:>12}{base:>12}{rest:>12}\n\n")
    };
    let total: i32 = bases.iter().sum();
    let mut out = String::from(
        "清溪市档案馆2026年部门预算\n\n                支出总表\n                                  单位：万元\n\
         科目编码     科目名称                 合计        基本支出        项目支出\n\n",
    );
    for name in ["           合计", "201        一般公共服务支出", "20126      档案事务"]
    {
        out += &line(name, [total * 3, total, total * 2]);
    }
    for (at, base) in bases.iter().enumerate() {
        let name = format!("20126{:02}   档案事务第{}项", at + 1, at + 1);
        let [one, other] = if at == 8 { [base * 2, *base] } else { [*base, base * 2] };
        out += &line(&name, [base * 3 + if at == 4 { wrong } else { 0 }, one, other]);
    }
    // where a cell is blank, figures might stand in other columns
    out + format!("{:<24}{:>12}{:>12}\n", "2012699    其他", "0.00", "0.00").as_str()
}

/// A digit that breaks a sum along its row and one down its column is told, whatever does not come out in
/// other rows.
#[test]
fn a_wrong_digit_is_told_beside_what_was_read_wrong() {
    let bases: Vec<i32> = (1..=12).map(|at| 1_003 + 137 * at).collect();
    // each figure stands below its own head: that two of them have changed places is printed so, and breaks two columns
    assert_eq!(accusations(&with_swapped_figures(&bases, 0)), 2);
    assert_eq!(accusations(&with_swapped_figures(&bases, 300)), 4);
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let own = |block: &Block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text.text.to_string()),
        Block::Table(_) => None,
    };
    document(text).blocks.iter().filter_map(own).collect()
}

/// A page of prose whose lines end at the edge; `project` tells what is spent on projects.
pub(crate) fn page_of_prose(project: &str) -> String {
    format!(
        "   一、收入预算情况
   2026 年度收入预算 32852.05 万元，比 2025 年年初预算
数 30385.62 万元增加 2466.43 万元，增长 8.12%。主要原因
是新招录人员等原因导致基本经费增加，其他各项收入与上年
相同。
   二、支出预算情况
   2026 年支出预算 32852.05 万元，比 2025 年年初预算数增
加 2466.43 万元，增长 8.12%。主要原因是新招录人员等原因
导致基本经费增加，其他各项支出与上年没有多大的差别。
   基本支出预算 25218.54 万元，占本年支出预算百分之七
十六，用于保障机构正常运转、完成日常工作任务而发生的各
项支出。
   项目支出预算 7633.51 万元，{project}
   上缴上级支出与上年相同，对附属单位的补助支出没有安排，
年末也没有结转到下年的资金。
"
    )
}

/// Lines at the margin go on with the line before where first lines stand in, however short digits
/// make a full line; a line that stands in opens a paragraph though the one before is full.
#[test]
fn lines_go_on_by_where_they_stand() {
    let text = page_of_prose("占本年支出预算的其余部分，\n用于完成专项工作任务。");
    let found = paragraphs(&text);
    let has = |part: &str| found.iter().any(|own| own.contains(part));
    assert!(has("比 2025 年年初预算数 30385.62 万元增加"), "{found:#?}");
    assert!(has("主要原因是新招录人员等原因导致基本经费增加，其他各项收入"), "{found:#?}");
    assert!(found.iter().any(|own| own.starts_with("基本支出预算 25218.54")), "{found:#?}");
}

/// A bare number at the edge of a page counts with the pages, be there pages without one.
#[test]
fn numbers_of_pages_are_no_rows() {
    let rows = |number: usize| {
        let row = |at: usize| {
            format!("2080{}{at}    社会保障支出{at}              {}0.00\n", number % 10, at + 1)
        };
        (0..5).map(row).collect::<String>()
    };
    let page = |number: usize| {
        let mark =
            if number == 3 { String::new() } else { format!("                 {}\n", number + 6) };
        format!("{}\n\n{mark}", rows(number))
    };
    let pages: Vec<String> = (1..=5).map(page).collect();
    let text = format!("科目编码     科目名称               合计\n{}", pages.join("\u{C}"));
    let found = tables(&text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows.len(), 26);
    assert!(rows.iter().skip(1).all(|row| row.ends_with("0.00")), "{rows:?}");
}

/// A head that stands beside its names or figures is theirs: alone, and where all of them do.
#[test]
fn heads_go_to_the_rows_beside_them() {
    let beside = "科目编码                  科目名称     预算数
301      工资福利支出                      859.26
30101    基本工资                        181.95
30102    津贴补贴                        677.31
";
    let found = tables(beside);
    assert_eq!(found[0][0], "科目编码|科目名称|预算数");
    assert_eq!(found[0][1], "301|工资福利支出|859.26");
    let shifted = "             功能科目名称
                                  小计                其中：基本支出                项目支出
               合计                      121,485.74              16,410.73          105,075.01
一般公共服务支出（按功能分类）                       38,159.85                9,176.12           28,983.73
 商贸事务                                 38,159.85                9,176.12           28,983.73
科学技术支出（按功能分类）                         83,225.89                7,134.61           76,091.28
社会保障和就业支出（按功能分类）                         100.00                  100.00                0.00
";
    let found = tables(shifted);
    assert_eq!(found[0][0], "功能科目名称|小计|其中：基本支出|项目支出");
    assert_eq!(found[0][3], "商贸事务|38,159.85|9,176.12|28,983.73");
}

/// A head in the middle over three, none of which stands right over its figures, is over them all,
/// also where it stands over figures of one of them.
#[test]
fn a_head_over_heads_beside_their_figures_takes_no_column() {
    let costs = "                                “三公”经费预算数

                                                  公务用车购置及运行费
   合计            因公出国(境)费      公务接待费
                                           小计           购置费     运行费

        143.14        109.14       20.00        14.00                 14.00
";
    let found = tables(&format!("{}\u{C}{costs}", page(0, &FIRST)));
    let rows = found.last().unwrap();
    assert_eq!(rows[1], "合计|因公出国(境)费|公务接待费|公务用车购置及运行费");
    assert_eq!(rows[2], "小计|购置费|运行费");
    assert_eq!(rows[3], "143.14|109.14|20.00|14.00||14.00");
}

/// A header that is printed again is known by its lines, also where the rows below it begin with
/// words alone.
#[test]
fn a_header_that_is_printed_again_ends_where_it_ended_before() {
    let line = |name: &str, whole: &str, one: &str, words: &str| {
        let name = format!("{name}{}", " ".repeat(20 - name.chars().count()));
        format!("{name}{whole:>10}{one:>12}    {words}\n")
    };
    let head = line("项目名称", "合计", "财政拨款", "绩效目标");
    let first = [
        line("  合计", "1,928.00", "1,928.00", ""),
        line("机构运行辅助经费", "28.00", "28.00", "做好窗口服务"),
        line("其他运行经费", "1,400.00", "1,400.00", "保障机关运行"),
    ]
    .concat();
    let next = [
        line("", "", "", "通过资金支持"),
        line("零售与消费促进专题", "200.00", "200.00", "壮大主体规模"),
        line("商业网点建设专题", "300.00", "300.00", "推进科学布局"),
    ]
    .concat();
    let found = tables(&format!("{head}{first}\u{C}{head}{next}"));
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert!(rows.iter().any(|row| row.starts_with("零售与消费促进专题|200.00|200.00")), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.contains("绩效目标")).count(), 1);
}

/// The last decimal that a narrow cell left for the next line belongs to its figure.
#[test]
fn digits_below_a_figure_are_its_last_decimals() {
    let line = |name: &str, cells: [&str; 3]| {
        let [whole, one, other] = cells;
        let name = format!("{name}{}", " ".repeat(14 - name.chars().count()));
        format!("{name}{whole:>10}{one:>12}{other:>14}\n")
    };
    let text = [
        line("项目", ["总计", "一般公共", "国有资本"]),
        line("某某管理委员会", ["411,130.6", "1,829.60", "409,301.07"]),
        line("", ["7", "", ""]),
        line("  研究调研专项", ["56.15", "56.15", "0.00"]),
        line("  国有资产监管", ["1,642.77", "1,642.77", "0.00"]),
        line("  预算准备金", ["130.68", "130.68", "0.00"]),
    ]
    .concat();
    let found = tables(&text);
    assert_eq!(found[0][1], "某某管理委员会|411,130.67|1,829.60|409,301.07");
    assert_eq!(document(&text).tables[0].layout, Layout::Ambiguous);
}

/// Where each row has a figure in each column, or figures stand below their own heads and no others, no figure can stand in
/// another one.
#[test]
fn a_table_without_blanks_is_certain() {
    let layout = |rows: &[(&str, &str, &str, &str)]| document(&page(0, rows)).tables[0].layout;
    let full = [
        ("合计", "1,406.20", "1,250.00", "156.20"),
        ("一、档案管理", "1,000.00", "900.00", "100.00"),
        ("二、档案修复", "256.20", "200.00", "56.20"),
        ("三、人员培训", "150.00", "150.00", "0.00"),
    ];
    assert_eq!(layout(&full), Layout::Grid);
    assert_eq!(layout(&FIRST), Layout::Grid);
}

/// `收   入` is one head, `类 款 项` are three.
#[test]
fn letters_that_are_spread_over_their_column_are_one_head() {
    let text = "           收   入                          支   出
   项   目          预算数         项   目          预算数
一、拨款            100.00      一、教育支出            60.00
二、其他收入           20.00     二、住房支出            60.00
本年收入合计          120.00     本年支出合计           120.00
收入总计            120.00     支出总计             120.00
";
    let found = tables(text);
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    let bare = |row: &String| row.replace(' ', "");
    assert_eq!(bare(&rows[0]), "收入|支出");
    assert_eq!(bare(&rows[1]), "项目|预算数|项目|预算数");
}

/// A page with too few rows to tell its columns stands below the heads that it prints again.
#[test]
fn a_page_of_few_rows_goes_on_below_the_same_heads() {
    let first = "      科目编码
                 科目名称        合计        基本支出      项目支出
类    款    项
208               社会保障支出      125.00      23.00     102.00
208   01          综合管理        125.00      23.00     102.00
208   01    04    业务管理        102.00                102.00
208   01    50    事业运行         23.00      23.00
210               卫生健康支出       18.00      18.00
210   11          单位医疗         18.00      18.00
210   11    02    事业医疗         18.00      18.00
";
    let next = "    科目编码
               科目名称      合计      基本支出    项目支出
类   款   项
221  02   01 住房公积金       9.00       9.00
            合计            152.00      50.00     102.00
";
    let found = tables(&format!("{first}\u{C}{next}"));
    let [rows] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(rows[9..], ["221|02|01|住房公积金|9.00|9.00|", "|||合计|152.00|50.00|102.00"]);
}

//! What breaks a table as a whole is told once, with its cause: rows that are missing or were moved,
//! another unit, a class that stands twice; and lists whose names stand in several columns.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, Finding, MisfitCause};
use gouji::document::NoticeCode;
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    let text = format!("清溪市水利局2026年部门预算\n\n{text}");
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn said(audit: &DocumentAudit) -> Vec<String> {
    audit.findings.iter().map(|finding| headline(audit, finding).text).collect()
}

fn only(audit: &DocumentAudit) -> &Finding {
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(audit)) };
    only
}

fn cause(audit: &DocumentAudit) -> &MisfitCause {
    let misfit = only(audit).misfit.as_ref();
    &misfit.unwrap_or_else(|| panic!("{:?}", said(audit))).cause
}

/// Purchases: a name that several rows share is printed at the first of them.
const PURCHASES: &str = "政府采购支出预算表
单位：万元
采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 采购组织形式 | 总计
合计 | | | | | 1,052.40
一、货物A | | | | | 303.40
 | 堤防养护费 | 办公设备购置 | | | 131.40
 | | | 台式计算机 | 集中采购 | 48.00
 | | | 水位记录仪 | 部门采购 | 83.40
 | 汛情网络费 | 信息网络购置 | | | 100.00
 | | | 路由器 | 部门采购 | 35.00
 | | | 计算机软件 | 部门采购 | 65.00
 | | 专用设备购置 | | | 72.00
 | | | 其他专用设备 | 自行组织 | 72.00
";
const SERVICES: &str = "三、服务C | | | | | 749.00
 | 汛情网络费 | 维修费 | | | 470.00
 | | | 软件开发服务 | 部门采购 | 150.00
 | | | 运行维护服务 | 自行组织 | 320.00
 | | 租赁费 | | | 279.00
 | | | 互联网服务 | 自行组织 | 190.00
 | | | 房屋租赁 | 自行组织 | 89.00
";

#[test]
fn a_list_whose_names_stand_in_several_columns_adds_up() {
    let right = audit(&format!("{PURCHASES}{SERVICES}"));
    assert_eq!(said(&right), [""; 0]);
    let wrong = PURCHASES.replace("专用设备购置 | | | 72.00", "专用设备购置 | | | 12.00");
    let wrong = audit(&format!("{wrong}{SERVICES}"));
    let told = headline(&wrong, only(&wrong)).text;
    assert!(told.contains("写的是 12.00") && told.contains("应为 72.00"), "{told}");
}

#[test]
fn a_row_of_a_rule_that_is_not_printed_is_missing() {
    let missing = MisfitCause::RowsMissingUnder { name: "合计".into() };
    assert_eq!(cause(&audit(PURCHASES)), &missing);
}

/// Income by classes; each amount is from one source.
fn income(rows: &str) -> String {
    format!(
        "部门收入总表
单位：万元
科目编码 | 科目名称 | 合计 | 财政拨款 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入
 | 合计 | 1,530.90 | 1,446.47 | | | | | 84.43
{rows}"
    )
}

#[test]
fn a_total_that_is_short_in_several_columns_lacks_rows() {
    let classes = "205 | 教育支出 | 417.52 | 382.31 | | | | | 35.21
20502 | 普通教育 | 417.52 | 382.31 | | | | | 35.21
213 | 农林水支出 | 894.11 | 864.02 | | | | | 30.09
21303 | 水利 | 560.99 | 547.81 | | | | | 13.18
21305 | 巩固脱贫 | 333.12 | 316.21 | | | | | 16.91
";
    let housing = "221 | 住房保障支出 | 219.27 | 200.14 | | | | | 19.13
22101 | 保障性安居工程支出 | 219.27 | 200.14 | | | | | 19.13
";
    assert_eq!(said(&audit(&income(&format!("{classes}{housing}")))), [""; 0]);
    let missing = MisfitCause::RowsMissingUnder { name: "合计".into() };
    assert_eq!(cause(&audit(&income(classes))), &missing);
}

/// Basic spending under a unit, and the form that says the same of its total.
fn basic(unit: &str) -> String {
    format!(
        "一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 7,571.66 | 5,571.66 | 2,000.00
213 | 农林水支出 | 7,571.66 | 5,571.66 | 2,000.00
21303 | 水利 | 7,571.66 | 5,571.66 | 2,000.00

一般公共预算基本支出表
单位：{unit}
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
 | 合计 | 5,571.66 | 4,978.89 | 592.77
301 | 工资福利支出 | 4,644.80 | 4,644.80 |
30101 | 基本工资 | 2,044.33 | 2,044.33 |
30102 | 津贴补贴 | 2,600.47 | 2,600.47 |
302 | 商品和服务支出 | 592.77 | | 592.77
30201 | 办公费 | 400.21 | | 400.21
30202 | 印刷费 | 192.56 | | 192.56
303 | 对个人和家庭的补助 | 334.10 | 334.10 |
30301 | 离休费 | 134.00 | 134.00 |
30302 | 退休费 | 200.10 | 200.10 |
"
    )
}

#[test]
fn what_rounding_leaves_is_told_with_the_unit_that_is_wrong() {
    let right = audit(&basic("万元"));
    assert!(right.findings.iter().all(|finding| finding.misfit.is_none()), "{:?}", said(&right));
    assert!(matches!(cause(&audit(&basic("元"))), MisfitCause::OtherUnit(4 | -4)));
}

#[test]
fn a_total_that_has_the_figures_of_a_row_is_told_once() {
    let text = |total: &str| {
        format!(
            "部门支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
205 | 教育支出 | 417.52 | 282.31 | 135.21
20502 | 普通教育 | 417.52 | 282.31 | 135.21
213 | 农林水支出 | 894.11 | 501.02 | 393.09
21303 | 水利 | 560.99 | 347.81 | 213.18
21305 | 巩固脱贫 | 333.12 | 153.21 | 179.91
221 | 住房保障支出 | 219.27 | 163.14 | 56.13
22101 | 保障性安居工程支出 | 219.27 | 163.14 | 56.13
 | 合计 | {total}
"
        )
    };
    assert_eq!(said(&audit(&text("1,530.90 | 946.47 | 584.43"))), [""; 0]);
    let lost = audit(&text("387.66 | 221.43 | 166.23"));
    assert!(matches!(cause(&lost), MisfitCause::RowsMoved { is_above: Some(false), .. }));
}

/// Rows whose figures stand one row too low; where none was moved into a cell it kept its own.
#[test]
fn rows_that_kept_figures_of_their_own_are_moved_all_the_same() {
    let names = ["工资", "津贴", "奖金", "办公费", "印刷费", "水费", "电费", "邮电费", "差旅费"];
    let mut rows: Vec<[i64; 3]> = Vec::new();
    for at in 0..48_i64 {
        let own = 10_007 + at * 1_313 + at * at * 17;
        let other = 3_001 + at * 711;
        rows.push(match at % 3 {
            0 => [own, own, 0],
            1 => [own + other, own, other],
            _ => [other, 0, other],
        });
    }
    let sums: Vec<i64> = (0..3).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
    let text = |rows: &[[i64; 3]]| {
        let cell = |value: i64| match value {
            0 => String::new(),
            value => format!("{}.{:02}", value / 100, value % 100),
        };
        let line = |name: String, row: &[i64]| {
            let cells: Vec<String> = row.iter().map(|value| cell(*value)).collect();
            format!("{name} | {}\n", cells.join(" | "))
        };
        let mut out = String::from(
            "一般公共预算支出明细表（按支出经济分类科目）\n单位：万元\n\
             部门经济科目编码 | 部门经济科目名称 | 合计 | 人员经费支出 | 专项业务经费支出\n",
        );
        out.push_str(&line(" | 合计".to_owned(), &sums));
        for (at, row) in rows.iter().enumerate() {
            let name = format!("302{:02} | {}{at}", at + 1, names[at % names.len()]);
            out.push_str(&line(name, row));
        }
        out
    };
    assert_eq!(said(&audit(&text(&rows))), [""; 0]);
    let mut moved = rows.clone();
    for at in (24..rows.len()).rev() {
        for column in 0..3 {
            if rows[at - 1][column] != 0 {
                moved[at][column] = rows[at - 1][column];
            }
        }
    }
    let found = audit(&text(&moved));
    assert!(matches!(cause(&found), MisfitCause::RowsMoved { is_above: Some(false), .. }));
}

#[test]
fn an_item_that_its_class_adds_once_is_printed_twice() {
    let item = "30102 | 津贴补贴 | 2,600.47 | 2,600.47 |\n";
    let twice = |text: &str| {
        let audit = audit(text);
        audit.notices.iter().filter(|notice| notice.code == NoticeCode::ClassTwice).count()
    };
    let text = basic("万元");
    assert_eq!(twice(&text), 0);
    assert_eq!(twice(&text.replace(item, &item.repeat(2))), 1);
    // its class may add it twice
    let class = "工资福利支出 | 4,644.80 | 4,644.80";
    let added =
        text.replace(item, &item.repeat(2)).replace(class, &class.replace("4,644", "7,245"));
    assert_eq!(twice(&added.replace("7,245.80", "7,245.27")), 0);
}

/// Totals of the funds, and the forms that say the same of them; what was carried over may be left out.
fn funds(carried: &str, total: &str) -> String {
    format!(
        "财政拨款收支总表
单位：万元
收入 | | 支出 |
项目 | 预算数 | 项目 | 预算数
一、一般公共预算拨款 | 412.37 | 教育支出 | 61.05
二、政府性基金预算拨款 | 120.64 | 农林水支出 | 486.25
三、国有资本经营预算拨款 | | 城乡社区支出 | 205.52
本年收入合计 | 533.01 | |
上年结转 | {carried} | |
收入总计 | {total} | 支出总计 | {total}

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 547.30 | 301.14 | 246.16
205 | 教育支出 | 61.05 | 40.03 | 21.02
20508 | 进修及培训 | 61.05 | 40.03 | 21.02
213 | 农林水支出 | 486.25 | 261.11 | 225.14
21303 | 水利 | 486.25 | 261.11 | 225.14

政府性基金预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 205.52 | | 205.52
212 | 城乡社区支出 | 205.52 | | 205.52
21208 | 国有土地使用权出让收入安排的支出 | 205.52 | | 205.52

2026年财政拨款收支总预算752.82万元。
"
    )
}

#[test]
fn one_sum_of_money_that_a_table_leaves_out_is_told_once() {
    assert_eq!(said(&audit(&funds("219.81", "752.82"))), [""; 0]);
    // the total and the sentence are off by what was carried over, the two funds together
    let left_out = audit(&funds("", "533.01"));
    assert_eq!(cause(&left_out), &MisfitCause::SharedGap { by: "219.81".into() });
    assert!(said(&left_out)[0].contains("财政拨款收支总表"), "{:?}", said(&left_out));
    // amounts that have nothing to do with each other stay findings of their own
    let apart = funds("", "533.01").replace("752.82万元", "733.82万元");
    assert!(audit(&apart).findings.iter().all(|finding| finding.misfit.is_none()));
}

/// Forms in 万元, and one whose total is held against the year's spending or with what is carried on.
fn spending(unit: &str, total: &str) -> String {
    let all = "205 | 教育支出 | 417.52 | 282.31 | 135.21
213 | 农林水支出 | 1,113.38 | 664.16 | 449.22
";
    format!(
        "部门收支总表
单位：万元
收入项目 | 预算数 | 支出项目 | 预算数
一、一般公共预算拨款 | 1,530.90 | 一、教育支出 | 417.52
 | | 二、农林水支出 | 1,113.38
本年收入合计 | 1,530.90 | 本年支出合计 | 1,530.90
上年结转结余 | 36.10 | 年终结转结余 | 36.10
收入总计 | 1,567.00 | 支出总计 | 1,567.00

部门收入总表
单位：万元
科目编码 | 科目名称 | 合计 | 财政拨款 | 其他收入
 | 合计 | 1,530.90 | 1,530.90 |
205 | 教育支出 | 417.52 | 417.52 |
213 | 农林水支出 | 1,113.38 | 1,113.38 |

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 1,530.90 | 946.47 | 584.43
{all}
支出总表
单位：{unit}
支出功能分类科目 | 政府支出经济分类科目 | 部门支出经济分类科目 | 合计 | 基本支出 | 项目支出
2050802-干部教育 | 50501-工资福利支出 | 30101-基本工资 | 282.31 | 282.31 |
2050802-干部教育 | 50502-商品和服务支出 | 30201-办公费 | 135.21 | | 135.21
2130301-行政运行 | 50501-工资福利支出 | 30101-基本工资 | 664.16 | 664.16 |
2130304-水利行业业务管理 | 50502-商品和服务支出 | 30201-办公费 | 449.22 | | 449.22
合计 | | | {total} | 946.47 | 584.43
"
    )
}

#[test]
fn a_unit_that_no_other_table_has_is_named_though_the_digits_differ_a_little() {
    assert_eq!(said(&audit(&spending("万元", "1,530.90"))), [""; 0]);
    let wrong = audit(&spending("元", "1,530.90"));
    assert!(matches!(cause(&wrong), MisfitCause::OtherUnit(4 | -4)), "{:?}", said(&wrong));
    assert!(said(&wrong)[0].contains("支出总表"), "{:?}", said(&wrong));
}

/// A table of one column of figures.
fn column(rows: &str) -> String {
    format!(
        "一般公共预算基本支出表（按经济分类科目）
单位：万元
科目编码 | 科目名称 | 预算
 | 合计 | 957.48
301 | 工资福利支出 | 400.93
30101 | 基本工资 | 200.51
30102 | 津贴补贴 | 200.42
302 | 商品和服务支出 | 556.55
{rows}"
    )
}

#[test]
fn a_column_that_lacks_more_than_any_of_its_rows_lacks_rows() {
    let first = "30201 | 办公费 | 131.78
30205 | 水费 | 20.51
30207 | 邮电费 | 53.14
";
    let last = "30211 | 差旅费 | 93.54
30213 | 维修费 | 125.36
30226 | 劳务费 | 92.06
30299 | 其他商品和服务支出 | 40.16
";
    assert_eq!(said(&audit(&column(&format!("{first}{last}")))), [""; 0]);
    let missing = MisfitCause::RowsMissingUnder { name: "商品和服务支出".into() };
    assert_eq!(cause(&audit(&column(last))), &missing);
    // what one lost digit explains lacks no row
    let lost = audit(&column(&format!("{first}{last}").replace("131.78", "13.18")));
    assert!(only(&lost).misfit.is_none(), "{:?}", said(&lost));
}

/// Classes that stand twice, once for each class of the government.
fn twin_classes(rows: &str) -> String {
    format!(
        "一般公共预算基本支出表
单位：万元
部门科目编码 | 部门科目名称 | 政府科目编码 | 政府科目名称 | 合计 | 人员经费 | 公用经费
 | 合计 | | | 1,022.62 | 781.14 | 241.48
301 | 工资福利支出 | 501 | 机关工资福利支出 | 501.11 | 501.11 |
30101 | 基本工资 | 50101 | 工资奖金津补贴 | 300.05 | 300.05 |
30102 | 津贴补贴 | 50101 | 工资奖金津补贴 | 201.06 | 201.06 |
301 | 工资福利支出 | 505 | 对事业单位经常性补助 | 280.03 | 280.03 |
30101 | 基本工资 | 50501 | 工资福利支出 | 180.02 | 180.02 |
30107 | 绩效工资 | 50501 | 工资福利支出 | 100.01 | 100.01 |
{rows}30217 | 公务接待费 | 50206 | 公务接待费 | 20.04 | | 20.04
302 | 商品和服务支出 | 505 | 对事业单位经常性补助 | 70.31 | | 70.31
30201 | 办公费 | 50502 | 商品和服务支出 | 40.15 | | 40.15
30228 | 工会经费 | 50502 | 商品和服务支出 | 30.16 | | 30.16
"
    )
}

const OFFICE: &str = "302 | 商品和服务支出 | 502 | 机关商品和服务支出 | 171.17 | | 171.17
30201 | 办公费 | 50201 | 办公经费 | 90.76 | | 90.76
";
const TRAVEL: &str = "30211 | 差旅费 | 50201 | 办公经费 | 60.37 | | 60.37
";

#[test]
fn rows_are_missing_though_their_class_stands_again_below() {
    assert_eq!(said(&audit(&twin_classes(&format!("{OFFICE}{TRAVEL}")))), [""; 0]);
    let missing =
        MisfitCause::RowsMissing { behind: "绩效工资".into(), before: "差旅费".into() };
    assert_eq!(cause(&audit(&twin_classes(TRAVEL))), &missing);
}

#[test]
fn an_item_is_printed_twice_though_its_class_stands_again_below() {
    let twice = |travel: &str| {
        let audit = audit(&twin_classes(&format!("{OFFICE}{travel}")));
        audit.notices.iter().filter(|notice| notice.code == NoticeCode::ClassTwice).count()
    };
    assert_eq!((twice(TRAVEL), twice(&TRAVEL.repeat(2))), (0, 1));
}

#[test]
fn a_page_that_is_left_out_cuts_what_stands_side_by_side() {
    let basic = |rows: &str| {
        format!(
            "一般公共预算财政拨款基本支出决算表
单位：万元
人员经费 | | | 公用经费 | | | | |
科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数 | 科目代码 | 科目名称 | 决算数
301 | 工资福利支出 | 812.75 | 302 | 商品和服务支出 | 310.41 | 307 | 债务利息及费用支出 |
30101 | 基本工资 | 457.40 | 30201 | 办公费 | 83.92 | 310 | 资本性支出 | 27.25
30102 | 津贴补贴 | 203.59 | 30202 | 印刷费 | 16.90 | 31002 | 办公设备购置 | 24.67
{rows}30304 | 抚恤金 | 54.88 | 30211 | 差旅费 | 26.53 | 31099 | 其他资本性支出 | 2.58
30305 | 生活补助 | 10.09 | 30299 | 其他商品和服务支出 | 42.03 | | |
人员经费合计 | | 994.43 | 公用经费合计 | | | | | 337.66
"
        )
    };
    let page = "30103 | 奖金 | 101.22 | 30205 | 水费 | 38.95 | 31003 | 专用设备购置 |
30199 | 其他工资福利支出 | 50.54 | 30206 | 电费 | 80.66 | 31005 | 基础设施建设 |
303 | 对个人和家庭的补助 | 181.68 | 30207 | 邮电费 | 21.42 | 31006 | 大型修缮 |
30302 | 退休费 | 116.71 | 30209 | 物业管理费 | | 31007 | 信息网络购置 |
";
    assert_eq!(said(&audit(&basic(page))), [""; 0]);
    let missing =
        MisfitCause::RowsMissing { behind: "津贴补贴".into(), before: "抚恤金".into() };
    assert_eq!(cause(&audit(&basic(""))), &missing);
}

/// Classes with what the limits of another form allow for some of their items.
fn limited(figures: &[&str]) -> String {
    let names = [
        "30201 | 办公费",
        "30207 | 邮电费",
        "30212 | 因公出国（境）费用",
        "30217 | 公务接待费",
        "30226 | 劳务费",
        "30227 | 委托业务费",
        "30231 | 公务用车运行维护费",
        "30299 | 其他商品和服务支出",
        "303 | 对个人和家庭的补助",
        "30302 | 退休费",
        "30304 | 抚恤金",
    ];
    let rows = names.iter().zip(figures).map(|(name, figure)| format!("{name} | {figure}\n"));
    format!(
        "一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 预算数
合计 | | 1,549.76
301 | 工资福利支出 | 859.26
30101 | 基本工资 | 450.95
30102 | 津贴补贴 | 408.31
302 | 商品和服务支出 | 479.05
{}
一般公共预算“三公”经费支出表
单位：万元
项目 | 预算数
合计 | 49.36
1、因公出国（境）费用 | 16.14
2、公务接待费 | 11.05
3、公务用车购置及运行费 | 22.17
其中：（1）公务用车购置费 | 0.00
（2）公务用车运行费 | 22.17
",
        rows.collect::<String>()
    )
}

#[test]
fn limits_that_are_met_tell_that_rows_were_moved_and_no_other_unit() {
    let right = [
        "110.04", "38.20", "16.14", "11.05", "65.30", "73.11", "22.17", "143.04", "211.45",
        "117.78", "93.67",
    ];
    assert_eq!(said(&audit(&limited(&right))), [""; 0]);
    let mut moved = right;
    moved.copy_within(1..10, 2);
    let moved = audit(&limited(&moved));
    assert!(matches!(cause(&moved), MisfitCause::RowsMoved { is_above: Some(false), .. }));
    // one of the limits is passed by as much as no row beside would make it: no unit explains that
    let wrong =
        ["110.04", "38.20", "36.14", "31.05", "65.30", "73.11", "42.17", "143.04", "211.45"];
    let wrong = audit(&limited(&[&wrong[..], &["117.78", "95.67"]].concat()));
    let units = |text: &String| text.contains("元与万元混用");
    assert!(!said(&wrong).is_empty() && !said(&wrong).iter().any(units), "{:?}", said(&wrong));
}

#[test]
fn totals_of_rows_that_leave_out_a_small_column_name_it() {
    let text = |total: &str| {
        format!(
            "部门收入总表
单位：万元
单位编码 | 单位名称 | 合计 | 一般公共预算拨款 | 事业收入 | 上年结转
 | 合计 | {total} | 3,877.50 | 0.00 | 90.57
242001 | 清溪市水利局 | 2,417.66 | 2,417.66 | 0.00 | 60.37
242002 | 清溪市河道管理所 | 356.47 | 356.47 | 0.00 | 3.82
242003 | 清溪市水文站 | 1,103.37 | 1,103.37 | 0.00 | 26.38
"
        )
    };
    let left_out = MisfitCause::Block { name: "上年结转".into() };
    assert_eq!(cause(&audit(&text("3,968.07"))), &left_out);
}

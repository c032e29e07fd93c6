//! Tables that lack rows while no check is broken, figures that two sums find wrong by the same amount, and amounts
//! that lack the zero at their end.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, MisfitCause, Severity, Verdict};
use gouji::document::NoticeCode;
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    let text = format!("清溪市水利局2026年部门预算\n\n{text}");
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn said(audit: &DocumentAudit) -> Vec<String> {
    let told = audit.findings.iter().filter(|finding| {
        finding.checks.iter().any(|at| audit.checks[*at].severity > Severity::Info)
    });
    told.map(|finding| headline(audit, finding).text).collect()
}

fn lacking(audit: &DocumentAudit) -> Vec<String> {
    let notices = audit.notices.iter().filter(|notice| notice.code == NoticeCode::RowsLacking);
    notices.map(|notice| notice.message.to_string()).collect()
}

fn only_cause(audit: &DocumentAudit) -> &MisfitCause {
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(audit)) };
    &only.misfit.as_ref().unwrap_or_else(|| panic!("{:?}", said(audit))).cause
}

/// Spending of this year and of what was carried on, with the subtotals of two items.
fn with_subtotals(patrol: &str, study: &str) -> String {
    format!(
        "支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 当年预算小计 | 当年预算基本支出 | 当年预算项目支出 | 上年结转结余小计 | 上年结转结余基本支出 | 上年结转结余项目支出
 | 总计 | 1731.50 | 1731.50 | 1208.40 | 523.10 | 0.00 | 0.00 | 0.00
208 | 社会保障和就业支出 | 178.20 | 178.20 | 178.20 | 0.00 | 0.00 | 0.00 | 0.00
20805 | 行政事业单位养老支出 | 178.20 | 178.20 | 178.20 | 0.00 | 0.00 | 0.00 | 0.00
2080505 | 机关事业单位基本养老保险缴费支出 | 178.20 | 178.20 | 178.20 | 0.00 | 0.00 | 0.00 | 0.00
213 | 农林水支出 | 1553.30 | 1553.30 | 1030.20 | 523.10 | 0.00 | 0.00 | 0.00
21303 | 水利 | 1553.30 | 1553.30 | 1030.20 | 523.10 | 0.00 | 0.00 | 0.00
2130301 | 行政运行 | 1030.20 | 1030.20 | 1030.20 | 0.00 | 0.00 | 0.00 | 0.00
2130302 | 一般行政管理事务 | 486.00 | {patrol} | 0.00 | 486.00 | 0.00 | 0.00 | 0.00
2130399 | 其他水利支出 | 37.10 | {study} | 0.00 | 37.10 | 0.00 | 0.00 | 0.00
"
    )
}

#[test]
fn a_subtotal_that_two_sums_find_wrong_by_the_same_amount_is_named() {
    assert_eq!(said(&audit(&with_subtotals("486.00", "37.10"))), [""; 0]);
    let wrong = audit(&with_subtotals("0.00", "0.00"));
    let told = said(&wrong);
    let is_named = |name: &str, meant: &str| {
        told.iter().any(|one| one.contains(name) && one.contains("0.00") && one.contains(meant))
    };
    assert!(told.len() == 2 && is_named("一般行政管理事务", "486.00"), "{told:?}");
    assert!(is_named("其他水利支出", "37.10"), "{told:?}");
    // the sum of the items above them is no longer what is wrong
    assert!(told.iter().all(|one| !one.contains("1553.30")), "{told:?}");
}

#[test]
fn a_subtotal_that_one_sum_alone_finds_wrong_stays_open() {
    // the total agrees with the subtotal: what the parts are may be another thing
    let text = with_subtotals("0.00", "37.10")
        .replace("一般行政管理事务 | 486.00", "一般行政管理事务 | 0.00");
    let open = audit(&text);
    let of_row = open.checks.iter().filter(|check| check.rule == "按表头结构");
    assert!(of_row.clone().count() > 3);
    assert!(of_row.clone().all(|check| check.verdict != Verdict::Violation));
}

/// Income and spending by what they are for; those of one class in the first table.
fn by_class(social: &str) -> String {
    let rows = "213 | 农林水支出 | 300.00 | 300.00 |
21303 | 水利 | 300.00 | 300.00 |
2130301 | 行政运行 | 300.00 | 300.00 |
221 | 住房保障支出 | 60.00 | 60.00 |
22102 | 住房改革支出 | 60.00 | 60.00 |
2210201 | 住房公积金 | 60.00 | 60.00 |
";
    format!(
        "收入总表
单位：万元
科目编码 | 科目名称 | 合计 | 财政拨款收入 | 其他收入
 | 合计 | 440.00 | 440.00 |
208 | 社会保障和就业支出 | 80.00 | 80.00 |
{social}{rows}
支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 440.00 | 440.00 |
208 | 社会保障和就业支出 | 80.00 | 80.00 |
{SOCIAL}{rows}"
    )
}

const SOCIAL: &str = "20805 | 行政事业单位养老支出 | 80.00 | 80.00 |
2080505 | 机关事业单位基本养老保险缴费支出 | 80.00 | 80.00 |
";

#[test]
fn a_class_below_which_another_table_has_rows_is_told_by_a_notice() {
    let whole = audit(&by_class(SOCIAL));
    assert_eq!((said(&whole), lacking(&whole)), (Vec::new(), Vec::new()));
    let cut = audit(&by_class(""));
    assert_eq!(said(&cut), [""; 0]);
    let told = lacking(&cut);
    let [only] = told.as_slice() else { panic!("{told:?}") };
    for word in ["社会保障和就业支出", "行政事业单位养老支出", "2 行"] {
        assert!(only.contains(word), "{only}");
    }
    // a class of another amount is another one
    let other = audit(&by_class("").replacen("440.00 | 440.00", "441.00 | 441.00", 1).replacen(
        "社会保障和就业支出 | 80.00 | 80.00",
        "社会保障和就业支出 | 81.00 | 81.00",
        1,
    ));
    assert_eq!(lacking(&other), [""; 0]);
}

/// A list of projects whose total another table has.
fn projects(rows: &[(&str, &str)]) -> String {
    let row =
        |(name, amount): &(&str, &str)| format!("{name} | 其他运转类 | {amount} | {amount} |\n");
    format!(
        "支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 1231.25 | 460.00 | 771.25
213 | 农林水支出 | 1231.25 | 460.00 | 771.25

项目支出预算表
单位：万元
项目名称 | 项目类别 | 合计 | 一般公共预算 | 政府性基金预算
合计 | | 771.25 | 771.25 |
{}",
        rows.iter().map(row).collect::<String>()
    )
}

const PROJECTS: [(&str, &str); 5] = [
    ("堤防养护费", "131.40"),
    ("水位监测费", "48.20"),
    ("河道清淤费", "303.15"),
    ("抗旱应急费", "250.00"),
    ("泵站更新费", "38.50"),
];

#[test]
fn a_total_that_is_more_than_all_that_is_listed_is_told_by_a_notice() {
    let whole = audit(&projects(&PROJECTS));
    assert_eq!((said(&whole), lacking(&whole)), (Vec::new(), Vec::new()));
    let cut = audit(&projects(&PROJECTS[..4]));
    assert_eq!(said(&cut), [""; 0]);
    let told = lacking(&cut);
    let [only] = told.as_slice() else { panic!("{told:?}") };
    assert!(only.contains("项目支出预算表") && only.contains("少了几行"), "{only}");
    // what is listed twice may be nested
    let mut nested = PROJECTS.to_vec();
    nested.insert(0, ("各处室", "100.00"));
    assert_eq!(lacking(&audit(&projects(&nested))), [""; 0]);
}

/// Spending by two classifications beside each other; `zero` ends what has no decimals.
fn of_two_lists(zero: &str) -> String {
    format!(
        "2026年部门综合预算收支总表
单位：元
收入 | | 支出 | | |
项目 | 预算数 | 支出功能分科目（按大类） | 预算数 | 政府预算支出经济科目（按大类） | 预算数
一、部门预算 | 93656288.30 | 一、部门预算 | 93656288.30 | 一、部门预算 | 93656288.30
1、财政拨款 | 93656288.30 | 1、教育支出 | 2944{zero} | 1、机关工资福利支出 | 13490826.20
(1)一般公共预算拨款 | 93656288.30 | 2、农林水支出 | 82019613.20 | 2、机关商品和服务支出 | 9963322.10
(2)政府性基金拨款 | | 3、卫生健康支出 | 3342275.10 | 3、机关资本性支出 | 5400{zero}
2、上级补助收入 | | 4、金融支出 | 826496{zero} | 4、对企业补助 | 7014814{zero}
3、事业收入 | | | | 5、对个人和家庭的补助 | 0.00
本年收入合计 | 93656288.30 | 本年支出合计 | 93656288.30 | 本年支出合计 | 93656288.30
收入总计 | 93656288.30 | 支出总计 | 93656288.30 | 支出总计 | 93656288.30
"
    )
}

#[test]
fn amounts_without_decimals_that_lack_a_zero_are_one_finding() {
    assert_eq!(said(&audit(&of_two_lists("0.00"))), [""; 0]);
    let cut = audit(&of_two_lists(""));
    let MisfitCause::ZerosCut { printed, meant } = only_cause(&cut) else {
        panic!("{:?}", said(&cut))
    };
    assert_eq!((printed.as_str(), meant.as_str()), ("7014814", "70148140"));
}

#[test]
fn a_sum_that_lacks_more_than_both_of_its_parts_lacks_rows() {
    let text = |rows: &str| {
        format!(
            "一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 金额
 | 合计 | 1471.70
301 | 工资福利支出 | 928.90
30101 | 基本工资 | 515.15
30102 | 津贴补贴 | 413.75
302 | 商品和服务支出 | 542.80
30201 | 办公费 | 70.00
{rows}30299 | 其他商品和服务支出 | 19.90
"
        )
    };
    assert_eq!(said(&audit(&text("30206 | 电费 | 150.00\n30207 | 邮电费 | 302.90\n"))), [""; 0]);
    let cut = audit(&text(""));
    let MisfitCause::RowsMissingUnder { name } = only_cause(&cut) else {
        panic!("{:?}", said(&cut))
    };
    assert_eq!(name, "商品和服务支出");
}

#[test]
fn a_sentence_of_nothing_tells_no_other_unit() {
    let text = "政府采购预算表
单位：万元
科目编码 | 科目名称 | 合计 | 一般公共预算 | 政府性基金预算
 | 合计 | 29837.96 | 29837.96 |
205 | 教育支出 | 29837.96 | 29837.96 |
20502 | 普通教育 | 6820.24 | 6820.24 |
2050201 | 学前教育 | 158.59 | 158.59 |
2050204 | 高中教育 | 6661.65 | 6661.65 |
20503 | 职业教育 | 23017.72 | 23017.72 |
2050305 | 高等职业教育 | 23017.72 | 23017.72 |

2026年，清溪市水利局政府采购预算0万元。
";
    let wrong = audit(text);
    let told = said(&wrong);
    let [only] = told.as_slice() else { panic!("{told:?}") };
    assert!(only.contains("29837.96") && !only.contains("单位"), "{only}");
    assert_eq!(said(&audit(&text.replace("预算0万元", "预算29837.96万元"))), [""; 0]);
}

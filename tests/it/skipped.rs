//! Tables that tell by themselves, or with one other table, that rows were moved, columns were put in each other's
//! place or a page was left out, though next to no check is broken.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, MisfitCause, Severity};
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

/// The notices of rows that are lacking.
fn lacking(text: &str) -> Vec<String> {
    let audit = audit(text);
    assert_eq!(said(&audit), [""; 0]);
    let notices = audit.notices.iter().filter(|notice| notice.code == NoticeCode::RowsLacking);
    notices.map(|notice| notice.message.to_string()).collect()
}

fn only_cause(text: &str) -> MisfitCause {
    let audit = audit(text);
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(&audit)) };
    only.misfit.as_ref().unwrap_or_else(|| panic!("{:?}", said(&audit))).cause.clone()
}

/// A list of projects that no form knows, with the heads of its amounts and their figures.
fn projects(heads: &str, rows: &[[&str; 5]]) -> String {
    let names = ["堤防养护", "水位监测", "河道清淤", "抗旱应急", "渠系改造", "泵站更新"];
    let rows = names.iter().zip(rows).map(|(name, row)| format!("{name} | {}\n", row.join(" | ")));
    format!("各处室专项明细\n单位：万元\n事项 | {heads}\n{}", rows.collect::<String>())
}

const PROJECTS: [[&str; 5]; 6] = [
    ["161.35", "93.02", "41.22", "27.11", "0.00"],
    ["88.43", "50.31", "0.00", "38.12", "0.00"],
    ["147.58", "61.17", "73.08", "0.00", "13.33"],
    ["52.46", "52.46", "0.00", "0.00", "0.00"],
    ["204.79", "118.53", "66.19", "20.07", "0.00"],
    ["91.86", "14.29", "29.34", "30.18", "18.05"],
];

#[test]
fn a_total_that_has_the_figures_of_the_column_beside_it_is_told_in_a_table_that_no_form_knows() {
    let heads = "合计 | 市级 | 区级 | 上级 | 自筹";
    assert_eq!(said(&audit(&projects(heads, &PROJECTS))), [""; 0]);
    let mut swapped = PROJECTS;
    swapped.iter_mut().for_each(|row| row.swap(0, 1));
    let cause = only_cause(&projects(heads, &swapped));
    assert!(matches!(cause, MisfitCause::ColumnsMoved { is_swapped: true, .. }), "{cause:?}");
    // a head that says more than that it is a total may be one part of the column beside it
    let other = projects("一季度合计 | 全年 | 二季度 | 三季度 | 四季度", &swapped);
    assert_eq!(said(&audit(&other)), [""; 0]);
}

/// Income and expenses beside each other, with the figures of the last rows.
fn both_sides(housing: &str, last: &[[&str; 2]; 5]) -> String {
    let names = [
        ["", "十、住房保障支出"],
        ["", "十一、粮油物资储备支出"],
        ["本年收入合计", "本年支出合计"],
        ["上年结转", "结转下年"],
        ["收入总计", "支出总计"],
    ];
    let rows = names.iter().zip(last).map(|([a, b], [x, y])| format!("{a} | {x} | {b} | {y}\n"));
    format!(
        "部门收支总表
单位：元
收入项目 | 预算数 | 支出项目 | 预算数
一、一般公共预算拨款 | 258596001.79 | 一、一般公共服务支出 | 48615794.92
二、政府性基金拨款 | 0.00 | 二、外交支出 | 0.00
三、国有资本经营预算收入 | 0.00 | 三、国防支出 | 0.00
四、上级补助收入 | 0.00 | 四、公共安全支出 | 0.00
五、事业收入 | 0.00 | 五、教育支出 | 1096000.00
六、其他收入 | 0.00 | 六、文化旅游体育与传媒支出 | 203381600.00
 | | 七、社会保障和就业支出 | 2190776.93
 | | 八、卫生健康支出 | 387425.87
 | | 九、城乡社区支出 | 0.00
{}
一般公共预算支出表
单位：元
科目编码 | 科目名称 | 合计
 | 合计 | 2924404.07
221 | 住房保障支出 | {housing}
22102 | 住房改革支出 | {housing}
2210201 | 住房公积金 | {housing}
",
        rows.collect::<String>()
    )
}

const HOUSING: &str = "2924404.07";
const ALL: &str = "258596001.79";

#[test]
fn totals_of_two_sides_that_are_less_than_their_rows_were_moved() {
    let right = [["", HOUSING], ["", "0.00"], [ALL, ALL], ["0.00", "0.00"], [ALL, ALL]];
    let right = both_sides(HOUSING, &right);
    assert!(
        said(&audit(&right)).iter().all(|one| !one.contains("收支总表")),
        "{:?}",
        said(&audit(&right))
    );
    let moved = [["", "0.00"], ["", HOUSING], [ALL, "0.00"], [ALL, ALL], ["0.00", ALL]];
    let cause = only_cause(&both_sides(HOUSING, &moved));
    assert!(matches!(cause, MisfitCause::RowsMoved { is_above: Some(false), .. }), "{cause:?}");
}

#[test]
fn a_list_whose_numbers_skip_what_another_table_has_lacks_rows() {
    let right = [["", HOUSING], ["", "0.00"], [ALL, ALL], ["0.00", "0.00"], [ALL, ALL]];
    let whole = both_sides(HOUSING, &right)
        .replace("十一、粮油", "十四、其他支出 | 0.00\n | | 十五、转移性支出 | 0.00\n | | 十六、债务还本支出 | 0.00\n | | 十七、粮油");
    let left_out = whole.replace(&format!(" |  | 十、住房保障支出 | {HOUSING}\n"), "");
    let said = lacking(&left_out);
    assert!(said.len() == 1 && said[0].contains("九、城乡社区支出"), "{said:?}");
    // nothing is lacking where all comes out, and nothing is known where no table has the amount
    assert_eq!(lacking(&whole), [""; 0]);
    let other = left_out
        .replace(
            &format!("22102 | 住房改革支出 | {HOUSING}\n2210201 | 住房公积金 | {HOUSING}\n"),
            "",
        )
        .replace(HOUSING, "3111222.07");
    assert_eq!(lacking(&other), [""; 0]);
}

/// A table of codes below the row of a unit.
fn by_codes(rows: &str) -> String {
    format!(
        "一般公共预算支出表（按经济分类）
单位：万元
预算单位 | 科目编码 | 科目名称 | 支出总计 | 基本支出 | 项目支出
清溪市水利局（本级） | | | 7099.97 | 3217.16 | 3882.81
 | 301 | 工资福利支出 | 2260.90 | 2260.90 | 0.00
 | 30101 | 基本工资 | 392.65 | 392.65 | 0.00
 | 30102 | 津贴补贴 | 1868.25 | 1868.25 | 0.00
{rows} | 30227 | 委托业务费 | 3059.85 | 60.00 | 2999.85
 | 30231 | 公务用车运行维护费 | 110.50 | 110.50 | 0.00
 | 30299 | 其他商品和服务支出 | 279.88 | 119.99 | 159.89
 | 303 | 对个人和家庭的补助 | 314.25 | 314.25 | 0.00
 | 30302 | 退休费 | 314.25 | 314.25 | 0.00
"
    )
}

#[test]
fn codes_that_go_on_with_a_class_that_is_not_there_lack_rows() {
    let class = " | 302 | 商品和服务支出 | 4524.82 | 642.01 | 3882.81\n";
    let item = " | 30206 | 电费 | 1074.59 | 351.52 | 723.07\n";
    assert_eq!(lacking(&by_codes(&format!("{class}{item}"))), [""; 0]);
    let said = lacking(&by_codes(""));
    assert!(said.len() == 1 && said[0].contains("委托业务费"), "{said:?}");
    // its rows are all there, without its name
    assert_eq!(lacking(&by_codes(item)), [""; 0]);
}

/// Names of classes with their items in a table without codes, beside a table with them.
fn by_names(rows: &str) -> String {
    format!(
        "部门收支总表
单位：万元
收入项目 | 预算数 | 支出项目 | 预算数
一、一般公共预算拨款 | 932.41 | 教育支出 | 467.34
二、其他收入 | | 职业教育 | 467.34
 | | 社会保障和就业支出 | 130.05
 | | 行政事业单位养老支出 | 130.05
{rows} | | 住房保障支出 | 217.02
 | | 住房改革支出 | 217.02
本年收入合计 | 932.41 | 本年支出合计 | 932.41
收入总计 | 932.41 | 支出总计 | 932.41

部门支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 932.41 | 700.00 | 232.41
205 | 教育支出 | 467.34 | 400.00 | 67.34
20503 | 职业教育 | 467.34 | 400.00 | 67.34
208 | 社会保障和就业支出 | 130.05 | 130.05 |
20805 | 行政事业单位养老支出 | 130.05 | 130.05 |
213 | 农林水支出 | 118.00 | | 118.00
21303 | 水利 | 118.00 | | 118.00
221 | 住房保障支出 | 217.02 | 169.95 | 47.07
22102 | 住房改革支出 | 217.02 | 169.95 | 47.07
"
    )
}

#[test]
fn a_class_that_stands_under_no_other_name_is_lacking() {
    let class = " | | 农林水支出 | 118.00\n | | 水利 | 118.00\n";
    assert_eq!(lacking(&by_names(class)), [""; 0]);
    let said = lacking(&by_names(""));
    assert!(said.len() == 1 && said[0].contains("农林水支出"), "{said:?}");
    assert_eq!(lacking(&by_names(" | | 其他支出 | 118.00\n | | 其他 | 118.00\n")), [""; 0]);
}

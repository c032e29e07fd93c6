//! Rows of one name, and tables that do not fit as a whole: a name is never decided by its first
//! row, and a table that breaks as a whole is told once.

use crate::engines::engine;
use gouji::audit::{Check, DocumentAudit, MisfitCause, Severity, Verdict, WhyCode};
use gouji::document::{Notice, NoticeCode};
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn of_rule<'a>(audit: &'a DocumentAudit, rule: &str) -> Vec<&'a Check> {
    audit.checks.iter().filter(|check| check.rule == rule).collect()
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let broken = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    broken.map(|check| format!("{} {}", check.rule, check.message())).collect()
}

/// A budget whose classes stand below each unit.
fn by_units(of_second: &str, head: &str) -> String {
    format!(
        "清溪市水利局2026年部门预算

部门收支总表
单位：万元
收入项目 | 预算数 | 支出项目 | 预算数
一、一般公共预算拨款 | 100.00 | 一、教育支出 | 30.00
 | | 二、农林水支出 | 70.00
本年收入合计 | 100.00 | 本年支出合计 | 100.00
收入总计 | 100.00 | 支出总计 | 100.00

部门支出总表
单位：万元
预算单位 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
清溪市水利局 | | | 100.00 | 60.00 | 40.00
清溪市水利局本级 | | | 60.00 | 40.00 | 20.00
 | 205 | 教育支出 | 20.00 | 15.00 | 5.00
 | 213 | 农林水支出 | 40.00 | 25.00 | 15.00
清溪市河道管理所 | | | {head}
 | 205 | 教育支出 | 10.00 | 5.00 | 5.00
 | 213 | 农林水支出 | {of_second}
"
    )
}

const CLASSES: &str = "预算表间-支出各类";

#[test]
fn a_class_of_several_units_is_their_sum() {
    let right = audit(&by_units("30.00 | 15.00 | 15.00", "40.00 | 20.00 | 20.00"));
    let verdicts: Vec<Verdict> =
        of_rule(&right, CLASSES).iter().map(|check| check.verdict).collect();
    assert_eq!(verdicts, [Verdict::Holds, Verdict::Holds]);
    assert_eq!(violations(&right), [""; 0]);
    let wrong = audit(&by_units("31.00 | 16.00 | 15.00", "40.00 | 20.00 | 20.00"));
    let broken: Vec<_> = of_rule(&wrong, CLASSES)
        .into_iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| (check.stated.as_deref(), check.computed.as_deref()))
        .collect();
    assert_eq!(broken, [(Some("70.00"), Some("71.00"))]);
}

#[test]
fn rows_of_one_name_that_nothing_tells_apart_decide_nothing() {
    // the units do not come to the department: what their rows mean is open
    let open = audit(&by_units("30.00 | 15.00 | 15.00", "45.00 | 25.00 | 20.00"));
    let checks = of_rule(&open, CLASSES);
    assert_eq!(checks.len(), 4);
    for check in checks {
        assert_eq!(check.verdict, Verdict::Unchecked);
        assert_eq!(check.reason.as_ref().map(|why| why.code()), Some(WhyCode::SeveralRows));
    }
}

#[test]
fn a_code_that_is_printed_twice_is_not_added_twice() {
    let text = "清溪市水利局2026年部门预算

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 862.00 | 300.00 | 562.00
213 | 农林水支出 | 360.00 | 300.00 | 60.00
21303 | 水利 | 360.00 | 300.00 | 60.00
2130301 | 行政运行 | 300.00 | 300.00 | 0.00
2130305 | 水利工程建设 | 60.00 | 0.00 | 60.00
219 | 援助其他地区支出 | 502.00 | 0.00 | 502.00
21999 | 其他支出 | 502.00 | 0.00 | 502.00
21999 | 其他支出 | 502.00 | 0.00 | 502.00
";
    let audit = audit(text);
    assert_eq!(violations(&audit), [""; 0]);
    let of_class = of_rule(&audit, "预算一般-类款项")
        .into_iter()
        .filter(|check| check.expression.starts_with("219"))
        .map(|check| (check.verdict, check.reason.as_ref().map(|why| why.code())))
        .collect::<Vec<_>>();
    let twice = (Verdict::Corroborated, Some(WhyCode::CodeTwice));
    assert_eq!(of_class.iter().filter(|one| **one == twice).count(), 2);
    assert!(audit.notices.iter().all(|notice| notice.code != NoticeCode::ClassTwice));
}

/// A form whose column of totals stands one row too high.
const SHIFTED: &str = "清溪市水利局2026年部门预算

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 862.31 | 300.11 | 562.20
20501 | 教育管理事务 | 47.92 | 12.10 | 5.05
20502 | 普通教育 | 97.12 | 33.71 | 14.21
20503 | 职业教育 | 133.80 | 44.41 | 52.71
20504 | 成人教育 | 190.31 | 61.12 | 72.68
20508 | 进修及培训 | 88.71 | 70.04 | 120.27
20509 | 教育费附加 | 287.30 | 52.31 | 36.40
20599 | 其他教育支出 | 287.30 | 26.42 | 260.88
";

#[test]
fn a_column_one_row_apart_is_one_finding() {
    let audit = audit(SHIFTED);
    let told: Vec<_> = audit.findings.iter().filter(|finding| finding.misfit.is_some()).collect();
    let [finding] = told.as_slice() else { panic!("{:?}", audit.findings) };
    assert_eq!(audit.findings.len(), 1);
    let misfit = finding.misfit.as_ref().unwrap();
    let apart = MisfitCause::RowsApart { column: "合计".into(), is_above: true };
    assert_eq!(misfit.cause, apart);
    // each check keeps its verdict and its figures, and weighs a warning
    let broken: Vec<&Check> =
        audit.checks.iter().filter(|check| check.verdict == Verdict::Violation).collect();
    assert_eq!(broken.len(), finding.checks.len());
    assert!(broken.iter().all(|check| check.severity == Severity::Warning));
    assert!(broken.iter().all(|check| check.difference.is_some()));
    let said = headline(&audit, finding);
    assert!(said.text.contains("一般公共预算支出表"), "{}", said.text);
    assert!(said.text.contains("高了一行"), "{}", said.text);
    assert_eq!(said.spots.len(), 1);
    assert_eq!(said.spots[0].printed.text, "一般公共预算支出表");
}

#[test]
fn a_slip_of_one_digit_is_a_finding_of_its_own() {
    let right = SHIFTED
        .replace("47.92 | 12.10", "17.15 | 12.10")
        .replace("97.12 | 33.71", "47.92 | 33.71")
        .replace("133.80 | 44.41", "97.12 | 44.41")
        .replace("190.31 | 61.12", "133.80 | 61.12")
        .replace("88.71 | 70.04", "190.31 | 70.04")
        .replace("287.30 | 52.31", "88.71 | 52.31");
    let clean = audit(&right);
    assert_eq!(violations(&clean), [""; 0]);
    let wrong = audit(&right.replace("133.80 | 61.12", "183.80 | 61.12"));
    let [finding] = wrong.findings.as_slice() else { panic!("{:?}", wrong.findings) };
    assert!(finding.misfit.is_none());
    let suspects = &finding.cause.as_ref().unwrap().suspects;
    assert_eq!(suspects[0].suggested.as_deref(), Some("133.80"));
    assert_eq!(wrong.checks[finding.checks[0]].severity, Severity::Error);
}

#[test]
fn a_unit_that_a_sentence_gets_wrong_is_a_hint() {
    let text = "清溪市水利局2026年部门预算

一、支出情况

2026年支出1682.76元，其中基本支出1208.20万元，项目支出474.56万元。
";
    let audit = audit(text);
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    assert!(finding.checks.iter().all(|at| audit.checks[*at].severity == Severity::Info));
    let said = headline(&audit, finding).text;
    assert!(said.contains("单位可能有误"), "{said}");
    assert!(!said.contains("应为"), "{said}");
}

#[test]
fn the_amount_with_another_unit_than_its_sisters_is_the_one_in_doubt() {
    let text = "清溪市水利局2026年部门预算

一、支出情况

项目支出1500.00万元，包括：堤防维修700.00万元、水质监测300.50元、河道清淤400.00万元、应急预备99.50万元。
";
    let audit = audit(text);
    let [finding] = audit.findings.as_slice() else { panic!("{:?}", audit.findings) };
    let said = headline(&audit, finding).text;
    assert!(said.contains("300.50元") && said.contains("单位可能有误"), "{said}");
    assert!(finding.checks.iter().all(|at| audit.checks[*at].severity == Severity::Info));
}

/// One figure that explains all that does not come out is told as itself, however many checks it
/// breaks.
#[test]
fn a_table_that_one_figure_breaks_is_not_one_that_does_not_fit() {
    let found = audit(
        "清溪市档案馆2023年度部门决算

支出决算表
单位：万元
科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出
 | 合计 | 4995.89 | 2995.89 | 2000.00 | | |
201 | 一般公共服务支出 | 2959 | 1995.39 | 1000.00 | | |
20126 | 档案事务 | 2995.39 | 1995.39 | 1000.00 | | |
2012604 | 档案馆 | 2995.39 | 1995.39 | 1000.00 | | |
205 | 教育支出 | 2000.50 | 1000.50 | 1000.00 | | |
20508 | 进修及培训 | 2000.50 | 1000.50 | 1000.00 | | |
2050803 | 培训支出 | 2000.50 | 1000.50 | 1000.00 | | |
",
    );
    let [only] = found.findings.as_slice() else { panic!("{:?}", found.findings) };
    assert!(only.misfit.is_none());
    // with the decimals of the column
    let said = headline(&found, only).text;
    assert!(said.contains("应为 2995.39"), "{said}");
}

/// Columns that print the same figures break alike: one cause.
#[test]
fn columns_that_print_the_same_are_one_finding() {
    let found = audit(
        "清溪市档案馆2026年部门预算

一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
 | 合计 | 911.21 | 911.21 |
301 | 工资福利支出 | 911.21 | 911.21 |
30101 | 基本工资 | 497.50 | 497.50 |
30102 | 津贴补贴 | 279.46 | 279.46 |
30103 | 奖金 | 144.00 | 144.00 |
",
    );
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
}

/// A class that stands twice right below itself is added once, so that no sum tells: a notice does.
/// Of a class that stands once, and of items that are alike and added both, none is said.
#[test]
fn a_class_that_is_printed_twice_is_told_by_one_notice() {
    let text = |class: &str, item: &str| {
        format!(
            "清溪市档案馆2026年部门预算\n\n支出总表\n单位：万元\n\
             科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n\
             \x20| 合计 | 1,406.20 | 1,250.00 | 156.20\n{class}\
             20126 | 档案事务 | 1,256.20 | 1,100.00 | 156.20\n\
             2012601 | 行政运行 | 1,256.20 | 1,100.00 | 156.20\n\
             208 | 社会保障支出 | 150.00 | 150.00 | 0.00\n\
             20805 | 养老支出 | 150.00 | 150.00 | 0.00\n{item}"
        )
    };
    let class = "201 | 一般公共服务支出 | 1,256.20 | 1,100.00 | 156.20\n";
    let item = "2080505 | 养老保险 | 150.00 | 150.00 | 0.00\n";
    let notices = |class: &str, item: &str| {
        let audit = engine("national").audit("a.txt", text(class, item).as_bytes()).unwrap();
        let twice = |notice: &&Notice| notice.code == NoticeCode::ClassTwice;
        (audit.notices.iter().filter(twice).count(), audit.findings.len())
    };
    assert_eq!(notices(&class.repeat(2), item), (1, 0));
    assert_eq!(notices(class, item).0, 0);
    assert_eq!(notices(class, &item.repeat(2)), (1, 0));
    assert_eq!(notices(class, &item.replace("150.00", "75.00").repeat(2)).0, 0);
}

/// A budget of two forms that say the same of each class, and the items of one of them.
fn two_forms(rows: &[[&str; 5]]) -> String {
    let mut text = "清溪市水利局2026年部门预算

部门支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 1,530.90 | 946.47 | 584.43
205 | 教育支出 | 417.52 | 282.31 | 135.21
213 | 农林水支出 | 894.11 | 501.02 | 393.09
221 | 住房保障支出 | 219.27 | 163.14 | 56.13

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
"
    .to_owned();
    for row in rows {
        text.push_str(&row.join(" | "));
        text.push('\n');
    }
    text
}

const CLASSED: [[&str; 5]; 10] = [
    ["", "合计", "1,530.90", "946.47", "584.43"],
    ["205", "教育支出", "417.52", "282.31", "135.21"],
    ["20502", "普通教育", "286.30", "211.20", "75.10"],
    ["20503", "职业教育", "131.22", "71.11", "60.11"],
    ["213", "农林水支出", "894.11", "501.02", "393.09"],
    ["21303", "水利", "560.99", "347.81", "213.18"],
    ["21305", "巩固脱贫", "333.12", "153.21", "179.91"],
    ["221", "住房保障支出", "219.27", "163.14", "56.13"],
    ["22101", "保障性安居工程支出", "121.03", "81.02", "40.01"],
    ["22102", "住房改革支出", "98.24", "82.12", "16.12"],
];

/// The only finding of a text, which must be of a table as a whole: its cause, and what is said.
fn only_misfit(text: &str) -> (MisfitCause, String) {
    let audit = audit(text);
    let [finding] = audit.findings.as_slice() else {
        panic!("{:?}", audit.findings.iter().map(|one| headline(&audit, one).text))
    };
    let weighs = |at: &usize| audit.checks[*at].severity;
    assert_eq!(finding.checks.iter().map(weighs).max(), Some(Severity::Warning));
    let misfit = finding.misfit.as_ref().unwrap();
    (misfit.cause.clone(), headline(&audit, finding).text.to_string())
}

#[test]
fn figures_of_rows_one_line_below_their_names_are_one_finding() {
    assert_eq!(violations(&audit(&two_forms(&CLASSED))), [""; 0]);
    let mut rows = CLASSED;
    for at in (5..rows.len()).rev() {
        let [_, _, a, b, c] = CLASSED[at - 1];
        (rows[at][2], rows[at][3], rows[at][4]) = (a, b, c);
    }
    let (cause, said) = only_misfit(&two_forms(&rows));
    assert_eq!(cause.id(), "rows-apart");
    let MisfitCause::RowsMoved { last, is_above, .. } = cause else { panic!("{cause:?}") };
    assert_eq!((last.as_str(), is_above), ("住房改革支出", Some(false)));
    assert!(said.contains("低了一行"), "{said}");
}

#[test]
fn columns_that_have_the_figures_of_each_other_are_one_finding() {
    let mut rows = CLASSED;
    rows.iter_mut().for_each(|row| row.swap(2, 3));
    let (cause, said) = only_misfit(&two_forms(&rows));
    assert_eq!(cause.id(), "columns-apart");
    let swapped =
        MisfitCause::ColumnsMoved {
            first: "合计".into(), last: "基本".into(), is_swapped: true
        };
    assert_eq!(cause, swapped);
    assert!(said.contains("互换"), "{said}");
}

/// Cells that are blank where they stand now would count where they belong.
#[test]
fn columns_with_blank_cells_are_tried_with_them() {
    let mut rows = CLASSED;
    (rows[8][3], rows[8][4]) = ("", "121.03");
    (rows[9][3], rows[9][4]) = ("", "98.24");
    (rows[7][3], rows[7][4]) = ("", "219.27");
    (rows[0][3], rows[0][4]) = ("783.33", "747.57");
    let right = two_forms(&rows).replacen("946.47 | 584.43", "783.33 | 747.57", 1).replacen(
        "163.14 | 56.13",
        " | 219.27",
        1,
    );
    assert_eq!(violations(&audit(&right)), [""; 0]);
    rows.iter_mut().for_each(|row| row.swap(2, 3));
    let wrong = two_forms(&rows).replacen("946.47 | 584.43", "783.33 | 747.57", 1).replacen(
        "163.14 | 56.13",
        " | 219.27",
        1,
    );
    assert_eq!(only_misfit(&wrong).0.id(), "columns-apart");
}

#[test]
fn amounts_under_another_unit_are_one_finding_however_few_checks_tell() {
    let text = |unit: &str| {
        format!(
            "{}\n一般公共预算基本支出表\n单位：{unit}\n\
             科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费\n\
             \x20| 合计 | 946.47 | 801.14 | 145.33\n\
             301 | 工资福利支出 | 801.14 | 801.14 |\n\
             30101 | 基本工资 | 500.03 | 500.03 |\n\
             30102 | 津贴补贴 | 301.11 | 301.11 |\n\
             302 | 商品和服务支出 | 145.33 | | 145.33\n\
             30201 | 办公费 | 45.12 | | 45.12\n\
             30211 | 差旅费 | 100.21 | | 100.21\n",
            two_forms(&CLASSED)
        )
    };
    assert_eq!(violations(&audit(&text("万元"))), [""; 0]);
    let (cause, said) = only_misfit(&text("元"));
    assert_eq!(cause.id(), "other-unit");
    assert!(said.contains("单位"), "{said}");
}

/// Two figures that have each other's numbers are two wrong figures, not a table that was moved.
#[test]
fn two_figures_are_no_moved_table() {
    let mut rows = CLASSED;
    rows[2].swap(3, 4);
    let audit = audit(&two_forms(&rows));
    assert!(!audit.findings.is_empty());
    assert!(audit.findings.iter().all(|finding| finding.misfit.is_none()));
}

/// Totals of rows that leave out what stands in one column: no figure was moved, though the rows below
/// have nothing there.
#[test]
fn totals_that_leave_out_a_column_are_no_moved_rows() {
    let text = "清溪市水利局2026年部门预算

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 350.38 | 350.38 |
205 | 教育支出 | 100.11 | 100.11 |
20502 | 普通教育 | 60.06 | 60.06 | 15.50
20503 | 职业教育 | 40.05 | 40.05 |
213 | 农林水支出 | 200.22 | 200.22 |
21303 | 水利 | 120.12 | 120.12 | 17.70
21305 | 巩固脱贫 | 80.10 | 80.10 |
221 | 住房保障支出 | 50.05 | 50.05 |
22101 | 保障性安居工程支出 | 30.03 | 30.03 | 13.30
22102 | 住房改革支出 | 20.02 | 20.02 |
";
    let audit = audit(text);
    assert!(!audit.findings.is_empty());
    let causes = audit.findings.iter().filter_map(|one| one.misfit.as_ref());
    assert!(causes.into_iter().all(|misfit| misfit.cause.id() != "rows-apart"));
}

/// Sums are short and the rows go on with one whose class is not there.
#[test]
fn a_page_that_is_left_out_is_named_by_the_rows_around_it() {
    let text = "清溪市水利局2026年部门预算

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 1507.30 | 903.40 | 603.90
205 | 教育支出 | 30.00 | 20.00 | 10.00
20508 | 进修及培训 | 30.00 | 20.00 | 10.00
2050803 | 培训支出 | 30.00 | 20.00 | 10.00
208 | 社会保障和就业支出 | 470.00 | 380.00 | 90.00
20805 | 行政事业单位养老支出 | 470.00 | 380.00 | 90.00
2080501 | 行政单位离退休 | 123.40 | 101.10 | 22.30
2080502 | 事业单位离退休 | 81.50 | 66.20 | 15.30
2130305 | 水利工程建设 | 333.00 | 113.00 | 220.00
2130306 | 水利工程运行与维护 | 217.00 | 87.00 | 130.00
221 | 住房保障支出 | 150.00 | 100.00 | 50.00
22102 | 住房改革支出 | 150.00 | 100.00 | 50.00
2210201 | 住房公积金 | 150.00 | 100.00 | 50.00
";
    let (cause, words) = only_misfit(text);
    let MisfitCause::RowsMissing { behind, before } = &cause else { panic!("{cause:?}") };
    assert_eq!((behind.as_str(), before.as_str()), ("事业单位离退休", "水利工程建设"));
    assert!(words.contains("缺页"), "{words}");
    // all rows are there: nothing is missing
    let whole = text
        .replace(" | 合计 | 1507.30 | 903.40 | 603.90", " | 合计 | 934.90 | 487.30 | 447.60")
        .replace("470.00 | 380.00 | 90.00", "204.90 | 167.30 | 37.60");
    assert!(!violations(&audit(&whole)).iter().any(|one| one.contains("社会保障")));
}

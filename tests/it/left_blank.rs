//! What was moved leaves a row or a column blank, and a row that is printed twice is added twice: each
//! is told once, with its cause.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, MisfitCause, Severity};
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    let text = format!("柳溪市林业局2026年部门预算\n\n{text}");
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn said(audit: &DocumentAudit) -> Vec<String> {
    let loud = audit.findings.iter().filter(|finding| {
        finding.checks.iter().any(|at| audit.checks[*at].severity > Severity::Info)
    });
    loud.map(|finding| headline(audit, finding).text).collect()
}

/// The cause of the only finding of a text.
fn cause(text: &str) -> MisfitCause {
    let audit = audit(text);
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(&audit)) };
    only.misfit.as_ref().unwrap_or_else(|| panic!("{:?}", said(&audit))).cause.clone()
}

type Row = [&'static str; 5];

/// Two forms that say the same of each class; the second one has the items, too.
fn two_forms(rows: &[Row]) -> String {
    let rows: String = rows.iter().map(|row| row.join(" | ") + "\n").collect();
    format!(
        "部门支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 2,407.35 | 1,485.20 | 922.15
208 | 社会保障和就业支出 | 512.40 | 512.40 |
213 | 农林水支出 | 1,660.15 | 738.00 | 922.15
221 | 住房保障支出 | 234.80 | 234.80 |

一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
{rows}"
    )
}

const ROWS: [Row; 11] = [
    ["", "合计", "2,407.35", "1,485.20", "922.15"],
    ["208", "社会保障和就业支出", "512.40", "512.40", ""],
    ["20805", "行政事业单位养老支出", "480.15", "480.15", ""],
    ["20808", "抚恤", "32.25", "32.25", ""],
    ["213", "农林水支出", "1,660.15", "738.00", "922.15"],
    ["21302", "林业和草原", "1,240.90", "607.75", "633.15"],
    ["21303", "水利", "289.00", "", "289.00"],
    ["21305", "巩固脱贫", "130.25", "130.25", ""],
    ["221", "住房保障支出", "234.80", "234.80", ""],
    ["22101", "保障性安居工程支出", "71.45", "71.45", ""],
    ["22102", "住房改革支出", "163.35", "163.35", ""],
];

#[test]
fn rows_that_were_moved_down_leave_a_blank_one() {
    assert_eq!(said(&audit(&two_forms(&ROWS))), [""; 0]);
    let mut rows = ROWS;
    for at in (3..rows.len()).rev() {
        let [.., a, b, c] = ROWS[at - 1];
        let moved = if at == 3 { [""; 3] } else { [a, b, c] };
        rows[at][2..].copy_from_slice(&moved);
    }
    let MisfitCause::RowsMoved { first, last, is_above } = cause(&two_forms(&rows)) else {
        panic!("{:?}", said(&audit(&two_forms(&rows))))
    };
    assert_eq!((first.as_str(), last.as_str(), is_above), ("抚恤", "住房改革支出", Some(false)));
}

/// Basic expenditure by items, each for persons or for the office.
fn basic(rows: &[Row]) -> String {
    let rows: String = rows.iter().map(|row| row.join(" | ") + "\n").collect();
    format!(
        "一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
{rows}"
    )
}

const BASIC: [Row; 8] = [
    ["", "合计", "946.47", "801.14", "145.33"],
    ["301", "工资福利支出", "801.14", "801.14", ""],
    ["30101", "基本工资", "500.03", "500.03", ""],
    ["30102", "津贴补贴", "301.11", "301.11", ""],
    ["302", "商品和服务支出", "145.33", "", "145.33"],
    ["30201", "办公费", "45.12", "", "45.12"],
    ["30211", "差旅费", "60.09", "", "60.09"],
    ["30228", "工会经费", "40.12", "", "40.12"],
];

#[test]
fn a_blank_column_between_two_is_named_where_rows_want_figures_in_it() {
    assert_eq!(said(&audit(&basic(&BASIC))), [""; 0]);
    let mut rows = BASIC;
    for row in &mut rows {
        (row[3], row[4]) = ("", row[3]);
    }
    let blank = MisfitCause::ColumnBlank { name: "人员经费".into() };
    assert_eq!(cause(&basic(&rows)), blank);
    assert!(said(&audit(&basic(&rows)))[0].contains("错栏"));
    // one total that is wrong beside a column that is blank at the end of the table
    let mut rows = BASIC.map(|row| [row[0], row[1], row[2], row[2], ""]);
    rows[0][2] = "746.47";
    let wrong = audit(&basic(&rows));
    assert!(!said(&wrong).is_empty());
    assert!(wrong.findings.iter().all(|finding| finding.misfit.is_none()), "{:?}", said(&wrong));
}

#[test]
fn a_row_that_is_printed_twice_and_added_twice_is_named() {
    let mut rows = ROWS.to_vec();
    // behind its own block, where it is no neighbour of itself
    rows.insert(8, ROWS[4]);
    let twice = MisfitCause::PrintedTwice { name: "农林水支出".into() };
    assert_eq!(cause(&two_forms(&rows)), twice);
    // two rows that say the same, of which the total wants both
    let mut rows = ROWS.map(|row| [row[0], row[1], row[2], row[3], row[4]]).to_vec();
    rows[2] = ["20808", "抚恤", "256.20", "256.20", ""];
    rows[3] = rows[2];
    let both = audit(&two_forms(&rows));
    assert!(both.findings.iter().all(|finding| finding.misfit.is_none()), "{:?}", said(&both));
}

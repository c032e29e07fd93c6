//! Tables in which what was moved, or left out, leaves cells blank, so that checks are left open: what these
//! say should stand there tells with those that are broken, and where none is a notice tells.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, MisfitCause};
use gouji::document::NoticeCode;
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    let text = format!("柳溪市林业局2026年部门预算\n\n{text}");
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn said(audit: &DocumentAudit) -> Vec<String> {
    audit.findings.iter().map(|finding| headline(audit, finding).text).collect()
}

/// The cause of the only finding of a text.
fn cause(text: &str) -> MisfitCause {
    let audit = audit(text);
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(&audit)) };
    only.misfit.as_ref().unwrap_or_else(|| panic!("{:?}", said(&audit))).cause.clone()
}

/// What a notice of some code says; nothing may be accused.
fn noticed(text: &str, code: NoticeCode) -> Option<String> {
    let audit = audit(text);
    assert_eq!(said(&audit), [""; 0]);
    let mut own = audit.notices.into_iter().filter(|notice| notice.code == code);
    let message = own.next().map(|notice| notice.message);
    assert!(own.next().is_none());
    message.map(|words| words.to_string())
}

/// Income and spending of the department, and its spending by classes.
fn totals(spending: &[[&str; 2]]) -> String {
    let rows: String = spending
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let income = match at {
                0 => "一、一般公共预算拨款 | 2,407.35",
                _ if row[0].starts_with("本年支出") => "本年收入合计 | 2,407.35",
                _ if row[0].starts_with("支出总计") => "收入总计 | 2,407.35",
                _ => " | ",
            };
            format!("{income} | {} | {}\n", row[0], row[1])
        })
        .collect();
    format!(
        "部门收支总表
单位：万元
收入项目 | 预算数 | 支出项目 | 预算数
{rows}
部门支出总表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
 | 合计 | 2,407.35 | 1,485.20 | 922.15
205 | 教育支出 | 19.18 | 19.18 |
208 | 社会保障和就业支出 | 512.40 | 512.40 |
213 | 农林水支出 | 1,640.97 | 718.82 | 922.15
221 | 住房保障支出 | 234.80 | 234.80 |
"
    )
}

const SPENDING: [[&str; 2]; 6] = [
    ["一、教育支出", "19.18"],
    ["二、社会保障和就业支出", "512.40"],
    ["三、农林水支出", "1,640.97"],
    ["四、住房保障支出", "234.80"],
    ["本年支出合计", "2,407.35"],
    ["支出总计", "2,407.35"],
];

#[test]
fn rows_of_a_table_of_totals_that_were_moved_are_one_finding() {
    assert_eq!(said(&audit(&totals(&SPENDING))), [""; 0]);
    let mut moved = SPENDING;
    for at in (2..=4).rev() {
        moved[at][1] = SPENDING[at - 1][1];
    }
    moved[1][1] = "";
    let MisfitCause::RowsMoved { first, is_above, .. } = cause(&totals(&moved)) else {
        panic!("{:?}", said(&audit(&totals(&moved))))
    };
    assert_eq!((first.as_str(), is_above), ("二、社会保障和就业支出", Some(false)));
}

#[test]
fn rows_that_a_table_of_totals_lacks_are_told_by_a_notice() {
    let mut rows = SPENDING.to_vec();
    rows.remove(1);
    let message = noticed(&totals(&rows), NoticeCode::RowsLacking).unwrap();
    assert!(message.contains("社会保障和就业支出") && message.contains("512.40"), "{message}");
    assert_eq!(noticed(&totals(&SPENDING), NoticeCode::RowsLacking), None);
    // a total of something else
    rows.iter_mut().filter(|row| row[1] == "234.80").for_each(|row| row[1] = "235.80");
    let other = audit(&totals(&rows));
    assert!(other.notices.iter().all(|notice| notice.code != NoticeCode::RowsLacking));
}

type Row = [&'static str; 7];

/// Spending of one fund by what it is for.
fn spending(unit: &str, rows: &[Row]) -> String {
    let rows: String = rows.iter().map(|row| row.join(" | ") + "\n").collect();
    format!(
        "{}
一般公共预算支出表
单位：{unit}
科目编码 | 科目名称 | 合计 | 基本支出小计 | 人员经费 | 公用经费 | 项目支出
{rows}",
        totals(&SPENDING)
    )
}

const ROWS: [Row; 9] = [
    ["", "合计", "2,407.35", "1,485.20", "1,232.15", "253.05", "922.15"],
    ["205", "教育支出", "19.18", "19.18", "", "19.18", ""],
    ["20508", "进修及培训", "19.18", "19.18", "", "19.18", ""],
    ["208", "社会保障和就业支出", "512.40", "512.40", "512.40", "", ""],
    ["20805", "行政事业单位养老支出", "512.40", "512.40", "512.40", "", ""],
    ["213", "农林水支出", "1,640.97", "718.82", "484.95", "233.87", "922.15"],
    ["21302", "林业和草原", "1,640.97", "718.82", "484.95", "233.87", "922.15"],
    ["221", "住房保障支出", "234.80", "234.80", "234.80", "", ""],
    ["22102", "住房改革支出", "234.80", "234.80", "234.80", "", ""],
];

#[test]
fn a_column_of_totals_without_a_figure_is_told_by_a_notice() {
    let right = totals(&SPENDING);
    assert_eq!(noticed(&right, NoticeCode::ColumnBlank), None);
    let wrong = right
        .replace("2,407.35 | 1,485.20", " | 1,485.20")
        .replace("19.18 | 19.18", " | 19.18")
        .replace("512.40 | 512.40", " | 512.40")
        .replace("1,640.97 | 718.82", " | 718.82")
        .replace("234.80 | 234.80", " | 234.80");
    let message = noticed(&wrong, NoticeCode::ColumnBlank).unwrap();
    assert!(message.contains("部门支出总表") && message.contains("“合计”一栏"), "{message}");
    // one that no other table has a figure for
    let (_, alone) = wrong.split_once("\n\n").unwrap();
    assert_eq!(noticed(alone, NoticeCode::ColumnBlank), None);
}

/// Amounts of a greater unit that were multiplied out are rounded where that one is.
#[test]
fn what_is_rounded_in_a_greater_unit_is_told_with_the_unit() {
    let mut rows = ROWS;
    rows[4] = ["20805", "行政事业单位养老支出", "401.33", "401.33", "401.33", "", ""];
    let mut rows = rows.to_vec();
    rows.insert(5, ["20808", "抚恤", "111.08", "111.08", "111.08", "", ""]);
    assert_eq!(said(&audit(&spending("万元", &rows))), [""; 0]);
    let yuan: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let figure = |text: &&str| match text.replace([',', '.'], "") {
                digits if digits.is_empty() => digits,
                digits => format!("{digits}00.00"),
            };
            let names = row[..2].iter().map(|text| (*text).to_owned());
            names.chain(row[2..].iter().map(figure)).collect()
        })
        .collect();
    let yuan: String = yuan.iter().map(|row| row.join(" | ") + "\n").collect();
    let text = format!("{}{yuan}", spending("万元", &[]));
    assert_eq!(cause(&text).id(), "other-unit");
}

//! The formats of the report over real audits: every finding at its place, nothing of a document as
//! markup or formula.

mod page;
mod sarif;

use crate::engines;
use gouji::audit::{Audit, DocumentOutcome};
use gouji::report::{Format, Options};
use serde_json::Value;

const FORM: &str = "单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n";

/// A label that is a script, one that is a formula, and a sum that is wrong in each.
const HOSTILE: &str = "示例市\"甲<b>局2023年度部门决算公开\n\n支出决算表\n";

fn hostile() -> String {
    format!(
        "{HOSTILE}{FORM} | 合计 | 90.00 | 60.00 | 31.00 | 0 | 0 | 0\n\
         201 | <script>alert(1)</script> | 50.00 | 30.00 | 21.00 | 0 | 0 | 0\n\
         205 | =cmd\\|'/C calc'!A0 | 40.00 | 30.00 | 11.00 | 0 | 0 | 0\n\n\
         <img src=x onerror=alert(1)>]]>-->\n"
    )
}

fn audit(documents: &[(&str, &str)]) -> Audit {
    let engine = engines::engine("");
    let documents: Vec<DocumentOutcome> =
        documents.iter().map(|(path, text)| engine.audit(path, text.as_bytes())).collect();
    Audit { documents, ruleset_digest: "0".to_owned() }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Documents that every format is tried on.
fn run() -> Audit {
    let (planted, clean, evaluation) = (
        fixture("archive-planted/document.txt"),
        fixture("archive-clean/yuan.txt"),
        fixture("self-evaluation-planted/document.txt"),
    );
    let hostile = hostile();
    audit(&[
        ("决算/埋错 \"1\".txt", &planted),
        ("决算/无错#.txt", &clean),
        ("=自评'.txt", &evaluation),
        ("<script>.txt", &hostile),
        ("空.txt", ""),
    ])
}

fn text(format: Format, audit: &Audit) -> String {
    String::from_utf8(format.render(audit, &Options::default())).unwrap()
}

/// Rows of cells, read as RFC 4180 says.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut cell, mut quoted) = (vec![Vec::new()], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                rows.last_mut().unwrap().push(std::mem::take(&mut cell));
                rows.push(Vec::new());
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    rows.pop();
    rows
}

#[test]
fn csv_has_a_row_for_each_finding_and_no_formula() {
    let audit = run();
    let text = text(Format::CSV, &audit);
    let rows = csv(text.strip_prefix('\u{FEFF}').unwrap());
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let findings = audit.documents.iter().flatten().map(|d| d.findings.len()).sum::<usize>();
    assert_eq!(rows.len(), 1 + findings + audit.documents.iter().filter(|d| d.is_err()).count());
    for cell in rows.iter().flatten() {
        let is_number = cell.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok());
        assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
    assert!(rows.iter().any(|row| row[0] == "'=自评'.txt"));
}

#[test]
fn markdown_has_a_line_for_each_finding_and_no_markup_of_a_document() {
    let audit = run();
    let text = text(Format::MARKDOWN, &audit);
    let findings = audit.documents.iter().flatten().map(|d| d.findings.len()).sum::<usize>();
    let starts = ["| **错误** |", "| 警告 |", "| 提示 |"];
    assert_eq!(
        text.lines().filter(|line| starts.iter().any(|start| line.starts_with(start))).count(),
        findings
    );
    assert!(!text.contains("<script>") && !text.contains("<b>"));
}

#[test]
fn json_lines_are_a_document_each() {
    let audit = run();
    let text = text(Format::JSONL, &audit);
    let paths: Vec<String> = text
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        paths,
        ["决算/埋错 \"1\".txt", "决算/无错#.txt", "=自评'.txt", "<script>.txt", "空.txt"]
    );
}

#[test]
fn the_same_audit_gives_the_same_bytes_in_every_format() {
    let (one, two) = (run(), run());
    for format in Format::ALL {
        let options = Options { all: true, ..Options::default() };
        assert_eq!(
            format.render(&one, &options),
            format.render(&two, &options),
            "{}",
            format.name()
        );
    }
}

//! `--template`: documents held against the official blank form; contents pages and what they promise.

use crate::command::{json, run};
use serde_json::Value;
use std::path::Path;

const FORM: &str = "××市××局2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计××万元，支出总计××万元，比上年增加（减少）××万元。没有收入的，仍保留本段并作下述说明。

二、借阅服务情况说明

全年借出图书××册，接待读者××人次。流动书车每月下乡巡回送书到村。

三、馆藏修复情况说明（没有修复的，填写“无”）

全年修复古籍××册，增加（减少）××册。
";

const FILLED: &str = "清溪市图书馆2023年度部门决算

一、收入支出决算总体情况说明

2023年度收入总计20.00万元，支出总计20.00万元，比上年增加2.00万元。

二、借阅服务情况说明

全年借出图书300册，接待读者500人次。流动书车每月下乡巡回送书到村。

三、馆藏修复情况说明

全年修复古籍12册，增加2册。
";

/// What is told of the text of a document: of each rule the messages.
fn told(folder: &Path, form: &str, own: &str) -> Vec<(String, String)> {
    std::fs::write(folder.join("格式.txt"), form).unwrap();
    std::fs::write(folder.join("决算.txt"), own).unwrap();
    let arguments = ["check", "决算.txt", "--template", "格式.txt", "--fail-on", "never"];
    let report = json(folder, &arguments);
    let document = &report["documents"][0];
    let checks = document["checks"].as_array().unwrap();
    let findings = document["findings"].as_array().unwrap().iter();
    let first = |finding: &Value| {
        let at = usize::try_from(finding["checks"][0].as_u64().unwrap()).unwrap();
        let text = |key: &str| checks[at][key].as_str().unwrap_or_default().to_owned();
        (text("rule"), text("message"))
    };
    findings.map(first).collect()
}

#[test]
fn a_document_that_is_filled_in_owes_its_form_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(told(folder.path(), FORM, FILLED), []);
}

#[test]
fn what_was_left_and_what_lacks_is_told_once_a_place() {
    let folder = tempfile::tempdir().unwrap();
    let own = FILLED
        .replace("增加2.00万元。", "增加2.00万元。没有收入的，仍保留本段并作下述说明。")
        .replace("流动书车每月下乡巡回送书到村。", "")
        .replace("三、馆藏修复情况说明\n\n全年修复古籍12册，增加2册。\n", "");
    let told = told(folder.path(), FORM, &own);
    let words = |rule: &str| -> &str {
        let mut own = told.iter().filter(|(own, _)| own == rule);
        let (Some((_, words)), None) = (own.next(), own.next()) else { panic!("{told:?}") };
        words
    };
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(words("格式-残留").contains("仍保留本段并作下述说明"), "{told:?}");
    assert!(words("格式-缺部分").contains("“馆藏修复情况说明”"), "{told:?}");
    assert!(words("格式-缺句子").contains("流动书车每月下乡巡回送书到村"), "{told:?}");
}

#[test]
fn the_form_itself_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let told = told(folder.path(), FORM, FORM);
    let of_form: Vec<_> = told.iter().filter(|(rule, _)| rule.starts_with("格式")).collect();
    assert_eq!(of_form.len(), 1, "{told:?}");
    assert!(of_form[0].1.contains("就是空白格式"), "{told:?}");
}

#[test]
fn many_places_that_nobody_filled_in_are_one_finding() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = (1..=9).map(|at| format!("第{at}项收入××万元，支出××万元。\n\n")).collect();
    let own = format!("××市××局2023年度部门决算\n\n一、情况说明\n\n{lines}");
    std::fs::write(folder.path().join("决算.txt"), own).unwrap();
    let report = json(folder.path(), &["check", "决算.txt", "--fail-on", "never"]);
    let findings = report["documents"][0]["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn a_form_that_cannot_be_read_stops_the_run_before_the_first_document() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("决算.txt"), FILLED).unwrap();
    std::fs::create_dir(folder.join("空")).unwrap();
    for form in ["没有.docx", "空"] {
        let (status, out, said) = run(folder, &["check", "决算.txt", "--template", form]);
        assert_eq!(status, Some(2), "{said}");
        assert!(out.is_empty() && said.contains(form) && said.contains("--template"), "{said}");
    }
}

#[test]
fn a_title_that_the_contents_page_lists_is_asked_for_in_the_body_alone() {
    let folder = tempfile::tempdir().unwrap();
    let contents = "清溪市图书馆2023年度部门决算\n\n目录\n\n一、主要职责……1\n二、机构设置……2\n三、馆藏修复……3\n";
    let body = "\n一、主要职责\n\n负责借阅。\n\n二、机构设置\n\n设三个股室。\n";
    let lacking = |more: &str| {
        std::fs::write(folder.path().join("决算.txt"), format!("{contents}{body}{more}")).unwrap();
        let report = json(folder.path(), &["check", "决算.txt", "--fail-on", "never"]);
        report["documents"][0]["findings"].to_string()
    };
    assert!(lacking("").contains("目录列出、正文里没有：“馆藏修复”"));
    assert!(!lacking("\n三、馆藏修复\n\n修复古籍。\n").contains("目录列出"));
}

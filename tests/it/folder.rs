//! `gouji check` of a folder: reports piece by piece, broken documents, summary, jobs.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

const FORM: &str = "单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n | 合计 | ";

/// Five documents of two agencies, two of them wrong, and one that cannot be read.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, agency, figures) in [
        ("a", "示例市甲局", "353.15 | 274.27 | 79.89"),
        ("b", "示例市甲局", "353.15 | 274.27 | 78.88"),
        ("c", "示例市乙局", "100.00 | 60.00 | 40.00"),
        ("d", "示例市乙局", "100.00 | 60.00 | 40.00"),
        ("e", "示例市甲局", "100.00 | 60.00 | 41.00"),
    ] {
        let text =
            format!("{agency}2023年度部门决算公开\n\n支出决算表\n{FORM}{figures} | 0 | 0 | 0\n");
        std::fs::write(folder.path().join(format!("{name}.txt")), text).unwrap();
    }
    std::fs::write(folder.path().join("f.txt"), [0, 159, 146, 150, 0, 1, 2]).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = cargo_bin_cmd!("gouji")
        .arg("check")
        .arg(folder)
        .args(["-r", "national", "--year", "2023"])
        .args(args)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_broken_document_does_not_stop_the_others_and_agencies_are_summed_up() {
    let folder = folder();
    let (status, text) = run(folder.path(), &[]);
    assert_eq!(status, Some(3));
    let summary = &text[text.find("共 6 份文件").unwrap()..];
    assert!(summary.contains("未能审核"), "{summary}");
    assert!(summary.contains("按单位"), "{summary}");
    assert!(summary.contains("支出-行合计 2"), "{summary}");
    assert!(summary.contains("未能审核的文件 1 份"), "{summary}");
}

#[test]
fn the_report_is_the_same_with_any_number_of_jobs_and_in_a_file() {
    let folder = folder();
    let one = run(folder.path(), &["--format", "json", "-j", "1"]);
    assert_eq!(one, run(folder.path(), &["--format", "json", "-j", "3"]));
    let value: serde_json::Value = serde_json::from_str(&one.1).unwrap();
    assert_eq!(value["documents"].as_array().unwrap().len(), 6);
    assert_eq!(value["summary"]["unreadable"], 1);
    assert_eq!(serde_json::to_string_pretty(&value).unwrap() + "\n", one.1);
    let target = tempfile::tempdir().unwrap();
    let file = target.path().join("结果.json");
    run(folder.path(), &["--format", "json", "-o", &file.display().to_string()]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), one.1);
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 1);
    std::fs::remove_file(&file).unwrap();
    run(folder.path(), &["--format", "json", "-o", &target.path().display().to_string()]);
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 6);
}

#[test]
fn the_report_on_one_document_is_the_same_with_any_number_of_threads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for story in ["archive-planted", "self-evaluation-planted", "prose-library"] {
        let story = std::fs::read_dir(root.join(story))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|end| end == "txt"))
            .unwrap();
        let of = |jobs: &str| {
            let output = cargo_bin_cmd!("gouji")
                .arg("check")
                .arg(&story)
                .args(["--format", "json", "--all", "-j", jobs])
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let one = of("1");
        assert!(one.contains("\"checks\""), "{one}");
        assert_eq!(one, of("2"));
        assert_eq!(one, of("7"));
    }
}

#[test]
fn an_agency_whose_document_was_not_checked_is_not_one_without_findings() {
    let folder = tempfile::tempdir().unwrap();
    let right = "某县文化馆2023年度部门决算\n\n本年支出合计200.00万元，其中：基本支出120.00万元，占60.00%；项目支出80.00万元，占40.00%。\n";
    std::fs::write(folder.path().join("好.txt"), right).unwrap();
    std::fs::write(folder.path().join("无.txt"), "某县史志办2023年度部门决算\n\n（此页无内容）\n")
        .unwrap();
    for name in ["图书馆", "博物馆"] {
        let other = right.replace("文化馆", name);
        std::fs::write(folder.path().join(format!("{name}.txt")), other).unwrap();
    }
    let (_, out, _) = crate::command::run(folder.path(), &["check", "."]);
    assert!(out.contains("没有问题的单位 3 个"), "{out}");
    assert!(out.contains("没有发现问题、但没有读全或没有核对的单位 1 个"), "{out}");
}

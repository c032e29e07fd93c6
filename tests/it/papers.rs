//! Papers: what they carry so that they can be relied on later, and what programs read of it.

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::path::{Path, PathBuf};

const DAY: &str = "2026-11-23";

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// What the program prints of a fixture.
fn checked(path: &str, args: &[&str]) -> String {
    let mut command = cargo_bin_cmd!("gouji");
    let out = command.arg("check").arg(fixture(path)).args(args).output().unwrap();
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn papers_for_people_carry_day_program_rules_and_file() {
    let json: Value =
        serde_json::from_str(&checked("archive-planted/document.txt", &["--format", "json"]))
            .unwrap();
    let rules = json["tool"]["ruleset_digest"].as_str().unwrap().to_owned();
    let digest = json["documents"][0]["files"][0]["sha256"].as_str().unwrap().to_owned();
    assert_eq!((rules.len(), digest.len()), (64, 64));
    for format in ["text", "html", "markdown", "csv"] {
        let text = checked("archive-planted/document.txt", &["--format", format, "--date", DAY]);
        for word in [DAY, concat!("gouji ", env!("CARGO_PKG_VERSION")), &rules, &digest]
            .into_iter()
            .filter(|word| format != "csv" || !word.starts_with("审核"))
        {
            assert!(text.replace('\n', "").contains(word), "{format} {word}\n{text}");
        }
    }
}

#[test]
fn what_programs_read_says_the_same_on_every_day() {
    for format in ["json", "jsonl", "sarif", "junit", "concise"] {
        let on = |day: &str| {
            checked("archive-planted/document.txt", &["--all", "--format", format, "--date", day])
        };
        assert!(!on(DAY).is_empty());
        assert_eq!(on(DAY), on("2027-01-01"), "{format}");
        assert!(!on(DAY).contains(DAY), "{format}");
    }
    let text = |day: &str| checked("archive-planted/document.txt", &["--date", day]);
    assert_eq!(text("2026/11/23"), text(DAY));
}

#[test]
fn a_day_that_is_none_is_refused() {
    let mut command = cargo_bin_cmd!("gouji");
    let out = command.args(["check", "a.txt", "--date", "2026-02-30"]).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8(out.stderr).unwrap().contains("2026-01-05"));
}

#[test]
fn a_place_is_told_in_fields() {
    let report = checked("archive-planted/document.txt", &["--format", "json"]);
    let json: Value = serde_json::from_str(&report).unwrap();
    let lead = &json["documents"][0]["findings"][0]["lead"];
    assert_eq!(lead["label"], "收入决算表 档案馆 财政拨款收入");
    let at = &lead["at"];
    assert_eq!(at["form"], "收入决算表");
    assert_eq!(at["row"], "档案馆");
    assert_eq!(at["column"], "财政拨款收入");
    assert_eq!(at["line"], lead["line"]);
    assert_eq!(at["byte"], lead["start"]);
    assert!(at.get("cell").is_none() && at.get("page").is_none());
    let suspect = &json["documents"][0]["findings"][0]["cause"]["suspects"][0];
    assert_eq!(&suspect["at"], at);
}

#[cfg(feature = "formats")]
#[test]
fn cells_and_pages_are_told_in_fields() {
    let first = |path: &str| {
        let report = checked(path, &["--all", "--format", "json"]);
        let json: Value = serde_json::from_str(&report).unwrap();
        let checks = json["documents"][0]["checks"].as_array().unwrap().clone();
        let mut figures = checks.iter().flat_map(|check| check["figures"].as_array().unwrap());
        figures.find(|figure| figure["at"].get("row").is_some()).unwrap().clone()
    };
    let in_sheet = first("formats/archive-planted.xlsx");
    assert_eq!(in_sheet["at"]["cell"], in_sheet["place"]);
    assert!(in_sheet["at"].get("line").is_none());
    let on_page = first("pdf/archive-planted.pdf");
    assert!(on_page["at"]["page"].as_u64().unwrap() >= 1);
    assert!(on_page["at"].get("cell").is_none());
}

#[test]
fn statistics_count_findings_by_rule_and_severity() {
    let text = checked("archive-planted/document.txt", &["--statistics"]);
    let (_, table) = text.split_once("按规则统计").unwrap();
    let line = |name: &str| -> Vec<usize> {
        let line = table.lines().find(|line| line.trim().starts_with(name)).unwrap();
        line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
    };
    let json = checked("archive-planted/document.txt", &["--statistics", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let rules = json["summary"]["rules"].as_array().unwrap();
    let mut sum = [0; 3];
    for rule in rules {
        let counts = ["errors", "warnings", "hints"]
            .map(|name| usize::try_from(rule[name].as_u64().unwrap()).unwrap());
        let printed = line(rule["rule"].as_str().unwrap());
        assert_eq!(printed, [&counts[..], &[counts.iter().sum()]].concat());
        (0..3).for_each(|at| sum[at] += counts[at]);
    }
    assert_eq!(line("合计"), [&sum[..], &[sum.iter().sum()]].concat());
    assert_eq!(json["summary"]["findings"], sum.iter().sum::<usize>());
}

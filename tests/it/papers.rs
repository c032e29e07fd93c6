//! Papers: what they carry so that they can be relied on later, and what programs read of it.

use crate::engines;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::path::{Path, PathBuf};

const DAY: &str = "2026-11-23";

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// What the program prints, by its status.
fn printed(args: &[&Path]) -> (Option<i32>, String) {
    let mut command = cargo_bin_cmd!("gouji");
    let out = command.arg("check").args(args).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
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
        // for eyes at a terminal digests are short
        let rules = if format == "text" { &rules[..8] } else { &rules };
        let digest = if format == "text" { &digest[..8] } else { &digest };
        let text =
            checked("archive-planted/document.txt", &["--format", format, "--all", "--date", DAY]);
        for word in [DAY, concat!("gouji ", env!("CARGO_PKG_VERSION")), rules, digest]
            .into_iter()
            .filter(|word| format != "csv" || !word.starts_with("审核"))
        {
            assert!(text.replace('\n', "").contains(word), "{format} {word}\n{text}");
        }
    }
}

#[test]
fn what_programs_read_carries_program_rules_and_file() {
    let json: Value =
        serde_json::from_str(&checked("archive-planted/document.txt", &["--format", "json"]))
            .unwrap();
    let rules = json["tool"]["ruleset_digest"].as_str().unwrap().to_owned();
    let digest = json["documents"][0]["files"][0]["sha256"].as_str().unwrap().to_owned();
    for format in ["json", "jsonl", "sarif", "junit", "csv"] {
        let text = checked("archive-planted/document.txt", &["--format", format]);
        for word in [env!("CARGO_PKG_VERSION"), &rules, &digest] {
            assert!(text.contains(word), "{format} {word}");
        }
    }
    let line: Value =
        serde_json::from_str(&checked("archive-planted/document.txt", &["--format", "jsonl"]))
            .unwrap();
    assert_eq!(line["tool"], json["tool"]);
}

#[test]
fn a_text_with_form_feeds_tells_its_pages() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixture("archive-planted/document.txt")).unwrap();
    let paged = text.replacen("支出决算表", "\u{c}支出决算表", 1);
    let path = folder.path().join("决算.txt");
    std::fs::write(&path, paged).unwrap();
    let (_, report) = printed(&[&path, Path::new("--format"), Path::new("json")]);
    let json: Value = serde_json::from_str(&report).unwrap();
    let findings = json["documents"][0]["findings"].as_array().unwrap();
    let pages: Vec<u64> =
        findings.iter().filter_map(|finding| finding["lead"]["at"]["page"].as_u64()).collect();
    assert!(pages.len() > 2 && pages.iter().all(|page| (1..=2).contains(page)), "{pages:?}");
    assert!(pages.contains(&2));
    let (_, text) = printed(&[&path]);
    assert!(text.contains(" 行（第 2 页）"), "{text}");
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

/// `gouji check` with papers to sign: exit status and what it says.
fn signed(args: &[&Path], path: Option<&Path>) -> (Option<i32>, String) {
    let mut command = cargo_bin_cmd!("gouji");
    command.args(["check", "--format", "concise", "--date", DAY]).args(args);
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let out = command.output().unwrap();
    (out.status.code(), String::from_utf8(out.stderr).unwrap())
}

#[test]
fn a_paper_to_sign_has_the_same_bytes_twice() {
    let folder = tempfile::tempdir().unwrap();
    let document = fixture("archive-planted/document.txt");
    let names: &[&str] =
        if cfg!(feature = "formats") { &["意见.html", "意见.docx"] } else { &["意见.html"] };
    for name in names {
        let file = folder.path().join(name);
        let made = || {
            let (status, said) = signed(&[&document, Path::new("--opinion"), &file], None);
            assert_eq!(status, Some(1), "{said}");
            assert!(said.contains("审核意见已写入"), "{said}");
            std::fs::read(&file).unwrap()
        };
        assert!(made() == made(), "{name}");
    }
    let page = std::fs::read_to_string(folder.path().join("意见.html")).unwrap();
    for word in ["云岭市档案馆", DAY, "164.23万元", "146.23万元", "单位负责人", "没有读"]
    {
        assert!(page.contains(word), "{word}");
    }
}

#[cfg(feature = "formats")]
#[test]
fn a_folder_has_a_paper_for_each_document_and_one_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("报送");
    std::fs::create_dir(&given).unwrap();
    let text = std::fs::read(fixture("archive-planted/document.txt")).unwrap();
    std::fs::write(given.join("甲.txt"), &text).unwrap();
    std::fs::write(given.join("乙.txt"), "").unwrap();
    let (status, said) = signed(&[&given, Path::new("--opinion"), &given], None);
    assert_eq!(status, Some(3), "{said}");
    let names = || {
        let files = std::fs::read_dir(&given).unwrap();
        let mut names: Vec<String> =
            files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let all = [
        "乙-审核意见.gouji.docx",
        "乙.txt",
        "汇总-审核意见.gouji.docx",
        "甲-审核意见.gouji.docx",
        "甲.txt",
    ];
    assert_eq!(names(), all);
    // papers are no documents
    let (_, said) = signed(&[&given, Path::new("--opinion"), &given], None);
    assert!(said.contains("审核意见在") && said.contains("2 份，汇总"), "{said}");
    assert_eq!(names(), all);
    assert!(std::fs::read(given.join("甲.txt")).unwrap() == text);
    // nor is one that was named otherwise
    let own = given.join("意见.docx");
    for _ in 0..2 {
        let (_, said) = signed(&[&given, Path::new("--opinion"), &own], None);
        assert!(said.contains("审核意见已写入"), "{said}");
    }
    let audit = engines::engine("").audit("意见.docx", &std::fs::read(&own).unwrap()).unwrap();
    let text = &audit.document.text;
    assert!(text.contains("审核文件 2 份：未能审核 1 份，有问题 1 份"), "{text}");
    assert!(text.contains("审核意见（汇总）") && text.contains("云岭市档案馆"), "{text}");
}

#[cfg(feature = "formats")]
#[test]
fn the_documents_of_a_unit_have_one_paper_and_a_folder_may_hold_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (given, out) = (folder.path().join("报送"), folder.path().join("意见"));
    std::fs::create_dir(&given).unwrap();
    let text = std::fs::read_to_string(fixture("archive-planted/document.txt")).unwrap();
    std::fs::write(given.join("一.txt"), &text).unwrap();
    std::fs::write(given.join("二.txt"), text.replace("492.15", "429.15")).unwrap();
    std::fs::write(given.join("三.txt"), text.replace("云岭市档案馆", "云岭市图书馆")).unwrap();
    let format = |name: &'static str| [Path::new("--opinion-format"), Path::new(name)];
    let mut args: Vec<&Path> = vec![&given, Path::new("--opinion"), &out];
    args.extend(format("html"));
    let (status, said) = signed(&args, None);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("：2 份，汇总"), "{said}");
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let (unit, other) = (read("云岭市档案馆-审核意见.gouji.html"), read("三-审核意见.gouji.html"));
    let run = read("汇总-审核意见.gouji.html");
    let papers = |page: &str| page.matches("<article class=\"paper\">").count();
    assert_eq!((papers(&unit), papers(&other), papers(&run)), (3, 1, 1));
    assert!(unit.contains("审核文件 2 份：有问题 2 份") && unit.contains("2 份，意见附后"));
    assert!(run.contains("<td>云岭市图书馆</td>") && run.contains("审核文件 3 份"));
    // in one file the paper on a unit stands before those on its documents
    let all = folder.path().join("全部.html");
    let (_, said) = signed(&[&given, Path::new("--opinion"), &all], None);
    assert!(said.contains("审核意见已写入"), "{said}");
    assert_eq!(papers(&std::fs::read_to_string(&all).unwrap()), 5);
    let mut args: Vec<&Path> = vec![&given, Path::new("--opinion"), &all];
    args.extend(format("docx"));
    let (status, said) = signed(&args, None);
    assert!(status == Some(2) && said.contains("--opinion-format 用于文件夹"), "{said}");
}

#[test]
fn what_cannot_be_written_is_said_before_the_audit() {
    let folder = tempfile::tempdir().unwrap();
    let document = fixture("archive-planted/document.txt");
    let refused = |more: &[&str]| {
        let args: Vec<&Path> =
            std::iter::once(document.as_path()).chain(more.iter().map(Path::new)).collect();
        let (status, said) = signed(&args, Some(folder.path()));
        assert_eq!(status, Some(2), "{said}");
        said
    };
    assert!(refused(&["--opinion", "意见.odt"]).contains(".docx、.html 或 .pdf"));
    assert!(
        refused(&["--opinion", "意见.html", "--opinion-template", "a.docx"]).contains("Word 模板")
    );
    assert!(refused(&["--opinion-template", "a.docx"]).contains("--opinion"));
    if cfg!(target_os = "linux") {
        assert!(refused(&["--opinion", "意见.pdf"]).contains("没有找到可以生成 PDF 的浏览器"));
    }
    if cfg!(feature = "formats") {
        let said = refused(&["--opinion", "意见.docx", "--opinion-template", "没有.docx"]);
        assert!(said.contains("模板 没有.docx 打不开"), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn a_browser_prints_the_paper() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (browser, target) = (folder.path().join("chromium"), folder.path().join("意见.pdf"));
    let write = |script: &str| {
        std::fs::write(&browser, script).unwrap();
        std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    };
    let document = fixture("archive-planted/document.txt");
    let args = [document.as_path(), Path::new("--opinion"), &target];
    // prints only without a sandbox, as where a sandbox cannot be had
    write(
        "#!/bin/sh\ncase \"$*\" in *--no-sandbox*) ;; *) exit 1;; esac\nfor a in \"$@\"; do case \"$a\" in --print-to-pdf=*) printf '%%PDF-1.4 page' > \"${a#*=}\";; esac; done\n",
    );
    let (status, said) = signed(&args, Some(folder.path()));
    assert_eq!(status, Some(1), "{said}");
    assert_eq!(std::fs::read(&target).unwrap(), b"%PDF-1.4 page");
    write("#!/bin/sh\nexit 7\n");
    let (status, said) = signed(&args, Some(folder.path()));
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("浏览器没有把审核意见印成 PDF") && said.contains(".html"), "{said}");
    // what was there stays
    assert_eq!(std::fs::read(&target).unwrap(), b"%PDF-1.4 page");
}

/// A form with figures of funds that the words beside it say there are none of: the rule counts them.
const COUNTED: &str = "某县水利局2023年度部门决算

政府性基金预算财政拨款收入支出决算表
单位：万元
科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 小计 | 基本支出 | 项目支出 | 年末结转和结余
 | 合计 | | 41.00 | 41.00 | | 41.00 |
229 | 其他支出 | | 41.00 | 41.00 | | 41.00 |

八、政府性基金预算财政拨款收入支出决算情况说明

本单位没有政府性基金预算财政拨款收入支出。
";

#[test]
fn no_code_of_a_formula_reaches_who_signs_or_reads() {
    let folder = tempfile::tempdir().unwrap();
    let counted = folder.path().join("甲.txt");
    std::fs::write(&counted, COUNTED).unwrap();
    let paper = folder.path().join("意见.html");
    let fixtures = std::fs::read_dir(fixture("")).unwrap();
    let given = fixtures.map(|entry| entry.unwrap().path().join("document.txt"));
    for document in given.filter(|path| path.exists()).chain([counted.clone()]) {
        let args = [&document, Path::new("--opinion"), &paper, Path::new("--format")];
        let (_, told) = printed(&[&args[..], &[Path::new("concise")]].concat());
        let signed = std::fs::read_to_string(&paper).unwrap();
        for code in ["count(", "present(", "percent(", "!=", "&&"] {
            assert!(!told.contains(code), "{} {code}\n{told}", document.display());
            assert!(!signed.contains(code), "{} {code}", document.display());
        }
        if document == counted {
            assert!(told.contains("没有政府性基金收支，政府性基金表里却有数"), "{told}");
            assert!(signed.contains(" 等"), "{signed}");
        }
    }
}

#[test]
fn what_people_sign_and_fill_in_has_no_brackets_for_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = std::fs::read_to_string(fixture("self-evaluation-planted/document.txt")).unwrap();
    let of = |project: &str| {
        let named = format!("\t项目名称\n\t{project}\n");
        sheet
            .replace("部门整体支出", "项目支出")
            .replace("\t预算单位名称\n\t青川市图书馆\n", &named)
    };
    let text = [of("图书购置"), of("馆舍维修").replacen("青川市图书馆\n", "", 1)].join("\n");
    std::fs::write(folder.path().join("自评.txt"), text).unwrap();
    let mut command = cargo_bin_cmd!("gouji");
    let papers = ["--opinion", "意见.html", "--ledger", "台账.xlsx", "--format", "concise"];
    let out = command
        .current_dir(folder.path())
        .args(["check", "自评.txt"])
        .args(papers)
        .output()
        .unwrap();
    // programs go on by the key in brackets
    let told = String::from_utf8(out.stdout).unwrap();
    assert!(told.contains("[图书购置] 自评指标表"), "{told}");
    let page = std::fs::read_to_string(folder.path().join("意见.html")).unwrap();
    assert!(!page.contains("[图书购置]") && page.contains("<h3>馆舍维修</h3>"), "{page}");
    // pages come apart: each says whose it is
    assert!(page.contains("content: \"青川市图书馆审核意见　第 \""), "{page}");
    #[cfg(feature = "workbook")]
    {
        let book = std::fs::read(folder.path().join("台账.xlsx")).unwrap();
        let ledger = gouji::ledger::read(&book).unwrap();
        let row = ledger.rows().iter().find(|row| row.rule == "自评-一级分值").unwrap();
        assert!(row.place.starts_with("图书购置：\n第 103 行"), "{row:?}");
        assert!(row.problem.starts_with("自评指标表 效益指标"), "{row:?}");
        assert_eq!(row.form, "自评指标表");
    }
}

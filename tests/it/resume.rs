//! Batches: lists of files, and runs that go on after they were killed.

use assert_cmd::cargo::cargo_bin_cmd;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A folder of so many documents, every third one wrong.
fn folder(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..count {
        let project = if at % 3 == 0 { "79.89" } else { "78.88" };
        let text = format!(
            "示例市第{at}局2023年度部门决算公开\n\n支出决算表\n单位：万元\n\
             科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
             \x20| 合计 | 353.15 | 274.27 | {project} | 0 | 0 | 0\n"
        );
        std::fs::write(folder.path().join(format!("{at:04}.txt")), text).unwrap();
    }
    folder
}

fn arguments(folder: &Path, output: &Path, format: &str) -> Vec<String> {
    let [folder, output] = [folder, output].map(|path| path.display().to_string());
    ["check", &folder, "-r", "national", "--year", "2023", "--date", "2026-01-05"]
        .into_iter()
        .chain(["--format", format, "-o", &output, "--fail-on", "never", "--jobs", "2"])
        .map(str::to_owned)
        .collect()
}

/// Runs to the end; what was said.
fn whole(args: &[String]) -> String {
    let output = cargo_bin_cmd!("gouji").args(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

/// All files of a folder with their bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut out: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (PathBuf::from(path.file_name().unwrap()), std::fs::read(&path).unwrap()))
        .collect();
    out.sort();
    out
}

/// Starts a run, kills it when its record has grown to so many bytes, and tells whether it was
/// killed in time.
fn killed(args: &[String], record: &Path, size: u64) -> bool {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("gouji"))
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if std::fs::metadata(record).is_ok_and(|found| found.len() > size) {
            child.kill().unwrap();
            break;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    !child.wait().unwrap().success()
}

#[test]
fn a_run_that_was_killed_goes_on_and_gives_the_same_bytes() {
    let documents = folder(150);
    let out = tempfile::tempdir().unwrap();
    for (format, name) in [("json", "结果.json"), ("csv", "结果.csv"), ("html", "结果/")] {
        let [plain, stopped] = ["无", "断"].map(|side| out.path().join(format!("{format}{side}")));
        for side in [&plain, &stopped] {
            std::fs::create_dir(side).unwrap();
        }
        whole(&arguments(documents.path(), &plain.join(name), format));
        let mut args = arguments(documents.path(), &stopped.join(name), format);
        args.push("--resume".to_owned());
        let is_folder = name.ends_with('/');
        let place = if is_folder { stopped.join(name) } else { stopped.clone() };
        let record =
            place.join(if is_folder { ".gouji-run".into() } else { format!(".{name}.gouji-run") });
        assert!(killed(&args, &record, 4_000), "{format}: was over before it was killed");
        // a torn entry at the end, as a power cut leaves it
        let mut file = std::fs::File::options().append(true).open(&record).unwrap();
        file.write_all(b"{\"path\":\"x").unwrap();
        let said = whole(&args);
        assert!(said.contains("接着上次审核"), "{said}");
        // nothing else stays: no record, no file that was half written
        let read = |side: &Path| files(&if is_folder { side.join(name) } else { side.to_owned() });
        let (plain, stopped) = (read(&plain), read(&stopped));
        assert_eq!(plain.len(), stopped.len(), "{format}");
        for (one, other) in plain.iter().zip(&stopped) {
            assert!(one == other, "{format}: {} differs", one.0.display());
        }
    }
}

#[test]
fn files_that_changed_and_other_rules_are_audited_again() {
    let documents = folder(100);
    let out = tempfile::tempdir().unwrap();
    let target = out.path().join("结果.json");
    let record = out.path().join(".结果.json.gouji-run");
    let mut args = arguments(documents.path(), &target, "json");
    args.push("--resume".to_owned());
    assert!(killed(&args, &record, 4_000));
    // the first document is right now, and one is new
    let first = documents.path().join("0000.txt");
    let text = std::fs::read_to_string(&first).unwrap().replace("79.89", "78.88");
    std::fs::write(&first, text).unwrap();
    std::fs::copy(documents.path().join("0001.txt"), documents.path().join("0000a.txt")).unwrap();
    whole(&args);
    let plain = out.path().join("plain.json");
    whole(&arguments(documents.path(), &plain, "json"));
    assert!(std::fs::read(&target).unwrap() == std::fs::read(&plain).unwrap());
    assert!(!record.exists());

    assert!(killed(&args, &record, 4_000));
    args.push("--all".to_owned());
    let said = whole(&args);
    assert!(said.contains("从头审核"), "{said}");
}

#[test]
fn paths_come_from_a_list_or_from_standard_input() {
    let documents = folder(3);
    let path = |at: usize| documents.path().join(format!("{at:04}.txt")).display().to_string();
    let list = documents.path().join("名单.lst");
    let audited = |list: &str, input: &str| {
        let output = cargo_bin_cmd!("gouji")
            .args(["check", "--files-from", list, "--format", "jsonl", "--fail-on", "never"])
            .write_stdin(input)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let path = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["path"].as_str().unwrap().to_owned()
        };
        (output.status.code(), text.lines().map(path).collect::<Vec<_>>())
    };
    std::fs::write(&list, format!("{}\r\n\r\n{}\r\n", path(2), path(0))).unwrap();
    assert_eq!(audited(list.to_str().unwrap(), ""), (Some(0), vec![path(2), path(0)]));
    let input = format!("{}\0{}\0", path(1), path(0));
    assert_eq!(audited("-", &input), (Some(0), vec![path(1), path(0)]));
    assert_eq!(audited("-", "\n"), (Some(2), vec![]));
    assert_eq!(audited("没有.lst", ""), (Some(2), vec![]));
}

#[test]
fn the_output_is_tried_before_anything_is_read() {
    let documents = folder(1);
    let in_the_way = documents.path().join("0000.txt");
    let output = cargo_bin_cmd!("gouji")
        .args(["check", "没有这份.txt", "-r", "没有这个规则集", "-o"])
        .arg(in_the_way.join("结果.json"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("不是文件夹") && !said.contains("规则集"), "{said}");
}

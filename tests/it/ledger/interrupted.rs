//! A run that is broken off.

use super::begun;
use serde_json::Value;
use std::path::Path;

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_files_only() {
    let (folder, path) = begun();
    let root = folder.path();
    let before = std::fs::read(&path).unwrap();
    let reports = interrupted(root, "json");
    for path in &reports {
        let report: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let summary = &report["summary"];
        // the overview says how many are left
        if path.ends_with("index.gouji.json") {
            assert_eq!(summary["documents"], reports.len() - 1);
            assert_eq!(summary["left"], DOCUMENTS + 1 - reports.len());
        } else {
            assert_eq!(summary["documents"], 1);
            assert!(summary["left"].is_null());
        }
    }
    assert!(std::fs::read(&path).unwrap() == before);
    let names = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.contains(".part")));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leads_to_the_pages_that_there_are() {
    let (folder, _) = begun();
    let pages = interrupted(folder.path(), "html");
    let index = std::fs::read_to_string(folder.path().join("结果/index.gouji.html")).unwrap();
    assert!(
        index.contains(&format!("审核中断：还有 {} 份文件没有审核", DOCUMENTS + 1 - pages.len())),
        "{}",
        pages.len()
    );
    for page in pages
        .iter()
        .filter_map(|page| page.file_name()?.to_str())
        .filter(|name| *name != "index.gouji.html")
    {
        assert!(index.contains(page), "{page}");
    }
}

/// Documents that are audited one after the other: more than are done before an interrupt comes.
#[cfg(unix)]
const DOCUMENTS: usize = 600;

/// Breaks off a run over many documents when its first report is there; the reports of the folder
/// `结果`.
#[cfg(unix)]
fn interrupted(root: &Path, format: &str) -> Vec<std::path::PathBuf> {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::create_dir(root.join("结果")).unwrap();
    let text = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive-planted/document.txt"),
    )
    .unwrap();
    for number in 0..DOCUMENTS {
        std::fs::write(root.join(format!("报送/{number}.txt")), &text).unwrap();
    }
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gouji"));
    command.current_dir(root).args([
        "check",
        "报送",
        "--format",
        format,
        "-o",
        "结果",
        "-j",
        "1",
        "--ledger",
        "台账.xlsx",
    ]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let reports = || {
        std::fs::read_dir(root.join("结果"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>()
    };
    let started = Instant::now();
    let is_report = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == format);
    while !reports().iter().any(is_report) && started.elapsed() < Duration::from_secs(300) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success()
    );
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130), "{status}");
    let reports = reports();
    assert!(!reports.is_empty() && reports.len() < 1000, "{}", reports.len());
    reports
}

//! Documents that an office program has to write anew: found in folders, converted into a folder
//! of the run, said in the report; refused with what to do where nothing converts them.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::{Path, PathBuf};
use std::process::Output;

/// An old document, and programs that write the fixture instead of it, or nothing.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["文件 夹", "临时"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        std::fs::write(folder.path().join("文件 夹/决 算.doc"), OLD).unwrap();
        Self { folder }
    }

    fn documents(&self) -> PathBuf {
        self.folder.path().join("文件 夹")
    }

    /// A program with these lines.
    fn program(&self, lines: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join("转换");
        std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn run(&self, convert: &Path, more: &[&str]) -> Output {
        let run = cargo_bin_cmd!("gouji")
            .current_dir(self.folder.path())
            .env("TMPDIR", self.folder.path().join("临时"))
            .args(["check", "文件 夹", "--format", "json", "--fail-on", "never", "--convert"])
            .arg(convert)
            .args(more)
            .output()
            .unwrap();
        let left = std::fs::read_dir(self.folder.path().join("临时")).unwrap().count();
        assert_eq!(left, 0, "temporary files are left");
        assert_eq!(std::fs::read(self.documents().join("决 算.doc")).unwrap(), OLD);
        run
    }
}

/// A document that is read.
const FIXTURE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/formats/docx/archive-planted.docx");

fn json(bytes: &[u8]) -> serde_json::Value {
    serde_json::from_slice(bytes).unwrap()
}

/// What tells that a file is in the Rich Text Format; nothing of it is read.
const OLD: &[u8] = b"{\\rtf1\\ansi }";

#[test]
fn a_document_is_converted_and_the_report_says_so() {
    let office = Office::new();
    let program = office.program(&format!("cp '{FIXTURE}' \"$2\""));
    let run = office.run(&program, &["--annotate", "批注"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let report = json(&run.stdout);
    let document = &report["documents"][0];
    assert!(document["path"].as_str().unwrap().ends_with("决 算.doc"));
    assert!(document["coverage"]["checked"].as_u64().unwrap() > 0);
    let codes: Vec<&str> = document["notices"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|notice| notice["code"].as_str())
        .collect();
    assert!(codes.contains(&"file-converted"), "{codes:?}");
    // the copy is of the format that was annotated
    assert!(office.folder.path().join("批注/决 算.gouji.docx").is_file());
}

#[test]
fn a_program_that_writes_nothing_loses_nothing_else() {
    let office = Office::new();
    std::fs::copy(FIXTURE, office.documents().join("另一份.docx")).unwrap();
    for (lines, why) in [("exit 3", "exit status: 3"), ("true", "")] {
        let run = office.run(&office.program(lines), &[]);
        assert_eq!(run.status.code(), Some(3));
        let report = json(&run.stdout);
        let (unread, read): (Vec<_>, Vec<_>) = report["documents"]
            .as_array()
            .unwrap()
            .iter()
            .partition(|document| document.get("error").is_some_and(|error| !error.is_null()));
        assert_eq!((unread.len(), read.len()), (1, 1));
        let error = unread[0]["error"].to_string();
        assert!(error.contains("没有把这份 doc 文件转换出来") && error.contains(why), "{error}");
    }
}

#[test]
fn without_a_program_the_document_is_named_with_what_to_do() {
    let office = Office::new();
    let run = office.run(Path::new("none"), &[]);
    assert_eq!(run.status.code(), Some(3));
    let error = json(&run.stdout)["documents"][0]["error"].to_string();
    for words in ["另存为 docx", "LibreOffice", "--convert"] {
        assert!(error.contains(words), "{error}");
    }
}

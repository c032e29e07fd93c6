//! The binary as it is called: help, complaints, exit statuses, files that are written.

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

fn gouji(args: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("gouji");
    command.env_remove("NO_COLOR").args(args);
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn stderr(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stderr).unwrap()
}

#[test]
fn help_is_chinese_for_every_command() {
    let commands: &[&[&str]] = &[
        &[],
        &["check"],
        &["tables"],
        &["rules"],
        &["rules", "list"],
        &["rules", "show"],
        &["rules", "check"],
        &["rules", "test"],
        &["rules", "new"],
        &["rules", "export"],
        &["rules", "schema"],
        &["rules", "draft"],
        &["rules", "import"],
        &["explain"],
    ];
    for command in commands {
        for flag in ["-h", "--help"] {
            let args: Vec<&str> = command.iter().copied().chain([flag]).collect();
            gouji(&args).assert().success().stderr("");
            let text = stdout(&mut gouji(&args));
            assert!(text.contains("用法"), "{args:?}\n{text}");
            for english in ["Usage", "Options", "Commands", "Arguments", "Print", "default", "possible values", "error:"] {
                assert!(!text.contains(english), "{args:?}: {english}\n{text}");
            }
        }
    }
    assert_eq!(stdout(&mut gouji(&["help", "check"])), stdout(&mut gouji(&["check", "--help"])));
    assert!(stdout(&mut gouji(&["-V"])).starts_with("gouji "));
}

#[test]
fn wrong_arguments_end_with_2_and_say_why_in_chinese() {
    let lines: &[&[&str]] = &[
        &[],
        &["check"],
        &["chekc", "a.txt"],
        &["check", "a.txt", "--al"],
        &["check", "a.txt", "--format", "xml"],
        &["check", "a.txt", "--fail-on", "info"],
        &["check", "a.txt", "--year", "二〇二三"],
        &["check", "a.txt", "--year"],
        &["check", "a.txt", "--rules", "没有的规则"],
        &["a.txt", "--unknown"],
        &["rules"],
        &["rules", "show"],
        &["rules", "show", "没有这条规则"],
    ];
    for args in lines {
        gouji(args).assert().code(2).stdout("");
        let said = stderr(&mut gouji(args));
        assert!(!said.is_empty() && !said.contains("error:") && !said.contains("Usage"), "{args:?}\n{said}");
    }
    assert!(stderr(&mut gouji(&["check", "a.txt", "--al"])).contains("--all"));
}

#[test]
fn a_path_that_is_not_there_is_a_document_that_could_not_be_read() {
    for args in
        [["check", "没有 这个.txt"].as_slice(), &["没有 这个.txt"], &["没有 这个.txt", "--fail-on", "never"], &["tables", "没有 这个.txt"]]
    {
        gouji(args).assert().code(3);
        assert!(stdout(&mut gouji(args)).contains("没有这个文件"), "{args:?}");
    }
    let json = stdout(&mut gouji(&["没有 这个.txt", "--format", "json"]));
    for part in ["\"schema\": \"gouji-report/2\"", "\"path\": \"没有 这个.txt\"", "\"unreadable\": 1", "\"checks\": []"] {
        assert!(json.contains(part), "{part}\n{json}");
    }
}

#[test]
fn an_empty_folder_and_an_output_that_cannot_be_written_are_3() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    gouji(&[root]).assert().code(3);
    gouji(&["没有.txt", "-o", &format!("{root}/没有这层/结果.json"), "--format", "json"]).assert().code(3).stdout("");
}

#[test]
fn results_go_to_a_file_or_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let list = |path: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let file = root.join("审核 结果.json");
    gouji(&["甲/决算.txt", "--format", "json", "-o", file.to_str().unwrap()]).assert().code(3).stdout("");
    assert!(std::fs::read_to_string(&file).unwrap().ends_with("}\n"));
    gouji(&["甲/决算.txt", "乙/决算.txt", "-o", root.to_str().unwrap()]).assert().code(3).stdout("");
    assert_eq!(list(root), ["决算-2.gouji.txt", "决算.gouji.txt", "审核 结果.json"]);
    assert!(!std::fs::read_to_string(root.join("决算.gouji.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn the_document_itself_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("决算.txt");
    std::fs::write(&path, "支出决算表").unwrap();
    let path = path.to_str().unwrap();
    gouji(&[path, "-o", path]).assert().code(2);
    assert_eq!(std::fs::read_to_string(path).unwrap(), "支出决算表");
}

/// A binary workbook whose sheet stands nowhere: calamine panics over it.
fn sheet_without_part() -> Vec<u8> {
    use std::io::Write;
    let mut record = vec![0x9C, 0x01, 20, 0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0];
    record.extend("rId9".encode_utf16().flat_map(u16::to_le_bytes));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in [("xl/workbook.bin", record.as_slice()), ("xl/_rels/workbook.bin.rels", b"<Relationships/>")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_brings_a_reader_down_is_said_as_an_error_of_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsb");
    std::fs::write(&path, sheet_without_part()).unwrap();
    let mut command = gouji(&["check", path.to_str().unwrap()]);
    command.env_remove("RUST_BACKTRACE").assert().code(3);
    let said = format!("{}{}", stdout(&mut command), stderr(&mut command));
    assert!(said.contains("未能审核") && said.contains("程序出错") && said.contains("另存为"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

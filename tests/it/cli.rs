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
        &["rules", "try"],
        &["rules", "new"],
        &["rules", "export"],
        &["rules", "schema"],
        &["rules", "draft"],
        &["rules", "learn"],
        &["rules", "import"],
        &["explain"],
    ];
    for command in commands {
        for flag in ["-h", "--help"] {
            let args: Vec<&str> = command.iter().copied().chain([flag]).collect();
            gouji(&args).assert().success().stderr("");
            let text = stdout(&mut gouji(&args));
            assert!(text.contains("用法"), "{args:?}\n{text}");
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "default",
                "possible values",
                "error:",
            ] {
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
        assert!(
            !said.is_empty() && !said.contains("error:") && !said.contains("Usage"),
            "{args:?}\n{said}"
        );
    }
    assert!(stderr(&mut gouji(&["check", "a.txt", "--al"])).contains("--all"));
}

#[test]
fn a_path_that_is_not_there_is_a_document_that_could_not_be_read() {
    for args in [
        ["check", "没有 这个.txt"].as_slice(),
        &["没有 这个.txt"],
        &["没有 这个.txt", "--fail-on", "never"],
        &["tables", "没有 这个.txt"],
    ] {
        gouji(args).assert().code(3);
        assert!(stdout(&mut gouji(args)).contains("没有这个文件"), "{args:?}");
    }
    let json = stdout(&mut gouji(&["没有 这个.txt", "--format", "json"]));
    for part in [
        "\"schema\": \"gouji-report/3\"",
        "\"path\": \"没有 这个.txt\"",
        "\"unreadable\": 1",
        "\"checks\": []",
    ] {
        assert!(json.contains(part), "{part}\n{json}");
    }
}

#[test]
fn an_empty_folder_and_an_output_that_cannot_be_written_are_3() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_str().unwrap();
    gouji(&[root]).assert().code(3);
    gouji(&["没有.txt", "-o", &format!("{root}/没有这层/结果.json"), "--format", "json"])
        .assert()
        .code(3)
        .stdout("");
}

#[test]
fn results_go_to_a_file_or_into_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let list = |path: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let file = root.join("审核 结果.json");
    gouji(&["甲/决算.txt", "--format", "json", "-o", file.to_str().unwrap()])
        .assert()
        .code(3)
        .stdout("");
    assert!(std::fs::read_to_string(&file).unwrap().ends_with("}\n"));
    gouji(&["甲/决算.txt", "乙/决算.txt", "-o", root.to_str().unwrap()])
        .assert()
        .code(3)
        .stdout("");
    assert_eq!(list(root), ["决算-2.gouji.txt", "决算.gouji.txt", "审核 结果.json"]);
    assert!(!std::fs::read_to_string(root.join("决算.gouji.txt")).unwrap().contains('\u{1b}'));
}

#[test]
fn a_name_without_extension_is_a_folder_that_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("空.txt"), "").unwrap();
    std::fs::write(root.join("决算.txt"), "清溪市图书馆2021年度部门决算\n\n本部门共有职工XX人。\n")
        .unwrap();
    let run = |args: &[&str]| {
        let output = gouji(args).current_dir(root).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&output.stdout), text(&output.stderr))
    };
    // one document or several, with a separator or without
    for (name, documents, written) in [
        ("结果一", &["决算.txt"][..], &["决算.gouji.html"][..]),
        ("结果二/", &["决算.txt"], &["决算.gouji.html"]),
        ("新/结果三", &["决算.txt", "空.txt"], &["决算.gouji.html", "空.gouji.html"]),
        ("审核2024.5", &["决算.txt", "空.txt"], &["决算.gouji.html", "空.gouji.html"]),
    ] {
        let args: Vec<&str> =
            documents.iter().copied().chain(["--format", "html", "-o", name]).collect();
        let (out, said) = run(&args);
        assert!(
            written
                .iter()
                .chain(&["index.gouji.html"])
                .all(|file| root.join(name).join(file).is_file()),
            "{name}\n{said}"
        );
        assert!(
            out.is_empty() && said.contains(&format!("：{} 份（html），总览 ", written.len())),
            "{name}\n{out}{said}"
        );
        assert_eq!(said.contains("未能审核 空.txt：文件是空的"), documents.len() > 1, "{said}");
    }
    // a name with an extension is a file, whose folder is made
    let (out, said) = run(&["决算.txt", "空.txt", "--format", "csv", "-o", "新/深/汇总.csv"]);
    assert!(root.join("新/深/汇总.csv").is_file() && out.is_empty(), "{said}");
    assert!(
        said.contains("结果已写入 新/深/汇总.csv（csv）\n共 2 份文件：")
            && said.contains("未能审核 1 份"),
        "{said}"
    );
    // what a run writes into the folder that it walks, and its list of units, are no documents of
    // the next one
    std::fs::write(root.join("名单.csv"), "清溪市图书馆\n").unwrap();
    for _ in 0..2 {
        let (_, said) =
            run(&["新", ".", "--format", "csv", "-o", "汇总.csv", "--expected", "名单.csv"]);
        assert!(said.contains("共 4 份文件") && !said.contains("名单.csv\n"), "{said}");
    }
    // a file is no folder
    let (_, said) = run(&["决算.txt", "-o", "空.txt/结果"]);
    assert!(said.contains("空.txt 是文件，不是文件夹"), "{said}");
}

#[test]
fn what_somebody_has_open_or_is_write_protected_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), "清溪市图书馆2021年度部门决算\n\n本部门共有职工XX人。\n")
        .unwrap();
    let run = |args: &[&str]| {
        let output = gouji(args).current_dir(root).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let mut lines = vec![
        (&["决算.txt", "--format", "csv", "-o", "结果.csv"][..], "结果.csv"),
        (&["决算.txt", "--format", "csv", "-o", "结果"], "结果/决算.gouji.csv"),
        (&["决算.txt", "--annotate", "批注"], "批注/决算.txt.gouji.html"),
    ];
    if cfg!(feature = "workbook") {
        lines.push((&["决算.txt", "--ledger", "台账.xlsx"], "台账.xlsx"));
    }
    for (args, file) in lines {
        let path = root.join(file);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let (_, _, said) = run(args);
        assert!(path.is_file(), "{file}\n{said}");
        let before = std::fs::read(&path).unwrap();
        for mark in [format!("~${name}"), format!(".~lock.{name}#"), format!(".~{name}")] {
            let mark_path = path.with_file_name(&mark);
            std::fs::write(&mark_path, "").unwrap();
            let (code, out, said) = run(args);
            assert_eq!((code, out.as_str()), (Some(3), ""), "{args:?}\n{said}");
            assert!(
                said.contains("正在 Excel、WPS 或 LibreOffice 中打开")
                    && said.contains(&mark)
                    && said.contains("没有审核"),
                "{said}"
            );
            std::fs::remove_file(mark_path).unwrap();
        }
        let mut permissions = std::fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions.clone()).unwrap();
        let (code, out, said) = run(args);
        assert!(code == Some(3) && out.is_empty() && said.contains("只读"), "{out}{said}");
        #[allow(
            clippy::permissions_set_readonly_false,
            reason = "the file is gone with its folder"
        )]
        permissions.set_readonly(false);
        std::fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert!(!run(args).2.contains("没有审核"), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir_all(root.join("规则")).unwrap();
    std::fs::create_dir_all(root.join("设置")).unwrap();
    for name in ["a.txt", "规则/b.toml", "台账.xlsx", "名单.csv", "设置/gouji.toml"] {
        assert!(
            std::process::Command::new("mkfifo").arg(root.join(name)).status().unwrap().success()
        );
    }
    std::fs::write(
        root.join("规则/ruleset.toml"),
        "name = \"own\"\ntitle = \"本局\"\nextends = \"national\"\n",
    )
    .unwrap();
    for name in ["决算.txt", "设置/决算.txt"] {
        std::fs::write(root.join(name), "清溪市图书馆2021年度部门决算\n\n本部门共有职工XX人。\n")
            .unwrap();
    }
    let lines: &[(&[&str], i32, &str)] = &[
        (&["a.txt"], 3, "管道"),
        (&["/dev/zero"], 3, "设备"),
        (&["--together", "决算.txt", "a.txt"], 3, "管道"),
        (&["tables", "a.txt"], 3, "管道"),
        (&["决算.txt", "-r", "规则"], 2, "管道"),
        (&["决算.txt", "--ledger", "台账.xlsx"], 2, "管道"),
        (&["决算.txt", "--expected", "名单.csv"], 2, "管道"),
        (&["设置/决算.txt"], 2, "管道"),
        (&["rules", "import", "a.txt"], 3, "管道"),
    ];
    for (args, code, word) in lines {
        let output = gouji(args)
            .current_dir(root)
            .timeout(std::time::Duration::from_secs(60))
            .output()
            .unwrap();
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(
            output.status.code() == Some(*code) && said.contains(word),
            "{args:?} {:?}\n{said}",
            output.status
        );
    }
    // in a folder it is one that could not be read, not one that is passed over
    std::fs::remove_file(root.join("设置/gouji.toml")).unwrap();
    let output = gouji(&["."])
        .current_dir(root)
        .timeout(std::time::Duration::from_secs(60))
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stderr),
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(said.contains("管道"), "{said}");
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
    for (name, bytes) in [
        ("xl/workbook.bin", record.as_slice()),
        ("xl/_rels/workbook.bin.rels", b"<Relationships/>"),
    ] {
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
    assert!(
        said.contains("未能审核") && said.contains("程序出错") && said.contains("另存为"),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
}

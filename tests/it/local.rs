//! Local rules as a clerk meets them: a new folder, an exported one, `gouji.toml`, layers, explanations.

use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;

/// Exit status, standard output, standard error of a run in a folder.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("gouji").current_dir(folder).args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_new_ruleset_works_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (code, out, said) = run(root, &["rules", "new", "本局规则", "--extends", "henan", "--title", "某某市财政局"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("gouji rules test 本局规则"), "{out}");
    for file in ["ruleset.toml", "rules.toml", "README.md"] {
        let text = std::fs::read_to_string(root.join("本局规则").join(file)).unwrap();
        assert!(!text.contains('@'), "{file}\n{text}");
    }
    let (code, out, said) = run(root, &["rules", "check", "本局规则"]);
    assert_eq!((code, said.as_str()), (Some(0), ""), "{out}");
    let (code, out, said) = run(root, &["rules", "test", "本局规则", "--strict"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("规则 1 条，用例 2 个，全部通过"), "{out}");
    std::fs::write(
        root.join("a.txt"),
        "会议费支出明细表\n单位：元\n会议名称 | 住宿费 | 伙食费 | 合计\n年会 | 30 | 16 | 49\n",
    )
    .unwrap();
    let (code, out, _) = run(root, &["check", "a.txt", "-r", "本局规则"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("national → henan → 本局规则") && out.contains("会议费-每行"), "{out}");
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(run(root, &["rules", "new", "甲"]).0, Some(0));
    std::fs::write(root.join("甲/rules.toml"), "# 改过").unwrap();
    let (code, _, said) = run(root, &["rules", "new", "甲"]);
    assert!(code == Some(2) && said.contains("不是空的"), "{said}");
    assert!(run(root, &["rules", "new", "henan"]).2.contains("内置规则集的名称"));
    assert!(
        run(root, &["rules", "new", "乙", "--extends", "火星"])
            .2
            .contains("没有规则集 火星")
    );
    assert!(!root.join("乙").exists());

    let (code, out, said) = run(root, &["rules", "export", "henan", "我的河南"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("gouji check 文件 -r 我的河南"), "{out}");
    assert_eq!(run(root, &["rules", "check", "我的河南"]).0, Some(0));
    std::fs::write(root.join("我的河南/ruleset.toml"), "name = \"henan\"\n").unwrap();
    let (code, _, said) = run(root, &["rules", "export", "henan", "我的河南"]);
    assert!(code == Some(2) && said.contains("--force"), "{said}");
    assert_eq!(
        std::fs::read_to_string(root.join("我的河南/ruleset.toml")).unwrap(),
        "name = \"henan\"\n"
    );
    assert_eq!(run(root, &["rules", "export", "henan", "我的河南", "--force"]).0, Some(0));
    assert!(
        std::fs::read_to_string(root.join("我的河南/ruleset.toml"))
            .unwrap()
            .contains("extends")
    );
    assert_eq!(run(root, &["rules", "export", "火星", "b"]).0, Some(2));
}

const TABLE: &str = "会议费支出明细表\n单位：元\n会议名称 | 住宿费 | 伙食费 | 合计\n年会 | 30 | 16 | 49\n";

#[test]
fn gouji_toml_is_found_upwards_and_the_command_line_wins() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(run(root, &["rules", "new", "规则/本局"]).0, Some(0));
    std::fs::create_dir_all(root.join("文件/2023")).unwrap();
    std::fs::create_dir_all(root.join("别处")).unwrap();
    for place in ["文件/2023/a.txt", "别处/a.txt"] {
        std::fs::write(root.join(place), TABLE).unwrap();
    }
    let config = "ruleset = \"henan\"\nrules = [\"../规则/本局\"]\nyear = 2021\nfail-on = \"never\"\nformat = \"json\"\n";
    std::fs::write(root.join("文件/gouji.toml"), config).unwrap();
    let (code, out, said) = run(root, &["文件/2023/a.txt"]);
    assert_eq!(code, Some(0), "{said}");
    for part in ["\"year\": 2021", "会议费-每行", "\"henan\""] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let line = ["文件/2023/a.txt", "--format", "text", "--fail-on", "error", "-r", "hunan", "--year", "2022"];
    let (code, out, said) = run(root, &line);
    assert_eq!(code, Some(1), "{said}");
    assert!(out.contains("2022 年") && out.contains("national → hunan → 本局"), "{out}");
    // each document has the rules of its own folder
    let (_, out, _) = run(root, &["文件", "别处", "--format", "json"]);
    assert!(out.contains("\"documents\": 2") && out.matches("会议费-每行").count() >= 1, "{out}");
    let (_, out, _) = run(root, &["tables", "文件"]);
    assert!(out.contains("会议费明细表"), "{out}");
    let (_, out, _) = run(root, &["tables", "别处"]);
    assert!(!out.contains("会议费明细表"), "{out}");
    // commands without documents look from the current folder
    let (_, out, _) = run(&root.join("文件/2023"), &["rules", "list"]);
    assert!(out.contains("会议费-每行"), "{out}");

    std::fs::write(root.join("文件/gouji.toml"), "ruleset = \"河南\"\nrules = [\"没有\"]\n").unwrap();
    let (code, out, said) = run(root, &["文件/2023/a.txt"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    for part in ["gouji.toml:1:11", "没有规则集或规则文件夹 河南", "没有规则文件夹 没有"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}

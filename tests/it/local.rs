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

//! A mistake in a layer of rules that was asked for: nothing is read, unless the layer may be left out.

use assert_cmd::Command;
use std::path::Path;

const DOCUMENT: &str = "某县档案馆2023年度部门决算\n\n支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n | 合计 | 353.15 | 274.27 | 79.89 | 0 | 0 | 0\n";

fn rules(root: &Path, name: &str, expect: &str) {
    std::fs::create_dir_all(root.join(name)).unwrap();
    let head =
        format!("name = \"{name}\"\ntitle = \"{name}\"\nextends = \"national\"\nlanguage = 2\n");
    std::fs::write(root.join(name).join("ruleset.toml"), head).unwrap();
    let rule =
        format!("[[rule]]\nid = \"{name}-甲\"\nform = \"支出决算表\"\nexpect = \"{expect}\"\n");
    std::fs::write(root.join(name).join("a.toml"), rule).unwrap();
}

/// The exit code, standard output and standard error.
fn run(root: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gouji"));
    let ended = command.current_dir(root).arg("check").args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ended.status.code().unwrap(), text(ended.stdout), text(ended.stderr))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("d.txt"), DOCUMENT).unwrap();
    rules(folder.path(), "zhen", "本年支出合计 >= 去年");
    rules(folder.path(), "xian", "本年支出合计 >= 1万元");
    folder
}

#[test]
fn a_mistake_in_any_layer_stops_the_run_and_says_the_way_on() {
    let folder = folder();
    for args in [&["--rules", "xian", "--rules", "zhen"][..], &["-r", "zhen"]] {
        let (code, out, err) = run(folder.path(), &[&["d.txt"], args].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("zhen/a.toml:4"), "{err}");
    }
    let (_, _, err) = run(folder.path(), &["d.txt", "--rules", "zhen"]);
    assert!(err.contains("--without-broken-rules"), "{err}");
}

#[test]
fn without_broken_rules_the_others_are_checked_and_the_layer_is_named_first() {
    let folder = folder();
    let all = ["d.txt", "--rules", "xian", "--rules", "zhen", "--without-broken-rules"];
    let (code, out, err) = run(folder.path(), &all);
    assert_eq!(code, 3, "{out}{err}");
    let first: String = out.lines().take(5).collect();
    assert!(first.contains("规则文件夹 zhen 有 1 处错误，没有用它"), "{out}");
    assert!(out.contains("353.15") && err.contains("zhen/a.toml:4"), "{out}{err}");
    assert!(!err.contains("改正后再运行"), "{err}");
    for (format, words) in [
        ("json", "\"layer-broken\""),
        ("html", "没有用它"),
        ("markdown", "没有用它"),
        ("csv", "没有用它"),
    ] {
        let (code, out, _) = run(folder.path(), &[&all[..], &["--format", format]].concat());
        assert!(code == 3 && out.contains(words), "{format}: {out}");
    }
    // the others count: one of them is broken, too
    rules(folder.path(), "xian", "本年支出合计 >= 400万元");
    assert!(run(folder.path(), &all).1.contains("400"));
    // without a mistake the option changes nothing
    rules(folder.path(), "zhen", "本年支出合计 >= 1万元");
    let (code, out, _) = run(folder.path(), &all);
    assert!(code == 1 && !out.contains("没有用它"), "{out}");
    // a folder that is not there is no layer with a mistake
    assert_eq!(run(folder.path(), &["d.txt", "--rules", "cun", "--without-broken-rules"]).0, 2);
}

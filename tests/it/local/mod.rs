//! Local rules as a clerk meets them: a new folder, an exported one, `gouji.toml`, layers,
//! explanations.

mod layers;

use crate::command::run;
use crate::effort::either;
use std::path::Path;

#[test]
fn a_new_ruleset_works_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (code, out, said) =
        run(root, &["rules", "new", "本局规则", "--extends", "henan", "--title", "某某市财政局"]);
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
    assert!(run(root, &["rules", "new", "乙", "--extends", "火星"]).2.contains("没有规则集 火星"));
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
        std::fs::read_to_string(root.join("我的河南/ruleset.toml")).unwrap().contains("extends")
    );
    assert_eq!(run(root, &["rules", "export", "火星", "b"]).0, Some(2));
}

const PARENT: &str = r#"[[form]]
id = "会议表"
title = ["会议表"]
columns = [
  { name = "名称", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "住宿", kind = "amount", optional = true },
]
[param]
"上限" = "500元"
[[rule]]
id = "会议-上限"
form = "会议表"
expect = "合计 <= param.上限"
severity = "error"
[[rule]]
id = "会议-旧"
years = "..2019"
form = "会议表"
expect = "合计 == 住宿"
"#;

const CHILD: &str = r#"[[form]]
id = "会议表"
title = "会议费用表"
reason = "本市另有标题"
columns = [{ name = "住宿", kind = "amount", header = ["住宿费"] }]
[param]
"上限" = "450元"
[[rule]]
id = "会议-上限"
reason = "只作提醒"
severity = "warning"
any = ["合计 <= param.上限", "合计 <= 住宿"]
[[rule]]
id = "会议-每行"
form = "会议表"
expect = "合计 >= 住宿"
"#;

/// A parent `县` and its child `乡`, beside each other.
fn two_layers(root: &Path) {
    for (name, more, rules) in [
        ("县", "extends = \"national\"\nyears = \"2018..2023\"\n", PARENT),
        ("乡", "extends = \"县\"\n", CHILD),
    ] {
        std::fs::create_dir(root.join(name)).unwrap();
        std::fs::write(root.join(name).join("ruleset.toml"), format!("name = \"{name}\"\n{more}"))
            .unwrap();
        std::fs::write(root.join(name).join("rules.toml"), rules).unwrap();
    }
}

const ACCOUNTS: &str = "支出决算表\n单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n | 合计 | 353.15 | 274.27 | 79.88 | 0 | 0 | 0\n201 | 一般公共服务支出 | 353.15 | 274.27 | 79.88 | 0 | 0 | 0\n";

#[test]
fn a_rule_is_explained_in_words_with_its_cases() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let (code, out, said) = run(root, &["explain", "支出-行合计"]);
    assert_eq!(code, Some(0), "{said}");
    for part in ["支出决算表的每一行", "应等于", "基本支出", "取自", "相符的例子", "不符的例子"]
    {
        assert!(out.contains(part), "{part}\n{out}");
    }
    two_layers(root);
    let (_, out, _) = run(root, &["explain", "会议-上限", "-r", "乡"]);
    insta::assert_snapshot!(out.replace('\\', "/"), @r#"
    会议-上限
      种类    规则，警告，来自 乡（乡/rules.toml:8）
      核对    以下有一条相符即可
      或者    会议表的每一行：合计 应不大于 参数“上限”
      公式    合计 <= param.上限
      或者    会议表的每一行：合计 应不大于 住宿
      公式    合计 <= 住宿
      取自    表样 会议表（标题：会议费用表、会议表）
      参数    上限 = 450元（乡）
      例子    没有相符的例子
              没有不符的例子
    "#);
    let (_, out, _) = run(root, &["explain", "上限", "-r", "乡"]);
    assert!(out.contains("450元") && out.contains("会议-上限"), "{out}");
    let (code, _, said) = run(root, &["explain", "支出行合计"]);
    assert!(code == Some(2) && said.contains("支出-行合计"), "{said}");
    // everything that the built-in rules hold can be explained
    let (_, list, _) = run(root, &["rules", "list"]);
    for line in list
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .step_by(either(200, 40))
    {
        let id = line.split_whitespace().next().unwrap();
        assert_eq!(run(root, &["explain", id]).0, Some(0), "{id}");
    }
}

#[test]
fn a_place_is_explained_by_the_checks_that_rest_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), ACCOUNTS).unwrap();
    let (code, out, said) = run(root, &["explain", "a.txt:4:9"]);
    assert_eq!(code, Some(0), "{said}");
    for part in [
        "353.15",
        "不符    支出-行合计",
        "353.15万元 ≠ 274.27 ＋ 79.88 ＝ 354.15万元，相差 -1.00万元",
        "取数 274.27",
        "第 4 行第 18 列",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let (_, line, _) = run(root, &["explain", "a.txt:4"]);
    assert!(
        line.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).count() >= 3,
        "{line}"
    );
    let (_, out, _) = run(root, &["explain", "a.txt:1"]);
    assert!(out.contains("没有读到数字"), "{out}");
    assert!(run(root, &["explain", "a.txt:99"]).1.contains("只有"));
    assert!(run(root, &["explain", "a.txt"]).2.contains("行号"));
    assert_eq!(run(root, &["explain", "没有.txt:3"]).0, Some(3));
}

#[test]
fn rules_are_held_against_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    two_layers(root);
    let more = r#"
[[form]]
id = "没有的表"
title = ["没有这张表"]
columns = [{ name = "某名", kind = "label" }, { name = "某额", kind = "amount" }]
[[rule]]
id = "会议-又一次"
form = "会议表"
expect = "住宿 <= 合计"
[[rule]]
id = "会议-相反"
form = "会议表"
expect = "合计 - 住宿 < 0"
[[rule]]
id = "会议-加"
form = "会议表"
when = "present(住宿)"
expect = "合计 == 2 * 住宿"
[[rule]]
id = "会议-减"
form = "会议表"
when = "present(住宿)"
expect = "合计 == 3 * 住宿"
[[rule]]
id = "会议-另一种情形"
form = "会议表"
when = "合计 > 100万元"
expect = "合计 == 4 * 住宿"
[[rule]]
id = "没有-大于零"
form = "没有的表"
expect = "某额 >= 0"
"#;
    std::fs::write(root.join("乡/z.toml"), more).unwrap();
    std::fs::create_dir(root.join("村")).unwrap();
    std::fs::write(root.join("村/ruleset.toml"), "name = \"村\"\nextends = \"national\"\n")
        .unwrap();
    let village = "[param]\n\"上限\" = \"400元\"\n\"满分\" = 100\n[[rule]]\nid = \"会议-上限\"\nreason = \"照旧\"\nseverity = \"warning\"\n";
    std::fs::write(root.join("村/rules.toml"), village).unwrap();
    std::fs::write(root.join("a.txt"), "会议表\n单位：元\n名称 | 合计 | 住宿费\n年会 | 90 | 70\n")
        .unwrap();

    let (code, out, said) = run(root, &["rules", "check", "乡", "--rules", "村", "--on", "a.txt"]);
    assert_eq!(code, Some(0), "{said}");
    for part in [
        "会议-每行 和 会议-又一次 写的是同一件事",
        "会议-每行 和 会议-相反 不能同时成立",
        "会议-加 和 会议-减 对同样几个数写了不同的等式",
        "会议-上限 的 severity 与 乡 写的一样",
        "参数 上限 在 乡 里已经改过一次",
        "参数 满分 与 national 写的一样",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(!said.contains("会议-另一种情形"), "{said}");
    assert!(out.contains("从未适用的规则和语句 2 个（1 份文件）：没有-大于零、会议-旧"), "{out}");
    assert!(out.contains("从未认出的表样 1 个（1 份文件）：没有的表"), "{out}");
}

#[test]
fn saving_a_rule_or_the_document_audits_again() {
    use std::io::Read;
    use std::sync::{Arc, Mutex};
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    two_layers(root);
    std::fs::write(root.join("a.txt"), "会议表\n单位：元\n名称 | 合计 | 住宿费\n年会 | 90 | 70\n")
        .unwrap();
    let binary = assert_cmd::cargo::cargo_bin!("gouji");
    let mut child = std::process::Command::new(binary)
        .current_dir(root)
        .args(["a.txt", "-r", "乡", "--watch", "--all"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let read = |mut from: Box<dyn Read + Send>| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let own = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = from.read(&mut buffer) {
                own.lock().unwrap().extend_from_slice(&buffer[..n]);
            }
        });
        seen
    };
    let out = read(Box::new(child.stdout.take().unwrap()));
    let said = read(Box::new(child.stderr.take().unwrap()));
    let wait = |seen: &Arc<Mutex<Vec<u8>>>, words: &str, times: usize| {
        let start = Instant::now();
        loop {
            let text = String::from_utf8_lossy(&seen.lock().unwrap()).into_owned();
            if text.matches(words).count() >= times {
                return true;
            }
            if start.elapsed() > Duration::from_secs(20) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut done = wait(&said, "正在监视", 1);
    // a rule with a finding
    let rules = format!(
        "{CHILD}[[rule]]\nid = \"会议-新\"\nform = \"会议表\"\nexpect = \"合计 == 住宿\"\n"
    );
    std::fs::write(root.join("乡/rules.toml"), &rules).unwrap();
    done = done
        && wait(&out, "rules.toml 已保存", 1)
        && wait(&out, "会议-新", 1)
        && wait(&said, "正在监视", 2);
    // a mistake does not end it
    std::fs::write(root.join("乡/rules.toml"), "[[rule]]\n").unwrap();
    done = done && wait(&said, "缺少 id", 1) && wait(&said, "正在监视", 3);
    std::fs::write(root.join("乡/rules.toml"), &rules).unwrap();
    done = done && wait(&said, "正在监视", 4);
    std::fs::write(
        root.join("a.txt"),
        "会议表\n单位：元\n名称 | 合计 | 住宿费\n年会 | 9000 | 70\n",
    )
    .unwrap();
    done = done && wait(&out, "a.txt 已保存", 1) && wait(&out, "9000", 1);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(done);
}

#[test]
fn the_schema_for_editors_is_committed() {
    let (code, out, _) = run(Path::new("."), &["rules", "schema"]);
    assert_eq!(code, Some(0));
    let committed =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/schema.json"))
            .unwrap();
    assert!(committed.replace("\r\n", "\n") == out, "run: gouji rules schema > rules/schema.json");
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    // every key of the built-in rules is known to it
    let known =
        |table: &str, key: &str| schema["definitions"][table]["properties"].get(key).is_some();
    for name in ["national", "henan", "hunan", "shanxi"] {
        for (path, text) in gouji::embedded_files(name) {
            let is_words = path.starts_with("vocabulary/");
            if path == "ruleset.toml" || is_words || !path.ends_with(".toml") {
                continue;
            }
            let file: toml::Table = toml::from_str(text).unwrap();
            for (table, items) in &file {
                for item in
                    items.as_array().into_iter().flatten().filter_map(|item| item.as_table())
                {
                    for (key, value) in item {
                        assert!(known(table, key), "{path}: {table}.{key}");
                        for inner in value
                            .as_array()
                            .into_iter()
                            .flatten()
                            .filter_map(|inner| inner.as_table())
                        {
                            assert!(
                                inner.keys().all(|own| known(key, own)),
                                "{path}: {table}.{key}"
                            );
                        }
                    }
                }
            }
        }
    }
}

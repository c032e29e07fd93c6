//! Rule files with a mistake each: what is said, in Chinese, and what is underlined.
//!
//! A file of `tests/mistakes/` ends in a line `# 应指：WORDS` for each mistake: what must be
//! underlined, in order; `*` where only the snapshot tells.

use crate::spending::FORM;
use gouji::Code;
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::inside::{Function, mistakes};
use gouji::report::Options;
use gouji::ruleset::{RuleFile, Rulebook};
use serde_json::Value;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

const PARENT: &str = r#"
[[form]]
id = "父表"
title = ["父表"]
columns = [{ name = "栏目", kind = "label" }, { name = "数额", kind = "amount" }]

[param]
"父参数" = 10
"父比率" = "90%"
"#;

const BESIDE: &str = r#"
[[form]]
id = "项目表"
title = ["项目表"]
columns = [{ name = "项目名称", kind = "label" }, { name = "得分", kind = "score" }, { name = "等级", kind = "grade" }, { name = "执行率", kind = "percent" }]

[[scale]]
id = "四级"
grades = [{ name = "优", from = 90 }, { name = "良", from = 80 }, { name = "中", from = 60 }, { name = "差", from = 0 }]

[[claim]]
id = "概况"
text = "共有项目{数:count}个，其中优{优数:count}个"

[[rule]]
id = "得分不超过满分"
form = "项目表"
expect = "得分 <= param.满分"

[param]
"满分" = 100
"#;

fn file(path: &str, text: &str) -> RuleFile {
    RuleFile::new(path, text)
}

fn load(ruleset: &str, text: &str) -> Vec<RuleMistake> {
    let mut rulebook = Rulebook::default();
    let mut parent = crate::engines::word_files();
    parent.push(file("ruleset.toml", "name = \"上级\"\n"));
    parent.push(file("rules.toml", PARENT));
    rulebook.add_folder("上级", parent).unwrap();
    let name = match rulebook.add_folder(
        "本地",
        vec![
            file("ruleset.toml", ruleset),
            file("其他.toml", &format!("{FORM}{BESIDE}")),
            file("规则.toml", text),
        ],
    ) {
        Ok(name) => name,
        Err(list) => return list,
    };
    match Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() }) {
        Ok(engine) => engine.warnings().to_vec(),
        Err(list) => list,
    }
}

const RULESET: &str = "name = \"本地\"\nextends = \"上级\"\n";

/// Words that a Chinese message may hold beside the keys, values and functions of the rule language.
const WORDS: &[&str] = &[
    "to",
    "true",
    "false",
    "TOML",
    "toml",
    "UTF",
    "gouji",
    "rules",
    "list",
    "ruleset",
    "forms",
    "claims",
    "scripts",
    "level",
    "national",
    "vocabulary",
    "report",
    "skip",
    "some",
    "change",
    "direction",
    "rhai",
];

/// The words of the rule language, as the program knows them.
static LANGUAGE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    fn words(schema: &Value, out: &mut BTreeSet<String>) {
        match schema {
            Value::Object(keys) => {
                let names = keys.get("properties").and_then(Value::as_object);
                out.extend(names.into_iter().flatten().map(|(name, _)| name.clone()));
                let values = keys.get("enum").and_then(Value::as_array).into_iter().flatten();
                out.extend(values.filter_map(Value::as_str).map(str::to_owned));
                keys.values().for_each(|inner| words(inner, out));
            }
            Value::Array(items) => items.iter().for_each(|inner| words(inner, out)),
            _ => {}
        }
    }
    let mut out = BTreeSet::new();
    words(&serde_json::from_str(&gouji::ruleset::json_schema()).unwrap(), &mut out);
    out.extend(Function::ALL.iter().map(|function| function.name().to_owned()));
    out.extend(WORDS.iter().map(|word| (*word).to_owned()));
    out
});

/// What the author did not write is Chinese, but for words of the language.
fn is_chinese(mistake: &RuleMistake) -> Result<(), String> {
    let said =
        format!("{} {} {}", mistake.message, mistake.label, mistake.help.as_deref().unwrap_or(""));
    for word in
        said.split(|c: char| !(c.is_ascii_alphabetic() || c == '_')).filter(|word| word.len() > 1)
    {
        if !LANGUAGE.contains(word) && !mistake.text.contains(word) {
            return Err(format!("{word}: {said}"));
        }
    }
    Ok(())
}

#[test]
fn every_faulty_file_has_its_message_at_its_place() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 40);
    let (mut out, mut wrong) = (String::new(), String::new());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let wanted: Vec<&str> =
            text.lines().filter_map(|line| line.strip_prefix("# 应指：")).collect();
        let list = load(RULESET, &text);
        let found: Vec<&str> =
            list.iter().map(|mistake| &mistake.text[mistake.span.clone()]).collect();
        let fits = found.len() == wanted.len()
            && found.iter().zip(&wanted).all(|(found, wanted)| found == wanted || *wanted == "*");
        if !fits {
            wrong.push_str(&format!("{name}: {found:?}, not {wanted:?}\n"));
        }
        for mistake in &list {
            if let Err(english) = is_chinese(mistake) {
                wrong.push_str(&format!("{name}: {english}\n"));
            }
        }
        out.push_str(&format!(
            "── {name}\n{}\n",
            mistakes(&list, &Options { width: 100, ..Options::default() })
        ));
    }
    insta::assert_snapshot!(out);
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn mistakes_of_the_ruleset_itself() {
    let good = "[param]\n\"另一个\" = 1\n";
    let mut out = String::new();
    for ruleset in [
        "name = \"本地\"\nextends = \"上机\"\n",
        "name = \"本地\"\nextends = \"本地\"\n",
        "name = \"本地\"\nextend = \"上级\"\n",
        "name = \"本地\nextends = \"上级\"\n",
        "name = 3\n",
    ] {
        let list = load(ruleset, good);
        assert!(!list.is_empty(), "{ruleset}");
        for mistake in &list {
            is_chinese(mistake).unwrap();
        }
        out.push_str(&format!(
            "── {ruleset}{}\n",
            mistakes(&list, &Options { width: 100, ..Options::default() })
        ));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn each_cause_has_a_code() {
    let code = |text: &str| {
        let list = load("name = \"本地\"\nextends = \"上级\"\n", text);
        list.first().map(|mistake| mistake.code.id())
    };
    let rule = |more: &str| format!("[[rule]]\nid = \"甲\"\n{more}\n");
    assert_eq!(code(&rule("form = \"没有的表\"\nexpect = \"1 == 1\"")), Some("form-unknown"));
    assert_eq!(code(&rule("form = \"支出表\"")), Some("demand-missing"));
    assert_eq!(
        code(&rule("form = \"支出表\"\nexpect = \"1 == 1\"\nany = \"1 == 1\"")),
        Some("demands-several")
    );
    assert_eq!(code(&rule("form = \"支出表\"\nexpect = \"合计 ==\"")), Some("formula"));
    assert_eq!(code(&rule("form = \"支出表\"\nexpect = \"1 == 1\"\nname = 3")), Some("value-kind"));
    assert_eq!(code(&rule("claim = \"概况\"\nrestated = true")), Some("form-needed"));
    assert_eq!(code(&rule("from = \"支出表\"\nexpect = \"1 == 1\"")), Some("key-unknown"));
    assert_eq!(code("[[rule]"), Some("toml"));
}

/// The errors that one came of, the nearest first.
fn sources<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut out = Vec::new();
    let mut next = error.source();
    while let Some(error) = next {
        out.push(error);
        next = error.source();
    }
    out
}

#[test]
fn a_mistake_tells_the_error_that_it_came_of() {
    let syntax = load(RULESET, "[[rule]]\nid = 甲\n");
    let first = syntax.iter().find(|mistake| mistake.code.id() == "toml").unwrap();
    assert_eq!(first.to_string(), first.message);
    let found = sources(first);
    assert!(found.first().is_some_and(|error| error.is::<toml::de::Error>()), "{found:?}");
    // what is wrong with a name comes of nothing else
    let named =
        load(RULESET, "[[rule]]\nid = \"甲\"\nform = \"没有的表\"\nexpect = \"合计 == 0\"\n");
    assert!(sources(&named[0]).is_empty());
}

#[test]
fn an_unreadable_file_tells_the_error_that_it_came_of() {
    let engine = crate::engines::engine("");
    let path = "fixtures/formats/docx/prose-weather.docx";
    let whole = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let torn = engine.prepare("甲.docx", &whole[..whole.len() / 2]).map(|_| ()).unwrap_err();
    assert!(torn.to_string().starts_with("甲.docx：文件无法读取"), "{torn}");
    let found = sources(&torn);
    let read = found[0].downcast_ref::<gouji::error::ReadError>().unwrap();
    assert!(matches!(read, gouji::error::ReadError::Damaged { .. }));
    assert_eq!(found.len(), 2, "{found:?}");
    let empty = engine.prepare("乙.txt", b" \n").map(|_| ()).unwrap_err();
    assert_eq!(sources(&empty).len(), 1);
}

#[test]
fn rules_check_tells_mistakes_to_programs() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let check = || {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
        let command = command.args(["rules", "check", "--format", "json"]).arg(folder.path());
        let out = command.output().unwrap();
        let found: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        (found, String::from_utf8(out.stderr).unwrap(), out.status.code())
    };
    write("ruleset.toml", "name = \"试\"\nextends = \"national\"\n");
    let faulty = "[[rule]]\nid = \"试-一\"\nform = \"没有的表\"\nexpect = \"合计 == 0\"\n";
    write("规则.toml", faulty);
    let (found, said, status) = check();
    assert_eq!((said.as_str(), status), ("", Some(2)));
    let mistake = &found["mistakes"][0];
    assert_eq!((&mistake["id"], &mistake["severity"]), (&"form-unknown".into(), &"error".into()));
    assert_eq!((&mistake["line"], &mistake["column"]), (&3.into(), &8.into()));
    let at = |key: &str| usize::try_from(mistake["span"][key].as_u64().unwrap()).unwrap();
    assert_eq!(&faulty[at("start")..at("end")], "\"没有的表\"");
    assert!(mistake["file"].as_str().unwrap().ends_with("规则.toml"));
    assert!(mistake["message"].is_string() && mistake["help"].is_string());
    // and to people by the same code
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
    let out = command.args(["rules", "check"]).arg(folder.path()).output().unwrap();
    assert!(String::from_utf8(out.stderr).unwrap().contains("[form-unknown]"));

    write("规则.toml", "");
    let (found, said, status) = check();
    assert_eq!((said.as_str(), status), ("", Some(0)));
    assert_eq!(found["rulesets"][0]["name"], "试");
    assert_eq!(found["mistakes"], serde_json::json!([]));

    write("vocabulary.toml", "[fragments]\n\"园名\" = \"东园|西园\"\n\"花名\" = \"桃|李\"\n");
    let claim = "[[claim]]\nid = \"花木\"\ntext = \"{ 园名 }有{棵:count}棵\"\n";
    write("规则.toml", claim);
    let (found, _, status) = check();
    assert_eq!(status, Some(0));
    let told = found["mistakes"].as_array().unwrap();
    let unused: Vec<_> = told.iter().filter(|one| one["id"] == "fragment-unused").collect();
    assert_eq!(unused.len(), 1, "{told:?}");
    assert_eq!((&unused[0]["line"], &unused[0]["severity"]), (&3.into(), &"warning".into()));
}

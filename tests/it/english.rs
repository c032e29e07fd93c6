//! English: `--lang en` and `message_en` say what the Chinese words say, with the same figures, and only
//! where they are asked for.

use crate::command::run;
use crate::engines;
use gouji::Lang;
use gouji::audit::{Audit, Check, MessagePiece, Verdict};
use gouji::report::{Format, Options};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PLANTED: &str = "fixtures/archive-planted/document.txt";

/// Words of ours that stand in no name of a document.
const OURS: [&str; 16] = [
    "应为",
    "写的是",
    "相差",
    "对照",
    "列示",
    "正文“",
    "表格“",
    "不一致",
    "可能有误",
    "无法读取",
    "没有找到",
    "不能比较",
    "个数",
    "请核对",
    "文件里",
    "把握",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All documents of the samples.
fn fixtures() -> Vec<PathBuf> {
    let mut folders = vec![root().join("fixtures")];
    let mut out = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
            match path.is_dir() {
                true => folders.push(path),
                false if ["toml", "rhai", "md", "json", "py", "hocr"].contains(&ending) => {}
                false => out.push(path),
            }
        }
    }
    out.sort();
    out
}

/// The numbers in a sentence, in order of size as texts: words of another language stand in another order.
fn numbers(words: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let pieces = words.split(|c: char| !is_part(c));
    let trimmed = pieces.map(|piece| piece.trim_matches(['.', ',']).to_owned());
    let mut out: Vec<String> = trimmed.filter(|piece| !piece.is_empty()).collect();
    out.sort();
    out
}

/// Whether a rule says it in words of its own.
fn has_own_words(check: &Check) -> bool {
    let pieces = check.detail.as_deref().and_then(|detail| detail.words.as_deref());
    let is_own = |piece: &MessagePiece| !matches!(piece, MessagePiece::Said(_));
    pieces.is_some_and(|pieces| pieces.iter().any(is_own))
}

fn audit(path: &Path) -> Option<Audit> {
    let bytes = std::fs::read(path).unwrap();
    let outcome = engines::engine("national").audit(&path.display().to_string(), &bytes);
    let ruleset_digest = String::new();
    outcome.is_ok().then(|| Audit { documents: vec![outcome], ruleset_digest })
}

#[test]
fn figures_and_words_are_those_of_the_chinese() {
    let (mut checks, mut told) = (0, 0);
    for path in fixtures() {
        let Some(audit) = audit(&path) else { continue };
        let document = audit.documents[0].as_ref().unwrap();
        let shown = path.display();
        for check in &document.checks {
            let [chinese, english] = Lang::ALL.map(|lang| check.message_in(lang));
            assert_eq!(numbers(&chinese), numbers(&english), "{shown}: {chinese} | {english}");
            assert_eq!(chinese.is_empty(), english.is_empty(), "{shown}: {chinese}");
            assert_eq!(chinese, check.message());
            let ours = OURS.iter().find(|word| english.contains(**word));
            assert!(ours.is_none() || has_own_words(check), "{shown}: {english}");
            checks += usize::from(check.verdict == Verdict::Violation);
        }
        for notice in &document.notices {
            let [chinese, english] = Lang::ALL.map(|lang| notice.message.of(lang));
            assert_eq!(numbers(chinese), numbers(english), "{shown}: {chinese} | {english}");
            assert_ne!(chinese, english, "{shown}");
            told += 1;
        }
        let report = Format::JSON.render(&audit, &Options { all: true, ..Options::default() });
        let report: Value = serde_json::from_slice(&report).unwrap();
        for finding in report["documents"][0]["findings"].as_array().unwrap() {
            let words = |key: &str| finding[key].as_str().unwrap();
            let (chinese, english) = (words("headline"), words("message_en"));
            assert_eq!(numbers(chinese), numbers(english), "{shown}: {chinese} | {english}");
            assert!(!english.is_empty(), "{shown}: {chinese}");
        }
        for check in report["documents"][0]["checks"].as_array().unwrap() {
            let has = check["message"].as_str().is_some_and(|words| !words.is_empty());
            assert_eq!(check.get("message_en").is_some(), has, "{shown}: {check}");
        }
    }
    assert!(checks > 40 && told > 20, "{checks} {told}");
}

#[test]
fn a_report_is_in_english_where_that_is_asked_for() {
    let text = run(root(), &["check", PLANTED, "--lang", "en"]);
    assert_eq!(text.0, Some(1), "{}", text.2);
    for words in
        ["it should be 146.23", "(two neighbouring digits transposed)", "confidence", "line 67"]
    {
        assert!(text.1.contains(words), "{words}\n{}", text.1);
    }
    // built-in rules say some things in words of their own
    let ours = OURS.iter().find(|word| **word != "写的是" && text.1.contains(**word));
    assert_eq!(ours, None, "{}", text.1);
    let brief = run(root(), &["check", PLANTED, "--lang", "en", "--format", "markdown"]);
    assert!(brief.1.contains("| severity | no. | rule | table | place | finding |"), "{}", brief.1);
    // the same of the folder's own file, which the command line overrules
    let folder = TempDir::new().unwrap();
    std::fs::copy(root().join(PLANTED), folder.path().join("决算.txt")).unwrap();
    std::fs::write(folder.path().join("gouji.toml"), "lang = \"en\"\n").unwrap();
    assert!(run(folder.path(), &["check", "决算.txt"]).1.contains("it should be 146.23"));
    assert!(run(folder.path(), &["check", "决算.txt", "--lang", "zh"]).1.contains("应为 146.23"));
}

#[test]
fn programs_read_the_same_whatever_the_language_and_the_locale() {
    let report = |args: &[&str], locale: &str| {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("gouji");
        command.current_dir(root()).args(["check", PLANTED, "--date", "2026-11-28"]).args(args);
        for name in ["LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
            command.env(name, locale);
        }
        command.output().unwrap().stdout
    };
    let json = ["--format", "json"];
    assert_eq!(report(&json, "C"), report(&["--format", "json", "--lang", "en"], "C"));
    assert_eq!(report(&[], "zh_CN.UTF-8"), report(&[], "en_US.UTF-8"));
    assert_eq!(report(&json, "zh_CN.UTF-8"), report(&json, "en_US.UTF-8"));
}

#[test]
fn what_is_not_in_english_yet_is_refused() {
    let folder = TempDir::new().unwrap();
    let target = folder.path().join("结果");
    let target = target.to_str().unwrap();
    for args in [
        &["--format", "html"][..],
        &["--format", "csv", "-o", target],
        &["--opinion", target],
        &["--annotate", target],
        &["--ledger", "台账.xlsx"],
    ] {
        let args: Vec<&str> =
            ["check", PLANTED, "--lang", "en"].iter().chain(args).copied().collect();
        let (status, out, told) = run(root(), &args);
        assert_eq!((status, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(told.contains("is not in English yet"), "{told}");
        assert!(told.contains("text, json, jsonl, markdown"), "{told}");
        assert!(!Path::new(target).exists(), "{args:?}");
    }
}

#[test]
fn the_codes_are_listed_in_english() {
    let (status, text, _) = run(root(), &["explain", "--codes", "--lang", "en"]);
    assert_eq!(status, Some(0));
    let is_chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    assert!(!text.contains(is_chinese), "{text}");
    assert!(text.contains("unchecked") || text.contains("not checked"), "{text}");
}

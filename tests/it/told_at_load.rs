//! What can never be right is told when rules are read, at its place and with what to type: days that
//! there are not, names and grades that nothing bears, signs of other languages.

use crate::as_typed::{one, rule, told, write};

const DAYS: &str = r#"[[form]]
id = "工程表"
title = ["工程进度表"]
columns = [
  { name = "工程", kind = "label" },
  { name = "开工", kind = "date" },
  { name = "完工", kind = "date" },
  { name = "工期", kind = "count" },
  { name = "得分", kind = "score" },
  { name = "金额", kind = "amount" },
]
"#;

fn dated(lines: &str) -> String {
    format!(
        "{DAYS}\n[[rule]]\nid = \"工程-核对\"\nform = \"工程表\"\n{lines}\nbasis = \"某办法\"\n"
    )
}

fn script(text: &str) -> String {
    format!("{DAYS}\n[[rule]]\nid = \"工程-脚本\"\nscript = '''\n{text}\n'''\nbasis = \"某办法\"\n")
}

/// The messages and advice that stop a folder with these files.
fn refused(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let found = told(folder.path()).into_iter();
    found.map(|own| format!("{} {}", own["message"], own["help"]).replace("\\\"", "\"")).collect()
}

/// That one thing stops a folder with this file, with these words.
fn stops(text: &str, words: &[&str]) {
    let found = refused(&[("a.toml", text)]);
    assert_eq!(found.len(), 1, "{text}\n{found:#?}");
    for word in words {
        assert!(found[0].contains(word), "{word} is not in {}", found[0]);
    }
}

#[test]
fn functions_that_there_are_not_are_told_at_the_top_of_a_formula() {
    for (written, meant) in [
        ("unqiue(工程)", "unique"),
        ("consecutve(工程)", "consecutive"),
        ("!presant(开工)", "present"),
        ("same_(工程)", "same"),
        ("uniqe(工程) && 金额 > 0元", "unique"),
    ] {
        let words = [&format!("是不是 {meant}"), "没有函数"];
        stops(&dated(&format!("expect = \"{written}\"")), &words);
        let when = format!("when = \"{written}\"\nexpect = \"金额 > 0元\"");
        stops(&dated(&when), &["没有函数"]);
    }
    stops(&dated("expect = \"金颔\""), &["没有名称 金颔", "是不是 金额"]);
}

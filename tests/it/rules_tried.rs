//! `gouji rules try` tells what a layer, or a change of it, does to the findings of documents.

use crate::command::{json, run};
use serde_json::{Value, json};
use std::path::Path;

const FORM: &str = "[[form]]\nid = \"会议表\"\ntitle = \"会议费明细表\"\ncolumns = [\n  { name = \"会议名称\", kind = \"label\" },\n  { name = \"人数\", kind = \"count\" },\n  { name = \"费用\", kind = \"amount\" },\n]\n\n";
const LIMIT: &str = "[[rule]]\nid = \"人均\"\nname = \"人均不超过限额\"\nform = \"会议表\"\nrows = \"leaves\"\nexpect = \"费用 <= 人数 * 500元\"\nseverity = \"warning\"\n\n";
const NEVER: &str = "[[rule]]\nid = \"别的\"\nname = \"别的表\"\nexpect = \"三公经费表.预算数.接待费 >= 0\"\nseverity = \"warning\"\n\n";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn layer(folder: &Path, name: &str, rules: &str) {
    write(
        folder,
        &format!("{name}/ruleset.toml"),
        "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n",
    );
    write(folder, &format!("{name}/rules.toml"), &format!("{FORM}{rules}"));
}

/// A document of these rows: name, number of people, amount.
fn document(rows: &str) -> String {
    format!(
        "某县水利局2024年度部门决算\n\n会议费明细表\n单位：元\n\n| 会议名称 | 人数 | 费用 |\n|---|---|---|\n{rows}"
    )
}

const ROWS: &str = "| 春季会 | 20 | 8000 |\n| 秋季会 | 20 | 12000 |\n| 年会 | 30 | 14000 |\n";

/// Two documents, of which the second is no workbook, and a layer.
fn desk(folder: &Path) {
    write(folder, "文件/决算.md", &document(ROWS));
    write(folder, "文件/坏的.xlsx", "PK\u{3}\u{4} and no workbook");
    layer(folder, "本局", LIMIT);
}

fn counts(rule: &Value) -> Vec<u64> {
    let keys = ["holds", "corroborated", "violation", "unchecked", "not_applicable"];
    keys.iter().map(|key| rule[key].as_u64().unwrap()).collect()
}

#[test]
fn a_layer_is_held_against_the_rules_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    desk(folder);
    layer(folder, "本局", &format!("{LIMIT}{NEVER}"));
    for layer in ["--rules", "-r"] {
        let found = json(folder, &["rules", "try", "文件", layer, "本局"]);
        assert_eq!(found["layers"], json!(["本局"]), "{found}");
        let rules = found["rules"].as_array().unwrap();
        let of = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap();
        assert_eq!(counts(&of("人均")["after"]), [2, 0, 1, 0, 0], "{found}");
        assert!(of("人均")["before"].is_null(), "{found}");
        assert_eq!(counts(&of("别的")["after"])[4], 1, "{found}");
        let documents = found["documents"].as_array().unwrap();
        let came = documents.iter().flat_map(|own| own["came"].as_array()).flatten();
        let came: Vec<&Value> = came.collect();
        assert_eq!(came.len(), 1, "{found}");
        assert_eq!((&came[0]["rule"], &came[0]["severity"]), (&json!("人均"), &json!("warning")));
        assert!(came[0]["place"].as_str().unwrap().contains("第 9 行"), "{found}");
        // one that cannot be read does not stop the others
        assert!(documents.iter().any(|own| own["error"].is_string()), "{found}");
    }
    let (status, out, err) = run(folder, &["rules", "try", "文件", "--rules", "本局"]);
    assert_eq!(status, Some(3), "{out}{err}");
    for words in [
        "本局：与不用它对照，2 份文件",
        "人均  相符 2，印证 0，不符 1，未能核对 0，没有适用的文件 0",
        "问题 +1 −0",
        "+ 警告 第 9 行",
        "未能读取 文件/坏的.xlsx",
    ] {
        assert!(out.replace('\\', "/").contains(words), "{words}\n{out}");
    }
}

#[test]
fn a_change_is_held_against_the_version_before() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "决算.md", &document(ROWS));
    layer(folder, "旧/本局", LIMIT);
    let new = LIMIT.replace("500元", "450元").replace("\"warning\"", "\"error\"");
    layer(folder, "新/本局", &format!("{new}{NEVER}"));
    let asked = ["rules", "try", "决算.md", "--rules", "新/本局", "--before", "旧/本局"];
    let found = json(folder, &asked);
    let rules = found["rules"].as_array().unwrap();
    let limit = rules.iter().find(|rule| rule["id"] == "人均").unwrap();
    assert_eq!(counts(&limit["before"]), [2, 0, 1, 0, 0], "{found}");
    assert_eq!(counts(&limit["after"]), [1, 0, 2, 0, 0], "{found}");
    let document = &found["documents"][0];
    let length = |key: &str| document[key].as_array().unwrap().len();
    let weighed = document["changed"].as_array().unwrap();
    assert!(length("came") >= 1, "{found}");
    assert!(weighed.iter().all(|own| own["severity_before"] == "warning"), "{found}");
    let (status, out, _) = run(folder, &asked);
    assert_eq!(status, Some(0), "{out}");
    assert!(out.contains("相符 1（原 2），印证 0，不符 2（原 1）"), "{out}");
    assert!(
        out.contains("别的  新加的：") && out.replace('\\', "/").contains("与 旧/本局 对照"),
        "{out}"
    );
    // and back: what came goes
    let back = ["rules", "try", "决算.md", "--rules", "旧/本局", "--before", "新/本局"];
    let (_, out, _) = run(folder, &back);
    assert!(out.contains("  − 错误 ") && out.contains("别的  没有了，原来："), "{out}");
    // the same against itself changes nothing
    let same = ["rules", "try", "决算.md", "-r", "旧/本局", "--before", "旧/本局"];
    let (status, out, _) = run(folder, &same);
    assert!(status == Some(0) && out.contains("问题 +0 −0"), "{out}");
}

#[test]
fn figures_that_would_be_told_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "决算.md", &document("| 春季会 | 20 | 10000 |\n| 秋季会 | 20 | 10000 |\n"));
    layer(folder, "本局", &LIMIT.replace("<=", "=="));
    let asked = ["rules", "try", "决算.md", "--rules", "本局", "--prove"];
    let found = json(folder, &asked);
    let proved = &found["proved"];
    let number = |key: &str| proved[key].as_u64().unwrap();
    assert!(number("more") >= 2 && number("fewer") == 0, "{found}");
    assert_eq!(number("told_after"), number("told_before") + number("more"), "{found}");
    let (_, out, _) = run(folder, &asked);
    assert!(out.contains("改动一位数字，会不会被发现"), "{out}");
    let without = json(folder, &asked[..5]);
    assert!(without["proved"].is_null(), "{without}");
}

#[test]
fn what_cannot_be_tried_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    desk(folder);
    let said = |args: &[&str], words: &str| {
        let (status, out, err) = run(folder, args);
        assert_eq!(status, Some(2), "{args:?} {out}{err}");
        assert!(err.contains(words), "{words}: {err}");
    };
    said(&["rules", "try", "文件"], "写 --rules 本局规则");
    said(&["rules", "try", "文件", "-r", "henan"], "写 --rules 本局规则");
    said(&["rules", "try", "文件", "--rules", "没有"], "没有");
    said(&["rules", "try", "文件", "--rules", "本局", "--before", "没有"], "没有");
    layer(folder, "错的", "[[rule]]\nid = \"错\"\nform = \"会议表\"\nexpect = \"费 <= 1元\"\n");
    said(&["rules", "try", "文件", "--rules", "错的"], "费");
    write(folder, "孤/ruleset.toml", "name = \"孤\"\nlanguage = 2\n");
    write(folder, "孤/rules.toml", &format!("{FORM}{LIMIT}"));
    said(&["rules", "try", "文件", "-r", "孤"], "没有上级规则集");
    write(folder, "文件/gouji.toml", "rules = [\"../本局\"]\n");
    said(&["rules", "try", "文件", "--rules", "本局"], "gouji.toml 里已经用了 本局");
    // an empty folder has nothing to try on
    std::fs::create_dir(folder.join("空")).unwrap();
    let (status, out, _) = run(folder, &["rules", "try", "空", "--rules", "本局"]);
    assert!(status == Some(3) && out.contains("未能读取"), "{out}");
}

//! `gouji diff`: two versions of a document.

use crate::command::run;
use serde_json::Value;
use std::path::Path;

fn planted() -> String {
    std::fs::read_to_string("fixtures/archive-planted/document.txt").unwrap()
}

fn json(root: &Path, old: &str, new: &str) -> Value {
    let (_, out, said) = run(root, &["diff", old, new, "--format", "json"]);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{said}"))
}

fn names(list: &Value, part: &str) -> Vec<String> {
    let list = list.as_array().unwrap();
    list.iter().map(|one| one[part].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn what_was_mended_and_what_changed_unasked_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let old = planted();
    // one error is mended, another figure of the same table is wrong now
    let new = old.replacen("164.23", "146.23", 1).replacen("319.95", "391.95", 1);
    std::fs::write(root.join("送审.txt"), &old).unwrap();
    std::fs::write(root.join("修改.txt"), &new).unwrap();
    let found = json(root, "送审.txt", "修改.txt");
    let of = |what: &str| names(&found["findings"][what], "message");
    assert_eq!(of("mended").len(), 1, "{found:#}");
    assert!(of("mended")[0].contains("164.23") && of("new")[0].contains("391.95"), "{found:#}");
    assert_eq!((of("new").len(), of("open").len(), of("unseen").len()), (1, 5, 0));
    let changed = found["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 2);
    assert_eq!(changed[0]["new"]["name"], "收入决算表 行政运行 财政拨款收入");
    assert_eq!(
        (&changed[0]["old"]["text"], &changed[0]["asked"]),
        (&"319.95".into(), &false.into())
    );
    let (code, out, _) = run(root, &["diff", "送审.txt", "修改.txt", "--date", "2026-01-05"]);
    assert_eq!(code, Some(1));
    assert!(
        out.contains("没有问题要求改、但改动了的数字 1 个") && out.contains("2026-01-05"),
        "{out}"
    );
    // a row of the sum that was wrong is gone: it is not said to be mended
    let mut lines: Vec<&str> = new.lines().collect();
    let row = lines.iter().rposition(|line| line.contains("474.72") && line.contains("档案事务"));
    lines.remove(row.unwrap());
    std::fs::write(root.join("缺行.txt"), lines.join("\n")).unwrap();
    let cut = json(root, "送审.txt", "缺行.txt");
    let unseen = names(&cut["findings"]["unseen"], "message");
    assert!(unseen.iter().any(|words| words.contains("164.23")), "{cut:#}");
    // nothing changed: nothing is told as changed
    let same = json(root, "送审.txt", "送审.txt");
    assert_eq!(
        (same["changed"].as_array().unwrap().len(), names(&same["findings"]["open"], "id").len()),
        (0, 6)
    );
}

#[cfg(feature = "formats")]
#[test]
fn versions_of_other_formats_are_compared_by_row_and_column() {
    let found = json(
        Path::new("."),
        "fixtures/formats/archive-planted.xlsx",
        "fixtures/formats/docx/archive-clean-wan.docx",
    );
    assert_eq!(names(&found["findings"]["mended"], "id").len(), 6, "{found:#}");
    let changed = found["changed"].as_array().unwrap();
    assert!(changed.iter().any(|one| {
        one["old"]["text"] == "492.15" && one["new"]["text"] == "429.15" && one["asked"] == true
    }));
    assert!(changed.len() < 8 && names(&found["findings"]["new"], "id").is_empty(), "{found:#}");
}

#[test]
fn what_was_not_compared_is_said_and_no_file_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let old = planted();
    let sentence = "本年新增固定资产12台，价值8.50万元。";
    std::fs::write(root.join("一.txt"), format!("{old}\n\n{sentence}\n")).unwrap();
    std::fs::write(root.join("二.txt"), format!("{old}\n\n添置固定资产12台，共8.50万元。\n"))
        .unwrap();
    let found = json(root, "一.txt", "二.txt");
    let lacking = found["not_compared"].to_string();
    assert!(lacking.contains("改写过的段落"), "{found:#}");
    let (code, _, said) = run(root, &["diff", "一.txt", "二.txt", "-o", "一.txt"]);
    assert!(code == Some(3) && said.contains("不能写在它上面"), "{said}");
    let (code, _, said) = run(root, &["diff", "一.txt", "没有.txt"]);
    assert!(code == Some(3) && said.contains("没有.txt"), "{said}");
    let (code, _, _) =
        run(root, &["diff", "一.txt", "二.txt", "--format", "html", "-o", "对照.html"]);
    assert_eq!(code, Some(1));
    #[cfg(feature = "formats")]
    {
        run(root, &["diff", "一.txt", "二.txt", "--format", "docx", "-o", "对照.docx"]);
        let (_, out, _) = run(root, &["tables", "对照.docx"]);
        assert!(out.contains("仍未整改的问题"), "{out}");
    }
    let page = std::fs::read_to_string(root.join("对照.html")).unwrap();
    assert!(page.contains("两稿对照") && page.contains("仍未整改的问题"));
}

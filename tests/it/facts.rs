//! What was read from sentences is shown: figures with their parts, what they are tied to, which
//! reading was chosen, and why a figure is in no check.

use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::engine::{Engine, Request};
use gouji::inside::{facts_page as facts, tables_page as tables};
use gouji::report::Options;
use gouji::ruleset::{RuleFile, Rulebook};
use serde_json::Value;

const TEXT: &str = "青岗县林业站2023年度部门决算

支出决算表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
\t合计\t300.00\t180.00\t120.00\t0\t0\t0
201\t一般公共服务支出\t300.00\t180.00\t120.00\t0\t0\t0

二、其他说明

2023年度支出合计300.00万元，其中：基本支出180.00万元，占60.00%；项目支出120.00万元，占41.00%。

苗木5批，其中松苗2批、柏苗2批、杉苗1批。巡护里程约90公里。
";

fn audit(rulebook: Rulebook, ruleset: &str, text: &str) -> DocumentAudit {
    let request = Request { ruleset: Some(ruleset.to_owned()), facts: true, ..Request::default() };
    let engine = Engine::new(rulebook, request).unwrap();
    engine.audit("<甲>.txt", text.as_bytes()).unwrap()
}

fn national(text: &str) -> DocumentAudit {
    audit(engines::rulebook(), "national", text)
}

/// The figure of this text, of a document for programs.
fn figure<'a>(object: &'a Value, text: &str) -> &'a Value {
    let sentences = object["facts"].as_array().unwrap().iter();
    let mut figures = sentences.flat_map(|sentence| sentence["figures"].as_array().unwrap());
    figures.find(|figure| figure["text"] == text).unwrap_or_else(|| panic!("{text}: {object:#}"))
}

#[test]
fn a_figure_names_its_part_and_what_it_is_tied_to() {
    let object = tables::object(&Ok(national(TEXT)), true);
    let total = figure(&object, "180.00万元");
    assert_eq!(
        (&total["subject"], &total["role"], &total["kind"], &total["why"]),
        (&"基本支出".into(), &"value".into(), &"money".into(), &Value::Null)
    );
    let ties: Vec<&Value> = total["checks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|check| check["with"].as_array().unwrap())
        .filter(|other| other["label"] == "支出决算表 合计 基本支出")
        .collect();
    assert_eq!(ties.len(), 1, "{total:#}");
    let wrong = figure(&object, "41.00%");
    assert_eq!(wrong["role"], "share");
    assert!(wrong["checks"].as_array().unwrap().iter().any(|one| one["verdict"] == "violation"));
    // numbering and years are no figures
    let texts: Vec<&str> = object["facts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|sentence| sentence["figures"].as_array().unwrap())
        .map(|figure| figure["text"].as_str().unwrap())
        .collect();
    assert!(!texts.contains(&"2023"), "{texts:?}");
    // places are those of the canonical text
    let (start, end) = (total["start"].as_u64().unwrap(), total["end"].as_u64().unwrap());
    assert_eq!(&TEXT[start as usize..end as usize], "180.00万元");
}

#[test]
fn a_relation_tells_its_readings_and_which_was_chosen() {
    let object = tables::object(&Ok(national(TEXT)), true);
    let relations: Vec<&Value> = object["facts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|sentence| sentence["relations"].as_array().unwrap())
        .collect();
    let of = |outcome: &str, name: &str| {
        relations.iter().find(|one| {
            let chosen = one["chosen"].as_u64().unwrap() as usize;
            one["outcome"] == outcome && one["readings"][chosen]["relation"] == name
        })
    };
    let share = of("fails", "share").unwrap_or_else(|| panic!("{relations:#?}"));
    assert_eq!(share["rule"], "叙述占比");
    assert!(share["readings"].as_array().unwrap().iter().all(|one| one["holds"] != true));
    let sum = of("holds", "sum").unwrap_or_else(|| panic!("{relations:#?}"));
    assert_eq!(sum["readings"][0]["holds"], true);
    let names: Vec<&str> = sum["readings"][0]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["总数", "分项", "分项"]);
}

#[test]
fn what_is_not_exact_says_so() {
    let document = national(TEXT);
    let text = facts::render(&Ok(document), &Options::default());
    let line = text.lines().skip_while(|line| !line.contains("90公里  ")).nth(1).unwrap_or("");
    assert!(line.contains("不是准数"), "{text}");
}

#[test]
fn the_page_marks_each_figure_and_escapes_the_text() {
    let document = national(&TEXT.replace("苗木", "<i>苗木"));
    let mut out = Vec::new();
    facts::write(&Ok(document), &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.contains("&lt;甲&gt;.txt") && page.contains("&lt;i&gt;苗木"), "{page}");
    assert!(page.contains("<b class=\"wrong\" title=\"41.00%"), "{page}");
    assert!(page.contains("支出决算表 合计 基本支出 180.00"), "{page}");
    assert!(!page.contains("<i>"));
}

#[test]
fn facts_are_worked_out_only_where_they_are_asked_for() {
    let engine = engines::engine("");
    assert!(engine.audit("a.txt", TEXT.as_bytes()).unwrap().facts.is_empty());
}

/// The chapter of `rules/README.md` on prose shows what is printed.
#[test]
fn the_guide_shows_what_is_printed() {
    let path = format!("{}/rules/README.md", env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let chapter = guide.split("\n## 叙述：").nth(1).unwrap().split("\n## ").next().unwrap();
    let blocks = |kind: &str| -> Vec<&str> {
        let begin = format!("```{kind}\n");
        chapter
            .split(begin.as_str())
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap())
            .collect()
    };
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("vocabulary.toml", blocks("toml")[0]),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    // the document of the measure stands between
    for (ruleset, shown) in [("national", 2), (name.as_str(), 3)] {
        let document = audit(rulebook.clone(), ruleset, blocks("text")[0]);
        let text = facts::render(&Ok(document), &Options::default());
        assert!(text.contains(blocks("text")[shown]), "{ruleset}\n{text}");
    }
}

#[cfg(feature = "cli")]
mod commands {
    use super::TEXT;
    use assert_cmd::cargo::cargo_bin_cmd;

    /// Standard output of a command on a file with the text.
    fn said(args: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), TEXT).unwrap();
        let out = cargo_bin_cmd!("gouji").current_dir(&folder).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{args:?}");
        String::from_utf8(out.stdout).unwrap()
    }

    #[test]
    fn each_format_shows_sentences() {
        let text = said(&["tables", "a.txt", "--facts"]);
        assert!(text.contains("读出的句子") && !text.contains("识别的表"), "{text}");
        let page = said(&["tables", "a.txt", "--facts", "--format", "html"]);
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
        let json = said(&["tables", "a.txt", "--facts", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["schema"], "gouji-tables/1");
        assert!(!json["documents"][0]["facts"].as_array().unwrap().is_empty());
        let json = said(&["tables", "a.txt", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let form = &json["documents"][0]["tables"][0]["forms"][0];
        assert_eq!(
            (&form["form"], &form["rows"][0]["label"]),
            (&"支出决算表".into(), &"合计".into())
        );
    }

    #[test]
    fn explain_shows_one_place() {
        let text = said(&["explain", "a.txt:11"]);
        assert!(text.contains("这句话读出了什么") && text.contains("叙述占比"), "{text}");
        // a cell of a table is in no sentence
        assert!(!said(&["explain", "a.txt:6"]).contains("这句话读出了什么"));
    }
}

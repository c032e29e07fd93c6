//! `rules check --prove` tells what follows from what, what excludes what, and what cannot fail, and
//! nothing that figures could refute.

use crate::command;
use crate::command::run;
use serde_json::{Value, json};
use std::path::Path;

const FORM: &str = "[[form]]\nid = \"会议表\"\ntitle = \"会议费明细表\"\ncolumns = [\n  { name = \"会议名称\", kind = \"label\" },\n  { name = \"费用\", kind = \"amount\" },\n  { name = \"住宿费\", kind = \"amount\" },\n  { name = \"伙食费\", kind = \"amount\" },\n  { name = \"其他\", kind = \"amount\" },\n  { name = \"人数\", kind = \"count\" },\n  { name = \"满意度\", kind = \"percent\" },\n]\n\n[param]\n\"限额\" = \"5万元\"\n\n";

/// Rules 甲, 乙, 丙… on the form, each of some lines.
fn rules(each: &[&str]) -> String {
    let ids = ["甲", "乙", "丙", "丁"];
    let rule = |(id, lines): (&&str, &&str)| {
        format!("[[rule]]\nid = \"{id}\"\nform = \"会议表\"\n{lines}\n\n")
    };
    ids.iter().zip(each).map(rule).collect()
}

fn put(folder: &Path, rules: &str) {
    run(folder, &["rules", "new", "本局"]);
    std::fs::write(folder.join("本局/rules.toml"), format!("{FORM}{rules}")).unwrap();
}

/// What is proved of rules, for programs.
fn proofs(each: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &rules(each));
    let out = command::json(folder.path(), &["rules", "check", "本局", "--prove"]);
    let errors: Vec<&Value> = out["mistakes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|own| own["severity"] == "error")
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    out["rulesets"][0]["proofs"].clone()
}

/// Kind and rules of each proof.
fn told(each: &[&str]) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let found = proofs(each);
    let of = |proof: &Value| {
        let rules = proof["rules"].as_array().unwrap().iter();
        (text(&proof["kind"]), rules.map(|rule| text(&rule["rule"])).collect::<String>())
    };
    found["found"].as_array().unwrap().iter().map(of).collect()
}

fn one(kind: &str, rules: &str) -> Vec<(String, String)> {
    vec![(kind.to_owned(), rules.to_owned())]
}

#[test]
fn rules_that_exclude_each_other_are_proved() {
    for pair in [
        ["expect = \"费用 <= 10万元\"", "expect = \"费用 >= 20万元\""],
        ["expect = \"费用 <= param.限额\"", "expect = \"费用 > 5万元\""],
        ["expect = \"费用 == 2 * 住宿费\"", "expect = \"住宿费 == 费用 / 2 + 1万元\""],
        ["expect = \"满意度 >= 90%\"", "when = \"人数 > 3\"\nexpect = \"满意度 < 0.5 * 100%\""],
        ["expect = \"费用 == 住宿费\"", "any = [\"费用 > 住宿费\", \"费用 < 住宿费\"]"],
        ["expect = \"费用 == 住宿费\"", "expect = \"费用 != 住宿费\""],
    ] {
        assert_eq!(told(&pair), one("contradiction", "甲乙"), "{pair:?}");
    }
    let three = [
        "expect = \"费用 == 住宿费 + 伙食费\"",
        "expect = [\"住宿费 <= 3万元\", \"伙食费 <= 4万元\"]",
        "expect = \"费用 >= 8万元\"",
    ];
    assert_eq!(told(&three), one("contradiction", "甲乙乙丙"));
}

#[test]
fn what_follows_is_proved_with_what_it_follows_from() {
    for pair in [
        ["expect = \"费用 == 住宿费 + 伙食费\"", "expect = \"住宿费 == 费用 - 伙食费\""],
        ["expect = \"费用 == 住宿费\"", "expect = \"费用 <= 住宿费\""],
        ["expect = \"费用 <= param.限额\"", "expect = \"费用 <= 6万元\""],
        ["expect = \"住宿费 >= 0\"", "expect = \"费用 + 住宿费 >= 费用\""],
        ["expect = \"费用 == or(住宿费, 0)\"", "expect = \"住宿费 == 3 * 费用 / 3\""],
        ["expect = \"费用 <= 5万元\"", "when = \"人数 > 3\"\nexpect = \"费用 <= 6万元\""],
        ["expect = \"费用 <= 5万元\"", "any = [\"费用 <= 6万元\", \"费用 > 9万元\"]"],
    ] {
        assert_eq!(told(&pair), one("follows", "乙甲"), "{pair:?}");
    }
    let chain = [
        "expect = \"费用 == 住宿费\"",
        "expect = \"住宿费 == 伙食费 + 1万元\"",
        "expect = \"费用 == 伙食费 + 10000元\"",
    ];
    assert_eq!(told(&chain), one("follows", "丙甲乙"));
    let proof = proofs(&chain)["found"][0].clone();
    assert_eq!(proof["also_needs"], json!(["住宿费"]), "{proof}");
}

#[test]
fn what_cannot_fail_or_never_asks_is_proved() {
    let asked = ["when = \"费用 <= 住宿费\"\nexpect = \"费用 <= 住宿费 + 1万元\""];
    assert_eq!(told(&asked), one("never-broken", "甲"));
    let greatest = ["expect = \"max(费用, 住宿费) - abs(伙食费) <= max(费用, 住宿费)\""];
    assert_eq!(told(&greatest), one("never-broken", "甲"));
    let choice = ["any = [\"费用 <= 住宿费\", \"费用 >= 住宿费 - 1元\"]"];
    assert_eq!(told(&choice), one("never-broken", "甲"));
    let never = ["when = \"费用 > 5万元 && 费用 + 1元 < param.限额\"\nexpect = \"人数 > 1\""];
    assert_eq!(told(&never), one("never-asked", "甲"));
    let broken = ["when = \"费用 > 住宿费\"\nexpect = \"住宿费 >= 费用\""];
    assert_eq!(told(&broken), one("always-broken", "甲"));
    let zero = ["expect = \"费用 == 住宿费 + 伙食费\"", "expect = \"费用 == 住宿费 - 伙食费\""];
    assert_eq!(told(&zero), one("only-zero", "甲乙"));
}

#[test]
fn what_figures_could_refute_is_not_told() {
    for each in [
        // figures may be less than nothing
        &["expect = \"费用 + 住宿费 >= 费用\""][..],
        &["expect = \"费用 == 住宿费 + 伙食费\"", "expect = \"费用 >= 住宿费\""],
        &["expect = \"费用 <= 10万元\"", "expect = \"费用 >= 10万元\""],
        &["expect = \"费用 <= 6万元\"", "expect = \"费用 <= 5.9万元 + 住宿费\""],
        // each under its own condition
        &[
            "when = \"人数 > 3\"\nexpect = \"费用 <= 1万元\"",
            "when = \"人数 <= 3\"\nexpect = \"费用 >= 2万元\"",
        ],
        // the first is asked less often
        &["when = \"人数 > 3\"\nexpect = \"费用 <= 5万元\"", "expect = \"费用 <= 6万元\""],
        // broken by one rule before the other is asked
        &["expect = \"费用 <= 10万元\"", "when = \"费用 > 20万元\"\nexpect = \"费用 >= 30万元\""],
        // products are what they are
        &["expect = \"费用 <= 住宿费 * 人数\"", "expect = \"费用 >= 住宿费 * 人数 - 1元\""],
        &["any = [\"费用 <= 1万元\", \"费用 >= 5万元\"]", "expect = \"费用 >= 2万元\""],
        // of other documents
        &[
            "documents = [\"final-accounts\"]\nexpect = \"费用 <= 1万元\"",
            "documents = [\"budget\"]\nexpect = \"费用 >= 2万元\"",
        ],
    ] {
        assert_eq!(told(each), [], "{each:?}");
    }
}

#[test]
fn what_is_no_comparison_of_sums_is_counted() {
    let words = [
        "expect = \"费用 <= 1万元\"",
        "expect = \"same(费用)\"",
        "expect = '会议名称 != \"合计\"'",
    ];
    let found = proofs(&words);
    assert_eq!((found["judged"].as_u64(), found["open"].as_u64()), (Some(1), Some(2)), "{found}");
}

#[test]
fn a_proof_says_where_both_stand_and_shows_figures() {
    let folder = tempfile::tempdir().unwrap();
    let both = ["expect = \"费用 <= 10万元\"", "expect = \"费用 >= 20万元\""];
    put(folder.path(), &rules(&both));
    let (status, out, _) = run(folder.path(), &["rules", "check", "本局", "--prove"]);
    assert_eq!(status, Some(0), "{out}");
    for words in [
        "证明 矛盾：没有数能让 甲、乙 都相符",
        "甲  本局/rules.toml:17  费用 <= 10万元",
        "乙  本局/rules.toml:22  费用 >= 20万元",
        "相加减，各数都消去，剩下 10万元 <= 0，不成立",
        "例如  费用 是 1万元：甲 相符；乙 不符",
        "证明 看了 2 条规则的公式，没有判断的 0 条",
    ] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    // figures that break what follows break what it follows from
    let follows = [
        "severity = \"info\"\nexpect = \"费用 == 住宿费 + 伙食费\"",
        "severity = \"warning\"\nexpect = \"费用 <= 住宿费 + 伙食费\"",
    ];
    put(folder.path(), &rules(&follows));
    let found = command::json(folder.path(), &["rules", "check", "本局", "--prove"]);
    let proof = &found["rulesets"][0]["proofs"]["found"][0];
    let holds: Vec<&Value> =
        proof["rules"].as_array().unwrap().iter().map(|rule| &rule["holds"]).collect();
    assert_eq!(holds, [&Value::Bool(false), &Value::Bool(false)], "{proof}");
    let (_, out, _) = run(folder.path(), &["rules", "check", "本局", "--prove"]);
    assert!(out.contains("乙 由 甲 推出：后者相符的，它不会不符"), "{out}");
    assert!(out.contains("这一条是警告，推出它的最重是提示"), "{out}");
    // without the word nothing of it
    let (_, out, _) = run(folder.path(), &["rules", "check", "本局"]);
    assert!(!out.contains("证明"), "{out}");
}

#[test]
fn rules_of_parents_are_held_against_own_ones() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[[rule]]\nid = \"甲\"\nform = \"支出决算表\"\nexpect = \"本年支出合计 >= 基本支出 + 项目支出 + 上缴上级支出 + 经营支出 + 对附属单位补助支出\"\nseverity = \"warning\"\n";
    put(folder.path(), own);
    let found = command::json(folder.path(), &["rules", "check", "本局", "--prove"]);
    let found = found["rulesets"][0]["proofs"]["found"].as_array().unwrap();
    let [proof] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(proof["kind"], "follows", "{proof}");
    assert_eq!(
        (&proof["rules"][0]["rule"], &proof["rules"][0]["line"]),
        (&json!("甲"), &json!(17))
    );
    let parent = &proof["rules"][1];
    assert_eq!((&parent["rule"], &parent["layer"]), (&json!("支出-行合计"), &json!("national")));
    assert!(parent["line"].is_u64(), "{proof}");
}

/// A figure of an example as a table in 万元 prints it.
fn printed(value: &Value) -> String {
    let text = value.as_str().unwrap().trim_end_matches("万元");
    if text.contains('.') { text.to_owned() } else { format!("{text}.00") }
}

#[test]
fn an_audit_of_the_figures_says_what_the_proof_says_of_them() {
    for each in [
        &["expect = \"费用 <= 10万元\"", "expect = \"费用 >= 20万元\""][..],
        &["expect = \"费用 == 住宿费 + 伙食费\"", "expect = \"费用 == 住宿费 + 伙食费 + 1万元\""],
        &["expect = \"费用 == 住宿费 + 伙食费\"", "expect = \"费用 <= 伙食费 + 住宿费\""],
        &["expect = \"住宿费 >= 0\"", "expect = \"费用 + 住宿费 >= 费用\""],
        &["expect = \"费用 <= 5万元\"", "when = \"人数 > 3\"\nexpect = \"费用 <= 6万元\""],
        &["when = \"费用 > 住宿费\"\nexpect = \"住宿费 >= 费用\""],
    ] {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &rules(each));
        let found = command::json(folder.path(), &["rules", "check", "本局", "--prove"]);
        let proof = &found["rulesets"][0]["proofs"]["found"][0];
        let figures = proof["example"].as_object().unwrap();
        assert!(!figures.is_empty(), "{proof}");
        let cell = |name: &&str| figures.get(*name).map_or("0".into(), printed);
        let cells: Vec<String> =
            ["费用", "住宿费", "伙食费", "其他", "人数"].iter().map(cell).collect();
        let document = format!(
            "某县水利局2024年度部门决算\n\n会议费明细表\n单位：万元\n\n| 会议名称 | 费用 | 住宿费 | 伙食费 | 其他 | 人数 | 满意度 |\n|---|---|---|---|---|---|---|\n| 春季会 | {} | 90% |\n",
            cells.join(" | ")
        );
        std::fs::write(folder.path().join("决算.md"), &document).unwrap();
        let report = command::json(folder.path(), &["check", "决算.md", "-r", "本局", "--all"]);
        let checks = report["documents"][0]["checks"].as_array().unwrap();
        for rule in proof["rules"].as_array().unwrap() {
            let check = checks.iter().find(|check| check["rule"] == rule["rule"]);
            let verdict = check.map(|check| check["verdict"].as_str().unwrap());
            let holds = if rule["holds"].as_bool().unwrap() { "holds" } else { "violation" };
            assert_eq!(verdict, Some(holds), "{each:?} {proof} {document}");
        }
    }
}

//! What rules stand on: sources that are written once, and the basis of each rule.

use crate::command;
use crate::engines;
use gouji::audit::Severity;
use gouji::ruleset::{RuleFile, Ruleset};

const RULES: &str = r#"
[[source]]
id     = "园林办法"
number = "某园〔2023〕5号"
title  = "园林绿化支出管理办法"

[[form]]
id = "花木表"
title = ["花木支出表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "苗木", kind = "amount" },
  { name = "养护", kind = "amount" },
]

[[rule]]
id = "花木-行"
form = "花木表"
expect = "合计 == 苗木 + 养护"
basis = ["园林办法#第五条", "表内相加"]

[[rule]]
id = "花木-养护"
form = "花木表"
expect = "养护 <= 合计"
"#;

fn compile(text: &str) -> Result<Ruleset, Vec<String>> {
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("a.toml", text),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    let found = rulebook.compile(&name, &[], None);
    found
        .map(|(ruleset, _)| ruleset)
        .map_err(|list| list.into_iter().map(|mistake| mistake.message).collect())
}

#[test]
fn built_in_errors_say_what_they_stand_on() {
    let rulebook = engines::rulebook();
    for name in rulebook.rulesets().map(|info| info.name.clone()) {
        for year in rulebook.years(&name) {
            let (ruleset, _) = rulebook.compile(&name, &[], year).unwrap();
            let bare = ruleset
                .rules
                .iter()
                .filter(|rule| rule.severity == Severity::Error && rule.basis.is_none());
            assert_eq!(
                bare.map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
                Vec::<&str>::new(),
                "{name}"
            );
        }
    }
}

#[test]
fn a_basis_cites_number_title_and_article() {
    let basis = |ruleset: &Ruleset, id: &str| {
        ruleset.rules.iter().find(|rule| rule.id == id).unwrap().basis.clone()
    };
    let ruleset = compile(RULES).unwrap();
    assert_eq!(
        basis(&ruleset, "花木-行").unwrap(),
        "某园〔2023〕5号《园林绿化支出管理办法》：第五条；表内相加"
    );
    assert_eq!(basis(&ruleset, "花木-养护"), None);
    // a layer below cites the sources of those above
    let ruleset =
        compile(&RULES.replace("\"表内相加\"", "\"政府收支分类科目#支出功能分类\"")).unwrap();
    assert!(basis(&ruleset, "花木-行").unwrap().ends_with("；政府收支分类科目：支出功能分类"));
    assert_eq!(
        compile(&RULES.replace("园林办法#", "园林办发#")).unwrap_err(),
        ["没有来源（[[source]]）园林办发"]
    );
}

#[test]
fn what_is_cited_is_shown_and_what_cites_nothing_is_a_remark() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("local");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("a.toml"), RULES).unwrap();
    std::fs::write(own.join("ruleset.toml"), "name = \"local\"\nextends = \"national\"\n").unwrap();
    let run = |args: &[&str]| command::run(folder.path(), args);
    let (code, out, _) = run(&["rules", "check", "local"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("没有写依据（basis）的错误级规则 1 条：花木-养护"), "{out}");
    let (_, out, _) = run(&["rules", "show", "花木-行", "-r", "local"]);
    assert!(
        out.contains("# 来源 园林办法") && out.contains("number = \"某园〔2023〕5号\""),
        "{out}"
    );
    let (_, out, _) = run(&["explain", "花木-行", "-r", "local"]);
    assert!(out.contains("某园〔2023〕5号《园林绿化支出管理办法》：第五条"), "{out}");
}

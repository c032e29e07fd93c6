//! Cases of rules: the embedded ones all pass, and what goes wrong is named.

use assert_cmd::cargo::cargo_bin_cmd;
use gouji::cases::{CaseProblem, CasesRun, Lack, run_layer};
use gouji::ruleset::RuleFile;
use std::path::Path;

#[test]
fn all_embedded_cases_pass() {
    let rulebook = gouji::embedded().unwrap();
    let names: Vec<String> = rulebook.rulesets().map(|info| info.name.clone()).collect();
    let mut said = String::new();
    for name in names {
        let run = run_layer(&rulebook, &name).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
        for outcome in run.failed() {
            let text = rulebook.text(&outcome.origin.file).unwrap();
            let line = text[..outcome.span.start].lines().count() + 1;
            let mistake = outcome.mistake(text).unwrap();
            said.push_str(&format!(
                "{}:{line}: {}（{}）\n",
                outcome.origin.file, mistake.message, mistake.label
            ));
        }
    }
    assert!(said.is_empty(), "\n{said}");
}

/// What `rules check` tells a clerk of rules without effect it does not tell of the built-in ones.
#[test]
fn built_in_rules_have_no_hint() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (status, out, said) = crate::command::run(root, &["rules", "check", "rules"]);
    assert_eq!(status, Some(0), "{out}{said}");
    assert!(!format!("{out}{said}").contains("[without-effect]"), "{out}{said}");
}

const RULES: &str = r#"
[[form]]
id = "支出表"
title = ["支出表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "人员", kind = "amount" },
  { name = "公用", kind = "amount" },
]
"#;

const GIVEN: &str = "given = \"\"\"\n支出表\n单位：万元\n项目 | 合计 | 人员 | 公用\n教育 | 10.00 | 6.00 | 4.00\n医疗 | 10.00 | 6.00 | 3.00\n\"\"\"\n";

fn problems(rule: &str, cases: &[&str]) -> Vec<Option<CaseProblem>> {
    let cases: String =
        cases.iter().map(|case| format!("[[rule.case]]\n{GIVEN}{case}\n")).collect();
    let run = run_of(format!("{RULES}\n[[rule]]\n{rule}\n{cases}"));
    assert_eq!(run.rules, 1);
    run.outcomes.into_iter().map(|outcome| outcome.problem).collect()
}

fn run_of(text: String) -> CasesRun {
    let mut rulebook = gouji::embedded().unwrap();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("rules.toml", text),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    run_layer(&rulebook, &name).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

#[test]
fn what_no_case_shows_is_named() {
    let claim =
        |id: &str, of: &str| format!("[[claim]]\nid = \"{id}\"\ntext = \"{of}{{数:count}}个\"\n");
    let rule = |id: &str, expect: &str| {
        format!("[[rule]]\nid = \"{id}\"\nclaim = \"座位\"\nexpect = \"{expect}\"\n")
    };
    let case = |expect: &str| {
        format!("[[rule.case]]\ngiven = \"阅览室设座位20个。\"\nexpect = \"{expect}\"\n")
    };
    let run = run_of(format!(
        "{}{}{}{}{}{}{}",
        claim("座位", "座位"),
        claim("书架", "书架"),
        rule("座位-多", "数 >= 10"),
        case("holds"),
        rule("座位-少", "数 < 10"),
        case("violation"),
        rule("座位-有", "数 > 0"),
    ));
    assert_eq!(run.failed().count(), 0, "{:#?}", run.outcomes);
    let found: Vec<(&str, Lack)> =
        run.untested.iter().map(|lacking| (lacking.rule.as_str(), lacking.lack)).collect();
    assert_eq!(
        found,
        [
            ("座位-多", Lack::Breaking),
            ("座位-少", Lack::Holding),
            ("座位-有", Lack::Both),
            ("书架", Lack::Reading)
        ]
    );
}

#[test]
fn what_goes_wrong_is_named() {
    let rule = "id = \"支出-行\"\nform = \"支出表\"\nexpect = \"合计 == 人员 + 公用\"";
    let found = problems(
        rule,
        &[
            "expect = \"violation\"",
            "expect = \"violation\"\nat = \"医疗.合计\"\ndifference = \"1.00\"",
            "expect = \"holds\"",
            "expect = \"violation\"\nat = \"教育 合计\"",
            "expect = \"violation\"\ndifference = \"-1\"",
        ],
    );
    assert!(
        matches!(
            found.as_slice(),
            [
                None,
                None,
                Some(CaseProblem::Noisy { .. }),
                Some(CaseProblem::Misplaced { .. }),
                Some(CaseProblem::Difference { .. })
            ]
        ),
        "{found:#?}"
    );
    let lax = "id = \"支出-行\"\nform = \"支出表\"\nexpect = \"合计 >= 人员 + 公用\"";
    let found = problems(lax, &["expect = \"violation\"", "expect = \"none\""]);
    assert!(
        matches!(
            found.as_slice(),
            [Some(CaseProblem::Missing { .. }), Some(CaseProblem::Verdict { .. })]
        ),
        "{found:#?}"
    );
}

#[test]
fn the_command_shows_the_place_of_a_failed_case() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本地");
    std::fs::create_dir(&own).unwrap();
    let text = format!(
        "{RULES}\n[[rule]]\nid = \"支出-行\"\nform = \"支出表\"\nexpect = \"合计 == 人员 + 公用\"\n[[rule.case]]\n{GIVEN}expect = \"holds\"\n"
    );
    std::fs::write(own.join("rules.toml"), text).unwrap();
    std::fs::write(own.join("ruleset.toml"), "name = \"local\"\nextends = \"national\"\n").unwrap();
    let run = |args: &[&str], folder: &Path| {
        let output = cargo_bin_cmd!("gouji")
            .args(["rules", "test"])
            .args(args)
            .arg(folder)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, out, said) = run(&[], &own);
    assert_eq!(code, Some(2));
    for part in ["误报", "expect = \"holds\"", "支出-行 的第 1 个用例", "rules.toml:24:10"]
    {
        assert!(said.contains(part), "{part}\n{said}");
    }
    assert!(out.contains("用例 1 个，1 个没有通过") && out.contains("没有报告问题的用例"), "{out}");
    // a folder of rulesets, with its only case mended
    let text = std::fs::read_to_string(own.join("rules.toml"))
        .unwrap()
        .replace("\"holds\"", "\"violation\"");
    std::fs::write(own.join("rules.toml"), text).unwrap();
    assert_eq!(run(&[], folder.path()).0, Some(0));
    assert_eq!(run(&["--strict"], folder.path()).0, Some(2));
}

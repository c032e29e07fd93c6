//! Cases that stand apart from their rules, in files of their own.

use gouji::cases::{CaseProblem, CasesRun, run_layer};
use gouji::error::RuleMistake;
use gouji::ruleset::{RuleFile, Rulebook};

const RULES: &str = r#"
[[form]]
id = "花木表"
title = ["花木支出表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "合计", kind = "amount" },
  { name = "苗木", kind = "amount" },
  { name = "养护", kind = "amount" },
]
rows = [{ name = "总数", label = ["总计"], total = true }]

[[rule]]
id = "花木-行"
form = "花木表"
expect = "合计 == 苗木 + 养护"
"#;

const GIVEN: &str = "given = \"\"\"\n花木支出表\n单位：万元\n项目 | 合计 | 苗木 | 养护\n东园 | 10.00 | 6.00 | 3.00\n\"\"\"\n";

fn load(files: &[(&str, &str)]) -> Result<CasesRun, Vec<RuleMistake>> {
    let mut rulebook = gouji::embedded().unwrap();
    let files = files.iter().map(|(path, text)| RuleFile::new(*path, *text));
    let info = RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n");
    let name = rulebook.add_folder("本地", std::iter::once(info).chain(files).collect()).unwrap();
    run_layer(&rulebook, &name)
}

fn messages(found: Result<CasesRun, Vec<RuleMistake>>) -> Vec<String> {
    found.unwrap_err().into_iter().map(|mistake| mistake.message).collect()
}

#[test]
fn built_in_rules_and_their_cases_stand_in_files_of_their_own() {
    let rulebook = gouji::embedded().unwrap();
    for name in rulebook.rulesets().map(|info| info.name.clone()) {
        for (path, text) in gouji::embedded_files(&name).filter(|(path, _)| path.ends_with(".toml"))
        {
            let file: toml::Table = toml::from_str(text).unwrap();
            if path.starts_with("cases/") {
                assert_eq!(file.keys().collect::<Vec<_>>(), ["case"], "{name}/{path}");
                continue;
            }
            let items = file.values().filter_map(toml::Value::as_array).flatten();
            assert!(
                items.filter_map(toml::Value::as_table).all(|item| !item.contains_key("case")),
                "{name}/{path}"
            );
        }
    }
    let digest = |rulebook: Rulebook| rulebook.digest();
    assert_eq!(digest(rulebook), digest(gouji::embedded_lean().unwrap()));
}

#[test]
fn a_case_apart_names_its_rule() {
    let case = |rule: &str, expect: &str| {
        format!("[[case]]\nrule = \"{rule}\"\n{GIVEN}expect = \"{expect}\"\n")
    };
    let beside = format!("{RULES}{}", case("花木-行", "violation"));
    let apart = ["violation", "holds"].map(|expect| case("花木-行", expect)).concat();
    let run = load(&[("花木.toml", &beside), ("cases/花木.toml", &apart)]).unwrap();
    let failed: Vec<usize> = run.failed().map(|outcome| outcome.number).collect();
    assert_eq!((run.rules, run.outcomes.len(), failed), (1, 3, vec![3]));
    assert_eq!(run.failed().next().unwrap().origin.file, "本地/cases/花木.toml");

    let found =
        messages(load(&[("花木.toml", RULES), ("cases/花木.toml", &case("花木-列", "holds"))]));
    assert_eq!(found, ["没有规则或语句 花木-列，用例无从运行"]);
    let found = messages(load(&[
        ("花木.toml", RULES),
        ("cases/花木.toml", &format!("[[case]]\n{GIVEN}expect = \"holds\"\n")),
    ]));
    assert_eq!(found, ["用例没有写是哪条规则的"]);
    let found =
        messages(load(&[("花木.toml", RULES), ("cases/花木.toml", "[[rule]]\nid = \"甲\"\n")]));
    assert_eq!(found, ["用例文件 里没有 rule 这个键"]);
    let within = format!("{RULES}[[rule.case]]\nrule = \"花木-行\"\n{GIVEN}expect = \"holds\"\n");
    assert_eq!(messages(load(&[("花木.toml", &within)])), ["规则下面的用例不写 rule"]);
}

/// A layer that changes a parameter shows with cases of its own what rules of the layers above make
/// of it.
#[test]
fn a_layer_has_cases_for_rules_of_the_layers_above() {
    let given = "given = \"\"\"\n自评表\n来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n年度资金总额 | 100 | 100.00 | 81.00 | 10 | 81.00% | 9.00\n\"\"\"\n";
    let case = format!("[[case]]\nrule = \"自评-执行率得分\"\n{given}expect = \"holds\"\n");
    let run = load(&[("a.toml", "[param]\n\"满分执行率\" = \"90%\"\n"), ("cases/a.toml", &case)])
        .unwrap();
    assert_eq!((run.rules, run.outcomes.len(), run.failed().count()), (0, 1, 0));
    let run = load(&[("cases/a.toml", &case)]).unwrap();
    assert_eq!(run.failed().count(), 1);
}

const BASE: &str = "某园2023年度花木\n\n{say}\n\n花木支出表\n单位：万元\n项目 | 合计 | 苗木 | 养护\n\
                    东园 | 10.00 | 6.00 | 4.00\n西园 | 5.00 | 5.00 | \n总计 | 15.00 | 11.00 | 4.00\n";

const CLAIM: &str = "[[claim]]\nid = \"花木养护\"\ntext = \"养护花木支出{数:amount}\"\nexpect = \"数 == 花木表.总数.养护\"\n";

fn run_on(base: &str, cases: &str) -> Vec<Option<CaseProblem>> {
    let rules = format!("{RULES}{CLAIM}");
    let run =
        load(&[("花木.toml", &rules), ("cases/bases/花木.txt", base), ("cases/a.toml", cases)]);
    run.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
        .outcomes
        .into_iter()
        .map(|outcome| outcome.problem)
        .collect()
}

fn case(rule: &str, keys: &str) -> String {
    format!("[[case]]\nrule = \"{rule}\"\nbase = \"花木\"\n{keys}\n")
}

#[test]
fn a_case_changes_cells_of_a_base_and_adds_a_sentence() {
    let cases = [
        case("花木-行", "expect = \"holds\""),
        case(
            "花木-行",
            "set = { \"花木表.东园.养护\" = \"3.00\" }\nexpect = \"violation\"\nat = \"东园\"\ndifference = \"1.00\"",
        ),
        // a blank cell, and the form's own name of a row
        case(
            "花木-行",
            "set = { \"花木表.西园.养护\" = \"0.50\" }\nexpect = \"violation\"\nat = \"西园\"\ndifference = \"-0.50\"",
        ),
        case(
            "花木-行",
            "set = { \"花木表.总数.合计\" = \"\", \"花木表.总数.养护\" = \"9\" }\nexpect = \"unchecked\"",
        ),
        case("花木养护", "say = \"全年养护花木支出4.00万元。\"\nexpect = \"holds\""),
        case(
            "花木养护",
            "say = \"全年养护花木支出4.00万元。\"\nset = { \"花木表.总数.养护\" = \"4.10\" }\nexpect = \"violation\"",
        ),
        case("花木养护", "expect = \"none\""),
    ];
    assert_eq!(run_on(BASE, &cases.concat()), vec![None; cases.len()]);
    assert_eq!(run_on(&BASE.replace("{say}\n\n", ""), &cases.concat()), vec![None; cases.len()]);
}

#[test]
fn a_path_that_names_no_cell_or_several_is_a_mistake_of_the_case() {
    let told = |base: &str, path: &str| match run_on(
        base,
        &case("花木-行", &format!("set = {{ '{path}' = \"1\" }}\nexpect = \"holds\"")),
    )
    .as_slice()
    {
        [Some(CaseProblem::Astray(astray))] => format!("{}；{}", astray.message, astray.help),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told(BASE, "花木表.东圆.养护"),
        "底稿的 花木表 里，列 养护 没有 东圆 这一行；是不是 东园？"
    );
    assert!(told(BASE, "XYZW.东园.养护").starts_with("底稿里没有认出表样 XYZW；"));
    assert!(told(BASE, "花木表.养护").starts_with("花木表.养护 不是一格的路径；"));
    let twice = told(&BASE.replace("西园", "东园"), "花木表.东园.养护");
    assert!(twice.starts_with("花木表.东园.养护 不止一处；底稿的第 8 行、第 9 行都是"), "{twice}");
}

#[test]
fn a_path_of_a_column_or_form_that_there_is_not_is_told_when_the_rules_are_loaded() {
    let told = |path: &str| {
        let set = format!("set = {{ '{path}' = \"1\" }}\nexpect = \"holds\"");
        messages(load(&[
            ("花木.toml", RULES),
            ("cases/bases/花木.txt", BASE),
            ("cases/a.toml", &case("花木-行", &set)),
        ]))
    };
    assert_eq!(told("花木表.东园.养户"), ["用例的 set：表样 花木表 没有列 养户"]);
    assert_eq!(told("花草表.东园.养护"), ["用例的 set：没有表样 花草表"]);
}

#[test]
fn a_case_without_a_document_of_its_own_names_a_base_that_there_is() {
    let run = |case: &str| {
        messages(load(&[
            ("花木.toml", RULES),
            ("cases/bases/花木.txt", BASE),
            ("cases/a.toml", case),
        ]))
    };
    let keys = "[[case]]\nrule = \"花木-行\"\nexpect = \"holds\"\n";
    assert_eq!(run(&format!("{keys}base = \"花木木\"\n")), ["没有底稿 花木木"]);
    assert_eq!(
        run(&format!("{keys}base = \"花木\"\ngiven = \"甲\"\n")),
        ["用例写了 given，又写了 base"]
    );
    assert_eq!(run(keys), ["用例没有小文件（given）"]);
    assert_eq!(
        run(&format!("{keys}base = \"花木\"\nset = {{ \"花木表.东园.养护\" = \"1 | 2\" }}\n")),
        ["一格里的字不能有 | 和换行"]
    );
}

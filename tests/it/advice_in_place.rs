//! Advice that can be typed as it stands, at the place that it names.

use crate::command::run;

const FORM: &str = r#"
[[form]]
id = "差旅表"
title = ["差旅费明细表"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "职级", kind = "text" },
  { name = "住宿费", kind = "amount" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[param]
"限额" = { "县级" = "480元", "科级" = "380元" }
"#;

/// What `rules check` says of files beside the head of a ruleset, in one line without blanks.
fn said(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let head = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), head).unwrap();
    for (name, text) in files {
        std::fs::write(own.join(name), text).unwrap();
    }
    let (_, out, err) = run(folder.path(), &["rules", "check", "本局"]);
    format!("{err}{out}").split_whitespace().collect()
}

/// The same of rules behind the form.
fn of_rules(rules: &str) -> String {
    said(&[("a.toml", &format!("{FORM}\n{rules}"))])
}

fn formula(expect: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nform = \"差旅表\"\nexpect = '{expect}'\n")
}

#[test]
fn formulas_name_what_is_to_be_typed() {
    let cases = [
        (
            "合计行 == sum(金额)",
            "写成合计行.金额==sum(金额)；每一列都核对的，写成合计行==sum(above(合计行))",
        ),
        ("count(distinct 姓名) == count(姓名)", "整条公式写成unique(姓名)"),
    ];
    for (expect, wanted) in cases {
        let out = of_rules(&formula(expect));
        assert!(out.contains(wanted), "{expect}: {out}");
    }
    let out = of_rules(
        "[[rule]]\nid = \"甲\"\nscript = '''\nfor 项 in rows(差旅表) {\n  if 职级 == \"县级\" { report(项.金额, \"不对\"); }\n}\n'''\n",
    );
    assert!(out.contains("写成项.职级"), "{out}");
}

#[test]
fn signs_that_nobody_sees_are_none() {
    for sign in ['\u{200B}', '\u{2060}', '\u{FEFF}'] {
        let out = of_rules(&formula(&format!("金额 >= 住宿费{sign} * 1")));
        assert!(!out.contains("规则有误"), "{sign:?}: {out}");
    }
    // one in the id of a form
    let rule = formula("金额 >= 住宿费").replace("\"差旅表\"", "\"差旅表\u{200B}\"");
    let out = of_rules(&rule);
    assert!(!out.contains("规则有误"), "{out}");
}

#[test]
fn words_without_their_heading_are_one_slip() {
    let out = said(&[("vocabulary.toml", "down = [\"瘦身\"]\nper = [\"按床补\"]\n")]);
    assert!(out.contains("第1行的前面加一行[prose]，down、per都在它下面"), "{out}");
    assert!(out.contains("有1处错误"), "{out}");
    let twice = "[prose]\ndown = [\"瘦身\"]\n[prose]\nper = [\"按床补\"]\n";
    let out = said(&[("vocabulary.toml", twice)]);
    assert!(out.contains("[prose]在这个文件里写了两次"), "{out}");
}

#[test]
fn a_key_behind_several_cases_goes_before_the_first() {
    let case = "[[rule.case]]\ntext = \"甲\"\nexpect = \"none\"\n";
    let rule = format!("{}{case}{case}severity = \"info\"\n", formula("金额 >= 住宿费"));
    let out = of_rules(&rule);
    let before = format!("{FORM}\n{}", formula("金额 >= 住宿费"));
    let line = before.matches('\n').count() + 1;
    assert!(out.contains(&format!("移到第{line}行[[rule.case]]的前面")), "{out}");
}

#[test]
fn a_rule_that_a_profile_leaves_out_joins_those_that_it_leaves_out() {
    let rules =
        format!("{}\n{}", formula("金额 >= 住宿费"), formula("金额 >= 0元").replace("甲", "乙"));
    let profile = "[[profile]]\nname = \"strict\"\nreason = \"试\"\noff = [\"甲\"]\nseverity = { \"乙\" = \"off\" }\n";
    let out = said(&[("a.toml", &format!("{FORM}\n{rules}")), ("profiles.toml", profile)]);
    assert!(out.contains("off=[\"甲\",\"乙\"]"), "{out}");
}

#[test]
fn names_are_not_looked_for_in_a_file_that_cannot_be_read() {
    let broken = "[[rule]]\nid = \"甲\"\nform = \"差旅表\"\nexpect = \"金额 ==\n住宿费\"\n";
    let profile =
        "[[profile]]\nname = \"strict\"\nreason = \"试\"\nseverity = { \"甲\" = \"info\" }\n";
    let out = said(&[("a.toml", &format!("{FORM}\n{broken}")), ("profiles.toml", profile)]);
    assert!(out.contains("几行的文字") && out.contains("有1处错误"), "{out}");
}

#[test]
fn a_title_with_a_year_or_a_unit_is_told() {
    let form = FORM.replace("差旅费明细表", "某县2024年差旅费明细表（单位：元）");
    let out = said(&[("a.toml", &format!("{form}\n{}", formula("金额 >= 住宿费")))]);
    assert!(out.contains("title=[\"差旅费明细表\"]"), "{out}");
}

#[test]
fn a_waiver_for_a_year_that_ends_before_it_is_told() {
    let waiver = "[[waiver]]\nrule = \"甲\"\nyear = 2024\nuntil = 2023-12-31\nreason = \"属实\"\n";
    let rules = format!("{FORM}\n{}", formula("金额 >= 住宿费"));
    let out = said(&[("a.toml", &rules), ("waivers.toml", waiver)]);
    assert!(
        out.contains("到期日2023-12-31比year=2024还早") && out.contains("waivers.toml:4:1"),
        "{out}"
    );
}

#[test]
fn a_price_for_each_of_two_things_is_a_price() {
    for price in ["760元/人·天", "760元/人/天", "760元每人每天"] {
        let form = FORM.replace("480元", price);
        let out =
            said(&[("a.toml", &format!("{form}\n{}", formula("住宿费 <= lookup(限额, 职级)")))]);
        assert!(!out.contains("规则有误"), "{price}: {out}");
    }
}

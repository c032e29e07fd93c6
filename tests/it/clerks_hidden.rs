//! What is wrong with a clerk's rules is said by plain `check` whichever way the folder is named, and also
//! where the document has a fault of its own, or names and formula contradict each other.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("rules/ruleset.toml", RULESET)].iter().chain(files) {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What an audit says with the folder of rules on top.
fn said(files: &[(&str, &str)]) -> String {
    words(folder(files).path(), &["check", "a.txt", "--rules", "rules"])
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

const FORM: &str = r#"
[[form]]
id = "工程表"
title = ["工程付款表"]
columns = [
  { name = "工程", kind = "label" },
  { name = "单位", kind = "text" },
  { name = "合同价", kind = "amount" },
  { name = "已付款", kind = "amount" },
  { name = "保证金", kind = "amount" },
  { name = "比例", kind = "percent" },
  { name = "开工日", kind = "date" },
  { name = "付款日", kind = "date" },
]
"#;

/// The third row has faults of its own: the deposit, the days.
const DOCUMENT: &str = "青山县住建局2024年部门决算\n\n工程付款表\n单位：元\n工程 | 单位 | 合同价 | 已付款 | 保证金 | 比例 | 开工日 | 付款日\n甲桥 | 东方公司 | 40000 | 10000 | 2000 | 25.00% | 2024-01-05 | 2024-03-06\n乙路 | 西方公司 | 60000 | 30000 | 3000 | 50.00% | 2024-02-05 | 2024-04-06\n丙渠 | 东方公司 | 90000 | 96000 | 4100 | 106.67% | 2024-06-05 | 2024-05-06\n丁闸 | 南方公司 | 20000 | 15000 | 1000 | 75.00% | 2024-04-05 | 2024-08-06\n";

/// A rule on the form, with what is above it.
fn rule(above: &str, name: &str, rest: &str) -> String {
    format!(
        "{FORM}{above}\n[[rule]]\nid = \"付款\"\nname = \"{name}\"\nform = \"工程表\"\n{rest}\n"
    )
}

fn on(rules: &str) -> String {
    said(&[("rules/a.toml", rules), ("a.txt", DOCUMENT)])
}

#[test]
fn rules_on_top_are_looked_at_as_well() {
    let rules = rule(
        "[param]\n\"保证比例\" = 5\n",
        "保证金是合同价的5%",
        "expect = \"保证金 == 合同价 * param.保证比例\"",
    );
    let folder = folder(&[("rules/a.toml", &rules), ("a.txt", DOCUMENT)]);
    for way in ["--rules", "-r"] {
        let out = words(folder.path(), &["check", "a.txt", way, "rules"]);
        has(&out, &["参数保证比例是5倍，不是5%", "百分数写成\"5%\""]);
    }
}

#[test]
fn a_condition_that_is_always_true_is_told_beside_what_agrees() {
    let rules = rule(
        "",
        "有比例",
        "when = '单位 != \"东方公司\" || 单位 != \"西方公司\"'\nexpect = \"present(比例)\"",
    );
    has(&on(&rules), &["总有一边成立，这个条件处处都成立", "没有发现问题"]);
    let right = rules.replace("||", "&&");
    assert!(!on(&right).contains("处处都成立"));
}

#[test]
fn one_fault_of_the_document_does_not_hide_the_rules_own() {
    let rules = |value: &str| {
        rule(
            &format!("[param]\n\"保证\" = \"{value}\"\n"),
            "保证金与合同价",
            "expect = \"保证金 == 合同价 * param.保证\"",
        )
    };
    has(&on(&rules("0.05%")), &["4处全部不符，印的有3处是算出的100倍", "写成\"保证\"=\"5%\""]);
    assert!(!on(&rules("5%")).contains("先看公式和参数"));
    let limit = |value: &str, name: &str| {
        let above = format!("[param]\n\"上限\" = \"{value}\"\n");
        on(&rule(&above, name, "expect = \"合同价 <= param.上限\""))
    };
    for (name, told) in [
        ("合同价不超过6万元", "名称说“6万元”，公式用的参数上限是6元"),
        ("合同价不超过上限", "参数上限是不是6万元"),
    ] {
        let out = limit("6元", name);
        has(&out, &[told, "写成\"上限\"=\"6万元\""]);
        assert!(!out.contains("大于、小于写反"), "{out}");
    }
    // the sign is what the name says
    let out = limit("300元", "合同价不超过300元");
    assert!(!out.contains("大于、小于写反"), "{out}");
}

#[test]
fn the_name_of_a_rule_tells_the_order_of_days() {
    let rules =
        |sign: &str| rule("", "付款不早于开工", &format!("expect = \"开工日 {sign} 付款日\""));
    has(&on(&rules(">=")), &["名称说“不早于”，公式写的是>=", "写成开工日<=付款日"]);
    let out = on(&rules("<="));
    assert!(out.contains("错误1") && !out.contains("写反了"), "{out}");
}

#[test]
fn the_name_of_a_rule_tells_another_column() {
    let rules = |column: &str| {
        let expect = format!("expect = \"比例 == percent({column}, 合同价)\"");
        rule("", "比例 = 已付款 ÷ 合同价", &expect)
    };
    let out = on(&rules("保证金"));
    has(
        &out,
        &["名称说“已付款”，公式里没有用到；公式取的是保证金", "写成比例==percent(已付款,合同价)"],
    );
    assert!(!on(&rules("已付款")).contains("公式里没有用到"));
    let out = on(&rule("", "工程不重复", "expect = \"unique(单位)\""));
    has(&out, &["写成unique(工程)"]);
    // one of another kind, and more than one, are no slip that can be told
    for name in ["开工日在合同里", "合同价、已付款都对"] {
        let out = on(&rule("", name, "expect = \"保证金 <= 5元\""));
        assert!(!out.contains("公式里没有用到"), "{name}: {out}");
    }
}

#[test]
fn waivers_that_are_for_nothing_are_told() {
    let rules = rule("", "已付款不超过合同价", "expect = \"已付款 <= 合同价\"");
    let with = |waiver: &str| {
        let text = format!("[[waiver]]\n{waiver}reason = \"已批\"\nwho = \"张某\"\n");
        said(&[("rules/a.toml", &rules), ("rules/waivers.toml", &text), ("a.txt", DOCUMENT)])
    };
    has(&with("rule = \"已付款不超过合同价\"\n"), &["是规则的name，写它的id：rule=\"付款\""]);
    has(&with("rule = \"付款\"\nagency = \"住建局\"\n"), &["写成agency=\"青山县住建局\""]);
    // a figure that changed since is no slip of the rules: the result says it
    let changed = with("rule = \"付款\"\nstated = \"95000\"\n");
    has(&changed, &["是针对原来的数写的"]);
    assert!(!changed.contains("提醒"), "{changed}");
    let other = with("rule = \"付款\"\nagency = \"白水市财政局\"\n");
    assert!(!other.contains("提醒"), "{other}");
    let good = with("rule = \"付款\"\nagency = \"青山县住建局\"\n");
    assert!(!good.contains("提醒") && !good.contains("错误1"), "{good}");
}

#[test]
fn a_head_that_was_copied_from_another_column_is_told() {
    let rules = rule("", "先开工", "expect = \"开工日 <= 付款日\"");
    let rules = rules.replace(
        "\"开工日\", kind = \"date\"",
        "\"开工日\", kind = \"date\", header = [\"付款日\"]",
    );
    has(&on(&rules), &["“付款日”是列付款日的", "header=[\"开工日\"]"]);
}

#[test]
fn an_agency_and_a_year_that_are_nearly_the_documents_are_told() {
    let rules = |key: &str| {
        rule("", "已付款不超过合同价", &format!("{key}\nexpect = \"已付款 <= 合同价\""))
    };
    has(&on(&rules("agency = \"青山县住宅局\"")), &["写成agency=\"青山县住建局\""]);
    has(&on(&rules("years = \"2014\"")), &["写成years=\"2024\""]);
    for key in ["agency = \"白水市财政局\"", "years = \"2019..2021\"", "years = \"..2014\""] {
        let out = on(&rules(key));
        assert!(!out.contains("提醒"), "{key}: {out}");
    }
}

#[test]
fn names_of_files_and_folders_are_told_with_what_to_write() {
    let rules = rule("", "已付款不超过合同价", "expect = \"已付款 <= 合同价\"");
    let files = |gouji: &str| {
        folder(&[("rules/a.toml", &rules), ("a.txt", DOCUMENT), ("gouji.toml", gouji)])
    };
    let out = words(files("").path(), &["check", "a.txt", "--rules", "rules/a.toml"]);
    has(&out, &["这是一个文件，不是规则文件夹", "写它所在的文件夹：rules"]);
    let out = words(files("rules = [\"本局规则\"]\n").path(), &["check", "a.txt"]);
    has(&out, &["这里的规则文件夹是rules：就是它的，写成\"rules\""]);
    let scope = |files: &str| {
        format!(
            "rules = [\"rules\"]\n[[scope]]\nfiles = [\"{files}\"]\noff = [\"付款\"]\nreason = \"已批\"\n"
        )
    };
    let out = words(files(&scope("付款.txt")).path(), &["check", "a.txt"]);
    has(&out, &["没有一份文件合files里的付款.txt", "写成\"a.txt\""]);
    for pattern in ["a.txt", "*.txt", "rules/**"] {
        let out = words(files(&scope(pattern)).path(), &["check", "a.txt"]);
        assert!(!out.contains("没有一份文件合"), "{pattern}: {out}");
    }
    let misnamed = folder(&[("rules/a.toml", &rules), ("a.txt", DOCUMENT)]);
    let path = misnamed.path();
    std::fs::rename(path.join("rules/ruleset.toml"), path.join("rules/rulesets.toml")).unwrap();
    let out = words(misnamed.path(), &["check", "a.txt", "--rules", "rules"]);
    has(&out, &["rulesets.toml改名为ruleset.toml", "规则文件中有1处错误"]);
}

#[test]
fn slips_of_a_formula_are_told_with_the_whole_of_it() {
    let out = on(&rule("", "比例", "expect = \"比例 == percent(已付款, 合同价\""));
    has(&out, &["写成比例==percent(已付款,合同价)"]);
    let out = on(&rule("", "比例", "when = 'present(比例) == \"有\"'\nexpect = \"比例 <= 100%\""));
    has(&out, &["本身就是条件，删去后面的比较"]);
    let out =
        on(&rule("", "付", "years = \"2020..\"\nuntil = 2024\nexpect = \"已付款 <= 合同价\""));
    has(&out, &["只能写一种", "a.toml:20:9"]);
}

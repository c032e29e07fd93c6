//! What authors of rules meet on the command line: rules that do not run, waivers, rulesets of
//! other places and years.

use crate::command::{json, run};
use crate::spending;
use std::path::Path;

/// Accounts in which the last row's project spending is what it is given; 10.00 is right.
fn accounts(agency: &str, year: i32, project: &str) -> String {
    spending::accounts(agency, year, ["2.00", project])
}

fn ruleset(folder: &Path, name: &str, more: &str, rules: &str) {
    std::fs::create_dir_all(folder.join(name)).unwrap();
    std::fs::write(
        folder.join(name).join("ruleset.toml"),
        format!("name = \"{name}\"\nextends = \"national\"\n{more}"),
    )
    .unwrap();
    std::fs::write(folder.join(name).join("rules.toml"), rules).unwrap();
}

#[test]
fn a_rule_that_does_not_run_is_told_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "10.00")).unwrap();
    let faulty = [
        ("slip", "let 字 = \"三\"; let 数 = 支出决算表.合计.项目支出 - 字;", "不能加减乘除"),
        ("endless", "loop { }", "做的事太多"),
    ];
    for (name, text, why) in faulty {
        ruleset(
            root,
            name,
            "",
            &format!("[[rule]]\nid = \"坏-{name}\"\nscript = '''\n{text}\n'''\n"),
        );
        let (code, out, said) = run(root, &["check", "决算.txt", "-r", name]);
        assert_eq!(code, Some(3), "{out}{said}");
        assert!(
            !out.contains("✓")
                && out.contains(&format!("没有运行完，它们要核对的没有核对：坏-{name}")),
            "{out}"
        );
        assert!(said.contains(why), "{said}");
        assert_eq!(run(root, &["check", "决算.txt", "-r", name, "--fail-on", "never"]).0, Some(3));
        for (format, part) in [
            ("html", "没有运行完"),
            ("markdown", "没有运行完"),
            ("csv", "没有运行完"),
            ("sarif", "\"executionSuccessful\": false"),
            ("jsonl", "\"status\":\"failed\""),
        ] {
            let (code, out, _) = run(root, &["check", "决算.txt", "-r", name, "--format", format]);
            let out = if format == "sarif" { out.replace("\":false", "\": false") } else { out };
            assert!(code == Some(3) && out.contains(part), "{format}: {out}");
            assert!(
                !out.contains("✓ 没有发现问题") && !out.contains(">没有发现问题<"),
                "{format}: {out}"
            );
        }
        let report = json(root, &["check", "决算.txt", "-r", name]);
        let rules = report["documents"][0]["rules"].as_array().unwrap();
        assert!(
            rules.len() == 1
                && rules[0]["status"] == "failed"
                && rules[0]["why"].as_str().unwrap().contains(why),
            "{rules:?}"
        );
        let report = json(root, &["check", "决算.txt", "-r", name, "--all"]);
        let of = |id: &str| {
            report["documents"][0]["rules"]
                .as_array()
                .unwrap()
                .iter()
                .find(|rule| rule["id"] == id)
                .unwrap()["status"]
                .clone()
        };
        assert_eq!(
            (of(&format!("坏-{name}")), of("支出-行合计")),
            ("failed".into(), "done".into())
        );
    }
}

#[cfg(feature = "workbook")]
#[test]
fn a_rule_that_does_not_run_mends_nothing_in_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "10.00")).unwrap();
    let rule = |before: &str| {
        format!(
            "[[rule]]\nid = \"项目支出\"\nscript = '''\n{before}\nexpect(支出决算表.合计.项目支出 == \"11万元\", \"与台账\");\n'''\n"
        )
    };
    ruleset(root, "本局", "", &rule(""));
    let (code, out, said) =
        run(root, &["check", "决算.txt", "-r", "本局", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(1), "{out}{said}");
    ruleset(root, "本局", "", &rule("let 字 = \"三\"; let 数 = 支出决算表.合计.项目支出 - 字;"));
    let (code, out, said) =
        run(root, &["check", "决算.txt", "-r", "本局", "--ledger", "台账.xlsx"]);
    assert_eq!(code, Some(3), "{out}{said}");
    let lines = gouji::ledger::read(&std::fs::read(root.join("台账.xlsx")).unwrap()).unwrap();
    assert!(lines.rows().iter().all(|row| row.status != "已整改"), "{:?}", lines.rows());
}

/// The waivers of a folder, and what the audit says then: exit status, standard output.
fn waived(root: &Path, waivers: &str) -> (Option<i32>, String) {
    std::fs::write(root.join("本局/waivers.toml"), waivers).unwrap();
    let (code, out, said) = run(root, &["check", "决算.txt", "-r", "本局", "--format", "markdown"]);
    assert!(code != Some(2), "{said}");
    (code, out)
}

#[test]
fn a_waiver_is_for_the_values_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    ruleset(
        root,
        "本局",
        "",
        "[[rule]]\nid = \"项目支出\"\nexpect = \"支出决算表.合计.项目支出 == 11万元\"\n",
    );
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "10.00")).unwrap();
    let report = json(root, &["check", "决算.txt", "-r", "本局"]);
    let finding = &report["documents"][0]["findings"][0];
    let id = finding["id"].as_str().unwrap().to_owned();
    let (code, out) = waived(
        root,
        &format!(
            "[[waiver]]\nfingerprint = \"{id}\"\nstated = \"12.00\"\ncomputed = 11\nreason = \"已核实\"\n"
        ),
    );
    assert!(code == Some(0) && out.contains("已核实") && !out.contains("补上"), "{out}");
    // without values it goes on, and that is said
    let (code, out) =
        waived(root, &format!("[[waiver]]\nfingerprint = \"{id}\"\nreason = \"已核实\"\n"));
    assert!(
        code == Some(0)
            && out.contains("没有写是针对什么数的")
            && out.contains("stated = \"12.00\"、computed = \"11.00\""),
        "{out}"
    );
    // another amount is another matter
    std::fs::write(
        root.join("决算.txt"),
        accounts("云岭市档案馆", 2023, "10.00")
            .replace("| 12.00 |", "| 12.50 |")
            .replace("| 2.00 |", "| 2.50 |")
            .replace("30.00 | 18.00", "30.50 | 18.00")
            .replace("10.00 | 8.00", "10.50 | 8.00"),
    )
    .unwrap();
    let (code, out) = waived(
        root,
        &format!(
            "[[waiver]]\nfingerprint = \"{id}\"\nstated = \"12.00\"\ncomputed = \"11\"\nreason = \"已核实\"\n"
        ),
    );
    assert!(
        code == Some(1) && out.contains("针对原来的数写的") && out.contains("stated = \"12.50\""),
        "{out}"
    );
}

#[test]
fn a_waiver_is_for_a_rule_and_a_unit() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    ruleset(
        root,
        "本局",
        "",
        "[[rule]]\nid = \"项目支出\"\nform = \"支出决算表\"\nexpect = \"合计 <= 1万元\"\n",
    );
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "10.00")).unwrap();
    let (code, out) = waived(root, "");
    assert_eq!(code, Some(1), "{out}");
    let one = "[[waiver]]\nrule = \"项目支出\"\nreason = \"口径不同\"\n";
    for (more, covers) in [
        ("", true),
        ("agency = \"云岭市档案馆\"\n", true),
        ("agency = \"云岭市图书馆\"\n", false),
        ("form = \"支出决算表\"\n", true),
        ("form = \"收入决算表\"\n", false),
        ("year = 2023\n", true),
        ("year = 2024\n", false),
        ("until = 2001-01-01\n", false),
        ("stated = \"1.23\"\n", false),
    ] {
        let (code, out) = waived(root, &format!("{one}{more}"));
        assert_eq!(code, Some(if covers { 0 } else { 1 }), "{more}{out}");
        assert_eq!(out.contains("不论数是多少"), covers, "{more}{out}");
    }
    let (_, out, _) = run(root, &["rules", "check", "本局", "--on", "决算.txt"]);
    assert!(out.contains("没有对应问题的豁免 0 个"), "{out}");
    for (faulty, said) in [
        ("[[waiver]]\nreason = \"x\"\n", "没有写 fingerprint，也没有写 rule"),
        ("[[waiver]]\nrule = \"x\"\n", "没有写 reason"),
        ("[[waiver]]\nrule = \"x\"\nreason = \"x\"\nuntil = \"2027-13-01\"\n", "until 应当是日期"),
        (
            "[[waiver]]\nrule = \"x\"\nreason = \"x\"\nuntil = 2027-13-01\n",
            "没有 2027-13-01 这一天",
        ),
        ("[[waiver]]\nrule = \"x\"\nreason = \"x\"\nyear = \"去年\"\n", "year 应当是年度"),
        ("[[waiver]]\nrule = \"x\"\nreason = \"x\"\nstated = []\n", "stated 应当是一个数"),
        (
            "[[waiver]]\nrule = \"x\"\nreason = \"x\"\n[[waiver]]\nrule = \"x\"\nreason = \"y\"\n",
            "写了两次",
        ),
    ] {
        std::fs::write(root.join("本局/waivers.toml"), faulty).unwrap();
        let (code, _, err) = run(root, &["check", "决算.txt", "-r", "本局"]);
        assert!(
            code == Some(2) && err.contains(said) && err.matches("错误").count() <= 2,
            "{faulty}{err}"
        );
    }
}

#[test]
fn rulesets_on_top_are_for_their_places_and_years() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let rule = |id: &str| {
        format!("[[rule]]\nid = \"{id}\"\nexpect = \"支出决算表.合计.项目支出 == 1万元\"\n")
    };
    ruleset(root, "规则/东", "agency = [\"东岭市\"]\n", &rule("东-数"));
    ruleset(root, "规则/西", "agency = [\"西岭市\"]\n", &rule("西-数"));
    ruleset(
        root,
        "规则/新",
        "years = \"2022..\"\n",
        &format!("{}years = \"2022..2023\"\n{}", rule("新-数"), rule("新-二")),
    );
    std::fs::write(root.join("甲.txt"), accounts("东岭市档案馆", 2023, "10.00")).unwrap();
    std::fs::write(root.join("乙.txt"), accounts("西岭市档案馆", 2020, "10.00")).unwrap();
    let broken = |file: &str, args: &[&str]| -> Vec<String> {
        let args: Vec<&str> = ["check", file].iter().copied().chain(args.iter().copied()).collect();
        let (_, _, said) = run(root, &args);
        assert!(!said.contains("错误"), "{said}");
        let report = json(root, &args);
        let mut out: Vec<String> = report["documents"][0]["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["rule"].as_str().unwrap().to_owned())
            .collect();
        out.sort();
        out
    };
    // a folder of several rulesets
    assert_eq!(
        broken("甲.txt", &["--rules", "规则"]),
        ["东-数", "新-数", "新-二"]
            .map(str::to_owned)
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(broken("乙.txt", &["--rules", "规则"]), ["西-数"]);
    assert_eq!(broken("乙.txt", &["--rules", "规则/东"]), Vec::<String>::new());
    let (_, out, _) = run(
        root,
        &["check", "乙.txt", "--rules", "规则/东", "--rules", "规则/新", "--format", "markdown"],
    );
    assert!(
        out.contains("规则集 规则/东 适用于有“东岭市”的文件")
            && out.contains("规则集 规则/新 适用于 2022.. 年度，这份文件是 2020 年"),
        "{out}"
    );
    // the same from gouji.toml
    std::fs::create_dir(root.join("报送")).unwrap();
    std::fs::write(root.join("报送/乙.txt"), accounts("西岭市档案馆", 2020, "10.00")).unwrap();
    std::fs::write(root.join("报送/gouji.toml"), "rules = [\"../规则\"]\n").unwrap();
    assert_eq!(broken("报送/乙.txt", &[]), ["西-数"]);
    // one that was asked for: for a year that it was not written for its parent counts
    assert_eq!(broken("乙.txt", &["-r", "规则/新"]), Vec::<String>::new());
    let (_, out, _) = run(root, &["check", "乙.txt", "-r", "规则/新", "--format", "markdown"]);
    assert!(out.contains("没有用它，按上级 national 核对"), "{out}");
    assert_eq!(broken("乙.txt", &["-r", "规则/东"]), ["东-数"]);
    let (code, _, said) = run(root, &["check", "乙.txt", "-r", "规则"]);
    assert!(
        code == Some(2) && said.contains("这个文件夹里有几个规则集") && said.contains("规则/东"),
        "{said}"
    );
}

#[test]
fn a_folder_without_a_ruleset_file_and_a_hidden_ending_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("决算.txt"), accounts("云岭市档案馆", 2023, "10.00")).unwrap();
    std::fs::create_dir(root.join("本局")).unwrap();
    std::fs::write(
        root.join("本局/rules.toml"),
        "[[rule]]\nid = \"数\"\nexpect = \"支出决算表.合计.项目支出 == 1万元\"\n",
    )
    .unwrap();
    let (code, _, said) = run(root, &["check", "决算.txt", "-r", "本局"]);
    assert!(
        code == Some(2) && said.contains("没有 ruleset.toml") && said.contains("extends"),
        "{said}"
    );
    assert!(!said.contains("没有名称"), "{said}");
    // on top of a ruleset it needs none
    assert_eq!(run(root, &["check", "决算.txt", "--rules", "本局"]).0, Some(1));
    ruleset(root, "另一", "", "");
    std::fs::write(root.join("另一/更多.toml.txt"), "[[rule]]\nid = \"数\"\n").unwrap();
    let (_, _, said) = run(root, &["check", "决算.txt", "-r", "另一"]);
    assert!(
        said.contains("更多.toml.txt 不会当作规则文件读") && said.contains("改成 更多.toml"),
        "{said}"
    );
}

#[test]
fn percentages_are_explained_as_they_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    ruleset(root, "本局", "", "[param]\n\"满分执行率\" = \"90%\"\n");
    let (_, out, said) = run(root, &["explain", "满分执行率", "-r", "本局"]);
    assert!(out.contains("90%") && !out.contains("0.9"), "{out}{said}");
    let (_, out, _) = run(root, &["explain", "自评-执行率得分", "-r", "本局"]);
    assert!(out.contains("满分执行率 = 90%"), "{out}");
    let (_, out, _) = run(root, &["explain", "满分执行率"]);
    assert!(out.contains("100%"), "{out}");
}

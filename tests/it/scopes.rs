//! Rules for some documents only: sections of `gouji.toml`, profiles, waivers that remember.

use crate::command::{json, run};
use crate::engines;
use serde_json::Value;
use std::path::Path;

/// Funds over their budget: a warning of `三公-决算不超预算`, and a mark that stands twice.
const FUNDS: &str = "某县水利局2023年度部门决算

“三公”经费支出决算表
单位：万元
预算数 | | | | | | 决算数 | | | | |
合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费
8.00 | | 6.00 | | 6.00 | 2.00 | 9.00 | | 7.00 | | 7.00 | 2.00

二、其他说明

本年没有购置车辆，，也没有出国。
";
const RULE: &str = "三公-决算不超预算";

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The findings of a rule in a document.
fn findings<'a>(document: &'a Value, rule: &str) -> Vec<&'a Value> {
    let checks = document["checks"].as_array().unwrap();
    let is_of = |finding: &&Value| {
        let first = finding["checks"][0].as_u64().unwrap();
        checks[usize::try_from(first).unwrap()]["rule"] == rule
    };
    document["findings"].as_array().unwrap().iter().filter(is_of).collect()
}

/// Severities of the findings of a rule in each document.
fn severities(report: &Value, rule: &str) -> Vec<Vec<String>> {
    let documents = report["documents"].as_array().unwrap().iter();
    let of = |document: &Value| {
        let own = findings(document, rule).into_iter();
        own.map(|finding| finding["severity"].as_str().unwrap().to_owned()).collect()
    };
    documents.map(of).collect()
}

fn notices(report: &Value) -> String {
    report["documents"].as_array().unwrap().iter().map(|one| one["notices"].to_string()).collect()
}

#[test]
fn a_section_is_for_its_files_and_agencies_and_each_report_says_what_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "县直/甲.txt", FUNDS);
    write(folder, "乡镇/乙.txt", &FUNDS.replace("某县水利局", "某县城关镇"));
    write(folder, "丙.txt", &FUNDS.replace("某县水利局", "某县农业局（本级）"));
    write(
        folder,
        "gouji.toml",
        "[[scope]]\nfiles = \"乡镇/**\"\noff = [\"三公-决算不超预算\"]\nreason = \"年初预算\"\n\n[[scope]]\nagency = \"某县农业局\"\nseverity = { \"三公-决算不超预算\" = \"info\" }\nreason = \"另有规定\"\n",
    );
    let report = json(folder, &["check", "县直", "乡镇", "丙.txt"]);
    let found = severities(&report, RULE);
    assert!(!found[0].is_empty() && found[0].iter().all(|severity| severity == "warning"));
    assert!(found[1].is_empty(), "{found:?}");
    assert!(!found[2].is_empty() && found[2].iter().all(|severity| severity == "info"));
    let told: Vec<bool> = report["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["notices"].to_string().contains("rules-adjusted"))
        .collect();
    assert_eq!(told, [false, true, true]);
    assert!(
        notices(&report).contains(
            "gouji.toml 第 1 行的 [[scope]] 停用规则 1 条（三公-决算不超预算）：年初预算"
        )
    );
}

#[test]
fn a_section_that_names_what_there_is_not_or_raises_a_rule_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "甲.txt", FUNDS);
    let told = |text: &str| {
        write(folder, "gouji.toml", text);
        let (status, _, said) = run(folder, &["check", "甲.txt", "--fail-on", "never"]);
        (status.unwrap(), said)
    };
    let (status, said) = told("[[scope]]\noff = \"三公-决算不超预\"\nreason = \"试\"\n");
    assert!(status == 2 && said.contains("没有编号为 三公-决算不超预 的规则"), "{said}");
    assert!(said.contains("三公-决算不超预算"), "{said}");
    let (status, said) = told("[[scope]]\noff = \"三公-决算不超预算\"\n");
    assert!(status == 2 && said.contains("要写明理由"), "{said}");
    let (status, said) = told("[[scope]]\nfiles = \"a/[\"\noff = \"重复标点\"\nreason = \"试\"\n");
    assert!(status == 2 && said.contains("不是路径的写法"), "{said}");
    let raised = "[[scope]]\nseverity = { \"三公-决算不超预算\" = \"error\" }\nreason = \"试\"\n";
    let (status, said) = told(raised);
    assert!(status == 0 && said.contains("只能降低级别"), "{said}");
    let found = severities(&json(folder, &["check", "甲.txt"]), RULE);
    assert!(found[0].iter().all(|severity| severity == "warning"), "{found:?}");
    let (status, said) = told("[[scope]]\nparam = { \"满分执行率\" = 90 }\nreason = \"试\"\n");
    assert!(status == 2 && said.contains("满分执行率"), "{said}");
}

#[test]
fn a_claim_and_a_measure_that_are_off_check_nothing_and_other_rules_that_name_them_load() {
    let rulebook = engines::rulebook();
    let (whole, _) = rulebook.compile("national", &[], None).unwrap();
    let named: Vec<&str> = whole
        .rules
        .iter()
        .filter(|rule| whole.claims.iter().any(|claim| claim.id.as_str() == rule.id.as_str()))
        .map(|rule| rule.id.as_str())
        .collect();
    assert!(named.len() > 100, "{}", named.len());
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "甲.txt", FUNDS);
    let off: Vec<String> = named.iter().map(|id| format!("  \"{id}\",\n")).collect();
    let text = format!("[[scope]]\noff = [\n{}]\nreason = \"试\"\n", off.concat());
    write(folder.path(), "gouji.toml", &text);
    let (status, _, said) = run(folder.path(), &["check", "甲.txt", "--fail-on", "never"]);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn profiles_are_lists_of_the_rule_folders_that_a_layer_may_go_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "甲.txt", FUNDS);
    assert_eq!(severities(&json(folder, &["check", "甲.txt"]), "重复标点")[0].len(), 1);
    let quiet = json(folder, &["check", "甲.txt", "--profile", "quiet"]);
    assert!(severities(&quiet, "重复标点")[0].is_empty());
    assert!(notices(&quiet).contains("尺度 quiet"));
    write(folder, "gouji.toml", "profile = \"quiet\"\n");
    assert!(severities(&json(folder, &["check", "甲.txt"]), "重复标点")[0].is_empty());
    // the command line has the last word
    let usual = json(folder, &["check", "甲.txt", "--profile", "usual"]);
    assert_eq!(severities(&usual, "重复标点")[0].len(), 1);
    let (status, _, said) = run(folder, &["check", "甲.txt", "--profile", "loud"]);
    assert!(
        status == Some(2) && said.contains("没有尺度 loud") && said.contains("strict"),
        "{said}"
    );
    write(folder, "本局/ruleset.toml", "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n");
    write(
        folder,
        "本局/profiles.toml",
        "[[profile]]\nname = \"quiet\"\nreason = \"初审\"\noff = [\"三公-决算不超预算\"]\n",
    );
    let own = json(folder, &["check", "甲.txt", "-r", "本局"]);
    assert!(severities(&own, RULE)[0].is_empty(), "{}", notices(&own));
    let wrong = "[[profile]]\nname = \"quiet\"\nreason = \"初审\"\noff = [\"三公-决算不超\"]\n";
    write(folder, "本局/profiles.toml", wrong);
    let (status, _, said) = run(folder, &["check", "甲.txt", "-r", "本局"]);
    assert!(status == Some(2) && said.contains("没有编号为 三公-决算不超 的规则"), "{said}");
}

#[test]
fn the_profiles_of_the_program_load_with_each_of_its_rulesets() {
    let mut rulebook = engines::rulebook();
    let profiles: Vec<String> = rulebook.profiles().into_iter().map(|own| own.name).collect();
    assert_eq!(profiles, ["usual", "quiet", "strict"]);
    for profile in profiles {
        let asked = rulebook.add_profile(&profile);
        for name in rulebook.rulesets().map(|info| info.name.clone()) {
            let (ruleset, _) = rulebook.compile(&name, std::slice::from_ref(&asked), None).unwrap();
            let changed = ruleset.settings.iter().map(|own| own.off.len() + own.severity.len());
            assert_eq!(changed.sum::<usize>() > 0, profile != "usual", "{name} {profile}");
        }
    }
}

/// A slip of wording in each passage, and nothing wrong with a number.
const SLIPS: &str = "某县水利局2023年度部门决算

一、部门概况

某县水利局（以下简称“县水利局）负责全县的水利工作，负责全县的防汛抗旱工作，。

全年购置新书，修补旧书，更换书架，各项支出都按预算执行，没有超支。

全年没有举办其他活动，没有购置其他设备，没有发生其他支出，情况正常。

全年购置车辆，更换车辆，没有超支。车辆都按规定使用，群众满意率达到96%

三、其他情况说明

本年没有购置车辆，，也没有出国(境）。

会议费比上年增加增加，主要用于水库维护、等工作。

我局同XX单位签订了合同，增加（减少）了人员。

1.1.我局负责河道的管理，河道两岸的堤防全年没有发生险情。

2.我局负责水库的管理，水库的大坝全年没有发生险情，群众都满意。

4.我局负责灌区的管理，灌区的渠道全年没有发生险情。
";

#[test]
fn the_quiet_profile_tells_nothing_of_wording() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "甲.txt", SLIPS);
    let usual = json(folder, &["check", "甲.txt"]);
    for rule in [
        "引号括号不成对",
        "括号全角半角混用",
        "段末缺句号",
        "编号重复",
        "等字前多顿号",
        "标点连用",
        "重复标点",
        "重复词",
        "没有填的空",
        "没有删的选择",
        "标题编号-连续",
        "段落编号-连续",
    ] {
        assert_eq!(severities(&usual, rule)[0], ["info"], "{rule}");
    }
    let quiet = json(folder, &["check", "甲.txt", "--profile", "quiet"]);
    assert_eq!(quiet["documents"][0]["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_waiver_of_a_whole_rule_asks_again_when_a_value_changes_or_another_finding_comes() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "甲.txt", FUNDS);
    write(folder, "本局/ruleset.toml", "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n");
    let waiver =
        "# 局里说明过的\n[[waiver]]\nrule = \"三公-决算不超预算\"\nreason = \"追加了预算\"\n";
    write(folder, "本局/waivers.toml", waiver);
    let counted = |folder: &Path| {
        let report = json(folder, &["check", "甲.txt", "-r", "本局"]);
        let own = findings(&report["documents"][0], RULE).into_iter();
        let (waived, open): (Vec<&Value>, Vec<&Value>) =
            own.partition(|finding| !finding["waiver"].is_null());
        (waived.len(), open.len(), notices(&report))
    };
    let (waived, open, told) = counted(folder);
    assert!(waived > 0 && open == 0 && told.contains("waiver-broad"), "{told}");
    let (status, out, said) = run(folder, &["rules", "waivers", "本局", "--on", "甲.txt"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(out.contains("记下 3 处"), "{out}");
    let text = std::fs::read_to_string(folder.join("本局/waivers.toml")).unwrap();
    assert!(text.starts_with("# 局里说明过的\n") && text.contains("met = ["), "{text}");
    let (_, open, told) = counted(folder);
    assert!(open == 0 && !told.contains("waiver-"), "{told}");
    // one of the figures is another one, and its total with it
    let changed = FUNDS.replace("9.00 | | 7.00 | | 7.00", "9.50 | | 7.50 | | 7.50");
    write(folder, "甲.txt", &changed);
    let (_, open, told) = counted(folder);
    assert!(open > 0 && told.contains("waiver-outdated") && told.contains("记下的数是"), "{told}");
    // one that was not there before
    write(
        folder,
        "甲.txt",
        &FUNDS.replace("9.00 | | 7.00 | | 7.00 | 2.00", "9.00 | | 6.00 | | 6.00 | 3.00"),
    );
    let (_, open, told) = counted(folder);
    assert!(open > 0 && told.contains("没有记下这一处"), "{told}");
    run(folder, &["rules", "waivers", "本局", "--on", "甲.txt"]);
    let (_, open, told) = counted(folder);
    assert!(open == 0, "{told}");
}

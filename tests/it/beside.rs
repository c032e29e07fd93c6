//! Rulesets that come beside another one: what is of a sector, by the agency's words; and nothing
//! of a province in what is for all.

use crate::engines;
use gouji::audit::DocumentAudit;
use gouji::engine::{Engine, Request};
use gouji::ruleset::{RuleFile, Rulebook};

/// A garden, whose bureau is in a province, is of a sector.
const SECTOR: &str = "name = \"gardens\"\nextends = \"national\"\nbeside = true\nagency = [\"园林管理局\"]\nyears = \"2020..\"\n";

const RULE: &str = "[[claim]]\nid = \"苗木相加\"\ntext = \"栽植苗木{全部:count}株，其中乔木{乔木:count}株，灌木{灌木:count}株\"\n\
                    expect = \"全部 == 乔木 + 灌木\"\n";

fn rulebook(info: &str) -> Result<Rulebook, Vec<String>> {
    let mut rulebook = engines::rulebook();
    let files = vec![RuleFile::new("ruleset.toml", info), RuleFile::new("a.toml", RULE)];
    let added = rulebook.add_folder("gardens", files);
    added
        .map(|_| rulebook)
        .map_err(|list| list.into_iter().map(|mistake| mistake.message).collect())
}

fn audit(rulebook: Rulebook, request: Request, text: &str) -> DocumentAudit {
    Engine::new(rulebook, request).unwrap().audit("a.txt", text.as_bytes()).unwrap()
}

fn text(agency: &str, year: i32) -> String {
    format!("{agency}{year}年度部门决算\n\n本年栽植苗木30株，其中乔木10株，灌木21株。\n")
}

#[test]
fn what_is_of_a_sector_comes_beside_what_is_of_a_province() {
    let layers = |text: &str| audit(rulebook(SECTOR).unwrap(), Request::default(), text).layers;
    assert_eq!(layers(&text("岳阳市园林管理局", 2023)), ["national", "hunan", "gardens"]);
    assert_eq!(layers(&text("清溪市园林管理局", 2023)), ["national", "gardens"]);
    assert_eq!(layers(&text("岳阳市水利局", 2023)), ["national", "hunan"]);
    assert_eq!(layers(&text("岳阳市园林管理局", 2019)), ["national", "hunan"]);
    let found =
        audit(rulebook(SECTOR).unwrap(), Request::default(), &text("岳阳市园林管理局", 2023));
    assert_eq!(found.ruleset, "hunan");
    assert!(found.checks.iter().any(|check| check.rule == "苗木相加"));
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn it_comes_beside_a_ruleset_that_was_asked_for_and_never_beside_one_that_stands_apart() {
    let with = |name: &str| Request { ruleset: Some(name.to_owned()), ..Request::default() };
    let text = text("清溪市园林管理局", 2023);
    assert_eq!(
        audit(rulebook(SECTOR).unwrap(), with("henan"), &text).layers,
        ["national", "henan", "gardens"]
    );
    assert_eq!(
        audit(rulebook(SECTOR).unwrap(), with("gardens"), &text).layers,
        ["national", "gardens"]
    );
    let mut own = rulebook(SECTOR).unwrap();
    let mut files = engines::word_files();
    files.push(RuleFile::new("a.toml", ""));
    own.add_folder("alone", files).unwrap();
    assert_eq!(audit(own, with("alone"), &text).layers, ["alone"]);
}

#[test]
fn it_says_for_whom_it_is() {
    let told = |info: &str| rulebook(info).map(|_| ()).unwrap_err();
    let message = "加在别的规则集上（beside）的，要写 agency 和 extends";
    assert_eq!(told("name = \"gardens\"\nextends = \"national\"\nbeside = true\n"), [message]);
    assert_eq!(told("name = \"gardens\"\nbeside = true\nagency = [\"园林\"]\n"), [message]);
}

#[test]
fn emergency_bureaus_have_their_indicators_beside_the_rules_of_their_province() {
    let sentence = "\n\n全年办理行刑衔接案件5件。\n\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分\n\
                    产出指标 | 数量指标 | 行刑衔接案件 | 4件 | 6件 | 10 | 10\n";
    let run = |agency: &str| {
        let text = format!("{agency}2023年度部门整体支出绩效自评报告{sentence}");
        let found = audit(engines::rulebook(), Request::default(), &text);
        (found.layers, found.findings.len())
    };
    let strings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(run("长沙市应急管理局"), (strings(&["national", "hunan", "emergency"]), 1));
    assert_eq!(run("清溪市应急管理局"), (strings(&["national", "emergency"]), 1));
    assert_eq!(run("长沙市水利局"), (strings(&["national", "hunan"]), 0));
}

#[test]
fn what_is_for_all_names_no_province() {
    const PROVINCES: &str = "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 \
                             重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆";
    let files = gouji::embedded_files("national")
        .flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    let named: Vec<_> = files
        .filter(|(_, line)| PROVINCES.split_whitespace().any(|name| line.contains(name)))
        .collect();
    assert!(named.is_empty(), "{named:#?}");
}

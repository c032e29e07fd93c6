//! Slips that show in the characters as printed: what is one, what only looks like one, and that
//! long texts cost little.

use crate::engines;
use gouji::audit::{DocumentAudit, Severity, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("national"));

const HEAD: &str = "清溪市图书馆2023年度部门决算\n\n第三部分 说明\n\n";

fn audit(engine: &Engine, name: &str, body: &str) -> DocumentAudit {
    engine.judge(engine.prepare(name, format!("{HEAD}{body}\n").as_bytes()).unwrap(), None)
}

/// The rules that report, with what they report.
fn slips(engine: &Engine, body: &str) -> Vec<(String, String)> {
    let audit = audit(engine, "a.txt", body);
    let found = audit
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation && check.expression == "never");
    found
        .map(|check| {
            (check.rule.to_string(), check.stated.as_deref().unwrap_or_default().to_owned())
        })
        .collect()
}

fn says(body: &str, rule: &str, text: &str) {
    let found = slips(&ENGINE, body);
    assert!(found.contains(&(rule.to_owned(), text.to_owned())), "{body}: {found:?}");
}

fn silent(body: &str) {
    let found = slips(&ENGINE, body);
    assert!(found.is_empty(), "{body}: {found:?}");
}

#[test]
fn a_sign_without_its_partner_is_found() {
    says("馆内设古籍部（加挂“古籍修复中心）。", "引号括号不成对", "“古籍修复中心）");
    says("“三公“经费没有超支。", "引号括号不成对", "“三公“");
    says("全年办好《借阅规则的宣传。", "引号括号不成对", "《借阅规则的宣传");
    // behind a whole paragraph
    says("全年开放。\n\n读者含儿童）二十万人次。", "引号括号不成对", "读者含儿童）");
}

#[test]
fn what_may_have_its_partner_elsewhere_is_silent() {
    // numbers of lists, in whatever sign
    silent("任务：1）借阅；2)修复；a）展览；三）讲座；①）流动车。");
    silent("包括（1）借阅，(2)修复两项，a)和b）两类，另有（含：1）甲；2）乙）两种。");
    // a quotation over paragraphs, with a left sign before each or not
    silent("会议说：“要办好馆。\n\n还要管好钱。”");
    silent("会议说：“要办好馆。\n\n“还要管好钱。”");
    // a paragraph that was cut
    silent("会议说：“要办好馆，还要\n\n一、管好钱\n\n全年没有超支。");
    // other signs that may be the partner
    silent("“三公\"经费没有超支。");
    silent("购置7″平板“一批\"。");
    silent("依据财预〔2023）5号办理。");
    // feet, minutes, comparisons
    silent("展柜高5'10\"，课程45′，分值<5且>3。");
}

#[test]
fn signs_that_are_wrong_throughout_are_no_slips() {
    let damaged = "读者“甲“乙“丙“丁“戊“己“庚“辛。\n\n又有“甲“乙“丙“丁。";
    silent(damaged);
    let mixed = "购书(一）批，架(二）个，椅(三）把，桌(四）张，灯(五）盏，车(六）辆，柜(七）个，机(八）台，屏(九）块。";
    silent(mixed);
}

#[test]
fn brackets_of_two_widths_are_found_in_text_and_cells() {
    says("购置流动车(一辆一库）。", "括号全角半角混用", "(一辆一库）");
    let table = "项目 | 数量\n图书(含电子书） | 100\n期刊（含电子刊） | 20\n";
    says(table, "括号全角半角混用", "(含电子书）");
    silent("购置流动车(一辆)，书架（十个）。");
    // which belong together is not known
    says("购置流动车（一辆，书架(十个）。", "引号括号不成对", "（一辆");
    assert_eq!(slips(&ENGINE, "购置流动车（一辆，书架(十个）。").len(), 1);
}

/// Four paragraphs under headings of which the third is asked about.
fn four(third: &str, behind: &str) -> String {
    let whole = |what: &str| {
        format!("全年{what}三百天，接待读者二十万人次，比上年多接待一万人次，读者满意。")
    };
    format!(
        "一、收入\n\n{}\n\n二、支出\n\n{}\n\n三、绩效\n\n{third}\n\n{behind}\n\n{}",
        whole("开放"),
        whole("借阅"),
        whole("展览")
    )
}

#[test]
fn a_full_stop_that_neighbours_have_is_missed() {
    let bare = "全年举办讲座，举办展览。流动图书车下乡，修复古籍百册，群众满意率达到96%";
    says(&four(bare, "四、其他"), "段末缺句号", "满意率达到96%");
    // the paragraph goes on, or a table follows
    silent(&four(
        bare,
        "以上工作都按计划完成，没有超支，没有拖延，没有遗漏，各方面情况正常。\n\n四、其他",
    ));
    silent(&four(bare, "项目 | 数量\n图书 | 10\n"));
    // what was cut begins like a number, which continues nothing
    silent(&four(
        "全年举办讲座，举办展览。流动图书车下乡，修复古籍百册，着力构建集中统",
        "一、协调有序的体系，各方面情况正常。",
    ));
    silent(&four(
        "全年举办讲座，举办展览。流动图书车下乡，修复古籍百册，群众都不三不",
        "七、分工明确，各方面情况正常。",
    ));
    // the field of a form
    silent(&four(
        "讲座按期举办，展览每周更换，流动车正常下乡，古籍修复正常 7×24 小时开放",
        "四、其他",
    ));
    // too short, a colon, items in one paragraph, how to reach somebody
    silent(&four("群众满意，没有投诉，满意率96%", "四、其他"));
    silent(&four(&format!("{bare}，具体如下："), "四、其他"));
    silent(&four(
        "1.举办讲座，举办展览，流动图书车下乡2.修复古籍百册，更换书架，更新设备一批",
        "四、其他",
    ));
    silent(&four(
        "本馆开放时间为每日九时至十七时，联系人：馆员甲，联系电话：0000000，传真：0000001",
        "四、其他",
    ));
    // others have none either
    silent(&four(bare, "四、其他").replacen("读者满意。", "读者满意", 1));
}

#[test]
fn a_number_that_is_written_twice_is_found() {
    let items = |first: &str, second: &str| {
        format!("{first}借阅支出完成预算。\n\n{second}修复支出完成预算。\n\n3.展览支出完成预算。")
    };
    says(&items("1.1.", "2."), "编号重复", "1.1.");
    says(&items("1.", "2.2."), "编号重复", "2.2.");
    silent(&items("1.1.", "1.2."));
    silent(&items("1.1.", "2.1."));
    silent(&items("1.1.1", "2."));
    silent(&items("1.10", "2."));
}

#[test]
fn marks_are_compared_as_they_are_printed() {
    says("用于燃料费、保险费、等支出。", "等字前多顿号", "保险费、等支出");
    silent("用于分值、等级评定，燃料费，等支出到位再付。");
    says("全年开放，。", "标点连用", "，。");
    silent("全年开放……。办好“讲座”，“展览”（含儿童），没有超支。");
    // over a line that the page broke
    let text = "本单位全年的公务用车运行维护费主要用于车辆的燃料费、维修费、过路费、保险费、\n等支出，全年没有购置公务用车，年末公务用车保有量为二辆，比上年没有增加减少。";
    says(text, "等字前多顿号", "保险费、等支出");
}

#[test]
fn slips_are_hints_and_many_of_one_are_one_finding() {
    let body =
        format!("{}\n\n购车(一辆）。\n\n购架(一个）。", "书（一）册，刊（一）本，".repeat(8));
    let audit = audit(&ENGINE, "a.txt", &body);
    let checks: Vec<_> =
        audit.checks.iter().filter(|check| check.rule == "括号全角半角混用").collect();
    assert_eq!(checks.len(), 2);
    assert!(checks.iter().all(|check| check.severity == Severity::Info));
}

fn local(wording: &str) -> Result<Engine, Vec<String>> {
    let mut rulebook = engines::rulebook();
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("rules.toml", wording),
    ];
    let name = rulebook.add_folder("本地", files).unwrap();
    let request = Request { ruleset: Some(name), ..Request::default() };
    Engine::new(rulebook, request)
        .map_err(|all| all.into_iter().map(|mistake| mistake.message).collect())
}

#[test]
fn a_local_ruleset_adds_amends_and_switches_off() {
    let own = "[[wording]]\nid = \"旧称\"\nprinted = \"“图书室”\"\nunder = [\"收入\"]\n\
               [[wording]]\nid = \"等字前多顿号\"\nreason = \"本馆有此写法\"\nexcept = [\"邮寄费、等支出\"]\n\
               [[wording]]\nid = \"标点连用\"\nreason = \"不查\"\noff = true\n";
    let engine = local(own).unwrap();
    let body = "一、收入\n\n“图书室”有收入。\n\n二、支出\n\n“图书室”、图书室支出邮寄费、等支出，。又有保险费、等支出。";
    let found = slips(&engine, body);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(rule, text)| (rule.as_str(), text.as_str())).collect();
    assert_eq!(found, [("旧称", "“图书室”"), ("等字前多顿号", "又有保险费、等支出")]);
}

#[test]
fn mistakes_of_wordings_are_told() {
    let wrong = |keys: &str| {
        local(&format!("[[wording]]\nid = \"样例\"\n{keys}\n")).err().unwrap_or_default().join("；")
    };
    for (keys, said) in [
        ("", "要写明找什么"),
        ("printed = \"甲\"\npairs = [\"（）\"]", "同时写了 printed、pairs"),
        ("pairs = [\"（\"]", "不是左右一对符号"),
        ("mixed = [\"（））\"]", "不是左右一对符号"),
        ("printed = \"(甲\"", "没有对应的"),
        ("printed = \"甲\"\nin = \"脚注\"", "in 没有 脚注"),
        ("printed = \"甲\"\nseverity = \"严重\"", "severity"),
    ] {
        assert!(wrong(keys).contains(said), "{keys}: {}", wrong(keys));
    }
}

#[test]
fn long_and_hostile_texts_cost_little() {
    let started = Instant::now();
    for body in [
        "“".repeat(60_000),
        format!("{}{}", "（“".repeat(30_000), "”".repeat(30_000)),
        "1）".repeat(30_000),
        "(）".repeat(30_000),
        "、等支出".repeat(20_000),
    ] {
        audit(&ENGINE, "a.txt", &format!("{body}。"));
    }
    let many = "“甲（乙。\n\n丙(丁）戊”。\n\n".repeat(5_000);
    audit(&ENGINE, "a.txt", &many);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

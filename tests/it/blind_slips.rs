//! Slips of somebody who wrote rule files and saw nothing of the program: each is told once, where it
//! stands, with what to type. All documents and rules are invented.

use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;
use std::collections::BTreeMap;

const HEAD: &str = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";

const FORMS: &str = r#"
[[form]]
id = "租车表"
title = ["租车费用支出表"]
columns = [
  { name = "线路", kind = "label" },
  { name = "车牌", kind = "text" },
  { name = "天数", kind = "count", header = ["租用天数"] },
  { name = "油费", kind = "amount" },
  { name = "过路费", kind = "amount" },
  { name = "金额", kind = "amount", header = ["合计"] },
]

[[form]]
id = "保养表"
title = ["车辆保养支出表"]
columns = [
  { name = "车牌", kind = "text" },
  { name = "机油费", kind = "amount" },
  { name = "轮胎费", kind = "amount" },
  { name = "金额", kind = "amount", header = ["合计"] },
]
"#;

const RULE: &str = r#"
[[rule]]
id = "租车-合计"
name = "每条线路的合计等于油费加过路费"
form = "租车表"
expect = "金额 == 油费 + 过路费"
"#;

/// What is wrong with a folder; what it says in vain as well.
fn told(files: &[(&str, &str)]) -> Vec<RuleMistake> {
    let mut rulebook = gouji::embedded().unwrap();
    let mut all = vec![RuleFile::new("ruleset.toml", HEAD)];
    all.extend(files.iter().map(|(name, text)| RuleFile::new(*name, (*text).to_owned())));
    let name = match rulebook.add_folder("本地", all) {
        Ok(name) => name,
        Err(list) => return list,
    };
    let hints = rulebook.without_effect(&name, &BTreeMap::new());
    let request = Request { ruleset: Some(name.clone()), ..Request::default() };
    match Engine::new(rulebook, request).and_then(|engine| engine.ruleset().map(|_| engine)) {
        Ok(engine) => hints.into_iter().chain(engine.warnings().to_vec()).collect(),
        Err(list) => list,
    }
}

/// The only message: the place, what is wrong, what to do.
fn only(files: &[(&str, &str)]) -> (String, String, String) {
    let all = told(files);
    assert_eq!(all.len(), 1, "{files:?}: {all:#?}");
    let place = all[0].text.get(all[0].span.clone()).unwrap_or("");
    (place.to_owned(), all[0].message.clone(), all[0].help.clone().unwrap_or_default())
}

/// The only message of a rule file behind the forms.
fn of(text: &str) -> (String, String, String) {
    only(&[("rules.toml", &format!("{FORMS}\n{text}"))])
}

#[test]
fn a_name_in_the_place_of_an_id_is_told_with_the_id() {
    let rules = format!("{FORMS}{RULE}");
    let with = |name: &str, text: &str| only(&[("rules.toml", &rules), (name, text)]);
    let meant = "\"租车-合计\"";
    let profile = "[[profile]]\nname = \"初看\"\nreason = \"先看总数\"\n";
    let off = format!("{profile}off = [\"每条线路的合计等于油费加过路费\"]\n");
    let (place, message, help) = with("profiles.toml", &off);
    assert!(message.contains("没有编号为"), "{message}");
    assert!(place.contains("每条线路") && help.contains(meant), "{place} {help}");
    // nearly the name, and as a key
    let lower = format!("{profile}severity = {{ \"每条线路合计等于油费加过路费\" = \"info\" }}\n");
    let (_, _, help) = with("profiles.toml", &lower);
    assert!(help.contains(meant), "{help}");
    let waiver = "[[waiver]]\nrule = \"每条线路的合计等于油费加过路\"\nreason = \"有尾差\"\n";
    let (_, _, help) = with("waivers.toml", waiver);
    assert!(help.contains(meant), "{help}");
    let case = "[[case]]\nrule = \"每条线路的合计等于油费加过路费\"\ngiven = \"没有表。\"\nexpect = \"none\"\n";
    let (_, _, help) = with("cases/a.toml", case);
    assert!(help.contains(meant), "{help}");
    let right = format!("{profile}off = [\"租车-合计\"]\n");
    assert_eq!(told(&[("rules.toml", &rules), ("profiles.toml", &right)]), []);
}

#[test]
fn a_profile_sets_parameters_of_its_own_folder_and_is_told_of_idle_ones() {
    let limit = RULE.replace("金额 == 油费 + 过路费", "金额 <= param.上限额");
    let rules = format!("[param]\n\"上限额\" = \"900元\"\n{FORMS}{limit}");
    let profile = |param: &str| {
        format!("[[profile]]\nname = \"宽\"\nreason = \"试行\"\nparam = {{ {param} }}\n")
    };
    let set = |param: &str| told(&[("rules.toml", &rules), ("profiles.toml", &profile(param))]);
    assert_eq!(set("\"上限额\" = \"950元\""), []);
    let idle = set("\"上限数\" = \"950元\"");
    assert!(idle.len() == 1 && idle[0].message.contains("没有规则用到参数 上限数"), "{idle:#?}");
    let bare = set("\"上限额\" = 950");
    assert!(bare.len() == 1 && !bare[0].is_warning, "{bare:#?}");
}

#[test]
fn a_proposal_that_is_accepted_and_still_proposed_is_told() {
    let rule = |more: &str| format!("{RULE}{more}\n");
    let (place, message, help) = of(&rule("proposed = true\naccepted = \"钱某 2026-05-01\""));
    assert_eq!(place, "proposed = true");
    assert!(message.contains("仍然只作提示"), "{message}");
    assert_eq!(help, "删去 proposed = true 这一行");
    // it stands in the defaults of the file
    let (place, _, help) = of(&format!(
        "[defaults.rule]\nproposed = true\n{}",
        rule("accepted = \"钱某 2026-05-01\"")
    ));
    assert!(place.contains("钱某") && help.contains("proposed = false"), "{place} {help}");
    let all = |more: &str| told(&[("rules.toml", &format!("{FORMS}{}", rule(more)))]);
    assert_eq!(all("proposed = true"), []);
    assert_eq!(all("accepted = \"钱某 2026-05-01\""), []);
}

#[test]
fn a_rule_on_the_form_of_another_is_told_at_its_form() {
    let copied = |expect: &str| RULE.replace("金额 == 油费 + 过路费", expect);
    let (place, message, help) = of(&copied("金额 == 机油费 + 轮胎费"));
    assert_eq!(place, "\"租车表\"");
    assert!(message.contains("没有 机油费、轮胎费") && message.contains("保养表 有"), "{message}");
    assert_eq!(help, "写成 form = \"保养表\"");
    // in a condition and a message
    let more =
        copied("金额 > 0元").replace("expect", "when = \"present(轮胎费) && 机油费 > 0\"\nexpect");
    let (place, _, help) = of(&more);
    assert!(place == "\"租车表\"" && help.contains("form = \"保养表\""), "{place} {help}");
    // one name alone may be a slip of the hand
    let (place, _, help) = of(&copied("金额 >= 机油费"));
    assert!(
        place == "\"租车表\"" && help.contains("保养表") && help.contains("是不是 油费"),
        "{help}"
    );
    // what no form has all of is told at each name
    let (place, ..) = of(&copied("油费 == 轮胎费"));
    assert_eq!(place, "轮胎费");
    let claims = "[[claim]]\nid = \"甲说\"\ntext = \"租车{租车数:count}次\"\n\n[[claim]]\nid = \"乙说\"\ntext = \"保养{保养数:count}次，花费{花费:amount}\"\n\n[[rule]]\nid = \"次数\"\nclaim = \"甲说\"\nexpect = \"保养数 <= 9次\"\n";
    let (place, _, help) = of(&claims.replace("9次", "9"));
    assert!(place == "\"甲说\"" && help.starts_with("写成 claim = \"乙说\""), "{place} {help}");
}

#[test]
fn a_scale_of_scores_for_a_percentage_is_told_at_the_formula() {
    let scale = "[[scale]]\nid = \"三档\"\ngrades = [\n  { name = \"好\", from = 85 },\n  { name = \"一般\", from = 60 },\n  { name = \"差\", from = 0 },\n]\n";
    let form = |score: &str| {
        format!(
            "[[form]]\nid = \"考核表\"\ntitle = [\"绩效考核汇总表\"]\ncolumns = [\n  {{ name = \"科室\", kind = \"label\" }},\n  {{ name = \"完成率\", kind = \"percent\" }},{score}\n  {{ name = \"档次\", kind = \"grade\" }},\n]\n"
        )
    };
    let rule = |id: &str, of: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nform = \"考核表\"\nexpect = \"档次 == grade(三档, {of})\"\n"
        )
    };
    let score = "\n  { name = \"考分\", kind = \"score\" },";
    let (place, message, help) =
        only(&[("a.toml", &format!("{scale}{}{}", form(score), rule("甲", "完成率")))]);
    assert_eq!(place, "完成率");
    assert!(message.contains("三档") && message.contains("完成率 是百分数"), "{message}");
    assert!(help.contains("grade(三档, 考分)") && help.contains("另写一套"), "{help}");
    // without scores the scale is for the percentage
    let (place, message, help) =
        only(&[("a.toml", &format!("{scale}{}{}", form(""), rule("甲", "完成率")))]);
    assert!(place == "85" && message.contains("完成率"), "{place} {message}");
    assert!(help.contains("from = \"85%\""), "{help}");
    // of a scale that another rule uses nothing is changed
    let other = "[[form]]\nid = \"打分表\"\ntitle = [\"现场打分汇总表\"]\ncolumns = [\n  { name = \"科室\", kind = \"label\" },\n  { name = \"考分\", kind = \"score\" },\n  { name = \"档次\", kind = \"grade\" },\n]\n[[rule]]\nid = \"乙\"\nform = \"打分表\"\nexpect = \"档次 == grade(三档, 考分)\"\n";
    let (place, _, help) =
        only(&[("a.toml", &format!("{scale}{}{}{other}", form(""), rule("甲", "完成率")))]);
    assert!(place == "完成率" && help.contains("别处也用"), "{place} {help}");
}

#[test]
fn blanks_and_signs_that_nobody_sees_are_left_out_of_names() {
    for (written, why) in [("过路费　", "空格"), (" 过路费", "空格"), ("过路费\u{200B}", "看不见")]
    {
        let text = format!("{FORMS}{RULE}").replacen(
            "name = \"过路费\"",
            &format!("name = \"{written}\""),
            1,
        );
        let (_, message, help) = only(&[("rules.toml", &text)]);
        assert!(message.contains(why), "{message}");
        assert_eq!(help, "写成 name = \"过路费\"");
    }
    let limit = RULE.replace("金额 == 油费 + 过路费", "金额 <= param.上限额");
    let (_, message, help) = of(&format!("{limit}\n[param]\n\"上限额　\" = \"900元\"\n"));
    assert!(message.contains("空格") && help == "写成 \"上限额\"", "{message} {help}");
    let id = format!("{FORMS}{RULE}").replacen("id = \"保养表\"", "id = \"保养表 \"", 1);
    let (_, _, help) = only(&[("rules.toml", &id)]);
    assert_eq!(help, "写成 id = \"保养表\"");
}

#[test]
fn files_and_keys_are_sent_to_their_files() {
    let rules = format!("{FORMS}{RULE}");
    let with = |name: &str, text: &str| only(&[("rules.toml", &rules), (name, text)]).2;
    let waiver = "[[waiver]]\nrule = \"租车-合计\"\nreason = \"有尾差\"\n";
    assert!(with("waiver.toml", waiver).contains("waiver.toml 改名为 waivers.toml"));
    assert!(with("Waivers (1).toml", waiver).contains("改名为 waivers.toml"));
    assert!(with("a.toml", waiver).contains("写在 waivers.toml 里"));
    let profile = "[[profile]]\nname = \"初看\"\nreason = \"先看总数\"\noff = [\"租车-合计\"]\n";
    assert!(with("profile.toml", profile).contains("profile.toml 改名为 profiles.toml"));
    let scope = "[[scope]]\nfiles = [\"乡镇/**\"]\noff = [\"租车-合计\"]\nreason = \"另有标准\"\n";
    let help = with("a.toml", scope);
    assert!(help.contains("gouji.toml") && help.contains("[[profile]]"), "{help}");
}

#[test]
fn a_parameter_in_a_rule_is_told_where_it_belongs() {
    let rule = |more: &str, expect: &str| {
        RULE.replace("form = \"租车表\"", &format!("form = \"租车表\"\n{more}"))
            .replace("金额 == 油费 + 过路费", expect)
    };
    let (place, _, help) = of(&rule("\"每天上限\" = \"350元\"", "金额 <= 天数 * param.每天上限"));
    assert!(place.contains("每天上限"), "{place}");
    assert!(help.contains("[param]") && help.contains("\"每天上限\" = \"350元\""), "{help}");
    let table = rule(
        "\"车价\" = { \"东线\" = \"300元\", \"西线\" = \"400元\" }",
        "金额 <= 天数 * lookup(车价, 线路)",
    );
    let (_, _, help) = of(&table);
    assert!(help.contains("[param]") && help.contains("lookup(车价, …)"), "{help}");
    let limit = RULE.replace("金额 == 油费 + 过路费", "金额 <= param.上限额");
    let (_, _, help) = only(&[("a.toml", &format!("\"上限额\" = \"900元\"\n{FORMS}{limit}"))]);
    assert!(help.contains("[param]"), "{help}");
}

#[test]
fn words_inside_a_text_are_asked_for_as_formulas_do() {
    let when = |condition: &str| RULE.replace("expect", &format!("when = \"{condition}\"\nexpect"));
    for (written, meant) in [
        ("线路 like '%机场%'", "contains(线路, '机场')"),
        ("线路 like '机场%'", "starts_with(线路, '机场')"),
        ("线路 包含 '机场'", "contains(线路, '机场')"),
    ] {
        let (place, _, help) = of(&when(written));
        assert_eq!((place.as_str(), help.as_str()), (written, format!("写成 {meant}").as_str()));
        assert_eq!(told(&[("rules.toml", &format!("{FORMS}{}", when(meant)))]), []);
    }
    let (_, _, help) = of(&when("contains(天数, '3')"));
    assert!(help.contains("contains(列, "), "{help}");
    let (_, message, _) = of(&when("len(金额) > 3"));
    assert!(message.contains("len 里要文字，这里是金额"), "{message}");
}

#[test]
fn two_printings_in_one_pair_of_quotes_are_told() {
    for written in ["租用天数、天数", "天数/租用天数", "租用天数，天数"] {
        let text = format!("{FORMS}{RULE}").replacen(
            "header = [\"租用天数\"]",
            &format!("header = [\"{written}\"]"),
            1,
        );
        let (place, _, help) = only(&[("rules.toml", &text)]);
        assert_eq!(place, format!("\"{written}\""));
        assert!(help.contains("\"租用天数\"") && help.contains("\"天数\""), "{help}");
    }
    let one = format!("{FORMS}{RULE}").replacen("租用天数", "租用天数、里程", 1);
    assert_eq!(told(&[("rules.toml", &one)]), []);
}

#[test]
fn numbers_in_words_that_may_be_two_are_asked_for() {
    let rule = RULE.replace("金额 == 油费 + 过路费", "金额 <= lookup(车价, 线路)");
    let (place, message, help) = of(&format!(
        "{rule}\n[param]\n\"车价\" = \"\"\"\n线路\t车价\n东线\t300元\n西线\t三百八\n其他\n\"\"\"\n"
    )
    .replace("西线\t三百八\n其他\n", "西线\t三百八\n"));
    assert!(place.contains("西线") && message.contains("三百八"), "{place} {message}");
    assert!(help.contains("是 380，还是 308"), "{help}");
    // a table whose numbers are mostly lacking is one all the same: each line is told
    let table = format!(
        "{FORMS}{rule}\n[param]\n\"车价\" = \"\"\"\n线路\t车价\n东线\t300元\n西线\t面议\n其他\n\"\"\"\n"
    );
    let all = told(&[("rules.toml", &table)]);
    let places: Vec<&str> =
        all.iter().map(|one| one.text.get(one.span.clone()).unwrap_or("")).collect();
    assert_eq!(places, ["西线", "其他"], "{all:#?}");
    let single = RULE.replace("金额 == 油费 + 过路费", "金额 <= param.上限额");
    let (_, _, help) = of(&format!("{single}\n[param]\n\"上限额\" = \"一万二元\"\n"));
    assert!(help.contains("是 12000元，还是 10002元"), "{help}");
}

#[test]
fn a_variable_gets_its_value_in_front_of_the_loop() {
    let script = |text: &str| RULE.replace("expect = \"金额 == 油费 + 过路费\"", text);
    let (place, _, help) = of(&script(
        "severity = \"warning\"\nscript = '''\nfor 车 in rows(租车表) {\n  if present(车.天数) {\n    次数 += 1;\n  }\n}\nif 次数 > 1 { report(`${次数}次`); }\n'''",
    ));
    assert_eq!(place, "次数");
    assert!(help.contains("在“for 车 in rows(租车表) {”一行的前面写一行 let 次数 = 0;"), "{help}");
    let (_, _, help) =
        of(&script("severity = \"warning\"\nscript = '''\n次数 = 1;\nreport(`${次数}次`);\n'''"));
    assert!(help.contains("在这一行的前面写一行 let 次数 = 0;"), "{help}");
}

#[test]
fn a_whole_column_in_a_message_is_told() {
    let rule = |message: &str| format!("{RULE}message = \"{message}\"\n");
    let (place, _, help) = of(&rule("{租车表.线路}的合计不对"));
    assert_eq!((place.as_str(), help.as_str()), ("租车表.线路", "写成 线路"));
    let all = |message: &str| told(&[("rules.toml", &format!("{FORMS}{}", rule(message)))]);
    assert_eq!(all("{线路}的合计 {stated} 不对"), []);
}

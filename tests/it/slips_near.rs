//! Neighbours of the slips of `slips_tried`, in other keys: several words in a script, in lists of rules,
//! documents and required things; lists and tables as people write them in braces.

use crate::slips_tried::{FORM, mended, only, rule, told};

fn formula(expect: &str, place: &str, meant: &str) {
    mended(&rule(&format!("expect = '{expect}'")), place, meant);
}

/// What to do about the only slip of a folder.
fn help(files: &[(&str, &str)]) -> String {
    only(files).2
}

#[test]
fn functions_are_given_what_they_take() {
    formula("金额 <= floor(材料费 * 3%, 0)", "floor(材料费 * 3%, 0)", "floor(材料费 * 3%)");
    formula(
        "金额 <= ceil(材料费 * 3%, 1)",
        "ceil(材料费 * 3%, 1)",
        "ceil((材料费 * 3%) * 10) / 10",
    );
    let more = rule("expect = '金额 <= percent(材料费, 人工费, 2) * 金额'");
    assert!(help(&[("a.toml", &more)]).contains("percent(材料费, 人工费)，只写这 2 个"));
    formula("金额 <= above(合计行) * 50%", "above(合计行)", "sum(above(养护表.合计行.金额))");
    formula("金额 >= previous(上一行.金额)", "上一行.金额", "金额");
    let total = rule("expect = '合计行 == 材料费 + 人工费'");
    assert!(help(&[("a.toml", &total)]).contains("写成 合计行.金额"));
    let last = rule("expect = '去年.养护表.合计行.金额 <= 一般公共预算支出表.合计.小计'");
    mended(&last, "去年.养护表", "上年.养护表");
}

#[test]
fn several_names_in_one_text_become_a_list() {
    let script = |condition: &str| {
        rule(&format!(
            "script = '''\nfor 项 in rows(养护表) {{ if {condition} {{ report(项, \"多\"); }} }}\n'''"
        ))
    };
    let (place, _, advice) = only(&[("a.toml", &script("项.等级 == \"县道、乡道\""))]);
    assert_eq!(place, "\"县道、乡道\"");
    assert!(advice.contains("||") && advice.contains("\"县道\"、\"乡道\""), "{advice}");
    assert!(help(&[("a.toml", &script("项.等级 != \"县道、乡道\""))]).contains("&&"));
    let fine = script("项.等级 == \"县道\"").replace("\"多\"", "\"县道、乡道\"");
    assert_eq!(told(&[("a.toml", &fine)]), []);
    let required = "[[claim]]\nid = \"电话\"\ntext = \"电话：{号码:text}\"\n\n[[rule]]\nid = \"甲\"\nrequired = \"电话、网址\"\n";
    assert!(help(&[("a.toml", required)]).contains("required = [\"电话\", \"网址\"]"));
    let documents = rule("expect = '金额 == 材料费'\ndocuments = [\"部门决算、budget\"]");
    let advice = help(&[("a.toml", &documents)]);
    assert!(advice.contains("documents = [\"final-accounts\", \"budget\"]"), "{advice}");
    let two = format!(
        "{}\n[[rule]]\nid = \"另一条\"\nform = \"养护表\"\nexpect = '金额 >= 人工费'\n",
        rule("expect = '金额 >= 材料费'")
    );
    let profile = |line: &str| format!("[[profile]]\nname = \"宽\"\nreason = \"试行\"\n{line}\n");
    let off = profile("off = [\"核对、另一条\"]");
    assert!(help(&[("a.toml", &two), ("profiles.toml", &off)]).contains("\"核对\", \"另一条\""));
    let header = FORM.replace("[\"养护费合计\"]", "\"养护费/养护费合计\"");
    assert!(help(&[("a.toml", &header)]).contains("header = [\"养护费\", \"养护费合计\"]"));
}

#[test]
fn severities_of_a_profile_name_their_rules() {
    let rules = rule("expect = '金额 >= 材料费'");
    let advice = |line: &str| {
        let profile = format!("[[profile]]\nname = \"宽\"\nreason = \"试行\"\n{line}\n");
        help(&[("a.toml", &rules), ("profiles.toml", &profile)])
    };
    assert!(advice("severity = \"提示\"").contains("severity = { \"核对\" = \"info\" }"));
    assert!(advice("severity = [\"核对\"]").contains("severity = { \"核对\" = \"warning\" }"));
    assert!(advice("severity = { info = \"核对\" }").contains("\"核对\" = \"info\""));
    let braces = advice("severity = { \"核对\", \"另一条\" }");
    assert!(braces.contains("{ \"核对\" = \"warning\", \"另一条\" = \"warning\" }"), "{braces}");
    assert!(advice("off = { \"核对\", \"另一条\" }").contains("off = [\"核对\", \"另一条\"]"));
}

#[test]
fn lists_of_columns_are_written_whole() {
    let form = |columns: &str| {
        format!("[[form]]\nid = \"养护表\"\ntitle = [\"养护费表\"]\ncolumns = {columns}\n")
    };
    let meant = "columns = [{ name = \"路段\", kind = \"label\" }, { name = \"里程\", kind = \"count\" }, { name = \"年初数\", kind = \"amount\" }]";
    assert!(help(&[("a.toml", &form("[\"路段\", \"里程\", \"年初数\"]"))]).contains(meant));
    let bare = form("{ 路段 = 行名, 里程 = 个数, 年初数 = 金额 }");
    assert!(help(&[("a.toml", &bare)]).contains(meant));
    assert_eq!(told(&[("a.toml", &form(meant.strip_prefix("columns = ").unwrap()))]), []);
    let grade = "[[scale]]\nid = \"养护三级\"\ngrades = [{ name = \"优\", from = \"90分及以上\" }, { name = \"差\", from = 0 }]\n";
    assert!(help(&[("a.toml", grade)]).contains("写成 90"));
}

#[test]
fn lines_of_yaml_and_quotes_in_quotes_become_toml() {
    let yaml = format!("{FORM}\n[[rule]]\n- id: \"核对\"\n  name：核对费用\n  form: \"养护表\"\n");
    let (_, message, advice) = only(&[("a.toml", &yaml)]);
    assert!(message.contains("行也是") && advice.contains("写成 id = \"核对\""), "{message}");
    assert!(advice.contains("name = \"核对费用\""), "{advice}");
    let quotes = rule("when = \"等级 == \"县道、乡道\"\"\nexpect = '金额 >= 材料费'");
    assert!(help(&[("a.toml", &quotes)]).contains("when = '等级 == \"县道、乡道\"'"));
    let phone = "[[claim]]\nid = \"电话\"\ntext = \"电话[:：](\\d{4})-(\\d{7})\"\n";
    let (_, message, advice) = only(&[("a.toml", phone)]);
    assert!(message.contains("不是正则表达式"), "{message}");
    assert!(advice.contains("text = \"电话：…-…\""), "{advice}");
    let words = "[[measure]]\nid = \"费\"\nwords = \"养护\\w+费\"\n";
    assert!(help(&[("a.toml", words)]).contains("写全各种叫法"));
}

#[test]
fn what_a_sentence_reads_is_told_at_its_capture() {
    let claim = |text: &str| {
        format!("[[claim]]\nid = \"句\"\ntext = \"{text}\"\nexpect = '总 == 大修 + 中修'\n")
    };
    let unit = claim("养护费{总:amount}，大修{大修:amount}万元，中修{中修:amount}");
    let (place, message, advice) = only(&[("a.toml", &unit)]);
    assert_eq!(place, "{大修:amount}万元");
    assert!(message.contains("连单位一起取"), "{message}");
    assert!(advice.contains("大修{大修:amount}，中修"), "{advice}");
    let share = claim("养护费{总:percent}%，大修{大修:percent}，中修{中修:percent}");
    assert!(only(&[("a.toml", &share)]).1.contains("{总:percent} 连单位一起取"));
    let count = claim("养护费{总:amount}，大修{大修:count}万元，中修{中修:amount}");
    let (place, _, advice) = only(&[("a.toml", &count)]);
    assert_eq!(place, "大修");
    assert!(advice.contains("{大修:amount}"), "{advice}");
}

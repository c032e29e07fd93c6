//! Slips near those of clerks: the mark stands on the slip, and what is told can be typed.

use crate::clerks_typed::{formula, one, rule, told};

fn param(lines: &str, body: &str, words: &[&str]) {
    one(&[("a.toml", &format!("[param]\n{lines}\n{}", rule(body)))], words);
}

fn accepted(lines: &str, body: &str) {
    let text = format!("[param]\n{lines}\n{}", rule(body));
    assert_eq!(told(&[("a.toml", &text)]), [""; 0], "{text}");
}

#[test]
fn the_value_without_a_unit_is_marked_not_its_key() {
    let lookup = "expect = '金额 <= lookup(param.限额, 类别)'";
    for value in ["\"380\"", "380"] {
        let table = format!("\"限额\" = {{ \"甲\" = \"480元\", \"乙\" = {value} }}");
        param(&table, lookup, &[&format!("{value} |"), "没有单位", "\"乙\" = \"380元\""]);
    }
    let words = "\"限额\" = { \"甲\" = \"480元\", \"乙\" = \"很多\" }";
    param(words, lookup, &["\"很多\" |", "应当是数"]);
    // a table that was pasted has lines
    let pasted = "\"限额\" = \"\"\"\n甲\t480元\n乙\t380\n\"\"\"";
    param(pasted, lookup, &["乙 |", "没有单位"]);
}

#[test]
fn a_parameter_that_counts_is_no_amount() {
    let body = "expect = '金额 <= 人数 * param.上限'";
    param("\"上限\" = \"550块\"", body, &["\"550块\" |", "“550块”是个数", "\"上限\" = \"550元\""]);
    param("\"上限\" = \"550\"", body, &["param.上限 |", "没有单位的数", "\"上限\" = \"550元\""]);
}

#[test]
fn percentage_points_are_a_value_of_parameters() {
    let percent = "percent(食宿费, 金额) - percent(师资费, 金额)";
    accepted("\"幅度\" = \"3个百分点\"", &format!("expect = '{percent} <= param.幅度'"));
    let price = "expect = '金额 <= 食宿费 * (1 + param.上浮)'";
    let said = ["\"20个百分点\" |", "是百分点", "\"上浮\" = \"20%\""];
    param("\"上浮\" = \"20个百分点\"", price, &said);
    param("\"上浮\" = \"20个百分点\"", "expect = '金额 <= 食宿费 * param.上浮'", &said);
    formula("'金额 <= 食宿费 * (1 + 20个百分点)'", &["20个百分点 |", "写成百分数：20%"]);
    accepted("\"上浮\" = \"20%\"", price);
}

#[test]
fn a_parameter_is_called_as_formulas_can_write_it() {
    let body = "expect = '金额 >= 0'";
    for (name, meant) in [("上-限", "上_限"), ("上 限", "上_限"), ("限额（县级）", "限额_县级")]
    {
        let help = format!("param.{meant}");
        param(&format!("\"{name}\" = \"5元\""), body, &["写不了", &help]);
        accepted(&format!("\"{meant}\" = \"5元\""), &format!("expect = '金额 >= {help}'"));
    }
    param("\"2024限额\" = \"5元\"", body, &["以数字开头", "param.第2024限额"]);
}

#[test]
fn a_parameter_has_one_value_in_a_ruleset() {
    let first = rule("expect = '金额 >= param.下限'") + "\n[param]\n\"下限\" = \"1元\"\n";
    let second = "[param]\n\"下限\" = \"2元\"\n";
    let words = ["\"下限\" |", "写了两次", "a.toml", "\"1元\""];
    one(&[("a.toml", &first), ("b.toml", second)], &words);
}

#[test]
fn a_score_by_a_hundred_is_a_share() {
    let form = "[[form]]\nid = \"表\"\ntitle = [\"评分情况表\"]\ncolumns = [\n  { name = \"项目\", kind = \"label\" },\n  { name = \"得分\", kind = \"score\" },\n  { name = \"执行率\", kind = \"percent\" },\n  { name = \"支出\", kind = \"amount\" },\n  { name = \"预算\", kind = \"amount\" },\n]\n[[rule]]\nid = \"核\"\nform = \"表\"\n";
    let said = |expect: &str| told(&[("a.toml", &format!("{form}expect = '{expect}'\n"))]);
    for right in ["得分 / 100 == 执行率", "执行率 == 得分 / 100", "支出 / 预算 <= 得分 / 100"]
    {
        assert_eq!(said(right), [""; 0], "{right}");
    }
    for wrong in ["支出 / 预算 * 100 == 执行率", "执行率 / 100 == 支出 / 预算"] {
        assert!(said(wrong)[0].contains("不乘 100"), "{wrong}: {:?}", said(wrong));
    }
}

#[test]
fn what_is_blank_is_no_text() {
    formula("'类别 == \"\"'", &["\"\" |", "!present(类别)"]);
    one(&[("a.toml", &rule("when = '\"\" == 类别'\nexpect = '金额 >= 0'"))], &["present(类别)"]);
    accepted(
        "\"a\" = 1",
        "when = 'or(类别, \"\") == \"\" && 人数 > param.a'\nexpect = '金额 >= 0'",
    );
}

#[test]
fn empty_lists_and_conditions_are_told() {
    for key in ["expect", "any"] {
        one(&[("a.toml", &rule(&format!("{key} = []")))], &[&format!("{key} = [] |"), "是空的"]);
    }
    for line in ["agency = []", "agency = \"\"", "documents = []"] {
        let text = rule(&format!("{line}\nexpect = '金额 >= 0'"));
        one(&[("a.toml", &text)], &[&format!("{line} |"), "不起作用"]);
    }
    for line in ["pairs = []", "stop = []", "printed = \"限额\"\nin = []"] {
        let text = format!("[[wording]]\nid = \"字\"\n{line}\n");
        one(&[("a.toml", &text)], &[&format!("{} |", line.rsplit('\n').next().unwrap()), "是空的"]);
    }
    let blank = rule("when = ''\nexpect = '金额 >= 0'");
    one(&[("a.toml", &blank)], &["'' |", "when = '金额 > 0'", "删去 when"]);
    let id = rule("expect = '金额 >= 0'").replace("\"核对\"", "\"\"");
    one(&[("a.toml", &id)], &["\"\" |", "id = \"培训表-核对\""]);
}

#[test]
fn advice_is_whole() {
    formula(
        "'!(食宿费 > 金额) && (食宿费 + 师资费) * 2 > 0元 && 人数'",
        &["expect = ['食宿费 <= 金额', '(食宿费 + 师资费) * 2 > 0元', 'present(人数)']"],
    );
    formula("'人数 == days(结业 - 开班) + 1'", &["结业 - 开班 |", "人数 == days(开班, 结业) + 1"]);
    formula("'人数 == DAYS(结业 - 开班)'", &["人数 == days(开班, 结业)"]);
    formula("'金额 >= previous(合计行)'", &["合计行 |", "previous(金额)"]);
    formula("'\"人数\" > 0人'", &["\"人数\" > 0人 |", "写成 人数 > 0人"]);
    formula("'80人 >= \"人数\"'", &["\"人数\" |", "写成 80人 >= 人数"]);
    formula("'金额 >= sum(above(培训表.合计行))'", &["培训表.合计行 |", "above(合计行)"]);
    let own = told(&[("a.toml", &rule("expect = '金额 == 食宿费 + 人数'"))]);
    assert!(!own[0].contains("食宿费 * 人数"), "{own:?}");
    let message = rule("expect = '金额 >= 0'\nmessage = \"{金额:.2f}\"");
    one(&[("a.toml", &message)], &[":.2f |", "写成 {金额}"]);
    let script = rule("script = \"核对.rhai\"");
    one(&[("a.toml", &script)], &["\"核对.rhai\" |", "script_file = \"核对.rhai\""]);
    let remark = format!("＃ 说明\n{}", rule("expect = '金额 >= 0'"));
    one(&[("a.toml", &remark)], &["＃ |", "全角", "# 说明"]);
    let early = format!("[[rule.case]]\ngiven = \"\"\n\n{}", rule("expect = '金额 >= 0'"));
    one(&[("a.toml", &early)], &["写在 [[rule]] 前面"]);
}

#[test]
fn captures_say_what_they_read() {
    let claim = |text: &str, expect: &str| {
        format!("[[claim]]\nid = \"句\"\ntext = \"{text}\"\nexpect = \"{expect}\"\n")
    };
    let apart = claim(
        "培训费预算{预算:amount}，支出{决算:amount}，完成预算的{完成:amount}",
        "完成 == percent(决算, 预算)",
    );
    one(&[("a.toml", &apart)], &["完成 |", "取的是金额", "{完成:percent}"]);
    let twice = claim("培训费预算{金额:amount}，支出{金额:amount}", "金额 >= 0");
    one(&[("a.toml", &twice)], &["{金额:amount} |", "{金额2:amount}"]);
}

#[test]
fn conditions_of_two_names_that_exclude_each_other_are_told() {
    for when in [
        "食宿费 > 金额 && 食宿费 < 金额",
        "食宿费 > 金额 && 金额 > 食宿费",
        "食宿费 > 10万元 && !(食宿费 > 5万元)",
    ] {
        let text = rule(&format!("when = '{when}'\nexpect = '师资费 >= 0'"));
        one(&[("a.toml", &text)], &["永远不成立"]);
    }
    for when in ["食宿费 >= 金额 && 食宿费 <= 金额", "食宿费 > 金额 && 食宿费 < 师资费"]
    {
        accepted(
            "\"a\" = 1",
            &format!("when = '{when} && 人数 > param.a'\nexpect = '师资费 >= 0'"),
        );
    }
}

#[test]
fn brackets_are_counted_as_they_are_told() {
    for (side, depth) in [("left", 64), ("right", 64), ("left", 65), ("right", 65)] {
        let inner = format!("{}食宿费{}", "(".repeat(depth), ")".repeat(depth));
        let expect = if side == "left" {
            format!("{inner} <= 金额")
        } else {
            format!("金额 >= {inner}")
        };
        let all = told(&[("a.toml", &rule(&format!("expect = '{expect}'")))]);
        assert_eq!(all.len(), usize::from(depth > 64), "{side} {depth}: {all:?}");
        assert!(all.iter().all(|one| one.contains("最多 64 层")));
    }
}

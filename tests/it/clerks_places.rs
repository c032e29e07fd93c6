//! Slips that were not seen, told at another place than their own or with other advice than what
//! can be typed: each with its place, and what to type.

use crate::command::run;

const FORM: &str = r#"
[[form]]
id = "会议表"
title = ["会议费支出明细表"]
columns = [
  { name = "会议", kind = "label", header = ["会议名称"] },
  { name = "月份", kind = "text" },
  { name = "人数", kind = "count", header = ["参会人数"] },
  { name = "住宿费", kind = "amount" },
  { name = "其他", kind = "amount" },
  { name = "付款", kind = "date", header = ["付款日期"], optional = true },
  { name = "金额", kind = "amount", header = ["合计"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

/// What the program says of a folder of rules, in one line without blanks.
fn said(rules: &str, head: &str, command: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let ruleset = format!("name = \"本局\"\nextends = \"national\"\nlanguage = 2\n{head}");
    std::fs::write(own.join("ruleset.toml"), ruleset).unwrap();
    std::fs::write(own.join("a.toml"), rules).unwrap();
    let (_, out, err) = run(folder.path(), &["rules", command, "本局"]);
    format!("{err}{out}").split_whitespace().collect()
}

fn check(rules: &str) -> String {
    said(&format!("{FORM}{rules}"), "", "check")
}

fn rule(key: &str, formula: &str) -> String {
    let also = if key == "when" { "expect = '金额 >= 住宿费'\n" } else { "" };
    format!("[[rule]]\nid = \"甲\"\nform = \"会议表\"\n{key} = '{formula}'\n{also}")
}

#[test]
fn formulas_are_told_what_to_type() {
    let cases: &[(String, &str)] = &[
        (rule("when", "其他 <> \"\""), "写present(其他)"),
        (rule("when", "月份 >= 7"), "月份是文字列"),
        (rule("when", "0 < 人数 < 500"), "条件写成0<人数&&人数<500"),
        (rule("expect", "付款 <= 2024/12/31"), "日期写成2024-12-31"),
        (rule("expect", "其他 <= 10%"), "写成其他<=金额*10%"),
        (rule("expect", "金额 <= 住宿费 * 人数 * 550元"), "住宿费在表样里写的是金额"),
        (rule("expect", "金额 <= 上年.金额"), "写成上年.会议表.合计行.金额"),
        (rule("expect", "金额 <= min(人数 * 500元, 60,000元)"), "写成60000元"),
        (rule("expect", "金额 == 住宿费 + 其他；人数 > 0"), "[\"金额==住宿费+其他\",\"人数>0\"]"),
        (rule("expect", "sum(会议表.会议) <= 12"), "写count(会议表.会议)"),
        (rule("expect", "金额 >= 会议表[0301].金额"), "加引号：[\"0301\"]"),
        (
            "[[rule]]\nid = \"甲\"\nexpect = '金额 == 住宿费 + 其他'\n".to_owned(),
            "加form=\"会议表\"",
        ),
    ];
    for (rules, help) in cases {
        let said = check(rules);
        assert!(said.contains(help) && said.contains("有1处错误"), "{rules}\n{said}");
    }
    // two parameters with a blank between them are two
    let said = check(&rule("expect", "金额 <= min(60, 100) * 1元"));
    assert!(!said.contains("数里不写逗号"), "{said}");
    // what stands in brackets as it is printed is found
    assert!(check(&rule("expect", "金额 >= 会议表[301].金额")).contains("没有错误"));
}

#[test]
fn a_name_that_stands_twice_is_told_once() {
    let form = FORM.replace("\"合计行\"", "\"金额\"");
    let rules = rule("expect", "金额 == sum(above(金额))");
    let told = said(&format!("{form}{rules}"), "", "check");
    assert!(told.contains("用了两次") && told.contains("金额行"), "{told}");
    assert!(told.contains("有1处错误"), "{told}");
}

#[test]
fn a_capture_that_a_sentence_fills_twice_is_told() {
    let claim = |text: &str| {
        check(&format!("[[claim]]\nid = \"句\"\ntext = \"{text}\"\nexpect = \"金额 <= 1万元\"\n"))
    };
    let told = claim("会议费{金额:amount}，其中住宿费{金额:amount}");
    assert!(told.contains("取值金额在一句里写了两次"), "{told}");
    let told = claim("会议费{金额:amount}(，其中住宿费{金额:amount})?");
    assert!(told.contains("写了两次"), "{told}");
    // either of two stands there
    for text in
        ["会议费({金额:amount}|共计{金额:amount})", "会议费({金额:amount}，)?另(有{金额:amount})?"]
    {
        let told = claim(text);
        assert!(told.contains("没有错误"), "{text} {told}");
    }
}

#[test]
fn keys_and_rows_among_parameters_are_told() {
    let rules = rule("expect", "金额 <= 人数 * param.上限");
    let told = check(&format!("{rules}[param]\n\"上限\" = \"550元\"\nseverity = \"warning\"\n"));
    assert!(told.contains("severity不是参数，是规则的键"), "{told}");
    let table = "[param]\n\"限额\" = \"\"\"\n处级\t500元\n科级\t400元\n处级\t450元\n\"\"\"\n";
    let told = check(&format!("{table}{}", rule("expect", "金额 <= lookup(限额, 会议)")));
    assert!(told.contains("限额里处级写了两次") && told.contains("[本局/a.toml:19:1]"), "{told}");
    let table = "[param]\n\"费率\" = { \"100万元以下\" = \"1.5%\", \"100万元以上\" = \"1.1%\" }\n";
    let told = check(&format!("{table}{}", rule("expect", "其他 <= steps(费率, 金额)")));
    assert!(told.contains("100万元以下不是起点数") && told.contains("a.toml:16:"), "{told}");
    assert!(told.contains("有1处错误"), "{told}");
}

#[test]
fn texts_that_are_never_found_are_told() {
    let form = FORM.replace("会议费支出明细表", "会议费支出明细表、会议费明细表");
    let rules = rule("expect", "金额 >= 住宿费");
    let told = said(&format!("{form}{rules}"), "", "check");
    assert!(told.contains("title=[\"会议费支出明细表\",\"会议费明细表\"]"), "{told}");
    // a list within one title is one
    let form = FORM.replace("会议费支出明细表", "会议费、培训费支出表");
    let told = said(&format!("{form}{rules}"), "", "check");
    assert!(told.contains("没有错误") && !told.contains("提醒一对引号"), "{told}");
    let told = check("[[claim]]\nid = \"句\"\ntext = \"会议费.*支出{金额:amount}\"\n");
    assert!(told.contains("改用…"), "{told}");
}

#[test]
fn scripts_and_levels_of_other_programs_are_told() {
    let basic = "for 项 in rows(会议表) {\n  If 项.人数 > 0 Then\n    expect(项.金额 > 项.其他);\n  End If\n}";
    let told = check(&format!("[[rule]]\nid = \"甲\"\nscript = '''\n{basic}\n'''\n"));
    assert!(told.contains("没有Then、EndIf"), "{told}");
    let tree = "tree = { code = \"会议\", levels = [3, 2, 2], total = \"合计行\" }";
    let told = check(&format!("[[rule]]\nid = \"甲\"\nform = \"会议表\"\n{tree}\n"));
    assert!(told.contains("levels=[3,5,7]"), "{told}");
}

#[test]
fn what_a_case_lacks_is_told() {
    let rules = rule("expect", "金额 == 住宿费 + 其他");
    let told = check(&format!("{rules}[[rule.case]]\nexpect = \"holds\"\n"));
    assert!(told.contains("用例没有小文件（given）"), "{told}");
    let told = check(&format!("{rules}[[rule.case]]\ngiven = \"甲\"\n"));
    assert!(told.contains("没有写expect"), "{told}");
    let given =
        "会议费支出明细表\n会议名称,月份,参会人数,住宿费,其他,合计\n甲,3月,2,10.00,2.00,13.00";
    let case = format!("[[rule.case]]\ngiven = \"\"\"\n{given}\n\"\"\"\nexpect = \"violation\"\n");
    let told = check(&format!("{rules}{case}"));
    assert!(told.contains("会议名称|月份|参会人数|住宿费|其他|合计"), "{told}");
    let told = said(&format!("{FORM}{rules}{case}"), "", "test");
    assert!(told.contains("没有认出是一张表：小文件里各格用|隔开"), "{told}");
    // a condition that was not met is named
    let rules = rule("when", "人数 > 100");
    let case = case.replace(',', "|").replace("\"violation\"", "\"holds\"");
    let told = said(&format!("{FORM}{rules}{case}"), "", "test");
    assert!(told.contains("条件（when）没有一处成立"), "{told}");
}

#[test]
fn rules_in_the_head_of_a_ruleset_are_sent_to_a_file_of_their_own() {
    let told = said(FORM, "\n[[rule]]\nid = \"甲\"\n", "check");
    assert!(told.contains("[[rule]]这一段整段移到同一个文件夹里写规则的另一个.toml文件"), "{told}");
}

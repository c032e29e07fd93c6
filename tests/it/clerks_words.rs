//! What clerks write who know Excel, another language or an older habit: each slip is told once, at
//! its place, with what to type.

use crate::command::run;
use std::path::Path;

const FORM: &str = r#"
[[form]]
id = "会议表"
title = ["会议费支出明细表"]
columns = [
  { name = "会议", kind = "label", header = ["会议名称"] },
  { name = "人数", kind = "count", header = ["参会人数"] },
  { name = "类别", kind = "text", optional = true },
  { name = "住宿费", kind = "amount" },
  { name = "比重", kind = "percent", optional = true },
  { name = "开会", kind = "date", header = ["开会日期"], optional = true },
  { name = "金额", kind = "amount", header = ["合计"] },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

fn folder(rules: &str, more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("本局");
    std::fs::create_dir_all(&own).unwrap();
    let head = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";
    std::fs::write(own.join("ruleset.toml"), head).unwrap();
    std::fs::write(own.join("a.toml"), format!("{FORM}\n{rules}")).unwrap();
    for (name, text) in more {
        std::fs::write(own.join(name), text).unwrap();
    }
    folder
}

/// What `rules check` says of rules behind the form, in one line without blanks.
fn said(rules: &str) -> (Option<i32>, String) {
    let folder = folder(rules, &[]);
    let (code, out, err) = run(folder.path(), &["rules", "check", "本局"]);
    (code, format!("{err}{out}").split_whitespace().collect())
}

fn formula(expect: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nform = \"会议表\"\nexpect = '{expect}'\n")
}

fn condition(when: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nform = \"会议表\"\nwhen = '{when}'\nexpect = '金额 >= 住宿费'\n"
    )
}

fn script(text: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nscript = '''\n{text}\n'''\n")
}

#[test]
fn each_slip_is_told_once_with_what_to_write() {
    let table = "[param]\n\"限额\" = { \"甲\" = \"50万元\", \"乙\" = \"80%\" }\n";
    let cases: &[(String, &str)] = &[
        (condition("会议 包含 \"工作\""), "写成contains(会议,"),
        (condition("类别 in [\"货物\", \"服务\"]"), "类别==\"货物\"||类别==\"服务\""),
        (condition("人数 > \"10\""), "数不加引号：10"),
        (condition("present(金额) == 1"), "条件本身就是真假"),
        (formula("金额 >= 住宿费 && 人数 > 0"), "expect=['金额>=住宿费','人数>0']"),
        (formula("金额 >= 住宿费 || 人数 > 0"), "any=['金额>=住宿费','人数>0']"),
        (formula("合计行 == sum(above(\"合计行\"))"), "行名不加引号：above(合计行)"),
        (formula("合计行 == sum(above(\"合计\"))"), "行名不加引号：above(合计行)"),
        (formula("金额 <= max(住宿费, 10)"), "金额与数不能放在一起取一个"),
        (formula("金额 <= 1000 万元"), "写成1000万元"),
        (formula("金额 <= 一百万元"), "用阿拉伯数字写"),
        (format!("[param]\n\"上限\" = \"100万元\"\n{}", formula("金额 <= 上限")), "写成param.上限"),
        (format!("[param]\n\"上限\" = \"100万\"\n{}", formula("金额 <= param.上限")), "写成\"上限\"=\"100万元\""),
        (format!("{table}{}", formula("金额 <= lookup(限额, 会议)")), "甲的是金额，乙的是百分数"),
        ("[[claim]]\nid = \"句\"\ntext = \"会议费{数:金额}\"\n".to_owned(), "写成amount"),
        (script("for (i = 0; i < 9; i++) { }"), "for项inrows(表样)"),
        (script("for 项 in rows(会议表) { expect(项.合计 >= \"1元\", \"甲\"); }"), "列名是金额"),
        (script("for 项 in rows(会议表) { expect(项.科目名称 == \"甲\", \"甲\"); }"), "会议表没有列科目名称"),
        (script("if doc.year == \"2024\" { report(\"甲\"); }"), "数不加引号：2024"),
        (
            format!("[param]\n\"限额\" = {{ \"甲\" = \"50万元\" }}\n{}", script("for 项 in rows(会议表) { expect(项.金额 <= 限额[`${项.会议}`], \"甲\"); }")),
            "param.限额[名称]",
        ),
        (
            format!("[param]\n\"限额\" = {{ \"甲\" = \"50万元\" }}\n{}", script("for 项 in rows(会议表) { expect(项.金额 <= 项.人数 * lookup(限额, 项.会议), \"甲\"); }")),
            "写成param.限额[项.会议]",
        ),
        (
            format!("[param]\n\"费率\" = {{ \"0元\" = \"1.5%\" }}\n{}", script("for 项 in rows(会议表) { expect(项.金额 <= steps(费率, 项.住宿费), \"甲\"); }")),
            "expect=\"列名<=steps(费率,住宿费)\"",
        ),
        (
            script("expect(会议表.合计行.金额 == sum(会议表.金额, 人数 > 0), \"甲\");"),
            "写成sum(会议表.金额,|项|项.人数>0)",
        ),
        (
            script("expect(会议表.合计行.金额 == sum(会议表.金额, 会议表.人数 > 0), \"甲\");"),
            "写成sum(会议表.金额,|项|项.人数>0)",
        ),
        (formula("金额 >= 0 || 金额 < 0"), "两边总有一边成立，等于没有核对"),
        (formula("金额 == 住宿费").replace("expect", "each = \"rows\"\nexpect"), "写成each=\"row\""),
        (
            formula("合计行 == sum(会议表.金额)").replace("expect", "rows = \"leaves\"\nexpect"),
            "公式里写了行名的，没有哪些行可选：删去rows这一行",
        ),
        (
            formula("金额 == 住宿费").replace("expect", "accepted = true\nexpect"),
            "写成accepted=\"张某2026-11-28\"",
        ),
        (
            "[[claim]]\nid = \"句\"\ntext = \"会议费{数:amount}\"\nscope = [\"第五部分监督方式\"]\n\n[[part]]\nid = \"监督方式\"\nstart = [\"第五部分\"]\n".to_owned(),
            "不写标题：写成\"监督方式\"",
        ),
        ("[[form]]\nid = \"乙表\"\nunit = \"人民币\"\ncolumns = [{ name = \"项目\", kind = \"label\" }]\n".to_owned(), "金额写元、万元"),
        (FORM.replace("会议表", "乙表").replace("\"amount\" }", "\"amount \" }"), "引号里前后不留空格"),
    ];
    for (rules, wanted) in cases {
        let (code, said) = said(rules);
        assert_eq!(code, Some(2), "{rules}\n{said}");
        assert!(said.contains(wanted), "{wanted}\n{rules}\n{said}");
    }
    // a key that is misspelt has no further consequences
    let (_, said) = said(&format!(
        "{}{}",
        FORM.replace("会议表", "乙表").replace("columns", "colums"),
        "[[rule]]\nid = \"乙\"\nform = \"乙表\"\nexpect = \"金额 == 住宿费\"\n"
    ));
    assert_eq!(said.matches("规则有误").count(), 1, "{said}");
    assert!(said.contains("是不是columns？"), "{said}");
    // a percentage in quotes beside a score keeps its one sign
    let text = script("for 项 in rows(会议表) { if 项.人数 > \"90%\" { report(项, \"甲\"); } }");
    let (_, percent) = self::said(&text);
    assert!(percent.contains("不能比较") && !percent.contains("90%%"), "{percent}");
}

#[test]
fn what_a_rule_folder_says_of_itself_is_told_with_what_to_write() {
    let heads = [
        ("name = \"本局\"\nextends = \"本局\"\n", "extends写了自己的名称"),
        (
            "name = \"本局\"\nextends = \"national\"\nrequires = \"9.2以上\"\n",
            "写成requires=\">=0.",
        ),
    ];
    for (head, wanted) in heads {
        let folder = folder(&formula("金额 >= 住宿费"), &[]);
        std::fs::write(folder.path().join("本局/ruleset.toml"), head).unwrap();
        let (code, out, err) = run(folder.path(), &["rules", "check", "本局"]);
        let said: String = format!("{err}{out}").split_whitespace().collect();
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
}

#[test]
fn a_case_below_another_item_is_told() {
    let claim = "[[claim]]\nid = \"句\"\ntext = \"会议费{数:amount}\"\n";
    let case = "[[claim.case]]\ngiven = \"会议费80万元。\"\nexpect = \"none\"\n";
    let (_, right) = said(&format!("{claim}\n{case}\n{}", formula("金额 >= 住宿费")));
    assert!(!right.contains("跟在"), "{right}");
    let (_, astray) = said(&format!("{claim}\n{}\n{case}", formula("金额 >= 住宿费")));
    assert!(astray.contains("这条rule的用例写成[[rule.case]]"), "{astray}");
}

#[test]
fn days_that_are_turned_are_told_whichever_way_they_are_bounded() {
    let rules = formula("days(开会, 结束) >= 3天").replace("结束", "散会");
    let form = FORM.replace(
        "  { name = \"金额\"",
        "  { name = \"散会\", kind = \"date\", header = [\"散会日期\"] },\n  { name = \"金额\"",
    );
    let folder = folder("", &[]);
    std::fs::write(folder.path().join("本局/a.toml"), format!("{form}\n{rules}")).unwrap();
    let table = "会议名称 | 参会人数 | 住宿费 | 开会日期 | 散会日期 | 合计";
    let text = format!(
        "会议费支出明细表\n单位：元\n{table}\n甲 | 8 | 100 | 2024-03-09 | 2024-03-04 | 200\n乙 | 9 | 100 | 2024-05-12 | 2024-05-06 | 300\n"
    );
    std::fs::write(folder.path().join("b.txt"), text).unwrap();
    let (_, out, err) = run(folder.path(), &["rules", "check", "本局", "--on", "b.txt"]);
    let said: String = format!("{err}{out}").split_whitespace().collect();
    assert!(said.contains("写成days(散会,开会)"), "{said}");
}

#[test]
fn what_can_have_no_effect_is_told() {
    let cases = [
        (
            format!("{}agency = \"甲局、乙局\"\n", formula("金额 >= 住宿费")),
            "agency=[\"甲局\",\"乙局\"]",
        ),
        (
            "[[claim]]\nid = \"句\"\ntext = \"会议费.*{数:amount}\"\nexpect = \"数 >= 0\"\n"
                .to_owned(),
            "不是正则表达式",
        ),
        (
            "[[claim]]\nid = \"句\"\ntext = [\"会议费\\\\d元\", \"会议{数:amount}\"]\n".to_owned(),
            "不是正则表达式",
        ),
    ];
    for (rules, wanted) in cases {
        let (code, said) = said(&rules);
        assert!(code == Some(0) && said.contains(wanted), "{wanted}\n{said}");
    }
    let waiver = "[[waiver]]\nrule = \"甲\"\nagency = \"甲局，乙局\"\nreason = \"属实\"\n";
    let folder = folder(&formula("金额 >= 住宿费"), &[("waivers.toml", waiver)]);
    let (_, _, err) = run(folder.path(), &["rules", "check", "本局"]);
    assert!(err.contains("每个单位各写一条"), "{err}");
}

fn on(root: &Path, document: &str) -> String {
    std::fs::write(root.join("d.txt"), document).unwrap();
    run(root, &["rules", "check", "本局", "--on", "d.txt"]).1
}

const DOCUMENT: &str = "某县水利局2024年度部门决算\n\n会议费支出明细表\n单位：元\n会议名称 | 参会人数 | 开会日期 | 住宿费 | 合计\n\
                        年会 | 80 | 2024年5月6日 | 3000 | 3000\n培训 | 20 | 2024年3月6日 | 500 | 500\n";

#[test]
fn no_rule_of_the_author_is_lost() {
    let rules = format!(
        "{}from = 2025\n[[rule]]\nid = \"乙\"\nform = \"会议表\"\nexpect = '金额 >= 住宿费'\nuntil = 2020\n\
         [[rule]]\nid = \"丙\"\nform = \"会议表\"\nwhen = 'doc.agency == \"某县教育局\"'\nexpect = '金额 >= 住宿费'\n\
         [[rule]]\nid = \"丁\"\nform = \"会议表\"\nwhen = '人数 > 0 && doc.year == 2022'\nexpect = '金额 >= 住宿费'\n\
         [[rule]]\nid = \"戊\"\nscript = '''\nfor 项 in rows(会议表) {{ if 项.会议 == \"茶话会\" {{ expect(项.金额 >= 项.住宿费, \"戊\"); }} }}\n'''\n\
         [[rule]]\nid = \"己\"\nscript = '''\nfor 项 in rows(会议表) {{ if 项.会议 == \"茶话会\" {{ report(项, \"己\"); }} }}\n'''\n",
        formula("金额 >= 住宿费")
    );
    let folder = folder(&rules, &[]);
    let out = on(folder.path(), DOCUMENT);
    for (rule, words) in [
        ("甲", "只用于 2025.. 年度（文件是 2024 年）"),
        ("乙", "只用于 ..2020 年度（文件是 2024 年）"),
        ("丙", "文件的单位是“某县水利局”"),
        ("丁", "文件是 2024 年"),
        ("戊", "脚本没有走到 expect：条件 项.会议 == \"茶话会\" 没有一处成立"),
        ("己", "看过，没有要说的：条件 项.会议 == \"茶话会\" 没有一处成立"),
    ] {
        let line = out.lines().find(|line| line.trim_start().starts_with(&format!("{rule} ")));
        assert!(line.is_some_and(|line| line.contains(words)), "{rule} {words}\n{out}");
    }
    let never = out.lines().find(|line| line.contains("条件从未成立的规则")).unwrap();
    assert!(
        never.contains("丙")
            && never.contains("丁")
            && never.contains("戊")
            && never.contains("己"),
        "{never}"
    );
    // the same in the report of the document
    let (_, out, _) = run(folder.path(), &["check", "d.txt", "--rules", "本局"]);
    let out: String = out.split_whitespace().collect();
    assert!(out.contains("甲（没有适用：这条规则只用于2025..年度"), "{out}");
}

#[test]
fn days_and_words_that_own_rules_compare_are_checked() {
    let rules = formula("开会 <= 2024-04-01");
    let folder = folder(&rules, &[]);
    let late = DOCUMENT.replace(" | 3000 | 3000", " | | 3000").replace(" | 500 | 500", " | | 500");
    std::fs::write(folder.path().join("d.txt"), &late).unwrap();
    let (code, out, _) = run(folder.path(), &["check", "d.txt", "--rules", "本局"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(!out.contains("没有可以核对的内容"), "{out}");
    assert!(out.contains("应当不晚于2024-04-01") && !out.contains("不大于2024"), "{out}");
    std::fs::write(folder.path().join("d.txt"), late.replace("5月", "2月")).unwrap();
    assert_eq!(run(folder.path(), &["check", "d.txt", "--rules", "本局"]).0, Some(0));
}

#[test]
fn prices_and_percentages_of_rules_stand_in_the_arithmetic() {
    let rules = format!(
        "[param]\n\"人均\" = \"20元/人\"\n{}[[rule]]\nid = \"乙\"\nform = \"会议表\"\nexpect = '比重 - 50% >= 3个百分点'\n",
        formula("金额 <= 人数 * param.人均")
    );
    let folder = folder(&rules, &[]);
    let text = "某县水利局2024年度部门决算\n\n会议费支出明细表\n单位：元\n会议名称 | 参会人数 | 住宿费 | 比重 | 合计\n\
                年会 | 80 | 3000 | 40% | 3000\n";
    std::fs::write(folder.path().join("d.txt"), text).unwrap();
    let args = ["check", "d.txt", "--rules", "本局", "--format", "concise"];
    let (_, out, _) = run(folder.path(), &args);
    assert!(out.contains("80 × 20 ＝ 1600") && out.contains("40% － 50% ＝ -10%"), "{out}");
}

#[test]
fn a_figure_of_a_sentence_is_called_by_its_words() {
    let folder = folder("", &[]);
    let text = "某县水利局2024年度部门决算\n\n一、说明\n\n本年公务接待费12,345.67元，比上年11,111.11元增加1,234.55元。\n\n\
                培训费20.00万元，较上年的25.00万元下降25.00%。\n\n会议费支出50.00万元，占总支出200.00万元的20.00%。\n";
    std::fs::write(folder.path().join("d.txt"), text).unwrap();
    let (_, out, _) = run(folder.path(), &["check", "d.txt", "--format", "concise"]);
    for words in ["正文“增加”", "正文“下降”", "正文“占总支出200.00万元的”"]
    {
        assert!(out.contains(words), "{words}\n{out}");
    }
    assert!(!out.contains("正文 "), "{out}");
}

#[test]
fn rules_of_which_the_document_has_nothing_are_counted() {
    let folder = folder("", &[]);
    std::fs::write(folder.path().join("d.txt"), DOCUMENT).unwrap();
    let (_, out, _) = run(folder.path(), &["check", "d.txt", "--all"]);
    assert!(out.contains("内置规则中不适用的") && out.lines().count() < 100, "{out}");
}

#[test]
fn a_table_with_a_column_that_no_form_knows_is_shown_once() {
    let folder = folder("", &[]);
    let text = "某县水利局2024年度部门决算\n\n支出决算表\n单位：万元\n\
                科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 怪栏 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n\
                 | 合计 | 30.00 | 18.00 | 12.00 | 5.00 | | |\n201 | 一般公共服务支出 | 10.00 | 8.00 | 2.00 | 2.00 | | |\n\
                205 | 教育支出 | 20.00 | 10.00 | 10.00 | 3.00 | | |\n";
    std::fs::write(folder.path().join("d.txt"), text).unwrap();
    let (_, out, _) = run(folder.path(), &["tables", "d.txt"]);
    assert_eq!(out.matches("20.00").count(), 1, "{out}");
    assert!(out.contains("怪栏（表样里没有"), "{out}");
}

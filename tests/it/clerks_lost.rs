//! Comparisons that a rule loses without a word, formulas that its name has otherwise, and advice that is to
//! be typed in: each is told at its line, and what is right stays silent.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORMS: &str = r#"[param]
"班次补贴" = { "早班" = "30元", "晚班" = "60元" }

[[form]]
id = "渡口表"
title = "渡口运行情况表"
columns = [
  { name = "船号", kind = "code", header = "渡船编号" },
  { name = "渡口", kind = "label" },
  { name = "航次", kind = "count" },
  { name = "载客", kind = "count" },
  { name = "收入", kind = "amount" },
  { name = "月均", kind = "amount" },
  { name = "班次", kind = "text" },
  { name = "补贴", kind = "amount" },
]
rows = [
  { name = "北渡行", label = "北渡" },
  { name = "合计行", label = "合计", total = true },
]

[[form]]
id = "检修表"
title = "渡船检修费用表"
columns = [
  { name = "船号", kind = "code", header = "渡船编号" },
  { name = "项目", kind = "label" },
  { name = "费用", kind = "amount" },
  { name = "运行收入", kind = "amount" },
  { name = "送修日", kind = "date" },
  { name = "取回日", kind = "date" },
]

[[claim]]
id = "渡运"
name = "全年渡运"
text = "全年渡运收入{收入:amount}，救生衣发放{发放:count}，归还{归还:count}，归还率{归还率:percent}"

"#;

const DOCUMENT: &str = "青石县交通局2024年度部门决算\n\n全年渡运收入1.80万元，救生衣发放400件，归还380件，归还率95.00%。\n\n渡口运行情况表\n单位：元\n\n渡船编号\t渡口\t航次\t载客\t收入\t月均\t班次\t补贴\nD01\t北渡\t100\t2000\t6000\t500\t早班\t30\nD02\t南渡\t150\t3000\t7200\t600\t晚班\t60\nD03\t新渡口\t90\t1500\t4800\t400\t早班\t30\n合计\t\t340\t6500\t18000\t1500\t\t120\n\n渡船检修费用表\n单位：元\n\n渡船编号\t项目\t费用\t运行收入\t送修日\t取回日\nD01\t船底\t900\t6000\t2024-03-01\t2024-03-04\nD02\t发动机\t1500\t7200\t2024-11-28\t2025-01-06\nD03\t油漆\t300\t4800\t2024-05-06\t2024-05-08\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in [("rules/ruleset.toml", RULESET)].iter().chain(files) {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What `rules check` says of rule files, without blanks.
fn loaded(text: &str) -> String {
    words(folder(&[("rules/a.toml", text)]).path(), &["rules", "check", "rules"])
}

fn checked(rule: &str) -> String {
    loaded(&format!("{FORMS}{rule}"))
}

/// What plain `check` says of a document, without blanks.
fn told(text: &str, document: &str) -> String {
    let folder = folder(&[("rules/a.toml", text), ("a.txt", document)]);
    words(folder.path(), &["check", "a.txt", "--rules", "rules"])
}

fn on(rule: &str) -> String {
    told(&format!("{FORMS}{rule}"), DOCUMENT)
}

fn rule(name: &str, more: &str) -> String {
    format!("[[rule]]\nid = \"甲\"\nname = \"{name}\"\nseverity = \"warning\"\n{more}\n")
}

fn each(name: &str, more: &str) -> String {
    rule(name, &format!("form = \"渡口表\"\nrows = \"leaves\"\n{more}"))
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn lacks(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!out.contains(word), "{word} is in {out}"));
}

#[test]
fn a_comparison_that_is_lost_beside_another_one_is_told() {
    let both = rule(
        "正文与表",
        "expect = [\"渡运.收入 == 渡口表.合计行.收入\", \"渡口表.北渡行.收入 <= 6000元\"]",
    );
    lacks(&on(&both), &["没有印作", "有的项没有核对"]);
    let wrong = format!("{FORMS}{both}").replace("label = \"北渡\"", "label = \"新渡\"");
    let out = told(&wrong, DOCUMENT);
    has(&out, &["没有印作“新渡”的行", "用到它的一项没有核对", "label=[\"新渡口\"]"]);
    has(&out, &["核对了1，其中1条有的项没有核对：甲"]);
    has(&out, &["自己的规则有1条有的项、有的行没有核对：甲"]);
}

#[test]
fn a_factor_between_units_of_money_is_told() {
    let out = checked(&rule("正文与表", "expect = \"渡运.收入 == 渡口表.合计行.收入 / 10000\""));
    has(&out, &["这里不用除以10000", "写成渡运.收入==渡口表.合计行.收入"]);
    let out = checked(&rule("表", "expect = \"渡运.收入 * 10000 == 渡口表.合计行.收入\""));
    has(&out, &["这里不用乘以10000", "写成渡运.收入==渡口表.合计行.收入"]);
    // what is counted, and rates of so many
    for own in ["载客 == 收入 / 10000", "收入 == 月均 * 载客 / 10000", "收入 == 月均 * 12"]
    {
        lacks(&checked(&each("甲", &format!("expect = \"{own}\""))), &["自动换算"]);
    }
}

#[test]
fn a_share_the_other_way_round_than_its_name_is_told() {
    let name = "归还率 = 归还 ÷ 发放";
    let of = |name: &str, expect: &str| {
        format!(
            "{FORMS}[[claim]]\nid = \"乙\"\nname = \"{name}\"\ntext = \"救生衣发放{{发放:count}}，归还{{归还:count}}，归还率{{率:percent}}\"\nseverity = \"warning\"\nexpect = \"{expect}\"\n"
        )
    };
    let out = loaded(&of(name, "率 == percent(发放, 归还)"));
    has(&out, &["规则的名称说归还÷发放", "写成率==percent(归还,发放)"]);
    has(&loaded(&of(name, "率 == 发放 / 归还")), &["写成率==归还/发放"]);
    lacks(&loaded(&of(name, "率 == percent(归还, 发放)")), &["写倒了"]);
    // without a name the document says so
    let out = told(&of("核对归还率", "率 == percent(发放, 归还)"), DOCUMENT);
    has(&out, &["两个数换过来除就分毫不差", "写成率==percent(归还,发放)"]);
    let right = of("核对归还率", "率 == percent(归还, 发放)");
    lacks(&told(&right, &DOCUMENT.replace("95.00%", "59.00%")), &["换过来除"]);
}

#[test]
fn a_number_that_the_name_divides_by_and_the_formula_lacks_is_told() {
    let name = "收入 = 航次 × 月均 ÷ 12";
    let out = checked(&each(name, "expect = \"收入 == 航次 * 月均\""));
    has(&out, &["规则的名称说“÷12”", "写成收入==航次*月均/12"]);
    lacks(&checked(&each(name, "expect = \"收入 == 航次 * 月均 / 12\"")), &["规则的名称说"]);
    lacks(&checked(&each(name, "expect = \"收入 == 航次 * 月均 / param.月数\"")), &["说“÷12”"]);
}

#[test]
fn rows_that_do_not_follow_each_other_are_told() {
    let text = r#"[[form]]
id = "水位表"
title = "水位观测登记表"
columns = [
  { name = "站点", kind = "label" },
  { name = "月份", kind = "text" },
  { name = "起", kind = "count" },
  { name = "止", kind = "count" },
]

[[rule]]
id = "衔接"
form = "水位表"
severity = "warning"
when = "站点 == previous(站点)"
expect = "起 == previous(止)"
"#;
    let document = |rows: &[&str]| {
        format!(
            "青石县水务局2024年度部门决算\n\n水位观测登记表\n\n站点\t月份\t起\t止\n{}\n",
            rows.join("\n")
        )
    };
    let by_month =
        ["上坝\t1月\t10\t12", "下坝\t1月\t20\t25", "上坝\t2月\t12\t15", "下坝\t2月\t25\t28"];
    let out = told(text, &document(&by_month));
    has(&out, &["“站点”一栏的“上坝”不是挨着印的", "2行没有核对", "a.toml:15:"]);
    lacks(&out, &["前面没有行"]);
    let by_site = [by_month[0], by_month[2], by_month[1], by_month[3]];
    lacks(&told(text, &document(&by_site)), &["挨着"]);
    // some follow each other
    let mixed = [by_month[0], by_month[2], by_month[1], "上坝\t3月\t15\t16"];
    let out = told(text, &document(&mixed));
    has(&out, &["1行没有核对", "核对了1，其中1条有的项没有核对"]);
    has(&out, &["自己的规则有1条有的项、有的行没有核对：衔接"]);
}

#[test]
fn conditions_that_never_hold_name_what_the_column_prints() {
    let out = on(&each("晚班", "when = 'contains(班次, \"班晚\")'\nexpect = \"补贴 == 60元\""));
    has(&out, &["没有一行含“班晚”，印的是早班、晚班", "改成\"晚班\""]);
    let more = each("大渡口", "when = '载客 > 100000'\nexpect = \"补贴 == 60元\"");
    let text = format!("{FORMS}{more}");
    let folder = folder(&[("rules/a.toml", &text), ("a.txt", DOCUMENT)]);
    let out = words(folder.path(), &["rules", "check", "rules", "--on", "a.txt"]);
    has(&out, &["条件从未成立：文件里“载客”一栏印的是1500至3000"]);
    lacks(
        &on(&each("晚班", "when = 'contains(班次, \"晚\")'\nexpect = \"补贴 == 60元\"")),
        &["从未成立"],
    );
}

#[test]
fn years_far_ahead_are_told_with_the_year_that_is_meant() {
    let own = each("补贴", "years = \"2042..\"\nexpect = \"补贴 <= 60元\"");
    has(&checked(&own), &["2042年还没有到", "写成years=\"2024..\""]);
    has(&on(&own), &["文件是2024年", "写成years=\"2024..\""]);
    lacks(&checked(&each("补贴", "years = \"2024..\"\nexpect = \"补贴 <= 60元\"")), &["还没有到"]);
    lacks(&on(&each("补贴", "years = \"2026..\"\nexpect = \"补贴 <= 60元\"")), &["是不是"]);
}

#[test]
fn days_of_a_year_that_a_list_does_not_have_are_told() {
    let script = |last: &str| {
        rule(
            "检修天数",
            &format!(
                "form = \"检修表\"\nscript = '''\nlet 工作日 = [\"2024-03-01\", \"2024-03-04\", \"2024-03-05\", \"2024-11-28\", \"2024-11-29\", \"{last}\"];\nfor 项 in rows(检修表) {{\n  let 用了 = 工作日.filter(|d| d > 项.送修日 && d <= 项.取回日).len();\n  expect(用了 <= 3, `${{项.项目}}修了${{用了}}天`);\n}}\n'''"
            ),
        )
    };
    let out = on(&script("2024-12-02"));
    has(&out, &["脚本里列的日子只有2024年的", "“取回日”印的是2025-01-06", "补上2025年的日子"]);
    lacks(&on(&script("2025-01-02")), &["脚本里列的日子"]);
}

#[test]
fn what_a_script_works_out_names_the_line_that_it_looked_at() {
    let own = rule(
        "检修天数",
        "form = \"检修表\"\nscript = '''\nfor 项 in rows(检修表) {\n  let 字 = 项.项目.to_string().len();\n  expect(字 <= 2, `${项.项目}写了${字}个字`);\n}\n'''",
    );
    let out = on(&own);
    has(&out, &["发动机写了3个字", "a.txt:19:"]);
    // neither number is that of the cell
    lacks(&out, &["不大于检修表", "项目的2"]);
    // of all rows no one is at fault
    let all = rule(
        "检修次数",
        "form = \"检修表\"\nscript = '''\nlet 次 = 0;\nfor 项 in rows(检修表) {\n  if 项.项目 != \"船\" { 次 += 1; }\n}\nexpect(次 <= 2, \"检修太多\");\n'''",
    );
    let out = on(&all);
    has(&out, &["检修太多"]);
    lacks(&out, &["a.txt:2"]);
}

#[test]
fn advice_for_another_form_names_the_same_row_and_loads() {
    let of = |expect: &str| rule("两表", &format!("form = \"检修表\"\nexpect = \"{expect}\""));
    let meant = "运行收入 == sum(渡口表.收入, 渡口表.船号 == 检修表.船号)";
    let bare: String = meant.chars().filter(|c| *c != ' ').collect();
    has(&checked(&of("运行收入 == 渡口表.收入")), &["是那张表的一整列", &format!("写成{bare}")]);
    let out = checked(&of("运行收入 == SUMIF(渡口表.船号, 船号, 渡口表.收入)"));
    has(&out, &["写成sum(渡口表.收入,渡口表.船号==检修表.船号)"]);
    lacks(&checked(&of(meant)), &["规则有误", "一整列"]);
    lacks(&on(&of(meant)), &["不符1", "未能核对1"]);
}

#[test]
fn of_two_columns_of_one_name_the_one_that_prints_something_else_is_renamed() {
    let text = FORMS.replace(
        "{ name = \"航次\", kind = \"count\" }",
        "{ name = \"载客\", kind = \"count\", header = \"航次\" }",
    );
    let text = text.replace(
        "{ name = \"载客\", kind = \"count\" }",
        "{ name = \"载客\", kind = \"count\", header = \"载客（人）数\" }",
    );
    has(&loaded(&text), &["名称载客用了两次", "a.toml:10:", "写成name=\"航次\""]);
}

#[test]
fn a_parameter_at_the_end_of_a_file_goes_to_the_section_that_is_there() {
    let own = each("补贴", "expect = \"补贴 <= param.上限\"\n\n\"上限\" = \"60元\"");
    let out = checked(&own);
    has(&out, &["移到第1行[param]的下面，写\"上限\"=\"60元\""]);
    lacks(&out, &["上面写一行[param]"]);
}

#[test]
fn a_key_one_letter_off_is_named() {
    let own = each("补贴", "expect = \"补贴 == lookup(班次补贴, 班次)\"");
    let text = format!("{FORMS}{own}");
    has(
        &told(&text.replace("\"早班\" =", "\"早搬\" ="), DOCUMENT),
        &["参数表里写的是“早搬”", "改成\"早班\""],
    );
    // 中班 is another one
    let out = told(&text, &DOCUMENT.replace("晚班", "中班"));
    has(&out, &["给这张表加一项"]);
}

#[test]
fn a_title_nearly_as_it_is_printed_is_told_where_nothing_is_wrong() {
    let own = each("补贴", "expect = \"补贴 <= 60元\"");
    let text = format!("{FORMS}{own}");
    let out = told(&text.replace("渡口运行情况表", "渡口运营情况表"), DOCUMENT);
    has(&out, &["文件印的表题是“渡口运行情况表”", "写成title=[\"渡口运行情况表\"]"]);
    lacks(&told(&text, DOCUMENT), &["文件印的表题是"]);
}

#[test]
fn the_word_at_which_a_list_of_a_sentence_parts_is_named() {
    let text = "[[claim]]\nid = \"渡船\"\nseverity = \"warning\"\ntext = \"共有渡船{总:count}，其中：铁船{铁:count}，木舟{木:count}\"\nexpect = \"总 == 铁 + 木\"\n";
    let document = "青石县交通局2024年度部门决算\n\n2024年共有渡船12艘，其中：铁船8艘，木船4艘。\n";
    let out = told(text, document);
    has(&out, &["从“木舟”起对不上，文件印的是“木船”"]);
    has(&out, &["共有渡船{总:count}，其中：铁船{铁:count}，木船{木:count}"]);
}

#[test]
fn heads_that_begin_alike_in_one_text_are_told_without_a_document() {
    let text = |head: &str| {
        FORMS.replace(
            "{ name = \"收入\", kind = \"amount\" }",
            &format!("{{ name = \"收入\", kind = \"amount\", header = \"{head}\" }}"),
        )
    };
    has(&loaded(&text("渡运收入、渡运所得")), &["header=[\"渡运收入\",\"渡运所得\"]"]);
    lacks(&loaded(&text("渡运、摆渡")), &["照“渡运"]);
}

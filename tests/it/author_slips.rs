//! What rules mean on a document: limits and totals, days, waivers, words that must be there,
//! subtotals of groups; and slips of scripts, keys and configurations with what to write instead.

use crate::as_typed::{DOCUMENT, FORM, mended, one, rule, told, write};
use crate::command::run;
use std::fs;
use std::path::Path;

/// The status of `check`, and what it and `rules check --on` say of these files, without blanks.
fn said(files: &[(&str, &str)], document: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    fs::write(folder.path().join("决算.txt"), document).unwrap();
    let (_, first, more) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    let (status, out, err) = run(folder.path(), &["check", "决算.txt", "-r", "本局", "--all"]);
    let all = format!("{more}{first}{err}{out}");
    (status.unwrap(), all.split_whitespace().collect())
}

fn with(lines: &str) -> (i32, String) {
    said(&[("a.toml", &rule(lines))], DOCUMENT)
}

#[test]
fn a_total_beyond_a_limit_of_each_row_is_left_open() {
    let (_, words) = with("expect = \"费用 <= 90000元\"");
    assert!(words.contains("“总计”是合计行") && words.contains("rows=\"leaves\""), "{words}");
    assert!(!words.contains("错误1."), "{words}");
    let (status, words) = with("rows = \"leaves\"\nexpect = \"费用 <= 90000元\"");
    assert!(status == 0 && words.contains("相符2"), "{words}");
    let (status, words) = with("rows = \"all\"\nexpect = \"费用 <= 90000元\"");
    assert!(status == 1 && words.contains("总计费用为108000元，应当不大于90000"), "{words}");
    // what depends on the row stays a check of totals
    let (_, words) = with("expect = \"费用 <= 人数 * 1000元\"");
    assert!(!words.contains("是合计行"), "{words}");
}

const DAYS: &str = "某区总工会2024年度部门决算\n\n职工疗养合同履约表\n单位：元\n\
    合同名称 | 验收日期 | 尾款日期 | 金额\n\
    春季合同 | 2024-06-01 | 2024-07-20 | 30000\n\
    秋季合同 | 2024年9月1日 | 2024年9月20日 | 20000\n";

fn of_days(expect: &str) -> String {
    format!(
        r#"[[form]]
id = "履约表"
title = ["职工疗养合同履约表"]
columns = [
  {{ name = "合同", kind = "label", header = ["合同名称"] }},
  {{ name = "验收", kind = "date", header = ["验收日期"] }},
  {{ name = "尾款", kind = "date", header = ["尾款日期"] }},
  {{ name = "金额", kind = "amount" }},
]

[[rule]]
id = "期限"
name = "期限"
form = "履约表"
expect = "{expect}"
basis = "某办法"
"#
    )
}

#[test]
fn days_are_told_as_days_between_dates() {
    let (_, words) = said(&[("a.toml", &of_days("days(验收, 尾款) <= 30"))], DAYS);
    let told = "验收日期2024-06-01到尾款日期2024-07-20为49天，应当不大于30天，相差19天";
    assert!(words.contains(told) && !words.contains("49.00"), "{words}");
    let (_, words) = said(&[("a.toml", &of_days("days(验收, 2024-12-31) <= 150"))], DAYS);
    assert!(words.contains("验收日期2024-06-01到2024-12-31为213天，应当不大于150天"), "{words}");
    let (_, words) = said(&[("a.toml", &of_days("days(尾款, 验收) <= 30"))], DAYS);
    assert!(words.contains("天数是负数") && words.contains("写成days(验收,尾款)"), "{words}");
}

#[test]
fn limits_far_from_all_that_is_printed_are_told() {
    let (_, words) = with("rows = \"leaves\"\nexpect = \"费用 <= 90000万元\"");
    assert!(words.contains("倍以上：这样的限额什么数也查不出来"), "{words}");
    let (_, words) = with("rows = \"leaves\"\nexpect = \"费用 <= 90000元\"");
    assert!(!words.contains("查不出来"), "{words}");
    // a rate without its sign says nothing of the limits of other rules
    let far = rule("rows = \"leaves\"\nexpect = \"费用 <= 90000万元\"");
    let (_, words) = said(&[("a.toml", &format!("[param]\n\"上浮率\" = 15\n{far}"))], DOCUMENT);
    assert!(words.contains("15倍，不是15%") && words.contains("查不出来"), "{words}");
}

#[test]
fn a_waiver_may_write_the_unit_and_one_for_another_value_is_told() {
    let text = rule("rows = \"leaves\"\nexpect = \"费用 <= 50000元\"");
    let waived = |stated: &str| {
        let waiver = format!(
            "[[waiver]]\nrule = \"疗养-核对\"\nstated = {stated}\nreason = \"已说明\"\nuntil = 2999-12-31\n"
        );
        said(&[("a.toml", &text), ("waivers.toml", &waiver)], DOCUMENT)
    };
    for stated in ["\"60000元\"", "\"6万元\"", "\"60,000.00\"", "60000"] {
        let (status, words) = waived(stated);
        assert!(status == 0 && !words.contains("没有用上"), "{stated}: {words}");
    }
    let (status, words) = waived("\"6.5万元\"");
    assert!(status == 1, "{words}");
    let told = "这条豁免写的是6.5万元，这处问题的数是60000元，没有用上";
    assert!(words.contains(told) && words.contains("写成stated=\"60000\""), "{words}");
}

const PARTS: &str = r#"[[part]]
id = "监督方式"
start = ["第五部分监督方式"]

[[claim]]
id = "监督电话"
scope = ["监督方式"]
text = "监督电话：{号码:text}"

[[claim]]
id = "受理单位"
scope = ["监督方式"]
text = "受理单位：{单位:text}"

[[rule]]
id = "监督"
name = "要写监督方式"
required = ["监督电话", "受理单位"]
basis = "某办法"
"#;

#[test]
fn words_that_are_required_count_and_are_looked_for_in_their_part() {
    let head = "某区总工会2024年度部门决算\n\n第四部分 名词解释\n\n一、财政拨款收入：指从财政取得的资金。\n\n";
    let right =
        format!("{head}第五部分 监督方式\n\n监督电话：0351-1234567。\n\n受理单位：办公室。\n");
    let (status, words) = said(&[("a.toml", PARTS)], &right);
    assert!(status == 0 && words.contains("监督相符2") && words.contains("核对了1"), "{words}");
    assert!(!words.contains("没有可以核对的内容"), "{words}");
    let other =
        format!("{head}监督电话：0351-1234567。\n\n第五部分 监督方式\n\n受理单位：办公室。\n");
    let (status, words) = said(&[("a.toml", PARTS)], &other);
    let told = "“第五部分监督方式”里没有写“监督电话”；别的部分写了，不算";
    assert!(status == 1 && words.contains(told), "{words}");
    let (_, words) = said(&[("a.toml", PARTS)], head);
    let told = "文件里没有“监督方式”这一部分";
    assert!(words.contains(told) && !words.contains("2.：文件"), "{words}");
}

const ROSTER: &str = "某区总工会2024年度部门决算\n\n困难职工慰问花名册\n单位：元\n\
    工会 | 姓名 | 慰问金\n东厂 | 张大 | 950\n东厂 | 李二 | 510\n东厂 | 小计 | 1460\n\
    西厂 | 王三 | 1140\n西厂 | 赵四 | 1050\n西厂 | 小计 | 2190\n";

#[test]
fn each_group_has_its_own_subtotal() {
    let rules = |expect: &str| {
        format!(
            r#"[[form]]
id = "花名册"
title = ["困难职工慰问花名册"]
columns = [
  {{ name = "工会", kind = "group" }},
  {{ name = "姓名", kind = "label" }},
  {{ name = "慰问金", kind = "amount" }},
]
rows = [{{ name = "小计行", label = ["小计"], total = true }}]

[[rule]]
id = "小计"
name = "小计"
form = "花名册"
each = "工会"
expect = "{expect}"
basis = "某办法"
"#
        )
    };
    let text = rules("小计行.慰问金 == sum(慰问金)");
    let (_, words) = said(&[("a.toml", &text)], ROSTER);
    assert!(words.contains("小计相符2"), "{words}");
    let wrong = ROSTER.replace("1460", "1560");
    let (status, words) = said(&[("a.toml", &text)], &wrong);
    assert!(status == 1 && words.contains("小计不符1，相符1"), "{words}");
    let (status, words) = said(&[("a.toml", &rules("小计行 == sum(慰问金)"))], ROSTER);
    assert!(status == 2 && words.contains("写成小计行.慰问金==sum(慰问金)"), "{words}");
}

#[test]
fn columns_of_one_head_roles_with_figures_and_titles_with_units_are_told() {
    let text = rule("expect = \"天数 <= 9\"").replace(
        "{ name = \"天数\", kind = \"count\" }",
        "{ name = \"天数\", kind = \"count\", header = [\"人数\"] }",
    );
    let (_, words) = said(&[("a.toml", &text)], DOCUMENT);
    assert!(words.contains("列人数与天数都按“人数”认"), "{words}");
    let role =
        "[[role]]\nid = \"疗养经费\"\nbefore = [\"支出疗养经费10.80万元\"]\nkind = \"amount\"\n";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", role)]);
    let found = told(folder.path());
    let is_it = |own: &serde_json::Value| {
        own["help"].as_str().is_some_and(|help| help.contains("before = [\"支出疗养经费\"]"))
    };
    assert!(found.iter().any(is_it), "{found:#?}");
    let titled = rule("expect = \"结算率 <= 100%\"")
        .replace("[\"职工疗养费用明细表\"]", "[\"某区总工会2024年职工疗养费用明细表（附表3）\"]");
    mended(&[("a.toml", &titled)], &["title = [\"职工疗养费用明细表\"]"]);
}

#[test]
fn what_a_cell_says_is_told_in_its_words() {
    let claim = "[[claim]]\nid = \"培训格\"\nname = \"人数乘天数\"\nin = \"cells\"\nbasis = \"某办法\"\ntext = \"培训{甲:count}人，共{乙:count}天，计{丙:count}人天\"\nexpect = \"丙 == 甲 * 乙\"\n";
    let document = "某区总工会2024年度部门决算\n\n培训情况表\n单位：元\n项目 | 说明 | 金额\n业务培训 | 培训30人，共4天，计130人天 | 30000\n";
    let (status, words) = said(&[("a.toml", claim)], document);
    assert!(status == 1 && words.contains("表格“计”130") && !words.contains("培训格丙"), "{words}");
}

fn script(body: &str) -> String {
    format!(
        "{FORM}\n[[rule]]\nid = \"查\"\nname = \"查\"\nseverity = \"warning\"\nscript = '''\n{body}\n'''\n"
    )
}

#[test]
fn calls_of_scripts_are_checked_before_they_run() {
    let within = |inner: &str| script(&format!("for 项 in rows(疗养表) {{ {inner} }}"));
    let reports = |inner: &str| within(&format!("if 项.费用 > \"5万元\" {{ report({inner}); }}"));
    one(&reports("\"超过\", 项.费用"), &["先写是哪个数", "report(项.费用, \"超过\")"]);
    one(&reports(""), &["没有写要说的话", "report(项.费用, \"说明\")"]);
    one(&reports("项.费用, 项.档次 & \"多\""), &["`${项.档次}多`"]);
    one(&reports("项.费用, 项.档次 + \"多\""), &["`${项.档次}多`"]);
    one(&within("expect(项.费用 <= 9);"), &["\"9万元\""]);
    one(
        &script("expect(疗养表.总计行.费用 == sum(rows(疗养表).费用));"),
        &["后面不能取一列", "疗养表.费用"],
    );
    let sums = "let 合计数 = 0;\nfor 项 in rows(疗养表) { 合计额 = 合计数 + 项.人数; }\nexpect(疗养表.总计行.人数 == 合计数);";
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &script(sums))]);
    let help = told(folder.path())[0]["help"].as_str().unwrap().to_owned();
    assert!(help.contains("前面 let 的是 合计数"), "{help}");
    let day = of_days("金额 >= 0").replace("expect = \"金额 >= 0\"", "severity = \"warning\"\nscript = \"for 项 in rows(履约表) { expect(项.验收 <= 2024-12-31); }\"").replace("form = \"履约表\"\n", "");
    let (_, words) = said(&[("a.toml", &day)], DAYS);
    assert!(words.contains("脚本里的日期要写在引号里") && words.contains("1处错误"), "{words}");
}

#[test]
fn keys_and_values_are_told_with_those_that_are_meant() {
    let help = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a.toml", text)]);
        let found = told(folder.path());
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        found[0]["help"].as_str().unwrap().to_owned()
    };
    let days = rule("expect = \"天数 <= 9\"");
    let cases = [
        (
            format!(
                "{FORM}\n[[form.rule]]\nid = \"查\"\nname = \"查\"\nexpect = \"天数 <= 9\"\n"
            ),
            "单写一段 [[rule]]，里面写 form",
        ),
        (format!("[defaults]\nseverity = \"warning\"\n\n{days}"), "[defaults.rule]"),
        (
            format!("[param]\n\"上限\" = 50,000\n\n{}", rule("expect = \"费用 <= param.上限\"")),
            "\"上限\" = \"50000元\"",
        ),
        (
            days.replace("title = ", "rounding = \"四舍五入\"\ntitle = "),
            "rounding = \"nearest\"",
        ),
        (rule("expect = \"天数 <= 9\"\nany = [\"天数 <= 9\", \"人数 <= 9\"]"), "留一个"),
        (rule("each = \"档次\"\nexpect = \"sum(费用) <= 900000元\""), "kind = \"group\""),
        (
            format!(
                "[param]\n\"比率\" = \"千分之十五\"\n\n{}",
                rule("expect = \"结算率 >= param.比率\"")
            ),
            "\"比率\" = \"1.5%\"",
        ),
        (rule("scope = [\"第三部分\"]\nexpect = \"天数 <= 9\""), "[[part]]"),
        (rule("from = 2024-01-01\nexpect = \"天数 <= 9\""), "from = 2024"),
        (
            "[[rule]]\nid = \"要写\"\nname = \"要写\"\nrequired = \"举报电话：0351-1234567\"\nbasis = \"某办法\"\n"
                .to_owned(),
            "id = \"举报电话\"、text = \"举报电话：{内容:text}\"",
        ),
    ];
    for (text, words) in cases {
        let said = help(&text);
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let both = rule("when = '档次 != \"甲档\" || 档次 != \"丙档\"'\nexpect = \"天数 <= 9\"");
    one(&both, &["处处都成立", "when = '档次 != \"甲档\" && 档次 != \"丙档\"'"]);
    let (_, words) = with("when = '档次 == \"*档\"'\nexpect = \"天数 <= 9\"");
    assert!(words.contains("*不代表任意字"), "{words}");
    // what a cell may print so
    for text in ["100%", "≥90%", "5*8小时"] {
        let (_, words) = with(&format!("when = '档次 == \"{text}\"'\nexpect = \"天数 <= 9\""));
        assert!(!words.contains("任意字"), "{words}");
    }
}

#[test]
fn a_configuration_is_told_with_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.toml", &rule("expect = \"天数 <= 9\""))]);
    let said = |text: &str| {
        fs::write(folder.path().join("gouji.toml"), text).unwrap();
        let (status, _, err) = run(folder.path(), &["check", "决算.txt"]);
        assert_eq!(status, Some(2), "{err}");
        err.split_whitespace().collect::<String>()
    };
    for (text, words) in [
        ("year = \"2024年\"\n", "写成year=2024"),
        ("format = \"excel\"\n", "写成format=\"csv\""),
        ("[ruleset]\npath = \"本局\"\n", "写成ruleset=\"本局\""),
        ("severity = \"warning\"\n", "fail-on=\"warning\""),
    ] {
        let told = said(text);
        assert!(told.contains(words), "{text}: {told}");
    }
}

#[test]
fn the_guide_can_be_printed_and_says_what_messages_refer_to() {
    let here = Path::new(".");
    let (status, contents, _) = run(here, &["rules", "guide"]);
    assert!(
        status == Some(0) && contents.contains("数的种类") && contents.contains("脚本"),
        "{contents}"
    );
    for (word, within) in [
        ("数的种类", "| 左 \\ 右 |"),
        ("lookup", "lookup(限额, 职级)"),
        ("steps", "分档累进"),
        ("days", "止日比起日晚几天"),
        ("required", "文件里必须有"),
        ("[[scale]]", "from = \"500万元\""),
        ("[[part]]", "scope = [\"监督方式\"]"),
        ("waivers.toml", "豁免"),
        ("脚本", "report("),
        ("leaves", "只核对明细行"),
    ] {
        let (status, text, err) = run(here, &["rules", "guide", word]);
        assert!(status == Some(0) && text.contains(within), "{word}: {text}{err}");
    }
    assert_eq!(run(here, &["rules", "guide", "没有这个词"]).0, Some(2));
}

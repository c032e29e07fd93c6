//! What clerks write that comes close to the language: conditions that cannot be decided or never
//! hold, one slip that was told twice or at another place than its own, words that were told under
//! others.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::report::headline::headline;
use gouji::ruleset::RuleFile;

const FORM: &str = r#"
[[form]]
id = "合同表"
title = ["合同明细表"]
columns = [
  { name = "合同", kind = "label" },
  { name = "人数", kind = "count", header = ["参加人数"] },
  { name = "签订", kind = "date", header = ["签订日期"] },
  { name = "付款", kind = "date", header = ["付款日期"] },
  { name = "货款", kind = "amount" },
  { name = "运费", kind = "amount" },
  { name = "金额", kind = "amount", header = ["合计"] },
  { name = "进度", kind = "percent" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

const ROWS: &str = "甲 | 2 | 2024年3月 | 2024年9月2日 | 100.00 | 20.00 | 120.00 | 40%\n\
    乙 | 3 | 2024年11月1日 | 2024年9月2日 | 200.00 | 20.00 | 230.00 | 50%\n\
    丙 | 4 | 2024年5月1日 | 2024年9月2日 | 300.00 | 20.00 | 330.00 | 60%\n";

fn engine(rules: &str, more: &[(&str, &str)]) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    let head = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";
    let mut files = vec![
        RuleFile::new("ruleset.toml", head),
        RuleFile::new("a.toml", format!("{FORM}{rules}")),
    ];
    files.extend(more.iter().map(|(name, text)| RuleFile::new(*name, (*text).to_owned())));
    let name = rulebook.add_folder("本地", files)?;
    let engine = Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() })?;
    engine.ruleset()?;
    Ok(engine)
}

fn audit(rules: &str, rows: &str) -> DocumentAudit {
    let engine = engine(rules, &[]).unwrap_or_else(|list| panic!("{}", said(&list)));
    let text = format!(
        "某县水利局2024年度部门决算\n\n合同明细表\n单位：元\n\
         合同 | 参加人数 | 签订日期 | 付款日期 | 货款 | 运费 | 合计 | 进度\n{rows}"
    );
    engine.audit("a.txt", text.as_bytes()).unwrap()
}

fn said(mistakes: &[RuleMistake]) -> String {
    let one = |mistake: &RuleMistake| {
        let place = mistake.text.get(mistake.span.clone()).unwrap_or("");
        format!("{place} | {} | {}", mistake.message, mistake.help.as_deref().unwrap_or(""))
    };
    mistakes.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn mistakes(rules: &str) -> String {
    engine(rules, &[]).map_or_else(|list| said(&list), |_| String::new())
}

fn script(text: &str) -> String {
    format!("[[rule]]\nid = \"脚本\"\nform = \"合同表\"\nscript = '''\n{text}\n'''\n")
}

fn rule(expect: &str) -> String {
    format!("[[rule]]\nid = \"公式\"\nform = \"合同表\"\nexpect = '{expect}'\n")
}

fn verdicts(document: &DocumentAudit, rule: &str) -> Vec<Verdict> {
    let own = document.checks.iter().filter(|check| check.rule == rule);
    own.map(|check| check.verdict).collect()
}

#[test]
fn a_condition_that_a_cell_leaves_open_ends_its_turn_alone() {
    use Verdict::{Holds, Unchecked, Violation};
    let asked = "for 项 in rows(合同表) { if 项.付款 < 项.签订 { report(项.付款, \"先付款\"); } \
        else { expect(项.金额 == 项.货款 + 项.运费, \"对了\"); } }";
    let document = audit(&script(asked), ROWS);
    // neither told as if it held nor as if it did not, and the rows behind it are looked at
    assert_eq!(verdicts(&document, "脚本"), [Unchecked, Violation, Violation]);
    let open = document.checks.iter().find(|check| check.verdict == Unchecked).unwrap();
    assert!(open.message().contains("2024年3月"), "{}", open.message());
    let (span, _) = open.places().next().unwrap();
    assert_eq!(document.document.slice(span), "2024年9月2日");
    // what the loop remembers is not known where one turn is not
    let counted = "let 数 = 0; for 项 in rows(合同表) { if 项.付款 < 项.签订 { 数 += 1; } } \
        expect(数 >= 3, \"三份\");";
    assert_eq!(verdicts(&audit(&script(counted), ROWS), "脚本"), [Unchecked]);
    let kept = "let 名单 = []; for 项 in rows(合同表) { if 项.付款 < 项.签订 { 名单.push(1); } } \
        for 项 in rows(合同表) { expect(项.金额 == 项.货款, \"x\"); }";
    assert_eq!(verdicts(&audit(&script(kept), ROWS), "脚本"), [Unchecked]);
    // outside of a loop it ends the script
    let alone = "if 合同表[\"甲\"].签订 < \"2024-09-01\" { report(\"早\"); } expect(合同表[\"丙\"].金额 == 合同表[\"丙\"].货款, \"x\");";
    assert_eq!(verdicts(&audit(&script(alone), ROWS), "脚本"), [Unchecked]);
    // a loop that counts for itself does not go on for ever
    let whiles = "let n = 0; while n < 2 { if 合同表[\"甲\"].签订 < \"2024-09-01\" { report(\"早\"); } n += 1; }";
    assert_eq!(verdicts(&audit(&script(whiles), ROWS), "脚本"), [Unchecked]);
    let clean = ROWS.replace("2024年3月 ", "2024年3月1日 ");
    assert_eq!(verdicts(&audit(&script(asked), &clean), "脚本"), [Holds, Violation, Violation]);
}

#[test]
fn a_script_says_which_form_or_row_it_lacked() {
    let status = |text: &str| {
        let document = audit(&script(text), ROWS);
        let outcome = document.rules.iter().find(|rule| rule.id == "脚本").unwrap();
        (outcome.status, outcome.why.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))
    };
    for text in [
        "let 行 = row(支出决算表, \"201\"); if present(行.项目支出) { report(行.项目支出, \"x\"); }",
        "expect(支出决算表.合计.项目支出 <= 支出决算表.合计.本年支出合计, \"x\");",
        "if 支出决算表.合计.项目支出 > \"1万元\" { report(\"多\"); }",
    ] {
        let (status, why) = status(text);
        assert_eq!(status, gouji::audit::RuleStatus::Undecided, "{text}");
        assert!(why.contains("支出决算表"), "{text}: {why}");
    }
    let (told, _) =
        status("for 项 in rows(合同表) { if 项.货款 > \"9万元\" { report(项, \"多\"); } }");
    assert_eq!(told, gouji::audit::RuleStatus::Done);
}

#[test]
fn one_slip_is_told_once_where_it_stands() {
    let form = FORM.replace("name = \"运费\"", "name = \"运费（元）\"");
    let rules = format!("{form}{}", rule("金额 == 货款 + 运费(元)"));
    let files = vec![
        RuleFile::new("ruleset.toml", "name = \"本地\"\nextends = \"national\"\n"),
        RuleFile::new("a.toml", rules),
    ];
    let mut rulebook = engines::rulebook();
    let name = rulebook.add_folder("本地", files).unwrap();
    let request = Request { ruleset: Some(name), ..Request::default() };
    let list = Engine::new(rulebook, request).and_then(|engine| engine.ruleset().map(|_| ()));
    let list = list.unwrap_err();
    assert_eq!(list.len(), 1, "{}", said(&list));
    assert!(said(&list).contains("name = \"运费\", header = [\"运费（元）\"]"), "{}", said(&list));
    // what a formula makes of a parameter is told at the parameter, whatever uses it
    let param = |value: &str, formula: &str| {
        mistakes(&format!("[param]\n\"上限\" = \"{value}\"\n{}", rule(formula)))
    };
    assert_eq!(
        param("五百五十元", "金额 <= 人数 * param.上限"),
        "\"五百五十元\" | 参数 上限 的“五百五十元”是文字，不是数 | 用阿拉伯数字写：\"上限\" = \"550元\""
    );
    assert!(param("十二万五百元", "金额 <= param.上限").contains("\"120500元\""));
    assert!(param("约500元", "金额 <= param.上限").starts_with("\"约500元\" | "));
    assert!(param("2024年2月30日", "付款 <= param.上限").contains("没有 2024年2月30日 这一天"));
    assert_eq!(param("约500元", "金额 <= param.上限").lines().count(), 1);
    assert_eq!(param("550元", "金额 <= param.上限"), "");
    let digit =
        mistakes(&format!("[param]\n\"3月上限\" = \"9元\"\n{}", rule("金额 <= param.3月上限")));
    assert!(digit.starts_with("\"3月上限\" | ") && digit.lines().count() == 1, "{digit}");
    // a list in the other order
    let grades = "[[scale]]\nid = \"县级\"\ngrades = [{ name = \"差\", from = 0 }, { name = \"中\", from = 60 }, { name = \"优\", from = 90 }]\n";
    assert_eq!(mistakes(grades).lines().count(), 1, "{}", mistakes(grades));
}

#[test]
fn messages_say_what_stands_instead() {
    let formula = "expect = \"金额 == 货款 + 运费\"";
    let item = |more: &str| format!("[[rule]]\nid = \"公式\"\nform = \"合同表\"\n{more}\n");
    for (rules, wanted) in [
        (item(&format!("{formula}\nseverity = \"警告\"")), "写成 severity = \"warning\""),
        (item(&format!("{formula}\nseverity = \"Warning\"")), "写成 severity = \"warning\""),
        (item(&format!("{formula}\nyears = \"2024-2026\"")), "写成 years = \"2024..2026\""),
        (item(&format!("{formula}\nmessage = \"差{{差额}}\"")), "写成 {difference}"),
        (item("expect = ‘金额 == 货款 + 运费’"), "写成 expect = \"金额 == 货款 + 运费\""),
        (item("expect = \"=金额 == 货款\""), "公式前面不写等号"),
        (item("expect = \"within([合计行])\""), "公式里不写方括号列表"),
        (item("expect = \"付款 - 签订 <= 30\""), "写成 days(签订, 付款) <= 30"),
        (item("expect = \"签订.year == 2024\""), "文件的年度写 doc.year"),
        (item(&format!("{formula}\nwhen = \"合同 == 合计\"")), "与文字比的加引号：'合计'"),
        (
            "[[form]]\nid = \"乙表\"\ntitle = \"乙表\"、\"乙种表\"\n".to_owned(),
            "写成 title = [\"乙表\", \"乙种表\"]",
        ),
        (
            "[[form]]\nid = \"乙表\"\ntitle = \"乙表\"\ncolumns = [\n  { name = \"项\" kind = \"label\" },\n]\n"
                .to_owned(),
            "写成 { name = \"项\", kind = \"label\" },",
        ),
        (
            "[[form]]\nid = \"乙表\"\ntitle = \"乙表\"\ncolumns = [{ name = \"数\", kind = \"金额\" }]\n"
                .to_owned(),
            "写成 kind = \"amount\"",
        ),
        (
            format!("{}[[rule.case]]\ngiven = \"x\"\nexpect = \"不符\"\n", item(formula)),
            "写成 expect = \"violation\"",
        ),
    ] {
        let found = mistakes(&rules);
        assert!(found.contains(wanted), "{rules}\n{found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn conditions_that_never_hold_are_told() {
    let told = |when: &str| {
        let rules = format!("{}when = '{when}'\n", rule("金额 == 货款 + 运费"));
        let mut rulebook = engines::rulebook();
        let head = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";
        let files = vec![
            RuleFile::new("ruleset.toml", head),
            RuleFile::new("a.toml", format!("{FORM}{rules}")),
        ];
        let name = rulebook.add_folder("本地", files).unwrap();
        said(&rulebook.without_effect(&name, &std::collections::BTreeMap::new()))
    };
    for when in [
        "人数 > 10 && 人数 < 5",
        "人数 >= 5 && present(金额) && 人数 < 5",
        "5 < 人数 && 人数 <= 5",
        "合同 == \"甲\" && 合同 == \"乙\"",
        "货款 > 10万元 && 货款 < 500元",
        "doc.year == 24",
        "doc.kind == \"决算\"",
    ] {
        assert!(told(when).contains("永远不成立"), "{when}");
    }
    for when in [
        "人数 > 5 && 人数 < 10",
        "人数 >= 5 && 人数 <= 5",
        "人数 > 10 || 人数 < 5",
        "合同 != \"甲\" && 合同 != \"乙\"",
        "货款 > 500元 && 货款 < 10万元",
        "doc.year == 2024 && doc.kind == \"final-accounts\"",
    ] {
        assert_eq!(told(when), "", "{when}");
    }
}

#[test]
fn words_that_must_not_stand_there_are_told_each() {
    let wording =
        "[[wording]]\nid = \"禁词\"\nprinted = \"(甲词|乙词)\"\nmessage = \"不用{stated}\"\n";
    let engine = engine(wording, &[]).unwrap();
    let text = "某县水利局2024年度部门决算\n\n本年甲词，支出10.00万元。\n\n后有乙词，又有甲词。\n";
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    let own = document.findings.iter().filter(|finding| {
        finding.checks.iter().all(|check| document.checks[*check].rule == "禁词")
    });
    let found: Vec<(String, usize)> =
        own.map(|finding| (headline(&document, finding).text, finding.checks.len())).collect();
    assert_eq!(found, [("不用甲词".to_owned(), 2), ("不用乙词".to_owned(), 1)]);
}

#[test]
fn a_bound_shows_the_percentage_that_the_rule_writes() {
    let document = audit(&rule("货款 <= 金额 * 50%"), ROWS);
    let first = document.checks.iter().find(|check| check.rule == "公式").unwrap();
    assert!(first.message().contains("120.00 × 50% ＝ 60.00元"), "{}", first.message());
    let halved = audit(&rule("货款 <= 金额 * 0.5"), ROWS);
    let first = halved.checks.iter().find(|check| check.rule == "公式").unwrap();
    assert!(first.message().contains("120.00 × 0.5 ＝ 60.00元"), "{}", first.message());
}

#[test]
fn what_stands_beside_a_head_is_no_agency_wherever_the_numbers_are() {
    let engine = engine("", &[]).unwrap();
    let agency = |table: &str| {
        let text = format!("某县水利局2024年度部门决算\n\n{table}");
        engine.audit("a.txt", text.as_bytes()).unwrap().agency
    };
    for table in [
        "单位名称 | 评价得分\n甲局 | 92\n乙局 | 75\n",
        "序号 | 单位名称 | 评价得分 | 等级\n1 | 甲局 | 92 | 优\n2 | 乙局 | 75 | 中\n",
        "序号 | 单位名称 | 负责人 | 评价得分\n1 | 甲局 | 张某 | 92\n2 | 乙局 | 李某 | 75\n",
    ] {
        assert_eq!(agency(table).as_deref(), Some("某县水利局"), "{table}");
    }
    let own = "单位名称 | 某县图书馆\n项目名称 | 修书\n预算数 | 100.00\n";
    assert_eq!(agency(own).as_deref(), Some("某县图书馆"));
}

#[test]
fn the_heading_of_a_section_is_no_title_of_a_table() {
    let engine = engine("", &[]).unwrap();
    let rows = "甲 | 乙 | 合计\n10.00 | 20.00 | 30.00\n11.00 | 20.00 | 31.00\n";
    let captions = |heading: &str| {
        let text = format!("某县水利局2024年度部门决算\n\n{heading}\n\n{rows}");
        let document = engine.audit("a.txt", text.as_bytes()).unwrap();
        document.understanding.iter().map(|table| table.caption.clone()).collect::<Vec<_>>()
    };
    assert_eq!(captions("一、情况"), [None]);
    assert_eq!(captions("（二）说明情况"), [None]);
    assert_eq!(captions("一、绿化情况表"), [Some("一、绿化情况表".to_owned())]);
}

#[test]
fn figures_of_one_passage_are_called_by_their_words() {
    let engine = engine("", &[]).unwrap();
    let text = "某县水利局2024年度部门决算\n\n收入总计10.00万元，比上年增加12.00万元。\n";
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    let told: Vec<String> =
        document.findings.iter().map(|finding| headline(&document, finding).text).collect();
    assert!(told.iter().any(|text| text.contains("正文“收入总计”")), "{told:?}");
    assert!(told.iter().all(|text| !text.contains("变动") && !text.contains("本数")), "{told:?}");
}

/// A self-evaluation whose funds stand in two rows, and what is said of it.
fn funds(rows: &str, more: &str) -> Vec<String> {
    let engine = engine("", &[]).unwrap();
    let text = format!(
        "某县水利局2023年度项目支出绩效自评表\n\n项目支出绩效自评表\n单位：元\n\
         资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 资金结余 | 分值 | 执行率 | 得分\n{rows}{more}"
    );
    let document = engine.audit("自评.txt", text.as_bytes()).unwrap();
    document.findings.iter().map(|finding| headline(&document, finding).text).collect()
}

#[test]
fn a_score_that_its_rate_spoils_is_told_with_the_rate() {
    // the total of the scores accuses the score, too, which hides that the rate alone spoils it
    let told = funds(
        "年度资金总额 | 83.00 | 74.99 | 74.99 | 0.00 | 10 | 90% | 10\n\
         其中：财政拨款 | 83.00 | 74.99 | 74.99 | 0.00 | | |\n",
        "\n一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分\n\
         产出指标 | 数量指标 | 修渠数 | 10个 | 10个 | 50 | 50\n\
         效益指标 | 社会效益 | 受益数 | 20个 | 20个 | 45 | 45\n总分 | | | | | 100 | 100\n",
    );
    assert!(told.iter().any(|text| text.contains("执行率 写的是 90%，应为 100%")), "{told:?}");
    assert!(told.iter().all(|text| !text.contains("10 ≠ 9")), "{told:?}");
}

const BALANCES: &str = r#"
[[form]]
id = "甲表"
title = ["结余明细表"]
columns = [{ name = "项", kind = "label" }, { name = "预算", kind = "amount" }, { name = "执行", kind = "amount" }, { name = "结余", kind = "amount" }]
rows = [{ name = "合计行", label = ["合计"], total = true }, { name = "财政行", label = ["财政拨款"] }]
[[form]]
id = "乙表"
title = ["结余汇总表"]
columns = [{ name = "项", kind = "label" }, { name = "结余", kind = "amount" }]
rows = [{ name = "全部行", label = ["全部"] }]
[[rule]]
id = "结余"
form = "甲表"
expect = "结余 == 预算 - 执行"
[[rule]]
id = "合计"
expect = "甲表.合计行.结余 == 甲表.财政行.结余"
[[rule]]
id = "汇总"
expect = "甲表.合计行.结余 == 乙表.全部行.结余"
"#;

#[test]
fn a_coarse_figure_does_not_decide_between_fine_ones() {
    let engine = engine(BALANCES, &[]).unwrap();
    let text = "某县水利局2023年度部门决算\n\n结余明细表\n单位：元\n项 | 预算 | 执行 | 结余\n\
        合计 | 520000 | 311017.2 | 208982.4\n财政拨款 | 520000 | 311017.2 | 208982.8\n\n\
        结余汇总表\n单位：万元\n项 | 结余\n全部 | 20.898\n";
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    let told: Vec<String> =
        document.findings.iter().map(|finding| headline(&document, finding).text).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("208982.4") && told[0].contains("208982.8"), "{told:?}");
    assert!(!told[0].contains("可能有误"), "{told:?}");
}

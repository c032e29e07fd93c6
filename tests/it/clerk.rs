//! What a clerk writes: rules that need no trick, two faults that are two findings, and messages
//! that say what to type instead.

use crate::command;
use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::report::headline::headline;
use gouji::ruleset::RuleFile;

const FORM: &str = r#"
[[form]]
id = "差旅表"
title = ["差旅费明细表"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "职级", kind = "text" },
  { name = "人数", kind = "count", header = ["出差人数"] },
  { name = "住宿费", kind = "amount" },
  { name = "伙食费", kind = "amount" },
  { name = "金额", kind = "amount", header = ["合计"] },
  { name = "备注", kind = "text", optional = true },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]

[[claim]]
id = "监督电话"
text = "监督电话：?{号码:text}"

[param]
"限额" = { "县级" = "480元", "科级" = "380元" }
"费率" = { "0元" = "1.5%", "100万元" = "1.1%", "500万元" = "0.8%" }
"#;

fn engine_of(folders: &[(&str, &str, &str)]) -> Result<Engine, Vec<RuleMistake>> {
    let mut rulebook = engines::rulebook();
    let mut names = Vec::new();
    for (name, head, rules) in folders {
        let files = vec![
            RuleFile::new(
                "ruleset.toml",
                format!("name = \"{name}\"\nextends = \"national\"\n{head}"),
            ),
            RuleFile::new("a.toml", (*rules).to_owned()),
        ];
        names.push(rulebook.add_folder(name, files)?);
    }
    let request = match names.as_slice() {
        [one] => Request { ruleset: Some(one.clone()), ..Request::default() },
        all => Request {
            ruleset: Some("national".to_owned()),
            extra: all.to_vec(),
            ..Request::default()
        },
    };
    let engine = Engine::new(rulebook, request)?;
    engine.ruleset()?;
    Ok(engine)
}

fn audit(rules: &str, table: &str) -> DocumentAudit {
    let rules = format!("{FORM}\n{rules}");
    let engine = engine_of(&[("本地", "language = 2\n", &rules)])
        .unwrap_or_else(|mistakes| panic!("{}", said(&mistakes)));
    let text = format!("某县水利局2024年度部门决算\n\n{table}\n");
    engine.audit("a.txt", text.as_bytes()).unwrap()
}

fn said(mistakes: &[RuleMistake]) -> String {
    let one = |mistake: &RuleMistake| {
        format!("{} | {}", mistake.message, mistake.help.as_deref().unwrap_or(""))
    };
    mistakes.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// What is said of a rule file behind the form.
fn mistakes(rules: &str) -> String {
    let rules = format!("{FORM}\n{rules}");
    engine_of(&[("本地", "language = 2\n", &rules)])
        .map_or_else(|list| said(&list), |_| String::new())
}

fn table(rows: &str) -> String {
    format!("差旅费明细表\n单位：元\n姓名 | 职级 | 出差人数 | 住宿费 | 伙食费 | 合计\n{rows}")
}

fn violated(document: &DocumentAudit, rule: &str) -> usize {
    let own = document.checks.iter().filter(|check| check.rule == rule);
    own.filter(|check| check.verdict == Verdict::Violation).count()
}

#[test]
fn limits_by_rank_steps_averages_and_conditions() {
    let rules = r#"
[[rule]]
id = "限额"
form = "差旅表"
rows = "leaves"
expect = "住宿费 <= 人数 * lookup(限额, 职级)"
[[rule]]
id = "分档"
form = "差旅表"
rows = "leaves"
expect = "伙食费 == steps(费率, 金额)"
[[rule]]
id = "平均"
form = "差旅表"
rows = "leaves"
expect = "住宿费 <= average(住宿费, 姓名 != \"合计\") * 2"
[[rule]]
id = "选择"
form = "差旅表"
rows = "leaves"
expect = "住宿费 <= if(职级 == \"县级\", 500元, 400元)"
[[rule]]
id = "合计"
form = "差旅表"
rows = "totals"
expect = "金额 <= 100元"
"#;
    let rows = "甲 | 县级 | 1 | 480.00 | 60000.00 | 5000000.00\n乙 | 科级 | 1 | 450.00 | 67000.00 | 6000000.00\n\
                丙 | 科级 | 2 | 70.00 | 15000.00 | 1000000.00\n合计 | | 4 | 1000.00 | 142000.00 | 12000000.00";
    let document = audit(rules, &table(rows));
    assert_eq!(violated(&document, "限额"), 1);
    // 1.5% of the first million, 1.1% of what lies below five, 0.8% of the rest
    assert_eq!(
        violated(&document, "分档"),
        1,
        "{:?}",
        document
            .checks
            .iter()
            .filter(|c| c.rule == "分档")
            .map(|c| (c.stated.clone(), c.computed.clone()))
            .collect::<Vec<_>>()
    );
    assert_eq!(violated(&document, "平均"), 0);
    assert_eq!(violated(&document, "选择"), 1);
    assert_eq!(violated(&document, "合计"), 1);
}

#[test]
fn what_must_be_there_is_missed() {
    let rules = r#"
[[rule]]
id = "要有"
required = ["监督电话", "差旅表.备注"]
severity = "warning"
"#;
    let rows = table("甲 | 县级 | 1 | 480.00 | 20.00 | 500.00");
    let document = audit(rules, &rows);
    assert_eq!(violated(&document, "要有"), 2);
    let texts: Vec<String> =
        document.findings.iter().map(|finding| headline(&document, finding).text).collect();
    assert!(texts.iter().any(|text| text.contains("没有写“监督电话”")), "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("没有“备注”一栏")), "{texts:?}");
    let document = audit(rules, &format!("监督电话：0351-1。\n\n{rows}"));
    assert_eq!(violated(&document, "要有"), 1);
    assert!(mistakes("[[rule]]\nid = \"要有\"\nrequired = \"差旅\"\n").contains("差旅表"));
}

#[test]
fn words_of_scripts_are_findings_of_their_own() {
    let rules = r#"
[[rule]]
id = "脚本"
script = '''
for 项 in rows(差旅表) {
  expect(项.金额 == 项.住宿费, "甲句");
  expect(项.金额 == 项.伙食费 + 项.伙食费, "乙句");
  report(项.金额, "丙句");
  report(项.金额, "丁句");
}
'''
"#;
    let document = audit(rules, &table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
    let texts: Vec<String> =
        document.findings.iter().map(|finding| headline(&document, finding).text).collect();
    for words in ["甲句", "乙句", "丙句", "丁句"] {
        assert!(texts.iter().any(|text| text.contains(words)), "{words}: {texts:?}");
    }
}

#[test]
fn bounds_that_no_one_number_cures_are_two_findings() {
    let rules = r#"
[[rule]]
id = "上"
form = "差旅表"
expect = "金额 <= 住宿费"
[[rule]]
id = "下"
form = "差旅表"
expect = "金额 >= 住宿费 * 2 + 人数 * 5000元"
"#;
    let document = audit(rules, &table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
    assert_eq!(document.findings.len(), 2);
}

#[test]
fn a_bound_is_told_with_both_sides() {
    let rules = r#"
[[rule]]
id = "占比"
form = "差旅表"
expect = "percent(住宿费, 金额) >= 50%"
[[rule]]
id = "上限"
form = "差旅表"
expect = "金额 <= 住宿费 * 50%"
"#;
    let document = audit(rules, &table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
    let all: Vec<String> = document.checks.iter().map(gouji::audit::Check::message).collect();
    let all = all.join("\n");
    assert!(all.contains("300.00 ÷ 1000.00 ＝ 30.00%，应当不小于"), "{all}");
    assert!(all.contains("应当不大于差旅表 甲 住宿费 300.00 × 50% ＝ 150.00元"), "{all}");
}

#[test]
fn an_agency_is_meant_by_any_of_its_spellings() {
    let rules = "[[rule]]\nid = \"本局\"\nform = \"差旅表\"\nwhen = 'doc.agency == \"某县水利局\"'\nexpect = \"金额 <= 100元\"\n";
    let rules = format!("{FORM}\n{rules}");
    let engine = engine_of(&[("本地", "language = 2\n", &rules)]).unwrap();
    for title in ["某县水利局2024年度部门决算", "某县水利局（本级）2024年度部门决算"]
    {
        let text = format!("{title}\n\n{}\n", table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
        let document = engine.audit("a.txt", text.as_bytes()).unwrap();
        assert_eq!(violated(&document, "本局"), 1, "{title}: {:?}", document.agency);
    }
}

#[test]
fn rulesets_beside_each_other_do_not_share_a_parameter() {
    let rules = |limit: &str| {
        format!(
            "[param]\n\"上限\" = \"{limit}\"\n[[rule]]\nid = \"限{limit}\"\nexpect = \"支出决算表.合计.项目支出 <= param.上限\"\nseverity = \"warning\"\n"
        )
    };
    let (one, other) = (rules("5万元"), rules("20万元"));
    let clash = engine_of(&[("甲", "", &one), ("乙", "", &other)]);
    assert!(said(&clash.err().unwrap()).contains("参数 上限"));
    assert!(engine_of(&[("甲", "", &one), ("乙", "", &one.replace("限5", "限6"))]).is_ok());
}

#[test]
fn a_newer_program_is_asked_for() {
    let newer = engine_of(&[("本地", "requires = \">= 99.1\"\n", "")]);
    assert!(said(&newer.err().unwrap()).contains("99.1"));
    assert!(engine_of(&[("本地", "requires = \">= 0.1\"\n", "")]).is_ok());
    assert!(
        said(&engine_of(&[("本地", "requires = \"新\"\n", "")]).err().unwrap()).contains(">= 0.1")
    );
}

#[test]
fn messages_say_what_to_type() {
    let rule = |expect: &str| format!("[[rule]]\nid = \"试\"\nform = \"差旅表\"\n{expect}\n");
    for (rules, wanted) in [
        (rule("expect = \"金额 > 0 且 人数 > 0\""), "“且”写成 &&"),
        (rule("expect = \"金额 == SUMIF(住宿费, 伙食费)\""), "sum(列, 条件)"),
        (rule("expect = \"=SUM(D2:F2)\""), "换成表里那一栏的列名"),
        (rule("expect = \"合计 == 住宿费\""), "列名是 金额"),
        (rule("expect = \"金额 == 住宿\""), "住宿费"),
        (rule("expect = \"金额 <= param.上限\""), "在 [param] 下面加一行 \"上限\""),
        (rule("expect = \"sum(住宿费, 伙食费) == 金额\""), "住宿费 + 伙食费"),
        (rule("expect = 金额 == 住宿费 + 伙食费"), "expect = \"金额 == 住宿费 + 伙食费\""),
        (rule("expect = \"职级 == \"县级\"\""), "外面改用单引号"),
        (rule("expect = \"金额 == 住宿费\"\n条件 = \"人数 > 0\""), "写成 when"),
        (rule("expect = \"金额 == 住宿费\"\ncondition = \"人数 > 0\""), "写成 when"),
        (rule("expect = \"金额 == 住宿费\"\noff = 是"), "off = true"),
        (rule("expect = \"金额 == 住宿费\"\neach = \"行\""), "each = \"row\""),
        (
            rule("expect = \"金额 == 住宿费\"\ndocuments = [\"决算\"]"),
            "\"final-accounts\"（部门决算）",
        ),
        (rule("expect = \"金额 == 住宿费\"\nyears = 2024"), "years = \"2024\""),
        ("// 说明\n".to_owned(), "说明用 # 开头"),
        ("［［rule］］\nid = \"试\"\n".to_owned(), "[[rule]]"),
        ("[[waiver]]\nrule = \"试\"\n".to_owned(), "waivers.toml"),
        (
            rule("script = '''\nfor 项 in rows(差旅表):\n  report(项, \"x\");\n'''"),
            "rows(差旅表) {",
        ),
        (rule("script = '''\nif 1 > 0 and 2 > 1 { report(\"x\"); }\n'''"), "“and”写成 &&"),
        (rule("rows = \"明细\"\nexpect = \"金额 == 住宿费\""), "rows = \"leaves\""),
        (rule("expect = \"金额 == SUM(住宿费:伙食费)\""), "金额 == 住宿费 + 伙食费"),
        (rule("expect = \"金额 <= 住宿费的20%\""), "住宿费 * 20%"),
        (rule("expect = \"金额 <= 1,050元\""), "写成 1050元"),
        (rule("expect = \"金额 <= 80元每人 * 人数\""), "80元/人"),
        (rule("expect = \"住 宿费 <= 金额\""), "中间不留空格：住宿费"),
        (
            rule("expect = \"金额 >= 住宿费\"\nwhen = \"人数 between 1 and 5\""),
            "人数 >= 1 && 人数 <= 5",
        ),
        (rule("expect = \"percent(住宿费, 金额) >= 百分之九十\""), "90%"),
        (rule("expect = \"金额 <= 人数 * param[限额]\""), "param.限额"),
        (
            rule(
                "script = '''\nfor 项 in rows(差旅表) { expect(项.住宿费 <= 项.金额 * 35%); }\n'''",
            ),
            "percent(35, 100)",
        ),
        (rule("expect = \"金额 >= 住宿费\"\nfrom = \"2024年\""), "from = 2024"),
        (rule("expect = \"金额 >= 住宿费\"\nfrom = 2025\nuntil = 2024"), "from 是头一年"),
        (
            "[[rule]]\nid = \"试\"\nfrom = \"差旅表\"\nexpect = \"金额 > 0元\"\n".to_owned(),
            "form = \"差旅表\"",
        ),
    ] {
        let found = mistakes(&rules);
        assert!(found.contains(wanted), "{rules}: {found}");
    }
    let comma = "[[form]]\nid = \"乙表\"\ntitle = [\"乙表\"]\ncolumns = [\n  { name = \"甲\", kind = \"label\" }\n  { name = \"乙\", kind = \"amount\" },\n]\n";
    assert!(mistakes(comma).contains("末尾少一个逗号"), "{}", mistakes(comma));
}

#[cfg(feature = "cli")]
#[test]
fn older_files_are_rewritten_where_there_is_one_way() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("本局");
    std::fs::create_dir(&rules).unwrap();
    let head = "name = \"本局\"  # 我们\nextends = \"national\"\n";
    let text = "# 说明\n[[rule]]\nid = \"甲\"\nform = \"支出决算表\"\nwhen = 'percent(基本支出, 本年支出合计) > 50'  # 一半\nexpect = \"本年支出合计 >= 基本支出\"\nseverity = \"warning\"\n";
    std::fs::write(rules.join("ruleset.toml"), head).unwrap();
    std::fs::write(rules.join("a.toml"), text).unwrap();
    let (status, out, errors) =
        command::run(folder.path(), &["rules", "upgrade", "本局", "--dry-run"]);
    assert_eq!(status, Some(0), "{out}{errors}");
    assert_eq!(std::fs::read_to_string(rules.join("a.toml")).unwrap(), text);
    let (status, out, errors) = command::run(folder.path(), &["rules", "upgrade", "本局"]);
    assert_eq!(status, Some(0), "{out}{errors}");
    assert!(out.contains("50 → 50%"), "{out}");
    let now = std::fs::read_to_string(rules.join("a.toml")).unwrap();
    assert!(now.contains("> 50%'  # 一半") && now.starts_with("# 说明"), "{now}");
    let now = std::fs::read_to_string(rules.join("ruleset.toml")).unwrap();
    assert_eq!(now, format!("{head}language = 2\n"));
}

#[test]
fn what_stands_beside_a_head_is_another_head() {
    let document = audit(
        "",
        "整体支出绩效评价结果表\n单位名称 | 评价得分 | 项目支出\n甲单位 | 92 | 30.00\n乙单位 | 85 | 20.00",
    );
    assert_eq!(document.agency.as_deref(), Some("某县水利局"));
    let engine = engine_of(&[("本地", "language = 2\n", FORM)]).unwrap();
    let text = "整体支出绩效评价结果表\n单位名称 | 评价得分 | 项目支出\n甲单位 | 92 | 30.00\n乙单位 | 85 | 20.00\n";
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    assert_eq!(document.agency, None);
}

#[test]
fn what_stands_twice_is_told_and_the_number_of_a_card_is_no_figure() {
    let rules = "[[rule]]\nid = \"重复\"\nform = \"差旅表\"\nexpect = \"unique(职级)\"\n";
    let rows = "甲 | 6217001 | 1 | 1.00 | 2.00 | 3.00\n乙 | 6217002 | 1 | 1.00 | 2.00 | 3.00\n丙 | 6217001 | 1 | 1.00 | 2.00 | 3.00";
    let document = audit(rules, &table(rows));
    assert_eq!(violated(&document, "重复"), 1);
    assert_eq!(document.coverage.unread_figures(), 0);
}

#[cfg(feature = "cli")]
#[test]
fn a_result_is_written_as_its_name_says() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        format!("某县水利局2024年度部门决算\n\n{}\n", table("甲 | 县级 | 1 | 1.00 | 2.00 | 3.00"));
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    command::run(folder.path(), &["check", "a.txt", "-o", "t.csv", "--fail-on", "never"]);
    let written = std::fs::read_to_string(folder.path().join("t.csv")).unwrap();
    assert!(written.trim_start_matches('\u{feff}').starts_with("文件,单位,"), "{written}");
}

#[test]
fn a_word_that_must_not_stand_there_may_be_an_error() {
    let rules = "[[wording]]\nid = \"小金库\"\nprinted = \"小金库\"\nseverity = \"error\"\n";
    let document = audit(rules, "本单位没有小金库。");
    let own = document.checks.iter().find(|check| check.rule == "小金库").unwrap();
    assert_eq!(own.severity, gouji::audit::Severity::Error);
}

#[test]
fn an_item_counts_for_its_years_and_its_agencies() {
    let rule = |id: &str, more: &str| {
        format!("[[rule]]\nid = \"{id}\"\nform = \"差旅表\"\n{more}\nexpect = \"金额 <= 1元\"\n")
    };
    let rules = [
        rule("早年", "until = 2023"),
        rule("从今", "from = 2024"),
        rule("几年", "from = 2020\nuntil = \"2024\""),
        rule("本局", "agency = \"某县水利局\""),
        rule("别局", "agency = [\"某县农业局\", \"某县林业局\"]"),
    ];
    let rules = format!("{FORM}\n{}", rules.concat());
    let engine = engine_of(&[("本地", "language = 2\n", &rules)]).unwrap();
    let text = format!(
        "某县水利局（本级）2024年度部门决算\n\n{}\n",
        table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00")
    );
    let document = engine.audit("a.txt", text.as_bytes()).unwrap();
    let count = |id: &str| violated(&document, id);
    assert_eq!(["早年", "从今", "几年", "本局", "别局"].map(count), [0, 1, 1, 1, 0]);
    let why = document.rules.iter().find(|rule| rule.id == "别局").unwrap().words().unwrap();
    assert!(why.contains("不用于这个单位"), "{why}");
}

#[test]
fn a_table_of_parameters_is_pasted_as_a_spreadsheet_hands_it_over() {
    for pasted in [
        "职级\t每人\n县级\t480元\n科级\t380元\n",
        "县级 | 480元\n科级 | 380元\n",
        "| 县级 | 480元 |\n| 科级 | 380元 |",
    ] {
        let rules = format!(
            "[param]\n\"标准\" = \"\"\"\n{pasted}\"\"\"\n[[rule]]\nid = \"标准\"\nform = \"差旅表\"\nexpect = \"住宿费 <= 人数 * lookup(标准, 职级)\"\n"
        );
        let rows = "甲 | 县级 | 1 | 480.00 | 0.00 | 480.00\n乙 | 科级 | 1 | 480.00 | 0.00 | 480.00";
        let (params, rule) = rules.split_once("[[rule]]").unwrap();
        let form = FORM.replace("[param]\n", params);
        let files = format!("{form}\n[[rule]]{rule}");
        let engine = engine_of(&[("本地", "language = 2\n", &files)]).unwrap();
        let document = engine.audit("a.txt", table(rows).as_bytes()).unwrap();
        assert_eq!(violated(&document, "标准"), 1, "{pasted}");
    }
}

#[test]
fn of_a_table_of_parameters_all_have_a_unit_or_none() {
    let table = "[param]\n\"标准\" = \"\"\"\n县级\t480元\n科级\t380\n\"\"\"\n";
    let files = FORM.replace("[param]\n", table);
    let found = said(&engine_of(&[("本地", "language = 2\n", &files)]).err().unwrap());
    assert!(found.contains("科级 的 380 没有单位"), "{found}");
}

#[test]
fn a_message_works_out_what_it_names() {
    let rules = "[[rule]]\nid = \"限\"\nform = \"差旅表\"\nexpect = \"金额 <= 100元\"\nmessage = \"{姓名}多了{金额 - 100元}\"\n";
    let document = audit(rules, &table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
    assert_eq!(document.checks[0].message(), "甲多了900.00元");
}

#[test]
fn what_a_table_lacks_is_told_at_its_title() {
    let rules = "[[rule]]\nid = \"栏\"\nseverity = \"warning\"\nrequired = [\"差旅表.备注\"]\n";
    let document = audit(rules, &table("甲 | 县级 | 1 | 300.00 | 200.00 | 1000.00"));
    let check = document.checks.iter().find(|check| check.rule == "栏").unwrap();
    let (span, _) = check.places().next().unwrap();
    assert_eq!(document.document.slice(span), "差旅费明细表");
}

#[test]
fn days_of_a_column_of_days_are_no_unread_figures() {
    let rules = "[[form]]\nid = \"合同表\"\ntitle = [\"合同表\"]\ncolumns = [{ name = \"合同\", kind = \"label\" }, { name = \"签订\", kind = \"date\" }, { name = \"金额\", kind = \"amount\" }]\n[[rule]]\nid = \"日\"\nform = \"合同表\"\nexpect = \"签订 <= 2024-12-31\"\n";
    let document = audit(
        rules,
        "合同表\n单位：元\n合同 | 签订 | 金额\n甲 | 2024-03-01 | 10\n乙 | 2025年1月3日 | 20\n",
    );
    assert_eq!(violated(&document, "日"), 1);
    assert!(document.coverage.unread.is_empty(), "{:?}", document.coverage.unread);
}

#[test]
fn what_is_missing_is_told_where_it_should_stand() {
    let rules = "[[claim]]\nid = \"电话\"\nunder = [\"公开说明\"]\ntext = \"公开电话：?{号码:text}\"\n\
        [[form]]\nid = \"乙表\"\nnumber = [\"附02\"]\ntitle = [\"物资明细表\"]\ncolumns = [{ name = \"物资\", kind = \"label\" }, { name = \"金额\", kind = \"amount\" }]\n\
        [[form]]\nid = \"甲表\"\nnumber = [\"附01\"]\ntitle = [\"车辆明细表\"]\ncolumns = [{ name = \"车牌\", kind = \"label\" }, { name = \"金额\", kind = \"amount\" }]\n\
        [[rule]]\nid = \"必写\"\nrequired = [\"电话\", \"乙表\"]\n";
    let told = |text: &str| {
        let document = audit(rules, text);
        let own = document.checks.iter().filter(|check| check.rule == "必写");
        let place = |check: &gouji::audit::Check| {
            check.places().next().map(|(span, _)| document.document.slice(span).trim().to_owned())
        };
        own.map(|check| (place(check), check.message().to_string())).collect::<Vec<_>>()
    };
    let head = "某县水利局2024年度部门决算\n\n一、基本情况\n\n本单位有职工30人。\n\n二、公开说明\n\n本单位已经公开。\n";
    let vehicles = "\n车辆明细表\n单位：元\n车牌 | 金额\n甲车 | 10\n乙车 | 20\n";
    let found = told(&format!("{head}{vehicles}"));
    let [(sentence, _), (table, words)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(sentence.as_deref(), Some("二、公开说明"));
    assert_eq!(table.as_deref(), Some("车辆明细表"));
    assert!(words.ends_with("应当在“车辆明细表”后面"), "{words}");
    // a heading that names the table is its place
    let found = told(&format!("{head}{vehicles}\n三、物资明细表\n\n本单位没有物资。\n"));
    assert_eq!(found[1].0.as_deref(), Some("三、物资明细表"));
    assert!(!found[1].1.contains("应当在"), "{found:?}");
    // where nothing says where it should stand, the document as a whole is meant
    let found = told("某县水利局2024年度部门决算\n\n本单位有职工30人。\n");
    assert!(found.iter().all(|(place, _)| place.is_none()), "{found:?}");
}

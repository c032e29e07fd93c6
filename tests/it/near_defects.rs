//! Variations near old defects: what looks like rounding, names and kinds that are read wrong, what
//! two rulesets mean by one name.

use crate::engines;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use gouji::{Audit, Format, Options};

fn audited(text: &str) -> DocumentAudit {
    engines::engine("").audit("a.txt", text.as_bytes()).unwrap()
}

#[test]
fn sums_of_money_to_the_last_digit_come_out() {
    let text = |total: &str| {
        format!(
            "某县水利局2023年度部门决算\n\n一般公共预算财政拨款支出决算表\n金额单位：元\n\
             科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出\n\
              | 合计 | {total} | {total} | \n\
             208 | 社会保障和就业支出 | 600000.12 | 600000.12 | \n\
             213 | 农林水支出 | 2000000.40 | 2000000.40 | \n"
        )
    };
    let broken = |total: &str| {
        let document = audited(&text(total));
        assert!(document.checks.iter().all(|check| check.verdict != Verdict::Rounding));
        document.checks.iter().filter(|check| check.verdict == Verdict::Violation).count()
    };
    assert_eq!(broken("2600000.52"), 0);
    // each column is off by one digit: two sums, whatever the number of rules that ask for them
    assert!(broken("2600000.53") >= 2);
}

#[test]
fn no_agency_has_an_amount_in_its_name() {
    let agency =
        |head: &str| audited(&format!("{head}\n\n一、说明\n\n完成投资5.00万元。\n")).agency;
    let glued =
        "2023年度财政拨款收入 500.00 万元　支出 480.00 万元\n某县农业农村局\n2023年度部门决算";
    let name = agency(glued);
    assert!(name.as_deref().is_none_or(|name| !name.contains(".00")), "{name:?}");
    let labelled = "2023年度部门决算\n编制单位：某县农业农村局　　财政拨款 500.00 万元";
    let name = agency(labelled);
    assert!(name.as_deref().is_none_or(|name| !name.contains(".00")), "{name:?}");
}

#[test]
fn no_agency_is_called_as_a_form() {
    let table = "项目名称 | 金额\n修渠 | 10.00\n合计 | 10.00\n";
    let agency = |head: &str| audited(&format!("{head}\n\n{table}")).agency;
    let title = "某县水利局2023年度部门决算";
    for form in [
        "部门整体支出绩效评价结果表",
        "部门评价得分汇总表",
        "部门所属单位项目资金表（单位明细）",
        "部门名称及职能情况表",
        "部门“三公”经费情况表",
        "部门整体支出绩效评价报告",
        "部门情况说明",
    ] {
        // the end of the title and the beginning of the next line make no label
        assert_eq!(agency(&format!("{title}\n\n{form}")).as_deref(), Some("某县水利局"), "{form}");
        let none = agency(&format!("2023年度部门决算\n\n{form}"));
        assert_eq!(none, None, "{form}");
    }
    for line in [
        "单位名称：某县水利局（盖章）　联系电话：0377-1234567",
        "编制单位：某县水利局 负责人：张某",
    ] {
        assert_eq!(agency(&format!("{title}\n\n{line}")).as_deref(), Some("某县水利局"), "{line}");
    }
    // a line may end between a label or a year and the name
    for head in ["部门名称：\n某县水利局\n2023年度部门决算", "2023年度\n某县水利局部门决算"]
    {
        assert_eq!(agency(head).as_deref(), Some("某县水利局"), "{head}");
    }
}

/// What a report with all checks says of a table, by a rule of the user's own.
fn told(rule: &str, table: &str) -> String {
    const FORM: &str = r#"
[[form]]
id = "项目表"
title = ["本级项目资金表"]
columns = [
  { name = "项目", kind = "label" },
  { name = "预算", kind = "amount" },
  { name = "支出", kind = "amount" },
  { name = "执行率", kind = "percent" },
  { name = "签订日", kind = "date" },
  { name = "付款日", kind = "date" },
  { name = "备注", kind = "text" },
  { name = "文号", kind = "text", optional = true },
]
"#;
    let mut rulebook = engines::rulebook();
    let head = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";
    let rule = format!("{FORM}[[rule]]\nid = \"核\"\nbasis = \"办法\"\n{rule}\n");
    let files = vec![RuleFile::new("ruleset.toml", head), RuleFile::new("a.toml", rule)];
    let name = rulebook.add_folder("本地", files).unwrap();
    let engine = Engine::new(rulebook, Request { ruleset: Some(name), ..Request::default() });
    let text = format!(
        "某县水利局2024年度部门决算\n\n本级项目资金表\n单位：万元\n项目 | 预算 | 支出 | 执行率 | 签订日 | 付款日 | 备注\n{table}\n"
    );
    let document = engine.unwrap().audit("a.txt", text.as_bytes()).unwrap();
    let audit = Audit { documents: vec![Ok(document)], ruleset_digest: String::new() };
    let options = Options { all: true, ..Options::default() };
    let report = String::from_utf8(Format::TEXT.render(&audit, &options)).unwrap();
    report.split_whitespace().collect::<Vec<_>>().join(" ")
}

const ROWS: &str = "修渠 | 10.00 | 9.50 | 95.00% | 2024-11-01 | 2024-09-02 | 无\n修路 | 20.00 | 8.00 | 40.00% | 2024-12-31 | 2025-01-02 | 豫财〔2024〕15号";

#[test]
fn what_is_worked_out_is_not_printed_as_the_column() {
    let form = |expect: &str| format!("form = \"项目表\"\nexpect = '{expect}'");
    let said = told(&form("执行率 * 2 >= 50%"), ROWS);
    assert!(said.contains("修渠 执行率 95.00%，算得 190.00%"), "{said}");
    let said = told(&form("round(支出 / 预算 * 100, 2) <= 100"), ROWS);
    assert!(said.contains("修渠 支出 9.50，算得 95.00"), "{said}");
    let said = told(&form("days(签订日, 付款日) <= 5"), ROWS);
    assert!(said.contains("修渠 签订日 2024-11-01，算得 -60"), "{said}");
    let said = told(&form("支出 <= 预算"), ROWS);
    assert!(said.contains("修渠 支出 9.50万元") && !said.contains("算得"), "{said}");
}

#[test]
fn the_day_that_was_chosen_is_the_one_that_is_named() {
    let form = |expect: &str| format!("form = \"项目表\"\nexpect = '{expect}'");
    for (expect, wrong) in [
        ("max(签订日, 付款日) <= 2024-12-31", "修路 付款日 为 2025-01-02"),
        ("max(付款日, 签订日) <= 2024-12-31", "修路 付款日 为 2025-01-02"),
        ("min(签订日, 付款日) >= 2024-10-01", "修渠 付款日 为 2024-09-02"),
        ("if(执行率 > 90%, 付款日, 签订日) >= 2024-10-01", "修渠 付款日 为 2024-09-02"),
    ] {
        let said = told(&form(expect), ROWS);
        assert!(said.contains(wrong), "{expect}: {said}");
    }
}

#[test]
fn a_ratio_in_the_words_of_a_script_has_its_sign() {
    let text = "占${项.支出 / 项.预算}、${项.执行率}";
    let script =
        format!("script = '''\nfor 项 in rows(项目表) {{ report(项.支出, `{text}`); }}\n'''");
    let said = told(&script, ROWS);
    assert!(said.contains("占95.00%、95.00%"), "{said}");
}

#[test]
fn a_condition_on_a_column_that_is_not_printed_says_so() {
    let when = |when: &str| format!("form = \"项目表\"\nwhen = '{when}'\nexpect = '支出 <= 预算'");
    let said = told(&when("文号 == \"无\""), ROWS);
    assert!(said.contains("没有“文号”一栏"), "{said}");
    let said = told(&when("备注 == \"有\""), ROWS);
    assert!(said.contains("印的是 无、豫财〔2024〕15号"), "{said}");
}

#[test]
fn numbers_of_papers_in_a_column_of_words_are_no_figures() {
    let rule = "form = \"项目表\"\nexpect = '支出 <= 预算'";
    let said = told(rule, ROWS);
    assert!(!said.contains("格子里的文字"), "{said}");
    let said = told(rule, &ROWS.replace("豫财〔2024〕15号", "追加3.50万元"));
    assert!(said.contains("没有读 1"), "{said}");
}

#[test]
fn a_figure_of_wide_digits_has_the_name_before_it() {
    for amount in ["1,234.50", "１２３４．５０", "１,２３４.50"] {
        let text = format!(
            "某县水利局2023年度部门决算\n\n一、说明\n\n电费{amount}万元，比上年增加34.50万元，增长3.00%。\n"
        );
        let document = audited(&text);
        let broken = document.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        let names: Vec<String> = broken
            .flat_map(|check| {
                check.figures().map(|own| own.called().to_string()).collect::<Vec<_>>()
            })
            .collect();
        assert!(names.iter().any(|own| own.contains("电费")), "{amount}: {names:?}");
        assert!(names.iter().all(|own| !own.contains("各项合计")), "{amount}: {names:?}");
    }
}

#[test]
fn a_piece_of_patterns_is_that_of_its_own_ruleset() {
    let folder = |name: &str, piece: &str| {
        vec![
            RuleFile::new(
                "ruleset.toml",
                format!("name = \"{name}\"\nextends = \"national\"\nlanguage = 2\n"),
            ),
            RuleFile::new("vocabulary.toml", format!("[fragments]\n\"数段\" = \"{piece}\"\n")),
            RuleFile::new(
                "a.toml",
                format!(
                    "[[claim]]\nid = \"句{name}\"\ntext = \"某项{{数段}}\"\nexpect = \"数 > 0\"\n"
                ),
            ),
        ]
    };
    let used = |first: &str, second: &str| {
        let mut rulebook = engines::rulebook();
        let one = rulebook.add_folder("甲", folder("jia", first)).unwrap();
        let other = rulebook.add_folder("乙", folder("yi", second)).unwrap();
        let request = Request {
            ruleset: Some("national".to_owned()),
            extra: vec![one, other],
            ..Request::default()
        };
        Engine::new(rulebook, request).and_then(|engine| engine.ruleset().map(|_| ()))
    };
    assert!(used("补贴{数:amount}", "补贴{数:amount}").is_ok());
    let told = used("补贴{数:amount}", "基数{数:amount}").unwrap_err();
    assert!(told.iter().any(|one| one.message.contains("数段")), "{told:#?}");
}

#[cfg(feature = "cli")]
#[test]
fn the_ending_of_a_result_is_its_format() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::write(root.join("a.txt"), "某县水利局2023年度部门决算\n\n完成投资5.00万元。\n")
        .unwrap();
    let run = |args: &[&str]| crate::command::run(root, args);
    let (code, _, said) = run(&["check", "a.txt", "-o", "结果.xlsx"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains(".xlsx") && said.contains(".html") && said.contains("--ledger"),
        "{said}"
    );
    assert!(!root.join("结果.xlsx").exists());
    run(&["tables", "a.txt", "-o", "表.json"]);
    assert!(std::fs::read_to_string(root.join("表.json")).unwrap().starts_with('{'));
    run(&["diff", "a.txt", "a.txt", "-o", "对照.htm"]);
    assert!(std::fs::read_to_string(root.join("对照.htm")).unwrap().starts_with("<!DOCTYPE"));
    let (code, _, said) = run(&["prove", "a.txt", "-o", "证.html"]);
    assert!(code == Some(2) && said.contains(".json"), "{said}");
}

#[cfg(feature = "cli")]
#[test]
fn what_is_counted_is_no_money_in_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "某县水利局2023年度部门决算\n\n渠系台账\n\
        渠名 | 车辆数（辆） | 工期（月） | 竣工时间 | 满意度得分 | 班次 | 身份证号 | 单价（元）\n\
        甲渠 | 3 | 6 | 2023-05-06 | 92 | 12 | 110101198001011234 | 120.00\n\
        乙渠 | 4 | 8 | 2023-07-08 | 95 | 10 | 110101198102022345 | 100.00\n\
        丙渠 | 2 | 5 | 2023-09-10 | 90 | 8 | 110101197903033456 | 150.00\n";
    std::fs::write(root.join("a.txt"), text).unwrap();
    let (_, out, said) = crate::command::run(root, &["rules", "draft", "a.txt"]);
    for (name, kind) in [
        ("车辆数辆", "count"),
        ("工期月", "count"),
        ("竣工时间", "date"),
        ("满意度得分", "score"),
        ("班次", "count"),
        ("身份证号", "text"),
        ("单价元", "amount"),
    ] {
        let wanted = format!("name = \"{name}\", kind = \"{kind}\"");
        assert!(out.contains(&wanted), "{wanted}\n{out}{said}");
    }
}

#[test]
fn nothing_is_cut_away_of_a_bare_zero() {
    let verdicts = |amount: &str| {
        let text = format!(
            "某县司法局2023年度部门决算\n\n“三公”经费支出决算表\n单位：万元\n\
             预算数 | | | | | | 决算数 | | | | |\n\
             合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 小计 | \
             公务用车购置费 | 公务用车运行费 | 公务接待费\n\
             13.50 | 0 | 12.00 | 0 | 12.00 | 1.50 | 11.30 | 0 | 11.30 | 0 | 11.30 | 0\n\n\
             九、“三公”经费支出决算情况说明\n\n公务接待费支出{amount}，主要用于接待上级检查。\n"
        );
        let document = audited(&text);
        let own = document.checks.iter().filter(|check| check.rule == "三公接待");
        own.map(|check| check.verdict).collect::<Vec<_>>()
    };
    for amount in ["0.80万元", "3,200元", "0.32万元"] {
        assert_eq!(verdicts(amount), [Verdict::Violation], "{amount}");
    }
}

#[test]
fn bars_of_a_drawn_line_are_no_part_of_the_name_of_an_agency() {
    let document = audited(
        "2023年度部门决算\n\n收入决算表\n部门名称：某县教育局 | | | | 单位：万元\n\
         科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入\n | 合计 | 12.00 | 12.00\n205 | 教育支出 | 12.00 | 12.00\n",
    );
    assert_eq!(document.agency.as_deref(), Some("某县教育局"));
}

#[test]
fn a_part_that_exceeds_its_whole_is_one_of_those_that_may_be_wrong() {
    let document = audited(
        "某县水利局2023年度部门决算\n\n一、说明\n\n支出合计820.00万元，包括基本支出620.00万元、项目支出2,000.00万元。\n",
    );
    let finding = document.findings.first().unwrap();
    let cause = finding.cause.as_ref().unwrap();
    assert!(cause.suspects.is_empty());
    assert_eq!(cause.others.len(), 3);
}

#[test]
fn a_document_given_as_a_list_of_files_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("决算.docx"), b"PK\x03\x04\x14\x00\nabc\n").unwrap();
    let (status, _, told) =
        crate::command::run(folder.path(), &["check", "--files-from", "决算.docx"]);
    assert_eq!(status, Some(2));
    assert!(told.contains("决算.docx") && told.lines().count() == 1, "{told}");
}

#[test]
fn as_many_brackets_as_the_guide_says_stand_in_a_formula() {
    let mistakes = |brackets: usize| {
        let (open, close) = ("(".repeat(brackets), ")".repeat(brackets));
        let rules = format!(
            "[[form]]\nid = \"项目表\"\ntitle = [\"项目进展情况表\"]\nunit = \"万元\"\ncolumns = [\n  \
             {{ name = \"项目\", kind = \"label\" }},\n  {{ name = \"甲\", kind = \"amount\" }},\n  \
             {{ name = \"乙\", kind = \"amount\" }},\n]\n\n[[rule]]\nid = \"本局-甲\"\nform = \"项目表\"\n\
             expect = \"甲 <= {open}乙{close}\"\nbasis = \"表内算术\"\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
        write(
            "ruleset.toml",
            "name = \"本局\"\ntitle = \"本局\"\nextends = \"national\"\nlanguage = 2\n",
        )
        .unwrap();
        write("a.toml", &rules).unwrap();
        crate::command::run(folder.path(), &["rules", "check", "."])
    };
    assert_eq!(mistakes(64).0, Some(0));
    let (status, told, said) = mistakes(80);
    assert!(status == Some(2) && format!("{told}{said}").contains("64"), "{told}{said}");
}

#[test]
fn a_number_that_stands_twice_is_a_finding_where_no_figure_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    std::fs::create_dir(folder.path().join("规则")).unwrap();
    write(
        "规则/ruleset.toml",
        "name = \"本局\"\ntitle = \"本局\"\nextends = \"national\"\nlanguage = 2\n",
    );
    write(
        "规则/a.toml",
        "[[form]]\nid = \"补贴表\"\ntitle = [\"惠农补贴发放花名册\"]\ncolumns = [\n  \
         { name = \"姓名\", kind = \"label\" },\n  { name = \"社保卡号\", kind = \"text\" },\n]\n\n\
         [[rule]]\nid = \"补贴-卡号\"\nform = \"补贴表\"\nexpect = \"unique(社保卡号)\"\nbasis = \"表内算术\"\n",
    );
    let cards = "张三,6217000012340001\n李四,6217000012340002\n王五,6217000012340001\n";
    write("花名册.csv", &format!("惠农补贴发放花名册,\n姓名,社保卡号\n{cards}"));
    let args = ["check", "花名册.csv", "--rules", "规则", "--fail-on", "error"];
    let (status, out, said) = crate::command::run(folder.path(), &args);
    assert_eq!(status, Some(1), "{out}{said}");
    assert!(!out.contains("没有可以核对的内容"), "{out}");
}

//! The slip is told on the line where it stands, with what to write there: the number of a percentage,
//! the unit of a parameter, brackets, years, words of a sentence, levels, cells of a spreadsheet.

use crate::clerks_verdicts::put;
use crate::command::run;

const FORM: &str = r#"[[form]]
id = "养护表"
title = ["公路养护支出表"]
columns = [
  { name = "路段", kind = "label" },
  { name = "天数", kind = "count", header = ["养护天数"] },
  { name = "人数", kind = "count", header = ["养护人数"] },
  { name = "人工", kind = "amount", header = ["人工费"] },
  { name = "材料", kind = "amount", header = ["材料费"] },
  { name = "支出", kind = "amount", header = ["支出数"] },
  { name = "完成率", kind = "percent" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
"#;

const TABLE: &str = "公路养护支出表\n单位：元\n路段 | 养护天数 | 养护人数 | 人工费 | 材料费 | 支出数 | 完成率\n东路 | 4 | 10 | 9000 | 3000 | 12000 | 80.00%\n西路 | 2 | 20 | 8000 | 2000 | 10000 | 90.00%\n合计 | 6 | 30 | 17000 | 5000 | 22000 | 85.00%\n";

/// What `rules check` says of a rule file on a document, without blanks.
fn told(rules: &str, document: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    let (_, out, err) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    format!("{err}{out}").split_whitespace().collect()
}

fn of_form(rules: &str) -> String {
    told(&format!("{FORM}\n{rules}"), TABLE)
}

fn rule(lines: &str) -> String {
    format!("[[rule]]\nid = \"养护\"\nform = \"养护表\"\n{lines}\n")
}

/// The place of a piece of a rule file, as it is told.
fn place(rules: &str, piece: &str) -> String {
    let at = rules.find(piece).unwrap();
    let before = &rules[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("a.toml:{line}:{column}]")
}

#[test]
fn a_number_that_the_rule_calls_a_percentage_is_one() {
    for (words, number) in [
        ("name = \"支出不超过人工费的130%\"", "130"),
        ("message = \"超过人工费的 135％\"", "135"),
        ("name = \"不超过人工费的7.5%\"", "7.5"),
    ] {
        let said = of_form(&rule(&format!("{words}\nexpect = \"支出 <= 人工 * {number}\"")));
        assert!(said.contains(&format!("规则的名称、说明写的是{number}%")), "{said}");
        assert!(said.contains(&format!("写成{number}%")), "{said}");
    }
    for words in ["name = \"不超过人工费的130倍\"", "name = \"不超过人工费的1130%\"", ""]
    {
        let said = of_form(&rule(&format!("{words}\nexpect = \"支出 <= 人工 * 130\"")));
        assert!(!said.contains("规则的名称、说明写的是"), "{said}");
    }
}

#[test]
fn parameters_and_kinds_are_told_where_they_are_written() {
    let rules = format!(
        "{FORM}\n[param]\n\"人日标准\" = \"480万元\"\n\n{}",
        rule("expect = \"支出 <= 人数 * 天数 * param.人日标准\"\nrows = \"leaves\"")
    );
    let said = told(&rules, TABLE);
    assert!(said.contains(&place(&rules, "\"480万元\"")), "{said}");
    assert!(said.contains("写成\"480元\"") && said.matches("提醒文件里").count() == 1, "{said}");
    let right = told(&rules.replace("480万元", "480元"), TABLE);
    assert!(!right.contains("什么数也查不出来"), "{right}");

    let rules =
        format!("{FORM}\n[param]\n\"下限\" = 0.7\n\n{}", rule("expect = \"完成率 >= param.下限\""));
    let said = told(&rules, TABLE);
    // the formula may be the wrong one: the line of the parameter stands in the advice
    assert!(said.contains("在[param]里（a.toml第16行）写上单位：\"下限\"=\"70%\""), "{said}");

    let wrong = FORM.replace("\"天数\", kind = \"count\"", "\"天数\", kind = \"amount\"");
    let rules = format!(
        "{wrong}\n[param]\n\"标准\" = \"480元\"\n\n{}",
        rule("expect = \"支出 <= 人数 * 天数 * param.标准\"")
    );
    let said = told(&rules, TABLE);
    assert!(said.contains(&place(&rules, "kind = \"amount\", header = [\"养护天数\"]")), "{said}");
    assert!(said.contains("公式在a.toml第"), "{said}");
    // of a column whose name says nothing of the kind the formula may be wrong
    let said = of_form(&rule("expect = \"支出 <= 人工 * 材料\""));
    assert!(said.contains("的kind在a.toml第"), "{said}");
}

#[test]
fn a_list_in_one_pair_of_brackets_is_told_once() {
    let one = |head: &str, id: &str| {
        format!("{head}\nid = \"{id}\"\nform = \"养护表\"\nexpect = \"支出 == 人工 + 材料\"\n\n")
    };
    for (first, second) in [("[[rule]]", "[rule]"), ("[rule]", "[[rule]]"), ("[rule]", "[rule]")] {
        let rules = format!("{FORM}\n{}{}", one(first, "甲"), one(second, "乙"));
        let said = told(&rules, TABLE);
        assert!(said.contains("写成[[rule]]") && said.contains("有1处错误"), "{first}{said}");
        let line = rules.lines().position(|line| line == "[rule]").unwrap() + 1;
        assert!(said.contains(&format!("a.toml:{line}:1]")), "{said}");
    }
    let said = told(&format!("{FORM}\n[param]\na = 1\n[param]\nb = 2\n"), TABLE);
    assert!(said.contains("[param]在这个文件里写了两次"), "{said}");
}

#[test]
fn an_id_of_a_built_in_rule_is_told_alone() {
    let rules = "[[rule]]\nid = \"汇总-合计\"\nform = \"养护表\"\nexpect = \"合计行 == sum(above(合计行))\"\n";
    let said = of_form(rules);
    assert!(said.contains("这个编号上级已经用了") && said.contains("有1处错误"), "{said}");
}

#[test]
fn a_year_that_no_document_is_of_is_told_at_its_line() {
    let document = format!("某县公路局2024年度部门决算\n\n{TABLE}");
    for (line, advice) in [("until = 2022", "写成until=2024"), ("from = 2027", "写成from=2024")]
    {
        let rules = format!("{FORM}\n{}", rule(&format!("expect = \"支出 >= 人工\"\n{line}")));
        let said = told(&rules, &document);
        assert!(said.contains(&place(&rules, line)) && said.contains(advice), "{said}");
        assert!(said.contains("从未适用的规则和语句1个（1份文件）：养护"), "{said}");
    }
    let rules = format!("{FORM}\n{}", rule("expect = \"支出 >= 人工\"\nuntil = 2024"));
    assert!(!told(&rules, &document).contains("没有用上"));
}

#[test]
fn where_a_wording_and_the_sentence_part_is_told() {
    let rules = "[[claim]]\nid = \"护路\"\ntext = \"养护支出{总:amount}，其中：?人工费{工:amount}，材料费{料:amount}\"\nexpect = \"总 == 工 + 料\"\n";
    let document =
        "一、说明\n\n全年养护支出50.00万元，其中：人工费30.00万元，购置沥青等材料费20.00万元。\n";
    let said = told(rules, document);
    assert!(said.contains("从“材料费”起对不上"), "{said}");
    assert!(said.contains(&place(rules, "材料费{料")), "{said}");
    let meant = "养护支出{总:amount}，其中：人工费{工:amount}，购置沥青等材料费{料:amount}";
    assert!(said.contains(&format!("写成text=\"{meant}\"")), "{said}");
    let typed =
        rules.replace("养护支出{总:amount}，其中：?人工费{工:amount}，材料费{料:amount}", meant);
    assert!(told(&typed, document).contains("相符1"));
}

#[test]
fn levels_columns_of_merged_cells_and_spreadsheet_cells_are_written_out() {
    let form = "[[form]]\nid = \"科目表\"\ntitle = [\"科目支出表\"]\ncolumns = [\n  { name = \"编码\", kind = \"code\" },\n  { name = \"名称\", kind = \"label\" },\n  { name = \"数\", kind = \"amount\", header = [\"支出数\"] },\n]\n\n";
    let rules = format!(
        "{form}[[rule]]\nid = \"逐级\"\nform = \"科目表\"\ntree = {{ code = \"编码\", levels = [2, 4] }}\n"
    );
    let document = "科目支出表\n单位：万元\n编码 | 名称 | 支出数\n301 | 工资 | 9.00\n30101 | 基本工资 | 5.00\n30102 | 津贴 | 4.00\n";
    let said = told(&rules, document);
    assert!(said.contains(&place(&rules, "[2, 4]")), "{said}");
    assert!(said.contains("写成levels=[3,5]"), "{said}");

    let rules = "[[form]]\nid = \"清单\"\ntitle = [\"设备清单\"]\ncolumns = [\n  { name = \"科室\", kind = \"text\" },\n  { name = \"设备\", kind = \"label\" },\n  { name = \"金额\", kind = \"amount\" },\n]\n\n[[form]]\nid = \"汇总\"\ntitle = [\"科室汇总表\"]\ncolumns = [\n  { name = \"科室名称\", kind = \"label\" },\n  { name = \"合计\", kind = \"amount\" },\n]\n\n[[rule]]\nid = \"按科室\"\nform = \"汇总\"\nexpect = \"合计 == sum(清单.金额, 清单.科室 == 科室名称)\"\n";
    let document = "设备清单\n单位：万元\n科室 | 设备 | 金额\n内科 | 监护仪 | 3.00\n | 呼吸机 | 5.00\n外科 | 手术灯 | 2.00\n\n科室汇总表\n单位：万元\n科室名称 | 合计\n内科 | 8.00\n外科 | 2.00\n";
    let said = told(rules, document);
    assert!(
        said.contains(&place(rules, "\"text\"")) && said.contains("写成kind=\"group\""),
        "{said}"
    );
    let said = told(&rules.replace("\"text\"", "\"group\""), document);
    assert!(said.contains("相符2") && !said.contains("group"), "{said}");

    for (cells, meant) in [("SUM(D2:E2)", "人工+材料"), ("D2+E2", "人工+材料")] {
        let said = of_form(&rule(&format!("expect = \"支出 == {cells}\"")));
        assert!(said.contains(&format!("写成{meant}")), "{cells}{said}");
    }
}

#[test]
fn keys_of_rows_and_the_lowest_grade_are_told_where_they_stand() {
    let rules = FORM.replace("header = [\"支出数\"] }", "header = [\"支出数\"], total = true }");
    let said = told(&rules, TABLE);
    assert!(said.contains("total是rows的键"), "{said}");
    let rules = "[[scale]]\nid = \"等次\"\ngrades = [\n  { name = \"优\", from = 85 },\n  { name = \"中\", from = 65 },\n]\n";
    let said = told(rules, TABLE);
    assert!(said.contains(&place(rules, "65")), "{said}");
}

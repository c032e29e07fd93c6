//! Advice is tried before it is told: what is offered in the place of a slip loads, and one slip is
//! one message.

use gouji::engine::{Engine, Request};
use gouji::error::RuleMistake;
use gouji::ruleset::RuleFile;
use std::collections::BTreeMap;

const HEAD: &str = "name = \"本地\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = r#"
[[form]]
id = "巡护表"
title = ["护林巡护情况表"]
columns = [
  { name = "编号", kind = "code" },
  { name = "护林员", kind = "label" },
  { name = "片区", kind = "text" },
  { name = "证号", kind = "text" },
  { name = "上岗日", kind = "date" },
  { name = "离岗日", kind = "date" },
  { name = "次数", kind = "count" },
  { name = "每次补贴", kind = "amount" },
  { name = "工具费", kind = "amount" },
  { name = "补贴", kind = "amount" },
]
rows = [{ name = "总行", label = ["总计"], total = true }]
"#;

/// What is wrong with a folder, or what it says in vain where nothing is wrong.
fn told(files: &[(&str, &str)]) -> Vec<RuleMistake> {
    let mut rulebook = gouji::embedded().unwrap();
    let mut all = vec![RuleFile::new("ruleset.toml", HEAD)];
    all.retain(|_| !files.iter().any(|(name, _)| *name == "ruleset.toml"));
    all.extend(files.iter().map(|(name, text)| RuleFile::new(*name, (*text).to_owned())));
    let name = match rulebook.add_folder("本地", all) {
        Ok(name) => name,
        Err(list) => return list,
    };
    let hints = rulebook.without_effect(&name, &BTreeMap::new());
    let request = Request { ruleset: Some(name), ..Request::default() };
    match Engine::new(rulebook, request).and_then(|engine| engine.ruleset().map(|_| ())) {
        Ok(()) => hints,
        Err(list) => list,
    }
}

/// The only message of a folder: its place, and what to do.
fn only(files: &[(&str, &str)]) -> (String, String) {
    let all = told(files);
    assert_eq!(all.len(), 1, "{files:?}: {all:#?}");
    let place = all[0].text.get(all[0].span.clone()).unwrap_or("");
    (place.to_owned(), all[0].help.clone().unwrap_or_default())
}

fn rule(body: &str) -> String {
    format!("{FORM}\n[[rule]]\nid = \"核对\"\nform = \"巡护表\"\n{body}\n")
}

/// That a file has one slip, that its advice says so at this place, and that the file loads once it
/// is typed there.
fn mended(text: &str, place: &str, meant: &str) {
    let all = told(&[("a.toml", text)]);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    let found = &all[0];
    assert_eq!(found.text.get(found.span.clone()), Some(place), "{found:?}");
    let help = found.help.as_deref().unwrap_or("");
    assert!(help.contains(&format!("写成 {meant}")), "{meant} is not in {help}");
    let typed = format!("{}{meant}{}", &text[..found.span.start], &text[found.span.end..]);
    let left = told(&[("a.toml", &typed)]);
    assert!(left.iter().all(|own| own.is_warning), "{typed}: {left:#?}");
}

fn formula(expect: &str, place: &str, meant: &str) {
    mended(&rule(&format!("expect = '{expect}'")), place, meant);
}

#[test]
fn signs_of_other_languages_become_those_of_formulas() {
    formula("|补贴 - 工具费| <= 5元", "|补贴 - 工具费|", "abs(补贴 - 工具费)");
    formula(
        "补贴 <= if 片区 == \"北山\" then 900元 else 600元",
        "if 片区 == \"北山\" then 900元 else 600元",
        "if(片区 == \"北山\", 900元, 600元)",
    );
    formula(
        "补贴 <= 片区 == \"北山\" ? 900元 : 600元",
        "片区 == \"北山\" ? 900元 : 600元",
        "if(片区 == \"北山\", 900元, 600元)",
    );
    formula(
        "一般公共预算支出表/合计/小计 >= 补贴",
        "一般公共预算支出表/合计/小计",
        "一般公共预算支出表.合计.小计",
    );
    formula(
        "基本支出明细表[合计].决算数 >= 补贴",
        "基本支出明细表[合计].决算数",
        "基本支出明细表[\"合计\"].决算数",
    );
}

#[test]
fn numbers_in_words_become_figures() {
    formula("工具费 <= 补贴 * 百分之十五", "百分之十五", "15%");
    formula("工具费 <= 补贴 * 两成半", "两成半", "25%");
    formula("工具费 <= 补贴 的 三成", "补贴 的 三成", "补贴 * 30%");
    formula("days(上岗日, 离岗日) <= 两周", "两周", "14天");
    let near = rule("expect = '补贴 == 工具费 + 每次补贴 ± 1元'");
    assert!(only(&[("a.toml", &near)]).1.contains("abs(补贴 - (工具费 + 每次补贴)) <= 1元"));
    formula(
        "工具费 == round(补贴 * 15%, \"一位\")",
        "round(补贴 * 15%, \"一位\")",
        "round(补贴 * 15%, 1)",
    );
    let param =
        format!("[param]\n\"占比\" = \"七成\"\n{}", rule("expect = '工具费 <= 补贴 * param.占比'"));
    assert!(only(&[("a.toml", &param)]).1.contains("\"占比\" = \"70%\""));
}

#[test]
fn words_for_nothing_and_for_the_document_are_known() {
    formula("证号 != 空白", "证号 != 空白", "present(证号)");
    mended(&rule("expect = '补贴 > 0元'\nwhen = 'agency == \"某县林场\"'"), "agency", "doc.agency");
    mended(&rule("expect = '补贴 > 0元'\nwhen = 'doc.年度 == 2024'"), "doc.年度", "doc.year");
    formula("总行.补贴 == sum(补贴, level == \"款\")", "level == \"款\"", "level == 2");
}

#[test]
fn functions_of_one_value_are_asked_for_each() {
    let (place, help) = only(&[("a.toml", &rule("expect = 'unique(证号, 护林员)'"))]);
    assert_eq!(place, "unique(证号, 护林员)");
    assert!(help.contains("写成 expect = [\"unique(证号)\", \"unique(护林员)\"]"), "{help}");
    assert!(help.contains("合起来不重复"), "{help}");
    let (_, help) = only(&[("a.toml", &rule("expect = 'present(证号 + 片区)'"))]);
    assert!(help.contains("写成 expect = [\"present(证号)\", \"present(片区)\"]"), "{help}");
    formula(
        "补贴 == previous(补贴 + 工具费)",
        "previous(补贴 + 工具费)",
        "(previous(补贴) + previous(工具费))",
    );
    formula("补贴 == 前一行(补贴) + 工具费", "前一行(补贴)", "previous(补贴)");
    formula(
        "总行.补贴 == sum(补贴, 片区 == \"北山\", 片区 == \"南山\")",
        "sum(补贴, 片区 == \"北山\", 片区 == \"南山\")",
        "sum(补贴, 片区 == \"北山\" || 片区 == \"南山\")",
    );
    formula("补贴 == 每次补贴 + 次数", "每次补贴 + 次数", "每次补贴 * 次数");
}

#[test]
fn a_row_beside_the_sum_of_one_column_is_refused() {
    // without codes nothing is added up twice
    let without =
        |expect: &str| rule(expect).replace("  { name = \"编号\", kind = \"code\" },\n", "");
    let text = without("expect = '总行 == sum(补贴)'");
    mended(&text, "总行 == sum(补贴)", "总行.补贴 == sum(补贴)");
    // each column is the sum of what stands above it
    assert!(told(&[("a.toml", &rule("expect = '总行 == sum(above(总行))'"))]).is_empty());
}

#[test]
fn keys_that_a_table_lacks_are_tried() {
    let part = "[[part]]\nid = \"附表\"\ntitle = [\"第六部分附表\"]\n";
    mended(part, "title", "start");
    let (place, help) = only(&[("a.toml", &rule("unique = \"证号\""))]);
    assert_eq!(
        (place.as_str(), help.contains("expect = \"unique(证号)\"")),
        ("unique", true),
        "{help}"
    );
    let twice = FORM.replace("\"工具费\"", "\"补贴\"");
    let twice = format!(
        "{twice}\n[[rule]]\nid = \"核对\"\nform = \"巡护表\"\nexpect = \"补贴 >= 工具费\"\n"
    );
    assert!(only(&[("a.toml", &twice)]).1.contains("name = \"工具费\""));
    let required = FORM.replace(
        "name = \"证号\", kind = \"text\"",
        "name = \"证号\", kind = \"text\", required = false",
    );
    assert_eq!(only(&[("a.toml", &required)]).1, "写成 optional = true");
    let head = format!("{FORM}\n[default.rule]\nseverity = \"info\"\n");
    assert_eq!(only(&[("a.toml", &head)]).1, "写成 [defaults.rule]");
}

#[test]
fn values_keep_what_they_say() {
    let (_, help) = only(&[("a.toml", &rule("expect = '补贴 > 0元'\nyears = [2022, 2023, 2024]"))]);
    assert_eq!(help, "写成 years = \"2022..2024\"");
    let (_, help) = only(&[("a.toml", &rule("expect = '补贴 > 0元'\nseverity = 2"))]);
    assert!(help.contains("severity = \"warning\""), "{help}");
    let (_, help) = only(&[("a.toml", &rule("tree = { code = \"编号\", levels = [7, 5, 3] }"))]);
    assert!(help.contains("levels = [3, 5, 7]"), "{help}");
    let (_, help) = only(&[("a.toml", &rule("tree = [3, 5, 7]"))]);
    assert!(
        help.contains("tree = { code = \"编号\", levels = [3, 5, 7], total = \"总行\" }"),
        "{help}"
    );
    let (_, help) = only(&[("a.toml", &rule("any = ['补贴 > 工具费'; '补贴 == 工具费']"))]);
    assert!(help.contains("; 改成 ,"), "{help}");
    let pasted = "[[form]]\nid = \"表\"\ntitle = [\"领用表\"]\ncolumns = \"\"\"\n姓名\tlabel\n金额\tamount\n\"\"\"\n";
    let (_, help) = only(&[("a.toml", pasted)]);
    assert!(
        help.contains(
            "[{ name = \"姓名\", kind = \"label\" }, { name = \"金额\", kind = \"amount\" }]"
        ),
        "{help}"
    );
}

#[test]
fn names_and_rows_that_nothing_meets_are_told() {
    let measure = |more: &str| {
        format!(
            "{FORM}\n[[measure]]\nid = \"本地补贴\"\ncells = {{ \"决算\" = \"巡护表.总行.补贴\" }}\n{more}\n"
        )
    };
    let (place, _) =
        only(&[("a.toml", &measure("words = \"巡护补贴\"\npart_of = \"护林总经费\""))]);
    assert_eq!(place, "\"护林总经费\"");
    let (_, help) = only(&[("a.toml", &measure("words = \"巡护补贴、护林补贴\""))]);
    assert!(help.contains("words = \"巡护补贴|护林补贴\""), "{help}");
    let ended = FORM.replace("columns = [", "end = [\"总计\"]\ncolumns = [");
    let (place, help) = only(&[("a.toml", &ended)]);
    assert!(place == "\"总计\"" && help.contains("删去 end"), "{place} {help}");
    let words = [("vocabulary.toml", "[prose]\nup = [\"抬升\", \"下降\"]\n")];
    let (place, help) = only(&words);
    assert!(place == "\"下降\"" && help == "写成 up = [\"抬升\"]", "{place} {help}");
}

#[test]
fn scripts_that_add_and_compare_with_turned_signs_are_told() {
    let script = |text: &str| rule(&format!("script = '''\n{text}\n'''"));
    let sum = script(
        "let 和 = 0元;\nfor 人 in rows(巡护表) {\n  和 =+ 人.补贴;\n}\nexpect(巡护表.总行.补贴 == 和, \"不等\");",
    );
    let sum = sum.replace("0元", "0");
    let (place, help) = only(&[("a.toml", &sum)]);
    assert!(place == "=+" && help == "写成 和 += 人.补贴", "{place} {help}");
    let turned = script(
        "for 人 in rows(巡护表) {\n  if 人.补贴 => \"900元\" {\n    report(人, \"超过\");\n  }\n}",
    );
    let (place, help) = only(&[("a.toml", &turned)]);
    assert!(place == "=>" && help == "写成 >=", "{place} {help}");
    let left = script("for 人 in rows(巡护表) {\n}\nexpect(人.补贴 <= 人.工具费);");
    let (place, help) = only(&[("a.toml", &left)]);
    assert!(place == "人" && help.contains("写在这一段的 } 前面"), "{place} {help}");
}

#[test]
fn the_text_of_a_cell_has_a_length() {
    let script = "for 人 in rows(巡护表) {\n  if 人.证号.len() != 4 {\n    report(人, \"证号不是四位\");\n  }\n}";
    let text = rule(&format!("severity = \"warning\"\nscript = '''\n{script}\n'''"));
    let mut rulebook = gouji::embedded().unwrap();
    let files = vec![RuleFile::new("ruleset.toml", HEAD), RuleFile::new("a.toml", text)];
    let name = rulebook.add_folder("本地", files).unwrap();
    let request = Request { ruleset: Some(name), ..Request::default() };
    let engine = Engine::new(rulebook, request).unwrap();
    let page = "某县林场2024年度部门决算\n\n护林巡护情况表\n单位：元\n\
        编号 | 护林员 | 片区 | 证号 | 上岗日 | 离岗日 | 次数 | 每次补贴 | 工具费 | 补贴\n\
        01 | 甲 | 北山 | A001 | 2024年1月1日 | 2024年12月31日 | 30 | 20.00 | 50.00 | 600.00\n\
        02 | 乙 | 南山 | A02 | 2024年1月1日 | 2024年12月31日 | 40 | 20.00 | 50.00 | 800.00\n";
    let document = engine.audit("a.txt", page.as_bytes()).unwrap();
    let own = document.rules.iter().find(|rule| rule.id == "核对").unwrap();
    assert!(document.failed().next().is_none(), "{own:?}");
    let found: Vec<_> = document.checks.iter().filter(|check| check.rule == "核对").collect();
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn several_rulesets_above_are_one_that_goes_on_from_the_others() {
    let head = HEAD.replace("\"national\"", "\"national、henan\"");
    assert!(only(&[("ruleset.toml", &head)]).1.contains("写成 extends = \"henan\""));
}

//! Documents of one unit and several years, subtotals of many places, and names with two bounds: what a clerk is told
//! who writes rules for them.

use crate::clerks_verdicts::put;
use crate::command::run;
use std::fs;
use std::path::Path;

/// A table of arrears of a year, by its title.
fn arrears(title: &str, rows: &str) -> String {
    format!(
        "{title}\n\n水费征收情况表\n单位：万元\n收费项目 | 上年欠费 | 应收 | 实收 | 年末欠费\n{rows}\n"
    )
}

const ARREARS: &str = r#"
[[form]]
id      = "水费表"
title   = ["水费征收情况表"]
columns = [
  { name = "收费项目", kind = "label" },
  { name = "上年欠费", kind = "amount" },
  { name = "应收", kind = "amount" },
  { name = "实收", kind = "amount" },
  { name = "年末欠费", kind = "amount" },
]

[[rule]]
id     = "水费-结转"
name   = "上年欠费 = 上年表的年末欠费"
form   = "水费表"
expect = "上年欠费 == 上年.水费表[收费项目].年末欠费"
"#;

const LAST: &str = "农业水费 | 3.00 | 60.00 | 58.00 | 5.00\n工业水费 | 0.00 | 80.00 | 80.00 | 0.00\n合计 | 3.00 | 140.00 | 138.00 | 5.00";
const THIS: &str = "农业水费 | 5.00 | 62.00 | 61.00 | 6.00\n工业水费 | 0.00 | 82.00 | 82.00 | 0.00\n合计 | 5.00 | 144.00 | 143.00 | 6.00";

/// What `check` says of two documents, without blanks, and how it ended.
fn both(last: &str, this: &str) -> (i32, String) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), ARREARS, "");
    fs::remove_file(folder.path().join("决算.txt")).unwrap();
    two(folder.path(), last, this);
    told(folder.path())
}

fn two(folder: &Path, last: &str, this: &str) {
    fs::create_dir(folder.join("件")).unwrap();
    fs::write(folder.join("件/去年.txt"), last).unwrap();
    fs::write(folder.join("件/今年.txt"), this).unwrap();
}

fn told(folder: &Path) -> (i32, String) {
    let (code, out, err) = run(folder, &["check", "件", "-r", "本局"]);
    (code.unwrap_or(-1), format!("{out}{err}").split_whitespace().collect())
}

#[test]
fn a_unit_before_the_year_of_a_title_is_known() {
    for unit in ["青石县水利局", "青石县第二中学", "白沙镇人民政府", "青石县疾病预防控制中心"]
    {
        let last = arrears(&format!("{unit}2024年度水费征收情况"), LAST);
        let right = arrears(&format!("{unit}2025年度水费征收情况"), THIS);
        let (code, out) = both(&last, &right);
        assert!(code == 0 && out.contains(unit) && !out.contains('!'), "{out}");
        let (code, out) = both(&last, &right.replace("5.00 | 62", "4.00 | 62"));
        assert!(code == 1 && out.contains("水费-结转"), "{out}");
    }
}

#[test]
fn what_is_no_name_of_one_unit_is_none_and_the_run_says_so() {
    for title in
        ["各乡镇2025年度水费征收情况", "2025年度水费征收情况", "全县水利局2025年水费征收情况"]
    {
        let last = arrears("青石县水利局2024年度水费征收情况", LAST);
        let (code, out) = both(&last, &arrears(title, THIS));
        assert_eq!(code, 0, "{out}");
        assert!(!out.contains("✓没有发现问题"), "{out}");
        let why = "没有认出这份文件的单位，不知道同一次检查的去年.txt是不是";
        assert!(out.contains(why) && out.contains("编制单位："), "{out}");
    }
}

#[test]
fn a_document_alone_is_not_clean_where_own_rules_checked_nothing() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), ARREARS, &arrears("青石县水利局2025年度水费征收情况", THIS));
    let (_, out, _) = run(folder.path(), &["check", "决算.txt", "-r", "本局"]);
    assert!(!out.contains('✓') && out.contains("一条也没有核对：水费-结转"), "{out}");
}

#[test]
fn a_row_under_another_name_beside_nothing_is_told_and_a_new_one_is_not() {
    let last = arrears("青石县水利局2024年度水费征收情况", LAST);
    let this = arrears("青石县水利局2025年度水费征收情况", THIS);
    let (code, out) = both(&last, &this.replace("工业水费", "工商水费"));
    assert!(code == 0 && out.contains("没有名为“工商水费”的行"), "{out}");
    let more = this.replace("合计 |", "生态补水费 | 0.00 | 0.00 | 0.00 | 0.00\n合计 |");
    let (code, out) = both(&last, &more);
    assert!(code == 0 && !out.contains("没有名为") && !out.contains("有的项"), "{out}");
}

/// What `check` and `rules check` say of a document, without blanks.
fn said(rules: &str, document: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    let plain = |(_, out, err): (Option<i32>, String, String)| -> String {
        format!("{out}{err}").split_whitespace().collect()
    };
    let check = plain(run(folder.path(), &["check", "决算.txt", "-r", "本局"]));
    (check, plain(run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"])))
}

/// A table of places with subtotals; `rows` are those that the form names.
fn places(rows: &str, rule: &str) -> String {
    format!(
        "[[form]]\nid = \"拨款表\"\ntitle = [\"村级运转经费拨款表\"]\ncolumns = [\n  {{ name = \"村\", kind = \"label\" }},\n  {{ name = \"人口\", kind = \"count\" }},\n  {{ name = \"拨款\", kind = \"amount\" }},\n]\nrows = [{rows}{{ name = \"合计行\", label = [\"合计\"], total = true }}]\n\n[[rule]]\nid = \"拨款-合计\"\nname = \"拨款加得起来\"\nform = \"拨款表\"\n{rule}\n"
    )
}

const PLACES: &str = "青石县2026年村级运转经费分配方案\n\n村级运转经费拨款表\n单位：元\n村 | 人口 | 拨款\n东片小计 | 500 | 50000\n东河村 | 200 | 20000\n东岭村 | 300 | 30000\n西片小计 | 700 | 70000\n西河村 | 300 | 30000\n西岭村 | 400 | 40000\n合计 | 1200 | 120000\n";

#[test]
fn a_condition_that_asks_for_subtotals_adds_them_up() {
    for condition in ["ends_with(村, \\\"小计\\\")", "contains(村, \\\"片小计\\\")"] {
        let rule = format!("expect = \"合计行.拨款 == sum(拨款, {condition})\"");
        let named = "{ name = \"东片\", label = [\"东片小计\"], total = true }, ";
        for rows in ["", named] {
            let (check, _) = said(&places(rows, &rule), PLACES);
            assert!(check.contains("核对了1") && check.contains("✓"), "{check}");
            let wrong = PLACES.replace("西片小计 | 700 | 70000", "西片小计 | 700 | 71000");
            let (check, _) = said(&places(rows, &rule), &wrong);
            assert!(check.contains("拨款-合计") && check.contains("不符1"), "{check}");
        }
    }
    // one that leaves them out does
    let rule = "expect = '合计行.拨款 == sum(拨款, !ends_with(村, \"小计\"))'";
    let (check, _) = said(&places("", rule), PLACES);
    assert!(check.contains("核对了1") && check.contains("✓"), "{check}");
}

#[test]
fn a_subtotal_that_is_named_without_total_is_told() {
    let rule = "expect = \"合计行.拨款 == sum(拨款)\"";
    let (_, out) = said(&places("{ name = \"东片\", label = [\"东片小计\"] }, ", rule), PLACES);
    assert!(
        out.contains("没有写total=true") && out.contains("label=[\"东片小计\"],total=true"),
        "{out}"
    );
    let named = "{ name = \"东片\", label = [\"东片小计\"], total = true }, ";
    let (check, out) = said(&places(named, rule), PLACES);
    assert!(!out.contains("total=true") && check.contains("✓"), "{out}{check}");
}

#[test]
fn a_script_is_told_that_rows_leaves_totals_out_and_may_have_them() {
    let script = |rows: &str| {
        format!(
            "script = '''\nlet 片 = ();\nlet 和 = 0;\nfor 行 in {rows} {{\n  if 行.村 == \"合计\" {{ break; }}\n  if ends_with(行.村, \"小计\") {{\n    if 片 != () {{ expect(片.拨款 == 和, \"不等于各村之和\"); }}\n    片 = 行;\n    和 = 0;\n  }} else {{\n    和 += 行.拨款;\n  }}\n}}\nif 片 != () {{ expect(片.拨款 == 和, \"不等于各村之和\"); }}\n'''"
        )
    };
    let (check, out) = said(&places("", &script("rows(拨款表)")), PLACES);
    assert!(check.contains("自编规则1条没有核对"), "{check}");
    for said in [check, out] {
        assert!(said.contains("rows(拨款表)不给合计行、小计行"), "{said}");
        assert!(said.contains("rows(拨款表,\"all\")"), "{said}");
    }
    let all = places("", &script("rows(拨款表, \"all\")"));
    let (check, _) = said(&all, PLACES);
    assert!(check.contains("✓") && check.contains("核对了1"), "{check}");
    let (check, _) = said(&all, &PLACES.replace("东河村 | 200 | 20000", "东河村 | 200 | 21000"));
    assert!(check.contains("不等于各村之和"), "{check}");
}

#[test]
fn a_name_of_two_bounds_is_held_against_the_comparison_of_each() {
    let rules = |sign: &str| {
        format!(
            "[[form]]\nid = \"验收表\"\ntitle = [\"项目验收情况表\"]\ncolumns = [\n  {{ name = \"项目\", kind = \"label\", header = [\"项目名称\"] }},\n  {{ name = \"开工日\", kind = \"date\", header = [\"开工日期\"] }},\n  {{ name = \"验收日\", kind = \"date\", header = [\"验收日期\"] }},\n]\n\n[[rule]]\nid = \"验收-期限\"\nname = \"验收日期不迟于11月30日，不早于开工日期\"\nform = \"验收表\"\nexpect = [\"验收日 <= 2025-11-30\", \"验收日 {sign} 开工日\"]\n"
        )
    };
    let table = |day: &str| {
        format!(
            "青石县水利局2025年度项目验收情况\n\n项目验收情况表\n项目名称 | 开工日期 | 验收日期\n东渠清淤 | 2025-05-06 | {day}\n西坝加固 | 2025-04-01 | 2025-10-20\n"
        )
    };
    let (check, out) = said(&rules(">="), &table("2025-04-20"));
    assert!(check.contains("不符1") && !check.contains("写反了"), "{check}");
    assert!(!out.contains("写反了"), "{out}");
    let (_, out) = said(&rules("<="), &table("2025-09-20"));
    assert!(out.contains("“不早于”，公式写的是<="), "{out}");
}

#[test]
fn words_that_no_row_of_a_list_has_are_told() {
    let rules = |word: &str| {
        format!(
            "[[form]]\nid = \"人员名单\"\ntitle = [\"护林员名单\"]\ncolumns = [\n  {{ name = \"姓名\", kind = \"label\" }},\n  {{ name = \"状态\", kind = \"text\" }},\n  {{ name = \"补助\", kind = \"amount\" }},\n]\n\n[[form]]\nid = \"人数表\"\ntitle = [\"护林员人数表\"]\ncolumns = [\n  {{ name = \"类\", kind = \"label\", header = [\"类别\"] }},\n  {{ name = \"人数\", kind = \"count\" }},\n  {{ name = \"金额\", kind = \"amount\", header = [\"补助金额\"] }},\n]\nrows = [{{ name = \"在册行\", label = [\"在册\"] }}]\n\n[[rule]]\nid = \"护林-人数\"\nname = \"人数与名单相同\"\nexpect = '人数表.在册行.人数 == count(人员名单.姓名, 人员名单.状态 == \"{word}\")'\n\n[[rule]]\nid = \"护林-补助\"\nname = \"补助与名单相同\"\nexpect = '人数表.在册行.金额 == sum(人员名单.补助, 人员名单.状态 == \"{word}\")'\n"
        )
    };
    let table = "青石县林业局2025年护林员情况\n\n护林员名单\n单位：元\n姓名 | 状态 | 补助\n张一 | 上岗 | 800\n李二 | 上岗 | 800\n王三 | 离岗 | 0\n\n护林员人数表\n单位：元\n类别 | 人数 | 补助金额\n在册 | 2 | 1600\n";
    let (check, out) = said(&rules("上岗"), table);
    assert!(check.contains("核对了2") && !out.contains("没有一行是"), "{check}{out}");
    let (check, out) = said(&rules("在用"), table);
    for said in [&check, &out] {
        assert!(said.contains("“状态”一栏没有一行是“在用”，印的是上岗、离岗"), "{said}");
    }
    assert!(check.contains("没有一行合sum的条件：没有“在用”"), "{check}");
}

#[test]
fn a_sentence_with_the_sign_of_the_year_left_out_is_told_where_it_parts() {
    let claim = |text: &str| {
        format!(
            "[[claim]]\nid = \"无贷款句\"\ntext = \"{text}\"\n\n[[rule]]\nid = \"无贷款\"\nname = \"写明没有贷款\"\nrequired = \"无贷款句\"\n"
        )
    };
    let document =
        "青石县水利局2025年度部门决算\n\n五、其他情况\n本单位2025年度没有银行贷款和对外担保。\n";
    let (_, out) = said(&claim("本单位{年:year}度没有银行贷款和对外担保"), document);
    assert!(out.contains("{年:year}只认到“2025”，后面还有“年”"), "{out}");
    assert!(out.contains("text=\"本单位{年:year}年度没有银行贷款和对外担保\""), "{out}");
    // a document that lacks the sentence is wrong, not the rule
    let lacking =
        document.replace("本单位2025年度没有银行贷款和对外担保。", "银行贷款情况见附表。");
    let (check, _) = said(&claim("本单位{年:year}年度没有银行贷款和对外担保"), &lacking);
    assert!(check.contains("不符1") && !check.contains("从未核对"), "{check}");
}

#[test]
fn a_name_that_is_taken_is_told_with_its_place_and_one_to_copy() {
    let form = "[[form]]\nid = \"补贴表\"\ntitle = [\"补贴发放表\"]\ncolumns = [\n  { name = \"姓名\", kind = \"label\" },\n  { name = \"实发句\", kind = \"amount\" },\n]\n\n[[claim]]\nid = \"实发句\"\ntext = \"实发{数:amount}\"\n";
    let (_, out) = said(form, "");
    assert!(out.contains("实发句与语句实发句（") && out.contains("行）同名"), "{out}");
    assert!(out.contains("name=\"实发句栏\"，header=[\"实发句\"]"), "{out}");
}

#[test]
fn a_text_that_is_not_to_be_empty_is_asked_for_with_present() {
    let rule = "expect = '村 != \"\"'";
    let (_, out) = said(&places("", rule), PLACES);
    assert!(out.contains("present(村)"), "{out}");
}

#[test]
fn a_table_of_another_document_is_told_with_the_name_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "[[form]]\nid = \"工程台账\"\ntitle = [\"水利工程台账\"]\ncolumns = [\n  { name = \"工程\", kind = \"label\", header = [\"工程名称\"] },\n  { name = \"造价\", kind = \"amount\" },\n]\n\n[[claim]]\nid = \"工程句\"\ntext = \"水利工程支出{额:amount}\"\n\n[[rule]]\nid = \"工程-台账\"\nname = \"与台账相同\"\nexpect = \"工程句.额 == sum(工程台账.造价)\"\n";
    put(folder.path(), rules, "");
    fs::remove_file(folder.path().join("决算.txt")).unwrap();
    let vocabulary = "[kinds.works]\nname = \"工程台账\"\ntitles = [\"水利工程台账\"]\n\n[papers]\n\"同年工程\" = { kind = \"works\" }\n";
    fs::write(folder.path().join("本局/vocabulary.toml"), vocabulary).unwrap();
    let accounts = "青石县水利局2025年度部门决算\n\n四、工程情况\n2025年水利工程支出90.00万元。\n";
    let list = "青石县水利局2025年度水利工程台账\n\n水利工程台账\n单位：万元\n工程名称 | 造价\n东渠 | 40.00\n西坝 | 50.00\n";
    two(folder.path(), list, accounts);
    let (_, out) = told(folder.path());
    assert!(out.contains("去年.txt里印有，要用那一份的，写成同年工程.工程台账"), "{out}");
    let file = fs::read_dir(folder.path().join("本局")).unwrap().map(|own| own.unwrap().path());
    let file = file.into_iter().find(|own| fs::read_to_string(own).unwrap().contains("工程-台账"));
    let file = file.unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("sum(工程台账.", "sum(同年工程.工程台账.")).unwrap();
    let (_, out) = told(folder.path());
    assert!(!out.contains("里印有") && out.contains("核对了1"), "{out}");
}

//! Rules that go against a right document or against their own words: cells of another column, days of another
//! year, a product whose figures change places, sums that keep the last row, branches that nothing comes to. Each is
//! told with what can be typed; right rules beside them are told nothing.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = "[[form]]\nid = \"泵站表\"\ntitle = \"泵站维修进度表\"\ncolumns = [\n  { name = \"泵站\", kind = \"label\" },\n  { name = \"方式\", kind = \"text\" },\n  { name = \"调整预算\", kind = \"amount\" },\n  { name = \"实际支出\", kind = \"amount\" },\n  { name = \"执行率\", kind = \"percent\" },\n  { name = \"进度\", kind = \"grade\" },\n  { name = \"完工日期\", kind = \"date\" },\n]\nrows = [\n  { name = \"东闸行\", label = \"东闸泵站\" },\n  { name = \"合计行\", label = \"合计\", total = true },\n]\n\n";

const DOCUMENT: &str = "白沙县水利局2025年度部门决算\n\n第三部分 维修情况\n\n泵站维修进度表\n单位：万元\n\n泵站 | 方式 | 调整预算 | 实际支出 | 执行率 | 进度 | 完工日期\n东闸泵站 | 招标 | 64.00 | 58.50 | 91.41% | 快 | 2025-09-30\n西闸泵站 | 询价 | 48.00 | 40.20 | 83.75% | 中 | 2025-10-20\n南闸泵站 | 询价 | 30.00 | 18.60 | 62.00% | 慢 | 2025-12-08\n合计 | | 142.00 | 117.30 | 82.61% | |\n\n东闸泵站维修费支出58.50万元。全年维修泵站3座，预算合计142.00万元，支出合计117.30万元。\n看护泵站的农户12户，每户看护费1500元，看护费共计18000元。\n";

/// What a command says of rules on the form, without blanks.
fn said(rules: &str, document: &str, args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    let rules = format!("{FORM}{rules}");
    let files = [("rules/ruleset.toml", RULESET), ("rules/a.toml", &rules), ("a.txt", document)];
    for (file, text) in files {
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    words(folder.path(), args)
}

fn checked(rules: &str) -> String {
    said(rules, DOCUMENT, &["rules", "check", "rules"])
}

fn on(rules: &str) -> String {
    said(rules, DOCUMENT, &["check", "a.txt", "--rules", "rules"])
}

fn each(name: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"泵站表\"\nseverity = \"warning\"\n{more}\n"
    )
}

fn script(name: &str, lines: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nseverity = \"warning\"\nscript = '''\n{lines}\n'''\n"
    )
}

fn claim(name: &str, expect: &str) -> String {
    format!(
        "[[claim]]\nid = \"维修总数\"\nname = \"{name}\"\ntext = \"全年维修泵站{{座数:count}}，预算合计{{预算:amount}}，支出合计{{支出:amount}}\"\nexpect = [{expect}]\n"
    )
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn is_right(out: &str) {
    for word in ["规则有误", "[without-effect]"] {
        assert!(!out.contains(word), "{word} is in {out}");
    }
}

#[test]
fn a_figure_of_the_column_beside_doubts_the_rule_that_took_the_column() {
    let of = |column: &str| {
        claim(
            "正文与表一致",
            &format!("\"支出 == 泵站表.合计行.{column}\", \"预算 == 泵站表.合计行.调整预算\""),
        )
    };
    let out = on(&of("调整预算"));
    has(&out, &["同一行的“实际支出”正好是117.30万元：像是规则取错了列"]);
    has(&out, &["写成泵站表.合计行.实际支出"]);
    is_right(&on(&of("实际支出")));
    // a sentence that is wrong by its own words is no reason to doubt the rule
    let wrong = DOCUMENT.replace("支出合计117.30", "支出合计142.00");
    let out = said(&of("实际支出"), &wrong, &["check", "a.txt", "--rules", "rules"]);
    assert!(!out.contains("取错了列"), "{out}");
}

#[test]
fn cells_of_a_measure_in_the_column_of_the_other_stage_are_told() {
    let of = |stage: &str, column: &str| {
        format!(
            "[[measure]]\nid = \"东闸维修\"\nwords = \"东闸泵站维修费(支出)?\"\ncells = {{ \"{stage}\" = \"泵站表.东闸行.{column}\" }}\nunsaid = \"{stage}\"\n"
        )
    };
    let out = checked(&of("决算", "调整预算"));
    has(&out, &["“决算”指到了“调整预算”一栏", "写成\"决算\"=\"泵站表.东闸行.实际支出\""]);
    has(&checked(&of("预算", "实际支出")), &["“预算”指到了“实际支出”一栏"]);
    is_right(&checked(&of("决算", "实际支出")));
    is_right(&checked(&of("预算", "调整预算")));
}

#[test]
fn a_day_of_another_year_than_the_name_says_is_told_beside_the_document() {
    let of = |name: &str, expect: &str| {
        on(&each(name, &format!("rows = \"leaves\"\nexpect = \"{expect}\"")))
    };
    let out = of("本年内完工", "完工日期 <= 2024-12-31");
    has(&out, &["名称说“本年”", "2024-12-31是2024年的", "写成2025-12-31"]);
    assert!(!out.contains("大于、小于写反"), "{out}");
    has(&of("当年完工", "完工日期 >= 2024-01-01"), &["写成2025-01-01"]);
    has(&of("次年三月底前完工", "完工日期 <= 2025-03-31"), &["写成2026-03-31"]);
    has(&of("完工日期", "完工日期 <= 2024-12-31"), &["换成2025年就处处相符"]);
    is_right(&of("本年内完工", "完工日期 <= 2025-12-31"));
    is_right(&of("完工在办法施行以后", "完工日期 >= 2023-07-01"));
}

#[test]
fn figures_of_a_product_in_the_place_of_each_other_are_told() {
    let roles = "[[role]]\nid = \"看护费总额\"\nbefore = [\"看护费共计\"]\nkind = \"amount\"\n[[role]]\nid = \"看护户数\"\nbefore = [\"看护泵站的农户\"]\nkind = \"count\"\nunit = [\"户\"]\n[[role]]\nid = \"每户标准\"\nbefore = [\"每户看护费\"]\nkind = \"amount\"\n";
    let of = |name: &str, expect: &str| {
        format!(
            "{roles}[[relation]]\nid = \"看护\"\nname = \"{name}\"\nroles = [\"看护费总额\", \"看护户数\", \"每户标准\"]\nexpect = \"{expect}\"\n"
        )
    };
    let name = "看护费总额 = 每户标准 × 户数";
    let out = checked(&of(name, "每户标准 == 看护费总额 * 看护户数"));
    has(&out, &["写错了位置", "写成看护费总额==每户标准*看护户数"]);
    let out = on(&of("看护费核对", "每户标准 == 看护费总额 * 看护户数"));
    has(&out, &["换成看护费总额==每户标准*看护户数就相符"]);
    is_right(&checked(&of(name, "看护费总额 == 看护户数 * 每户标准")));
    is_right(&checked(&of(name, "每户标准 == 看护费总额 / 看护户数")));
}

#[test]
fn sums_of_scripts_that_keep_the_last_row_are_told() {
    let of = |line: &str| {
        checked(&script(
            "支出合计 = 各泵站之和",
            &format!(
                "let 合计 = 0;\nfor 行 in rows(泵站表) {{\n  {line}\n}}\nexpect(泵站表.合计行.实际支出 == 合计, \"合计\");"
            ),
        ))
    };
    has(&of("合计 = 行.实际支出;"), &["只剩最后一行的", "写成合计+=行.实际支出"]);
    has(&of("if present(行.实际支出) { 合计 = 行.实际支出; }"), &["只剩最后一行的"]);
    has(&of("合计 =+ 行.实际支出;"), &["写成合计+=行.实际支出"]);
    is_right(&of("合计 += 行.实际支出;"));
    is_right(&of("if 行.泵站 == \"东闸泵站\" { 合计 = 行.实际支出; }"));
    is_right(&of("if 行.实际支出 > 合计 { 合计 = 行.实际支出; }"));
}

#[test]
fn branches_that_nothing_comes_to_are_told_in_the_order_that_is_right() {
    let of = |formula: &str| {
        checked(&each("进度按执行率分档", &format!("rows = \"leaves\"\nexpect = '{formula}'")))
    };
    let out = of("进度 == if(执行率 >= 80%, \"中\", if(执行率 >= 90%, \"快\", \"慢\"))");
    has(&out, &["永远走不到", "if(执行率>=90%,\"快\",if(执行率>=80%,\"中\",\"慢\"))"]);
    has(&of("进度 == if(执行率 < 90%, \"中\", if(执行率 < 80%, \"慢\", \"快\"))"), &["永远走不到"]);
    is_right(&of("进度 == if(执行率 >= 90%, \"快\", if(执行率 >= 80%, \"中\", \"慢\"))"));
    let lines = |first: &str, second: &str| {
        format!(
            "for 行 in rows(泵站表) {{\n  if 行.调整预算 >= \"{first}\" {{\n    expect(行.方式 != \"询价\", \"甲\");\n  }} else if 行.调整预算 >= \"{second}\" {{\n    expect(行.方式 == \"招标\", \"乙\");\n  }}\n}}"
        )
    };
    has(&checked(&script("方式", &lines("10万元", "60万元"))), &["这一段永远走不到"]);
    is_right(&checked(&script("方式", &lines("60万元", "10万元"))));
}

#[test]
fn rows_that_print_nothing_and_numbers_of_parts_are_told_beside_the_document() {
    let of = |rows: &str| {
        on(&each("进度有三档", &format!("rows = \"{rows}\"\nexpect = '进度 != \"停\"'")))
    };
    has(&of("totals"), &["合计行“进度”一栏是空的", "写成rows=\"leaves\""]);
    is_right(&of("leaves"));
    let part = |start: &str| {
        on(&format!(
            "[[part]]\nid = \"维修部分\"\nstart = [\"{start}\"]\n[[claim]]\nid = \"看护户\"\nname = \"看护户\"\ntext = \"看护泵站的农户{{户:count}}\"\nscope = [\"维修部分\"]\n[[rule]]\nid = \"要有\"\nrequired = [\"看护户\"]\nseverity = \"warning\"\n"
        ))
    };
    has(
        &part("第二部分维修情况"),
        &["有“第三部分维修情况”：序号不同", "start=[\"第三部分维修情况\"]"],
    );
    is_right(&part("第三部分维修情况"));
}

#[test]
fn messages_of_excess_with_the_words_of_a_limit_and_captures_by_what_stands_before_them() {
    let of = |message: &str| {
        checked(&each(
            "执行率核对",
            &format!("rows = \"leaves\"\nexpect = \"执行率 >= 60%\"\nmessage = \"{message}\""),
        ))
    };
    has(&of("{泵站}：执行率 {stated}，超过了上限 {computed}"), &["报告的是“超过”", "下限"]);
    has(&of("{泵站}：执行率 {stated}，太高"), &["报告的是“太高”", "，太低"]);
    has(&of("{泵站}：执行率 {stated}，上限 {computed}"), &["要求的是“上限”"]);
    is_right(&of("{泵站}：执行率 {stated}，没有达到 {computed}"));
    is_right(&of("{泵站}：执行率 {stated}，下限 {computed}"));
    let both = "\"预算 == 泵站表.合计行.调整预算\", \"支出 == 泵站表.合计行.实际支出\"";
    has(&checked(&claim("泵站数、预算与表一致", both)), &["取了座数", "count(泵站表.泵站)"]);
    has(&checked(&claim("正文的各数与表一致", both)), &["取了座数"]);
    is_right(&checked(&claim("预算、支出与表一致", both)));
}

//! Equations of names that are worked out beside their formulas, columns and rows that are taken for others, and
//! advice that stands where it is typed in.

use crate::command::words;

const RULESET: &str = "name = \"本局\"\nextends = \"national\"\nlanguage = 2\n";

const FORM: &str = "[[form]]\nid = \"苗木表\"\ntitle = \"苗木收发明细表\"\ncolumns = [\n  { name = \"行号\", kind = \"ordinal\" },\n  { name = \"品种\", kind = \"label\" },\n  { name = \"月初\", kind = \"count\", header = [\"月初株数\"] },\n  { name = \"月末\", kind = \"count\", header = [\"月末株数\"] },\n  { name = \"购入\", kind = \"count\" },\n  { name = \"发出\", kind = \"count\" },\n  { name = \"运费\", kind = \"amount\" },\n  { name = \"补贴\", kind = \"amount\" },\n  { name = \"结余款\", kind = \"amount\" },\n  { name = \"定价\", kind = \"amount\", header = [\"每株定价\"] },\n  { name = \"折扣\", kind = \"percent\" },\n]\nrows = [{ name = \"合计行\", label = \"合计\", total = true }]\n\n";

/// What `rules check` says, without blanks.
fn checked(form: &str, rules: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("rules");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(own.join("ruleset.toml"), RULESET).unwrap();
    std::fs::write(own.join("a.toml"), format!("{form}{rules}")).unwrap();
    words(folder.path(), &["rules", "check", "rules"])
}

fn rule(name: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = \"甲\"\nname = \"{name}\"\nform = \"苗木表\"\nseverity = \"warning\"\n{more}\n"
    )
}

fn named(name: &str, expect: &str) -> String {
    checked(FORM, &rule(name, &format!("expect = \"{expect}\"")))
}

fn has(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {out}"));
}

fn lacks(out: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!out.contains(word), "{word} is in {out}"));
}

#[test]
fn brackets_that_a_name_has_and_its_formula_has_not_are_told() {
    let name = "补贴 = （购入 × 每株定价 + 运费）× 折扣";
    let out = named(name, "补贴 == 购入 * 定价 + 运费 * 折扣");
    has(&out, &["公式没有括号：先算了运费*折扣", "写成补贴==(购入*定价+运费)*折扣"]);
    for right in ["(购入 * 定价 + 运费) * 折扣", "购入 * 定价 * 折扣 + 运费 * 折扣"]
    {
        lacks(&named(name, &format!("补贴 == {right}")), &["规则的名称说", "规则有误"]);
    }
    // brackets of a unit are none of the equation
    let name = "补贴（元） = 购入（株） × 每株定价（元） + 运费";
    lacks(&named(name, "补贴 == 购入 * 定价 + 运费"), &["规则的名称说", "规则有误"]);
}

#[test]
fn another_number_in_the_same_place_of_an_equation_is_told() {
    let name = "补贴 = 运费 × 购入 ÷ 360";
    let out = named(name, "补贴 == 运费 * 购入 / 365");
    has(&out, &["名称说“360”，公式在同一处写的是365", "写成补贴==运费*购入/360"]);
    lacks(&named(name, "补贴 == 运费 * 购入 / 360"), &["规则的名称说", "规则有误"]);
    lacks(&named(name, "补贴 == round(运费 * 购入 / 360, 2)"), &["规则的名称说", "规则有误"]);
    // units that are converted are tens
    lacks(&named("补贴 = 运费 × 购入 ÷ 100", "补贴 == 运费 * 购入 / 10000"), &["同一处"]);
}

#[test]
fn another_column_of_the_row_before_is_told() {
    let name = "结余款 = 上一行结余款 + 补贴 - 运费";
    let out = named(name, "结余款 == previous(补贴) + 补贴 - 运费");
    has(&out, &["名称说“上一行结余款”，公式写的是previous(补贴)", "previous(结余款)+补贴"]);
    lacks(&named(name, "结余款 == previous(结余款) + 补贴 - 运费"), &["规则的名称说"]);
    lacks(&named("逐行结转", "结余款 == previous(补贴) + 补贴 - 运费"), &["规则的名称说"]);
}

#[test]
fn columns_that_have_the_heads_of_each_other_are_told_at_the_form() {
    let turned = FORM
        .replace("月初株数", "某某")
        .replace("月末株数", "月初株数")
        .replace("某某", "月末株数");
    let own = rule("株数", "expect = \"月末 == 月初 + 购入 - 发出\"");
    let out = checked(&turned, &own);
    has(&out, &["像是写反了", "月初写header=[\"月初株数\"]", "a.toml:7:"]);
    lacks(&checked(FORM, &own), &["写反了"]);
}

#[test]
fn a_total_that_a_rule_of_leaves_asks_for_is_told() {
    let own = |rows: &str, word: &str| {
        let more =
            format!("rows = \"{rows}\"\nwhen = '品种 == \"{word}\"'\nexpect = \"运费 <= 补贴\"");
        checked(FORM, &rule("运费", &more))
    };
    has(&own("leaves", "合计"), &["不看合计行：条件从不成立", "rows=\"totals\""]);
    lacks(&own("totals", "合计"), &["条件从不成立"]);
    lacks(&own("leaves", "油松"), &["条件从不成立"]);
}

#[test]
fn advice_names_what_is_meant() {
    has(&named("行号连续", "consecutive(品种)"), &["编号的一列是行号：写成consecutive(行号)"]);
    lacks(&named("行号连续", "consecutive(行号)"), &["规则有误"]);
    // steps that say up to where each one goes
    let steps = |table: &str, call: &str| {
        let own = rule("费用", &format!("expect = \"补贴 == {call}\""));
        checked(&format!("[param]\n\"费率\" = {table}\n\n{FORM}"), &own)
    };
    let ends = "{ \"80000元\" = \"3%\", \"99999999元\" = \"2%\" }";
    let begins = "{ \"0元\" = \"3%\", \"80000元\" = \"2%\" }";
    let out = steps(ends, "steps(费率, 运费)");
    has(&out, &["到多少为止", "{\"0元\"=\"3%\",\"80000元\"=\"2%\"}"]);
    lacks(&steps(begins, "steps(费率, 运费)"), &["规则有误"]);
    has(&steps(begins, "lookup(费率, 运费)"), &["分段累进的写成steps(费率,运费)"]);
    // of the last day of a month and of a year either is meant
    let day = checked("[param]\n\"截止\" = \"2026-11-31\"\n\n", "");
    has(&day, &["\"2026-11-30\"", "年底的，写\"2026-12-31\""]);
    // one grade is a percentage, another one a number
    let scale = "[[scale]]\nid = \"成活\"\ngrades = [{ name = \"甲\", from = \"90%\" }, { name = \"乙\", from = 75 }, { name = \"丙\", from = 0 }]\n\n";
    has(&checked(scale, ""), &["甲写成from=90", "乙写成from=\"75%\""]);
}

#[test]
fn one_letter_that_is_looked_for_is_told_with_what_its_case_prints() {
    let wording = |printed: &str| {
        let own = format!(
            "[[wording]]\nid = \"暂缺\"\nprinted = \"{printed}\"\nmessage = \"要写上\"\nseverity = \"warning\"\n\n[[wording.case]]\ngiven = \"苗木数量（暂缺）。\"\nexpect = \"violation\"\n"
        );
        checked("", &own)
    };
    has(&wording("缺"), &["只找“缺”一个字", "写成printed=\"（暂缺）\""]);
    lacks(&wording("（暂缺）"), &["一个字", "规则有误"]);
}

#[test]
fn what_keeps_a_rule_from_a_document_is_told_with_its_line() {
    let document = "青石县林业局2024年度部门决算\n\n苗木收发明细表\n单位：元\n\n行号\t品种\t月初株数\t月末株数\t购入\t发出\t运费\t补贴\t结余款\t每株定价\t折扣\n1\t油松\t10\t12\t5\t3\t100\t200\t100\t5\t90%\n2\t侧柏\t20\t21\t4\t3\t100\t300\t200\t5\t90%\n";
    let said = |more: &str| {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("rules");
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join("ruleset.toml"), RULESET).unwrap();
        let rules = rule("株数", &format!("expect = \"月末 == 月初 + 购入 - 发出\"\n{more}"));
        std::fs::write(own.join("a.toml"), format!("{FORM}{rules}")).unwrap();
        std::fs::write(folder.path().join("a.txt"), document).unwrap();
        words(folder.path(), &["check", "a.txt", "--rules", "rules"])
    };
    has(&said("until = 2023"), &["a.toml:25写的是until=2023", "写until=2024"]);
    has(&said("from = 2025"), &["a.toml:25写的是from=2025", "写from=2024"]);
    let kind = "documents = [\"budget\"] # 用于“决算”前";
    has(&said(kind), &["写的是documents=[\"budget\"]", "写documents=[\"final-accounts\"]"]);
    lacks(&said("until = 2024"), &["写的是until"]);
}

#[test]
fn small_counts_of_which_one_alone_is_so_many_times_another_are_no_factor() {
    let form = "[[form]]\nid = \"苗圃表\"\ntitle = \"苗圃一览表\"\ncolumns = [\n  { name = \"乡\", kind = \"label\" },\n  { name = \"个数\", kind = \"count\" },\n  { name = \"全部\", kind = \"count\" },\n]\n\n";
    let said = |counts: [&str; 3]| {
        let rows = ["甲乡", "乙乡", "丙乡"].iter().zip(counts);
        let rows: String = rows.map(|(name, own)| format!("{name}\t{own}\n")).collect();
        let document =
            format!("青石县林业局2024年度部门决算\n\n苗圃一览表\n\n乡\t个数\t全部\n{rows}");
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("rules");
        std::fs::create_dir_all(&own).unwrap();
        std::fs::write(own.join("ruleset.toml"), RULESET).unwrap();
        let rule = "[[rule]]\nid = \"甲\"\nform = \"苗圃表\"\nseverity = \"warning\"\nexpect = \"个数 == 全部\"\n";
        std::fs::write(own.join("a.toml"), format!("{form}{rule}")).unwrap();
        std::fs::write(folder.path().join("a.txt"), &document).unwrap();
        words(folder.path(), &["check", "a.txt", "--rules", "rules"])
    };
    lacks(&said(["2\t5", "2\t5", "1\t5"]), &["倍：先看公式"]);
    has(&said(["20\t100", "30\t150", "10\t50"]), &["印的5倍：先看公式", "个数==全部/5"]);
}

#[test]
fn cases_do_not_turn_a_formula_whose_columns_have_each_others_heads() {
    let turned = FORM
        .replace("月初株数", "某某")
        .replace("月末株数", "月初株数")
        .replace("某某", "月末株数");
    let case = |sold: u32, expect: &str| {
        format!(
            "\n[[rule.case]]\ngiven = \"\"\"\n苗木收发明细表\n单位：元\n行号\t品种\t月初株数\t月末株数\t购入\t发出\t运费\t补贴\t结余款\t每株定价\t折扣\n1\t油松\t30\t10\t0\t{sold}\t100\t200\t100\t5\t90%\n\"\"\"\nexpect = \"{expect}\"\n"
        )
    };
    let own = rule(
        "发出",
        &format!(
            "expect = \"发出 == 月初 - 月末\"\n{}{}",
            case(20, "holds"),
            case(21, "violation")
        ),
    );
    lacks(&checked(FORM, &own), &["写反了", "用例"]);
    let out = checked(&turned, &own);
    has(&out, &["像是写反了"]);
    lacks(&out, &["发出==月末-月初"]);
}

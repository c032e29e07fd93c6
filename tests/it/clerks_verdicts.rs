//! What a clerk's rules find: rows of totals by whatever column prints them, series of days, what
//! `max` chose, units of counts, rules that say the same as another one.

use crate::as_typed::{HEAD, one, rule};
use crate::command::{json, run};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Writes the rules and the document of a folder.
pub(crate) fn put(folder: &Path, rules: &str, document: &str) {
    let own = folder.join("本局");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("ruleset.toml"), HEAD).unwrap();
    fs::write(own.join("a.toml"), rules).unwrap();
    fs::write(folder.join("决算.txt"), document).unwrap();
}

/// What a check says for programs.
fn checked(rules: &str, document: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    json(folder.path(), &["check", "决算.txt", "-r", "本局", "--all", "--fail-on", "never"])
}

/// What a check and `rules check --on` say for people, without blanks.
fn said(rules: &str, document: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), rules, document);
    let (_, out, err) = run(folder.path(), &["check", "决算.txt", "-r", "本局", "--all"]);
    let (_, on, more) = run(folder.path(), &["rules", "check", "本局", "--on", "决算.txt"]);
    format!("{err}{out}{more}{on}").split_whitespace().collect()
}

const VISITS: &str = r#"[[form]]
id = "登记表"
title = ["来访登记表"]
columns = [
  { name = "日期", kind = "date" },
  { name = "事由", kind = "label" },
  { name = "金额", kind = "amount" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
[[rule]]
id = "上限"
form = "登记表"
rows = "leaves"
expect = "金额 <= 250元"
[[rule]]
id = "合计"
expect = "登记表.合计行.金额 == sum(登记表.金额)"
"#;

#[test]
fn a_total_is_a_row_of_totals_whichever_column_prints_its_name() {
    let document = |total: &str| {
        format!(
            "某县财政局2024年\n\n来访登记表\n单位：元\n日期 | 事由 | 金额\n\
             2024-03-05 | 甲 | 100\n2024-03-06 | 乙 | 200\n{total}\n"
        )
    };
    for total in ["合计 | | 300", "全县总计 | | 300", " | 合计 | 300"] {
        let words = said(VISITS, &document(total));
        assert!(words.contains("上限相符2") && words.contains("合计相符1"), "{total}: {words}");
        assert!(words.contains("✓没有发现问题"), "{total}: {words}");
    }
    let found = checked(VISITS, &document("合计 | | 310"));
    assert_eq!(found["documents"][0]["findings"].as_array().unwrap().len(), 1, "{found}");
    // the cell holds the name of the row, no day that could not be read
    let days = VISITS.replace("金额 <= 250元", "日期 >= 2024-01-01");
    assert!(!said(&days, &document("合计 | | 300")).contains("未能核对1"));
    // where no row may be it, none is said to be there
    let above = VISITS.replace(
        "登记表.合计行.金额 == sum(登记表.金额)",
        "登记表.合计行.金额 == sum(above(登记表.合计行.金额))",
    );
    assert!(!said(&above, &document("汇总 | | 300")).contains("有“”"));
}

const DEBTS: &str = r#"[[form]]
id = "暂付款表"
title = ["暂付款清理明细表"]
columns = [
  { name = "借款人", kind = "label" },
  { name = "清查日期", kind = "date" },
  { name = "科目", kind = "text" },
  { name = "余额", kind = "amount" },
]
[[rule]]
id = "查"
form = "暂付款表"
basis = "办法"
"#;

const OWED: &str = "某县财政局2024年\n\n暂付款清理明细表\n单位：元\n借款人 | 清查日期 | 科目 | 余额\n\
    张三 | 2024-12-31 | 其他应收 | 500\n李四 | 2024-12-31 | 其他应收 | 500\n\
    王五 | 2024-12-30 | 预付 | 600\n";

#[test]
fn days_of_a_list_are_the_same_or_differ() {
    let with = |expect: &str| said(&format!("{DEBTS}expect = \"{expect}\"\n"), OWED);
    let words = with("same(清查日期)");
    assert!(words.contains("查不符1，相符1") && words.contains("两处不一致"), "{words}");
    let words = with("unique(清查日期)");
    assert!(words.contains("2024-12-31重复"), "{words}");
    // what cannot be read is told, in a series as elsewhere
    let unread = said(&format!("{DEBTS}expect = \"same(余额)\"\n"), &OWED.replace("600", "6O0"));
    assert!(unread.contains("未能核对"), "{unread}");
}

#[test]
fn a_series_is_given_what_it_can_look_at() {
    let with = |expect: &str| format!("{DEBTS}expect = \"{expect}\"\n");
    one(&rule("expect = \"unique(疗养表)\""), &["没有写明是哪一列", "写成 疗养表.批次"]);
    let folder = tempfile::tempdir().unwrap();
    for (expect, what) in [("consecutive(科目)", "文字"), ("consecutive(清查日期)", "日期")]
    {
        put(folder.path(), &with(expect), OWED);
        let (status, _, told) = run(folder.path(), &["rules", "check", "本局"]);
        assert!(status == Some(2) && told.contains(what) && told.contains("ordinal"), "{told}");
    }
}

#[test]
fn a_rule_that_says_the_same_as_another_one_is_not_said_to_be_silent() {
    let twice = format!(
        "{DEBTS}expect = \"same(科目)\"\n[[rule]]\nid = \"再查\"\nexpect = \"same(暂付款表.科目)\"\n"
    );
    let words = said(&twice, OWED);
    assert!(words.contains("再查不符1，相符1"), "{words}");
}

const TRAVEL: &str = r#"[[form]]
id = "补助表"
title = ["出差补助明细表"]
columns = [
  { name = "姓名", kind = "label" },
  { name = "出发", kind = "date" },
  { name = "返回", kind = "date" },
  { name = "天数", kind = "count" },
  { name = "票据", kind = "count", header = ["票据张数"] },
  { name = "人数", kind = "count" },
]
rows = [{ name = "合计行", label = ["合计"], total = true }]
[[rule]]
id = "查"
basis = "办法"
"#;

const TRIP: &str = "某县财政局2024年\n\n出差补助明细表\n姓名 | 出发 | 返回 | 天数 | 票据张数 | 人数\n\
    赵一 | 2024-03-05 | 2024-03-08 | 4 | 6 | 1\n钱二 | 2024-04-10 | 2024-04-11 | 2 | 2 | 1\n";

#[test]
fn what_a_function_comes_to_is_not_said_of_another_figure() {
    let with =
        |expect: &str| said(&format!("{TRAVEL}form = \"补助表\"\nexpect = \"{expect}\"\n"), TRIP);
    let words = with("max(天数, 票据) <= 5");
    assert!(words.contains("赵一票据张数为6，应当不大于5"), "{words}");
    assert!(!words.contains("天数为6"), "{words}");
    let words = with("max(天数, 票据) + 1人 * 1 <= 5");
    assert!(!words.contains("天数为7") && !words.contains("票据张数为7"), "{words}");
    let words = with("round(票据 * 110%, 0) <= 3");
    assert!(words.contains("赵一票据张数等算出来的数为7"), "{words}");
}

#[test]
fn counts_of_different_things_are_not_compared() {
    let with = |lines: &str| format!("{TRAVEL}form = \"补助表\"\n{lines}\n");
    one(&rule("expect = \"天数 <= 6人\""), &["天数 数的是天", "写成 6天", "人数"]);
    one(&rule("when = \"天数 > 3人\"\nexpect = \"人数 > 0\""), &["天数 数的是天"]);
    for (expect, advice) in [
        ("days(出发, 返回) <= 1个月", "写成30天"),
        ("days(出发, 返回) <= 5个工作日", "写成5天"),
        ("票据 <= 3人", "写成3张"),
        ("天数 <= days(出发, 返回) + 1年", "写成365天"),
    ] {
        let words = said(&with(&format!("expect = \"{expect}\"")), TRIP);
        assert!(words.contains("不能放在一起") && words.contains(advice), "{expect}: {words}");
    }
    for right in ["天数 <= 30日", "人数 <= 3名", "票据 <= 30个", "days(出发, 返回) + 1 <= 7天"]
    {
        let words = said(&with(&format!("expect = \"{right}\"")), TRIP);
        assert!(words.contains("查相符2"), "{right}: {words}");
    }
}

#[test]
fn a_total_that_prints_less_than_its_rows_is_told_as_a_total() {
    let total = format!("{TRIP}合计 | | | | 8 | 2\n");
    let with = |lines: &str| said(&format!("{TRAVEL}form = \"补助表\"\n{lines}\n"), &total);
    let words = with("expect = \"票据 <= 天数 * 人数 * 2\"");
    assert!(words.contains("“合计”是合计行") && words.contains("rows=\"leaves\""), "{words}");
    assert!(!words.contains("乘数或除数是空的"), "{words}");
    let words = with("rows = \"leaves\"\nexpect = \"票据 <= 天数 * 人数 * 2\"");
    assert!(words.contains("查相符2") && !words.contains("未能核对1"), "{words}");
}

#[test]
fn a_whole_column_in_a_script_is_told_as_one() {
    let words = said(&format!("{TRAVEL}script = 'expect(补助表.票据 > 0);'\n"), TRIP);
    assert!(words.contains("补助表.票据是一整列（2行）"), "{words}");
    assert!(!words.contains("2行“赵一”"), "{words}");
}

#[test]
fn a_name_that_two_first_lines_print_is_the_name_of_one_agency() {
    for first in ["单位名称：青禾县东河镇人民政府", "编制单位：青禾县东河镇人民政府"]
    {
        let text =
            format!("{first}\n\n青禾县东河镇人民政府2024年度临时救助情况说明\n\n救助12户。\n");
        let found = checked("", &text);
        assert_eq!(found["documents"][0]["agency"], "青禾县东河镇人民政府", "{first}");
    }
}

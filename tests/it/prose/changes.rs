//! Changes of which the base is not printed: they add up as their amounts do, are said again of the
//! same amount, and are never more than what they led to.

use super::{engine, unchecked, violations};
use gouji::audit::DocumentAudit;

fn audit(paragraphs: &[&str]) -> DocumentAudit {
    let text =
        format!("青岗县林业站2026年部门预算\n\n一、预算说明\n\n{}\n", paragraphs.join("\n\n"));
    engine().audit("a.txt", text.as_bytes()).unwrap()
}

/// An expenditure with its parts by purpose, of which the last is as it was.
const BY_PURPOSE: [&str; 4] = [
    "全站支出预算486.35万元，较上年减少23.18万元，主要是压减一般性支出。",
    "（1）管护（2130205）支出301.12万元，较上年增加12.46万元，原因是管护面积增加；",
    "（2）育苗（2130206）支出98.73万元，较上年减少35.64万元，原因是项目完工；",
    "（3）防火（2130234）支出86.50万元，与上年持平。",
];

#[test]
fn changes_add_up_as_their_amounts_do() {
    let right = audit(&BY_PURPOSE);
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    // last year may have had one more item: nothing is known, and no one is accused
    let other =
        audit(&BY_PURPOSE.map(|one| one.replace("35.64", "36.54")).each_ref().map(String::as_str));
    assert_eq!(violations(&other), [""; 0]);
    assert!(unchecked(&other).contains(&"36.54万元".to_owned()));
}

#[test]
fn a_change_is_borne_out_by_the_same_one_of_the_same_amount() {
    let twice = [
        "财政拨款收入2,114.60万元，比2025年预算减少19.30万元。",
        "财政拨款支出2,114.60万元，比2025年预算减少19.30万元。",
    ];
    let right = audit(&twice);
    assert!(!unchecked(&right).contains(&"19.30万元".to_owned()), "{:?}", unchecked(&right));
    let alone = audit(&twice[..1]);
    assert!(unchecked(&alone).contains(&"19.30万元".to_owned()));
}

#[test]
fn nothing_grows_by_more_than_it_is() {
    let grown = |what: &str, by: &str| {
        audit(&[&format!("{what}6.51万元，较上年增加{by}万元，主要原因是人员增加。")])
    };
    assert_eq!(violations(&grown("公务接待费预算", "3.28")), [""; 0]);
    // all of it is new
    assert_eq!(violations(&grown("公务接待费预算", "6.51")), [""; 0]);
    assert_eq!(violations(&grown("公务接待费预算", "9.49")), ["叙述增加额 9.49"]);
    // what may have been less than nothing
    assert_eq!(violations(&grown("收支差额", "9.49")), [""; 0]);
    let less = audit(&["公务接待费预算6.51万元，较上年减少9.49万元。"]);
    assert_eq!(violations(&less), [""; 0]);
}

#[test]
fn forms_to_be_filled_in_say_more_or_less() {
    let changed = |rate: &str| {
        audit(&[&format!(
            "全站支出预算35.00万元，与上年相比增加（减少）5.00万元，增长（减少）{rate}%。"
        )])
    };
    // that the choice was not made is told by a rule of its own
    const LEFT: &str = "没有删的选择 增加（减少）";
    assert_eq!(violations(&changed("16.67")), [LEFT]);
    assert_eq!(violations(&changed("12.50")), [LEFT]);
    assert_eq!(violations(&changed("61.67")), [LEFT, "叙述幅度推 61.67"]);
}

#[test]
fn what_is_compared_with_the_year_before_bears_no_name_but_its_stage() {
    let item = |rate: &str| {
        audit(&[&format!(
            "“农林水支出”科目25.77万元，主要用于补植。2025年当年预算执行数为60.13万元，2026年预算安排25.77万元，比2025年预算执行数减少{rate}%。"
        )])
    };
    assert_eq!(violations(&item("57.14")), [""; 0]);
    assert_eq!(violations(&item("51.74")), ["叙述幅度比 -51.74"]);
}

#[test]
fn of_nothing_each_share_is_nothing() {
    let shares = |share: &str| {
        audit(&[
            "全年收入预算806.40万元。",
            "一般公共预算收入604.80万元，占75%；",
            "事业收入0万元，占0%；",
            "经营收入201.60万元，占25%；",
            &format!("其他收入0万元，占{share}%。"),
        ])
    };
    let right = shares("0");
    assert_eq!(violations(&right), [""; 0]);
    assert!(!unchecked(&right).contains(&"0%".to_owned()), "{:?}", unchecked(&right));
    assert_eq!(violations(&shares("5")), ["叙述占比 5"]);
}

#[test]
fn numbers_of_items_and_codes_of_units_are_no_part_of_what_is_said() {
    let audit = audit(&[
        "全站收入15.60万元，其中：",
        "1.财政拨款收入9.20万元。",
        "2.其他收入6.40万元。",
        "341-青岗县林业站",
    ]);
    assert_eq!(violations(&audit), [""; 0]);
    assert_eq!(unchecked(&audit), [""; 0]);
}

/// The hints that two amounts are one slip apart, with their figures.
fn one_slip_apart(audit: &DocumentAudit) -> Vec<String> {
    violations(audit).into_iter().filter(|found| found.starts_with("叙述差一位")).collect()
}

#[test]
fn one_amount_has_one_change_whatever_it_is_called() {
    let twice = |change: &str| {
        audit(&[
            "财政拨款收入2,114.63万元，比2025年预算减少193.74万元。",
            &format!("一般公共预算支出2,114.63万元，比2025年预算减少{change}万元。"),
        ])
    };
    let right = twice("193.74");
    assert_eq!(violations(&right), [""; 0]);
    assert!(!unchecked(&right).contains(&"193.74万元".to_owned()), "{:?}", unchecked(&right));
    assert_eq!(violations(&twice("193.24")), ["叙述同一数 -193.24"]);
    assert_eq!(violations(&twice("139.74")), ["叙述同一数 -139.74"]);
    // more than a slip: they may be of two things
    assert_eq!(violations(&twice("418.25")), [""; 0]);
}

#[test]
fn an_amount_that_is_printed_twice_is_checked_by_the_other_place() {
    let twice = |income: &str| {
        audit(&[
            &format!("本站预算收入较上年增加{income}万元，原因是新增项目。"),
            "本站预算支出较上年增加1,384.62万元，原因是新增项目。",
        ])
    };
    let right = twice("1,384.62");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    for wrong in ["7,384.62", "1,584.62", "1,348.62"] {
        assert_eq!(one_slip_apart(&twice(wrong)).len(), 1, "{wrong}");
    }
    assert_eq!(violations(&twice("2,916.05")), [""; 0]);
}

#[test]
fn two_amounts_that_are_alike_by_chance_are_no_slip() {
    // round amounts, a plan and what was done of it, amounts that come out
    for text in [
        "巡护支出300.00万元，防火支出500.00万元，育苗支出800.00万元。",
        "防火支出年初预算1,384.62万元，决算1,184.62万元。",
        "采购支出1,384.62万元，其中货物200.00万元、服务1,184.62万元。",
        "巡护支出1,384.62万元，较上年增加1,184.62万元。",
    ] {
        assert_eq!(one_slip_apart(&audit(&[text])), [""; 0], "{text}");
    }
}

#[test]
fn a_change_behind_a_list_is_of_its_head() {
    let budget = |first: &str, second: &str| {
        audit(&[
            &format!(
                "本站部门预算收入856.30万元，其中一般公共预算拨款700.00万元、上年结转156.30万元，较上年减少{first}。"
            ),
            &format!(
                "本站财政拨款收入812.40万元，其中政府性基金拨款656.10万元、上年结转156.30万元，较上年减少{second}。"
            ),
        ])
    };
    // the totals differ, so do their changes
    assert_eq!(violations(&budget("143.70万元，下降14.37%", "187.60万元，下降18.76%")), [""; 0]);
    // a rate tells of what a change is, and where none does nothing is known
    assert_eq!(violations(&budget("143.70万元", "187.60万元")), [""; 0]);
}

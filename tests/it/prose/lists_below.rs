//! Lists over several paragraphs of which the words do not say that they are whole: by codes, by what has changed.

use super::engine;
use gouji::audit::{DocumentAudit, Severity, Verdict};

/// Paragraphs in a budget of their own.
fn audit(paragraphs: &[&str]) -> DocumentAudit {
    let text = format!(
        "青岗县林业站2026年部门预算\n\n一、收支预算情况说明\n\n{}\n\n二、其他说明\n\n（一）会议费\n\n无。\n",
        paragraphs.join("\n\n")
    );
    engine().audit("a.txt", text.as_bytes()).unwrap()
}

/// The rules that a document breaks.
fn broken(audit: &DocumentAudit) -> Vec<&str> {
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    wrong.map(|check| &*check.rule).collect()
}

/// Whether a check that could have failed rests on a figure.
fn is_checked(audit: &DocumentAudit, figure: &str) -> bool {
    !audit.coverage.unchecked.iter().any(|left| left.text == figure)
}

#[test]
fn items_that_bear_codes_of_one_level_are_all_of_the_whole() {
    let list = |third: &str| {
        audit(&[
            "2026年本部门支出预算4,805.43万元，其中：",
            "（1）工资福利支出（301）2,036.82万元，用于在职人员；",
            "（2）商品和服务支出（302）2,528.71万元，用于日常运转；",
            &format!("（3）资本性支出（310）{third}万元，用于购置设备。"),
        ])
    };
    let right = list("239.90");
    assert_eq!(broken(&right), [""; 0]);
    assert!(is_checked(&right, "239.90万元"), "{:?}", right.coverage.unchecked);
    assert_eq!(broken(&list("289.90")), ["叙述合计"]);
    // what more than one wrong digit is needed for may not be all
    assert_eq!(broken(&list("107.15")), [""; 0]);
}

#[test]
fn what_has_changed_by_all_of_it_is_all_of_it() {
    let list = |amount: &str, change: &str| {
        audit(&[
            "2026年“三公”经费预算58.46万元，较上年减少1.20万元。",
            "（1）因公出国（境）费用。2026年预算数41.60万元，与上年持平，用于出访。",
            &format!(
                "（2）公务接待费。2026年预算数{amount}万元，较上年减少{change}万元，用于接待。"
            ),
            "（3）公务用车购置和运行维护费。2026年预算数7.40万元，其中：",
            "公务用车购置费2026年预算数0.00万元，与上年持平；",
            "公务用车运行维护费2026年预算数7.40万元，与上年持平。",
        ])
    };
    let right = list("9.46", "1.20");
    assert_eq!(broken(&right), [""; 0]);
    assert!(is_checked(&right, "1.20万元"), "{:?}", right.coverage.unchecked);
    assert!(!broken(&list("9.46", "1.70")).is_empty());
}

#[test]
fn an_amount_of_an_item_is_not_that_of_its_head() {
    let text = audit(&[
        "（1）公务用车购置和运行维护费。2026年预算数22.02万元，其中：",
        "公务用车购置费2026年预算数0.00万元，较上年减少20.00万元；",
        "公务用车运行维护费2026年预算数22.02万元，较上年减少2.40万元。",
    ]);
    assert_eq!(broken(&text), [""; 0]);
}

#[test]
fn a_list_that_begins_behind_its_colon_goes_on_in_the_next_lines() {
    let list = |share: &str| {
        audit(&[
            "2026年本部门支出预算合计2,884.90万元，其中：基本支出1,712.30万元，占59.35%；",
            &format!("项目支出1,154.30万元，占{share}%；"),
            "预留机动经费18.30万元，占0.63%。",
        ])
    };
    let right = list("40.01");
    assert_eq!(broken(&right), [""; 0]);
    assert!(is_checked(&right, "40.01%"), "{:?}", right.coverage.unchecked);
    // the amounts come to the whole: it is the share that is wrong, however far off it is
    assert_eq!(broken(&list("40.61")), ["叙述占比", "叙述占比合计"]);
    assert_eq!(broken(&list("70.01")), ["叙述占比", "叙述占比合计"]);
}

#[test]
fn the_line_above_a_colon_states_the_whole_and_the_colon_says_what_follows() {
    let list = |share: &str, rest: &str| {
        audit(&[
            "青岗县林业站2026年收入预算合计2,499.77万元，包括本年收入2,499.77万元，上年结转0万元。",
            "其中：",
            "本年拨款收入2,423.60万元，占96.95%；",
            "本年事业收入0万元，占0%；",
            &format!("本年其他收入{rest}万元，占{share}%。"),
        ])
    };
    let right = list("3.05", "76.17");
    assert_eq!(broken(&right), [""; 0]);
    assert!(is_checked(&right, "3.05%"), "{:?}", right.coverage.unchecked);
    assert_eq!(broken(&list("3.85", "76.17")), ["叙述占比", "叙述占比合计"]);
    // 其中 says that others may be left out
    let parts = audit(&[
        "2026年本部门支出预算合计100.00万元。",
        "其中：",
        "1.防火演练20.00万元。",
        "2.苗圃改造30.00万元。",
    ]);
    assert_eq!(broken(&parts), [""; 0]);
}

#[test]
fn a_list_that_the_others_teach_is_told_as_a_hint_where_chance_may_explain_it() {
    let list = |last: &str| {
        audit(&[
            "防火经费50.00万元，比上年减少8.00万元，主要原因是巡护减少5.00万元、演练减少2.00万元、宣传减少1.00万元。",
            "苗圃经费40.00万元，比上年增加6.00万元，主要原因是育苗增加3.00万元、灌溉增加2.00万元、用工增加1.00万元。",
            "检疫经费30.00万元，比上年减少9.00万元，主要原因是检测减少4.00万元、药剂减少3.00万元、设备减少2.00万元。",
            "监测经费20.00万元，比上年增加7.00万元，主要原因是测报增加4.00万元、样地增加2.00万元、数据增加1.00万元。",
            &format!(
                "管护经费60.00万元，比上年增加9.00万元，主要原因是护林增加5.00万元、标牌增加3.00万元、围栏增加{last}万元。"
            ),
        ])
    };
    let right = list("1.00");
    assert_eq!(broken(&right), [""; 0]);
    assert!(is_checked(&right, "5.00万元"), "{:?}", right.coverage.unchecked);
    let wrong = list("4.00");
    let told: Vec<_> =
        wrong.checks.iter().filter(|check| check.verdict == Verdict::Violation).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].severity, Severity::Info);
    assert!(told[0].hint().is_some_and(|hint| hint.contains("没有列全")), "{told:?}");
}

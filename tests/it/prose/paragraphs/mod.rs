//! What several paragraphs say together, and what a change is told by: own documents.

mod lists;

use super::engine;
use gouji::audit::{DocumentAudit, Verdict};
use gouji::report::headline::accused;

/// Paragraphs in a budget of their own.
fn audit(paragraphs: &[&str]) -> DocumentAudit {
    let text = format!(
        "青岗县林业站2026年部门预算\n\n一、收支预算情况说明\n\n{}\n",
        paragraphs.join("\n\n")
    );
    engine().audit("a.txt", text.as_bytes()).unwrap()
}

/// The verdicts of a rule.
fn checks(audit: &DocumentAudit, rule: &str) -> Vec<Verdict> {
    audit.checks.iter().filter(|check| check.rule == rule).map(|check| check.verdict).collect()
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    wrong.map(|check| format!("{}: {}", check.rule, check.message())).collect()
}

fn unchecked(audit: &DocumentAudit) -> Vec<String> {
    let left = audit.coverage.unchecked.iter();
    let left = left.filter(|figure| figure.counts() && !figure.why.is_corroborated());
    left.map(|figure| figure.text.to_string()).collect()
}

#[test]
fn a_numbering_goes_on_under_the_next_heading() {
    // the amounts of two headings and of the items below both
    let list = |[one, first, second, other, third, fourth]: [&str; 6]| {
        audit(&[
            &format!("（一）本年财政拨款收入{one}万元"),
            &format!("1.一般公共预算拨款收入{first}万元。"),
            &format!("2.政府性基金预算拨款收入{second}万元。"),
            &format!("（二）本年其他资金收入{other}万元"),
            &format!("3.事业收入{third}万元。"),
            &format!("4.其他收入{fourth}万元。"),
        ])
    };
    // amounts with decimals, and whole ones
    for right in [
        ["50.60", "42.10", "8.50", "7.30", "4.10", "3.20"],
        ["350.20", "350.20", "0", "15", "12", "3"],
    ] {
        let right = list(right);
        assert_eq!(violations(&right), [""; 0]);
        assert_eq!(unchecked(&right), [""; 0]);
        // items that say nothing but their amounts; behind the last one something may be lost
        assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds, Verdict::Corroborated]);
    }
    // a list that does not come to its head may be another's
    let other = list(["350.20", "350.20", "0", "15", "12", "9"]);
    assert_eq!(violations(&other), [""; 0]);
    assert!(unchecked(&other).contains(&"9万元".to_owned()), "{:?}", unchecked(&other));
}

#[test]
fn numbered_paragraphs_come_to_the_paragraph_above_them() {
    let list = |second: &str, share: &str| {
        audit(&[
            "青岗县林业站2026年安排项目支出90.00万元，包括：",
            "1.护林防火60.00万元，占66.67%，用于瞭望塔值守；",
            &format!("2.苗圃改造{second}万元，占{share}%，用于更换大棚；"),
            "3.林木良种0万元，占0%。",
        ])
    };
    let right = list("30.00", "33.33");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计").len(), 1);
    let shares = |is_of_head: bool| {
        let all = right.checks.iter().filter(|check| check.rule == "叙述占比");
        let is_head = |span| right.document.slice(span) == "90.00万元";
        let of = all.filter(|check| check.places().any(|(span, _)| is_head(span)) == is_of_head);
        of.map(|check| check.stated.clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(shares(true), ["66.67", "33.33", "0"]);
    // a share of nothing is one of any whole
    assert!(shares(false).iter().all(|share| share == "0"));
    // a part that does not fit: the head says that its list is whole
    let wrong = list("31.00", "33.33");
    assert_eq!(checks(&wrong, "叙述合计")[0], Verdict::Violation);
}

#[test]
fn paragraphs_that_need_not_be_all_of_it_are_not_added_up() {
    for head in [
        "青岗县林业站2026年安排项目支出95.00万元，主要包括：",
        "青岗县林业站2026年安排项目支出95.00万元，其中：",
        "青岗县林业站2026年安排项目支出95.00万元，用于以下方面：",
    ] {
        let found = audit(&[head, "1.护林防火60.00万元。", "2.苗圃改造30.00万元。"]);
        assert_eq!(violations(&found), [""; 0], "{head}");
    }
    // where each paragraph ends, one of them may be lost
    let gap = audit(&[
        "青岗县林业站2026年安排项目支出95.00万元，包括：",
        "1.护林防火60.00万元。",
        "3.苗圃改造30.00万元。",
    ]);
    assert_eq!(violations(&gap), ["段落编号-连续: 段落编号不连续：上一段之后应是 2，这里是 3"]);
}

#[test]
fn a_rate_in_the_bracket_behind_a_change_is_its_rate() {
    let found = |rate: &str| {
        audit(&[&format!("会议费预算20.23万元，较上年增加5.44万元（{rate}%），会议增多。")])
    };
    let right = found("36.78");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    assert_eq!(violations(&found("46.78")).len(), 1);
}

#[test]
fn reasons_that_come_to_a_change_are_checked_and_others_are_left() {
    let found = |up: &str| {
        audit(&[&format!(
            "2026年林木管护支出预算512.00万元，比上年增加50.00万元。主要原因是人员经费增加{up}万元、\
             公用经费减少12.00万元、新增防火监控支出20.00万元。"
        )])
    };
    let right = found("42.00");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), ["512.00万元"]);
    // reasons are seldom all of it: no more is known than that the whole grew by less than it is
    let open = found("43.00");
    assert_eq!(violations(&open), [""; 0]);
    assert_eq!(unchecked(&open).len(), 3);
}

#[test]
fn the_change_of_one_amount_is_told_alike_wherever_it_is_told() {
    let found = |again: &str, against: &str| {
        audit(&[
            "一般公共预算支出预算812.00万元，比2025年增加50.00万元。",
            "按功能科目，一般公共预算支出预算安排如下。",
            &format!("一般公共预算支出预算812.00万元，{against}增加{again}万元。"),
        ])
    };
    let right = found("50.00", "比2025年");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    assert_eq!(violations(&found("60.00", "比2025年")).len(), 1);
    // against another base it is another change
    assert_eq!(violations(&found("60.00", "比2025年决算数")), [""; 0]);
}

#[test]
fn words_that_are_part_of_a_name_end_no_list() {
    let found = audit(&["共有车辆3辆，其中主要领导干部用车1辆、应急保障用车1辆、其他用车1辆。"]);
    assert_eq!(violations(&found), [""; 0]);
    assert_eq!(unchecked(&found), [""; 0]);
}

#[test]
fn what_is_set_for_each_bounds_no_total_and_takes_no_points() {
    for right in [
        "安排奖补资金500万元，按照每村不超过10万元的标准，支持60个村。",
        "数量指标20分，完成15项得满分，每少1项扣1分，本项得18分。",
    ] {
        assert_eq!(violations(&audit(&[right])), [""; 0], "{right}");
    }
}

/// The figures that the findings accuse, as printed.
fn blamed(audit: &DocumentAudit) -> Vec<String> {
    let sure = audit.findings.iter().map(|finding| accused(audit, finding));
    let places = sure.filter(|accused| accused.is_sure).flat_map(|accused| accused.places);
    places.map(|(span, _)| audit.document.slice(span).to_owned()).collect()
}

#[test]
fn of_a_rate_and_the_amount_that_it_is_worked_out_from_the_rate_is_wrong() {
    // ten times too small: so is the rate, or the amount ten times too large
    let sentence = |more: &str, rate: &str| {
        format!("林区道路养护支出预算2,888万元，比上年增加{more}万元，增长{rate}%，养护里程增加。")
    };
    let found = |sentences: &[String]| {
        let list: Vec<&str> = sentences.iter().map(String::as_str).collect();
        audit(&list)
    };
    let alone = found(&[sentence("17.3", "0.06")]);
    assert_eq!(violations(&alone).len(), 1);
    assert_eq!(blamed(&alone), ["0.06%"]);
    // the amount stands elsewhere, too
    let again = "扣除新增因素后，养护工时费用增加17.3万元，养护材料费用不变。".to_owned();
    assert_eq!(blamed(&found(&[sentence("17.3", "0.06"), again])), ["0.06%"]);
    // a digit of the amount is wrong: no rate is so by a slip
    assert_eq!(blamed(&found(&[sentence("317.21", "4.23")])), ["317.21万元"]);
}

#[test]
fn the_changes_of_all_three_come_to_the_change_of_their_total() {
    let three = |change: &str| {
        audit(&[
            "2026年“三公”经费预算27.60万元，较2025年年初预算增加8.10万元。",
            &format!(
                "1.因公出国（境）费用。2026年预算数13.20万元，较2025年年初预算增加{change}万元，主要是出访任务增加。"
            ),
            "2.公务接待费。2026年预算数0.80万元，与2025年年初预算持平。",
            "3.公务用车购置和运行维护费。2026年预算数13.60万元，较2025年年初预算减少3.50万元，主要是压减。",
            "二、其他情况说明",
            "本单位实有人员12人。",
        ])
    };
    let right = three("11.60");
    assert_eq!(violations(&right), [""; 0]);
    assert!(checks(&right, "叙述合计").iter().filter(|one| **one == Verdict::Holds).count() > 1);
    assert!(!violations(&three("15.60")).is_empty());
}

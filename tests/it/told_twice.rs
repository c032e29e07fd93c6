//! What is told in several places, and what a check of such figures points to.

use crate::engines;
use gouji::audit::{Check, DocumentAudit, Verdict};

fn audit(text: &str) -> DocumentAudit {
    engines::engine("national").audit("a.txt", text.as_bytes()).unwrap()
}

fn of<'a>(audit: &'a DocumentAudit, rule: &str) -> Vec<&'a Check> {
    audit.checks.iter().filter(|check| check.rule == rule).collect()
}

fn printed(check: &Check) -> Vec<String> {
    check.figures().map(|figure| figure.printed().text.clone()).collect()
}

/// Headings of an agency's paper, of which one bears this number.
fn headings(fourth: &str) -> DocumentAudit {
    let sections = ["一、概况", "二、收入说明", "三、支出说明", fourth, "五、名词解释"];
    let body = |title: &str| format!("{title}\n\n本馆按规定公开。\n\n");
    let text: String = sections.iter().map(|title| body(title)).collect();
    audit(&format!("清溪市图书馆2022年度部门决算\n\n{text}"))
}

#[test]
fn numbers_in_their_order_are_one_check() {
    let right = headings("四、采购说明");
    let found = of(&right, "标题编号-连续");
    let [run] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(run.verdict, Verdict::Holds);
    let mut numbers = printed(run);
    numbers.sort_unstable();
    assert_eq!(numbers, ["一、", "三、", "二、", "五、", "四、"]);
    // what is before and behind a wrong number is still looked at
    let wrong = headings("六、采购说明");
    let verdicts = |verdict: Verdict| {
        of(&wrong, "标题编号-连续").iter().filter(|check| check.verdict == verdict).count()
    };
    assert!(verdicts(Verdict::Violation) > 0);
    assert_eq!(verdicts(Verdict::Holds), 1);
}

/// A paper in which total and appropriation are one and changed alike.
fn changed(change: &str, rate: &str) -> DocumentAudit {
    audit(&format!(
        "清溪市图书馆2022年度部门决算\n\n第三部分 情况说明\n\n四、财政拨款收入支出决算总体情况说明\n\n\
         2022年度财政拨款收、支总计90.00万元。与上年度相比，财政拨款收、支总计各增加15.00万元，增长20.00%。\n\n\
         五、一般公共预算财政拨款支出决算情况说明\n\n2022年度一般公共预算财政拨款支出90.00万元，占支出合计的100.00%。\
         与上年度相比，一般公共预算财政拨款支出增加{change}万元，增长{rate}%。\n"
    ))
}

#[test]
fn a_change_told_twice_is_held_against_the_other_where_the_rate_says_that_it_is_one() {
    let rules = ["一般预算支出-拨款变动", "一般预算支出-拨款幅度"];
    let verdicts = |audit: &DocumentAudit| {
        rules.map(|rule| of(audit, rule).iter().map(|check| check.verdict).collect::<Vec<_>>())
    };
    let right = verdicts(&changed("15.00", "20.00"));
    assert_eq!(right, [vec![Verdict::Holds], vec![Verdict::Holds]]);
    assert_eq!(verdicts(&changed("16.00", "20.00")), [vec![Verdict::Violation], vec![]]);
    assert_eq!(verdicts(&changed("15.00", "30.00")), [vec![], vec![Verdict::Violation]]);
    // last year something else was there, too: both differ, and nothing is said
    assert_eq!(verdicts(&changed("10.00", "12.50")), [vec![], vec![]]);
}

/// A paper whose first class of expenditures stands directly behind the words that open the list.
fn uses(first: &str, share: &str) -> DocumentAudit {
    audit(&format!(
        "清溪市图书馆2022年度部门决算\n\n一般公共预算财政拨款支出决算表\n单位：万元\n\
         科目编码 | 科目名称 | 小计 | 基本支出 | 项目支出\n | 合计 | 90.00 | 50.00 | 40.00\n\
         205 | 教育支出 | 60.00 | 20.00 | 40.00\n210 | 卫生健康支出 | 30.00 | 30.00 |\n\n第三部分 情况说明\n\n\
         五、一般公共预算财政拨款支出决算情况说明\n\n2022年度一般公共预算财政拨款支出90.00万元，主要用于以下方面：\
         教育支出（类）{first}万元，占66.67%；卫生健康支出（类）30.00万元，占{share}%。\n"
    ))
}

#[test]
fn the_first_use_behind_the_words_that_open_a_list_is_held_against_its_row() {
    let classes = |audit: &DocumentAudit, verdict: Verdict| {
        let found = of(audit, "类级支出");
        found.iter().filter(|check| check.verdict == verdict).count()
    };
    assert_eq!(classes(&uses("60.00", "33.33"), Verdict::Holds), 2);
    assert_eq!(classes(&uses("66.00", "33.33"), Verdict::Violation), 1);
}

#[test]
fn the_shares_of_items_that_come_to_their_whole_come_to_a_hundred() {
    let shares = |audit: &DocumentAudit| {
        of(audit, "叙述占比合计").iter().map(|check| check.verdict).collect::<Vec<_>>()
    };
    assert_eq!(shares(&uses("60.00", "33.33")), [Verdict::Holds]);
    assert_eq!(shares(&uses("60.00", "38.33")), [Verdict::Violation]);
    // the amounts leave something out, and so may the shares
    assert_eq!(shares(&uses("40.00", "33.33")), []);
    // of nothing all shares are none
    let none = audit(
        "清溪市图书馆2022年度部门决算\n\n第三部分 情况说明\n\n三、支出决算情况说明\n\n2022年度支出合计0.00万元，其中：\
         基本支出0.00万元，占0.00%；项目支出0.00万元，占0.00%。\n",
    );
    assert_eq!(shares(&none), []);
}

#[test]
fn a_page_that_goes_down_is_told_with_the_line_above() {
    let text = "清溪市图书馆2022年度部门决算\n\n目录\n\n一、部门概况.....3\n\n二、收入说明.....24\n\n\
                三、支出说明.....8\n\n四、名词解释.....25\n\n一、部门概况\n\n本馆按规定公开。\n\n二、收入说明\n\n没有收入。\n\n\
                三、支出说明\n\n没有支出。\n\n四、名词解释\n\n没有名词。\n";
    let audit = audit(text);
    let found = of(&audit, "目录页码-递增");
    let [wrong] = found.as_slice() else { panic!("{found:?}") };
    let lines = printed(wrong);
    let has = |title: &str| lines.iter().any(|line| line.contains(title));
    assert!(lines.len() == 2 && has("支出说明") && has("收入说明"), "{lines:?}");
}

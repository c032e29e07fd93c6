//! Lists over several paragraphs, and what is said above them.

use super::{audit, checks, unchecked, violations};
use gouji::audit::{DocumentAudit, Severity, Verdict};

#[test]
fn names_are_counted_however_they_are_listed() {
    let left = |sentence: &str| {
        let audit = audit(&[sentence]);
        (violations(&audit).len(), unchecked(&audit))
    };
    let none = || (0, Vec::<String>::new());
    for right in [
        "纳入预算编制范围的单位共计3家，具体包括：青岗县林业站（本级），青岗县苗圃（青岗县种苗站），青岗县护林大队。",
        "本站有以下机构：办公室、造林科、种苗科、护林科等4个科室。",
        "内设机构4个，各机构规范简称依次为：办公室、造林科、种苗科（科技科）、护林科。",
        "本站3个内设机构和机关党委，内设机构分别是办公室、造林科、护林科。",
        "本站设办公室（党务办公室）、造林科、护林科，共3个科室。",
    ] {
        assert_eq!(left(right), none(), "{right}");
    }
    // some of the names may be left out, or the clause may speak of something else
    let open = |figure: &str| (0, vec![figure.to_owned()]);
    for (other, figure) in [
        ("本站有以下机构：办公室、造林科、种苗科、护林科等5个科室。", "5个"),
        ("内设机构4个，各机构职责分别是办公、造林、护林。", "4个"),
        ("纳入预算编制范围的单位共计3家，具体包括：林业站，苗圃，护林大队，实行统一核算。", "3家"),
    ] {
        assert_eq!(left(other), open(figure), "{other}");
    }
    // bodies before their number, and no word that there are more
    assert_eq!(left("本站设办公室、造林科、护林科，共4个科室。").0, 1);
    // the units of one county, each behind a comma: none is left out
    let (wrong, _) = left(
        "纳入预算编制范围的单位共计4家，具体包括：青岗县林业站（本级），青岗县苗圃，青岗县护林大队。",
    );
    assert_eq!(wrong, 1);
    // what a unit is composed of is all of it
    let composed = |count: usize| {
        left(&format!(
            "青岗县林业站预算由站本级和{count}个下属单位构成，下属单位分别是县苗圃、县护林大队、县木材检查站、县种苗站。"
        ))
    };
    assert_eq!(composed(4), none());
    assert_eq!(composed(5).0, 1);
}

#[test]
fn items_that_say_nothing_but_their_amounts_are_the_whole_list() {
    let list = |first: &str| {
        audit(&[
            "2026年收入预算58.60万元，比2025年年初预算数增加3.00万元，增长5.40%。",
            "（一）本年财政拨款收入50.60万元",
            &format!("1.一般公共预算拨款收入{first}万元。"),
            "2、政府性基金预算拨款收入8.50万元。",
            "（二）上年结转收入8.00万元",
            "二、支出预算情况说明",
            "2026年支出预算58.60万元。",
        ])
    };
    let right = list("42.10");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds; 2]);
    assert_eq!(checks(&list("82.10"), "叙述合计")[1], Verdict::Violation);
}

#[test]
fn income_and_expenditure_are_no_parts_of_one_total() {
    let found = audit(&[
        "青岗县林业站2026年收入、支出预算总计58.60万元，与上年相比收、支预算总计各增加3.00万元，增长5.40%。其中：",
        "（一）收入预算总计58.60万元。包括：",
        "1．本年收入合计58.60万元。",
        "2．上年结转结余为0万元。",
        "（二）支出预算总计58.60万元。包括：",
        "1．本年支出合计58.60万元。",
        "2．年终结转结余为0万元。",
        "二、收入预算情况说明",
        "收入预算58.60万元。",
    ]);
    assert_eq!(violations(&found), [""; 0]);
}

#[test]
fn shares_of_a_whole_that_is_not_printed_are_held_against_each_other() {
    let shares = |second: &str| {
        audit(&[
            "2026年支出预算932.40万元，其中包括年终结转。",
            "（一）基本支出。基本支出预算560.00万元，占本年支出预算62.22%。",
            &format!("（二）项目支出。项目支出预算340.00万元，占本年支出预算{second}%。"),
        ])
    };
    assert_eq!(violations(&shares("37.78")), [""; 0]);
    let right = checks(&shares("37.78"), "叙述比例");
    assert!(matches!(right.as_slice(), [Verdict::Holds | Verdict::Rounding]), "{right:?}");
    assert_eq!(checks(&shares("57.78"), "叙述比例"), [Verdict::Violation]);
}

#[test]
fn lists_of_most_of_it_are_whole_where_the_others_of_their_shape_are() {
    let lists = |amount: &str| {
        audit(&[
            "项目支出90.00万元，具体包括：1.护林防火40.00万元，主要包括：（1）瞭望塔25.00万元，用于值守；（2）隔离带15.00万元，用于清理。",
            &format!(
                "2.苗圃改造30.00万元，主要包括：（1）大棚{amount}万元，用于更换；（2）灌溉12.00万元，用于铺设。"
            ),
            "3.古树保护20.00万元，主要包括：（1）支架11.00万元，用于加固；（2）围栏9.00万元，用于防护。",
            "二、其他情况说明",
            "本单位实有人员12人。",
        ])
    };
    let right = lists("18.00");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds; 4]);
    assert!(checks(&lists("48.00"), "叙述合计").contains(&Verdict::Violation));
}

#[test]
fn what_is_said_above_a_list_is_what_its_items_say() {
    let list = |first: &str, of: &str| {
        audit(&[
            &format!(
                "青岗县林业站预算90.00万元，包括人员经费{first}万元、公用经费20.00万元、项目支出30.00万元。"
            ),
            &format!("（一）人员经费{of}万元，主要是工资福利。"),
            "（二）公用经费20.00万元，主要是办公费。",
            "（三）项目支出30.00万元，主要是护林防火。",
            "二、其他情况说明",
            "本单位实有人员12人。",
        ])
    };
    assert_eq!(violations(&list("40.00", "40.00")), [""; 0]);
    assert!(!violations(&list("40.00", "70.00")).is_empty());
}

/// Lists of which the words leave open whether they are whole teach each other over the paragraphs of a document.
#[test]
fn lists_of_one_shape_teach_each_other() {
    let document = |last: &str| {
        audit(&[
            "一、护林防火项目95.00万元，主要包括：瞭望塔60.00万元，用于值守；隔离带20.00万元，用于清理；喷雾器15.00万元，用于防治。",
            "二、苗圃改造项目78.00万元，主要包括：大棚40.00万元，用于育苗；灌溉25.00万元，用于铺设；围栏13.00万元，用于防护。",
            "三、古树保护项目46.00万元，主要包括：支架21.00万元，用于加固；围栏15.00万元，用于防护；标牌10.00万元，用于警示。",
            &format!(
                "四、林道养护项目57.00万元，主要包括：碎石{last}万元，用于铺路；涵管18.00万元，用于排水；护坡12.00万元，用于加固。"
            ),
        ])
    };
    let right = document("27.00");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(unchecked(&right), [""; 0]);
    assert!(checks(&document("87.00"), "叙述合计").contains(&Verdict::Violation));
    // that not all is listed is the other explanation
    assert_eq!(violations(&document("13.46")), [""; 0]);
}

/// A wrong unit does not say that a list leaves something out: it is told, and the other lists teach as before.
#[test]
fn a_list_in_another_unit_is_no_list_that_is_not_whole() {
    let document = |unit: &str, last: &str| {
        audit(&[
            &format!(
                "一、护林防火项目195.30{unit}，主要包括：瞭望塔160.20万元，用于两级值守；隔离带20.10万元，用于清理；喷雾器15.00万元，用于防治。"
            ),
            "二、苗圃改造项目278.60万元。主要包括：大棚240.40万元，用于育苗；灌溉25.10万元，用于铺设；围栏13.10万元，用于防护。",
            "三、古树保护项目146.90万元，主要包括：支架121.70万元，用于加固；围栏15.10万元，用于防护；标牌10.10万元，用于警示。",
            "四、林道养护项目157.80万元，主要包括：碎石127.50万元，用于铺路；涵管18.20万元，用于排水；护坡12.10万元，用于加固。",
            &format!(
                "五、种子储备项目168.40万元，主要包括：采购{last}万元，用于储备；仓储20.30万元，用于租赁；检验10.60万元，用于送检。"
            ),
        ])
    };
    let right = document("万元", "137.50");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds; 5]);
    let in_yuan = document("元", "137.50");
    assert_eq!(
        checks(&in_yuan, "叙述合计").iter().filter(|own| **own == Verdict::Violation).count(),
        1
    );
    // a wrong digit is told beside it: the list in the other unit counts as one that holds
    let wrong = document("元", "187.50");
    assert!(
        violations(&wrong).iter().any(|one| one.contains("187.50")),
        "{:?}",
        violations(&wrong)
    );
}

/// Lines that divide the whole of the line above them in several ways.
#[test]
fn lines_that_divide_a_whole_come_to_it() {
    let document = |pay: &str, most: &str| {
        audit(&[
            "青岗县林业站2026年支出预算625.60万元，比上年执行数增加25.60万元，增长4.27%。",
            &format!(
                "1.按支出功能分类，包括农林水支出{pay}万元、卫生健康支出7.20万元、住房保障支出14.50万元。"
            ),
            &format!(
                "2.按支出用途分类，{most}人员支出480.30万元、日常公用支出11.70万元、项目支出133.60万元。"
            ),
        ])
    };
    let right = document("603.90", "包括");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds; 2]);
    assert_eq!(
        checks(&document("903.90", "包括"), "叙述合计"),
        [Verdict::Violation, Verdict::Holds]
    );
    // the most of it need not be all
    assert_eq!(checks(&document("603.90", "主要包括"), "叙述合计"), [Verdict::Holds]);
}

/// Changes that bear the names of all that was listed in another paragraph are all of them.
#[test]
fn changes_of_a_list_of_another_paragraph_are_all_of_them() {
    let document = |last: &str| {
        audit(&[
            "（一）收入预算：收入预算560.90万元，其中：林业基金收入373.70万元，育林基金收入150.20万元，种苗收入32.00万元，其他收入5.00万元。",
            &format!(
                "（二）增减变化：收入预算比上年增加11.00万元，其中林业基金收入减少7.60万元，育林基金收入增加{last}万元，种苗收入增加4.70万元，其他收入增加0.60万元。"
            ),
        ])
    };
    assert_eq!(violations(&document("13.30")), [""; 0]);
    assert_ne!(violations(&document("18.30")), [""; 0]);
}

/// Of small numbers a slip may be chance: it would not be told, so that such lists come out proves nothing.
#[test]
fn a_slip_in_one_of_several_lists_is_a_hint_where_chance_may_explain_it() {
    // five lists of three items each
    const LISTS: [[u32; 4]; 5] =
        [[6, 3, 2, 1], [9, 4, 3, 2], [7, 4, 2, 1], [9, 5, 3, 1], [8, 5, 2, 1]];
    let document = |amount: &dyn Fn(u32) -> String| {
        let list = |(nth, list): (usize, &[u32; 4])| {
            let [total, first, second, third] = list.map(amount);
            let name = ["护林", "苗圃", "古树", "林木", "林道"][nth];
            format!(
                "{name}项目{total}万元，其中围栏{first}万元、灌溉{second}万元、标牌{third}万元。"
            )
        };
        let lists: Vec<String> = LISTS.iter().enumerate().map(list).collect();
        audit(&lists.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let told = |audit: &DocumentAudit| {
        let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        wrong.map(|check| check.severity).max()
    };
    let held = |audit: &DocumentAudit| {
        checks(audit, "叙述合计").iter().filter(|own| **own == Verdict::Holds).count()
    };
    let whole = document(&|number| number.to_string());
    assert_eq!(held(&whole), LISTS.len());
    // of longer numbers a slip is more than chance
    let amount = |number: u32| format!("{}.{:02}", number * 1043, number * 7);
    let long = document(&amount);
    assert_eq!(held(&long), LISTS.len());
    // the total of the first list
    let with = |last: &str, own: String| if own == last { own.replace('6', "8") } else { own };
    let short = document(&|number| with("6", number.to_string()));
    assert!(told(&short).is_some());
    let first = amount(6);
    let slipped = document(&|number| with(&first, amount(number)));
    assert_eq!(told(&slipped), Some(Severity::Warning));
}

/// A total that has changed, listed twice by names that are alike; the last change of the first list, and an item of the
/// second list that is there no more.
fn listed_twice(total: &str, change: &str, former: &str) -> DocumentAudit {
    listed_below(
        &[&format!("林业站当年支出930.00万元，较上年增加{total}，主要原因是造林面积增加。")],
        change,
        former,
    )
}

/// The same two lists below some paragraphs.
fn listed_below(above: &[&str], change: &str, former: &str) -> DocumentAudit {
    let below = [
        "1.按用途分，林业站当年支出930.00万元，其中：",
        "（1）护林工资支出560.40万元，较上年增加31.20万元，原因是人员增加；",
        "（2）造林支出309.60万元，较上年增加15.50万元，原因是面积增加；",
        &format!("（3）补助支出60.00万元，较上年减少{change}万元，原因是户数减少。"),
        "2.按科目分，林业站当年支出930.00万元，其中：",
        "（1）林业护林工资支出560.40万元，较上年增加31.20万元，原因是人员增加；",
        "（2）林业造林支出309.60万元，较上年增加15.50万元，原因是面积增加；",
        &format!("（3）补助支出60.00万元，较上年减少{former}万元，原因是户数减少。"),
    ];
    audit(&[above, &below[..]].concat())
}

#[test]
fn the_changes_of_a_list_are_told_where_the_same_whole_is_listed_twice() {
    const TOTAL: &str = "42.20万元，增长4.75%";
    let sums = |audit: &DocumentAudit, verdict: Verdict| {
        let own = audit.checks.iter().filter(|check| check.rule == "叙述合计");
        own.filter(|check| {
            check.verdict == verdict
                && check.stated.as_deref().is_some_and(|stated| stated.starts_with("42.20"))
        })
        .count()
    };
    let right = listed_twice(TOTAL, "4.50", "4.50");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(sums(&right, Verdict::Holds), 2);
    // a wrong digit of one list; the other one shows that nothing is left out
    let wrong = listed_twice(TOTAL, "7.50", "4.50");
    assert_eq!(sums(&wrong, Verdict::Violation), 1, "{:?}", violations(&wrong));
    // where neither comes out something may be there no more
    assert_eq!(violations(&listed_twice(TOTAL, "7.50", "7.50")), [""; 0]);
    // a wrong total lets neither come out: its rate tells
    assert_ne!(violations(&listed_twice("72.20万元，增长4.75%", "4.50", "4.50")), [""; 0]);
    // and where nothing would, the lists only agree
    let bare = listed_twice("42.20万元", "4.50", "4.50");
    assert_eq!(sums(&bare, Verdict::Holds), 0);
    assert!(sums(&bare, Verdict::Corroborated) > 1);
    // so many other places outvote a wrong one
    let above = [
        "收入预算较上年增加42.20万元，主要原因是造林面积增加。",
        "支出预算较上年增加42.20万元，主要原因是造林面积增加。",
        "林业站当年支出930.00万元，较上年增加42.20万元，主要原因是造林面积增加。",
    ];
    assert_eq!(sums(&listed_below(&above, "4.50", "4.50"), Verdict::Holds), 2);
    assert_eq!(sums(&listed_below(&above, "7.50", "4.50"), Verdict::Violation), 1);
    // and tell the wrong one
    let wrong = [
        above[0],
        above[1],
        "林业站当年支出930.00万元，较上年增加72.20万元，主要原因是造林面积增加。",
    ];
    let wrong = listed_below(&wrong, "4.50", "4.50");
    assert!(violations(&wrong).iter().any(|one| one.contains("72.20")), "{:?}", violations(&wrong));
}

/// Numbered items under an amount of which no word says that they are all of it: that they come to it to the last of many digits is
/// no chance, and a wrong digit of one of them is a hint.
#[test]
fn a_slip_in_a_numbered_list_is_a_hint_where_chance_hardly_explains_it() {
    let document = |left: &str, total: &str| {
        audit(&[
            "一、支出预算情况说明",
            &format!("2026年支出预算{total}万元，主要原因是增加渔业普查项目经费。"),
            "（一）基本支出。基本支出预算32980.46万元，主要用于人员和日常运转。",
            "（二）项目支出。项目支出预算18147.74万元，主要用于渔业普查。",
            &format!("（三）年终结转结余资金{left}万元。"),
            "二、其他情况说明",
            "（一）车辆情况。本站共有车辆3台。",
        ])
    };
    let right = document("108.27", "51236.47");
    assert_eq!(violations(&right), [""; 0]);
    assert_eq!(checks(&right, "叙述合计"), [Verdict::Holds]);
    for wrong in [document("103.27", "51236.47"), document("108.27", "57236.47")] {
        let told = wrong.checks.iter().find(|check| check.verdict == Verdict::Violation);
        assert_eq!(told.map(|check| check.severity), Some(Severity::Info));
    }
    // not all is listed
    assert_eq!(checks(&document("108.27", "53417.92"), "叙述合计"), [Verdict::Holds; 0]);
}

//! What the sentence before begins and the next one goes on with: totals of prices, what is left, shares behind their
//! head, rates; and means of a whole year. Each with a right sentence and the same with one wrong figure.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "the total of a price in the next sentence",
        "购置灭火器240具，每具180元。共需资金4.32万元，由本级财政安排。",
        "4.32",
        "4.52",
    ),
    (
        "what is left in the next sentence",
        "全年排查隐患4,260处，已整改4,118处。尚未整改的142处列入明年计划。",
        "142",
        "124",
    ),
    (
        "what is left of a plan behind the parts of two years",
        "泵站改造概算总投资4,200万元，2023年已安排1,350万元，2024年安排1,980万元，余下870万元列入2025年预算。",
        "870",
        "780",
    ),
    (
        "shares in the sentence behind that of their head",
        "2024年支出预算8,640.00万元。教育支出7,128.00万元，占82.50%；卫生健康支出604.80万元，占7.00%；住房保障支出907.20万元，占10.50%。",
        "7.00%",
        "7.90%",
    ),
    (
        "numbers and prices behind the sentence of what they come to",
        "购置车辆安排1,070万元。其中：洒水车5辆，单价86万元；清扫车8辆，单价62万元；应急车3辆，单价48万元。",
        "单价86",
        "单价68",
    ),
    (
        "a rate that a sentence begins with",
        "项目年初预算320.00万元，年中追加48.00万元，全年预算368.00万元，全年执行358.80万元。预算执行率为97.50%。",
        "97.50%",
        "95.70%",
    ),
    (
        "a change behind a budget and its execution",
        "2023年度机关运行经费年初预算为36.40万元，支出决算为31.20万元。机关运行经费较上年度增加4.80万元，增长18.18%。",
        "18.18%",
        "18.81%",
    ),
    (
        "so many a month of a year",
        "2023年窗口共办理业务54,144件，月均4,512件，群众满意率较高。",
        "4,512",
        "4,152",
    ),
    ("so many a day of a year", "2023年全县共受理求助25,550起，日均70起。", "70起", "77起"),
    (
        "the days of a term that is called by what takes place",
        "“治水十年”主题展自2023年5月1日开展，至2023年8月8日闭展，展期100天。",
        "100天",
        "110天",
    ),
    (
        "numbers of points behind a clause of an amount",
        "2024年重点推进三项任务，共安排86.40万元。一是管网普查，二是泵站大修，三是人员培训。",
        "三项",
        "四项",
    ),
    (
        "what was written off, beside the value of a part",
        "年末固定资产原值860.40万元，累计折旧342.60万元，净值517.80万元，其中水质监测车原值96.00万元。",
        "517.80",
        "571.80",
    ),
];

/// Right sentences that look as if they said such things.
const RIGHT: &[&str] = &[
    // a number for each day times another one is no number of days
    "全年接待读者18,250人次，日均50人次，高于日均40人次的目标。",
    // what is a share of it is not the whole of the next share
    "2024年基本支出预算1,640.00万元，占支出预算的41.00%；项目支出预算2,360.00万元，占59.00%。",
    // the difference of two years is not what is left
    "平台建设总投资2,400万元，分三年实施。2023年已下达800万元，2024年安排1,000万元，累计占总投资的75%。剩余600万元列入2025年预算。",
    // points behind a colon are not those that are counted before it
    "通过对“监测”等6个项目的自评，主要成果：一是台账齐全；二是响应及时。",
];

#[test]
fn what_goes_on_with_the_sentence_before_is_read() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

#[test]
fn what_there_was_none_of_completes_a_whole() {
    let text = "某县水务局2023年度部门决算\n\n一、说明\n\n2023年度“三公”经费支出决算64.20万元，其中公务用车运行维护费61.50万元、公务接待费2.70万元，未发生因公出国（境）费用。\n";
    let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
    let sum = audit.checks.iter().find(|check| &*check.rule == "叙述合计").unwrap();
    assert_eq!(sum.verdict, gouji::audit::Verdict::Holds);
}

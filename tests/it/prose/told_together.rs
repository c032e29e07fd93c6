//! Figures that stand together: points beside what can be had, counts of states, rows of prices, shares of several; and right
//! sentences whose figures belong to others than those beside them. Each with a right sentence and the same with one wrong figure.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::{Severity, Verdict};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "points that were got beside those that can be had",
        "复核结果：管理（30分）得28分，产出（40分）得37.5分，效果（30分）得27分，总得分92.5分。",
        "92.5",
        "97.5",
    ),
    (
        "points in all before a row of those of each part",
        "复核得88分，决策、过程、产出、效益四个方面分别得17分、18分、31分、22分。",
        "88分",
        "83分",
    ),
    (
        "counts of states, up to the end of a month",
        "全县安排的14个塘坝，到9月底已完工9个、在建4个、尚未开工1个。",
        "9个",
        "8个",
    ),
    (
        "the former of two as a multiple of the latter",
        "基本支出由人员经费和公用经费构成，金额分别为860.00万元、215.00万元，前者为后者的4.0倍。",
        "4.0倍",
        "5.0倍",
    ),
    (
        "the rest of an amount behind what the other part is for",
        "种粮补助资金640.00万元，用于种粮大户的有412.50万元，近七成；其余227.50万元用于合作社。",
        "227.50",
        "272.50",
    ),
    (
        "tenths in a clause of their own",
        "治理经费586.00万元，其中工程措施372.10万元，逾六成。",
        "372.10",
        "172.10",
    ),
    (
        "the greatest of several, picked out from among them",
        "公务接待费，坝头镇31.20万元、柳河镇45.60万元、石桥镇28.40万元，三家之中以柳河镇的支出规模为最大。",
        "45.60",
        "25.60",
    ),
    (
        "a ratio behind names with a mark of items between",
        "护林员补助全年共需90.00万元。按县、镇7∶3分担，县级安排63.00万元，镇级自筹27.00万元。",
        "27.00",
        "72.00",
    ),
    (
        "a row of prices of as many numbers",
        "计划采购水泵3台、电机5台、阀门8套，单价依次为2.40万元、1.15万元、0.35万元，合计15.75万元。",
        "15.75",
        "17.75",
    ),
    (
        "so many points a year of those of several years",
        "参保比例从2019年的31.5%升至2022年的36.0%，三年累计提高4.5个百分点，年均提高1.5个百分点。",
        "1.5个",
        "1.8个",
    ),
    (
        "the share of several years together",
        "水库除险总投资2,400万元，2022年安排720万元，2023年安排960万元，前两年累计安排比例为70%。",
        "70%",
        "20%",
    ),
    (
        "square kilometres of a target",
        "年度目标为治理25平方公里，实际完成27.5平方公里，目标完成率110.0%。",
        "110.0",
        "101.0",
    ),
    (
        "a number less those whose name begins as a word does",
        "全县共接收退役士兵640人，选择自主就业的576人，占90.0%，其余64人由政府安排工作。",
        "64人",
        "46人",
    ),
];

/// Right sentences in which a figure belongs to others than those directly beside it.
const RIGHT: &[&str] = &[
    // the change and the rate are against different years
    "2020年投入480万元，2021年较2020年多安排60万元，2022年较2021年增长10%，达594万元。",
    // what is left of all that there was, not of what was spent
    "上年结转1.20亿元，本年下达9.60亿元，可用资金共10.80亿元；已支出9.10亿元，被财政收回统筹0.50亿元，账面结存1.20亿元。",
    // one amount is no list that the others stand outside of
    "干渠衬砌总投资1,800.00万元，分三年落实资金：2022年已到位540.00万元，占30%；2023年预算安排720.00万元，占40%；剩余540.00万元列入2024年计划，占30%。",
    // a subtotal is no further use
    "河道清淤全年预算1,600万元，一季度拨付320万元，二季度拨付410万元，上半年累计拨付730万元，尚有870万元待下半年拨付。",
    // what changed behind the first budget changed that
    "年初商品和服务支出预算480.00万元，执行中压减30.00万元，压减比例6.25%，超过下达的5%压减任务。",
    // two items of a list are no whole and its part
    "绩效目标共设指标31项。从完成情况看，已全面完成27项，部分完成3项，未完成1项。",
    // the total of points behind the last of them is not what was got of it
    "决策18分，过程19.5分，产出29分，效益27.2分，综合得分93.7分，按90分以上为优的标准，等级为优。",
];

#[test]
fn finds_what_stands_together() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

/// A list behind 其中 that nothing else bears out is checked: a slip that chance hardly explains is told, as a hint.
#[test]
fn one_slip_of_a_list_that_may_leave_something_out_is_a_hint() {
    let checks = |total: &str| {
        let text = format!(
            "青石县水利局2023年度部门决算\n\n二、收支说明\n\n收入总计{total}万元，其中：拨款收入6,284.35万元，事业收入512.46万元，租金收入83.27万元。\n"
        );
        engine().audit("a.txt", text.as_bytes()).unwrap().checks
    };
    let right = checks("6,880.08");
    let sum = right.iter().find(|check| &*check.rule == "叙述合计").unwrap();
    assert_eq!(sum.verdict, Verdict::Holds);
    let slipped = checks("6,980.08");
    let broken: Vec<Severity> = slipped
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| check.severity)
        .collect();
    assert_eq!(broken, [Severity::Info]);
    // 1,120.29 may be something else that is not listed
    let other = checks("8,000.37");
    assert!(other.iter().all(|check| check.verdict != Verdict::Violation));
}

//! Shares before their amounts, means of several numbers, rates of what stands a sentence before, rates of
//! nothing. Each with a right sentence, the same with one wrong figure, and right sentences of another meaning.

use super::{Changed, accused, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::{Severity, Verdict};

const READ: &[Changed] = &[
    (
        "shares that stand before their amounts, which all bear one name",
        "2024年护林专项资金12,000.00万元按因素分配，其中面积因素占50%，对应资金6,000.00万元；任务因素占30%，对应资金3,600.00万元；成效因素占20%，对应资金2,400.00万元。",
        "3,600.00",
        "3,060.00",
    ),
    (
        "a rate of what stands a sentence before",
        "苗圃设备账面原值620.00万元，分类为机械410.00万元、仪器210.00万元。累计折旧310.00万元，账面净值310.00万元，净值率50.00%。",
        "50.00%",
        "80.00%",
    ),
    (
        "shares of one structure that are more than all",
        "本年支出构成中，工资福利支出占52.00%，商品和服务支出占31.00%，资本性支出占17.00%。",
        "31.00",
        "61.00",
    ),
    (
        "a whole by another word for the same step",
        "林业补助收到资金3,200.00万元；实际支出2,880.00万元，占到账资金的90.00%。",
        "90.00",
        "96.00",
    ),
    (
        "years of age, which are no weeks",
        "全年资助护林家庭困难职工4,800人次，其中60周岁及以上职工1,900人次，占比近四成。",
        "近四成",
        "逾五成",
    ),
];

const RIGHT: &[&str] = &[
    // all that was taken off, and what it is made of: taken off once
    "对照评分表核实，护林补助项目共扣10.2分，其中决策类扣1.4分、过程类扣2.8分、产出类扣3.8分、效益类扣2.2分，项目最终得分89.8分，评价等级为“良”。",
    // what a price is compared with
    "2023年林道改造完成里程860.5公里，完成投资6.24亿元，每公里平均造价约72.52万元，与可研测算的80万元/公里相比控制较好。",
    // a mean of both groups
    "2024年公用经费按定额核定，行政人员120人、每人每年2.60万元，参公人员60人、每人每年2.30万元，合计450.00万元，人均2.50万元。",
    // what changes of rates of exchange bring
    "年初债务余额50.0亿元，新增10.0亿元，偿还8.0亿元，汇率变动增加0.3亿元，年末余额52.3亿元。",
];

#[test]
fn what_belongs_to_which_whole() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

#[test]
fn growth_from_nothing_has_no_rate_and_a_hundred_per_cent_is_a_hint() {
    let weights = |sentence: &str| -> Vec<Severity> {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
        let broken = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        broken.map(|check| check.severity).collect()
    };
    for (sentence, amount) in [
        ("其他收入41.50万元，较2022年度0.00万元增加41.50万元，同比增长100.00%。", "收入41.50"),
        ("收入总计318.40万元，与上年度相比，增加318.40万元，增长100.00%。", "总计318.40"),
    ] {
        assert_eq!(weights(sentence), [Severity::Info], "{sentence}");
        // another rate, or another amount
        for wrong in [sentence.replace("100.00%", "140.00%"), sentence.replace(amount, "总计81.60")]
        {
            assert!(weights(&wrong).iter().any(|weight| *weight > Severity::Info), "{wrong}");
        }
    }
    // what is written as none is no rate
    let sentence = "其他收入41.50万元，较2022年度0.00万元增加41.50万元，同比增长0%。";
    assert!(accused(engine(), sentence).is_empty(), "{:?}", accused(engine(), sentence));
    // a budget of nothing is none of which a part was used
    for sentence in [
        "苗木支出（类）年初预算为0万元，全年预算为360.00万元，支出决算为324.00万元，完成年初预算的90.00%。",
        "购置费支出16.00万元，为年初预算0.00万元的16.00%。",
    ] {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
        let wrong: Vec<_> =
            audit.checks.iter().filter(|check| check.verdict == Verdict::Violation).collect();
        assert_eq!(wrong.len(), 1, "{sentence}");
        assert_eq!(wrong[0].severity, Severity::Warning, "{sentence}");
    }
    // what has gone down to nothing has a base
    let wrong = "护林补助核定0万元，申报数120万元全额核减，核减率90%。";
    assert_eq!(accused(engine(), wrong).len(), 1);
}

#[test]
fn a_part_that_exceeds_its_whole_leaves_open_which_is_wrong() {
    let headlines = |sentence: &str| -> Vec<String> {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
        let suspects = audit.findings.iter().filter_map(|finding| finding.cause.as_ref());
        let suspects = suspects.flat_map(|cause| &cause.suspects);
        suspects.map(|suspect| suspect.suggested.clone().unwrap_or_default()).collect()
    };
    assert!(headlines("采购支出80.00万元，其中：货物30.00万元，服务 150.00 万元。").is_empty());
    // a rate is told with as many digits as tell it from all of it
    assert_eq!(headlines("全年受理信访1899件，办结1896件，办结率98%。"), ["99.84"]);
}

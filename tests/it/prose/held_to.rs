//! Figures held against limits, rates of stages, means in brackets and behind them, changes of which all is told.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a mean in the bracket of its total",
        "气象局“三公”经费支出12.60万元，其中公务用车运行维护费9.80万元、公务接待费2.80万元（国内接待25批次、224人次，每人次125元）。",
        "224",
        "242",
    ),
    (
        "a mean behind a bracket that says who is not counted",
        "公务接待费支出1.86万元。全年接待上级检查组和兄弟台站18个、155人次（不含驾驶员），主要为站网规划调研，人均接待费120元。",
        "120",
        "170",
    ),
    (
        "two means, of which the second is not of the first",
        "雷达站接待参观团组48批次、960人次，平均每批次20人；公务接待费决算4.80万元，人均50元。",
        "50元",
        "80元",
    ),
    (
        "a mean of each day that is multiplied",
        "气象观测场日均值守36人，每人每月补助300元，按十二个月计，全年需12.96万元。",
        "36人",
        "63人",
    ),
    (
        "an amount kept within a plan behind a bracket",
        "本年度“三公”经费支出63.40万元（公务用车运行维护费55.20万元、公务接待费8.20万元），控制在年初预算70.00万元以内。",
        "70.00",
        "60.00",
    ),
    (
        "a price and the standard that it did not exceed",
        "业务用车运行费预算21.00万元，对应车辆10辆，车均2.10万元，未超过每辆2.40万元的控制标准。",
        "2.40",
        "2.04",
    ),
    (
        "a rate and what somebody set",
        "农户对气象预警服务的满意度为94.2%，高于年初设定的90%目标值，预警信息覆盖率100%。",
        "94.2",
        "84.2",
    ),
    (
        "a cost and the upper end of its target",
        "自动站维护单站成本目标为6,500元/站以内，实际单站成本6,180元/站，低于目标上限，成本指标得满分。",
        "6,180",
        "6,810",
    ),
    (
        "what was reached, and words that hold it against its target",
        "质量指标“预警信号准确率”年度指标值为≥88%，实际完成值91.5%，高于指标值，该项6分得满分。",
        "91.5",
        "81.5",
    ),
    (
        "rates of stages, each of what the one before left",
        "服务满意度调查发出问卷720份，收回684份，回收率95.0%；剔除漏填的24份后有效问卷660份，有效率96.5%，其中“满意”和“比较满意”627份，综合满意度95.0%。",
        "24份",
        "42份",
    ),
    (
        "the last of these stages",
        "服务满意度调查发出问卷720份，收回有效问卷684份，有效回收率95.0%；有效问卷中选择“满意”或“比较满意”的648份，满意率94.7%。",
        "648",
        "684",
    ),
    (
        "what was done of one of several, which its words name",
        "年内排查站点隐患164处，经核查，设备隐患96处，线路隐患47处，其他隐患21处。线路隐患已整改44处，整改率93.62%。",
        "93.62",
        "98.62",
    ),
    (
        "a net change and all that led to it",
        "气象局基本支出预算比上年净减少31.2万元，其中：4名职工退休减少42.5万元，压减一般性支出减少6.3万元，薪级晋升增加17.6万元。",
        "17.6",
        "16.7",
    ),
    (
        "changes told in the next sentence, and that nothing else was there",
        "“三公”经费预算25.0万元，比上年减少3.2万元。其中，公务用车运行维护费减少2.4万元，公务接待费减少0.8万元，因公出国（境）费和公务用车购置费两年均未安排。",
        "0.8",
        "1.8",
    ),
    (
        "numbers and prices up to the end of the sentence",
        "安排乡镇观测补助147.0万元，其中区域站42个，每个2.0万元；骨干站18个，每个3.5万元。",
        "42个",
        "45个",
    ),
    (
        "what is worked out of numbers and prices",
        "公用经费按定额核定：机关在职35人，定额每人每年2.4万元；台站在职60人，定额每人每年1.6万元；据此核定公用经费180.0万元。",
        "1.6万元",
        "1.9万元",
    ),
    (
        "what the accounts draw beside what was there, left out of the total",
        "2023年初结转和结余152.30万元，本年收入2,840.60万元，使用非财政拨款结余9.40万元，本年支出2,790.15万元，结余分配2.25万元，年末结转和结余209.90万元。",
        "209.90",
        "200.50",
    ),
    (
        "a budget and all that was put on it and taken back",
        "年初批复部门预算2,510.00万元，执行中追加雷达站迁建资金180.00万元、人员增资经费32.40万元，调减设备购置经费41.60万元，收回结余资金12.80万元，调整预算数为2,668.00万元。",
        "2,668.00",
        "2,680.80",
    ),
    (
        "the same with what was taken back beside what was put on it",
        "雷达维护专项年初预算640.00万元，执行中追加121.50万元、收回30.50万元，调整后预算731.00万元；实际支出701.00万元。",
        "731.00",
        "713.00",
    ),
    (
        "a stock, what came and what was done away with",
        "2022年末馆藏气象档案81,240卷，2023年接收进馆2,318卷，征集社会散存档案46卷，经鉴定销毁612卷，2023年末馆藏82,992卷。",
        "82,992",
        "84,216",
    ),
    (
        "how far the rate of one is below that of another, which is named",
        "分类别看，基本支出预算1,240.00万元，已执行930.00万元，执行率75.0%；项目支出预算600.00万元，已执行390.00万元，执行率65.0%，低于基本支出执行率10.0个百分点。",
        "10.0个",
        "20.0个",
    ),
    (
        "what was received, spent and carried over",
        "气象局共收到上级专项转移支付资金246.00万元，当年支出228.50万元，结转下年使用17.50万元。",
        "17.50",
        "15.70",
    ),
];

/// What looks like it, and says something else.
const RIGHT: &[&str] = &[
    // by how much, and no limit
    "专项支出5.00万元，低于控制数10.00万元，主要是设备降价。",
    // the limit of something else
    "问卷有效率97.0%，满足抽样误差不超过5%的要求。",
    // the whole stands in another sentence, and between are numbers of something else
    "全县建成观测站640个。甲乡46个，乙乡38个，维护到位的44个，维护率95.65%。",
    // one of two stages is not told
    "发出问卷300份，评价组另行访谈80人，满意度91.0%。",
    // some of what was counted
    "通过整合机房15个、保留4个，全年机房电费由520.00万元降至190.00万元，节约330.00万元，关停机房平均每个节约30.00万元。",
    // the same rate of each, and that of both together
    "甲乡应检400户，检查率95.0%；乙乡应检100户，检查率80.0%。两乡合计检查460户，综合检查率92.0%。",
    // a day in a name
    "安排部门项目3个，共90.0万元：观测站运维50.0万元、科普基地建设31.5万元、“3·23”世界气象日活动8.5万元。",
    // part of what led to a change
    "基本支出预算比上年减少31.2万元，其中：职工退休减少42.5万元，压减一般性支出减少6.3万元，主要是人员变动。",
];

#[test]
fn each_kind_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

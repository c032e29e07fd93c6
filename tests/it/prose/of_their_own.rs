//! Rates of plans and bases that are not printed, which no other plan stands in for; rows, means and rates that names tell.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a row of years behind a total",
        "某区救助站项目总投资4,868.35万元，2023年、2024年、2025年分别安排1,264.18万元、2,103.92万元、1,500.25万元。",
        "2,103.92",
        "2,403.92",
    ),
    (
        "weights of as many parts as words say",
        "评价体系满分100分，决策、过程、产出、效益四类一级指标分值分别为20分、20分、35分、25分，均已细化到三级指标。",
        "35",
        "45",
    ),
    (
        "people of two groups behind all of them",
        "到年末全区养老保险参保218.64万人，企业职工、城乡居民分别为62.37万人和156.27万人。",
        "62.37",
        "63.27",
    ),
    (
        "how much of a target that is a bound was reached",
        "年度指标值为清运垃圾不低于3,500吨，实际清运4,126.85吨，完成率117.91%。",
        "117.91",
        "119.71",
    ),
    (
        "the share of the plan that bears all of the name",
        "救助项目年初预算2860.00万元，年中追加415.00万元，调整后预算为3275.00万元，决算支出3241.86万元，占调整后预算的98.99%。",
        "98.99",
        "98.09",
    ),
    (
        "the mean of a quarter whose months are told",
        "10月、11月、12月分别支付保洁费155万元、162万元和178万元，四季度共支付495万元，月均165万元。",
        "165",
        "156",
    ),
    (
        "a mean between the least and the greatest",
        "第三方对保洁质量逐月打分，最低为86.5分，最高为94.2分，平均分90.7分。",
        "90.7",
        "85.7",
    ),
    (
        "units of which the list names the own level",
        "纳入本部门决算编制范围的独立核算单位共4个，分别为：局机关本级、县生产力促进中心、县中小企业服务中心、县无线电监测站。",
        "4个",
        "3个",
    ),
    (
        "what goes up from year to year",
        "近三年科学技术支出分别为：2021年2,118.36万元，2022年2,402.75万元，2023年2,746.53万元，呈逐年上升态势。",
        "2,402.75",
        "2,042.75",
    ),
];

/// Right sentences that were accused, or nearly.
const RIGHT: &[&str] = &[
    // each item has a plan of its own
    "2023年度“三公”经费财政拨款支出年初预算为22.00万元，支出决算为8.77万元，完成预算的39.86%，其中：因公出国（境）费决算为0万元，完成预算的0%；公务用车购置及运行维护费支出决算为8.47万元，完成预算的60.50%；公务接待费支出决算为0.30万元，完成预算的3.75%。",
    "全县一般公共预算收入完成28,583万元，占调整预算105.47%，其中：税务部门完成13,866万元，占调整预算100.93%；财政部门完成14,717万元，占调整预算110.14%，占一般公共预算收入的51.49%。",
    "1至6月累计完成61646万元，其中税务部门完成28684万元，占任务数的56.4%；财政部门完成32962万元，占任务数的56.3%。",
    "节能产品采购1346.3万元，占同类产品采购规模的71.5%；环保产品采购1360万元，占同类产品采购规模的81.5%。",
    // two years
    "全区教育支出2020年首破700万元，2022年突破800万元。",
    // what was paid is the plan of nothing
    "成本指标：评审费预算18万元，实际支出14.7万元，共评审项目49个，平均每个项目评审成本3,000元，比预算节约3.3万元。",
    // the rest is paid in the next year
    "新认定企业每家奖励20万元，认定当年兑现60%，次年兑现其余部分。2023年认定25家，当年预算安排300万元。",
    // the ratio names its sides in another order
    "中标保洁公司现有一线保洁员1,120人、管理人员56人，管理人员与一线保洁员之比为1∶20。",
    // parts of it
    "2024年预算收入486万元，甲、乙两个单位支出分别为126万元、210万元。",
    "项目总投资486万元，甲、乙两个标段已支付126万元、210万元。",
];

#[test]
fn what_has_a_base_of_its_own_is_held_against_no_other() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

//! What is left beside means and lists, totals of two columns, changes of a total behind those of its parts, limits and bounds that items keep
//! to, numbers of listed amounts, days since another one.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "what is left, behind a mean of what was done",
        "渔民转产补助全年预算540.00万元，前三季度已兑付405.00万元，季均135.00万元；剩余135.00万元拟于年底前兑付完毕。",
        "剩余135.00",
        "剩余153.00",
    ),
    (
        "what is left, told first",
        "冷链建设资金尚有312万元未支出，占年度预算1,200万元的26%，已支出888万元。",
        "888",
        "868",
    ),
    (
        "what is left of each of two",
        "我站核定编制46名，实有41名，空编5名；护林员额度120名，在岗113名，缺额7名。",
        "缺额7",
        "缺额17",
    ),
    (
        "the rest of a number whose list stands between",
        "全县登记养殖户418户，其中规模场96户、合作社141户、散养户181户。已完成改造262户，其余156户列入明年计划。",
        "156",
        "165",
    ),
    (
        "the monthly mean of the total of a list",
        "前三季度防汛队累计支出846.0万元，其中一季度210.0万元、二季度300.0万元、三季度336.0万元，月均支出94.0万元。",
        "94.0",
        "98.0",
    ),
    (
        "by how much a target that is an upper bound was bettered",
        "疫苗损耗率目标为不高于4.0%，实际2.3%，优于目标1.7个百分点。",
        "1.7",
        "2.7",
    ),
    (
        "what a fact grew to on a base",
        "技工院校在校生经费在2023年460.00万元的基础上增长5%，达到483.00万元。",
        "483.00",
        "438.00",
    ),
    (
        "the totals of two columns in the next sentence",
        "其中外事接待1.10万元，4批次、31人次，主要是友好城市来访；国内公务接待1.95万元，15批次、128人次。全年共接待19批次、159人次。",
        "共接待19",
        "共接待29",
    ),
    (
        "the change of a total behind the changes of its parts",
        "“三公”经费预算40.0万元。其中，因公出国（境）费21.0万元，与上年持平；公务接待费6.0万元，比上年减少0.8万元；公务用车运行维护费13.0万元，比上年减少1.4万元。“三公”经费合计比上年减少2.2万元。",
        "减少2.2",
        "减少2.9",
    ),
    (
        "what a share of the total of the sentence before comes to",
        "2025年政府采购预算960.0万元，其中货物160.0万元、工程200.0万元、服务600.0万元。按照预算总额的40%预留给中小企业，计384.0万元。",
        "384.0",
        "348.0",
    ),
    (
        "all answers of those that the sentence before counts",
        "发放问卷260份，收回有效问卷248份。选择“满意”的201份，“基本满意”的35份，“不满意”的12份。",
        "12",
        "21",
    ),
    (
        "all of what the fact before is called",
        "年度计划改造泵站84座，已开工79座，未开工5座。已开工泵站中，完工61座，在建18座。",
        "在建18",
        "在建28",
    ),
    (
        "the former as a share of the latter",
        "库区农民人均可支配收入14,880元，全县农民人均可支配收入16,000元，前者相当于后者的93.0%。",
        "93.0",
        "98.0",
    ),
    (
        "the ends of a range, told again",
        "9个县区任务完成率在87.2%至103.6%之间，其中6个达到或超过100%，3个未达到；完成率最低的东溪县为87.2%，最高的白河区为103.6%。",
        "东溪县为87.2",
        "东溪县为97.2",
    ),
    (
        "the bound that each of the listed lies above",
        "单价50万元（含）以上的设备2台，分别是移动检测车86.00万元和质谱仪64.50万元。",
        "64.50",
        "46.50",
    ),
    (
        "the number of the listed amounts",
        "本年重点安排四个项目：冷库改造260万元、码头疏浚310万元、渔港监控140万元、增殖放流90万元。",
        "四个",
        "五个",
    ),
    (
        "the last month beside the months before it",
        "1—10月累计入库1,520.4万元，其中1—9月1,382.6万元，10月当月137.8万元。",
        "137.8",
        "173.8",
    ),
    (
        "which way something went, though a change stands behind it",
        "按期办结率由93.1%提高到99.4%，变动6.3个百分点。",
        "提高到",
        "降低到",
    ),
    (
        "days since what the first day is told of",
        "县财政局于2024年2月5日批复本部门预算，本部门于2月19日公开，距批复14天。",
        "14",
        "18",
    ),
    (
        "a mean beside a limit of each",
        "预计全年向360户农户发放贷款1,512万元，户均4.2万元，均在单户5万元限额以内。",
        "户均4.2",
        "户均4.6",
    ),
    (
        "the number of another thing than the price is of, in words",
        "消费券安排资金1,200万元，分三轮发放，每轮400万元。",
        "1,200",
        "1,600",
    ),
];

/// Right sentences that were taken for wrong.
const RIGHT: &[&str] = &[
    // the price is of the number before it
    "全年更新巡查车5辆：基层站巡查车4辆，每辆12.50万元；应急指挥车1辆，38.00万元。",
    // each price is of the whole investment
    "泵站改造投资306.0万元，铺设管网42.5公里，每公里造价7.2万元；受益农户1,530户，户均投资2,000元。",
    // less was paid by what is told
    "年初核定补贴对象6,000人，年内核减72人，按政策自次季度起停发，共少发2.43万元，全年实际发放357.57万元，标准为每人每年600元。",
    // a comma ends the row that is in order
    "四个专项执行率由高到低依次为：渔政执法97.4%、增殖放流93.8%、码头疏浚86.1%、渔港监控80.5%，后两项未达到90%的考核线。",
    // a price that is compared with is no part of what is left
    "新建监测点24处，合同价316.80万元，平均每处13.20万元，较预算单价15.00万元节约1.80万元。",
    // the parts of the number stand in the first sentence
    "年初共设三级绩效指标24个，其中产出类13个、效益类7个、满意度类4个。经逐项核对，完成22个，未完成2个。",
    // projects by fund before they are told by grade
    "我局对2023年度38个项目开展了绩效自评，涉及资金3,902.15万元，其中一般公共预算项目35个、资金3,731.48万元，政府性基金预算项目3个、资金170.67万元。从自评结果看，等级为“优”的29个、“良”的7个、“中”的2个。",
    // the list is of numbers of the same things
    "年末实有人员194人：在编87人，离退休46人，编外聘用61人。",
];

#[test]
fn rests_and_rows_are_read_and_what_is_left_out_is_no_mistake() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

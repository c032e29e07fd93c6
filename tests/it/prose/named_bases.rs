//! Rates and comparisons by the words that name what they are of: sides of a comparison, distances to a target, rates
//! named after a verb, ratios. Each with a right sentence, the same with one wrong figure, and right sentences of
//! another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a distance to a ratio in a bracket",
        "城镇登记失业率3.1%，低于控制目标（4.5%）1.4个百分点。",
        "1.4个",
        "4.1个",
    ),
    (
        "a change of what is named with the beginning of the fact before it",
        "市博物馆2023年度财政拨款收入总计4,072.18万元，支出总计4,072.18万元。与上年相比，财政拨款收入总计增加872.18万元，增长27.26%；财政拨款支出总计增加872.18万元，增长27.26%。",
        "支出总计增加872.18万元，增长27.26%",
        "支出总计增加872.18万元，增长72.26%",
    ),
    (
        "amounts of which the unit is left out, beside one that has it",
        "2023年茶产业项目安排1,260.00万，其中茶园改造410.50万，加工设备528.20万，品牌宣传321.30万元，合计1,260.00万。",
        "528.20",
        "582.20",
    ),
    (
        "the way of a distance over its base",
        "本级支出增长3.2%，低于全区支出增幅（5.0%）1.8个百分点。",
        "低于",
        "高于",
    ),
    (
        "a distance to a target, away from it",
        "出苗率92.7%，离林长办要求的95%还差2.3个百分点，比上年的90.4%高2.3个百分点。",
        "还差2.3",
        "还差3.2",
    ),
    (
        "a base by its name",
        "保存率基期为91.2%，实施后达到96.7%，较基期提高5.5个百分点。",
        "基期为91.2%",
        "基期为92.1%",
    ),
    (
        "both sides of a comparison by their time",
        "账户余额期末18.05万元、期初42.77万元，期末低于期初24.72万元。",
        "低于",
        "高于",
    ),
    (
        "both sides by their names, in the sentence before",
        "分季度看，一季度入库3.18亿元，二季度2.74亿元，三季度2.25亿元。三季度较二季度少0.49亿元。",
        "0.49",
        "0.94",
    ),
    (
        "years in a row of a range",
        "2020—2022年，管护费依次为88.40万元、91.75万元、86.20万元，2022年比2021年下降6.05%。",
        "6.05%",
        "6.85%",
    ),
    (
        "a change of a year in a row of years",
        "护林员人数：2020年末92人，2021年末86人，2022年末79人，2021年减少6人，2022年减少7人。",
        "减少7人",
        "减少9人",
    ),
    (
        "a scale that was not reached again",
        "接待费开支7.48万元，仍未恢复到2019年12.60万元的规模，尚少5.12万元。",
        "5.12",
        "5.21",
    ),
    ("a base of a comparable basis", "在册护林员74人，上年同口径68人，净增6人。", "6人", "8人"),
    (
        "the other direction alone",
        "2023年培训费预算18.00万元，2022年预算24.00万元，同口径下降25.0%。",
        "下降",
        "增长",
    ),
    ("points that are said as a rate", "林业税收占61.0%，比上年的57.8%提高5.5%。", "5.5%", "3.2%"),
    (
        "a share that moved from one sentence to the next",
        "2021年管护类占64.00%。2022年管护类占70.50%，占比提高6.50个百分点。",
        "6.50个",
        "10.16个",
    ),
    (
        "what is left of several",
        "限额24.00亿元，已分配甲区15.80亿元、乙区5.35亿元，尚余2.85亿元。",
        "2.85",
        "3.85",
    ),
    (
        "what lies below a norm for each",
        "每公里造价不超过38.00万元，实际每公里36.50万元，比标准节约1.50万元。",
        "1.50",
        "2.50",
    ),
    (
        "a saving on the price for each",
        "每株成本80元，比成本标准85元/株节省5元。",
        "省5元",
        "省15元",
    ),
    (
        "by how much a budget was exceeded",
        "管护费年初预算40.00万元，支出决算46.00万元，完成预算的115.0%，超出年初预算6.00万元。",
        "出年初预算6.00",
        "出年初预算9.00",
    ),
    (
        "a limit that is told before what was spent",
        "本年会议费控制在年初核定的12.00万元以内，实际列支10.74万元。",
        "10.74",
        "14.07",
    ),
    (
        "more than a budget cannot be by more than all of it",
        "公务接待费4.85万元，未超过年初预算6.00万元。",
        "未超过",
        "超过",
    ),
    (
        "the first budget behind the adjusted one",
        "造林支出年初安排28.64亿元，调整预算30.11亿元；截至年底支出29.73亿元，为调整预算的98.7%、年初预算的103.8%。",
        "103.8",
        "108.3",
    ),
    (
        "a ratio behind a change against the budget",
        "会议费决算14.20万元，比年初预算16.00万元少1.80万元，为年初预算的88.75%。",
        "88.75",
        "87.88",
    ),
    (
        "a rate by the verb before it",
        "林区欠款年初余额8.40万元，当年清理消化2.10万元，消化比例25.0%，年末余额6.30万元。",
        "25.0%",
        "33.3%",
    ),
    (
        "a rate that a bracket defines",
        "采购预算412.60万元，实际成交387.95万元，节约资金24.65万元，资金节约率5.97%（节约额÷采购预算）。",
        "5.97%",
        "6.35%",
    ),
    (
        "a rate that the next clause explains",
        "细化到苗圃的比例为93.0%，即1,150万元资金中已有1,069.5万元落实到具体地块。",
        "93.0%",
        "93.6%",
    ),
    (
        "a rate of what is counted in another",
        "经抽查，12个标段中有9个通过复验，通过率75.0%。",
        "75.0%",
        "57.0%",
    ),
    (
        "a whole in which a part is counted",
        "林道原值2,318.60万元，其中主干道1,506.00万元，比重为65.0%；在主干道里，桥涵421.70万元，又占其28.0%。",
        "28.0%",
        "18.2%",
    ),
    (
        "a whole by another word for the same step",
        "截至10月末，收到直达资金7.86亿元，形成实际支出6.72亿元，占到位资金的85.5%。",
        "85.5",
        "58.5",
    ),
    (
        "a share before its amount",
        "林场全年实现收入17,086.16万元：木材收入占86.83%，计14,836.20万元；苗木收入占11.37%，计1,942.55万元；其他收入占1.80%，计307.41万元。",
        "11.37",
        "13.17",
    ),
    (
        "a row of quotients of two rows",
        "东坡和西坡分别抽检1,200株和1,500株，枯死18株和36株，枯死率分别为1.5%和2.4%。",
        "2.4%",
        "4.2%",
    ),
    (
        "several of a list together",
        "项目支出1,688.00万元，具体为：清运860.00万元、保洁214.60万元、清扫395.28万元、更新176.00万元、零星42.12万元，其中前三项合计占项目支出的87.08%。",
        "87.08",
        "84.58",
    ),
    (
        "a part of a total behind the list",
        "东站组织收入21.60亿元，西站组织收入5.40亿元，两站合计27.00亿元，东站占80.0%。",
        "80.0%",
        "88.0%",
    ),
    (
        "a printed ratio",
        "管护资金来源：中央资金612.00万元，市级资金183.60万元，区级资金122.40万元，三级分担比例为10:3:2。",
        "10:3",
        "10:4",
    ),
    (
        "shares of one base that is not printed",
        "养老保险缴费支出136.48万元（缴费基数的16%），职业年金缴费支出68.24万元（缴费基数的8%）。",
        "68.24",
        "86.42",
    ),
    (
        "tenths of what is named in their clause",
        "运维开支231.6万元，在商品和服务支出602.4万元中占近四成。",
        "近四成",
        "近三成",
    ),
];

/// Right sentences that are easily mistaken.
const RIGHT: &[&str] = &[
    "造林成活率较100%每低2个百分点扣0.25分，实际84%，扣2分。",
    "收入完成50.00亿元，增长5.0%；支出60.00亿元，支出进度75.0%。",
    "培训费12.00万元，较上年增加2.00万元，剔除新增培训班因素后同口径下降8.0%。",
    "甲站完成3.00亿元，乙站完成2.00亿元，占全县的20.0%。",
    "巡护24次，比上年少3次，巡护费下降12.5%。",
    "受理申请60件，其中当月办结48件、结转下月办结12件，办结率100%。",
    "到位资金6.20亿元；已支出5.00亿元，支出进度78.0%（按分配数计算）。",
    "按期办结工单17,868件，逾期办结552件，共受理工单18,420件，按期办结率97.00%。",
    "一般按5:5分担，山区按7:3分担，中央补助800万元，地方配套200万元。",
    "巡护服务时间8:30至17:30，按时出勤率目标95%，实际98%。",
    "物业费6.00万元，比2021年的8.00万元减少2.00万元，比2022年减少1.00万元。",
    "税收占比68.0%，比全市平均高3.0个百分点，比全省平均（71.5%）低3.5个百分点。",
    "问卷回收率96.0%，有效率98.0%，满意度94.5%，较上年提高2.1个百分点。",
    "配套资金180万元（应到位200万元，到位率90%），已支付153万元（占到位资金的85%）。",
    "存量资金年初5.00亿元，当年新增1.00亿元，收回统筹2.40亿元，消化率40.0%。",
    "拟招录护林员5人，2021年末在职120人，比上年末减少2人。",
];

#[test]
fn each_reading_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

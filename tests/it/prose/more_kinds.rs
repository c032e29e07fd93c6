//! More kinds of what sentences say of their figures; each with a right sentence, a figure of it, and a number that is far off.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a formula whose factor of 100% is no rounded number",
        "造林完成率=实际造林286.4亩÷计划造林320.0亩×100%=89.5%。",
        "89.5%",
        "89.9%",
    ),
    (
        "a formula with a price, which is no rounded number",
        "管护费：4,300亩×2.5元/亩·月×12个月=12.9万元。",
        "12.9",
        "12.7",
    ),
    (
        "how long works took in fact",
        "巡护站维修于2023年3月1日开工，2023年9月30日完工，实际工期7个月。",
        "7个月",
        "5个月",
    ),
    (
        "days between two dates behind a year",
        "2023年第一批造林补助于2023年3月12日到站，2023年4月7日拨付到户，用时26天。",
        "4月7日",
        "4月17日",
    ),
    (
        "what a ratio is held against directly before the difference",
        "一般性支出由上年的320.00万元压减至272.00万元，压减比例15.0%，高于统一要求的10.0%压减比例5.0个百分点。",
        "5.0个",
        "15.0个",
    ),
    (
        "points between the beginning and the end of a year",
        "病虫害发生率年初8.64%，年末6.13%，下降2.51个百分点。",
        "2.51",
        "5.21",
    ),
    (
        "shares of two years of the same whole",
        "2023年造林支出2,136.00万元，占项目支出3,415.00万元的62.55%；上年造林支出1,824.00万元，占当年项目支出3,190.00万元的57.18%，占比同比提高5.37个百分点。",
        "5.37",
        "17.11",
    ),
    (
        "the share of two answers together, named behind the rate",
        "收回有效问卷240份，其中非常满意140份、比较满意80份、一般12份、不满意8份，综合满意率（非常满意与比较满意之和）为91.67%。",
        "91.67",
        "58.33",
    ),
    (
        "the share of two answers together, named before it",
        "收回有效问卷240份。其中，很满意140份，满意80份，一般12份，不满意8份。很满意与满意两项合计占有效问卷的91.67%。",
        "91.67",
        "58.33",
    ),
    (
        "the share of two grades together",
        "林业局对40个项目开展绩效自评，评为优的21个、良的15个、中的4个，优良率90.00%。",
        "90.00",
        "52.50",
    ),
    (
        "the mean of the months that are told",
        "1—11月林业站累计支出330.55万元，月均30.05万元。",
        "30.05",
        "27.55",
    ),
    (
        "what each of the rest comes to",
        "编制绩效目标的项目58个，涉及资金3,200.00万元，其中100万元以上的项目8个、资金2,200.00万元；其余50个项目平均每个20.00万元。",
        "20.00",
        "64.00",
    ),
    (
        "scores weighed by the amounts in the row before them",
        "专项下设三个子项目，资金规模分别为1,000.00万元、600.00万元和400.00万元，评价得分依次为90分、80分和70分，以资金规模为权重加权计算，综合得分83.00分。",
        "83.00",
        "80.00",
    ),
    (
        "answers weighed by as many points",
        "收回有效问卷500份，其中选择非常满意的300份、满意的120份、一般的50份、不满意的30份。四档分别按100分、80分、60分和0分赋值，经加权平均计算，综合满意度为85.20分。",
        "85.20",
        "82.50",
    ),
    (
        "one of those that share an amount by a ratio",
        "管护费合计800.00万元。所需资金由中央、省、县按6:2:2分担，其中县级承担160.00万元。",
        "160.00",
        "480.00",
    ),
    (
        "a ratio beside that of the year before",
        "投入财政资金250.00万元，带动社会投资900.00万元，财政资金与社会投资之比为1:3.60，较上年1:3.15继续提高。",
        "1:3.60",
        "1:3.06",
    ),
    (
        "the last of a row with a row of names",
        "东山林场、西山林场、北坡林场执行率分别为96.32%、88.47%和93.18%，三家中东山林场执行率最高，西山林场执行率最低。",
        "西山林场执行率最低",
        "北坡林场执行率最低",
    ),
    (
        "items whose verbs are those of changes",
        "专项用于：支持打造示范林120.00万，支持促进防火能力提升800.00万，支持购置巡护车490.00万，合计1410.00万。",
        "1410.00",
        "1140.00",
    ),
    (
        "the interest of each of several bonds",
        "2024年安排付息支出673.00万元。其中：防护林一期债券本金9000万元，年利率3.20%，全年付息288.00万元；防护林二期债券本金12500万元，年利率3.08%，全年付息385.00万元。",
        "288.00",
        "188.00",
    ),
    (
        "what grows on an area",
        "核桃种植面积2.40万亩，平均亩产150公斤，总产量0.36万吨。",
        "150",
        "250",
    ),
    (
        "a total of as many items as it tells, of which two share one amount",
        "林业站按收益的10%分别计提管护资金和防火资金各230.00万元，以5%计提苗木资金115.00万元，三项共计提575.00万元。",
        "115.00",
        "151.00",
    ),
    (
        "a row that is shared by a ratio",
        "管护费安排1,260万元，由中央、省、县三级按5∶3∶2比例分担，分别为630万元、378万元和252万元。",
        "5∶3∶2",
        "4∶3∶2",
    ),
    (
        "how much something was cut, and what was asked",
        "一般性支出由上年的452.00万元压减至399.80万元，压减比例11.55%，高于县里统一要求的10%。",
        "高于",
        "低于",
    ),
    (
        "the changes of a list whose last item tells a reason with a number",
        "2023年“三公”经费预算12.60万元，比上年预算减少1.90万元，下降13.10%。其中：因公出国（境）费0万元，与上年持平；公务接待费3.10万元，比上年减少0.50万元；公务用车购置及运行费9.50万元，比上年减少1.40万元，主要是报废巡护车1辆。",
        "0.50",
        "0.80",
    ),
    (
        "what is left in several amounts",
        "林业局全年收入7.83亿元，造林收入完成7.36亿元，其余为苗木收入0.38亿元、林下种植收入0.09亿元。",
        "0.38",
        "0.83",
    ),
];

/// What looks like it, and says something else.
const RIGHT: &[&str] = &[
    // the mean of fewer months than are told
    "林业站自2023年4月起外包管护，全年支出135.0万元，月均15.0万元。",
    // by amounts, not by numbers
    "林业局对40个项目开展绩效自评，评为优的21个、良的15个、中的4个，优良率95.20%（按资金计算）。",
    // what was planned, and what was done
    "计划于2023年3月1日开工，2023年9月30日完工，实际工期9个月。",
    // a whole that is something else
    "管护费合计800.00万元，比上年增加50.00万元。新增部分由省、县按6:4分担，其中县级承担20.00万元。",
    // the share of one item, and that of two others together
    "林业站总费用1,833.27万元，其中人员经费768.52万元、苗木费314.27万元、农药费501.84万元、其他费用248.64万元。上述费用中，人员经费占41.92%，苗木费与农药费合计占44.52%。",
    // an item that is printed with its unit, and a total without
    "概算1410.00万，其中支持引进苗木340.00万，支持打造示范林120.00万，支持促进防火能力提升800.00万，支持数字化70.00万，支持综合能力提升80.00万元，合计1410.00万。",
    // who is told beside the head, which is divided next
    "林业站现有在职人员146人、离退休人员63人，另有劳务派遣人员34人；在职人员中，行政人员38人，事业人员108人。",
    // what is left is several things
    "造林收入完成7.36亿元，约占全年收入7.83亿元的九成四，其余为苗木收入0.38亿元、林下种植收入等0.09亿元。",
    // the first of several bands is none of their totals
    "林业局纳入绩效管理的项目9个，涉及资金563.85万元。按资金规模分，100万元（含）以上的2个、金额261.00万元，50万元（含）至100万元的3个、金额206.50万元，50万元以下的4个、金额96.35万元。",
    // the second difference is one from what is not told
    "截至10月底，林业局预算执行率79.62%，低于83.33%的序时进度3.71个百分点，比上年同期高2.05个百分点，年底可完成全年任务。",
    // interest of half a year
    "防护林债券本金9000万元，年利率3.20%，上半年付息144.00万元。",
];

#[test]
fn each_kind_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

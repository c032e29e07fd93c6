//! Which of several is the first or the last, how far the ends are apart, and how an amount is split. Each with a right
//! sentence and the same with one wrong figure or name.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or name that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "the least of so many in the sentence before",
        "水利支出3,604.10万元，教育支出286.70万元，医疗支出144.20万元，住房支出201.30万元。四类支出中，金额最小的是医疗支出。",
        "的是医疗",
        "的是住房",
    ),
    (
        "the most by the word that counts",
        "从开放情况看，东馆48.3万人次，西馆37.6万人次，南馆29.9万人次，三个馆中全年接待人次最多的是东馆。",
        "的是东馆",
        "的是南馆",
    ),
    (
        "the last of several, and what it lost points for",
        "四个站考核得分为：东渠站95.4分、西渠站92.1分、南渠站90.7分、北渠站87.2分。得分最低的北渠站主要问题是台账不完整。",
        "最低的北渠站",
        "最低的南渠站",
    ),
    (
        "the first and the last in one clause with their difference",
        "考核得分为：东渠站93.6分、西渠站90.2分、南渠站95.3分、北渠站88.7分。得分最高的南渠站与得分最低的北渠站相差6.6分。",
        "最高的南渠站",
        "最高的东渠站",
    ),
    (
        "the least share, behind what all come to",
        "按功能分类：水利支出4,903.10万元，占88.1%；医疗支出138.60万元，占2.5%；住房支出206.70万元，占3.7%；其他支出317.10万元，占5.7%。四类合计5,565.50万元，占比最低的为医疗支出。",
        "的为医疗",
        "的为住房",
    ),
    (
        "the greatest share by a name that opens the sentence",
        "按功能分类：水利支出4,903.10万元，占88.1%；医疗支出138.60万元，占2.5%；住房支出523.80万元，占9.4%。其中水利支出所占比重最大。",
        "其中水利",
        "其中住房",
    ),
    (
        "costs for each in a row",
        "分标段看，每米费用一标段2,150元、二标段2,480元、三标段1,960元，费用最低的是三标段。",
        "的是三标段",
        "的是一标段",
    ),
    (
        "the points between the greatest and the least of a row, however wrong",
        "三次评分有差异：自评94.0分，复核87.5分，第三方评价85.0分，三次平均88.83分，最高分与最低分相差9.0分。",
        "9.0分",
        "8.2分",
    ),
    (
        "the points between what is told to be the most and the least",
        "各县执行率参差不齐，最高者清源县95.8%，最低者桐山县72.5%，相差23.3个百分点。",
        "23.3",
        "32.3",
    ),
    (
        "shares of an amount before the amounts, by name",
        "堤防加固总投资1,640.00万元，按照中央60%、省级25%、县级15%的比例分担，即中央984.00万元、省级410.00万元、县级246.00万元。",
        "410.00",
        "328.00",
    ),
    (
        "shares of an amount before the amounts, in a row",
        "农田水利保险保费总额86.40万元，由中央、省、县财政和农户按50%、25%、15%、10%分担，依次为43.20万元、21.60万元、12.96万元和8.64万元。",
        "12.96",
        "13.96",
    ),
    (
        "amounts that are to each other exactly as a ratio",
        "水库移民补助资金2,840.00万元由省、市、县三级按5:3:2的比例分担，即省级1,420.00万元、市级852.00万元、县级568.00万元。",
        "852.00",
        "952.00",
    ),
    (
        "the share of what was got back",
        "发放用水满意度问卷800份，回收764份，回收率95.5%；有效问卷726份，占回收问卷的95.0%。",
        "95.0%",
        "90.8%",
    ),
    (
        "what is saved against a budget",
        "水泵预算单价26.00万元/台，计划采购12台，预算312.00万元；中标单价23.50万元/台，合同金额282.00万元，较预算节约30.00万元。",
        "30.00",
        "20.00",
    ),
    (
        "all others bear a word of the whole",
        "年末公务用车保有量13辆，其中防汛指挥车和抢险车8辆，执法执勤用车3辆，其他用车2辆。",
        "用车2辆",
        "用车4辆",
    ),
    (
        "what was done and more, and what was not",
        "绩效目标共设三级指标24个，年末完成或超额完成21个，未完成3个。",
        "未完成3个",
        "未完成5个",
    ),
    (
        "the share of several together in a whole that stands between",
        "拨款支出5,308.40万元的东馆、4,173.20万元的西馆和3,516.80万元的南馆，三家合计占部门拨款支出21,670.50万元的60.0%。",
        "60.0%",
        "66.0%",
    ),
    (
        "a name with ages in it",
        "随访服务：老年人应访36.20万人、实访29.83万人，随访率82.4%；0—6岁儿童应访17.55万人、实访13.93万人，随访率79.4%。",
        "79.4%",
        "97.4%",
    ),
];

/// Right sentences that look as if they said something else.
const RIGHT: &[&str] = &[
    // what is taken off in all stands before its parts
    "评价组按百分制评分，最终得分93.6分，扣分6.4分的明细为：预算细化不够扣1.5分，拨付超期扣2.4分，档案缺失扣1.7分，公示不足扣0.8分。",
    // a ratio that is said roughly
    "两级投入之比约为6:4，市级61.2万元、县级38.8万元。",
    // so many were there, not so many beds
    "水利技工宿舍床位160张，预计入住约136人，按每人每月1,800元的标准，全年需安排资金293.76万元。",
    // shares of something else
    "东渠占40.0%、西渠占35.0%、南渠占25.0%，其中西渠生态用水占比最高。",
    // other things than those ranked
    "东渠站支出56.20万元、西渠站48.10万元、南渠站37.40万元，其中职工最多的是南渠站。",
];

#[test]
fn finds_the_wrong_rank_and_split() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

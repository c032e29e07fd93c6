//! Figures told once more, what was reckoned first and settled in the end, how far something is from its target, who came and who went.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "the head of a list that has a total of its own behind it",
        "渔港管理费支出46.30万元，用于码头日常维护。具体为保洁费12.10万元、照明费9.80万元、看护费24.40万元，三项合计46.30万元。",
        "46.30万元，用于",
        "43.60万元，用于",
    ),
    (
        "the only head of a list, though an amount behind it is its sum, too",
        "增殖放流2025年预算318.6万元，分别用于苗种采购204.0万元、暂养费68.6万元、跟踪监测46.0万元。项目申报表载明：增殖放流年度资金总额318.6万元。",
        "预算318.6",
        "预算381.6",
    ),
    (
        "an amount that a form tells once more",
        "增殖放流2025年预算318.6万元，分别用于苗种采购204.0万元、暂养费68.6万元、跟踪监测46.0万元。项目申报表载明：增殖放流年度资金总额318.6万元。",
        "总额318.6",
        "总额381.6",
    ),
    (
        "totals of two sentences that are told to be balanced",
        "渔业资金收入总计5,218.40万元，包括上级补助4,100.00万元、本级安排1,118.40万元。相应地，渔业资金支出总计5,218.40万元，收支平衡。",
        "支出总计5,218.40",
        "支出总计5,128.40",
    ),
    (
        "points told once more",
        "经自评，“渔船更新补助”项目得91.8分，其中投入8分、过程18.3分、产出36分、效益29.5分。该项目以91.8分居全部6个项目第3位。",
        "以91.8",
        "以98.1",
    ),
    (
        "how many were bought, told once more",
        "2025年计划购置救生艇14艘，安排资金42万元。所购14艘救生艇单价3万元，全部配给乡镇。",
        "所购14",
        "所购41",
    ),
    (
        "what was reckoned first and what it came to in the end",
        "渔政码头维修原测算需96.0万元，经投资评审核减7.4万元，最终列入预算88.6万元。",
        "核减7.4",
        "核减4.7",
    ),
    (
        "what was taken back of the first budget",
        "渔业信息平台年初批复预算180万元，10月份财政收回26万元，调整后为154万元，年末支出154万元。",
        "收回26",
        "收回62",
    ),
    (
        "a change told once more in the next sentence",
        "渔业支出年初安排3.62亿元，经批准调整为3.85亿元，6月末已支出1.94亿元。调整增加的0.23亿元用于避风港建设。",
        "增加的0.23",
        "增加的0.32",
    ),
    (
        "how far a rate is above its target, with other words between",
        "渔船检验合格率目标值92%，第三方抽检结果为94.7%，高出目标2.7个百分点。",
        "目标2.7",
        "目标7.2",
    ),
    (
        "how much is lacking of what is due",
        "1—9月，渔业项目完成投资2.36亿元，按序时进度应完成2.55亿元，欠进度0.19亿元。",
        "0.19",
        "0.91",
    ),
    (
        "by how much one flow is more than the other",
        "渔政支队2024年本年收入合计3,318.25万元，本年支出合计3,406.50万元。当年支出大于收入88.25万元。",
        "88.25",
        "82.85",
    ),
    (
        "a year that only what it is compared with bears",
        "渔船维修费41.20万元，2023年度为36.40万元，同比增长13.19%；码头租金18.60万元，2023年为20.10万元，同比下降7.46%。",
        "13.19",
        "31.19",
    ),
    (
        "what there was of something else the year before, and nothing now",
        "2025年渔业发展基金支出为0万元，而2024年渔港建设专项债支出260.00万元，同比减少260.00万元。",
        "减少260.00",
        "减少620.00",
    ),
    (
        "who came and who went since the year before",
        "年末实有船员86人。与上年末93人相比，当年调出5人、退休4人、新招录2人。",
        "招录2",
        "招录5",
    ),
    (
        "shares behind a colon and the number of kinds",
        "渔获去向分三类：冷冻加工占46.8%，鲜销占38.5%，饲料原料占14.7%。",
        "38.5",
        "35.8",
    ),
    (
        "shares of a row whose first alone has a word of sharing",
        "避风塘改造所需资金由多方共担：市财政承担45%、镇财政补助30%、渔业合作社自筹20%、社会捐赠5%。",
        "30%",
        "20%",
    ),
    (
        "a list by the words that part it",
        "渔业保险县级补贴预算640万元，分险种为船东险260万元、养殖险148万元、网具险96万元、人身险136万元，按季拨付。",
        "148",
        "184",
    ),
    (
        "the first of counts, by what they count",
        "从投诉类型看，噪声186件、异味94件、油污212件、占道57件，油污投诉量居第一位。",
        "油污投诉量",
        "噪声投诉量",
    ),
    (
        "each next to the one before it",
        "渔业支出中，港口建设3,260万元居首，其次为渔政执法1,148万元，再次为资源养护862万元，最少的是信息化94万元。",
        "1,148",
        "148",
    ),
    (
        "points whose unit the last of a row prints",
        "上半年，甲港、乙港、丙港投资进度分别为48.2%、51.6%、44.9%，与上年同期的46.1%、53.0%、43.2%相比，分别提高2.1个、下降1.4个、提高1.7个百分点。",
        "51.6",
        "56.1",
    ),
    (
        "names of places before the number of bodies",
        "评价组实地走访了东港、南塘、石角头、北塘、西塘5个渔政所，核对台账。",
        "5个",
        "7个",
    ),
    (
        "deductions one after the other",
        "过程指标20分，得16分，扣分原因：一是监理日志等资料归集不完整，扣3分；二是验收滞后，扣1分。",
        "扣3分",
        "扣2分",
    ),
    (
        "deductions of the next sentence",
        "过程类指标共20分，得16分。扣分原因：一是监理日志等资料归集不完整，扣3分；二是验收滞后，扣1分。",
        "扣3分",
        "扣2分",
    ),
    (
        "amounts whose zeros at the end are left out",
        "码头运行经费总计64万元，其中：电费31.26万元，水费3万元，保洁费12.48万元，看护费15.26万元，零星维修2万元。",
        "31.26",
        "35.26",
    ),
];

/// Right sentences that look like these, or that a careless reader would accuse.
const RIGHT: &[&str] = &[
    "渔业产值由2020年的36亿元增加到2023年的48亿元，2023年比上年增长7.6%。",
    "全局持证执法人员246人，其中渔政岗168人、船检岗112人（两岗兼任64人），综合岗30人。",
    "受访渔民中：女性占42%，60周岁以上占31%，外来务工占46%。",
    "码头总投资80万元，2022年投资60万元，同比增长20%。",
    "东港申报80万元、西港申报60万元，核减5万元，最终安排135万元。",
    "送审金额80万元，核减5万元，确定安排东港60万元、西港15万元。",
    "码头改造总投资120万元，其中财政资金80.25万元、自筹39.81万元，上年为110万元。",
    "东港自评最高92分，第三方评分95分。",
    "东港补助最高80万元，随后追加90万元。",
    "渔业支出年初安排3.62亿元，调整为3.85亿元。较上年增加的0.40亿元主要用于避风港。",
    "问题集中在三个方面：采购类占40%，合同类占25%，资产类占15%，其余分散。",
    "支出构成：人员经费占62%，公用经费占18%，其余为项目支出。",
    "全市渔业产值120亿元，其中海洋捕捞80.25亿元、水产养殖39.81亿元，上年为110亿元。",
    "合格率目标值85%，实际88%，高出全市目标2个百分点。",
    "重点支出：渔港建设占32.0%、渔政执法占21.0%、资源养护占15.0%。",
    "海堤工程2022年投资80万元，2023年投资60万元，船闸工程分险种为上游20万元、下游15万元。",
    "目标值90%，实际92.6%，未超出目标5个百分点。",
];

#[test]
fn figures_told_again_and_distances_from_targets_are_read() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

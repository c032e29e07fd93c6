//! Parts that are told by their state, by joined names, by years and orders, and limits that only words say. Each with a
//! right sentence, the same with one wrong figure, and right sentences of another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "what is done, what is done in part, what is not done",
        "护林站共设置年度任务48项，其中完成41项、部分完成5项、未完成2项。",
        "完成41项",
        "完成14项",
    ),
    (
        "states of what was named before, pointed to",
        "巡护点分布于9个林班，另有瞭望塔57座。上述瞭望塔中，已完工46座、在建8座、未开工3座。",
        "已完工46座",
        "已完工64座",
    ),
    (
        "names that are known to be all, behind what they are of",
        "林木检疫申请26,418件，按期办结25,906件，逾期办结512件。",
        "逾期办结512件",
        "逾期办结521件",
    ),
    (
        "facts whose names are joined before their total",
        "林场在职职工63人、退休人员29人、遗属补助人员7人，由林场管理的在职职工、退休及遗属人员合计99人。",
        "合计99人",
        "合计89人",
    ),
    (
        "orders of one matter, and what they come to",
        "苗木款分三批拨付：第一批72.00万元，第二批58.00万元，第三批31.00万元，累计拨付161.00万元。",
        "第二批58.00万元",
        "第二批85.00万元",
    ),
    (
        "changes of several years, and what they come to",
        "2021年新增巡护道路130公里，2022年新增165公里，2023年新增185公里，三年累计新增480公里。",
        "累计新增480公里",
        "累计新增840公里",
    ),
    (
        "where the money comes from",
        "防火项目总投入3,480万元，资金来源为中央1,520万元、省级960万元、市级630万元、县级370万元。",
        "市级630万元",
        "市级360万元",
    ),
    (
        "a list that another thing ends",
        "林区共有防火道64条，分为主干道3条、支线17条、联络线44条，配备灭火机2台。",
        "支线17条",
        "支线71条",
    ),
    (
        "the parts of the fact directly before them",
        "林场核定编制86名，实有在岗79人，其中行政人员31人、事业人员48人。",
        "事业人员48人",
        "事业人员46人",
    ),
    (
        "a list below a head whose share of something larger is told",
        "林区用车费62.40万元，占“三公”经费支出78.00万元的80.00%。其中，公务用车购置支出20.15万元；公务用车运行维护费支出42.25万元。",
        "支出42.25万元",
        "支出24.25万元",
    ),
    (
        "what is still to be paid",
        "育林基金应缴386.20万元，年内已缴351.70万元，年末待缴34.50万元。",
        "待缴34.50万元",
        "待缴43.50万元",
    ),
    (
        "what remains, in plain words",
        "防火物资应急资金预算640.00万元，支出513.00万元，执行率80.16%，账上还剩127.00万元没用。",
        "还剩127.00万元",
        "还剩137.00万元",
    ),
    (
        "the year that a change names",
        "林场防火费分别为：2021年31.40万元、2022年28.90万元、2023年25.80万元。2022年较上年减少2.50万元。",
        "减少2.50万元",
        "减少3.10万元",
    ),
    (
        "a rate against each of two years before",
        "林场接待费2021年、2022年、2023年决算分别为16.40万元、13.20万元和9.90万元，2023年比2022年下降25.00%，比2021年下降39.63%。",
        "39.63",
        "69.63",
    ),
    (
        "year after year less",
        "巡护车运行费2020年至2023年预算分别为186.00万元、172.50万元、161.30万元、155.80万元，连续三年逐年下降。",
        "161.30万元",
        "181.30万元",
    ),
    (
        "kept to the budget",
        "2023年巡护车运行维护费全年预算18.00万元，支出决算16.75万元，未超过预算。",
        "决算16.75万元",
        "决算19.75万元",
    ),
    (
        "the highest of several rates",
        "从造林成活率看，青石镇94.2%、双河乡91.8%、白马乡89.5%、柳林镇93.0%，其中青石镇最高。",
        "其中青石镇",
        "其中柳林镇",
    ),
    (
        "the mean of rates",
        "林农满意度分三类：承包户94.2%、护林员91.6%、周边村民95.0%，三项平均93.6%。",
        "平均93.6%",
        "平均92.6%",
    ),
    (
        "points of several parts",
        "立项得分18.5分，管护得分17.0分，成林得分31.8分，效益得分22.0分，合计得分89.3分。",
        "合计得分89.3分",
        "合计得分86.3分",
    ),
    (
        "names behind what they are counted by",
        "选取5个乡镇开展检查，即青石镇、双河乡、白马乡、柳林镇、城关镇，核查比例超过三分之一。",
        "选取5个",
        "选取6个",
    ),
    (
        "as many years as a sum is split into",
        "苗圃扩建概算总投资9,600.00万元，分三年安排：2023年已安排3,200.00万元，2024年安排4,000.00万元，2025年拟安排2,400.00万元。",
        "2,400.00",
        "2,800.00",
    ),
    (
        "items in falling order",
        "各站护林得分由高到低依次为：青石站96.20分，双河站94.80分，白马站93.10分，柳林站90.60分。",
        "94.80",
        "92.80",
    ),
    (
        "a list behind a head whose plan stands in a bracket",
        "2023年度“三公”经费支出决算为86.40万元，完成预算（112.00万元）的77.14%。其中：因公出国（境）费支出18.20万元；公务用车购置及运行维护费支出58.70万元；公务接待费支出9.50万元。",
        "58.70",
        "53.70",
    ),
    (
        "old ones and new ones",
        "列入2023年计划的造林项目共12个，其中：延续性项目7个，新增项目5个；均已完成评估。",
        "新增项目5个",
        "新增项目4个",
    ),
    (
        "the share of the only other number",
        "林区划分12个管护标段，已通过验收9个，占75.0%。",
        "占75.0%",
        "占85.0%",
    ),
];

const RIGHT: &[&str] = &[
    // what is itself a share of a whole is not the whole
    "基本支出1,205.38万元，占本年支出的56.42%；项目支出931.07万元，占本年支出的43.58%。",
    // the limit of something else
    "发放问卷600份，回收有效问卷558份，有效率93.00%，满足抽样误差不超过5%的要求。",
    // points that were got already are not what can be had
    "造林考核得分92分，按40%权重计36.8分；满意度95分，按60%权重计57分，综合得分93.8分。",
    // not all is told
    "林场共设置年度任务48项，已完成41项，其中造林任务12项。",
    // something else is left
    "林业补助24亿元，区县15亿元、市本级5亿元，尚余4亿元。",
    // the grade of a scale, not of the project
    "综合得分为90.0分，因评价等级中“优”的区间为90分（含）至100分，本项目绩效评价等级确定为“优”。",
    // parts of some of them
    "在职职工63人、退休人员29人，在职职工及临时人员合计70人。",
    // 接待 is a name, no word of what is still to come
    "林场商品和服务支出：办公费1.50万元，邮电费1.00万元，公务接待费0.86万元，公务用车运行维护费6.75万元。",
    "办公费1.50万元，邮电费1.00万元，公务接待费0.86万元。",
    // a part of the years alone
    "2021年新增巡护道路130公里，2022年新增165公里，2023年新增185公里，后两年累计新增350公里。",
    // no limit: more was spent, and the words say so
    "2023年巡护费全年预算18.00万元，支出决算19.75万元，超出预算的部分由林场自筹。",
    // the year before it is another one
    "林场防火费：2021年31.40万元、2022年28.90万元、2023年25.80万元。2021年较上年减少1.20万元。",
    // so many problems are no parts of an amount
    "检查涉及资金80.00万元，发现三个问题：青石站超支5.00万元，双河站挪用3.00万元，白马站漏记2.00万元。",
    // the order is that of other figures
    "各站按造林面积由高到低依次为：青石站投入96.20万元，双河站投入92.80万元，白马站投入93.10万元。",
    // the share fell, not the amounts
    "林场接待费2021年16.40万元、2022年17.20万元、2023年17.90万元，占支出的比重逐年下降。",
    // a limit above the budget
    "巡护费全年预算18.00万元，支出决算19.75万元，未超过预算10%的浮动范围。",
    "巡护费全年预算18.00万元，支出决算16.75万元，不超过预算数。",
    // two years, not a range
    "2021年和2023年造林、管护、防火支出分别为31.40万元、28.90万元和25.80万元。",
    // highest of another place
    "从造林成活率看，青石镇94.2%、双河乡91.8%、白马乡89.5%，全县以高山镇最高。",
    "林农满意度分两期：上半年94.2%、下半年91.6%，全年平均93.1%。",
];

#[test]
fn states_orders_and_limits_of_words() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

//! Shares that part a whole, what was taken away altogether, lists of what comes and goes, prices of formulas, net changes, how many of one
//! thing there are for each of another.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "shares behind words that part a whole",
        "按职称划分，正高级占12.4%，副高级占31.5%，中级及以下占56.1%。",
        "31.5",
        "13.5",
    ),
    (
        "shares behind the mark of a figure",
        "2024年度渔港经费来源构成（见图2）：财政拨款占88.1%，事业收入占7.3%，其他收入占4.6%。",
        "7.3",
        "3.7",
    ),
    (
        "shares of ages",
        "从年龄结构看，35周岁及以下占41.6%，36至50周岁占38.2%，51周岁及以上占20.2%。",
        "38.2",
        "32.8",
    ),
    (
        "shares of a list of names",
        "分来源看，渔政经费由中央补助、省级补助和县级配套三部分组成，比重分别为46.2%、28.5%和25.3%。",
        "28.5",
        "25.8",
    ),
    (
        "the greatest of shares, by a name with a joint",
        "渔船更新占42.5%，航标和灯塔维护占35.1%，其他占22.4%，其中渔船更新占比最大。",
        "其中渔船更新",
        "其中航标和灯塔维护",
    ),
    (
        "the greatest of what one word says of all",
        "北塘闸日均过船46艘次，南塘闸58艘次，西塘闸31艘次，其中南塘闸最多。",
        "其中南塘闸",
        "其中西塘闸",
    ),
    (
        "what is taken away altogether",
        "执法艇购置费：2025年未安排预算，与上年预算64.0万元相比，减少64.0万元，主要是上年已购置到位。",
        "减少64.0",
        "减少46.0",
    ),
    (
        "a plan of what goes, as much as what comes",
        "县水产站2025年收入预算412.36万元，全部为财政拨款。按照收支平衡原则，支出预算412.36万元，其中基本支出300.36万元、项目支出112.00万元。",
        "收入预算412.36",
        "收入预算421.36",
    ),
    (
        "a list of what comes and one of what goes",
        "收入预算：财政拨款860.5万元，事业收入139.5万元。支出预算：人员经费640.2万元，公用经费159.8万元，项目经费200.0万元。收支总额相等。",
        "159.8",
        "195.8",
    ),
    (
        "prices of a formula, which are exact",
        "清淤测算：42条河道×1.5万元+8座水闸×2万元=79万元。",
        "=79",
        "=77",
    ),
    (
        "a formula that comes to less than nothing",
        "会议费变动率=（18.24-19.20）/19.20×100%=-5.00%，符合压减要求。",
        "-5.00",
        "-5.80",
    ),
    (
        "growth behind numbers of what was done",
        "外事接待费支出2.40万元，共接待来访团组6批次、48人次；上年支出3.00万元，同比下降20.00%。",
        "下降",
        "增长",
    ),
    (
        "growth of what is counted in pairs",
        "全年售出种虾2,310对，同比增长10.0%（上年同期2,100对）。",
        "10.0",
        "15.0",
    ),
    (
        "how far a rate is behind the year at the end of its month",
        "9月末执行率为68.4%，比8月末的61.2%提高7.2个百分点，仍慢于时间进度6.6个百分点。",
        "6.6",
        "9.6",
    ),
    (
        "what points come to",
        "渔港其他收入31.20万元，一是泊位租金收入62,000元，二是水产品交易服务费25.00万元，均已入账。",
        "31.20",
        "32.10",
    ),
    (
        "how many of one thing there are for each of another",
        "全县渔民1,250人，渔政执法员25人，平均每名渔政执法员服务50名渔民。",
        "50名",
        "40名",
    ),
    (
        "a net change and its parts",
        "年末登记渔业合作社96家，上年末为84家，净增12家（新登记19家，注销7家）。",
        "注销7",
        "注销9",
    ),
    (
        "a number that is pointed back to by its noun",
        "在全县24个渔业村建设冷库，其中3个村选址未定，占12.5%。上述24个渔业村均已列入计划。",
        "上述24",
        "上述42",
    ),
    (
        "the length of a period whose end was reached in some way",
        "增殖放流项目2023年5月启动，2024年4月全部完工并通过验收，周期12个月。",
        "12个月",
        "9个月",
    ),
    (
        "the sum of a list that is called a subtotal",
        "按河段：上游60万元、中游85万元、下游55万元，小计200万元；按来源：省级120万元、市级50万元、县级30万元，小计200万元。",
        "85",
        "58",
    ),
    (
        "a total below what was planned the year before",
        "水质监测费、船只维护费分别安排18.2万元和26.4万元，两项共44.6万元，低于上年预算的48.9万元。",
        "48.9",
        "38.9",
    ),
];

/// Right sentences that look like these, or that a careless reader would accuse.
const RIGHT: &[&str] = &[
    "四个闸站群众满意度由高到低依次为：北塘闸95.8%、南塘闸94.1%、西塘闸92.7%、东塘闸91.4%，均达到90%的目标值。",
    "全年开展渔船检验服务3,240艘次，其中远洋渔船860艘次，远洋渔船检验满意率97.5%。",
    "9月末执行率为68.4%，比8月末的61.2%提高7.2个百分点，仍落后全市平均水平3.1个百分点。",
    "按用途看，渔港维护占42.0%，航标占18.0%，主要用于台风灾后修复。",
    "全县有渔民1,262人，渔政执法员25人，平均每名渔政执法员服务50名渔民。",
    "全市渔业经费30.58亿元，其中：市本级86,452.37万元，6个县小计219,308.64万元。",
    "人均补贴3.33万元，3人×3.33万元=10万元。",
    "东港区补助20万元、西港区补助30万元，高于上年的45万元。",
];

#[test]
fn shares_that_part_a_whole_and_what_is_gone_are_read() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

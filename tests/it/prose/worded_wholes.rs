//! Means of the only amount, lists that the name of a period or of a source makes whole, targets that are bounds, and what is excepted
//! from a rank.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a mean of the amount that the sentence before tells",
        "公务接待费支出4.41万元，比上年减少0.35万元，下降7.35%。全年国内公务接待42批次、315人次，人均140.00元，主要用于接待省、市调研。",
        "140.00",
        "175.00",
    ),
    (
        "a mean behind names that nothing is left open by",
        "国内公务接待费2.58万元，接待省厅检查组、邻县考察团等来访24批次、172人次（不含陪同人员），人均150元。",
        "150",
        "195",
    ),
    (
        "four quarters, told by the first and the last",
        "区法院全年支出4,800万元，一至四季度分别为960万元、1,240万元、1,180万元、1,420万元。",
        "1,180",
        "1,810",
    ),
    (
        "levels that bear the names of scopes",
        "救助资金共筹集2,400.00万元，中央、省、县三级分别安排1,200.00万元、720.00万元、480.00万元，已全部到位。",
        "720.00",
        "702.00",
    ),
    (
        "the points of all parts before those that can be had",
        "评分体系由投入（15分）、过程（20分）、产出（40分）、效益（25分）四部分构成，满分100分。",
        "40分",
        "45分",
    ),
    (
        "where the money of a project comes from",
        "养护中心迁建项目总投资3,650万元，资金来源为中央补助1,460万元、专项债券1,500万元、单位自筹690万元。",
        "690",
        "960",
    ),
    (
        "what two products come to",
        "巡护路线1.25万公里，按每公里120元测算，需150万元；无人机巡航600小时，按每小时800元测算，需48万元；两项合计198万元。",
        "198",
        "189",
    ),
    (
        "the price of what is added to another product",
        "巡护路线1.25万公里，按每公里120元测算，需150万元；无人机巡航600小时，按每小时800元测算，需48万元；两项合计198万元。",
        "每公里120",
        "每公里140",
    ),
    (
        "what was done of what was due",
        "监测月报全年应报送64期，按期报送61期，及时率95.31%，有3期因停电延迟报送。",
        "61期",
        "57期",
    ),
    (
        "the share of what was given back",
        "发放问卷800份，收回760份，回收率95.0%；剔除漏填问卷后有效问卷722份，有效问卷占收回问卷的95.0%。",
        "占收回问卷的95.0",
        "占收回问卷的90.3",
    ),
    (
        "a target that is the most that may be",
        "时效指标“报修平均响应时长”目标值为≤30分钟，实际26分钟，已达标。",
        "26",
        "36",
    ),
    (
        "a target that is the least that may be, in words",
        "实训人数目标值不少于400人，实际完成430人，达到目标值。",
        "430",
        "340",
    ),
    (
        "the first of those that are not excepted",
        "各队罚没收入为：东城队812.4万元，西城队236.5万元，港区队418.9万元，机动队305.2万元。东城队以外的三个队中，港区队入库最多。",
        "港区队入库",
        "机动队入库",
    ),
    (
        "rates of two things that are counted apart",
        "全年接报火情45起、受灾38户，上年为60起、50户，同比分别下降25.0%和24.0%。",
        "25.0",
        "52.0",
    ),
    (
        "rates of two things, and by how much they fell",
        "全区发生生产安全事故33起、伤亡27人，同比减少3起、4人，分别下降8.33%和12.90%。",
        "8.33",
        "3.83",
    ),
    (
        "the whole of the first month and of the last",
        "闸站改造工程计划于2024年5月初开工，2025年8月底完工，建设工期16个月。",
        "16",
        "13",
    ),
    (
        "the months of the year behind those of a part of it",
        "1—11月累计支出1,210.00万元，12月当月支出350.00万元，全年支出1,560.00万元，月均130.00万元。",
        "130.00",
        "310.00",
    ),
];

/// Right sentences that were accused, or nearly.
const RIGHT: &[&str] = &[
    // what was added before is no base of what was taken off
    "年初预算860.00万元，年中追加重点工程前期经费等245.30万元，因职能划转调减61.20万元，调整后全年预算1,044.10万元；实际支出1,023.22万元，完成调整预算的98.00%。",
    // rates with a sign of their own
    "万元产值用水量目标为下降2.0%，实际下降2.6%，变动率为-2.6%，低于-2.0%的目标值，目标完成。",
    // visits in person are counted otherwise
    "全年登记来信486件、来访1,130批次、网上办件2,384件，总量4,000件（批）次，其中网上办件占59.60%。",
    // paid from a month on
    "拟招录的80名护林员自2025年9月起发放工资，月人均3,600元，年内需安排115.2万元。",
    "拟招录的80名护林员自2025年9月起发放工资，月工资每人3,600元，年内需安排115.2万元。",
    // a mean of those who were there over the year
    "年末职工84人，年内有进有出，全年平均80人。公用经费112.00万元，按平均人数计，人均1.40万元。",
    // less is better
    "平均办结时间目标值为5天，实际6天，未达标。",
    // not all of them did
    "抽检合格率目标值95%，实际93.2%，未全部达标。",
    // some of the money comes from it
    "迁建项目总投资3,650万元，资金来源为中央补助1,460万元。",
];

#[test]
fn words_say_what_is_whole_and_what_a_mean_is_of() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

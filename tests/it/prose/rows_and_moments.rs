//! Rows of two years and what they come to, groups in a mean, stocks at two days, several years in their turn, and parts of parts.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "what two rows come to, the newer first",
        "苗圃水费、肥料费、农药费支出分别为18.4万元、62.5万元、9.1万元，上年分别为17.9万元、60.2万元、8.4万元，三项合计由86.5万元增至90.0万元。",
        "增至90.0",
        "增至99.0",
    ),
    (
        "what two rows of named years come to",
        "种子、农膜两项采购预算2025年分别为48.00万元、26.50万元，2024年分别为51.00万元、28.00万元，两项合计由79.00万元减少到74.50万元。",
        "51.00",
        "15.00",
    ),
    (
        "a mean of groups of which one is told by what each has",
        "抽查5个苗圃的成活率：东岭、西坡、南山3个苗圃均为98%，北沟、柳湾2个苗圃分别为93%和95%，平均96.4%。",
        "平均96.4",
        "平均94.6",
    ),
    (
        "a rank that leaves one out",
        "东岭苗圃出圃31.2万株，西坡14.9万株，南山9.6万株，北沟4.3万株；不含东岭苗圃，西坡出圃最多。",
        "西坡14.9",
        "西坡4.9",
    ),
    (
        "a stock at two days",
        "育苗押金户1月1日余额68.4万元，一季度新收12.6万元、退还9.8万元，3月31日余额71.2万元。",
        "12.6",
        "16.2",
    ),
    (
        "a stock at the ends of two months",
        "育苗周转金6月末余额68.4万元，三季度新收12.6万元、退还9.8万元，9月末余额71.2万元。",
        "9.8",
        "8.9",
    ),
    (
        "points since the first year",
        "良种使用率由2022年末的68.4%升至2023年末的71.9%，2024年末进一步升至75.0%，两年累计提高6.6个百分点。",
        "提高6.6",
        "提高9.6",
    ),
    (
        "points of one of the years",
        "良种使用率由2022年末的68.4%升至2023年末的71.9%，2024年末进一步升至75.0%，两年累计提高6.6个百分点，其中2024年提高3.1个百分点。",
        "提高3.1",
        "提高3.5",
    ),
    (
        "rates of years in their turn, one of which is of another base",
        "2022年、2023年、2024年苗木补助分别为240.0万元、300.0万元、360.0万元，逐年分别增长25.0%、20.0%。",
        "20.0%",
        "50.0%",
    ),
    (
        "a share of a sum that another part of it would come to",
        "安排苗木补助486.00万元、技术培训54.00万元，两项合计540.00万元，占林业专项预算1,350.00万元的40.00%。",
        "40.00",
        "36.00",
    ),
    (
        "what each of the rest has",
        "全县12个护林站全年巡山43,800人次。其中4个中心站巡山22,600人次；其余8个护林站平均每站2,650人次。",
        "2,650",
        "6,250",
    ),
    (
        "full points, and a bracket that tells of one indicator",
        "“退耕还林”项目绩效自评满分100分，共扣7分，分别为预算执行率扣1.2分、成活率扣2.5分、林农满意度扣3.3分（该指标满分10分，得6.7分）。自评得分93分。",
        "得分93",
        "得分97",
    ),
    (
        "the first of several, one of which bears a word of sums in its name",
        "四项活动安排：林下夜读18.60万元、亲子共读26.40万元、植物讲堂12.80万元、银龄课堂9.70万元，其中亲子共读安排资金最多。",
        "亲子共读安排资金最多",
        "林下夜读安排资金最多",
    ),
    (
        "names of which some end as parts of an office do",
        "林业站内设办公室、造林部、管护部、宣传部、良种室共5个部门。",
        "共5个",
        "共6个",
    ),
];

/// Right sentences near them.
const RIGHT: &[&str] = &[
    "2024年初存款余额264.15亿元，当年归集71.38亿元、提取49.06亿元，年末余额286.47亿元。贷款余额年初198.30亿元，当年发放32.75亿元、回收24.81亿元，年末206.24亿元。",
    "本年支出合计3,608.92万元，其中：基本支出中的人员经费1,688.40万元，项目支出中的信息化经费612.35万元。",
    "东岭苗圃出圃31.2万株，西坡14.9万株，南山9.6万株；不含东岭苗圃，西坡出圃最多。",
    "抽查5个苗圃的成活率：东岭、西坡、南山3个苗圃均为98%，北沟、柳湾2个苗圃分别为93%和95%，平均96.4%，高于90%的要求。",
    "苗圃水费、肥料费支出分别为18.4万元、62.5万元，上年分别为17.9万元、60.2万元，上述费用合计由86.5万元增至90.0万元，含农药费。",
    "苗木费1.42万元，不足林业支出9.86万元的两成，全部用于补植。",
    "5月1日余额68.4万元，此后另有拨入，9月30日余额71.2万元。",
];

#[test]
fn rows_groups_and_moments_are_held_together() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

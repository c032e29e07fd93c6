//! Scores whose total stands in the next sentence, means of rows, ranges that all items keep to, brackets that say “itself
//! included”, years in a row, names before their number.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "points behind the full marks in brackets, and their total in the next sentence",
        "预算执行率（10分）得8.6分，产出指标（50分）得47.0分，效益指标（30分）得28.4分，满意度指标（10分）得9.0分。自评总分93.0分。",
        "47.0",
        "44.0",
    ),
    (
        "points, and what they come to in the same sentence",
        "预算执行率（10分）得8.6分，产出指标（50分）得47.0分，效益指标（30分）得28.4分，满意度指标（10分）得9.0分，合计93.0分。",
        "28.4",
        "24.8",
    ),
    (
        "what a fact is made of, behind its share",
        "本年支出3,200.00万元。基本支出2,400.00万元，占75.00%，由人员经费2,112.60万元和公用经费287.40万元两部分组成；项目支出800.00万元，占25.00%。",
        "287.40",
        "278.40",
    ),
    (
        "the plain mean of a row",
        "职工、患者、家属满意度分别为92.4%、95.1%和90.3%，取三者的算术平均值，综合满意度为92.6%。",
        "92.6",
        "93.6",
    ),
    (
        "the mean of the months that the sentence names",
        "1月至4月，隔离观察点伙食支出逐月为21.0万元、23.5万元、22.0万元、25.5万元，月均支出23.0万元。",
        "月均支出23.0",
        "月均支出24.0",
    ),
    (
        "what the parts of a named indicator come to",
        "指标体系满分100分，设决策20分、过程20分、产出35分、效益25分四个一级指标。产出指标下又分产出数量12分、产出质量10分、产出时效7分、产出成本6分。",
        "质量10",
        "质量13",
    ),
    (
        "bounds that are meant with themselves",
        "抽取的14个项目中，执行率85%（含）以上的8个，60%（含）至85%的4个，低于60%的2个。",
        "8个",
        "9个",
    ),
    (
        "an amount for each of what its name counts",
        "监测项目支出184.00万元，完成检测1,150批次，单批次成本1,600元，低于控制标准。",
        "184.00",
        "148.00",
    ),
    (
        "the shares of all quarters",
        "采购专项按季安排，一至四季度用款比例依次为20%、25%、30%、25%，做到均衡支出。",
        "30%",
        "40%",
    ),
    (
        "years in a row",
        "2018年至2023年已连续六年未发生安全责任事故，群众评价较好。",
        "六年",
        "八年",
    ),
    (
        "names before their number, behind a comma",
        "检测中心内设办公室、质量管理科、理化检测室、微生物检测室、仪器室，共5个科室。",
        "5个",
        "6个",
    ),
    (
        "a part that a bracket tells",
        "共有车辆43辆，其中应急保障用车6辆、特种专业技术用车12辆（含采样车7辆）、其他用车25辆。",
        "采样车7",
        "采样车17",
    ),
    (
        "figures beside the marks of footnotes",
        "年初支出预算480.00万元，加上上级补助[1]（36.50万元）、上年结转（12.30万元）等48.80万元，减去收回存量资金[2]20.00万元，全年支出预算调整为508.80万元。",
        "12.30",
        "13.20",
    ),
];

/// Right sentences that were accused.
const RIGHT: &[&str] = &[
    // a number of each, not names
    "纳入预算编制范围的二级单位共十九个，包括检测站十四所、培训学校一所、疗养所四所。",
    // the rest bears no amount
    "收入预算1,800.00万元，其中财政拨款1,485.00万元，占82.50%；上年结转51.30万元，占2.85%；其余为事业收入。",
    // of those that are left
    "疫苗应种儿童1,850人，剔除有接种禁忌的16人后，实种1,818人，接种率99.13%。",
    // parts of a part
    "年末共有车辆26辆，其中执法执勤用车17辆、特种专业技术用车9辆，特种专业技术用车中采样车6辆、冷链车3辆。",
    // a mean, not a sum
    "东河站得92分，柳林站得88分，石桥站得90分。自评得分90分。",
];

#[test]
fn bounds_and_rows_are_read_and_what_is_left_out_is_no_mistake() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

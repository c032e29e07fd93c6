//! Changes behind a net one, stocks from the end of the last year on, things whose kind their names end with, rates of what is
//! left, shares that were set and then applied; and differences that are no prices. Each with a right sentence, the same with one
//! wrong figure, and right sentences of another meaning.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::{Severity, Verdict};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "the changes that a net one is made of, in the next sentence",
        "项目支出净增48.35万元。巡查人员补贴提标，增加66.20万元；设备更新，增加12.75万元；仓库退租，租金减少30.60万元。",
        "30.60",
        "36.00",
    ),
    (
        "people from the end of the last year to that of this one",
        "上年末在册协管员318人。本年新聘26人，到龄退出17人，年末在册327人。",
        "17人",
        "11人",
    ),
    (
        "how many times as many there are as there were",
        "监控探头由上年的25处增至本年的60处，是上年的2.4倍。",
        "2.4倍",
        "4.2倍",
    ),
    (
        "things whose names end as that of what is counted does",
        "本年改造桥梁3座，即南河桥、石湾桥、东岭桥，均已通车。",
        "3座",
        "5座",
    ),
    (
        "the quarters of a year in a row",
        "支出进度平稳，一至四季度分别为215.40万元、318.25万元、402.70万元、363.65万元，全年1,300.00万元。",
        "318.25",
        "381.25",
    ),
    (
        "a list behind a colon",
        "泵站改造批复概算2,468万元：土建工程1,325万元，设备购置684万元，安装工程231万元，独立费用228万元。",
        "684",
        "648",
    ),
    (
        "the rate of what is left",
        "保洁服务采购预算240.00万元，成交金额216.00万元，节约的24.00万元由财政收回，节支率10.0%。",
        "10.0",
        "16.0",
    ),
    (
        "how a rate is worked out",
        "全局预算执行率94.50%，即支出5,670.00万元除以调整预算6,000.00万元。",
        "94.50",
        "95.40",
    ),
    (
        "a share that is set, and what it comes to",
        "按合同约定，履约保证金为标段中标价的10%。一标段中标价1,850.00万元，据此收取履约保证金185.00万元。",
        "185.00",
        "158.00",
    ),
    (
        "how many times as much one of two facts is as the other",
        "馆内借阅42.5万人次，手机端阅读136.0万人次，手机阅读量为馆内借阅量的3.2倍。",
        "3.2",
        "2.3",
    ),
    (
        "points that were got of those that could be had, twice",
        "产出类指标满分50分，实得46分，得分率92.0%；效益类指标满分20分，实得17分，得分率85.0%。",
        "85.0",
        "58.0",
    ),
    (
        "what was drawn from what was left comes in",
        "年初结转和结余1,206.40万元，本年收入8,433.15万元，使用非财政拨款结余52.30万元，本年支出8,715.60万元，结余分配41.25万元，年末结转和结余935.00万元。",
        "935.00",
        "953.00",
    ),
    (
        "a degree of several answers, of the questionnaires that came back",
        "发放问卷420份，收回有效问卷400份，回收率95.2%。其中“满意”312份、“基本满意”64份、“不满意”24份，综合满意率94.0%。",
        "94.0",
        "49.0",
    ),
    (
        "a degree of one number of answers",
        "收回有效问卷250份，有效回收率96.2%。以有效问卷为基数，选择“满意”和“基本满意”的共235份，满意度94.0%。",
        "235",
        "253",
    ),
    (
        "a weighted mean of the sentence before",
        "满意度由两类对象构成：用水户满意度95.0%，权重70%；村干部满意度90.0%，权重30%。加权后综合满意度为93.5%。",
        "93.5",
        "95.3",
    ),
    (
        "what came in nine months, with the part of it that stands behind",
        "1—6月支出8,312.40万元，1—9月支出12,905.70万元，第三季度支出4,593.30万元。",
        "4,593.30",
        "4,953.30",
    ),
    (
        "portions of one amount, each with what it comes to",
        "运维合同总价320.0万元，按约定支付：签约后付40%，即128.0万元；验收后付50%，即160.0万元；质保期满付10%，即32.0万元。",
        "160.0",
        "106.0",
    ),
    (
        "numbers times prices, and what they come to",
        "补贴测算：泵站15个×4,000元、水闸32个×2,500元，合计14.0万元。",
        "32",
        "23",
    ),
    (
        "a row of two years, and the change of the later one",
        "2022年、2023年处置险情分别为250处和200处，2023年同比下降20.0%。",
        "200",
        "220",
    ),
    (
        "what came and went of things that a word counts",
        "上年末在租房屋642套，本年新增85套、清退37套，期末在租690套。",
        "85",
        "58",
    ),
    (
        "names directly behind their number",
        "纳入汇编范围的所属单位共5家：测绘队、规划所、登记中心、档案馆、执法大队。",
        "5家",
        "6家",
    ),
    (
        "the rate of what is left, with a word behind its name",
        "保安服务采购预算150.00万元，成交金额138.00万元，节约12.00万元，节约率为8.0%。",
        "8.0",
        "3.0",
    ),
    (
        "points by the rate of their own group of clauses",
        "“预算执行率”分值10分，实际执行率92.5%，按“执行率×指标分值”计分，得9.25分；“资金到位率”分值5分，资金足额到位，得5分。",
        "9.25",
        "9.52",
    ),
    ("both days count", "汛期值守从2024年5月1日起，至2024年9月30日止，首尾共153天。", "153", "135"),
];

/// Right sentences in which something else is meant.
const RIGHT: &[&str] = &[
    // a difference is no price
    "更新水表38块，总价9.50万元，平均每块0.25万元；询价时每块0.28万元，每块省下0.03万元。",
    // a gap stands in the list
    "渠道衬砌总投资2,600万元，已落实中央补助1,500万元、省级补助420万元，缺口由县级分两年配齐，2025年县级先列210万元。",
    // further items without a figure
    "自评总分95.5分，其中决策18分、过程19.5分、产出28分，效益和满意度两项没有扣分。",
    // zeros tell nothing: the sum of three round numbers is met by chance
    "部门预算24,680万元，上年预算23,160万元（不含年中划入的养护中心1,340万元）；按划转后口径，上年基数为24,500万元，本年增加180万元，增长0.7%。",
    // a share that was set, and what it is not applied to
    "一般债务占支出总额的2%，主要是付息。支出总额中民生支出620.00万元，水利支出180.00万元。",
    // the first of a list is no head of the others
    "上半年收缴规费428.6万元。分领域看，取水许可163.2万元，河道采砂88.4万元，占用水域96.5万元，剩下80.5万元是其他规费。",
    // half a year of what is set for a year
    "新划转的管护员12人，每人每年5.0万元，因7月起发放，本年只安排半年经费30万元。",
    // answers that are weighed
    "满意按100%、基本满意按60%折算。收回有效问卷200份，其中满意150份、基本满意40份、不满意10份，综合满意度87.0%。",
    // some of a list behind a colon
    "本年完成投资3,480万元：其中渠系改造1,120万元，泵站640万元，田间道路310万元。",
];

#[test]
fn finds_what_stands_apart_from_its_head() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

/// The year of a sentence against that of the title alone is a hint; where other sentences bear the title out, it is a warning.
#[test]
fn one_year_against_the_title_alone_is_a_hint() {
    let text = |body: &str| format!("青石县水利局2023年度部门决算\n\n二、收支说明\n\n{body}\n");
    let weight = |body: &str| {
        let audit = engine().audit("a.txt", text(body).as_bytes()).unwrap();
        let found = audit.checks.iter().find(|check| {
            check.verdict == Verdict::Violation && check.message().contains("报告年度是 2023 年")
        });
        found.map(|check| check.severity)
    };
    let other = "2024年度收入合计820.00万元。";
    assert_eq!(weight(other), Some(Severity::Info));
    let borne_out = format!("2023年度支出合计805.00万元。\n\n{other}");
    assert_eq!(weight(&borne_out), Some(Severity::Warning));
}

//! Several moves from one amount to another, what there was nothing of before, balances of which one word leaves its way open,
//! and what a number or a price may belong to. Each with a right sentence and the same with one wrong figure.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "all of what is new is its change",
        "2023年彩票公益金支出186.40万元，比上年增加186.40万元，主要原因是上年没有彩票公益金支出。",
        "增加186.40",
        "增加168.40",
    ),
    (
        "the same of changes that bear names",
        "2023年度债券资金收入总计640.00万元、支出总计640.00万元。与上年相比，债券资金收入总计增加640.00万元，债券资金支出总计增加640.00万元，主要是2022年度没有债券资金。",
        "支出总计增加640.00",
        "支出总计增加604.00",
    ),
    (
        "the rate of each of several moves",
        "印刷费由8.00万元压减至7.20万元，水电费由25.00万元压减至24.00万元，压减比例分别为10.00%、4.00%。",
        "4.00%",
        "6.00%",
    ),
    (
        "what several moves come from and come to",
        "印刷费由8.00万元压减至7.20万元，水电费由25.00万元压减至24.00万元；两项合计由33.00万元降至31.20万元。",
        "31.20",
        "32.10",
    ),
    (
        "by how much all rows of moves changed",
        "印刷费、水电费、差旅费分别由上年的8.00万元、25.00万元、17.00万元压减至7.20万元、24.00万元、16.30万元，三项合计压减2.50万元，压减比例为5.0%。",
        "2.50",
        "2.05",
    ),
    (
        "which way something went, though its rate goes the other way",
        "采购目录内支出由上年的46.00万元下降至42.78万元，降幅为7.00%。",
        "下降至",
        "上升至",
    ),
    (
        "a balance of which one word leaves its way open",
        "年初基金余额82.40亿元，当年归集21.60亿元，办理提取14.20亿元，年末基金余额89.80亿元。",
        "14.20",
        "12.40",
    ),
    (
        "an opening balance that was amended",
        "上年决算年末结转和结余为215.60万元，因财政收回存量资金12.40万元、会计差错更正调增3.80万元，2023年初结转和结余调整为207.00万元。",
        "207.00",
        "270.00",
    ),
    (
        "what is left of all income, whatever it is called",
        "全年业务收入8,460.20万元，其中利息收入7,910.00万元、其他收入550.20万元；业务支出5,230.70万元，其中利息支出5,100.00万元、手续费130.70万元；收支相抵，实现增值收益3,229.50万元。",
        "3,229.50",
        "3,292.50",
    ),
    (
        "a rate of what the rate before came to",
        "全市职工工资总额24.50亿元，按2%计提应缴经费4,900.00万元；综合考虑减免政策，按80%的收缴率预计入库3,920.00万元。",
        "3,920.00",
        "3,290.00",
    ),
    (
        "what those who share an amount bear, by name and not by order",
        "改造需资金62.50万元，由市、县两级按3∶7分担，其中县财政安排43.75万元，市级补助18.75万元。",
        "43.75",
        "47.35",
    ),
    (
        "how many are listed, though each has its amount",
        "上年结转80.00万元，涉及3个项目，分别是：渠道清淤项目28.00万元、泵站维修项目35.50万元、水质监测项目16.50万元。",
        "3个",
        "4个",
    ),
    (
        "the changes among the change of one of two parts",
        "本年支出比上年增加92.40万元，其中基本支出增加24.80万元，项目支出增加67.60万元。项目支出变动中，管网维护增加58.30万元，水质监测增加17.20万元，宣传培训减少7.90万元。",
        "17.20",
        "12.70",
    ),
    (
        "so much for each of what was mended, beside a change of its number",
        "全年成功处置险情8起，比上年减少4起；避免经济损失1,260万元，起均避免损失157.5万元。",
        "157.5",
        "175.5",
    ),
    (
        "a rough share in a clause of its own, before a semicolon",
        "全年投入治理资金7,800万元，其中工程治理5,070万元，逾六成；监测预警1,560万元，宣传培训1,170万元。",
        "逾六成",
        "近四成",
    ),
    (
        "what a difference for each comes to for all",
        "储备化肥投放价格每吨2,480元，比市场均价2,600元低120元，累计投放9,500吨，为农户让利114.00万元。",
        "114.00",
        "141.00",
    ),
    (
        "numbers and prices behind sizes in names",
        "应急物资采购预算32.16万元：10平方米帐篷150顶，单价1,180元；3千瓦发电机18台，单价3,700元；折叠床480张，单价162.5元。",
        "150顶",
        "510顶",
    ),
    (
        "a yearly amount over a term of whole years",
        "运维服务期自2024年3月1日至2027年2月28日，共三年，合同总价142.80万元，每年支付47.60万元。",
        "47.60",
        "46.70",
    ),
    (
        "the yearly growth against a year that stands behind",
        "全年归集资金40.00亿元，完成计划38.00亿元的105.26%，与2019年的29.40亿元相比，四年年均增长8.00%。",
        "8.00%",
        "6.00%",
    ),
];

/// Right sentences that look as if they said such things.
const RIGHT: &[&str] = &[
    // the whole is none of those that are ranked
    "公用经费286.40万元中，物业费84.20万元、办公费52.10万元、邮电费38.60万元，三项合计174.90万元，支出额居首位的是物业费。",
    // only a part of the product comes in
    "资产出租收入预计205.20万元，测算依据为：可出租面积10,000平方米，平均租金每平方米每月18.00元，全年按12个月计租，预计收缴率95%。",
    // the amount is that of all of them
    "沿街商铺16间，月租金合计5.20万元，2024年对小微企业减免2个月租金，全年预计收取52.00万元。",
    // a year's pay from a month on
    "新招录观测员8人，自2024年7月起薪，人均年工资9.00万元，2024年安排工资36.00万元。",
    // posts are not the people in them
    "中心核定编制30名，实有在职28人、退休16人，另有劳务派遣人员9人，工资福利支出不含劳务派遣人员费用。",
    // a project may have several sources
    "参加自评的14个项目中，中央资金项目4个、省级资金项目6个、市级资金项目9个，部分项目同时使用两级以上资金。",
    // the year before is not the one that stands behind
    "社有企业实现营业收入4.20亿元，比上年增长5.6%，为2020年2.10亿元的2倍。",
    // what was not there before may be a part alone
    "2023年项目支出386.40万元，比上年增加86.20万元，主要原因是上年没有普查项目。",
    "公务接待费支出3.40万元，比上年增加1.20万元，主要原因是上年没有增加接待任务。",
    "培训费支出52.00万元，比上年增加50.00万元，主要原因是上年没有大型培训。",
    "公务接待费支出52.00万元，比上年增加50.00万元，主要原因是上年没有公务接待费预算。",
    "2023年培训费支出52.00万元，比上年增加50.00万元；会议费支出3.00万元，比上年增加3.00万元，上年没有会议费支出。",
    // what is left beside what is carried over
    "年初结转和结余120.00万元，本年收入1,800.00万元，本年支出1,760.00万元，结余分配12.00万元，年末结转和结余148.00万元，其中：项目结转109.00万元，经营结余39.00万元。",
    // the shares are those of the names, whatever their order
    "改造需资金62.50万元，由市、县两级按3∶7分担，其中县财政安排43.75万元，市级补助18.75万元。",
    // an item of a list is not what the rate of all is of
    "全年下达专项资金1,600万元，其中中央资金720万元、省级资金380万元、市级资金120万元、县级资金380万元；已拨付1,456万元，拨付率91.0%，结转下年144万元。",
];

#[test]
fn what_moves_together_is_read() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

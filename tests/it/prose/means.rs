//! Means of rows and amounts for each, read by their words: however far off a wrong figure is, it is told.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "the mean of the row directly before it",
        "第三方按季度抽查保洁质量，四个季度得分分别为85.4分、88.0分、90.2分和92.4分，全年平均89.0分，高于目标值85分。",
        "平均89.0分",
        "平均90.5分",
    ),
    (
        "one of the row",
        "三类对象的满意度依次为92.0%、95.5%、97.5%，三类对象的算术平均值为95.0%。",
        "92.0%",
        "82.0%",
    ),
    (
        "the row of as many years as words say, whatever stands between",
        "2021年度、2022年度、2023年度支出分别为1,200.00万元、1,500.00万元和1,800.00万元，其中2022年度比2021年度增长25.00%，2023年度比\
         2022年度增长20.00%，三年平均支出1,500.00万元。",
        "三年平均支出1,500.00万元",
        "三年平均支出1,560.00万元",
    ),
    (
        "total, number and amount for each, one after the other",
        "国内公务接待费支出2.52万元，主要用于接待同行来馆调研，全年共接待21批次、210人次，人均接待费120元。",
        "人均接待费120元",
        "人均接待费95元",
    ),
    (
        "the total names its year",
        "2023年度本站公务接待费支出1.68万元，共接待外地考察团组21批次、210人次，人均80元。",
        "人均80元",
        "人均60元",
    ),
    (
        "of one item of a list, in its own group of clauses",
        "公务接待费支出3.60万元。其中：国内公务接待支出3.00万元，全年共接待来访团组42个、来宾250人次（不包括陪同人员），人均120元；外宾接待\
         支出0.60万元，接待外宾团组1个。",
        "来宾250人次",
        "来宾205人次",
    ),
    (
        "what it comes to is named as the amount for each is",
        "在职人员72人，公用经费定额共129.60万元，人均1.80万元。",
        "72人",
        "62人",
    ),
];

/// Right sentences in which something else is told.
const RIGHT: &[&str] = &[
    // the mean is weighted
    "三个片区得分分别为96分、90分和84分，按户数加权，平均得分91.2分。",
    // of all items, not of the last one
    "购置支出90.00万元，其中甲类4辆、乙类2辆，平均每辆15.00万元。",
    // what is said of one year is no mean of the total of another
    "2023年培训费支出6.00万元，2022年人均培训费450元，当年培训100人。",
    // a mean of more than is listed
    "全市12个县中，甲县、乙县、丙县满意度分别为98.0%、97.0%和96.0%，居前三位，全市平均92.4%。",
    "各县中甲县、乙县、丙县满意度分别为98.0%、97.0%和96.0%，全市平均92.4%。",
    "甲县、乙县、丙县得分分别为99分、97分和86分，平均得分93.6分（按资金规模加权）。",
];

#[test]
fn finds_wrong_means() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

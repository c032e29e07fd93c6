//! What has changed of all that is listed, what has grown from nothing, averages of one total, names with 等 in them.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "what has gone down from nothing listed now is one of the changes",
        "2023年收入预算1,684.40万元，其中：财政拨款1,543.00万元，事业收入32.50万元，其他收入108.90万元；收入比2022年增加62.76万元，\
         主要是财政拨款增加30.10万元，上级补助减少1.40万元，事业收入减少72.94万元，其他收入增加107.00万元。",
        "减少72.94万元",
        "减少42.94万元",
    ),
    (
        "income and expenditure are one amount, the list is of either",
        "2023年财政拨款收入1,267.30万元，财政拨款支出1,267.30万元，比2022年增加55.20万元。其中：基本支出544.50万元，主要用于发放工资，\
         比2022年增加99.40万元，主要原因是人员经费增加99.00万元，公用经费增加0.40万元；项目支出722.80万元，主要用于造林，比2022年减少\
         44.20万元。",
        "减少44.20万元",
        "减少47.20万元",
    ),
    (
        "the head of a list has changed",
        "2023年本单位支出预算6,863.20万元，其中：林业支出3.00万元，农林水支出6,860.20万元。支出较去年减少131.68万元，下降1.88%。",
        "1.88%",
        "1.48%",
    ),
    (
        "two averages of one total",
        "2023年培训费支出86.40万元，全年举办病虫防治等业务培训18期，培训1,440人次，人均培训费600元，平均每期4.80万元。",
        "平均每期4.80万元",
        "平均每期5.80万元",
    ),
    (
        "worked out, and what it is paid from",
        "补助项目按照学生9,600人、每生每月60元、10个月测算，2023年共需经费576.00万元，其中市级补助345.60万元，占60%，其余230.40万元由学校\
         承担。",
        "576.00万元",
        "518.40万元",
    ),
    (
        "names behind 分别为, and more behind them",
        "所属单位共5家，分别为：县林业站、县苗圃中心、县检疫站、北山林场、南坡林场，详见附表。",
        "共5家",
        "共6家",
    ),
    (
        "what is left, behind a list of sources",
        "2023年收到上级补助2,410.60万元，其中中央1,487.00万元，省级923.60万元；截至年底已拨付2,398.40万元，拨付率99.49%，尚未拨付的12.20万元\
         为质保金。",
        "12.20万元",
        "21.20万元",
    ),
    (
        "a net value, what it was before besides",
        "年末固定资产原值4,126.80万元，比上年末的3,962.50万元增加164.30万元，累计折旧1,379.20万元，固定资产净值2,747.60万元。",
        "净值2,747.60万元",
        "净值2,774.60万元",
    ),
];

const RIGHT: &[&str] = &[
    // the head of the first list is one of two
    "工资支出141.02万元，包括：基本工资48.21万元、津贴52.81万元、奖金40.00万元；补助支出6.11万元，两项合计147.13万元。",
    // of which of two rows it is the mean
    "四个维度的得分率分别为95%、90%、92%、88%，权重分别为10、20、40、30，综合得分90.70分，与得分率的简单平均数91.25不同。",
    // of nothing there is no rate, and some write none
    "项目支出166.80万元，比年初预算数增加166.80万元，增长0%，年初预算数为0。",
    // each of three rates, and one number for all of them
    "免学费按专业分档：工科每生每年2,400元，服务类每生每年2,000元，艺术类每生每年3,300元，全年免学费2,180人，补助492.60万元。",
    // each clause has its own number, rate and amount
    "运行经费119.44万元，由三部分构成：在职86人按每人1.20万元安排103.20万元，用车4辆按每辆3.00万元安排12.00万元，离退休53人按每人0.08万元\
     安排4.24万元。",
    // what is above the budget, and why
    "年初预算为0万元，支出决算为386.00万元，决算数大于预算数的主要原因是年中追加402.50万元，其中16.50万元结转下年使用。",
    // the whole is none of those that are ranked
    "出让收入安排的支出892.40万元，其中：征地和拆迁补偿支出246.00万元，城市建设支出381.50万元，农村建设支出74.30万元，棚户区改造支出190.60万元，\
     支出规模最大的是城市建设支出。",
    // what a standard was raised to, and what was paid of more than that
    "提高普通班助学标准至每生每年2300元，扩大技工班覆盖面，下达助学经费3.4万元，惠及学生58人次。",
    // one amount of two products
    "计划改造215户，其中D级138户、C级77户，D级每户补助3.5万元、C级每户补助1.2万元，需补助资金575.4万元。",
    // the year of another one
    "“三公”经费支出25.20万元，比2022年的24.00万元增加1.20万元，原因是划入一家单位，其2022年“三公”经费支出3.50万元。",
    // 提升 ends a name
    "项目预算141.00万元，其中支持品牌集聚34.00万元，支持消费提质提升80.00万元，支持数字化创新27.00万元，合计141.00万元。",
];

#[test]
fn one_changed_figure_is_found_and_no_right_sentence_is_accused() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

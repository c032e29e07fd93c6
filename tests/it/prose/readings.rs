//! Readings of the grammar, each with a right sentence, the same with one wrong figure, and where
//! they are easily mistaken a right sentence of another meaning.

use super::{accused, engine};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[(&str, &str, &str, &str)] = &[
    ("a from–to by any verb", "苗圃由上年的14处归并为9处，减少5处。", "减少5处", "减少7处"),
    ("an end with its time", "护林岗位由年初38个压缩到年末31个，净减7个。", "净减7个", "净减9个"),
    (
        "a rate behind the movement of another verb",
        "存量木材从1月初的4,200立方米降到6月末的3,150立方米，半年出库1,050立方米，降幅25.0%。",
        "25.0%",
        "52.0%",
    ),
    (
        "units that are told for each",
        "巡山由每月6次增加到每月10次，每月多走4次。",
        "多走4次",
        "多走6次",
    ),
    (
        "the base in a bracket behind the rate",
        "林木良种补助61.20万元，同比增长2.00%（2022年60.00万元）。",
        "2.00%",
        "2.90%",
    ),
    (
        "the base in the clause behind the rate",
        "种苗销售入账52.50万元，同比增长5.0%，上年同月为50.00万元；树种抚育入账36.00万元，同比下降10.0%，上年同月为40.00万元。",
        "下降10.0%",
        "下降19.0%",
    ),
    (
        "a base behind words, in a bracket",
        "年末活立木贷款余额21.6亿元，环比11月末（24.0亿元）减少2.4亿元。",
        "减少2.4",
        "减少4.2",
    ),
    (
        "rows that answer rows",
        "甲、乙、丙三站2023年分别安排48.00万元、35.00万元、27.00万元，2022年分别为40.00万元、37.00万元、27.00万元，依次增加8.00万元、\
         减少2.00万元、增加0.00万元。",
        "减少2.00",
        "减少5.00",
    ),
    (
        "a list that a row of the year before answers",
        "安排防火费52.50万元，检疫费31.00万元，上年两项分别是55.00万元和33.60万元，防火费减少2.50万元，检疫费减少2.60万元。",
        "检疫费减少2.60",
        "检疫费减少3.60",
    ),
    (
        "the shares of a list",
        "造林44.00万元、抚育33.00万元、管护23.00万元，占林业专项总额100.00万元的比例依次为44.0%、33.0%、23.0%。",
        "依次为44.0%",
        "依次为41.0%",
    ),
    (
        "shares of the total behind a row",
        "四个季度支出分别为12.00万元、18.00万元、24.00万元、26.00万元，全年合计80.00万元，占比依次为15.0%、22.5%、30.0%、32.5%。",
        "22.5%、",
        "25.2%、",
    ),
    (
        "the whole by the end of its name",
        "场部改造总投资600.00万元，申请贷款420.00万元，占总投资的70.0%，其余180.00万元自筹。",
        "70.0%",
        "76.0%",
    ),
    (
        "the part of a share in a bracket",
        "采购合同金额90.00万元，授予小型企业63.00万元（占采购合同金额的70.00%）。",
        "70.00%",
        "77.00%",
    ),
    (
        "a bracket behind what is counted",
        "全年验收17个小班（人工林11个，天然林6个）。",
        "天然林6个",
        "天然林8个",
    ),
    (
        "the total of the sentence before",
        "现场查看四笔支出：1月苗木款26.50万元，4月肥料款12.80万元，6月工资40.00万元，9月检测费7.60万元。上述四笔共86.90万元。",
        "检测费7.60",
        "检测费17.60",
    ),
    (
        "a list that is said to be whole",
        "林业专项86.00万元，其中造林52.00万元，抚育21.00万元，管护13.00万元，无其他支出。",
        "抚育21.00",
        "抚育12.00",
    ),
    (
        "one name in several brackets",
        "护林员（发放36份，回收33份）、林农（发放44份，回收40份），累计发放80份、回收73份。",
        "回收73份",
        "回收79份",
    ),
    (
        "the total of a row by its name",
        "四季分别巡护21次、32次、40次、19次，全年巡护112次。",
        "全年巡护112次",
        "全年巡护121次",
    ),
    (
        "a difference by the stages of the sentence before",
        "年初预算数215.30万元，全年预算数228.90万元，支出决算数228.90万元。决算数大于年初预算数13.60万元。",
        "13.60",
        "16.30",
    ),
    (
        "a difference by names",
        "收入合计572.46万元，支出合计568.71万元，收入大于支出3.75万元。",
        "大于支出3.75",
        "大于支出7.35",
    ),
    (
        "the ratio of the same clause",
        "造林成活率为91.4%，距离规程规定的95.0%尚差3.6个百分点。",
        "3.6个",
        "6.3个",
    ),
    (
        "the former and the latter",
        "甲站执行率为94.6%，乙站执行率为88.2%，前者高出后者6.4个百分点。",
        "6.4",
        "4.6",
    ),
    (
        "two figures that agree",
        "表中本年数为41.05万元，与文字所述41.05万元相符。",
        "所述41.05",
        "所述41.50",
    ),
    (
        "a pointing word",
        "防火补助支出671.08万元。在这671.08万元防火补助支出里，物资采购300.00万元。",
        "在这671.08",
        "在这617.08",
    ),
    (
        "a pointing word and a name",
        "林业预备金共动用3.26万元，全部用于扑火。上述动用的预备金3.26万元均经批准。",
        "动用的预备金3.26",
        "动用的预备金3.62",
    ),
    (
        "what was not there before",
        "新设护林岗补助，安排21.60万元，上年没有这一项，相应增加21.60万元。",
        "增加21.60",
        "增加16.20",
    ),
    (
        "what is there no more",
        "2023年不安排车辆购置费，上年预算为36.00万元，相应减少36.00万元。",
        "减少36.00",
        "减少63.00",
    ),
    (
        "income and expenditure that balance, by their totals",
        "林业收入完成86.42万元，加上调入收入97.35万元，收入总计183.77万元；支出总计亦为183.77万元，收支平衡。",
        "亦为183.77",
        "亦为187.33",
    ),
    (
        "shares and what is left",
        "人工占46.8%，苗木占22.4%，机械占17.1%，剩余13.7%为管理费。",
        "剩余13.7%",
        "剩余23.7%",
    ),
    (
        "a total without a unit",
        "出国费为0，车辆费14.60万元，接待费4.32万元，以上三项共计18.92万元。",
        "共计18.92",
        "共计19.82",
    ),
    (
        "a subject that is pointed to",
        "林业预算1.60亿元，重点用于造林。该预算数比2022年预算1.28亿元增长25.0%。",
        "25.0%",
        "52.0%",
    ),
];

/// Right sentences that look like others.
const RIGHT: &[&str] = &[
    // several movements between
    "林地面积由年初310.20公顷变为年末319.50公顷，当年新增16.40公顷、划出减少7.10公顷。",
    // the second total is of another list
    "收入方面：财政拨款80.00万元，事业收入20.00万元，合计100.00万元；支出方面：工资70.00万元，合计100.00万元中其余为商品服务支出。",
    // a part of the row only
    "省、市、县三级分别投入18.00万元、33.00万元、49.00万元，市县两级合计82.00万元。",
    // a weighted outcome is no sum
    "三个林班得分依次为100分、90分、80分，按面积加权总分92分。",
    // the year of a reason is no base
    "林业支出406.60万元，比上年增加106.60万元，主要原因是2022年度结转103.60万元在本年使用。",
    // each its own
    "三站分别安排26.00万元、14.00万元、8.00万元，上年分别为22.00万元、15.00万元、8.00万元，依次增加4.00万元、减少1.00万元、与上年持平。",
    // what is left is told without a figure
    "问卷中选满意的占71.2%，选基本满意的占23.5%，两项加起来占94.7%，剩下的选了不满意。",
    // no points lost there
    "自评总分96.5分，其中决策19分、过程18.5分、产出29分，效益和满意度没有扣分。",
    // compared with another budget
    "年初预算50.00万元，支出决算60.00万元，决算数等于调整预算数。",
    // an amount of another name
    "苗木费支出合计26.84万元；工具费支出合计28.64万元。",
    // metres and kilometres
    "林道改造12.5公里，总支出1,875.00万元，折合每米1,500元。",
    // more is told without figures
    "林场收入62.80万元，支出94.60万元，加上级补助、捐赠收入等，减上解支出、还本支出等后，收支平衡。",
    // a semicolon ends the parts
    "林业收入138.20万元，其中场部56.90万元；苗木收入全部121.50万元，场部48.30万元。",
    // the same word in what is done with it
    "造林项目资金80.00万元已到位。上述项目当年共使用项目资金50.00万元。",
    // saved in two things together
    "全年评审造林工程30.50万元和抚育工程16.90万元，共计节约资金8.90万元。",
    // rounded amounts of a row
    "三站决算数为128.33万元、96.67万元和75.01万元，折合分别约128万元、97万元、75万元，总额300.01万元。",
];

#[test]
fn each_reading_finds_its_wrong_figure_and_accuses_no_right_one() {
    let engine = engine();
    for (what, right, figure, other) in READ {
        assert_eq!(accused(engine, right), Vec::<String>::new(), "{what}");
        assert!(right.contains(figure), "{what}: {figure}");
        let wrong = right.replacen(figure, other, 1);
        assert_ne!(accused(engine, &wrong), Vec::<String>::new(), "{what}: {wrong}");
    }
}

#[test]
fn what_only_looks_like_a_reading_is_not_accused() {
    let engine = engine();
    for right in RIGHT {
        assert_eq!(accused(engine, right), Vec::<String>::new(), "{right}");
    }
}

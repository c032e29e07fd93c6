//! Frames whose slots the words fill: what holds is checked, and a figure that is far off is told as surely as one that
//! is nearly right. Each with a right sentence, a figure of it, and a number that is far off.

use super::{Changed, accused, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::Verdict;

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a numbered item is no figure",
        "护林支出900.00万元，其中：1.巡护（2130205）318.40万元，比上年增加18.40万元，增长6.13%；2.防火（2130234）581.60万元，比上年减少20.00万元，下降3.32%。",
        "18.40万元，增长",
        "78.40万元，增长",
    ),
    (
        "what a fact is for, told in clauses without figures",
        "上级拨款482.60万元，为林业站当年从市财政取得的资金，比2022年度决算数增加62.60万元，增长14.90%。",
        "14.90",
        "44.90",
    ),
    (
        "two years side by side",
        "苗木费318.50万元，上年为284.00万元，增加34.50万元，增幅12.15%。",
        "34.50",
        "84.50",
    ),
    ("from one year to the other", "护林员由上年的126人增至今年的141人，净增15人。", "15", "45"),
    (
        "an adjusted budget",
        "造林支出年初预算64.20万元，经批准调整为71.80万元，调增7.60万元，实际完成70.10万元。",
        "7.60",
        "2.60",
    ),
    (
        "the base in a bracket",
        "苗圃收入1,866.40万元，较上年预算下降5.65%（上年预算1,978.15万元）。",
        "1,978.15",
        "1,578.15",
    ),
    (
        "so much for each of so many",
        "护林员48人，每人每月补助0.45万元，按12个月计，共需259.20万元。",
        "259.20",
        "659.20",
    ),
    ("a price and its number", "购置喷雾器65台，单价0.32万元，小计20.80万元。", "0.32", "0.82"),
    ("what is left of two", "林业站核定编制85名，实有79人，空编6名。", "空编6", "空编9"),
    ("what is not done", "需改造苗圃486处，累计完成462处，未完成的还有24处。", "24处", "94处"),
    ("a rate by what was done", "发放问卷320份，收回304份，回收率95.00%。", "95.00", "45.00"),
    (
        "the same whole divided twice",
        "年末结转76.50万元。按来源分，林业基金54.22万元、育林基金22.28万元；按用途分，造林3.06万元、防火73.44万元。",
        "54.22",
        "24.22",
    ),
    (
        "a number and an amount under one name",
        "管理的项目38个，金额530.00万元。分来源看，林业基金项目26个、386.00万元，育林基金项目12个、144.00万元。",
        "386.00",
        "336.00",
    ),
    (
        "what it is",
        "其他收入41.37万元，系利息2.05万元、上级拨款30.00万元及收回垫付款9.32万元。",
        "9.32",
        "4.32",
    ),
    (
        "points of all parts",
        "自评总分94.0分，等级为优：过程9.3分，产出48.5分，效益27.0分，满意度9.2分。",
        "48.5",
        "43.5",
    ),
    (
        "the rest in other words",
        "检查的42个苗圃中，已验收29个，在建9个，另有4个没有开工。",
        "29",
        "24",
    ),
    (
        "as many as are told, in order",
        "造林资金12,800万元，分三批下达，依次为4,600万元、3,800万元和4,400万元。",
        "3,800",
        "3,300",
    ),
    (
        "the list opens with the name of its head",
        "育林基金本年支出2,402.51万元，年末结转115.49万元。本年支出为造林1,205.36万元、防火884.70万元、巡护312.45万元。",
        "884.70",
        "384.70",
    ),
    ("the same as before", "巡护费14.40万元，与上年的14.40万元持平。", "巡护费14", "巡护费19"),
    (
        "amounts in a printed ratio",
        "苗圃改造由市级拨款45.00万元、区级拨款27.00万元、自筹9.00万元，三方出资比例为5:3:1。",
        "27.00",
        "57.00",
    ),
    (
        "step by step",
        "年初预算109.65亿元，加上上级补助（12.72亿元）、上年结转（4.22亿元）等16.94亿元，减去上解支出9.54亿元，全年预算调整为117.05亿元。",
        "117.05",
        "177.05",
    ),
    (
        "the changes of all that was listed",
        "收入980.00万元，其中：林业基金拨款640.00万元，育林基金拨款240.00万元，其他资金100.00万元。收入比上年减少36.00万元，\
         主要是林业基金拨款减少48.00万元，育林基金拨款增加20.00万元，其他资金减少8.00万元。",
        "20.00万元，其他资金减",
        "60.00万元，其他资金减",
    ),
    (
        "a base by its year and stage",
        "苗圃支出612.40万元，主要用于育苗。2022年执行数为520.00万元，2023年安排612.40万元，比2022年执行数增加17.77%。",
        "520.00",
        "120.00",
    ),
    (
        "the rate a sentence after its amount",
        "护林支出348.60万元，主要用于巡护、补植等工作。与上年相比增加58.10万元，增长20.00%。",
        "58.10",
        "98.10",
    ),
    (
        "one figure for what came and what went",
        "林业站2023年收、支总预算1,260.00万元。与上年相比，收、支总计各增加60.00万元，增长5.00%。",
        "60.00",
        "10.00",
    ),
    (
        "what has changed is named",
        "基金收入总计842.00万元，支出总计842.00万元。与上年相比，收入总计增加42.00万元，增长5.25%，支出总计增加42.00万元，增长5.25%。",
        "增长5.25%，支出",
        "增长8.25%，支出",
    ),
    (
        "what was done, not what was planned",
        "护林支出年初预算96.00万元，支出决算105.00万元，完成年初预算的109.38%，用于巡护。较上年决算增加5.00万元，增长5.00%。",
        "增加5.00",
        "增加2.00",
    ),
    (
        "a list whose items say what they are for",
        "项目支出530.00万元，包括：防火设施210.00万元，用于瞭望塔维修；病虫害防治185.00万元，用于购买药剂；古树保护135.00万元。",
        "210.00",
        "810.00",
    ),
    (
        "a list that the next sentence opens",
        "支出预算940.00万元，比上年增加40.00万元，增长4.44%。其中：基本支出560.00万元、项目支出380.00万元。",
        "380.00",
        "180.00",
    ),
    (
        "what is left is the last item",
        "苗木经费86.00万元，育苗41.20万元，移栽28.30万元，余下16.50万元用于管护。",
        "41.20",
        "11.20",
    ),
    (
        "a total over two sentences",
        "林业基金收入4,210万元，比上年增长3%。加上上级补助1,130万元、上年结转260万元，收入总计5,600万元。",
        "1,130",
        "6,130",
    ),
    (
        "what came and what went are equal",
        "收入合计5,600万元。林业基金支出5,180万元，结转下年420万元，支出合计5,600万元，当年收支平衡。",
        "5,180",
        "1,180",
    ),
    (
        "shares of a whole that is not printed",
        "造林支出418.00万元，占52.25%；防火支出256.00万元，占32.00%；管护支出126.00万元，占15.75%。",
        "256.00",
        "956.00",
    ),
    (
        "the change of a total is the changes of its parts",
        "支出比上年增加72.00万元，主要是基本支出增加102.00万元、项目支出减少30.00万元。",
        "102.00",
        "802.00",
    ),
    (
        "a stock of things",
        "年初实有巡护车9辆，年内购置3辆，报废2辆，除此之外没有变动，年末实有10辆。",
        "报废2辆",
        "报废5辆",
    ),
    (
        "shares of two years",
        "2023年防火支出占总支出的比重为31.20%，2022年这一比重是35.80%，回落4.60个百分点。",
        "35.80%",
        "33.80%",
    ),
    (
        "tenths and hundredths in words",
        "向小微企业采购42.50万元，占采购总额50.00万元的八成五。",
        "42.50",
        "32.50",
    ),
    (
        "a comparison behind a list is of its last item or of its whole",
        "护林中心收入5,093.76万元，其中：财政拨款5,093.76万元，较上年增加662.08万元，增长14.94%，用于管护。",
        "14.94%",
        "19.94%",
    ),
    (
        "changes that are listed",
        "林场收入比上年减少307.52万元，具体为：一是木材销售减少418.30万元；二是上年结转减少95.22万元；三是苗木销售增加206.00万元。",
        "418.30",
        "118.30",
    ),
    (
        "changes with what has not changed",
        "护林经费比上年减少5.80万元，其中：接待费减少8.40万元，车辆费增加2.60万元，出国费与上年相同。",
        "8.40",
        "3.40",
    ),
    (
        "how much was done of the only other fact",
        "清单所列64处隐患已整改56处，整改率为87.5%，其余正在整改。",
        "56处",
        "26处",
    ),
    (
        "average yearly growth",
        "造林经费由2020年的100.00万元增加到2023年的133.10万元，三年年均增长10.0%。",
        "133.10",
        "183.10",
    ),
    (
        "the grade of a printed scale",
        "评价标准为90分（含）以上为优、80分（含）至90分为良、80分以下为中。古树保护项目得分88.6分，评价等级为“良”。",
        "88.6",
        "98.6",
    ),
    (
        "points that a rate earns",
        "预算执行率指标权重10分，按执行率折算得分。防火项目执行率86.50%，该项得8.65分。",
        "8.65",
        "3.65",
    ),
    (
        "a plain mean",
        "满意度取三类群体的简单平均值：护林员93.6%，村民96.3%，游客91.2%，平均93.7%。",
        "平均93.7%",
        "平均73.7%",
    ),
];

/// Right sentences that are easily mistaken.
const RIGHT: &[&str] = &[
    // a part of those before, not of all
    "有效问卷500份，知道补贴的400份，占80%；在知道补贴的人当中，表示满意的380份，占95%。",
    // another base of the same year
    "2023年安排64万元、决算61万元，2024年安排62万元，比上年预算减少2万元，比上年决算增加1万元。",
    // a sum of years is not what is compared
    "巡护费2021年18.20万元、2022年19.10万元、2023年16.70万元，三年合计54.00万元，2023年较2022年下降12.57%。",
    // more or less than a share
    "走访的320户中，有264户认为管护到位，占比超过80%。",
    // the rate of all is not that of the part before it
    "项目投入900.00万元，其中市级600.00万元、县级300.00万元。市级资金全部到位，县级资金到位210.00万元，整个项目的资金到位率为90.00%。",
    // of another scope, told with a base of its own
    "三公经费186.00万元，比上年下降4.1%；其中本级72.50万元，比本级上年预算70.00万元增长3.57%。",
    "护林费15.30万元，比上年19.80万元减少4.50万元；造林费122.50万元，其中苗木费18.00万元，比上年减少18.00万元，运输费104.50万元，因车辆增加，比上年增加6.50万元。",
    // part of it is named like all of it
    "全年拟采购货物684.20万元、服务1,315.80万元，合计2,000.00万元；其中面向中小企业预留1,260.00万元，占采购总额的63.00%。",
    // what is left out is no part
    "本级项目支出584万元（不含上级专款739万元和债券资金325万元），含上述两项后总规模为1,648万元。",
    // what is left without a part has grown
    "收入预算21,400.00万元，较上年20,500.00万元增长4.39%；剔除上年结转1,150.00万元（上年为500.00万元）后，增长1.25%。",
    // the words count other years than the amounts
    "2021年造林100.00万元，2023年造林121.00万元，三年年均增长6.6%。",
    // a score above the scale of another
    "90分以上为优、80分以上为良。防火项目得分88.6分，等级为良；造林项目得分91.0分，等级为优。",
    // from less than nothing
    "苗圃结余由上年的-18.40万元转为6.25万元，增加24.65万元，扭转了亏损局面。",
    // a part of a part
    "林业拨款4,800.00万元，其中项目支出1,920.00万元，占40.00%；项目支出中设备购置768.00万元，占40.00%。",
    // parts that overlap
    "林业支出15.60亿元。其中：造林3.90亿元，占25.0%；防火1.56亿元，占10.0%；生态支出10.92亿元，占70.0%，造林、防火中的4.10亿元已计入生态支出。",
    // to the year after
    "护林合同自本年3月起至次年8月止，共18个月。",
    // people times days
    "培训的测算：护林员60人5天，技术员80人3天，共540人天，每人每天260元。",
    // the base of the next item
    "林业下设两项：1.防火318.25万元，比上年执行数增加14.60万元，增长4.81%；2.造林142.00万元，上年执行数187.35万元，减少45.35万元，下降24.21%。",
    // a whole that stands before its share
    "种苗收入417.00万元、其他收入129.60万元构成单位资金546.60万元，在收入预算2,186.40万元中占25.00%；上年结转91.50万元，占4.19%。",
    // some of the reasons
    "支出比上年增加72.00万元，主要原因是护林费增加50.00万元、造林费增加10.00万元。",
    // years are listed, the first is not the same as all
    "三年累计投入620.00万元，即2021年180.00万元、2022年205.00万元、2023年235.00万元。",
    // a sum that is no list: there is more
    "支出36.4亿元。按功能分类，造林9.2亿元，防火7.8亿元，管护4.1亿元。",
    // an average of something else
    "全县人口30万人，实现林业产值150亿元，人均可支配收入3.2万元。",
    // fewer than were to be had is good
    "病虫害控制目标12起，实际发生7起，完成率100%。",
    // more than all
    "计划巡护800人次，实际960人次，完成率100%。",
    // the change of something that was not spent
    "巡护费年初预算2.00万元，全年未发生支出，完成预算的0%，比上年减少0.40万元，下降100%。",
    // what came and what went, not what it has changed by
    "苗木原值由年初4,310.22万元变为年末4,519.55万元，当年新增296.48万元、处置减少87.15万元。",
    // of two months and two places
    "7月，松林增值126万元，同比增长26.0%，上年同月为100万元；柏林增值538万元，同比下降5.8%，上年同月为571万元。",
    // counted by two words
    "全年巡护8次，参加620人次，巡护费13.64万元，人均220元/次。",
    // of another rate
    "提供技术服务1,864件，受训1,902人，其中林农785人，服务质量合格率98.7%。",
    // projects of other years
    "五年规划实施12个项目，2024年安排2个，另有2025年储备项目5个。",
    // the next fact, not a reason
    "“三公”经费减少38.17万元。其中：出国费0万元，较上年减少25万元，原因是不再安排；接待费减少1.17万元，原因是批次减少；车辆费减少12万元。",
    // what it comes to is said again
    "会议费预算469.73万元，比上年预算增加64.48万元，主要原因是专项经费压减后，普查会议经费增加100万元，增减相抵后增加64.48万元。",
    // a ratio that is rounded itself, and two of which either may be meant
    "防火资金由市级拨款61万元、区级拨款39万元，分担比例为6:4。",
    "补助由省级拨款50万元、市级拨款30万元，一般按5:5分担，山区按7:3分担。",
    // a multiple beside a ratio
    "造林资金本年投放216.0万元，为上年144.0万元的1.5倍，带动社会资本1,080.0万元，资金放大比例为1:5.0。",
];

#[test]
fn each_frame_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

/// What words decide is proof: the sentence has a check that holds.
#[test]
fn each_frame_is_checked() {
    let engine = engine();
    for (what, right, _, _) in READ {
        assert_eq!(accused(engine, right), Vec::<String>::new(), "{what}");
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{right}\n");
        let audit = engine.audit("a.txt", text.as_bytes()).unwrap();
        let held = audit
            .checks
            .iter()
            .any(|check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding));
        assert!(held, "{what}: {right}");
    }
}

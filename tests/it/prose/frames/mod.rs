//! Frames whose slots the words fill: what holds is checked, and a figure that is far off is told as surely as one that
//! is nearly right. Each with a right sentence, a figure of it, and a number that is far off.

mod counts;
mod lists;
mod scores;
mod years;

use super::{Changed, accused, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::Verdict;

/// What is read: a right sentence, the figure that is changed, and what it is changed to.
const READ: &[&[Changed]] = &[counts::READ, lists::READ, scores::READ, years::READ];

/// Right sentences that are easily mistaken.
const RIGHT: &[&str] = &[
    // a part is new
    "良种培育支出107.6万元，较上年增加35.2万元，原因是上年无此项补助。",
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
    // a name with the word of the rest in it
    "护林支出98.74万元，其中：差旅费12.06万元、印刷费4.35万元、其他交通费用27.48万元。",
    // of another year
    "2024年育苗、抚育等项目安排1,842.40万元，占项目支出2,240.00万元的82.25%，2023年该比重为79.60%，提高2.65个百分点。",
    // what was spent the year before
    "车辆购置费支出0.00万元，上年因巡护车报废购置1辆，支出17.98万元，本年较上年减少17.98万元，下降100.00%。",
    // the second figure of its clause is not its first
    "纳入决算的林场23家。按级次分，一级林场1家、二级林场14家、三级林场8家。",
    // until the agreed end, and until the end in fact
    "合同工期自2023年3月1日至2023年11月25日，共270个日历天；工程实际于2023年11月10日验收，用时255个日历天。",
    // a share of two grades together
    "收回问卷480份。“非常满意”310份，“满意”140份，“不满意”30份，前两档合计占收回问卷的93.75%。",
    // a price that is worked out
    "巡护里程14.742万公里，燃油、维修等支出合计27.54万元，折合每公里1.87元。",
    // what moved up and down
    "育林预算612.8万元，比上年预算586.3万元增加26.5万元，变动构成为：新增树种补助46.0万元，人均标准提高增支12.5万元，同时核减物资储备32.0万元。",
    // the share of all that is listed
    "林业支出21.45亿元，其中造林9.87亿元、管护10.42亿元、防火1.16亿元，在总支出39.62亿元中占比逾五成。",
    // of a part of the year
    "保洁自2023年4月起外包，全年支出135.0万元，月均15.0万元。",
    // the first by one measure
    "三个片区中，东片区受益户数最多，为1,860户、补助372.0万元；西片区补助金额最高，为1,540户、400.4万元；南片区980户、215.6万元。",
    // some of those that are counted
    "石门村、云顶村、青岩村等9个村台账不全。",
    // fewer is better
    "投诉率目标值5%，实际3%，达到目标值。",
    // late for another reason than the two days
    "8月9日批复，8月26日公开，较20天的法定时限提前3天。",
    // what an amount lacks to a limit is no limit
    "核定限额38.60亿元，余额36.92亿元，余额低于限额1.68亿元。",
];

#[test]
fn each_frame_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(&READ.concat(), RIGHT);
}

/// What words decide is proof: the sentence has a check that holds.
#[test]
fn fewer_things_than_names_are_told_though_there_may_be_more() {
    let text = "检查发现，石门村、云顶村、青岩村、柳河村等3个村台账不全。";
    assert_eq!(accused(engine(), text).len(), 1);
}

#[test]
fn each_frame_is_checked() {
    let engine = engine();
    for (what, right, _, _) in READ.iter().copied().flatten() {
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

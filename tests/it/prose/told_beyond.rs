//! Figures whose others stand in the sentence before, in brackets, in bands, in rows or on days; and right sentences
//! that look as if they said such things. Each with a right sentence and the same with one wrong figure.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::Verdict;

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "points behind what can be had of each part in a bracket",
        "复核得91.4分：投入（权重20分）18.5分，过程（权重30分）27.4分，产出（权重50分）45.5分。",
        "27.4",
        "24.7",
    ),
    (
        "points in all behind those of each part",
        "执行得8.9分（满分10分），产出得46.0分（满分60分），效益得27.5分（满分30分），总分82.4分。",
        "82.4",
        "84.2",
    ),
    (
        "points left of the full ones two sentences before",
        "满分100分。扣分情况：台账不全，扣3分；公示滞后，扣1.5分；回访不足，扣0.6分。最终得分94.9分。",
        "94.9",
        "96.9",
    ),
    (
        "days before a term",
        "泵房改造合同约定2023年11月30日前完工，实际于2023年11月10日通过验收，提前20天。",
        "20天",
        "30天",
    ),
    (
        "a term that is wrong, so that the day is behind it",
        "泵房改造合同约定2023年11月30日前完工，实际于2023年11月10日通过验收，提前20天。",
        "11月30日",
        "11月3日",
    ),
    (
        "days beyond a term, beside a rule of days",
        "闸门更换约定2023年5月31日前完成，实际于2023年7月30日完成，晚了60天，按每逾期30天扣0.5分计。",
        "60天",
        "90天",
    ),
    (
        "months before an agreed term",
        "堤顶路面改造于2023年2月1日开工，2023年7月31日完工，历时6个月，比合同约定的9个月工期提前3个月。",
        "3个月",
        "2个月",
    ),
    (
        "the total behind a row whose kind stands before it as well",
        "发放问卷1,500份，收回1,420份；选择“满意”“较满意”的分别为986份、312份，合计1,298份。",
        "312",
        "321",
    ),
    (
        "the first quarters of a row",
        "全年预算1,860.40万元，一季度、二季度、三季度分别支出402.60万元、518.30万元、461.70万元，前三季度累计1,382.60万元。",
        "518.30",
        "581.30",
    ),
    (
        "the number of a row before its total",
        "商品和服务支出中电费、水费、印刷费较多，依次为36.20万元、18.40万元、12.75万元，这三项共计67.35万元。",
        "三项",
        "四项",
    ),
    (
        "quarters as names",
        "四个季度巡查考核，一季度94分、二季度91分、三季度96分、四季度95分，最高的是三季度，最低的是二季度。",
        "最低的是二季度",
        "最低的是一季度",
    ),
    (
        "one amount in another unit",
        "上级提前下达水利发展资金0.316亿元，折3,160万元。",
        "0.316",
        "0.361",
    ),
    (
        "the grade of a sum of points",
        "决策得17.60分、过程得18.15分、产出得28.90分、效益得22.10分，合计86.75分。对照标准（90分及以上为优，80分及以上不足90分为良，60分及以上不足80分为中），评定等级为“良”。",
        "为“良”",
        "为“优”",
    ),
    (
        "how much was done of the plan of the sentence before",
        "农林水支出（类）年初预算为4,200.00万元。年中追加防汛资金，决算数达到4,536.00万元，为年初预算的108.00%。",
        "108.00",
        "106.00",
    ),
    (
        "by how much the plan of the sentence before was exceeded",
        "农林水支出（类）年初预算为4,200.00万元。年中追加防汛资金，决算数达到4,536.00万元，超出年初预算336.00万元。",
        "336.00",
        "363.00",
    ),
    (
        "by how much what was done falls short of its plan",
        "公务接待费支出决算6.72万元，完成全年预算8.40万元的80%，少支1.68万元。",
        "1.68",
        "1.86",
    ),
    (
        "what is left of the plan of the sentence before",
        "灌区改造工程概算18,600万元。截至2023年底已下达12,900万元，2024年安排3,400万元，剩下2,300万元留待2025年。",
        "2,300",
        "3,200",
    ),
    (
        "a series told before its row",
        "2021年以来“三公”经费只减不增，2021年至2024年依次为86.30万元、81.75万元、78.40万元、70.15万元。",
        "81.75",
        "88.75",
    ),
    (
        "shares of the row before them",
        "水利支出累计42.50亿元，防汛、灌溉、供水三款分别支出21.25亿元、12.75亿元、8.50亿元，占比分别为50%、30%、20%。",
        "30%",
        "35%",
    ),
    (
        "the second change from one figure to another in a sentence",
        "人均工时由32.0天缩至25.6天，缩短20%；单位造价由8,400元降至7,140元，降低15%。",
        "7,140",
        "7,410",
    ),
    (
        "the change against the year before behind a semicolon",
        "年内水费收入520.20万元已足额缴入国库；上年缴入612.00万元，同比下降15.00%。",
        "15.00",
        "18.00",
    ),
    (
        "numbers in bands",
        "全年出具报告1,846份：10天以内的1,203份，11至20天的518份，超过20天的125份。",
        "518",
        "581",
    ),
    (
        "the mean of a row of years",
        "近三年检测收入分别为156.20万元、171.50万元、190.60万元，累计518.30万元，平均每年172.77万元。",
        "172.77",
        "127.77",
    ),
    (
        "a row below as many names",
        "绩效目标共设指标24个，产出、效益、满意度指标各有14个、7个、3个。",
        "14个",
        "15个",
    ),
    (
        "the rate of a share named by its part and its whole",
        "发出问卷600份，收回576份；有效问卷564份，有效问卷占收回问卷的97.9%。",
        "97.9",
        "94.0",
    ),
    (
        "points by rate and weight",
        "全年预算数120.0万元，实际支出114.0万元，执行率95.0%，按10分权重折算，得9.5分。",
        "9.5分",
        "8.5分",
    ),
    (
        "the greatest and the least beside their mean",
        "三个所的评价得分由高到低为：东渠所94.2分、西渠所91.6分、南渠所88.4分，平均91.4分，首尾相差5.8分。",
        "5.8",
        "6.8",
    ),
];

/// Right sentences that look as if they said something else.
const RIGHT: &[&str] = &[
    // the year of the fact is that of the comparison, not of what has changed
    "水费补助支出36.20万元。一是与上年相比，2022年为41.60万元，压减5.40万元，降幅13.0%。",
    // of three that are listed two are no list
    "《河湖志》编修共6项支出88.50万元，其中调研、编写、出版三项分别为32.40万元、21.60万元、18.50万元，三项小计72.50万元。",
    // so much for each of all of them, not of the last kind
    "年末公务用车36辆，含巡查车21辆、抢险车8辆、其他用车7辆；全年列支运行费108.00万元，车均3.00万元。",
    // one for each of so many
    "为14个村级站各配备水泵1台，每台6.5万元，计91万元。",
    // a rate named after the first of two numbers
    "产出指标共设9个。年末8个达标、1个未达标，达标率88.9%。",
    // other vehicles are told once more
    "年末保有车辆15辆，其中机要通信用车2辆、应急保障用车1辆、其他用车12辆，其他用车含抢险车4辆、巡查车8辆。",
    // what is asked for is no answer
    "满意度调查共访问360人，其中企业用水户140人，满意率94.0%；居民220人，满意率89.0%。",
    // a limit is no item
    "评分表基础分满分100分，附加分上限5分，某所基础分97分、附加分4分，总分101分。",
    // a list with a whole of its own is that of no other total
    "本年收入合计2,846.20万元，其中财政拨款收入2,512.40万元、其他收入333.80万元；财政拨款收支总计2,598.80万元。",
];

#[test]
fn finds_what_stands_beyond() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

/// Another year has a base of its own, which is not printed.
#[test]
fn a_comparison_with_another_year_is_not_held_against_last_year() {
    let text = "青石县水利局2023年度部门决算\n\n二、收支说明\n\n防汛支出312.40万元，比上年的284.00万元增长10.0%，比2019年增长41.2%。\n";
    let checks = engine().audit("a.txt", text.as_bytes()).unwrap().checks;
    let own = checks.iter().filter(|check| check.rule.starts_with("叙述幅度"));
    let verdicts: Vec<Verdict> = own.map(|check| check.verdict).collect();
    assert_eq!(verdicts, [Verdict::Holds]);
}

/// A number in ten thousands is one that is printed: the message names it by its words, and no sum.
#[test]
fn a_number_in_ten_thousands_is_printed() {
    let text = "青石县水利局2023年度部门决算\n\n二、收支说明\n\n东渠、西渠、南渠、北渠受益户数分别为36.2万户、58.7万户、41.5万户和22.6万户，其中南渠最多。\n";
    let checks = engine().audit("a.txt", text.as_bytes()).unwrap().checks;
    let broken = checks.iter().find(|check| check.verdict == Verdict::Violation).unwrap();
    assert!(!broken.message().contains("各项合计"), "{}", broken.message());
}

/// A day is as far from its term as is told, but the words say the other direction: not what was checked holds.
#[test]
fn the_number_of_days_does_not_hold_in_the_other_direction() {
    let verdicts = |word: &str| -> Vec<Verdict> {
        let text = format!(
            "青石县水利局2023年度部门决算\n\n二、项目情况\n\n泵房改造约定2023年11月30日前完工，实际于2023年11月10日完工，{word}20天。\n"
        );
        let checks = engine().audit("a.txt", text.as_bytes()).unwrap().checks;
        let own = checks.iter().filter(|check| check.verdict != Verdict::Unchecked);
        own.map(|check| check.verdict).collect()
    };
    assert_eq!(verdicts("提前"), [Verdict::Holds]);
    assert_eq!(verdicts("推迟"), []);
}

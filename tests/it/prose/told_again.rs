//! What is told again or left out: rates that were cut off, numbers told twice, stages compared by their names, and what stands behind a change.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::{Severity, Verdict};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "a change and its rate before what they led to",
        "与2022年决算相比，茶场站2023年经营收入净减48.60万元，降幅7.83%，规模降至571.90万元，主要是鲜叶减产。",
        "净减48.60",
        "净减84.60",
    ),
    (
        "the year before in a sentence of its own",
        "茶场站2023年度支出决算总额612.40万元。上年度为556.20万元，同比增长10.1%，主要是5名技工退休补贴。",
        "增长10.1",
        "增长11.0",
    ),
    (
        "bases that the sentence before tells",
        "茶场站2022年度支出总计512.30万元，2023年年初预算540.00万元，2023年度实际支出566.20万元。与上年决算相比增长10.52%，与年初预算相比增长4.85%。",
        "增长4.85",
        "增长8.45",
    ),
    (
        "a rate of the year before in a bracket",
        "良种覆盖率达到78.4%（上年为71.9%），提高6.5个百分点。",
        "71.9",
        "79.1",
    ),
    (
        "how far behind the schedule in a bracket",
        "10月末，茶场站预算执行进度77.6%，落后时间进度（83.3%）5.7个百分点，但与上年10月末的74.2%相比加快3.4个百分点。",
        "5.7",
        "7.5",
    ),
    ("quicker is less", "平均出苗时间18.4天，比考核目标20天快1.6天。", "快1.6", "快6.1"),
    (
        "a budget as it was adjusted to",
        "良种补贴年初安排260.00万元，执行中因扩面新增省级补助45.00万元、市级补助增加12.00万元、压减会议费9.00万元，预算调整为308.00万元。",
        "增加12.00",
        "增加21.00",
    ),
    (
        "what the treasury took back",
        "防霜物资储备项目年初批复预算90万元，年中因倒春寒追加27万元，年底财政收回4万元，最终预算113万元。",
        "追加27",
        "追加72",
    ),
    (
        "which of two stages is the greater by their names",
        "公务接待费支出决算2.63万元，年初预算4.00万元，决算数未超过预算数。",
        "决算2.63",
        "决算6.23",
    ),
    (
        "which way a budget went",
        "培训费2023年预算7.50万元，2022年预算6.00万元，预算数较上年增加，因茶艺培训班增开。",
        "较上年增加",
        "较上年减少",
    ),
    (
        "nothing was planned before",
        "仪器购置费38.00万元，2022年未安排此项预算，故比上年增加38.00万元，拟购置色谱仪1台。",
        "增加38.00",
        "增加83.00",
    ),
    (
        "nothing was spent this year",
        "本年度未发生因公出国（境）费，上年发生2.40万元，因此比上年减少2.40万元，下降100%。",
        "减少2.40",
        "减少4.20",
    ),
    (
        "one whole by two ways to sort it",
        "茶场站2023年支出，从经济分类看，工资福利支出212.30万元、商品和服务支出68.40万元；从支出性质看，基本支出230.70万元、项目支出50.00万元。",
        "基本支出230.70",
        "基本支出203.70",
    ),
    (
        "two sides that come to one amount",
        "收入方面，财政拨款860.2万元、事业收入140.5万元；支出方面，人员支出634.6万元、公用支出109.8万元、项目支出256.3万元。收支两方均为1,000.7万元。",
        "项目支出256.3",
        "项目支出265.3",
    ),
    (
        "the weights of all indicators",
        "“有机茶认证”项目评价指标体系的一级指标权重为：预算执行率10%，产出指标45%，效益指标35%，满意度指标10%。",
        "效益指标35",
        "效益指标53",
    ),
    (
        "rates and weights in brackets",
        "满意度由茶农满意度（96.0%，权重70%）和企业满意度（92.0%，权重30%）加权得出，综合为94.8%。",
        "综合为94.8",
        "综合为98.4",
    ),
    (
        "a score told again at the end",
        "茶园改造项目自评得分93.5分。综上所述，项目目标总体实现，自评93.5分。",
        "自评93.5",
        "自评95.3",
    ),
    (
        "a number of things told again",
        "茶场站纳入2023年度绩效自评的项目9个、资金430.20万元。从自评结果看，9个项目中6个等次为“优”、3个等次为“良”。",
        "看，9个",
        "看，6个",
    ),
    (
        "a number that is pointed back to",
        "2023年计划更新茶叶检测车2辆，购置费48万元。除上述2辆外，其余车辆不作更新。",
        "上述2辆",
        "上述3辆",
    ),
    (
        "an amount as a paper lists it",
        "茶文化节安排经费36.00万元。项目申报表所列金额为360,000元。",
        "360,000",
        "306,000",
    ),
    (
        "names that semicolons part",
        "纳入决算编制范围的单位共四家：1.茶场站本级；2.茶叶检测所；3.茶苗繁育中心；4.茶机推广站。",
        "共四家",
        "共六家",
    ),
    (
        "names behind a verb that sets them up",
        "茶场站机关设办公室、生产科、植保科、加工科、市场科，共5个内设机构。",
        "共5个",
        "共6个",
    ),
    (
        "the first of so many",
        "分产区看，云岭产区接待采茶游客12.4万人次，石门产区8.7万人次，清溪产区21.3万人次，清溪产区业务量居三个产区之首。",
        "21.3",
        "11.3",
    ),
    (
        "a share by its noun",
        "全站到位资金640.0万元，良种项目到位416.0万元，占比65.0%。",
        "占比65.0",
        "占比56.0",
    ),
    (
        "what all of it was used for",
        "2023年度财政拨款支出全部用于以下方面：社会保障和就业支出占9.20%，农林水支出占84.50%，住房保障支出占6.30%。",
        "84.50",
        "48.50",
    ),
];

/// Right sentences near them.
const RIGHT: &[&str] = &[
    "茶苗补助项目自评得分94分，共扣6分，扣分较多的是“资金支付进度”（扣3分）和“培训对象满意度”（扣2分）。",
    "茶苗补助项目自评得分94分，共扣6分，扣分最多的是“资金支付进度”（扣3分），其次是“培训对象满意度”（扣2分）。",
    "全年共培训茶农1,180人，其中青年茶农735人、女茶农402人、合作社负责人290人、返乡人员36人。",
    "茶场协会现有会员220名，其中种植户会员138名、女会员66名、少数民族会员29名。",
    "四个维度百分制得分及权重为：决策93分（20%）、过程91分（20%）、产出97分（35%）、效益86分（25%），加权综合得分92.3分。",
    "2023年财政拨款收入1,130.20万元，在2,930.60万元的收入预算中占近四成。",
    "全站共有项目120个，抽查30个。30个项目中，25个为优。",
    "收入方面，财政拨款860.2万元、事业收入140.5万元；支出方面，人员支出634.6万元、公用支出109.8万元。",
    "良种补贴年初预算80万元，执行中追加设备购置9万元、压减会议费5万元，调整预算84万元。",
    "收入比上年减少46.35万元，下降4.17%，其中财政拨款615.40万元。",
    "平均审批时间比上年快2.1天，为6.3天，上年为8.4天。",
    "纳入编制范围的单位共4个，包括：茶叶检测所、茶苗繁育中心、茶机推广站。",
    "采茶报名费收入1,086.20万元，比上年增加94.30万元；同期报名人次增长14.2%，高于收入增幅。",
    "回收问卷中，选择“非常满意”的占71.3%、“满意”的占22.9%、“一般”的占4.6%、“不满意”的占1.2%，满意及以上合计94.2%。",
    "培训费80.00万元，会议费20.00万元，占比20.0%，较上年下降。",
    "预算执行进度77.6%，落后时间进度（83.3%），落后幅度较上年收窄2.1个百分点。",
    "满意度由茶农满意度（98.0%，权重60%）和企业满意度（95.0%，权重40%）加权得出，茶农满意度综合为98.0%。",
];

/// What its own few decimals explain, and a rate that was cut off instead of rounded.
const HINTS: &[&str] = &[
    "2023年印刷费支出2254.76万元，比上年减少92.67万元，减少3.94%。",
    "全年支出2254.76万元，其中印刷费支出355.78万元，占15%。",
    "财政拨款收入本年1,045.73万元、上年962.30万元，增加83.4万元。",
];

/// They are told, and accuse nobody.
#[test]
fn what_few_decimals_explain_is_a_hint() {
    let engine = engine();
    for sentence in HINTS {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = engine.audit("a.txt", text.as_bytes()).unwrap();
        let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        let severities: Vec<Severity> = wrong.map(|check| check.severity).collect();
        assert_eq!(severities, [Severity::Info], "{sentence}");
    }
}

#[test]
fn what_is_told_again_is_held_together() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

/// How many pairs of two places of the same words are checked as such, and what is accused by whatever rule.
fn places_of_same_words(first: &str, again: &str) -> (usize, usize) {
    let text = format!("苗圃2023年度部门决算\n\n一、绩效\n\n{first}\n\n二、说明\n\n{again}\n");
    let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
    let count = |is: &dyn Fn(&gouji::audit::Check) -> bool| {
        audit.checks.iter().filter(|check| is(check)).count()
    };
    let held = count(&|check| &*check.rule == "叙述原样重复" && check.verdict == Verdict::Holds);
    (held, count(&|check| check.verdict == Verdict::Violation))
}

#[test]
fn each_digit_of_what_is_told_again_is_looked_at() {
    let told = "育苗棚改造项目年初安排186.40万元，全年到位171.85万元，购置基质3,264袋，惠及农户48,217人次。";
    // the two amounts are known again by their names and digits
    assert_eq!(places_of_same_words(told, told), (2, 0));
    for figure in ["186.40", "171.85", "3,264", "48,217"] {
        for (at, digit) in figure.char_indices().filter(|(_, c)| c.is_ascii_digit()).take(3) {
            let other = if digit == '7' { "4" } else { "7" };
            let slipped = format!("{}{other}{}", &figure[..at], &figure[at + 1..]);
            let (_, accused) = places_of_same_words(told, &told.replace(figure, &slipped));
            assert!(accused > 0, "{figure} → {slipped}");
        }
    }
    // with three a slip in the middle would leave nothing to find the place by
    let short = "育苗棚改造项目年初安排186.40万元，全年到位171.85万元，购置基质3,264袋。";
    assert_eq!(places_of_same_words(short, short), (0, 0));
    // sheets of one form have the same words and other figures
    let other =
        "育苗棚改造项目年初安排186.40万元，全年到位96.10万元，购置基质2,051袋，惠及农户9,833人次。";
    assert_eq!(places_of_same_words(told, other), (0, 0));
}

//! Lists that are closed by what they say, lists side by side, stretches of a year, rows of rates, targets and names. Each
//! with a right sentence, the same with one wrong figure, and right sentences of another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

const READ: &[Changed] = &[
    (
        "answers between what is said and what is denied",
        "回收有效问卷640份。其中表示“满意”415份、“比较满意”163份、“一般”46份、“不满意”16份，满意和比较满意合计占90.31%。",
        "415",
        "451",
    ),
    (
        "answers behind a number, with a rate behind them",
        "从250份有效问卷看，表示“非常满意”的138份，“满意”的76份，“基本满意”的25份，“不满意”的11份，以“非常满意”和“满意”计算的满意度为85.60%。",
        "76份",
        "67份",
    ),
    (
        "parts of one known whole that exceed what they are of",
        "本年纳入自评的项目共34个，其中一般公共预算项目26个、政府性基金预算项目8个；涉及资金2,150.00万元。",
        "26个",
        "29个",
    ),
    (
        "three parts that exceed their whole by what one slip explains",
        "全年向2,418户发放管护补贴，其中沿河农户1,206户、山区农户783户、库区移民429户，全年发放182.50万元。",
        "1,206",
        "1,620",
    ),
    (
        "two lists side by side, of which one comes out",
        "本年计划改造泵站38座、受益农户12,640户，其中：东片11座、3,820户，南片9座、2,975户，西片12座、4,105户，北片6座、1,740户。",
        "2,975",
        "2,795",
    ),
    (
        "points that bear the name of a rate",
        "经自评，水土保持项目综合得分92.35分，其中：预算执行率9.15分，产出指标46.40分，效益指标27.60分，满意度指标9.20分。",
        "27.60",
        "26.70",
    ),
    (
        "points behind what can be had of each",
        "该项目综合得分84.60分。其中：决策（满分20分）得17.50分，过程（满分20分）得16.30分，产出（满分30分）得26.40分，效益（满分30分）得24.40分。",
        "16.30",
        "13.60",
    ),
    (
        "a total that is called all of it, behind a list that a colon opens",
        "堤防加固资金由三方共同承担：中央财政补助860.00万元，省级财政补助475.00万元，县级财政安排318.50万元，总投入1,653.50万元。",
        "475.00",
        "457.00",
    ),
    (
        "parts in their order behind a plan, and what they come to",
        "全年预算5,200.00万元，分三批下达，第一批1,900.00万元，第二批1,640.00万元，第三批1,085.00万元，累计下达4,625.00万元，尚有575.00万元未下达。",
        "1,640.00",
        "1,460.00",
    ),
    (
        "months of a year",
        "1—10月全县水资源税累计入库6,372万元，11月入库518万元，12月入库745万元，全年入库7,635万元。",
        "518",
        "581",
    ),
    (
        "halves and quarters of a year",
        "一季度支出3.15亿元，二季度支出4.26亿元，三季度支出1.08亿元，四季度支出2.24亿元；上半年支出7.41亿元，全年支出10.73亿元。",
        "1.08",
        "1.80",
    ),
    (
        "a row of rates behind as many plans",
        "东片计划整修24座、完工21座，南片计划30座、完工29座，西片计划28座、完工25座，完工率分别为87.50%、96.67%、89.29%。",
        "89.29",
        "82.99",
    ),
    (
        "which of the things before a row is the first",
        "东片计划整修24座、完工21座，南片计划30座、完工29座，西片计划28座、完工25座，完工率分别为87.50%、96.67%、89.29%，南片完工率最高。",
        "，南片完",
        "，西片完",
    ),
    (
        "the least of several prices",
        "三个标段的单位造价不同：一标段56.38万元/公里，二标段49.72万元/公里，三标段52.15万元/公里，其中造价最低的为二标段。",
        "为二标段",
        "为三标段",
    ),
    (
        "a target that stands a sentence before",
        "绩效目标设定“用水户满意度不低于92%”。经回访统计，满意度为88.4%，未达到目标值。",
        "88.4",
        "98.4",
    ),
    (
        "a share of what is called by a shorter name",
        "项目支出预算1,480.00万元，年末结转562.40万元，结转资金占项目预算的比例超过35%。",
        "超过35%",
        "超过45%",
    ),
    (
        "so many of each of so many",
        "2024年计划举办管护员培训班6期，每期80人，每人培训费450元，安排21.60万元。",
        "450元",
        "540元",
    ),
    (
        "what words say is worked out",
        "2024年预计补贴农户2,150户，平均每户每月补助60元，按12个月测算，需资金154.80万元，其中省级100.00万元，其余54.80万元由县级安排。",
        "2,150",
        "2,510",
    ),
    (
        "what was taken off an amount of the sentence before",
        "各村共申报6,240亩。经实地核验，核减重复申报118亩、管护不到位263亩，核定补助面积5,859亩。",
        "263",
        "236",
    ),
    (
        "what stands empty",
        "全县管护用房1,260套，已分配使用1,183套，空置77套，主要集中在库区。",
        "77套",
        "97套",
    ),
    (
        "amounts in the order of what is counted before them",
        "资金滞留未用128.46万元，涉及4个乡镇（龙岩乡、枫桥镇、白石乡、横岭镇），金额依次为36.12万元、21.80万元、24.35万元和46.19万元。",
        "24.35",
        "23.45",
    ),
    (
        "growth of each year, whatever it is called",
        "管护资金由2021年的1,240.00万元增至2024年预算安排的1,860.00万元，三年间年均复合增长14.47%。",
        "14.47",
        "17.44",
    ),
    (
        "names of which one has a word that could join two",
        "纳入决算的单位共5个，分别是：青溪市住房和水务局机关、青溪市河道中心、青溪市节水中心、青溪市水文站、青溪市水库管理所。",
        "共5个",
        "共6个",
    ),
    (
        "a row that falls from one part of a year to the next",
        "一至三季度巡护支出分别为8.20万元、7.10万元、5.30万元，逐季下降。",
        "5.30",
        "7.30",
    ),
    (
        "what was added is not more than its parts",
        "本年收入229.20万元，较上年净增加16.60万元。其中：拨款收入195.40万元，较上年增加20.40万元；服务收入31.80万元，较上年减少4.60万元；其他收入2.00万元，较上年增加0.80万元。",
        "16.60",
        "18.60",
    ),
    (
        "how long a rule is valid",
        "本项补助政策自2021年1月1日起施行，至2025年12月31日止，政策有效期5年。",
        "有效期5年",
        "有效期4年",
    ),
];

const RIGHT: &[&str] = &[
    // what is left over is not what a share is of
    "本年填报目标的项目31个，涉及预算资金16,800.00万元。其中重点项目7个，资金13,440.00万元，占项目资金总额的80.00%；其余24个项目资金3,360.00万元。",
    // another source than the levels of government
    "本年共落实改造资金25,300.00万元，其中中央财政补助9,600.00万元，省级补助3,200.00万元，市级配套4,500.00万元，区级配套6,100.00万元，居民出资1,900.00万元。",
    // a saving of what was aimed at
    "成本指标：单方造价控制目标为不高于320元/平方米，实际为298.40元/平方米，比控制目标低21.60元，节约率6.75%。",
    // income and expenditure of which something is left
    "2023年收入总计321,500万元，支出总计311,500万元。收支相抵，年终结余10,000万元。",
    // a mean beside all that there ever were
    "2023年累计有3,486户领取过补贴，月均在保3,012户，全年发放1,734.91万元，按月均在保户数计算，每户每月补贴480元。",
    // points that come on top
    "该项目首次评价采用百分制并设附加分5分，得分102.5分。",
    // who is in two groups
    "参加培训的人员27人，其中党员21人、女性职工8人。",
    // what there is at the end of months
    "6月末库存30.00万元，7月末库存20.00万元，全年采购70.00万元。",
    // what was there before and is gone
    "“三公”经费预算56.80万元，比上年减少5.20万元。其中：公务用车运行维护费50.80万元，减少2.00万元；公务接待费6.00万元，减少1.20万元。",
    // four factors, of which one more than a product has slots for
    "2024年举办管护员培训8期，每期60人、每人每天90元，每期3天，每季度两期，安排资金12.96万元。",
    // rates of other things than the plans before them
    "东片计划整修24座、完工21座，南片计划30座、完工29座，群众满意率分别为95.00%、92.00%。",
];

#[test]
fn what_closes_a_list_and_what_it_comes_to() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

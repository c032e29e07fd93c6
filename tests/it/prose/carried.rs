//! Sums of products, means of lists, shares of the first, the year that is gone, wholes in the sentence before, several items by
//! their names. Each with a right sentence, the same with one wrong figure, and right sentences of another meaning.

use super::{Changed, engine, finds_the_wrong_and_accuses_no_right};
use gouji::audit::{Severity, Verdict};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "plain parts in clauses that exceed their whole",
        "税收收入48,215万元，其中：增值税20,000万元，企业所得税18,500万元，契税4,731万元。",
        "4,731",
        "14,731",
    ),
    (
        "several numbers, each with its price, behind their amount",
        "渠道管护费326.00万元，按干渠80公里每公里2.20万元、支渠150公里每公里1.00万元测算。",
        "326.00",
        "362.00",
    ),
    (
        "the same before a total, with one more item",
        "水泵12台、单价3.50万元，闸门8套、单价2.75万元，另安装费6.00万元，共70.00万元。",
        "3.50",
        "5.30",
    ),
    (
        "an amount for each in each year",
        "护林补助：常驻护林员每人每年9,600元，共45人，需43.20万元。",
        "43.20",
        "34.20",
    ),
    (
        "by how much each year has changed it",
        "2022年新增学位850个，2023年新增学位630个，两年累计新增学位1,480个。",
        "630",
        "360",
    ),
    (
        "the mean of months whose range a word tells",
        "2023年1至8月，全系统电费累计支出196.80万元，月均支出24.60万元。",
        "24.60",
        "26.40",
    ),
    (
        "terms that are planned and done",
        "改造工程计划工期12个月，实际工期9个月，工期完成率75.00%。",
        "75.00",
        "57.00",
    ),
    (
        "an amount for each in each month, over a year",
        "管水员生活补助：管水员210人，每人每月420元，全年需105.84万元。",
        "105.84",
        "150.84",
    ),
    (
        "a number that the next sentence tells",
        "全局公务用车运行维护费41.60万元，车均2.60万元。年末公务用车保有量16辆。",
        "2.60",
        "6.20",
    ),
    (
        "what is gained in each, counted in the next sentence",
        "改造后亩均节水58立方米。灌区面积3.40万亩，年节水197.2万立方米。",
        "197.2",
        "179.2",
    ),
    (
        "a mean of things that a list before it tells",
        "2023年购置车辆5辆，其中巡查车3辆、工程车2辆，预算92.50万元，平均每辆18.50万元。",
        "92.50",
        "95.20",
    ),
    (
        "a mean of each of several, told as a number of them",
        "对4座水库考核得分进行汇总：青石水库93.4分、双河水库88.6分、白马水库90.2分、柳林水库84.6分，4座水库平均89.20分。",
        "平均89.20",
        "平均82.90",
    ),
    (
        "a mean in the sentence behind its list",
        "参评灌区共3个。得分由高到低依次为：东灌区94.6分，西灌区91.1分，南灌区87.3分。平均得分91.00分。",
        "平均得分91.00",
        "平均得分90.10",
    ),
    (
        "the share of the first of a list",
        "2024年安排项目支出1,860.00万元，共3个项目。渠道清淤740.00万元，闸站改造820.00万元，量水设施300.00万元。其中资金规模最大的是闸站改造，占44.1%。",
        "44.1",
        "41.4",
    ),
    (
        "the first by its share",
        "水利站支出2,000.00万元，其中工资福利支出610.00万元，商品和服务支出905.00万元，资本性支出485.00万元，占比最高的是商品和服务支出，占全部支出的45.25%。",
        "最高的是商品和服务支出",
        "最高的是工资福利支出",
    ),
    (
        "the share of the year that is gone",
        "截至2023年9月底，项目支出1,420.50万元，执行率71.03%，慢于时间进度3.97个百分点。",
        "3.97",
        "9.37",
    ),
    (
        "half of the year",
        "上半年支出826.40万元，为年初预算1,580.00万元的52.3%，比序时进度快2.3个百分点。",
        "快2.3",
        "快3.2",
    ),
    (
        "a mean of the months that a range names",
        "2023年1—8月，全系统电费累计支出196.80万元，月均支出24.60万元。",
        "24.60",
        "26.40",
    ),
    (
        "a mean of the months of a year",
        "2023年全年拨付抢险资金1,032.00万元，月均拨付86.00万元。",
        "月均拨付86.00",
        "月均拨付68.00",
    ),
    (
        "quarters of the year",
        "2023年水费收入47.60万元，分季度看，一季度9.40万元，二季度13.10万元，三季度15.80万元，四季度9.30万元。",
        "15.80",
        "18.50",
    ),
    (
        "quarters before their total",
        "一季度支出640.20万元，二季度支出815.60万元，三季度支出790.30万元，四季度支出953.90万元，全年累计支出3,200.00万元。",
        "815.60",
        "851.60",
    ),
    (
        "as many times as a fact directly before",
        "2023年防汛物资支出186.00万元，是上年决算数74.40万元的2.50倍，净增111.60万元。",
        "2.50倍",
        "1.50倍",
    ),
    (
        "what was left of a fact in the sentence before",
        "年度指标共26个，其中产出指标15个，效益指标11个。完成24个，未完成2个。",
        "未完成2个",
        "未完成4个",
    ),
    (
        "what was saved of a budget, of a total in the sentence before",
        "2023年“三公”经费支出合计1,846,210.40元，其中公务用车运行维护费1,610,480.15元，公务接待费235,730.25元。与年初预算2,150,000.00元相比，节约303,789.60元。",
        "节约303,789.60",
        "节约330,789.60",
    ),
    (
        "facts of the sentence before, as many as a number says",
        "机关养老保险缴费2024年预算1,680.00万元，按缴费基数10,500.00万元的16%测算；职业年金缴费2024年预算840.00万元，按同一基数的8%测算。两项合计2,520.00万元。",
        "两项合计2,520.00",
        "两项合计2,250.00",
    ),
    (
        "two items of several by their names",
        "收回有效问卷250份，有效率96.15%。其中，很满意164份，满意66份，一般14份，不满意6份。很满意与满意两项合计占有效问卷的92.00%。",
        "占有效问卷的92.00",
        "占有效问卷的29.00",
    ),
    (
        "parts below the last of two facts",
        "发放问卷280份，收回250份。其中，很满意164份，满意66份，一般14份，不满意6份。",
        "66份",
        "69份",
    ),
    (
        "parts of the stage that the items bear",
        "2023年“三公”经费预算64.00万元，支出决算51.75万元，完成预算的80.86%。其中：因公出国（境）费支出决算3.15万元，系赴外考察；公务用车购置及运行维护费支出决算42.20万元；公务接待费支出决算6.40万元。",
        "42.20",
        "47.20",
    ),
    (
        "by which way a whole is divided",
        "全区来水量48.20万吨，综合利用量45.10万吨，综合利用率93.6%。按利用方式分：灌溉30.60万吨，养殖9.20万吨，生态5.30万吨。",
        "9.20",
        "2.90",
    ),
    (
        "what was put on a base",
        "2024年会议费在2023年预算36.00万元的基础上压减5.40万元，安排30.60万元。",
        "安排30.60",
        "安排36.00",
    ),
    (
        "a plan and what was put on it and taken off it",
        "年初预算4,020.00万元，执行中上级转移支付增加640.50万元，存量资金收回减少131.20万元，调整后预算为4,529.30万元。",
        "131.20",
        "113.20",
    ),
    (
        "against one plan of two",
        "水费收入年初预算983.00万元，调整预算956.00万元，实际完成968.00万元，为年初预算的98.5%，比调整预算超收12.00万元。",
        "超收12.00",
        "超收15.00",
    ),
    (
        "by how much a target was exceeded",
        "灌溉水有效利用率79.4%，年度目标75%，高于目标4.4个百分点。",
        "高于目标4.4",
        "高于目标2.4",
    ),
    (
        "a share of a whole in the sentence before, two years",
        "2023年度清淤支出1,352.40万元，占本年支出4,470.00万元的30.26%；2022年度清淤支出1,187.60万元，占当年支出4,201.00万元的28.27%。清淤支出占比较上年提高1.99个百分点。",
        "提高1.99",
        "提高1.69",
    ),
    (
        "a growth for each of several years in a row",
        "2021年度、2022年度、2023年度管护经费分别为298.60万元、313.40万元、328.60万元，两年年均增长4.90%。",
        "4.90",
        "9.40",
    ),
    (
        "tenths of a whole that is named",
        "清淤工程合同总额4,512.00万元，已支付3,231.00万元，未支付1,281.00万元，未支付金额占合同总额近三成。",
        "近三成",
        "近四成",
    ),
    (
        "a share of what was taken off",
        "结算送审金额1,286.45万元，审定金额1,198.32万元，审减88.13万元，占送审金额的6.85%。",
        "6.85",
        "6.58",
    ),
    (
        "a word of counting that no list knows",
        "现场抽查样方40块，合格37块，合格率92.5%。",
        "37块",
        "35块",
    ),
    (
        "a value by a name of its own, in another sentence",
        "年末资产总额2,134.58万元，其中：固定资产净值1,764.93万元，无形资产净值57.19万元。固定资产原值2,980.15万元，累计折旧1,215.22万元。",
        "1,215.22",
        "1,251.22",
    ),
    (
        "which of two was more, in each group of clauses",
        "小型水库（项）年初预算为816.70万元，支出决算为893.15万元，决算数大于预算数的主要原因是追加抢险经费；灌区管理（项）年初预算为905.44万元，支出决算为818.92万元，决算数小于预算数的主要原因是压减开支。",
        "决算数小于预算数",
        "决算数大于预算数",
    ),
    (
        "years before what they come to",
        "灌区改造总投资480.00万元。2022年已安排120.00万元，2023年已安排165.00万元，累计安排285.00万元，占总投资的59.38%。",
        "165.00",
        "156.00",
    ),
    (
        "a list between its whole and the same once more",
        "2024年度项目总预算141.00万元，其中支持泵站更新34.00万元，支持渠系提升80.00万元，支持信息化27.00万元，合计141.00万元。",
        "80.00",
        "30.00",
    ),
    (
        "as many items as the words before count",
        "2024年重点项目支出2,368,400.00元，共3个项目：水库除险1,520,000.00元、渠道管护486,000.00元、应急抢险362,400.00元。",
        "486,000.00",
        "468,000.00",
    ),
];

const RIGHT: &[&str] = &[
    // between two figures: neither is one of several
    "九个乡镇支出进度介于61.3%和95.6%之间，平均80.2%。",
    // rates of several, one up and one down
    "教育、科技、卫生分别安排820万元、360万元、450万元，与上年的800万元、400万元、300万元相比，分别增长2.5%、下降10%、增长50%。",
    "收入、支出同比分别下降6.2%、增长3.4%。",
    // the last two are parts of the first
    "项目支出390万元，其中：甲站改造300万元，甲站土建280万元，甲站设备20万元。",
    // moves below a change of both
    "年末实有职工378人，较上年末的370人净增8人：招聘和调入等增加21人，退休、辞职等减少13人。",
    // a reason is no difference
    "年初预算为240.00万元，支出决算为301.20万元，完成年初预算的125.50%。决算数大于年初预算数的主要原因是年中追加转移支付资金72.00万元，其中部分结转下年使用。",
    // a mean is no item of an order
    "执行率由高到低依次为：东灌区99.1%、西灌区97.5%、南灌区95.1%，全市平均96.0%，按资金规模加权。",
    // a balance after what else came
    "全县一般公共预算收入12,864万元，一般公共预算支出31,864万元。收支差额通过上级补助和上年结转解决，当年收支平衡。",
    // who is in two groups
    "项目受益人口1.86万人。其中，女性0.91万人，脱贫人口0.34万人，60岁以上老人0.52万人，在校学生0.27万人。",
    // which ones, not what share
    "补助资金中，中央补助比例为60%的灌区面积21.2万亩，其余灌区中央补助比例为50%，综合比例约为55%。",
    // each of its own
    "编外巡护员842人、在编人员7,316人。在编人员7,316人纳入统发，编外巡护员按每人每年5.6万元标准安排4,715.20万元。",
    // a rate that was aimed at
    "化肥施用量由2020年的5.86万吨降至2023年的5.21万吨，三年减少0.65万吨，下降11.1%，超额完成下降8%的目标。",
    // a score by its own scale, not its last part
    "项目得分为95.7分，其中：预算执行率（10分）得9.4分，产出指标（50分）得48.6分，效益指标（30分）得28.5分，满意度指标（10分）得9.2分，等级为“优”（90分及以上为优，80分及以上、90分以下为良）。",
    // of another measure
    "渠道衬砌概算单价310元/米，实际完成46.80公里，结算金额1,380.60万元，平均每米295元，比概算单价低15元。",
    // two budgets of two projects
    "三个专项执行率分别为：防汛99.20%（预算900.00万元，支出892.80万元）、供水88.00%（预算300.00万元，支出264.00万元）、管护71.70%（预算126.00万元，支出90.34万元），资金量最大的防汛专项执行较好。",
    // several points that are no points of the rate
    "计划巡查80场，实际完成96场，完成率120.0%，按满分10分计；计划覆盖60村，实际覆盖54村，完成率90.0%，按比例得9分。两项指标合计得19分。",
    // what is no month
    "慈善专户上年结余35.6万元，上半年捐助款进账128.4万元，拨付到村102.9万元，六月底账上还有61.1万元。",
    // selected out of them
    "2023年组织对42个项目开展绩效自评，涉及资金1.86亿元；从中选取6个项目开展部门评价，评价结果4个为“优”、2个为“良”。",
    "组织86个预算单位对412个项目开展绩效自评。自评等级为优的298个，良的87个，中的21个，差的6个。",
    // two months, not twelve
    "2023年11至12月，全系统电费累计支出49.20万元，月均支出24.60万元。",
    // what it is compared with, wherever it stands
    "财政拨款收入决算526.14万元，与2022年度财政拨款收入决算559.31万元相比减少33.17万元。",
];

#[test]
fn what_several_figures_come_to_together() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

#[test]
fn a_word_of_change_that_is_missing_is_a_hint() {
    for sentence in [
        "支出总计356.20万元，比上年6.20万元，增加1.77%。",
        "公务接待费6.40万元，较上年1.60万元，下降20.00%。",
        "接待112批次，比上年12批次，增长12%。",
    ] {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = engine().audit("a.txt", text.as_bytes()).unwrap();
        let told = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
        let told: Vec<Severity> = told.map(|check| check.severity).collect();
        assert_eq!(told, [Severity::Info], "{sentence}");
    }
}

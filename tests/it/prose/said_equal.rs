//! What words say to be equal, which of several is the greatest, which way something went, what keeps to a limit, which grade a
//! printed scale gives.

use super::{Changed, finds_the_wrong_and_accuses_no_right};
use gouji::audit::Verdict;

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "two amounts in two units are told to be one",
        "发放系统登记的林木补贴为2,716,300元，会计账记录支出271.63万元，两者一致。",
        "2,716,300元",
        "2,761,300元",
    ),
    (
        "what an amount is told to be equal to bears its name",
        "苗圃中心收入总计1,427.36万元，比上年增加38.20万元；支出总计1,427.36万元，与收入总计相等。",
        "支出总计1,427.36万元",
        "支出总计1,472.36万元",
    ),
    (
        "the same as in the year before, which stands before it",
        "会议费2024年预算6.40万元，2023年预算6.40万元，与上年持平。",
        "2023年预算6.40万元",
        "2023年预算4.60万元",
    ),
    (
        "points behind 从三个方面",
        "对检查中发现的问题，林业局从三个方面落实整改：一是补签管护合同；二是清理往来款项；三是完善出入库手续。",
        "从三个方面",
        "从四个方面",
    ),
    (
        "points in circles",
        "2024年重点任务共4项：①完成造林验收；②更新防火装备；③开展病虫监测；④建成管护站。",
        "共4项",
        "共5项",
    ),
    (
        "the slowest of several rates",
        "三季度支付率：局机关68.3%，林业站71.5%，苗圃中心55.2%，检疫站62.8%。支付最慢的是苗圃中心。",
        "支付最慢的是苗圃中心",
        "支付最慢的是检疫站",
    ),
    (
        "the size of an expense",
        "四个林场管护支出合计731.40万元：北山林场206.50万元，南坡林场251.30万元，西岭林场148.20万元，东沟林场125.40万元。其中支出规模最大的是\
         南坡林场。",
        "最大的是南坡林场",
        "最大的是北山林场",
    ),
    (
        "a total and a colon",
        "四个林场管护支出合计731.40万元：北山林场206.50万元，南坡林场251.30万元，西岭林场148.20万元，东沟林场125.40万元。",
        "148.20万元",
        "184.20万元",
    ),
    (
        "a share that does not pass a limit",
        "造林项目总投资2,860.00万元，列支管理费51.48万元，占总投资的比例未超过2%的上限。",
        "51.48万元",
        "81.48万元",
    ),
    (
        "a rate above a limit",
        "收回有效问卷436份，选择“满意”或“比较满意”的402份，满意率超过90%。",
        "402份",
        "372份",
    ),
    (
        "so many tenths of the only other number",
        "对24个项目开展自评，得分在85分以上的17个，占比超过七成。",
        "17个",
        "15个",
    ),
    (
        "a rate that names what picks its part out, and the noun of the whole",
        "年内抽查管护点75处，评为优良的66处，优良管护点比例88.0%，好于85%的年度指标值。",
        "66处",
        "61处",
    ),
    (
        "which way something went, without a rate",
        "印刷费支出8.36万元，上年为9.72万元，同比减少，主要是推行电子公文。",
        "上年为9.72万元",
        "上年为7.92万元",
    ),
    (
        "which way a budget went against that of the year before",
        "差旅费2024年预算21.50万元，2023年预算为24.00万元，较上年下降，原因是合并外业检查。",
        "2023年预算为24.00万元",
        "2023年预算为20.40万元",
    ),
    (
        "by how much one rate is above another, by their names",
        "前三季度，林业收入同比增长5.4%，支出同比增长7.9%，支出增幅高于收入增幅2.5个百分点。",
        "高于收入增幅",
        "低于收入增幅",
    ),
    (
        "behind what is due by now",
        "截至9月末，项目支出进度70.4%，同期序时进度75.0%，落后4.6个百分点。",
        "落后4.6个百分点",
        "落后6.4个百分点",
    ),
    (
        "a scale up to, but without",
        "防火项目自评总分86.5分，评价等级为“良”（90分及以上为优，80分及以上不足90分为良，60分及以上不足80分为中，60分以下为差）。",
        "评价等级为“良”",
        "评价等级为“优”",
    ),
    (
        "what was put on and taken off in sentences of its own",
        "该项目年初批复预算1,320.00万元。执行中因上级追加补助，调增215.60万元；因一处苗圃未能征地，调减74.30万元。调整后全年预算为\
         1,461.30万元。",
        "调增215.60万元",
        "调增251.60万元",
    ),
    (
        "a rate is of what its change is from",
        "宣传费决算51.20万元，2022年度为64.00万元，减少12.80万元，下降20.0%。",
        "下降20.0%",
        "下降25.0%",
    ),
    (
        "相当于 says a share",
        "苗木采购控制价926.00万元，中标价870.44万元，节约55.56万元，节约额相当于控制价的6.00%。",
        "6.00%",
        "6.60%",
    ),
    (
        "the second measure of a list",
        "全县参加林业保险的农户3,214户、8,536人。其中城镇815户、2,107人，农村2,399户、6,429人。",
        "6,429人",
        "6,249人",
    ),
    (
        "days for which a list hangs out",
        "补助名单于2024年6月3日至6月9日在各村张榜，公示期7天，未收到异议。",
        "公示期7天",
        "公示期9天",
    ),
    (
        "a set amount is exact",
        "管护奖补资金共58万元，按考核结果分档：一等5个村，每村奖补6万元；二等4个村，每村奖补4万元；三等6个村，每村奖补2万元。",
        "二等4个村",
        "二等5个村",
    ),
    (
        "a portion beside another one",
        "自然保护地需补助260.00万元，中央财政负担50%即130.00万元，省级财政负担30%即78.00万元，其余20%即52.00万元由市级财政配套。",
        "78.00万元",
        "87.00万元",
    ),
    (
        "what several prices come to, told in the next sentence",
        "防火物资按定额核定：护林员112人，每人每年0.45万元；扑火队员64人，每人每年0.80万元。全年共核定经费101.60万元。",
        "护林员112人",
        "护林员121人",
    ),
];

const RIGHT: &[&str] = &[
    // a second list of points behind the first
    "成效体现在两个方面：一是成活率提升至92%；二是管护率保持100%。下一步措施：一是细化指标；二是压实责任；三是加强抽查。",
    // states are not what has changed
    "林区防火车辆连续两年减少：2021年末62辆，2022年末57辆，2023年末51辆，两年累计减少11辆。",
    // what was planned is another end of the time
    "智慧林业项目2022年6月启动，原定2023年10月完工，实际于2024年1月完工，实际建设期20个月（含首尾两月）。",
    // days are taken off
    "管护站自2024年4月1日至8月31日施工，首尾两日计入并扣除雨季停工38天，有效工期115天。",
    // a mean is rounded, though it is printed in fen
    "全县户籍人口63.4万人，2024年安排绿化经费88.0万元，人均绿化经费1.39元。",
    // what stands beside is an item, too
    "造林支出310.00万元；管护支出96.00万元，占23.65%。",
    "造林支出310.00万元，管护支出96.00万元，占23.65%。",
    // 其余 without an amount, though it is paid in three years
    "苗圃建设总投资3,400万元，其中争取中央投资1,300万元、省级补助600万元，其余由市级分三年筹措。",
    // what 上年 is part of a name: the change is that of the head
    "预算收入98.60万元，其中：财政拨款71.20万元、上年结转14.30万元、上年实有账户余额8.10万元、其他收入5.00万元，较上年减少12.40万元，\
     下降11.17%。",
    // shares that come to less than all leave something out
    "一般预算拨款支出5,200.00万元，按功能分类，农林水支出3,380.00万元，占65.0%，主要用于造林；教育支出624.00万元，占12.0%。",
    // what comes to the whole with the others is none of their total
    "2024年安排造林资金7,600万元。按来源划分，中央财政补助4,200万元，省级配套1,900万元，市级400万元，县级自筹1,100万元。",
    // what it comes to is told next
    "设备购置费预算270万元：购置运水车12辆，每辆16万元，计192万元；购置巡护车3辆，每辆26万元，计78万元。",
    // different, as the words say
    "账面登记林木2,860株，实地清点2,831株，两者不一致，差异29株已查明原因。",
    "预算数120.00万元，与上年决算数基本持平。",
];

#[test]
fn one_changed_figure_is_found_and_no_right_sentence_is_accused() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

#[test]
fn of_the_readings_of_a_rate_the_one_that_a_slip_explains_is_told() {
    let text = "预算收入98.60万元，其中：财政拨款71.20万元、事业收入22.40万元、其他收入5.00万元，较上年减少12.40万元，下降12.17%。";
    let told = super::accused(super::engine(), text);
    assert!(told.iter().any(|one| one.contains("11.17%")), "{told:?}");
}

#[test]
fn what_keeps_to_a_limit_or_goes_a_way_proves_no_figures() {
    for sentence in [
        "造林项目总投资2,860.00万元，列支管理费51.48万元，占总投资的比例未超过2%的上限。",
        "印刷费支出8.36万元，上年为9.72万元，同比减少，主要是推行电子公文。",
    ] {
        let text = format!("青岗县林业站2023年度部门决算\n\n二、其他说明\n\n{sentence}\n");
        let audit = super::engine().audit("a.txt", text.as_bytes()).unwrap();
        let holds = audit.checks.iter().filter(|check| check.verdict == Verdict::Holds).count();
        assert_eq!(holds, 0, "{sentence}");
    }
}

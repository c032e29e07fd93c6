//! What stands beside a figure and says what it is: names behind it, codes in brackets, multiples, the words of a structure.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "so much for each thousand of what is counted by its name",
        "全县林地48.20万亩，护林员1,446名，每千亩林地护林员3.00名。",
        "3.00名",
        "5.00名",
    ),
    (
        "shares behind the words of a structure come to more than all",
        "从资金来源看，中央补助占52.5%，省级补助占28.5%，自筹占19.0%。",
        "28.5%",
        "38.5%",
    ),
    (
        "more than the whole, joined by the same marks",
        "造林总投资960万元，其中中央补助520万元、省级配套300万元、自筹资金140万元。",
        "520万元",
        "660万元",
    ),
    (
        "ranks are apart",
        "场内技术人员46人，其中：中级20人，副高16人，正高10人。",
        "副高16人",
        "副高26人",
    ),
    (
        "a name with a number in it",
        "参评单位共五个，分别是：局机关、县林场、县苗圃、县检疫站、县110联防中心。",
        "共五个",
        "共六个",
    ),
    (
        "names behind a rate that they share",
        "有3个单位的执行率低于60%，即北山管理站、东岭管理站、县检疫站，三家预算合计21.00万元。",
        "有3个",
        "有4个",
    ),
    (
        "times as much as last year",
        "设备购置支出196.00万元，上年为70.00万元，增加126.00万元，是上年的2.8倍。",
        "2.8倍",
        "1.8倍",
    ),
    (
        "what is over",
        "抚育补助下达592.00万元，已拨付548.37万元，余43.63万元。",
        "余43.63万元",
        "余34.63万元",
    ),
    (
        "a fact of the sentence before that the base names",
        "全场在职职工112人；离退休64人。在职职工比上年的109人增加3人。",
        "增加3人",
        "增加8人",
    ),
    (
        "points by a rate, the weight in the sentence before",
        "预算执行率指标分值10分。抚育补助全年预算640.00万元，全年执行587.52万元，执行率91.80%，按执行率计9.18分。",
        "9.18分",
        "9.81分",
    ),
    (
        "what is new is a reason, what is gone is named before",
        "林业支出2023年决算1,937.48万元，较2022年决算1,205.16万元净增加732.32万元。变动原因：一是调整工资增加386.75万元；二是标准提高\
         增加203.50万元；三是新增瞭望塔项目500.00万元；四是飞播项目取消，减少357.93万元。",
        "减少357.93万元",
        "减少457.93万元",
    ),
    (
        "changes of all that the total is of",
        "“三公”经费支出69.80万元，比上年决算74.20万元减少4.40万元。其中：因公出国（境）费0.00万元，与上年持平；公务用车购置及运行费\
         60.00万元，比上年减少2.00万元；公务接待费9.80万元，比上年减少2.40万元。",
        "减少2.40万元",
        "减少4.20万元",
    ),
];

const RIGHT: &[&str] = &[
    // there are others without a rank, and other sources
    "场内技术人员46人，其中：高级10人，中级20人，初级12人。",
    "造林总投资960万元，其中：中央补助520万元、自筹资金140万元。",
    // those of whom both is true
    "全年接受甲项检查7,230人，接受乙项检查7,184人，两项均接受的6,902人，实际受检7,512人。",
    // some came and some went in between
    "2023年初补助对象4,218人，年内新增236人、退出57人，年末4,397人；补助标准每人每年960元，全年发放416.45万元，其中新增对象从次月起按月计发。",
    // each is asked for itself
    "问卷显示，对服务满意的占92%，对环境满意的占88%，对价格满意的占75%。",
    // the first of them are all, the last is the whole once more
    "2023年当年拨款1,986.42万元。其中：人员经费1,542.10万元，公用经费196.32万元，项目支出248.00万元，当年拨款1,986.42万元均已细化。",
    "其中两项：护林补助300.00万元、检疫补助200.00万元，其中300.00万元为中央补助，其余为自筹。",
    // some of them
    "支持企业12家，名单如下：其中规上企业甲公司、乙公司、丙公司。",
];

#[test]
fn one_changed_figure_is_found_and_no_right_sentence_is_accused() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

//! What a sentence says of figures before it by a part of their name, by 超 or 相抵, or of all that was taken; items of
//! several names. Each with a right sentence, the same with one wrong figure, and right sentences of another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "an item of several names",
        "全场用房4,182.6平方米，其中苗木温室1,960.4平方米，工具间、值班室等辅助用房1,517.2平方米，其他705.0平方米。",
        "4,182.6平方米",
        "4,812.6平方米",
    ),
    (
        "a part by its name, of all",
        "完成管护任务9,600亩，其中封山管护5,280亩、人工巡护3,120亩、补植管护1,200亩，人工巡护占总任务的32.50%。",
        "32.50%",
        "23.50%",
    ),
    (
        "more than a plan by a word alone",
        "引种支出年初预算为48.60万元，决算为55.10万元，超年初预算6.50万元。",
        "6.50万元",
        "7.40万元",
    ),
    (
        "changes of the sentence before that offset each other",
        "管护经费2024年预算356.20万元，2023年为331.80万元，增加24.40万元；巡护经费2024年预算128.00万元，2023年为141.50万元，减少13.50万元。两项相抵增加10.90万元。",
        "相抵增加10.90万元",
        "相抵增加19.00万元",
    ),
    (
        "what is left of full marks, in a sentence of its own",
        "整体评价满分100分，共扣6.8分：立项扣1.3分，管护扣2.5分，成活扣3.0分。综合得分93.2分。",
        "得分93.2分",
        "得分92.3分",
    ),
    (
        "the amount in the clause before, not that of the sentence before",
        "1至11月，苗木销售收入累计436.80万元。12月当月收入71.60万元，全年完成508.40万元，为年初预算480.00万元的105.92%。",
        "105.92%",
        "91.00%",
    ),
];

/// Right sentences that look alike.
const RIGHT: &[&str] = &[
    // not all items are listed
    "引种支出86.40万元，其中种子31.20万元，运费、保险费等12.60万元。",
    "管护支出120.00万元，其中油料38.00万元、维修27.50万元等。",
    // by so much over a bound
    "苗木销售收入超80.00万元，为年初预算78.50万元的102.7%。",
    // of another amount than the list's
    "林业支出1,280.00万元，其中管护640.00万元、巡护320.00万元、引种320.00万元，巡护占巡护总预算400.00万元的80.00%。",
    // the sentence before states points of another table
    "立项满分20分，共扣1.5分。管护得分27.0分。",
    // two changes of another kind
    "管护经费增加24.40万元，巡护经费减少13.50万元，引种经费增加5.00万元。前两项相抵增加10.90万元。",
    // the mean of others
    "培训支出5.00万元。举办培训班3期，培训护林员120人次，人均400元。",
];

#[test]
fn each_reading_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

//! Sentences of plain writers: what stands nearest says what is meant.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure or word that is changed, and what it is changed to.
const READ: &[Changed] = &[
    ("one thing and its amount", "送展经费14.4万元，全年36场，一场4,000元。", "36场", "63场"),
    (
        "one thing and how many it takes",
        "修复讲座开了125期，来听的有5,000人次，一期40人次。",
        "5,000",
        "6,000",
    ),
    (
        "a ratio of another year, which no word calls last year",
        "数字化率24.6%，2021年为21.9%，提高了2.7个百分点。",
        "2.7",
        "7.2",
    ),
    (
        "a ratio of another year that a pronoun names",
        "人员经费占基本支出的84.4%，而2021年这一比重是86.9%，回落2.5个百分点。",
        "2.5",
        "3.5",
    ),
    (
        "the half of a year is exact",
        "1—6月支出918.2万元，占年初预算1,840.0万元的49.9%，比时间进度慢0.1个百分点。",
        "0.1",
        "0.8",
    ),
    (
        "a list that ends with what else there is",
        "本馆当年来源8,642.37万元。拨款3,215.60万元，门票5,108.22万元，另有318.55万元是利息和捐赠。",
        "318.55",
        "381.55",
    ),
];

/// What is right, and may not be accused.
const RIGHT: &[&str] = &[
    // one of several things that cost differently
    "购置展柜3台共28万元，一台12万元，另两台各8万元。",
    "办班2期，一期40人，一期60人，共100人。",
    "一季度24场，二、三季度各32场，四季度24场，一年112场，每场1,850元，安排20.72万元。",
    // a ratio of a year that the difference is not from
    "本馆借阅率3.2%，2021年为5.6%，比2022年降了1.1个百分点。",
    // a rate of other things than the two numbers
    "在编修复师1,320人，驻馆860人，驻馆率65.2%，驻馆修复师补助覆盖率41.0%。",
    "抽查档案320卷，其中文书档案180卷，抽查覆盖率12.5%。",
    "全年培训480人。考试450人，合格率93.0%，补考后全部通过。",
    // what a share is of is no bound
    "截至9月末，馆藏修复支出486.20万元，达到全年预算640.00万元的75.97%。",
    // a name of what was built, and the next one
    "新馆总投资6.4亿元，一期2.5亿元、二期3.9亿元。",
    // another plan than the greatest amount
    "展览总预算180.0万元，2023年已支出72.0万元，2024年预算108.0万元，当年支出97.2万元，年度执行率90.0%。",
    // only a share of the product is ordered
    "修复纸48万张，单价0.65元，按95%的合格率安排29.64万元。",
    // the growth is that of other things
    "年末馆藏17.02万卷，比上年末17.42万卷下降2.3%；全年接收同比增长4.8%。",
    // the first of a list, which is less than the second
    "当年来源8,642.37万元。拨款3,215.60万元，门票5,108.22万元，另有318.55万元是利息和捐赠。",
];

#[test]
fn what_stands_nearest_is_meant() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

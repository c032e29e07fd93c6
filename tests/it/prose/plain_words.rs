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
    (
        "a change against the year before, each in a sentence of its own",
        "2023年修复支出1,286.40万元。上年是1,198.75万元。多了87.65万元，增长7.31%。多的钱用在新馆上。",
        "7.31",
        "8.31",
    ),
    (
        "a direction in a sentence of its own",
        "展柜租金0.42万元。上年0.68万元。同比下降38.24%。新展柜都是自己的。",
        "下降",
        "增长",
    ),
    (
        "parts and their shares, each in a sentence of its own",
        "馆内支出2,381.67万元。人员经费2,118.64万元，占88.96%。公用经费263.03万元，占11.04%。",
        "11.04",
        "11.40",
    ),
    (
        "a list in one sentence, what it comes to in the next",
        "按科室分：修复室86.40万元，阅览室18.25万元，展览部96.20万元，办公室93.25万元。以上共294.10万元。",
        "18.25",
        "28.25",
    ),
    (
        "what was there, came and went in short sentences",
        "年初结转73.26万元。本年收入2,905.40万元，本年支出2,931.85万元。年末还有46.81万元，结转到下年接着用。",
        "46.81",
        "48.61",
    ),
    (
        "points and what is taken off, each in a sentence of its own",
        "满分100分。台账不全，扣2分。两处展柜验收晚了，扣3.5分。读者意见答复超时，扣1分。最后得分93.5分。",
        "3.5",
        "2.5",
    ),
    (
        "the direction of an amount against another year",
        "抄写费2023年9.36万元，2022年10.12万元。今年比上年减少0.76万元。",
        "减少",
        "增加",
    ),
    (
        "a number of things and what is told of each in a sentence of its own",
        "今年的重点工作有三件。一是把老馆的旧柜全部换掉。二是给书库添一台除湿机。三是修好北馆的电梯。",
        "三件",
        "四件",
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
    // what belongs to sentences of other subjects
    "展览收入完成128.1亿元，占调整预算的101%，同比增长11.3%。展览支出完成113.6亿元，占调整预算的99%，同比增长4.2%。",
    "上半年支出9,412.60万元，其中二季度5,017.30万元。三季度支出4,586.90万元，环比下降8.58%。",
    "修复卷宗52卷，支出1,144.00万元。其中大卷4卷，每卷68.00万元，全部卷宗每卷22.00万元。",
    "本馆抽查16项，分馆交叉检查23项。剔除重复检查的5项后，实际检查34项。",
    // what was there, came and went is no list
    "年初结转73.26万元，本年收入2,905.40万元，本年支出2,931.85万元，年末还有46.81万元，结转到下年接着用。",
    "年初结转73.26万元。本年收入2,905.40万元，本年支出2,931.85万元，年末还有46.81万元。",
    // a limit that is kept
    "每卷成本114元，没超过118元的控制数。",
    // a share of what the price comes to, and two prices of one thing
    "租用展位24个，每个3.2万元，财政补助七成，本馆自付三成，据此列支财政资金53.76万元，本馆负担23.04万元。",
    "规模150箱，每箱每月补保管费180元、保险费120元，共计6个月，需要资金27.0万元。",
];

#[test]
fn what_stands_nearest_is_meant() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

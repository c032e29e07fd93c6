//! What fails as it was read, but comes out with another figure in the place of one, is left open; a figure that nothing
//! explains, and that one slip makes part of what is said, is told.

use super::{accused, engine, finds_the_wrong_and_accuses_no_right};

/// What is right, though the figure that stands nearest is not the one that is meant.
const RIGHT: &[&str] = &[
    // the part that is named stands before the last
    "管护补助1,260.40万元，其中省级630.20万元、市级378.12万元、县级252.08万元；市级部分比2022年的350.62万元多27.50万元，增长7.84%。",
    // the list is over, and its head is meant
    "林业收入完成64.38亿元，其中木材收入38.72亿元，林下收入25.66亿元，为年初预算63.00亿元的102.2%。",
    // the whole of another year
    "管护支出由2020年的46.20万元增加到2023年的58.41万元，三年累计增长26.4%，2023年防火支出46.31万元，占管护支出的79.3%。",
    // the first of those that are listed
    "按面积由大到小，各片区依次为东片864.00公顷、西片620.50公顷、南片586.20公顷、北片372.80公顷，前三位合计2,070.70公顷。",
    // a rate of the year before, which the points behind it compare
    "2023年林业拨款371.60万元，占收入预算580.00万元的64.07%，上年该比重为66.92%，同比回落2.85个百分点。",
    // what is left without one item
    "新增林地1,835.60公顷，上年为611.87公顷；扣除移交的苗圃1,240.00公顷后新增595.60公顷，比上年减少16.27公顷。",
];

/// Sentences whose words leave open which figures belong together.
const READ: &[super::Changed] = &[
    (
        "an amount for each of so many",
        "巡护86元/人·天，全年48,250人天，需414.95万元；防火92元/人·天，全年23,640人天，需217.49万元。",
        "217.49",
        "271.49",
    ),
    (
        "what two quarters come to",
        "一季度支出4.12亿元，二季度支出6.35亿元，上半年累计10.47亿元，下半年支出8.97亿元，全年19.44亿元。",
        "10.47",
        "11.47",
    ),
];

#[test]
fn what_comes_out_with_another_figure_accuses_nobody() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

#[test]
fn a_share_of_what_is_named_is_of_nothing_else() {
    let share = |rate: &str| {
        format!(
            "良种采购500.00万元，占采购总额625.00万元的80.00%，其中容器苗采购400.00万元，占良种采购的{rate}%。"
        )
    };
    assert_eq!(accused(engine(), &share("80.00")), Vec::<String>::new());
    // 400 of 625: of another whole than the words say
    assert_ne!(accused(engine(), &share("64.00")), Vec::<String>::new());
}

#[test]
fn a_figure_that_is_explained_is_no_slip() {
    // what is 9.50 of it stands in the same sentence
    let text = "全年巡护48,250人天，支出458.38万元，人天均95.00元；较上年的45,250人天多3,000人天。";
    assert_eq!(accused(engine(), text), Vec::<String>::new());
}

//! Several bases, rows that stand side by side, and what a sentence before tells. Each with a right sentence, the same
//! with one wrong figure, and right sentences of another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "each of several years by its name",
        "苗圃灌溉水费2023年列支36.20万元，2022年为31.75万元，2021年为40.60万元，同2022年比多支4.45万元，同2021年比则少支4.40万元。",
        "少支4.40万元",
        "少支4.04万元",
    ),
    (
        "the same in per cent",
        "护林员补助2023年为44.00万元，2022年为50.00万元，2021年为40.00万元，比2022年下降12.00%。",
        "12.00%",
        "21.00%",
    ),
    (
        "both at once",
        "2023年拟安排防火经费143.00万元。2022年年初预算为130.00万元，2022年预计执行137.50万元，与两者相比分别增长10.0%和4.0%。",
        "和4.0%",
        "和14.0%",
    ),
    (
        "what a change comes to",
        "2023年林道养护经费原批260万元，9月压减35万元，压减后为225万元，由县财政统筹。",
        "压减35万元",
        "压减53万元",
    ),
    (
        "the former and the latter",
        "苗木款、肥料款预算分别列26.4万元、15.2万元，上年分别为29.1万元、12.7万元，前者少列2.7万元，后者多列2.5万元。",
        "多列2.5万元",
        "多列5.2万元",
    ),
    (
        "so much for each of a row",
        "护林班、检疫班参训职工分别为40人、25人，培训投入分别为3.60万元、3.00万元，人均投入分别为900元、1,200元。",
        "1,200元",
        "2,100元",
    ),
    (
        "a product and what comes besides",
        "新建瞭望塔3座，每座造价265,000元，另购巡护车一台18.6万元，项目预算共98.1万元。",
        "共98.1万元",
        "共89.1万元",
    ),
    (
        "the share of an item of the sentence before",
        "差旅费支出7.50万元。分单位看，场部4.80万元，北山苗圃1.65万元，检疫站1.05万元。北山苗圃占22.00%。",
        "22.00%",
        "32.00%",
    ),
    (
        "from month to month",
        "9月当月采种费2.15万元，8月当月采种费2.60万元，环比回落0.45万元，属正常波动。",
        "环比回落",
        "环比回升",
    ),
];

const RIGHT: &[&str] = &[
    // a change and two parts of it
    "资产总计期初1,364.25万元、期末1,497.97万元，净增133.72万元，其中流动资产增加183.20万元，非流动资产减少49.48万元。",
    // the base is not printed
    "苗圃水费2023年列支36.20万元，2021年为31.75万元，2020年为40.60万元，比2022年少支1.10万元。",
    // a part of the year's figure
    "苗圃水费2023年列支36.20万元，2022年为31.75万元，2021年为40.60万元，其中育苗用水比2022年少支2.30万元。",
    // the change of an item, not of the whole
    "2023年经费原批260万元，林道养护压减35万元，压减后为80万元。",
    // each total is that of its own row
    "林木收入分别为5万元、3万元，苗木收入分别为4万元、2万元，合计依次为8万元、6万元。",
    // something else went on
    "分别栽植20公顷、30公顷，投入分别为18.00万元、27.00万元，人均投入分别为600元、750元。",
    // scores, of which some were taken away again
    "立项、管护两类指标权重分别为40分、60分，得分率分别为90%、80%，折算后得84.0分。",
    // an additional thing that is no part of the total
    "新建瞭望塔3座，每座造价265,000元，共79.5万元，另购巡护车一台18.6万元。",
    // first of another row
    "各站占比依次是40.0%、35.0%、25.0%，前两站合计75.0%，第三站不足三成。",
    // from the beginning to the end something else went off, too
    "固定资产净值由年初86.40万元降到年末71.20万元，计提折旧12.30万元。",
    // 甲 is a part of another whole
    "差旅费支出7.50万元。分单位看，场部4.80万元，北山苗圃1.65万元，检疫站1.05万元。北山苗圃占全县苗圃差旅费的61.00%。",
    // another year's month
    "9月当月采种费2.15万元，8月当月采种费2.60万元，同比回升0.35万元。",
    "二季度安排抚育费26万元，其间核减6万元，核减后为20万元，到位20万元。",
];

#[test]
fn bases_rows_and_what_the_sentence_before_tells() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

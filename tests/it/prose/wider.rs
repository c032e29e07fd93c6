//! Readings that go beyond a clause: lists in lists, wholes by their words, firsts of a list, and figures that only
//! their neighbours explain. Each with a right sentence, the same with one wrong figure, and right sentences of
//! another meaning.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

/// What is read, a right sentence, the figure that is changed, and what it is changed to.
const READ: &[Changed] = &[
    (
        "what was got of each weight",
        "经复核，造林项目得92.4分：立项（12分）得11.5分，管护（28分）得26.4分，成活（45分）得40.5分，群众反映（15分）得14.0分。",
        "得92.4分",
        "得94.2分",
    ),
    (
        "the same with the word of the weight",
        "评审得分87.5分：立项（满分10分）得9.0分，管护（满分30分）得25.5分，成活（满分60分）得53.0分。",
        "得25.5分",
        "得28.5分",
    ),
    (
        "a plan of its stage in the sentence before",
        "造林支出年初预算520.00万元，年中追加160.00万元，全年预算680.00万元。当年支出646.00万元，为全年预算的95.00%。",
        "95.00%",
        "124.23%",
    ),
    (
        "a whole by a part of its name",
        "苗圃扩建批复概算总额860.00万元。2022年投入215.00万元，2023年投入430.00万元，两年共投入645.00万元，余款215.00万元列入2024年，余款占概算的25.00%。",
        "概算的25.00%",
        "概算的33.33%",
    ),
    (
        "a part of an increase",
        "林业支出1,260.00万元，比上年增加180.00万元。其中，补植增支63.00万元，占增加额的35.00%。",
        "35.00%",
        "5.00%",
    ),
    (
        "tenths over a share",
        "管护支出42.60万元，占林业支出60.00万元的71.0%，超过七成。",
        "超过七成",
        "超过八成",
    ),
    (
        "a row that falls from year to year",
        "2020年至2023年病虫害面积分别为86.4公顷、74.1公顷、61.5公顷、58.2公顷，逐年下降。",
        "74.1公顷",
        "94.1公顷",
    ),
    (
        "a first that is named behind its list",
        "四个林班本年投入：东坡林班64.20万元，西坡林班58.70万元，南沟林班71.30万元，北沟林班49.90万元，投入最多的是南沟林班。",
        "是南沟",
        "是东坡",
    ),
    (
        "the same with the name before the rank",
        "三项工程预算分别为：引种38.00万元、补植92.00万元、防火47.00万元，其中补植安排资金最多。",
        "其中补植",
        "其中防火",
    ),
    (
        "the days that both ends count",
        "2023年4月3日进场，2023年5月12日完工，含首尾两日共作业40天。",
        "40天",
        "45天",
    ),
    (
        "as many items as are said to be",
        "巡查发现隐患47处，归为三类：火源管理不严21处，标识缺失14处，道路损毁12处。",
        "47处",
        "49处",
    ),
    (
        "a rate of two items together",
        "参评苗圃40个，评为“优”的18个、“良”的14个、“中”的6个、“差”的2个。经统计，优良率80.00%。",
        "80.00%",
        "85.00%",
    ),
    (
        "so many items and their total behind words of what is left out",
        "检疫支出96.00万元的主要去向：药剂31.20万元、用车18.40万元、培训12.90万元，三项合计62.50万元，其余为日常开支。",
        "合计62.50",
        "合计65.20",
    ),
    (
        "a base and what comes upon it",
        "2023年办公费在上年40.00万元的基础上压减7.5%，即压减3.00万元，压减后为37.00万元。",
        "减7.5%",
        "减5.7%",
    ),
    (
        "an average by what it is counted by",
        "苗木基地覆盖32个村，设置育苗点96处，平均每村3处，投入480.00万元，平均每处5.00万元。",
        "每处5.00",
        "每处6.00",
    ),
    (
        "what the sentence before explains",
        "2022年度，林区防火支出4,318.52万元。2023年度升至5,045.16万元，多出726.64万元。",
        "726.64",
        "762.64",
    ),
    (
        "the year before in the sentence before",
        "2022年林区防火支出27.94万元。2023年支出决算25.15万元，同比减少2.79万元。",
        "同比减少",
        "同比增加",
    ),
    (
        "a mean of as many figures as it says",
        "2021年、2022年、2023年补植支出分别为612.40万元、655.83万元和703.21万元，三年年均657.15万元。",
        "657.15",
        "675.14",
    ),
    (
        "the first of a list by words of its size",
        "三个林班支出依次为：东坡林班64.20万元、西坡林班58.70万元、南沟林班71.30万元，其中支出规模居首的是南沟林班。",
        "是南沟",
        "是东坡",
    ),
    (
        "an average by all of a number whose parts are told",
        "本年改造林舍36所：东坡23所、西坡9所、南沟4所，改造面积52,200平方米，平均每所1,450平方米。",
        "1,450平方米",
        "1,540平方米",
    ),
    (
        "parts of a total in the sentence before",
        "林业支出6,482.70万元，较年初预算5,960.00万元多522.70万元。多出部分：补植追加268.40万元，防火追加120.95万元，检疫追加133.35万元。",
        "133.35",
        "313.35",
    ),
];

/// Right sentences that are easily mistaken.
const RIGHT: &[&str] = &[
    // lists in a list, and subtotals
    "基本支出2,614.66万元，分两块：人员经费2,284.11万元，由工资1,965.84万元和补助318.27万元组成；公用经费330.55万元，由办公费302.60万元和购置费27.95万元组成。",
    "巡护经费146.92万元，明细为：油料31.45万元、印刷8.20万元、通讯12.68万元、差旅46.37万元，以上四项小计98.70万元，其他48.22万元。",
    // a numeral opens a name
    "拟实施的工程有4项，即苗圃扩建、林道修缮、二次补植、三北防护林抚育。",
    // several amounts together
    "苗圃总投资800.00万元，2021年、2022年已投入200.00万元和260.00万元，2023年投入240.00万元，累计占总投资的87.50%，剩余100.00万元列入2024年。",
    // a score that is rounded from its rate
    "全年预算1,350.00万元，执行1,187.19万元，执行率87.94%，该指标满分10分，按比例计8.79分。",
    // so far below, and not below it
    "计划投入3.60亿元，2024年预计0.50亿元，低于规划总额0.15亿元，差额由社会资本弥补。",
    // on a comparable basis
    "林产品收入完成68.42亿元，上年66.50亿元，自然口径增长2.89%，剔除退税因素后同口径增长6.15%。",
    // what is left goes on
    "核定岗位118名，在岗93名，空岗25名；拟招聘14名、选调3名，到位后尚余空岗8名。",
    // what came in and went out stands in a bracket
    "年末结余71.63万元（到位1,084.50万元，支出1,012.87万元），其中质保金54.22万元，净结余17.41万元。",
    // parts may come to more by their rounding
    "林业支出2,958.72万元，其中人员经费2,604.39万元、公用经费354.34万元，分项之和与合计相差0.01万元。",
    // an income that is no flow of the fund
    "防火基金按林产品收入的2‰计提。2023年林产品收入18,642.50万元，计提37.29万元，加年初余额64.17万元，扣除赔付21.30万元，年末余额80.16万元。",
    // the first of another measure
    "三个林班投入：东坡64.20万元、西坡58.70万元、南沟71.30万元，其中西坡成活率最高。",
    // for a part of the year
    "拟招聘护林员4名，人均年经费12.60万元，按8个月测算33.60万元；全年数50.40万元在下一年预算中体现。",
    // of what is named before
    "采购预算318.00万元，其中面向中小企业222.60万元，占70.0%；在面向中小企业部分中，预留小微企业155.82万元，占70.0%。",
    // the ratio of the time that has passed
    "上半年，林产品收入完成14.26万元，为年初预算30.50万元的46.8%，低于时间进度（50%）3.2个百分点。",
    // the number of square metres stands in another sentence
    "苗圃温室面积12,600平方米。按每平方米每月2.80元、全年12个月测算，租金需42.34万元；另需维修9.66万元，两项预算52.00万元。",
    // a figure that is printed twice is no slip of another
    "管护支出2,464.02万元，与上年相比增加123.67万元。主要是增加租赁209.00万元，增加外事200.00万元，增减相抵后增加123.67万元。",
];

#[test]
fn each_reading_finds_its_wrong_figure_and_accuses_no_right_one() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

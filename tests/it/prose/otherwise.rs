//! A sum that fails as it was read, though the figures beside its total come to it, accuses nobody; a list that has to
//! come to a total that is told already does.

use super::{Changed, finds_the_wrong_and_accuses_no_right};

const READ: &[Changed] = &[
    (
        "points that a rate was turned into, and their total",
        "预算执行率96.4%，按10分的权重折算为9.64分，产出和满意度指标得83.2分，总分92.84分。",
        "总分92.84分",
        "总分94.82分",
    ),
    (
        "two lists of one total",
        "管护经费按单位分：场部86.20万元、苗圃41.75万元、检疫站17.05万元，共计145.00万元。按用途分：工资96.30万元、油料30.40万元、维修18.30万元，合计145.00万元。",
        "96.30万元",
        "93.60万元",
    ),
];

const RIGHT: &[&str] = &[
    // a change and its parts
    "林地资产期初2,614.20万元、期末2,788.35万元，净增174.15万元，其中林木增加221.40万元，设备减少47.25万元。",
    "抚育基金余额年初8.42亿元、6月末7.93亿元，半年内收缩0.49亿元，期间退出收回1.05亿元、新增投放0.56亿元。",
    // a length of something else than the years behind it
    "林木档案保管期限为30年，本年向档案室移交2012年至2014年林木档案186卷。",
    "全年受理林权事项164件，其中网上事项101件、涉农事项58件、重复事项27件，同一事项可归入不同类别。",
    // items that may be counted twice
    "纳入计划的林业项目15个，其中跨年度项目8个、运维类项目9个、涉密项目2个，同一项目可能同属几类。",
    "全县可用财力总量52,310万元：税收收入31,200万元、上级补助15,600万元、动用预算稳定调节基金3,150万元、上年结转2,360万元。支出总量50,180万元：当年支出44,620万元、上解上级2,310万元、债务还本2,150万元、补充预算稳定调节基金1,100万元。总量相减，年终滚存2,130万元。",
];

#[test]
fn the_figures_beside_a_total_are_its_parts_where_they_come_to_it() {
    finds_the_wrong_and_accuses_no_right(READ, RIGHT);
}

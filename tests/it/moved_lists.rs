//! Lists whose relations their own figures bear out, moved as a whole: what comes out once all of it is put
//! back is told once, though next to nothing comes out as printed.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, MisfitCause, Severity};
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    let text = format!("清溪市水利局2026年部门预算\n\n{text}");
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn said(audit: &DocumentAudit) -> Vec<String> {
    audit.findings.iter().map(|finding| headline(audit, finding).text).collect()
}

/// The cause of the only finding, a warning.
fn cause(audit: &DocumentAudit) -> &MisfitCause {
    let [only] = audit.findings.as_slice() else { panic!("{:?}", said(audit)) };
    let misfit = only.misfit.as_ref().unwrap_or_else(|| panic!("{:?}", said(audit)));
    let broken = only.checks.iter().map(|at| &audit.checks[*at]);
    assert!(broken.map(|check| check.severity).max() <= Some(Severity::Warning));
    &misfit.cause
}

/// A list of purchases, with the figures of its rows in order.
fn purchases(figures: &[&str]) -> String {
    let names = [
        "合计 | | | ",
        "一、货物A | | | ",
        " | 堤防养护费 | 办公设备购置 | ",
        " | | | 台式计算机",
        " | | | 水位记录仪",
        " | 汛情网络费 | 信息网络购置 | ",
        " | | | 路由器",
        " | | | 计算机软件",
        "二、服务C | | | ",
        " | 汛情网络费 | 维修费 | ",
        " | | | 软件开发服务",
        " | | | 运行维护服务",
        " | | 租赁费 | ",
        " | | | 互联网服务",
        " | | | 房屋租赁",
        " | 水情通信费 | 邮电费 | ",
        " | | | 卫星通信",
        " | | | 短信服务",
    ];
    let rows = names.iter().zip(figures).map(|(name, figure)| format!("{name} | {figure}\n"));
    format!(
        "政府采购支出预算表\n单位：万元\n采购品目大类 | 专项名称 | 经济科目 | 采购物品名称 | 总计\n{}",
        rows.collect::<String>()
    )
}

const PURCHASED: [&str; 18] = [
    "1,095.50", "231.40", "131.40", "48.00", "83.40", "100.00", "35.00", "65.00", "864.10",
    "470.00", "150.00", "320.00", "279.00", "190.00", "89.00", "115.10", "73.70", "41.40",
];

#[test]
fn the_lower_half_of_a_list_that_adds_up_once_moved_is_told_once() {
    assert_eq!(said(&audit(&purchases(&PURCHASED))), [""; 0]);
    let mut moved = PURCHASED;
    moved.copy_within(8..17, 9);
    let moved = audit(&purchases(&moved));
    assert!(
        matches!(cause(&moved), MisfitCause::RowsMoved { is_above: Some(false), .. }),
        "{:?}",
        said(&moved)
    );
    // figures that no move mends are no list that adds up
    let other = ["131.70", "320.20", "18.30", "190.50", "41.90", "7.15", "73.20", "88.80", "9.45"];
    let none = audit(&purchases(&[&PURCHASED[..9], &other].concat()));
    assert_eq!(said(&none), [""; 0]);
}

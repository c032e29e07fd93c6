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

/// Spending by accounts, in two columns and their total.
fn accounts(lines: &[&str]) -> String {
    format!(
        "项目支出明细表
单位：万元
预算单位 | 科目编码 | 科目名称 | 支出合计 | 堤防 | 监测
清溪市水利局（本级） | | | 2,415.60 | 1,306.20 | 1,109.40
 | 301 | 工资福利支出 | 1,260.30 | 730.10 | 530.20
 | 30101 | 基本工资 | 850.20 | 500.10 | 350.10
 | 30102 | 津贴补贴 | 410.10 | 230.00 | 180.10
{} | 303 | 对个人和家庭的补助 | 333.90 | 131.40 | 202.50
 | 30302 | 退休费 | 333.90 | 131.40 | 202.50
",
        lines.concat()
    )
}

#[test]
fn a_unit_that_has_more_than_its_accounts_of_which_a_class_is_gone_lacks_rows() {
    let lines = [
        " | 302 | 商品和服务支出 | 821.40 | 444.70 | 376.70\n",
        " | 30201 | 办公费 | 311.20 | 144.30 | 166.90\n",
        " | 30211 | 差旅费 | 210.10 | 100.00 | 110.10\n",
        " | 30213 | 维修（护）费 | 300.10 | 200.40 | 99.70\n",
    ];
    assert_eq!(said(&audit(&accounts(&lines))), [""; 0]);
    let lost = audit(&accounts(&lines[2..]));
    let MisfitCause::RowsMissing { behind, before } = cause(&lost) else {
        panic!("{:?}", said(&lost));
    };
    assert_eq!((behind.as_str(), before.as_str()), ("津贴补贴", "差旅费"));
    // without a row of the class nothing says that one is missing
    assert_eq!(said(&audit(&accounts(&[]))), [""; 0]);
}

#[test]
fn accounts_of_any_level_below_a_name_lack_none() {
    // a part of the purposes has no code
    let told = audit(
        "提前下达专项转移支付表
单位：万元
科目编码 | 科目名称 | 合计 | 中央 | 省级
 | 社会保障和就业 | 714.29 | 580.88 | 133.41
20807 | 就业补助 | 460.85 | 400.85 | 60.00
2081107 | 残疾人生活和护理补贴 | 125.41 | 100.03 | 25.38
 | 农林水 | 911.32 | 601.02 | 310.30
21301 | 农业 | 611.20 | 400.90 | 210.30
21303 | 水利 | 300.12 | 200.12 | 100.00
",
    );
    assert_eq!(said(&told), [""; 0]);
}

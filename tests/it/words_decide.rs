//! What the words name decides: the row of a form, the part of a rate, the base that is nothing, a
//! code in pieces; and reports say it in the words of the document.

use crate::drawn::Page;
use gouji::audit::{DocumentAudit, Severity, Verdict};
use gouji::engine::{Engine, Request};
use gouji::report::headline::headline;

fn audited(text: &str) -> DocumentAudit {
    let engine = Engine::new(gouji::embedded().unwrap(), Request::default()).unwrap();
    engine.audit("a.txt", text.as_bytes()).unwrap()
}

/// What is found in a sentence of a document of one department, each with how heavy it is.
fn found(sentence: &str, table: &str) -> Vec<(Severity, String)> {
    let text = format!("某县畜牧中心2023年度部门决算\n\n一、说明\n\n{sentence}\n\n{table}");
    let document = audited(&text);
    document
        .findings
        .iter()
        .map(|finding| {
            let check = finding.checks.first().and_then(|at| document.checks.get(*at));
            let words =
                format!("{} {}", finding.suspects().join("；"), headline(&document, finding).text);
            (check.map_or(Severity::Info, |check| check.severity), words)
        })
        .collect()
}

const SUMMARY: &str = "收入支出决算总表\n单位：万元\n项目 | 决算数 | 项目 | 决算数\n\
    一、一般公共预算财政拨款收入 | 450.00 | 一、农林水支出 | 400.00\n\
    本年收入合计 | 450.00 | 本年支出合计 | 400.00\n\
    年初结转和结余 | 50.00 | 年末结转和结余 | 100.00\n\
    总计 | 500.00 | 总计 | 500.00\n";

#[test]
fn a_share_is_of_the_row_that_the_words_name() {
    assert!(found("基本支出300.00万元，占本年支出合计的75.00%。", SUMMARY).is_empty());
    let of_total = found("基本支出300.00万元，占本年支出合计的60.00%。", SUMMARY);
    assert!(of_total.iter().any(|(_, words)| words.contains("75.00%")), "{of_total:?}");
    assert!(!found("财政拨款收入450.00万元，占本年收入合计的90.00%。", SUMMARY).is_empty());
    // 总支出 may be either of them
    assert!(found("基本支出300.00万元，占总支出的60.00%。", SUMMARY).is_empty());
    let without = SUMMARY.replace("本年收入合计 | 450.00 | 本年支出合计 | 400.00\n", "");
    assert!(found("基本支出300.00万元，占支出合计的60.00%。", &without).is_empty());
}

#[test]
fn a_rate_is_of_what_it_is_named_after() {
    for (sentence, meant) in [
        ("整改隐患4处，共排查隐患400处，整改率4%。", "1%"),
        ("抽检奶站2座，全县奶站50座，抽检率40%。", "4%"),
    ] {
        let all = found(sentence, "");
        assert!(all.iter().any(|(_, words)| words.contains(meant)), "{sentence} {all:?}");
        assert!(all.iter().all(|(_, words)| !words.contains("000%")), "{sentence} {all:?}");
    }
    assert!(found("整改隐患3处，共排查隐患400处，整改率0.75%。", "").is_empty());
    assert!(found("排查隐患400处，整改隐患300处，整改率75%。", "").is_empty());
}

#[test]
fn growth_from_nothing_is_a_hint() {
    let all = found("防疫专项支出32.00万元，与上年相比，增加32.00万元，增长100.00%。", "");
    assert!(matches!(all.as_slice(), [(Severity::Info, _)]), "{all:?}");
    assert!(
        found("防疫专项支出32.00万元，与上年相比，增加16.00万元，增长100.00%。", "").is_empty()
    );
}

#[test]
fn a_class_that_no_form_has_is_told() {
    let table = "支出决算表\n单位：万元\n\
        科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n \
        | 合计 | 400.00 | 300.00 | 100.00 | | |\n\
        208 | 社会保障和就业支出 | 90.00 | 90.00 | | | |\n\
        213 | 农林水支出 | 310.00 | 210.00 | 100.00 | | |\n";
    let all = found("交通运输支出（类）支出决算为25.00万元。", table);
    assert!(matches!(all.as_slice(), [(Severity::Info, _)]), "{all:?}");
    assert!(found("农林水支出（类）支出决算为310.00万元。", table).is_empty());
}

#[test]
fn a_code_and_its_name_in_pieces_are_one_row() {
    let edges = [60, 100, 190, 280, 360, 440];
    let heads: &[&str] = &["科目编码", "科目名称", "小计", "基本支出", "项目支出"];
    let page = Page::default()
        .text(100, 20, "某县畜牧中心2023年度部门决算")
        .text(160, 40, "一般公共预算财政拨款支出决算表")
        .text(380, 50, "单位：万元")
        .grid(60, &edges, &[heads, &["", "合计", "90.00", "70.00", "20.00"]])
        .grid(92, &edges, &[&["213", "农林水支出", "90.00", "70.00", "20.00"]])
        .boxes((108, 140), &edges, &["", "", "", "", ""])
        .row(
            111,
            &[(63, "213"), (103, "农业农村支"), (193, "90.00"), (283, "70.00"), (363, "20.00")],
        )
        .row(125, &[(63, "01"), (103, "出")]);
    let engine = Engine::new(gouji::embedded().unwrap(), Request::default()).unwrap();
    let document = engine.audit("a.pdf", &page.file()).unwrap();
    let table = document.document.tables.first().unwrap();
    assert_eq!(table.rows.len(), 4, "{:?}", table.rows);
    assert!(document.findings.is_empty());
    assert!(document.checks.iter().any(|check| check.verdict == Verdict::Holds));
}

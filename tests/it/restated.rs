//! A table that is printed twice, in 元 and in 万元: the one is a rounding of the other, and rules
//! still know which is meant.

use crate::engines;
use gouji::audit::{Check, DocumentAudit, Severity, Verdict};
use gouji::engine::Engine;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("national"));

const RULE: &str = "换算-同表";

fn audit(files: &[(&str, &str)]) -> DocumentAudit {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    ENGINE.judge(ENGINE.prepare_together("set", &files).unwrap(), None)
}

fn table(unit: &str, rows: &str) -> String {
    format!(
        "清溪市图书馆2023年度部门决算\n\n支出决算表\n编制单位：清溪市图书馆\n金额单位：{unit}\n\
         科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n{rows}\n"
    )
}

const FINE: &str = " | 合计 | 9135749.36 | 6203518.21 | 2932231.15 | | |
207 | 文化旅游体育与传媒支出 | 7682433.13 | 4750201.98 | 2932231.15 | | |
20701 | 文化和旅游 | 7682433.13 | 4750201.98 | 2932231.15 | | |
2070104 | 图书馆 | 7682433.13 | 4750201.98 | 2932231.15 | | |
208 | 社会保障和就业支出 | 1453316.23 | 1453316.23 | | | |
20805 | 行政事业单位养老支出 | 1453316.23 | 1453316.23 | | | |
2080505 | 机关事业单位基本养老保险缴费支出 | 1453316.23 | 1453316.23 | | | |";

/// Each figure rounded by itself.
const COARSE: &str = " | 合计 | 913.57 | 620.35 | 293.22 | | |
207 | 文化旅游体育与传媒支出 | 768.24 | 475.02 | 293.22 | | |
20701 | 文化和旅游 | 768.24 | 475.02 | 293.22 | | |
2070104 | 图书馆 | 768.24 | 475.02 | 293.22 | | |
208 | 社会保障和就业支出 | 145.33 | 145.33 | | | |
20805 | 行政事业单位养老支出 | 145.33 | 145.33 | | | |
2080505 | 机关事业单位基本养老保险缴费支出 | 145.33 | 145.33 | | | |";

fn both(coarse: &str) -> DocumentAudit {
    audit(&[("万元.txt", &table("万元", coarse)), ("元.txt", &table("元", FINE))])
}

fn checks(audit: &DocumentAudit) -> Vec<&Check> {
    audit.checks.iter().filter(|check| check.rule == RULE).collect()
}

#[test]
fn a_rounded_print_agrees_with_the_exact_one_also_over_files() {
    let set = both(COARSE);
    assert!(set.findings.is_empty(), "{:?}", set.findings);
    assert_eq!(checks(&set).len(), 18);
    assert!(checks(&set).iter().all(|check| check.verdict == Verdict::Holds));
    // in one document, and the finer one first
    let one = audit(&[("both.txt", &format!("{}\n{}", table("元", FINE), table("万元", COARSE)))]);
    assert!(one.findings.is_empty() && checks(&one).len() == 18, "{:?}", one.findings);
    // each print is still checked by itself
    let own = audit(&[("万元.txt", &table("万元", COARSE))]);
    let by_rule = |audit: &DocumentAudit| {
        audit
            .checks
            .iter()
            .filter(|check| check.rule == "支出-行合计" && check.verdict == Verdict::Holds)
            .count()
    };
    assert!(by_rule(&own) > 0);
    assert_eq!(by_rule(&set), 2 * by_rule(&own));
}

#[test]
fn a_figure_that_is_no_rounding_is_wrong_and_found() {
    let set = both(&COARSE.replacen(
        "2070104 | 图书馆 | 768.24 | 475.02",
        "2070104 | 图书馆 | 768.24 | 457.02",
        1,
    ));
    let [finding] = set.findings.as_slice() else { panic!("{:?}", set.findings) };
    assert!(finding.checks.iter().any(|at| set.checks[*at].rule == RULE), "{finding:?}");
    assert!(
        finding.suspects()[0].contains("457.02，应为 475.02（相邻两位数字颠倒）；把握：高"),
        "{:?}",
        finding.suspects()
    );
}

#[test]
fn a_figure_moved_so_that_a_sum_comes_out_is_a_hint() {
    // 100.004 + 100.004 = 200.008 元: rounded by themselves 100.00 + 100.00 and 200.01
    let fine = " | 合计 | 2000080.00 | 2000080.00 | | | |
201 | 一般公共服务支出 | 1000040.00 | 1000040.00 | | | |
205 | 教育支出 | 1000040.00 | 1000040.00 | | | |";
    let moved = " | 合计 | 200.01 | 200.01 | | | |
201 | 一般公共服务支出 | 100.01 | 100.01 | | | |
205 | 教育支出 | 100.00 | 100.00 | | | |";
    let set = audit(&[("元.txt", &table("元", fine)), ("万元.txt", &table("万元", moved))]);
    let off: Vec<&Check> =
        checks(&set).into_iter().filter(|check| check.verdict == Verdict::Violation).collect();
    assert_eq!(off.len(), 2, "{off:?}");
    for check in off {
        assert!(
            check.severity == Severity::Info
                && check.hint().as_deref().unwrap().contains("舍位平衡"),
            "{check:?}"
        );
        assert!(check.figure(0).unwrap().label().contains("一般公共服务支出"), "{check:?}");
    }
    // without a sum that comes out of it the same figure is wrong
    let wrong = moved.replace("200.01 | 200.01", "200.00 | 200.00");
    let set = audit(&[("元.txt", &table("元", fine)), ("万元.txt", &table("万元", &wrong))]);
    assert!(
        checks(&set)
            .iter()
            .any(|check| check.verdict == Verdict::Violation && check.severity == Severity::Error)
    );
}

#[test]
fn tables_of_other_things_are_not_the_same_table() {
    let other = COARSE
        .replace("913.57", "81.20")
        .replace("620.35", "61.20")
        .replace("293.22", "20.00")
        .replace("768.24", "55.10");
    let other = other.replace("475.02", "35.10").replace("145.33", "26.10");
    let set = both(&other);
    assert!(checks(&set).is_empty(), "{:?}", checks(&set));
    assert!(set.findings.is_empty(), "{:?}", set.findings);
    // of another unit's table only one figure in three may differ
    let units = audit(&[
        ("甲.txt", &table("万元", COARSE)),
        ("乙.txt", &table("元", FINE).replace("编制单位：清溪市图书馆", "编制单位：清溪市档案馆")),
    ]);
    assert!(checks(&units).is_empty());
}

#[test]
fn a_sentence_means_the_print_in_its_own_unit() {
    let prose = "\n第三部分 说明\n\n三、支出决算情况说明\n\n本年支出合计913.57万元，其中：基本支出620.35万元，占67.90%；项目支出293.22万元，占32.10%。\n";
    let text = |prose: &str| format!("{}\n{}{prose}", table("元", FINE), table("万元", COARSE));
    let said = audit(&[("both.txt", &text(prose))]);
    let ties = |audit: &DocumentAudit, verdict: Verdict| {
        let is_tie = |check: &&Check| {
            check.verdict == verdict
                && check
                    .figure(0)
                    .is_some_and(|figure| figure.printed().text.contains("913.57万元"))
        };
        audit.checks.iter().filter(is_tie).count()
    };
    assert!(said.findings.is_empty(), "{:?}", said.findings);
    assert!(
        ties(&said, Verdict::Holds) > 0 && ties(&said, Verdict::Unchecked) == 0,
        "{:?}",
        said.checks
    );
}

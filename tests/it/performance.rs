//! Self-evaluation sheets and evaluation reports from end to end: clean, planted, other layouts.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, Severity, Verdict};
use std::path::Path;

fn audit(ruleset: &str, text: &str) -> DocumentAudit {
    engine(ruleset).audit("document.txt", text.as_bytes()).unwrap()
}

fn fixture(story: &str) -> String {
    std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(story).join("document.txt"),
    )
    .unwrap()
}

/// Rule and stated value of each check with this verdict and a severity above info.
fn found(audit: &DocumentAudit, verdict: Verdict) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = audit
        .checks
        .iter()
        .filter(|check| check.verdict == verdict && check.severity > Severity::Info)
        .map(|check| {
            (check.rule.to_string(), check.stated.as_deref().unwrap_or_default().to_owned())
        })
        .collect();
    out.sort();
    out
}

#[test]
fn a_sheet_with_other_weights_is_clean() {
    let audit = audit("national", &fixture("self-evaluation-sheet"));
    assert_eq!(found(&audit, Verdict::Violation), []);
    assert_eq!(found(&audit, Verdict::Unchecked), []);
    for rule in [
        "自评-执行率",
        "自评-执行率得分",
        "自评-资金合计",
        "自评-一级分值",
        "自评-总分分值",
        "自评-总分一级",
        "自评-总分得分",
        "自评-未达标满分",
    ] {
        assert!(audit.checks.iter().any(|check| check.rule == rule), "{rule} did not run");
    }
}

#[test]
fn planted_errors_of_a_sheet_are_found_and_nothing_else() {
    let audit = audit("national", &fixture("self-evaluation-planted"));
    let expected = [
        ("自评-一级分值", "30"),
        ("自评-得分不超分值", "16"),
        ("自评-总分一级", "105"),
        ("自评-总分得分", "105"),
        ("自评-执行率", "98.79"),
        ("自评-未达标满分", "97.2"),
    ];
    let mut expected: Vec<(String, String)> =
        expected.into_iter().map(|(rule, stated)| (rule.to_owned(), stated.to_owned())).collect();
    expected.sort();
    assert_eq!(found(&audit, Verdict::Violation), expected);
}

#[test]
fn a_report_is_judged_by_the_scale_that_it_prints() {
    let clean = fixture("self-evaluation-evaluation");
    let report = audit("henan", &clean);
    assert_eq!(found(&report, Verdict::Violation), []);
    assert_eq!(found(&report, Verdict::Unchecked), []);
    let lower = audit(
        "henan",
        &clean.replace("综合得分86.5分，评价结果为“优”", "综合得分86.5分，评价结果为“良”"),
    );
    assert!(found(&lower, Verdict::Violation).iter().any(|(rule, _)| rule == "结论-等级-本文分档"));
}

#[test]
fn sums_rates_and_sentences_of_a_report_are_tied() {
    let clean = fixture("self-evaluation-evaluation");
    let planted = [
        ("4,593,500.00", "4,593,600.00", "明细-合计"),
        ("2024年底部门资金结余53.05万元", "2024年底部门资金结余53.50万元", "年度结余"),
        ("得分率为87.5%", "得分率为86.5%", "体系-一级说明"),
        ("预算管理（35分）", "预算管理（30分）", "体系-二级分值"),
        ("本项指标权重20分，实际得14.5分", "本项指标权重20分，实际得15.4分", "指标说明-三级"),
        ("占比92.00%", "占比91.00%", "叙述占比"),
    ];
    for (from, to, rule) in planted {
        assert!(clean.contains(from), "{from}");
        let audit = audit("henan", &clean.replace(from, to));
        let accused = audit.checks.iter().any(|check| {
            check.verdict == Verdict::Violation
                && (check.rule == rule || check.also.iter().any(|also| also == rule))
        });
        assert!(accused, "{to}: {:?}", found(&audit, Verdict::Violation));
    }
}

/// Two blocks in one table, each with its own header; the figures of the first are no header of the
/// second.
#[test]
fn blocks_of_a_base_table_have_their_own_headers() {
    let text = "2024年度整体支出绩效评价基础数据表\n\n\t预算单位名称\n\t青川市图书馆\n\n\t财政供养人员情况(人)\n\t编制数\n\t2024年实际在职人数\n\t控制率\n\n\t\n\t50\n\t48\n\t96%\n\n\
        \t经费控制情况(万元)\n\t2023年决算数\n\t2024年预算数\n\t2024年决算数\n\n\t三公经费\n\t5.2\n\t4.1\n\t3.66\n\n\t1、公务用车购置和维护经费\n\t5.2\n\t4\n\t3.6\n\n\
        \t其中：公车购置\n\t0\n\t0\n\t0\n\n\t公车运行维护\n\t5.2\n\t4\n\t3.6\n\n\t2、出国经费\n\t0\n\t0\n\t0\n\n\t3、公务接待\n\t0\n\t0.1\n\t0.06\n";
    let clean = audit("hunan", text);
    assert_eq!(found(&clean, Verdict::Violation), []);
    assert!(
        clean
            .checks
            .iter()
            .any(|check| check.rule == "人员-控制率" && check.verdict == Verdict::Holds)
    );
    let planted = audit("hunan", &text.replace("96%", "100%").replace("3.66", "3.86"));
    let rules: Vec<String> =
        found(&planted, Verdict::Violation).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["人员-控制率", "基础数据-加总"]);
}

/// A sheet that was scanned: the row of the total stands one column further right, a header cannot
/// be read.
#[test]
fn rows_that_moved_are_read_and_damaged_blocks_are_left_alone() {
    let text = "青川市图书馆\n\n夜间开放经费项目支出绩效自评表\n\n（2022年度）\n\n\
        项目名称\t\tZ 夜间开放经费\t\t\t\t\t\t\n\
        项目资金安排及执行进度（万元）\t\t年初预算数\t\t全年预算数\t全年执行数\t资金结（转）余\t执行率\t得分\n\
        \t\t目标申报数\t预算编制数\t\t\t\t\t\n\
        \t\t资金总额：\t16\t16\t16\t14.88\t1.12\t93\n\
        \t市县区财政资金\t16\t16\t16\t14.88\t1.12\t93.00\t9.30\n\
        绩效指标\t级指标\t三级指标\t年初指标值\t调整后指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施\n\
        \t量指标\t开放天数\t=300天\t=300天\t=310天\t0\t20\t\n\
        总分\t\t\t\t\t9\t4.30\t优\t\n";
    let audit = audit("shanxi", text);
    assert_eq!(found(&audit, Verdict::Violation), []);
    for (rule, stated) in
        [("自评-结余", "1.12"), ("自评-执行率", "93.00"), ("自评-资金合计", "16.00")]
    {
        assert!(
            found(&audit, Verdict::Holds)
                .iter()
                .any(|(known, value)| known == rule
                    && value.starts_with(stated.trim_end_matches(".00"))),
            "{rule} {:?}",
            found(&audit, Verdict::Holds)
        );
    }
}

#[test]
fn what_was_not_filled_in_accuses_no_figure() {
    let form = |other: &str| {
        format!(
            "清溪市图书馆2023年度部门决算\n\n项目支出绩效自评表\n（2023年度）\n项目名称：书库改造\n\n\
             资金来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n\
             年度资金总额 | 2617.00 | 2617.00 | 2615.80 | 10 | 99.95% | 10\n\
             其中：当年财政拨款 | 1172.00 | 1172.00 | 1172.00 | — | — | —\n\
             其他资金 | 1445.00 | {other} | 1443.80 | — | — | —\n"
        )
    };
    assert_eq!(found(&audit("national", &form("1445.00")), Verdict::Violation), []);
    let blank = audit("national", &form(""));
    let [finding] = blank.findings.as_slice() else { panic!("{:?}", blank.findings) };
    assert!(finding.cause.is_none(), "{finding:?}");
}

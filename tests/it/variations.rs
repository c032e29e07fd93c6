//! What is said of findings: independent faults apart, numbers that agree with the arithmetic beside them, figures by
//! the words of the document, all that may be wrong and nothing twice.

use gouji::audit::{Confidence, DocumentAudit, Verdict};

const HEAD: &str = "某县水利局2023年度部门决算\n\n一、说明\n\n";

fn audited(text: &str) -> DocumentAudit {
    let text = format!("{HEAD}{text}\n");
    crate::engines::engine("").audit("a.txt", text.as_bytes()).unwrap()
}

/// What a document's findings say, one line each.
fn told(document: &DocumentAudit) -> Vec<String> {
    let headline = |finding| gouji::report::headline::headline(document, finding).text;
    document.findings.iter().map(headline).collect()
}

/// Which figures may be wrong, as they are called, where nobody is sure.
fn open(document: &DocumentAudit) -> Vec<String> {
    let causes = document.findings.iter().filter_map(|finding| finding.cause.as_ref());
    causes.flat_map(|cause| &cause.others).map(|other| other.label.to_string()).collect()
}

#[test]
fn wrong_rates_that_print_the_same_are_a_finding_each() {
    let rows: String = (0..6)
        .map(|at| {
            format!("项目{at}经费{}.00万元，较上年减少{}.00万元，下降40.00%。\n\n", 20 + at, 3 + at)
        })
        .collect();
    let document = audited(&rows);
    assert_eq!(document.findings.len(), 6, "{:#?}", told(&document));
}

#[test]
fn what_a_rate_should_be_is_what_the_arithmetic_says() {
    for (amount, less, rate) in [("47.00", "9.00", "16.07%"), ("38.00", "7.00", "15.56%")] {
        let document = audited(&format!("差旅费{amount}万元，较上年减少{less}万元，下降40.00%。"));
        let told = told(&document);
        assert!(told[0].contains(&format!("应为 {rate}")), "{told:?}");
    }
}

#[test]
fn no_slip_leads_to_a_last_digit_where_a_table_says_nothing() {
    let form = "“三公”经费支出决算表\n单位：万元\n预算数 | | | | | | 决算数 | | | | |\n\
        合计 | 因公出国（境）费 | 小计 | 公务用车购置费 | 公务用车运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 小计 | \
        公务用车购置费 | 公务用车运行费 | 公务接待费\n\
        9.00 | 0.00 | 6.00 | 0.00 | 6.00 | 3.00 | 8.10 | 0.00 | 5.80 | 0.00 | 5.80 | 2.30\n\n三、“三公”经费说明\n\n";
    for amount in ["18.50", "10.00", "7.00"] {
        let text = format!(
            "{form}公务用车购置费支出决算{amount}万元，公务用车运行维护费支出决算5.80万元。"
        );
        let document = audited(&text);
        let cause = document.findings[0].cause.as_ref().unwrap();
        assert_eq!(cause.confidence, Confidence::Medium);
        let suspect = &cause.suspects[0];
        let is_small = suspect.suggested.as_deref().is_some_and(|value| value.starts_with("0.0"));
        assert!(!is_small && suspect.slip.is_none(), "{suspect:?}");
    }
}

#[test]
fn of_shares_that_miss_a_hundred_each_is_named_once_and_the_hundred_never() {
    let document =
        audited("资金来源构成为：中央财政占55%，省级财政占30%，市县财政占20%，单位自筹占5%。");
    let mut named = open(&document);
    named.sort();
    let mut wanted = ["中央财政占", "省级财政占", "市县财政占", "单位自筹占"]
        .map(|name| format!("正文“{name}”"));
    wanted.sort();
    assert_eq!(named, wanted);
    let told = told(&document);
    assert!(told[0].starts_with("各项合计应得 100.00% ≠ 55%"), "{told:?}");
    let check = &document.checks[0];
    let printed = check.stated_figure().unwrap().printed();
    assert_eq!((printed.text.as_str(), printed.value.as_deref()), ("5%", Some("5")));
}

#[test]
fn figures_have_the_words_of_the_document() {
    for (text, words) in [
        (
            "三个站的任务分别为40个、50个、60个，实际完成分别为36个、40个、54个，完成率分别为90%、85%、90%。",
            "正文“完成率分别为”第 2 个数 写的是 85%",
        ),
        (
            "项目总投资 200.00 万元，其中：设备 90.00 万元，安装 120.00 万元。",
            "正文“项目总投资” 200.00万元 ≠",
        ),
        ("项目总投资：200.00 万元，包括设备 90.00 万元、安装 120.00 万元。", "正文“"),
        ("单位共有职工 50 人，其中：行政 20 人，事业 40 人。", "正文“单位共有职工” 50 ≠"),
        ("因公出国（境）费支出12.00万元，比上年增加2.00万元，增长50.00%。", "正文“增长”"),
    ] {
        let document = audited(text);
        let told = told(&document);
        assert!(told.iter().any(|told| told.starts_with(words)), "{text}\n{told:#?}");
        let labels: Vec<String> = document
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Violation)
            .flat_map(|check| check.figures().map(|figure| figure.said().to_string()))
            .collect();
        assert!(labels.iter().all(|label| label.contains('“')), "{labels:?}");
    }
}

#[test]
fn a_bracket_within_a_name_ends_no_name() {
    let document = audited("因公出国（境）费支出12.00万元，比上年增加2.00万元，增长50.00%。");
    let figures = document.checks.iter().flat_map(|check| check.figures());
    let names: Vec<String> = figures.map(|figure| figure.said().to_string()).collect();
    assert!(names.iter().any(|name| name == "正文“因公出国（境）费支出”"), "{names:?}");
    let document = audited("（一）水费支出12.00万元，比上年增加2.00万元，增长50.00%。");
    let figures = document.checks.iter().flat_map(|check| check.figures());
    let names: Vec<String> = figures.map(|figure| figure.said().to_string()).collect();
    assert!(names.iter().any(|name| name == "正文“水费支出”"), "{names:?}");
}

#[test]
fn a_printed_rate_may_always_be_the_wrong_one_and_comes_first() {
    let document = audited("发现问题403个，完成整改2个，整改率5%。");
    assert_eq!(open(&document), ["正文“整改率”", "正文“完成整改”", "正文“发现问题”"]);
    let document = audited(
        "支出合计100.00万元，其中：甲项30.00万元，乙项20.00万元，丙项20.00万元，丁项22.00万元，戊项18.00万元。",
    );
    assert_eq!(open(&document).first().map(String::as_str), Some("正文“支出合计”"));
}

#[test]
fn one_that_may_be_wrong_is_not_one_of_several() {
    let document = audited(
        "某县项目支出绩效自评表\n（2023年度）\n单位：万元\n项目名称 | 水渠清淤\n\
         项目资金 | 来源 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n\
          | 年度资金总额 | 64.00 | 62.00 | 55.80 | 10 | 95% | 10\n\
          | 其中：当年财政拨款 | 64.00 | 62.00 | 55.80 | | 95% |\n | 上年结转资金 | 0 | 0 | 0 | | |\n | 其他资金 | 0 | 0 | 0 | | |\n",
    );
    let said: Vec<String> =
        document.findings.iter().flat_map(|finding| finding.suspects()).collect();
    assert!(
        !said.is_empty() && said.iter().all(|said| !said.contains("1 个数都有可能")),
        "{said:?}"
    );
}

#[cfg(feature = "formats")]
#[test]
fn a_pdf_whose_end_is_missing_is_not_read_as_a_whole_one() {
    let whole = std::fs::read("fixtures/pdf/drawn-ruled.pdf").unwrap();
    let audit = |bytes: &[u8]| crate::engines::engine("").audit("a.pdf", bytes);
    assert!(audit(&whole).is_ok());
    for part in [60, 80, 95] {
        let told = audit(&whole[..whole.len() * part / 100]).unwrap_err();
        let message = format!("{told:?}");
        assert!(message.contains("末尾缺失"), "{part} % {message}");
    }
}

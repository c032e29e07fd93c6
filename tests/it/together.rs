//! Several wrong figures in one form, each named by itself; what is told of layouts of offices of
//! the central government; two accusations of one cause, and units that are counted with the office itself.

use crate::engines::engine;
use gouji::audit::{DocumentAudit, Severity, Verdict};
use gouji::report::headline::headline;

fn audit(text: &str) -> DocumentAudit {
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

/// What is told of errors and warnings.
fn told(text: &str) -> Vec<String> {
    let audit = audit(text);
    let weighs = |at: &usize| audit.checks[*at].severity > Severity::Info;
    let findings = audit.findings.iter().filter(|finding| finding.checks.iter().any(weighs));
    let mut out: Vec<String> =
        findings.map(|finding| headline(&audit, finding).text.to_string()).collect();
    out.sort();
    out
}

/// Each of some words begins one finding, and there are no others.
fn tells(text: &str, words: &[&str]) {
    let told = told(text);
    assert_eq!(told.len(), words.len(), "{told:#?}");
    for words in words {
        assert!(told.iter().any(|one| one.contains(words)), "{words}: {told:#?}");
    }
}

/// Basic expenditure by accounts: three columns that cross the sums of the accounts.
const BASIC: &str = "清溪市水利局2026年部门预算

一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
 | 合计 | 1483.27 | 1156.91 | 326.36
301 | 工资福利支出 | 1156.91 | 1156.91 |
30101 | 基本工资 | 412.38 | 412.38 |
30102 | 津贴补贴 | 388.17 | 388.17 |
30103 | 奖金 | 201.45 | 201.45 |
30108 | 机关事业单位基本养老保险缴费 | 154.91 | 154.91 |
302 | 商品和服务支出 | 326.36 | | 326.36
30201 | 办公费 | 87.14 | | 87.14
30205 | 水费 | 36.52 | | 36.52
30206 | 电费 | 61.93 | | 61.93
30211 | 差旅费 | 95.28 | | 95.28
30216 | 培训费 | 45.49 | | 45.49
";

fn with(text: &str, slips: &[(&str, &str)]) -> String {
    slips.iter().fold(text.to_owned(), |text, (right, wrong)| {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        text.replace(right, wrong)
    })
}

#[test]
fn wrong_figures_of_one_sum_are_named_each_by_itself() {
    tells(BASIC, &[]);
    // the figures cross one sum: each alone would leave it off by what the other lacks
    let two = [("水费 | 36.52", "水费 | 86.52"), ("差旅费 | 95.28", "差旅费 | 15.28")];
    tells(
        &with(BASIC, &two),
        &["水费 合计 写的是 86.52，应为 36.52", "差旅费 合计 写的是 15.28，应为 95.28"],
    );
    let three = [two[0], two[1], (" | | 61.93", " | | 67.93")];
    tells(
        &with(BASIC, &three),
        &[
            "水费 合计 写的是 86.52",
            "差旅费 合计 写的是 15.28",
            "电费 公用经费 写的是 67.93，应为 61.93",
        ],
    );
    // the total of the account is wrong, and one of its items
    let total =
        [("商品和服务支出 | 326.36", "商品和服务支出 | 326.86"), (" | | 45.49", " | | 95.49")];
    tells(
        &with(BASIC, &total),
        &[
            "商品和服务支出 合计 写的是 326.86，应为 326.36",
            "培训费 公用经费 写的是 95.49，应为 45.49",
        ],
    );
}

#[test]
fn digits_that_are_wrong_here_and_there_are_no_moved_column() {
    let slips = [
        ("办公费 | 87.14", "办公费 | 84.14"),
        ("水费 | 36.52", "水费 | 86.52"),
        (" | | 61.93", " | | 67.93"),
        ("基本工资 | 412.38", "基本工资 | 415.38"),
    ];
    let audit = audit(&with(BASIC, &slips));
    assert!(audit.findings.iter().all(|finding| finding.misfit.is_none()));
    assert_eq!(audit.findings.len(), 4);
}

/// A total whose own sum and whose own items ask for the same number is wrong whatever is wrong in
/// the other sums.
#[test]
fn a_total_that_two_sums_accuse_is_named_beside_sums_of_which_any_item_may_be_wrong() {
    let item = |code: usize, name: &str, at: usize| {
        format!("{code}{at:02} | {name}{at} | {}.{:02}\n", 41 + 7 * at, 11 + at)
    };
    let items =
        |code: usize, name: &str| (1..=13).map(|at| item(code, name, at)).collect::<String>();
    let text = format!(
        "清溪市水利局2026年部门预算

一般公共预算基本支出表
单位：万元
科目编码 | 科目名称 | 合计
 | 合计 | 2617.88
301 | 工资福利支出 | 1172.34
{}302 | 商品和服务支出 | 1172.34
{}303 | 对个人和家庭的补助 | 273.20
30301 | 离休费 | 152.07
30302 | 退休费 | 121.13
",
        items(301, "工资"),
        items(302, "费用")
    );
    tells(&text, &[]);
    let slips = [
        ("工资4 | 69.15", "工资4 | 63.15"),
        ("费用7 | 90.18", "费用7 | 92.18"),
        ("补助 | 273.20", "补助 | 223.20"),
    ];
    tells(
        &with(&text, &slips),
        &[
            "对个人和家庭的补助 合计 写的是 223.20，应为 273.20",
            "工资福利支出 合计",
            "商品和服务支出 合计",
        ],
    );
}

/// Expenditure beside what was planned and what was spent the year before.
fn two_bases(rate: &str, said: &str) -> String {
    format!(
        "青州粮仓监测局2025年部门预算

一般公共预算支出表
单位：万元
功能分类科目 | | 2024年预算数 | 2024年执行数 | 2025年预算数 | | | 比2024年预算数 | | 比2024年执行数 |
科目编码 | 科目名称 | | | 小计 | 基本支出 | 项目支出 | 增减额 | 增减% | 增减额 | 增减%
222 | 粮油物资储备支出 | 900.00 | 950.00 | 1040.00 | 400.00 | 640.00 | 140.00 | 15.56 | 90.00 | 9.47
22201 | 粮油物资事务 | 900.00 | 950.00 | 1040.00 | 400.00 | 640.00 | 140.00 | 15.56 | 90.00 | 9.47
2220101 | 行政运行 | 380.00 | 390.00 | 400.00 | 400.00 | | 20.00 | 5.26 | 10.00 | 2.56
2220105 | 粮情监测 | 520.00 | 560.00 | 640.00 | | 640.00 | 120.00 | 23.08 | 80.00 | {rate}
221 | 住房保障支出 | 100.00 | 105.00 | 110.00 | 110.00 | | 10.00 | 10.00 | 5.00 | 4.76
22102 | 住房改革支出 | 100.00 | 105.00 | 110.00 | 110.00 | | 10.00 | 10.00 | 5.00 | 4.76
2210201 | 住房公积金 | 100.00 | 105.00 | 110.00 | 110.00 | | 10.00 | 10.00 | 5.00 | 4.76
 | 合计 | 1000.00 | 1055.00 | 1150.00 | 510.00 | 640.00 | 150.00 | 15.00 | 95.00 | 9.00

{said}
"
    )
}

#[test]
fn rates_under_two_bases_are_worked_out_from_their_own() {
    tells(&two_bases("14.29", ""), &[]);
    tells(&two_bases("24.29", ""), &["粮情监测 增减% 写的是 24.29，应为 14.29"]);
}

/// A figure that its row and the rate beside it accuse is one cause; the rate is right.
#[test]
fn an_amount_that_its_row_and_a_rate_accuse_is_the_wrong_one() {
    let said = |amount: &str| {
        let of = "粮油物资储备支出（类）粮油物资事务（款）粮情监测（项）2025年预算数";
        two_bases("14.29", &format!("{of}{amount}万元，比2024年执行数增加80.00万元，增长14.29%。"))
    };
    tells(&said("640.00"), &[]);
    tells(&said("604.00"), &["“预算数” 写的是 604.00万元，应为 640.00万元"]);
}

fn self_evaluation(rows: &[[&str; 4]]) -> String {
    let mut text = "青州粮仓监测局2024年度部门决算

项目支出绩效自评表
（2024年度）
项目名称 | 粮情监测项目 | | | | |
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
"
    .to_owned();
    for [name, planned, done, rate] in rows {
        text.push_str(&format!(" | {name} | {planned} | {planned} | {done} | {rate}\n"));
    }
    text
}

/// Of two columns that are a unit apart the one is wrong that is not in the unit of the head.
#[test]
fn a_column_in_another_unit_is_the_one_that_is_not_in_the_unit_of_the_head() {
    let names = ["年度资金总额", "其中：当年财政拨款", "上年结转资金"];
    let small = ["560.00", "540.00", "20.00"];
    let done = ["548.80", "529.20", "19.60"];
    let large_done = ["5,488,000.00", "5,292,000.00", "196,000.00"];
    let large = ["5,600,000.00", "5,400,000.00", "200,000.00"];
    let rows = |planned: [&'static str; 3], done: [&'static str; 3], rate: &'static str| {
        [0, 1, 2].map(|at| [names[at], planned[at], done[at], rate])
    };
    tells(&self_evaluation(&rows(small, done, "98.0%")), &[]);
    tells(
        &self_evaluation(&rows(small, large_done, "98.0%")),
        &["年度资金总额 全年执行数 写的是 5,488,000.00，应为 548.80"],
    );
    tells(
        &self_evaluation(&rows(large, done, "98.0%")),
        &["年度资金总额 全年预算数 写的是 5,600,000.00，应为 560.00"],
    );
    // beside a rate of nothing any small number would do: no unit is told
    let told = told(&self_evaluation(&rows(small, large_done, "0.0%")));
    assert!(told.iter().all(|one| !one.contains("混用")), "{told:#?}");
}

/// Income and expenditure of accounts, with the totals of both sides.
fn accounts(carried: &str, income: &str, expenditure: &str) -> String {
    format!(
        "青州粮仓监测局2024年度部门决算

收入支出决算总表
单位：万元
收入 | | 支出 |
项目 | 决算数 | 项目 | 决算数
一、一般公共预算财政拨款收入 | 1,000.00 | 一、社会保障和就业支出 | 100.00
二、政府性基金预算财政拨款收入 | | 二、住房保障支出 | 55.39
三、事业收入 | 50.00 | 三、粮油物资储备支出 | 840.00
四、其他收入 | 5.39 | |
本年收入合计 | 1,055.39 | 本年支出合计 | 995.39
使用非财政拨款结余 | | 结余分配 |
年初结转和结余 | {carried} | 年末结转和结余 | 260.00
总计 | {income} | 总计 | {expenditure}
"
    )
}

#[test]
fn totals_of_both_sides_that_print_the_same_are_one_finding() {
    tells(&accounts("200.00", "1,255.39", "1,255.39"), &[]);
    for (wrong, count) in [("0.00", 2), ("1,225.39", 2)] {
        let told = told(&accounts("200.00", wrong, wrong));
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(told[0].matches("总计 决算数 写的是").count(), count, "{told:#?}");
    }
    tells(&accounts("200.00", "1,225.39", "1,255.39"), &["收入 总计 决算数 写的是 1,225.39，应为"]);
}

/// The rows of a list are no parts of a total that rows with figures part from them.
#[test]
fn what_is_carried_over_belongs_to_the_total_behind_it() {
    tells(
        &accounts("20.00", "1,255.39", "1,255.39"),
        &["年初结转和结余 决算数 写的是 20.00，应为 200.00"],
    );
    let form = "青州粮仓监测局2024年度部门决算

财政拨款收入支出决算总表
单位：万元
收入 | | 支出 | | |
项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款
一、一般公共预算财政拨款 | 1,000.00 | 一、社会保障和就业支出 | 100.00 | 100.00 |
二、政府性基金预算财政拨款 | | 二、住房保障支出 | 50.00 | 50.00 |
三、国有资本经营预算财政拨款 | | 三、粮油物资储备支出 | 700.00 | 700.00 |
本年收入合计 | 1,000.00 | 本年支出合计 | 850.00 | 850.00 |
年初财政拨款结转和结余 | 50.00 | 年末财政拨款结转和结余 | 200.00 | 200.00 |
一般公共预算财政拨款 | 50.00 | | | |
总计 | 1,050.00 | 总计 | 1,050.00 | 1,050.00 |
";
    tells(form, &[]);
}

#[test]
fn units_are_counted_with_the_office_itself_or_without_it() {
    let units = |count: &str, own: &str| {
        format!(
            "青州粮仓监测局2025年部门预算

一、部门预算单位构成

{count}{own}青州粮仓监测局信息中心、青州粮仓监测局培训中心、青州粮仓研究院、青州粮仓检验站。
"
        )
    };
    let own = "青州粮仓监测局本级、";
    for (count, own) in [
        ("纳入2025年部门预算编制范围的单位共5家，包括：", own),
        ("纳入2025年部门预算编制范围的预算单位共4家，包括：", own),
        ("部门预算包括局本级预算和4个所属单位预算，包括：", own),
        ("纳入2025年部门预算编制范围的预算单位共5家，包括：", ""),
        ("纳入2025年部门预算编制范围的所属单位共4家，包括：", ""),
    ] {
        tells(&units(count, own), &[]);
    }
    for (count, own, listed) in [
        ("纳入2025年部门预算编制范围的单位共7家，包括：", own, "5 个"),
        ("纳入2025年部门预算编制范围的单位共3家，包括：", own, "5 个"),
        ("纳入2025年部门预算编制范围的所属单位共5家，包括：", "", "4 个"),
        ("纳入2025年部门预算编制范围的单位共3家，包括：", "", "4 个"),
    ] {
        tells(&units(count, own), &[&format!("所列名称有 {listed}")]);
    }
}

#[test]
fn the_year_of_a_title_is_the_number_that_says_so() {
    for title in [
        "青河市第2028局2025年部门预算",
        "青河市2035规划办公室2025年部门预算",
        "青河市2030工程建设指挥部2025年度部门预算",
        "2025年青河市2035远景办公室部门预算",
        "青河市水务局2025部门预算",
    ] {
        let form = BASIC.split_once("\n\n").unwrap().1.replace("2026", "2025");
        assert_eq!(audit(&format!("{title}\n\n{form}")).year, Some(2025), "{title}");
    }
}

#[test]
fn a_figure_behind_a_year_is_called_by_more_than_one_letter() {
    let told = told(
        "青州粮仓监测局2024年度部门决算

五、一般公共预算财政拨款支出决算情况说明

2024年度一般公共预算财政拨款支出850.00万元，与2023年度的850.00万元相比，增加50.00万元，增长6.25%。
",
    );
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("正文“与2023年度的” 写的是 850.00万元，应为 800.00万元"), "{told:#?}");
}

#[test]
fn what_is_right_is_checked_and_holds() {
    let right = audit(BASIC);
    assert!(right.checks.iter().all(|check| check.verdict != Verdict::Violation));
    assert!(right.coverage.checked * 10 >= right.coverage.figures * 9);
}

/// Rows that are left out where no code tells: what is lacking is more than any row that is there.
#[test]
fn rows_that_lack_more_than_any_that_is_there_are_missing() {
    let missing = |rows: &[&str]| {
        let text = rows.iter().fold(BASIC.to_owned(), |text, name| {
            let line = text.lines().find(|line| line.contains(name)).unwrap().to_owned();
            text.replace(&format!("{line}\n"), "")
        });
        let audit = audit(&text);
        let causes =
            audit.findings.iter().map(|one| one.misfit.as_ref().map(|misfit| misfit.cause.id()));
        causes.collect::<Vec<_>>()
    };
    assert_eq!(missing(&["办公费", "水费", "差旅费"]), [Some("rows-missing")]);
    // one row, but the total lacks the same in two columns
    assert_eq!(missing(&["水费"]), [Some("rows-missing")]);
}

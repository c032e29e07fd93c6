//! Budgets that nobody has seen: made ones in layouts of many places. Those that agree have no
//! finding; a leading digit that is wrong is found. The same for tables that no form knows, and
//! for tables that only look as if they did not add up. `GOUJI_DOCUMENTS=2000` makes so
//! many, `GOUJI_GENERATED` names a folder for documents that went wrong.

use crate::effort::either;
use crate::engines;
use crate::generator::budget::{Generated, generate};
use crate::generator::grid::{Block, Format, Planted, plant};
use crate::generator::random::Random;
use crate::generator::tables::{self, TRAPS};
use gouji::audit::DocumentAudit;
use gouji::engine::Engine;
use gouji::report::headline::accused;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("national"));

fn audit(format: Format, blocks: &[Block]) -> DocumentAudit {
    ENGINE.audit(format.name(), &format.print(blocks)).unwrap()
}

/// How many documents, in a plain run and in a long one, if nobody asks for another number.
fn wanted(plain: u64, long: u64) -> u64 {
    let outside = std::env::var("GOUJI_DOCUMENTS").ok().and_then(|text| text.parse().ok());
    outside.unwrap_or(either(plain, long))
}

/// Walks over seeds on two threads.
fn each<T: Send>(seeds: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..2)
            .map(|half| {
                let mine = seeds.clone().filter(move |seed| seed % 2 == half);
                scope.spawn(move || mine.map(work).collect::<Vec<_>>())
            })
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    })
}

fn keep(name: &str, format: Format, blocks: &[Block]) {
    if let Ok(folder) = std::env::var("GOUJI_GENERATED") {
        let path = std::path::Path::new(&folder).join(format!("{name}-{}", format.name()));
        std::fs::write(path, format.print(blocks)).unwrap();
    }
}

/// What is said of a document.
fn said(audit: &DocumentAudit) -> Vec<String> {
    let of = |finding: &gouji::audit::Finding| {
        let check = &audit.checks[finding.checks[0]];
        format!(
            "{:?} {}: {} | {}",
            check.severity,
            check.rule,
            check.message(),
            finding.suspects().join("; ")
        )
    };
    audit.findings.iter().map(of).collect()
}

/// A document that was made, and what it holds, for people.
struct Made {
    format: Format,
    blocks: Vec<Block>,
    told: String,
}

/// Audits documents that are right, of seeds up to a number: none may have a finding. Gives how many
/// of their figures are checked, and how many there are.
fn all_are_clean(name: &str, tried: u64, make: impl Fn(u64) -> Made + Sync) -> (usize, usize) {
    let parts = each(0..tried, |seed| {
        let Made { format, blocks, told } = make(seed);
        let audit = audit(format, &blocks);
        let said = said(&audit);
        let wrong = (!said.is_empty()).then(|| {
            keep(&format!("{name}-{seed}"), format, &blocks);
            format!("{name} seed {seed} {format:?} {told}:\n  {}", said.join("\n  "))
        });
        (wrong, audit.coverage.checked, audit.coverage.figures)
    });
    let checked = parts.iter().map(|(_, checked, _)| checked).sum();
    let figures = parts.iter().map(|(.., figures)| figures).sum();
    let wrong: Vec<String> = parts.into_iter().filter_map(|(wrong, ..)| wrong).collect();
    println!("{name}: {tried} documents, {checked} of {figures} figures checked");
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    (checked, figures)
}

#[test]
fn clean_budgets_have_no_finding_and_most_figures_are_checked() {
    let (checked, figures) = all_are_clean("budget", wanted(20, 100), |seed| {
        let Generated { blocks, style } = generate(seed);
        Made { format: style.format, blocks, told: format!("{style:?}") }
    });
    assert!(checked * 100 >= figures * 95, "{checked} of {figures}");
}

/// What became of a wrong leading digit.
#[derive(Clone, Copy, Default)]
struct Score {
    planted: usize,
    found: usize,
    /// The figure is among those that a finding names.
    named: usize,
    /// It alone is accused.
    accused: usize,
    /// Another figure is accused.
    blamed: usize,
}

/// Plants a leading digit into a document without findings.
fn judge(name: &str, format: Format, blocks: &[Block], random: &Random) -> Score {
    let Some(Planted { blocks, old, new, place }) = plant(blocks, random) else {
        return Score::default();
    };
    let audit = audit(format, &blocks);
    let mut score = Score { planted: 1, ..Score::default() };
    // a workbook prints numbers in its own way
    let bare = |text: &str| text.replace(',', "");
    let is_planted = |text: &str| bare(text) == bare(&new);
    let mut notes = Vec::new();
    for finding in &audit.findings {
        score.found = 1;
        let figures = finding.checks.iter().flat_map(|check| audit.checks[*check].figures());
        for figure in figures {
            score.named |= usize::from(is_planted(audit.document.slice(figure.span())));
        }
        let accused = accused(&audit, finding);
        if accused.is_sure && finding.cause.is_some() {
            for (span, _) in accused.places {
                let text = audit.document.slice(span);
                if is_planted(text) {
                    score.accused = 1;
                } else {
                    score.blamed = 1;
                    notes.push(format!("blamed {text}: {}", finding.suspects().join("; ")));
                }
            }
        }
    }
    if score.found == 0 || score.blamed == 1 {
        keep(&format!("planted-{name}"), format, &blocks);
        let what = if score.found == 0 { "not found" } else { "another is blamed" };
        println!("{name} {place} {old} → {new}: {what}");
        notes.iter().chain(&said(&audit)).for_each(|note| println!("  {note}"));
    }
    score
}

fn sum(scores: &[Score]) -> Score {
    scores.iter().fold(Score::default(), |all, one| Score {
        planted: all.planted + one.planted,
        found: all.found + one.found,
        named: all.named + one.named,
        accused: all.accused + one.accused,
        blamed: all.blamed + one.blamed,
    })
}

fn told(what: &str, score: &Score) {
    let share = |part: usize| {
        format!("{}.{}", part * 100 / score.planted.max(1), {
            part * 1000 / score.planted.max(1) % 10
        })
    };
    println!(
        "{what}: {} planted; found {} %, named {} %, accused {} %; right figures blamed {}",
        score.planted,
        share(score.found),
        share(score.named),
        share(score.accused),
        score.blamed
    );
}

/// Plants four leading digits into a document, one at a time.
fn four(seed: u64, name: &str, format: Format, blocks: &[Block]) -> Score {
    let random = Random::new(seed ^ 0x1EAD);
    let each: Vec<Score> =
        (0..4).map(|at| judge(&format!("{name}-{at}"), format, blocks, &random)).collect();
    sum(&each)
}

/// Tells what became of planted digits: nearly all are found, and no right figure is blamed.
fn most_are_found(what: &str, scores: &[Score]) {
    let score = sum(scores);
    told(what, &score);
    assert!(score.found * 100 >= score.planted * 99, "{} of {}", score.found, score.planted);
    assert_eq!(score.blamed, 0);
}

#[test]
fn wrong_leading_digits_of_budgets_are_found() {
    let scores = each(0..wanted(6, 25), |seed| {
        let Generated { blocks, style } = generate(seed);
        // what is found in the clean one is the matter of the test above
        if !audit(style.format, &blocks).findings.is_empty() {
            return Score::default();
        }
        four(seed, &seed.to_string(), style.format, &blocks)
    });
    most_are_found("budgets", &scores);
}

#[test]
fn clean_tables_that_no_form_knows_have_no_finding() {
    all_are_clean("table", wanted(25, 100), |seed| {
        let tables::Generated { blocks, format, kinds } = tables::generate(seed);
        Made { format, blocks, told: format!("{kinds:?}") }
    });
}

#[test]
fn wrong_leading_digits_of_tables_that_no_form_knows_are_found_or_left_open() {
    let scores = each(0..wanted(10, 40), |seed| {
        let tables::Generated { blocks, format, kinds } = tables::generate(seed);
        four(seed, &format!("table-{seed}-{kinds:?}"), format, &blocks)
    });
    most_are_found("tables that no form knows", &scores);
}

#[test]
fn tables_that_only_look_like_sums_are_never_accused() {
    for trap in TRAPS {
        all_are_clean(&format!("{trap:?}"), wanted(5, 30), |seed| {
            let tables::Generated { blocks, format, kinds } = tables::trap(seed, trap);
            Made { format, blocks, told: format!("{kinds:?}") }
        });
    }
}

/// Findings of a document, by rule.
fn rules(text: &str) -> Vec<String> {
    let audit = ENGINE.audit("document.txt", text.as_bytes()).unwrap();
    audit.findings.iter().map(|one| audit.checks[one.checks[0]].rule.to_string()).collect()
}

/// The table of expenses has a row for each unit: what its projects come to stands there, too.
const BY_UNIT: &str = "\
清河县水利局2025年部门预算

支出总表

单位：万元

单位代码 | 单位名称 | 合计 | 基本支出 | 项目支出
302 | 清河县水利局 | 100.00 | 40.00 | 60.00
 | 合计 | 100.00 | 40.00 | 60.00

一般公共预算支出表

单位：万元

科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
213 | 农林水支出 | 90.00 | 40.00 | 50.00
21303 | 水利 | 90.00 | 40.00 | 50.00
2130301 | 行政运行 | 40.00 | 40.00 | 
2130304 | 水利行业业务管理 | 50.00 |  | 50.00
 | 合计 | 90.00 | 40.00 | 50.00

项目支出表

单位：万元

项目名称 | 合计 | 一般公共预算 | 其他收入
渠道清淤 | 50.00 | 45.00 | 5.00
堤防修补 | 10.00 | 5.00 | 5.00
合计 | 60.00 | 50.00 | 10.00
";

/// The table of expenses has one row, with staff and running apart.
const ONE_ROW: &str = "\
清河县水利局2025年部门预算

2025年支出预算100.00万元，其中：基本支出40.00万元，项目支出60.00万元。


支出总表

单位：万元

合计 | 人员经费 | 公用经费 | 项目支出
100.00 | 30.00 | 10.00 | 60.00

一般公共预算支出表

单位：万元

科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
213 | 农林水支出 | 90.00 | 40.00 | 50.00
21303 | 水利 | 90.00 | 40.00 | 50.00
2130301 | 行政运行 | 40.00 | 40.00 | 
2130304 | 水利行业业务管理 | 50.00 |  | 50.00
 | 合计 | 90.00 | 40.00 | 50.00
";

#[test]
fn projects_of_all_money_are_not_compared_with_the_general_budget_alone() {
    assert_eq!(rules(BY_UNIT), Vec::<String>::new());
    assert_eq!(rules(ONE_ROW), Vec::<String>::new());
}

/// Money of last year has its columns, one of them with a name that the form does not know.
const CARRIED: &str = "\
清河县水利局

2025年部门预算

公开01表

收入总表

单位：万元

合计 | 本年收入 |  |  | 上年结转 |  |
 | 小计 | 一般公共预算 | 事业收入 | 小计 | 一般公共预算 | 事业收入
100.00 | 90.00 | 70.00 | 20.00 | 10.00 | 6.00 | 4.00
";

#[test]
fn a_sum_with_an_unknown_column_is_no_error() {
    assert_eq!(rules(CARRIED), Vec::<String>::new());
}

/// 类, 款 and 项 in columns of their own, the upper ones printed once; a wrong leading digit.
const SPLIT: &str = "\
清河县水利局2025年部门预算

收入总表

单位：元

类 | 款 | 项 | 功能科目 | 合计 | 一般公共预算 | 事业收入
208 |  |  | 社会保障和就业支出 | 729604 | 729604 | 
 | 05 |  | 行政事业单位养老支出 | 200000 | 200000 | 
 |  | 05 | 机关事业单位基本养老保险缴费支出 | 200000 | 200000 | 
 | 08 |  | 抚恤 | 529604 | 529604 | 
 |  | 01 | 死亡抚恤 | 229604 | 529604 | 
213 |  |  | 农林水支出 | 300000 | 250000 | 50000
 | 03 |  | 水利 | 300000 | 250000 | 50000
 |  | 01 | 行政运行 | 180000 | 180000 | 
 |  | 04 | 水利行业业务管理 | 120000 | 70000 | 50000
 |  |  | 合计 | 1029604 | 979604 | 50000
";

#[test]
fn codes_that_are_printed_once_make_levels() {
    let audit = ENGINE.audit("document.txt", SPLIT.as_bytes()).unwrap();
    let names: Vec<&str> = audit
        .findings
        .iter()
        .flat_map(|finding| finding.cause.iter().flat_map(|cause| &cause.suspects))
        .map(|suspect| audit.document.slice(suspect.printed.span))
        .collect();
    assert_eq!(names, ["229604"]);
}

/// Two groups of columns in a table that no form knows.
const GROUPS: &str = "\
云溪市河道养护中心2023年单位预算

附表1 年度用款构成表

单位：万元

站点 | 合计 | 现场用款 |  |  | 后方用款 |  | 
 |  | 小计 | 租赁 | 材料 | 小计 | 印制 | 试验
柳庄站点 | 138.24 | 5.50 | 0.85 | 4.65 | 132.74 | 9.00 | 123.74
南桥工坊 | 1,659.86 | 520.31 | 36.69 | 483.62 | 1,139.55 | 0.78 | 1,138.77
石桥站点 | 177.25 | 170.19 | - | 170.19 | 7.06 | 0.23 | 6.83
梅园展厅 | 3,929.50 | 3,303.71 | 1,980.27 | 1,323.44 | 625.79 | 625.79 | -
松山林场 | 1,399.14 | 1,125.47 | 19.56 | 1,105.91 | 273.67 | 0.75 | 272.92
合计 | 7,303.99 | 5,125.18 | 2,037.37 | 3,087.81 | 2,178.81 | 636.55 | 1,542.26
";

#[test]
fn groups_of_columns_in_plain_text_make_sums() {
    let audit = ENGINE.audit("document.txt", GROUPS.as_bytes()).unwrap();
    let checks = audit.checks.iter().filter(|check| check.rule == "按表头结构");
    assert_eq!(checks.count(), 18);
}

/// A row of which the amounts are a part of the row above; the total is without it.
const PART: &str = "\
云溪市河道养护中心2023年单位预算

附表1 片区用款安排一览表

单位：万元

站点 | 合计 | 印制 | 运杂 | 试验 | 保管 | 工钱 | 材料 | 检修
东河片区 | 2918.06 | 140.93 | 0.32 | 203.21 | 133.74 | 987.15 | 1443.83 | 8.88
北塔仓库 | 1167.68 | 19.09 | 0.67 | 0.37 | 12.21 | 0.40 | 1114.91 | 20.03
石桥站点 | 2383.05 | 0.17 | 54.62 | 288.80 | 49.62 | 775.33 | 53.00 | 1161.51
枫林苗圃 | 1206.57 | 6.69 | 112.55 | 888.01 | - | 7.33 | 191.23 | 0.76
其中：以工代赈 | 317.93 | 3.26 | 13.48 | 213.99 | - | 3.98 | 83.19 | 0.03
合计 | 7675.36 | 166.88 | 168.16 | 1380.39 | 195.57 | 1770.21 | 2802.97 | 1191.18
";

#[test]
fn a_part_is_not_added_to_what_it_is_part_of() {
    assert_eq!(rules(PART), Vec::<String>::new());
}

/// A title without a year over columns of two years.
const YEARS: &str = "\
清河县水利局2025年部门预算

各表按规定格式公开。

公开05表

一般公共预算支出表

单位：万元

科目编码 | 科目名称 | 2024年预算数 |  |  | 2025年预算数 |  | 
 |  | 合计 | 基本支出 | 项目支出 | 合计 | 基本支出 | 项目支出
213 | 农林水支出 | 80.00 | 30.00 | 50.00 | 90.00 | 40.00 | 50.00
21303 | 水利 | 80.00 | 30.00 | 50.00 | 90.00 | 40.00 | 50.00
2130301 | 行政运行 | 30.00 | 30.00 |  | 40.00 | 40.00 | 
2130304 | 水利行业业务管理 | 50.00 |  | 50.00 | 50.00 |  | 50.00
 | 合计 | 80.00 | 30.00 | 50.00 | 90.00 | 40.00 | 50.00
";

#[test]
fn the_year_of_a_column_is_not_that_of_the_table() {
    assert_eq!(rules(YEARS), Vec::<String>::new());
}

/// The number of an office is no year.
#[test]
fn the_number_of_an_office_is_not_the_year() {
    let text = YEARS.replace("清河县水利局2025年", "清河县第2028局2025年");
    assert_eq!(ENGINE.audit("a.txt", text.as_bytes()).unwrap().year, Some(2025));
}

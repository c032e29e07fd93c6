//! Text whose blank cells are gone, its rows broken anywhere: what the codes, the ordinals and the
//! sums of a form tell of them, and that what is not certain accuses nobody.

use crate::effort::either;
use crate::engines::engine;
use crate::generator::random::Random;
use gouji::audit::{Check, DocumentAudit, Severity, Verdict};

const SPENT: &str = "一般公共预算财政拨款支出决算表\n单位：万元\n项目\n合计 基本支出 项目支出\n\
     支出功能分类\n科目名称\n科目编码\n类 款 项\n";

const SPENT_ROWS: [&str; 12] = [
    "合计 871.60 665.40 206.20",
    "201 一般公共服务支出 711.60 505.40 206.20",
    "201 26 档案事务 711.60 505.40 206.20",
    "201 26 01 行政运行 513.77 505.40 8.37",
    "201 26 04 档案馆藏修复与数字化加工 197.83 197.83",
    "208 社会保障和就业支出 96.40 96.40",
    "208 05 行政事业单位养老支出 96.40 96.40",
    "208 05 05 机关事业单位基本养老保险缴费支出 64.30 64.30",
    "208 05 06 机关事业单位职业年金缴费支出 32.10 32.10",
    "221 住房保障支出 63.60 63.60",
    "221 02 住房改革支出 63.60 63.60",
    "221 02 01 住房公积金 63.60 63.60",
];

const BOTH: &str = "收入支出决算总表\n单位：万元\n收入 支出\n项目 决算数 项目 决算数\n";

const BOTH_ROWS: [&str; 12] = [
    "一、一般公共预算财政拨款收入 871.60 一、一般公共服务支出 711.60",
    "二、政府性基金预算财政拨款收入 二、外交支出",
    "三、国有资本经营预算财政拨款收入 三、国防支出",
    "四、上级补助收入 四、公共安全支出",
    "五、事业收入 五、教育支出",
    "六、经营收入 六、科学技术支出",
    "七、附属单位上缴收入 七、文化旅游体育与传媒支出",
    "八、其他收入 4.10 八、社会保障和就业支出 96.40",
    "九、卫生健康支出",
    "十、住房保障支出 63.60",
    "本年收入合计 875.70 本年支出合计 871.60",
    "总计 875.70 总计 875.70",
];

const BLANK: &str = "政府性基金预算财政拨款收入支出决算表\n单位：万元\n项目\n年初结转和\n结余\n\
     本年收入\n本年支出\n年末结转和\n结余\n支出功能分类\n科目名称 小计 基本支出 项目支出\n科目编码\n\
     类 款 项\n合计\n注：云岭市档案馆没有政府性基金预算财政拨款，本表无数据。\n";

/// Rows whose cells go on in the next line so many times in a hundred.
fn broken(rows: &[&str], percent: usize, random: &Random) -> String {
    let mut out = String::new();
    for row in rows {
        for (at, cell) in row.split(' ').enumerate() {
            if at > 0 {
                out.push(if random.chance(percent) { '\n' } else { ' ' });
            }
            out.push_str(cell);
        }
        out.push('\n');
    }
    out
}

fn document(forms: &[String]) -> String {
    format!("云岭市档案馆2024年度部门决算\n{}", forms.join("\u{C}"))
}

fn audit(text: &str) -> DocumentAudit {
    engine("national").audit("document.txt", text.as_bytes()).unwrap()
}

fn accused(audit: &DocumentAudit) -> Vec<String> {
    let is_loud =
        |check: &&Check| check.verdict == Verdict::Violation && check.severity > Severity::Info;
    let told = |check: &Check| format!("{}: {}", check.rule, check.message());
    audit.checks.iter().filter(is_loud).map(told).collect()
}

fn held(audit: &DocumentAudit) -> usize {
    let holds = |check: &&Check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding);
    audit.checks.iter().filter(holds).count()
}

/// Rows that break anywhere keep nine of ten checks of those that do not, and accuse nobody.
fn keeps(forms: impl Fn(usize, &Random) -> Vec<String>, most: &[usize]) {
    let whole = held(&audit(&document(&forms(0, &Random::new(0)))));
    assert!(whole >= 12, "{whole}");
    for seed in 0..either(8, 80) {
        let random = &Random::new(seed);
        let percent = *random.pick(most);
        let text = document(&forms(percent, random));
        let audit = audit(&text);
        assert_eq!(accused(&audit), Vec::<String>::new(), "seed {seed}, {percent} %");
        let kept = held(&audit);
        assert!(kept * 10 >= whole * 9, "seed {seed}, {percent} %: {kept} of {whole}\n{text}");
    }
}

/// Wherever the lines of a coded form break, its rows are the same.
#[test]
fn codes_tell_the_rows() {
    let form = |percent: usize, random: &Random| {
        vec![format!("{SPENT}{}", broken(&SPENT_ROWS, percent, random))]
    };
    keeps(form, &[10, 30, 60, 100]);
}

/// Two sides whose names and figures come one by one: the ordinals of each side count up.
#[test]
fn ordinals_tell_the_sides() {
    let forms = |percent: usize, random: &Random| {
        let both = format!("{BOTH}{}", broken(&BOTH_ROWS, percent, random));
        vec![both, format!("{SPENT}{}", broken(&SPENT_ROWS, 0, random))]
    };
    keeps(forms, &[10, 30, 60, 100]);
}

/// A form without a figure is an empty form, so that what is said of it is looked at.
#[test]
fn a_form_without_figures_is_empty() {
    let spent = format!("{SPENT}{}", broken(&SPENT_ROWS, 0, &Random::new(1)));
    let audit = audit(&document(&[spent, BLANK.to_owned()]));
    assert_eq!(accused(&audit), Vec::<String>::new());
    assert_eq!((audit.coverage.tables, audit.coverage.recognised), (2, 2));
}

/// More figures than columns are known: which stands where is not told.
#[test]
fn unknown_columns_shift_nothing() {
    let rows: Vec<String> =
        SPENT_ROWS.iter().map(|row| format!("{row} 11.10 12.20 13.30 14.40 15.50")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    for percent in [0, 30, 100] {
        let form = format!("{SPENT}{}", broken(&rows, percent, &Random::new(7)));
        let audit = audit(&format!("云岭市档案馆2024年度部门决算\n{form}"));
        assert_eq!(accused(&audit), Vec::<String>::new(), "{percent} %");
    }
}

//! Sums that hold at once hold on the whole way, too, and say the same.

use super::*;
use crate::check::seen::place::FigurePlace;
use crate::check::{Wanted, suppose};
use gouji_forms::form::{facts, recognise};
use gouji_read::read::{Limits, read};
use gouji_rules::ruleset::{RuleFile, Rulebook, Ruleset};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const RULES: &str = r#"
[[form]]
id      = "明细表"
title   = "明细表"
columns = [
    { name = "编码", kind = "code" },
    { name = "项目", kind = "label" },
    { name = "小计", kind = "amount" }, { name = "甲", kind = "amount" }, { name = "乙", kind = "amount", optional = true }, { name = "人数", kind = "count" },
]
rows = [{ name = "全部", total = true }, { name = "一行" }, { name = "二行" }, { name = "三行" }]

[[rule]]
id     = "行"
form   = "明细表"
each   = "row"
expect = ["小计 == 甲 + 乙", "甲 == 小计 - 乙", "小计 == 甲 - (-乙)", "乙 == -(甲 - 小计)", "小计 == 甲 + 人数 * 1万元"]

[[rule]]
id     = "列"
form   = "明细表"
each   = "column"
expect = ["全部 == 一行 + 二行 + 三行", "一行 == 全部 - (二行 + 三行)"]

[[rule]]
id     = "树"
form   = "明细表"
tree   = { code = "编码", levels = [3, 5], total = "全部" }

[[rule]]
id     = "两行"
form   = "明细表"
each   = "row"
when   = "count(明细表.甲, 甲 > 1万元) == 2 && 小计 > 2万元"
expect = "小计 == 甲 + 乙"

[[rule]]
id     = "三行"
form   = "明细表"
each   = "row"
when   = "count(明细表.甲, 甲 > 1万元) == 3 && 小计 > 2万元"
expect = "小计 == 甲 + 乙"
"#;

static RULESET: LazyLock<Arc<Ruleset>> = LazyLock::new(|| {
    let mut rulebook = Rulebook::of_files(gouji_sample::rules()).unwrap();
    let words = include_str!("../../../../../../rules/national/vocabulary.toml");
    let file = |path: &str, text: &str| RuleFile::new(path, text);
    rulebook
        .add_folder("sums", vec![file("vocabulary.toml", words), file("sums.toml", RULES)])
        .unwrap();
    Arc::new(rulebook.compile("sums", &[], Some(2023)).unwrap().0)
});

fn shared(ruleset: &Arc<Ruleset>, text: &str) -> Arc<Shared> {
    let document = read("a.txt", text.as_bytes(), &ruleset.vocabulary, &Limits::default()).unwrap();
    let recognition = recognise(&document, ruleset, facts(&document, &ruleset.vocabulary));
    Arc::new(Shared::new(Arc::clone(ruleset), Arc::new(document), Arc::new(recognition)))
}

/// All that a check says.
fn said(check: &Check) -> String {
    let figures: Vec<_> =
        check.figures().map(|figure| (figure.role, figure.label(), figure.printed())).collect();
    let words =
        (check.key(), check.message(), check.both(), check.arithmetic(), check.hint(), check.own());
    let values =
        (&check.expression, &check.stated, &check.computed, &check.difference, &check.unit);
    format!("{words:?} {values:?} {:?} {:?} {figures:?}", check.nature, check.reason)
}

/// How many checks held at once, each compared with what the whole way says.
fn compared(shared: &Arc<Shared>) -> usize {
    let mut at_once = 0;
    for duty in duties(shared, &shared.ruleset.rules).0 {
        let duty = std::slice::from_ref(&duty);
        let checks = |way: &Way<'_>| {
            let runs = Piece::of(shared, duty, way).runs;
            runs.into_iter().flat_map(|(_, _, run)| run.checks).collect::<Vec<_>>()
        };
        let hasty = checks(&Way::Hasty(&Haste::default()));
        let whole = checks(&Way::Whole);
        let large = checks(&Way::Hasty(&Haste { is_large: true, ..Haste::default() }));
        assert_eq!((hasty.len(), large.len()), (whole.len(), whole.len()));
        for (large, whole) in large.iter().zip(&whole) {
            // of a large document no check says what it is made of
            assert!(large.sides.is_none());
            assert_eq!(
                (large.verdict, large.severity, &*large.key()),
                (whole.verdict, whole.severity, &*whole.key())
            );
            assert_eq!(
                (large.lead(), large.lead_index()),
                (whole.lead(), whole.lead_index()),
                "{}",
                whole.key()
            );
            assert_eq!(
                large.places().collect::<Vec<_>>(),
                whole.places().collect::<Vec<_>>(),
                "{}",
                whole.key()
            );
            assert_eq!(said(large), said(whole));
        }
        for (hasty, whole) in hasty.iter().zip(&whole) {
            at_once += usize::from(
                hasty.verdict == Verdict::Holds && hasty.sides.is_none() && whole.sides.is_some(),
            );
            let seen = |check: &Check| {
                (check.rule.clone(), check.severity, check.verdict, check.relation, check.size())
            };
            assert_eq!(seen(hasty), seen(whole), "{}", whole.key());
            assert_eq!(
                hasty.places().collect::<Vec<_>>(),
                whole.places().collect::<Vec<_>>(),
                "{}",
                whole.key()
            );
            assert_eq!(said(hasty), said(whole));
        }
    }
    at_once
}

#[test]
fn of_large_documents_no_more_figures_are_kept_than_a_row_needs() {
    let shared = shared(
        &RULESET,
        &table(
            &[
                (true, Some(100), Some(200), 7),
                (true, Some(5), Some(6), 0),
                (true, Some(1), Some(2), 0),
            ],
            false,
        ),
    );
    let haste = Haste { is_large: true, ..Haste::default() };
    let (duties, _) = duties(&shared, &shared.ruleset.rules);
    let piece = Piece::of(&shared, &duties, &Way::Hasty(&haste));
    let broken: Vec<&Check> = piece
        .runs
        .iter()
        .flat_map(|(_, _, run)| &run.checks)
        .filter(|check| check.verdict == Verdict::Violation)
        .collect();
    assert!(broken.len() > 2, "{broken:?}");
    assert!(piece.sources.figures.len() < 40);
}

#[test]
fn in_large_documents_checks_of_sentences_say_the_same() {
    let ruleset = Arc::new(
        Rulebook::of_files(gouji_sample::rules())
            .unwrap()
            .compile("national", &[], Some(2023))
            .unwrap()
            .0,
    );
    let text = "清溪市图书馆2023年度部门决算\n\n第三部分 说明\n\n2023年度租金收入30.00万元，占总收入100.00万元的30.00%。\n\n2023年度租金收入30.00万元，占总收入100.00万元的31.00%。\n\n\
        本年收入合计100.00万元，其中：财政拨款收入90.00万元，占90.00%；其他收入10.00万元，占10.00%。\n";
    let shared = shared(&ruleset, text);
    let haste = Haste { is_large: true, ..Haste::default() };
    let (duties, _) = duties(&shared, &shared.ruleset.rules);
    let piece = Piece::of(&shared, &duties, &Way::Hasty(&haste));
    let checks: Vec<&Check> = piece.runs.iter().flat_map(|(_, _, run)| &run.checks).collect();
    let of =
        |rule: &str| checks.iter().filter(|check| check.rule == rule).copied().collect::<Vec<_>>();
    let shares = of("叙述占比").iter().map(|check| check.verdict).collect::<Vec<_>>();
    assert_eq!(shares.first(), Some(&Verdict::Holds));
    assert_eq!(shares.get(1), Some(&Verdict::Violation));
    // items of a sentence, too
    assert!(!of("叙述合计").is_empty(), "{checks:?}");
    assert!(compared(&shared) <= checks.len());
}

#[test]
fn in_large_documents_figures_that_are_printed_twice_say_the_same() {
    let ruleset = Arc::new(
        Rulebook::of_files(gouji_sample::rules())
            .unwrap()
            .compile("national", &[], Some(2023))
            .unwrap()
            .0,
    );
    let table = |unit: &str, rows: [&str; 3]| {
        let head = "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出";
        format!(
            "支出决算表\n公开03表\n部门：清溪市图书馆|||||||金额单位：{unit}\n{head}\n{}\n\n",
            rows.join("\n")
        )
    };
    let fine = table(
        "元",
        [
            "|合计|600000.00|400000.00|200000.00|||",
            "2070104|图书馆|350000.00|250000.00|100000.00|||",
            "2070104|图书馆|250000.00|150000.00|100000.00|||",
        ],
    );
    let coarse = table(
        "万元",
        [
            "|合计|60.00|40.00|20.00|||",
            "2070104|图书馆|35.00|25.00|10.00|||",
            "2070104|图书馆|25.00|51.00|10.00|||",
        ],
    );
    let shared = shared(&ruleset, &format!("清溪市图书馆2023年度部门决算\n\n{fine}{coarse}"));
    let haste = Haste { is_large: true, ..Haste::default() };
    let (duties, _) = duties(&shared, &shared.ruleset.rules);
    let piece = Piece::of(&shared, &duties, &Way::Hasty(&haste));
    let all = piece.runs.iter().flat_map(|(_, _, run)| &run.checks);
    let twice: Vec<&Check> = all.filter(|check| check.rule == "换算-同表").collect();
    let broken: Vec<String> = twice
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| check.key().into_owned())
        .collect();
    assert!(
        matches!(broken.as_slice(), [one] if one.ends_with("|2070104#2|基本支出")),
        "{broken:?}"
    );
    assert!(twice.len() > 8, "{twice:?}");
    compared(&shared);
}

/// A table of numbers of hundredths; `None` is blank.
fn table(rows: &[(bool, Option<i64>, Option<i64>, i64)], short: bool) -> String {
    let number = |value: i64| {
        if short && value % 100 == 0 {
            format!("{}", value / 100)
        } else {
            format!(
                "{}{}.{:02}",
                if value < 0 { "-" } else { "" },
                value.abs() / 100,
                value.abs() % 100
            )
        }
    };
    let cell = |value: Option<i64>| value.map_or_else(String::new, number);
    let of = |row: &(bool, Option<i64>, Option<i64>, i64)| match (row.1, row.2) {
        (None, None) => None,
        (a, b) => Some(a.unwrap_or(0) + b.unwrap_or(0) + row.3),
    };
    let sum = |values: &dyn Fn(&(bool, Option<i64>, Option<i64>, i64)) -> Option<i64>| {
        rows.iter().filter(|row| row.0).filter_map(values).reduce(|a, b| a + b)
    };
    let mut out = "明细表\n单位：万元\n编码 | 项目 | 小计 | 甲 | 乙 | 人数\n".to_owned();
    out.push_str(&format!(
        " | 全部 | {} | {} | {} | 3\n",
        cell(sum(&of)),
        cell(sum(&|row| row.1)),
        cell(sum(&|row| row.2))
    ));
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.0) {
        let (code, name) = [("201", "一行"), ("202", "二行"), ("203", "三行")][at];
        out.push_str(&format!(
            "{code} | {name} | {} | {} | {} | 1\n",
            cell(of(row)),
            cell(row.1),
            cell(row.2)
        ));
    }
    out
}

fn cents() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![4 => (-500_000i64..500_000).prop_map(Some), 2 => (-50i64..50).prop_map(|whole| Some(whole * 100)), 1 => Just(None)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn what_holds_at_once_holds_and_says_the_same(
        rows in prop::collection::vec((prop::bool::weighted(0.9), cents(), cents(), prop_oneof![4 => Just(0i64), 1 => -2i64..3]), 3),
        short in any::<bool>(),
    ) {
        compared(&shared(&RULESET, &table(&rows, short)));
    }
}

#[test]
fn sums_that_come_out_hold_at_once() {
    let row = |a, b| (true, Some(a), Some(b), 0);
    let found = shared(&RULESET, &table(&[row(100, 250), row(-325, 40), row(7, 700_000)], false));
    // four sums in each of four rows, two in each of four columns, one parent in each
    assert_eq!(compared(&found), 4 * 4 + 2 * 4 + 4);
    // one cent more, and its sums go the whole way
    let found = shared(
        &RULESET,
        &table(&[(true, Some(100), Some(250), 1), row(-325, 40), row(7, 700_000)], false),
    );
    assert_eq!(compared(&found), 2 * 4 + 2 * 4 + 4);
}

#[test]
fn columns_in_another_order_or_not_printed_are_the_same_sums() {
    let table = |header: &str, rows: [&str; 4]| {
        format!("明细表\n单位：万元\n{header}\n{}\n", rows.join("\n"))
    };
    let rows = [
        " | 全部 | 1.00 | 2.50 | 3.50 | 3",
        "201 | 一行 | 1.00 | 0.00 | 1.00 | 1",
        "202 | 二行 | 0.00 | 2.50 | 2.50 | 1",
        "203 | 三行 |  |  |  | 1",
    ];
    // in three rows four sums, in four columns two and a parent; what is blank says nothing
    let found = shared(&RULESET, &table("编码 | 项目 | 甲 | 乙 | 小计 | 人数", rows));
    assert_eq!(compared(&found), 3 * 4 + 4 * 3);
    // a column that is not there is no figure of a check
    let rows = [
        " | 全部 | 1.00 | 1.00 | 3",
        "201 | 一行 | 1.00 | 1.00 | 1",
        "202 | 二行 | 0.00 | 0.00 | 1",
        "203 | 三行 |  |  | 1",
    ];
    let found = shared(&RULESET, &table("编码 | 项目 | 小计 | 甲 | 人数", rows));
    assert!(
        found
            .recognition
            .forms
            .iter()
            .any(|filled| filled.sides.iter().any(|side| side.columns.iter().any(Option::is_none)))
    );
    assert!(compared(&found) >= 3 * 3, "{}", compared(&found));
}

#[test]
fn parents_that_are_asked_for_say_what_all_say() {
    const TREE: &str = "明细表\n单位：万元\n编码 | 项目 | 小计 | 甲 | 乙 | 人数\n | 全部 | 10.00 | 4.00 | 6.00 | 3\n\
        201 | 一行 | 7.00 | 3.00 | 4.00 | 1\n20101 | 子 | 5.00 | 2.00 | 3.00 | 1\n20102 | 丑 | 2.00 | 1.00 | 1.00 | 1\n\
        202 | 二行 | 3.00 | 1.00 | 2.00 | 1\n20201 | 寅 | 1.00 | 1.00 | 0.00 | 1\n20202 | 卯 | 2.00 | 0.00 | 2.00 | 1\n";
    let shared = shared(&RULESET, TREE);
    let rules: Vec<usize> =
        (0..RULESET.rules.len()).filter(|at| RULESET.rules[*at].id == "树").collect();
    let checks = check_rules(&shared, std::slice::from_ref(&RULESET.rules[rules[0]]));
    let keys: Vec<String> = checks.checks.iter().map(|check| check.key().into_owned()).collect();
    // in each of four columns the total over both levels, and two parents; where one level does not
    // add up, nothing of the other
    assert_eq!(keys.len(), 4 * 4 - 1);
    let all = Wanted::Keys(keys.iter().map(String::as_str).collect());
    let mut broken = 0;
    for place in (0..7).flat_map(|row| {
        (2..6).map(move |column| FigurePlace::Cell {
            paper: Paper::OWN,
            form: 0,
            side: 0,
            row,
            column,
        })
    }) {
        let numbers = [(place, Decimal::from(77))];
        let whole: BTreeMap<String, Verdict> =
            suppose(&shared, &rules, &numbers, &all).into_iter().collect();
        broken += whole.values().filter(|verdict| **verdict == Verdict::Violation).count();
        for (key, check) in keys.iter().zip(&checks.checks) {
            for wanted in [
                Wanted::Keys([key.as_str()].into_iter().collect()),
                Wanted::places(std::slice::from_ref(check)),
            ] {
                let asked: BTreeMap<String, Verdict> =
                    suppose(&shared, &rules, &numbers, &wanted).into_iter().collect();
                assert_eq!(asked.get(key), whole.get(key), "{key}");
            }
        }
    }
    assert!(broken > 7 * 4);
}

#[test]
fn a_condition_counts_the_same_rows_at_each_row() {
    let rows = "编码 | 项目 | 小计 | 甲 | 乙 | 人数\n | 全部 | 11.00 | 6.00 | 5.00 | 3\n";
    let said = |third: &str| {
        let text = format!(
            "明细表\n单位：万元\n{rows}201 | 一行 | 7.00 | 3.00 | 4.00 | 1\n\
             202 | 二行 | 3.00 | 2.00 | 1.00 | 1\n203 | 三行 | 1.00 | {third} | 0.00 | 1\n"
        );
        let shared = shared(&RULESET, &text);
        ["两行", "三行"].map(|id| {
            let rule = RULESET.rules.iter().find(|rule| rule.id == id).unwrap();
            check_rules(&shared, std::slice::from_ref(rule)).checks.len()
        })
    };
    // what else the condition asks for is asked at each row
    assert_eq!(said("1.00"), [3, 0]);
    assert_eq!(said("2.00"), [0, 3]);
}

#[test]
fn documents_hold_at_once_what_they_hold() {
    let ruleset = Arc::new(
        Rulebook::of_files(gouji_sample::rules())
            .unwrap()
            .compile("shanxi", &[], Some(2023))
            .unwrap()
            .0,
    );
    let mut at_once = 0;
    for folder in ["archive-clean", "archive-planted", "generality"] {
        let folder = std::path::Path::new("../../fixtures").join(folder);
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in
            files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt"))
        {
            at_once += compared(&shared(&ruleset, &std::fs::read_to_string(file).unwrap()));
        }
    }
    assert!(at_once > 300, "{at_once}");
}

//! The forms of final accounts from end to end: clean sets, planted errors, and any changed digit.

use crate::engines;
use gouji::CoverageDetail;
use gouji::audit::{Check, CheckRelation, DocumentAudit, Verdict};
use gouji::engine::Engine;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

/// The forms that make up a set of final accounts.
const FORMS: [&str; 10] = [
    "收支总表",
    "收入决算表",
    "支出决算表",
    "拨款总表",
    "一般公共预算支出表",
    "基本支出明细表",
    "政府性基金表",
    "国资预算表",
    "三公经费表",
    "统计表",
];

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engines::engine("shanxi"));

fn fixture(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path))
        .unwrap()
}

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

fn in_words(checks: &[Check], verdict: Verdict) -> Vec<String> {
    checks
        .iter()
        .filter(|check| check.verdict == verdict)
        .map(|check| format!("{}: {}", check.rule, check.message()))
        .collect()
}

#[test]
fn tables_are_told_without_a_check() {
    let text = fixture("archive-planted/document.txt");
    let whole = audit(&text);
    let told = |detail: CoverageDetail| {
        ENGINE.understand(ENGINE.prepare("document.txt", text.as_bytes()).unwrap(), detail)
    };
    for (detail, has_rows, has_cells) in [
        (CoverageDetail::All, true, true),
        (CoverageDetail::Rows, true, false),
        (CoverageDetail::Cells, false, true),
        (CoverageDetail::Tables, false, false),
    ] {
        let told = told(detail);
        assert!(told.checks.is_empty() && told.findings.is_empty());
        assert_eq!(told.sentences, whole.sentences);
        for (own, known) in told
            .understanding
            .iter()
            .zip(&whole.understanding)
            .flat_map(|(own, known)| own.forms.iter().zip(&known.forms))
        {
            assert_eq!(own.form, known.form);
            assert_eq!(
                (own.rows.is_empty(), own.cells.is_empty()),
                (!has_rows || known.rows.is_empty(), !has_cells || known.cells.is_empty())
            );
            assert!(!has_rows || own.rows == known.rows);
            assert!(!has_cells || own.cells == known.cells);
        }
    }
}

/// Places of the table figures that stand in an equality: byte offset in the text.
fn tied(audit: &DocumentAudit) -> Vec<usize> {
    let mut out = BTreeSet::new();
    for check in audit.checks.iter().filter(|check| {
        check.relation == CheckRelation::Equal
            && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
    }) {
        let amounts = check
            .figures()
            .filter(|figure| FORMS.contains(&figure.label().split(' ').next().unwrap_or("")));
        for figure in amounts.filter(|figure| {
            figure.printed().unit.is_some()
                && figure
                    .printed()
                    .value
                    .as_deref()
                    .is_some_and(|value| value.chars().any(|c| matches!(c, '1'..='9')))
        }) {
            out.insert(figure.span().start as usize);
        }
    }
    out.into_iter().collect()
}

/// The text with another first digit at a place; `by` from 1 to 8.
fn changed(text: &str, at: usize, by: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = (at..bytes.len()).find(|i| bytes[*i].is_ascii_digit()).unwrap();
    let digit = bytes[place] - b'0';
    bytes[place] = b'0' + if digit == 0 { by } else { (digit - 1 + by) % 9 + 1 };
    String::from_utf8(bytes).unwrap()
}

/// Whether some finding names the figure at a place.
fn is_named(audit: &DocumentAudit, at: usize) -> bool {
    let checks = audit
        .findings
        .iter()
        .flat_map(|finding| finding.checks.iter().filter_map(|check| audit.checks.get(*check)));
    checks.flat_map(|check| check.figures()).any(|figure| figure.span().start as usize == at)
}

#[test]
fn a_clean_set_has_no_finding() {
    for (path, forms) in [("archive-clean/wan.txt", 10), ("archive-clean/yuan.txt", 9)] {
        let audit = audit(&fixture(path));
        assert_eq!(in_words(&audit.checks, Verdict::Violation), Vec::<String>::new(), "{path}");
        assert_eq!(in_words(&audit.checks, Verdict::Unchecked), Vec::<String>::new(), "{path}");
        assert_eq!(audit.findings.len(), 0, "{path}");
        let found: BTreeSet<&str> = audit
            .understanding
            .iter()
            .flat_map(|table| &table.forms)
            .map(|form| form.form.as_str())
            .collect();
        assert_eq!(found.len(), forms, "{path}: {found:?}");
        assert!(tied(&audit).len() > 200, "{path}");
    }
}

#[test]
fn rounding_to_ten_thousand_yuan_is_no_error() {
    let audit = audit(&fixture("archive-clean/wan.txt"));
    assert!(audit.checks.iter().filter(|check| check.verdict == Verdict::Rounding).count() > 10);
}

/// What a condition looks at (here the account codes) is no addend.
#[test]
fn a_sum_with_a_condition_lists_its_addends_only() {
    let audit = audit(&fixture("archive-clean/wan.txt"));
    let sums: Vec<&Check> =
        audit.checks.iter().filter(|check| check.rule == "基本支出-人员公用各款").collect();
    assert_eq!(sums.len(), 2);
    assert!(
        sums.iter()
            .flat_map(|check| check.figures())
            .all(|figure| figure.label().ends_with("决算数"))
    );
}

#[test]
fn planted_errors_are_found_and_nothing_else() {
    #[derive(serde::Deserialize)]
    struct Expected {
        violation: Vec<Violation>,
    }
    #[derive(serde::Deserialize, Debug, PartialEq, Eq, PartialOrd, Ord)]
    struct Violation {
        rule: String,
        severity: String,
        at: String,
        line: usize,
        stated: String,
        computed: String,
    }
    let audit = audit(&fixture("archive-planted/document.txt"));
    let mut found: Vec<Violation> = audit
        .checks
        .iter()
        .filter(|check| check.verdict == Verdict::Violation)
        .map(|check| {
            let figure = check.figure(0).unwrap();
            Violation {
                rule: check.rule.to_string(),
                severity: format!("{:?}", check.severity).to_lowercase(),
                at: figure.label().to_string(),
                line: audit
                    .document
                    .locator
                    .position(&audit.document.text, figure.span().start)
                    .line as usize,
                stated: check.stated.as_deref().unwrap_or_default().to_owned(),
                computed: check.computed.as_deref().unwrap_or_default().to_owned(),
            }
        })
        .collect();
    let mut expected: Expected = toml::from_str(&fixture("archive-planted/expected.toml")).unwrap();
    found.sort();
    expected.violation.sort();
    assert_eq!(found, expected.violation);
}

proptest! {
    #![proptest_config(crate::effort::cases(6, 24))]

    #[test]
    fn a_changed_digit_is_found(yuan: bool, index: prop::sample::Index, by in 1_u8..=8) {
        let text = fixture(if yuan { "archive-clean/yuan.txt" } else { "archive-clean/wan.txt" });
        let places = tied(&audit(&text));
        let at = places[index.index(places.len())];
        let changed = changed(&text, at, by);
        prop_assert!(is_named(&audit(&changed), at), "{:?}", &text[at..(at + 12).min(text.len())]);
    }
}

/// Real documents, where they are at hand: at least 95 of 100 changed digits are found.
#[test]
fn changed_digits_of_published_documents_are_found() {
    let Some(folder) = crate::effort::beside("documents") else { return };
    // without optimisation a sample will do
    let step = if cfg!(debug_assertions) { 11 } else { 1 };
    for name in ["shanxi-yangquan-2024-final-accounts.txt", "shanxi-datong-2022-final-accounts.txt"]
    {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            continue;
        };
        // the forms alone: the prose behind them takes time and does not matter here
        let text = text.split("第三部分 情况说明\n\n").next().unwrap_or(&text).to_owned();
        let places: Vec<usize> = tied(&audit(&text)).into_iter().step_by(step).collect();
        let lost: Vec<usize> = places
            .iter()
            .copied()
            .filter(|at| !is_named(&audit(&changed(&text, *at, 3)), *at))
            .collect();
        let found = places.len() - lost.len();
        println!("{name}: {found} of {} changed digits found", places.len());
        for at in &lost {
            println!("  not found: {:?}", text.get(*at..).and_then(|rest| rest.lines().next()));
        }
        assert!(
            places.len() > 10 && found * 100 >= places.len() * 95,
            "{name}: {found} of {}",
            places.len()
        );
    }
}

#[test]
fn the_forms_of_budgets_stand_in_budgets_alone() {
    let engine = engines::engine("national");
    let table = "支出总表\n单位：万元\n科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n \
                 | 合计 | 95.00 | 60.00 | 35.00\n207 | 文化旅游体育与传媒支出 | 95.00 | 60.00 | 35.00\n\
                 20701 | 文化和旅游 | 90.00 | 60.00 | 30.00\n";
    let forms = |title: &str| {
        let found = engine.audit("a.txt", format!("{title}\n\n{table}").as_bytes()).unwrap();
        let forms = found.understanding.iter().flat_map(|table| &table.forms);
        let known = forms.filter(|form| !form.is_own).count();
        (known, in_words(&found.checks, Verdict::Violation).len())
    };
    assert_eq!(forms("清溪市图书馆2026年部门预算"), (1, 2));
    // what the table itself says holds, or is left open
    assert_eq!(forms("清溪市图书馆2026年部门决算"), (0, 0));
}

//! Documents that nobody has seen: made ones of every form set and layout, and written ones of
//! other agencies.

use crate::effort::either;
use crate::engines::engine;
use crate::generator::layout::{LAYOUTS, Layout};
use crate::generator::random::Random;
use crate::generator::{Generated, generate};
use gouji::audit::{CheckRelation, DocumentAudit, Severity, Verdict};
use gouji::engine::Engine;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

static ENGINE: LazyLock<&Engine> = LazyLock::new(|| engine("national"));

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

fn violations(audit: &DocumentAudit) -> Vec<String> {
    let wrong = audit.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    wrong
        .map(|check| format!("{}: {} | {}", check.rule, check.message(), check.expression))
        .collect()
}

/// Forms of a set that were not recognised.
fn unrecognised(audit: &DocumentAudit, forms: &[&str]) -> Vec<String> {
    let found: BTreeSet<&str> = audit
        .understanding
        .iter()
        .flat_map(|table| &table.forms)
        .map(|form| form.form.as_str())
        .collect();
    forms.iter().filter(|form| !found.contains(*form)).map(|form| (*form).to_owned()).collect()
}

/// What is wrong with the reading of a clean document.
fn troubles(seed: u64, layout: Option<Layout>) -> Option<String> {
    let Generated { text, style, books } = generate(seed, layout);
    let audit = audit(&text);
    let mut troubles = violations(&audit);
    troubles.extend(
        unrecognised(&audit, &style.forms)
            .into_iter()
            .map(|form| format!("not recognised: {form}")),
    );
    if troubles.is_empty() {
        return None;
    }
    if let Ok(folder) = std::env::var("GOUJI_GENERATED") {
        std::fs::write(Path::new(&folder).join(format!("{seed}.txt")), &text).unwrap();
    }
    Some(format!(
        "seed {seed} {:?} {} {}:\n  {}",
        style.layout,
        books.year,
        style.money.unit,
        troubles.join("\n  ")
    ))
}

fn clean_documents(seeds: std::ops::Range<u64>) {
    let tried = seeds.end - seeds.start;
    let halves: Vec<Vec<u64>> =
        (0..2).map(|half| seeds.clone().filter(|seed| seed % 2 == half).collect()).collect();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = halves
            .iter()
            .map(|half| {
                scope.spawn(move || {
                    half.iter().filter_map(|seed| troubles(*seed, None)).collect::<Vec<_>>()
                })
            })
            .collect();
        runs.into_iter().flat_map(|run| run.join().unwrap()).collect()
    });
    assert!(
        wrong.is_empty(),
        "{} of {tried}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
}

#[test]
fn clean_documents_have_no_finding() {
    clean_documents(0..either(15, 200));
}

#[test]
#[ignore = "takes minutes; run by hand with --release"]
fn ten_thousand_clean_documents_have_no_finding() {
    clean_documents(1_000..11_000);
}

/// Figures that stand in an equality, by their place in the text; a year with another digit is none.
fn tied(audit: &DocumentAudit) -> Vec<usize> {
    let text = &audit.document.text;
    let is_year = |at: usize| {
        let digits = text[at..].chars().take_while(char::is_ascii_digit).count();
        digits == 4 && text[at + digits..].starts_with('年')
    };
    let is_number =
        |at: &usize| text.as_bytes().get(*at).is_some_and(u8::is_ascii_digit) && !is_year(*at);
    let equal = audit.checks.iter().filter(|check| {
        check.relation == CheckRelation::Equal
            && matches!(check.verdict, Verdict::Holds | Verdict::Rounding)
    });
    let figures = equal.filter(|check| check.figures().len() > 1).flat_map(|check| check.figures());
    let numbers = figures.filter(|figure| {
        figure
            .printed()
            .value
            .as_deref()
            .is_some_and(|value| value.parse::<f64>().is_ok_and(|value| value != 0.0))
    });
    let places: BTreeSet<usize> =
        numbers.map(|figure| figure.span().start as usize).filter(is_number).collect();
    places.into_iter().collect()
}

/// The text with another first digit in the number at a place.
fn planted(text: &str, at: usize, by: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = (at..bytes.len()).find(|place| matches!(bytes[*place], b'1'..=b'9')).unwrap();
    bytes[place] = b'1' + (bytes[place] - b'1' + by) % 9;
    String::from_utf8(bytes).unwrap()
}

fn is_named(audit: &DocumentAudit, at: usize) -> bool {
    let checks = audit
        .findings
        .iter()
        .flat_map(|finding| finding.checks.iter().filter_map(|check| audit.checks.get(*check)));
    checks.flat_map(|check| check.figures()).any(|figure| figure.span().start as usize == at)
}

fn planted_errors(seeds: std::ops::Range<u64>, each: usize) {
    let (mut tried, mut missed) = (0, Vec::new());
    for seed in seeds {
        let text = generate(seed, Some(LAYOUTS[seed as usize % 4])).text;
        let places = tied(&audit(&text));
        let random = Random::new(seed);
        for _ in 0..if places.is_empty() { 0 } else { each } {
            let at = *random.pick(&places);
            tried += 1;
            let wrong = planted(&text, at, 1 + random.below(8) as u8);
            if !is_named(&audit(&wrong), at) {
                let line = text[text[..at].rfind('\n').map_or(0, |end| end + 1)..]
                    .lines()
                    .next()
                    .unwrap_or("");
                missed.push(format!(
                    "seed {seed}: {:?} → {:?} in {line}",
                    text.get(at..at + 4),
                    wrong.get(at..at + 4)
                ));
            }
        }
    }
    println!("{} of {tried} found", tried - missed.len());
    assert!(
        tried > 20 && missed.len() * 100 <= tried,
        "{} of {tried} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn planted_errors_are_found_and_named() {
    planted_errors(20_000..20_000 + either(5, 40), 5);
}

#[test]
#[ignore = "takes minutes; run by hand with --release"]
fn many_planted_errors_are_found_and_named() {
    planted_errors(30_000..31_000, 10);
}

/// Written documents: name, ruleset, agency, year, number of forms.
const WRITTEN: [(&str, &str, &str, i32, usize); 9] = [
    ("bureau-2022-wide", "national", "南浦市交通运输局（汇总）", 2022, 9),
    ("court-2024", "national", "广源县人民法院", 2024, 9),
    ("empty-unit-2023", "national", "北桥市重点项目服务中心", 2023, 9),
    ("hospital-2021", "national", "凤台区妇幼保健院", 2021, 9),
    ("old-2018", "national", "石门县粮食局", 2018, 8),
    ("school-2019", "national", "碧湖市实验中学", 2019, 8),
    ("shanghai-archive-2024", "shanghai", "上海市浦水区档案馆", 2024, 9),
    ("town-2022", "national", "青溪镇人民政府", 2022, 9),
    ("unit-2020", "national", "石门县物资储备站", 2020, 9),
];

fn written(name: &str) -> String {
    std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/generality")
            .join(format!("{name}.txt")),
    )
    .unwrap()
}

#[test]
fn written_documents_of_other_agencies_have_no_finding() {
    let engine = engine("");
    for (name, ruleset, agency, year, forms) in WRITTEN {
        let audit = engine.audit("document.txt", written(name).as_bytes()).unwrap();
        assert_eq!(violations(&audit), Vec::<String>::new(), "{name}");
        let unchecked: Vec<String> = audit
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Unchecked)
            .map(|check| check.message())
            .collect();
        assert!(unchecked.is_empty(), "{name}: {unchecked:?}");
        let found: BTreeSet<&str> = audit
            .understanding
            .iter()
            .flat_map(|table| &table.forms)
            .map(|form| form.form.as_str())
            .collect();
        assert_eq!(found.len(), forms, "{name}: {found:?}");
        let profile = (
            audit.agency.as_deref().unwrap_or("").replace(['(', ')'], ""),
            audit.year,
            audit.ruleset.as_str(),
        );
        assert_eq!(profile, (agency.replace(['（', '）'], ""), Some(year), ruleset), "{name}");
        // nearly every figure was checked, or stands in a check that agrees
        let known = audit.coverage.checked + audit.coverage.corroborated;
        assert!(
            known * 100 >= audit.coverage.figures * 95
                && audit.coverage.checked * 100 >= audit.coverage.figures * 90,
            "{name}: {} of {}",
            audit.coverage.checked,
            audit.coverage.figures
        );
    }
}

/// The violation of a rule in a text: severity and message.
fn violation_of(rule: &str, text: &str) -> (Severity, String) {
    let audit = audit(text);
    let check = audit
        .checks
        .iter()
        .find(|check| check.verdict == Verdict::Violation && check.rule == rule)
        .unwrap();
    (check.severity, check.message().clone())
}

#[test]
fn a_share_that_is_cut_off_is_no_error() {
    let text = |share: &str| {
        format!(
            "清溪市图书馆2023年度部门决算\n\n第三部分 说明\n\n二、收入决算情况说明\n\n2023年度收入合计30000.00万元，其中：财政拨款收入20000.00万元，占{share}；其他收入10000.00万元，占33.33%。\n"
        )
    };
    let cut_off = audit(&text("66.66%"));
    let wrong = cut_off.checks.iter().filter(|check| check.verdict == Verdict::Violation);
    assert!(wrong.into_iter().all(|check| check.severity == Severity::Info));
    let (severity, message) = violation_of("叙述占比", &text("66.65%"));
    assert_eq!(
        (severity, message.contains("相差 -0.02个百分点")),
        (Severity::Error, true),
        "{message}"
    );
}

#[test]
fn messages_name_the_text_and_directions_in_words() {
    let text = "清溪市图书馆2023年度部门决算\n\n第三部分 说明\n\n年初预算50.00万元，支出决算45.00万元，决算数大于年初预算数。\n";
    let message = violation_of("叙述界限", text).1;
    assert!(
        message.starts_with("正文") && message.contains("应当不小于") && message.contains("50.00"),
        "{message}"
    );
}

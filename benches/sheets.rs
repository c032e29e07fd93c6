//! A workbook of 20 sheets with 2,000 rows each: read, recognised and checked, beside the bare
//! reading of values and styles.

#![allow(unreachable_pub, reason = "modules of the tests are taken in")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

#[path = "../tests/it/workbook.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod workbook;

use calamine::Reader;
use gouji::engine::{Engine, Request};
use gouji::inside::{Limits, read};
use std::io::Cursor;
use std::sync::LazyLock;
use workbook::{number, rows, text, xlsx};

const SHEETS: usize = 20;
/// 19 classes of 5 sections of 20 items.
const CLASSES: usize = 19;

// as the program has it
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// A line: code, name, and expenditure by kind, in cents.
fn line(row: usize, code: &str, name: &str, basic: usize, project: usize) -> String {
    let amount = |column: &str, cents: usize| {
        number(&format!("{column}{row}"), 2, &format!("{}.{:02}", cents / 100, cents % 100))
    };
    let cells = [amount("C", basic + project), amount("D", basic), amount("E", project)].concat();
    format!(
        "<row r=\"{row}\">{}{}{cells}</row>",
        text(&format!("A{row}"), code),
        text(&format!("B{row}"), name)
    )
}

fn sheet() -> String {
    let cents = |item: usize| (item * 37 % 9000 + 100, item * 53 % 7000);
    let total = |items: std::ops::Range<usize>| {
        items.map(cents).fold((0, 0), |sum, more| (sum.0 + more.0, sum.1 + more.1))
    };
    let head = [
        "支出决算表",
        "部门名称：某局|||2023年度||||金额单位：万元",
        "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出",
    ];
    let mut out = rows(1, &head);
    let mut row = head.len() + 1;
    let mut push = |code: String, items: std::ops::Range<usize>| {
        let (basic, project) = total(items);
        out.push_str(&line(
            row,
            &code,
            if code.is_empty() { "合计" } else { "某项支出" },
            basic,
            project,
        ));
        row += 1;
    };
    push(String::new(), 0..CLASSES * 100);
    for class in 0..CLASSES {
        push((201 + class).to_string(), class * 100..class * 100 + 100);
        for section in 0..5 {
            let first = class * 100 + section * 20;
            push(format!("{}{:02}", 201 + class, section + 1), first..first + 20);
            for item in 0..20 {
                push(
                    format!("{}{:02}{:02}", 201 + class, section + 1, item + 1),
                    first + item..first + item + 1,
                );
            }
        }
    }
    format!("<sheetData>{out}</sheetData><mergeCells><mergeCell ref=\"A1:H1\"/></mergeCells>")
}

static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let names: Vec<String> = (1..=SHEETS).map(|number| format!("表{number:02}")).collect();
    let sheets: Vec<_> = names.iter().map(|name| (name.as_str(), "", sheet())).collect();
    xlsx(&sheets)
});

#[divan::bench(sample_count = 10, sample_size = 1)]
fn a_bare_values_and_styles(bencher: divan::Bencher) {
    bencher.bench(|| {
        let mut workbook =
            calamine::Xlsx::new(Cursor::new(WORKBOOK.as_slice())).expect("a workbook");
        let names = workbook.sheet_names();
        let sizes = names.iter().map(|name| {
            let range = workbook.worksheet_range(name).expect("a sheet");
            let styles = workbook.worksheet_style(name).expect("a sheet");
            (range.get_size(), styles.height())
        });
        sizes.collect::<Vec<_>>()
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn b_read(bencher: divan::Bencher) {
    let vocabulary = gouji::embedded().expect("the built-in rules are good").vocabulary();
    bencher.bench(|| read("表.xlsx", &WORKBOOK, &vocabulary, &Limits::default()));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn c_read_recognised_and_checked(bencher: divan::Bencher) {
    let request = Request {
        ruleset: Some("shanxi".to_owned()),
        year: Some(2023),
        brief: true,
        ..Request::default()
    };
    let engine = Engine::new(gouji::embedded().expect("the built-in rules are good"), request)
        .expect("the built-in rules are good");
    let audit = engine.audit("表.xlsx", &WORKBOOK).expect("a workbook");
    assert!(audit.checks.len() > SHEETS * CLASSES * 100, "{}", audit.checks.len());
    bencher.bench(|| engine.audit("表.xlsx", &WORKBOOK));
}

//! A thousand generated tables of 200 cells, each with 30 sums: 20 of rows, 10 of columns.
//! `benches/compare.py` does the same sums with polars, pandas and pandera. Documents are checked
//! side by side, as those of a folder are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::engine::{Engine, Request};
use gouji::ruleset::RuleFile;
use rayon::prelude::*;
use std::fmt::Write as _;

// as the program has it
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const TABLES: u64 = 1000;

/// Nine columns and their sum, a total row and nineteen others.
const RULES: &str = r#"
[[form]]
id      = "明细表"
title   = "明细表"
columns = [
    { name = "项目", kind = "label" },
    { name = "小计", kind = "amount" },
    { name = "甲一", kind = "amount" }, { name = "甲二", kind = "amount" }, { name = "甲三", kind = "amount" },
    { name = "甲四", kind = "amount" }, { name = "甲五", kind = "amount" }, { name = "甲六", kind = "amount" },
    { name = "甲七", kind = "amount" }, { name = "甲八", kind = "amount" }, { name = "甲九", kind = "amount" },
]
rows = [{ name = "全部", total = true }, ROWS]

[[rule]]
id     = "明细-行"
form   = "明细表"
each   = "row"
expect = "小计 == 甲一 + 甲二 + 甲三 + 甲四 + 甲五 + 甲六 + 甲七 + 甲八 + 甲九"

[[rule]]
id     = "明细-列"
form   = "明细表"
each   = "column"
expect = "全部 == SUM"
"#;

fn engine() -> Engine {
    let rows: Vec<String> = (1..20).map(|row| format!("行{row}")).collect();
    let named: Vec<String> = rows.iter().map(|row| format!("{{ name = \"{row}\" }}")).collect();
    let text = RULES.replace("ROWS", &named.join(", ")).replace("SUM", &rows.join(" + "));
    let mut rulebook = gouji::embedded().expect("the built-in rules are good");
    // the words of the national rules, and no other rule
    let words = gouji::embedded_files("national")
        .filter(|(path, _)| path.starts_with("vocabulary/"))
        .map(|(path, text)| RuleFile::new(path, text));
    let files = words.chain([RuleFile::new("sums.toml", text)]).collect();
    rulebook.add_folder("sums", files).expect("a folder");
    let request = Request {
        ruleset: Some("sums".to_owned()),
        year: Some(2023),
        brief: true,
        ..Request::default()
    };
    Engine::new(rulebook, request).expect("good rules")
}

/// A table that adds up; the figures come from its number.
fn table(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 1_000_000
    };
    let rows: Vec<Vec<u64>> = (1..20).map(|_| (0..9).map(|_| next()).collect()).collect();
    let total: Vec<u64> = (0..9).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
    let mut out = "明细表\n单位：万元\n项目 | 小计 | 甲一 | 甲二 | 甲三 | 甲四 | 甲五 | 甲六 | 甲七 | 甲八 | 甲九\n".to_owned();
    for (at, row) in std::iter::once(&total).chain(&rows).enumerate() {
        let name = if at == 0 { "全部".to_owned() } else { format!("行{at}") };
        let _ = write!(out, "{name}");
        for value in std::iter::once(row.iter().sum::<u64>()).chain(row.iter().copied()) {
            let _ = write!(out, " | {}.{:02}", value / 100, value % 100);
        }
        out.push('\n');
    }
    out
}

#[divan::bench(sample_count = 60)]
fn thirty_sums_of_a_thousand_tables(bencher: divan::Bencher) {
    let engine = engine();
    let texts: Vec<String> = (0..TABLES).map(table).collect();
    let checks = engine.audit("a.txt", texts[0].as_bytes()).expect("text").checks;
    assert_eq!(
        checks.iter().filter(|check| check.verdict == gouji::audit::Verdict::Holds).count(),
        30,
        "{checks:?}"
    );
    bencher
        .with_inputs(|| {
            texts
                .iter()
                .map(|text| engine.prepare("a.txt", text.as_bytes()).expect("text"))
                .collect::<Vec<_>>()
        })
        .bench_values(|prepared| {
            prepared
                .into_par_iter()
                .map(|prepared| engine.judge(prepared, None))
                .collect::<Vec<_>>()
        });
}

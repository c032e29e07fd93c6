//! Planted slips: the table of what is named, what number is suggested and what the slip is called.
//! `NOTES=1` lists what went wrong, `SEEDS` gives the number of documents, `FIRST` the first seed.

#![allow(unreachable_pub, reason = "modules of the tests are taken in")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::float_arithmetic,
    clippy::explicit_auto_deref,
    clippy::needless_range_loop,
    reason = "a bench"
)]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/engines.rs"]
mod engines;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/generator/mod.rs"]
mod generator;
#[path = "../tests/it/plants/mod.rs"]
mod plants;
#[cfg(feature = "formats")]
#[allow(dead_code, reason = "the generator writes some workbooks")]
#[path = "../tests/it/workbook.rs"]
mod workbook;

fn main() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    };
    let (first, seeds) = (number("FIRST", 70_000), number("SEEDS", 60));
    let (scores, notes) = plants::run(&(first..first + seeds).collect::<Vec<_>>(), 1, 1);
    if std::env::var_os("NOTES").is_some() {
        for note in notes {
            println!("{note}");
        }
    }
    println!("{}", plants::table(&scores));
}

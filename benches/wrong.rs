//! A form of 200,000 cells, right, with one wrong figure and with ninety: what is wrong is to cost
//! at most three tenths more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::engine::{Engine, Request};
use std::fmt::Write as _;
use std::sync::LazyLock;

// as the program has it
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("national".to_owned()), ..Request::default() };
    Engine::new(gouji::embedded().expect("the built-in rules are good"), request)
        .expect("the built-in rules are good")
});

/// Figures of a row, in hundredths: the sum and what it is of.
type Figures = [u64; 6];

const CLASSES: u64 = 27;
/// Of a class, and of each of these.
const PARTS: u64 = 30;

/// A table of three levels of codes and their total, with so many wrong figures in its items.
fn table(wrong: usize) -> String {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 9_000_000
    };
    let mut rows: Vec<(String, Figures)> = vec![(String::new(), [0; 6])];
    for class in 201..201 + CLASSES {
        let first = rows.len();
        rows.push((class.to_string(), [0; 6]));
        for part in 1..=PARTS {
            let second = rows.len();
            rows.push((format!("{class}{part:02}"), [0; 6]));
            for item in 1..=PARTS {
                let mut row = [0; 6];
                row[1..].iter_mut().for_each(|figure| *figure = next());
                row[0] = row[1..].iter().sum();
                for above in [0, first, second] {
                    (0..6).for_each(|column| rows[above].1[column] += row[column]);
                }
                rows.push((format!("{class}{part:02}{item:02}"), row));
            }
        }
    }
    let items: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].0.len() == 7).collect();
    for nth in 0..wrong {
        let at = items[(nth * 7_919 + 4_001) % items.len()];
        rows[at].1[1 + nth % 5] += 30_000 * (1 + nth as u64 % 3);
    }
    let mut out = "清溪市图书馆2023年度部门决算\n\n支出决算表\n\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n".to_owned();
    for (at, (code, row)) in rows.iter().enumerate() {
        let name = if at == 0 { "合计".to_owned() } else { format!("科目{at}") };
        let _ = write!(out, "{code}\t{name}");
        for figure in row {
            let _ = write!(out, "\t{}.{:02}", figure / 100, figure % 100);
        }
        out.push('\n');
    }
    out
}

#[divan::bench(args = [0, 1, 90], sample_count = 10, sample_size = 1)]
fn two_hundred_thousand_cells_with_wrong_figures(bencher: divan::Bencher, wrong: usize) {
    let text = table(wrong);
    let found = ENGINE.audit("a.txt", text.as_bytes()).expect("text").findings.len();
    assert!(found >= wrong / 2 + wrong % 2 && (wrong > 0 || found == 0), "{found}");
    bencher.bench(|| ENGINE.audit("a.txt", text.as_bytes()));
}

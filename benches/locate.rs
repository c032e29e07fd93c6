//! Smallest repairs: crossing sums with one to three errors, a component of 5,000 figures, one that
//! has no small repair.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench that cannot go on is to fail"
)]

use gouji::inside::{LinearBound, System};

fn main() {
    divan::main();
}

/// Rows and columns that add up, with errors on the diagonal; each row and column has its total,
/// which are sums themselves.
fn crossing(rows: usize, columns: usize, errors: usize) -> System {
    let cell = |row: usize, column: usize| row * columns + column;
    // what each error is off by, in half units
    let off = |row: usize, column: usize| {
        if row == column && (1..=errors).contains(&row) {
            2 * (row as i128 * 7_919 + 13)
        } else {
            0
        }
    };
    let mut out = Vec::new();
    for row in 0..rows {
        let terms: Vec<(usize, i128)> = (0..columns)
            .map(|column| (cell(row, column), if column == 0 { 1 } else { -1 }))
            .collect();
        let residual = (0..columns)
            .map(|column| if column == 0 { off(row, column) } else { -off(row, column) })
            .sum();
        let open = columns as i128;
        out.push(LinearBound { terms, residual, low: -open, high: open, ..LinearBound::default() });
    }
    for column in 0..columns {
        let terms: Vec<(usize, i128)> =
            (0..rows).map(|row| (cell(row, column), if row == 0 { 1 } else { -1 })).collect();
        let residual =
            (0..rows).map(|row| if row == 0 { off(row, column) } else { -off(row, column) }).sum();
        let open = rows as i128;
        out.push(LinearBound { terms, residual, low: -open, high: open, ..LinearBound::default() });
    }
    System::new(out, rows * columns)
}

/// Rows over the same cells that want what cannot be.
fn adversarial() -> System {
    let cells = 60;
    let rows = (0..40_i128).map(|row| {
        let terms: Vec<(usize, i128)> = (0..cells)
            .filter(|cell| !(cell * 7 + row as usize * 3).is_multiple_of(5))
            .map(|cell| (cell, 1 + (row * 31 + cell as i128 * 17) % 3))
            .collect();
        LinearBound {
            terms,
            residual: 1_000 + row * row * 37,
            low: 0,
            high: 0,
            ..LinearBound::default()
        }
    });
    System::new(rows.collect(), cells)
}

#[divan::bench(args = [1, 2, 3])]
fn twenty_by_ten_with_errors(bencher: divan::Bencher, errors: usize) {
    let system = crossing(20, 10, errors);
    let found = system.repairs();
    let cells: Vec<usize> = (1..=errors).map(|at| at * 10 + at).collect();
    let is_there = found
        .iter()
        .flat_map(|cluster| &cluster.repairs)
        .any(|repair| repair.changes.iter().map(|change| change.cell).eq(cells.iter().copied()));
    assert!(is_there, "{found:?}");
    bencher.bench(|| system.repairs().len());
}

#[divan::bench(args = [1, 2, 3])]
fn five_thousand_figures_in_one_component(bencher: divan::Bencher, errors: usize) {
    let system = crossing(250, 20, errors);
    bencher.bench(|| {
        let found = system.repairs();
        assert!(found.iter().all(|cluster| !cluster.repairs.is_empty()));
        found.len()
    });
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn what_has_no_small_repair_ends_at_its_budget(bencher: divan::Bencher) {
    let system = adversarial();
    bencher.bench(|| {
        let found = system.repairs();
        assert!(found.iter().all(|cluster| cluster.repairs.is_empty()));
        found.len()
    });
}

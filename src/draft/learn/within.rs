//! What holds between the columns and rows of one table.

use super::idea::{Idea, Topic, digits};
use crate::draft::grid::{ColumnGuess, DraftGrid};
use crate::draft::identity::addends;
use crate::draft::proposal::DraftForm;
use crate::draft::propose::within;
use crate::draft::write::quoted;
use crate::number::Number;
use crate::number::Decimal;

/// A table with more rows or columns is looked at no closer than a draft does.
const ROWS: usize = 400;
const COLUMNS: usize = 24;

/// The relations of a table that this document bears out, for the form or side of this name.
pub(super) fn ideas(grid: &DraftGrid, shape: Option<&str>, form: &str) -> Vec<Idea> {
    let sheet = DraftForm { id: String::new(), grid: grid.clone() };
    let idea = |demand: String, name: String, side: &str, rows: Vec<(String, String)>| Idea {
        topic: Topic::Within,
        shape: shape.map(str::to_owned),
        form: format!("{form}{side}"),
        text: String::new(),
        demand,
        name,
        rows,
        ends: None,
        likeness: 0,
    };
    let mut out: Vec<Idea> = Vec::new();
    for proposal in within(0, &sheet).into_iter().filter(|proposal| proposal.form.is_some()) {
        let rows = proposal.rows.iter().filter_map(|(_, row)| {
            let row = grid.rows.get(*row)?;
            Some((row.name.clone()?, row.label.clone()))
        });
        let side = proposal.side.map_or(String::new(), |side| format!(".{side}"));
        out.push(idea(proposal.demand, proposal.name, &side, rows.collect()));
    }
    if grid.rows.len() <= ROWS && grid.columns.len() <= COLUMNS && grid.sides.is_empty() {
        for (demand, name) in sums(grid).into_iter().chain(rates(grid)) {
            out.push(idea(demand, name, "", Vec::new()));
        }
    }
    out
}

fn indices(grid: &DraftGrid, kind: ColumnGuess) -> Vec<usize> {
    let is_it = |at: &usize| grid.columns.get(*at).is_some_and(|column| column.kind == kind);
    (0..grid.columns.len()).filter(is_it).collect()
}

/// A column as the sum of two others, in all rows in which they stand.
fn sums(grid: &DraftGrid) -> Vec<(String, String)> {
    let amounts = indices(grid, ColumnGuess::Amount);
    let mut out = Vec::new();
    for total in &amounts {
        for (at, a) in amounts.iter().enumerate().filter(|(_, a)| *a != total) {
            for b in amounts.iter().skip(at + 1).filter(|b| *b != total) {
                if is_sum(grid, *total, *a, *b) {
                    let name = |column: usize| {
                        grid.columns.get(column).map_or("", |column| column.name.as_str())
                    };
                    let text = format!("{} + {}", name(*a), name(*b));
                    out.push(row_demand(name(*total), &text, &text));
                }
            }
        }
    }
    out
}

/// The demand of a rule on each row, and its name.
fn row_demand(stated: &str, formula: &str, said: &str) -> (String, String) {
    let demand = format!("expect = {}", quoted(&format!("{stated} == {formula}")));
    (demand, format!("每行：{stated} = {said}"))
}

fn is_sum(grid: &DraftGrid, total: usize, a: usize, b: usize) -> bool {
    let mut is_borne_out = false;
    for row in &grid.rows {
        let figure = |column: usize| row.figures.get(column).copied().flatten();
        let Some(stated) = figure(total) else { continue };
        let terms = [figure(a), figure(b)];
        if terms.iter().flatten().all(|term| term.value.is_zero()) {
            continue;
        }
        match addends(stated, terms.into_iter().flatten().map(|term| (term, true))) {
            None => return false,
            Some(count) => is_borne_out |= count > 1 && digits(stated.value) >= 3,
        }
    }
    is_borne_out
}

/// How a rate follows from two amounts.
#[derive(Clone, Copy)]
enum Law {
    Share,
    Growth,
}

/// A column of rates as the share of one column in another, or as its growth.
fn rates(grid: &DraftGrid) -> Vec<(String, String)> {
    let amounts = indices(grid, ColumnGuess::Amount);
    let mut out = Vec::new();
    for rate in indices(grid, ColumnGuess::Percent) {
        for part in &amounts {
            for whole in amounts.iter().filter(|whole| *whole != part) {
                for law in [Law::Share, Law::Growth] {
                    if is_rate(grid, rate, *part, *whole, law) {
                        out.push(rate_demand(grid, rate, *part, *whole, law));
                    }
                }
            }
        }
    }
    out
}

fn rate_demand(
    grid: &DraftGrid,
    rate: usize,
    part: usize,
    whole: usize,
    law: Law,
) -> (String, String) {
    let name = |column: usize| grid.columns.get(column).map_or("", |column| column.name.as_str());
    let (stated, part, whole) = (name(rate), name(part), name(whole));
    match law {
        Law::Share => row_demand(
            stated,
            &format!("percent({part}, {whole})"),
            &format!("{part} ÷ {whole}"),
        ),
        Law::Growth => row_demand(
            stated,
            &format!("percent({part} - {whole}, {whole})"),
            &format!("（{part} - {whole}）÷ {whole}"),
        ),
    }
}

fn is_rate(grid: &DraftGrid, rate: usize, part: usize, whole: usize, law: Law) -> bool {
    let mut is_borne_out = false;
    for row in &grid.rows {
        let figure = |column: usize| row.figures.get(column).copied().flatten();
        let (Some(stated), Some(part), Some(whole)) = (figure(rate), figure(part), figure(whole))
        else {
            continue;
        };
        if whole.value.is_zero() {
            continue;
        }
        if !comes_out(stated, part.value, whole.value, law) {
            return false;
        }
        is_borne_out |= digits(stated.value) >= 3 && part.value != whole.value;
    }
    is_borne_out
}

fn comes_out(stated: Number, part: Decimal, whole: Decimal, law: Law) -> bool {
    let above = match law {
        Law::Share => part,
        Law::Growth => part - whole,
    };
    let computed = above.checked_div(whole).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    computed.is_some_and(|computed| {
        (stated.value - computed).abs() <= Decimal::new(5, stated.decimals.min(20) + 1)
    })
}

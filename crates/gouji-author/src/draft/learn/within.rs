//! What holds between the columns and rows of one table.

use super::idea::{Idea, Topic, digits};
use crate::draft::grid::{ColumnGuess, DraftGrid};
use crate::draft::identity::{self, addends};
use crate::draft::proposal::DraftForm;
use crate::draft::propose::of_rows;
use crate::draft::write::quoted;
use gouji_values::number::Decimal;
use gouji_values::number::Number;

/// A table with more rows or columns is looked at no closer than a draft does.
const ROWS: usize = 400;
const COLUMNS: usize = 24;
/// Rows with names that are tried with each other.
const NAMED: usize = 16;
/// Lines of which four are tried with each other.
const FOUR: usize = 10;

/// The relations of a table that this document bears out. Of an unknown table `shape` is what tells
/// it from others; of one that a form knows `form` is that form with its side, whose columns need
/// not all be printed and whose rows are not the same everywhere: only columns are looked at.
pub(super) fn ideas(grid: &DraftGrid, shape: Option<&str>, form: &str) -> Vec<Idea> {
    let idea = |demand: String, name: String, side: &str, rows: Vec<(String, String)>| Idea {
        topic: Topic::Within,
        shape: shape.map(str::to_owned),
        form: format!("{form}{side}"),
        text: String::new(),
        demand,
        name,
        rows,
        ends: None,
        alike: None,
        likeness: 0,
    };
    let mut out: Vec<Idea> = Vec::new();
    if shape.is_some() {
        let sheet = DraftForm { id: String::new(), grid: grid.clone() };
        for proposal in of_rows(0, &sheet).into_iter().filter(|proposal| proposal.form.is_some()) {
            let rows = proposal.rows.iter().filter_map(|(_, row)| {
                let row = grid.rows.get(*row)?;
                Some((row.name.clone()?, row.label.clone()))
            });
            let side = proposal.side.map_or(String::new(), |side| format!(".{side}"));
            out.push(idea(proposal.demand, proposal.name, &side, rows.collect()));
        }
        if grid.sides.is_empty() {
            out.extend(sums_of_rows(grid).into_iter().filter_map(|(stated, terms)| {
                let (demand, name, rows) = row_sum(grid, stated, &terms)?;
                Some(idea(demand, name, "", rows))
            }));
        }
    }
    if grid.rows.len() <= ROWS && grid.columns.len() <= COLUMNS && grid.sides.is_empty() {
        let guard = shape.is_none().then_some(form);
        let found = long_sums(grid).into_iter().chain(sums(grid)).chain(rates(grid));
        out.extend(found.map(|found| {
            let (demand, name) = found.said(grid, guard);
            idea(demand, name, "", Vec::new())
        }));
    }
    out
}

/// How what is stated follows from other columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Law {
    Sum,
    Share,
    Growth,
}

/// A column that follows from others in each row.
struct Found {
    law: Law,
    stated: usize,
    /// Columns with signs; of a rate the part and the whole.
    terms: Vec<(usize, bool)>,
}

impl Found {
    /// As a rule file has it, and in a line. `guard`: the form of which the columns must hold
    /// figures, as not all of them are printed everywhere.
    fn said(&self, grid: &DraftGrid, guard: Option<&str>) -> (String, String) {
        let name =
            |column: usize| grid.columns.get(column).map_or("", |column| column.name.as_str());
        let term = |at: usize| self.terms.get(at).map_or("", |(column, _)| name(*column));
        let (formula, said) = match self.law {
            Law::Sum => {
                let text = added(self.terms.iter().map(|(column, plus)| (name(*column), *plus)));
                (text.clone(), text)
            }
            Law::Share => {
                (format!("percent({}, {})", term(0), term(1)), format!("{} ÷ {}", term(0), term(1)))
            }
            Law::Growth => (
                format!("percent({} - {}, {})", term(0), term(1), term(1)),
                format!("（{} - {}）÷ {}", term(0), term(1), term(1)),
            ),
        };
        let stated = name(self.stated);
        let mut demand = format!("expect = {}", quoted(&format!("{stated} == {formula}")));
        if let Some(form) = guard {
            let stand =
                self.terms.iter().map(|(column, _)| format!("count({form}.{}) > 0", name(*column)));
            let when = quoted(&stand.collect::<Vec<_>>().join(" && "));
            demand = format!("when   = {when}\n{demand}");
        }
        (demand, format!("每行：{stated} = {said}"))
    }
}

/// Names with their signs; the first has none.
fn added<'n>(terms: impl Iterator<Item = (&'n str, bool)>) -> String {
    let mut text = String::new();
    for (name, plus) in terms {
        if !text.is_empty() {
            text.push_str(if plus { " + " } else { " - " });
        }
        text.push_str(name);
    }
    text
}

/// A sum of named rows as a rule file has it, in a line, and the rows with their labels.
fn row_sum(
    grid: &DraftGrid,
    stated: usize,
    terms: &[(usize, bool)],
) -> Option<(String, String, Vec<(String, String)>)> {
    let row = |at: usize| {
        let row = grid.rows.get(at)?;
        Some((row.name.clone()?, row.label.clone()))
    };
    let named: Vec<((String, String), bool)> =
        terms.iter().map(|(at, plus)| Some((row(*at)?, *plus))).collect::<Option<_>>()?;
    let (own, label) = row(stated)?;
    let formula = added(named.iter().map(|((name, _), plus)| (name.as_str(), *plus)));
    let said = added(named.iter().map(|((_, label), plus)| (label.as_str(), *plus)));
    let demand = format!("expect = {}", quoted(&format!("{own} == {formula}")));
    let name = format!("{label} = {said}");
    let rows = named.into_iter().map(|(row, _)| row).chain([(own, label)]).collect();
    Some((demand, name, rows))
}

/// The sums that a draft finds, without columns that are zero everywhere: nothing says that these
/// belong to them.
fn long_sums(grid: &DraftGrid) -> Vec<Found> {
    let is_used = |column: usize| {
        grid.rows.iter().filter_map(|row| row.value(column)).any(|value| !value.is_zero())
    };
    let found = identity::row_sums(grid).into_iter().map(|sum| Found {
        law: Law::Sum,
        stated: sum.total,
        terms: sum.terms.into_iter().filter(|(column, _)| is_used(*column)).collect(),
    });
    found.filter(|found| found.terms.len() > 1).collect()
}

fn indices(grid: &DraftGrid, kind: ColumnGuess) -> Vec<usize> {
    let is_it = |at: &usize| grid.columns.get(*at).is_some_and(|column| column.kind == kind);
    (0..grid.columns.len()).filter(is_it).collect()
}

/// The amounts of a line of the table, be it a column or a row.
type Series = Vec<Option<Number>>;

/// A column as the sum of two others, or of two less a third, in all rows in which they stand.
fn sums(grid: &DraftGrid) -> Vec<Found> {
    let amounts = indices(grid, ColumnGuess::Amount);
    let figures = |column: &usize| {
        grid.rows.iter().map(|row| row.figures.get(*column).copied().flatten()).collect()
    };
    let series: Vec<Series> = amounts.iter().map(figures).collect();
    let column = |at: usize| amounts.get(at).copied().unwrap_or_default();
    equations(&series)
        .into_iter()
        .map(|(stated, terms)| Found {
            law: Law::Sum,
            stated: column(stated),
            terms: terms.into_iter().map(|(term, plus)| (column(term), plus)).collect(),
        })
        .collect()
}

/// The same of rows with names: stated row and terms, as positions in the table.
fn sums_of_rows(grid: &DraftGrid) -> Vec<Equation> {
    let named: Vec<usize> = (0..grid.rows.len())
        .filter(|at| grid.rows.get(*at).is_some_and(|row| row.name.is_some() && row.has_figures()))
        .collect();
    if named.len() > NAMED {
        return Vec::new();
    }
    let amounts = indices(grid, ColumnGuess::Amount);
    let series: Vec<Series> = named
        .iter()
        .filter_map(|at| grid.rows.get(*at))
        .map(|row| {
            amounts.iter().map(|column| row.figures.get(*column).copied().flatten()).collect()
        })
        .collect();
    let row = |at: usize| named.get(at).copied().unwrap_or_default();
    equations(&series)
        .into_iter()
        .map(|(stated, terms)| {
            (row(stated), terms.into_iter().map(|(term, plus)| (row(term), plus)).collect())
        })
        .collect()
}

/// A line, and the lines that it is made of, with signs.
type Equation = (usize, Vec<(usize, bool)>);

/// Every line that is the sum of two others, and the last of four that is the sum of two less the
/// third.
fn equations(series: &[Series]) -> Vec<Equation> {
    let mut out = Vec::new();
    let mut add = |stated: usize, terms: Vec<(usize, bool)>| {
        if comes_out_everywhere(series, stated, &terms) {
            out.push((stated, terms));
        }
    };
    let count = series.len();
    for stated in 0..count {
        for a in (0..count).filter(|a| *a != stated) {
            for b in (a + 1..count).filter(|b| *b != stated) {
                add(stated, vec![(a, true), (b, true)]);
            }
        }
    }
    for stated in 3..if count <= FOUR { count } else { 0 } {
        for less in 0..stated {
            for a in (0..stated).filter(|a| *a != less) {
                for b in (a + 1..stated).filter(|b| *b != less) {
                    add(stated, vec![(a, true), (b, true), (less, false)]);
                }
            }
        }
    }
    out
}

/// Whether an equation holds wherever its figures stand, and somewhere with none of them zero.
fn comes_out_everywhere(series: &[Series], stated: usize, terms: &[(usize, bool)]) -> bool {
    let figure = |line: usize, at: usize| series.get(line).and_then(|line| *line.get(at)?);
    let mut is_borne_out = false;
    for at in 0..series.get(stated).map_or(0, Vec::len) {
        let Some(total) = figure(stated, at) else { continue };
        let printed = || terms.iter().filter_map(|(line, plus)| Some((figure(*line, at)?, *plus)));
        if printed().all(|(term, _)| term.value.is_zero()) {
            continue;
        }
        match addends(total, printed()) {
            None => return false,
            Some(count) => is_borne_out |= count == terms.len() && digits(total.value) >= 3,
        }
    }
    is_borne_out
}

/// A column of rates as the share of one column in another, or as its growth.
fn rates(grid: &DraftGrid) -> Vec<Found> {
    let amounts = indices(grid, ColumnGuess::Amount);
    let mut out = Vec::new();
    for stated in indices(grid, ColumnGuess::Percent) {
        for part in &amounts {
            for whole in amounts.iter().filter(|whole| *whole != part) {
                for law in [Law::Share, Law::Growth] {
                    if is_rate(grid, stated, *part, *whole, law) {
                        let terms = vec![(*part, true), (*whole, true)];
                        out.push(Found { law, stated, terms });
                    }
                }
            }
        }
    }
    out
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
        Law::Growth => part - whole,
        Law::Share | Law::Sum => part,
    };
    let computed =
        above.checked_div(whole).and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED));
    computed.is_some_and(|computed| {
        (stated.value - computed).abs() <= Decimal::new(5, stated.decimals.min(20) + 1)
    })
}

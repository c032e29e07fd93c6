//! Formulas that can be done again: sums, and additions and subtractions of cells of the same
//! sheet.
//!
//! Whatever else a formula does, its stored value is taken as it is.

use super::address;
use super::grid::{SheetGrid, Stored};
use gouji_values::number::{Decimal, round};

/// A sum of terms.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CellFormula {
    terms: Vec<FormulaTerm>,
}

/// What is added, or taken off.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FormulaTerm {
    pub minus: bool,
    pub operand: Operand,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Number(Decimal),
    Cell(CellReference),
    /// Inside `SUM`: texts do not count.
    Range(CellReference, CellReference),
}

/// A cell; a `$` keeps row or column where a formula is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellReference {
    pub row: u32,
    pub column: u32,
    pub fixed_row: bool,
    pub fixed_column: bool,
}

/// Terms of a formula that are looked at.
const TERMS: usize = 200;

impl CellFormula {
    /// Reads `SUM(C3:C6)-D7`, or `of:=SUM([.C3:.C6])-[.D7]`; `None` where it does anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("of:").unwrap_or(text);
        let mut rest = text.strip_prefix('=').unwrap_or(text).trim();
        let mut terms = Vec::new();
        while !rest.is_empty() {
            let signs = rest.len() - rest.trim_start_matches(['+', '-', ' ']).len();
            let (sign, behind) = rest.split_at(signs);
            if terms.len() > TERMS || (sign.trim().is_empty() && !terms.is_empty()) {
                return None;
            }
            let minus = sign.matches('-').count() % 2 == 1;
            let inside = behind
                .get(..4)
                .filter(|name| name.eq_ignore_ascii_case("SUM("))
                .and_then(|_| behind.get(4..));
            rest = match inside {
                Some(inside) => {
                    let (arguments, behind) = inside.split_once(')')?;
                    for argument in arguments.split([',', ';']) {
                        terms.push(FormulaTerm { minus, operand: operand(argument.trim(), true)? });
                    }
                    behind.trim_start()
                }
                None => {
                    let end = behind.find(['+', '-']).unwrap_or(behind.len());
                    let (term, behind) = behind.split_at(end);
                    terms.push(FormulaTerm { minus, operand: operand(term.trim(), false)? });
                    behind
                }
            };
        }
        Self::of(terms)
    }

    /// A sum of terms; `None` where it refers to no cell.
    pub(super) fn of(terms: Vec<FormulaTerm>) -> Option<Self> {
        let refers = terms.len() <= TERMS
            && terms.iter().any(|term| !matches!(term.operand, Operand::Number(_)));
        refers.then_some(Self { terms })
    }

    /// The formula as copied to a cell further down and right (or up and left).
    pub(super) fn moved(&self, rows: i64, columns: i64) -> Option<Self> {
        let shift = |reference: &CellReference| {
            let to = |at: u32, fixed: bool, by: i64| {
                if fixed { Some(at) } else { u32::try_from(i64::from(at) + by).ok() }
            };
            Some(CellReference {
                row: to(reference.row, reference.fixed_row, rows)?,
                column: to(reference.column, reference.fixed_column, columns)?,
                ..*reference
            })
        };
        let term = |term: &FormulaTerm| {
            let operand = match &term.operand {
                Operand::Number(number) => Operand::Number(*number),
                Operand::Cell(cell) => Operand::Cell(shift(cell)?),
                Operand::Range(from, to) => Operand::Range(shift(from)?, shift(to)?),
            };
            Some(FormulaTerm { minus: term.minus, operand })
        };
        Some(Self { terms: self.terms.iter().map(term).collect::<Option<_>>()? })
    }

    /// What it gives for the stored values of a sheet; `None` where that cannot be told, or `steps`
    /// are used up.
    pub(super) fn value(&self, grid: &SheetGrid<'_>, steps: &mut usize) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for term in &self.terms {
            let value = match &term.operand {
                Operand::Number(number) => *number,
                Operand::Cell(cell) => {
                    match grid.at(cell.row, cell.column).map(|cell| &cell.stored) {
                        Some(Stored::Number(value)) => *value,
                        None => Decimal::ZERO,
                        _ => return None,
                    }
                }
                Operand::Range(from, to) => range(grid, *from, *to, steps)?,
            };
            sum = if term.minus { sum.checked_sub(value)? } else { sum.checked_add(value)? };
        }
        Some(sum)
    }
}

/// The sum of the numbers in a rectangle.
fn range(
    grid: &SheetGrid<'_>,
    from: CellReference,
    to: CellReference,
    steps: &mut usize,
) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    for cell in grid.between(from.row, to.row) {
        *steps = steps.checked_sub(1)?;
        if (from.column..=to.column).contains(&cell.column) {
            match &cell.stored {
                Stored::Number(value) => sum = sum.checked_add(*value)?,
                // programs differ in whether a number that is stored as text counts
                Stored::Text
                    if cell
                        .shown
                        .trim_start_matches('-')
                        .starts_with(gouji_values::number::is_digit) =>
                {
                    return None;
                }
                Stored::Text => {}
                Stored::Error | Stored::Unsaved => return None,
            }
        }
    }
    Some(sum)
}

fn operand(text: &str, in_sum: bool) -> Option<Operand> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Decimal::from_str_exact(text).ok().map(Operand::Number);
    }
    // OpenDocument: `[.C3:.C6]`
    let open = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let strip = |text: &str| {
        if open.is_some() {
            text.strip_prefix('.').map(str::to_owned)
        } else {
            Some(text.to_owned())
        }
    };
    match open.unwrap_or(text).split_once(':') {
        Some((from, to)) if in_sum => {
            let (from, to) = (reference(&strip(from)?)?, reference(&strip(to)?)?);
            (from.row <= to.row && from.column <= to.column).then_some(Operand::Range(from, to))
        }
        Some(_) => None,
        None => {
            let cell = reference(&strip(open.unwrap_or(text))?)?;
            Some(if in_sum { Operand::Range(cell, cell) } else { Operand::Cell(cell) })
        }
    }
}

fn reference(text: &str) -> Option<CellReference> {
    let (row, column) = address::parse(text)?;
    let fixed_column = text.starts_with('$');
    let fixed_row = text.get(1..).is_some_and(|rest| rest.contains('$'));
    Some(CellReference { row, column, fixed_row, fixed_column })
}

/// Whether a stored value is not what its formula gives, beyond what the printed decimals and the
/// machine's arithmetic explain.
pub(super) fn disagrees(stored: Decimal, computed: Decimal, decimals: u32) -> bool {
    round(stored, decimals) != round(computed, decimals)
        && (stored - computed).abs() > Decimal::new(5, decimals.min(27) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::sheet::grid::SheetCell;

    fn grid() -> SheetGrid<'static> {
        let values = [(0, 0, "1.5"), (1, 0, "2"), (2, 0, "甲"), (3, 0, "4.25"), (0, 1, "10")];
        let cell = |(row, column, text): (u32, u32, &'static str)| {
            let stored = Decimal::from_str_exact(text).map_or(Stored::Text, Stored::Number);
            SheetCell { row, column, shown: text.into(), stored, formula: None, is_faithful: true }
        };
        let mut grid = SheetGrid { cells: values.map(cell).to_vec(), ..SheetGrid::default() };
        grid.settle();
        grid
    }

    fn check(formula: &str, value: Option<&str>) {
        let found =
            CellFormula::parse(formula).and_then(|formula| formula.value(&grid(), &mut 1000));
        assert_eq!(found.map(|found| found.normalize().to_string()).as_deref(), value, "{formula}");
    }

    #[test]
    fn sums_and_differences_of_cells() {
        check("SUM(A1:A4)", Some("7.75"));
        check("=SUM(A1:A2,$B$1)-A4", Some("9.25"));
        check("-A1+B1", Some("8.5"));
        check("A1 + A2 - 0.5", Some("3"));
        check("A1+C9", Some("1.5"));
        check("of:=SUM([.A1:.A4];[.B1])", Some("17.75"));
        check("of:=[.A1]-[.A2]", Some("-0.5"));
    }

    #[test]
    fn what_else_a_formula_does_is_not_judged() {
        for formula in [
            "A1*2",
            "A3+1",
            "SUM(Sheet2!A1:A4)",
            "SUM((A1:A2))",
            "IF(A1>1,1,2)",
            "1+1",
            "A1:A2",
            "SUM(A2:A1)",
            "甲",
            "SUM(A1",
            "",
            "A1B1",
            "SUM(A1)A2",
        ] {
            check(formula, None);
        }
    }

    #[test]
    fn a_copied_formula_refers_to_cells_as_far_away() {
        let moved = |formula: &str| {
            CellFormula::parse(formula)
                .and_then(|formula| formula.moved(1, 0)?.value(&grid(), &mut 1000))
        };
        assert_eq!(moved("SUM(A1:A3)"), Decimal::from_str_exact("6.25").ok());
        assert_eq!(moved("SUM(A$1:A3)"), Decimal::from_str_exact("7.75").ok());
    }

    #[test]
    fn the_work_is_bounded() {
        assert_eq!(
            CellFormula::parse("SUM(A1:A4)").and_then(|formula| formula.value(&grid(), &mut 3)),
            None
        );
    }
}

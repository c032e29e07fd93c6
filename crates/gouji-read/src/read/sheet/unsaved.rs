//! Formulas whose result the file does not store: programs that write workbooks without a
//! spreadsheet program leave it out, and what they wrote looks blank. A plain sum of cells that are
//! all known is worked out; of any other formula nobody knows what it gives.

use super::formula::CellFormula;
use super::grid::{SheetGrid, Stored};
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;

/// What stands in a cell whose formula has no stored result.
pub(super) const MARK: &str = "#公式没有保存结果";
/// How many formulas may build on one another.
const DEEP: usize = 32;
/// Cells that they may look at.
const STEPS: usize = 4_000_000;

/// Works out the formulas that can be, whose cells the sheet holds as [`Stored::Unsaved`]; `show`
/// gives what the program would show for a cell and its value.
pub(super) fn compute(
    grid: &mut SheetGrid<'_>,
    show: impl Fn(u32, u32, Decimal) -> Option<String>,
) {
    if !grid.cells.iter().any(|cell| cell.stored == Stored::Unsaved) {
        return;
    }
    grid.settle();
    let mut left: Vec<usize> = grid
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| cell.stored == Stored::Unsaved)
        .map(|(index, _)| index)
        .collect();
    let mut steps = STEPS;
    for _ in 0..DEEP {
        let value = |index: &usize, steps: &mut usize| -> Option<Decimal> {
            let formula: &CellFormula = grid.cells.get(*index)?.formula.as_deref()?;
            formula.value(grid, steps)
        };
        let found: Vec<(usize, Decimal)> =
            left.iter().filter_map(|index| Some((*index, value(index, &mut steps)?))).collect();
        if found.is_empty() {
            break;
        }
        let known: QuickSet<usize> = found.iter().map(|(index, _)| *index).collect();
        left.retain(|index| !known.contains(index));
        for (index, value) in found {
            let Some(cell) = grid.cells.get_mut(index) else { continue };
            if let Some(shown) = show(cell.row, cell.column, value) {
                (cell.stored, cell.shown) = (Stored::Number(value), shown.into());
                grid.computed.push((cell.row, cell.column));
            }
        }
    }
    grid.computed.sort_unstable();
}

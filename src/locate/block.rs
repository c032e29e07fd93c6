//! A whole row or column in another unit: many figures, one slip. What the search for single figures could never afford is
//! tried here at once: each row and column of a form with each shift of the point.

use super::explain::Meant;
use super::slip::Slip;
use super::system::Rows;
use crate::check::Place;
use std::collections::{BTreeMap, BTreeSet};

/// So many figures and so many violated checks make a block; fewer are slips of their own.
const FIGURES: usize = 3;
const VIOLATED: usize = 3;
/// Shifts that units explain first.
const SHIFTS: [i8; 10] = [4, -4, 8, -8, 1, -1, 2, -2, 3, -3];

/// Figures of a row or a column that stand in another unit.
#[derive(Debug)]
pub struct Block {
    /// The violated rows that it explains.
    pub rows: Vec<usize>,
    /// What was meant.
    pub meant: Vec<Meant>,
}

/// A row (`true`) or column of a side of a form.
type Line = (usize, usize, bool, usize);

/// The blocks of a document, the one that explains most first; no violated row is explained twice.
#[must_use]
pub fn blocks(rows: &Rows) -> Vec<Block> {
    let violated: BTreeSet<usize> =
        (0..rows.system.rows.len()).filter(|at| rows.system.rows.get(*at).is_some_and(|row| !row.holds(row.residual))).collect();
    if violated.len() < VIOLATED {
        return Vec::new();
    }
    let mut lines: BTreeMap<Line, BTreeSet<usize>> = BTreeMap::new();
    for (at, cell) in rows.cells.iter().enumerate().filter(|(_, cell)| cell.number != 0) {
        for (place, _) in &cell.places {
            if let Place::Cell { last_year: false, form, side, row, column } = *place {
                lines.entry((form, side, true, row)).or_default().insert(at);
                lines.entry((form, side, false, column)).or_default().insert(at);
            }
        }
    }
    let touched = |cells: &BTreeSet<usize>| cells.iter().flat_map(|cell| rows.system.rows_of(*cell)).copied().collect::<BTreeSet<usize>>();
    let mut found: Vec<Block> = Vec::new();
    for cells in lines.values().filter(|cells| cells.len() >= FIGURES) {
        let touched = touched(cells);
        if touched.intersection(&violated).count() < VIOLATED {
            continue;
        }
        let fitting = SHIFTS.into_iter().find_map(|shift| shifted(rows, cells, &touched, &violated, shift));
        found.extend(fitting);
    }
    found.sort_by_key(|block| std::cmp::Reverse(block.rows.len()));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    found.retain(|block| {
        let is_new = block.rows.iter().all(|row| !taken.contains(row));
        if is_new {
            taken.extend(&block.rows);
        }
        is_new
    });
    found
}

/// The block, if shifting all its figures makes every violated row hold that it touches, and breaks none.
fn shifted(rows: &Rows, cells: &BTreeSet<usize>, touched: &BTreeSet<usize>, violated: &BTreeSet<usize>, shift: i8) -> Option<Block> {
    let times = 10_i128.pow(u32::from(shift.unsigned_abs()));
    let mut meant = Vec::new();
    let mut new: BTreeMap<usize, i128> = BTreeMap::new();
    for at in cells {
        let cell = rows.cells.get(*at)?;
        let number =
            if shift > 0 { cell.number.checked_mul(times)? } else { (cell.number.abs() + times / 2) / times * cell.number.signum() };
        new.insert(*at, number);
        // digits that were not printed are not known
        let is_certain = shift < 0 && number != 0;
        meant.push(Meant { cell: *at, number, slip: Slip::Block(shift), from: None, is_certain });
    }
    let mut explained = Vec::new();
    for at in touched {
        let row = rows.system.rows.get(*at)?;
        let (mut residual, mut open) = (row.residual, 0_i128);
        for (cell, factor) in &row.terms {
            let Some(number) = new.get(cell) else { continue };
            let by = 2 * (number - rows.cells.get(*cell)?.number);
            residual = residual.checked_add(factor.checked_mul(by)?)?;
            open += factor.abs() * if shift > 0 { times } else { 1 };
        }
        if residual < row.low.saturating_sub(open) || residual > row.high.saturating_add(open) {
            return None;
        }
        if violated.contains(at) {
            explained.push(*at);
        }
    }
    Some(Block { rows: explained, meant })
}

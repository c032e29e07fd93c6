//! What speaks for or against an error in a figure, whatever number was meant, and what rounding
//! makes of the numbers that may have been.

use super::explain::Explainer;
use super::figure_cell::FigureCell;
use super::repair::{CellChange, LinearBound, NO_END};
use super::slip::{Cost, is_chance, ln};
use super::system::Rows;
use std::collections::BTreeMap;

/// A figure of last year's document would have to be wrong there.
const ELSEWHERE: Cost = 4_000;
/// A figure that last year's document confirms would have to be wrong in both.
const CONFIRMED: Cost = 6_000;
/// Who writes that there is nothing looked for it; no slip of the pen makes it of an amount.
const NOTHING: Cost = 3_000;
/// A sum is worked out, an item is copied.
const IS_SUM: Cost = 300;
/// Doubt of the reading makes a figure more likely to be wrong.
const DOUBT: Cost = 1_500;
/// A rate that was miscalculated or claimed, a sum that was added up wrongly: any number may come
/// of it.
const RATE: Cost = 8_000;
const SUM: Cost = 9_000;
/// Who prints an amount twice has it so in the books.
const PRINTED_AGAIN: Cost = 2_000;
/// Two prints of one number that differ at all.
const OFF_TIE: i128 = 4_000;
/// A sum that is off by half a unit of its last place, divided by the number of its figures: each
/// is off by at most as much, so that differences have a variance of a third of that number.
const OFF_SUM: i128 = 1_500;
/// What it costs at most that a sum comes out but for rounding in a document whose sums come out as printed.
const ROUNDED: Cost = 4_000;

impl<'a> Explainer<'a> {
    /// What speaks for or against an error in a cell whatever the number.
    pub(super) fn own_cost(&self, at: usize, cell: &FigureCell) -> Cost {
        let elsewhere = if cell.document.is_some() { ELSEWHERE } else { 0 };
        let doubt = if cell.is_doubtful { DOUBT } else { 0 };
        let is_sum = self.linear_rows_with(at).any(|row| is_total(row, at));
        let confirmed = if self.is_confirmed(at) { CONFIRMED } else { 0 };
        let nothing = if cell.number == 0 { NOTHING } else { 0 };
        elsewhere - doubt + confirmed + nothing + if is_sum { IS_SUM } else { 0 }
    }

    fn broken_rows_of(&self, at: usize) -> impl Iterator<Item = usize> + use<'a> {
        let rows: &'a Rows = self.rows;
        let is_broken =
            |row: &usize| rows.system.rows.get(*row).is_some_and(|row| !row.holds(row.residual));
        rows.system.rows_of(at).iter().copied().filter(is_broken)
    }

    /// Whether a cell is a rate that does not come out.
    pub(super) fn is_worked_out(&self, at: usize) -> bool {
        self.broken_rows_of(at).any(|row| self.rows.derived.get(row).copied().flatten() == Some(at))
    }

    /// What an error costs in an amount that is printed again elsewhere, where nothing but a rate that
    /// is worked out from it does not come out.
    pub(super) fn again(&mut self, at: usize, cell: &FigureCell) -> Cost {
        let rows: &'a Rows = self.rows;
        let rate = |row: usize| rows.derived.get(row).copied().flatten();
        let mut broken = self.broken_rows_of(at).peekable();
        let is_operand = |row: usize| rate(row).is_some_and(|rate| rate != at);
        if broken.peek().is_none() || !broken.all(is_operand) {
            return 0;
        }
        let printed = self.printed.get_or_insert_with(|| {
            let mut out = BTreeMap::new();
            for cell in rows.cells.iter().filter(|cell| cell.document.is_none()) {
                *out.entry((cell.ulp, cell.number.abs())).or_default() += 1;
            }
            out
        });
        let times = printed.get(&(cell.ulp, cell.number.abs())).copied().unwrap_or(0);
        let is_again = times > 1 && !is_chance(cell.number, cell.decimals, rows.cells.len());
        if is_again { PRINTED_AGAIN } else { 0 }
    }

    /// Whether last year's document prints the same number where both must agree.
    fn is_confirmed(&self, at: usize) -> bool {
        let is_elsewhere =
            |cell: usize| self.cell(cell).is_some_and(|cell| cell.document.is_some());
        let ties =
            self.linear_rows_with(at).filter(|row| row.terms.len() == 2 && row.holds(row.residual));
        !is_elsewhere(at) && ties.flat_map(|row| &row.terms).any(|(cell, _)| is_elsewhere(*cell))
    }

    /// What an error costs in a figure that is worked out from others in a violated row.
    pub(super) fn derived(&self, cell: usize) -> Cost {
        let rows = self.rows.system.rows_of(cell).iter().copied();
        let broken = rows.filter(|at| {
            self.rows.system.rows.get(*at).is_some_and(|row| !row.holds(row.residual))
        });
        let cost = |at: usize| {
            if self.rows.derived.get(at).copied().flatten() == Some(cell) {
                return RATE;
            }
            let is_sum = self.rows.is_linear.get(at).copied().unwrap_or(false);
            if is_sum && self.rows.system.rows.get(at).is_some_and(|row| is_total(row, cell)) {
                SUM
            } else {
                Cost::MAX
            }
        };
        broken.map(cost).min().unwrap_or(Cost::MAX)
    }

    /// The change that makes the figure equal to one that it ties with, where rounding leaves a
    /// choice; else the middle. `beside` are the figures that change together.
    pub(super) fn wanted(&self, change: &CellChange, beside: &[CellChange]) -> i128 {
        let left = |row: &LinearBound| left_by_others(row, change.cell, beside);
        let exact = |row: &&LinearBound| {
            let (_, factor) = row.terms.iter().find(|(cell, _)| *cell == change.cell).copied()?;
            let left = left(row);
            let by = (left % (2 * factor) == 0).then(|| -left / factor)?;
            (row.terms.len() == 2 && by != 0 && change.range.low <= by && by <= change.range.high)
                .then_some(by)
        };
        if let Some(by) = self.linear_rows_with(change.cell).find_map(|row| exact(&row)) {
            return by;
        }
        // what the rows want on average, those that leave less open counting more
        let (mut sum, mut all) = (0_i128, 0_i128);
        for row in
            self.linear_rows_with(change.cell).filter(|row| row.low > -NO_END && row.high < NO_END)
        {
            let Some((_, factor)) = row.terms.iter().find(|(cell, _)| *cell == change.cell) else {
                continue;
            };
            let open = ((row.high - row.low) / (2 * factor.abs())).clamp(1, 1_000);
            let weight = 1_000_000 / (open * open);
            sum = sum.saturating_add(weight.saturating_mul(-left(row) / factor));
            all += weight;
        }
        let by = if all > 0 { (sum + all * sum.signum()) / (2 * all) * 2 } else { change.by };
        if by == 0 || by < change.range.low || by > change.range.high { change.by } else { by }
    }

    /// How unlikely rounding makes what is left of a cell's rows when the cell changes by so much, and
    /// the others as they do.
    pub(super) fn off(&self, cell: usize, by: i128, beside: &[CellChange]) -> Cost {
        let is_open = |row: &LinearBound| row.low > -NO_END && row.high < NO_END;
        // of a rate that was wrong the one that is worked out from the printed figures is likelier
        // than what rounding leaves
        let rates = self
            .rows
            .system
            .rows_of(cell)
            .iter()
            .filter(|row| self.rows.is_linear.get(**row) == Some(&false));
        let rates = rates
            .filter_map(|row| self.rows.system.rows.get(*row))
            .filter(|row| !row.holds(row.residual));
        let linear = self.linear_rows_with(cell).map(|row| (row, true));
        let rows = linear.chain(rates.map(|row| (row, false))).filter(|(row, _)| is_open(row));
        let costs = rows.map(|(row, is_linear)| {
            let factor =
                row.terms.iter().find(|(other, _)| *other == cell).map_or(1, |(_, factor)| *factor);
            let others = left_by_others(row, cell, beside);
            let left = (others.saturating_add(factor.saturating_mul(by)) / factor).abs().min(1_000);
            let open = (row.high - row.low) / (2 * factor.abs());
            match (row.terms.len(), left) {
                (_, 0) => 0,
                (2, _) if open <= 2 => OFF_TIE,
                // by what the figures leave open together, each for itself
                (_, left) if is_linear => {
                    let rounded = if is_plain_sum(row) { i128::from(self.rounded) } else { 0 };
                    OFF_SUM * left * left / spread(row, factor).max(1) + rounded
                }
                (_, left) => OFF_SUM * left * left / open.max(1),
            }
        });
        Cost::try_from(costs.sum::<i128>().min(20_000)).unwrap_or(20_000)
    }
}

/// What it costs that a sum comes out but for rounding: the fewer others of the document do, the less likely it is.
pub(super) fn rounded(rows: &Rows) -> Cost {
    let all = rows.system.rows.iter().zip(&rows.is_linear);
    let sums = all.filter(|(row, is_linear)| **is_linear && is_plain_sum(row));
    let (mut all, mut off) = (0, 0);
    for (row, _) in sums.filter(|(row, _)| row.holds(row.residual)) {
        (all, off) = (all + 1, off + usize::from(row.residual != 0));
    }
    ln((all + 2) / (off + 1)).min(ROUNDED)
}

/// Whether a row is a sum of figures of one last place.
fn is_plain_sum(row: &LinearBound) -> bool {
    let sizes = || row.terms.iter().map(|(_, factor)| factor.abs());
    row.terms.len() > 2 && row.low > -NO_END && row.high < NO_END && sizes().min() == sizes().max()
}

/// What a row comes to when others change together with a cell.
fn left_by_others(row: &LinearBound, cell: usize, beside: &[CellChange]) -> i128 {
    let others = beside.iter().filter(|other| other.cell != cell);
    others.fold(row.residual, |sum, other| {
        sum.saturating_add(row.factor(other.cell).saturating_mul(other.by))
    })
}

/// The squares of what the figures of a row leave open, each half a unit of its last place, in steps
/// of one of them. A coarse figure leaves more open than as many fine ones.
fn spread(row: &LinearBound, factor: i128) -> i128 {
    let all: i128 = row.terms.iter().map(|(_, factor)| factor.abs()).sum();
    let squares = row
        .terms
        .iter()
        .try_fold(0_i128, |sum, (_, factor)| sum.checked_add(factor.checked_mul(*factor)?));
    let open = (row.high - row.low) / 2;
    let whole = squares.and_then(|squares| squares.checked_mul(open)?.checked_mul(open));
    let by = all.checked_mul(factor).and_then(|by| by.checked_mul(by)).unwrap_or(1).max(1);
    whole.map_or(i128::MAX, |whole| whole / by)
}

/// Whether a cell is what the other cells of a row add up to.
pub(super) fn is_total(row: &LinearBound, cell: usize) -> bool {
    let sign = |wanted: bool| {
        row.terms
            .iter()
            .filter(move |(other, _)| (*other == cell) == wanted)
            .map(|(_, factor)| factor.signum())
    };
    let own = sign(true).next().unwrap_or(0);
    row.terms.len() > 2 && sign(false).all(|other| other == -own)
}

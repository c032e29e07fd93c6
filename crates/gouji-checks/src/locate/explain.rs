//! Explanations of a cluster of violated checks: for each smallest repair the numbers that may have
//! been meant, what slip each would be, and what it costs.

mod context;

use super::costs::rounded;
use super::figure_cell::FigureCell;
use super::neighbour::{Columns, NearFigure, neighbours};
use super::posterior::shares;
use super::repair::{CellChange, LinearBound, NO_END, Repair, STEP};
use super::slip::{Cost, SlipTells, ln, meant, separated, shifted, telling, unnamed};
use super::system::Rows;
use crate::check::World;
use gouji_audit::audit::Slip;
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// At most this many numbers are weighed for one figure.
const NUMBERS: usize = 24;
/// A change of the sign, where none was meant, or from something to nothing.
const AGAINST_SIGN: Cost = 3_000;
/// An amount is copied from the books, the rate beside it is worked out: where a slip of either
/// would explain both, nineteen of twenty are of the rate.
const COPIED: Cost = 3_000;
/// A number of one or two digits is soon found again by chance.
const SHORT: Cost = 3_000;
/// A sign that separates digits in place of another.
const SEPARATOR: Cost = 3_000;

/// A number that may have been meant for a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MeantNumber {
    /// The cell.
    pub cell: usize,
    /// The number, in units of its last place.
    pub number: i128,
    /// What would have happened.
    pub slip: Slip,
    /// What it was taken from.
    pub from: Option<TakenFrom>,
    /// Only one number fits, or this one has a name.
    pub is_certain: bool,
    /// Only one number fits, or one beside another.
    pub is_tight: bool,
    /// Only one number fits, with no other beside it, or what happened leaves one number alone.
    pub is_fixed: bool,
    /// The number with all decimals that the figure prints which it must equal, where these are
    /// more, in the printed unit.
    pub exact: Option<Decimal>,
}

/// What a number was taken from, or what it was printed as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TakenFrom {
    /// What that is called.
    pub name: String,
    /// Where it begins, if it is a figure of this document.
    pub start: Option<u32>,
}

/// A repair with its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explanation {
    /// Numbers for each changed cell.
    pub meant: Vec<MeantNumber>,
    /// What it costs.
    pub cost: Cost,
    /// Where several cells change, for each the shares of its likeliest number and of the next one
    /// among its own.
    pub numbers: Vec<(u64, u64)>,
    /// The evaluator was asked what all checks would come to.
    pub is_tried: bool,
}

impl Explanation {
    /// The cells that change.
    #[must_use]
    pub(crate) fn cells(&self) -> Vec<usize> {
        self.meant.iter().map(|meant| meant.cell).collect()
    }
}

/// Explains repairs over the figures of a document.
pub(crate) struct Explainer<'a> {
    world: &'a World<'a>,
    pub(super) rows: &'a Rows,
    beside: BTreeMap<usize, Vec<NearFigure>>,
    columns: Columns<'a>,
    /// How often a number is printed, by its last place; counted when it is first asked for.
    pub(super) printed: Option<BTreeMap<(Decimal, i128), usize>>,
    /// What it costs that a sum comes out but for rounding.
    pub(super) rounded: Cost,
}

impl<'a> Explainer<'a> {
    /// For the rows of a document.
    #[must_use]
    pub(crate) fn new(world: &'a World<'a>, rows: &'a Rows) -> Self {
        let (beside, columns) = (BTreeMap::new(), Columns::default());
        Self { world, rows, beside, columns, printed: None, rounded: rounded(rows) }
    }

    /// All explanations of some repairs, the cheapest first; of equal cost in order of the cells.
    /// `known` is what changes besides.
    pub(crate) fn explain(&mut self, repairs: &[Repair], known: &[CellChange]) -> Vec<Explanation> {
        let mut out: Vec<Explanation> = Vec::new();
        for repair in repairs {
            match repair.changes.as_slice() {
                [change] => {
                    out.extend(self.numbers(change, known).into_iter().map(|(cost, meant)| {
                        Explanation {
                            meant: vec![meant],
                            cost,
                            numbers: Vec::new(),
                            is_tried: false,
                        }
                    }))
                }
                changes => {
                    let beside = [changes, known].concat();
                    let lists: Vec<Vec<(Cost, MeantNumber)>> =
                        changes.iter().map(|change| self.numbers(change, &beside)).collect();
                    let numbers = lists.iter().map(|list| {
                        let costs: Vec<Cost> = list.iter().map(|(cost, _)| *cost).collect();
                        let parts = shares(&costs, Cost::from(u16::MAX));
                        (parts.first().copied().unwrap_or(0), parts.get(1).copied().unwrap_or(0))
                    });
                    let numbers = numbers.collect();
                    let best = lists
                        .into_iter()
                        .map(|list| list.into_iter().next())
                        .collect::<Option<Vec<_>>>();
                    let Some(best) = best else { continue };
                    let cost = best.iter().map(|(cost, _)| cost).sum();
                    // where several change together, a number without a slip is one of many
                    let named = |meant: MeantNumber| MeantNumber {
                        is_certain: meant.is_certain && meant.slip != Slip::Other,
                        ..meant
                    };
                    let meant = best.into_iter().map(|(_, meant)| named(meant)).collect();
                    out.push(self.exchanged(Explanation { meant, cost, numbers, is_tried: false }));
                }
            }
        }
        out.sort_by_key(|explanation| (explanation.cost, explanation.cells()));
        out
    }

    pub(super) fn cell(&self, at: usize) -> Option<&'a FigureCell> {
        self.rows.cells.get(at)
    }

    /// Two figures in each other's place are one slip.
    fn exchanged(&self, mut explanation: Explanation) -> Explanation {
        if let [a, b] = explanation.meant.as_mut_slice()
            && let (Some(first), Some(second)) =
                (self.rows.cells.get(a.cell), self.rows.cells.get(b.cell))
            && first.ulp == second.ulp
            && (a.number - second.number).abs() <= 2
            && (b.number - first.number).abs() <= 2
        {
            (a.number, b.number) = (second.number, first.number);
            (a.slip, b.slip) = (Slip::Swapped, Slip::Swapped);
            (a.is_certain, b.is_certain) = (true, true);
            (a.is_fixed, b.is_fixed) = (true, true);
            (a.from, b.from) = (None, None);
            explanation.cost = 4_000 + 2 * ln(10);
            explanation.numbers.clear();
        }
        explanation
    }

    /// The numbers that may have been meant for a cell, the likeliest first; `beside` are the figures
    /// that change together.
    fn numbers(&mut self, change: &CellChange, beside: &[CellChange]) -> Vec<(Cost, MeantNumber)> {
        let Some(cell) = self.cell(change.cell) else { return Vec::new() };
        let old = cell.number;
        let own = self.own_cost(change.cell, cell) + self.again(change.cell, cell);
        let worked_out = if self.is_worked_out(change.cell) { COPIED } else { 0 };
        let middle = old + self.wanted(change, beside) / 2;
        // of a figure that should be nothing rounding leaves a last digit open, which no slip explains
        let is_open = |new: i128| middle != 0 || new == 0 || telling(new) > 2;
        let fits = |new: i128| {
            let by = (new - old).checked_mul(2)?;
            let is_in = change.range.low <= by && by <= change.range.high && by != 0;
            (is_in && is_open(new)).then_some(by)
        };
        let width = change.range.high - change.range.low;
        let is_bound = change.range.low > -NO_END && change.range.high < NO_END;
        // what a row tells with one or two digits only is soon met by any slip
        let open = if is_bound { width / STEP + 1 } else { 1 };
        let is_vague = |new: i128, least: i128| open > 1 && new.abs() / open < least;
        let is_of_sum = self.linear_rows_with(change.cell).any(|row| !row.holds(row.residual));
        let short = |new: i128, slip: Slip| {
            // what a sum is off by is met by a digit at its place, however many others there are
            let is_digit = is_of_sum && slip.keeps_other_digits();
            if !is_digit && (telling(old) < 3 || is_vague(new, 100)) { SHORT } else { 0 }
        };
        let is_tight = is_bound && width <= 4;
        let mut found: BTreeMap<i128, (Cost, Slip, Option<TakenFrom>)> = BTreeMap::new();
        let mut put = |new: i128, cost: Cost, slip: Slip, from: Option<TakenFrom>| {
            let slot = found.entry(new).or_insert_with(|| (cost, slip, from.clone()));
            if cost < slot.0 {
                *slot = (cost, slip, from);
            }
        };
        let mut has_shift = false;
        for (new, (cost, slip)) in meant(old, cell.decimals, cell.lost) {
            if let Some(by) = fits(new) {
                has_shift |= matches!(slip, Slip::Shifted(_));
                let short = short(new, slip);
                let slip = if slip.is_told_by(old) { slip } else { Slip::Other };
                // behind an inequality nearly every number fits: then a slip is no news
                let vague = if is_bound { 0 } else { 2_000 };
                let told = if slip == Slip::Other { 0 } else { worked_out };
                let cost = cost + vague + short - told;
                put(new, cost + self.off(change.cell, by, beside), slip, None);
            }
        }
        if let Some((new, by)) = separated(&cell.text(self.world), old)
            .and_then(|new| Some((new, fits(new).filter(|_| is_bound)?)))
        {
            put(new, SEPARATOR + self.off(change.cell, by, beside), Slip::Separator, None);
        }
        let off = self.off(change.cell, (middle - old) * 2, beside);
        put(middle, unnamed(old, middle).min(self.derived(change.cell)) + off, Slip::Other, None);
        // where the printed digits of a rate fit at another place, it is not about as much
        let may_be_about = is_bound && !(worked_out > 0 && has_shift);
        if let Some((cost, slip)) = shifted(old, middle).filter(|_| may_be_about) {
            let is_known = telling(old).min(telling(middle)) < 2;
            let short = if !is_known && is_vague(middle, 10) { SHORT } else { 0 };
            put(middle, cost + short + off - worked_out, slip, None);
        }
        for (new, cost, slip, from) in self.contexts(change, cell, middle) {
            if let Some(by) = fits(new) {
                put(new, cost + self.off(change.cell, by, beside), slip, from);
            }
        }
        let may_be_zero = fits(0).is_some();
        let mut out: Vec<(Cost, MeantNumber)> = found
            .into_iter()
            .map(|(number, (cost, slip, from))| {
                let is_odd = number == 0 || old == 0 || (number < 0) != (old < 0);
                let is_usual = slip == Slip::Sign && (number > 0 || !cell.is_said());
                let against = if is_odd && !is_usual { AGAINST_SIGN } else { 0 };
                // nothing where something is printed: rather a figure elsewhere was not filled in
                let is_fixed = (is_bound && width < STEP) || slip.leaves_one(old, number);
                // a small number in place of nothing is what rounding leaves open, not what was
                // meant
                let is_sure = number != 0 && (is_tight || !may_be_zero || telling(number) > 2);
                let is_certain = (is_tight || slip != Slip::Other) && is_sure;
                let meant = MeantNumber {
                    cell: change.cell,
                    number,
                    slip,
                    from,
                    is_certain,
                    is_tight,
                    is_fixed,
                    exact: None,
                };
                (cost + own + against, self.at_source(meant))
            })
            .collect();
        out.sort_by_key(|(cost, meant)| (*cost, (meant.number - middle).abs()));
        out.truncate(NUMBERS);
        out
    }

    /// With the decimals of the figure that it must equal, where that prints more of them in the
    /// same unit.
    fn at_source(&self, meant: MeantNumber) -> MeantNumber {
        let Some((exact, more)) = self.cell(meant.cell).and_then(|cell| self.source(cell, &meant))
        else {
            return meant;
        };
        let Some(cell) = self.cell(meant.cell) else { return meant };
        let Some(times) = 10_i128.checked_pow(more) else { return meant };
        let old = cell.number.saturating_mul(times);
        // what happened to the digits is seen with all of them
        let slips = super::slip::meant(old, cell.decimals + more, cell.lost + more);
        let slip = slips.get(&exact).map(|(_, slip)| *slip).filter(|slip| slip.is_told_by(old));
        let exact = Decimal::try_from_i128_with_scale(exact, cell.decimals + more).ok();
        MeantNumber {
            slip: slip.unwrap_or(meant.slip),
            from: meant.from.filter(|_| slip.is_none()),
            exact,
            ..meant
        }
    }

    /// The number of a figure that a cell must equal, in units of that figure's last place, and how
    /// many decimals more it has.
    fn source(&self, cell: &FigureCell, meant: &MeantNumber) -> Option<(i128, u32)> {
        let factor = |row: &LinearBound, at: usize| {
            row.terms.iter().find(|(cell, _)| *cell == at).map(|(_, factor)| *factor)
        };
        let ties = self
            .linear_rows_with(meant.cell)
            .filter(|row| row.terms.len() == 2 && !row.holds(row.residual));
        let exact = |row: &LinearBound| {
            let (at, by) = row.terms.iter().find(|(other, _)| *other != meant.cell)?;
            let (other, own) = (self.cell(*at)?, factor(row, meant.cell)?);
            let more = other.decimals.checked_sub(cell.decimals).filter(|more| *more > 0)?;
            let times = 10_i128.checked_pow(more)?;
            let is_equal = row.residual == 2 * (own * cell.number + by * other.number);
            let number = if own.signum() == by.signum() { -other.number } else { other.number };
            let is_meant = (number - meant.number * times).abs() * 2 <= times;
            (is_equal && is_meant && own.abs() == by.abs() * times).then_some((number, more))
        };
        let mut found = ties.filter_map(exact);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    pub(super) fn linear_rows_with(
        &self,
        cell: usize,
    ) -> impl Iterator<Item = &'a LinearBound> + use<'a> {
        let rows: &'a Rows = self.rows;
        let linear = |row: &&usize| rows.is_linear.get(**row).copied().unwrap_or(false);
        rows.system.rows_of(cell).iter().filter(linear).filter_map(|row| rows.system.rows.get(*row))
    }

    fn beside(&mut self, at: usize) -> &[NearFigure] {
        /// The neighbours of at most this many cells are kept.
        const KEPT: usize = 4_000;
        if self.beside.len() >= KEPT {
            self.beside.clear();
        }
        let (world, rows, columns) = (self.world, self.rows, &mut self.columns);
        self.beside.entry(at).or_insert_with(|| {
            rows.cells.get(at).map(|cell| neighbours(world, cell, columns)).unwrap_or_default()
        })
    }
}

//! Slips that the figures around explain.

use super::{Explainer, SHORT, TakenFrom};
use crate::locate::costs::is_total;
use crate::locate::figure_cell::FigureCell;
use crate::locate::neighbour::{NearFigure, NeighbourSide, column};
use crate::locate::repair::{CellChange, LinearBound};
use crate::locate::slip::{Cost, is_chance, ln, telling, unnamed};
use gouji_audit::audit::Slip;

impl<'a> Explainer<'a> {
    /// Slips that the figures around explain: copied, summed up wrongly.
    pub(super) fn contexts(
        &mut self,
        change: &CellChange,
        cell: &FigureCell,
        middle: i128,
    ) -> Vec<ContextSlip> {
        let own: Vec<&LinearBound> = self.linear_rows_with(change.cell).collect();
        // a name for what happened is no reason to think so, but better than none
        let usual = unnamed(cell.number, middle).min(self.derived(change.cell)) - 300;
        let mut out = self.copied(change, cell, &own, (middle, usual));
        let totals =
            own.iter().filter(|row| !row.holds(row.residual) && is_total(row, change.cell));
        for row in totals {
            out.extend(self.summed_wrongly(change, cell, row, (middle, usual)));
            out.extend(self.subtotals(change, cell, row));
        }
        out
    }

    /// Slips that copied another figure: one beside it, or beside what it must equal.
    fn copied(
        &mut self,
        change: &CellChange,
        cell: &FigureCell,
        own: &[&LinearBound],
        (middle, usual): (i128, Cost),
    ) -> Vec<ContextSlip> {
        let (mut out, world) = (Vec::new(), self.world);
        // a figure of prose was copied from a table: what stands beside the figure that it must
        // equal counts as beside it
        let partners = own
            .iter()
            .filter(|row| row.terms.len() == 2 && !row.holds(row.residual))
            .flat_map(|row| &row.terms);
        let partners: Vec<usize> = partners.map(|(cell, _)| *cell).collect();
        for at in
            std::iter::once(change.cell).chain(partners.into_iter().filter(|at| *at != change.cell))
        {
            let same_unit = self.cell(at).is_some_and(|other| other.ulp == cell.ulp);
            let beside = if same_unit { self.beside(at) } else { &[] };
            // what stands in another form is looked at besides
            let near = beside
                .iter()
                .filter(|neighbour| neighbour.side != NeighbourSide::OtherForm)
                .count();
            let is_told = |side: NeighbourSide| {
                !is_chance(
                    cell.number,
                    cell.decimals,
                    if side == NeighbourSide::OtherForm { beside.len() } else { near },
                )
            };
            // one printed number may be read as two columns, and a partner's neighbour may be the
            // figure itself
            let is_other = |neighbour: &&NearFigure| {
                neighbour.side == NeighbourSide::LastYear || neighbour.start != cell.span.start
            };
            let same = |neighbour: &&NearFigure| {
                neighbour.number == cell.number && is_told(neighbour.side)
            };
            for neighbour in beside.iter().filter(is_other).filter(same) {
                let slip = match neighbour.side {
                    NeighbourSide::Column => Slip::OtherColumn,
                    NeighbourSide::Row => Slip::OtherRow,
                    NeighbourSide::LastYear => Slip::LastYear,
                    NeighbourSide::OtherForm => Slip::OtherForm,
                };
                // where the two often agree it is a name for what happened, not a reason to think
                // so
                let cost = if neighbour.is_usual {
                    usual
                } else {
                    2_500 + ln(2 * neighbour.distance) + neighbour.often
                };
                out.push((middle, cost, slip, Some(neighbour.source(world))));
            }
        }
        out
    }

    /// Slips of who added up a row: an addend was left out, counted twice, or taken from another
    /// column.
    fn summed_wrongly(
        &mut self,
        change: &CellChange,
        cell: &FigureCell,
        row: &LinearBound,
        (middle, usual): (i128, Cost),
    ) -> Vec<ContextSlip> {
        let (mut out, world) = (Vec::new(), self.world);
        let (factor, more) = change_of_total(change, row);
        let addends: Vec<(usize, i128)> =
            row.terms.iter().filter(|(cell, _)| *cell != change.cell).copied().collect();
        let filled = addends
            .iter()
            .filter(|(at, _)| self.cell(*at).is_some_and(|addend| addend.number != 0))
            .count();
        let near = |wanted: i128| (more - wanted).abs() <= (row.high - row.low) / 2;
        for (at, own) in &addends {
            let Some(addend) = self.cell(*at) else { continue };
            let share = own.saturating_mul(2 * addend.number);
            if share == 0 {
                continue;
            }
            let is_told = !is_chance(addend.number, addend.decimals, filled);
            let name = || TakenFrom { name: addend.text(world), start: Some(addend.span.start) };
            // one of two left out: the other was copied
            let cost = if filled == 2 {
                usual + 100
            } else {
                3_500 + ln(addends.len()) + short(addend.number)
            };
            // in the same unit the sum was off by just the printed number
            let by_print = |more: bool| {
                let same = self.cell(*at).is_some_and(|addend| addend.ulp == cell.ulp)
                    && factor.abs() == own.abs();
                if same {
                    cell.number + if more { addend.number } else { -addend.number }
                } else {
                    middle
                }
            };
            if !is_told {
                // any of them may be the one
            } else if near(-share) {
                out.push((by_print(true), cost, Slip::LeftOut, Some(name())));
            } else if near(share) {
                out.push((by_print(false), cost, Slip::CountedTwice, Some(name())));
            }
            let beside: Vec<&NearFigure> = self
                .beside(*at)
                .iter()
                .filter(|neighbour| neighbour.side == NeighbourSide::Column)
                .collect();
            for neighbour in &beside {
                let number = &neighbour.number;
                let is_told = !is_chance(
                    number - addend.number,
                    addend.decimals,
                    addends.len() * beside.len(),
                );
                if is_told
                    && *number != addend.number
                    && near(own.saturating_mul(2 * (number - addend.number)))
                {
                    out.push((
                        middle,
                        5_000 + ln(addends.len() * beside.len()) + short(number - addend.number),
                        Slip::SumOfOther,
                        Some(neighbour.source(world)),
                    ));
                }
            }
        }
        out
    }

    /// Slips of who added a subtotal, too, or a row that is part of another, or left one out where
    /// parts were added up.
    fn subtotals(
        &mut self,
        change: &CellChange,
        cell: &FigureCell,
        row: &LinearBound,
    ) -> Vec<ContextSlip> {
        let (mut out, world) = (Vec::new(), self.world);
        let (factor, more) = change_of_total(change, row);
        let near = |wanted: i128| (more - wanted).abs() <= (row.high - row.low) / 2;
        let is_more = |number: i128| near(-factor.saturating_mul(2 * number));
        let is_less = |number: i128| near(factor.saturating_mul(2 * number));
        let (outside, among) =
            column(world, cell, &mut self.columns, |number| is_more(number) || is_less(number));
        for neighbour in
            outside.iter().filter(|neighbour| !is_chance(neighbour.number, cell.decimals, among))
        {
            let number = neighbour.number;
            let cost = 4_500 + ln(among) + short(number);
            // off by just the printed number
            let (meant, slip) = if is_more(number) {
                (cell.number - number, Slip::CountedTwice)
            } else {
                (cell.number + number, Slip::LeftOut)
            };
            out.push((meant, cost, slip, Some(neighbour.source(world))));
        }
        out
    }
}

/// A number that may have been meant, what it costs to suppose so, the slip, and where the figure
/// comes from.
type ContextSlip = (i128, Cost, Slip, Option<TakenFrom>);

/// How a total stands in its row, and by how much a change of it changes the row.
fn change_of_total(change: &CellChange, row: &LinearBound) -> (i128, i128) {
    let own = row.terms.iter().find(|(cell, _)| *cell == change.cell);
    let factor = own.map_or(0, |(_, factor)| *factor);
    (factor, factor.saturating_mul(change.by))
}

/// What is added to the cost of a number that is soon found again by chance.
fn short(number: i128) -> Cost {
    if telling(number) < 3 { SHORT } else { 0 }
}

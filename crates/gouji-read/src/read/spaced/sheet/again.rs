//! A table goes on below heads that a page prints again: where they stand there, and how far names
//! stand in.

use super::{Cells, Sheet, Sheets, Top, bare};
use crate::read::spaced::chunk::{Measure, letters};
use crate::read::spaced::columns::Content;
use crate::read::spaced::pages::{PlacedHeads, order_by_heads};
use crate::read::spaced::{Row, Zone};
use std::collections::BTreeSet;

impl<'a> Sheets<'_, 'a> {
    /// The table of a zone whose first lines are those above another one.
    pub(super) fn same_top(&mut self, sheet: &Sheet<'a>, zone: &Zone<'a>) -> Option<Sheet<'a>> {
        let count = sheet.same_top(zone)?;
        self.sheet(zone, Top::Lines(count))
    }

    /// The rows of a zone below the heads of another one, and the columns that they stand in there.
    pub(super) fn by_heads(
        &mut self,
        sheet: &Sheet<'a>,
        zone: &Zone<'a>,
    ) -> Option<(Sheet<'a>, Vec<usize>)> {
        let count = sheet.same_top(zone)?;
        let next = self.sheet(zone, Top::Again(count))?;
        let heads = |rows: &[Row<'a>]| sheet.heads_on(rows, self.measure);
        let known = PlacedHeads { columns: &sheet.columns, heads: heads(&sheet.top) };
        let other = PlacedHeads { columns: &next.columns, heads: heads(&zone.rows) };
        let order = order_by_heads(&known, &other)?;
        Some((next, order))
    }
}

impl<'a> Sheet<'a> {
    /// How many lines of its header a zone begins with, if with all of them.
    fn same_top(&self, zone: &Zone<'a>) -> Option<usize> {
        let count = self.top.len();
        let is_same = count > 0
            && zone.rows.len() > count
            && zone.rows.iter().zip(&self.top).all(|(row, top)| bare(row) == bare(top));
        is_same.then_some(count)
    }

    /// Twice the middle of the head of each column, among rows that say what its header does.
    fn heads_on(&self, rows: &[Row<'a>], measure: Measure) -> Vec<Option<usize>> {
        let (own, other): (Vec<_>, Vec<_>) = self
            .top
            .iter()
            .zip(rows)
            .map(|(own, other)| (letters(&own.chunks, measure), letters(&other.chunks, measure)))
            .unzip();
        let column = |place: usize| {
            own.iter().zip(&other).find_map(|(own, other)| {
                let at = own.iter().position(|(start, _)| *start == place)?;
                other.get(at).map(|(_, column)| *column)
            })
        };
        let middle = |at: usize| {
            let heads = self.header.heads.iter();
            let head = heads.rev().find(|head| head.columns == (at..at + 1))?;
            let chunk = head.chunks.first()?;
            let (last, _) = chunk.text.char_indices().next_back()?;
            Some(column(chunk.start)? + column(chunk.start + last)?)
        };
        (0..self.columns.len()).map(middle).collect()
    }

    /// Moves the names of the next page as far as the head over them has moved; where they then stand
    /// in as none of this table do, how far they stand in says nothing.
    pub(super) fn level(
        &mut self,
        next: &mut Sheet<'a>,
        order: &[usize],
        zone: &Zone<'a>,
        measure: Measure,
    ) {
        let is_name = |at: &usize| {
            self.columns.get(*at).is_some_and(|column| column.content == Content::Names)
        };
        let Some(own) = order.iter().copied().find(is_name) else { return };
        let Some(other) = order.iter().position(|at| *at == own) else { return };
        let head = |rows: &[Row<'a>]| self.heads_on(rows, measure).get(own).copied().flatten();
        let (Some(before), Some(now)) = (head(&self.top), head(&zone.rows)) else { return };
        let first = |cells: &Cells<'a>, column: usize| {
            let cell = cells.iter().find(|(at, _)| *at == column)?;
            cell.1.first().map(|chunk| chunk.from)
        };
        let known: BTreeSet<usize> = self.rows.iter().filter_map(|row| first(row, own)).collect();
        let moved = |from: usize| (from + before / 2).saturating_sub(now / 2);
        for cells in &mut next.rows {
            let Some(from) = first(cells, other) else { continue };
            self.is_uneven |= !known.contains(&moved(from));
            for (_, chunks) in cells.iter_mut().filter(|(at, _)| *at == other) {
                for chunk in chunks {
                    chunk.from = moved(chunk.from);
                    chunk.to = moved(chunk.to);
                }
            }
        }
    }
}

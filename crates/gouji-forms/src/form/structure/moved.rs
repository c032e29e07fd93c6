//! Whether the sums of a relation come out once figures are put back that were moved against their names: from a
//! row on those of the row above or below, or those of a total and of the column beside it.
//!
//! A relation that many of its members break is none: unless one move of figures makes all of them come out, which
//! no list does by chance.

use super::support::{SumOutcome, came};
use super::{Family, Law, Member, Structure, StructureCell};
use crate::form::{Content, FormSide};
use std::collections::BTreeSet;

/// Sums that do not come out as printed, and do then.
const HEALED: usize = 3;
/// Of all that come out then, those of several addends.
const SEVERAL: usize = 2;
/// Rows from which figures may have been moved.
const STARTS: usize = 60;

/// Whether all members of a relation come out once some figures are put back.
pub(super) fn comes_out_moved(
    sides: &[FormSide],
    structure: Structure,
    members: &[Member],
) -> bool {
    if !matches!(structure, Structure::Code | Structure::Indent) {
        return false;
    }
    let is_broken = |member: &&Member| matches!(came(sides, member), SumOutcome::Apart(_));
    let (broken, others): (Vec<&Member>, Vec<&Member>) = members.iter().partition(is_broken);
    broken.len() >= HEALED && FigureTrial { sides, broken, others }.is_of_rows()
}

/// The reading of a total column of which all sums come out once it and the column beside it have each other's
/// figures.
pub(super) fn beside_its_parts(sides: &[FormSide], readings: &[Vec<Member>]) -> Option<Family> {
    let is_swapped = |members: &&Vec<Member>| {
        let is_broken = |member: &&Member| matches!(came(sides, member), SumOutcome::Apart(_));
        let (broken, others): (Vec<&Member>, Vec<&Member>) = members.iter().partition(is_broken);
        broken.len() >= HEALED && FigureTrial { sides, broken, others }.is_of_columns()
    };
    readings.iter().find(is_swapped).map(|members| Family {
        structure: Structure::Header,
        law: Law::Sum,
        members: members.clone(),
        is_borne_out: true,
        is_explained: true,
        whole: Vec::new(),
    })
}

/// Of several relations those that come out once figures are put back, if there are any: the others, by which
/// some of the same sums come out as printed, are read off figures that were moved.
pub(super) fn those_moved(all: Vec<Family>) -> Vec<Family> {
    let (moved, others): (Vec<Family>, Vec<Family>) =
        all.into_iter().partition(|family| family.is_explained);
    if moved.is_empty() { others } else { moved }
}

/// The members of a relation, those that do not come out as printed apart.
struct FigureTrial<'m> {
    sides: &'m [FormSide],
    broken: Vec<&'m Member>,
    others: Vec<&'m Member>,
}

impl FigureTrial<'_> {
    /// Whether all come out whose figures are known, were the figure of each cell the one that
    /// is printed in another.
    fn comes_out(&self, from: impl Fn(StructureCell) -> Option<StructureCell>) -> bool {
        let (mut healed, mut several, mut unknown) = (0, 0, 0);
        let broken = self.broken.iter().map(|member| (*member, 1));
        for (member, heals) in broken.chain(self.others.iter().map(|member| (*member, 0))) {
            let terms: Option<Vec<StructureCell>> =
                member.terms.iter().map(|term| from(*term)).collect();
            let moved = from(member.stated).zip(terms);
            let moved = moved.map(|(stated, terms)| Member { stated, terms });
            match moved.map(|member| came(self.sides, &member)) {
                Some(SumOutcome::Apart(_)) => return false,
                Some(SumOutcome::To(addends)) => {
                    healed += heals;
                    several += usize::from(addends > 1);
                }
                // what belongs to the last row was lost
                Some(SumOutcome::Unknown) | None => unknown += heals,
            }
        }
        healed >= HEALED && several >= SEVERAL && healed >= unknown
    }

    /// Whether from a row on figures stand one row below their names, or above.
    fn is_of_rows(&self) -> bool {
        let Some(first) = self.broken.first() else { return false };
        let side = first.stated.side;
        let columns: BTreeSet<usize> =
            self.broken.iter().flat_map(|member| cells(member)).map(|cell| cell.column).collect();
        let rows = self.sides.get(side).map_or(&[][..], |side| &side.rows);
        let has_figure = |row: usize| {
            let cells = rows.get(row).map_or(&[][..], |row| &row.cells);
            let mut own = columns.iter().filter_map(|column| cells.get(*column));
            own.any(|cell| matches!(cell.content, Content::Number(_)))
        };
        let (filled, blank): (Vec<usize>, Vec<usize>) =
            (0..rows.len()).partition(|row| has_figure(*row));
        // each sum that does not come out has a figure that was moved
        let lowest = self.broken.iter().filter_map(|member| cells(member).map(|it| it.row).max());
        let Some(lowest) = lowest.min() else { return false };
        let last = filled.partition_point(|row| *row < lowest);
        (last.saturating_sub(STARTS)..=last)
            .rev()
            .any(|start| self.comes_out_from(side, &filled, start))
            // where figures were moved down from, a row may have been left blank
            || blank.iter().rev().filter(|row| **row <= lowest).take(STARTS).any(|row| {
                let start = filled.partition_point(|other| other < row);
                let mut rows = filled.clone();
                rows.insert(start, *row);
                self.comes_out_from(side, &rows, start)
            })
    }

    /// Whether a total and the part beside it have each other's figures.
    fn is_of_columns(&self) -> bool {
        let Some(first) = self.broken.first() else { return false };
        let total = first.stated;
        let on_page =
            |column: usize| Some(self.sides.get(total.side)?.columns.get(column)?.as_ref()?.column);
        let is_beside = |column: &usize| {
            on_page(*column)
                .zip(on_page(total.column))
                .is_some_and(|(own, other)| own.abs_diff(other) == 1)
        };
        let terms = first.terms.iter().map(|term| term.column);
        terms.filter(is_beside).any(|part| {
            self.comes_out(|cell| match cell.column {
                own if own == total.column => Some(StructureCell { column: part, ..cell }),
                own if own == part => Some(StructureCell { column: total.column, ..cell }),
                _ => Some(cell),
            })
        })
    }

    /// The same of some rows of a side from one of them on.
    fn comes_out_from(&self, side: usize, rows: &[usize], start: usize) -> bool {
        let moved = |cell: StructureCell, is_below: bool| {
            // what is blank was not moved
            let Ok(own) = rows.binary_search(&cell.row) else { return Some(cell) };
            let from = match own {
                own if own < start || cell.side != side => return Some(cell),
                own if is_below => own + 1,
                own if own > start => own - 1,
                _ => return None,
            };
            Some(StructureCell { row: *rows.get(from)?, ..cell })
        };
        [true, false].into_iter().any(|is_below| self.comes_out(|cell| moved(cell, is_below)))
    }
}

fn cells(member: &Member) -> impl Iterator<Item = StructureCell> + '_ {
    std::iter::once(member.stated).chain(member.terms.iter().copied())
}

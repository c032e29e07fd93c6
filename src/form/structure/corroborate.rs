//! Relations that bear each other out: alone each of them proves nothing.

use super::rows::SideRows;
use super::support::{NEAR, SumOutcome, between, came};
use super::{Family, Law, Member, Structure, StructureCell};
use crate::document::Table;
use crate::form::{Content, FormSide};
use rust_decimal::Decimal;

/// Makes relations count that a single figure breaks, where another kind of relation finds it wrong
/// by the same amount, where it is a sum that another one contradicts as well, or where the total of
/// a plain list comes out in another sum.
pub(super) fn corroborate(
    table: &Table,
    sides: &[FormSide],
    lines: &[SideRows<'_>],
    families: &mut [Family],
) {
    let broken: Vec<Vec<(&Member, Decimal)>> =
        families.iter().map(|family| broken(sides, family)).collect();
    let found: Vec<usize> = families
        .iter()
        .enumerate()
        .filter(|(_, family)| !family.is_borne_out)
        .filter(|(at, family)| {
            let own = broken.get(*at).map_or(&[][..], Vec::as_slice);
            let (member, by) = match own {
                [one] => *one,
                [one, other] if between(*one, *other).is_some() => return true,
                _ => return false,
            };
            // a row that is not printed is missing in each of its columns
            let is_in_other_column = |(other, found): (&Family, &Vec<(&Member, Decimal)>)| {
                other.structure == family.structure
                    && found.iter().any(|(other, _)| is_of_row(member, other))
            };
            if matches!(family.structure, Structure::Total | Structure::Indent)
                && families.iter().zip(&broken).any(is_in_other_column)
            {
                return false;
            }
            let others = families.iter().zip(&broken);
            let mut others = others.flat_map(|(other, found)| {
                found.iter().map(move |found| (other.structure, *found))
            });
            let is_same = |(structure, other): (Structure, (&Member, Decimal))| {
                if structure == family.structure {
                    between((member, by), other).is_some()
                } else {
                    finds_same((member, by), other)
                }
            };
            others.any(is_same)
                || (matches!(family.structure, Structure::Total | Structure::Indent)
                    && is_plain(lines, member)
                    && (comes_out_elsewhere(sides, families, member)
                        || addends_come_out(sides, families, member, by)
                        || is_printed_again(table, sides, member.stated)))
        })
        .map(|(at, _)| at)
        .collect();
    for at in found {
        if let Some(family) = families.get_mut(at) {
            family.is_borne_out = true;
        }
    }
}

/// The sums of a family that do not come out, and by how much their stated figure is too large.
fn broken<'f>(sides: &[FormSide], family: &'f Family) -> Vec<(&'f Member, Decimal)> {
    // a rate is no sum
    if family.law != Law::Sum {
        return Vec::new();
    }
    let apart = |member: &'f Member| match came(sides, member) {
        SumOutcome::Apart(by) => Some((member, by)),
        SumOutcome::To(_) | SumOutcome::Unknown => None,
    };
    family.members.iter().filter_map(apart).collect()
}

/// Whether two sums are of one row, in two columns.
fn is_of_row(one: &Member, other: &Member) -> bool {
    let (one, other) = (one.stated, other.stated);
    (one.side, one.row) == (other.side, other.row) && one.column != other.column
}

/// The figures of a sum, each with by how much it is too large if it is the wrong one.
fn blamed(member: &Member, by: Decimal) -> impl Iterator<Item = (StructureCell, Decimal)> {
    std::iter::once((member.stated, by)).chain(member.terms.iter().map(move |term| (*term, -by)))
}

/// Whether two sums find a figure wrong by the same amount.
fn finds_same((one, by): (&Member, Decimal), (other, apart): (&Member, Decimal)) -> bool {
    blamed(one, by).any(|(cell, by)| {
        blamed(other, apart).any(|(same, apart)| cell == same && (by - apart).abs() <= NEAR)
    })
}

/// Whether the addends of a sum are all rows of a list that is numbered throughout, or a total and
/// the only figure behind it: none is missing, and none is a part of another one.
fn is_plain(lines: &[SideRows<'_>], member: &Member) -> bool {
    let rows: Vec<usize> = member.terms.iter().map(|term| term.row).collect();
    let is_plain = |lines: &SideRows<'_>| {
        lines.are_one_list(&rows) || lines.are_total_and_rest(member.stated.row, &rows)
    };
    rows.len() > 1 && lines.get(member.stated.side).is_some_and(is_plain)
}

/// Whether the addends of a sum stand in another one that comes out, and the sum is not off by the
/// last of them: these may not belong to it.
fn addends_come_out(sides: &[FormSide], families: &[Family], total: &Member, by: Decimal) -> bool {
    let mut last = Decimal::ZERO;
    let is_part = total.terms.iter().rev().any(|term| {
        let own = value(sides, *term);
        last += own;
        [own, last].iter().any(|sum| (by.abs() - sum.abs()).abs() <= NEAR)
    });
    let holds_all = |member: &Member| {
        total.terms.iter().all(|term| member.terms.contains(term))
            && matches!(came(sides, member), SumOutcome::To(2..))
    };
    let sums = families.iter().filter(|family| family.law == Law::Sum);
    !is_part && sums.flat_map(|family| &family.members).any(holds_all)
}

/// The number of a cell; nothing where none is printed.
fn value(sides: &[FormSide], cell: StructureCell) -> Decimal {
    let row = sides.get(cell.side).and_then(|side| side.rows.get(cell.row));
    match row.and_then(|row| row.cells.get(cell.column)).map(|slot| &slot.content) {
        Some(Content::Number(number)) => number.value,
        _ => Decimal::ZERO,
    }
}

/// Whether a figure is printed a second time in its row of the table, as the total of another list
/// beside it: of many digits that is no chance.
fn is_printed_again(table: &Table, sides: &[FormSide], cell: StructureCell) -> bool {
    const TELLING: usize = 5;
    let find = || {
        let side = sides.get(cell.side)?;
        let row = side.rows.get(cell.row)?;
        let slot = row.cells.get(cell.column)?;
        let text = slot.text.text.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_told = matches!(slot.content, Content::Number(_)) && digits >= TELLING;
        let own = side.columns.get(cell.column)?.as_ref()?.column;
        let mut others = table.rows.get(row.row as usize)?.iter().filter(|cell| cell.column != own);
        Some(is_told && others.any(|other| other.text.text.trim() == text))
    };
    find().unwrap_or(false)
}

/// Whether a total stands in another sum, of this list or the one beside it, that comes out.
fn comes_out_elsewhere(sides: &[FormSide], families: &[Family], total: &Member) -> bool {
    let stands_in =
        |member: &Member| member.stated == total.stated || member.terms.contains(&total.stated);
    let is_down =
        |family: &&Family| family.law == Law::Sum && family.structure != Structure::Header;
    let down = families.iter().filter(is_down);
    down.flat_map(|family| &family.members)
        .filter(|member| *member != total && stands_in(member))
        .any(|member| matches!(came(sides, member), SumOutcome::To(1..)))
}

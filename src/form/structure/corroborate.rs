//! Relations that bear each other out: alone each of them proves nothing.

use super::rows::Lines;
use super::support::{Came, NEAR, came};
use super::{Cell, Family, Member, Structure};
use crate::form::Side;
use rust_decimal::Decimal;

/// Makes relations count that a single sum breaks, where another kind of relation finds the same
/// figure wrong by the same amount, or where the total of a plain list comes out elsewhere.
pub(super) fn corroborate(sides: &[Side], lines: &[Lines<'_>], families: &mut [Family]) {
    let broken: Vec<Vec<(&Member, Decimal)>> =
        families.iter().map(|family| broken(sides, family)).collect();
    let found: Vec<usize> = families
        .iter()
        .enumerate()
        .filter(|(_, family)| !family.is_borne_out)
        .filter(|(at, family)| {
            let Some([(member, by)]) = broken.get(*at).map(Vec::as_slice) else { return false };
            let others = families.iter().zip(&broken);
            let mut others = others.filter(|(other, _)| other.structure != family.structure);
            let is_same = |other: &[(&Member, Decimal)]| {
                other.iter().any(|(other, apart)| finds_same((*member, *by), (*other, *apart)))
            };
            others.any(|(_, other)| is_same(other))
                || (family.structure == Structure::Total
                    && is_plain(lines, member)
                    && is_borne_out_beside(sides, families, member.stated))
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
fn broken<'f>(sides: &[Side], family: &'f Family) -> Vec<(&'f Member, Decimal)> {
    let apart = |member: &'f Member| match came(sides, member) {
        Came::Apart(by) => Some((member, by)),
        Came::To(_) | Came::Unknown => None,
    };
    family.members.iter().filter_map(apart).collect()
}

/// The figures that a sum compares, each with by how much it is too large: where two are compared
/// either may be the wrong one.
fn compared(member: &Member, by: Decimal) -> Vec<(Cell, Decimal)> {
    let only = match member.terms.as_slice() {
        [only] => Some((*only, -by)),
        _ => None,
    };
    std::iter::once((member.stated, by)).chain(only).collect()
}

/// Whether two sums find a figure wrong by the same amount.
fn finds_same((one, by): (&Member, Decimal), (other, apart): (&Member, Decimal)) -> bool {
    let others = compared(other, apart);
    compared(one, by).iter().any(|(cell, by)| {
        others.iter().any(|(other, apart)| cell == other && (by - apart).abs() <= NEAR)
    })
}

/// Whether the addends of a sum are all rows of a numbered list, none of which can be a part of
/// another one.
fn is_plain(lines: &[Lines<'_>], member: &Member) -> bool {
    let rows: Vec<usize> = member.terms.iter().map(|term| term.row).collect();
    rows.len() > 1 && lines.get(member.stated.side).is_some_and(|lines| lines.are_one_list(&rows))
}

/// Whether a total is that of the list beside it, too, and the sum of several there.
fn is_borne_out_beside(sides: &[Side], families: &[Family], total: Cell) -> bool {
    let comes_to = |member: &Member| match came(sides, member) {
        Came::To(addends) => addends,
        Came::Apart(_) | Came::Unknown => 0,
    };
    let of = |structure: Structure| {
        let families = families.iter().filter(move |family| family.structure == structure);
        families.flat_map(|family| &family.members)
    };
    let is_sum = |cell: Cell| {
        of(Structure::Total).any(|member| member.stated == cell && comes_to(member) > 1)
    };
    of(Structure::Sides).filter(|tie| comes_to(tie) == 1).any(|tie| {
        let both = [tie.stated].into_iter().chain(tie.terms.iter().copied());
        both.clone().any(|cell| cell == total) && both.filter(|cell| *cell != total).any(is_sum)
    })
}

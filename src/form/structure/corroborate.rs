//! Relations that bear each other out: alone each of them proves nothing.

use super::rows::Lines;
use super::support::{Came, NEAR, came};
use super::{Cell, Family, Law, Member, Structure};
use crate::form::Side;
use rust_decimal::Decimal;

/// Makes relations count that a single sum breaks, where another kind of relation finds the same
/// figure wrong by the same amount, or where the total of a plain list comes out in another sum.
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
                    && comes_out_elsewhere(sides, families, member))
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
    // a rate is no sum
    if family.law != Law::Sum {
        return Vec::new();
    }
    let apart = |member: &'f Member| match came(sides, member) {
        Came::Apart(by) => Some((member, by)),
        Came::To(_) | Came::Unknown => None,
    };
    family.members.iter().filter_map(apart).collect()
}

/// The figures of a sum, each with by how much it is too large if it is the wrong one.
fn blamed(member: &Member, by: Decimal) -> impl Iterator<Item = (Cell, Decimal)> {
    std::iter::once((member.stated, by)).chain(member.terms.iter().map(move |term| (*term, -by)))
}

/// Whether two sums find a figure wrong by the same amount.
fn finds_same((one, by): (&Member, Decimal), (other, apart): (&Member, Decimal)) -> bool {
    blamed(one, by).any(|(cell, by)| {
        blamed(other, apart).any(|(same, apart)| cell == same && (by - apart).abs() <= NEAR)
    })
}

/// Whether the addends of a sum are all rows of a list that is numbered throughout: none is missing,
/// and none is a part of another one.
fn is_plain(lines: &[Lines<'_>], member: &Member) -> bool {
    let rows: Vec<usize> = member.terms.iter().map(|term| term.row).collect();
    rows.len() > 1 && lines.get(member.stated.side).is_some_and(|lines| lines.are_one_list(&rows))
}

/// Whether a total stands in another sum, of this list or the one beside it, that comes out.
fn comes_out_elsewhere(sides: &[Side], families: &[Family], total: &Member) -> bool {
    let stands_in =
        |member: &Member| member.stated == total.stated || member.terms.contains(&total.stated);
    let is_down =
        |family: &&Family| family.law == Law::Sum && family.structure != Structure::Header;
    let down = families.iter().filter(is_down);
    down.flat_map(|family| &family.members)
        .filter(|member| *member != total && stands_in(member))
        .any(|member| matches!(came(sides, member), Came::To(1..)))
}

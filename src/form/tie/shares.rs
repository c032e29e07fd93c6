//! Shares in a row whose whole no name tells: 甲30万元，占比30%；乙50万元，占比50%.
//!
//! Of shares that stand near each other and name the same whole, or none, all are of one amount of
//! the document: the one of which most of them are. So many have to be that chance is none; one that
//! is not while nearly all others are is wrong.

use super::twice::Pool;
use super::{Of, Tie};
use crate::number::Decimal;
use crate::prose::{Relation, Slot};

/// A share of which the whole was not found.
pub(super) struct OpenShare {
    /// Number of its amount.
    pub(super) told: usize,
    /// Passage, figure of the amount, figure of the share.
    pub(super) at: (usize, usize, usize),
    /// What it says that the whole is.
    pub(super) of: String,
    /// The least and the most that the whole may be.
    pub(super) whole: (Decimal, Decimal),
}

/// So many have to agree.
const ENOUGH: usize = 4;
/// So many before one that does not is wrong.
const PLENTY: usize = 8;
/// So many amounts may stand between one and the next.
const FAR: usize = 14;
/// More are not looked at together.
const MOST: usize = 80;

/// What ties shares to the amount of which most of them are.
pub(super) fn families(pool: &Pool<'_>, open: &[OpenShare]) -> Vec<Tie<'static>> {
    let mut out = Vec::new();
    let mut rest = open;
    while let Some(first) = rest.first() {
        let mut last = first;
        let mut of = first.of.as_str();
        let mut length = 1;
        for next in rest.iter().skip(1).take(MOST) {
            let is_same = next.of.is_empty() || of.is_empty() || next.of == of;
            if next.told > last.told + FAR || !is_same {
                break;
            }
            if of.is_empty() {
                of = next.of.as_str();
            }
            last = next;
            length += 1;
        }
        let (family, more) = rest.split_at(length);
        rest = more;
        family_of(pool, family, &mut out);
    }
    out
}

fn family_of(pool: &Pool<'_>, family: &[OpenShare], out: &mut Vec<Tie<'static>>) {
    if family.len() < ENOUGH {
        return;
    }
    let is_of =
        |share: &OpenShare, whole: Decimal| (share.whole.0..=share.whole.1).contains(&whole);
    let votes = |whole: Decimal| family.iter().filter(|share| is_of(share, whole)).count();
    // of the shares some may be wrong: each of the first is asked
    let seeds = family.iter().take(family.len() - ENOUGH + 1);
    let known = seeds.flat_map(|seed| pool.amounts_between(seed.whole.0, seed.whole.1));
    let Some((votes, whole, (heard, figure))) = known
        .map(|(value, at)| (votes(value), value, at))
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)))
    else {
        return;
    };
    let is_borne_out = votes >= PLENTY && votes + 1 >= family.len();
    if votes < ENOUGH || votes * 2 <= family.len() {
        return;
    }
    for share in family.iter().filter(|share| is_borne_out || is_of(share, whole)) {
        let (passage, part, rate) = share.at;
        let parts = vec![
            (Slot::Part, Of::Said(passage, part), 1),
            (Slot::Whole, Of::Said(heard, figure), 1),
            (Slot::Share, Of::Said(passage, rate), 1),
        ];
        out.push(Tie { heard: passage, relation: Relation::Share, parts });
    }
}

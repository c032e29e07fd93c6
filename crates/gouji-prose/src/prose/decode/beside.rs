//! Two lists of the same things, item beside item: 改造小区42个、惠及18,225户，其中：甲区13个、5,208户，乙区….
//!
//! A list that leaves out an item comes to less than its head. Where one of the two comes to its head, none is left out, and
//! the other has to come to its own.

use super::view::View;
use super::{Frame, Untaught};
use crate::prose::reading::{Reading, Relation};

/// Fewer items come to their head by chance.
const LEAST: usize = 3;

/// Completes each list beside which one of the same things comes out.
pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let teaches = |list: &&Untaught| list.is_held && list.relation == Relation::Sum;
    for list in untaught.iter().filter(|list| list.relation == Relation::Sum) {
        let Some(anchor) = list.reading.figures().first().copied() else { continue };
        if untaught
            .iter()
            .filter(teaches)
            .any(|other| are_beside(view, &list.reading, &other.reading))
        {
            out.push(Frame::new(list.relation, list.reading.clone(), anchor));
        }
    }
}

/// Whether each item of a list stands beside one of the other, in its clause.
fn are_beside(view: &View<'_, '_>, a: &Reading, b: &Reading) -> bool {
    let (a, b) = (a.item_figures(), b.item_figures());
    let is_pair = |(a, b): (&usize, &usize)| {
        let clause = |figure: usize| view.passage.spot_of(figure).map(|spot| spot.clause);
        a.abs_diff(*b) == 1 && clause(*a) == clause(*b)
    };
    a.len() >= LEAST && a.len() == b.len() && a.iter().zip(&b).all(is_pair)
}

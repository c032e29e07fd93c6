//! The lists that frames tell.

use super::frame::Frame;
use super::untaught::Untaught;
use crate::prose::reading::{Filling, Reading, Relation, Slot};

/// A list that is told: the figure of its total, and those of its items.
pub(super) struct ToldList {
    pub(super) total: usize,
    pub(super) items: Vec<usize>,
}

/// The lists that are told, whether or not words say that they are whole.
pub(super) struct ToldLists(pub(super) Vec<ToldList>);

impl ToldLists {
    pub(super) fn of(frames: &[Frame], untaught: &[Untaught]) -> Self {
        let told = frames.iter().map(|frame| (frame.relation, &frame.reading));
        let open = untaught.iter().map(|list| (list.relation, &list.reading));
        let sums = told.chain(open).filter(|(relation, _)| *relation == Relation::Sum);
        let figure = |(_, filling): &(Slot, Filling)| match filling {
            Filling::Figure(figure, _) => Some(*figure),
            _ => None,
        };
        let list = |reading: &Reading| {
            let items = reading.item_figures();
            Some(ToldList { total: reading.parts.iter().find_map(figure)?, items })
        };
        Self(sums.filter_map(|(_, reading)| list(reading)).collect())
    }

    /// Whether a figure is an item of a list that another one is not in.
    pub(super) fn holds(&self, figure: usize, without: usize) -> bool {
        self.0.iter().any(|list| list.items.contains(&figure) && !list.items.contains(&without))
    }
}

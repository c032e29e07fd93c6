//! The lists that frames tell.

use super::frame::Frame;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::words::Class;

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

    /// Whether a frame adds up items of a list to the item before them, and no word opens them below it:
    /// 收入80万元。甲20万元，乙50万元，另有10万元.
    pub(super) fn has_as_part(&self, view: &View<'_, '_>, frame: &Frame) -> bool {
        let items = frame.reading.item_figures();
        let opens = |class: &Class| matches!(class, Class::OfWhich | Class::Whole);
        let place = |figure: usize| view.passage.layout.place_of(figure);
        let is_opened = |first: &usize| {
            let places = place(frame.anchor).zip(place(*first));
            places.is_some_and(|(total, first)| view.words(total, first).iter().any(opens))
        };
        let holds_all = |list: &ToldList| {
            let mut own = items.iter().chain([&frame.anchor]);
            own.all(|item| list.items.contains(item))
        };
        frame.relation == Relation::Sum
            && self.0.iter().any(holds_all)
            && !items.first().is_some_and(is_opened)
    }
}

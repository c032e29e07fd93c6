//! The items of a list, one behind the other, and where they end.

use super::around::{leaves_gap, names_several};
use super::is_of_counted;
use super::opening::OpenedList;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::words::Class;
use std::ops::ControlFlow;

/// The walk from one item to the next.
pub(super) struct ItemWalk<'p, 't> {
    passage: &'p Passage<'t>,
    opened: &'p OpenedList<'p>,
    /// Where the first item stands.
    first: usize,
    pub(super) items: Vec<usize>,
    /// Whether semicolons part the items, once there are two.
    pub(super) separator: Option<bool>,
    pub(super) is_closed: bool,
    /// A list in the list goes on.
    skips_nested: bool,
    /// More is told of items than their amounts.
    pub(super) is_glossed: bool,
    /// An item is what is left.
    pub(super) rest: bool,
    pub(super) is_open: bool,
    last: usize,
}

impl<'p, 't> ItemWalk<'p, 't> {
    /// Goes through the items of an opened list.
    pub(super) fn through(
        passage: &'p Passage<'t>,
        opened: &'p OpenedList<'p>,
        (head, first): (usize, usize),
    ) -> Self {
        let mut walk = Self {
            passage,
            opened,
            first,
            items: Vec::new(),
            separator: None,
            is_closed: is_first(passage, opened, head) || !opened.has(Class::OfWhich),
            skips_nested: false,
            is_glossed: false,
            rest: false,
            is_open: opened.has(Class::Open),
            last: first,
        };
        for (at, spot) in std::iter::once((first, opened.start)).chain(passage.after(first)) {
            if walk.step(at, spot).is_break() {
                break;
            }
        }
        walk
    }

    fn spots(&self) -> &'p [Spot] {
        self.passage.spots()
    }

    /// Takes the next figure, or passes over it; breaks where the list ends before it.
    fn step(&mut self, at: usize, spot: &Spot) -> ControlFlow<()> {
        if spot.stream != self.opened.start.stream {
            // a bracket behind an item
            if spot.stream > self.opened.start.stream {
                return ControlFlow::Continue(());
            }
            return ControlFlow::Break(());
        }
        if spot.sentence != self.opened.start.sentence || self.items.len() >= 30 {
            return ControlFlow::Break(());
        }
        // 12所：甲3所、乙9所，床位1,480张: other things are no items of it
        let is_alike = |at: usize| {
            let own = self.spots().get(at).and_then(|item| self.passage.figure(item));
            own.zip(self.passage.figure(self.opened.of)).is_some_and(|(item, of)| item.is_like(of))
        };
        let ends_clause =
            self.items.last().and_then(|at| self.spots().get(*at)).is_some_and(|last| {
                last.clause != spot.clause
                    && self.items.len() > 1
                    && self.items.iter().all(|at| is_alike(*at))
            });
        if ends_clause && self.opened.is_like(self.passage, spot) && !is_alike(at) {
            return ControlFlow::Break(());
        }
        if self.items.last().is_some_and(|last| leaves_gap(self.passage, *last)) {
            self.is_open = true;
            return ControlFlow::Break(());
        }
        // 2022年18万元，其中货物6万元；2023年20万元
        let year = self.opened.of.when.year.or(self.opened.start.when.year);
        if at != self.first && spot.when.year.is_some() && year.is_some() && spot.when.year != year
        {
            return ControlFlow::Break(());
        }
        if (self.opened.is_made_of || self.opened.is_spent)
            && spot.clause != self.opened.start.clause
        {
            return ControlFlow::Break(());
        }
        if at != self.first {
            self.read_between(spot)?;
        }
        self.take(at, spot)
    }

    /// Reads the signs and words between the last figure and the next one.
    fn read_between(&mut self, spot: &Spot) -> ControlFlow<()> {
        let by_semicolon =
            self.spots().get(self.last).is_some_and(|last| last.segment != spot.segment);
        // words before a semicolon tell of the item before it: 货物18万元，主要是设备；
        let between: Vec<Class> = match self.spots().get(self.last) {
            Some(last) if by_semicolon => {
                self.is_glossed |=
                    self.passage.between(last, spot).any(|class| class == Class::Open);
                self.passage.opening_words(last, spot)
            }
            Some(last) => self.passage.between(last, spot).collect(),
            None => Vec::new(),
        };
        if by_semicolon {
            self.skips_nested = false;
        }
        if self.opened.is_item(self.passage, spot)
            && self.opened.is_like(self.passage, spot)
            && !self.items.is_empty()
        {
            let before = self.items.last().and_then(|at| self.spots().get(*at));
            let by_semicolon = before.is_some_and(|before| before.segment != spot.segment);
            match self.separator {
                None => self.separator = Some(by_semicolon),
                Some(false) if by_semicolon => return ControlFlow::Break(()),
                _ => {}
            }
        } else if by_semicolon
            && self.separator != Some(true)
            && !self.items.is_empty()
            && self.separator.is_some()
        {
            return ControlFlow::Break(());
        }
        let names_several = || {
            self.spots().get(self.last).is_some_and(|last| names_several(self.passage, last, spot))
        };
        if between.contains(&Class::Open) && !names_several() {
            self.is_open = true;
            if !self
                .spots()
                .get(self.last)
                .is_some_and(|last| self.passage.is_followed_by(last, Class::Open))
            {
                self.skips_nested = true;
                self.is_closed = false;
            }
        }
        self.rest |= between.contains(&Class::Rest);
        if between.iter().any(|class| matches!(class, Class::OfWhich | Class::Whole)) {
            // a list in the list
            self.skips_nested = true;
            if self.separator != Some(true) {
                self.is_closed = false;
            }
        }
        // 其他（不含构筑物）764平方米: of a bracket it tells nothing
        let is_scoped =
            |last: &Spot| self.passage.between_in_stream(last, spot).contains(&Class::Scope);
        if self.spots().get(self.last).is_some_and(is_scoped) {
            self.is_closed = false;
        }
        ControlFlow::Continue(())
    }

    /// Takes a figure as an item, if it is one.
    fn take(&mut self, at: usize, spot: &Spot) -> ControlFlow<()> {
        let turns = |one: Class, other: Class| {
            self.opened.of.words.contains(&one)
                && !self.opened.of.words.contains(&other)
                && spot.words.contains(&other)
                && !spot.words.contains(&one)
        };
        // 转移性收入8万元、动用结余2万元: behind a mark of items it goes on
        let is_turn = turns(Class::Income, Class::Outgo) || turns(Class::Outgo, Class::Income);
        if is_turn && !spot.goes_on {
            return ControlFlow::Break(());
        }
        // 九年一贯制学校4所: a numeral in a name
        let is_in_name =
            self.passage.figure(spot).zip(self.passage.figure(self.opened.of)).is_some_and(
                |(own, head)| own.is_spelled && !head.is_spelled && own.counter != head.counter,
            );
        if is_in_name {
            return ControlFlow::Continue(());
        }
        self.last = at;
        if self.skips_nested {
            return ControlFlow::Continue(());
        }
        if spot.is_sum && self.opened.is_like(self.passage, spot) {
            return ControlFlow::Break(());
        }
        if self.opened.is_item(self.passage, spot) && self.opened.is_like(self.passage, spot) {
            if !self.passage.is_figure(spot) {
                self.is_closed = false;
            }
            let is_named = !spot.name.is_empty()
                || matches!(spot.role, Role::Got | Role::Deduct)
                || is_of_counted(self.passage, at, spot)
                || spot.row.is_some()
                || spot.words.contains(&Class::Rest);
            if !is_named {
                self.is_closed = self.is_closed && self.separator == Some(true);
                return ControlFlow::Break(());
            }
            self.rest |= spot.words.contains(&Class::Rest);
            self.items.push(at);
        } else if matches!(spot.role, Role::Per | Role::To(_) | Role::From)
            || matches!(self.opened.of.role, Role::Change(_))
                && matches!(spot.role, Role::Change(_))
        {
            self.is_closed = false;
        }
        ControlFlow::Continue(())
    }
}

/// Whether nothing in the sentence of a head may be the head instead of it.
fn is_first(passage: &Passage<'_>, opened: &OpenedList<'_>, head: usize) -> bool {
    let (of, start) = (opened.of, opened.start);
    opened.is_bracket
        || of.role == Role::Left && start.role == Role::Left
        || passage.before(head).take_while(|(_, other)| other.sentence == of.sentence).all(
            |(_, other)| {
                other.segment != of.segment
                    || !opened.is_like(passage, other)
                    || !matches!(other.role, Role::Value | Role::To(_))
                    || other.stream != of.stream
            },
        )
}

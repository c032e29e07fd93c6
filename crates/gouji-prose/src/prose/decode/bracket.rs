//! What a fact was before, told in a bracket: 80万元，比上年增长6.67%（上年75万元）; 80万元（2023年75万元，增长6.67%）.

use super::growth::Group;
use super::view::{COMPARES, View};
use crate::prose::place::{Role, Spot};
use crate::prose::words::Class;

impl Group {
    /// The only figure in a bracket behind the fact or the change, where it is of the time that is compared with:
    /// 80万元，比上年增长6.67%（上年75万元）.
    pub(super) fn base_in_bracket(
        &self,
        view: &View<'_, '_>,
        value: usize,
        meets: &dyn Fn(&Spot) -> bool,
    ) -> Option<usize> {
        let anchors = [value, self.first, self.last].map(|at| view.number(at));
        let inside = |(at, other): &(usize, &Spot)| {
            let anchor = view.passage.layout.streams.get(other.stream).and_then(|own| own.anchor);
            anchor.is_some_and(|anchor| anchors.contains(&anchor)) && *at > value
        };
        let mut found = view.passage.near(view.spot(value)?).filter(inside);
        let (base, spot) = found.next()?;
        let is_fact = view.is_plain(base) && view.is_like(base, value);
        (found.next().is_none() && is_fact && meets(spot)).then_some(base)
    }

    /// The fact before a bracket that holds what it was before and how it has changed: 80万元（2023年75万元，增长6.67%）.
    pub(super) fn beside_base(&self, view: &View<'_, '_>) -> Option<(usize, usize)> {
        let own = view.spot(self.first)?;
        let value = view.passage.anchor(own.stream)?;
        let mut inside = view.before(self.first);
        let ((base, old), None) = (inside.next()?, inside.next()) else { return None };
        let fact = view.spot(value)?;
        let is_of_last = old.when.is_last
            || old.when.year.is_some_and(|year| fact.when.year.is_none_or(|own| own == year + 1));
        let is_told = is_of_last
            && matches!(old.role, Role::Value | Role::Base)
            && own.clause <= old.clause + 1
            && view.is_fact(value)
            && !fact.when.is_last
            && view.is_plain(base)
            && view.is_like(base, value)
            && view.says_only(base, self.first, COMPARES)
            && !view.has_scope(self.first);
        is_told.then_some((value, base))
    }

    /// The fact directly before, and in a bracket behind it what it was before: 80万元（2023年为75万元），增长6.67%.
    pub(super) fn behind_base(&self, view: &View<'_, '_>) -> Option<(usize, usize)> {
        let own = view.spot(self.first).filter(|own| own.name.is_empty())?;
        let (value, fact) = view.before(self.first).next()?;
        if !view.opens_bracket(value) {
            return None;
        }
        let is_of_last = |old: &Spot| {
            matches!(old.role, Role::Value | Role::Base)
                && (old.when.is_last
                    || old
                        .when
                        .year
                        .is_some_and(|year| fact.when.year.is_none_or(|own| own == year + 1)))
        };
        let base = self.base_in_bracket(view, value, &is_of_last)?;
        let is_anchored =
            view.spot(base).and_then(|old| view.passage.anchor(old.stream)) == Some(value);
        let between = view.words(value, self.first);
        let is_next = own.sentence == fact.sentence
            && own.segment == fact.segment
            && own.clause <= fact.clause + 1
            && own.stream == fact.stream
            && between.iter().all(|class| {
                matches!(class, Class::Up | Class::Down | Class::Filler | Class::Last | Class::Of)
                    || COMPARES.contains(class)
            });
        let is_told = is_anchored
            && is_next
            && view.is_fact(value)
            && !fact.when.is_last
            && !view.has_scope(self.first);
        is_told.then_some((value, base))
    }
}

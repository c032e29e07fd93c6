//! What is no sum although words name one: a change between states, a mean among scores.

use super::view::View;
use crate::prose::place::Role;
use crate::prose::quantity::Kind;

/// Whether a change would be made of states: 2021年末86辆，2022年末79辆，累计减少7辆.
pub(super) fn adds_states(view: &View<'_, '_>, total: usize, items: &[usize]) -> bool {
    let is_change =
        |at: &usize| view.spot(*at).is_some_and(|item| matches!(item.role, Role::Change(_)));
    is_change(&total) && !items.iter().any(is_change)
}

/// Whether a score lies between those before it: it is their mean, however it is weighed, and no sum.
pub(super) fn is_between_scores(view: &View<'_, '_>, total: usize, items: &[usize]) -> bool {
    let score =
        |at: &usize| view.figure(*at).filter(|own| own.kind == Kind::Score).map(|own| own.value);
    let items = || items.iter().filter_map(score);
    let bounds = items().min().zip(items().max()).zip(score(&total));
    bounds.is_some_and(|((least, most), total)| (least..=most).contains(&total))
}

//! What rules of the user's own accuse: their author knows what stands in a table that was read for certain.

use crate::check::World;
use gouji_audit::audit::{Check, Finding};
use gouji_values::document::Span;

/// Whether nothing but rules of the user's own is broken, in a table that was read for certain: their
/// author knows what stands there, and each place is told as gravely as the rule says.
pub(super) fn is_of_author(
    world: &World<'_>,
    checks: &[Check],
    finding: &Finding,
    doubtful: &[Span],
) -> bool {
    let mut all = finding.checks.iter().filter_map(|at| checks.get(*at));
    !world.ruleset.own_layers.is_empty()
        && all.all(|check| is_author_certain(world, check, doubtful))
}

/// Whether a check is of a rule of the user's own, in a table that was read for certain.
pub(super) fn is_author_certain(world: &World<'_>, check: &Check, doubtful: &[Span]) -> bool {
    let rule = world.ruleset.rule(&check.rule);
    let is_certain = |span: Span| !doubtful.iter().any(|area| area.covers(span));
    rule.is_some_and(|rule| world.ruleset.is_own(rule))
        && check.places().all(|(span, other)| other.is_some() || is_certain(span))
}

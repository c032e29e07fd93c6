//! What each kind of rule does at the places that it speaks of, a file for each kind.
//!
//! To add a kind: a file here that implements [`Runs`], its arm in [`runs()`]; what rule files say of
//! it stands in `ruleset/kind/`. A kind that looks at rows, columns or sentences one by one goes over
//! them with [`PlaceWalk`](super::walk::PlaceWalk), which says what happens at each.

mod formulas;
mod missing_place;
mod never;
mod outline;
mod required;
mod restated;
mod runs;
mod script;
mod structure;
mod template;
mod tree;

use super::condition::{Before, applies};
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use gouji_audit::audit::CheckedAt;
use gouji_rules::ruleset::{Rule, RuleKind};
pub(in crate::check) use runs::Runs;
use runs::{told, whole};

/// What a rule does.
pub(in crate::check) fn runs(rule: &Rule) -> &'static dyn Runs {
    match rule.kind {
        RuleKind::Expect => &formulas::Formulas { is_any: false },
        RuleKind::Any => &formulas::Formulas { is_any: true },
        RuleKind::Tree => &tree::RunsTree,
        RuleKind::Restated => &restated::RunsRestated,
        RuleKind::Never => &never::RunsNever,
        RuleKind::Script => &script::ByScript,
        RuleKind::Structure => &structure::RunsStructure,
        RuleKind::Required => &required::RunsRequired,
        RuleKind::Outline => &outline::RunsOutline,
        RuleKind::Template => &template::RunsTemplate,
    }
}

/// What a rule says at the one place that the evaluator stands at.
pub(in crate::check) fn on_scope(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    at: &CheckedAt,
    run: &mut RuleRun<'_>,
) {
    // of a condition that is not true no formula is asked for, but where it is left open to the author
    let is_told = evaluator.world.ruleset.is_of_author(rule);
    let formulas = if is_told { rule.demand.formulas() } else { &[] };
    let expectation = formulas.iter().enumerate().next();
    if applies(evaluator, rule, Before { expectation, at }, run) {
        runs(rule).here(evaluator, rule, at, run);
    }
}

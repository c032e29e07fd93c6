//! What each kind of rule does at the places that it speaks of, a file for each kind.
//!
//! To add a kind: a file here that implements [`Runs`], its arm in [`runs`]; what rule files say of
//! it stands in `ruleset/kind/`. A kind that looks at rows, columns or sentences one by one goes over
//! them with [`PlaceWalk`](super::walk::PlaceWalk), which says what happens at each.

mod formulas;
mod missing_place;
mod never;
mod outline;
mod required;
mod restated;
mod script;
mod structure;
mod template;
mod tree;

use super::condition::{Before, applies};
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::{Identity, JudgedComparison, PlaceOutcome};
use crate::check::judge::progress::RuleRun;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{CheckRelation, CheckedAt, Cite, FigureRole, Nature, Verdict};
use gouji_rules::ruleset::{Rule, RuleKind};
use gouji_values::lang::BilingualText;

/// What a kind of rule does; where it has nothing to say, nothing.
pub(in crate::check) trait Runs {
    /// On a filled form; `side`: on this one only.
    fn on_form(
        &self,
        _evaluator: &mut Evaluator<'_>,
        _rule: &Rule,
        _form: usize,
        _side: Option<usize>,
        _run: &mut RuleRun<'_>,
    ) {
    }

    /// On the sentences of a claim, in their order.
    fn on_claim(
        &self,
        _evaluator: &mut Evaluator<'_>,
        _rule: &Rule,
        _claim: usize,
        _found: &[usize],
        _run: &mut RuleRun<'_>,
    ) {
    }

    /// At the one place that the evaluator stands at, where the rule applies.
    fn here(
        &self,
        _evaluator: &mut Evaluator<'_>,
        _rule: &Rule,
        _at: &CheckedAt,
        _run: &mut RuleRun<'_>,
    ) {
    }
}

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

/// What a rule on what a document has tells: that all is there (without these words it would not say that it
/// checked something), or what it says in its own words and where.
fn told(
    evaluator: &mut Evaluator<'_>,
    identity: &Identity<'_>,
    fault: Option<(BilingualText, Vec<FigurePlace>)>,
) -> PlaceOutcome {
    let Some((words, places)) = fault else {
        let held = JudgedComparison::bare(Verdict::Holds);
        let check = evaluator.check(identity, CheckRelation::NotEqual, held, Vec::new());
        return PlaceOutcome::Check(check);
    };
    let mut outcome = evaluator.reported(identity, &[], words);
    if let PlaceOutcome::Check(check) = &mut outcome {
        let world = evaluator.world;
        let cite =
            |place: FigurePlace| Cite::new(FigureRole::Stated, world.span(place), place.spot());
        check.cites = places.into_iter().map(cite).collect();
    }
    outcome
}

/// What a check of the whole text is known by.
fn whole<'r>(rule: &'r Rule, at: &CheckedAt) -> Identity<'r> {
    Identity {
        rule,
        number: 0,
        at: at.clone(),
        nature: Nature::Reported,
        expression: rule.id.clone(),
    }
}

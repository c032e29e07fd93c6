//! What a kind of rule does, and what several kinds share.

use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::{Identity, JudgedComparison, PlaceOutcome};
use crate::check::judge::progress::RuleRun;
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::{CheckRelation, CheckedAt, Cite, FigureRole, Nature, Verdict};
use gouji_rules::ruleset::Rule;
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

/// What a rule on what a document has tells: that all is there (without these words it would not say that it
/// checked something), or what it says in its own words and where.
pub(super) fn told(
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
pub(super) fn whole<'r>(rule: &'r Rule, at: &CheckedAt) -> Identity<'r> {
    Identity {
        rule,
        number: 0,
        at: at.clone(),
        nature: Nature::Reported,
        expression: rule.id.clone(),
    }
}

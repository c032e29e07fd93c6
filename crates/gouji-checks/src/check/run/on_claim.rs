//! Formulas on claims: at each sentence and item.

use super::expectations::{any, one};
use super::walk::PlaceWalk;
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::Identity;
use crate::check::judge::progress::RuleRun;
use gouji_audit::audit::{CheckedAt, Nature};
use gouji_rules::ruleset::Rule;

/// What the formulas of a rule say of the sentences of its claim. With `is_any` one of them is
/// enough.
pub(in crate::check) fn on_claim(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    is_any: bool,
    claim: usize,
    found: &[usize],
    run: &mut RuleRun<'_>,
) {
    let id = evaluator.world.ruleset.claims.get(claim).map_or("", |claim| claim.id.as_str());
    if found.is_empty() {
        return;
    }
    let expectations = rule.demand.formulas();
    let mut walk = PlaceWalk::new(rule);
    for (number, expectation) in expectations.iter().enumerate() {
        if expectation.resolved.computed.is_none() {
            run.looked = true;
            let at = CheckedAt::Key(format!("{}|{number}||{id}", rule.id).into());
            let identity = Identity {
                rule,
                number,
                at,
                nature: Nature::Series,
                expression: expectation.source.clone(),
            };
            evaluator.series_of_claim(&identity, &expectation.resolved.stated, found, |outcome| {
                run.take(outcome)
            });
            continue;
        }
        walk.of_claim(
            evaluator,
            Some((number, expectation)),
            found,
            run,
            |evaluator, place, run| {
                if is_any {
                    any(evaluator, rule, expectations, &place.at, run);
                } else {
                    one(evaluator, rule, number, expectation, &place.at, run);
                }
            },
        );
        if is_any {
            break;
        }
    }
}

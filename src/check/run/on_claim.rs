//! Formulas on claims: at each sentence and item, and the keys of these places.

use super::expectations::{any, one};
use crate::audit::{CheckedAt, Nature};
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::compare::Identity;
use crate::check::judge::progress::RuleRun;
use crate::check::run::condition::applies;
use crate::check::seen::keys::number_of;
use crate::formula::Iteration;
use crate::paper::Paper;
use crate::ruleset::Rule;

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
    let recognition = evaluator.world.page.recognition;
    let id = evaluator.world.ruleset.claims.get(claim).map_or("", |claim| claim.id.as_str());
    if found.is_empty() {
        return;
    }
    let expectations = rule.demand.formulas();
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
        for (nth, statement) in found.iter().enumerate() {
            let Some(sentence) = recognition.statements.get(*statement) else {
                continue;
            };
            let (items, group) = match expectation.resolved.iteration {
                Iteration::Item(group) => {
                    (sentence.items.get(group).map_or(0, Vec::len), Some(group))
                }
                _ => (1, None),
            };
            for item in 0..items {
                let place = CheckedAt::Sentence(
                    number_of(*statement),
                    number_of(nth),
                    group.map(|_| number_of(item)),
                );
                evaluator.forget();
                if !run.wants(&evaluator.world, rule, number, expectation, &place) {
                    continue;
                }
                let scope = Scope::Claim {
                    paper: Paper::OWN,
                    statement: *statement,
                    item: group.map(|group| (group, item)),
                };
                evaluator.within(scope, |evaluator| {
                    if !applies(evaluator, rule, run) {
                        return;
                    }
                    if is_any {
                        any(evaluator, rule, expectations, &place, run);
                    } else {
                        one(evaluator, rule, number, expectation, &place, run);
                    }
                });
            }
        }
        if is_any {
            break;
        }
    }
}

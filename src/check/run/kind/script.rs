//! Rules that are scripts.

use super::Runs;
use crate::audit::CheckedAt;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::progress::RuleRun;
use crate::check::run::condition::applies;
use crate::check::script;
use crate::check::seen::keys::number_of;
use crate::paper::Paper;
use crate::ruleset::Rule;

/// `script`
pub(super) struct ByScript;

impl Runs for ByScript {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        side: Option<usize>,
        run: &mut RuleRun<'_>,
    ) {
        if evaluator.world.filled(Paper::OWN, form).is_none() {
            return;
        }
        let scope = Scope::Form {
            paper: Paper::OWN,
            form,
            side: side.unwrap_or(0),
            row: None,
            column: None,
            group: None,
        };
        let place = CheckedAt::Form(number_of(form));
        evaluator.within(scope, |evaluator| {
            if applies(evaluator, rule, run) {
                self.here(evaluator, rule, &place, run);
            }
        });
    }

    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        _: usize,
        found: &[usize],
        run: &mut RuleRun<'_>,
    ) {
        for (nth, statement) in found.iter().enumerate() {
            let place = CheckedAt::Sentence(number_of(*statement), number_of(nth), None);
            let scope = Scope::Claim { paper: Paper::OWN, statement: *statement, item: None };
            evaluator.within(scope, |evaluator| {
                if applies(evaluator, rule, run) {
                    self.here(evaluator, rule, &place, run);
                }
            });
        }
    }

    fn here(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        at: &CheckedAt,
        run: &mut RuleRun<'_>,
    ) {
        let Some(script) = rule.demand.script() else { return };
        let key = evaluator.world.place_key(at);
        script::run(evaluator, rule, script, &key, run);
    }
}

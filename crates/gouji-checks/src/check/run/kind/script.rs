//! Rules that are scripts.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use crate::check::run::walk::PlaceWalk;
use crate::check::script;
use gouji_audit::audit::CheckedAt;
use gouji_rules::ruleset::Rule;

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
        PlaceWalk::new(rule).of_form(
            evaluator,
            None,
            (form, side),
            run,
            |evaluator, place, run| self.here(evaluator, rule, &place.at, run),
        );
    }

    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        _: usize,
        found: &[usize],
        run: &mut RuleRun<'_>,
    ) {
        PlaceWalk::new(rule).of_claim(evaluator, None, found, run, |evaluator, place, run| {
            self.here(evaluator, rule, &place.at, run);
        });
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

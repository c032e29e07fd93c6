//! Rules on forms that are printed again in another unit.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use gouji_rules::ruleset::Rule;
use gouji_values::paper::Paper;

/// `restated`
pub(super) struct RunsRestated;

impl Runs for RunsRestated {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        _: Option<usize>,
        run: &mut RuleRun<'_>,
    ) {
        if evaluator.world.filled(Paper::OWN, form).is_some() {
            evaluator.restated(rule, form, |outcome| run.take(outcome));
        }
    }
}

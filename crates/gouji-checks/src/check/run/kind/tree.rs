//! Rules on trees of codes.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use gouji_rules::ruleset::Rule;
use gouji_values::paper::Paper;

/// `tree`
pub(super) struct RunsTree;

impl Runs for RunsTree {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        _: Option<usize>,
        run: &mut RuleRun<'_>,
    ) {
        let Some(tree) = rule.demand.tree() else { return };
        if evaluator.world.filled(Paper::OWN, form).is_none() {
            return;
        }
        let wanted = run.wanted;
        let mut sums = std::mem::take(&mut run.sums);
        evaluator.tree(rule, tree, form, &mut sums, wanted, |outcome| run.take(outcome));
        run.sums = sums;
    }
}

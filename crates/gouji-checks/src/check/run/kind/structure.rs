//! Rules on what follows from a table itself.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use gouji_rules::ruleset::Rule;

/// `structure`
pub(super) struct RunsStructure;

impl Runs for RunsStructure {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        _: Option<usize>,
        run: &mut RuleRun<'_>,
    ) {
        let Some(structure) = rule.demand.structure() else { return };
        let wanted = run.wanted;
        evaluator.structure(rule, structure, form, wanted, |outcome| run.take(outcome));
    }
}

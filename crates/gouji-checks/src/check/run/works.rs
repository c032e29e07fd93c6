//! All rules once more, with both sides of each check that compares two numbers.

use super::duties::duties;
use super::rule::run_rule;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use crate::check::seen::shared::Shared;

/// An evaluator that knows what checks compare. Scripts are not run.
pub(in crate::check) fn works(shared: &Shared) -> Evaluator<'_> {
    let mut evaluator = Evaluator::new(shared.world());
    (evaluator.brief, evaluator.works) = (true, Some(Box::default()));
    let (duties, _) = duties(shared, &shared.ruleset.rules);
    for duty in duties {
        let mut run = RuleRun { only: duty.form, ..RuleRun::default() };
        run_rule(&mut evaluator, duty.rule, &mut run);
    }
    evaluator
}

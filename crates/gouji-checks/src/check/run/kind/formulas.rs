//! Rules of formulas: each of them holds, or one of them.

use super::Runs;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::RuleRun;
use crate::check::run::expectations::{any, one};
use crate::check::run::on_claim::on_claim;
use crate::check::run::on_form::on_form;
use gouji_audit::audit::CheckedAt;
use gouji_rules::ruleset::Rule;

/// `expect`: each holds; `any`: one of them.
pub(super) struct Formulas {
    pub(super) is_any: bool,
}

impl Runs for Formulas {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        side: Option<usize>,
        run: &mut RuleRun<'_>,
    ) {
        on_form(evaluator, rule, self.is_any, form, side, run);
    }

    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        claim: usize,
        found: &[usize],
        run: &mut RuleRun<'_>,
    ) {
        on_claim(evaluator, rule, self.is_any, claim, found, run);
    }

    fn here(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        at: &CheckedAt,
        run: &mut RuleRun<'_>,
    ) {
        let formulas = rule.demand.formulas();
        if self.is_any {
            any(evaluator, rule, formulas, at, run);
            return;
        }
        for (number, expectation) in formulas.iter().enumerate() {
            one(evaluator, rule, number, expectation, at, run);
        }
    }
}

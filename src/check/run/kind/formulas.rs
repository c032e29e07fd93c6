//! Rules of formulas: each of them holds, or one of them.

use super::Runs;
use crate::audit::At;
use crate::check::evaluate::Evaluator;
use crate::check::judge::progress::Run;
use crate::check::run::expectations::{any, one};
use crate::check::run::on_claim::on_claim;
use crate::check::run::on_form::on_form;
use crate::ruleset::Rule;

/// `expect`
pub(super) struct Each;

/// `any`
pub(super) struct OneOf;

impl Runs for Each {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        side: Option<usize>,
        run: &mut Run<'_>,
    ) {
        on_form(evaluator, rule, false, form, side, run);
    }

    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        claim: usize,
        found: &[usize],
        run: &mut Run<'_>,
    ) {
        on_claim(evaluator, rule, false, claim, found, run);
    }

    fn here(&self, evaluator: &mut Evaluator<'_>, rule: &Rule, at: &At, run: &mut Run<'_>) {
        for (number, expectation) in rule.demand.formulas().iter().enumerate() {
            one(evaluator, rule, number, expectation, at, run);
        }
    }
}

impl Runs for OneOf {
    fn on_form(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        form: usize,
        side: Option<usize>,
        run: &mut Run<'_>,
    ) {
        on_form(evaluator, rule, true, form, side, run);
    }

    fn on_claim(
        &self,
        evaluator: &mut Evaluator<'_>,
        rule: &Rule,
        claim: usize,
        found: &[usize],
        run: &mut Run<'_>,
    ) {
        on_claim(evaluator, rule, true, claim, found, run);
    }

    fn here(&self, evaluator: &mut Evaluator<'_>, rule: &Rule, at: &At, run: &mut Run<'_>) {
        any(evaluator, rule, rule.demand.formulas(), at, run);
    }
}

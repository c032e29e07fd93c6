//! Formulas on forms: at each row, column or group of a filled form.

use super::expectations::{any, one};
use super::walk::PlaceWalk;
use crate::check::evaluate::Evaluator;
use crate::check::judge::exact_sums::{Along, CellSum};
use crate::check::judge::progress::RuleRun;
use gouji_rules::formula::Iteration;
use gouji_rules::ruleset::Rule;

/// What the formulas of a rule say of a filled form; `side`: of this one only. With `is_any` one of
/// them is enough.
pub(in crate::check) fn on_form(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    is_any: bool,
    form: usize,
    side: Option<usize>,
    run: &mut RuleRun<'_>,
) {
    let expectations = rule.demand.formulas();
    let mut walk = PlaceWalk::new(rule);
    for (number, expectation) in expectations.iter().enumerate() {
        let along = match expectation.resolved.iteration {
            Iteration::Row => Some(Along::Rows),
            Iteration::Column => Some(Along::Columns),
            Iteration::Once | Iteration::Group(_) | Iteration::Item(_) => None,
        };
        let along = along.filter(|_| run.sums.are_wanted && !is_any);
        // the expectation as a sum in the lines of a side
        let mut known: Option<(usize, Option<CellSum>)> = None;
        walk.of_form(
            evaluator,
            Some((number, expectation)),
            (form, side),
            run,
            |evaluator, place, run| {
                let line = along.zip(place.line.as_ref());
                let held = line.and_then(|(along, line)| {
                    if known.as_ref().is_none_or(|(side, _)| *side != line.side) {
                        let sum = evaluator.sum_of(number, expectation, (form, line.side), along);
                        if sum.is_some() {
                            run.checks.reserve(line.among);
                        }
                        known = Some((line.side, sum));
                    }
                    let sum = known.as_ref().and_then(|(_, sum)| sum.as_ref())?;
                    evaluator.held(&mut run.sums, rule, sum, line.index)
                });
                if let Some(outcome) = held {
                    run.take(outcome);
                } else if is_any {
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

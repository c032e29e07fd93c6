//! Formulas on forms: at each row, column or group of a filled form, and the keys of these places.

use super::expectations::{any, one};
use crate::audit::CheckedAt;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::judge::exact_sums::{Along, CellSum};
use crate::check::judge::progress::RuleRun;
use crate::check::run::condition::applies_on;
use crate::check::seen::keys::at;
use crate::check::seen::keys::number_of;
use crate::formula::Iteration;
use crate::paper::Paper;
use crate::ruleset::Rule;

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
    let world = evaluator.world;
    let Some(filled) = world.filled(Paper::OWN, form) else { return };
    let expectations = rule.demand.formulas();
    let mut condition = None;
    for (number, expectation) in expectations.iter().enumerate() {
        // `sum`: the expectation as a sum, and the number of the row or column
        let mut here = |evaluator: &mut Evaluator<'_>,
                        scope: Scope,
                        sum: Option<(&CellSum, usize)>,
                        place: CheckedAt,
                        run: &mut RuleRun<'_>| {
            if !run.wants(&world, rule, number, expectation, &place) {
                return;
            }
            evaluator.forget();
            evaluator.within(scope, |evaluator| {
                if !applies_on(evaluator, rule, run, &mut condition) {
                    return;
                }
                if let Some(outcome) =
                    sum.and_then(|(sum, at)| evaluator.held(&mut run.sums, rule, sum, at))
                {
                    run.take(outcome);
                } else if is_any {
                    any(evaluator, rule, expectations, &place, run);
                } else {
                    one(evaluator, rule, number, expectation, &place, run);
                }
            });
        };
        let is_hasty = run.sums.are_wanted && !is_any;
        let sum = |evaluator: &Evaluator<'_>, side: usize, along: Along| {
            if is_hasty { evaluator.sum_of(number, expectation, (form, side), along) } else { None }
        };
        let sides = (0..filled.sides.len()).filter(|at| side.is_none_or(|wanted| wanted == *at));
        let scope = |side: usize,
                     row: Option<usize>,
                     column: Option<usize>,
                     group: Option<(usize, usize)>| Scope::Form {
            paper: Paper::OWN,
            form,
            side,
            row,
            column,
            group,
        };
        match expectation.resolved.iteration {
            Iteration::Once | Iteration::Item(_) => {
                here(
                    evaluator,
                    scope(side.unwrap_or(0), None, None, None),
                    None,
                    CheckedAt::Form(number_of(form)),
                    run,
                );
            }
            Iteration::Row => {
                for side in sides {
                    let Some(content) = filled.sides.get(side) else { continue };
                    let sum = sum(evaluator, side, Along::Rows);
                    if sum.is_some() {
                        run.checks.reserve(content.rows.len());
                    }
                    for index in 0..content.rows.len() {
                        let place = CheckedAt::Row(at([form, side, index]));
                        here(
                            evaluator,
                            scope(side, Some(index), None, None),
                            sum.as_ref().zip(Some(index)),
                            place,
                            run,
                        );
                    }
                }
            }
            Iteration::Column => {
                for side in sides {
                    let sum = sum(evaluator, side, Along::Columns);
                    let columns = evaluator.amount_columns(filled, side);
                    if sum.is_some() {
                        run.checks.reserve(columns.len());
                    }
                    for column in columns {
                        let place = CheckedAt::Column(at([form, side, column]));
                        here(
                            evaluator,
                            scope(side, None, Some(column), None),
                            sum.as_ref().zip(Some(column)),
                            place,
                            run,
                        );
                    }
                }
            }
            Iteration::Group(column) => {
                for side in sides {
                    let rows = filled.sides.get(side).map_or(&[] as &[_], |side| &side.rows);
                    let mut last = None;
                    for (index, row) in rows.iter().enumerate() {
                        let group = row.groups.get(column).copied().flatten();
                        if let Some(number) = group.filter(|_| group != last) {
                            let place = CheckedAt::Group(at([form, side, index, column]));
                            here(
                                evaluator,
                                scope(side, Some(index), None, Some((column, number))),
                                None,
                                place,
                                run,
                            );
                        }
                        last = group;
                    }
                }
            }
        }
        if is_any {
            break;
        }
    }
}

//! Rules on forms: at each row, column or group of a filled form, and the keys of these places.

use super::condition::applies_on;
use super::evaluate::Evaluator;
use super::held::{Along, Sum};
use super::place::Scope;
use super::restated::restated_key;
use super::world::World;
use super::{Run, any, on_scope, one, place_key};
use crate::form::{FilledForm, Side};
use crate::formula::Iteration;
use crate::ruleset::{Expectation, Rule, RuleKind};
use std::cell::LazyCell;

/// What a rule says of a filled form; `side`: of this one only.
pub(super) fn on_form(evaluator: &mut Evaluator<'_>, rule: &Rule, form: usize, side: Option<usize>, run: &mut Run<'_>) {
    let world = evaluator.world;
    let Some(filled) = world.filled(false, form) else { return };
    // mostly nothing is said that needs it
    let key = LazyCell::new(|| form_key(&world, filled));
    if let RuleKind::Tree(tree) = &rule.kind {
        let wanted = run.wanted;
        evaluator.tree(rule, tree, form, &|| key.clone(), wanted, |outcome| run.take(outcome));
        return;
    }
    if matches!(rule.kind, RuleKind::Restated) {
        evaluator.restated(rule, form, &restated_key(rule, &key), |outcome| run.take(outcome));
        return;
    }
    if matches!(rule.kind, RuleKind::Script(_)) {
        let scope = Scope::Form { last_year: false, form, side: side.unwrap_or(0), row: None, column: None, group: None };
        evaluator.within(scope, |evaluator| on_scope(evaluator, rule, &key, run));
        return;
    }
    let expectations: &[Expectation] = match &rule.kind {
        RuleKind::Expect(all) | RuleKind::Any(all) => all,
        _ => return,
    };
    let is_any = matches!(rule.kind, RuleKind::Any(_));
    let mut condition = None;
    for (number, expectation) in expectations.iter().enumerate() {
        // `sum`: the expectation as a sum, and the number of the row or column
        let mut here =
            |evaluator: &mut Evaluator<'_>, scope: Scope, sum: Option<(&Sum, usize)>, key: &dyn Fn() -> String, run: &mut Run<'_>| {
                if !run.wants(rule, number, expectation, key) {
                    return;
                }
                evaluator.forget();
                evaluator.within(scope, |evaluator| {
                    if !applies_on(evaluator, rule, run, &mut condition) {
                        return;
                    }
                    if let Some(outcome) = sum.and_then(|(sum, at)| evaluator.held(rule, sum, at)) {
                        run.take(outcome);
                    } else if is_any {
                        any(evaluator, rule, expectations, key, run);
                    } else {
                        one(evaluator, rule, number, expectation, key, run);
                        if let Some((sum, at)) = sum.filter(|_| evaluator.forgets) {
                            evaluator.shorten(sum, at, run.checks.last_mut());
                        }
                    }
                });
            };
        let sum = |evaluator: &Evaluator<'_>, side: usize, along: Along| {
            if is_any { None } else { evaluator.sum_of(number, &expectation.resolved, (form, side), along) }
        };
        let sides = (0..filled.sides.len()).filter(|at| side.is_none_or(|wanted| wanted == *at));
        let scope = |side: usize, row: Option<usize>, column: Option<usize>, group: Option<(usize, usize)>| Scope::Form {
            last_year: false,
            form,
            side,
            row,
            column,
            group,
        };
        match expectation.resolved.iteration {
            Iteration::Once | Iteration::Item(_) => {
                here(evaluator, scope(side.unwrap_or(0), None, None, None), None, &|| key.clone(), run);
            }
            Iteration::Row => {
                for side in sides {
                    let Some(content) = filled.sides.get(side) else { continue };
                    let sum = sum(evaluator, side, Along::Rows);
                    if let Some(sum) = &sum {
                        run.checks.reserve(content.rows.len());
                        evaluator.make_room(sum, content.rows.len());
                    }
                    for index in 0..content.rows.len() {
                        let place = || row_key(&key, side, content, index);
                        here(evaluator, scope(side, Some(index), None, None), sum.as_ref().zip(Some(index)), &place, run);
                    }
                }
            }
            Iteration::Column => {
                for side in sides {
                    let sum = sum(evaluator, side, Along::Columns);
                    let columns = evaluator.amount_columns(filled, side);
                    if let Some(sum) = &sum {
                        run.checks.reserve(columns.len());
                        evaluator.make_room(sum, columns.len());
                    }
                    for column in columns {
                        let place = || column_key(&key, &world, filled, side, column);
                        here(evaluator, scope(side, None, Some(column), None), sum.as_ref().zip(Some(column)), &place, run);
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
                            let place = || {
                                let name: String = row.cells.get(column).map_or("", |slot| &slot.text.text).split_whitespace().collect();
                                format!("{}|{side}|{name}|", *key)
                            };
                            here(evaluator, scope(side, Some(index), None, Some((column, number))), None, &place, run);
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

/// The key of a filled form.
pub(super) fn form_key(world: &World<'_>, filled: &FilledForm) -> String {
    place_key(world, filled.part, world.schema(filled).map_or("", |form| form.id.as_str()))
}

/// The key of a row in that of its form.
pub(super) fn row_key(form: &str, side: usize, content: &Side, row: usize) -> String {
    let (name, number) = content.name_of(row);
    let side = side.to_string();
    if number > 1 { format!("{form}|{side}|{name}#{number}|") } else { [form, "|", &side, "|", name, "|"].concat() }
}

/// The key of a column in that of its form.
pub(super) fn column_key(form: &str, world: &World<'_>, filled: &FilledForm, side: usize, column: usize) -> String {
    [form, "|", &side.to_string(), "||", world.column(filled, column).map_or("", |column| column.name.as_str())].concat()
}

//! The conditions of rules: whether a rule is to be checked at a place.

use crate::audit::Why;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Missing;
use crate::check::judge::progress::RuleRun;
use crate::formula::{ColumnSelector, Node, RowSelector};
use crate::ruleset::Rule;

/// Whether the rule's condition is true here; anything missing makes it false.
pub(in crate::check) fn applies(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    run: &mut RuleRun<'_>,
) -> bool {
    applies_on(evaluator, rule, run, &mut None)
}

/// The same at one of the places of a form; `known` is what was found of a condition that looks at
/// none of them.
pub(in crate::check) fn applies_on(
    evaluator: &mut Evaluator<'_>,
    rule: &Rule,
    run: &mut RuleRun<'_>,
    known: &mut Option<bool>,
) -> bool {
    let Some((_, condition)) = &rule.when else { return true };
    let Some(condition) = Option::as_ref(condition) else { return false };
    let truth = known.unwrap_or_else(|| {
        let was = std::mem::replace(&mut evaluator.is_condition, true);
        let truth = evaluator.truth(condition);
        if let Err(Missing::Unchecked(
            why @ (Why::KindsApart { .. } | Why::KindsDiffer | Why::DateUnclear { .. }),
        )) = &truth
        {
            run.open_condition.get_or_insert_with(|| why.clone());
        }
        let truth = truth.unwrap_or(false);
        evaluator.is_condition = was;
        let read = evaluator.take_trace();
        if let Some(works) = &mut evaluator.works {
            works.conditions.extend(read);
        }
        truth
    });
    if known.is_none() && is_fixed(condition) {
        *known = Some(truth);
    }
    if !truth {
        run.skipped += 1;
    }
    truth
}

/// Whether a condition means the same in each row and column of a form: it compares named cells.
fn is_fixed(node: &Node) -> bool {
    match node {
        Node::Number { .. } | Node::Date(_) => true,
        Node::Form(path) => {
            path.at.part.is_none()
                && matches!(path.row, RowSelector::Named(_))
                && matches!(path.column, ColumnSelector::Column(_))
        }
        Node::Not(inner) | Node::Negate(inner) => is_fixed(inner),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => is_fixed(a) && is_fixed(b),
        _ => false,
    }
}

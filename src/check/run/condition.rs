//! The conditions of rules: whether a rule is to be checked at a place.

use crate::audit::Why;
use crate::check::evaluate::Evaluator;
use crate::check::evaluate::value::Missing;
use crate::check::judge::progress::RuleRun;
use crate::formula::{Binary, ColumnSelector, DocField, Node, RowSelector};
use crate::ruleset::Rule;
use ecow::{EcoString, eco_format};

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
        if run.never.is_none() {
            run.never = of_others(evaluator, condition);
        }
    }
    truth
}

/// What the document is where a condition asks for another one.
fn of_others(evaluator: &mut Evaluator<'_>, condition: &Node) -> Option<Why> {
    let field = match condition {
        Node::Binary(Binary::And, a, b) => {
            return of_others(evaluator, a).or_else(|| of_others(evaluator, b));
        }
        Node::Compare(_, a, b) => match (a.as_ref(), b.as_ref()) {
            (Node::Doc(field), _) | (_, Node::Doc(field)) => *field,
            _ => return None,
        },
        _ => return None,
    };
    let was = std::mem::replace(&mut evaluator.is_condition, true);
    let is_true = evaluator.truth(condition).unwrap_or(false);
    evaluator.is_condition = was;
    evaluator.take_trace();
    if is_true {
        return None;
    }
    let facts = &evaluator.world.page.recognition.facts;
    let said = match field {
        DocField::Year => facts
            .year
            .map_or_else(|| "没有认出文件的年度".into(), |year| eco_format!("文件是 {year} 年")),
        DocField::Agency => facts.agency.as_deref().map_or_else(
            || "没有认出文件的单位".into(),
            |agency| eco_format!("文件的单位是“{agency}”"),
        ),
        DocField::Kind => facts.kind.as_deref().map_or_else(
            || "没有认出文件的种类".into(),
            |kind| {
                let name = known_kind(evaluator, kind);
                eco_format!("文件的种类是 {kind}（{name}）")
            },
        ),
    };
    Some(Why::ConditionOfOthers { said })
}

/// What reports call a kind of document.
fn known_kind(evaluator: &Evaluator<'_>, kind: &str) -> EcoString {
    let known = evaluator.world.ruleset.vocabulary.kinds.get(kind);
    known.and_then(|known| known.name.as_deref()).unwrap_or(kind).into()
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

//! What is a condition, what asks for one alone, and its opposite.

use super::function::Function;
use super::node::Node;
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;

/// Whether a formula comes to true or false.
pub(super) fn is_condition(node: &Node) -> bool {
    match node {
        Node::Compare(..)
        | Node::Not(_)
        | Node::RowIs(_)
        | Node::Binary(Binary::And | Binary::Or, ..) => true,
        Node::Aggregate(function, ..) => *function == Function::Within,
        Node::Call(function, _) => matches!(
            function,
            Function::Present
                | Function::Meets
                | Function::Contains
                | Function::StartsWith
                | Function::EndsWith
        ),
        _ => false,
    }
}

/// `present(x)`, `contains(x, "字")` and their like, or one of them behind `!`: what is asked, and
/// whether it must be so.
pub(super) fn asks_for_truth(syntax: &Syntax) -> Option<(&Syntax, bool)> {
    let (asked, is_wanted) = match &syntax.kind {
        SyntaxKind::Not(inner) => (inner.as_ref(), false),
        _ => (syntax, true),
    };
    let SyntaxKind::Call(name, ..) = &asked.kind else { return None };
    let function = Function::find(name)?;
    (function == Function::Present || function.asks_for_words()).then_some((asked, is_wanted))
}

/// The sign of the opposite of a comparison.
pub(super) fn opposite_sign(relation: CheckRelation) -> &'static str {
    match relation {
        CheckRelation::Equal | CheckRelation::Meets => "!=",
        CheckRelation::NotEqual => "==",
        CheckRelation::Less => ">=",
        CheckRelation::AtMost => ">",
        CheckRelation::Greater => "<=",
        CheckRelation::AtLeast => "<",
    }
}

/// The relation that holds where another does not.
pub(crate) fn denied(relation: CheckRelation) -> Option<CheckRelation> {
    Some(match relation {
        CheckRelation::Equal => CheckRelation::NotEqual,
        CheckRelation::NotEqual => CheckRelation::Equal,
        CheckRelation::Less => CheckRelation::AtLeast,
        CheckRelation::AtMost => CheckRelation::Greater,
        CheckRelation::Greater => CheckRelation::AtMost,
        CheckRelation::AtLeast => CheckRelation::Less,
        CheckRelation::Meets => return None,
    })
}

/// A formula without signs of denial around it: `!(a > b)` is `a <= b`, what is denied twice is itself.
pub(super) fn positive(syntax: Syntax) -> Syntax {
    let SyntaxKind::Not(inner) = &syntax.kind else { return syntax };
    match &inner.kind {
        SyntaxKind::Not(twice) => positive((**twice).clone()),
        SyntaxKind::Compare(relation, a, b) => match denied(*relation) {
            Some(relation) => Syntax {
                kind: SyntaxKind::Compare(relation, a.clone(), b.clone()),
                span: syntax.span.clone(),
            },
            None => syntax,
        },
        _ => syntax,
    }
}

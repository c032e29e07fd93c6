//! Comparisons with a limit that is one number, whatever stands in the row: a total passes it
//! without being wrong.

use gouji_rules::formula::{Node, Resolved};

/// Whether one side of a comparison is the same for all rows, but for what is looked up for them.
pub(super) fn is_limit(formula: &Resolved) -> bool {
    let Some(computed) = &formula.computed else { return false };
    is_given(&formula.stated) || is_given(computed)
}

/// Whether rule files give a value: numbers, parameters, and what is looked up in them.
fn is_given(node: &Node) -> bool {
    match node {
        Node::Number { .. } | Node::Param(..) => true,
        Node::Negate(inner) => is_given(inner),
        Node::Binary(_, a, b) => is_given(a) && is_given(b),
        Node::Call(_, arguments) => !arguments.is_empty() && arguments.iter().all(is_given),
        _ => false,
    }
}

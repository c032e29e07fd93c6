//! What a formula asks on its sides, as a report has to say it.

use gouji_rules::formula::{Function, Node, Resolved};

/// What is said of a place that is blank, and of one that is not.
pub(super) const FILLED: (&str, &str) = ("空白", "填写");
/// What is said of a name that a table of parameters does not have, and of one that it has.
pub(super) const LISTED: (&str, &str) = ("不在参数表里", "在参数表里");

/// Whether it is asked whether a table of parameters has a name.
pub(super) fn is_looked_up(resolved: &Resolved) -> bool {
    matches!(&resolved.stated, Node::Call(Function::Present, arguments)
        if matches!(arguments.as_slice(), [Node::Param(_, Some(_))]))
}

/// Whether a number comes out of a table of parameters or of grades.
pub(super) fn is_looked_up_by_key(resolved: &Resolved) -> bool {
    match &resolved.computed {
        // a key that the formula writes itself is no cell
        Some(Node::Param(_, Some(key))) => !matches!(**key, Node::Text(_)),
        Some(Node::ScaleFrom(..)) => true,
        _ => false,
    }
}

/// Whether a fact of the document stands on either side.
pub(super) fn is_fact(resolved: &Resolved) -> bool {
    matches!(resolved.stated, Node::Doc(_)) || matches!(resolved.computed, Some(Node::Doc(_)))
}

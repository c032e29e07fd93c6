//! What is a condition.

use super::function::Function;
use super::node::Node;
use super::syntax::Binary;

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

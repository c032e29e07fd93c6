//! Loops whose turns do not know of each other: what cannot be decided in one of them leaves the
//! others as they are.

use super::grammar::relation;
use rhai::{AST, ASTNode, Expr, Position, Stmt};
use std::collections::BTreeSet;

/// Functions that change what they are called on.
const CHANGES: &[&str] = &[
    "push", "pop", "shift", "insert", "remove", "clear", "append", "truncate", "extract",
    "reverse", "sort", "set",
];

/// Functions besides comparisons that ask something of a figure.
const ASKS: &[&str] = &["present", "meets"];

/// The places of conditions of which one that cannot be decided ends its turn of the loop alone:
/// nothing in the loop is remembered for the next turn, or for what stands behind the loop.
pub(super) fn turns(ast: &AST) -> BTreeSet<Position> {
    let mut found: Vec<(Position, Position)> = Vec::new();
    let mut remembering: BTreeSet<Position> = BTreeSet::new();
    ast.walk(&mut |path| {
        let innermost = path.iter().rev().skip(1).find_map(|node| match node {
            ASTNode::Stmt(Stmt::For(_, at)) => Some(Some(*at)),
            ASTNode::Stmt(Stmt::While(..) | Stmt::Do(..)) => Some(None),
            _ => None,
        });
        let Some(node) = path.last() else { return true };
        let changes = match node {
            ASTNode::Stmt(Stmt::Assignment(..)) => true,
            ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
            | ASTNode::Stmt(Stmt::FnCall(call, _)) => CHANGES.contains(&call.name.as_str()),
            _ => false,
        };
        if changes {
            // the loops around as well: what is remembered may be theirs
            remembering.extend(path.iter().filter_map(|node| match node {
                ASTNode::Stmt(Stmt::For(_, at)) => Some(*at),
                _ => None,
            }));
        }
        if let (
            Some(Some(of)),
            ASTNode::Expr(Expr::FnCall(call, at) | Expr::MethodCall(call, at)),
        ) = (innermost, node)
        {
            let name = call.name.as_str();
            if relation(name).is_some() || ASKS.contains(&name) {
                found.push((*at, of));
            }
        }
        true
    });
    found.into_iter().filter(|(_, of)| !remembering.contains(of)).map(|(at, _)| at).collect()
}

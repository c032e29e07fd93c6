//! Rows of totals under formulas that ask for the name of each row: a total is no name.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use gouji_rules::formula::{Function, ListNode, Node, Reference, Resolved, RowSelector};
use gouji_rules::ruleset::ColumnKind;

/// Whether the row that is looked at is a total, and a formula looks something up by its name.
pub(super) fn is_total_by_name(evaluator: &Evaluator<'_>, resolved: &Resolved) -> bool {
    let Scope::Form { paper, form, row: Some(_), .. } = evaluator.scope(0) else { return false };
    if !evaluator.is_row_without_words() {
        return false;
    }
    let world = evaluator.world;
    let is_name = |column: usize| {
        let own = world.filled(paper, form).and_then(|own| world.column(own, column));
        own.is_some_and(|own| own.kind == ColumnKind::Label)
    };
    let sides = std::iter::once(&resolved.stated).chain(&resolved.computed);
    sides.into_iter().any(|side| asks_name(side, 0, &is_name))
}

/// Whether a formula reads a column of names of the row, so many lists within.
fn asks_name(node: &Node, within: usize, is_name: &dyn Fn(usize) -> bool) -> bool {
    match node {
        Node::Read(Reference::Column { depth, column }) => *depth == within && is_name(*column),
        Node::Aggregate(_, list, condition) => {
            let by_key = matches!(list.as_ref(), ListNode::Form(path)
                if matches!(&path.row, RowSelector::Key(key) if asks_name(key, within, is_name)));
            let inner = condition.as_deref();
            by_key || inner.is_some_and(|inner| asks_name(inner, within + 1, is_name))
        }
        // what a row of that name has may be compared: 上年.民生表[事项].本年数
        Node::Call(Function::Present, arguments) => arguments.iter().any(|own| {
            matches!(own, Node::Form(path) if matches!(&path.row, RowSelector::Key(key)
                if asks_name(key, within, is_name)))
                || asks_name(own, within, is_name)
        }),
        Node::Not(inner) | Node::Negate(inner) => asks_name(inner, within, is_name),
        Node::Binary(_, a, b) | Node::Compare(_, a, b) => {
            asks_name(a, within, is_name) || asks_name(b, within, is_name)
        }
        Node::Call(_, arguments) => arguments.iter().any(|own| asks_name(own, within, is_name)),
        _ => false,
    }
}

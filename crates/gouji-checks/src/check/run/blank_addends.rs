//! Blank cells that a limit, or a product, was worked out without: were something written there, the rule might hold.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::other_reading::OtherReading;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_rules::formula::{Binary, Node, Resolved};

/// That a cell is blank without which a violated comparison was worked out.
pub(super) fn blank_addend(
    evaluator: &mut Evaluator<'_>,
    relation: CheckRelation,
    resolved: &Resolved,
) -> Option<Why> {
    let computed = resolved.computed.as_ref()?;
    let mut asked = Vec::new();
    match relation {
        // more of it would let the limit hold
        CheckRelation::AtMost | CheckRelation::Less => asked.push(computed),
        CheckRelation::AtLeast | CheckRelation::Greater => asked.push(&resolved.stated),
        CheckRelation::Equal => {
            products(&resolved.stated, &mut asked);
            products(computed, &mut asked);
        }
        _ => {}
    }
    asked.into_iter().find_map(|node| {
        evaluator.otherwise(OtherReading::BlankAddend, |this| this.aside(|this| this.node(node))).1
    })
}

/// The products and quotients of a formula.
fn products<'n>(node: &'n Node, out: &mut Vec<&'n Node>) {
    match node {
        Node::Binary(Binary::Multiply | Binary::Divide, ..) => out.push(node),
        Node::Binary(_, a, b) => {
            products(a, out);
            products(b, out);
        }
        Node::Negate(inner) => products(inner, out),
        Node::Call(_, arguments) => arguments.iter().for_each(|own| products(own, out)),
        _ => {}
    }
}

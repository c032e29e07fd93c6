//! The linear equalities that rules state within a row or a column of one form, as data.

use crate::check::tree_parents;
use gouji_forms::form::FormSide;
use gouji_rules::formula::{
    Binary, CheckRelation, Function, Iteration, ListNode, Node, Owner, Reference,
};
use gouji_rules::ruleset::{Ruleset, TreeDemand};
use gouji_values::number::{Decimal, multiply};

/// `Σ factor × column = 0` in every row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowIdentity {
    pub(super) rule: String,
    pub(super) side: Option<usize>,
    /// The stated column comes first.
    pub(super) terms: Vec<(usize, Decimal)>,
}

/// `Σ factor × row = 0` in every amount column of a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnIdentity {
    pub(super) rule: String,
    pub(super) side: usize,
    /// The stated row comes first.
    pub(super) terms: Vec<(usize, Decimal)>,
}

/// The row identities of a form.
pub(super) fn row_identities(ruleset: &Ruleset, form: usize) -> Vec<RowIdentity> {
    let mut out = Vec::new();
    each_equality(ruleset, form, Iteration::Row, |rule, side, stated, computed| {
        let column = |node: &Node| match node {
            Node::Read(Reference::Column { depth: 0, column }) => Some(vec![*column]),
            _ => None,
        };
        if let Some(terms) = equality(stated, computed, &column) {
            out.push(RowIdentity { rule: rule.to_owned(), side, terms });
        }
    });
    out
}

/// The column identities of one side of a filled form.
pub(super) fn column_identities(
    ruleset: &Ruleset,
    form: usize,
    side_index: usize,
    side: &FormSide,
) -> Vec<ColumnIdentity> {
    let mut out = Vec::new();
    let row_of = |named: usize| side.rows.iter().position(|row| row.named == Some(named));
    each_equality(ruleset, form, Iteration::Column, |rule, wanted, stated, computed| {
        if wanted.is_some_and(|wanted| wanted != side_index) {
            return;
        }
        let row = |node: &Node| match node {
            // a row that is not printed adds nothing
            Node::Read(Reference::Row { depth: 0, row }) => {
                Some(row_of(*row).into_iter().collect())
            }
            Node::Aggregate(Function::Sum, list, None) => match list.as_ref() {
                ListNode::Above(named) => row_of(*named).map(|at| {
                    let start = side
                        .rows
                        .get(..at)
                        .unwrap_or(&[])
                        .iter()
                        .rposition(|row| row.total)
                        .map_or(0, |last| last + 1);
                    (start..at).collect()
                }),
                ListNode::Below(named) => row_of(*named).map(|at| {
                    let behind = side.rows.get(at + 1..).unwrap_or(&[]);
                    let length = behind
                        .iter()
                        .position(|row| row.named.is_some() || row.total)
                        .unwrap_or(behind.len());
                    (at + 1..at + 1 + length).collect()
                }),
                _ => None,
            },
            _ => None,
        };
        let Node::Read(Reference::Row { row: named, .. }) = stated else {
            return;
        };
        if row_of(*named).is_none() {
            return;
        }
        if let Some(terms) = equality(stated, computed, &row) {
            out.push(ColumnIdentity { rule: rule.to_owned(), side: side_index, terms });
        }
    });
    for rule in &ruleset.rules {
        if let (Owner::Form(owner, wanted), Some(tree)) = (&rule.owner, rule.demand.tree())
            && *owner == form
            && wanted.is_none_or(|wanted| wanted == side_index)
        {
            out.extend(tree_identities(&rule.id, tree, side_index, side));
        }
    }
    out
}

fn tree_identities(
    rule: &str,
    tree: &TreeDemand,
    side_index: usize,
    side: &FormSide,
) -> Vec<ColumnIdentity> {
    tree_parents(&side.rows, tree)
        .into_iter()
        .map(|(parent, children)| {
            let mut terms = vec![(parent, Decimal::ONE)];
            terms.extend(children.into_iter().map(|child| (child, -Decimal::ONE)));
            ColumnIdentity { rule: rule.to_owned(), side: side_index, terms }
        })
        .collect()
}

fn each_equality(
    ruleset: &Ruleset,
    form: usize,
    iteration: Iteration,
    mut found: impl FnMut(&str, Option<usize>, &Node, &Node),
) {
    for rule in &ruleset.rules {
        let (Owner::Form(owner, side), false, None) =
            (&rule.owner, rule.demand.is_choice(), &rule.when)
        else {
            continue;
        };
        if *owner != form {
            continue;
        }
        for expectation in rule.demand.formulas() {
            let resolved = &expectation.resolved;
            if let (true, CheckRelation::Equal, Some(computed)) =
                (resolved.iteration == iteration, resolved.relation, &resolved.computed)
            {
                found(&rule.id, *side, &resolved.stated, computed);
            }
        }
    }
}

/// `stated − computed` as factors of places, or `None` where it is not linear.
fn equality(
    stated: &Node,
    computed: &Node,
    place: &dyn Fn(&Node) -> Option<Vec<usize>>,
) -> Option<Vec<(usize, Decimal)>> {
    let mut terms = Vec::new();
    linear(stated, Decimal::ONE, place, &mut terms)?;
    linear(computed, -Decimal::ONE, place, &mut terms)?;
    (terms.len() > 1).then_some(terms)
}

fn linear(
    node: &Node,
    factor: Decimal,
    place: &dyn Fn(&Node) -> Option<Vec<usize>>,
    out: &mut Vec<(usize, Decimal)>,
) -> Option<()> {
    if let Some(places) = place(node) {
        out.extend(places.into_iter().map(|place| (place, factor)));
        return Some(());
    }
    match node {
        Node::Negate(inner) => linear(inner, -factor, place, out),
        Node::Binary(Binary::Add, a, b) => {
            linear(a, factor, place, out)?;
            linear(b, factor, place, out)
        }
        Node::Binary(Binary::Subtract, a, b) => {
            linear(a, factor, place, out)?;
            linear(b, -factor, place, out)
        }
        Node::Binary(Binary::Multiply, a, b) => match (a.as_ref(), b.as_ref()) {
            (Node::Number { value, .. }, other) | (other, Node::Number { value, .. }) => {
                linear(other, multiply(factor, *value)?, place, out)
            }
            _ => None,
        },
        _ => None,
    }
}

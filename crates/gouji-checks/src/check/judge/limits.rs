//! Comparisons with a limit that is one number, whatever stands in the row: a total passes it
//! without being wrong.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use ecow::EcoString;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_rules::formula::{Node, Resolved, RowSort};
use gouji_rules::ruleset::Rule;
use gouji_values::kind::Kind;

impl Evaluator<'_> {
    /// The total row that passes what may be a limit for each row: in a rule of an author that does
    /// not say for which rows it is.
    pub(super) fn total_unasked(
        &self,
        rule: &Rule,
        relation: CheckRelation,
        kind: Kind,
        formula: Option<&Resolved>,
    ) -> Option<EcoString> {
        let is_asked = rule.says_rows || !self.world.ruleset.is_of_author(rule);
        // the rate of a total is no sum of rates
        let is_added = matches!(kind, Kind::Amount | Kind::Count);
        if !is_added
            || is_asked
            || !self.is_row(RowSort::Total)
            || !is_upper_limit(formula?, relation)
        {
            return None;
        }
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return None;
        };
        Some(self.world.row(paper, form, side, row)?.key.as_str().into())
    }
}

impl Evaluator<'_> {
    /// The total row that a rule of an author looks at, which does not say for which rows it is, where
    /// something is blank: totals seldom print all that their rows do.
    pub(super) fn blank_total(&self, rule: &Rule, why: Why) -> Why {
        let is_blank = matches!(
            why,
            Why::NumberBlank
                | Why::ValueBlank
                | Why::FactorBlank
                | Why::BaseBlank
                | Why::ShareBlank
                | Why::AddendsBlank
                | Why::NoAddend
                | Why::NoAddendOfWord { .. }
                | Why::OtherBlank
                | Why::StatedBlank { .. }
        );
        let is_asked = rule.says_rows || !self.world.ruleset.is_of_author(rule);
        if !is_blank || is_asked || !self.is_row(RowSort::Total) {
            return why;
        }
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return why;
        };
        let Some(row) = self.world.row(paper, form, side, row) else { return why };
        Why::TotalBlank { row: row.key.as_str().into() }
    }
}

/// Whether a side of a comparison that is the same for all rows, but for what is looked up for them, is the most that
/// the other may be. What a total is too little for, its rows are, too.
fn is_upper_limit(formula: &Resolved, relation: CheckRelation) -> bool {
    let Some(computed) = &formula.computed else { return false };
    match relation {
        CheckRelation::AtMost | CheckRelation::Less => is_given(computed),
        CheckRelation::AtLeast | CheckRelation::Greater => is_given(&formula.stated),
        _ => false,
    }
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

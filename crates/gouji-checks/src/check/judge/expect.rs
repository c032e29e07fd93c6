//! An expectation at a place: both sides are evaluated, in the row that the place is in or in all
//! rows that it stands for.

use crate::check::evaluate::namesakes::RowTurn;
use crate::check::evaluate::value::Value;
use crate::check::evaluate::{Evaluator, UnsureRows};
use crate::check::judge::compare::{Identity, PlaceOutcome, is_single};
use gouji_rules::formula::{Node, Resolved};

impl Evaluator<'_> {
    /// Evaluates an expectation in the current scope. Where a table may lack rows what is not found
    /// in it counts as nothing as long as all comes out as printed; else it is not known.
    pub(in crate::check) fn expectation(
        &mut self,
        identity: &Identity<'_>,
        resolved: &Resolved,
    ) -> PlaceOutcome {
        match self.turn(resolved) {
            RowTurn::NotOwn => return PlaceOutcome::Nothing,
            RowTurn::Open(why) => {
                self.take_trace();
                let _ = self.node(&resolved.stated);
                let stated = self.take_trace();
                let figures = self.figures_of(&stated, &[]);
                let check = self.undecided(identity, resolved.relation, why, figures);
                return PlaceOutcome::Check(check);
            }
            RowTurn::Own(together) => self.together = together,
        }
        let (mut outcome, is_one_met) = self.outcome_with_rows_absent(identity, resolved);
        if is_one_met && !outcome.comes_out() {
            outcome = self.outcome(identity, resolved);
        }
        self.together = None;
        outcome
    }

    /// The outcome if rows that tables may lack are absent, and whether such a row was asked for.
    fn outcome_with_rows_absent(
        &mut self,
        identity: &Identity<'_>,
        resolved: &Resolved,
    ) -> (PlaceOutcome, bool) {
        self.unsure_rows = UnsureRows::Absent;
        let outcome = self.outcome(identity, resolved);
        let unsure_rows = std::mem::replace(&mut self.unsure_rows, UnsureRows::LeftOpen);
        (outcome, unsure_rows == UnsureRows::AbsentOneMet)
    }

    fn outcome(&mut self, identity: &Identity<'_>, resolved: &Resolved) -> PlaceOutcome {
        let Some(computed_node) = &resolved.computed else {
            return PlaceOutcome::Nothing;
        };
        self.take_trace();
        self.absent.clear();
        self.not_there = None;
        let stated = self.node(&resolved.stated);
        let stated_trace = self.take_trace();
        if stated == Ok(Value::Bool(false))
            && let Some(why) = self.table_looked_in(resolved)
        {
            return PlaceOutcome::NotApplicable(why);
        }
        if let Some(why) = self.blank_text(resolved) {
            return PlaceOutcome::NotApplicable(why);
        }
        let computed = self.node(computed_node);
        let operands = self.take_trace();
        let tie = is_single(&resolved.stated) && is_single(computed_node)
            || matches!(computed_node, Node::Truth(_));
        let (mut stated, mut computed) = ((stated, stated_trace), (computed, operands));
        let mut relation = resolved.relation;
        // what several rows come to is no figure that the document states
        let is_sum = self.together.is_some();
        if is_sum && tie {
            std::mem::swap(&mut stated, &mut computed);
            relation = relation.mirrored();
        }
        self.conclude(identity, relation, tie && !is_sum, stated, computed, Some(resolved))
    }
}

//! Checks that are kept with both sides, so that they can be worked again with another figure.

use crate::check::evaluate::function::ordered;
use crate::check::evaluate::works::Work;
use crate::check::evaluate::{Evaluator, UnsureRows};
use crate::check::judge::compare::Identity;
use gouji_audit::audit::{CheckRelation, Nature, Verdict};
use gouji_values::number::Figure;

impl Evaluator<'_> {
    /// Keeps a check with both sides. `is_formula`: it is an expectation of a rule.
    pub(in crate::check) fn keep(
        &mut self,
        identity: &Identity<'_>,
        relation: CheckRelation,
        tie: bool,
        (a, b): (&Figure, &Figure),
        is_formula: bool,
    ) {
        let Ok((stated, computed)) = self.aligned(ordered(relation), a, b) else { return };
        let relates = matches!(relation, CheckRelation::Equal | CheckRelation::AtMost);
        let are_money = self.is_money(a.unit) && self.is_money(b.unit);
        let may_be_cut = tie && identity.nature == Nature::Formula && relates && are_money;
        // of a rate and a bare number the one may be how much was used of the other
        let is_rate_of =
            relation == CheckRelation::AtMost && self.is_ratio(a.unit) && b.unit.is_none();
        // rows that a table does not print may make a sum undecided
        let lacks =
            is_formula && (!self.absent.is_empty() || self.unsure_rows == UnsureRows::AbsentOneMet);
        let is_open = lacks || is_rate_of || relation == CheckRelation::Meets;
        let key = (
            identity.rule.id.clone(),
            u32::try_from(identity.number).unwrap_or(u32::MAX),
            identity.at.clone(),
        );
        let work = Work { relation, tie, stated, computed, may_be_cut, is_open };
        if let Some(works) = &mut self.works {
            works.list.insert(key, work);
        }
    }

    /// The verdict on two sides, as [`Evaluator::conclude`] draws it.
    pub(in crate::check) fn work_again(
        &self,
        work: &Work,
        stated: &Figure,
        computed: &Figure,
    ) -> Verdict {
        let verdict = self.verdict(work.relation, stated, computed, work.tie);
        if verdict == Verdict::Violation && work.may_be_cut && self.is_cut(stated, computed) {
            Verdict::Rounding
        } else {
            verdict
        }
    }
}

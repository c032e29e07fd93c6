//! Checks that are kept with both sides, so that they can be worked again with another figure.

use crate::audit::{CheckRelation, CheckedAt, Nature, Verdict};
use crate::check::evaluate::Evaluator;
use crate::check::judge::compare::Identity;
use crate::hash::{QuickMap, QuickSet};
use crate::number::Figure;
use ecow::EcoString;

/// What a check is known by: its rule, the number of its expectation, its place.
pub(in crate::check) type WorkKey = (EcoString, u32, CheckedAt);

/// A check with both sides, in units that go together.
#[derive(Clone, Debug)]
pub(in crate::check) struct Work {
    pub(in crate::check) relation: CheckRelation,
    /// Each side is one figure.
    pub(in crate::check) tie: bool,
    pub(in crate::check) stated: Figure,
    pub(in crate::check) computed: Figure,
    /// One may be the other with its last digits cut off.
    pub(in crate::check) may_be_cut: bool,
    /// More than both sides decides what comes of it: the evaluator has to be asked.
    pub(in crate::check) is_open: bool,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct Works {
    pub(in crate::check) list: QuickMap<WorkKey, Work>,
    /// The figures that conditions read.
    pub(in crate::check) conditions: QuickSet<u32>,
}

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
        let Ok((stated, computed)) = self.aligned(a, b) else { return };
        let relates = matches!(relation, CheckRelation::Equal | CheckRelation::AtMost);
        let are_money = self.is_money(a.unit) && self.is_money(b.unit);
        let may_be_cut = tie && identity.nature == Nature::Formula && relates && are_money;
        // of a rate and a bare number the one may be how much was used of the other
        let is_rate_of =
            relation == CheckRelation::AtMost && self.is_ratio(a.unit) && b.unit.is_none();
        // rows that a table does not print may make a sum undecided
        let lacks = is_formula && (!self.absent.is_empty() || self.passed_over == Some(true));
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

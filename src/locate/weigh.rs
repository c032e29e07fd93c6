//! What the evaluator says to explanations: it makes the checks anew that rest on the changed
//! figures.

use super::cause::Run;
use super::explain::{Explanation, Meant};
use super::slip::Cost;
use crate::audit::{Relation, Severity, Verdict};
use crate::check::{Place, suppose};
use crate::hash::QuickSet;
use crate::number::Decimal;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// So many explanations of a cluster are put to the evaluator at once, so often at most, and so
/// many of a document.
const TRIED: usize = 8;
const ROUNDS: usize = 4;
const TRIED_IN_ALL: usize = 80;
/// So many checks are made anew for that.
const MADE_ANEW: usize = 60_000;
/// A check that an explanation breaks speaks against it, one that it mends without having been
/// asked to speaks for it.
const BREAKS: Cost = 6_000;
const MENDS: Cost = 5_000;
/// Who breaks an equality that holds as printed is out, where another breaks none.
const BREAKS_EQUALITY: Cost = 30_000;
/// What costs so much more than the best has no share worth asking about.
const WITHIN: Cost = 7_000;

/// What checks would come to.
pub(super) struct Supposed {
    /// How many that hold would not: equalities, and others.
    equalities: Cost,
    others: Cost,
    pub(super) mended: BTreeSet<usize>,
    /// Those of them that would hold: of a check that is not made any more nothing is known.
    proved: BTreeSet<usize>,
    /// So many checks were made for that.
    made_anew: usize,
}

impl Run<'_> {
    /// What the checks that rest on the changed figures would come to.
    pub(super) fn suppose(&mut self, meant: &[&Meant]) -> Supposed {
        let out = self.supposed(meant);
        self.count(&out);
        out
    }

    fn count(&mut self, supposed: &Supposed) {
        self.tried += 1;
        self.made_anew += supposed.made_anew;
    }

    fn supposed(&self, meant: &[&Meant]) -> Supposed {
        let mut numbers: Vec<(Place, Decimal)> = Vec::new();
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        for meant in meant {
            let Some(cell) = self.rows.cells.get(meant.cell) else { continue };
            changed.insert(meant.cell);
            for (place, negated) in &cell.places {
                let exact = meant.exact.or_else(|| cell.value(meant.number));
                numbers.extend(exact.map(|value| (*place, if *negated { -value } else { value })));
            }
        }
        let is_asked = |at: &usize| {
            self.costly.is_empty()
                || self.check(*at).is_none_or(|check| !self.costly.contains(&check.rule))
        };
        let touched: BTreeSet<usize> =
            changed.iter().flat_map(|cell| self.resting.of(*cell)).filter(is_asked).collect();
        let keys: BTreeMap<usize, Cow<'_, str>> =
            touched.iter().filter_map(|at| Some((*at, self.check(*at)?.key()))).collect();
        let wanted: QuickSet<&str> = keys.values().map(Cow::as_ref).collect();
        let rules: BTreeSet<usize> = touched
            .iter()
            .filter_map(|at| self.rules.get(self.check(*at)?.rule.as_str()))
            .copied()
            .collect();
        let rules: Vec<usize> = rules.into_iter().collect();
        let mut after: BTreeMap<String, Verdict> = BTreeMap::new();
        let made = suppose(self.shared, &rules, &numbers, &wanted);
        let made_anew = made.len();
        for (key, verdict) in made {
            let slot = after.entry(key).or_insert(verdict);
            *slot = (*slot).max(verdict);
        }
        let mut out = Supposed {
            equalities: 0,
            others: 0,
            mended: BTreeSet::new(),
            proved: BTreeSet::new(),
            made_anew,
        };
        for at in touched {
            let Some(check) = self.check(at) else { continue };
            match (check.verdict, keys.get(&at).and_then(|key| after.get(key.as_ref()))) {
                (Verdict::Violation, Some(Verdict::Violation)) => {}
                (Verdict::Violation, verdict) => {
                    out.mended.insert(at);
                    out.proved.extend(
                        verdict
                            .filter(|verdict| matches!(verdict, Verdict::Holds | Verdict::Rounding))
                            .map(|_| at),
                    );
                }
                (Verdict::Holds | Verdict::Rounding, Some(Verdict::Violation)) => {
                    let is_equality =
                        check.relation == Relation::Equal && check.severity > Severity::Info;
                    out.equalities += Cost::from(is_equality);
                    out.others += Cost::from(!is_equality);
                }
                _ => {}
            }
        }
        out
    }

    fn touches(&self, explanation: &Explanation) -> bool {
        explanation.meant.iter().any(|meant| self.unasked.contains(&meant.cell))
    }

    /// Explanations with what the evaluator says to them.
    pub(super) fn weighed(&mut self, all: Vec<Explanation>, checks: &[usize]) -> Vec<Explanation> {
        let (mut rest, mut out): (Vec<Explanation>, Vec<Explanation>) = (all, Vec::new());
        for round in 0..ROUNDS {
            let best =
                out.iter().chain(&rest).map(|explanation| explanation.cost).min().unwrap_or(0);
            let mut left = if self.made_anew < MADE_ANEW {
                TRIED_IN_ALL.saturating_sub(self.tried)
            } else {
                0
            };
            let mut tried = 0;
            let mut cells: BTreeSet<Vec<usize>> = BTreeSet::new();
            let (asked, others): (Vec<Explanation>, Vec<Explanation>) =
                rest.into_iter().partition(|explanation| {
                    let is_first = round == 0 && cells.insert(explanation.cells());
                    let is_near = round == 0 || explanation.cost < best + WITHIN;
                    let is_wanted = left > 0
                        && is_near
                        && (tried < TRIED
                            || (is_first && self.touches(explanation) && tried < 3 * TRIED));
                    (left, tried) = (left - usize::from(is_wanted), tried + usize::from(is_wanted));
                    is_wanted
                });
            rest = others;
            if asked.is_empty() {
                break;
            }
            let answers = asked.into_par_iter().with_max_len(1).map(|explanation| {
                let supposed = self.supposed(&explanation.meant.iter().collect::<Vec<_>>());
                (explanation, supposed)
            });
            let answers: Vec<(Explanation, Supposed)> = answers.collect();
            for (mut explanation, supposed) in answers {
                self.count(&supposed);
                if checks.iter().any(|check| !supposed.mended.contains(check)) {
                    continue;
                }
                let more = supposed.proved.iter().filter(|check| !checks.contains(check)).count();
                let more = Cost::try_from(more).unwrap_or(0);
                explanation.cost += BREAKS_EQUALITY * supposed.equalities.min(2)
                    + BREAKS * supposed.others
                    - MENDS * more;
                explanation.is_tried = true;
                out.push(explanation);
            }
        }
        out.extend(rest);
        out
    }
}

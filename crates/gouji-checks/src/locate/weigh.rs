//! What the evaluator says to explanations: it makes the checks anew that rest on the changed
//! figures.

use super::cause::CauseRun;
use super::explain::{Explanation, MeantNumber};
use super::slip::Cost;
use crate::check::{FigurePlace, Wanted, suppose};
use gouji_audit::audit::{CheckRelation, CheckedAt, Severity, Verdict};
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::RuleKind;
use gouji_values::number::Decimal;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How many explanations of a cluster are put to the evaluator at once, how often at most, and how
/// many of a whole document.
const TRIED: usize = 8;
const ROUNDS: usize = 4;
const TRIED_IN_ALL: usize = 80;
/// At most this many checks are made anew for that.
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
    /// How many checks were made anew for that.
    made_anew: usize,
}

impl CauseRun<'_> {
    /// What the checks that rest on the changed figures would come to.
    pub(super) fn suppose(&mut self, meant: &[&MeantNumber]) -> Supposed {
        let out = self.supposed(meant);
        self.count(&out);
        out
    }

    fn count(&mut self, supposed: &Supposed) {
        self.tried += 1;
        self.made_anew += supposed.made_anew;
    }

    fn supposed(&self, meant: &[&MeantNumber]) -> Supposed {
        let mut numbers: Vec<(FigurePlace, Decimal)> = Vec::new();
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        let by_rows = self.by_rows(meant);
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
        let told: BTreeMap<usize, bool> =
            touched.iter().filter_map(|at| Some((*at, by_rows(*at)?))).collect();
        let asked = touched.iter().filter(|at| !told.contains_key(at));
        let keys: BTreeMap<usize, Cow<'_, str>> =
            asked.filter_map(|at| Some((*at, self.check(*at)?.key()))).collect();
        let wanted = Wanted::Keys(keys.values().map(Cow::as_ref).collect());
        let rules: BTreeSet<usize> = keys
            .keys()
            .filter_map(|at| self.rules.get(self.check(*at)?.rule.as_str()))
            .copied()
            .collect();
        let rules: Vec<usize> = rules.into_iter().collect();
        let mut after: BTreeMap<String, Verdict> = BTreeMap::new();
        let made = if keys.is_empty() {
            Vec::new()
        } else {
            suppose(self.shared, &rules, &numbers, &wanted)
        };
        let made_anew = made.len() + told.len();
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
            let told = told.get(&at).map(|holds| match holds {
                true => &Verdict::Holds,
                false => &Verdict::Violation,
            });
            let made = || keys.get(&at).and_then(|key| after.get(key.as_ref()));
            match (check.verdict, told.or_else(made)) {
                (Verdict::Violation, Some(Verdict::Violation)) => {}
                (Verdict::Violation, verdict) => {
                    out.mended.insert(at);
                    out.proved.extend(
                        verdict
                            .filter(|verdict| matches!(verdict, Verdict::Holds | Verdict::Rounding))
                            .map(|_| at),
                    );
                }
                // a hint says that nothing is certain: that one holds speaks against no figure
                (Verdict::Holds | Verdict::Rounding, Some(Verdict::Violation))
                    if check.severity > Severity::Info =>
                {
                    let is_equality = check.relation == CheckRelation::Equal;
                    out.equalities += Cost::from(is_equality);
                    out.others += Cost::from(!is_equality);
                }
                _ => {}
            }
        }
        out
    }

    /// Whether sums of a large document would hold with some numbers, told by their rows: to make
    /// them anew means to look at whole columns. `None` for a check of which a row does not tell
    /// all.
    fn by_rows<'s>(&'s self, meant: &[&MeantNumber]) -> impl Fn(usize) -> Option<bool> + use<'s> {
        // a number with other decimals leaves something else open
        let is_plain = |meant: &&MeantNumber| meant.exact.is_none() && meant.number != 0;
        let is_told = self.rows.is_partial && meant.iter().all(is_plain);
        let by = |meant: &&MeantNumber| {
            let cell = self.rows.cells.get(meant.cell)?;
            Some((meant.cell, 2 * (meant.number - cell.number)))
        };
        let by: Vec<(usize, i128)> = meant.iter().filter_map(by).collect();
        move |at| {
            let check = self.check(at).filter(|_| is_told)?;
            let rule = self.rules.get(check.rule.as_str())?;
            let rule = self.shared.ruleset.rules.get(*rule)?;
            let row = *self.rows.row_of.get(&at)?;
            // one figure that equals another is compared at the decimals of the coarser one
            let is_sum = matches!(rule.demand.kind(), RuleKind::Expect | RuleKind::Tree)
                && matches!(rule.owner, Owner::Form(..) | Owner::EveryForm)
                && rule.when.is_none()
                && check.relation == CheckRelation::Equal
                && check.size() > 2
                && self.rows.is_linear.get(row) == Some(&true);
            let row = self.rows.system.rows.get(row).filter(|_| is_sum)?;
            let residual = by.iter().try_fold(row.residual, |sum, (cell, by)| {
                sum.checked_add(row.factor(*cell).checked_mul(*by)?)
            })?;
            let holds = row.holds(residual);
            // what a further level breaks after a parent is the same mistake again
            (holds || !matches!(check.at, CheckedAt::Branch(_, Some(_)))).then_some(holds)
        }
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

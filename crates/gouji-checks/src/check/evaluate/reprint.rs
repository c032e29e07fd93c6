//! Which print of a table a path means where the table is printed in several units.

use super::Evaluator;
use super::scope::Scope;
use super::visible::PartView;
use crate::check::seen::reprint::{finer_prints, times};
use gouji_rules::pattern::CapturedValue;
use gouji_values::number::{Decimal, UnitId};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

impl Evaluator<'_> {
    /// The same table in the smallest unit, for one in a larger unit.
    pub(in crate::check) fn finer(&self, form: usize) -> Option<usize> {
        self.finer_prints().get(&form).copied()
    }

    /// Worked out once for a document that is checked; while it is settled, once for each
    /// evaluator.
    fn finer_prints(&self) -> &BTreeMap<usize, usize> {
        let known = self.shared.as_ref().map_or(&self.finer_prints, |shared| &shared.finer_prints);
        known.get_or_init(|| finer_prints(self.world))
    }

    /// Whether any table is printed again in another unit.
    pub(in crate::check) fn prints_again(&self) -> bool {
        !self.finer_prints().is_empty()
    }

    /// Of prints of the same table in several units the one that a path means: that in the unit of
    /// the place from which it looks; else the largest from a sentence, the smallest from
    /// elsewhere.
    pub(in crate::check) fn without_reprints(
        &self,
        found: Vec<usize>,
        view: &PartView,
    ) -> Vec<usize> {
        let finer = self.finer_prints();
        if found.len() < 2
            || !view.paper.is_own()
            || !found.iter().any(|form| finer.contains_key(form))
        {
            return found;
        }
        let times = |form: usize| {
            self.world.filled(Paper::OWN, form).and_then(|filled| times(self.world, filled.unit))
        };
        let root = |form: usize| finer.get(&form).copied().unwrap_or(form);
        let (here, is_sentence) = self.unit_here();
        let mut by_table: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        found.iter().for_each(|form| by_table.entry(root(*form)).or_default().push(*form));
        let pick = |prints: Vec<usize>| {
            let own = prints.iter().copied().find(|form| here.is_some() && times(*form) == here);
            own.or_else(|| {
                if is_sentence {
                    prints.iter().copied().max_by_key(|form| times(*form))
                } else {
                    prints.into_iter().min_by_key(|form| times(*form))
                }
            })
        };
        let kept: BTreeSet<usize> = by_table.into_values().filter_map(pick).collect();
        found.into_iter().filter(|form| kept.contains(form)).collect()
    }

    /// The unit of the form or the sentence that is looked from, and whether it is a sentence.
    fn unit_here(&self) -> (Option<Decimal>, bool) {
        for scope in self.scopes.iter().rev() {
            match *scope {
                Scope::Form { paper: Paper::OWN, form, .. } => {
                    return (
                        self.world
                            .filled(Paper::OWN, form)
                            .and_then(|filled| times(self.world, filled.unit)),
                        false,
                    );
                }
                Scope::Claim { paper: Paper::OWN, statement, .. } => {
                    let found = self.world.statement(Paper::OWN, statement);
                    let captures = found.into_iter().flat_map(|found| found.captures.iter());
                    let items = found.into_iter().flat_map(|found| {
                        found.items.iter().flatten().flat_map(|item| item.iter())
                    });
                    let amount = |unit: Option<UnitId>| {
                        times(self.world, unit).filter(|_| self.is_amount(unit))
                    };
                    let unit =
                        captures.chain(items).find_map(|(_, captured)| match &captured.value {
                            CapturedValue::Number(number) => amount(number.unit),
                            _ => None,
                        });
                    return (unit, true);
                }
                _ => {}
            }
        }
        (None, false)
    }

    /// Whether a unit is one of those that tables are printed in.
    fn is_amount(&self, unit: Option<UnitId>) -> bool {
        let forms = &self.world.page.recognition.forms;
        unit.is_some() && !self.is_ratio(unit) && forms.iter().any(|filled| filled.unit == unit)
    }
}

//! What one change of a stated figure would cure: checks are told together only where one number
//! would make all of them come out.

use super::cause::{CauseRun, Group, OTHERS};
use ecow::EcoString;
use gouji_audit::audit::{Check, CheckRelation, Confidence, Fault};
use gouji_rules::formula::{SyntaxKind, parse};
use gouji_values::number::{Decimal, round};
use std::collections::{BTreeMap, BTreeSet};

/// What a stated figure would have to be.
#[derive(Clone, Debug, PartialEq)]
enum Wanted {
    /// A number between bounds; of each whether it is left out.
    Between(Option<(Decimal, bool)>, Option<(Decimal, bool)>),
    /// What cannot be counted stands in a relation.
    Words(CheckRelation, Option<EcoString>),
}

/// What would cure the checks that were put together so far.
#[derive(Clone, Debug)]
pub(super) struct Cure {
    unit: Option<EcoString>,
    /// The words of a script: no other check takes their place.
    own: Option<EcoString>,
    /// What is held against a bound, where it is worked out: no number at the place that it is named
    /// by would be another one of it.
    worked_out: Option<EcoString>,
    wanted: Wanted,
}

impl Cure {
    /// Of one check.
    pub(super) fn of(check: &Check) -> Self {
        let own = check.own().cloned().or_else(|| {
            let detail = check.detail.as_deref()?;
            matches!(detail.fault, Fault::Unwanted | Fault::Reported).then(|| check.rule.clone())
        });
        let worked_out = worked_out(check);
        Self { unit: check.unit.clone(), own, worked_out, wanted: wanted(check) }
    }

    /// Whether one number cures these and those; then this is what cures all.
    pub(super) fn takes_in(&mut self, other: &Self) -> bool {
        if self.unit != other.unit || self.own != other.own || self.worked_out != other.worked_out {
            return false;
        }
        match (&self.wanted, &other.wanted) {
            (Wanted::Between(low, high), Wanted::Between(least, most)) => {
                let low = tighter(*low, *least, true);
                let high = tighter(*high, *most, false);
                let is_some = match (low, high) {
                    (Some((low, is_above)), Some((high, is_below))) => {
                        low < high || low == high && !is_above && !is_below
                    }
                    _ => true,
                };
                if is_some {
                    self.wanted = Wanted::Between(low, high);
                }
                is_some
            }
            (a, b) => a == b,
        }
    }
}

/// The stated side as its formula writes it, where it is no figure that is printed: a count, a sum.
fn worked_out(check: &Check) -> Option<EcoString> {
    let number = |text: &str| text.parse::<Decimal>().ok();
    let stated = number(check.stated.as_deref()?)?;
    let printed = check.stated_figure()?.printed();
    let is_printed = printed.value.as_deref().and_then(number).is_some_and(|own| {
        own.abs() == stated.abs() || printed.unit.as_deref() != check.unit.as_deref()
    });
    if is_printed {
        return None;
    }
    let SyntaxKind::Compare(_, left, _) = parse(&check.expression).ok()?.kind else {
        return None;
    };
    check.expression.get(left.span).map(Into::into)
}

/// The bound that lets less through.
fn tighter(
    a: Option<(Decimal, bool)>,
    b: Option<(Decimal, bool)>,
    is_low: bool,
) -> Option<(Decimal, bool)> {
    let (Some(one), Some(other)) = (a, b) else { return a.or(b) };
    let takes_other = if one.0 == other.0 { other.1 } else { (other.0 > one.0) == is_low };
    Some(if takes_other { other } else { one })
}

fn wanted(check: &Check) -> Wanted {
    let number = |text: &Option<EcoString>| text.as_deref()?.parse::<Decimal>().ok();
    let (Some(stated), Some(computed)) = (number(&check.stated), number(&check.computed)) else {
        return Wanted::Words(check.relation, check.computed.clone());
    };
    // as it would be printed
    let value = round(computed, stated.scale());
    match check.relation {
        CheckRelation::Equal => Wanted::Between(Some((value, false)), Some((value, false))),
        CheckRelation::AtMost => Wanted::Between(None, Some((computed, false))),
        CheckRelation::Less => Wanted::Between(None, Some((computed, true))),
        CheckRelation::AtLeast => Wanted::Between(Some((computed, false)), None),
        CheckRelation::Greater => Wanted::Between(Some((computed, true)), None),
        CheckRelation::NotEqual | CheckRelation::Meets => {
            Wanted::Words(check.relation, check.computed.clone())
        }
    }
}

impl CauseRun<'_> {
    /// Whether several checks state one figure, or a script has words of its own for them: then
    /// what would cure one of them leaves the others.
    pub(super) fn is_of_one_figure(&self, checks: &[usize]) -> bool {
        let all = || checks.iter().filter_map(|at| self.check(*at));
        let leads: BTreeSet<_> = all().map(Check::lead).collect();
        checks.len() > 1 && (leads.len() == 1 || all().any(|check| check.own().is_some()))
    }

    /// Checks that no one figure cures, each with those of some figures that stand in it; together
    /// where all of them rest on a figure that not all of them state: that one may be another than
    /// it seems.
    pub(super) fn asunder(
        &self,
        checks: Vec<usize>,
        others: &BTreeSet<usize>,
        sure: Option<Confidence>,
    ) -> Vec<Group> {
        let cells = |at: &usize| -> BTreeSet<usize> {
            self.check(*at).map(|check| self.rows.cells_of(check).collect()).unwrap_or_default()
        };
        let stated = |at: &usize| self.check(*at).and_then(Check::lead);
        let mut all = checks.iter().map(cells);
        let first = all.next().unwrap_or_default();
        let mut common = all.fold(first, |known, own| known.intersection(&own).copied().collect());
        // where all state it, what would cure them tells
        let leads: BTreeSet<_> = checks.iter().map(stated).collect();
        if let (Some(Some((span, document))), 1) = (leads.first(), leads.len()) {
            self.rows.at(*document, *span).for_each(|cell| {
                common.remove(&cell);
            });
        }
        let out = if common.is_empty() {
            self.alone(checks)
        } else {
            vec![Group { checks, ..Group::default() }]
        };
        self.with_others(out, others, sure)
    }

    /// Checks of which each asks for other numbers of the same figures: they are told one by one, each with
    /// those of some figures that stand in it.
    pub(super) fn each_by_itself(
        &self,
        checks: Vec<usize>,
        others: &BTreeSet<usize>,
        sure: Option<Confidence>,
    ) -> Vec<Group> {
        self.with_others(self.alone(checks), others, sure)
    }

    fn with_others(
        &self,
        mut out: Vec<Group>,
        others: &BTreeSet<usize>,
        sure: Option<Confidence>,
    ) -> Vec<Group> {
        let cells = |at: &usize| -> BTreeSet<usize> {
            self.check(*at).map(|check| self.rows.cells_of(check).collect()).unwrap_or_default()
        };
        for group in &mut out {
            let own: BTreeSet<usize> = group.checks.iter().flat_map(cells).collect();
            group.others = own.intersection(others).copied().take(OTHERS).collect();
            group.rivals = group.others.clone();
            (group.cells, group.numbers) = (sure, sure);
            // several figures are wrong, and nothing tells which
            group.stated.clear();
        }
        out
    }

    /// Checks that nothing explained: those that one other number at their stated place would cure
    /// are one cause.
    pub(super) fn alone(&self, open: impl IntoIterator<Item = usize>) -> Vec<Group> {
        let mut out: Vec<(Group, Cure)> = Vec::new();
        let mut by_stated: BTreeMap<(Option<usize>, u32, u32), Vec<usize>> = BTreeMap::new();
        for at in open {
            let Some(check) = self.check(at) else { continue };
            let cure = Cure::of(check);
            let place = check.lead().map(|(span, document)| (document, span.start, span.end));
            let mut there = place.and_then(|place| by_stated.get(&place)).into_iter().flatten();
            let known = there.find_map(|group| {
                let known = out.get_mut(*group)?;
                known.1.takes_in(&cure).then_some(*group)
            });
            match known.and_then(|group| out.get_mut(group)) {
                Some((group, _)) => group.checks.push(at),
                None => {
                    if let Some(place) = place {
                        by_stated.entry(place).or_default().push(out.len());
                    }
                    let stated = self.stated_suspect(check).into_iter().collect();
                    out.push((Group { checks: vec![at], stated, ..Group::default() }, cure));
                }
            }
        }
        out.into_iter().map(|(group, _)| group).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_sample as sample;

    fn cure(relation: CheckRelation, stated: &str, computed: &str) -> Cure {
        let mut check = sample::document().checks[6].clone();
        check.relation = relation;
        (check.stated, check.computed) = (Some(stated.into()), Some(computed.into()));
        Cure::of(&check)
    }

    #[test]
    fn one_number_cures_all_or_not() {
        let both = |a: &Cure, b: &Cure| a.clone().takes_in(b);
        let equal = |computed: &str| cure(CheckRelation::Equal, "9.00", computed);
        assert!(both(&equal("8.00"), &equal("8.0012")));
        assert!(!both(&equal("8.00"), &equal("7.00")));
        assert!(both(&equal("8.00"), &cure(CheckRelation::AtMost, "9.00", "8.50")));
        assert!(!both(&equal("8.00"), &cure(CheckRelation::AtLeast, "9.00", "8.50")));
        assert!(!both(&equal("8.00"), &cure(CheckRelation::Less, "9.00", "8.00")));
        let mut reported = equal("8.00");
        reported.own = Some("甲句".into());
        assert!(!both(&reported, &equal("8.00")));
    }
}

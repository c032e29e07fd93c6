//! `restated`: where a table is printed again in a larger unit, each figure of it is a rounding of
//! the finer one (舍位).
//!
//! In: filled forms of one schema in different units. Out: one check for each pair of figures. A
//! figure that was moved off its rounding so that a sum of the larger unit comes out (舍位平衡) is
//! a hint that names it. Deliberately absent: which forms these are, which the rule says.

use crate::check::evaluate::Evaluator;
use crate::check::judge::checked::Sources;
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::judge::severity::{Doubt, lower};
use crate::check::seen::keys::{at, number_of};
use crate::check::seen::reprint::{amounts, pairs};
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, Hint, Nature, Verdict, Why};
use gouji_rules::ruleset::Rule;
use gouji_values::number::{Decimal, divide, multiply, round};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

impl Evaluator<'_> {
    /// All checks of a `restated` rule on one form: none where it is not printed again in a smaller
    /// unit.
    pub(in crate::check) fn restated(
        &mut self,
        rule: &Rule,
        form: usize,
        mut emit: impl FnMut(PlaceOutcome),
    ) {
        let Some(fine) = self.finer(form) else {
            emit(PlaceOutcome::NotApplicable(Why::NotPrintedAgain));
            return;
        };
        let world = self.world;
        let (Some(coarse), Some(other)) =
            (world.filled(Paper::OWN, form), world.filled(Paper::OWN, fine))
        else {
            return;
        };
        for (side, (own, finer)) in coarse.sides.iter().zip(&other.sides).enumerate() {
            let columns = amounts(world, coarse, own, finer);
            for (row, fine_row, nth) in pairs(own, finer) {
                for column in &columns {
                    self.forget();
                    let place = CheckedAt::Twice(at([form, side, row, *column]), number_of(nth));
                    emit(self.printed_twice(rule, place, (fine, fine_row)));
                }
            }
        }
    }

    /// A figure that is printed twice, beside the finer form and the row there.
    fn printed_twice(
        &mut self,
        rule: &Rule,
        place: CheckedAt,
        (fine, fine_row): (usize, usize),
    ) -> PlaceOutcome {
        let CheckedAt::Twice(figure, _) = place else { return PlaceOutcome::Nothing };
        let [form, side, row, column] = figure.map(|index| index as usize);
        let identity = Identity {
            rule,
            number: 0,
            at: place,
            nature: Nature::Restated,
            expression: "restated".into(),
        };
        self.take_trace();
        let stated = self.cell(Paper::OWN, form, side, row, column);
        let stated_trace = self.take_trace();
        let computed = self.cell(Paper::OWN, fine, side, fine_row, column);
        let operands = self.take_trace();
        self.conclude(
            &identity,
            CheckRelation::Equal,
            true,
            (stated, stated_trace),
            (computed, operands),
            None,
        )
    }
}

/// Where sums are not told in full nobody knows whether a figure was moved so that its column adds
/// up: what differs by little is left open.
pub(in crate::check) fn left_open(restated: &BTreeSet<&str>, checks: &mut [Check]) {
    /// Units of the last place; of a hundred thousand addends the roundings add up to ninety, as a
    /// rule.
    const LITTLE: u128 = 100;
    let is_little = |check: &Check| {
        let differs = check.difference.as_ref().and_then(|by| by.parse::<Decimal>().ok());
        differs.is_none_or(|by| by.mantissa().unsigned_abs() <= LITTLE)
    };
    let is_open = |check: &Check| {
        check.verdict == Verdict::Violation && restated.contains(check.rule.as_str())
    };
    for check in checks.iter_mut().filter(|check| is_open(check) && is_little(check)) {
        check.leave_open(Why::LastPlaceOpen);
    }
}

impl Sources {
    /// A figure off its rounding by no more than the sum that it stands in may be off, while that
    /// sum comes out exactly, was moved so that it does: a hint, no error.
    pub(in crate::check) fn balanced(&self, restated: &BTreeSet<&str>, checks: &mut [Check]) {
        let is_open = |check: &Check| {
            check.verdict == Verdict::Violation && restated.contains(check.rule.as_str())
        };
        if !checks.iter().any(is_open) {
            return;
        }
        // for each figure the most addends of a sum of its own last place that comes out exactly
        let mut sums: BTreeMap<u32, usize> = BTreeMap::new();
        for check in checks.iter().filter(|check| {
            check.verdict == Verdict::Holds
                && check.relation == CheckRelation::Equal
                && check.size() > 2
        }) {
            for (figure, addends) in self.exact_sum(check).into_iter().flatten() {
                let most = sums.entry(figure).or_default();
                *most = addends.max(*most);
            }
        }
        for check in checks.iter_mut().filter(|check| is_open(check)) {
            let Some((figure, off)) = self.off_rounding(check) else { continue };
            let Some(addends) = sums.get(&figure) else { continue };
            // each addend, and the sum, is off by half a unit at most
            if off * 2 <= *addends as u128 + 1 {
                lower(check, Doubt::Balanced);
                check.detail_mut().hint = Some(Hint::Balanced);
            }
        }
    }

    /// The stated figure, and by how many units of its last place it is off the rounding of the
    /// finer one.
    fn off_rounding(&self, check: &Check) -> Option<(u32, u128)> {
        let sides = check.sides?;
        let single = |id| match self.arena.linear(id)?.1.as_slice() {
            [(index, _)] => Some((*index, self.figures.get(*index as usize).copied().flatten()?)),
            _ => None,
        };
        let (index, stated) = single(sides.stated)?;
        let (_, fine) = single(sides.computed)?;
        let ulp = stated.ulp?;
        let wanted = round(divide(fine.value, ulp)?.0, 0);
        let off = divide(stated.value, ulp)?.0.checked_sub(wanted)?.normalize();
        (off.scale() == 0).then(|| (index, off.mantissa().unsigned_abs()))
    }

    /// The figures of a sum that comes out exactly as printed, all with one last place, and how
    /// many addends it has.
    fn exact_sum(&self, check: &Check) -> Option<Vec<(u32, usize)>> {
        let sides = check.sides?;
        let (constant, stated) = self.arena.linear(sides.stated)?;
        let (more, computed) = self.arena.linear(sides.computed)?;
        if !constant.is_zero() || !more.is_zero() || stated.len() != 1 {
            return None;
        }
        let figure = |index: u32| self.figures.get(index as usize).copied().flatten();
        let ulp = figure(stated.first()?.0)?.ulp?;
        let mut left = Decimal::ZERO;
        let mut addends = 0;
        for (index, factor) in
            stated.iter().map(|(index, factor)| (*index, -*factor)).chain(computed.iter().copied())
        {
            let figure = figure(index)?;
            left = left.checked_add(multiply(figure.value, factor)?)?;
            if figure.ulp != Some(ulp) || factor.abs() != Decimal::ONE {
                return None;
            }
            addends += usize::from(!figure.value.is_zero());
        }
        // one addend is no sum
        (left.is_zero() && addends > 2).then(|| {
            stated
                .iter()
                .chain(&computed)
                .map(|(index, _)| (*index, addends.saturating_sub(1)))
                .collect()
        })
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_are_left_open() {
        let verdict = |difference: &str| {
            let mut checks = gouji_sample::document().checks;
            checks.retain(|check| check.verdict == Verdict::Violation);
            checks.truncate(1);
            let rule = checks.first().map(|check| check.rule.to_string()).unwrap_or_default();
            checks.iter_mut().for_each(|check| check.difference = Some(difference.into()));
            left_open(&BTreeSet::from([rule.as_str()]), &mut checks);
            checks.first().map(|check| check.verdict)
        };
        assert_eq!(verdict("-0.01"), Some(Verdict::Unchecked));
        assert_eq!(verdict("0.30"), Some(Verdict::Unchecked));
        assert_eq!(verdict("1000.00"), Some(Verdict::Violation));
        assert_eq!(verdict("-12"), Some(Verdict::Unchecked));
    }
}

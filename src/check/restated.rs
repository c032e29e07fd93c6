//! `restated`: where a table is printed again in a larger unit, each figure of it is a rounding of
//! the finer one (舍位).
//!
//! In: filled forms of one schema in different units. Out: one check for each pair of figures. A
//! figure that was moved off its rounding so that a sum of the larger unit comes out (舍位平衡) is
//! a hint that names it. Deliberately absent: which forms these are, which the rule says.

use super::Sources;
use super::compare::{Identity, Outcome};
use super::evaluate::Evaluator;
use super::keys::at;
use super::place::Scope;
use super::visible::PartView;
use super::world::World;
use crate::audit::{At, Check, Hint, Nature, Relation, Severity, Verdict, Why};
use crate::form::{Content, FilledForm, Side};
use crate::number::{Decimal, UnitId, divide, multiply, round, ulp};
use crate::pattern::CapturedValue;
use crate::ruleset::{ColumnKind, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// So many figures must agree, and so many of three, for two tables to be the same one.
const AGREE: usize = 3;
const OF_THREE: usize = 2;

impl Evaluator<'_> {
    /// All checks of a `restated` rule on one form: none where it is not printed again in a smaller
    /// unit.
    pub(super) fn restated(&mut self, rule: &Rule, form: usize, mut emit: impl FnMut(Outcome)) {
        let Some(fine) = self.finer(form) else {
            emit(Outcome::NotApplicable(Why::NotPrintedAgain));
            return;
        };
        let world = self.world;
        let (Some(coarse), Some(other)) = (world.filled(false, form), world.filled(false, fine))
        else {
            return;
        };
        for (side, (own, finer)) in coarse.sides.iter().zip(&other.sides).enumerate() {
            let columns = amounts(world, coarse, own, finer);
            for (row, fine_row, nth) in pairs(own, finer) {
                for column in &columns {
                    self.forget();
                    let place = At::Twice(at([form, side, row, *column]), super::number_of(nth));
                    emit(self.printed_twice(rule, place, (fine, fine_row)));
                }
            }
        }
    }

    /// A figure that is printed twice, beside the finer form and the row there.
    fn printed_twice(
        &mut self,
        rule: &Rule,
        place: At,
        (fine, fine_row): (usize, usize),
    ) -> Outcome {
        let At::Twice(figure, _) = place else { return Outcome::Nothing };
        let [form, side, row, column] = figure.map(|index| index as usize);
        let identity = Identity {
            rule,
            number: 0,
            at: place,
            nature: Nature::Restated,
            expression: "restated".into(),
        };
        self.take_trace();
        let stated = self.cell(false, form, side, row, column);
        let stated_trace = self.take_trace();
        let computed = self.cell(false, fine, side, fine_row, column);
        let operands = self.take_trace();
        self.conclude(
            &identity,
            Relation::Equal,
            true,
            (stated, stated_trace),
            (computed, operands),
            None,
        )
    }

    /// The same table in the smallest unit, for one in a larger unit.
    fn finer(&self, form: usize) -> Option<usize> {
        self.twins().get(&form).copied()
    }

    /// Worked out once for a document that is checked; while it is settled, once for each
    /// evaluator.
    fn twins(&self) -> &BTreeMap<usize, usize> {
        let known = self.shared.as_ref().map_or(&self.twins, |shared| &shared.twins);
        known.get_or_init(|| twins(self.world))
    }

    /// Whether any table is printed again in another unit.
    pub(super) fn prints_again(&self) -> bool {
        !self.twins().is_empty()
    }

    /// Of prints of the same table in several units the one that a path means: that in the unit of
    /// the place from which it looks; else the largest from a sentence, the smallest from
    /// elsewhere.
    pub(super) fn without_twins(&self, found: Vec<usize>, view: &PartView) -> Vec<usize> {
        let twins = self.twins();
        if found.len() < 2 || view.last_year || !found.iter().any(|form| twins.contains_key(form)) {
            return found;
        }
        let times = |form: usize| {
            self.world.filled(false, form).and_then(|filled| times(self.world, filled.unit))
        };
        let root = |form: usize| twins.get(&form).copied().unwrap_or(form);
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
                Scope::Form { last_year: false, form, .. } => {
                    return (
                        self.world
                            .filled(false, form)
                            .and_then(|filled| times(self.world, filled.unit)),
                        false,
                    );
                }
                Scope::Claim { last_year: false, statement, .. } => {
                    let found = self.world.statement(false, statement);
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

/// Where sums are not told in full nobody knows whether a figure was moved so that its column adds
/// up: what differs by little is left open.
pub(super) fn left_open(restated: &BTreeSet<&str>, checks: &mut [Check]) {
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
    pub(super) fn balanced(&self, restated: &BTreeSet<&str>, checks: &mut [Check]) {
        let is_open = |check: &Check| {
            check.verdict == Verdict::Violation && restated.contains(check.rule.as_str())
        };
        if !checks.iter().any(is_open) {
            return;
        }
        // for each figure the most addends of a sum of its own last place that comes out exactly
        let mut sums: BTreeMap<u32, usize> = BTreeMap::new();
        for check in checks.iter().filter(|check| {
            check.verdict == Verdict::Holds && check.relation == Relation::Equal && check.size() > 2
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
                check.severity = Severity::Info;
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

fn times(world: World<'_>, unit: Option<UnitId>) -> Option<Decimal> {
    unit.map(|unit| world.ruleset.vocabulary.units.get(unit).times)
}

/// For each form that is printed again in a smaller unit the print in the smallest one.
fn twins(world: World<'_>) -> BTreeMap<usize, usize> {
    let forms = &world.page.recognition.forms;
    let mut by_form: BTreeMap<(usize, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (at, filled) in forms.iter().enumerate() {
        by_form.entry((filled.form, filled.part)).or_default().push(at);
    }
    let mut out = BTreeMap::new();
    for prints in by_form.into_values().filter(|prints| prints.len() > 1) {
        for coarse in &prints {
            let is_finer = |fine: &&usize| {
                forms
                    .get(*coarse)
                    .zip(forms.get(**fine))
                    .is_some_and(|(coarse, fine)| is_same(world, coarse, fine))
            };
            let finer: Vec<usize> = prints.iter().filter(is_finer).copied().collect();
            // the smallest unit; two of it are two tables, and nothing says which one is meant
            let least = finer.iter().filter_map(|at| times(world, forms.get(*at)?.unit)).min();
            let smallest: Vec<usize> = finer
                .into_iter()
                .filter(|at| forms.get(*at).and_then(|filled| times(world, filled.unit)) == least)
                .collect();
            if let [fine] = smallest.as_slice() {
                out.insert(*coarse, *fine);
            }
        }
    }
    out
}

/// Whether a table is another one in a larger unit: most of their figures say the same.
fn is_same(world: World<'_>, coarse: &FilledForm, fine: &FilledForm) -> bool {
    let (Some(large), Some(small)) = (times(world, coarse.unit), times(world, fine.unit)) else {
        return false;
    };
    let differs = |a: &Option<(String, crate::document::Span)>,
                   b: &Option<(String, crate::document::Span)>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| {
            world.ruleset.vocabulary.folded(&a.0) != world.ruleset.vocabulary.folded(&b.0)
        })
    };
    let years = coarse
        .caption
        .year
        .as_ref()
        .zip(fine.caption.year.as_ref())
        .is_some_and(|(a, b)| a.0 != b.0);
    if large <= small
        || years
        || differs(&coarse.caption.agency, &fine.caption.agency)
        || coarse.sides.len() != fine.sides.len()
    {
        return false;
    }
    let (mut agree, mut all) = (0, 0);
    for (own, finer) in coarse.sides.iter().zip(&fine.sides) {
        for (row, fine_row, _) in pairs(own, finer) {
            for column in amounts(world, coarse, own, finer) {
                let number =
                    |side: &Side, row: usize| match &side.rows.get(row)?.cells.get(column)?.content
                    {
                        Content::Number(number) if !number.value.is_zero() => Some(*number),
                        _ => None,
                    };
                let (Some(a), Some(b)) = (number(own, row), number(finer, fine_row)) else {
                    continue;
                };
                let off = multiply(a.value, large)
                    .zip(multiply(b.value, small))
                    .and_then(|(a, b)| a.checked_sub(b));
                // its last place, as far as it is printed
                let least = multiply(ulp(a.decimals), large);
                all += 1;
                agree += usize::from(off.zip(least).is_some_and(|(off, least)| off.abs() <= least));
            }
        }
    }
    agree >= AGREE && agree * 3 >= all * OF_THREE
}

/// The columns of amounts that both tables have.
fn amounts(world: World<'_>, filled: &FilledForm, own: &Side, finer: &Side) -> Vec<usize> {
    let has = |side: &Side, column: usize| side.columns.get(column).is_some_and(Option::is_some);
    let columns = world.schema(filled).map_or(&[][..], |schema| &schema.columns);
    let is_amount = |(at, column): &(usize, &crate::ruleset::Column)| {
        column.kind == ColumnKind::Amount && has(own, *at) && has(finer, *at)
    };
    columns.iter().enumerate().filter(is_amount).map(|(at, _)| at).collect()
}

/// The rows that two tables have in common, by code or label, and which of several of its name it
/// is; rows of a name that one table has more often are left out.
fn pairs(own: &Side, finer: &Side) -> Vec<(usize, usize, usize)> {
    let named = |side: &Side| {
        let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in side.rows.iter().enumerate() {
            out.entry(row.code.as_ref().unwrap_or(&row.key).to_string()).or_default().push(at);
        }
        out
    };
    let (own, finer) = (named(own), named(finer));
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for (name, rows) in own {
        let Some(others) = finer.get(&name).filter(|others| others.len() == rows.len()) else {
            continue;
        };
        for (nth, (row, other)) in rows.into_iter().zip(others).enumerate() {
            out.push((row, *other, nth));
        }
    }
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_differences_are_left_open() {
        let verdict = |difference: &str| {
            let mut checks = crate::report::sample::document().checks;
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

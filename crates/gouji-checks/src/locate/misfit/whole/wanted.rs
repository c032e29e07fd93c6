//! Blank cells of which a check that was left open says what should stand there.

use super::{TELLING, Tie, Whole, place_in};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Cite, Severity, Verdict, Why};
use gouji_values::number::{Decimal, multiply};
use gouji_values::paper::Paper;
use std::collections::BTreeMap;

impl Whole {
    /// Takes in the checks of two cells that were left open since one of them, of the table, is blank.
    pub(super) fn want(
        &mut self,
        world: &World<'_>,
        checks: &[Check],
        (at, index): (usize, &BTreeMap<[usize; 3], usize>),
    ) {
        for (number, check) in checks.iter().enumerate().filter(|(_, check)| is_open(check)) {
            if let Some((residual, terms)) = self.wanted(world, check, (at, index)) {
                for (spot, factor) in terms {
                    let ties = self.ties_of.get_mut(spot);
                    ties.into_iter().for_each(|ties| ties.push((self.ties.len(), factor)));
                }
                self.ties.push(Tie {
                    check: number,
                    relation: check.relation,
                    residual,
                    elsewhere: (Decimal::ZERO, Decimal::ZERO),
                    own: (Decimal::ZERO, Decimal::ZERO),
                    is_broken: true,
                    is_inside: false,
                    is_close: false,
                    is_wanted: true,
                });
            }
        }
    }

    /// What is stated less what it is held against, and the cells of the table with what they count.
    fn wanted(
        &self,
        world: &World<'_>,
        check: &Check,
        (at, index): (usize, &BTreeMap<[usize; 3], usize>),
    ) -> Option<(Decimal, Vec<(usize, Decimal)>)> {
        let [stated, other] = &check.cites[..] else { return None };
        let (mut residual, mut terms, mut is_blank) = (Decimal::ZERO, Vec::new(), false);
        for (cite, sign) in [(stated, Decimal::ONE), (other, -Decimal::ONE)] {
            let (place, times) = cell(world, cite)?;
            let factor = multiply(sign, times)?;
            let spot = place_in(place, at).and_then(|place| index.get(&place).copied());
            match world.printed_value(place) {
                Some(value) if value.normalize().mantissa().unsigned_abs() < TELLING => {
                    return None;
                }
                Some(value) => residual = residual.checked_add(multiply(factor, value)?)?,
                None => {
                    is_blank = self.spots.get(spot?)?.value == Some(Decimal::ZERO);
                }
            }
            terms.extend(spot.map(|spot| (spot, factor)));
        }
        (is_blank && !residual.is_zero()).then_some((residual, terms))
    }
}

/// Whether a check was left open because a cell is blank.
fn is_open(check: &Check) -> bool {
    let is_of_blank =
        matches!(check.reason.as_deref(), Some(Why::OtherBlank | Why::StatedBlank { .. }));
    check.verdict == Verdict::Unchecked
        && is_of_blank
        && check.severity > Severity::Info
        && check.nature.has_formula()
}

/// A cell of the own document, and what its unit counts.
fn cell(world: &World<'_>, cite: &Cite) -> Option<(FigurePlace, Decimal)> {
    let place = FigurePlace::of(cite.at);
    let FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } = place else {
        return None;
    };
    let slot = world.slot(Paper::OWN, form, side, row, column)?;
    let unit = world.slot_unit(world.filled(Paper::OWN, form)?, slot, side, column);
    let units = &world.ruleset.vocabulary.units;
    Some((place, unit.map_or(Decimal::ONE, |unit| units.get(unit).times)))
}

//! Exact figures of a document that are off by a few of their last digits in several places: they
//! were made from others that had been rounded before.

use crate::audit::{Check, Verdict};
use crate::check::seen::world::World;
use crate::document::Span;
use crate::number::Decimal;
use std::collections::BTreeMap;

/// So many units of the last digit are a few.
const FEW: i64 = 10;
/// One figure that is off by as much is a slip, however many sums it breaks; so many sums that no
/// single figure explains are rounding.
const SEVERAL: usize = 2;

/// Where several sums of exact figures are off by a few of their last digits, and no figure
/// explains all of them, rounding explains them.
pub(in crate::check) fn round_off(world: World<'_>, checks: &mut [Check]) {
    let units = &world.ruleset.vocabulary.units;
    let by = |check: &Check| -> Option<Decimal> {
        let unit = units.get(units.find(check.unit.as_ref()?)?);
        let decimals = unit.exact.filter(|_| unit.money)?;
        let by = check.difference.as_ref()?.parse::<Decimal>().ok()?.abs();
        (by <= Decimal::new(FEW, decimals)).then_some(by)
    };
    let small: Vec<(usize, Decimal, Vec<Span>)> = checks
        .iter()
        .enumerate()
        .filter(|(_, check)| check.verdict == Verdict::Violation && check.sides.is_some())
        .filter_map(|(at, check)| {
            let spans = check.places().map(|(span, _)| span).collect();
            Some((at, by(check)?, spans))
        })
        .collect();
    let mut shared: BTreeMap<(Span, Decimal), usize> = BTreeMap::new();
    for (_, by, spans) in &small {
        spans.iter().for_each(|span| *shared.entry((*span, *by)).or_default() += 1);
    }
    let Some(most) = shared.into_values().max() else { return };
    if small.len() < SEVERAL + most {
        return;
    }
    for (at, ..) in small {
        if let Some(check) = checks.get_mut(at) {
            check.verdict = Verdict::Rounding;
        }
    }
}

//! Exact figures of a document that are off by a few of their last digits in several places: they
//! were made from others that had been rounded before.

use super::broken::{BrokenCheck, most_shared};
use crate::check::seen::world::World;
use gouji_audit::audit::Check;
use gouji_values::number::Decimal;

/// At most this many units of the last digit are a few.
const FEW: i64 = 10;
/// One figure that is off by as much is a slip, however many sums it breaks; so many sums that no
/// single figure explains are rounding.
const SEVERAL: usize = 2;

/// Where several sums of exact figures are off by a few of their last digits, and no figure
/// explains all of them, rounding explains them.
pub(in crate::check) fn round_off(world: World<'_>, checks: &mut [Check]) {
    let units = &world.ruleset.vocabulary.units;
    let few = |check: &Check| -> Option<Decimal> {
        let unit = units.get(units.find(check.unit.as_ref()?)?);
        Some(Decimal::new(FEW, unit.exact.filter(|_| unit.money)?))
    };
    let small = |(at, check): (usize, &Check)| {
        let few = few(check).filter(|_| check.sides.is_some())?;
        let spans = check.places().map(|(span, _)| span).collect();
        let broken = BrokenCheck::of(world.page.document.text.as_str(), at, check, spans)?;
        (broken.by? <= few).then_some(broken)
    };
    let small: Vec<BrokenCheck> = checks.iter().enumerate().filter_map(small).collect();
    // a sum that two rules ask for is one
    let mut sums: Vec<BrokenCheck> = Vec::new();
    for broken in &small {
        if !sums.iter().any(|known| known.is_same(broken)) {
            sums.push(broken.clone());
        }
    }
    if most_shared(&sums).is_none_or(|(_, most)| sums.len() < SEVERAL + most) {
        return;
    }
    for BrokenCheck { at, .. } in small {
        if let Some(check) = checks.get_mut(at) {
            check.round_off();
        }
    }
}

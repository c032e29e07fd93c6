//! The unit of one figure of a sentence: where all other amounts of a sum have another unit, and the
//! sum comes out with that one, the unit is wrong and not the number.

use gouji_audit::audit::{
    Cause, Check, CheckRelation, Confidence, Finding, PrintedFigure, Slip, Suspect, SuspectSlip,
};
use gouji_values::number::Decimal;
use std::sync::Arc;

/// At least this many other amounts are needed to show which unit is meant.
const OTHERS: usize = 3;
/// By how many places one unit may be larger than another.
const PLACES: [i8; 2] = [4, 8];

/// What is wrong of a sum of a sentence, if it is the unit of one of its amounts.
pub(super) fn of_unit(checks: &[Check], finding: &Finding) -> Option<Cause> {
    let [at] = finding.checks.as_slice() else { return None };
    let check = checks.get(*at).filter(|check| check.relation == CheckRelation::Equal)?;
    let apart: Decimal = check.difference.as_deref()?.parse().ok()?;
    let figures: Vec<(Arc<str>, Arc<PrintedFigure>)> =
        check.figures().skip(1).map(|figure| (figure.said(), figure.printed())).collect();
    if figures.iter().any(|(_, printed)| printed.form.is_some() || printed.unit.is_none()) {
        return None;
    }
    let unit = check.unit.as_deref();
    let (own, others): (Vec<_>, Vec<_>) =
        figures.into_iter().partition(|(_, printed)| printed.unit.as_deref() != unit);
    let [(label, printed)] = own.as_slice() else { return None };
    let value: Decimal = printed.value.as_deref()?.parse().ok()?;
    let last = Decimal::new(1, apart.scale());
    let open = last * Decimal::from(others.len() + 1);
    let places = PLACES.into_iter().find(|places| {
        let times = Decimal::from(10_i64.pow(u32::from(places.unsigned_abs())));
        // what stands there counts for so much less than what is meant
        let more = value.checked_div(times).and_then(|small| value.checked_sub(small));
        let rest = more.and_then(|more| apart.checked_sub(more));
        rest.is_some_and(|rest| rest.abs() <= open)
    })?;
    let times = Decimal::from(10_i64.pow(u32::from(places.unsigned_abs())));
    let suspect = Suspect {
        label: Arc::clone(label),
        printed: Arc::clone(printed),
        suggested: Some(value.checked_mul(times)?.to_string()),
        slip: Some(SuspectSlip { slip: Slip::Shifted(places), from: None }),
    };
    (others.len() >= OTHERS).then(|| Cause {
        suspects: vec![suspect],
        others: Vec::new(),
        confidence: Confidence::High,
        ties: 0,
        is_reading: false,
        row: None,
    })
}

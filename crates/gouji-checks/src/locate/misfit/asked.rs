//! What several causes ask of an amount or of a check.

use crate::check::FigurePlace;
use gouji_audit::audit::Check;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::BTreeSet;

/// An amount of fewer units of its last place may stand at several places by chance.
const TELLING: u128 = 1_000;

pub(super) fn is_telling(by: Decimal) -> bool {
    by.mantissa().unsigned_abs() >= TELLING
}

/// The forms in which a check has figures.
pub(super) fn of_forms(check: &Check) -> BTreeSet<usize> {
    let form = |at| match FigurePlace::of(at) {
        FigurePlace::Cell { paper: Paper::OWN, form, .. } => Some(form),
        _ => None,
    };
    check.cites.iter().filter_map(|cite| form(cite.at)).collect()
}

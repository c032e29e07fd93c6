//! Violations in tables whose columns were told apart by where their texts stand, or whose form was
//! told by what is left of its title and heads.

use super::broken::{Broken, unexplained};
use crate::audit::{Check, Verdict, Why};
use crate::check::seen::world::World;
use crate::document::{Layout, Span};

/// Of a table that may have been read wrong a violation counts only where one of a few figures breaks
/// several checks: else more likely the columns, or the form, were told wrong.
pub(in crate::check) fn misread(world: World<'_>, checks: &mut [Check]) {
    /// So many figures may be wrong, and of so many checks one.
    const FEW: usize = 2;
    const ONE_OF: usize = 5;
    let document = world.page.document;
    let violations: Vec<usize> = (0..checks.len())
        .filter(|at| checks.get(*at).is_some_and(|check| check.verdict == Verdict::Violation))
        .collect();
    if violations.is_empty() {
        return;
    }
    let doubtful = document.tables.iter().enumerate();
    for (_, table) in doubtful.filter(|(number, _)| world.is_doubtful_table(*number)) {
        let spans = |check: &Check| -> Vec<Span> {
            let own =
                check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span);
            own.filter(|span| table.span.covers(*span)).collect()
        };
        let broken = violations.iter().filter_map(|at| {
            let check = checks.get(*at)?;
            Broken::of(*at, check, spans(check))
        });
        let broken: Vec<Broken> = broken.filter(|broken| !broken.spans.is_empty()).collect();
        if broken.is_empty() {
            continue;
        }
        let all = checks
            .iter()
            .filter(|check| check.verdict != Verdict::Unchecked && !spans(check).is_empty())
            .count();
        let alone = unexplained(FEW, broken.clone());
        let is_sound =
            table.layout != Layout::Unsure && alone.len() <= 1 && broken.len() * ONE_OF < all;
        let silent = if is_sound { alone } else { broken };
        for Broken { at, .. } in silent {
            let Some(check) = checks.get_mut(at) else { continue };
            check.leave_open(Why::ColumnsUnsure);
        }
    }
}

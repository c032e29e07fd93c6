//! Violations that rest on text that a program recognised in a picture.

use super::severity::{Doubt, lower};
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, Verdict, Why};

/// A program takes one digit for another, and so may accuse what is right: where it is not sure of a
/// figure nothing is said, and elsewhere a hint is given. What it did not find may be there. A figure
/// with which an identity holds was read right, however faint it is.
pub(in crate::check) fn recognised(world: World<'_>, checks: &mut [Check]) {
    let document = world.page.document;
    if document.recognised.is_empty() {
        return;
    }
    for check in checks.iter_mut().filter(|check| check.verdict == Verdict::Violation) {
        let own = check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span);
        let own: Vec<_> = own.collect();
        let found = own.iter().filter_map(|span| document.recognised_at(*span));
        match found.reduce(|one, other| one || other) {
            Some(true) => check.leave_open(Why::DigitsUnsure),
            Some(false) => lower(check, Doubt::Recognised),
            None if own.iter().all(|span| span.range().is_empty()) => {
                check.leave_open(Why::WordsUnsure)
            }
            None => {}
        }
    }
}

//! What the rules that there are already say of a document: what follows from that is nothing new.

use gouji_audit::audit::{Check, CheckRelation, Verdict};
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::Decimal;
use std::str::FromStr;

/// The figures of checks, by where they start.
#[derive(Default)]
pub(super) struct Known {
    /// The figures of each check that was decided, sorted.
    sets: QuickSet<Vec<u32>>,
    /// Figures of forms and of sentences that were decided beside a cell.
    tied: QuickSet<u32>,
    /// Figures that a check found equal, as trees.
    above: QuickMap<u32, u32>,
}

impl Known {
    /// Of the checks that `counts` is true of.
    pub(super) fn of<'c>(checks: impl Iterator<Item = &'c Check>) -> Self {
        let mut out = Self::default();
        for check in checks.filter(|check| check.verdict.is_decided()) {
            let places = places(check);
            if places.len() < 2 {
                continue;
            }
            if check.figures().any(|figure| figure.cell().is_some()) {
                out.tied.extend(&places);
            }
            if check.relation == CheckRelation::Equal && check.verdict == Verdict::Holds {
                out.join_equal(check);
            }
            out.sets.insert(places);
        }
        out
    }

    /// A check that comes down to two figures joins them: the others are zero.
    fn join_equal(&mut self, check: &Check) {
        let mut rest: Vec<(u32, Decimal)> = Vec::new();
        for figure in check.figures() {
            let printed = figure.printed();
            let value = printed.value.as_deref().and_then(|value| Decimal::from_str(value).ok());
            match value {
                Some(value) if !value.is_zero() => rest.push((figure.span().start, value)),
                _ => {}
            }
            if rest.len() > 2 {
                return;
            }
        }
        if let [(a, _), (b, _)] = rest.as_slice() {
            let (a, b) = (self.root(*a), self.root(*b));
            if a != b {
                self.above.insert(a.max(b), a.min(b));
            }
        }
    }

    fn root(&self, at: u32) -> u32 {
        let mut at = at;
        while let Some(above) = self.above.get(&at) {
            at = *above;
        }
        at
    }

    /// Whether two figures are equal by checks that there are already.
    pub(super) fn are_joined(&self, a: u32, b: u32) -> bool {
        a == b || self.root(a) == self.root(b)
    }

    /// Whether a check of these figures, sorted, was decided already.
    pub(super) fn has(&self, places: &[u32]) -> bool {
        self.sets.contains(places) || matches!(places, [a, b] if self.are_joined(*a, *b))
    }

    /// Whether a figure was held against a cell.
    pub(super) fn is_tied(&self, at: u32) -> bool {
        self.tied.contains(&at)
    }
}

/// Where the figures of a check start, sorted, each once.
pub(super) fn places(check: &Check) -> Vec<u32> {
    let own = check.places().filter(|(_, document)| document.is_none());
    let mut out: Vec<u32> = own.map(|(span, _)| span.start).collect();
    out.sort_unstable();
    out.dedup();
    out
}

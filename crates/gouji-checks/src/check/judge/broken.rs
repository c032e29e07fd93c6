//! Checks that do not hold, and the figures that several of them share: one wrong figure breaks all
//! that it stands in by the same amount.

use super::said::SaidFigure;
use gouji_audit::audit::{Check, Verdict, Why};
use gouji_values::document::Span;
use gouji_values::number::Decimal;
use std::collections::BTreeMap;

/// A check that does not hold: some of its figures, and by how much its sides are apart.
#[derive(Clone, Debug)]
pub(in crate::check) struct BrokenCheck {
    /// Index of the check.
    pub(in crate::check) at: usize,
    pub(in crate::check) spans: Vec<Span>,
    pub(in crate::check) by: Option<Decimal>,
    /// The figure elsewhere that a single one of these is compared with.
    pub(in crate::check) said: Option<SaidFigure>,
}

impl BrokenCheck {
    /// Of a check that does not hold, with these of its figures.
    pub(in crate::check) fn of(
        text: &str,
        at: usize,
        check: &Check,
        spans: Vec<Span>,
    ) -> Option<Self> {
        let by = || Some(check.difference.as_ref()?.parse::<Decimal>().ok()?.abs());
        (check.verdict == Verdict::Violation).then(|| Self::off(text, at, check, spans, by()))
    }

    /// Of a check that does not hold, or is supposed not to, off by so much.
    pub(in crate::check) fn off(
        text: &str,
        at: usize,
        check: &Check,
        spans: Vec<Span>,
        by: Option<Decimal>,
    ) -> Self {
        let said = SaidFigure::of(text, check, &spans);
        Self { at, spans, by, said }
    }

    /// The same, were the figure at a place so much more.
    pub(in crate::check) fn supposed(self, figure: u32, by: Option<Decimal>) -> Self {
        let said = match (self.said, by) {
            (Some(said), Some(by)) if said.span.start == figure => Some(said.moved(by)),
            (said, _) => said,
        };
        Self { by, said, ..self }
    }

    /// The same, also of one that was left open since rows and columns may have been read wrong.
    pub(in crate::check) fn known(
        text: &str,
        at: usize,
        check: &Check,
        spans: Vec<Span>,
    ) -> Option<Self> {
        if !matches!(check.reason.as_deref(), Some(Why::ColumnsUnsure | Why::FormUnsure)) {
            return Self::of(text, at, check, spans);
        }
        let by = check.difference.as_ref()?.parse::<Decimal>().ok()?;
        Some(Self::off(text, at, check, spans, Some(by.abs())))
    }

    /// Whether both compare the same figures and are apart by the same amount.
    pub(in crate::check) fn is_same(&self, other: &Self) -> bool {
        let holds =
            |one: &Self, other: &Self| one.spans.iter().all(|span| other.spans.contains(span));
        self.by == other.by && holds(self, other) && holds(other, self)
    }
}

/// The figure that stands in most of the checks that are apart by the same amount, and in how many.
pub(in crate::check) fn most_shared(checks: &[BrokenCheck]) -> Option<(Span, usize)> {
    let mut counts: BTreeMap<(Span, Option<Decimal>), usize> = BTreeMap::new();
    for BrokenCheck { spans, by, .. } in checks {
        spans.iter().for_each(|span| *counts.entry((*span, *by)).or_default() += 1);
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some((most.0.0, most.1))
}

/// The checks in which none of so many figures stands that break several by the same amount; those
/// that break most come first. A sum over a column shares a figure with whatever else is broken in
/// the table: that alone proves nothing.
pub(in crate::check) fn unexplained(
    figures: usize,
    mut checks: Vec<BrokenCheck>,
) -> Vec<BrokenCheck> {
    for _ in 0..figures {
        let Some((figure, _)) = most_shared(&checks).filter(|(_, count)| *count > 1) else { break };
        checks.retain(|check| !check.spans.contains(&figure));
    }
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sum over a column has a figure in common with whatever else is broken: only the same
    /// difference says that it is the cause of both.
    #[test]
    fn one_figure_explains_what_it_puts_out_by_the_same_amount() {
        let span = |start: u32| Span { start, end: start + 1 };
        let broken = |at: usize, figures: &[u32], by: i64| BrokenCheck {
            at,
            spans: figures.iter().map(|at| span(*at)).collect(),
            by: Some(Decimal::from(by)),
            said: None,
        };
        let left = |checks: &[BrokenCheck]| {
            unexplained(2, checks.to_vec()).iter().map(|check| check.at).collect::<Vec<_>>()
        };
        assert!(left(&[broken(0, &[1, 2, 3], 100), broken(1, &[3, 4], 100)]).is_empty());
        assert_eq!(left(&[broken(0, &[1, 2, 3], 19), broken(1, &[3, 4], 1)]), [0, 1]);
    }
}

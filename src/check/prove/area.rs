//! Tables that may have been read wrong: what does not hold there is told only where one figure
//! breaks several checks.

use super::held::Held;
use crate::audit::Check;
use crate::check::judge::broken::BrokenCheck;
use crate::check::judge::misread::{decided_in, silenced, spans_in};
use crate::check::seen::world::World;
use crate::document::Span;
use crate::number::Decimal;

/// Such a table.
struct Area {
    span: Span,
    is_unsure: bool,
    /// So many checks come to something in it.
    all: usize,
    /// Those that do not hold already.
    broken: Vec<BrokenCheck>,
}

/// All of a document.
pub(super) struct Areas(Vec<Area>);

impl Areas {
    pub(super) fn of(world: &World<'_>, checks: &[Check]) -> Self {
        let area = |(span, is_unsure): (Span, bool)| {
            let broken = checks.iter().enumerate().filter_map(|(at, check)| {
                BrokenCheck::of(at, check, spans_in(span, check))
                    .filter(|broken| !broken.spans.is_empty())
            });
            let broken = broken.collect();
            Area { span, is_unsure, all: decided_in(span, checks), broken }
        };
        Self(world.doubtful_areas().map(area).collect())
    }

    /// Whether a check rests on one.
    pub(super) fn touch(&self, check: &Check) -> bool {
        self.0.iter().any(|area| !spans_in(area.span, check).is_empty())
    }

    /// Takes out of some checks, that a change would break by so much, those that would be left
    /// open.
    pub(super) fn silence(&self, held: &[Held<'_>], broken: &mut Vec<(usize, Option<Decimal>)>) {
        for area in &self.0 {
            let own = broken.iter().filter_map(|(at, by)| {
                let one = held.get(*at)?;
                let spans = spans_in(area.span, one.check);
                (!spans.is_empty()).then_some(BrokenCheck { at: one.at, spans, by: *by })
            });
            let own: Vec<BrokenCheck> = own.collect();
            if own.is_empty() {
                continue;
            }
            let all = own.into_iter().chain(area.broken.iter().cloned()).collect();
            let silent = silenced(area.is_unsure, area.all, all);
            broken.retain(|(at, _)| {
                held.get(*at).is_none_or(|one| silent.iter().all(|gone| gone.at != one.at))
            });
        }
    }
}

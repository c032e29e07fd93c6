//! Tables that may have been read wrong: what does not hold there is told only where one figure
//! breaks several checks.

use super::held::AgreedCheck;
use crate::check::judge::broken::BrokenCheck;
use crate::check::judge::doubted::{DoubtedArea, spans_in};
use crate::check::judge::misread::{agreed, decided_in};
use crate::check::judge::told::is_surely_told;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, Why};
use gouji_values::document::{Span, TableDoubt};
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;

/// Such a table.
struct Area<'w> {
    doubted: DoubtedArea<'w>,
    why: Why,
    /// Those that do not hold already.
    broken: Vec<BrokenCheck>,
}

/// All of a document.
pub(super) struct Areas<'w> {
    list: Vec<Area<'w>>,
    /// For each check that agrees the areas that it rests on, with its figures there.
    own: Vec<Vec<(usize, Vec<Span>)>>,
    /// The figures with which something comes out.
    agreed: QuickSet<Span>,
}

impl<'w> Areas<'w> {
    pub(super) fn of(world: &World<'w>, checks: &[Check], held: &[AgreedCheck<'_>]) -> Self {
        let text = world.page.document.text.as_str();
        let area = |(span, doubt, why): (Span, TableDoubt, Why)| {
            let is_told = |check: &Check| is_surely_told(*world, (span, &why), check);
            let broken = checks.iter().enumerate().filter(|(_, check)| !is_told(check));
            let broken = broken.filter_map(|(at, check)| {
                BrokenCheck::known(text, at, check, spans_in(span, check))
                    .filter(|broken| !broken.spans.is_empty())
            });
            let broken = broken.collect();
            let decided = decided_in(span, checks);
            let doubted = DoubtedArea { world: *world, area: span, doubt, decided };
            Area { doubted, why: why.clone(), broken }
        };
        let list: Vec<Area> = world.doubtful_areas().map(area).collect();
        let own = held.iter().map(|one| {
            let areas = list.iter().enumerate();
            let areas = areas.filter(|(_, area)| {
                !is_surely_told(*world, (area.doubted.area, &area.why), one.check)
            });
            let own = areas.map(|(at, area)| (at, spans_in(area.doubted.area, one.check)));
            own.filter(|(_, spans)| !spans.is_empty()).collect()
        });
        let own = own.collect();
        Self { list, own, agreed: agreed(*world, checks) }
    }

    /// Whether a check rests on one.
    pub(super) fn touch(&self, held: usize) -> bool {
        self.own.get(held).is_some_and(|own| !own.is_empty())
    }

    /// Takes out of some checks, that a change of the figure at a place would break by so much,
    /// those that would be left open.
    pub(super) fn silence(
        &self,
        place: u32,
        held: &[AgreedCheck<'_>],
        broken: &mut Vec<(usize, Option<Decimal>)>,
    ) {
        for (number, area) in self.list.iter().enumerate() {
            let spans = |at: usize| {
                let own = self.own.get(at).into_iter().flatten();
                own.clone().find(|(own, _)| *own == number).map(|(_, spans)| spans.as_slice())
            };
            let own: Vec<(usize, Option<Decimal>)> =
                broken.iter().copied().filter(|(at, _)| spans(*at).is_some()).collect();
            if own.is_empty() {
                continue;
            }
            let new = own.iter().filter_map(|(at, by)| {
                let (one, spans) = (held.get(*at)?, spans(*at)?.to_vec());
                let text = area.doubted.world.page.document.text.as_str();
                let broken = BrokenCheck::off(text, one.at, one.check, spans, *by);
                Some(broken.supposed(place, *by))
            });
            let all = new.chain(area.broken.iter().cloned()).collect();
            // with the changed figure itself nothing comes out any more
            let agrees = |span: Span| span.start != place && self.agreed.contains(&span);
            let silent = area.doubted.silenced(all, &agrees);
            broken.retain(|(at, _)| {
                held.get(*at).is_none_or(|one| silent.iter().all(|gone| gone.at != one.at))
            });
        }
    }
}

//! Tables that may have been read wrong: what does not hold there is told only where one figure
//! breaks several checks.

use super::held::Held;
use crate::audit::Check;
use crate::check::judge::broken::BrokenCheck;
use crate::check::judge::misread::{DoubtedArea, decided_in, spans_in};
use crate::check::seen::world::World;
use crate::document::{Span, TableDoubt};
use crate::number::Decimal;

/// Such a table.
struct Area<'w> {
    doubted: DoubtedArea<'w>,
    /// Those that do not hold already.
    broken: Vec<BrokenCheck>,
}

/// All of a document.
pub(super) struct Areas<'w> {
    list: Vec<Area<'w>>,
    /// For each check that agrees the areas that it rests on, with its figures there.
    own: Vec<Vec<(usize, Vec<Span>)>>,
}

impl<'w> Areas<'w> {
    pub(super) fn of(world: &World<'w>, checks: &[Check], held: &[Held<'_>]) -> Self {
        let area = |(span, doubt): (Span, TableDoubt)| {
            let broken = checks.iter().enumerate().filter_map(|(at, check)| {
                BrokenCheck::of(at, check, spans_in(span, check))
                    .filter(|broken| !broken.spans.is_empty())
            });
            let broken = broken.collect();
            let decided = decided_in(span, checks);
            Area { doubted: DoubtedArea { world: *world, area: span, doubt, decided }, broken }
        };
        let list: Vec<Area> = world.doubtful_areas().map(area).collect();
        let own = held.iter().map(|one| {
            let areas = list.iter().enumerate();
            let own = areas.map(|(at, area)| (at, spans_in(area.doubted.area, one.check)));
            own.filter(|(_, spans)| !spans.is_empty()).collect()
        });
        let own = own.collect();
        Self { list, own }
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
        held: &[Held<'_>],
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
            let share = |(at, _): &(usize, Option<Decimal>)| {
                spans(*at).is_some_and(|spans| spans.iter().any(|span| span.start == place))
            };
            if area.broken.is_empty() && own.iter().all(share) {
                // they have the figure in common, and nothing else is wrong
                let is_one = own
                    .iter()
                    .enumerate()
                    .any(|(nth, (_, by))| own.iter().skip(nth + 1).any(|(_, other)| by == other));
                let is_slip = || matches!(own.as_slice(), [(_, by)] if area.doubted.is_slip(*by));
                if !area.doubted.is_read_right(own.iter().map(|(_, by)| *by))
                    || !(is_one || is_slip())
                {
                    broken.retain(|one| !own.contains(one));
                }
                continue;
            }
            let new = own.iter().filter_map(|(at, by)| {
                let (one, spans) = (held.get(*at)?, spans(*at)?.to_vec());
                Some(BrokenCheck { at: one.at, spans, by: *by })
            });
            let all = new.chain(area.broken.iter().cloned()).collect();
            let silent = area.doubted.silenced(all);
            broken.retain(|(at, _)| {
                held.get(*at).is_none_or(|one| silent.iter().all(|gone| gone.at != one.at))
            });
        }
    }
}

//! The slips of the figures of some readings, counted first and then tried one figure after the other.

use super::{
    Digits, KINDS, Kind, MAX_CHANCE, OfKind, Quantity, Reading, Relation, SumBut, holds_as,
    meeting, own_figures, room_turned, with,
};

/// A reading with its number and relation.
pub(super) type OpenReading<'r> = (usize, Relation, &'r Reading);

/// A slip that would make a reading hold.
pub(super) struct Hit {
    pub(super) at: usize,
    kind: Kind,
    /// In millionths: the share of the numbers of as many digits that make the reading hold.
    room: u128,
}

/// A figure of a reading, and the numbers that may have been meant.
struct Trial<'r> {
    reading: OpenReading<'r>,
    figure: usize,
    printed: Quantity,
    number: Digits,
    slips: Vec<(Kind, i128)>,
}

/// The slips of all figures of some readings.
pub(super) struct Trials<'r> {
    each: Vec<Trial<'r>>,
    /// The readings that may be said the other way round.
    turnable: Vec<OpenReading<'r>>,
    /// How many slips of each kind there are.
    counts: [u128; KINDS],
}

impl<'r> Trials<'r> {
    pub(super) fn of(
        is_of_kind: OfKind,
        open: Vec<OpenReading<'r>>,
        turnable: Vec<OpenReading<'r>>,
        figures: &[Quantity],
    ) -> Self {
        let mut each = Vec::new();
        for reading in open {
            for figure in own_figures(reading.2) {
                let Some(printed) = figures.get(figure).cloned() else { continue };
                let Some(number) = Digits::of(&printed) else { continue };
                let mut slips = number.slips();
                slips.retain(|(kind, _)| is_of_kind(reading.1, *kind));
                each.push(Trial { reading, figure, printed, number, slips });
            }
        }
        let mut counts = [0; KINDS];
        let kinds = each.iter().flat_map(|trial| &trial.slips).map(|(kind, _)| *kind);
        for kind in kinds.chain(turnable.iter().map(|_| Kind::Turned)) {
            if let Some(count) = counts.get_mut(kind as usize) {
                *count += 1;
            }
        }
        Self { each, turnable, counts }
    }

    /// The slip that chance explains least, where it hardly does.
    pub(super) fn best(self, figures: &mut [Quantity]) -> Option<Hit> {
        let counts = self.counts;
        let best = self.hits(figures).min_by_key(|hit| chance(&counts, hit))?;
        (chance(&counts, &best) <= MAX_CHANCE).then_some(best)
    }

    /// Whether chance explains a slip in no more than so many of a million. Those of one figure are tried first: the
    /// others need not be, where one is enough.
    pub(super) fn are_met(
        mut self,
        limit: u128,
        first: Option<usize>,
        figures: &mut [Quantity],
    ) -> bool {
        let counts = self.counts;
        self.each.sort_by_key(|trial| Some(trial.figure) != first);
        self.hits(figures).any(|hit| chance(&counts, &hit) <= limit)
    }

    /// The slips that make a reading hold.
    fn hits(self, figures: &mut [Quantity]) -> impl Iterator<Item = Hit> {
        let turned = self.turnable.into_iter().filter_map(|(at, relation, reading)| {
            let room = room_turned(relation, reading, figures)?;
            Some(Hit { at, kind: Kind::Turned, room })
        });
        let turned: Vec<Hit> = turned.collect();
        self.each.into_iter().flat_map(|trial| trial.hits(figures)).chain(turned)
    }
}

impl Trial<'_> {
    fn hits(self, figures: &mut [Quantity]) -> Vec<Hit> {
        let Self { reading: (at, relation, reading), figure, printed, number, slips } = self;
        let rest = SumBut::of(relation, reading, figures, figure);
        let mut holds = |other: Quantity| match &rest {
            Some(rest) => rest.holds(&other),
            None => holds_as(relation, reading, figures, (figure, other)),
        };
        let hits = meeting(slips, &printed, &mut holds).into_iter().map(|(kind, other)| {
            let mut meets = |number: i128| {
                with(&printed, number).is_some_and(|other| holds(other) == Some(true))
            };
            Hit { at, kind, room: number.room(other, &mut meets) }
        });
        hits.collect()
    }
}

/// In millionths: how likely a slip is met by chance.
fn chance(counts: &[u128; KINDS], hit: &Hit) -> u128 {
    counts.get(hit.kind as usize).copied().unwrap_or(0) * hit.room
}

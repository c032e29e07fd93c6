//! Cells that are blank, and what they would count, were a figure there.

use super::{Whole, place_in};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, CheckedAt};
use gouji_values::number::Decimal;
use std::collections::{BTreeMap, BTreeSet};

impl Whole {
    /// A check that is made in each column rests on the same rows in all of them, and one of each row
    /// on the same columns: what is blank there counts nothing, and would count, were a figure there. So
    /// does a blank cell that a check names among what it adds.
    pub(in crate::locate::misfit) fn with_blanks(
        &self,
        world: &World<'_>,
        checks: &[Check],
        form: usize,
    ) -> Self {
        let mut out = Self { has_blanks: true, ..self.clone() };
        let index: BTreeMap<[usize; 3], usize> =
            self.spots.iter().enumerate().map(|(at, spot)| (spot.place, at)).collect();
        let mut terms: BTreeMap<usize, Vec<([usize; 3], Decimal)>> = BTreeMap::new();
        for (spot, ties) in self.spots.iter().zip(&self.ties_of) {
            for (tie, factor) in ties {
                terms.entry(*tie).or_default().push((spot.place, *factor));
            }
        }
        let mut alike: BTreeMap<AlikeKey<'_>, Vec<usize>> = BTreeMap::new();
        for (at, tie) in self.ties.iter().enumerate() {
            let own = terms.entry(at).or_default();
            let cited =
                checks.get(tie.check).map(|check| self.cited_blanks(check, own, (form, &index)));
            for (place, factor) in cited.unwrap_or_default() {
                own.push((place, factor));
                let ties = index.get(&place).and_then(|spot| out.ties_of.get_mut(*spot));
                ties.into_iter().for_each(|ties| ties.push((at, factor)));
            }
            if let Some(key) = checks.get(tie.check).and_then(AlikeKey::of) {
                alike.entry(key).or_default().push(at);
            }
        }
        for (key, ties) in alike.iter().filter(|(_, ties)| ties.len() > 1) {
            let along = |place: [usize; 3]| {
                let [side, row, column] = place;
                if key.is_of_columns() { ([side, row], column) } else { ([side, column], row) }
            };
            let mut all: BTreeMap<[usize; 2], Decimal> = BTreeMap::new();
            for (place, factor) in ties.iter().filter_map(|tie| terms.get(tie)).flatten() {
                all.entry(along(*place).0).or_insert(*factor);
            }
            for tie in ties {
                let Some(own) = terms.get(tie) else { continue };
                let lines: BTreeSet<usize> = own.iter().map(|(place, _)| along(*place).1).collect();
                let known: BTreeSet<[usize; 2]> =
                    own.iter().map(|(place, _)| along(*place).0).collect();
                let [line] = lines.into_iter().collect::<Vec<_>>()[..] else { continue };
                for ([side, other], factor) in all.iter().filter(|(at, _)| !known.contains(*at)) {
                    let place = if key.is_of_columns() {
                        [*side, *other, line]
                    } else {
                        [*side, line, *other]
                    };
                    let spot = index.get(&place).copied().filter(|spot| {
                        self.spots.get(*spot).is_some_and(|spot| spot.value == Some(Decimal::ZERO))
                    });
                    if let Some(ties) = spot.and_then(|spot| out.ties_of.get_mut(spot)) {
                        ties.push((*tie, *factor));
                    }
                }
            }
        }
        out.want(world, checks, (form, &index));
        out
    }

    /// The blank cells of the table that a check adds, each with what it would count: as much as what
    /// it adds with them.
    fn cited_blanks(
        &self,
        check: &Check,
        own: &[([usize; 3], Decimal)],
        (form, index): (usize, &BTreeMap<[usize; 3], usize>),
    ) -> Vec<([usize; 3], Decimal)> {
        let mut cited = check.cites.iter().map(|cite| place_in(FigurePlace::of(cite.at), form));
        let stated = cited.next().flatten();
        let mut added = own.iter().filter(|(place, _)| Some(*place) != stated);
        let Some((_, factor)) = added.next() else { return Vec::new() };
        if added.any(|(_, other)| other != factor) {
            return Vec::new();
        }
        let is_blank = |place: &[usize; 3]| {
            let spot = index.get(place).and_then(|spot| self.spots.get(*spot));
            spot.is_some_and(|spot| spot.value == Some(Decimal::ZERO))
                && own.iter().all(|(other, _)| other != place)
        };
        cited.flatten().filter(is_blank).map(|place| (place, *factor)).collect()
    }
}

/// What checks have in common that are made in each column, or of each row.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct AlikeKey<'c> {
    rule: &'c str,
    number: u32,
    /// Where the check is made, without its column, and of sums of a branch the level; nothing
    /// where it is made of each row.
    at: Option<([u32; 3], Option<u8>)>,
}

impl<'c> AlikeKey<'c> {
    fn of(check: &'c Check) -> Option<Self> {
        let at = match check.at {
            CheckedAt::Branch([form, side, row, _], level) => Some(([form, side, row], level)),
            CheckedAt::Column([form, side, _]) => Some(([form, side, u32::MAX], None)),
            CheckedAt::Row(_) => None,
            _ => return None,
        };
        Some(Self { rule: &check.rule, number: check.number, at })
    }

    fn is_of_columns(&self) -> bool {
        self.at.is_some()
    }
}

//! A table as a whole: its figures at their places, the checks that rest on them, and what these
//! would come to, were its figures others.

mod blanks;
mod wanted;

use super::cause::is_cut;
use crate::check::{FigurePlace, Sources, World};
use crate::locate::linear::{form, opened};
use gouji_audit::audit::{Check, CheckRelation, Severity, Verdict};
use gouji_forms::form::{Content, FilledForm};
use gouji_values::number::{Decimal, multiply};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// A number of fewer digits than this one may be another with its point elsewhere by chance.
const TELLING: u128 = 1_000;

/// A cell of amounts: the line of the page, the side and the column of the page, and what stands there.
#[derive(Clone)]
pub(super) struct Spot {
    pub(super) line: u32,
    pub(super) across: (usize, u32),
    /// Side, row and column of the form.
    pub(super) place: [usize; 3],
    /// Nothing is zero; what could not be read is unknown.
    pub(super) value: Option<Decimal>,
}

/// A check as a sum that is to be within bounds.
#[derive(Clone)]
struct Tie {
    check: usize,
    relation: CheckRelation,
    residual: Decimal,
    /// What rounding leaves open of figures elsewhere, and of those of the table.
    elsewhere: (Decimal, Decimal),
    own: (Decimal, Decimal),
    is_broken: bool,
    /// It rests on figures of the table alone: whether it comes out hangs on no unit.
    is_inside: bool,
    /// It does not come out by what figures of a greater unit are rounded by.
    is_close: bool,
    /// It was left open, since a cell is blank of which it says what should stand there: it breaks nothing,
    /// and may come out.
    is_wanted: bool,
}

/// The figures of a table and what rests on them.
#[derive(Clone)]
pub(super) struct Whole {
    pub(super) spots: Vec<Spot>,
    ties: Vec<Tie>,
    /// For each figure the checks, and what it counts there.
    ties_of: Vec<Vec<(usize, Decimal)>>,
    /// The place of the last digit that any figure has: amounts of a greater unit that were multiplied out end
    /// in zeros.
    grain: Decimal,
    /// Cells that are blank count in it.
    pub(super) has_blanks: bool,
    /// Cells that nothing was moved into may have kept their figures.
    pub(super) keeps: bool,
}

impl Whole {
    /// A form with the checks that rest on it; `open` are the violations to be explained.
    pub(super) fn of(
        world: &World<'_>,
        (checks, sources): (&[Check], &Sources),
        at: usize,
        open: &BTreeSet<usize>,
    ) -> Option<Self> {
        let spots = spots(world.filled(Paper::OWN, at)?);
        let index: BTreeMap<[usize; 3], usize> =
            spots.iter().enumerate().map(|(at, spot)| (spot.place, at)).collect();
        let ties_of = vec![Vec::new(); spots.len()];
        let grain = grain(&spots);
        let (ties, has_blanks, keeps) = (Vec::new(), false, false);
        let mut out = Self { spots, ties, ties_of, grain, has_blanks, keeps };
        let cites_it = |check: &Check| {
            check.cites.iter().any(|cite| place_in(FigurePlace::of(cite.at), at).is_some())
        };
        for (number, check) in checks.iter().enumerate() {
            let is_decided = check.verdict == Verdict::Violation && open.contains(&number)
                || matches!(check.verdict, Verdict::Holds | Verdict::Rounding);
            if is_decided && check.severity > Severity::Info && cites_it(check) {
                out.tie(world, (number, check), sources, (at, &index));
            }
        }
        Some(out)
    }

    /// Takes in a check, where it is a sum of figures.
    fn tie(
        &mut self,
        world: &World<'_>,
        (number, check): (usize, &Check),
        sources: &Sources,
        (at, index): (usize, &BTreeMap<[usize; 3], usize>),
    ) -> Option<()> {
        let (linear, is_linear) = form(sources, check)?;
        if !is_linear {
            return None;
        }
        let (mut residual, mut elsewhere) = (linear.constant, linear.open);
        let mut own = (Decimal::ZERO, Decimal::ZERO);
        let (mut terms, mut grain) = (Vec::new(), Decimal::ZERO);
        for (figure, factor) in &linear.terms {
            let figure_at = usize::try_from(*figure).ok()?;
            let figure = sources.figures.get(figure_at).copied().flatten()?;
            residual = residual.checked_add(multiply(*factor, figure.value)?)?;
            let spot = place_in(*sources.places.get(figure_at)?, at)
                .and_then(|place| Some(*index.get(&place)?));
            let units = &world.ruleset.vocabulary.units;
            let times = figure.unit.map_or(Decimal::ONE, |unit| units.get(unit).times);
            let printed = spot.and_then(|spot| self.spots.get(spot)?.value);
            let is_printed = printed.and_then(|value| multiply(value, times)) == Some(figure.value);
            let open = if is_printed { &mut own } else { &mut elsewhere };
            *open = opened(*open, *factor, figure.value, &figure.interval)?;
            if let Some(spot) = spot.filter(|_| is_printed) {
                terms.push((spot, multiply(*factor, times)?));
                grain = grain.checked_add(multiply(self.grain, times)?)?;
            }
        }
        let is_broken = check.verdict == Verdict::Violation;
        let is_inside = terms.len() == linear.terms.len() && linear.constant.is_zero();
        let relation = check.relation;
        let is_close = is_broken && (is_cut(check) || residual.abs() <= grain);
        let tie = Tie {
            check: number,
            relation,
            residual,
            elsewhere,
            own,
            is_broken,
            is_inside,
            is_close,
            is_wanted: false,
        };
        if terms.is_empty() || tie.fits(residual, Decimal::ONE)? == is_broken {
            return None;
        }
        for (spot, factor) in terms {
            self.ties_of.get_mut(spot)?.push((self.ties.len(), factor));
        }
        self.ties.push(tie);
        Some(())
    }

    /// Whether nothing is left that does not come out, and another unit explains several figures, or
    /// one that is confirmed by a sum of its own table: then it is no slip of that figure.
    pub(super) fn is_firm(&self, outcome: &Outcome) -> bool {
        let own = |tie: usize| {
            let mut terms = self.ties_of.iter().enumerate().filter(|(spot, ties)| {
                let value = self.spots.get(*spot).and_then(|spot| spot.value);
                value.is_some_and(|value| !value.is_zero())
                    && ties.iter().any(|(other, _)| *other == tie)
            });
            terms.nth(1).is_some()
        };
        let is_confirmed = |spot: &usize| {
            let mut ties = self.ties_of.get(*spot).into_iter().flatten().map(|(tie, _)| *tie);
            ties.any(|tie| {
                let tie_of = self.ties.get(tie).filter(|tie| tie.is_equal());
                tie_of.is_some_and(|tie| !tie.is_broken || tie.is_close) && own(tie)
            })
        };
        let is_telling = |spot: &usize| {
            let value = self.spots.get(*spot).and_then(|spot| spot.value).unwrap_or_default();
            value.normalize().mantissa().unsigned_abs() >= TELLING
        };
        let all = || outcome.healed.iter().map(|(_, spots)| spots);
        let several: BTreeSet<&usize> = all().flatten().filter(|spot| is_telling(spot)).collect();
        outcome.left.is_empty()
            && !outcome.healed.is_empty()
            && all().all(|spots| spots.iter().any(is_telling))
            && (several.len().min(outcome.healed.len()) > 1 || all().flatten().all(is_confirmed))
    }

    /// Whether what comes out rests on changed figures of several columns.
    pub(super) fn is_across(&self, outcome: &Outcome) -> bool {
        let spots = outcome.healed.iter().flat_map(|(_, spots)| spots);
        let across: BTreeSet<(usize, u32)> =
            spots.filter_map(|spot| self.spots.get(*spot)).map(|spot| spot.across).collect();
        across.len() > 1
    }

    /// Whether most of what comes out rests on figures of several lines, or on one and what stands
    /// elsewhere: an identity within a row comes out wherever the whole row stands, and does not
    /// where it was broken from the first.
    pub(super) fn is_down(&self, outcome: &Outcome) -> bool {
        let lines = |spots: &BTreeSet<usize>| -> BTreeSet<u32> {
            spots.iter().filter_map(|spot| self.spots.get(*spot)).map(|spot| spot.line).collect()
        };
        let is_proof = |spots: &BTreeSet<usize>| spots.len() == 1 || lines(spots).len() > 1;
        let proofs = outcome.healed.iter().filter(|(_, spots)| is_proof(spots)).count();
        proofs * 2 > outcome.healed.len()
    }

    /// How many checks do not come out.
    pub(super) fn broken(&self) -> usize {
        self.ties.iter().filter(|tie| tie.is_broken).count()
    }
}

impl Tie {
    fn is_equal(&self) -> bool {
        self.relation == CheckRelation::Equal
    }

    /// Whether it would come out, were the figures of the table so many times as large.
    fn fits(&self, residual: Decimal, times: Decimal) -> Option<bool> {
        let least = self.elsewhere.0.checked_add(multiply(self.own.0, times)?)?;
        let most = self.elsewhere.1.checked_add(multiply(self.own.1, times)?)?;
        let (is_low, is_high) = (residual < -most, residual > -least);
        Some(match self.relation {
            CheckRelation::Equal => !is_low && !is_high,
            CheckRelation::AtMost | CheckRelation::Less => !is_high,
            CheckRelation::AtLeast | CheckRelation::Greater => !is_low,
            CheckRelation::NotEqual | CheckRelation::Meets => return None,
        })
    }

    /// Whether what its figures of the table come to is more than what rounding leaves open elsewhere, were they so
    /// many times as large: nothing, and what is rounded to nothing, is met by all that is made small enough.
    fn is_said(&self, residual: Decimal, times: Decimal) -> Option<bool> {
        let more = times.checked_sub(Decimal::ONE)?;
        let own = residual.checked_sub(self.residual)?.checked_div(more)?;
        let room = self.elsewhere.0.abs().max(self.elsewhere.1.abs());
        Some(multiply(own, times)?.abs() >= room)
    }
}

/// Side, row and column of a place in a form of the own document.
fn place_in(place: FigurePlace, at: usize) -> Option<[usize; 3]> {
    match place {
        FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } if form == at => {
            Some([side, row, column])
        }
        _ => None,
    }
}

/// The place of the last digit that any of some figures has.
fn grain(spots: &[Spot]) -> Decimal {
    let of = |value: Decimal| {
        let mut unit = Decimal::new(1, value.normalize().scale());
        while (value % (unit * Decimal::TEN)).is_zero() {
            unit *= Decimal::TEN;
        }
        unit
    };
    let values = spots.iter().filter_map(|spot| spot.value).filter(|value| !value.is_zero());
    values.map(of).min().unwrap_or_default()
}

fn spots(filled: &FilledForm) -> Vec<Spot> {
    let mut out = Vec::new();
    for (number, side) in filled.sides.iter().enumerate() {
        // figures may have stood in a column that is blank
        let may_have_figures = |column: usize| {
            let cells = || side.rows.iter().filter_map(|row| row.cells.get(column));
            cells().any(|cell| matches!(cell.content, Content::Number(_)))
                || cells().all(|cell| matches!(cell.content, Content::Blank))
        };
        let columns = side.columns.iter().enumerate();
        let columns: Vec<(usize, u32)> = columns
            .filter_map(|(column, known)| Some((column, known.as_ref()?.column)))
            .filter(|(column, _)| may_have_figures(*column))
            .collect();
        for (at, row) in side.rows.iter().enumerate() {
            for (column, across) in &columns {
                let Some(cell) = row.cells.get(*column) else { continue };
                let value = match &cell.content {
                    Content::Number(read) => Some(read.value),
                    Content::Blank => Some(Decimal::ZERO),
                    _ => None,
                };
                let (across, place) = ((number, *across), [number, at, *column]);
                out.push(Spot { line: row.row, across, place, value });
            }
        }
    }
    out
}

/// How many checks come out that did not, and do not that did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) healed: usize,
    pub(super) broken: usize,
}

/// The table with other figures.
#[derive(Clone)]
pub(super) struct Trial<'w> {
    whole: &'w Whole,
    values: Vec<Option<Decimal>>,
    residuals: Vec<Decimal>,
    /// For each check how many of its figures are not known.
    lost: Vec<u32>,
    times: Decimal,
    pub(super) tally: Tally,
}

impl<'w> Trial<'w> {
    /// As it is printed, with amounts that are so many times as large.
    pub(super) fn new(whole: &'w Whole, times: Decimal) -> Self {
        let mut out = Self {
            whole,
            values: whole.spots.iter().map(|spot| spot.value).collect(),
            residuals: whole.ties.iter().map(|tie| tie.residual).collect(),
            lost: vec![0; whole.ties.len()],
            times: Decimal::ONE,
            tally: Tally::default(),
        };
        if times != Decimal::ONE {
            out.times = times;
            // counted when all are there: bounds that grow let more through
            for (at, spot) in whole.spots.iter().enumerate() {
                let new = spot.value.and_then(|value| multiply(value, times));
                out.put(at, new, |_, _, _| {});
            }
            (0..whole.ties.len()).for_each(|tie| out.count(tie, true));
        }
        out
    }

    /// Puts another figure at a place, or one that is not known.
    pub(super) fn set(&mut self, spot: usize, new: Option<Decimal>) {
        self.put(spot, new, Self::count);
    }

    /// The same; `count` is called with each check that rests on the figure before it changes, and behind that.
    fn put(&mut self, spot: usize, new: Option<Decimal>, count: impl Fn(&mut Self, usize, bool)) {
        let Some(old) = self.values.get(spot).copied().filter(|old| *old != new) else { return };
        let printed = self.whole.spots.get(spot).and_then(|spot| spot.value);
        let apart = |value: Option<Decimal>| value.zip(printed).map(|(value, from)| value - from);
        for (tie, factor) in self.whole.ties_of.get(spot).into_iter().flatten() {
            count(self, *tie, false);
            let (Some(residual), Some(lost)) =
                (self.residuals.get_mut(*tie), self.lost.get_mut(*tie))
            else {
                continue;
            };
            let by = apart(new).unwrap_or_default() - apart(old).unwrap_or_default();
            *lost += u32::from(new.is_none());
            *lost -= u32::from(old.is_none());
            match multiply(*factor, by).and_then(|by| residual.checked_add(by)) {
                Some(sum) => *residual = sum,
                None => *lost += 1,
            }
            count(self, *tie, true);
        }
        if let Some(value) = self.values.get_mut(spot) {
            *value = new;
        }
    }

    /// Whether a check would come out; nothing where a figure of it is not known.
    fn fits(&self, tie: usize) -> Option<bool> {
        let is_known = self.lost.get(tie) == Some(&0);
        let residual = *self.residuals.get(tie).filter(|_| is_known)?;
        let of = self.whole.ties.get(tie)?;
        let is_open = !of.is_broken || self.times == Decimal::ONE;
        let is_telling = is_open || of.is_said(residual, self.times) == Some(true);
        Some(is_telling && of.fits(residual, self.times)?)
    }

    /// Whether both sides of a bound are equal: figures that fit by chance are not.
    fn is_met(&self, tie: usize) -> bool {
        let bound = self.whole.ties.get(tie);
        let residual = self.residuals.get(tie).copied();
        bound.zip(residual).is_some_and(|(bound, residual)| {
            let equal = Tie { relation: CheckRelation::Equal, ..bound.clone() };
            equal.fits(residual, self.times) == Some(true)
        })
    }

    fn count(&mut self, tie: usize, is_more: bool) {
        let Some((own, fits)) = self.whole.ties.get(tie).zip(self.fits(tie)) else { return };
        let number = match (own.is_broken, fits) {
            (true, true) if own.is_equal() || self.is_met(tie) => &mut self.tally.healed,
            (false, false) => &mut self.tally.broken,
            _ => return,
        };
        *number = if is_more { *number + 1 } else { number.saturating_sub(1) };
    }

    /// Whether two of the other figures alone make as much come out, and nothing fail that is open
    /// otherwise: then nothing was moved as a whole.
    pub(super) fn is_of_few(&self, outcome: &Outcome) -> bool {
        let Some(few) = outcome.of_two() else { return false };
        let mut alone = Self::new(self.whole, Decimal::ONE);
        for spot in few {
            alone.set(spot, self.values.get(spot).copied().flatten());
        }
        let ties = || self.whole.ties.iter().enumerate();
        let fails = |check: &usize| {
            ties().any(|(at, tie)| tie.check == *check && alone.fits(at) == Some(false))
        };
        alone.tally.broken == 0
            && alone.tally.healed >= self.tally.healed
            && !outcome.open.iter().any(fails)
    }

    /// What the other figures explain.
    pub(super) fn outcome(&self) -> Outcome {
        let mut out = Outcome::default();
        let is_unit = self.times != Decimal::ONE;
        let all = self.whole.spots.iter().zip(&self.values).enumerate();
        let changed = all.filter(|(_, (spot, value))| spot.value != **value);
        let mut by_tie: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (at, (spot, _)) in changed {
            out.places.insert(spot.place);
            for (tie, _) in self.whole.ties_of.get(at).into_iter().flatten() {
                by_tie.entry(*tie).or_default().insert(at);
            }
        }
        for (at, spots) in by_tie {
            let Some(tie) = self.whole.ties.get(at).filter(|tie| tie.is_broken) else { continue };
            match self.fits(at) {
                Some(false) | None if tie.is_wanted => {}
                Some(true) if tie.is_equal() || self.is_met(at) => {
                    out.healed.push((tie.check, spots));
                }
                // in a greater unit figures are rounded
                Some(false) if is_unit && tie.is_close => out.open.push(tie.check),
                Some(false) if is_unit && tie.is_inside => {
                    out.aside.insert(tie.check);
                }
                Some(false) => out.left.push(tie.check),
                _ => out.open.push(tie.check),
            }
        }
        out
    }
}

/// What other figures of a table explain.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The places that have others.
    pub(super) places: BTreeSet<[usize; 3]>,
    /// Checks that come out, each with the places of it that have others.
    pub(super) healed: Vec<(usize, BTreeSet<usize>)>,
    /// Checks of which nothing is known, and those that still do not come out.
    pub(super) open: Vec<usize>,
    pub(super) left: Vec<usize>,
    /// Those that have nothing to do with it.
    pub(super) aside: BTreeSet<usize>,
}

impl Outcome {
    /// The two figures that stand in most of what comes out; none where these are not all of it.
    fn of_two(&self) -> Option<BTreeSet<usize>> {
        let mut rest: Vec<&BTreeSet<usize>> = self.healed.iter().map(|(_, spots)| spots).collect();
        let mut out = BTreeSet::new();
        while out.len() < 2 && !rest.is_empty() {
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            rest.iter().for_each(|own| {
                own.iter().for_each(|spot| *count.entry(*spot).or_default() += 1);
            });
            let (most, _) = count.into_iter().max_by_key(|(_, count)| *count)?;
            rest.retain(|own| !own.contains(&most));
            out.insert(most);
        }
        rest.is_empty().then_some(out)
    }
}

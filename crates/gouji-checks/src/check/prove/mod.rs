//! What would be told, were a printed figure another one (`gouji prove`).
//!
//! In: a document with what its checks came to. Out: [`Proved`]: for each printed figure every other
//! digit at each of its first three significant places, and what that change would come to. Nothing
//! is read or recognised again: a check that agrees has both sides as expressions over printed
//! figures, and these are worked again with the one figure replaced. Where more decides than the two
//! sides (one of several ways, conditions, rows that a table lacks), the evaluator is asked.
//!
//! Deliberately absent: chance, and a second recognition. Which columns are meant, and which reading
//! of a sentence, is taken to be as it is; what was chosen by its own agreement is corroborated
//! alone and tells nothing.

mod area;
mod ask;
mod change;
mod held;
mod sides;

use crate::check::evaluate::Evaluator;
use crate::check::run::works;
use crate::check::seen::place::FigurePlace;
use crate::check::seen::shared::Shared;
use crate::check::seen::world::World;
use area::Areas;
use ask::Asker;
use change::{changes, number_at};
use gouji_audit::audit::{
    Changes, Check, Coverage, Detection, Proved, ProvedFigure, ProvedKind, Severity, Verdict,
};
use gouji_forms::form::{FamilySlips, StructureCell};
use gouji_values::document::Span;
use gouji_values::hash::{QuickMap, QuickSet};
use gouji_values::number::{Decimal, Number, divide, multiply, scan_number};
use gouji_values::paper::Paper;
use held::{AgreedCheck, Outcome, held};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A printed figure, wherever it was read from.
struct Figure {
    span: Span,
    number: Number,
    /// Its places, each with its index among the figures that were read, and by how much one of the
    /// printed unit changes it there.
    places: Vec<(u32, FigurePlace, Decimal, Number)>,
}

/// What would be told of each figure of a document.
#[must_use]
pub fn prove(shared: &Arc<Shared>, checks: &[Check], coverage: &Coverage) -> Proved {
    let mut evaluator = works(shared);
    let held = held(shared, &mut evaluator, checks);
    let mut resting: QuickMap<u32, Vec<usize>> = QuickMap::default();
    let mut named: QuickSet<u32> = QuickSet::default();
    for (index, one) in held.iter().enumerate() {
        for start in starts(one.check) {
            resting.entry(start).or_default().push(index);
        }
    }
    for check in checks.iter().filter(|check| check.verdict == Verdict::Violation) {
        named.extend(starts(check));
    }
    let world = shared.world();
    let mut run = Run {
        areas: Areas::of(&world, checks, &held),
        slips: QuickMap::default(),
        asker: Asker::new(shared),
        world,
        evaluator,
        held,
    };
    let mut out: BTreeMap<u32, ProvedFigure> = BTreeMap::new();
    for figure in run.figures() {
        let own = resting.get(&figure.span.start).map_or(&[][..], Vec::as_slice);
        let mut proved = run.figure(&figure, own);
        if named.contains(&figure.span.start) {
            proved.told = Detection::Already;
        }
        out.insert(figure.span.start, proved);
    }
    for figure in coverage.unchecked.iter().filter(|figure| figure.counts()) {
        let is_something = |c: char| {
            gouji_values::number::fold(c).is_ascii_digit() && gouji_values::number::fold(c) != '0'
        };
        if figure.text.contains(is_something) && !out.contains_key(&figure.span.start) {
            let kind = run.kind(figure.span, &figure.text);
            out.insert(figure.span.start, untold(figure.span, figure.text.clone(), kind));
        }
    }
    Proved { figures: out.into_values().collect() }
}

/// A figure that nothing would be told of.
fn untold(span: Span, text: ecow::EcoString, kind: ProvedKind) -> ProvedFigure {
    let (told, changes) = (Detection::Never, Changes::default());
    ProvedFigure { span, text, kind, told, changes, checks: Vec::new() }
}

/// Where the figures of a check begin that stand in the document itself.
fn starts(check: &Check) -> impl Iterator<Item = u32> + '_ {
    check.places().filter(|(_, document)| document.is_none()).map(|(span, _)| span.start)
}

struct Run<'a> {
    world: World<'a>,
    evaluator: Evaluator<'a>,
    held: Vec<AgreedCheck<'a>>,
    areas: Areas<'a>,
    /// For each form how its own relations would stand.
    slips: QuickMap<usize, FamilySlips>,
    asker: Asker<'a>,
}

impl Run<'_> {
    /// The figures that were read, in order.
    fn figures(&self) -> Vec<Figure> {
        let mut out: BTreeMap<u32, Figure> = BTreeMap::new();
        for (index, place) in self.evaluator.printed.iter().enumerate() {
            let Some(number) = number_at(&self.world, *place).filter(|one| !one.value.is_zero())
            else {
                continue;
            };
            let figure = self.evaluator.figures.get(index).copied().flatten();
            let times = figure.and_then(|figure| divide(figure.value, number.value));
            let (Some((times, _)), Ok(index)) = (times, u32::try_from(index)) else { continue };
            let (span, _) = self.world.span(*place);
            let known =
                out.entry(span.start).or_insert(Figure { span, number, places: Vec::new() });
            // of what is read in two ways each other digit stands for itself in both
            if known.number.value.abs() == number.value.abs() {
                let sign = if number.value.is_sign_negative() { -times } else { times };
                known.places.push((index, *place, sign, number));
            }
        }
        out.into_values().collect()
    }

    fn kind(&self, span: Span, text: &str) -> ProvedKind {
        let tables = &self.world.page.document.tables;
        let at = tables.partition_point(|table| table.span.start <= span.start).checked_sub(1);
        if at.and_then(|at| tables.get(at)).is_some_and(|table| table.span.covers(span)) {
            return ProvedKind::Table;
        }
        let units = &self.world.ruleset.vocabulary.units;
        let unit = text.char_indices().find_map(|(at, c)| {
            let found =
                gouji_values::number::is_digit(c).then(|| scan_number(text.get(at..)?, units));
            found.map(|found| found.and_then(|found| found.number.unit))
        });
        let weighs = |unit| units.get(unit).money || units.get(unit).ratio;
        if unit.flatten().is_some_and(weighs) { ProvedKind::Prose } else { ProvedKind::Count }
    }

    /// What would be told of a figure on which some checks that agree rest.
    fn figure(&mut self, figure: &Figure, resting: &[usize]) -> ProvedFigure {
        let place = figure.places.first().map(|(_, place, ..)| *place);
        let text: ecow::EcoString =
            place.map(|place| self.world.printed(place).text).unwrap_or_default().into();
        let kind = self.kind(figure.span, &text);
        let mut out = untold(figure.span, text, kind);
        let checks = resting.iter().filter_map(|at| self.held.get(*at));
        out.checks = checks.filter_map(|one| u32::try_from(one.at).ok()).collect();
        let in_doubt = resting.iter().any(|at| self.areas.touch(*at));
        for (at, step) in changes(&figure.number).into_iter().enumerate() {
            let bit = 1_u32 << at;
            match self.change(figure, resting, step, in_doubt) {
                (Some(Severity::Info), _) => out.changes.hinted |= bit,
                (Some(_), _) => out.changes.loud |= bit,
                (None, true) => out.changes.hidden |= bit,
                (None, false) => out.changes.silent |= bit,
            }
        }
        out.told = out.changes.told();
        out
    }

    /// What tells a change, and whether rounding hides it where nothing does.
    fn change(
        &mut self,
        figure: &Figure,
        resting: &[usize],
        step: Decimal,
        in_doubt: bool,
    ) -> (Option<Severity>, bool) {
        let shift: Option<Vec<(u32, Decimal)>> = figure
            .places
            .iter()
            .map(|(index, _, times, _)| Some((*index, multiply(step, *times)?)))
            .collect();
        let Some(shift) = shift else { return (None, false) };
        let (mut told, mut is_hidden) = (None, false);
        let mut broken: Vec<(usize, Option<Decimal>)> = Vec::new();
        let mut asked: Vec<usize> = Vec::new();
        for at in resting {
            let Some(one) = self.held.get(*at) else { continue };
            match one.outcome(&self.evaluator, &shift) {
                Outcome::Same => {}
                Outcome::Hidden => is_hidden = true,
                Outcome::Ask => asked.push(*at),
                Outcome::Broken(severity, by) => {
                    if one.structure.is_some() && !self.is_borne_out(*at, figure) {
                        continue;
                    }
                    if in_doubt {
                        broken.push((*at, by));
                    } else {
                        told = told.max(Some(severity));
                        if severity > Severity::Info {
                            return (told, is_hidden);
                        }
                    }
                }
            }
        }
        for at in asked {
            if told > Some(Severity::Info) {
                break;
            }
            if !self.ask(at, figure, step) {
                continue;
            }
            if in_doubt {
                broken.push((at, None));
            } else {
                told = told.max(self.held.get(at).map(|one| one.weight));
            }
        }
        if in_doubt {
            self.areas.silence(figure.span.start, &self.held, &mut broken);
            let left = broken.iter().filter_map(|(at, _)| self.held.get(*at));
            told = told.max(left.map(|one| one.weight).max());
        }
        (told, is_hidden)
    }

    /// Whether a check would not hold with a figure that is another one by a step.
    fn ask(&mut self, at: usize, figure: &Figure, step: Decimal) -> bool {
        let Some(one) = self.held.get(at).filter(|one| !one.is_silent) else { return false };
        let Some(rule) = one.rule else { return false };
        let number = |(_, place, _, number): &(u32, FigurePlace, Decimal, Number)| {
            let step = if number.value.is_sign_negative() { -step } else { step };
            (*place, number.value + step)
        };
        let numbers: Vec<(FigurePlace, Decimal)> = figure.places.iter().map(number).collect();
        self.asker.verdict(rule, one.check, &numbers) == Some(Verdict::Violation)
    }

    /// Whether a sum that a table itself tells would still be one.
    fn is_borne_out(&mut self, at: usize, figure: &Figure) -> bool {
        let told = self.held.get(at).and_then(|one| one.structure);
        let Some((form, structure, stated)) = told else { return true };
        let world = self.world;
        let slips = self.slips.entry(form).or_insert_with(|| {
            world.filled(Paper::OWN, form).map_or_else(FamilySlips::default, |filled| {
                FamilySlips::of(&filled.sides, &filled.structure)
            })
        });
        figure.places.iter().any(|(_, place, ..)| match *place {
            FigurePlace::Cell { form: own, side, row, column, .. } if own == form => {
                slips.bears(structure, stated, StructureCell { side, row, column })
            }
            _ => false,
        })
    }
}

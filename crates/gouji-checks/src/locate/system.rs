//! The checks of a document as rows over its figures, in exact integers.
//!
//! A figure that several checks read is one cell. An equality or inequality whose sides are linear
//! is a row; so is one with a quotient, multiplied out: that is exact while one figure changes, and
//! the evaluator has the last word anyway (`cause`). All other checks are only asked what they
//! would say.

use super::figure_cell::FigureCell;
use super::linear::{Linear, LinearSide, form, opened, side};
use super::repair::{LinearBound, NO_END, System};
use crate::check::{Checked, FigurePlace, Sources, World};
use gouji_audit::audit::{Check, CheckRelation, CheckedAt, FigureRole, Severity, Verdict};
use gouji_forms::form::Proof;
use gouji_rules::ruleset::RuleKind;
use gouji_values::document::Span;
use gouji_values::hash::QuickMap;
use gouji_values::number::{Decimal, Figure, divide, multiply};
use gouji_values::paper::Paper;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// For each figure its cell and whether it is the opposite of it, once that is known: `None` within
/// for one that has none.
type CellOf = Vec<Option<Option<(usize, bool)>>>;

/// Checks are taken apart in batches of this size, and rows are made of each batch: a form takes more room than a row.
const AT_ONCE: usize = 4096;

/// The rows of a document, and where they come from.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Rows over cells.
    pub system: System,
    /// The cells.
    pub cells: Vec<FigureCell>,
    /// For each row whether it is linear as it stands, not multiplied out.
    pub is_linear: Vec<bool>,
    /// For each row that is multiplied out the cell that the quotient gives, where that is one.
    pub derived: Vec<Option<usize>>,
    /// For each row its check; none has the number of those of last year's document.
    pub check_of: Vec<usize>,
    /// For each check its row.
    pub row_of: BTreeMap<usize, usize>,
    /// From this row on there are limits that are passed: they belong to whatever mends them, but
    /// accuse no figure.
    pub limits_from: usize,
    /// Checks that agree because their figures were found by their values: were a figure another
    /// one, another would have been found. They are no evidence.
    pub found_by_value: BTreeSet<usize>,
    /// Of a large document only what is around the violated checks is in it.
    pub is_partial: bool,
    /// The first cell that stands at a place.
    by_place: QuickMap<(u32, u32), u32>,
}

/// The same place of a document beside; parts, captions, years, whole sentences are never asked for.
fn of_paper(place: FigurePlace, paper: Paper) -> Option<FigurePlace> {
    match place {
        FigurePlace::Cell { form, side, row, column, .. } => {
            Some(FigurePlace::Cell { paper, form, side, row, column })
        }
        FigurePlace::CellCapture { form, side, row, capture, .. } => {
            Some(FigurePlace::CellCapture { paper, form, side, row, capture })
        }
        FigurePlace::Capture { statement, item, capture, .. } => {
            Some(FigurePlace::Capture { paper, statement, item, capture })
        }
        FigurePlace::PartCapture { .. }
        | FigurePlace::Caption { .. }
        | FigurePlace::Year
        | FigurePlace::Sentence { .. }
        | FigurePlace::Paragraph { .. } => None,
    }
}

/// A place as it is looked up: 0 for the document itself, and where it begins.
fn place_key(document: Option<usize>, start: u32) -> (u32, u32) {
    (document.map_or(0, |document| u32::try_from(document + 1).unwrap_or(u32::MAX)), start)
}

/// The checks that agree because their figures were found by their values.
fn found_by_value(world: &World<'_>, checks: &[Check]) -> BTreeSet<usize> {
    let is_so = |check: &Check| {
        let CheckedAt::Sentence(statement, ..) = check.at else { return false };
        check.verdict.agrees()
            && world
                .statement(Paper::OWN, statement as usize)
                .is_some_and(|said| said.proof == Proof::Value)
    };
    checks.iter().enumerate().filter(|(_, check)| is_so(check)).map(|(at, _)| at).collect()
}

/// Whether a check is no evidence: of several ways one is enough, and which one was meant is not known; what a hint asks need not be, so
/// that it accuses nobody, and where it holds it clears nobody.
fn is_vague(check: &Check, alternatives: &BTreeSet<&str>) -> bool {
    let is_only_way = || check.detail.as_ref().is_some_and(|detail| detail.is_only_way);
    let is_one_way = || alternatives.contains(check.rule.as_str()) && !is_only_way();
    check.severity == Severity::Info || check.verdict == Verdict::Violation && is_one_way()
}

/// Leaves no more room to a row than so many units of its figures.
fn may_be_off(row: &mut LinearBound, units: u128) {
    let factor = row.terms.first().map_or(0, |(_, factor)| factor.abs());
    let open = i128::try_from(units)
        .ok()
        .and_then(|units| units.checked_mul(2)?.checked_mul(factor))
        .unwrap_or(0);
    (row.low, row.high) = (row.low.max(-open), row.high.min(open));
}

impl Rows {
    /// The rows of the checks; those in `left_out` are no evidence.
    #[must_use]
    pub(crate) fn of(world: &World<'_>, checked: &Checked, left_out: &BTreeSet<usize>) -> Self {
        let Checked { checks, sources, around, .. } = checked;
        let mut out = Self {
            cells: Vec::with_capacity(sources.places.len()),
            is_partial: around.is_some(),
            ..Self::default()
        };
        let found_by_value = found_by_value(world, checks);
        // what stands elsewhere, or is printed nowhere, is taken as right
        let may_be_wrong = |index: u32| {
            let place = usize::try_from(index).ok().and_then(|at| sources.places.get(at));
            let is_near = |place: &&FigurePlace| {
                around.as_ref().is_none_or(|around| around.has(world.span(**place).0))
            };
            place.filter(is_near).is_some_and(|place| !world.is_unprinted(*place))
        };
        let mut cell_of: CellOf = vec![None; sources.figures.len()];
        let alternatives: BTreeSet<&str> = world
            .ruleset
            .rules
            .iter()
            .filter(|rule| rule.kind == RuleKind::Any)
            .map(|rule| rule.id.as_str())
            .collect();
        let linear = |(at, check): (usize, &Check)| {
            if check.verdict == Verdict::Unchecked
                || is_vague(check, &alternatives)
                || left_out.contains(&at)
                || found_by_value.contains(&at)
            {
                None
            } else {
                form(sources, check)
            }
        };
        let (mut rows, mut limits) = (Vec::new(), Vec::new());
        for (chunk, some) in checks.chunks(AT_ONCE).enumerate() {
            let at = |own: usize| chunk * AT_ONCE + own;
            let forms = some
                .par_iter()
                .enumerate()
                .with_min_len(100)
                .map(|(own, check)| linear((at(own), check)));
            let forms: Vec<Option<(Linear, bool)>> = forms.collect();
            for (form, _) in forms.iter().flatten() {
                for (index, _) in form.terms.iter().filter(|(index, _)| may_be_wrong(*index)) {
                    if out.known_cell(world, sources, *index, &mut cell_of).is_none() {
                        break;
                    }
                }
            }
            let row = |(own, (check, form)): (usize, (&Check, &Option<(Linear, bool)>))| {
                let mut row =
                    out.row(sources, &form.as_ref()?.0, check.relation, &cell_of, &may_be_wrong)?;
                if let Some(units) = checked.improbable.get(&at(own)) {
                    may_be_off(&mut row, *units);
                }
                let is_violated = check.verdict == Verdict::Violation;
                // a figure alone that must be a certain number: what a rule demands is no print of
                // it
                let is_demand = is_violated && row.terms.len() < 2;
                (row.holds(row.residual) != is_violated && !is_demand).then_some(row)
            };
            let made: Vec<Option<LinearBound>> =
                some.par_iter().zip(&forms).enumerate().with_min_len(100).map(row).collect();
            for (own, (form, row)) in forms.into_iter().zip(made).enumerate() {
                let (Some((_, is_linear)), Some(row)) = (form, row) else { continue };
                // what is more than it may be need not be printed wrong
                if checks.get(at(own)).is_some_and(|check| {
                    check.relation != CheckRelation::Equal && check.verdict == Verdict::Violation
                }) {
                    limits.push((at(own), is_linear, row));
                    continue;
                }
                out.row_of.insert(at(own), rows.len());
                out.check_of.push(at(own));
                out.is_linear.push(is_linear);
                rows.push(row);
            }
        }
        out.limits_from = rows.len();
        out.found_by_value = found_by_value;
        for (at, is_linear, row) in limits {
            out.row_of.insert(at, rows.len());
            out.check_of.push(at);
            out.is_linear.push(is_linear);
            rows.push(row);
        }
        out.read_again(world, sources, &mut cell_of);
        let derived = |(at, is_linear): (&usize, &bool)| {
            if *is_linear { None } else { out.stated(checks.get(*at)?) }
        };
        out.derived = out.check_of.iter().zip(&out.is_linear).map(derived).collect();
        out.system = System::new(rows, out.cells.len());
        out
    }

    /// Other readings of the figures that stand in rows: what does not hold and is no row may read
    /// them, too.
    fn read_again(&mut self, world: &World<'_>, sources: &Sources, cell_of: &mut CellOf) {
        for (at, place) in sources.places.iter().enumerate() {
            if cell_of.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let (span, document) = world.span(*place);
            if self.by_place.contains_key(&place_key(document, span.start))
                && let Ok(index) = u32::try_from(at)
            {
                self.known_cell(world, sources, index, cell_of);
            }
        }
    }

    /// Leaves out the limits that are passed: what they belong to is known.
    pub(crate) fn drop_limits(&mut self) {
        let from = self.limits_from;
        if from < self.check_of.len() {
            self.check_of.truncate(from);
            self.is_linear.truncate(from);
            self.derived.truncate(from);
            self.row_of.retain(|_, row| *row < from);
            let mut rows = std::mem::take(&mut self.system).rows;
            rows.truncate(from);
            self.system = System::new(rows, self.cells.len());
        }
    }

    /// Takes in the sums of a document beside that hold, where they say something of its figures
    /// that stand in a row already: whoever accuses one of these has to break them.
    pub(crate) fn take_in(&mut self, world: &World<'_>, paper: Paper, before: Checked) {
        let known: BTreeSet<(Option<usize>, u32)> = self
            .cells
            .iter()
            .filter(|cell| cell.document.is_some())
            .map(|cell| (cell.document, cell.span.start))
            .collect();
        if known.is_empty() {
            return;
        }
        let Sources { arena, places, figures } = before.sources;
        // a place that is never asked for in a document beside is of no figure
        let nowhere = (FigurePlace::Sentence { statement: usize::MAX }, None);
        let places = places.into_iter().map(|place| of_paper(place, paper)).zip(figures);
        let (places, figures) =
            places.map(|(place, figure)| place.map_or(nowhere, |place| (place, figure))).unzip();
        let sources = Sources { arena, places, figures };
        let is_known = |index: u32| {
            let place = usize::try_from(index).ok().and_then(|at| sources.places.get(at));
            place.is_some_and(|place| {
                let (span, document) = world.span(*place);
                known.contains(&(document, span.start))
            })
        };
        let mut cell_of: CellOf = vec![None; sources.figures.len()];
        let mut rows = std::mem::take(&mut self.system).rows;
        let held = before
            .checks
            .iter()
            .filter(|check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding));
        for check in held.filter(|check| check.relation == CheckRelation::Equal) {
            let Some((form, is_linear)) = form(&sources, check)
                .filter(|(form, _)| form.terms.iter().any(|(index, _)| is_known(*index)))
            else {
                continue;
            };
            for (index, _) in &form.terms {
                self.known_cell(world, &sources, *index, &mut cell_of);
            }
            let Some(row) = self
                .row(&sources, &form, check.relation, &cell_of, &|_| true)
                .filter(|row| row.holds(row.residual))
            else {
                continue;
            };
            self.check_of.push(usize::MAX);
            self.is_linear.push(is_linear);
            self.derived.push(None);
            rows.push(row);
        }
        self.system = System::new(rows, self.cells.len());
    }

    /// The cell of a check's stated figure.
    fn stated(&self, check: &Check) -> Option<usize> {
        let figure = check.figures().find(|figure| figure.role == FigureRole::Stated)?;
        self.at(figure.document(), figure.span()).next()
    }

    /// The cells that a check shows.
    pub(crate) fn cells_of<'a>(&'a self, check: &'a Check) -> impl Iterator<Item = usize> + 'a {
        check.places().flat_map(|(span, document)| self.at(document, span))
    }

    /// The cells at a place of the text.
    pub(crate) fn at(&self, document: Option<usize>, span: Span) -> impl Iterator<Item = usize> {
        let first = self.by_place.get(&place_key(document, span.start)).copied();
        std::iter::successors(first, |at| self.cells.get(*at as usize)?.next).map(|at| at as usize)
    }

    /// The cell of a figure, made where it is not yet known.
    fn known_cell(
        &mut self,
        world: &World<'_>,
        sources: &Sources,
        index: u32,
        cell_of: &mut CellOf,
    ) -> Option<(usize, bool)> {
        let at = usize::try_from(index).ok()?;
        let figure = sources.figures.get(at).copied().flatten()?;
        *cell_of.get_mut(at)?.get_or_insert_with(|| self.cell(world, sources, index, &figure))
    }

    /// A form over figures as a row over the cells of those that may be wrong.
    fn row(
        &self,
        sources: &Sources,
        form: &Linear,
        relation: CheckRelation,
        cell_of: &CellOf,
        may_be_wrong: &impl Fn(u32) -> bool,
    ) -> Option<LinearBound> {
        let mut residual = form.constant;
        // factor of each cell for half a unit of its last place, and what rounding leaves open
        let mut terms: Vec<(usize, Decimal)> = Vec::with_capacity(form.terms.len());
        let (mut least, mut most) = form.open;
        for (index, factor) in &form.terms {
            let at = usize::try_from(*index).ok()?;
            let figure = sources.figures.get(at).copied().flatten()?;
            residual = residual.checked_add(multiply(*factor, figure.value)?)?;
            let open = opened((least, most), *factor, figure.value, &figure.interval)?;
            (least, most) = open;
            if !may_be_wrong(*index) {
                continue;
            }
            let (cell, negated) = cell_of.get(at).copied().flatten().flatten()?;
            let half = multiply(self.cells.get(cell)?.ulp, Decimal::new(5, 1))?;
            let factor = multiply(*factor, half)?;
            terms.push((cell, if negated { -factor } else { factor }));
        }
        if terms.is_empty() {
            return None;
        }
        let mut slack = self.slack(sources, form, cell_of, may_be_wrong).unwrap_or_default();
        let numbers = terms.iter_mut().chain(&mut slack).map(|(_, number)| number);
        numbers.chain([&mut residual, &mut least, &mut most]).for_each(Decimal::normalize_assign);
        let numbers = terms.iter().chain(&slack).map(|(_, number)| *number);
        let scale = numbers.chain([residual, least, most]).map(|value| value.scale()).max()?;
        let whole = |value: Decimal| {
            value
                .mantissa()
                .checked_mul(10_i128.checked_pow(scale - value.scale())?)
                .filter(|whole| whole.abs() < NO_END >> 16)
        };
        let all = |list: &[(usize, Decimal)]| {
            list.iter()
                .map(|(cell, number)| Some((*cell, whole(*number)?)))
                .collect::<Option<Vec<_>>>()
        };
        let (terms, slack) = (all(&terms)?, all(&slack)?);
        let (low, high) = match relation {
            CheckRelation::Equal => (-whole(most)?, -whole(least)?),
            CheckRelation::AtMost | CheckRelation::Less => (-NO_END, -whole(least)?),
            CheckRelation::AtLeast | CheckRelation::Greater => (-whole(most)?, NO_END),
            CheckRelation::NotEqual | CheckRelation::Meets => return None,
        };
        Some(LinearBound { terms, residual: whole(residual)?, low, high, slack })
    }

    /// Of a quotient what rounding leaves open grows with its base: by how much for half a unit of
    /// each cell of the base, and for half a unit of the quotient itself.
    fn slack(
        &self,
        sources: &Sources,
        form: &Linear,
        cell_of: &CellOf,
        may_be_wrong: &impl Fn(u32) -> bool,
    ) -> Option<Vec<(usize, Decimal)>> {
        let Some(factors) = &form.factors else { return Some(Vec::new()) };
        let mut out = Vec::new();
        for (of, by) in [(&factors.0, &factors.1), (&factors.1, &factors.0)] {
            let open = by.open(sources)?;
            let is_negative = of.value(sources)?.is_sign_negative();
            for (index, factor) in of.terms.iter().filter(|(index, _)| may_be_wrong(*index)) {
                let (cell, negated) =
                    cell_of.get(usize::try_from(*index).ok()?).copied().flatten().flatten()?;
                let half = multiply(self.cells.get(cell)?.ulp, Decimal::new(5, 1))?;
                let more = multiply(multiply(*factor, half)?, open)?;
                out.push((cell, if negated == is_negative { more } else { -more }));
            }
        }
        Some(out)
    }

    /// The cell of a printed figure: the one that stands there already, if it has the same number
    /// or its opposite.
    fn cell(
        &mut self,
        world: &World<'_>,
        sources: &Sources,
        index: u32,
        figure: &Figure,
    ) -> Option<(usize, bool)> {
        let place = *sources.places.get(usize::try_from(index).ok()?)?;
        let (span, document) = world.span(place);
        let ulp = figure.ulp.filter(|ulp| !ulp.is_zero())?;
        let number = whole_number(divide(figure.value, ulp)?.0)?;
        let key = place_key(document, span.start);
        let (mut last, mut next) = (None, self.by_place.get(&key).copied());
        while let Some(cell) = next.and_then(|at| self.cells.get_mut(at as usize)) {
            if cell.ulp == ulp && (cell.number == number || cell.number == -number) {
                let negated = cell.number != number;
                cell.places.push((place, negated));
                return Some((next? as usize, negated));
            }
            (last, next) = (next, cell.next);
        }
        let times =
            figure.unit.map_or(Decimal::ONE, |unit| world.ruleset.vocabulary.units.get(unit).times);
        let decimals = divide(ulp, times)?.0.normalize().scale();
        let shown = world.printed_value(place);
        let lost = decimals.saturating_sub(shown.map_or(0, |value| value.scale()));
        let is_worded = number < 0 && shown.is_some_and(|value| !value.is_sign_negative());
        let at = self.cells.len();
        let index = u32::try_from(at).ok()?;
        match last.and_then(|last| self.cells.get_mut(last as usize)) {
            Some(last) => last.next = Some(index),
            None => {
                self.by_place.insert(key, index);
            }
        }
        let is_doubtful = world.is_doubtful(place);
        let places = vec![(place, false)];
        self.cells.push(FigureCell {
            places,
            span,
            document,
            is_doubtful,
            number,
            decimals,
            lost,
            is_worded,
            ulp,
            next: None,
        });
        Some((at, false))
    }
}

/// Of a check that adds up figures of one last place, each rounded by itself: how many addends may
/// have been rounded, by how many units of that place the stated figure is off, and where it stands.
#[must_use]
pub(crate) fn sum_of(sources: &Sources, check: &Check) -> Option<(usize, i128, FigurePlace)> {
    let (LinearSide::Linear(stated), LinearSide::Linear(computed)) =
        (side(&sources.arena, check.sides?.stated)?, side(&sources.arena, check.sides?.computed)?)
    else {
        return None;
    };
    let [(index, factor)] = stated.terms.as_slice() else { return None };
    let figure = |index: u32| sources.figures.get(usize::try_from(index).ok()?).copied().flatten();
    let ulp = figure(*index)?.ulp?;
    let is_alike = |figure: &Figure| {
        figure.ulp == Some(ulp) && (!figure.interval.is_exact() || figure.value.is_zero())
    };
    let (mut addends, mut zeros, mut largest) = (0, 0, Decimal::ZERO);
    for (other, own) in &computed.terms {
        let figure = figure(*other).filter(is_alike)?;
        if own.abs() != factor.abs() {
            return None;
        }
        let is_zero = figure.value.is_zero();
        (addends, zeros) = (addends + usize::from(!is_zero), zeros + usize::from(is_zero));
        largest = largest.max(figure.value.abs());
    }
    // beside amounts of a few units of the last place one may be less than such a unit
    if largest < ulp * Decimal::ONE_HUNDRED {
        addends += zeros;
    }
    let off = stated.value(sources)?.checked_sub(computed.value(sources)?)?;
    let off = whole_number(divide(off, multiply(ulp, factor.abs())?)?.0)?;
    figure(*index).filter(is_alike)?;
    Some((addends, off, *sources.places.get(usize::try_from(*index).ok()?)?))
}

fn whole_number(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    (value.scale() == 0).then(|| value.mantissa())
}

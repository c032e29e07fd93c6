//! Chooses ways for the open lines of one form by the identities within its rows and down its
//! columns.

use super::identity::{ColumnIdentity, RowIdentity, column_identities, row_identities};
use gouji_forms::form::{Content, FilledForm, OpenLine};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::Ruleset;
use gouji_values::number::{Decimal, cell_number, multiply, ulp};
use std::collections::{BTreeMap, BTreeSet};

/// Combinations of ways that are tried for one identity at most.
const COMBINATIONS: usize = 20_000;
/// Sets of columns that are tried at most.
const SETS: usize = 40;

/// The way that a line was given, and what chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChosenWay {
    pub(super) way: usize,
    /// Rule that chose it, where it was one within the form.
    pub(super) rule: Option<String>,
    /// Which of the rule's identities.
    pub(super) cause: Option<usize>,
    /// The ways that it was chosen from.
    pub(super) among: Vec<usize>,
}

/// A place: side (or repetition) and column.
type Place = (usize, usize);

/// Open lines of a form with what is known about it.
pub(super) struct Problem<'a> {
    filled: &'a FilledForm,
    lines: &'a [OpenLine],
    /// Value and half a unit of the last place of each figure, by line.
    values: Vec<Vec<(Decimal, Decimal)>>,
    /// Ways of each line that satisfy most of its row's identities, and the rule that told them
    /// apart.
    kept: Vec<(Vec<usize>, Option<String>)>,
    columns: Vec<ColumnIdentity>,
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        filled: &'a FilledForm,
        lines: &'a [OpenLine],
        ruleset: &Ruleset,
        context: &Context<'_>,
    ) -> Self {
        let values = lines
            .iter()
            .map(|line| {
                line.figures
                    .iter()
                    .map(|(text, _)| {
                        match cell_number(text.text.trim(), &context.vocabulary.units) {
                            Some(number) if !(number.value.is_zero() && number.decimals == 0) => {
                                (number.value, ulp(number.decimals) * Decimal::new(5, 1))
                            }
                            Some(number) => (number.value, Decimal::ZERO),
                            None => (Decimal::ZERO, Decimal::ZERO),
                        }
                    })
                    .collect()
            })
            .collect();
        let mut out = Self { filled, lines, values, kept: Vec::new(), columns: Vec::new() };
        let rows = row_identities(ruleset, filled.form);
        out.kept = (0..lines.len()).map(|line| out.best_ways(line, &rows)).collect();
        out.columns = filled
            .sides
            .iter()
            .enumerate()
            .flat_map(|(side, content)| column_identities(ruleset, filled.form, side, content))
            .collect();
        out
    }

    fn group_of(&self, line: &OpenLine, side: usize, row: usize) -> Option<usize> {
        (0..line.rows.len()).find(|group| line.place(*group) == Some((side, row)))
    }

    /// The figure that a way puts at a place, if any.
    fn value(&self, line: usize, way: usize, place: Place) -> Option<(Decimal, Decimal)> {
        let ways = self.lines.get(line)?.ways.get(way)?;
        let at = ways.iter().position(|known| *known == place)?;
        self.values.get(line)?.get(at).copied()
    }

    /// Whether a way may leave a figure at a place or not: then the cell is not a closed one.
    fn is_open(&self, line: usize, place: Place) -> bool {
        self.lines
            .get(line)
            .is_some_and(|line| line.ways.iter().flatten().any(|known| *known == place))
    }

    fn closed(&self, side: usize, row: usize, column: usize) -> Option<(Decimal, Decimal)> {
        match &self.filled.sides.get(side)?.rows.get(row)?.cells.get(column)?.content {
            Content::Number(number) if number.value.is_zero() && number.decimals == 0 => {
                Some((number.value, Decimal::ZERO))
            }
            Content::Number(number) => {
                Some((number.value, ulp(number.decimals) * Decimal::new(5, 1)))
            }
            _ => None,
        }
    }

    /// The ways of a line that satisfy most identities of its rows.
    fn best_ways(&self, line: usize, identities: &[RowIdentity]) -> (Vec<usize>, Option<String>) {
        let Some(open) = self.lines.get(line) else {
            return (Vec::new(), None);
        };
        let mut scores: Vec<(i32, Option<&str>)> = Vec::new();
        for way in 0..open.ways.len() {
            let mut score = 0;
            let mut by = None;
            for group in 0..open.rows.len() {
                let Some((side, row)) = open.place(group) else { continue };
                for identity in identities
                    .iter()
                    .filter(|identity| identity.side.is_none_or(|wanted| wanted == side))
                {
                    let figure = |column: usize| {
                        if self.is_open(line, (group, column)) {
                            self.value(line, way, (group, column))
                        } else {
                            self.closed(side, row, column)
                        }
                    };
                    match satisfied(&identity.terms, &figure) {
                        Some(true) => {
                            score += 1;
                            by = by.or(Some(identity.rule.as_str()));
                        }
                        Some(false) => score -= 1,
                        None => {}
                    }
                }
            }
            scores.push((score, by));
        }
        let best = scores.iter().map(|(score, _)| *score).max().unwrap_or(0);
        let kept: Vec<usize> = scores
            .iter()
            .enumerate()
            .filter(|(_, (score, _))| *score == best)
            .map(|(way, _)| way)
            .collect();
        let by = if kept.len() < scores.len() && best > 0 {
            kept.first().and_then(|way| scores.get(*way)).and_then(|(_, by)| by.map(str::to_owned))
        } else {
            None
        };
        (kept, by)
    }

    /// One choice of ways for each set of columns that could be the filled ones.
    pub(super) fn solutions(&self) -> Vec<Vec<Option<ChosenWay>>> {
        let mut out: Vec<Vec<Option<ChosenWay>>> = Vec::new();
        for set in self.column_sets() {
            let chosen = self.solve(&set);
            let ways = |chosen: &[Option<ChosenWay>]| {
                chosen
                    .iter()
                    .map(|chosen| chosen.as_ref().map(|chosen| chosen.way))
                    .collect::<Vec<_>>()
            };
            if chosen.iter().any(Option::is_some)
                && !out.iter().any(|known| ways(known) == ways(&chosen))
            {
                out.push(chosen);
            }
        }
        out
    }

    /// Columns that stay empty in a whole table are usual: small sets of columns that have a way
    /// for every line.
    fn column_sets(&self) -> Vec<BTreeSet<Place>> {
        let mut closed: BTreeSet<Place> = BTreeSet::new();
        for (side, content) in self.filled.sides.iter().enumerate() {
            for row in &content.rows {
                closed.extend(
                    row.cells
                        .iter()
                        .enumerate()
                        .filter(|(_, slot)| matches!(slot.content, Content::Number(_)))
                        .map(|(column, _)| (side, column)),
                );
            }
        }
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.sort_by_key(|line| {
            std::cmp::Reverse(self.lines.get(*line).map_or(0, |line| line.figures.len()))
        });
        let mut sets: Vec<BTreeSet<Place>> = vec![closed];
        for line in order {
            let (Some(open), Some((kept, _))) = (self.lines.get(line), self.kept.get(line)) else {
                continue;
            };
            let mut next: Vec<BTreeSet<Place>> = Vec::new();
            for set in &sets {
                let ways = || kept.iter().filter_map(|way| open.ways.get(*way));
                if ways().any(|way| way.iter().all(|place| set.contains(place))) {
                    if !next.contains(set) {
                        next.push(set.clone());
                    }
                    continue;
                }
                for way in ways() {
                    let mut larger = set.clone();
                    larger.extend(way.iter().copied());
                    if !next.contains(&larger) {
                        next.push(larger);
                    }
                }
            }
            next.sort_by_key(BTreeSet::len);
            next.truncate(SETS);
            sets = next;
        }
        sets
    }

    fn solve(&self, set: &BTreeSet<Place>) -> Vec<Option<ChosenWay>> {
        let allowed: Vec<Vec<usize>> = self
            .lines
            .iter()
            .zip(&self.kept)
            .map(|(line, (kept, _))| {
                kept.iter()
                    .copied()
                    .filter(|way| {
                        line.ways
                            .get(*way)
                            .is_some_and(|way| way.iter().all(|place| set.contains(place)))
                    })
                    .collect()
            })
            .collect();
        let within = |line: &OpenLine| -> Vec<usize> {
            (0..line.ways.len())
                .filter(|way| {
                    line.ways
                        .get(*way)
                        .is_some_and(|way| way.iter().all(|place| set.contains(place)))
                })
                .collect()
        };
        let mut chosen: Vec<Option<ChosenWay>> = Vec::new();
        for ((line, ways), (kept, by)) in self.lines.iter().zip(&allowed).zip(&self.kept) {
            let [way] = ways.as_slice() else {
                chosen.push(None);
                continue;
            };
            // where the filled columns alone leave one way, the row's identity did not choose it
            // and stays evidence
            let all = within(line);
            let by_row = all.len() > 1;
            chosen.push(Some(if by_row {
                ChosenWay { way: *way, rule: by.clone(), cause: None, among: all }
            } else {
                ChosenWay { way: *way, rule: None, cause: None, among: kept.clone() }
            }));
        }
        // each identity down a column may settle lines that another one then builds on
        for _ in 0..6 {
            let mut progress = false;
            for (cause, identity) in self.columns.iter().enumerate() {
                progress |= self.apply(cause, identity, &allowed, &mut chosen);
            }
            if !progress {
                break;
            }
        }
        chosen
    }

    /// Gives the open lines of one identity their ways where exactly one combination satisfies it.
    fn apply(
        &self,
        cause: usize,
        identity: &ColumnIdentity,
        allowed: &[Vec<usize>],
        chosen: &mut [Option<ChosenWay>],
    ) -> bool {
        // row of the identity → line that is open there
        let mut at: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (row, _) in &identity.terms {
            for (index, line) in self.lines.iter().enumerate() {
                if let Some(group) = self.group_of(line, identity.side, *row) {
                    at.insert(*row, (index, group));
                }
            }
        }
        let mut unknown: Vec<usize> = at
            .values()
            .map(|(line, _)| *line)
            .filter(|line| chosen.get(*line).is_some_and(Option::is_none))
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        if unknown.is_empty() {
            return false;
        }
        let size = unknown.iter().try_fold(1_usize, |size, line| {
            size.checked_mul(allowed.get(*line).map_or(0, Vec::len))
                .filter(|size| *size <= COMBINATIONS)
        });
        if size.is_none_or(|size| size == 0) {
            return false;
        }
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        for line in &unknown {
            let places =
                self.lines.get(*line).into_iter().flat_map(|line| line.ways.iter().flatten());
            columns.extend(places.map(|(_, column)| *column));
        }
        let mut pick = vec![0_usize; unknown.len()];
        let mut found: Option<Vec<usize>> = None;
        loop {
            let way_of = |line: usize| match unknown.iter().position(|known| *known == line) {
                Some(i) => pick.get(i).and_then(|pick| allowed.get(line)?.get(*pick)).copied(),
                None => chosen.get(line).and_then(Option::as_ref).map(|chosen| chosen.way),
            };
            let fits = columns.iter().all(|column| {
                let figure = |row: usize| match at.get(&row) {
                    Some((line, group)) if self.is_open(*line, (*group, *column)) => {
                        way_of(*line).and_then(|way| self.value(*line, way, (*group, *column)))
                    }
                    _ => self.closed(identity.side, row, *column),
                };
                balanced(&identity.terms, &figure)
            });
            if fits {
                if found.is_some() {
                    return false;
                }
                found = Some(pick.clone());
            }
            // the next combination
            let mut place = 0;
            while let (Some(digit), Some(base)) = (
                pick.get_mut(place),
                unknown.get(place).and_then(|line| allowed.get(*line)).map(Vec::len),
            ) {
                *digit += 1;
                if *digit < base {
                    break;
                }
                *digit = 0;
                place += 1;
            }
            if place >= pick.len() {
                break;
            }
        }
        let Some(found) = found else { return false };
        for (line, pick) in unknown.iter().zip(found) {
            if let (Some(place), Some(way)) =
                (chosen.get_mut(*line), allowed.get(*line).and_then(|ways| ways.get(pick)))
            {
                *place = Some(ChosenWay {
                    way: *way,
                    rule: Some(identity.rule.clone()),
                    cause: Some(cause),
                    among: allowed.get(*line).cloned().unwrap_or_default(),
                });
            }
        }
        true
    }
}

/// Whether an identity holds with these figures; `None` where all are blank. A total without its
/// parts does not hold, nor do parts without their total: a row in error is not to escape its
/// identity by leaving a column out.
fn satisfied(
    terms: &[(usize, Decimal)],
    figure: &dyn Fn(usize) -> Option<(Decimal, Decimal)>,
) -> Option<bool> {
    let (stated, rest) = terms.split_first()?;
    let parts = rest.iter().any(|(place, _)| figure(*place).is_some());
    match (figure(stated.0).is_some(), parts) {
        (false, false) => None,
        (true, true) => Some(balanced(terms, figure)),
        _ => Some(false),
    }
}

/// Whether the weighted sum may be zero inside the intervals; blanks add nothing.
fn balanced(
    terms: &[(usize, Decimal)],
    figure: &dyn Fn(usize) -> Option<(Decimal, Decimal)>,
) -> bool {
    let mut total = Decimal::ZERO;
    let mut slack = Decimal::ZERO;
    for (place, factor) in terms {
        let Some((value, half)) = figure(*place) else { continue };
        let (Some(value), Some(half)) = (multiply(value, *factor), multiply(half, factor.abs()))
        else {
            return false;
        };
        total += value;
        slack += half;
    }
    total.abs() <= slack
}

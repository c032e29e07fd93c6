//! Violated checks → findings, one for each cause.
//!
//! The smallest repairs of the rows are weighed by the slips that would explain them; the evaluator then says what all
//! checks, linear or not, would come to. What the likeliest repair mends is one finding, what it leaves another.

use super::block::{Block, blocks};
use super::explain::{Explainer, Explanation, Meant, Taken};
use super::posterior::{confidence, shares};
use super::repair::Cluster;
use super::resting::Resting;
use super::slip::{Cost, Slip, meant, unnamed};
use super::system::{Cell, Rows};
use super::words::{sentences, tells_number};
use crate::audit::{Cause, Check, CheckFigure, Confidence, Finding, Role, Severity, Suspect, Verdict};
use crate::check::{Checked, Place, Shared, said, suppose};
use crate::hash::QuickSet;
use crate::number::Decimal;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many explanations of a cluster are put to the evaluator, and so many of a document.
const TRIED: usize = 8;
const TRIED_IN_ALL: usize = 80;
/// So many checks are made anew for that.
const MADE_ANEW: usize = 60_000;
/// A check that an explanation breaks speaks against it, one that it mends without having been asked to speaks for it.
const BREAKS: Cost = 6_000;
const MENDS: Cost = 5_000;
/// What none of the explanations covers: dear where figures in two checks or more, or only one figure, fit.
const UNKNOWN: Cost = 17_000;
const HARDLY_UNKNOWN: Cost = 45_000;
/// Of a thousand: a figure with a lesser share is hardly the wrong one.
const RIVAL: u64 = 50;
/// So many figures that may be wrong instead are kept.
const OTHERS: usize = 60;
/// Of more repairs of a cluster, and of more in a document, slips say nothing that could be relied on.
const WEIGHED: usize = 80;
const WEIGHED_IN_ALL: usize = 4_000;

/// Findings of the violated checks, in order of their first check; `left_out` are violations that somebody answers for:
/// each is a finding by itself and no evidence. `id` gives a finding's id from its first check's key.
#[must_use]
pub fn findings(shared: &Arc<Shared>, checked: &Checked, left_out: &BTreeSet<usize>, id: impl Fn(&str) -> String) -> Vec<Finding> {
    let checks = &checked.checks;
    let mut open: BTreeSet<usize> = (0..checks.len()).filter(|at| checks.get(*at).is_some_and(is_violation)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let world = shared.world();
    // without what all checks are made of nothing can be told of a cause
    let rows = if checked.is_cut_short { Rows::default() } else { Rows::of(&world, checks, &checked.sources, left_out) };
    let mut run = Run {
        shared,
        checks,
        rows: &rows,
        rules: rules_of(shared),
        resting: Resting::default(),
        unasked: BTreeSet::new(),
        tried: 0,
        made_anew: 0,
        weighed: 0,
    };
    run.look_around();
    let blocks = blocks(&world, &rows);
    let settled: BTreeSet<usize> = blocks.iter().flat_map(|block| block.rows.iter().copied()).collect();
    let mut groups: Vec<Group> = blocks.into_iter().map(|block| run.block(block)).collect();
    let mut explainer = Explainer::new(&world, &rows);
    let clusters = rows.system.repairs_without(&settled);
    for cluster in clusters {
        groups.extend(run.groups(&cluster, &mut explainer));
    }
    run.exchanged(&mut groups);
    run.repeated(&mut groups);
    for group in &groups {
        for check in &group.checks {
            open.remove(check);
        }
    }
    let waived: Vec<usize> = open.intersection(left_out).copied().collect();
    open.retain(|check| !left_out.contains(check));
    run.attach(&mut groups, &mut open);
    run.without_doubtful_sources(&mut groups);
    groups.extend(run.alone(&open));
    let mut groups = run.alike(groups, checked.is_cut_short);
    groups.extend(waived.into_iter().map(|check| Group { checks: vec![check], ..Group::default() }));
    let mut out: Vec<Finding> = groups.into_iter().filter_map(|group| run.finding(group, &id)).collect();
    out.sort_by_key(|finding| order(checks, finding));
    out
}

/// The heaviest findings first, then in order of the first checks.
#[must_use]
pub fn order(checks: &[Check], finding: &Finding) -> (std::cmp::Reverse<Option<Severity>>, Option<usize>) {
    let all = finding.checks.iter().filter_map(|at| checks.get(*at));
    (std::cmp::Reverse(all.map(|check| check.severity).max()), finding.checks.first().copied())
}

fn is_violation(check: &Check) -> bool {
    check.verdict == Verdict::Violation
}

fn rules_of(shared: &Shared) -> BTreeMap<&str, usize> {
    shared.ruleset.rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect()
}

/// Violated checks with what explains them.
#[derive(Default)]
pub(super) struct Group {
    pub(super) checks: Vec<usize>,
    /// The likeliest numbers.
    pub(super) meant: Vec<Meant>,
    /// Cells that may be wrong instead, the likeliest first.
    pub(super) others: Vec<usize>,
    /// Those of them that are not unlikely.
    pub(super) rivals: Vec<usize>,
    /// How sure the cells are, and how sure the numbers.
    pub(super) cells: Option<Confidence>,
    pub(super) numbers: Option<Confidence>,
    pub(super) ties: usize,
    /// Of checks that are no rows: their stated figures and what these should be.
    pub(super) stated: Vec<Suspect>,
}

pub(super) struct Run<'a> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) checks: &'a [Check],
    pub(super) rows: &'a Rows,
    pub(super) rules: BTreeMap<&'a str, usize>,
    /// For each cell the checks that rest on it.
    resting: Resting,
    /// Cells of violated checks that are no rows: whether these would hold tells which figure it is.
    pub(super) unasked: BTreeSet<usize>,
    pub(super) tried: usize,
    pub(super) made_anew: usize,
    pub(super) weighed: usize,
}

/// What checks would come to.
struct Supposed {
    broken: Vec<String>,
    mended: BTreeSet<usize>,
    /// So many checks were made for that.
    made_anew: usize,
}

impl<'a> Run<'a> {
    fn check(&self, at: usize) -> Option<&'a Check> {
        self.checks.get(at)
    }

    fn look_around(&mut self) {
        self.resting = Resting::new(self.checks, self.rows);
        for (at, check) in self.checks.iter().enumerate().filter(|(_, check)| is_violation(check)) {
            if !self.rows.row_of.contains_key(&at) {
                self.unasked.extend(self.rows.cells_of(check));
            }
        }
    }

    /// What the checks that rest on the changed figures would come to.
    fn suppose(&mut self, meant: &[&Meant]) -> Supposed {
        let out = self.supposed(meant);
        self.count(&out);
        out
    }

    fn count(&mut self, supposed: &Supposed) {
        self.tried += 1;
        self.made_anew += supposed.made_anew;
    }

    fn supposed(&self, meant: &[&Meant]) -> Supposed {
        let mut numbers: Vec<(Place, Decimal)> = Vec::new();
        let mut changed: BTreeSet<usize> = BTreeSet::new();
        for meant in meant {
            let Some(cell) = self.rows.cells.get(meant.cell) else { continue };
            changed.insert(meant.cell);
            for (place, negated) in &cell.places {
                numbers.extend(cell.value(if *negated { -meant.number } else { meant.number }).map(|value| (*place, value)));
            }
        }
        let touched: BTreeSet<usize> = changed.iter().flat_map(|cell| self.resting.of(*cell)).collect();
        let wanted: QuickSet<&str> = touched.iter().filter_map(|at| Some(self.check(*at)?.key.as_str())).collect();
        let rules: BTreeSet<usize> = touched.iter().filter_map(|at| self.rules.get(self.check(*at)?.rule.as_str())).copied().collect();
        let rules: Vec<usize> = rules.into_iter().collect();
        let mut after: BTreeMap<String, Verdict> = BTreeMap::new();
        let made = suppose(self.shared, &rules, &numbers, &wanted);
        let made_anew = made.len();
        for (key, verdict) in made {
            let slot = after.entry(key).or_insert(verdict);
            *slot = (*slot).max(verdict);
        }
        let mut out = Supposed { broken: Vec::new(), mended: BTreeSet::new(), made_anew };
        for at in touched {
            let Some(check) = self.check(at) else { continue };
            match (check.verdict, after.get(&check.key)) {
                (Verdict::Violation, Some(Verdict::Violation)) => {}
                (Verdict::Violation, _) => {
                    out.mended.insert(at);
                }
                (Verdict::Holds | Verdict::Rounding, Some(Verdict::Violation)) => out.broken.push(check.key.clone()),
                _ => {}
            }
        }
        out
    }

    /// The causes of a cluster: one for each figure of the likeliest repair.
    fn groups(&mut self, cluster: &Cluster, explainer: &mut Explainer<'_>) -> Vec<Group> {
        let checks: Vec<usize> = cluster.rows.iter().filter_map(|row| self.rows.check_of.get(*row)).copied().collect();
        // more figures than checks: two places that each agree with themselves, and nothing says which is right
        let is_told = cluster.repairs.first().is_some_and(|repair| repair.changes.len() <= checks.len());
        self.weighed += cluster.repairs.len();
        let is_clear = cluster.repairs.len() <= WEIGHED && self.weighed <= WEIGHED_IN_ALL;
        let mut all = if is_told && is_clear { self.weighed(explainer.explain(&cluster.repairs), &checks) } else { Vec::new() };
        if cluster.repairs.is_empty() && checks.len() > 1 {
            // more is wrong than was looked for
            return vec![Group { checks, cells: Some(Confidence::Low), numbers: Some(Confidence::Low), ..Group::default() }];
        }
        if all.is_empty() {
            let low = (is_told && cluster.repairs.len() > 1).then_some(Confidence::Low);
            let others: BTreeSet<usize> = cluster.repairs.iter().flat_map(|repair| &repair.changes).map(|change| change.cell).collect();
            let others: Vec<usize> = others.into_iter().take(OTHERS).collect();
            return vec![Group { checks, rivals: others.clone(), others, cells: low, numbers: low, ..Group::default() }];
        }
        all.sort_by_key(|explanation| (explanation.cost, explanation.cells()));
        let is_firm = checks.len() > 1 || cluster.repairs.len() == 1;
        let costs: Vec<Cost> = all.iter().map(|explanation| explanation.cost).collect();
        let parts = shares(&costs, if is_firm { HARDLY_UNKNOWN } else { UNKNOWN });
        // the share of a set of cells is that of all its numbers
        let mut by_cells: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for (explanation, part) in all.iter().zip(&parts) {
            *by_cells.entry(explanation.cells()).or_default() += part;
        }
        let mut ranked: Vec<(u64, Vec<usize>)> = by_cells.into_iter().map(|(cells, part)| (part, cells)).collect();
        ranked.sort_by_key(|(part, cells)| (std::cmp::Reverse(*part), cells.clone()));
        let Some((part, cells)) = ranked.first().cloned() else { return Vec::new() };
        let Some((at, best)) = all.iter().enumerate().find(|(_, explanation)| explanation.cells() == cells) else { return Vec::new() };
        let own = parts.get(at).copied().unwrap_or(0);
        let second = parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| *part).max().unwrap_or(0);
        let (sure_cells, sure_numbers) = if cluster.capped {
            (Confidence::Low, Confidence::Low)
        } else {
            let numbers = confidence(own, second);
            let is_fixed = best.meant.iter().all(|meant| meant.is_fixed);
            // of several numbers that rounding allows the likeliest is no more than that
            let numbers = if is_fixed { numbers } else { numbers.min(Confidence::Medium) };
            (confidence(part, ranked.get(1).map_or(0, |(part, _)| *part)), numbers)
        };
        let ties = ranked.iter().skip(1).filter(|(other, _)| part.saturating_sub(*other) * 10 <= part && *other > 0).count();
        let mut others: Vec<usize> = Vec::new();
        for cell in ranked.iter().skip(usize::from(sure_cells > Confidence::Low)).flat_map(|(_, cells)| cells) {
            if others.len() < OTHERS && !others.contains(cell) && !(sure_cells > Confidence::Low && cells.contains(cell)) {
                others.push(*cell);
            }
        }
        let likely = ranked.iter().filter(|(part, other)| *part >= RIVAL && *other != cells);
        let rivals = likely.flat_map(|(_, cells)| cells).copied().collect();
        let (meant, cells, numbers) = (best.meant.clone(), Some(sure_cells), Some(sure_numbers));
        let whole = Group { checks, meant, others, rivals, cells, numbers, ties, stated: Vec::new() };
        self.apart(whole)
    }

    fn touches(&self, explanation: &Explanation) -> bool {
        explanation.meant.iter().any(|meant| self.unasked.contains(&meant.cell))
    }

    /// Explanations with what the evaluator says to them.
    fn weighed(&mut self, all: Vec<Explanation>, checks: &[usize]) -> Vec<Explanation> {
        let mut left = if self.made_anew < MADE_ANEW { TRIED_IN_ALL.saturating_sub(self.tried) } else { 0 };
        let mut tried = 0;
        let mut cells: BTreeSet<Vec<usize>> = BTreeSet::new();
        let is_tried = |explanation: &Explanation| {
            let is_first = cells.insert(explanation.cells());
            let is_wanted = left > 0 && (tried < TRIED || (is_first && self.touches(explanation) && tried < 3 * TRIED));
            (left, tried) = (left - usize::from(is_wanted), tried + usize::from(is_wanted));
            is_wanted
        };
        let is_tried: Vec<bool> = all.iter().map(is_tried).collect();
        let asked = all.par_iter().zip(is_tried).with_max_len(1);
        let answers: Vec<Option<Supposed>> =
            asked.map(|(explanation, is_tried)| is_tried.then(|| self.supposed(&explanation.meant.iter().collect::<Vec<_>>()))).collect();
        let mut out = Vec::new();
        for (mut explanation, answer) in all.into_iter().zip(answers) {
            if let Some(supposed) = answer {
                self.count(&supposed);
                if checks.iter().any(|check| !supposed.mended.contains(check)) {
                    continue;
                }
                let more = supposed.mended.len() - checks.len();
                let (more, broken) = (Cost::try_from(more).unwrap_or(0), Cost::try_from(supposed.broken.len()).unwrap_or(0));
                explanation.cost += BREAKS * broken - MENDS * more;
            }
            out.push(explanation);
        }
        out
    }

    /// A row or column in another unit.
    fn block(&self, block: Block) -> Group {
        let checks = block.rows.iter().filter_map(|row| self.rows.check_of.get(*row)).copied().collect();
        let sure = Some(Confidence::High);
        Group { checks, meant: block.meant, cells: sure, numbers: sure, ..Group::default() }
    }

    /// Figures that are wrong independently are causes of their own: each takes the checks that it alone stands in; what
    /// several stand in goes with the first.
    fn apart(&self, whole: Group) -> Vec<Group> {
        if whole.meant.len() < 2 || whole.cells == Some(Confidence::Low) || whole.meant.iter().any(|meant| meant.slip == Slip::Swapped) {
            return vec![whole];
        }
        let mut out: Vec<Group> = whole
            .meant
            .iter()
            .map(|meant| Group {
                checks: Vec::new(),
                meant: vec![meant.clone()],
                others: Vec::new(),
                rivals: whole.rivals.clone(),
                cells: whole.cells,
                numbers: whole.numbers,
                ties: 0,
                stated: Vec::new(),
            })
            .collect();
        let stands_in = |group: &Group, check: usize| {
            let row = self.rows.row_of.get(&check).and_then(|row| self.rows.system.rows.get(*row));
            let cell = group.meant.first().map(|meant| meant.cell);
            row.is_some_and(|row| row.terms.iter().any(|(other, _)| Some(*other) == cell))
        };
        let (mut shared, mut own) = (Vec::new(), Vec::new());
        for check in &whole.checks {
            let holders: Vec<usize> = (0..out.len()).filter(|at| out.get(*at).is_some_and(|group| stands_in(group, *check))).collect();
            match holders.as_slice() {
                [one] => own.push((*one, *check)),
                _ => shared.push((holders.first().copied().unwrap_or(0), *check)),
            }
        }
        for (group, check) in own.into_iter().chain(shared) {
            out.get_mut(group).into_iter().for_each(|group| group.checks.push(check));
        }
        if out.iter().any(|group| group.checks.is_empty()) {
            return vec![whole];
        }
        for group in &mut out {
            group.checks.sort_unstable();
        }
        out
    }

    /// Checks that are no rows and that the likeliest numbers mend belong to the cause of these.
    fn attach(&mut self, groups: &mut [Group], open: &mut BTreeSet<usize>) {
        let meant: Vec<Meant> = groups.iter().flat_map(|group| group.meant.iter().cloned()).collect();
        if meant.is_empty() || open.is_empty() {
            return;
        }
        let all: Vec<&Meant> = meant.iter().collect();
        let mended = self.suppose(&all).mended;
        for at in open.clone().into_iter().filter(|at| mended.contains(at)) {
            let Some(check) = self.check(at) else { continue };
            let cells: BTreeSet<usize> = self.rows.cells_of(check).collect();
            if let Some(group) = groups.iter_mut().find(|group| group.meant.iter().any(|meant| cells.contains(&meant.cell))) {
                group.checks.push(at);
                open.remove(&at);
            }
        }
    }

    /// Checks that nothing explained: those about one stated figure are one cause.
    fn alone(&self, open: &BTreeSet<usize>) -> Vec<Group> {
        let mut out: Vec<Group> = Vec::new();
        let mut by_stated: BTreeMap<(Option<usize>, u32, u32), usize> = BTreeMap::new();
        for at in open {
            let Some(check) = self.check(*at) else { continue };
            let place = check.lead().map(|(span, document)| (document, span.start, span.end));
            match place.and_then(|place| by_stated.get(&place)).and_then(|group| out.get_mut(*group)) {
                Some(group) => group.checks.push(*at),
                None => {
                    by_stated.extend(place.map(|place| (place, out.len())));
                    let stated = self.stated_suspect(check).into_iter().collect();
                    out.push(Group { checks: vec![*at], stated, ..Group::default() });
                }
            }
        }
        out
    }

    /// The stated figure of a check that is no row, where all that it is worked out from is confirmed elsewhere.
    fn stated_suspect(&self, check: &Check) -> Option<Suspect> {
        if self.rows.cells.is_empty() {
            return None;
        }
        let figure = stated(check)?;
        let confirmed = |cell: usize| {
            let rows = self.rows.system.rows_of(cell).iter().filter_map(|row| self.rows.system.rows.get(*row));
            rows.into_iter().any(|row| row.terms.len() > 1 && row.holds(row.residual))
        };
        let own: Vec<usize> = self.rows.at(figure.document(), figure.span()).collect();
        let operands: Vec<usize> = self.rows.cells_of(check).filter(|cell| !own.contains(cell)).collect();
        let is_plain = check.relation == "==" && check.unit.as_deref() == figure.printed().unit.as_deref();
        if !is_plain || operands.is_empty() || own.iter().any(|cell| confirmed(*cell)) || !operands.iter().all(|cell| confirmed(*cell)) {
            return None;
        }
        let (cell, wanted) = (self.rows.cells.get(*own.first()?)?, check.computed.as_deref()?.parse::<Decimal>().ok()?);
        let number = in_units(wanted, cell.decimals)?;
        let (_, slip) = meant(cell.number, cell.decimals, cell.lost).get(&number).copied().unwrap_or((unnamed(cell.number), Slip::Other));
        Some(suspect(figure, cell, Some(number), slip, None))
    }

    fn finding(&self, group: Group, id: &impl Fn(&str) -> String) -> Option<Finding> {
        let mut checks = group.checks.clone();
        let guilty: BTreeSet<usize> = group.meant.iter().map(|meant| meant.cell).collect();
        let leads = |at: usize| {
            let check = self.check(at);
            let lead = check.and_then(Check::lead);
            let own = lead.map(|(span, document)| self.rows.at(document, span));
            let is_guilty = own.is_some_and(|mut cells| cells.any(|cell| guilty.contains(&cell)));
            // the check whose stated figure is the guilty one, else stands nearest to it
            let start = lead.map_or(0, |(span, _)| span.start);
            let near = |cell: &usize| self.rows.cells.get(*cell).map_or(0, |cell| cell.span.start.abs_diff(start));
            let distance = guilty.iter().map(near).min().unwrap_or(0);
            (std::cmp::Reverse(check.map(|check| check.severity)), !is_guilty, distance, at)
        };
        checks.sort_by_key(|at| leads(*at));
        let first = self.check(*checks.first()?)?;
        let mut cause = self.cause(&group);
        let named = cause.iter_mut().flat_map(|cause| cause.suspects.iter_mut().chain(&mut cause.others));
        named.for_each(|suspect| suspect.label = said(&self.shared.ruleset, &suspect.label).into());
        let suspects = cause.as_ref().map(sentences).unwrap_or_default();
        Some(Finding { id: id(&first.key()), checks, suspects, cause, waiver: None })
    }

    fn cause(&self, group: &Group) -> Option<Cause> {
        if !group.stated.is_empty() {
            let is_reading = group.stated.iter().any(|suspect| suspect.printed.reading.is_doubtful());
            return Some(Cause { suspects: group.stated.clone(), others: Vec::new(), confidence: Confidence::Medium, ties: 0, is_reading });
        }
        let (cells, numbers) = (group.cells?, group.numbers?);
        let figure = |at: usize| {
            let cell = self.rows.cells.get(at)?;
            // as the first check that shows it has it
            let first = self.check(self.resting.of(at).next()?)?;
            Some((first.figures.iter().find(|figure| (figure.document(), figure.span().start) == (cell.document, cell.span.start))?, cell))
        };
        let mut suspects = Vec::new();
        if cells > Confidence::Low {
            for meant in &group.meant {
                let (figure, cell) = figure(meant.cell)?;
                let tells = tells_number(numbers) && meant.is_certain;
                let is_known = tells || meant.slip.tells_itself();
                let slip = if is_known { meant.slip } else { Slip::Other };
                suspects.push(suspect(figure, cell, tells.then_some(meant.number), slip, meant.from.as_ref()));
            }
        }
        let others: Vec<Suspect> =
            group.others.iter().filter_map(|at| figure(*at)).map(|(figure, cell)| suspect(figure, cell, None, Slip::Other, None)).collect();
        let is_doubtful = |suspect: &Suspect| suspect.printed.reading.is_doubtful();
        let is_reading = suspects.iter().any(is_doubtful) || (suspects.is_empty() && others.iter().any(is_doubtful));
        let confidence = if suspects.iter().all(|suspect| suspect.suggested.is_some()) { numbers } else { cells };
        Some(Cause { suspects, others, confidence, ties: group.ties, is_reading })
    }
}

fn stated(check: &Check) -> Option<&CheckFigure> {
    check.figures.iter().find(|figure| figure.role == Role::Stated)
}

fn suspect(figure: &CheckFigure, cell: &Cell, number: Option<i128>, slip: Slip, from: Option<&Taken>) -> Suspect {
    let suggested = number.and_then(|number| cell.value(if cell.is_worded { -number } else { number })).map(|value| value.to_string());
    let words = match from.map(|from| from.name.as_str()).filter(|from| !from.is_empty()) {
        Some(from) => format!("{}：{from}", slip.words()),
        None => slip.words(),
    };
    let slip = (slip != Slip::Other).then(|| (slip.id(), words));
    Suspect { label: Arc::clone(figure.label()), printed: Arc::clone(figure.printed()), suggested, slip }
}

fn in_units(value: Decimal, decimals: u32) -> Option<i128> {
    let value = value.normalize();
    value.mantissa().checked_mul(10_i128.checked_pow(decimals.checked_sub(value.scale())?)?)
}

//! Violated checks → findings, one for each cause.
//!
//! The smallest repairs of the rows are weighed by the slips that would explain them; the evaluator
//! then says what all checks, linear or not, would come to. What the likeliest repair mends is one
//! finding, what it leaves another.

use super::apart::sureness;
use super::block::{SlippedBlock, blocks};
use super::explain::{Explainer, MeantNumber, TakenFrom};
use super::figure_cell::{FigureCell, in_units};
use super::firm::WEIGHED;
use super::posterior::shares;
use super::repair::Cluster;
use super::resting::Resting;
use super::slip::{Cost, meant, unnamed};
use super::system::Rows;
use crate::check::{Checked, Shared, check_whole};
use ecow::EcoString;
use gouji_audit::audit::{
    Check, CheckFigure, CheckRelation, Confidence, Finding, Severity, Slip, Suspect, SuspectSlip,
    Verdict,
};
use gouji_values::number::{Decimal, round};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What none of the explanations covers: dear where figures in two checks or more, or only one
/// figure, fit.
const UNKNOWN: Cost = 17_000;
const HARDLY_UNKNOWN: Cost = 45_000;
/// Of a thousand: a figure with a lesser share is hardly the wrong one.
const RIVAL: u64 = 50;
/// At most this many figures that may be wrong instead are kept.
pub(super) const OTHERS: usize = 60;
/// Of more repairs in a document slips say nothing that could be relied on.
const WEIGHED_IN_ALL: usize = 4_000;

/// Findings of the violated checks, in order of their first check; `left_out` are violations that
/// somebody answers for: each is a finding by itself and no evidence. `id` gives a finding's id
/// from its first check's key.
#[must_use]
pub fn findings(
    shared: &Arc<Shared>,
    checked: &Checked,
    left_out: &BTreeSet<usize>,
    id: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let checks = &checked.checks;
    let mut open: BTreeSet<usize> =
        (0..checks.len()).filter(|at| checks.get(*at).is_some_and(is_violation)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let world = shared.world();
    // without what all checks are made of nothing can be told of a cause
    let mut rows =
        if checked.is_cut_short { Rows::default() } else { Rows::of(&world, checked, left_out) };
    let blocks = blocks(&world, &rows);
    rows.drop_limits();
    let document = |cell: usize| rows.cells.get(cell).and_then(|cell| cell.document);
    let violated =
        rows.system.rows.iter().filter(|row| !row.holds(row.residual)).flat_map(|row| &row.terms);
    let broken: BTreeSet<usize> = violated.filter_map(|(cell, _)| document(*cell)).collect();
    for (paper, other) in shared.papers().filter(|(_, other)| broken.contains(&other.index)) {
        rows.take_in(&world, paper, check_whole(&Arc::new(shared.alone(other))));
    }
    let mut run = CauseRun {
        shared,
        checks,
        improbable: &checked.improbable,
        rows: &rows,
        rules: rules_of(shared),
        costly: &checked.costly,
        resting: Resting::default(),
        unasked: BTreeSet::new(),
        tried: 0,
        made_anew: 0,
        weighed: 0,
    };
    run.look_around();
    let explained = blocks.iter().flat_map(|block| block.rows.iter().copied());
    let settled: BTreeSet<usize> = explained.filter(|row| *row < rows.limits_from).collect();
    let mut groups: Vec<Group> = blocks.into_iter().map(of_block).collect();
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
    groups.extend(run.alone(open));
    let groups = run.alike(groups, checked.is_cut_short);
    let mut groups = run.of_other_rows(groups);
    groups
        .extend(waived.into_iter().map(|check| Group { checks: vec![check], ..Group::default() }));
    let mut out: Vec<Finding> =
        groups.into_iter().filter_map(|group| run.finding(group, &id)).collect();
    out.sort_by_key(|finding| order(checks, finding));
    out
}

/// The heaviest findings first, then in order of the first checks.
#[must_use]
pub fn order(
    checks: &[Check],
    finding: &Finding,
) -> (std::cmp::Reverse<Option<Severity>>, Option<usize>) {
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
    pub(super) meant: Vec<MeantNumber>,
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
    /// The row whose figures a sentence gives, where it is held against others.
    pub(super) row: Option<EcoString>,
}

/// A row or column in another unit.
fn of_block(block: SlippedBlock) -> Group {
    let sure = Some(Confidence::High);
    Group {
        checks: block.checks,
        meant: block.meant,
        cells: sure,
        numbers: sure,
        ..Group::default()
    }
}

pub(super) struct CauseRun<'a> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) checks: &'a [Check],
    /// Of sums that rounding could explain, but hardly by chance, the checks.
    pub(super) improbable: &'a BTreeMap<usize, u128>,
    pub(super) rows: &'a Rows,
    pub(super) rules: BTreeMap<&'a str, usize>,
    /// Rules that are not asked what would come of other figures.
    pub(super) costly: &'a BTreeSet<EcoString>,
    /// For each cell the checks that rest on it.
    pub(super) resting: Resting,
    /// Cells of violated checks that are no rows: whether these would hold tells which figure it
    /// is.
    pub(super) unasked: BTreeSet<usize>,
    pub(super) tried: usize,
    pub(super) made_anew: usize,
    pub(super) weighed: usize,
}

impl<'a> CauseRun<'a> {
    pub(super) fn check(&self, at: usize) -> Option<&'a Check> {
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

    /// The causes of a cluster: one for each figure of the likeliest repair.
    fn groups(&mut self, cluster: &Cluster, explainer: &mut Explainer<'_>) -> Vec<Group> {
        let checks: Vec<usize> =
            cluster.rows.iter().filter_map(|row| self.rows.check_of.get(*row)).copied().collect();
        if let [only] = checks.as_slice()
            && self.is_left_blank(*only)
        {
            return vec![Group { checks, ..Group::default() }];
        }
        // more figures than checks: two places that each agree with themselves, and nothing says
        // which is right
        if checks.iter().all(|check| self.improbable.contains_key(check)) {
            // nothing but odds says that a figure is wrong, and nothing which
            return checks
                .into_iter()
                .map(|check| Group { checks: vec![check], ..Group::default() })
                .collect();
        }
        let is_told =
            cluster.repairs.first().is_some_and(|repair| repair.changes.len() <= checks.len());
        self.weighed += cluster.repairs.len();
        let is_clear = cluster.repairs.len() <= WEIGHED && self.weighed <= WEIGHED_IN_ALL;
        let mut all = if is_told && is_clear {
            self.weighed(explainer.explain(&cluster.repairs, &cluster.known), &checks)
        } else {
            Vec::new()
        };
        if cluster.repairs.is_empty() && checks.len() > 1 {
            // more is wrong than was looked for
            return self.asunder(checks, &BTreeSet::new(), Some(Confidence::Low));
        }
        if all.is_empty() {
            let low = (is_told && cluster.repairs.len() > 1).then_some(Confidence::Low);
            let others: BTreeSet<usize> = cluster
                .repairs
                .iter()
                .flat_map(|repair| &repair.changes)
                .map(|change| change.cell)
                .collect();
            // no one figure cures them all
            if cluster.repairs.iter().all(|repair| repair.changes.len() > 1) && checks.len() > 1 {
                return self.asunder(checks, &others, low);
            }
            let others: Vec<usize> = others.into_iter().take(OTHERS).collect();
            return vec![Group {
                checks,
                rivals: others.clone(),
                others,
                cells: low,
                numbers: low,
                ..Group::default()
            }];
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
        let mut ranked: Vec<(u64, Vec<usize>)> =
            by_cells.into_iter().map(|(cells, part)| (part, cells)).collect();
        ranked.sort_by_key(|(part, cells)| (std::cmp::Reverse(*part), cells.clone()));
        let Some((part, cells)) = ranked.first().cloned() else { return Vec::new() };
        let Some(best) = all.iter().find(|explanation| explanation.cells() == cells) else {
            return Vec::new();
        };
        let sure: Vec<(Confidence, Confidence)> = if cluster.capped {
            vec![(Confidence::Low, Confidence::Low); best.meant.len()]
        } else {
            sureness(&parts.iter().copied().zip(&all).collect::<Vec<_>>(), best)
        };
        let most = best.meant.iter().map(|meant| self.most(&cluster.rows, best, meant));
        let sure: Vec<(Confidence, Confidence)> =
            sure.into_iter().zip(most).map(|((a, b), most)| (a.min(most), b.min(most))).collect();
        let is_sure = sure.iter().any(|(cell, _)| *cell > Confidence::Low);
        let ties = ranked
            .iter()
            .skip(1)
            .filter(|(other, _)| part.saturating_sub(*other) * 10 <= part && *other > 0)
            .count();
        let mut others: Vec<usize> = Vec::new();
        for cell in ranked.iter().skip(usize::from(is_sure)).flat_map(|(_, cells)| cells) {
            if others.len() < OTHERS && !others.contains(cell) && !(is_sure && cells.contains(cell))
            {
                others.push(*cell);
            }
        }
        let likely = ranked.iter().filter(|(part, other)| *part >= RIVAL && *other != cells);
        let rivals = likely.flat_map(|(_, cells)| cells).copied().collect();
        let whole =
            Group { checks, meant: best.meant.clone(), others, rivals, ties, ..Group::default() };
        self.apart(whole, &sure)
    }

    /// The stated figure of a check that is no row, where all that it is worked out from is
    /// confirmed elsewhere.
    pub(super) fn stated_suspect(&self, check: &Check) -> Option<Suspect> {
        // a hint says that nothing is certain
        if self.rows.cells.is_empty() || check.severity == Severity::Info {
            return None;
        }
        let figure = check.stated_figure()?;
        let confirmed = |cell: usize| {
            // a rate leaves open what it is made of
            let is_linear = |row: &&usize| self.rows.is_linear.get(**row) == Some(&true);
            let rows = self
                .rows
                .system
                .rows_of(cell)
                .iter()
                .filter(is_linear)
                .filter_map(|row| self.rows.system.rows.get(*row));
            rows.into_iter().any(|row| row.terms.len() > 1 && row.holds(row.residual))
        };
        let own: Vec<usize> = self.rows.at(figure.document(), figure.span()).collect();
        let operands: Vec<usize> =
            self.rows.cells_of(check).filter(|cell| !own.contains(cell)).collect();
        let is_plain = check.relation == CheckRelation::Equal
            && check.unit.as_deref() == figure.printed().unit.as_deref();
        if !is_plain
            || operands.is_empty()
            || own.iter().any(|cell| confirmed(*cell))
            || !operands.iter().all(|cell| confirmed(*cell))
        {
            return None;
        }
        let (cell, wanted) = (
            self.rows.cells.get(*own.first()?)?,
            check.computed.as_deref()?.parse::<Decimal>().ok()?,
        );
        let number = in_units(round(wanted, cell.decimals), cell.decimals)?;
        let (_, slip) = meant(cell.number, cell.decimals, cell.lost)
            .get(&number)
            .copied()
            .unwrap_or((unnamed(cell.number, number), Slip::Other));
        Some(suspect(&figure, cell, cell.value(number), slip, None))
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
            let near = |cell: &usize| {
                self.rows.cells.get(*cell).map_or(0, |cell| cell.span.start.abs_diff(start))
            };
            let distance = guilty.iter().map(near).min().unwrap_or(0);
            (std::cmp::Reverse(check.map(|check| check.severity)), !is_guilty, distance, at)
        };
        checks.sort_by_key(|at| leads(*at));
        let first = self.check(*checks.first()?)?;
        let cause = self.cause(&group);
        Some(Finding { id: id(&first.key()), checks, cause, waiver: None, misfit: None })
    }
}

pub(super) fn suspect(
    figure: &CheckFigure<'_>,
    cell: &FigureCell,
    number: Option<Decimal>,
    slip: Slip,
    from: Option<&TakenFrom>,
) -> Suspect {
    let suggested = number.map(|number| if cell.is_worded { -number } else { number }.to_string());
    let from = from.map(|from| from.name.clone()).filter(|from| !from.is_empty());
    let slip = (slip != Slip::Other).then_some(SuspectSlip { slip, from });
    Suspect { label: figure.said(), printed: figure.printed(), suggested, slip }
}

//! What is off by the same amount at several places: one row, or one sum of money, that some of them have
//! and others do not.

use super::asked::{is_telling, of_forms};
use super::author::is_of_author;
use super::cause::{compared, gap};
use super::{LEAST, forms, head, is_decided, may_fold, name, remove};
use crate::check::World;
use ecow::EcoString;
use gouji_audit::audit::{Check, Finding, Misfit, MisfitCause, Verdict};
use gouji_forms::form::FilledForm;
use gouji_values::document::Span;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Sums that are off by the same amount, in whatever tables: one row is missing in all of them.
pub(super) fn same_gaps(
    world: &World<'_>,
    checks: &[Check],
    findings: &mut Vec<Finding>,
    doubtful: &[Span],
) {
    let mut by_gap: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if may_fold(checks, finding)
            && finding.misfit.is_none()
            && !is_of_author(world, checks, finding, doubtful)
            && let Some(by) = gap_of(checks, finding)
        {
            by_gap.entry(by).or_default().push(at);
        }
    }
    let mut gone = BTreeSet::new();
    for (by, all) in by_gap.into_iter().filter(|(_, all)| all.len() >= LEAST) {
        let broken: Vec<usize> = all
            .iter()
            .filter_map(|at| findings.get(*at))
            .flat_map(|finding| finding.checks.iter().copied())
            .collect();
        let forms: BTreeSet<usize> =
            broken.iter().filter_map(|at| checks.get(*at)).filter_map(forms).flatten().collect();
        let filled: Vec<&FilledForm> =
            forms.iter().filter_map(|form| world.filled(Paper::OWN, *form)).collect();
        let (Some(table), Some(first)) = (filled.first(), all.first()) else { continue };
        let misfit = Misfit {
            head: head(world, table),
            tables: filled.iter().map(|filled| name(world, filled)).collect(),
            is_beside_others: false,
            decided: broken.len(),
            cause: MisfitCause::SameGap { by: gap(by) },
        };
        if let Some(finding) = findings.get_mut(*first) {
            finding.checks = broken;
            finding.cause = None;
            finding.misfit = Some(Box::new(misfit));
        }
        gone.extend(all.into_iter().skip(1));
    }
    remove(findings, &gone);
}

/// By how much all checks of a finding are off, where they are sums in one table.
fn gap_of(checks: &[Check], finding: &Finding) -> Option<Decimal> {
    let mut gap = None;
    for check in finding.checks.iter().filter_map(|at| checks.get(*at)) {
        if !is_decided(check) || forms(check)?.len() != 1 {
            return None;
        }
        let by = compared(check)?.apart;
        if !is_telling(by) || gap.is_some_and(|gap| gap != by) {
            return None;
        }
        gap = Some(by);
    }
    gap
}

/// Ties of tables and sentences that are off by the same amount, and pairs of them that are so together,
/// as the funds of which it is made: some places have a sum of money that others do not.
pub(super) fn shared_gaps(
    world: &World<'_>,
    checks: &[Check],
    findings: &mut Vec<Finding>,
    doubtful: &[Span],
) {
    let known: Vec<(usize, Gap)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| !is_of_author(world, checks, finding, doubtful))
        .filter_map(|(at, finding)| Some((at, shared_gap_of(checks, finding)?)))
        .collect();
    let gaps: BTreeSet<&Gap> =
        known.iter().map(|(_, gap)| gap).filter(|gap| is_telling(gap.by)).collect();
    let (mut taken, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for gap in gaps.into_iter().rev() {
        let left = || known.iter().filter(|(at, own)| !taken.contains(at) && own.unit == gap.unit);
        let mut all: Vec<usize> =
            left().filter(|(_, own)| own.by == gap.by).map(|(at, _)| *at).collect();
        let parts: Vec<&(usize, Gap)> = left().filter(|(_, own)| own.by < gap.by).collect();
        // of several pairs nothing says which one is meant
        if let [pair] = pairs(&parts, gap.by)[..]
            && (all.len() > 1 || is_of_one_form(checks, findings, all.iter().chain(&pair)))
        {
            all.extend(pair);
        }
        if all.len() < LEAST || is_inside_one(checks, findings, &all) {
            continue;
        }
        all.sort_unstable();
        if tell_shared(world, checks, findings, &all, gap.by).is_some() {
            gone.extend(all.iter().skip(1).copied());
            taken.extend(all);
        }
    }
    remove(findings, &gone);
}

/// Whether some findings are all about one form.
fn is_of_one_form<'f>(
    checks: &[Check],
    findings: &[Finding],
    all: impl Iterator<Item = &'f usize>,
) -> bool {
    let own = all.filter_map(|at| findings.get(*at)).flat_map(|finding| &finding.checks);
    let forms = own.filter_map(|at| checks.get(*at)).map(of_forms);
    let common = forms.reduce(|one, other| one.intersection(&other).copied().collect());
    common.is_some_and(|common| !common.is_empty())
}

/// Whether all that some findings compare stands in one table: there is no other place that has the
/// sum of money, or has it not.
fn is_inside_one(checks: &[Check], findings: &[Finding], all: &[usize]) -> bool {
    let own = all.iter().filter_map(|at| findings.get(*at)).flat_map(|finding| &finding.checks);
    let forms = own.map(|at| checks.get(*at).and_then(forms));
    let forms: Option<BTreeSet<usize>> = forms.reduce(|one, other| Some(&one? | &other?)).flatten();
    forms.is_some_and(|forms| forms.len() == 1)
}

/// The findings of which two together are off by an amount.
fn pairs(parts: &[&(usize, Gap)], by: Decimal) -> Vec<[usize; 2]> {
    let is_pair = |one: &Gap, other: &Gap| one.by.checked_add(other.by) == Some(by);
    let beside = |at: usize| parts.iter().skip(at + 1);
    let all = parts.iter().enumerate();
    all.flat_map(|(at, (first, one))| {
        let others = beside(at).filter(move |(_, other)| is_pair(one, other));
        others.map(|(second, _)| [*first, *second])
    })
    .collect()
}

/// By how much something is off, in a unit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Gap {
    by: Decimal,
    unit: Option<EcoString>,
}

/// Makes the first of some findings tell of all.
fn tell_shared(
    world: &World<'_>,
    checks: &[Check],
    findings: &mut [Finding],
    all: &[usize],
    by: Decimal,
) -> Option<()> {
    let own = all.iter().filter_map(|at| findings.get(*at));
    let broken: Vec<usize> = own.flat_map(|finding| finding.checks.iter().copied()).collect();
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for check in broken.iter().filter_map(|at| checks.get(*at)) {
        of_forms(check).into_iter().for_each(|form| *count.entry(form).or_default() += 1);
    }
    let (form, _) =
        count.into_iter().max_by_key(|(form, count)| (*count, std::cmp::Reverse(*form)))?;
    let filled = world.filled(Paper::OWN, form)?;
    let misfit = Misfit {
        head: head(world, filled),
        tables: vec![name(world, filled)],
        is_beside_others: true,
        decided: broken.len(),
        cause: MisfitCause::SharedGap { by: gap(by) },
    };
    let finding = findings.get_mut(*all.first()?)?;
    finding.checks = broken;
    finding.cause = None;
    finding.misfit = Some(Box::new(misfit));
    Some(())
}

/// By how much a finding that nothing explains is off: each of its checks, or what is left of them
/// together, as the classes of a table whose total is off.
fn shared_gap_of(checks: &[Check], finding: &Finding) -> Option<Gap> {
    let is_open = match finding.misfit.as_ref() {
        Some(misfit) => misfit.cause == MisfitCause::Unknown && finding.waiver.is_none(),
        None => may_fold(checks, finding),
    };
    let (mut gaps, mut units) = (Vec::new(), BTreeSet::new());
    for check in finding.checks.iter().filter(|_| is_open).map(|at| checks.get(*at)) {
        let check = check.filter(|check| is_tie(check))?;
        gaps.push(compared(check)?.apart.abs());
        units.insert(check.unit.as_deref());
    }
    let [unit] = units.into_iter().collect::<Vec<_>>()[..] else { return None };
    let most = gaps.iter().copied().max()?;
    let rest: Vec<Decimal> = gaps.into_iter().filter(|gap| *gap != most).collect();
    let sum: Decimal = rest.iter().copied().sum();
    let open = Decimal::new(1, most.scale()) * Decimal::from(rest.len());
    (rest.is_empty() || (sum - most).abs() <= open)
        .then(|| Gap { by: most, unit: unit.map(EcoString::from) })
}

/// Whether a check says that amounts of the own document are equal, in tables or in sentences.
fn is_tie(check: &Check) -> bool {
    check.verdict == Verdict::Violation && is_decided(check) && !of_forms(check).is_empty()
}

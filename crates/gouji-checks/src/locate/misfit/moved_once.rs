//! A table whose figures were moved against their names is told once.

use super::moved::{MovedTable, moved};
use super::{FoldFamily, FoldGroup, LEAST, beside, has_words, may_fold, remove, told_together};
use crate::check::{Sources, World};
use gouji_audit::audit::{Check, Finding, MisfitCause};
use std::collections::BTreeSet;

/// Tells once of each table whose figures were moved against their names.
pub(super) fn told_as_moved(
    world: &World<'_>,
    (checks, sources): (&mut [Check], &Sources),
    findings: &mut Vec<Finding>,
) {
    let open: BTreeSet<usize> = findings
        .iter()
        .filter(|finding| finding.waiver.is_none() && finding.misfit.is_none())
        .flat_map(|finding| finding.checks.iter().copied())
        .collect();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for table in moved(world, checks, sources, &open) {
        let is_its = |at: &usize| {
            let finding = findings.get(*at).filter(|_| !gone.contains(at));
            finding.is_some_and(|finding| is_of(checks, &table, finding))
        };
        let all: Vec<usize> = (0..findings.len()).filter(is_its).collect();
        let is_named = |at: &usize| findings.get(*at).is_some_and(names_all);
        let are_others =
            || all.len() < LEAST && all.iter().all(is_named) || are_slips(findings, &all);
        if all.is_empty() || !table.is_plain && are_others() {
            continue;
        }
        let family = family(checks, findings, &table, &all);
        gone.extend(all.iter().skip(1));
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(table.cause));
    }
    remove(findings, &gone);
}

/// Whether a finding is of what was moved, or beside it and no slip explains it.
fn is_of(checks: &[Check], table: &MovedTable, finding: &Finding) -> bool {
    let own = finding.checks.iter().filter(|at| table.explained.contains(at)).count();
    let is_beside = || {
        let family = beside(checks, finding).filter(|_| may_fold(checks, finding));
        family.is_some_and(|family| family.forms().contains(&table.form))
    };
    // what does not come out within a table does so in no unit
    let is_of_unit = matches!(table.cause, MisfitCause::OtherUnit(_));
    finding.waiver.is_none()
        && finding.misfit.is_none()
        && !has_words(checks, finding)
        && (own * 2 > finding.checks.len() || !is_of_unit && is_beside())
}

/// What the checks of some findings have in common: the table, alone or beside others.
fn family(checks: &[Check], findings: &[Finding], table: &MovedTable, all: &[usize]) -> FoldFamily {
    let of = all.iter().filter_map(|at| findings.get(*at)).flat_map(|finding| &finding.checks);
    match table.other {
        Some(other) => FoldFamily::Between(table.form, other),
        None => FoldFamily::about(table.form, of.filter_map(|at| checks.get(*at))),
    }
}

/// Whether most of what does not come out is explained by slips of single digits: a figure that was
/// moved is not one digit off what belongs there.
fn are_slips(findings: &[Finding], all: &[usize]) -> bool {
    let is_of_digits = |finding: &&Finding| {
        finding.cause.as_ref().is_some_and(|cause| {
            !cause.suspects.is_empty()
                && cause.suspects.iter().all(|suspect| {
                    let slip = suspect.slip.as_ref();
                    suspect.suggested.is_some() && slip.is_some_and(|slip| slip.slip.is_of_digits())
                })
        })
    };
    let count = |own: &mut dyn Iterator<Item = &Finding>| -> usize {
        own.map(|finding| finding.checks.len()).sum()
    };
    let of = || all.iter().filter_map(|at| findings.get(*at));
    2 * count(&mut of().filter(is_of_digits)) > count(&mut of())
}

/// Whether a finding says of each figure that it accuses what was meant.
fn names_all(finding: &Finding) -> bool {
    finding.cause.as_ref().is_some_and(|cause| {
        !cause.suspects.is_empty()
            && cause.suspects.iter().all(|suspect| suspect.suggested.is_some())
    })
}

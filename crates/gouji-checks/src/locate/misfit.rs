//! Checks that do not come out together: a table that was misread, or a form of another year, breaks
//! as a whole, and is told once.
//!
//! In: checks with their verdicts, and the findings. Out: the same checks, those that are told
//! together weighing a warning at most, and fewer findings. What one slip of the pen explains stays
//! a finding of its own.

mod asked;
mod author;
mod blank_column;
mod cause;
mod gaps;
mod missing;
mod moved;
mod moved_once;
mod printed_twice;
mod rows_lacking;
mod rows_skipped;
mod rows_unlisted;
mod total;
mod unit_apart;
mod whole;
mod zeros_cut;

use super::turned::told_as_turned;
use super::unit::of_unit;
use crate::check::{Checked, Doubt, FigurePlace, World, lower};
use author::{is_author_certain, is_of_author};
use blank_column::told_as_blank;
use cause::cause;
use ecow::EcoString;
use gaps::{same_gaps, shared_gaps};
use gouji_audit::audit::{
    Check, CheckRelation, CheckedAt, Cite, Confidence, Finding, Misfit, MisfitCause, PrintedFigure,
    Severity, Verdict,
};
use gouji_forms::form::FilledForm;
use gouji_values::document::{Notice, NoticeCode, Span};
use gouji_values::paper::Paper;
use missing::{MissingBy, told_as_missing};
use moved_once::told_as_moved;
use printed_twice::told_as_printed_twice;
use rows_lacking::rows_lacking;
use rows_skipped::rows_skipped;
use rows_unlisted::rows_unlisted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use total::told_as_total;
use unit_apart::told_as_unit;
use zeros_cut::zeros_cut;

/// Checks are told together if there are at least this many, and one in this many of their family.
const LEAST: usize = 3;
const SHARE: usize = 5;
/// What checks have in common that are told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FoldFamily {
    /// One form.
    Inside(usize),
    /// Two forms beside each other.
    Between(usize, usize),
    /// One form beside several others.
    Around(usize),
}

impl FoldFamily {
    /// What checks of a form have in common: the form, alone or beside others.
    fn about<'c>(form: usize, mut of: impl Iterator<Item = &'c Check>) -> Self {
        let is_inside = |check: &Check| forms(check).is_some_and(|of| of == BTreeSet::from([form]));
        if of.all(is_inside) { Self::Inside(form) } else { Self::Around(form) }
    }

    /// What it is about.
    fn forms(self) -> BTreeSet<usize> {
        match self {
            Self::Inside(form) | Self::Around(form) => BTreeSet::from([form]),
            Self::Between(one, other) => BTreeSet::from([one, other]),
        }
    }

    /// Whether a check about some forms is one of it.
    fn has(self, forms: &BTreeSet<usize>) -> bool {
        match self {
            Self::Inside(form) => forms.len() == 1 && forms.contains(&form),
            Self::Between(one, other) => {
                forms.len() == 2 && forms.contains(&one) && forms.contains(&other)
            }
            Self::Around(form) => forms.contains(&form),
        }
    }
}

/// Tells together what does not fit as a whole; by a notice where no check is broken.
pub fn fold(world: &World<'_>, checked: &mut Checked, findings: &mut Vec<Finding>) -> Vec<Notice> {
    let Checked { checks, sources, .. } = checked;
    for finding in findings.iter_mut().filter(|finding| finding.waiver.is_none()) {
        if let Some(cause) = of_unit(checks, finding) {
            finding.cause = Some(cause);
        }
    }
    let hints: Vec<usize> = findings
        .iter()
        .filter(|finding| is_of_unit(checks, finding))
        .flat_map(|finding| finding.checks.iter().copied())
        .collect();
    for at in hints {
        if let Some(check) = checks.get_mut(at) {
            lower(check, Doubt::OtherUnit);
        }
    }
    told_as_printed_twice(world, checks, findings);
    told_as_zeros_cut(world, checks, findings);
    told_as_moved(world, (checks, sources), findings);
    let mut notices = told_as_blank(world, checks, findings);
    notices.extend(rows_lacking(world, checks));
    for (form, cause) in rows_skipped(world, checks).into_iter().chain(rows_unlisted(world, checks))
    {
        let told = world
            .filled(Paper::OWN, form)
            .map(|filled| told(world, filled, NoticeCode::RowsLacking, &cause));
        let is_known = |notice: &Notice| notices.iter().any(|other| other.span == notice.span);
        notices.extend(told.filter(|notice| !is_known(notice)));
    }
    told_as_unit(world, checks, findings);
    told_as_total(world, checks, findings);
    let mut members: BTreeMap<FoldFamily, Vec<usize>> = BTreeMap::new();
    let doubtful: Vec<Span> = world.doubtful_areas().map(|(span, ..)| span).collect();
    for (at, finding) in findings.iter().enumerate() {
        if may_fold(checks, finding)
            && !is_of_author(world, checks, finding, &doubtful)
            && let Some(family) = of_finding(checks, finding)
        {
            members.entry(family).or_default().push(at);
        }
    }
    // one cause alone that names a figure says more than that the table does not fit
    let names_one = |all: &[usize]| match all {
        [only] => findings.get(*only).is_some_and(names_figure),
        _ => false,
    };
    members.retain(|_, all| count(findings, all) >= LEAST && !names_one(all));
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for group in merged(checks, findings, families(checks, findings, members)) {
        gone.extend(group.all.iter().skip(1));
        told_together(world, checks, findings, &group, None);
    }
    remove(findings, &gone);
    told_as_missing(world, checks, findings, MissingBy::Codes);
    same_gaps(world, checks, findings, &doubtful);
    told_as_missing(world, checks, findings, MissingBy::Columns);
    shared_gaps(world, checks, findings, &doubtful);
    told_as_turned(world, checks, findings);
    findings.sort_by_key(|finding| super::order(checks, finding));
    notices
}

/// Tells once of each table in which amounts lack the zero at their end.
fn told_as_zeros_cut(world: &World<'_>, checks: &mut [Check], findings: &mut Vec<Finding>) {
    let open = findings.iter().enumerate().filter(|(_, finding)| is_unexplained(checks, finding));
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for of in zeros_cut(world, checks, open) {
        let Some(cause) = of.cause() else { continue };
        let own = of.all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let family = FoldFamily::about(of.form, own.filter_map(|at| checks.get(*at)));
        gone.extend(of.all.iter().skip(1));
        let group = FoldGroup::of(family, of.all, checks);
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

/// Whether a finding says which figure is wrong.
fn names_figure(finding: &Finding) -> bool {
    finding.cause.as_ref().is_some_and(
        |cause| matches!(cause.suspects.as_slice(), [only] if only.suggested.is_some()),
    )
}

/// The families of which so much is broken that it is told together, each with how many of its checks
/// were decided and the findings: all of a form, or of two, else what one rule says of a form.
fn families(
    checks: &[Check],
    findings: &[Finding],
    members: BTreeMap<FoldFamily, Vec<usize>>,
) -> Vec<(FoldFamily, usize, Vec<usize>)> {
    let mut out = Vec::new();
    if members.is_empty() {
        return out;
    }
    let decided: Vec<(&str, BTreeSet<usize>)> = checks
        .iter()
        .filter(|check| is_decided(check))
        .filter_map(|check| Some((check.rule.as_str(), forms(check)?)))
        .collect();
    let is_much = |all: &[usize], decided: usize| {
        let broken = count(findings, all);
        broken >= LEAST && broken * SHARE >= decided
    };
    for (family, all) in members {
        let own = || decided.iter().filter(|(_, forms)| family.has(forms));
        if is_much(&all, own().count()) {
            out.push((family, own().count(), all));
            continue;
        }
        if !matches!(family, FoldFamily::Inside(_)) {
            continue;
        }
        let first =
            |at: &usize| findings.get(*at).and_then(|finding| checks.get(*finding.checks.first()?));
        let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in all {
            by_rule.entry(first(&at).map_or("", |check| &check.rule)).or_default().push(at);
        }
        let mut by_row: BTreeMap<(&str, [u32; 3]), Vec<usize>> = BTreeMap::new();
        for (rule, all) in by_rule {
            let decided = own().filter(|(other, _)| *other == rule).count();
            if is_much(&all, decided) {
                out.push((family, decided, all));
                continue;
            }
            // a row that is missing is missing in each of its columns
            for at in all {
                if let Some(CheckedAt::Branch([form, side, row, _], _)) =
                    first(&at).map(|check| &check.at)
                {
                    by_row.entry((rule, [*form, *side, *row])).or_default().push(at);
                }
            }
        }
        let of_row = by_row.into_values().filter(|all| all.len() > 2);
        let of_row = of_row.map(|all| (family, count(findings, &all), all));
        out.extend(of_row.filter(|(_, broken, _)| *broken >= LEAST));
    }
    out
}

/// Findings that are told together.
struct FoldGroup {
    family: FoldFamily,
    decided: usize,
    all: Vec<usize>,
    /// Those of them that tell the cause.
    first: usize,
    forms: BTreeSet<usize>,
}

impl FoldGroup {
    /// Findings that all tell one cause.
    fn of(family: FoldFamily, all: Vec<usize>, checks: &[Check]) -> Self {
        let is_own = |check: &&Check| {
            is_decided(check) && forms(check).is_some_and(|forms| family.has(&forms))
        };
        let decided = checks.iter().filter(is_own).count();
        Self { family, decided, first: all.len(), all, forms: family.forms() }
    }
}

/// Families of one form are one, the largest first, and what else does not come out there, and that
/// no slip explains, is told with them.
fn merged(
    checks: &[Check],
    findings: &[Finding],
    mut told: Vec<(FoldFamily, usize, Vec<usize>)>,
) -> Vec<FoldGroup> {
    told.sort_by_key(|(_, _, all)| std::cmp::Reverse(count(findings, all)));
    let mut out: Vec<FoldGroup> = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (family, decided, all) in told {
        let forms = family.forms();
        taken.extend(&all);
        match out.iter_mut().find(|group| !group.forms.is_disjoint(&forms)) {
            Some(group) => {
                group.decided += decided;
                group.all.extend(all);
            }
            None => out.push(FoldGroup { family, decided, first: all.len(), all, forms }),
        }
    }
    if out.is_empty() {
        return out;
    }
    for (at, finding) in findings.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let family = beside(checks, finding).filter(|_| may_fold(checks, finding));
        let forms = family.map(FoldFamily::forms).unwrap_or_default();
        if let Some(group) = out.iter_mut().find(|group| !group.forms.is_disjoint(&forms)) {
            group.all.push(at);
        }
    }
    out
}

fn count(findings: &[Finding], all: &[usize]) -> usize {
    all.iter().filter_map(|at| findings.get(*at)).map(|finding| finding.checks.len()).sum()
}

fn remove(findings: &mut Vec<Finding>, gone: &BTreeSet<usize>) {
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Whether no slip of a single figure is known to explain a finding, and nobody answers for it. What
/// is printed alike at several places is one slip already.
fn may_fold(checks: &[Check], finding: &Finding) -> bool {
    let mut all = finding.checks.iter().filter_map(|at| checks.get(*at));
    let is_repeated = finding.checks.len() > 1
        && all.next().is_some_and(|first| {
            all.all(|check| check.rule == first.rule && check.stated == first.stated)
        });
    !is_repeated && is_unexplained(checks, finding)
}

/// The same, whether it is one slip at several places or not; what a script says in its own words
/// stays said.
fn is_unexplained(checks: &[Check], finding: &Finding) -> bool {
    let is_known = finding.cause.as_ref().is_some_and(|cause| {
        !cause.suspects.is_empty()
            && cause.suspects.iter().all(|suspect| {
                let slip = suspect.slip.as_ref();
                suspect.suggested.is_some()
                    && (slip.is_some_and(|slip| !slip.slip.takes_another())
                        || cause.confidence == Confidence::High)
            })
    });
    finding.waiver.is_none() && finding.misfit.is_none() && !is_known && !has_words(checks, finding)
}

/// Whether a script says in its own words what is wrong.
fn has_words(checks: &[Check], finding: &Finding) -> bool {
    let of = |at: &usize| checks.get(*at);
    finding.checks.iter().filter_map(of).any(|check| check.own().is_some())
}

/// Whether what is wrong is the unit that a sentence prints, and the amount is the one that is
/// meant.
fn is_of_unit(checks: &[Check], finding: &Finding) -> bool {
    let Some(cause) = finding.cause.as_ref().filter(|_| finding.waiver.is_none()) else {
        return false;
    };
    let [suspect] = cause.suspects.as_slice() else { return false };
    let is_unit = suspect.slip.as_ref().is_some_and(|slip| slip.slip.is_of_unit());
    let is_other = |unit: &Option<String>| unit.is_some() && *unit != suspect.printed.unit;
    let others = finding.checks.iter().filter_map(|at| checks.get(*at));
    is_unit
        && suspect.printed.form.is_none()
        && suspect.printed.unit.is_some()
        && others.flat_map(Check::figures).any(|figure| is_other(&figure.printed().unit))
}

/// Whether a check compares amounts of the document with each other, no rates: what is left open is
/// not counted, and a figure beside a constant says nothing of how a table fits.
fn is_decided(check: &Check) -> bool {
    check.relation == CheckRelation::Equal && is_decided_or_bound(check)
}

/// The same, or that one amount is at most as large as another one.
fn is_decided_or_bound(check: &Check) -> bool {
    let is_rate = check.unit.as_ref().is_some_and(|unit| unit.ends_with('%'));
    !is_rate
        && check.cites.len() > 1
        && check.nature.has_formula()
        && check.verdict != Verdict::Unchecked
        && check.severity > Severity::Info
}

/// The forms of the own document that a check is about; a figure of a sentence stands in none.
fn forms(check: &Check) -> Option<BTreeSet<usize>> {
    let form = |cite: &Cite| match FigurePlace::of(cite.at) {
        FigurePlace::Cell { paper, form, .. } if paper == Paper::OWN => Some(form),
        _ => None,
    };
    check.cites.iter().map(form).collect()
}

/// What the checks of a finding have in common.
fn of_finding(checks: &[Check], finding: &Finding) -> Option<FoldFamily> {
    in_common(checks, finding, is_decided)
}

/// The same of what is told with other findings, bounds too.
fn beside(checks: &[Check], finding: &Finding) -> Option<FoldFamily> {
    in_common(checks, finding, is_decided_or_bound)
}

fn in_common(checks: &[Check], finding: &Finding, takes: fn(&Check) -> bool) -> Option<FoldFamily> {
    let mut common: Option<BTreeSet<usize>> = None;
    let mut is_same = true;
    for check in finding.checks.iter().filter_map(|at| checks.get(*at)) {
        let own = forms(check).filter(|_| takes(check))?;
        common = Some(match common {
            None => own,
            Some(common) => {
                is_same &= common == own;
                common.intersection(&own).copied().collect()
            }
        });
    }
    let common: Vec<usize> = common?.into_iter().collect();
    match common.as_slice() {
        [form] if is_same => Some(FoldFamily::Inside(*form)),
        [one, other] if is_same => Some(FoldFamily::Between(*one, *other)),
        [form, ..] => Some(FoldFamily::Around(*form)),
        [] => None,
    }
}

/// Makes the first of some findings the one that tells of all of them.
fn told_together(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut [Finding],
    group: &FoldGroup,
    known: Option<MisfitCause>,
) {
    let FoldGroup { family, decided, all, first, .. } = group;
    let (family, decided) = (*family, *decided);
    let checks_of = |all: &[usize]| -> Vec<usize> {
        let own = all.iter().filter_map(|at| findings.get(*at));
        own.flat_map(|finding| finding.checks.iter().copied()).collect()
    };
    let broken = checks_of(all);
    let telling = checks_of(all.get(..*first).unwrap_or(all));
    let of: Vec<&Check> = telling.iter().filter_map(|at| checks.get(*at)).collect();
    let (form, other) = match family {
        FoldFamily::Inside(form) | FoldFamily::Around(form) => (form, None),
        FoldFamily::Between(form, other) => (form, Some(other)),
    };
    let filled: Vec<&FilledForm> = [Some(form), other]
        .into_iter()
        .flatten()
        .filter_map(|form| world.filled(Paper::OWN, form))
        .collect();
    let (Some(head), Some(first)) = (filled.first().map(|filled| head(world, filled)), all.first())
    else {
        return;
    };
    let misfit = Misfit {
        head,
        tables: filled.iter().map(|filled| name(world, filled)).collect(),
        is_beside_others: matches!(family, FoldFamily::Around(_)),
        decided: decided.max(broken.len()),
        cause: known.unwrap_or_else(|| cause(world, &of)),
    };
    let doubtful: Vec<Span> = world.doubtful_areas().map(|(span, ..)| span).collect();
    for at in &broken {
        // what an author calls an error stays one among what is told with it
        let check = checks.get_mut(*at).filter(|check| !is_author_certain(world, check, &doubtful));
        if let Some(check) = check {
            lower(check, Doubt::Misfit);
        }
    }
    if let Some(finding) = findings.get_mut(*first) {
        finding.checks = broken;
        finding.cause = None;
        finding.misfit = Some(Box::new(misfit));
    }
}

/// A notice at the head of a table.
fn told(world: &World<'_>, filled: &FilledForm, code: NoticeCode, cause: &MisfitCause) -> Notice {
    let message = cause.of_table(&name(world, filled));
    Notice { code, message, span: Some(head(world, filled).span) }
}

/// What a table is called on the page, where its title is known, else by its form.
fn name(world: &World<'_>, filled: &FilledForm) -> EcoString {
    let title = filled.caption.title.as_ref().filter(|_| filled.by_title);
    let title = title.map(|(title, _)| title.trim()).filter(|title| !title.is_empty());
    let id = || world.schema(filled).map_or("", |form| form.id.as_str());
    title.unwrap_or_else(id).into()
}

/// The head of a table: its title, else its first cell.
fn head(world: &World<'_>, filled: &FilledForm) -> Arc<PrintedFigure> {
    let title = filled.caption.title.as_ref().filter(|_| filled.by_title).map(|(_, span)| *span);
    let cells = || filled.sides.iter().flat_map(|side| &side.rows).flat_map(|row| &row.cells);
    let first = || cells().map(|cell| cell.span).find(|span| span.end > span.start);
    Arc::new(PrintedFigure {
        text: name(world, filled).into(),
        span: title.or_else(first).unwrap_or(filled.span),
        form: world.schema(filled).map(|form| form.id.as_str().into()),
        ..PrintedFigure::default()
    })
}

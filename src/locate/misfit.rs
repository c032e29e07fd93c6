//! Checks that do not come out together: a table that was misread, or a form of another year, breaks
//! as a whole, and is told once.
//!
//! In: checks with their verdicts, and the findings. Out: the same checks, those that are told
//! together weighing a warning at most, and fewer findings. What one slip of the pen explains stays
//! a finding of its own.

use crate::audit::{
    Check, CheckRelation, CheckedAt, Cite, Confidence, Finding, Misfit, MisfitCause, PrintedFigure,
    Severity, Verdict,
};
use crate::check::{Doubt, FigurePlace, World, lower};
use crate::form::{Content, FilledForm};
use crate::number::Decimal;
use crate::paper::Paper;
use ecow::EcoString;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// So many checks at least, and one in so many of a family, are told together.
const LEAST: usize = 3;
const SHARE: usize = 5;
/// So many are looked at for what explains them.
const LOOKED_AT: usize = 200;
/// An amount of less than so many units of its last place may stand at several places by chance.
const TELLING: u128 = 1_000;

/// What checks have in common that are told together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// One form.
    Inside(usize),
    /// Two forms beside each other.
    Between(usize, usize),
    /// One form beside several others.
    Around(usize),
}

impl Family {
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

/// Tells together what does not fit as a whole.
pub fn fold(world: &World<'_>, checks: &mut [Check], findings: &mut Vec<Finding>) {
    let of_unit: Vec<usize> = findings
        .iter()
        .filter(|finding| is_of_unit(checks, finding))
        .flat_map(|finding| finding.checks.iter().copied())
        .collect();
    for at in of_unit {
        if let Some(check) = checks.get_mut(at) {
            lower(check, Doubt::OtherUnit);
        }
    }
    let mut members: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if may_fold(checks, finding)
            && let Some(family) = of_finding(checks, finding)
        {
            members.entry(family).or_default().push(at);
        }
    }
    members.retain(|_, all| count(findings, all) >= LEAST);
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    if !members.is_empty() {
        let forms: Vec<BTreeSet<usize>> =
            checks.iter().filter(|check| is_decided(check)).filter_map(forms).collect();
        for (family, all) in &members {
            let decided = forms.iter().filter(|forms| family.has(forms)).count();
            if count(findings, all) * SHARE >= decided {
                told_together(world, checks, findings, (*family, decided), all);
                gone.extend(all.iter().skip(1));
            }
        }
        remove(findings, &gone);
    }
    same_gaps(world, checks, findings);
    findings.sort_by_key(|finding| super::order(checks, finding));
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
    let is_known = finding.cause.as_ref().is_some_and(|cause| {
        !cause.suspects.is_empty()
            && cause.suspects.iter().all(|suspect| {
                let slip = suspect.slip.as_ref();
                suspect.suggested.is_some()
                    && (slip.is_some_and(|slip| !slip.slip.takes_another())
                        || cause.confidence == Confidence::High)
            })
    });
    let mut all = finding.checks.iter().filter_map(|at| checks.get(*at));
    let is_repeated = finding.checks.len() > 1
        && all.next().is_some_and(|first| {
            all.all(|check| check.rule == first.rule && check.stated == first.stated)
        });
    finding.waiver.is_none() && !is_known && !is_repeated
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

/// Whether a check compares amounts: what is left open is not counted.
fn is_decided(check: &Check) -> bool {
    check.nature.has_formula()
        && check.relation == CheckRelation::Equal
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
fn of_finding(checks: &[Check], finding: &Finding) -> Option<Family> {
    let mut common: Option<BTreeSet<usize>> = None;
    let mut is_same = true;
    for check in finding.checks.iter().filter_map(|at| checks.get(*at)) {
        let own = forms(check).filter(|_| is_decided(check))?;
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
        [form] if is_same => Some(Family::Inside(*form)),
        [one, other] if is_same => Some(Family::Between(*one, *other)),
        [form, ..] => Some(Family::Around(*form)),
        [] => None,
    }
}

/// Makes the first of some findings the one that tells of all of them.
fn told_together(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut [Finding],
    (family, decided): (Family, usize),
    all: &[usize],
) {
    let broken: Vec<usize> = all
        .iter()
        .filter_map(|at| findings.get(*at))
        .flat_map(|finding| finding.checks.iter().copied())
        .collect();
    let of: Vec<&Check> = broken.iter().filter_map(|at| checks.get(*at)).collect();
    let (form, other) = match family {
        Family::Inside(form) | Family::Around(form) => (form, None),
        Family::Between(form, other) => (form, Some(other)),
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
        is_beside_others: matches!(family, Family::Around(_)),
        decided: decided.max(broken.len()),
        cause: cause(world, &of),
    };
    for at in &broken {
        if let Some(check) = checks.get_mut(*at) {
            lower(check, Doubt::Misfit);
        }
    }
    if let Some(finding) = findings.get_mut(*first) {
        finding.checks = broken;
        finding.cause = None;
        finding.misfit = Some(Box::new(misfit));
    }
}

/// What a table is called on the page.
fn name(world: &World<'_>, filled: &FilledForm) -> EcoString {
    let title = filled.caption.title.as_ref().map(|(title, _)| title.as_str());
    let title = title.or_else(|| filled.caption.heading());
    let id = world.schema(filled).map_or("", |form| form.id.as_str());
    title.map(str::trim).filter(|title| !title.is_empty()).unwrap_or(id).into()
}

/// The head of a table: its title, else its first cell.
fn head(world: &World<'_>, filled: &FilledForm) -> Arc<PrintedFigure> {
    let title = filled.caption.title.as_ref().map(|(_, span)| *span);
    let cells = || filled.sides.iter().flat_map(|side| &side.rows).flat_map(|row| &row.cells);
    let first = || cells().map(|cell| cell.span).find(|span| span.end > span.start);
    Arc::new(PrintedFigure {
        text: name(world, filled).into(),
        span: title.or_else(first).unwrap_or(filled.span),
        form: world.schema(filled).map(|form| form.id.as_str().into()),
        ..PrintedFigure::default()
    })
}

/// What a check compares, as numbers.
#[derive(Clone, Copy)]
struct Compared {
    stated: Decimal,
    computed: Decimal,
    apart: Decimal,
}

fn compared(check: &Check) -> Option<Compared> {
    let number = |text: &Option<EcoString>| text.as_deref()?.parse::<Decimal>().ok();
    let (stated, computed) = (number(&check.stated)?, number(&check.computed)?);
    Some(Compared { stated, computed, apart: stated.checked_sub(computed)? })
}

/// What explains all of some checks, or next to all.
fn cause(world: &World<'_>, checks: &[&Check]) -> MisfitCause {
    let of: Vec<(&Check, Compared)> = checks
        .iter()
        .take(LOOKED_AT)
        .filter_map(|check| Some((*check, compared(check)?)))
        .collect();
    rows_apart(world, &of)
        .or_else(|| columns_apart(&of))
        .or_else(|| other_unit(&of))
        .or_else(|| cut(&of))
        .or_else(|| doubled(&of))
        .or_else(|| same_gap(&of))
        .or_else(|| block(world, &of))
        .unwrap_or(MisfitCause::Unknown)
}

/// Whether so many of so many are next to all.
fn is_most(some: usize, all: usize) -> bool {
    some >= LEAST && some * 4 >= all * 3
}

/// The figures of a column stand one row above or below those that they belong to.
fn rows_apart(world: &World<'_>, of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let mut by_line: BTreeMap<(&str, u32, [u32; 2]), BTreeMap<u32, (Compared, &Check)>> =
        BTreeMap::new();
    for (check, compared) in of {
        if let CheckedAt::Row([form, side, row]) = check.at {
            let line = (check.rule.as_str(), check.number, [form, side]);
            by_line.entry(line).or_default().insert(row, (*compared, check));
        }
    }
    let all = &by_line.into_values().max_by_key(BTreeMap::len)?;
    if all.len() * 2 < of.len() {
        return None;
    }
    let beside = |is_above: bool| {
        all.iter().filter(move |(row, (own, _))| {
            let other = if is_above { row.checked_add(1) } else { row.checked_sub(1) };
            let other = other.and_then(|other| all.get(&other));
            other.is_some_and(|(other, _)| own.stated == other.computed && !own.stated.is_zero())
        })
    };
    // the last row of a run has none beside it
    let is_above = [true, false]
        .into_iter()
        .find(|is_above| is_most(beside(*is_above).count() + 1, all.len()))?;
    let (_, (_, first)) = beside(is_above).next()?;
    let place = first.cites.iter().map(|cite| FigurePlace::of(cite.at)).next()?;
    let FigurePlace::Cell { form, column, .. } = place else { return None };
    let filled = world.filled(Paper::OWN, form)?;
    let column = world.column(filled, column)?.name.as_str().into();
    Some(MisfitCause::RowsApart { column, is_above })
}

/// Each column has the sum of the one beside it.
fn columns_apart(of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let mut by_row: BTreeMap<[u32; 3], BTreeMap<u32, Compared>> = BTreeMap::new();
    for (check, compared) in of {
        let (row, column) = match check.at {
            CheckedAt::Branch([form, side, row, column], None) => ([form, side, row], column),
            CheckedAt::Column([form, side, column]) => ([form, side, u32::MAX], column),
            _ => continue,
        };
        by_row.entry(row).or_default().insert(column, *compared);
    }
    let beside = |by: i64| {
        let rows = by_row.values();
        rows.flat_map(move |row| {
            row.iter().filter(move |(column, own)| {
                let other = u32::try_from(i64::from(**column) + by).ok();
                let other = other.and_then(|other| row.get(&other));
                other.is_some_and(|other| own.stated == other.computed && !own.stated.is_zero())
            })
        })
        .count()
    };
    [1, -1].into_iter().any(|by| is_most(beside(by), of.len())).then_some(MisfitCause::ColumnsApart)
}

/// One side is the other one with its point elsewhere.
fn other_unit(of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    const UNITS: [i32; 4] = [4, 8, 3, 1];
    let fits = |places: i32| {
        let times = Decimal::from(10_i64.pow(places.unsigned_abs()));
        let is_shifted = |(_, own): &&(&Check, Compared)| {
            let (small, great) =
                if places > 0 { (own.stated, own.computed) } else { (own.computed, own.stated) };
            // the smaller number may have lost its last digits
            let apart = small.checked_mul(times).and_then(|small| small.checked_sub(great));
            !small.is_zero()
                && apart.is_some_and(|apart| {
                    apart.abs() * Decimal::from(1_000) <= great.abs().max(Decimal::ONE)
                })
        };
        is_most(of.iter().filter(is_shifted).count(), of.len())
    };
    UNITS
        .into_iter()
        .flat_map(|places| [places, -places])
        .find(|places| fits(*places))
        .map(MisfitCause::OtherUnit)
}

/// No check is off by more than what cutting each figure after its last place makes.
fn cut(of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let is_cut = |(check, own): &&(&Check, Compared)| {
        let last = Decimal::new(1, own.stated.scale().max(own.computed.scale()));
        own.apart.abs() <= last * Decimal::from(check.size())
    };
    is_most(of.iter().filter(is_cut).count(), of.len()).then_some(MisfitCause::Cut)
}

/// What is added is twice what is stated.
fn doubled(of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let is_twice = |(_, own): &&(&Check, Compared)| {
        !own.stated.is_zero() && own.stated.checked_mul(Decimal::TWO) == Some(own.computed)
    };
    is_most(of.iter().filter(is_twice).count(), of.len()).then_some(MisfitCause::Doubled)
}

/// All are off by the same amount.
fn same_gap(of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let (first, _) = of.first()?;
    let by = compared(first)?.apart;
    let is_same = |(_, own): &&(&Check, Compared)| own.apart == by;
    let is_all =
        is_telling(by) && of.len() >= LEAST && of.iter().filter(is_same).count() == of.len();
    is_all.then(|| MisfitCause::SameGap { by: gap(by) })
}

fn gap(by: Decimal) -> EcoString {
    by.abs().to_string().into()
}

fn is_telling(by: Decimal) -> bool {
    by.mantissa().unsigned_abs() >= TELLING
}

/// All are off by what stands in one row, or in one column, of their table.
fn block(world: &World<'_>, of: &[(&Check, Compared)]) -> Option<MisfitCause> {
    let value = |filled: &FilledForm, side: u32, row: u32, column: u32| {
        let row = filled.sides.get(side as usize)?.rows.get(row as usize)?;
        match &row.cells.get(column as usize)?.content {
            Content::Number(number) => Some(number.value),
            _ => None,
        }
    };
    let mut rows: BTreeMap<[u32; 3], usize> = BTreeMap::new();
    let mut columns: BTreeMap<[u32; 3], usize> = BTreeMap::new();
    for (check, own) in of.iter().filter(|(_, own)| is_telling(own.apart)) {
        let place = match check.at {
            CheckedAt::Row([form, side, row]) => (form, side, Some(row), None),
            CheckedAt::Branch([form, side, _, column], _)
            | CheckedAt::Column([form, side, column]) => (form, side, None, Some(column)),
            _ => continue,
        };
        let (form, side, row, column) = place;
        let Some(filled) = world.filled(Paper::OWN, form as usize) else { continue };
        let Some(content) = filled.sides.get(side as usize) else { continue };
        let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let is_it =
            |value: Option<Decimal>| value.is_some_and(|value| value.abs() == own.apart.abs());
        if let Some(row) = row {
            for column in 0..size(content.columns.len()) {
                if is_it(value(filled, side, row, column)) {
                    *columns.entry([form, side, column]).or_default() += 1;
                }
            }
        }
        if let Some(column) = column {
            for row in 0..size(content.rows.len()) {
                if is_it(value(filled, side, row, column)) {
                    *rows.entry([form, side, row]).or_default() += 1;
                }
            }
        }
    }
    let most = |all: BTreeMap<[u32; 3], usize>| {
        all.into_iter()
            .max_by_key(|(_, count)| *count)
            .filter(|(_, count)| is_most(*count, of.len()))
    };
    if let Some(([form, side, row], _)) = most(rows) {
        let row = world.row(Paper::OWN, form as usize, side as usize, row as usize)?;
        return Some(MisfitCause::Block { name: row.label.trim().into() });
    }
    let ([form, _, column], _) = most(columns)?;
    let filled = world.filled(Paper::OWN, form as usize)?;
    let name = world.column(filled, column as usize)?.name.as_str().into();
    Some(MisfitCause::Block { name })
}

/// Sums that are off by the same amount, in whatever tables: one row is missing in all of them.
fn same_gaps(world: &World<'_>, checks: &[Check], findings: &mut Vec<Finding>) {
    let mut by_gap: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if may_fold(checks, finding)
            && finding.misfit.is_none()
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

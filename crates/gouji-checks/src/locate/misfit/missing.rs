//! Rows that are missing, as when a page was left out: sums are short, and below them the rows go on
//! with one whose own class is not there.

use super::cause::compared;
use super::{FoldFamily, FoldGroup, forms, is_unexplained, of_finding, remove, told_together};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, CheckedAt, Cite, Finding, MisfitCause, Verdict};
use gouji_forms::form::{FormRow, FormSide};
use gouji_rules::formula::{Binary, Node, Reference};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// A sum that is short: its form, its side and the row of the total; none where the whole column is
/// added.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ShortSum {
    form: u32,
    side: u32,
    row: Option<u32>,
    column: u32,
}

/// What a check adds, if less is there than it states.
fn short(check: &Check) -> Option<ShortSum> {
    let (form, side, row, column) = match check.at {
        // a sum across a row is a branch, too
        CheckedAt::Branch([form, side, row, column], _) => {
            down(check)?;
            (form, side, Some(row), column)
        }
        CheckedAt::Column([form, side, column]) => {
            (form, side, down(check).map(|[_, _, row, _]| row), column)
        }
        CheckedAt::Form(_) => {
            let [form, side, row, column] = down(check).filter(|_| check.cites.len() > 2)?;
            (form, side, Some(row), column)
        }
        _ => return None,
    };
    let own = compared(check)?;
    let is_short = own.stated.is_sign_positive() && own.stated > own.computed;
    is_short.then_some(ShortSum { form, side, row, column })
}

/// Form, side, row and column of the figure that a check states, where it adds others of its column.
fn down(check: &Check) -> Option<[u32; 4]> {
    let place = |cite: &Cite| match FigurePlace::of(cite.at) {
        FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } => {
            let short = |index: usize| u32::try_from(index).ok();
            Some([short(form)?, short(side)?, short(row)?, short(column)?])
        }
        _ => None,
    };
    let own = place(check.cites.first()?)?;
    let [form, side, _, column] = own;
    let is_of_column =
        |cite: &Cite| place(cite).is_some_and(|[a, b, _, c]| (a, b, c) == (form, side, column));
    check.cites.iter().all(is_of_column).then_some(own)
}

/// Whether all sums among some checks are short, and these are most of them: then the sums.
fn all_short(checks: &[&Check]) -> Option<Vec<ShortSum>> {
    let is_sum = |check: &&&Check| match check.at {
        CheckedAt::Branch(..) | CheckedAt::Column(_) => true,
        CheckedAt::Form(_) => check.cites.len() > 2 && down(check).is_some(),
        _ => false,
    };
    let sums = checks.iter().filter(is_sum).count();
    let short: Vec<ShortSum> = checks.iter().filter_map(|check| short(check)).collect();
    let is_one = short.windows(2).all(|pair| match pair {
        [one, other] => (one.form, one.side) == (other.form, other.side),
        _ => true,
    });
    (is_one && !short.is_empty() && short.len() == sums && sums * 4 >= checks.len() * 3)
        .then_some(short)
}

fn side<'w>(world: &World<'w>, sum: &ShortSum) -> Option<&'w FormSide> {
    world.filled(Paper::OWN, sum.form as usize)?.sides.get(sum.side as usize)
}

/// The rows between which others are missing, where a sum over them is short.
pub(super) fn rows_missing(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let sums = all_short(checks)?;
    let side = side(world, sums.first()?)?;
    let (behind, before) = gap(&side.rows)?;
    let reaches = |sum: &ShortSum| match sum.row.and_then(|row| side.rows.get(row as usize)) {
        Some(total) => match total.code.as_deref() {
            Some(code) => {
                let first = sum.row.map_or(0, |row| row as usize);
                let between = side.rows.get(first..=behind).unwrap_or(&[]);
                first <= behind && between.iter().all(|row| is_below(row, code))
            }
            None => true,
        },
        None => true,
    };
    let name = |at: usize| side.rows.get(at).map(|row| row.label.trim().into());
    sums.iter()
        .all(reaches)
        .then(|| Some(MisfitCause::RowsMissing { behind: name(behind)?, before: name(before)? }))?
}

/// Whether a row is of a class; one without a code says nothing.
fn is_below(row: &FormRow, code: &str) -> bool {
    row.code.as_deref().is_none_or(|own| own.starts_with(code))
}

/// The two rows between which rows are missing: the codes go on, and the class of the second one is
/// not there, at one place alone.
fn gap(rows: &[FormRow]) -> Option<(usize, usize)> {
    let coded: Vec<(usize, &str)> =
        rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.code.as_deref()?))).collect();
    let lengths: BTreeSet<usize> = coded.iter().map(|(_, code)| code.len()).collect();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    // the classes that are missing, each with the rows around the place
    let mut missing: Vec<(&str, usize, usize)> = Vec::new();
    let mut last: Option<(usize, &str)> = None;
    for (at, code) in coded {
        let above = lengths.range(..code.len()).next_back();
        let class = above.and_then(|length| code.get(..*length));
        if let (Some(class), Some((before, other))) = (class, last)
            && !known.contains(class)
        {
            if other < code && !other.starts_with(class) {
                missing.push((class, before, at));
            }
            known.insert(class);
        } else if let (Some(class), None) = (class, last) {
            // a table that begins with a leaf has no classes
            known.insert(class);
            missing.push((class, at, at));
        }
        known.insert(code);
        last = Some((at, code));
    }
    match missing.as_slice() {
        [(_, behind, before)] if behind < before => Some((*behind, *before)),
        _ => None,
    }
}

/// The row under which rows are missing, where no class tells: it is short in several columns at once,
/// and so is each row that is short.
pub(super) fn rows_missing_under(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let sums = all_short(checks)?;
    let mut columns: BTreeMap<Option<u32>, BTreeSet<u32>> = BTreeMap::new();
    for sum in &sums {
        columns.entry(sum.row).or_default().insert(sum.column);
    }
    let row = columns.keys().next().copied().flatten()?;
    let row = side(world, sums.first()?)?.rows.get(row as usize)?;
    let is_each = columns.values().all(|columns| columns.len() > 1);
    is_each.then(|| MisfitCause::RowsMissingUnder { name: row.label.trim().into() })
}

/// The same where few checks tell: it lacks more in each of several columns than any of its parts has
/// there, so that no slip of one of them makes it.
fn rows_missing_by_much(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let is_much = |check: &&Check| {
        let value = |cite: &Cite| world.printed_value(FigurePlace::of(cite.at));
        let most = check.cites.iter().skip(1).filter_map(value).map(|value| value.abs()).max();
        compared(check).zip(most).is_some_and(|(own, most)| own.apart.abs() > most)
    };
    if checks.iter().all(is_much) { rows_missing_under(world, checks) } else { None }
}

/// The same where a rule names a row of the sum that is not printed.
fn rows_missing_of_rule(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let first = all_short(checks)?.into_iter().next()?;
    let side = side(world, &first)?;
    let lacks = |check: &&Check| {
        let rule = world.ruleset.rule(&check.rule);
        let formula = rule.and_then(|rule| rule.demand.formulas().get(check.number as usize));
        let computed = formula.and_then(|formula| formula.resolved.computed.as_ref());
        computed.is_some_and(|computed| names_more(computed, side))
    };
    let row = side.rows.get(first.row? as usize)?;
    let is_one = matches!(checks, [only] if lacks(only));
    is_one.then(|| MisfitCause::RowsMissingUnder { name: row.label.trim().into() })
}

/// Whether a sum of named rows has one that a table does not print.
fn names_more(sum: &Node, side: &FormSide) -> bool {
    match sum {
        Node::Read(Reference::Row { depth: 0, row }) => side.index.named(*row).is_empty(),
        Node::Binary(Binary::Add, one, other) => names_more(one, side) || names_more(other, side),
        _ => false,
    }
}

/// The same where nothing in the row that is short in several columns contradicts it: as many figures
/// of it would have to be wrong together.
fn rows_missing_across(
    world: &World<'_>,
    checks: &[Check],
    broken: &[&Check],
) -> Option<MisfitCause> {
    let first = all_short(broken)?.into_iter().next()?;
    let row = CheckedAt::Row([first.form, first.side, first.row?]);
    let is_broken = |check: &Check| {
        check.at == row && super::is_decided(check) && check.verdict == Verdict::Violation
    };
    let is_one = broken.len() < 2 || checks.iter().any(is_broken);
    if is_one { None } else { rows_missing_under(world, broken) }
}

/// What tells that rows are missing.
#[derive(Clone, Copy)]
pub(super) enum MissingBy {
    /// Codes whose class is not there, sums that lack more than any of their rows has, or a row.
    Codes,
    /// Several columns of a row that comes out across them.
    Columns,
}

/// Tells of tables in which rows are missing though few sums are short.
pub(super) fn told_as_missing(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut Vec<Finding>,
    by: MissingBy,
) {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(FoldFamily::Inside(form)) =
            of_finding(checks, finding).filter(|_| is_unexplained(checks, finding))
        {
            match groups.iter_mut().find(|(known, _)| *known == form) {
                Some((_, all)) => all.push(at),
                None => groups.push((form, vec![at])),
            }
        }
    }
    let mut gone = BTreeSet::new();
    for (form, all) in groups {
        let of = all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let own: Vec<&Check> = of.filter_map(|at| checks.get(*at)).collect();
        let cause = match by {
            MissingBy::Codes => rows_missing(world, &own)
                .or_else(|| rows_missing_by_much(world, &own))
                .or_else(|| rows_missing_of_rule(world, &own)),
            MissingBy::Columns => rows_missing_across(world, checks, &own),
        };
        let Some(cause) = cause else { continue };
        let family = FoldFamily::Inside(form);
        let decided = checks
            .iter()
            .filter(|check| {
                super::is_decided(check) && forms(check).is_some_and(|of| family.has(&of))
            })
            .count();
        gone.extend(all.iter().skip(1).copied());
        let group = FoldGroup { family, decided, first: all.len(), all, forms: family.forms() };
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

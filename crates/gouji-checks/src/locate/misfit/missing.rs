//! Rows that are missing, as when a page was left out: sums are short, and below them the rows go on
//! with one whose own class is not there.

use super::cause::compared;
use super::rows_skipped::gap;
use super::{
    FoldFamily, FoldGroup, LEAST, forms, is_unexplained, of_finding, remove, told_together,
};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, CheckedAt, Cite, Finding, MisfitCause, Verdict};
use gouji_forms::form::{Content, FormCell, FormRow, FormSide};
use gouji_rules::formula::{Binary, Node, Reference};
use gouji_values::number::{Decimal, misprints};
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

/// What a check adds, and whether less is there than it states.
fn sum_of(check: &Check) -> Option<(ShortSum, bool)> {
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
    Some((ShortSum { form, side, row, column }, is_short))
}

/// The sums among some checks that are short, and those that are not.
fn sums(checks: &[&Check]) -> (Vec<ShortSum>, Vec<ShortSum>) {
    let all = checks.iter().filter_map(|check| sum_of(check));
    let (short, over): (Vec<_>, Vec<_>) = all.partition(|(_, is_short)| *is_short);
    let sum = |(sum, _)| sum;
    (short.into_iter().map(sum).collect(), over.into_iter().map(sum).collect())
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

/// Whether a check is a sum of rows.
fn is_sum(check: &Check) -> bool {
    match check.at {
        CheckedAt::Branch(..) | CheckedAt::Column(_) => true,
        CheckedAt::Form(_) => check.cites.len() > 2 && down(check).is_some(),
        _ => false,
    }
}

/// Whether all sums among some checks are short, and these are most of them: then the sums.
fn all_short(checks: &[&Check]) -> Option<Vec<ShortSum>> {
    let all = checks.iter().filter(|check| is_sum(check)).count();
    let (short, _) = sums(checks);
    let is_one = short.windows(2).all(|pair| match pair {
        [one, other] => (one.form, one.side) == (other.form, other.side),
        _ => true,
    });
    (is_one && !short.is_empty() && short.len() == all && all * 4 >= checks.len() * 3)
        .then_some(short)
}

fn side<'w>(world: &World<'w>, sum: &ShortSum) -> Option<&'w FormSide> {
    world.filled(Paper::OWN, sum.form as usize)?.sides.get(sum.side as usize)
}

/// The rows between which others are missing, where a sum over them is short. Where a page is gone the
/// other sides of a table are short, too; and the class that is missing may stand once more below, with
/// rows of the lost one before it, so that it seems to have too many.
pub(super) fn rows_missing(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let (short, over) = sums(checks);
    let all = checks.iter().filter(|check| is_sum(check)).count();
    let form = short.first()?.form;
    let is_one = short.iter().chain(&over).all(|sum| sum.form == form);
    // totals of several sides, and of rows of which one is left, are short with them
    let mut others = checks.iter().filter(|check| !is_sum(check));
    let is_most = all * 4 >= checks.len() * 3
        || all * 2 >= checks.len() && others.all(|check| is_short_within(check, form));
    if !is_one || short.len() + over.len() != all || !is_most {
        return None;
    }
    let sides: BTreeSet<u32> = short.iter().map(|sum| sum.side).collect();
    sides.into_iter().find_map(|side| rows_missing_in(world, (form, side), &short, &over))
}

/// Whether rows of a class that is printed beside two others stand on both sides of what was between
/// them on the page.
fn is_cut(rows: &[FormRow], code: &str, (behind, before): (usize, usize)) -> bool {
    let line = |at: usize| rows.get(at).map(|row| row.row);
    let is_of = |row: &&FormRow| row.code.as_deref().is_some_and(|own| own.starts_with(code));
    let lines: Vec<u32> = rows.iter().filter(is_of).map(|row| row.row).collect();
    line(behind).zip(line(before)).is_some_and(|(behind, before)| {
        lines.iter().any(|line| *line <= behind) && lines.iter().any(|line| *line >= before)
    })
}

/// Whether a check of one form states more than is there.
fn is_short_within(check: &Check, form: u32) -> bool {
    let is_inside = forms(check).is_some_and(|of| of == BTreeSet::from([form as usize]));
    let own = compared(check).filter(|_| is_inside);
    own.is_some_and(|own| own.stated.is_sign_positive() && own.stated > own.computed)
}

fn rows_missing_in(
    world: &World<'_>,
    (form, number): (u32, u32),
    short: &[ShortSum],
    over: &[ShortSum],
) -> Option<MisfitCause> {
    let side = world.filled(Paper::OWN, form as usize)?.sides.get(number as usize)?;
    let (behind, before, class) = gap(&side.rows)?;
    let reaches = |sum: &ShortSum| {
        let row = sum.row.map(|row| row as usize);
        let code = row.and_then(|row| side.rows.get(row)?.code.as_deref());
        row.zip(code).is_none_or(|(row, code)| {
            let between = side.rows.get(row..=behind).filter(|rows| !rows.is_empty());
            between.is_some_and(|rows| rows.iter().all(|row| is_below(row, code)))
                || is_cut(&side.rows, code, (behind, before))
        })
    };
    let stands_again = |sum: &ShortSum| {
        let row = sum.row.map(|row| row as usize).filter(|row| *row > before);
        let code = row.and_then(|row| side.rows.get(row)?.code.as_deref());
        sum.side == number && code == Some(class)
    };
    let mut own = short.iter().filter(|sum| sum.side == number);
    let name = |at: usize| side.rows.get(at).map(|row| row.label.trim().into());
    (own.all(reaches) && over.iter().all(stands_again))
        .then(|| Some(MisfitCause::RowsMissing { behind: name(behind)?, before: name(before)? }))?
}

/// Whether a row is of a class; one without a code says nothing.
fn is_below(row: &FormRow, code: &str) -> bool {
    row.code.as_deref().is_none_or(|own| own.starts_with(code))
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

/// The same where few checks tell: it lacks more in each of several columns, or in the only one, than
/// any of its parts has there, so that no slip of one of them makes it.
fn rows_missing_by_much(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let is_much = |check: &&Check| {
        let value = |cite: &Cite| world.printed_value(FigurePlace::of(cite.at));
        let most = check.cites.iter().skip(1).filter_map(value).map(|value| value.abs()).max();
        compared(check).zip(most).is_some_and(|(own, most)| own.apart.abs() > most)
    };
    if !checks.iter().all(is_much) {
        return None;
    }
    rows_missing_under(world, checks).or_else(|| rows_missing_of_column(world, checks))
}

/// The same in a table of one column of figures, of a row with several parts, none of which comes out
/// with a digit lost or put in; of two parts where it lacks more than both have.
fn rows_missing_of_column(world: &World<'_>, checks: &[&Check]) -> Option<MisfitCause> {
    let ([sum], [check]) = (&all_short(checks)?[..], checks) else { return None };
    let side = side(world, sum)?;
    let is_number = |cell: &FormCell| matches!(cell.content, Content::Number(_));
    let columns = side.rows.iter().flat_map(|row| row.cells.iter().enumerate());
    let columns: BTreeSet<usize> =
        columns.filter(|(_, cell)| is_number(cell)).map(|(column, _)| column).collect();
    let value = |cite: &Cite| world.printed_value(FigurePlace::of(cite.at));
    let parts: Vec<Decimal> = check.cites.iter().skip(1).filter_map(value).collect();
    let lacks = check.cites.first().and_then(value)?.checked_sub(parts.iter().copied().sum())?;
    let is_slip = |part: &Decimal| {
        part.checked_add(lacks).is_some_and(|meant| may_be_printed_for(*part, meant))
    };
    let several = parts.iter().filter(|part| !part.is_zero()).count();
    let all: Decimal = parts.iter().map(Decimal::abs).sum();
    let is_much = several >= LEAST || several > 1 && lacks > all;
    let row = side.rows.get(sum.row? as usize)?;
    (columns.len() == 1 && is_much && !parts.iter().any(is_slip))
        .then(|| MisfitCause::RowsMissingUnder { name: row.label.trim().into() })
}

/// Whether a number may be what a slip of a digit made of another one.
fn may_be_printed_for(printed: Decimal, meant: Decimal) -> bool {
    let scale = printed.scale().max(meant.scale());
    let whole = |mut number: Decimal| {
        number.rescale(scale);
        number.mantissa()
    };
    let (printed, meant) = (whole(printed), whole(meant));
    let mut is_it = false;
    misprints(printed, scale, &mut |_, other| is_it |= other == meant);
    is_it
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
        gone.extend(all.iter().skip(1).copied());
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(cause));
    }
    remove(findings, &gone);
}

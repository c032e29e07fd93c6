//! A column without a figure that the rows of its table want: what belongs there was left out, or
//! stands in the column beside.

use super::cause::{cause, compared, head_of};
use super::{
    FoldFamily, FoldGroup, LEAST, is_decided, is_decided_or_bound, is_unexplained, remove, told,
    told_together,
};
use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, Cite, Finding, MisfitCause, Nature, Severity, Verdict, Why};
use gouji_forms::form::{Content, FormSide};
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Form, side, row and column of a figure.
type Place = [usize; 4];

/// Tells once of each table of which a whole column has no figure though its rows want some. Where the
/// column is the total, so that no check is broken, a notice does.
pub(super) fn told_as_blank(
    world: &World<'_>,
    checks: &mut [Check],
    findings: &mut Vec<Finding>,
) -> Vec<Notice> {
    let is_open = |finding: &&Finding| is_unexplained(checks, finding);
    let touched: BTreeSet<usize> = findings
        .iter()
        .filter(is_open)
        .flat_map(|finding| finding.checks.iter().filter_map(|at| checks.get(*at)))
        .flat_map(|check| check.cites.iter().filter_map(place))
        .map(|[form, ..]| form)
        .collect();
    let mut wanting: BTreeMap<usize, usize> = BTreeMap::new();
    for form in checks.iter().filter(|check| wants_total(check)).filter_map(stated) {
        *wanting.entry(form).or_default() += 1;
    }
    let wanting = wanting.into_iter().filter(|(_, rows)| *rows >= LEAST).map(|(form, _)| form);
    let forms: BTreeSet<usize> = touched.into_iter().chain(wanting).collect();
    let mut notices = Vec::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for form in forms {
        let Some(place) = blank_column(world, checks, form) else { continue };
        let near = near(world, place);
        let is_its = |at: &usize| {
            findings.get(*at).is_some_and(|finding| {
                !gone.contains(at)
                    && is_unexplained(checks, finding)
                    && finding.checks.iter().all(|at| is_of(checks.get(*at), &near))
            })
        };
        let all: Vec<usize> = (0..findings.len()).filter(is_its).collect();
        if all.is_empty() {
            notices.extend(notice(world, checks, place));
            continue;
        }
        let of = all.iter().filter_map(|at| findings.get(*at)).flat_map(|one| &one.checks);
        let of: Vec<&Check> = of.filter_map(|at| checks.get(*at)).collect();
        let equal: Vec<&Check> = of.iter().copied().filter(|check| is_decided(check)).collect();
        if equal.is_empty() || cause(world, &equal) != MisfitCause::Unknown {
            continue;
        }
        let family = FoldFamily::about(form, of.iter().copied());
        let Some(name) = head_of(world, place) else { continue };
        let blank = MisfitCause::ColumnBlank { name };
        gone.extend(all.iter().skip(1));
        let group = FoldGroup::of(family, all, checks);
        told_together(world, checks, findings, &group, Some(blank));
    }
    remove(findings, &gone);
    notices
}

/// Whether a check of a row was left open since the total of the row is blank.
fn wants_total(check: &Check) -> bool {
    check.nature == Nature::Formula
        && check.severity > Severity::Info
        && matches!(check.reason.as_deref(), Some(Why::StatedBlank { .. }))
}

/// The form of the figure that a check states.
fn stated(check: &Check) -> Option<usize> {
    check.cites.first().and_then(place).map(|[form, ..]| form)
}

/// What is said of a blank column of totals that another table has a figure for; none where anything does not
/// come out in its table.
fn notice(world: &World<'_>, checks: &[Check], place: [u32; 3]) -> Option<Notice> {
    let [form, side, column] = place.map(|index| index as usize);
    let filled = world.filled(Paper::OWN, form)?;
    let places =
        |check: &Check| -> Vec<Place> { check.cites.iter().filter_map(self::place).collect() };
    let is_broken = |check: &Check| {
        check.verdict == Verdict::Violation && places(check).iter().any(|[own, ..]| *own == form)
    };
    let is_said_elsewhere = |check: &Check| {
        let is_open =
            matches!(check.reason.as_deref(), Some(Why::StatedBlank { .. } | Why::OtherBlank));
        let is_it = |[a, b, _, c]: Place| [a, b, c] == [form, side, column];
        let own = places(check).into_iter();
        is_open
            && check.severity > Severity::Info
            && matches!(own.as_slice(), [one, other] if is_it(*one) != is_it(*other) && one[0] != other[0])
    };
    if checks.iter().any(is_broken) || !checks.iter().any(is_said_elsewhere) {
        return None;
    }
    let cause = MisfitCause::ColumnBlank { name: head_of(world, place)? };
    Some(told(world, filled, NoticeCode::ColumnBlank, &cause))
}

/// A column with those beside it on the page: form, side, column.
fn near(world: &World<'_>, [form, side, column]: [u32; 3]) -> BTreeSet<[usize; 3]> {
    let filled = world.filled(Paper::OWN, form as usize);
    let columns = filled.and_then(|filled| filled.sides.get(side as usize));
    let columns = columns.map_or(&[][..], |side| &side.columns);
    let known = columns.iter().enumerate();
    let mut known: Vec<(u32, usize)> =
        known.filter_map(|(at, column)| Some((column.as_ref()?.column, at))).collect();
    known.sort_unstable();
    let own = known.iter().position(|(_, at)| *at == column as usize).unwrap_or(known.len());
    let beside = known.iter().skip(own.saturating_sub(1)).take(if own > 0 { 3 } else { 2 });
    beside.map(|(_, at)| [form as usize, side as usize, *at]).collect()
}

/// Whether a broken check rests on a figure of some columns.
fn is_of(check: Option<&Check>, columns: &BTreeSet<[usize; 3]>) -> bool {
    check.is_some_and(|check| {
        let mut own = check.cites.iter().filter_map(place);
        is_decided_or_bound(check)
            && own.any(|[form, side, _, column]| columns.contains(&[form, side, column]))
    })
}

fn place(cite: &Cite) -> Option<Place> {
    match FigurePlace::of(cite.at) {
        FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } => {
            Some([form, side, row, column])
        }
        _ => None,
    }
}

/// The cells of a check that all stand in one row of a form, the stated one first.
fn across(check: &Check, form: usize) -> Option<Vec<Place>> {
    let all: Vec<Place> = check.cites.iter().map(place).collect::<Option<_>>()?;
    let [own, side, row, _] = *all.first()?;
    let is_one = all.iter().all(|other| other.starts_with(&[own, side, row]));
    (own == form && is_one && all.len() > 1 && check.nature == Nature::Formula).then_some(all)
}

/// The only column of a form without a figure that several rows want: form, side, column.
fn blank_column(world: &World<'_>, checks: &[Check], form: usize) -> Option<[u32; 3]> {
    let sides = &world.filled(Paper::OWN, form)?.sides;
    let mut wanting: BTreeMap<[usize; 2], BTreeSet<usize>> = BTreeMap::new();
    for check in checks {
        let Some(cells) = across(check, form) else { continue };
        let Some((&[_, number, row, total], parts)) = cells.split_first() else { continue };
        let Some(side) = sides.get(number) else { continue };
        if matches!(check.reason.as_deref(), Some(Why::StatedBlank { .. })) {
            if is_blank(side, total) {
                wanting.entry([number, total]).or_default().insert(row);
            }
            continue;
        }
        if check.verdict != Verdict::Violation || !is_decided(check) {
            continue;
        }
        // more than its total has no row whose column was left blank
        if !compared(check).is_some_and(|own| own.apart.is_sign_positive()) {
            return None;
        }
        let columns: BTreeSet<usize> = parts.iter().map(|[.., column]| *column).collect();
        if let Some(column) = between(side, total, &columns) {
            let bare = bare_rows(side, total, &columns);
            let rows = wanting.entry([number, column]).or_default();
            rows.extend(bare.chain([row]));
        }
    }
    wanting.retain(|_, rows| rows.len() >= LEAST);
    match wanting.into_keys().collect::<Vec<_>>().as_slice() {
        [[side, column]] => {
            let short = |index: usize| u32::try_from(index).ok();
            Some([short(form)?, short(*side)?, short(*column)?])
        }
        _ => None,
    }
}

/// Whether no row of a side has anything in a column.
fn is_blank(side: &FormSide, column: usize) -> bool {
    let mut cells = side.rows.iter().filter_map(|row| row.cells.get(column));
    !side.rows.is_empty() && cells.all(|cell| matches!(cell.content, Content::Blank))
}

/// The only blank column of a sum that stands on the page between two that have figures: at the end
/// of a table columns are blank that nobody needs.
fn between(side: &FormSide, total: usize, parts: &BTreeSet<usize>) -> Option<usize> {
    let on_page = |column: usize| Some(side.columns.get(column)?.as_ref()?.column);
    let filled: Vec<u32> = parts
        .iter()
        .chain([&total])
        .filter(|column| !is_blank(side, **column))
        .filter_map(|column| on_page(*column))
        .collect();
    let (least, most) = (filled.iter().min()?, filled.iter().max()?);
    let mut found = parts.iter().copied().filter(|column| {
        is_blank(side, *column) && on_page(*column).is_some_and(|at| *least < at && at < *most)
    });
    found.next().filter(|_| found.next().is_none())
}

/// The rows that have a total, and none of its parts.
fn bare_rows(
    side: &FormSide,
    total: usize,
    parts: &BTreeSet<usize>,
) -> impl Iterator<Item = usize> {
    side.rows.iter().enumerate().filter_map(move |(at, row)| {
        let content = |column: usize| row.cells.get(column).map(|cell| &cell.content);
        let has_total =
            matches!(content(total), Some(Content::Number(own)) if !own.value.is_zero());
        let has_none = parts.iter().all(|part| matches!(content(*part), Some(Content::Blank)));
        (has_total && has_none).then_some(at)
    })
}

//! Rows that other tables have and a table does not print, though its total has what they come to: no check
//! is broken, since none finds its row, and a notice tells.

use super::asked::is_telling;
use super::told;
use crate::check::{FigurePlace, World};
use ecow::EcoString;
use gouji_audit::audit::{Check, Cite, MisfitCause, Severity, Why};
use gouji_forms::form::{Content, FormRow};
use gouji_values::document::{Notice, NoticeCode};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Form, side, row and column of a figure.
type Place = [usize; 4];

/// Rows of a table that one statement of a rule looks for in another one.
#[derive(Default)]
struct RowsLookedFor<'c> {
    /// Form, side and column in which those stand that were found, and their rows.
    found: BTreeMap<[usize; 3], BTreeSet<usize>>,
    /// The names of those that were not, and where their figures stand.
    lacking: Vec<(&'c EcoString, Place)>,
}

/// The notices of tables that lack rows.
pub(super) fn rows_lacking(world: &World<'_>, checks: &[Check]) -> Vec<Notice> {
    let lacks = |check: &&Check| matches!(check.reason.as_deref(), Some(Why::NoRowNamed { .. }));
    let rules: BTreeSet<(&str, u32)> =
        checks.iter().filter(lacks).map(|check| (check.rule.as_str(), check.number)).collect();
    let is_of_them = |check: &&Check| rules.contains(&(check.rule.as_str(), check.number));
    // of each rule and the table that it takes the names from
    let mut all: BTreeMap<(&str, u32, usize), RowsLookedFor<'_>> = BTreeMap::new();
    let told = checks.iter().filter(|check| check.severity > Severity::Info);
    for check in told.filter(is_of_them) {
        let key = |form| (check.rule.as_str(), check.number, form);
        match (&check.cites[..], check.reason.as_deref()) {
            ([own], Some(Why::NoRowNamed { name, .. })) => {
                if let Some(place) = place(own) {
                    all.entry(key(place[0])).or_default().lacking.push((name, place));
                }
            }
            ([own, other], None) if check.verdict.agrees() => {
                for (own, other) in [(own, other), (other, own)] {
                    if let (Some([form, ..]), Some([found, side, row, column])) =
                        (place(own), place(other))
                    {
                        let of = all.entry(key(form)).or_default();
                        of.found.entry([found, side, column]).or_default().insert(row);
                    }
                }
            }
            _ => {}
        }
    }
    let mut out: BTreeMap<usize, Notice> = BTreeMap::new();
    for of in all.into_values().filter(|of| !of.lacking.is_empty()) {
        let most = of.found.iter().max_by_key(|(_, rows)| rows.len());
        if let Some((place, rows)) = most.filter(|([form, ..], _)| !out.contains_key(form)) {
            out.extend(notice(world, &of.lacking, (*place, rows)).map(|notice| (place[0], notice)));
        }
    }
    out.into_values().collect()
}

/// What is said of a column, if its total is more than its rows, or than those of them that are named alike elsewhere,
/// by just what those come to that it lacks.
fn notice(
    world: &World<'_>,
    lacking: &[(&EcoString, Place)],
    ([form, side, column], found): ([usize; 3], &BTreeSet<usize>),
) -> Option<Notice> {
    let filled = world.filled(Paper::OWN, form)?;
    let rows = &filled.sides.get(side)?.rows;
    let number = |row: &FormRow| match row.cells.get(column).map(|cell| &cell.content) {
        Some(Content::Number(number)) => Some(number.value),
        _ => None,
    };
    let end = rows.iter().position(|row| row.total && number(row).is_some())?;
    let total = number(rows.get(end)?)?;
    let all: Decimal = rows.get(..end)?.iter().filter_map(number).sum();
    let named: Decimal = found.iter().filter_map(|row| number(rows.get(*row)?)).sum();
    let mut by = Decimal::ZERO;
    let mut is_printed = false;
    for (_, [own, side, row, column]) in lacking {
        let is_of_one_unit = world.filled(Paper::OWN, *own)?.unit == filled.unit;
        let place = FigurePlace::Cell {
            paper: Paper::OWN,
            form: *own,
            side: *side,
            row: *row,
            column: *column,
        };
        let lacks = world.printed_value(place).filter(|_| is_of_one_unit)?;
        by = by.checked_add(lacks)?;
        is_printed |= rows.iter().any(|row| number(row) == Some(lacks));
    }
    // each of those that are named alike was rounded; what stands under another name is there
    let open = Decimal::new(1, total.scale()) * Decimal::from(found.len() + lacking.len());
    let is_of_named = !is_printed && (total - named - by).abs() * Decimal::TWO <= open;
    if total != all + by && !is_of_named || !is_telling(by) {
        return None;
    }
    let (name, _) = lacking.first()?;
    let (name, rows, by) = ((*name).clone(), lacking.len(), by.to_string().into());
    let cause = MisfitCause::RowsLacking { name, rows, by };
    Some(told(world, filled, NoticeCode::RowsLacking, &cause))
}

fn place(cite: &Cite) -> Option<Place> {
    match FigurePlace::of(cite.at) {
        FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } => {
            Some([form, side, row, column])
        }
        _ => None,
    }
}

//! What explains that many checks of a table do not come out: one cause for next to all of them.

use super::LEAST;
use super::asked::is_telling;
use super::missing::{rows_missing, rows_missing_under};
use crate::check::{FigurePlace, World};
use ecow::EcoString;
use gouji_audit::audit::{Check, CheckedAt, MisfitCause};
use gouji_forms::form::{Content, FilledForm};
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use std::collections::BTreeMap;

/// At most this many are looked at for what explains them.
const LOOKED_AT: usize = 200;

/// What a check compares, as numbers.
#[derive(Clone, Copy)]
pub(super) struct ComparedNumbers {
    pub(super) stated: Decimal,
    pub(super) computed: Decimal,
    /// Stated minus computed.
    pub(super) apart: Decimal,
}

pub(super) fn compared(check: &Check) -> Option<ComparedNumbers> {
    let number = |text: &Option<EcoString>| text.as_deref()?.parse::<Decimal>().ok();
    let (stated, computed) = (number(&check.stated)?, number(&check.computed)?);
    Some(ComparedNumbers { stated, computed, apart: stated.checked_sub(computed)? })
}

/// What explains all of some checks, or next to all.
pub(super) fn cause(world: &World<'_>, checks: &[&Check]) -> MisfitCause {
    let of: Vec<(&Check, ComparedNumbers)> = checks
        .iter()
        .take(LOOKED_AT)
        .filter_map(|check| Some((*check, compared(check)?)))
        .collect();
    rows_apart(world, &of)
        .or_else(|| columns_apart(&of))
        .or_else(|| other_unit(&of))
        .or_else(|| cut(&of))
        .or_else(|| doubled(&of))
        .or_else(|| rows_missing(world, checks))
        .or_else(|| same_gap(&of))
        .or_else(|| block(world, &of))
        .or_else(|| rows_missing_under(world, checks))
        .unwrap_or(MisfitCause::Unknown)
}

/// Whether so many of so many are next to all.
fn is_most(some: usize, all: usize) -> bool {
    some >= LEAST && some * 4 >= all * 3
}

/// The figures of a column stand one row above or below those that they belong to.
fn rows_apart(world: &World<'_>, of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let mut by_line: BTreeMap<(&str, u32, [u32; 2]), BTreeMap<u32, (ComparedNumbers, &Check)>> =
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
fn columns_apart(of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let mut by_row: BTreeMap<[u32; 3], BTreeMap<u32, ComparedNumbers>> = BTreeMap::new();
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
fn other_unit(of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    const UNITS: [i32; 4] = [4, 8, 3, 1];
    let fits = |places: i32| {
        let times = Decimal::from(10_i64.pow(places.unsigned_abs()));
        let is_shifted = |(_, own): &&(&Check, ComparedNumbers)| {
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
fn cut(of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let is_cut = |(check, _): &&(&Check, ComparedNumbers)| is_cut(check);
    is_most(of.iter().filter(is_cut).count(), of.len()).then_some(MisfitCause::Cut)
}

/// Whether a check is off by no more than what cutting each figure after its last place makes.
pub(super) fn is_cut(check: &Check) -> bool {
    compared(check).is_some_and(|own| {
        let last = Decimal::new(1, own.stated.scale().max(own.computed.scale()));
        own.apart.abs() <= last * Decimal::from(check.size())
    })
}

/// What is added is twice what is stated.
fn doubled(of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let is_twice = |(_, own): &&(&Check, ComparedNumbers)| {
        !own.stated.is_zero() && own.stated.checked_mul(Decimal::TWO) == Some(own.computed)
    };
    is_most(of.iter().filter(is_twice).count(), of.len()).then_some(MisfitCause::Doubled)
}

/// All are off by the same amount.
fn same_gap(of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let (first, _) = of.first()?;
    let by = compared(first)?.apart;
    let is_same = |(_, own): &&(&Check, ComparedNumbers)| own.apart == by;
    let is_all =
        is_telling(by) && of.len() >= LEAST && of.iter().filter(is_same).count() == of.len();
    is_all.then(|| MisfitCause::SameGap { by: gap(by) })
}

pub(super) fn gap(by: Decimal) -> EcoString {
    by.abs().to_string().into()
}

/// How many checks are off by what stands in a line of a table, and how many of them by an amount that
/// stands nowhere else by chance.
#[derive(Clone, Copy, Default)]
struct LineHits {
    all: usize,
    telling: usize,
}

/// All are off by what stands in one row, or in one column, of their table. A total over rows that leave
/// out a column leaves out what stands there in its own row.
fn block(world: &World<'_>, of: &[(&Check, ComparedNumbers)]) -> Option<MisfitCause> {
    let value = |filled: &FilledForm, side: u32, row: u32, column: u32| {
        let row = filled.sides.get(side as usize)?.rows.get(row as usize)?;
        match &row.cells.get(column as usize)?.content {
            Content::Number(number) => Some(number.value),
            _ => None,
        }
    };
    let mut rows: BTreeMap<[u32; 3], LineHits> = BTreeMap::new();
    let mut columns: BTreeMap<[u32; 3], LineHits> = BTreeMap::new();
    for (check, own) in of.iter().filter(|(_, own)| !own.apart.is_zero()) {
        let (form, side, row, column) = match check.at {
            CheckedAt::Row([form, side, row]) => (form, side, Some(row), None),
            CheckedAt::Branch([form, side, _, column], _)
            | CheckedAt::Column([form, side, column]) => {
                (form, side, row_of_stated(check, form, side), Some(column))
            }
            _ => continue,
        };
        let Some(filled) = world.filled(Paper::OWN, form as usize) else { continue };
        let Some(content) = filled.sides.get(side as usize) else { continue };
        let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let is_it =
            |value: Option<Decimal>| value.is_some_and(|value| value.abs() == own.apart.abs());
        let hit = |hits: &mut LineHits| {
            hits.all += 1;
            hits.telling += usize::from(is_telling(own.apart));
        };
        if let Some(row) = row {
            let others = (0..size(content.columns.len())).filter(|other| Some(*other) != column);
            for other in others.filter(|other| is_it(value(filled, side, row, *other))) {
                hit(columns.entry([form, side, other]).or_default());
            }
        }
        if let Some(column) = column {
            for row in 0..size(content.rows.len()) {
                if is_it(value(filled, side, row, column)) {
                    hit(rows.entry([form, side, row]).or_default());
                }
            }
        }
    }
    let most = |all: BTreeMap<[u32; 3], LineHits>| {
        let most = all.into_iter().max_by_key(|(_, hits)| (hits.all, hits.telling));
        most.filter(|(_, hits)| is_most(hits.all, of.len()) && hits.telling * 2 > hits.all)
    };
    if let Some(([form, side, row], _)) = most(rows) {
        let row = world.row(Paper::OWN, form as usize, side as usize, row as usize)?;
        return Some(MisfitCause::Block { name: row.label.trim().into() });
    }
    let (place, _) = most(columns)?;
    Some(MisfitCause::Block { name: head_of(world, place)? })
}

/// What a column is called on the page, else by its form.
pub(super) fn head_of(world: &World<'_>, [form, side, column]: [u32; 3]) -> Option<EcoString> {
    let filled = world.filled(Paper::OWN, form as usize)?;
    let known = filled.sides.get(side as usize)?.columns.get(column as usize)?.as_ref();
    let head = known.and_then(|known| known.header.split_whitespace().last());
    head.or_else(|| Some(world.column(filled, column as usize)?.name.as_str())).map(EcoString::from)
}

/// The row of the figure that a check states, where it stands in a side of a form.
fn row_of_stated(check: &Check, form: u32, side: u32) -> Option<u32> {
    match FigurePlace::of(check.cites.first()?.at) {
        FigurePlace::Cell { paper: Paper::OWN, form: own, side: of, row, .. } => {
            let is_here = (own, of) == (form as usize, side as usize);
            u32::try_from(row).ok().filter(|_| is_here)
        }
        _ => None,
    }
}

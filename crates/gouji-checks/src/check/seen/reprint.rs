//! Tables that are printed again in another unit.

use super::world::World;
use gouji_forms::form::{Content, FilledForm, FormSide};
use gouji_rules::ruleset::ColumnKind;
use gouji_values::number::{Decimal, UnitId, multiply, ulp};
use std::collections::BTreeMap;

/// Two tables are the same one if at least this many figures agree, and at least this many of three.
const AGREE: usize = 3;
const OF_THREE: usize = 2;

pub(in crate::check) fn times(world: World<'_>, unit: Option<UnitId>) -> Option<Decimal> {
    unit.map(|unit| world.ruleset.vocabulary.units.get(unit).times)
}

/// For each form that is printed again in a smaller unit the print in the smallest one.
pub(in crate::check) fn finer_prints(world: World<'_>) -> BTreeMap<usize, usize> {
    let forms = &world.page.recognition.forms;
    let mut by_form: BTreeMap<(usize, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (at, filled) in forms.iter().enumerate() {
        by_form.entry((filled.form, filled.part)).or_default().push(at);
    }
    let mut out = BTreeMap::new();
    for prints in by_form.into_values().filter(|prints| prints.len() > 1) {
        for coarse in &prints {
            let is_finer = |fine: &&usize| {
                forms
                    .get(*coarse)
                    .zip(forms.get(**fine))
                    .is_some_and(|(coarse, fine)| is_same(world, coarse, fine))
            };
            let finer: Vec<usize> = prints.iter().filter(is_finer).copied().collect();
            // the smallest unit; two of it are two tables, and nothing says which one is meant
            let least = finer.iter().filter_map(|at| times(world, forms.get(*at)?.unit)).min();
            let smallest: Vec<usize> = finer
                .into_iter()
                .filter(|at| forms.get(*at).and_then(|filled| times(world, filled.unit)) == least)
                .collect();
            if let [fine] = smallest.as_slice() {
                out.insert(*coarse, *fine);
            }
        }
    }
    out
}

/// Whether a table is another one in a larger unit: most of their figures say the same.
fn is_same(world: World<'_>, coarse: &FilledForm, fine: &FilledForm) -> bool {
    let (Some(large), Some(small)) = (times(world, coarse.unit), times(world, fine.unit)) else {
        return false;
    };
    let differs = |a: &Option<(String, gouji_values::document::Span)>,
                   b: &Option<(String, gouji_values::document::Span)>| {
        a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| {
            world.ruleset.vocabulary.folded(&a.0) != world.ruleset.vocabulary.folded(&b.0)
        })
    };
    let years = coarse
        .caption
        .year
        .as_ref()
        .zip(fine.caption.year.as_ref())
        .is_some_and(|(a, b)| a.0 != b.0);
    if large <= small
        || years
        || differs(&coarse.caption.agency, &fine.caption.agency)
        || coarse.sides.len() != fine.sides.len()
    {
        return false;
    }
    let (mut agree, mut all) = (0, 0);
    for (own, finer) in coarse.sides.iter().zip(&fine.sides) {
        for (row, fine_row, _) in pairs(own, finer) {
            for column in amounts(world, coarse, own, finer) {
                let number = |side: &FormSide, row: usize| match &side
                    .rows
                    .get(row)?
                    .cells
                    .get(column)?
                    .content
                {
                    Content::Number(number) if !number.value.is_zero() => Some(*number),
                    _ => None,
                };
                let (Some(a), Some(b)) = (number(own, row), number(finer, fine_row)) else {
                    continue;
                };
                let off = multiply(a.value, large)
                    .zip(multiply(b.value, small))
                    .and_then(|(a, b)| a.checked_sub(b));
                // its last place, as far as it is printed
                let least = multiply(ulp(a.decimals), large);
                all += 1;
                agree += usize::from(off.zip(least).is_some_and(|(off, least)| off.abs() <= least));
            }
        }
    }
    agree >= AGREE && agree * 3 >= all * OF_THREE
}

/// The columns of amounts that both tables have.
pub(in crate::check) fn amounts(
    world: World<'_>,
    filled: &FilledForm,
    own: &FormSide,
    finer: &FormSide,
) -> Vec<usize> {
    let has =
        |side: &FormSide, column: usize| side.columns.get(column).is_some_and(Option::is_some);
    let columns = world.schema(filled).map_or(&[][..], |schema| &schema.columns);
    let is_amount = |(at, column): &(usize, &gouji_rules::ruleset::Column)| {
        column.kind == ColumnKind::Amount && has(own, *at) && has(finer, *at)
    };
    columns.iter().enumerate().filter(is_amount).map(|(at, _)| at).collect()
}

/// The rows that two tables have in common, by code or label, and which of several of its name it
/// is; rows of a name that one table has more often are left out.
pub(in crate::check) fn pairs(own: &FormSide, finer: &FormSide) -> Vec<(usize, usize, usize)> {
    let named = |side: &FormSide| {
        let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in side.rows.iter().enumerate() {
            out.entry(row.code.as_ref().unwrap_or(&row.key).to_string()).or_default().push(at);
        }
        out
    };
    let (own, finer) = (named(own), named(finer));
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for (name, rows) in own {
        let Some(others) = finer.get(&name).filter(|others| others.len() == rows.len()) else {
            continue;
        };
        for (nth, (row, other)) in rows.into_iter().zip(others).enumerate() {
            out.push((row, *other, nth));
        }
    }
    out.sort_unstable();
    out
}

//! Amounts without decimals, in a table whose others have some, that lack the zero at their end: what writes
//! 294400.00 without its decimals may take a zero more. All sums with them are off by nine times what they print.

use crate::check::{FigurePlace, World};
use gouji_audit::audit::{Check, CheckRelation, Cite, Finding, MisfitCause};
use gouji_forms::form::Content;
use gouji_values::number::{Decimal, Number};
use gouji_values::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// Amounts that lack a zero; one alone is a slip of its own.
const AMOUNTS: usize = 2;

/// A table in which amounts lack the zero at their end.
pub(super) struct ZerosCut {
    /// One of its forms.
    pub(super) form: usize,
    /// The findings that this explains.
    pub(super) all: Vec<usize>,
    amounts: BTreeSet<Decimal>,
}

impl ZerosCut {
    /// What is said of it; nothing where one amount alone lacks its zero.
    pub(super) fn cause(&self) -> Option<MisfitCause> {
        let most = self.amounts.last().filter(|_| self.amounts.len() >= AMOUNTS)?;
        let meant = most.checked_mul(Decimal::TEN)?.to_string().into();
        Some(MisfitCause::ZerosCut { printed: most.to_string().into(), meant })
    }
}

/// The tables in which amounts lack the zero at their end, by the findings that may be told so.
pub(super) fn zeros_cut<'f>(
    world: &World<'_>,
    checks: &[Check],
    findings: impl Iterator<Item = (usize, &'f Finding)>,
) -> Vec<ZerosCut> {
    // sides of one table may be forms of their own
    let mut by_table: BTreeMap<Option<usize>, ZerosCut> = BTreeMap::new();
    for (at, finding) in findings {
        let own = finding.checks.iter().filter_map(|at| checks.get(*at));
        let cut: Option<Vec<(usize, Vec<Decimal>)>> =
            own.map(|check| cut_in(world, check)).collect();
        let Some(cut) = cut else { continue };
        let Some((form, _)) = cut.first() else { continue };
        if cut.iter().all(|(other, _)| other == form) {
            let table = world.filled(Paper::OWN, *form).map(|filled| filled.table);
            let new = || ZerosCut { form: *form, all: Vec::new(), amounts: BTreeSet::new() };
            let own = by_table.entry(table).or_insert_with(new);
            own.all.push(at);
            own.amounts.extend(cut.iter().flat_map(|(_, amounts)| amounts));
        }
    }
    by_table.into_values().collect()
}

/// The form of the amounts without decimals that put a check off by the zero that they lack, and these amounts.
fn cut_in(world: &World<'_>, check: &Check) -> Option<(usize, Vec<Decimal>)> {
    let (first, others) = check.cites.split_first()?;
    let (form, stated) = printed(world, first)?;
    let others: Option<Vec<(usize, Number)>> = others
        .iter()
        .filter(|cite| !is_blank(world, cite))
        .map(|cite| printed(world, cite))
        .collect();
    let others = others?;
    if let [(other, one)] = others.as_slice() {
        let is_tie = *other != form && check.relation != CheckRelation::AtLeast;
        let lacks = |form: usize, cut: Number, whole: Number| {
            let is_it =
                cut.decimals == 0 && cut.value.checked_mul(Decimal::TEN) == Some(whole.value);
            (is_tie && is_it && !cut.value.is_zero()).then(|| (form, vec![cut.value]))
        };
        return lacks(*other, *one, stated).or_else(|| lacks(form, stated, *one));
    }
    let is_sum =
        check.relation == CheckRelation::Equal && others.iter().all(|(other, _)| *other == form);
    let cut = others.iter().filter(|(_, one)| one.decimals == 0 && !one.value.is_zero());
    let cut: Vec<Decimal> = cut.map(|(_, one)| one.value).collect();
    let lacks = cut.iter().copied().sum::<Decimal>().checked_mul(Decimal::from(9))?;
    let is_it = is_sum
        && stated.decimals > 0
        && !lacks.is_zero()
        && check.difference.as_ref()?.parse::<Decimal>().ok()? == lacks;
    is_it.then_some((form, cut))
}

/// The form of a figure, and the figure.
fn printed(world: &World<'_>, cite: &Cite) -> Option<(usize, Number)> {
    match (FigurePlace::of(cite.at), content(world, cite)?) {
        (FigurePlace::Cell { form, .. }, Content::Number(number)) => Some((form, *number)),
        _ => None,
    }
}

fn is_blank(world: &World<'_>, cite: &Cite) -> bool {
    matches!(content(world, cite), Some(Content::Blank | Content::Absent))
}

fn content<'w>(world: &World<'w>, cite: &Cite) -> Option<&'w Content> {
    let FigurePlace::Cell { paper: Paper::OWN, form, side, row, column } = FigurePlace::of(cite.at)
    else {
        return None;
    };
    let row = world.filled(Paper::OWN, form)?.sides.get(side)?.rows.get(row)?;
    row.cells.get(column).map(|cell| &cell.content)
}

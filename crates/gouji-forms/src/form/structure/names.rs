//! Codes of rows that print none: other tables of the document print the same names with theirs.

use super::rows::{self, SideRows};
use super::{Family, Member};
use crate::form::{FilledForm, FormRow, FormSide};
use ecow::EcoString;
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{Ruleset, Structure};
use gouji_values::hash::QuickMap;

/// A list is one of accounts only if at least this many of its names are known.
const KNOWN: usize = 3;

/// Adds the relations of lists of accounts that print no codes.
pub(in crate::form) fn add_by_names(
    forms: &mut [FilledForm],
    ruleset: &Ruleset,
    context: &Context<'_>,
) {
    let codes = codes_of(forms);
    if codes.is_empty() {
        return;
    }
    for filled in forms {
        let Some(form) = filled.schema(ruleset) else { continue };
        let mut found: Vec<Family> = Vec::new();
        for (number, side) in filled.sides.iter().enumerate() {
            let Some(own) = codes_of_rows(side, &codes) else { continue };
            let amounts: Vec<usize> = form
                .columns
                .iter()
                .enumerate()
                .filter(|(at, column)| {
                    column.kind.adds_up() && side.columns.get(*at).is_some_and(Option::is_some)
                })
                .map(|(at, _)| at)
                .collect();
            let lines = SideRows::with_codes(side, own.clone(), (&[], &[]), context);
            let families = rows::relations(&filled.sides, number, &lines, &amounts);
            let is_sole = |row: usize| {
                let name = side.rows.get(row).map(|row| row.key.as_str());
                name.and_then(|name| codes.get(name)).is_some_and(|codes| codes.len() == 1)
            };
            found.extend(
                families.found.into_iter().flat_map(|family| whole(family, side, &own, is_sole)),
            );
        }
        filled.structure.extend(found);
    }
}

/// The sums by code of which every row is known: a row of an unknown name may belong to any. Those of
/// rows whose names have one code each are borne out as any others.
fn whole(
    mut family: Family,
    side: &FormSide,
    codes: &[Option<&str>],
    is_sole: impl Fn(usize) -> bool,
) -> Vec<Family> {
    let is_whole = |parent: usize| {
        let own = codes.get(parent).copied().flatten();
        let below = parent + 1..side.rows.len();
        let code = |row: usize| codes.get(row).copied().flatten();
        let mut inside = below.take_while(|row| {
            code(*row).is_none_or(|code| own.is_some_and(|own| code.starts_with(own)))
        });
        let is_told = |row: &FormRow| row.key.is_empty() || row.total;
        inside.all(|at| code(at).is_some() || side.rows.get(at).is_some_and(is_told))
    };
    let is_told =
        |(row, code): (&FormRow, &Option<&str>)| code.is_some() || row.key.is_empty() || row.total;
    match family.structure {
        Structure::Code => family.members.retain(|member| is_whole(member.stated.row)),
        Structure::Total if side.rows.iter().zip(codes).all(is_told) => {}
        _ => return Vec::new(),
    }
    // one name may stand for several codes, of other years or on other levels
    let is_borne_out = family.is_borne_out && family.structure == Structure::Code;
    let is_sure = |member: &Member| {
        is_borne_out
            && is_sole(member.stated.row)
            && member.terms.iter().all(|term| is_sole(term.row))
    };
    let (sure, unsure): (Vec<Member>, Vec<Member>) =
        std::mem::take(&mut family.members).into_iter().partition(is_sure);
    let with = |members, is_borne_out| Family {
        members,
        is_borne_out,
        is_explained: false,
        whole: Vec::new(),
        ..family.clone()
    };
    [with(sure, true), with(unsure, false)]
        .into_iter()
        .filter(|family| !family.members.is_empty())
        .collect()
}

/// The codes that the tables of a document print, by their names.
fn codes_of(forms: &[FilledForm]) -> QuickMap<EcoString, Vec<EcoString>> {
    let mut out: QuickMap<EcoString, Vec<EcoString>> = QuickMap::default();
    let rows = forms.iter().flat_map(|filled| &filled.sides).flat_map(|side| &side.rows);
    for row in rows.filter(|row| !row.key.is_empty()) {
        let Some(code) = &row.code else { continue };
        let known = out.entry(row.key.clone()).or_default();
        if !known.contains(code) {
            known.push(code.clone());
        }
    }
    out
}

/// The codes of the rows of a side that prints none, by the names that other tables print; `None`
/// where few are known.
fn codes_of_rows<'c>(
    side: &FormSide,
    codes: &'c QuickMap<EcoString, Vec<EcoString>>,
) -> Option<Vec<Option<&'c str>>> {
    if side.rows.iter().any(|row| row.code.is_some()) {
        return None;
    }
    let mut open: Vec<&str> = Vec::new();
    let code = |row: &FormRow| {
        let code = codes.get(&row.key).and_then(|codes| code_here(codes, &open))?;
        open.retain(|above| code.starts_with(above) && code.len() > above.len());
        open.push(code);
        Some(code)
    };
    let found: Vec<Option<&str>> = side.rows.iter().map(code).collect();
    let known = found.iter().flatten().count();
    let named = side.rows.iter().filter(|row| !row.key.is_empty() && !row.total).count();
    (known >= KNOWN && known * 2 >= named).then_some(found)
}

/// Of several codes of a name the one that goes on with the row above, on the highest level that it
/// has below that row.
fn code_here<'c>(codes: &'c [EcoString], open: &[&str]) -> Option<&'c str> {
    let below = |above: &&str| {
        let goes_on = |code: &&EcoString| code.starts_with(above) && code.len() > above.len();
        let own: Vec<&EcoString> = codes.iter().filter(goes_on).collect();
        let highest = own.iter().map(|code| code.len()).min()?;
        let mut highest = own.into_iter().filter(|code| code.len() == highest);
        highest.next().filter(|_| highest.next().is_none())
    };
    let found = open.iter().rev().find_map(below);
    found.or_else(|| codes.first().filter(|_| codes.len() == 1)).map(EcoString::as_str)
}

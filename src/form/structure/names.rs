//! Codes of rows that print none: other tables of the document print the same names with theirs.

use super::Family;
use super::rows;
use crate::form::{FilledForm, Row, Side};
use crate::hash::QuickMap;
use crate::pattern::Context;
use crate::ruleset::{ColumnKind, Ruleset, Structure};
use ecow::EcoString;

/// So many names have to be known before a list is one of accounts.
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
            let Some(coded) = with_codes(side, &codes) else { continue };
            let amounts: Vec<usize> = form
                .columns
                .iter()
                .enumerate()
                .filter(|(at, column)| {
                    column.kind == ColumnKind::Amount
                        && side.columns.get(*at).is_some_and(Option::is_some)
                })
                .map(|(at, _)| at)
                .collect();
            let mut sides = filled.sides.clone();
            if let Some(side) = sides.get_mut(number) {
                *side = coded;
            }
            let families = rows::relations(&sides, number, &amounts, (&[], &[]), context);
            let coded = sides.get(number).map_or(&[][..], |side| &side.rows);
            found.extend(families.into_iter().filter_map(|family| whole(family, coded)));
        }
        filled.structure.extend(found);
    }
}

/// The sums by code of which every row is known; a row of an unknown name may belong to any.
fn whole(mut family: Family, rows: &[Row]) -> Option<Family> {
    let is_whole = |parent: usize| {
        let own = rows.get(parent).and_then(|row| row.code.as_ref());
        let below = rows.get(parent + 1..).unwrap_or(&[]).iter();
        let mut inside = below.take_while(|row| {
            row.code
                .as_ref()
                .is_none_or(|code| own.is_some_and(|own| code.starts_with(own.as_str())))
        });
        inside.all(|row| row.code.is_some() || row.key.is_empty() || row.total)
    };
    family.members.retain(|member| is_whole(member.stated.row));
    // one name may stand for several codes, of other years or on other levels
    family.is_borne_out = false;
    (family.structure == Structure::Code && !family.members.is_empty()).then_some(family)
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

/// A side without codes with those of the names that other tables print; `None` where few are
/// known.
fn with_codes(side: &Side, codes: &QuickMap<EcoString, Vec<EcoString>>) -> Option<Side> {
    if side.rows.iter().any(|row| row.code.is_some()) {
        return None;
    }
    let mut open: Vec<EcoString> = Vec::new();
    let mut known = 0;
    let mut out = side.clone();
    for row in &mut out.rows {
        let Some(code) = codes.get(&row.key).and_then(|codes| code_here(codes, &open)) else {
            continue;
        };
        open.retain(|above| code.starts_with(above.as_str()) && code.len() > above.len());
        open.push(code.clone());
        row.code = Some(code);
        known += 1;
    }
    let named = |row: &&Row| !row.key.is_empty() && !row.total;
    (known >= KNOWN && known * 2 >= out.rows.iter().filter(named).count()).then_some(out)
}

/// Of several codes of a name the one that goes on with the row above.
fn code_here(codes: &[EcoString], open: &[EcoString]) -> Option<EcoString> {
    let below = |above: &EcoString| {
        let mut own = codes
            .iter()
            .filter(|code| code.starts_with(above.as_str()) && code.len() > above.len());
        own.next().filter(|_| own.next().is_none())
    };
    let found = open.iter().rev().find_map(below);
    found.or_else(|| codes.first().filter(|_| codes.len() == 1)).cloned()
}

//! Heads that a form does not know, and the columns that they most likely are: what a local rule
//! would have to say.

use crate::check::World;
use gouji_audit::audit::ProposedHead;
use gouji_forms::form::{FilledForm, StrangeColumn};
use gouji_rules::pattern::near;
use gouji_rules::ruleset::Form;
use gouji_values::label::label_key;

/// Letters of a hundred that a head shares with one that the form knows.
const SHARED: u32 = 50;

/// The column of a form that a head which it does not know most likely is: the one that is missing
/// and whose heads it shares most letters with, or the only one that is missing between its
/// neighbours.
pub(super) fn proposed(world: &World<'_>, strange: &StrangeColumn) -> Option<ProposedHead> {
    let filled = world.page.recognition.forms.get(strange.form)?;
    let schema = world.schema(filled)?;
    let lowest = strange.header.rsplit(' ').next().unwrap_or("");
    let key = label_key(lowest, &world.ruleset.vocabulary);
    if key.is_empty() || filled.is_likely {
        return None;
    }
    let missing: Vec<usize> = (0..schema.columns.len())
        .filter(|column| {
            let is_figure = schema.columns.get(*column).is_some_and(|own| own.kind.is_numeric());
            is_figure && places(filled, *column).next().is_none()
        })
        .collect();
    let column = by_letters(schema, &missing, &key)
        .or_else(|| between(filled, schema, &missing, strange.column))?;
    Some(ProposedHead {
        form: schema.id.clone(),
        column: schema.columns.get(column)?.name.clone(),
        head: lowest.to_owned(),
    })
}

/// The heads of a form that was told by what is left of it which are written otherwise than it knows
/// them.
pub(super) fn otherwise(world: &World<'_>, filled: &FilledForm) -> Vec<ProposedHead> {
    let Some(schema) = world.schema(filled).filter(|_| filled.is_likely) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (at, found) in filled.sides.iter().flat_map(|side| side.columns.iter().enumerate()) {
        let (Some(found), Some(column)) = (found, schema.columns.get(at)) else { continue };
        let key = label_key(&found.header, &world.ruleset.vocabulary);
        let is_known = column.headers.plain.contains(&found.key)
            || column.headers.plain.contains(&key)
            || column.headers.patterns.iter().any(|pattern| {
                [&key, &found.key]
                    .iter()
                    .any(|key| pattern.near(key).is_some_and(|near| near.slips == 0))
            });
        let is_name = found.header.chars().any(char::is_alphabetic);
        if is_name && !is_known && column.kind.is_numeric() {
            let head = found.header.rsplit(' ').next().unwrap_or("").to_owned();
            out.push(ProposedHead { form: schema.id.clone(), column: column.name.clone(), head });
        }
    }
    out
}

/// Where a column of a form stands.
fn places(filled: &FilledForm, column: usize) -> impl Iterator<Item = u32> {
    let sides = filled.sides.iter();
    sides.filter_map(move |side| Some(side.columns.get(column)?.as_ref()?.column))
}

/// The one that shares most letters, where no other shares as many.
fn by_letters(schema: &Form, missing: &[usize], key: &str) -> Option<usize> {
    let share = |column: usize| {
        let own = schema.columns.get(column)?;
        let heads = own.headers.plain.iter().filter_map(|head| near(head, key));
        let patterns = own.headers.patterns.iter().filter_map(|pattern| pattern.near(key));
        heads.chain(patterns).map(|near| near.share()).max()
    };
    let mut shares: Vec<(u32, usize)> =
        missing.iter().filter_map(|column| Some((share(*column)?, *column))).collect();
    shares.sort_unstable();
    let (best, column) = shares.pop()?;
    let is_alone = shares.last().is_none_or(|(next, _)| *next < best);
    (best >= SHARED && is_alone).then_some(column)
}

/// The only one that the form has between the columns that stand left and right of a place.
fn between(filled: &FilledForm, schema: &Form, missing: &[usize], place: u32) -> Option<usize> {
    let bound = || {
        let all = (0..schema.columns.len())
            .flat_map(|column| places(filled, column).map(move |physical| (physical, column)));
        all.collect::<Vec<_>>()
    };
    let bound = bound();
    let (_, left) = bound.iter().filter(|(physical, _)| *physical < place).max()?;
    let (_, right) = bound.iter().filter(|(physical, _)| *physical > place).min()?;
    let mut inside = missing.iter().filter(|column| left < *column && *column < right);
    let only = inside.next().copied()?;
    inside.next().is_none().then_some(only)
}

//! Forms that were told by likeness, of which it is certain all the same which they are: what rests on
//! columns with whole heads is as sure as in any other table.

use super::strange::columns_named;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckRelation, Why};
use gouji_forms::form::{FilledForm, FormRow};
use gouji_values::document::Span;

/// Whether a check rests on nothing doubtful in an area that is doubtful for a reason: its form is
/// certain, and so is each column that its figures stand in and its rule names.
pub(in crate::check) fn is_surely_told(
    world: World<'_>,
    (area, why): (Span, &Why),
    check: &Check,
) -> bool {
    if *why != Why::FormUnsure {
        return false;
    }
    let mut forms = world.page.recognition.forms.iter();
    let Some(filled) = forms.find(|filled| filled.is_likely && filled.span == area) else {
        return false;
    };
    let Some(unsure) = filled.unsure_columns.as_ref() else { return false };
    if is_of_damage(world, filled, check) {
        return false;
    }
    if unsure.is_empty() {
        return true;
    }
    // which columns a script asks for only its figures tell, and words are none
    let rule = world.ruleset.rule(&check.rule);
    if rule.is_none_or(|rule| rule.demand.formulas().is_empty()) {
        return false;
    }
    let is_unsure = |span: Span| {
        let rows = filled.sides.iter().flat_map(|side| &side.rows);
        let mut cells = rows.flat_map(|row| unsure.iter().filter_map(|at| row.cells.get(*at)));
        cells.any(|cell| cell.span == span)
    };
    let mut places = check.places().filter(|(_, document)| document.is_none());
    !columns_named(world, check, true)
        .iter()
        .any(|(form, column)| *form == filled.form && unsure.contains(column))
        && !places.any(|(span, _)| is_unsure(span))
}

/// Whether a check rests on a total of a form that the sequence of its heads told, or holds its
/// figures against limits: where heads lost letters figures lost digits.
fn is_of_damage(world: World<'_>, filled: &FilledForm, check: &Check) -> bool {
    is_by_sequence(world, filled)
        && (rests_on(filled, check, |row| row.total)
            || is_bound(check) && rests_on(filled, check, |_| true))
}

/// Whether what does not hold may be such damage.
pub(super) fn may_be_damage(world: World<'_>, check: &Check) -> bool {
    let forms = world.page.recognition.forms.iter();
    let mut likely = forms.filter(|filled| filled.is_likely && filled.own.is_none());
    likely.any(|filled| is_of_damage(world, filled, check))
}

/// Whether a form bears no title: the sequence of its heads told it.
fn is_by_sequence(world: World<'_>, filled: &FilledForm) -> bool {
    let titles = world.schema(filled).map(|form| &form.titles);
    titles.is_some_and(|titles| titles.plain.is_empty() && titles.patterns.is_empty())
}

/// Whether one figure is held against another as its limit: one that lost digits breaks it.
fn is_bound(check: &Check) -> bool {
    !matches!(check.relation, CheckRelation::Equal | CheckRelation::Meets)
}

/// Whether a check rests on a cell of such a row.
fn rests_on(filled: &FilledForm, check: &Check, is_it: impl Fn(&FormRow) -> bool) -> bool {
    let rows = || filled.sides.iter().flat_map(|side| &side.rows).filter(|row| is_it(row));
    let is_cell = |span: Span| rows().flat_map(|row| &row.cells).any(|cell| cell.span == span);
    let mut places = check.places().filter(|(_, document)| document.is_none());
    places.any(|(span, _)| is_cell(span))
}

/// Whether a form may be another one, or a column of it.
pub(in crate::check) fn is_doubtful(filled: &FilledForm) -> bool {
    filled.is_likely && filled.unsure_columns.as_ref().is_none_or(|unsure| !unsure.is_empty())
}

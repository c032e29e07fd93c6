//! Columns of figures that a form does not know: a sum along their rows that does not come out may
//! need them, and where most columns are unknown and no title told the form, the table may be of
//! another form.

use crate::check::judge::checked::Checked;
use crate::check::judge::doubted::rests_in_part;
use crate::check::seen::world::World;
use gouji_audit::audit::{Check, CheckRelation, Verdict, Why};
use gouji_forms::form::{Content, FilledForm, FormSide, TakenCells, is_number_like};
use gouji_rules::formula::{Mention, Owner};
use gouji_values::document::{Cell, Layout, Span, Table};
use gouji_values::number::{cell_number, fold};
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::ops::Range;

/// Makes equalities that do not hold undecided where figures of their row were not read, or where
/// the table is hardly of this form.
pub(in crate::check) fn strange_columns(world: World<'_>, checked: &mut Checked) {
    let (document, recognition) = (world.page.document, world.page.recognition);
    let words = &world.ruleset.vocabulary;
    // what forms took of a table, for those that something does not hold in
    let mut known: BTreeMap<usize, (Range<usize>, TakenCells)> = BTreeMap::new();
    for check in checked.checks.iter_mut().filter(|check| check.verdict == Verdict::Violation) {
        if let Some(which) = lacking(world, check, &mut known) {
            check.leave_open(Why::ColumnUnknown { which: which.into() });
        }
    }
    let arena = &checked.sources.arena;
    for check in checked.checks.iter_mut().filter(|check| {
        check.verdict == Verdict::Violation && check.relation == CheckRelation::Equal
    }) {
        let is_sum = check.sides.is_none_or(|sides| arena.is_linear(sides.computed));
        let own = check
            .places()
            .find_map(|(span, other)| table_of(span, &document.tables).filter(|_| other.is_none()));
        if let Some((number, table)) = own {
            let (forms, taken) = taken_of(&mut known, world, number, table);
            if is_hardly_known(&recognition.forms, forms.clone(), taken) {
                check.leave_open(Why::HardlyThisForm);
                continue;
            }
        }
        let Some((number, row)) = is_sum.then(|| row_of(check, &document.tables)).flatten() else {
            continue;
        };
        let Some(table) = document.tables.get(number) else { continue };
        let (forms, taken) = taken_of(&mut known, world, number, table);
        // two cells of two lists side by side are no sum along the row
        let is_one_list = || {
            recognition
                .forms
                .get(forms.clone())
                .unwrap_or(&[])
                .iter()
                .all(|filled| filled.sides.len() == 1)
        };
        if check.places().count() < 3 && !is_one_list() {
            continue;
        }
        let left: Vec<&Cell> = table
            .rows
            .get(row)
            .into_iter()
            .flatten()
            .filter(|cell| !taken.has(cell) && may_add(cell, words))
            .filter(|cell| !is_code(cell, table.rows.get(row).map_or(&[], Vec::as_slice), words))
            .collect();
        let Some(which) = left.iter().find_map(|cell| strange(cell, table, forms, taken)) else {
            continue;
        };
        check.leave_open(Why::ColumnUnknown { which: which.into() });
    }
}

/// A column of figures that nobody knows in a table that lacks a column which the rule of a check
/// asks for: what is taken for nothing, or for all that there is, may stand in it.
fn lacking(
    world: World<'_>,
    check: &Check,
    known: &mut BTreeMap<usize, (Range<usize>, TakenCells)>,
) -> Option<String> {
    let recognition = world.page.recognition;
    for (form, column) in columns_named(world, check, false) {
        let has = |filled: &FilledForm| {
            let sides = filled.sides.iter();
            filled.form == form
                && sides.flat_map(|side| side.columns.get(column)).any(Option::is_some)
        };
        if rests_in_part(world, check, has) {
            continue;
        }
        let lacks = |filled: &&FilledForm| {
            filled.form == form
                && filled.own.is_none()
                && filled
                    .sides
                    .iter()
                    .all(|side| side.columns.get(column).is_none_or(Option::is_none))
        };
        for filled in recognition.forms.iter().filter(lacks) {
            let Some(table) = world.page.document.tables.get(filled.table) else { continue };
            let (_, taken) = taken_of(known, world, filled.table, table);
            if let Some(strange) = taken.strange.iter().find(|strange| strange.names.is_none()) {
                return Some(named(&strange.header));
            }
        }
    }
    None
}

/// The columns of forms of the own document that the rule of a check asks for: where they are wanted
/// those of the form that it stands on, too.
pub(super) fn columns_named(
    world: World<'_>,
    check: &Check,
    with_own: bool,
) -> Vec<(usize, usize)> {
    let Some(rule) = world.ruleset.rule(&check.rule) else {
        return Vec::new();
    };
    let is_meant = |at: usize| rule.demand.is_choice() || usize::try_from(check.number) == Ok(at);
    let mut out = Vec::new();
    let mut seen = |mention: Mention| match (mention, &rule.owner) {
        (Mention::Column(paper, form, column), _) if paper.is_own() => {
            out.push((form, column));
        }
        (Mention::OwnColumn(column), Owner::Form(form, _)) if with_own => {
            out.push((*form, column));
        }
        _ => {}
    };
    for (_, expectation) in
        rule.demand.formulas().iter().enumerate().filter(|(at, _)| is_meant(*at))
    {
        expectation.resolved.mentions(&mut seen);
    }
    if let Some(node) = rule.when.as_ref().and_then(|(_, node)| node.as_ref().as_ref()) {
        node.mentions(&mut seen);
    }
    out
}

/// What a column that nobody knows is called.
fn named(header: &str) -> String {
    if header.is_empty() { "没有表头的一栏".to_owned() } else { header.to_owned() }
}

/// The forms of a table and what they took of it; worked out once for each table.
fn taken_of<'k>(
    known: &'k mut BTreeMap<usize, (Range<usize>, TakenCells)>,
    world: World<'_>,
    number: usize,
    table: &Table,
) -> &'k (Range<usize>, TakenCells) {
    let recognition = world.page.recognition;
    known.entry(number).or_insert_with(|| {
        let first = recognition.forms.partition_point(|filled| filled.table < number);
        // a column that only the table itself explains is none of its form
        let is_of_rules = |filled: &&FilledForm| filled.table == number && filled.own.is_none();
        let own = recognition.forms.get(first..).unwrap_or(&[]).iter().take_while(is_of_rules);
        let end = first + own.count();
        (first..end, TakenCells::of(table, first..end, recognition, world.ruleset))
    })
}

/// Whether forms that no title told know fewer columns of figures of their table than they leave
/// out: it may be another form.
fn is_hardly_known(all: &[FilledForm], forms: Range<usize>, taken: &TakenCells) -> bool {
    let own = all.get(forms).unwrap_or(&[]);
    let has_figures = |side: &FormSide, column: usize| {
        side.rows.iter().any(|row| {
            row.cells.get(column).is_some_and(|slot| matches!(slot.content, Content::Number(_)))
        })
    };
    let of_form = |filled: &FilledForm| {
        filled
            .sides
            .iter()
            .map(|side| (0..side.columns.len()).filter(|column| has_figures(side, *column)).count())
            .sum::<usize>()
    };
    let strange = taken.strange.iter().filter(|strange| strange.names.is_none()).count();
    strange > 0
        && own.iter().all(|filled| !filled.by_title)
        && strange > own.iter().map(of_form).sum()
}

/// The table that a place stands in.
fn table_of(span: Span, tables: &[Table]) -> Option<(usize, &Table)> {
    let number = tables.partition_point(|table| table.span.start <= span.start).checked_sub(1)?;
    Some((number, tables.get(number).filter(|table| table.span.covers(span))?))
}

/// What a number that no form read may be an addend of: its column, or, in a row of tokens, what
/// stands there. The numbers of codes and rows add nothing.
fn strange(cell: &Cell, table: &Table, forms: &Range<usize>, taken: &TakenCells) -> Option<String> {
    if table.layout == Layout::Stream {
        let names = forms.clone().any(|form| taken.names(form, cell, table.layout).is_some());
        return (!names).then(|| format!("“{}”", cell.text.text.trim()));
    }
    let column = forms
        .clone()
        .find_map(|form| taken.column_of(form, cell))
        .filter(|strange| strange.names.is_none())?;
    Some(named(&column.header))
}

/// The table and the row that all figures of a check stand in, where they are several and no other
/// document's.
fn row_of(check: &Check, tables: &[Table]) -> Option<(usize, usize)> {
    let mut spans = Vec::new();
    for (span, document) in check.places() {
        if document.is_some() {
            return None;
        }
        spans.push(span);
    }
    let first = spans.iter().min_by_key(|span| span.start)?;
    let last = spans.iter().max_by_key(|span| span.start)?;
    if first == last {
        return None;
    }
    let number = tables.partition_point(|table| table.span.start <= first.start).checked_sub(1)?;
    let table = tables.get(number)?;
    let rows = &table.rows;
    let row = rows
        .partition_point(|row| row.first().is_some_and(|cell| cell.span.start <= first.start))
        .checked_sub(1)?;
    let cells = rows.get(row)?;
    let own = cells.first()?.span.to(cells.last()?.span);
    let is_inside = |span: &Span| own.covers(*span);
    spans.iter().all(is_inside).then_some((number, row))
}

/// Whether a cell holds digits in front of the first name and the first other number of its row: the
/// code of what the row is of.
fn is_code(cell: &Cell, row: &[Cell], words: &Vocabulary) -> bool {
    let is_digits = |cell: &Cell| {
        let text = cell.text.text.trim();
        !text.is_empty() && text.chars().all(|c| fold(c).is_ascii_digit())
    };
    let mut before = row.iter().take_while(|other| other.column < cell.column);
    let next = row.iter().find(|other| other.column == cell.column + 1);
    let is_name = |cell: &Cell| cell.text.text.chars().any(char::is_alphabetic);
    let is_number = |cell: &Cell| cell_number(cell.text.text.trim(), &words.units).is_some();
    is_digits(cell)
        && next.is_some_and(is_name)
        && !before.any(|other| is_name(other) || is_number(other))
}

/// Whether a cell holds a number that a sum of amounts may need: not nothing, and no rate.
fn may_add(cell: &Cell, words: &Vocabulary) -> bool {
    let text = cell.text.text.trim();
    match cell_number(text, &words.units) {
        Some(number) => {
            !number.value.is_zero() && number.unit.is_none_or(|unit| !words.units.get(unit).ratio)
        }
        None => is_number_like(text, words),
    }
}

//! Forms in streams of tokens: PDF text and other text without tabs, where blank cells are gone.
//!
//! The header tells which columns there are (their order too, where one line holds all of it);
//! `stream_rows` reads the rows.

use super::align::SlotAt;
use super::column_numbers::{column_numbers, is_column_numbers};
use super::fill::columns;
use super::header::{BoundColumn, HeaderIndex, HeaderMatch, headers_at};
use super::open_line::OpenLine;
use super::stream_rows::fill;
use super::table_look::ends_form;
use super::token::{FigureToken, TokenClass};
use super::{Content, FormRow, FormSide};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form, Ruleset};
use gouji_values::document::{Cell, Table};
use gouji_values::label::label_key;
use gouji_values::number::cell_number;
use std::ops::Range;

/// A form found in a stream.
pub(super) struct StreamForm {
    pub(super) form: usize,
    pub(super) by_title: bool,
    pub(super) sides: Vec<FormSide>,
    pub(super) rows: Range<usize>,
    /// Lines whose figures could stand in several columns.
    pub(super) open: Vec<OpenLine>,
}

/// Finds the forms in a stream table.
pub(super) fn stream_forms(
    table: &Table,
    titled: &[usize],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<StreamForm> {
    let mut out: Vec<StreamForm> = Vec::new();
    for (header, rows) in line_headers(table, titled, index, ruleset, context) {
        let Some(form) = ruleset.forms.get(header.form) else { continue };
        let slots = slots_of(&header.bound, form);
        let numbers = column_numbers(
            &header.bound,
            table.rows.get(header.rows.start..).unwrap_or(&[]),
            form,
            context,
        );
        let columns = |group: usize| columns(&header.bound, &numbers, group, form);
        let filled = fill(table, rows.clone(), form, &slots, &columns, context);
        // figures of which none fits the columns: this is not the header, and the form not empty
        if is_lost(&filled.0, table, rows.clone(), form, context) {
            continue;
        }
        out.push(StreamForm {
            form: header.form,
            by_title: header.by_title,
            sides: filled.0,
            open: filled.1,
            rows: header.rows.start..rows.end,
        });
    }
    if out.iter().any(|found| found.by_title) || titled.is_empty() {
        return out;
    }
    // a wrapped header: the columns stand in the order of the form
    let body = body_start(table, context);
    let body = named_start(table, body, context).unwrap_or(body);
    let joined: Vec<String> = table
        .rows
        .get(..body)
        .unwrap_or(&[])
        .iter()
        .flatten()
        .map(|cell| context.vocabulary.folded(&cell.text.text))
        .collect();
    for form_index in titled {
        let Some(form) = ruleset.forms.get(*form_index) else { continue };
        let Some(bound) = wrapped_header(form, &joined) else { continue };
        let slots = slots_of(&bound, form);
        let numbers = column_numbers(&bound, &table.rows, form, context);
        let columns = |group: usize| columns(&bound, &numbers, group, form);
        let end = out.first().map_or(table.rows.len(), |first| first.rows.start.max(body));
        let (sides, open) = fill(table, body..end, form, &slots, &columns, context);
        if is_lost(&sides, table, body..end, form, context) {
            continue;
        }
        out.insert(0, StreamForm { form: *form_index, by_title: true, sides, open, rows: 0..end });
        break;
    }
    out
}

/// Whether lines with several figures stand in the rows, and not one figure was placed.
fn is_lost(
    sides: &[FormSide],
    table: &Table,
    rows: Range<usize>,
    form: &Form,
    context: &Context<'_>,
) -> bool {
    let is_placed = |row: &FormRow| {
        row.cells.iter().zip(&form.columns).any(|(cell, column)| {
            column.kind == ColumnKind::Amount && matches!(cell.content, Content::Number(_))
        })
    };
    let figures = |row: &Vec<Cell>| {
        row.iter()
            .filter(|cell| {
                matches!(
                    FigureToken::new(cell.text.clone(), cell.span, true, true, context).class,
                    TokenClass::Number(_)
                )
            })
            .count()
    };
    form.columns.iter().any(|column| column.kind == ColumnKind::Amount)
        && !sides.iter().flat_map(|side| &side.rows).any(is_placed)
        && table.rows.get(rows).is_some_and(|rows| {
            rows.iter().any(|row| !is_column_numbers(row, context) && figures(row) > 1)
        })
}

/// Headers that stand in lines of their own, each with its rows up to the next.
fn line_headers(
    table: &Table,
    titled: &[usize],
    index: &HeaderIndex,
    ruleset: &Ruleset,
    context: &Context<'_>,
) -> Vec<(HeaderMatch, Range<usize>)> {
    let mut out: Vec<(HeaderMatch, Range<usize>)> = Vec::new();
    let mut row = 0;
    while row < table.rows.len() {
        let found = headers_at(table, row, titled, index, ruleset, context);
        let single: Vec<HeaderMatch> = found
            .into_iter()
            .filter(|header| {
                header.rows.len() == 1
                    && header.bound.len()
                        == table.rows.get(row).map_or(0, Vec::len) + headless(header, ruleset)
            })
            .collect();
        let ambiguous = matches!(single.as_slice(), [a, b, ..] if a.by_title == b.by_title && a.found == b.found);
        match single.into_iter().next().filter(|_| !ambiguous) {
            Some(mut header) => {
                if let Some((before, rows)) = out.last_mut() {
                    rows.end = rows.end.min(row);
                    with_line_numbers(&mut header, before, ruleset);
                }
                row += 1;
                out.push((header, row..table.rows.len()));
            }
            None => {
                if let Some((header, rows)) = out.last_mut()
                    && rows.end > row
                    && ends_form(table, row, header.form, ruleset, context)
                {
                    rows.end = row;
                }
                row += 1;
            }
        }
    }
    out
}

/// A header further down that names the same columns but the line numbers, which go on all the
/// same.
fn with_line_numbers(header: &mut HeaderMatch, before: &HeaderMatch, ruleset: &Ruleset) {
    let Some(form) = ruleset.forms.get(header.form).filter(|_| header.form == before.form) else {
        return;
    };
    for known in &before.bound {
        let is_line =
            form.columns.get(known.column).is_some_and(|column| column.kind == ColumnKind::Line);
        if is_line
            && !header
                .bound
                .iter()
                .any(|bound| bound.column == known.column && bound.group == known.group)
        {
            let at = header
                .bound
                .iter()
                .position(|bound| (bound.group, bound.column) > (known.group, known.column))
                .unwrap_or(header.bound.len());
            header.bound.insert(at, known.clone());
        }
    }
}

/// Columns of a header that no token of the line stands for.
fn headless(header: &HeaderMatch, ruleset: &Ruleset) -> usize {
    let Some(form) = ruleset.forms.get(header.form) else { return 0 };
    header
        .bound
        .iter()
        .filter(|bound| {
            bound.key.is_empty()
                && form.columns.get(bound.column).is_some_and(|column| column.may_be_headless)
        })
        .count()
}

/// The first line behind the header: after the row of column numbers, else the first line with a
/// figure or a code.
fn body_start(table: &Table, context: &Context<'_>) -> usize {
    if let Some(row) = table.rows.iter().take(60).position(|row| is_column_numbers(row, context)) {
        return row + 1;
    }
    table
        .rows
        .iter()
        .position(|row| {
            row.iter().any(|cell| {
                matches!(
                    FigureToken::new(cell.text.clone(), cell.span, true, true, context).class,
                    TokenClass::Number(_)
                )
            })
        })
        .unwrap_or(table.rows.len())
}

/// Rows that a name without figures may be wrapped over.
const NAMES: usize = 6;

/// The first of the lines right above the first figure that are rows as well: names with an ordinal,
/// whose figures stand below them or nowhere, or the total whose figures begin the next line.
fn named_start(table: &Table, body: usize, context: &Context<'_>) -> Option<usize> {
    let alone = |at: &usize| match table.rows.get(*at).map(Vec::as_slice) {
        Some([cell]) => Some(cell.text.text.as_str()),
        _ => None,
    };
    let is_total =
        |text: &str| context.vocabulary.total.contains(&label_key(text, context.vocabulary));
    let is_bare = table.rows.get(body).and_then(|row| row.first()).is_some_and(|cell| {
        cell_number(cell.text.text.trim(), &context.vocabulary.units)
            .is_some_and(|number| number.decimals > 0)
    });
    let total = body.checked_sub(1).filter(|at| is_bare && alone(at).is_some_and(is_total));
    let opens =
        |at: &usize| alone(at).is_some_and(|text| context.vocabulary.ordinal(text).is_some());
    (body.saturating_sub(NAMES)..body).find(opens).or(total)
}

/// The columns that a joined header names, in the order of the form, once for each side or
/// repetition.
fn wrapped_header(form: &Form, tokens: &[String]) -> Option<Vec<BoundColumn>> {
    let joined = tokens.concat();
    let mut edges = vec![0];
    for token in tokens {
        edges.push(edges.last().copied().unwrap_or(0) + token.len());
    }
    // a short word may stand inside another one; it counts only where it begins and ends with a
    // token
    let whole = |at: usize, header: &str| {
        header.chars().count() > 2 || (edges.contains(&at) && edges.contains(&(at + header.len())))
    };
    let count = |column: &gouji_rules::ruleset::Column| {
        column
            .headers
            .plain
            .iter()
            .map(|header| {
                joined.match_indices(header.as_str()).filter(|(at, _)| whole(*at, header)).count()
            })
            .max()
            .unwrap_or(0)
    };
    let missing = form
        .columns
        .iter()
        .any(|column| !column.optional && !column.may_be_headless && count(column) == 0);
    if missing {
        return None;
    }
    let repetitions = if form.sides.is_empty() {
        form.columns
            .iter()
            .filter(|column| matches!(column.kind, ColumnKind::Label | ColumnKind::Code))
            .map(count)
            .max()
            .unwrap_or(1)
            .max(1)
    } else {
        form.sides.len()
    };
    // lower levels of a code stand right behind it, wherever the form names them
    let is_code = |at: usize| form.columns.get(at).is_some_and(|c| c.kind == ColumnKind::Code);
    let first_code = (0..form.columns.len()).find(|at| is_code(*at)).unwrap_or(0);
    let mut order: Vec<usize> = (0..form.columns.len()).collect();
    order.sort_by_key(|at| if is_code(*at) { (first_code, *at) } else { (*at, *at) });
    let mut places: Vec<(usize, usize)> = Vec::new();
    for group in 0..repetitions {
        for (index, column) in order.iter().filter_map(|at| Some((*at, form.columns.get(*at)?))) {
            if column.side.is_none_or(|side| side == group)
                && (!column.optional || count(column) > 0)
            {
                places.push((group, index));
            }
        }
    }
    if alternates(form, tokens) {
        places.sort_by_key(|(group, column)| (*column, *group));
    }
    let bound = places.into_iter().enumerate().filter_map(|(physical, (group, index))| {
        let column = form.columns.get(index)?;
        let key = column.headers.plain.first().cloned().unwrap_or_default();
        Some(BoundColumn {
            physical: u32::try_from(physical).unwrap_or(0),
            column: index,
            group,
            header: column.name.clone(),
            key,
            unit: None,
        })
    });
    Some(bound.collect())
}

/// Whether the sides' names stand under each head in turn: 预算数 决算数 预算数 决算数.
fn alternates(form: &Form, tokens: &[String]) -> bool {
    let sides = form.sides.len();
    let names: Vec<usize> = tokens
        .iter()
        .filter_map(|token| form.sides.iter().position(|side| side == token))
        .collect();
    sides > 1
        && names.len() >= 2 * sides
        && names.iter().enumerate().all(|(at, side)| at % sides == *side)
}

fn slots_of(bound: &[BoundColumn], form: &Form) -> Vec<SlotAt> {
    bound
        .iter()
        .filter_map(|bound| {
            Some(SlotAt {
                group: bound.group,
                column: bound.column,
                kind: form.columns.get(bound.column)?.kind,
            })
        })
        .collect()
}

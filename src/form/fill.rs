//! Rows of a recognised form: cells by the kind of their column, labels, codes, groups, named rows.

use super::column_numbers::{column_numbers, is_column_numbers};
use super::header::{BoundColumn, HeaderMatch, names_row};
use super::shift::{self, Placing};
use super::structure::{complete_codes, join_codes, take_codes_from_names};
use super::{CellCaptured, Content, FilledColumn, FormCell, FormRow, FormSide, RowIndex};
use crate::audit::{Illegible, ReadingDoubt};
use crate::document::{Cell, LogicalText, Span, Table};
use crate::hash::QuickSet;
use crate::label::{label_key, label_unit};
use crate::number::{Number, cell_number};
use crate::pattern::{Context, PatternPassage};
use crate::ruleset::{ColumnKind, Form, NamedRow};
use ecow::EcoString;

/// Columns of one merged head that are looked at: no form is as wide.
const WIDEST: u32 = 400;

/// Fills the sides of a form from the rows behind its header up to `end`.
pub(super) fn fill(
    table: &Table,
    header: &HeaderMatch,
    end: usize,
    form: &Form,
    context: &Context<'_>,
) -> Vec<FormSide> {
    let groups = header.bound.iter().map(|bound| bound.group).max().unwrap_or(0) + 1;
    let mut lists: Vec<Vec<FormRow>> = vec![Vec::new(); groups];
    let header_rows = table.rows.get(header.rows.clone()).unwrap_or(&[]);
    let heads = header_rows.iter().flatten().filter(|cell| !cell.text.text.trim().is_empty());
    let headed: Vec<u32> =
        heads.flat_map(|cell| cell.column..cell.column + cell.columns.min(WIDEST)).collect();
    // side by side lists have no order of kinds to go by
    let may_be_shifted = groups == 1;
    let is_plain = may_be_shifted && shift::is_plain(table);
    for at in header.rows.end..end.min(table.rows.len()) {
        let Some(cells) = table.rows.get(at) else { continue };
        if is_column_numbers(cells, context)
            || header_rows.iter().any(|header| same_texts(header, cells))
        {
            continue;
        }
        let placing = if is_plain {
            shift::place(cells, header, &headed, form, context)
        } else if may_be_shifted && shift::is_astray(table, cells, header, &headed, form, context) {
            // where merged cells are known a row stands where it is printed, or nobody knows
            Placing::Unclear(Illegible::RowAstray)
        } else {
            Placing::AsPrinted
        };
        if placing == Placing::Foreign {
            continue;
        }
        let mut rows: Vec<Option<FormRow>> = (0..groups)
            .map(|group| read_row(table, at, header, group, &placing, form, context))
            .collect();
        if form.sides.is_empty() {
            join_torn_totals(&mut rows, form);
        }
        for (list, row) in lists.iter_mut().zip(rows) {
            list.extend(row);
        }
    }
    let numbers = column_numbers(
        &header.bound,
        table.rows.get(header.rows.start..).unwrap_or(&[]),
        form,
        context,
    );
    let mut sides: Vec<FormSide> = if form.sides.is_empty() {
        vec![FormSide {
            columns: columns(&header.bound, &numbers, 0, form),
            rows: lists.into_iter().flatten().collect(),
            ..FormSide::default()
        }]
    } else {
        lists.resize(form.sides.len().max(groups), Vec::new());
        lists
            .into_iter()
            .enumerate()
            .map(|(side, rows)| FormSide {
                columns: columns(&header.bound, &numbers, side, form),
                rows,
                ..FormSide::default()
            })
            .collect()
    };
    for side in &mut sides {
        take_codes_from_names(&mut side.rows, context);
        join_codes(side, form);
        complete_codes(&mut side.rows);
        finish(side, form, context);
    }
    sides
}

/// What is derived from all rows of a side together: groups, named rows, code levels, decimals.
pub(super) fn finish(side: &mut FormSide, form: &Form, context: &Context<'_>) {
    name_rows(&mut side.rows, form, context);
    reach_down(&mut side.rows, form, context);
    levels(&mut side.rows);
    decimals(side);
    captures(&mut side.rows, form, context);
    side.index = RowIndex::new(&side.rows);
}

/// Brings the decimals of each column up to date: those of its most precise cell.
pub fn decimals(side: &mut FormSide) {
    for (index, column) in side.columns.iter_mut().enumerate() {
        let Some(column) = column else { continue };
        column.decimals = side
            .rows
            .iter()
            .filter_map(|row| match row.cells.get(index).map(|slot| &slot.content) {
                Some(Content::Number(number)) => Some(number.decimals),
                _ => None,
            })
            .max()
            .unwrap_or(0);
    }
}

/// The columns of a side, parallel to the form's; `numbers` are parallel to `bound`.
pub(super) fn columns(
    bound: &[BoundColumn],
    numbers: &[Option<u32>],
    group: usize,
    form: &Form,
) -> Vec<Option<FilledColumn>> {
    (0..form.columns.len())
        .map(|index| {
            let at =
                bound.iter().position(|bound| bound.column == index && bound.group == group)?;
            let bound = bound.get(at)?;
            Some(FilledColumn {
                column: bound.physical,
                number: numbers.get(at).copied().flatten(),
                header: bound.header.clone(),
                key: bound.key.clone(),
                decimals: 0,
                unit: bound.unit,
            })
        })
        .collect()
}

fn same_texts(a: &[Cell], b: &[Cell]) -> bool {
    fn texts(row: &[Cell]) -> impl Iterator<Item = &str> {
        row.iter().map(|cell| cell.text.text.trim()).filter(|text| !text.is_empty())
    }
    texts(a).next().is_some() && texts(a).eq(texts(b))
}

fn read_row(
    table: &Table,
    at: usize,
    header: &HeaderMatch,
    group: usize,
    placing: &Placing,
    form: &Form,
    context: &Context<'_>,
) -> Option<FormRow> {
    let row = u32::try_from(at).ok()?;
    let mut cells: Vec<FormCell> = form.columns.iter().map(|_| FormCell::absent()).collect();
    let mut filled = false;
    for bound in header.bound.iter().filter(|bound| bound.group == group) {
        let (Some(column), Some(slot)) =
            (form.columns.get(bound.column), cells.get_mut(bound.column))
        else {
            continue;
        };
        let stands = match placing {
            Placing::Moved(by) => u32::try_from(i64::from(bound.physical) + by).ok(),
            Placing::Paired(pairs) => {
                pairs.iter().find(|(to, _)| *to == bound.physical).map(|(_, from)| *from)
            }
            _ => Some(bound.physical),
        };
        let cell = stands
            .and_then(|stands| table.cell(row, stands).or_else(|| table.covering(row, stands)));
        // the header's last step may share a row with the first figures
        let is_header = at == header.rows.end && !bound.key.is_empty();
        let cell = cell.filter(|cell| {
            !is_header || label_key(&cell.text.text, context.vocabulary) != bound.key
        });
        *slot = match cell {
            Some(cell) => read_cell(
                &cell.text,
                cell.span,
                column.kind,
                cell.row < row || stands.is_some_and(|stands| cell.column < stands),
                context,
            ),
            None => FormCell {
                content: Content::Blank,
                span: after_last(table.rows.get(at)),
                ..FormCell::absent()
            },
        };
        if let Placing::Unclear(why) = placing
            && column.kind.is_numeric()
            && !matches!(slot.content, Content::Blank)
        {
            slot.content = Content::Unreadable(why.clone());
        }
        let bare_line = matches!(column.kind, ColumnKind::Line | ColumnKind::Ordinal);
        filled |= !bare_line
            && !slot.repeated
            && !matches!(slot.content, Content::Blank | Content::Absent);
        // 行次 alone stands on the empty side of a two-sided form
    }
    if filled && header.unsure.iter().any(|physical| table.cell(row, *physical).is_some()) {
        shift::leave_open(&mut cells, table, row, header, group, form, context);
    }
    if filled && may_lack_label(&cells, form) {
        label_from_the_left(&mut cells, table, row, header, group, placing, form, context);
    }
    filled.then(|| build_row(cells, row, form, context))
}

/// A row whose columns of names are all empty.
fn may_lack_label(cells: &[FormCell], form: &Form) -> bool {
    let names =
        |kind: ColumnKind| matches!(kind, ColumnKind::Label | ColumnKind::Group | ColumnKind::Code);
    form.sides.is_empty()
        && form.columns.iter().zip(cells).all(|(column, slot)| {
            !names(column.kind) || matches!(slot.content, Content::Blank | Content::Absent)
        })
}

/// The label of such a row may stand further left, under no header of the form (`总分` under
/// 绩效指标).
#[expect(clippy::too_many_arguments, reason = "the surroundings of one row")]
fn label_from_the_left(
    cells: &mut [FormCell],
    table: &Table,
    row: u32,
    header: &HeaderMatch,
    group: usize,
    placing: &Placing,
    form: &Form,
    context: &Context<'_>,
) {
    let Some(label) = form.label_column() else { return };
    let Some(first) =
        header.bound.iter().filter(|bound| bound.group == group).map(|bound| bound.physical).min()
    else {
        return;
    };
    let far = header
        .bound
        .iter()
        .find(|bound| bound.group == group && bound.column == label)
        .map_or(first, |bound| bound.physical);
    let by = if let Placing::Moved(by) = placing { *by } else { 0 };
    let far = u32::try_from(i64::from(far) + by).unwrap_or(0);
    let numbers_rows = |column: usize| {
        form.columns
            .get(column)
            .is_some_and(|column| matches!(column.kind, ColumnKind::Line | ColumnKind::Ordinal))
    };
    let free = |column: &u32| {
        !header.bound.iter().any(|bound| {
            i64::from(bound.physical) + by == i64::from(*column) && !numbers_rows(bound.column)
        })
    };
    let found = (0..far)
        .rev()
        .filter(free)
        .filter_map(|column| table.cell(row, column))
        .filter(|cell| !is_figure(cell.text.text.trim(), context))
        .map(|cell| read_cell(&cell.text, cell.span, ColumnKind::Label, false, context))
        .find(|slot| slot.content == Content::Text);
    if let (Some(slot), Some(found)) = (cells.get_mut(label), found) {
        *slot = found;
    }
}

/// A number with decimals, which names nothing.
fn is_figure(text: &str, context: &Context<'_>) -> bool {
    cell_number(text, &context.vocabulary.units).is_some_and(|number| number.decimals > 0)
}

fn after_last(row: Option<&Vec<Cell>>) -> Span {
    let end = row.and_then(|row| row.last()).map_or(0, |cell| cell.span.end);
    Span { start: end, end }
}

/// Makes a row of its cells: label, code, what names it.
pub(super) fn build_row(
    mut cells: Vec<FormCell>,
    row: u32,
    form: &Form,
    context: &Context<'_>,
) -> FormRow {
    let words = context.vocabulary;
    let text_at = |cells: &[FormCell], kind: ColumnKind| -> Option<String> {
        form.columns
            .iter()
            .zip(cells)
            .find(|(column, slot)| {
                column.kind == kind && !matches!(slot.content, Content::Absent | Content::Blank)
            })
            .map(|(_, slot)| slot.text.text.trim().to_owned())
    };
    let codes: String = form
        .columns
        .iter()
        .zip(&cells)
        .filter(|(column, slot)| column.kind == ColumnKind::Code && !slot.repeated)
        .map(|(_, slot)| slot.text.text.trim())
        .collect();
    let digits: String =
        codes.chars().map(crate::number::fold).filter(|c| !c.is_whitespace()).collect();
    let is_code = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let label = text_at(&cells, ColumnKind::Label)
        .or_else(|| (!is_code && !codes.is_empty()).then(|| codes.clone()))
        .or_else(|| {
            form.columns
                .iter()
                .zip(&cells)
                .filter(|(column, slot)| {
                    column.kind == ColumnKind::Group
                        && !slot.repeated
                        && slot.content == Content::Text
                })
                .map(|(_, slot)| slot.text.text.trim().to_owned())
                .next_back()
        })
        .or_else(|| text_at(&cells, ColumnKind::Text))
        .unwrap_or_default();
    let row_unit = label_unit(&label, words);
    for (column, slot) in form.columns.iter().zip(&mut cells) {
        if let Content::Number(number) = &slot.content {
            slot.unit =
                number.unit.or(if matches!(column.kind, ColumnKind::Amount | ColumnKind::Count) {
                    row_unit
                } else {
                    None
                });
        }
    }
    let key = label_key(&label, words);
    FormRow {
        captures: Vec::new(),
        groups: if form.columns.iter().any(|column| column.kind == ColumnKind::Group) {
            vec![None; form.columns.len()]
        } else {
            Vec::new()
        },
        key: key.into(),
        label: label.into(),
        code: is_code.then(|| digits.into()),
        named: None,
        total: false,
        level: 0,
        row,
        cells,
    }
}

/// Reads a cell by the kind of its column.
pub(super) fn read_cell(
    text: &LogicalText,
    span: Span,
    kind: ColumnKind,
    repeated: bool,
    context: &Context<'_>,
) -> FormCell {
    let words = context.vocabulary;
    let trimmed = text.text.trim();
    let blank = words.is_blank(trimmed);
    let mut reading = if text.is_joined() { ReadingDoubt::Joined } else { ReadingDoubt::Plain };
    let content = match kind {
        _ if blank => Content::Blank,
        ColumnKind::Amount
        | ColumnKind::Percent
        | ColumnKind::Count
        | ColumnKind::Score
        | ColumnKind::Line
        | ColumnKind::Ordinal
        | ColumnKind::Year => match cell_number(trimmed, &words.units)
            .or_else(|| cell_number(&without_breaks(trimmed), &words.units))
        {
            Some(number) if number.comparison.is_none() => Content::Number(number),
            _ if trimmed.chars().any(crate::number::is_digit) && kind.is_numeric() => {
                Content::Unreadable(Illegible::NotWhole { text: shorten(trimmed).into() })
            }
            _ if kind.is_numeric() && is_error(trimmed) => {
                Content::Unreadable(Illegible::ErrorValue { text: shorten(trimmed).into() })
            }
            _ => Content::Text,
        },
        ColumnKind::Target => match cell_number(trimmed, &words.units) {
            Some(number) if runs_together(trimmed, &number, context) => {
                Content::Unreadable(Illegible::PrintedTwice { text: shorten(trimmed).into() })
            }
            found => found.map_or(Content::Text, Content::Number),
        },
        _ => Content::Text,
    };
    if !matches!(content, Content::Number(_)) {
        reading = ReadingDoubt::Plain;
    }
    FormCell { content, text: text.clone(), span, repeated, ..FormCell::absent() }.read_as(reading)
}

/// Signs in place of a number: an error value (`#REF!`), a column that is too narrow (`####`),
/// figures struck out (`****`).
pub(super) fn is_error(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('#')
        || (text.chars().count() > 1
            && text.chars().all(|c| matches!(crate::number::fold(c), '*' | '#')))
}

/// Whether a sign, a value and a unit were run together and one was printed twice: `=100100%`.
fn runs_together(text: &str, number: &Number, context: &Context<'_>) -> bool {
    let digits: String =
        text.chars().map(crate::number::fold).filter(char::is_ascii_digit).collect();
    let half = digits.len() / 2;
    let doubled = digits.len().is_multiple_of(2) && digits.get(..half) == digits.get(half..);
    let is_ratio = number.unit.is_some_and(|unit| context.vocabulary.units.get(unit).ratio);
    number.comparison.is_some()
        && is_ratio
        && number.decimals == 0
        && digits.len() >= 5
        && (doubled || digits.ends_with("100"))
}

/// A cell may break a number over lines: `1,234.` / `50`.
fn without_breaks(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\n' | '\r')).collect()
}

fn shorten(text: &str) -> String {
    let short: String = text.chars().take(20).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

/// A total whose label begins one repetition and whose figure ends another (公用经费合计 | … |
/// 327.14).
fn join_torn_totals(rows: &mut [Option<FormRow>], form: &Form) {
    let numeric = |slot: &FormCell| matches!(slot.content, Content::Number(_));
    for at in 0..rows.len() {
        let lacks = rows.get(at).and_then(Option::as_ref).is_some_and(|row| {
            !row.key.is_empty() && row.code.is_none() && !row.cells.iter().any(numeric)
        });
        if !lacks {
            continue;
        }
        let nameless = rows.get(at + 1..).unwrap_or(&[]).iter().position(|row| {
            row.as_ref().is_some_and(|row| row.key.is_empty() && row.cells.iter().any(numeric))
        });
        let Some(source) = nameless.map(|offset| at + 1 + offset) else {
            continue;
        };
        let between_named =
            rows.get(at + 1..source).unwrap_or(&[]).iter().flatten().any(|row| !row.key.is_empty());
        if between_named {
            continue;
        }
        let taken = rows.get_mut(source).and_then(Option::take);
        if let (Some(Some(target)), Some(taken)) = (rows.get_mut(at), taken) {
            for ((column, slot), value) in
                form.columns.iter().zip(&mut target.cells).zip(taken.cells)
            {
                if !names_row(column.kind) && numeric(&value) {
                    *slot = value;
                }
            }
        }
    }
}

fn name_rows(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    let mut seen: Vec<usize> = Vec::new();
    for row in rows.iter_mut() {
        let fits = |named: &NamedRow| match (&named.code, &row.code) {
            (Some(wanted), Some(code)) => wanted == code,
            _ => !row.key.is_empty() && named.labels.fit(&row.key, context),
        };
        let mut best: Option<(usize, Option<usize>)> = None;
        for (index, named) in form.rows.iter().enumerate() {
            let ready = named.after.is_none_or(|after| seen.contains(&after));
            if ready && fits(named) {
                // a row that only counts after another one is the nearer name once that one has
                // come, and of several such rows the one whose predecessor came
                // last
                let nearness =
                    named.after.and_then(|after| seen.iter().position(|known| *known == after));
                if best.is_none_or(|(_, known)| nearness > known) {
                    best = Some((index, nearness));
                }
            }
        }
        row.named = best.map(|(index, _)| index);
        if let Some(named) = row.named.and_then(|index| form.rows.get(index)) {
            row.total = named.total;
            for slot in &mut row.cells {
                if slot.unit.is_none() && matches!(slot.content, Content::Number(_)) {
                    slot.unit = named.unit;
                }
            }
        }
        seen.extend(row.named.filter(|named| !seen.contains(named)));
        row.total |=
            row.code.is_none() && context.vocabulary.total.iter().any(|word| *word == row.key);
    }
}

/// Cells of group columns reach down to the next filled one; a new group further left ends them.
/// The same words again are no new group: some tables print them in every row, or again on the next
/// page.
fn reach_down(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    let group_columns: Vec<usize> = form
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind == ColumnKind::Group)
        .map(|(i, _)| i)
        .collect();
    let mut current: Vec<Option<(usize, FormCell)>> = vec![None; form.columns.len()];
    let mut next_group = 0;
    for row in rows {
        if row.total {
            current.fill(None);
            continue;
        }
        let mut broken = false;
        for column in &group_columns {
            let Some(slot) = row.cells.get_mut(*column) else { continue };
            let Some(known) = current.get_mut(*column) else { continue };
            let goes_on = |above: &FormCell| {
                label_key(&above.text.text, context.vocabulary)
                    == label_key(&slot.text.text, context.vocabulary)
            };
            if slot.content == Content::Text
                && !broken
                && known.as_ref().is_some_and(|(_, above)| goes_on(above))
            {
                slot.repeated = true;
            } else if slot.content == Content::Text && !slot.repeated {
                *known = Some((next_group, slot.clone()));
                next_group += 1;
                broken = true;
            } else if broken {
                *known = None;
            } else if let Some((_, above)) = known {
                *slot = FormCell { repeated: true, ..above.clone() };
            }
            if let Some(group) = row.groups.get_mut(*column) {
                *group = known.as_ref().map(|(group, _)| *group);
            }
        }
    }
}

fn levels(rows: &mut [FormRow]) {
    let codes: QuickSet<EcoString> = rows.iter().filter_map(|row| row.code.clone()).collect();
    for row in rows {
        if let Some(code) = &row.code {
            let parents = (1..code.len())
                .filter(|len| code.get(..*len).is_some_and(|prefix| codes.contains(prefix)))
                .count();
            row.level = u32::try_from(parents + 1).unwrap_or(u32::MAX);
        }
    }
}

fn captures(rows: &mut [FormRow], form: &Form, context: &Context<'_>) {
    if form.captures.is_empty() {
        return;
    }
    for row in rows {
        let mut out: Vec<Option<CellCaptured>> = vec![None; form.captures.len()];
        for (column, slot) in form.columns.iter().zip(&row.cells) {
            if column.text.is_empty() || slot.content != Content::Text {
                continue;
            }
            let passage = PatternPassage::row(slot.text.clone(), context.vocabulary);
            for pattern in &column.text {
                let Some(found) = pattern.starts(&passage, context) else { continue };
                for (capture, captured) in pattern.captures().iter().zip(found.captures) {
                    let (Some(name), Some(captured)) = (&capture.name, captured) else {
                        continue;
                    };
                    let at = form.captures.iter().position(|known| known.name == *name);
                    if let Some(place) = at.and_then(|at| out.get_mut(at)) {
                        let text =
                            slot.text.text.get(captured.range.clone()).unwrap_or("").to_owned();
                        let span = slot.text.span_of(captured.range.clone());
                        *place = Some(CellCaptured { captured, text, span });
                    }
                }
                break;
            }
        }
        row.captures = out;
    }
}

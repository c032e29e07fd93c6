//! Rows of a recognised form: cells by the kind of their column, labels, codes, groups, named rows.

use super::cell::{WIDEST, is_figure, read_cell, torn_number};
use super::column_numbers::{column_numbers, is_column_numbers};
use super::header::{BoundColumn, HeaderMatch, names_row};
use super::row_names::{captures, is_total_name, join_torn_totals, levels, name_rows, reach_down};
use super::shift::{self, Placing};
use super::structure::{complete_codes, is_row_code, join_codes, take_codes_from_names};
use super::whole_columns::{decimals, number_codes};
use super::wrapped::join_broken;
use super::{Content, FilledColumn, FormCell, FormRow, FormSide, RowIndex};
use gouji_audit::audit::{Illegible, ReadingDoubt};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::document::{Cell, Span, Table};
use gouji_values::label::{label_key, label_unit};
use gouji_values::number::cell_number;

/// Fills the sides of a form from the rows behind its header up to `end`.
pub(super) fn fill(
    table: &Table,
    header: &HeaderMatch,
    end: usize,
    form: &Form,
    context: &Context<'_>,
) -> Vec<FormSide> {
    let groups = header.bound.iter().map(|bound| bound.group).max().unwrap_or(0) + 1;
    // a list that grows would be copied, and stand there twice while it is
    let rows = end.min(table.rows.len()).saturating_sub(header.rows.end);
    let mut lists: Vec<Vec<FormRow>> = (0..groups).map(|_| Vec::with_capacity(rows)).collect();
    let header_rows = table.rows.get(header.rows.clone()).unwrap_or(&[]);
    let below = table.rows.get(header.rows.end..end.min(table.rows.len())).unwrap_or(&[]);
    let pieces = below.iter().take(PIECES).take_while(|row| is_of_pieces(row));
    let heads = header_rows.iter().chain(pieces).flatten();
    // heads that were put elsewhere are none where they are printed
    let is_put = |cell: &Cell| {
        let is_it = |bound: &&BoundColumn| {
            header.moved.contains(&bound.column) && bound.physical != cell.column
        };
        let mut moved = header.bound.iter().filter(is_it);
        moved.any(|bound| bound.key == label_key(&cell.text.text, context.vocabulary))
    };
    let heads = heads.filter(|cell| !cell.text.text.trim().is_empty() && !is_put(cell));
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
        let mut lists = lists.into_iter();
        let mut rows = lists.next().unwrap_or_default();
        rows.extend(lists.flatten());
        let columns = columns(&header.bound, &numbers, 0, form);
        vec![FormSide { columns, rows, ..FormSide::default() }]
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

/// Rows into which the letters of a lower level of heads may have fallen.
const PIECES: usize = 3;

/// Whether nothing stands in a row but pieces of words, as they are left of heads that were torn over
/// several rows.
fn is_of_pieces(row: &[Cell]) -> bool {
    /// Letters of a piece.
    const LETTERS: usize = 2;
    let mut texts = row.iter().map(|cell| cell.text.text.trim()).filter(|text| !text.is_empty());
    let is_piece = |text: &str| {
        text.chars().count() <= LETTERS && text.chars().all(gouji_values::number::is_ideograph)
    };
    texts.clone().next().is_some() && texts.all(is_piece)
}

/// What is derived from all rows of a side together: groups, named rows, code levels, decimals.
pub(super) fn finish(side: &mut FormSide, form: &Form, context: &Context<'_>) {
    join_broken(side, form, context);
    name_rows(&mut side.rows, form, context);
    reach_down(&mut side.rows, form, context);
    levels(&mut side.rows);
    number_codes(side, form, context);
    decimals(side);
    captures(&mut side.rows, form, context);
    side.index = RowIndex::new(&side.rows);
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
    // where a figure stands for the name of the row what follows it moved with it
    let is_moved = || {
        let label = form.label_column();
        let is_label = |own: &&BoundColumn| own.group == group && Some(own.column) == label;
        let bound = header.bound.iter().find(is_label);
        let cell = bound.and_then(|bound| table.cell(row, bound.physical));
        let units = &context.vocabulary.units;
        cell.is_some_and(|cell| cell_number(cell.text.text.trim(), units).is_some())
    };
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
        join_digits(slot, column.kind, table.rows.get(at), context);
        if let Placing::Unclear(why) = placing
            && (column.kind.is_numeric() || (column.kind == ColumnKind::Target && is_moved()))
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
    if filled && form.sides.is_empty() {
        name_beside(&mut cells, table, row, header, form, context);
    }
    filled.then(|| build_row(cells, row, form, context))
}

/// Whether the words of a row are printed letter by letter, with blanks between them.
fn is_printed_apart(cells: &[Cell]) -> bool {
    /// Letters of a word that show it.
    const LETTERS: usize = 3;
    let is_apart = |text: &str| {
        let mut pieces = text.split_whitespace();
        let is_letter = |piece: &str| {
            piece.chars().count() == 1 && piece.chars().all(gouji_values::number::is_ideograph)
        };
        pieces.clone().count() >= LETTERS && pieces.all(is_letter)
    };
    cells.iter().any(|cell| is_apart(cell.text.text.trim()))
}

/// The digits of a count or of points that are printed apart as the words beside them are: `2 0`.
fn join_digits(
    slot: &mut FormCell,
    kind: ColumnKind,
    row: Option<&Vec<Cell>>,
    context: &Context<'_>,
) {
    let is_whole = matches!(kind, ColumnKind::Score | ColumnKind::Count);
    if !is_whole || !matches!(slot.content, Content::Unreadable(_)) {
        return;
    }
    let printed = slot.text.text.trim();
    let is_digit = |piece: &str| piece.len() == 1 && piece.chars().all(|c| c.is_ascii_digit());
    let is_apart = printed.split_whitespace().all(is_digit);
    let number = torn_number(printed, context)
        .filter(|_| is_apart && row.is_some_and(|cells| is_printed_apart(cells)));
    let Some(number) = number else { return };
    let doubt = ReadingDoubt::repaired(printed, &number.value);
    let read = FormCell {
        content: Content::Number(number),
        ..std::mem::replace(slot, FormCell::absent())
    };
    *slot = read.read_as(doubt);
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
    // or between the column of names and the first figures, where the heads stand aside
    let first_figures = header
        .bound
        .iter()
        .filter(|bound| bound.group == group)
        .filter(|bound| form.columns.get(bound.column).is_some_and(|own| own.kind.is_numeric()))
        .map(|bound| i64::from(bound.physical) + by)
        .min()
        .and_then(|first| u32::try_from(first).ok());
    let between = far..first_figures.unwrap_or(far);
    let found = (0..far)
        .rev()
        .chain(between)
        .filter(free)
        .filter_map(|column| table.cell(row, column))
        // the number of a row is no name
        .filter(|cell| !cell.text.text.chars().map(gouji_values::number::fold).all(is_of_number))
        .filter(|cell| !is_figure(cell.text.text.trim(), context))
        .map(|cell| read_cell(&cell.text, cell.span, ColumnKind::Label, false, context))
        .find(|slot| slot.content == Content::Text);
    if let (Some(slot), Some(found)) = (cells.get_mut(label), found) {
        *slot = found;
    }
}

/// The name of a row that lost letters where the cell before it, under no column of the form, has the
/// whole name of a row that the form knows.
fn name_beside(
    cells: &mut [FormCell],
    table: &Table,
    row: u32,
    header: &HeaderMatch,
    form: &Form,
    context: &Context<'_>,
) {
    let Some(label) = form.label_column() else { return };
    let Some(at) = header.bound.iter().find(|bound| bound.column == label) else { return };
    let Some(before) = at.physical.checked_sub(1) else { return };
    if header.bound.iter().any(|bound| bound.physical == before) {
        return;
    }
    let (Some(whole), Some(slot)) = (table.cell(row, before), cells.get_mut(label)) else { return };
    let is_cut = |own: &str| {
        let mut full = whole.text.text.chars().filter(|c| !c.is_whitespace());
        let mut own = own.chars().filter(|c| !c.is_whitespace()).peekable();
        own.peek().is_some() && own.all(|c| full.next() == Some(c))
    };
    let knows = |text: &str| {
        let key = label_key(text, context.vocabulary);
        form.rows.iter().any(|row| row.labels.fit(&key, context))
    };
    if is_cut(&slot.text.text) && knows(&whole.text.text) && !knows(&slot.text.text) {
        *slot = read_cell(&whole.text, whole.span, ColumnKind::Label, false, context);
    }
}

/// Whether a character may be one of the number of a row: 8, 8.
fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || c == '.'
}

fn after_last(row: Option<&Vec<Cell>>) -> Span {
    let end = row.and_then(|row| row.last()).map_or(0, |cell| cell.span.end);
    Span { start: end, end }
}

/// The words for a total where the columns of names are blank and those words stand in a column of
/// days or figures: the first column is often a date, and 合计 is printed there. They are the name
/// of the row, so that the cell itself says nothing.
fn take_total_name(cells: &mut [FormCell], form: &Form, context: &Context<'_>) -> Option<String> {
    let (_, slot) = form.columns.iter().zip(cells).find(|(column, slot)| {
        !names_row(column.kind)
            && column.kind != ColumnKind::Text
            && slot.content == Content::Text
            && is_total_name(&label_key(&slot.text.text, context.vocabulary), context.vocabulary)
    })?;
    slot.content = Content::Blank;
    Some(slot.text.text.trim().to_owned())
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
        codes.chars().map(gouji_values::number::fold).filter(|c| !c.is_whitespace()).collect();
    let is_plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let is_code = is_row_code(&digits);
    let label = text_at(&cells, ColumnKind::Label)
        .or_else(|| (!is_plain && !codes.is_empty()).then(|| codes.clone()))
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
        .or_else(|| take_total_name(&mut cells, form, context))
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

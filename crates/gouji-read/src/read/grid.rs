//! Cells that know only their extents to a grid, and a grid to what is caption, table and note.
//!
//! In: the cells of each row in their order, as a web page has them. Out: each at its column;
//! columns and rows in which no cell begins are gone, so that a table is as wide as it looks.

use super::assembly::Piece;
use super::page::Page;
use gouji_values::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// Rows at the top that may hold a caption.
const CAPTION_ROWS: usize = 8;
/// Slots of a grid that are looked at before it is given up: overlapping cells can claim more than
/// any table has.
const STEPS: usize = 100_000_000;

/// Puts each cell at the first column that is free in its row. `None` where the cells claim more
/// than can be looked at. An extent of 0 rows is all rows that are left.
pub(super) fn place(mut rows: Vec<Vec<Piece>>) -> Option<Vec<Vec<Piece>>> {
    let height = rows.len();
    // the first row in which each column is free again
    let mut free_from: Vec<usize> = Vec::new();
    let mut starts = BTreeSet::new();
    let mut steps = 0;
    for (number, row) in rows.iter_mut().enumerate() {
        let mut column = 0;
        for piece in row {
            while free_from.get(column).is_some_and(|free| *free > number) {
                column += 1;
                steps += 1;
            }
            let left = height - number;
            piece.rows = if piece.rows == 0 { left } else { piece.rows.min(left) };
            piece.columns = piece.columns.max(1);
            piece.column = column;
            starts.insert(column);
            steps += piece.columns;
            if steps > STEPS {
                return None;
            }
            let end = column + piece.columns;
            free_from.resize(free_from.len().max(end), 0);
            free_from
                .iter_mut()
                .take(end)
                .skip(column)
                .for_each(|free| *free = (*free).max(number + piece.rows));
            column = end;
        }
    }
    let starts: Vec<usize> = starts.into_iter().collect();
    let shown = |column: usize| starts.partition_point(|start| *start < column);
    let mut filled_before = Vec::with_capacity(height + 1);
    filled_before.push(0);
    for row in &rows {
        filled_before
            .push(filled_before.last().copied().unwrap_or(0) + usize::from(!row.is_empty()));
    }
    for (number, row) in rows.iter_mut().enumerate() {
        for piece in row {
            let rows_before = |row: usize| filled_before.get(row).copied().unwrap_or(0);
            piece.rows = rows_before(number + piece.rows) - rows_before(number);
            piece.columns = shown(piece.column + piece.columns) - shown(piece.column);
            piece.column = shown(piece.column);
        }
    }
    rows.retain(|row| !row.is_empty());
    Some(rows)
}

/// A table and what belongs above and below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// Lines above, each with its native place: title, number, year, unit.
    pub above: Vec<(String, String)>,
    /// The rows of the table itself.
    pub rows: Vec<Vec<Piece>>,
    /// Lines below: notes.
    pub below: Vec<(String, String)>,
}

/// Cuts a grid where the caption of another form begins: sheets that hold several forms are saved
/// as one table.
pub(super) fn cut(rows: Vec<Vec<Piece>>, vocabulary: &Vocabulary) -> Vec<Vec<Vec<Piece>>> {
    let page = Page::new("", vocabulary);
    let is_title = |row: &Vec<Piece>| {
        filled(row).count() == 1 && filled(row).all(|text| page.is_form_title(text))
    };
    // a title alone may be a row of a list; one with the line of the unit below it begins a form
    let begins = |at: usize| {
        let below = rows.get(at + 1..(at + CAPTION_ROWS).min(rows.len())).unwrap_or(&[]);
        rows.get(at).is_some_and(is_title)
            && below.iter().any(|row| filled(row).any(|text| page.names_unit(text)))
    };
    let mut cuts: Vec<usize> = Vec::new();
    let mut has_body = false;
    for (at, row) in rows.iter().enumerate() {
        if has_body && begins(at) {
            cuts.push(at);
            has_body = false;
        }
        has_body |= filled(row).count() >= 2 && !is_caption(&page, row);
    }
    let mut out = Vec::with_capacity(cuts.len() + 1);
    let mut rows = rows.into_iter();
    let mut at = 0;
    for cut in cuts {
        let mut form: Vec<Vec<Piece>> = rows.by_ref().take(cut - at).collect();
        for (number, row) in form.iter_mut().enumerate() {
            row.iter_mut().for_each(|piece| piece.rows = piece.rows.min(cut - at - number));
        }
        out.push(form);
        at = cut;
    }
    out.push(rows.collect());
    out
}

/// Takes captions at the top and notes at the bottom off a grid. What has no two cells side by side
/// is no table at all.
pub(super) fn parts(mut rows: Vec<Vec<Piece>>, page: &Page<'_>) -> Parts {
    let mut out = Parts::default();
    let captions = rows
        .iter()
        .take(CAPTION_ROWS)
        .enumerate()
        .take_while(|(_, row)| is_caption(page, row) || filled(row).count() <= 1)
        .filter(|(_, row)| is_caption(page, row))
        .last()
        .map_or(0, |(last, _)| last + 1);
    for row in rows.drain(..captions) {
        lines(&row, &mut out.above);
    }
    // notes, and blank rows around them
    let is_below =
        |row: &Vec<Piece>| filled(row).count() <= 1 && filled(row).all(|text| page.is_note(text));
    let notes = rows.len() - rows.iter().rev().take_while(|row| is_below(row)).count();
    for row in rows.drain(notes..) {
        lines(&row, &mut out.below);
    }
    if rows.iter().any(|row| filled(row).count() >= 2) {
        tighten(&mut rows);
        out.rows = rows;
    } else {
        rows.iter().for_each(|row| lines(row, &mut out.above));
    }
    out
}

/// Leaves out the columns in which no cell begins: a caption, or another form of the same grid, had
/// cells there.
fn tighten(rows: &mut [Vec<Piece>]) {
    let starts: BTreeSet<usize> = rows.iter().flatten().map(|piece| piece.column).collect();
    let starts: Vec<usize> = starts.into_iter().collect();
    let shown = |column: usize| starts.partition_point(|start| *start < column);
    for piece in rows.iter_mut().flatten() {
        piece.columns = shown(piece.column + piece.columns.max(1)) - shown(piece.column);
        piece.column = shown(piece.column);
    }
}

fn filled(row: &[Piece]) -> impl Iterator<Item = &str> {
    row.iter().map(|piece| piece.text.trim()).filter(|text| !text.is_empty())
}

/// A title, a year, or a line with the unit.
fn is_caption(page: &Page<'_>, row: &[Piece]) -> bool {
    let mut cells = filled(row);
    match (cells.next(), cells.next()) {
        (None, _) => false,
        (Some(text), None) => text.lines().all(|line| {
            page.is_form_title(line.trim()) || page.names_unit(line) || page.is_year_line(line)
        }),
        _ => filled(row).any(|text| page.names_unit(text)),
    }
}

/// A row as lines: cells side by side in one, a cell of several lines alone in several.
fn lines(row: &[Piece], out: &mut Vec<(String, String)>) {
    let cells: Vec<&Piece> = row.iter().filter(|piece| !piece.text.trim().is_empty()).collect();
    let each = |cell: &Piece| {
        cell.text
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
    };
    match cells.as_slice() {
        [] => {}
        [cell] => out.extend(each(cell).into_iter().map(|line| (line, cell.place.clone()))),
        [first, ..] => {
            let side_by_side =
                cells.iter().map(|cell| each(cell).concat()).collect::<Vec<_>>().join("  ");
            out.push((side_by_side, first.place.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gouji_rules::ruleset::Rulebook;

    /// `甲2x3` is a cell over two rows and three columns.
    fn row(text: &str) -> Vec<Piece> {
        let number = |text: &str| text.parse().unwrap_or(1);
        text.split_whitespace()
            .map(|cell| {
                let (name, extent) =
                    cell.split_at(cell.find(|c: char| c.is_ascii_digit()).unwrap_or(cell.len()));
                let (rows, columns) = extent.split_once('x').unwrap_or(("1", "1"));
                Piece {
                    text: name.replace('_', " "),
                    rows: number(rows),
                    columns: number(columns),
                    ..Piece::default()
                }
            })
            .collect()
    }

    fn check(rows: &[&str], expected: &[&str]) {
        let placed = place(rows.iter().map(|text| row(text)).collect()).unwrap();
        let shown: Vec<String> = placed
            .iter()
            .map(|row| {
                let cell = |p: &Piece| format!("{}@{}:{}x{}", p.text, p.column, p.rows, p.columns);
                row.iter().map(cell).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn cells_stand_beside_those_that_reach_down() {
        check(&["甲2x1 乙1x2", "丙 丁"], &["甲@0:2x1 乙@1:1x2", "丙@1:1x1 丁@2:1x1"]);
        check(&["甲0x1 乙", "丙", "丁"], &["甲@0:3x1 乙@1:1x1", "丙@1:1x1", "丁@1:1x1"]);
    }

    #[test]
    fn columns_and_rows_without_a_cell_are_gone() {
        check(&["甲1x3 乙1x2", "丙1x3 丁1x2"], &["甲@0:1x1 乙@1:1x1", "丙@0:1x1 丁@1:1x1"]);
        check(&["甲2x1 乙2x1", "", "丙 丁9x9"], &["甲@0:1x1 乙@1:1x1", "丙@0:1x1 丁@1:1x1"]);
    }

    #[test]
    fn overlapping_giants_are_given_up() {
        let giants: Vec<Vec<Piece>> =
            (0..2000).map(|_| (0..1000).map(|_| row("甲9999x1000").remove(0)).collect()).collect();
        assert!(place(giants).is_none());
    }

    #[test]
    fn a_sheet_of_several_forms_is_cut() {
        let vocabulary = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let form =
            ["收入决算表1x3", "金额单位：万元1x3", "项目2x1 金额 占比", "5.00 1.00", "注：无1x3"];
        let rows: Vec<Vec<Piece>> = form
            .iter()
            .chain(&form)
            .chain(&["附表 支出决算表 1", "支出决算表1x3"])
            .map(|text| row(text))
            .collect();
        let forms = cut(place(rows).unwrap(), &vocabulary);
        assert_eq!(forms.iter().map(Vec::len).collect::<Vec<_>>(), [5, 7]);
        assert_eq!(forms[0][2][0].rows, 2);
    }

    #[test]
    fn forms_of_one_grid_have_their_own_columns() {
        let vocabulary = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let rows = [
            "收入决算表1x3",
            "金额单位：万元1x3",
            "项目1x2 金额",
            "甲1x2 五",
            "支出决算表1x3",
            "_ _ 金额单位：万元",
            "科目 金额1x2",
        ];
        let rows: Vec<Vec<Piece>> = rows.iter().map(|text| row(text)).collect();
        let shown: Vec<String> = cut(place(rows).unwrap(), &vocabulary)
            .into_iter()
            .flat_map(|form| parts(form, &Page::new("", &vocabulary)).rows)
            .map(|row| {
                let cell = |p: &Piece| format!("{}@{}:{}", p.text, p.column, p.columns);
                row.iter().map(cell).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(shown, ["项目@0:1 金额@1:1", "甲@0:1 五@1:1", "科目@0:1 金额@1:1"]);
    }

    #[test]
    fn captions_and_notes_are_no_rows() {
        let vocabulary = Rulebook::of_files(gouji_sample::rules()).unwrap().vocabulary();
        let rows = [
            "收入决算表1x3",
            "部门：甲局1x2 金额单位：万元",
            "项目 金额 占比",
            "合计 5.00 1.00",
            "注：本表自动取数。1x3",
        ];
        let parts = parts(
            place(rows.iter().map(|text| row(text)).collect()).unwrap(),
            &Page::new("", &vocabulary),
        );
        let texts = |lines: &[(String, String)]| {
            lines.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(&parts.above), ["收入决算表", "部门：甲局  金额单位：万元"]);
        assert_eq!(parts.rows.len(), 2);
        assert_eq!(texts(&parts.below), ["注：本表自动取数。"]);
    }
}

//! Headers of tables whose upright lines are not drawn: which cells reach over several columns or
//! rows. In: the cells of the rows with their lines. Out: the same, cells taken together or parted.

use super::super::area::{Area, Length, POINT};
use super::super::cell::{FieldRow, PADDING, is_number};
use super::super::frame::{Frame, FrameCell};
use super::super::words::PdfLine;
use super::{are_ordinals, ordinal};
use gouji_values::number::is_digit;
use std::cmp::Reverse;

fn has_digit(row: &FieldRow) -> bool {
    row.iter().any(|(_, lines)| lines.iter().any(|line| line.plain().chars().any(is_digit)))
}

/// Cells of a header whose text stands in the middle over several columns, with blank ones beside
/// it and words below each.
pub(in crate::read::pdf) fn with_spans(frame: &Frame, rows: &mut [FieldRow]) {
    let header = rows.iter().position(has_digit).unwrap_or(0);
    for at in (0..header).rev() {
        let (above, below) = rows.split_at_mut(at + 1);
        let (Some(row), Some(next)) = (above.last_mut(), below.first()) else { continue };
        let is_filled = |column: usize| {
            next.iter().any(|(field, lines)| {
                (field.column..field.column + field.columns).contains(&column) && !lines.is_empty()
            })
        };
        let is_blank = |row: &FieldRow, column: usize| {
            row.iter().any(|(field, lines)| {
                field.column == column && field.columns == 1 && field.rows == 1 && lines.is_empty()
            })
        };
        let filled: Vec<(usize, Area)> = row
            .iter()
            .filter(|(field, lines)| !lines.is_empty() && field.columns == 1 && field.rows == 1)
            .map(|(field, lines)| (field.column, Area::over(lines.iter().map(|line| line.area))))
            .collect();
        for (column, text) in filled {
            let first = (0..column)
                .rev()
                .take_while(|left| is_blank(row, *left) && is_filled(*left))
                .last()
                .unwrap_or(column);
            let last = (column + 1..frame.xs.len())
                .take_while(|right| is_blank(row, *right) && is_filled(*right))
                .last()
                .unwrap_or(column);
            let middle = |from: usize, to: usize| {
                frame
                    .xs
                    .get(from)
                    .zip(frame.xs.get(to + 1))
                    .map(|(left, right)| left / 2 + right / 2)
            };
            let off = |from: usize, to: usize| {
                middle(from, to).map_or(Length::MAX, |middle| (middle - text.middle()).abs())
            };
            // of several the one that it stands in the middle of, and not nearly
            let span = (first..=column)
                .flat_map(|from| (column..=last).map(move |to| (from, to)))
                .filter(|(from, to)| from < to && off(*from, *to) <= 3 * POINT)
                .min_by_key(|(from, to)| (off(*from, *to).max(POINT), Reverse(to - from)));
            let Some((from, to)) = span else { continue };
            row.retain(|(field, _)| field.column == column || !(from..=to).contains(&field.column));
            for (field, _) in row.iter_mut().filter(|(field, _)| field.column == column) {
                (field.column, field.columns) = (from, to - from + 1);
            }
        }
    }
}

/// Cells of words with a blank one behind, where the figures of the next rows stand below the blank
/// one: both are one cell.
pub(in crate::read::pdf) fn with_headers_aside(rows: &mut [FieldRow]) {
    let filled = |row: &FieldRow, column: usize| -> Option<bool> {
        let (_, lines) = row.iter().find(|(field, lines)| {
            field.column == column && field.columns == 1 && !lines.is_empty()
        })?;
        Some(lines.iter().all(|line| is_number(&line.plain())))
    };
    for at in 0..rows.len() {
        let (above, below) = rows.split_at_mut(at + 1);
        let Some(row) = above.last_mut().filter(|row| !has_digit(row)) else { continue };
        let words: Vec<usize> = row
            .iter()
            .filter(|(field, lines)| {
                field.columns == 1
                    && field.rows == 1
                    && !lines.is_empty()
                    && filled(row, field.column) == Some(false)
            })
            .map(|(field, _)| field.column)
            .collect();
        for column in words {
            let is_blank = |row: &FieldRow, column: usize| {
                row.iter().any(|(field, lines)| {
                    field.column == column
                        && field.columns == 1
                        && field.rows == 1
                        && lines.is_empty()
                })
            };
            let next = below
                .iter()
                .map(|row| (filled(row, column), filled(row, column + 1)))
                .find(|both| *both != (None, None));
            if !is_blank(row, column + 1) || next != Some((None, Some(true))) {
                continue;
            }
            merge(row, column, column + 1);
            for row in below.iter_mut().take_while(|row| filled(row, column).is_none()) {
                if is_blank(row, column) {
                    merge(row, column + 1, column);
                }
            }
        }
    }
}

/// Makes one cell of two side by side, the other of which is blank.
fn merge(row: &mut FieldRow, column: usize, blank: usize) {
    row.retain(|(field, _)| field.column != blank);
    for (field, _) in row.iter_mut().filter(|(field, _)| field.column == column) {
        (field.column, field.columns) = (column.min(blank), 2);
    }
}

/// The rows of a header that no lines part: a cell whose next line would still have fitted behind
/// the one before holds cells of two rows. What stands half way beside both extends over both.
pub(in crate::read::pdf) fn with_steps(frame: &Frame, rows: Vec<FieldRow>) -> Vec<FieldRow> {
    let header = rows.iter().position(has_digit).unwrap_or(0);
    let mut out = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let mut rest = row;
        while let Some(height) = (at < header).then(|| step(frame, &rest)).flatten() {
            let again = rest.clone();
            let (mut upper, mut lower): (FieldRow, FieldRow) = (Vec::new(), Vec::new());
            for (field, lines) in rest {
                let is_above = |line: &PdfLine| line.area.bottom <= height + line.area.height() / 5;
                let is_below = |line: &PdfLine| line.area.top >= height - line.area.height() / 5;
                if lines.iter().all(|line| is_above(line) || is_below(line))
                    && !is_wrapped(frame, &again, &field, &lines, height)
                {
                    let (above, below): (Vec<PdfLine>, Vec<PdfLine>) =
                        lines.into_iter().partition(is_above);
                    upper.push((field, above));
                    lower.push((field, below));
                } else {
                    upper.push((FrameCell { rows: field.rows + 1, ..field }, lines));
                }
            }
            out.push(upper);
            rest = lower;
        }
        out.push(rest);
    }
    out
}

/// Where the first line of a row of a header ends behind which more would have fitted.
fn step(frame: &Frame, row: &FieldRow) -> Option<Length> {
    let ends = row.iter().filter(|(field, _)| field.rows == 1).filter_map(|(field, lines)| {
        let width = frame.field_area(field).width();
        let (line, next) = lines
            .iter()
            .zip(lines.iter().skip(1))
            .find(|(line, next)| has_room(line, next, width) || is_apart(row, line, next))?;
        Some((line.area.bottom, next.area.top))
    });
    ends.min().map(|(end, next)| end / 2 + next / 2)
}

/// Whether a line is none that goes on with the one before: its first letters would still have
/// fitted there, or the one before runs over the edge of the cell.
fn has_room(line: &PdfLine, next: &PdfLine, width: Length) -> bool {
    // no line ends with an opening bracket
    let letters = 2 + Length::from(next.plain().starts_with(['（', '(']));
    let room = width - line.area.width();
    next.area.top >= line.area.centre()
        && (room > PADDING + letters * next.area.height() || room < 0)
}

/// Whether two lines stand further apart than others, or the same words as the lower ones stand on
/// the same height as the only line of another cell.
fn is_apart(row: &FieldRow, before: &PdfLine, line: &PdfLine) -> bool {
    let text = line.plain();
    let pitch = |one: &PdfLine, other: &PdfLine| other.area.centre() - one.area.centre();
    let pitches = row.iter().flat_map(|(_, lines)| {
        lines.iter().zip(lines.iter().skip(1)).map(|(one, other)| pitch(one, other))
    });
    let is_far = pitches
        .filter(|pitch| *pitch > 0)
        .min()
        .is_some_and(|least| pitch(before, line) * 10 > least * 13);
    is_far || row.iter().any(|(_, lines)| {
        matches!(lines.as_slice(), [only] if only.plain() == text && (only.area.centre() - line.area.centre()).abs() * 5 <= line.area.height())
    })
}

/// Whether the lines above and below a height are one text that was broken.
fn is_wrapped(
    frame: &Frame,
    row: &FieldRow,
    field: &FrameCell,
    lines: &[PdfLine],
    height: Length,
) -> bool {
    let width = frame.field_area(field).width();
    let mut around = lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|(line, next)| line.area.centre() < height && height < next.area.centre());
    around.any(|(line, next)| !has_room(line, next, width) && !is_apart(row, line, next))
}

/// Rows with the numbers of their columns in a row of their own: the first row that has digits may
/// hold the header's words above them, and the table below them.
pub(in crate::read::pdf) fn with_numbers_apart(rows: Vec<FieldRow>) -> Vec<FieldRow> {
    let first = rows.iter().position(has_digit).unwrap_or(rows.len());
    let mut out = Vec::with_capacity(rows.len() + 2);
    for (at, row) in rows.into_iter().enumerate() {
        match (at == first).then(|| numbers(&row)).flatten() {
            Some(numbers) => out.extend(three(row, numbers)),
            None => out.push(row),
        }
    }
    out
}

/// Where the numbers of the columns stand in a row of a frame, below words.
fn numbers(row: &FieldRow) -> Option<Area> {
    if row.iter().any(|(field, _)| field.rows > 1) {
        return None;
    }
    let lines = || row.iter().flat_map(|(_, lines)| lines);
    let mut found: Vec<Area> =
        lines().filter(|line| ordinal(&line.plain()) == Some(1)).map(|line| line.area).collect();
    found.sort_by_key(|area| area.top);
    let own = found.into_iter().find(|own| {
        let mut level: Vec<&PdfLine> = lines().filter(|line| is_level(line.area, *own)).collect();
        level.sort_by_key(|line| line.area.left);
        let texts: Vec<String> = level.iter().map(|line| line.plain()).collect();
        are_ordinals(texts.iter().map(String::as_str))
    })?;
    let above: Vec<String> = lines()
        .filter(|line| line.area.centre() < own.centre() && !is_level(line.area, own))
        .map(PdfLine::plain)
        .collect();
    (!above.is_empty() && !above.iter().any(|text| is_number(text))).then_some(own)
}

fn is_level(one: Area, other: Area) -> bool {
    (one.centre() - other.centre()).abs() * 3 <= other.height()
}

/// What stands above, on and below a height of a row; nothing where it would be blank.
fn three(row: FieldRow, middle: Area) -> impl Iterator<Item = FieldRow> {
    let mut out: [FieldRow; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for (field, lines) in row {
        let mut parts: [Vec<PdfLine>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        for line in lines {
            let at = match is_level(line.area, middle) {
                true => 1,
                false if line.area.centre() < middle.centre() => 0,
                false => 2,
            };
            parts.get_mut(at).into_iter().for_each(|part| part.push(line.clone()));
        }
        out.iter_mut().zip(parts).for_each(|(row, lines)| row.push((field, lines)));
    }
    out.into_iter().filter(|row| row.iter().any(|(_, lines)| !lines.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::super::super::words::PdfPiece;
    use super::*;

    #[test]
    fn a_head_lies_over_the_columns_that_it_stands_in_the_middle_of() {
        let xs: Vec<Length> = [0, 100, 200, 300, 400, 505].iter().map(|x| x * POINT).collect();
        let row = |texts: [&str; 5], top: Length| -> FieldRow {
            let field = |column: usize| FrameCell { row: 0, column, rows: 1, columns: 1 };
            let line = |text: &str, column: usize| {
                let left = xs[column] + 40 * POINT;
                let area = Area { left, right: left + 20 * POINT, top, bottom: top + 10 * POINT };
                PdfLine::new(vec![PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() }])
            };
            let lines = |(column, text): (usize, &str)| {
                (field(column), if text.is_empty() { Vec::new() } else { vec![line(text, column)] })
            };
            texts.into_iter().enumerate().map(lines).collect()
        };
        let mut rows = [
            row(["", "", "预算数", "", ""], 0),
            row(["合计", "小计", "基本", "项目", "其他"], 20 * POINT),
            row(["", "1", "", "", ""], 0),
        ];
        let frame = Frame {
            xs: xs.clone(),
            ys: vec![0, 20 * POINT, 40 * POINT],
            fields: Vec::new(),
            open: true,
        };
        with_spans(&frame, &mut rows);
        let spans: Vec<(usize, usize)> = rows[0]
            .iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(field, _)| (field.column, field.columns))
            .collect();
        assert_eq!(spans, [(1, 3)]);
    }
}

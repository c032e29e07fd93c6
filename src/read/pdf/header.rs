//! Headers of tables that are not ruled, or not within: which of their lines are rows of their own, which cells lie over
//! several columns, and which stretches below them are one column. In: lines, or the cells of a frame. Out: the same, parted
//! or taken together.

use super::area::{Area, Length, POINT};
use super::grid::{FieldRow, GridCell, is_number};
use super::words::{Line, Piece};
use crate::number::is_digit;
use std::cmp::Reverse;

/// Columns of a table and more: a number beyond is none of a column.
const COLUMNS: u32 = 60;

/// The number of a column, `1`.
pub(super) fn ordinal(text: &str) -> Option<u32> {
    if text.len() > 2 || !text.chars().all(is_digit) {
        return None;
    }
    text.parse().ok().filter(|number| (1..=COLUMNS).contains(number))
}

/// Whether texts from left to right are the numbers of the columns: each is one more than the one before, and words for what
/// they are stand beside them at most.
pub(super) fn are_ordinals<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut words, mut last) = (0, 0, None);
    for text in texts {
        match ordinal(text) {
            Some(number) if last.is_none_or(|last| last + 1 == number) => (count, last) = (count + 1, Some(number)),
            Some(_) => return false,
            None if text.chars().any(is_digit) => return false,
            None => words += 1,
        }
    }
    count >= 2 && words <= count
}

/// Whether a line numbers the columns.
pub(super) fn numbers_columns(line: &Line) -> bool {
    are_ordinals(line.pieces.iter().map(|piece| piece.text.as_str()))
}

/// Rows with the numbers of their columns in a row of their own: the first row that has digits may hold the header's words
/// above them, and the table below them.
pub(super) fn with_numbers_apart(rows: Vec<FieldRow>) -> Vec<FieldRow> {
    let has_digit = |row: &FieldRow| row.iter().any(|(_, lines)| lines.iter().any(|line| line.plain().chars().any(is_digit)));
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
    let mut found: Vec<Area> = lines().filter(|line| ordinal(&line.plain()) == Some(1)).map(|line| line.area).collect();
    found.sort_by_key(|area| area.top);
    let own = found.into_iter().find(|own| {
        let mut level: Vec<&Line> = lines().filter(|line| is_level(line.area, *own)).collect();
        level.sort_by_key(|line| line.area.left);
        let texts: Vec<String> = level.iter().map(|line| line.plain()).collect();
        are_ordinals(texts.iter().map(String::as_str))
    })?;
    let above: Vec<String> =
        lines().filter(|line| line.area.centre() < own.centre() && !is_level(line.area, own)).map(Line::plain).collect();
    (!above.is_empty() && !above.iter().any(|text| is_number(text))).then_some(own)
}

fn is_level(one: Area, other: Area) -> bool {
    (one.centre() - other.centre()).abs() * 3 <= other.height()
}

/// What stands above, on and below a height of a row; nothing where it would be blank.
fn three(row: FieldRow, middle: Area) -> impl Iterator<Item = FieldRow> {
    let mut out: [FieldRow; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for (field, lines) in row {
        let mut parts: [Vec<Line>; 3] = [Vec::new(), Vec::new(), Vec::new()];
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

/// Stretches that are one column: marks for nothing (`—`) stand at the left or in the middle where figures stand at the
/// right. No row has both, and no header parts them.
pub(super) fn with_marks(mut columns: Vec<Area>, header: &[Line], body: &[Line]) -> Vec<Area> {
    let pieces = |column: Area| body.iter().flat_map(|line| &line.pieces).filter(move |piece| column.is_above_or_below(piece.area));
    let is_mark = |piece: &Piece| !piece.text.chars().any(char::is_alphanumeric);
    let heads = || header.iter().filter(|line| !numbers_columns(line)).flat_map(|line| &line.pieces).map(|piece| piece.area);
    let has_both = |one: Area, other: Area| {
        body.iter().any(|line| {
            let has = |column: Area| line.pieces.iter().any(|piece| column.is_above_or_below(piece.area));
            has(one) && has(other)
        })
    };
    let mut at = 0;
    while let Some(own) = columns.get(at).copied() {
        let of_marks = pieces(own).next().is_some() && pieces(own).all(is_mark);
        let fits = |other: Option<usize>| {
            let other = other.and_then(|other| columns.get(other).copied())?;
            let both = heads().any(|head| head.is_above_or_below(own) && head.is_above_or_below(other));
            let apart = heads().any(|head| head.is_above_or_below(own)) && heads().any(|head| head.is_above_or_below(other));
            (of_marks && !has_both(own, other) && pieces(other).any(|piece| is_number(&piece.text))).then_some((both, apart))
        };
        let (left, right) = (fits(at.checked_sub(1)), fits(Some(at + 1)));
        let into = match (left, right) {
            (_, Some((true, _))) => Some(at),
            (Some((true, _)), _) => at.checked_sub(1),
            (_, Some((_, false))) => Some(at),
            (Some((_, false)), None) => at.checked_sub(1),
            _ => None,
        };
        match into {
            Some(first) => {
                let whole = Area::over(columns.iter().skip(first).take(2).copied());
                columns.splice(first..(first + 2).min(columns.len()), [whole]);
                at = first + 1;
            }
            None => at += 1,
        }
    }
    columns
}

/// The rows of lines of a header: those on one height, or at half the height of others, whose words were broken; not the
/// words of a group with those of its columns below.
pub(super) fn rows(lines: &[Line]) -> Vec<Vec<Piece>> {
    let mut out = Vec::new();
    for part in lines.chunk_by(|one, other| !numbers_columns(one) && !numbers_columns(other)) {
        let mut texts = texts(part);
        let area = |text: &[Piece]| Area::over(text.iter().map(|piece| piece.area));
        while !texts.is_empty() {
            // what no other text stands above is a row, and with it what stands beside
            let floor = texts.iter().filter_map(|text| below(&texts, area(text))).min().unwrap_or(Length::MAX);
            let (row, rest): (Vec<Vec<Piece>>, Vec<Vec<Piece>>) = texts.into_iter().partition(|text| area(text).centre() < floor);
            if row.is_empty() {
                out.push(rest.into_iter().flatten().collect());
                break;
            }
            out.push(row.into_iter().flatten().collect());
            texts = rest;
        }
    }
    out
}

/// Words with their ends that were broken below.
pub(super) fn texts(lines: &[Line]) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let mut pieces: Vec<&Piece> = lines.iter().flat_map(|line| &line.pieces).collect();
    pieces.sort_by_key(|piece| (piece.area.top, piece.area.left));
    for piece in pieces {
        let is_rest = |text: &Vec<Piece>| text.last().is_some_and(|above| goes_on(above, piece, lines));
        match out.iter_mut().find(|text| is_rest(text)) {
            Some(text) => text.push(piece.clone()),
            None => out.push(vec![piece.clone()]),
        }
    }
    out
}

/// Where the highest text that stands wholly below another one begins.
fn below(texts: &[Vec<Piece>], own: Area) -> Option<Length> {
    let area = |text: &Vec<Piece>| Area::over(text.iter().map(|piece| piece.area));
    texts.iter().map(area).filter(|other| other.top + other.height() / 5 >= own.bottom).map(|other| other.top).min()
}

/// Whether a piece is the end of words that were broken above it.
fn goes_on(above: &Piece, piece: &Piece, lines: &[Line]) -> bool {
    let height = piece.area.height();
    let is_near = piece.area.top - above.area.bottom <= height / 2 && piece.area.top >= above.area.centre();
    // letters that would have fitted on the line above
    let has_room = above.area.width() < 3 * height || above.area.width() + 3 * height / 2 < piece.area.width();
    let under = |other: &Piece| other.area.is_above_or_below(above.area) && (other.area.centre() - piece.area.centre()).abs() * 3 <= height;
    let beside = lines.iter().flat_map(|line| &line.pieces).filter(|other| under(other)).count();
    is_near && !has_room && beside < 2 && above.area.is_above_or_below(piece.area)
}

/// Cells of a header that lie over columns which are blank beside them and have words below: in the middle over them all, or
/// at the left of the first.
pub(super) fn with_spans(rows: &mut [Vec<GridCell>], columns: &[Area]) {
    for at in (0..rows.len().saturating_sub(1)).rev() {
        let (above, below) = rows.split_at_mut(at + 1);
        let Some(row) = above.last_mut() else { continue };
        let ordinals = |row: &[GridCell]| are_ordinals(row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()));
        let below = below.split(|row| ordinals(row)).next().unwrap_or(&[]);
        if ordinals(row) || below.is_empty() {
            continue;
        }
        let filled = |row: &[GridCell], column: usize| {
            row.iter().any(|cell| (cell.column..cell.column + cell.columns).contains(&column) && !cell.text.is_empty())
        };
        let is_below = |column: usize| below.iter().any(|row| filled(row, column));
        let is_free = |row: &[GridCell], column: usize| column < columns.len() && !filled(row, column) && is_below(column);
        let left = |column: usize| columns.get(column).map_or(0, |column| column.left);
        let right = |column: usize| columns.get(column).map_or(0, |column| column.right);
        let heads: Vec<(usize, usize, Area)> =
            row.iter().filter(|cell| !cell.text.is_empty()).map(|cell| (cell.column, cell.column + cell.columns - 1, cell.area)).collect();
        let groups = heads.iter().filter(|(from, to, _)| is_below(*from) || is_below(*to));
        let at_left = groups.clone().all(|(from, _, text)| (text.left - left(*from)).abs() <= 2 * POINT);
        let mut spans: Vec<(usize, usize, usize)> = Vec::new();
        for (from, to, text) in groups {
            let first = (0..*from).rev().take_while(|column| is_free(row, *column)).last().unwrap_or(*from);
            let last = (to + 1..columns.len()).take_while(|column| is_free(row, *column)).last().unwrap_or(*to);
            let off = |from: usize, to: usize| (left(from) / 2 + right(to) / 2 - text.middle()).abs();
            let centred = (first..=*from)
                .flat_map(|from| (*to..=last).map(move |to| (from, to)))
                .min_by_key(|(from, to)| (off(*from, *to).max(text.height()), Reverse(to - from)));
            let span = match centred {
                _ if at_left => Some((*from, last)),
                Some((first, last)) if off(first, last) <= 3 * text.height() / 2 => Some((first, last)),
                _ => None,
            };
            spans.extend(span.filter(|span| *span != (*from, *to)).map(|(first, last)| (*from, first, last)));
        }
        for (own, first, last) in spans {
            // another head may have taken some of the columns
            if (first..=last).any(|column| {
                filled(row, column) && !row.iter().any(|cell| cell.column == own && (own..own + cell.columns).contains(&column))
            }) {
                continue;
            }
            row.retain(|cell| cell.column == own || !(first..=last).contains(&cell.column));
            for cell in row.iter_mut().filter(|cell| cell.column == own) {
                (cell.column, cell.columns) = (first, last - first + 1);
            }
        }
        row.sort_by_key(|cell| cell.column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: Length, top: Length) -> Piece {
        let width = 10 * Length::try_from(text.chars().count()).unwrap();
        let area = Area { left: left * POINT, right: (left + width) * POINT, top: top * POINT, bottom: (top + 10) * POINT };
        Piece { text: text.to_owned(), area, ..Piece::default() }
    }

    fn line(pieces: &[(&str, Length)], top: Length) -> Line {
        Line::new(pieces.iter().map(|(text, left)| piece(text, *left, top)).collect())
    }

    #[test]
    fn columns_are_numbered_one_by_one() {
        assert!(are_ordinals(["栏次", "1", "2", "3"].into_iter()));
        assert!(are_ordinals(["栏次", "1", "栏次", "2"].into_iter()));
        for other in [["合计", "1", "3"], ["合计", "1", "2.00"], ["合计", "3月", "4"]] {
            assert!(!are_ordinals(other.into_iter()), "{other:?}");
        }
        assert!(!are_ordinals(["一", "1"].into_iter()));
    }

    #[test]
    fn steps_of_a_header_are_rows_and_broken_words_are_not() {
        let header = [
            line(&[("项目", 60)], 0),
            line(&[("对附属单位", 200)], 1),
            line(&[("本年收入合计", 120)], 7),
            line(&[("科目编码", 0), ("科目名称", 60)], 15),
            line(&[("补助支出", 200)], 14),
            line(&[("栏次", 0), ("1", 120), ("2", 200)], 32),
        ];
        let found: Vec<Vec<String>> = rows(&header).iter().map(|row| row.iter().map(|piece| piece.text.clone()).collect()).collect();
        assert_eq!(found, [vec!["项目", "对附属单位", "补助支出", "本年收入合计"], vec!["科目编码", "科目名称"], vec!["栏次", "1", "2"]]);
    }

    #[test]
    fn marks_for_nothing_stand_in_the_column_of_their_figures() {
        let column = |left: Length, right: Length| Area { left: left * POINT, right: right * POINT, top: 0, bottom: 10 * POINT };
        let header = [line(&[("上级补助收入", 100)], 0)];
        let body = [line(&[("人大", 0), ("—", 100)], 20), line(&[("政协", 0), ("2524", 130)], 40)];
        let columns = vec![column(0, 20), column(100, 110), column(130, 170)];
        assert_eq!(with_marks(columns.clone(), &header, &body), [column(0, 20), column(100, 170)]);
        // a row that has both
        let both = [body.as_slice(), &[line(&[("工会", 0), ("—", 100), ("12", 150)], 60)]].concat();
        assert_eq!(with_marks(columns.clone(), &header, &both), columns);
    }

    #[test]
    fn words_of_a_group_lie_over_its_columns() {
        let column = |left: Length| Area { left: left * POINT, right: (left + 30) * POINT, top: 0, bottom: 10 * POINT };
        let columns = [0, 50, 100, 150].map(column);
        let cell = |text: &str, column: usize, left: Length| GridCell {
            text: text.to_owned(),
            column,
            rows: 1,
            columns: 1,
            area: if text.is_empty() { Area::default() } else { piece(text, left, 0).area },
        };
        let group = vec![cell("项目", 0, 10), cell("", 1, 0), cell("本年支出", 2, 95), cell("", 3, 0)];
        let below = ["", "小计", "基本", "项目"].iter().zip(0..).map(|(text, at)| cell(text, at, 0)).collect();
        let mut rows = [group, below];
        with_spans(&mut rows, &columns);
        let spans: Vec<(&str, usize, usize)> = rows[0].iter().map(|cell| (cell.text.as_str(), cell.column, cell.columns)).collect();
        assert_eq!(spans, [("项目", 0, 1), ("本年支出", 1, 3)]);
    }
}

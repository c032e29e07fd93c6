//! Headers of tables without a frame: which of their lines are rows of their own, which cells lie
//! over several columns. In: lines, or cells. Out: the same, parted or taken together.

use super::super::area::{Area, Length, POINT};
use super::super::cell::{GridCell, is_number};
use super::super::words::{PdfLine, PdfPiece};
use super::{are_ordinals, numbers_columns};
use std::cmp::Reverse;

/// Stretches that are one column: marks for nothing (`—`) stand at the left or in the middle where
/// figures stand at the right. No row has both, and no header parts them.
pub(in crate::read::pdf) fn with_marks(
    mut columns: Vec<Area>,
    header: &[PdfLine],
    body: &[PdfLine],
) -> Vec<Area> {
    let pieces = |column: Area| {
        body.iter()
            .flat_map(|line| &line.pieces)
            .filter(move |piece| column.is_above_or_below(piece.area))
    };
    let is_mark = |piece: &PdfPiece| !piece.text.chars().any(char::is_alphanumeric);
    let heads = || {
        header
            .iter()
            .filter(|line| !numbers_columns(line))
            .flat_map(|line| &line.pieces)
            .map(|piece| piece.area)
    };
    let has_both = |one: Area, other: Area| {
        body.iter().any(|line| {
            let has =
                |column: Area| line.pieces.iter().any(|piece| column.is_above_or_below(piece.area));
            has(one) && has(other)
        })
    };
    let mut at = 0;
    while let Some(own) = columns.get(at).copied() {
        let of_marks = pieces(own).next().is_some() && pieces(own).all(is_mark);
        let fits = |other: Option<usize>| {
            let other = other.and_then(|other| columns.get(other).copied())?;
            let both =
                heads().any(|head| head.is_above_or_below(own) && head.is_above_or_below(other));
            let apart = heads().any(|head| head.is_above_or_below(own))
                && heads().any(|head| head.is_above_or_below(other));
            (of_marks && !has_both(own, other) && pieces(other).any(|piece| is_number(&piece.text)))
                .then_some((both, apart))
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

/// The rows of lines of a header: those on one height, or at half the height of others, whose words
/// were broken; not the words of a group with those of its columns below.
pub(in crate::read::pdf) fn rows(lines: &[PdfLine]) -> Vec<Vec<PdfPiece>> {
    let mut out = Vec::new();
    for part in lines.chunk_by(|one, other| !numbers_columns(one) && !numbers_columns(other)) {
        let mut texts = texts(part);
        let area = |text: &[PdfPiece]| Area::over(text.iter().map(|piece| piece.area));
        while !texts.is_empty() {
            // what no other text stands above is a row, and with it what stands beside
            let floor = texts
                .iter()
                .filter_map(|text| below(&texts, area(text)))
                .min()
                .unwrap_or(Length::MAX);
            let (row, rest): (Vec<Vec<PdfPiece>>, Vec<Vec<PdfPiece>>) =
                texts.into_iter().partition(|text| area(text).centre() < floor);
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
pub(in crate::read::pdf) fn texts(lines: &[PdfLine]) -> Vec<Vec<PdfPiece>> {
    let mut out: Vec<Vec<PdfPiece>> = Vec::new();
    let mut pieces: Vec<&PdfPiece> = lines.iter().flat_map(|line| &line.pieces).collect();
    pieces.sort_by_key(|piece| (piece.area.top, piece.area.left));
    for piece in pieces {
        let is_rest =
            |text: &Vec<PdfPiece>| text.last().is_some_and(|above| goes_on(above, piece, lines));
        match out.iter_mut().find(|text| is_rest(text)) {
            Some(text) => text.push(piece.clone()),
            None => out.push(vec![piece.clone()]),
        }
    }
    out
}

/// Where the highest text that stands wholly below another one begins.
fn below(texts: &[Vec<PdfPiece>], own: Area) -> Option<Length> {
    let area = |text: &Vec<PdfPiece>| Area::over(text.iter().map(|piece| piece.area));
    texts
        .iter()
        .map(area)
        .filter(|other| other.top + other.height() / 5 >= own.bottom)
        .map(|other| other.top)
        .min()
}

/// Whether a piece is the end of words that were broken above it.
fn goes_on(above: &PdfPiece, piece: &PdfPiece, lines: &[PdfLine]) -> bool {
    let height = piece.area.height();
    let is_near =
        piece.area.top - above.area.bottom <= height / 2 && piece.area.top >= above.area.centre();
    // letters that would have fitted on the line above
    let has_room =
        above.area.width() < 3 * height || above.area.width() + 3 * height / 2 < piece.area.width();
    let under = |other: &PdfPiece| {
        other.area.is_above_or_below(above.area)
            && (other.area.centre() - piece.area.centre()).abs() * 3 <= height
    };
    let beside = lines.iter().flat_map(|line| &line.pieces).filter(|other| under(other)).count();
    is_near && !has_room && beside < 2 && above.area.is_above_or_below(piece.area)
}

/// Cells of a header that lie over columns which are blank beside them and have words below: in the
/// middle over them all, or at the left of the first.
pub(in crate::read::pdf) fn with_spans(rows: &mut [Vec<GridCell>], columns: &[Area]) {
    for at in (0..rows.len().saturating_sub(1)).rev() {
        let (above, below) = rows.split_at_mut(at + 1);
        let Some(row) = above.last_mut() else { continue };
        let ordinals = |row: &[GridCell]| {
            are_ordinals(row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()))
        };
        let below = below.split(|row| ordinals(row)).next().unwrap_or(&[]);
        if ordinals(row) || below.is_empty() {
            continue;
        }
        let filled = |row: &[GridCell], column: usize| {
            row.iter().any(|cell| {
                (cell.column..cell.column + cell.columns).contains(&column) && !cell.text.is_empty()
            })
        };
        // what stands beside it reaches down over all steps, and is none of its own
        let is_below = |column: usize, text: Area| {
            let own = |cell: &&GridCell| {
                (cell.column..cell.column + cell.columns).contains(&column) && !cell.text.is_empty()
            };
            let first = below.iter().find_map(|row| row.iter().find(own));
            first.is_some_and(|cell| cell.area.top + cell.area.height() / 10 >= text.bottom)
        };
        let is_free = |row: &[GridCell], column: usize, text: Area| {
            column < columns.len() && !filled(row, column) && is_below(column, text)
        };
        let left = |column: usize| columns.get(column).map_or(0, |column| column.left);
        let right = |column: usize| columns.get(column).map_or(0, |column| column.right);
        let heads: Vec<(usize, usize, Area)> = row
            .iter()
            .filter(|cell| !cell.text.is_empty())
            .map(|cell| (cell.column, cell.column + cell.columns - 1, cell.area))
            .collect();
        let groups =
            heads.iter().filter(|(from, to, text)| is_below(*from, *text) || is_below(*to, *text));
        // it stands in the first of these steps, so that it is not taken for one of a group beside
        // it
        let has_own = |column: usize| below.iter().any(|row| filled(row, column));
        let is_beside = |column: usize| {
            groups.clone().all(|(.., text)| !is_below(column, *text))
                && groups.clone().next().is_some()
        };
        let beside: Vec<usize> = (0..columns.len())
            .filter(|column| !filled(row, *column) && has_own(*column) && is_beside(*column))
            .collect();
        let at_left =
            groups.clone().all(|(from, _, text)| (text.left - left(*from)).abs() <= 2 * POINT);
        let mut spans: Vec<(usize, usize, usize)> = Vec::new();
        for (from, to, text) in groups {
            let first = (0..*from)
                .rev()
                .take_while(|column| is_free(row, *column, *text))
                .last()
                .unwrap_or(*from);
            let last = (to + 1..columns.len())
                .take_while(|column| is_free(row, *column, *text))
                .last()
                .unwrap_or(*to);
            let off =
                |from: usize, to: usize| (left(from) / 2 + right(to) / 2 - text.middle()).abs();
            let centred = (first..=*from)
                .flat_map(|from| (*to..=last).map(move |to| (from, to)))
                .min_by_key(|(from, to)| (off(*from, *to).max(text.height()), Reverse(to - from)));
            let span = match centred {
                _ if at_left => Some((*from, last)),
                Some((first, last)) if off(first, last) <= 3 * text.height() / 2 => {
                    Some((first, last))
                }
                _ => None,
            };
            spans.extend(
                span.filter(|span| *span != (*from, *to)).map(|(first, last)| (*from, first, last)),
            );
        }
        for (own, first, last) in spans {
            // another head may have taken some of the columns
            if (first..=last).any(|column| {
                filled(row, column)
                    && !row.iter().any(|cell| {
                        cell.column == own && (own..own + cell.columns).contains(&column)
                    })
            }) {
                continue;
            }
            row.retain(|cell| cell.column == own || !(first..=last).contains(&cell.column));
            for cell in row.iter_mut().filter(|cell| cell.column == own) {
                (cell.column, cell.columns) = (first, last - first + 1);
            }
        }
        row.sort_by_key(|cell| cell.column);
        for column in beside {
            lift(rows, at, column);
        }
    }
}

/// Puts the first head of a column below a row into that row, where it is blank.
fn lift(rows: &mut [Vec<GridCell>], at: usize, column: usize) {
    let (above, below) = rows.split_at_mut(at + 1);
    let own = |cell: &&mut GridCell| cell.column == column && cell.columns == 1;
    let head = below.iter_mut().flatten().filter(own).find(|cell| !cell.text.is_empty());
    let blank = above
        .last_mut()
        .and_then(|row| row.iter_mut().find(own))
        .filter(|cell| cell.text.is_empty());
    if let (Some(head), Some(blank)) = (head, blank) {
        std::mem::swap(head, blank);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: Length, top: Length) -> PdfPiece {
        let width = 10 * Length::try_from(text.chars().count()).unwrap();
        let area = Area {
            left: left * POINT,
            right: (left + width) * POINT,
            top: top * POINT,
            bottom: (top + 10) * POINT,
        };
        PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() }
    }

    fn line(pieces: &[(&str, Length)], top: Length) -> PdfLine {
        PdfLine::new(pieces.iter().map(|(text, left)| piece(text, *left, top)).collect())
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
        let found: Vec<Vec<String>> = rows(&header)
            .iter()
            .map(|row| row.iter().map(|piece| piece.text.clone()).collect())
            .collect();
        assert_eq!(
            found,
            [
                vec!["项目", "对附属单位", "补助支出", "本年收入合计"],
                vec!["科目编码", "科目名称"],
                vec!["栏次", "1", "2"]
            ]
        );
    }

    #[test]
    fn marks_for_nothing_stand_in_the_column_of_their_figures() {
        let column = |left: Length, right: Length| Area {
            left: left * POINT,
            right: right * POINT,
            top: 0,
            bottom: 10 * POINT,
        };
        let header = [line(&[("上级补助收入", 100)], 0)];
        let body = [line(&[("人大", 0), ("—", 100)], 20), line(&[("政协", 0), ("2524", 130)], 40)];
        let columns = vec![column(0, 20), column(100, 110), column(130, 170)];
        assert_eq!(with_marks(columns.clone(), &header, &body), [column(0, 20), column(100, 170)]);
        // a row that has both
        let both = [body.as_slice(), &[line(&[("工会", 0), ("—", 100), ("12", 150)], 60)]].concat();
        assert_eq!(with_marks(columns.clone(), &header, &both), columns);
    }

    #[test]
    fn heads_beside_a_group_are_none_of_its_columns() {
        let columns = [0, 50, 100, 150].map(|left| Area {
            left: left * POINT,
            right: (left + 30) * POINT,
            ..Area::default()
        });
        let row = |heads: [(&str, Length, Length); 4]| -> Vec<GridCell> {
            let cell = |(column, (text, left, top)): (usize, &(&str, Length, Length))| GridCell {
                text: (*text).to_owned(),
                column,
                rows: 1,
                columns: 1,
                area: if text.is_empty() { Area::default() } else { piece(text, *left, *top).area },
                indent: 0,
            };
            heads.iter().enumerate().map(cell).collect()
        };
        let nothing = ("", 0, 0);
        let mut rows = vec![
            row([nothing, ("公务用车费", 15, 0), nothing, nothing]),
            row([nothing, nothing, ("接待费", 100, 8), ("合计", 150, 8)]),
            row([("小计", 0, 16), ("购置费", 50, 16), nothing, nothing]),
        ];
        with_spans(&mut rows, &columns);
        let first: Vec<(usize, usize, &str)> =
            rows[0].iter().map(|cell| (cell.column, cell.columns, cell.text.as_str())).collect();
        assert_eq!(first, [(0, 2, "公务用车费"), (2, 1, "接待费"), (3, 1, "合计")]);
    }

    #[test]
    fn words_of_a_group_lie_over_its_columns() {
        let column = |left: Length| Area {
            left: left * POINT,
            right: (left + 30) * POINT,
            top: 0,
            bottom: 10 * POINT,
        };
        let columns = [0, 50, 100, 150].map(column);
        let cell = |text: &str, column: usize, left: Length, top: Length| GridCell {
            text: text.to_owned(),
            column,
            rows: 1,
            columns: 1,
            area: if text.is_empty() { Area::default() } else { piece(text, left, top).area },
            indent: 0,
        };
        let group = vec![
            cell("项目", 0, 10, 0),
            cell("", 1, 0, 0),
            cell("本年支出", 2, 95, 0),
            cell("", 3, 0, 0),
        ];
        let below = ["", "小计", "基本", "项目"]
            .iter()
            .zip(0..)
            .map(|(text, at)| cell(text, at, 0, 20))
            .collect();
        let mut rows = [group, below];
        with_spans(&mut rows, &columns);
        let spans: Vec<(&str, usize, usize)> =
            rows[0].iter().map(|cell| (cell.text.as_str(), cell.column, cell.columns)).collect();
        assert_eq!(spans, [("项目", 0, 1), ("本年支出", 1, 3)]);
    }
}

//! Tables without ruling lines: lines whose pieces stand below one another. In: the lines outside
//! ruled tables. Out: the same, those that make a table taken together.
//!
//! A table is found by its lines of figures; their pieces make the columns, pieces of a header
//! above lie over one column or several. Where no line has figures in two columns the lines stay
//! lines.

use super::area::{Area, Length, POINT, RulingLine};
use super::caption::{is_caption, is_prose};
use super::cell::{GridCell, PageDoubt, PdfGrid, is_figure, is_number};
use super::column_cells::{banded, cells, columns};
use super::content::PdfElement;
use super::header::heads::{self};
use super::header::{aligned, numbers_columns};
use super::item::overlap;
use super::labels::Labels;
use super::words::{Blank, PdfLine, PdfPiece};
use crate::read::page::Page;

/// Lines without figures between two with figures: wrapped labels.
const BETWEEN: usize = 2;
/// Lines of a header, and rows without figures before the first that has some.
const HEADER: usize = 10;
/// Lines with figures that make a table.
const ROWS: usize = 3;

/// The lines, those that make a table taken together. Ruling lines that meet no others may part its
/// rows.
pub(super) fn tables(
    lines: Vec<PdfLine>,
    ruled: &[PdfGrid],
    rules: &[RulingLine],
    words: &Page<'_>,
) -> Vec<PdfElement> {
    let mut out: Vec<PdfElement> = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while at < lines.len() {
        match table(&lines, at, floor, (ruled, rules), words) {
            Some((from, to, grid)) => {
                out.truncate(out.len().saturating_sub(at - from));
                out.push(PdfElement::Table(grid));
                (at, floor) = (to, to);
            }
            None => {
                out.extend(lines.get(at).cloned().map(PdfElement::Line));
                at += 1;
            }
        }
    }
    out
}

/// A row of figures: two pieces or more, a figure among those behind the first.
pub(super) fn has_figures(line: &PdfLine) -> bool {
    line.pieces.iter().skip(1).any(|piece| is_figure(&piece.text))
}

/// A row: two pieces or more, and no sentence.
fn is_row(line: &PdfLine) -> bool {
    line.pieces.len() >= 2
        && (has_figures(line) || line.pieces.iter().all(|piece| !is_prose(&piece.text)))
}

/// Whether lines with these columns are those of a table: enough of them are rows of figures, or
/// there are few figures and many rows.
fn are_of_a_table(body: &[PdfLine], columns: &[Area], numbered: bool) -> bool {
    let rows = body.iter().filter(|line| has_figures(line)).count();
    let wide = body.iter().filter(|line| line.pieces.len() >= 3).count();
    let like = body.iter().filter(|line| is_row(line)).count();
    let is_dense = (rows >= ROWS || numbered)
        && (columns.len() > 2 || rows * 2 >= body.len())
        && (columns.len() == 2 || wide * 2 >= rows);
    // few figures, many rows
    let is_regular = like > ROWS && columns.len() > 2 && wide * 3 >= like * 2;
    columns.len() >= 2 && (is_dense || is_regular)
}

/// The table whose first row of figures is line `first`: its lines and its cells.
fn table(
    lines: &[PdfLine],
    first: usize,
    floor: usize,
    (ruled, rules): (&[PdfGrid], &[RulingLine]),
    words: &Page<'_>,
) -> Option<(usize, usize, PdfGrid)> {
    has_figures(lines.get(first)?).then_some(())?;
    let is_apart = |one: &PdfLine, other: &PdfLine| {
        let (above, below) = (one.area.bottom, other.area.top);
        below - above > 3 * one.area.height().max(other.area.height())
            || ruled.iter().any(|grid| {
                grid.area.top >= above - one.area.height()
                    && grid.area.bottom <= below + other.area.height()
            })
    };
    let (last, at) = rows_of_figures(lines, first, &is_apart, words);
    // the lines of it with pieces parted where columns stand close together
    let end = (at + 1).min(lines.len());
    let cuts = cuts(lines.get(first..=last)?);
    let own: Vec<PdfLine> = lines
        .get(..end)?
        .iter()
        .enumerate()
        .map(|(at, line)| if at < floor { line.clone() } else { cut(line, &cuts) })
        .collect();
    let lines = own.as_slice();
    let body = lines.get(first..=last)?;
    let columns = columns(body);
    // the numbers of the columns above say that it is one, be it of one row
    let numbered = first > floor && lines.get(first - 1).is_some_and(numbers_columns);
    if !are_of_a_table(body, &columns, numbered) {
        return None;
    }
    let last = last_row(lines, (first, last), &columns, &is_apart);
    let body = lines.get(first..=last)?;
    let levels = levels(rules, Area::over(body.iter().map(|line| line.area)));
    let roof = roof(lines.get(floor..=first)?, &levels);
    let from = first_of_header(lines, (floor, first), &columns, (roof, &is_apart), words);
    let area = Area::over(lines.get(from..=last)?.iter().map(|line| line.area));
    let head = heads::parted(lines.get(from..first)?, &columns);
    let columns = aligned::with_marks(columns, &head, body);
    let columns = heads::with_heads(columns, &head, body);
    let (rows, doubt) = cells(&head, body, &columns, &levels);
    let extents = columns.iter().map(|column| (column.left, column.right)).collect();
    let lines = lines.get(from..=last)?.to_vec();
    Some((from, last + 1, PdfGrid { area, extents, aligned: true, rows, lines, open: true, doubt }))
}

/// From row to row, as far as figures follow: the last line with figures, and the last that was looked at.
fn rows_of_figures(
    lines: &[PdfLine],
    first: usize,
    is_apart: &dyn Fn(&PdfLine, &PdfLine) -> bool,
    words: &Page<'_>,
) -> (usize, usize) {
    let (mut last, mut row, mut at) = (first, first, first);
    let begun = lines.get(first).into_iter().flat_map(|line| &line.pieces);
    let mut lefts: Vec<Length> = begun.map(|piece| piece.area.left).collect();
    while let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) {
        if is_apart(line, next) || at - row > BETWEEN || is_caption(next, words) {
            break;
        }
        at += 1;
        // a label alone begins where others do
        let is_label = |piece: &PdfPiece| {
            lefts.iter().any(|left| (left - piece.area.left).abs() <= POINT)
                && !is_prose(&piece.text)
        };
        row = if is_row(next) || next.pieces.iter().all(is_label) { at } else { row };
        if has_figures(next) {
            lefts.extend(next.pieces.iter().map(|piece| piece.area.left));
        }
        last = if has_figures(next) { at } else { last };
    }
    (last, at)
}

/// The first line of the header above the first row: lines of several pieces, or of one that lies over
/// some columns and is a step of the header; below the highest ruling line (`roof`) any.
fn first_of_header(
    lines: &[PdfLine],
    (floor, first): (usize, usize),
    columns: &[Area],
    (roof, is_apart): (Option<Length>, &dyn Fn(&PdfLine, &PdfLine) -> bool),
    words: &Page<'_>,
) -> usize {
    let over = |line: &PdfLine| {
        columns
            .iter()
            .filter(|column| line.pieces.iter().any(|piece| column.is_above_or_below(piece.area)))
            .count()
    };
    // words at the left of columns whose figures stand at the right
    let is_head = |line: &PdfLine| {
        let slots: Vec<usize> = line
            .pieces
            .iter()
            .map(|piece| columns.partition_point(|column| column.right <= piece.area.left))
            .collect();
        slots.windows(2).all(|two| two.first() < two.last())
            && slots.last().is_some_and(|last| *last < columns.len())
    };
    let mut from = first;
    while from > floor && first - from < HEADER {
        let (Some(line), Some(below)) = (lines.get(from - 1), lines.get(from)) else { break };
        // a head may say what it is a part of: 其中：…
        let prose = line.pieces.iter().filter(|piece| is_prose(&piece.text)).count();
        let is_words = prose == 0 || prose * 4 <= line.pieces.len();
        let over_header = || {
            line.pieces
                .iter()
                .filter(|piece| {
                    below.pieces.iter().any(|own| own.area.is_above_or_below(piece.area))
                })
                .count()
        };
        let is_step = line.pieces.len() >= 2
            && (over(line) >= 2
                || is_head(line)
                || numbers_columns(line)
                || (from < first && over_header() >= 2))
            && !is_caption(line, words);
        // a header of several lines has others at half its height
        let is_part = overlap(line.area, below.area) && over(line) >= 1;
        let is_under_roof = roof.is_some_and(|roof| line.area.centre() > roof);
        if is_apart(line, below) || !is_words || !(is_step || is_part || is_under_roof) {
            break;
        }
        from -= 1;
    }
    from
}

/// The last row: behind the last figure may stand rows of words and whole numbers whose pieces fit
/// the columns, and labels alone that begin where those above them do.
fn last_row(
    lines: &[PdfLine],
    (first, from): (usize, usize),
    columns: &[Area],
    is_apart: &dyn Fn(&PdfLine, &PdfLine) -> bool,
) -> usize {
    // marks for nothing stand aside from the figures of their column
    let is_mark = |piece: &&PdfPiece| !piece.text.chars().any(char::is_alphanumeric);
    let without_marks = |line: &PdfLine| {
        PdfLine::new(line.pieces.iter().filter(|piece| !is_mark(piece)).cloned().collect())
    };
    let labels = Labels::of(lines.get(first..=from).unwrap_or(&[]));
    let fits = |line: &PdfLine| {
        (line.pieces.len() >= 2 && stands_under(&without_marks(line), columns))
            || labels.go_on(line)
    };
    let (mut last, mut at) = (from, from);
    while let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) {
        if is_apart(line, next) || at - last > BETWEEN {
            break;
        }
        at += 1;
        if fits(next) {
            last = at;
        } else if next.pieces.len() > 1 {
            break;
        }
    }
    last
}

/// The heights of level lines that reach over most of a table.
fn levels(rules: &[RulingLine], table: Area) -> Vec<Length> {
    let mut out: Vec<Length> = rules
        .iter()
        .filter(|rule| {
            rule.level
                && (rule.to.min(table.right) - rule.from.max(table.left)) * 5 >= table.width() * 3
        })
        .map(|rule| rule.at)
        .collect();
    out.sort_unstable();
    out.dedup_by(|next, before| *next - *before < 2 * POINT);
    out
}

/// The highest ruling line over the last of some lines that no gap and no sentence parts from it.
fn roof(lines: &[PdfLine], levels: &[Length]) -> Option<Length> {
    let (first, above) = lines.split_last()?;
    let mut top = first.area.top;
    for line in above.iter().rev().take(HEADER) {
        if top - line.area.bottom > 2 * first.area.height()
            || line.pieces.iter().any(|piece| is_prose(&piece.text))
        {
            break;
        }
        top = line.area.top;
    }
    // a line below the first one is no roof
    levels.iter().copied().find(|level| {
        *level >= top - first.area.height() && *level < first.area.top + first.area.height() / 4
    })
}

/// Where pieces are to be parted: beside a number, in a blank that no word of any row reaches into.
fn cuts(body: &[PdfLine]) -> Vec<Length> {
    let rows = || body.iter().filter(|line| is_row(line));
    let mut out: Vec<Length> = Vec::new();
    for piece in rows().flat_map(|line| &line.pieces) {
        for blank in &piece.gaps {
            let before =
                piece.text.get(..blank.at).and_then(|text| text.rsplit(' ').next()).unwrap_or("");
            let behind = piece
                .text
                .get(blank.at + 1..)
                .and_then(|text| text.split(' ').next())
                .unwrap_or("");
            let middle = blank.left + (blank.right - blank.left) / 2;
            // a narrow one is no accident where several rows have it
            let is_wide = (blank.right - blank.left) * 2 > piece.area.height();
            let is_blank = |other: &&PdfPiece| {
                other.gaps.iter().any(|blank| blank.left <= middle && middle <= blank.right)
            };
            let is_seen =
                || rows().flat_map(|line| &line.pieces).filter(is_blank).take(ROWS).count() == ROWS;
            if (is_number(before) || is_number(behind))
                && (is_wide || is_seen())
                && !rows().any(|line| reaches_over(line, middle))
            {
                out.push(middle);
            }
        }
    }
    out
}

/// Whether a word of a line stands at a place.
fn reaches_over(line: &PdfLine, place: Length) -> bool {
    line.pieces.iter().any(|piece| {
        piece.area.left < place
            && place < piece.area.right
            && !piece.gaps.iter().any(|blank| blank.left <= place && place <= blank.right)
    })
}

/// A line with its pieces parted.
fn cut(line: &PdfLine, cuts: &[Length]) -> PdfLine {
    let part =
        |piece: &PdfPiece| -> Vec<PdfPiece> {
            let mut out = Vec::new();
            let mut rest = piece.clone();
            for blank in piece.gaps.iter().rev().filter(|blank| {
                cuts.iter().any(|place| blank.left <= *place && *place <= blank.right)
            }) {
                let whole = rest.text.len();
                let behind = rest.text.split_off(blank.at).trim_start().to_owned();
                let from = whole - behind.len();
                let own = |gap: &Blank| Some(Blank { at: gap.at.checked_sub(from)?, ..*gap });
                let gaps = rest.gaps.iter().filter_map(own).collect();
                out.push(PdfPiece {
                    text: behind,
                    gaps,
                    area: Area { left: blank.right, ..rest.area },
                });
                rest.area.right = blank.left;
                rest.gaps.retain(|blank| blank.at < rest.text.len());
            }
            out.push(rest);
            out.reverse();
            out
        };
    if cuts.is_empty() {
        line.clone()
    } else {
        PdfLine { area: line.area, pieces: line.pieces.iter().flat_map(part).collect() }
    }
}

/// The rows that lines make under the columns of the table that they go on with, and how many of
/// the lines are taken. A header that is printed again is taken and makes no row.
pub(super) fn continued(
    extents: &[(Length, Length)],
    header: &[String],
    lines: &[PdfLine],
) -> (usize, Vec<Vec<GridCell>>, PageDoubt) {
    let columns: Vec<Area> = extents
        .iter()
        .map(|(left, right)| Area { left: *left, right: *right, ..Area::default() })
        .collect();
    let places: Vec<Length> = columns
        .windows(2)
        .filter_map(|two| Some((two.first()?.right + two.last()?.left) / 2))
        .collect();
    let bare = |line: &PdfLine| {
        line.pieces
            .iter()
            .flat_map(|piece| piece.text.chars())
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let repeated = lines.iter().take_while(|line| header.contains(&bare(line))).count();
    let mut taken = repeated;
    let mut rows: Vec<PdfLine> = Vec::new();
    let mut loose: Vec<PdfLine> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(repeated) {
        let line = cut(line, &places);
        let is_apart = lines
            .get(at.wrapping_sub(1))
            .is_some_and(|before| line.area.top - before.area.bottom > 3 * line.area.height());
        if is_apart || !stands_under(&line, &columns) || loose.len() > BETWEEN {
            break;
        }
        let is_row = line.pieces.len() >= 2;
        loose.push(line);
        if is_row {
            rows.append(&mut loose);
            taken = at + 1;
        }
    }
    if rows.is_empty() {
        return (0, Vec::new(), PageDoubt::None);
    }
    let (rows, doubt) = banded(&rows, &columns, &[]);
    (taken, rows, doubt)
}

/// Whether each piece of a line stands under one column, each under another.
fn stands_under(line: &PdfLine, columns: &[Area]) -> bool {
    let mut taken: Vec<usize> = Vec::new();
    line.pieces.iter().all(|piece| {
        let mut under = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.is_above_or_below(piece.area))
            .map(|(at, _)| at);
        let own = under
            .next()
            .filter(|own| under.next().is_none() && !taken.contains(own) && !is_prose(&piece.text));
        taken.extend(own);
        own.is_some()
    })
}

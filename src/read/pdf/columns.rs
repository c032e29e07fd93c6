//! Tables without ruling lines: lines whose pieces stand below one another. In: the lines outside ruled tables. Out: the
//! same, those that make a table taken together.
//!
//! A table is found by its lines of figures; their pieces make the columns, pieces of a header above lie over one column
//! or several. Where no line has figures in two columns the lines stay lines.

use super::area::{Area, Length};
use super::grid::{Grid, GridCell, is_figure};
use super::layout::Element;
use super::words::{Line, Piece};

/// Lines without figures between two with figures: wrapped labels.
const BETWEEN: usize = 2;
/// Lines of a header.
const HEADER: usize = 6;
/// Lines with figures that make a table.
const ROWS: usize = 3;

/// The lines, those that make a table taken together.
pub(super) fn tables(lines: Vec<Line>, ruled: &[Grid]) -> Vec<Element> {
    let mut out: Vec<Element> = Vec::new();
    let mut at = 0;
    let mut floor = 0;
    while at < lines.len() {
        match table(&lines, at, floor, ruled) {
            Some((from, to, grid)) => {
                out.truncate(out.len().saturating_sub(at - from));
                out.push(Element::Table(grid));
                (at, floor) = (to, to);
            }
            None => {
                out.extend(lines.get(at).cloned().map(Element::Line));
                at += 1;
            }
        }
    }
    out
}

/// A row of figures: two pieces or more, a figure among those behind the first.
fn has_figures(line: &Line) -> bool {
    line.pieces.iter().skip(1).any(|piece| is_figure(&piece.text))
}

/// The table whose first row of figures is line `first`: its lines and its cells.
fn table(lines: &[Line], first: usize, floor: usize, ruled: &[Grid]) -> Option<(usize, usize, Grid)> {
    has_figures(lines.get(first)?).then_some(())?;
    let is_apart = |one: &Line, other: &Line| {
        let (above, below) = (one.area.bottom, other.area.top);
        below - above > 3 * one.area.height().max(other.area.height())
            || ruled.iter().any(|grid| grid.area.top >= above - one.area.height() && grid.area.bottom <= below + other.area.height())
    };
    let (mut last, mut at, mut rows) = (first, first, 1);
    while let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) {
        if is_apart(line, next) || at + 1 - last > BETWEEN + 1 {
            break;
        }
        at += 1;
        if has_figures(next) {
            (last, rows) = (at, rows + 1);
        }
    }
    let body = lines.get(first..=last)?;
    let columns = columns(body);
    let wide = body.iter().filter(|line| line.pieces.len() >= 3).count();
    if rows < ROWS || columns.len() < 2 || (columns.len() == 2 && rows * 2 < body.len()) || (columns.len() > 2 && wide * 2 < rows) {
        return None;
    }
    // above: lines of several pieces, or of one that lies over some columns and is a step of the header
    let over = |line: &Line| columns.iter().filter(|column| line.pieces.iter().any(|piece| column.is_above_or_below(piece.area))).count();
    let mut from = first;
    while from > floor && first - from < HEADER {
        let (Some(line), Some(below)) = (lines.get(from - 1), lines.get(from)) else { break };
        let is_step = line.pieces.len() >= 2 && line.pieces.iter().all(|piece| !is_prose(&piece.text));
        if is_apart(line, below) || !is_step || over(line) < 2 {
            break;
        }
        from -= 1;
    }
    let area = Area::over(lines.get(from..=last)?.iter().map(|line| line.area));
    let columns = with_headers(columns, lines.get(from..first)?);
    let rows = cells(lines.get(from..first)?, body, &columns);
    let xs = edges(&columns);
    Some((from, last + 1, Grid { area, xs, rows }))
}

/// Marks of a sentence, or a label with its text: a caption's line.
fn is_prose(text: &str) -> bool {
    text.contains(['，', '。', '；', '：', ':'])
}

/// The columns by what stands below one another in the lines of figures.
fn columns(body: &[Line]) -> Vec<Area> {
    let mut pieces: Vec<Area> =
        body.iter().filter(|line| has_figures(line)).flat_map(|line| &line.pieces).map(|piece| piece.area).collect();
    pieces.sort_by_key(|area| area.left);
    let mut out: Vec<Area> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(column) if piece.left < column.right => *column = column.to(piece),
            _ => out.push(piece),
        }
    }
    out
}

/// The columns with their headers: one whose header stands aside, and those without a figure in any row.
fn with_headers(mut columns: Vec<Area>, header: &[Line]) -> Vec<Area> {
    let pieces = || header.iter().flat_map(|line| &line.pieces).map(|piece| piece.area);
    for lone in pieces() {
        if columns.iter().any(|column| column.is_above_or_below(lone)) {
            continue;
        }
        // words begin at the left of their column and figures end at its right: both alone side by side are one column
        let is_alone = |column: &Area| !pieces().any(|piece| piece.is_above_or_below(*column));
        let at = columns.partition_point(|column| column.left < lone.left);
        match columns
            .get_mut(at)
            .filter(|next| is_alone(next) && !pieces().any(|piece| lone.right <= piece.left && piece.right <= next.left))
        {
            Some(next) => *next = next.to(lone),
            None => columns.insert(at, lone),
        }
    }
    columns
}

/// Edges half way between the columns.
fn edges(columns: &[Area]) -> Vec<Length> {
    let between = columns.windows(2).filter_map(|two| match two {
        [one, other] => Some(one.right + (other.left - one.right) / 2),
        _ => None,
    });
    let first = columns.first().map(|column| column.left);
    let last = columns.last().map(|column| column.right);
    first.into_iter().chain(between).chain(last).collect()
}

fn cells(header: &[Line], body: &[Line], columns: &[Area]) -> Vec<Vec<GridCell>> {
    let mut out: Vec<Vec<GridCell>> = header.iter().map(|line| row(&line.pieces, columns)).collect();
    // a line of words belongs to the row of figures that it is nearest to, where that is nearer than rows stand apart
    let rows: Vec<Length> = body.iter().filter(|line| has_figures(line)).map(|line| line.area.centre()).collect();
    let mut steps: Vec<Length> = rows.windows(2).filter_map(|two| Some(two.last()? - two.first()?)).collect();
    steps.sort_unstable();
    let step = steps.get(steps.len() / 2).copied().unwrap_or(0);
    let mut groups: Vec<(Length, Vec<Piece>)> = Vec::new();
    for line in body.iter().filter(|line| has_figures(line)) {
        groups.push((line.area.centre(), line.pieces.clone()));
    }
    for line in body.iter().filter(|line| !has_figures(line)) {
        let centre = line.area.centre();
        let nearest = groups.iter_mut().filter(|_| line.pieces.len() == 1).min_by_key(|(height, _)| (centre - *height).abs());
        match nearest {
            Some((height, pieces)) if (centre - *height).abs() * 10 <= step * 7 => pieces.extend(line.pieces.iter().cloned()),
            _ => groups.push((centre, line.pieces.clone())),
        }
    }
    groups.sort_by_key(|(height, _)| *height);
    out.extend(groups.into_iter().map(|(_, mut pieces)| {
        pieces.sort_by_key(|piece| piece.area.top);
        row(&pieces, columns)
    }));
    out
}

/// Pieces by their columns; one that lies over several is as wide as they are.
fn row(pieces: &[Piece], columns: &[Area]) -> Vec<GridCell> {
    let mut out: Vec<GridCell> = Vec::new();
    for piece in pieces {
        let mut over = columns.iter().enumerate().filter(|(_, column)| column.is_above_or_below(piece.area)).map(|(index, _)| index);
        let first = over.next();
        let last = over.next_back().or(first);
        let nearest = || {
            let distance = |column: &Area| (column.middle() - piece.area.middle()).abs();
            columns.iter().enumerate().min_by_key(|(_, column)| distance(column)).map_or(0, |(index, _)| index)
        };
        let from = first.unwrap_or_else(nearest);
        let to = last.unwrap_or(from);
        match out.iter_mut().find(|cell| cell.column <= to && from < cell.column + cell.columns) {
            Some(cell) => {
                cell.text.push('\n');
                cell.text.push_str(&piece.text);
                cell.area = cell.area.to(piece.area);
            }
            None => out.push(GridCell { text: piece.text.clone(), column: from, rows: 1, columns: to - from + 1, area: piece.area }),
        }
    }
    // a blank cell has its place too
    let line = Area::over(pieces.iter().map(|piece| piece.area));
    for (index, column) in columns.iter().enumerate() {
        if !out.iter().any(|cell| (cell.column..cell.column + cell.columns).contains(&index)) {
            let area = Area { left: column.left, right: column.right, ..line };
            out.push(GridCell { text: String::new(), column: index, rows: 1, columns: 1, area });
        }
    }
    out.sort_by_key(|cell| cell.column);
    out
}

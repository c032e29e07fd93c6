//! The cells of a table without ruling lines: which pieces of its lines stand in which column.

use super::area::{Area, Length};
use super::bands::bands;
use super::cell::{GridCell, PageDoubt, indent, is_figure, is_number};
use super::columns::has_figures;
use super::header::aligned;
use super::header::heads::is_over;
use super::item::{PdfItem, overlap};
use super::merged;
use super::words::{PdfLine, PdfPiece};

/// The columns by what stands below one another in the lines of figures.
pub(super) fn columns(body: &[PdfLine]) -> Vec<Area> {
    let mut pieces: Vec<Area> = body
        .iter()
        .filter(|line| has_figures(line))
        .flat_map(|line| &line.pieces)
        .map(|piece| piece.area)
        .collect();
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

/// Rows of the header, and of the body. The lines of a header that stand beside one another are one
/// row, too.
pub(super) fn cells(
    header: &[PdfLine],
    body: &[PdfLine],
    columns: &[Area],
    levels: &[Length],
) -> (Vec<Vec<GridCell>>, PageDoubt) {
    let mut out: Vec<Vec<GridCell>> =
        aligned::rows(header).iter().map(|pieces| row(pieces, columns)).collect();
    aligned::with_spans(&mut out, columns);
    // lines part the rows only where they stand between most of them
    let rows: Vec<Length> =
        body.iter().filter(|line| has_figures(line)).map(|line| line.area.centre()).collect();
    let ruled =
        rows.windows(2).filter(|two| matches!(two, [one, other] if levels.iter().any(|level| one < level && level < other))).count();
    let levels = if ruled * 5 >= rows.len().saturating_sub(1) * 4 { levels } else { &[] };
    let (rows, doubt) = banded(body, columns, levels);
    out.extend(rows);
    (out, doubt)
}

/// The rows that some lines make.
pub(super) fn banded(
    lines: &[PdfLine],
    columns: &[Area],
    levels: &[Length],
) -> (Vec<Vec<GridCell>>, PageDoubt) {
    let pieces: Vec<&PdfPiece> = lines.iter().flat_map(|line| &line.pieces).collect();
    let limits: Vec<Length> = columns.iter().map(|column| column.right).collect();
    let items: Vec<PdfItem> = pieces
        .iter()
        .map(|piece| PdfItem {
            column: place(piece, columns).0,
            area: piece.area,
            is_figure: is_number(&piece.text),
        })
        .collect();
    let bands = bands(&items, levels, &limits);
    let is_fused = has_fused_columns(&items, &bands, &pieces);
    let mut rows: Vec<Vec<PdfPiece>> =
        vec![Vec::new(); bands.iter().max().map_or(0, |last| last + 1)];
    for (band, piece) in bands.into_iter().zip(pieces) {
        if let Some(row) = rows.get_mut(band) {
            row.push(piece.clone());
        }
    }
    let mut rows: Vec<Vec<GridCell>> = rows
        .into_iter()
        .map(|mut pieces| {
            pieces.sort_by_key(|piece| (piece.area.top, piece.area.left));
            row(&pieces, columns)
        })
        .collect();
    let doubt = if levels.is_empty() { merged::with_labels(&mut rows) } else { PageDoubt::Aligned };
    (rows, if is_fused { PageDoubt::Unsure } else { doubt })
}

/// Whether a figure stands in one cell with what is beside it: their columns run into one another
/// in some row.
pub(super) fn has_fused_columns(items: &[PdfItem], bands: &[usize], pieces: &[&PdfPiece]) -> bool {
    let mut places: Vec<(usize, usize, &PdfPiece)> = items
        .iter()
        .zip(bands)
        .zip(pieces)
        .map(|((item, band), piece)| (*band, item.column, *piece))
        .collect();
    places.sort_by_key(|(band, column, _)| (*band, *column));
    places.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)).any(|cell| {
        let is_beside = |one: &PdfPiece, other: &PdfPiece| {
            !one.area.is_above_or_below(other.area) && overlap(one.area, other.area)
        };
        cell.len() > 1
            && cell.iter().any(|(_, _, figure)| {
                is_figure(&figure.text) && cell.iter().any(|(_, _, other)| is_beside(figure, other))
            })
    })
}

/// The first and the last column that a piece lies over; where it lies over none, the nearest.
pub(super) fn place(piece: &PdfPiece, columns: &[Area]) -> (usize, usize) {
    let mut over = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| is_over(piece.area, **column))
        .map(|(index, _)| index);
    let first = over.next();
    let last = over.next_back().or(first);
    let shared =
        |column: &Area| column.right.min(piece.area.right) - column.left.max(piece.area.left);
    let nearest = || {
        let distance = |column: &Area| (column.middle() - piece.area.middle()).abs();
        let reached = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| shared(column) > 0)
            .max_by_key(|(_, column)| shared(column));
        reached
            .or_else(|| columns.iter().enumerate().min_by_key(|(_, column)| distance(column)))
            .map_or(0, |(index, _)| index)
    };
    let from = first.unwrap_or_else(nearest);
    (from, last.unwrap_or(from))
}

/// Pieces by their columns; one that lies over several is as wide as they are.
pub(super) fn row(pieces: &[PdfPiece], columns: &[Area]) -> Vec<GridCell> {
    let mut out: Vec<GridCell> = Vec::new();
    for piece in pieces {
        let (from, to) = place(piece, columns);
        match out.iter_mut().find(|cell| cell.column <= to && from < cell.column + cell.columns) {
            Some(cell) => {
                cell.text.push('\n');
                cell.text.push_str(&piece.text);
                cell.area = cell.area.to(piece.area);
            }
            None => out.push(GridCell {
                text: piece.text.clone(),
                column: from,
                rows: 1,
                columns: to - from + 1,
                area: piece.area,
                indent: columns.get(from).map_or(0, |column| indent(piece.area, column.left)),
            }),
        }
    }
    // a blank cell has its place too
    let line = Area::over(pieces.iter().map(|piece| piece.area));
    for (index, column) in columns.iter().enumerate() {
        if !out.iter().any(|cell| (cell.column..cell.column + cell.columns).contains(&index)) {
            let area = Area { left: column.left, right: column.right, ..line };
            out.push(GridCell {
                text: String::new(),
                column: index,
                rows: 1,
                columns: 1,
                area,
                indent: 0,
            });
        }
    }
    out.sort_by_key(|cell| cell.column);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::area::POINT;

    fn piece(text: &str, left: Length, right: Length, top: Length) -> PdfPiece {
        let area = Area {
            left: left * POINT,
            right: right * POINT,
            top: top * POINT,
            bottom: (top + 10) * POINT,
        };
        PdfPiece { text: text.to_owned(), area, ..PdfPiece::default() }
    }

    /// Rows of a label that reaches over the column of the figures in one of them.
    fn doubt(column: Area, figure: &str) -> PageDoubt {
        let row = |top: Length| {
            PdfLine::new(vec![piece("资本性支出", 0, 50, top), piece(figure, 70, 100, top)])
        };
        let lines: Vec<PdfLine> = [0, 14, 28].map(row).to_vec();
        let columns = [column, Area { left: 130 * POINT, right: 160 * POINT, ..Area::default() }];
        banded(&lines, &columns, &[]).1
    }

    #[test]
    fn a_figure_in_one_cell_with_the_words_beside_it_leaves_doubt() {
        let column = |right: Length| Area {
            left: 0,
            right: right * POINT,
            bottom: 10 * POINT,
            ..Area::default()
        };
        assert_eq!(doubt(column(100), "15.36"), PageDoubt::Unsure);
        // a code belongs to the name beside it
        assert_ne!(doubt(column(100), "310"), PageDoubt::Unsure);
    }
}

//! What stands in the cells of a table but is no part of it: its title and unit at the top, its notes at the bottom.

use crate::read::assembly::Piece;
use crate::read::page::Page;

/// Rows at the top that may hold a caption.
const CAPTION_ROWS: usize = 6;

/// A table and the lines above and below it, each with its place.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Title, number, year, unit.
    pub above: Vec<(String, String)>,
    /// The rows of the table itself; none where nothing stands side by side.
    pub rows: Vec<Vec<Piece>>,
    /// Notes.
    pub below: Vec<(String, String)>,
}

/// Takes captions and notes off the rows of a table. `page` knows the words.
pub(super) fn parts(mut rows: Vec<Vec<Piece>>, page: &Page<'_>) -> Parts {
    let top = rows.iter().take(CAPTION_ROWS).take_while(|row| is_caption(page, row) || filled(row).count() <= 1);
    let captions = top.enumerate().filter(|(_, row)| is_caption(page, row)).last().map_or(0, |(last, _)| last + 1);
    let rest = rows.split_off(captions);
    let above: Vec<_> = rows.iter().flat_map(|row| lines(row)).collect();
    let mut rows = rest;
    let is_note = |row: &Vec<Piece>| filled(row).count() == 1 && filled(row).all(|cell| page.is_note(cell.text.trim()));
    let notes = rows.len() - rows.iter().rev().take_while(|row| is_note(row) || filled(row).next().is_none()).count();
    let below: Vec<_> = rows.split_off(notes).iter().flat_map(|row| lines(row)).collect();
    if rows.iter().any(|row| filled(row).count() >= 2) {
        return Parts { above, rows, below };
    }
    let prose = rows.iter().flat_map(|row| lines(row));
    Parts { above: above.into_iter().chain(prose).collect(), rows: Vec::new(), below }
}

fn filled(row: &[Piece]) -> impl Iterator<Item = &Piece> {
    row.iter().filter(|cell| !cell.text.trim().is_empty())
}

/// A title, a year, or a line with the unit.
fn is_caption(page: &Page<'_>, row: &[Piece]) -> bool {
    let mut cells = filled(row);
    match (cells.next(), cells.next()) {
        (None, _) => false,
        (Some(cell), None) => {
            let lines = || cell.text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines().all(|line| page.is_form_title(line) || page.names_unit(line) || page.is_year_line(line))
        }
        _ => filled(row).any(|cell| page.names_unit(&cell.text)),
    }
}

/// A row as prose: cells side by side in one line, a cell that stands alone line by line.
fn lines(row: &[Piece]) -> Vec<(String, String)> {
    let cells: Vec<&Piece> = filled(row).collect();
    let [first, ..] = cells.as_slice() else { return Vec::new() };
    let each = |cell: &Piece| cell.text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect::<Vec<_>>();
    if cells.len() == 1 {
        return each(first).into_iter().map(|line| (line, first.place.clone())).collect();
    }
    let side_by_side = cells.iter().map(|cell| each(cell).concat()).collect::<Vec<_>>().join("  ");
    vec![(side_by_side, first.place.clone())]
}

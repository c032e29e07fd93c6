//! Hidden rows and columns in which a program keeps its own marks (`AD_CODE#`, `VALID#`): no part of
//! what the sheet shows.

use super::grid::{SheetCell, SheetGrid};

/// Takes the marks of programs out of a sheet; gives one of them as an example.
pub(super) fn leave_out(grid: &mut SheetGrid<'_>) -> Option<String> {
    let rows = stretches(grid, &grid.hidden_rows, |cell| cell.row);
    let columns = stretches(grid, &grid.hidden_columns, |cell| cell.column);
    let is_within = |at: u32, stretches: &[(u32, u32)]| {
        stretches.iter().any(|(from, to)| (*from..=*to).contains(&at))
    };
    let is_mark =
        |cell: &SheetCell<'_>| is_within(cell.row, &rows) || is_within(cell.column, &columns);
    let example = grid.cells.iter().find(|cell| is_mark(cell) && is_code_word(&cell.shown));
    let example = example.map(|cell| cell.shown.trim().to_owned())?;
    grid.cells.retain(|cell| !is_mark(cell));
    Some(example)
}

/// The single rows or columns, of these stretches, of which most cells hold what only a program
/// reads, words of it among them.
fn stretches(
    grid: &SheetGrid<'_>,
    hidden: &[(u32, u32)],
    of: fn(&SheetCell<'_>) -> u32,
) -> Vec<(u32, u32)> {
    /// More hidden rows or columns hold data.
    const MOST: u32 = 64;
    let single = hidden.iter().flat_map(|(from, to)| *from..=(*to).min(from.saturating_add(MOST)));
    let holds_marks = |at: &u32| {
        let own = grid.cells.iter().filter(|cell| of(cell) == *at);
        let filled: Vec<&str> =
            own.map(|cell| cell.shown.trim()).filter(|text| !text.is_empty()).collect();
        let marks = filled.iter().filter(|text| text.is_ascii()).count();
        // what stands under a heading for people is data
        filled.first().is_some_and(|first| first.is_ascii())
            && marks * 2 > filled.len()
            && filled.iter().any(|text| is_code_word(text))
    };
    single.filter(holds_marks).map(|at| (at, at)).collect()
}

/// `AD_CODE#`: letters of a program with signs that no text has; `#REF!` is an error.
fn is_code_word(text: &str) -> bool {
    let text = text.trim();
    text.is_ascii()
        && !text.starts_with('#')
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && text.bytes().any(|byte| matches!(byte, b'_' | b'#' | b'='))
}

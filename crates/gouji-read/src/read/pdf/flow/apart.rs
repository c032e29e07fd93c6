//! Lines beside tables whose rows no lines part: which of them are rows, or lines of a header, that
//! were not understood. In: the items of all pages. Out: for each whether it is one. Such lines are
//! no headings, whatever number they begin with, and what stands side by side in them is no
//! sentence.

use super::super::area::{Area, Length, POINT};
use super::super::caption::{is_caption, is_prose};
use super::super::cell::PageDoubt;
use super::super::words::{PdfLine, PdfPiece};
use super::{Item, Table, has_prose};
use crate::read::page::Page;

/// Letters that a paragraph is indented by at most.
const INDENT: Length = 4;

/// For each item whether it is such a line.
pub(super) fn rows(items: &[Item], words: &Page<'_>) -> Vec<bool> {
    let mut out = vec![false; items.len()];
    for (at, item) in items.iter().enumerate() {
        let Item::Table(table) = item else { continue };
        if !(table.aligned || table.open || table.doubt != PageDoubt::None) {
            continue;
        }
        let is_between = |at: &usize| !matches!(items.get(*at), Some(Item::Table(_)));
        mark(items, (0..at).rev().take_while(is_between), table, words, &mut out);
        mark(items, (at + 1..items.len()).take_while(is_between), table, words, &mut out);
    }
    out
}

/// Marks rows from a table on, as far as neither a caption nor a sentence stands between, with all
/// that stands between them.
fn mark(
    items: &[Item],
    order: impl Iterator<Item = usize>,
    table: &Table,
    words: &Page<'_>,
    out: &mut [bool],
) {
    let mut between: Vec<usize> = Vec::new();
    let mut is_near = false;
    let mut columns = table.extents.clone();
    for at in order {
        let Some(Item::Line { line, .. }) = items.get(at) else { continue };
        between.push(at);
        // a unit or a year in a column may be one of a caption, or a part of a cell
        let (is_in_column, is_caption) = (is_in_column(line, &columns), is_caption(line, words));
        let is_side_by_side = is_side_by_side(line, &columns, words);
        // the table may lack its first columns
        if is_side_by_side && columns.first().is_some_and(|(left, _)| line.area.left < *left) {
            columns = line.pieces.iter().map(|piece| (piece.area.left, piece.area.right)).collect();
        }
        if (is_in_column && !is_caption) || is_side_by_side {
            let own = between.get(if is_near { 0 } else { between.len() - 1 }..).unwrap_or(&[]);
            for at in own {
                out.iter_mut().skip(*at).take(1).for_each(|mark| *mark = true);
            }
            between.clear();
            is_near = true;
        } else if !is_in_column && (is_caption || has_prose(line)) {
            break;
        }
    }
}

/// Whether words stand side by side, and not only a number before a heading; sentences do where its
/// columns are.
fn is_side_by_side(line: &PdfLine, columns: &[(Length, Length)], words: &Page<'_>) -> bool {
    let is_number =
        |text: &str| words.ordinal(text).is_some_and(|ordinal| ordinal.len == text.len());
    let [first, behind @ ..] = line.pieces.as_slice() else { return false };
    let left = columns.first().map_or(Length::MAX, |(_, right)| right - POINT);
    let is_cell = |piece: &PdfPiece| !is_prose(&piece.text) || piece.area.left >= left;
    let is_heading = behind.len() == 1 && is_number(&first.text);
    !behind.is_empty()
        && !is_heading
        && !is_prose(&first.text)
        && behind.iter().all(is_cell)
        && !is_caption(line, words)
}

/// Whether a line stands below or above a column of a table behind its first, where no paragraph
/// begins and no title stands.
fn is_in_column(line: &PdfLine, columns: &[(Length, Length)]) -> bool {
    let [first, .., last] = columns else { return false };
    let size = line.area.height();
    let whole = Area { left: first.0, right: last.1, ..Area::default() };
    line.pieces.len() == 1
        && line.area.left >= first.1 - POINT
        && line.area.left >= first.0 + INDENT * size
        && line.area.right <= last.1 + POINT
        && (line.area.middle() - whole.middle()).abs() > size
}

//! Tables that go on over pages: whether the table on a page is the rest of the one before, and its
//! rows under the columns of that one. In: the items so far and a table. Out: the rows added, or
//! nothing.

use super::super::area::{Length, POINT};
use super::super::cell::{GridCell, PdfGrid, extents, is_number};
use super::super::grid::goes_on as is_one_figure;
use super::super::header::are_ordinals;
use super::{HEADER, Item, Origin, Placed, Table, bare, known_captions};
use crate::read::page::Page;
use gouji_values::number::is_digit;

/// How far the edges of a table may be shifted on the next page.
const SHIFT: Length = 6 * POINT;
/// Rows that say whether the rows of a table have figures.
const MEASURE: usize = 400;

/// Letters of a header that tell it from another row.
const WORDS: usize = 8;

/// Whether two stretches share more than a fifth of the shorter one.
fn meet(one: (Length, Length), other: (Length, Length)) -> bool {
    let shared = one.1.min(other.1) - one.0.max(other.0);
    shared * 5 > (one.1 - one.0).min(other.1 - other.0).max(1)
}

/// Whether nothing but what stood above the last table stands above this one, on the next page, or
/// behind `rows` of its own.
pub(super) fn goes_on(
    items: &[Item],
    above: &[String],
    grid: &PdfGrid,
    page: usize,
    rows: bool,
) -> bool {
    let Some((Item::Table(last), before)) = items.split_last() else { return false };
    if (last.last + 1 != page && !rows) || grid.rows.is_empty() {
        return false;
    }
    let known = known_captions(before);
    above.iter().all(|line| known.iter().any(|known| known == line))
}

/// Whether words of the last table's header head this one, too.
pub(super) fn is_headed_alike(items: &[Item], grid: &PdfGrid) -> bool {
    const HEADS: usize = 3;
    let Some(Item::Table(last)) = items.last() else { return false };
    let known: Vec<String> =
        last.rows.iter().take(HEADER).flatten().map(|placed| bare(&placed.cell.text)).collect();
    grid.rows.iter().take(HEADER).any(|row| {
        let own: Vec<String> =
            row.iter().map(|cell| bare(&cell.text)).filter(|text| !text.is_empty()).collect();
        let alike = own.iter().filter(|text| known.contains(text)).count();
        alike >= HEADS
            && alike * 2 >= own.len()
            && !own.iter().any(|text| text.chars().any(is_digit))
    })
}

/// Whether a table begins with the title of a form as its first row, and the last table does not
/// have it.
pub(super) fn begins(items: &[Item], grid: &PdfGrid, words: &Page<'_>) -> bool {
    let Some(Item::Table(last)) = items.last() else { return false };
    let texts = |row: &[&GridCell]| -> Vec<String> {
        row.iter().map(|cell| bare(&cell.text)).filter(|text| !text.is_empty()).collect()
    };
    let first = grid.rows.iter().map(|row| texts(&row.iter().collect::<Vec<_>>()));
    let Some(first) = first.into_iter().find(|row| !row.is_empty()) else { return false };
    let is_known = last
        .rows
        .iter()
        .take(HEADER)
        .any(|row| texts(&row.iter().map(|placed| &placed.cell).collect::<Vec<_>>()) == first);
    matches!(first.as_slice(), [title] if words.is_form_title(title)) && !is_known
}

/// Adds the rows to the last table where its columns are the same, or those of one are columns of
/// the other taken together.
pub(super) fn join(items: &mut [Item], grid: &PdfGrid, from: &Origin<'_>) -> bool {
    let page = from.page;
    let Some(Item::Table(table)) = items.last_mut() else { return false };
    let common = if table.aligned || grid.aligned {
        common(&table.extents, table.aligned, &grid.extents)
    } else {
        common_edges(&table.extents, &grid.extents)
    };
    let common = common.or_else(|| common_heads(table, grid));
    let Some(Common { extents, old, new }) = common else { return false };
    let spread = |cell: &mut GridCell, places: &[(usize, usize)]| {
        let at = |column: usize| places.get(column).copied();
        if let (Some((from, _)), Some((_, to))) =
            (at(cell.column), at(cell.column + cell.columns - 1))
        {
            (cell.column, cell.columns) = (from, to.saturating_sub(from).max(1));
        }
    };
    let (repeated, mut rests) = repeated(&table.rows, &grid.rows);
    table.extents = extents;
    table.doubt = table.doubt.max(grid.doubt);
    // page after page the columns are mostly the same
    if old.iter().enumerate().any(|(at, (from, to))| *from != at || *to != at + 1) {
        table.rows.iter_mut().flatten().for_each(|placed| spread(&mut placed.cell, &old));
    }
    // the last row of the header may share a cell with what stands below it
    let first =
        grid.rows.get(repeated).and_then(|row| without_header(table.rows.get(repeated)?, row));
    for row in first.iter().chain(grid.rows.iter().skip(repeated + usize::from(first.is_some()))) {
        let mut row: Vec<Placed> = row.iter().map(|cell| from.placed(cell.clone())).collect();
        take_off(&mut row, &std::mem::take(&mut rests));
        row.iter_mut().for_each(|placed| spread(&mut placed.cell, &new));
        if table.last < page && is_rest_of_row(table, &row) {
            glue(table, row);
        } else {
            table.rows.push(row);
        }
        table.last = page;
    }
    true
}

/// The columns that two tables have in common, and the first and the one behind the last of them
/// that each of the columns of the old and of the new table takes up.
struct Common {
    extents: Vec<(Length, Length)>,
    old: Vec<(usize, usize)>,
    new: Vec<(usize, usize)>,
}

/// Columns with the same edges, shifted a little on the other page; where nothing is shifted one of
/// the tables may have columns more at its sides, as a title beside the table makes them.
fn common_edges(old: &[(Length, Length)], new: &[(Length, Length)]) -> Option<Common> {
    /// This many edges in common are no chance.
    const TELLING: usize = 5;
    /// How many more columns a page may have.
    const MORE: usize = 2;
    let edges = |extents: &[(Length, Length)]| -> Vec<Length> {
        extents
            .iter()
            .map(|(left, _)| *left)
            .chain(extents.last().map(|(_, right)| *right))
            .collect()
    };
    let (own, new) = (edges(old), edges(new));
    let near =
        |edges: &[Length], x: Length| edges.iter().position(|edge| (edge - x).abs() <= SHIFT);
    let covers =
        |edges: &[Length], others: &[Length]| others.iter().all(|x| near(edges, *x).is_some());
    let shift = own.first()? - new.first()?;
    let ends = (own.last()? - (new.last()? + shift)).abs() <= SHIFT;
    let is_wider = || {
        own.len().min(new.len()) >= TELLING
            && own.len().abs_diff(new.len()) <= MORE
            && own.len() != new.len()
    };
    let shift = if ends && shift.abs() <= 10 * SHIFT {
        shift
    } else if is_wider() {
        0
    } else {
        return None;
    };
    let moved: Vec<Length> = new.iter().map(|x| x + shift).collect();
    if !(covers(&own, &moved) || covers(&moved, &own)) {
        return None;
    }
    let all = if moved.len() > own.len() { &moved } else { &own };
    let places = |edges: &[Length]| -> Vec<(usize, usize)> {
        edges
            .windows(2)
            .filter_map(|two| Some((near(all, *two.first()?)?, near(all, *two.last()?)?)))
            .collect()
    };
    Some(Common { extents: extents(all), old: places(&own), new: places(&moved) })
}

/// Columns that stand below one another; those of an aligned table may be blank on one of the
/// pages.
fn common(old: &[(Length, Length)], aligned: bool, new: &[(Length, Length)]) -> Option<Common> {
    // each with its columns in the old and in the new table
    let mut all: Vec<((Length, Length), Option<usize>, Option<usize>)> =
        old.iter().enumerate().map(|(column, extent)| (*extent, Some(column), None)).collect();
    for (column, extent) in new.iter().enumerate() {
        let mut known = all.iter_mut().filter(|(known, _, _)| meet(*known, *extent));
        match (known.next(), known.next()) {
            (Some((known, Some(_), taken @ None)), None) => {
                *known = (known.0.min(extent.0), known.1.max(extent.1));
                *taken = Some(column);
            }
            (None, _) if aligned => {
                let at = all.partition_point(|(known, _, _)| known.0 < extent.0);
                all.insert(at, (*extent, None, Some(column)));
            }
            _ => return None,
        }
    }
    let places =
        |of: &dyn Fn(&(Option<usize>, Option<usize>)) -> Option<usize>| -> Vec<(usize, usize)> {
            let mut out: Vec<(usize, usize)> = all
                .iter()
                .enumerate()
                .filter_map(|(at, (_, old, new))| Some((of(&(*old, *new))?, at)))
                .collect();
            out.sort_unstable();
            out.into_iter().map(|(_, at)| (at, at + 1)).collect()
        };
    Some(Common {
        old: places(&|(old, _)| *old),
        new: places(&|(_, new)| *new),
        extents: all.iter().map(|(extent, _, _)| *extent).collect(),
    })
}

/// The columns of a header that is printed again whole, wherever its lines are drawn on the next
/// page: each below the head of the same words.
fn common_heads(table: &Table, grid: &PdfGrid) -> Option<Common> {
    /// Fewer heads may be those of another table.
    const HEADS: usize = 3;
    let (count, _) = repeated(&table.rows, &grid.rows);
    let known: Vec<Vec<&GridCell>> =
        table.rows.iter().map(|row| row.iter().map(|placed| &placed.cell).collect()).collect();
    let rows: Vec<Vec<&GridCell>> = grid.rows.iter().map(|row| row.iter().collect()).collect();
    let (own, new) = (lowest_heads(&known, count), lowest_heads(&rows, count));
    let texts = |lowest_heads: &[LowestHead]| {
        lowest_heads.iter().map(|lowest| lowest.text.clone()).collect::<Vec<_>>()
    };
    if own.len() < HEADS || texts(&own) != texts(&new) {
        return None;
    }
    // under a head over several columns its figures stand in one of them
    let used = |rows: &[Vec<&GridCell>], lowest: &LowestHead| {
        let filled = |column: usize| {
            let cells = rows.iter().skip(count).flatten();
            cells.filter(|cell| cell.column == column && !cell.text.is_empty()).count()
        };
        (lowest.from..lowest.to).max_by_key(|column| (filled(*column), usize::MAX - *column))
    };
    let mut places: Vec<Option<usize>> = vec![None; grid.extents.len()];
    for (own, new) in own.iter().zip(&new) {
        let (to, from) = (used(&known, own)?, used(&rows, new)?);
        *places.get_mut(from)? = Some(to);
    }
    let is_placed = |cell: &&GridCell| places.get(cell.column).is_some_and(Option::is_some);
    let body = || rows.iter().skip(count).flatten().filter(|cell| !cell.text.is_empty());
    if !body().all(is_placed) {
        return None;
    }
    // columns that hold nothing go with the one before them
    let mut last = 0;
    let new = places
        .into_iter()
        .map(|place| {
            last = place.unwrap_or(last);
            (last, last + 1)
        })
        .collect();
    let old = (0..table.extents.len()).map(|at| (at, at + 1)).collect();
    Some(Common { extents: table.extents.clone(), old, new })
}

/// The lowest head over some columns.
struct LowestHead {
    text: String,
    /// Its first column and the one behind its last.
    from: usize,
    to: usize,
}

/// The lowest heads of a header of so many rows, from left to right.
fn lowest_heads(rows: &[Vec<&GridCell>], count: usize) -> Vec<LowestHead> {
    let heads = rows.iter().take(count).flatten().filter(|cell| !cell.text.is_empty());
    let heads: Vec<&GridCell> = heads.copied().collect();
    let width = heads.iter().map(|cell| cell.column + cell.columns).max().unwrap_or(0);
    let mut out: Vec<(usize, LowestHead)> = Vec::new();
    for column in 0..width {
        let lowest = heads
            .iter()
            .rposition(|cell| (cell.column..cell.column + cell.columns).contains(&column));
        let Some((at, cell)) = lowest.and_then(|at| Some((at, heads.get(at)?))) else { continue };
        match out.last_mut().filter(|(known, _)| *known == at) {
            Some((_, lowest)) => lowest.to = column + 1,
            None => {
                out.push((at, LowestHead { text: bare(&cell.text), from: column, to: column + 1 }));
            }
        }
    }
    out.into_iter().map(|(_, lowest)| lowest).collect()
}

/// Rows of the header that are printed again. Where only the first of them is, a cell that reached
/// further down may be cut off: the rest of its text then stands in the row below, where it is no
/// content: its column and text.
fn repeated(known: &[Vec<Placed>], rows: &[Vec<GridCell>]) -> (usize, Vec<(usize, String)>) {
    let same = |(known, row): &(&Vec<Placed>, &Vec<GridCell>)| {
        let known: Vec<String> = known
            .iter()
            .map(|placed| bare(&placed.cell.text))
            .filter(|text| !text.is_empty())
            .collect();
        let row: Vec<String> =
            row.iter().map(|cell| bare(&cell.text)).filter(|text| !text.is_empty()).collect();
        known == row
    };
    let count = known.iter().zip(rows).take(HEADER).take_while(same).count();
    // rows that are all blank say nothing
    let filled = rows.iter().take(count).flatten().any(|cell| !cell.text.is_empty());
    if filled {
        return (count, Vec::new());
    }
    // the same words, their rows told in another way
    if rows.first().is_some_and(|row| row.iter().any(|cell| !cell.text.is_empty())) {
        let new = (1..=HEADER.min(rows.len())).map(|count| {
            (count, chars(rows.iter().take(count).flatten().map(|cell| cell.text.as_str())))
        });
        let old: Vec<Vec<char>> = (1..=HEADER.min(known.len()))
            .map(|count| {
                chars(known.iter().take(count).flatten().map(|placed| placed.cell.text.as_str()))
            })
            .collect();
        if let Some((count, _)) =
            new.filter(|(_, own)| own.len() >= WORDS).find(|(_, own)| old.contains(own))
        {
            return (count, Vec::new());
        }
    }
    match (known.first(), rows.first()) {
        (Some(known), Some(row)) => cut_off(known, row).map_or((0, Vec::new()), |rests| (1, rests)),
        _ => (0, Vec::new()),
    }
}

/// A row without the header that is printed again above its own texts, where nothing parts them.
fn without_header(header: &[Placed], row: &[GridCell]) -> Option<Vec<GridCell>> {
    let mut out = row.to_vec();
    let mut heads = 0;
    for cell in out.iter_mut().filter(|cell| !cell.text.is_empty()) {
        let head = header
            .iter()
            .find(|placed| placed.cell.column == cell.column && !placed.cell.text.is_empty())?;
        let rest = cell.text.strip_prefix(head.cell.text.as_str())?;
        if !(rest.is_empty() || rest.starts_with('\n')) || head.cell.text.chars().any(is_digit) {
            return None;
        }
        cell.text = rest.trim_start().to_owned();
        heads += 1;
    }
    (heads >= 3 && out.iter().any(|cell| !cell.text.is_empty())).then_some(out)
}

/// The letters of some cells, in order of their codes.
fn chars<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<char> {
    let mut out: Vec<char> =
        texts.flat_map(str::chars).filter(|char| !char.is_whitespace()).collect();
    out.sort_unstable();
    out
}

/// What is missing of a header row that is printed again with cells cut off; `None` where it is
/// another row.
fn cut_off(known: &[Placed], row: &[GridCell]) -> Option<Vec<(usize, String)>> {
    let pairs: Vec<(usize, String, String)> = row
        .iter()
        .filter(|cell| !cell.text.is_empty())
        .map(|cell| {
            let own = known.iter().find(|placed| placed.cell.column == cell.column);
            (
                cell.column,
                own.map_or_else(String::new, |placed| bare(&placed.cell.text)),
                bare(&cell.text),
            )
        })
        .collect();
    let whole = pairs.iter().filter(|(_, known, own)| known == own).count();
    let has_digits = pairs.iter().any(|(_, _, own)| own.chars().any(is_digit));
    if has_digits || pairs.len() < 3 || whole * 2 < pairs.len() {
        return None;
    }
    let rest = |(column, known, own): &(usize, String, String)| {
        Some((*column, known.strip_prefix(own.as_str())?.to_owned()))
    };
    pairs.iter().map(rest).collect()
}

/// Takes off what ran over from cells above.
fn take_off(row: &mut [Placed], rests: &[(usize, String)]) {
    for (column, rest) in rests.iter().filter(|(_, rest)| !rest.is_empty()) {
        for placed in row.iter_mut().filter(|placed| placed.cell.column == *column) {
            let mut left = rest.as_str();
            let mut behind = placed.cell.text.as_str();
            // blanks and line ends may stand between the characters
            while let (Some(wanted), Some(found)) = (left.chars().next(), behind.chars().next()) {
                if wanted != found && !found.is_whitespace() {
                    break;
                }
                behind = behind.get(found.len_utf8()..).unwrap_or("");
                left = if wanted == found {
                    left.get(wanted.len_utf8()..).unwrap_or("")
                } else {
                    left
                };
            }
            if left.is_empty() {
                placed.cell.text = behind.trim().to_owned();
            }
        }
    }
}

/// Whether a text is the rest of a figure that stands above it, broken within its cell: with it the
/// figure has as many decimals as the others of its column.
fn is_rest_of_figure(table: &Table, placed: &Placed) -> bool {
    let text = |cell: &GridCell| cell.text.split_whitespace().collect::<String>();
    let column = |row: &[Placed]| -> Option<String> {
        row.iter().find(|other| other.cell.column == placed.cell.column).map(|own| text(&own.cell))
    };
    let decimals = |text: &str| text.rsplit_once('.').map_or(0, |(_, rest)| rest.chars().count());
    let Some((above, own)) =
        table.rows.last().and_then(|row| column(row)).map(|above| (above, text(&placed.cell)))
    else {
        return false;
    };
    let whole = decimals(&above) + own.chars().count();
    let others = || {
        let before = table.rows.len().saturating_sub(1);
        let rows = table.rows.iter().take(before).rev().take(MEASURE);
        rows.filter_map(|row| column(row)).filter(|text| text.contains('.') && is_number(text))
    };
    is_one_figure(&above, &own)
        && decimals(&above) > 0
        && others().count() > 0
        && others().all(|other| decimals(&other) == whole)
}

/// Whether a row is the rest of one that the page break cut: words only, under words, where rows
/// have figures; beside these the rest of a broken figure.
fn is_rest_of_row(table: &Table, row: &[Placed]) -> bool {
    let has_digit =
        |row: &[Placed]| row.iter().any(|placed| placed.cell.text.chars().any(is_digit));
    let Some(last) = table.rows.last() else { return false };
    let filled = || row.iter().filter(|placed| !placed.cell.text.is_empty());
    let is_under = |placed: &Placed| {
        last.iter()
            .any(|above| above.cell.column == placed.cell.column && !above.cell.text.is_empty())
    };
    // the header is no measure
    let numbers_columns = |row: &[Placed]| {
        are_ordinals(
            row.iter().map(|placed| placed.cell.text.as_str()).filter(|text| !text.is_empty()),
        )
    };
    if numbers_columns(last) {
        return false;
    }
    let body =
        table.rows.iter().skip_while(|row| !has_digit(row) || numbers_columns(row)).take(MEASURE);
    let (rows, figures) =
        body.fold((0, 0), |(rows, figures), row| (rows + 1, figures + usize::from(has_digit(row))));
    let has_figure = |placed: &Placed| placed.cell.text.chars().any(is_digit);
    let mut words = filled().filter(|placed| !has_figure(placed));
    words.next().is_some()
        && filled().filter(|placed| has_figure(placed)).all(|own| is_rest_of_figure(table, own))
        && has_digit(last)
        && filled().all(is_under)
        && figures * 10 >= rows * 9
}

fn glue(table: &mut Table, row: Vec<Placed>) {
    let Some(last) = table.rows.last_mut() else { return };
    for placed in row {
        if let Some(above) = last
            .iter_mut()
            .find(|above| above.cell.column == placed.cell.column && !placed.cell.text.is_empty())
        {
            if !is_one_figure(&above.cell.text, &placed.cell.text) {
                above.cell.text.push('\n');
            }
            above.cell.text.push_str(&placed.cell.text);
        }
    }
}

#[cfg(test)]
mod tests;

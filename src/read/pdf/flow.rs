//! Pages to a document: captions and notes out of the tables, tables that go on over pages, places.

use super::abreast::{Strip, on_page};
use super::area::{Area, Length, POINT};
use super::columns;
use super::furniture::Leaf;
use super::grid::{Grid, GridCell, extents, is_figure};
use super::header;
use super::layout::Element;
use super::margin::Margins;
use super::words::Line;
use crate::document::Layout;
use crate::number::is_digit;
use crate::read::assembly::{Assembly, Piece};
use crate::read::page::Page;

/// How far the edges of a table may be shifted on the next page.
const SHIFT: Length = 6 * POINT;
/// Lines above a table that may be printed again on its next page.
const CAPTION: usize = 8;
/// Rows that say whether the rows of a table have figures.
const MEASURE: usize = 400;
/// Rows of a header that may be printed again.
const HEADER: usize = 6;

/// A cell with its place in the file.
struct Placed {
    cell: GridCell,
    page: usize,
    turned: u8,
}

/// What comes one after another.
enum Item {
    Line {
        line: Line,
        page: usize,
        turned: u8,
        height: Length,
    },
    Table(Table),
    Unread,
    /// What begins this page may go on with the table before, and could not be joined to it.
    Torn {
        page: usize,
    },
}

struct Table {
    rows: Vec<Vec<Placed>>,
    extents: Vec<(Length, Length)>,
    aligned: bool,
    /// Its rows are parted by no lines.
    open: bool,
    /// The lines of its header as they were printed, blanks left out.
    header: Vec<String>,
    /// Height of its first page.
    height: Length,
    /// The page that it reaches to the end of.
    last: usize,
}

/// A page as it was read.
pub(super) enum Sheaf {
    /// With what stands on it.
    Read(Leaf),
    /// Its text is unknown.
    Unread,
}

/// Writes the pages.
pub(super) fn write(sheaves: Vec<Sheaf>, assembly: &mut Assembly<'_>, words: &Page<'_>) {
    let mut items: Vec<Item> = Vec::new();
    for sheaf in sheaves {
        match sheaf {
            Sheaf::Read(leaf) => {
                let is_picture = leaf.is_picture;
                add(&mut items, leaf, words);
                items.extend(is_picture.then_some(Item::Unread));
            }
            Sheaf::Unread => items.push(Item::Unread),
        }
    }
    let tables: Vec<(Length, Area)> = items
        .iter()
        .filter_map(|item| match item {
            Item::Table(table) => {
                Some((table.height, Area { left: table.extents.first()?.0, right: table.extents.last()?.1, ..Area::default() }))
            }
            _ => None,
        })
        .collect();
    let margins = Margins::measure(items.iter().filter_map(measured), &tables);
    let follows: Vec<Option<bool>> = std::iter::once(None)
        .chain(items.windows(2).map(|two| match two {
            [before, line] => margins.goes_on(measured(before)?, measured(line)?),
            _ => None,
        }))
        .collect();
    for (item, follows) in items.into_iter().zip(follows) {
        match item {
            Item::Line { line, page, turned, .. } => {
                assembly.line(&line.text(), &line.area.turned(4 - turned).place(page), follows);
            }
            Item::Table(table) => {
                let rows = table.rows.into_iter().map(|row| row.into_iter().map(piece).collect()).collect();
                assembly.table_as(if table.aligned || table.open { Layout::Aligned } else { Layout::Grid }, rows);
            }
            Item::Unread => assembly.unread(),
            Item::Torn { page } => {
                assembly.notice(format!("第 {page} 页开头的行可能属于前一页的表，但列对不上，没有接上；前一页的表可能缺行"), None);
                assembly.unread();
            }
        }
    }
}

/// A line with the height of its page.
fn measured(item: &Item) -> Option<(Length, &Line)> {
    match item {
        Item::Line { line, height, .. } => Some((*height, line)),
        _ => None,
    }
}

fn piece(placed: Placed) -> Piece {
    let Placed { cell, page, turned } = placed;
    Piece { place: cell.area.turned(4 - turned).place(page), text: cell.text, column: cell.column, rows: cell.rows, columns: cell.columns }
}

fn add(items: &mut Vec<Item>, leaf: Leaf, words: &Page<'_>) {
    let Leaf { page, mut elements, turned, height, strips, taken, .. } = leaf;
    if taken {
        if let Some(Item::Table(table)) = items.last_mut().filter(|item| matches!(item, Item::Table(table) if table.last + 1 == page)) {
            table.last = page;
        }
        return;
    }
    let from = Origin { page, turned, height, strips: &strips };
    let has_rows = rows_at_top(items, &mut elements, &from);
    let mut skip = 0;
    let first = elements.iter().position(|element| matches!(element, Element::Table(_)));
    if let Some(first) = first
        && let Some(Element::Table(grid)) = elements.get(first)
    {
        let above: Vec<String> = elements
            .iter()
            .take(first)
            .filter_map(|element| match element {
                Element::Line(line) => Some(bare(&line.plain())),
                Element::Table(_) => None,
            })
            .collect();
        if goes_on(items, &above, grid, page, has_rows) {
            if join(items, grid, &from) {
                skip = first + 1;
            } else if grid.rows.first().is_some_and(|row| row.iter().any(|cell| is_figure(&cell.text))) {
                items.push(Item::Torn { page });
            }
        }
    }
    for element in elements.into_iter().skip(skip) {
        match element {
            Element::Line(line) => items.push(from.line(line)),
            Element::Table(grid) => table(items, grid, &from, words),
        }
    }
    if let Some(Item::Table(table)) = items.last_mut() {
        table.last = page;
    }
}

/// Where what is added comes from.
struct Origin<'a> {
    page: usize,
    turned: u8,
    height: Length,
    strips: &'a [Strip],
}

impl Origin<'_> {
    fn line(&self, line: Line) -> Item {
        let (page, area) = on_page(self.strips, self.page, line.area);
        Item::Line { line: Line { area, ..line }, page, turned: self.turned, height: self.height }
    }

    fn placed(&self, cell: GridCell) -> Placed {
        let (page, area) = on_page(self.strips, self.page, cell.area);
        Placed { cell: GridCell { area, ..cell }, page, turned: self.turned }
    }
}

/// Text as it is compared.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Lines at the top of a page that are rows of the table before, which has no lines between its columns. Takes them away.
fn rows_at_top(items: &mut [Item], elements: &mut Vec<Element>, from: &Origin<'_>) -> bool {
    let page = from.page;
    let Some((Item::Table(table), before)) = items.split_last_mut() else { return false };
    if table.last + 1 != page || !table.open {
        return false;
    }
    let captions = known_captions(before);
    let caption =
        elements.iter().take_while(|element| matches!(element, Element::Line(line) if captions.contains(&bare(&line.plain())))).count();
    let lines: Vec<Line> = elements
        .iter()
        .skip(caption)
        .map_while(|element| match element {
            Element::Line(line) => Some(std::slice::from_ref(line)),
            Element::Table(grid) if grid.aligned => Some(grid.lines.as_slice()),
            Element::Table(_) => None,
        })
        .flatten()
        .cloned()
        .collect();
    let text = |row: &Vec<Placed>| row.iter().map(|placed| bare(&placed.cell.text)).collect::<String>();
    let header: Vec<String> = table.rows.iter().take(HEADER).map(text).chain(table.header.iter().cloned()).collect();
    let (taken, rows) = columns::continued(&table.extents, &header, &lines);
    if taken == 0 {
        return false;
    }
    table.rows.extend(rows.into_iter().map(|row| row.into_iter().map(|cell| from.placed(cell)).collect()));
    table.last = page;
    // what is left of a table that was cut are lines
    let mut left = taken;
    let rest: Vec<Element> = std::mem::take(elements);
    for element in rest.into_iter().skip(caption) {
        match element {
            Element::Line(_) if left > 0 => left -= 1,
            Element::Table(grid) if left >= grid.lines.len() && left > 0 => left -= grid.lines.len(),
            Element::Table(grid) if left > 0 => {
                elements.extend(grid.lines.into_iter().skip(left).map(Element::Line));
                left = 0;
            }
            element => elements.push(element),
        }
    }
    true
}

/// The lines above the last table, from the nearest.
fn known_captions(before: &[Item]) -> Vec<String> {
    let lines = before.iter().rev().take(CAPTION).map_while(|item| match item {
        Item::Line { line, .. } => Some(bare(&line.plain())),
        _ => None,
    });
    lines.collect()
}

/// Whether two stretches share more than a fifth of the shorter one.
fn meet(one: (Length, Length), other: (Length, Length)) -> bool {
    let shared = one.1.min(other.1) - one.0.max(other.0);
    shared * 5 > (one.1 - one.0).min(other.1 - other.0).max(1)
}

/// Whether nothing but what stood above the last table stands above this one, on the next page, or behind `rows` of its own.
fn goes_on(items: &[Item], above: &[String], grid: &Grid, page: usize, rows: bool) -> bool {
    let Some((Item::Table(last), before)) = items.split_last() else { return false };
    if (last.last + 1 != page && !rows) || grid.rows.is_empty() {
        return false;
    }
    let known = known_captions(before);
    above.iter().all(|line| known.iter().any(|known| known == line))
}

/// Adds the rows to the last table where its columns are the same, or those of one are columns of the other taken together.
fn join(items: &mut [Item], grid: &Grid, from: &Origin<'_>) -> bool {
    let page = from.page;
    let Some(Item::Table(table)) = items.last_mut() else { return false };
    let common = if table.aligned || grid.aligned {
        common(&table.extents, table.aligned, &grid.extents)
    } else {
        common_edges(&table.extents, &grid.extents)
    };
    let Some(Common { extents, old, new }) = common else { return false };
    let spread = |cell: &mut GridCell, places: &[(usize, usize)]| {
        let at = |column: usize| places.get(column).copied();
        if let (Some((from, _)), Some((_, to))) = (at(cell.column), at(cell.column + cell.columns - 1)) {
            (cell.column, cell.columns) = (from, to.saturating_sub(from).max(1));
        }
    };
    let (repeated, mut rests) = repeated(&table.rows, &grid.rows);
    table.extents = extents;
    // page after page the columns are mostly the same
    if old.iter().enumerate().any(|(at, (from, to))| *from != at || *to != at + 1) {
        table.rows.iter_mut().flatten().for_each(|placed| spread(&mut placed.cell, &old));
    }
    for row in grid.rows.iter().skip(repeated) {
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

/// The columns that two tables have in common, and the first and the one behind the last of them that each of the columns
/// of the old and of the new table takes up.
struct Common {
    extents: Vec<(Length, Length)>,
    old: Vec<(usize, usize)>,
    new: Vec<(usize, usize)>,
}

/// Columns with the same edges, shifted a little on the other page.
fn common_edges(old: &[(Length, Length)], new: &[(Length, Length)]) -> Option<Common> {
    let edges = |extents: &[(Length, Length)]| -> Vec<Length> {
        extents.iter().map(|(left, _)| *left).chain(extents.last().map(|(_, right)| *right)).collect()
    };
    let (own, new) = (edges(old), edges(new));
    let shift = own.first()? - new.first()?;
    if shift.abs() > 10 * SHIFT {
        return None;
    }
    let moved: Vec<Length> = new.iter().map(|x| x + shift).collect();
    let near = |edges: &[Length], x: Length| edges.iter().position(|edge| (edge - x).abs() <= SHIFT);
    let covers = |edges: &[Length], others: &[Length]| others.iter().all(|x| near(edges, *x).is_some());
    let ends = (own.last()? - moved.last()?).abs() <= SHIFT;
    if !ends || !(covers(&own, &moved) || covers(&moved, &own)) {
        return None;
    }
    let all = if moved.len() > own.len() { &moved } else { &own };
    let places = |edges: &[Length]| -> Vec<(usize, usize)> {
        edges.windows(2).filter_map(|two| Some((near(all, *two.first()?)?, near(all, *two.last()?)?))).collect()
    };
    Some(Common { extents: extents(all), old: places(&own), new: places(&moved) })
}

/// Columns that stand below one another; those of an aligned table may be blank on one of the pages.
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
    let places = |of: &dyn Fn(&(Option<usize>, Option<usize>)) -> Option<usize>| -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> =
            all.iter().enumerate().filter_map(|(at, (_, old, new))| Some((of(&(*old, *new))?, at))).collect();
        out.sort_unstable();
        out.into_iter().map(|(_, at)| (at, at + 1)).collect()
    };
    Some(Common {
        old: places(&|(old, _)| *old),
        new: places(&|(_, new)| *new),
        extents: all.iter().map(|(extent, _, _)| *extent).collect(),
    })
}

/// Rows of the header that are printed again. Where only the first of them is, a cell that reached further down may be cut
/// off: the rest of its text then stands in the row below, where it is no content: its column and text.
fn repeated(known: &[Vec<Placed>], rows: &[Vec<GridCell>]) -> (usize, Vec<(usize, String)>) {
    let same = |(known, row): &(&Vec<Placed>, &Vec<GridCell>)| {
        let known: Vec<String> = known.iter().map(|placed| bare(&placed.cell.text)).filter(|text| !text.is_empty()).collect();
        let row: Vec<String> = row.iter().map(|cell| bare(&cell.text)).filter(|text| !text.is_empty()).collect();
        known == row
    };
    let count = known.iter().zip(rows).take(HEADER).take_while(same).count();
    // rows that are all blank say nothing
    let filled = rows.iter().take(count).flatten().any(|cell| !cell.text.is_empty());
    if filled {
        return (count, Vec::new());
    }
    match (known.first(), rows.first()) {
        (Some(known), Some(row)) => cut_off(known, row).map_or((0, Vec::new()), |rests| (1, rests)),
        _ => (0, Vec::new()),
    }
}

/// What is missing of a header row that is printed again with cells cut off; `None` where it is another row.
fn cut_off(known: &[Placed], row: &[GridCell]) -> Option<Vec<(usize, String)>> {
    let pairs: Vec<(usize, String, String)> = row
        .iter()
        .filter(|cell| !cell.text.is_empty())
        .map(|cell| {
            let own = known.iter().find(|placed| placed.cell.column == cell.column);
            (cell.column, own.map_or_else(String::new, |placed| bare(&placed.cell.text)), bare(&cell.text))
        })
        .collect();
    let whole = pairs.iter().filter(|(_, known, own)| known == own).count();
    let has_digits = pairs.iter().any(|(_, _, own)| own.chars().any(is_digit));
    if has_digits || pairs.len() < 3 || whole * 2 < pairs.len() {
        return None;
    }
    let rest = |(column, known, own): &(usize, String, String)| Some((*column, known.strip_prefix(own.as_str())?.to_owned()));
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
                left = if wanted == found { left.get(wanted.len_utf8()..).unwrap_or("") } else { left };
            }
            if left.is_empty() {
                placed.cell.text = behind.trim().to_owned();
            }
        }
    }
}

/// Whether a row is the rest of one that the page break cut: words only, under words, where rows have figures.
fn is_rest_of_row(table: &Table, row: &[Placed]) -> bool {
    let has_digit = |row: &[Placed]| row.iter().any(|placed| placed.cell.text.chars().any(is_digit));
    let Some(last) = table.rows.last() else { return false };
    let filled = || row.iter().filter(|placed| !placed.cell.text.is_empty());
    let is_under = |placed: &Placed| last.iter().any(|above| above.cell.column == placed.cell.column && !above.cell.text.is_empty());
    // the header is no measure
    let numbers_columns =
        |row: &[Placed]| header::are_ordinals(row.iter().map(|placed| placed.cell.text.as_str()).filter(|text| !text.is_empty()));
    if numbers_columns(last) {
        return false;
    }
    let body = table.rows.iter().skip_while(|row| !has_digit(row) || numbers_columns(row)).take(MEASURE);
    let (rows, figures) = body.fold((0, 0), |(rows, figures), row| (rows + 1, figures + usize::from(has_digit(row))));
    filled().count() > 0 && !has_digit(row) && has_digit(last) && filled().all(is_under) && figures * 10 >= rows * 9
}

fn glue(table: &mut Table, row: Vec<Placed>) {
    let Some(last) = table.rows.last_mut() else { return };
    for placed in row {
        if let Some(above) = last.iter_mut().find(|above| above.cell.column == placed.cell.column && !placed.cell.text.is_empty()) {
            above.cell.text.push('\n');
            above.cell.text.push_str(&placed.cell.text);
        }
    }
}

/// A table, its captions and notes outside.
fn table(items: &mut Vec<Item>, mut grid: Grid, from: &Origin<'_>, words: &Page<'_>) {
    let captions = grid.rows.iter().take(CAPTION).take_while(|row| is_caption(row, words)).count();
    if captions < grid.rows.len() {
        for row in grid.rows.drain(..captions) {
            items.extend(row.into_iter().filter(|cell| !cell.text.is_empty()).map(|cell| from.line(line(cell))));
        }
    }
    let mut notes = Vec::new();
    while grid.rows.len() > 1 && grid.rows.last().is_some_and(|row| only(row).is_some_and(|cell| words.is_note(&cell.text))) {
        notes.extend(grid.rows.pop().into_iter().flatten().filter(|cell| !cell.text.is_empty()));
    }
    let rows = std::mem::take(&mut grid.rows).into_iter().map(|row| row.into_iter().map(|cell| from.placed(cell)).collect()).collect();
    let Grid { extents, aligned, open, lines, .. } = grid;
    let header = lines.iter().take(HEADER).map(|line| bare(&line.plain())).collect();
    items.push(Item::Table(Table {
        rows,
        extents,
        aligned,
        open: open || aligned,
        header,
        height: from.height,
        last: from.page.saturating_sub(1),
    }));
    items.extend(notes.into_iter().rev().map(|cell| from.line(line(cell))));
}

fn line(cell: GridCell) -> Line {
    let area = cell.area;
    Line { pieces: vec![super::words::Piece { text: cell.text.replace('\n', " "), area, ..Default::default() }], area }
}

/// The only cell of a row that is filled.
fn only(row: &[GridCell]) -> Option<&GridCell> {
    let mut filled = row.iter().filter(|cell| !cell.text.is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

/// A title, a year or the line with the unit, drawn into the table.
fn is_caption(row: &[GridCell], words: &Page<'_>) -> bool {
    match only(row) {
        Some(cell) => words.is_form_title(&cell.text) || words.names_unit(&cell.text) || words.is_year_line(&cell.text),
        None => row.iter().any(|cell| words.names_unit(&cell.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> Vec<GridCell> {
        let cell =
            |(column, text): (usize, &&str)| GridCell { text: (*text).to_owned(), column, rows: 1, columns: 1, area: Area::default() };
        texts.iter().enumerate().map(cell).collect()
    }

    fn placed(texts: &[&str]) -> Vec<Placed> {
        row(texts).into_iter().map(|cell| Placed { cell, page: 1, turned: 0 }).collect()
    }

    const HEADER: [&str; 5] = ["项目", "本年支出合计", "基本支出", "项目支出", "对附属单位\n补助支出"];

    #[test]
    fn a_header_that_is_printed_again_and_cut_off_is_no_row() {
        let known = [placed(&HEADER), placed(&["合计", "353.15", "100.00", "253.15", ""])];
        let again = |texts: &[&str]| repeated(&known, &[row(texts)]);
        assert_eq!(again(&HEADER), (1, Vec::new()));
        let cut = ["项目", "本年支出合计", "基本支出", "项目支出", "对附属单位补"];
        let (count, rests) = again(&cut);
        assert_eq!(count, 1);
        let mut first = placed(&["农业", "9.70", "", "9.70", "助支\n出 1.00"]);
        take_off(&mut first, &rests);
        assert_eq!(first.iter().map(|placed| placed.cell.text.as_str()).collect::<Vec<_>>(), ["农业", "9.70", "", "9.70", "1.00"]);
        // a row of words that is another one
        assert_eq!(again(&["项目", "单位", "基本支出", "项目支出", "备注"]), (0, Vec::new()));
        assert_eq!(again(&["项目", "9.70", "基本支出", "项目支出", "对附属单位补"]), (0, Vec::new()));
    }

    #[test]
    fn words_that_a_page_break_cut_off_a_row_go_back_to_it() {
        let body = ["十一、城乡社", "42", "0", "年初结转和结", "29"];
        let header = [placed(&["支出", "", "", "收入", ""]), placed(&["项目", "行次", "金额", "项目", "行次"])];
        let table = Table {
            rows: header.into_iter().chain([placed(&body)]).collect(),
            extents: Vec::new(),
            aligned: false,
            open: false,
            header: Vec::new(),
            height: 0,
            last: 1,
        };
        assert!(is_rest_of_row(&table, &placed(&["区支出", "", "", "余", ""])));
        assert!(!is_rest_of_row(&table, &placed(&["区支出", "43", "", "余", ""])));
    }
}

//! Pages to a document: captions and notes out of the tables, tables that go on over pages, places.

mod joined;

use super::abreast::{Strip, on_page};
use super::area::{Area, Length};
use super::columns;
use super::furniture::Leaf;
use super::grid::{Doubt, Grid, GridCell, is_figure, is_number};
use super::layout::Element;
use super::margin::Margins;
use super::words::Line;
use crate::document::Layout;
use crate::read::assembly::{Assembly, Piece};
use crate::read::page::Page;
use joined::{goes_on, join};

/// Lines above a table that may be printed again on its next page.
const CAPTION: usize = 8;
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
    /// What stands below the table before may be rows of it.
    Loose {
        page: usize,
    },
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
    doubt: Doubt,
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
                let layout = match table.doubt {
                    Doubt::Unsure => Layout::Unsure,
                    Doubt::None if !table.aligned && !table.open => Layout::Grid,
                    _ => Layout::Aligned,
                };
                assembly.table_as(layout, rows);
            }
            Item::Unread => assembly.unread(),
            Item::Loose { page } => {
                assembly.notice(format!("第 {page} 页的表下面有像是表里的行，没有能归到各栏；这张表可能缺行"), None);
                assembly.unread();
            }
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
    // where the table began whose rows no lines part, as long as short words and figures follow
    let mut open = (skip > 0 || has_rows).then_some(items.len()).filter(|at| is_open(items, *at));
    for element in elements.into_iter().skip(skip) {
        match element {
            Element::Line(line) => {
                open = open.filter(|_| !line.pieces.iter().any(|piece| columns::is_prose(&piece.text)));
                if let Some(at) = open.filter(|_| is_loose_row(&line)) {
                    // neither what stands before nor what stands behind goes on over these rows
                    items.insert(at, Item::Loose { page });
                    items.extend([from.line(line), Item::Unread]);
                    open = None;
                } else {
                    items.push(from.line(line));
                }
            }
            Element::Table(grid) => {
                table(items, grid, &from, words);
                open = Some(items.len()).filter(|at| is_open(items, *at));
            }
        }
    }
    if let Some(Item::Table(table)) = items.last_mut() {
        table.last = page;
    }
}

/// Whether the item before a place is a table whose rows no lines part.
fn is_open(items: &[Item], at: usize) -> bool {
    matches!(at.checked_sub(1).and_then(|at| items.get(at)), Some(Item::Table(table)) if table.open)
}

/// Whether a line looks like a row of a table: several pieces, numbers behind the first.
fn is_loose_row(line: &Line) -> bool {
    line.pieces.iter().skip(1).any(|piece| is_number(&piece.text))
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
    let (taken, rows, doubt) = columns::continued(&table.extents, &header, &lines);
    if taken == 0 {
        return false;
    }
    table.rows.extend(rows.into_iter().map(|row| row.into_iter().map(|cell| from.placed(cell)).collect()));
    table.doubt = table.doubt.max(doubt);
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
    let Grid { extents, aligned, open, lines, doubt, .. } = grid;
    let header = lines.iter().take(HEADER).map(|line| bare(&line.plain())).collect();
    items.push(Item::Table(Table {
        rows,
        extents,
        aligned,
        open: open || aligned,
        doubt,
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

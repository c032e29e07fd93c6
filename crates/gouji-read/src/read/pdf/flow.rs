//! Pages to a document: captions and notes out of the tables, tables that go on over pages, places.

mod apart;
mod item;
mod joined;
mod written;

use super::area::Area;
use super::cell::{GridCell, PageDoubt, PdfGrid, is_figure, is_number};
use super::columns;
use super::content::{PageContent, PageReading, PageSize, PdfElement};
use super::margin::{self, Margins};
use super::words::PdfLine;
use crate::read::assembly::Assembly;
use crate::read::page::Page;
use gouji_values::document::NoticeCode;
use gouji_values::lang::bilingual;
use item::{CAPTION, HEADER, Item, Origin, Placed, Table, bare, has_prose, known_captions};
use joined::{begins, goes_on, is_headed_alike, join};
use std::collections::BTreeMap;

/// Writes the pages; `faint`: the pages whose text was recognised, with the boxes of words whose
/// digits are doubtful.
pub(super) fn write(
    readings: Vec<PageReading>,
    faint: &BTreeMap<usize, Vec<Area>>,
    assembly: &mut Assembly<'_>,
    words: &Page<'_>,
) {
    let recognised = |page: usize, area: Area| {
        faint.get(&page).map(|faint| faint.iter().any(|word| word.meets(area)))
    };
    let mut items: Vec<Item> = Vec::new();
    for reading in readings {
        match reading {
            PageReading::Read(content) => {
                let is_picture = content.is_picture;
                add(&mut items, content, words);
                items.extend(is_picture.then_some(Item::Unread));
            }
            PageReading::Unread => items.push(Item::Unread),
        }
    }
    let tables: Vec<(PageSize, Area)> = items
        .iter()
        .filter_map(|item| match item {
            Item::Table(table) => Some((
                table.size,
                Area {
                    left: table.extents.first()?.0,
                    right: table.extents.last()?.1,
                    ..Area::default()
                },
            )),
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
    let heads: Vec<bool> = items.windows(2).map(has_rows_apart).chain([false]).collect();
    let apart = apart::rows(&items, words);
    for (((item, follows), is_head), is_row) in items.into_iter().zip(follows).zip(heads).zip(apart)
    {
        match item {
            Item::Line { line, page, turned, .. } => {
                let area = turned.back(line.area);
                let place = area.place(page);
                let span = if is_row {
                    assembly.row_apart(&line.text(), &place)
                } else {
                    assembly.line(&line.text(), &place, follows)
                };
                assembly.recognised(span, recognised(page, area));
            }
            Item::Table(table) => {
                written::table(table, &recognised, assembly);
                if is_head {
                    assembly.unread();
                }
            }
            Item::Unread => assembly.unread(),
            Item::Loose { page } => {
                let message = bilingual!(
                    "第 {page} 页的表下面有像是表里的行，没有能归到各栏；这张表可能缺行",
                    "below the table of page {page} stand what look like rows of it that fit no column; the table may lack rows"
                );
                assembly.notice(NoticeCode::RowsLoose, message, None);
                assembly.unread();
            }
            Item::Torn { page } => {
                let message = bilingual!(
                    "第 {page} 页开头的行可能属于前一页的表，但列对不上，没有接上；前一页的表可能缺行",
                    "the rows at the head of page {page} may belong to the table of the page before, but do not fit its columns and were not joined; that table may lack rows"
                );
                assembly.notice(NoticeCode::RowsTorn, message, None);
                assembly.unread();
            }
        }
    }
}

/// Whether the first of two items is a header, the other a table or a line right below it whose
/// rows may be those of the header.
fn has_rows_apart(two: &[Item]) -> bool {
    let has_figures =
        |table: &Table| table.rows.iter().flatten().any(|placed| is_figure(&placed.cell.text));
    match two {
        [Item::Table(head), Item::Table(body)] => {
            body.open && !has_figures(head) && has_figures(body)
        }
        [Item::Table(head), Item::Line { line, .. }] => {
            let is_ruled = !head.open && head.doubt == PageDoubt::None;
            is_ruled
                && !has_figures(head)
                && is_loose_row(line)
                && line.pieces.len() > 2
                && is_below(head, line.area)
        }
        _ => false,
    }
}

/// Whether a text stands right below the last row of a table.
fn is_below(table: &Table, text: Area) -> bool {
    let row = Area::over(table.rows.last().into_iter().flatten().map(|placed| placed.cell.area));
    let is_inside = table.extents.iter().any(|(left, _)| *left <= text.left)
        && table.extents.iter().any(|(_, right)| text.right <= *right);
    is_inside && (row.centre()..row.bottom + 2 * text.height()).contains(&text.centre())
}

/// A line with its page.
fn measured(item: &Item) -> Option<margin::PlacedLine<'_>> {
    match item {
        Item::Line { line, page, size, .. } => {
            Some(margin::PlacedLine { page: *page, size: *size, line })
        }
        _ => None,
    }
}

fn add(items: &mut Vec<Item>, content: PageContent, words: &Page<'_>) {
    let PageContent { page, mut elements, turned, size, strips, taken, .. } = content;
    if taken {
        if let Some(Item::Table(table)) = items
            .last_mut()
            .filter(|item| matches!(item, Item::Table(table) if table.last + 1 == page))
        {
            table.last = page;
        }
        return;
    }
    let from = Origin { page, turned, size, strips: &strips };
    let has_rows = rows_at_top(items, &mut elements, &from);
    let mut skip = 0;
    let first = elements.iter().position(|element| matches!(element, PdfElement::Table(_)));
    if let Some(first) = first
        && let Some(PdfElement::Table(grid)) = elements.get(first)
    {
        let above: Vec<String> = elements
            .iter()
            .take(first)
            .filter_map(|element| match element {
                PdfElement::Line(line) => Some(bare(&line.plain())),
                PdfElement::Table(_) => None,
            })
            .collect();
        if goes_on(items, &above, grid, page, has_rows) && !begins(items, grid, words) {
            if join(items, grid, &from) {
                skip = first + 1;
            } else if grid.rows.first().is_some_and(|row| has_figures(row))
                || is_headed_alike(items, grid)
            {
                items.push(Item::Torn { page });
            }
        }
    }
    // where a table ends whose rows no lines part, as long as short words and figures follow
    let mut open = open_end(items);
    for element in elements.into_iter().skip(skip) {
        match element {
            PdfElement::Line(line) => {
                open = open.filter(|_| !has_prose(&line));
                if let Some(at) = open.filter(|_| is_loose_row(&line)) {
                    // neither what stands before nor what stands behind goes on over these rows
                    items.insert(at, Item::Loose { page });
                    items.extend([from.line(line), Item::Unread]);
                    open = None;
                } else {
                    items.push(from.line(line));
                }
            }
            PdfElement::Table(grid) => {
                table(items, grid, &from, words);
                open = Some(items.len()).filter(|at| is_open(items, *at));
            }
        }
    }
    if let Some(Item::Table(table)) = items.last_mut() {
        table.last = page;
    }
}

/// Whether a row is one of figures, be they whole.
fn has_figures(row: &[GridCell]) -> bool {
    row.iter().any(|cell| is_figure(&cell.text))
        || row.iter().filter(|cell| is_number(&cell.text)).count() >= 2
}

/// Where the last table ends, if no lines part its rows and nothing but short words follow.
fn open_end(items: &[Item]) -> Option<usize> {
    let is_short = |item: &&Item| matches!(item, Item::Line { line, .. } if !has_prose(line));
    let short = items.iter().rev().take(CAPTION).take_while(is_short).count();
    Some(items.len() - short).filter(|at| is_open(items, *at))
}

/// Whether the item before a place is a table whose rows no lines part.
fn is_open(items: &[Item], at: usize) -> bool {
    matches!(at.checked_sub(1).and_then(|at| items.get(at)), Some(Item::Table(table)) if table.open)
}

/// Whether a line looks like a row of a table: several pieces, numbers behind the first.
fn is_loose_row(line: &PdfLine) -> bool {
    line.pieces.iter().skip(1).any(|piece| is_number(&piece.text))
}

/// Lines at the top of a page that are rows of the table before, which has no lines between its
/// columns. Takes them away.
fn rows_at_top(items: &mut [Item], elements: &mut Vec<PdfElement>, from: &Origin<'_>) -> bool {
    let page = from.page;
    let Some((Item::Table(table), before)) = items.split_last_mut() else { return false };
    if table.last + 1 != page || !table.open {
        return false;
    }
    let captions = known_captions(before);
    let caption =
        elements.iter().take_while(|element| matches!(element, PdfElement::Line(line) if captions.contains(&bare(&line.plain())))).count();
    let lines: Vec<PdfLine> = elements
        .iter()
        .skip(caption)
        .map_while(|element| match element {
            PdfElement::Line(line) => Some(std::slice::from_ref(line)),
            PdfElement::Table(grid) if grid.aligned => Some(grid.lines.as_slice()),
            PdfElement::Table(_) => None,
        })
        .flatten()
        .cloned()
        .collect();
    let text =
        |row: &Vec<Placed>| row.iter().map(|placed| bare(&placed.cell.text)).collect::<String>();
    let header: Vec<String> =
        table.rows.iter().take(HEADER).map(text).chain(table.header.iter().cloned()).collect();
    let (taken, rows, doubt) = columns::continued(&table.extents, &header, &lines);
    if taken == 0 {
        return false;
    }
    table.rows.extend(
        rows.into_iter().map(|row| row.into_iter().map(|cell| from.placed(cell)).collect()),
    );
    table.doubt = table.doubt.max(doubt);
    table.last = page;
    // what is left of a table that was cut are lines
    let mut left = taken;
    let rest: Vec<PdfElement> = std::mem::take(elements);
    for element in rest.into_iter().skip(caption) {
        match element {
            PdfElement::Line(_) if left > 0 => left -= 1,
            PdfElement::Table(grid) if left >= grid.lines.len() && left > 0 => {
                left -= grid.lines.len()
            }
            PdfElement::Table(grid) if left > 0 => {
                elements.extend(grid.lines.into_iter().skip(left).map(PdfElement::Line));
                left = 0;
            }
            element => elements.push(element),
        }
    }
    true
}

/// A table, its captions and notes outside.
fn table(items: &mut Vec<Item>, mut grid: PdfGrid, from: &Origin<'_>, words: &Page<'_>) {
    let captions = grid.rows.iter().take(CAPTION).take_while(|row| is_caption(row, words)).count();
    if captions < grid.rows.len() {
        for row in grid.rows.drain(..captions) {
            items.extend(
                row.into_iter()
                    .filter(|cell| !cell.text.is_empty())
                    .map(|cell| from.line(line(cell))),
            );
        }
    }
    let mut notes = Vec::new();
    while grid.rows.len() > 1
        && grid
            .rows
            .last()
            .is_some_and(|row| only(row).is_some_and(|cell| words.is_note(&cell.text)))
    {
        notes.extend(grid.rows.pop().into_iter().flatten().filter(|cell| !cell.text.is_empty()));
    }
    let rows = std::mem::take(&mut grid.rows)
        .into_iter()
        .map(|row| row.into_iter().map(|cell| from.placed(cell)).collect())
        .collect();
    let PdfGrid { extents, aligned, open, lines, doubt, .. } = grid;
    let header = lines.iter().take(HEADER).map(|line| bare(&line.plain())).collect();
    items.push(Item::Table(Table {
        rows,
        extents,
        aligned,
        open: open || aligned,
        doubt,
        header,
        size: from.size,
        last: from.page.saturating_sub(1),
    }));
    items.extend(notes.into_iter().rev().map(|cell| from.line(line(cell))));
}

fn line(cell: GridCell) -> PdfLine {
    let area = cell.area;
    PdfLine {
        pieces: vec![super::words::PdfPiece {
            text: cell.text.replace('\n', " "),
            area,
            ..Default::default()
        }],
        area,
    }
}

/// The only cell of a row that is filled.
fn only(row: &[GridCell]) -> Option<&GridCell> {
    let mut filled = row.iter().filter(|cell| !cell.text.is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

/// A title, a year or the line with the unit, drawn into the table.
fn is_caption(row: &[GridCell], words: &Page<'_>) -> bool {
    match only(row) {
        Some(cell) => {
            words.is_form_title(&cell.text)
                || words.names_unit(&cell.text)
                || words.is_year_line(&cell.text)
        }
        None => row.iter().any(|cell| words.names_unit(&cell.text)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::PdfPiece;
    use super::*;
    use crate::read::pdf::area::Turn;

    fn table(rows: &[&[&str]], open: bool) -> Item {
        let cell = |(column, text): (usize, &&str)| {
            let cell = GridCell {
                text: (*text).to_owned(),
                column,
                rows: 1,
                columns: 1,
                area: Area::default(),
                indent: 0,
            };
            Placed { cell, page: 1, turned: Turn::default() }
        };
        let rows = rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect();
        let header = Vec::new();
        Item::Table(Table {
            rows,
            extents: Vec::new(),
            aligned: false,
            open,
            doubt: PageDoubt::None,
            header,
            size: (0, 0),
            last: 1,
        })
    }

    fn words(text: &str) -> Item {
        let line = PdfLine::new(vec![PdfPiece { text: text.to_owned(), ..PdfPiece::default() }]);
        Item::Line { line, page: 1, turned: Turn::default(), size: (0, 0) }
    }

    #[test]
    fn rows_may_follow_an_open_table_as_long_as_words_are_short() {
        let body: &[&[&str]] = &[&["一、一般公共预算", "58.14"]];
        assert_eq!(open_end(&[table(body, true)]), Some(1));
        // on the page before, with the end of a label below it
        assert_eq!(open_end(&[table(body, true), words("出")]), Some(1));
        assert_eq!(
            open_end(&[
                table(body, true),
                words("本表反映部门本年度的总收支和年末结转结余情况，与上年的数一并列示。")
            ]),
            None
        );
        assert_eq!(open_end(&[table(body, false)]), None);
    }

    #[test]
    fn a_header_lacks_the_rows_of_a_table_right_below_it() {
        let head: &[&[&str]] = &[&["项目", "本年支出"]];
        let body: &[&[&str]] = &[&["合计", "13.59"]];
        assert!(has_rows_apart(&[table(head, false), table(body, true)]));
        assert!(!has_rows_apart(&[table(head, false), words("注"), table(body, true)][..2]));
        assert!(!has_rows_apart(&[table(body, false), table(body, true)]));
        assert!(!has_rows_apart(&[table(head, false), table(body, false)]));
    }
}

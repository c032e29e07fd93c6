//! A page to its tables and lines in reading order.

use super::area::{Area, Glyph};
use super::columns;
use super::frame::frames;
use super::grid::{Grid, grid};
use super::sheet::Sheet;
use super::words::{Line, lines};

/// What stands on a page, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// A line of text outside tables.
    Line(Line),
    /// A table.
    Table(Grid),
}

impl Element {
    pub(super) fn area(&self) -> Area {
        match self {
            Self::Line(line) => line.area,
            Self::Table(grid) => grid.area,
        }
    }
}

/// The tables and lines of a page.
pub(super) fn elements(sheet: &Sheet) -> Vec<Element> {
    let mut free: Vec<Glyph> = sheet.glyphs.clone();
    let mut tables: Vec<Grid> = Vec::new();
    // the smallest first: what stands in a table inside a table is its own
    let mut frames = frames(&sheet.rules);
    frames.sort_by_key(|frame| i64::from(frame.area().width()) * i64::from(frame.area().height()));
    for frame in frames {
        let area = frame.area();
        let (within, rest): (Vec<Glyph>, Vec<Glyph>) = free.iter().partition(|glyph| area.holds(glyph.area));
        if within.is_empty() {
            continue;
        }
        let table = grid(&frame, &within);
        if table.has_columns() {
            free = rest;
            tables.push(table);
        }
    }
    tables.sort_by_key(|table| (table.area.top, table.area.left));
    let mut out: Vec<Element> = Vec::new();
    let apart = lines(&free).into_iter().flat_map(|line| beside(line, &tables)).collect();
    for element in columns::tables(apart, &tables) {
        out.push(element);
    }
    out.extend(tables.into_iter().map(Element::Table));
    in_order(out)
}

/// A line that reaches over tables that stand side by side is parted where they are.
fn beside(line: Line, tables: &[Grid]) -> Vec<Line> {
    let below: Vec<Area> = tables.iter().map(|table| table.area).filter(|area| area.is_above_or_below(line.area)).collect();
    let neighbours = |one: &Area| below.iter().any(|other| one.is_beside(*other) && !one.is_above_or_below(*other));
    let sides: Vec<Area> = below.iter().filter(|area| neighbours(area)).copied().collect();
    let side = |area: Area| sides.iter().position(|side| (side.left..side.right).contains(&area.middle()) && side.bottom > area.top);
    if sides.is_empty() || line.pieces.iter().any(|piece| side(piece.area).is_none()) {
        return vec![line];
    }
    let mut out: Vec<(Option<usize>, Line)> = Vec::new();
    for piece in line.pieces {
        let own = side(piece.area);
        match out.iter_mut().find(|(known, _)| *known == own) {
            Some((_, line)) => {
                line.area = line.area.to(piece.area);
                line.pieces.push(piece);
            }
            None => out.push((own, Line { area: piece.area, pieces: vec![piece] })),
        }
    }
    out.into_iter().map(|(_, line)| line).collect()
}

/// From the top; what stands side by side from the left, a table with the lines right above it.
fn in_order(mut elements: Vec<Element>) -> Vec<Element> {
    elements.sort_by_key(|element| (element.area().top, element.area().left));
    let mut out: Vec<Element> = Vec::with_capacity(elements.len());
    let mut at = 0;
    while at < elements.len() {
        // a band: elements that stand beside one of those before
        let mut bottom = elements.get(at).map_or(0, |element| element.area().bottom);
        let mut to = at + 1;
        let is_table = |index: usize| matches!(elements.get(index), Some(Element::Table(_)));
        let mut tables = usize::from(is_table(at));
        while elements.get(to).is_some_and(|element| element.area().top < bottom) {
            bottom = bottom.max(elements.get(to).map_or(0, |element| element.area().bottom));
            tables += usize::from(is_table(to));
            to += 1;
        }
        if tables >= 2 {
            // captions above two tables side by side go along with theirs
            let narrow = |index: usize| {
                let area = elements.get(index).map(Element::area).unwrap_or_default();
                let over = elements
                    .get(at..to)
                    .unwrap_or(&[])
                    .iter()
                    .filter(|other| matches!(other, Element::Table(_)) && other.area().is_above_or_below(area));
                over.count() == 1
            };
            let first = (0..at).rev().take_while(|index| !is_table(*index) && narrow(*index)).last().unwrap_or(at);
            out.truncate(out.len() - (at - first));
            let mut band: Vec<Element> = elements.get(first..to).unwrap_or(&[]).to_vec();
            let lefts: Vec<Area> = band.iter().filter(|element| matches!(element, Element::Table(_))).map(Element::area).collect();
            let column = |element: &Element| {
                let over = lefts.iter().filter(|area| area.is_above_or_below(element.area())).map(|area| area.left).min();
                over.unwrap_or(element.area().left)
            };
            band.sort_by_key(|element| (column(element), element.area().top));
            out.extend(band);
        } else {
            out.extend(elements.get(at..to).unwrap_or(&[]).iter().cloned());
        }
        at = to;
    }
    out
}

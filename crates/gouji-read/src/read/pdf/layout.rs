//! A page to its tables and lines in reading order.

use super::area::{Area, Glyph, Length, POINT};
use super::cell::{GridCell, PageDoubt, PdfGrid, is_figure, is_number};
use super::columns;
use super::content::{Edges, PdfElement};
use super::frame::{self, Frame};
use super::grid::{body, grid};
use super::header::{are_ordinals, numbers_columns};
use super::joints;
use super::sheet::PdfSheet;
use super::uprights;
use super::words::{PdfLine, PdfPiece, lines};
use crate::read::page::Page;
use std::iter::repeat;

/// Figures side by side that make a row below a header.
const FIGURES: usize = 3;

/// The tables and lines of a page, and the edges of its frames.
pub(super) fn elements(sheet: &PdfSheet, words: &Page<'_>) -> (Vec<PdfElement>, Edges) {
    let mut free: Vec<Glyph> = sheet.glyphs.clone();
    let mut tables: Vec<PdfGrid> = Vec::new();
    // the smallest first: what stands in a table inside a table is its own
    let mut frames = frame::frames(&sheet.rules);
    let edges = Edges::of(&frames);
    // those whose level lines are missing take the place of what would be seen of them
    let half: Vec<(Frame, bool)> = uprights::tables(&sheet.rules, || lines(&free), words)
        .iter()
        .flat_map(|drawn| frame::frames(&drawn.rules).into_iter().zip(repeat(drawn.is_cut)))
        .collect();
    frames.retain(|frame| !half.iter().any(|(other, _)| other.area().meets(frame.area())));
    // frames of one column are a box around a table, or around a text
    let drawn: Vec<Area> = frames
        .iter()
        .chain(half.iter().map(|(frame, _)| frame))
        .filter(|frame| frame.xs.len() > 2)
        .map(Frame::area)
        .collect();
    for rules in joints::tables(&sheet.rules, || outside(&drawn, &free), words) {
        frames.extend(frame::frames(&rules).into_iter().map(|frame| Frame { open: true, ..frame }));
    }
    let half: Vec<(Area, bool)> = half
        .into_iter()
        .map(|(frame, is_cut)| ((frame.area(), is_cut), frames.push(frame)).0)
        .collect();
    frames.sort_by_key(|frame| i64::from(frame.area().width()) * i64::from(frame.area().height()));
    for frame in frames {
        let area = frame.area();
        let (within, rest): (Vec<Glyph>, Vec<Glyph>) =
            free.iter().partition(|glyph| area.holds(glyph.area));
        if within.is_empty() {
            continue;
        }
        let mut table = grid(&frame, &within);
        if let Some((_, is_cut)) = half.iter().find(|(other, _)| *other == area) {
            // of a table that the page cuts off each row stands between two lines all the same
            let has_rows_within = table.has_rows_within();
            table.open = !is_cut || has_rows_within || table.rows.len() + 1 != frame.ys.len();
            table.doubt = if has_rows_within { PageDoubt::Unsure } else { table.doubt };
        }
        if table.has_columns() {
            free = rest;
            tables.push(table);
        }
    }
    tables.sort_by_key(|table| (table.area.top, table.area.left));
    for at in 0..tables.len() {
        with_body(&mut tables, at, &mut free);
    }
    let apart: Vec<PdfLine> =
        lines(&free).into_iter().flat_map(|line| beside(line, &tables)).collect();
    let mut out: Vec<PdfElement> = Vec::new();
    for side in sides(apart, words) {
        out.extend(columns::tables(side, &tables, &sheet.rules, words));
    }
    out.extend(tables.into_iter().map(PdfElement::Table));
    (in_order(out), edges)
}

/// The lines of text outside some boxes.
fn outside(areas: &[Area], glyphs: &[Glyph]) -> Vec<PdfLine> {
    let free: Vec<Glyph> = glyphs
        .iter()
        .filter(|glyph| !areas.iter().any(|area| area.holds(glyph.area)))
        .copied()
        .collect();
    lines(&free)
}

/// A ruled header with the rows below it that have no lines.
fn with_body(tables: &mut [PdfGrid], at: usize, free: &mut Vec<Glyph>) {
    let Some(header) = tables.get(at).filter(|table| table.is_header()) else { return };
    let own = header.area;
    let end = tables
        .iter()
        .map(|table| table.area)
        .filter(|area| area.top >= own.bottom && area.is_above_or_below(own))
        .map(|area| area.top)
        .min();
    let within = Area { top: own.bottom, bottom: end.unwrap_or(Length::MAX), ..own };
    let below: Vec<Glyph> = free.iter().filter(|glyph| within.holds(glyph.area)).copied().collect();
    let (mut bottom, mut last, mut figures, mut is_full) = (own.bottom, own.bottom, 0, false);
    let below = lines(&below);
    let mut labels = super::labels::Labels::default();
    for line in &below {
        let height = line.area.height();
        // a line that reaches beyond the table is none of its rows
        let reaches = free.iter().any(|glyph| {
            let is_level = (glyph.area.centre() - line.area.centre()).abs() * 3 <= height;
            let outside = if glyph.area.middle() > own.right {
                glyph.area.left - own.right
            } else {
                own.left - glyph.area.right
            };
            is_level && !within.holds(glyph.area) && outside < 2 * height
        });
        if line.area.top - bottom > 3 * height || reaches || super::caption::is_prose(&line.plain())
        {
            break;
        }
        bottom = line.area.bottom;
        if line.pieces.len() >= 2 {
            last = line.area.bottom;
            let behind = || line.pieces.iter().skip(1);
            figures += usize::from(behind().any(|piece| is_figure(&piece.text)));
            is_full |= behind().filter(|piece| is_number(&piece.text)).count() >= FIGURES
                && !numbers_columns(line);
            labels.add(line);
        } else if labels.go_on(line) {
            last = line.area.bottom;
        }
    }
    // below the numbers of the columns stands a table, be it of one row; so does a row full of
    // figures below its header
    let is_numbered = |row: &Vec<GridCell>| {
        are_ordinals(row.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()))
    };
    let has_numbers = tables.get(at).and_then(|table| table.rows.last()).is_some_and(is_numbered)
        || below.first().is_some_and(numbers_columns);
    let least = if has_numbers { 1 } else { 2 };
    if figures < least && !is_full {
        return;
    }
    let area = Area { bottom: last + POINT, ..within };
    let (held, rest): (Vec<Glyph>, Vec<Glyph>) =
        free.iter().partition(|glyph| area.holds(glyph.area));
    *free = rest;
    if let Some(table) = tables.get_mut(at) {
        let (rows, doubt) = body(table, area, &held);
        table.rows.extend(rows);
        table.doubt = table.doubt.max(doubt);
        table.open = true;
        table.area = table.area.to(area);
    }
}

/// Lines below the titles of two forms side by side, parted where nothing stands between them; else
/// all lines as they are.
fn sides(lines: Vec<PdfLine>, words: &Page<'_>) -> Vec<Vec<PdfLine>> {
    let titles = |line: &PdfLine| {
        line.pieces.len() == 2 && line.pieces.iter().all(|piece| words.is_form_title(&piece.text))
    };
    let Some(from) = lines.iter().position(titles) else { return vec![lines] };
    let (above, both) = lines.split_at(from);
    let Some([one, other]) = both.first().map(|line| line.pieces.as_slice()) else {
        return vec![lines];
    };
    let mut taken: Vec<Area> =
        both.iter().flat_map(|line| &line.pieces).map(|piece| piece.area).collect();
    taken.sort_by_key(|area| area.left);
    // the widest stretch without text between the middles of the titles
    let (mut reached, mut widest) = (Length::MIN, (0, 0));
    for area in taken {
        let (gap, at) = (area.left.saturating_sub(reached), reached / 2 + area.left / 2);
        if gap > widest.0 && one.area.middle() < at && at < other.area.middle() {
            widest = (gap, at);
        }
        reached = reached.max(area.right);
    }
    if widest.0 < one.area.height() {
        return vec![lines];
    }
    let mut halves = [Vec::new(), Vec::new()];
    for line in both {
        let (left, right): (Vec<PdfPiece>, Vec<PdfPiece>) =
            line.pieces.iter().cloned().partition(|piece| piece.area.middle() < widest.1);
        for (half, pieces) in halves.iter_mut().zip([left, right]) {
            if !pieces.is_empty() {
                half.push(PdfLine::new(pieces));
            }
        }
    }
    std::iter::once(above.to_vec()).chain(halves).collect()
}

/// A line that reaches over tables that stand side by side is parted where they are.
fn beside(line: PdfLine, tables: &[PdfGrid]) -> Vec<PdfLine> {
    let below: Vec<Area> = tables
        .iter()
        .map(|table| table.area)
        .filter(|area| area.is_above_or_below(line.area))
        .collect();
    let neighbours = |one: &Area| {
        below.iter().any(|other| one.is_beside(*other) && !one.is_above_or_below(*other))
    };
    let sides: Vec<Area> = below.iter().filter(|area| neighbours(area)).copied().collect();
    let side = |area: Area| {
        sides.iter().position(|side| {
            (side.left..side.right).contains(&area.middle()) && side.bottom > area.top
        })
    };
    if sides.is_empty() || line.pieces.iter().any(|piece| side(piece.area).is_none()) {
        return vec![line];
    }
    let mut out: Vec<(Option<usize>, PdfLine)> = Vec::new();
    for piece in line.pieces {
        let own = side(piece.area);
        match out.iter_mut().find(|(known, _)| *known == own) {
            Some((_, line)) => {
                line.area = line.area.to(piece.area);
                line.pieces.push(piece);
            }
            None => out.push((own, PdfLine { area: piece.area, pieces: vec![piece] })),
        }
    }
    out.into_iter().map(|(_, line)| line).collect()
}

/// From the top; what stands side by side from the left, a table with the lines right above it.
fn in_order(mut elements: Vec<PdfElement>) -> Vec<PdfElement> {
    elements.sort_by_key(|element| (element.area().top, element.area().left));
    let mut out: Vec<PdfElement> = Vec::with_capacity(elements.len());
    let mut at = 0;
    while at < elements.len() {
        // a band: elements that stand beside one of those before
        let mut bottom = elements.get(at).map_or(0, |element| element.area().bottom);
        let mut to = at + 1;
        let is_table = |index: usize| matches!(elements.get(index), Some(PdfElement::Table(_)));
        let mut tables = usize::from(is_table(at));
        while elements.get(to).is_some_and(|element| element.area().top < bottom) {
            bottom = bottom.max(elements.get(to).map_or(0, |element| element.area().bottom));
            tables += usize::from(is_table(to));
            to += 1;
        }
        if tables >= 2 {
            // captions above two tables side by side go along with theirs
            let narrow = |index: usize| {
                let area = elements.get(index).map(PdfElement::area).unwrap_or_default();
                let over = elements.get(at..to).unwrap_or(&[]).iter().filter(|other| {
                    matches!(other, PdfElement::Table(_)) && other.area().is_above_or_below(area)
                });
                over.count() == 1
            };
            let first = (0..at)
                .rev()
                .take_while(|index| !is_table(*index) && narrow(*index))
                .last()
                .unwrap_or(at);
            out.truncate(out.len() - (at - first));
            let mut band: Vec<PdfElement> = elements.get(first..to).unwrap_or(&[]).to_vec();
            let lefts: Vec<Area> = band
                .iter()
                .filter(|element| matches!(element, PdfElement::Table(_)))
                .map(PdfElement::area)
                .collect();
            let column = |element: &PdfElement| {
                let over = lefts
                    .iter()
                    .filter(|area| area.is_above_or_below(element.area()))
                    .map(|area| area.left)
                    .min();
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

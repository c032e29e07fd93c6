//! Wide tables that were printed on several pages, some columns on each: which pages stand side by
//! side. In: the pages as they were read. Out: groups of pages, and the one sheet that the pages of
//! a group are.
//!
//! Pages are put side by side only where it is certain: their rows have the same edges, only the
//! first page has a title of its own, and their columns are others or begin with the labels of the
//! first page once more.

use super::area::{Area, Glyph, Length, POINT, RulingLine};
use super::cell::PdfGrid;
use super::content::{Edges, NEAR, PageContent, PageReading, PdfElement, Strip};
use super::frame::frames;
use super::sheet::PdfSheet;
use super::words::PdfPiece;
use crate::read::line::is_ideograph;
use crate::read::page::Page;

/// Edges of rows that must be the same.
const EDGES: usize = 4;
/// Pages below one another of one table.
const BELOW: usize = 20;
/// Pages that a title reaches over.
const PIECES: usize = 4;
/// Lines of notes that stand on a page of their own.
const LINES: usize = 6;
/// Letters of labels that are printed again.
const LETTERS: usize = 3;

/// The page of a box on a sheet, and the box on this page.
pub(super) fn on_page(strips: &[Strip], page: usize, area: Area) -> (usize, Area) {
    let Some(strip) = strips.iter().rev().find(|strip| strip.from <= area.left + POINT) else {
        return (page, area);
    };
    let end = strips
        .iter()
        .map(|other| other.from)
        .find(|from| *from > strip.from)
        .unwrap_or(Length::MAX);
    (
        strip.page,
        Area { left: area.left - strip.shift, right: area.right.min(end) - strip.shift, ..area },
    )
}

/// The ruled tables of a page as one.
struct Outline<'a> {
    content: &'a PageContent,
    tables: Vec<&'a PdfGrid>,
}

impl<'a> Outline<'a> {
    /// `None` where a table of the page is not ruled, or more stands on it than the notes of one.
    fn of(content: &'a PageContent) -> Option<Self> {
        let tables: Vec<&PdfGrid> = content
            .elements
            .iter()
            .filter_map(|element| match element {
                PdfElement::Table(grid) => Some(grid),
                PdfElement::Line(_) => None,
            })
            .collect();
        let is_ruled =
            !content.edges.xs.is_empty() && !tables.iter().any(|grid| grid.aligned || grid.open);
        let is_rest =
            content.edges.xs.is_empty() && tables.is_empty() && content.elements.len() <= LINES;
        (is_ruled || is_rest).then_some(Self { content, tables })
    }

    /// Whether nothing but notes stands on the page, or nothing at all.
    fn is_rest_of_table(&self) -> bool {
        self.xs().is_empty()
    }

    fn xs(&self) -> &[Length] {
        &self.content.edges.xs
    }

    fn ys(&self) -> &[Length] {
        &self.content.edges.ys
    }

    fn left(&self) -> Length {
        self.xs().first().copied().unwrap_or(0)
    }

    fn right(&self) -> Length {
        self.xs().last().copied().unwrap_or(0)
    }

    fn top(&self) -> Length {
        self.ys().first().copied().unwrap_or(0)
    }

    /// The pieces of the lines above the tables.
    fn above(&self) -> impl Iterator<Item = &'a PdfPiece> {
        let top = self.top();
        self.content
            .elements
            .iter()
            .filter_map(move |element| match element {
                PdfElement::Line(line) if line.area.centre() < top => Some(&line.pieces),
                _ => None,
            })
            .flatten()
    }

    /// Heights of the lines below the tables.
    fn below(&self) -> impl Iterator<Item = Length> {
        let bottom = self.ys().last().copied().unwrap_or(0);
        self.content
            .elements
            .iter()
            .map(PdfElement::area)
            .filter(move |area| area.centre() > bottom)
            .map(Area::centre)
    }

    /// Whether each line below the tables is as high as one of the other page, as where a long note
    /// goes on.
    fn has_no_text_of_its_own_below(&self, other: &Self) -> bool {
        self.below().all(|own| other.below().any(|known| (known - own).abs() <= NEAR))
    }

    /// Whether the columns have the same widths and places.
    fn has_columns_of(&self, other: &Self) -> bool {
        self.xs().len() == other.xs().len()
            && self.xs().iter().zip(other.xs()).all(|(own, other)| (own - other).abs() <= NEAR)
    }

    /// Whether its columns are those of the other one, some of them perhaps taken together.
    fn has_edges_of(&self, other: &Self) -> bool {
        let is_near = |one: Length, other: Length| (one - other).abs() <= NEAR;
        is_near(self.left(), other.left())
            && is_near(self.right(), other.right())
            && self.xs().iter().all(|own| other.xs().iter().any(|known| is_near(*own, *known)))
    }

    /// Whether its rows are rows of the other one, as high and at the same places, from some row to
    /// the last.
    fn has_rows_of(&self, other: &Self) -> bool {
        let is_known = |edge: &Length| other.ys().iter().any(|known| (known - edge).abs() <= NEAR);
        let ends = |ys: &[Length]| ys.last().copied().unwrap_or(0);
        self.ys().len() * 5 >= other.ys().len() * 3
            && (ends(self.ys()) - ends(other.ys())).abs() <= NEAR
            && self.ys().iter().all(is_known)
    }

    /// The texts of its first column by their heights.
    fn labels(&self) -> Vec<(Length, &str)> {
        let cells = self.tables.iter().flat_map(|grid| grid.rows.iter().flatten());
        cells
            .filter(|cell| cell.column == 0 && !cell.text.is_empty())
            .map(|cell| (cell.area.centre(), cell.text.as_str()))
            .collect()
    }

    /// Whether its first column is the one of the other page, printed again.
    fn repeats_labels_of(&self, other: &Self) -> bool {
        let (own, others) = (self.labels(), other.labels());
        let is_known = |(at, text): &&(Length, &str)| {
            others.iter().any(|(known, label)| (known - at).abs() <= NEAR && label == text)
        };
        own.len() >= EDGES && own.iter().filter(is_known).count() * 5 >= own.len() * 4
    }

    /// Whether a form's title begins above its tables or stands in their first rows: one that began
    /// on the page before does not, nor does one that is printed again with the labels, and one
    /// may go on on the page behind.
    fn has_title(
        &self,
        first: Option<&Self>,
        before: Option<&Self>,
        behind: &[&Self],
        words: &Page<'_>,
    ) -> bool {
        let whole = |piece: &'a PdfPiece| {
            let (mut text, mut end, mut right) = (piece.text.clone(), piece, self.right());
            for page in behind {
                let Some(rest) = page.above().find(|rest| goes_on(end, right, rest, page.left()))
                else {
                    break;
                };
                text.push_str(&rest.text);
                (end, right) = (rest, page.right());
            }
            text
        };
        self.above()
            .filter(|piece| {
                !self.is_rest(piece, before)
                    && !first.is_some_and(|first| self.is_again(piece, first))
            })
            .any(|piece| is_title(&whole(piece), words))
            || self.tables.first().is_some_and(|grid| {
                grid.rows.iter().take(EDGES).flatten().any(|cell| is_title(&cell.text, words))
            })
    }

    /// Whether the same stands above its tables.
    fn is_headed_as(&self, other: &Self) -> bool {
        self.above().map(|piece| &piece.text).eq(other.above().map(|piece| &piece.text))
    }

    /// Whether a piece goes on with one on the page before.
    fn is_rest(&self, piece: &PdfPiece, before: Option<&Self>) -> bool {
        before.is_some_and(|before| {
            before.above().any(|start| goes_on(start, before.right(), piece, self.left()))
        })
    }

    /// Whether a piece stands above labels that are printed again, as it does on the first page; it
    /// may be cut off there.
    fn is_again(&self, piece: &PdfPiece, first: &Self) -> bool {
        first.above().any(|known| {
            let is_there = (known.area.centre() - piece.area.centre()).abs() <= NEAR
                && (known.area.left - first.left() - piece.area.left + self.left()).abs() <= NEAR;
            is_there && (known.text.starts_with(&piece.text) || piece.text.starts_with(&known.text))
        })
    }

    /// Whether nothing stands above its tables but a title, what may stand at the right end of a
    /// caption, or goes on from `before`.
    fn has_no_caption(&self, before: &Self, first: &Self, words: &Page<'_>) -> bool {
        self.above().all(|piece| {
            let text = piece.text.as_str();
            let is_end = words.names_unit(text)
                || words.is_year_line(text)
                || text.chars().any(char::is_numeric);
            is_title(text, words)
                || self.is_rest(piece, Some(before))
                || self.is_again(piece, first)
                || (is_end && text.chars().count() <= 20)
        })
    }
}

/// A form's title; `公开01表` is none.
fn is_title(text: &str, words: &Page<'_>) -> bool {
    words.is_form_title(text)
        && (!text.chars().any(char::is_numeric)
            || text.chars().filter(|c| is_ideograph(*c)).count() > 4)
}

/// Whether a piece at the right edge of a page goes on at the left edge of the next.
fn goes_on(start: &PdfPiece, right: Length, rest: &PdfPiece, left: Length) -> bool {
    let size = start.area.height().max(POINT);
    (start.area.centre() - rest.area.centre()).abs() <= NEAR
        && (start.area.right - right).abs() <= 2 * size
        && (rest.area.left - left).abs() <= 2 * size
}

/// Groups of pages, by their places among all, of which each is one wide page.
pub(super) fn groups(readings: &[PageReading], words: &Page<'_>) -> Vec<Vec<usize>> {
    let outlines: Vec<Option<Outline<'_>>> = readings
        .iter()
        .map(|reading| match reading {
            PageReading::Read(content) if !content.is_picture => Outline::of(content),
            _ => None,
        })
        .collect();
    let outline = |at: usize| outlines.get(at).and_then(Option::as_ref);
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut at = 0;
    // the first page of the pages side by side right before, whose rows may go on here
    let mut last: Option<usize> = None;
    while at < readings.len() {
        let found = (1..=below(&outlines, at)).rev().find_map(|height| {
            block(&outlines, at, height, last, words).map(|width| (height, width))
        });
        match found {
            Some((height, width)) => {
                let rows = (0..height)
                    .filter(|row| outline(at + row).is_some_and(|page| !page.is_rest_of_table()));
                out.extend(
                    rows.map(|row| (0..width).map(|column| at + row + column * height).collect()),
                );
                last = outline(at).map(|_| at);
                at += height * width;
            }
            None => {
                last = None;
                at += 1;
            }
        }
    }
    out
}

/// Pages from one on whose columns are the same.
fn below(outlines: &[Option<Outline<'_>>], first: usize) -> usize {
    let Some(Some(own)) = outlines.get(first) else { return 0 };
    if own.is_rest_of_table() {
        return 0;
    }
    let same = |next: &Option<Outline<'_>>| {
        next.as_ref().is_some_and(|next| {
            !next.is_rest_of_table() && next.has_edges_of(own) && !next.repeats_labels_of(own)
        })
    };
    let count =
        1 + outlines.iter().skip(first + 1).take(BELOW).take_while(|next| same(next)).count();
    let rest =
        outlines.get(first + count).and_then(Option::as_ref).is_some_and(Outline::is_rest_of_table);
    count + usize::from(rest)
}

/// How many pages stand side by side from page `first` on, each with `height` pages below one
/// another; none where it is one.
fn block(
    outlines: &[Option<Outline<'_>>],
    first: usize,
    height: usize,
    last: Option<usize>,
    words: &Page<'_>,
) -> Option<usize> {
    let outline = |at: usize| outlines.get(at).and_then(Option::as_ref);
    let base = outline(first)?;
    // one form, one title, be it in the middle of the pages
    let titled = |column: usize| {
        let before = column.checked_sub(1).and_then(|before| outline(first + before * height));
        let behind: Vec<&Outline<'_>> = (column + 1..)
            .map_while(|behind| outline(first + behind * height))
            .take(PIECES)
            .collect();
        outline(first + column * height)
            .is_some_and(|own| own.has_title((column > 0).then_some(base), before, &behind, words))
    };
    let goes_on = last.and_then(outline).is_some_and(|before| before.has_columns_of(base));
    let mut titles = usize::from(goes_on || titled(0));
    let is_beside = |column: usize| {
        (0..height).all(|row| {
            let (Some(own), Some(before), Some(left)) = (
                outline(first + row + column * height),
                outline(first + row + (column - 1) * height),
                outline(first + row),
            ) else {
                return false;
            };
            if own.is_rest_of_table() || left.is_rest_of_table() {
                return row > 0
                    && own.is_rest_of_table()
                    && left.is_rest_of_table()
                    && own.has_no_text_of_its_own_below(left);
            }
            own.content.turned.is_as_far_as(left.content.turned)
                && (row > 0 || own.ys().len() >= EDGES)
                && own.has_rows_of(left)
                && (own.repeats_labels_of(left) || !own.has_columns_of(before))
                && own.has_no_caption(before, left, words)
                && (row == 0
                    || !own.has_title(Some(left), Some(before), &[], words)
                    || outline(first + column * height).is_some_and(|top| own.is_headed_as(top)))
                && own.has_no_text_of_its_own_below(left)
        })
    };
    let mut width = 1;
    while is_beside(width) && titles + usize::from(titled(width)) <= 1 {
        titles += usize::from(titled(width));
        width += 1;
    }
    (width > 1 && titles == 1).then_some(width)
}

/// The pages of a group as one sheet, each with what was kept of it. `None` where one of them has
/// no frame.
pub(super) fn sheet(pages: Vec<(PdfSheet, &PageContent)>) -> Option<(PdfSheet, Vec<Strip>)> {
    let mut out: Option<(PdfSheet, Vec<Strip>, Length, Part)> = None;
    for (sheet, content) in pages {
        let part = Part::of(sheet, content)?;
        match &mut out {
            None => {
                let strip = Strip { from: Length::MIN, page: content.page, shift: 0 };
                let mut whole = PdfSheet { turned: content.turned, ..PdfSheet::default() };
                whole.glyphs.clone_from(&part.glyphs);
                whole.rules.clone_from(&part.rules);
                let right = *part.edges.xs.last()?;
                out = Some((whole, vec![strip], right, part));
            }
            Some((whole, strips, right, first)) => {
                let cut = part.behind_labels_of(first);
                let shift = *right - cut;
                strips.push(Strip { from: *right, page: content.page, shift });
                let is_new = |area: Area| area.middle() >= cut - NEAR;
                let moved = |area: Area| Area {
                    left: area.left + shift,
                    right: area.right + shift,
                    ..area
                };
                let top = part.edges.ys.first().copied()?;
                whole.glyphs.extend(
                    part.glyphs
                        .iter()
                        .filter(|glyph| is_new(glyph.area))
                        .map(|glyph| Glyph { area: moved(glyph.area), ..*glyph }),
                );
                whole.rules.extend(
                    part.rules
                        .iter()
                        .filter(|rule| {
                            rule.level || (rule.at >= cut - NEAR && rule.from >= top - NEAR)
                        })
                        .filter_map(|rule| match rule.level {
                            true => (rule.to > cut).then(|| RulingLine {
                                from: rule.from.max(cut) + shift,
                                to: rule.to + shift,
                                ..*rule
                            }),
                            false => Some(RulingLine { at: rule.at + shift, ..*rule }),
                        }),
                );
                *right = part.edges.xs.last()? + shift;
            }
        }
    }
    out.map(|(whole, strips, ..)| (whole, strips))
}

/// What was kept of a page that is a part of a sheet.
struct Part {
    glyphs: Vec<Glyph>,
    rules: Vec<RulingLine>,
    edges: Edges,
}

impl Part {
    fn of(sheet: PdfSheet, content: &PageContent) -> Option<Self> {
        let edges = Edges::of(&frames(&sheet.rules));
        let Edges { xs, ys } = &edges;
        let table =
            Area { left: *xs.first()?, right: *xs.last()?, top: *ys.first()?, bottom: *ys.last()? };
        // page numbers and running titles were taken away from the page as it was read
        let areas: Vec<Area> = content.elements.iter().map(PdfElement::area).collect();
        let is_kept = |glyph: &Glyph| {
            table.holds(glyph.area) || areas.iter().any(|area| area.holds(glyph.area))
        };
        let glyphs = sheet.glyphs.into_iter().filter(is_kept).collect();
        Some(Self { glyphs, rules: sheet.rules, edges })
    }

    /// Where the columns end that are those of the first page, printed again.
    fn behind_labels_of(&self, first: &Self) -> Length {
        let text = |part: &Self, column: usize| -> Option<(Length, Vec<(char, Length, Length)>)> {
            let (left, right) = (*part.edges.xs.get(column)?, *part.edges.xs.get(column + 1)?);
            let own =
                Area { left, right, top: *self.edges.ys.first()?, bottom: *self.edges.ys.last()? };
            let mut chars: Vec<(char, Length, Length)> = part
                .glyphs
                .iter()
                .filter(|glyph| own.holds(glyph.area))
                .map(|glyph| {
                    (
                        glyph.char,
                        (glyph.area.centre() + POINT) / (2 * POINT),
                        (glyph.area.left - left + POINT) / (2 * POINT),
                    )
                })
                .collect();
            chars.sort_unstable();
            Some((right - left, chars))
        };
        let is_again = |column: usize| match (text(self, column), text(first, column)) {
            (Some((width, own)), Some((known, text))) => {
                (width - known).abs() <= NEAR && own.len() >= LETTERS && is_alike(&own, &text)
            }
            _ => false,
        };
        let count = (0..self.edges.xs.len().saturating_sub(2))
            .take_while(|column| is_again(*column))
            .count();
        self.edges.xs.get(count).copied().unwrap_or(0)
    }
}

/// Whether most characters stand at the same places: what was cut off at an edge is a few.
fn is_alike(own: &[(char, Length, Length)], other: &[(char, Length, Length)]) -> bool {
    let near = |one: &(char, Length, Length), other: &(char, Length, Length)| {
        one.0 == other.0 && (one.1 - other.1).abs() <= 1 && (one.2 - other.2).abs() <= 1
    };
    let shared = own.iter().filter(|char| other.iter().any(|known| near(char, known))).count();
    shared * 10 >= own.len().max(other.len()) * 9
}

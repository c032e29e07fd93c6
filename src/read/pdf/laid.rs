//! Text that a program took from pages and laid out as it stood there: each character in a column,
//! each line in a row, blanks where nothing stands (`pdftotext -layout`).
//!
//! In: the decoded text. Out: a document as of the pages themselves: a character is a box as wide as
//! it is high. Deliberately absent: text whose blanks only part words; its figures do not stand
//! below one another.

use super::area::{Area, Glyph, Length, POINT, Turn};
use super::content::{PageContent, PageReading};
use super::sheet::PdfSheet;
use super::{flow, furniture, layout, tall};
use crate::document::Document;
use crate::error::ReadError;
use crate::read::Source;
use crate::read::assembly::{Assembly, Prose};
use crate::read::encoding::Decoded;
use crate::read::page::Page;
use std::collections::BTreeMap;

/// The width and height of a character, and from line to line.
const LETTER: Length = 10 * POINT;
const LINE: Length = 12 * POINT;
/// Lines with figures that show where columns end.
const LINES: usize = 8;
/// So many figures end below one another at least, of a hundred.
const BELOW: usize = 70;
/// Figures that end at one place are a column.
const COLUMN: usize = 3;

/// Whether figures stand below one another, page by page, with nothing but blanks between.
pub(in crate::read) fn is_laid_out(text: &str) -> bool {
    let (mut figures, mut below, mut lines) = (0, 0, 0);
    for page in text.split('\u{C}') {
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        for line in page.lines() {
            if line.contains(['\t', '|']) {
                continue;
            }
            let found = ends_of_figures(line);
            lines += usize::from(!found.is_empty());
            found.into_iter().for_each(|end| *ends.entry(end).or_default() += 1);
        }
        figures += ends.values().sum::<usize>();
        below += ends.values().filter(|count| **count >= COLUMN).sum::<usize>();
    }
    lines >= LINES && below * 100 >= figures * BELOW
}

/// Where figures end that stand behind two blanks or more.
fn ends_of_figures(line: &str) -> Vec<usize> {
    let characters: Vec<char> = line.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let is_blank = |at: usize| characters.get(at).is_none_or(|c| c.is_whitespace());
        if is_blank(at) {
            at += 1;
            continue;
        }
        let from = at;
        while !(is_blank(at) && is_blank(at + 1)) {
            at += 1;
        }
        let piece: String = characters.get(from..at).unwrap_or(&[]).iter().collect();
        if from > 1 && super::cell::is_figure(&piece) {
            out.push(at);
        }
    }
    out
}

/// The document of a text that is laid out.
pub(in crate::read) fn document(
    decoded: Decoded,
    source: &Source<'_>,
) -> Result<Document, ReadError> {
    let words = Page::new("", source.vocabulary);
    let mut pages: Vec<PageReading> = Vec::new();
    for text in decoded.text.split('\u{C}') {
        let sheet = sheet(text);
        let (elements, edges) = layout::elements(&sheet, &words);
        let lines = u16::try_from(text.lines().count()).unwrap_or(u16::MAX);
        pages.push(PageReading::Read(PageContent {
            page: pages.len() + 1,
            height: tall(f32::from(lines) * 12.0),
            elements,
            turned: Turn::default(),
            is_picture: false,
            edges,
            strips: Vec::new(),
            taken: false,
        }));
    }
    let leaves = pages.iter_mut().filter_map(|page| match page {
        PageReading::Read(page) => Some(page),
        PageReading::Unread => None,
    });
    furniture::remove(leaves.collect(), &words);
    let mut assembly = Assembly::new(source.vocabulary);
    let count = pages.len();
    flow::write(pages, &mut assembly, &words);
    let document = assembly.finish("text", &decoded.encoding, Prose::Lines, source.limits)?;
    let notices = decoded.notices.into_iter().chain(document.notices).collect();
    Ok(Document { pages: count, notices, ..document })
}

/// The characters of a page as boxes.
fn sheet(text: &str) -> PdfSheet {
    let mut glyphs = Vec::new();
    let mut top: Length = 0;
    for line in text.lines() {
        let (mut left, mut blank): (Length, bool) = (0, false);
        for char in line.chars() {
            if char.is_whitespace() {
                blank = true;
            } else {
                let area = Area { left, top, right: left + LETTER, bottom: top + LETTER };
                glyphs.push(Glyph { char, area, turn: 0, blank });
                blank = false;
            }
            left = left.saturating_add(LETTER);
        }
        top = top.saturating_add(LINE);
    }
    PdfSheet { glyphs, ..PdfSheet::default() }
}

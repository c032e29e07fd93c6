//! Tables of a text that keeps its columns by blanks, as programs write that take a text off its
//! pages (`pdftotext -layout`): a blank cell is blank, figures of a column stand under each other,
//! rows come apart into half lines, a page break may move all columns.
//!
//! In: the lines outside other tables. Out: tables whose cells stand in columns. `chunk` parts the
//! lines, `columns` finds what runs down a page, `rows` takes half lines together, `head` reads the
//! lines above (`counted` where a line counts the columns), `headless` gives heads to the columns beside them, `clip` last decimals to their figures,
//! `sheet` makes one table of those that go on over pages.

mod certain;
mod chunk;
mod clip;
mod columns;
mod counted;
mod head;
mod headless;
mod pages;
mod row;
mod rows;
mod sheet;
mod spelled;

use super::line::{has_sentence_mark, is_ideograph};
use super::page::{Page, Region};
use chunk::{Chunk, Kind, Measure, chunks};
use row::{Row, Zone};
use sheet::Sheets;
use std::collections::BTreeMap;

/// Lines of a page that are looked at together.
const TALLEST: usize = 400;
/// Lines of a title at most.
const TITLE: usize = 5;
/// Pages on which a line at the edge comes again before it is known as theirs.
const REPEATED: usize = 4;

/// The tables in the stretches of lines.
pub(super) fn find(page: &Page<'_>, stretches: &[(usize, usize)]) -> Vec<Region> {
    let Some(measure) = measure(page, stretches) else { return Vec::new() };
    let repeated = repeated(page, stretches);
    let mut sheets = Sheets::new(page, measure);
    for stretch in stretches {
        for zone in zones(page, *stretch, measure, &repeated) {
            sheets.add(zone);
        }
        sheets.close();
    }
    sheets.finish()
}

/// What the columns of the text count; nothing where figures are not kept apart by wide gaps.
fn measure(page: &Page<'_>, stretches: &[(usize, usize)]) -> Option<Measure> {
    let (mut apart, mut together) = (0_usize, 0_usize);
    let mut fits = [0_usize; 2];
    let mut last: Vec<Vec<Chunk<'_>>> = vec![Vec::new(), Vec::new()];
    for index in stretches.iter().flat_map(|(from, to)| *from..*to) {
        let Some(line) = page.line(index).filter(|line| may_be_row(line.raw)) else { continue };
        if page.is_void(index) || page.is_contents(index) || page.is_tabbed(index) {
            continue;
        }
        for (at, measure) in [Measure::Characters, Measure::Widths].into_iter().enumerate() {
            let now = chunks(line, measure, page.vocabulary);
            let amounts = now.iter().filter(|chunk| chunk.kind == Kind::Amount).count();
            if amounts == 0 {
                continue;
            }
            if at == 0 {
                let behind = |chunk: &&Chunk<'_>| chunk.kind == Kind::Amount && chunk.from > 0;
                let wide = now.iter().filter(behind).filter(|chunk| chunk.is_apart).count();
                let close = now.iter().filter(behind).filter(|chunk| !chunk.is_apart).count();
                apart += wide;
                together += close;
            }
            let ends = |chunks: &[Chunk<'_>], to: usize| {
                chunks.iter().any(|chunk| chunk.kind == Kind::Amount && chunk.to == to)
            };
            if let (Some(before), Some(fit)) = (last.get_mut(at), fits.get_mut(at)) {
                *fit +=
                    now.iter().filter(|chunk| chunk.is_figure() && ends(before, chunk.to)).count();
                *before = now;
            }
        }
    }
    let is_spaced = apart >= 4 && apart >= 2 * together;
    let [characters, widths] = fits;
    is_spaced.then_some(if widths > characters { Measure::Widths } else { Measure::Characters })
}

/// A line of sentences has few wide gaps.
fn may_be_row(raw: &str) -> bool {
    raw.contains("  ") || raw.contains('\u{3000}')
}

/// Lines at the edges of many pages that say the same, digits aside.
fn repeated(page: &Page<'_>, stretches: &[(usize, usize)]) -> Vec<usize> {
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let filled: Vec<usize> = stretches
        .iter()
        .flat_map(|(from, to)| *from..*to)
        .filter(|index| !page.is_void(*index))
        .collect();
    let pages = filled.chunk_by(|one, other| !page.is_new_page(*one, *other));
    let mut count = 0;
    for lines in pages {
        count += 1;
        let edges = lines.iter().take(2).chain(lines.iter().skip(2).rev().take(1));
        for index in edges {
            let text = page.text(*index);
            let key: String =
                text.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
            if key.chars().filter(|c| is_ideograph(*c)).count() >= 4
                && text.len() < 200
                && !text.contains("   ")
            {
                known.entry(key).or_default().push(*index);
            }
        }
    }
    let mut out: Vec<usize> = known
        .into_values()
        .filter(|lines| lines.len() >= REPEATED && lines.len() * 5 >= count * 2)
        .flatten()
        .collect();
    out.sort_unstable();
    out
}

/// The zones of a stretch of lines.
fn zones<'a>(
    page: &Page<'a>,
    (from, to): (usize, usize),
    measure: Measure,
    repeated: &[usize],
) -> Vec<Zone<'a>> {
    let mut out: Vec<Zone<'a>> = Vec::new();
    let mut rows: Vec<Row<'a>> = Vec::new();
    let (mut last, mut follows, mut captioned) = (from, false, false);
    let (mut heads, mut is_next) = (Vec::new(), false);
    let mut close = |rows: &mut Vec<Row<'a>>, above: ZoneStart| {
        // columns are kept apart by wide gaps
        let is_apart = |row: &Row<'_>| row.chunks.iter().skip(1).any(|chunk| chunk.is_apart);
        if rows.iter().any(Row::has_figure) && !rows.iter().any(is_apart) {
            rows.clear();
        }
        if !rows.is_empty() {
            let ZoneStart { follows, captioned, heads, is_next } = above;
            out.push(Zone { rows: std::mem::take(rows), follows, captioned, heads, is_next });
        }
    };
    for index in from..to {
        if page.is_void(index) || repeated.binary_search(&index).is_ok() {
            continue;
        }
        let is_new = page.is_new_page(last, index);
        if is_new {
            let ended = rows.is_empty();
            if !ended {
                let heads = std::mem::take(&mut heads);
                close(&mut rows, ZoneStart { follows, captioned, heads, is_next });
            }
            heads.clear();
            is_next = !ended;
            captioned &= ended;
            follows = !ended;
        }
        let gap = if is_new { 0 } else { (index - last).saturating_sub(1) };
        last = index;
        let row = page
            .line(index)
            .filter(|_| !page.is_contents(index) && !page.is_tabbed(index))
            .map(|line| Row::new(index, gap, line, chunks(line, measure, page.vocabulary)));
        match row.filter(|row| !row.chunks.is_empty() && !is_apart(page, index, row)) {
            Some(row) if rows.len() < TALLEST => rows.push(row),
            _ => {
                let text = page.text(index);
                let key = |text: &str| -> String {
                    text.chars().filter(|c| !c.is_whitespace()).collect()
                };
                let is_short = is_next && rows.len() <= 2 && !rows.iter().any(Row::has_figure);
                if is_short || (rows.len() <= TITLE && rows.iter().all(Row::is_title)) {
                    // the number of a form stands above its title, which may take several lines
                    heads.extend(rows.drain(..).map(|row| key(page.text(row.index))));
                }
                if !rows.is_empty() {
                    let heads = std::mem::take(&mut heads);
                    close(&mut rows, ZoneStart { follows, captioned, heads, is_next });
                    is_next = false;
                }
                heads.push(key(text));
                follows = false;
                captioned = page.names_unit(text) || page.is_form_title(text);
            }
        }
    }
    close(&mut rows, ZoneStart { follows, captioned, heads, is_next });
    out
}

/// What stands above a zone.
struct ZoneStart {
    follows: bool,
    captioned: bool,
    heads: Vec<String>,
    is_next: bool,
}

/// Whether a line is none of a table: a caption, a title, a note, a sentence.
fn is_apart(page: &Page<'_>, index: usize, row: &Row<'_>) -> bool {
    let text = page.text(index);
    if page.is_note(text) || page.names_unit(text) {
        return true;
    }
    if is_sentence(page, text, row) {
        return true;
    }
    let [chunk] = row.chunks.as_slice() else { return false };
    if chunk.is_figure() {
        return false;
    }
    let length = text.chars().count();
    page.is_form_title(text)
        || page.is_year_line(text)
        || (has_sentence_mark(text) && length >= 16 && chunk.from < 12)
        || (length >= 30 && chunk.from < 12)
}

/// Whether a line at the margin is one of sentences: a figure is followed by its unit, or no wide gap
/// stands in it.
fn is_sentence(page: &Page<'_>, text: &str, row: &Row<'_>) -> bool {
    /// Ideographs that a line of sentences has.
    const FEWEST: usize = 8;
    let is_beside = row.chunks.first().is_some_and(|first| first.from < 12);
    if row.chunks.len() < 2 || !is_beside || !has_sentence_mark(text) {
        return false;
    }
    let units = &page.vocabulary.units;
    let is_measured = row.chunks.windows(2).any(|pair| match pair {
        [figure, next] => {
            figure.is_figure() && !next.is_apart && units.prefix_of(next.text).is_some()
        }
        _ => false,
    });
    let is_close = row.chunks.iter().skip(1).all(|chunk| !chunk.is_apart);
    (is_close || is_measured) && text.chars().filter(|c| is_ideograph(*c)).count() >= FEWEST
}

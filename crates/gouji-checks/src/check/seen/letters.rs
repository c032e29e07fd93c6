//! Texts as titles are compared: their letters alone, without what numbers them.

use gouji_values::document::{Block, Document};
use gouji_values::vocabulary::Vocabulary;
use std::sync::OnceLock;

/// The digits of a year.
const YEAR_DIGITS: usize = 4;
/// Of two titles that begin with so many of the same letters more may differ.
const BEGINNING: usize = 4;

/// The letters and digits of a text, folded.
pub(in crate::check) fn letters(text: &str, words: &Vocabulary) -> String {
    let mut out = String::with_capacity(text.len());
    add_letters(&mut out, text, words);
    out
}

fn add_letters(out: &mut String, text: &str, words: &Vocabulary) {
    words.add_folded(out, text, char::is_alphanumeric);
}

/// The letters of a title, without its number and the page that a contents page prints behind it.
pub(in crate::check) fn title_letters(text: &str, words: &Vocabulary) -> String {
    let title = title_of(text, words);
    letters(behind_year(title, words).unwrap_or(title), words)
}

/// What stands behind the year of a title: the agency and the year are printed in one place and not in
/// another.
fn behind_year<'t>(title: &'t str, words: &Vocabulary) -> Option<&'t str> {
    let digits = title.find(|c: char| c.is_ascii_digit())?;
    let from = title.get(digits..)?;
    let behind = from.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_year = from.len() - behind.len() == YEAR_DIGITS;
    let rest = behind.trim_start();
    let unit = words.year_units.iter().find(|unit| rest.starts_with(unit.as_str()));
    let rest = rest.get(unit.filter(|_| is_year)?.len()..)?.trim_start();
    (rest.chars().count() >= BEGINNING).then_some(rest)
}

/// A title without its number and the page that a contents page prints behind it.
pub(in crate::check) fn title_of<'t>(text: &'t str, words: &Vocabulary) -> &'t str {
    let text = text.trim();
    let behind = words.ordinal(text).and_then(|found| text.get(found.len..)).unwrap_or(text);
    let is_page = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '.' | '…' | '·' | '-' | '—' | '\u{2024}' | '\u{2025}' | '\u{22EF}')
    };
    let own = behind.trim_end_matches(is_page).trim_start();
    if own.is_empty() { behind } else { own }
}

/// A longer paragraph is no title.
const LONGEST: usize = 300;
/// Rows of a table that may hold its title.
const TITLE_ROWS: usize = 3;

/// The short lines of a document, as titles are compared; made once for a document.
#[derive(Clone, Debug)]
pub(in crate::check) struct BodyLines {
    /// Each line: its block and its letters, without its number.
    lines: Vec<(usize, String)>,
    /// The letters of all text, one behind the other.
    whole: OnceLock<String>,
}

impl BodyLines {
    /// Of all but the contents page.
    pub(in crate::check) fn of(document: &Document, words: &Vocabulary) -> Self {
        let mut lines = Vec::new();
        for (block, content) in document.blocks.iter().enumerate() {
            match content {
                Block::Paragraph(own) if own.in_contents || own.text.text.len() > LONGEST => {}
                Block::Paragraph(own) => lines.push((block, title_letters(&own.text.text, words))),
                Block::Table(table) => {
                    let table = document.tables.get(*table);
                    let rows =
                        table.into_iter().flat_map(|table| table.rows.iter().take(TITLE_ROWS));
                    let texts = rows.map(|row| row.iter().map(|cell| cell.text.text.as_str()));
                    lines
                        .extend(texts.map(|row| (block, letters(&row.collect::<String>(), words))));
                }
            }
        }
        Self { lines, whole: OnceLock::new() }
    }

    /// Whether a title stands somewhere, word for word or nearly.
    pub(in crate::check) fn has(
        &self,
        title: &str,
        document: &Document,
        words: &Vocabulary,
    ) -> bool {
        self.line_of(title).is_some()
            || self.lines.iter().any(|(_, line)| is_nearly(title, line))
            || self.whole.get_or_init(|| whole(document, words)).contains(title)
    }

    /// The block of the line that is this title, if there is one.
    pub(in crate::check) fn line_of(&self, title: &str) -> Option<usize> {
        self.lines.iter().find(|(_, line)| line == title).map(|(block, _)| *block)
    }

    /// The block of a line that has this title and not much besides it.
    pub(in crate::check) fn line_with(&self, title: &str) -> Option<usize> {
        let has =
            |line: &&(usize, String)| line.1.len() <= title.len() * 2 && line.1.contains(title);
        self.lines.iter().find(has).map(|(block, _)| *block)
    }
}

/// The letters of a document but for its contents page, one behind the other.
fn whole(document: &Document, words: &Vocabulary) -> String {
    let mut out = String::with_capacity(document.text.len());
    for content in &document.blocks {
        match content {
            Block::Paragraph(own) if own.in_contents => {}
            Block::Paragraph(own) => add_letters(&mut out, &own.text.text, words),
            Block::Table(table) => {
                let rows = document.tables.get(*table).into_iter().flat_map(|table| &table.rows);
                for cell in rows.flatten() {
                    add_letters(&mut out, &cell.text.text, words);
                }
            }
        }
    }
    out
}

/// Whether a line holds nearly all letters of a title, in their order, and not many others; those of a
/// page may have changed places.
fn is_nearly(title: &str, line: &str) -> bool {
    let (letters, own) = (title.chars().count(), line.chars().count());
    // most lines are much longer or shorter
    if own > letters * 2 || own * 2 < letters {
        return false;
    }
    let (title, line): (Vec<char>, Vec<char>) = (title.chars().collect(), line.chars().collect());
    // of a short one all letters, and few between them; else four of five
    let (least, longest) = match title.len() {
        short @ ..8 => (short, short + short / 2),
        long => ((long * 4).div_ceil(5), long * 2),
    };
    let begins_alike = title.get(..BEGINNING) == line.get(..BEGINNING);
    let least = if begins_alike { least.min((title.len() * 2).div_ceil(3)) } else { least };
    if !(least..=longest).contains(&line.len()) {
        return false;
    }
    let turned = || {
        let (mut title, mut line) = (title.clone(), line.clone());
        title.sort_unstable();
        line.sort_unstable();
        title == line
    };
    common(&title, &line) >= least || turned()
}

/// How many letters two texts share in the same order.
fn common(one: &[char], other: &[char]) -> usize {
    let mut before = vec![0_usize; other.len() + 1];
    for own in one {
        let mut diagonal = 0;
        for (at, letter) in other.iter().enumerate() {
            let above = before.get(at + 1).copied().unwrap_or(0);
            let left = before.get(at).copied().unwrap_or(0);
            let found = if own == letter { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            if let Some(place) = before.get_mut(at + 1) {
                *place = found;
            }
        }
    }
    before.last().copied().unwrap_or(0)
}

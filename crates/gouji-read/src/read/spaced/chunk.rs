//! The chunks of a line that blanks keep apart, each with the columns of characters that it takes.
//!
//! In: a line. Out: figures one by one, words as far as single blanks hold them together.

use crate::read::line::{Line, is_blank_char, is_wide};
use gouji_values::number::{cell_number, is_digit};
use gouji_values::vocabulary::Vocabulary;

/// Bytes of a line that can be a row.
const LONGEST: usize = 3000;

/// What the columns of a text count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Each character is one.
    Characters,
    /// A full-width character is two.
    Widths,
}

impl Measure {
    fn of(self, c: char) -> usize {
        if self == Self::Widths && is_wide(c) { 2 } else { 1 }
    }
}

/// What stands in a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number with decimals, thousands or a sign of per cent.
    Amount,
    /// Digits alone.
    Digits,
    /// A mark for nothing.
    Mark,
    /// The decimals of a number that stands on the line above.
    Tail,
    /// Words.
    Words,
}

/// A stretch of a line without wide gaps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk<'a> {
    pub text: &'a str,
    /// Where it stands in the canonical text.
    pub start: usize,
    /// First column of characters, and the one behind the last.
    pub from: usize,
    pub to: usize,
    pub kind: Kind,
    /// Whether more than one blank stands before it.
    pub is_apart: bool,
}

impl Chunk<'_> {
    pub(super) fn is_figure(&self) -> bool {
        self.kind != Kind::Words
    }

    /// Characters that both take.
    pub(super) fn shared(&self, from: usize, to: usize) -> usize {
        self.to.min(to).saturating_sub(self.from.max(from))
    }
}

/// The chunks of a line.
pub(super) fn chunks<'a>(
    line: &Line<'a>,
    measure: Measure,
    vocabulary: &Vocabulary,
) -> Vec<Chunk<'a>> {
    if line.raw.len() > LONGEST {
        return Vec::new();
    }
    let mut out: Vec<Chunk<'a>> = Vec::new();
    for token in tokens(line, measure) {
        let kind = kind(token.text, vocabulary);
        let token = Chunk { kind, ..token };
        let is_named = kind == Kind::Words && ends_codes(&out);
        match out.last_mut() {
            // words hold together over one blank; so do digits and the words beside them
            Some(last)
                if !token.is_apart
                    && (last.kind == Kind::Words || token.kind == Kind::Words)
                    && ![last.kind, token.kind].iter().any(|kind| is_alone(*kind))
                    && !is_code(&token)
                    && !is_named =>
            {
                let end = token.start + token.text.len() - line.raw_start;
                last.text = line.raw.get(last.start - line.raw_start..end).unwrap_or(last.text);
                last.to = token.to;
                last.kind = Kind::Words;
            }
            _ => out.push(token),
        }
    }
    with_spaced_totals(out, line, vocabulary)
}

/// Whether a line holds nothing but codes so far, the steps of one beside each other (`208 01 04`):
/// the name behind the last one is no part of it.
fn ends_codes(chunks: &[Chunk<'_>]) -> bool {
    let is_step = |chunk: &Chunk<'_>| chunk.kind == Kind::Digits && chunk.text.len() == 2;
    match chunks {
        [first, steps @ ..] => {
            first.kind == Kind::Digits
                && matches!(first.text.len(), 2 | 3)
                && !steps.is_empty()
                && steps.iter().all(|step| is_step(step) && step.is_apart)
        }
        [] => false,
    }
}

/// A code that stands close behind the words of the column before it.
fn is_code(chunk: &Chunk<'_>) -> bool {
    chunk.kind == Kind::Digits && matches!(chunk.text.len(), 5 | 7)
}

/// Figures that no word goes on with.
fn is_alone(kind: Kind) -> bool {
    matches!(kind, Kind::Amount | Kind::Mark | Kind::Tail)
}

/// The letters of some chunks, each with its place in the canonical text and its column.
pub(super) fn letters(chunks: &[Chunk<'_>], measure: Measure) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for chunk in chunks {
        let mut column = chunk.from;
        for (at, c) in chunk.text.char_indices() {
            if !is_blank_char(c) {
                out.push((chunk.start + at, column));
            }
            column += measure.of(c);
        }
    }
    out
}

/// The parts of a chunk between its blanks.
pub(super) fn parts<'a>(chunk: &Chunk<'a>, measure: Measure) -> Vec<Chunk<'a>> {
    let line =
        Line { raw: chunk.text, raw_start: chunk.start, text: chunk.text, start: chunk.start };
    let moved = |part: Chunk<'a>| Chunk {
        from: part.from + chunk.from,
        to: part.to + chunk.from,
        kind: chunk.kind,
        ..part
    };
    tokens(&line, measure).into_iter().map(moved).collect()
}

fn tokens<'a>(line: &Line<'a>, measure: Measure) -> Vec<Chunk<'a>> {
    let mut out: Vec<Chunk<'a>> = Vec::new();
    let (mut column, mut open): (usize, Option<(usize, usize)>) = (0, None);
    let mut last = 0;
    let mut close = |from: usize, first: usize, at: usize, column: usize| {
        out.push(Chunk {
            text: line.raw.get(from..at).unwrap_or(""),
            start: line.raw_start + from,
            from: first,
            to: column,
            kind: Kind::Words,
            is_apart: first > last + 1,
        });
        last = column;
    };
    for (at, c) in line.raw.char_indices() {
        if is_blank_char(c) {
            if let Some((from, first)) = open.take() {
                close(from, first, at, column);
            }
        } else if open.is_none() {
            open = Some((at, column));
        }
        column += measure.of(c);
    }
    if let Some((from, first)) = open {
        close(from, first, line.raw.len(), column);
    }
    out
}

fn kind(text: &str, vocabulary: &Vocabulary) -> Kind {
    if text.len() > 64 {
        return Kind::Words;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Kind::Digits;
    }
    if !text.chars().any(char::is_alphanumeric) && vocabulary.is_blank(text) {
        return Kind::Mark;
    }
    if text
        .strip_prefix('.')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    {
        return Kind::Tail;
    }
    let plain = |c: char| is_digit(c) || c.is_ascii_punctuation() || "，．％－−（）".contains(c);
    let is_number = text.contains(is_digit)
        && text.contains(['.', ',', '%', '％', '．', '-', '－'])
        && text.chars().all(plain)
        && cell_number(text, &vocabulary.units).is_some();
    if is_number { Kind::Amount } else { Kind::Words }
}

/// `合     计` is one word.
fn with_spaced_totals<'a>(
    chunks: Vec<Chunk<'a>>,
    line: &Line<'a>,
    vocabulary: &Vocabulary,
) -> Vec<Chunk<'a>> {
    let mut out: Vec<Chunk<'a>> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        if let Some(last) = out.last_mut()
            && last.kind == Kind::Words
            && chunk.kind == Kind::Words
            && last.text.chars().count() == 1
            && chunk.text.chars().count() == 1
            && vocabulary.total.contains(&format!("{}{}", last.text, chunk.text))
        {
            let (from, to) =
                (last.start - line.raw_start, chunk.start + chunk.text.len() - line.raw_start);
            last.text = line.raw.get(from..to).unwrap_or(last.text);
            last.to = chunk.to;
            continue;
        }
        out.push(chunk);
    }
    out
}

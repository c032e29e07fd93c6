//! What the beginnings and ends of paragraphs show beside those around them: a full stop that is
//! missing, the number of a list that is written twice.

use super::{Slip, wanted};
use gouji_rules::ruleset::ClaimPlace;
use gouji_values::document::{Block, Document, Paragraph, Span};
use gouji_values::number::is_ideograph;

/// A paragraph of fewer characters may be a caption, a signature, a name.
const PROSE: usize = 30;
/// This many paragraphs before and as many behind are compared.
const AROUND: usize = 4;
/// They are looked for among this many blocks.
const NEAR: usize = 40;
/// At least this many of them must end with a mark, and none without.
const ENOUGH: usize = 3;
/// A missing mark is shown by this many characters from the end of its paragraph.
const SHOWN: usize = 8;

/// Paragraphs that end without a mark where those around them have one.
pub(super) fn without_stop<'d>(document: &'d Document, marks: &[char]) -> Vec<Slip<'d>> {
    let mut out = Vec::new();
    for (block, paragraph) in document.paragraphs() {
        let text = paragraph.text.text.trim_end();
        // a character takes three bytes mostly, so that nearly all others end here
        if text.len() < PROSE
            || paragraph.heading.is_some()
            || !is_bare(text)
            || !is_whole(document, block)
        {
            continue;
        }
        // words side by side that never end a sentence are the field of a form
        let has_sentences = paragraph.ordinal.is_some()
            || text.contains(marks)
            || text.contains(['\u{FF1A}', '\u{FF1B}']);
        if !has_sentences
            || !is_prose(paragraph)
            || lists_more(text)
            || may_go_on(document, block, paragraph)
        {
            continue;
        }
        let (before, behind) = document.blocks.split_at(block);
        let ends = |blocks: &mut dyn Iterator<Item = &Block>| -> Vec<End> {
            let prose = blocks.take(NEAR).filter_map(|block| match block {
                Block::Paragraph(paragraph) if is_prose(paragraph) => Some(end(paragraph, marks)),
                _ => None,
            });
            prose.take(AROUND).collect()
        };
        let mut all = ends(&mut before.iter().rev());
        all.extend(ends(&mut behind.iter().skip(1)));
        if all.iter().filter(|end| **end == End::Stop).count() < ENOUGH || all.contains(&End::Bare)
        {
            continue;
        }
        // from behind the last mark, if that is not far
        let clause = text.rfind(['\u{FF0C}', ',', '\u{3002}', '\u{FF1B}', '\u{3001}', '\u{FF1A}']);
        let clause = clause
            .and_then(|at| Some(at + text.get(at..)?.chars().next()?.len_utf8()))
            .unwrap_or(0);
        let last = text.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at).max(clause);
        out.push(Slip { around: 0..text.len(), ..Slip::new(&paragraph.text, last..text.len()) });
    }
    out
}

/// Whether a text ends with a word or a number.
fn is_bare(text: &str) -> bool {
    text.ends_with(|c: char| is_ideograph(c) || c.is_ascii_digit() || matches!(c, '%' | '\u{FF05}'))
}

/// Whether the items of a list stand in one paragraph, `1.…2.…`: what ends an item is their own
/// affair.
fn lists_more(text: &str) -> bool {
    number(text.trim_start()).is_some_and(|(value, sign, rest)| {
        let next = format!("{}{sign}", value.saturating_add(1));
        rest.match_indices(&next).any(|(at, _)| {
            !rest
                .get(at + next.len()..)
                .is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()))
        })
    })
}

/// Whether it is running text of some length, with marks inside.
fn is_prose(paragraph: &Paragraph) -> bool {
    let text = &paragraph.text.text;
    // no character takes more than four bytes
    if text.len() < PROSE || !wanted(paragraph, &[ClaimPlace::Text]) {
        return false;
    }
    let marks = text.matches(['\u{FF0C}', '\u{3002}', '\u{FF1B}']).take(2).count();
    marks == 2 && text.chars().count() >= PROSE
}

/// Whether a paragraph is whole as far as what follows tells: a heading, a numbered paragraph, or
/// nothing.
fn is_whole(document: &Document, block: usize) -> bool {
    match document.blocks.get(block + 1) {
        None => document.unread.is_empty(),
        Some(Block::Paragraph(next)) => {
            (next.heading.is_some() || next.ordinal.is_some())
                && !next.is_row
                && !document.is_unread_between(end_of(document, block), next.text.canonical(0))
        }
        Some(Block::Table(_)) => false,
    }
}

/// Whether a paragraph may be the first part of one that a line or page cut: its last line is about
/// as long as the others, the next one stands on another page, or what seems to be the number of
/// the next one continues nothing.
fn may_go_on(document: &Document, block: usize, paragraph: &Paragraph) -> bool {
    /// A word that did not fit is no longer.
    const WORD: usize = 2;
    let span = paragraph.text.span();
    let lines: Vec<usize> =
        document.slice(span).lines().map(|line| line.trim().chars().count()).collect();
    let is_full = lines.split_last().is_some_and(|(last, before)| {
        before.iter().max().is_some_and(|longest| last + WORD >= *longest)
    });
    let Some(Block::Paragraph(next)) = document.blocks.get(block + 1) else { return is_full };
    let page = |span: Span| {
        document.locator.place(span).map(|place| place.split(' ').next().unwrap_or(place))
    };
    let is_last_on_page = matches!(document.format, "pdf" | "ofd")
        && page(Span { start: span.end.saturating_sub(1), ..span }) != page(next.text.span());
    is_full || is_last_on_page || !counts_on(document, block, next)
}

/// Whether the number of the next paragraph goes on a count, or begins one below a paragraph with a
/// number of another kind; a word that was cut may begin like a number.
fn counts_on(document: &Document, block: usize, next: &Paragraph) -> bool {
    /// A count may leave a number out.
    const STEP: u32 = 2;
    let Some(ordinal) = next.ordinal.filter(|_| !next.text.text.starts_with(['\u{FF08}', '(']))
    else {
        return true;
    };
    let mut begins_below = false;
    for block in document.blocks.get(..=block).unwrap_or(&[]).iter().rev() {
        let Block::Paragraph(paragraph) = block else { continue };
        match paragraph.ordinal.filter(|_| !paragraph.in_contents) {
            Some(before) if before.style == ordinal.style => {
                let goes_on = (before.value + 1..=before.value + STEP).contains(&ordinal.value);
                return goes_on || begins_below && ordinal.value == 1;
            }
            Some(_) => begins_below = true,
            None => {}
        }
    }
    ordinal.value == 1
}

fn end_of(document: &Document, block: usize) -> u32 {
    match document.blocks.get(block) {
        Some(Block::Paragraph(paragraph)) => paragraph.text.span().end,
        _ => 0,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    /// It goes on, or ends in a way that says nothing.
    Other,
    Bare,
}

fn end(paragraph: &Paragraph, marks: &[char]) -> End {
    let text = paragraph.text.text.trim_end();
    let inner = text.trim_end_matches(['\u{201D}', '\u{2019}', '"', '\u{FF09}', ')']);
    if text.ends_with(marks) || inner.ends_with(marks) {
        End::Stop
    } else if is_bare(text) {
        End::Bare
    } else {
        End::Other
    }
}

/// The number that a paragraph begins with, the sign behind it, and what follows.
fn number(text: &str) -> Option<(u32, char, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text.get(..digits).filter(|_| (1..=2).contains(&digits))?.parse().ok()?;
    let rest = text.get(digits..)?;
    let sign = rest.chars().next().filter(|c| matches!(c, '.' | '\u{FF0E}' | '\u{3001}'))?;
    Some((value, sign, rest.get(sign.len_utf8()..)?))
}

/// A paragraph that begins with a number.
struct Numbered<'d> {
    paragraph: &'d Paragraph,
    /// Where the number starts.
    at: usize,
    value: u32,
    sign: char,
    rest: &'d str,
}

impl<'d> Numbered<'d> {
    fn of(paragraph: &'d Paragraph) -> Option<Self> {
        let text = paragraph.text.text.as_str();
        // nearly all begin otherwise
        if !text.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace()) {
            return None;
        }
        let trimmed = text.trim_start();
        let (value, sign, rest) = number(trimmed)?;
        let is_asked = !paragraph.in_contents && !paragraph.is_row;
        is_asked.then_some(Self {
            paragraph,
            at: text.len() - trimmed.len(),
            value,
            sign,
            rest: rest.trim_start(),
        })
    }

    /// The number that follows its own, with the same sign, and what stands behind it.
    fn within(&self) -> Option<(u32, &'d str)> {
        number(self.rest)
            .filter(|(_, sign, _)| *sign == self.sign)
            .map(|(value, _, rest)| (value, rest))
    }

    /// Whether it is numbered so, and nothing else.
    fn is_plain(&self, value: Option<u32>, sign: char) -> bool {
        Some(self.value) == value
            && self.sign == sign
            && !self.rest.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Numbers of lists that are written twice.
pub(super) fn number_twice(document: &Document) -> Vec<Slip<'_>> {
    let numbered: Vec<Numbered<'_>> =
        document.paragraphs().filter_map(|(_, paragraph)| Numbered::of(paragraph)).collect();
    let mut out = Vec::new();
    for (index, own) in numbered.iter().enumerate() {
        let Some((value, rest)) = own.within() else { continue };
        if value != own.value || rest.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let next = numbered
            .get(index + 1)
            .is_some_and(|next| next.is_plain(value.checked_add(1), own.sign));
        let before = index.checked_sub(1).and_then(|before| numbered.get(before));
        let beside =
            next || before.is_some_and(|before| before.is_plain(value.checked_sub(1), own.sign));
        // what is numbered within it makes it a number of two steps
        let steps = numbered.iter().any(|other| {
            other.value == value && other.within().is_some_and(|(inner, _)| inner != value)
        });
        if beside && !steps {
            let text = &own.paragraph.text;
            out.push(Slip::new(text, own.at..text.text.len() - rest.len()));
        }
    }
    out
}
